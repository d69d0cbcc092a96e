//! The styles and locales that come with the crate.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use wellpress_csl::{Processor, Style, locale_tags, shipped_style, style_names};

use crate::support::{assert_sound, citation, citation_layout, cite_at, cites, items, narrative, processor, style_in};

fn sources() -> Json {
    json!([
        {"id": "article", "type": "article-journal", "title": "Vitamin D and <i>bone</i> in \"older\" adults",
            "author": [{"family": "Sawicki", "given": "Caleigh M."}, {"family": "van der Berg", "given": "Piet"}],
            "container-title": "Journal of Bone and Mineral Research", "container-title-short": "J. Bone Miner. Res.",
            "volume": "36", "issue": "2", "page": "321-328", "issued": {"date-parts": [[2021, 5, 2]]},
            "DOI": "10.1000/182", "URL": "https://example.org/a", "language": "en"},
        {"id": "book", "type": "book", "title": "Nutrition in Public Health",
            "editor": [{"family": "Booth", "given": "Anna"}, {"family": "Roe", "given": "Jean-Luc", "suffix": "Jr."}],
            "publisher": "Academic Press", "publisher-place": "London", "edition": "2", "number-of-pages": "412",
            "issued": {"date-parts": [[2019]]}, "ISBN": "978-0-12-345678-9"},
        {"id": "page", "type": "webpage", "title": "Calcium", "author": [{"literal": "World Health Organization"}],
            "URL": "https://example.org/calcium", "issued": {"date-parts": [[2020, 1]]},
            "accessed": {"date-parts": [[2021, 12, 24]]}}
    ])
}

#[test]
fn every_style_formats_an_article_a_book_and_a_web_page() {
    for name in style_names() {
        let style = Style::parse(shipped_style(name).unwrap(), None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(style.warnings(), [], "{name}");
        assert!(!style.title().is_empty(), "{name}");
        let has_list = style.has_bibliography();
        let processor = Processor::new(Arc::new(style), items(sources()));
        let page =
            [cites(&[0]), cites(&[2, 1, 0]), citation([cite_at(1, "page", "12-15")]), narrative(&[0]), cites(&[0])];
        let listing = processor.list(&page, &[]);
        for mark in processor.marks(&page, &listing) {
            assert_sound(&mark);
            assert!(!mark.text.is_empty(), "{name}");
        }
        let entries = processor.entries(&listing);
        assert_eq!(entries.len(), 3, "{name}");
        for (entry, source) in entries.iter().zip(&listing.sources).filter(|_| has_list) {
            assert_sound(entry);
            // Some styles leave out the titles of articles, and some the year of a web page.
            let (title, year) = [("Vitamin D", "2021"), ("Nutrition", "2019"), ("Calcium", "2020")][*source];
            let is_recognisable =
                entry.text.to_lowercase().contains(&title.to_lowercase()) || entry.text.contains(year);
            assert!(is_recognisable, "{name}: {}", entry.text);
            assert!(
                !entry.text.contains("..") && !entry.text.contains(",,") && !entry.text.contains("  "),
                "{name}: {}",
                entry.text
            );
        }
    }
}

#[test]
fn every_locale_formats_names_dates_and_numbers() {
    let elements = r#"<names variable="editor"><name and="text"/><label prefix=" (" suffix=")"/></names>
      <date variable="issued" form="text" prefix=" "/><date variable="issued" form="numeric" prefix=" "/>
      <number variable="edition" form="ordinal" prefix=" "/><number variable="edition" form="long-ordinal" prefix=" "/>
      <text variable="title" quotes="true" prefix=" "/><label variable="page"/><text term="accessed"/>"#;
    for tag in locale_tags() {
        let processor = processor(style_in(tag, "", &citation_layout(elements)), sources());
        for source in 0..3 {
            let mark = processor.mark(source);
            assert_sound(&mark);
            assert!(mark.text.contains(if source == 1 { "2019" } else { "202" }), "{tag}: {}", mark.text);
        }
    }
}

#[test]
fn every_name_of_a_style_is_there_once() {
    let mut names: Vec<&str> = style_names().collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!((names.len(), count), (98, 98));
    assert_eq!(shipped_style("no-such-style"), None);
}

/// They are compressed by the build, and the test above would not see what a style lost at its end.
#[test]
fn shipped_styles_are_the_files_of_the_folder() {
    assert_eq!(shipped_style("apa"), Some(include_str!("../../styles/apa.csl")));
    assert_eq!(shipped_style("vancouver"), Some(include_str!("../../styles/nlm-citation-sequence.csl")));
}

/// Names that sites use, whatever the files are called.
#[test]
fn well_known_styles_have_short_names() {
    for name in ["apa", "vancouver", "ieee", "nature", "mla", "chicago-author-date", "harvard-cite-them-right", "bmj"] {
        assert!(shipped_style(name).is_some(), "{name}");
    }
}
