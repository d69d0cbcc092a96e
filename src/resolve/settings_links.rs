//! Links of the settings: menus and calls to action. Readers meet them on every page, so what leads nowhere is a finding; it
//! is a warning, because no text of any page is wrong.

use crate::diagnostics::{Diagnostic, Severity, Span};
use crate::model::PageId;
use crate::parse::document::{Link, LinkTarget};
use crate::yaml::Located;

use super::bodies::{Context, Href, Place};
use super::links;

/// The pages that the settings lead to, each with its place; a finding for each path that leads nowhere.
pub(super) fn resolve(context: &Context<'_>, findings: &mut Vec<Diagnostic>) -> Vec<(PageId, Span)> {
    let settings = &context.config.settings;
    let menus = settings.menu_items().map(|item| &item.link);
    let calls = settings.calls_to_action.values();
    let of_calls = calls.flat_map(|call| call.href.iter().chain(call.login.as_ref().map(|login| &login.href)));
    let place = Place { source: &context.config.source, folder: "", language: 0, page: None };
    let (mut pages, mut found) = (context.site.led_to.clone(), Vec::new());
    for written in menus.chain(of_calls) {
        let Some(link) = inside(written) else { continue };
        if let Href::Page { page, .. } = links::href(context, place, &link, &mut Vec::new(), &mut found) {
            pages.push((page, written.span));
        }
    }
    let weighed = found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding });
    findings.extend(weighed);
    pages
}

/// A path of this site, as a text would link to it.
fn inside(address: &Located<String>) -> Option<Link> {
    let path = address.value.strip_prefix('/').filter(|rest| !rest.starts_with(['/', '\\']))?;
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor.to_owned())));
    let path = path.split('?').next().unwrap_or_default();
    let target = LinkTarget::Path { path: format!("/{path}"), anchor };
    Some(Link { target, title: None, span: address.span })
}
