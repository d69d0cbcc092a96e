//! Pagination of the lists on the pages of topics and people. Long lists continue at `page/2/`, as those of sections do.

use std::path::{Path, PathBuf};

use serde_json::Value;

use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files;

use crate::editable_site::EditableSite;
use crate::harness::{TestBuild, TestSite};
use crate::site_on_disk::SiteOnDisk;

const TOPIC: &str = "topics/back/index.html";
const TOPIC_2: &str = "topics/back/page/2/index.html";
const TOPIC_3: &str = "topics/back/page/3/index.html";
const PERSON: &str = "people/ann/index.html";
const PERSON_2: &str = "people/ann/page/2/index.html";

fn article(title: &str, front: &str) -> String {
    format!("---\ntitle: {title}\ntopics: [back]\n{front}\n---\nText.\n")
}

/// Five articles, three exercises and a programme of one topic, shown two at a time.
fn site() -> TestSite {
    let mut site = TestSite::new()
        .settings("pagination: 2\n")
        .library("@article{who, title = {One}, author = {Berg, A.}, date = {2020}}\n")
        .file("content/topics/back.md", "---\ntitle: Back pain\nshort_title: Back\nreferences: [who]\n---\nText.\n")
        .file("content/people/ann.md", "---\nname: Ann Lee\nprefix: Dr.\n---\nBio.\n")
        .file("content/programmes/day.md", "---\ntitle: Day\ntopics: [back]\nschedule: [{exercise: x1}]\n---\nText.\n");
    for number in 1..=5 {
        let title = format!("A{number}");
        site = site.file(&format!("content/articles/a{number}.md"), article(&title, "authors: [ann]"));
    }
    for number in 1..=3 {
        let text = format!(
            "---\ntitle: X{number}\ntopics: [back]\nreviewers: [{{person: ann, role: clinical, date: 2026-01-02}}]\n---\n1. Go.\n"
        );
        site = site.file(&format!("content/exercises/x{number}.md"), text);
    }
    site
}

fn cards(built: &TestBuild, path: &str) -> Vec<String> {
    built.texts(path, "main .card-title")
}

/// The addresses of a pager's links to the previous and the next page.
fn pager(built: &TestBuild, path: &str) -> (Option<String>, Option<String>) {
    (pager_link(built, path, "prev"), pager_link(built, path, "next"))
}

fn pager_link(built: &TestBuild, path: &str, rel: &str) -> Option<String> {
    let page = built.page(path);
    let selector = scraper::Selector::parse(&format!("nav.pager a[rel={rel}]")).unwrap();
    page.select(&selector).next().map(|link| link.attr("href").unwrap().to_owned())
}

/// The WebPage node of a page's structured data.
fn web_page(built: &TestBuild, path: &str) -> Value {
    let script = built.texts(path, "script[type='application/ld+json']").remove(0);
    let data: Value = serde_json::from_str(&script).unwrap();
    data["@graph"][0].clone()
}

