//! Resolves `crossref` and `xdata`: an entry takes the fields that it lacks from the entries it names, by the rules of
//! BibLaTeX.
//!
//! Input is all entries of a file; they are changed in place, and broken links are returned. A link to an entry of
//! another file counts as broken, because files are read on their own.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entry::{BibtexEntry, FieldValue};

/// Fields that describe one entry alone. A child that took them would make false statements about itself.
const NEVER_INHERITED: [&str; 23] = [
    "csl_json",
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

/// More links than any real entry has, and a longer chain of them than any library. Further ones are ignored, so that a
/// hostile file costs neither quadratic time nor the stack.
const MOST_LINKS: usize = 50;

/// A longer value, in bytes, is not inherited: it could be copied into each entry of a large library.
const LONGEST_INHERITED: usize = 10_000;

/// A broken link between entries, with the byte range of the field that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkFault {
    /// No entry of this file has this key.
    Missing { range: Range<usize>, key: String },
    /// The links lead in a circle through these keys, with the first one again at the end.
    Cycle { range: Range<usize>, keys: Vec<String> },
}

/// Fills in the inherited fields of each entry, parents before children, so that fields pass through chains. A circle is
/// reported and cut at the link that closes it.
pub(super) fn resolve_links(entries: &mut [BibtexEntry]) -> Vec<LinkFault> {
    if !entries.iter().any(|entry| entry.fields.contains_key("crossref") || entry.fields.contains_key("xdata")) {
        return Vec::new();
    }
    let mut index_by_key = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        // Of two entries with one key the first counts, as it does for the references.
        index_by_key.entry(entry.key.clone()).or_insert(index);
    }
    for (index, entry) in entries.iter().enumerate() {
        // BibTeX ignores the case of a key, so a link may have another than the entry.
        index_by_key.entry(entry.key.to_lowercase()).or_insert(index);
    }
    let is_filled = vec![false; entries.len()];
    let mut resolver = LinkResolver { entries, index_by_key, is_filled, faults: Vec::new() };
    for index in 0..resolver.entries.len() {
        resolver.fill(index, &mut Vec::new());
    }
    resolver.faults
}

/// The search through the links of one file. Entries are named by their index in the file.
struct LinkResolver<'e> {
    entries: &'e mut [BibtexEntry],
    index_by_key: BTreeMap<String, usize>,
    /// Whether an entry has its inherited fields already.
    is_filled: Vec<bool>,
    faults: Vec<LinkFault>,
}

impl LinkResolver<'_> {
    /// Fills an entry after its parents. `path` leads to it, each entry followed by the parent that it waits for.
    fn fill(&mut self, index: usize, path: &mut Vec<usize>) {
        if self.is_filled[index] || path.len() >= MOST_LINKS {
            return;
        }
        path.push(index);
        let links = links(&self.entries[index]).into_iter().map(|(key, value)| (key, value.range.clone()));
        for (key, range) in links.collect::<Vec<_>>() {
            // The entry of a key, which may be written in another case.
            let parent = self.index_by_key.get(&key).or_else(|| self.index_by_key.get(&key.to_lowercase())).copied();
            let Some(parent) = parent else {
                self.faults.push(LinkFault::Missing { range, key });
                continue;
            };
            if let Some(start) = path.iter().position(|waiting| *waiting == parent) {
                let keys = path[start..].iter().chain([&parent]).map(|index| self.entries[*index].key.clone());
                self.faults.push(LinkFault::Cycle { range, keys: keys.collect() });
                continue;
            }
            self.fill(parent, path);
            inherit(self.entries, index, parent);
        }
        path.pop();
        self.is_filled[index] = true;
    }
}

/// The keys that an entry names, with the field that names them.
fn links(entry: &BibtexEntry) -> Vec<(String, &FieldValue)> {
    let crossref = entry.get("crossref").into_iter().map(|value| (value.tex.trim().to_owned(), value));
    let xdata = entry.get("xdata").into_iter();
    let xdata = xdata.flat_map(|value| value.tex.split(',').map(move |key| (key.trim().to_owned(), value)));
    crossref.chain(xdata).take(MOST_LINKS).collect()
}

/// Copies the fields that a child lacks from its parent.
fn inherit(entries: &mut [BibtexEntry], child: usize, parent: usize) {
    for (name, value) in missing_fields(&entries[child], &entries[parent]) {
        entries[child].fields.entry(name).or_insert(value);
    }
}

fn missing_fields(child: &BibtexEntry, parent: &BibtexEntry) -> Vec<(String, FieldValue)> {
    let inheritable =
        parent.fields.iter().filter_map(|(name, value)| Some((inherited_name(child, parent, name)?, value)));
    let missing =
        inheritable.filter(|(name, value)| !child.fields.contains_key(name) && value.tex.len() <= LONGEST_INHERITED);
    missing.map(|(name, value)| (name, value.clone())).collect()
}

/// The name under which a child inherits its parent's field: the title of a book becomes the `booktitle` of a chapter.
/// `None` if the child does not inherit the field. From `xdata` it inherits everything as it is.
fn inherited_name(child: &BibtexEntry, parent: &BibtexEntry, name: &str) -> Option<String> {
    if parent.kind == "xdata" {
        return Some(name.to_owned());
    }
    let container = match parent.kind.as_str() {
        "periodical" => "journal",
        "mvbook" | "mvcollection" | "mvproceedings" | "mvreference" => "main",
        _ => "book",
    };
    // The author of a book wrote its chapters too, unless the chapters have authors of their own (`incollection`).
    let is_by_author_of_book = matches!(child.kind.as_str(), "inbook" | "bookinbook" | "suppbook" | "book");
    match name {
        "title" | "subtitle" | "titleaddon" => Some(format!("{container}{name}")),
        "author" if !is_by_author_of_book => None,
        "shorttitle" | "sorttitle" | "indextitle" | "indexsorttitle" => None,
        _ if NEVER_INHERITED.contains(&name) => None,
        _ => Some(name.to_owned()),
    }
}
