//! Citations inside disclaimers. Each place that shows a disclaimer has its own marks, which count in reading order and link to the
//! page's list.

use crate::harness::{TestBuild, TestSite};

const LIBRARY: &str = "@article{lee-2020, title={One}, author={Lee, A.}, date={2020}}\n\
    @article{may-2021, title={Two}, author={May, B.}, date={2021}}\n\
    @article{ray-2022, title={Three}, author={Ray, C.}, date={2022}}\n\
    @article{poe-2023, title={Four}, author={Poe, D.}, date={2023}}\n";

fn disclaimer(placement: &str, text: &str) -> String {
    format!("---\ntitle: Title of {placement}\nplacement: {placement}\n---\n{text}\n")
}

fn site() -> TestSite {
    TestSite::new()
        .library(LIBRARY)
        .settings("citations: {marks: number}\ndisclaimers: {articles: [above, below], exercises: [above]}\n")
        .file(
            "content/disclaimers/above.md",
            disclaimer("top", "Ask first [@may-2021]. As @lee-2020 says.[^1]\n\n[^1]: So [@may-2021]."),
        )
        .file("content/disclaimers/below.md", disclaimer("bottom", "At the end [@ray-2022]."))
        .file("content/disclaimers/film.md", disclaimer("with-video", "Films can [@poe-2023]."))
        .file("content/disclaimers/moves.md", disclaimer("with-exercise", "Moves can [@lee-2020]."))
        .file("content/disclaimers/plain.md", disclaimer("with-exercise", "## Heading\n\nNo marks."))
        .file("static/film.mp4", "film")
        .exercise("cobra", "Lie down.")
        .article(
            "a",
            "Text [@lee-2020].\n\n::exercise{#cobra}\n\n::disclaimer{#above}\n\n\
            :::playlist[List]\n::video{src=\"/film.mp4\" title=\"Film\"}\n::exercise{#cobra}\n:::\n\nEnd.",
        )
}

const PAGE: &str = "articles/a/index.html";

fn ids(built: &TestBuild, page: &str) -> Vec<String> {
    let page = built.page(page);
    let selector = scraper::Selector::parse("[role=doc-biblioref]").unwrap();
    page.select(&selector).map(|mark| mark.attr("id").unwrap().to_owned()).collect()
}