/// Position and name of each entry of the list in a page's structured data.
fn entries(built: &TestBuild, path: &str) -> Vec<(u64, String)> {
    let list = web_page(built, path)["mainEntity"]["itemListElement"].clone();
    let entries = list.as_array().unwrap().iter();
    entries.map(|entry| (entry["position"].as_u64().unwrap(), entry["name"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn page_two_of_a_topic_continues_each_of_its_lists() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(cards(&built, TOPIC), ["A1", "A2", "X1", "X2", "Day"]);
    assert_eq!(cards(&built, TOPIC_2), ["A3", "A4", "X3"]);
    assert_eq!(cards(&built, TOPIC_3), ["A5"]);
    assert_eq!(built.texts(TOPIC_2, "main h2"), ["Articles", "Exercises"]);
    assert_eq!(built.texts(TOPIC_3, "main h2"), ["Articles"]);
    assert_eq!(built.select(TOPIC_2, "section[aria-labelledby=exercises] .plate-card").len(), 1);
    assert_eq!(built.select(TOPIC_2, "section[aria-labelledby=articles] .row").len(), 2);
    assert!(!built.files().contains_key("topics/back/page/1/index.html"));
    assert!(!built.files().contains_key("topics/back/page/4/index.html"));
}

#[test]
fn pages_of_a_topic_link_to_their_neighbours_and_to_the_first() {
    let built = site().build();
    let some = |url: &str| Some(url.to_owned());
    assert_eq!(pager(&built, TOPIC), (None, some("/topics/back/page/2/")));
    assert_eq!(pager(&built, TOPIC_2), (some("/topics/back/"), some("/topics/back/page/3/")));
    assert_eq!(pager(&built, TOPIC_3), (some("/topics/back/page/2/"), None));
    assert_eq!(built.texts(TOPIC, ".pager span"), ["part 1 of 3"]);
    let (above, below) = built.text(TOPIC).split_once("<nav class=\"pager\"").unwrap();
    assert!(above.contains("id=\"programmes\""), "it stands below the cards");
    assert!(below.contains("role=\"doc-bibliography\""), "and above the references");
    assert_eq!(built.texts(TOPIC_2, "h1, .total"), ["Back pain", "9 pages, part 2 of 3"]);
    assert_eq!(built.texts(TOPIC_2, "title"), ["Back pain (2) | Test site"]);
    assert_eq!(built.texts(TOPIC_2, ".crumbs a"), ["Home", "Topics", "Back"]);
    assert_eq!(built.select(TOPIC_2, ".crumbs a[href='/topics/back/']").len(), 1);
    let canonical = "link[rel=canonical][href='https://test.example/topics/back/page/2/']";
    assert_eq!(built.select(TOPIC_2, canonical).len(), 1);
    assert!(!built.text(TOPIC_2).contains("doc-bibliography"), "the text is on the first page only");
}

#[test]
fn page_two_of_a_person_continues_each_of_their_lists() {
    let built = site().build();
    assert_eq!(cards(&built, PERSON), ["A1", "A2", "X1", "X2"]);
    assert_eq!(cards(&built, PERSON_2), ["A3", "A4", "X3"]);
    assert_eq!(built.texts(PERSON_2, "main h2"), ["Wrote", "Reviewed"]);
    assert_eq!(built.select(PERSON_2, "main .card.row").len(), 3, "as on the person's page");
    assert_eq!(built.texts(PERSON_2, "h1, .total"), ["Dr. Ann Lee", "8 pages, part 2 of 3"]);
    assert_eq!(built.texts(PERSON_2, ".crumbs a"), ["Home", "People", "Ann Lee"]);
    assert_eq!(pager(&built, PERSON).1.as_deref(), Some("/people/ann/page/2/"));
    assert_eq!(pager(&built, PERSON_2).0.as_deref(), Some("/people/ann/"));
    let positions = [(5, "A3".to_owned()), (6, "A4".to_owned()), (7, "X3".to_owned())];
    assert_eq!(entries(&built, PERSON_2), positions);
}

#[test]
fn a_list_as_long_as_a_page_is_not_split() {
    let split = site().settings("pagination: 5\n").build();
    let whole = site().settings("").build();
    assert_eq!(split.files().keys().collect::<Vec<_>>(), whole.files().keys().collect::<Vec<_>>());
    for path in [TOPIC, PERSON] {
        assert_eq!(split.text(path), whole.text(path), "{path}");
        assert!(split.select(path, ".pager").is_empty(), "{path}");
    }
    assert_eq!(cards(&split, TOPIC).len(), 9);
}

#[test]
fn the_sitemap_has_the_further_pages_of_public_topics_and_people() {
    let hidden = "---\ntitle: Hip\nrobots: noindex\n---\n";
    let article = "---\ntitle: B\ntopics: [hip]\n---\nText.\n";
    let built = site()
        .file("content/topics/hip.md", hidden)
        .file("content/articles/b1.md", article)
        .file("content/articles/b2.md", article)
        .file("content/articles/b3.md", article)
        .build();
    built.assert_no_errors();
    let sitemap = built.text("sitemap.xml");
    let addresses = sitemap.split("<loc>https://test.example/").skip(1).map(|rest| rest.split('<').next().unwrap());
    let parts: Vec<&str> = addresses.filter(|path| path.contains("/page/") && path.matches('/').count() > 3).collect();
    assert_eq!(parts, ["people/ann/page/2/", "people/ann/page/3/", "topics/back/page/2/", "topics/back/page/3/"]);
    let noindex = "meta[name=robots][content=noindex]";
    assert_eq!(built.select("topics/hip/page/2/index.html", noindex).len(), 1);
    assert!(built.select(TOPIC_2, "meta[name=robots]").is_empty());
}

#[test]
fn a_further_page_of_a_draft_is_marked_as_a_draft() {
    let site = site().file("content/topics/back.md", "---\ntitle: Back pain\ndraft: true\n---\n");
    let built = site.with_options(|options| options.include.drafts = true).build();
    assert_eq!(built.texts(TOPIC_2, ".unpublished"), ["Draft. This page is not published."]);
    assert_eq!(built.select(TOPIC_2, "meta[name=robots][content='noindex, follow']").len(), 1);
}

#[test]
fn positions_in_structured_data_count_on_over_all_pages() {
    let built = site().build();
    let entries_of_pages = [TOPIC, TOPIC_2, TOPIC_3].map(|path| entries(&built, path));
    let cards_of_pages = [TOPIC, TOPIC_2, TOPIC_3].map(|path| cards(&built, path));
    for (entries, mut cards) in entries_of_pages.iter().zip(cards_of_pages) {
        let mut names: Vec<String> = entries.iter().map(|(_, name)| name.clone()).collect();
        names.sort_unstable();
        cards.sort_unstable();
        assert_eq!(names, cards);
    }
    let positions: Vec<u64> = entries_of_pages.iter().flatten().map(|(position, _)| *position).collect();
    assert_eq!(positions, (1..=9).collect::<Vec<u64>>());
    assert_eq!(web_page(&built, TOPIC_2)["about"], web_page(&built, TOPIC)["about"]);
    assert_eq!(web_page(&built, TOPIC_2)["@id"], "https://test.example/topics/back/page/2/#page");
}

#[test]
fn further_pages_are_in_the_language_of_the_first() {
    let mut site = site()
        .settings("pagination: 2\nlanguages: {de: {title: Ratgeber}, es: {title: Guía}}\n")
        .file("content/topics/back.es.md", "---\ntitle: Espalda\n---\nTexto.\n");
    for number in 1..=3 {
        let text = format!("---\ntitle: E{number}\ntopics: [back]\n---\nTexto.\n");
        site = site.file(&format!("content/articles/a{number}.es.md"), text);
    }
    let built = site.build();
    built.assert_no_errors();
    let second = "es/topics/back/page/2/index.html";
    assert_eq!(cards(&built, second), ["E3"]);
    assert_eq!(built.texts(second, "h1, .total, main h2"), ["Espalda", "3 páginas, parte 2 de 2", "Artículos"]);
    assert_eq!(built.texts(second, "title"), ["Espalda (2) | Guía"]);
    assert_eq!(pager(&built, second), (Some("/es/topics/back/".to_owned()), None));
    assert_eq!(built.select(second, "html[lang=es]").len(), 1);
    assert_eq!(cards(&built, TOPIC_2), ["A3", "A4", "X3"], "no list mixes languages");
    // Further pages have no translations: the language switch leads to the first page, which has the notice if need be.
    assert_eq!(built.select(second, ".languages a[href='/topics/back/']").len(), 1);
    assert_eq!(built.select(TOPIC_2, ".languages a[href='/topics/back/#not-in-de']").len(), 1);
    assert_eq!((built.select(TOPIC, "#not-in-de").len(), built.select(TOPIC_2, ".not-in").len()), (1, 0));
    assert!(!built.select(TOPIC, "link[hreflang]").is_empty());
    assert!(built.select(TOPIC_2, "link[hreflang]").is_empty());
    let sitemap = built.text("sitemap.xml");
    assert!(sitemap.contains("<loc>https://test.example/es/topics/back/page/2/</loc></url>"), "{sitemap}");
}

/// A check cannot report this, because the number of pages of a list is known only when it is rendered.
#[test]
fn a_page_at_the_address_of_a_further_page_is_an_error() {
    for (path, generated) in [("topics/back/page/2", TOPIC_2), ("people/ann/page/3", "people/ann/page/3/index.html")] {
        let site = SiteOnDisk::build_first(&site());
        site.write(&format!("content/pages/{path}.md"), "---\ntitle: A\n---\nText.\n");
        let finding = format!("error[url-duplicate]: the build makes `/{generated}` itself");
        site.assert_refused(1, &[&finding, "--> content:1:1"]);
    }
}

#[test]
fn a_link_to_a_further_page_is_broken() {
    let text = "---\ntitle: B\n---\n[One](/articles/page/2/), [two](/topics/back/page/2/), [three](/topics/back/).\n";
    let built = site().file("content/articles/b.md", text).build();
    let broken: Vec<&str> = built.of_rule("link-broken").iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(broken, ["`/articles/page/2/` leads nowhere", "`/topics/back/page/2/` leads nowhere"]);
}

#[test]
fn a_warm_build_equals_a_cold_one_after_an_entry_moves_to_another_page() {
    let unrelated = "---\ntitle: A\n---\nText.\n";
    let a1_last = || site().file("content/articles/a1.md", article("A1", "authors: [ann]\nweight: 1"));
    let fewer = a1_last().file("content/articles/a5.md", unrelated).file("content/articles/a4.md", unrelated);
    let warm = EditableSite::new(&site());
    let (_, pages, _) = warm.build(CacheMode::ReadWrite);
    for (state, further) in [(a1_last(), 4), (fewer, 2)] {
        let cold = EditableSite::new(&state);
        for path in ["a1", "a4", "a5"].map(|name| PathBuf::from(format!("/site/content/articles/{name}.md"))) {
            warm.0.write(&path, &cold.0.read(&path).unwrap()).unwrap();
        }
        let (rendered, warm_pages, warm_files) = warm.build(CacheMode::ReadWrite);
        let (_, cold_pages, cold_files) = cold.build(CacheMode::Off);
        assert_eq!(warm_files.keys().collect::<Vec<_>>(), cold_files.keys().collect::<Vec<_>>());
        let differing = cold_files.iter().find(|(path, bytes)| warm_files[*path] != **bytes);
        assert_eq!(differing.map(|(path, _)| path), None);
        assert_eq!((warm_pages, cold_pages), (pages - 4 + further, pages - 4 + further));
        assert!(rendered < warm_pages, "most pages are reused");
        let page_2 =
            String::from_utf8_lossy(&cold_files[Path::new("/site/output").join(TOPIC_2).as_path()]).into_owned();
        assert_eq!(page_2.contains(">A1<"), further == 2, "it is the last of five, then of three");
    }
}
