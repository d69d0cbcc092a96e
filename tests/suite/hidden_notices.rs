//! Themes and texts that hide what readers have to see before the steps of an exercise. Each trick is stopped by the build.

use assert_cmd::Command;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wellpress_diagnostics::Severity;

use crate::harness::TestSite;
use crate::program::ProgramOutput;

const EXERCISE_TEMPLATE: &str = include_str!("../../themes/well/templates/exercise.html");
const ARTICLE_TEMPLATE: &str = include_str!("../../themes/well/templates/article.html");
const PRINT_TEMPLATE: &str = include_str!("../../themes/well/templates/print.html");
const PROGRAMME_TEMPLATE: &str = include_str!("../../themes/well/templates/programme.html");
const SOURCE_TEMPLATE: &str = include_str!("../../themes/well/templates/reference.html");

const CAUTIONS: &str = "{{ exercise.dose_and_cautions | safe }}";
const CONTENT: &str = "{{ record.content | safe }}";

/// An exercise that has every notice.
const COBRA: &str = "---\ntitle: Cobra\ndose: {reps: 3}\ncautions: [{condition: spine, advice: GO-SLOWLY, severity: avoid}]\n\
                     stop_if: [STOP-NOW]\n---\nLies down.\n\n:::care[Get help]{level=urgent}\nCALL-US\n:::\n\n## How to do it\n\n1. Lift your chest [@berg].\n2. Hold it there.\n";

/// A site with an exercise that has every notice, on its own page, in an article, in a programme, in handouts, and quoted on
/// the page of a source.
fn site() -> TestSite {
    TestSite::new()
        .settings("theme: mine\ndisclaimers: {exercises: [general], articles: [general], programmes: [general]}\n")
        .file("themes/mine/theme.yaml", "name: mine\nextends: well\n")
        .file("content/disclaimers/general.md", "---\ntitle: General\n---\nASK-FIRST\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/exercises/cobra.md", COBRA)
        .file("content/programmes/week.md", "---\ntitle: A week\nschedule: [{exercise: cobra}]\n---\nText.\n")
        .file(
            "content/references/library.bib",
            "@book{berg, title={Backs}, author={Berg, A.}, year={2020}, publisher={P}}\n",
        )
        .article("a", "Text.\n\n::exercise{#cobra}\n")
}

/// The findings about hidden notices, as `path:line: message`, for a theme with this file.
fn findings(path: &str, text: impl Into<String>) -> Vec<String> {
    let built = site().file(&format!("themes/mine/{path}"), text.into()).build();
    let findings = built.of_rule("caution-hidden").into_iter();
    findings
        .map(|finding| format!("{}:{}: {}", finding.location.file, finding.location.line, finding.message))
        .collect()
}

fn with_exercise_page(cautions: &str) -> Vec<String> {
    assert!(EXERCISE_TEMPLATE.contains(CAUTIONS));
    findings("templates/exercise.html", EXERCISE_TEMPLATE.replace(CAUTIONS, cautions))
}

fn with_article_page(content: &str) -> Vec<String> {
    assert!(ARTICLE_TEMPLATE.contains(CONTENT));
    findings("templates/article.html", ARTICLE_TEMPLATE.replace(CONTENT, content))
}

#[test]
fn an_honest_theme_is_accepted() {
    let built = site().build();
    built.assert_no_errors();
    for page in [
        "exercises/cobra/index.html",
        "articles/a/index.html",
        "exercises/cobra/print/index.html",
        "programmes/week/print/index.html",
    ] {
        let html = built.text(page);
        let place = |words: &str| html.find(words).unwrap_or_else(|| panic!("{page} lacks {words}"));
        let steps = place("class=\"steps\"");
        for words in ["ASK-FIRST", "GO-SLOWLY", "STOP-NOW", "CALL-US", "Not medically reviewed"] {
            assert!(place(words) < steps, "{words} stands behind the steps of {page}");
        }
    }
}

