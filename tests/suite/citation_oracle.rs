//! Compares marks and lists, letter for letter, with those of citeproc-js, the engine inside Zotero. Its results are stored in
//! `tests/oracle/answers.json`; `npm ci && npm run answers` there makes them again.

use std::sync::Arc;

use serde_json::{Value, json};
use wellpress_bibliography::{Reference, parse};
use wellpress_csl::{Citation, Cite, Locator};
use wellpress_diagnostics::Source;
use wellpress_markdown::citations::read_locator;
use wellpress_markdown::language::TextLanguage;
use wellpress_site::config::{CitationMarks, ReferenceOrder};
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::MarkPart;
use wellpress_site::resolve::citations::format::{CslSource, FormatSettings, Formatter, RichText};

const LIBRARY: &str = include_str!("../oracle/library.json");
const PAGES: &str = include_str!("../oracle/pages.json");
const ANSWERS: &str = include_str!("../oracle/answers.json");

const STYLES: [(&str, &str); 5] = [
    ("american-medical-association", include_str!("../oracle/styles/american-medical-association.csl")),
    ("nlm-citation-sequence", include_str!("../oracle/styles/nlm-citation-sequence.csl")),
    ("apa", include_str!("../oracle/styles/apa.csl")),
    ("elsevier-harvard", include_str!("../oracle/styles/elsevier-harvard.csl")),
    ("ieee", include_str!("../oracle/styles/ieee.csl")),
];

fn library() -> Vec<Arc<Reference>> {
    let parsed = parse(&Source::new("content/references/library.json", LIBRARY));
    assert_eq!(parsed.diagnostics, []);
    parsed.references.into_iter().map(Arc::new).collect()
}

/// All dashes as `-` and all white space as single spaces, because the two engines choose different ones for the same style.
fn normalise(text: &str) -> String {
    let text: String = text.chars().map(normalise_character).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn normalise_character(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Text with its formatting as tags.
fn tagged(text: &RichText) -> String {
    let mut out = String::new();
    for run in text.runs() {
        let forms = [
            (run.italic, "i"),
            (run.bold, "b"),
            (run.small_caps, "sc"),
            (run.superscript, "sup"),
            (run.subscript, "sub"),
        ];
        let tags: Vec<_> = forms.iter().filter(|(on, _)| *on).map(|(_, tag)| *tag).collect();
        tags.iter().for_each(|tag| out.push_str(&format!("<{tag}>")));
        out.push_str(&run.text.replace('<', "‹"));
        tags.iter().rev().for_each(|tag| out.push_str(&format!("</{tag}>")));
    }
    out
}

fn settings(style: &str, text: &str) -> FormatSettings {
    let source = CslSource::File { path: format!("{style}.csl"), text: text.to_owned() };
    FormatSettings {
        list_style: source.clone(),
        marks: form(style),
        marks_style: source,
        order: ReferenceOrder::Alphabetical,
        language: "en".to_owned(),
    }
}

fn form(style: &str) -> CitationMarks {
    if matches!(style, "apa" | "elsevier-harvard") { CitationMarks::AuthorDate } else { CitationMarks::Number }
}

fn mark_text(mark: &[MarkPart]) -> String {
    let parts = mark.iter().map(|part| match part {
        MarkPart::Text(text) => text.plain(),
        MarkPart::Source { text, .. } => text.plain(),
    });
    parts.collect()
}

fn id(library: &[Arc<Reference>], key: &str) -> ReferenceId {
    let at = library.iter().position(|reference| reference.key.as_str() == key).expect("a key of the library");
    ReferenceId::new(at)
}

fn citation<'a>(library: &[Arc<Reference>], cluster: &'a Value) -> Citation<'a> {
    let cites = cluster.as_array().expect("a list").iter().map(|cited| cite(library, cited)).collect();
    Citation { cites, ..Citation::default() }
}

fn cite<'a>(library: &[Arc<Reference>], cited: &'a Value) -> Cite<'a> {
    Cite {
        source: id(library, cited["id"].as_str().expect("a key")).index(),
        prefix: cited["prefix"].as_str().unwrap_or_default().trim(),
        suffix: cited["suffix"].as_str().unwrap_or_default(),
        locator: cited["locator"].as_str().and_then(|value| {
            let label = cited["label"].as_str().expect("a label");
            let locator = read_locator(&format!("{{{label} {value}}}"), TextLanguage::ENGLISH).0?;
            Some(Locator { label: locator.label, value: locator.value.leak() })
        }),
        is_author_suppressed: cited["suppress-author"] == true,
    }
}

/// Entries that differ from citeproc-js on purpose: style, key, and the reason. An entry that starts to agree fails the test, so
/// that the list stays as short as it can be.
const EXPECTED_DIFFERENCES: [(&str, &str, &str); 1] =
    [("elsevier-harvard", "conference", "citeproc-js does not know `event` as the older name of `event-title`")];

/// As [`EXPECTED_DIFFERENCES`], for entries that need a year letter because of others on their page.
const EXPECTED_DIFFERENCES_WITH_LETTERS: [(&str, &str, &str); 0] = [];

