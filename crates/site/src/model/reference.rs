//! Parsed bibliography files in, [`Library`] out: all sources of the site, found by key, DOI, PMID or address, each with the
//! notice that stands against it.
//!
//! Which pages cite a source is for `resolve`; how an entry looks is for `resolve::citations::format`.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use wellpress_bibliography::identifier::{self, bare_address};
use wellpress_bibliography::{CiteKey, EntryFault, Identifier, KeyAlias, Notice, Reference, same_work};
use wellpress_diagnostics::{Diagnostic, Location, Missing, Severity, may_suggest, nearest, rules};
use wellpress_foundation::ids::{Id, IdVec};
use wellpress_foundation::text::{is_joiner, strip_prefix_ignoring_case};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{MAX_NAME_BYTES, is_device_name};
use wellpress_markdown::reference_list::ManualReference;

use crate::parse::LibraryFile;
use crate::parse::retractions::{NoticeList, Retractions};
use crate::parse::service_records::SourceRecords;

use super::reserved_files::reserved_file_name;

/// The file of the library with drafts of sources, below the folder of the content: an import wrote them, and nobody has checked them yet.
pub const DRAFTS: &str = "references/to-complete.json";

/// Whether a source is a draft.
#[must_use]
pub fn is_draft(reference: &Reference) -> bool {
    reference.location.file.strip_suffix(DRAFTS).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// Indexes the sources of the [`Library`], which are sorted by key.
pub type ReferenceId = Id<Reference>;

/// All sources, sorted by key; a [`ReferenceId`] is an index.
///
/// It merges all bibliography files: they may repeat a source, and a key with differing content is a finding. The library is
/// immutable, and the next build of a preview shares it as long as the files and the list of retractions are the same. Lookups by
/// key, DOI and PubMed id take constant time, because each citation mark of the site makes one.
#[derive(Debug, Default)]
pub struct Library {
    /// The files that it was read from.
    files: Vec<Arc<LibraryFile>>,
    /// The list of retractions, if the settings name one.
    retractions: Option<Arc<Retractions>>,
    findings: Vec<Diagnostic>,
    /// Mistakes that forbid to cite an entry, by its key. The entry itself may be missing.
    faults: FxHashMap<CiteKey, Diagnostic>,
    roster: Fingerprint,
    references: IdVec<Reference, Arc<Reference>>,
    slugs: IdVec<Reference, String>,
    fingerprints: IdVec<Reference, Fingerprint>,
    notices: BTreeMap<ReferenceId, Notice>,
    /// The records that are notices of retraction themselves, and against which none stands.
    retraction_notices: BTreeSet<ReferenceId>,
    /// What services say of sources besides notices; nothing of most.
    service_records: BTreeMap<ReferenceId, SourceRecords>,
    by_key: FxHashMap<CiteKey, ReferenceId>,
    by_doi: FxHashMap<String, ReferenceId>,
    by_pmid: FxHashMap<String, ReferenceId>,
    /// By the rarer names of a work, as [`rare_names`] writes them. Made when the first mark or list asks.
    by_rare_name: OnceLock<FxHashMap<String, ReferenceId>>,
}

impl Library {
    /// Merges the sources of all files. Findings are keys with differing content, keys that are the same in addresses, one
    /// work under two keys, and successors that do not exist.
    pub(super) fn new(files: Vec<Arc<LibraryFile>>, retractions: Option<Arc<Retractions>>) -> Self {
        let (mut references, duplicates) =
            wellpress_bibliography::merge_by_key(files.iter().flat_map(|file| file.references.iter().cloned()));
        references.sort_by(|a, b| a.key.cmp(&b.key));
        let faults: Vec<EntryFault> = files.iter().flat_map(|file| &file.faults).cloned().collect();
        let mut library = Self { files, retractions, ..Self::default() };
        for EntryFault { key, finding } in faults {
            library.faults.entry(key).or_insert(finding);
        }
        duplicates.into_iter().for_each(|fault| library.refuse(fault.key, fault.finding));
        library.insert_all(references);
        let same_works = same_work::findings(library.references());
        library.findings.extend(same_works);
        library.roster = roster(library.references(), &library.files);
        library.notices = library.current_notices();
        library.retraction_notices = library.current_retraction_notices();
        library.service_records = library.current_service_records();
        let ids: Vec<ReferenceId> = library.ids().collect();
        let fingerprints: Vec<Fingerprint> = ids.into_par_iter().map(|id| library.compute_fingerprint(id)).collect();
        library.fingerprints = fingerprints.into();
        library.refuse_unknown_successors();
        library
    }

    /// Reports a mistake that forbids to cite an entry. It is a warning until a page does.
    fn refuse(&mut self, key: CiteKey, finding: Diagnostic) {
        let finding = Diagnostic { severity: Severity::Warning, ..finding };
        self.findings.push(finding.clone());
        self.faults.entry(key).or_insert(finding);
    }

    /// Fills the maps, and refuses keys that cannot become the name of a folder of their own.
    fn insert_all(&mut self, references: Vec<Arc<Reference>>) {
        // Folders that differ only in case are one on many machines.
        let mut first_by_slug: BTreeMap<String, ReferenceId> = BTreeMap::new();
        for reference in references {
            let id = ReferenceId::new(self.references.len());
            let mut slug = reference.key.slug();
            if slug.len() > MAX_NAME_BYTES {
                self.refuse(reference.key.clone(), long_slug(&reference));
            } else if let Some(reason) = taken_name(&slug) {
                self.refuse(reference.key.clone(), unusable_slug(&reference, &slug, reason));
            }
            match first_by_slug.entry(slug.to_lowercase()) {
                Entry::Occupied(first) => {
                    let first = *first.get();
                    if self.slugs[first] == slug {
                        let finding = shared_slug(&reference, self.get(first), &slug);
                        self.refuse(reference.key.clone(), finding);
                    }
                    slug = free_slug(&slug, &first_by_slug);
                    first_by_slug.insert(slug.to_lowercase(), id);
                }
                Entry::Vacant(slot) => _ = slot.insert(id),
            }
            self.insert(id, slug, reference);
        }
        self.insert_aliases();
    }

    /// Lets a source be found by its further keys. A key of another source comes first.
    fn insert_aliases(&mut self) {
        for (id, reference) in self.references.entries() {
            for alias in &reference.aliases {
                self.by_key.entry(alias.clone()).or_insert(id);
            }
        }
        // An alias may lead to an alias, when a library was merged twice.
        let aliases: Vec<KeyAlias> = self.files.iter().flat_map(|file| &file.aliases).cloned().collect();
        for alias in aliases.iter().rev().chain(&aliases) {
            if let Some(id) = self.find(alias.key.as_str()) {
                self.by_key.entry(alias.alias.clone()).or_insert(id);
            }
        }
    }

    /// Whether it was made of these very files, compared by pointer, and of an equal list of retractions.
    pub(super) fn is_of(&self, files: &[Arc<LibraryFile>], retractions: Option<&Retractions>) -> bool {
        self.files.len() == files.len()
            && self.files.iter().zip(files).all(|(old, new)| Arc::ptr_eq(old, new))
            && self.retractions.as_deref() == retractions
    }

    /// All sources with their ids, in the order of their keys.
    pub fn entries(&self) -> impl Iterator<Item = (ReferenceId, &Reference)> {
        self.references.entries().map(|(id, reference)| (id, &**reference))
    }

    /// The ids of all sources, in the order of their keys.
    pub fn ids(&self) -> impl Iterator<Item = ReferenceId> + use<> {
        self.references.ids()
    }

    /// The notices against all sources.
    fn current_notices(&self) -> BTreeMap<ReferenceId, Notice> {
        self.ids().filter_map(|id| Some((id, self.current_notice(id)?.clone()))).collect()
    }

    fn current_retraction_notices(&self) -> BTreeSet<ReferenceId> {
        let sources = self.entries().filter(|(_, reference)| reference.is_retraction_notice());
        sources.map(|(id, _)| id).filter(|id| !self.notices.contains_key(id)).collect()
    }

    fn current_service_records(&self) -> BTreeMap<ReferenceId, SourceRecords> {
        let Some(retractions) = &self.retractions else { return BTreeMap::new() };
        let records = self.entries().map(|(id, reference)| (id, retractions.records_of(reference)));
        records.filter(|(_, records)| *records != SourceRecords::default()).collect()
    }

    /// The notice against a source. A list of retractions decides about each source that it has rows about, in the place of the
    /// source's own record: a reinstatement in the list removes the notice.
    fn current_notice(&self, id: ReferenceId) -> Option<&Notice> {
        let reference = self.get(id);
        match self.retractions.as_deref().filter(|list| list.has_rows_about(reference)) {
            Some(list) => list.notice(reference),
            None => reference.notice.as_deref(),
        }
    }

    /// A fingerprint of the source and of the notice that stands against it.
    fn compute_fingerprint(&self, id: ReferenceId) -> Fingerprint {
        let mut of_record = FingerprintBuilder::new("source").with(self.get(id)).fingerprint();
        if let Some(records) = self.service_records(id) {
            of_record = FingerprintBuilder::new("followed").with((of_record, records)).fingerprint();
        }
        match self.notice(id) {
            Some(notice) => FingerprintBuilder::new("noticed").with((of_record, notice)).fingerprint(),
            None => of_record,
        }
    }

    fn refuse_unknown_successors(&mut self) {
        let successors = self.references.iter().filter_map(|reference| {
            let successor = reference.superseded_by.as_ref()?;
            self.find(successor.key.as_str()).is_none().then(|| (reference.key.clone(), successor.clone()))
        });
        for (key, successor) in successors.collect::<Vec<_>>() {
            let finding = self.unknown(successor.key.as_str(), successor.location.clone());
            self.refuse(key, finding);
        }
    }

    /// Findings about the sources, whether a page cites them or not.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// A fingerprint of everything by which sources are found. While it is the same, every [`ReferenceId`] means the same
    /// source.
    #[must_use]
    pub fn roster(&self) -> Fingerprint {
        self.roster
    }

    /// Of two sources with one DOI or PMID, the first key has it.
    fn insert(&mut self, id: ReferenceId, slug: String, reference: Arc<Reference>) {
        self.by_key.insert(reference.key.clone(), id);
        // Case does not count in a DOI.
        if let Some(doi) = &reference.doi {
            self.by_doi.entry(doi.to_lowercase()).or_insert(id);
        }
        if let Some(pmid) = &reference.pmid {
            self.by_pmid.entry(pmid.clone()).or_insert(id);
        }
        self.slugs.push(slug);
        self.references.push(reference);
    }

    /// All sources, sorted by key.
    #[must_use]
    pub fn references(&self) -> &[Arc<Reference>] {
        self.references.as_slice()
    }

    /// The source whose key has this form in ids and paths.
    #[must_use]
    pub fn find_slug(&self, slug: &str) -> Option<ReferenceId> {
        self.slugs.position(|candidate| candidate == slug)
    }

    /// The source of this id.
    #[must_use]
    pub fn get(&self, id: ReferenceId) -> &Reference {
        &self.references[id]
    }

    /// A fingerprint of the source and its notice.
    #[must_use]
    pub fn fingerprint(&self, id: ReferenceId) -> Fingerprint {
        self.fingerprints[id]
    }

    /// What became of the source after its publication, such as a retraction: as the list of retractions says, else the
    /// source's own record.
    #[must_use]
    pub fn notice(&self, id: ReferenceId) -> Option<&Notice> {
        self.notices.get(&id)
    }

    /// What services said of a source besides notices, when they were asked last.
    #[must_use]
    pub fn service_records(&self, id: ReferenceId) -> Option<&SourceRecords> {
        self.service_records.get(&id)
    }

    /// Whether services said anything of any source besides notices.
    #[must_use]
    pub fn has_service_records(&self) -> bool {
        !self.service_records.is_empty()
    }

    /// Whether the record of a source is a notice of retraction, which some publishers tell from the retracted work by no word.
    #[must_use]
    pub fn is_retraction_notice(&self, id: ReferenceId) -> bool {
        self.retraction_notices.contains(&id)
    }

    /// Whether a notice stands against any source, or is one.
    #[must_use]
    pub fn has_notices(&self) -> bool {
        !self.notices.is_empty() || !self.retraction_notices.is_empty()
    }

    /// Whether there is a list of retractions, so that a source without a notice was not retracted.
    #[must_use]
    pub fn has_retraction_list(&self) -> bool {
        !self.notice_lists().is_empty()
    }

    /// Whether every list that the settings name and that is there could be read. `false` without any in the settings.
    #[must_use]
    pub fn has_sound_lists(&self) -> bool {
        self.retractions.is_some()
    }

    /// The lists of notices that were read.
    #[must_use]
    pub fn notice_lists(&self) -> &[NoticeList] {
        self.retractions.as_ref().map_or(&[], |retractions| &retractions.lists)
    }

    /// The source that supersedes this one.
    #[must_use]
    pub fn successor(&self, id: ReferenceId) -> Option<ReferenceId> {
        self.find(self.get(id).superseded_by.as_ref()?.key.as_str())
    }

    /// The key of a source as it stands in ids and paths.
    #[must_use]
    pub fn slug(&self, id: ReferenceId) -> &str {
        &self.slugs[id]
    }

    /// The source that a citation in the text means. Authors cite by key, by an identifier with its name before it (`doi:`,
    /// `pmid:`, `pmcid:`, `arxiv:`, `isbn:`, `url:`), by the bare DOI or by its address, each also behind an `@`.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<ReferenceId> {
        let without_joiners = || self.find_without_sign(&key.replace(is_joiner, ""));
        self.find_without_sign(key)
            .or_else(|| self.find_without_sign(strip_sign(key)?))
            .or_else(|| key.contains(is_joiner).then(without_joiners)?)
    }

    fn find_without_sign(&self, key: &str) -> Option<ReferenceId> {
        // A key may itself look like a DOI, so keys come first.
        if let Some(id) = self.by_key.get(key) {
            return Some(*id);
        }
        if let Some((label, name)) = key.split_once(':') {
            let name = name.trim();
            let rare_name = match label.to_ascii_lowercase().as_str() {
                "pmid" => return self.by_pmid.get(name).copied(),
                "pmcid" | "pmc" => identifier::pmcid(name),
                "arxiv" => identifier::arxiv(name).map(|number| format!("arxiv:{number}")),
                "isbn" => isbn_name(name),
                "url" => Some(bare_address(name)),
                _ => None,
            };
            if let Some(id) = rare_name.and_then(|name| self.by_rare_name().get(&name)) {
                return Some(*id);
            }
        }
        let address = strip_prefix_ignoring_case(key, "url:");
        let may_be_doi = address.is_some()
            || strip_prefix_ignoring_case(key, "doi:").is_some()
            || strip_prefix_ignoring_case(key, "http").is_some()
            || key.starts_with("10.");
        if !may_be_doi {
            return None;
        }
        self.by_doi.get(&wellpress_bibliography::doi(address.unwrap_or(key))?.to_lowercase()).copied()
    }

    /// Why a citation by this key cannot be published: no source has the key, or its entry must not be cited. `location` is
    /// the place of the citation, `others` are the findings that its text has already.
    #[must_use]
    pub fn refusal(&self, key: &str, location: impl FnOnce() -> Location, others: &[Diagnostic]) -> Option<Diagnostic> {
        match self.find(key) {
            None => Some(self.unknown_key(key, location(), may_suggest(others))),
            Some(source) => {
                let fault = self.faults.get(&self.get(source).key)?;
                Some(cited_fault(fault, location()))
            }
        }
    }

    /// The source that an item of a hand-written reference list means: the first that has one of its identifiers.
    #[must_use]
    pub fn find_written(&self, item: &ManualReference) -> Option<ReferenceId> {
        item.identifiers.iter().find_map(|identifier| match identifier {
            Identifier::Doi(doi) => self.by_doi.get(&doi.to_lowercase()).copied(),
            Identifier::Pmid(pmid) => self.by_pmid.get(pmid).copied(),
            Identifier::Pmcid(pmcid) => self.by_rare_name().get(pmcid).copied(),
            Identifier::Page(url) => self.by_rare_name().get(&bare_address(url.as_str())).copied(),
        })
    }

    /// What became of the work of such an item, whether the library has it or not.
    #[must_use]
    pub fn notice_of_written(&self, item: &ManualReference) -> Option<&Notice> {
        // The library first: a source's own record may have a notice about which the list is silent.
        let of_source = self.find_written(item).and_then(|id| self.notice(id));
        of_source.or_else(|| self.retractions.as_ref()?.notice_of_manual(item))
    }

    /// Sources by their rarer names. A name that several sources share identifies none of them: chapters share the ISBN of
    /// their book.
    fn by_rare_name(&self) -> &FxHashMap<String, ReferenceId> {
        self.by_rare_name.get_or_init(|| {
            let mut sources_by_name: FxHashMap<String, Vec<ReferenceId>> = FxHashMap::default();
            for (id, reference) in self.ids().zip(&self.references) {
                for name in rare_names(reference) {
                    let sources = sources_by_name.entry(name).or_default();
                    if !sources.contains(&id) {
                        sources.push(id);
                    }
                }
            }
            let unique = sources_by_name.into_iter().filter(|(_, sources)| sources.len() == 1);
            unique.map(|(name, sources)| (name, sources[0])).collect()
        })
    }

    /// The finding for a key that no source has.
    #[must_use]
    pub fn unknown(&self, key: &str, location: Location) -> Diagnostic {
        self.unknown_key(key, location, true)
    }

    fn unknown_key(&self, key: &str, location: Location, has_suggestion: bool) -> Diagnostic {
        if let Some(fault) = self.faults.get(key) {
            return cited_fault(fault, location);
        }
        let keys = self.references.iter().map(|reference| reference.key.as_str());
        let near = if has_suggestion { nearest(key, keys) } else { None };
        let message = match other_meaning(key) {
            Some(OtherMeaning::CrossReference { .. }) => {
                format!("no source has the key `{key}`, which looks like a cross-reference of Quarto or Manubot")
            }
            _ => format!("no source has the key `{key}`"),
        };
        let finding =
            Diagnostic::new(&rules::CITATION_UNKNOWN, location, message).about_missing(Missing::Source(key.to_owned()));
        match (near, other_meaning(key)) {
            (Some(near), _) => finding.suggest(Some(near)),
            (None, Some(OtherMeaning::CrossReference { id })) if id.starts_with("fig-") || id.starts_with("tbl-") => {
                finding.help(format!("give the figure or table the id `{{#{id}}}`, and write `[@{id}]`"))
            }
            (None, Some(OtherMeaning::CrossReference { id })) if !id.starts_with("sec-") => finding.help(
                "figures and tables alone have numbers here; write `[words](#name)`, and `{#name}` behind the heading above the place",
            ),
            (None, Some(OtherMeaning::CrossReference { id })) => {
                finding.help(format!("give the heading the id `{{#{id}}}`, and write `[words](#{id})`"))
            }
            (None, Some(OtherMeaning::Identifier(id))) => {
                finding.help(format!("add the source to the library: `wellpress cite add {id}`"))
            }
            (None, None) => finding.help("add the source to `content/references`, or escape the sign: `\\@`"),
        }
    }
}

