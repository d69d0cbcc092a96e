//! The fuzz targets: functions that feed arbitrary bytes to the parsers of files that authors write, to the theme's
//! templates, and to the preview's server.
//!
//! Each panics if a promise is broken: every location in a finding lies in the text, and the server goes on answering.
//! `cargo fuzz` calls them, and the test suite calls them with mutated seeds for a shorter time.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use wellpress::serve::{FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, WatchMode};
use wellpress_build::pipeline::{self, Stage};
use wellpress_diagnostics::{Diagnostic, Severity, Source};
use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Disk, Memory};
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{self, Grammar, RawHtml};
use wellpress_render::Theme;
use wellpress_render::safety::SafetyOutline;
use wellpress_site::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::parse::front_matter as front;
use wellpress_site::sections::ContentKind;

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

/// Sends the bytes to the preview's server as a request. The server has to answer a valid request after them, and no
/// answer may let other sites read it.
pub fn request(bytes: &[u8]) {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    let address = *SERVER.get_or_init(serve);
    let response = response(address, bytes, AfterRequest::CloseWriting);
    assert!(!response.to_ascii_lowercase().contains("access-control-"), "{response}");
    assert!(response.is_empty() || response.contains("x-content-type-options: nosniff\r\n"), "{response}");
    let valid_request = format!("GET /__wellpress/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let next_response = self::response(address, valid_request.as_bytes(), AfterRequest::KeepWriting);
    assert!(next_response.starts_with("HTTP/1.1 200 "), "the server no longer answers");
}

/// Whether the client closes its side of the connection behind the request. For arbitrary bytes it does, because the
/// server would wait for the rest of an incomplete request.
#[derive(PartialEq, Eq)]
enum AfterRequest {
    KeepWriting,
    CloseWriting,
}

fn response(address: SocketAddr, request: &[u8], after_request: AfterRequest) -> String {
    let mut stream =
        TcpStream::connect(address).unwrap_or_else(|error| panic!("the server no longer answers: {error}"));
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    let _ = stream.write_all(request);
    if after_request == AfterRequest::CloseWriting {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut response = Vec::new();
    let _ = stream.take(1_000_000).read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

/// Reports nothing, and panics if the server reports trouble.
struct SilentObserver;

impl pipeline::Observer for SilentObserver {
    fn begin(&self, _stage: Stage) {}
}

impl Observer for SilentObserver {
    fn built(&self, _build: &FinishedBuild) {}

    fn trouble(&self, message: &str) {
        panic!("{message}");
    }
}

/// Starts a server on a site without pages and returns its address. It runs as long as the process.
fn serve() -> SocketAddr {
    let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let listen_options = ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() };
    let preview = Preview::bind(&listen_options).unwrap_or_else(|failure| panic!("{}", failure.message));
    let address = preview.address();
    std::thread::spawn(move || {
        let folder = tempfile::TempDir::new().unwrap_or_else(|error| panic!("{error}"));
        let root = folder.path().to_owned();
        let settings = "title: T\nbase_url: https://a.example/\n";
        std::fs::write(root.join("wellpress.yaml"), settings)
            .and_then(|()| std::fs::create_dir_all(root.join("content/pages")))
            .unwrap_or_else(|error| panic!("{error}"));
        let preview_options = PreviewOptions {
            settings: root.join("wellpress.yaml"),
            cache: CacheLocation { folder: root.join(".wellpress"), mode: CacheMode::Off, build: wellpress::BUILD },
            options: options(&root),
            root,
            failing_severity: Severity::Error,
            watch_mode: WatchMode::Native,
            follow: Follow::Stay,
            clock: || Duration::ZERO,
            today: None,
        };
        preview
            .run(Arc::new(Disk), preview_options, Arc::new(SilentObserver))
            .unwrap_or_else(|failure| panic!("{}", failure.message));
    });
    address
}

fn options(root: &Path) -> BuildOptions {
    let today = Day::parse("2026-07-01").unwrap_or_else(|| panic!("a day of the calendar"));
    BuildOptions {
        include: IncludeUnpublished::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(today),
        index: SearchIndex::Skip,
    }
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
