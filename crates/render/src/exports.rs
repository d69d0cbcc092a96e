//! References as files for other programs: BibLaTeX, CSL-JSON and RIS, for one source or many, in the order given. The same
//! references give the same bytes, and what BibLaTeX says, [`wellpress_bibliography`] reads back as it was.

use std::borrow::Cow;
use std::sync::OnceLock;

use wellpress_bibliography::Reference;
use wellpress_bibliography::write::{Abstracts, bibtex, csl_json, ris};
use wellpress_site::config::ExportFormat;
use wellpress_site::model::reference::{Library, ReferenceId};

/// A library's sources as entries of files: a source is written once for each format, when a page first wants it, however
/// many pages cite it.
pub struct Entries<'a> {
    library: &'a Library,
    abstracts: Abstracts,
    bibtex: Written,
    csl_json: Written,
    ris: Written,
}

/// By [`ReferenceId`].
type Written = Vec<OnceLock<Box<str>>>;

/// A source as an entry.
type Write = fn(&Reference, Abstracts) -> String;

/// Entries as a file.
type Join = fn(&[&str]) -> String;

impl<'a> Entries<'a> {
    /// Nothing is written yet.
    #[must_use]
    pub fn new(library: &'a Library, abstracts: Abstracts) -> Self {
        let none = || std::iter::repeat_with(OnceLock::new).take(library.all().len()).collect();
        Self { library, abstracts, bibtex: none(), csl_json: none(), ris: none() }
    }

    /// Some sources as a file.
    pub fn file(&self, format: ExportFormat, references: impl Iterator<Item = ReferenceId>) -> String {
        let (written, write, join): (_, Write, Join) = match format {
            ExportFormat::Bib => (&self.bibtex, bibtex::entry, bibtex::join),
            ExportFormat::Json => (&self.csl_json, csl_json::entry, csl_json::join),
            ExportFormat::Ris => (&self.ris, ris::entry, ris::join),
        };
        let entry = |id: ReferenceId| {
            &**written[id.index()].get_or_init(|| write(&self.noticed(id), self.abstracts).into_boxed_str())
        };
        join(&references.map(entry).collect::<Vec<_>>())
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
