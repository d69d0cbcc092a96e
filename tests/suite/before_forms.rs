//! What stands before another form of a page: the notices of its texts and exercises, its dose, who made it. And what is published of a
//! withdrawn page.

use std::path::Path;

use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files;

use crate::editable_site::EditableSite;
use crate::harness::TestSite;
use crate::other_forms::{
    DRAWING, EASY, EASY_KNEES, FORMS, KNEES, LIFT, PAGE, knees_with, place, site, with_exercise, with_files,
};

pub const WARNED: &str = ":::warning[Do not run]\nRunning hurts more.\n:::\n\n> [!CAUTION]\n> Mind the stairs.\n\n\
    :::care{level=emergency}\nCall for help.\n:::\n\n:::care{level=urgent}\nSee a doctor today.\n:::\n\n:::tip\nWear shoes.\n:::\n";

#[test]
fn what_the_text_of_a_page_warns_of_stands_above_its_other_forms() {
    let lift = LIFT.replacen("cautions", "audio: lift.mp3\ncautions", 1)
        + "\n:::care{level=non-urgent}\nAsk about your leg.\n:::\n";
    let with_lift =
        |site: TestSite| site.file("content/exercises/lift.md", &lift).file("content/exercises/lift.mp3", "ID3 sound");
    let page = format!("{}\n{WARNED}\n::exercise{{#lift}}\n", knees_with("audio: knees.mp3\n"));
    let built = with_lift(with_files(with_exercise(site())))
        .file("content/articles/knees.md", &page)
        .file("content/exercises/lift.easy.md", "---\ntitle: Lift\n---\nLift it.\n")
        .build();
    built.assert_no_errors();
    let easy = built.text(EASY);
    let (row, player) = (place(easy, "easy-row"), place(built.text(PAGE), "<audio"));
    let warnings =
        ["Running hurts more.", "Mind the stairs.", "Call for help.", "See a doctor today.", "Ask about your leg."];
    for warning in warnings {
        assert!(place(easy, warning) < row, "{warning}");
        assert!(place(built.text(PAGE), warning) < player, "{warning}");
        assert_eq!(easy.matches(warning).count(), 1, "{warning}");
    }
    assert!(!easy.contains("Wear shoes."));
    let of_lift = "exercises/lift/easy/index.html";
    assert!(place(built.text(of_lift), "Ask about your leg.") < place(built.text(of_lift), "Lift it."));
    let page_of_lift = built.text("exercises/lift/index.html");
    assert!(place(page_of_lift, "Ask about your leg.") < place(page_of_lift, "<audio"));
    // What the version says itself is not said twice.
    let own = format!("{EASY_KNEES}\n:::care{{level=emergency}}\nPhone now.\n:::\n\n:::caution\nDo not run.\n:::\n");
    let with_easy = |easy: &str| {
        let site = with_files(site()).file("content/articles/knees.md", format!("{KNEES}\n{WARNED}"));
        let built = site.file("content/articles/knees.easy.md", easy).build();
        built.assert_no_errors();
        built
    };
    let built = with_easy(&own);
    let easy = built.text(EASY);
    assert!(easy.contains("Running hurts more.") && easy.contains("Mind the stairs."), "one of two is said: {easy}");
    let built = with_easy(&format!("{own}\n:::warning\nHold the rail.\n:::\n"));
    let easy = built.text(EASY);
    assert!(easy.contains("Phone now.") && easy.contains("Do not run.") && easy.contains("See a doctor today."));
    assert!(!easy.contains("Call for help.") && !easy.contains("Running hurts more."), "{easy}");
}

#[test]
fn an_entry_of_a_feed_with_a_recording_says_first_what_to_know() {
    let page = format!("{}\n{WARNED}\n::exercise{{#lift}}\n", knees_with("audio: knees.mp3\n"));
    let built = with_files(with_exercise(site()))
        .file("content/articles/knees.md", &page)
        .article("plain", "Text.\n:::care{level=urgent}\nAsk.\n:::\n")
        .build();
    built.assert_no_errors();
    let feed = built.text("feed.xml");
    let entry = feed.split("<entry>").find(|entry| entry.contains("enclosure")).unwrap();
    for notice in [
        "Not medically reviewed",
        "No replacement for advice.",
        "Move with care.",
        "Leave it out.",
        "Your groin hurts",
        "Running hurts more.",
        "Call for help.",
    ] {
        assert!(entry.contains(notice), "{notice} in {entry}");
    }
    assert_eq!(feed.matches("<content").count(), 1, "an entry without a recording has its description alone");
    let settings = "feeds: {content: full}\n";
    let full = with_files(with_exercise(site())).settings(settings).file("content/articles/knees.md", &page).build();
    for notice in ["Not medically reviewed", "Move with care.", "Leave it out.", "Your groin hurts", "Call for help."] {
        assert!(full.text("feed.xml").contains(notice), "{notice}");
    }
}

