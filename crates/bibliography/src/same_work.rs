//! When two records describe one work: the one definition that the check of a library and `cite` share.
//!
//! Two records are of one work if they have a DOI, a PubMed id or a PubMed Central id in common. A web address in common
//! counts if neither an identifier nor the title speaks against it, because an address may be that of a whole journal. So
//! does a title in the same year, if no identifier, first author, volume or page differs and the title is long enough not to
//! be a column's ("Editorial"). Where this is in doubt it says "two works": a work that is listed twice is a blemish, while
//! two works taken for one would cite the wrong source.
//!
//! [`WorkIndex`] finds the candidates by hash, so a library is compared in one pass.

use std::borrow::Cow;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use wellpress_diagnostics::{Diagnostic, rules};

use crate::identifier::bare_address;
use crate::{ContributorName, Identifier, Reference, Title, markup};

/// With how many records of one name a record is compared. A name that more records share says nothing about a work, and
/// comparing all of them would take quadratic time.
const MOST_COMPARED: usize = 100;

/// Shorter titles, in bytes, name no work.
const SHORTEST_TITLE: usize = 4;

/// From so many words on, a title and a year name a work without an author.
const TELLING_WORDS: usize = 3;

/// What makes two records one work; ordered from the strongest evidence to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedName {
    /// The same DOI, in any case.
    Doi,
    /// The same PubMed id.
    Pmid,
    /// The same PubMed Central id.
    Pmcid,
    /// The same web address.
    Address,
    /// The same title in the same year.
    Title,
}

impl SharedName {
    const ALL: [Self; 5] = [Self::Doi, Self::Pmid, Self::Pmcid, Self::Address, Self::Title];

    /// The name of this sort that a record gives its work, in a form that is equal exactly if the names are the same.
    fn of(self, record: &Reference) -> Option<String> {
        match self {
            Self::Doi => record.doi.as_deref().map(normal_doi),
            Self::Pmid => record.pmid.as_deref().map(normal_number),
            Self::Pmcid => record.pmcid.as_deref().map(normal_pmcid),
            Self::Address => record.url.as_deref().map(bare_address),
            Self::Title => {
                let title = record.title.as_ref().map(title_words).filter(|title| title.len() >= SHORTEST_TITLE)?;
                Some(format!("{title} {}", record.issued.as_ref()?.year))
            }
        }
    }

    fn of_identifier(identifier: &Identifier) -> (Self, String) {
        match identifier {
            Identifier::Doi(doi) => (Self::Doi, normal_doi(doi)),
            Identifier::Pmid(pmid) => (Self::Pmid, normal_number(pmid)),
            Identifier::Pmcid(pmcid) => (Self::Pmcid, normal_pmcid(pmcid)),
            Identifier::Page(url) => (Self::Address, bare_address(url.as_str())),
        }
    }
}

/// As a message says it: "the same DOI".
impl fmt::Display for SharedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Doi => "the same DOI",
            Self::Pmid => "the same PMID",
            Self::Pmcid => "the same PMCID",
            Self::Address => "the same web address",
            Self::Title => "the same title and year",
        })
    }
}

fn normal_doi(doi: &str) -> String {
    doi.to_lowercase()
}

fn normal_number(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

fn normal_pmcid(pmcid: &str) -> String {
    let digits = pmcid.trim_start_matches(|c: char| !c.is_ascii_digit());
    normal_number(digits)
}

/// The first record that an identifier names, and by what.
///
/// ```
/// use wellpress_bibliography::{Identifier, parse, same_work};
/// use wellpress_diagnostics::Source;
///
/// let library = parse(&Source::new("a.bib", "@book{doe, title={Bones}, doi={10.1000/BONES}}")).references;
/// let doi = Identifier::parse("https://doi.org/10.1000/bones").unwrap();
/// let (record, _) = same_work::find_by_identifier(&doi, &library).unwrap();
/// assert_eq!(record.key.as_str(), "doe");
/// ```
#[must_use]
pub fn find_by_identifier<'r>(
    identifier: &Identifier,
    records: &'r [Reference],
) -> Option<(&'r Reference, SharedName)> {
    let (sort, name) = SharedName::of_identifier(identifier);
    let record = records.iter().find(|record| sort.of(record).as_ref() == Some(&name))?;
    Some((record, sort))
}

