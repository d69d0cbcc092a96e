//! Signed sign-offs: what is signed, which signatures count, and that `ssh-keygen -Y verify` comes to the same verdict.
//!
//! Signing needs `ssh-keygen`, which `tests/run` installs. Without it these tests say that they test nothing, and fail in CI.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;

use wellpress_review::SSH_SIGNATURES;

use crate::harness::{TestBuild, TestSite};
use crate::program::{PROGRAM, ProgramOutput};

const SETTINGS: &str = "\
title: Test site
base_url: https://test.example/
languages: {es: {title: Prueba}}
disclaimers: {articles: [general]}
review: {sign_off: signed}
";
const NECK: &str = "\
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
const COBRA: &str = "\
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
const LIBRARY: &str = "\
@article{ames-2020, title = {On necks}, author = {Ames, Ada}, journal = {J Necks}, year = 2020}
@article{berg-2021, title = {On backs}, author = {Berg, Bo}, journal = {J Backs}, year = 2021}
";
const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><path d=\"M0 0h4v4z\"/></svg>";
const CAPTIONS: &str = "WEBVTT\n\n00:00.000 --> 00:02.000\nLie down.\n";

fn site() -> TestSite {
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
struct SignedSite(TempDir);

impl SignedSite {
    /// `None` on a machine without `ssh-keygen`.
    #[expect(clippy::print_stderr, reason = "a test that tests nothing has to say so")]
    fn new() -> Option<Self> {
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

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    fn make_key(&self, name: &str, kind: &str) {
        let path = self.path(name);
        let made = Command::new("ssh-keygen").args(["-q", "-N", "", "-C", name, "-t", kind, "-f"]).arg(path).status();
        assert!(made.unwrap().success());
    }

    /// Puts keys into the record of a person, each with its days.
    fn list_keys(&self, person: &str, keys: &[(&str, &str)]) {
        let path = format!("content/people/{person}.md");
        let text = self.read(&path);
        let start = text.find("signing_keys:").unwrap_or(text.rfind("---\n").unwrap());
        let keys = keys
            .iter()
            .map(|(key, days)| format!("  - {{key: \"{}\", {days}}}\n", self.read(&format!("{key}.pub")).trim()));
        self.write(&path, format!("{}signing_keys:\n{}---\n", &text[..start], keys.collect::<String>()));
    }

    fn run_on(&self, day: &str, arguments: &[&str]) -> ProgramOutput {
        let mut command = Command::new(PROGRAM);
        ProgramOutput::of(command.args(arguments).args(["--clock", day]).current_dir(self.0.path()).output().unwrap())
    }

    fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_on("2026-03-01", arguments)
    }

    fn sign(&self, person: &str, more: &[&str]) -> ProgramOutput {
        let arguments = ["review", "sign", "article:neck", "--as", person, "--role", "medical", "--key", person];
        self.run(&[&arguments, more].concat())
    }

    /// The verdict of `review verify` about the last sign-off in the list, with its fault.
    fn verdict(&self) -> (String, String) {
        let records = self.run(&["review", "verify", "--format", "json"]).json();
        let last = records.as_array().unwrap().last().unwrap().clone();
        let text = |key: &str| last[key].as_str().unwrap_or_default().to_owned();
        (text("verdict"), text("fault"))
    }

    /// What `ssh-keygen -Y verify` prints about all signatures, and whether it finds them all valid.
    fn ssh_keygen(&self) -> (bool, String) {
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
    fn assert_refused(&self, what: &str, fault: &str) {
        let verified = self.run(&["review", "verify"]);
        assert!(verified.status == 1 && verified.out.contains(fault), "{what}: {}{}", verified.out, verified.err);
        let (is_good, text) = self.ssh_keygen();
        assert!(!is_good, "{what}: {text}");
        let checked = self.run(&["check"]);
        assert!(checked.status == 1 && checked.err.contains("[review-signature]"), "{what}: {}", checked.err);
        assert!(checked.err.contains(fault), "{what}: {}", checked.err);
    }
}

const REVIEWS: &str = "content/reviews/neck.yaml";

#[test]
fn a_signature_is_verified_here_and_by_ssh_keygen() {
    for kind in ["ed25519", "ecdsa", "rsa"] {
        let Some(site) = SignedSite::new() else { return };
        site.make_key("other", kind);
        site.list_keys("kim", &[("other", "from: 2026-03-01, until: 2026-03-01")]);
        let signed =
            site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical", "--key", "other"]);
        assert_eq!((signed.status, signed.out.as_str(), signed.err.as_str()), (0, "content/reviews/neck.yaml\n", ""));
        let verified = site.run(&["review", "verify", "neck"]).assert_status(0);
        assert!(verified.out.contains("  approved  current  valid    SHA256:"), "{}", verified.out);
        let (is_good, text) = site.ssh_keygen();
        assert!(is_good && text.starts_with("Good \"wellpress-review\" signature for kim with "), "{text}");
        let built = site.run(&["build"]);
        assert_eq!(built.status, 0, "{}", built.err);
        let page = site.read("output/articles/neck/index.html");
        assert!(page.contains("data-signed"), "{page}");
        assert!(!site.read("output/articles/back/index.html").contains("data-signed"));
    }
}

const KEY_KINDS: [&str; 5] = ["ed25519", "ecdsa", "rsa", "sk-ed25519", "sk-ecdsa"];

/// A site with the signature of each kind of key, from files that were signed once: `ed25519`, `ecdsa` and `rsa` by `ssh-keygen`, the
/// `sk-` ones in the form of security keys, which `ssh-keygen` verified.
fn signed_once(kind: &str, text: &str) -> TestSite {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/fixtures/signatures");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let keys: String = KEY_KINDS
        .iter()
        .map(|kind| format!("  - {{key: \"{}\", from: 2026-01-01}}\n", read(&format!("{kind}.pub")).trim()))
        .collect();
    let armored: String = read(&format!("{kind}.sig")).lines().map(|line| format!("    {line}\n")).collect();
    let entry = read("neck.yaml").replace("  parts:\n", &format!("  signature: |-\n{armored}  parts:\n"));
    TestSite::new()
        .verifying_signatures(&SSH_SIGNATURES)
        .settings("review: {sign_off: signed}\n")
        .file("content/articles/neck.md", format!("---\ntitle: Neck\nauthors: [jo]\n---\n{text}\n"))
        .file("content/people/jo.md", "---\nname: Jo\n---\n")
        .file("content/people/kim.md", format!("---\nname: Kim\ncredentials: [MD]\nsigning_keys:\n{keys}---\n"))
        .file(REVIEWS, entry)
}

#[test]
fn signatures_of_each_kind_of_key_are_verified_without_ssh_keygen() {
    for kind in KEY_KINDS {
        let built = signed_once(kind, "Text.").on("2026-03-01").build();
        built.assert_no_errors();
        assert_eq!(built.select("articles/neck/index.html", "[data-signed]").len(), 1, "{kind}");
        let changed = signed_once(kind, "Words.").on("2026-03-01").build();
        assert!(!changed.is_built() && changed.of_rule("review-signature").is_empty(), "{kind}");
        assert_eq!(changed.of_rule("review-content-changed").len(), 1, "{kind}");
    }
}

#[test]
fn the_signed_bytes_are_those_of_the_manual() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &["--note", "Two \"words\""]).assert_status(0);
    site.run(&["review", "verify", "--export", "export"]).assert_status(0);
    let statement = site.read("export/article-neck.en.1.txt");
    let (fields, parts) = statement.split_once("previous: none\n").unwrap();
    let expected = "wellpress-review 1\nkind: article\nid: neck\nlanguage: en\nperson: kim\nrole: medical\n\
        date: 2026-03-01\ndecision: approved\nnote: \"Two \\\"words\\\"\"\n";
    assert_eq!(fields, expected);
    let (hash, parts) = parts.split_once('\n').unwrap();
    let read: String = parts.split_inclusive('\n').filter(|line| !line.ends_with("  reviewer\n")).collect();
    assert_eq!(hash, format!("hash: {}", blake3::hash(read.as_bytes())));
    let names: Vec<&str> = parts.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    let expected = [
        "disclaimer:general",
        "exercise:cobra",
        "file:cobra.mp4",
        "file:cobra.vtt",
        "file:neck.svg",
        "reviewer",
        "source:ames-2020",
        "term:posture",
        "text",
        "topic:spine",
    ];
    assert_eq!(names, expected);
    assert!(parts.contains(&format!("{}  file:neck.svg\n", blake3::hash(PICTURE.as_bytes()))), "{parts}");
}

