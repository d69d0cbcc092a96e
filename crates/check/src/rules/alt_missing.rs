//! `alt-missing`, as a warning: a picture in the text with nothing between its brackets.
//!
//! In the front matter and on `::figure` an empty text says that a picture decorates, and a missing one is an error where
//! the file is looked up. Markdown has only one way to write both, so that here nobody can tell which is meant.

use wellpress_diagnostics::{Diagnostic, Severity, rules};
use wellpress_markdown::body::{Element, LinkTarget};

use wellpress_site::model::Page;

/// One finding for each such picture.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let body = &page.body;
    let pictures = body.nodes.starts().filter_map(|(at, element, _)| match element {
        Element::Image(index) => Some((at, &body.links[index])),
        _ => None,
    });
    let silent = pictures.filter(|(at, link)| {
        let is_shown = link.target != LinkTarget::Unsafe;
        is_shown && body.plain(&page.source, *at..body.end_of(*at)).trim().is_empty()
    });
    let findings = silent.map(|(_, link)| {
        let location = page.source.locate(link.span);
        let finding = Diagnostic::new(&rules::ALT_MISSING, location, "this picture has no alternative text");
        let help = "say what it shows between the brackets; for decoration use `::figure{src=\"..\" alt=\"\"}`";
        Diagnostic { severity: Severity::Warning, ..finding.help(help) }
    });
    findings.collect()
}
