//! Reads bibliographies in five formats into one kind of reference, and writes them again.
//!
//! Input is the text of one file as a [`Source`](wellpress_diagnostics::Source): BibTeX or BibLaTeX, CSL-JSON, RIS,
//! PubMed's NBIB or Hayagriva's YAML. Output is a [`ParsedFile`]: the [`Reference`]s in the order of the file, and a
//! [`Diagnostic`](wellpress_diagnostics::Diagnostic) with line and column for everything that is wrong with it. A
//! broken entry costs that entry and no other; no text makes a reader panic.
//!
//! [`ExportFormat::export`] turns references into a file again, as BibLaTeX, CSL-JSON or RIS. An export loses nothing:
//! data without a field in the format goes into a field that other programs ignore and that this crate reads back.
//!
//! ```
//! use wellpress_bibliography::{ExportFormat, parse, write::ExportScope};
//! use wellpress_diagnostics::Source;
//!
//! let source = Source::new("library.bib", "@book{doe-2020, title = {On {DNA}}, author = {Doe, Jane}, year = 2020}");
//! let library = parse(&source);
//! assert!(library.diagnostics.is_empty());
//!
//! let references: Vec<_> = library.references.iter().collect();
//! let ris = ExportFormat::Ris.export(&references, ExportScope::Readers);
//! assert!(ris.contains("AU  - Doe, Jane\r\n"));
//! ```
//!
//! Left to others: finding and decoding files, citing, and formatting references in a citation style.
//!
//! Modules: `read` has one folder for each input format and their table ([`LibraryFormat`]); [`mod@write`] has one file
//! for each output format, and the table of exports ([`ExportFormat`]); [`same_work`] decides when two references describe one work, and
//! [`comparison`] in which fields the references of one work differ.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

mod biblatex_fields;
mod cite_key;
pub mod comparison;
mod contributor_name;
pub mod csl_variables;
mod date_text;
mod evidence;
pub mod identifier;
pub mod identifier_mentions;
mod lower_alpha;
pub mod markup;
mod more_variables;
mod notice;
mod notice_words;
mod partial_date;
mod proposed_evidence;
mod read;
mod reference;
mod reference_kind;
pub mod same_work;
mod sentence_case;
mod title;
mod title_language;
pub mod write;

pub use cite_key::CiteKey;
pub use contributor_name::ContributorName;
pub use evidence::Evidence;
pub use identifier::{Identifier, doi};
pub use lower_alpha::lower_alpha;
pub use more_variables::{DateVariable, MoreVariables, NameRole, TextVariable};
pub use notice::{Notice, NoticeKind};
pub use notice_words::notice_in_text;
pub use partial_date::{PartialDate, Season};
pub use proposed_evidence::{NamingField, ProposedEvidence};
pub use read::{
    DATES_OF_CROSSREF, EntryFault, EntryFields, KeyAlias, LibraryFormat, ParsedFile, StringDefinitions,
    ends_within_entry, field_ranges, field_text, merge_by_key, parse, parse_with_macros,
};
pub use reference::{Reference, Successor};
pub use reference_kind::{KindGroup, ReferenceKind};
pub use sentence_case::in_sentence_case;
pub use title::{Case, Title};
pub use write::ExportFormat;
