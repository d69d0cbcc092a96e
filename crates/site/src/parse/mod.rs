//! Inventory in, [`Parsed`] out: every file read and parsed on its own, in parallel, with the findings about it.
//!
//! Whether an id, a key or a path exists is left to the next stages, because it takes other files. So an edit of one file leaves
//! the results of all others valid.

pub mod answers;
pub mod data_table;
mod decoding;
pub mod document;
pub mod dose_amounts;
pub mod dose_values;
mod easy_read;
mod field_variables;
mod front_texts;
mod garbled;
pub mod front_matter;
pub mod glossary;
pub mod kept_texts;
pub mod requests;
pub mod retractions;
pub mod service_records;
pub mod sign_offs;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_bibliography::{CiteKey, EntryFault, KeyAlias, Reference, StringDefinitions};
use wellpress_diagnostics::rules::{self, Property};
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Severity, Source, Span};
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::Files;
use wellpress_markdown::body::Body;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar};
use wellpress_markdown::reference_list;
use wellpress_markdown::variables::RecordValues;

use crate::config::{Config, LanguageId};
use crate::discover::{ContentFile, GlossaryFile, Inventory, unreadable};
use crate::previous::Previous;
use crate::sections::ContentKind;

use answers::AnswerFile;
pub use decoding::{decode, decode_library};
use document::{ContentFingerprint, Document};
use field_variables::FieldVariables;
use front_matter::{FrontMatter, ReadFrontMatter, ReferenceListMode};
use glossary::Glossary;
use kept_texts::KeptTexts;
use requests::RequestFile;
use retractions::{CheckedSources, LoadedRetractions, Retractions};
use sign_offs::SignOffFile;

/// All files of a site, each parsed on its own.
///
/// The parts are behind `Arc`, because two runs share them: a preview parses the one file that was edited, and every other part is
/// that of the run before. The library of sources compares pointers to see whether it is still current.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Content files, sorted by path; a file without usable front matter is missing.
    pub documents: Vec<Arc<Document>>,
    /// Bibliography files, sorted by path.
    pub libraries: Vec<Arc<LibraryFile>>,
    /// Glossaries, one for each language that has one.
    pub glossaries: Vec<Arc<Glossary>>,
    /// Retractions and other notices, if the settings name a list of them.
    pub retractions: Option<Arc<Retractions>>,
    /// Files of sign-offs, sorted by path.
    pub sign_offs: Vec<Arc<SignOffFile>>,
    /// Answers of reviewers, one entry for each file.
    pub answers: Vec<Arc<AnswerFile>>,
    /// Requests for reviews, one entry for each file.
    pub requests: Vec<Arc<RequestFile>>,
    /// The documents whose text was edited below unchanged front matter, if nothing else differs from the previous run. `model`
    /// then replaces their pages and keeps everything else.
    pub edited_texts: Option<Vec<Arc<Document>>>,
}

/// A bibliography file with its sources.
#[derive(Debug, Default)]
pub struct LibraryFile {
    /// The sources in the order of the file; an entry that cannot be read is missing.
    pub references: Vec<Arc<Reference>>,
    /// The entries that must not be cited until a mistake in them is put right.
    pub faults: Vec<EntryFault>,
    /// Further keys for entries, which may be in another file.
    pub aliases: Vec<KeyAlias>,
    /// The `@string`s that a BibTeX file defines, for the other files of the library.
    definitions: StringDefinitions,
    /// Whether the file uses a macro that it does not define, so that it depends on the other files.
    uses_shared_macros: bool,
    /// The text of the file, if an entry is missing. `check` reads it for keys, so that a citation of the missing entry is not
    /// reported as well.
    pub source_with_errors: Option<Source>,
}

/// What the next run in the same process receives as a [`Previous`], to reuse the results of files that did not change.
#[derive(Debug, Default)]
pub struct ParsedFiles {
    results: FileResults,
    retractions: Option<LoadedRetractions>,
    /// The tags for works that the documents define, as further keys.
    tags: Arc<LibraryFile>,
}

