//! Which pages are listed where, and in which order: the lists of kinds, of a topic and of a person, and the feeds.
//!
//! Input: a resolved site. Output: pages by their ids. What a list looks like is left to `pages`.

pub mod feeds;
pub mod members;
pub mod section_lists;

use std::cmp::Reverse;

use wellpress_foundation::Day;
use wellpress_foundation::text::without_accents;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::sections::ContentKind;

/// Sorts a list: by weight, then articles by date with the newest first, then by title, then by name. Names make the order
/// total, so that it is the same in every build.
///
/// Articles are news, so the newest come first; whoever looks for an exercise, a topic or a person looks by name. A
/// weight of the author's comes before both.
pub fn sort(site: &Site, pages: &mut [PageId]) {
    pages.sort_by_cached_key(|page| {
        let page = site.page(*page);
        (page.weight(), Reverse(article_date(page)), alphabetical(&page.title), page.name.clone())
    });
}

/// The key by which titles and names are sorted for readers, so that all names under one letter are together: the name without
/// accents, case and leading punctuation. The name itself decides between names that then are the same.
#[must_use]
pub fn alphabetical(name: &str) -> (String, String) {
    let bare = without_accents(name);
    (bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), name.to_owned())
}

/// The letter under which a name is listed, in upper case and without accents; `#` for a digit or a name without letters.
#[must_use]
pub fn letter_of(name: &str) -> String {
    match without_accents(name).chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "#".to_owned(),
    }
}

/// The date by which lists sort articles. Other kinds are not news, and have none here.
fn article_date(page: &Page) -> Option<Day> {
    page.published.filter(|_| page.kind == ContentKind::Article)
}
