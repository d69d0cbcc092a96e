//! Writers: [`Reference`]s in, the text of a file for other programs out, in the given order.
//!
//! Each [`LibraryFormat`] has a file with its writer. [`ExportFormat`] is the choice of them that a site offers to its
//! readers, declared together with its table. To add one of these, write a row.
//!
//! The same references give the same bytes. The readers of this crate read BibLaTeX, CSL-JSON and RIS back unchanged;
//! NBIB and Hayagriva lack fields, and the files of their writers list what is lost. Sorting references and writing
//! files are left to the caller.

mod bibtex;
mod csl_json;
mod hayagriva;
mod nbib;
mod ris;

use std::borrow::Cow;

use serde::Deserialize;

use crate::{KeyAlias, LibraryFormat, Reference, TextVariable};

/// How much of a reference an export contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportScope {
    /// What a site offers to its readers: everything but the abstract, which few sites may publish, and the note and the
    /// annotation, which the owner of the library made for their own use.
    #[default]
    Readers,
    /// The same with the abstract.
    ReadersWithAbstracts,
    /// Everything, for the owner's own library.
    Owner,
}

impl ExportScope {
    fn has_abstracts(self) -> bool {
        self != Self::Readers
    }

    /// The reference without what is not for this scope; a copy only where there is something to leave out.
    fn limit(self, reference: &Reference) -> Cow<'_, Reference> {
        let is_public = reference.note.is_none() && reference.more.text(TextVariable::Annote).is_none();
        if self == Self::Owner || is_public {
            return Cow::Borrowed(reference);
        }
        let mut public = Reference { note: None, ..reference.clone() };
        public.more.set_text(TextVariable::Annote, "");
        Cow::Owned(public)
    }
}

/// All facts about one [`ExportFormat`]. Everything that differs between formats follows from its row.
struct ExportRow {
    extension: &'static str,
    label: &'static str,
    media_type: &'static str,
    /// The `Content-Type` of a file; `None` if other files share the extension, so that its usual type applies.
    content_type: Option<&'static str>,
    /// The format of the file's text, which has the writer.
    format: LibraryFormat,
}

/// Declares [`ExportFormat`] and its table together. A variant without a row, or a row that [`ExportFormat::ALL`]
/// lacks, cannot be written. The text behind a variant is its name in settings.
macro_rules! export_formats {
    ($($(#[$doc:meta])+ $format:ident = $name:literal => $row:expr;)+) => {
        /// A format in which sources are published.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub enum ExportFormat {
            $($(#[$doc])+ #[serde(rename = $name)] $format,)+
        }

        impl ExportFormat {
            /// All formats, in the order in which they are offered to readers.
            pub const ALL: &[Self] = &[$(Self::$format),+];

            fn row(self) -> &'static ExportRow {
                match self {
                    $(Self::$format => const { &$row },)+
                }
            }
        }
    };
}

export_formats! {
    /// BibLaTeX, which readers know as BibTeX.
    Bib = "bib" => ExportRow {
        extension: "bib",
        label: "BibTeX",
        media_type: "application/x-bibtex",
        content_type: Some("application/x-bibtex; charset=utf-8"),
        format: LibraryFormat::Bibtex,
    };
    /// CSL-JSON, the format of citation processors.
    Json = "json" => ExportRow {
        extension: "json",
        label: "CSL-JSON",
        media_type: "application/vnd.citationstyles.csl+json",
        content_type: None,
        format: LibraryFormat::CslJson,
    };
    /// RIS, which every reference manager imports.
    Ris = "ris" => ExportRow {
        extension: "ris",
        label: "RIS",
        media_type: "application/x-research-info-systems",
        content_type: Some("application/x-research-info-systems; charset=utf-8"),
        format: LibraryFormat::Ris,
    };
}

impl ExportFormat {
    /// The extension of its files, without a dot.
    ///
    /// ```
    /// use wellpress_bibliography::ExportFormat;
    ///
    /// assert_eq!(ExportFormat::ALL.iter().map(|format| format.extension()).collect::<Vec<_>>(), ["bib", "json", "ris"]);
    /// ```
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.row().extension
    }

    /// The name that readers know the format by, such as `BibTeX`.
    ///
    /// ```
    /// use wellpress_bibliography::ExportFormat;
    ///
    /// assert_eq!(ExportFormat::Json.label(), "CSL-JSON");
    /// ```
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// The registered media type without parameters; the text is always UTF-8.
    ///
    /// ```
    /// use wellpress_bibliography::ExportFormat;
    ///
    /// assert_eq!(ExportFormat::Bib.media_type(), "application/x-bibtex");
    /// ```
    #[must_use]
    pub fn media_type(self) -> &'static str {
        self.row().media_type
    }

    /// The `Content-Type` with which a server sends a file of this extension; `None` if no format owns the extension.
    /// `json` is not owned, because a site has other files of that extension.
    ///
    /// ```
    /// use wellpress_bibliography::ExportFormat;
    ///
    /// assert_eq!(ExportFormat::content_type("bib"), Some("application/x-bibtex; charset=utf-8"));
    /// assert_eq!(ExportFormat::content_type("json"), None);
    /// ```
    #[must_use]
    pub fn content_type(extension: &str) -> Option<&'static str> {
        let mut rows = Self::ALL.iter().map(|format| format.row());
        rows.find(|row| row.extension == extension)?.content_type
    }

    /// Writes one reference as a piece of a file. Pieces can be kept and joined by [`ExportFormat::join`] in several
    /// files, which is how a site with many pages formats each source only once.
    ///
    /// ```
    /// use wellpress_bibliography::{ExportFormat, parse, write::ExportScope};
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = parse(&Source::new("a.bib", "@book{a, title={A}} @book{b, title={B}}")).references;
    /// let pieces: Vec<_> = library.iter().map(|source| ExportFormat::Json.entry(source, ExportScope::Readers)).collect();
    /// let file = ExportFormat::Json.join(&[&pieces[0], &pieces[1]]);
    /// assert_eq!(file, ExportFormat::Json.export(&[&library[0], &library[1]], ExportScope::Readers));
    /// ```
    #[must_use]
    pub fn entry(self, reference: &Reference, scope: ExportScope) -> String {
        self.row().format.entry(reference, scope)
    }

    /// Joins the pieces of [`ExportFormat::entry`] to a file.
    ///
    /// ```
    /// use wellpress_bibliography::ExportFormat;
    ///
    /// assert_eq!(ExportFormat::Json.join(&[]), "[]\n");
    /// ```
    #[must_use]
    pub fn join(self, entries: &[&str]) -> String {
        self.row().format.join(entries)
    }

    /// Writes references as a file.
    ///
    /// ```
    /// use wellpress_bibliography::{ExportFormat, parse, write::ExportScope};
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = parse(&Source::new("a.ris", "TY  - BOOK\nID  - doe\nTI  - Bones\nER  - \n"));
    /// let references: Vec<_> = library.references.iter().collect();
    /// let bibtex = ExportFormat::Bib.export(&references, ExportScope::Readers);
    /// assert_eq!(bibtex, "@book{doe,\n  title        = {Bones},\n}\n");
    /// ```
    #[must_use]
    pub fn export(self, references: &[&Reference], scope: ExportScope) -> String {
        self.row().format.export(references, scope)
    }
}

