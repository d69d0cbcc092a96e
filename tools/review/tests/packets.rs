//! Packets for reviewers: all that is signed in one file, each claim beside its source, and what changed since the last sign-off.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use wellpress_review::answer;

use wellpress_harness::reviewed_site::{COBRA, NECK};

use crate::reviewed_site::ReviewedSite;

#[test]
fn only_the_words_that_were_read_are_signed() {
    let site = ReviewedSite::new();
    let packet = site.run(&["review", "request", "neck"]).out;
    let command = packet.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let command = command.replace("PERSON", "kim").replace("ROLE", "medical");
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    site.write("content/exercises/cobra.md", &COBRA.replace("30 s", "60 s"));
    let refused = site.run(&arguments);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("`content/articles/neck.md` does not have the words that were read"),
        "{}",
        refused.err
    );
    assert!(!site.path("content/reviews").exists());
    site.write("content/exercises/cobra.md", COBRA);
    let signed = site.run(&arguments);
    assert_eq!((signed.status, signed.err.as_str()), (0, ""));
    let request = packet.split("<code>").nth(2).and_then(|rest| rest.split('<').next()).unwrap();
    assert!(request.ends_with(" --decision changes-requested --note \"NOTE\""), "{request}");
}

#[test]
fn a_packet_is_one_file() {
    let site = ReviewedSite::new();
    let neck = NECK
        .replace("title: Neck pain", "title: Neck pain\nhero: {src: neck.svg, alt: A neck}\nkey_points: [Pain goes.]")
        .replace("::exercise", "See :term[posture] and [more](/articles/neck/).\n\n![Two](two.svg)\n\n::video{src=\"é b.mp4\" title=Film captions=a.vtt}\n\n::exercise");
    site.write("content/articles/neck.md", &neck);
    site.write("content/articles/é b.mp4", "film");
    site.write("content/articles/a.vtt", "WEBVTT\n\n1\n00:00.000 --> 00:02.000\nSit up\n& breathe.\n\nNOTE none\n");
    site.write("content/articles/neck.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>");
    site.write("content/articles/two.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"4\"/>");
    site.write("content/glossary.yaml", "posture:\n  definition: How you stand.\n");
    let packet = site.run(&["review", "request", "neck"]);
    assert_eq!(packet.err, "");
    assert_eq!(packet.out.matches("src=\"data:image/svg+xml;base64,").count(), 2, "{}", packet.out);
    for words in [
        "How you stand.</dd>",
        "Key points",
        "Pain goes.",
        "Comments",
        "class=\"caution\"",
        "Sit up &amp; breathe.</p>",
    ] {
        assert!(packet.out.contains(words), "{words}: {}", packet.out);
    }
    assert!(packet.out.contains("href=\"https://test.example/articles/neck/\""), "{}", packet.out);
    assert!(packet.out.contains("src=\"data:video/mp4;base64,"), "{}", packet.out);
    for outside in [" src=\"/", " src=\"http", " href=\"/", "srcset", "text-doi", "text-packet", "<script src", "<link"]
    {
        assert!(!packet.out.contains(outside), "{outside}: {}", packet.out);
    }
}

#[test]
fn a_packet_in_word_comes_back_with_its_words() {
    let site = ReviewedSite::new();
    let neck = NECK.replace("title: Neck pain", "title: Neck \"pain\"\nhero: {src: neck.svg, alt: A \"neck\"}");
    site.write("content/articles/neck.md", &neck);
    site.write("content/articles/neck.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>");
    let request = |name: &str| {
        let run = site.run(&["review", "request", "neck", "--output", name]);
        assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", ""));
        std::fs::read(site.path(name)).unwrap()
    };
    let docx = request("packet.docx");
    assert_eq!(docx, request("again.DOCX"));
    let mut archive = ZipArchive::new(Cursor::new(&*docx)).unwrap();
    let mut png = Vec::new();
    archive.by_name("word/media/picture1.png").unwrap().read_to_end(&mut png).unwrap();
    assert_eq!(image::load_from_memory(&png).unwrap().width(), 1200);

    let answer = answer::docx::read(&docx).unwrap();
    let words: Vec<&str> = answer.paragraphs.iter().map(|paragraph| paragraph.words.as_str()).collect();
    for expected in [
        "Most neck pain gets better by itself (Ames, 2020).",
        "Sets",
        "Spine: change the exercise. Go slowly.",
        "Lie down.",
    ] {
        assert!(words.contains(&expected), "{expected}: {words:#?}");
    }
    let html = site.run(&["review", "request", "neck"]).out;
    assert!(html.contains(&format!("PACKET article:neck en {}", answer.packet_hash.unwrap())));
    assert_eq!((answer.page.as_deref(), answer.language.as_deref()), (Some("article:neck"), Some("en")));
    assert_eq!((answer.decision, answer.reviewer, answer.remarks), (None, None, Vec::new()));
    // Nothing in it differs from the packet, so that no change without tracking is seen.
    let imported = site.run(&["review", "import", "packet.docx"]);
    assert!(imported.out.contains("; 0 of 0 remarks open: "), "{}{}", imported.out, imported.err);
}

