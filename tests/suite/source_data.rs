//! Sources as data in pages: COinS for reference managers, and `citation_*` tags for scholarly search engines.

use std::collections::BTreeMap;

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

const LIBRARY: &str = r#"
@article{journal, title = {A "b" & <c> = d+e 100% ü; f}, author = {van der Berg, Ada and {World Body} and Li, M. and others}, journal = {Bone}, shortjournal = {B}, date = {2021-07-03}, volume = {27}, number = {2}, pages = {e1-e9}, issn = {1234-5679}, doi = {10.1000/x(1)}, pmid = {30000001}, url = {https://a.example/x}, abstract = {Secret words.}}
@book{book, title = {Bones}, author = {Dahl, B.}, publisher = {Press}, location = {Oslo}, isbn = {978-0-306-40615-7}, edition = {2}, date = {2019}}
@incollection{chapter, title = {Chapter}, author = {Eng, C.}, booktitle = {Bones}, publisher = {Press}, pages = {1-9}, date = {2019}}
@inproceedings{paper, title = {Paper}, author = {Eng, C.}, booktitle = {Proceedings}, date = {2018}}
@report{report, title = {Report}, author = {{World Body}}, institution = {World Body}, date = {2017}}
@phdthesis{thesis, title = {Thesis}, author = {Fox, D.}, school = {University}, date = {2016}}
@online{web, title = {Page}, author = {{World Body}}, url = {https://a.example/page?x=1&y=2}, urldate = {2023-05-02}}
@dataset{data, title = {Data}, author = {Gray, E.}, date = {2015}, doi = {10.1000/d}}
@software{program, title = {Program}, author = {Gray, E.}, date = {2015}}
@misc{other, title = {Other}, date = {2014}}
"#;

const KEYS: &str = "[@journal; @book; @chapter; @paper; @report; @thesis; @web; @data; @program; @other]\n";

fn build(settings: &str) -> TestBuild {
    let front = "---\ntitle: \"A \\\"title\\\"\"\nauthors: [jane]\npublished: 2024-01-02\n---\n";
    let built = TestSite::new()
        .settings(settings)
        .library(LIBRARY)
        .file("content/people/jane.md", "---\nname: Jane Doe\ncredentials: [PT]\n---\n")
        .exercise("x", "Good [@journal].")
        .file("content/articles/a.md", format!("{front}{KEYS}"))
        .file("content/articles/draft.md", format!("---\ntitle: Draft\ndraft: true\n---\n{KEYS}"))
        .with_options(|options| options.include.drafts = true)
        .build();
    built.assert_no_errors();
    built
}

/// The `title` attributes of a page's COinS spans, which hold the metadata.
fn spans(built: &TestBuild, path: &str) -> Vec<String> {
    let page = built.page(path);
    let selector = scraper::Selector::parse("span.Z3988").unwrap();
    page.select(&selector).map(|span| span.attr("title").unwrap().to_owned()).collect()
}

fn pairs(object: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(object.as_bytes()).into_owned().collect()
}

/// The ContextObjects of the article, by key of the source.
fn objects(built: &TestBuild) -> BTreeMap<String, Vec<(String, String)>> {
    let page = built.page(PAGE);
    let items = scraper::Selector::parse("ol.references > li").unwrap();
    let span = scraper::Selector::parse("span.Z3988").unwrap();
    let objects = page.select(&items).map(|item| {
        let title = item.select(&span).next().unwrap().attr("title").unwrap();
        (item.attr("id").unwrap().trim_start_matches("ref-").to_owned(), pairs(title))
    });
    objects.collect()
}

/// The keys of each OpenURL format as registered ("matrix"), and the values that its key `genre` may have.
const JOURNAL: (&str, &str) = (
    "aulast aufirst auinit auinit1 auinitm ausuffix au aucorp atitle title jtitle stitle date chron ssn quarter volume part issue spage epage pages artnum issn eissn isbn coden sici genre",
    "issue article proceeding conference preprint unknown",
);
const BOOK: (&str, &str) = (
    "aulast aufirst auinit auinit1 auinitm ausuffix au aucorp btitle atitle title place pub date edition tpages series spage epage pages issn isbn bici genre",
    "book bookitem conference proceeding report document unknown",
);
const DISSERTATION: (&str, &str) =
    ("aulast aufirst auinit auinit1 auinitm ausuffix au title co cc inst advisor tpages isbn date degree", "");
const DUBLIN_CORE: (&str, &str) = (
    "title creator subject description publisher contributor date type format identifier source language relation coverage rights",
    "",
);

#[test]
fn each_kind_of_source_uses_only_keys_of_its_openurl_format() {
    let built = build("");
    let objects = objects(&built);
    assert_eq!(objects.len(), 10);
    for (source, pairs) in objects {
        assert_eq!(pairs[0], ("ctx_ver".to_owned(), "Z39.88-2004".to_owned()), "{source}");
        assert_eq!(pairs[1].0, "rft_val_fmt", "{source}");
        let (keys, genres) = match pairs[1].1.strip_prefix("info:ofi/fmt:kev:mtx:").unwrap() {
            "journal" => JOURNAL,
            "book" => BOOK,
            "dissertation" => DISSERTATION,
            "dc" => DUBLIN_CORE,
            unknown => panic!("{source}: {unknown}"),
        };
        assert!(pairs.iter().all(|(_, value)| !value.is_empty()), "{source}: {pairs:?}");
        for (key, value) in &pairs[2..] {
            let is_in_matrix = key == "rft_id"
                || key.strip_prefix("rft.").is_some_and(|key| keys.split(' ').any(|column| column == key));
            assert!(is_in_matrix, "{source}: {key} is not in the matrix");
            assert!(key != "rft.genre" || genres.split(' ').any(|genre| genre == value), "{source}: genre {value}");
        }
    }
}

#[test]
fn a_context_object_has_the_metadata_of_the_library() {
    let built = build("");
    let objects = objects(&built);
    let assert_has = |source: &str, key: &str, value: &str| {
        let pair = (key.to_owned(), value.to_owned());
        assert!(objects[source].contains(&pair), "{source}: {pair:?} is not in {:#?}", objects[source]);
    };
    assert_has("journal", "rft.atitle", "A \"b\" & <c> = d+e 100% ü; f");
    assert_has("journal", "rft_id", "info:doi/10.1000/x(1)");
    assert_has("journal", "rft_id", "info:pmid/30000001");
    assert_has("journal", "rft.au", "van der Berg, Ada");
    assert_has("journal", "rft.aucorp", "World Body");
    assert_has("journal", "rft.au", "Li, M.");
    assert_has("journal", "rft.date", "2021-07-03");
    assert_has("journal", "rft.pages", "e1-e9");
    assert!(!objects["journal"].iter().any(|(_, value)| value == "others" || value.starts_with("https:")));
    assert_has("book", "rft.btitle", "Bones");
    assert_has("book", "rft.isbn", "978-0-306-40615-7");
    assert_has("chapter", "rft.atitle", "Chapter");
    assert_has("chapter", "rft.btitle", "Bones");
    assert_has("chapter", "rft.genre", "bookitem");
    assert_has("thesis", "rft.inst", "University");
    assert_has("web", "rft_id", "https://a.example/page?x=1&y=2");
    assert_has("web", "rft.creator", "World Body");
    assert_has("data", "rft.type", "dataset");
}

#[test]
fn lists_the_index_and_the_page_of_a_source_have_the_same_spans() {
    let built = build("");
    let article = spans(&built, PAGE);
    let mut index = spans(&built, "references/index.html");
    assert_eq!(index.len(), 10);
    index.sort();
    let mut sorted = article.clone();
    sorted.sort();
    assert_eq!(index, sorted);
    let journal = article.iter().find(|span| span.contains("rft.jtitle=Bone")).unwrap();
    assert_eq!(spans(&built, "references/journal/index.html"), std::slice::from_ref(journal));
    assert_eq!(spans(&built, "exercises/x/index.html"), std::slice::from_ref(journal));
    let title = built.text(PAGE).split("class=\"Z3988\" title=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!title.contains(['<', '>', '\'', ' ']) && !title.replace("&amp;", "").contains('&'), "{title}");
}

#[test]
fn an_abstract_that_is_not_published_is_in_no_file() {
    let built = build("citations: {scholar_tags: true}\n");
    for (path, bytes) in built.files() {
        assert!(!String::from_utf8_lossy(bytes).contains("Secret words"), "{path}");
    }
}

/// Name and content of the `citation_*` tags of a page.
fn tags(built: &TestBuild, path: &str) -> Vec<(String, String)> {
    let page = built.page(path);
    let selector = scraper::Selector::parse("head > meta[name^=citation_]").unwrap();
    page.select(&selector)
        .map(|meta| (meta.attr("name").unwrap().to_owned(), meta.attr("content").unwrap().to_owned()))
        .collect()
}

#[test]
fn articles_have_scholar_tags_if_the_settings_ask_for_them() {
    let built = build("citations: {scholar_tags: true}\n");
    let tags = tags(&built, PAGE);
    let (article_tags, sources) = tags.split_at(6);
    let article_tags: Vec<(&str, &str)> =
        article_tags.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    assert_eq!(
        article_tags,
        [
            ("citation_title", "A “title”"),
            ("citation_author", "Jane Doe"),
            ("citation_publication_date", "2024/01/02"),
            ("citation_publisher", "Test site"),
            ("citation_language", "en"),
            ("citation_fulltext_html_url", "https://test.example/articles/a/"),
        ]
    );
    assert_eq!(sources.len(), 10);
    assert!(sources.iter().all(|(name, _)| name == "citation_reference"));
    let journal = sources.iter().find(|(_, content)| content.contains("citation_pmid")).unwrap();
    assert_eq!(
        journal.1,
        "citation_title=A \"b\" & <c> = d+e 100% ü, f; citation_author=van der Berg, Ada; citation_author=World Body; citation_author=Li, M.; citation_journal_title=Bone; citation_publication_date=2021/07/03; citation_volume=27; citation_issue=2; citation_firstpage=e1; citation_lastpage=e9; citation_doi=10.1000/x(1); citation_pmid=30000001; citation_issn=1234-5679"
    );
    crate::markup::check_nesting(built.text(PAGE)).unwrap();
}

#[test]
fn no_other_page_has_scholar_tags() {
    let built = build("citations: {scholar_tags: true}\n");
    for path in built.files().keys().filter(|path| path.ends_with(".html") && *path != PAGE) {
        assert!(tags(&built, path).is_empty(), "{path}");
    }
    assert!(tags(&build(""), PAGE).is_empty(), "the settings do not ask");
}
