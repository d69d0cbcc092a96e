//! References as files for other programs.

use proptest::prelude::*;
use wellpress::diagnostics::Source;
use wellpress::parse::bibliography::{Parsed, Reference, parse};
use wellpress::render::exports::{Abstracts, bibtex, csl_json, ris};

use crate::bibliography::WELL_GUIDE;

fn read(text: &str) -> Parsed {
    parse(&Source::new("library.bib", text))
}

fn exported(references: &[Reference]) -> String {
    bibtex(&references.iter().collect::<Vec<_>>(), Abstracts::Keep)
}

/// The references that importing an export gives, moved to where the first ones stood.
fn again(references: &[Reference]) -> Vec<Reference> {
    let text = exported(references);
    let parsed = read(&text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let places = references.iter().map(|reference| reference.location.clone());
    parsed.references.into_iter().zip(places).map(|(reference, location)| Reference { location, ..reference }).collect()
}

const CROWDED: &str = include_str!("fixtures/every-kind.bib");

#[test]
fn bibtex_reads_back_as_it_was() {
    for text in [WELL_GUIDE, CROWDED] {
        let references = read(text).references;
        assert!(!references.is_empty());
        assert_eq!(again(&references), references);
        assert_eq!(exported(&again(&references)), exported(&references));
    }
}

#[test]
fn biblatex_itself_reads_the_export() {
    for text in [WELL_GUIDE, CROWDED] {
        let references = read(text).references;
        let theirs = biblatex::Bibliography::parse(&exported(&references)).expect("valid BibLaTeX");
        assert_eq!(theirs.len(), references.len());
    }
}

#[test]
fn abstracts_stay_behind_unless_asked_for() {
    let references = read(CROWDED).references;
    let all: Vec<_> = references.iter().collect();
    for export in [bibtex, csl_json, ris] {
        assert!(!export(&all, Abstracts::Omit).contains("Long"));
        assert!(export(&all, Abstracts::Keep).contains("Long"));
    }
}

#[test]
fn csl_json_says_what_the_library_says() {
    let references = read(CROWDED).references;
    let text = csl_json(&references.iter().collect::<Vec<_>>(), Abstracts::Omit);
    let items: serde_json::Value = serde_json::from_str(&text).expect("json");
    let first = &items[0];
    assert_eq!(first["id"], "a");
    assert_eq!(first["type"], "article-journal");
    assert_eq!(first["container-title-short"], "J X");
    assert_eq!(first["issued"]["date-parts"], serde_json::json!([[2019, 5], [2021]]));
    assert_eq!(
        first["author"][0],
        serde_json::json!({ "family": "Berg", "given": "Anna", "non-dropping-particle": "van der", "suffix": "Jr." })
    );
    assert_eq!(first["author"][1], serde_json::json!({ "literal": "Johnson and Johnson" }));
    assert_eq!(
        (&first["DOI"], &first["PMID"], &first["issue"]),
        (&"10.1000/a_b".into(), &"123".into(), &"Suppl 2".into())
    );
    assert_eq!(items[1]["issued"]["circa"], true);
    assert_eq!(items.as_array().map(Vec::len), Some(references.len()));
    assert_eq!(csl_json(&[], Abstracts::Omit), "[]\n");
}

#[test]
fn ris_has_a_tag_a_line() {
    let references = read(CROWDED).references;
    let text = ris(&[&references[0], &references[4]], Abstracts::Omit);
    let lines: Vec<_> = text.split("\r\n").collect();
    for line in [
        "TY  - JOUR",
        "AU  - van der Berg, Anna, Jr.",
        "AU  - Johnson and Johnson",
        "T2  - J. of X",
        "J2  - J X",
        "PY  - 2019",
        "DA  - 2019/05//",
        "VL  - 14",
        "IS  - Suppl 2",
        "SP  - S1",
        "EP  - S22",
        "DO  - 10.1000/a_b",
        "AN  - 123",
        "TY  - ELEC",
        "T2  - OrthoInfo",
        "Y2  - 2023/05/02/",
        "ER  - ",
    ] {
        assert!(lines.contains(&line), "{line} in {text}");
    }
    let broken = Reference { note: Some("a\nER  - \nTY  - JOUR".into()), ..references[0].clone() };
    assert_eq!(ris(&[&broken], Abstracts::Omit).lines().filter(|line| line.starts_with("TY")).count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_title_and_name_come_back(title in "[a-zA-Z0-9 \\\\{}$&%#_~^`'\"éß–,.;:=<>@-]{1,40}", family in "[A-Z][a-zé -]{1,12}", given in "[A-Z][a-z.]{0,8}") {
        let base = read("@book{a, title={T}, author={Doe, J.}}").references.remove(0);
        let title = wellpress::parse::bibliography::Title::from(title.as_str());
        prop_assume!(!title.is_empty());
        let family = family.split_whitespace().collect::<Vec<_>>().join(" ");
        let person = wellpress::parse::bibliography::Name::Person { family, given: Some(given), particle: None, suffix: None };
        let reference = Reference { title: Some(title), authors: vec![person], ..base };
        let back = again(std::slice::from_ref(&reference));
        prop_assert_eq!(back, vec![reference]);
    }
}
