//! Marks with several sources: order, collapsing, groups, locators, affixes, names in the sentence.

use serde_json::{Value as Json, json};
use wellpress_csl::{Citation, Cite, CiteOrder, Role, Style, locator_words};

use crate::support::{
    assert_sound, citation, cite, cite_at, cites, entries, html, mark_of, marks, narrative, processor, style,
};

fn numeric_style(citation_attributes: &str, layout_attributes: &str) -> Style {
    style(
        "",
        &format!(
            r#"<citation {citation_attributes}><sort><key variable="citation-number"/></sort>
            <layout {layout_attributes}><text variable="citation-number"/></layout></citation>"#
        ),
    )
}

/// `count` books without names.
fn books(count: usize) -> Json {
    (0..count).map(|index| json!({"id": index.to_string(), "type": "book", "title": "Bone"})).collect()
}

fn author_date_style(attributes: &str) -> Style {
    style(
        "",
        &format!(
            r#"<citation {attributes}><layout prefix="(" suffix=")" delimiter="; ">
            <group delimiter=" "><names variable="author"><name form="short" and="symbol"/></names>
              <date variable="issued"><date-part name="year"/></date></group>
            <group delimiter=" " prefix=", "><label variable="locator" form="short"/><text variable="locator"/></group>
            </layout></citation>"#
        ),
    )
}

fn work(family: &str, year: u16) -> Json {
    json!({"id": format!("{family}{year}"), "type": "book", "author": [{"family": family, "given": "Jane"}],
        "issued": {"date-parts": [[year]]}})
}

const BRACKETS: &str = r#"prefix="[" suffix="]" delimiter=", ""#;

/// The mark of sources with these numbers on a page that cites the sources in their order.
fn numbers(style: Style, sources: &[usize]) -> String {
    let count = sources.iter().max().map_or(0, |last| last + 1);
    let processor = processor(style, books(count));
    let all: Vec<usize> = (0..count).collect();
    let listing = processor.list(&[cites(&all)], &[]);
    html(&processor.marks(&[cites(sources)], &listing)[0])
}