/// The result for each file with its findings, in the order of the inventory.
#[derive(Debug, Default)]
struct FileResults {
    documents: Vec<Arc<ParsedFile>>,
    libraries: Vec<Arc<ParsedFile>>,
    glossaries: Vec<Arc<ParsedFile>>,
    /// Sign-offs, requests for reviews and answers to them.
    reviews: Vec<Arc<ParsedFile>>,
}

/// One file parsed on its own, with the findings about it. They stay with the file, so that a run which reuses it reports them
/// again.
#[derive(Debug)]
struct ParsedFile {
    path: Arc<str>,
    content: FileContent,
    findings: Vec<Diagnostic>,
}

/// The result for one file; `None` if it could not be read.
#[derive(Debug)]
enum FileContent {
    Document(Option<Arc<Document>>),
    Library(Arc<LibraryFile>),
    Glossary(Option<Arc<Glossary>>),
    SignOffs(Option<Arc<SignOffFile>>),
    Answers(Option<Arc<AnswerFile>>),
    Requests(Option<Arc<RequestFile>>),
}

/// Reads and parses every file of the inventory, and reuses the results of files that did not change since the previous run. `kept`
/// are the texts that an earlier process parsed.
#[must_use]
pub fn parse(
    files: &dyn Files,
    config: &Config,
    inventory: &Inventory,
    previous: Option<Previous<'_, ParsedFiles>>,
    kept: &KeptTexts,
) -> (Parsed, Vec<Diagnostic>, ParsedFiles) {
    let parser = FileParser { files, config, kept };
    let reusable = ReusableFiles::new(previous);
    let results = parse_files(&parser, &reusable, inventory);
    let mut findings = Vec::new();
    let (mut documents, mut libraries, mut glossaries) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sign_offs, mut answers, mut requests) = (Vec::new(), Vec::new(), Vec::new());
    for file in results.all() {
        findings.extend_from_slice(&file.findings);
        match &file.content {
            FileContent::Document(document) => documents.extend(document.clone()),
            FileContent::Library(library) => libraries.push(library.clone()),
            FileContent::Glossary(glossary) => glossaries.extend(glossary.clone()),
            FileContent::SignOffs(file) => sign_offs.extend(file.clone()),
            FileContent::Answers(file) => answers.extend(file.clone()),
            FileContent::Requests(file) => requests.extend(file.clone()),
        }
    }
    let previous = previous.map(Previous::value);
    let tags = citation_tags(&documents, previous.map(|previous| &previous.tags));
    libraries.extend((!tags.aliases.is_empty()).then(|| tags.clone()));
    // The settings may name any path, also one outside the inventory, so this list compares its own stamp.
    let previous_list = previous.and_then(|previous| previous.retractions.as_ref());
    let sources = CheckedSources { libraries: &libraries, documents: &documents };
    let retractions = retractions::read(files, config, sources, previous_list, &mut findings);
    let parsed = Parsed {
        documents,
        libraries,
        glossaries,
        retractions: retractions.as_ref().map(LoadedRetractions::notices),
        sign_offs,
        answers,
        requests,
        edited_texts: reusable.edited_texts(&results),
    };
    (parsed, findings, ParsedFiles { results, retractions, tags })
}

/// The tags that any document defines: Manubot keeps them in one file for all texts. A tag serves its own text first. The value of
/// the previous run is kept if the tags are the same, because the library compares pointers.
fn citation_tags(documents: &[Arc<Document>], previous: Option<&Arc<LibraryFile>>) -> Arc<LibraryFile> {
    // Of two aliases the library takes the last, and the first text should win.
    let tags = documents.iter().rev().flat_map(|document| &document.body.citation_tags);
    let aliases =
        tags.map(|(tag, key)| KeyAlias { alias: CiteKey::new(tag.as_str()), key: CiteKey::new(key.as_str()) });
    let aliases: Vec<KeyAlias> = aliases.collect();
    match previous.filter(|previous| previous.aliases == aliases) {
        Some(previous) => previous.clone(),
        None => Arc::new(LibraryFile { aliases, ..LibraryFile::default() }),
    }
}

