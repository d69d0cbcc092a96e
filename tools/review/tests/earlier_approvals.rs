//! Approvals that an earlier version of the program signed: they are valid as long as nobody changes the words, whatever changes in
//! the program. The site uses each field of front matter that reviewers approve.

use wellpress_harness::test_site::TestSite;
use wellpress_review::SSH_SIGNATURES;

const APPROVED: &str = include_str!("fixtures/approved.site");

/// A text of the site, what replaces it, and the pages whose approvals no longer hold then.
const CHANGES: &[(&str, &str, &[&str])] = &[
    ("title: Neck pain\n", "title: Neck aches\n", &["neck"]),
    ("description: What helps, and what does not.", "description: What helps.", &["neck"]),
    ("seo_title: Neck pain at home", "seo_title: Neck pain", &["neck"]),
    ("short_title: Neck\n", "short_title: Necks\n", &["neck"]),
    ("caption: \"The neck, from the side\"", "caption: The neck", &["neck"]),
    ("now: three weeks", "now: four weeks", &["neck"]),
    ("title: Reviews, sources", "title: Trials, sources", &["neck"]),
    ("note: Small trial.", "note: Large trial.", &["neck"]),
    ("call_to_action: join", "call_to_action: none", &["neck"]),
    ("Most pain goes.", "All pain goes.", &["neck"]),
    ("audience: patient", "audience: clinician", &["neck"]),
    ("funding: A grant of the town.", "funding: A grant.", &["neck"]),
    ("conflicts: None.", "conflicts: Some.", &["neck"]),
    ("role: Paid for the pictures.", "role: Paid.", &["neck"]),
    ("tool: Some tool", "tool: Another tool", &["neck"]),
    ("opening: Mon to Fri", "opening: Mon", &["neck"]),
    ("label: Opening hours", "label: Hours", &["neck"]),
    ("helpline: \"555 01\"", "helpline: \"555 02\"", &["neck"]),
    ("Stay calm.", "Stay still.", &["neck"]),
    ("How you stand.", "How you sit.", &["neck"]),
    ("Ask first.", "Ask later.", &["neck", "neck"]),
    ("title = {On necks}", "title = {On backs}", &["neck", "neck"]),
    ("Texto [", "Palabras [", &["neck"]),
    ("position: lying", "position: sitting", &["cobra", "neck", "week"]),
    ("level: beginner", "level: advanced", &["cobra", "neck", "week"]),
    ("kind: strength", "kind: balance", &["cobra", "neck", "week"]),
    ("equipment: [mat]", "equipment: [chair]", &["cobra", "neck", "week"]),
    ("regions: [neck]", "regions: [back]", &["cobra", "neck", "week"]),
    ("muscles: [extensors]", "muscles: [flexors]", &["cobra", "neck", "week"]),
    ("dose: {hold: 30 s", "dose: {hold: 40 s", &["cobra", "neck", "week"]),
    ("advice: Go slowly.", "advice: Go on.", &["cobra", "neck", "week"]),
    ("stop_if: [Your arm goes numb.]", "stop_if: [Your hand goes numb.]", &["cobra", "neck", "week"]),
    ("easier: plank", "easier: []", &["cobra", "neck", "week"]),
    ("alt: A person lifts the chest", "alt: A person", &["cobra", "neck", "week"]),
    ("title: Film", "title: A film", &["cobra", "neck", "week"]),
    ("harder: cobra", "harder: []", &["plank", "week"]),
    ("next: cobra", "next: []", &["plank", "week"]),
    ("acknowledged: \"With a therapist only\"", "acknowledged: With care", &["week"]),
    ("dose: {sets: 1}", "dose: {sets: 3}", &["week"]),
];

fn approved(text: &str) -> TestSite {
    TestSite::from_text(text).verifying_signatures(&SSH_SIGNATURES).on("2026-03-01")
}

#[test]
fn approvals_of_an_earlier_version_are_valid() {
    let built = approved(APPROVED).build();
    built.assert_no_errors();
    let about_approvals =
        ["review-content-changed", "review-signature", "review-missing-unsigned", "translation-stale"];
    for rule in about_approvals {
        assert!(built.of_rule(rule).is_empty(), "{rule}: {:?}", built.formatted_findings());
    }
    for page in ["articles/neck", "es/articles/neck", "exercises/cobra", "exercises/plank", "programmes/week"] {
        assert_eq!(built.select(&format!("{page}/index.html"), "[data-signed]").len(), 1, "{page}");
    }
}

#[test]
fn a_change_of_each_approved_field_is_found() {
    // The words that were signed stand in the records of reviews as well, and stay there.
    let (before, reviews) = APPROVED.split_at(APPROVED.find("--- content/reviews/").unwrap());
    let (reviews, behind) = reviews.split_at(reviews.find("--- content/snippets/").unwrap());
    let mut wrong = Vec::new();
    for (from, to, pages) in CHANGES {
        let edited = format!("{}{reviews}{}", before.replace(from, to), behind.replace(from, to));
        assert_ne!(edited, APPROVED, "{from} is not in the site");
        let built = approved(&edited).build();
        let changed = built.of_rule("review-content-changed");
        let mut changed: Vec<&str> = changed.iter().map(|finding| page_of(&finding.location.file)).collect();
        changed.sort_unstable();
        if changed != *pages {
            wrong.push(format!("{from}: {changed:?}, not {pages:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The name of the page in the path of a file, which is that of the folder for `index.md`.
fn page_of(file: &str) -> &str {
    let mut names = file.rsplit('/').map(|name| name.split('.').next().unwrap_or(name));
    names.find(|name| *name != "index").unwrap_or(file)
}