/// What a key that no source has may mean.
enum OtherMeaning<'k> {
    /// `fig:lungs` or `sec-turning`, with the id in the form that it has here.
    CrossReference { id: String },
    /// `doi:10.1000/x`, without the name of its kind.
    Identifier(&'k str),
}

fn other_meaning(key: &str) -> Option<OtherMeaning<'_>> {
    const TARGETS: [&str; 9] = ["alg", "eq", "fig", "lst", "sec", "tab", "tbl", "thm", "video"];
    const IDENTIFIERS: [&str; 6] = ["arxiv", "doi", "isbn", "pmcid", "pmid", "url"];
    let (kind, name) = key.split_once([':', '-'])?;
    if TARGETS.contains(&kind) && !name.is_empty() {
        return Some(OtherMeaning::CrossReference { id: format!("{kind}-{name}") });
    }
    let (kind, name) = key.split_once(':')?;
    (IDENTIFIERS.contains(&kind) && !name.is_empty()).then_some(OtherMeaning::Identifier(name))
}

/// The key of `@key` or `@{key}`, as in Pandoc's `nocite`.
fn strip_sign(key: &str) -> Option<&str> {
    let key = key.strip_prefix('@')?;
    Some(key.strip_prefix('{').and_then(|key| key.strip_suffix('}')).unwrap_or(key))
}

