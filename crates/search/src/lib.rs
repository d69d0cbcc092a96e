//! Builds the search index of a resolved site and puts its files into a [`Sink`](wellpress_io::artifact::Sink). A reader's
//! browser loads parts of it with `reader.js`, which is published with the index.
//!
//! Each language has an index of its own, in `search/index/<language>/`:
//!
//! - `index.json` lists the other files, whose names contain a hash of their content, and the values to filter by.
//! - `words/`: shards of the dictionary, each with a range of words and the documents that have them (`shards`).
//! - `keys/`: the names of the documents' texts, by their numbers, in blocks.
//! - `filters/`: the documents of each value to filter by. It is loaded when a reader chooses one.
//! - `texts/`: the title, the address and the words of each document, for excerpts; sources share files.
//!
//! So the number of files that a search needs does not depend on the size of the site. The files are compressed, because not
//! every host compresses what it serves.

mod indexer;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wellpress_io::artifact::PublishedFile;
use wellpress_io::cache::Fingerprint;
use wellpress_render::Theme;
use wellpress_site::config::{Config, SearchIndex};

use indexer::WordCounts;
pub use indexer::put;

/// The indexes of a run by folder, with what the next run needs to keep the files that it would make again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRecords(BTreeMap<String, LanguageRecord>);

/// The files of one language's index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct LanguageRecord {
    /// The documents in their order.
    documents: Vec<DocumentRecord>,
    /// The words by their numbers.
    words: Vec<String>,
    /// The files of the texts, by path.
    texts: BTreeMap<String, TextRecord>,
    /// All other files, by path.
    files: BTreeMap<String, PublishedFile>,
}

/// A document of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct DocumentRecord {
    /// The fingerprint of what it says.
    fingerprint: Fingerprint,
    /// The fingerprint of what it was made of, from which a run sees that it need not be made; see
    /// [`inputs`](wellpress_render::pages::search_document::inputs).
    inputs: Option<Fingerprint>,
    words: WordCounts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct TextRecord {
    /// The fingerprint of the documents in the file.
    documents: Fingerprint,
    file: PublishedFile,
}

/// The search index of a whole site.
#[derive(Debug, Clone, Default)]
pub struct IndexResult {
    /// The files of all languages.
    pub records: IndexRecords,
    /// How many files were made in this run; the sink kept the others.
    pub files_made: usize,
}

/// Whether the site gets an index: the settings ask for one, the theme has a search page, and this run does not leave it out.
#[must_use]
pub fn is_wanted(config: &Config, theme: &Theme) -> bool {
    wellpress_render::pages::lists::search::is_offered(config, theme) && config.options.index == SearchIndex::Build
}
