//! Compares marks with those of hayagriva's own driver, which formats whole pages. The program formats each source once and
//! assembles marks from the parts, so that no page depends on others.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use wellpress_bibliography::Reference;
use wellpress_csl::{Citation, CitationMode, Cite, Locator};
use wellpress_site::resolve::citations::format::Formatter;

use crate::citation_format::{WELL_GUIDE, cite, formatter, group, library, marks, page, settings, with_marks_style};

/// Marks as hayagriva's own driver renders them for a whole page.
mod driver {
    use std::sync::OnceLock;

    use hayagriva::archive::{ArchivedStyle, locales};
    use hayagriva::citationberg::json::Item as CslItem;
    use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, Style};
    use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};
    use serde_json::json;
    use wellpress_bibliography::{ContributorName, Reference};

    pub(super) fn style(name: &str) -> IndependentStyle {
        let Some(Style::Independent(style)) = ArchivedStyle::by_name(name).map(ArchivedStyle::get) else {
            panic!("{name}")
        };
        style
    }

    /// A source as a CSL item, with names and dates as a reference manager exports them.
    pub(super) fn item(reference: &Reference) -> CslItem {
        let names: Vec<_> = reference.authors.iter().map(name).collect();
        let date = reference.issued.as_ref().map(|date| json!({ "date-parts": [[date.year]] }));
        let mut item = json!({ "id": reference.key.as_str(), "type": reference.kind.csl(), "author": names });
        item["title"] = json!(reference.title.as_deref());
        if let Some(date) = date {
            item["issued"] = date;
        }
        serde_json::from_value(item).expect("an item")
    }

    fn name(name: &ContributorName) -> serde_json::Value {
        match name {
            ContributorName::Person { family, given, non_dropping_particle, .. } => {
                json!({ "family": family, "given": given, "non-dropping-particle": non_dropping_particle })
            }
            ContributorName::Organisation(body) => json!({ "literal": body }),
            ContributorName::Others => panic!("not in this test"),
        }
    }

    pub(super) fn marks(style: &IndependentStyle, items: &[CslItem], groups: &[Vec<usize>]) -> Vec<String> {
        static FILES: OnceLock<Vec<Locale>> = OnceLock::new();
        let files = FILES
            .get_or_init(|| locales().into_iter().filter(|locale| locale.lang == Some(LocaleCode::en_us())).collect());
        let mut driver = BibliographyDriver::new();
        for group in groups {
            let cited = group.iter().map(|at| CitationItem::with_entry(&items[*at])).collect();
            driver.citation(CitationRequest::from_items(cited, style, files));
        }
        let rendered = driver.finish(BibliographyRequest::new(style, None, files));
        rendered.citations.iter().map(|citation| format!("{:#}", citation.citation)).collect()
    }
}

/// The mark without the letters behind years. They depend on the whole page, and the driver assigns them in another order.
fn without_letters(mark: &str) -> String {
    let mut out = String::new();
    let mut digits = 0;
    for c in mark.chars() {
        if !(digits == 4 && c.is_ascii_lowercase()) {
            out.push(c);
        }
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
    }
    out.replace("n.d.-a", "n.d.").replace("n.d.-b", "n.d.").replace("n.d.-c", "n.d.")
}

#[test]
fn marks_of_one_source_are_those_of_the_driver() {
    let library = library(WELL_GUIDE);
    for name in
        ["apa", "elsevier-harvard", "chicago-author-date", "harvard-cite-them-right", "springer-basic-author-date"]
    {
        let Ok(formatter) = Formatter::new(&library, &with_marks_style(name)) else { panic!("{name}") };
        let style = driver::style(name);
        for reference in &library {
            let group = group(&library, &[reference.key.as_str()]);
            let ours = formatter.page(&[group], &[]);
            let theirs = driver::marks(&style, &[driver::item(reference)], &[vec![0]]);
            let ours = marks(&ours)[0].replace(['[', ']'], "");
            assert_eq!(ours, theirs[0], "{name}");
        }
    }
}

