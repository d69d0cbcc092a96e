//! What reviewers send back: the answer of a packet in, remarks at their words, edits and sign-offs out.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::reviewed_site::ReviewedSite;

/// The number and the words of the paragraph of a packet that contains these words, and the hash of the packet.
fn paragraph(packet: &str, words: &str) -> (u32, String) {
    let at = packet.find(words).unwrap_or_else(|| panic!("{words}: {packet}"));
    let (_, number) = packet[..at].rsplit_once(" data-paragraph=\"").unwrap();
    let hash = packet.split(" data-packet=\"").nth(1).unwrap();
    (number.split('"').next().unwrap().parse().unwrap(), hash.split('"').next().unwrap().to_owned())
}

/// An answer that approves of the article, comments on its first sentence and suggests other words for the step.
fn answer(site: &ReviewedSite, suggestion: &str) -> Value {
    let packet = site.run(&["review", "request", "neck"]).out;
    let (sentence, hash) = paragraph(&packet, "Most neck pain");
    let (step, _) = paragraph(&packet, "Lie down.");
    json!({
        "wellpress_answer": 1, "page": "article:neck", "language": "en", "packet": hash, "name": "Kim Lee",
        "date": "2026-03-01", "decision": "approved", "note": "",
        "remarks": [
            {
                "paragraph": sentence, "words": "Most neck pain gets better by itself (Ames, 2020).",
                "quote": "Most neck pain", "comment": "How <b>much</b>?",
            },
            {"paragraph": step, "words": "Lie down.", "quote": "Lie down.", "comment": "", "suggestion": suggestion},
        ],
    })
}

/// The ids, files and lines of the remarks that `check` reports.
fn open_remarks(site: &ReviewedSite) -> Vec<(String, String, u64)> {
    let report: Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "review-remark");
    let remark = |finding: &Value| {
        let id = finding["help"].as_str().unwrap().split("review resolve ").nth(1).unwrap();
        let id = id.split([' ', '`']).next().unwrap().to_owned();
        (id, finding["file"].as_str().unwrap().to_owned(), finding["line"].as_u64().unwrap())
    };
    findings.map(remark).collect()
}

#[test]
fn an_approval_with_suggestions_counts_once_they_are_taken_over_and_nothing_else_is_changed() {
    let site = ReviewedSite::new();
    site.write("answer.json", &answer(&site, "Lie down *slowly*.").to_string());
    let import = ["review", "import", "answer.json"];
    let sign = ["review", "import", "answer.json", "--as", "kim", "--role", "medical"];
    let imported = site.run(&import);
    assert_eq!((imported.status, imported.err.as_str()), (0, ""));
    assert!(imported.out.starts_with("Kim Lee approves; 2 of 2 remarks open: content/reviews/neck.answers.yaml\n"));
    let open = open_remarks(&site);
    let places: Vec<_> = open.iter().map(|(_, file, line)| (file.as_str(), *line)).collect();
    assert_eq!(places, [("content/articles/neck.md", 6), ("content/exercises/cobra.md", 7)]);
    let refused = site.run(&sign);
    assert_eq!((refused.status, site.path("content/reviews/neck.yaml").exists()), (1, false), "{}", refused.err);

    let accepted = site.run(&["review", "resolve", &open[1].0, "--accept"]);
    assert_eq!(accepted.out, format!("{}: accepted in content/exercises/cobra.md\n", open[1].0), "{}", accepted.err);
    let cobra = site.read("content/exercises/cobra.md");
    assert!(cobra.ends_with("\n1. Lie down \\*slowly\\*.\n"), "{cobra}");

    // Another word, and nobody has read what the page says now.
    site.write("content/exercises/cobra.md", &cobra.replace("Go slowly.", "Go fast."));
    assert_eq!(site.run(&sign).status, 1);
    site.write("content/exercises/cobra.md", &cobra);
    let signed = site.run(&sign);
    assert_eq!(signed.status, 0, "{}", signed.err);
    assert!(signed.out.contains(", which was there already"), "{}", signed.out);
    let record = site.read("content/reviews/neck.yaml");
    assert!(record.contains("person: kim") && record.contains("decision: approved"), "{record}");
    assert!(record.contains("Answer of Kim Lee: "), "the evidence: {record}");

    assert_eq!(site.run(&["review", "resolve", &open[0].0]).out, format!("{}: done\n", open[0].0));
    assert_eq!(open_remarks(&site), []);
    assert_eq!(site.run(&["review", "resolve", &open[0].0]).status, 2, "it is done already");
}

