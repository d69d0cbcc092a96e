//! [`HeadingIds`]: makes the ids of headings from their text, unique on a page.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// The ids that are in use on a page. Those of [`RESERVED`] are in use from the start.
#[derive(Debug, Default)]
pub struct HeadingIds {
    /// For each id the number to try next, so that a thousand equal headings do not take quadratic time.
    next_number: FxHashMap<Arc<str>, u32>,
}

/// The id that a heading gets.
#[derive(Debug, Default)]
pub struct AssignedId {
    /// The id, unique on the page.
    pub id: Arc<str>,
    /// The id that the heading would have had, if another heading has it. `None` for a reserved id, which authors
    /// cannot know.
    pub taken: Option<Arc<str>>,
}

/// Ids that the templates of the default theme give to elements of a page.
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
    /// Assigns an id that an author wrote. White space becomes hyphens, because an HTML id has none.
    pub fn explicit(&mut self, id: &str) -> AssignedId {
        let id: String = id.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        self.unique(id.into())
    }

    /// Assigns an id made from the text of a heading; `section` if the text has no letter or digit.
    pub fn of_text(&mut self, text: &str) -> AssignedId {
        let slug = slug::slugify(text);
        self.unique(if slug.is_empty() { "section".into() } else { slug.into() })
    }

    /// The wanted id, or the same with the first free number behind it.
    fn unique(&mut self, wanted: Arc<str>) -> AssignedId {
        // A reserved id is not reported as taken: its author cannot see what has it.
        let is_reserved = RESERVED.contains(&&*wanted);
        if !is_reserved && !self.next_number.contains_key(&wanted) {
            self.next_number.insert(wanted.clone(), 1);
            return AssignedId { id: wanted, taken: None };
        }
        let mut number = self.next_number.get(&wanted).copied().unwrap_or(1);
        loop {
            let id: Arc<str> = format!("{wanted}-{number}").into();
            number += 1;
            if !self.next_number.contains_key(&id) {
                self.next_number.insert(wanted.clone(), number);
                // The numbered id is in use as well: the text of another heading may give the same.
                self.next_number.insert(id.clone(), 1);
                return AssignedId { id, taken: (!is_reserved).then_some(wanted) };
            }
        }
    }
}
