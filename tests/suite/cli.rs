//! The program as a person runs it: what it prints where, and the exit status that it ends with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

use wellpress::emit::{EmitOptions, Emitter, Strays};
use wellpress::rule_pages::page_of;
use wellpress_diagnostics::rules;
use wellpress_io::fs::Disk;

use crate::program::ProgramOutput;

/// A site in a folder of its own, made by `wellpress init`.
struct ProgramSite {
    folder: TempDir,
}

impl ProgramSite {
    /// What `init` makes, where it is no finding that nobody has reviewed, written or published a page.
    fn new() -> Self {
        let off = "review-missing: off\n    author-missing: off\n    published-missing: off";
        Self::fresh().edited("wellpress.yaml", "review-missing: note", off)
    }

    fn fresh() -> Self {
        let site = Self::empty();
        let made = site.run(&["init"]);
        assert_eq!((made.status, made.err.lines().count()), (0, 26), "{}", made.err);
        site
    }

    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn with(self, path: &str, text: &str) -> Self {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
        self
    }

    /// With another text in the place of one that is there.
    fn edited(self, path: &str, from: &str, to: &str) -> Self {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "`{path}` has no `{from}`");
        self.with(path, &text.replace(from, to))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
        command.current_dir(self.folder.path()).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command
    }

    fn run(&self, arguments: &[&str]) -> ProgramOutput {
        ProgramOutput::of(self.command().args(arguments).output().unwrap())
    }

    /// The findings of `check --format json`, as `file:line rule`.
    fn findings(&self) -> Vec<String> {
        let report = self.run(&["check", "--format", "json"]).json();
        let findings = report["findings"].as_array().unwrap().iter();
        let shown = findings.map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap();
            format!("{}:{} {}", text("file"), finding["line"], text("rule"))
        });
        shown.collect()
    }

    /// Every file of the output with its bytes.
    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        read_tree(&self.path("output"), &mut files);
        files
    }
}

