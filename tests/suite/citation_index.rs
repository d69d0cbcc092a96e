//! The citation index: every source that is cited, and where.

use crate::harness::{TestBuild, TestSite};

const LIBRARY: &str = "@article{berg, title = {Zinc <b>}, author = {Berg, A. and Dahl, B. and Eng, C.}, journal = {Bone}, date = {2020}, doi = {10.1000/x}, abstract = {Secret words.}}
@article{adams, title = {Adams}, author = {Adams, B.}, journal = {Bone}, date = {2019}}
@online{body, title = {Undated}, author = {{The Body}}, urldate = {2023-05-02}}
@book{unused, title = {Unused}, author = {Nobody, N.}, publisher = {P}, date = {2000}}
";

fn site() -> TestSite {
    TestSite::new().library(LIBRARY)
}

fn build(site: TestSite) -> TestBuild {
    let built = site.build();
    built.assert_no_errors();
    crate::text::assert_page_links_resolve(&built, "references/index.html");
    built
}

fn quotes(built: &TestBuild, key: &str) -> Vec<String> {
    built.texts(&format!("references/{key}/index.html"), "blockquote")
}

#[test]
fn a_source_that_no_page_cites_is_not_published() {
    let built = build(site().article("a", "[@adams]\n"));
    assert_eq!(built.texts("references/index.html", ".slip-title"), ["Adams"]);
    let unused: Vec<&String> = built.files().keys().filter(|path| path.contains("unused")).collect();
    assert!(unused.is_empty(), "{unused:?}");
    for file in ["references.bib", "references.json", "references.ris"] {
        assert!(!built.text(file).contains("Nobody") && built.text(file).contains("Adams"), "{file}");
    }
    assert_eq!(built.of_rule("source-unused").len(), 3);
}

#[test]
fn a_site_without_citations_has_no_index() {
    let built = site().article("a", "Text.\n").build();
    built.assert_no_errors();
    assert!(!built.files().keys().any(|path| path.starts_with("references")));
}

#[test]
fn sources_are_grouped_by_letter_with_the_number_of_citing_pages() {
    let built =
        build(site().article("a", "[@adams] [@berg] [@adams]\n").article("b", "[@adams]\n").article("c", "[@body]\n"));
    assert_eq!(built.texts("references/index.html", ".drawer > h2"), ["A", "B", "T"]);
    assert_eq!(built.texts("references/index.html", ".slip .numeral"), ["2", "1", "1"]);
}

#[test]
fn a_cell_with_a_mark_alone_is_quoted_with_the_cells_before_it() {
    let text = "| Lying | Pillow | Source |\n|---|---|---|\n| On the back | under the *knees* [@adams] | [@berg] |\n| On the side | none | see text [@berg] |\n";
    let built = build(site().article("a", text));
    let first = "On the back | under the knees (Adams, 2019) | (Berg et al., 2020)";
    assert_eq!(quotes(&built, "berg"), [first, "see text (Berg et al., 2020)"]);
    assert_eq!(quotes(&built, "adams"), ["under the knees (Adams, 2019)"]);
}

#[test]
fn a_source_page_quotes_the_sentences_that_cite_it() {
    let text = "Before. Opening words [@berg]. After.\n\n## A *section* [@adams]\n\nFirst sentence. Dr. Low said so, e.g. in 3.5 cases [@berg, p. 3], and more! Third.\n\n- An item [@berg]\n\n| head |\n|---|\n| a cell [@berg] |\n\nNarrative: @berg showed it.\n";
    let built = build(site().article("a", text));
    assert_eq!(
        quotes(&built, "berg"),
        [
            "Opening words (Berg et al., 2020).",
            "Dr. Low said so, e.g. in 3.5 cases (Berg et al., 2020, p. 3), and more!",
            "An item (Berg et al., 2020)",
            "a cell (Berg et al., 2020)",
            "Narrative: Berg et al. (2020) showed it.",
        ]
    );
    assert_eq!(built.texts("references/berg/index.html", ".passage-heading"), ["A section"; 4]);
    let links = built.select("references/berg/index.html", ".passage-link a");
    for (number, link) in links.iter().enumerate() {
        assert!(link.contains(&format!("href=\"/articles/a/#cite-berg-{}\"", number + 1)), "{link}");
        assert_eq!(built.select("articles/a/index.html", &format!("#cite-berg-{}", number + 1)).len(), 1);
    }
    assert_eq!(quotes(&built, "adams"), ["A section (Adams, 2019)"]);
}

