//! Pages that show words of a page in another language: each is marked, told to readers in the language of the page, and found.

use crate::harness::TestSite;

const LANGUAGES: &str = "languages: {es: {title: Prueba}, de: {title: Probe}}\n";
const LINE: &str = "Lo que sigue no está traducido: está en inglés.";

fn site() -> TestSite {
    let rise = "---\ntitle: Rise\ndose: {reps: 5, frequency: 2 times a day}\nstop_if: [You feel dizzy.]\n---\nBegin.\n\n1. Sit down.\n2. Stand up.\n\nRest then.\n";
    TestSite::new().settings(LANGUAGES).file("content/exercises/rise.md", rise)
}

#[test]
fn a_programme_marks_the_steps_that_nobody_has_translated() {
    let programme = "---\ntitle: Day\nschedule: [{exercise: rise}]\n---\nWords.\n";
    let built =
        site().file("content/programmes/day.md", programme).file("content/programmes/day.es.md", programme).build();
    let finding = built.of_rule("translation-incomplete");
    assert_eq!(finding.len(), 1);
    assert_eq!((&*finding[0].location.file, finding[0].location.line), ("content/programmes/day.es.md", 3));
    for path in ["es/programmes/day/index.html", "es/programmes/day/print/index.html"] {
        assert_eq!(built.texts(path, ".other-language"), [LINE], "{path}");
        assert_eq!(built.texts(path, "[data-exercise=rise] a [lang=en], h2 [lang=en]")[0], "Rise", "{path}");
    }
    let sheet = "es/programmes/day/print/index.html";
    for (selector, words) in [
        ("ol.steps[lang=en] > li:first-child", "Sit down."),
        (".exercise-intro[lang=en]", "Begin."),
        (".exercise-note[lang=en]", "Rest then."),
        (".stop-if li[lang=en]", "You feel dizzy."),
        (".dose dd[lang=en]", "2 times a day"),
    ] {
        assert_eq!(built.texts(sheet, selector), [words], "{selector}");
    }
    assert!(!built.text("programmes/day/print/index.html").contains("other-language"));
}

#[test]
fn an_article_marks_an_embedded_exercise_and_programme() {
    let built = site()
        .file("content/programmes/day.md", "---\ntitle: Day\nschedule: [{exercise: rise}]\n---\nWords.\n")
        .file("content/articles/back.es.md", "---\ntitle: Espalda\n---\n::exercise{#rise}\n\n::programme{#day}\n")
        .file("content/articles/back.de.md", "---\ntitle: Rücken\n---\n::exercise{#rise}\n")
        .build();
    let path = "es/articles/back/index.html";
    assert_eq!(built.texts(path, ".other-language"), [LINE, LINE]);
    assert_eq!(built.texts(path, ".exercise-title [lang=en]"), ["Rise"]);
    assert_eq!(built.texts(path, ".programme-title [lang=en]"), ["Day"]);
    assert_eq!(built.texts(path, "section.exercise ol.steps[lang=en] > li").len(), 2);
    assert_eq!(
        built.texts("de/articles/back/index.html", ".other-language"),
        ["Das Folgende ist nicht übersetzt: Es ist auf Englisch."]
    );
    let of_file = |file: &str| {
        built.of_rule("translation-incomplete").iter().filter(|finding| &*finding.location.file == file).count()
    };
    assert_eq!((of_file("content/articles/back.es.md"), of_file("content/articles/back.de.md")), (2, 1));
}
