//! Reports what a wrong encoding has left in a file: in the text of a page, its front matter, a glossary or a table, and in the titles
//! and names of sources.

use wellpress_bibliography::Reference;
use wellpress_diagnostics::{Diagnostic, GarbledText, Location, Source, Span, rules};

/// A file has so many of these findings at most. One that is garbled as a whole would have one for each line.
const MOST_FINDINGS: usize = 20;

/// The findings about a text, one for each line.
pub(super) fn of_text(source: &Source) -> Vec<Diagnostic> {
    let mut places = GarbledText::by_line(&source.text);
    let mut findings: Vec<Diagnostic> = places
        .by_ref()
        .take(MOST_FINDINGS)
        .map(|garbled| {
            let location = source.locate(Span::new(garbled.range.clone()));
            finding(location, garbled.description(&source.text), &garbled)
        })
        .collect();
    let further = places.count();
    if further > 0
        && let Some(last) = findings.last_mut()
    {
        last.message
            .push_str(&format!("; so are places in {further} further line{}", if further == 1 { "" } else { "s" }));
    }
    findings
}

/// The finding about the first garbled title or name of a source. Abstracts and notes, which no page shows, are not read: those that were
/// copied out of PDFs are full of such characters.
pub(super) fn of_reference(reference: &Reference) -> Option<Diagnostic> {
    let titles = [&reference.title, &reference.short_title, &reference.container, &reference.collection];
    let titles = titles.into_iter().flatten().map(wellpress_bibliography::Title::as_str);
    let names = reference.publisher.iter().chain(&reference.event).map(String::as_str);
    let (text, garbled) = titles.chain(names).find_map(|text| Some((text, GarbledText::first_in_title(text)?)))?;
    let message = format!("in the source `{}`, {}", reference.key, garbled.description(text));
    Some(finding(reference.location.clone(), message, &garbled))
}

fn finding(location: Location, message: String, garbled: &GarbledText) -> Diagnostic {
    Diagnostic::new(&rules::TEXT_GARBLED, location, message).help(garbled.help())
}
