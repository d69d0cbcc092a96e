//! Ids of headings: made from their text, unique on a page.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// The ids that a page has given out. Those that every page of the theme may have are taken from the start.
#[derive(Debug, Default)]
pub struct HeadingIds {
    taken: FxHashMap<Arc<str>, u32>,
}

/// Ids that the default theme's pages have of themselves.
const RESERVED: &[&str] = &[
    "about-this-page",
    "articles",
    "cited-in",
    "content",
    "contents",
    "contents-end",
    "contributed",
    "exercises",
    "full-entry",
    "home-exercises",
    "home-newest",
    "in-articles",
    "key-points",
    "promise",
    "references",
    "references-title",
    "related-articles",
    "related-exercises",
    "reviewed",
    "take-along",
    "where",
    "wrote",
];

impl HeadingIds {
    /// The id that an author asked for, made unique. The second value is the id as asked for, where it was taken.
    pub fn explicit(&mut self, id: &str) -> (Arc<str>, Option<Arc<str>>) {
        let id: String = id.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        self.unique(id.into())
    }

    /// The id of a heading with this text. The second value is the id wanted, where another heading has it.
    pub fn of_text(&mut self, text: &str) -> (Arc<str>, Option<Arc<str>>) {
        let slug = slug::slugify(text);
        self.unique(if slug.is_empty() { "section".into() } else { slug.into() })
    }

    fn unique(&mut self, wanted: Arc<str>) -> (Arc<str>, Option<Arc<str>>) {
        let reserved = RESERVED.contains(&&*wanted);
        if !reserved && !self.taken.contains_key(&wanted) {
            self.taken.insert(wanted.clone(), 1);
            return (wanted, None);
        }
        let mut number = self.taken.get(&wanted).copied().unwrap_or(0).max(1);
        loop {
            let candidate: Arc<str> = format!("{wanted}-{number}").into();
            number += 1;
            if !self.taken.contains_key(&candidate) {
                self.taken.insert(wanted.clone(), number);
                self.taken.insert(candidate.clone(), 1);
                return (candidate, (!reserved).then_some(wanted));
            }
        }
    }
}
