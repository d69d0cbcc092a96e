//! Findings as the overlay and the server's own pages show them: the JSON form, with the source line and a link into the
//! person's editor.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::value::RawValue;

use wellpress_diagnostics::render::{json, text};
use wellpress_diagnostics::{Diagnostic, Location, Report, Severity};
use wellpress_site::config::EditorUrl;

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    finding: json::Finding<'a>,
    excerpt: Option<String>,
    editor: Option<String>,
}

/// What makes a link of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    /// The link, where the settings have one.
    pub url: Option<EditorUrl>,
    /// The site's root, absolute.
    pub root: PathBuf,
}

impl Editor {
    fn link(&self, location: &Location) -> Option<String> {
        let file = self.root.join(&*location.file);
        Some(self.url.as_ref()?.link(&file.to_string_lossy(), location.line, location.column))
    }
}

/// How many findings are laid over a page; the server's own pages show all.
pub(super) const OVERLAID: usize = 100;

/// The findings of at least this severity, as a JSON list of at most so many.
pub(super) fn list(report: &Report, least: Severity, most: usize, editor: &Editor) -> Box<RawValue> {
    let wanted = report.findings().iter().filter(|finding| finding.severity >= least).take(most);
    let shown: Vec<Shown<'_>> = wanted.map(|finding| shown(finding, editor)).collect();
    serde_json::value::to_raw_value(&shown).expect("strings and numbers are always JSON")
}

fn shown<'a>(finding: &'a Diagnostic, editor: &Editor) -> Shown<'a> {
    Shown { finding: finding.into(), excerpt: text::excerpt(finding), editor: editor.link(&finding.location) }
}

/// No findings.
pub(super) fn none() -> Box<RawValue> {
    RawValue::from_string("[]".to_owned()).expect("an empty list is JSON")
}