#[test]
fn marks_in_disclaimers_are_numbered_in_reading_order_and_link_to_the_list() {
    let built = site().build();
    assert!(built.is_built(), "{:?}", built.formatted_findings());
    let marks = built.texts(PAGE, "[role=doc-biblioref]");
    assert_eq!(
        ids(&built, PAGE),
        [
            "cite-may-2021-1",
            "cite-lee-2020-1",
            "cite-may-2021-2",
            "cite-lee-2020-2",
            "cite-lee-2020-3",
            "cite-may-2021-3",
            "cite-lee-2020-4",
            "cite-may-2021-4",
            "cite-poe-2023-1",
            "cite-lee-2020-5",
            "cite-ray-2022-1",
        ]
    );
    assert_eq!(marks, ["1", "2", "1", "2", "2", "1", "2", "1", "3", "2", "4"]);
    assert_eq!(built.texts(PAGE, ".references [data-entry]").len(), 4);
    assert_eq!(built.select(PAGE, "#ref-lee-2020 [role=doc-backlink]").len(), 5);
    let page = built.page(PAGE);
    let selector = scraper::Selector::parse("[id]").unwrap();
    let mut ids: Vec<&str> = page.select(&selector).filter_map(|element| element.attr("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    assert_eq!(built.select(PAGE, "[data-disclaimer=above] .footnotes li").len(), 2);
    assert!(!built.text(PAGE).contains("id=\"heading\""), "a disclaimer without marks gives no ids");
}

#[test]
fn the_citation_index_lists_each_page_that_shows_a_disclaimer() {
    let built = site().build();
    let source = "references/may-2021/index.html";
    let places = built.select(source, "a[href*='#cite-may-2021-']");
    assert!(places.iter().any(|place| place.contains("/articles/a/#cite-may-2021-1")), "{places:?}");
    assert!(places.iter().any(|place| place.contains("/exercises/cobra/#cite-may-2021-1")), "{places:?}");
    assert!(built.text(source).contains("Ask first <mark>"), "the sentence stands around the mark");
    assert!(built.text(source).contains("Title of top"), "the disclaimer's title is its heading");
    assert_eq!(built.texts("exercises/cobra/index.html", ".references [data-entry]").len(), 2);
}

#[test]
fn a_disclaimer_that_no_page_shows_cites_nothing() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/disclaimers/film.md", disclaimer("with-video", "Words [@poe-2023]."))
        .file("content/disclaimers/moves.md", disclaimer("with-exercise", "Words [@ray-2022]."))
        .article("a", "Text [@lee-2020].\n\n:::note\nSee this.\n:::\n")
        .build();
    assert!(built.is_built(), "{:?}", built.formatted_findings());
    assert_eq!(ids(&built, PAGE), ["cite-lee-2020-1"]);
    assert_eq!(built.texts("references/index.html", ".slip-title"), ["One"]);
}

#[test]
fn programmes_have_disclaimers_of_their_own() {
    let built = TestSite::new()
        .settings("disclaimers: {programmes: [before]}\n")
        .file("content/disclaimers/before.md", disclaimer("top", "Ask first."))
        .exercise("cobra", "Lie down.")
        .file("content/programmes/mornings.md", "---\ntitle: Mornings\nschedule:\n  - {exercise: cobra}\n---\nText.\n")
        .article("a", "Text.\n")
        .build();
    assert!(built.is_built(), "{:?}", built.formatted_findings());
    assert_eq!(built.select("programmes/mornings/index.html", "[data-disclaimer=before]").len(), 1);
    assert_eq!(built.select(PAGE, "[data-disclaimer=before]").len(), 0);
}

#[test]
fn a_handout_shows_narrative_citations_as_names() {
    let built = site().build();
    let handout = "exercises/cobra/print/index.html";
    assert_eq!(built.select(handout, "[role=doc-biblioref]").len(), 0);
    assert!(
        built.texts(handout, "[data-disclaimer=above]")[0].starts_with("Ask first. As Lee says."),
        "{:?}",
        built.texts(handout, "[data-disclaimer=above]")
    );
}

#[test]
fn an_unknown_key_in_a_disclaimer_is_reported_once() {
    let built = site().file("content/disclaimers/below.md", disclaimer("bottom", "At the end [@nobody].")).build();
    assert_eq!(built.of_rule("citation-unknown").len(), 1);
    assert_eq!(&*built.of_rule("citation-unknown")[0].location.file, "content/disclaimers/below.md");
}

#[test]
fn the_settings_show_a_disclaimer_on_pages_about_a_topic_or_a_narrower_one() {
    let disclaimer = "---\ntitle: On bones\nversion: \"2\"\n---\nAsk first.\n";
    let site = |topics: &str| {
        TestSite::from_text("--- content/topics/bones.md\n---\ntitle: Bones\n---\n--- content/topics/hip.md\n---\ntitle: Hip\nbroader: [bones]\n---\n")
            .settings(&format!("languages: {{es: {{title: Guía}}}}\ndisclaimers: {{topics: {{{topics}: [on-bones]}}}}\n"))
            .file("content/disclaimers/on-bones.md", disclaimer)
            .file("content/topics/hip.es.md", "---\ntitle: Cadera\nbroader: [bones]\n---\n")
            .file("content/articles/hip.md", "---\ntitle: Hip\ntopics: [hip]\n---\n")
            .file("content/articles/hip.es.md", "---\ntitle: Cadera\ntopics: [hip]\n---\n")
            .file("content/exercises/lift.md", "---\ntitle: Lift\ntopics: [bones]\n---\n1. Lift.\n")
            .file("content/articles/else.md", "---\ntitle: Else\n---\n")
            .file("content/articles/left-out.md", "---\ntitle: Left out\ntopics: [hip]\nomit_disclaimers: {ids: [on-bones], reason: Of teeth.}\n---\n")
            .build()
    };
    let built = site("bones");
    built.assert_no_errors();
    let count = |page: &str| built.select(page, "[data-disclaimer=on-bones][data-version='2']").len();
    for page in ["articles/hip", "es/articles/hip", "exercises/lift"] {
        assert_eq!(count(&format!("{page}/index.html")), 1, "{page}");
    }
    assert_eq!((count("articles/else/index.html"), count("articles/left-out/index.html")), (0, 0));
    let findings = site("bone").formatted_findings();
    assert!(
        findings.iter().any(|finding| finding.contains("there is no topic with the id `bone`; did you mean `bones`?")),
        "{findings:?}"
    );
}

/// A translator need not name the topics again, and the text is about the same disease.
#[test]
fn a_translation_shows_the_disclaimers_of_its_original() {
    let site = |front: &str| {
        TestSite::from_text("--- content/topics/bones.md\n---\ntitle: Bones\n---\n")
            .settings("languages: {es: {title: Guía}}\ndisclaimers: {topics: {bones: [on-bones]}}\n")
            .file("content/disclaimers/on-bones.md", "---\ntitle: On bones\n---\nAsk first.\n")
            .file("content/disclaimers/on-bones.es.md", "---\ntitle: Huesos\n---\nPregunte antes.\n")
            .file("content/disclaimers/own.md", "---\ntitle: Own\n---\nWait.\n")
            .file("content/articles/hip.md", format!("---\ntitle: Hip\ndisclaimers: [own]\n{front}---\nText.\n"))
            .file("content/articles/hip.es.md", "---\ntitle: Cadera\n---\nTexto.\n")
            .build()
    };
    let shown = |front: &str| -> Vec<usize> {
        let built = site(front);
        built.assert_no_errors();
        let count = |id: &str| built.select("es/articles/hip/index.html", &format!("[data-disclaimer={id}]")).len();
        vec![count("on-bones"), count("own")]
    };
    assert_eq!(shown("topics: [bones]\n"), [1, 1]);
    assert_eq!(shown(""), [0, 1]);
    assert_eq!(shown("topics: [bones]\nomit_disclaimers: {ids: [on-bones], reason: Of teeth.}\n"), [0, 1]);
}

#[test]
fn a_mark_in_the_disclaimer_of_a_video_counts_at_the_video() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/disclaimers/film.md", disclaimer("with-video", "Films can [@poe-2023]."))
        .file("static/film.mp4", "film")
        .article("a", "::video{src=\"/film.mp4\" title=\"Film\"}\n\nText [@poe-2023].\n")
        .build();
    assert_eq!(ids(&built, PAGE), ["cite-poe-2023-1", "cite-poe-2023-2"]);
    assert_eq!(built.select(PAGE, "#ref-poe-2023 [role=doc-backlink]").len(), 2);
}

