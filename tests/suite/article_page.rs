//! An article's page from top to bottom, and disclaimers.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"></svg>";

fn disclaimer(placement: &str) -> String {
    format!("---\ntitle: {placement}\nplacement: {placement}\n---\nText of {placement}.\n")
}

fn full_article() -> TestBuild {
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: Topic\n---\n--- content/people/jane.md\n---\nname: Jane\n---\n")
        .settings("calls_to_action: {join: {kind: link, title: Join, href: /}}\ndisclaimers: {articles: [top, bottom]}\nmenus: {main: [{title: Home, link: /}]}\n")
        .library("@article{berg, title = {One}, author = {Berg, A.}, date = {2020}}\n")
        .file("content/disclaimers/top.md", disclaimer("top"))
        .file("content/disclaimers/bottom.md", disclaimer("bottom"))
        .file("content/exercises/x.md", "---\ntitle: X\ntopics: [t]\n---\n1. Go.\n")
        .file("content/articles/b.md", "---\ntitle: B\ntopics: [t]\n---\nx\n")
        .file("content/articles/h.svg", SVG)
        .file("content/articles/a.md", "---\ntitle: A\ndescription: The dek.\nauthors: [jane]\ntopics: [t]\nhero: {src: h.svg, alt: Alt}\nkey_points: [Point]\npublished: 2024-01-01\nupdated: 2024-02-01\nlast_reviewed: 2024-02-01\nnext_review: 2026-02-01\ncall_to_action: join\nfunding: Money.\nconflicts: None.\nai: {used: No}\ncorrections: [{date: 2024-01-05, was: Was, now: Now}]\nchanges: [{date: 2024-01-06, kind: substantive, note: Rewritten}]\n---\n## Head\n\nBody text [@berg].\n")
        .build();
    built.assert_no_errors();
    built
}

#[test]
fn the_parts_of_an_article_page_are_in_order() {
    let built = full_article();
    let html = built.text(PAGE);
    let parts = [
        "<title>A | Test site</title>",
        "<meta name=\"description\" content=\"The dek.\">",
        "rel=\"canonical\"",
        "property=\"og:title\"",
        "application/ld+json",
        "class=\"skip\" href=\"#content\"",
        "<header",
        "<nav",
        "href=\"/topics/t/\"",
        "<main",
        "<article",
        "<h1>A</h1>",
        "The dek.",
        "Not medically reviewed",
        "datetime=\"2024-02-01\"",
        "min read",
        "<details",
        "Written by",
        "datetime=\"2024-01-01\"",
        "</details>",
        "alt=\"Alt\"",
        "Key points",
        "data-disclaimer=\"top\"",
        "role=\"doc-toc\"",
        "Body text",
        "data-cta=\"join\"",
        "Explore related exercises",
        "data-disclaimer=\"bottom\"",
        "Was",
        "Rewritten",
        "Money.",
        "role=\"doc-bibliography\"",
        "Explore related articles",
        "</article>",
        "<footer",
    ];
    let mut from = 0;
    for part in parts {
        let at = html[from..].find(part);
        from += at.unwrap_or_else(|| panic!("`{part}` is missing, or out of order, in\n{html}"));
    }
    let provenance = built.texts(PAGE, ".provenance");
    assert!(provenance[0].contains("Last reviewed") && provenance[0].contains("Next review due"), "{provenance:?}");
    crate::markup::check_nesting(html).unwrap();
}

#[test]
fn the_contents_end_with_the_references() {
    assert_eq!(full_article().texts(PAGE, "[role=doc-toc] a"), ["Head", "References"]);
}

fn with_disclaimers(settings: &str, front: &str, text: &str) -> TestBuild {
    let mut site = TestSite::new().settings(settings).exercise("x", "");
    for placement in ["top", "bottom", "with-exercise", "with-video"] {
        site = site.file(&format!("content/disclaimers/{placement}.md"), disclaimer(placement));
    }
    site = site.file("content/disclaimers/plain.md", "---\ntitle: Plain\n---\nText of plain.\n");
    let built = site
        .file("content/articles/a.md", format!("---\ntitle: A\n{front}---\n<p>\n\n{text}\n"))
        .settings(&format!("{settings}raw_html: true\n"))
        .build();
    built.assert_no_errors();
    built
}