#[test]
fn a_key_counts_only_for_its_person_and_on_its_days() {
    let Some(site) = SignedSite::new() else { return };
    let sign =
        |key: &str| site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical", "--key", key]);
    let refused = sign("lee");
    assert_eq!(refused.status, 2, "{}", refused.err);
    assert!(refused.err.contains("is by a key that the person's record does not list"), "{}", refused.err);
    assert!(refused.err.contains("ask `kim` whether this is their key; only then add "), "{}", refused.err);
    assert!(refused.err.contains("add this item to `signing_keys` in `content/people/kim.md`: `{key: \"ssh-ed25519 "));
    site.list_keys("kim", &[("kim", "from: 2026-03-02")]);
    assert!(sign("kim").err.contains("is the person's only since 2026-03-02"));
    site.list_keys("kim", &[("kim", "from: 2026-01-01, until: 2026-02-28")]);
    assert!(sign("kim").err.contains("was the person's only until 2026-02-28"));
    assert!(!site.path("content/reviews").exists());
    let missing = sign("no-such-key");
    assert!(missing.status == 3 && missing.err.contains("`ssh-keygen` made no signature"), "{}", missing.err);

    site.list_keys("kim", &[("kim", "from: 2026-01-01")]);
    sign("kim").assert_status(0);
    assert_eq!(site.verdict().0, "valid");
    for (days, fault) in [
        ("from: 2026-01-01, until: 2026-02-28", "was the person's only until 2026-02-28"),
        ("from: 2026-03-02", "is the person's only since 2026-03-02"),
    ] {
        site.list_keys("kim", &[("kim", days)]);
        site.assert_refused(days, fault);
    }
    site.list_keys("kim", &[("lee", "from: 2026-01-01")]);
    site.assert_refused("another key", "the person's record does not list");
    let shared = site.run(&["check"]).err;
    assert!(shared.contains("`kim` and `lee` have the same signing key, SHA256:"), "{shared}");
    // An old key stays valid for what was signed on its days.
    site.list_keys("kim", &[("kim", "from: 2026-01-01, until: 2026-03-01")]);
    assert_eq!(site.verdict().0, "valid");
}

