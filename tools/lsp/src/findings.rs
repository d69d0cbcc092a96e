//! Findings of a report in, diagnostics of the protocol out, file by file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location as LspLocation, NumberOrString, Range,
};

use wellpress_command::invocation::SETTINGS;
use wellpress_diagnostics::{Diagnostic as Finding, Location, Report, Severity};
use wellpress_io::fs::{Disk, Files as _};

use crate::documents::Document;
use crate::positions::{Encoding, Text};
use crate::uris;

/// The name of this program in lists of findings.
pub const SOURCE: &str = "wellpress";

/// The texts in which findings are: those that were checked, and files of the disk, each read once.
pub struct Texts<'a> {
    root: &'a Path,
    documents: &'a BTreeMap<PathBuf, Document>,
    read: BTreeMap<Arc<str>, Text>,
    encoding: Encoding,
}

impl<'a> Texts<'a> {
    /// The texts of a site.
    #[must_use]
    pub fn new(root: &'a Path, documents: &'a BTreeMap<PathBuf, Document>, encoding: Encoding) -> Self {
        Self { root, documents, read: BTreeMap::new(), encoding }
    }

    /// The path of a file of the site. A finding about the site as a whole is in the settings.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        if file.is_empty() { self.root.join(SETTINGS) } else { self.root.join(file) }
    }

    /// The text of a file of the site; empty if it cannot be read.
    pub fn text(&mut self, file: &Arc<str>) -> Text {
        let path = self.path(file);
        if let Some(document) = self.documents.get(&path) {
            return document.text.clone();
        }
        let read = self.read.entry(file.clone()).or_insert_with(|| {
            let bytes = Disk.read(&path).unwrap_or_default();
            Text::new(String::from_utf8_lossy(&bytes))
        });
        read.clone()
    }

    /// The range of a place. The line of most places is known and plain, so that their files need not be read.
    pub fn range(&mut self, location: &Location) -> Range {
        let is_known = location.line == location.end_line;
        match location.excerpt.as_deref().filter(|line| is_known && line.is_ascii() && location.line > 1) {
            Some(line) => {
                let line_end = u32::try_from(line.len()).unwrap_or(u32::MAX);
                let at = |column: u32| lsp_types::Position::new(location.line - 1, (column.max(1) - 1).min(line_end));
                Range::new(at(location.column), at(location.end_column.max(location.column)))
            }
            None => self.text(&location.file).range_of(location, self.encoding),
        }
    }

    /// A place as the protocol has it.
    pub fn location(&mut self, location: &Location) -> Option<LspLocation> {
        let path = self.path(&location.file);
        let uri = self.documents.get(&path).map(|document| document.uri.clone()).or_else(|| uris::uri_of(&path))?;
        Some(LspLocation { uri, range: self.range(location) })
    }
}

/// The diagnostics of each file that has findings.
#[must_use]
pub fn by_file(report: &Report, texts: &mut Texts<'_>) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut by_file: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for finding in report.findings() {
        by_file.entry(texts.path(&finding.location.file)).or_default().push(diagnostic(finding, texts));
    }
    by_file
}

/// A finding as the protocol has it.
pub fn diagnostic(finding: &Finding, texts: &mut Texts<'_>) -> Diagnostic {
    let related = finding.related.iter().filter_map(|place| {
        let location = texts.location(&place.location)?;
        Some(DiagnosticRelatedInformation { location, message: place.message.clone() })
    });
    let related: Vec<DiagnosticRelatedInformation> = related.collect();
    Diagnostic {
        range: texts.range(&finding.location),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.id.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: message(finding),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

fn message(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}
