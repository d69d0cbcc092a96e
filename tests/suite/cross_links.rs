//! Links between pages, backlinks, and related pages.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

fn hrefs(built: &TestBuild, page: &str, selector: &str) -> Vec<String> {
    let page = built.page(page);
    let links = page.select(&scraper::Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    links.into_iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
}

fn site(text: &str) -> TestSite {
    TestSite::new()
        .file("content/articles/deep/er/neck-pain.md", "---\ntitle: Neck pain*\n---\n## Stretches\n\n## Own {#own}\n")
        .file("content/articles/bundle/index.md", "---\ntitle: Bundle\n---\nText.\n")
        .file("content/articles/slugged.md", "---\ntitle: Slugged\nslug: other\n---\nText.\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/people/jane.md", "---\nname: Jane\n---\n")
        .file("content/pages/about.md", "---\ntitle: About\n---\n")
        .file("content/glossary.yaml", "bone density:\n  definition: Mineral.\n")
        .exercise("cobra", "")
        .article("a", text)
}

#[track_caller]
fn assert_links(text: &str, expected: &[&str]) -> TestBuild {
    let built = site(text).build();
    built.assert_no_findings();
    assert_eq!(hrefs(&built, PAGE, ".text a"), expected);
    built
}

#[test]
fn relative_paths_lead_to_pages() {
    assert_links(
        "[1](deep/er/neck-pain.md) [2](../exercises/cobra.md) [3](./bundle/index.md) [4](slugged.md) [5](../pages/about.md) [6](../topics/spine.md) [7](../people/jane.md) [8](../pages/index.md)\n",
        &[
            "/articles/deep/er/neck-pain/",
            "/exercises/cobra/",
            "/articles/bundle/",
            "/articles/other/",
            "/about/",
            "/topics/spine/",
            "/people/jane/",
            "/",
        ],
    );
}

#[test]
fn relative_paths_may_have_an_anchor_of_a_heading() {
    assert_links(
        "[1](deep/er/neck-pain.md#stretches) [2](deep/er/neck-pain.md#own) [3](#here)\n\n## Here\n",
        &["/articles/deep/er/neck-pain/#stretches", "/articles/deep/er/neck-pain/#own", "#here"],
    );
}

#[test]
fn paths_from_the_root_lead_to_addresses() {
    assert_links(
        "[1](/exercises/) [2](/exercises/cobra/) [3](/articles/other) [4](/about/) [5](/) [6](/glossary/#bone-density) [7](/topics/) [8](/articles/deep/er/neck-pain/#own)\n",
        &[
            "/exercises/",
            "/exercises/cobra/",
            "/articles/other/",
            "/about/",
            "/",
            "/glossary/#bone-density",
            "/topics/",
            "/articles/deep/er/neck-pain/#own",
        ],
    );
}

#[test]
fn wikilinks_have_kind_label_and_anchor() {
    let built = assert_links(
        "[[cobra]] [[exercise:cobra|the *cobra*]] [[article:neck-pain#stretches]] [[neck-pain#own|own]] [[topic:spine]] [[person:jane]] [[page:about]]\n",
        &[
            "/exercises/cobra/",
            "/exercises/cobra/",
            "/articles/deep/er/neck-pain/#stretches",
            "/articles/deep/er/neck-pain/#own",
            "/topics/spine/",
            "/people/jane/",
            "/about/",
        ],
    );
    assert_eq!(
        built.texts(PAGE, ".text a"),
        ["Exercise cobra", "the cobra", "Neck pain*", "own", "Spine", "Jane", "About"]
    );
}

#[test]
fn wikilinks_work_in_tables_and_lists() {
    assert_links(
        "| a |\n|---|\n| [[cobra]] |\n| [[cobra\\|the cobra]] |\n\n- [[spine]]\n",
        &["/exercises/cobra/", "/exercises/cobra/", "/topics/spine/"],
    );
}

#[test]
fn reference_style_links_work() {
    assert_links(
        "[one][c] and [c].\n\n[c]: ../exercises/cobra.md \"A *title*\"\n",
        &["/exercises/cobra/", "/exercises/cobra/"],
    );
}

#[test]
fn links_elsewhere_stay_as_they_are() {
    let built = assert_links(
        "[1](https://example.org/a?b=c&d#e) <https://example.org/> [2](mailto:a@example.org) [3](tel:+41)\n",
        &["https://example.org/a?b=c&d#e", "https://example.org/", "mailto:a@example.org", "tel:+41"],
    );
    assert!(built.select(PAGE, ".text a")[0].contains("noopener"));
}

#[test]
fn every_address_is_below_a_base_url_with_a_path() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>";
    let built = site("[1](../exercises/cobra.md) [[spine]] [3](/about/) :term[bone density] ![P](p.svg)\n\n::exercise{#cobra}\n\n[@x]\n")
        .file("content/articles/p.svg", svg)
        .library("@article{x, title = {T}, author = {X, Y.}, date = {2020}}\n")
        .settings("menus: {main: [{title: All, link: /articles/}]}\ncalls_to_action: {j: {kind: link, title: J, href: /about/}}\n")
        .with_options(|options| options.base_url = Some("https://example.org/a/guide".to_owned()))
        .build();
    built.assert_no_errors();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for element in page.select(&scraper::Selector::parse("[href], [src]").unwrap()) {
            for address in [element.attr("href"), element.attr("src")].into_iter().flatten() {
                let is_below_base = address.starts_with("/a/guide/")
                    || address.starts_with("https://example.org/a/guide/")
                    || address.starts_with('#')
                    || address.starts_with("data:");
                assert!(is_below_base, "{path}: {address}");
            }
        }
    }
    let article_url = "https://example.org/a/guide/articles/a/";
    assert!(built.text(PAGE).contains(&format!("<link rel=\"canonical\" href=\"{article_url}\">")));
    assert!(built.text("sitemap.xml").contains(&format!("<loc>{article_url}</loc>")));
    assert!(built.text(PAGE).contains(&format!("\"{article_url}")), "structured data");
    assert!(!built.text("feed.xml").contains("test.example"));
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = String::from_utf8_lossy(bytes);
        for address in css.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
            let address = address.trim_matches(['"', '\'']);
            assert!(!address.starts_with('/') || address.starts_with("/a/guide/"), "{path}: {address}");
        }
    }
}

