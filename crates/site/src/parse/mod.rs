//! Inventory in, [`Parsed`] out: every file read and understood on its own, in parallel, with its own findings.
//!
//! No file knows another here: whether an id, a key or a path exists is for the stages below.

pub mod document;
pub mod front_matter;
pub mod glossary;
pub mod retractions;
pub mod sign_offs;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use memchr::memchr;
use rayon::prelude::*;

use wellpress_bibliography::Reference;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Severity, Source, Span, rules};
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::Files;
use wellpress_markdown::body::Body;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::parser::{self, Grammar, RawHtml};
use wellpress_markdown::reference_list;

use crate::config::Config;
use crate::discover::{ContentFile, Inventory, unreadable};
use crate::previous::Previous;

use document::{ContentFingerprint, Document};
use front_matter::{FrontMatter, ReferenceListMode};
use glossary::Glossary;
use retractions::{LoadedRetractions, Retractions};
use sign_offs::SignOffFile;

/// All files as parsed.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Documents, by path.
    pub documents: Vec<Arc<Document>>,
    /// Files of the library, by path.
    pub libraries: Vec<Arc<LibraryFile>>,
    /// Glossaries.
    pub glossaries: Vec<Arc<Glossary>>,
    /// What became of sources after they were published, where the settings name a list of that.
    pub retractions: Option<Arc<Retractions>>,
    /// Sign-offs, by file.
    pub sign_offs: Vec<Arc<SignOffFile>>,
    /// The documents that were read anew, where all that may be other than before is the text below the same front matter
    /// of these.
    pub texts: Option<Vec<Arc<Document>>>,
}

/// A file of the library.
#[derive(Debug, Default)]
pub struct LibraryFile {
    /// Its sources, in their order.
    pub references: Vec<Arc<Reference>>,
    /// Its text, where not everything in it could be read.
    pub source_with_errors: Option<Source>,
}

/// Each file as parsed, with its findings, in the order of the inventory: the next run in the same process receives it as a
/// [`Previous`] and takes the files over that did not change.
#[derive(Debug, Default)]
pub struct ParsedFiles {
    documents: Vec<Arc<ParsedFile>>,
    libraries: Vec<Arc<ParsedFile>>,
    glossaries: Vec<Arc<ParsedFile>>,
    retractions: Option<LoadedRetractions>,
    sign_offs: Vec<Arc<ParsedFile>>,
}

/// One file parsed on its own, with the findings about it.
#[derive(Debug)]
struct ParsedFile {
    path: Arc<str>,
    content: FileContent,
    findings: Vec<Diagnostic>,
}

/// What a file holds.
#[derive(Debug)]
enum FileContent {
    Document(Option<Arc<Document>>),
    Library(Arc<LibraryFile>),
    Glossary(Option<Arc<Glossary>>),
    SignOffs(Option<Arc<SignOffFile>>),
}

/// Reads and parses every file of the inventory. Files that did not change since the previous run are taken over from it.
#[must_use]
pub fn parse(
    files: &dyn Files,
    config: &Config,
    inventory: &Inventory,
    previous: Option<Previous<'_, ParsedFiles>>,
) -> (Parsed, Vec<Diagnostic>, ParsedFiles) {
    let reader = Reader { files, config, grammar: grammar(config) };
    let reusable = ReusableFiles::new(previous);
    let document = |(position, file): (usize, &ContentFile)| {
        let parsed = reusable.find(ParsedFiles::documents, position, &file.path);
        parsed.unwrap_or_else(|| Arc::new(reader.document(file)))
    };
    let library = |(position, path): (usize, &Arc<str>)| {
        let parsed = reusable.find(ParsedFiles::libraries, position, path);
        parsed.unwrap_or_else(|| Arc::new(reader.library(path)))
    };
    let (documents, libraries) = rayon::join(
        || inventory.content.par_iter().enumerate().map(document).collect::<Vec<_>>(),
        || inventory.library.par_iter().enumerate().map(library).collect::<Vec<_>>(),
    );
    let glossaries = inventory.glossaries.iter().enumerate().map(|(position, (path, language))| {
        let parsed = reusable.find(ParsedFiles::glossaries, position, path);
        parsed.unwrap_or_else(|| Arc::new(reader.glossary(path, *language)))
    });
    let sign_offs = inventory.reviews.iter().enumerate().map(|(position, path)| {
        let parsed = reusable.find(ParsedFiles::sign_offs, position, path);
        parsed.unwrap_or_else(|| Arc::new(reader.sign_offs(path)))
    });
    let (glossaries, sign_offs) = (glossaries.collect(), sign_offs.collect());
    let mut parsed_files = ParsedFiles { documents, libraries, glossaries, sign_offs, retractions: None };
    let (mut parsed, mut findings) = (Parsed::default(), Vec::new());
    for file in parsed_files.all() {
        findings.extend_from_slice(&file.findings);
        match &file.content {
            FileContent::Document(document) => parsed.documents.extend(document.clone()),
            FileContent::Library(library) => parsed.libraries.push(library.clone()),
            FileContent::Glossary(glossary) => parsed.glossaries.extend(glossary.clone()),
            FileContent::SignOffs(sign_offs) => parsed.sign_offs.extend(sign_offs.clone()),
        }
    }
    // The list of retractions may be anywhere, so the inventory does not say whether it changed: it compares itself.
    let retractions = previous.and_then(|previous| previous.value().retractions.as_ref());
    parsed_files.retractions =
        retractions::read(files, config, (&parsed.libraries, &parsed.documents), retractions, &mut findings);
    parsed.retractions = parsed_files.retractions.as_ref().map(LoadedRetractions::list);
    parsed.texts = reusable.texts(&parsed_files);
    (parsed, findings, parsed_files)
}

