//! Resolves the links in the settings: menus and calls to action. They are on every page, so a broken one is a finding. It
//! is only a warning, because the text of every page is right and the site can be published.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, Severity, rules};
use wellpress_markdown::body::{Link, LinkTarget};

use crate::config::MAIN_LANGUAGE;
use crate::model::{LookupResult, PageId, PagePath};

use super::citation_index::CitationIndex;
use super::context::{ResolveContext, TextOrigin};
use super::links;
use super::targets::Href;

/// The pages that the settings link to, each with the span of the link in the settings. A path without a page is a finding.
pub(super) fn resolve(
    context: &ResolveContext<'_>,
    index: &CitationIndex,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Located<PageId>> {
    let settings = &context.config.settings;
    let menus = settings.menu_links();
    let calls = settings.calls_to_action.values();
    let of_calls = calls.flat_map(|call| call.href.iter().chain(call.login.as_ref().map(|login| &login.href)));
    let origin = TextOrigin { source: &context.config.source, folder: "", language: MAIN_LANGUAGE, page: None };
    let (mut pages, mut errors) = (context.site.settings_links.clone(), Vec::new());
    for address in menus.chain(of_calls) {
        let link = match classify(address) {
            SettingsLink::SitePath(link) => link,
            SettingsLink::Relative => {
                errors.push(relative_link(context, address));
                continue;
            }
            SettingsLink::External => continue,
        };
        // Files of `static` are published in any case, so the list of linked files is dropped.
        match links::href(context, origin, &link, &mut Vec::new(), &mut errors) {
            Href::Page { page, .. } => pages.push(Located { value: page, span: address.span }),
            Href::SiteUrl(url) => {
                let location = context.config.source.locate(address.span);
                errors.extend(links::sources::refuse_dead_link(context.config, context.site, index, &url, location));
            }
            _ => {}
        }
    }
    findings.extend(errors.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding }));
    pages
}

/// What an address in the settings points to.
pub(super) enum SettingsLink {
    /// A path from the site's root, in the form of a link in text.
    SitePath(Link),
    /// Neither a path from the root nor a whole address. Browsers would resolve it against the current page, so it would
    /// lead somewhere else on each page.
    Relative,
    /// Another site, `mailto:`, or an anchor of the current page.
    External,
}

pub(super) fn classify(address: &Located<String>) -> SettingsLink {
    let text = &address.value;
    let path = match text.strip_prefix('/') {
        // Browsers read `//host` and `/\host` as another host.
        Some(rest) if rest.starts_with(['/', '\\']) => return SettingsLink::External,
        Some(path) => path,
        None if text.starts_with('#') || has_scheme(text) => return SettingsLink::External,
        None => return SettingsLink::Relative,
    };
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor.into())));
    let path = path.split('?').next().unwrap_or_default();
    let target = LinkTarget::Path { path: format!("/{path}").into(), anchor };
    SettingsLink::SitePath(Link { target, title: None, attributes: None, span: address.span })
}

fn has_scheme(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'))
}

fn relative_link(context: &ResolveContext<'_>, address: &Located<String>) -> Diagnostic {
    // The author may have meant the page's file, as links in text name it.
    let file = context.config.content_folder().path(&address.value);
    let suggestion = match context.site.index.path(PagePath::File(&file)) {
        LookupResult::Page(page) => Some(format!("/{}", context.site.page(page).path)),
        _ => None,
    };
    let location = context.config.source.locate(address.span);
    let message = format!("`{}` leads to another place from each page", address.value);
    let finding = Diagnostic::new(&rules::LINK_BROKEN, location, message);
    finding.about_missing(Missing::File(address.value.clone())).suggest_or(
        suggestion.as_deref(),
        "write the address of a page from `/`, such as `/articles/`, or a whole address",
    )
}
