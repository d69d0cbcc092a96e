//! Readers: the text of one file in, its [`Reference`]s and findings out.
//!
//! Each [`LibraryFormat`] has a folder with its reader and a row in a table. To add a format, write both. A reader is a pure function of its [`Source`], so that files can be read
//! in parallel. Questions about several files, such as one key in two of them, are left to [`merge_by_key`].

mod biblatex_strings;
pub(crate) mod bibtex;
mod contradictions;
mod csl_json;
mod derived_key;
mod entry_fields;
mod field_ranges;
mod foreign_markup;
mod hayagriva;
mod line_index;
mod nbib;
mod normalise;
mod note_identifiers;
mod note_variables;
mod parsed_file;
mod private_data;
mod read_context;
pub(crate) mod ris;
mod tagged_lines;
mod undivided_names;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use wellpress_diagnostics::{ControlCharacter, Diagnostic, Location, Severity, Source, Span, rules};

pub use bibtex::{StringDefinitions, ends_within_entry};
pub use csl_json::DATES_OF_CROSSREF;
pub use entry_fields::EntryFields;
pub use field_ranges::{field_ranges, field_text};
pub use parsed_file::{EntryFault, KeyAlias, ParsedFile};

use crate::{CiteKey, Reference};

/// A format in which a library can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LibraryFormat {
    /// BibTeX and its successor BibLaTeX, which share a grammar.
    Bibtex,
    /// CSL-JSON, as Zotero, Better BibTeX and most services write it.
    CslJson,
    /// RIS, as EndNote, Zotero and publishers' sites write it.
    Ris,
    /// The MEDLINE format that PubMed exports.
    Nbib,
    /// The YAML of Hayagriva, which typst uses.
    Hayagriva,
}

/// All facts about one [`LibraryFormat`].
struct FormatRow {
    name: &'static str,
    /// Extensions of its files in lower case, the usual one first.
    extensions: &'static [&'static str],
    parse: fn(&Source) -> ParsedFile,
}

impl LibraryFormat {
    /// All formats, in the order in which messages list them.
    pub const ALL: &[Self] = &[Self::Bibtex, Self::CslJson, Self::Ris, Self::Nbib, Self::Hayagriva];

    fn row(self) -> FormatRow {
        let (name, extensions, parse): (_, &[_], fn(&Source) -> ParsedFile) = match self {
            Self::Bibtex => ("BibTeX", &["bib", "bibtex"], bibtex::parse),
            Self::CslJson => ("CSL-JSON", &["json"], csl_json::parse),
            Self::Ris => ("RIS", &["ris"], ris::parse),
            Self::Nbib => ("NBIB", &["nbib"], nbib::parse),
            Self::Hayagriva => ("Hayagriva", &["yaml", "yml"], hayagriva::parse),
        };
        FormatRow { name, extensions, parse }
    }

    /// The name that people call the format by, such as `CSL-JSON`.
    ///
    /// ```
    /// use wellpress_bibliography::LibraryFormat;
    ///
    /// let formats: Vec<_> = LibraryFormat::ALL.iter().map(|format| (format.name(), format.extensions()[0])).collect();
    /// assert_eq!(formats[1], ("CSL-JSON", "json"));
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The extensions of its files in lower case and without a dot, the usual one first.
    ///
    /// ```
    /// use wellpress_bibliography::LibraryFormat;
    ///
    /// assert_eq!(LibraryFormat::Hayagriva.extensions(), ["yaml", "yml"]);
    /// ```
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// The format that a path's extension names, in upper or lower case.
    ///
    /// ```
    /// use wellpress_bibliography::LibraryFormat;
    ///
    /// assert_eq!(LibraryFormat::of_path("export/Library.BIB"), Some(LibraryFormat::Bibtex));
    /// assert_eq!(LibraryFormat::of_path("notes.txt"), None);
    /// ```
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        let extension = extension.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|format| format.extensions().contains(&extension.as_str()))
    }
}

/// Reads a file in the format that its extension names. With another extension, the result is one finding and no
/// references.
///
/// ```
/// use wellpress_bibliography::parse;
/// use wellpress_diagnostics::Source;
///
/// let parsed = parse(&Source::new("library.bib", "@book{doe, title = {Bones}}\n@book{broken, title = {"));
/// assert_eq!(parsed.references[0].key.as_str(), "doe");
/// assert_eq!(parsed.diagnostics[0].message, "the entry `broken` is never closed");
/// assert_eq!(parse(&Source::new("notes.txt", "")).references, []);
/// ```
#[must_use]
pub fn parse(source: &Source) -> ParsedFile {
    match LibraryFormat::of_path(&source.path) {
        Some(format) => finished(with_visible_text(source, format.row().parse)),
        None => unknown_format(source),
    }
}