#[test]
fn forged_and_replayed_sign_offs_are_refused() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &["--note", "Fine"]).assert_status(0);
    let signed = site.read(REVIEWS);
    let other = "is of another page, language, person, role, date, decision, note or hash";
    let edits = [
        ("date: 2026-03-01", "date: 2026-02-28", other),
        ("role: medical", "role: clinical", other),
        ("decision: approved", "decision: changes-requested", other),
        ("note: \"Fine\"", "note: \"Fine!\"", other),
        ("  note: \"Fine\"\n", "", other),
        ("person: kim", "person: lee", "is by a key that the person's record does not list"),
        ("dose.hold: 30 s", "dose.hold: 60 s", "is of other words than those stored for `exercise:cobra`"),
        ("      hash: \"", "      hash: \"0", "is of other words than those stored for"),
        ("    \"term:posture\":", "    \"term:stature\":", other),
        ("previous: \"none\"", "previous: \"0123\"", "follows a sign-off that does not stand above it"),
        ("U1NIU0lH", "U1NIU0lI", "is not an SSH signature"),
    ];
    for (from, to, fault) in edits {
        let forged = signed.replace(from, to);
        assert_ne!(forged, signed, "{from}");
        site.write(REVIEWS, forged);
        site.assert_refused(from, fault);
    }
    // The hash of the words of today, with the signature of those of before.
    let hash = signed.split("  hash: \"").nth(1).unwrap().split('"').next().unwrap();
    site.write(REVIEWS, signed.replacen(hash, &"0".repeat(64), 1));
    site.assert_refused("hash", other);
    std::fs::remove_file(site.path(REVIEWS)).unwrap();
    site.write("content/reviews/back.yaml", &signed);
    site.assert_refused("another page", other);
    std::fs::remove_file(site.path("content/reviews/back.yaml")).unwrap();
    site.write(REVIEWS, signed.replace("language: en", "language: es"));
    site.assert_refused("another language", other);
    site.write(REVIEWS, &signed);
    assert_eq!(site.verdict(), ("valid".to_owned(), String::new()));
}

