//! What is done to the texts of an old site before they are written: references become links, addresses are decoded, titles are taken
//! out, and headings, lists of sources and repeated paragraphs get their form.

use std::collections::{BTreeSet, HashSet};

use crate::old_site::{OldPage, OldSite};
use crate::text::{headings, letters_and_digits};

use super::new_site::WriteOptions;
use super::references::{self, NamedPlaces};
use super::{claims, languages, repeated, targets};

/// Prepares a site for the writer. The order of its pages is that of their places, originals before translations.
pub(crate) fn prepare(site: &mut OldSite, options: &WriteOptions) {
    languages::settle(site, &options.languages);
    let without_scheme =
        |url: &str| !url.contains("://") && url.split('/').next().is_some_and(|host| host.contains('.'));
    if let Some(url) = site.base_url.as_mut().filter(|url| without_scheme(url)) {
        url.insert_str(0, "https://");
    }
    leave_search(site);
    leave_not_found(site);
    hide_doubtful(site);
    link_references(site);
    lift_list_texts(site);
    for page in &mut site.pages {
        page.address = targets::decoded(&page.address);
        page.aliases.iter_mut().for_each(|alias| *alias = targets::decoded(alias));
        finish_headings(page);
        claims::keep_manual_list(page, options.cite);
        claims::note_reviews(page, &mut site.log);
    }
    let start = site.pages.iter().find(|page| page.address == "/" && page.language.is_none());
    if let Some(page) = start.filter(|page| !page.is_draft && page.text.trim().is_empty()) {
        site.log.confirm(&page.source, "the start page has no words of its own: write those that its template showed");
    }
    site.pages.sort_by_cached_key(|page| {
        (page.language.is_some(), page.folders.clone(), page.name.clone(), page.source.clone())
    });
    repeated::share(site);
}

/// Leaves out pages without words that only asked a template for the search, which wellpress has at the same address. One that a menu
/// or a text leads to, that says more than its title, or that has pages below it, stays.
fn leave_search(site: &mut OldSite) {
    let is_search = |page: &OldPage| page.address.trim_matches('/') == "search" && is_bare(page);
    let menus = site.menu.iter().chain(&site.footer_menu);
    let links = menus.flat_map(|item| item.children.iter().chain([item])).filter_map(|item| item.link.as_deref());
    let texts = site.pages.iter().map(|page| &page.text).chain(site.snippets.values().map(|snippet| &snippet.text));
    let texts = texts.map(String::as_str).chain(links).map(str::to_lowercase);
    let texts: Vec<String> = if site.pages.iter().any(is_search) { texts.collect() } else { return };
    let is_named = |name: &str| texts.iter().any(|text| links_to(text, name));
    let is_below = |address: &str| address.strip_prefix("/search/").is_some_and(|rest| !rest.is_empty());
    if is_named("search") || site.pages.iter().any(|page| is_below(&page.address)) {
        return;
    }
    let is_left =
        |page: &mut OldPage| is_search(page) && !is_named(&page.source.to_lowercase()) && !is_named(&page.name);
    for page in site.pages.extract_if(.., is_left) {
        site.log.confirm(&page.source, "it has no words and is left out: wellpress has its search at this address");
        site.page_count = site.page_count.saturating_sub(1);
    }
}

/// Leaves out the page that the old host showed in place of a missing one: wellpress makes its own.
fn leave_not_found(site: &mut OldSite) {
    let is_left = |page: &mut OldPage| {
        page.folders.is_empty() && (matches!(page.address.trim_matches('/'), "404" | "404.html") || page.name == "404")
    };
    for page in site.pages.extract_if(.., is_left) {
        site.log.left("page for missing addresses", &page.source, "nothing: wellpress makes `404.html`");
        site.page_count = site.page_count.saturating_sub(1);
    }
}

/// Whether a page has nothing but a title and an address.
fn is_bare(page: &OldPage) -> bool {
    let has_values = !(page.record.is_empty() && page.fields.is_empty() && page.extra.is_empty());
    let has_files = !page.files.is_empty() || page.hero.is_some();
    let has_words = !page.text.trim().is_empty() || page.description.is_some();
    !has_words && !has_values && !has_files && page.aliases.is_empty()
}

