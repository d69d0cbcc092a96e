//! Indexes that are spread over pages: the citation index, the pages that cite a source, and corrections.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files;

use crate::editable_site::EditableSite;
use crate::harness::{TestBuild, TestSite};

const FAMILIES: [&str; 7] = ["Ames", "Berg", "Smith", "Öberg", "Иванов", "王", "3M"];

/// A library in which every second author begins with S.
fn library(sources: usize) -> String {
    let mut library = String::new();
    for number in 0..sources {
        let family = FAMILIES[if number % 2 == 0 { 2 } else { number % FAMILIES.len() }];
        let year = 1990 + number % 30;
        let entry =
            format!("author = {{{family}, A.}}, title = {{Study {number}}}, journal = {{Bone}}, date = {{{year}}}");
        writeln!(library, "@article{{k{number}, {entry}}}").unwrap();
    }
    library
}

/// An article that cites sources from `first` on.
fn citing(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("Said [@k{number}].\n")).collect()
}

fn site(sources: usize) -> TestSite {
    let articles = (0..sources).step_by(100).map(|first| (first, 100.min(sources - first)));
    articles.fold(TestSite::new().library(&library(sources)), |site, (first, count)| {
        site.article(&format!("a{first}"), &citing(first, count))
    })
}

/// The pages of the index besides the first.
fn parts(built: &TestBuild) -> Vec<&str> {
    let paths = built.files().keys().map(String::as_str);
    paths.filter(|path| path.starts_with("references/letter/") && path.ends_with("index.html")).collect()
}

fn titles(built: &TestBuild, path: &str) -> Vec<String> {
    built.texts(path, ".slip-title")
}

#[test]
fn an_index_of_many_sources_has_pages_by_letter() {
    let built = site(640).build();
    built.assert_no_errors();
    let first = "references/index.html";
    assert!(built.text(first).len() < 40_000, "{}", built.text(first).len());
    assert_eq!(
        built.texts(first, ".drawer-label"),
        ["3", "A", "B", "O", "S", "И", "王"].map(|letter| letter.replace('3', "#"))
    );
    assert_eq!(built.select(first, "#letter-s").len(), 1, "an old address leads to the letter");
    assert_eq!(built.texts(first, ".letters a").len(), 7);
    crate::text::assert_page_links_resolve(&built, first);
    let mut all = Vec::new();
    for path in parts(&built) {
        crate::text::assert_page_links_resolve(&built, path);
        let titles = titles(&built, path);
        assert!((1..=100).contains(&titles.len()), "{path}: {}", titles.len());
        all.extend(titles);
    }
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (640, 640));
    assert!(parts(&built).iter().filter(|path| path.starts_with("references/letter/s/")).count() > 3);
    let part = "references/letter/s/index.html";
    assert_eq!(built.texts(part, ".crumbs a"), ["Home", "Sources"]);
    assert!(built.texts(part, "h1")[0].starts_with("Sources: S"), "{:?}", built.texts(part, "h1"));
    assert_eq!(built.select(part, ".pager [rel=next]").len(), 1);
    assert!(built.text("sitemap.xml").contains("<loc>https://test.example/references/letter/s/</loc>"));
}

#[test]
fn a_smaller_index_is_one_page() {
    let built = site(500).build();
    assert_eq!(titles(&built, "references/index.html").len(), 500);
    assert!(
        !built
            .files()
            .keys()
            .any(|path| path.starts_with("references/letter/") || path.starts_with("references/filter/"))
    );
    assert_eq!(built.select("references/index.html", "form[data-filters]").len(), 1);
}

