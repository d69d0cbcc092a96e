//! A site on a real disk that was built once. A test damages it or adds to it, runs the program again, and checks the messages and
//! the output.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

use crate::harness::{TestSite, files_below};

/// The site's folder, and the output of the build before the test changed anything.
pub struct SiteOnDisk {
    pub folder: TempDir,
    /// Every file that the first build wrote.
    pub output: BTreeMap<PathBuf, Vec<u8>>,
}

impl SiteOnDisk {
    /// A site of two articles, one of which links to the other.
    pub fn new() -> Self {
        Self::build_first(&TestSite::new().article("neck", "See [the spine](spine.md).\n").article("spine", "Text.\n"))
    }

    pub fn build_first(site: &TestSite) -> Self {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        let mut built = Self { folder, output: Default::default() };
        let first = built.build();
        assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
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

    /// Builds again, and fails unless the build ends with `status`, prints each of `messages` to standard error, and leaves the
    /// output as it was.
    #[track_caller]
    pub fn assert_refused(&self, status: i32, messages: &[&str]) {
        self.assert_refusal(&self.build(), status, messages);
    }

    /// As [`Self::assert_refused`], for a build that the test ran itself.
    #[track_caller]
    pub fn assert_refusal(&self, output: &Output, status: i32, messages: &[&str]) {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{errors}");
        messages.iter().for_each(|message| assert!(errors.contains(message), "no `{message}` in\n{errors}"));
        assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(files_below(&self.path("output")) == self.output, "the output is not as it was");
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let leftovers: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with(".wellpress-")).collect();
        assert!(leftovers.is_empty() || leftovers == [".wellpress-output.lock"], "{leftovers:?}");
    }

    #[track_caller]
    pub fn assert_built(&self) {
        let output = self.build();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
