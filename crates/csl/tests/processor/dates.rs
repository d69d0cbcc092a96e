//! Dates: parts and their forms, ranges, seasons, eras, formats of the language.

use serde_json::{Value as Json, json};

use crate::support::{citation_layout, list_order, print, print_in, style, style_in};

const DAY_MONTH_YEAR: &str = r#"<date variable="issued">
    <date-part name="day" suffix=" " range-delimiter="-"/>
    <date-part name="month" suffix=" "/>
    <date-part name="year" range-delimiter="/"/>
  </date>"#;

fn issued(date: Json) -> Json {
    json!({"id": "a", "type": "book", "issued": date})
}

fn on(parts: &[i32]) -> Json {
    issued(json!({"date-parts": [parts]}))
}

fn between(start: &[i32], end: &[i32]) -> Json {
    issued(json!({"date-parts": [start, end]}))
}

fn date(parts: &str) -> String {
    format!(r#"<date variable="issued">{parts}</date>"#)
}

#[test]
fn parts_stand_in_the_order_of_the_style() {
    assert_eq!(print(DAY_MONTH_YEAR, on(&[2008, 5, 1])), "1 May 2008");
    assert_eq!(print(DAY_MONTH_YEAR, on(&[2008, 5])), "May 2008");
    assert_eq!(print(DAY_MONTH_YEAR, on(&[2008])), "2008");
    let delimited = r#"<date variable="issued" delimiter="-"><date-part name="year"/>
      <date-part name="month" form="numeric-leading-zeros"/><date-part name="day" form="numeric-leading-zeros"/></date>"#;
    assert_eq!(print(delimited, on(&[2008, 5, 1])), "2008-05-01");
    assert_eq!(print(delimited, on(&[2008])), "2008");
}

#[test]
fn parts_have_forms() {
    assert_eq!(print(&date(r#"<date-part name="month" form="short"/>"#), on(&[2008, 1])), "Jan.");
    let stripped = date(r#"<date-part name="month" form="short" strip-periods="true"/>"#);
    assert_eq!(print(&stripped, on(&[2008, 1])), "Jan");
    assert_eq!(print(&date(r#"<date-part name="month" form="numeric"/>"#), on(&[2008, 1])), "1");
    assert_eq!(print(&date(r#"<date-part name="year" form="short"/>"#), on(&[2005])), "05");
    assert_eq!(print(&date(r#"<date-part name="day" form="ordinal"/>"#), on(&[2005, 1, 2])), "2nd");
}

/// The example of the specification.
#[test]
fn a_range_repeats_only_what_differs() {
    assert_eq!(print(DAY_MONTH_YEAR, between(&[2008, 5, 1], &[2008, 5, 4])), "1-4 May 2008");
    assert_eq!(print(DAY_MONTH_YEAR, between(&[2008, 5], &[2008, 7])), "May–July 2008");
    assert_eq!(print(DAY_MONTH_YEAR, between(&[2008, 5], &[2009, 6])), "May 2008/June 2009");
    assert_eq!(print(&date(r#"<date-part name="year"/>"#), between(&[2008, 5], &[2008, 7])), "2008");
}

#[test]
fn an_open_range_ends_in_its_delimiter() {
    assert_eq!(print(&date(r#"<date-part name="year"/>"#), between(&[2008], &[0])), "2008–");
}

#[test]
fn a_season_stands_for_the_month() {
    let season = r#"<date variable="issued"><date-part name="month" suffix=" "/><date-part name="year"/></date>"#;
    assert_eq!(print(season, issued(json!({"date-parts": [[2009]], "season": 4}))), "Winter 2009");
    assert_eq!(print(season, issued(json!({"date-parts": [[2009]], "season": "1"}))), "Spring 2009");
    assert_eq!(print(season, on(&[2009, 22])), "Summer 2009");
    let numeric = r#"<date variable="issued" form="numeric"/>"#;
    assert_eq!(print(numeric, issued(json!({"date-parts": [[2009]], "season": 4}))), "2009");
}

#[test]
fn early_years_have_an_era() {
    let year = date(r#"<date-part name="year"/>"#);
    assert_eq!(print(&year, on(&[79])), "79 AD");
    assert_eq!(print(&year, on(&[-2500])), "2500 BC");
    assert_eq!(print(&year, on(&[1000])), "1000");
}

#[test]
fn an_approximate_date_is_tested() {
    let elements = r#"<choose><if is-uncertain-date="issued"><text term="circa" form="short" suffix=" "/></if></choose>
      <date variable="issued"><date-part name="year"/></date>"#;
    assert_eq!(print(elements, issued(json!({"date-parts": [[2003]], "circa": true}))), "c. 2003");
    assert_eq!(print(elements, on(&[2005])), "2005");
}

#[test]
fn a_date_in_words_is_printed_as_it_stands() {
    let item = issued(json!({"literal": "in the Late Bronze Age"}));
    assert_eq!(print(&date(r#"<date-part name="year"/>"#), item), "in the Late Bronze Age");
}

#[test]
fn languages_have_their_own_formats() {
    let print = |language: &str, attributes: &str| {
        let layout = citation_layout(&format!(r#"<date variable="issued" {attributes}/>"#));
        print_in(style_in(language, "", &layout), on(&[2005, 12, 5]))
    };
    assert_eq!(print("en-US", r#"form="text""#), "December 5, 2005");
    assert_eq!(print("en-GB", r#"form="text""#), "5 December 2005");
    assert_eq!(print("de-DE", r#"form="text""#), "5. Dezember 2005");
    assert_eq!(print("en-US", r#"form="text" date-parts="year-month""#), "December 2005");
    assert_eq!(print("en-US", r#"form="text" date-parts="year""#), "2005");
    assert_eq!(print("de-DE", r#"form="numeric""#), "05.12.2005");
    assert_eq!(print("en-US", r#"form="text" prefix="(" suffix=")""#), "(December 5, 2005)");
}

#[test]
fn a_style_changes_parts_of_the_language_s_format() {
    let elements = r#"<date variable="issued" form="text"><date-part name="month" form="short"/></date>"#;
    assert_eq!(print(elements, on(&[2005, 12, 5])), "Dec. 5, 2005");
}

#[test]
fn a_style_has_a_format_of_its_own() {
    let locale = r#"<locale xml:lang="en"><date form="text" delimiter="/"><date-part name="year"/>
      <date-part name="month" form="numeric-leading-zeros"/></date></locale>"#;
    let layout = citation_layout(r#"<date variable="issued" form="text"/>"#);
    assert_eq!(print_in(style("", &format!("{locale}{layout}")), on(&[2005, 2, 5])), "2005/02");
}

#[test]
fn only_the_first_of_a_month_is_an_ordinal_if_the_language_says_so() {
    let layout = citation_layout(
        r#"<date variable="issued"><date-part name="day" form="ordinal" suffix=" "/><date-part name="month"/></date>"#,
    );
    let locale = r#"<locale><style-options limit-day-ordinals-to-day-1="true"/><terms>
      <term name="month-01" gender="masculine">janvier</term><term name="ordinal">e</term>
      <term name="ordinal-01" gender-form="feminine" match="whole-number">re</term>
      <term name="ordinal-01" gender-form="masculine" match="whole-number">er</term></terms></locale>"#;
    let print =
        |day: i32, locale: &str| print_in(style_in("fr-FR", "", &format!("{locale}{layout}")), on(&[2005, 1, day]));
    assert_eq!(print(1, locale), "1er janvier");
    assert_eq!(print(2, locale), "2 janvier");
    let unlimited = locale.replace("true", "false");
    assert_eq!(print(2, &unlimited), "2e janvier");
}

#[test]
fn an_affix_stands_only_beside_a_part_that_is_printed() {
    let elements = r#"<date variable="issued" prefix="(" suffix=")"><date-part name="day" prefix="d"/>
      <date-part name="year"/></date>"#;
    assert_eq!(print(elements, on(&[2005])), "(2005)");
    assert_eq!(print(elements, json!({"id": "a", "type": "book"})), "");
}

fn sorted_by_date(sort: &str, dates: &[(&str, Json)]) -> Vec<String> {
    let list = format!(
        r#"<citation><layout><text variable="title"/></layout></citation>
        <bibliography><sort><key variable="issued" sort="{sort}"/></sort><layout><text variable="title"/></layout></bibliography>"#
    );
    let items = dates.iter().map(|(id, date)| json!({"id": id, "type": "book", "title": id, "issued": date}));
    list_order(style("", &list), Json::Array(items.collect()))
}

/// The examples of the specification.
#[test]
fn dates_sort_from_the_less_to_the_more_precise() {
    let parts = |parts: Json| json!({"date-parts": parts});
    let dates = [
        ("day", parts(json!([[2000, 5, 1]]))),
        ("month", parts(json!([[2000, 5]]))),
        ("50 AD", parts(json!([[50]]))),
        ("range 2005", parts(json!([[2000], [2005]]))),
        ("range 2002", parts(json!([[2000], [2002]]))),
        ("100 BC", parts(json!([[-100]]))),
        ("year", parts(json!([[2000]]))),
        ("50 BC", parts(json!([[-50]]))),
    ];
    let ascending = ["100 BC", "50 BC", "50 AD", "year", "range 2002", "range 2005", "month", "day"];
    assert_eq!(sorted_by_date("ascending", &dates), ascending);
}

#[test]
fn sources_without_a_date_come_last_in_both_directions() {
    let dates =
        [("none", Json::Null), ("2000", json!({"date-parts": [[2000]]})), ("2001", json!({"date-parts": [[2001]]}))];
    assert_eq!(sorted_by_date("ascending", &dates), ["2000", "2001", "none"]);
    assert_eq!(sorted_by_date("descending", &dates), ["2001", "2000", "none"]);
}

/// Seasons are in another order on the other half of the world.
#[test]
fn seasons_do_not_count_for_the_order() {
    let season = |season: u8| json!({"date-parts": [[2000]], "season": season});
    let dates = [("winter", season(4)), ("spring", season(1)), ("earlier", json!({"date-parts": [[1999]]}))];
    assert_eq!(sorted_by_date("ascending", &dates), ["earlier", "winter", "spring"]);
}

#[test]
fn a_range_that_begins_within_its_end_is_its_end() {
    let elements = r#"<text variable="title" suffix=", "/><date variable="issued"><date-part name="month" suffix=" "/><date-part name="day" suffix=", "/><date-part name="year"/></date>"#;
    let item = json!({"id": "a", "type": "book", "title": "Bone", "issued": {"date-parts": [[2020], [2020, 3, 4]]}});
    assert_eq!(print(elements, item), "Bone, March 4, 2020");
}
