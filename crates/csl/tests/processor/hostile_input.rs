//! Styles and sources that are made to take all time or memory: each ends quickly, with an error or with a text.
//!
//! Limits are far above what a debug build on a busy machine needs, and far below what a square of the size would take.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::json;
use wellpress_csl::{Citation, Date, Item, ItemType, Name, Processor, Style, StyleError, Variable, shipped_style};

use crate::support::{assert_sound, citation_layout, cites, entries, style, style_xml};

/// Runs something in a thread of its own, with the small stack that worker threads have.
#[track_caller]
fn ends_quickly<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(run()));
    match receiver.recv_timeout(Duration::from_secs(40)) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("it takes more than 40 s"),
        Err(RecvTimeoutError::Disconnected) => panic!("it panicked"),
    }
}

fn parse_quickly(children: String) -> Result<Style, StyleError> {
    ends_quickly(move || Style::parse(&style_xml("", &children), None))
}

fn shipped(name: &str) -> Arc<Style> {
    Arc::new(Style::parse(shipped_style(name).expect("test data"), Some("en-US")).expect("test data"))
}

fn book(id: String, authors: Vec<Name<'static>>, year: i32) -> Item<'static> {
    let mut item = Item::new(id.clone(), ItemType::Book);
    item.set_text(Variable::Title, format!("Bone {id}"));
    item.set_names(Variable::Author, authors);
    item.set_date(Variable::Issued, Date::new(year, 0, 0));
    item
}

#[test]
fn nested_groups_are_an_error() {
    let elements = format!("{}<text value=\"x\"/>{}", "<group>".repeat(300), "</group>".repeat(300));
    let message = parse_quickly(citation_layout(&elements)).unwrap_err().to_string();
    assert!(message.contains("more than 200 elements stand within each other"), "{message}");
    let elements = format!("{}<text value=\"x\"/>{}", "<group>".repeat(100_000), "</group>".repeat(100_000));
    assert!(parse_quickly(citation_layout(&elements)).is_err());
}

#[test]
fn a_hundred_nested_groups_are_formatted() {
    let elements =
        format!("{}<text variable=\"title\"/>{}", "<group suffix=\".\">".repeat(100), "</group>".repeat(100));
    let style = parse_quickly(citation_layout(&elements)).expect("test data");
    let text =
        ends_quickly(move || Processor::new(Arc::new(style), vec![book("a".to_owned(), vec![], 2000)]).mark(0).text);
    assert_eq!(text, "Bone a.");
}

/// Each macro uses the next one twice: 2^60 texts.
#[test]
fn macros_that_double_are_an_error() {
    let macros: String = (0..60)
        .map(|index| format!(r#"<macro name="{index}"><text macro="{0}"/><text macro="{0}"/></macro>"#, index + 1))
        .collect();
    let children =
        format!(r#"{macros}<macro name="60"><text value="x"/></macro>{}"#, citation_layout(r#"<text macro="0"/>"#));
    assert!(parse_quickly(children).unwrap_err().to_string().contains("so often"));
}

#[test]
fn a_long_chain_of_macros_is_an_error() {
    let macros: String =
        (0..100_000).map(|index| format!(r#"<macro name="{index}"><text macro="{}"/></macro>"#, index + 1)).collect();
    let children =
        format!(r#"{macros}<macro name="100000"><text value="x"/></macro>{}"#, citation_layout(r#"<text macro="0"/>"#));
    assert!(parse_quickly(children).is_err());
}

/// The depths of macros add up where one uses the other.
#[test]
fn deep_macros_in_a_chain_do_not_overflow_the_stack() {
    let (open, close) = ("<group>".repeat(150), "</group>".repeat(150));
    let macros: String = (0..150)
        .map(|index| format!(r#"<macro name="{index}">{open}<text macro="{}"/>{close}</macro>"#, index + 1))
        .collect();
    let children =
        format!(r#"{macros}<macro name="150"><text value="x"/></macro>{}"#, citation_layout(r#"<text macro="0"/>"#));
    if let Ok(style) = parse_quickly(children) {
        let text = ends_quickly(move || {
            Processor::new(Arc::new(style), vec![book("a".to_owned(), vec![], 2000)]).mark(0).text
        });
        assert_eq!(text, "x");
    }
}

#[test]
fn a_style_of_ten_megabytes_is_read() {
    let element = r#"<text variable="title" prefix="a title: " suffix=". "/>"#;
    let children = citation_layout(&element.repeat(10_000_000 / element.len()));
    assert!(children.len() > 9_900_000);
    // Whether it is accepted is left open.
    let _ = parse_quickly(children);
}

#[test]
fn many_unknown_attributes_are_read() {
    let elements: String = (0..200_000).map(|index| format!("<text a{index}=\"\" value=\"\"/>\n")).collect();
    let _ = parse_quickly(citation_layout(&elements));
}

#[test]
fn many_labels_of_names_are_read() {
    let elements = format!(r#"<names variable="author">{}</names>"#, "<label/>".repeat(200_000));
    let _ = parse_quickly(citation_layout(&elements));
}

#[test]
fn many_terms_are_read() {
    let terms: String = (0..100_000).map(|index| format!("<term name=\"ordinal-{}\">x</term>", index % 100)).collect();
    let children = format!(
        "<locale><terms>{terms}</terms></locale>{}",
        citation_layout(r#"<number variable="edition" form="ordinal"/>"#)
    );
    assert!(parse_quickly(children).is_ok());
}

/// An entity that doubles ten times over is the classic attack on XML.
#[test]
fn entities_that_double_are_an_error() {
    let entities: String = (1..40).map(|index| format!("<!ENTITY e{index} \"&e{0};&e{0};\">", index - 1)).collect();
    let xml = format!(
        "<!DOCTYPE style [<!ENTITY e0 \"x\">{entities}]>{}",
        style_xml("", &citation_layout(r#"<text value="&e39;"/>"#))
    );
    assert!(ends_quickly(move || Style::parse(&xml, None)).is_err());
}

#[test]
fn five_thousand_authors_are_formatted() {
    let authors = (0..5_000).map(|index| Name::person(format!("Doe{index}"), "Jane Mary")).collect();
    let items = vec![book("a".to_owned(), authors, 2000)];
    let style = style(
        "",
        &format!(
            r#"{}<bibliography><layout><names variable="author"/></layout></bibliography>"#,
            citation_layout(r#"<names variable="author"/>"#)
        ),
    );
    let entry = ends_quickly(move || Processor::new(Arc::new(style), items).entry(0).clone());
    assert_eq!(entry.text.matches("Jane").count(), 5_000);
}

/// Two such sources are the same up to the last author.
#[test]
fn five_thousand_authors_are_told_apart() {
    let authors = |last: &str| {
        (0..5_000)
            .map(|index| Name::person(format!("Doe{index}"), "J."))
            .chain([Name::person(last.to_owned(), "R.")])
            .collect()
    };
    let items = vec![book("a".to_owned(), authors("Roe"), 2000), book("b".to_owned(), authors("Poe"), 2000)];
    let marks = ends_quickly(move || {
        let processor = Processor::new(shipped("apa"), items);
        let page = [cites(&[0, 1])];
        processor.marks(&page, &processor.list(&page, &[]))
    });
    assert_sound(&marks[0]);
}

/// The marks and the list of one page with all sources.
fn whole_page(style: Arc<Style>, items: Vec<Item<'static>>) -> (usize, usize) {
    let count = items.len();
    ends_quickly(move || {
        let processor = Processor::new(style, items);
        let page: Vec<Citation<'_>> = (0..count).map(|source| cites(&[source])).collect();
        let listing = processor.list(&page, &[]);
        (processor.marks(&page, &listing).len(), processor.entries(&listing).len())
    })
}

fn tiny_author_date() -> Arc<Style> {
    let children = r#"<citation disambiguate-add-year-suffix="true" disambiguate-add-names="true" disambiguate-add-givenname="true">
      <layout><names variable="author"><name form="short" initialize-with="."/></names>
      <date variable="issued"><date-part name="year"/></date></layout></citation>
      <bibliography><sort><key variable="author"/></sort><layout><names variable="author"/><date variable="issued"><date-part name="year"/></date></layout></bibliography>"#;
    Arc::new(style("", children))
}

#[test]
fn a_hundred_thousand_sources_are_formatted() {
    let items =
        (0..100_000).map(|index| book(index.to_string(), vec![Name::person(format!("Doe{index}"), "Jane")], 2000));
    assert_eq!(whole_page(tiny_author_date(), items.collect()), (100_000, 100_000));
}

/// All marks are the same: only letters help.
#[test]
fn many_equal_sources_get_letters() {
    let items = (0..20_000).map(|index| book(index.to_string(), vec![Name::person("Doe", "Jane")], 2000));
    assert_eq!(whole_page(tiny_author_date(), items.collect()), (20_000, 20_000));
}

/// One family name, and as many given names as sources.
#[test]
fn many_sources_of_one_family_name_are_told_apart() {
    let items = |count: usize| {
        let book =
            |index: usize| book(index.to_string(), vec![Name::person("Li", format!("A{}", letters(index)))], 2000);
        (0..count).map(book).collect()
    };
    assert_eq!(whole_page(tiny_author_date(), items(60_000)), (60_000, 60_000));
    let by_name = r#"<citation disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names">
      <layout><names variable="author"><name form="short" initialize-with="."/></names></layout></citation>"#;
    assert_eq!(whole_page(Arc::new(style("", by_name)), items(60_000)), (60_000, 60_000));
}

fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

#[test]
fn many_sources_in_one_mark_are_put_together() {
    let items: Vec<Item<'_>> = (0..10_000)
        .map(|index| book(index.to_string(), vec![Name::person(format!("Doe{index}"), "J")], 2000))
        .collect();
    let all: Vec<usize> = (0..items.len()).collect();
    let children = r#"<citation collapse="year" cite-group-delimiter=","><layout delimiter="; "><names variable="author"/>
      <date variable="issued"><date-part name="year"/></date></layout></citation>"#;
    let style = Arc::new(style("", children));
    let mark = ends_quickly(move || {
        let processor = Processor::new(style, items);
        let page = [cites(&all)];
        processor.marks(&page, &processor.list(&page, &[])).remove(0)
    });
    assert_eq!(mark.text.matches("; ").count(), 9_999);
}

#[track_caller]
fn title_is_formatted(title: String) {
    let style = Arc::new(style("", &citation_layout(r#"<text variable="title" text-case="title"/>"#)));
    let mark = ends_quickly(move || {
        let mut item = Item::new("a", ItemType::Book);
        item.set_text(Variable::Title, title);
        Processor::new(style, vec![item]).mark(0)
    });
    assert!(!mark.text.is_empty());
}

#[test]
fn a_title_of_a_megabyte_is_formatted() {
    title_is_formatted("a word ".repeat(150_000));
}

#[test]
fn tags_without_partners_are_text() {
    title_is_formatted(format!("{}{}", "<i>".repeat(300_000), "</b>".repeat(300_000)));
}

#[test]
fn tags_that_never_end_are_text() {
    title_is_formatted("<span ".repeat(200_000));
    title_is_formatted(format!("{}>", "<span ".repeat(200_000)));
}

#[test]
fn nested_tags_are_formatted() {
    title_is_formatted(format!("{}x{}", "<i>".repeat(100_000), "</i>".repeat(100_000)));
}

#[test]
fn quotation_marks_without_partners_are_text() {
    title_is_formatted(format!("{}{}", " \"a".repeat(300_000), "a' ".repeat(300_000)));
}

#[test]
fn numbers_of_any_size_are_printed() {
    let elements = ["ordinal", "long-ordinal", "roman"]
        .map(|form| format!(r#"<number variable="edition" form="{form}" suffix=" "/>"#));
    let style = Arc::new(style(
        "page-range-format=\"minimal\"",
        &citation_layout(&format!("{}<text variable=\"page\"/>", elements.concat())),
    ));
    for number in ["4294967295", "4294967296", "0", "-1", &"9".repeat(100_000), &"1-2,".repeat(50_000)] {
        let (style, number) = (style.clone(), number.to_owned());
        let mark = ends_quickly(move || {
            let mut item = Item::new("a", ItemType::Book);
            item.set_text(Variable::Edition, number.clone());
            item.set_text(Variable::Page, number);
            Processor::new(style, vec![item]).mark(0)
        });
        assert_sound(&mark);
    }
}

#[test]
fn dates_out_of_range_are_printed() {
    let elements = r#"<date variable="issued" form="text"/><date variable="issued" form="numeric"/>"#;
    for (year, month, day) in [(i32::MIN, 255, 255), (i32::MAX, 17, 0), (0, 0, 31), (2000, 13, 40), (0, 0, 0)] {
        let mut item = Item::new("a", ItemType::Book);
        item.set_date(Variable::Issued, Date::new(year, month, day));
        let style = style("", &citation_layout(elements));
        assert_sound(&Processor::new(Arc::new(style), vec![item]).mark(0));
    }
}

#[test]
fn a_layout_of_empty_elements_does_not_deepen_the_stack() {
    let empty = r#"<text value=""/>"#.repeat(80_000);
    let children = format!(
        r#"<citation><layout><text variable="title"/></layout></citation>
        <bibliography second-field-align="flush"><layout>{empty}<text variable="title"/></layout></bibliography>"#
    );
    assert_eq!(entries(style("", &children), json!([{"id": "a", "type": "book", "title": "Bone"}])), ["Bone"]);
}

#[test]
fn a_long_text_in_macros_that_double_is_refused() {
    let long = "x".repeat(1_000_000);
    let doubling = (1..21).map(|index| {
        let call = format!(r#"<text macro="m{}"/>"#, index - 1);
        format!(r#"<macro name="m{index}">{call}{call}</macro>"#)
    });
    let macros: String = doubling.collect();
    let xml = style_xml(
        "",
        &format!(
            r#"<macro name="m0"><text value="{long}"/></macro>{macros}{}"#,
            citation_layout(r#"<text macro="m20"/>"#)
        ),
    );
    assert!(Style::parse(&xml, None).unwrap_err().to_string().contains("never end"));
}

#[test]
fn entities_are_refused() {
    let style = style_xml("", &citation_layout(r#"<text value="&a;&a;"/>"#));
    let xml = format!("<?xml version=\"1.0\"?>\n<!DOCTYPE style [\n<!ENTITY a \"x\">]>\n{style}");
    assert!(Style::parse(&xml, None).unwrap_err().to_string().contains("line 3"));
}

#[test]
fn a_long_delimiter_between_many_names_ends() {
    let delimiter = "x".repeat(200_000);
    let names = format!(r#"<names variable="author"><name delimiter="{delimiter}"/></names>"#);
    let authors = vec![Name::person("Doe", "J"); 5_000];
    let children = citation_layout(&names);
    let length = ends_quickly(move || {
        Processor::new(Arc::new(style("", &children)), vec![book("a".to_owned(), authors, 2000)]).mark(0).text.len()
    });
    assert!(length < 5_000_000, "{length}");
}
