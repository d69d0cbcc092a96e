//! `wellpress care` and `wellpress withdraw` together with `init`, `deploy` and `review`. All else is tested in `tools/care`.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::harness::TestSite;
use crate::program::ProgramOutput;

const PAGE: &str = "back-pain-at-a-desk";
const FILE: &str = "guide/content/articles/back-pain-at-a-desk/index.md";
const PUBLISHED: &str = "www/articles/back-pain-at-a-desk/index.html";
const EXERCISE: &str = "guide/content/exercises/standing-alignment/index.md";

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Runs the program in a folder on the day of these tests.
fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wellpress"));
    command.current_dir(folder).args(["--clock", "2026-06-12", "--color", "never"]).args(arguments);
    ProgramOutput::of(command.output().unwrap())
}

/// A site made by `wellpress init` in the folder `guide` of a temporary folder, and built. Its deploy target is the folder `www` beside it.
struct DeploySite(TempDir);

impl DeploySite {
    /// With these further lines below `deploy` in the settings.
    fn built(settings: &str) -> Self {
        let site = Self(TempDir::new().unwrap());
        run(site.0.path(), &["init", "guide"]).assert_status(0);
        let path = site.path("guide/wellpress.yaml");
        let text = read(&path).replace("https://example.org/", "https://guide.test.example/");
        let text = text.replace("  rules:\n", "  rules:\n    placeholder: off\n");
        let target = format!("deploy:\n  target: \"file://{}\"\n{settings}", site.path("www").display());
        std::fs::write(&path, format!("{text}\n{target}")).unwrap();
        site.on(&["build"]).assert_status(0);
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs a command with the site's root as `--root`.
    fn on(&self, arguments: &[&str]) -> ProgramOutput {
        run(self.0.path(), &[arguments, &["--root", "guide"]].concat())
    }
}

fn folder_of(site: &TestSite) -> TempDir {
    let folder = TempDir::new().unwrap();
    site.write_to(folder.path());
    folder
}

#[test]
fn a_withdrawal_is_published_alone_and_undone() {
    let site = DeploySite::built("");
    site.on(&["deploy"]).assert_status(0);
    let before = read(&site.path(FILE));
    let edited = read(&site.path(EXERCISE)).replacen("\n---\n", "\n---\nEdited elsewhere.\n\n", 1);
    std::fs::write(site.path(EXERCISE), edited).unwrap();
    let reason = "The advice on sitting is \"wrong\": 8 h.";
    let run = site.on(&["withdraw", PAGE, "--reason", reason, "--deploy"]).assert_status(0);
    for words in
        ["Release 2 is at", "What this cannot reach", "https://guide.test.example/articles/back-pain-at-a-desk/"]
    {
        assert!(run.out.contains(words), "no `{words}` in {}", run.out);
    }
    assert!(
        read(&site.path(FILE))
            .contains("  reason: \"The advice on sitting is \\\"wrong\\\": 8 h.\"\n  by: \"editorial-team\"\n")
    );
    let notice = read(&site.path(PUBLISHED));
    assert!(notice.contains("The advice on sitting is"), "{notice}");
    let exercise = read(&site.path("www/exercises/standing-alignment/index.html"));
    assert!(!exercise.contains("Edited elsewhere"), "another edit was published");
    assert!(run.out.contains("other edits: `exercises/standing-alignment/index.html`"), "{}", run.out);
    assert!(!read(&site.path("www/feed.xml")).contains(PAGE), "the feed still has the page");

    let run = site.on(&["withdraw", PAGE, "--reason", "again"]).assert_status(1);
    assert!(run.err.contains("was withdrawn on") && run.err.contains("`--back` takes the notice out"), "{}", run.err);
    // Published again, it is what it was.
    let run = site.on(&["withdraw", PAGE, "--deploy"]).assert_status(0);
    assert!(run.out.contains("Release 2 is at") && run.out.contains(": 0 objects uploaded"), "{}", run.out);
    site.on(&["withdraw", PAGE, "--back", "--deploy"]).assert_status(0);
    assert_eq!(read(&site.path(FILE)), before);
    let published = read(&site.path(PUBLISHED));
    assert!(!published.contains("The advice on sitting is") && published.contains("exercise"), "{published}");
    assert!(site.on(&["withdraw", PAGE, "--back"]).assert_status(1).err.contains("is not withdrawn"));
}

/// A target that takes no file at the path of the page: something else is there.
fn block(site: &DeploySite) -> String {
    let page = read(&site.path(PUBLISHED));
    std::fs::remove_file(site.path(PUBLISHED)).unwrap();
    std::fs::create_dir(site.path(PUBLISHED)).unwrap();
    std::fs::write(site.path(PUBLISHED).join("x"), "").unwrap();
    page
}

fn unblock(site: &DeploySite, page: &str) {
    std::fs::remove_dir_all(site.path(PUBLISHED)).unwrap();
    std::fs::write(site.path(PUBLISHED), page).unwrap();
}

#[test]
fn a_publication_that_fails_is_ended_by_the_command_that_it_names() {
    let site = DeploySite::built("");
    site.on(&["deploy"]).assert_status(0);
    let before = read(&site.path(FILE));
    let reason = "The advice on sitting is wrong.";
    let page = block(&site);
    let run = site.on(&["withdraw", PAGE, "--reason", reason, "--deploy"]).assert_status(4);
    for words in [
        "wrote the notice into `content/articles/back-pain-at-a-desk/index.md`, but that is not published",
        "`wellpress withdraw back-pain-at-a-desk --deploy` goes on",
    ] {
        assert!(run.err.contains(words), "no `{words}` in {}", run.err);
    }
    let edited = read(&site.path(FILE));
    let run = site.on(&["withdraw", PAGE, "--deploy", "--reason", "Another one."]).assert_status(2);
    assert!(run.err.contains("for another reason: \u{201c}The advice on sitting is wrong.\u{201d}"), "{}", run.err);
    let run = site.on(&["withdraw", PAGE, "--deploy", "--by", "nobody"]).assert_status(2);
    assert!(run.err.contains("by somebody else"), "{}", run.err);
    site.on(&["withdraw", PAGE, "--deploy", "--reason", reason]).assert_status(4);
    unblock(&site, &page);
    site.on(&["withdraw", PAGE, "--deploy"]).assert_status(0);
    assert_eq!(read(&site.path(FILE)), edited);
    assert!(read(&site.path(PUBLISHED)).contains(reason) && !read(&site.path("www/feed.xml")).contains(PAGE));

    let page = block(&site);
    let run = site.on(&["withdraw", PAGE, "--back", "--deploy"]).assert_status(4);
    assert!(run.err.contains("`wellpress withdraw back-pain-at-a-desk --back --deploy` goes on"), "{}", run.err);
    assert_eq!(read(&site.path(FILE)), before);
    unblock(&site, &page);
    site.on(&["withdraw", PAGE, "--back", "--deploy"]).assert_status(0);
    assert!(!read(&site.path(PUBLISHED)).contains(reason));
    assert_eq!(read(&site.path(FILE)), before);
}

#[test]
fn what_a_deploy_refuses_is_refused_before_the_edit() {
    let site = DeploySite::built("");
    site.on(&["deploy"]).assert_status(0);
    let before = read(&site.path(FILE));
    let settings = read(&site.path("guide/wellpress.yaml"));
    let (template, file) =
        ("---\ntitle: New\npublished: 2026-06-01\n---\nLorem ipsum dolor sit amet.\n", "guide/content/articles/new.md");
    std::fs::write(site.path(file), template).unwrap();
    std::fs::write(site.path("guide/wellpress.yaml"), settings.replace("    placeholder: off\n", "")).unwrap();
    let withdraw: [&str; 5] = ["withdraw", PAGE, "--reason", "Wrong.", "--deploy"];
    for back in [false, true] {
        let arguments: &[&str] = if back { &["withdraw", PAGE, "--back", "--deploy"] } else { &withdraw };
        let at_target = read(&site.path(PUBLISHED));
        let text = read(&site.path(FILE));
        let run = site.on(arguments).assert_status(2);
        for words in ["text of a template is still in", "`--yes` goes on", "; nothing was edited"] {
            assert!(run.err.contains(words), "no `{words}` in {}", run.err);
        }
        assert_eq!((read(&site.path(FILE)), read(&site.path(PUBLISHED))), (text, at_target.clone()));
        site.on(&[arguments, &["--yes"]].concat()).assert_status(0);
        assert_ne!(read(&site.path(PUBLISHED)), at_target);
        assert!(!site.path("www/articles/new/index.html").exists(), "another page was published");
    }
    assert_eq!(read(&site.path(FILE)), before);
    site.on(&["withdraw", PAGE, "--reason", "Wrong.", "--yes"]).assert_status(2);
    // A target without a site, and one that does not answer.
    for (target, message) in [("../empty", "nothing was deployed"), ("s3+http://127.0.0.1:1/site", "")] {
        let run = site.on(&["withdraw", PAGE, "--reason", "Wrong.", "--yes", "--deploy", target]);
        assert!(run.status != 0 && run.err.contains(message) && run.err.contains("nothing was edited"), "{}", run.err);
        assert_eq!(read(&site.path(FILE)), before);
    }
}

#[test]
fn an_error_on_another_page_does_not_keep_a_withdrawal_back() {
    let site = DeploySite::built("");
    let other = "guide/content/articles/other.md";
    std::fs::write(site.path(other), "---\ntitle: Other\npublished: 2026-06-01\n---\nAs it was.\n").unwrap();
    site.on(&["build"]).assert_status(0);
    site.on(&["deploy"]).assert_status(0);
    let published = read(&site.path("www/articles/other/index.html"));
    std::fs::write(site.path(other), "---\ntitle: Other\npublished: 2026-06-01\n---\nNow [gone](nowhere.md).\n")
        .unwrap();
    let built = read(&site.path("guide/output/articles/other/index.html"));
    let run = site.on(&["withdraw", PAGE, "--reason", "Wrong.", "--deploy"]).assert_status(0);
    assert!(run.err.contains("nowhere.md") && run.err.contains("note: 1 error elsewhere"), "{}", run.err);
    assert!(read(&site.path(PUBLISHED)).contains("data-withdrawn"));
    assert_eq!(read(&site.path("www/articles/other/index.html")), published);
    assert_eq!(read(&site.path("guide/output/articles/other/index.html")), built);
    assert!(
        site.on(&["withdraw", PAGE, "--back"]).assert_status(1).err.contains("the site was not built: 1 error; took")
    );
    site.on(&["withdraw", PAGE, "--back", "--deploy"]).assert_status(0);
    assert!(!read(&site.path(PUBLISHED)).contains("data-withdrawn"));
    // An error of the page itself does.
    let page = read(&site.path(FILE));
    std::fs::write(site.path(FILE), page.replacen("title:", "titel: A\ntitle:", 1)).unwrap();
    let edited = read(&site.path(FILE));
    let run = site.on(&["withdraw", PAGE, "--reason", "Wrong.", "--deploy"]);
    assert!(run.status != 0, "{}", run.err);
    assert_eq!(read(&site.path(FILE)), edited);
}

/// The texts of all files at the target, one after the other, with their paths.
fn all_at_target(site: &DeploySite) -> String {
    let mut folders = vec![site.path("www")];
    let mut all = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            all += &format!("{}\n{}\n", path.display(), String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
        }
    }
    all
}

