//! Programmes, handouts, and cautions in every channel that shows the steps of an exercise.

use serde_json::Value;

use crate::harness::{TestBuild, TestSite};

const TOPICS: &str = "--- content/topics/bones.md\n---\ntitle: Bones\ntype: condition\n---\n\
--- content/topics/fracture.md\n---\ntitle: Fracture\ntype: condition\nbroader: bones\n---\n\
--- content/topics/vertigo.md\n---\ntitle: Vertigo\ntype: condition\n---\n";

const BEND: &str = "---
title: Bend
topics: [bones]
dose: {sets: 2, reps: \"10\"}
cautions:
  - {condition: vertigo, advice: \"Sit down for it.\", severity: avoid}
  - {condition: fracture, advice: \"Keep the back straight.\"}
stop_if: [\"It hurts.\"]
---
For the back, as @smith-2020 writes [@smith-2020].

1. BEND-STEP over.[^slow]

What follows.

[^slow]: Count to four.
";

const NOD: &str = "---
title: Nod
dose: {reps: 5}
cautions:
  - {condition: vertigo, advice: \"Sit down for it.\", severity: avoid}
  - {condition: bones, advice: \"Move a little.\"}
---
1. NOD-STEP gently.
";

const PROGRAMME: &str = "---
title: Mornings
description: Two exercises.
published: 2026-01-02
topics: [bones]
schedule:
  - {exercise: bend, dose: {reps: \"3-5\"}, days: [wed, mon]}
  - {exercise: nod}
  - {exercise: bend, dose: {reps: \"8\"}, days: [sun]}
---
Begin slowly, as @smith-2020 writes.

:::warning
Not after a meal.
:::
";

fn site() -> TestSite {
    TestSite::from_text(TOPICS)
        .library("@article{smith-2020, title = {Backs}, author = {Smith, Ann}, date = {2020}}\n")
        .file("content/exercises/bend.md", BEND)
        .file("content/exercises/nod.md", NOD)
        .file("content/programmes/mornings.md", PROGRAMME)
        .file(
            "content/articles/whole.md",
            "---\ntitle: Whole\npublished: 2026-01-01\ntopics: [bones]\n---\n::exercise{#bend}\n\n::exercise{#nod}\n",
        )
        .file(
            "content/articles/part.md",
            "---\ntitle: Part\ntopics: [vertigo]\n---\n::exercise{#bend only=\"steps\" acknowledged=\"for a test\"}\n\n\
             > - ::exercise{#nod only=\"steps\" acknowledged=\"for a test\"}\n",
        )
        .file(
            "content/articles/list.md",
            "---\ntitle: List\n---\n:::playlist\n::exercise{#bend}\n:::\n\n::programme{#mornings}\n",
        )
}

fn build() -> TestBuild {
    let built = site().build();
    built.assert_no_errors();
    built
}

const PAGE: &str = "programmes/mornings/index.html";
const SHEETS: &str = "programmes/mornings/print/index.html";
const SHEET: &str = "exercises/bend/print/index.html";

#[test]
fn a_programme_shows_the_cautions_of_exercises_within_its_own() {
    let outer = "---\ntitle: Outer\n---\n::exercise{#bend}\n\n1. Stand.\n";
    let routine = "---\ntitle: Routine\nschedule: [{exercise: outer}, {exercise: nod}]\n---\n";
    let built = site()
        .file("content/exercises/outer.md", outer)
        .file("content/programmes/routine.md", routine)
        .article("routines", "::programme{#routine}\n")
        .build();
    built.assert_no_errors();
    for page in ["programmes/routine/index.html", "programmes/routine/print/index.html", "articles/routines/index.html"]
    {
        let text = built.text(page);
        let schedule = text.find("class=\"table schedule\"").unwrap();
        assert!(text[..schedule].contains("Keep the back straight."), "{page}");
    }
    let shared = built.texts("articles/routines/index.html", ".caution[data-caution=vertigo] .caution-exercises");
    assert_eq!(shared, ["(Outer, Nod)"]);
}

#[test]
fn steps_stand_behind_all_cautions_in_every_file() {
    let built = build();
    let advice = [
        ("BEND-STEP", ["Sit down for it.", "Keep the back straight."]),
        ("NOD-STEP", ["Sit down for it.", "Move a little."]),
    ];
    let mut channels = Vec::new();
    for (path, bytes) in built.files() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        for (step, cautions) in advice {
            // Each piece but the last ends at a step, and begins behind the step before it.
            let pieces: Vec<&str> = text.split(step).collect();
            for text_above in &pieces[..pieces.len() - 1] {
                channels.push(format!("{path} {step}"));
                for advice in cautions {
                    assert!(text_above.contains(advice), "{path}: `{step}` without `{advice}` before it");
                }
            }
        }
    }
    channels.sort();
    // Once in the structured data and once in the text of a page of an exercise, once wherever else it is shown.
    let expected = [
        "articles/list/index.html BEND-STEP",
        "articles/part/index.html BEND-STEP",
        "articles/part/index.html NOD-STEP",
        "articles/whole/index.html BEND-STEP",
        "articles/whole/index.html NOD-STEP",
        "exercises/bend/index.html BEND-STEP",
        "exercises/bend/index.html BEND-STEP",
        "exercises/bend/print/index.html BEND-STEP",
        "exercises/nod/index.html NOD-STEP",
        "exercises/nod/index.html NOD-STEP",
        "exercises/nod/print/index.html NOD-STEP",
        "programmes/mornings/print/index.html BEND-STEP",
        "programmes/mornings/print/index.html NOD-STEP",
        "sheet/exercises.json BEND-STEP",
        "sheet/exercises.json NOD-STEP",
    ];
    assert_eq!(channels, expected);
}

#[test]
fn cautions_for_the_topic_of_the_page_come_first_and_marked_in_every_channel() {
    let built = build();
    let marked = |path: &str, within: &str| built.texts(path, &format!("{within} [data-applies] .caution-label"));
    let first = |path: &str, within: &str| built.select(path, &format!("{within} [data-caution]"))[0].clone();
    let places = [
        ("articles/whole/index.html", "[data-exercise=bend]", "fracture"),
        ("articles/part/index.html", "[data-exercise=bend]", "vertigo"),
        ("exercises/bend/index.html", ".exercise-text", "fracture"),
        (SHEET, ".sheet", "fracture"),
        (SHEETS, ".handout-exercise[data-exercise=bend]", "fracture"),
        (SHEETS, ".handout-exercise[data-exercise=nod]", "bones"),
    ];
    for (path, within, condition) in places {
        assert_eq!(marked(path, within).len(), 1, "{path} {within}");
        assert!(first(path, within).contains(&format!("data-caution=\"{condition}\"")), "{path} {within}");
    }
    let text = description(&built, "exercises/bend/index.html");
    assert!(text.starts_with("Not medically reviewed. Fracture ("), "{text}");
}

/// The description of the main entity in the structured data of a page.
fn description(built: &TestBuild, path: &str) -> String {
    let json = &built.texts(path, "script[type='application/ld+json']")[0];
    let graph: Value = serde_json::from_str(json).unwrap();
    graph["@graph"][0]["mainEntity"]["description"].as_str().unwrap().to_owned()
}

#[test]
fn a_programme_shows_the_union_of_cautions_before_its_schedule() {
    let built = build();
    let cautions = built.texts(PAGE, ".exercise-text [data-caution]");
    assert_eq!(cautions.len(), 3, "{cautions:#?}");
    assert!(cautions[2].contains("Sit down for it.") && cautions[2].contains("(Bend, Nod)"), "{cautions:#?}");
    assert_eq!(built.select(PAGE, "[data-caution][data-applies]").len(), 2);
    let html = built.text(PAGE);
    let (text, caution) = (html.find("Begin slowly").unwrap(), html.find("data-caution").unwrap());
    assert!(caution < text && text < html.find("<table>").unwrap());
    let rows = built.texts(PAGE, "tbody tr");
    let words: Vec<String> = rows.iter().map(|row| row.split_whitespace().collect()).collect();
    let expected = ["Bend2sets3–5timesMonday,Wednesday", "Nod5timesAnyday", "Bend2sets8timesSunday"];
    assert_eq!(words, expected);
}

#[test]
fn a_schedule_says_doses_in_the_words_of_its_language_with_a_picture_of_each_exercise() {
    let nod =
        NOD.replace("{reps: 5}", "{sets: 1, reps: 10-20, hold: 5-10 s, rest: 1 min, frequency: daily, sides: both}");
    let built = site()
        .settings("languages: {de: {title: Ratgeber}}\n")
        .file("content/exercises/nod.md", nod.replace("dose:", "images: [{src: nod.svg, alt: Somebody nods}]\ndose:"))
        .file(
            "content/exercises/nod.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0h1\"/></svg>",
        )
        .file(
            "content/programmes/mornings.de.md",
            PROGRAMME.replace("Mornings", "Morgens").replace("{reps: \"8\"}", "{reps: \"1\"}"),
        )
        .build();
    built.assert_no_errors();
    let doses =
        |page: &str, row: &str| built.texts(page, &format!("{row} [data-dose]")).join(" | ").replace('\u{a0}', " ");
    let expected = "1 set | 10–20 times | hold for 5–10 s | rest for 1 min | daily | sides: both";
    assert_eq!(doses(PAGE, "tr[data-exercise=nod]"), expected);
    let german = doses("de/programmes/mornings/index.html", "tbody tr:last-child");
    assert_eq!(german, "2 Sätze | 1 Mal");
    let picture = "tr[data-exercise=nod] th .schedule-picture img[alt='']";
    assert_eq!(built.select(PAGE, picture).len(), 1, "the link beside it names the exercise");
    assert_eq!(built.select("articles/list/index.html", picture).len(), 1);
    assert_eq!(built.select(PAGE, ".schedule-picture").len(), 1, "the other exercise has no picture");
    assert!(built.select(SHEETS, ".schedule-picture").is_empty(), "the exercises follow with their pictures");
}

#[test]
fn a_programme_can_be_embedded_and_its_exercises_link_to_it() {
    let built = build();
    let embedded = &built.select("articles/list/index.html", "section[data-programme=mornings]")[0];
    assert!(embedded.find("data-caution").unwrap() < embedded.find("<table>").unwrap());
    assert!(embedded.contains("href=\"/programmes/mornings/\""));
    assert!(!built.select("exercises/bend/index.html", ".ways-on a[href='/programmes/mornings/']").is_empty());
    assert!(!built.select("programmes/index.html", "a[href='/programmes/mornings/']").is_empty());
    assert!(!built.select("topics/bones/index.html", "a[href='/programmes/mornings/']").is_empty());
    assert!(built.text("sitemap.xml").contains("/programmes/mornings/</loc>"));
    let text = description(&built, PAGE);
    assert!(text.contains("Keep the back straight.") && text.ends_with("Two exercises."), "{text}");
    let json = &built.texts(PAGE, "script[type='application/ld+json']")[0];
    let graph: Value = serde_json::from_str(json).unwrap();
    let parts = &graph["@graph"][0]["mainEntity"]["hasPart"];
    assert_eq!(parts[0]["@id"], "https://test.example/exercises/bend/#exercise");
    assert_eq!(parts[1]["name"], "Nod");
}

#[test]
fn a_handout_is_for_paper_and_not_for_search_engines() {
    let built = build();
    for (sheet, page) in [(SHEET, "/exercises/bend/"), (SHEETS, "/programmes/mornings/")] {
        assert_eq!(built.select(sheet, "meta[name=robots][content='noindex, follow']").len(), 1);
        assert!(built.select(sheet, "link[rel=canonical]")[0].contains(&format!("https://test.example{page}\"")));
        assert!(!built.text("sitemap.xml").contains(&format!("{page}print/")));
        assert_eq!(built.select(sheet, "svg[role=img]").len(), 1);
        // Browsers ask for `/favicon.ico` otherwise.
        assert_eq!(built.select(sheet, "link[rel=icon]"), built.select("index.html", "link[rel=icon]"));
        assert!(!built.select(sheet, "link[rel=icon]").is_empty());
        assert!(built.texts(sheet, ".sheet-address")[0].contains(page));
        assert!(built.select(sheet, "[role=doc-biblioref]").is_empty(), "marks lead nowhere on paper");
        assert!(
            built.text(sheet).contains("Smith (2020) writes"),
            "a mark that is part of its sentence keeps its words"
        );
        assert!(built.text(sheet).contains("Count to four."), "a footnote is a part of the step");
        assert!(!built.select(&format!("{}index.html", &page[1..]), &format!("a[href='{page}print/']")).is_empty());
        assert!(built.text(sheet).contains("Not medically reviewed"));
    }
    let doses = built.texts(SHEETS, "[data-exercise=bend] [data-dose=reps] dd");
    assert_eq!(doses, ["3–5", "8"], "each session's dose stands with the exercise");
}

/// Regression: a warning above the schedule was missing on the handout.
#[test]
fn the_handout_of_a_programme_has_its_text_before_the_schedule() {
    let built = build();
    assert_eq!(built.texts(SHEETS, ".programme-text > p"), ["Begin slowly, as Smith (2020) writes."]);
    assert_eq!(built.texts(SHEETS, ".programme-text > [data-callout=warning] p")[1], "Not after a meal.");
    let sheet = built.text(SHEETS);
    assert!(sheet.find("Not after a meal.") < sheet.find("<table"), "{sheet}");
}

/// Reads the modules back from the SVG path and compares them with a QR code made by the encoder itself.
#[test]
fn the_qr_code_of_a_handout_encodes_its_address() {
    let built = build();
    let path = &built.select(SHEET, "svg path:last-child")[0];
    let path_data = path.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut dark_modules = std::collections::BTreeSet::new();
    // A row is `M4 6.5h7m1 0h3`: it begins at the quiet zone, draws runs of dark modules, and moves over light ones.
    for (y, row) in (0..).zip(path_data.split('M').skip(1)) {
        let (start, runs) = row.split_at(row.find(['h', 'm']).unwrap());
        assert_eq!(start, format!("4 {}.5", y + 4));
        let mut x = 0;
        for run in runs.replace(" 0", "").replace('h', " h").replace('m', " m").split_whitespace() {
            let length: i32 = run[1..].parse().unwrap();
            dark_modules.extend((x..x + length).filter(|_| run.starts_with('h')).map(|x| (x, y)));
            x += length;
        }
    }
    let segments = qrcodegen::QrSegment::make_segments("https://test.example/exercises/bend/");
    let code = qrcodegen::QrCode::encode_segments_advanced(
        &segments,
        qrcodegen::QrCodeEcc::Medium,
        qrcodegen::Version::new(1),
        qrcodegen::Version::new(20),
        Some(qrcodegen::Mask::new(2)),
        true,
    )
    .unwrap();
    let expected = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    assert_eq!(dark_modules, expected.filter(|(x, y)| code.get_module(*x, *y)).collect());
}

#[test]
fn a_withdrawn_exercise_keeps_its_place_in_a_schedule_without_its_steps() {
    let withdrawn = BEND.replace("topics: [bones]", "withdrawn: {date: 2026-02-03, reason: \"Not safe.\"}");
    let built = site().file("content/exercises/bend.md", &withdrawn).build();
    built.assert_no_errors();
    assert_eq!(built.texts(SHEET, "main [data-withdrawn] p")[1], "Not safe.");
    assert!(!built.text(SHEETS).contains("BEND-STEP") && built.text(SHEETS).contains("Not safe."));
    assert!(built.texts(PAGE, "tbody tr")[0].contains("Withdrawn."));
    let withdrawn_programme =
        PROGRAMME.replace("topics: [bones]", "withdrawn: {date: 2026-02-03, reason: \"Too much.\"}");
    let built = site().file("content/programmes/mornings.md", withdrawn_programme).build();
    built.assert_no_errors();
    assert_eq!(built.texts(SHEETS, "main [data-withdrawn] p")[1], "Too much.");
    assert!(!built.files().contains_key("programmes/index.html"));
    assert!(built.text("articles/list/index.html").contains("Too much."));
}

#[test]
fn mistakes_in_a_schedule_are_reported() {
    let findings = |schedule: &str| {
        let text = format!("---\ntitle: P\nschedule: {schedule}\n---\nText.\n");
        let built = site().file("content/programmes/p.md", text).build();
        built.formatted_findings().join("\n")
    };
    assert!(findings("[]").contains("this programme has no exercises"));
    assert!(findings("[{exercise: bnd}]").contains("there is no exercise with the id `bnd`"));
    assert!(findings("[{exercise: bend, dose: {reps: often}}]").contains("`often` is not a number or a range"));
    assert!(findings("[{exercise: bend, days: [monday]}]").contains("`monday` is not a value of this key"));
    // A schedule with a mistake is not reported as empty in addition.
    for faulty in ["[{exercise: bnd}]", "[{exercise: bend, days: [monday]}]", "[{days: [mon]}]", "bend"] {
        let findings = findings(faulty);
        assert!(!findings.is_empty() && !findings.contains("has no exercises"), "{findings}");
    }
}

#[test]
fn no_page_takes_the_address_of_a_handout() {
    let built = site().file("content/exercises/bend/print.md", NOD).build();
    assert_eq!(built.of_rule("url-duplicate").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn a_handout_shows_narrative_citations_as_names_and_drops_others() {
    for (settings, expected) in [
        ("", "For the back, as Smith (2020) writes."),
        ("citations: {marks: number}\n", "For the back, as Smith writes."),
    ] {
        let built = site().settings(settings).build();
        let paragraphs = built.texts(SHEET, "p");
        assert!(paragraphs.iter().any(|text| text == expected), "{settings:?}: {paragraphs:#?}");
    }
}

#[test]
fn cautions_of_one_condition_with_different_advice_are_all_shown() {
    let other = NOD.replace("Sit down for it.", "Hold on to a chair.");
    let built = site().file("content/exercises/nod.md", other).build();
    let cautions = built.texts(PAGE, ".cautions")[0].clone();
    for advice in ["Sit down for it.", "Hold on to a chair.", "Keep the back straight.", "Move a little."] {
        assert_eq!(cautions.matches(advice).count(), 1, "{advice} in {cautions}");
    }
}
