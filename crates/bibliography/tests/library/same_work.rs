//! When two records are of one work: for the check of a library and for `cite`, which use one definition.

use std::sync::Arc;

use wellpress_bibliography::same_work::{self, SharedName, WorkIndex};
use wellpress_bibliography::{Identifier, Reference, parse};
use wellpress_diagnostics::Source;

fn library(entries: &[&str]) -> Vec<Reference> {
    let parsed = parse(&Source::new("library.bib", entries.join("\n").as_str()));
    assert_eq!(parsed.diagnostics, [], "expected no finding");
    parsed.references
}

/// By what the second of two entries is the work of the first. An import, a search for duplicates and the check of a
/// library have to agree on it.
fn shared(first: &str, second: &str) -> Option<SharedName> {
    let records = library(&[first, second]);
    let index = WorkIndex::of(&records[..1]);
    let shared_name = index.find(&records[1]).map(|(_, shared)| shared);
    let duplicates = WorkIndex::of(&records).duplicates();
    assert_eq!(duplicates.first().map(|(_, shared)| *shared), shared_name, "{first} {second}");
    let shared_records: Vec<Arc<Reference>> = records.into_iter().map(Arc::new).collect();
    assert_eq!(same_work::findings(&shared_records).len(), usize::from(shared_name.is_some()), "{first} {second}");
    shared_name
}

#[test]
fn identifiers_make_one_work_however_they_are_written() {
    let doi = shared("@book{a, title={A}, doi={10.1000/AB}}", "@book{b, title={B}, doi={https://doi.org/10.1000/ab}}");
    assert_eq!(doi, Some(SharedName::Doi));
    let pmid = shared("@book{a, title={A}, pmid={123}}", "@book{b, title={B}, pmid={00123}}");
    assert_eq!(pmid, Some(SharedName::Pmid));
    let pmcid = shared("@book{a, title={A}, pmcid={PMC99}}", "@book{b, title={B}, pmcid={pmc99}}");
    assert_eq!(pmcid, Some(SharedName::Pmcid));
    let both = shared(
        "@book{a, title={One title here}, year=2020, pmid={5}, doi={10.1000/x}}",
        "@book{b, title={One title here}, year=2020, pmid={5}, doi={10.1000/X}}",
    );
    assert_eq!(both, Some(SharedName::Doi), "the strongest evidence is named");
}

#[test]
fn an_address_makes_one_work_unless_the_records_contradict_each_other() {
    let page = |key: &str, fields: &str| format!("@online{{{key}, url={{https://www.example.org/a/}}, {fields}}}");
    let first = page("a", "title={Bone health}");
    assert_eq!(shared(&first, &page("b", "title={Bone health: an overview}")), Some(SharedName::Address));
    assert_eq!(shared(&first, &page("b", "title={Hearts}")), None, "a journal's home page");
    let with_doi = page("a", "title={Bone health}, doi={10.1000/1}");
    assert_eq!(shared(&with_doi, &page("b", "title={Bone health}, doi={10.1000/2}")), None);
}

#[test]
fn a_title_makes_one_work_only_where_nothing_tells_two_apart() {
    let article = |key: &str, fields: &str| format!("@article{{{key}, journal={{J}}, {fields}}}");
    let long = "title={A Long--Term view of bones}, year=2020";
    let first = article("a", &format!("{long}, author={{Doe, J.}}, volume=3, pages={{1--9}}"));
    let same = article("b", "title={a long-term View of {Bones}}, year=2020, author={doe, Jane}");
    assert_eq!(shared(&first, &same), Some(SharedName::Title));
    assert_eq!(shared(&first, &article("b", long)), Some(SharedName::Title), "a record without an author");
    for contradiction in ["author={Poe, P.}", "volume=4", "pages={10--12}"] {
        assert_eq!(shared(&first, &article("b", &format!("{long}, {contradiction}"))), None, "{contradiction}");
    }
    for (first, second) in [("year=2020", "year=2021"), ("note={x}", "note={y}")] {
        let record = |key: &str, year: &str| article(key, &format!("title={{A view of all bones}}, {year}"));
        assert_eq!(shared(&record("a", first), &record("b", second)), None, "other years, or none");
    }
}

#[test]
fn a_short_title_needs_an_author() {
    let short =
        |key: &str, author: &str| format!("@article{{{key}, title={{Editorial}}, journal={{J}}, year=2020{author}}}");
    assert_eq!(shared(&short("a", ""), &short("b", "")), None);
    assert_eq!(shared(&short("a", ", author={Doe, J.}"), &short("b", "")), None);
    let doe = ", author={Doe, J.}";
    assert_eq!(shared(&short("a", doe), &short("b", doe)), Some(SharedName::Title));
}

#[test]
fn accents_and_case_make_no_other_work() {
    let first = "@book{a, title={Bone health of {\\.Z}yci{\\'n}ska}, author={{\\.Z}yci{\\'n}ska, A.}, year=2020}";
    assert_eq!(
        shared(first, "@book{b, title={Bone Health of Zycinska}, author={Zycinska, A.}, year=2020}"),
        Some(SharedName::Title)
    );
}

#[test]
fn duplicates_are_grouped_with_the_strongest_evidence() {
    let records = library(&[
        "@book{a, title={One title here}, year=2020}",
        "@book{b, title={One title here}, year=2020, doi={10.1000/x}}",
        "@book{c, title={Another}, doi={10.1000/X}}",
        "@book{d, title={Alone}}",
    ]);
    let groups = WorkIndex::of(&records).duplicates();
    let keys: Vec<_> = groups[0].0.iter().map(|record| record.key.as_str()).collect();
    assert_eq!((groups.len(), keys, groups[0].1), (1, vec!["a", "b", "c"], SharedName::Doi));
}

#[test]
fn many_records_of_one_title_take_no_quadratic_time() {
    let text: String = (0..20_000)
        .map(|n| format!("@book{{k{n}, title={{Annual report of bones}}, year=2020, doi={{10.1000/{n}}}}}\n"))
        .collect();
    let records = library(&[&text]);
    assert!(WorkIndex::of(&records).duplicates().is_empty());
}

#[test]
fn an_identifier_names_a_record() {
    let records = library(&["@online{a, title={A}, url={http://www.example.org/x/}}", "@book{b, title={B}, pmid={7}}"]);
    let key = |text: &str| {
        let identifier = Identifier::parse(text).unwrap();
        same_work::find_by_identifier(&identifier, &records).map(|(record, _)| record.key.as_str())
    };
    assert_eq!((key("https://example.org/x"), key("pmid:007"), key("pmid:8")), (Some("a"), Some("b"), None));
}
