//! A picture in the text with nothing between its brackets. One of the front matter or of `::figure` without `alt` is an
//! error where its file is looked up; here nobody can tell whether it decorates.

use wellpress_diagnostics::{Diagnostic, Severity, rules};
use wellpress_markdown::body::{Element, LinkTarget};

use crate::model::Page;

/// One finding for each such picture.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let body = &page.body;
    let pictures = body.nodes.starts().filter_map(|(at, element, _)| match element {
        Element::Image(index) => Some((at, &body.links[index])),
        _ => None,
    });
    let silent = pictures.filter(|(at, link)| {
        let is_shown = link.target != LinkTarget::Refused;
        is_shown && body.plain(&page.source, *at..body.end_of(*at)).trim().is_empty()
    });
    let found = silent.map(|(_, link)| {
        let place = page.source.locate(link.span);
        let finding = Diagnostic::new(&rules::ALT_MISSING, place, "this picture has no alternative text");
        let help = "say what it shows between the brackets; for decoration use `::figure{src=\"..\" alt=\"\"}`";
        Diagnostic { severity: Severity::Warning, ..finding.help(help) }
    });
    found.collect()
}