#[test]
fn disclaimers_stand_where_their_placement_says() {
    let built = with_disclaimers(
        "disclaimers: {articles: [top, bottom, plain]}\n",
        "",
        "Words.\n\n::exercise{#x}\n\n::video{src=\"https://v.example/\" title=V}",
    );
    let html = built.text(PAGE);
    let at = |id: &str| html.find(&format!("data-disclaimer=\"{id}\"")).unwrap();
    let words = html.find("Words.").unwrap();
    assert!(at("top") < words && at("plain") < words, "top is the default");
    assert!(at("bottom") > words);
    assert_eq!(built.select(PAGE, "section[data-exercise] [data-disclaimer=with-exercise]").len(), 1);
    assert_eq!(built.select(PAGE, ".text [data-disclaimer=with-video]").len(), 1);
    assert!(
        built
            .select(PAGE, "[data-disclaimer]")
            .iter()
            .all(|aside| aside.starts_with("<aside") && aside.contains("role=\"note\""))
    );
}

#[test]
fn a_page_may_add_disclaimers_and_omit_some_with_a_reason() {
    let settings = "disclaimers: {articles: [top, bottom]}\n";
    let built = with_disclaimers(
        settings,
        "disclaimers: [plain, top]\nomit_disclaimers: {ids: [bottom], reason: Not about health.}\n",
        "x",
    );
    assert_eq!(built.select(PAGE, "[data-disclaimer=plain]").len(), 1);
    assert_eq!(built.select(PAGE, "[data-disclaimer=top]").len(), 1, "once, though asked for twice");
    assert!(built.select(PAGE, "[data-disclaimer=bottom]").is_empty());
}

#[test]
fn an_omission_without_a_reason_is_an_error() {
    for reason in ["", ", reason: \"\"", ", reason: \"  \""] {
        let built = TestSite::new()
            .file("content/disclaimers/top.md", disclaimer("top"))
            .file("content/articles/a.md", format!("---\ntitle: A\nomit_disclaimers: {{ids: [top]{reason}}}\n---\nx\n"))
            .build();
        assert!(!built.is_built());
        assert_eq!(built.of_rule("disclaimer-omitted").len(), 1, "{reason}");
    }
}

#[test]
fn exercises_have_disclaimers_of_their_own_in_the_settings() {
    let built = TestSite::new()
        .settings("disclaimers: {exercises: [top]}\n")
        .file("content/disclaimers/top.md", disclaimer("top"))
        .exercise("x", "")
        .article("a", "x\n")
        .article("shows", "x\n\n::exercise{#x}\n")
        .file("content/programmes/p.md", "---\ntitle: P\nschedule: [{exercise: x}]\n---\nx\n")
        .build();
    built.assert_no_errors();
    // They follow an exercise to the pages that show it.
    for page in ["exercises/x", "articles/shows", "programmes/p", "programmes/p/print"] {
        assert_eq!(built.select(&format!("{page}/index.html"), "[data-disclaimer=top]").len(), 1, "{page}");
    }
    assert!(built.select(PAGE, "[data-disclaimer=top]").is_empty());
}

/// A site with an exercise that adds two disclaimers, and a second exercise that embeds it.
fn with_an_exercise_that_adds_disclaimers(front: &str) -> TestSite {
    let demanding = format!("---\ntitle: Demanding\ndisclaimers: [top, bottom]\n{front}---\n\n1. Breathe.\n");
    TestSite::new()
        .file("content/disclaimers/top.md", disclaimer("top"))
        .file("content/disclaimers/bottom.md", disclaimer("bottom"))
        .file("content/exercises/demanding.md", demanding)
        .exercise("around", "::exercise{#demanding}")
}

