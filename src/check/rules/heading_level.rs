//! A heading that skips a level, on a page or in the text of an exercise.

use crate::diagnostics::{Diagnostic, Span, rules};
use crate::model::Page;
use crate::parse::document::Heading;
use crate::resolve::ResolvedSite;

/// One finding for each such heading, at its line.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> {
    resolved.site.pages.iter().flat_map(skipping)
}

fn skipping(page: &Page) -> Vec<Diagnostic> {
    let mut above = 1;
    let mut findings = Vec::new();
    for heading in &page.body.headings {
        let level = heading.level.max(2);
        if level > above + 1 {
            findings.push(skips(page, heading, above));
        }
        above = level;
    }
    findings
}

/// The page's title is level 1, so that the first heading of a text is one of level 2.
fn skips(page: &Page, heading: &Heading, above: u8) -> Diagnostic {
    let span = page.body.nodes.get(heading.node as usize).map_or_else(Span::default, |node| node.span);
    let line = page.source.slice(span).lines().next().unwrap_or_default();
    let start = span.start as usize;
    let place = page.source.locate(Span::new(start..start + line.len()));
    let message = format!("this heading has level {}, and what is above it has level {above}", heading.level);
    Diagnostic::new(&rules::HEADING_LEVEL, place, message).help(format!(
        "begin it with `{}`, or put a heading of level {} above it",
        mark(above + 1),
        above + 1
    ))
}

fn mark(level: u8) -> String {
    "#".repeat(usize::from(level))
}