#[test]
fn a_translated_page_shows_disclaimers_in_its_language() {
    let settings = "languages: {de: {title: Ratgeber}}\ndisclaimers: {articles: [general]}\n";
    let built = TestSite::new()
        .settings(settings)
        .file("content/disclaimers/general.md", "---\ntitle: T\n---\nAsk first.\n")
        .file("content/disclaimers/general.de.md", "---\ntitle: T\n---\nErst fragen.\n")
        .file("content/articles/a.md", "---\ntitle: T\n---\nText.\n")
        .file("content/articles/a.de.md", "---\ntitle: T\n---\nWorte.\n")
        .build();
    assert_eq!(built.texts(PAGE, "[data-disclaimer=general] p"), ["Ask first."]);
    assert_eq!(built.texts("de/articles/a/index.html", "[data-disclaimer=general] p"), ["Erst fragen."]);
}

#[test]
fn a_withdrawn_page_has_no_disclaimers_and_cites_nothing() {
    let built = TestSite::new()
        .library(LIBRARY)
        .settings("disclaimers: {articles: [general]}\n")
        .file("content/disclaimers/general.md", disclaimer("top", "Ask first [@may-2021]."))
        .file("content/articles/a.md", "---\ntitle: A\nwithdrawn: {date: 2024-01-01, reason: Wrong.}\n---\nText.\n")
        .article("b", "Text [@may-2021].")
        .build();
    assert!(built.select(PAGE, "[data-disclaimer], [href^='#ref-'], [role=doc-bibliography]").is_empty());
    assert_eq!(ids(&built, "articles/b/index.html").len(), 2);
}
