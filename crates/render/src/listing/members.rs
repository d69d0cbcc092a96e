//! [`Members`]: the pages that belong to a topic, and the pages that somebody worked on.
//!
//! Input: a resolved site. Output: the lists on the page of a topic or a person, cut into pages.

use wellpress_site::config::Config;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

use super::sort;

/// The lists on the page of a topic (articles, exercises, programmes) or of a person (wrote, reviewed, contributed).
///
/// The lists are paginated together: the first page, which is that of the topic or the person, shows the beginning of each,
/// and page 2 continues all of them. There are as many pages as the longest list needs.
pub struct Members {
    /// In the order of the page.
    pub lists: [MemberList; 3],
    /// How many entries of each list a page shows.
    pagination: usize,
}

/// One of the lists.
pub struct MemberList {
    /// The id of its heading.
    pub id: &'static str,
    /// The key of the string that is its heading.
    pub title_key: &'static str,
    /// The kind of its entries; `None` if they are of several.
    pub kind: Option<ContentKind>,
    /// Its pages.
    pub entries: Vec<PageId>,
}

impl MemberList {
    /// The entries on the page with this number; none if the list is shorter than that.
    fn slice(&self, pagination: usize, number: usize) -> &[PageId] {
        self.entries.chunks(pagination).nth(number - 1).unwrap_or_default()
    }
}

impl Members {
    /// The lists of a page, sorted; `None` if it is the page of neither a topic nor a person.
    #[must_use]
    pub fn of(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Self> {
        let mut lists = unsorted_lists(resolved, page)?;
        for MemberList { kind, entries, .. } in &mut lists {
            // A list of several kinds stays in the order in which the pages were found.
            if kind.is_some() {
                sort(resolved.site, entries);
            }
        }
        Some(Self { lists, pagination: config.settings.pagination })
    }

    /// The slice of each list that the page with this number shows, in the order of the lists.
    #[must_use]
    pub fn on_page(&self, number: usize) -> [&[PageId]; 3] {
        self.lists.each_ref().map(|list| list.slice(self.pagination, number))
    }

    /// All entries that the page with this number shows, each once, in the order of their ids.
    #[must_use]
    pub fn distinct_on_page(&self, number: usize) -> Vec<PageId> {
        distinct(self.on_page(number).concat())
    }
}

/// Each page once, in the order of their ids. Somebody may be both author and reviewer of a page.
#[must_use]
pub fn distinct(mut pages: Vec<PageId>) -> Vec<PageId> {
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// On how many pages a topic or a person shows its lists, if only entries count for which `counts` is true: as many as the
/// longest list needs, and 1 for every other page of the site.
#[must_use]
pub fn page_count(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    counts: impl Fn(&Page) -> bool + Copy,
) -> usize {
    let length = |list: &MemberList| list.entries.iter().filter(|entry| counts(resolved.site.page(**entry))).count();
    // Sorting does not change the length, and the sitemap asks for every page of the site.
    let longest = unsorted_lists(resolved, page).iter().flatten().map(length).max().unwrap_or(0);
    longest.div_ceil(config.settings.pagination).max(1)
}

fn unsorted_lists(resolved: &ResolvedSite<'_>, page: &Page) -> Option<[MemberList; 3]> {
    let backlinks = &resolved.backlinks;
    match &page.record {
        PageRecord::Topic(_) => {
            let kinds = [
                ("articles", ContentKind::Article),
                ("exercises", ContentKind::Exercise),
                ("programmes", ContentKind::Programme),
            ];
            Some(kinds.map(|(id, kind)| MemberList {
                id,
                title_key: id,
                kind: Some(kind),
                entries: members_of_kind(resolved, page, kind),
            }))
        }
        PageRecord::Person(_) => {
            let relations = [
                ("wrote", "person-wrote", &backlinks.wrote),
                ("reviewed", "person-reviewed", &backlinks.reviewed),
                ("contributed", "person-contributed", &backlinks.contributed),
            ];
            Some(relations.map(|(id, title_key, pages_by_person)| {
                let entries = pages_by_person.get(&page.id).cloned().unwrap_or_default();
                MemberList { id, title_key, kind: None, entries }
            }))
        }
        _ => None,
    }
}

/// The members of a topic that are of this kind and in the topic's language.
fn members_of_kind(resolved: &ResolvedSite<'_>, topic: &Page, kind: ContentKind) -> Vec<PageId> {
    let members = resolved.backlinks.members.get(&topic.id).map(Vec::as_slice).unwrap_or_default();
    let pages = members.iter().map(|member| resolved.site.page(*member));
    pages.filter(|page| page.kind == kind && page.language == topic.language).map(|page| page.id).collect()
}
