//! The commands `init`, `new`, `list` and `explain`, and what holds for all commands: exit statuses, usage errors, output that cannot
//! be written. `cli_check.rs` and `cli_build.rs` test the two larger commands on the same site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::rules;
use wellpress_site::starter_texts::PLACEHOLDERS;

use crate::harness::files_below;
use crate::program::{PROGRAM, ProgramOutput};

/// A site in a temporary folder, on which the program is run.
pub struct ProgramSite {
    pub folder: TempDir,
}

impl ProgramSite {
    /// The site that `init` makes, with the five rules turned off that every new site breaks: no page has a reviewer, an author or
    /// a date yet, texts are to be filled in, and nobody has asked about retractions.
    pub fn new() -> Self {
        let off = ["review-missing", "author-missing", "published-missing", "placeholder", "retractions-old"];
        let off = off.map(|rule| format!("{rule}: off")).join("\n    ");
        Self::from_init().edited("wellpress.yaml", "review-missing: note", &off)
    }

    /// The site that `init` makes.
    pub fn from_init() -> Self {
        let site = Self::empty();
        let init = site.run(&["init"]);
        assert_eq!((init.status, init.err.lines().count()), (0, 26), "{}", init.err);
        site
    }

    pub fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn with(self, path: &str, text: &str) -> Self {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
        self
    }

    /// Replaces a text in a file, which has to be there.
    pub fn edited(self, path: &str, from: &str, to: &str) -> Self {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "`{path}` has no `{from}`");
        self.with(path, &text.replace(from, to))
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.folder.path()).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> ProgramOutput {
        ProgramOutput::of(self.command().args(arguments).output().unwrap())
    }

    /// The findings of `check --format json`, as `file:line rule`.
    pub fn findings(&self) -> Vec<String> {
        let report = self.run(&["check", "--format", "json"]).json();
        let findings = report["findings"].as_array().unwrap().iter();
        let lines = findings.map(|finding| {
            let [file, rule] = ["file", "rule"].map(|key| finding[key].as_str().unwrap());
            format!("{file}:{} {rule}", finding["line"])
        });
        lines.collect()
    }

    /// Every file of the output with its bytes; none if there is no output.
    pub fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let output = self.path("output");
        if output.exists() { files_below(&output) } else { BTreeMap::new() }
    }
}

pub const ARTICLE: &str = "content/articles/back-pain-at-a-desk/index.md";

pub const BROKEN: &str = "---\ntitle: A\ntopics: [necks]\ndescription: About A.\n---\nA claim [@nobody-2020].\n";

pub const WITH_HTML: &str = "---\ntitle: Raw\n---\n\n<div>raw</div>\n";

#[test]
fn an_output_that_looks_like_a_folder_is_no_report() {
    let site = ProgramSite::from_init();
    let refused = site.run(&["build", "--output", "public"]);
    assert_eq!((refused.status, site.path("public").exists(), site.path("output").exists()), (2, false, false));
    assert!(refused.err.contains("write `--output-dir public`"), "{}", refused.err);
    for report in [&["--output", "findings.txt"][..], &["--output", "findings", "--format", "json"]] {
        assert_eq!(site.run(&[&["build"], report].concat()).status, 0);
        assert!(site.path(report[1]).is_file());
    }
}

#[test]
fn a_new_site_passes_and_builds() {
    let site = ProgramSite::from_init();
    let checked = site.run(&["check"]);
    assert_eq!(checked.status, 0, "{}", checked.err);
    assert!(checked.out.ends_with(": 12 warnings, 2 notes\n"), "{}", checked.out);
    assert_eq!(checked.err.matches("warning[placeholder]").count(), 12, "{}", checked.err);
    assert_eq!(checked.err.matches("note[review-missing]").count(), 1, "{}", checked.err);
    assert_eq!(checked.err.matches("note[retractions-old]").count(), 1, "{}", checked.err);

    let site = site.edited(
        "wellpress.yaml",
        "review-missing: note",
        "review-missing: off\n    placeholder: off\n    retractions-old: off",
    );
    let built = site.run(&["build", "--strict"]);
    assert_eq!((built.status, built.err.as_str()), (0, ""));
    assert!(built.out.starts_with("Built ") && built.out.ends_with(" written, 0 unchanged\n"), "{}", built.out);
    assert!(built.out.contains(", 2 sources, 2 exercises and 2 assets in "), "{}", built.out);
    assert!(site.path("output/articles/back-pain-at-a-desk/index.html").is_file());

    let again = site.run(&["build"]);
    assert!(again.out.contains("; 0 files written, "), "{}", again.out);
}

