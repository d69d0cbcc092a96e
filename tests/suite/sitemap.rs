//! The sitemap, which has every public page once and nothing else, and `robots.txt`.

use wellpress_render::site_files::sitemap::{robots, sitemap};
use wellpress_site::config::IncludeUnpublished;

use crate::harness::TestSite;
use crate::small_site::SmallSite;

fn article(front: &str) -> String {
    format!("---\ntitle: \"A\"\n{front}\n---\n\nText.\n")
}

fn site(settings: &str) -> SmallSite {
    SmallSite::new(settings)
        .with("content/articles/neck pain.md", &article("published: 2022-01-01\nupdated: 2023-01-02"))
        .with("content/articles/back.md", &article("published: 2022-02-02"))
        .with("content/articles/hidden.md", &article("robots: \"NoIndex, follow\""))
        .with("content/articles/moved.md", &article("canonical: \"https://other.example/\""))
        .with("content/articles/draft.md", &article("draft: true"))
        .with(
            "content/articles/gone.md",
            &article("withdrawn: {date: 2024-02-01, reason: \"Wrong.\"}\naliases: [/old/]"),
        )
        .with("content/pages/about.md", "---\ntitle: About\n---\n")
}

/// The text of the one file that a small sitemap is.
fn text(site: &SmallSite) -> String {
    let files = site.look(|config, resolved| sitemap(config, resolved, &["/guide/corrections/".to_owned()]));
    let [file] = files.try_into().expect("one file");
    assert_eq!(file.path, "sitemap.xml");
    file.text
}

fn addresses(xml: &str) -> Vec<&str> {
    let addresses = xml.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
    addresses.map(|url| url.trim_start_matches("https://example.org/guide/")).collect()
}

#[test]
fn a_sitemap_has_every_public_page_and_list() {
    let xml = text(&site(""));
    assert_eq!(addresses(&xml), ["", "articles/", "corrections/", "articles/back/", "articles/neck%20pain/", "about/"]);
    assert!(
        xml.contains("<loc>https://example.org/guide/articles/neck%20pain/</loc><lastmod>2023-01-02</lastmod></url>")
    );
    assert!(xml.contains("/articles/</loc><lastmod>2023-01-02</lastmod>"));
}

#[test]
fn a_site_with_drafts_has_no_sitemap() {
    let drafts = IncludeUnpublished { drafts: true, ..IncludeUnpublished::default() };
    let site = site("").including(drafts);
    assert_eq!(site.look(|config, resolved| sitemap(config, resolved, &[])), []);
    assert_eq!(site.look(|config, _| robots(config)), "User-agent: *\nAllow: /guide/\n\n");
}

#[test]
fn a_sitemap_has_all_pages_of_a_paginated_list() {
    let xml = text(&site("pagination: 2\n"));
    assert!(addresses(&xml).contains(&"articles/page/2/"), "{xml}");
    assert!(!addresses(&xml).contains(&"articles/page/3/"), "{xml}");
}

#[test]
fn every_address_of_a_sitemap_has_a_file_in_the_output() {
    let library = "@article{who, title = {One}, author = {Berg, A.}, date = {2020}}\n";
    let site = TestSite::new().settings("languages: {es: {title: \"Guía\"}}\n").library(library);
    let built = site.article("a", "Said [@who].\n").build();
    let locations = built.text("sitemap.xml").split("<loc>").skip(1);
    let paths: Vec<&str> =
        locations.map(|rest| rest.split("</loc>").next().unwrap().splitn(4, '/').last().unwrap()).collect();
    assert!(paths.contains(&"references/"), "{paths:?}");
    for path in paths {
        assert!(built.files().contains_key(&format!("{path}index.html")), "{path}");
    }
}

#[test]
fn a_sitemap_links_the_translations_of_a_page() {
    let site = site("languages: {es: {title: \"Guía\"}}\n").with("content/articles/back.es.md", &article(""));
    let xml = text(&site);
    let line =
        xml.lines().find(|line| line.contains("<loc>https://example.org/guide/es/articles/back/</loc>")).expect("line");
    for (language, url) in [("en", "articles/back/"), ("es", "es/articles/back/"), ("x-default", "articles/back/")] {
        let link = format!("hreflang=\"{language}\" href=\"https://example.org/guide/{url}\"");
        assert!(line.contains(&link), "{line}");
    }
    let alone = xml.lines().find(|line| line.contains("neck%20pain")).expect("line");
    assert!(!alone.contains("hreflang"));
}

#[test]
fn a_sitemap_over_the_limit_becomes_an_index_of_sitemaps() {
    let others: Vec<String> = (0..60_000).map(|number| format!("/guide/a&b/{number}/")).collect();
    let files = site("").look(|config, resolved| sitemap(config, resolved, &others));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
    assert_eq!(addresses(&files[0].text), ["sitemap-1.xml", "sitemap-2.xml"]);
    assert_eq!(addresses(&files[1].text).len(), 50_000);
    assert!(files[1].text.contains("/a&amp;b/7/"));
}

#[test]
fn robots_txt_allows_and_disallows_crawlers_as_the_settings_say() {
    let text = |settings: &str| site(settings).look(|config, _| robots(config));
    assert_eq!(text(""), "User-agent: *\nAllow: /guide/\n\nSitemap: https://example.org/guide/sitemap.xml\n");
    let training = text("crawlers: {training: disallow}\n");
    assert!(training.starts_with("User-agent: GPTBot\n"), "{training}");
    assert!(training.contains("User-agent: meta-externalagent\nDisallow: /guide/\n"), "{training}");
    assert!(training.contains("User-agent: *\nContent-Signal: ai-train=no\nAllow: /guide/\n"), "{training}");
    let search = text("crawlers: {search: disallow}\n");
    assert!(search.contains("User-agent: *\nContent-Signal: search=no\nDisallow: /guide/\n"), "{search}");
    let answers = text("crawlers: {training: disallow, search: allow, answers: disallow}\n");
    assert!(answers.contains("User-agent: PerplexityBot\n"), "{answers}");
    let signals = "User-agent: *\nContent-Signal: search=yes, ai-input=no, ai-train=no\nAllow: /guide/\n";
    assert!(answers.contains(signals), "{answers}");
    let allowed = text("crawlers: {answers: allow}\n");
    assert!(allowed.starts_with("User-agent: *\nContent-Signal: ai-input=yes\nAllow: /guide/\n"), "{allowed}");
}
