//! What other tools and their themes make of front matter, of menus and of the ends of texts, and what the new site shows of it.

use crate::import::{OldSite, assert_listed};

const HUGO: (&str, &str) = ("hugo.yaml", "title: T\nbaseURL: https://t.example/\n");

#[test]
fn blocks_and_publications_of_hugoblox() {
    let home = "---\ntitle: ''\ntype: landing\nsections:\n\
        - {block: hero, content: {title: Backs, text: At most **5 mg**., cta: {label: Call, url: 'tel:112'}}}\n\
        - {block: features, content: {title: Skills, items: [{name: Walks, description: Long walks, icon: x}, {name: Rest, url: /post/a/}]}}\n\
        - {block: contact, content: {phone: 112, address: {street: 4 Mill Lane, postcode: 94305}, note_words: Ring twice}}\n\
        - {block: collection, content: {filters: {folders: [post]}}}\n\
        - {block: markdown, demo: true, content: {text: Of the demo.}}\n---\nBelow.\n";
    let publication = "---\ntitle: One\nauthors: [admin, Bo May]\nauthor_notes: [Lead author, Nurse]\ndate: 2015-09-01\ndoi: https://doi.org/10.5555/abc\npublication_types: [article-journal]\npublication: In *Backs*\nabstract: At most 5 mg a day.\nsummary: Short words of it.\nurl_pdf: https://p.example/a.pdf\nurl_code: '#'\nlinks: [{name: Data, url: https://d.example}]\nprojects: []\n---\n";
    let site = OldSite::new(&[
        HUGO,
        ("content/_index.md", home),
        ("content/authors/admin/_index.md", "---\ntitle: Ann Lee\n---\nA nurse.\n"),
        ("content/publication/one/index.md", publication),
        ("content/post/a.md", "---\ntitle: A\ndate: 2020-01-01\nauthors: [admin]\nsections: [One, Two]\n---\nWords.\n"),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/pages/index.md");
    let words = "At most **5 mg**.\n\n[Call](<tel:112>)\n\n## Skills\n\n### Walks\n\nLong walks\n\n### [Rest](../post/a/index.md)\n\n- **Address:** 94305, 4 Mill Lane\n\n- **Phone:** 112\n\nBelow.";
    assert!(page.contains("title: \"Backs\"") && page.contains(words), "{page}");
    for words in ["Of the demo.", "Ring twice"] {
        assert_listed(&report, "first", words);
    }
    assert_listed(&report, "left", "block `collection`");
    let page = site.read("content/publication/one/index.md");
    assert!(page.contains("authors: [ann-lee, bo-may]") && !page.contains("draft"), "{page}");
    for words in [
        "description: \"Short words of it.\"",
        "At most 5 mg a day.",
        "- **Publication:** In *Backs*\n- **DOI:** [10.5555/abc](<https://doi.org/10.5555/abc>)\n",
        "[PDF](<https://p.example/a.pdf>), [Data](<https://d.example>)",
        "Ann Lee: Lead author; Bo May: Nurse",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = site.read("content/post/a/index.md");
    assert!(page.contains("sections: [\"One\", \"Two\"]"), "{page}");
}

#[test]
fn settings_of_a_theme_are_no_fields_for_readers() {
    let page = "---\ntitle: A\noutput: html document here\nimage: {caption: By A B, focal_point: Smart}\ntoc_position: left side now\nlead_words: At most 5 mg\nwide: full width\nphone: 0800 111\nclinic: {photo: a b.jpg, show: true, phone: 112}\n---\nWords.\n";
    let site = OldSite::new(&[
        HUGO,
        (
            "layouts/single.html",
            "{{ .Params.output }} {{ .image }} {{ .toc_position }} {{ .lead_words }} {{ .wider }} {{ .clinic }}",
        ),
        ("content/guides/a.md", page),
    ]);
    let report = site.import_and_build();
    let page = site.read("content/guides/a/index.md");
    let (_, fields) = page.split_once("wide: \"full width\"").expect(&page);
    let (fields, _) = fields.split_once("\n---\n").unwrap();
    assert_eq!(fields.trim(), "clinic_phone: \"112\"\nlead_words: \"At most 5 mg\"\nphone: \"0800 111\"", "{page}");
    for key in ["output", "image", "toc_position", "clinic.photo", "wide"] {
        assert_listed(&report, "left", &format!("front matter `{key}`"));
    }
}
