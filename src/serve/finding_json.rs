//! Findings as JSON for the preview's panel and the dashboard: the JSON of `check --format json`, and for each finding the line of
//! the source and a link that opens the author's editor there.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use wellpress_diagnostics::render::{json, text};
use wellpress_diagnostics::{Diagnostic, Location};
use wellpress_site::config::EditorUrl;

use super::site_overview::SiteOverview;

#[derive(Serialize)]
struct FindingJson<'a> {
    #[serde(flatten)]
    finding: json::JsonFinding<'a>,
    excerpt: Option<String>,
    editor: Option<String>,
    /// The address of the page that the file belongs to.
    page: Option<&'a str>,
    words: Option<MarkedWords<'a>>,
}

/// The words of the source that a finding is about, for the panel, which marks them in the page. They still have the marks of
/// Markdown.
#[derive(Serialize)]
struct MarkedWords<'a> {
    /// The words in the same line before them, which tell them from the same words elsewhere.
    before: &'a str,
    text: &'a str,
}

impl<'a> MarkedWords<'a> {
    /// `None` for a finding about a whole file. Of a finding about several lines, the words in the first.
    fn of(location: &'a Location) -> Option<Self> {
        let line = location.excerpt.as_deref()?;
        let start = byte_at(line, location.column);
        let end = if location.end_line == location.line { byte_at(line, location.end_column) } else { line.len() };
        let text = line.get(start..end).filter(|text| !text.trim().is_empty())?;
        // The key of a field is no word of the page.
        let is_key = line[..start].trim().is_empty() && line[end..].starts_with(':');
        (!is_key).then_some(Self { before: &line[..start], text })
    }
}

/// The offset of a column, which counts characters from 1.
fn byte_at(line: &str, column: u32) -> usize {
    let characters = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at)
}

/// Makes links that open a file at a line in the author's editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EditorLinks {
    /// The form of a link; `None` if the settings name no editor.
    pub url: Option<EditorUrl>,
    /// The site's root, absolute: editors want absolute paths.
    pub root: PathBuf,
}

impl EditorLinks {
    fn link(&self, location: &Location) -> Option<String> {
        let file = self.root.join(&*location.file);
        Some(self.url.as_ref()?.link(&file.to_string_lossy(), location.line, location.column))
    }
}

/// How many findings the panel on a page shows. The dashboard shows all; the panel's come with each reload event, to each tab.
pub(super) const OVERLAY_LIMIT: usize = 100;

/// The first `limit` findings, as a JSON list.
pub(super) fn list<'a>(
    findings: impl Iterator<Item = &'a Arc<Diagnostic>>,
    limit: usize,
    editor: &EditorLinks,
    overview: &'a SiteOverview,
) -> Box<RawValue> {
    // Findings are sorted by file, so the page of each file is looked for once.
    let mut last: Option<(&str, Option<&str>)> = None;
    let list = findings.take(limit).map(|finding| {
        let file: &str = &finding.location.file;
        let page = last.filter(|(known, _)| *known == file).map_or_else(|| overview.page_of(file), |(_, page)| page);
        last = Some((file, page));
        FindingJson::new(finding, editor, page)
    });
    let list: Vec<FindingJson<'_>> = list.collect();
    serde_json::value::to_raw_value(&list).expect("strings and numbers are always JSON")
}

impl<'a> FindingJson<'a> {
    fn new(finding: &'a Diagnostic, editor: &EditorLinks, page: Option<&'a str>) -> Self {
        Self {
            finding: finding.into(),
            excerpt: text::excerpt(finding),
            editor: editor.link(&finding.location),
            page,
            words: MarkedWords::of(&finding.location),
        }
    }
}

/// The JSON of a build without findings.
pub(super) fn empty_list() -> Box<RawValue> {
    RawValue::from_string("[]".to_owned()).expect("an empty list is JSON")
}
