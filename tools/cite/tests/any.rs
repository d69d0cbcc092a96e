//! Property tests of `wellpress cite`: any text as a pasted list, any bytes as a response, any record into any library. Nothing
//! panics, and the library keeps its text.

use std::path::Path;

use proptest::prelude::*;
use url::Url;

use wellpress_bibliography::{Identifier, identifier};
use wellpress_cite::fetch::Fetcher;
use wellpress_cite::{ImportPlan, KeyChoice, LibraryFiles, TargetFile, pasted};
use wellpress_diagnostics::Source;
use wellpress_foundation::Day;
use wellpress_harness::test_site::SETTINGS;
use wellpress_io::fs::{Files, Memory};
use wellpress_io::net::{WebClient, WebError, WebRequest, WebResponse};
use wellpress_site::config::{self, BuildOptions, Clock, Config, IncludeUnpublished, SearchIndex};

/// A web client that gives the same response to every request.
struct SameResponse {
    body: Vec<u8>,
    media_type: &'static str,
}

impl WebClient for SameResponse {
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError> {
        let (media_type, body) = (self.media_type.to_owned(), self.body.clone());
        Ok(WebResponse { url: request.url.clone(), moved: None, media_type, body })
    }
}

fn today() -> Day {
    Day::parse("2026-07-01").unwrap()
}

fn settings() -> Config {
    let options = BuildOptions {
        include: IncludeUnpublished::default(),
        left_out_drafts: Default::default(),
        base_url: None,
        output: "/site/output".into(),
        clock: Clock::at(today()),
        index: SearchIndex::Skip,
    };
    config::load(Path::new("/site"), Source::new("wellpress.yaml", SETTINGS), None, options).unwrap()
}

const LIBRARY: &str = "/site/content/references/library.bib";

fn fetch(
    identifier: &Identifier,
    body: Vec<u8>,
    media_type: &'static str,
) -> Option<wellpress_bibliography::Reference> {
    let config = settings();
    let web = SameResponse { body, media_type };
    Fetcher { web: &web, services: &config.services, today: today() }.fetch(identifier).ok()
}

/// Text of these tokens and a few random characters. Random characters alone would hardly get past the first check of a parser.
fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![prop::sample::select(pieces).prop_map(str::to_owned), "\\PC{0,6}"];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

const PAGE_TOKENS: &[&str] = &[
    "<title>",
    "</title>",
    "<meta name=citation_title content='",
    "<meta name=citation_author content=\"Lee, A\">",
    "'>",
    "\"",
    "<script type='application/ld+json'>",
    "</script>",
    "{\"@type\":\"Article\",\"headline\":\"a\",\"author\":",
    "}",
    "[",
    "]",
    "<svg>",
    "</svg>",
    "<html lang=en>",
    "<link rel=canonical href='",
    "<!--",
    "-->",
    "&amp;",
    "{\"name\":\"A B\"}",
    "é",
];
const LIST_TOKENS: &[&str] = &[
    "1. ",
    "[2] ",
    "\n",
    "\n\n",
    "- ",
    "doi:10.5555/",
    "10.",
    "/",
    "https://",
    "PMID: ",
    "PMC",
    "123",
    "2020",
    "(",
    ")",
    ". ",
    "é",
    "İ",
    "References\n",
    "   ",
    "Lee A. ",
    "pmcid",
];
const LIBRARY_TOKENS: &[&str] =
    &["@article{", "@book{a, title={b}}", "}", "{", "\n", "\r\n", "%", "@", "@comment{", "title={x},", "\u{feff}", "é"];

/// Regression: the last dot was taken for the end of a sentence, and the text behind it was sliced beyond its end.
#[test]
fn a_doi_that_is_cut_off_is_not_recognised() {
    for text in ["10.", "doi:10..", "10.1234", "10.1234/", "10./x"] {
        assert_eq!(identifier::doi(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_pasted_list_is_split_into_entries(text in pieces(LIST_TOKENS)) {
        let entries = pasted::split_entries(&text);
        let lines = text.lines().count();
        for entry in &entries {
            prop_assert!((1..=lines).contains(&entry.line));
            let _ = entry.identifiers();
        }
    }

    #[test]
    fn any_page_is_read(text in pieces(PAGE_TOKENS)) {
        let page = Identifier::Page(Url::parse("https://example.org/a").unwrap());
        let _ = fetch(&page, text.into_bytes(), "text/html");
    }

    #[test]
    fn any_response_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let page = Identifier::Page(Url::parse("https://example.org/a").unwrap());
        let _ = fetch(&page, bytes.clone(), "text/html");
        let _ = fetch(&Identifier::Doi("10.5555/a".to_owned()), bytes, "application/json");
    }

    /// The titles have no quotes and hyphens: TeX joins two of them into one character, which tests of the exporter cover.
    #[test]
    fn any_record_can_be_added_to_any_library(title in "[\\PC&&[^`'-]]{1,40}", family in "\\PC{0,12}", before in pieces(LIBRARY_TOKENS)) {
        // A library is read in the composed form of Unicode, whatever a server sent.
        let title = wellpress_foundation::text::composed(title);
        let json = serde_json::json!({ "title": title, "author": [{ "family": family, "given": "A" }] }).to_string();
        let Some(record) = fetch(&Identifier::Doi("10.5555/a".to_owned()), json.into_bytes(), "application/json") else {
            return Ok(());
        };
        let files = Memory::new().with("/site/content/pages/index.md", "").with(LIBRARY, &before);
        let config = settings();
        let library = LibraryFiles::open(&files, &config, None).unwrap();
        let mut plan = ImportPlan::of(&library);
        let step = plan.add(&record, KeyChoice::Readable);
        let Ok(target) = TargetFile::choose(&files, &config, &library, None) else { return Ok(()) };
        target.append(&files, &plan.new, &plan.aliases).unwrap();
        let after = String::from_utf8(files.read(Path::new(LIBRARY)).unwrap()).unwrap();
        prop_assert!(after.starts_with(&before));
        let found = LibraryFiles::open(&files, &config, None).unwrap();
        let again = found.by_key(step.key().as_str());
        prop_assert!(again.is_some(), "{after}");
        prop_assert_eq!(again.and_then(|again| again.title.clone()), record.title, "{}", after);
        prop_assert_eq!(found.references.len(), library.references.len() + 1);
    }
}
