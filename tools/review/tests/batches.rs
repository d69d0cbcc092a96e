//! Requests in batches: a packet for each reviewer with all their pages, the record of who was asked, the answers page by page, and
//! reminders.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use wellpress_review::answer;

use wellpress_harness::reviewed_site::{COBRA, NECK};

use crate::reviewed_site::ReviewedSite;

const DAY: &str = "2026-03-01";
const REVIEWED: &str = "reviewers: [{person: kim, role: medical, date: 2025-02-01}]\n";

/// A site with two articles whose reviews are overdue, one that is due soon, and one that nobody has to look at.
pub fn overdue_site() -> ReviewedSite {
    let site = ReviewedSite::new();
    let page = |title: &str, front: &str| {
        format!("---\ntitle: {title}\nauthors: [jo]\npublished: 2025-01-01\n{front}---\n{title} hurts. Rest.\n")
    };
    site.write(
        "content/people/bo.md",
        "---\nname: Bo \"Q\" Li\nprefix: Dr.\ncredentials: [MD]\nlinks: [\"mailto:bo@example.org?subject=x\"]\n---\n",
    );
    site.write("content/articles/neck.md", &NECK.replace("published", &format!("{REVIEWED}published")));
    review_exercise(&site);
    site.write("content/articles/back.md", &page("Back & <b>", REVIEWED));
    site.write(
        "content/articles/knee.md",
        &page("Knee", "reviewers: [{person: bo, role: clinical, date: 2025-03-20}]\n"),
    );
    site.write(
        "content/articles/hip.md",
        &page("Hip", "reviewers: [{person: kim, role: medical, date: 2026-02-01}]\n"),
    );
    site
}

/// Names a recent review of the exercise: a page that nobody has reviewed would be listed with each request.
pub fn review_exercise(site: &ReviewedSite) {
    let recent = "reviewers: [{person: kim, role: medical, date: 2026-02-01}]\nauthors";
    site.write("content/exercises/cobra.md", &COBRA.replacen("authors", recent, 1));
}

pub fn request(site: &ReviewedSite, further: &[&str]) -> String {
    let arguments = [&["review", "request", "--due", "30d", "--output", "packets"][..], further].concat();
    site.run_on(DAY, &arguments).assert_status(0).out
}

/// The items of `care` about requests: page, person and state.
pub fn waiting(site: &ReviewedSite, day: &str) -> Vec<(String, String)> {
    let list = site.run_on(day, &["review", "remind", "--output", "reminders"]).assert_status(0).out;
    list.lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, rest)| (name.to_owned(), rest.to_owned()))
        .collect()
}

/// The attribute of the page's element in a packet.
pub fn attribute(packet: &str, page: &str, name: &str) -> String {
    let element = packet.split("<article ").find(|element| element.contains(&format!("data-page=\"{page}\""))).unwrap();
    let value = element.split(&format!(" data-{name}=\"")).nth(1).unwrap_or_else(|| panic!("{name}"));
    value.split('"').next().unwrap().to_owned()
}

pub fn json_answer(packet: &str, page: &str, decision: &str) -> Value {
    json!({
        "wellpress_answer": 1, "page": page, "language": "en", "packet": attribute(packet, page, "packet"),
        "asked": attribute(packet, page, "asked"), "name": "K. Lee", "date": DAY, "decision": decision, "note": "",
        "remarks": [],
    })
}

