//! The language of a page decides its typography: quotation marks, locators, and what is isolated from the direction of the text
//! around it. Plain fields are set as the text beside them.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

const LIBRARY: &str =
    "@article{smith-2020, author = {Smith, Jane}, title = {Walking}, journaltitle = {Spine}, date = {2020}}
@article{levi-2019, author = {לוי, דנה}, title = {הליכה}, journaltitle = {רפואה}, date = {2019}}
";

/// A site in a language, with one article of this text.
fn site_in(language: &str, text: &str) -> TestSite {
    let site = TestSite::new().article("a", text).library(LIBRARY).settings(&format!("language: {language}\n"));
    // A language that the theme does not have needs a file of its own.
    site.file(&format!("themes/well/i18n/{language}.ftl"), include_str!("../../themes/well/i18n/en.ftl"))
}

fn words(built: &TestBuild) -> String {
    built.texts(PAGE, "article > .text > p").join("\n")
}

#[test]
fn straight_quotes_become_those_of_the_language() {
    let text = "Er sagt \"Ja\", \"wie 'nein' hier\" und 'nein'; geht's, Hans' Buch 5'10\".\n";
    for (language, expected) in [
        ("en", "Er sagt “Ja”, “wie ‘nein’ hier” und ‘nein’; geht’s, Hans’ Buch 5′10″."),
        ("de", "Er sagt „Ja“, „wie ‚nein‘ hier“ und ‚nein‘; geht’s, Hans’ Buch 5′10″."),
        ("de-CH", "Er sagt «Ja», «wie ‹nein› hier» und ‹nein›; geht’s, Hans’ Buch 5′10″."),
        ("fr", "Er sagt « Ja », « wie “nein” hier » und “nein”; geht’s, Hans’ Buch 5′10″."),
        ("es", "Er sagt «Ja», «wie “nein” hier» und “nein”; geht’s, Hans’ Buch 5′10″."),
        ("pl", "Er sagt „Ja”, „wie «nein» hier” und «nein»; geht’s, Hans’ Buch 5′10″."),
        ("sv", "Er sagt ”Ja”, ”wie ’nein’ hier” und ’nein’; geht’s, Hans’ Buch 5′10″."),
        ("nl", "Er sagt “Ja”, “wie ‘nein’ hier” und ‘nein’; geht’s, Hans’ Buch 5′10″."),
    ] {
        assert_eq!(words(&site_in(language, text).build()), expected, "{language}");
    }
    let elided = site_in("fr", "Il dit \"l'eau\" et l'\"amour\" d'aujourd'hui.\n").build();
    let expected = "Il dit «\u{a0}l’eau\u{a0}» et l’«\u{a0}amour\u{a0}» d’aujourd’hui.";
    assert!(elided.text(PAGE).contains(expected), "{}", words(&elided));
}

#[test]
fn a_quote_without_a_partner_behind_a_word_closes() {
    for (text, expected) in [
        ("A lone word\" here. More \"words\".", "A lone word” here. More “words”."),
        ("The end.\" And (more)\" of it.", "The end.” And (more)” of it."),
        ("A 5\" tall box.", "A 5″ tall box."),
        ("*\"Yes\"* and -- \"no\" -- and **\"so\"**", "“Yes” and – “no” – and “so”"),
        ("[see the word\" @smith-2020]", "(see the word” Smith, 2020)"),
    ] {
        assert_eq!(words(&site_in("en", &format!("{text}\n")).build()), expected);
    }
    let without_primes = site_in("en", "A 5\" tall box.\n").settings("markdown: {primes: false}\n").build();
    assert_eq!(words(&without_primes), "A 5” tall box.");
    let japanese = site_in("ja", "彼は\"はい\"と言った。\n").build();
    assert_eq!(words(&japanese), "彼は「はい」と言った。");
}

#[test]
fn abbreviations_of_hebrew_have_their_own_mark() {
    let built = site_in("he", "ד\"ר כהן אמר: \"צה\"ל וארה\"ב\".\n").build();
    assert_eq!(words(&built), "ד״ר כהן אמר: ”צה״ל וארה״ב”.");
}

