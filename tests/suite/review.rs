//! What readers and lists say of reviews, corrections and withdrawals. The commands of `wellpress review` are tested in `tools/review`.

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use wellpress_harness::reviewed_site::{NECK, site};

use crate::program::{PROGRAM, ProgramOutput};

/// The site on a disk, for `wellpress list`.
struct ReviewedSite(TempDir);

impl ReviewedSite {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        site().write_to(folder.path());
        Self(folder)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.0.path().join(path), text).unwrap();
    }

    fn run_on(&self, day: &str, arguments: &[&str]) -> ProgramOutput {
        let mut command = Command::new(PROGRAM);
        ProgramOutput::of(command.args(arguments).args(["--clock", day]).current_dir(self.0.path()).output().unwrap())
    }

    fn run(&self, arguments: &[&str]) -> ProgramOutput {
        self.run_on("2026-03-01", arguments)
    }

    fn sign(&self, person: &str, role: &str) -> ProgramOutput {
        self.run(&["review", "sign", "neck", "--as", person, "--role", role])
    }
}

#[test]
fn overdue_reviews_are_listed_as_text_json_and_csv() {
    let site = ReviewedSite::new();
    site.write(
        "content/articles/neck.md",
        &NECK.replace("title: Neck pain", "title: \"Necks, and; more\"\nnext_review: 2026-02-01"),
    );
    let on = |day: &str, form: &str| site.run_on(day, &["list", "overdue", "--format", form]).out;
    assert_eq!(on("2026-02-01", "text"), "", "on the day itself it is not overdue");
    assert_eq!(on("2026-02-02", "text"), "neck  2026-02-01  Necks, and; more: its review was due\n");
    let json: Value = serde_json::from_str(&on("2026-02-02", "json")).unwrap();
    assert_eq!((&json[0]["id"], &json[0]["date"], &json[0]["line"]), (&"neck".into(), &"2026-02-01".into(), &3.into()));
    let csv = "id,title,date,file,line,kind,language,url,last_reviewed,why\r\n\
        neck,\"Necks, and; more\",2026-02-01,content/articles/neck.md,3,article,en,https://test.example/articles/neck/,,its review was due\r\n";
    assert_eq!(on("2026-02-02", "csv"), csv);
    let due = |day: &str, within: &[&str]| site.run_on(day, &[&["list", "due"], within].concat()).out;
    assert_eq!(due("2026-01-01", &["--within", "90d"]), "neck  2026-02-01  Necks, and; more: its review is due\n");
    assert_eq!(due("2026-01-01", &["--within", "2w"]), "");
    assert_eq!(due("2026-02-01", &[]), due("2026-01-01", &["--within", "90d"]), "on the day itself it is due");
    assert_eq!(due("2026-02-02", &["--within", "1y"]), "", "it is overdue");
    assert_eq!(site.run(&["list", "due", "--within", "soon"]).status, 2);
    assert_eq!(site.run(&["list", "overdue", "--within", "90d"]).status, 2);
}

#[test]
fn a_page_that_says_something_else_than_was_signed_is_overdue() {
    let site = ReviewedSite::new();
    assert_eq!(site.sign("kim", "medical").status, 0);
    let list = |what: &str| {
        site.run_on("2026-11-28", &["list", what, "--within", "5y"][..if what == "due" { 4 } else { 2 }]).out
    };
    assert_eq!(list("overdue"), "", "it says what was signed");
    site.write("content/articles/neck.md", &NECK.replace("by itself", "by rest"));
    assert_eq!(list("overdue"), "neck  2026-03-01  Neck pain: it says something else since\n");
    assert!(!list("due").contains("neck"), "it is overdue");
    site.write("content/articles/neck.md", NECK);
    assert_eq!(list("overdue"), "");
}