#[test]
fn an_easy_read_version_shows_the_dose_of_its_exercise() {
    let lift = LIFT.replacen("cautions", "dose: {hold: 30 s, reps: 5-10}\ncautions", 1);
    let easy = "---\ntitle: Lift\n---\nHold for {{ dose.hold }}.\n\nDo it {{ dose.reps }} times.\n";
    let site = with_exercise(site())
        .settings("languages: {es: {title: Guía}}\n")
        .file("content/exercises/lift.md", &lift)
        .file("content/exercises/lift.easy.md", easy)
        .file("content/exercises/lift.es.md", lift.replacen("Leg lift", "Pierna", 1))
        .file("content/exercises/lift.easy.es.md", easy.replacen("Hold for", "Aguante", 1));
    let built = site.build();
    built.assert_no_errors();
    let words = |path: &str| built.texts(path, ".easy-words p").join(" ");
    assert_eq!(words("exercises/lift/easy/index.html"), "Hold for 30 seconds. Do it 5 to 10 times.");
    assert!(words("es/exercises/lift/easy/index.html").starts_with("Aguante 30 segundos."));
    let edited = EditableSite::new(&site);
    edited.build(CacheMode::ReadWrite);
    let path = Path::new("/site/content/exercises/lift.md");
    edited.0.write(path, lift.replacen("30 s", "40 s", 1).as_bytes()).unwrap();
    let (_, _, warm) = edited.build(CacheMode::ReadWrite);
    let path = Path::new("/site/output/exercises/lift/easy/index.html");
    let page = String::from_utf8(warm[path].clone()).unwrap();
    assert!(page.contains("Hold for 40 seconds."), "{page}");
}

#[test]
fn an_easy_read_version_says_that_an_exercise_of_its_page_was_withdrawn() {
    let withdrawn = "---\ntitle: Twist\nwithdrawn: {date: 2026-01-05, reason: It harmed.}\n---\n1. Twist.\n";
    let easy = "---\ntitle: Easy\n---\nDo it.\n";
    let built = with_exercise(site())
        .file("content/exercises/twist.md", withdrawn)
        .file("content/exercises/lift.md", format!("{LIFT}\n::exercise{{#twist}}\n"))
        .file("content/exercises/lift.easy.md", easy)
        .file("content/programmes/all.md", "---\ntitle: All\nschedule: [{exercise: twist}]\n---\nText.\n")
        .file("content/programmes/all.easy.md", easy)
        .build();
    built.assert_no_errors();
    for path in ["exercises/lift/easy/index.html", "programmes/all/easy/index.html"] {
        let page = built.text(path);
        assert!(place(page, "It harmed.") < place(page, "<p>Do it."), "{path}");
    }
}