/// The stored results of citeproc-js for a style.
fn answers(style: &str) -> Value {
    let mut answers: Value = serde_json::from_str(ANSWERS).expect("json");
    answers[style].take()
}

/// An entry as this program and as citeproc-js format it.
struct ComparedEntry<'a> {
    key: &'a str,
    ours: String,
    theirs: &'a str,
}

/// Compares entries, and fails unless exactly the expected ones differ. Gives the number that differ.
fn compare(style: &str, expected_differences: &[(&str, &str, &str)], entries: &[ComparedEntry<'_>]) -> usize {
    let mut failures = String::new();
    let mut differing = 0;
    for ComparedEntry { key, ours, theirs } in entries {
        let (ours, theirs) = (normalise(ours), normalise(theirs));
        let is_expected = expected_differences.iter().any(|(of_style, of_key, _)| of_style == &style && of_key == key);
        differing += usize::from(ours != theirs);
        if (ours == theirs) == is_expected {
            let verdict = if is_expected { "agrees now, so it is no expected difference" } else { "differs" };
            failures.push_str(&format!("\n{style}, {key} {verdict}:\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
    differing
}

#[test]
fn entries_are_those_of_citeproc_js() {
    let library = library();
    assert!(library.len() >= 60);
    let mut differing = 0;
    for (style, text) in STYLES {
        let answers = answers(style);
        let formatter = Formatter::new(&library, &settings(style, text)).expect("a style");
        let entries: Vec<_> = library
            .iter()
            .map(|reference| {
                let key = reference.key.as_str();
                let theirs = answers["entries"][key].as_str().expect("an answer");
                ComparedEntry { key, ours: tagged(formatter.entry(id(&library, key))), theirs }
            })
            .collect();
        differing += compare(style, &EXPECTED_DIFFERENCES, &entries);
    }
    // At most 5 % may differ, whatever the reasons.
    assert!(differing * 20 <= library.len() * STYLES.len(), "{differing} differ");
}

#[test]
fn the_styles_that_ship_are_the_published_ones() {
    let library = library();
    for (style, text) in STYLES {
        let by_file = Formatter::new(&library, &settings(style, text)).expect("a style");
        let named = CslSource::Named(style.to_owned());
        let by_name = FormatSettings { list_style: named.clone(), marks_style: named, ..settings(style, text) };
        let by_name = Formatter::new(&library, &by_name).expect("a style");
        for at in 0..library.len() {
            let id = ReferenceId::new(at);
            assert_eq!(by_name.entry(id), by_file.entry(id), "{style}");
        }
    }
}

#[test]
fn marks_are_those_of_citeproc_js() {
    let library = library();
    let pages: Vec<Vec<Value>> = serde_json::from_str(PAGES).expect("json");
    for (style, text) in STYLES {
        let answers = answers(style);
        // Numbers follow the text. The letters of years follow the list, which citeproc-js sorts.
        let order =
            if form(style) == CitationMarks::Number { ReferenceOrder::Cited } else { ReferenceOrder::Alphabetical };
        let cited = FormatSettings { order, ..settings(style, text) };
        let formatter = Formatter::new(&library, &cited).expect("a style");
        let marks = |citations: &[Citation<'_>]| formatter.page(citations, &[]).marks;
        for reference in &library {
            let key = reference.key.as_str();
            let ours = mark_text(&marks(&[citation(&library, &json!([{ "id": key }]))])[0]);
            assert_eq!(
                normalise(&ours),
                normalise(answers["alone"][key].as_str().expect("an answer")),
                "{style}: {key}"
            );
        }
        for (page, theirs) in pages.iter().zip(answers["pages"].as_array().expect("pages")) {
            let citations: Vec<_> = page.iter().map(|cluster| citation(&library, cluster)).collect();
            let ours: Vec<_> = marks(&citations).iter().map(|mark| normalise(&mark_text(mark))).collect();
            let theirs: Vec<_> =
                theirs.as_array().expect("marks").iter().filter_map(Value::as_str).map(normalise).collect();
            assert_eq!(ours, theirs, "{style}");
        }
    }
}

#[test]
fn a_list_of_all_sources_has_the_order_and_letters_of_citeproc_js() {
    let library = library();
    for (style, text) in STYLES.into_iter().filter(|(style, _)| form(style) == CitationMarks::AuthorDate) {
        let answers = answers(style);
        let formatter = Formatter::new(&library, &settings(style, text)).expect("a style");
        let unmarked: Vec<_> = (0..library.len()).map(ReferenceId::new).collect();
        let list = formatter.page(&[], &unmarked).list;
        let keys: Vec<_> = list.iter().map(|line| library[line.reference.index()].key.as_str()).collect();
        assert_eq!(json!(keys), answers["order"], "{style}");
        let entries = keys.iter().zip(&list).map(|(key, line)| ComparedEntry {
            key,
            ours: tagged(line.text.as_ref().unwrap_or_else(|| formatter.entry(line.reference))),
            theirs: answers["together"][*key].as_str().expect("an answer"),
        });
        let expected: Vec<_> = EXPECTED_DIFFERENCES.into_iter().chain(EXPECTED_DIFFERENCES_WITH_LETTERS).collect();
        compare(style, &expected, &entries.collect::<Vec<_>>());
    }
}