impl ParsedFiles {
    fn documents(&self) -> &[Arc<ParsedFile>] {
        &self.documents
    }

    fn libraries(&self) -> &[Arc<ParsedFile>] {
        &self.libraries
    }

    fn glossaries(&self) -> &[Arc<ParsedFile>] {
        &self.glossaries
    }

    fn sign_offs(&self) -> &[Arc<ParsedFile>] {
        &self.sign_offs
    }

    fn all(&self) -> impl Iterator<Item = &Arc<ParsedFile>> {
        self.documents.iter().chain(&self.libraries).chain(&self.glossaries).chain(&self.sign_offs)
    }
}

impl ParsedFile {
    /// Whether the file could be read. One that could not is tried again even when it did not change: a folder above it may
    /// have gone away and come back.
    fn is_readable(&self) -> bool {
        self.findings.iter().all(|finding| finding.rule != &rules::FILE_UNREADABLE)
    }
}

/// Finds the files of the previous run that can be taken over.
struct ReusableFiles<'a> {
    previous: Option<Previous<'a, ParsedFiles>>,
    /// Filled only when files came or went, because then their positions in the lists shifted.
    by_path: HashMap<&'a str, &'a Arc<ParsedFile>>,
}

impl<'a> ReusableFiles<'a> {
    fn new(previous: Option<Previous<'a, ParsedFiles>>) -> Self {
        let by_path = previous.filter(|previous| previous.if_same_files().is_none()).map(|previous| {
            let files = previous.value().all();
            files.map(|file| (&*file.path, file)).collect()
        });
        Self { previous, by_path: by_path.unwrap_or_default() }
    }

    /// The parsed file at `position` of `list` in the inventory, if it was there in the previous run and did not change.
    fn find(
        &self,
        list: fn(&ParsedFiles) -> &[Arc<ParsedFile>],
        position: usize,
        path: &str,
    ) -> Option<Arc<ParsedFile>> {
        let previous = self.previous.filter(|previous| previous.if_unchanged(path).is_some())?;
        let parsed = match previous.if_same_files() {
            Some(files) => list(files).get(position).cloned(),
            None => self.by_path.get(path).map(|parsed| Arc::clone(parsed)),
        };
        parsed.filter(|parsed| parsed.is_readable())
    }

    /// The documents that were read anew, if nothing but the text of these may differ from the previous run.
    fn texts(&self, now: &ParsedFiles) -> Option<Vec<Arc<Document>>> {
        let previous = self.previous?.if_same_files()?;
        if previous.sign_offs.iter().zip(&now.sign_offs).any(|(old, new)| !Arc::ptr_eq(old, new)) {
            return None;
        }
        let pairs = previous.documents.iter().zip(&now.documents).filter(|(old, new)| !Arc::ptr_eq(old, new));
        pairs.map(|(old, new)| with_same_front_matter(old, new)).collect()
    }
}

/// The new document, if both could be parsed and have the same front matter.
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

/// What the text of this site may contain.
#[must_use]
pub fn grammar(config: &Config) -> Grammar<'_> {
    Grammar {
        vocabulary: Vocabulary { callouts: &config.settings.callouts },
        raw_html: if config.settings.raw_html { RawHtml::Passed } else { RawHtml::Escaped },
        nesting: config.settings.limits.nesting,
    }
}

/// Reads one file at a time.
struct Reader<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    grammar: Grammar<'a>,
}

