//! Citations on a page: the marks in the text, the list of references, and the links between them.

use crate::harness::{TestBuild, TestSite};
use crate::text::assert_page_links_resolve;

const PAGE: &str = "articles/a/index.html";

const LIBRARY: &str = r#"
@article{sawicki-2021, title = {Back pain}, author = {Sawicki, P. and Talalaj, M. and Wierzba, W.}, journal = {Med Sci Monit}, date = {2021}, volume = {27}, pages = {e1}, doi = {10.12659/MSM.929853}}
@article{cramer-2013, title = {Yoga}, author = {Cramer, H. and Lauche, R.}, journal = {Clin J Pain}, date = {2013}, doi = {10.1097/x}, pmid = {23246998}, pmcid = {PMC12345}}
@article{adams-2019, title = {Adams on bones}, author = {Adams, B.}, journal = {Bone}, date = {2019}}
@online{bhof-weight, title = {Weight-Bearing}, author = {{Bone Health Foundation}}, urldate = {2023-05-02}}
@online{bhof-strength, title = {Strengthening}, author = {{Bone Health Foundation}}, urldate = {2023-05-02}}
@online{cdc, title = {Pain}, author = {{CDC}}, date = {2021-07}, url = {https://cdc.example/pain}, urldate = {2023-05-02}}
@article{odd+key/1:2, title = {Odd}, author = {Odd, O.}, journal = {J}, date = {2001}}
@book{unused-2000, title = {Unused}, author = {Nobody, N.}, publisher = {P}, date = {2000}}
"#;

/// A site with the library and one article of this text.
fn site(text: &str) -> TestSite {
    TestSite::new().article("a", text).library(LIBRARY)
}

fn build(text: &str) -> TestBuild {
    let built = site(text).build();
    built.assert_no_errors();
    assert_page_links_resolve(&built, PAGE);
    built
}

/// The words of the text's paragraphs.
fn words(built: &TestBuild) -> String {
    built.texts(PAGE, "article > .text > p").join("\n")
}

#[track_caller]
fn assert_words(text: &str, expected: &str) {
    assert_eq!(words(&build(text)), expected);
}

/// The entries of the list of references, as readers see them.
fn entries(built: &TestBuild) -> Vec<String> {
    built.texts(PAGE, "[role=doc-bibliography] > ol > li > [data-entry]")
}

/// The `id` of each entry, in the order of the list: `ref-` and the slug of the key.
fn entry_ids(built: &TestBuild) -> Vec<String> {
    let page = built.page(PAGE);
    let items =
        page.select(&scraper::Selector::parse("[role=doc-bibliography] > ol > li").unwrap()).collect::<Vec<_>>();
    items.iter().map(|item| item.attr("id").unwrap().to_owned()).collect()
}

#[test]
fn a_mark_in_brackets_is_author_and_year() {
    assert_words("Seen [@sawicki-2021].\n", "Seen (Sawicki et al., 2021).");
}

#[test]
fn marks_may_have_a_prefix_a_locator_and_a_suffix() {
    assert_words("[see @adams-2019, pp. 3-5]\n", "(see Adams, 2019, pp. 3–5)");
    assert_words("[@adams-2019, {pp. iv, x, 3-5} and on]\n", "(Adams, 2019, pp. iv, x, 3–5 and on)");
    assert_words("[@adams-2019{ch. 2a}]\n", "(Adams, 2019, Chapter 2a)");
    assert_words("[@adams-2019{}, 99 years later]\n", "(Adams, 2019, 99 years later)");
    assert_words("@adams-2019 [{p. iv}]\n", "Adams (2019, p. iv)");
    assert_words("[@adams-2019, chap. 2 and elsewhere]\n", "(Adams, 2019, Chapter 2 and elsewhere)");
    assert_words(
        "[e.g. @adams-2019; also @cramer-2013, p. 7]\n",
        "(e.g. Adams, 2019; also Cramer & Lauche, 2013, p. 7)",
    );
}

#[test]
fn the_words_of_a_mark_are_formatted_as_text() {
    assert_words(
        "[*see* @adams-2019, pp. 33--35 and *passim*; \"so\" @cramer-2013, chap. 1 -- twice<!-- no -->]\n",
        "(see Adams, 2019, pp. 33\u{2013}35 and passim; \u{201c}so\u{201d} Cramer & Lauche, 2013, Chapter 1 \u{2013} twice)",
    );
    assert_words("[@adams-2019, pp. xiv--xvi]\n", "(Adams, 2019, pp. xiv\u{2013}xvi)");
    assert_words("[1. @adams-2019, p. 2, - so]\n", "(1. Adams, 2019, p. 2, - so)");
}

#[test]
fn a_narrative_mark_names_its_authors() {
    assert_words(
        "@sawicki-2021 found it; so did @cramer-2013.\n",
        "Sawicki et al. (2021) found it; so did Cramer and Lauche (2013).",
    );
    assert_words("As @adams-2019 [p. 3] wrote.\n", "As Adams (2019, p. 3) wrote.");
}

#[test]
fn a_mark_with_suppressed_author_is_the_year() {
    assert_words("Adams saw it [-@adams-2019].\n", "Adams saw it (2019).");
}

#[test]
fn a_group_is_sorted_as_the_style_says_with_a_link_for_each_source() {
    let built = build("Seen [@sawicki-2021; @adams-2019; @cramer-2013].\n");
    assert_eq!(words(&built), "Seen (Adams, 2019; Cramer & Lauche, 2013; Sawicki et al., 2021).");
    assert_eq!(built.select(PAGE, "a[role=doc-biblioref]").len(), 3);
}

#[test]
fn several_works_of_one_author_share_the_name() {
    assert_words("[@bhof-strength; @bhof-weight]\n", "(Bone Health Foundation, n.d.-a, n.d.-b)");
}

#[test]
fn a_key_may_be_a_doi_a_pmid_or_stand_in_braces() {
    assert_words(
        "[@doi:10.12659/MSM.929853] [@doi:10.12659/msm.929853]\n",
        "(Sawicki et al., 2021) (Sawicki et al., 2021)",
    );
    assert_words("[@pmid:23246998]\n", "(Cramer & Lauche, 2013)");
    assert_words("[@{adams-2019}] and @{adams-2019}.\n", "(Adams, 2019) and Adams (2019).");
    assert_words("[@{odd+key/1:2}]\n", "(Odd, 2001)");
}

#[test]
fn a_doi_ends_before_the_full_stop_of_its_sentence() {
    assert_words("Shown by @doi:10.12659/MSM.929853.\n", "Shown by Sawicki et al. (2021).");
}

#[test]
fn a_doi_may_have_parentheses_and_its_resolvers_address() {
    let words_of = |text: &str| {
        let lancet =
            "@article{lancet-2020, title={L}, author={Lu, L.}, date={2020}, doi={10.1016/S0140-6736(20)30183-5}}";
        let built = TestSite::new().article("a", text).library(&format!("{LIBRARY}{lancet}")).build();
        built.assert_no_errors();
        words(&built)
    };
    let doi = "10.1016/S0140-6736(20)30183-5";
    for prefix in
        ["doi:", "DOI:", "doi:https://doi.org/", "https://doi.org/", "http://dx.doi.org/", "doi:http://www.doi.org/"]
    {
        assert_eq!(
            words_of(&format!("[see @{prefix}{doi}, p. 3; @adams-2019]\n")),
            "(see Lu, 2020, p. 3; Adams, 2019)"
        );
        assert_eq!(words_of(&format!("So @{prefix}{doi}.\n")), "So Lu (2020).");
    }
    assert_eq!(words_of(&format!("(so @doi:{doi}) and *@doi:{doi}*\n")), "(so Lu (2020)) and Lu (2020)");
    let sawicki = "@doi:10.12659/MSM.929853";
    assert_eq!(words_of(&format!("(so {sawicki}) {sawicki}(\n")), "(so Sawicki et al. (2021)) Sawicki et al. (2021)(");
    assert_eq!(words_of("(@adams-2019) @adams-2019(1)\n"), "(Adams (2019)) Adams (2019)(1)");
}

#[test]
fn keys_of_any_script_have_readable_addresses_of_their_own() {
    let keys = [
        ("山田", "shan-tian"),
        ("佐藤", "zuo-teng"),
        ("Müller-2020", "Muller-2020"),
        ("mu\u{308}nch:1", "munch-1"),
        ("a—b", "a-b"),
    ];
    for (key, slug) in keys {
        assert_eq!(wellpress_bibliography::CiteKey::new(key).slug(), slug);
    }
    let library = "@book{山田, title={A}, date={2020}}\n@book{佐藤, title={B}, date={2021}}\n";
    let built = TestSite::new().article("a", "[@山田] [@佐藤]\n").library(library).build();
    assert!(built.is_built(), "{:?}", built.formatted_findings());
    assert_page_links_resolve(&built, PAGE);
    assert_eq!(entry_ids(&built), ["ref-shan-tian", "ref-zuo-teng"]);
}

#[test]
fn escapes_and_addresses_are_no_marks() {
    let text = "Write \\@adams-2019 or \\[@adams-2019] or me@example.org, <you@example.org>, a\\@b. See [email](mailto:x@example.org).\n";
    let built = site(text).build();
    assert!(built.is_built(), "{:?}", built.formatted_findings());
    let words = words(&built);
    assert!(words.starts_with("Write @adams-2019 or [") && words.contains("me@example.org"), "{words}");
}

#[test]
fn a_mark_and_a_colon_are_no_definition_of_a_link() {
    assert_words("[@adams-2019]: yes\n\n[see @cdc]: it\n", "(Adams, 2019): yes\n(see CDC, 2021): it");
    assert_words("[a]\n\n[a]: /articles/a/\n", "a");
    let built = site("- [@adams-2019]: yes\n\n```\n[@adams-2019]: yes\n```\n").build();
    assert_eq!(built.texts(PAGE, "article > .text > ul > li"), ["(Adams, 2019): yes"]);
    assert_eq!(built.texts(PAGE, "article > .text pre code"), ["[@adams-2019]: yes"]);
}

#[test]
fn emphasis_may_begin_right_before_a_key() {
    assert_words("_@adams-2019_ and __@cdc__, not a_b_@cdc.\n", "Adams (2019) and CDC (2021), not a_b_@cdc.");
}

#[test]
fn an_escaped_bracket_leaves_the_key_in_the_sentence() {
    assert_words("Not \\[a group\\] but @adams-2019.\n", "Not [a group] but Adams (2019).");
}

#[test]
fn two_keys_without_a_semicolon_are_narrative_marks() {
    assert_words("[see @adams-2019 and @cdc]\n", "[see Adams (2019) and CDC (2021)]");
}

#[test]
fn linked_words_can_cite_a_source() {
    let built = build("[Pain is common](cite:sawicki-2021), [again](cite:sawicki-2021).\n");
    assert_eq!(words(&built), "Pain is common, again.");
    let marks = built.select(PAGE, "a[role=doc-biblioref]");
    assert!(
        marks[0].contains("id=\"cite-sawicki-2021-1\"") && marks[1].contains("id=\"cite-sawicki-2021-2\""),
        "{marks:?}"
    );
    assert!(marks[0].contains("Pain is common"));
}

#[test]
fn linked_words_may_name_any_key() {
    let built = build("[a](cite:doi:10.12659/MSM.929853) [b](<cite:odd+key/1:2>)\n");
    assert_eq!(entry_ids(&built).len(), 2);
}

#[test]
fn marks_link_to_the_list_and_back() {
    let built = build("One [@adams-2019]. Two [@adams-2019; @cdc]. Three @adams-2019.\n");
    let page = built.page(PAGE);
    let ids_and_targets = |selector: &str| {
        page.select(&scraper::Selector::parse(selector).unwrap())
            .map(|a| (a.attr("id").unwrap_or_default().to_owned(), a.attr("href").unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let pairs = [
        ("cite-adams-2019-1", "#ref-adams-2019"),
        ("cite-adams-2019-2", "#ref-adams-2019"),
        ("cite-cdc-1", "#ref-cdc"),
        ("cite-adams-2019-3", "#ref-adams-2019"),
    ];
    assert_eq!(ids_and_targets("a[role=doc-biblioref]"), pairs.map(|(id, href)| (id.to_owned(), href.to_owned())));
    let backlinks = ids_and_targets("#ref-adams-2019 a[role=doc-backlink]").into_iter();
    assert_eq!(
        backlinks.map(|(_, href)| href).collect::<Vec<_>>(),
        ["#cite-adams-2019-1", "#cite-adams-2019-2", "#cite-adams-2019-3"]
    );
    let selector = scraper::Selector::parse("a[role=doc-backlink]").unwrap();
    let names: Vec<&str> = page.select(&selector).map(|a| a.attr("aria-label").unwrap()).collect();
    let unique: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "each backlink has a name of its own: {names:?}");
}

#[test]
fn backlinks_of_sources_with_one_name_and_year_have_different_labels() {
    let built = build("One [@bhof-weight]. Two [@bhof-strength]. Three [@adams-2019].\n");
    let names = |selector: &str| {
        let page = built.page(PAGE);
        let links = scraper::Selector::parse(selector).unwrap();
        page.select(&links).map(|link| link.attr("aria-label").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        names("a[role=doc-backlink]"),
        [
            "Back to text: mark 1 of Source 1: Bone Health Foundation n.d.",
            "Back to text: mark 1 of Source 2: Bone Health Foundation n.d.",
            "Back to text: mark 1 of Adams 2019",
        ]
    );
    assert_eq!(
        names("a.reference-page"),
        [
            "Source page: Source 1: Bone Health Foundation n.d.",
            "Source page: Source 2: Bone Health Foundation n.d.",
            "Source page: Adams 2019",
        ]
    );
}

#[test]
fn a_source_without_any_field_shows_its_key() {
    let built = TestSite::new().article("a", "One [@bare].\n").library("@misc{bare,}\n").build();
    assert_eq!(entries(&built), ["bare"]);
    assert_eq!(built.of_rule("source-no-title")[0].message, "`bare` has no title");
}

#[test]
fn keys_are_slugged_in_ids_and_addresses() {
    let built = build("[@{odd+key/1:2}]\n");
    let id = &entry_ids(&built)[0];
    assert!(id.starts_with("ref-odd"), "{id}");
    let key = &id["ref-".len()..];
    assert!(key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{key}");
    assert!(built.files().contains_key(&format!("references/{key}/index.html")));
}

#[test]
fn the_list_is_in_the_order_of_the_text() {
    let built = build("[@sawicki-2021] [@adams-2019] [@cdc] [@sawicki-2021]\n");
    assert_eq!(entry_ids(&built), ["ref-sawicki-2021", "ref-adams-2019", "ref-cdc"]);
    // A group shows its sources as its style sorts them, and that is the order in which they are read.
    let built = build("[@cdc] [@sawicki-2021; @adams-2019]\n");
    assert_eq!(entry_ids(&built), ["ref-cdc", "ref-adams-2019", "ref-sawicki-2021"]);
}

#[test]
fn the_list_is_in_the_style_of_the_american_medical_association() {
    let built = build("[@sawicki-2021] [@cdc]\n");
    assert_eq!(
        entries(&built),
        [
            "Sawicki P, Talalaj M, Wierzba W. Back pain. Med Sci Monit. 2021;27:e1. doi:10.12659/MSM.929853",
            "CDC. Pain. July 2021. Accessed May 2, 2023. https://cdc.example/pain",
        ]
    );
    let entry = &built.select(PAGE, "#ref-sawicki-2021")[0];
    assert!(entry.contains("href=\"https://doi.org/10.12659/MSM.929853\""), "{entry}");
    assert!(entry.contains("href=\"/references/sawicki-2021/\""), "{entry}");
}

#[test]
fn an_entry_has_all_its_identifiers_as_links() {
    let built = build("[@cramer-2013]\n");
    let entry = &built.select(PAGE, "#ref-cramer-2013")[0];
    for address in ["https://doi.org/10.1097/x", "https://pubmed.ncbi.nlm.nih.gov/23246998/", "PMC12345"] {
        assert!(entry.contains(address), "{address} in {entry}");
    }
}

#[test]
fn undated_works_of_one_body_have_letters_beside_the_entry() {
    let built = build("[@bhof-weight] [@bhof-strength]\n");
    assert_eq!(words(&built), "(Bone Health Foundation, n.d.-a) (Bone Health Foundation, n.d.-b)");
    for (key, letter) in [("bhof-weight", "a"), ("bhof-strength", "b")] {
        assert_eq!(built.texts(PAGE, &format!("#ref-{key} > .year-letter")), [letter]);
        assert!(built.select(PAGE, &format!("#ref-{key} [data-entry] .year-letter")).is_empty());
    }
}

#[test]
fn an_access_date_that_the_style_does_not_print_stands_behind_the_entry() {
    let built = build("[@bhof-weight]\n");
    let line = &built.texts(PAGE, "#ref-bhof-weight")[0];
    let entry = &built.texts(PAGE, "#ref-bhof-weight [data-entry]")[0];
    assert!(line.contains("Accessed May 2, 2023.") && !entry.contains("Accessed"), "{line}");
}

#[test]
fn unmarked_sources_come_last_as_the_front_matter_lists_them() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/articles/a.md", "---\ntitle: A\nreferences: [unused-2000, adams-2019, \"doi:10.1097/x\", sawicki-2021]\n---\n[@sawicki-2021]\n")
        .build();
    built.assert_no_errors();
    assert_eq!(entry_ids(&built), ["ref-sawicki-2021", "ref-unused-2000", "ref-adams-2019", "ref-cramer-2013"]);
    assert!(built.select(PAGE, "#ref-unused-2000 a[role=doc-backlink]").is_empty());
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn the_list_may_be_alphabetical() {
    for settings in ["citations: {order: alphabetical}\n", "citations: {order: alphabetical, marks: number}\n"] {
        let built = site("[@sawicki-2021] [@cramer-2013] [@adams-2019]\n").settings(settings).build();
        built.assert_no_errors();
        assert_eq!(entry_ids(&built), ["ref-adams-2019", "ref-cramer-2013", "ref-sawicki-2021"]);
    }
}

#[test]
fn number_marks_are_superscripts_with_a_name() {
    let built = site("One [@sawicki-2021]. Two [@adams-2019; @sawicki-2021].\n")
        .settings("citations: {marks: number}\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, "sup a[role=doc-biblioref]"), ["1", "1", "2"]);
    let marks = built.select(PAGE, "a[role=doc-biblioref]");
    assert!(marks[0].contains("aria-label=\"Source 1: Sawicki 2021\""), "{marks:?}");
    assert!(marks[2].contains("aria-label=\"Source 2: Adams 2019\""), "{marks:?}");
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn a_number_mark_in_the_sentence_names_the_authors_before_its_superscript() {
    let built =
        site("As @sawicki-2021 found; Adams [-@adams-2019] too.\n").settings("citations: {marks: number}\n").build();
    built.assert_no_errors();
    let words = words(&built);
    assert!(words.starts_with("As Sawicki et al"), "{words}");
    assert_eq!(built.texts(PAGE, "sup a[role=doc-biblioref][aria-label]"), ["1", "2"]);
}

#[test]
fn an_article_may_have_its_own_marks_style_and_order() {
    let article =
        |citations: &str| format!("---\ntitle: A\ncitations: {{{citations}}}\n---\n[@sawicki-2021] [@adams-2019]\n");
    let site = |citations: &str| {
        TestSite::new()
            .library(LIBRARY)
            .file("content/articles/a.md", article(citations))
            .article("b", "[@sawicki-2021]\n")
    };
    let built = site("marks: number, order: alphabetical").build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, "sup a[role=doc-biblioref]"), ["2", "1"]);
    assert_eq!(built.texts("articles/b/index.html", "a[role=doc-biblioref]"), ["Sawicki et al., 2021"]);
    let built = site("style: apa, marks_style: modern-language-association").build();
    built.assert_no_errors();
    assert!(entries(&built)[0].starts_with("Sawicki, P., Talalaj, M., & Wierzba, W. (2021)."), "{:?}", entries(&built));
    assert_eq!(words(&built), "(Sawicki et al.) (Adams)");
}

#[test]
fn marks_in_headings_show_there_and_nowhere_else() {
    let built = build("## What we know [@adams-2019]\n\n### @sawicki-2021 on pain\n\nText.\n");
    assert_eq!(built.texts(PAGE, ".text h2"), ["What we know (Adams, 2019)"]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["What we know", "on pain", "References"]);
    assert!(built.select(PAGE, ".text h2")[0].contains("id=\"what-we-know\""));
    assert!(built.select(PAGE, ".text h3")[0].contains("id=\"on-pain\""));
    assert!(built.select(PAGE, "[role=doc-toc] [role=doc-biblioref]").is_empty());
}

#[test]
fn marks_work_in_tables_lists_quotes_definitions_and_emphasis() {
    let built = build(
        "| a [@adams-2019] | b |\n|---|---|\n| x | [@cdc] |\n\n- item [@cramer-2013]\n\n> quote [@sawicki-2021]\n\nTerm\n: What [@bhof-weight]\n\n*Said [@adams-2019]* and **@cdc**.\n",
    );
    assert_eq!(
        entry_ids(&built),
        ["ref-adams-2019", "ref-cdc", "ref-cramer-2013", "ref-sawicki-2021", "ref-bhof-weight"]
    );
    assert_eq!(built.texts(PAGE, "td a[role=doc-biblioref]"), ["CDC, 2021"]);
}

#[test]
fn marks_in_footnotes_are_numbered_where_the_footnote_is_marked() {
    let built = build("First[^n] then [@adams-2019].\n\n[^n]: See [@sawicki-2021].\n");
    assert_eq!(entry_ids(&built), ["ref-sawicki-2021", "ref-adams-2019"]);
    assert_eq!(built.texts(PAGE, "[role=doc-endnotes] a[role=doc-biblioref]"), ["Sawicki et al., 2021"]);
}

#[test]
fn a_mark_may_stand_right_behind_a_footnote() {
    let built = build("It helps[^1][@adams-2019].\n\n[^1]: For some.\n");
    assert!(built.of_rule("footnote-invalid").is_empty());
    assert_eq!(words(&built), "It helps1(Adams, 2019).");
    assert_eq!(built.select(PAGE, ".footnotes li").len(), 1);
}

#[test]
fn a_footnote_that_is_marked_twice_cites_once() {
    let built = build("First[^n] then[^n] [@adams-2019].\n\n[^n]: See [@sawicki-2021] and[^m].\n[^m]: Or [@cdc].\n");
    assert_eq!(entry_ids(&built), ["ref-sawicki-2021", "ref-cdc", "ref-adams-2019"]);
    assert_eq!(built.select(PAGE, "#cite-sawicki-2021-1").len(), 1);
    assert!(built.select(PAGE, "#cite-sawicki-2021-2").is_empty());
}

#[test]
fn a_mark_in_a_footnote_that_nothing_refers_to_is_not_listed() {
    let built = site("Text [@adams-2019].\n\n[^n]: See [@sawicki-2021].\n").build();
    built.assert_no_errors();
    assert_eq!(entry_ids(&built), ["ref-adams-2019"]);
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn key_points_come_first() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/articles/a.md", "---\ntitle: A\nkey_points:\n  - \"Pain is *common* [@cdc].\"\n  - >-\n    Folded\n    words [@adams-2019].\n---\n[@sawicki-2021] [@cdc]\n")
        .build();
    built.assert_no_errors();
    assert_eq!(built.texts(PAGE, ".key-points li"), ["Pain is common (CDC, 2021).", "Folded words (Adams, 2019)."]);
    assert_eq!(entry_ids(&built), ["ref-cdc", "ref-adams-2019", "ref-sawicki-2021"]);
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn the_marks_of_an_embedded_exercise_are_numbered_in_place() {
    let exercise = "---\ntitle: Cobra\nreferences: [unused-2000]\n---\nGood [@cramer-2013].\n\n1. Lie down [@sawicki-2021].\n\nSlowly [@cramer-2013].\n";
    let built =
        site("[@adams-2019]\n\n::exercise{#cobra}\n\n[@cdc] [@cramer-2013]\n\n::exercise{#cobra only=\"steps\"}\n")
            .file("content/exercises/cobra.md", exercise)
            .settings("citations: {marks: number}\n")
            .build();
    built.assert_no_errors();
    assert_eq!(entry_ids(&built), ["ref-adams-2019", "ref-cramer-2013", "ref-sawicki-2021", "ref-cdc"]);
    assert_eq!(built.texts(PAGE, ".text a[role=doc-biblioref]"), ["1", "2", "3", "2", "4", "2", "3"]);
    assert_page_links_resolve(&built, PAGE);
    let exercise_page = "exercises/cobra/index.html";
    assert_page_links_resolve(&built, exercise_page);
    assert_eq!(built.texts(exercise_page, ".exercise-text a[role=doc-biblioref]"), ["1", "2", "1"]);
    assert_eq!(
        built.select(exercise_page, "[role=doc-bibliography] > ol > li").len(),
        3,
        "its own list has the unmarked source too"
    );
}

#[test]
fn a_mark_in_the_title_of_an_embedded_exercise_shows_there() {
    let built =
        site("::exercise[The *cobra* [@adams-2019]]{#cobra}\n\n[@cdc]\n").exercise("cobra", "[@cramer-2013]").build();
    built.assert_no_errors();
    let title = &built.select(PAGE, "#exercise-cobra-title")[0];
    assert!(title.contains("<em>cobra</em>") && title.contains("doc-biblioref"), "{title}");
    assert_eq!(entry_ids(&built), ["ref-adams-2019", "ref-cramer-2013", "ref-cdc"]);
    assert_eq!(built.texts(PAGE, "[role=doc-toc] a"), ["The cobra", "References"]);
    assert_page_links_resolve(&built, PAGE);
}

#[test]
fn pages_people_topics_home_and_glossary_have_lists_of_references() {
    let built = TestSite::new()
        .library(LIBRARY)
        .file("content/pages/index.md", "---\ntitle: Home\n---\nWelcome [@cdc].\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\nAbout [@adams-2019].\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\nreferences: [cdc]\n---\nSpine [@adams-2019].\n")
        .file("content/people/jane.md", "---\nname: Jane\n---\nShe wrote [@sawicki-2021].\n")
        .file("content/glossary.yaml", "bone:\n  definition: Hard [@adams-2019].\n  references: [cdc]\n")
        .build();
    built.assert_no_errors();
    for (page, sources) in [
        ("index.html", 1),
        ("about/index.html", 1),
        ("topics/spine/index.html", 2),
        ("people/jane/index.html", 1),
        ("glossary/index.html", 2),
    ] {
        assert_eq!(built.select(page, "[role=doc-bibliography] > ol > li").len(), sources, "{page}");
        assert_page_links_resolve(&built, page);
    }
}

#[test]
fn html_in_a_source_is_escaped() {
    let built = site("[@x]\n")
        .library("@article{x, title = {A <script>alert(1)</script> & \"b\"}, author = {O'Neil <b>, A.}, journal = {J <i>}, date = {2020}}\n")
        .build();
    built.assert_no_errors();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        assert!(!html.contains("<script>alert"), "{path}");
    }
}

#[test]
fn each_article_has_its_sources_as_files() {
    let built = build("[@sawicki-2021; @cdc]\n");
    assert!(built.text("articles/a/references.ris").contains("TY  - JOUR"));
    assert!(!built.files().contains_key("articles/a/references.bib"));
    assert!(!built.files().contains_key("articles/a/references.json"));
    assert_eq!(built.texts(PAGE, ".exports a"), ["RIS"]);
    let all = site("[@sawicki-2021; @cdc]\n").settings("citations: {exports: [bib, json, ris]}\n").build();
    assert!(all.text("articles/a/references.bib").contains("@article{sawicki-2021"));
    let json: serde_json::Value = serde_json::from_str(all.text("articles/a/references.json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(all.texts(PAGE, ".exports a"), ["BibTeX", "CSL-JSON", "RIS"]);
    assert!(!build("Nothing.\n").files().contains_key("articles/a/references.ris"));
}

#[test]
fn a_page_without_sources_has_no_list() {
    let built = build("Nothing.\n");
    assert!(built.select(PAGE, "[role=doc-bibliography]").is_empty());
}

#[test]
fn code_in_brackets_is_no_mark_and_a_key_in_emphasis_is_a_narrative_one() {
    let built = TestSite::new()
        .library(
            "@book{berg, title = {One}, author = {Berg, A.}, publisher = {P}, date = {2020}, isbn = {9780306406157}}\n",
        )
        .article("a", "[run `npm i @scope/pkg`] and [`@berg`] and [*@berg*, p. 2].\n")
        .build();
    built.assert_no_findings();
    let html = built.text(PAGE);
    assert!(html.contains("[run <code>npm i @scope/pkg</code>] and [<code>@berg</code>] and ["), "{html}");
    assert_eq!(built.texts(PAGE, "a[role=doc-biblioref]"), ["Berg (2020)"]);
}

#[test]
fn numbers_in_a_row_are_a_range_in_which_each_source_is_a_link() {
    let text = "Here [@adams-2019; @sawicki-2021; @bhof-weight; @bhof-strength] and here [@sawicki-2021].\n";
    let built = site(text).settings("citations: {marks: number}\n").build();
    built.assert_no_errors();
    assert_eq!(words(&built), "Here1\u{2013}4 and here.2");
    let page = built.page(PAGE);
    let links: Vec<_> = page.select(&scraper::Selector::parse("sup.marks > a[role=doc-biblioref]").unwrap()).collect();
    let texts_and_hidden: Vec<(String, bool)> =
        links.iter().map(|link| (link.text().collect(), link.attr("tabindex").is_some())).collect();
    let expected = [("1", false), ("\u{2013}", false), ("", true), ("4", false), ("2", false)];
    assert_eq!(texts_and_hidden, expected.map(|(text, hidden)| (text.to_owned(), hidden)));
    assert!(links.iter().all(|link| link.attr("aria-label").is_some_and(|label| label.starts_with("Source "))));

    let in_line = site(text).settings("citations: {marks: number, style: ieee}\n").build();
    assert_eq!(words(&in_line), "Here [1], [2], [3], [4] and here [2].");
    assert_eq!(in_line.texts(PAGE, "article > .text sup").len(), 0);
}

#[test]
fn words_around_a_source_keep_it_in_its_place() {
    assert_words(
        "[see @sawicki-2021; but cf. @adams-2019] [@sawicki-2021; see also @cramer-2013; @adams-2019].\n",
        "(see Sawicki et al., 2021; but cf. Adams, 2019) (Sawicki et al., 2021; see also Cramer & Lauche, 2013; Adams, 2019).",
    );
    let built = build("[see @sawicki-2021; but cf. @adams-2019].\n");
    assert_eq!(entry_ids(&built), ["ref-sawicki-2021", "ref-adams-2019"], "the list follows the mark");
}

#[test]
fn brackets_behind_a_narrative_mark_hold_more_sources() {
    assert_words(
        "As @sawicki-2021 [p. 30; see also @adams-2019; @cramer-2013] found, and @adams-2019\n[and elsewhere].\n",
        "As Sawicki et al. (2021, p. 30; see also Adams, 2019; Cramer & Lauche, 2013) found, and Adams (2019, and elsewhere).",
    );
    let numbered = site("As @adams-2019 [; @cdc] and @sawicki-2021 [p. 3; @cramer-2013] found.\n");
    let built = numbered.settings("citations: {marks: number}\n").build();
    assert_eq!(built.texts(PAGE, ".marks > sup"), ["1,2", "3(p3),4"]);
}

#[test]
fn a_locator_may_begin_with_a_word_of_the_pages_language() {
    let german = site("Wie @adams-2019 [S. 3] und @adams-2019 [Kap. 2], auch [@adams-2019, S. 4-5 und mehr].\n");
    let built = german.settings("language: de\n").build();
    assert_eq!(
        words(&built),
        "Wie Adams (2019, S. 3) und Adams (2019, Kapitel 2), auch (Adams, 2019, S. 4\u{2013}5 und mehr)."
    );
}

#[test]
fn years_of_one_suppressed_author_are_separated_as_years() {
    let second = "@article{adams-2020, title = {More}, author = {Adams, B.}, journal = {Bone}, date = {2020}}";
    let text = "Adams [-@adams-2019; -@adams-2020] and two more [-@adams-2019; -@sawicki-2021].\n";
    let built = TestSite::new().article("a", text).library(&format!("{LIBRARY}{second}")).build();
    assert_eq!(words(&built), "Adams (2019, 2020) and two more (2019; 2021).");
}

#[test]
fn blanks_around_a_locator_do_not_show() {
    assert_words(
        "[@adams-2019 , page 4 ] [@adams-2019, p.  5 ; @cdc ].\n",
        "(Adams, 2019, p. 4) (Adams, 2019, p. 5; CDC, 2021).",
    );
}

#[test]
fn raised_numbers_have_no_blank_before_them_and_follow_punctuation_as_the_style_does() {
    let text = "It *helps* [@adams-2019]. Rest, too\n[@cdc], is good; sleep [@cramer-2013]: yes. As @adams-2019, \
                it is so [@adams-2019] [@cdc][@cramer-2013].\n";
    let read = |settings: &str| words(&site(text).settings(settings).build());
    let behind = "It helps.1 Rest, too,2 is good; sleep3: yes. As Adams,1 it is so.1 2 3";
    assert_eq!(read("citations: {marks: number}\n"), behind);
    let before = "It helps1. Rest, too2, is good; sleep3: yes. As Adams1, it is so1 2 3.";
    assert_eq!(read("citations: {marks: number, style: nature}\n"), before);
    assert_eq!(read("citations: {marks: number, numbers_after_punctuation: false}\n"), before);
    assert_eq!(read("citations: {marks: number, style: nature, numbers_after_punctuation: true}\n"), behind);
    let in_line = "It helps (1). Rest, too (2), is good; sleep (3): yes. As Adams (1), it is so (1) (2)(3).";
    assert_eq!(read("citations: {marks: number, style: vancouver, numbers_after_punctuation: true}\n"), in_line);
}

#[test]
fn a_raised_number_behind_another_one_takes_no_blank_before_the_full_stop() {
    let read = |settings: &str| words(&site("Area 5 cm^2^ [@cdc].\n").settings(settings).build());
    assert_eq!(read("citations: {marks: number}\n"), "Area 5 cm2.1");
    assert_eq!(read("citations: {marks: number, numbers_after_punctuation: false}\n"), "Area 5 cm2 1.");
}

#[test]
fn a_semicolon_too_many_divides_nothing() {
    assert_words(
        "So [@cdc;] and [@adams-2019; @cdc; ] , as @adams-2019 [p. 3;]; but [;] and @cdc [;].\n",
        "So (CDC, 2021) and (Adams, 2019; CDC, 2021) , as Adams (2019, p. 3); but [;] and CDC (2021) [;].",
    );
}

#[test]
fn brackets_behind_a_word_with_a_sign_are_text() {
    assert_words(
        "Seen by @adams-2019. It costs @70 [p. 3] a day.\n",
        "Seen by Adams (2019). It costs @70 [p. 3] a day.",
    );
}

#[test]
fn a_defined_link_wins_over_a_mark_with_the_same_text() {
    for text in ["See [@adams-2019] here.", "See [@adams-2019][] here."] {
        let built = build(&format!("{text}\n\n[@adams-2019]: https://example.org/a\n"));
        assert_eq!(words(&built), "See @adams-2019 here.", "{text}");
        assert_eq!(built.select(PAGE, ".text p a[href='https://example.org/a']").len(), 1, "{text}");
    }
}

#[test]
fn a_mark_can_name_an_isbn_in_either_form_and_a_key_of_dots() {
    let library = "@book{a, title = {A}, author = {Adams, B.}, publisher = {P}, date = {2001}, isbn = {978-0-306-40615-7}}\n\
                   @book{.., title = {B}, author = {Berg, B.}, publisher = {P}, date = {2002}, isbn = {0-8044-2957-X}}";
    let built =
        TestSite::new().article("a", "[@isbn:0306406152] [@isbn:9780804429573] [@{..}]\n").library(library).build();
    built.assert_no_errors();
    assert_eq!(words(&built), "(Adams, 2001) (Berg, 2002) (Berg, 2002)");
}
