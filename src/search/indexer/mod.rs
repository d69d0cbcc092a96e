//! Makes the indexes: documents in, files out. All work on texts is done by all threads.

mod compounds;
mod entries;
mod filters;
mod forms;
mod index_writer;
mod postings;
mod shards;
mod stems;
mod vocabulary;
mod words;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;

use rayon::prelude::*;
use serde::Serialize;

use wellpress_io::artifact::{PublishedFile, Sink, SinkError};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_render::pages::search_document::{self, SearchDocument, SearchTarget};
use wellpress_render::{Theme, minified_script};
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::resolve::ResolvedSite;

use super::{IndexRecords, IndexResult, LanguageRecord, TextRecord};

use entries::{KeyedEntry, SOURCES_IN_FILE};
use filters::Filters;
use forms::QueryForms;
use index_writer::{IndexWriter, NamedFile, TextFile, put_file};
use postings::Postings;
use stems::Stems;
use vocabulary::{Vocabulary, WeightedStem};

/// The script that searches in an index of any language.
const READER: &str = include_str!("../reader.js");

/// The number of the format that `reader.js` reads. It is part of the fingerprint of the documents too.
const FORMAT: u32 = 2;

/// How many keys are in a file.
const KEYS_IN_BLOCK: usize = 16 * 1024;

/// The list of an index's files and filters, as `reader.js` reads it. Names of files are without folder and extension.
#[derive(Debug, Serialize)]
struct IndexList<'a> {
    format: u32,
    /// The kinds of documents in the order of the documents' numbers, and how many there are of each.
    kinds: Vec<(&'a str, usize)>,
    filters: BTreeMap<&'static str, Vec<&'a str>>,
    filter_file: &'a str,
    keys_in_block: usize,
    keys: Vec<&'a str>,
    /// The starts of the shards, and their files.
    words: Vec<(&'a str, &'a str)>,
    /// How the words of a query may differ from those of the texts.
    forms: QueryForms,
    /// Names that mean the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    synonyms: Vec<Vec<&'a str>>,
    sources_in_file: usize,
}

