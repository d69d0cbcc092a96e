//! How strong the evidence is: the designs of studies, the certainty of statements, and lists of sources that are divided by them.

use wellpress_site::resolve::reviewed_text::ReviewedText;

use crate::harness::TestSite;
use crate::small_site::SmallSite;

const LIBRARY: &str = "\
@article{falls, title = {Exercise and falls}, author = {Berg, A.}, date = {2019}, journal = {Bone}, doi = {10.5555/a}, evidence = {systematic-review}}
@article{walk, title = {Walking}, author = {Lee, A.}, date = {2021}, journal = {Spine}, doi = {10.5555/b}, evidence = {randomized-trial}}
@report{nice, title = {Advice}, author = {{NICE}}, date = {2025}, institution = {NICE}, evidence = {guideline}, isbn = {9780306406157}}
";

const PAGE: &str = "articles/a/index.html";

fn site() -> TestSite {
    TestSite::new().library(LIBRARY).file("content/people/kim.md", "---\nname: Kim Lee\ncredentials: [MD]\n---\n")
}

#[test]
fn the_design_of_a_study_is_shown_in_words_and_can_be_filtered_by() {
    let cases = "@article{cases, title = {Two cases}, author = {Kim, A.}, date = {2020}, journal = {Bone}, doi = {10.5555/c}, \
                 evidence = {cohrt}}\n";
    let site = site().library(&format!("{LIBRARY}{cases}"));
    let built = site.article("a", "Falls [@falls]. Walks [@walk]. Cases [@cases; @nice].\n").build();
    built.assert_findings(&[
        "warning[bibliography-invalid] content/references/library.bib:4:121: `cohrt` is not a sort of evidence; did you mean `cohort`?",
    ]);
    assert_eq!(built.texts(PAGE, ".references .design"), ["Systematic review", "Randomised trial", "Guideline"]);
    assert_eq!(built.texts("references/walk/index.html", ".source-links div")[0], "EvidenceRandomised trial");
    let index = "references/index.html";
    assert_eq!(
        built.texts(index, "select[data-filter=design] option"),
        ["Any", "Guideline (1)", "Randomised trial (1)", "Systematic review (1)"]
    );
    assert_eq!(built.select(index, ".slip[data-design=systematic-review]").len(), 1);
    assert_eq!(built.texts(index, ".slip-design").len(), 3);
    // Other programs get the word that means it.
    assert!(built.text("references/walk/index.html").contains("randomised-trial"));
}

#[test]
fn the_words_of_designs_are_those_of_the_page() {
    for (tag, words) in
        [("de", "Systematische Übersicht"), ("fr", "Revue systématique"), ("en-US", "Systematic review")]
    {
        let built = site().settings(&format!("language: {tag}\n")).article("a", "Falls [@falls].\n").build();
        assert_eq!(built.texts(PAGE, ".references .design"), [words], "{tag}");
    }
}