fn roster(references: &[Arc<Reference>], files: &[Arc<LibraryFile>]) -> Fingerprint {
    let mut builder = FingerprintBuilder::new("sources");
    for KeyAlias { alias, key } in files.iter().flat_map(|file| &file.aliases) {
        builder.add((alias, key));
    }
    for reference in references.iter().map(|reference| &**reference) {
        let Reference { key, aliases, doi, pmid, pmcid, url, isbn, number, .. } = reference;
        builder.add((key, aliases, doi, pmid));
        builder.add((pmcid, url, isbn, number));
    }
    builder.fingerprint()
}

/// The names of a work besides its key, DOI and PubMed id: PubMed Central id, address, arXiv number and ISBNs.
fn rare_names(reference: &Reference) -> impl Iterator<Item = String> {
    let archived_in = [reference.number.as_deref(), reference.url.as_deref(), reference.doi.as_deref()];
    let arxiv = archived_in.into_iter().flatten().find_map(identifier::arxiv).map(|number| format!("arxiv:{number}"));
    let isbns = reference.isbn.as_deref().unwrap_or_default().split([' ', ',', ';']).filter_map(isbn_name);
    let address = reference.url.as_deref().map(bare_address);
    reference.pmcid.clone().into_iter().chain(address).chain(arxiv).chain(isbns)
}

