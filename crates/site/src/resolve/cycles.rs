//! Ways from a page back to itself.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use crate::model::{PageId, Site};

/// The shortest way from a page to itself, which begins and ends it, where `next` gives the pages one step further.
pub fn way_back<I: IntoIterator<Item = PageId>>(start: PageId, next: impl Fn(PageId) -> I) -> Option<Vec<PageId>> {
    let mut reached_from: BTreeMap<PageId, PageId> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(page) = queue.pop_front() {
        for next in next(page) {
            if next == start {
                return way(start, page, &reached_from);
            }
            if let Entry::Vacant(place) = reached_from.entry(next) {
                place.insert(page);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The way from `start` to `last` and back to `start`.
fn way(start: PageId, last: PageId, reached_from: &BTreeMap<PageId, PageId>) -> Option<Vec<PageId>> {
    let mut path = vec![start];
    let mut page = last;
    while page != start {
        path.push(page);
        page = *reached_from.get(&page)?;
    }
    path.push(start);
    path.reverse();
    Some(path)
}

/// A way as messages show it: `a > b > a`.
pub fn shown(site: &Site, way: &[PageId]) -> String {
    let names: Vec<&str> = way.iter().map(|id| site.page(*id).name.as_str()).collect();
    names.join(" > ")
}
