//! The fuzz targets: functions that feed arbitrary bytes to the parsers of files that authors write, to the theme's
//! templates, to the importers, to the reader of reviewers' answers, and to the servers for previews and for editors.
//!
//! Each panics if a promise is broken: every location in a finding lies in the text, no page of an imported site is lost, and
//! the servers go on answering. `cargo fuzz` calls them, and the test suite calls them with mutated seeds for a shorter time.

mod imports;
mod language_server;
mod preview;
mod xml;

use std::path::Path;

use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_foundation::Day;
use wellpress_io::fs::Memory;
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};
use wellpress_render::Theme;
use wellpress_render::safety::SafetyOutline;
use wellpress_site::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::parse::front_matter as front;
use wellpress_site::sections::ContentKind;

pub use imports::{import, word, word_file, wxr};
pub use language_server::lsp;
pub use preview::request;

/// Parses the bytes as the front matter of each kind of page.
pub fn front_matter(bytes: &[u8]) {
    let text = format!("---\n{}\n---\n", String::from_utf8_lossy(bytes));
    let source = Source::new("content/articles/a.md", text);
    for kind in ContentKind::ALL {
        let mut findings = Vec::new();
        let text_start = front::read(&source, kind, &[], &mut findings).text_start;
        assert!(source.text.is_char_boundary(text_start));
        assert_locations(&source, &findings);
    }
}

/// Parses the bytes as the text of a page, with directives and citations.
pub fn text(bytes: &[u8]) {
    let source = Source::new("content/articles/a.md", String::from_utf8_lossy(bytes).into_owned());
    for raw_html in [RawHtml::Escaped, RawHtml::Passed] {
        let mut findings = Vec::new();
        let grammar = Grammar {
            vocabulary: Vocabulary::default(),
            raw_html,
            nesting: 32,
            extensions: Extensions::ALL,
            language: TextLanguage::ENGLISH,
        };
        let body = parser::parse(&source, 0..source.text.len(), grammar, &mut findings);
        assert!(body.nodes.iter().all(|node| source.text.get(node.span.range()).is_some()));
        assert_locations(&source, &findings);
    }
}

/// Reads the bytes as BibTeX or BibLaTeX.
pub fn bibtex(bytes: &[u8]) {
    library(bytes, "bib");
}

/// Reads the bytes as Hayagriva's YAML.
pub fn hayagriva(bytes: &[u8]) {
    library(bytes, "yaml");
}

/// Reads the bytes as CSL-JSON.
pub fn csl_json(bytes: &[u8]) {
    library(bytes, "json");
}

/// Reads the bytes as RIS.
pub fn ris(bytes: &[u8]) {
    library(bytes, "ris");
}

/// Reads the bytes as PubMed's NBIB.
pub fn nbib(bytes: &[u8]) {
    library(bytes, "nbib");
}

fn library(bytes: &[u8], extension: &str) {
    let path = format!("content/references/a.{extension}");
    let source = Source::new(path, String::from_utf8_lossy(bytes).into_owned());
    assert_locations(&source, &wellpress_bibliography::parse(&source).diagnostics);
}

/// Loads the bytes as a template of a theme that extends the built-in one.
pub fn template(bytes: &[u8]) {
    theme("templates/article.html", bytes);
}

/// Loads the bytes as a style sheet of such a theme, whose fonts and addresses are read.
pub fn style_sheet(bytes: &[u8]) {
    theme("assets/brand.css", bytes);
}

/// Reads the bytes as a finished page, to find its cautions.
pub fn page(bytes: &[u8]) {
    let outline = SafetyOutline::of(bytes);
    assert!(outline.notices.len() <= bytes.len());
}

fn theme(path: &str, bytes: &[u8]) {
    let root = Path::new("/site");
    let files = Memory::new()
        .with(root.join("themes/own/theme.yaml"), "extends: well\n")
        .with(root.join("themes/own").join(path), bytes);
    let settings = Source::new("wellpress.yaml", "title: T\nbase_url: https://a.example/\ntheme: own\n");
    let config = config::load(root, settings, None, options(root)).unwrap_or_else(|findings| panic!("{findings:?}"));
    let _ = Theme::load(&files, &config, &wellpress::default_theme::DEFAULT_THEME);
}

fn options(root: &Path) -> BuildOptions {
    BuildOptions {
        include: IncludeUnpublished::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(today()),
        index: SearchIndex::Skip,
    }
}

fn today() -> Day {
    Day::parse("2026-07-01").unwrap_or_else(|| panic!("a day of the calendar"))
}

/// Asserts that every finding is at a line and column of its text.
fn assert_locations(source: &Source, findings: &[Diagnostic]) {
    for finding in findings {
        let location = &finding.location;
        let line = source.text.split('\n').nth(location.line as usize - 1);
        let columns = line.map_or(0, |line| line.chars().count()) as u32;
        let is_in_text = location.file == source.path && line.is_some() && (1..=columns + 1).contains(&location.column);
        assert!(is_in_text, "{finding:?}");
    }
}