#[test]
fn a_signature_for_another_purpose_is_refused() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    site.run(&["review", "verify", "--export", "export"]).assert_status(0);
    std::fs::remove_file(site.path("export/article-neck.en.1.txt.sig")).unwrap();
    let mut sign = Command::new("ssh-keygen");
    sign.args(["-q", "-Y", "sign", "-n", "git", "-f", "kim", "export/article-neck.en.1.txt"]);
    assert!(sign.current_dir(site.0.path()).status().unwrap().success());
    let armored = site.read("export/article-neck.en.1.txt.sig");
    let signed = site.read(REVIEWS);
    let start = signed.find("    -----BEGIN").unwrap();
    let end = signed.find("  parts:").unwrap();
    let lines: String = armored.lines().map(|line| format!("    {line}\n")).collect();
    site.write(REVIEWS, format!("{}{lines}{}", &signed[..start], &signed[end..]));
    site.assert_refused("another purpose", "was made for `git`, not for `wellpress-review`");
}

#[test]
fn sign_offs_cannot_change_places_or_be_repeated() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    let first = site.read(REVIEWS);
    site.sign("lee", &["--decision", "changes-requested"]).assert_status(0);
    let both = site.read(REVIEWS);
    assert_eq!(site.run(&["review", "verify"]).status, 0);
    assert!(site.ssh_keygen().0);
    let (head, entries) = first.split_once('\n').unwrap();
    let second = &both[first.len()..];
    // With the request above it, the approval would answer it.
    site.write(REVIEWS, format!("{head}\n{second}{entries}"));
    site.assert_refused("swapped", "follows a sign-off that does not stand above it");
    site.write(REVIEWS, format!("{head}\n{second}"));
    site.assert_refused("the first is taken out", "follows a sign-off that does not stand above it");
    // A request by the same person on the same day, and then the old approval once more.
    site.write(REVIEWS, &first);
    site.sign("kim", &["--decision", "changes-requested"]).assert_status(0);
    let requested = site.read(REVIEWS);
    site.write(REVIEWS, format!("{requested}{entries}"));
    site.assert_refused("replayed", "repeats that of a sign-off above it");
    // An approval that answers the request is another sign-off, and valid.
    site.write(REVIEWS, &requested);
    site.sign("kim", &[]).assert_status(0);
    assert_eq!(site.run(&["review", "verify"]).status, 0);
    assert!(site.ssh_keygen().0);
}

#[test]
fn the_settings_can_ask_for_signatures() {
    let Some(site) = SignedSite::new() else { return };
    let profile = site.read("content/people/kim.md");
    site.write("content/people/kim.md", profile.replace("signing_keys", "extra"));
    let unsigned = site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical"]);
    assert_eq!(unsigned.status, 0, "{}", unsigned.err);
    site.write("content/people/kim.md", profile);
    let built = site.run(&["build"]);
    assert!(built.status == 1, "{}", built.err);
    assert!(built.err.contains("the approval by `kim` (medical) of 2026-03-01 has no signature"), "{}", built.err);
    assert_eq!(site.run(&["review", "verify"]).status, 1);
    // The same approval can be signed later.
    site.sign("kim", &[]).assert_status(0);
    assert_eq!(site.run(&["build"]).status, 0);
    site.write("content/exercises/cobra/index.md", COBRA.replace("30 s", "60 s"));
    let changed = site.run(&["build"]);
    assert_eq!(changed.status, 1);
    assert!(
        changed.err.contains("not what `kim` signed on 2026-03-01: the exercise `cobra` changed"),
        "{}",
        changed.err
    );
    assert_eq!(site.run(&["review", "verify"]).status, 1);
    // Signatures that nobody asked for are verified all the same, and do not stand for other words.
    site.write("wellpress.yaml", SETTINGS.replace("sign_off: signed", "sign_off: off"));
    assert_eq!(site.run(&["build"]).status, 0);
    let page = site.read("output/articles/neck/index.html");
    assert!(!page.contains("data-signed") && page.contains("data-review=\"changed\""), "{page}");
}

#[test]
fn somebody_who_has_a_key_signs_with_it() {
    let Some(site) = SignedSite::new() else { return };
    site.write("wellpress.yaml", SETTINGS.replace("sign_off: signed", "sign_off: off"));
    site.sign("kim", &[]).assert_status(0);
    site.write("content/exercises/cobra/index.md", COBRA.replace("30 s", "60 s"));
    let unsigned = ["review", "sign", "article:neck", "--as", "kim", "--role", "medical"];
    let refused = site.run(&unsigned);
    assert!(refused.err.contains("`kim` signs with a key, and none was given"), "{}", refused.err);
    assert!(refused.err.contains("write its last day into `content/people/kim.md`"), "{}", refused.err);
    site.run(&[&unsigned[..], &["--decision", "changes-requested"]].concat()).assert_status(0);
    // Written by hand, or before the key was listed.
    let profile = site.read("content/people/kim.md");
    site.write("content/people/kim.md", profile.replace("signing_keys", "extra"));
    site.run(&unsigned).assert_status(0);
    site.write("content/people/kim.md", profile);
    let built = site.run(&["build"]);
    assert_eq!(built.status, 1);
    let verified = site.run(&["review", "verify"]);
    assert_eq!(verified.status, 1, "{}", verified.out);
    assert!(verified.out.contains("the approval needs a signature"), "{}", verified.out);
    assert!(built.err.contains("the approval by `kim` (medical) of 2026-03-01 has no signature"), "{}", built.err);
}

