//! What reviewers send back: the answer of a packet in, remarks at their words, edits and sign-offs out.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::review::ReviewedSite;

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
    let answers = answers.into_iter().chain([(&*other_page, "no article, exercise or programme has the id")]);
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
