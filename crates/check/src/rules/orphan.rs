//! `orphan`: a plain page that nothing leads to, and a snippet that no page shows.
//!
//! Nobody notices when such a page goes out of date. The list of a section leads to each of its pages; translations are reached from
//! the page in the first language.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::{Page, Site};
use wellpress_site::parse::document::Document;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

/// One finding for each such page, at the start of its file.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let site = resolved.site;
    let menus = config.settings.menu_links();
    // Compared without the last slash, which a menu may leave out.
    let mut linked_urls: BTreeSet<String> =
        menus.map(|link| config.base.site_address(without_slash(&link.value))).collect();
    let settings = site.policies.iter().chain(&site.featured);
    linked_urls.extend(settings.map(|page| without_slash(&site.page(*page).url).to_owned()));
    let plain = site.pages.iter().filter(|page| {
        page.kind == ContentKind::Page
            && !config.sections[page.section].has_list()
            && page.name != "index"
            && !page.is_section_text()
            && page.language == MAIN_LANGUAGE
    });
    let orphans = plain.filter(|page| {
        !resolved.backlinks.linked_from.contains_key(&page.id) && !linked_urls.contains(without_slash(&page.url))
    });
    let shown_paths = shown_snippets(site);
    let unused = site.snippets.all().filter(|snippet| !shown_paths.contains(&*snippet.file.path));
    orphans.map(|page| finding(page)).chain(unused.map(|snippet| unused_snippet(snippet))).collect()
}

/// The paths of the snippets that any text shows, also one that is not published.
pub(crate) fn shown_snippets(site: &Site) -> BTreeSet<&str> {
    let pages = site.pages.iter().map(|page| &page.included);
    let disclaimers = site.disclaimers.iter().map(|disclaimer| &disclaimer.included);
    let hidden = site.hidden_documents.iter().map(|document| &document.included);
    let included = pages.chain(disclaimers).chain(hidden).flatten();
    included.flat_map(|included| &included.snippets).map(|snippet| &*snippet.file.path).collect()
}

fn unused_snippet(snippet: &Document) -> Diagnostic {
    let location = Location::file(snippet.file.path.clone());
    let help = format!("show it with `::snippet{{#{}}}`, or delete it", snippet.file.id);
    Diagnostic::new(&rules::ORPHAN, location, "no page shows this snippet").help(help)
}

fn finding(page: &Page) -> Diagnostic {
    let location = Location::file(page.source.path.clone());
    Diagnostic::new(&rules::ORPHAN, location, "no page, menu or policy leads to this page")
        .help("link to it, put it into a menu, or delete it")
}

fn without_slash(url: &str) -> &str {
    url.trim_end_matches('/')
}
