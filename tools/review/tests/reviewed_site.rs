//! [`ReviewedSite`]: a site on a disk with an article that can be signed off, for the commands of `wellpress review`.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::reviewed_site::site;

/// The site on a disk, for the commands of `wellpress review`.
pub struct ReviewedSite(TempDir);

impl ReviewedSite {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        site().write_to(folder.path());
        Self(folder)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn run_on(&self, day: &str, arguments: &[&str]) -> ProgramOutput {
        ProgramOutput::of(
            tool_program().args(arguments).args(["--clock", day]).current_dir(self.0.path()).output().unwrap(),
        )
    }

    pub fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_on("2026-03-01", arguments)
    }

    pub fn sign(&self, person: &str, role: &str) -> ProgramOutput {
        self.run(&["review", "sign", "neck", "--as", person, "--role", role])
    }

    /// The message of `review-content-changed` about the article, or `None` if there is no such finding.
    pub fn changed(&self) -> Option<String> {
        let report: Value = serde_json::from_str(&self.run(&["check", "--format", "json"]).out).unwrap();
        let mut findings = report["findings"].as_array().unwrap().iter();
        let finding = findings.find(|finding| finding["rule"] == "review-content-changed")?;
        assert_eq!((&finding["severity"], &finding["file"]), (&"error".into(), &"content/articles/neck.md".into()));
        Some(finding["message"].as_str().unwrap().to_owned())
    }

    /// The messages of `review-content-changed` about all pages.
    pub fn all_changed(&self) -> Vec<String> {
        let report: Value = serde_json::from_str(&self.run(&["check", "--format", "json"]).out).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        let changed = findings.filter(|finding| finding["rule"] == "review-content-changed");
        changed.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
    }

    /// As [`Self::changed`], with a replacement in a file that is undone afterwards.
    pub fn changed_with(&self, path: &str, from: &str, to: &str) -> Option<String> {
        let text = self.read(path);
        assert!(text.contains(from), "`{path}` has no `{from}`");
        self.write(path, &text.replace(from, to));
        let changed = self.changed();
        self.write(path, &text);
        changed
    }
}
