//! The search index: which pages and words are in it, that a warm build makes only the changed parts again, and that it does not
//! depend on the number of threads.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_search::IndexRecords;
use wellpress_site::config::SearchIndex;

use crate::harness::{self, TestSite};

fn indexed(site: TestSite) -> harness::TestBuild {
    site.with_options(|options| options.index = SearchIndex::Build).build()
}

/// The list that leads to the files of a language's index.
fn index_list(built: &harness::TestBuild, language: &str) -> serde_json::Value {
    serde_json::from_str(built.text(&format!("search/index/{language}/index.json"))).unwrap()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut unpacked).unwrap();
    unpacked
}

/// The texts of a language's index, by their addresses.
fn search_documents(files: &BTreeMap<String, Vec<u8>>, language: &str) -> BTreeMap<String, serde_json::Value> {
    let folder = format!("search/index/{language}/texts/");
    let texts = files.iter().filter(|(path, _)| path.starts_with(&folder));
    let documents = texts.flat_map(|(_, bytes)| match serde_json::from_slice(&unpacked(bytes)).unwrap() {
        serde_json::Value::Array(sources) => sources,
        text => vec![text],
    });
    documents.map(|text| (text["url"].as_str().unwrap().to_owned(), text)).collect()
}

/// The words of a document, section by section.
fn content(document: &serde_json::Value) -> Vec<&str> {
    let sections = document["sections"].as_array().unwrap().iter();
    sections.flat_map(|section| [&section["title"], &section["text"]]).filter_map(|text| text.as_str()).collect()
}

/// The values that a document can be filtered by, as `name:value`.
fn filters(files: &BTreeMap<String, Vec<u8>>, url: &str) -> Vec<String> {
    let file = |path: String| &files[&format!("search/index/en/{path}")];
    let list: serde_json::Value = serde_json::from_slice(file("index.json".into())).unwrap();
    let name = |name: &serde_json::Value| name.as_str().unwrap().to_owned();
    let keys = unpacked(file(format!("keys/{}.bin", name(&list["keys"][0]))));
    let url_of = |document: usize| {
        let [first, second, third] = keys[3 * document..][..3] else { unreachable!() };
        let text = unpacked(file(format!("texts/{first:02x}/{second:02x}{third:02x}.bin")));
        name(&serde_json::from_slice::<serde_json::Value>(&text).unwrap()["url"])
    };
    // No number here is above 127, so each is a byte.
    let numbers = unpacked(file(format!("filters/{}.bin", name(&list["filter_file"]))));
    let mut numbers = numbers.into_iter().map(usize::from);
    let mut found = Vec::new();
    for (filter, values) in list["filters"].as_object().unwrap() {
        for value in values.as_array().unwrap() {
            let count = numbers.next().unwrap();
            let mut next = 0;
            for distance in numbers.by_ref().take(count) {
                if url_of(next + distance) == url {
                    found.push(format!("{filter}:{}", name(value)));
                }
                next += distance + 1;
            }
        }
    }
    assert_eq!(numbers.next(), None);
    found
}

fn addresses(built: &harness::TestBuild, language: &str) -> Vec<String> {
    search_documents(built.files(), language).into_keys().collect()
}

const WITHHELD: &str = "\
--- content/articles/shown.md
---
title: Shown
---
Words.
--- content/articles/draft.md
---
title: Draft
draft: true
---
Words.
--- content/articles/future.md
---
title: Future
published: 2030-01-01
---
Words.
--- content/articles/expired.md
---
title: Expired
expires: 2020-01-01
---
Words.
--- content/articles/withdrawn.md
---
title: Withdrawn
withdrawn: {date: 2024-01-01, reason: It was wrong.}
---
Words.
";

#[test]
fn unpublished_and_withdrawn_pages_are_not_in_the_index() {
    let built = indexed(TestSite::from_text(WITHHELD));
    assert_eq!(addresses(&built, "en"), ["/articles/shown/"]);
    let links = built.texts("search/index.html", "main a");
    assert_eq!(links, ["Shown"]);
}

#[test]
fn a_build_with_drafts_has_them_in_the_index() {
    let built = indexed(TestSite::from_text(WITHHELD).with_options(|options| options.include.drafts = true));
    assert_eq!(addresses(&built, "en"), ["/articles/draft/", "/articles/shown/"]);
}

