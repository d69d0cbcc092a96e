//! `heading-skipped`: a heading in the text that skips a level, or has that of the page's title.
//!
//! People who use a screen reader move by headings, and take a gap for a missing part. Headings of cards and embedded
//! exercises count as the ones above, although they are not in the Markdown.

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::body::Element;
use wellpress_markdown::directives::DirectiveKind;

use wellpress_site::model::Page;

/// One finding for each such heading, at its line. The page's title has level 1, so that the first heading of a text has
/// level 2. An embedded exercise has a heading too.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let mut above = 1;
    let mut findings = Vec::new();
    let steps_title = page.exercise().map_or(0..0, |exercise| exercise.parts.title.clone());
    for (at, element, span) in page.body.nodes.starts() {
        match element {
            Element::Heading(_) if steps_title.contains(&at) => above = 2,
            Element::Heading(index) => {
                let level = page.body.headings[index].level;
                findings.extend(wrong_level(page, span, level, above));
                // A heading of level 1 has its finding; what follows it is judged as if it were of level 2.
                above = level.max(2);
            }
            Element::Directive(index) => {
                let directive = &page.body.directives[index];
                let embed = (directive.kind == DirectiveKind::Exercise).then_some((above + 1).clamp(2, 6));
                above = directive.heading().or(embed).unwrap_or(above);
            }
            _ => {}
        }
    }
    findings
}

fn wrong_level(page: &Page, heading: Span, level: u8, above: u8) -> Option<Diagnostic> {
    let (message, help) = match level {
        1 => (
            "a heading of level 1 stands in the text".to_owned(),
            "the title of the page is its heading of level 1; write `##` here".to_owned(),
        ),
        _ if level > above + 1 => {
            let next = above + 1;
            let marks = "#".repeat(usize::from(next));
            (
                format!("this heading has level {level}, and what is above it has level {above}"),
                format!("begin it with `{marks}`, or put a heading of level {next} above it"),
            )
        }
        _ => return None,
    };
    let line = page.source.slice(heading).lines().next().unwrap_or_default();
    let start = heading.start as usize;
    let location = page.source.locate(Span::new(start..start + line.len()));
    Some(Diagnostic::new(&rules::HEADING_SKIPPED, location, message).help(help))
}
