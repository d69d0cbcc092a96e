//! What is done with any bytes: each reader of files that authors write, the theme's templates, and the preview's server.
//! Each takes some bytes and panics where a promise is broken: every place that a finding names is in the text, and the
//! server goes on. `cargo fuzz` calls them, and so does the suite of tests, for a shorter time.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use wellpress::pipeline::{self, Stage, Strictness};
use wellpress::serve::{FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, WatchMode};
use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_io::fs::{Disk, Memory};
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::parser::{self, Grammar, RawHtml};
use wellpress_render::Theme;
use wellpress_site::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::discover::ContentKind;
use wellpress_site::parse::front_matter as front;

/// The front matter of each kind of page.
pub fn front_matter(bytes: &[u8]) {
    let text = format!("---\n{}\n---\n", String::from_utf8_lossy(bytes));
    let source = Source::new("content/articles/a.md", text);
    for kind in ContentKind::ALL {
        let mut findings = Vec::new();
        let (_, text_start) = front::read(&source, kind, &mut findings);
        assert!(source.text.is_char_boundary(text_start));
        assert_places(&source, &findings);
    }
}

/// The text of a page, with directives and citations.
pub fn text(bytes: &[u8]) {
    let source = Source::new("content/articles/a.md", String::from_utf8_lossy(bytes).into_owned());
    let callouts = Default::default();
    for raw_html in [RawHtml::Escaped, RawHtml::Passed] {
        let mut findings = Vec::new();
        let grammar = Grammar { vocabulary: Vocabulary { callouts: &callouts }, raw_html, nesting: 32 };
        let body = parser::parse(&source, 0..source.text.len(), grammar, &mut findings);
        assert!(body.nodes.iter().all(|node| source.text.get(node.span.range()).is_some()));
        assert_places(&source, &findings);
    }
}

/// BibTeX and BibLaTeX.
pub fn bibtex(bytes: &[u8]) {
    library(bytes, "bib");
}

/// Hayagriva's YAML.
pub fn hayagriva(bytes: &[u8]) {
    library(bytes, "yaml");
}

/// CSL-JSON.
pub fn csl_json(bytes: &[u8]) {
    library(bytes, "json");
}

/// RIS.
pub fn ris(bytes: &[u8]) {
    library(bytes, "ris");
}

/// PubMed's format.
pub fn nbib(bytes: &[u8]) {
    library(bytes, "nbib");
}

fn library(bytes: &[u8], extension: &str) {
    let path = format!("content/references/a.{extension}");
    let source = Source::new(path, String::from_utf8_lossy(bytes).into_owned());
    assert_places(&source, &wellpress_bibliography::parse(&source).diagnostics);
}

/// A template of a theme over the built-in one.
pub fn template(bytes: &[u8]) {
    let root = Path::new("/site");
    let files = Memory::new()
        .with(root.join("themes/own/theme.yaml"), "extends: well\n")
        .with(root.join("themes/own/templates/article.html"), bytes);
    let settings = Source::new("wellpress.yaml", "title: T\nbase_url: https://a.example/\ntheme: own\n");
    let config = config::load(root, settings, options(root)).unwrap_or_else(|found| panic!("{found:?}"));
    let _ = Theme::load(&files, &config, &wellpress::default_theme::DEFAULT_THEME);
}

/// Bytes on a connection of the preview's server, which answers a sound request after them.
pub fn request(bytes: &[u8]) {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    let address = *SERVER.get_or_init(serve);
    let answer = ask(address, bytes, More::Never);
    assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{answer}");
    assert!(answer.is_empty() || answer.contains("x-content-type-options: nosniff\r\n"), "{answer}");
    let sound = format!("GET /__wellpress/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    assert!(ask(address, sound.as_bytes(), More::Perhaps).starts_with("HTTP/1.1 200 "), "it is gone");
}

/// Whether the server is told that no more comes.
#[derive(PartialEq, Eq)]
enum More {
    Perhaps,
    Never,
}

fn ask(address: SocketAddr, bytes: &[u8], more: More) -> String {
    let mut stream = TcpStream::connect(address).unwrap_or_else(|error| panic!("it is gone: {error}"));
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    let _ = stream.write_all(bytes);
    if more == More::Never {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.take(1_000_000).read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

struct Deaf;

impl pipeline::Observer for Deaf {
    fn begin(&self, _stage: Stage) {}
}

impl Observer for Deaf {
    fn built(&self, _build: &FinishedBuild) {}

    fn trouble(&self, message: &str) {
        panic!("{message}");
    }
}

/// Starts a server that lives as long as the process does.
fn serve() -> SocketAddr {
    let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let listen_options = ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() };
    let preview = Preview::bind(&listen_options).unwrap_or_else(|error| panic!("{error}"));
    let address = preview.address();
    std::thread::spawn(move || {
        let folder = tempfile::TempDir::new().unwrap_or_else(|error| panic!("{error}"));
        let root = folder.path().to_owned();
        let written = std::fs::write(root.join("wellpress.yaml"), "title: T\nbase_url: https://a.example/\n");
        let written = written.and_then(|()| std::fs::create_dir_all(root.join("content/pages")));
        written.unwrap_or_else(|error| panic!("{error}"));
        let plan = PreviewOptions {
            settings: root.join("wellpress.yaml"),
            options: options(&root),
            root,
            strictness: Strictness::Errors,
            watch_mode: WatchMode::Native,
            follow: Follow::Stay,
            clock: || Duration::ZERO,
            today: None,
        };
        preview.run(Arc::new(Disk), plan, Box::new(Deaf)).unwrap_or_else(|error| panic!("{error}"));
    });
    address
}

fn options(root: &Path) -> BuildOptions {
    let today = Day::parse("2026-07-01").unwrap_or_else(|| panic!("a day of the calendar"));
    BuildOptions {
        include: IncludeUnpublished::default(),
        base_url: None,
        output: root.join("output"),
        clock: Clock::at(today),
        index: SearchIndex::Skip,
    }
}

/// Every finding is about a line and a column of its text.
fn assert_places(source: &Source, findings: &[Diagnostic]) {
    for finding in findings {
        let place = &finding.location;
        let line = source.text.split('\n').nth(place.line as usize - 1);
        let columns = line.map_or(0, |line| line.chars().count()) as u32;
        let is_there = place.file == source.path && line.is_some() && (1..=columns + 1).contains(&place.column);
        assert!(is_there, "{finding:?}");
    }
}
