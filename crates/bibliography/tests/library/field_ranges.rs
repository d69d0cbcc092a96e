//! Where the entries of a file have their fields: in libraries of real programs, and in any text.

use proptest::prelude::*;

use wellpress_bibliography::comparison::ComparedField;
use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{ExportFormat, field_ranges, field_text, parse};
use wellpress_diagnostics::Source;

const LIBRARIES: [(&str, &str); 2] = [
    ("well-guide.bib", include_str!("../fixtures/well-guide.bib")),
    ("every-kind.bib", include_str!("../fixtures/every-kind.bib")),
];

/// Every record has its fields, and the value of a field is in its range.
fn assert_found(name: &str, text: &str) {
    let source = Source::new(name, text);
    let all_fields = field_ranges(&source);
    for reference in parse(&source).references {
        let fields = all_fields.iter().find(|fields| fields.location == reference.location);
        let fields = fields.unwrap_or_else(|| panic!("{name}: {} is not found", reference.key));
        for (field, range) in &fields.ranges {
            assert!(!source.text[range.clone()].trim().is_empty(), "{name}: {} {field}", reference.key);
        }
        let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
        if let Some((year, range)) = year.zip(fields.ranges.get(&ComparedField::Year)) {
            assert!(source.text[range.clone()].contains(&year), "{name}: {} {year}", reference.key);
        }
    }
}

#[test]
fn the_fields_of_real_libraries_are_found() {
    for (name, text) in LIBRARIES {
        assert_found(name, text);
    }
}

#[test]
fn what_the_writer_writes_is_found() {
    let library = parse(&Source::new("well-guide.bib", LIBRARIES[0].1)).references;
    assert_found("a.bib", &ExportFormat::Bib.export(&library.iter().collect::<Vec<_>>(), ExportScope::Owner));
    assert!(library.iter().all(|source| field_text(source, ComparedField::Title).is_some()));
}

#[test]
fn an_entry_that_was_closed_early_has_places() {
    let fields = field_ranges(&Source::new("a.bib", "@book{a, title = {Bones}}, year = 2001}\n@book{b, title = {B}}"));
    assert_eq!(fields.len(), 2);
}

#[test]
fn the_number_of_a_preprint_is_no_pubmed_id() {
    let text = "@misc{a, title = {T}, eprint = {2101.00001}, eprinttype = {arxiv}}";
    assert_eq!(field_ranges(&Source::new("a.bib", text))[0].pmid, None);
}

#[test]
fn exports_of_other_programs_have_no_places() {
    assert_eq!(field_ranges(&Source::new("zotero.json", include_str!("../fixtures/zotero.json"))), []);
}

const PIECES: [&str; 19] = [
    "@article{a,",
    "@",
    "{",
    "}",
    "title",
    "author",
    " = ",
    "{T}",
    "\"",
    ",",
    "#",
    "\n",
    "\n\n",
    "- ",
    "[",
    "]",
    "\u{e4}",
    "\u{1f600}",
    "date",
];

proptest! {
    #[test]
    fn any_text_has_ranges_within_it(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.concat();
        let source = Source::new("a.bib", text.as_str());
        for fields in field_ranges(&source) {
            for range in fields.ranges.into_values().chain(fields.doi).chain(fields.pmid) {
                prop_assert!(source.text.get(range.clone()).is_some(), "{range:?} of {text:?}");
            }
        }
    }
}