/// A warning for each record that describes the same work as one before it in the files.
pub fn findings(references: &[Arc<Reference>]) -> Vec<Diagnostic> {
    let mut records: Vec<&Reference> = references.iter().map(|reference| &**reference).collect();
    records.sort_by(|a, b| position(a).cmp(&position(b)));
    // Folding the titles is what takes time here; looking names up in order is quick.
    let names: Vec<_> = records.par_iter().map(|record| hashed_names(record)).collect();
    let mut index = WorkIndex::default();
    let mut findings = Vec::new();
    for (record, names) in records.into_iter().zip(names) {
        if let Some((first, shared)) = index.find_named(record, &names) {
            findings.push(duplicate_work(index.records[first], record, shared));
        }
        index.add_named(record, names);
    }
    findings
}

fn position(reference: &Reference) -> (&str, u32, u32) {
    (&*reference.location.file, reference.location.line, reference.location.column)
}

fn duplicate_work(first: &Reference, second: &Reference, shared: SharedName) -> Diagnostic {
    let reason = match shared {
        SharedName::Doi => format!("both have the DOI `{}`", second.doi.as_deref().unwrap_or_default()),
        SharedName::Pmid => format!("both have the PubMed id `{}`", second.pmid.as_deref().unwrap_or_default()),
        SharedName::Pmcid => {
            format!("both have the PubMed Central id `{}`", second.pmcid.as_deref().unwrap_or_default())
        }
        SharedName::Address => format!("both have the web address `{}`", second.url.as_deref().unwrap_or_default()),
        SharedName::Title if first.authors.is_empty() || second.authors.is_empty() => {
            "both have one title and year".to_owned()
        }
        SharedName::Title => "both have one title, year and first author".to_owned(),
    };
    let message = format!("`{}` is the same work as `{}`: {reason}", second.key, first.key);
    Diagnostic::new(&rules::SOURCE_DUPLICATE, second.location.clone(), message)
        .help(format!("keep one of the two entries, and cite it by its key `{}`", first.key))
        .related(first.location.clone(), "the other entry")
}

/// Records that can be looked up by the names of their works. It can grow while it is used, so that an import finds the
/// duplicates within the imported file as well as those of the library.
#[derive(Debug, Default)]
pub struct WorkIndex<'a> {
    records: Vec<&'a Reference>,
    /// Indices into `records` in ascending order, by the hash of a name.
    by_name: FxHashMap<(SharedName, u64), Vec<usize>>,
}

/// A record's names as hashes: strings would take as much memory again as the library. Two names of one hash in 2^64 would
/// only make the records candidates; for a title or an address `is_same_work` still compares them.
type HashedNames = Vec<(SharedName, u64)>;

fn hashed_names(record: &Reference) -> HashedNames {
    let names = SharedName::ALL.into_iter().filter_map(|sort| Some((sort, sort.of(record)?)));
    names.map(|(sort, name)| (sort, FxBuildHasher.hash_one(name))).collect()
}

impl<'a> WorkIndex<'a> {
    /// An index of these records.
    #[must_use]
    pub fn of(records: impl IntoIterator<Item = &'a Reference>) -> Self {
        let mut index = Self::default();
        records.into_iter().for_each(|record| index.add(record));
        index
    }

    /// Adds a record, whether its work is there or not.
    pub fn add(&mut self, record: &'a Reference) {
        self.add_named(record, hashed_names(record));
    }

    fn add_named(&mut self, record: &'a Reference, names: HashedNames) {
        let index = self.records.len();
        self.records.push(record);
        for name in names {
            self.by_name.entry(name).or_default().push(index);
        }
    }

    /// The first record of the same work, as its index in the order of adding, with the strongest evidence for it.
    #[must_use]
    pub fn find(&self, record: &Reference) -> Option<(usize, SharedName)> {
        self.find_named(record, &hashed_names(record))
    }

    fn find_named(&self, record: &Reference, names: &HashedNames) -> Option<(usize, SharedName)> {
        // Names are in the order of their strength.
        names.iter().find_map(|name| {
            let candidates = self.by_name.get(name)?.iter().take(MOST_COMPARED).copied();
            let first = candidates.into_iter().find(|index| is_same_work(name.0, self.records[*index], record))?;
            Some((first, name.0))
        })
    }