fn related(built: &TestBuild, page: &str, kind: &str) -> Vec<String> {
    built.texts(page, &format!("[aria-labelledby=related-{kind}] .card a"))
}

fn article(front: &str, text: &str) -> String {
    format!("---\n{front}\n---\n{text}\n")
}

#[test]
fn related_pages_share_the_rarest_topics() {
    let mut site = TestSite::from_text(
        "--- content/topics/common.md\n---\ntitle: Common\n---\n--- content/topics/rare.md\n---\ntitle: Rare\n---\n",
    )
    .file("content/articles/a.md", article("title: A\ntopics: [common, rare]", ""))
    .file("content/articles/rare.md", article("title: With rare\ntopics: [rare]", ""));
    for number in 1..=5 {
        site = site.file(
            &format!("content/articles/c{number}.md"),
            article(&format!("title: C{number}\ntopics: [common]"), ""),
        );
    }
    let built = site.build();
    built.assert_no_errors();
    assert_eq!(related(&built, PAGE, "articles"), ["With rare", "C1", "C2", "C3"]);
}

#[test]
fn explicit_pages_come_first_then_shared_ones_and_links_to_the_exercises_of_the_text() {
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
        .file("content/exercises/topical.md", article("title: Topical\ntopics: [t]", "1. Go."))
        .exercise("embedded", "")
        .exercise("named-two", "")
        .exercise("named-one", "")
        .exercise("stranger", "")
        .file(
            "content/articles/a.md",
            article(
                "title: A\ntopics: [t]\nrelated: {exercises: [named-two, named-one], articles: [z]}",
                "::exercise{#embedded}",
            ),
        )
        .file("content/articles/z.md", article("title: Z", ""))
        .build();
    built.assert_no_errors();
    assert_eq!(related(&built, PAGE, "exercises"), ["Exercise named-two", "Exercise named-one", "Topical"]);
    assert_eq!(built.texts(PAGE, ".shown a[href='#exercise-embedded']"), ["Exercise embedded"]);
    assert_eq!(related(&built, PAGE, "articles"), ["Z"]);
}