fn read_tree(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_tree(&path, files);
        } else {
            files.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

const ARTICLE: &str = "content/articles/back-pain-at-a-desk/index.md";
const BROKEN: &str = "---\ntitle: A\ntopics: [necks]\ndescription: About A.\n---\nA claim [@nobody-2020].\n";
const WITH_HTML: &str = "---\ntitle: Raw\n---\n\n<div>raw</div>\n";

#[test]
fn a_new_site_passes_and_builds() {
    let site = ProgramSite::fresh();
    let checked = site.run(&["check", "--strict"]);
    assert_eq!(checked.status, 0, "{}", checked.err);
    assert!(checked.out.ends_with(": 3 notes\n"), "{}", checked.out);
    assert_eq!(checked.err.matches("note[review-missing]").count(), 3, "{}", checked.err);

    let site = site.edited("wellpress.yaml", "review-missing: note", "review-missing: off");
    let built = site.run(&["build", "--strict"]);
    assert_eq!((built.status, built.err.as_str()), (0, ""));
    assert!(built.out.starts_with("Built ") && built.out.ends_with(" written, 0 unchanged\n"), "{}", built.out);
    assert!(built.out.contains(", 2 sources, 2 exercises and 2 assets in "), "{}", built.out);
    assert!(site.path("output/articles/back-pain-at-a-desk/index.html").is_file());

    let again = site.run(&["build"]);
    assert!(again.out.contains("; 0 files written, "), "{}", again.out);
}

#[test]
fn init_makes_the_site_in_the_root_that_it_is_given() {
    let site = ProgramSite::empty();
    for arguments in [&["init", "--root", "a"][..], &["init", "site", "--root", "b"]] {
        assert_eq!(site.run(arguments).status, 0);
    }
    assert!(site.path("a/wellpress.yaml").is_file() && site.path("b/site/wellpress.yaml").is_file());
    assert!(!site.path("wellpress.yaml").exists());
}

#[test]
fn a_title_in_a_list_cannot_write_to_the_terminal() {
    let site = ProgramSite::new().with("content/articles/neck.md", "---\ntitle: \"\\e]0;pwned\\a\"\n---\nA neck.\n");
    let listed = site.run(&["list", "articles"]).out;
    assert!(listed.contains("pwned") && !listed.contains(['\u{1b}', '\u{7}']), "{listed:?}");
}

#[test]
fn a_record_is_not_given_a_name_that_no_build_takes() {
    let site = ProgramSite::new();
    let run = site.run(&["new", "article", "con"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(!site.path("content/articles/con").exists());
}

#[test]
fn init_writes_over_nothing() {
    let site = ProgramSite::empty().with("guide/README.md", "mine").with("guide/notes.txt", "mine");
    let refused = site.run(&["init", "guide"]);
    assert_eq!(refused.status, 2);
    assert_eq!(refused.err, "error: `guide/README.md` is there already; nothing was written\n");
    assert!(!site.path("guide/wellpress.yaml").exists());

    std::fs::remove_file(site.path("guide/README.md")).unwrap();
    let made = site.run(&["init", "guide"]);
    assert_eq!(made.status, 0);
    assert!(made.out.contains("cd guide && wellpress build"), "{}", made.out);
}

#[test]
fn records_are_made_ready_to_be_filled_in() {
    let site = ProgramSite::new();
    for what in ["article", "exercise", "person", "topic", "programme"] {
        assert_eq!(site.run(&["new", what, "neck-care"]).status, 0);
        assert_eq!(site.run(&["new", what, "neck-care"]).status, 2);
    }
    let checked = site.run(&["check", "--strict", "--drafts"]);
    assert_eq!(checked.status, 0, "{}", checked.err);
    assert_eq!(site.run(&["new", "topic", "../up"]).status, 2);
    assert!(site.run(&["list", "drafts"]).out.contains("Neck care"));
    let list = site.run(&["list", "drafts", "--format", "csv", "--output", site.path("drafts.csv").to_str().unwrap()]);
    assert_eq!(list.out, "");
    assert!(std::fs::read_to_string(site.path("drafts.csv")).unwrap().contains("Neck care"));
}

#[test]
fn what_init_makes_is_found_from_a_folder_below() {
    let site = ProgramSite::new();
    let run = ProgramOutput::of(site.command().current_dir(site.path("content/articles")).arg("build").output().unwrap());
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(site.path("output/index.html").is_file());
}

#[test]
fn without_a_site_the_status_is_that_of_wrong_usage() {
    let nothing = ProgramSite::empty().run(&["check"]);
    assert_eq!((nothing.status, nothing.out.as_str()), (2, ""));
    assert!(nothing.err.starts_with("error: there is no `wellpress.yaml`\n"), "{}", nothing.err);
    assert!(nothing.err.contains("wellpress init"));
    let bare = ProgramSite::empty().with("wellpress.yaml", "title: T\nbase_url: https://a.org/\n").run(&["build"]);
    assert_eq!(bare.status, 2);
    assert!(bare.err.contains("there is no folder `content`"), "{}", bare.err);
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
    let wrong = site.run(&["build"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("error[settings-invalid]: unknown key `organisation`"), "{}", wrong.err);
    assert!(wrong.err.contains("did you mean `organization`?"), "{}", wrong.err);
    assert!(site.output().is_empty());
}

#[test]
fn settings_that_are_no_text_are_wrong_settings() {
    let site = ProgramSite::new();
    std::fs::write(site.path("wellpress.yaml"), b"title: \xff").unwrap();
    let wrong = site.run(&["check"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("error[settings-invalid]"), "{}", wrong.err);
}

#[test]
fn one_run_shows_the_mistakes_of_all_files_in_order() {
    let site = ProgramSite::new()
        .with("content/pages/privacy.md", "---\ntitel: Privacy\n---\n")
        .with("content/articles/a.md", BROKEN)
        .edited("content/pages/about.md", "/references/", "/reference/")
        .edited("content/references/library.bib", "@report{cdc-2021,", "@online{cdc-2021");
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
fn json_has_every_field_and_nothing_beside_it() {
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
fn reports_come_in_the_form_and_to_the_file_that_is_asked_for() {
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
fn while_there_is_an_error_the_output_stays_as_it_was() {
    let site = ProgramSite::new();
    assert_eq!(site.run(&["build"]).status, 0);
    let before = site.output();
    let site = site.with("content/articles/a.md", BROKEN);
    let run = site.run(&["build"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert!(run.err.ends_with("2 errors\n"), "{}", run.err);
    assert!(site.output() == before);
    let names = std::fs::read_dir(site.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.map(|name| name.into_string().unwrap()).all(|name| !name.starts_with(".wellpress-")));
}

#[test]
fn warnings_fail_a_strict_run_alone() {
    let site = ProgramSite::new().with("content/topics/raw.md", WITH_HTML);
    let strict = site.run(&["build", "--strict"]);
    assert_eq!((strict.status, strict.out.as_str()), (1, ""));
    assert!(strict.err.contains("warning[raw-html]"), "{}", strict.err);
    assert!(site.output().is_empty());
    assert_eq!(site.run(&["check", "--strict"]).status, 1);

    let lenient = site.run(&["build"]);
    assert_eq!((lenient.status, lenient.err.as_str()), (0, "1 warning: see `wellpress check`\n"));
    let checked = site.run(&["check"]);
    assert_eq!(checked.status, 0);
    assert!(checked.err.contains("warning[raw-html]") && checked.out.ends_with(": 1 warning\n"), "{}", checked.out);
}

#[test]
fn quiet_says_only_what_is_wrong() {
    let site = ProgramSite::new().with("content/topics/raw.md", WITH_HTML);
    let built = site.run(&["build", "-q"]);
    assert_eq!((built.status, built.out.as_str(), built.err.as_str()), (0, "", ""));
    let site = site.with("content/articles/a.md", BROKEN);
    let stopped = site.run(&["build", "-q"]);
    assert_eq!((stopped.status, stopped.out.as_str()), (1, ""));
    assert!(stopped.err.contains("error[citation-unknown]"), "{}", stopped.err);
}

#[test]
fn colours_come_when_asked_for_and_never_into_a_pipe() {
    let site = ProgramSite::new().with("content/articles/a.md", BROKEN);
    assert!(!site.run(&["check"]).err.contains('\x1b'));
    assert!(site.run(&["check", "--color", "always"]).err.contains('\x1b'));
    assert!(!site.run(&["check", "--color", "never"]).err.contains('\x1b'));
}

#[test]
fn timings_name_every_stage() {
    let run = ProgramSite::new().run(&["build", "--timings", "--jobs", "1"]);
    for stage in ["settings", "discover", "parse", "resolve", "check", "render", "emit", "total"] {
        assert!(run.err.contains(stage), "{}", run.err);
    }
}

#[test]
fn timings_name_pages_and_templates_and_leave_a_trace_of_all() {
    let site = ProgramSite::new().with("content/articles/neck.md", "---\ntitle: Neck\n---\nA neck.\n");
    let run = site.run(&["build", "--timings", "--jobs", "1"]);
    let parts: Vec<&str> = run.err.split("\n\n").collect();
    let part =
        |title: &str| parts.iter().find_map(|part| part.strip_prefix(title)).unwrap_or_else(|| panic!("{parts:#?}"));
    let is_page = |line: &str| line.contains(" ms  ") && !line.contains("card") && !line.contains("picture");
    assert!(part("slowest pages\n").lines().all(is_page), "{}", run.err);
    assert!(part("templates, over all pages and threads\n").contains("article.html, "));

    let trace = std::fs::read_to_string(site.path(".wellpress/trace.json")).unwrap();
    let events: Vec<serde_json::Value> = serde_json::from_str(&trace).unwrap();
    let all = |category: &str, name: &str| {
        let named = events.iter().filter(|event| event["cat"] == category && event["name"] == name);
        let found = named.map(|event| {
            assert_eq!((event["ph"].as_str(), event["pid"].as_u64()), (Some("X"), Some(1)), "{event}");
            let [start, length] = ["ts", "dur"].map(|key| event[key].as_f64().unwrap());
            (event["tid"].as_u64().unwrap(), start, start + length)
        });
        found.collect::<Vec<_>>()
    };
    let is_within = |(thread, from, to): &(u64, f64, f64), (other, start, end): &(u64, f64, f64)| {
        thread == other && start <= from && to <= end
    };
    let (page, render) = (all("page", "page /articles/neck/")[0], all("stage", "render")[0]);
    assert!(all("template", "article.html").iter().any(|template| is_within(template, &page)), "{trace}");
    assert!(render.1 <= page.1 && page.2 <= render.2, "{trace}");
}

#[test]
fn a_build_that_leaves_the_cache_alone_leaves_its_trace_in_the_root() {
    for mode in ["off", "read"] {
        let site = ProgramSite::new();
        let run = site.run(&["build", "--timings", "--cache", mode, "--cache-dir", "elsewhere"]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.err.contains("trace.json"), "{}", run.err);
        assert!(site.path(".wellpress/trace.json").is_file() && site.path(".wellpress/.gitignore").is_file());
        assert!(!site.path("elsewhere").exists());
    }
}

#[test]
fn a_build_that_findings_stop_tells_of_a_damaged_cache() {
    let site = ProgramSite::new().with("content/articles/neck.md", "---\ntitle: Neck\n---\n[Gone](gone.md).\n");
    let site = site.with(".wellpress/findings.pack", "not a pack");
    let run = site.run(&["build"]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.err.contains("findings.pack` is damaged and is made anew"), "{}", run.err);
    assert!(!site.run(&["build"]).err.contains("damaged"));
}

#[test]
fn an_output_that_is_not_ours_is_refused() {
    let site = ProgramSite::new().with("mine/notes.txt", "mine");
    for output in ["mine", ".", "content", "wellpress.yaml"] {
        let refused = site.run(&["build", "-o", output]);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{output}");
        assert!(refused.err.starts_with("error: cannot build into"), "{}", refused.err);
    }
    assert_eq!(site.run(&["build", "--output-dir", "mine/site"]).status, 0);
    assert!(site.path("mine/site/index.html").is_file());

    let site = site.with("mine/site/stray.txt", "mine");
    let refused = site.run(&["build", "-o", "mine/site"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(site.run(&["build", "-o", "mine/site", "--force"]).status, 0);
    assert!(!site.path("mine/site/stray.txt").exists());
}

#[test]
fn a_second_build_at_the_same_time_is_turned_away() {
    let site = ProgramSite::new();
    let options = EmitOptions { root: site.folder.path().to_owned(), sources: Vec::new(), strays: Strays::Refuse };
    let first = Emitter::begin(&Disk, &site.path("output"), &options).unwrap();
    let second = site.run(&["build"]);
    assert_eq!(second.status, 3, "{}", second.err);
    drop(first);
    assert_eq!(site.run(&["build"]).status, 0);
}

#[test]
fn explain_prints_a_rule_or_lists_all() {
    let site = ProgramSite::empty();
    let page = site.run(&["explain", "citation-unknown"]);
    assert_eq!((page.status, page.out.as_str()), (0, page_of(&rules::CITATION_UNKNOWN)));
    let list = site.run(&["explain"]).out;
    assert!(rules::ALL.iter().all(|rule| list.contains(rule.id)));
    assert!(list.lines().any(|line| line.starts_with("raw-html ") && line.ends_with(" warning")), "{list}");
    let unknown = site.run(&["explain", "citation-unknwn"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean `citation-unknown`?"), "{}", unknown.err);
}

#[test]
fn a_reader_who_stops_reading_is_no_mistake() {
    let program = env!("CARGO_BIN_EXE_wellpress");
    let mut child = Process::new(program)
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()), (Some(0), ""));
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
    let epoch =
        ProgramOutput::of(site.command().env("SOURCE_DATE_EPOCH", "1893542399").args(["list", "future"]).output().unwrap());
    assert!(epoch.out.contains("Later"), "2030-01-01T23:59:59Z is before 2030-01-02");
}

#[test]
fn a_draft_may_be_half_written_and_a_page_to_come_may_not() {
    let page = |state: &str| format!("---\ntitle: Later\n{state}\n---\n\n:::tip\n");
    let site = ProgramSite::new().with("content/articles/later.md", &page("draft: true"));
    assert_eq!(site.run(&["build"]).status, 0);
    assert_eq!(site.run(&["build", "--drafts"]).status, 1);
    let site = site.with("content/articles/later.md", &page("published: 2999-01-01"));
    assert_eq!(site.findings(), ["content/articles/later.md:6 directive-unclosed"]);
}

#[test]
fn threads_time_zone_and_locale_change_no_byte() {
    let site = ProgramSite::new();
    let output_of = |jobs: &str, zone: &str, locale: &str| {
        let mut command = site.command();
        command.env("TZ", zone).env("LC_ALL", locale).args(["build", "--clock", "2026-01-01", "--jobs", jobs]);
        ProgramOutput::of(command.output().unwrap()).assert_status(0);
        let files = site.output();
        std::fs::remove_dir_all(site.path("output")).unwrap();
        files
    };
    let one = output_of("1", "Pacific/Kiritimati", "C");
    assert!(!one.is_empty());
    assert!(one == output_of("8", "America/Los_Angeles", "tr_TR.UTF-8"));
    assert!(one == output_of("1000000", "UTC", "C"), "no more threads are started than can be of use");
}

/// The library behind the pool would start as many, and be at it for minutes.
#[test]
fn no_number_of_threads_in_the_environment_is_taken_at_its_word() {
    let site = ProgramSite::new();
    let mut command = site.command();
    command.env("RAYON_NUM_THREADS", "99999999").arg("build").timeout(Duration::from_secs(50));
    ProgramOutput::of(command.output().unwrap()).assert_status(0);
}

#[test]
fn lists_come_as_text_json_and_csv() {
    let site = ProgramSite::new().with(
        "content/references/more.bib",
        "@book{unread-2001, title = {Backs, \"necks\"}, author = {Roe, Jane}, date = {2001}}\n",
    );
    let listed = site.run(&["list", "references", "--format", "json"]).json();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert_eq!(listed[2]["id"], "unread-2001");
    let uncited = site.run(&["list", "uncited", "--format", "csv"]).out;
    let expected = "unread-2001,\"Backs, \"\"necks\"\"\",2001,content/references/more.bib,1\r\n";
    assert_eq!(uncited, format!("id,title,date,file,line\r\n{expected}"));
    assert_eq!(site.run(&["list", "exercises"]).out.lines().count(), 2);
    assert_eq!(site.findings(), ["content/references/more.bib:1 source-unused"]);
}

#[test]
fn the_settings_change_what_a_rule_weighs() {
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
        |comment: &str| format!("---\ntitle: Raw\n---\n\n{comment}\n\n<b>one</b> word\n\nA <i>second</i> one.\n");
    let findings = |comment: &str| ProgramSite::new().with("content/topics/raw.md", &page(comment)).findings();
    let at = |line: u32, rule: &str| format!("content/topics/raw.md:{line} {rule}");
    let (first, second) = (at(7, "raw-html"), at(9, "raw-html"));

    assert!(findings("Nothing.").contains(&first) && findings("Nothing.").contains(&second));
    let silenced = findings("<!-- wellpress-allow raw-html: quoted as it was printed -->");
    assert!(!silenced.contains(&first) && silenced.contains(&second), "{silenced:?}");
    for wrong in ["raw-html", "raw-html:", "raw-htm: why", "heading-skipped: why", "citation-unknown: why"] {
        let found = findings(&format!("<!-- wellpress-allow {wrong} -->"));
        assert!(found.contains(&first) && found.contains(&at(5, "allow-invalid")), "{wrong}: {found:?}");
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
fn a_broken_file_is_not_missed_everywhere_else() {
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
fn a_page_whose_front_matter_is_no_yaml_is_not_missed_elsewhere() {
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
fn a_broken_source_is_not_missed_where_it_is_cited() {
    let site = ProgramSite::new().edited("content/references/library.bib", "@report{cdc-2021,", "@online{cdc-2021");
    let findings = site.findings();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.contains("library.bib")), "{findings:#?}");
    let site = ProgramSite::new().with("content/references/library.bib", "\u{0}");
    assert_eq!(site.findings(), ["content/references/library.bib:1 file-encoding"]);
}

#[cfg(unix)]
#[test]
fn a_linked_picture_is_not_missed_where_it_is_shown() {
    let site = ProgramSite::new().with("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let picture = "content/articles/back-pain-at-a-desk/hero.svg";
    std::os::unix::fs::symlink(site.path("drawing.svg"), site.path(picture)).unwrap();
    let site = site.edited(ARTICLE, "audience: patient", "hero: {src: hero.svg, alt: \"A drawing\"}");
    assert_eq!(site.findings(), ["content/articles/back-pain-at-a-desk/hero.svg:1 file-special"]);
}

#[test]
fn an_unknown_style_hides_no_other_mistake() {
    let site = ProgramSite::new()
        .edited("wellpress.yaml", "style: american-medical-association", "style: american-medical-asociation")
        .with("content/articles/a.md", BROKEN);
    let run = site.run(&["check"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("settings-invalid") && run.err.contains("citation-unknown"), "{}", run.err);
}

#[test]
fn a_broken_theme_stops_the_build_as_content_does() {
    let site = ProgramSite::new().with("themes/mine/theme.yaml", "name: mine\nextends: well\n");
    let site = site.with("themes/mine/templates/page.html", "{{ nothing_of_the_kind }}\n");
    let site = site.edited("wellpress.yaml", "language: en", "language: en\ntheme: mine");
    let run = site.run(&["build"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.err);
    assert!(run.err.contains("themes/mine/templates/page.html:1:4"), "{}", run.err);
    assert!(site.output().is_empty());
}

/// A result that nobody gets is no success: a disk that is full fails every command alike.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_a_failure() {
    for asked in [&["--help"][..], &["build", "--help"], &["--version"], &["explain", "alt-missing"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let status =
            std::process::Command::new(env!("CARGO_BIN_EXE_wellpress")).args(asked).stdout(full).status().unwrap();
        assert_eq!(status.code(), Some(3), "{asked:?}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status =
            std::process::Command::new(env!("CARGO_BIN_EXE_wellpress")).args(asked).stdout(writer).status().unwrap();
        assert_eq!(status.code(), Some(0), "{asked:?}, to somebody who stopped reading");
    }
}
