//! Reviews and sign-offs: which text of a page a reviewer signed, when the next review is due, and which sign-offs count.

use serde_json::Value;

use wellpress_harness::reviewed_site::{COBRA, NECK, SETTINGS, site};

use crate::reviewed_site::ReviewedSite;

#[test]
fn a_sign_off_holds_for_the_text_that_was_signed() {
    let site = ReviewedSite::new();
    assert_eq!(site.changed(), None, "nobody has signed it");
    let signed = site.sign("kim", "medical");
    assert_eq!((signed.status, signed.out.as_str(), signed.err.as_str()), (0, "content/reviews/neck.yaml\n", ""));
    assert_eq!(site.changed(), None);

    let (neck, cobra) = ("content/articles/neck.md", "content/exercises/cobra.md");
    let unchanged = [
        (neck, "better\nby itself", "better by\n  itself"),
        (neck, "::exercise{#cobra}\n", "\n\n::exercise{#cobra}"),
        (neck, "published: 2025-01-01", "published: 2025-01-02\nupdated: 2026-02-01\nweight: 3"),
        (neck, "published: 2025-01-01", "published: 2025-01-01\npermalink: /clinic/neck/"),
        (cobra, "authors: [jo]", "authors: [jo]\npermalink: /clinic/cobra/"),
        (cobra, "dose: {hold: 30 s, sets: 2}", "dose:\n  sets: 2\n  hold: \"30 s\""),
        ("content/references/library.bib", "title = {On necks}, ", "title = {On  necks}, abstract = {Long.}, "),
    ];
    for (path, from, to) in unchanged {
        assert_eq!(site.changed_with(path, from, to), None, "{from} -> {to}");
    }
    let changed = [
        (neck, "gets better", "gets bettr", "the text of the article changed"),
        (neck, "title: Neck pain", "title: Neck pains", "the text of the article changed"),
        (cobra, "hold: 30 s", "hold: 60 s", "the exercise `cobra` changed"),
        (cobra, "Go slowly", "Go fast", "the exercise `cobra` changed"),
        ("content/references/library.bib", "On necks", "On backs", "the source `ames-2020` changed"),
        ("content/disclaimers/general.md", "version: \"1\"", "version: \"2\"", "the disclaimer `general` changed"),
        ("wellpress.yaml", "disclaimers: {articles: [general]}\n", "", "the disclaimer `general` is gone"),
    ];
    for (path, from, to, part) in changed {
        let message = site.changed_with(path, from, to).unwrap_or_else(|| panic!("{from} -> {to}"));
        assert_eq!(message, format!("this article is not what `kim` signed on 2026-03-01: {part}"));
    }
}

#[test]
fn a_change_after_a_sign_off_is_a_warning_on_every_site() {
    let site = ReviewedSite::new();
    site.write("wellpress.yaml", &SETTINGS.replace("sign_off: required", "sign_off: off"));
    site.sign("kim", "medical");
    assert_eq!(site.run(&["build"]).status, 0);
    let shown = |path: &str| site.read(path);
    let page = "output/articles/neck/index.html";
    assert!(shown(page).contains("Medically reviewed by") && !shown(page).contains("has changed"), "{}", shown(page));
    assert!(shown(page).contains("\"reviewedBy\""));
    site.write("content/exercises/cobra.md", &COBRA.replace("30 s", "60 s"));
    let built = site.run(&["build"]);
    assert_eq!(built.status, 0, "{}", built.err);
    let checked = site.run(&["check"]);
    assert!(
        checked.err.contains("warning[review-content-changed]: this article is not what `kim` signed"),
        "{}",
        checked.err
    );
    assert!(shown(page).contains("The text has changed since it was signed off."), "{}", shown(page));
    assert!(shown(page).contains("An earlier text was reviewed by") && shown(page).contains("Not medically reviewed"));
    assert!(!shown(page).contains("Medically reviewed by") && !shown(page).contains("\"reviewedBy\""));
    assert!(!shown(page).contains("\"lastReviewed\""));
    let status = site.run(&["review", "status"]).out;
    assert!(status.contains("article:neck    en        changed  2026-03-01  2027-03-01  changed   kim\n"), "{status}");
    assert_eq!(site.run(&["build", "--strict"]).status, 1);
    // A comment can silence the warning, and the page says all the same that it changed.
    let allowed =
        NECK.replace("Most neck", "<!-- wellpress-allow review-content-changed: a dose of the plan -->\n\nMost neck");
    site.write("content/articles/neck.md", &allowed);
    assert!(!site.run(&["check"]).err.contains("review-content-changed"));
    assert_eq!(site.run(&["build"]).status, 0);
    assert!(shown(page).contains("The text has changed since it was signed off."));
}

