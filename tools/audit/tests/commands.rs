//! `wellpress audit` as a person runs it: the three notations, the standards of a site, and what is refused.

use std::path::Path;

use tempfile::TempDir;

use wellpress_docx::{Package, parse, plain_text};
use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::TestSite;

pub fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
    let mut command = tool_program();
    command.current_dir(folder).args(["--clock", "2026-06-12", "--color", "never", "audit"]).args(arguments);
    ProgramOutput::of(command.output().unwrap())
}

pub fn folder_of(site: &TestSite) -> TempDir {
    let folder = TempDir::new().unwrap();
    site.write_to(folder.path());
    folder
}

fn site() -> TestSite {
    TestSite::new()
        .library("@article{ames, title={On necks}, author={Ames, A}, journal={J}, date={2024}}\n")
        .file("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\naffiliation: Clinic\n---\n")
        .file("content/people/jo.md", "---\nname: Jo\n---\n")
        .file(
            "content/articles/neck.md",
            "---\ntitle: Neck <b>&\npublished: 2026-01-01\nupdated: 2026-02-01\nlicense: CC-BY-4.0\nauthors: [ada]\n---\nText [@ames].\n",
        )
        .file("content/articles/back.md", "---\ntitle: Back\npublished: 2026-01-01\nauthors: [jo]\n---\nText.\n")
}

#[test]
fn the_text_names_what_is_there_and_what_is_missing() {
    let folder = folder_of(&site());
    let text = run(folder.path(), &["jama"]).assert_status(0).out;
    assert!(text.contains("This report is no certificate"), "{text}");
    for line in [
        "1. Authorship   Incomplete\n",
        "4. Currency     Incomplete\n",
        "  - Found: 2 of 2 pages. The page names its authors.\n",
        "  - Partly: 1 of 2 pages. Each author has credentials on record, or is an organisation.\n",
        "    - Back (article:back): no credentials on record: Jo\n",
        "    - Back (article:back): cites no source\n",
        "  ☐ Do the sources carry the statements that cite them, and is none left out that matters?\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // The pages that have it are in files only.
    assert!(!text.contains("page by page"), "{text}");
}

#[test]
fn without_a_standard_the_report_has_all_and_strict_fails_on_what_is_missing() {
    let folder = folder_of(&site());
    let text = run(folder.path(), &["--strict"]).assert_status(1).out;
    for title in
        ["The four JAMA benchmarks", "NHS standard for creating health content", "The ten criteria of the PIF TICK"]
    {
        assert!(text.contains(&format!("\n{title}\n")), "{text}");
    }
    std::fs::create_dir(folder.path().join("audits")).unwrap();
    let own = "title: Ours\ncriteria:\n  - {id: days, title: Days, asks: There is a day., facts: [published]}\n";
    std::fs::write(folder.path().join("audits/ours.yaml"), own).unwrap();
    let text = run(folder.path(), &["ours", "--strict"]).assert_status(0).out;
    assert!(text.contains("1 criterion: 1 × Satisfied.") && text.contains("those of `audits/ours.yaml`"), "{text}");
}

#[test]
fn the_html_is_one_file_without_scripts_that_escapes_what_pages_say() {
    let folder = folder_of(&site());
    run(folder.path(), &["jama", "--output", "report.html"]).assert_status(0);
    let html = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{html}");
    for forbidden in ["<script", "<b>", "src=", "<link", "@import", "url("] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("Neck &lt;b&gt;&amp;</a> (article:neck)"), "{html}");
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.contains("<th scope=\"col\">") && html.contains("<th scope=\"row\"><a href=\"#jama-authorship\">"));
    assert!(html.contains("<h3 id=\"jama-authorship\">") && html.contains("Facts, page by page"));
    for link in html.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let opened = |tag: &str| html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
    for tag in ["p", "li", "ul", "tr", "td", "th", "a", "strong", "div", "h3", "table"] {
        assert_eq!(opened(tag), html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn the_word_file_has_the_words_of_the_report() {
    let folder = folder_of(&site());
    run(folder.path(), &["jama", "--output", "Report.DOCX"]).assert_status(0);
    let bytes = std::fs::read(folder.path().join("Report.DOCX")).unwrap();
    let mut package = Package::open(bytes.clone()).unwrap();
    let part = package.main_part().unwrap();
    let document = parse(&part.text).unwrap();
    let text = plain_text(document.root_element());
    for words in [
        "This report is no certificate",
        "1. Authorship",
        "no credentials on record: Jo",
        "Facts, page by page",
        "Neck <b>&",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    run(folder.path(), &["jama", "--output", "again.docx"]).assert_status(0);
    assert_eq!(std::fs::read(folder.path().join("again.docx")).unwrap(), bytes);
}

#[test]
fn a_mistake_is_named_with_its_place_and_nothing_is_written() {
    let folder = folder_of(&site());
    std::fs::create_dir(folder.path().join("audits")).unwrap();
    let wrong = "title: Ours\ncriteria:\n  - id: days\n    title: Days\n    asks: A day.\n    facts: [publishd]\n";
    std::fs::write(folder.path().join("audits/ours.yaml"), wrong).unwrap();
    let output = run(folder.path(), &["ours", "--output", "a.html"]).assert_status(2);
    assert!(output.err.contains("there is no fact `publishd`"), "{}", output.err);
    assert!(
        output.err.contains("audits/ours.yaml:6:13") && output.err.contains("did you mean `published`?"),
        "{}",
        output.err
    );
    assert!(!folder.path().join("a.html").exists());
    // The other standards can be used all the same.
    run(folder.path(), &["jama"]).assert_status(0);
    let unknown = run(folder.path(), &["jamma"]).assert_status(2).err;
    assert!(unknown.contains("there is no standard `jamma`") && unknown.contains("did you mean `jama`?"), "{unknown}");
    let ending = run(folder.path(), &["jama", "--output", "a.pdf"]).assert_status(2).err;
    assert!(ending.contains("`a.pdf` has no ending of a report"), "{ending}");
    run(folder.path(), &["jama", "--output", "content/a.html"]).assert_status(2);
}
