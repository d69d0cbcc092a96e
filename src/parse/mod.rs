//! Inventory in, [`Parsed`] out: every file read and understood on its own, in parallel, with its own findings.
//!
//! No file knows another here: whether an id, a key or a path exists is for the stages below.

pub mod bibliography;
pub mod citations;
pub mod directives;
pub mod document;
pub mod front_matter;
pub mod glossary;
mod heading_ids;
pub mod markdown;

use std::path::Path;
use std::sync::Arc;

use memchr::memchr;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Location, Severity, Source, rules};
use crate::discover::{ContentFile, Inventory, unreadable};
use crate::fs::Files;
use crate::yaml::Located;

use bibliography::Reference;
use directives::Vocabulary;
use document::{Body, Document};
use front_matter::Front;
use glossary::Glossary;
use markdown::{Grammar, RawHtml};

/// All files as parsed.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Documents, by path.
    pub documents: Vec<Document>,
    /// Sources, by file and place.
    pub references: Vec<Reference>,
    /// Glossaries.
    pub glossaries: Vec<Glossary>,
    /// Files of the library in which not everything could be read.
    pub faulty_libraries: Vec<Source>,
}

/// Reads and parses every file of the inventory.
#[must_use]
pub fn parse(files: &dyn Files, config: &Config, inventory: &Inventory) -> (Parsed, Vec<Diagnostic>) {
    let grammar = grammar(config);
    let mut findings = Vec::new();
    let documents = inventory.content.par_iter().map(|file| {
        let mut findings = Vec::new();
        let document = document(files, config, file, grammar, &mut findings);
        (document, findings)
    });
    let (documents, references) = rayon::join(
        || documents.collect::<Vec<_>>(),
        || inventory.library.par_iter().map(|path| library(files, config, path)).collect::<Vec<_>>(),
    );
    let mut parsed = Parsed::default();
    for (document, mut found) in documents {
        parsed.documents.extend(document);
        findings.append(&mut found);
    }
    for (mut references, faulty, mut found) in references {
        parsed.references.append(&mut references);
        parsed.faulty_libraries.extend(faulty);
        findings.append(&mut found);
    }
    for (path, language) in &inventory.glossaries {
        if let Some(source) = read_source(files, config, path, config.settings.limits.file_size, &mut findings) {
            parsed.glossaries.push(glossary::parse(source, *language, grammar, &mut findings));
        }
    }
    (parsed, findings)
}

/// What the text of this site may contain.
#[must_use]
pub fn grammar(config: &Config) -> Grammar<'_> {
    Grammar {
        vocabulary: Vocabulary { callouts: &config.settings.callouts },
        raw_html: if config.settings.raw_html { RawHtml::Passed } else { RawHtml::Escaped },
    }
}

fn document(
    files: &dyn Files,
    config: &Config,
    file: &ContentFile,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let source = read_source(files, config, &file.path, config.settings.limits.file_size, findings)?;
    let (front, text_start) = front_matter::read(&source, file.kind, findings);
    let body = markdown::parse(&source, text_start..source.text.len(), grammar, findings);
    let front = front?;
    let key_points = match &front {
        Front::Article(article) => {
            article.key_points.iter().map(|point| scalar_body(&source, point, grammar, findings)).collect()
        }
        _ => Vec::new(),
    };
    Some(Document { file: file.clone(), source, front, body, key_points })
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
        return markdown::parse(source, start..start + scalar.value.len(), grammar, findings);
    }
    markdown::parse_folded(source, scalar, grammar, findings)
}

/// The sources of a file, its text where one of them has an error, and the findings.
fn library(files: &dyn Files, config: &Config, path: &Arc<str>) -> (Vec<Reference>, Option<Source>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let Some(source) = read_source(files, config, path, config.settings.limits.library_size, &mut findings) else {
        return (Vec::new(), None, findings);
    };
    let mut parsed = bibliography::parse(&source);
    findings.append(&mut parsed.diagnostics);
    let is_faulty = findings.iter().any(|finding| finding.severity == Severity::Error);
    (parsed.references, is_faulty.then_some(source), findings)
}

/// Reads a text file: UTF-8, with or without a byte order mark, line ends of any kind.
fn read_source(
    files: &dyn Files,
    config: &Config,
    path: &Arc<str>,
    limit: u64,
    findings: &mut Vec<Diagnostic>,
) -> Option<Source> {
    match files.read_limited(&config.root.join(Path::new(&**path)), limit) {
        Ok(bytes) => decode(path, bytes, findings),
        Err(error) => {
            findings.push(unreadable(path, &error));
            None
        }
    }
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
            let place = source.locate(crate::diagnostics::Span::new(valid..valid));
            let finding = Diagnostic::new(&rules::FILE_ENCODING, place, "the file is not UTF-8 from here on");
            findings.push(finding.help("save it as UTF-8"));
            return None;
        }
    };
    let text = normalise(text);
    let source = Source::new(path.clone(), text);
    if let Some(at) = memchr(0, source.text.as_bytes()) {
        let place = source.locate(crate::diagnostics::Span::new(at..at + 1));
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
