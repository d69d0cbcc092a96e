//! [`SourceTextCache`]: a text about each source of the library, written when the first page shows the source and then shared
//! by all pages that show it.

use std::sync::OnceLock;

use wellpress_bibliography::Reference;
use wellpress_foundation::ids::IdVec;
use wellpress_site::model::reference::ReferenceId;

/// A text for each source of a library.
///
/// Pages render on several threads. Each source has a lock of its own, so that two threads can write the texts of different
/// sources at the same time; one lock for all would make them wait for each other.
pub struct SourceTextCache(IdVec<Reference, OnceLock<Box<str>>>);

impl SourceTextCache {
    /// An empty cache for a library of `count` sources.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(count).collect())
    }

    /// The text of a source. `write` makes it on the first call; later calls return that text, whatever they pass.
    pub fn get(&self, source: ReferenceId, write: impl FnOnce() -> String) -> &str {
        self.0[source].get_or_init(|| write().into_boxed_str())
    }
}
