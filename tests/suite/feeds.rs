//! The Atom feed: the newest articles first, no unpublished ones, and dates of the articles instead of the time of the build.

use wellpress_render::feeds::{atom, feed_url};
use wellpress_site::config::{IncludeUnpublished, LanguageId, MAIN_LANGUAGE};

use crate::small_site::SmallSite;

fn article(front: &str) -> String {
    format!("---\ntitle: \"A & B <C>\"\ndescription: \"The dek.\"\n{front}\n---\n\nThe text itself.\n")
}

fn site(settings: &str) -> SmallSite {
    SmallSite::new(settings)
        .with("content/articles/old.md", &article("published: 2022-01-01\nauthors: [ann]"))
        .with("content/articles/new.md", &article("published: 2023-01-01\nupdated: 2023-03-04"))
        .with("content/articles/draft.md", &article("published: 2024-01-01\ndraft: true"))
        .with(
            "content/articles/gone.md",
            &article("published: 2024-01-01\nwithdrawn: {date: 2024-02-01, reason: \"Wrong.\"}"),
        )
        .with("content/articles/undated.md", &article("weight: 1"))
        .with("content/people/ann.md", "---\nname: Ann Broach\nprefix: Dr.\n---\n")
}

#[test]
fn a_feed_has_the_newest_public_articles_without_their_texts() {
    let drafts = IncludeUnpublished { drafts: true, ..IncludeUnpublished::default() };
    let xml = site("description: \"About bones.\"\n").including(drafts).look(|config, resolved| {
        assert_eq!(feed_url(config, MAIN_LANGUAGE), "/guide/feed.xml");
        atom(config, resolved, MAIN_LANGUAGE)
    });
    let feed = atom_syndication::Feed::read_from(xml.as_bytes()).expect("a feed");
    let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["https://example.org/guide/articles/new/", "https://example.org/guide/articles/old/"]);
    assert_eq!(feed.updated.to_rfc3339(), "2023-03-04T00:00:00+00:00");
    assert_eq!(feed.entries[1].updated.to_rfc3339(), "2022-01-01T00:00:00+00:00");
    assert_eq!(feed.entries[1].authors[0].name, "Dr. Ann Broach");
    assert_eq!(feed.entries[0].summary.as_ref().map(|summary| summary.value.as_str()), Some("The dek."));
    assert!(feed.entries[0].title.value.starts_with("A & B <C>"));
    assert_eq!(feed.links[1].rel, "self");
    assert!(!xml.contains("The text itself"));
}

#[test]
fn a_feed_has_at_most_as_many_entries_as_the_settings_say_and_may_be_empty() {
    assert_eq!(count_entries("feeds: {limit: 1}\n", MAIN_LANGUAGE), 1);
    assert_eq!(count_entries("languages: {es: {title: \"Guía\"}}\n", LanguageId::new(1)), 0);
}

fn count_entries(settings: &str, language: LanguageId) -> usize {
    let xml = site(settings).look(|config, resolved| atom(config, resolved, language));
    atom_syndication::Feed::read_from(xml.as_bytes()).expect("a feed").entries.len()
}