#[test]
fn each_page_has_the_quotes_of_its_own_language() {
    let site = TestSite::new()
        .article("a", "He says \"yes\" [see \"yes\" @smith-2020].\n")
        .file(
            "content/articles/a.de.md",
            "---\ntitle: \"Er sagt \\\"Ja\\\"\"\n---\nEr sagt \"Ja\" [vgl. \"Ja\" @smith-2020].\n",
        )
        .file("content/glossary.de.yaml", "knochen:\n  definition: Ein \"Knochen\" [@smith-2020, S. 3].\n")
        .library(LIBRARY)
        .settings("languages: {de: {title: \"Rund um 'Rücken'\"}}\n");
    let built = site.build();
    assert_eq!(words(&built), "He says “yes” (see “yes” Smith, 2020).");
    let german = "de/articles/a/index.html";
    assert_eq!(built.texts(german, "article > .text > p"), ["Er sagt „Ja“ (vgl. „Ja“ Smith, 2020)."]);
    assert_eq!(built.texts(german, "h1"), ["Er sagt „Ja“"]);
    assert_eq!(built.texts(german, "title"), ["Er sagt „Ja“ | Rund um ‚Rücken‘"]);
    let glossary = built.texts("de/glossary/index.html", "dd").concat();
    assert!(glossary.contains("Ein „Knochen“ (Smith, 2020, S. 3)."), "{glossary}");
}