/// Whether a text, or a link, may lead to a page with this name or path: it stands where an address or a part of one begins.
fn links_to(text: &str, name: &str) -> bool {
    let begins = |before: &str| before.is_empty() || before.ends_with(['(', '<', '/', '"', '\'', ':', '[']);
    text.match_indices(name).any(|(at, _)| begins(&text[..at]) || text[..at].ends_with("]: "))
}

/// Makes drafts of pages whose sense may have changed, in their own text or in a snippet that they show.
fn hide_doubtful(site: &mut OldSite) {
    let mut doubtful: BTreeSet<String> = BTreeSet::new();
    let shows_any = |text: &str, names: &BTreeSet<String>| {
        text.contains("::snippet{#") && names.iter().any(|name| text.contains(&format!("::snippet{{#{name}}}")))
    };
    loop {
        let count = doubtful.len();
        let is_new = |text: &str, source: &str| site.log.is_doubtful(source) || shows_any(text, &doubtful);
        let more = site.snippets.iter().filter(|(_, snippet)| is_new(&snippet.text, &snippet.source));
        let more: Vec<String> = more.map(|(name, _)| name.clone()).collect();
        doubtful.extend(more);
        if doubtful.len() == count {
            break;
        }
    }
    for page in &mut site.pages {
        page.is_draft |= site.log.is_doubtful(&page.source) || shows_any(&page.text, &doubtful);
    }
}

/// A page `a.md` at the top beside a folder `a` that has no page of its own is the text above the list of the folder.
fn lift_list_texts(site: &mut OldSite) {
    let mut folders: BTreeSet<String> = site.pages.iter().filter_map(|page| page.folders.first().cloned()).collect();
    for page in site.pages.iter().filter(|page| page.folders.len() == 1 && page.name == "index") {
        folders.remove(&page.folders[0]);
    }
    for page in site.pages.iter_mut().filter(|page| page.folders.is_empty() && folders.contains(&page.name)) {
        page.folders = vec![std::mem::replace(&mut page.name, "index".to_owned())];
    }
}

fn link_references(site: &mut OldSite) {
    let places = NamedPlaces::of(site);
    let texts: Vec<String> = site.pages.iter().map(|page| places.linked(&page.text, &page.source, site)).collect();
    let snippets = site.snippets.values().map(|snippet| places.linked(&snippet.text, &snippet.source, site));
    let snippets: Vec<String> = snippets.collect();
    site.pages.iter_mut().zip(texts).for_each(|(page, text)| page.text = text);
    site.snippets.values_mut().zip(snippets).for_each(|(snippet, text)| snippet.text = text);
    let texts = site.pages.iter().map(|page| &page.text).chain(site.snippets.values().map(|snippet| &snippet.text));
    let ids: HashSet<String> = texts.flat_map(|text| references::ids(text)).collect();
    let log = &mut site.log;
    for page in &mut site.pages {
        page.text = references::without_missing(&page.text, &ids, &page.source, log);
    }
    for snippet in site.snippets.values_mut() {
        snippet.text = references::without_missing(&snippet.text, &ids, &snippet.source, log);
    }
}

/// Takes a first heading that repeats the title out, and moves the others.
fn finish_headings(page: &mut OldPage) {
    if let Some((title, rest)) = headings::take_title(&page.text) {
        let is_title = page.title.as_ref().is_none_or(|known| letters_and_digits(known) == letters_and_digits(&title));
        if is_title {
            page.title.get_or_insert(title);
            page.text = rest;
        }
    }
    // The text of a folder has the name of the folder, unless it begins with another.
    if page.title.is_none()
        && let Some((title, rest)) = headings::first_title(&page.text)
        && (rest.is_some() || page.name != "index")
    {
        page.title = Some(title);
        page.text = rest.unwrap_or_else(|| std::mem::take(&mut page.text));
    }
    page.text = headings::moved(&page.text);
}
