//! What other tools and their themes make of front matter, of menus and of the ends of texts, and what the new site shows of it.

use crate::import::{OldSite, assert_listed};

const HUGO: (&str, &str) = ("hugo.yaml", "title: T\nbaseURL: https://t.example/\n");

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
