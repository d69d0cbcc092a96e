//! Marks that would be the same: given names, more names, conditions, letters.

use serde_json::{Value as Json, json};
use wellpress_csl::{Style, year_letters};

use crate::support::{cites, entries, marks, processor, style, style_in};

fn work(authors: &[(&str, &str)], year: u16, title: &str) -> Json {
    let authors: Vec<Json> = authors.iter().map(|(family, given)| json!({"family": family, "given": given})).collect();
    json!({"id": title, "type": "book", "title": title, "author": authors, "issued": {"date-parts": [[year]]}})
}

const NAMES: &str = r#"<names variable="author"><name form="short" initialize-with=". " and="symbol" et-al-min="3" et-al-use-first="1"/></names>"#;

fn style_with(attributes: &str) -> Style {
    style(
        "",
        &format!(
            r#"<citation {attributes}><layout delimiter="; "><group delimiter=" ">{NAMES}
            <date variable="issued"><date-part name="year"/></date></group></layout></citation>
            <bibliography><sort><key variable="title"/></sort><layout suffix="."><group delimiter=", ">
            <names variable="author"><name/></names><date variable="issued"><date-part name="year"/></date>
            <text variable="title"/></group></layout></bibliography>"#
        ),
    )
}

/// One mark for each item.
fn single_marks(style: Style, items: Json) -> Vec<String> {
    let citations: Vec<_> = (0..items.as_array().expect("test data").len()).map(|source| cites(&[source])).collect();
    marks(style, items, &citations)
}

#[test]
fn without_options_marks_may_be_the_same() {
    let items = json!([work(&[("Doe", "Jane")], 2000, "A"), work(&[("Doe", "John")], 2000, "B")]);
    assert_eq!(single_marks(style_with(""), items), ["Doe 2000", "Doe 2000"]);
}