#[test]
fn a_withdrawal_publishes_no_new_page_and_names_each_other_edit() {
    let site = DeploySite::built("");
    let cobra = "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down.\n";
    let neck = "---\ntitle: Neck\ndescription: On necks.\npublished: 2026-06-01\n---\nText.\n\n::exercise{#cobra}\n";
    std::fs::write(site.path("guide/content/exercises/cobra.md"), cobra).unwrap();
    std::fs::write(site.path("guide/content/articles/neck.md"), neck).unwrap();
    site.on(&["build"]).assert_status(0);
    site.on(&["deploy"]).assert_status(0);
    let secret = "---\ntitle: Zebrafish launch\ndescription: Zebrafish dek.\npublished: 2026-06-02\n---\n\
                  Quokka words.\n\n::exercise{#cobra}\n";
    std::fs::write(site.path("guide/content/articles/zebrafish.md"), secret).unwrap();
    let withdraw = ["withdraw", "cobra", "--reason", "It hurts.", "--deploy"];

    // A page with an unfinished edit goes out with consent only, and is named.
    std::fs::write(site.path("guide/content/articles/neck.md"), neck.replace("Text.", "Unfinished edit.")).unwrap();
    let run = site.on(&withdraw).assert_status(2);
    assert!(run.err.contains("articles/neck/index.html") && run.err.contains("; nothing was edited"), "{}", run.err);
    assert!(!all_at_target(&site).contains("data-withdrawn=\"2026"));
    let run = site.on(&[&withdraw[..], &["--yes"]].concat()).assert_status(0);
    assert!(run.err.contains("other edits") && run.err.contains("`articles/neck/index.html"), "{}", run.err);
    assert!(
        run.out.contains("Published with other edits that were not deployed yet: `articles/neck/index.html`"),
        "{}",
        run.out
    );
    let published = all_at_target(&site).to_lowercase();
    for word in ["zebrafish", "quokka"] {
        assert!(!published.contains(word), "`{word}` was published");
    }
    for file in ["feed.xml", "articles/feed.xml", "exercises/feed.xml", "search/index/en/index.json"] {
        assert!(site.path(&format!("www/{file}")).is_file(), "{file}");
    }
    for page in ["exercises/cobra", "exercises/cobra/print", "articles/neck"] {
        let html = read(&site.path(&format!("www/{page}/index.html")));
        assert!(!html.contains("Lie down"), "{page}");
        assert!(run.out.contains(&format!("  https://guide.test.example/{page}/\n")), "{page} in {}", run.out);
    }
    assert!(run.out.contains("  https://guide.test.example/search/index/ and below: "), "{}", run.out);
    assert!(
        read(&site.path("guide/output/articles/zebrafish/index.html")).contains("Quokka"),
        "the site is built as a whole"
    );

    let run = site.on(&["withdraw", "cobra", "--back", "--deploy"]).assert_status(0);
    assert!(run.out.contains("  https://guide.test.example/articles/neck/\n"), "{}", run.out);
    assert!(read(&site.path("www/articles/neck/index.html")).contains("Lie down"));
    assert!(!all_at_target(&site).to_lowercase().contains("quokka"));

    // A page to read instead that nobody can read yet.
    let other = cobra.replace("Cobra", "Bridge");
    std::fs::write(site.path("guide/content/exercises/bridge.md"), other).unwrap();
    let run = site.on(&[&withdraw[..], &["--replaced-by", "bridge"]].concat()).assert_status(1);
    assert!(
        run.err.contains("a page that the target does not have") && run.err.contains("nothing was edited"),
        "{}",
        run.err
    );
}

