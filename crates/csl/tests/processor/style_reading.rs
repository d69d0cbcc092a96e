//! Reading styles: what is an error, what is a warning, and which language a style speaks.

use serde_json::json;
use wellpress_csl::{Style, StyleError, TermForm};

use crate::support::{citation_layout, print_in, style, style_xml};

fn parse(attributes: &str, children: &str) -> Result<Style, StyleError> {
    Style::parse(&style_xml(attributes, children), None)
}

#[track_caller]
fn problem(children: &str) -> String {
    parse("", children).unwrap_err().to_string()
}

#[test]
fn a_dependent_style_names_its_parent() {
    let xml = r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>Journal</title>
      <link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info></style>"#;
    assert_eq!(Style::parse(xml, None).unwrap_err(), StyleError::Dependent { parent: "apa".to_owned() });
}

#[test]
fn broken_xml_is_an_error() {
    for xml in ["<style>", "no XML", "<style><a></style>", "\u{0}"] {
        assert!(matches!(Style::parse(xml, None), Err(StyleError::Xml { .. })), "{xml:?}");
    }
}

#[test]
fn an_empty_file_is_called_empty() {
    for xml in ["", " \n", "\u{feff}"] {
        assert_eq!(Style::parse(xml, None).unwrap_err(), StyleError::Empty);
    }
}

#[test]
fn another_file_is_no_style() {
    let message = Style::parse("<html/>", None).unwrap_err().to_string();
    assert_eq!(message, "line 1: <html>: a CSL file begins with `<style>`");
}

#[test]
fn a_style_needs_marks() {
    assert!(problem("").contains("a style needs a `<citation>`"));
    assert!(problem("<citation/>").contains("it needs a `<layout>`"));
}

#[test]
fn a_missing_macro_is_an_error_with_its_line() {
    let error = parse("", "\n\n<citation>\n<layout><text macro=\"names\"/></layout></citation>").unwrap_err();
    let StyleError::Element { element, attribute, line, problem } = error else { panic!("{error}") };
    assert_eq!((element.as_str(), attribute.as_deref(), line), ("text", Some("macro"), 5));
    assert_eq!(problem, "the style has no macro `names`");
}

#[test]
fn a_macro_that_uses_itself_is_an_error() {
    let itself = r#"<macro name="a"><text macro="a"/></macro><citation><layout><text macro="a"/></layout></citation>"#;
    assert!(problem(itself).contains("itself, directly or through others"));
    let circle = r#"<macro name="a"><group><text macro="b"/></group></macro><macro name="b"><names variable="author">
      <substitute><text macro="a"/></substitute></names></macro><citation><layout><text value="x"/></layout></citation>"#;
    assert!(problem(circle).contains("itself, directly or through others"));
}

#[test]
fn a_macro_without_a_name_is_an_error() {
    assert!(
        problem("<macro><text value=\"a\"/></macro><citation><layout/></citation>").contains("a macro needs a name")
    );
}

#[test]
fn an_unknown_attribute_is_one_warning() {
    let elements = r#"<text variable="title" colour="red"/><text variable="title" colour="blue"/>"#;
    let style = parse("", &citation_layout(elements)).unwrap();
    let [warning] = style.warnings() else { panic!("{:?}", style.warnings()) };
    assert_eq!((warning.element.as_str(), warning.attribute.as_deref()), ("text", Some("colour")));
    assert_eq!(print_in(style, json!({"id": "a", "type": "book", "title": "Bone"})), "BoneBone");
}

#[test]
fn unknown_elements_and_variables_are_warnings() {
    let elements = r#"<image/><text variable="colour"/><text variable="title"/>"#;
    let style = parse("", &citation_layout(elements)).unwrap();
    let problems: Vec<&str> = style.warnings().iter().map(|warning| warning.problem.as_str()).collect();
    let [element, variable] = problems[..] else { panic!("{problems:?}") };
    assert!(element.contains("no such element"));
    assert!(variable.contains("CSL has no variable `colour`"));
    assert_eq!(print_in(style, json!({"id": "a", "type": "book", "title": "Bone"})), "Bone");
}