#[test]
fn init_makes_the_site_in_the_given_root() {
    let site = ProgramSite::empty();
    for arguments in [&["init", "--root", "a"][..], &["init", "site", "--root", "b"]] {
        assert_eq!(site.run(arguments).status, 0);
    }
    assert!(site.path("a/wellpress.yaml").is_file() && site.path("b/site/wellpress.yaml").is_file());
    assert!(!site.path("wellpress.yaml").exists());
}

#[test]
fn theme_eject_copies_a_template_that_then_replaces_the_original() {
    let site = ProgramSite::from_init();
    let listed = site.run(&["theme", "eject"]).assert_status(0).out;
    assert!(listed.lines().any(|line| line == "templates/article.html"), "{listed}");
    assert!(!listed.contains("theme.yaml"), "{listed}");
    let before = site.run(&["build"]).assert_status(0);
    assert!(before.out.starts_with("Built "), "{}", before.out);

    // Without a theme of its own, the site gets a folder for single files of `well`.
    let ejected = site.run(&["theme", "eject", "article.html"]).assert_status(0);
    assert_eq!(ejected.out, "themes/well/templates/article.html\n");
    for words in
        ["Updates of wellpress do not change it", "--print templates/article.html", "name no theme of your own"]
    {
        assert!(ejected.err.contains(words), "{}", ejected.err);
    }
    let copy = site.path("themes/well/templates/article.html");
    let original = std::fs::read_to_string(&copy).unwrap();
    assert_eq!(site.run(&["theme", "eject", "--print", "article.html"]).assert_status(0).out, original);
    let unchanged = site.run(&["build"]).assert_status(0);
    assert!(unchanged.out.contains("; 0 files written, "), "{}", unchanged.out);

    std::fs::write(&copy, original.replace("<article class=\"article\">", "<article class=\"article\" data-mine>"))
        .unwrap();
    site.run(&["build"]).assert_status(0);
    let page = std::fs::read_to_string(site.path("output/articles/back-pain-at-a-desk/index.html")).unwrap();
    assert!(page.contains("<article class=\"article\" data-mine>"), "{page}");
    assert!(site.run(&["theme", "eject", "article.html"]).assert_status(2).err.contains("nothing was written"));
}

#[test]
fn theme_eject_copies_into_the_theme_of_the_settings_and_knows_its_files() {
    let site = ProgramSite::from_init();
    site.run(&["theme", "new", "mine"]).assert_status(0);
    let site = site.edited("wellpress.yaml", "base_url:", "theme: mine\nbase_url:");
    for (name, path) in [
        ("toc.html", "templates/components/toc.html"),
        ("well.css", "assets/well.css"),
        ("i18n/en.ftl", "i18n/en.ftl"),
        ("assets/fonts/newsreader-latin.woff2", "assets/fonts/newsreader-latin.woff2"),
    ] {
        let run = site.run(&["theme", "eject", name]).assert_status(0);
        assert_eq!(run.out, format!("themes/mine/{path}\n"));
        assert!(!run.err.contains("name no theme"), "{}", run.err);
    }
    let unknown = site.run(&["theme", "eject", "artcle.html"]).assert_status(2);
    assert!(unknown.err.contains("has no file `artcle.html`"), "{}", unknown.err);
    assert!(unknown.err.contains("did you mean `article.html`?"), "{}", unknown.err);
    assert!(
        site.run(&["theme", "eject", "--print", "fonts/newsreader-latin.woff2"])
            .assert_status(2)
            .err
            .contains("no text")
    );
}