#[test]
fn each_reviewer_gets_one_packet_with_all_their_pages() {
    let site = overdue_site();
    let said = request(&site, &["--until", "2026-03-20", "--by", "The \"desk\""]);
    assert_eq!(
        said,
        "Dr. Bo \"Q\" Li: 1 page, packets/bo.html and .docx\nKim Lee: 2 pages, packets/kim.html and .docx\n"
    );
    let html = site.read("packets/kim.html");
    assert!(html.contains("<h1>Pages for review: Kim Lee</h1>"), "{html}");
    for (number, page) in [(1, "back"), (2, "neck")] {
        assert!(html.contains(&format!("id=\"page-{number}\" class=\"page\" lang=\"en\"")), "{number}");
        assert_eq!(attribute(&html, &format!("article:{page}"), "asked"), "kim");
        assert_eq!(attribute(&html, &format!("article:{page}"), "prefix"), format!("page-{number}-"));
    }
    assert!(html.contains("<a href=\"#page-1\">Back &amp; &lt;b&gt;</a>"), "{html}");
    // No two elements of the file have one id.
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for place in html.split(" href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&place), "{place}");
    }
    let answers = answer::docx::read_all(&std::fs::read(site.path("packets/kim.docx")).unwrap()).unwrap();
    let pages: Vec<_> = answers.iter().map(|answer| (answer.page.as_deref(), answer.asked.as_deref())).collect();
    assert_eq!(pages, [(Some("article:back"), Some("kim")), (Some("article:neck"), Some("kim"))]);
    assert_eq!(answers[1].packet_hash.as_deref(), Some(&*attribute(&html, "article:neck", "packet")));
    assert_eq!(answers[0].request.as_ref().unwrap().by.as_deref(), Some("The \"desk\""));
    let record = site.read("content/reviews/neck.requests.yaml");
    assert!(record.contains("person: kim\n") && record.contains("until: \"2026-03-20\"\n"), "{record}");
    assert_eq!(site.run(&["check"]).status, 0);
}

#[test]
fn nobody_is_asked_twice_about_the_same_words() {
    let site = overdue_site();
    request(&site, &[]);
    let record = site.read("content/reviews/back.requests.yaml");
    let again = request(&site, &[]);
    assert!(
        again.starts_with("no page has to be sent to a reviewer\nleft out: article:back (en): an answer is awaited"),
        "{again}"
    );
    assert_eq!(site.read("content/reviews/back.requests.yaml"), record);
    // With other words, or if the editor says so, the new request takes the place of the old one.
    site.write("content/articles/back.md", &site.read("content/articles/back.md").replace("Rest.", "Move."));
    assert!(request(&site, &["--until", "2026-04-01"]).starts_with("Kim Lee: 1 page"));
    assert!(request(&site, &["--again"]).contains("Kim Lee: 2 pages"));
    // Its day stays until another is given.
    let record = site.read("content/reviews/back.requests.yaml");
    assert_eq!((record.matches("- page:").count(), record.contains("until: \"2026-04-01\"")), (1, true), "{record}");
    let back = |further: &[&str]| {
        let request = ["review", "request", "back", "--reviewer", "kim", "--output", "back.html"];
        site.run_on("2026-03-02", &[&request[..], further].concat()).assert_status(0).err
    };
    let said = "the request takes the place of that of 2026-03-01 to `kim` about `article:back`, which had no answer; an \
                answer is still asked for until 2026-04-01";
    let err = back(&[]);
    assert!(err.contains(said), "{err}");
    assert!(site.read("back.html").contains(" 2026-04-01 "), "the packet says the day too");
    let err = back(&["--until", "2026-04-02"]);
    assert!(err.contains("of 2026-03-02 to `kim`") && !err.contains("still"), "{err}");
    assert!(site.read("content/reviews/back.requests.yaml").contains("until: \"2026-04-02\""));
    assert_eq!(waiting(&site, DAY).len(), 2);
}

#[test]
fn a_person_can_be_named_who_is_no_author() {
    let site = overdue_site();
    let said = request(&site, &["--reviewer", "bo"]);
    assert!(said.starts_with("Dr. Bo \"Q\" Li: 3 pages"), "{said}");
    let said = request(&site, &["--reviewer", "jo"]);
    assert_eq!(said.matches("the person wrote it, and cannot review it").count(), 3, "{said}");
    assert!(!site.path("packets/jo.html").exists() && !site.path("packets/kim.html").exists());
    let unknown = site.run(&["review", "request", "--due", "30d", "--output", "packets", "--reviewer", "kin"]);
    assert!(unknown.status == 2 && unknown.err.contains("`kim`"), "{}", unknown.err);
    // One page, and a second person for it.
    site.run(&["review", "request", "back", "--reviewer", "kim", "--output", "one.html"]).assert_status(0);
    assert!(site.read("one.html").contains(" data-asked=\"kim\""));
    let record = site.read("content/reviews/back.requests.yaml");
    assert!(record.contains("person: bo\n") && record.contains("person: kim\n"), "{record}");
}

