//! The pages of the citation index: an [`IndexPlan`] with the sources that each page has. It is made by `index_plan`.

use std::ops::Range;

use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::config::Config;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::reference::ReferenceId;

/// The order of the sources, and their pages.
#[derive(Debug)]
pub struct IndexPlan {
    /// All sources, in the order of the index.
    pub order: Vec<ReferenceId>,
    /// The letters that sources begin with, in order.
    pub letters: Vec<PlannedLetter>,
    /// The pages besides the first, in order. None if the first page has all sources.
    pub parts: Vec<IndexPart>,
}

/// A letter with its sources.
#[derive(Debug)]
pub struct PlannedLetter {
    /// The letter in upper case; `#` for sources that begin with none.
    pub letter: String,
    /// Its sources in [`IndexPlan::order`].
    pub sources: Range<usize>,
    /// Its pages in [`IndexPlan::parts`].
    pub parts: Range<usize>,
}

/// A page of the index besides the first.
#[derive(Debug)]
pub struct IndexPart {
    /// Its letter in [`IndexPlan::letters`].
    pub letter: usize,
    /// The beginnings of its sources, such as `Sa–Sh`.
    pub title: String,
    /// Its folder in the output, such as `references/letter/s/from-si/`. It stays the same while the index grows.
    pub folder: String,
    /// Its sources in [`IndexPlan::order`].
    pub sources: Range<usize>,
}

impl IndexPlan {
    /// Adds the letters and the number of sources on each page to a fingerprint.
    pub(crate) fn mix(&self, mixer: &mut FingerprintBuilder) {
        mixer.add(self.letters.iter().map(|letter| &letter.letter).collect::<Vec<_>>());
        let parts = self.parts.iter().map(|part| (&part.title, &part.folder, part.sources.len()));
        mixer.add(parts.collect::<Vec<_>>());
    }

    /// Adds to a fingerprint what a part shows besides its sources: the letters, and the other parts of its letter.
    pub(crate) fn mix_around(&self, part: &IndexPart, mixer: &mut FingerprintBuilder) {
        mixer.add(self.letters.iter().map(|letter| &letter.letter).collect::<Vec<_>>());
        let siblings = &self.parts[self.letters[part.letter].parts.clone()];
        mixer.add(siblings.iter().map(|part| (&part.title, &part.folder)).collect::<Vec<_>>());
    }
}

impl IndexPart {
    /// The root-relative address.
    #[must_use]
    pub fn url(&self, config: &Config) -> String {
        format!("{}{}", config.base.path, escape_path(&self.folder))
    }
}