#[test]
fn a_title_cannot_write_to_the_terminal() {
    let site = ProgramSite::new().with("content/articles/neck.md", "---\ntitle: \"\\e]0;pwned\\a\"\n---\nA neck.\n");
    for arguments in [&["list", "articles"][..], &["check"]] {
        let run = site.run(arguments);
        assert!(
            !run.out.contains(['\u{1b}', '\u{7}']) && !run.err.contains(['\u{1b}', '\u{7}']),
            "{}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn a_file_is_no_root() {
    let site = ProgramSite::from_init();
    let commands = [
        &["build"][..],
        &["check"],
        &["list", "overdue"],
        &["review", "status"],
        &["deploy"],
        &["new", "article", "a"],
    ];
    for command in commands {
        let run = site.run(&[command, &["--root", "wellpress.yaml"]].concat());
        assert_eq!(run.status, 2, "{command:?}: {}", run.err);
        let message = "error: `--root` names the file `wellpress.yaml`, and takes a folder\n";
        assert!(run.err.starts_with(message), "{command:?}: {}", run.err);
        assert!(run.err.contains("name the folder that the file is in: `--root .`"), "{command:?}: {}", run.err);
    }
    let other = site.run(&["build", "--root", ".wellpress-version"]).assert_status(2);
    assert!(other.err.contains("name the folder that has the site's `wellpress.yaml`"), "{}", other.err);
}

#[test]
fn a_folder_is_no_settings_file() {
    let site = ProgramSite::from_init();
    for command in [&["build"][..], &["check"], &["new", "article", "a"]] {
        let run = site.run(&[command, &["--config", "content"]].concat()).assert_status(2);
        let message = "error: `--config` names the folder `content`, and takes a file\n";
        assert!(run.err.starts_with(message), "{command:?}: {}", run.err);
        assert!(run.err.contains("such as `content/wellpress.yaml`"), "{command:?}: {}", run.err);
    }
}

#[test]
fn init_refuses_a_file_in_the_place_of_the_folder() {
    let site = ProgramSite::empty().with("notes.txt", "Notes.\n");
    for arguments in [&["init", "notes.txt"][..], &["init", "notes.txt/site"], &["init", "--root", "notes.txt"]] {
        let run = site.run(arguments).assert_status(2);
        assert!(run.err.starts_with("error: `notes.txt` is a file, and a site is a folder\n"), "{}", run.err);
    }
    assert_eq!(std::fs::read_to_string(site.path("notes.txt")).unwrap(), "Notes.\n");
}

#[test]
fn new_refuses_a_name_that_no_build_accepts() {
    let site = ProgramSite::new();
    let run = site.run(&["new", "article", "con"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(!site.path("content/articles/con").exists());
}

#[test]
fn init_overwrites_nothing() {
    let site = ProgramSite::empty().with("guide/README.md", "mine").with("guide/notes.txt", "mine");
    let refused = site.run(&["init", "guide"]);
    assert_eq!(refused.status, 2);
    let help = "delete what is to be written anew, or choose another folder or name";
    assert_eq!(
        refused.err,
        format!("error: `guide/README.md` is there already; nothing was written\n  = help: {help}\n")
    );
    assert!(!site.path("guide/wellpress.yaml").exists());

    std::fs::remove_file(site.path("guide/README.md")).unwrap();
    let init = site.run(&["init", "guide"]);
    assert_eq!(init.status, 0);
    assert!(init.out.contains("cd guide && wellpress serve"), "{}", init.out);
}

#[test]
fn new_makes_records_that_pass_the_check() {
    let site = ProgramSite::new();
    for kind in KINDS {
        assert_eq!(site.run(&["new", kind, "neck-care"]).status, 0);
        assert_eq!(site.run(&["new", kind, "neck-care"]).status, 2, "{kind}");
    }
    let report = site.run(&["check", "--drafts", "--format", "json"]).json();
    let findings = report["findings"].as_array().unwrap().iter();
    let rules: Vec<&str> = findings.map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert_eq!(
        rules,
        ["exercise-no-image", "exercise-no-stop-signal", "orphan", "orphan"],
        "only its author can add these"
    );
    assert_eq!(site.run(&["new", "topic", "../up"]).status, 2);
    assert!(site.run(&["list", "drafts"]).out.contains("Neck care"));
    let list = site.run(&["list", "drafts", "--format", "csv", "--output", site.path("drafts.csv").to_str().unwrap()]);
    assert_eq!(list.out, "");
    assert!(std::fs::read_to_string(site.path("drafts.csv")).unwrap().contains("Neck care"));
}

const KINDS: [&str; 9] =
    ["article", "exercise", "person", "topic", "programme", "page", "disclaimer", "snippet", "term"];

#[test]
fn every_placeholder_that_a_command_writes_is_found() {
    let site = ProgramSite::from_init();
    for kind in KINDS {
        assert_eq!(site.run(&["new", kind, "neck-care"]).status, 0);
    }
    let report = site.run(&["check", "--drafts", "--format", "json"]).json();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "placeholder");
    let mut places: Vec<String> = findings.map(|finding| finding["file"].as_str().unwrap().to_owned()).collect();
    places.retain(|file| file.starts_with("content/"));
    places.sort();
    let mut expected: Vec<String> = Vec::new();
    for (file, bytes) in files_below(&site.path("content")) {
        let text = String::from_utf8(bytes).unwrap();
        let placeholders = PLACEHOLDERS.iter().filter(|placeholder| text.contains(**placeholder));
        expected.extend(placeholders.map(|_| file.strip_prefix(site.folder.path()).unwrap().display().to_string()));
    }
    expected.sort();
    assert_eq!(places, expected);
    assert!(PLACEHOLDERS.len() >= 28 && expected.len() >= PLACEHOLDERS.len(), "each is written by a command");
}

#[test]
fn lists_of_pages_have_drafts_and_mark_them() {
    let site = ProgramSite::new();
    site.run(&["new", "exercise", "Neck care"]).assert_status(0);
    let list = site.run(&["list", "exercises"]).out;
    assert!(list.lines().any(|line| line.starts_with("neck-care ") && line.ends_with("  Neck care (draft)")), "{list}");
    assert_eq!(list.matches("(draft)").count(), 1, "{list}");
    let rows = site.run(&["list", "exercises", "--format", "json"]).json();
    let marks: Vec<&serde_json::Value> = rows.as_array().unwrap().iter().map(|row| &row["unpublished"]).collect();
    assert_eq!(marks.iter().filter(|mark| **mark == "draft").count(), 1, "{rows}");
    let csv = site.run(&["list", "exercises", "--format", "csv"]).out;
    assert!(csv.starts_with("id,title,date,file,line,unpublished\r\n"), "{csv}");
    assert!(csv.contains("/neck-care/index.md,2,draft\r\n"), "{csv}");
    assert!(!site.run(&["list", "articles"]).out.contains("neck-care"));
}

#[test]
fn new_offers_further_fields_as_comments() {
    let site = ProgramSite::new();
    let fields: [(&str, &str, &[&str]); 3] = [
        ("article", "content/articles/neck-care/index.md", &["topics", "key_points"]),
        ("exercise", "content/exercises/neck-care/index.md", &["topics", "cautions", "stop_if", "images"]),
        ("person", "content/people/neck-care.md", &["credentials"]),
    ];
    for (kind, file, keys) in fields {
        site.run(&["new", kind, "neck-care"]).assert_status(0);
        let text = std::fs::read_to_string(site.path(file)).unwrap();
        for key in keys {
            let line =
                text.lines().find(|line| line.starts_with(&format!("# {key}: "))).unwrap_or_else(|| panic!("{text}"));
            assert!(
                line.rsplit_once("# ").is_some_and(|(field, words)| !field.is_empty() && !words.is_empty()),
                "{line}"
            );
        }
    }
}

#[test]
fn serve_says_that_drafts_need_no_flag() {
    let help = ProgramSite::empty().run(&["serve", "--help"]).out;
    assert!(help.contains("Has no effect: a preview shows drafts without it"), "{help}");
    assert!(ProgramSite::empty().run(&["build", "--help"]).out.contains("Include pages that say `draft: true`"));
}

#[test]
fn new_makes_an_id_of_a_title_and_keeps_the_title() {
    let site = ProgramSite::new();
    let added = site.run(&["new", "Walking after a \"hip\" fracture: C:\\"]);
    assert_eq!(added.out.trim(), "content/articles/walking-after-a-hip-fracture-c/index.md");
    assert!(
        added.err.contains("open http://127.0.0.1:1111/articles/walking-after-a-hip-fracture-c/ (with"),
        "{}",
        added.err
    );
    assert!(added.err.contains("remove the line `draft: true`"), "{}", added.err);
    assert!(site.run(&["list", "drafts"]).out.contains("Walking after a “hip” fracture: C:\\"));
    let page = site.run(&["new", "page", "Über", "uns", "--quiet"]);
    assert_eq!((page.out.trim(), page.err.as_str()), ("content/pages/uber-uns.md", ""));
    assert_eq!(site.run(&["new", "topic", "???", "--id", "questions"]).out.trim(), "content/topics/questions.md");
    let read = |path: &str| std::fs::read_to_string(site.path(path)).unwrap();
    assert!(read("content/pages/uber-uns.md").contains("title: \"Über uns\""));
    assert!(read("content/topics/questions.md").contains("title: \"???\""));
    let checked = site.run(&["check", "--drafts"]);
    assert_eq!(checked.status, 0, "{}", checked.err);
    for (arguments, help) in [
        (&["new", "topic", "???"][..], "--id my-page"),
        (&["new", "article", "Con"], "`con` is a reserved name"),
        (&["new", "artcle", "Neck"], "did you mean `article`?"),
        (&["new", "artcle"], "did you mean `article`?"),
        (&["new", "recipe", "Soup"], "the kinds are `article`"),
        (&["new", "article"], "wellpress new article \"..\""),
        (&["new", "article", "Walking after a hip fracture c"], "is there already"),
        (&["new", "exercise", "Neck", "--id", "a b"], "is not an id"),
    ] {
        let refused = site.run(arguments);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{arguments:?}");
        assert!(refused.err.contains(help), "{arguments:?}: {}", refused.err);
    }
    // The id of a file and that of a folder are one.
    let site = site.with("content/articles/spine.md", "---\ntitle: Spine\n---\nA spine.\n");
    assert!(site.run(&["new", "Spine!"]).err.contains("`content/articles/spine.md` is there already"));
}

#[test]
fn new_names_the_only_person_as_the_author() {
    let site = ProgramSite::new();
    let article = |id: &str| {
        assert_eq!(site.run(&["new", "article", id]).status, 0);
        std::fs::read_to_string(site.path(&format!("content/articles/{id}/index.md"))).unwrap()
    };
    assert!(article("one").contains("\nauthors: [editorial-team]\n"));
    assert_eq!(site.run(&["new", "person", "Jane Example"]).status, 0);
    assert!(!article("two").contains("authors"), "two people are there");
}

#[test]
fn a_new_term_is_appended_to_the_glossary() {
    let site = ProgramSite::new();
    let glossary = || std::fs::read_to_string(site.path("content/glossary.yaml")).unwrap();
    assert!(site.run(&["new", "term", "stress fracture"]).err.contains(":term[stress fracture]"));
    let first = glossary();
    assert_eq!(site.run(&["new", "term", "T-score: low"]).status, 0);
    assert!(glossary().starts_with(&first) && glossary().contains("\n\"T-score: low\":\n"), "{}", glossary());
    assert_eq!(site.run(&["check"]).status, 0);
    let both = glossary();
    assert!(site.run(&["new", "term", "Stress Fracture"]).err.contains("has the term `stress fracture` already"));
    assert!(site.run(&["new", "term", "a", "--id", "b"]).err.contains("leave out `--id`"));
    assert_eq!(glossary(), both);
    let site = site.with("content/glossary.yaml", "{hip: {definition: A joint.}}");
    assert_eq!(site.run(&["new", "term", "spine"]).status, 2);
}

#[test]
fn the_site_is_found_from_a_folder_below_its_root() {
    let site = ProgramSite::new();
    let run =
        ProgramOutput::of(site.command().current_dir(site.path("content/articles")).arg("build").output().unwrap());
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(site.path("output/index.html").is_file());
}

#[test]
fn without_a_site_the_status_is_2() {
    let without_settings = ProgramSite::empty().run(&["check"]);
    assert_eq!((without_settings.status, without_settings.out.as_str()), (2, ""));
    assert!(without_settings.err.starts_with("error: there is no `wellpress.yaml`\n"), "{}", without_settings.err);
    assert!(without_settings.err.contains("wellpress init"));
    let misnamed = ProgramSite::empty().with("wellpress.yml", "title: T\nbase_url: https://a.org/\n").run(&["build"]);
    assert_eq!(misnamed.status, 2);
    assert!(misnamed.err.contains("rename `wellpress.yml` to `wellpress.yaml`"), "{}", misnamed.err);
    let without_content =
        ProgramSite::empty().with("wellpress.yaml", "title: T\nbase_url: https://a.org/\n").run(&["build"]);
    assert_eq!(without_content.status, 2);
    assert!(without_content.err.contains("there is no folder `content`"), "{}", without_content.err);
}

#[test]
fn wrong_arguments_and_settings_have_the_status_2() {
    let site = ProgramSite::new();
    assert_eq!(site.run(&["bild"]).status, 2);
    assert_eq!(site.run(&["check", "--clock", "2024-02-30"]).status, 2);
    assert_eq!(site.run(&["build", "-u", "example.org"]).status, 2);
    assert_eq!(site.run(&["build", "--format", "html"]).status, 2);
    let epoch = ProgramOutput::of(site.command().env("SOURCE_DATE_EPOCH", "soon").arg("check").output().unwrap());
    assert_eq!(epoch.status, 2);

    let site = site.edited("wellpress.yaml", "organization:", "organisation:");
    let build = site.run(&["build"]);
    assert_eq!((build.status, build.out.as_str()), (2, ""));
    assert!(build.err.contains("error[settings-invalid]: unknown key `organisation`"), "{}", build.err);
    assert!(build.err.contains("did you mean `organization`?"), "{}", build.err);
    assert!(site.output().is_empty());
}

#[test]
fn settings_that_are_not_utf_8_are_invalid() {
    let site = ProgramSite::new();
    std::fs::write(site.path("wellpress.yaml"), b"title: \xff").unwrap();
    let check = site.run(&["check"]);
    assert_eq!(check.status, 2);
    assert!(check.err.contains("error[settings-invalid]"), "{}", check.err);
}

#[test]
fn explain_prints_a_rule_or_lists_all() {
    let site = ProgramSite::empty();
    let page = site.run(&["explain", "citation-unknown"]);
    assert!(page.status == 0 && page.out.starts_with(page_of(&rules::CITATION_UNKNOWN)), "{}", page.out);
    assert!(page.out.ends_with("\n- Cite a source: `wellpress help how-to/cite-a-source`\n"), "{}", page.out);
    let list = site.run(&["explain"]).out;
    assert_eq!(list.lines().count(), rules::ALL.len());
    for (rule, line) in rules::ALL.iter().zip(list.lines()) {
        assert!(line.starts_with(&format!("{} ", rule.id)) && line.ends_with('.'), "{line}");
        assert!(line.split_whitespace().count() > 4, "{line}");
    }
    let lines: Vec<String> = list.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for start in ["alt-missing error or warning A picture has no `alt`, ", "raw-html warning "] {
        assert!(lines.iter().any(|line| line.starts_with(start)), "{start}\n{list}");
    }
    let unknown = site.run(&["explain", "citation-unknwn"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean `citation-unknown`?"), "{}", unknown.err);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Process::new(PROGRAM)
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn the_clock_decides_what_is_published() {
    let later = "---\ntitle: Later\npublished: 2030-01-02\n---\n\nText.\n";
    let past = "---\ntitle: Past\npublished: 2020-01-02\nexpires: 2030-01-01\n---\n\nText.\n";
    let site = ProgramSite::new().with("content/articles/later.md", later).with("content/articles/past.md", past);
    let titles = |arguments: &[&str]| site.run(arguments).out;
    assert!(titles(&["list", "future", "--clock", "2030-01-01"]).contains("Later"));
    assert_eq!(titles(&["list", "future", "--clock", "2030-01-02"]), "");
    assert_eq!(titles(&["list", "expired", "--clock", "2030-01-01"]), "");
    assert!(titles(&["list", "expired", "--clock", "2030-01-02"]).contains("Past"));
    let epoch = ProgramOutput::of(
        site.command().env("SOURCE_DATE_EPOCH", "1893542399").args(["list", "future"]).output().unwrap(),
    );
    assert!(epoch.out.contains("Later"), "2030-01-01T23:59:59Z is before 2030-01-02");
}

/// What a daily job asks: whether a build of today shows other pages than the last one.
#[test]
fn pages_whose_day_has_come_are_listed() {
    let page = |title: &str, front: &str| format!("---\ntitle: {title}\n{front}\n---\nText.\n");
    let site = ProgramSite::new()
        .with("content/articles/appears.md", &page("Appears", "published: 2026-06-10"))
        .with("content/articles/ends.md", &page("Ends", "published: 2026-01-01\nexpires: 2026-06-09"))
        .with("content/articles/brief.md", &page("Brief", "published: 2026-06-08\nexpires: 2026-06-09"))
        .with("content/articles/draft.md", &page("Draft", "published: 2026-06-10\ndraft: true"))
        .with("content/articles/later.md", &page("Later", "published: 2026-07-01"));
    let names = |since: &str, today: &str| {
        let list = site.run(&["list", "dates", "--since", since, "--clock", today]).assert_status(0).out;
        list.lines().map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("2026-06-07", "2026-06-10"), ["appears", "ends"]);
    assert_eq!(names("2026-06-09", "2026-06-10"), ["appears", "brief", "ends"]);
    // On its last day a page is still shown.
    assert_eq!(names("2026-06-07", "2026-06-09"), ["brief"]);
    assert_eq!(names("2026-06-10", "2026-06-10"), [""; 0]);
    assert_eq!(names("2026-06-10", "2026-06-30"), [""; 0]);
    assert_eq!(site.run(&["list", "dates"]).status, 2);
    assert_eq!(site.run(&["list", "future", "--since", "2026-06-10"]).status, 2);
}

#[test]
fn lists_are_printed_as_text_json_and_csv() {
    let site = ProgramSite::new().with(
        "content/references/more.bib",
        "@book{unread-2001, title = {Backs, \"necks\"}, author = {Roe, Jane}, date = {2001}}\n",
    );
    let references = site.run(&["list", "references", "--format", "json"]).json();
    assert_eq!(references.as_array().unwrap().len(), 3);
    assert_eq!(references[2]["id"], "unread-2001");
    let uncited = site.run(&["list", "uncited", "--format", "csv"]).out;
    let expected = "unread-2001,\"Backs, \"\"necks\"\"\",2001,content/references/more.bib,1\r\n";
    assert_eq!(uncited, format!("id,title,date,file,line\r\n{expected}"));
    assert_eq!(site.run(&["list", "exercises"]).out.lines().count(), 2);
    assert_eq!(site.findings(), ["content/references/more.bib:1 source-unused"]);
}

/// A full disk fails every command that prints; a reader that has closed the pipe does not.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    for arguments in [&["--help"][..], &["build", "--help"], &["--version"], &["explain", "alt-missing"]] {
        let full_disk = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let status = Process::new(PROGRAM).args(arguments).stdout(full_disk).status().unwrap();
        assert_eq!(status.code(), Some(3), "{arguments:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = Process::new(PROGRAM).args(arguments).stdout(writer).status().unwrap();
        assert_eq!(status.code(), Some(0), "{arguments:?}, into a closed pipe");
    }
}
