//! Pagination: a list with more entries than the setting `pagination` continues at `page/2/`, `page/3/` and so on below the
//! address of its first page.

use crate::context;

/// One page of a paginated list.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct PagePosition<'a> {
    /// Address of the list's first page.
    pub first_url: &'a str,
    /// Number of this page, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub count: usize,
}

impl PagePosition<'_> {
    pub fn url(self) -> String {
        address(self.first_url, self.number)
    }

    /// Links to the neighbours.
    pub fn pager(self) -> context::Pager {
        let Self { first_url, number, count } = self;
        context::Pager {
            number,
            parts: count,
            previous: (number > 1).then(|| address(first_url, number - 1)),
            following: (number < count).then(|| address(first_url, number + 1)),
        }
    }

    /// The `<title>` of a page other than the first, with its number: no two pages of a site should have one title.
    pub fn head_title(self, title: &str, site_title: &str) -> String {
        format!("{title} ({}) | {site_title}", self.number)
    }
}

/// The address of a page of the list that begins at `first_url`.
#[must_use]
pub fn address(first_url: &str, number: usize) -> String {
    if number == 1 { first_url.to_owned() } else { format!("{first_url}page/{number}/") }
}
