//! Atom feeds: the newest pages first, no unpublished ones, and dates of the pages instead of the time of the build.

use atom_syndication::{Entry, Feed};

use crate::harness::{TestBuild, TestSite};

fn article(front: &str) -> String {
    format!("---\ntitle: \"A & B <C>\"\ndescription: \"The dek.\"\n{front}\n---\n\nThe text itself.\n")
}

fn site() -> TestSite {
    TestSite::new()
        .file("content/articles/old.md", article("published: 2022-01-01\nauthors: [ann]\ntopics: [spine]"))
        .file("content/articles/new.md", article("published: 2023-01-01\nupdated: 2023-03-04\nauthors: [ann]"))
        .file("content/articles/draft.md", article("published: 2024-01-01\ndraft: true\ntopics: [spine]"))
        .file(
            "content/articles/gone.md",
            article("published: 2024-01-01\nwithdrawn: {date: 2024-02-01, reason: \"Wrong.\"}"),
        )
        .file("content/articles/undated.md", article("weight: 1"))
        .file("content/exercises/nod.md", "---\ntitle: Nod\npublished: 2022-05-05\ntopics: [spine]\n---\n1. Nod.\n")
        .file("content/topics/spine.md", "---\ntitle: Spine\ntype: region\n---\nText.\n")
        .file("content/topics/hip.md", "---\ntitle: Hip\ntype: region\n---\nText.\n")
        .file("content/people/ann.md", "---\nname: Ann Broach\nprefix: Dr.\n---\n")
        .with_options(|options| {
            options.include.drafts = true;
            options.base_url = Some("https://example.org/guide/".to_owned());
        })
}

fn feed(built: &TestBuild, path: &str) -> Feed {
    Feed::read_from(built.text(path).as_bytes()).expect("a feed")
}

/// The last part of the address of each entry.
fn names(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.id.trim_end_matches('/').rsplit('/').next().unwrap()).collect()
}

fn content(entry: &Entry) -> &str {
    entry.content.as_ref().and_then(|content| content.value.as_deref()).unwrap()
}

#[test]
fn a_feed_has_the_newest_public_articles_without_their_texts() {
    let built = site().build();
    let feed = feed(&built, "feed.xml");
    let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["https://example.org/guide/articles/new/", "https://example.org/guide/articles/old/"]);
    assert_eq!(feed.updated.to_rfc3339(), "2023-03-04T00:00:00+00:00");
    assert_eq!(feed.entries[1].updated.to_rfc3339(), "2022-01-01T00:00:00+00:00");
    assert_eq!(feed.entries[1].authors[0].name, "Dr. Ann Broach");
    assert_eq!(feed.entries[0].summary.as_ref().map(|summary| summary.value.as_str()), Some("The dek."));
    assert!(feed.entries[0].title.value.starts_with("A & B <C>"));
    assert_eq!(
        (feed.links[1].rel.as_str(), feed.links[1].href.as_str()),
        ("self", "https://example.org/guide/feed.xml")
    );
    assert!(!built.text("feed.xml").contains("The text itself"));
}

#[test]
fn a_feed_has_at_most_as_many_entries_as_the_settings_say_and_may_be_empty() {
    assert_eq!(names(&feed(&site().settings("feeds: {limit: 1}\n").build(), "feed.xml")), ["new"]);
    let built = site().settings("languages: {es: {title: \"Guía\"}}\n").build();
    assert_eq!(feed(&built, "es/feed.xml").entries.len(), 0);
}

#[test]
fn kinds_topics_and_people_have_feeds_if_they_have_entries() {
    let built = site().build();
    let expected = [
        ("articles/feed.xml", "Articles | Test site", vec!["new", "old"]),
        ("exercises/feed.xml", "Exercises | Test site", vec!["nod"]),
        ("topics/spine/feed.xml", "Spine | Test site", vec!["nod", "old"]),
        ("people/ann/feed.xml", "Dr. Ann Broach | Test site", vec!["new", "old"]),
    ];
    for (path, title, entries) in &expected {
        let feed = feed(&built, path);
        assert_eq!((feed.title.value.as_str(), names(&feed)), (*title, entries.clone()), "{path}");
        let url = format!("https://example.org/guide/{path}");
        assert_eq!(feed.links[1].href, url);
        assert_eq!(feed.links[0].href, url.trim_end_matches("feed.xml"));
    }
    let feeds = built.files().keys().filter(|path| path.ends_with("/feed.xml"));
    assert_eq!(feeds.count(), expected.len());
}

#[test]
fn a_page_with_a_feed_links_to_it() {
    let built = site().build();
    for page in ["articles/", "topics/spine/", "people/ann/"] {
        let link = format!("link[rel=alternate][type='application/atom+xml'][href='/guide/{page}feed.xml']");
        assert_eq!(built.select(&format!("{page}index.html"), &link).len(), 1, "{page}");
        let link = format!("main a[href='/guide/{page}feed.xml']");
        assert_eq!(built.select(&format!("{page}index.html"), &link).len(), 1, "{page}");
    }
    for page in ["topics/hip/", "topics/", "articles/new/"] {
        assert_eq!(built.text(&format!("{page}index.html")).matches("feed.xml").count(), 2, "{page}");
    }
}