/// The positions that the lists have for a term.
fn positions(built: &TestBuild, term: &str) -> Vec<usize> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let index: Value = serde_json::from_str(built.text("references/filter/index.json")).unwrap();
    let files = index["files"].as_array().unwrap();
    let file = files.iter().rev().find(|file| file[0].as_str().unwrap() <= term).unwrap();
    let path = format!("references/filter/{}", file[1].as_str().unwrap());
    let terms: BTreeMap<String, String> = serde_json::from_str(built.text(&path)).unwrap();
    let (mut positions, mut position, mut distance, mut unit) = (Vec::new(), 0, 0, 1);
    for c in terms.get(term).map_or("", String::as_str).chars() {
        let digit = DIGITS.find(c).unwrap();
        distance += digit % 32 * unit;
        unit *= 32;
        if digit < 32 {
            position += distance;
            positions.push(position);
            (distance, unit) = (0, 1);
        }
    }
    positions
}

#[test]
fn the_filter_lists_have_the_places_of_all_sources() {
    let built = site(640).build();
    let index: Value = serde_json::from_str(built.text("references/filter/index.json")).unwrap();
    let mut slips = Vec::new();
    for page in index["pages"].as_array().unwrap() {
        let path =
            percent_encoding::percent_decode_str(&page[0].as_str().unwrap()[1..]).decode_utf8().unwrap().into_owned();
        let on_page = built.select(&format!("{path}index.html"), ".slip");
        assert_eq!(page[1].as_u64().unwrap(), on_page.len() as u64, "{path}");
        slips.extend(on_page);
    }
    let with = |words: &str| -> Vec<usize> { (0..slips.len()).filter(|at| slips[*at].contains(words)).collect() };
    for (term, words) in [
        ("=year=2001", "data-year=\"2001\""),
        ("=publisher=Bone", "data-publisher=\"Bone\""),
        ("=kind=journal", "data-kind=\"journal\""),
        ("oberg", ">Öberg<"),
        ("иванов", ">Иванов<"),
        ("王", ">王<"),
        ("333", ">Study 333<"),
    ] {
        assert!(!with(words).is_empty(), "{words}");
        assert_eq!(positions(&built, term), with(words), "{term}");
    }
    assert!(positions(&built, "nothing").is_empty());
}

#[test]
fn the_pages_that_cite_a_source_continue_on_further_pages() {
    let site = (0..230).fold(TestSite::new().library(&library(2)), |site, number| {
        site.article(&format!("a{number:03}"), "Said [@k0]. Again [@k0].\n")
    });
    let built = site.build();
    built.assert_no_errors();
    let page = |number: usize| match number {
        1 => "references/k0/index.html".to_owned(),
        _ => format!("references/k0/page/{number}/index.html"),
    };
    let shown: Vec<usize> = (1..=3).map(|number| built.texts(&page(number), ".citing h3").len()).collect();
    assert_eq!(shown, [100, 100, 30]);
    let all: BTreeSet<String> = (1..=3).flat_map(|number| built.texts(&page(number), ".citing h3")).collect();
    assert_eq!(all.len(), 230);
    assert_eq!(built.texts(&page(1), ".pager"), ["part 1 of 3 Next part"]);
    assert_eq!(built.texts(&page(2), "title"), ["Study 0 (2) | Test site"]);
    assert_eq!(built.texts(&page(2), ".crumbs a"), ["Home", "Sources", "Study 0"]);
    assert_eq!((built.select(&page(1), "[data-entry]").len(), built.select(&page(2), "[data-entry]").len()), (1, 0));
    assert_eq!(built.select(&page(3), "meta[name=robots][content='noindex, follow']").len(), 1);
    (1..=3).for_each(|number| crate::text::assert_page_links_resolve(&built, &page(number)));
}

#[test]
fn corrections_continue_on_further_pages() {
    let corrections: String =
        (0..210).map(|number| format!("  - {{date: 2026-01-02, was: Old {number}., now: New {number}.}}\n")).collect();
    let article =
        format!("---\ntitle: A\npublished: 2026-01-01\nupdated: 2026-01-02\ncorrections:\n{corrections}---\nText.\n");
    let built = TestSite::new().file("content/articles/a.md", article).build();
    built.assert_no_errors();
    let [first, second] = ["corrections/index.html", "corrections/page/2/index.html"];
    assert_eq!([first, second].map(|path| built.select(path, ".corrections > li").len()), [200, 10]);
    assert!(built.texts(second, ".total")[0].starts_with("210 corrections"), "{:?}", built.texts(second, ".total"));
    assert_eq!(built.select(first, ".pager [rel=next][href='/corrections/page/2/']").len(), 1);
    assert!(built.text("sitemap.xml").contains("/corrections/page/2/"));
}

