//! The page on which readers make a sheet of exercises: when a site has it, where, and what its script gets.

use serde_json::Value;

use crate::harness::{TestBuild, TestSite};

const CAUTIOUS: &str = "---\ntitle: Press\nposition: lying\nregions: [back]\n\
    dose: {hold: 5 s, reps: 5-10, limits: {hold: 3-6 s}}\n\
    cautions: [{condition: osteoporosis, advice: \"Stay straight.\", severity: avoid}]\n\
    stop_if: [\"It hurts.\"]\ndisclaimers: [general]\n---\n\nIt trains the back.\n\n## How to do it\n\n\
    1. Hold for {{ dose.hold }}, {{ dose.reps }} times.\n";

const PLAIN: &str = "---\ntitle: Lift\n---\n\n1. Lift an arm.\n";

fn site() -> TestSite {
    TestSite::new()
        .file("content/topics/osteoporosis.md", "---\ntitle: Osteoporosis\ntype: condition\n---\n")
        .file("content/disclaimers/general.md", "---\ntitle: General\n---\nAsk a clinician.\n")
        .file("content/exercises/press.md", CAUTIOUS)
}

fn data(built: &TestBuild, path: &str) -> Value {
    serde_json::from_str(built.text(path)).unwrap()
}

fn exercise<'d>(data: &'d Value, id: &str) -> &'d Value {
    let exercises = data["exercises"].as_array().unwrap();
    exercises.iter().find(|exercise| exercise["id"] == id).unwrap()
}

fn sheet_paths(built: &TestBuild) -> Vec<&str> {
    let paths = built.files().keys().map(String::as_str);
    paths.filter(|path| path.ends_with("/exercises.json")).collect()
}

/// The notes about another address than the usual one.
fn moves(built: &TestBuild) -> Vec<String> {
    built.of_rule("url-duplicate").into_iter().map(|finding| format!("{}", finding.location.file)).collect()
}

#[test]
fn a_site_with_exercises_has_the_page_and_links_to_it() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(built.texts("sheet/index.html", "h1"), ["A sheet for one person"]);
    assert!(built.text("sheet/index.html").contains("<meta name=\"robots\" content=\"noindex"));
    assert!(!built.text("sitemap.xml").contains("/sheet/"));
    let links = |page: &str| built.select(page, "a[href*='/sheet/']").join("");
    assert!(links("exercises/index.html").contains("href=\"/sheet/\""));
    assert!(links("exercises/press/index.html").contains("href=\"/sheet/#e=press\""));
    assert_eq!(moves(&built), Vec::<String>::new());
}

#[test]
fn without_exercises_or_if_the_settings_say_so_there_is_none() {
    let article = TestSite::new().file("content/articles/rest.md", "---\ntitle: Rest\n---\nText.\n").build();
    let off = site().settings("handouts: {sheet: false}\n").build();
    let withdrawn = "---\ntitle: Press\nwithdrawn: {date: 2024-01-01, reason: \"It harmed.\"}\n---\n\n1. Press.\n";
    let gone = TestSite::new().file("content/exercises/press.md", withdrawn).build();
    for built in [article, off, gone] {
        assert_eq!(sheet_paths(&built), Vec::<&str>::new());
        assert!(!built.files().contains_key("sheet/index.html"));
        assert!(built.files().values().all(|file| !String::from_utf8_lossy(file).contains("/sheet/#e")));
    }
}