#[test]
fn a_page_with_an_error_that_shows_the_text_is_named_and_waits() {
    let site = DeploySite::built("");
    let (cobra, neck) = ("guide/content/exercises/cobra.md", "guide/content/articles/neck.md");
    std::fs::write(site.path(cobra), "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down.\n").unwrap();
    let article = "---\ntitle: Neck\npublished: 2026-06-01\n---\nText.\n\n::exercise{#cobra}\n";
    std::fs::write(site.path(neck), article).unwrap();
    site.on(&["build"]).assert_status(0);
    site.on(&["deploy"]).assert_status(0);
    std::fs::write(site.path(neck), format!("{article}\n[x](nowhere.md)\n")).unwrap();
    let run = site.on(&["withdraw", "cobra", "--reason", "It hurts.", "--deploy"]).assert_status(1);
    assert!(
        run.err.contains("not published, since these pages have errors: `articles/neck/index.html`"),
        "{}",
        run.err
    );
    let at_target = |page: &str| read(&site.path(&format!("www/{page}/index.html")));
    assert!(at_target("exercises/cobra").contains("data-withdrawn") && at_target("articles/neck").contains("Lie down"));
    std::fs::write(site.path(neck), article).unwrap();
    site.on(&["withdraw", "cobra", "--deploy"]).assert_status(0);
    assert!(!at_target("articles/neck").contains("Lie down"));
}