#[test]
fn an_answer_can_come_as_the_text_of_a_message() {
    let site = ReviewedSite::new();
    let coded = BASE64_STANDARD.encode(answer(&site, "Sit.").to_string());
    let lines: Vec<String> =
        coded.as_bytes().chunks(64).map(|line| format!("> {}", str::from_utf8(line).unwrap())).collect();
    let message = format!("Hello,\n\n-----BEGIN ANSWER-----\r\n{}\n> -----END ANSWER-----\n", lines.join("\r\n"));
    site.write("mail.txt", &message);
    assert_eq!(site.run(&["review", "import", "mail.txt"]).status, 0);
    assert_eq!(open_remarks(&site).len(), 2);
    site.write("quoted.eml", &message.replace('=', "=3D").replace("\r\n> ", "=\r\n\r\n> "));
    let again = site.run(&["review", "import", "quoted.eml"]);
    assert_eq!(again.status, 0, "{}", again.err);
    site.write("cut.txt", &message[..message.len() / 2]);
    let cut = site.run(&["review", "import", "cut.txt"]);
    assert!(cut.err.contains("the lines of the answer are cut or changed"), "{}", cut.err);
}

#[test]
fn what_is_no_answer_or_cannot_be_carried_out_changes_nothing() {
    let site = ReviewedSite::new();
    let answers = [
        ("{\"wellpress_answer\": 1}", "missing field `page`"),
        ("Thank you, all fine.", "this is not the answer of a packet"),
        ("\u{0}", "this is not the answer of a packet"),
        ("<!doctype html>\n<p>PACKET", "this is the packet and not the answer"),
    ];
    let other_page = answer(&site, "Sit.").to_string().replace("article:neck", "article:../../neck");
    let answers = answers.into_iter().chain([(&*other_page, "no page has the id")]);
    for (text, message) in answers {
        site.write("answer.json", text);
        let refused = site.run(&["review", "import", "answer.json"]);
        assert!(refused.status != 0 && refused.err.contains(message), "{}", refused.err);
        assert!(!site.path("content/reviews").exists());
    }
    // The words have a citation in them, which the reviewer saw as a mark.
    let mut answer = answer(&site, "Sit.");
    answer["remarks"][0]["quote"] = "by itself (Ames, 2020)".into();
    answer["remarks"][0]["suggestion"] = "soon".into();
    site.write("answer.json", &answer.to_string());
    assert_eq!(site.run(&["review", "import", "answer.json"]).status, 0);
    let neck = site.read("content/articles/neck.md");
    let refused = site.run(&["review", "resolve", &open_remarks(&site)[0].0, "--accept"]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("the words are not in the file as the reviewer saw them"), "{}", refused.err);
    assert_eq!(site.read("content/articles/neck.md"), neck);
    assert!(site.read("content/reviews/neck.answers.yaml").matches("state: open").count() == 2);
}

#[test]
fn suggestions_of_one_paragraph_are_taken_over_one_after_the_other() {
    let site = ReviewedSite::new();
    let mut both = answer(&site, "Lie down.");
    let words = "Most neck pain gets better by itself (Ames, 2020).";
    let number = both["remarks"][0]["paragraph"].clone();
    let remark = |quote: &str, suggestion: &str| json!({"paragraph": number, "words": words, "quote": quote, "comment": "a\u{b}b\u{202e}", "suggestion": suggestion});
    both["remarks"] = json!([remark("Most neck", "Much neck"), remark("better", "well")]);
    site.write("answer.json", &both.to_string());
    let imported = site.run(&["review", "import", "answer.json"]);
    assert!(imported.out.contains("once every suggestion is taken over"), "{}{}", imported.out, imported.err);
    let open = open_remarks(&site);
    let accepted = site.run(&["review", "resolve", &open[0].0, &open[1].0, "--accept"]);
    assert_eq!(accepted.status, 0, "{}", accepted.err);
    assert!(site.read("content/articles/neck.md").contains("\nMuch neck pain gets well\nby itself [@ames-2020].\n"));
    let signed = site.run(&["review", "import", "answer.json", "--as", "kim", "--role", "medical"]);
    assert_eq!(signed.status, 0, "{}", signed.err);
}

#[test]
fn what_goes_as_a_whole_is_taken_out_by_hand_and_the_approval_needs_a_new_packet() {
    let site = ReviewedSite::new();
    site.write("answer.json", &answer(&site, "").to_string());
    let imported = site.run(&["review", "import", "answer.json"]);
    assert!(imported.out.contains("make a new packet"), "{}{}", imported.out, imported.err);
    let refused = site.run(&["review", "resolve", &open_remarks(&site)[1].0, "--accept"]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("a whole paragraph is to go"), "{}", refused.err);
}

/// The Word packet `packet.docx` of the site with other texts in it.
fn write_edited_packet(site: &ReviewedSite, name: &str, edits: &[(&str, &str)]) {
    std::fs::copy(site.path("packet.docx"), site.path(name)).unwrap();
    edit_word_file(&site.path(name), |xml| {
        edits.iter().fold(xml.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        })
    });
}