/// An ISBN without its hyphens; `None` for a text of another length.
fn isbn_name(isbn: &str) -> Option<String> {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    match digits.len() {
        13 => Some(format!("isbn:{digits}")),
        // The same number in its older form, with another check digit.
        10 => {
            let longer = format!("978{}", &digits[..9]);
            let weighted = longer
                .bytes()
                .zip([1, 3].into_iter().cycle())
                .map(|(digit, weight)| digit.wrapping_sub(b'0') as u32 * weight);
            let check = (10 - weighted.sum::<u32>() % 10) % 10;
            Some(format!("isbn:{longer}{check}"))
        }
        _ => None,
    }
}

/// A mistake in an entry that is cited at `location`, which makes it an error.
fn cited_fault(fault: &Diagnostic, location: Location) -> Diagnostic {
    let finding = Diagnostic { severity: fault.rule.severity, ..fault.clone() };
    finding.related(location, "cited here")
}

/// The slug with the first number behind it that makes it unique.
fn free_slug(slug: &str, taken: &BTreeMap<String, ReferenceId>) -> String {
    let numbered = (2_u32..).map(|number| format!("{slug}-{number}"));
    let mut free = numbered.filter(|slug| !taken.contains_key(&slug.to_lowercase()));
    free.next().unwrap_or_default()
}

