//! [`PageId`]: the number of a page in its site, by which pages, and tables with a value for each page, refer to each other.

use wellpress_foundation::ids::{Id, IdVec};

/// A page of the site. Only the type of its index: the pages themselves are [`Page`](super::Page)s, which hold such indices.
#[derive(Debug)]
pub enum PageNumber {}

/// Indexes [`Site::pages`](super::Site::pages), and every table with a value for each page.
pub type PageId = Id<PageNumber>;

/// A table with one value for each page.
pub type PageTable<V> = IdVec<PageNumber, V>;
