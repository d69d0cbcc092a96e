//! [`Library`]: all sources of the site, found by key, DOI or PMID.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, Location, nearest, rules};
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
    references: Vec<Reference>,
    slugs: Vec<String>,
    by_key: FxHashMap<CiteKey, ReferenceId>,
    by_doi: FxHashMap<String, ReferenceId>,
    by_pmid: FxHashMap<String, ReferenceId>,
}

impl Library {
    /// Puts the files' sources together. A key that is there twice with differing content, and two keys that are one
    /// in addresses, are findings.
    pub(super) fn new(references: Vec<Reference>, findings: &mut Vec<Diagnostic>) -> Self {
        let unified = bibliography::unify(references);
        findings.extend(unified.diagnostics);
        let mut references = unified.references;
        references.sort_by(|a, b| a.key.cmp(&b.key));
        let mut library = Self::default();
        let mut slugs: BTreeMap<String, ReferenceId> = BTreeMap::new();
        for reference in references {
            let id = ReferenceId(u32::try_from(library.references.len()).unwrap_or(u32::MAX));
            let slug = reference.key.slug();
            match slugs.get(&slug.to_lowercase()) {
                Some(other) => findings.push(one_slug(&reference, library.get(*other), &slug)),
                None => {
                    slugs.insert(slug.to_lowercase(), id);
                }
            }
            library.insert(id, slug, reference);
        }
        library
    }

    fn insert(&mut self, id: ReferenceId, slug: String, reference: Reference) {
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
    pub fn all(&self) -> &[Reference] {
        &self.references
    }

    /// The source of this id.
    #[must_use]
    pub fn get(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0 as usize]
    }

    /// Its key as it stands in ids and paths.
    #[must_use]
    pub fn slug(&self, id: ReferenceId) -> &str {
        &self.slugs[id.0 as usize]
    }

    /// The source that a mark means: by its key, by `doi:..` or by `pmid:..`.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<ReferenceId> {
        if let Some(id) = self.by_key.get(key) {
            return Some(*id);
        }
        if let Some(doi) = key.strip_prefix("doi:") {
            return self.by_doi.get(&doi.to_lowercase()).copied();
        }
        self.by_pmid.get(key.strip_prefix("pmid:")?).copied()
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
