//! `wellpress check` as a person runs it: findings of all files in one run, report formats, rules in the settings and in comments. A
//! mistake in one file causes no findings in the files that use it.

use crate::cli::{ARTICLE, BROKEN, ProgramSite, WITH_HTML};

#[test]
fn one_run_reports_the_mistakes_of_all_files_in_order() {
    let site = ProgramSite::new()
        .with("content/pages/privacy.md", "---\ntitel: Privacy\n---\n")
        .with("content/articles/a.md", BROKEN)
        .edited("content/pages/about.md", "/references/", "/reference/")
        .edited("content/references/library.bib", "@report{cdc-2021,", "@report{cdc-2021, note = {");
    let findings = site.findings();
    for expected in [
        "content/articles/a.md:3 reference-unknown",
        "content/articles/a.md:6 citation-unknown",
        "content/pages/about.md:7 link-broken",
        "content/pages/privacy.md:2 front-matter-unknown-key",
    ] {
        assert!(findings.iter().any(|finding| finding == expected), "{expected} is not in {findings:#?}");
    }
    assert!(findings.iter().any(|finding| finding.ends_with("bibliography-invalid")), "{findings:#?}");
    let files: Vec<&str> = findings.iter().map(|finding| finding.split(':').next().unwrap()).collect();
    assert!(files.is_sorted(), "{files:?}");
}

#[test]
fn json_has_every_field_and_is_the_only_output() {
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN);
    for command in ["check", "build"] {
        let run = site.run(&[command, "--format", "json"]);
        assert_eq!((run.status, run.err.as_str()), (1, ""));
        let report = run.json();
        assert_eq!(report["summary"]["errors"], 2);
        let finding = report["findings"][1].as_object().unwrap();
        let keys = "rule severity message help file line column end_line end_column";
        assert!(keys.split(' ').all(|key| finding.contains_key(key)), "{finding:?}");
        assert_eq!(finding["file"], "content/articles/a.md");
        assert_eq!((&finding["line"], &finding["column"]), (&6.into(), &11.into()));
    }
}

#[test]
fn reports_are_written_in_the_requested_format_to_the_requested_file() {
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN);
    assert_eq!(site.run(&["check", "--format", "sarif"]).json()["version"], "2.1.0");
    let annotations = site.run(&["check", "--format", "github"]).out;
    assert!(annotations.starts_with("::error file=content/articles/a.md,line=3"), "{annotations}");
    assert!(site.run(&["check", "--format", "html"]).out.starts_with("<!doctype html>"));

    let run = site.run(&["check", "--format", "json", "--output", "report.json"]);
    assert_eq!(run.status, 1);
    assert!(!run.out.contains('{') && run.out.starts_with("Checked "), "{}", run.out);
    assert!(std::fs::read_to_string(site.path("report.json")).unwrap().contains("citation-unknown"));
    assert_eq!(site.run(&["check", "--output", "no/such/folder.txt"]).status, 3);
}

#[test]
fn colours_are_printed_on_request_and_never_into_a_pipe() {
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN);
    assert!(!site.run(&["check"]).err.contains('\x1b'));
    assert!(site.run(&["check", "--color", "always"]).err.contains('\x1b'));
    assert!(!site.run(&["check", "--color", "never"]).err.contains('\x1b'));
}

#[test]
fn mistakes_in_a_draft_are_ignored_and_those_in_a_future_page_are_not() {
    let page = |state: &str| format!("---\ntitle: Later\n{state}\n---\n\n:::tip\n");
    let site = ProgramSite::new().with("content/articles/later.md", &page("draft: true"));
    assert_eq!(site.run(&["build"]).status, 0);
    assert_eq!(site.run(&["build", "--drafts"]).status, 1);
    let site = site.with("content/articles/later.md", &page("published: 2999-01-01"));
    assert_eq!(site.findings(), ["content/articles/later.md:6 directive-unclosed"]);
}

#[test]
fn a_source_that_only_a_draft_cites_is_not_called_unused() {
    let library = "@book{ames, title = {A}, isbn = {9780131103627}}\n@book{berg, title = {B}, isbn = {9780262033848}}\n@book{cole, title = {C}, isbn = {9780201896831}}\n";
    let site = ProgramSite::new().with("content/references/more.bib", library);
    let unused =
        |site: &ProgramSite| site.findings().iter().filter(|finding| finding.ends_with("source-unused")).count();
    assert_eq!(unused(&site), 3);
    let draft =
        "---\ntitle: Later\ndraft: true\nkey_points: [\"A point [@ames].\"]\nreferences: [berg]\n---\n\nText.\n";
    let site = site.with("content/articles/later.md", draft);
    assert_eq!(unused(&site), 1);
    assert!(site.run(&["list", "uncited"]).out.contains("cole"));
    assert!(!site.run(&["list", "uncited"]).out.contains("ames"));
}

