//! Themes and texts that hide what readers have to see before the steps of an exercise. Each trick is stopped by the build.

use assert_cmd::Command;

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

/// A style sheet of the theme, which the page loads because it replaces one of the theme `well`.
fn with_style(css: &str) -> Vec<String> {
    findings("assets/pages.css", format!("/* A theme of our own. */\n{css}\n"))
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

const BASE_TEMPLATE: &str = include_str!("../../themes/well/templates/base.html");
const JSON_LD: &str = "{{ head.json_ld | safe }}";

#[test]
fn structured_data_that_a_theme_changes() {
    assert!(BASE_TEMPLATE.contains(JSON_LD));
    let script = format!("<script type=\"application/ld+json\">{JSON_LD}</script>");
    let tricks = [
        script.replace(JSON_LD, "{{ head.json_ld | replace(from=\"GO-SLOWLY\", to=\"\") | safe }}"),
        script.replace(JSON_LD, "{{ head.json_ld }}"),
        format!("{script}<script type=\"application/ld+json\">{{\"step\": \"Lift your chest\"}}</script>"),
        "<script type='application/ld&#43;json'>{\"step\": \"Lift your chest\"}</script>{# head.json_ld #}".to_owned(),
    ];
    for trick in tricks {
        let found = findings("templates/base.html", BASE_TEMPLATE.replace(&script, &trick));
        let is_refused = |found: &str| {
            found.starts_with("themes/mine/templates/base.html:")
                && found.contains("changes the page's JSON-LD or has JSON-LD of its own on a page with steps")
        };
        assert!(!found.is_empty() && found.iter().all(|found| is_refused(found)), "{trick}: {found:?}");
    }
    for honest in [String::new(), script.replace(JSON_LD, &format!("\n{JSON_LD}\n")), format!("{script}{script}")] {
        let found = findings("templates/base.html", BASE_TEMPLATE.replace(&script, &honest));
        assert_eq!(found, [""; 0], "{honest}");
    }
}

#[test]
fn markup_that_hides_cautions() {
    let wrappers = [
        ("<div hidden>", "</div>", "<div hidden>"),
        ("<div hidden=\"until-found\">", "</div>", "<div hidden>"),
        ("<div inert>", "</div>", "<div inert>"),
        ("<div popover>", "</div>", "<div popover>"),
        ("<div aria-hidden=\"true\">", "</div>", "<div aria-hidden=\"true\">"),
        ("<template>", "</template>", "<template>"),
        ("<details><summary>More</summary>", "</details>", "<details>"),
        ("<details open name=\"a\"></details><details open name=\"a\">", "</details>", "<details>"),
        ("<dialog>", "</dialog>", "<dialog>"),
        ("<svg><foreignObject>", "</foreignObject></svg>", "<svg>"),
        ("<object>", "</object>", "<object>"),
        ("<b hidden><p>", "</p>", "<b hidden>"),
        ("<div style=\"display:none\">", "</div>", "<div style=\"display: none\">"),
        ("<div style=\"position: absolute; left: -9999px\">", "</div>", "<div style=\"left: -9999px\">"),
        ("<div style=\"opacity: 0.01\">", "</div>", "<div style=\"opacity: 0.01\">"),
        ("<div style=\"font-size: 0 !important\">", "</div>", "<div style=\"font-size: 0\">"),
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
    assert!(findings("templates/exercise.html", twice)[0].contains("after the steps"));
    let unsaid = EXERCISE_TEMPLATE.replace("{{ <not_reviewed byline={record.byline} /> }}", "");
    assert!(
        findings("templates/exercise.html", unsaid)[0]
            .contains("does not say \"Not medically reviewed\" before the steps")
    );
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
    assert!(found.len() == 1 && found[0].contains("does not say \"Not medically reviewed\""), "{found:?}");
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

/// Style sheets that hide notices, each with the selector and the declaration that the finding names.
const HIDING_SHEETS: &[(&str, &str, &str)] = &[
    (".caution { display: none }", ".caution", "display: none"),
    (".cautions { visibility: hidden }", ".cautions", "visibility: hidden"),
    ("p[data-severity=avoid] { opacity: 0 }", "p[data-severity=avoid]", "opacity: 0"),
    (".caution strong { font-size: 0 }", ".caution strong", "font-size: 0"),
    (".stop-if li { color: transparent }", ".stop-if li", "color: transparent"),
    (".care { position: absolute; left: -9999px }", ".care", "left: -9999px"),
    (".care { clip-path: inset(100%) }", ".care", "clip-path: inset(100%)"),
    (".disclaimer { height: 1px; overflow: hidden }", ".disclaimer", "height: 1px"),
    ("div.disclaimers { transform: scale(0) }", "div.disclaimers", "transform: scale(0)"),
    (".exercise-text > .cautions { text-indent: -99em }", ".exercise-text > .cautions", "text-indent: -99em"),
    ("main article .caution { color: #fff; background: #fff }", "main article .caution", "color: #fff"),
    ("html.js .caution { display: none }", "html.js .caution", "display: none"),
    (".caution:not(:hover) { opacity: .1 }", ".caution:not(:hover)", "opacity: .1"),
    ("@media print { .stop-if { display: none !important } }", ".stop-if", "display: none"),
    (
        "@media (max-width: 30em) { @supports (display: grid) { .caution { display: none } } }",
        ".caution",
        "display: none",
    ),
    ("@layer a { .cautions { & > p { display: none } } }", ":is(.cautions) > p", "display: none"),
    (":root { --d: none } .caution { display: var(--d) }", ".caution", "display: var(--d)"),
    ("@media all { a:hover { color: red } .caution { display: none } }", ".caution", "display: none"),
    (".not-reviewed { display: none }", ".not-reviewed", "display: none"),
    (".caution { overflow: hidden } .cautions p { max-height: 1px }", ".cautions p", "max-height: 1px"),
    (".disclaimer { color: var(--paper) }", ".disclaimer", "color: var(--paper)"),
    (".caution { display: var(--x, none) }", ".caution", "display: var(--x, none)"),
    (".caution/*::*/ { display: none }", ".caution", "display: none"),
    (".caution:lang(en) { display: none }", ".caution:lang(en)", "display: none"),
    (".caution:NOT(:HOVER) { display: none }", ".caution:NOT(:HOVER)", "display: none"),
    (".caution:nth-child(1 of .caution) { display: none }", ".caution:nth-child(1 of .caution)", "display: none"),
    (".caution { position: relative; left: -300% }", ".caution", "left: -300%"),
    (".caution { display: n\\6fne }", ".caution", "display: n\\6fne"),
    ("@scope (.cautions) { :scope { display: none } }", ":is(.cautions)", "display: none"),
    (".caution:is(:lang(en), .q) { display: none }", ".caution:is(:lang(en), .q)", "display: none"),
    ("dl + .cautions, dl ~ .stop-if { display: none }", "dl + .cautions", "display: none"),
    ("*:has(> .caution) { content-visibility: hidden }", "*:has(> .caution)", "content-visibility: hidden"),
    ("main:has(details[open]) .caution { display: none }", "main:has(details[open]) .caution", "display: none"),
    ("[data-scheme=dark] .caution { display: none }", "[data-scheme=dark] .caution", "display: none"),
    (".caution { background: #f6d27a } .caution * { color: #f6d27a }", ".caution *", "color: #f6d27a"),
    (
        ".exercise .caution { background: none } .exercise .cautions { background: #fff } .caution p, .caution { color: white }",
        ".caution",
        "color: white",
    ),
    (".exercise { background: #fff } .stop-if li { color: white }", ".stop-if li", "color: white"),
    (".caution { color: #fefefe; background: none } .exercise { background: #fff }", ".caution", "color: #fefefe"),
    (".disclaimer { background: none } .disclaimer { color: var(--paper) }", ".disclaimer", "color: var(--paper)"),
    (".caution { color: var(--paper); background: var(--paper) }", ".caution", "color: var(--paper)"),
    (
        ":root { --a: var(--paper) } .caution { color: var(--a); background-color: var(--paper) }",
        ".caution",
        "color: var(--a)",
    ),
];

#[test]
fn style_sheets_that_hide_notices() {
    for (css, selector, declaration) in HIDING_SHEETS {
        let found = with_style(css);
        let ending = format!(" with `{declaration}`");
        assert_eq!(found.len(), 1, "{css}: {found:?}");
        let is_named = found[0].starts_with(&format!("themes/mine/assets/pages.css:2: `{selector}` hides a "))
            && found[0].contains(&ending);
        assert!(is_named, "{css}: {found:?}");
    }
}

/// `check` renders no page of a theme without templates of its own unless a style sheet could hide something.
#[test]
fn a_check_finds_what_a_build_finds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    site().file("themes/mine/assets/pages.css", ".caution { display: none }\n").write_to(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    let check = ProgramOutput::of(command.current_dir(folder.path()).arg("check").output().unwrap()).assert_status(1);
    assert!(
        check.err.contains("error[caution-hidden]: `.caution` hides a caution with `display: none`"),
        "{}",
        check.err
    );
}

/// What hides the notices and the steps together is no finding, unless a rule can show the steps again.
#[test]
fn style_sheets_that_hide_everything_and_show_the_steps_again() {
    for (rule, declaration) in [
        ("main", "visibility: hidden"),
        (".exercise-text", "font-size: 0"),
        (".exercise-text", "color: transparent"),
        ("body", "line-height: 0"),
        ("main", "text-indent: -99em"),
        ("main", "transform: translateX(-9999px)"),
        ("main", "zoom: 0.1"),
        ("main", "animation: dim 9s"),
    ] {
        let css = format!(
            "{rule} {{ {declaration} }} main .steps, main .steps * {{ visibility: visible }} @keyframes dim {{ from {{ color: #0000 }} }}"
        );
        let found = with_style(&css);
        assert!(found.len() == 1 && found[0].contains(&format!(" with `{declaration}`")), "{css}: {found:?}");
    }
}

/// Scripts of the theme `well` copy notices into practice mode and onto opened cards.
#[test]
fn style_sheets_that_hide_copied_notices() {
    let related = "---\ntitle: Bridge\ntopics: [spine]\ndose: {reps: 3}\n---\nText.\n\n## How to do it\n\n1. Lift.\n";
    let with_css = |css: &str| {
        site()
            .file("content/exercises/bridge.md", related)
            .file("content/exercises/cobra.md", COBRA.replace("dose:", "topics: [spine]\ndose:"))
            .file("themes/mine/assets/brand.css", format!("{css}\n"))
            .build()
    };
    let honest = with_css(".practice-stage { font-size: 2rem } .practice-stage .dose { display: none }");
    honest.assert_no_errors();
    let page = honest.text("exercises/bridge/index.html");
    assert!(page.contains("class=\"practice-stage\"") && page.contains("plate-card"), "{page}");
    for (selector, place) in [
        (".practice-stage .caution", "in practice mode"),
        (".practice-stage .stop-if", "in practice mode"),
        ("dialog.practice[open] .cautions", "in practice mode"),
        (".practice-head + .practice-stage:has(.practice-step) [data-severity=avoid]", "in practice mode"),
        (".practice-stage [data-caution=spine]", "in practice mode"),
        (".scripted.ready + .practice .care[data-care=emergency]", "in practice mode"),
        (".card-steps .cautions", "on the opened card of an exercise"),
        (".plate-card.opened .card-steps > .stop-if li", "on the opened card of an exercise"),
        (".card .disclaimer", "on the opened card of an exercise"),
        (".card-steps .care[data-care=emergency]", "on the opened card of an exercise"),
        (".card-steps .caution:not([data-caution=spine])", "on the opened card of an exercise"),
        (".open-steps[aria-expanded=true] + * .caution", "on the opened card of an exercise"),
        (".plate-card:has([aria-expanded=true]) .stop-if", "on the opened card of an exercise"),
    ] {
        let built = with_css(&format!("{selector} {{ display: none }}"));
        let found: Vec<&str> = built.of_rule("caution-hidden").iter().map(|finding| finding.message.as_str()).collect();
        let expected = format!(" with `display: none` {place}");
        assert!(!found.is_empty() && found.iter().all(|finding| finding.ends_with(&expected)), "{selector}: {found:?}");
    }
}

/// Ways of writing a rule that hides, by which it looks like one that does not.
#[test]
fn style_sheets_that_disguise_a_rule() {
    for (css, line) in [
        ("\u{feff}.caution { display: none }", 1),
        ("\u{feff}/* A theme. */\n.caution { display: none }", 2),
        ("@property --g { syntax: '*'; inherits: false; initial-value: none }\n.caution { display: var(--g) }", 2),
        (
            "@media screen { @property --G\\67 { syntax: '*'; inherits: false; initial-value: var(--h) } }\n:root { --h: none } .caution { display: var(--Gg) }",
            2,
        ),
        (".caution:\\64 efined { display: none }", 1),
        (".caution:n\\6ft(.x) { display: none }", 1),
        (".c\\61 ution { display: none }", 1),
        ("@scope (.c\\61utions) { :sc\\6fpe { display: none } }", 1),
    ] {
        let found = findings("assets/brand.css", format!("{css}\n"));
        let place = format!("themes/mine/assets/brand.css:{line}: `");
        assert!(found.len() == 1 && found[0].starts_with(&place), "{css}: {found:?}");
    }
}

#[test]
fn style_sheets_that_hide_something_else() {
    let honest = ".caution-icon, .menu[hidden], .cautioned { display: none }\n.caution::before { opacity: 0 }\n.exercise-page { opacity: 0 }\n\
                  @media print { nav, footer, .exercise-page { display: none } }\n.caution { opacity: .95; color: #222; background: #fff }\n\
                  .caution { overflow: hidden } .caution { max-height: 40em }\n\
                  .exercise-page { padding-left: 24rem; border-left: 22rem solid }\n.care { margin: 2rem 15vw 80vh; padding: 1rem 10%; border-inline-start: 1rem solid }\n\
                  .caution { color: hsl(0 0% 10%); text-shadow: 0 1px 2px rgb(0 0 0 / .2); width: min(100%, 40rem) }\n\
                  .menu { view-transition-name: menu; page: gone; color: color-mix(in srgb, red, blue) }\n\
                  @keyframes k { from { --d: none } } .menu { animation: k .1s; display: var(--d, block) }\n\
                  .care { background: red } .care strong { color: var(--paper) } a:lang(de) { display: none }";
    assert_eq!(with_style(honest), [""; 0]);
}

/// Colours that are those of some background of the theme, but not of the one behind the notice.
#[test]
fn colours_that_are_told_from_their_background() {
    for css in [
        ".exercise { background: #fff } .cautions { background: #000 } .caution { color: #fff }",
        ".exercise { background: #fff } .cautions { background: linear-gradient(#000, #222) } .caution { color: #fff }",
        "@media (prefers-color-scheme: dark) { .exercise { background: #000 } .caution { color: #fff } } \
         .exercise { background: #fff }",
        "html.dark .exercise { background: #000 } html.dark .caution { color: #fff } .exercise { background: #fff }",
        "@media print { .cautions { background: #fff } } .exercise { background: #000 } .caution { color: #fff }",
        ".cta { background: #fff } .caution { color: #fff; background: #000 }",
    ] {
        assert_eq!(with_style(css), [""; 0], "{css}");
    }
}

/// A cover that lies on a notice only in the middle of a long animation.
#[test]
fn covers_that_come_later() {
    let cover = |selector: &str, animation: &str| {
        with_style(&format!(
            "@keyframes c {{ 0%, 1.5% {{ opacity: 0 }} 2%, 99% {{ opacity: 1 }} 100% {{ opacity: 0 }} }} \
             {selector} {{ content: ''; position: absolute; inset: 0; background: var(--paper); opacity: 0; {animation} }}"
        ))
    };
    for (selector, animation) in [
        (".caution::after", "animation: c 100s linear"),
        (".cautions:not(.x):Before", "animation-name: c; animation-duration: 100s"),
        ("main ::after", "animation: c 1s infinite"),
        (".caution { &::after", "animation: c 1s 99s } "),
    ] {
        let found = cover(selector, animation);
        assert!(found.len() == 1 && found[0].contains("may hide a "), "{selector}: {found:?}");
    }
    for (selector, animation) in [
        (".caution::after", "animation: c .5s"),
        (".menu::after", "animation: c 9s"),
        (".caution::after", "color: red"),
    ] {
        assert_eq!(cover(selector, animation), [""; 0], "{selector}");
    }
}

/// Rules that no reader of style sheets can follow are refused at once.
#[test]
fn style_sheets_nested_without_end() {
    let refused = |path: &str, text: String| {
        let built = site().file(&format!("themes/mine/{path}"), text).build();
        let found = built.of_rule("theme-invalid");
        assert_eq!(found.len(), 1, "{:?}", built.formatted_findings());
        assert!(found[0].message.contains("nested more than 32 deep"), "{}", found[0].message);
        (found[0].location.line, found[0].location.column)
    };
    for depth in [33, 50_000] {
        let [open, close] = [":is(", ")"].map(|part| part.repeat(depth));
        let selector = format!("p {{ color: red }}\n{open}.caution{close} {{ display: none }}\n");
        assert_eq!(refused("assets/pages.css", selector), (2, 130));
        refused("assets/brand.css", format!(".a {{ width: {open}{close} }}"));
        refused("assets/brand.css", ".a { ".repeat(depth));
        refused("theme.yaml", format!("name: mine\nextends: well\ntokens: {{paper: \"{open}{close}\"}}\n"));
        let found = with_exercise_page(&format!("<style>{open}.caution{close} {{ display: none }}</style>{CAUTIONS}"));
        assert!(found.len() == 1 && found[0].contains("nested more than 32 deep"), "{found:?}");
    }
    let long = format!(".caution:not({}) {{ display: none }}", vec![".a"; 1_000].join(", "));
    let found = with_style(&long);
    assert!(found.len() == 1 && found[0].len() < 300, "{found:?}");
}

/// While a page takes the place of another one, browsers show pictures of its parts.
#[test]
fn view_transitions_that_hide_a_page() {
    for rule in [
        "::view-transition { display: none }",
        "::view-transition-group(root) { animation-duration: 99s }",
        "::view-transition-new(*) { opacity: 0 }",
        ":root::VIEW-transition-old(root) { animation: calm .3s }",
        "html { &::view-transition-image-pair(root) { animation-duration: calc(99s) } }",
        "@media print { ::view-transition-new(root) { visibility: hidden } }",
    ] {
        let found = with_style(&format!("@view-transition {{ navigation: auto }} {rule}"));
        assert!(found.len() == 1 && found[0].contains("may hide a "), "{rule}: {found:?}");
    }
    let brief = "@view-transition { navigation: auto } ::view-transition-new(root) { animation-duration: .3s; animation-timing-function: ease-in }\n\
                 @media (prefers-reduced-motion) { ::view-transition-group(*) { animation: none !important } }";
    assert_eq!(with_style(brief), [""; 0]);
}

/// Without a document type, browsers take `.CAUTION` for the class `caution`, and any file of the site for a style sheet.
#[test]
fn a_page_that_browsers_read_as_an_old_one() {
    let base = BASE_TEMPLATE.strip_prefix("<!doctype html>").expect("the frame begins with its document type");
    for start in ["", "<!doctype html public \"-//W3C//DTD HTML 3.2 Final//EN\">", "Text <!doctype html>"] {
        let found = findings("templates/base.html", format!("{start}{base}"));
        assert!(!found.is_empty(), "{start}");
        assert!(found.iter().all(|found| found.contains("does not begin with `<!doctype html>`")), "{found:?}");
    }
    assert_eq!(findings("templates/base.html", format!("<!-- Ours. -->\n<!DOCTYPE html >{base}")), [""; 0]);
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
        (CAUTIONS.to_owned(), "{{ exercise.how_to | replace(from=\"Lift\", to=\"\") | safe }}".to_owned()),
    ] {
        let template = EXERCISE_TEMPLATE.replace(how_to, &steps).replace(CAUTIONS, &cautions);
        assert_eq!(findings("templates/exercise.html", template).len(), 1, "{cautions} {steps}");
    }
    let decoy = EXERCISE_TEMPLATE.replace(
        CAUTIONS,
        &format!(
            "<style>.fold {{ display: none }}</style><div class=\"fold\">{CAUTIONS}<ol class=\"steps\"></ol></div>"
        ),
    );
    assert_eq!(findings("templates/exercise.html", decoy).len(), 1);
    let doubled = with_exercise_page(
        "{{ exercise.dose_and_cautions | replace(from=\"class=\\\"caution\\\"\", to=\"class=gone class=\\\"caution\\\"\") | safe }}",
    );
    assert_eq!(doubled.len(), 1, "browsers take the first of two attributes: {doubled:?}");
}

/// The verdict about one page never stands for another that a rule tells apart.
#[test]
fn a_rule_for_one_page() {
    for rule in [
        "#exercise-cobra-title ~ .cautions .caution",
        ".exercise[data-exercise=cobra] .caution",
        ".exercise:has(#exercise-cobra-title) .caution",
    ] {
        let mut site = site().file("themes/mine/assets/brand.css", format!("{rule} {{ display: none }}\n"));
        for number in 0..6 {
            let name = format!("nod{number}");
            let exercise = "---\ntitle: Nod\ndose: {reps: 3}\ncautions: [{condition: spine, advice: Slowly., severity: avoid}]\n\
                            stop_if: [STOP-NOW]\n---\nSits.\n\n## How to do it\n\n1. Nod.\n";
            site = site.file(&format!("content/exercises/{name}.md"), exercise);
            site = site.article(&format!("a{number}"), &format!("Text.\n\n::exercise{{#{name}}}\n"));
        }
        for _ in 0..3 {
            assert_eq!(site.build().of_rule("caution-hidden").len(), 1, "{rule}");
        }
    }
}

/// An element ends where the next one of its kind begins.
#[test]
fn a_hidden_paragraph_before_the_cautions() {
    assert_eq!(with_exercise_page(&format!("<p hidden>Text<div>{CAUTIONS}</div>")), [""; 0]);
    assert_eq!(with_exercise_page(&format!("<ul><li hidden>Text<li>{CAUTIONS}</ul>")), [""; 0]);
    assert_eq!(with_exercise_page(&format!("<progress>{CAUTIONS}</progress>")).len(), 1);
}

/// Browsers ignore, move or add tags that are out of order.
#[test]
fn markup_that_browsers_nest_in_another_way() {
    let hiding = [
        ("<div hidden><table><tr><td></div>", "</td></tr></table></div>"),
        ("<svg><title></svg><div hidden></title>", "</div>"),
        ("<noscript><p title=\"</noscript><div hidden>\"></p></noscript>", "</div>"),
        ("<div hidden><![CDATA[ </div>]]>", ""),
    ];
    for (start, end) in hiding {
        let found = with_exercise_page(&format!("{start}{CAUTIONS}{end}"));
        assert_eq!(found.len(), 1, "{start}: {found:?}");
    }
    let body = "<body hidden>";
    assert_eq!(with_exercise_page(&format!("{CAUTIONS}{body}")).len(), 1, "the attribute joins those of the body");
    let shown = [
        ("<table hidden><tr><td></td></tr>", "</table>"),
        ("<p hidden><b>Text<div></div></b>", ""),
        ("<div hidden><span></div>", "</span>"),
        ("<div hidden>Text</b></div>", ""),
    ];
    for (start, end) in shown {
        assert_eq!(with_exercise_page(&format!("{start}{CAUTIONS}{end}")), [""; 0], "{start}");
    }
}

#[test]
fn a_style_element_in_a_template() {
    let found = with_exercise_page(&format!("<style>.caution {{ display: none }}</style>{CAUTIONS}"));
    assert_eq!(found, ["themes/mine/templates/exercise.html:1: `.caution` hides a caution with `display: none`"]);
}

/// What only readers without scripts see: browsers read `noscript` in two ways.
#[test]
fn a_noscript_that_hides_notices() {
    let style = "<style>.caution, .stop-if { display: none }</style>";
    let of_page = |noscript: &str| with_exercise_page(&format!("{noscript}{CAUTIONS}"));
    let in_head = |noscript: &str| {
        findings("templates/base.html", BASE_TEMPLATE.replacen("</head>", &format!("{noscript}</head>"), 1))
    };
    for (inside, message) in [
        (style, "hides a caution with `display: none`"),
        ("<link rel=\"stylesheet\" href=\"/no.css\">", "links a style sheet in `noscript`"),
        ("<LINK REL='alternate StyleSheet' href=/no.css>", "links a style sheet in `noscript`"),
        ("<meta http-equiv=\"refresh\" content=\"0; url=/\">", "leads to another address by itself"),
    ] {
        let found = of_page(&format!("<noscript>{inside}</noscript>"));
        let is_named = |found: &String| found.contains(message) && found.ends_with(", for readers without scripts");
        assert!(found.len() == 1 && is_named(&found[0]), "{inside}: {found:?}");
        let found = in_head(&format!("<NoScript>{inside}</NoScript>"));
        assert!(!found.is_empty() && found.iter().all(is_named), "{inside}: {found:?}");
    }
    for noscript in [
        "<noscript><div hidden></noscript>",
        "<noscript><details></noscript>",
        "<noscript><div>{{ exercise.how_to | upper | safe }}</div></noscript>",
        "<noscript><ol class=\"steps\"><li>Lie down.</li></ol></noscript>",
        "<style>body:has(noscript i) .caution { display: none }</style><noscript><i>Text</i></noscript>",
    ] {
        assert_eq!(of_page(noscript).len(), 1, "{noscript}");
    }
    for honest in [
        "<noscript><p class=\"notice\">The search needs scripts.</p></noscript>",
        "<noscript><style>.menu-button { display: none }</style></noscript>",
        "<noscript><img src=\"/a.png\" alt=\"\"></noscript>",
        "<link rel=\"stylesheet\" href=\"/no.css\">",
    ] {
        assert_eq!(of_page(honest), [""; 0], "{honest}");
    }
    assert_eq!(in_head("<noscript><style>.menu-button { display: none }</style></noscript>"), [""; 0]);
}

#[test]
fn a_page_that_leads_to_another_one_by_itself() {
    for tag in ["<meta http-equiv=\"refresh\" content=\"1; url=/\">", "<META content=9 HTTP-EQUIV=Refresh>"] {
        let found = with_exercise_page(&format!("{tag}{CAUTIONS}"));
        assert!(found.len() == 1 && found[0].contains("leads to another address by itself"), "{tag}: {found:?}");
    }
    assert_eq!(with_exercise_page(&format!("<meta name=\"refresh\" content=\"1\">{CAUTIONS}")), [""; 0]);
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

/// Tricks with style sheets that are seen by no list of properties that hide.
const OTHER_HIDING_SHEETS: &[&str] = &[
    ".caution { display: table-column }",
    ".caution { content: url(/favicon.svg) }",
    ".caution { contain: paint; height: 0 }",
    ".cautions { height: 20px; overflow: hidden }",
    ".cautions { display: grid; grid-template-rows: 0; overflow: hidden }",
    ".caution { line-height: 0 }",
    ".caution { transform: rotateY(180deg); backface-visibility: hidden }",
    ".caution { filter: blur(30px) }",
    ".caution { font-size: calc(0px) }",
    ".caution { color: rgb(255 255 255); background: white }",
    ".caution { float: left; margin-left: -790px }",
    ".caution { interactivity: inert }",
    ".caution { position: absolute; position-area: top }",
    ".caution { display: attr(data-caution type(*), none) }",
    ".caution { animation: a 99999s both } @keyframes a { from, 99% { opacity: 0 } to { opacity: 1 } }",
    ".caution { transition: opacity 99999s } @starting-style { .caution { opacity: 0 } }",
    ".caution/*::*/ { display: none }",
    ".caution:not([title=\"::\"]) { display: none }",
    ".caution:not(:is(::before)) { display: none }",
    "html:not(.a .b) .caution { display: none }",
    "body:not(.a>.b) .caution { display: none }",
    "html:has(.a, .caution b) .caution { display: none }",
    ".cautions { :scope & .caution { display: none } }",
    "@media (pointer: coarse) { .caution { display: table-column } }",
    ".caution { text-decoration: underline solid currentcolor 1.4em; text-underline-offset: -1.2em }",
    ".stop-if li { text-decoration: underline wavy 8px }",
    ".caution { text-underline-offset: -.4em }",
    ".caution { text-shadow: 2px 2px #000, -2px 2px #000, 2px -2px #000, -2px -2px #000 }",
    ".caution { text-shadow: 3px 3px 0 currentcolor }",
    ".caution { -webkit-text-stroke: 2px }",
    ".caution { writing-mode: vertical-rl; text-combine-upright: all }",
    ".caution { outline: 60px solid; outline-offset: -60px }",
    ".caution { background-color: currentcolor }",
    ".caution { animation: a .5s reverse forwards } @keyframes a { from { opacity: 0 } to { opacity: 1 } }",
    ".caution { animation: a .5s 100000 } @keyframes a { from { opacity: 0 } to { opacity: 1 } }",
    ".caution { contain: size; overflow: hidden }",
    ".caution { container-type: size; overflow: clip }",
    ".caution { aspect-ratio: 999; overflow: hidden }",
    ".caution { text-shadow: round(up, -12px, 1px) 0 #000, round(up, 12px, 1px) 0 #000 }",
    ".caution { height: calc-size(auto, size * 0); overflow: hidden }",
    ".caution { color: color-mix(in srgb, #fff 99%, #000) }",
    ".caution { color: rgb(from #000 255 255 255); background: #fff }",
    ".cautions { view-transition-name: c }",
    "main { view-transition-name: m }",
    ".cautions { page: gone } @page gone { size: 5mm 5mm }",
    "@keyframes k { from, to { --d: none } } .caution { animation: k .1s forwards; display: var(--d, block) }",
];

#[test]
fn style_sheets_with_whatever_may_hide() {
    for css in OTHER_HIDING_SHEETS {
        let found = with_style(css);
        assert!(!found.is_empty(), "{css}");
        assert!(found[0].starts_with("themes/mine/assets/pages.css:2: `"), "{css}: {found:?}");
    }
    for css in [
        "body { overflow-x: hidden } .caution { margin-left: 200vw }",
        "body { overflow-x: hidden } .caution { padding-left: 200vw }",
        "body { overflow-x: clip } .stop-if { border-left: 200vw solid transparent }",
        ".cautions { margin: 0 0 0 51% }",
        ".stop-if li { letter-spacing: 10vw }",
        ".caution { min-width: 300vw; text-align: right }",
    ] {
        assert_eq!(with_style(css).len(), 1, "{css}");
    }
    let too_many: String = (0..2_000).map(|number| format!("--a: b{number};")).collect();
    assert!(!with_style(&format!(":root {{ {too_many} }} .caution {{ display: var(--a) }}")).is_empty());
    let too_long = format!(".caution:not(.{}) {{ & {{ display: none }} }}", "a".repeat(10_001));
    assert!(!with_style(&too_long).is_empty());
}

/// The page shows the notices and the steps of the build, and the steps once more.
#[test]
fn a_template_that_shows_steps_in_another_form() {
    let altered = "{{ exercise.how_to | replace(from='class=\"steps', to='class=\"x') | replace(from='<li>', to='<li>&bull; ') | safe }}";
    for (before, message) in [
        (altered.to_owned(), "this template shows steps once more, outside of their list: \"Lift your chest"),
        ("<textarea readonly>{{ exercise.how_to }}</textarea>".to_owned(), "shows steps once more"),
        ("<div data-q=\"{{ exercise.how_to }}\"></div>".to_owned(), "shows steps once more"),
        (
            "<div title=\"{{ exercise.how_to | replace(from=' ', to='\u{a0}') }}\"></div>".to_owned(),
            "shows steps once more",
        ),
        (
            "<div title=\"{{ exercise.how_to | replace(from=' ', to='\t') }}\"></div>".to_owned(),
            "shows steps once more",
        ),
        ("<div>{{ exercise.how_to | upper | safe }}</div>".to_owned(), "shows steps once more"),
        (
            altered.replace("&bull; ", "</li><li>").replace("| safe", "| replace(from='e', to='e\u{200b}') | safe"),
            "shows steps once more",
        ),
        (
            altered.replace("| safe", "| replace(from='.', to=' !') | replace(from=' ', to='\u{a0}') | safe"),
            "shows steps once more",
        ),
        ("<noscript>{{ exercise.how_to | safe }}</noscript>".to_owned(), ""),
        ("<div><template shadowrootmode=\"open\"></template></div>".to_owned(), "has a shadow root"),
        ("<ol class=\"steps\"><li>Lie down.</li></ol>".to_owned(), ""),
    ] {
        let found = with_exercise_page(&format!("{before}{CAUTIONS}"));
        assert!(found.len() == 1 && found[0].contains(message), "{before}: {found:?}");
        let found = with_exercise_page(&format!("{CAUTIONS}{before}"));
        assert_eq!(found.len(), 1, "behind the cautions: {before}");
    }
    let twice = EXERCISE_TEMPLATE
        .replace(CAUTIONS, &format!("<div class=\"folded\">{CAUTIONS}{{{{ exercise.how_to | safe }}}}</div>"));
    let found = findings("templates/exercise.html", twice);
    assert!(found.len() == 1 && found[0].contains("shows them twice"), "{found:?}");
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
        assert!(found.len() == 1 && found[0].contains("does not say \"Not medically reviewed\""), "{words}: {found:?}");
    }
}

#[test]
fn elements_that_take_notices_from_some_readers() {
    for (start, end) in [
        ("<div role=\"img\" aria-label=\"Decoration\">", "</div>"),
        ("<font color=\"#ffffff\">", "</font>"),
        ("<div role='Button'>", "</div>"),
        ("<div role=\"tab\">", "</div>"),
        ("<div role=meter>", "</div>"),
        ("<div role=\"doc-pagebreak\">", "</div>"),
        ("<div role=\"foo\timg\">", "</div>"),
        ("<bdo dir=\"rtl\">", "</bdo>"),
        ("<del>", "</del>"),
        ("<s>", "</s>"),
        ("<strike>", "</strike>"),
        ("<button disabled>", "</button>"),
        ("<button>", "</button>"),
        ("<fieldset disabled>", "</fieldset>"),
        ("<marquee scrollamount=\"900\">", "</marquee>"),
        ("<fencedframe>", "</fencedframe>"),
    ] {
        let found = with_exercise_page(&format!("{start}{CAUTIONS}{end}"));
        assert!(found.len() == 1 && found[0].contains("this template hides a caution in `<"), "{start}: {found:?}");
    }
    assert_eq!(with_exercise_page(&format!("<div role=\"note group\">{CAUTIONS}</div>")), [""; 0]);
    assert_eq!(with_exercise_page(&format!("<fieldset>{CAUTIONS}</fieldset><button disabled>Print</button>")), [""; 0]);
}

#[test]
fn elements_nested_too_deep_to_be_checked() {
    let deep = |depth: usize, end: &str| {
        let divisions = format!("{}{CONTENT}{}", "<div>".repeat(depth), end.repeat(depth));
        with_article_page(&divisions)
    };
    assert_eq!(deep(3_000, "</div>"), Vec::<String>::new());
    let expected = "elements are nested more than 4000 deep, so nobody can tell whether notices are shown";
    for (depth, end) in [(4_100, "</div>"), (4_100, ""), (100_000, "</div>"), (100_000, ""), (50_000, "</b>")] {
        let findings = deep(depth, end);
        assert!(findings.len() == 1 && findings[0].ends_with(expected), "{depth} {end:?}: {findings:?}");
    }
}
