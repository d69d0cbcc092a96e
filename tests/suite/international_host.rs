//! A host with other letters than ASCII: what programs read has it encoded, and what people read has its letters.

use crate::harness::TestSite;

fn site(base: &str) -> TestSite {
    let settings = format!("title: Gesundheit\nbase_url: {base}\nredirects: {{/alt/: /articles/a/}}\n");
    TestSite::new().file("wellpress.yaml", settings).article("a", "Text.\n").exercise("x", "1. Eins.\n")
}

#[test]
fn files_for_programs_have_the_encoded_name() {
    let built = site("https://gesundheit-für-alle.example/").build();
    built.assert_no_errors();
    let encoded = "https://xn--gesundheit-fr-alle-x6b.example/";
    for file in ["sitemap.xml", "robots.txt", "feed.xml", "articles/a/index.html", "alt/index.html"] {
        let text = built.text(file);
        assert!(text.contains(encoded) && !text.contains("für-alle.example"), "{file}: {text}");
    }
    let print = built.text("exercises/x/print/index.html");
    assert!(print.contains(">https://gesundheit-für-alle.example/exercises/x/<"), "{print}");
}

#[test]
fn a_path_with_letters_is_encoded_too() {
    let built = site("https://健康.example/指南/").build();
    for file in ["sitemap.xml", "robots.txt", "feed.xml"] {
        let text = built.text(file);
        assert!(text.contains("https://xn--nyqy26a.example/%E6%8C%87%E5%8D%97/"), "{file}: {text}");
    }
}

#[test]
fn a_canonical_address_in_letters_is_the_pages_own() {
    for host in ["https://größe.example", "https://xn--gre-6ka8i.example"] {
        let canonical = format!("---\ntitle: A\ncanonical: {host}/articles/b/\n---\nText.\n");
        let built = site("https://größe.example/").file("content/articles/b.md", canonical).build();
        assert!(built.text("sitemap.xml").contains("https://xn--gre-6ka8i.example/articles/b/"), "{host}");
    }
}