#[test]
fn a_withdrawal_that_cannot_be_written_leaves_the_file_alone() {
    let article = "---\n{title: Neck}\n---\nText.\n";
    let folder = folder_of(&TestSite::new().file("content/articles/neck.md", article).article("back", "Text.\n"));
    let file = folder.path().join("content/articles/neck.md");
    for (arguments, status, message) in [
        (&["neck", "--reason", "Wrong."][..], 1, "the notice cannot be edited in the front matter"),
        (&["neck"], 2, "--reason"),
        (&["neck", "--reason", " "], 2, "the reason is empty"),
        (&["nekc", "--reason", "Wrong."], 2, "did you mean `neck`?"),
        (&["neck", "--reason", "Wrong.", "--by", "ann"], 2, "there is no person `ann`"),
        (&["neck", "--reason", "Wrong.", "--replaced-by", "bakc"], 2, "did you mean `back`?"),
        (&["neck", "--reason", "Wrong.", "--replaced-by", "neck"], 2, "no other article has the id `neck`"),
        (&["neck", "--back"], 1, "is not withdrawn"),
        (&["neck", "--reason", "Wrong.", "--deploy"], 2, "the settings name no target"),
    ] {
        let run = run(folder.path(), &[&["withdraw"], arguments].concat()).assert_status(status);
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
        assert_eq!(read(&file), article);
    }
}

