//! Approvals of what changed in an approved page alone: from a packet in HTML, in Word, and by two people.

use wellpress_harness::output::ProgramOutput;
use wellpress_harness::reviewed_site::NECK;

use crate::batches::{attribute, json_answer, overdue_site, request, review_exercise, waiting};
use crate::reviewed_site::ReviewedSite;

/// The words of an approved page change: the reviewer can approve of that alone.
#[test]
fn changes_can_be_approved_alone() {
    let site = ReviewedSite::new();
    review_exercise(&site);
    site.write("content/people/bo.md", "---\nname: Bo Li\ncredentials: [MD]\n---\n");
    assert!(!site.run(&["review", "request", "neck"]).out.contains("Approve the changes"));
    let early = site.run(&["review", "sign", "neck", "--as", "bo", "--role", "medical", "--only-changes"]);
    assert!(early.status == 1 && early.err.contains("no changes since an approval"), "{}", early.err);
    assert_eq!(site.sign("kim", "medical").status, 0);
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by  itself soon"));
    assert!(site.changed().is_some());
    assert!(request(&site, &[]).starts_with("Kim Lee: 1 page"));
    let html = site.read("packets/kim.html");
    assert!(
        html.contains("What changed since Kim Lee signed")
            && html.contains("I have read what changed since Kim Lee signed on"),
        "{html}"
    );
    let mut answer = json_answer(&html, "article:neck", "approved");
    answer["wellpress_answer"] = 2.into();
    answer["since"] = attribute(&html, "article:neck", "since").into();
    site.write("answer.json", &answer.to_string());
    let sign = |day: &str| site.run_on(day, &["review", "import", "answer.json", "--as", "bo", "--role", "medical"]);
    let run = sign("2026-03-05").assert_status(0);
    assert!(run.out.contains("approves of the changes alone"), "{}", run.out);
    assert!(site.read("content/reviews/neck.yaml").contains("\n  since: \""));
    assert_eq!(site.changed(), None);
    // The review is still that of Kim, on its day.
    let status = site.run_on("2026-03-05", &["review", "status", "neck", "--format", "json"]).json();
    assert_eq!(
        (&status[0]["last_reviewed"], &status[0]["review"]),
        (&"2026-03-01".into(), &"reviewed".into()),
        "{status}"
    );
    site.run(&["build"]).assert_status(0);
    let page = site.read("output/articles/neck/index.html");
    assert!(
        page.contains("Kim Lee") && !page.contains("Bo Li") && !page.contains("has changed since it was signed off"),
        "{page}"
    );
    // A second change since then rests on both; another change makes the page outdated again.
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by itself very soon"));
    assert!(site.changed().is_some());
    let again =
        site.run_on("2026-03-06", &["review", "sign", "neck", "--as", "kim", "--role", "clinical", "--only-changes"]);
    again.assert_status(0);
    assert_eq!(site.changed(), None);
    // Once Kim asks for changes, nothing rests on the first approval any more.
    let record = site.read("content/reviews/neck.yaml");
    site.write("content/reviews/neck.yaml", &record.replacen("decision: approved", "decision: changes-requested", 1));
    let report = site.run(&["check", "--format", "json"]).json();
    assert!(
        report["findings"].to_string().contains("approved of changes since an approval that is not above this one"),
        "{report}"
    );
}

#[test]
fn an_approval_of_changes_rests_on_one_by_somebody_with_training() {
    let site = ReviewedSite::new();
    assert_eq!(site.sign("kim", "editorial").status, 0);
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by itself soon"));
    let refused = site.run(&["review", "sign", "neck", "--as", "kim", "--role", "medical", "--only-changes"]);
    assert!(refused.status == 1 && refused.err.contains("nobody with medical training has"), "{}", refused.err);
    let request = [
        "review",
        "sign",
        "neck",
        "--as",
        "kim",
        "--role",
        "editorial",
        "--only-changes",
        "--decision",
        "changes-requested",
    ];
    assert_eq!(site.run(&request).status, 2);
    site.run(&["review", "sign", "neck", "--as", "kim", "--role", "editorial", "--only-changes"]).assert_status(0);
    assert_eq!(site.changed(), None);
}