/// A record of PubMed says what it is; of several types the strongest counts, and `Journal Article` is none.
#[test]
fn the_types_of_pubmed_are_designs() {
    let record = |pmid: &str, types: &[&str]| {
        let types: String = types.iter().map(|name| format!("PT  - {name}\n")).collect();
        format!(
            "PMID- {pmid}\nTI  - Title {pmid}.\nFAU - Berg, Anna\nDP  - 2020\nJT  - Bone\nAID - 10.5555/{pmid} [doi]\n{types}\n"
        )
    };
    let library = [
        record("1", &["Journal Article", "Review", "Meta-Analysis", "Systematic Review"]),
        record("2", &["Journal Article", "Randomized Controlled Trial", "Research Support, N.I.H."]),
        record("3", &["Clinical Trial, Phase II"]),
        record("4", &["Journal Article", "Comparative Study"]),
    ];
    let built = TestSite::new()
        .file("content/references/library.nbib", library.concat())
        .article("a", "All [@pmid:1; @pmid:2; @pmid:3; @pmid:4].\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, ".references .design"), ["Meta-analysis", "Randomised trial", "Trial"]);
}

#[test]
fn certainty_belongs_to_a_statement_and_says_who_judged_it() {
    let text = ":::evidence{certainty=very-low by=kim date=2026-06-01}\nExercise helps *most* people [@falls].\n:::\n";
    let built = site().settings("languages: {fr: {title: T}}\n").article("a", text);
    let built = built.file("content/articles/a.fr.md", format!("---\ntitle: A\n---\n{text}")).build();
    assert_eq!(built.texts(PAGE, ".evidence > p:first-child"), ["Exercise helps most people (Berg, 2019)."]);
    assert_eq!(
        built.texts(PAGE, ".evidence > .certainty"),
        ["Certainty of the evidence: very low Judged by Kim Lee, MD on June 1, 2026"]
    );
    let link = "[role=group][aria-label='Certainty of the evidence: very low'] a[href='/people/kim/']";
    assert_eq!(built.select(PAGE, link).len(), 1);
    assert_eq!(built.select(PAGE, ".certainty time[datetime='2026-06-01']").len(), 1);
    assert_eq!(
        built.texts("fr/articles/a/index.html", ".certainty"),
        ["Certitude des preuves : très faible Évaluée par Kim Lee, MD le 1er juin 2026"]
    );
}

#[test]
fn a_certainty_that_nobody_can_have_judged_is_an_error() {
    let finding = |attributes: &str| {
        let built = site().article("a", &format!(":::evidence{{{attributes}}}\nIt helps.\n:::\n")).build();
        assert!(!built.is_built(), "{attributes}");
        built.formatted_findings().concat()
    };
    for (attributes, message) in [
        (
            "certainty=sure by=kim date=2026-06-01",
            "error[directive-attribute] content/articles/a.md:4:23: `sure` is not a value of `certainty`",
        ),
        ("by=kim date=2026-06-01", "`evidence` needs `certainty`"),
        ("certainty=low date=2026-06-01", "`evidence` needs `by`"),
        ("certainty=low by=kim", "`evidence` needs `date`"),
        ("certainty=low by=kym date=2026-06-01", "did you mean `kim`?"),
        ("certainty=low by=kim date=2026-07-02", "the evidence is judged on 2026-07-02, which is in the future"),
        (
            "certainty=low by=kim date=\"last June\"",
            "error[date-invalid] content/articles/a.md:4:40: `last June` is not a date",
        ),
        ("certainty=low by=kim date=2026-02-30", "`2026-02-30` is not a date"),
        ("certainty=low by=kim date=2026-06-01 grade=A", "grade"),
    ] {
        assert!(finding(attributes).contains(message), "{attributes}: {}", finding(attributes));
    }
}

/// Cautions, signals to stop and care cards stay what they are in it, and the judgement comes to feeds and packets as words.
#[test]
fn safety_notices_inside_a_judged_statement_stay() {
    let exercise = "---\ntitle: Bow\nstop_if: [it hurts]\ncautions: [{condition: bones, advice: Do not., severity: avoid}]\n---\n\
                    ## How to do it\n\n1. Bow.\n";
    let text = "::::evidence{certainty=high by=kim date=2026-06-01}\nIt helps.\n\n::exercise{#bow}\n\n\
                :::care{level=emergency}\nCall 999.\n:::\n::::\n";
    let built = site()
        .file("content/topics/bones.md", "---\ntitle: Thin bones\n---\n")
        .file("content/exercises/bow.md", exercise)
        .article("a", text)
        .build();
    built.assert_no_errors();
    for notice in ["cautions", "stop-if", "care"] {
        assert!(!built.select(PAGE, &format!(".evidence .{notice}")).is_empty(), "{notice}");
    }
    let page = built.text(PAGE);
    assert!(page.find("it hurts").unwrap() < page.find("<ol class=\"steps\"").unwrap());
    assert!(page.find("<ol class=\"steps\"").unwrap() < page.find("class=\"certainty\"").unwrap());
}

const DIVIDED: &str = "source_groups:\n  - {title: \"Guidelines \\\"of all\\\"\", sources: [nice]}\n  - {title: Trials, sources: [walk]}\n\
                       source_notes:\n  - {source: falls, note: \"It's the basis of this & that.\"}\n";

#[test]
fn a_divided_list_keeps_the_numbers_of_the_marks() {
    let article = |front: &str| format!("---\ntitle: A\n{front}---\nFalls [@falls]. Walks [@walk].\n");
    let site = || site().settings("citations: {style: american-medical-association, marks: number}\n");
    let built = site().file("content/articles/a.md", article(DIVIDED)).build();
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".source-group"), ["Guidelines “of all”", "Trials", "Other sources"]);
    let entries = built.select(PAGE, ".references > li");
    let numbers: Vec<&str> =
        entries.iter().map(|entry| entry.split("value=\"").nth(1).unwrap().split('"').next().unwrap()).collect();
    // The guideline is cited nowhere, so its number is the last.
    assert_eq!(numbers, ["3", "2", "1"]);
    assert_eq!(built.texts(PAGE, "#ref-falls .source-note"), ["It’s the basis of this & that."]);
    assert_eq!(built.texts(PAGE, ".text a[href^='#ref-']"), ["1", "2"]);
}

#[test]
fn mistakes_in_the_division_are_errors() {
    let findings = |front: &str| {
        let text = format!("---\ntitle: A\n{front}---\nFalls [@falls].\n");
        site().file("content/articles/a.md", text).build().formatted_findings().concat()
    };
    for (front, message) in [
        ("source_groups: [{title: T, sources: [fals]}]\n", "no source has the key `fals`"),
        ("source_groups: [{title: T, source: [falls]}]\n", "did you mean `sources`?"),
        ("source_groups: [{sources: [falls]}]\n", "title"),
        ("source_groups: [{title: ' ', sources: [falls]}]\n", "this group of sources has no title"),
        (
            "source_groups: [{title: T, sources: [falls]}, {title: U, sources: ['@falls']}]\n",
            "the source `@falls` is in a group already",
        ),
        ("source_notes: [{source: falls, note: ''}]\n", "this note is empty"),
        (
            "source_notes: [{source: falls, note: A.}, {source: falls, note: B.}]\n",
            "the source `falls` has a note already",
        ),
        ("source_notes: [{source: nobody, note: A.}]\n", "no source has the key `nobody`"),
        ("source_grups: []\n", "did you mean `source_groups`?"),
    ] {
        assert!(findings(front).contains(message), "{front}: {}", findings(front));
    }
}

/// A reviewer who approved the page approved these words too.
#[test]
fn a_note_about_a_source_is_text_that_sign_offs_cover() {
    let words = |note: &str| {
        let front = format!("source_notes: [{{source: falls, note: {note}}}]\n");
        let text = format!("---\ntitle: A\n{front}---\nFalls [@falls].\n");
        let site = SmallSite::new("").with("content/articles/a.md", &text).with("content/references/l.bib", LIBRARY);
        site.look(|config, resolved| {
            let page = resolved.site.pages.iter().find(|page| page.title == "A").unwrap();
            ReviewedText::of(config, resolved.texts(), page).hash()
        })
    };
    assert_eq!(words("One."), words("One."));
    assert_ne!(words("One."), words("Two."));
}
