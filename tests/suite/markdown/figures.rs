//! Numbered figures and tables, and references to them.

use super::{PAGE, build};
use crate::harness::{TestBuild, TestSite};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";
const TEXT: &str = "See @fig-two, [](#fig-one), [the table](#tbl-days) and @tbl-days.\n\n\
    ::figure[The first.]{#fig-one src=back.svg alt=B}\n\n::figure[No number.]{src=back.svg alt=B}\n\n\
    ::figure[The *second*.]{#fig-two src=back.svg alt=B}\n\n\
    | a |\n|---|\n| 1 |\n\n:::table[Days of rest.]{#tbl-days}\n| b |\n|---|\n| 2 |\n:::\n";

fn site(settings: &str) -> TestBuild {
    TestSite::new()
        .settings(settings)
        .file("content/articles/a/index.md", format!("---\ntitle: Article a\n---\n{TEXT}"))
        .file("content/articles/a/back.svg", SVG)
        .build()
}

#[test]
fn figures_and_tables_with_an_id_of_their_kind_are_numbered() {
    let built = site("");
    built.assert_no_findings();
    let captions = built.texts(PAGE, ".text figcaption");
    assert_eq!(captions, ["Figure 1. The first.", "No number.", "Figure 2. The second.", "Table 1. Days of rest."]);
    assert_eq!(built.select(PAGE, "figure#tbl-days > .table[aria-label='Table 1'] table").len(), 1);
}

#[test]
fn a_reference_shows_the_number_and_leads_there() {
    let built = site("");
    assert_eq!(built.texts(PAGE, ".text p"), ["See Figure 2, Figure 1, the table and Table 1."]);
    assert_eq!(built.select(PAGE, "p a[href='#fig-two']").len(), 1);
}

#[test]
fn a_reference_to_nothing_is_a_finding() {
    build("See [](#fig-none).\n").assert_findings(&["error[link-anchor] content/articles/a.md:4:5"]);
    let built = build("See @fig-none.\n");
    built.assert_findings(&["warning[citation-unknown] content/articles/a.md:4:6"]);
    assert_eq!(built.texts(PAGE, ".text p"), ["See @fig-none."]);
}

#[test]
fn a_reference_can_stand_in_brackets_and_in_no_link() {
    let table = ":::table[Days of rest.]{#tbl-rest}\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n";
    let built = build(&format!("See [@tbl-rest] and [about @tbl-rest](https://example.org/).\n\n{table}"));
    assert_eq!(built.texts(PAGE, ".text > p"), ["See Table 1 and about @tbl-rest."]);
}

#[test]
fn a_reference_to_a_picture_without_a_number_is_a_finding() {
    let built = build("![A chair](https://example.org/a.svg){#fig-a}\n\nSee @fig-a.\n");
    assert_eq!(built.of_rule("link-anchor").len(), 1, "{:?}", built.formatted_findings());
}

#[test]
fn a_reference_in_the_form_of_pandoc_is_a_warning_and_shown_as_written() {
    let built = build("See Table @tbl:days and @NHSuk.\n");
    built.assert_findings(&["warning[citation-unknown]", "warning[citation-unknown]"]);
    assert_eq!(built.texts(PAGE, ".text p"), ["See Table @tbl:days and @NHSuk."]);
}
