//! References as files for other programs: BibLaTeX, CSL-JSON and RIS, for one source or many, in the order given. The same
//! references give the same bytes, and what BibLaTeX says, [`wellpress_bibliography`] reads back as it was.

use std::borrow::Cow;
use std::sync::OnceLock;

use wellpress_bibliography::write::Abstracts;
use wellpress_bibliography::{ExportFormat, Reference};
use wellpress_site::model::reference::{Library, ReferenceId};

/// A library's sources as entries of files: a source is written once for each format, when a page first wants it, however
/// many pages cite it.
pub struct Entries<'a> {
    library: &'a Library,
    abstracts: Abstracts,
    /// For each format of [`ExportFormat::ALL`] the entries by [`ReferenceId`].
    entries: Vec<FormatEntries>,
}

type FormatEntries = (ExportFormat, Vec<OnceLock<Box<str>>>);

impl<'a> Entries<'a> {
    /// Nothing is written yet.
    #[must_use]
    pub fn new(library: &'a Library, abstracts: Abstracts) -> Self {
        let unwritten = || std::iter::repeat_with(OnceLock::new).take(library.all().len()).collect();
        let entries = ExportFormat::ALL.iter().map(|format| (*format, unwritten())).collect();
        Self { library, abstracts, entries }
    }

    /// These sources as a file.
    pub fn file(&self, format: ExportFormat, references: impl Iterator<Item = ReferenceId>) -> String {
        let (_, entries) = self.entries.iter().find(|(of, _)| *of == format).expect("there are entries of each format");
        let write = |id| format.entry(&self.noticed(id), self.abstracts).into_boxed_str();
        let texts: Vec<&str> = references.map(|id| &**entries[id.index()].get_or_init(|| write(id))).collect();
        format.join(&texts)
    }

    /// A source with what became of it, as far as that is known here.
    fn noticed(&self, id: ReferenceId) -> Cow<'_, Reference> {
        let reference = self.library.get(id);
        match self.library.notice(id) {
            None if reference.notice.is_none() => Cow::Borrowed(reference),
            notice => Cow::Owned(Reference { notice: notice.cloned().map(Box::new), ..reference.clone() }),
        }
    }
}