#[test]
fn changes_can_be_approved_alone_in_word() {
    let site = ReviewedSite::new();
    review_exercise(&site);
    assert_eq!(site.sign("kim", "medical").status, 0);
    let first = site.run_on("2026-03-02", &["review", "request", "neck", "--output", "first.docx"]);
    first.assert_status(0);
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by itself soon"));
    site.run_on("2026-03-02", &["review", "request", "--due", "30d", "--output", "packets"]).assert_status(0);
    let decide = |name: &str, offered: &str, decision: &str| {
        crate::answers::edit_word_file(&site.path(name), |xml| {
            assert!(xml.contains(&format!("{offered}</w:t>")), "{offered}");
            let xml = xml.replace(&format!("{offered}</w:t>"), &format!("{decision}</w:t>"));
            xml.replace("YYYY-MM-DD", "2026-03-03").replace("Name: </w:t>", "Name: Kim</w:t>")
        });
        site.run_on("2026-03-04", &["review", "import", name, "--as", "kim", "--role", "medical"])
    };
    // The packet of a page without changes offers no such decision, and takes none.
    let unclear = decide("first.docx", "Approved / Changes requested", "Changes approved");
    assert!(
        unclear.out.contains("the packet shows no changes of an earlier approval"),
        "{}{}",
        unclear.out,
        unclear.err
    );
    let run = decide("packets/kim.docx", "Approved / Changes approved / Changes requested", "changes only approved");
    run.assert_status(0);
    let record = site.read("content/reviews/neck.yaml");
    assert!(record.contains("\n  date: 2026-03-03\n  decision: approved\n  since: \""), "{record}");
    assert_eq!((site.changed(), waiting(&site, "2026-03-04")), (None, Vec::new()));
}

/// A site with an approved article that changed, and the Word packets of these people about it.
fn changed_site(people: &[&str]) -> ReviewedSite {
    let site = overdue_site();
    site.sign("kim", "medical").assert_status(0);
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by itself soon"));
    for person in people {
        let output = format!("{person}.docx");
        let request = ["review", "request", "neck", "--reviewer", person, "--output", &output];
        site.run_on("2026-03-02", &request).assert_status(0);
    }
    site
}

/// Fills the lines of the answer in, and imports the packet.
fn answer_in_word(site: &ReviewedSite, person: &str, decision: &str) -> ProgramOutput {
    let name = format!("{person}.docx");
    crate::answers::edit_word_file(&site.path(&name), |xml| {
        let offered = "Approved / Changes approved / Changes requested</w:t>";
        assert!(xml.contains(offered), "{xml}");
        xml.replace(offered, &format!("{decision}</w:t>")).replace("YYYY-MM-DD", "2026-03-03")
    });
    site.run_on("2026-03-04", &["review", "import", &name, "--as", person, "--role", "medical"])
}

#[test]
fn two_people_answer_about_one_page_that_changed() {
    for decisions in [
        ["Changes approved", "Changes approved"],
        ["Changes approved", "Approved"],
        ["Approved", "Changes approved"],
        ["Approved", "Approved"],
    ] {
        let site = changed_site(&["kim", "bo"]);
        for (person, decision) in ["kim", "bo"].into_iter().zip(decisions) {
            let run = answer_in_word(&site, person, decision).assert_status(0);
            assert!(run.out.contains("0 of 0 remarks open"), "{decisions:?} {person}: {}", run.out);
        }
        let record = site.read("content/reviews/neck.yaml");
        let since = decisions.iter().filter(|decision| decision.starts_with("Changes")).count();
        assert_eq!(record.matches("decision: approved").count(), 3, "{record}");
        assert_eq!(record.matches("\n  since: \"").count(), since, "{record}");
        assert_eq!((site.changed(), waiting(&site, "2026-03-04")), (None, Vec::new()));
        site.run(&["review", "verify"]).assert_status(0);
    }
}

#[test]
fn a_sign_off_after_the_packet_was_made_is_no_remark() {
    let site = changed_site(&["bo"]);
    let sign = ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--note", "Read."];
    site.run_on("2026-03-02", &sign).assert_status(0);
    let run = answer_in_word(&site, "bo", "Changes approved").assert_status(0);
    assert!(run.out.contains("0 of 0 remarks open"), "{}", run.out);
    // A paragraph that came without tracking is still seen.
    let site = changed_site(&["bo"]);
    site.run_on("2026-03-02", &sign).assert_status(0);
    crate::answers::edit_word_file(&site.path("bo.docx"), |xml| {
        let (start, end) = xml.rsplit_once("</w:body>").unwrap();
        let heading = start.find("What changed since").unwrap();
        let paragraph = heading + start[heading..].find("</w:p>").unwrap() + "</w:p>".len();
        let (before, behind) = start.split_at(paragraph);
        format!("{before}<w:p><w:r><w:t>Never sit.</w:t></w:r></w:p>{behind}</w:body>{end}")
    });
    let run = answer_in_word(&site, "bo", "Approved");
    assert!(run.status == 1 && run.out.contains("1 of 1 remark open"), "{}{}", run.out, run.err);
    assert!(site.read("content/reviews/neck.answers.yaml").contains("Never sit."));
}