#[test]
fn files_of_a_withdrawn_exercise_are_not_published() {
    let twist = |more: &str| {
        let front = "title: Twist\nvideo: {src: twist.mp4, captions: twist.vtt, poster: twist.svg}\n\
            images: [{src: step.svg, alt: A step., step: 1}]\n";
        format!("---\n{front}{more}---\n1. Twist. [A paper](twist.pdf)\n")
    };
    let files = |more: &str| {
        let built = with_exercise(site())
            .file("content/exercises/twist.md", twist(more))
            .file("content/exercises/twist.mp4", "\0\0\0\u{18}ftypmp42")
            .file("content/exercises/twist.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nTurn.\n")
            .file("content/exercises/twist.pdf", "%PDF")
            .file("content/exercises/twist.svg", DRAWING)
            .file("content/exercises/step.svg", DRAWING.replacen("64", "65", 1))
            .article("shows", "Look:\n\n::video{exercise=twist}\n\n::exercise{#twist}\n")
            .article("own", "![A step.](../exercises/step.svg)\n")
            .build();
        built.assert_no_errors();
        let assets = built.files().keys().filter_map(|path| path.strip_prefix("assets/"));
        let names = assets.filter_map(|path| Some(path.split_once('.')?.0.to_owned()));
        names.filter(|name| ["twist", "step"].contains(&name.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(files("").len(), 5);
    assert_eq!(files("withdrawn: {date: 2026-01-05, reason: It harmed.}\n"), ["step"], "another page shows it");
}

#[test]
fn readers_learn_who_made_and_who_approved_a_form() {
    let people = "---\nname: Ann Sign\ncredentials: [MD]\n---\nText.\n";
    let forms =
        FORMS.replace("large_print: knees.pdf", "large_print: {src: knees.pdf, by: Print shop, date: 2026-01-02}");
    let reviewed = EASY_KNEES.replacen("title", "reviewers: [{person: ann, role: lay, date: 2026-02-03}]\ntitle", 1);
    let built = with_files(site())
        .file("content/people/ann.md", people)
        .file("content/articles/knees.md", knees_with(&forms))
        .file("content/articles/knees.easy.md", reviewed)
        .build();
    built.assert_no_errors();
    let facts = |selector: &str| built.texts(PAGE, selector).join(" ");
    let audio = facts("#form-audio-player .form-facts");
    assert!(
        audio.contains("Read by Jo Reader · January 3, 2026") && audio.contains("Nobody has approved this yet"),
        "{audio}"
    );
    let film = facts("#form-sign-language-player .form-facts");
    assert!(film.contains("Approved by Deaf club (January 4, 2026)"), "{film}");
    let print = facts(".page-forms .form-facts");
    assert_eq!(print, "Made by Print shop · January 2, 2026 · Nobody has approved this yet");
    assert_eq!(built.texts(EASY, ".easy-byline > .form-facts"), ["Approved by Ann Sign (February 3, 2026)"]);
    assert_eq!(site().build().texts(EASY, ".easy-byline > .form-facts"), ["Nobody has approved this yet"]);
    let elsewhere = "audio: https://sound.example/knees\nsign_language: https://film.example/knees\n";
    let built = site().file("content/articles/knees.md", knees_with(elsewhere)).build();
    assert_eq!(built.texts(PAGE, "#form-audio-player a")[0], "Listen to “Listen to this page” on sound.example");
    assert_eq!(
        built.texts(PAGE, "#form-sign-language-player a")[0],
        "Watch “This page in sign language” on film.example"
    );
}

#[test]
fn an_entry_of_a_feed_says_what_its_recording_is_worth() {
    let entry = |form: &str, settings: &str| {
        let page = knees_with(&format!("audio: {{src: knees.mp3{form}}}\n"));
        let built = with_files(site()).settings(settings).file("content/articles/knees.md", page).build();
        built.assert_no_errors();
        built.text("feed.xml").to_owned()
    };
    for settings in ["", "feeds: {content: full}\n"] {
        let unknown = entry("", settings);
        assert!(unknown.contains("Nobody has approved this yet"), "{unknown}");
        assert!(!unknown.contains("has changed since this was recorded"), "{unknown}");
        let behind = entry(", made_from: \"x\", approved: 2026-01-04, approved_by: Ann Roe", settings);
        assert!(behind.contains("The page has changed since this was recorded."), "{behind}");
        assert!(behind.contains("Approved by Ann Roe"), "{behind}");
    }
}

#[test]
fn an_easy_read_version_of_a_programme_has_its_doses() {
    let lift =
        LIFT.replacen("cautions", "dose: {hold: 30 s}\ncautions", 1).replacen("Lift a leg", "Hold {{ dose.hold }}", 1);
    let site = with_exercise(site())
        .file("content/exercises/lift.md", &lift)
        .file(
            "content/programmes/week.md",
            "---\ntitle: Week\nschedule: [{exercise: lift, dose: {hold: 5 s}}]\n---\nText.\n",
        )
        .file("content/programmes/week.easy.md", "---\ntitle: Week\n---\n::exercise{#lift}\n");
    let edited = EditableSite::new(&site);
    edited.build(CacheMode::ReadWrite);
    let page = |built: &std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
        String::from_utf8(built[Path::new("/site/output/programmes/week/easy/index.html")].clone()).unwrap()
    };
    let (_, _, first) = edited.build(CacheMode::ReadWrite);
    assert!(page(&first).contains("Hold 5 seconds") && !page(&first).contains("30 s"), "{}", page(&first));
    let path = Path::new("/site/content/programmes/week.md");
    edited.0.write(path, b"---\ntitle: Week\nschedule: [{exercise: lift, dose: {hold: 9 s}}]\n---\nText.\n").unwrap();
    let (_, _, warm) = edited.build(CacheMode::ReadWrite);
    assert!(page(&warm).contains("Hold 9 seconds"), "{}", page(&warm));
}

#[test]
fn what_a_page_warns_of_stands_before_its_first_video() {
    let film = "::video{src=\"/film.mp4\" title=\"Film\"}\n";
    let page = format!(
        "{KNEES}\n:::care{{level=non-urgent}}\nAsk first.\n:::\n\n{film}\n{film}\n{WARNED}\n::exercise{{#lift}}\n"
    );
    let built = with_exercise(site())
        .file("static/film.mp4", "\0\0\0\u{18}ftypmp42")
        .file("content/disclaimers/film.md", "---\ntitle: Film\nplacement: with-video\n---\nFilms are no advice.\n")
        .file("content/articles/knees.md", page)
        .build();
    built.assert_no_errors();
    let page = built.text(PAGE);
    let player = place(page, "<video");
    for notice in ["Films are no advice.", "Running hurts more.", "Call for help.", "Leave it out.", "Your groin hurts"]
    {
        assert!(place(page, notice) < player, "{notice}");
    }
    assert_eq!(page.matches("Ask first.").count(), 1, "what stands above the video is not repeated");
    assert_eq!(page.matches("Running hurts more.").count(), 2, "it is repeated before the first video alone");
    assert_eq!(page.matches("Films are no advice.").count(), 2);
}