/// Regression: a mark that began with a space at the end of a block, or alone in it, stopped the whole build.
#[test]
fn a_mark_that_begins_with_a_space_is_quoted() {
    let text = "A claim.[@berg]\n\n[@adams]\n\n| head |\n|---|\n| [@berg] |\n\nLast [words](cite:berg)\n";
    let built =
        build(site().settings("citations: {style: american-physics-society, marks: number}\n").article("a", text));
    assert_eq!(quotes(&built, "adams").len(), 1);
    assert_eq!(quotes(&built, "berg").len(), 3);
}

#[test]
fn citations_in_linked_words_footnotes_and_key_points_count() {
    let built = build(site().file("content/articles/a.md", "---\ntitle: A\nkey_points: [\"Point [@berg].\"]\n---\nIt is [well known](cite:berg) here. Note[^1].\n\n[^1]: In the note [@berg].\n"));
    assert_eq!(
        quotes(&built, "berg"),
        ["Point (Berg et al., 2020).", "It is well known here.", "In the note (Berg et al., 2020)."]
    );
}

/// A site with an exercise whose step cites a source.
fn with_cited_step(caution: &str) -> TestBuild {
    let text = format!("---\ntitle: Press\n{caution}---\nBefore [@berg].\n\n## How to do it\n\n1. Press up [@berg].\n");
    build(site().file("content/exercises/press.md", text).file("content/topics/spine.md", "---\ntitle: Spine\n---\n"))
}

#[test]
fn no_step_is_quoted_without_the_cautions_of_its_exercise() {
    for caution in ["stop_if: [\"It hurts.\"]\n", "cautions: [{condition: spine, advice: Slowly.}]\n"] {
        let built = with_cited_step(caution);
        assert_eq!(quotes(&built, "berg"), ["Before (Berg et al., 2020).", "Press up (Berg et al., 2020)."]);
        let text = built.text("references/berg/index.html");
        let words = if caution.contains("stop_if") { "It hurts." } else { "Slowly." };
        assert!(text.find(words).unwrap() < text.find("<blockquote>").unwrap(), "{text}");
    }
    assert_eq!(with_cited_step("").select("references/berg/index.html", ".cautions, .stop-if").len(), 0);
}

#[test]
fn a_citation_in_a_footnote_is_under_the_heading_of_the_footnote_mark() {
    let built = build(site().article("a", "## One\n\nText[^n].\n\n## Two\n\nText.\n\n[^n]: Note [@berg].\n"));
    assert_eq!(built.texts("references/berg/index.html", ".passage-heading"), ["One"]);
}

#[test]
fn a_footnote_referred_to_by_another_is_under_the_heading_of_its_mark_in_the_text() {
    let text = "Text[^x].\n\n[^x]: See[^n].\n\n## One\n\nText[^n].\n\n[^n]: Note [@berg].\n";
    let built = build(site().article("a", text));
    assert_eq!(built.texts("references/berg/index.html", ".passage-heading"), ["One"]);
}

#[test]
fn a_mark_directly_before_a_footnote_mark_counts_once() {
    let built = build(site().article("a", "Text [@berg][^n].\n\n[^n]: Note.\n"));
    assert_eq!(quotes(&built, "berg").len(), 1);
    assert_eq!(built.select("articles/a/index.html", "#ref-berg [role=doc-backlink]").len(), 1);
}