#[test]
fn pages_without_a_byline_say_of_each_exercise_whether_it_is_reviewed() {
    let exercise_here = "Text.\n\n::exercise{#cobra}\n\n::programme{#week}\n";
    let pages = [
        ("content/topics/hip.md", "title: Hip", "topics/hip/index.html"),
        ("content/people/jo.md", "name: Jo", "people/jo/index.html"),
        ("content/pages/about.md", "title: About", "about/index.html"),
        ("content/pages/index.md", "title: Home", "index.html"),
    ];
    let mut site = site();
    for (path, front_matter, _) in pages {
        site = site.file(path, format!("---\n{front_matter}\n---\n{exercise_here}"));
    }
    let built = site.build();
    built.assert_no_errors();
    for (_, _, page) in pages {
        let html = built.text(page);
        assert_eq!(html.matches("Not medically reviewed").count(), 2, "{page}: the exercise and the programme");
        assert!(html.find("Not medically reviewed") < html.find("class=\"steps\""), "{page}");
    }
    assert_eq!(built.text("articles/a/index.html").matches("Not medically reviewed").count(), 1, "in its byline");
}

#[test]
fn a_source_that_quotes_a_step_has_all_notices_before_it() {
    let built = site().build();
    let html = built.text("references/berg/index.html");
    let place = |words: &str| html.find(words).unwrap_or_else(|| panic!("the page lacks {words}"));
    for words in ["Not medically reviewed", "GO-SLOWLY", "STOP-NOW", "CALL-US", "ASK-FIRST"] {
        assert!(place(words) < place("class=\"quoted-step\""), "{words} stands behind the step");
        assert_eq!(html.matches(words).count(), 1, "{words}");
    }
}

#[test]
fn structured_data_of_an_exercise_begins_with_the_notices() {
    let built = site().build();
    let html = built.text("exercises/cobra/index.html");
    let notices = "\"description\":\"Not medically reviewed. Spine (do not do this exercise): GO-SLOWLY. Stop if: STOP-NOW. \
                   Get help soon: Get help. CALL-US. General: ASK-FIRST.";
    assert!(html.find(notices).is_some_and(|at| at < html.find("\"step\":").unwrap()), "{html}");
}

#[test]
fn strings_of_notices_that_say_nothing() {
    for (string, missing) in [
        ("not-medically-reviewed = { \"\" }", "words"),
        ("text-stop-if = \u{2011}", "words"),
        ("text-caution-avoid = Do not do this.", "`{ $condition }`"),
        ("text-caution-ask = { $condition }", "words"),
    ] {
        let key = string.split(' ').next().unwrap();
        let expected = format!("themes/mine/i18n/en.ftl:1: the string `{key}` of a safety notice has no {missing}");
        assert_eq!(findings("i18n/en.ftl", format!("{string}\n")), [expected]);
    }
    assert_eq!(findings("i18n/en.ftl", "text-caution-avoid = Not with { $condition }!\n"), [""; 0]);
}

#[test]
fn markup_that_hides_cautions() {
    let wrappers = [
        ("<div hidden>", "</div>", "<div hidden>"),
        ("<div hidden=\"until-found\">", "</div>", "<div hidden>"),
        ("<div hidden><table><tr><td></div>", "</td></tr></table></div>", "<div hidden>"),
        ("<button>", "</button>", "<button>"),
        ("<div inert>", "</div>", "<div inert>"),
        ("<div popover>", "</div>", "<div popover>"),
        ("<div aria-hidden=\"true\">", "</div>", "<div aria-hidden=\"true\">"),
        ("<template>", "</template>", "<template>"),
        ("<details><summary>More</summary>", "</details>", "<details>"),
        ("<details open name=\"a\"></details><details open name=\"a\">", "</details>", "<details>"),
        ("<dialog>", "</dialog>", "<dialog>"),
        ("<svg><foreignObject>", "</foreignObject></svg>", "<svg>"),
        ("<object>", "</object>", "<object>"),
        ("<div style=\"display:none\">", "</div>", "<div style=\"display:none\">"),
        ("<div hidden><marquee></div>", "</marquee></div>", "<div hidden>"),
        ("<p><b hidden></p>", "</b>", "<b hidden>"),
        ("<ruby><rp>", "</rp></ruby>", "<rp>"),
        ("<div><template shadowrootmode=\"open\"></template>", "</div>", "<template>"),
        ("<div style=\"contain: strict\">", "</div>", "<div style=\"contain: strict\">"),
        ("<div style=\"text-align: left; left: -9999px\">", "</div>", "<div style=\"left: -9999px\">"),
        ("<div style=\"opacity: 0.01\">", "</div>", "<div style=\"opacity: 0.01\">"),
        ("<div style=\"font-size: 0 !important\">", "</div>", "<div style=\"font-size: 0 !important\">"),
        ("<div style=\"--shown: none\">", "</div>", "<div style=\"--shown: none\">"),
    ];
    for (start, end, named) in wrappers {
        let found = with_exercise_page(&format!("{start}{CAUTIONS}{end}"));
        let expected =
            format!("this template hides a caution in `{named}`: \"Spine: do not do this exercise. GO-SLOWLY\"");
        assert_eq!(found.len(), 1, "{start}: {found:?}");
        assert!(
            found[0].starts_with("themes/mine/templates/exercise.html:") && found[0].ends_with(&expected),
            "{start}: {found:?}"
        );
    }
}

