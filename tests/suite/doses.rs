//! The dose of an exercise in its text, `{{ dose.hold }}`: on its page, in a programme and in a translation.

use wellpress_diagnostics::Diagnostic;

use crate::harness::{TestBuild, TestSite};

const SETTINGS: &str = "languages: {de: {title: Test}}\n";

fn site(exercise: &str) -> TestSite {
    TestSite::new().settings(SETTINGS).file("content/exercises/press.md", exercise)
}

fn exercise(dose: &str, step: &str) -> String {
    format!("---\ntitle: Press\ndose: {dose}\n---\n\n1. {step}\n")
}

/// The first step of a page.
#[track_caller]
fn step(built: &TestBuild, page: &str) -> String {
    built.texts(page, ".steps li")[0].clone()
}

fn find<'b>(built: &'b TestBuild, rule: &str) -> Option<&'b Diagnostic> {
    built.findings().iter().find(|finding| finding.rule.id == rule).map(|finding| &**finding)
}

const PAGE: &str = "exercises/press/index.html";

#[test]
fn steps_say_the_dose_in_words() {
    for (dose, written, shown) in [
        ("{hold: 30 s}", "Hold for {{ dose.hold }}.", "Hold for 30 seconds."),
        ("{hold: 30}", "Hold for {{dose.hold}}.", "Hold for 30 seconds."),
        (
            "{hold: 1 s, rest: 1-2 min}",
            "Hold {{ dose.hold }}, rest {{ dose.rest }}.",
            "Hold 1 second, rest 1 to 2 minutes.",
        ),
        ("{reps: \"8-10\"}", "Repeat {{ dose.reps }} times.", "Repeat 8 to 10 times."),
        ("{rounds: 5}", "Take **{{ dose.rounds }}** breaths.", "Take 5 breaths."),
        ("{frequency: twice a day}", "Do it {{ dose.frequency }}.", "Do it twice a day."),
        ("{hold: 30 s}", "See `{{ dose.hold }}` and \\{{ dose.hold }}.", "See {{ dose.hold }} and {{ dose.hold }}."),
        ("{hold: 30 s}", "A \"{{ dose.hold }}\" -- it's *so*.", "A “30 seconds” – it’s so."),
    ] {
        let built = site(&exercise(dose, written)).build();
        assert_eq!(step(&built, PAGE), shown, "{written}");
    }
}

#[test]
fn the_sheet_of_a_programme_says_the_dose_of_its_schedule() {
    let schedule = |lines: &str| format!("---\ntitle: Morning\nschedule: [{lines}]\n---\n");
    let exercise = exercise("{hold: 30 s, reps: 5}", "Hold for {{ dose.hold }}, {{ dose.reps }} times.");
    for (lines, shown) in [
        ("{exercise: press}", "Hold for 30 seconds, 5 times."),
        ("{exercise: press, dose: {hold: 10 s}}", "Hold for 10 seconds, 5 times."),
        (
            "{exercise: press, dose: {hold: 10 s}}, {exercise: press, dose: {hold: 1 min}}",
            "Hold for 10 seconds / 1 minute, 5 times.",
        ),
        (
            "{exercise: press, days: [mon, wed], dose: {hold: 10 s}}, {exercise: press, days: [sat], dose: {hold: 1 min}}",
            "Hold for 10 seconds (Monday, Wednesday) / 1 minute (Saturday), 5 times.",
        ),
        (
            "{exercise: press, days: [mon], dose: {hold: 10 s}}, {exercise: press, dose: {hold: 1 min}}, {exercise: press, days: [fri], dose: {hold: 10 s}}",
            "Hold for 10 seconds (Monday, Friday) / 1 minute (Any day), 5 times.",
        ),
    ] {
        let built = site(&exercise).file("content/programmes/morning.md", schedule(lines)).build();
        assert_eq!(step(&built, "programmes/morning/print/index.html"), shown, "{lines}");
        assert_eq!(step(&built, PAGE), "Hold for 30 seconds, 5 times.");
        let drift = built.findings().iter().filter(|finding| finding.rule.id == "dose-drift").count();
        assert_eq!(drift, 0, "{lines}");
    }
}