/// Parses content, bibliographies and the records of reviews in parallel. Glossaries are few and short.
fn parse_files(parser: &FileParser<'_>, reusable: &ReusableFiles<'_>, inventory: &Inventory) -> FileResults {
    let (documents, libraries) = rayon::join(
        || {
            let files = inventory.content.par_iter().enumerate().map(|(index, file)| {
                let unchanged = reusable.find(|files| &files.documents, index, &file.path);
                unchanged.unwrap_or_else(|| parser.document(file, None).into())
            });
            with_doses_of_pages(parser, files.collect())
        },
        || {
            let files = inventory.library.par_iter().enumerate().map(|(index, path)| {
                let unchanged = reusable.find(|files| &files.libraries, index, path);
                unchanged.unwrap_or_else(|| parser.library(path, &StringDefinitions::default()).into())
            });
            with_shared_macros(parser, files.collect())
        },
    );
    let glossaries = inventory.glossaries.iter().enumerate().map(|(index, GlossaryFile { path, language })| {
        let unchanged = reusable.find(|files| &files.glossaries, index, path);
        unchanged.unwrap_or_else(|| parser.glossary(path, *language).into())
    });
    let reviews = inventory.reviews.par_iter().enumerate().map(|(index, path)| {
        let unchanged = reusable.find(|files| &files.reviews, index, path);
        unchanged.unwrap_or_else(|| parser.review_file(path).into())
    });
    FileResults { documents, libraries, glossaries: glossaries.collect(), reviews: reviews.collect() }
}

/// Parses the Easy Read versions of exercises once more that show values of the dose. Sites without one pay a look at each document.
fn with_doses_of_pages(parser: &FileParser<'_>, files: Vec<Arc<ParsedFile>>) -> Vec<Arc<ParsedFile>> {
    let documents = || files.iter().filter_map(|file| file.document());
    if !documents().any(easy_read::may_show_values) {
        return files;
    }
    let doses = easy_read::DosesOfPages::new(parser.config, documents());
    let parsed = files.into_iter().map(|parsed| {
        let file = parsed.document().filter(|document| easy_read::may_show_values(document)).map(|easy| &easy.file);
        match file.and_then(|file| Some((file, doses.of(file)?))) {
            Some((file, dose)) => Arc::new(parser.document(file, Some(dose))),
            None => parsed,
        }
    });
    parsed.collect()
}

/// A finding about a library, with the command that repairs the file.
fn with_repair(finding: Diagnostic) -> Diagnostic {
    const REPAIR: &str = "`wellpress cite import FILE` writes a file with what can be read";
    let is_repaired = finding.rule.has(Property::RepairedByImport);
    let help = match finding.help.as_deref() {
        _ if !is_repaired => return finding,
        Some(help) if help.ends_with('?') => format!("{help} {REPAIR}"),
        Some(help) => format!("{help}; {REPAIR}"),
        None => format!("correct it; {REPAIR}"),
    };
    finding.help(help)
}

/// Parses the files of the library once more that use `@string`s of other files.
fn with_shared_macros(parser: &FileParser<'_>, files: Vec<Arc<ParsedFile>>) -> Vec<Arc<ParsedFile>> {
    let libraries = || files.iter().filter_map(|file| file.library());
    if !libraries().any(|library| library.uses_shared_macros) {
        return files;
    }
    let mut shared = StringDefinitions::default();
    libraries().for_each(|library| shared.add(&library.definitions));
    if shared.is_empty() {
        return files;
    }
    let parsed = files.into_iter().map(|file| match file.library().is_some_and(|library| library.uses_shared_macros) {
        true => Arc::new(parser.library(&file.path, &shared)),
        false => file,
    });
    parsed.collect()
}

impl ParsedFiles {
    /// The texts that the next process need not parse, each by its key.
    #[must_use]
    pub fn texts_to_keep(&self) -> Vec<(Fingerprint, &Body)> {
        let documents = self.results.documents.iter().filter_map(|file| file.document());
        documents.filter_map(|document| Some((document.text_key?, &*document.body))).collect()
    }
}

