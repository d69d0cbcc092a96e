//! Formatted text as [`RichText`]: parts that are identifiers or addresses become links.

use wellpress_csl::{Formatted, Look, Role, Variable, VerticalPosition};

use super::rich_text::{RichText, Run};

/// The text from `start` to `end`, with links.
pub(super) fn linked_text(formatted: &Formatted, start: usize, end: usize) -> RichText {
    let links = links(formatted);
    let mut runs = Vec::new();
    let mut run_start = 0;
    for run in &formatted.runs {
        let (mut from, to) = (run_start.max(start), run.end.min(end));
        run_start = run.end;
        while from < to {
            let link = links.iter().find(|link| link.start <= from && from < link.end);
            let next = links.iter().map(|link| link.start).filter(|next| *next > from).min();
            let until = link.map_or(next.unwrap_or(to), |link| link.end).min(to);
            let address = link.map(|link| link.address.clone());
            runs.push(Run { link: address, ..run_of(&formatted.text[from..until], run.look) });
            from = until;
        }
    }
    runs.into_iter().collect()
}

/// The whole text, with links.
pub(super) fn whole_text(formatted: &Formatted) -> RichText {
    linked_text(formatted, 0, formatted.text.len())
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

struct Link {
    start: usize,
    end: usize,
    address: String,
}

fn links(formatted: &Formatted) -> Vec<Link> {
    let spans = formatted.spans.iter();
    let links = spans.filter_map(|span| {
        let Role::Variable(variable) = span.role else { return None };
        let value = formatted.span_text(span);
        let (resolver, address) = match variable {
            Variable::Doi => ("https://doi.org/", address_of_doi(value)),
            Variable::Pmid => ("https://pubmed.ncbi.nlm.nih.gov/", format!("https://pubmed.ncbi.nlm.nih.gov/{value}/")),
            Variable::Pmcid => {
                ("https://pmc.ncbi.nlm.nih.gov/articles/", format!("https://pmc.ncbi.nlm.nih.gov/articles/{value}/"))
            }
            Variable::Url => ("", web_address(value)?),
            _ => return None,
        };
        // Many styles print the resolver as a prefix: it is part of the link.
        let before = &formatted.text[..span.start];
        let start = if before.ends_with(resolver) { span.start - resolver.len() } else { span.start };
        Some(Link { start, end: span.end, address })
    });
    links.collect()
}

fn address_of_doi(doi: &str) -> String {
    encoded(&format!("https://doi.org/{doi}"))
}

/// An address of the web as it can go into an attribute.
fn web_address(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then(|| encoded(address))
}

fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            _ => out.push(character),
        }
    }
    out
}
