//! The program with the tools that it is built with: without any, it makes and checks a site, and says which feature brings what is
//! missing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests read what the program writes")]

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

fn wellpress(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("wellpress"));
    command.args(arguments).current_dir(folder).env_remove("SOURCE_DATE_EPOCH");
    command
}

fn new_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    wellpress(folder.path(), &["init", "."]).assert().success();
    folder
}

#[test]
fn core_makes_builds_checks_and_lists_a_site() {
    let site = new_site();
    wellpress(site.path(), &["new", "article", "Walking"]).assert().success();
    wellpress(site.path(), &["check"]).assert().success();
    wellpress(site.path(), &["build"]).assert().success();
    assert!(site.path().join("output/index.html").is_file());
    wellpress(site.path(), &["list", "overdue"]).assert().success();
    wellpress(site.path(), &["theme", "new", "clinic"]).assert().success();
    wellpress(site.path(), &["explain", "promise"]).assert().success();
    wellpress(site.path(), &["schema", "article"]).assert().success();
    wellpress(site.path(), &["completions", "bash"]).assert().success();
}

/// What a program lacks, by the feature that brings it.
fn missing(feature: &str) -> bool {
    match feature {
        "browser" => cfg!(not(feature = "browser")),
        "cite" => cfg!(not(feature = "cite")),
        "deploy" => cfg!(not(feature = "deploy")),
        "editor" => cfg!(not(feature = "editor")),
        "import" => cfg!(not(feature = "import")),
        "lsp" => cfg!(not(feature = "lsp")),
        _ => cfg!(not(feature = "review")),
    }
}

#[test]
fn core_names_the_feature_of_what_is_missing() {
    let site = new_site();
    let brought: [(&str, &[&str]); 10] = [
        ("browser", &["handouts"]),
        ("browser", &["theme", "check"]),
        ("cite", &["cite", "list"]),
        ("cite", &["check", "--external"]),
        ("deploy", &["deploy"]),
        ("editor", &["new", "editor"]),
        ("import", &["import", "a", "b"]),
        ("import", &["new", "article", "--from", "a.docx"]),
        ("lsp", &["lsp"]),
        ("review", &["serve", "--edit"]),
    ];
    for (feature, arguments) in brought.into_iter().filter(|(feature, _)| missing(feature)) {
        let result = wellpress(site.path(), arguments).assert().code(2);
        let message = String::from_utf8_lossy(&result.get_output().stderr).into_owned();
        assert!(message.contains("this program was built without `wellpress "), "{arguments:?}: {message}");
        assert!(message.contains(&format!("the feature `{feature}` brings it")), "{arguments:?}: {message}");
    }
}

/// Nothing in such a program can tell a signature from any other text, so that it must not take one for valid.
#[test]
fn core_refuses_a_site_that_asks_for_signatures_it_cannot_verify() {
    if !missing("review") {
        return;
    }
    let site = new_site();
    let settings = site.path().join("wellpress.yaml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let signed = text.replacen("\nreview:\n", "\nreview:\n  sign_off: signed\n", 1);
    assert_ne!(signed, text, "the settings have a key `review`");
    std::fs::write(&settings, signed).unwrap();
    let result = wellpress(site.path(), &["check"]).assert().code(2);
    let message = String::from_utf8_lossy(&result.get_output().stderr).into_owned();
    assert!(message.contains("built without the feature `review`"), "{message}");
}
