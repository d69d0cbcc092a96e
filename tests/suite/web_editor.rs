//! `new editor` as a command, what hosts are told of its page, and content as web editors write it: it builds, or a finding says what is
//! wrong. The forms are tested in the tool, the editor itself in a browser.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use wellpress_harness::reviewed_site::{NECK, site as reviewed_site};

use crate::harness::TestSite;
use crate::program::{PROGRAM, ProgramOutput};

fn run(folder: &Path, arguments: &[&str]) -> ProgramOutput {
    let mut command = Command::new(PROGRAM);
    ProgramOutput::of(command.args(arguments).args(["--clock", "2026-07-01"]).current_dir(folder).output().unwrap())
}

fn new_site() -> TempDir {
    let folder = TempDir::new().unwrap();
    assert_eq!(run(folder.path(), &["init", "."]).status, 0);
    folder
}

#[test]
fn the_command_says_what_it_lacks_before_it_writes() {
    let site = new_site();
    let refused = |arguments: &[&str]| {
        let output = run(site.path(), &[&["new", "editor"], arguments].concat());
        assert!(!site.path().join("static/editor").exists(), "{arguments:?}");
        assert_ne!(output.status, 0, "{arguments:?}");
        output.err
    };
    assert!(refused(&[]).contains("write `--repo OWNER/NAME`"));
    assert!(refused(&["--repo", "guide"]).contains("which repository has this site?"));
    assert!(refused(&["--repo", "a/b", "--path", "/assets/"]).contains("cannot be the address of the editor"));
    assert!(refused(&["--repo", "a/b", "--path", "/../x/"]).contains("cannot be the address of the editor"));
    assert!(refused(&["--repo", "a/b", "--sign-in", "pkce"]).contains("GitHub has no sign-in with `pkce`"));
    assert!(refused(&["--repo", "a/b", "--backend", "gitlab", "--sign-in", "pkce"]).contains("`--application`"));
    assert!(refused(&["--repo", "a/b", "--sign-in", "relay"]).contains("--relay https://"));
    assert!(refused(&["--repo", "a/b", "--from", "absent.tgz"]).contains("cannot read `absent.tgz`"));
    std::fs::write(site.path().join("other.tgz"), "not it").unwrap();
    assert!(refused(&["--repo", "a/b", "--from", "other.tgz"]).contains("this is not the archive of Sveltia CMS"));
}

#[test]
fn an_article_of_that_title_is_still_possible() {
    let site = new_site();
    let output = run(site.path(), &["new", "article", "Editor"]);
    assert_eq!(output.out.trim(), "content/articles/editor/index.md");
    let output = run(site.path(), &["new", "article", "Walking", "--sign-in", "token"]);
    assert!(output.err.contains("an argument is for the web editor alone"), "{}", output.err);
}

#[test]
fn hosts_give_the_page_of_the_editor_a_policy_of_its_own() {
    let with = |name: &str| TestSite::new().file(&format!("static/staff/{name}"), "//").build();
    let built = with("wellpress-editor.js");
    let (site, editor) = built.text("_headers").split_once("\n/staff/*\n").unwrap();
    assert!(!site.contains("unsafe-inline"));
    assert!(editor.starts_with("  ! Content-Security-Policy\n") && editor.contains("style-src 'self' 'unsafe-inline'"));
    assert!(editor.contains("same-origin-allow-popups") && editor.contains("X-Robots-Tag: noindex"));
    assert!(!with("other.js").text("_headers").contains("unsafe-inline"));
}

/// The front matter of an article as the forms of web editors leave it behind.
fn article(front: &str) -> TestSite {
    TestSite::new().file("content/articles/a.md", format!("---\ntitle: A\n{front}---\nText.\n"))
}

#[test]
fn empty_optional_fields_count_as_missing() {
    for front in [
        "topics: []\n",
        "authors: []\n",
        "references: []\n",
        "aliases: []\n",
        "corrections: []\n",
        "key_points: []\n",
        "related: {}\n",
        "extra: {}\n",
        "citations: {}\n",
        "draft: false\n",
        "description: ''\n",
        "seo_title: ''\n",
        "funding: ''\n",
    ] {
        article(front).build().assert_no_errors();
    }
}

#[test]
fn an_empty_field_that_cannot_be_empty_is_found_at_its_place() {
    for front in
        ["hero: {}\n", "hero: ''\n", "published: ''\n", "audience: ''\n", "weight: ''\n", "call_to_action: ''\n"]
    {
        let built = article(front).build();
        assert!(!built.is_built(), "{front}");
        let findings = built.formatted_findings();
        assert!(findings.iter().any(|finding| finding.contains("content/articles/a.md:3")), "{front}: {findings:?}");
    }
}

#[test]
fn lists_of_one_and_other_spellings_build() {
    let topic = "---\ntitle: Back pain\n---\n";
    let front =
        "topics:\n  - back\nkey_points:\n- >-\n  One point.\npublished: \"2026-01-02\"\n'description': \"One: two\"\n";
    article(front).file("content/topics/back.md", topic).build().assert_no_errors();
}

#[test]
fn a_day_with_a_time_is_its_day() {
    let built = article("published: 2026-01-02T10:30:00.000Z\n").build();
    built.assert_no_errors();
    assert!(built.text("articles/a/index.html").contains("2026-01-02"));
}

#[test]
fn line_endings_change_nothing_that_is_signed() {
    let folder = TempDir::new().unwrap();
    reviewed_site().write_to(folder.path());
    let status = |text: &str| {
        std::fs::write(folder.path().join("content/articles/neck.md"), text).unwrap();
        run(folder.path(), &["list", "articles", "--format", "json"]).out
    };
    assert_eq!(run(folder.path(), &["review", "sign", "neck", "--as", "kim", "--role", "medical"]).status, 0);
    let before = status(NECK);
    assert_eq!(status(&NECK.replace('\n', "\r\n")), before);
    let findings = |text: &str| {
        std::fs::write(folder.path().join("content/articles/neck.md"), text).unwrap();
        run(folder.path(), &["check"]).err
    };
    assert!(!findings(&NECK.replace('\n', "\r\n")).contains("review-content-changed"));
    assert!(!findings(&format!("{}\n", NECK.trim())).contains("review-content-changed"));
}
