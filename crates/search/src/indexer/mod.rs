//! Makes the indexes: documents in, files out. All work on texts is done by all threads.

mod compounds;
mod dictionary;
mod entries;
mod filters;
mod forms;
mod index_writer;
mod numbers;
mod postings;
mod shards;
mod stems;
mod word_counts;
mod words;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use wellpress_io::artifact::{PublishedFile, Sink, SinkError};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_render::pages::search_document::{self, SearchDocument, SearchTarget};
use wellpress_render::{Theme, minified_script};
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::resolve::ResolvedSite;

use super::{DocumentRecord, IndexRecords, IndexResult, LanguageRecord, TextRecord};

use dictionary::Part;
use entries::{KeyedEntry, SOURCES_IN_FILE};
use filters::Filters;
use forms::QueryForms;
use index_writer::{IndexWriter, NamedFile, TextFile, put_file};
use postings::Postings;
use stems::Stems;
pub(super) use word_counts::WordCounts;
use word_counts::{CounterNumber, WordCounter, WordCounters};

/// The script that searches in an index of any language.
const READER: &str = include_str!("../reader.js");

/// The number of the format that `reader.js` reads.
const FORMAT: u32 = 2;

/// How many documents a thread takes at a time. Few, because the articles come first and are longer than the sources: a thread
/// must not be left with many of them at the end.
const DOCUMENTS_AT_A_TIME: usize = 16;

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
/// left `cached` are not made again. `styles` is the fingerprint of the citation styles, whose marks are among the words.
///
/// # Errors
/// When the sink refuses a file.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    styles: Fingerprint,
    cached: &IndexRecords,
    sink: &dyn Sink,
) -> Result<IndexResult, SinkError> {
    let mut result = IndexResult::default();
    put_file(sink, search_document::READER_PATH, minified_script(READER).into_bytes())?;
    let everywhere = (config.fingerprint(), &config.base.path, theme.fingerprint, styles);
    let everywhere = FingerprintBuilder::new("every search document").with(everywhere).fingerprint();
    let (none, files_made) = (LanguageRecord::default(), AtomicUsize::new(0));
    for language in config.languages.ids() {
        let folder = search_document::folder(config, language);
        let source = IndexSource { config, resolved, theme, everywhere, language };
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
    /// The fingerprint of what any document may depend on: settings, theme and citation styles.
    everywhere: Fingerprint,
    language: LanguageId,
}

impl IndexSource<'_> {
    fn document(self, target: SearchTarget) -> SearchDocument {
        search_document::document(self.config, self.resolved, &self.theme.strings, target)
    }

    /// What the document of a target is made of, see [`search_document::inputs`].
    fn inputs(self, target: SearchTarget) -> Option<Fingerprint> {
        search_document::inputs(self.resolved, self.everywhere, target)
    }

    /// The values to filter a document by, without the document.
    fn filters(self, target: SearchTarget) -> Vec<(&'static str, String)> {
        match target {
            SearchTarget::Page(page) => {
                search_document::filters(self.resolved, &self.theme.strings, self.resolved.site.page(page))
            }
            SearchTarget::Term { .. } | SearchTarget::Source(_) => Vec::new(),
        }
    }
}

/// Puts the index of a language, and returns the record of its files.
fn put_language(source: IndexSource<'_>, writer: &IndexWriter<'_>) -> Result<LanguageRecord, SinkError> {
    let cached = writer.cached;
    let entries = entries::keyed(search_document::entries(source.config, source.resolved, source.language));
    let indexed = index_documents(source, &entries, writer)?;
    // A language without documents has an index too, which the script of its search page loads.
    if !cached.files.is_empty() && indexed.is_as_in(cached) && writer.sink.reuse(&cached.files_of_all()) {
        let documents = indexed.records(cached.documents.iter().map(|record| record.words.clone()));
        return Ok(LanguageRecord { documents, texts: indexed.texts, ..cached.clone() });
    }
    let joined = dictionary::join(&indexed.parts(cached));
    let stems = Stems::of_language(&source.config.languages[source.language].tag);
    let mut dictionary = dictionary::weigh(&joined, &stems);
    let postings = Postings::of(&mut dictionary);
    let shards = shards::divide(&dictionary, &postings);
    let shard_files = shards.par_iter().map(|shard| writer.put_named("words", shard.encode(&dictionary, &postings)));
    let shard_files: Vec<NamedFile> = shard_files.collect::<Result<_, _>>()?;
    let blocks = entries.chunks(KEYS_IN_BLOCK).map(entries::encode_keys);
    let key_files: Vec<NamedFile> = blocks.map(|keys| writer.put_named("keys", keys)).collect::<Result<_, _>>()?;
    let filter_file = writer.put_named("filters", indexed.filters.encode())?;
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
    let index_files = shard_files.into_iter().chain(key_files).chain([filter_file]);
    let files = index_files.map(|file| (file.path, file.file)).chain([list]).collect();
    let words = joined.words.iter().map(|word| (*word).to_owned()).collect();
    let documents = indexed.records(joined.documents);
    Ok(LanguageRecord { documents, words, texts: indexed.texts, files })
}