#[test]
fn templates_that_lose_cautions() {
    let lost = "this template leaves out `exercise.dose_and_cautions` or changes it, and with it a caution: \"Spine: do not do this exercise. GO-SLOWLY\"";
    let tricks = [
        String::new(),
        format!("<!-- {CAUTIONS} -->"),
        format!("<noscript>{CAUTIONS}</noscript>"),
        format!("<script type=\"text/html\">{CAUTIONS}</script>"),
        format!("<textarea>{CAUTIONS}</textarea>"),
        "{{ exercise.dose_and_cautions }}".to_owned(),
        "{{ exercise.dose_and_cautions | replace(from=\"GO-SLOWLY\", to=\"\") | safe }}".to_owned(),
        "{{ exercise.dose_and_cautions | replace(from=\"GO-SLOWLY\", to=\"<i hidden>GO-SLOWLY</i>\") | safe }}"
            .to_owned(),
        "{{ exercise.dose_and_cautions | replace(from=\"class=\\\"caution\\\"\", to=\"\") | safe }}".to_owned(),
    ];
    for trick in tricks {
        let found = with_exercise_page(&trick);
        assert!(found.len() == 1 && found[0].ends_with(lost), "{trick}: {found:?}");
    }
}

#[test]
fn notices_behind_the_steps() {
    let late = EXERCISE_TEMPLATE
        .replace(CAUTIONS, "")
        .replace("{{ exercise.how_to | safe }}", &format!("{{{{ exercise.how_to | safe }}}}{CAUTIONS}"));
    let found = findings("templates/exercise.html", late);
    assert!(found.len() == 1 && found[0].contains("this template shows a caution after the steps"), "{found:?}");
    let twice = EXERCISE_TEMPLATE.replace(CAUTIONS, &format!("{{{{ exercise.how_to | safe }}}}{CAUTIONS}"));
    assert!(findings("templates/exercise.html", twice)[0].contains("shows them twice"));
    let unsaid = EXERCISE_TEMPLATE.replace("{{ <not_reviewed byline={record.byline} /> }}", "");
    assert!(findings("templates/exercise.html", unsaid)[0].contains(
        "leaves out `record.byline.not_reviewed` or changes it, and with it a line about the missing review"
    ));
}

/// The line about the missing review stands on a page without steps, too.
#[test]
fn an_article_without_steps_that_does_not_say_whether_it_is_reviewed() {
    let lossy = ARTICLE_TEMPLATE.replace("{{ <byline_short byline={record.byline} page={page} /> }}", "");
    assert_ne!(lossy, ARTICLE_TEMPLATE);
    let built = site().article("a", "Text.\n").file("themes/mine/templates/article.html", lossy).build();
    let found = built.of_rule("caution-hidden");
    assert!(found.len() == 1 && found[0].message.contains("leaves out `record.byline.not_reviewed`"), "{found:?}");
}

