//! [`Plan`]: which records come into the library, and under which keys. A work that is there already does not come again.

use wellpress_bibliography::same_work::{SharedName, WorkIndex};
use wellpress_bibliography::{CiteKey, Reference};

use super::Shelf;
use super::key::Taken;

/// Records that are to come into a library.
#[derive(Debug)]
pub struct Plan<'a> {
    works: WorkIndex<'a>,
    /// In the order of `works`.
    keys: Vec<CiteKey>,
    taken: Taken,
    /// The new entries, with their keys.
    pub new: Vec<Reference>,
}

/// What becomes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Its work is there under this key.
    Known(CiteKey, SharedName),
    /// It comes under this key.
    New(CiteKey),
}

impl Step {
    /// Under which key the work can be cited.
    #[must_use]
    pub fn key(&self) -> &CiteKey {
        match self {
            Self::Known(key, _) | Self::New(key) => key,
        }
    }
}

/// Which keys records come with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Their own, where it is free and can be typed.
    Own,
    /// Readable ones.
    Readable,
}

impl<'a> Plan<'a> {
    /// For this library.
    #[must_use]
    pub fn of(shelf: &'a Shelf) -> Self {
        Self {
            works: shelf.works(),
            keys: shelf.keys().cloned().collect(),
            taken: Taken::of(&shelf.references),
            new: Vec::new(),
        }
    }

    /// Takes a record in, unless its work is there.
    pub fn add(&mut self, record: &'a Reference, keys: Keys) -> Step {
        if let Some((at, shared)) = self.works.find(record) {
            return Step::Known(self.keys[at].clone(), shared);
        }
        let keeps_key = keys == Keys::Own && is_typed(record.key.as_str()) && self.taken.take(&record.key);
        let key = if keeps_key { record.key.clone() } else { self.taken.name(record) };
        self.works.add(record);
        self.keys.push(key.clone());
        self.new.push(Reference { key: key.clone(), ..record.clone() });
        Step::New(key)
    }
}

/// Whether somebody chose this key: it begins with a letter and has nothing in it that a mark would have to quote. Programs
/// without keys of their own write numbers or addresses, and what has no key at all is called by its DOI or PubMed id.
fn is_typed(key: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+');
    let is_identifier = key.starts_with("doi:") || key.starts_with("pmid:");
    !is_identifier
        && (2..=64).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.ends_with(|c: char| c.is_ascii_alphanumeric())
        && key.chars().all(sound)
}
