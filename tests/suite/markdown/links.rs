//! Bare web addresses.

use super::{PAGE, build, paragraphs, paragraphs_without};

fn addresses(text: &str) -> Vec<String> {
    let links = build(text).select(PAGE, ".text p a");
    links.iter().map(|link| link.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn an_address_is_a_link_without_the_punctuation_of_its_sentence() {
    assert_eq!(
        addresses("See https://example.org/a_b_c, (http://example.org/x_(y)) and www.example.org.\n"),
        ["https://example.org/a_b_c", "http://example.org/x_(y)", "https://www.example.org"]
    );
}

#[test]
fn an_old_doi_is_read_whole() {
    let encoded = "https://doi.org/10.1002/(SICI)1096(199601)99:1%3C1::AID-X1%3E3.0.CO;2-1";
    assert_eq!(
        addresses(
            "See https://doi.org/10.1002/(SICI)1096(199601)99:1<1::AID-X1>3.0.CO;2-1, and https://example.org/a<b.\n"
        ),
        [encoded, "https://example.org/a"]
    );
    assert_eq!(
        addresses("(https://example.org/1<1::AID-X1>3 and https://doi.org/10.1002/1<1::a b>)\n"),
        ["https://example.org/1", "https://doi.org/10.1002/1"]
    );
}

#[test]
fn an_address_in_code_or_in_a_link_is_no_further_link() {
    assert_eq!(
        addresses("`https://example.org/a` [the site https://example.org/b](https://example.org/c)\n"),
        ["https://example.org/c"]
    );
}

#[test]
fn a_word_that_only_begins_like_an_address_is_text() {
    assert_eq!(paragraphs("https:// and www. and xhttps://a.\n"), ["<p>https:// and www. and xhttps://a.</p>"]);
}

#[test]
fn the_setting_switches_them_off() {
    assert_eq!(paragraphs_without("links", "https://example.org/a\n"), ["<p>https://example.org/a</p>"]);
}

#[test]
fn a_link_can_have_the_name_of_an_account_as_its_text() {
    let text = "Thanks [@who](https://example.org/who) and [@other].\n\n[@other]: https://example.org/other\n";
    assert_eq!(addresses(text), ["https://example.org/who", "https://example.org/other"]);
    assert_eq!(build(text).texts(PAGE, ".text p"), ["Thanks @who and @other."]);
}

#[test]
fn a_link_can_have_brackets_in_its_text() {
    let built = build("[[1]](#rest) and [[2]][a].\n\n## Rest\n\n[a]: https://example.org/a\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".text p a"), ["[1]", "[2]"]);
    let built = build("See [[a]][^1].\n\n[^1]: A note.\n");
    assert_eq!(built.texts(PAGE, ".text p a").first().map(String::as_str), Some("Article a"));
}

#[test]
fn a_path_can_begin_at_the_content_as_in_zola() {
    let site = crate::harness::TestSite::new().article("a", "See [b](@/articles/b.md).\n").article("b", "Text.\n");
    let built = site.build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, ".text a[href='/articles/b/']").len(), 1);
}

#[test]
fn a_link_to_a_heading_can_have_the_id_that_github_makes() {
    let text = "[a](#rest--sleep) [b](#restsleep-twice) [c](#über-rücken)\n\n## Rest & sleep\n\nA.\n\n## Rest/sleep twice\n\nB.\n\n\
        ## Über Rücken\n\nC.\n";
    assert_eq!(addresses(text), ["#rest-sleep", "#rest-sleep-twice", "#uber-rucken"]);
    build(text).assert_no_findings();
}

#[test]
fn an_id_that_fits_two_headings_is_an_error() {
    let built = build("[a](#re-st)\n\n## Rest\n\nA.\n\n## R est\n\nB.\n");
    built.assert_findings(&["error[link-anchor] content/articles/a.md:4:1"]);
}
