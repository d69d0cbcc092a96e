//! References as files for other programs.

use proptest::prelude::*;
use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{
    Case, CiteKey, ContributorName, DateVariable, Evidence, ExportFormat, NameRole, Notice, NoticeKind, ParsedFile,
    PartialDate, Reference, ReferenceKind, Successor, TextVariable, Title, parse,
};
use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_foundation::Day;

use crate::bibtex_and_hayagriva::WELL_GUIDE;

fn read(text: &str) -> ParsedFile {
    parse(&Source::new("library.bib", text))
}

fn exported(references: &[Reference]) -> String {
    ExportFormat::Bib.export(&references.iter().collect::<Vec<_>>(), ExportScope::Owner)
}

/// The references that importing an export gives, moved to where the first ones stood.
fn again(references: &[Reference]) -> Vec<Reference> {
    let text = exported(references);
    let parsed = read(&text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let places = references.iter().map(|reference| reference.location.clone());
    parsed.references.into_iter().zip(places).map(|(reference, location)| Reference { location, ..reference }).collect()
}

pub(crate) const CROWDED: &str = include_str!("../fixtures/every-kind.bib");

#[test]
fn bibtex_reads_back_as_it_was() {
    for text in [WELL_GUIDE, CROWDED] {
        let references = read(text).references;
        assert!(!references.is_empty());
        assert_eq!(again(&references), references);
        assert_eq!(exported(&again(&references)), exported(&references));
    }
}

#[test]
fn a_name_without_given_names_goes_out_as_other_programs_read_it() {
    for (author, written) in [
        ("NICE", "NICE"),
        ("{NICE}", "{NICE}"),
        ("NICE and Lee, Ann and others", "NICE and Lee, Ann and others"),
        ("Plato", "Plato"),
        ("family={Mayo Clinic}", "{Mayo Clinic}"),
        ("{National Institute} and madonna", "{National Institute} and madonna"),
    ] {
        let references = read(&format!("@book{{a, title = {{T}}, author = {{{author}}}}}")).references;
        let text = exported(&references);
        assert!(text.contains(&format!("  author       = {{{written}}},\n")), "{author}: {text}");
        assert_eq!(again(&references), references, "{text}");
    }
}

#[test]
fn biblatex_itself_reads_the_export() {
    for text in [WELL_GUIDE, CROWDED] {
        let references = read(text).references;
        let theirs = biblatex::Bibliography::parse(&exported(&references)).expect("valid BibLaTeX");
        assert_eq!(theirs.len(), references.len());
    }
}

#[test]
fn abstracts_stay_behind_unless_asked_for() {
    let references = read(CROWDED).references;
    let borrowed: Vec<_> = references.iter().collect();
    for format in ExportFormat::ALL {
        assert!(!format.export(&borrowed, ExportScope::Readers).contains("Long"));
        assert!(format.export(&borrowed, ExportScope::Owner).contains("Long"));
    }
}

#[test]
fn csl_json_says_what_the_library_says() {
    let references = read(CROWDED).references;
    let text = ExportFormat::Json.export(&references.iter().collect::<Vec<_>>(), ExportScope::Readers);
    let items: serde_json::Value = serde_json::from_str(&text).expect("json");
    let first = &items[0];
    assert_eq!(first["id"], "a");
    assert_eq!(first["type"], "article-journal");
    assert_eq!(first["container-title-short"], "J X");
    assert_eq!(first["issued"]["date-parts"], serde_json::json!([[2019, 5], [2021]]));
    assert_eq!(
        first["author"][0],
        serde_json::json!({ "family": "Berg", "given": "Anna", "non-dropping-particle": "van der", "suffix": "Jr." })
    );
    assert_eq!(first["author"][1], serde_json::json!({ "literal": "Johnson and Johnson" }));
    assert_eq!(
        (&first["DOI"], &first["PMID"], &first["issue"]),
        (&"10.1000/a_b".into(), &"123".into(), &"Suppl 2".into())
    );
    assert_eq!(items[1]["issued"]["circa"], true);
    assert_eq!(items.as_array().map(Vec::len), Some(references.len()));
    assert_eq!(ExportFormat::Json.export(&[], ExportScope::Readers), "[]\n");
}

#[test]
fn ris_has_a_tag_a_line() {
    let references = read(CROWDED).references;
    let text = ExportFormat::Ris.export(&[&references[0], &references[4]], ExportScope::Readers);
    let lines: Vec<_> = text.split("\r\n").collect();
    for line in [
        "TY  - JOUR",
        "AU  - van der Berg, Anna, Jr.",
        "AU  - Johnson and Johnson",
        "T2  - J. of X",
        "J2  - J X",
        "PY  - 2019",
        "DA  - 2019/05//",
        "VL  - 14",
        "IS  - Suppl 2",
        "SP  - S1",
        "EP  - S22",
        "DO  - 10.1000/a_b",
        "AN  - 123",
        "TY  - ELEC",
        "T2  - OrthoInfo",
        "Y2  - 2023/05/02/",
        "ER  - ",
    ] {
        assert!(lines.contains(&line), "{line} in {text}");
    }
    let broken = Reference { note: Some("a\nER  - \nTY  - JOUR".into()), ..references[0].clone() };
    assert_eq!(
        ExportFormat::Ris
            .export(&[&broken], ExportScope::Readers)
            .lines()
            .filter(|line| line.starts_with("TY"))
            .count(),
        1
    );
}

/// What each format's import of its own export gives, moved to where the first ones stood.
fn through_each(references: &[Reference]) -> [(&'static str, String, ParsedFile); 3] {
    let borrowed: Vec<_> = references.iter().collect();
    let read_back = |name: &'static str, text: String| {
        let mut parsed = parse(&Source::new(name, &*text));
        for (reference, first) in parsed.references.iter_mut().zip(references) {
            reference.location = first.location.clone();
            if let (Some(successor), Some(first)) = (&mut reference.superseded_by, &first.superseded_by) {
                successor.location = first.location.clone();
            }
        }
        (name, text, parsed)
    };
    [
        read_back("library.bib", ExportFormat::Bib.export(&borrowed, ExportScope::Owner)),
        read_back("library.json", ExportFormat::Json.export(&borrowed, ExportScope::Owner)),
        read_back("library.ris", ExportFormat::Ris.export(&borrowed, ExportScope::Owner)),
    ]
}

fn assert_identity(references: &[Reference]) {
    for (name, text, parsed) in through_each(references) {
        // Names at random may look like a list of names.
        let is_expected =
            |finding: &Diagnostic| finding.rule.id == "source-no-title" || finding.message.starts_with("the names of");
        let unexpected: Vec<_> = parsed.diagnostics.iter().filter(|finding| !is_expected(finding)).collect();
        assert!(unexpected.is_empty(), "{name}: {unexpected:#?}\n{text}");
        assert_eq!(parsed.references, references, "{name}:\n{text}");
    }
}

#[test]
fn what_any_format_brings_in_goes_out_and_in_again_in_each() {
    let files = [
        ("a.bib", WELL_GUIDE),
        ("b.bib", CROWDED),
        ("c.json", include_str!("../fixtures/zotero.json")),
        ("d.ris", include_str!("../fixtures/endnote.ris")),
        ("e.ris", include_str!("../fixtures/zotero.ris")),
        ("f.nbib", include_str!("../fixtures/pubmed.nbib")),
    ];
    for (name, text) in files {
        let parsed = parse(&Source::new(name, text));
        assert!(parsed.diagnostics.is_empty() && !parsed.references.is_empty(), "{name}");
        assert_identity(&parsed.references);
    }
}

fn text() -> impl Strategy<Value = Option<String>> {
    let word = prop_oneof![
        6 => "[A-Za-z0-9]{1,8}",
        1 => "[a-zA-Z0-9\\\\{}$&%#_~^`'\"éß–,.;:=<>@/()+*!?-]{1,8}",
        1 => "(سارة|王小明|Życińska|10 %|CO₂|and|others|<i>|</i>|n\\.d\\.)",
    ];
    let word = word.prop_map(without_private_form);
    proptest::option::of(proptest::collection::vec(word, 1..5).prop_map(|words| words.join(" ")))
}

/// The word, changed so that it is neither a path such as `C:\a` nor an e-mail address. Readers remove both.
fn without_private_form(word: String) -> String {
    let word = word.replace(":\\", ":");
    if word.contains('@') { word.replace('.', "") } else { word }
}

fn title() -> impl Strategy<Value = Option<Title>> {
    let look = prop_oneof![Just(("", "")), Just(("<i>", "</i>")), Just(("<sub>", "</sub>")), Just(("<sup>", "</sup>"))];
    let piece = (text(), look, any::<bool>(), any::<bool>());
    proptest::option::of(proptest::collection::vec(piece, 1..4)).prop_map(|pieces| {
        let marked = |(text, (open, close), kept, space): (Option<String>, (&str, &str), bool, bool)| {
            let text = text.unwrap_or("x".into()).replace(['<', '>'], "");
            let text = if text.trim().is_empty() { "x" } else { text.trim() };
            let case = if kept { Case::Protected } else { Case::Free };
            (format!("{}{open}{text}{close}", if space { " " } else { "" }), case)
        };
        let pieces: Vec<_> = pieces?.into_iter().map(marked).collect();
        Some(Title::from_pieces(pieces.iter().map(|(text, case)| (text.as_str(), *case))))
    })
}

#[test]
fn a_title_of_signs_alone_comes_back() {
    let base = read("@book{a, title={T}}").references.remove(0);
    let signs = ["'", "`", "-", "''", "``", "--", "\"", "~", ",", "?", "x", " x", "x ", "' '", "<i>'</i>"];
    let pieces = || signs.into_iter().flat_map(|text| [(text, Case::Free), (text, Case::Protected)]);
    let pairs = pieces().flat_map(|first| pieces().map(move |second| [first, second]));
    for pieces in pairs.map(Vec::from).chain(pieces().map(|first| vec![first])) {
        let title = Some(Title::from_pieces(pieces)).filter(|title| !title.trim().is_empty());
        assert_identity(&[Reference { collection: title.clone(), title, ..base.clone() }]);
    }
}

#[test]
fn what_a_source_is_worth_comes_back() {
    let text = "@article{a, title={T}, evidence={guideline}, superseded_by={b}, keywords={bone, {x; y}}}";
    let references = read(text).references;
    assert!(references[0].evidence.is_some() && references[0].superseded_by.is_some());
    for (name, text, parsed) in through_each(&references) {
        let back = &parsed.references[0];
        assert_eq!(back.evidence, references[0].evidence, "{name}: {text}");
        assert_eq!(back.superseded_by.as_ref().map(|successor| successor.key.as_str()), Some("b"), "{name}: {text}");
        assert_eq!(back.keywords, ["bone", "x; y"], "{name}: {text}");
    }
}

fn names() -> impl Strategy<Value = Vec<ContributorName>> {
    let part =
        || prop_oneof!["[A-Z][a-zé]{1,8}", "[A-Z][a-z]{1,5}[ -][A-Z][a-z]{1,5}", "(王|العربي|de Souza|O'Neil|Mc, X)"];
    let particle = || proptest::option::of("(van|van der|de la|al|Von)");
    let dropping = proptest::option::weighted(0.1, "(von|de)");
    let suffix = proptest::option::of("(Jr\\.|III|2nd|Smith)");
    let flag = || proptest::bool::weighted(0.1);
    let person = (part(), proptest::option::of(part()), particle(), dropping, suffix, flag(), flag());
    let name = prop_oneof![
        6 => person.prop_map(|(family, given, non_dropping_particle, dropping_particle, suffix, comma_suffix, static_ordering)| {
            ContributorName::Person {
                family, given, dropping_particle, non_dropping_particle, suffix, comma_suffix, static_ordering,
            }
        }),
        2 => "(Johnson and Johnson|World Body, Inc|Smith|Body \\{X\\} & Co|the group)".prop_map(ContributorName::Organisation),
    ];
    (proptest::collection::vec(name, 0..4), any::<bool>()).prop_map(|(mut names, others)| {
        let more = others && !names.is_empty();
        names.extend(more.then_some(ContributorName::Others));
        names
    })
}

fn day() -> impl Strategy<Value = Option<PartialDate>> {
    let forms = prop_oneof![
        "[12][0-9]{3}(-(0[1-9]|1[0-2])(-([01][1-9]|2[0-8]))?)?~?",
        "1[0-9]{3}-0[1-6](-0[1-5])?/1[0-9]{3}-0[7-9](-2[0-8])?",
        "1[0-9]{3}/2[0-9]{3}~?",
        "[12][0-9]{3}-2[1-4]",
        "0[0-9]{3}",
        "-0[0-9]{2}[1-9](-0[1-9])?",
        "[12][0-9]{3}(-0[1-9])?~?/\\.\\.",
        "\\.\\./[12][0-9]{3}~?",
        "1[0-9]{3}-2[12]/2[0-9]{3}-2[34]",
    ];
    proptest::option::of(forms).prop_map(|text| {
        let parsed = read(&format!("@book{{a, title={{T}}, date={{{}}}}}", text?));
        parsed.references[0].issued.clone()
    })
}

fn notice() -> impl Strategy<Value = Option<Notice>> {
    let kinds = vec![NoticeKind::Retracted, NoticeKind::Concern, NoticeKind::Corrected];
    let date = proptest::option::of("20[0-2][0-9]-(0[1-9]|1[0-2])-(0[1-9]|2[0-8])");
    let doi = proptest::option::of("10\\.[0-9]{4}/[a-z0-9._:()\\[\\]-]{1,9}");
    let reasons = proptest::collection::vec("[A-Z][a-z/]{2,9}( [A-Za-z]{2,9}){0,2}", 0..3);
    let parts = (proptest::sample::select(kinds), date, doi, reasons);
    proptest::option::weighted(0.3, parts).prop_map(|notice| {
        let (kind, date, doi, reasons) = notice?;
        Some(Notice { kind, date: date.and_then(|date| Day::parse(&date)), doi, reasons })
    })
}

/// A record as the reader of some format would have made it.
pub(crate) fn record() -> impl Strategy<Value = Reference> {
    let evidence = proptest::option::of(proptest::sample::select(Evidence::all().collect::<Vec<_>>()));
    let successor = proptest::option::of("[a-z]{1,8}-(19|20)[0-9]{2}");
    (work(), evidence, successor, notice(), more()).prop_map(|(work, evidence, successor, notice, fill)| {
        let mut work = work;
        fill.into_iter().for_each(|value| value.assign_to(&mut work));
        let location = work.location.clone();
        let superseded_by = successor.map(|key| Successor { key: CiteKey::new(key), location });
        Reference { evidence, superseded_by: superseded_by.map(Box::new), notice: notice.map(Box::new), ..work }
    })
}

/// The value of a variable for which a record has no field of its own.
#[derive(Debug, Clone)]
enum VariableValue {
    Text(TextVariable, String),
    Names(NameRole, Vec<ContributorName>),
    Date(DateVariable, PartialDate),
    DateWords(DateVariable, String),
}

impl VariableValue {
    fn assign_to(self, reference: &mut Reference) {
        match self {
            Self::Text(variable, text) => reference.more.set_text(variable, text),
            Self::Names(role, names) => reference.more.set_names(role, names),
            Self::Date(variable, date) => reference.set_date(variable, Some(date.without_range())),
            Self::DateWords(variable, words) if reference.date(variable).is_none() => {
                // The reader takes the status from such words, unless the record has another.
                reference.status.get_or_insert("in press".to_owned());
                reference.more.set_date_words(variable, words);
            }
            Self::DateWords(..) => {}
        }
    }
}

fn more() -> impl Strategy<Value = Vec<VariableValue>> {
    use proptest::sample::select;
    let some_day = || day().prop_map(Option::unwrap_or_default);
    let value = prop_oneof![
        (select(TextVariable::ALL), text())
            .prop_map(|(variable, text)| VariableValue::Text(variable, text.unwrap_or_default())),
        (select(NameRole::ALL), names()).prop_map(|(role, names)| VariableValue::Names(role, names)),
        (select(DateVariable::ALL), some_day()).prop_map(|(variable, date)| VariableValue::Date(variable, date)),
        (select(DateVariable::ALL), "(n\\.d\\.|in press|under the \\{king\\})")
            .prop_map(|(variable, words)| VariableValue::DateWords(variable, words)),
    ];
    proptest::collection::vec(value, 0..4)
}

/// What a record says of the work itself.
fn work() -> impl Strategy<Value = Reference> {
    let texts = proptest::collection::vec(text(), 18);
    let numbers = (
        proptest::option::of("10\\.[0-9]{4}/[A-Za-z0-9.()_;:<>/-]{1,12}[a-z0-9]"),
        proptest::option::of("[1-9][0-9]{0,7}"),
        proptest::option::of("(12|S1-S22|45-52|e1-1–e1-7|12, 15-17|5-5|e12|123-4|12-|1–2)"),
        proptest::option::of("https://[a-z]{1,6}\\.org/[a-zA-Z0-9_~%#?=&.+-]{0,12}"),
        proptest::collection::vec("(bone|Fractures, Compression|x; y|T3|50 %|and)", 0..4),
    );
    let titles = (title(), title(), title(), title());
    let people = (names(), names(), names());
    (proptest::sample::select(ReferenceKind::ALL), texts, numbers, titles, people, (day(), day())).prop_map(
        |(kind, mut texts, (doi, pmid, pages, url, keywords), titles, people, (issued, accessed))| {
            let mut text = || texts.pop().flatten();
            let reference = Reference {
                kind,
                title: titles.0,
                short_title: titles.1,
                container: titles.2,
                collection: titles.3,
                authors: people.0,
                editors: people.1,
                translators: people.2,
                issued,
                accessed: accessed.map(PartialDate::without_range),
                container_short: text(),
                event: text(),
                publisher: text(),
                place: text(),
                volume: text(),
                issue: text(),
                chapter: text(),
                number: text(),
                version: text(),
                edition: text(),
                status: text(),
                genre: text(),
                isbn: text(),
                issn: text(),
                language: text(),
                note: text(),
                abstract_text: text(),
                pmcid: pmid.clone().map(|digits| format!("PMC{digits}")),
                archived: url.clone().map(|url| format!("{url}/copy")),
                doi,
                pmid,
                pages,
                url,
                keywords,
                ..read("@book{a, title={T}}").references.remove(0)
            };
            // What a reader would make of it: pages with one kind of dash, a note without identifiers.
            through_each(&[reference]).into_iter().nth(1).expect("CSL-JSON").2.references.remove(0)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_title_and_name_come_back(title in "[a-zA-Z0-9 \\\\{}$&%#_~^`'\"éß–,.;:=<>@-]{1,40}", family in "[A-Z][a-zé -]{1,12}", given in "[A-Z][a-z.]{0,8}") {
        let base = read("@book{a, title={T}, author={Doe, J.}}").references.remove(0);
        let title = wellpress_bibliography::Title::from(title.as_str());
        prop_assume!(!title.is_empty());
        let family = family.split_whitespace().collect::<Vec<_>>().join(" ");
        let person = wellpress_bibliography::ContributorName::Person { family, given: Some(given), dropping_particle: None, non_dropping_particle: None, suffix: None, comma_suffix: false, static_ordering: false };
        let reference = Reference { title: Some(title), authors: vec![person], ..base };
        let back = again(std::slice::from_ref(&reference));
        prop_assert_eq!(back, vec![reference]);
    }

    #[test]
    fn any_titles_of_a_work_and_its_series_come_back(title in title(), short_title in title(), container in title(), collection in title()) {
        let base = read("@incollection{a, title={T}}").references.remove(0);
        let reference = Reference { title, short_title, container, collection, ..base };
        let reference = through_each(&[reference]).into_iter().nth(1).expect("CSL-JSON").2.references.remove(0);
        assert_identity(&[reference]);
    }

    #[test]
    fn any_record_goes_out_and_in_again_in_each_format(reference in record()) {
        assert_identity(&[reference]);
    }
}
