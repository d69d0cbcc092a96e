//! `placeholder`: text that `init` or `new` wrote for the author to replace.
//!
//! It reads like a sentence of the page ("Say what it is good for."), so no other rule notices it. The words come from
//! [`starter_texts`](wellpress_site::starter_texts), from which the files are written. A passage in code or in a quote is not
//! reported: a page may be about these texts.

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};
use wellpress_markdown::body::Body;
use wellpress_markdown::walk::TextEvent;

use crate::prose::{self, Passage};
use wellpress_site::config::{Config, unpublishable};
use wellpress_site::model::{Page, Site};
use wellpress_site::starter_texts::PLACEHOLDERS;

/// The placeholders in the description and the text of a page, in any language: `new` writes English into all.
pub(super) fn find(page: &Page, passages: &[Passage]) -> Vec<Diagnostic> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let description = prose::of_description(page);
    description.iter().chain(passages).flat_map(|passage| find_in_passage(&page.source, passage)).collect()
}

fn find_in_passage(source: &Source, passage: &Passage) -> Vec<Diagnostic> {
    placeholders_in(&passage.words.text)
        .map(|(at, placeholder)| finding(passage.locate(source, at..at + placeholder.len()), placeholder))
        .collect()
}

/// A finding if `base_url` has a host at which no reader can find the site. An address of the command line replaces it.
pub(super) fn find_in_settings(config: &Config) -> Option<Diagnostic> {
    let setting = &config.settings.base_url;
    let reason = unpublishable(&config.base.origin).filter(|_| config.options.base_url.is_none())?;
    let message = format!("`{}` {reason}: no site can be published there", setting.value);
    let finding = Diagnostic::new(&rules::PLACEHOLDER, config.source.locate(setting.span), message);
    Some(finding.help("write the address at which readers will find the site"))
}

/// The placeholders in disclaimers, snippets and glossaries, which are no pages. No page need show a snippet that was just made.
pub(super) fn find_outside_pages(site: &Site) -> Vec<Diagnostic> {
    let disclaimers = site.disclaimers.iter().map(|disclaimer| (&disclaimer.source, &*disclaimer.body));
    let terms = site
        .glossaries
        .iter()
        .flat_map(|glossary| glossary.terms.iter().map(|term| (&glossary.source, &term.definition)));
    let snippets = site.snippets.all().map(|snippet| (&snippet.source, &*snippet.body));
    disclaimers.chain(snippets).chain(terms).flat_map(|(source, body)| find_in_body(source, body)).collect()
}

fn find_in_body(source: &Source, body: &Body) -> Vec<Diagnostic> {
    let texts = body.walk(source, 0..body.nodes.len(), &[]).filter_map(|(_, event)| match event {
        TextEvent::Text { text, span, .. } => Some((text, span)),
        _ => None,
    });
    let in_text = |(text, span): (&str, Span)| {
        let places = placeholders_in(text).map(|(at, placeholder)| {
            let start = span.start as usize + at;
            finding(source.locate(Span::new(start..start + placeholder.len())), placeholder)
        });
        places.collect::<Vec<_>>()
    };
    texts.flat_map(in_text).collect()
}

/// The placeholders of a text with their offsets. Each begins with the text or behind the end of a sentence, so that it is not
/// found in the middle of a sentence of the author.
fn placeholders_in(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr3_iter(b'.', b'!', b'?', bytes).chain(memchr::memchr_iter(b':', bytes));
    let starts = std::iter::once(0).chain(ends.map(|at| at + 1));
    starts.filter_map(|start| {
        let sentence = text[start..].trim_start();
        // Few sentences begin with the letter of a placeholder. The list is sorted.
        let first = sentence.as_bytes().first()?;
        let likely = PLACEHOLDERS.partition_point(|placeholder| placeholder.as_bytes()[0] < *first);
        let mut likely = PLACEHOLDERS[likely..].iter().take_while(|placeholder| placeholder.as_bytes()[0] == *first);
        let placeholder = likely.find(|placeholder| sentence.starts_with(**placeholder))?;
        let text_after_placeholder = &sentence[placeholder.len()..];
        let is_end = placeholder.ends_with('.')
            || text_after_placeholder.is_empty()
            || text_after_placeholder.starts_with(|c: char| c.is_ascii_punctuation());
        is_end.then_some((text.len() - sentence.len(), *placeholder))
    })
}

fn finding(location: Location, placeholder: &str) -> Diagnostic {
    const LONGEST: usize = 48;
    let end = placeholder[..placeholder.len().min(LONGEST)].rfind(' ').filter(|_| placeholder.len() > LONGEST);
    let words = end.map_or_else(|| placeholder.to_owned(), |end| format!("{} ..", &placeholder[..end]));
    let message = format!("`{words}` is text of a template");
    Diagnostic::new(&rules::PLACEHOLDER, location, message).help("write your own words in its place, or delete it")
}