#[test]
fn a_withdrawn_exercise_does_not_wait_for_the_signatures_of_pages_that_show_it() {
    let site = TestSite::new()
        .settings("review: {sign_off: required}\n")
        .library("@article{ames, title={On necks}, author={Ames, A}, journal={J}, date={2024}}\n")
        .file("content/people/kim.md", "---\nname: Kim\ncredentials: [MD]\n---\n")
        .file("content/articles/neck.md", "---\ntitle: Neck\n---\nText.\n\n::exercise{#cobra}\n")
        .file("content/exercises/cobra.md", "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down [@ames].\n");
    let folder = folder_of(&site);
    for page in ["article:neck", "exercise:cobra"] {
        run(folder.path(), &["review", "sign", page, "--as", "kim", "--role", "medical"]).assert_status(0);
    }
    run(folder.path(), &["build"]).assert_status(0);
    run(folder.path(), &["withdraw", "cobra", "--reason", "It hurts."]).assert_status(0);
    let page = read(&folder.path().join("output/articles/neck/index.html"));
    assert!(!page.contains("Lie down"), "{page}");
    let list = run(folder.path(), &["care", "--format", "json"]).assert_status(0).json();
    let kinds: Vec<&str> = list["items"].as_array().unwrap().iter().filter_map(|item| item["kind"].as_str()).collect();
    assert_eq!(kinds, ["page-changed"]);
    // An edit of the page itself is an error as before.
    std::fs::write(
        folder.path().join("content/articles/neck.md"),
        "---\ntitle: Neck\n---\nNew.\n\n::exercise{#cobra}\n",
    )
    .unwrap();
    run(folder.path(), &["build"]).assert_status(1);
}

#[test]
fn data_on_retractions_are_asked_for_from_the_first_day_and_only_with_sources() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &["init"]).assert_status(0);
    let rules = || -> Vec<String> {
        let report = run(folder.path(), &["check", "--format", "json"]).json();
        let findings = report["findings"].as_array().unwrap().iter();
        let old = findings.filter(|finding| finding["rule"] == "retractions-old");
        old.map(|finding| {
            format!("{}: {}", finding["severity"].as_str().unwrap(), finding["message"].as_str().unwrap())
        })
        .collect()
    };
    let missing = "note: `data/retractions.csv` was not fetched yet; `data/notices.csv` was not fetched yet";
    assert_eq!(rules(), [missing]);
    run(folder.path(), &["build"]).assert_status(0);
    let empty = "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n";
    std::fs::create_dir(folder.path().join("data")).unwrap();
    for list in ["retractions", "notices"] {
        std::fs::write(folder.path().join(format!("data/{list}.csv")), empty).unwrap();
        std::fs::write(folder.path().join(format!("data/{list}.csv.yaml")), "fetched: 2026-06-01\n").unwrap();
    }
    assert_eq!(rules(), Vec::<String>::new());
    std::fs::write(folder.path().join("data/notices.csv.yaml"), "fetched: 2026-01-01\n").unwrap();
    assert_eq!(rules(), ["warning: `data/notices.csv` was fetched on 2026-01-01, and was good until 2026-04-01"]);

    let without = |site: TestSite| site.with_common_findings().build().of_rule("retractions-old").len();
    assert_eq!(without(TestSite::new()), 0);
    let book = "@book{a, title={A}, author={B, C}, date={2024}, isbn={9780306406157}}\n";
    assert_eq!(without(TestSite::new().library(book).article("a", "See [@a].\n")), 0);
    let paper = "@article{a, title={A}, author={B, C}, journal={J}, date={2024}, doi={10.1000/a}}\n";
    assert_eq!(without(TestSite::new().library(paper).article("a", "See [@a].\n")), 1);
}