/// Edits the text of a Word file.
pub fn edit_word_file(path: &Path, edit: impl Fn(&str) -> String) {
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut edited = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        edited.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = edit(&String::from_utf8(bytes).unwrap()).into_bytes();
        }
        edited.write_all(&bytes).unwrap();
    }
    std::fs::write(path, edited.finish().unwrap().into_inner()).unwrap();
}

fn request_word_packet(site: &ReviewedSite) {
    let request =
        ["review", "request", "neck", "--by", "Dr. Ada  Lee", "--until", "2026-12-24", "--output", "packet.docx"];
    let run = site.run_on("2026-11-03", &request);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
}

/// The request names a person and two days, which are no words of the page.
#[test]
fn a_word_packet_of_a_named_person_comes_back_untouched_on_a_later_day() {
    let site = ReviewedSite::new();
    request_word_packet(&site);
    let imported = site.run_on("2026-11-20", &["review", "import", "packet.docx"]);
    assert!(imported.out.contains("; 0 of 0 remarks open: "), "{}{}", imported.out, imported.err);
    write_edited_packet(&site, "changed.docx", &[("Lie down.", "Lie down now.")]);
    let imported = site.run_on("2026-11-20", &["review", "import", "changed.docx"]);
    assert!(imported.out.contains("; 1 of 1 remark open: "), "{}{}", imported.out, imported.err);
    write_edited_packet(&site, "added.docx", &[(" asks you to read this page", " asks you to read this page soon")]);
    let imported = site.run_on("2026-11-20", &["review", "import", "added.docx"]);
    assert!(imported.out.contains("; 1 of 1 remark open: "), "{}{}", imported.out, imported.err);
}

/// Bug: the signs of a formula were words of its paragraph beside its source, so that `12` was to be deleted.
#[test]
fn a_word_packet_with_a_formula_comes_back_untouched() {
    let site = ReviewedSite::new();
    let neck = site.read("content/articles/neck.md");
    site.write("content/articles/neck.md", &format!("{neck}\nTake $\\frac{{1}}{{2}}$ tablet, $x^2$.\n"));
    request_word_packet(&site);
    let imported = site.run_on("2026-11-20", &["review", "import", "packet.docx"]);
    assert!(imported.out.contains("; 0 of 0 remarks open: "), "{}{}", imported.out, imported.err);
}

#[test]
fn decision_and_day_are_read_as_reviewers_write_them_or_reported() {
    const DECISION: &str = "Approved / Changes requested";
    let site = ReviewedSite::new();
    request_word_packet(&site);
    let import = |decision: &str, day: &str| {
        write_edited_packet(&site, "answer.docx", &[(DECISION, decision), ("YYYY-MM-DD", day)]);
        let imported = site.run_on("2026-11-28", &["review", "import", "answer.docx"]);
        assert_eq!(imported.status, 0, "{}", imported.err);
        (imported.out, site.read("content/reviews/neck.answers.yaml"))
    };
    let (out, record) = import("OK.", "28/11/2026");
    assert!(out.starts_with("a reviewer approves; 0 of 0 remarks open"), "{out}");
    assert!(record.contains("2026-11-28") && record.contains("decision: approved"), "{record}");

    // The file has no changes, so that nobody knows what was approved.
    let (out, record) = import("approved with my changes", "28.11.2026");
    assert!(
        out.contains("the line `Decision: approved with my changes` approves of changes, and the file has none"),
        "{out}"
    );
    assert!(out.contains("says nothing of a decision; 1 of 1 remark open"), "{out}");
    assert!(record.contains("Decision: approved with my changes"), "{record}");

    let (out, record) = import("Approved if Bob agrees", "05/11/2026");
    assert!(out.contains("the line `Decision: Approved if Bob agrees` was not understood"), "{out}");
    assert!(
        out.contains("the line `Date: 05/11/2026` was not understood: it can mean 2026-11-05 or 2026-05-11"),
        "{out}"
    );
    assert!(record.contains("Date: 05/11/2026") && out.contains("2 of 2 remarks open"), "{out}{record}");

    write_edited_packet(&site, "answer.docx", &[(DECISION, "Yes"), ("YYYY-MM-DD", "some day")]);
    let sign = ["review", "import", "answer.docx", "--as", "kim", "--role", "medical"];
    let refused = site.run_on("2026-11-28", &sign);
    assert_eq!(refused.status, 1, "{}", refused.err);
    assert!(refused.err.contains("the day of the decision is not certain, `some day`"), "{}", refused.err);
    write_edited_packet(&site, "answer.docx", &[(DECISION, "Yes"), ("YYYY-MM-DD", "3 Nov 2026")]);
    let signed = site.run_on("2026-11-28", &sign);
    assert_eq!(signed.status, 0, "{}", signed.err);
    assert!(site.read("content/reviews/neck.yaml").contains("date: 2026-11-03"));
}