/// Puts the indexes of all languages, and the script that searches in them, into a sink. Files that did not change since the run that
/// left `cached` are not made again.
///
/// # Errors
/// When the sink refuses a file.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    cached: &IndexRecords,
    sink: &dyn Sink,
) -> Result<IndexResult, SinkError> {
    let mut result = IndexResult::default();
    put_file(sink, search_document::READER_PATH, minified_script(READER).into_bytes())?;
    let (none, files_made) = (LanguageRecord::default(), AtomicUsize::new(0));
    for language in config.languages.ids() {
        let folder = search_document::folder(config, language);
        let source = IndexSource { config, resolved, theme, language };
        let cached = cached.0.get(&folder).unwrap_or(&none);
        let writer = IndexWriter { folder: &folder, cached, sink, files_made: &files_made };
        let record = put_language(source, &writer)?;
        result.records.0.insert(folder, record);
    }
    result.files_made = files_made.into_inner();
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

/// Puts the index of a language, and returns the record of its files.
fn put_language(source: IndexSource<'_>, writer: &IndexWriter<'_>) -> Result<LanguageRecord, SinkError> {
    let cached = writer.cached;
    let entries = entries::keyed(search_document::entries(source.config, source.resolved, source.language));
    if !cached.files.is_empty() && is_current(source, &entries, cached) && writer.sink.reuse(&cached.all_files()) {
        return Ok(cached.clone());
    }
    let stems = Stems::of_language(&source.config.languages[source.language].tag);
    let indexed = index_documents(source, &entries, &stems, writer)?;
    let mut dictionary = vocabulary::merge(indexed.parts, &stems);
    let postings = Postings::of(&mut dictionary);
    let shards = shards::divide(&dictionary, &postings);
    let shard_files = shards.par_iter().map(|shard| writer.put_named("words", &shard.encode(&dictionary, &postings)));
    let shard_files: Vec<NamedFile> = shard_files.collect::<Result<_, _>>()?;
    let blocks = entries.chunks(KEYS_IN_BLOCK).map(entries::encode_keys);
    let key_files: Vec<NamedFile> = blocks.map(|keys| writer.put_named("keys", &keys)).collect::<Result<_, _>>()?;
    let filter_file = writer.put_named("filters", &indexed.filters.encode())?;
    let starts = shards.iter().map(|shard| shard.start.as_str());
    let list = IndexList {
        format: FORMAT,
        kinds: entries::kinds(&entries),
        filters: indexed.filters.values(),
        filter_file: &filter_file.name,
        keys_in_block: KEYS_IN_BLOCK,
        keys: key_files.iter().map(|file| file.name.as_str()).collect(),
        words: starts.zip(shard_files.iter().map(|file| file.name.as_str())).collect(),
        forms: stems.forms.query,
        synonyms: search_document::synonyms(source.resolved, source.language),
        sources_in_file: SOURCES_IN_FILE,
    };
    let list = writer.put_list(serde_json::to_vec(&list).expect("a list has only texts and numbers"))?;
    let named = shard_files.into_iter().chain(key_files).chain([filter_file]);
    let files = named.map(|file| (file.path, file.file)).chain([list]).collect();
    let documents = fingerprint(source, &indexed.fingerprints);
    Ok(LanguageRecord { documents, texts: indexed.texts, files })
}

/// Whether the index of the last run has the same documents in the same order. It makes each document, so a first run, which
/// has to make them anyway, does not ask.
fn is_current(source: IndexSource<'_>, entries: &[KeyedEntry], cached: &LanguageRecord) -> bool {
    let documents = entries.par_iter().map(|keyed| {
        let document = source.document(keyed.entry.target);
        document_fingerprint(&document, &text_of(&document))
    });
    fingerprint(source, &documents.collect::<Vec<_>>()) == cached.documents
}

/// The fingerprint of all documents and their order.
fn fingerprint(source: IndexSource<'_>, documents: &[Fingerprint]) -> Fingerprint {
    let tag = &source.config.languages[source.language].tag;
    FingerprintBuilder::new("search index").with((FORMAT, tag, documents)).fingerprint()
}

/// The fingerprint of what the index has of a document. `text` is that of [`text_of`].
fn document_fingerprint(document: &SearchDocument, text: &[u8]) -> Fingerprint {
    FingerprintBuilder::new("search document").with((text, &document.filters, &document.names)).fingerprint()
}

/// The file of a document's text, before it is compressed.
fn text_of(document: &SearchDocument) -> Vec<u8> {
    serde_json::to_vec(document).expect("a document has only texts")
}

/// All documents of a language, without their texts.
#[derive(Default)]
struct IndexedDocuments<'a> {
    /// The stems of the documents, with the vocabulary of the thread that weighed them.
    parts: Vec<(Vocabulary<'a>, Vec<Vec<WeightedStem>>)>,
    filters: Filters,
    fingerprints: Vec<Fingerprint>,
    texts: BTreeMap<String, TextRecord>,
}

/// What is kept of one document.
struct IndexedDocument {
    stems: Vec<WeightedStem>,
    filters: Vec<(&'static str, String)>,
    fingerprint: Fingerprint,
    text: IndexedText,
}

/// Where the text of a document is.
enum IndexedText {
    File(TextFile),
    /// JSON, for the file of several sources.
    Shared(Vec<u8>),
}

/// Puts the texts of all documents, and weighs their words.
fn index_documents<'a>(
    source: IndexSource<'_>,
    entries: &[KeyedEntry],
    stems: &'a Stems,
    writer: &IndexWriter<'_>,
) -> Result<IndexedDocuments<'a>, SinkError> {
    // Each part finds the stems of its words anew, so there are only some for each thread.
    let part_length = entries.len().div_ceil(4 * rayon::current_num_threads()).max(64);
    let parts = entries.par_chunks(part_length).map(|entries| {
        let mut vocabulary = Vocabulary::new(stems);
        let documents = entries.iter().map(|keyed| {
            let document = source.document(keyed.entry.target);
            let stems = vocabulary.weigh(&document);
            let text = text_of(&document);
            let fingerprint = document_fingerprint(&document, &text);
            let text = match keyed.shares_file() {
                true => IndexedText::Shared(text),
                false => IndexedText::File(writer.put_text(&keyed.path(), &text)?),
            };
            Ok(IndexedDocument { stems, filters: document.filters, fingerprint, text })
        });
        let documents = documents.collect::<Result<Vec<_>, SinkError>>()?;
        Ok((vocabulary, documents))
    });
    let parts = parts.collect::<Result<Vec<_>, SinkError>>()?;
    let mut indexed = IndexedDocuments::default();
    let (mut number, mut shared) = (0, Vec::new());
    for (vocabulary, documents) in parts {
        let mut stems = Vec::with_capacity(documents.len());
        for document in documents {
            indexed.filters.add(number, document.filters);
            indexed.fingerprints.push(document.fingerprint);
            match document.text {
                IndexedText::File(text) => _ = indexed.texts.insert(text.path, text.record),
                IndexedText::Shared(text) => shared.push(text),
            }
            stems.push(document.stems);
            number += 1;
        }
        indexed.parts.push((vocabulary, stems));
    }
    let files = entries[number - shared.len()..].par_chunks(SOURCES_IN_FILE).zip(shared.par_chunks(SOURCES_IN_FILE));
    let files = files.map(|(sources, texts)| writer.put_text(&sources[0].path(), &json_list(texts)));
    let files: Vec<TextFile> = files.collect::<Result<_, _>>()?;
    indexed.texts.extend(files.into_iter().map(|file| (file.path, file.record)));
    Ok(indexed)
}

/// A list of JSON values that are encoded already.
fn json_list(values: &[Vec<u8>]) -> Vec<u8> {
    [&b"["[..], &values.join(&b','), b"]"].concat()
}

impl LanguageRecord {
    fn all_files(&self) -> Vec<PublishedFile> {
        let texts = self.texts.values().map(|record| record.file.clone());
        self.files.values().cloned().chain(texts).collect()
    }
}