#[test]
fn plain_fields_are_set_as_the_text_beside_them() {
    let exercise = r#"---
title: "Don't hurry"
description: "It isn't \"hard\"."
hero: {src: "a.svg", alt: "A man's *back*", caption: "It's -- \"here\"..."}
topics: [back]
cautions:
  - condition: back
    severity: ask
    advice: "Don't round your \"back\" -- ask first..."
stop_if: ["It doesn't feel right."]
---

::figure[It's a "curve".]{src="a.svg" alt="It isn't \"straight\"" credit="Ann's"}

## How to do it

1. Don't jump.
"#;
    let site = TestSite::new()
        .file("content/exercises/e/index.md", exercise)
        .file("content/exercises/e/a.svg", r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#)
        .file("content/topics/back.md", "---\ntitle: Back\n---\n");
    let built = site.build();
    built.assert_no_errors();
    let page = built.text("exercises/e/index.html");
    for text in [
        "<h1>Don’t hurry</h1>",
        "It isn’t “hard”.",
        "alt=\"A man’s *back*\"",
        "It’s – “here”…",
        "Don’t round your “back” – ask first…",
        "It doesn’t feel right.",
        "It’s a “curve”.",
        "alt=\"It isn’t “straight”\"",
        "Ann’s",
        "Don’t jump.",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("n't") && !page.contains("n&#39;t"), "no field of the page has a straight apostrophe");
}

#[test]
fn short_fields_and_calls_are_set_as_well() {
    let exercise = r#"---
title: E
license: Ann's "own"
regions: ["Runner's \"knee\""]
muscles: ["Hunter's muscle"]
dose: {reps: 5, frequency: "until it \"burns\"", sides: "each side -- don't rush"}
---

1. Go.
"#;
    let article = "---\ntitle: A\ncall_to_action: join\nsponsor: {name: \"Ann's \\\"Gym\\\"\", role: It's paid.}\n---\n                   A :term[golfer's elbow] and [@smith-2020].\n";
    let calls = "calls_to_action:\n  join: {kind: link, title: \"Don't wait\", body: 'Our \"plan\"', href: /, \
                 fine_print: \"It's [Ann's](/a--b)\"}\n";
    let library = "@article{smith-2020, author={Smith, J}, title={It's \"hard\" work}, date={2020}, journal={B}}\n";
    let site = TestSite::new()
        .file("content/exercises/e.md", exercise)
        .file("content/articles/a.md", article)
        .file("content/glossary.yaml", "elbow pain: {definition: Pain., aka: [\"golfer's elbow\"]}\n")
        .library(library);
    let built = site.settings(calls).build();
    built.assert_no_errors();
    let exercise = built.text("exercises/e/index.html");
    for text in ["Ann’s “own”", "Runner’s “knee”", "Hunter’s muscle", "until it “burns”", "each side – don’t rush"]
    {
        assert!(exercise.contains(text), "{text}");
    }
    let article = built.text(PAGE);
    for text in ["Ann’s “Gym”", "Don’t wait", "Our “plan”", "It’s <a href=\"/a--b\">Ann’s</a>"] {
        assert!(article.contains(text), "{text}");
    }
    assert!(built.text("glossary/index.html").contains("golfer’s elbow"));
}

#[test]
fn plain_fields_hold_no_markdown() {
    let title = "1. [a](b) *c* `d` _e_ <i>f</i> &amp; \\\\ #g @h {.i} $j$ ~k~ ==l== :tip: \\\"m\\\"";
    let built = TestSite::new().file("content/articles/a.md", format!("---\ntitle: \"{title}\"\n---\nText.\n")).build();
    built.assert_findings(&[
        "warning[markdown-unread] content/articles/a.md:2:12: `[a](b)` stands in a field that is plain text",
    ]);
    let expected = "1. [a](b) *c* `d` _e_ <i>f</i> &amp; \\ #g @h {.i} $j$ ~k~ ==l== :tip: “m”";
    assert_eq!(built.texts(PAGE, "h1"), [expected]);
}

#[test]
fn locators_begin_with_words_of_the_language() {
    for (language, text, expected) in [
        (
            "de",
            "[@smith-2020, {S. iv, vi}] [@smith-2020, Abb. 2] [@smith-2020, Seite 7]",
            "(Smith, 2020, S. iv, vi) (Smith, 2020, Abbildung 2) (Smith, 2020, S. 7)",
        ),
        (
            "fr",
            "@smith-2020 [p.\u{202f}3] et [@smith-2020, chapitre 2]",
            "Smith (2020, p. 3) et (Smith, 2020, Chapitre 2)",
        ),
        ("es", "[@smith-2020, página 3] y [@smith-2020, págs. 3-4]", "(Smith, 2020, p. 3) y (Smith, 2020, págs. 3-4)"),
        ("pt-BR", "[@smith-2020, v. 2]", "(Smith, 2020, Volume 2)"),
        ("de", "[@smith-2020, p. 3]", "(Smith, 2020, S. 3)"),
        ("de", "[@smith-2020, Kapitel II] [@smith-2020, S. xiv]", "(Smith, 2020, Kapitel II) (Smith, 2020, S. xiv)"),
        (
            "en",
            "[@smith-2020, chapter II] [@smith-2020, p. xiv] [@smith-2020, chap. iv-vi]",
            "(Smith, 2020, Chapter II) (Smith, 2020, p. xiv) (Smith, 2020, Chapters iv–vi)",
        ),
    ] {
        assert_eq!(words(&site_in(language, &format!("{text}\n")).build()), expected, "{language}");
    }
}

/// The value of `dir` of the first element.
fn dir_of(built: &TestBuild, path: &str, selector: &str) -> Option<String> {
    let page = built.page(path);
    let element = page.select(&scraper::Selector::parse(selector).unwrap()).next();
    element.unwrap_or_else(|| panic!("{path} has no {selector}")).attr("dir").map(str::to_owned)
}

#[test]
fn sources_of_the_other_direction_are_isolated() {
    let arabic = site_in("ar", "كما قال @smith-2020 [p. 3].\n").build();
    assert_eq!(arabic.texts(PAGE, "bdi > .marks"), ["Smith (2020, ص 3)"]);
    assert_eq!(arabic.select(PAGE, ".references bdi > .entry").len(), 1);
    let source = "references/smith-2020/index.html";
    assert_eq!(arabic.texts(source, "h1 > bdi"), ["Walking"]);
    assert_eq!(dir_of(&arabic, source, ".source-entry").as_deref(), Some("auto"));
    for part in [".slip-title a", ".slip-authors", ".slip-publisher"] {
        assert_eq!(dir_of(&arabic, "references/index.html", part).as_deref(), Some("auto"), "{part}");
    }
    let english = site_in("en", "As @smith-2020 and @levi-2019 said.\n").build();
    assert_eq!(english.texts(PAGE, "bdi > .marks"), ["לוי (2019)"]);
    assert_eq!(english.select(PAGE, ".references bdi > .entry").len(), 1);
    assert_eq!(dir_of(&english, "references/smith-2020/index.html", ".source-entry"), None);
}

#[test]
fn titles_of_the_other_direction_are_isolated_in_lists() {
    let site = site_in("ar", "نص.\n")
        .file("content/articles/b.md", "---\ntitle: Vitamin D!\n---\nنص.\n")
        .file("content/articles/c.md", "---\ntitle: فيتامين\n---\nنص.\n");
    let links = site.build().select("articles/index.html", ".card-title a");
    let isolated = |title: &str| links.iter().any(|link| link.contains(title) && link.contains("dir=\"auto\""));
    assert!(isolated("Vitamin D!") && !isolated("فيتامين"), "{links:?}");
    let english = site_in("en", "Text.\n").build();
    assert!(!english.text("articles/index.html").contains("dir=\"auto\""));
}
