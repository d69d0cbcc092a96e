//! Spans and runs: the parts of marks and entries that links need.

use serde_json::{Value as Json, json};
use wellpress_csl::{Cite, Display, Formatted, Item, Processor, Role, Variable};

use crate::support::{assert_sound, citation, cite, narrative, processor, style};

const STYLE: &str = r#"
    <citation disambiguate-add-year-suffix="true"><layout prefix="(" suffix=")" delimiter="; "><group delimiter=", ">
      <names variable="author"><name form="short"/></names><date variable="issued"><date-part name="year"/></date></group></layout></citation>
    <bibliography><sort><key variable="title"/></sort><layout suffix="."><group delimiter=". ">
      <names variable="author"><name/></names><date variable="issued"><date-part name="year"/></date>
      <text variable="title" font-style="italic"/><text variable="DOI" prefix="https://doi.org/"/><text variable="URL"/></group></layout></bibliography>"#;

fn items() -> Json {
    let work = |title: &str| {
        json!({"id": title, "type": "book", "title": title, "author": [{"family": "Dœ", "given": "Jane"}],
            "issued": {"date-parts": [[2000]]}, "DOI": "10.1000/a--b", "URL": "https://example.org/?a='b'"})
    };
    json!([work("Ärzte"), work("Bone")])
}

fn text_of(formatted: &Formatted, role: Role) -> &str {
    formatted.span_text(formatted.find(role).expect("test data"))
}

fn example() -> Processor<Vec<Item<'static>>> {
    processor(style("", STYLE), items())
}

#[test]
fn a_mark_says_where_its_sources_names_and_years_are() {
    let processor = example();
    let both = [citation([cite(0), Cite { prefix: "see ", suffix: " too", ..cite(1) }])];
    let listing = processor.list(&both, &[]);
    let mark = &processor.marks(&both, &listing)[0];
    assert_sound(mark);
    assert_eq!(mark.text, "(Dœ, 2000a; see Dœ, 2000b too)");
    assert_eq!(text_of(mark, Role::Cite(0)), "Dœ, 2000a");
    assert_eq!(text_of(mark, Role::Cite(1)), "Dœ, 2000b");
    assert_eq!(text_of(mark, Role::CiteAffix), "see ");
    assert_eq!(text_of(mark, Role::Names), "Dœ");
    assert_eq!(text_of(mark, Role::Year), "2000");
    assert_eq!(text_of(mark, Role::YearSuffix), "a");
    assert_eq!(text_of(mark, Role::Variable(Variable::Issued)), "2000a");
}

#[test]
fn a_narrative_mark_has_one_span_for_each_source() {
    let processor = example();
    let citations = [narrative(&[0])];
    let listing = processor.list(&citations, &[]);
    let mark = &processor.marks(&citations, &listing)[0];
    assert_sound(mark);
    assert_eq!(text_of(mark, Role::Cite(0)), "Dœ (2000)");
}

#[test]
fn an_entry_says_where_its_title_and_addresses_are() {
    let processor = example();
    let entry = processor.entry(0);
    assert_sound(entry);
    assert_eq!(text_of(entry, Role::Variable(Variable::Title)), "Ärzte");
    // Signs of an identifier are no punctuation.
    assert_eq!(text_of(entry, Role::Variable(Variable::Doi)), "10.1000/a--b");
    assert_eq!(text_of(entry, Role::Variable(Variable::Url)), "https://example.org/?a='b'");
    assert_eq!(text_of(entry, Role::Variable(Variable::Author)), "Jane Dœ");
    assert_eq!(entry.text, "Jane Dœ. 2000. Ärzte. https://doi.org/10.1000/a--b. https://example.org/?a='b'.");
}

#[test]
fn a_number_and_the_text_beside_it_are_set_apart() {
    let children = r#"<citation><layout><text variable="citation-number"/></layout></citation>
        <bibliography second-field-align="flush"><layout suffix="."><text variable="citation-number" prefix="[" suffix="] "/>
        <text variable="title"/></layout></bibliography>"#;
    let processor = processor(style("", children), items());
    let listing = processor.list(&[], &[0, 1]);
    let entry = &processor.entries(&listing)[1];
    assert_sound(entry);
    assert_eq!(text_of(entry, Role::Display(Display::LeftMargin)), "[2] ");
    assert_eq!(text_of(entry, Role::Display(Display::RightInline)), "Bone");
}

#[test]
fn parts_set_by_themselves_have_a_span() {
    let children = r#"<citation><layout><text variable="title"/></layout></citation>
        <bibliography><layout><group display="block"><text variable="title"/></group><text variable="DOI" display="indent"/></layout></bibliography>"#;
    let processor = processor(style("", children), items());
    let entry = processor.entry(1);
    assert_sound(entry);
    assert_eq!(text_of(entry, Role::Display(Display::Block)), "Bone");
    assert_eq!(text_of(entry, Role::Display(Display::Indent)), "10.1000/a--b");
}

#[test]
fn what_stands_for_names_counts_as_names() {
    let children = r#"<citation><layout><names variable="author"><substitute><text variable="title"/></substitute></names></layout></citation>"#;
    let processor = processor(style("", children), json!([{"id": "a", "type": "book", "title": "Bone"}]));
    assert_eq!(text_of(&processor.mark(0), Role::Names), "Bone");
}
