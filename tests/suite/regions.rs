//! Regions of the body on the home page: a list, and a figure that marks the same regions.

use crate::harness::{TestBuild, TestSite};

fn exercise(title: &str, regions: &str) -> String {
    format!("---\ntitle: {title}\nregions: [{regions}]\n---\n1. One.\n2. Two.\n")
}

fn site() -> TestSite {
    TestSite::new()
        .settings("languages: {de: {title: Ratgeber}}\n")
        .file("content/exercises/squat.md", exercise("Squat", "Knees, hip, R&D"))
        .file("content/exercises/bridge.md", exercise("Bridge", "hip, hips, lower-back"))
        .file("content/exercises/squat.de.md", exercise("Kniebeuge", "Knie"))
        .file("content/topics/spine.md", "---\ntitle: The spine\nshort_title: Spine\ntype: region\n---\nText.\n")
        .file("content/topics/skin.md", "---\ntitle: Skin\ntype: region\n---\nNobody writes about it.\n")
        .file("content/topics/falls.md", "---\ntitle: Falls\ntype: condition\n---\nText.\n")
        .file("content/articles/a.md", "---\ntitle: A\ntopics: [spine, falls]\n---\nText.\n")
}

/// Number, name, address and count of each row of the list.
fn rows(built: &TestBuild, path: &str) -> Vec<String> {
    let rows = scraper::Selector::parse("[aria-labelledby=where] li").unwrap();
    let link = scraper::Selector::parse("a").unwrap();
    let page = built.page(path);
    let texts = page.select(&rows).map(|row| {
        let words = row.text().collect::<Vec<_>>().join(" ");
        let address = row.select(&link).next().unwrap().attr("href").unwrap();
        format!("{} {address}", words.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    texts.collect()
}

#[test]
fn regions_are_listed_from_head_to_foot_and_link_to_their_topic_or_exercises() {
    let built = site().build();
    built.assert_no_errors();
    assert_eq!(
        rows(&built, "index.html"),
        [
            "1 Spine 1 page /topics/spine/",
            "2 lower-back 1 exercise /exercises/?region=lower-back",
            "3 hip 2 exercises /exercises/?region=hip",
            "3 hips 1 exercise /exercises/?region=hips",
            "4 Knees 1 exercise /exercises/?region=Knees",
            "R&D 1 exercise /exercises/?region=R%26D",
            "All exercises 2 exercises /exercises/",
        ]
    );
    assert_eq!(
        built.texts("index.html", "[aria-labelledby=what-for] li a"),
        ["Falls", "All topics"],
        "nothing is about the skin"
    );
}

#[test]
fn the_home_page_begins_with_the_search_and_ways_to_exercises_and_conditions() {
    let site =
        site().file("content/topics/gout.md", "---\ntitle: Gout\ntype: condition\n---\nNobody writes about it.\n");
    let built = site.build();
    assert_eq!(built.select("index.html", "form[action='/search/'] input[type=search][name=q]").len(), 1);
    assert_eq!(built.texts("index.html", ".ways-in a"), ["Find an exercise", "Read about a condition", "Falls"]);
    assert_eq!(built.texts("de/index.html", ".ways-in a"), ["Eine Übung finden"], "no condition is in German");
    let html = built.text("index.html");
    assert!(html.find("<h1").unwrap() < html.find("home-search").unwrap());
    assert!(html.find("ways-in").unwrap() < html.find("class=\"card ").unwrap());
}

#[test]
fn regions_are_marked_on_a_figure_that_screen_readers_skip() {
    let built = site().build();
    let marks = built.texts("index.html", "svg.body[aria-hidden=true] a[tabindex=\"-1\"] text");
    assert_eq!(marks, ["1", "2", "3", "4"], "from head to foot, as in the list");
    let links = built.select("index.html", "svg.body a");
    assert_eq!(links.len(), 4, "a region without a place, or without pages, is not marked");
    assert!(
        links.iter().any(|link| link.contains("?region=hip\"") && link.contains("<title>hip</title>")),
        "{links:?}"
    );
}

#[test]
fn regions_are_recognised_in_the_language_of_the_page() {
    let built = site().build();
    assert_eq!(rows(&built, "de/index.html")[0], "1 Knie 1 Übung /de/exercises/?region=Knie");
}

#[test]
fn without_known_regions_there_is_no_figure() {
    let built = TestSite::new().file("content/exercises/a.md", "---\ntitle: A\n---\n1. One.\n").build();
    assert!(built.select("index.html", "svg.body, [aria-labelledby=where]").is_empty());
    let elsewhere = TestSite::new().file("content/exercises/a.md", exercise("A", "aura")).build();
    assert_eq!(rows(&elsewhere, "index.html")[0], "aura 1 exercise /exercises/?region=aura");
    assert!(elsewhere.select("index.html", "svg.body").is_empty());
}