#[test]
fn somebody_who_has_a_key_is_not_named_as_reviewer_without_it() {
    let Some(site) = SignedSite::new() else { return };
    site.write("wellpress.yaml", SETTINGS.replace("sign_off: signed", "sign_off: off"));
    let named = |date: &str| {
        let review = format!("reviewers: [{{person: kim, role: medical, date: {date}}}]\n---\n");
        site.write("content/articles/neck/index.md", NECK.replacen("\n---\n", &format!("\n{review}"), 1));
        site.run(&["build"])
    };
    let built = named("2026-02-01");
    assert!(built.err.contains("`kim` is named as medical reviewer without a signature"), "{}", built.err);
    assert_eq!(named("2025-12-31").status, 0, "before the key was listed");
}

#[test]
fn pictures_and_captions_are_signed() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    for (path, text) in [
        ("content/articles/neck/neck.svg", PICTURE.replace("M0 0", "M1 1")),
        ("content/exercises/cobra/cobra.vtt", CAPTIONS.replace("Lie", "Sit")),
        ("content/exercises/cobra/cobra.mp4", "another film".to_owned()),
    ] {
        let before = site.read(path);
        site.write(path, text);
        let name = path.rsplit('/').next().unwrap();
        let checked = site.run(&["check"]);
        assert!(checked.err.contains(&format!("the file `{name}` changed")), "{path}: {}", checked.err);
        site.write(path, before);
    }
    assert_eq!(site.run(&["check"]).status, 0);
}

#[test]
fn the_log_of_a_page_has_every_review() {
    let Some(site) = SignedSite::new() else { return };
    let named = "authors: [jo]\nreviewers: [{person: lee, role: lay, date: 2025-05-01}]";
    site.write("content/articles/neck/index.md", NECK.replace("authors: [jo]", named));
    site.sign("kim", &["--note", "=1+1"]).assert_status(0);
    let csv = site.run(&["review", "log", "article:neck", "--format", "csv"]).assert_status(0).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "page,language,date,role,person,decision,counts,hash,words,verdict,key,fault,note");
    assert_eq!(lines[1], "article:neck,en,2025-05-01,lay,lee,approved,yes,,,named,,,");
    assert!(lines[2].starts_with("article:neck,en,2026-03-01,medical,kim,approved,yes,"), "{csv}");
    assert!(lines[2].contains(",current,valid,SHA256:") && lines[2].ends_with(",'=1+1"), "{csv}");
    let text = site.run(&["review", "log", "article:neck"]).assert_status(0).out;
    assert!(text.contains("lay      lee     approved  -        named    -"), "{text}");
}