impl FileResults {
    fn all(&self) -> impl Iterator<Item = &Arc<ParsedFile>> {
        self.documents.iter().chain(&self.libraries).chain(&self.glossaries).chain(&self.reviews)
    }
}

impl ParsedFile {
    /// Whether the file could be read. One that could not is tried again even if it did not change: a folder above it may have
    /// been moved away and back.
    fn is_readable(&self) -> bool {
        self.findings.iter().all(|finding| finding.rule != &rules::FILE_UNREADABLE)
    }

    fn library(&self) -> Option<&LibraryFile> {
        match &self.content {
            FileContent::Library(library) => Some(library),
            _ => None,
        }
    }

    fn document(&self) -> Option<&Document> {
        match &self.content {
            FileContent::Document(document) => document.as_deref(),
            _ => None,
        }
    }

    /// Whether the result depends on this file alone. A library file that uses macros of others does not, nor does an Easy Read version
    /// that shows values of its page.
    fn stands_alone(&self) -> bool {
        self.library().is_none_or(|library| !library.uses_shared_macros)
            && !self.document().is_some_and(easy_read::may_show_values)
    }
}

/// Finds results of the previous run for files that did not change.
struct ReusableFiles<'a> {
    previous: Option<Previous<'a, ParsedFiles>>,
    /// Filled only if files came or went, because then the indices of the lists mean other files.
    by_path: HashMap<&'a str, &'a Arc<ParsedFile>>,
}

impl<'a> ReusableFiles<'a> {
    fn new(previous: Option<Previous<'a, ParsedFiles>>) -> Self {
        let by_path = previous.filter(|previous| previous.if_same_files().is_none()).map(|previous| {
            let files = previous.value().results.all();
            files.map(|file| (&*file.path, file)).collect()
        });
        Self { previous, by_path: by_path.unwrap_or_default() }
    }

    /// The result for the file at `index` of its list in the inventory, if the file existed in the previous run and did not
    /// change.
    fn find(&self, list: fn(&FileResults) -> &[Arc<ParsedFile>], index: usize, path: &str) -> Option<Arc<ParsedFile>> {
        let previous = self.previous.filter(|previous| previous.if_unchanged(path).is_some())?;
        let parsed = match previous.if_same_files() {
            Some(files) => list(&files.results).get(index).cloned(),
            None => self.by_path.get(path).map(|parsed| Arc::clone(parsed)),
        };
        parsed.filter(|parsed| parsed.is_readable() && parsed.stands_alone())
    }

    /// The value of [`Parsed::edited_texts`], by comparison of what was parsed anew.
    fn edited_texts(&self, current: &FileResults) -> Option<Vec<Arc<Document>>> {
        let previous = &self.previous?.if_same_files()?.results;
        // A sign-off changes what a page says of its reviews, and its page may be any.
        if previous.reviews.iter().zip(&current.reviews).any(|(old, new)| !Arc::ptr_eq(old, new)) {
            return None;
        }
        let pairs = previous.documents.iter().zip(&current.documents).filter(|(old, new)| !Arc::ptr_eq(old, new));
        pairs.map(|(old, new)| with_same_front_matter(old, new)).collect()
    }
}

/// The new document, if both versions could be parsed and have the same front matter.
fn with_same_front_matter(old: &ParsedFile, new: &ParsedFile) -> Option<Arc<Document>> {
    match (&old.content, &new.content) {
        (FileContent::Document(Some(old)), FileContent::Document(Some(new)))
            if old.content.front == new.content.front =>
        {
            Some(new.clone())
        }
        _ => None,
    }
}

/// What texts of this site in a language may contain.
#[must_use]
pub fn grammar(config: &Config, language: LanguageId) -> Grammar<'_> {
    config.settings.grammar(config.languages[language].of_texts())
}

/// The same for a text that can show values of its record.
fn with_record<'a>(grammar: Grammar<'a>, record: &'a RecordValues) -> Grammar<'a> {
    let variables = grammar.language.variables.with_record(record);
    Grammar { language: TextLanguage { variables, ..grammar.language }, ..grammar }
}

