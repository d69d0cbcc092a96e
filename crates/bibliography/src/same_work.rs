//! The same work under two keys: what has one DOI or one PubMed id, or one title, year and first author. Each source is looked
//! up by hash and compared with the first of its kind, so a large library costs no more than one pass.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use wellpress_diagnostics::{Diagnostic, rules};

use crate::{Name, Reference};

/// A warning for each source that says the same as one before it.
pub fn findings(references: &[Arc<Reference>]) -> Vec<Diagnostic> {
    let mut order: Vec<&Reference> = references.iter().map(|reference| &**reference).collect();
    order.sort_by(|a, b| place(a).cmp(&place(b)));
    let marks: Vec<Marks> = order.par_iter().map(|reference| Marks::of(reference)).collect();
    let mut seen = Seen::default();
    let pairs = order.iter().zip(&marks).enumerate();
    pairs
        .filter_map(|(at, (again, marks))| seen.first(&order, at, marks).map(|(first, why)| same(first, again, why)))
        .collect()
}

fn place(reference: &Reference) -> (&str, u32, u32) {
    (&*reference.location.file, reference.location.line, reference.location.column)
}

/// What a work is known by.
struct Marks {
    doi: Option<u64>,
    pmid: Option<u64>,
    /// Title and year, where it has both.
    title: Option<u64>,
    author: Option<u64>,
}

impl Marks {
    fn of(reference: &Reference) -> Self {
        let hash = |text: Cow<'_, str>| FxBuildHasher.hash_one(&*text);
        let title = reference.title.as_ref().map(|title| normalised(&title.plain())).filter(|title| title.len() > 3);
        let title =
            title.zip(reference.issued.as_ref()).map(|(title, date)| FxBuildHasher.hash_one((title, date.year)));
        let author = reference.authors.first().filter(|name| **name != Name::Others);
        let author = author.map(|name| normalised(&name.display_family())).filter(|author| !author.is_empty());
        Self {
            doi: reference.doi.as_ref().map(|doi| hash(doi.to_lowercase().into())),
            pmid: reference.pmid.as_ref().map(|pmid| hash(pmid.trim_start_matches('0').into())),
            title,
            author: author.map(|author| hash(author.into())),
        }
    }
}

/// Letters and digits alone, in small letters: what differs in case, dashes, quotes and spaces is the same.
fn normalised(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where each mark stood first.
#[derive(Default)]
struct Seen {
    doi: FxHashMap<u64, usize>,
    pmid: FxHashMap<u64, usize>,
    title: FxHashMap<u64, usize>,
    title_of_nobody: FxHashMap<u64, usize>,
    title_and_author: FxHashMap<(u64, u64), usize>,
}

impl Seen {
    /// The first source with a mark of this one, and which mark that is.
    fn first<'r>(&mut self, order: &[&'r Reference], at: usize, marks: &Marks) -> Option<(&'r Reference, Same)> {
        let doi = known(&mut self.doi, marks.doi, at);
        let pmid = known(&mut self.pmid, marks.pmid, at);
        let title = self.by_title(marks, at).filter(|first| !differ(order[*first], order[at]));
        let found = doi.map(|first| (first, Same::Doi)).or(pmid.map(|first| (first, Same::Pmid)));
        found.or(title.map(|first| (first, Same::Title))).map(|(first, why)| (order[first], why))
    }

    /// One without an author may be anybody's of that title and year.
    fn by_title(&mut self, marks: &Marks, at: usize) -> Option<usize> {
        let title = marks.title?;
        let any = known(&mut self.title, Some(title), at);
        match marks.author {
            Some(author) => {
                let own = known(&mut self.title_and_author, Some((title, author)), at);
                own.or_else(|| self.title_of_nobody.get(&title).copied())
            }
            None => {
                self.title_of_nobody.entry(title).or_insert(at);
                any
            }
        }
    }
}

/// Where a mark stood first, if it is not here.
fn known<K: Hash + Eq>(seen: &mut FxHashMap<K, usize>, mark: Option<K>, at: usize) -> Option<usize> {
    let first = *seen.entry(mark?).or_insert(at);
    (first != at).then_some(first)
}

/// Whether two works of one title are known to be two: a comment and its reply, a preprint and the article.
fn differ(one: &Reference, other: &Reference) -> bool {
    let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(one), Some(other)) if !one.eq_ignore_ascii_case(other));
    differ(&one.doi, &other.doi) || differ(&one.pmid, &other.pmid)
}

#[derive(Clone, Copy)]
enum Same {
    Doi,
    Pmid,
    Title,
}

fn same(first: &Reference, again: &Reference, why: Same) -> Diagnostic {
    let what = match why {
        Same::Doi => format!("both have the DOI `{}`", again.doi.as_deref().unwrap_or_default()),
        Same::Pmid => format!("both have the PubMed id `{}`", again.pmid.as_deref().unwrap_or_default()),
        Same::Title if first.authors.is_empty() || again.authors.is_empty() => {
            "both have one title and year".to_owned()
        }
        Same::Title => "both have one title, year and first author".to_owned(),
    };
    let message = format!("`{}` is the same work as `{}`: {what}", again.key, first.key);
    Diagnostic::new(&rules::SOURCE_DUPLICATE, again.location.clone(), message)
        .help(format!("keep one of the two entries, and cite it by its key `{}`", first.key))
        .related(first.location.clone(), "the other entry")
}
