//! The entries of an index: all that can be found in a language, in the order of their numbers, with the file of each text.

use rustc_hash::FxHashSet;

use wellpress_render::pages::search_document::{SOURCE, SearchEntry};

use super::words::indexed_form;

/// The kinds of every site, in the order of their numbers. Those of the settings follow, and sources come last.
const KINDS: [&str; 7] = ["article", "exercise", "programme", "topic", "glossary", "person", "page"];

/// How many sources share a file of texts. A site can have twice as many sources as articles, and the text of one is a line.
pub(super) const SOURCES_IN_FILE: usize = 64;

/// The length of a key in bytes.
const KEY_LENGTH: usize = 3;

/// An entry that has its place in the index.
#[derive(Debug)]
pub(super) struct KeyedEntry {
    pub entry: SearchEntry,
    /// The name of the file with its text. It depends on the address, so a new page leaves the names of others.
    pub key: [u8; KEY_LENGTH],
}

impl KeyedEntry {
    /// The path of the text in the folder of the index.
    pub(super) fn path(&self) -> String {
        let [first, second, third] = self.key;
        format!("texts/{first:02x}/{second:02x}{third:02x}.bin")
    }

    /// Whether its text is in a file with those of other sources.
    pub(super) fn shares_file(&self) -> bool {
        self.entry.kind == SOURCE
    }
}

/// The entries by kind, each kind in the order of titles: results that match equally well are shown in this order.
pub(super) fn keyed(mut entries: Vec<SearchEntry>) -> Vec<KeyedEntry> {
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    let mut taken = FxHashSet::default();
    let keyed = entries.into_iter().map(|entry| KeyedEntry { key: free_key(key_of(&entry.url), &mut taken), entry });
    let mut keyed: Vec<KeyedEntry> = keyed.collect();
    keyed.sort_by_cached_key(|KeyedEntry { entry, .. }| {
        (rank(&entry.kind), entry.kind.clone(), indexed_form(&entry.title.to_lowercase()), entry.url.clone())
    });
    let sources = keyed.iter().position(KeyedEntry::shares_file).unwrap_or(keyed.len());
    for shared in keyed[sources..].chunks_mut(SOURCES_IN_FILE) {
        let key = shared[0].key;
        shared.iter_mut().for_each(|source| source.key = key);
    }
    keyed
}

/// Writes the keys of a block of entries, three bytes each.
pub(super) fn encode_keys(entries: &[KeyedEntry]) -> Vec<u8> {
    entries.iter().flat_map(|keyed| keyed.key).collect()
}

/// How many entries there are of each kind.
pub(super) fn kinds(entries: &[KeyedEntry]) -> Vec<(&str, usize)> {
    let of_kinds = entries.chunk_by(|a, b| a.entry.kind == b.entry.kind);
    of_kinds.map(|entries| (&*entries[0].entry.kind, entries.len())).collect()
}

fn rank(kind: &str) -> usize {
    let declared = if kind == SOURCE { KINDS.len() + 1 } else { KINDS.len() };
    KINDS.iter().position(|known| *known == kind).unwrap_or(declared)
}

/// A key that is the same on every machine.
fn key_of(url: &str) -> [u8; KEY_LENGTH] {
    let [first, second, third, ..] = *blake3::hash(url.as_bytes()).as_bytes();
    [first, second, third]
}

/// The key, or the next one that is free.
fn free_key(mut key: [u8; KEY_LENGTH], taken: &mut FxHashSet<[u8; KEY_LENGTH]>) -> [u8; KEY_LENGTH] {
    while !taken.insert(key) {
        let next = u32::from_be_bytes([0, key[0], key[1], key[2]]) + 1;
        key.copy_from_slice(&next.to_be_bytes()[1..]);
    }
    key
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::{free_key, key_of};

    #[test]
    fn equal_keys_move_to_the_next_free_one() {
        let mut taken = FxHashSet::default();
        assert_eq!(free_key([0, 0, 0xff], &mut taken), [0, 0, 0xff]);
        assert_eq!(free_key([0, 0, 0xff], &mut taken), [0, 1, 0]);
        assert_eq!(free_key([0xff; 3], &mut taken), [0xff; 3]);
        assert_eq!(free_key([0xff; 3], &mut taken), [0; 3], "after the last comes the first");
        assert_ne!(key_of("/a/"), key_of("/b/"));
    }
}
