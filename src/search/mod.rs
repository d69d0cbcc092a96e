//! Builds the search index of a resolved site and puts its files into a [`Sink`]. A reader's browser loads parts of it with
//! `reader.js`, which is published with the index.
//!
//! Each language has an index of its own, in `search/index/<language>/`:
//!
//! - `index.json` lists the other files, whose names contain a hash of their content, and the values to filter by.
//! - `words/`: shards of the dictionary, each with a range of words and the documents that have them (`shards`).
//! - `keys/`: the names of the documents' texts, by their numbers, in blocks.
//! - `filters/`: the documents of each value to filter by. It is loaded when a reader chooses one.
//! - `texts/`: the title, the address and the words of each document, for excerpts.
//!
//! So the number of files that a search needs does not depend on the size of the site. The files are compressed, because not
//! every host compresses what it serves.

#[cfg(feature = "search")]
mod indexer;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::Fingerprint;
use wellpress_render::Theme;
use wellpress_render::minified_script;
use wellpress_render::search_document::{self, SearchDocument, SearchTarget};
use wellpress_site::config::{Config, LanguageId, SearchIndex};
use wellpress_site::resolve::ResolvedSite;

/// The script that searches in an index of any language.
const READER: &str = include_str!("reader.js");

/// Why the search index could not be built.
#[derive(Debug, Error)]
pub enum SearchError {
    /// This program was built without search, or a file of the index has a path that no file can have.
    #[error("cannot make the index for search: {0}")]
    Index(String),
    /// The sink could not take a file of the index.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// The indexes of a run by folder, with what the next run needs to keep the files that it would make again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRecords(BTreeMap<String, LanguageRecord>);

/// The files of one language's index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct LanguageRecord {
    /// The fingerprint of all documents.
    documents: Fingerprint,
    /// The files of the texts, by path.
    texts: BTreeMap<String, TextRecord>,
    /// All other files, by path.
    files: BTreeMap<String, PublishedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct TextRecord {
    /// The fingerprint of the text before it was compressed.
    text: Fingerprint,
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
    wellpress_render::pages::search::is_offered(config, theme) && config.options.index == SearchIndex::Build
}

/// Puts the index into a sink. Files that did not change since the run that left `cached` are not made again.
///
/// # Errors
/// When the sink refuses a file.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    cached: &IndexRecords,
    sink: &dyn Sink,
) -> Result<IndexResult, SearchError> {
    let mut result = IndexResult::default();
    put_file(sink, search_document::READER_PATH, minified_script(READER).into_bytes())?;
    let none = LanguageRecord::default();
    for language in config.languages.ids() {
        let folder = search_document::folder(config, language);
        let source = IndexSource { config, resolved, theme, language };
        let (record, files_made) = put_language(source, &folder, cached.0.get(&folder).unwrap_or(&none), sink)?;
        result.files_made += files_made;
        result.records.0.insert(folder, record);
    }
    Ok(result)
}

/// What the index of a language is made of.
#[derive(Clone, Copy)]
struct IndexSource<'a> {
    config: &'a Config,
    resolved: &'a ResolvedSite<'a>,
    theme: &'a Theme,
    language: LanguageId,
}

impl IndexSource<'_> {
    fn document(self, target: SearchTarget) -> SearchDocument {
        search_document::document(self.config, self.resolved, &self.theme.strings, target)
    }
}

fn put_file(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, SearchError> {
    let path = SitePath::new(path).ok_or_else(|| SearchError::Index(format!("`{path}` is no path of a file")))?;
    Ok(sink.put(Artifact { path, content: ArtifactContent::Bytes(bytes.into()) })?)
}

#[cfg(feature = "search")]
use indexer::put_language;

/// Stands in for the indexer and is never called: without this feature [`Config::has_search`] is false.
#[cfg(not(feature = "search"))]
fn put_language(
    _: IndexSource<'_>,
    _: &str,
    _: &LanguageRecord,
    _: &dyn Sink,
) -> Result<(LanguageRecord, usize), SearchError> {
    Err(SearchError::Index("this program was built without search".to_owned()))
}