#[test]
fn corrections_have_a_page_and_a_feed() {
    let corrected = "corrections:\n  - {date: 2026-01-02, was: \"Two <b>\", now: Three}\n  - {date: 2026-02-03, was: Rest, now: Move, severity: important}\n";
    let built = site()
        .file("content/articles/neck.md", NECK.replace("authors: [jo]\n", &format!("authors: [jo]\n{corrected}")))
        .file(
            "content/articles/gone.md",
            format!("---\ntitle: Gone\nwithdrawn: {{date: 2026-01-01, reason: Wrong.}}\n{corrected}---\n"),
        )
        .build();
    built.assert_no_errors();
    let page = "corrections/index.html";
    assert_eq!(built.texts(page, "h1"), ["Corrections"]);
    let [february, january] = ["February 3, 2026", "January 2, 2026"];
    assert_eq!(built.texts(page, ".corrections time"), [february, february, january, january]);
    // Corrections of a withdrawn page stay listed.
    assert_eq!(built.texts(page, ".corrections h2 a"), ["Gone", "Neck pain", "Gone", "Neck pain"]);
    assert_eq!(built.texts(page, ".corrections del"), ["Rest", "Rest", "Two <b>", "Two <b>"]);
    let feed = built.text("corrections/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 4, "{feed}");
    assert_eq!(feed.matches(">Important correction. It said: Rest It says: Move<").count(), 2, "{feed}");
    assert_eq!(feed.matches(">It said: Two &lt;b&gt; It says: Three<").count(), 2, "{feed}");
    assert!(feed.contains("2026-02-03T00:00:00"), "{feed}");
    assert!(
        built.text("sitemap.xml").contains("<loc>https://test.example/corrections/</loc><lastmod>2026-02-03</lastmod>")
    );
    let links = built.select(
        "articles/neck/index.html",
        ".all-corrections a[href='/corrections/'], .colophon a[href='/corrections/']",
    );
    assert_eq!(links.len(), 2);
    let in_head = built.texts("articles/neck/index.html", ".article-head .notice");
    assert_eq!(in_head, ["Important correction February 3, 2026"], "the minor one is only listed");
    assert!(!site().build().files().keys().any(|path| path.starts_with("corrections/")));
}

#[test]
fn a_withdrawn_page_shows_no_reviewer() {
    let reviewed = "authors: [jo]\nreviewers: [{person: kim, role: medical, date: 2026-02-01}]";
    let byline = |more: &str| {
        let text = NECK.replace("authors: [jo]", &format!("{reviewed}{more}"));
        site().file("content/articles/neck.md", text).build().texts("articles/neck/index.html", ".byline").join(" ")
    };
    assert!(byline("").contains("Medically reviewed by Kim Lee"), "{}", byline(""));
    let withdrawn = byline("\nwithdrawn: {date: 2026-02-03, reason: Wrong.}");
    assert!(withdrawn.contains("Written by") && !withdrawn.contains("eviewed"), "{withdrawn}");
}

#[test]
fn a_page_that_changed_since_its_review_says_so() {
    let text = |changes: &str| {
        format!(
            "---\ntitle: Neck pain\npublished: 2025-01-01\nauthors: [jo]\nreviewers: [{{person: kim, role: medical, date: 2025-02-01}}]\n\
             next_review: 2027-02-01\n{changes}---\nText.\n"
        )
    };
    let ledger = |changes: &str| {
        let built = site().file("content/articles/neck.md", text(changes)).build();
        let rows = built.texts("articles/neck/index.html", ".ledger dt").join(", ");
        (rows, built.texts("articles/neck/index.html", ".ledger time").join(", "))
    };
    let calm = "changes: [{date: 2026-01-05, kind: cosmetic}]\n";
    assert_eq!(ledger(calm).0, "January 5, 2026, Published, Last reviewed, Next review due");
    let (rows, days) = ledger("changes: [{date: 2026-01-05, kind: substantive}]\n");
    assert_eq!(rows, "January 5, 2026, Published, Last reviewed, Changed since that review, Next review due");
    assert_eq!(days, "January 5, 2026, January 1, 2025, February 1, 2025, January 5, 2026, February 1, 2027");
}

#[test]
fn structured_data_have_the_date_of_the_medical_review() {
    let front = "title: Neck pain\nauthors: [jo]\nlast_reviewed: 2025-02-01\n\
        reviewers: [{person: kim, role: medical, date: 2025-01-05}]";
    let built = site().file("content/articles/neck.md", format!("---\n{front}\n---\nText.\n")).build();
    let text = built.text("articles/neck/index.html");
    assert!(text.contains("\"lastReviewed\":\"2025-01-05\"") && !text.contains("\"lastReviewed\":\"2025-02-01\""));
}

#[test]
fn a_review_date_without_a_medical_reviewer_is_no_medical_review() {
    let text = "---\ntitle: Neck pain\nauthors: [jo]\nlast_reviewed: 2025-02-01\n---\nText.\n";
    let built = site().file("content/articles/neck.md", text).build();
    let page = "articles/neck/index.html";
    assert!(built.texts(page, ".ledger").join(" ").contains("Last reviewed, not medically"));
    assert!(built.text(page).contains("Not medically reviewed") && !built.text(page).contains("lastReviewed"));
}

#[test]
fn a_withdrawn_page_is_in_no_list_feed_or_sitemap() {
    let withdrawn = "---\ntitle: Old neck\npublished: 2025-01-01\nauthors: [jo]\nreviewers: [{person: kim, role: medical, date: 2025-02-01}]\n\
        topics: [spine]\nwithdrawn: {date: 2026-01-01, reason: It was wrong., replaced_by: neck}\n---\nOld [@ames-2020].\n";
    let built = site().file("content/articles/old.md", withdrawn).settings("featured: [old, neck]\n").build();
    built.assert_no_errors();
    let page = "articles/old/index.html";
    assert_eq!(built.texts(page, "[data-withdrawn] p")[1], "It was wrong.");
    assert_eq!(built.select(page, "[data-withdrawn] a[href='/articles/neck/']").len(), 1);
    assert_eq!(built.select(page, "meta[name=robots][content^=noindex]").len(), 1);
    for (path, bytes) in built.files().iter().filter(|(path, _)| *path != page) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("/articles/old/") && !text.contains("Old neck"), "{path}");
    }
}