/// Documents as the files of texts have them.
fn json(documents: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(documents).expect("a document has only texts")
}

/// All documents of a language, without their texts.
#[derive(Default)]
struct IndexedDocuments<'a> {
    /// What was counted, by the number of the counter.
    counted: Vec<CountedDocuments>,
    /// Documents that the last run counted, by their numbers.
    kept: Vec<(usize, &'a WordCounts)>,
    filters: Filters,
    fingerprints: Vec<Fingerprint>,
    /// See [`DocumentRecord::inputs`].
    inputs: Vec<Option<Fingerprint>>,
    texts: BTreeMap<String, TextRecord>,
}

/// Documents whose words one counter counted.
#[derive(Default)]
struct CountedDocuments {
    words: Vec<Box<str>>,
    /// The words of each document, by its number in the index.
    documents: Vec<(usize, WordCounts)>,
}

/// What is kept of one document.
struct IndexedDocument<'a> {
    words: DocumentWords<'a>,
    filters: Vec<(&'static str, String)>,
    fingerprint: Fingerprint,
    inputs: Option<Fingerprint>,
    text: IndexedText,
}

/// Where the counts of a document's words are from.
enum DocumentWords<'a> {
    New(CounterNumber, WordCounts),
    /// From the last run, which had the same document.
    Kept(&'a WordCounts),
}

/// Where the text of a document is.
enum IndexedText {
    File(TextFile),
    /// In a file of several sources, which is still to be made.
    Shared(SearchDocument),
}

/// Indexes one document at a time, beside other threads.
struct DocumentIndexer<'a, 'w> {
    source: IndexSource<'a>,
    writer: &'a IndexWriter<'w>,
    /// The documents of the last run by what they were made of.
    by_inputs: FxHashMap<Fingerprint, &'w DocumentRecord>,
    /// The same by what they say.
    by_fingerprint: FxHashMap<Fingerprint, &'w DocumentRecord>,
}

impl<'a, 'w> DocumentIndexer<'a, 'w> {
    fn new(source: IndexSource<'a>, writer: &'a IndexWriter<'w>) -> Self {
        let records = &writer.cached.documents;
        let by_inputs = records.iter().filter_map(|record| Some((record.inputs?, record))).collect();
        let by_fingerprint = records.iter().map(|record| (record.fingerprint, record)).collect();
        Self { source, writer, by_inputs, by_fingerprint }
    }

    /// Puts the text of a document, and counts its words if the last run did not have it.
    fn index(
        &self,
        keyed: &KeyedEntry,
        number: CounterNumber,
        counter: &mut WordCounter,
    ) -> Result<IndexedDocument<'w>, SinkError> {
        let target = keyed.entry.target;
        let inputs = self.source.inputs(target);
        // The last run had the same inputs, so the document is the same and is not made only to be compared.
        if let Some(record) = inputs.and_then(|inputs| self.by_inputs.get(&inputs)) {
            let (fingerprint, words) = (record.fingerprint, DocumentWords::Kept(&record.words));
            let make = || json(&self.source.document(target));
            let text = IndexedText::File(self.writer.put_text(&keyed.path(), fingerprint, make)?);
            return Ok(IndexedDocument { words, filters: self.source.filters(target), fingerprint, inputs, text });
        }
        let mut document = self.source.document(target);
        let fingerprint = FingerprintBuilder::new("search document").with(&document).fingerprint();
        let words = match self.by_fingerprint.get(&fingerprint) {
            Some(record) => DocumentWords::Kept(&record.words),
            None => DocumentWords::New(number, counter.count(&document)),
        };
        let filters = std::mem::take(&mut document.filters);
        let text = match keyed.shares_file() {
            true => IndexedText::Shared(document),
            false => IndexedText::File(self.writer.put_text(&keyed.path(), fingerprint, || json(&document))?),
        };
        Ok(IndexedDocument { words, filters, fingerprint, inputs, text })
    }
}