#[test]
fn initials_and_given_names_tell_marks_apart() {
    let by_cite = || style_with(r#"disambiguate-add-givenname="true""#);
    let simpsons = json!([work(&[("Simpson", "Homer")], 2005, "A"), work(&[("Simpson", "Bart")], 2005, "B")]);
    assert_eq!(single_marks(by_cite(), simpsons), ["H. Simpson 2005", "B. Simpson 2005"]);
    let does = json!([work(&[("Doe", "John")], 1950, "A"), work(&[("Doe", "Jane")], 1950, "B")]);
    assert_eq!(single_marks(by_cite(), does), ["John Doe 1950", "Jane Doe 1950"]);
}

#[test]
fn given_names_by_cite_leave_marks_alone_that_differ() {
    let items = || json!([work(&[("Doe", "Jane")], 1950, "A"), work(&[("Doe", "John")], 2000, "B")]);
    let rule = |rule: &str| {
        style_with(&format!(r#"disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}""#))
    };
    assert_eq!(single_marks(rule("by-cite"), items()), ["Doe 1950", "Doe 2000"]);
    assert_eq!(single_marks(rule("all-names"), items()), ["Jane Doe 1950", "John Doe 2000"]);
    assert_eq!(single_marks(rule("primary-name"), items()), ["Jane Doe 1950", "John Doe 2000"]);
}

#[test]
fn rules_with_initials_never_show_full_names() {
    let rule = |rule: &str| {
        style_with(&format!(r#"disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}""#))
    };
    let items = || json!([work(&[("Doe", "Jane")], 1950, "A"), work(&[("Doe", "Bob")], 2000, "B")]);
    assert_eq!(single_marks(rule("all-names-with-initials"), items()), ["J. Doe 1950", "B. Doe 2000"]);
    assert_eq!(single_marks(rule("primary-name-with-initials"), items()), ["J. Doe 1950", "B. Doe 2000"]);
    // Initials do not help here: the names stay as they were.
    let same_initials = json!([work(&[("Doe", "Jane")], 1950, "A"), work(&[("Doe", "John")], 2000, "B")]);
    assert_eq!(single_marks(rule("all-names-with-initials"), same_initials), ["Doe 1950", "Doe 2000"]);
}

#[test]
fn the_primary_name_is_the_only_one_that_changes() {
    let items = || {
        json!([work(&[("Roe", "Amy"), ("Doe", "Jane")], 1950, "A"), work(&[("Roe", "Ben"), ("Doe", "Bob")], 2000, "B")])
    };
    let rule = |rule: &str| {
        style_with(&format!(r#"disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}""#))
    };
    assert_eq!(single_marks(rule("primary-name"), items()), ["A. Roe & Doe 1950", "B. Roe & Doe 2000"]);
    assert_eq!(single_marks(rule("all-names"), items()), ["A. Roe & J. Doe 1950", "B. Roe & B. Doe 2000"]);
}

#[test]
fn hidden_names_tell_marks_apart() {
    let items = json!([
        work(&[("Doe", "J"), ("Roe", "R"), ("Poe", "P"), ("Moe", "M")], 2000, "A"),
        work(&[("Doe", "J"), ("Roe", "R"), ("Loe", "L"), ("Moe", "M")], 2000, "B"),
        work(&[("Doe", "J"), ("Koe", "K"), ("Loe", "L"), ("Moe", "M")], 2000, "C")
    ]);
    let marks = single_marks(style_with(r#"disambiguate-add-names="true""#), items);
    assert_eq!(marks, ["Doe, Roe, Poe, et al. 2000", "Doe, Roe, Loe, et al. 2000", "Doe, Koe, et al. 2000"]);
}

#[test]
fn hidden_names_that_do_not_help_stay_hidden() {
    let same = [("Doe", "J"), ("Roe", "R"), ("Poe", "P")];
    let items = || json!([work(&same, 2000, "A"), work(&same, 2000, "B")]);
    assert_eq!(single_marks(style_with(r#"disambiguate-add-names="true""#), items()), ["Doe et al. 2000"; 2]);
    let attributes = r#"disambiguate-add-names="true" disambiguate-add-year-suffix="true""#;
    assert_eq!(single_marks(style_with(attributes), items()), ["Doe et al. 2000a", "Doe et al. 2000b"]);
}

/// Names that are shown are expanded before hidden ones are added.
#[test]
fn given_names_come_before_hidden_names() {
    let items = json!([
        work(&[("Doe", "Jane"), ("Roe", "R"), ("Poe", "P")], 2000, "A"),
        work(&[("Doe", "Bob"), ("Roe", "R"), ("Loe", "L")], 2000, "B")
    ]);
    let attributes = r#"disambiguate-add-names="true" disambiguate-add-givenname="true""#;
    assert_eq!(single_marks(style_with(attributes), items), ["J. Doe et al. 2000", "B. Doe et al. 2000"]);
}

#[test]
fn letters_follow_the_order_of_the_list() {
    let items = json!([
        work(&[("Doe", "J")], 2000, "Zinc"),
        work(&[("Doe", "J")], 2000, "Bone"),
        work(&[("Doe", "J")], 2001, "Iron")
    ]);
    let style = || style_with(r#"disambiguate-add-year-suffix="true""#);
    assert_eq!(single_marks(style(), items.clone()), ["Doe 2000b", "Doe 2000a", "Doe 2001"]);
    assert_eq!(entries(style(), items), ["J Doe, 2000a, Bone.", "J Doe, 2001, Iron.", "J Doe, 2000b, Zinc."]);
}

/// A source that is only listed makes marks ambiguous as well.
#[test]
fn uncited_sources_count() {
    let items = json!([work(&[("Doe", "J")], 2000, "A"), work(&[("Doe", "J")], 2000, "B")]);
    let processor = processor(style_with(r#"disambiguate-add-year-suffix="true""#), items);
    let listing = processor.list(&[cites(&[1])], &[0]);
    assert_eq!(processor.marks(&[cites(&[1])], &listing)[0].text, "Doe 2000b");
    assert_eq!((listing.year_suffix(0), listing.year_suffix(1)), (Some(1), Some(2)));
}

/// Each page tells its own sources apart.
#[test]
fn pages_do_not_share_letters() {
    let items = json!([work(&[("Doe", "J")], 2000, "A"), work(&[("Doe", "J")], 2000, "B")]);
    let processor = processor(style_with(r#"disambiguate-add-year-suffix="true""#), items);
    let both = processor.list(&[cites(&[0, 1])], &[]);
    let second = processor.list(&[cites(&[1])], &[]);
    assert_eq!(processor.marks(&[cites(&[1])], &both)[0].text, "Doe 2000b");
    assert_eq!(processor.marks(&[cites(&[1])], &second)[0].text, "Doe 2000");
    assert_eq!(processor.entries(&second)[0].text, "J Doe, 2000, B.");
}

#[test]
fn letters_follow_a_missing_date() {
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout>
        <names variable="author"><name form="short"/></names>
        <choose><if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
        <else><text term="no date" form="short" prefix=" "/><text variable="year-suffix" prefix="-"/></else></choose></layout></citation>"#;
    let undated = |title: &str| json!({"id": title, "type": "book", "title": title, "author": [{"family": "Doe"}]});
    let marks = single_marks(style("", children), json!([undated("A"), undated("B")]));
    assert_eq!(marks, ["Doe n.d.-a", "Doe n.d.-b"]);
}

/// Two visits to undated pages of one author do not tell a reader which page is which.
#[test]
fn access_dates_do_not_tell_marks_apart() {
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout delimiter="; ">
        <names variable="author"><name form="short"/></names><text variable="year-suffix" prefix=" n.d.-"/>
        <date variable="accessed" prefix=", read "><date-part name="year"/></date></layout></citation>"#;
    let page = |id: &str, year: u16| json!({"id": id, "type": "webpage", "author": [{"family": "Doe"}], "accessed": {"date-parts": [[year]]}});
    let marks = single_marks(style("", children), json!([page("a", 2001), page("b", 2002)]));
    assert_eq!(marks, ["Doe n.d.-a, read 2001", "Doe n.d.-b, read 2002"]);
}

#[test]
fn a_style_places_the_letter_itself() {
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout><names variable="author"><name form="short"/></names>
        <date variable="issued" prefix=" "><date-part name="year"/></date><text variable="year-suffix" prefix="/"/></layout></citation>"#;
    let items = json!([work(&[("Doe", "J")], 2000, "A"), work(&[("Doe", "J")], 2000, "B")]);
    assert_eq!(single_marks(style("", children), items), ["Doe 2000/a", "Doe 2000/b"]);
}

#[test]
fn a_condition_adds_text_of_the_style() {
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout><group delimiter=", ">
        <names variable="author"><name form="short"/></names>
        <choose><if disambiguate="true"><text variable="title" form="short"/></if></choose></group></layout></citation>"#;
    let items = json!([
        work(&[("Doe", "J")], 2000, "Bone"),
        work(&[("Doe", "J")], 2001, "Zinc"),
        work(&[("Roe", "R")], 2001, "Iron")
    ]);
    assert_eq!(single_marks(style("", children), items), ["Doe, Bone", "Doe, Zinc", "Roe"]);
}

#[test]
fn letters_go_on_behind_z() {
    assert_eq!([1, 26, 27, 52, 53, 702, 703].map(year_letters), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
}

/// A person whose name is written in two ways is one person.
#[test]
fn the_same_person_is_not_told_apart() {
    let rule = r#"disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names""#;
    let items = json!([work(&[("Doe", "J. J.")], 1950, "A"), work(&[("Doe", "J.J.")], 2000, "B")]);
    assert_eq!(single_marks(style_with(rule), items), ["Doe 1950", "Doe 2000"]);
}

#[test]
fn letters_are_those_of_every_language() {
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout><names variable="author"/>
        <date variable="issued" prefix=" "><date-part name="year"/></date></layout></citation>"#;
    let items = json!([work(&[("Дой", "")], 2000, "А"), work(&[("Дой", "")], 2000, "Б")]);
    assert_eq!(single_marks(style_in("ru-RU", "", children), items), ["Дой 2000a", "Дой 2000b"]);
}