/// A library in which authors and years often coincide. No two people share a surname, because hayagriva does not disambiguate them.
fn crowded_library() -> impl Strategy<Value = Vec<Arc<Reference>>> {
    let person = prop::sample::select(&["Smith, Ann", "Roe, Carl", "Doe, Jane", "Park, D. K.", "van Dyk, Eva"]);
    let authors = proptest::collection::vec(person, 1..5);
    let entry = (authors, 2000..2003_i32, "[A-E]");
    proptest::collection::vec(entry, 1..9).prop_map(|entries| {
        let text: String = entries
            .iter()
            .enumerate()
            .map(|(at, (authors, year, title))| {
                let mut seen = Vec::new();
                authors.iter().for_each(|author| {
                    if !seen.contains(author) {
                        seen.push(*author)
                    }
                });
                format!("@book{{k{at}, title={{{title} {at}}}, author={{{}}}, year={year}}}\n", seen.join(" and "))
            })
            .collect();
        library(&text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_of_pages_are_those_of_the_driver(library in crowded_library(), picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..8)) {
        let cited: Vec<usize> = picks.iter().map(|pick| pick.index(library.len())).collect();
        let groups: Vec<_> = cited.iter().map(|at| group(&library, &[library[*at].key.as_str()])).collect();
        let items: Vec<_> = library.iter().map(|reference| driver::item(reference)).collect();
        let alone: Vec<_> = cited.iter().map(|at| vec![*at]).collect();
        let style = driver::style("apa");
        let ours = marks(&page(&library, &settings(), &groups));
        let theirs = driver::marks(&style, &items, &alone);
        let mut distinct: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, mark) in cited.iter().zip(&ours) {
            let earlier = distinct.insert(mark, *at);
            prop_assert!(earlier.is_none_or(|earlier| earlier == *at), "one mark for two sources: {mark}");
        }
        for (at, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            let ours = without_letters(&ours.replace(['[', ']'], ""));
            // The driver shows another number of names where it disambiguates differently.
            let ambiguous = theirs.chars().filter(|c| *c == ',').count() != ours.chars().filter(|c| *c == ',').count();
            // For one omitted name citeproc-js and we write "et al."; the driver writes the name.
            let ambiguous = ambiguous || ours.contains("et al.") && !theirs.contains("et al.");
            prop_assert!(ambiguous || ours == without_letters(theirs), "{at}: {ours} and {theirs}");
        }
    }

    #[test]
    fn threads_and_order_of_pages_change_nothing(library in crowded_library(), picks in proptest::collection::vec(any::<prop::sample::Index>(), 2..10)) {
        let groups: Vec<_> = picks.iter().map(|pick| group(&library, &[library[pick.index(library.len())].key.as_str()])).collect();
        let shared = formatter(&library, &settings());
        let first = shared.page(&groups, &[]);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| assert_eq!(shared.page(&groups, &[]), first));
            }
        });
        assert_eq!(page(&library, &settings(), &groups), first);
    }
}

/// The formatter computes the text of a locator once and reuses it for other sources. It must not depend on the first source.
#[test]
fn a_locator_has_the_same_text_whichever_source_came_first() {
    let library = library(concat!(
        include_str!("../../crates/bibliography/tests/fixtures/well-guide.bib"),
        include_str!("../../crates/bibliography/tests/fixtures/every-kind.bib")
    ));
    let locators = [("page", "3-5"), ("page", "7"), ("chapter", "2")];
    let modes = [CitationMode::Parenthetical, CitationMode::Narrative];
    for style in ["apa", "chicago-author-date", "modern-language-association", "harvard-cite-them-right"] {
        let settings = with_marks_style(style);
        let shared = formatter(&library, &settings);
        for reference in &library {
            let unshared = formatter(&library, &settings);
            for ((label, value), mode) in locators.into_iter().flat_map(|locator| modes.map(|mode| (locator, mode))) {
                let locator = Some(Locator { label, value });
                let key = reference.key.as_str();
                let citations = [Citation { mode, cites: vec![Cite { locator, ..cite(&library, key) }] }];
                assert_eq!(shared.page(&citations, &[]), unshared.page(&citations, &[]), "{style} {key}");
            }
        }
    }
}
