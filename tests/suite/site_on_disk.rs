//! A site on a real disk that was built once: the program is run on it again, and what it says and leaves is looked at.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

use crate::harness::{Site, files_below};

/// A site on disk that was built once.
pub struct SiteOnDisk {
    pub folder: TempDir,
    /// What the last good build wrote.
    pub output: BTreeMap<PathBuf, Vec<u8>>,
}

impl SiteOnDisk {
    /// Two articles that need nothing else.
    pub fn new() -> Self {
        Self::of(&Site::new().article("neck", "See [the spine](spine.md).\n").article("spine", "Text.\n"))
    }

    pub fn of(site: &Site) -> Self {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        let mut built = Self { folder, output: Default::default() };
        assert_eq!(built.build().status.code(), Some(0));
        built.output = files_below(&built.path("output"));
        assert!(built.output.len() > 3);
        built
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), bytes).unwrap();
        self
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::cargo_bin("wellpress").unwrap();
        command
            .arg("--root")
            .arg(self.folder.path())
            .args(["--clock", "2026-07-01", "--color", "never"])
            .args(arguments);
        command.timeout(Duration::from_secs(60)).output().unwrap()
    }

    pub fn build(&self) -> Output {
        self.run(&["build"])
    }

    /// Builds again: it ends with `status`, says each of `said` on standard error, and leaves the site as it was.
    #[track_caller]
    pub fn assert_refused(&self, status: i32, said: &[&str]) {
        self.assert_refusal(&self.build(), status, said);
    }

    /// What a build that was run in another way ended with.
    #[track_caller]
    pub fn assert_refusal(&self, output: &Output, status: i32, said: &[&str]) {
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{told}");
        said.iter().for_each(|said| assert!(told.contains(said), "no `{said}` in\n{told}"));
        assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(files_below(&self.path("output")) == self.output, "the output is not as it was");
        let left = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with(".wellpress-")).collect();
        assert!(left.is_empty() || left == [".wellpress-output.lock"], "{left:?}");
    }

    #[track_caller]
    pub fn assert_built(&self) {
        let output = self.build();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
