//! Text: case, quotations, punctuation between elements, markup, groups.

use serde_json::{Value as Json, json};

use crate::support::{citation_layout, entries, print, print_in, style, style_in};

fn titled(title: &str) -> Json {
    json!({"id": "a", "type": "book", "title": title})
}

fn print_title(attributes: &str, title: &str) -> String {
    print(&format!(r#"<text variable="title" {attributes}/>"#), titled(title))
}

#[test]
fn case_of_texts() {
    let title = "The effect of vitamin D";
    assert_eq!(print_title(r#"text-case="lowercase""#, title), "the effect of vitamin d");
    assert_eq!(print_title(r#"text-case="uppercase""#, title), "THE EFFECT OF VITAMIN D");
    assert_eq!(print_title(r#"text-case="capitalize-first""#, "bone and DNA"), "Bone and DNA");
    assert_eq!(print_title(r#"text-case="capitalize-all""#, "bone and DNA"), "Bone And DNA");
    assert_eq!(
        print_title(r#"text-case="title""#, "the effect of a vitamin: an mRNA study"),
        "The Effect of a Vitamin: An mRNA Study"
    );
    assert_eq!(print_title(r#"text-case="title""#, "what is it for"), "What Is It For");
}

#[test]
fn protected_words_keep_their_case() {
    let title = r#"the <span class="nocase">de Broglie</span> wave"#;
    assert_eq!(print_title(r#"text-case="title""#, title), "The de Broglie Wave");
    assert_eq!(print_title(r#"text-case="uppercase""#, title), "THE de Broglie WAVE");
    assert_eq!(print_title(r#"text-case="lowercase""#, title), "the de Broglie wave");
}

#[test]
fn only_english_titles_get_title_case() {
    let elements = r#"<text variable="title" text-case="title"/>"#;
    let item = |language: &str| json!({"id": "a", "type": "book", "title": "das brot der stadt", "language": language});
    assert_eq!(print(elements, item("de")), "das brot der stadt");
    assert_eq!(print(elements, item("en-GB")), "Das Brot Der Stadt");
    assert_eq!(print_in(style_in("de-DE", "", &citation_layout(elements)), titled("das brot")), "das brot");
}

/// The specification allows the attribute there, but citeproc-js ignores it, and official styles rely on that: with the case
/// of a macro applied, they would print names such as `van der Berg` with a capital.
#[test]
fn the_case_of_a_macro_is_that_of_its_texts() {
    let children = format!(
        r#"<macro name="title"><text variable="title"/></macro>{}"#,
        citation_layout(r#"<text macro="title" text-case="uppercase"/>"#)
    );
    assert_eq!(print_in(style("", &children), titled("Bone")), "Bone");
}

#[test]
fn quotations_within_quotations_change_their_marks() {
    assert_eq!(print_title(r#"quotes="true""#, r#"The "best" bone"#), "“The ‘best’ bone”");
    assert_eq!(print_title("", r#"The "best" bone"#), "The “best” bone");
    let german = citation_layout(r#"<text variable="title" quotes="true"/>"#);
    assert_eq!(print_in(style_in("de-DE", "", &german), titled(r#"Der "beste" Weg"#)), "„Der ‚beste‘ Weg“");
}

#[test]
fn an_apostrophe_is_no_quotation_mark() {
    assert_eq!(print_title(r#"quotes="true""#, "The child's bone"), "“The child’s bone”");
    assert_eq!(print_title("", "the nurses' bone"), "the nurses’ bone");
    assert_eq!(print_title("", "'Tis the bone"), "’Tis the bone");
}

#[test]
fn a_stronger_sign_replaces_a_colon_and_enters_the_quotation() {
    let elements = |sign: &str| {
        format!(r#"<group><text value="Bone" quotes="true" suffix=":"/><text value="{sign} next"/></group>"#)
    };
    let print = |sign: &str| print(&elements(sign), titled(""));
    assert_eq!(print("!"), "“Bone!” next");
    assert_eq!(print(","), "“Bone”:, next");
}

#[test]
fn quotations_that_begin_together_are_both_quotations() {
    assert_eq!(print_title("", r#"'"Bone" first'"#), "“‘Bone’ first”");
}

#[test]
fn letters_change_case_by_the_language_of_the_source() {
    let title = |language: &str| json!({"id": "a", "type": "book", "title": "ilk", "language": language});
    let elements = r#"<text variable="title" text-case="uppercase"/>"#;
    assert_eq!(print(elements, title("tr")), "İLK");
    assert_eq!(print(elements, title("en")), "ILK");
}

#[test]
fn punctuation_goes_into_quotations_if_the_language_says_so() {
    let elements = r#"<group delimiter=", "><text variable="title" quotes="true"/><text value="p. 3"/></group>"#;
    let print = |language: &str| print_in(style_in(language, "", &citation_layout(elements)), titled("Bone"));
    assert_eq!(print("en-US"), "“Bone,” p. 3");
    assert_eq!(print("en-GB"), "‘Bone’, p. 3");
}

#[test]
fn a_full_stop_goes_into_a_quotation_that_ends_an_entry() {
    let children = |option: &str| {
        format!(
            r#"<locale><style-options punctuation-in-quote="{option}"/></locale>
            <citation><layout><text variable="title"/></layout></citation>
            <bibliography><layout suffix="."><text variable="title" quotes="true"/></layout></bibliography>"#
        )
    };
    assert_eq!(entries(style("", &children("true")), json!([titled("Bone")])), ["“Bone.”"]);
    assert_eq!(entries(style("", &children("false")), json!([titled("Bone")])), ["“Bone”."]);
}

#[test]
fn full_stops_are_stripped_from_the_text_alone() {
    let elements = r#"<text variable="container-title" form="short" strip-periods="true" suffix="."/>"#;
    let item = json!({"id": "a", "type": "article-journal", "container-title": "Journal", "container-title-short": "J. Bone Miner. Res."});
    assert_eq!(print(elements, item), "J Bone Miner Res.");
}

#[test]
fn signs_that_meet_are_not_doubled() {
    let elements = r#"<text variable="title" suffix="."/><text value=" p. 3" suffix="."/>"#;
    assert_eq!(print(elements, titled("Bone.")), "Bone. p. 3.");
    assert_eq!(print(elements, titled("Bone?")), "Bone? p. 3.");
    let nested = r#"<group suffix="."><group suffix="."><text variable="title" suffix="."/></group></group>"#;
    assert_eq!(print(nested, titled("Bone")), "Bone.");
    let comma = r#"<group delimiter=", "><text variable="title"/><text value="p. 3"/></group>"#;
    assert_eq!(print(comma, titled("Bone,")), "Bone, p. 3");
}

#[test]
fn an_abbreviation_ends_a_sentence_with_its_own_full_stop() {
    let elements = r#"<group suffix="."><text variable="title" font-style="italic"/></group>"#;
    assert_eq!(print(elements, titled("Bone Inc.")), "<i>Bone Inc.</i>");
}

#[test]
fn affixes_stand_outside_of_the_look() {
    let elements = r#"<text variable="title" font-style="italic" prefix="(" suffix=")"/>"#;
    assert_eq!(print(elements, titled("Bone")), "(<i>Bone</i>)");
    let group = r#"<group font-weight="bold"><text variable="title" prefix="(" suffix=")"/></group>"#;
    assert_eq!(print(group, titled("Bone")), "<b>(Bone)</b>");
}

#[test]
fn affixes_and_delimiters_need_content() {
    let elements = r#"<group delimiter=", " prefix="[" suffix="]"><text variable="title" prefix="t: "/>
      <text variable="DOI" prefix="doi:"/><text variable="publisher"/></group>"#;
    assert_eq!(print(elements, titled("Bone")), "[t: Bone]");
    assert_eq!(print(elements, json!({"id": "a", "type": "book"})), "");
}

#[test]
fn looks_are_set_and_reset() {
    assert_eq!(print_title(r#"font-variant="small-caps""#, "Bone"), "<sc>Bone</sc>");
    assert_eq!(print_title(r#"text-decoration="underline""#, "Bone"), "<u>Bone</u>");
    assert_eq!(print_title(r#"vertical-align="sup""#, "Bone"), "<sup>Bone</sup>");
    let reset = r#"<group font-style="italic"><text value="a "/><text variable="title" font-style="normal"/></group>"#;
    assert_eq!(print(reset, titled("Bone")), "<i>a </i>Bone");
}

#[test]
fn markup_in_a_text_flips_the_look_around_it() {
    assert_eq!(print_title("", "On <i>E. coli</i> and H<sub>2</sub>O"), "On <i>E. coli</i> and H<sub>2</sub>O");
    assert_eq!(print_title(r#"font-style="italic""#, "On <i>E. coli</i>"), "<i>On </i>E. coli");
    let small = r#"<span style="font-variant:small-caps;">Bone</span>"#;
    assert_eq!(print_title("", small), "<sc>Bone</sc>");
    assert_eq!(print_title("", "a <b>b <i>c</i></b>"), "a <b>b </b><i><b>c</b></i>");
}

#[test]
fn markup_without_its_end_is_text() {
    assert_eq!(print_title("", "a <i>b"), "a <i>b");
    assert_eq!(print_title("", "a < b > c </i>"), "a < b > c </i>");
    assert_eq!(print_title("", "<script>alert(1)</script>"), "<script>alert(1)</script>");
}

#[test]
fn the_short_form_of_a_variable_falls_back_to_the_long_one() {
    let elements = r#"<text variable="title" form="short"/>"#;
    assert_eq!(print(elements, titled("Bone")), "Bone");
    assert_eq!(print(elements, json!({"id": "a", "type": "book", "title": "Bone", "title-short": "B"})), "B");
}

#[test]
fn terms_have_forms_and_a_plural() {
    let item = || titled("Bone");
    assert_eq!(print(r#"<text term="page"/>"#, item()), "page");
    assert_eq!(print(r#"<text term="page" form="short" plural="true"/>"#, item()), "pp.");
    assert_eq!(print(r#"<text term="section" form="symbol"/>"#, item()), "§");
    // A form that is missing has another stand in for it.
    assert_eq!(print(r#"<text term="accessed" form="verb-short"/>"#, item()), "accessed");
}

#[test]
fn a_style_has_terms_of_its_own() {
    let locale = r#"<locale xml:lang="en"><terms><term name="et-al">and friends</term></terms></locale>
      <locale xml:lang="de"><terms><term name="et-al">und Freunde</term></terms></locale>"#;
    let children = format!("{locale}{}", citation_layout(r#"<text term="et-al"/>"#));
    assert_eq!(print_in(style_in("en-GB", "", &children), titled("a")), "and friends");
    assert_eq!(print_in(style_in("de-AT", "", &children), titled("a")), "und Freunde");
}

#[test]
fn a_group_without_the_variables_it_asks_for_is_left_out() {
    let elements = r#"<group delimiter=" "><text term="retrieved"/><text term="from"/><text variable="URL"/></group>"#;
    assert_eq!(print(elements, titled("Bone")), "");
    let item = json!({"id": "a", "type": "webpage", "URL": "https://example.org/a_b"});
    assert_eq!(print(elements, item), "retrieved from https://example.org/a_b");
    assert_eq!(print(r#"<group><text term="retrieved"/></group>"#, titled("Bone")), "retrieved");
}

#[test]
fn a_group_within_a_group_counts_as_a_variable() {
    let elements = r#"<group delimiter=" "><text term="in"/><group><text term="press"/><text value="x"/></group>
      <text variable="URL"/></group>"#;
    assert_eq!(print(elements, titled("Bone")), "in x");
    let empty = r#"<group delimiter=" "><text term="in"/><group><text variable="URL"/></group></group>"#;
    assert_eq!(print(empty, titled("Bone")), "");
}

/// The example of the specification.
#[test]
fn delimiters_do_not_reach_into_a_group() {
    let elements = r#"<group delimiter=": "><text term="retrieved"/>
      <group><text value="&lt;"/><text variable="URL"/><text value="&gt;"/></group></group>"#;
    let item = json!({"id": "a", "type": "webpage", "URL": "http://example.com"});
    assert_eq!(print(elements, item), "retrieved: <http://example.com>");
}

#[test]
fn delimiters_reach_into_a_choice() {
    let elements = r#"<group delimiter=", "><choose><if type="book"><text value="a"/><text value="b"/></if></choose>
      <text value="c"/></group>"#;
    assert_eq!(print(elements, titled("Bone")), "a, b, c");
}

#[test]
fn choices_test_all_any_or_none() {
    let choose =
        |test: &str| format!("<choose><if {test}><text value=\"yes\"/></if><else><text value=\"no\"/></else></choose>");
    let item = || json!({"id": "a", "type": "book", "title": "Bone", "volume": "2", "edition": "second"});
    for (test, expected) in [
        // A source has one type, so that styles mean any of several, whatever `match` says.
        (r#"type="book article""#, "yes"),
        (r#"type="book article" match="any""#, "yes"),
        (r#"type="article chapter" match="none""#, "yes"),
        (r#"variable="title volume""#, "yes"),
        (r#"variable="title DOI""#, "no"),
        (r#"variable="title DOI" match="any""#, "yes"),
        (r#"variable="DOI URL" match="none""#, "yes"),
        (r#"is-numeric="volume""#, "yes"),
        (r#"is-numeric="edition""#, "no"),
        (r#"is-numeric="volume edition" match="any""#, "yes"),
        (r#"type="book" variable="DOI""#, "no"),
        (r#"type="book" variable="DOI" match="any""#, "yes"),
    ] {
        assert_eq!(print(&choose(test), item()), expected, "{test}");
    }
}

#[test]
fn text_that_looks_like_html_stays_text() {
    assert_eq!(print_title("", "a & b &amp; c"), "a & b &amp; c");
}

#[test]
fn raised_digits_become_digits_that_are_raised() {
    assert_eq!(print_title("", "10 m²"), "10 m<sup>2</sup>");
}