const WORDS: &str = "\
--- content/references/library.bib
@article{berg, title = {Unheard evidence}, author = {Berg, A.}, date = {2020}, journal = {Bone}}
--- content/glossary.yaml
Osteopenia: {definition: Less bone than usual.}
--- content/topics/neck-pain.md
---
title: Neck pain
---
All about it.
--- content/exercises/nod.md
---
title: The nod
description: It eases the neck.
topics: [neck-pain]
regions: [neck, head]
level: beginner
cautions: [{condition: neck-pain, advice: Stop at once.}]
---
1. Nod & breathe.
--- content/articles/a.md
---
title: Necks & heads
description: A dek.
topics: [neck-pain]
key_points: [Point one.]
---
First [@berg]. A `<b>` is no tag.

## A heading {#there}

Under it.[^1]

::exercise{#nod}

:::promo[Buy]
Bargain.
:::

[^1]: Aside.
";

#[test]
fn promotion_sources_and_embedded_texts_are_not_in_the_index() {
    let built = indexed(TestSite::from_text(WORDS));
    let documents = search_documents(built.files(), "en");
    let article = &documents["/articles/a/"];
    assert_eq!((&article["title"], &article["kind"]), (&"Necks & heads".into(), &"article".into()));
    let words = ["A dek. Point one. First. A <b> is no tag.", "A heading", "Under it.", "The nod"];
    assert_eq!(content(article), words);
    let sections = article["sections"].as_array().unwrap().iter();
    let anchors: Vec<_> = sections.map(|section| section["id"].clone()).filter(|id| !id.is_null()).collect();
    assert_eq!(anchors, ["there", "exercise-nod"]);
    for anchor in anchors {
        assert_eq!(built.select("articles/a/index.html", &format!("#{}", anchor.as_str().unwrap())).len(), 1);
    }
    assert_eq!(filters(built.files(), "/articles/a/"), ["topic:Neck pain"]);
}

#[test]
fn the_words_of_tables_and_charts_from_data_are_in_the_index() {
    let text =
        "Before.\n\n::table[Falls]{src=x.csv}\n\nBehind.\n\n## Drawn\n\n::chart{src=x.csv type=bar x=kind y=fewer}\n";
    let site = TestSite::new().article("a", text).file("content/articles/x.csv", "kind,fewer\n\"Tai chi\",19\n");
    let built = indexed(site);
    let documents = search_documents(built.files(), "en");
    let words = ["Before. kind fewer Tai chi 19. Falls Behind.", "Drawn", "kind fewer Tai chi 19"];
    assert_eq!(content(&documents["/articles/a/"]), words);
}

#[test]
fn an_exercise_has_its_filters_and_its_cautions_before_its_steps() {
    let built = indexed(TestSite::from_text(WORDS));
    let documents = search_documents(built.files(), "en");
    let exercise = &documents["/exercises/nod/"];
    let expected = ["level:beginner", "region:head", "region:neck", "topic:Neck pain"];
    assert_eq!(filters(built.files(), "/exercises/nod/"), expected);
    assert_eq!((&exercise["kind"], &exercise["summary"]), (&"exercise".into(), &"It eases the neck.".into()));
    assert_eq!(exercise["cautions"], "Caution: Neck pain");
    let content = content(exercise).join(" ");
    assert!(content.contains("Neck pain. Stop at once.") && content.contains("Nod & breathe."), "{content}");
    assert!(content.find("Stop at once") < content.find("Nod & breathe"), "{content}");
}

#[test]
fn a_glossary_term_is_a_search_document_of_its_own() {
    let built = indexed(TestSite::from_text(WORDS));
    let documents = search_documents(built.files(), "en");
    let term = &documents["/glossary/#osteopenia"];
    assert_eq!((&term["title"], &term["kind"]), (&"Osteopenia".into(), &"glossary".into()));
    assert_eq!(content(term), ["Less bone than usual."]);
}

#[test]
fn a_cited_source_is_a_search_document_with_its_authors() {
    let built = indexed(TestSite::from_text(WORDS).file(
        "content/references/more.bib",
        "@book{uncited, title = {Nobody cites this}, author = {Zorn, B.}, date = {2020}}\n",
    ));
    let documents = search_documents(built.files(), "en");
    let source = &documents["/references/berg/"];
    assert_eq!((&source["title"], &source["kind"]), (&"Unheard evidence".into(), &"source".into()));
    assert_eq!(content(source), ["A. Berg. Bone. 2020"]);
    assert_eq!(documents.keys().filter(|url| url.starts_with("/references/")).count(), 1);
    assert_eq!(built.select("references/berg/index.html", "h1").len(), 1);
}

#[test]
fn sources_share_files_of_texts() {
    let entries =
        (0..130).map(|number| format!("@book{{k{number}, title = {{Work {number}}}, author = {{Berg, A.}}}}\n"));
    let marks = (0..130).map(|number| format!("One [@k{number}]. ")).collect::<String>();
    let site = TestSite::new().file("content/references/library.bib", entries.collect::<String>()).article("a", &marks);
    let built = indexed(site);
    assert_eq!(search_documents(built.files(), "en").len(), 131);
    let texts = built.files().keys().filter(|path| path.starts_with("search/index/en/texts/"));
    assert_eq!(texts.count(), 1 + 130_usize.div_ceil(64));
}

#[test]
fn a_source_is_in_the_index_of_each_language_that_cites_it() {
    let site = TestSite::new()
        .file(
            "wellpress.yaml",
            "title: T\nbase_url: https://test.example/\nlanguages: {es: {title: T}, de: {title: T}}\n",
        )
        .file("content/references/library.bib", "@book{berg, title = {Work}, author = {Berg, A.}}\n")
        .article("a", "Words.")
        .file("content/articles/a.es.md", "---\ntitle: Cuello\n---\nCuellos [@berg].\n")
        .file("content/articles/a.de.md", "---\ntitle: Hals\n---\nEin Hals.\n");
    let built = indexed(site);
    let has_source = |language| addresses(&built, language).contains(&"/references/berg/".to_owned());
    assert_eq!(["en", "es", "de"].map(has_source), [true, true, false]);
}

#[test]
fn other_names_of_terms_and_topics_are_synonyms() {
    let site = TestSite::new()
        .file(
            "content/glossary.yaml",
            "Osteoporosis: {definition: Less bone., aka: [brittle bones, OP]}\nOther: {definition: Words.}\n",
        )
        .file("content/topics/falls.md", "---\ntitle: Falls\naka: falls prevention\n---\n")
        .article("a", "These are :term[brittle bones], and :term[OP] too.");
    let built = indexed(site);
    built.assert_no_errors();
    let list = index_list(&built, "en");
    let expected = serde_json::json!([["Falls", "falls prevention"], ["Osteoporosis", "brittle bones", "OP"]]);
    assert_eq!(list["synonyms"], expected);
    assert_eq!(built.select("articles/a/index.html", "a.term[href='/glossary/#osteoporosis']").len(), 2);
    assert_eq!(built.texts("glossary/index.html", ".term-entry .see:not(.used-in)"), ["Also called brittle bones, OP"]);
}

#[test]
fn each_language_has_its_own_index_at_the_base_path() {
    let site = TestSite::new()
        .file(
            "wellpress.yaml",
            "title: T\nbase_url: https://test.example/guide/\nlanguages: {es: {title: T}, ar: {title: T}}\n",
        )
        .article("a", "Necks.")
        .file("content/articles/a.es.md", "---\ntitle: Cuello\n---\nCuellos.\n");
    let built = indexed(site);
    assert_eq!(addresses(&built, "en"), ["/guide/articles/a/"]);
    assert_eq!(addresses(&built, "es"), ["/guide/es/articles/a/"]);
    let panel = built.select("es/search/index.html", "form[data-index='/guide/search/index/es/']");
    assert_eq!(panel.len(), 1);
    let kinds = |language: &str| {
        let list = index_list(&built, language);
        list["kinds"].to_string()
    };
    assert_eq!((kinds("en"), kinds("es")), ("[[\"article\",1]]".into(), "[[\"article\",1]]".into()));
    assert_eq!(kinds("ar"), "[]", "a language without pages");
    assert!(built.files().contains_key("search/index/reader.js"));
}

#[test]
fn a_site_without_search_has_no_trace_of_it() {
    let built = indexed(TestSite::from_text(WORDS).settings("search: none\n"));
    let has_search = |path: &&String| path.starts_with("search/");
    assert_eq!(built.files().keys().find(has_search), None);
    let page = built.text("articles/a/index.html");
    assert!(!page.contains("search-open"), "{page}");
    let with_search = indexed(TestSite::from_text(WORDS));
    assert_eq!(with_search.select("articles/a/index.html", "header a[href='/search/']").len(), 1);
}

#[test]
fn a_build_without_the_index_has_the_search_page_and_its_lists() {
    let built = TestSite::from_text(WORDS).build();
    assert_eq!(built.files().keys().find(|path| path.starts_with("search/index/en/")), None);
    assert_eq!(built.texts("search/index.html", "main h2"), ["Articles", "Exercises", "Topics"]);
    assert_eq!(built.select("search/index.html", "meta[name=robots][content='noindex, follow']").len(), 1);
    assert!(!built.text("sitemap.xml").contains("/search/"));
}

#[test]
fn a_page_may_lead_to_the_search() {
    TestSite::new().article("a", "See [the search](/search/).").build().assert_no_errors();
    let without_search = TestSite::new().settings("search: none\n").article("a", "See [the search](/search/).").build();
    assert_eq!(without_search.of_rule("link-broken").len(), 1);
}

fn memory() -> Memory {
    let settings = "title: T\nbase_url: https://test.example/\nlanguages: {es: {title: T}}\n";
    let memory = Memory::new()
        .with("/site/wellpress.yaml", settings)
        .with("/site/content/pages/index.md", "---\ntitle: Home\n---\nWelcome.\n")
        .with("/site/content/articles/back.es.md", "---\ntitle: Espalda\n---\nUna espalda.\n")
        .with("/site/content/articles/back.md", "---\ntitle: Back\n---\nA back, ärmlich and café.\n")
        .with("/site/content/articles/neck.md", "---\ntitle: Neck\n---\nA neck.\n");
    (0..4).fold(memory, |memory, tick| memory.with("/clock", tick.to_string()))
}

fn build(memory: &Memory, mode: CacheMode) -> BuiltSite {
    let request = harness::request(SearchIndex::Build);
    let request = Request { cache: CacheLocation { mode, ..request.cache }, ..request };
    match pipeline::build(memory, &request, Strays::Refuse).unwrap() {
        Outcome::Done(built) => built,
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
}

fn output(memory: &Memory) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output"));
    files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
}

fn write(memory: &Memory, path: &str, text: &str) {
    memory.write(&Path::new("/site").join(path), text.as_bytes()).unwrap();
    (0..4).for_each(|tick: u8| memory.write(Path::new("/clock"), &[tick]).unwrap());
}

#[test]
fn only_the_text_of_an_edited_page_and_the_files_of_its_words_are_made_again() {
    let memory = memory();
    // For each language a list, words, keys and filters, and a text for each article.
    assert_eq!(build(&memory, CacheMode::ReadWrite).site.index.files_made, 2 * 4 + 3);
    assert_eq!(build(&memory, CacheMode::ReadWrite).site.index.files_made, 0, "nothing changed");
    write(&memory, "content/articles/neck.md", "---\ntitle: Neck\nweight: 3\n---\nA neck.\n");
    let weight_changed = build(&memory, CacheMode::ReadWrite);
    assert!(weight_changed.site.rendered.pages_rendered > 0);
    assert_eq!(weight_changed.site.index.files_made, 0, "what nobody can find changed");
    write(&memory, "content/articles/neck.md", "---\ntitle: Neck\n---\nAnother neck.\n");
    let edited = build(&memory, CacheMode::ReadWrite).site.index;
    assert_eq!(edited.files_made, 3, "the list, the words, and the text");
    let warm = output(&memory);
    let cold = self::memory();
    write(&cold, "content/articles/neck.md", "---\ntitle: Neck\n---\nAnother neck.\n");
    build(&cold, CacheMode::Off);
    assert_eq!(warm.keys().collect::<BTreeSet<_>>(), output(&cold).keys().collect::<BTreeSet<_>>());
    assert!(warm == output(&cold), "a warm build gives what a cold one gives");
}

#[test]
fn an_index_that_was_turned_off_leaves_the_output() {
    let memory = memory();
    build(&memory, CacheMode::ReadWrite);
    write(
        &memory,
        "wellpress.yaml",
        "title: T\nbase_url: https://test.example/\nlanguages: {es: {title: T}}\nsearch: none\n",
    );
    assert_eq!(build(&memory, CacheMode::ReadWrite).site.index.records, IndexRecords::default());
    assert_eq!(output(&memory).keys().find(|path| path.starts_with("/site/output/search")), None);
}

#[test]
fn the_index_is_the_same_with_any_number_of_threads() {
    let expected = output_with_threads(1);
    assert!(expected.keys().filter(|path| path.to_string_lossy().contains("/texts/")).count() == 43);
    for threads in [2, 5] {
        assert!(output_with_threads(threads) == expected, "{threads} threads");
    }
}

fn output_with_threads(threads: usize) -> BTreeMap<PathBuf, Vec<u8>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let memory = memory();
        for number in 0..40 {
            let text = format!("---\ntitle: Page {number}\n---\nCafé, cafe, naïve naive {number} Über uber.\n");
            write(&memory, &format!("content/articles/p{number}.md"), &text);
        }
        build(&memory, CacheMode::Off);
        output(&memory)
    })
}
