//! Sources of the library as files for other programs, in the formats of [`ExportFormat`]: one source or many, in the order
//! given. The same references give the same bytes.
//!
//! What an entry looks like is left to [`wellpress_bibliography`], where the files are to `references_files`.

use std::borrow::Cow;

use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{ExportFormat, Reference};
use wellpress_site::model::reference::{Library, ReferenceId};

use crate::html::source_text_cache::SourceTextCache;

/// The sources of a library as entries of export files.
///
/// A source is in a file of every page that cites it, in its own page and in the files of the whole site. So each entry is
/// written once for each format, when the first file needs it, and copied from then on.
pub struct ExportEntries<'a> {
    library: &'a Library,
    scope: ExportScope,
    /// One for each format of [`ExportFormat::ALL`].
    by_format: Vec<SourceTextCache>,
}

impl<'a> ExportEntries<'a> {
    /// Empty caches for all formats.
    #[must_use]
    pub fn new(library: &'a Library, scope: ExportScope) -> Self {
        let by_format = ExportFormat::ALL.iter().map(|_| SourceTextCache::new(library.references().len()));
        Self { library, scope, by_format: by_format.collect() }
    }

    /// These sources as the text of a file.
    pub fn file(&self, format: ExportFormat, references: impl Iterator<Item = ReferenceId>) -> String {
        let cache = &self.by_format[format as usize];
        let entries = references.map(|id| cache.get(id, || format.entry(&self.with_current_notice(id), self.scope)));
        format.join(&entries.collect::<Vec<_>>())
    }

    /// A source with the notice that the site knows of it, such as a retraction, in place of the one that its file had.
    fn with_current_notice(&self, id: ReferenceId) -> Cow<'_, Reference> {
        let reference = self.library.get(id);
        match self.library.notice(id) {
            // Hardly any source has a notice, so hardly any is copied.
            None if reference.notice.is_none() => Cow::Borrowed(reference),
            notice => Cow::Owned(Reference { notice: notice.cloned().map(Box::new), ..reference.clone() }),
        }
    }
}
