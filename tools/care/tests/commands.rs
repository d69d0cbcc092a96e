//! `wellpress care` and `wellpress withdraw` as a person runs them. What publishes or signs as well is tested in `tests/suite`.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use wellpress_check::care::CareList;
use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::TestSite;

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Runs the program in a folder on the day of these tests.
fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
    let mut command = tool_program();
    command.current_dir(folder).args(["--clock", "2026-06-12", "--color", "never"]).args(arguments);
    ProgramOutput::of(command.output().unwrap())
}

fn folder_of(site: &TestSite) -> TempDir {
    let folder = TempDir::new().unwrap();
    site.write_to(folder.path());
    folder
}

#[test]
fn what_goes_with_a_withdrawn_page_stops_no_build() {
    let about = "---\ntitle: About\n---\n[S](/references/) [A](/references/ames/) [E](../articles/neck.md#ref-ames)\n\
                 [F](/topics/spine/feed.xml) [P](/exercises/cobra/print/)\n";
    let site = TestSite::new()
        .library("@article{ames, title={On necks}, author={Ames, A}, journal={J}, date={2024}}\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/pages/about.md", about)
        .file(
            "content/articles/neck.md",
            "---\ntitle: Neck\npublished: 2026-01-01\ntopics: [spine]\n---\nText [@ames], see [below](#ref-ames).\n",
        )
        .file("content/exercises/cobra.md", "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down.\n");
    let folder = folder_of(&site);
    run(folder.path(), &["build"]).assert_status(0);
    for page in ["neck", "cobra"] {
        run(folder.path(), &["withdraw", page, "--reason", "Wrong."]).assert_status(0);
    }
    let report = run(folder.path(), &["check", "--format", "json"]).assert_status(0).json();
    let findings = report["findings"].as_array().unwrap().iter();
    assert_eq!(findings.filter(|finding| finding["rule"] == "link-withdrawn").count(), 5, "{report:#}");
    // A link that never led anywhere is an error as before.
    std::fs::write(folder.path().join("content/pages/about.md"), about.replace("/ames/", "/amis/")).unwrap();
    run(folder.path(), &["check"]).assert_status(1);
}

#[test]
fn the_list_has_its_forms_and_its_status() {
    let overdue = "---\ntitle: Over\nreviewers: [{person: ada, role: medical, date: 2024-01-01}]\nnext_review: 2026-06-01\n---\nText.\n";
    let site = TestSite::new()
        .file("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\n---\n")
        .file("content/articles/over.md", overdue);
    let folder = folder_of(&site);
    let care = |arguments: &[&str]| run(folder.path(), &[&["care"], arguments].concat());
    let text = care(&[]).assert_status(0).out;
    assert!(
        text.starts_with("Overdue: 1 item\n\nreview-overdue: the review of this article was due on 2026-06-01\n"),
        "{text}"
    );
    assert!(
        care(&["--format", "markdown"])
            .assert_status(0)
            .out
            .contains("\n## Ada (ada)\n\n- [ ] **Reviews that are overdue**")
    );
    let list = care(&["--format", "json", "--strict"]).assert_status(1).json();
    let schema = CareList::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.iter_errors(&list).next().is_none(), "{list:#}");
    assert_eq!(list["items"][0]["who"][0]["id"], Value::from("ada"));
    care(&["--output", "list.txt"]).assert_status(0);
    assert_eq!(read(&folder.path().join("list.txt")), text);
    care(&["--output", "content/list.md"]).assert_status(2);
    std::fs::write(folder.path().join("content/articles/over.md"), overdue.replace("2026-06-01", "2027-06-01"))
        .unwrap();
    assert_eq!(care(&["--strict"]).assert_status(0).out, "Nothing to do on 2026-06-12\n");
}

#[test]
fn dead_links_are_those_that_the_last_check_stored() {
    let folder =
        folder_of(&TestSite::new().article("a", "[Gone](https://gone.example/a) [here](https://here.example/)\n"));
    let stored = r#"{"https://gone.example/a": {"day": "2026-06-10", "verdict": {"dead": {"why": "404", "help": "look for it"}}}}"#;
    std::fs::create_dir(folder.path().join(".wellpress")).unwrap();
    std::fs::write(folder.path().join(".wellpress/external-links.json"), stored).unwrap();
    let list = run(folder.path(), &["care", "--format", "json"]).assert_status(0).json();
    let links: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|item| &item["link"]).collect();
    assert_eq!(links, ["https://gone.example/a"]);
    std::fs::write(folder.path().join(".wellpress/external-links.json"), "{").unwrap();
    let run = run(folder.path(), &["care"]).assert_status(0);
    assert!(
        run.out.starts_with("Nothing to do") && run.err.contains("external-links.json` is not used"),
        "{}",
        run.err
    );
}