#[test]
fn wrong_requests_are_refused_and_write_nothing() {
    let site = overdue_site();
    let refused = |arguments: &[&str]| {
        let run = site.run(&[&["review", "request"][..], arguments].concat());
        assert_ne!(run.status, 0, "{arguments:?} {}", run.out);
        run.err
    };
    refused(&[]);
    refused(&["--due", "30d"]);
    refused(&["neck", "--due", "30d", "--output", "packets"]);
    refused(&["--due", "soon", "--output", "packets"]);
    for of in [&["--due", "30d", "--output", "packets"][..], &["back", "--reviewer", "kim", "--output", "packets"]] {
        assert!(refused(&[of, &["--until", "2026-02-28"]].concat()).contains("2026-02-28 is over"));
    }
    assert!(refused(&["--due", "30d", "--output", "content/packets"]).contains("source of the site"));
    site.write("content/reviews/neck.requests.yaml", "- page: article:neck\n  person: [kim\n");
    let err = refused(&["--due", "30d", "--output", "packets"]);
    assert!(err.contains("`content/reviews/neck.requests.yaml` cannot be read as requests"), "{err}");
    assert!(!site.path("packets").exists() && !site.path("content/reviews/back.requests.yaml").exists());
    let report: Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "review-invalid");
    assert!(findings.count() > 0, "{report}");
}

#[test]
fn answers_come_back_page_by_page() {
    let site = overdue_site();
    request(&site, &["--until", "2026-03-10"]);
    let html = site.read("packets/kim.html");
    assert_eq!(
        waiting(&site, DAY),
        [
            ("Dr. Bo \"Q\" Li".to_owned(), "1 page, reminders/bo.eml".to_owned()),
            ("Kim Lee".to_owned(), "2 pages, reminders/kim.eml; the draft has no address".to_owned()),
        ]
    );
    site.write("answer.json", &json_answer(&html, "article:back", "approved").to_string());
    let run = site.run(&["review", "import", "answer.json", "--as", "kim", "--role", "medical"]).assert_status(0);
    assert_eq!(run.err, "");
    assert!(waiting(&site, DAY)[1].1.starts_with("1 page"));
    // A page that has changed meanwhile: the request is answered, and the approval counts for nothing.
    site.write("content/articles/neck.md", &site.read("content/articles/neck.md").replace("better", "well"));
    site.write("answer.json", &json_answer(&html, "article:neck", "approved").to_string());
    let run = site.run(&["review", "import", "answer.json"]).assert_status(0);
    assert!(
        run.out.contains("the page has changed since the packet was made") && run.out.contains("make a new packet"),
        "{}",
        run.out
    );
    assert_eq!(waiting(&site, DAY).len(), 1);
    assert!(request(&site, &[]).starts_with("Kim Lee: 1 page"));
}

#[test]
fn of_two_people_each_answers_for_themselves() {
    let site = overdue_site();
    for person in ["kim", "bo"] {
        site.run(&["review", "request", "back", "--reviewer", person, "--output", "one.html"]).assert_status(0);
    }
    let html = site.read("one.html");
    let hash = html.split(" data-packet=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = json!({
        "wellpress_answer": 1, "page": "article:back", "language": "en", "packet": hash, "asked": "bo", "name": "B",
        "date": DAY, "decision": "changes-requested", "note": "", "remarks": [],
    });
    site.write("answer.json", &answer.to_string());
    site.run(&["review", "import", "answer.json"]).assert_status(0);
    assert_eq!(waiting(&site, DAY).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["Kim Lee"]);
    // An answer that names nobody is that of the person with the name.
    site.write(
        "answer.json",
        &answer.to_string().replace("\"asked\":\"bo\",", "").replace("\"B\"", "\"Prof. KIM Lee, MD\""),
    );
    site.run(&["review", "import", "answer.json"]).assert_status(0);
    assert_eq!(waiting(&site, DAY), []);
}