#[test]
fn the_settings_change_the_severity_of_a_rule() {
    let site = ProgramSite::new().with("content/topics/raw.md", WITH_HTML);
    assert_eq!(site.findings(), ["content/topics/raw.md:5 raw-html"]);
    let site = site.edited("wellpress.yaml", "review-missing: off", "review-missing: off\n    raw-html: error");
    assert_eq!(site.run(&["build"]).status, 1);
    let site = site.edited("wellpress.yaml", "raw-html: error", "raw-html: off");
    assert!(site.findings().is_empty());
    let site = site.edited("wellpress.yaml", "raw-html: off", "citation-unknown: off");
    let refused = site.run(&["check"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("`citation-unknown` is always an error"), "{}", refused.err);
}

#[test]
fn a_comment_silences_a_rule_for_the_block_below_it() {
    let page =
        |comment: &str| format!("---\ntitle: Raw\n---\n\n{comment}\n\n<x>one</x> word\n\nA <y>second</y> one.\n");
    let findings = |comment: &str| ProgramSite::new().with("content/topics/raw.md", &page(comment)).findings();
    let finding = |line: u32, rule: &str| format!("content/topics/raw.md:{line} {rule}");
    let (first, second) = (finding(7, "raw-html"), finding(9, "raw-html"));

    assert!(findings("Nothing.").contains(&first) && findings("Nothing.").contains(&second));
    let silenced = findings("<!-- wellpress-allow raw-html: quoted as it was printed -->");
    assert!(!silenced.contains(&first) && silenced.contains(&second), "{silenced:?}");
    for comment_text in ["raw-html", "raw-html:", "raw-htm: why", "heading-skipped: why", "citation-unknown: why"] {
        let findings_of_page = findings(&format!("<!-- wellpress-allow {comment_text} -->"));
        assert!(
            findings_of_page.contains(&first) && findings_of_page.contains(&finding(5, "allow-invalid")),
            "{comment_text}: {findings_of_page:?}"
        );
    }
}

#[test]
fn an_error_is_never_silenced() {
    let page =
        "---\ntitle: A\n---\n\n<!-- wellpress-allow citation-unknown: it is coming -->\n\nA claim [@nobody-2020].\n";
    let site = ProgramSite::new().with("content/topics/a.md", page);
    assert_eq!(site.findings(), ["content/topics/a.md:5 allow-invalid", "content/topics/a.md:7 citation-unknown"]);
}

#[test]
fn a_broken_file_causes_no_findings_where_it_is_used() {
    let site = ProgramSite::new()
        .edited("content/exercises/standing-alignment/index.md", "level: beginner", "level: beginer")
        .edited("content/topics/back-pain.md", "type: condition", "kind: condition")
        .edited("content/disclaimers/general.md", "placement: top", "place: top")
        .edited("content/pages/about.md", "/references/", "../exercises/standing-alignment/index.md");
    let run = site.run(&["build"]);
    assert_eq!(run.status, 1, "{}", run.err);
    let expected = [
        "content/disclaimers/general.md:3 front-matter-unknown-key",
        "content/exercises/standing-alignment/index.md:8 front-matter-type",
        "content/topics/back-pain.md:4 front-matter-unknown-key",
    ];
    assert_eq!(site.findings(), expected);
}

#[test]
fn a_page_with_invalid_yaml_causes_no_findings_where_it_is_used() {
    let site = ProgramSite::new()
        .edited(
            "content/exercises/standing-alignment/index.md",
            "title: \"Standing alignment\"",
            "title: \"Standing alignment",
        )
        .edited("content/topics/back-pain.md", "title: \"Back pain\"", "title: [")
        .with("content/disclaimers/general.md", "no front matter\n");
    let findings = site.findings();
    let files = [
        "content/disclaimers/general.md",
        "content/exercises/standing-alignment/index.md",
        "content/topics/back-pain.md",
    ];
    assert_eq!(findings.len(), 3, "{findings:#?}");
    assert!(findings.iter().zip(files).all(|(finding, file)| finding.starts_with(file)), "{findings:#?}");
}

#[test]
fn a_broken_source_causes_no_findings_where_it_is_cited() {
    let site =
        ProgramSite::new().edited("content/references/library.bib", "@report{cdc-2021,", "@report{cdc-2021, note = {");
    let findings = site.findings();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.contains("library.bib")), "{findings:#?}");
    let site = ProgramSite::new().with("content/references/library.bib", "\u{0}");
    assert_eq!(site.findings(), ["content/references/library.bib:1 file-encoding"]);
}

