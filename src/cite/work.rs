//! When two records are of the same work: they have one DOI, PubMed id, PubMed Central id or address, or one title and year
//! while nothing else tells them apart.

use std::collections::HashMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use wellpress_bibliography::identifiers::bare_address;
use wellpress_bibliography::{Name, Reference, Title, markup};

/// With how many of one name a record is compared: more have a name that tells nothing.
const MOST_COMPARED: usize = 100;

/// By what two records are the same work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shared {
    /// One DOI.
    Doi,
    /// One PubMed id.
    Pmid,
    /// One PubMed Central id.
    Pmcid,
    /// One web address.
    Address,
    /// One title in one year.
    Title,
}

impl fmt::Display for Shared {
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

/// Records by what names their works.
#[derive(Debug, Default)]
pub struct Works<'a> {
    records: Vec<&'a Reference>,
    by_name: HashMap<(Shared, String), Vec<usize>>,
}

impl<'a> Works<'a> {
    /// All of these.
    #[must_use]
    pub fn of(records: impl IntoIterator<Item = &'a Reference>) -> Self {
        let mut works = Self::default();
        records.into_iter().for_each(|record| works.add(record));
        works
    }

    /// One more.
    pub fn add(&mut self, record: &'a Reference) {
        let at = self.records.len();
        self.records.push(record);
        for name in names(record) {
            self.by_name.entry(name).or_default().push(at);
        }
    }

    /// The place, in the order in which they were added, of the first that is the same work.
    #[must_use]
    pub fn find(&self, record: &Reference) -> Option<(usize, Shared)> {
        let found = names(record).into_iter().filter_map(|name| {
            let fits = |at: &&usize| fits(name.0, self.records[**at], record);
            let at = self.by_name.get(&name)?.iter().find(fits)?;
            Some((*at, name.0))
        });
        found.min_by_key(|(_, shared)| *shared)
    }

    /// Those that have a name in common, each set once, in the order of the records.
    #[must_use]
    pub fn twins(&self) -> Vec<(Vec<&'a Reference>, Shared)> {
        let mut sets = Sets::new(self.records.len());
        let mut pairs: Vec<_> = self.by_name.iter().filter(|(_, records)| records.len() > 1).collect();
        pairs.sort_by(|a, b| a.0.cmp(b.0));
        for ((shared, _), records) in pairs {
            for (nth, other) in records.iter().enumerate() {
                let before = records[..nth].iter().take(MOST_COMPARED);
                let twin = before.copied().find(|one| fits(*shared, self.records[*one], self.records[*other]));
                twin.into_iter().for_each(|one| sets.join(one, *other, *shared));
            }
        }
        let groups = sets.groups().into_iter();
        groups.map(|(members, shared)| (members.into_iter().map(|at| self.records[at]).collect(), shared)).collect()
    }
}

/// What a record's work is called.
fn names(record: &Reference) -> Vec<(Shared, String)> {
    let year = record.issued.as_ref().map_or_else(String::new, |issued| issued.year.to_string());
    let title = record.title.as_ref().map(title_words).filter(|title| title.len() > 3);
    let names = [
        (Shared::Doi, record.doi.as_ref().map(|doi| doi.to_lowercase())),
        (Shared::Pmid, record.pmid.clone()),
        (Shared::Pmcid, record.pmcid.clone()),
        (Shared::Address, record.url.as_deref().map(bare_address)),
        (Shared::Title, title.map(|title| format!("{title} {year}"))),
    ];
    names.into_iter().filter_map(|(shared, name)| Some((shared, name?))).collect()
}

/// Text as its words alone: no case, no signs, no accents.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = folded.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A title as its words alone.
#[must_use]
pub fn title_words(title: &Title) -> String {
    plain_words(&markup::plain(title))
}

/// Whether a name that two records share makes them one work. An id does. An address may be that of a whole journal, and a
/// title that of a column: there nothing else may tell them apart.
fn fits(shared: Shared, one: &Reference, other: &Reference) -> bool {
    match shared {
        Shared::Doi | Shared::Pmid | Shared::Pmcid => true,
        Shared::Address => !have_other_ids(one, other) && titles_agree(one, other),
        Shared::Title => {
            !have_other_ids(one, other)
                && !have_other_details(one, other)
                && (is_telling(one) || have_author(one, other))
        }
    }
}

fn have_other_ids(one: &Reference, other: &Reference) -> bool {
    differ(&one.doi, &other.doi)
        || differ(&one.pmid, &other.pmid)
        || differ(&one.pmcid, &other.pmcid)
        || differ(&one.isbn, &other.isbn)
}

/// A title of three words is no column's; a shorter one needs an author.
fn is_telling(one: &Reference) -> bool {
    one.title.as_ref().is_some_and(|title| title_words(title).split(' ').count() >= 3)
}

fn have_author(one: &Reference, other: &Reference) -> bool {
    first_author(one).is_some() && first_author(one) == first_author(other)
}

fn first_author(record: &Reference) -> Option<String> {
    record.authors.first().map(Name::display_family).map(|name| plain_words(&name)).filter(|name| !name.is_empty())
}

fn have_other_details(one: &Reference, other: &Reference) -> bool {
    differ(&first_author(one), &first_author(other))
        || differ(&one.volume, &other.volume)
        || differ(&one.pages, &other.pages)
}

fn differ(one: &Option<String>, other: &Option<String>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other))
}

/// Whether one title is the other, or begins it, or is not there.
fn titles_agree(one: &Reference, other: &Reference) -> bool {
    let words = |record: &Reference| record.title.as_ref().map(title_words).unwrap_or_default();
    let (one, other) = (words(one), words(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// Sets that are joined pair by pair.
struct Sets {
    parents: Vec<usize>,
    shared: Vec<Shared>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect(), shared: vec![Shared::Title; count] }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize, shared: Shared) {
        let (one, other) = (self.root(one), self.root(other));
        let (first, second) = (one.min(other), one.max(other));
        self.shared[first] = shared.min(self.shared[first]).min(self.shared[second]);
        self.parents[second] = first;
    }

    fn groups(&self) -> Vec<(Vec<usize>, Shared)> {
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        (0..self.parents.len()).for_each(|at| members.entry(self.root(at)).or_default().push(at));
        let mut groups: Vec<_> = members.into_iter().filter(|(_, members)| members.len() > 1).collect();
        groups.sort_by_key(|(root, _)| *root);
        groups.into_iter().map(|(root, members)| (members, self.shared[root])).collect()
    }
}