/// Reads and parses one file at a time, with the settings of the site.
struct FileParser<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    kept: &'a KeptTexts,
}

impl FileParser<'_> {
    /// `dose_of_page` are the values of the page that the file is an Easy Read version of.
    fn document(&self, file: &ContentFile, dose_of_page: Option<&RecordValues>) -> ParsedFile {
        let mut findings = Vec::new();
        let document = self.parse_document(file, dose_of_page, &mut findings).map(Arc::new);
        ParsedFile { path: file.path.clone(), content: FileContent::Document(document), findings }
    }

    fn parse_document(
        &self,
        file: &ContentFile,
        dose_of_page: Option<&RecordValues>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Document> {
        let source = self.read(&file.path, self.config.settings.limits.file_size, findings)?;
        let declared = &self.config.sections[file.section].fields;
        let is_plain = file.kind == ContentKind::Page && !self.config.sections[file.section].is_health;
        let titled = if is_plain { front_matter::heading_title::read(&source, file) } else { None };
        let ReadFrontMatter { front, mut fields, text_start } =
            titled.unwrap_or_else(|| front_matter::read(&source, file.kind, declared, findings));
        let text = text_start..source.text.len();
        let grammar = grammar(self.config, file.language);
        let own_dose = front.as_deref().and_then(|front| self.shown_dose(file, front, &source.text[text_start..]));
        let dose = own_dose.as_ref().or(dose_of_page);
        let grammar_of_text = dose.map_or(grammar, |dose| with_record(grammar, dose));
        let (above, below) = source.text.as_bytes().split_at(text_start);
        let content = ContentFingerprint { front: Fingerprint::of(above), text: Fingerprint::of(below) };
        // A text that shows a dose of another file is parsed in each run, and so is one with findings.
        let mut text_key = dose_of_page.is_none().then(|| kept_texts::key(&file.path, content));
        let body = match text_key.and_then(|key| self.kept.body(key)) {
            Some(kept_body) => kept_body,
            None => {
                let findings_before = findings.len();
                let body = match front.as_deref().and_then(manual_list_setting) {
                    Some(setting) => reference_list::parse(&source, text, grammar_of_text, setting, findings),
                    None => parser::parse(&source, text, grammar_of_text, findings),
                };
                text_key = text_key.filter(|_| findings.len() == findings_before && body.references.is_empty());
                body
            }
        };
        // Behind the text, so that one run shows the mistakes of both.
        let mut front = front?;
        let front_texts = front_texts::parse(&source, &front, declared, &mut fields, grammar, findings);
        let no_dose = RecordValues { key: dose_values::DOSE, fields: Vec::new(), values: BTreeMap::new() };
        let has_dose = file.kind == ContentKind::Exercise && source.text[..text_start].contains("{{");
        let grammar_of_fields = if has_dose { with_record(grammar, &no_dose) } else { grammar };
        let mut values = FieldVariables::new(&source, text_start, grammar_of_fields.language.variables);
        front.set_plain_texts(&source, text_start, grammar_of_fields, &mut values, findings);
        fields.iter_mut().for_each(|field| field.value.value.for_each_text(&mut |text| values.set(text)));
        let texts = front_texts.iter().chain([&body]);
        let variables =
            values.shown(findings).into_iter().chain(texts.flat_map(|body| body.variables.clone())).collect();
        Some(Document {
            file: file.clone(),
            source,
            front: front.into(),
            fields,
            body: body.into(),
            front_texts,
            variables,
            included: None,
            content,
            text_key,
        })
    }

    /// The values of the dose that the text of an exercise can show; `None` for other pages, and for a text without braces.
    fn shown_dose(&self, file: &ContentFile, front: &FrontMatter, text: &str) -> Option<RecordValues> {
        let is_exercise = file.kind == ContentKind::Exercise;
        (is_exercise && text.contains("{{"))
            .then(|| dose_values::values(&front.dose, &self.config.languages[file.language].tag))
    }

    /// Parses a file of the library. `shared` are the `@string`s of the other files.
    fn library(&self, path: &Arc<str>, shared: &StringDefinitions) -> ParsedFile {
        let mut findings = Vec::new();
        let mut library = LibraryFile::default();
        let limit = self.config.settings.limits.library_size;
        let bytes = self.read_bytes(path, limit, &mut findings);
        if let Some(source) = bytes.and_then(|bytes| decode_library(path, bytes, &mut findings)) {
            let mut parsed = wellpress_bibliography::parse_with_macros(&source, shared);
            findings.append(&mut parsed.diagnostics);
            findings.extend(parsed.references.iter().filter_map(garbled::of_reference));
            library.faults = parsed.faults;
            library.aliases = parsed.aliases;
            library.definitions = parsed.definitions;
            library.uses_shared_macros = parsed.has_undefined_macros || !shared.is_empty();
            // `drain` instead of `into_iter`: the latter would collect the pointers into the allocation of the records, which
            // is many times larger and would be kept as long as the library.
            library.references = parsed.references.drain(..).map(Arc::new).collect();
            library.source_with_errors =
                findings.iter().any(|finding| finding.severity == Severity::Error).then_some(source);
        }
        let findings = findings.into_iter().map(with_repair).collect();
        ParsedFile { path: path.clone(), content: FileContent::Library(Arc::new(library)), findings }
    }

    fn glossary(&self, path: &Arc<str>, language: LanguageId) -> ParsedFile {
        let mut findings = Vec::new();
        let source = self.read(path, self.config.settings.limits.file_size, &mut findings);
        let glossary = source
            .map(|source| Arc::new(glossary::parse(source, language, grammar(self.config, language), &mut findings)));
        ParsedFile { path: path.clone(), content: FileContent::Glossary(glossary), findings }
    }

    fn review_file(&self, path: &Arc<str>) -> ParsedFile {
        let mut findings = Vec::new();
        let source = self.read(path, self.config.settings.limits.file_size, &mut findings);
        let content = if path.ends_with(answers::FILE_END) {
            FileContent::Answers(source.map(|source| Arc::new(answers::parse(source, &mut findings))))
        } else if path.ends_with(requests::FILE_END) {
            FileContent::Requests(source.map(|source| Arc::new(requests::parse(source, &mut findings))))
        } else {
            FileContent::SignOffs(
                source.map(|source| Arc::new(sign_offs::parse(self.config.content_folder(), source, &mut findings))),
            )
        };
        ParsedFile { path: path.clone(), content, findings }
    }

    /// Reads a text file: UTF-8, with or without a byte order mark, line ends of any kind.
    fn read(&self, path: &Arc<str>, limit: u64, findings: &mut Vec<Diagnostic>) -> Option<Source> {
        decode(path, self.read_bytes(path, limit, findings)?, findings)
    }

    fn read_bytes(&self, path: &Arc<str>, limit: u64, findings: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
        match self.files.read_limited(&self.config.root.join(Path::new(&**path)), limit) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                findings.push(unreadable(path, &error));
                None
            }
        }
    }
}

/// The place of `list: manual`, with which an author says that the text ends in a list of references written by hand.
fn manual_list_setting(front: &FrontMatter) -> Option<Span> {
    let list = front.citations.list.as_ref();
    list.filter(|list| list.value == ReferenceListMode::Manual).map(|list| list.span)
}

/// Parses a string of the YAML as Markdown. If the source has it in the same spelling, findings get their exact places; a folded
/// or escaped string is parsed apart from the source.
fn scalar_body(
    source: &Source,
    scalar: &Located<String>,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let yaml_text = source.text.get(scalar.span.range()).unwrap_or_default();
    // An empty string would be found anywhere, so it has no place of its own.
    if let Some(offset) = yaml_text.find(scalar.value.as_str()).filter(|_| !scalar.value.is_empty()) {
        let start = scalar.span.start as usize + offset;
        return parser::parse(source, start..start + scalar.value.len(), grammar, findings);
    }
    parser::parse_folded(source, scalar, grammar, findings)
}
