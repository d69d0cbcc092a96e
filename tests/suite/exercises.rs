//! Exercises on their own pages and wherever they are embedded.

use scraper::Selector;

use crate::harness::{TestBuild, TestSite};
use crate::text::assert_page_links_resolve;

const PAGE: &str = "articles/a/index.html";
const OWN: &str = "exercises/cat-cow/index.html";

const CAT_COW: &str = "---
title: Cat-cow
description: On hands and knees.
position: hands and knees
level: beginner
kind: flexibility
equipment: []
regions: [mid-back]
muscles: [multifidus]
dose: {sets: 2-3, reps: \"10-20\", hold: 30-60 s, rounds: 5, rest: \"1 min\", frequency: daily, sides: both}
cautions:
  - {condition: pregnancy, advice: \"Keep the back level.\", severity: modify}
  - {condition: [fracture, hernia], advice: \"Do not round.\", severity: avoid}
  - {condition: vertigo, advice: \"Move slowly.\"}
stop_if: [\"It hurts\", \"You feel dizzy\"]
---
Intro *words*.

### How to do it

1. Kneel.
   - with care
2. Round.

A note.
";

const TOPICS: &str = "--- content/topics/bones.md\n---\ntitle: Bones\ntype: condition\n---\n\
--- content/topics/osteoporosis.md\n---\ntitle: Osteoporosis\ntype: condition\nbroader: bones\n---\n\
--- content/topics/fracture.md\n---\ntitle: Fracture\ntype: condition\nbroader: [osteoporosis]\n---\n\
--- content/topics/hernia.md\n---\ntitle: Hernia\ntype: condition\n---\n\
--- content/topics/vertigo.md\n---\ntitle: Vertigo\ntype: condition\n---\n\
--- content/topics/pregnancy.md\n---\ntitle: Pregnancy\ntype: population\n---\n";

fn site(topics: &str, text: &str) -> TestSite {
    TestSite::from_text(TOPICS)
        .file("content/exercises/cat-cow.md", CAT_COW)
        .file("content/articles/a.md", format!("---\ntitle: A\ntopics: [{topics}]\n---\n{text}"))
}

fn build(topics: &str, text: &str) -> TestBuild {
    let built = site(topics, text).build();
    built.assert_no_errors();
    assert_page_links_resolve(&built, PAGE);
    built
}

/// The conditions of the cautions in order, with a star behind those that are marked as applying to the page.
fn cautions(built: &TestBuild, page: &str, within: &str) -> Vec<String> {
    let page = built.page(page);
    let selector = Selector::parse(&format!("{within} [data-caution]")).unwrap();
    let elements = page.select(&selector).collect::<Vec<_>>();
    let names = elements.into_iter().map(|caution| {
        let star = if caution.attr("data-applies").is_some() { "*" } else { "" };
        format!("{}{star}", caution.attr("data-caution").unwrap())
    });
    names.collect()
}

/// Fails unless these parts occur in the HTML in this order.
#[track_caller]
fn assert_order(html: &str, parts: &[&str]) {
    let mut position = 0;
    for part in parts {
        let distance = html[position..].find(part);
        position += distance.unwrap_or_else(|| panic!("`{part}` is missing, or out of order, in\n{html}"));
    }
}

#[test]
fn an_embedded_exercise_has_all_its_parts_in_order() {
    let built = build("", "::exercise{#cat-cow}\n");
    let html = &built.select(PAGE, "section[data-exercise=cat-cow]")[0];
    assert_order(
        html,
        &[
            "Cat-cow</h2>",
            "data-dose=\"sets\"",
            "data-caution",
            "It hurts",
            "Intro <em>words</em>",
            "<ol class=\"steps\">",
            "Kneel.",
            "<ul>",
            "Round.",
            "A note.",
            "Go to the exercise: Cat-cow",
        ],
    );
    assert!(html.contains("href=\"/exercises/cat-cow/\""));
}

#[test]
fn the_page_of_an_exercise_has_the_same_parts() {
    let built = build("", "x\n");
    assert_order(
        built.text(OWN),
        &[
            "<h1>Cat-cow</h1>",
            "data-dose=\"sets\"",
            "data-caution=\"fracture\"",
            "You feel dizzy",
            "Intro <em>words</em>",
            "<ol class=\"steps\">",
            "A note.",
        ],
    );
    let facts = built.texts(OWN, "[data-fact]");
    assert_eq!(
        facts,
        [
            "Positionhands and knees",
            "Levelbeginner",
            "Kindflexibility",
            "Equipmentnone",
            "Regionmid-back",
            "Musclesmultifidus"
        ]
    );
}

#[test]
fn the_dose_is_shown_with_dashes_in_ranges() {
    let built = build("", "x\n");
    let doses = built.texts(OWN, "[data-dose] dd");
    assert_eq!(doses, ["2–3", "10–20", "5", "30–60 s", "1 min", "daily", "both"]);
}

#[test]
fn cautions_stand_before_the_steps_in_every_form_of_embed() {
    for form in ["", " only=\"steps\"", " number", " number=3", " heading=4", " number=2 only=steps heading=3"] {
        let form = format!("{form} acknowledged=\"for a test\"");
        let built = build(
            "bones",
            &format!(
                "## Moves\n\n::exercise{{#cat-cow{form}}}\n\n:::playlist\n::exercise{{#cat-cow{form}}}\n:::\n\n- ::exercise{{#cat-cow{form}}}\n\n> ::exercise{{#cat-cow{form}}}\n"
            ),
        );
        let sections = built.select(PAGE, "section[data-exercise=cat-cow]");
        assert_eq!(sections.len(), 4, "{form}");
        for html in &sections {
            assert_eq!(html.matches("data-caution=").count(), 4, "{form}");
            assert!(html.rfind("data-caution=").unwrap() < html.find("class=\"steps\"").unwrap(), "{form}");
            assert!(html.contains("It hurts") && html.contains("data-dose=\"reps\""), "{form}");
        }
    }
}

#[test]
fn cautions_for_a_topic_of_the_page_or_a_narrower_one_come_first_and_are_marked() {
    assert_eq!(
        cautions(&build("", "::exercise{#cat-cow}\n"), PAGE, "article"),
        ["fracture", "hernia", "pregnancy", "vertigo"]
    );
    assert_eq!(
        cautions(&build("vertigo", "::exercise{#cat-cow}\n"), PAGE, "article"),
        ["vertigo*", "fracture", "hernia", "pregnancy"]
    );
    assert_eq!(
        cautions(&build("bones, pregnancy", "::exercise{#cat-cow acknowledged=\"for a test\"}\n"), PAGE, "article"),
        ["fracture*", "pregnancy*", "hernia", "vertigo"]
    );
    let wider = build("fracture", "x\n");
    assert_eq!(
        cautions(&wider, OWN, "main"),
        ["fracture", "hernia", "pregnancy", "vertigo"],
        "on a page without topics nothing is marked"
    );
}

#[test]
fn a_card_names_the_conditions_of_the_cautions() {
    let site = site("bones", "Text.\n");
    let built = site.file("content/exercises/nod.md", "---\ntitle: Nod\n---\n1. Nod.\n").build();
    let facts = |card: &str| built.texts("exercises/index.html", &format!(".card:has([href$='/{card}/']) .facts li"));
    assert_eq!(facts("cat-cow").last().unwrap(), "Caution: Fracture, Hernia, Pregnancy, Vertigo");
    assert!(facts("nod").is_empty());
}

#[test]
fn the_practice_button_is_behind_the_cautions_and_before_the_text() {
    let built = build("bones", "Text.\n");
    let html = built.text(OWN);
    let places = ["data-dose", "data-caution", "data-practice", "exercise-intro", "class=\"steps\""]
        .map(|part| html.find(part).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_caution_for_a_wider_topic_is_not_marked() {
    let exercise = "---\ntitle: X\ncautions: [{condition: bones, advice: Ask., severity: ask}]\n---\n1. Go.\n";
    let built = TestSite::from_text(TOPICS)
        .file("content/exercises/x.md", exercise)
        .file("content/articles/a.md", "---\ntitle: A\ntopics: [fracture]\n---\n::exercise{#x}\n")
        .build();
    built.assert_no_errors();
    assert_eq!(cautions(&built, PAGE, "article"), ["bones"]);
}

#[test]
fn a_caution_says_its_severity_in_words() {
    let built = build("", "x\n");
    let words = built.texts(OWN, "[data-caution]");
    assert_eq!(words[0], "Fracture: do not do this exercise. Do not round.");
    assert_eq!(words[2], "Pregnancy: change the exercise. Keep the back level.");
    assert_eq!(words[3], "Vertigo: ask a clinician first. Move slowly.");
}

#[test]
fn only_steps_leaves_out_introduction_and_note() {
    let built = build("", "::exercise{#cat-cow only=\"steps\"}\n");
    let text = &built.texts(PAGE, "[data-exercise]")[0];
    assert!(!text.contains("Intro words") && !text.contains("A note."), "{text}");
    assert!(text.contains("Kneel."));
}

#[test]
fn only_steps_keeps_warnings() {
    let within = ":::warning[Stairs]\nNever on stairs.\n\n:::care[Call]{level=emergency}\nYou fall.\n:::\n:::\n";
    let within = within.replacen(":::warning", "::::warning", 1).replace(":::\n:::\n", ":::\n::::\n");
    let record =
        format!("---\ntitle: X\n---\nIntro.\n\n1. Kneel.\n\nA note.\n\n{within}\n> [!CAUTION]\n> Mind the dog.\n");
    let built = TestSite::new()
        .file("content/exercises/x.md", record)
        .file("static/x.mp4", "\0\0\0\u{18}ftypmp42")
        .article("a", "::exercise{#x only=steps}\n")
        .article("film", "::video{src=\"/x.mp4\" title=\"Film\" exercise=x}\n")
        .build();
    built.assert_no_errors();
    for path in [PAGE, "articles/film/index.html"] {
        let text = built.texts(path, "[data-exercise]").join(" ");
        for words in ["Never on stairs.", "You fall.", "Mind the dog."] {
            assert_eq!(text.matches(words).count(), 1, "{path}: {words} in {text}");
        }
        assert!(!text.contains("A note."), "{text}");
    }
}

#[test]
fn only_steps_keeps_cards_that_say_when_to_get_help() {
    let [card_above, card_below] =
        ["Numb legs", "Chest pain"].map(|words| format!(":::care[Call]{{level=\"emergency\"}}\n{words} [@lee]\n:::\n"));
    let record = format!("---\ntitle: X\n---\nIntro.\n\n{card_above}\n1. Kneel.\n\nA note.\n\n{card_below}");
    let built = TestSite::new()
        .library("@book{lee, title = {Backs}, author = {Lee, A.}, date = {2020}}\n")
        .file("content/exercises/x.md", record)
        .article("a", "::exercise{#x only=steps}\n")
        .build();
    built.assert_no_errors();
    let text = &built.texts(PAGE, "[data-exercise]")[0];
    let position = |words: &str| text.find(words).unwrap_or_else(|| panic!("`{words}` is missing in {text}"));
    assert!(position("Numb legs") < position("Kneel.") && position("Kneel.") < position("Chest pain"), "{text}");
    assert!(!text.contains("Intro.") && !text.contains("A note."), "{text}");
    assert_eq!(built.select(PAGE, "[data-exercise] [id^=cite-lee-]").len(), 2, "marks of theirs count");
}

#[test]
fn heading_levels_behind_a_playlist_are_those_before_it() {
    let built = TestSite::new()
        .exercise("cobra", "Lie down.")
        .article("a", "::exercise{#cobra}\n\n:::playlist[List]\n::exercise{#cobra}\n:::\n\n::exercise{#cobra}\n")
        .build();
    let page = built.page("articles/a/index.html");
    let titles = scraper::Selector::parse("[data-exercise=cobra] :is(h2, h3, h4)").unwrap();
    let levels: Vec<&str> = page.select(&titles).map(|title| title.value().name()).collect();
    assert_eq!(levels, ["h2", "h3", "h3", "h4", "h2", "h3"]);
}

#[test]
fn an_embed_has_a_title_a_number_and_a_level_of_its_own() {
    let text = "::exercise[A *local* title]{#cat-cow number}\n\n::exercise{#cat-cow number}\n\n## Part\n\n::exercise{#cat-cow number=7 heading=4}\n\n::exercise{#cat-cow number}\n";
    let built = build("", text);
    assert_eq!(built.texts(PAGE, ".exercise-title"), ["1. A local title", "2. Cat-cow", "7. Cat-cow", "8. Cat-cow"]);
    let levels: Vec<String> =
        built.select(PAGE, ".exercise-title").iter().map(|title| title[1..3].to_owned()).collect();
    assert_eq!(levels, ["h2", "h2", "h4", "h3"]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["A local title", "Cat-cow", "Part", "Cat-cow", "Cat-cow"]);
}

#[test]
fn ids_stay_unique_when_an_exercise_is_embedded_twice() {
    let exercise = "---\ntitle: X\n---\n## Why {#why}\n\nSee [below](#why).\n\n## How to do it\n\n1. Go[^1].\n\n### After\n\n[^1]: Note.\n";
    let built = TestSite::new()
        .file("content/exercises/x.md", exercise)
        .article("a", "## Why\n\n[up](#why)\n\n::exercise{#x}\n\n::exercise{#x}\n\n::exercise{#x only=steps}\n")
        .build();
    built.assert_no_errors();
    assert_page_links_resolve(&built, PAGE);
    assert_page_links_resolve(&built, "exercises/x/index.html");
    assert_eq!(
        built.select(PAGE, ".exercise-intro a[href='/exercises/x/#why']").len(),
        2,
        "a link within goes to the exercise's page"
    );
}

#[test]
fn the_heading_of_the_steps_can_be_linked() {
    let built = TestSite::new()
        .file("content/exercises/x.md", "---\ntitle: X\n---\nIntro.\n\n## How to do it\n\n1. Go.\n")
        .article("a", "[Steps](../exercises/x.md#how-to-do-it) and [[x#how-to-do-it]]\n")
        .build();
    built.assert_no_findings();
    assert_eq!(built.texts("exercises/x/index.html", "#how-to-do-it"), ["How to do it"]);
}

/// The steps on the page of an exercise with this text.
fn steps(text: &str) -> Vec<String> {
    let built = TestSite::new().file("content/exercises/x.md", format!("---\ntitle: X\n---\n{text}")).build();
    built.assert_no_errors();
    built.texts("exercises/x/index.html", "ol.steps > li")
}

#[test]
fn steps_are_found_by_heading_or_bold_line_else_they_are_the_first_list() {
    let expected = ["One", "Two"];
    for title in [
        "## How to do it",
        "# HOW TO DO IT:",
        "###### how to do it",
        "**How to do it**",
        "**How to do it:**",
        "**HOW TO DO IT**:",
        "### *How* to do it",
    ] {
        for (one, two) in [("1. One", "2. Two"), ("- One", "- Two"), ("* One\n", "* Two"), ("4) One", "5) Two")] {
            assert_eq!(
                steps(&format!("- not\n- these\n\n{title}\n\n{one}\n{two}\n\nNote.\n")),
                expected,
                "{title} {one}"
            );
        }
    }
    assert_eq!(steps("Intro.\n\n- One\n- Two\n\n1. Later\n"), expected);
    assert_eq!(steps("**How to do it**\nText first.\n\n1. One\n2. Two\n"), expected);
    assert_eq!(steps("## How to do it\n\nSome words first.\n\n1. One\n2. Two\n"), expected);
}

#[test]
fn steps_are_found_in_the_language_of_the_site() {
    let built = TestSite::new()
        .settings("languages: {es: {title: Guía}}\ntheme: own\n")
        .file("themes/own/theme.yaml", "name: own\nextends: well\n")
        .file("themes/own/i18n/es.ftl", include_str!("../../themes/well/i18n/en.ftl"))
        .file("content/exercises/x.md", "---\ntitle: X\n---\n1. One\n")
        .file("content/exercises/x.es.md", "---\ntitle: X\n---\n- no\n\n## Cómo hacerlo\n\n- Uno\n- Dos\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts("es/exercises/x/index.html", "ol.steps > li"), ["Uno", "Dos"]);
}

#[test]
fn bullets_in_steps_become_numbers_but_inner_ones_stay() {
    let built = TestSite::new()
        .file("content/exercises/x.md", "---\ntitle: X\n---\n- One\n  - inner\n- Two\n\nNote:\n\n- a\n")
        .build();
    built.assert_no_errors();
    let html = built.text("exercises/x/index.html");
    assert_order(
        html,
        &["<ol class=\"steps\">", "<ul>\n<li>inner</li>\n</ul>", "</ol>", "exercise-note", "<ul>\n<li>a</li>"],
    );
}

#[test]
fn pictures_of_steps_are_shown_behind_their_step() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>";
    let built = TestSite::new()
        .file("content/exercises/x/index.md", "---\ntitle: X\nimages:\n  - {src: all.svg, alt: All}\n  - {src: two.svg, alt: Second, step: 2}\n---\n1. One\n2. Two\n3. Three\n")
        .file("content/exercises/x/all.svg", svg)
        .file("content/exercises/x/two.svg", svg.replace('4', "5"))
        .article("a", "::exercise{#x}\n")
        .build();
    built.assert_no_errors();
    for page in ["exercises/x/index.html", PAGE] {
        assert_order(built.text(page), &["alt=\"All\"", "One", "Two", "alt=\"Second\"", "Three"]);
        assert_eq!(built.select(page, "ol.steps > li:nth-child(2) img[alt=Second]").len(), 1, "{page}");
    }
}

#[test]
fn easier_harder_and_next_exercises_are_linked() {
    let built = TestSite::new()
        .exercise("a", "")
        .exercise("b", "")
        .file("content/exercises/x.md", "---\ntitle: X\neasier: a\nharder: [b]\nnext: [a, b]\n---\n1. Go.\n")
        .build();
    built.assert_no_errors();
    assert_eq!(
        built.texts("exercises/x/index.html", ".ways-on a"),
        ["Exercise a", "Exercise b", "Exercise a", "Exercise b"]
    );
}

#[test]
fn articles_that_embed_or_list_an_exercise_are_linked_on_its_page() {
    let built = TestSite::new()
        .exercise("x", "")
        .article("embeds", "::exercise{#x}\n")
        .file("content/articles/lists.md", "---\ntitle: Article lists\nexercises: [x]\n---\nText.\n")
        .article("links", "[[exercise:x]]\n")
        .build();
    built.assert_no_errors();
    assert_eq!(
        built.texts("exercises/x/index.html", "[aria-labelledby=in-articles] a"),
        ["Article embeds", "Article lists"]
    );
}

#[test]
fn an_exercise_may_embed_another_with_its_cautions() {
    let built = site("fracture", "::exercise{#flow acknowledged=\"for a test\"}\n")
        .file(
            "content/exercises/flow.md",
            "---\ntitle: Flow\n---\nFirst:\n\n::exercise{#cat-cow}\n\n## How to do it\n\n1. ReadingOrder.\n",
        )
        .build();
    built.assert_no_errors();
    assert_eq!(cautions(&built, PAGE, "[data-exercise=cat-cow]")[0], "fracture*");
    assert_eq!(cautions(&built, "exercises/flow/index.html", "[data-exercise=cat-cow]").len(), 4);
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn exercises_can_be_embedded_in_an_expander_and_a_faq() {
    let built =
        build("", ":::details[More]\n::exercise{#cat-cow}\n:::\n\n:::faq\n## Which?\n\n::exercise{#cat-cow}\n:::\n");
    assert_eq!(built.select(PAGE, "details section[data-exercise]").len(), 1);
    assert_eq!(built.texts(PAGE, ".faq h3.exercise-title"), ["Cat-cow"]);
}

#[test]
fn a_disclaimer_with_exercises_is_shown_at_each_exercise() {
    let with = "---\ntitle: With\nplacement: with-exercise\n---\nOn a mat.\n";
    let built = site("", "::exercise{#cat-cow}\n")
        .file("content/disclaimers/with.md", with)
        .article("plain", "Text.\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.select(PAGE, "section[data-exercise] [data-disclaimer=with]").len(), 1);
    assert_eq!(built.select(OWN, "[data-disclaimer=with]").len(), 1);
    assert!(built.select("articles/plain/index.html", "[data-disclaimer=with]").is_empty());
}

#[test]
fn a_translation_shows_missing_cautions_and_stop_signals_in_the_original_language() {
    let cautions =
        "cautions: [{condition: spine, advice: GO-SLOWLY}, {condition: neck, advice: LEAVE-OUT, severity: avoid}]";
    let site = |article: &str| {
        TestSite::from_text(
        "--- content/topics/spine.md\n---\ntitle: Spine\n---\n--- content/topics/neck.md\n---\ntitle: Neck\n---\n",
    )
    .settings("languages: {es: {title: Guía}}\n")
    .file(
        "content/exercises/cobra.md",
        format!("---\ntitle: Cobra\n{cautions}\nstop_if: [STOP-NOW]\nvideo: {{src: \"https://video.example/1\"}}\n---\n1. Lift.\n"),
    )
    .file("content/exercises/bridge.md", "---\ntitle: Bridge\nstop_if: [FIRST, SECOND]\n---\n1. Lift.\n")
    .file("content/exercises/bridge.es.md", "---\ntitle: Puente\nstop_if: [PRIMERO]\n---\n1. Levante.\n")
    .file("content/articles/film.es.md", "---\ntitle: Film\n---\n::video{exercise=\"cobra\"}\n")
    .file(
        "content/exercises/cobra.es.md",
        "---\ntitle: Cobra\ncautions: [{condition: spine, advice: DESPACIO}]\n---\n1. Levante.\n",
    )
    .file("content/articles/a.es.md", "---\ntitle: A\n---\n::exercise{#cobra only=steps}\n")
    .file("content/articles/b.es.md", article)
    .build()
    };
    let about_necks = site("---\ntitle: B\ntopics: [neck]\n---\n::exercise{#cobra}\n");
    assert_eq!(about_necks.of_rule("exercise-contraindicated").len(), 1, "{:?}", about_necks.formatted_findings());
    let built = site("---\ntitle: B\n---\n");
    for page in ["es/exercises/cobra/index.html", "es/exercises/cobra/print/index.html", "es/articles/a/index.html"] {
        let cautions = built.select(page, ".caution").join(" ").replace('\n', " ");
        assert!(cautions.contains("DESPACIO") && !cautions.contains("GO-SLOWLY"), "{page}: {cautions}");
        assert!(cautions.contains("LEAVE-OUT"), "{page}: {cautions}");
        assert_eq!(built.texts(page, ".caution [lang=en][dir=auto]"), ["LEAVE-OUT"], "{page}");
        assert_eq!(built.texts(page, ".stop-if li[lang=en]"), ["STOP-NOW"], "{page}");
    }
    // Stop signals have no ids, so it is unknown which of them the translation lacks; all of the original are shown.
    let signals = |language| built.texts("es/exercises/bridge/index.html", &format!(".stop-if li{language}"));
    assert_eq!((signals(""), signals("[lang=en]")), (texts("PRIMERO FIRST SECOND"), texts("FIRST SECOND")));
    let film = "es/articles/film/index.html";
    assert!(built.text(film).contains("https://video.example/1") && built.text(film).contains("DESPACIO"));
    assert_eq!(built.of_rule("translation-incomplete").len(), 3);
    assert!(!built.text("exercises/cobra/index.html").contains("DESPACIO"));
}

fn texts(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

#[test]
fn the_video_of_an_exercise_has_its_cautions_before_it() {
    let filmed = "---\ntitle: Filmed\ncautions: [{condition: spine, advice: GO-SLOWLY}]\nstop_if: [STOP-NOW]\n\
        video: {src: \"https://video.example/1\", title: FILM}\n---\n1. Lift.\n";
    let site = TestSite::from_text("--- content/topics/spine.md\n---\ntitle: Spine\n---\n")
        .file("content/exercises/filmed.md", filmed)
        .article("a", "::video{exercise=\"filmed\"}\n\n:::playlist\n::video{exercise=\"filmed\"}\n:::\n");
    let built = site.build();
    built.assert_no_errors();
    let videos = built.texts(PAGE, ".exercise-video");
    assert_eq!(videos.len(), 2);
    for text in videos {
        let places = ["GO-SLOWLY", "STOP-NOW", "FILM"].map(|words| text.find(words).unwrap());
        assert!(places.is_sorted(), "{text}");
    }
    let withdrawn = filmed.replace("stop_if", "withdrawn: {date: 2024-02-03, reason: It harmed.}\nstop_if");
    let built = site.file("content/exercises/filmed.md", withdrawn).build();
    assert!(!built.text(PAGE).contains("video.example/1"), "{}", built.text(PAGE));
    assert_eq!(built.texts(PAGE, ".exercise-video [data-withdrawn]").len(), 2);
}

#[test]
fn a_withdrawn_exercise_is_a_notice_wherever_it_is_embedded() {
    let withdrawn = "---\ntitle: Gone\nwithdrawn: {date: 2024-02-03, reason: It harmed.}\n---\n1. OLD-STEP [@berg]\n";
    let built = TestSite::new()
        .library("@article{berg, title = {One}, author = {Berg, A.}, date = {2020}, doi = {10.1000/berg}}\n")
        .file("content/exercises/gone.md", withdrawn)
        .article("a", "::exercise{#gone}\n\n:::playlist\n::exercise{#gone only=steps}\n:::\n")
        .build();
    built.assert_no_errors();
    assert!(!built.text(PAGE).contains("OLD-STEP"));
    let notices = built.texts(PAGE, "section[data-exercise=gone] [data-withdrawn]");
    assert_eq!(notices, ["This exercise was withdrawn on February 3, 2024. It harmed."; 2]);
    assert!(built.select(PAGE, "[role=doc-bibliography]").is_empty());
}

#[test]
fn text_between_the_heading_of_the_steps_and_their_list_is_shown() {
    let text =
        "Intro.\n\n## How to do it\n\nStand near a wall [@berg].\n\n:::warning\nNot alone.\n:::\n\n1. Go.\n\nNote.\n";
    let built = TestSite::new()
        .library(
            "@book{berg, title = {One}, author = {Berg, A.}, publisher = {P}, date = {2020}, isbn = {9780306406157}}\n",
        )
        .file("content/exercises/x.md", format!("---\ntitle: X\n---\n{text}"))
        .article("a", "::exercise{#x}\n")
        .article("b", "::exercise{#x only=steps}\n")
        .build();
    built.assert_no_findings();
    for page in ["exercises/x/index.html", PAGE, "articles/b/index.html"] {
        let parts =
            [">How to do it</h", "Stand near a wall", "cite-berg-1", "Not alone.", "<ol class=\"steps\">", "Go."];
        assert_order(built.text(page), &parts);
        assert!(built.text(page).contains("id=\"references\""), "{page}");
    }
}

#[test]
fn steps_are_not_taken_from_under_a_later_heading() {
    for title in ["## How to do it", "**How to do it**"] {
        let text = format!("- First\n\n{title}\n\nSway.\n\n## Variations\n\n1. Sit\n");
        assert_eq!(steps(&text), ["First"], "{title}");
        let built = TestSite::new().file("content/exercises/x.md", format!("---\ntitle: X\n---\n{text}")).build();
        let main = &built.texts("exercises/x/index.html", "main")[0];
        assert!(main.contains("Sway.") && main.contains("Variations") && main.contains("Sit"), "{main}");
    }
    assert_eq!(steps("## How to do it\n\n### Setup\n\n1. Kneel\n"), ["Kneel"], "a heading below its own");
    assert_eq!(steps("### How to do it\n\nSway.\n\n## Other\n\n1. Sit\n"), ["Sit"], "the only list");
    let without_steps =
        TestSite::new().file("content/exercises/x.md", "---\ntitle: X\n---\n## How to do it\n\nSway.\n").build();
    assert_eq!(without_steps.of_rule("exercise-no-steps").len(), 1);
}

/// Splits texts of four blocks in every combination. Each word of the text has to be on the page exactly once, so that the parts
/// (introduction, steps, note) neither lose a block nor repeat one.
#[test]
fn the_parts_of_an_exercise_cover_its_text_once() {
    const BLOCKS: [&str; 6] =
        ["## How to do it", "### Heading wNw", "Words wNw.", "- wNw", ":::warning\nwNw\n:::", "**How to do it**"];
    let combinations = (0..6_usize.pow(4)).map(|number| {
        let order = [number % 6, number / 6 % 6, number / 36 % 6, number / 216 % 6];
        let blocks = order.iter().enumerate().map(|(at, block)| BLOCKS[*block].replace('N', &at.to_string()));
        blocks.collect::<Vec<_>>().join("\n\n")
    });
    let texts: Vec<(usize, String)> = combinations.filter(|text| text.contains("- w")).enumerate().collect();
    let site = texts.iter().fold(TestSite::new(), |site, (number, text)| {
        site.file(&format!("content/exercises/x{number}.md"), format!("---\ntitle: X\n---\n{text}\n"))
    });
    let built = site.build();
    built.assert_no_errors();
    for (number, text) in &texts {
        let html = built.text(&format!("exercises/x{number}/index.html"));
        let main = &html[html.find("<main").unwrap()..];
        for word in ["w0w", "w1w", "w2w", "w3w"] {
            // Only where a word begins an element or follows another word: headings repeat their text in ids.
            let count = main.matches(&format!(">{word}")).count() + main.matches(&format!(" {word}")).count();
            assert_eq!(count.min(2), text.matches(word).count(), "{word} of\n{text}\nin\n{main}");
        }
        assert!(main.contains("<ol class=\"steps\">"), "{text}");
    }
}

/// An article that embeds cat-cow this often, under titles of its own.
fn with_embeds(count: usize) -> String {
    (1..=count).map(|number| format!("::exercise[Number {number}]{{#cat-cow}}\n\n")).collect()
}

#[test]
fn steps_are_folded_on_a_page_with_more_than_two_exercises() {
    let two = build("pregnancy", &with_embeds(2));
    assert_eq!(two.select(PAGE, "details.steps-fold").len(), 0);
    let three = build("pregnancy", &with_embeds(3));
    assert_eq!(three.select(PAGE, "details.steps-fold:not([open])").len(), 3);
    assert_eq!(three.select(PAGE, "details.steps-fold > ol.steps").len(), 3);
    assert_eq!(three.select(PAGE, "details.steps-fold > .steps-title").len(), 3);
    assert_eq!(three.texts(PAGE, "details.steps-fold > summary")[1], "Show the stepsHide the steps (Number 2)");
    for outside in [".dose", ".caution", ".stop-if", ".exercise-intro", ".exercise-note", ".disclaimer"] {
        assert_eq!(three.select(PAGE, &format!("details {outside}")).len(), 0, "{outside}");
    }
    let html = three.text(PAGE);
    let section = &html[html.find("<section class=\"exercise\"").unwrap()..];
    let at = |part: &str| section.find(part).unwrap_or_else(|| panic!("{part} in {section}"));
    for before in ["class=\"dose\"", "class=\"cautions\"", "class=\"stop-if\"", "Intro"] {
        assert!(at(before) < at("class=\"steps-fold\""), "{before}");
    }
    assert_eq!(three.select(OWN, "details.steps-fold").len(), 0, "the exercise's own page shows its steps");
}

#[test]
fn steps_with_a_warning_among_them_are_not_folded() {
    let warnings = [
        "### How to do it\n\n> [!WARNING]\n> Hold on.\n\n1. Kneel.\n2. Rise.\n",
        "### How to do it\n\n:::care[Ask]{level=urgent}\nWords.\n:::\n\n1. Kneel.\n2. Rise.\n",
        "### How to do it\n\n1. Kneel.\n\n   :::warning\n   Slowly.\n   :::\n2. Rise.\n",
        "### How to do it\n\n1. Kneel.\n\n   > Slowly.\n2. Rise.\n",
    ];
    for text in warnings {
        let exercise = format!("---\ntitle: X\n---\nIntro.\n\n{text}");
        let built = TestSite::from_text(TOPICS)
            .file("content/exercises/x.md", exercise)
            .file("content/exercises/cat-cow.md", CAT_COW)
            .file("content/articles/a.md", format!("---\ntitle: A\n---\n{}::exercise{{#x}}\n", with_embeds(2)))
            .build();
        built.assert_no_errors();
        assert_eq!(built.select(PAGE, "[data-exercise=cat-cow] > details.steps-fold").len(), 2, "{text}");
        assert_eq!(built.select(PAGE, "[data-exercise=x] > .steps").len(), 1, "{text}");
    }
}

#[test]
fn an_article_lists_the_cautions_of_its_exercises_above_its_text() {
    let other =
        "---\ntitle: Cobra\ncautions: [{condition: vertigo, advice: Ask., severity: ask}]\n---\n1. Rise.\n2. Sink.\n";
    let withdrawn = "---\ntitle: Gone\nwithdrawn: {date: 2026-01-01, reason: Unsafe.}\ncautions: [{condition: bones, advice: No., severity: ask}]\n---\n1. Go.\n2. Stay.\n";
    let text = "Words.\n\n::exercise{#cat-cow}\n\n::exercise{#cobra}\n\n::exercise{#cat-cow}\n\n::exercise{#gone}\n";
    let built = site("pregnancy", text)
        .file("content/exercises/cobra.md", other)
        .file("content/exercises/gone.md", withdrawn)
        .build();
    assert_eq!(
        built.texts(PAGE, ".page-cautions li"),
        [
            "Pregnancy: change the exercise. Cat-cow",
            "Fracture: do not do this exercise. Cat-cow",
            "Hernia: do not do this exercise. Cat-cow",
            "Vertigo: ask a clinician first. Cat-cow, Cobra",
        ]
    );
    assert_eq!(built.select(PAGE, ".page-cautions a[href='#exercise-cat-cow']").len(), 4);
    let html = built.text(PAGE);
    assert!(html.find("page-cautions") < html.find("Words."));
    assert!(build("bones", "Words.\n").select(PAGE, ".page-cautions").is_empty());
}

#[test]
fn the_caution_on_a_card_is_marked() {
    let built = build("osteoporosis", "Words.\n");
    let chips = built.texts("exercises/index.html", ".facts > .caution-chip");
    assert_eq!(chips, ["Caution: Fracture, Hernia, Pregnancy, Vertigo"]);
    assert_eq!(built.texts("exercises/index.html", ".facts > li").len(), 3);
}