#[test]
fn disclaimers_of_an_exercise_are_shown_on_the_pages_that_embed_it() {
    let schedule = "---\ntitle: P\nschedule: [{exercise: demanding}]\n---\nx\n";
    let omits = "---\ntitle: B\nomit_disclaimers: {ids: [bottom], reason: Said in the text.}\n---\nx\n\n::exercise{#demanding}\n";
    let built = with_an_exercise_that_adds_disclaimers("")
        .article("a", "Words.\n\n::exercise{#around}\n")
        .article("c", "No exercise.\n")
        .file("content/articles/b.md", omits)
        .file("content/programmes/p.md", schedule)
        .file("content/pages/plain.md", "---\ntitle: Plain\n---\nx\n\n::exercise{#demanding}\n")
        .build();
    built.assert_no_errors();
    let count = |page: &str, id: &str| built.select(page, &format!("[data-disclaimer={id}]")).len();
    for page in [PAGE, "exercises/around/index.html", "exercises/demanding/index.html", "programmes/p/index.html"] {
        assert_eq!((count(page, "top"), count(page, "bottom")), (1, 1), "{page}");
    }
    let html = built.text(PAGE);
    assert!(html.find("data-disclaimer=\"top\"") < html.find("Words."), "where its placement says");
    assert_eq!((count("articles/b/index.html", "top"), count("articles/b/index.html", "bottom")), (1, 0));
    assert_eq!(count("articles/c/index.html", "top"), 0);
    let with_exercise = built.select("plain/index.html", "section[data-exercise] [data-disclaimer]");
    assert_eq!(with_exercise.len(), 2, "a plain page has no other place: {with_exercise:?}");
}

#[test]
fn a_withdrawn_exercise_brings_no_disclaimer() {
    let built = with_an_exercise_that_adds_disclaimers("withdrawn: {date: 2024-01-01, reason: Unsafe.}\n")
        .article("a", "Words.\n\n::exercise{#demanding}\n")
        .build();
    assert!(built.select(PAGE, "[data-disclaimer=top]").is_empty());
}

#[test]
fn titles_are_text() {
    let built = TestSite::new().file("content/articles/a.md", "---\ntitle: \"A <script>alert(1)</script> & \\\"b\\\" it's\"\ndescription: \"<i>\\\" onload=\\\"x\"\n---\nx\n").build();
    built.assert_no_errors();
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script>alert") && !text.contains("<i>\" onload"), "{path}");
    }
    crate::markup::check_nesting(built.text(PAGE)).unwrap();
}

#[test]
fn a_licence_is_shown_and_links_to_its_text_if_that_is_known() {
    for (licence, address) in [
        ("CC-BY-4.0", Some("https://creativecommons.org/licenses/by/4.0/")),
        ("https://a.example/licence", Some("https://a.example/licence")),
        ("All rights reserved.", None),
        ("\"javascript:alert(1)\"", None),
    ] {
        let built = TestSite::new()
            .file("content/articles/a.md", format!("---\ntitle: A\nlicense: {licence}\n---\n"))
            .file("content/exercises/b.md", format!("---\ntitle: B\nlicense: {licence}\n---\n1. Go.\n"))
            .build();
        built.assert_no_findings();
        for page in [PAGE, "exercises/b/index.html"] {
            let facts = built.texts(page, ".provenance dl > div");
            assert!(facts.contains(&format!("License{}", licence.replace('"', ""))), "{facts:?}");
            let links = built.select(page, ".provenance a[rel=license]");
            assert_eq!(links.len(), usize::from(address.is_some()), "{licence}");
            let property = address.map(|address| format!("\"license\":\"{address}\""));
            let text = built.text(page);
            assert!(property.as_ref().is_none_or(|property| text.contains(property)), "{page}: {property:?}");
            assert_eq!(text.contains("\"license\":"), property.is_some(), "{page}");
        }
    }
}