#[test]
fn numbers_in_a_row_become_a_range() {
    let collapsed = |sources: &[usize]| numbers(numeric_style(r#"collapse="citation-number""#, BRACKETS), sources);
    assert_eq!(collapsed(&[0, 1, 2, 4]), "[1–3, 5]");
    assert_eq!(collapsed(&[0, 1]), "[1, 2]");
    assert_eq!(collapsed(&[2, 0, 1]), "[1–3]");
    assert_eq!(collapsed(&[0, 1, 3, 4]), "[1, 2, 4, 5]");
    assert_eq!(collapsed(&[0, 1, 2, 4, 5, 6, 7, 9]), "[1–3, 5–8, 10]");
    assert_eq!(numbers(numeric_style("", BRACKETS), &[0, 1, 2]), "[1, 2, 3]");
}

#[test]
fn a_delimiter_may_follow_a_collapsed_range() {
    let attributes = r#"collapse="citation-number" after-collapse-delimiter="; ""#;
    assert_eq!(numbers(numeric_style(attributes, BRACKETS), &[0, 1, 2, 4, 6]), "[1–3; 5, 7]");
}

#[test]
fn only_rising_numbers_collapse() {
    let unsorted = style(
        "",
        &format!(
            r#"<citation collapse="citation-number"><layout {BRACKETS}><text variable="citation-number"/></layout></citation>"#
        ),
    );
    assert_eq!(numbers(unsorted, &[2, 1, 0]), "[3, 2, 1]");
}

#[test]
fn a_place_within_a_source_keeps_it_out_of_a_range() {
    let style = style(
        "",
        r#"<citation collapse="citation-number"><layout prefix="[" suffix="]" delimiter=", ">
          <text variable="citation-number"/><text variable="locator" prefix=":"/></layout></citation>"#,
    );
    let mark = mark_of(style, books(4), &citation([cite(0), cite_at(1, "page", "12"), cite(2), cite(3)]));
    assert_eq!(mark, "[1, 2:12, 3, 4]");
}

/// A reader may point at each source of a range, though only its ends show.
#[test]
fn hidden_sources_of_a_range_have_a_span() {
    let processor = processor(numeric_style(r#"collapse="citation-number""#, BRACKETS), books(5));
    let citations = [cites(&[0, 1, 2, 3, 4])];
    let listing = processor.list(&citations, &[]);
    let mark = &processor.marks(&citations, &listing)[0];
    assert_eq!(mark.text, "[1–5]");
    assert_sound(mark);
    for index in 0..5 {
        assert!(mark.find(Role::Cite(index)).is_some(), "cite {index} has no span");
    }
    assert_eq!(mark.span_text(mark.find(Role::Cite(4)).unwrap()), "5");
}

#[test]
fn raised_numbers_keep_their_look_in_each_form() {
    let raised = r#"vertical-align="sup" delimiter=",""#;
    assert_eq!(numbers(numeric_style("", raised), &[0, 1]), "<sup>1,2</sup>");
    assert!(numeric_style("", raised).raises_numbers());
    assert!(!numeric_style("", BRACKETS).raises_numbers());
    assert_eq!(mark_of(numeric_style("", raised), books(1), &narrative(&[0])), "<sup>1</sup>");
}

#[test]
fn sources_of_a_mark_are_sorted() {
    let sorted = style(
        "",
        r#"<citation><sort><key variable="author"/><key variable="issued" sort="descending"/></sort>
          <layout delimiter="; "><names variable="author"><name form="short"/></names>
          <date variable="issued" prefix=" "><date-part name="year"/></date></layout></citation>"#,
    );
    let items = json!([work("Roe", 2000), work("Doe", 1999), work("Doe", 2001), {"id": "x", "type": "book", "issued": {"date-parts": [[1990]]}}]);
    let citation = cites(&[3, 0, 1, 2]);
    assert_eq!(processor(sorted, items).cite_order(&citation), [2, 1, 0, 3]);
}

#[test]
fn order_ignores_case_accents_and_punctuation() {
    let sorted = || {
        style(
            "",
            r#"<citation><sort><key variable="title"/></sort><layout delimiter=" "><text variable="title"/></layout></citation>"#,
        )
    };
    let titled = |title: &str| json!({"id": title, "type": "book", "title": title});
    let items = json!([titled("éa"), titled("Eb"), titled("ea-a"), titled("volume 10"), titled("volume 9")]);
    assert_eq!(mark_of(sorted(), items, &cites(&[4, 3, 2, 1, 0])), "éa ea-a Eb volume 9 volume 10");
}

#[test]
fn years_of_the_same_names_collapse() {
    let items = || json!([work("Doe", 2000), work("Doe", 2001), work("Roe", 2002)]);
    let all = cites(&[0, 1, 2]);
    assert_eq!(mark_of(author_date_style(r#"collapse="year""#), items(), &all), "(Doe 2000, 2001; Roe 2002)");
    assert_eq!(mark_of(author_date_style(""), items(), &all), "(Doe 2000; Doe 2001; Roe 2002)");
    let attributes = r#"collapse="year" cite-group-delimiter="," after-collapse-delimiter=" / ""#;
    assert_eq!(mark_of(author_date_style(attributes), items(), &all), "(Doe 2000,2001 / Roe 2002)");
}

/// A source alone is no group. With `collapse="year"` the tests of the CSL project count it as one, against the example of
/// the specification.
#[test]
fn the_delimiter_after_a_group_needs_a_group() {
    let print = |collapse: &str| {
        let style = style(
            "",
            &format!(
                r#"<citation collapse="{collapse}" disambiguate-add-year-suffix="true" after-collapse-delimiter="; ">
                <layout prefix="(" suffix=")" delimiter=", "><group delimiter=" ">
                <names variable="author"><name form="short"/></names>
                <date variable="issued"><date-part name="year"/></date></group></layout></citation>"#
            ),
        );
        let items = json!([work("Doe", 1999), work("Doe", 2001), work("Jones", 2000), work("Brown", 2001)]);
        mark_of(style, items, &cites(&[0, 1, 2, 3]))
    };
    assert_eq!(print("year-suffix"), "(Doe 1999, 2001; Jones 2000, Brown 2001)");
    assert_eq!(print("year"), "(Doe 1999, 2001; Jones 2000; Brown 2001)");
}

fn letters_style(collapse: &str, attributes: &str) -> Style {
    author_date_style(&format!(r#"collapse="{collapse}" disambiguate-add-year-suffix="true" {attributes}"#))
}

#[test]
fn letters_of_the_same_year_collapse() {
    let items = || json!([work("Doe", 2000), work("Doe", 2000), work("Doe", 2001)]);
    let all = cites(&[0, 1, 2]);
    let delimiter = r#"year-suffix-delimiter=", ""#;
    assert_eq!(mark_of(letters_style("year-suffix", delimiter), items(), &all), "(Doe 2000a, b, 2001)");
    assert_eq!(
        mark_of(letters_style("year-suffix", r#"year-suffix-delimiter=",""#), items(), &all),
        "(Doe 2000a,b, 2001)"
    );
    // The delimiter of the layout is the default.
    assert_eq!(mark_of(letters_style("year-suffix", ""), items(), &all), "(Doe 2000a; b, 2001)");
    assert_eq!(mark_of(letters_style("year", delimiter), items(), &all), "(Doe 2000a, 2000b, 2001)");
}

#[test]
fn letters_in_a_row_become_a_range() {
    let items: Json = (0..5).map(|_| work("Doe", 2000)).collect();
    let style = || letters_style("year-suffix-ranged", r#"year-suffix-delimiter=",""#);
    let page = [cites(&[0, 1, 2, 3, 4]), cites(&[0, 1, 2, 4]), cites(&[0, 1]), cites(&[1, 2, 3])];
    let marks = marks(style(), items, &page);
    assert_eq!(marks, ["(Doe 2000a–e)", "(Doe 2000a–c,e)", "(Doe 2000a,b)", "(Doe 2000b–d)"]);
}

#[test]
fn a_place_within_a_source_keeps_its_letter_apart() {
    let items: Json = (0..3).map(|_| work("Doe", 2000)).collect();
    let citation = citation([cite(0), cite_at(1, "page", "5"), cite(2)]);
    let style = letters_style("year-suffix", r#"year-suffix-delimiter=",""#);
    assert_eq!(mark_of(style, items, &citation), "(Doe 2000a, 2000b, p. 5, 2000c)");
}

/// The example of the specification.
#[test]
fn a_group_gathers_the_sources_of_the_same_names() {
    let items = json!([work("Doe", 1999), work("Smith", 2002), work("Doe", 2006), work("Roe", 2007)]);
    let style = author_date_style(r#"cite-group-delimiter="; ""#);
    assert_eq!(mark_of(style, items, &cites(&[0, 1, 2, 3])), "(Doe 1999; Doe 2006; Smith 2002; Roe 2007)");
}

/// Collapsing groups as well, without a delimiter of its own.
#[test]
fn collapsing_gathers_the_sources_of_the_same_names() {
    let items = json!([work("Doe", 1999), work("Smith", 2002), work("Doe", 2006)]);
    let style = author_date_style(r#"collapse="year""#);
    assert_eq!(mark_of(style, items, &cites(&[0, 1, 2])), "(Doe 1999, 2006; Smith 2002)");
}

#[test]
fn words_stand_around_a_source() {
    let items = json!([work("Doe", 2000), work("Roe", 2001)]);
    let affixed = citation([Cite { prefix: "see ", ..cite(0) }, Cite { suffix: ", and others", ..cite(1) }]);
    assert_eq!(mark_of(author_date_style(""), items, &affixed), "(see Doe 2000; Roe 2001, and others)");
}

#[test]
fn words_between_sources_keep_them_apart() {
    let items = json!([work("Doe", 2000), work("Doe", 2001)]);
    let affixed = citation([cite(0), Cite { prefix: "but see ", ..cite(1) }]);
    assert_eq!(mark_of(author_date_style(r#"collapse="year""#), items, &affixed), "(Doe 2000; but see Doe 2001)");
}

#[test]
fn a_place_within_a_source_has_its_label() {
    let items = json!([work("Doe", 2000)]);
    let pages = citation([cite_at(0, "page", "12-15")]);
    assert_eq!(mark_of(author_date_style(""), items, &pages), "(Doe 2000, pp. 12–15)");
}

#[test]
fn a_mark_without_its_author_has_the_rest() {
    let items = json!([work("Doe", 2000)]);
    let suppressed = citation([Cite { is_author_suppressed: true, ..cite(0) }]);
    assert_eq!(mark_of(author_date_style(""), items, &suppressed), "(2000)");
}

#[test]
fn a_mark_in_the_sentence_has_its_names_outside() {
    let joint = json!({"id": "a", "type": "book", "author": [{"family": "Doe"}, {"family": "Roe"}],
        "issued": {"date-parts": [[2000]]}});
    let items = || json!([joint, work("Poe", 2001)]);
    // "&" is "and" within a sentence.
    assert_eq!(mark_of(author_date_style(""), items(), &narrative(&[0])), "Doe and Roe (2000)");
    assert_eq!(mark_of(author_date_style(""), items(), &narrative(&[0, 1])), "Doe and Roe (2000; Poe 2001)");
    let mut with_words = narrative(&[0, 1]);
    (with_words.cites[0].suffix, with_words.cites[1].prefix) = (", at length", "see also");
    assert_eq!(
        mark_of(author_date_style(""), items(), &with_words),
        "Doe and Roe (2000, at length; see also Poe 2001)"
    );
    let mut at_page = narrative(&[1]);
    at_page.cites[0] = cite_at(1, "page", "3");
    assert_eq!(mark_of(author_date_style(""), items(), &at_page), "Poe (2001, p. 3)");
}

#[test]
fn words_keep_a_source_in_its_place_if_the_caller_wants_it() {
    let sorted = || {
        let children = r#"<citation><sort><key variable="author"/></sort><layout prefix="(" suffix=")" delimiter="; ">
            <names variable="author"><name form="short"/></names></layout></citation>"#;
        processor(
            style("", children),
            json!([work("Doe", 2000), work("Roe", 2001), work("Poe", 2002), work("Ash", 2003)]),
        )
    };
    let words = Cite { prefix: "but cf.", ..cite(0) };
    let citations = [citation([cite(1), cite(2), words, cite(3)])];
    let mark = |order| {
        let processor = sorted().with_cite_order(order);
        let listing = processor.list(&citations, &[]);
        html(&processor.marks(&citations, &listing)[0])
    };
    assert_eq!(mark(CiteOrder::OfStyle), "(Ash; but cf. Doe; Poe; Roe)");
    assert_eq!(mark(CiteOrder::BetweenWords), "(Poe; Roe; but cf. Doe; Ash)");
}

/// Regression: "Doe found that [-@doe2000; @ash1990]" had the year of Doe behind Ash.
#[test]
fn a_source_without_its_author_keeps_its_place_before_those_with_one() {
    let children = r#"<citation><sort><key variable="author"/><key variable="issued"/></sort>
        <layout prefix="(" suffix=")" delimiter="; "><group delimiter=" "><names variable="author"><name form="short"/></names>
        <date variable="issued"><date-part name="year"/></date></group></layout></citation>"#;
    let items = json!([work("Doe", 2000), work("Ash", 1990), work("Doe", 1995)]);
    let processor = processor(style("", children), items).with_cite_order(CiteOrder::BetweenWords);
    let bare = |source| Cite { is_author_suppressed: true, ..cite(source) };
    let marks = |cites: Vec<Cite<'static>>| {
        let citations = [citation(cites)];
        let listing = processor.list(&citations, &[]);
        html(&processor.marks(&citations, &listing)[0])
    };
    assert_eq!(marks(vec![bare(0), cite(1)]), "(2000; Ash 1990)");
    assert_eq!(marks(vec![cite(0), cite(1)]), "(Ash 1990; Doe 2000)");
    assert_eq!(marks(vec![bare(0), bare(2), cite(1)]), "(1995; 2000; Ash 1990)");
}

#[test]
fn years_without_their_author_collapse_as_those_with_it() {
    let items = || json!([work("Doe", 2000), work("Doe", 2001), work("Roe", 2002)]);
    let style = || author_date_style(r#"collapse="year""#);
    let years =
        |sources: &[usize]| citation(sources.iter().map(|source| Cite { is_author_suppressed: true, ..cite(*source) }));
    assert_eq!(mark_of(style(), items(), &years(&[0, 1])), "(2000, 2001)");
    assert_eq!(mark_of(style(), items(), &years(&[0, 2])), "(2000; 2002)");
}

#[test]
fn words_of_locators_are_those_of_the_language() {
    let has = |language: &str, label, word: &str| locator_words(language).contains(&(label, word.to_owned()));
    assert!(has("de", "page", "S.") && has("de", "chapter", "Kapitel") && has("de", "figure", "Abb."));
    assert!(has("pt-BR", "volume", "v.") && has("fr-FR", "page", "p."));
    assert!(!has("de", "page", "p."));
}

#[test]
fn a_number_style_has_its_number_in_the_sentence() {
    assert_eq!(mark_of(numeric_style("", BRACKETS), books(1), &narrative(&[0])), "[1]");
}

#[test]
fn an_empty_citation_is_an_empty_mark() {
    assert_eq!(mark_of(author_date_style(""), json!([]), &Citation::default()), "");
}

#[test]
fn a_source_twice_in_a_mark_shows_twice() {
    let items = json!([work("Doe", 2000)]);
    let twice = citation([cite_at(0, "page", "1"), cite_at(0, "page", "9")]);
    assert_eq!(mark_of(author_date_style(""), items, &twice), "(Doe 2000, p. 1; Doe 2000, p. 9)");
}

/// A reader may arrive at any mark of a web page.
#[test]
fn each_mark_is_the_first_of_its_source() {
    let test =
        |position: &str| format!(r#"<choose><if position="{position}"><text value="{position}"/></if></choose>"#);
    let tests = ["first", "subsequent", "ibid", "ibid-with-locator", "near-note", "far-note"].map(test).concat();
    let children = format!(
        r#"<citation><layout><group delimiter=" ">{tests}</group></layout></citation><bibliography><layout>{tests}</layout></bibliography>"#
    );
    let note = || style(r#"class="note""#, &children);
    assert_eq!(marks(note(), books(1), &[cites(&[0]), cites(&[0])]), ["first", "first"]);
    assert_eq!(entries(note(), books(1)), [""], "the list has no positions");
}
