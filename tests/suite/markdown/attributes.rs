//! `{.class #id width=".."}` behind links and pictures.

use super::{PAGE, paragraphs_without};
use crate::harness::TestSite;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";

fn build(text: &str) -> crate::harness::TestBuild {
    TestSite::new()
        .file("content/articles/a/index.md", format!("---\ntitle: Article a\n---\n{text}"))
        .file("content/articles/a/back.svg", SVG)
        .build()
}

#[test]
fn a_link_has_the_class_and_the_id() {
    let built = build("Read [about it](https://example.org/){.button #start} now.\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "a.button#start"), ["about it"]);
    assert_eq!(built.texts(PAGE, ".text p"), ["Read about it now."]);
}

#[test]
fn a_picture_has_the_width() {
    let built = build("![A back](back.svg){width=\"20\" .small}\n");
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, "img.small[width='20']").len(), 1);
    assert!(!built.text(PAGE).contains("{width"));
}

#[test]
fn braces_elsewhere_are_text() {
    let built = build("A set {a, b} and [a link](https://example.org/) {not this}.\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".text p"), ["A set {a, b} and a link {not this}."]);
}

#[test]
fn an_attribute_can_run_no_script() {
    let built = build("[x](https://example.org/){onclick=\"alert(1)\" style=\"position:fixed\"}\n");
    assert_eq!(built.select(PAGE, "[onclick], .text [style]"), [""; 0]);
}

#[test]
fn words_in_brackets_and_headings_have_classes() {
    let built = build("Some [**bold** words]{.lead #start} here.\n\n## A heading {.wide #hid}\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "span.lead#start"), ["bold words"]);
    assert_eq!(built.texts(PAGE, "span.lead strong"), ["bold"]);
    assert_eq!(built.texts(PAGE, "h2.wide#hid"), ["A heading"]);
}

#[test]
fn a_width_can_be_a_percentage() {
    let built = build("![A wall](back.svg){width=50%}\n");
    built.assert_no_findings();
    assert!(built.select(PAGE, ".text img")[0].contains("width=\"288\""));
    let built = build("![A wall](back.svg){width=4in}\n");
    assert_eq!(built.of_rule("markup-foreign").len(), 1);
}

#[test]
fn attributes_behind_nothing_are_a_warning() {
    for text in ["**bold**{.x}", "`code`{.y}", "A paragraph.\n{.lead}", "- item {#i}"] {
        assert_eq!(build(&format!("{text}\n")).of_rule("markup-foreign").len(), 1, "{text}");
    }
    build("A set {a, b} and $x_{.5}$ and {x=1}.\n").assert_no_findings();
}

#[test]
fn the_setting_switches_them_off() {
    let shown = paragraphs_without("attributes", "[x](https://example.org/){.b}\n");
    assert!(shown[0].ends_with("{.b}</p>"), "{shown:?}");
}

#[test]
fn braces_with_words_behind_a_heading_are_text() {
    let built = build("## Set {a, b}\n\nText.\n\n## Named {#own .no-toc}\n\nText.\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".text h2"), ["Set {a, b}", "Named"]);
    assert_eq!(built.select(PAGE, "h2#own").len(), 1);
}