fn long_slug(reference: &Reference) -> Diagnostic {
    let start: String = reference.key.as_str().chars().take(40).collect();
    let message = format!("the key `{start}..` is too long for the name of its page's folder");
    Diagnostic::new(&rules::SOURCE_KEY_SLUG, reference.location.clone(), message).help("give the source a shorter key")
}

/// Why no folder below `references/` can have this name.
fn taken_name(slug: &str) -> Option<&'static str> {
    if is_device_name(slug) {
        return Some("which Windows keeps for a device");
    }
    reserved_file_name(slug).map(|_| "which a file that the build makes has")
}

fn unusable_slug(reference: &Reference, slug: &str, reason: &str) -> Diagnostic {
    let message = format!("the folder of this source's page would have the name `{slug}`, {reason}");
    Diagnostic::new(&rules::SOURCE_KEY_SLUG, reference.location.clone(), message).help("give the source another key")
}

fn position(reference: &Reference) -> (&str, u32, u32) {
    let location = &reference.location;
    (&location.file, location.line, location.column)
}

/// Two keys that are the same in addresses. The finding stands at the one further down, which is the one to rename.
fn shared_slug(a: &Reference, b: &Reference, slug: &str) -> Diagnostic {
    let (first, second) = if position(a) < position(b) { (a, b) } else { (b, a) };
    let message = format!("the keys `{}` and `{}` are both `{slug}` in addresses", first.key, second.key);
    Diagnostic::new(&rules::SOURCE_KEY_SLUG, second.location.clone(), message)
        .help("rename one of the keys")
        .related(first.location.clone(), "the other one")
}
