//! Links of the settings: menus and calls to action. Readers meet them on every page, so what leads nowhere is a finding; it
//! is a warning, because no text of any page is wrong.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Severity, Span, rules};
use wellpress_markdown::body::{Link, LinkTarget};

use crate::model::{Found, PageId, Wanted};

use super::bodies::{Context, Href, Place};
use super::citation_index::CitationIndex;
use super::links;

/// The pages that the settings lead to, each with its place; a finding for each path that leads nowhere.
pub(super) fn resolve(
    context: &Context<'_>,
    index: &CitationIndex,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(PageId, Span)> {
    let settings = &context.config.settings;
    let menus = settings.menu_items().map(|item| &item.link);
    let calls = settings.calls_to_action.values();
    let of_calls = calls.flat_map(|call| call.href.iter().chain(call.login.as_ref().map(|login| &login.href)));
    let place = Place { source: &context.config.source, folder: "", language: 0, page: None };
    let (mut pages, mut found) = (context.site.led_to.clone(), Vec::new());
    for written in menus.chain(of_calls) {
        let link = match inside(written) {
            Inside::Path(link) => link,
            Inside::Relative => {
                found.push(relative(context, written));
                continue;
            }
            Inside::Outside => continue,
        };
        match links::href(context, place, &link, &mut Vec::new(), &mut found) {
            Href::Page { page, .. } => pages.push((page, written.span)),
            Href::Inside(url) => {
                let place = context.config.source.locate(written.span);
                found.extend(links::sources::refuse_dead_link(context.config, context.site, index, &url, place));
            }
            _ => {}
        }
    }
    let weighed = found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding });
    findings.extend(weighed);
    pages
}

/// An address of the settings, as seen from this site.
enum Inside {
    /// A path from its root, as a text would link to it.
    Path(Link),
    /// Neither from its root nor a whole address: on each page it would lead somewhere else.
    Relative,
    Outside,
}

fn inside(address: &Located<String>) -> Inside {
    let text = &address.value;
    let has_scheme = || text.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    let path = match text.strip_prefix('/') {
        Some(rest) if rest.starts_with(['/', '\\']) => return Inside::Outside,
        Some(path) => path,
        None if text.starts_with('#') || has_scheme() => return Inside::Outside,
        None => return Inside::Relative,
    };
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor.into())));
    let path = path.split('?').next().unwrap_or_default();
    let target = LinkTarget::Path { path: format!("/{path}").into(), anchor };
    Inside::Path(Link { target, title: None, span: address.span })
}

fn relative(context: &Context<'_>, written: &Located<String>) -> Diagnostic {
    let file = format!("content/{}", written.value);
    let near = match context.site.index.path(Wanted::File(&file)) {
        Found::Page(page) => Some(format!("/{}", context.site.page(page).path)),
        _ => None,
    };
    let place = context.config.source.locate(written.span);
    let message = format!("`{}` leads to another place from each page", written.value);
    let finding = Diagnostic::new(&rules::LINK_BROKEN, place, message);
    finding
        .suggest_or(near.as_deref(), "write the address of a page from `/`, such as `/articles/`, or a whole address")
}
