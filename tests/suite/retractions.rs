//! Retracted and corrected sources and expressions of concern: where they are labelled, and mistakes in a list of retractions.

use crate::harness::{TestBuild, TestSite};

const HEADER: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\n";

const PAGE: &str = "articles/a/index.html";

/// A row of the list about a paper.
fn row(date: &str, doi: &str, pmid: &str, nature: &str) -> String {
    format!(
        "1,\"A, \"\"quoted\"\"\npaper\",,,,,,,,,{date},10.1000/NOTICE,0,,{doi},{pmid},{nature},+Unreliable Results;,No,\n"
    )
}

fn site(list: &str) -> TestSite {
    TestSite::new()
        .settings("citations: {retractions: lists/retractions.csv}\n")
        .file("lists/retractions.csv", format!("{HEADER}{list}"))
        .library(
            "@article{back, title = {Back}, author = {Ames, A.}, date = {2010}, doi = {10.1000/back}, pmid = {11}}\n",
        )
        .article("a", "See [@back].\n")
}

fn acknowledged(list: &str) -> TestBuild {
    let front = "---\ntitle: Article a\nacknowledged_retractions: [{source: back, reason: It is the story.}]\n\
                 citations: {exports: [bib, json, ris]}\n---\n";
    site(list).file("content/articles/a.md", format!("{front}See [@back].\n")).build()
}

#[test]
fn an_acknowledged_retracted_source_is_labelled_wherever_it_is_shown() {
    let built = acknowledged(&row("6/30/2021 0:00", "10.1000/Back", "0", "Retraction"));
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "#ref-back > .retracted"), ["Retracted"]);
    assert!(!built.texts(PAGE, "#ref-back [data-entry]")[0].contains("Retracted"));
    assert_eq!(built.texts("references/index.html", ".slip .retracted"), ["Retracted"]);
    let page = "references/back/index.html";
    let notice = "Retracted This source was withdrawn after it was published. June 30, 2021. Read the notice";
    assert_eq!(built.texts(page, ".retraction"), [notice]);
    assert!(built.select(page, ".retraction a")[0].contains("https://doi.org/10.1000/notice"));
    assert!(built.text(PAGE).contains("\"creativeWorkStatus\":\"Retracted\""));
}

#[test]
fn the_list_can_stand_beside_the_sources() {
    let built = site("")
        .settings("citations: {retractions: ./content/references/retractions.csv}\n")
        .file(
            "content/references/retractions.csv",
            format!("{HEADER}{}", row("6/30/2021 0:00", "10.1000/back", "0", "Correction")),
        )
        .build();
    built.assert_findings(&["warning[source-corrected] content/articles/a.md:4:7: "]);
}

#[test]
fn a_retracted_source_stops_the_build_unless_it_is_acknowledged() {
    let built = site(&row("6/30/2021 0:00", "10.1000/back", "0", "Retraction")).build();
    assert!(!built.is_built());
    assert_eq!(built.of_rule("source-retracted").len(), 1);
}

#[test]
fn corrections_and_concerns_have_rules_and_labels_of_their_own() {
    for (nature, rule, label) in [
        ("Correction", "source-corrected", "Corrected"),
        ("Expression of concern", "source-concern", "Expression of concern"),
    ] {
        let built = site(&row("6/30/2021 0:00", "unavailable", "11", nature)).build();
        assert_eq!((built.findings().len(), built.of_rule(rule).len()), (1, 1), "{nature}");
        assert_eq!(built.texts(PAGE, "#ref-back > .noticed"), [label]);
        assert!(built.select("references/back/index.html", ".retracted").is_empty());
    }
    let corrected = site(&row("6/30/2021 0:00", "unavailable", "11", "Correction")).build();
    assert!(corrected.text(PAGE).contains("\"correction\":\"https://doi.org/10.1000/notice\""));
}

#[test]
fn a_reinstatement_lifts_earlier_retractions_and_no_later_ones() {
    let retraction = |date: &str| row(date, "10.1000/back", "0", "Retraction");
    let reinstatement = row("6/30/2021 0:00", "10.1000/back", "0", "Reinstatement");
    for (list, is_lifted) in [
        (retraction("1/1/2020 0:00") + &reinstatement, true),
        (reinstatement.clone() + &retraction("1/1/2020 0:00"), true),
        (retraction("6/30/2021 0:00") + &reinstatement, true),
        (retraction("12/1/2021 0:00") + &reinstatement, false),
        (retraction("") + &reinstatement, true),
        (retraction("1/1/2020 0:00") + &row("", "10.1000/back", "0", "Reinstatement"), false),
        (retraction("1/1/2020 0:00") + &row("6/30/2021", "0", "11", "Reinstatement"), true),
        (row("1/1/2020", "10.1000/backwards", "111", "Retraction"), true),
        (row("1/1/2020", "", "", "Retraction"), true),
    ] {
        let built = site(&list).build();
        assert_eq!(built.is_built(), is_lifted, "{list}{:#?}", built.formatted_findings());
        assert_eq!(built.findings().is_empty(), is_lifted, "{list}");
    }
}

#[test]
fn without_a_list_an_acknowledgement_is_no_finding() {
    let front = "---\ntitle: A\nacknowledged_retractions: [{source: back, reason: It is the story.}]\n---\n";
    let site = TestSite::new().file("content/articles/a.md", format!("{front}See [@back].\n"));
    site.library("@article{back, title = {Back}, author = {Ames, A.}, doi = {10.1000/back}}\n")
        .build()
        .assert_no_findings();
}

