//! Files of criteria: those that ship, those with mistakes, the schema and the manual.

use std::path::Path;

use serde_json::{Value, json};

use wellpress_audit::facts::{FACTS, Lookup};
use wellpress_audit::standard::{Standard, schema};
use wellpress_audit::standards::{Catalogue, SHIPPED};
use wellpress_diagnostics::{Source, yaml};
use wellpress_io::fs::Memory;
use wellpress_site::sections::Sections;

#[test]
fn the_standards_that_ship_are_sound() {
    let sections = Sections::default();
    let catalogue = Catalogue::read(&Memory::new(), Path::new("/site")).unwrap();
    let numbers = [("jama", 4), ("nhs", 6), ("pif-tick", 10)];
    for ((name, text), (expected_name, count)) in SHIPPED.iter().zip(numbers) {
        let standard = catalogue.standard(name, &sections).unwrap().unwrap_or_else(|findings| panic!("{findings:#?}"));
        assert_eq!((*name, standard.content.criteria.len()), (expected_name, count));
        assert!(!standard.content.sources.is_empty() && standard.file.is_none());
        let value: Value = yaml::from_str(text).unwrap();
        let schema = schema();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

/// The messages about a file of criteria, each with its place.
fn mistakes(text: &str) -> Vec<String> {
    let source = Source::new("audits/a.yaml", text);
    let Err(findings) = Standard::read("a", &source, true, &Sections::default()) else { return Vec::new() };
    let lines = findings.iter().map(|finding| {
        let location = &finding.location;
        format!("{}:{}:{}: {}", location.file, location.line, location.column, finding.message)
    });
    lines.collect()
}

#[test]
fn every_mistake_is_named_at_its_place() {
    let file = |criterion: &str| format!("title: A\ncriteria:\n  - {{title: T, asks: W., {criterion}}}\n");
    assert_eq!(
        mistakes(&file("id: a, facts: [authors], rules: [promise], sections: [articles], judge: [Is it?]")),
        [""; 0]
    );
    let cases = [
        ("id: a", "audits/a.yaml:3:30: the criterion `a` looks at nothing"),
        ("id: A b, judge: [x]", "audits/a.yaml:3:30: `A b` is no id of a criterion"),
        ("id: a, facts: [author]", "audits/a.yaml:3:41: there is no fact `author`"),
        ("id: a, rules: [promises]", "audits/a.yaml:3:41: there is no rule `promises`"),
        (
            "id: a, rules: [link-dead]",
            "audits/a.yaml:3:41: `link-dead` finds nothing unless other servers are asked, which an audit does not",
        ),
        ("id: a, facts: [authors], sections: [article]", "audits/a.yaml:3:62: the site has no section `article`"),
    ];
    for (criterion, expected) in cases {
        assert_eq!(mistakes(&file(criterion)), [expected]);
    }
    let twice =
        "title: A\ncriteria:\n  - {id: a, title: T, asks: W, judge: [x]}\n  - {id: a, title: T, asks: W, judge: [x]}\n";
    assert_eq!(mistakes(twice), ["audits/a.yaml:4:10: another criterion has the id `a`"]);
    assert_eq!(mistakes("title: A\ncriteria: []\n"), ["audits/a.yaml:1:1: there are no criteria"]);
    let address =
        "title: A\nsources: [{title: S, url: \"javascript:x\"}]\ncriteria: [{id: a, title: T, asks: W, judge: [x]}]\n";
    assert_eq!(mistakes(address), ["audits/a.yaml:2:27: `javascript:x` is no address of a page"]);
    for (text, part) in [
        (
            "title: A\nfacts: [authors]\ncriteria: [{id: a, title: T, asks: W, judge: [x]}]\n",
            "2:1: unknown key `facts`",
        ),
        ("title: A\n", "`criteria`"),
        ("", "the file of criteria cannot be read: it is empty"),
        ("title: [\n", "audits/a.yaml"),
        ("title: A\ncriteria: [{id: a, title: T, asks: W, judge: x}]\n", "audits/a.yaml:2:"),
        ("- a\n", "audits/a.yaml:1:"),
    ] {
        let found = mistakes(text);
        assert!(found.len() == 1 && found[0].contains(part), "{text:?}: {found:?}");
    }
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let files = Memory::new().with("/site/audits/a.yml", [0xff, 0xfe]).with("/site/audits/notes.md", "no criteria");
    let catalogue = Catalogue::read(&files, Path::new("/site")).unwrap();
    assert_eq!(catalogue.names().collect::<Vec<_>>(), ["a", "jama", "nhs", "pif-tick"]);
    let findings = catalogue.standard("a", &Sections::default()).unwrap().unwrap_err();
    assert_eq!((&*findings[0].location.file, findings[0].message.as_str()), ("audits/a.yml", "the file is not UTF-8"));
    assert!(catalogue.standard("notes", &Sections::default()).is_none());
}

#[test]
fn the_manual_lists_exactly_the_facts() {
    let manual = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit.md")).unwrap();
    let rows = manual.lines().filter(|line| line.starts_with("| `") && line.matches(" | ").count() == 2);
    let expected: Vec<String> = FACTS
        .iter()
        .map(|fact| {
            let of = if matches!(fact.lookup, Lookup::Site(_)) { "site" } else { "page" };
            format!("| `{}` | {of} | {} |", fact.name, fact.says)
        })
        .collect();
    assert_eq!(rows.map(str::to_owned).collect::<Vec<_>>(), expected);
    let written =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/audit.schema.json")).unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written, schema(), "`wellpress schema audit > docs/audit.schema.json` writes it anew");
    assert_eq!(schema()["$defs"]["Criterion"]["properties"]["facts"]["items"]["enum"][0], json!("publisher"));
}