/// A message with the copied answers of two pages.
#[test]
fn one_message_can_have_several_answers() {
    let site = overdue_site();
    request(&site, &[]);
    let html = site.read("packets/kim.html");
    let coded = |page: &str, decision: &str| {
        let json = json_answer(&html, page, decision).to_string();
        format!("Hello\n-----BEGIN ANSWER-----\n{}\n-----END ANSWER-----\n", BASE64_STANDARD.encode(json))
    };
    site.write("mail.txt", &(coded("article:back", "approved") + &coded("article:neck", "changes-requested")));
    let run = site.run(&["review", "import", "mail.txt", "--as", "kim", "--role", "medical"]).assert_status(0);
    assert!(
        run.out.contains("content/reviews/back.yaml") && run.out.contains("content/reviews/neck.yaml"),
        "{}",
        run.out
    );
    assert_eq!(waiting(&site, DAY).len(), 1);
    let refused = site.run(&["review", "import", "mail.txt", "--page", "back"]);
    assert!(refused.status == 2 && refused.err.contains("answers about 2 pages"), "{}", refused.err);
    let again = site.run(&["review", "import", "mail.txt"]).assert_status(0);
    assert_eq!(again.out.matches("which was there already").count(), 2, "{}", again.out);
}

#[test]
fn a_word_file_of_several_pages_is_read_page_by_page() {
    let site = overdue_site();
    request(&site, &[]);
    let untouched = site.run(&["review", "import", "packets/kim.docx"]).assert_status(0);
    assert_eq!(untouched.out, "article:back (en): no answer\narticle:neck (en): no answer\n");
    assert!(!site.path("content/reviews/back.answers.yaml").exists());
    // The reviewer decides about the second page, and writes into the first without tracking.
    crate::answers::edit_word_file(&site.path("packets/kim.docx"), |xml| {
        let (start, end) = xml.rsplit_once("Approved / Changes requested").unwrap();
        let xml = format!("{start}Changes requested{end}").replacen("Name: </w:t>", "Name: Kim Lee</w:t>", 2);
        assert!(xml.contains("Rest.</w:t>"));
        xml.replacen("Rest.</w:t>", "Move.</w:t>", 1)
    });
    let run = site.run(&["review", "import", "packets/kim.docx", "--as", "kim", "--role", "medical"]).assert_status(0);
    assert!(run.out.contains("content/reviews/neck.yaml"), "{}{}", run.out, run.err);
    let answers = site.read("content/reviews/back.answers.yaml");
    assert!(answers.contains("old: Rest\n") && answers.contains("new: Move\n"), "{answers}");
    let ids = |name: &str| -> Vec<String> {
        site.read(name).lines().filter_map(|line| line.trim().strip_prefix("- id: ")).map(str::to_owned).collect()
    };
    assert!(!ids("content/reviews/back.answers.yaml").is_empty());
    assert!(
        ids("content/reviews/back.answers.yaml")
            .iter()
            .all(|id| !ids("content/reviews/neck.answers.yaml").contains(id))
    );
    // Without a line between two pages nothing is guessed.
    crate::answers::edit_word_file(&site.path("packets/kim.docx"), |xml| xml.replace("PAGE 2/2", "PAG 2/2"));
    let cut = site.run(&["review", "import", "packets/kim.docx"]);
    assert!(cut.status == 1 && cut.err.contains("a line that begins with `PAGE` is missing"), "{}", cut.err);
}