#[test]
fn a_sign_off_goes_before_a_review_of_the_same_day_in_the_front_matter() {
    let site = ReviewedSite::new();
    site.write("wellpress.yaml", &SETTINGS.replace("sign_off: required", "sign_off: off"));
    let named = "authors: [jo]\nreviewers: [{person: kim, role: medical, date: 2026-03-01}]";
    let neck = NECK.replace("authors: [jo]", named);
    site.write("content/articles/neck.md", &neck);
    site.sign("kim", "medical");
    site.write("content/articles/neck.md", &neck.replace("gets better", "gets worse"));
    assert_eq!(site.run(&["build"]).status, 0);
    let page = site.read("output/articles/neck/index.html");
    assert!(page.contains("An earlier text was reviewed by") && !page.contains("Medically reviewed by"), "{page}");
}

#[test]
fn a_medical_reviewer_needs_credentials() {
    let site = ReviewedSite::new();
    // A dash is no credential.
    for (role, credentials) in [("medical", ""), ("clinical", "credentials: [\"-\"]\n")] {
        site.write("content/people/max.md", &format!("---\nname: Max\n{credentials}---\n"));
        let refused = site.sign("max", role);
        assert_eq!(refused.status, 2, "{}", refused.err);
        let message = format!("`max` has no credentials on record and cannot sign as {role}");
        let help = "add them to `content/people/max.md`, such as `credentials: [MD]`";
        assert!(refused.err.contains(&message) && refused.err.contains(help), "{}", refused.err);
    }
    assert_eq!(site.sign("max", "lay").status, 0);
}