#[test]
fn a_packet_begins_with_what_changed_since_the_last_sign_off() {
    let site = ReviewedSite::new();
    let packet = || site.run(&["review", "request", "neck"]).out;
    assert!(!packet().contains("What changed"));
    assert_eq!(site.sign("kim", "medical").status, 0);
    assert!(!packet().contains("What changed"));
    site.write("content/exercises/cobra.md", &COBRA.replace("30 s", "60 s"));
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by <em>itself"));
    let packet = packet();
    let (changes, rest) =
        packet.split_once("<h2>What changed since ").and_then(|(_, rest)| rest.split_once("<section>")).unwrap();
    assert!(changes.starts_with("Kim Lee signed on "), "{changes}");
    assert!(changes.contains("<h3>Neck pain</h3>") && changes.contains("<h3>Cobra</h3>"), "{changes}");
    assert!(
        changes.contains("by <del>itself</del><ins>&lt;em&gt;itself</ins>")
            && changes.contains("<del>30</del><ins>60</ins> s"),
        "{changes}"
    );
    assert!(rest.contains("<h2>The text</h2>"));
}

#[test]
fn a_packet_after_a_request_for_changes_has_the_request_and_what_was_done() {
    let site = ReviewedSite::new();
    assert_eq!(site.sign("kim", "medical").status, 0);
    let note = "Say how long to <hold> it.";
    let ask = ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--decision", "changes-requested"];
    assert_eq!(site.run(&[&ask[..], &["--note", note]].concat()).status, 0);
    let changes = || {
        let packet = site.run(&["review", "request", "neck"]).out;
        let (_, rest) = packet.split_once("asked for changes on ").unwrap();
        rest.split_once("</section>").unwrap().0.to_owned()
    };
    let nothing = changes();
    assert!(nothing.contains("Say how long to &lt;hold&gt; it.</p>"), "{nothing}");
    assert!(nothing.contains("<p>Nothing changed.</p>"), "{nothing}");
    site.write("content/exercises/cobra.md", &COBRA.replace("30 s", "60 s"));
    site.write("content/articles/neck.md", &NECK.replace("::exercise{#cobra}\n", "Rest.\n"));
    site.write("content/people/kim.md", &site.read("content/people/kim.md").replace("Lee", "Moss"));
    let diff = site.run(&["review", "diff", "neck"]).out;
    assert!(
        diff.starts_with("changed since kim asked for changes (medical) on 2026-03-01:\n\ntext changed\n"),
        "{diff}"
    );
    let changed = changes();
    for words in ["<h3>Neck pain</h3>", "<ins>Rest.</ins>", "<h3>Removed: Cobra</h3>", "<h3>Kim Moss</h3>"] {
        assert!(changed.contains(words), "{words}: {changed}");
    }
}

#[test]
fn a_review_packet_has_each_claim_beside_its_source() {
    let site = ReviewedSite::new();
    let run = site.run(&["review", "request", "neck"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let expected = [
        "<h1>For review: Neck pain</h1>",
        "Ask first.",
        "Version 1",
        "30 s",
        "Go slowly.",
        "Lie down.",
        "Most neck pain gets better by itself <mark>(Ames, 2020)</mark>.",
    ];
    for words in expected {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let row = run.out.split("<mark>").nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
    assert!(row.contains("On necks"), "{row}");
    assert!(!run.out.contains("<script src") && !run.out.contains("src=\"http"), "{}", run.out);
    let hash = run.out.split("What was read: ").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    site.sign("kim", "medical");
    assert!(site.read("content/reviews/neck.yaml").contains(&format!("  hash: \"{hash}\"")), "{hash}");
    assert_eq!(site.run(&["review", "request", "neck", "--output", "packet.html"]).out, "");
    assert!(site.read("packet.html").starts_with("<!doctype html>"));
}

#[test]
fn a_review_packet_of_a_programme_has_its_exercises_and_their_claims() {
    let site = ReviewedSite::new();
    site.write("content/exercises/cobra.md", &COBRA.replace("1. Lie down.", "1. Lie down, as it helps [@ames-2020]."));
    let routine = "---\ntitle: Routine\nauthors: [jo]\nschedule: [{exercise: cobra, dose: {sets: 3}}]\n---\nWords.\n";
    site.write("content/programmes/routine.md", routine);
    let packet = site.run(&["review", "request", "routine"]).out;
    for words in
        ["Words.", "Go slowly.", "Lie down, as it helps.</li>", "as it helps <mark>(Ames, 2020)</mark>", "On necks"]
    {
        assert!(packet.contains(words), "{words}: {packet}");
    }
}