#[test]
fn every_kind_of_page_that_shows_steps() {
    for content in [
        "",
        "<div hidden>{{ record.content | safe }}</div>",
        "{{ record.content | replace(from=\"STOP-NOW\", to=\"\") | safe }}",
    ] {
        let found = with_article_page(content);
        assert!(
            found.len() == 1 && found[0].starts_with("themes/mine/templates/article.html:"),
            "{content}: {found:?}"
        );
    }
    let handout = PRINT_TEMPLATE
        .replace("{{ handout.content | safe }}", "{{ handout.content | replace(from=\"CALL-US\", to=\"\") | safe }}");
    let found = findings("templates/print.html", handout);
    assert!(
        found.len() == 1 && found[0].contains("`handout.content` or changes it, and with it a care card"),
        "{found:?}"
    );
    let (top, text) = ("{{ handout.disclaimers_top | safe }}", "{{ handout.content | safe }}");
    let handout = PRINT_TEMPLATE.replace(top, "").replace(text, &format!("{text}{top}"));
    let found = findings("templates/print.html", handout);
    assert!(found.len() == 1 && found[0].contains("disclaimer"), "{found:?}");
    let source = SOURCE_TEMPLATE.replace("{{ page.warnings | safe }}", "");
    let found = findings("templates/reference.html", source);
    assert!(found.len() == 1 && found[0].contains("with it a line about the missing review"), "{found:?}");
    let programme = PROGRAMME_TEMPLATE.replace("{{ <not_reviewed byline={record.byline} /> }}", "");
    let found = findings("templates/programme.html", programme);
    assert!(
        found.len() == 1 && found[0].contains("leaves out `record.byline.not_reviewed` or changes it"),
        "{found:?}"
    );
    for (template, variable, page, text) in [
        ("topic.html", "topic.content", "content/topics/hip.md", "title: Hip"),
        ("person.html", "person.content", "content/people/jo.md", "name: Jo"),
        ("page.html", "content.html", "content/pages/about.md", "title: About"),
        ("home.html", "home.html", "content/pages/index.md", "title: Home"),
    ] {
        let lossy = format!("{{{{ {variable} | replace(from='GO-SLOWLY', to='') | safe }}}}");
        let site = site().file(page, format!("---\n{text}\n---\nText.\n\n::exercise{{#cobra}}\n"));
        let built = site.file(&format!("themes/mine/templates/{template}"), lossy).build();
        let found = built.of_rule("caution-hidden");
        assert_eq!(found.len(), 1, "{template}");
        assert!(found[0].message.contains(&format!("leaves out `{variable}` or changes it, and with it a caution")));
    }
    let disclaimer = ARTICLE_TEMPLATE.replace("{{ record.disclaimers_top | safe }}", "");
    let found = findings("templates/article.html", disclaimer);
    assert!(
        found.len() == 1 && found[0].contains("`record.disclaimers_top` or changes it, and with it a disclaimer"),
        "{found:?}"
    );
}

/// A style sheet of the theme, which the page loads because it replaces one of the theme `well`.
fn with_style(css: &str) -> Vec<String> {
    let css = format!("/* A theme of our own. */\n{css}\n");
    let built = site().file("themes/mine/assets/pages.css", css).build();
    built
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.message.clone())
        .collect()
}

/// `check` renders the pages of a theme with templates of its own.
#[test]
fn a_check_finds_what_a_build_finds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    site().file("themes/mine/templates/exercise.html", EXERCISE_TEMPLATE.replace(CAUTIONS, "")).write_to(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    let check = ProgramOutput::of(command.current_dir(folder.path()).arg("check").output().unwrap()).assert_status(1);
    assert!(
        check.err.contains("error[caution-hidden]: this template leaves out `exercise.dose_and_cautions`"),
        "{}",
        check.err
    );
}