#[test]
fn an_edit_renders_only_the_pages_of_the_index_that_it_changes() {
    let warm = EditableSite::new(&site(640));
    let (all, _, before) = warm.build(CacheMode::ReadWrite);
    let article = |text: &str| format!("---\ntitle: Article a0\n---\n{text}");
    let edit = |path: &str, text: String| {
        warm.0.write(&PathBuf::from(format!("/site/content/{path}")), text.as_bytes()).unwrap();
        let (rendered, _, files) = warm.build(CacheMode::ReadWrite);
        let cold = warm.without_output();
        assert!(files == cold.build(CacheMode::Off).2, "a warm build differs from a cold one");
        (rendered, files)
    };
    let (rendered, files) = edit("articles/a0.md", article(&format!("New words. {}", citing(0, 100))));
    assert!(rendered < 110 && rendered < all, "the article and its sources: {rendered}");
    let index_pages = |before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>| {
        let pages = after.iter().filter(|(path, _)| path.starts_with("/site/output/references/letter"));
        pages.filter(|(path, bytes)| before.get(*path) != Some(*bytes)).count()
    };
    assert_eq!(index_pages(&before, &files), 0);
    let (rendered, with_citation) = edit("articles/a0.md", article(&format!("New words. {} [@k639]", citing(0, 100))));
    assert!(rendered < 115, "{rendered}");
    assert_eq!(index_pages(&files, &with_citation), 1, "the page with the source that one more article cites");
}

#[test]
fn a_new_source_changes_few_pages_of_the_index() {
    let [before, after] = [640, 641].map(|sources| site(sources).build());
    let changed = parts(&after).into_iter().filter(|path| before.files().get(*path) != after.files().get(*path));
    let changed: Vec<&str> = changed.collect();
    assert!((1..=3).contains(&changed.len()), "{changed:?}");
    assert!(parts(&before).iter().all(|path| after.files().contains_key(*path)), "an address is gone");
}

#[test]
fn the_uses_of_a_term_continue_on_pages_of_their_own() {
    let glossary = "bone:\n  definition: Hard.\nfascia:\n  definition: Soft.\n";
    let site = (0..620).fold(TestSite::new().file("content/glossary.yaml", glossary), |site, number| {
        let fascia = if number < 20 { "And :term[fascia]." } else { "" };
        site.article(&format!("a{number:03}"), &format!("Old :term[bone] heals. {fascia}\n"))
    });
    let built = site.build();
    built.assert_no_errors();
    let links = |path: &str, term: &str| built.select(path, &format!("#{term} .used-in a[href^='/articles/']")).len();
    let [glossary, first, second] =
        ["glossary/index.html", "glossary/used-in/bone/index.html", "glossary/used-in/bone/page/2/index.html"];
    assert_eq!([links(glossary, "bone"), links(glossary, "fascia")], [20, 20]);
    assert_eq!([links(first, "bone"), links(second, "bone")], [500, 120]);
    assert_eq!(built.texts(glossary, ".all-uses"), ["All 620 pages that use it"]);
    assert_eq!(built.texts(first, "h1, .pager, .definition"), ["bone", "part 1 of 2 Next part"]);
    assert_eq!(built.texts(second, ".crumbs a"), ["Home", "Glossary"]);
    assert_eq!(built.select(second, "meta[name=robots][content='noindex, follow']").len(), 1);
    [glossary, first, second].iter().for_each(|path| crate::text::assert_page_links_resolve(&built, path));
}
