//! Which topics a page is about, and which of two topics is the wider one.

use crate::model::{Page, PageId, PageRecord, Site};

/// The topics that a page is about. The page of a topic is about that topic.
#[must_use]
pub fn subjects(page: &Page) -> &[PageId] {
    match (&page.record, page.editorial()) {
        (PageRecord::Topic(_), _) => std::slice::from_ref(&page.id),
        (_, Some(reviewed)) => &reviewed.topics,
        (_, None) => &[],
    }
}

/// Whether `topic` is `wider` or narrower than it, through any number of steps. Ends on cycles too, because this runs before
/// the findings about cycles stop the build.
#[must_use]
pub fn is_same_or_narrower(site: &Site, topic: PageId, wider: PageId) -> bool {
    // A queue and the list of visited topics in one: `next` is its head.
    let mut seen = vec![topic];
    let mut next = 0;
    while let Some(topic) = seen.get(next).copied() {
        if topic == wider {
            return true;
        }
        if let PageRecord::Topic(record) = &site.page(topic).record {
            let unseen: Vec<PageId> =
                record.broader.iter().filter(|broader| !seen.contains(broader)).copied().collect();
            seen.extend(unseen);
        }
        next += 1;
    }
    false
}