#[test]
fn a_broken_list_is_a_mistake_in_the_settings_with_its_line() {
    let assert_refused = |list: &str, finding: &str| {
        let built = site("").file("lists/retractions.csv", list).build();
        built.assert_findings(&[finding]);
        assert!(!built.is_built());
    };
    let beginning = "error[settings-invalid] lists/retractions.csv";
    let short = format!("{HEADER}1,2,3\n");
    assert_refused(&short, &format!("{beginning}:2:1: this row has 3 fields, and the first line names 20"));
    let unknown =
        format!("{HEADER}{}{}", row("", "10.1000/other", "0", "Odd"), row("", "10.1000/back", "0", "Withdrawal"));
    assert_refused(&unknown, &format!("{beginning}:4:1: `Withdrawal` is not a known `RetractionNature`"));
    assert_refused(
        "DOI,RetractionNature\n10.1000/back,Retraction\n",
        &format!(
            "{beginning}:1:1: the list of retractions has no column `OriginalPaperDOI`, `OriginalPaperPubMedID`, `RetractionDate`"
        ),
    );
    assert_refused("", &format!("{beginning}:1:1: the list of retractions has no column"));
    let missing = site("").settings("citations: {retractions: lists/nowhere.csv}\n").build();
    missing.assert_findings(&[
        "error[settings-invalid] wellpress.yaml:3:26: the list of retractions cannot be read: `lists/nowhere.csv`",
    ]);
    site("").settings("citations: {retractions: lists}\n").build().assert_findings(&[
        "error[settings-invalid] wellpress.yaml:3:26: the list of retractions cannot be read: `lists` is a folder",
    ]);
}

#[test]
fn a_list_may_have_any_order_of_columns_and_invalid_utf_8() {
    let mut list = "\u{feff}Notes,Retraction Nature,OriginalPaperPubMedID,originalpaperdoi,RetractionDate\n"
        .to_owned()
        .into_bytes();
    list.extend_from_slice(b"caf\xe9,Retraction,,https://doi.org/10.1000/BACK,2020-01-01\n");
    let built = site("").file("lists/retractions.csv", list).build();
    assert!(
        built.formatted_findings()[0].contains("the source `back` was retracted on 2020-01-01"),
        "{:#?}",
        built.formatted_findings()
    );
}

#[test]
fn a_source_shows_its_evidence_and_its_successor() {
    let library = "@report{old, title = {Old}, date = {2019}, isbn = {9780306406157}, evidence = {Trial}, superseded_by = {new}}\n\
                   @report{new, title = {New advice}, date = {2024}, isbn = {9780306406158}, evidence = {gideline}}\n";
    let built = TestSite::new().library(library).article("a", "See [@old; @new].\n").build();
    built.assert_findings(&[
        "warning[bibliography-invalid] content/references/library.bib:2:86: `gideline` is not a sort of evidence; did you mean `guideline`?",
    ]);
    let page = "references/old/index.html";
    assert_eq!(built.texts(page, ".successor"), ["A newer source has taken its place: New advice"]);
    assert!(built.select(page, ".successor a")[0].contains("/references/new/"));
    assert_eq!(built.texts(page, ".source-links div")[0], "EvidenceTrial");
    let export = built.text("references.bib");
    assert!(export.contains("evidence     = {trial}") && export.contains("superseded_by = {new}"), "{export}");
    let unknown =
        "@report{old, title = {Old}, isbn = {9780306406157}, superseded_by = {nwe}}\n@report{new, title = {New}}\n";
    let built = TestSite::new().library(unknown).article("a", "See [@old].\n").build();
    assert!(built.formatted_findings()[0].starts_with("error[citation-unknown] content/references/library.bib:1:69: no source has the key `nwe`; did you mean `new`?"), "{:#?}", built.formatted_findings());
}

#[test]
fn exports_say_that_a_source_is_retracted_and_imports_read_it() {
    let built = acknowledged(&row("6/30/2021 0:00", "10.1000/Back", "0", "Retraction"));
    let note = "[Retracted 2021-06-30: Unreliable Results. Notice: doi:10.1000/notice]";
    for (extension, line) in [
        ("bib", format!("note         = {{{note}}},\n")),
        ("json", format!("\"note\": \"{note}\"")),
        ("ris", format!("N1  - {note}\r\n")),
    ] {
        for path in ["references", "articles/a/references"] {
            let text = built.text(&format!("{path}.{extension}"));
            assert!(text.contains(&line), "{line}\n{text}");
        }
        let library = built.text(&format!("references.{extension}")).to_owned();
        let path = format!("content/references/taken.{extension}");
        let imported = TestSite::new().file(&path, &library).article("a", "See [@back].\n").build();
        assert_eq!(imported.of_rule("source-retracted").len(), 1, "{extension}: {:?}", imported.formatted_findings());
    }
}

#[test]
fn a_list_overrides_the_note_of_a_source() {
    let library = "@article{back, title={Back}, date={2010}, doi={10.1000/back}, note={Read twice. [Retracted]}}\n";
    let build = |site: TestSite| site.library(library).article("a", "See [@back].\n").build();
    let without_list = build(TestSite::new());
    assert!(without_list.of_rule("source-retracted")[0].message.ends_with("`back` was retracted"));
    let reinstated = row("1/1/2020", "10.1000/back", "0", "Reinstatement");
    assert_eq!(build(site(&reinstated)).of_rule("source-retracted").len(), 0);
    let other_source = row("1/1/2020", "10.1000/other", "0", "Retraction");
    assert_eq!(build(site(&other_source)).of_rule("source-retracted").len(), 1);
}
