//! Writers: [`Reference`]s in, the text of a file for other programs out, in the given order.
//!
//! Each [`ExportFormat`] has a file with its writer, and a row in the table. To add one, write both.
//!
//! The same references give the same bytes, and the readers of this crate read them back unchanged in the
//! scope `Owner`. NBIB and Hayagriva are
//! only read: they have no place for much of a record, and whoever uses them gets their files from PubMed or writes them.
//! Sorting references and writing files are left to the caller.

mod bibtex;
mod csl_json;
mod export_scope;
mod ris;

use serde::Deserialize;

pub use export_scope::ExportScope;

use crate::{KeyAlias, Reference};

/// All facts about one [`ExportFormat`].
struct ExportRow {
    extension: &'static str,
    label: &'static str,
    media_type: &'static str,
    /// The `Content-Type` of a file; `None` if other files share the extension, so that its usual type applies.
    content_type: Option<&'static str>,
    /// Writes one reference as a piece of a file. Files are made in two steps, so that a piece can be part of several.
    entry: fn(&Reference, ExportScope) -> String,
    /// Makes a file of such pieces.
    join: fn(&[&str]) -> String,
}

/// A format of files that this crate writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// BibLaTeX, which readers know as BibTeX.
    Bib,
    /// CSL-JSON, the format of citation processors.
    Json,
    /// RIS, which every reference manager imports.
    Ris,
}

const BIB: ExportRow = ExportRow {
    extension: "bib",
    label: "BibTeX",
    media_type: "application/x-bibtex",
    content_type: Some("application/x-bibtex; charset=utf-8"),
    entry: bibtex::entry,
    join: bibtex::join,
};

const JSON: ExportRow = ExportRow {
    extension: "json",
    label: "CSL-JSON",
    media_type: "application/vnd.citationstyles.csl+json",
    content_type: None,
    entry: csl_json::entry,
    join: csl_json::join,
};

const RIS: ExportRow = ExportRow {
    extension: "ris",
    label: "RIS",
    media_type: "application/x-research-info-systems",
    content_type: Some("application/x-research-info-systems; charset=utf-8"),
    entry: ris::entry,
    join: ris::join,
};

impl ExportFormat {
    /// All formats, in the order in which they are offered to readers.
    pub const ALL: &[Self] = &[Self::Bib, Self::Json, Self::Ris];

    fn row(self) -> &'static ExportRow {
        match self {
            Self::Bib => &BIB,
            Self::Json => &JSON,
            Self::Ris => &RIS,
        }
    }

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

    /// The usual media type without parameters; the text is always UTF-8.
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
        (self.row().entry)(&scope.limit(reference), scope)
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
        (self.row().join)(entries)
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
        let entries: Vec<String> = references.iter().map(|reference| self.entry(reference, scope)).collect();
        self.join(&entries.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Writes aliases as entries of BibLaTeX, which is the only format that has them.
///
/// ```
/// use wellpress_bibliography::write::alias_entries;
/// use wellpress_bibliography::{CiteKey, KeyAlias};
///
/// let alias = KeyAlias { alias: CiteKey::new("old"), key: CiteKey::new("doe-2020") };
/// assert_eq!(alias_entries(&[alias]), "@set{old, entryset = {doe-2020}}\n");
/// ```
#[must_use]
pub fn alias_entries(aliases: &[KeyAlias]) -> String {
    bibtex::aliases(aliases)
}