/// An edit of the site: a file, what stands there, and what takes its place.
type Edit = (&'static str, &'static str, &'static str);

const NECK_FILE: &str = "content/articles/neck/index.md";
const COBRA_FILE: &str = "content/exercises/cobra/index.md";
const SETTINGS_FILE: &str = "wellpress.yaml";
const JO_FILE: &str = "content/people/jo.md";
const KIM_FILE: &str = "content/people/kim.md";
const SNIPPET_FILE: &str = "content/snippets/help.md";

/// Added to the article and the settings, so that the page shows words and files of other places.
const MORE_TEXT: &str = "
::cta{#book}

:::pt-tip
Tip.
:::

:::quote{by=lee}
Rest.
:::

::experts

<img src=\"/raw.svg\" alt=\"Raw\">

<a href=\"/leaf.pdf\">Leaflet</a>

Call {{ helpline }}.

::snippet{#help}
";
const MORE_SETTINGS: &str = "
raw_html: true
callouts: {pt-tip: {label: A tip, like: tip}}
variables: {helpline: 0800 11}
calls_to_action:
  book: {kind: link, title: Book, body: See a therapist., button: Book now, href: \"/steps.pdf\"}
  join: {kind: link, title: Join, href: \"https://example.org/join\"}
";

const EDITS: [Edit; 45] = [
    (NECK_FILE, "gets better", "gets worse"),
    (NECK_FILE, "title: Neck pain", "title: Neck"),
    (NECK_FILE, "Most pain goes.", "All pain goes."),
    (NECK_FILE, "alt: A neck", "alt: A back"),
    (NECK_FILE, "@ames-2020, p. 4", "@ames-2020, p. 5"),
    (NECK_FILE, "@ames-2020", "@berg-2021"),
    (NECK_FILE, "- Rest.\n- Move.", "- Move.\n- Rest."),
    (NECK_FILE, "  - Slowly.", "- Slowly."),
    (NECK_FILE, "- Rest.\n- Move.", "Rest.\n\nMove."),
    (NECK_FILE, "published:", "seo_title: Cured\npublished:"),
    (NECK_FILE, "better\nby", "better\n\nby"),
    ("content/articles/neck/neck.svg", "M0 0", "M1 1"),
    (COBRA_FILE, "hold: 30 s", "hold: 60 s"),
    (COBRA_FILE, "sets: 2", "sets: 3"),
    (COBRA_FILE, "Go slowly.", "Go fast."),
    (COBRA_FILE, "severity: modify", "severity: avoid"),
    (COBRA_FILE, "Your arm goes numb.", "Your arm hurts."),
    (COBRA_FILE, "1. Lie down.\n2. Lift your chest.", "1. Lift your chest.\n2. Lie down."),
    (COBRA_FILE, "2. Lift your chest.\n", ""),
    ("content/exercises/cobra/cobra.vtt", "Lie down.", "Sit down."),
    ("content/references/library.bib", "On necks", "On knees"),
    ("content/references/library.bib", "Ames, Ada", "Ames, Bea"),
    ("content/references/library.bib", "year = 2020", "year = 2020, number = 7"),
    ("content/disclaimers/general.md", "Ask first.", "Ask later."),
    ("content/glossary.yaml", "How you stand.", "How you sit."),
    ("content/topics/spine.md", "Spine", "Knee"),
    (NECK_FILE, "published:", "call_to_action: join\npublished:"),
    (NECK_FILE, "published:", "call_to_action: book\npublished:"),
    (SETTINGS_FILE, "title: Book,", "title: Book it,"),
    (SETTINGS_FILE, "See a therapist.", "No therapist is needed."),
    (SETTINGS_FILE, "button: Book now", "button: Buy now"),
    (SETTINGS_FILE, "href: \"/steps.pdf\"", "href: \"https://example.org/pills\""),
    (SETTINGS_FILE, "Book now,", "Book now, fine_print: It cures.,"),
    (SETTINGS_FILE, "label: A tip", "label: The cure"),
    (SETTINGS_FILE, "like: tip", "like: note"),
    (JO_FILE, "Jo treats necks.", "Jo heals all necks."),
    (JO_FILE, "name: Jo", "name: Joe"),
    (JO_FILE, "job_title: Editor", "job_title: Surgeon"),
    ("content/people/lee.md", "name: Lee", "name: Lea"),
    ("content/people/lee.md", "[PT]", "[MD]"),
    ("static/raw.svg", "M0 0", "M1 1"),
    ("static/leaf.pdf", "Rest", "Run"),
    ("static/steps.pdf", "Walk", "Sit"),
    (SNIPPET_FILE, "At night.", "By day."),
    (SETTINGS_FILE, "0800 11", "0800 22"),
];

/// Edits of what the page shows of its reviewer.
const EDITS_OF_REVIEWER: [Edit; 4] = [
    (KIM_FILE, "[MD]", "[MD, PhD]"),
    (KIM_FILE, "name: Kim Lee", "name: Kim Li"),
    (KIM_FILE, "name: Kim Lee", "prefix: Prof.\nname: Kim Lee"),
    (KIM_FILE, "Kim treats backs.", "Kim heals all backs."),
];

const STATIC_FILES: [&str; 3] = ["static/raw.svg", "static/leaf.pdf", "static/steps.pdf"];

/// A site with some of the edits, and its settings without the demand for signatures, so that it is built all the same.
fn edited(edits: &[Edit], reviews: Option<&str>) -> TestSite {
    let text = |path: &str| match path {
        SETTINGS_FILE => SETTINGS.replace("sign_off: signed", "sign_off: off") + MORE_SETTINGS,
        NECK_FILE => NECK.to_owned() + MORE_TEXT,
        JO_FILE => "---\nname: Jo\njob_title: Editor\n---\nJo treats necks.\n".to_owned(),
        KIM_FILE => "---\nname: Kim Lee\ncredentials: [MD]\n---\nKim treats backs.\n".to_owned(),
        "content/people/lee.md" => "---\nname: Lee\ncredentials: [PT]\n---\n".to_owned(),
        SNIPPET_FILE => "Come at any time. At night.\n".to_owned(),
        "static/raw.svg" => PICTURE.to_owned(),
        "static/leaf.pdf" => "%PDF Rest".to_owned(),
        "static/steps.pdf" => "%PDF Walk".to_owned(),
        COBRA_FILE => COBRA.to_owned(),
        "content/articles/neck/neck.svg" => PICTURE.to_owned(),
        "content/exercises/cobra/cobra.vtt" => CAPTIONS.to_owned(),
        "content/references/library.bib" => LIBRARY.to_owned(),
        "content/disclaimers/general.md" => "---\ntitle: Not advice\n---\nAsk first.\n".to_owned(),
        "content/glossary.yaml" => "posture:\n  definition: How you stand.\n".to_owned(),
        _ => "---\ntitle: Spine\n---\n".to_owned(),
    };
    let mut site = site();
    let also = [SETTINGS_FILE, NECK_FILE, JO_FILE, KIM_FILE, SNIPPET_FILE].into_iter().chain(STATIC_FILES);
    let paths: BTreeSet<&str> = edits.iter().map(|(path, ..)| *path).chain(also).collect();
    for path in paths {
        let of_path = edits.iter().filter(|(other, ..)| *other == path);
        let text = of_path.fold(text(path), |text, (_, from, to)| text.replace(from, to));
        site = site.file(path, text);
    }
    match reviews {
        Some(reviews) => site.file(REVIEWS, reviews),
        None => site,
    }
}

/// What readers get of the page: all of its file, and the files of `static`, whose addresses do not change with them.
fn shown(built: &TestBuild) -> String {
    let files = STATIC_FILES.map(|file| built.text(file.trim_start_matches("static/")));
    built.text("articles/neck/index.html").to_owned() + &files.concat()
}

/// The page without edits, before and after its sign-off.
struct Unedited {
    reviews: String,
    unsigned: String,
    signed: String,
}

static UNEDITED: LazyLock<Unedited> = LazyLock::new(|| {
    let reviews = sign_off();
    let [unsigned, signed] = [None, Some(reviews.as_str())].map(|reviews| {
        let built = edited(&[], reviews).build();
        built.assert_no_errors();
        shown(&built)
    });
    Unedited { reviews, unsigned, signed }
});

/// The sign-off of the page without edits. It needs no key: the hash of an unsigned one is the same.
fn sign_off() -> String {
    let folder = TempDir::new().unwrap();
    edited(&[], None).write_to(folder.path());
    let mut command = Command::new(PROGRAM);
    command.args(["review", "sign", "article:neck", "--as", "kim", "--role", "medical", "--clock", "2026-03-01"]);
    let run = ProgramOutput::of(command.current_dir(folder.path()).output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    std::fs::read_to_string(folder.path().join(REVIEWS)).unwrap()
}

#[test]
fn each_edit_of_what_a_page_shows_changes_what_is_signed() {
    let Unedited { reviews, unsigned, .. } = &*UNEDITED;
    let is_changed =
        |edits: &[Edit]| !edited(edits, Some(reviews)).build().of_rule("review-content-changed").is_empty();
    assert!(!is_changed(&[]), "nothing was edited");
    for edit in EDITS {
        let built = edited(&[edit], None).build();
        built.assert_no_errors();
        assert_ne!(shown(&built), *unsigned, "the page does not show {edit:?}");
        assert!(is_changed(&[edit]), "{edit:?}");
    }
    for edit in EDITS_OF_REVIEWER {
        assert!(is_changed(&[edit]), "{edit:?}");
    }
}

#[test]
fn a_person_whom_the_page_does_not_show_is_not_signed() {
    let Unedited { reviews, .. } = &*UNEDITED;
    let edits = [(JO_FILE, "Jo treats necks.", "Jo rests."), (NECK_FILE, "::experts\n", "")];
    let built = edited(&edits, Some(reviews)).build();
    let messages: Vec<&str> =
        built.of_rule("review-content-changed").iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    let expected = "what the page says about the reviewer changed; the text of the article changed";
    assert!(messages[0].contains("the person `jo` is gone") && messages[0].contains(expected), "{messages:?}");
    let other =
        [(SETTINGS_FILE, "title: Join", "title: Join us"), (KIM_FILE, "---\nKim", "affiliation: Well\n---\nKim")];
    assert!(edited(&other, Some(reviews)).build().of_rule("review-content-changed").is_empty());
}

#[test]
fn the_reviewer_is_signed() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    let signed = site.read(REVIEWS);
    assert!(signed.contains("\"reviewer\":\n      hash: ") && signed.contains("credentials: MD\n"), "{signed}");
    site.write(KIM_FILE, site.read(KIM_FILE).replace("[MD]", "[MD, PhD]"));
    let built = site.run(&["build"]);
    assert!(built.status == 1 && built.err.contains("what the page says about the reviewer changed"), "{}", built.err);
    assert_eq!(site.run(&["review", "verify"]).status, 1);
    let diff = site.run(&["review", "diff", "article:neck"]).out;
    assert!(diff.contains("-credentials: MD") || diff.contains("- credentials: MD"), "{diff}");
    site.write("wellpress.yaml", SETTINGS.replace("sign_off: signed", "sign_off: off"));
    site.run(&["build"]).assert_status(0);
    let page = site.read("output/articles/neck/index.html");
    assert!(!page.contains("data-signed") && !page.contains("Medically reviewed by"), "{page}");
    // The stored words of the reviewer are signed too.
    site.write(REVIEWS, signed.replace("credentials: MD\n", "credentials: MD, PhD\n"));
    site.assert_refused("reviewer", "is of other words than those stored for `reviewer`");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_the_page_changes_what_is_signed(
        edits in proptest::sample::subsequence([&EDITS[..], &EDITS_OF_REVIEWER].concat(), 0..5),
        // Not in each case, as it is a change of the text by itself.
        word in proptest::option::weighted(0.3, "[a-z]{1,9}"),
        place in 0usize..400,
    ) {
        let Unedited { reviews, signed, .. } = &*UNEDITED;
        // A word anywhere in the text, also inside of markup.
        let text = &NECK[NECK.rfind("---\n").unwrap() + 4..];
        let place = (place % text.len()..).find(|place| text.is_char_boundary(*place)).unwrap();
        let old: &'static str = text;
        let mut edits = edits;
        if let Some(word) = word {
            let new: &'static str = format!("{}{word}{}", &text[..place], &text[place..]).leak();
            // First, as the other edits are of pieces of this text.
            edits.insert(0, (NECK_FILE, old, new));
        }
        let built = edited(&edits, Some(reviews)).build();
        // An edit that breaks the site is no page that anybody sees.
        if built.is_built() && shown(&built) != *signed {
            prop_assert!(!built.of_rule("review-content-changed").is_empty(), "{edits:?}");
        }
    }

    #[test]
    fn white_space_and_comments_that_change_the_page_change_what_is_signed(
        // White space can make code of a care card and a paragraph of a heading, and words can follow a comment.
        added in prop::sample::select(vec![
            "\t", "    ", "\n\n", "\n    ", "\u{a0}", "\u{3000}", "\u{2028}",
            "<!-- wellpress-allow raw-html: x --> Bend hard.",
        ]),
        is_at_line_start in any::<bool>(),
        place in 0usize..400,
    ) {
        let Unedited { reviews, signed, .. } = &*UNEDITED;
        let text = &NECK[NECK.rfind("---\n").unwrap() + 4..];
        // In the place of a blank, or before a line.
        let places: Vec<usize> = if is_at_line_start {
            text.lines().map(|line| line.as_ptr() as usize - text.as_ptr() as usize).collect()
        } else {
            text.match_indices(' ').map(|(at, _)| at).collect()
        };
        let start = places[place % places.len()];
        let end = start + usize::from(!is_at_line_start);
        let new = format!("{}{added}{}", &text[..start], &text[end..]).leak();
        let built = edited(&[(NECK_FILE, text, new)], Some(reviews)).build();
        // Browsers show a tab within a sentence as a blank, and a list with empty lines with wider gaps.
        let words = |page: &str| page.replace("<p>", "").replace("</p>", "").replace(|c: char| c.is_ascii_whitespace(), "");
        if built.is_built() && words(&shown(&built)) != words(signed) {
            prop_assert!(!built.of_rule("review-content-changed").is_empty(), "{new}");
        }
    }
}