/// Reads a file as [`parse`] does. A BibTeX file can use the `@string`s in `shared`, which other files of the library
/// define; its own come first.
///
/// ```
/// use wellpress_bibliography::{StringDefinitions, parse, parse_with_macros};
/// use wellpress_diagnostics::Source;
///
/// let macros = parse(&Source::new("macros.bib", "@string{oi = {Osteoporosis International}}"));
/// let source = Source::new("library.bib", "@article{doe, title = {Bones}, journal = oi}");
/// let parsed = parse_with_macros(&source, &macros.definitions);
/// assert_eq!(parsed.references[0].container.as_deref(), Some("Osteoporosis International"));
/// ```
#[must_use]
pub fn parse_with_macros(source: &Source, shared: &StringDefinitions) -> ParsedFile {
    match LibraryFormat::of_path(&source.path) {
        Some(LibraryFormat::Bibtex) => {
            finished(with_visible_text(source, |source| bibtex::parse_with_macros(source, shared)))
        }
        _ => parse(source),
    }
}

/// Parses a text with blanks in the place of control characters, of which the first is a warning: abstracts that were copied out
/// of PDFs are full of them, and no page may have them.
fn with_visible_text(source: &Source, parse: impl Fn(&Source) -> ParsedFile) -> ParsedFile {
    let Some(control) = ControlCharacter::first_in(&source.text) else { return parse(source) };
    let mut parsed = parse(&Source::new(source.path.clone(), ControlCharacter::blanked_in(&source.text)));
    let location = source.locate(Span::new(control.offset..control.offset + control.character.len_utf8()));
    let message = format!("the {} is read as a blank, as are all others in the file", control.description());
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, location, message).help("take it out");
    parsed.diagnostics.push(Diagnostic { severity: Severity::Warning, ..finding });
    parsed
}

fn finished(mut parsed: ParsedFile) -> ParsedFile {
    // Before merging, so that two entries that differ only in spelling count as equal.
    parsed.references.iter_mut().for_each(normalise::normalise);
    parsed.diagnostics.extend(parsed.references.iter().flat_map(contradictions::findings));
    let (references, duplicate_keys) = merge_by_key(std::mem::take(&mut parsed.references));
    parsed.diagnostics.extend(duplicate_keys.iter().map(|fault| fault.finding.clone()));
    parsed.faults.extend(duplicate_keys);
    ParsedFile { references, ..parsed }
}

/// Keeps the first reference of each key. A further one with the same content is dropped silently, because libraries
/// often overlap; one with other content is dropped, and its key must not be cited. Call it once more on the references of
/// several files.
///
/// ```
/// use wellpress_bibliography::{merge_by_key, parse};
/// use wellpress_diagnostics::Source;
///
/// let first = parse(&Source::new("a.bib", "@book{doe, title = {Bones}}")).references;
/// let second = parse(&Source::new("b.bib", "@book{doe, title = {Hearts}}")).references;
/// let (merged, faults) = merge_by_key(first.iter().chain(&second));
/// assert_eq!((merged.len(), faults[0].key.as_str()), (1, "doe"));
/// ```
#[must_use]
pub fn merge_by_key<R: Borrow<Reference>>(references: impl IntoIterator<Item = R>) -> (Vec<R>, Vec<EntryFault>) {
    let mut index_by_key: BTreeMap<CiteKey, usize> = BTreeMap::new();
    let (mut merged, mut faults): (Vec<R>, Vec<EntryFault>) = Default::default();
    for candidate in references {
        let reference: &Reference = candidate.borrow();
        match index_by_key.get(&reference.key).map(|index| merged[*index].borrow()) {
            None => {
                index_by_key.insert(reference.key.clone(), merged.len());
                merged.push(candidate);
            }
            Some(first) if first.same_content(reference) => {}
            Some(first) => {
                let finding = duplicate_key(first, reference);
                faults.push(EntryFault { key: reference.key.clone(), finding });
            }
        }
    }
    (merged, faults)
}

fn duplicate_key(first: &Reference, second: &Reference) -> Diagnostic {
    let Location { file, line, .. } = &first.location;
    let message = format!("`{}` is defined twice, with different content: first at `{file}:{line}`", second.key);
    let finding = Diagnostic::new(&rules::SOURCE_DUPLICATE_KEY, second.location.clone(), message)
        .help("give one of the two another key, or make them the same")
        .related(first.location.clone(), "first defined here");
    Diagnostic { severity: Severity::Warning, ..finding }
}

fn unknown_format(source: &Source) -> ParsedFile {
    let location = Location::file(source.path.clone());
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, location, "this is no format of sources");
    let mut extensions: Vec<String> =
        LibraryFormat::ALL.iter().map(|format| format.row().described_extension()).collect();
    let last = extensions.pop().unwrap_or_default();
    let help = format!("keep the library as {} or {last}", extensions.join(", "));
    ParsedFile { diagnostics: vec![finding.help(help)], ..ParsedFile::default() }
}

impl FormatRow {
    /// `.bib`, or `.json` (CSL-JSON) where the extension does not suggest the name.
    fn described_extension(&self) -> String {
        let extension = self.extensions[0];
        let suggests_name = self.name.to_lowercase().starts_with(extension);
        if suggests_name { format!("`.{extension}`") } else { format!("`.{extension}` ({})", self.name) }
    }
}
