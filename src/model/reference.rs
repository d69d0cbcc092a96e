//! [`Library`]: all sources of the site, found by key, DOI or PMID.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::same_work;
use crate::cache::{Fingerprint, Mixer};
use crate::diagnostics::{Diagnostic, Location, nearest, rules};
use crate::parse::LibraryFile;
use crate::parse::bibliography::{self, CiteKey, Reference};

/// An index into the [`Library`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceId(pub u32);

impl ReferenceId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All sources, by key; a [`ReferenceId`] is an index.
#[derive(Debug, Default)]
pub struct Library {
    /// The files that it was made of.
    files: Vec<Arc<LibraryFile>>,
    findings: Vec<Diagnostic>,
    roster: Fingerprint,
    references: Vec<Arc<Reference>>,
    slugs: Vec<String>,
    fingerprints: Vec<Fingerprint>,
    by_key: FxHashMap<CiteKey, ReferenceId>,
    by_doi: FxHashMap<String, ReferenceId>,
    by_pmid: FxHashMap<String, ReferenceId>,
}

impl Library {
    /// Puts the files' sources together. A key that is there twice with differing content, and two keys that are one
    /// in addresses, are findings.
    pub(super) fn new(files: Vec<Arc<LibraryFile>>) -> Self {
        let (mut references, twice) =
            bibliography::unify(files.iter().flat_map(|file| file.references.iter().cloned()));
        references.sort_by(|a, b| a.key.cmp(&b.key));
        let mut library = Self { files, findings: twice, ..Self::default() };
        let mut slugs: BTreeMap<String, ReferenceId> = BTreeMap::new();
        for reference in references {
            let id = ReferenceId(u32::try_from(library.references.len()).unwrap_or(u32::MAX));
            let slug = reference.key.slug();
            match slugs.get(&slug.to_lowercase()) {
                Some(other) => {
                    let finding = one_slug(&reference, library.get(*other), &slug);
                    library.findings.push(finding);
                }
                None => {
                    slugs.insert(slug.to_lowercase(), id);
                }
            }
            library.insert(id, slug, reference);
        }
        let same = same_work::findings(&library.references);
        library.findings.extend(same);
        library.fingerprints = library.references.par_iter().map(|reference| reference.fingerprint()).collect();
        library.roster = roster(&library.references);
        library
    }

    /// Whether it was made of these very files.
    pub(super) fn is_of(&self, files: &[Arc<LibraryFile>]) -> bool {
        self.files.len() == files.len() && self.files.iter().zip(files).all(|(own, other)| Arc::ptr_eq(own, other))
    }

    /// What is wrong with it as a whole.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// By which names which sources are found: while it is the same, so is every [`ReferenceId`].
    #[must_use]
    pub fn roster(&self) -> Fingerprint {
        self.roster
    }

    fn insert(&mut self, id: ReferenceId, slug: String, reference: Arc<Reference>) {
        self.by_key.insert(reference.key.clone(), id);
        if let Some(doi) = &reference.doi {
            self.by_doi.entry(doi.to_lowercase()).or_insert(id);
        }
        if let Some(pmid) = &reference.pmid {
            self.by_pmid.entry(pmid.clone()).or_insert(id);
        }
        self.slugs.push(slug);
        self.references.push(reference);
    }

    /// All sources, by key.
    #[must_use]
    pub fn all(&self) -> &[Arc<Reference>] {
        &self.references
    }

    /// The source of this id.
    #[must_use]
    pub fn get(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0 as usize]
    }

    /// What it says.
    #[must_use]
    pub fn fingerprint(&self, id: ReferenceId) -> Fingerprint {
        self.fingerprints[id.index()]
    }

    /// Its key as it stands in ids and paths.
    #[must_use]
    pub fn slug(&self, id: ReferenceId) -> &str {
        &self.slugs[id.0 as usize]
    }

    /// The source that a mark means: by its key, by `pmid:..`, by `doi:..` in any case, or by the DOI's address.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<ReferenceId> {
        if let Some(id) = self.by_key.get(key) {
            return Some(*id);
        }
        if let Some(pmid) = named(key, "pmid:") {
            return self.by_pmid.get(pmid.trim()).copied();
        }
        if named(key, "doi:").is_none() && named(key, "http").is_none() {
            return None;
        }
        self.by_doi.get(&bibliography::doi(key)?.to_lowercase()).copied()
    }

    /// The finding for a key that no source has.
    #[must_use]
    pub fn unknown(&self, key: &str, location: Location) -> Diagnostic {
        let near = nearest(key, self.references.iter().map(|reference| reference.key.as_str()));
        let finding = Diagnostic::new(&rules::CITATION_UNKNOWN, location, format!("no source has the key `{key}`"));
        match near {
            Some(near) => finding.suggest(Some(near)),
            None => finding.help("add the source to `content/references`, or escape the sign: `\\@`"),
        }
    }
}

/// What follows a prefix in any case.
fn named<'k>(key: &'k str, prefix: &str) -> Option<&'k str> {
    let (start, rest) = key.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn roster(references: &[Arc<Reference>]) -> Fingerprint {
    let mut mixer = Mixer::new("sources");
    references.iter().for_each(|reference| mixer.add((&reference.key, &reference.doi, &reference.pmid)));
    mixer.fingerprint()
}

/// The one that stands further down is the one to rename.
fn one_slug(one: &Reference, other: &Reference, slug: &str) -> Diagnostic {
    let place = |reference: &&Reference| {
        let place = &reference.location;
        (place.file.clone(), place.line, place.column)
    };
    let (first, second) = if place(&one) < place(&other) { (one, other) } else { (other, one) };
    let message = format!("the keys `{}` and `{}` are both `{slug}` in addresses", first.key, second.key);
    Diagnostic::new(&rules::SOURCE_KEY_SLUG, second.location.clone(), message)
        .help("rename one of the keys")
        .related(first.location.clone(), "the other one")
}