#[test]
fn reminders_are_drafts_of_mails() {
    let site = overdue_site();
    site.write(
        "content/people/kim.md",
        "---\nname: \"Kim \\\"K\\\" Lée\\r\\nBcc: eve@example.org\"\ncredentials: [MD]\n---\n",
    );
    request(&site, &["--until", "2026-03-10"]);
    let run = site.run_on(
        "2026-03-12",
        &["review", "remind", "--output", "out", "--from", "desk@example.org", "--by", "Dësk, \"A\""],
    );
    run.assert_status(0);
    for (person, has_address) in [("bo", true), ("kim", false)] {
        let eml = site.read(&format!("out/{person}.eml"));
        let (headers, body) = eml.split_once("\r\n\r\n").unwrap();
        assert!(
            eml.is_ascii()
                && headers.starts_with("X-Unsent: 1\r\nDate: Thu, 12 Mar 2026 12:00:00 +0000\r\nFrom: =?utf-8?B?"),
            "{eml}"
        );
        assert!(headers.contains("<desk@example.org>") && !headers.contains("\r\nBcc"), "{eml}");
        assert_eq!((headers.contains("\r\nTo: "), headers.contains("<bo@example.org>")), (has_address, has_address));
        let text = BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("answer wanted by "), "{text}");
    }
    for wrong in ["desk", "a@b.org\r\nBcc: c@d.org", "a@b.org, c@d.org"] {
        assert_eq!(site.run(&["review", "remind", "--output", "out", "--from", wrong]).status, 2, "{wrong}");
    }
    // A record that anybody can edit leads out of no folder.
    let record = site.read("content/reviews/back.requests.yaml").replace("person: kim", "person: ../../evil");
    site.write("content/reviews/back.requests.yaml", &record);
    site.run_on("2026-03-12", &["review", "remind", "--output", "out/deep"]).assert_status(0);
    assert!(
        site.path("out/deep/evil.eml").exists()
            || site.path("out/deep/..evil.eml").exists()
            || site.path("out/deep/.evil.eml").exists()
    );
    assert!(!site.path("evil.eml").exists());
}

#[test]
fn pages_that_nobody_has_reviewed_are_not_passed_over() {
    let site = overdue_site();
    site.write("content/articles/new.md", "---\ntitle: New\nauthors: [jo]\npublished: 2026-01-01\n---\nRest.\n");
    site.write("content/pages/about.md", "---\ntitle: About\nai: {used: The text}\n---\nWe write.\n");
    let due = |further: &[&str]| {
        let arguments = [&["review", "request", "--due", "30d", "--output", "packets"][..], further].concat();
        site.run_on(DAY, &arguments)
    };
    let run = due(&[]);
    assert_eq!(run.status, 1, "{}", run.out);
    for page in ["article:new (en)", "page:about (en)"] {
        assert!(run.out.contains(&format!("left out: {page}: there is nobody to ask")), "{}", run.out);
    }
    let run = due(&["--reviewer", "bo"]).assert_status(0);
    assert!(run.out.starts_with("Dr. Bo \"Q\" Li: 4 pages"), "{}", run.out);
    let packet = site.read("packets/bo.html");
    assert!(packet.contains("data-page=\"article:new\"") && packet.contains("data-page=\"page:about\""), "{packet}");
    assert!(site.read("content/reviews/about.requests.yaml").contains("- page: page:about\n"));
    // Somebody was asked now.
    let again = due(&[]).assert_status(0);
    assert!(again.out.contains("left out: page:about (en): an answer is awaited already"), "{}", again.out);
    site.run(&["review", "sign", "about", "--as", "bo", "--role", "editorial"]).assert_status(0);
    assert!(!due(&[]).assert_status(0).out.contains("page:about"));
    site.write("content/pages/about.md", "---\ntitle: About\nai: {used: The text}\n---\nWe wrote.\n");
    assert!(site.all_changed().iter().any(|message| message.contains("this page is not what `bo` signed")));
}

#[test]
fn nobody_is_reminded_of_yesterday() {
    let site = overdue_site();
    request(&site, &[]);
    let remind =
        |day: &str| site.run_on(day, &["review", "remind", "--output", "out", "--after", "7d"]).assert_status(0).out;
    assert_eq!(remind("2026-03-07"), "no request has waited that long for an answer\n");
    assert!(!site.path("out").exists());
    assert!(remind("2026-03-08").contains("Kim Lee: 2 pages"));
}