#[test]
fn the_limit_holds_for_each_kind_and_no_page_is_related_to_itself() {
    let mut site =
        TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n").settings("related: {limit: 2}\n");
    for name in ["a", "b", "c", "d"] {
        site = site.file(
            &format!("content/articles/{name}.md"),
            article(&format!("title: {name}\ntopics: [t]\nrelated: {{articles: [{name}]}}"), ""),
        );
        site = site
            .file(&format!("content/exercises/{name}.md"), article(&format!("title: x{name}\ntopics: [t]"), "1. Go."));
    }
    let built = site.build();
    built.assert_no_errors();
    assert_eq!(related(&built, PAGE, "articles"), ["b", "c"]);
    assert_eq!(related(&built, PAGE, "exercises"), ["xa", "xb"]);
    assert_eq!(related(&built, "exercises/a/index.html", "exercises"), ["xb", "xc"]);
}

/// Candidates come in the order of their paths, but a tie goes to the first id. `z/b` is the last path and the second id.
#[test]
fn a_tie_goes_to_the_first_id_whatever_the_path() {
    let mut site =
        TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n").settings("related: {limit: 2}\n");
    for name in ["a", "c", "d", "z/b"] {
        site = site.file(&format!("content/articles/{name}.md"), article(&format!("title: {name}\ntopics: [t]"), ""));
    }
    assert_eq!(related(&site.build(), PAGE, "articles"), ["z/b", "c"]);
}

#[test]
fn a_programme_is_related_to_other_exercises_than_its_own() {
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
        .file("content/exercises/own.md", article("title: Own\ntopics: [t]", "1. Go."))
        .file("content/exercises/other.md", article("title: Other\ntopics: [t]", "1. Go."))
        .file("content/programmes/p.md", article("title: P\ntopics: [t]\nschedule: [{exercise: own}]", "Text."))
        .build();
    assert_eq!(related(&built, "programmes/p/index.html", "exercises"), ["Other"]);
}

#[test]
fn articles_have_no_handout() {
    let built = site("[here](/exercises/cobra/print/) [there](/articles/deep/er/neck-pain/print/)\n").build();
    let broken: Vec<&str> = built.of_rule("link-broken").iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(broken, ["`/articles/deep/er/neck-pain/print/` leads nowhere"]);
}

#[test]
fn percent_signs_in_a_path_stand_for_bytes_of_its_name() {
    let built = site("[1](two%20w%C3%B6rds.md) [2](<two wörds.md>)\n")
        .file("content/articles/two wörds.md", article("title: Two", ""))
        .build();
    built.assert_no_errors();
    assert_eq!(hrefs(&built, PAGE, ".text a"), ["/articles/two%20w%C3%B6rds/"; 2]);
}

#[test]
fn a_page_of_another_folder_is_suggested_by_its_relative_path() {
    for (link, suggestion) in [("er/neck-pain.md", "deep/er/neck-pain.md"), ("cobra.md", "../exercises/cobra.md")] {
        let built = site(&format!("[1]({link})\n")).build();
        let help = built.of_rule("link-broken")[0].help.clone().unwrap();
        assert!(help.contains(&format!("`{suggestion}`")), "{help}");
    }
}

#[test]
fn shared_sources_regions_muscles_and_links_relate_pages() {
    let library = "@article{x, title = {T}, author = {X, Y.}, date = {2020}}\n";
    let built = TestSite::new()
        .library(library)
        .article("a", "[@x] and [[linked]]\n")
        .article("cites", "[@x]\n")
        .article("linked", "Text.\n")
        .article("links-here", "[[article:a]]\n")
        .article("stranger", "Text.\n")
        .file("content/exercises/one.md", article("title: One\nregions: [hip]\nmuscles: [psoas]", "1. Go."))
        .file("content/exercises/two.md", article("title: Two\nregions: [hip]", "1. Go."))
        .file("content/exercises/three.md", article("title: Three\nmuscles: [psoas]", "1. Go."))
        .file("content/exercises/four.md", article("title: Four", "1. Go."))
        .build();
    built.assert_no_errors();
    let mut titles = related(&built, PAGE, "articles");
    titles.sort();
    assert_eq!(titles, ["Article cites", "Article linked", "Article links-here"]);
    assert_eq!(related(&built, "exercises/one/index.html", "exercises"), ["Three", "Two"]);
}

#[test]
fn a_withdrawn_page_is_related_to_no_page() {
    let withdrawn = "title: Gone\ntopics: [t]\nwithdrawn: {date: 2024-01-01, reason: Wrong.}";
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
        .file("content/articles/a.md", article("title: A\ntopics: [t]\nrelated: {articles: [gone]}", "[[gone]]"))
        .file("content/articles/gone.md", article(withdrawn, "[[article:a]]"))
        .file("content/articles/b.md", article("title: B\ntopics: [t]", ""))
        .build();
    built.assert_no_errors();
    assert_eq!(related(&built, PAGE, "articles"), ["B"]);
    assert!(related(&built, "articles/gone/index.html", "articles").is_empty());
}

