//! Files of the library in, [`Reference`]s and findings out: one file at a time, each format in its own module.
//!
//! Reading a file is a pure function of its [`Source`], so files can be read in parallel. What several files say together
//! (one key twice) is decided by [`unify`], which the model calls over all of them.

mod bibtex;
mod dates;
mod hayagriva_yaml;
mod identifiers;
mod places;
mod record;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Location, Source, rules};
pub use record::{Case, CiteKey, Name, PartialDate, Reference, ReferenceKind, Title};

/// What one file of the library holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// Its references in the order of the file, each key once.
    pub references: Vec<Reference>,
    /// What is wrong with the file, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file of the library, in the format that its extension names.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    let extension = source.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let parsed = match extension.as_deref() {
        Some("bib") => bibtex::parse(source),
        Some("yaml" | "yml") => hayagriva_yaml::parse(source),
        _ => unknown_format(source),
    };
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
    let message = format!("`{}` is defined twice, with different content", again.key);
    Diagnostic::new(&rules::SOURCE_DUPLICATE_KEY, again.location.clone(), message)
        .help("give one of the two another key, or make them the same")
        .related(known.location.clone(), "first defined here")
}

fn unknown_format(source: &Source) -> Parsed {
    let place = Location::file(source.path.clone());
    let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, "this format is not read yet");
    Parsed {
        references: Vec::new(),
        diagnostics: vec![found.help("keep the library as `.bib` or as Hayagriva `.yaml`")],
    }
}