#[test]
fn the_script_gets_all_notices_and_a_place_for_each_dose() {
    let built = site().build();
    let data = data(&built, "sheet/exercises.json");
    let press = exercise(&data, "press");
    let text = press.to_string();
    for words in ["Stay straight.", "do not do this exercise", "It hurts.", "Not medically reviewed"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(press["cautions"][0]["condition"], "osteoporosis");
    assert_eq!(data["conditions"][0]["title"], "Osteoporosis");
    let disclaimer = press["disclaimers"][0].as_u64().unwrap() as usize;
    assert!(data["disclaimers"][disclaimer].as_str().unwrap().contains("Ask a clinician."));
    let steps = press["steps"].as_str().unwrap();
    assert!(
        steps.contains("Hold for <span data-dose-value=\"hold\">5 seconds</span>, <span data-dose-value=\"reps\">5 to 10</span> times."),
        "{steps}"
    );
    let fields = press["dose"].as_array().unwrap();
    let options: Vec<usize> = fields.iter().map(|field| field["options"].as_array().unwrap().len()).collect();
    assert_eq!((fields[0]["name"].as_str(), fields[1]["name"].as_str()), (Some("reps"), Some("hold")));
    assert_eq!(options, [1, 4], "only what has limits can be chosen");
    assert_eq!(fields[1]["options"][3]["words"], "6 seconds");
    // Its own page and its handout keep plain words.
    for page in ["exercises/press/index.html", "exercises/press/print/index.html"] {
        assert_eq!(built.texts(page, ".steps li"), ["Hold for 5 seconds, 5 to 10 times."]);
        assert!(!built.text(page).contains("data-dose-value"));
    }
}

#[test]
fn an_exercise_has_the_cautions_of_those_that_its_text_embeds() {
    let around = "---\ntitle: Around\n---\n\nFirst this:\n\n::exercise{#press}\n\n## How to do it\n\n1. Turn around.\n";
    let built = site().file("content/exercises/around.md", around).build();
    let data = data(&built, "sheet/exercises.json");
    assert!(exercise(&data, "around")["cautions"][0]["html"].as_str().unwrap().contains("Stay straight."));
}

#[test]
fn a_withdrawn_exercise_cannot_be_chosen() {
    let withdrawn = "---\ntitle: Twist\nwithdrawn: {date: 2024-01-01, reason: \"It harmed.\"}\n---\n\n1. Twist hard.\n";
    let built = site().file("content/exercises/twist.md", withdrawn).build();
    let data = data(&built, "sheet/exercises.json");
    assert_eq!(data["exercises"].as_array().unwrap().len(), 1);
    assert_eq!(data["withdrawn"]["twist"], "Twist");
    assert!(!built.text("sheet/exercises.json").contains("Twist hard"));
    assert!(!built.text("exercises/twist/index.html").contains("/sheet/#e"));
    assert!(!built.select("sheet/index.html", ".names-list a").join("").contains("twist"));
}

#[test]
fn a_withdrawn_exercise_is_named_in_every_language() {
    let twist = "---\ntitle: Twist\nwithdrawn: {date: 2024-01-01, reason: \"It harmed.\"}\n---\n\n1. Twist.\n";
    let built = site()
        .settings("languages: {es: {title: Hojas}, ar: {title: أوراق}}\n")
        .file("content/exercises/twist.md", twist)
        .file("content/exercises/turn.md", twist.replace("Twist", "Turn"))
        .file("content/exercises/turn.es.md", "---\ntitle: Giro\n---\n\n1. Gire.\n")
        .file("content/exercises/press.es.md", CAUTIOUS.replace("title: Press", "title: Empuje"))
        .file("content/exercises/press.ar.md", CAUTIOUS.replace("title: Press", "title: ضغط"))
        .build();
    built.assert_no_errors();
    let spanish = data(&built, "es/sheet/exercises.json");
    assert_eq!(spanish["withdrawn"], serde_json::json!({"twist": "Twist", "turn": "Giro"}));
    let arabic = data(&built, "ar/sheet/exercises.json");
    assert_eq!(arabic["withdrawn"], serde_json::json!({"twist": "Twist", "turn": "Turn"}));
    assert_eq!((spanish["separator"].as_str(), arabic["separator"].as_str()), (Some(", "), Some("، ")));
    let shown = |data: &Value| exercise(data, "press")["dose"][1]["options"][2]["shown"].as_str().unwrap().to_owned();
    assert_eq!((shown(&spanish), shown(&arabic)), ("5 s".to_owned(), "5 ثوانٍ".to_owned()));
    let own_page = built.texts("ar/exercises/press/index.html", ".dose [data-dose=hold] dd");
    assert_eq!(own_page, ["5 ثوانٍ"]);
}

#[test]
fn two_exercises_of_one_name_have_different_ids() {
    let built = site()
        .file("content/exercises/arm/lift.md", "---\ntitle: Arm lift\n---\n\n1. Lift an arm.\n")
        .file("content/exercises/leg/lift.md", "---\ntitle: Leg lift\n---\n\n1. Lift a leg.\n")
        .build();
    let data = data(&built, "sheet/exercises.json");
    assert_eq!(exercise(&data, "arm/lift")["title"], "Arm lift");
    assert_eq!(exercise(&data, "leg/lift")["title"], "Leg lift");
    assert!(built.text("exercises/leg/lift/index.html").contains("/sheet/#e=leg%2Flift"));
}

#[test]
fn each_language_with_exercises_has_its_own() {
    let german = CAUTIOUS.replace("Press", "Drücken").replace("Hold for {{ dose.hold }}", "Halte {{ dose.hold }}");
    let settings = "languages: {de: {title: Test}, fr: {title: Test}, ar: {title: Test}}\n";
    let built = site()
        .settings(settings)
        .file("content/exercises/press.de.md", german)
        .file(
            "content/exercises/lift.ar.md",
            "---\ntitle: رفع\ndose: {hold: 2 s, limits: {hold: 1-3 s}}\n---\n\n1. {{ dose.hold }}.\n",
        )
        .build();
    assert_eq!(sheet_paths(&built), ["ar/sheet/exercises.json", "de/sheet/exercises.json", "sheet/exercises.json"]);
    let german = data(&built, "de/sheet/exercises.json");
    assert_eq!(exercise(&german, "press")["dose"][1]["options"][0]["words"], "3 Sekunden");
    let arabic = data(&built, "ar/sheet/exercises.json");
    assert_eq!(exercise(&arabic, "lift")["dose"][0]["options"][0]["words"], "ثانية واحدة");
    assert!(built.text("ar/sheet/index.html").contains("dir=\"rtl\""));
    assert!(built.select("sheet/index.html", ".languages a").join("").contains("/de/sheet/"));
}

#[test]
fn readers_without_script_get_the_handouts() {
    let programme = "---\ntitle: Morning\nschedule: [{exercise: press, dose: {hold: 4 s}}, {exercise: lift}]\n---\n";
    let built =
        site().file("content/exercises/lift.md", PLAIN).file("content/programmes/morning.md", programme).build();
    let links = built.select("sheet/index.html", ".sheet-ready a").join("");
    for page in ["exercises/lift", "exercises/press", "programmes/morning"] {
        assert!(links.contains(&format!("/{page}/print/")), "{links}");
        assert!(built.files().contains_key(&format!("{page}/print/index.html")));
    }
    let link = built.select("programmes/morning/index.html", "a[href*='/sheet/']").join("");
    assert!(link.contains("/sheet/#e=press,,hold:4&amp;e=lift,"), "{link}");
    let sizes = built.select("programmes/morning/print/index.html", "[data-type-size] option");
    assert_eq!(sizes.len(), 4);
    assert!(built.select("exercises/press/print/index.html", "[data-type-size]").is_empty());
}

#[test]
fn whatever_the_author_has_at_the_address_stays() {
    let page = site().file("content/pages/sheet.md", "---\ntitle: My sheet\n---\nMine.\n").build();
    page.assert_no_errors();
    assert_eq!(page.texts("sheet/index.html", "h1"), ["My sheet"]);
    assert_eq!(sheet_paths(&page), ["exercise-sheet/exercises.json"]);
    assert_eq!(moves(&page), ["content/pages/sheet.md"]);
    assert!(page.text("exercises/press/index.html").contains("href=\"/exercise-sheet/#e=press\""));

    let alias =
        site().file("content/exercises/lift.md", "---\ntitle: Lift\naliases: [/Sheet/]\n---\n\n1. Lift.\n").build();
    let file = site().file("static/sheet/index.html", "<p>Mine</p>").build();
    let redirect = site().settings("redirects: {/sheet/: /exercises/}\n").build();
    let translated = site()
        .settings("languages: {de: {title: Test}}\n")
        .file("content/exercises/press.de.md", CAUTIOUS)
        .file("content/pages/blatt.de.md", "---\ntitle: Blatt\nslug: sheet\n---\nMeins.\n")
        .build();
    for built in [alias, file, redirect, translated] {
        built.assert_no_errors();
        assert!(sheet_paths(&built).iter().all(|path| path.contains("exercise-sheet/")), "{:?}", sheet_paths(&built));
        assert_eq!(moves(&built).len(), 1);
    }

    let both = site()
        .file("content/pages/sheet.md", "---\ntitle: My sheet\n---\nMine.\n")
        .file("content/pages/exercise-sheet.md", "---\ntitle: My other sheet\n---\nMine.\n")
        .build();
    assert_eq!(sheet_paths(&both), ["sheet-2/exercises.json"]);
}

#[test]
fn texts_can_link_to_it() {
    let linking = |target: &str| format!("---\ntitle: Links\n---\nMake [a sheet]({target}).\n");
    let built = site().file("content/articles/links.md", linking("/sheet/#e=press")).build();
    assert!(built.of_rule("link-broken").is_empty());
    let off =
        site().settings("handouts: {sheet: false}\n").file("content/articles/links.md", linking("/sheet/")).try_build();
    assert!(off.is_ok_and(|built| !built.of_rule("link-broken").is_empty() || !built.is_built()));
}

#[test]
fn the_fingerprint_follows_the_words_and_not_the_review() {
    let fingerprint = |text: &str| {
        let built = site().file("content/exercises/press.md", text).build();
        exercise(&data(&built, "sheet/exercises.json"), "press")["fingerprint"].as_str().unwrap().to_owned()
    };
    let first = fingerprint(CAUTIOUS);
    assert_eq!(first.len(), 8);
    assert_eq!(first, fingerprint(&CAUTIOUS.replace("title: Press\n", "title: Press\npublished: 2024-01-01\n")));
    for (from, to) in [
        ("Stay straight", "Stay bent"),
        ("3-6 s", "3-7 s"),
        ("{{ dose.reps }} times", "daily"),
        ("It hurts", "It aches"),
    ] {
        assert_ne!(first, fingerprint(&CAUTIOUS.replace(from, to)), "{from}");
    }
}
