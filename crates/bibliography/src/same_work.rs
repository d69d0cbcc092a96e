//! Decides when two references describe one work. The check of a library and `cite` share this definition.
//!
//! Two references are of one work if they have a DOI, a PubMed id or a PubMed Central id in common. A web address in
//! common counts unless an identifier or the title differs, because an address may be that of a whole journal. A title
//! in the same year counts unless an identifier, the first author, the volume or the pages differ, if it is too long
//! for the title of a column ("Editorial"). In doubt they are two works: a work that is listed twice is a blemish,
//! while two works taken for one would cite the wrong source.
//!
//! [`WorkIndex`] finds the candidates by hash, so a library is compared in one pass.
//!
//! Whether the reference at an entry's own identifier is that of another work is for [`crate::comparison`] to say.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::text::plain_words;

use crate::identifier::bare_address;
use crate::{ContributorName, Identifier, Reference, Title, markup};

/// The number of references of one name with which a reference is compared. A name that more references share says nothing about
/// a work, and comparing all of them would take quadratic time.
const MOST_COMPARED: usize = 100;

/// A shorter title, in bytes, identifies no work.
const SHORTEST_TITLE: usize = 4;

/// A title of at least so many words identifies a work together with its year, even if a reference has no author.
const DISTINCTIVE_WORDS: usize = 3;

