//! [`PerSource`]: what is written of a source when a page first asks for it, and shared by all pages that show the source.

use std::sync::OnceLock;

use wellpress_site::model::reference::ReferenceId;

/// A text for each source of the library, by [`ReferenceId`].
pub struct PerSource(Vec<OnceLock<Box<str>>>);

impl PerSource {
    /// Nothing is written yet, for a library of so many.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(count).collect())
    }

    /// The text of a source, which `write` makes for the first who asks.
    pub fn get(&self, source: ReferenceId, write: impl FnOnce() -> String) -> &str {
        self.0[source.index()].get_or_init(|| write().into_boxed_str())
    }
}