#[test]
fn every_kind_of_page_can_be_signed_off() {
    let site = overdue_site();
    for (path, front) in
        [("topics/neck.md", "title: Necks\n"), ("pages/index.md", "title: Home\n"), ("people/lee.md", "name: Lee\n")]
    {
        site.write(&format!("content/{path}"), &format!("---\n{front}ai: {{used: The text}}\n---\nWords.\n"));
    }
    let report = || site.run(&["check", "--format", "json"]).out;
    let unsigned = || report().matches("\"ai-unreviewed\"").count();
    assert_eq!(unsigned(), 3);
    for page in ["topic:neck", "page:index", "lee"] {
        site.run(&["review", "sign", page, "--as", "bo", "--role", "editorial"]).assert_status(0);
    }
    // The article with the id of the topic keeps its own sign-offs.
    site.sign("kim", "medical").assert_status(0);
    assert_eq!(unsigned(), 0, "{}", report());
    let verified = site.run(&["review", "verify"]).assert_status(0).out;
    for page in ["topic:neck", "page:index", "person:lee", "article:neck"] {
        assert!(verified.contains(page), "{verified}");
    }
    site.run(&["review", "diff", "topic:neck"]).assert_status(0);
    site.run(&["review", "request", "page:index", "--output", "home.docx"]).assert_status(0);
}

/// The home page has no path of its own: its files have its id.
#[test]
fn answers_about_the_home_page_are_read() {
    let site = overdue_site();
    site.write("wellpress.yaml", &(site.read("wellpress.yaml") + "languages: {es: {title: Sitio}}\n"));
    site.write("content/pages/index.md", "---\ntitle: Home\n---\nWe help.\n");
    site.write("content/pages/index.es.md", "---\ntitle: Inicio\n---\nAyudamos.\n");
    for language in ["en", "es"] {
        let output = format!("{language}.html");
        let request =
            ["review", "request", "page:index", "--language", language, "--reviewer", "kim", "--output", &output];
        site.run(&request).assert_status(0);
        let mut answer = json_answer(&site.read(&output), "page:index", "changes-requested");
        answer["language"] = language.into();
        answer["remarks"] = json!([{"paragraph": 1, "quote": "", "comment": format!("Whom in {language}?")}]);
        assert!(waiting(&site, DAY)[0].1.starts_with("1 page"));
        site.write("answer.json", &answer.to_string());
        let run = site.run(&["review", "import", "answer.json"]).assert_status(0);
        assert!(run.out.contains(": content/reviews/index.answers.yaml"), "{}", run.out);
        assert_eq!(waiting(&site, DAY), []);
        let report = site.run(&["check", "--format", "json"]).out;
        assert!(report.contains(&format!("Whom in {language}?")), "{report}");
    }
    assert!(site.path("content/reviews/index.requests.yaml").exists());
    assert!(!site.path("content/reviews/.answers.yaml").exists());
}

#[test]
fn nobody_is_asked_who_could_not_sign() {
    let site = overdue_site();
    let by_old = |role: &str| format!("reviewers: [{{person: old, role: {role}, date: 2024-02-01}}]\n");
    let page = |title: &str, front: &str| {
        format!("---\ntitle: {title}\nauthors: [jo]\npublished: 2025-01-01\n{front}---\n{title} hurts. Rest.\n")
    };
    site.write("content/articles/back.md", &page("Back", &by_old("medical")));
    site.write("content/people/gone.md", "---\nname: Gone\ncredentials: [MD]\n---\n");
    site.write("content/articles/toe.md", &page("Toe", ""));
    site.run(&["review", "request", "toe", "--reviewer", "gone", "--output", "toe.html"]).assert_status(0);
    std::fs::remove_file(site.path("content/people/gone.md")).unwrap();
    let run = site.run(&["review", "request", "--due", "30d", "--output", "packets"]);
    assert_eq!(run.status, 1, "{}", run.out);
    for said in [
        "article:back (en): there is nobody to ask, as the credentials of `old` expired on 2025-01-01; name somebody",
        "article:toe (en): there is nobody to ask, as `gone` was asked on 2026-03-01, and the site does not have this person",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    assert!(!site.path("packets/old.html").exists() && site.path("packets/kim.html").exists());
    site.write("content/people/old.md", "---\nname: Old\ncredentials: [MD]\ncredentials_expire: 2027-01-01\n---\n");
    let run = site.run(&["review", "request", "--due", "30d", "--output", "packets"]);
    assert!(run.out.contains("Old: 1 page"), "{}", run.out);
}
