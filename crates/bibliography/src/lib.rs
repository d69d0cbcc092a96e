//! Files of the library in, [`Reference`]s and findings out: one file at a time, each format in its own module.
//!
//! Reading a file is a pure function of its [`Source`], so files can be read in parallel. What several files say together
//! (one key twice) is decided by [`unify`], which the model calls over all of them.

mod bibtex;
mod csl_json;
mod dates;
mod hayagriva_yaml;
mod identifier;
pub mod identifiers;
mod intake;
mod keys;
pub mod markup;
pub mod mentions;
mod nbib;
mod notes;
mod notices;
mod places;
mod record;
pub mod ris;
pub mod same_work;
mod settle;
mod tagged;
pub mod write;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use wellpress_diagnostics::{Diagnostic, Location, Severity, Source, nearest, rules};

pub use bibtex::ends_within_entry;
pub use identifier::Identifier;
pub use identifiers::doi;
pub use notices::{Notice, NoticeKind};
pub use record::{Case, CiteKey, Evidence, Name, PartialDate, Reference, ReferenceKind, Season, Successor, Title};

/// What one file of the library holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// Its references in the order of the file, each key once.
    pub references: Vec<Reference>,
    /// What is wrong with the file, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A format of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// BibTeX and BibLaTeX, `.bib`.
    Bibtex,
    /// Hayagriva's YAML, `.yaml`.
    Hayagriva,
    /// CSL-JSON, `.json`.
    CslJson,
    /// RIS, `.ris`.
    Ris,
    /// PubMed's MEDLINE format, `.nbib`.
    Nbib,
}

impl Format {
    /// The format that a file's extension names.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "bib" | "bibtex" => Some(Self::Bibtex),
            "yaml" | "yml" => Some(Self::Hayagriva),
            "json" => Some(Self::CslJson),
            "ris" => Some(Self::Ris),
            "nbib" => Some(Self::Nbib),
            _ => None,
        }
    }

    /// The format that a text looks like, by its first sign of one.
    #[must_use]
    pub fn guess(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['[', '{']) {
            return Some(Self::CslJson);
        }
        text.lines().find_map(|line| match line.trim_start() {
            at if at.starts_with("TY  -") => Some(Self::Ris),
            at if at.starts_with("PMID-") => Some(Self::Nbib),
            at if at.starts_with('@') && at.contains(['{', '(']) => Some(Self::Bibtex),
            _ if line.starts_with(|c: char| c.is_alphanumeric()) && line.trim_end().ends_with(':') => {
                Some(Self::Hayagriva)
            }
            _ => None,
        })
    }
}

/// Reads one file of the library, in the format that its extension names.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    match Format::of_path(&source.path) {
        Some(format) => parse_as(source, format),
        None => unknown_format(source),
    }
}

/// Reads a text in a format that is known from elsewhere.
#[must_use]
pub fn parse_as(source: &Source, format: Format) -> Parsed {
    let mut parsed = match format {
        Format::Bibtex => bibtex::parse(source),
        Format::Hayagriva => hayagriva_yaml::parse(source),
        Format::CslJson => csl_json::parse(source),
        Format::Ris => ris::parse(source),
        Format::Nbib => nbib::parse(source),
    };
    parsed.references.iter_mut().for_each(settle::settle);
    let (references, twice) = unify(parsed.references);
    let diagnostics = parsed.diagnostics.into_iter().chain(twice).collect();
    Parsed { references, diagnostics }
}

/// Keeps the first of the references with one key, and reports each further one that says something else.
#[must_use]
pub fn unify<R: Borrow<Reference>>(references: impl IntoIterator<Item = R>) -> (Vec<R>, Vec<Diagnostic>) {
    let mut first: BTreeMap<CiteKey, usize> = BTreeMap::new();
    let (mut unified, mut findings): (Vec<R>, Vec<Diagnostic>) = Default::default();
    for reference in references {
        let own: &Reference = reference.borrow();
        match first.get(&own.key).map(|at| unified[*at].borrow()) {
            None => {
                first.insert(own.key.clone(), unified.len());
                unified.push(reference);
            }
            Some(known) if known.same_content(own) => {}
            Some(known) => findings.push(twice(known, own)),
        }
    }
    (unified, findings)
}

fn twice(known: &Reference, again: &Reference) -> Diagnostic {
    let (key, first) = (&again.key, &known.location);
    let message = format!("`{key}` is defined twice, with different content: first at `{}:{}`", first.file, first.line);
    Diagnostic::new(&rules::SOURCE_DUPLICATE_KEY, again.location.clone(), message)
        .help("give one of the two another key, or make them the same")
        .related(known.location.clone(), "first defined here")
}

/// The finding for a word that names no sort of evidence.
fn unknown_evidence(word: &str, place: Location) -> Diagnostic {
    let message = format!("`{word}` is not a sort of evidence");
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, message);
    let known = Evidence::ALL.map(Evidence::as_str);
    let finding = finding.suggest_or(nearest(word, known), format!("write one of {}", known.join(", ")));
    Diagnostic { severity: Severity::Warning, ..finding }
}

fn unknown_format(source: &Source) -> Parsed {
    let place = Location::file(source.path.clone());
    let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, "this is no format of sources");
    Parsed {
        references: Vec::new(),
        diagnostics: vec![
            found.help("keep the library as `.bib`, `.json` (CSL-JSON), `.ris`, `.nbib` or `.yaml` (Hayagriva)"),
        ],
    }
}