/// Puts the texts of all documents, and counts the words of those that the last run did not have.
fn index_documents<'a>(
    source: IndexSource<'_>,
    entries: &[KeyedEntry],
    writer: &IndexWriter<'a>,
) -> Result<IndexedDocuments<'a>, SinkError> {
    let indexer = DocumentIndexer::new(source, writer);
    let counters = WordCounters::default();
    let parts = entries.par_chunks(DOCUMENTS_AT_A_TIME).map(|entries| {
        let (number, mut counter) = counters.take();
        let documents = entries.iter().map(|keyed| indexer.index(keyed, number, &mut counter));
        let documents = documents.collect::<Result<Vec<_>, SinkError>>()?;
        counters.put_back(number, counter);
        Ok(documents)
    });
    let parts = parts.collect::<Result<Vec<_>, SinkError>>()?;
    let counted = counters.into_words().map(|words| CountedDocuments { words, documents: Vec::new() });
    let mut indexed = IndexedDocuments { counted: counted.collect(), ..IndexedDocuments::default() };
    let mut shared = Vec::new();
    for document in parts.into_iter().flatten() {
        let number = indexed.fingerprints.len();
        indexed.filters.add(number, document.filters);
        indexed.fingerprints.push(document.fingerprint);
        indexed.inputs.push(document.inputs);
        match document.text {
            IndexedText::File(text) => _ = indexed.texts.insert(text.path, text.record),
            IndexedText::Shared(text) => shared.push(text),
        }
        match document.words {
            DocumentWords::New(counter, words) => indexed.counted[counter].documents.push((number, words)),
            DocumentWords::Kept(words) => indexed.kept.push((number, words)),
        }
    }
    let first_shared = entries.len() - shared.len();
    let fingerprints = indexed.fingerprints[first_shared..].par_chunks(SOURCES_IN_FILE);
    let files = entries[first_shared..].par_chunks(SOURCES_IN_FILE).zip(fingerprints);
    let files = files.zip(shared.par_chunks(SOURCES_IN_FILE)).map(|((sources, fingerprints), documents)| {
        let mut of_all = FingerprintBuilder::new("sources");
        of_all.add_all(fingerprints.iter().copied());
        writer.put_text(&sources[0].path(), of_all.fingerprint(), || json(&documents))
    });
    let files: Vec<TextFile> = files.collect::<Result<_, _>>()?;
    indexed.texts.extend(files.into_iter().map(|file| (file.path, file.record)));
    Ok(indexed)
}

impl IndexedDocuments<'_> {
    /// Whether the last run had the same documents in the same order.
    fn is_as_in(&self, cached: &LanguageRecord) -> bool {
        self.fingerprints.iter().eq(cached.documents.iter().map(|document| &document.fingerprint))
    }

    /// The records of the documents, which have these words.
    fn records(&self, words: impl IntoIterator<Item = WordCounts>) -> Vec<DocumentRecord> {
        let documents = self.fingerprints.iter().copied().zip(self.inputs.iter().copied()).zip(words);
        documents.map(|((fingerprint, inputs), words)| DocumentRecord { fingerprint, inputs, words }).collect()
    }

    /// The documents by those who counted their words.
    fn parts<'p>(&'p self, cached: &'p LanguageRecord) -> Vec<Part<'p>> {
        let counted = self.counted.iter().map(|part| Part {
            words: part.words.iter().map(|word| &**word).collect(),
            documents: part.documents.iter().map(|(document, words)| (*document, words)).collect(),
        });
        let kept_part = Part { words: cached.words.iter().map(|word| &**word).collect(), documents: self.kept.clone() };
        counted.chain([kept_part]).collect()
    }
}

impl LanguageRecord {
    /// The files that belong to all documents together.
    fn files_of_all(&self) -> Vec<PublishedFile> {
        self.files.values().cloned().collect()
    }
}
