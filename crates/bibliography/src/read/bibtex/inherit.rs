//! `crossref` and `xdata`: an entry takes the fields that it lacks from the entries it names, by the rules of BibLaTeX.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::entry::{BibtexEntry, FieldValue};

/// Fields that describe one entry alone.
const NEVER_INHERITED: [&str; 22] = [
    "crossref",
    "xref",
    "xdata",
    "ids",
    "entryset",
    "entrysubtype",
    "execute",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "shorthandintro",
    "sortkey",
    "superseded_by",
    "keywords",
    "abstract",
    "addendum",
    "note",
];

/// More links than any entry has; the others are ignored.
const MOST_LINKS: usize = 50;
/// A longer value is not handed down: one of them could be copied into each entry of a large library.
const LONGEST: usize = 10_000;

/// What a link between entries can be wrong about, with the place of the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkFault {
    /// It names no entry of this file.
    Missing(Range<usize>, String),
    /// It leads back to itself: the keys of the cycle, the first one again at the end.
    Cycle(Range<usize>, Vec<String>),
}

/// Fills in what each entry inherits, parents before children. Entries on a cycle inherit nothing. Takes linear time however
/// long the chains are: each entry is filled once.
pub(super) fn resolve_links(entries: &mut [BibtexEntry]) -> Vec<LinkFault> {
    if !entries.iter().any(|entry| entry.fields.contains_key("crossref") || entry.fields.contains_key("xdata")) {
        return Vec::new();
    }
    let mut resolver = LinkResolver {
        index_by_key: BTreeMap::new(),
        states: vec![LinkState::Waiting; entries.len()],
        faults: Vec::new(),
    };
    for (at, entry) in entries.iter().enumerate() {
        resolver.index_by_key.entry(entry.key.clone()).or_insert(at);
    }
    for at in 0..entries.len() {
        resolver.fill(entries, at);
    }
    resolver.faults
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkState {
    Waiting,
    Done,
}

struct LinkResolver {
    index_by_key: BTreeMap<String, usize>,
    states: Vec<LinkState>,
    faults: Vec<LinkFault>,
}

impl LinkResolver {
    /// Fills the parents of an entry first, deepest first, without recursion: a chain may be as long as the file.
    fn fill(&mut self, entries: &mut [BibtexEntry], start: usize) {
        let mut path = vec![start];
        let mut on_path = BTreeSet::from([start]);
        while let Some(&at) = path.last() {
            let waiting =
                self.parents(entries, at).into_iter().find(|(parent, _)| self.states[*parent] == LinkState::Waiting);
            match waiting.filter(|_| self.states[at] == LinkState::Waiting) {
                Some((parent, range)) if on_path.contains(&parent) => self.break_cycle(entries, &path, parent, range),
                Some((parent, _)) => {
                    path.push(parent);
                    on_path.insert(parent);
                }
                None => {
                    self.inherit_from_parents(entries, at);
                    path.pop();
                    on_path.remove(&at);
                }
            }
        }
    }

    fn parents(&self, entries: &[BibtexEntry], at: usize) -> Vec<(usize, Range<usize>)> {
        let links = links(&entries[at]);
        links
            .into_iter()
            .filter_map(|(key, value)| Some((*self.index_by_key.get(&key)?, value.range.clone())))
            .collect()
    }

    /// Reports a cycle and takes the links away from each of its entries.
    fn break_cycle(&mut self, entries: &mut [BibtexEntry], path: &[usize], back_to: usize, range: Range<usize>) {
        let cycle = &path[path.iter().position(|at| *at == back_to).unwrap_or_default()..];
        let keys = cycle.iter().chain([&back_to]).map(|at| entries[*at].key.clone()).collect();
        self.faults.push(LinkFault::Cycle(range, keys));
        for at in cycle {
            entries[*at].fields.remove("crossref");
            entries[*at].fields.remove("xdata");
        }
    }

    fn inherit_from_parents(&mut self, entries: &mut [BibtexEntry], at: usize) {
        if std::mem::replace(&mut self.states[at], LinkState::Done) == LinkState::Done {
            return;
        }
        let links: Vec<_> = links(&entries[at]).into_iter().map(|(key, value)| (key, value.range.clone())).collect();
        for (key, range) in links {
            match self.index_by_key.get(&key) {
                Some(parent) => inherit(entries, at, *parent),
                None => self.faults.push(LinkFault::Missing(range, key)),
            }
        }
    }
}

/// The keys that an entry names, with the field that names them.
fn links(entry: &BibtexEntry) -> Vec<(String, &FieldValue)> {
    let crossref = entry.get("crossref").into_iter().map(|value| (value.tex.trim().to_owned(), value));
    let data = entry.get("xdata").into_iter();
    let data = data.flat_map(|value| value.tex.split(',').map(move |key| (key.trim().to_owned(), value)));
    crossref.chain(data).take(MOST_LINKS).collect()
}

fn inherit(entries: &mut [BibtexEntry], child: usize, parent: usize) {
    let inherited: Vec<(String, FieldValue)> = {
        let (child, parent) = (&entries[child], &entries[parent]);
        let named =
            parent.fields.iter().filter_map(|(name, value)| Some((inherited_name(child, parent, name)?, value)));
        let lacking = named.filter(|(name, value)| !child.fields.contains_key(name) && value.tex.len() <= LONGEST);
        lacking.map(|(name, value)| (name, value.clone())).collect()
    };
    for (name, value) in inherited {
        entries[child].fields.entry(name).or_insert(value);
    }
}

/// The name under which a child has its parent's field, if at all.
fn inherited_name(child: &BibtexEntry, parent: &BibtexEntry, name: &str) -> Option<String> {
    if parent.kind == "xdata" {
        return Some(name.to_owned());
    }
    let container = match parent.kind.as_str() {
        "periodical" => "journal",
        "mvbook" | "mvcollection" | "mvproceedings" | "mvreference" => "main",
        _ => "book",
    };
    let within_book = matches!(child.kind.as_str(), "inbook" | "bookinbook" | "suppbook" | "book");
    match name {
        "title" | "subtitle" | "titleaddon" => Some(format!("{container}{name}")),
        "author" if !within_book => None,
        "shorttitle" | "sorttitle" | "indextitle" | "indexsorttitle" => None,
        _ if NEVER_INHERITED.contains(&name) => None,
        _ => Some(name.to_owned()),
    }
}
