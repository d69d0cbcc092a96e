//! Makes the index of one language: documents in, files out. All work on texts is done by all threads.

mod entries;
mod filters;
mod postings;
mod shards;
mod stems;
mod vocabulary;
mod words;

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::Serialize;

use wellpress_io::artifact::{PublishedFile, Sink};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_render::search_document::{self, SearchDocument};

use super::{IndexSource, LanguageRecord, SearchError, TextRecord, put_file};

use entries::KeyedEntry;
use filters::Filters;
use postings::Postings;
use stems::Stems;
use vocabulary::{Vocabulary, WeightedStem};

/// The number of the format that `reader.js` reads. It is part of the fingerprint of the documents too.
const FORMAT: u32 = 1;

/// How many keys are in a file.
const KEYS_IN_BLOCK: usize = 16 * 1024;

/// How hard files are compressed: a step more takes a fifth more time and saves a hundredth of the size.
const COMPRESSION: u32 = 5;

/// The list of an index's files and filters, as `reader.js` reads it. Names of files are without folder and extension.
#[derive(Debug, Serialize)]
struct IndexList<'a> {
    format: u32,
    /// The kinds of documents in the order of the documents' numbers, and how many there are of each.
    kinds: Vec<(&'static str, usize)>,
    filters: BTreeMap<&'static str, Vec<&'a str>>,
    filter_file: String,
    keys_in_block: usize,
    keys: Vec<String>,
    /// The starts of the shards, and their files.
    words: Vec<(String, String)>,
}

/// What a thread keeps of a document.
struct Indexed {
    stems: Vec<WeightedStem>,
    filters: Vec<(&'static str, String)>,
    path: String,
    record: TextRecord,
    was_made: bool,
}

/// Puts the index of a language into a folder of the sink, and returns the record of its files and how many were made.
pub(super) fn put_language(
    source: IndexSource<'_>,
    folder: &str,
    cached: &LanguageRecord,
    sink: &dyn Sink,
) -> Result<(LanguageRecord, usize), SearchError> {
    let entries = entries::keyed(search_document::entries(source.config, source.resolved, source.language));
    let documents = fingerprint(source, &entries);
    if documents == cached.documents && sink.reuse(&cached.all_files()) {
        return Ok((cached.clone(), 0));
    }
    let writer = IndexWriter { folder, cached, sink };
    let stems = Stems::of_language(&source.config.languages[source.language].tag);
    let (vocabularies, filters, texts, texts_made) = writer.put_texts(source, &stems, &entries)?;
    let mut dictionary = vocabulary::merge(vocabularies);
    let postings = Postings::of(&mut dictionary);
    let shards = shards::divide(&dictionary, &postings);
    let files =
        shards.par_iter().map(|shard| writer.put_named("words", &compressed(&shard.encode(&dictionary, &postings))));
    let mut files: Vec<IndexFile> = files.collect::<Result<_, _>>()?;
    let words = shards.iter().zip(&files).map(|(shard, file)| (shard.start.clone(), file.name.clone())).collect();
    let mut keys = Vec::new();
    for block in entries.chunks(KEYS_IN_BLOCK) {
        let bytes: Vec<u8> = block.iter().flat_map(|keyed| keyed.key).collect();
        keys.push(writer.put_named("keys", &bytes)?);
    }
    let filter_file = writer.put_named("filters", &compressed(&filters.encode()))?;
    let list = IndexList {
        format: FORMAT,
        kinds: entries::kinds(&entries),
        filters: filters.values(),
        filter_file: filter_file.name.clone(),
        keys_in_block: KEYS_IN_BLOCK,
        keys: keys.iter().map(|file| file.name.clone()).collect(),
        words,
    };
    let list = serde_json::to_vec(&list).map_err(|error| SearchError::Index(error.to_string()))?;
    files.extend(keys);
    files.push(filter_file);
    let files_made = texts_made + 1 + files.iter().filter(|file| file.was_made).count();
    let mut files: BTreeMap<String, PublishedFile> = files.into_iter().map(|file| (file.path, file.file)).collect();
    let path = format!("{folder}/index.json");
    files.insert(path.clone(), put_file(sink, &path, list)?);
    Ok((LanguageRecord { documents, texts, files }, files_made))
}

/// The fingerprint of all documents and their order.
fn fingerprint(source: IndexSource<'_>, entries: &[KeyedEntry]) -> Fingerprint {
    let documents = entries.par_iter().map(|keyed| {
        let document = source.document(keyed.entry.target);
        FingerprintBuilder::new("search document").with((text_of(&document), document.filters)).fingerprint()
    });
    let documents: Vec<Fingerprint> = documents.collect();
    let tag = &source.config.languages[source.language].tag;
    FingerprintBuilder::new("search index").with((FORMAT, tag, documents)).fingerprint()
}

/// The file of a document's text, before it is compressed.
fn text_of(document: &SearchDocument) -> Vec<u8> {
    serde_json::to_vec(document).expect("a document has only texts")
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(COMPRESSION));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all bytes")
}