/// The style sheet of the build stands in front of everything that a page loads, in a layer that no other sheet can join, and the
/// site's policy lets it in.
#[test]
fn the_elements_around_notices_are_kept_displayed() {
    let built = site().build();
    for page in ["exercises/cobra/index.html", "exercises/cobra/print/index.html", "references/berg/index.html"] {
        let html = built.text(page);
        let sheet =
            html.find("<style>@layer{[data-safety]{display:block!important;").unwrap_or_else(|| panic!("{html}"));
        for other in ["<link rel=\"stylesheet\"", "<script", "data-safety="] {
            assert!(html[sheet + 40..].contains(other) || other == "<script", "{page}: {other}");
            assert!(!html[..sheet].contains(other), "{page}: {other} stands in front of the sheet");
        }
    }
    let sheet = wellpress_render::safety::STYLE;
    let hash = format!("'sha256-{}'", base64_of_sha256(sheet));
    assert!(built.text("_headers").contains(&hash), "{}", built.text("_headers"));
    assert!(built.text("exercises/cobra/index.html").contains(&hash));
}

fn base64_of_sha256(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// What a style sheet does to notices is found in a browser. None fails a build, whatever it is made of.
#[test]
fn no_style_sheet_fails_a_build() {
    let nested = format!("{}{}", ".a { ".repeat(5_000), "}".repeat(5_000));
    for css in [
        nested.as_str(),
        "@import 'other.css'; .a { background: url(gone.png) }",
        ".b{} }}}} @x { .a { content: 'abc\n } .b{",
        ".caution { display: none }",
        ".caution { future-property: 1 } @future { .caution { x: y } }",
        ".caution { color: color-mix(in srgb, #fff 99%, #000); width: calc-size(auto, size * 0) }",
        "[data-safety] { display: none !important }",
    ] {
        assert_eq!(with_style(css), [""; 0], "{css}");
    }
}

/// A step that is none for the build can stand above the cautions.
#[test]
fn a_template_that_renames_the_steps() {
    let early = EXERCISE_TEMPLATE.replace(
        CAUTIONS,
        &format!("{{{{ exercise.how_to | replace(from=\"class=\\\"steps\", to=\"class=\\\"x\") | safe }}}}{CAUTIONS}"),
    );
    let moved = early.replace("{{ exercise.how_to | safe }}", "");
    let found = findings("templates/exercise.html", moved);
    assert!(found.len() == 1 && found[0].contains("leaves out steps, changes them"), "{found:?}");
    let renamed = EXERCISE_TEMPLATE.replace(
        "{{ exercise.how_to | safe }}",
        "{{ exercise.how_to | replace(from=\"class=\\\"steps\", to=\"class=\\\"x\") | safe }}",
    );
    let found = findings("templates/exercise.html", renamed);
    assert!(found.len() == 1 && found[0].contains("leaves out steps, changes them"), "{found:?}");
}

/// Other steps than those of the page do not stand in for them.
#[test]
fn steps_that_are_not_those_of_the_page() {
    let how_to = "{{ exercise.how_to | safe }}";
    let quick = "{{ exercise.how_to | replace(from=\"class=\\\"steps\", to=\"class=\\\"x\") | safe }}";
    for (cautions, steps) in [
        (format!("{quick}{CAUTIONS}"), "<ol class=\"steps\"></ol>".to_owned()),
        (format!("{quick}{CAUTIONS}"), how_to.to_owned()),
        (
            "<ol>{{ exercise.how_to | replace(from='<ol class=\"steps\">', to='') | replace(from='</ol>', to='') | safe }}</ol>"
                .to_owned()
                + CAUTIONS,
            how_to.to_owned(),
        ),
        (CAUTIONS.to_owned(), "{{ exercise.how_to | replace(from=\"Lift\", to=\"\") | safe }}".to_owned()),
    ] {
        let template = EXERCISE_TEMPLATE.replace(how_to, &steps).replace(CAUTIONS, &cautions);
        assert_eq!(findings("templates/exercise.html", template).len(), 1, "{cautions} {steps}");
    }
    let doubled = with_exercise_page(
        "{{ exercise.dose_and_cautions | replace(from=\"class=\\\"caution\\\"\", to=\"class=gone class=\\\"caution\\\"\") | safe }}",
    );
    assert_eq!(doubled.len(), 1, "browsers take the first of two attributes: {doubled:?}");
}

#[test]
fn a_text_that_hides_its_own_notices() {
    let findings = |text: &str| {
        let built = site().settings("theme: mine\nraw_html: true\n").article("b", text).build();
        built
            .of_rule("caution-hidden")
            .into_iter()
            .map(|finding| format!("{}: {}", finding.location.file, finding.message))
            .collect::<Vec<_>>()
    };
    let hidden = "<div hidden>\n\n::exercise{#cobra}\n\n</div>\n";
    assert_eq!(findings(hidden), [""; 0], "steps and cautions are hidden together");
    let found =
        findings("<div hidden>\n\n:::care[Get help]{level=urgent}\nCALL-US\n:::\n\n</div>\n\n::exercise{#cobra}\n");
    assert_eq!(
        found,
        ["content/articles/b.md: `<div hidden>` hides a care card of this text: \"Get help soon Get help CALL-US\""]
    );
    let expander = ":::details[More]\n::exercise{#cobra}\n:::\n";
    assert_eq!(findings(expander), [""; 0], "whoever opens the steps sees the cautions");
}

/// With the templates that the program brings along: only the text can hide the disclaimer, which stands below it.
#[test]
fn an_element_that_a_text_leaves_open() {
    let findings = |text: &str| {
        let disclaimer = "---\ntitle: General\nplacement: bottom\n---\nASK-FIRST\n";
        let built = TestSite::new()
            .settings("raw_html: true\ndisclaimers: {articles: [general]}\n")
            .file("content/disclaimers/general.md", disclaimer)
            .article("a", text)
            .build();
        built.of_rule("caution-hidden").iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(findings("Text.\n\n<div hidden>\n\nText.\n\n</div>\n"), [""; 0]);
    for (open, message) in [
        ("<textarea>", "an element of this text without an end tag hides a disclaimer: \"ASK-FIRST\""),
        ("<template>", "`<template>` hides a disclaimer of this text: \"ASK-FIRST\""),
        (
            "<div hidden><div hidden><div hidden><div hidden>",
            "`<div hidden>` hides a disclaimer of this text: \"ASK-FIRST\"",
        ),
    ] {
        assert_eq!(findings(&format!("Text.\n\n{open}\n")), [message], "{open}");
    }
}

/// On a page with many exercises the build itself folds their steps. No theme may put a notice in there with them.
#[test]
fn notices_in_the_details_of_folded_steps() {
    let folded = |content: &str| {
        assert!(ARTICLE_TEMPLATE.contains(CONTENT));
        let exercises = "Text.\n\n::exercise{#cobra}\n\n::exercise{#cobra}\n\n::exercise{#cobra}\n";
        let template = ARTICLE_TEMPLATE.replace(CONTENT, content);
        site().article("a", exercises).file("themes/mine/templates/article.html", template).build()
    };
    let honest = folded(CONTENT);
    honest.assert_no_errors();
    let page = "articles/a/index.html";
    assert_eq!(honest.select(page, "details.steps-fold > .steps").len(), 3);
    for notice in [".caution", ".stop-if", ".care", ".disclaimer", ".not-reviewed"] {
        assert!(!honest.select(page, notice).is_empty(), "{notice}");
        assert!(honest.select(page, &format!("details {notice}")).is_empty(), "{notice}");
    }
    let tricks = [
        // The details begin above the cautions.
        "{{ record.content | replace(from='<details class=\"steps-fold\">', to='') | replace(from='<dl class=\"dose\">', to='<details class=\"steps-fold\"><dl class=\"dose\">') | safe }}",
        // They begin above the signals to stop.
        "{{ record.content | replace(from='<div class=\"stop-if\">', to='<details class=\"steps-fold\"><div class=\"stop-if\">') | safe }}",
        // The steps come first, unfolded, as plain text.
        "<p>Lift your chest. Hold it there.</p>{{ record.content | replace(from='<ol class=\"steps\">', to='<ol>') | safe }}",
    ];
    for trick in tricks {
        let found = folded(trick);
        assert!(!found.of_rule("caution-hidden").is_empty(), "{trick}");
    }
}

#[test]
fn a_template_that_says_something_else_about_the_review() {
    for words in [
        "<p class=\"nope\">{{ site.words['not-medically-reviewed'] }}</p>",
        "<p>Pages with the line 'Not medically reviewed' are not by us. This one was reviewed.</p>",
        "<p class=\"not-reviewed\">Not medically reviewed, but by our lawyers.</p>",
        "<p class=\"not-reviewed\" hidden>{{ site.words['not-medically-reviewed'] }}</p>",
    ] {
        let template = EXERCISE_TEMPLATE.replace("{{ <not_reviewed byline={record.byline} /> }}", words);
        let found = findings("templates/exercise.html", template);
        assert!(
            found.len() == 1 && found[0].contains("leaves out `record.byline.not_reviewed` or changes it"),
            "{words}: {found:?}"
        );
    }
}

/// A text that is nested without end is built, and so is a page of a template that leaves its elements open.
#[test]
fn elements_nested_without_end() {
    let quotes = site().article("b", &format!("{} deep\n", ">".repeat(100_000))).build();
    quotes.assert_no_errors();
    for end in ["</div>", ""] {
        let divisions = format!("{}{CONTENT}{}", "<div>".repeat(50_000), end.repeat(50_000));
        assert_eq!(with_article_page(&divisions), [""; 0], "{end:?}");
    }
}

/// `wellpress theme check` records the files of a theme that it has looked at.
#[test]
fn a_theme_whose_files_differ_from_the_record_of_its_check() {
    let template = EXERCISE_TEMPLATE.replace("</article>", "</article><!-- ours -->");
    let with_record = |record: &str, css: &str| {
        let built = site()
            .file("themes/mine/templates/exercise.html", template.as_str())
            .file("themes/mine/assets/brand.css", css)
            .file("themes/mine/checked.yaml", record)
            .with_common_findings()
            .build();
        let findings = built.of_rule("theme-unchecked");
        findings.iter().map(|finding| format!("{}: {}", finding.location.file, finding.message)).collect::<Vec<_>>()
    };
    let unchecked = "`wellpress theme check` has not looked at this file as it is now";
    let both = format!("themes/mine/assets/brand.css: {unchecked}, nor one other file");
    for record in ["", "<<<<<<< HEAD\n", "files: {}\n"] {
        assert_eq!(with_record(record, "p { color: red }"), [both.as_str()], "{record}");
    }
    let hash = |text: &str| wellpress_io::cache::Fingerprint::of(text.as_bytes()).to_string();
    let record = format!(
        "notices: [care]\nfiles:\n  themes/mine/assets/brand.css: {}\n  themes/mine/templates/exercise.html: {}\n",
        hash("p { color: red }"),
        hash(&template)
    );
    assert_eq!(with_record(&record, "p { color: red }"), [""; 0]);
    assert_eq!(with_record(&record, "p { color: blue }"), [format!("themes/mine/assets/brand.css: {unchecked}")]);
    let more = format!("{record}  themes/mine/assets/gone.css: 0\n");
    let without = "themes/mine/checked.yaml: `wellpress theme check` has not looked at the theme without \
                   `themes/mine/assets/gone.css`";
    assert_eq!(with_record(&more, "p { color: red }"), [without]);
    let tokens_alone = site().with_common_findings().build();
    assert!(tokens_alone.of_rule("theme-unchecked").is_empty());
}

#[test]
fn what_folds_the_video_of_a_withdrawn_exercise_is_open() {
    let exercise = "---\ntitle: Cobra\nvideo: {src: \"https://v.example/x\", title: V}\nwithdrawn: {date: 2026-01-01, reason: Harm}\n---\n1. Lie.\n";
    for (open, close) in
        [(":::details[More]\n", ":::\n"), ("::::tabs\n:::tab[One]\n", ":::\n:::tab[Two]\nText.\n:::\n::::\n")]
    {
        let text = format!("{open}::video{{exercise=cobra}}\n{close}");
        let built = TestSite::new().file("content/exercises/cobra.md", exercise).article("a", &text).build();
        built.assert_no_errors();
        let folds = built.select("articles/a/index.html", "details");
        assert!(folds[0].contains(" open") && !folds[0].contains(" name="), "{}", folds[0]);
    }
}
