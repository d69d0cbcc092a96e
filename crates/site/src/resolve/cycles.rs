//! Finds cycles in a relation between pages, for the rules that forbid them (exercises that embed themselves, topics that
//! are broader than themselves).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use crate::model::{PageId, Site};

/// The shortest cycle through `start`, or `None`. The result begins and ends with `start`. `successors` gives the pages one
/// step further. A breadth-first search, so that the finding shows the shortest cycle; it visits each page once and ends on
/// cycles that do not go through `start`.
pub fn shortest_cycle<I: IntoIterator<Item = PageId>>(
    start: PageId,
    successors: impl Fn(PageId) -> I,
) -> Option<Vec<PageId>> {
    let mut reached_from: BTreeMap<PageId, PageId> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(page) = queue.pop_front() {
        for next in successors(page) {
            if next == start {
                return path_back(start, page, &reached_from);
            }
            if let Entry::Vacant(entry) = reached_from.entry(next) {
                entry.insert(page);
                queue.push_back(next);
            }
        }
    }
    None
}

fn path_back(start: PageId, last: PageId, reached_from: &BTreeMap<PageId, PageId>) -> Option<Vec<PageId>> {
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

/// A cycle as messages show it: `a > b > a`.
pub fn arrows(site: &Site, cycle: &[PageId]) -> String {
    let names: Vec<&str> = cycle.iter().map(|id| site.page(*id).name.as_str()).collect();
    names.join(" > ")
}