/// The name in common that makes two references one work; ordered from the strongest evidence to the weakest.
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

    /// The normal form of the name that a reference has for its work: two names are the same exactly if these are equal.
    fn normal_form(self, reference: &Reference) -> Option<String> {
        match self {
            Self::Doi => reference.doi.as_deref().map(normal_doi),
            Self::Pmid => reference.pmid.as_deref().map(normal_number),
            Self::Pmcid => reference.pmcid.as_deref().map(normal_pmcid),
            Self::Address => reference.url.as_deref().map(bare_address),
            Self::Title => {
                let title = reference.title.as_ref().map(title_words).filter(|title| title.len() >= SHORTEST_TITLE)?;
                Some(format!("{title} {}", reference.issued.as_ref()?.year))
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

/// Writes the phrase of messages, such as "the same DOI".
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
    // DOIs are the same in upper and lower case.
    doi.to_lowercase()
}

fn normal_number(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

fn normal_pmcid(pmcid: &str) -> String {
    let digits = pmcid.trim_start_matches(|c: char| !c.is_ascii_digit());
    normal_number(digits)
}

/// The first reference of the work that an identifier names, with the kind of the name. Takes linear time, since `cite`
/// asks once for each identifier that its user types.
///
/// ```
/// use wellpress_bibliography::{Identifier, parse, same_work};
/// use wellpress_diagnostics::Source;
///
/// let library = parse(&Source::new("a.bib", "@book{doe, title={Bones}, doi={10.1000/BONES}}")).references;
/// let doi = Identifier::parse("https://doi.org/10.1000/bones").unwrap();
/// let (reference, _) = same_work::find_by_identifier(&doi, &library).unwrap();
/// assert_eq!(reference.key.as_str(), "doe");
/// ```
#[must_use]
pub fn find_by_identifier<'r>(
    identifier: &Identifier,
    references: &'r [Reference],
) -> Option<(&'r Reference, SharedName)> {
    let (kind, name) = SharedName::of_identifier(identifier);
    let reference = references.iter().find(|reference| kind.normal_form(reference).as_ref() == Some(&name))?;
    Some((reference, kind))
}

/// A warning for each reference that describes the same work as an earlier one, in the order of files and lines.
///
/// ```
/// use std::sync::Arc;
/// use wellpress_bibliography::{parse, same_work};
/// use wellpress_diagnostics::Source;
///
/// let library = "@book{a, title={A}, doi={10.1000/X}}\n@book{b, title={B}, doi={10.1000/x}}";
/// let references: Vec<_> = parse(&Source::new("a.bib", library)).references.into_iter().map(Arc::new).collect();
/// let findings = same_work::findings(&references);
/// assert_eq!(findings[0].message, "`b` is the same work as `a`: both have the DOI `10.1000/x`");
/// ```
pub fn findings(references: &[Arc<Reference>]) -> Vec<Diagnostic> {
    let mut references: Vec<&Reference> = references.iter().map(|reference| &**reference).collect();
    references.sort_by(|a, b| position(a).cmp(&position(b)));
    // Nearly all the time goes into folding titles, so that runs in parallel. The lookups stay in order, because each
    // reference is compared only with those before it.
    let names: Vec<_> = references.par_iter().map(|reference| hashed_names(reference)).collect();
    let mut index = WorkIndex::default();
    let mut findings = Vec::new();
    for (reference, names) in references.into_iter().zip(names) {
        if let Some((first, shared)) = index.find_named(reference, &names) {
            findings.push(duplicate_work(index.references[first], reference, shared));
        }
        index.add_named(reference, names);
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

/// References that can be looked up by the names of their works, in constant time for each name.
///
/// The hash only yields candidates: `is_same_work` decides. The index can grow while it is used, so that an import
/// finds the duplicates within the imported file as well as those of the library.
///
/// ```
/// use wellpress_bibliography::parse;
/// use wellpress_bibliography::same_work::{SharedName, WorkIndex};
/// use wellpress_diagnostics::Source;
///
/// let library = parse(&Source::new("a.bib", "@book{a, title={A}, pmid={123}}")).references;
/// let imported = parse(&Source::new("b.bib", "@book{b, title={B}, pmid={123}}")).references;
/// let index = WorkIndex::of(&library);
/// assert_eq!(index.find(&imported[0]), Some((0, SharedName::Pmid)));
/// ```
#[derive(Debug, Default)]
pub struct WorkIndex<'a> {
    references: Vec<&'a Reference>,
    /// Indices into `references` in ascending order, by the hash of a name.
    by_name: FxHashMap<(SharedName, u64), Vec<usize>>,
}

/// A reference's names as hashes, strongest first: strings would take as much memory again as the library. Two different
/// names share a hash of 64 bits too rarely to matter, and for a title or an address [`is_same_work`] compares the
/// references anyway.
type HashedNames = Vec<(SharedName, u64)>;

fn hashed_names(reference: &Reference) -> HashedNames {
    let names = SharedName::ALL.into_iter().filter_map(|kind| Some((kind, kind.normal_form(reference)?)));
    names.map(|(kind, name)| (kind, FxBuildHasher.hash_one(name))).collect()
}

impl<'a> WorkIndex<'a> {
    /// An index of some references, numbered in their order.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_bibliography::same_work::{SharedName, WorkIndex};
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = parse(&Source::new("a.bib", "@book{a, title={A}} @book{b, title={B}, pmid={7}}")).references;
    /// assert_eq!(WorkIndex::of(&library).find(&library[1]), Some((1, SharedName::Pmid)));
    /// ```
    #[must_use]
    pub fn of(references: impl IntoIterator<Item = &'a Reference>) -> Self {
        let mut index = Self::default();
        references.into_iter().for_each(|reference| index.add(reference));
        index
    }

    /// Adds a reference, even if the index has one of the same work.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_bibliography::same_work::WorkIndex;
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = parse(&Source::new("a.bib", "@book{a, title={A}, pmid={7}}")).references;
    /// let mut index = WorkIndex::default();
    /// assert_eq!(index.find(&library[0]), None);
    /// index.add(&library[0]);
    /// assert!(index.find(&library[0]).is_some());
    /// ```
    pub fn add(&mut self, reference: &'a Reference) {
        self.add_named(reference, hashed_names(reference));
    }

    fn add_named(&mut self, reference: &'a Reference, names: HashedNames) {
        let index = self.references.len();
        self.references.push(reference);
        for name in names {
            self.by_name.entry(name).or_default().push(index);
        }
    }

    /// The first reference of the same work, as its index in the order of adding, with the strongest evidence for it.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_bibliography::same_work::{SharedName, WorkIndex};
    /// use wellpress_diagnostics::Source;
    ///
    /// let text = "@book{a, title={A}, doi={10.1000/x}, pmid={7}} @book{b, title={B}, doi={10.1000/X}, pmid={7}}";
    /// let library = parse(&Source::new("a.bib", text)).references;
    /// let (index, shared) = WorkIndex::of(&library[..1]).find(&library[1]).unwrap();
    /// assert_eq!((index, shared), (0, SharedName::Doi));
    /// ```
    #[must_use]
    pub fn find(&self, reference: &Reference) -> Option<(usize, SharedName)> {
        self.find_named(reference, &hashed_names(reference))
    }

    fn find_named(&self, reference: &Reference, names: &HashedNames) -> Option<(usize, SharedName)> {
        names.iter().find_map(|name @ (kind, _)| {
            let mut candidates = self.by_name.get(name)?.iter().take(MOST_COMPARED).copied();
            let first = candidates.find(|index| is_same_work(*kind, self.references[*index], reference))?;
            Some((first, *kind))
        })
    }

    /// The groups of references that describe one work, each with the strongest evidence in it; in the order of adding. A
    /// reference joins the group of one earlier reference, that with the strongest evidence.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_bibliography::same_work::WorkIndex;
    /// use wellpress_diagnostics::Source;
    ///
    /// let text = "@book{a, title={A}, pmid={7}} @book{b, title={B}, pmid={7}} @book{c, title={C}}";
    /// let library = parse(&Source::new("a.bib", text)).references;
    /// let index = WorkIndex::of(&library);
    /// let (group, _) = &index.duplicates()[0];
    /// assert_eq!(group.iter().map(|reference| reference.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    /// ```
    #[must_use]
    pub fn duplicates(&self) -> Vec<(Vec<&'a Reference>, SharedName)> {
        let mut earlier = Self::default();
        // The first reference of each one's work, which names its group.
        let mut firsts: Vec<usize> = Vec::new();
        let mut groups: BTreeMap<usize, (Vec<&'a Reference>, SharedName)> = BTreeMap::new();
        for (index, reference) in self.references.iter().enumerate() {
            let names = hashed_names(reference);
            let earlier_match = earlier.find_named(reference, &names);
            let first = earlier_match.map_or(index, |(known, _)| firsts[known]);
            firsts.push(first);
            if let Some((_, shared)) = earlier_match {
                let (references, strongest) =
                    groups.entry(first).or_insert_with(|| (vec![self.references[first]], shared));
                references.push(reference);
                *strongest = shared.min(*strongest);
            }
            earlier.add_named(reference, names);
        }
        groups.into_values().collect()
    }
}

/// Whether a name that two references share makes them one work. An identifier always does; a weaker name only if nothing
/// else in the references contradicts it.
fn is_same_work(shared: SharedName, first: &Reference, second: &Reference) -> bool {
    match shared {
        SharedName::Doi | SharedName::Pmid | SharedName::Pmcid => true,
        SharedName::Address => !identifiers_differ(first, second) && titles_agree(first, second),
        SharedName::Title => {
            !identifiers_differ(first, second)
                && !details_differ(first, second)
                && (has_distinctive_title(first) || have_same_author(first, second))
        }
    }
}

/// Whether the references have different identifiers of one kind, as a comment and its reply, or a preprint and the
/// article.
fn identifiers_differ(first: &Reference, second: &Reference) -> bool {
    differ(first.doi.as_deref(), second.doi.as_deref())
        || differ(first.pmid.as_deref(), second.pmid.as_deref())
        || differ(first.pmcid.as_deref(), second.pmcid.as_deref())
        || differ(first.isbn.as_deref(), second.isbn.as_deref())
}

/// Whether author, volume or pages differ, as in the parts of a series that has one title.
fn details_differ(first: &Reference, second: &Reference) -> bool {
    differ(first_author(first).as_deref(), first_author(second).as_deref())
        || differ(first.volume.as_deref(), second.volume.as_deref())
        || differ(first.pages.as_deref(), second.pages.as_deref())
}

/// Whether both references have a value and the two differ. A value that only one reference has contradicts nothing.
fn differ(first: Option<&str>, second: Option<&str>) -> bool {
    matches!((first, second), (Some(first), Some(second)) if !first.eq_ignore_ascii_case(second))
}

fn has_distinctive_title(reference: &Reference) -> bool {
    reference.title.as_ref().is_some_and(|title| title_words(title).split(' ').count() >= DISTINCTIVE_WORDS)
}

fn have_same_author(first: &Reference, second: &Reference) -> bool {
    first_author(first).is_some() && first_author(first) == first_author(second)
}

fn first_author(reference: &Reference) -> Option<String> {
    reference
        .authors
        .first()
        .map(ContributorName::display_family)
        .map(|name| plain_words(&name))
        .filter(|name| !name.is_empty())
}

/// Whether the titles are equal, one begins with the other (as without a subtitle), or one is missing.
fn titles_agree(first: &Reference, second: &Reference) -> bool {
    let [first, second] =
        [first, second].map(|reference| reference.title.as_ref().map(title_words).unwrap_or_default());
    // A missing title is empty here, and every title begins with it.
    first.starts_with(&second) || second.starts_with(&first)
}

/// A title as [`plain_words`], without its markup.
///
/// ```
/// use wellpress_bibliography::{Title, same_work::title_words};
///
/// assert_eq!(title_words(&Title::from("On <i>E. coli</i>: a View")), "on e coli a view");
/// ```
#[must_use]
pub fn title_words(title: &Title) -> String {
    plain_words(&markup::plain(title))
}