/// A test that the processor does not know cannot hold.
#[test]
fn an_unknown_test_is_false() {
    let elements = r#"<choose><if colour="red"><text value="red"/></if><else><text value="other"/></else></choose>"#;
    let style = parse("", &citation_layout(elements)).unwrap();
    assert_eq!(style.warnings().len(), 1);
    assert_eq!(print_in(style, json!({"id": "a", "type": "book"})), "other");
}

#[test]
fn comments_and_entities_are_no_problem() {
    let elements = "<!-- a comment --><text value=\"&lt;&amp;&#8212;\"/><!-- <text/> -->";
    assert_eq!(print_in(style("", &citation_layout(elements)), json!({"id": "a", "type": "book"})), "<&—");
}

#[test]
fn a_style_says_what_it_does() {
    let number = style("", &citation_layout(r#"<text variable="citation-number" vertical-align="sup"/>"#));
    assert_eq!(number.title(), "Test");
    assert!(number.has_number_marks() && number.raises_numbers());
    assert!(!number.has_bibliography() && !number.is_note_style() && !number.adds_year_suffix());
    let children = r#"<citation disambiguate-add-year-suffix="true"><layout><text variable="title"/></layout></citation>
      <bibliography subsequent-author-substitute="---"><layout><text variable="title"/></layout></bibliography>"#;
    let note = style(r#"class="note""#, children);
    assert!(note.has_bibliography() && note.is_note_style() && note.adds_year_suffix());
    assert!(!note.has_number_marks() && !note.raises_numbers());
}

#[test]
fn the_language_is_the_one_asked_for_or_that_of_the_style() {
    let term = |language: Option<&str>, attributes: &str| {
        let style = Style::parse(&style_xml(attributes, &citation_layout(r#"<text term="and"/>"#)), language).unwrap();
        style.term("and", TermForm::Long).unwrap()
    };
    assert_eq!(term(None, ""), "and");
    assert_eq!(term(None, r#"default-locale="de-DE""#), "und");
    assert_eq!(term(Some("fr"), r#"default-locale="de-DE""#), "et");
    assert_eq!(term(Some("de-LI"), ""), "und");
    assert_eq!(term(Some("DE-at"), ""), "und");
    assert_eq!(term(Some("xx-XX"), ""), "and");
    assert_eq!(term(Some(""), ""), "and");
}

#[test]
fn terms_fall_back_to_other_forms() {
    let style = style("", &citation_layout(r#"<text term="and"/>"#));
    assert_eq!(style.term("section", TermForm::Symbol).as_deref(), Some("§"));
    assert_eq!(style.term("page", TermForm::Short).as_deref(), Some("p."));
    assert_eq!(style.term("no such term", TermForm::Long), None);
}

#[test]
fn what_a_choose_and_a_date_cannot_contain_is_a_warning() {
    let xml = style_xml(
        "",
        &citation_layout(
            r#"<choose><text variable="title"/></choose>
            <date variable="issued"><date-part name="year"/><date-part name="year"/></date>"#,
        ),
    );
    let style = Style::parse(&xml, None).unwrap();
    let elements: Vec<&str> = style.warnings().iter().map(|warning| warning.element.as_str()).collect();
    assert_eq!(elements, ["text", "date-part"]);
}

#[test]
fn control_characters_in_a_style_are_refused_at_their_line() {
    for (suffix, name) in [("\u{7f}", "U+007F"), ("&#x85;", "U+0085")] {
        let xml = format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" class=\"in-text\">\n<citation><layout>\n\
             <text variable=\"title\" suffix=\"{suffix}\"/></layout></citation></style>"
        );
        let error = Style::parse(&xml, None).unwrap_err();
        let expected = format!("line 3: <text> attribute `suffix`: it has the control character {name}: take it out");
        assert_eq!((error.line(), error.to_string()), (3, expected));
    }
}
