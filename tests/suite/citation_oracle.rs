//! The golden test of citations: what marks and lists say, letter for letter, against citeproc-js, the engine inside Zotero.
//! Its answers are in `tests/oracle/answers.json`; `npm ci && npm run answers` there makes them again.

use std::sync::Arc;

use serde_json::{Value, json};
use wellpress_bibliography::{Reference, parse};
use wellpress_diagnostics::Source;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::format::{
    CslSource, FormatSettings, Formatter, Group, GroupForm, Item, ListEntry, ListOrder, Locator, LocatorLabel,
    MarkPart, MarksForm, PageRequest, RichText,
};

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

/// Dashes and spaces as one kind each.
fn normal(text: &str) -> String {
    let one = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let text: String = text.chars().map(one).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
        order: ListOrder::Alphabetical,
        language: "en".to_owned(),
    }
}

fn form(style: &str) -> MarksForm {
    if matches!(style, "apa" | "elsevier-harvard") { MarksForm::AuthorDate } else { MarksForm::Number }
}

fn shown(mark: &[MarkPart]) -> String {
    let part = |part: &MarkPart| match part {
        MarkPart::Text(text) => text.clone(),
        MarkPart::Source { text, .. } => text.plain(),
    };
    mark.iter().map(part).collect()
}

fn id(library: &[Arc<Reference>], key: &str) -> ReferenceId {
    let at = library.iter().position(|reference| reference.key.as_str() == key).expect("a key of the library");
    ReferenceId(u32::try_from(at).expect("small"))
}

fn group(library: &[Arc<Reference>], cluster: &Value) -> Group {
    let item = |item: &Value| Item {
        reference: id(library, item["id"].as_str().expect("a key")),
        prefix: item["prefix"].as_str().unwrap_or_default().trim().to_owned(),
        suffix: item["suffix"].as_str().unwrap_or_default().to_owned(),
        locator: item["locator"].as_str().map(|value| Locator {
            label: LocatorLabel::from_word(item["label"].as_str().expect("a label")).expect("a label"),
            value: value.to_owned(),
        }),
        suppress_author: item["suppress-author"] == true,
    };
    Group { form: GroupForm::Parenthetical, items: cluster.as_array().expect("a list").iter().map(item).collect() }
}

/// Entries that differ, and why. One that starts to agree has to go from here.
const ARGUED: [(&str, &str, &str); 2] = [
    ("apa", "trial", "title case makes `ClinicalTrials.Gov` of the name, which its owner writes `ClinicalTrials.gov`"),
    ("ieee", "chapter-series", "the space before the comma in `vol. 6693. , Berlin` is an accident of the style"),
];

/// The same of entries that have to be told from others on their page.
const ARGUED_WITH_LETTERS: [(&str, &str, &str); 2] = [
    ("elsevier-harvard", "web-no-date", "`accessed 5.2.23a`: a letter belongs to the year of issue, and there is none"),
    ("elsevier-harvard", "web-no-date-2", "the same"),
];

/// What citeproc-js says of a style.
fn answers(style: &str) -> Value {
    let mut answers: Value = serde_json::from_str(ANSWERS).expect("json");
    answers[style].take()
}

/// Compares entries, each with its key; all that differ are argued, and all that are argued differ.
fn compare(style: &str, argued: &[(&str, &str, &str)], entries: &[(&str, String, &str)]) -> usize {
    let mut wrong = String::new();
    let mut differing = 0;
    for (key, ours, theirs) in entries {
        let (ours, theirs) = (normal(ours), normal(theirs));
        let is_argued = argued.iter().any(|(its, of, _)| its == &style && of == key);
        differing += usize::from(ours != theirs);
        if (ours == theirs) == is_argued {
            let what = if is_argued { "agrees now, so it needs no argument" } else { "differs" };
            wrong.push_str(&format!("\n{style}, {key} {what}:\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    differing
}

#[test]
fn entries_read_as_citeprocs() {
    let library = library();
    assert!(library.len() >= 60);
    let mut differing = 0;
    for (style, text) in STYLES {
        let answers = answers(style);
        let formatter = Formatter::new(&library, &settings(style, text)).expect("a style");
        let entry = |(at, reference): (usize, &'_ Arc<Reference>)| {
            let ours = tagged(formatter.entry(ReferenceId(u32::try_from(at).expect("small"))));
            (reference.key.to_string(), ours)
        };
        let ours: Vec<_> = library.iter().enumerate().map(entry).collect();
        let theirs = |key: &str| answers["entries"][key].as_str().expect("an answer");
        let entries: Vec<_> = ours.iter().map(|(key, ours)| (key.as_str(), ours.clone(), theirs(key))).collect();
        differing += compare(style, &ARGUED, &entries);
    }
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
            let id = ReferenceId(u32::try_from(at).expect("small"));
            assert_eq!(by_name.entry(id), by_file.entry(id), "{style}");
        }
    }
}

#[test]
fn marks_read_as_citeprocs() {
    let library = library();
    let pages: Vec<Vec<Value>> = serde_json::from_str(PAGES).expect("json");
    for (style, text) in STYLES {
        let answers = answers(style);
        let cited = FormatSettings { order: ListOrder::Cited, ..settings(style, text) };
        let formatter = Formatter::new(&library, &cited).expect("a style");
        let marks = |groups: &[Group]| formatter.page(&PageRequest { groups, unmarked: &[] }).marks;
        for reference in &library {
            let key = reference.key.as_str();
            let ours = shown(&marks(&[group(&library, &json!([{ "id": key }]))])[0]);
            assert_eq!(normal(&ours), normal(answers["alone"][key].as_str().expect("an answer")), "{style}: {key}");
        }
        for (page, theirs) in pages.iter().zip(answers["pages"].as_array().expect("pages")) {
            let groups: Vec<_> = page.iter().map(|cluster| group(&library, cluster)).collect();
            let ours: Vec<_> = marks(&groups).iter().map(|mark| normal(&shown(mark))).collect();
            let theirs: Vec<_> =
                theirs.as_array().expect("marks").iter().filter_map(Value::as_str).map(normal).collect();
            assert_eq!(ours, theirs, "{style}");
        }
    }
}

#[test]
fn a_list_of_all_has_citeprocs_order_and_letters() {
    let library = library();
    for (style, text) in STYLES.into_iter().filter(|(style, _)| form(style) == MarksForm::AuthorDate) {
        let answers = answers(style);
        let formatter = Formatter::new(&library, &settings(style, text)).expect("a style");
        let unmarked: Vec<_> = (0..library.len()).map(|at| ReferenceId(u32::try_from(at).expect("small"))).collect();
        let list = formatter.page(&PageRequest { groups: &[], unmarked: &unmarked }).list;
        let keys: Vec<_> = list.iter().map(|line| library[line.reference.index()].key.as_str()).collect();
        assert_eq!(json!(keys), answers["order"], "{style}");
        let entry = |line: &ListEntry| tagged(line.text.as_ref().unwrap_or_else(|| formatter.entry(line.reference)));
        let lines = keys.iter().zip(&list);
        let entries = lines.map(|(key, line)| (*key, entry(line), answers["together"][*key].as_str().expect("one")));
        let argued: Vec<_> = ARGUED.into_iter().chain(ARGUED_WITH_LETTERS).collect();
        compare(style, &argued, &entries.collect::<Vec<_>>());
    }
}
