//! Numbers: ordinals, Roman numerals, ranges of pages, plurals of labels.

use serde_json::{Value as Json, json};

use crate::support::{citation, citation_layout, cite_at, mark_of, mark_style, print, print_in, style, style_in};
use wellpress_csl::is_numeric;

fn edition(edition: &str) -> Json {
    json!({"id": "a", "type": "book", "edition": edition})
}

fn number(form: &str) -> String {
    format!(r#"<number variable="edition" form="{form}"/>"#)
}

#[test]
fn numbers_have_forms() {
    for (value, numeric, ordinal, long_ordinal, roman) in [
        ("1", "1", "1st", "first", "i"),
        ("2", "2", "2nd", "second", "ii"),
        ("3", "3", "3rd", "third", "iii"),
        ("10", "10", "10th", "tenth", "x"),
        ("11", "11", "11th", "11th", "xi"),
        ("12", "12", "12th", "12th", "xii"),
        ("13", "13", "13th", "13th", "xiii"),
        ("22", "22", "22nd", "22nd", "xxii"),
        ("111", "111", "111th", "111th", "cxi"),
        ("1994", "1994", "1994th", "1994th", "mcmxciv"),
    ] {
        assert_eq!(print(&number("numeric"), edition(value)), numeric);
        assert_eq!(print(&number("ordinal"), edition(value)), ordinal);
        assert_eq!(print(&number("long-ordinal"), edition(value)), long_ordinal);
        assert_eq!(print(&number("roman"), edition(value)), roman);
    }
}

#[test]
fn each_number_of_several_has_the_form() {
    assert_eq!(print(&number("ordinal"), edition("2, 3")), "2nd, 3rd");
    assert_eq!(print(&number("ordinal"), edition("2,3")), "2nd, 3rd");
    assert_eq!(print(&number("long-ordinal"), edition("2 , 3")), "second, third");
    assert_eq!(print(&number("roman"), edition("2&3")), "ii & iii");
    assert_eq!(print(&number("roman"), edition("2 - 4")), "ii–iv");
}

#[test]
fn numbers_with_letters_stay() {
    assert_eq!(print(&number("ordinal"), edition("2E")), "2E");
    assert_eq!(print(&number("roman"), edition("A3")), "A3");
    assert_eq!(print(&number("ordinal"), edition("Special edition")), "Special edition");
}

/// A value with any words in it is printed as it stands.
#[test]
fn numbers_among_words_stay() {
    assert_eq!(print(&number("ordinal"), edition("3 revised")), "3 revised");
}

#[test]
fn ordinals_agree_with_the_gender_of_their_noun() {
    let locale = r#"<locale><terms>
      <term name="edition" gender="feminine"><single>édition</single><multiple>éditions</multiple></term>
      <term name="volume" gender="masculine">volume</term>
      <term name="ordinal">e</term>
      <term name="ordinal-01" gender-form="feminine" match="whole-number">re</term>
      <term name="ordinal-01" gender-form="masculine" match="whole-number">er</term>
      <term name="long-ordinal-01">premier</term>
      <term name="long-ordinal-01" gender-form="feminine">première</term></terms></locale>"#;
    let print = |variable: &str, form: &str, value: &str| {
        let layout = citation_layout(&format!(r#"<number variable="{variable}" form="{form}"/>"#));
        let item = json!({"id": "a", "type": "book", variable: value});
        print_in(style_in("fr-FR", "", &format!("{locale}{layout}")), item)
    };
    assert_eq!(print("edition", "ordinal", "1"), "1re");
    assert_eq!(print("volume", "ordinal", "1"), "1er");
    assert_eq!(print("edition", "ordinal", "2"), "2e");
    // Only the whole number is 1, not its last digit.
    assert_eq!(print("edition", "ordinal", "21"), "21e");
    assert_eq!(print("edition", "long-ordinal", "1"), "première");
    assert_eq!(print("volume", "long-ordinal", "1"), "premier");
}

#[test]
fn suffixes_match_digits_as_the_language_says() {
    let print = |terms: &str, value: &str| {
        let layout = citation_layout(&number("ordinal"));
        print_in(style("", &format!("<locale><terms>{terms}</terms></locale>{layout}")), edition(value))
    };
    let last_two = r#"<term name="ordinal">.</term><term name="ordinal-00" match="last-two-digits">x</term>"#;
    assert_eq!((print(last_two, "10"), print(last_two, "200")), ("10.".to_owned(), "200x".to_owned()));
    let whole = r#"<term name="ordinal">.</term><term name="ordinal-12" match="whole-number">x</term>"#;
    assert_eq!((print(whole, "12"), print(whole, "112")), ("12x".to_owned(), "112.".to_owned()));
    let both = r#"<term name="ordinal">.</term><term name="ordinal-03">rd</term><term name="ordinal-13">th</term>"#;
    assert_eq!((print(both, "13"), print(both, "23")), ("13th".to_owned(), "23rd".to_owned()));
}

/// CSL 1.0 had four suffixes and no `ordinal`.
#[test]
fn the_four_suffixes_of_the_first_version_still_work() {
    let terms = r#"<term name="ordinal-01">st</term><term name="ordinal-02">nd</term>
      <term name="ordinal-03">rd</term><term name="ordinal-04">th</term>"#;
    let layout = citation_layout(&number("ordinal"));
    let print =
        |value: &str| print_in(style("", &format!("<locale><terms>{terms}</terms></locale>{layout}")), edition(value));
    assert_eq!(["1", "2", "3", "4", "11", "21", "30"].map(print), ["1st", "2nd", "3rd", "4th", "11th", "21st", "30th"]);
}

#[test]
fn text_is_numeric_if_it_is_nothing_but_numbers() {
    for numeric in ["2", "D2", "2b", "L2d", "2, 3", "2-4", "2 & 4", "2nd"] {
        assert!(is_numeric(numeric), "{numeric}");
    }
    for words in ["second", "2nd edition", "", "1.5", "1/2", "two, 3"] {
        assert!(!is_numeric(words), "{words}");
    }
}

fn pages(format: &str, pages: &str) -> String {
    let layout = citation_layout(r#"<text variable="page"/>"#);
    let attribute = if format.is_empty() { String::new() } else { format!(r#"page-range-format="{format}""#) };
    print_in(style(&attribute, &layout), json!({"id": "a", "type": "book", "page": pages}))
}

#[test]
fn page_ranges_are_shortened_or_expanded() {
    for (format, expected) in [
        ("expanded", ["42–45", "321–328", "2787–2816"]),
        ("minimal", ["42–5", "321–8", "2787–816"]),
        ("minimal-two", ["42–45", "321–28", "2787–816"]),
    ] {
        assert_eq!(["42-45", "321-328", "2787-2816"].map(|range| pages(format, range)), expected, "{format}");
        assert_eq!(["42-5", "321-8", "2787-816"].map(|range| pages(format, range)), expected, "{format}");
    }
}

/// The table of the specification.
#[test]
fn page_ranges_of_the_chicago_manual() {
    for (full, expected) in [
        ("3-10", "3–10"),
        ("71-72", "71–72"),
        ("100-104", "100–104"),
        ("600-613", "600–613"),
        ("1100-1123", "1100–1123"),
        ("107-108", "107–8"),
        ("505-517", "505–17"),
        ("1002-1006", "1002–6"),
        ("321-325", "321–25"),
        ("415-532", "415–532"),
        ("11564-11568", "11564–68"),
        ("13792-13803", "13792–803"),
        ("1496-1504", "1496–1504"),
        ("2787-2816", "2787–2816"),
    ] {
        assert_eq!(pages("chicago", full), expected);
    }
}

#[test]
fn pages_that_are_no_range_stay() {
    assert_eq!(pages("minimal", "e12"), "e12");
    assert_eq!(pages("minimal", "xii-xv"), "xii–xv");
    assert_eq!(pages("minimal", "12, 15-19"), "12, 15–9");
}

/// Only the hyphen becomes a dash: the specification leaves it as it is, but the tests of the CSL project do not.
#[test]
fn pages_without_a_format_keep_their_digits() {
    assert_eq!(pages("", "110-5"), "110–5");
}

#[test]
fn labels_are_plural_with_several_numbers() {
    let elements = r#"<label variable="page" form="short" suffix=" "/><text variable="page-first"/>"#;
    let print_page = |page: &str| print(elements, json!({"id": "a", "type": "book", "page": page}));
    assert_eq!(print_page("12"), "p. 12");
    assert_eq!(print_page("12-15"), "pp. 12");
    assert_eq!(print_page("12, 15"), "pp. 12");
    assert_eq!(print_page("pp. 12-15"), "pp. 12");
    assert_eq!(print_page("e12"), "p. e12");
}

#[test]
fn labels_of_counts_are_plural_above_one() {
    let elements = r#"<text variable="number-of-volumes" suffix=" "/><label variable="number-of-volumes"/>"#;
    let print_count = |count: &str| print(elements, json!({"id": "a", "type": "book", "number-of-volumes": count}));
    assert_eq!(print_count("1"), "1 volume");
    assert_eq!(print_count("3"), "3 volumes");
}

#[test]
fn the_style_forces_a_plural() {
    let label = |plural: &str| format!(r#"<label variable="page" plural="{plural}"/>"#);
    let item = |page: &str| json!({"id": "a", "type": "book", "page": page});
    assert_eq!(print(&label("always"), item("12")), "pages");
    assert_eq!(print(&label("never"), item("12-15")), "page");
}

#[test]
fn a_label_is_printed_only_with_its_variable() {
    assert_eq!(print(r#"<label variable="volume"/>"#, edition("1")), "");
}

#[test]
fn locators_have_a_label_and_a_dash() {
    let elements = r#"<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group>"#;
    let mark = |label: &'static str, value: &'static str| {
        mark_of(mark_style(elements), json!([edition("1")]), &citation([cite_at(0, label, value)]))
    };
    assert_eq!(mark("page", "12-15"), "pp. 12–15");
    assert_eq!(mark("page", "12"), "p. 12");
    assert_eq!(mark("chapter", "3"), "chap. 3");
    assert_eq!(mark("section", "2 & 4"), "secs. 2 & 4");
}

#[test]
fn values_with_words_are_one_thing() {
    let elements = r#"<label variable="issue" form="short"/><text variable="issue" prefix=" "/>"#;
    let print = |issue: &str| print(elements, json!({"id": "a", "type": "article-journal", "issue": issue}));
    assert_eq!(print("3 Suppl 2"), "no. 3 Suppl 2");
    assert_eq!(print("3-4"), "nos. 3–4");
}

#[test]
fn pages_lose_their_label_and_keep_their_full_stops() {
    let print = |page: &str| print(r#"<text variable="page"/>"#, json!({"id": "a", "type": "book", "page": page}));
    assert_eq!(print("pp. 5-9"), "5–9");
    assert_eq!(print("123.e1-123.e9"), "123.e1-123.e9");
}
