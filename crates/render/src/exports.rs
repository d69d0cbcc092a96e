//! Sources of the library as files for other programs, in the formats of [`ExportFormat`]: one source or many, in the order
//! given. The same references give the same bytes.
//!
//! What an entry looks like is left to [`wellpress_bibliography`], where the files are to `references_files`.

use std::borrow::Cow;
use std::sync::OnceLock;

use wellpress_bibliography::write::Abstracts;
use wellpress_bibliography::{ExportFormat, Reference};
use wellpress_site::model::reference::{Library, ReferenceId};

/// The sources of a library as entries of export files.
///
/// A source is in a file of every page that cites it, in its own page and in the files of the whole site. So each entry is
/// written once for each format, when the first file needs it, and copied from then on. Pages render on several threads,
/// which is why every entry has a [`OnceLock`] of its own.
pub struct ExportEntries<'a> {
    library: &'a Library,
    abstracts: Abstracts,
    /// One for each format of [`ExportFormat::ALL`].
    by_format: Vec<FormatEntries>,
}

struct FormatEntries {
    format: ExportFormat,
    /// By [`ReferenceId`].
    entries: Vec<OnceLock<Box<str>>>,
}

impl<'a> ExportEntries<'a> {
    /// A slot for each source and format; no entry is written yet.
    #[must_use]
    pub fn new(library: &'a Library, abstracts: Abstracts) -> Self {
        let by_format = ExportFormat::ALL.iter().map(|format| FormatEntries {
            format: *format,
            entries: std::iter::repeat_with(OnceLock::new).take(library.references().len()).collect(),
        });
        Self { library, abstracts, by_format: by_format.collect() }
    }

    /// These sources as the text of a file.
    pub fn file(&self, format: ExportFormat, references: impl Iterator<Item = ReferenceId>) -> String {
        let slots = self.by_format.iter().find(|slots| slots.format == format).expect("every format has entries");
        let entries = references.map(|id| {
            let write = || format.entry(&self.with_current_notice(id), self.abstracts).into_boxed_str();
            &**slots.entries[id.index()].get_or_init(write)
        });
        format.join(&entries.collect::<Vec<_>>())
    }

    /// A source with the notice that the site knows of it, such as a retraction, in place of the one that its file had.
    fn with_current_notice(&self, id: ReferenceId) -> Cow<'_, Reference> {
        let reference = self.library.get(id);
        match self.library.notice(id) {
            None if reference.notice.is_none() => Cow::Borrowed(reference),
            notice => Cow::Owned(Reference { notice: notice.cloned().map(Box::new), ..reference.clone() }),
        }
    }
}
