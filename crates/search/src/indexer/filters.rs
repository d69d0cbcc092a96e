//! The filters of an index: for each value that readers can choose, the documents that have it.

use std::collections::BTreeMap;

use super::numbers::write_number;

/// The documents of each value of each filter, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Filters(BTreeMap<&'static str, BTreeMap<String, Vec<usize>>>);

impl Filters {
    /// Adds the values of a document. Documents are added in the order of their numbers.
    pub(super) fn add(&mut self, number: usize, values: Vec<(&'static str, String)>) {
        for (name, value) in values {
            let documents = self.0.entry(name).or_default().entry(value).or_default();
            if documents.last() != Some(&number) {
                documents.push(number);
            }
        }
    }

    /// The values of each filter, in the order in which [`Filters::encode`] writes their documents.
    pub(super) fn values(&self) -> BTreeMap<&'static str, Vec<&str>> {
        self.0.iter().map(|(name, values)| (*name, values.keys().map(String::as_str).collect())).collect()
    }

    /// Writes the documents of all values: how many they are, and the distance of each from the one before it.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for documents in self.0.values().flat_map(BTreeMap::values) {
            write_number(documents.len(), &mut bytes);
            let mut next = 0;
            for document in documents {
                write_number(document - next, &mut bytes);
                next = document + 1;
            }
        }
        bytes
    }
}
