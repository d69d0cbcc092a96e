//! [`Library`]: all sources of the site, found by key, DOI or PMID.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use wellpress_bibliography::identifier::bare_address;
use wellpress_bibliography::{CiteKey, Identifier, Notice, Reference, same_work};
use wellpress_diagnostics::{Diagnostic, Location, nearest, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::MAX_NAME_BYTES;
use wellpress_markdown::reference_list::WrittenReference;

use crate::parse::LibraryFile;
use crate::parse::retractions::Retractions;

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
    /// What became of its sources, where a list says.
    retractions: Option<Arc<Retractions>>,
    findings: Vec<Diagnostic>,
    roster: Fingerprint,
    references: Vec<Arc<Reference>>,
    slugs: Vec<String>,
    fingerprints: Vec<Fingerprint>,
    notices: BTreeMap<ReferenceId, Notice>,
    by_key: FxHashMap<CiteKey, ReferenceId>,
    by_doi: FxHashMap<String, ReferenceId>,
    by_pmid: FxHashMap<String, ReferenceId>,
    /// By what only lists written by hand name a source; made where there is such a list.
    by_place: OnceLock<FxHashMap<String, ReferenceId>>,
}

impl Library {
    /// Puts the files' sources together. A key that is there twice with differing content, and two keys that are one
    /// in addresses, are findings.
    pub(super) fn new(files: Vec<Arc<LibraryFile>>, retractions: Option<Arc<Retractions>>) -> Self {
        let (mut references, twice) =
            wellpress_bibliography::merge_by_key(files.iter().flat_map(|file| file.references.iter().cloned()));
        references.sort_by(|a, b| a.key.cmp(&b.key));
        let mut library = Self { files, retractions, findings: twice, ..Self::default() };
        let mut slugs: BTreeMap<String, ReferenceId> = BTreeMap::new();
        for reference in references {
            let id = ReferenceId(u32::try_from(library.references.len()).unwrap_or(u32::MAX));
            let slug = reference.key.slug();
            if slug.len() > MAX_NAME_BYTES {
                library.findings.push(long_slug(&reference));
            }
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
        library.roster = roster(&library.references);
        library.notices = library.read_notices();
        library.fingerprints = library.ids().into_par_iter().map(|id| library.read_fingerprint(id)).collect();
        library.refuse_unknown_successors();
        library.refuse_circles();
        library
    }

    /// Whether it was made of these very files.
    pub(super) fn is_of(&self, files: &[Arc<LibraryFile>], retractions: Option<&Retractions>) -> bool {
        let are_same = || self.files.iter().zip(files).all(|(own, other)| Arc::ptr_eq(own, other));
        self.files.len() == files.len() && are_same() && self.retractions.as_deref() == retractions
    }

    fn ids(&self) -> Vec<ReferenceId> {
        (0..).map(ReferenceId).take(self.references.len()).collect()
    }

    fn read_notices(&self) -> BTreeMap<ReferenceId, Notice> {
        let list = self.retractions.as_deref();
        let noticed = |id: ReferenceId| {
            let reference = self.get(id);
            let of_list = list.filter(|list| list.knows(reference)).map(|list| list.about(reference));
            Some((id, of_list.unwrap_or(reference.notice.as_deref())?.clone()))
        };
        self.ids().into_iter().filter_map(noticed).collect()
    }

    /// What a source says, and what became of it.
    fn read_fingerprint(&self, id: ReferenceId) -> Fingerprint {
        let own = FingerprintBuilder::new("source").with(self.get(id)).fingerprint();
        match self.notice(id) {
            Some(notice) => FingerprintBuilder::new("noticed").with((own, notice)).fingerprint(),
            None => own,
        }
    }

    fn refuse_unknown_successors(&mut self) {
        let successors = self.references.iter().filter_map(|reference| reference.superseded_by.as_ref());
        let unknown = successors.filter(|successor| self.find(successor.key.as_str()).is_none());
        let found: Vec<Diagnostic> =
            unknown.map(|successor| self.unknown(successor.key.as_str(), successor.location.clone())).collect();
        self.findings.extend(found);
    }

    /// Sources whose successors lead back to them have none; one finding for each such circle, at the first of its keys.
    fn refuse_circles(&mut self) {
        let superseded = self.ids().into_iter().filter(|id| self.get(*id).superseded_by.is_some());
        let circles: Vec<Diagnostic> = superseded.filter_map(|id| self.circle(id)).collect();
        self.findings.extend(circles);
    }

    fn circle(&self, first: ReferenceId) -> Option<Diagnostic> {
        let place = self.get(first).superseded_by.as_ref()?.location.clone();
        let mut round = vec![first];
        loop {
            let next = self.successor(*round.last()?)?;
            if next == first {
                break;
            }
            if next < first || round.contains(&next) {
                return None;
            }
            round.push(next);
        }
        let key = &self.get(first).key;
        let message = if round.len() == 1 {
            format!("the source `{key}` is superseded by itself")
        } else {
            let keys: Vec<String> = round.iter().chain([&first]).map(|id| format!("`{}`", self.get(*id).key)).collect();
            format!("these sources supersede each other in a circle: {}", keys.join(", "))
        };
        let finding = Diagnostic::new(&rules::SOURCE_SUPERSEDED, place, message);
        Some(finding.help("take `superseded_by` out of the newest of them"))
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

    /// The source whose key stands like this in ids and paths.
    #[must_use]
    pub fn of_slug(&self, slug: &str) -> Option<ReferenceId> {
        let at = self.slugs.iter().position(|own| **own == *slug)?;
        u32::try_from(at).ok().map(ReferenceId)
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

    /// What became of it after it was published: what the list of retractions says, else its own record.
    #[must_use]
    pub fn notice(&self, id: ReferenceId) -> Option<&Notice> {
        self.notices.get(&id)
    }

    /// Whether anything is known against any source.
    #[must_use]
    pub fn has_notices(&self) -> bool {
        !self.notices.is_empty()
    }

    /// Whether a list says which sources were retracted.
    #[must_use]
    pub fn knows_retractions(&self) -> bool {
        self.retractions.is_some()
    }

    /// The source that has taken its place.
    #[must_use]
    pub fn successor(&self, id: ReferenceId) -> Option<ReferenceId> {
        self.find(self.get(id).superseded_by.as_ref()?.key.as_str())
    }

    /// Its key as it stands in ids and paths.
    #[must_use]
    pub fn slug(&self, id: ReferenceId) -> &str {
        &self.slugs[id.0 as usize]
    }

    /// The source that a mark means: by its key, by `pmid:..`, by `doi:..` in any case, by the
    /// DOI alone or its address, each also behind an `@`.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<ReferenceId> {
        self.find_bare(key).or_else(|| self.find_bare(unmarked(key)?))
    }

    fn find_bare(&self, key: &str) -> Option<ReferenceId> {
        if let Some(id) = self.by_key.get(key) {
            return Some(*id);
        }
        if let Some(pmid) = named(key, "pmid:") {
            return self.by_pmid.get(pmid.trim()).copied();
        }
        if named(key, "doi:").is_none() && named(key, "http").is_none() && !key.starts_with("10.") {
            return None;
        }
        self.by_doi.get(&wellpress_bibliography::doi(key)?.to_lowercase()).copied()
    }

    /// The source that an item of a list means that was written by hand: the first that has one of its identifiers.
    #[must_use]
    pub fn written(&self, item: &WrittenReference) -> Option<ReferenceId> {
        item.identifiers.iter().find_map(|identifier| match identifier {
            Identifier::Doi(doi) => self.by_doi.get(&doi.to_lowercase()).copied(),
            Identifier::Pmid(pmid) => self.by_pmid.get(pmid).copied(),
            Identifier::Pmcid(pmcid) => self.by_place().get(pmcid).copied(),
            Identifier::Page(url) => self.by_place().get(&bare_address(url.as_str())).copied(),
        })
    }

    /// What became of the work of such an item, whether the library has it or not.
    #[must_use]
    pub fn notice_of_written(&self, item: &WrittenReference) -> Option<&Notice> {
        let of_source = self.written(item).and_then(|id| self.notice(id));
        of_source.or_else(|| self.retractions.as_ref()?.about_written(item))
    }

    /// Sources by PubMed Central id and by address; an address that several have is none's.
    fn by_place(&self) -> &FxHashMap<String, ReferenceId> {
        self.by_place.get_or_init(|| {
            let mut places: FxHashMap<String, Vec<ReferenceId>> = FxHashMap::default();
            for (id, reference) in (0..).map(ReferenceId).zip(&self.references) {
                let address = reference.url.as_deref().map(bare_address);
                for place in reference.pmcid.iter().cloned().chain(address) {
                    places.entry(place).or_default().push(id);
                }
            }
            let single = |(place, ids): (String, Vec<ReferenceId>)| (ids.len() == 1).then(|| (place, ids[0]));
            places.into_iter().filter_map(single).collect()
        })
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

/// The key of `@key` or `@{key}`, as Pandoc's `nocite` has it.
fn unmarked(key: &str) -> Option<&str> {
    let key = key.strip_prefix('@')?;
    Some(key.strip_prefix('{').and_then(|key| key.strip_suffix('}')).unwrap_or(key))
}

/// What follows a prefix in any case.
fn named<'k>(key: &'k str, prefix: &str) -> Option<&'k str> {
    let (start, rest) = key.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn roster(references: &[Arc<Reference>]) -> Fingerprint {
    let mut mixer = FingerprintBuilder::new("sources");
    for Reference { key, doi, pmid, pmcid, url, .. } in references.iter().map(|reference| &**reference) {
        mixer.add((key, doi, pmid, pmcid, url));
    }
    mixer.fingerprint()
}

fn long_slug(reference: &Reference) -> Diagnostic {
    let start: String = reference.key.as_str().chars().take(40).collect();
    let message = format!("the key `{start}..` is too long for the name of its page's folder");
    Diagnostic::new(&rules::SOURCE_KEY_SLUG, reference.location.clone(), message).help("give the source a shorter key")
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