#[test]
fn a_sentence_may_end_with_an_acronym_or_a_small_letter() {
    let built = build(site().article("a", "So says the WHO. It is plan b. Bones heal [@berg].\n"));
    assert_eq!(quotes(&built, "berg"), ["Bones heal (Berg et al., 2020)."]);
}

#[test]
fn of_a_very_long_sentence_the_words_near_the_mark_are_quoted() {
    let words = "bones and joints ".repeat(200);
    let built = build(site().article("a", &format!("First. {words}[@berg] {words}end. Last.\n")));
    let [quote] = &quotes(&built, "berg")[..] else { panic!("one quotation") };
    assert!(quote.starts_with("… ") && quote.ends_with(" …"), "{quote}");
    assert!(quote.contains("bones and joints (Berg et al., 2020) bones and joints"), "{quote}");
    assert!(quote.len() < 2100, "{}", quote.len());
}

#[test]
fn a_sentence_continues_over_line_ends_and_terms() {
    let bone = "bone:\n  definition: Hard.\n";
    let built = build(site().file("content/glossary.yaml", bone).article("a", "Old\n:term[bone] heals [@berg] too.\n"));
    assert_eq!(quotes(&built, "berg"), ["Old bone heals (Berg et al., 2020) too."]);
}

#[test]
fn a_mark_in_an_exercise_counts_once_with_the_articles_that_embed_it() {
    let built = build(
        site()
            .exercise("x", "Good [@berg].")
            .article("one", "::exercise{#x}\n\n::exercise{#x}\n")
            .article("two", "::exercise{#x}\n\nAlso [@berg].\n")
            .file("content/articles/lists.md", "---\ntitle: Lists\nexercises: [x]\n---\nText.\n"),
    );
    let page = "references/berg/index.html";
    assert_eq!(built.texts(page, ".citing h3"), ["Article two", "Exercise x"]);
    assert_eq!(built.texts(page, ".citing .see a"), ["Article one", "Article two"]);
    assert_eq!(quotes(&built, "berg"), ["Also (Berg et al., 2020).", "Good (Berg et al., 2020)."]);
    let links = built.select(page, ".passage-link a");
    assert!(links[0].contains("/articles/two/#cite-berg-2"), "the article's second mark of this source: {links:?}");
    assert!(links[1].contains("/exercises/x/#cite-berg-1"), "{links:?}");
    assert_eq!(built.select("articles/two/index.html", "#cite-berg-2").len(), 1);
}

#[test]
fn a_source_that_is_only_listed_has_no_sentence() {
    let built = build(
        site()
            .file("content/articles/a.md", "---\ntitle: A\nreferences: [berg]\n---\nText.\n")
            .file("content/topics/t.md", "---\ntitle: T\nreferences: [berg]\n---\n"),
    );
    let page = "references/berg/index.html";
    assert_eq!(built.texts(page, ".citing h3"), ["A", "T"]);
    assert_eq!(built.select(page, ".listed-only").len(), 2);
}

#[test]
fn pages_people_topics_and_the_glossary_cite_too() {
    let built = build(
        site()
            .file("content/pages/about.md", "---\ntitle: About\n---\n[@berg]\n")
            .file("content/people/jane.md", "---\nname: Jane\n---\n[@berg]\n")
            .file("content/topics/t.md", "---\ntitle: T\n---\n[@berg]\n")
            .file("content/glossary.yaml", "bone:\n  definition: Hard [@berg].\n"),
    );
    assert_eq!(built.texts("references/berg/index.html", ".citing h3"), ["Jane", "T", "About", "Glossary"]);
    for link in built.page("references/berg/index.html").select(&scraper::Selector::parse(".passage-link a").unwrap()) {
        let (page, id) = link.attr("href").unwrap().split_once('#').unwrap();
        assert_eq!(built.select(&format!("{}index.html", &page[1..]), &format!("[id='{id}']")).len(), 1, "{page}#{id}");
    }
}

