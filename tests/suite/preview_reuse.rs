//! After an edit, a preview finds what a build from nothing finds, where a page depends on a file that it does not name.

use std::path::{Path, PathBuf};

use wellpress_build::pipeline::Edited;
use wellpress_diagnostics::Severity;
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::harness;
use crate::preview_session::PreviewSession;

const SETTINGS: &str = "title: T\nbase_url: https://test.example/\nsearch: none\n";

/// The rules of the errors that a preview has after `file` gets `text`. A preview that begins with the edited site has the same.
fn errors_after_edit(memory: &Memory, file: &str, text: &str) -> Vec<&'static str> {
    let request = harness::request(SearchIndex::Skip);
    let mut preview = PreviewSession::default();
    let first = preview.run(memory, &request, Edited::Unknown);
    assert!(first.files.is_some(), "{:?}", first.report);
    memory.write(Path::new(file), text.as_bytes()).unwrap();
    let edited = preview.run(memory, &request, Edited::Files(&[PathBuf::from(file)]));
    assert_eq!(edited.report, PreviewSession::default().run(memory, &request, Edited::Unknown).report);
    let errors = edited.report.findings().iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.rule.id).collect()
}

#[test]
fn a_new_retraction_of_a_work_in_a_list_by_hand_is_an_error_without_any_library() {
    let list = "/site/data/list.csv";
    let header = "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate\n";
    let memory = Memory::new()
        .with("/site/wellpress.yaml", format!("{SETTINGS}citations: {{retractions: data/list.csv}}\n"))
        .with(list, header)
        .with(
            "/site/content/articles/neck.md",
            "---\ntitle: Neck\ncitations: {list: manual}\n---\nA neck.\n\n## References\n\n1. Doe A. Necks. doi:10.5555/a-b\n",
        );
    let errors = errors_after_edit(&memory, list, &format!("{header}10.5555/a-b,0,Retraction,1/2/2026 0:00\n"));
    assert_eq!(errors, ["source-retracted"]);
}

#[test]
fn a_link_to_a_list_of_sources_breaks_with_the_only_citation_in_an_embedded_exercise() {
    let exercise = "/site/content/exercises/cobra.md";
    let text = |citation: &str| format!("---\ntitle: Cobra\n---\nGentle{citation}.\n\n## Steps\n\n1. Lie down.\n");
    let memory = Memory::new()
        .with("/site/wellpress.yaml", SETTINGS)
        .with(
            "/site/content/references/l.bib",
            "@article{doe, author = {Doe, A}, title = {Necks}, doi = {10.5555/a}}\n",
        )
        .with(exercise, text(" [@doe]"))
        .with("/site/content/articles/a.md", "---\ntitle: A\n---\n::exercise{#cobra}\n")
        .with("/site/content/articles/b.md", "---\ntitle: B\n---\nSee [the sources](a.md#references).\n");
    assert_eq!(errors_after_edit(&memory, exercise, &text("")), ["link-anchor"]);
}

#[test]
fn a_translation_gets_the_disclaimer_that_its_original_gets_by_an_edit() {
    let original = "/site/content/articles/hip.md";
    let text = |front: &str| format!("---\ntitle: Hip\n{front}---\nA hip.\n");
    let settings = "languages: {es: {title: Guía}}\ndisclaimers: {topics: {bones: [on-bones]}}\n";
    let memory = Memory::new()
        .with("/site/wellpress.yaml", format!("{SETTINGS}{settings}"))
        .with("/site/content/disclaimers/on-bones.md", "---\ntitle: On bones\n---\nAsk first.\n")
        .with("/site/content/topics/bones.md", "---\ntitle: Bones\n---\n")
        .with(original, text(""))
        .with("/site/content/articles/hip.es.md", "---\ntitle: Cadera\n---\nUna cadera.\n");
    let request = harness::request(SearchIndex::Skip);
    let mut preview = PreviewSession::default();
    preview.run(&memory, &request, Edited::Unknown);
    memory.write(Path::new(original), text("topics: [bones]\n").as_bytes()).unwrap();
    let edited = preview.run(&memory, &request, Edited::Files(&[PathBuf::from(original)]));
    let files = edited.files.unwrap();
    assert_eq!(Some(&files), PreviewSession::default().run(&memory, &request, Edited::Unknown).files.as_ref());
    let page = files.iter().find(|(path, _)| path.as_str() == "es/articles/hip/index.html").unwrap().1;
    assert!(String::from_utf8_lossy(page).contains("data-disclaimer=\"on-bones\""));
}
