//! Signs beside digits and at the start of a wrapped line, in every place where a site has Markdown.

use super::{PAGE, build, paragraphs};
use crate::harness::TestSite;

#[test]
fn stars_between_digits_are_shown_as_they_are_written() {
    let text = "Take 3*4 ml in the morning and 3*4 ml at night.\n\nA box of 7*6*5 cm, or *7 cm*.\n";
    assert_eq!(
        paragraphs(text),
        ["<p>Take 3*4 ml in the morning and 3*4 ml at night.</p>", "<p>A box of 7*6*5 cm, or <em>7 cm</em>.</p>"]
    );
}

#[test]
fn a_wrapped_sentence_keeps_its_signs() {
    let built = build(
        "A low temperature is one of\n- 18 or less. Store it at\n+ 4 to + 6 degrees, for people older than\n> 80 years.\n",
    );
    built.assert_no_findings();
    let expected =
        "A low temperature is one of - 18 or less. Store it at + 4 to + 6 degrees, for people older than > 80 years.";
    assert_eq!(built.texts(PAGE, ".text p"), [expected]);
    assert_eq!(built.select(PAGE, ".text :is(li, blockquote)"), [""; 0]);
}

#[test]
fn a_list_that_may_be_a_sentence_is_a_finding_at_its_sign() {
    let built = build("Frozen means a temperature\n- 18 or less.\n");
    built.assert_findings(&["warning[markdown-misread] content/articles/a.md:5:1"]);
    assert_eq!(built.texts(PAGE, ".text p"), ["Frozen means a temperature - 18 or less."]);
}

#[test]
fn lists_that_an_author_means_have_no_finding() {
    let built = build("You need:\n- 2 chairs\n- 1 band\n\nOr else\n- 3 cushions\n- 2 belts\n\n1. Sit.\n2. Stand.\n");
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, ".text li").len(), 6);
}

#[test]
fn lines_in_the_form_of_a_definition_are_shown() {
    let built = build(
        "Before you begin:\n\n[Amount]: 7ml\n\n[Limit]: 30ml/day\n\nSee [the leaflet].\n\n[the leaflet]: https://example.org/\n",
    );
    built.assert_no_findings();
    let texts = built.texts(PAGE, ".text p");
    assert_eq!(texts, ["Before you begin:", "[Amount]: 7ml", "[Limit]: 30ml/day", "See the leaflet."]);
}

#[test]
fn signs_stay_in_lists_tables_headings_labels_and_fields() {
    let text = "---\ntitle: Take 3*4 ml and 3*4 ml\nkey_points: [\"> 80 years: 3*4 ml or 3*4 g\"]\n---\n## Take 3*4 ml or 3*4 g\n\n\
                - > 80 years: 3*4 ml and 3*4 g\n- Hold it at\n  - 18 degrees\n\n| dose | age |\n|---|---|\n| 3*4 or 3*4 | > 80 |\n\n\
                :::note[Take 3*4 ml or 3*4 g]\nStore it at\n+ 4 degrees.\n:::\n";
    let built = TestSite::new().file("content/articles/a.md", text).build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, "article em").len(), 0);
    assert_eq!(built.texts(PAGE, ".text h2")[0], "Take 3*4 ml or 3*4 g");
    assert_eq!(built.texts(PAGE, ".text li"), ["> 80 years: 3*4 ml and 3*4 g", "Hold it at - 18 degrees"]);
    let page = built.text(PAGE);
    for expected in ["&gt; 80 years: 3*4 ml or 3*4 g", "Store it at\n+ 4 degrees.", "3*4 or 3*4</td>"] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn signs_stay_in_steps_and_in_the_glossary() {
    let site = TestSite::new()
        .exercise("e", "1. Hold it for\n   - 5 seconds.\n2. Do 3*4 rounds, then 3*4 more.\n")
        .file("content/glossary.yaml", "score:\n  definition: \"> 80 points, or 3*4 and 3*4.\"\n");
    let built = site.build();
    built.assert_no_errors();
    // One step in another may be meant, too.
    assert_eq!(built.of_rule("markdown-misread").len(), 1);
    assert!(built.text("exercises/e/index.html").contains("3*4 rounds, then 3*4 more"));
    assert!(built.text("glossary/index.html").contains("&gt; 80 points, or 3*4 and 3*4."));
}

#[test]
fn a_backslash_makes_a_sign_of_the_text() {
    let built = build("Frozen means a temperature\n\\- 18 or less, 2^3\\^4, a\\*b\\*c.\n");
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".text p"), ["Frozen means a temperature - 18 or less, 2^3^4, a*b*c."]);
}