#[cfg(unix)]
#[test]
fn a_picture_that_is_a_symbolic_link_causes_no_findings_where_it_is_shown() {
    let site =
        ProgramSite::new().with("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let picture = "content/articles/back-pain-at-a-desk/hero.svg";
    std::os::unix::fs::symlink(site.path("drawing.svg"), site.path(picture)).unwrap();
    let site = site.edited(ARTICLE, "audience: patient", "hero: {src: hero.svg, alt: \"A drawing\"}");
    assert_eq!(site.findings(), ["content/articles/back-pain-at-a-desk/hero.svg:1 file-special"]);
}

#[test]
fn an_unknown_citation_style_hides_no_other_mistake() {
    let site = ProgramSite::new()
        .edited("wellpress.yaml", "style: american-medical-association", "style: american-medical-asociation")
        .with("content/articles/a.md", BROKEN);
    let run = site.run(&["check"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("settings-invalid") && run.err.contains("citation-unknown"), "{}", run.err);
}

#[test]
fn a_draft_is_told_what_it_lacks_before_it_is_published() {
    let bare =
        "---\ntitle: Bridge\ndescription: Lift your hips.\ndraft: true\n---\nLie down.\n\n## Steps\n\n1. Lift.\n";
    let site = ProgramSite::from_init().with("content/exercises/bridge.md", bare);
    assert!(!site.run(&["check"]).err.contains("bridge.md"), "a check without drafts leaves it out");
    let report = site.run(&["check", "--drafts", "--format", "json"]).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let of_draft = findings.filter(|finding| finding["file"] == "content/exercises/bridge.md");
    let mut rules: Vec<&str> = of_draft.map(|finding| finding["rule"].as_str().unwrap()).collect();
    rules.sort_unstable();
    let missing =
        ["author-missing", "exercise-no-dose", "exercise-no-image", "exercise-no-stop-signal", "published-missing"];
    assert_eq!(rules, missing, "not `review-missing`");
}

#[test]
fn an_address_for_examples_is_a_placeholder() {
    let site = ProgramSite::from_init();
    let address = |site: &ProgramSite| site.findings().iter().any(|finding| finding == "wellpress.yaml:8 placeholder");
    assert!(address(&site), "{:?}", site.findings());
    let err = site.run(&["check"]).err;
    assert!(err.contains("`https://example.org/` is an address for examples: no site can be published there"), "{err}");
    let with_address = site.run(&["check", "--base-url", "https://guide.example/"]).err;
    assert!(!with_address.contains("for examples"), "{with_address}");
    let site = site.edited("wellpress.yaml", "https://example.org/", "https://guide.example/");
    assert!(!address(&site));
}

#[test]
fn named_paths_limit_what_is_printed_and_counted() {
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN).with("content/topics/raw.md", WITH_HTML);
    assert_eq!(site.run(&["check"]).status, 1);
    let topics = site.run(&["check", "content/topics"]).assert_status(0);
    assert!(topics.err.contains("raw-html") && !topics.err.contains("content/articles/a.md"), "{}", topics.err);
    assert!(topics.out.ends_with(": 1 warning in what was named\n"), "{}", topics.out);
    assert_eq!(site.run(&["check", "--strict", "./content/topics/raw.md"]).status, 1);
    let both = site.run(&["check", "content/topics/", "content/articles/a.md", "--format", "json"]).assert_status(1);
    assert_eq!(both.json()["summary"]["errors"], 2);
    assert_eq!(both.json()["summary"]["warnings"], 1);
    // The beginning of a name is no folder, and the root is the whole site.
    assert_eq!(site.with("content/articles/a/index.txt", "").run(&["check", "content/articles/a"]).status, 0);
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN);
    assert_eq!(site.run(&["check", "."]).status, 1);

    let missing = site.run(&["check", "content/nowhere.md"]).assert_status(2);
    assert!(missing.err.contains("there is no file or folder `content/nowhere.md`"), "{}", missing.err);
    assert!(site.run(&["check", ".."]).assert_status(2).err.contains("is not in the site"));
    assert_eq!(site.run(&["check", "content", "--write-baseline", "b.json"]).status, 2);
}