/// The writer of a format. It makes a file in two steps, so that a piece can be part of several files.
struct Writer {
    /// Writes one reference as a piece of a file.
    entry: fn(&Reference, ExportScope) -> String,
    /// Makes a file of such pieces.
    join: fn(&[&str]) -> String,
}

impl LibraryFormat {
    /// Writes aliases as entries of BibLaTeX, which is the only format that has them.
    ///
    /// ```
    /// use wellpress_bibliography::{CiteKey, KeyAlias, LibraryFormat};
    ///
    /// let alias = KeyAlias { alias: CiteKey::new("old"), key: CiteKey::new("doe-2020") };
    /// assert_eq!(LibraryFormat::alias_entries(&[alias]), "@set{old, entryset = {doe-2020}}\n");
    /// ```
    #[must_use]
    pub fn alias_entries(aliases: &[KeyAlias]) -> String {
        bibtex::aliases(aliases)
    }

    fn writer(self) -> Writer {
        match self {
            Self::Bibtex => Writer { entry: bibtex::entry, join: bibtex::join },
            Self::CslJson => Writer { entry: csl_json::entry, join: csl_json::join },
            Self::Ris => Writer { entry: ris::entry, join: ris::join },
            Self::Nbib => Writer { entry: nbib::entry, join: nbib::join },
            Self::Hayagriva => Writer { entry: hayagriva::entry, join: hayagriva::join },
        }
    }

    /// Writes one reference as a piece of a file in this format, for [`LibraryFormat::join`].
    ///
    /// ```
    /// use wellpress_bibliography::{LibraryFormat, parse, write::ExportScope};
    /// use wellpress_diagnostics::Source;
    ///
    /// let reference = parse(&Source::new("a.bib", "@article{a, title={Bones}, date={2021-07}, pmid=3}")).references.remove(0);
    /// let nbib = LibraryFormat::Nbib.entry(&reference, ExportScope::Readers);
    /// assert_eq!(nbib, "PMID- 3\nDP  - 2021 Jul\nTI  - Bones.\nPT  - Journal Article\n");
    /// ```
    #[must_use]
    pub fn entry(self, reference: &Reference, scope: ExportScope) -> String {
        (self.writer().entry)(&scope.limit(reference), scope)
    }

    /// Joins the pieces of [`LibraryFormat::entry`] to a file.
    ///
    /// ```
    /// use wellpress_bibliography::LibraryFormat;
    ///
    /// assert_eq!(LibraryFormat::Nbib.join(&["PMID- 1\n", "PMID- 2\n"]), "PMID- 1\n\nPMID- 2\n");
    /// ```
    #[must_use]
    pub fn join(self, entries: &[&str]) -> String {
        (self.writer().join)(entries)
    }

    /// Writes references as a file in this format.
    ///
    /// BibLaTeX, CSL-JSON and RIS keep every field. NBIB has no tags for the key, most addresses and numbers, translators
    /// and protected case; the key that is read back is the PubMed id or the DOI. Hayagriva has no fields for keywords,
    /// the status of publication, seasons and the ends of ranges of dates.
    ///
    /// ```
    /// use wellpress_bibliography::{LibraryFormat, parse, write::ExportScope};
    /// use wellpress_diagnostics::Source;
    ///
    /// let text = "@article{doe, title={On {DNA}}, author={Doe, Jane}, journaltitle={J}, date={2021-07}}";
    /// let library = parse(&Source::new("a.bib", text));
    /// let references: Vec<_> = library.references.iter().collect();
    /// let yaml = LibraryFormat::Hayagriva.export(&references, ExportScope::Readers);
    /// assert!(yaml.starts_with("doe:\n  type: article\n  title: On {DNA}\n"));
    /// assert!(parse(&Source::new("a.yaml", yaml)).references[0].same_content(references[0]));
    /// ```
    #[must_use]
    pub fn export(self, references: &[&Reference], scope: ExportScope) -> String {
        let entries: Vec<String> = references.iter().map(|reference| self.entry(reference, scope)).collect();
        self.join(&entries.iter().map(String::as_str).collect::<Vec<_>>())
    }
}
