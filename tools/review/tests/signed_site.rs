//! [`SignedSite`]: a site on a disk whose people sign with keys.
//!
//! Signing needs `ssh-keygen`, which `tests/run` installs. Without it the tests of signatures say that they test nothing, and fail in CI.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use wellpress_harness::output::{ProgramOutput, tool_program};
use wellpress_harness::test_site::TestSite;
use wellpress_review::SSH_SIGNATURES;

pub const SETTINGS: &str = "\
title: Test site
base_url: https://test.example/
languages: {es: {title: Prueba}}
disclaimers: {articles: [general]}
review: {sign_off: signed}
";
pub const NECK: &str = "\
---
title: Neck pain
authors: [jo]
published: 2025-01-01
key_points: [Most pain goes.]
hero: {src: neck.svg, alt: A neck}
---
Most neck pain gets better
by itself [@ames-2020, p. 4].

- Rest.
- Move.
  - Slowly.

See :term[posture].

::exercise{#cobra}

::video{exercise=cobra}

## When to get help

:::care[Get help]{level=urgent}
Call if an arm goes numb.
:::
";
pub const COBRA: &str = "\
---
title: Cobra
authors: [jo]
dose: {hold: 30 s, sets: 2}
cautions: [{condition: spine, advice: Go slowly., severity: modify}]
stop_if: [Your arm goes numb.]
video: {src: cobra.mp4, title: Film, captions: cobra.vtt}
---
1. Lie down.
2. Lift your chest.
3. Breathe out.
";
pub const LIBRARY: &str = "\
@article{ames-2020, title = {On necks}, author = {Ames, Ada}, journal = {J Necks}, year = 2020}
@article{berg-2021, title = {On backs}, author = {Berg, Bo}, journal = {J Backs}, year = 2021}
";
pub const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><path d=\"M0 0h4v4z\"/></svg>";
pub const CAPTIONS: &str = "WEBVTT\n\n00:00.000 --> 00:02.000\nLie down.\n";
pub const REVIEWS: &str = "content/reviews/neck.yaml";

pub fn site() -> TestSite {
    TestSite::new()
        .verifying_signatures(&SSH_SIGNATURES)
        .file("wellpress.yaml", SETTINGS)
        .file("content/articles/neck/index.md", NECK)
        .file("content/articles/neck/neck.svg", PICTURE)
        .file("content/articles/back.md", NECK.replace("hero: {src: neck.svg, alt: A neck}\n", ""))
        .file("content/articles/neck/index.es.md", NECK)
        .file("content/exercises/cobra/index.md", COBRA)
        .file("content/exercises/cobra/cobra.mp4", "film")
        .file("content/exercises/cobra/cobra.vtt", CAPTIONS)
        .file("content/glossary.yaml", "posture:\n  definition: How you stand.\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/disclaimers/general.md", "---\ntitle: Not advice\n---\nAsk first.\n")
        .file("content/people/jo.md", "---\nname: Jo\n---\n")
        .file("content/people/kim.md", "---\nname: Kim Lee\ncredentials: [MD]\n---\n")
        .file("content/people/lee.md", "---\nname: Lee\ncredentials: [PT]\n---\n")
        .library(LIBRARY)
}

/// A site on a disk, whose people have keys that `ssh-keygen` made.
pub struct SignedSite(TempDir);

impl SignedSite {
    /// `None` on a machine without `ssh-keygen`.
    #[expect(clippy::print_stderr, reason = "a test that tests nothing has to say so")]
    pub fn new() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        site().write_to(folder.path());
        let site = Self(folder);
        if Command::new("ssh-keygen").arg("-?").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "`ssh-keygen` is missing");
            eprintln!("NOTHING IS SIGNED: there is no `ssh-keygen`");
            return None;
        }
        for person in ["kim", "lee"] {
            site.make_key(person, "ed25519");
            site.list_keys(person, &[(person, "from: 2026-01-01")]);
        }
        Some(site)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    pub fn make_key(&self, name: &str, kind: &str) {
        let path = self.path(name);
        let made = Command::new("ssh-keygen").args(["-q", "-N", "", "-C", name, "-t", kind, "-f"]).arg(path).status();
        assert!(made.unwrap().success());
    }

    /// Puts keys into the record of a person, each with its days.
    pub fn list_keys(&self, person: &str, keys: &[(&str, &str)]) {
        let path = format!("content/people/{person}.md");
        let text = self.read(&path);
        let start = text.find("signing_keys:").unwrap_or(text.rfind("---\n").unwrap());
        let keys = keys
            .iter()
            .map(|(key, days)| format!("  - {{key: \"{}\", {days}}}\n", self.read(&format!("{key}.pub")).trim()));
        self.write(&path, format!("{}signing_keys:\n{}---\n", &text[..start], keys.collect::<String>()));
    }

    pub fn run_on(&self, day: &str, arguments: &[&str]) -> ProgramOutput {
        ProgramOutput::of(
            tool_program().args(arguments).args(["--clock", day]).current_dir(self.0.path()).output().unwrap(),
        )
    }

    pub fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_on("2026-03-01", arguments)
    }

    pub fn sign(&self, person: &str, more: &[&str]) -> ProgramOutput {
        let arguments = ["review", "sign", "article:neck", "--as", person, "--role", "medical", "--key", person];
        self.run(&[&arguments, more].concat())
    }

    /// The verdict of `review verify` about the last sign-off in the list, with its fault.
    pub fn verdict(&self) -> (String, String) {
        let records = self.run(&["review", "verify", "--format", "json"]).json();
        let last = records.as_array().unwrap().last().unwrap().clone();
        let text = |key: &str| last[key].as_str().unwrap_or_default().to_owned();
        (text("verdict"), text("fault"))
    }

    /// What `ssh-keygen -Y verify` prints about all signatures, and whether it finds them all valid.
    pub fn ssh_keygen(&self) -> (bool, String) {
        let folder = self.path("export");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        self.run(&["review", "verify", "--export", "export"]);
        let run = Command::new("sh").arg(folder.join("verify.sh")).output().unwrap();
        let text = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
        (run.status.success(), text)
    }

    /// Asserts that a signature is refused by the program, by `ssh-keygen` and by a build, each for this reason.
    #[track_caller]
    pub fn assert_refused(&self, what: &str, fault: &str) {
        let verified = self.run(&["review", "verify"]);
        assert!(verified.status == 1 && verified.out.contains(fault), "{what}: {}{}", verified.out, verified.err);
        let (is_good, text) = self.ssh_keygen();
        assert!(!is_good, "{what}: {text}");
        let checked = self.run(&["check"]);
        assert!(checked.status == 1 && checked.err.contains("[review-signature]"), "{what}: {}", checked.err);
        assert!(checked.err.contains(fault), "{what}: {}", checked.err);
    }
}
