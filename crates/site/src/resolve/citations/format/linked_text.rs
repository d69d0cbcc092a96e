//! Formatted text as [`RichText`]: parts that are identifiers or addresses become links.

use wellpress_bibliography::{Identifier, Reference};
use wellpress_csl::{Formatted, Look, Role, Variable, VerticalPosition};

use super::rich_text::{RichText, Run};

/// An entry with its links. Parts that the style sets apart, such as a label in the margin, have a space between them.
pub(super) fn linked_text(formatted: &Formatted, reference: &Reference) -> RichText {
    let (links, spaces) = (links(formatted, reference), spaces(formatted));
    let mut cuts: Vec<usize> = links.iter().flat_map(|link| [link.start, link.end]).chain(spaces.clone()).collect();
    cuts.sort_unstable();
    let mut runs = Vec::new();
    let mut from = 0;
    for run in &formatted.runs {
        while from < run.end {
            if spaces.contains(&from) {
                runs.push(Run::plain(" "));
            }
            let until = cuts.iter().copied().find(|cut| *cut > from).unwrap_or(run.end).min(run.end);
            let link = links.iter().find(|link| link.start <= from && from < link.end);
            let address = link.map(|link| link.address.clone());
            runs.push(Run { link: address, ..run_of(&formatted.text[from..until], run.look) });
            from = until;
        }
    }
    runs.into_iter().collect()
}

/// The text of a mark from `start` to `end`. Marks are links as a whole, so nothing within is one.
pub(super) fn text_between(mark: &Formatted, start: usize, end: usize) -> RichText {
    let mut run_start = 0;
    let runs = mark.runs.iter().map(|run| {
        let (from, to) = (run_start.max(start), run.end.min(end));
        run_start = run.end;
        run_of(mark.text.get(from..to).unwrap_or_default(), run.look)
    });
    runs.collect()
}

fn run_of(text: &str, look: Look) -> Run {
    Run {
        italic: look.italic,
        bold: look.bold,
        small_caps: look.small_caps,
        underline: look.underline,
        superscript: look.position == VerticalPosition::Superscript,
        subscript: look.position == VerticalPosition::Subscript,
        ..Run::plain(text)
    }
}

/// Where a part that is set by itself touches other text. The full stop at the end of an entry stays where it is.
fn spaces(formatted: &Formatted) -> Vec<usize> {
    let parts = formatted.spans.iter().filter(|span| matches!(span.role, Role::Display(_)));
    let edges = parts.flat_map(|part| [part.start, part.end]);
    edges.filter(|edge| is_between_words(&formatted.text, *edge)).collect()
}

/// Whether there is text on both sides of this byte, without a blank or a mark of punctuation between.
fn is_between_words(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    !before.is_empty() && !before.ends_with(' ') && !after.starts_with([' ', '.', ',', ';', ':']) && !after.is_empty()
}

struct Link {
    start: usize,
    end: usize,
    address: String,
}

fn links(formatted: &Formatted, reference: &Reference) -> Vec<Link> {
    let spans = formatted.spans.iter();
    let links = spans.filter_map(|span| {
        let Role::Variable(variable) = span.role else { return None };
        let (resolver, address) = match variable {
            Variable::Doi => ("https://doi.org/", Identifier::Doi(reference.doi.clone()?).url()),
            Variable::Pmid => ("https://pubmed.ncbi.nlm.nih.gov/", Identifier::Pmid(reference.pmid.clone()?).url()),
            Variable::Pmcid => {
                let resolver = "https://pmc.ncbi.nlm.nih.gov/articles/";
                (resolver, format!("{resolver}{}/", reference.pmcid.as_ref()?))
            }
            // Libraries hold only addresses that are safe to link.
            Variable::Url => ("", reference.url.clone()?),
            _ => return None,
        };
        // Many styles print the resolver before the identifier: it is part of the link.
        let text_before_span = &formatted.text[..span.start];
        let start = if text_before_span.ends_with(resolver) { span.start - resolver.len() } else { span.start };
        Some(Link { start, end: span.end, address })
    });
    links.collect()
}