#[test]
fn the_status_of_single_pages() {
    let site = ReviewedSite::new();
    let all = site.run(&["review", "status"]).out;
    assert_eq!(all.lines().count(), 3, "{all}");
    for id in ["neck", "article:neck"] {
        let status = site.run(&["review", "status", id]);
        assert!(status.out.contains("article:neck ") && status.out.lines().count() == 2, "{}", status.out);
    }
    site.write("content/people/max.md", "---\nname: Max\n---\n");
    let request_changes =
        ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--decision", "changes-requested"];
    assert_eq!(site.run(&request_changes).status, 0);
    let approved = site.run_on("2026-03-02", &["review", "sign", "neck", "--as", "max", "--role", "lay"]);
    assert_eq!(approved.status, 0, "{}", approved.err);
    let status = site.run(&["review", "status", "neck"]);
    assert!(status.out.contains("changes-requested"), "a lay approval answers no medical request: {}", status.out);
    let unknown = site.run(&["review", "status", "nek"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean `neck`?"), "{}", unknown.err);
}

#[test]
fn a_sign_off_of_a_programme_holds_for_its_exercises_and_their_sources() {
    let site = ReviewedSite::new();
    let cobra = COBRA.replace("1. Lie down.", "1. Lie down [@ames-2020].");
    site.write("content/exercises/cobra.md", &cobra);
    let routine = "---\ntitle: Routine\nauthors: [jo]\nschedule: [{exercise: cobra, dose: {sets: 3}}]\n---\n";
    site.write("content/programmes/routine.md", routine);
    let article = "---\ntitle: Shown\nauthors: [jo]\npublished: 2025-01-01\n---\nDo this.\n\n::programme{#routine}\n";
    site.write("content/articles/shown.md", article);
    for id in ["routine", "shown"] {
        let signed = site.run(&["review", "sign", id, "--as", "kim", "--role", "medical"]);
        assert_eq!((signed.status, signed.err.as_str()), (0, ""), "{id}");
    }
    assert_eq!(site.all_changed(), [""; 0]);
    let changes = [
        ("content/exercises/cobra.md", "hold: 30 s", "hold: 60 s", "the exercise `cobra` changed"),
        ("content/references/library.bib", "On necks", "On backs", "the source `ames-2020` changed"),
        ("content/programmes/routine.md", "sets: 3", "sets: 4", "changed"),
    ];
    for (path, from, to, ending) in changes {
        let text = site.read(path);
        site.write(path, &text.replace(from, to));
        let messages = site.all_changed();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages.iter().all(|message| message.ends_with(ending)), "{ending}: {messages:?}");
        site.write(path, &text);
    }
    assert_eq!(site.all_changed(), [""; 0]);
}

#[test]
fn a_sign_off_holds_for_embedded_exercises_and_those_of_videos() {
    let site = ReviewedSite::new();
    let outer = "---\ntitle: Outer\nauthors: [jo]\n---\n::exercise{#inner}\n\n1. Lie down.\n";
    site.write("content/exercises/outer.md", outer);
    site.write("content/exercises/inner.md", &COBRA.replace("Cobra", "Inner"));
    let film = "dose: {hold: 30 s, sets: 2}\nvideo: {src: \"https://video.example/1\", title: Film}";
    let filmed = COBRA.replace("Cobra", "Filmed").replace("dose: {hold: 30 s, sets: 2}", film);
    site.write("content/exercises/filmed.md", &filmed);
    let routine = "---\ntitle: Routine\nauthors: [jo]\nschedule: [{exercise: outer}]\n---\n";
    site.write("content/programmes/routine.md", routine);
    let article = "---\ntitle: Shown\nauthors: [jo]\n---\n::programme{#routine}\n\n::video{exercise=\"filmed\"}\n";
    site.write("content/articles/shown.md", article);
    for id in ["routine", "shown"] {
        assert_eq!(site.run(&["review", "sign", id, "--as", "kim", "--role", "medical"]).status, 0, "{id}");
    }
    assert_eq!(site.all_changed(), [""; 0]);
    for (path, count) in [("inner", 2), ("filmed", 1)] {
        let path = format!("content/exercises/{path}.md");
        let text = site.read(&path);
        site.write(&path, &text.replace("Go slowly.", "You may press hard."));
        assert_eq!(site.all_changed().len(), count, "{path}");
        site.write(&path, &text);
    }
}

#[test]
fn changes_since_a_sign_off_are_shown_line_by_line() {
    let site = ReviewedSite::new();
    assert_eq!(site.run(&["review", "diff", "neck"]).out, "nobody has signed `content/articles/neck.md` off\n");
    site.sign("kim", "medical");
    assert_eq!(
        site.run(&["review", "diff", "neck"]).out,
        "nothing changed since kim signed it (medical) on 2026-03-01\n"
    );
    site.write("content/exercises/cobra.md", &COBRA.replace("30 s", "60 s"));
    site.write("content/articles/neck.md", &NECK.replace("Most neck", "Some neck"));
    let expected = "\
changed since kim signed it (medical) on 2026-03-01:

text changed
  title: Neck pain
- Most neck pain gets better by itself [@ames-2020].
+ Some neck pain gets better by itself [@ames-2020].
  ::exercise{#cobra}

exercise:cobra changed
  cautions.1.severity: modify
- dose.hold: 30 s
+ dose.hold: 60 s
  dose.sets: 2
";

    assert_eq!(site.run(&["review", "diff", "neck"]).out, expected);
    let json: Value = serde_json::from_str(&site.run(&["review", "diff", "neck", "--format", "json"]).out).unwrap();
    assert_eq!(json["changed"], true);
    assert_eq!(json["parts"][1]["part"], "exercise:cobra");
    assert_eq!(json["parts"][1]["lines"][1], "- dose.hold: 30 s");

    let build = site.run(&["build"]);
    assert_eq!((build.status, build.out.as_str()), (1, ""));
    assert!(build.err.contains("the exercise `cobra` changed; the text of the article changed"), "{}", build.err);
    assert_eq!(site.sign("kim", "medical").status, 0, "what changed can be signed again");
    assert_eq!(site.run(&["build"]).status, 0);
}

#[test]
fn headings_items_and_tables_are_lines_of_their_own_in_a_diff() {
    let site = ReviewedSite::new();
    let text = "A paragraph\ngoes on.\n## Heading\nMore words\n- one\n- two\n1. first\n| a |\n";
    site.write("content/articles/neck.md", &format!("{NECK}\n{text}"));
    site.sign("kim", "medical");
    site.write("content/articles/neck.md", &format!("{NECK}\n{}", text.replace("one", "won")));
    let diff = site.run(&["review", "diff", "neck"]).out;
    assert!(diff.contains("  More words\n- - one\n+ - won\n  - two\n"), "{diff}");
}

#[test]
fn a_sign_off_counts_as_a_review_and_is_added_to_earlier_ones() {
    let site = ReviewedSite::new();
    let status = |day: &str| -> Value {
        let json = site.run_on(day, &["review", "status", "--format", "json"]).out;
        let pages: Value = serde_json::from_str(&json).unwrap();
        pages.as_array().unwrap().iter().find(|page| page["id"] == "neck").unwrap().clone()
    };
    assert_eq!(
        (&status("2026-03-01")["review"], &status("2026-03-01")["sign_off"]),
        (&"missing".into(), &"none".into())
    );
    site.sign("kim", "editorial");
    assert_eq!(status("2026-03-01")["review"], "missing", "an editor's review does not move the date");
    let first = site.read("content/reviews/neck.yaml");
    site.sign("kim", "medical");
    let both = site.read("content/reviews/neck.yaml");
    assert!(both.starts_with(&first) && both.len() > first.len(), "{both}");

    let signed = status("2026-03-01");
    assert_eq!((&signed["review"], &signed["sign_off"]), (&"reviewed".into(), &"current".into()));
    assert_eq!((&signed["last_reviewed"], &signed["next_review"]), (&"2026-03-01".into(), &"2027-03-01".into()));
    assert_eq!(status("2027-02-01")["review"], "due-soon");
    assert_eq!(status("2027-03-02")["review"], "overdue");
    assert_eq!(site.run(&["build"]).status, 0);
    let page = site.read("output/articles/neck/index.html");
    assert!(page.contains("Medically reviewed by") && page.contains("Kim Lee"), "{page}");
    assert!(!page.contains("Not medically reviewed"));
    let table = site.run(&["review", "status"]).out;
    assert!(table.contains("article:neck    en        reviewed  2026-03-01  2027-03-01  current   kim\n"), "{table}");

    let sign_arguments =
        ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--decision", "changes-requested"];
    assert_eq!(site.run_on("2026-04-01", &sign_arguments).status, 0);
    let withdrawn = status("2026-04-01");
    assert_eq!((&withdrawn["review"], &withdrawn["sign_off"]), (&"missing".into(), &"changes-requested".into()));
}

#[test]
fn invalid_sign_offs_are_refused() {
    let site = ReviewedSite::new();
    site.write("content/exercises/neck.md", "---\ntitle: Neck\n---\n1. Breathe.\n");
    let assert_refused = |arguments: &[&str], status: i32, message: &str| {
        let run = site.run(&[&["review", "sign"], arguments].concat());
        assert_eq!((run.status, run.out.as_str()), (status, ""), "{}", run.err);
        assert!(run.err.contains(message), "{}", run.err);
        assert!(!site.path("content/reviews").exists());
    };
    let medical = |id: &'static str, person: &'static str| [id, "--as", person, "--role", "medical"];
    assert_refused(&medical("article:neck", "jo"), 2, "`jo` wrote `content/articles/neck.md` and cannot sign it off");
    assert_refused(
        &medical("article:neck", "kin"),
        2,
        "there is no person with the id `kin`\n  = help: did you mean `kim`?",
    );
    assert_refused(&medical("article:neck", "old"), 2, "the credentials of `old` expired on 2025-01-01");
    assert_refused(
        &medical("neck", "kim"),
        2,
        "several pages have the id `neck`\n  = help: say which: `article:neck` or `exercise:neck`",
    );
    assert_refused(&medical("necks", "kim"), 2, "no page has the id `necks`\n  = help: did you mean `neck`?");
    assert_refused(&["article:neck", "--as", "kim", "--role", "doctor"], 2, "invalid value 'doctor'");
    assert_refused(
        &[&medical("article:neck", "kim")[..], &["--language", "es"]].concat(),
        2,
        "`es` is not a language of this site",
    );
    site.write("content/articles/neck.md", &NECK.replace("#cobra", "#cobr"));
    assert_refused(&medical("article:neck", "kim"), 1, "has errors; nobody can stand by it as it is");
    site.write("content/articles/neck.md", NECK);

    assert_eq!(site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical"]).status, 0);
    let twice = site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical"]);
    assert!(twice.status == 2 && twice.err.contains("has already signed"), "{}", twice.err);
    site.write("content/reviews/neck.yaml", "[]\n");
    let unreadable = site.run(&["review", "sign", "article:neck", "--as", "kim", "--role", "medical"]);
    assert!(unreadable.status == 1 && unreadable.err.contains("cannot be added to"), "{}", unreadable.err);
    assert_eq!(site.read("content/reviews/neck.yaml"), "[]\n");
}

#[test]
fn an_author_cannot_sign_off_a_translation_of_their_page() {
    let site = ReviewedSite::new();
    site.write("wellpress.yaml", &format!("{SETTINGS}languages: {{es: {{title: Prueba}}}}\n"));
    site.write("content/articles/neck.es.md", "---\ntitle: Cuello\nauthors: [kim]\n---\nTexto.\n");
    let sign = |person: &str, language: &str| {
        site.run(&["review", "sign", "article:neck", "--as", person, "--role", "medical", "--language", language])
    };
    let refused = sign("jo", "es");
    let message = "`jo` wrote the original of `content/articles/neck.es.md` and cannot sign it off";
    assert!(refused.status == 2 && refused.err.contains(message), "{}", refused.err);
    // The record of the person is another page in the language of the translation.
    site.write("content/people/jo.es.md", "---\nname: Jo\n---\n");
    let refused = sign("jo", "es");
    assert!(refused.status == 2 && refused.err.contains(message), "{}", refused.err);
    assert!(!site.path("content/reviews").exists());
    assert_eq!(sign("kim", "en").status, 0);
}

/// Severity, file and message of the findings of `review-changes-requested` about the article.
fn open_requests(site: &ReviewedSite) -> Vec<[String; 3]> {
    let report: Value = serde_json::from_str(&site.run(&["check", "--format", "json"]).out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|finding| finding["rule"] == "review-changes-requested");
    let fields =
        findings.map(|finding| ["severity", "file", "message"].map(|key| finding[key].as_str().unwrap().to_owned()));
    fields.filter(|[_, file, _]| file.contains("neck")).collect()
}

#[test]
fn a_request_for_changes_withdraws_the_approval() {
    let site = ReviewedSite::new();
    let reviewed =
        NECK.replace("authors: [jo]", "authors: [jo]\nreviewers: [{person: kim, role: medical, date: 2026-02-01}]");
    site.write("content/articles/neck.md", &reviewed);
    let request_changes =
        ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--decision", "changes-requested"];
    assert_eq!(site.run(&request_changes).status, 0);
    let message = "`kim` asked for changes on 2026-03-01, and nobody has approved the page since";
    let file = "content/reviews/neck.yaml";
    assert_eq!(open_requests(&site), [["error", file, message]]);
    assert_eq!(site.run(&["build"]).status, 1);
    // If sign-offs are not required, the page is published and says that it is not reviewed.
    site.write("wellpress.yaml", &SETTINGS.replace(", sign_off: required", ""));
    assert_eq!(open_requests(&site), [["warning", file, message]]);
    assert_eq!(site.run(&["build"]).status, 0);
    let page = site.read("output/articles/neck/index.html");
    assert!(page.contains("Not medically reviewed") && !page.contains("Kim Lee"), "{page}");
    site.write("wellpress.yaml", SETTINGS);
    let approved = site.run_on("2026-03-02", &["review", "sign", "neck", "--as", "kim", "--role", "medical"]);
    assert_eq!(approved.status, 0, "{}", approved.err);
    assert_eq!(open_requests(&site), [[""; 3]; 0]);
    // A reviewer may sign twice a day; the last decision holds.
    let approve = ["review", "sign", "neck", "--as", "kim", "--role", "medical"];
    for (words, status, open) in
        [(&request_changes[..], 0, 1), (&request_changes, 2, 1), (&approve, 0, 0), (&approve, 2, 0)]
    {
        let run = site.run_on("2026-03-02", words);
        assert_eq!(run.status, status, "{words:?} {}", run.err);
        assert_eq!(open_requests(&site).len(), open, "{words:?}");
    }
}

#[test]
fn a_later_review_in_the_front_matter_answers_a_request_unless_sign_offs_are_required() {
    let site = ReviewedSite::new();
    let request_changes =
        ["review", "sign", "neck", "--as", "kim", "--role", "medical", "--decision", "changes-requested"];
    assert_eq!(site.run_on("2026-02-01", &request_changes).status, 0);
    let review = "authors: [jo]\nreviewers: [{person: kim, role: medical, date: 2026-02-20}]";
    site.write("content/articles/neck.md", &NECK.replace("authors: [jo]", review));
    let checked = site.run(&["check"]);
    assert!(checked.err.contains("`kim` asked for changes on 2026-02-01"), "{}", checked.err);
    site.write("wellpress.yaml", &SETTINGS.replace(", sign_off: required", ""));
    let checked = site.run(&["check"]);
    assert!(!checked.err.contains("asked for changes"), "{}", checked.err);
    assert_eq!(site.run(&["build"]).status, 0);
    assert!(site.read("output/articles/neck/index.html").contains("Medically reviewed by"));
}

#[test]
fn a_definition_in_a_key_point_is_signed() {
    let site = ReviewedSite::new();
    let glossary = "content/glossary.yaml";
    site.write(glossary, "posture:\n  definition: How you stand.\n");
    let neck = NECK.replace("published:", "key_points: [\"Mind your :term[posture].\"]\npublished:");
    site.write("content/articles/neck.md", &neck);
    assert_eq!(site.sign("kim", "medical").status, 0);
    assert_eq!(site.changed(), None);
    let message = site.changed_with(glossary, "stand", "sit").unwrap();
    assert!(message.ends_with(": the term `posture` changed"), "{message}");
}

#[test]
fn snippets_and_variables_are_parts_of_a_sign_off() {
    let site = ReviewedSite::new();
    let (help, inner) = ("content/snippets/help.md", "content/snippets/inner.md");
    site.write(help, "Call {{ helpline }}.\n\n::snippet{#inner}\n");
    site.write(inner, "At night\nas well.\n");
    site.write("wellpress.yaml", &format!("{SETTINGS}variables: {{helpline: 0800 11, other: A}}\n"));
    site.write("content/articles/neck.md", &NECK.replace("::exercise", "::snippet{#help}\n\n::exercise"));
    site.write("content/exercises/cobra.md", &COBRA.replace("1. Lie", "Or ask {{ other }}.\n\n1. Lie"));
    assert_eq!(site.sign("kim", "medical").status, 0);
    assert_eq!(site.changed(), None);
    assert_eq!(site.changed_with(inner, "night\nas", "night as"), None, "the wrapping of lines");
    for (path, from, to, part) in [
        (help, "Call", "Ring", "the snippet `help` changed"),
        (inner, "night", "day", "the snippet `inner` changed"),
        (help, "::snippet{#inner}", "Words.", "the snippet `help` changed; the snippet `inner` is gone"),
        ("wellpress.yaml", "0800 11", "0800 22", "the variable `helpline` changed"),
        ("wellpress.yaml", "other: A", "other: B", "the variable `other` changed"),
    ] {
        let message = site.changed_with(path, from, to).unwrap_or_else(|| panic!("{from} -> {to}"));
        assert!(message.ends_with(&format!(": {part}")), "{message}");
    }
    site.write(inner, "By day.\n");
    site.write("wellpress.yaml", &format!("{SETTINGS}variables: {{helpline: 0800 22, other: A}}\n"));
    let diff = site.run(&["review", "diff", "neck"]).out;
    for lines in
        ["snippet:inner changed\n- At night as well.\n+ By day.\n", "variable:helpline changed\n- 0800 11\n+ 0800 22\n"]
    {
        assert!(diff.contains(lines), "{diff}");
    }
    assert!(!diff.contains("text changed"), "{diff}");
}

/// Regression: whoever was named by more of their path was taken for somebody else, so that authors reviewed their own pages.
#[test]
fn a_person_named_by_a_longer_path_is_the_same() {
    for (author, reviewer) in [("jo", "people/jo"), ("people/jo", "jo")] {
        let names =
            format!("authors: [{author}]\nreviewers: [{{person: {reviewer}, role: medical, date: 2026-02-01}}]");
        let built = site().file("content/articles/neck.md", NECK.replace("authors: [jo]", &names)).build();
        assert_eq!(built.of_rule("review-self").len(), 1, "{author} {reviewer}");
    }
    let site = ReviewedSite::new();
    let file = "content/reviews/neck.yaml";
    assert_eq!(site.sign("people/kim", "medical").status, 0);
    let signed = site.read(file);
    assert!(signed.contains("person: kim\n"), "{signed}");
    site.write(file, &signed.replace("person: kim\n", "person: people/kim\n"));
    let checked = site.run_on("2026-03-01", &["check"]);
    let message = "sign-offs call this person `kim`, not `people/kim`";
    assert!(checked.status == 1 && checked.err.contains(message), "{}", checked.err);
}
