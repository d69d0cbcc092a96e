//! Signed sign-offs: which signatures count, and that `ssh-keygen -Y verify` comes to the same verdict.

use std::path::Path;
use std::process::Command;

use wellpress_harness::test_site::TestSite;
use wellpress_review::SSH_SIGNATURES;

use crate::signed_site::{CAPTIONS, COBRA, NECK, PICTURE, REVIEWS, SETTINGS, SignedSite};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/signatures");
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
    assert!(sign.current_dir(site.path("")).status().unwrap().success());
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

/// An approval of changes alone is signed as such: without `since` it would be one of the whole page.
#[test]
fn the_signature_of_an_approval_of_changes_says_since_when() {
    let Some(site) = SignedSite::new() else { return };
    site.sign("kim", &[]).assert_status(0);
    site.write("content/articles/neck/index.md", NECK.replace("by itself", "by itself soon"));
    site.sign("kim", &["--only-changes"]).assert_status(0);
    site.run(&["review", "verify", "neck"]).assert_status(0);
    assert!(site.ssh_keygen().0);
    let record = site.read(REVIEWS);
    let since = record.lines().find(|line| line.starts_with("  since: ")).unwrap();
    let verdict = |record: &str| {
        site.write(REVIEWS, record);
        site.run(&["review", "verify", "neck"])
    };
    let whole = verdict(&record.replace(&format!("{since}\n"), ""));
    assert!(whole.status == 1 && whole.out.contains("invalid"), "{}{}", whole.out, whole.err);
    // The earlier approval counts still, and needs its signature as before.
    let start = record.find("  signature: |-\n").unwrap();
    let end = start + record[start..].find("  parts:\n").unwrap();
    let unsigned = verdict(&format!("{}{}", &record[..start], &record[end..]));
    assert_eq!(unsigned.status, 1, "{}{}", unsigned.out, unsigned.err);
}