impl Reader<'_> {
    fn document(&self, file: &ContentFile) -> ParsedFile {
        let mut findings = Vec::new();
        let document = self.parse_document(file, &mut findings).map(Arc::new);
        ParsedFile { path: file.path.clone(), content: FileContent::Document(document), findings }
    }

    fn parse_document(&self, file: &ContentFile, findings: &mut Vec<Diagnostic>) -> Option<Document> {
        let source = self.read(&file.path, self.config.settings.limits.file_size, findings)?;
        let (front, text_start) = front_matter::read(&source, file.kind, findings);
        let mut body = parser::parse(&source, text_start..source.text.len(), self.grammar, findings);
        let front = front?;
        if let Some(wish) = manual_list(&front) {
            reference_list::read(&source, wish, &mut body, findings);
        }
        let key_points = match &front {
            FrontMatter::Article(article) => {
                article.key_points.iter().map(|point| scalar_body(&source, point, self.grammar, findings)).collect()
            }
            _ => Vec::new(),
        };
        let (above, below) = source.text.as_bytes().split_at(text_start);
        let content = ContentFingerprint { front: Fingerprint::of(above), text: Fingerprint::of(below) };
        Some(Document { file: file.clone(), source, front, body: body.into(), key_points, content })
    }

    fn library(&self, path: &Arc<str>) -> ParsedFile {
        let mut findings = Vec::new();
        let mut library = LibraryFile::default();
        if let Some(source) = self.read(path, self.config.settings.limits.library_size, &mut findings) {
            let mut parsed = wellpress_bibliography::parse(&source);
            findings.append(&mut parsed.diagnostics);
            // Collected straight from the list, the few bytes of each pointer would keep the room of a whole record.
            library.references = parsed.references.drain(..).map(Arc::new).collect();
            library.source_with_errors =
                findings.iter().any(|finding| finding.severity == Severity::Error).then_some(source);
        }
        ParsedFile { path: path.clone(), content: FileContent::Library(Arc::new(library)), findings }
    }

    fn glossary(&self, path: &Arc<str>, language: usize) -> ParsedFile {
        let mut findings = Vec::new();
        let source = self.read(path, self.config.settings.limits.file_size, &mut findings);
        let glossary = source.map(|source| Arc::new(glossary::parse(source, language, self.grammar, &mut findings)));
        ParsedFile { path: path.clone(), content: FileContent::Glossary(glossary), findings }
    }

    fn sign_offs(&self, path: &Arc<str>) -> ParsedFile {
        let mut findings = Vec::new();
        let source = self.read(path, self.config.settings.limits.file_size, &mut findings);
        let sign_offs = source.map(|source| Arc::new(sign_offs::parse(source, &mut findings)));
        ParsedFile { path: path.clone(), content: FileContent::SignOffs(sign_offs), findings }
    }

    /// Reads a text file: UTF-8, with or without a byte order mark, line ends of any kind.
    fn read(&self, path: &Arc<str>, limit: u64, findings: &mut Vec<Diagnostic>) -> Option<Source> {
        match self.files.read_limited(&self.config.root.join(Path::new(&**path)), limit) {
            Ok(bytes) => decode(path, bytes, findings),
            Err(error) => {
                findings.push(unreadable(path, &error));
                None
            }
        }
    }
}

/// Where the front matter says that the author wrote the list of references by hand.
fn manual_list(front: &FrontMatter) -> Option<Span> {
    let citations = match front {
        FrontMatter::Article(article) => &article.citations,
        FrontMatter::Exercise(exercise) => &exercise.citations,
        _ => return None,
    };
    citations.list.as_ref().filter(|list| list.value == ReferenceListMode::Manual).map(|list| list.span)
}

/// Parses a YAML string as marked-up text. Where it stands in the source as it is, places are exact.
fn scalar_body(
    source: &Source,
    scalar: &Located<String>,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let written = source.text.get(scalar.span.range()).unwrap_or_default();
    if let Some(offset) = written.find(scalar.value.as_str()).filter(|_| !scalar.value.is_empty()) {
        let start = scalar.span.start as usize + offset;
        return parser::parse(source, start..start + scalar.value.len(), grammar, findings);
    }
    parser::parse_folded(source, scalar, grammar, findings)
}

/// Bytes of a text file as text; what is not UTF-8 is a finding at its line.
pub fn decode(path: &Arc<str>, bytes: Vec<u8>, findings: &mut Vec<Diagnostic>) -> Option<Source> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file(path.clone()), "the file is UTF-16");
        findings.push(finding.help("save it as UTF-8"));
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            let source = Source::new(path.clone(), before);
            let place = source.locate(Span::new(valid..valid));
            let finding = Diagnostic::new(&rules::FILE_ENCODING, place, "the file is not UTF-8 from here on");
            findings.push(finding.help("save it as UTF-8"));
            return None;
        }
    };
    let text = normalise(text);
    let source = Source::new(path.clone(), text);
    if let Some(at) = memchr(0, source.text.as_bytes()) {
        let place = source.locate(Span::new(at..at + 1));
        let finding = Diagnostic::new(&rules::FILE_ENCODING, place, "the file has a NUL character");
        findings.push(finding.help("take it out; perhaps this is not a text file"));
        return None;
    }
    Some(source)
}

fn normalise(text: String) -> String {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if memchr(b'\r', text.as_bytes()).is_some() { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
