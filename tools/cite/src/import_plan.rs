//! [`ImportPlan`]: decides which records enter the library and under which keys. A work that the library has is not added
//! again. Writing the new entries is left to [`super::TargetFile`].

use wellpress_bibliography::same_work::{SharedName, WorkIndex};
use wellpress_bibliography::{CiteKey, KeyAlias, Reference};

use super::LibraryFiles;
use super::fetch::NO_KEY;
use super::key::UsedKeys;
use wellpress_site::library_files::is_identifier;

/// Collects the records that a command adds to a library. Records are added one by one, each compared with the library and
/// with the records before it, so that a list with the same work twice adds it once. Nothing is written until the caller hands
/// [`ImportPlan::new`] to the target file.
#[derive(Debug)]
pub struct ImportPlan<'a> {
    /// The works of the library, then those of `new`.
    works: WorkIndex<'a>,
    /// The key of each work, at its index in `works`.
    keys: Vec<CiteKey>,
    used_keys: UsedKeys,
    /// The number of works that the library had before.
    library_size: usize,
    /// The new entries, under the keys by which they can be cited.
    pub new: Vec<Reference>,
    /// Keys of records whose works the library has under another key, so that texts which cite them stay valid.
    pub aliases: Vec<KeyAlias>,
}

/// The decision about one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStep {
    /// The library, or an earlier record, has the work under this key; the name says by what it was recognised.
    Known(CiteKey, SharedName),
    /// The record becomes a new entry with this key.
    New(CiteKey),
    /// The record becomes a new entry with another key than its own, because another work has that.
    Renamed {
        /// The key by which the work can be cited.
        key: CiteKey,
        /// The key in the file, which leads to the other work.
        taken: CiteKey,
    },
}

impl ImportStep {
    /// The key by which the work can be cited after the import.
    #[must_use]
    pub fn key(&self) -> &CiteKey {
        match self {
            Self::Known(key, _) | Self::New(key) | Self::Renamed { key, .. } => key,
        }
    }
}

/// Which key a new entry gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChoice {
    /// The record's own key if it is unused and looks chosen by a person, else a readable one. For imported files, whose
    /// authors may have cited by these keys already.
    Original,
    /// A readable key such as `sawicki-2021`. For fetched records, which have a placeholder as their key; that of a draft has the
    /// key of the draft and keeps it.
    Readable,
}

impl<'a> ImportPlan<'a> {
    /// Starts an empty plan that knows the works and the keys of the library.
    #[must_use]
    pub fn of(library: &'a LibraryFiles) -> Self {
        Self {
            works: library.works(),
            keys: library.keys().cloned().collect(),
            used_keys: UsedKeys::of(library),
            library_size: library.references.len(),
            new: Vec::new(),
            aliases: Vec::new(),
        }
    }

    /// Adds a record, unless the library or an earlier record is the same work.
    pub fn add(&mut self, record: &'a Reference, choice: KeyChoice) -> ImportStep {
        if let Some((index, shared_name)) = self.works.find(record) {
            if choice == KeyChoice::Original {
                self.keep_as_alias(record, index);
            }
            return ImportStep::Known(self.keys[index].clone(), shared_name);
        }
        let keeps_key = match choice {
            KeyChoice::Original => is_chosen_by_a_person(record.key.as_str()) && self.used_keys.reserve(&record.key),
            KeyChoice::Readable => record.key.as_str() != NO_KEY,
        };
        let key = if keeps_key { record.key.clone() } else { self.used_keys.assign(record) };
        self.works.add(record);
        self.keys.push(key.clone());
        let mut new = Reference { key: key.clone(), ..record.clone() };
        new.aliases.retain(|alias| self.used_keys.reserve(alias));
        let has_other_key = choice == KeyChoice::Original && key != record.key;
        let is_alias = has_other_key && self.reserve_alias(&record.key);
        new.aliases.extend(is_alias.then(|| record.key.clone()));
        self.new.push(new);
        if has_other_key && !is_alias && is_chosen_by_a_person(record.key.as_str()) {
            return ImportStep::Renamed { key, taken: record.key.clone() };
        }
        ImportStep::New(key)
    }

    /// Lets the key of a record lead to the work at `index`, which has another key.
    fn keep_as_alias(&mut self, record: &Reference, index: usize) {
        let key = self.keys[index].clone();
        if record.key == key || !self.reserve_alias(&record.key) {
            return;
        }
        match index.checked_sub(self.library_size) {
            Some(new) => self.new[new].aliases.push(record.key.clone()),
            // The entry is in a file whose present bytes stay as they are.
            None => self.aliases.push(KeyAlias { alias: record.key.clone(), key }),
        }
    }

    /// Reserves a key by which texts may have cited. False if another work has it, or if no text could cite by it.
    fn reserve_alias(&mut self, key: &CiteKey) -> bool {
        let is_writable = !key.as_str().contains(|c: char| c.is_control() || ",{}%#\\\"".contains(c));
        !is_identifier(key.as_str()) && is_writable && self.used_keys.reserve(key)
    }
}

/// Guesses whether a person chose this key: it begins with a letter and a citation mark can carry it without quotes. Reference
/// managers without keys export numbers or addresses, and our own readers name a record without a key `doi:..` or `pmid:..`.
fn is_chosen_by_a_person(key: &str) -> bool {
    !is_identifier(key)
        && (2..=64).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.ends_with(|c: char| c.is_ascii_alphanumeric())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+'))
}