/// Puts the files of an index into a sink, or lets the sink keep those of the last run.
struct IndexWriter<'a> {
    folder: &'a str,
    cached: &'a LanguageRecord,
    sink: &'a dyn Sink,
}

/// A file whose name is a hash of its content.
struct IndexFile {
    name: String,
    path: String,
    file: PublishedFile,
    was_made: bool,
}

type Texts<'a> = (Vec<(Vocabulary<'a>, Vec<Vec<WeightedStem>>)>, Filters, BTreeMap<String, TextRecord>, usize);

impl IndexWriter<'_> {
    /// Puts the texts of all documents, and takes their words.
    fn put_texts<'a>(
        &self,
        source: IndexSource<'_>,
        stems: &'a Stems,
        entries: &[KeyedEntry],
    ) -> Result<Texts<'a>, SearchError> {
        // Each part finds the stems of its words anew, so there are only some for each thread.
        let part_length = entries.len().div_ceil(4 * rayon::current_num_threads()).max(64);
        let parts = entries.par_chunks(part_length).map(|entries| {
            let mut vocabulary = Vocabulary::new(stems);
            let indexed = entries.iter().map(|keyed| self.put_text(source, keyed, &mut vocabulary));
            let indexed = indexed.collect::<Result<Vec<Indexed>, SearchError>>()?;
            Ok((vocabulary, indexed))
        });
        let parts = parts.collect::<Result<Vec<_>, SearchError>>()?;
        let (mut filters, mut texts, mut texts_made, mut number) = (Filters::default(), BTreeMap::new(), 0, 0);
        let mut vocabularies = Vec::with_capacity(parts.len());
        for (vocabulary, indexed) in parts {
            let mut stems = Vec::with_capacity(indexed.len());
            for document in indexed {
                filters.add(number, document.filters);
                texts.insert(document.path, document.record);
                texts_made += usize::from(document.was_made);
                stems.push(document.stems);
                number += 1;
            }
            vocabularies.push((vocabulary, stems));
        }
        Ok((vocabularies, filters, texts, texts_made))
    }

    fn put_text(
        &self,
        source: IndexSource<'_>,
        keyed: &KeyedEntry,
        vocabulary: &mut Vocabulary<'_>,
    ) -> Result<Indexed, SearchError> {
        let document = source.document(keyed.entry.target);
        let stems = vocabulary.weigh(&document);
        let path = format!("{}/{}", self.folder, keyed.path());
        let bytes = text_of(&document);
        let text = Fingerprint::of(&bytes);
        let kept = self.cached.texts.get(&path).filter(|record| record.text == text);
        let kept = kept.filter(|record| self.sink.reuse(std::slice::from_ref(&record.file)));
        let (file, was_made) = match kept {
            Some(record) => (record.file.clone(), false),
            None => (put_file(self.sink, &path, compressed(&bytes))?, true),
        };
        Ok(Indexed { stems, filters: document.filters, path, record: TextRecord { text, file }, was_made })
    }

    /// Puts a file that is named after its content.
    fn put_named(&self, kind: &str, bytes: &[u8]) -> Result<IndexFile, SearchError> {
        let name = blake3::hash(bytes).to_hex()[..12].to_owned();
        let path = format!("{}/{kind}/{name}.bin", self.folder);
        let kept = self.cached.files.get(&path).filter(|file| self.sink.reuse(std::slice::from_ref(*file)));
        let was_made = kept.is_none();
        let file = match kept {
            Some(file) => file.clone(),
            None => put_file(self.sink, &path, bytes.to_vec())?,
        };
        Ok(IndexFile { name, path, file, was_made })
    }
}

impl LanguageRecord {
    fn all_files(&self) -> Vec<PublishedFile> {
        let texts = self.texts.values().map(|record| record.file.clone());
        self.files.values().cloned().chain(texts).collect()
    }
}
