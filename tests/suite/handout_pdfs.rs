//! The PDF files of sheets that `wellpress handouts` left in the cache: what a build publishes of them, and when.

use std::path::Path;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_render::PrintedSheets;
use wellpress_site::config::SearchIndex;

use crate::harness;

const SETTINGS: &str = "title: T\nbase_url: https://test.example/\nsearch: none\n";
const BEND: &str = "/site/content/exercises/bend.md";
const SHEET: &str = "/site/output/exercises/bend/print/index.html";
const SHEET_PDF: &str = "/site/output/exercises/bend/print/bend.pdf";
const ARTICLE: &str = "/site/output/articles/neck/index.html";
const ARTICLE_PDF: &str = "/site/output/articles/neck/neck.pdf";

fn cache() -> CacheLocation {
    CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: wellpress::BUILD }
}

fn build(memory: &Memory) -> BuiltSite {
    let request = Request { cache: cache(), ..harness::request(SearchIndex::Skip) };
    match pipeline::build(memory, &request, Strays::Refuse).unwrap() {
        Outcome::Done(built) => built,
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

fn bend(step: &str) -> String {
    format!("---\ntitle: Bend\n---\nAn exercise.\n\n## How to do it\n\n1. {step}\n")
}

fn text(memory: &Memory, path: &str) -> String {
    String::from_utf8(memory.read(Path::new(path)).unwrap()).unwrap()
}

fn has(memory: &Memory, path: &str) -> bool {
    memory.exists(Path::new(path)).unwrap()
}

/// Keeps a file as if a browser had printed it from the page at this path of the output. Only its bytes count here.
fn print(memory: &Memory, html: &str, pdf: &[u8]) {
    let location = cache();
    let key = PrintedSheets::key(text(memory, html).as_bytes());
    PrintedSheets::new(memory, &location).store(key, pdf).unwrap();
}

#[test]
fn a_build_publishes_and_links_the_files_that_match_their_sheets() {
    let memory = Memory::new()
        .with("/site/wellpress.yaml", format!("{SETTINGS}handouts: {{pdf: true}}\n"))
        .with("/site/content/pages/index.md", "---\ntitle: Home\n---\nWelcome.\n")
        .with("/site/content/articles/neck.md", "---\ntitle: Neck\n---\nA neck.\n")
        .with(BEND, bend("Bend."));
    // A build records no sources that changed a moment ago. Each write advances the clock of the disk in memory.
    let tick = |memory: Memory| (0..4).fold(memory, |memory, tick| memory.with("/clock", tick.to_string()));
    let memory = tick(memory);
    assert_eq!(build(&memory).site.rendered.sheets_without_pdf, 2);
    assert!(!text(&memory, ARTICLE).contains(".pdf"));

    print(&memory, SHEET, &[b'x'; 1001]);
    print(&memory, ARTICLE, b"article");
    let memory = tick(memory);
    let built = build(&memory);
    assert_eq!(built.site.rendered.sheets_without_pdf, 0);
    assert_eq!((text(&memory, SHEET_PDF).len(), text(&memory, ARTICLE_PDF)), (1001, "article".to_owned()));
    let page = text(&memory, "/site/output/exercises/bend/index.html");
    assert!(page.contains("href=\"/exercises/bend/print/bend.pdf\">Download as PDF (2 kB)<"), "{page}");
    assert!(text(&memory, ARTICLE).contains("href=\"/articles/neck/neck.pdf\">Download as PDF (1 kB)<"));
    let again = build(&memory);
    assert_eq!((again.site.rendered.pages_rendered, again.emitted.written), (0, 0));

    // Another step: the old file would tell readers what the page does not.
    memory.write(Path::new(BEND), bend("Bend less.").as_bytes()).unwrap();
    let memory = tick(memory);
    assert_eq!(build(&memory).site.rendered.sheets_without_pdf, 1);
    assert_eq!((has(&memory, SHEET_PDF), has(&memory, ARTICLE_PDF)), (false, true));
    assert!(!text(&memory, "/site/output/exercises/bend/index.html").contains(".pdf"));
    let again = build(&memory);
    assert_eq!((again.emitted.written, again.site.rendered.sheets_without_pdf), (0, 1), "it is said each time");

    // Its first words are back, and with them the file.
    memory.write(Path::new(BEND), bend("Bend.").as_bytes()).unwrap();
    let memory = tick(memory);
    assert_eq!(build(&memory).site.rendered.sheets_without_pdf, 0);
    assert!(has(&memory, SHEET_PDF));

    memory.write(Path::new("/site/wellpress.yaml"), SETTINGS.as_bytes()).unwrap();
    assert_eq!(build(&memory).site.rendered.sheets_without_pdf, 0);
    assert_eq!((has(&memory, SHEET_PDF), has(&memory, ARTICLE_PDF)), (false, false));
}