#[test]
fn sources_listed_by_a_glossary_term_are_published() {
    let glossary = "bone density:\n  definition: Mineral.\n  references: [adams]\n";
    let built = build(site().file("content/glossary.yaml", glossary));
    assert_eq!(built.texts("references/index.html", ".slip-title"), ["Adams"]);
    assert_eq!(built.select("references/adams/index.html", "a[href='/glossary/']").len().min(1), 1);
    crate::text::assert_page_links_resolve(&built, "glossary/index.html");
}

#[test]
fn sources_can_be_listed_by_any_form_of_their_key() {
    for key in [
        "berg",
        "\"@berg\"",
        "\"@{berg}\"",
        "doi:10.1000/X",
        "10.1000/x",
        "\"@doi:10.1000/x\"",
        "https://doi.org/10.1000/x",
    ] {
        let article = format!("---\ntitle: A\nreferences: [{key}]\n---\nText.\n");
        let built = build(site().file("content/articles/a.md", article));
        assert_eq!(built.texts("references/index.html", ".slip-title"), ["Zinc <b>"], "{key}");
    }
}

#[test]
fn drafts_and_withdrawn_pages_cite_nothing() {
    let built = site()
        .file("content/articles/a.md", "---\ntitle: A\ndraft: true\n---\n[@berg]\n")
        .file("content/articles/b.md", "---\ntitle: B\nwithdrawn: {date: 2024-01-01, reason: Wrong.}\n---\n[@berg]\n")
        .file("content/articles/c.md", "---\ntitle: C\npublished: 2030-01-01\n---\n[@berg]\n")
        .build();
    built.assert_no_errors();
    assert!(!built.files().contains_key("references/berg/index.html"));
}

#[test]
fn a_source_can_be_copied_from_its_page() {
    let built = build(site().article("a", "[@berg]\n"));
    let page = "references/berg/index.html";
    let formats = built.texts(page, "pre");
    assert!(formats[0].starts_with("@article{berg,") && formats[2].starts_with("TY - JOUR"), "{formats:?}");
    let json: serde_json::Value = serde_json::from_str(&formats[1]).unwrap();
    assert_eq!(json[0]["DOI"], "10.1000/x");
    assert!(built.select(page, "meta[property^='og:'], script[type='application/ld+json'], style").is_empty());
    assert!(built.files().keys().filter(|path| path.starts_with("references/berg/")).count() == 1, "no further files");
    assert!(!built.text(page).contains("Secret words"), "abstracts are published where the settings say so");
    assert!(built.text(page).contains("https://doi.org/10.1000/x"));
}

#[test]
fn abstracts_are_published_if_the_settings_say_so() {
    let built = build(site().settings("citations: {abstracts: true}\n").article("a", "[@berg]\n"));
    assert!(built.text("references/berg/index.html").contains("Secret words"));
}

#[test]
fn a_source_page_shows_the_access_date() {
    let built = build(site().article("a", "[@body]\n"));
    assert!(built.text("references/body/index.html").contains("Accessed May 2, 2023."));
}

#[test]
fn the_index_can_be_filtered_by_year_kind_and_journal() {
    let built = build(site().article("a", "[@berg] [@adams] [@body]\n"));
    let page = built.page("references/index.html");
    let slips: Vec<_> = page.select(&scraper::Selector::parse(".slip").unwrap()).collect();
    assert_eq!(slips[0].attr("data-year"), Some("2019"));
    assert_eq!(slips[0].attr("data-publisher"), Some("Bone"));
    assert!(slips.iter().all(|slip| slip.attr("data-kind").is_some()));
    assert_eq!(built.select("references/index.html", "select[data-filter]").len(), 2);
    let names: Vec<_> =
        page.select(&scraper::Selector::parse("[data-filter]").unwrap()).map(|f| f.attr("name")).collect();
    assert_eq!(names, [Some("q"), Some("year"), Some("kind")]);
}
