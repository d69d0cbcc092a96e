//! Lists of references that authors write by hand (`citations.list: manual`): links at identifiers, entries that are in the library,
//! and labels of retracted works.

use crate::harness::{TestBuild, TestSite};

const PAGE: &str = "articles/a/index.html";

const LIBRARY: &str = "@article{lee-2020, title={One}, author={Lee, A.}, date={2020}, doi={10.5555/one}}\n\
    @article{may-2021, title={Two}, author={May, B.}, date={2021}, pmid={30000001}}\n\
    @online{ray-2022, title={Three}, organization={Ray}, date={2022}, url={https://www.example.org/three/}}\n\
    @article{other, title={Four}, author={Fox, C.}, date={2022}, doi={10.5555/four}}\n";

const TEXT: &str = "Walking helps.[^1]\n\n[^1]: A note.\n\n## References\n\n\
    1. Lee A. *One*. Spine. 2020;3(2):1--9. doi:10.5555/ONE.\n\
    2. May B. \"Two\" -- and more. PMID: 30000001; PMCID: PMC7.\n\
    3. Ray. Three. <https://example.org/three>. Accessed May 2.\n\
    4. Roe D. Five. https://doi.org/10.5555/a--b\\_c. See [their page](https://example.net/x?a=1&b=2).\n\
    5. Poe E. Six. 1999.\n\n\
    ### Later\n\nSee doi:10.5555/one.\n";

fn site(front: &str, text: &str) -> TestSite {
    let head = format!("---\ntitle: Article a\ncitations: {{list: manual}}\n{front}---\n");
    TestSite::new().library(LIBRARY).file("content/articles/a.md", head + text)
}

fn links(built: &TestBuild) -> Vec<(String, String)> {
    let page = built.page(PAGE);
    let selector = scraper::Selector::parse("article ol a[rel~=external]").unwrap();
    page.select(&selector).map(|a| (a.attr("href").unwrap().to_owned(), a.text().collect())).collect()
}

#[test]
fn identifiers_become_links_and_the_wording_stays() {
    let built = site("", TEXT).build();
    let expected = [
        ("https://doi.org/10.5555/ONE", "doi:10.5555/ONE"),
        ("https://pubmed.ncbi.nlm.nih.gov/30000001/", "PMID: 30000001"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7/", "PMCID: PMC7"),
        ("https://example.org/three", "https://example.org/three"),
        ("https://doi.org/10.5555/a--b_c", "https://doi.org/10.5555/a--b_c"),
        ("https://example.net/x?a=1&b=2", "their page"),
    ];
    assert_eq!(built.select(PAGE, "section[role=doc-bibliography][aria-labelledby=references-1] > ol").len(), 1);
    assert_eq!(links(&built), expected.map(|(url, words)| (url.to_owned(), words.to_owned())));
    let items = built.texts(PAGE, "h2#references-1 + section > ol > li");
    assert!(items[0].starts_with("Lee A. One. Spine. 2020;3(2):1–9. doi:10.5555/ONE."), "{}", items[0]);
    assert!(items[1].starts_with("May B. “Two” – and more. PMID: 30000001; PMCID: PMC7."), "{}", items[1]);
    assert_eq!(items[4], "Poe E. Six. 1999.");
    assert!(built.text(PAGE).contains("See doi:10.5555/one."), "a text below the list is no part of it");
}

#[test]
fn sources_of_the_library_in_a_manual_list_count_as_cited() {
    let built = site("", TEXT).build();
    assert_eq!(built.of_rule("source-unused").len(), 1);
    assert!(built.of_rule("source-unused")[0].message.contains("`other`"));
    for (key, title) in [("lee-2020", "One"), ("may-2021", "Two"), ("ray-2022", "Three")] {
        assert_eq!(built.select(PAGE, &format!("li#ref-{key} a[href='/references/{key}/']")).len(), 1, "{key}");
        let page = format!("references/{key}/index.html");
        assert_eq!(built.select(&page, &format!("a[href='/articles/a/#ref-{key}']")).len(), 1, "{key}");
        assert!(built.text("articles/a/references.ris").contains(&format!("TI  - {title}")), "{title}");
        assert!(built.text(PAGE).contains(&format!("\"name\":\"{title}\"")), "{title}");
    }
    assert_eq!(built.select(PAGE, "ol .Z3988").len(), 3);
    assert_eq!(built.select(PAGE, ".exports a[href='/articles/a/references.ris']").len(), 1);
}

#[test]
fn marks_beside_a_manual_list_lead_to_the_generated_list() {
    let text = format!("See [@lee-2020].\n\n{TEXT}");
    let built = site("", &text).build();
    let selector = scraper::Selector::parse("[id]").unwrap();
    let page = built.page(PAGE);
    let mut ids: Vec<&str> = page.select(&selector).filter_map(|element| element.attr("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    assert_eq!(built.select(PAGE, ".references > li").len(), 1);
    assert_eq!(built.select(PAGE, "[role=doc-bibliography] #ref-lee-2020").len(), 1);
    assert_eq!(built.select(PAGE, "#ref-may-2021").len(), 1);
}

#[test]
fn a_retracted_work_is_labelled_even_if_the_library_lacks_it() {
    let header = "RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n";
    let rows = "1/1/2020,,10.5555/A--B_C,0,Retraction,\n1/1/2020,,unavailable,30000001,Correction,\n";
    let front = "acknowledged_retractions: [{source: 'doi:10.5555/a--b_c', reason: It is the story.}]\n";
    let built = site(front, TEXT)
        .settings("citations: {retractions: list.csv}\n")
        .file("list.csv", format!("{header}{rows}"))
        .build();
    assert!(built.is_built());
    assert_eq!(built.texts(PAGE, "h2#references-1 + section > ol > li > .retracted"), ["Retracted"]);
    assert_eq!(built.texts(PAGE, "li#ref-may-2021 > .noticed"), ["Corrected"]);
    assert_eq!(built.of_rule("source-corrected").len(), 1);
}