    /// The groups of records that describe one work, each with the strongest evidence in it; in the order of adding.
    #[must_use]
    pub fn duplicates(&self) -> Vec<(Vec<&'a Reference>, SharedName)> {
        let mut groups = RecordGroups::new(self.records.len());
        for ((shared, _), indices) in &self.by_name {
            for (position, second) in indices.iter().enumerate() {
                let candidates = indices[..position].iter().take(MOST_COMPARED).copied();
                let first = candidates
                    .into_iter()
                    .find(|first| is_same_work(*shared, self.records[*first], self.records[*second]));
                first.into_iter().for_each(|first| groups.join(first, *second, *shared));
            }
        }
        let groups = groups.into_groups().into_iter();
        groups.map(|(indices, shared)| (indices.iter().map(|index| self.records[*index]).collect(), shared)).collect()
    }
}

/// Whether a name that two records share makes them one work.
fn is_same_work(shared: SharedName, first: &Reference, second: &Reference) -> bool {
    match shared {
        SharedName::Doi | SharedName::Pmid | SharedName::Pmcid => true,
        SharedName::Address => !identifiers_differ(first, second) && titles_agree(first, second),
        SharedName::Title => {
            !identifiers_differ(first, second)
                && !details_differ(first, second)
                && (has_telling_title(first) || have_same_author(first, second))
        }
    }
}

/// Tells a comment from its reply and a preprint from the article.
fn identifiers_differ(first: &Reference, second: &Reference) -> bool {
    differ(first.doi.as_deref(), second.doi.as_deref())
        || differ(first.pmid.as_deref(), second.pmid.as_deref())
        || differ(first.pmcid.as_deref(), second.pmcid.as_deref())
        || differ(first.isbn.as_deref(), second.isbn.as_deref())
}

/// Tells the parts of a series that has one title.
fn details_differ(first: &Reference, second: &Reference) -> bool {
    differ(first_author(first).as_deref(), first_author(second).as_deref())
        || differ(first.volume.as_deref(), second.volume.as_deref())
        || differ(first.pages.as_deref(), second.pages.as_deref())
}

/// A value that only one record has tells nothing.
fn differ(first: Option<&str>, second: Option<&str>) -> bool {
    matches!((first, second), (Some(first), Some(second)) if !first.eq_ignore_ascii_case(second))
}

fn has_telling_title(record: &Reference) -> bool {
    record.title.as_ref().is_some_and(|title| title_words(title).split(' ').count() >= TELLING_WORDS)
}

fn have_same_author(first: &Reference, second: &Reference) -> bool {
    first_author(first).is_some() && first_author(first) == first_author(second)
}

fn first_author(record: &Reference) -> Option<String> {
    record
        .authors
        .first()
        .map(ContributorName::display_family)
        .map(|name| plain_words(&name))
        .filter(|name| !name.is_empty())
}

/// Whether one title is the other or begins it, as with a subtitle, or is missing.
fn titles_agree(first: &Reference, second: &Reference) -> bool {
    let words_of = |record: &Reference| record.title.as_ref().map(title_words).unwrap_or_default();
    let (first, second) = (words_of(first), words_of(second));
    first.starts_with(&second) || second.starts_with(&first)
}

/// A text as its words alone: no case, punctuation or accents, one space between words.
///
/// ```
/// use wellpress_bibliography::same_work::plain_words;
///
/// assert_eq!(plain_words("Życińska's Follow\u{2013}up"), "zycinska s follow up");
/// ```
#[must_use]
pub fn plain_words(text: &str) -> String {
    let folded: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkd().filter(|c| !is_combining_mark(*c)).collect())
    };
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

/// A title as its words alone, without markup.
#[must_use]
pub fn title_words(title: &Title) -> String {
    plain_words(&markup::plain(title))
}

/// Disjoint sets of record indices, joined pair by pair (union-find). The root of a set is its smallest index.
struct RecordGroups {
    parents: Vec<usize>,
    /// Valid at roots.
    strongest: Vec<SharedName>,
}

impl RecordGroups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect(), strongest: vec![SharedName::Title; count] }
    }

    fn root(&self, mut index: usize) -> usize {
        while self.parents[index] != index {
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, a: usize, b: usize, shared: SharedName) {
        let (a, b) = (self.root(a), self.root(b));
        let (root, child) = (a.min(b), a.max(b));
        self.strongest[root] = shared.min(self.strongest[root]).min(self.strongest[child]);
        self.parents[child] = root;
    }

    /// The sets of two or more, by their smallest index.
    fn into_groups(self) -> Vec<(Vec<usize>, SharedName)> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.parents.len()];
        (0..self.parents.len()).for_each(|index| members[self.root(index)].push(index));
        let groups = members.into_iter().zip(self.strongest);
        groups.filter(|(indices, _)| indices.len() > 1).collect()
    }
}