#[test]
fn each_of_several_doses_on_a_sheet_has_its_days() {
    let schedule = "---\ntitle: Morning\nschedule: [{exercise: press, days: [mon], dose: {hold: 10 s}}, \
        {exercise: press, days: [sat], dose: {hold: 1 min}}]\n---\n";
    let exercise = exercise("{hold: 30 s}", "Hold for {{ dose.hold }}.");
    let built = site(&exercise).file("content/programmes/morning.md", schedule).build();
    let days = built.texts("programmes/morning/print/index.html", ".dose [data-dose=days] dd");
    assert_eq!(days, ["Monday", "Saturday"]);
    assert!(built.texts(PAGE, "[data-dose=days]").is_empty());
}

#[test]
fn a_translation_says_its_own_dose_in_its_own_words() {
    let german = exercise("{hold: 3-10 s}", "Halte {{ dose.hold }}.");
    let built =
        site(&exercise("{hold: 1.5 min}", "Hold for {{ dose.hold }}.")).file("content/exercises/press.de.md", &german);
    let built = built.build();
    assert_eq!(step(&built, PAGE), "Hold for 1.5 minutes.");
    assert_eq!(step(&built, "de/exercises/press/index.html"), "Halte 3 bis 10 Sekunden.");
}

#[test]
fn a_field_that_the_dose_does_not_have_is_an_error_that_names_what_to_do() {
    for (written, help) in [
        ("{{ dose.holds }}", "did you mean `hold`?"),
        ("{{ dose.rest }}", "write `rest` under `dose`"),
        ("{{ dose.zzzzz }}", "it can have `sets`, `reps`"),
    ] {
        let checked = site(&exercise("{hold: 30 s}", written)).build();
        let finding = find(&checked, "variable-unknown").unwrap_or_else(|| panic!("no finding for {written}"));
        assert!(finding.help.as_deref().unwrap_or_default().contains(help), "{finding:?}");
        assert_eq!((finding.location.line, finding.location.column), (6, 4));
    }
}

#[test]
fn the_finding_about_another_dose_has_the_words_to_write() {
    for (written, fix) in [
        ("Hold for 10 seconds.", "{{ dose.hold }}"),
        ("Do it ten times.", "{{ dose.reps }} times"),
        ("Do it 10x.", "{{ dose.reps }}x"),
    ] {
        let checked = site(&exercise("{hold: 30 s, reps: 5}", written)).build();
        let finding = find(&checked, "dose-drift").unwrap_or_else(|| panic!("no finding for {written}"));
        assert_eq!(finding.fix.as_deref(), Some(fix), "{written}");
    }
}

#[test]
fn a_place_that_is_the_same_in_every_programme_cannot_show_the_dose() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9\"/></svg>";
    for text in [
        "![Hold for {{ dose.hold }}](p.svg)",
        "[Here](https://e.example/{{ dose.hold }})",
        "::figure[A]{src=p.svg alt=\"Hold {{ dose.hold }}\"}",
    ] {
        let text = format!("---\ntitle: Press\ndose: {{hold: 30 s}}\n---\n\n{text}\n\n1. Press.\n");
        let built = TestSite::new()
            .file("content/exercises/press/index.md", text.clone())
            .file("content/exercises/press/p.svg", svg)
            .build();
        let finding = find(&built, "variable-unknown").unwrap_or_else(|| panic!("no finding in {text}"));
        assert!(finding.message.contains("`{{ dose.hold }}` cannot stand in"), "{}", finding.message);
    }
}

#[test]
fn a_field_cannot_show_the_dose() {
    let front = "title: Press\ndose: {hold: 30 s}\nstop_if: [\"It hurts after {{ dose.hold }}.\"]\n";
    let built = site(&format!("---\n{front}---\n\n1. Press.\n")).build();
    let finding = find(&built, "variable-unknown").expect("a finding");
    assert_eq!(finding.message, "a field of the front matter cannot show the `dose` of its page");
    assert_eq!(finding.location.line, 4);
}

#[test]
fn braces_behind_a_backslash_are_text_in_every_place() {
    let exercise = exercise("{hold: 30 s}", "Write \\{{ dose.hold }}.");
    let programme = "---\ntitle: Morning\nschedule: [{exercise: press, dose: {hold: 10 s}}]\n---\n";
    let built = site(&exercise).file("content/programmes/morning.md", programme).build();
    for page in [PAGE, "programmes/morning/print/index.html"] {
        assert_eq!(step(&built, page), "Write {{ dose.hold }}.", "{page}");
    }
}