#[test]
fn cards_say_where_they_lead() {
    let built = TestSite::from_text("--- content/topics/t.md\n---\ntitle: T\n---\n")
        .file("content/articles/a.md", article("title: A\ntopics: [t]", ""))
        .file("content/articles/b.md", article("title: B <i>\ntopics: [t]\ndescription: Dek.", ""))
        .file("content/exercises/x.md", article("title: X\ntopics: [t]", "1. Go."))
        .build();
    built.assert_no_errors();
    let article = &built.select(PAGE, "[aria-labelledby=related-articles] a")[0];
    assert!(
        article.contains("aria-label=\"Read article: B &lt;i&gt;\"") && article.contains("href=\"/articles/b/\""),
        "{article}"
    );
    let exercise = &built.select(PAGE, "[aria-labelledby=related-exercises] a")[0];
    assert!(exercise.contains("aria-label=\"Go to the exercise: X\""), "{exercise}");
}

/// A site with an article `a` and an article `citing`, which cites one of the two sources of the library.
fn site_with_citations(text: &str) -> TestSite {
    site(text).article("citing", "Said twice [@who] and [@who].\n").library(
        "@article{who, title = {One}, author = {Berg, A.}, date = {2020}, doi = {10.1000/who}}\n\
         @article{unread, title = {Two}, author = {Dahl, B.}, date = {2021}, doi = {10.1000/unread}}\n",
    )
}

#[test]
fn generated_pages_files_and_ids_can_be_linked_to() {
    let text = "[1](/) [2](/exercises/cobra/print/) [3](/references/who/) [4](/references.bib) \
                [5](/articles/citing/references.ris) [6](/articles/citing/#ref-who) \
                [7](/articles/citing/#cite-who-2) [8](citing.md#ref-who)\n";
    let built = site_with_citations(text).build();
    built.assert_no_errors();
    let addresses = [
        "/",
        "/exercises/cobra/print/",
        "/references/who/",
        "/references.bib",
        "/articles/citing/references.ris",
        "/articles/citing/#ref-who",
        "/articles/citing/#cite-who-2",
        "/articles/citing/#ref-who",
    ];
    assert_eq!(hrefs(&built, PAGE, ".text a"), addresses);
    for address in addresses.iter().filter(|address| !address.contains('#')) {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { (*address).to_owned() };
        assert!(built.files().contains_key(&file[1..]), "{address}");
    }
    for id in ["ref-who", "cite-who-2"] {
        assert_eq!(built.select("articles/citing/index.html", &format!("[id={id}]")).len(), 1, "{id}");
    }
}

#[test]
fn a_link_to_an_export_that_the_settings_do_not_ask_for_is_broken() {
    let text = "[1](/articles/citing/references.bib)\n";
    assert_eq!(site_with_citations(text).build().of_rule("link-broken").len(), 1);
    site_with_citations(text).settings("citations: {exports: [bib]}\n").build().assert_no_errors();
}

#[test]
fn the_home_page_and_corrections_are_there_in_every_language() {
    let corrected = "---\ntitle: A\ncorrections: [{date: 2026-01-02, was: X, now: Y, severity: minor}]\n---\n[1](/de/) [2](/corrections/)\n";
    let site =
        TestSite::new().settings("languages: {de: {title: Ratgeber}}\n").file("content/articles/a.md", corrected);
    site.build().assert_no_errors();
    let missing = TestSite::new().article("a", "[1](/corrections/)\n").build();
    assert_eq!(missing.of_rule("link-broken").len(), 1);
}

#[test]
fn a_link_to_a_source_that_no_page_cites_is_broken() {
    let text =
        "[1](/references/unread/) [2](/articles/citing/#ref-unread) [3](/articles/citing/#cite-who-3) [4](#ref-who)\n";
    let built = site_with_citations(text).build();
    let columns = |rule: &str| built.of_rule(rule).iter().map(|finding| finding.location.column).collect::<Vec<_>>();
    assert_eq!((columns("link-broken"), columns("link-anchor")), (vec![1], vec![26, 60, 94]));
}