#[test]
fn people_are_grouped_by_their_roles() {
    let built = site()
        .file(
            "content/articles/neck.md",
            NECK.replace(
                "authors: [jo]",
                "authors: [jo]\nreviewers: [{person: kim, role: clinical, date: 2026-01-01}]",
            ),
        )
        .file("content/people/team.md", "---\nname: The team\nis: organisation\n---\n")
        .build();
    built.assert_no_errors();
    let page = "people/index.html";
    assert_eq!(built.texts(page, "h1"), ["Our experts"]);
    assert_eq!(built.texts(page, "h2"), ["Medical and clinical reviewers", "Authors", "Further people"]);
    assert_eq!(built.texts(page, "[aria-labelledby=reviewers] h3"), ["Kim Lee, MD"]);
    assert_eq!(built.texts(page, "[aria-labelledby=further] h3"), ["Old, MD", "The team"]);
}

#[test]
fn a_medical_review_without_credentials_does_not_count() {
    let page = "articles/neck/index.html";
    let reviewed_by = |reviewers: &str| {
        let reviewers = format!("authors: [jo]\nreviewers: [{reviewers}]");
        let neck = NECK.replace("authors: [jo]", &reviewers);
        site().file("content/people/max.md", "---\nname: Max\n---\n").file("content/articles/neck.md", neck).build()
    };
    let max = "{person: max, role: medical, date: 2026-02-01}";
    let built = reviewed_by(max);
    assert_eq!(built.of_rule("credential-missing").len(), 1);
    let text = built.text(page);
    assert!(text.contains("Not medically reviewed") && text.contains("Read by a lay reviewer"), "{text}");
    assert!(!text.contains("Medically reviewed by") && !text.contains("reviewedBy") && !text.contains("lastReviewed"));
    // Another review counts, and only its day.
    let built = reviewed_by(&format!("{max}, {{person: kim, role: medical, date: 2026-01-05}}"));
    let text = built.text(page);
    assert!(text.contains("Medically reviewed by") && text.contains("\"lastReviewed\":\"2026-01-05\""), "{text}");
    assert!(!text.contains("Not medically reviewed") && !text.contains("\"lastReviewed\":\"2026-02-01\""));
    assert_eq!(built.texts(page, "li.reviewed time"), ["January 5, 2026"]);
}
