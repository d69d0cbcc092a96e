//! Positions: the first mark of a source, later ones, and those that repeat the mark before.

use serde_json::{Value as Json, json};
use wellpress_csl::{Citation, Style};

use crate::support::{citation, cite, cite_at, cites, entries, marks, print_in, processor, style};

/// A style that says every position that it is asked for.
fn style_of_positions() -> Style {
    let test =
        |position: &str| format!(r#"<choose><if position="{position}"><text value="{position}"/></if></choose>"#);
    let tests = ["first", "subsequent", "ibid", "ibid-with-locator", "near-note"].map(test).concat();
    style(
        r#"class="note""#,
        &format!(r#"<citation><layout delimiter="; "><group delimiter=" ">{tests}</group></layout></citation>"#),
    )
}

fn books(count: usize) -> Json {
    (0..count).map(|index| json!({"id": index.to_string(), "type": "book"})).collect()
}

/// The positions of all marks, without `near-note`.
fn positions(citations: &[Citation<'_>]) -> Vec<String> {
    let texts = marks(style_of_positions(), books(3), citations);
    texts.iter().map(|text| text.replace(" near-note", "")).collect()
}

#[test]
fn the_first_mark_of_a_source_is_first() {
    assert_eq!(positions(&[cites(&[0]), cites(&[1]), cites(&[0])]), ["first", "first", "subsequent"]);
}

#[test]
fn a_mark_that_repeats_the_one_before_is_ibid() {
    assert_eq!(positions(&[cites(&[0]), cites(&[0])]), ["first", "subsequent ibid"]);
}

#[test]
fn places_within_a_source_decide() {
    let at = |page: &'static str| citation([cite_at(0, "page", page)]);
    let with_locator = "subsequent ibid ibid-with-locator";
    assert_eq!(positions(&[cites(&[0]), at("3")]), ["first", with_locator]);
    assert_eq!(positions(&[at("3"), at("3")]), ["first", "subsequent ibid"]);
    assert_eq!(positions(&[at("3"), at("4")]), ["first", with_locator]);
    assert_eq!(positions(&[at("3"), cites(&[0])]), ["first", "subsequent"]);
}

#[test]
fn a_source_within_the_same_mark_repeats_the_one_before_it() {
    let twice = citation([cite_at(0, "page", "3"), cite_at(0, "page", "4")]);
    assert_eq!(positions(&[twice]), ["first; subsequent ibid ibid-with-locator"]);
}

/// A mark with two sources leaves open which of them is meant.
#[test]
fn a_mark_with_several_sources_is_not_repeated() {
    assert_eq!(positions(&[cites(&[1, 0]), cites(&[0])]), ["first; first", "subsequent"]);
    assert_eq!(positions(&[cites(&[0]), cites(&[0, 1])]), ["first", "subsequent ibid; first"]);
}

fn note_style(distance: &str) -> Style {
    style(
        r#"class="note""#,
        &format!(
            r#"<citation {distance}><layout><choose><if position="near-note"><text value="near"/></if>
            <else-if position="subsequent"><text value="far"/></else-if><else><text value="first"/></else></choose></layout></citation>"#
        ),
    )
}

/// A note is near if no more than so many notes lie between: note 6 is near note 1 at a distance of 5.
#[test]
fn notes_are_near_up_to_the_distance() {
    let page = |gap: usize| {
        let others = std::iter::repeat_n(cites(&[1]), gap);
        [cites(&[0])].into_iter().chain(others).chain([cites(&[0])]).collect::<Vec<_>>()
    };
    let last = |distance: &str, gap: usize| marks(note_style(distance), books(2), &page(gap)).pop().unwrap();
    assert_eq!(last("", 3), "near");
    assert_eq!(last("", 4), "near");
    assert_eq!(last("", 5), "far");
    assert_eq!(last(r#"near-note-distance="1""#, 0), "near");
    assert_eq!(last(r#"near-note-distance="1""#, 1), "far");
}

/// The condition is about notes.
#[test]
fn marks_in_the_text_are_never_near_notes() {
    let children = r#"<citation><layout><choose><if position="near-note"><text value="near"/></if>
        <else><text value="-"/></else></choose></layout></citation>"#;
    assert_eq!(marks(style("", children), books(1), &[cites(&[0]), cites(&[0])]), ["-", "-"]);
}

#[test]
fn the_list_has_no_positions() {
    let test = |position: &str| {
        format!(
            r#"<choose><if position="{position}"><text value="{position}"/></if><else><text value="-"/></else></choose>"#
        )
    };
    let tests = ["first", "subsequent", "ibid"].map(test).concat();
    let children =
        format!("<citation><layout>{tests}</layout></citation><bibliography><layout>{tests}</layout></bibliography>");
    assert_eq!(entries(style("", &children), books(1)), ["---"]);
}

/// A mark by itself is the first of its source.
#[test]
fn a_mark_alone_is_first() {
    assert_eq!(print_in(style_of_positions(), books(1)[0].clone()), "first");
}

#[test]
fn positions_join_with_other_tests() {
    let children = r#"<citation><layout delimiter="; "><choose>
        <if position="ibid-with-locator"><text term="ibid" text-case="capitalize-first" suffix=", "/><text variable="locator"/></if>
        <else-if position="ibid"><text term="ibid" text-case="capitalize-first"/></else-if>
        <else-if position="subsequent"><text variable="title" form="short"/></else-if>
        <else><text variable="title"/></else></choose></layout></citation>"#;
    let items = json!([
        {"id": "a", "type": "book", "title": "Bone and vitamins", "title-short": "Bone"},
        {"id": "b", "type": "book", "title": "Zinc"}
    ]);
    let page = [
        citation([cite(0)]),
        citation([cite(0)]),
        citation([cite_at(0, "page", "7")]),
        citation([cite(1)]),
        citation([cite(0)]),
    ];
    let expected = ["Bone and vitamins", "Ibid.", "Ibid., 7", "Zinc", "Bone"];
    assert_eq!(marks(style(r#"class="note""#, children), items, &page), expected);
}

#[test]
fn a_single_mark_is_the_first_of_its_source() {
    let processor = processor(style_of_positions(), books(1));
    let page = [cites(&[0]), cites(&[0])];
    let listing = processor.list(&page, &[]);
    assert_eq!(page.map(|citation| processor.single_mark(&citation, &listing).text), ["first", "first"]);
}