#[test]
fn a_text_may_link_to_each_feed_and_to_no_other() {
    let links = "[a](/feed.xml) [b](/articles/feed.xml) [c](/topics/spine/feed.xml) [d](/people/ann/feed.xml)\n";
    assert!(site().article("links", links).build().of_rule("link-broken").is_empty());
    for path in ["topics/feed.xml", "topics/hip/feed.xml", "programmes/feed.xml", "articles/new/feed.xml"] {
        let built = site().article("links", &format!("[a](/{path})\n")).build();
        assert_eq!(built.of_rule("link-broken").len(), 1, "{path}");
    }
}

/// Readers of a feed see no style sheet, so what has to stand before the steps has to be text before them.
#[test]
fn a_full_text_has_its_notices_before_the_steps_and_its_sources_behind_them() {
    let exercise = "---\ntitle: Nod\npublished: 2022-05-05\nstop_if: [you feel dizzy]\n\
        cautions: [{condition: spine, advice: Nod slowly, severity: avoid}]\n---\n1. Nod once.\n2. Rest.\n";
    let article = "---\ntitle: Necks\npublished: 2023-01-01\nkey_points: [A point.]\n---\n\
        Known [@smith]. [Here](#top){.x} and [there](/exercises/nod/).\n\n::exercise{#nod}\n\n## Top\n\nText.\n";
    let site = site()
        .settings("feeds: {content: full}\ndisclaimers: {articles: [general], exercises: [movement]}\n")
        .library("@book{smith, author = {Ann Smith}, title = {Necks}, year = 2020, publisher = {P}}\n")
        .file("content/disclaimers/general.md", "---\ntitle: Ask first\n---\nAsk your clinician.\n")
        .file("content/disclaimers/movement.md", "---\ntitle: Move with care\n---\nStop when it hurts.\n")
        .file("content/exercises/nod.md", exercise)
        .file("content/articles/necks.md", article);
    let built = site.build();
    let feeds = [feed(&built, "exercises/feed.xml"), feed(&built, "feed.xml")];
    let texts = feeds.each_ref().map(|feed| {
        let necks_or_nod = feed.entries.iter().find(|entry| ["Necks", "Nod"].contains(&&*entry.title.value));
        content(necks_or_nod.unwrap())
    });
    for text in texts {
        let steps = text.find("Nod once.").unwrap_or_else(|| panic!("{text}"));
        for notice in ["Not medically reviewed", "Nod slowly", "you feel dizzy"] {
            assert!(text.find(notice).is_some_and(|at| at < steps), "{notice}: {text}");
        }
        assert!(!text.contains("=\"/") && !text.contains("=\"#"), "{text}");
    }
    assert!(texts[0].contains("<p class=\"stop-if-label\"><strong>Stop if</strong></p>"), "{}", texts[0]);
    assert!(texts[0].contains("<strong>Move with care</strong></p>\n<p>Stop when it hurts."), "{}", texts[0]);
    let positions =
        ["Ask first</strong>", "Ask your clinician.", "A point.", "Known", "Nod once.", "<h2>References</h2>"];
    let positions = positions.iter().filter_map(|words| texts[1].find(words)).collect::<Vec<_>>();
    assert!(positions.len() == 6 && positions.is_sorted(), "{positions:?} {}", texts[1]);
    for link in [
        "href=\"https://example.org/guide/articles/necks/#ref-smith\"",
        "href=\"https://example.org/guide/exercises/nod/\"",
    ] {
        assert!(texts[1].contains(link), "{link}: {}", texts[1]);
    }
}

#[test]
fn a_full_text_of_a_programme_has_its_exercises_with_their_cautions() {
    let exercise =
        "---\ntitle: Nod\ncautions: [{condition: spine, advice: Nod slowly, severity: avoid}]\n---\n1. Nod once.\n";
    let programme = "---\ntitle: Week\npublished: 2022-05-05\nschedule: [{exercise: nod}]\n---\nText.\n";
    let site = site()
        .settings("feeds: {content: full}\ndisclaimers: {programmes: [moves]}\n")
        .file("content/disclaimers/moves.md", "---\ntitle: Moves\nplacement: with-exercise\n---\nMove with care.\n")
        .file("content/exercises/nod.md", exercise);
    let built = site.file("content/programmes/week.md", programme).build();
    let feed = feed(&built, "programmes/feed.xml");
    let text = content(&feed.entries[0]);
    let words = ["Not medically reviewed", "Nod slowly", "Nod once.", "Move with care."];
    let positions = words.map(|words| text.find(words));
    assert!(positions.iter().all(Option::is_some) && positions.is_sorted(), "{text}");
}
