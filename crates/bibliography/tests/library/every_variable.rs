//! Every variable and type of CSL, through each format.

use serde_json::{Map, Value, json};
use wellpress_bibliography::write::ExportScope;
use wellpress_bibliography::{
    ContributorName, DateVariable, ExportFormat, NameRole, PartialDate, Reference, ReferenceKind, Season, TextVariable,
    parse,
};
use wellpress_diagnostics::Source;

/// An item of a type with a value for each variable of CSL.
fn full_item(csl_type: &str) -> Map<String, Value> {
    let item = json!({
        "id": "a",
        "type": csl_type,
        "title": "On <i>E. coli</i> and <span class=\"nocase\">DNA</span>",
        "title-short": "On E. coli",
        "container-title": "The Container",
        "container-title-short": "Cont",
        "collection-title": "The Series",
        "event-title": "The Event",
        "publisher": "Publisher & Sons",
        "publisher-place": "Berlin",
        "volume": "14",
        "issue": "3",
        "page": "10-19",
        "chapter-number": "7",
        "number": "N 12",
        "version": "1.2",
        "edition": "2",
        "status": "in press",
        "genre": "Film review",
        "DOI": "10.1000/a_b",
        "PMID": "123",
        "PMCID": "PMC99",
        "ISBN": "978-3-16-148410-0",
        "ISSN": "1234-5678",
        "URL": "https://example.org/a_b",
        "language": "de",
        "abstract": "An abstract.",
        "note": "A note",
        "keyword": "bone, fracture",
        "author": [
            { "family": "Humboldt", "given": "Alexander", "dropping-particle": "von" },
            { "family": "Berg", "given": "Anna", "dropping-particle": "de", "non-dropping-particle": "van der",
              "suffix": "Jr.", "comma-suffix": true },
            { "family": "王", "given": "小明", "static-ordering": true },
            { "literal": "World Body" },
        ],
        "editor": [{ "family": "Roe", "given": "R." }],
        "translator": [{ "family": "Doe", "given": "D." }],
    });
    let Value::Object(mut item) = item else { unreachable!("an object") };
    for variable in TextVariable::ALL {
        item.insert(variable.csl().to_owned(), json!(format!("Text {{of}} \"{}\" \\ 50 % @x", variable.csl())));
    }
    for role in NameRole::ALL {
        let names = json!([{ "family": role.csl(), "given": "Given", "non-dropping-particle": "van" }, { "literal": "A Body" }]);
        item.insert(role.csl().to_owned(), names);
    }
    for (year, variable) in (1990..).zip(DateVariable::ALL) {
        item.insert(variable.csl().to_owned(), json!({ "date-parts": [[year, 5, 17]] }));
    }
    item
}

fn read_item(item: &Map<String, Value>) -> Reference {
    let text = json!([item]).to_string();
    let mut parsed = parse(&Source::new("a.json", text.as_str()));
    assert_eq!(parsed.diagnostics, [], "{text}");
    parsed.references.remove(0)
}

fn written_item(reference: &Reference) -> Map<String, Value> {
    let text = ExportFormat::Json.export(&[reference], ExportScope::Owner);
    serde_json::from_str::<Vec<Map<String, Value>>>(&text).expect("a list of items").remove(0)
}

fn through(reference: &Reference, format: ExportFormat) -> Reference {
    let text = format.export(&[reference], ExportScope::Owner);
    let mut parsed = parse(&Source::new(format!("library.{}", format.extension()), text.as_str()));
    assert_eq!(parsed.diagnostics, [], "{text}");
    Reference { location: reference.location.clone(), ..parsed.references.remove(0) }
}

#[test]
fn csl_json_keeps_every_variable_of_every_type() {
    assert_eq!(ReferenceKind::ALL.len(), 45);
    for kind in ReferenceKind::ALL {
        let item = full_item(kind.csl());
        let reference = read_item(&item);
        assert_eq!(reference.kind, *kind);
        assert!(TextVariable::ALL.iter().all(|variable| reference.more.text(*variable).is_some()));
        assert_eq!(reference.names().count(), NameRole::ALL.len() + 3);
        assert_eq!(reference.dates().count(), DateVariable::ALL.len());
        assert_eq!(written_item(&reference), item, "{}", kind.csl());
    }
}

#[test]
fn biblatex_and_ris_keep_every_variable_of_every_type() {
    for kind in ReferenceKind::ALL {
        let full = read_item(&full_item(kind.csl()));
        let bare = read_item(json!({ "id": "a", "type": kind.csl(), "title": "T" }).as_object().expect("an object"));
        for format in [ExportFormat::Bib, ExportFormat::Ris] {
            assert_eq!(through(&full, format), full, "{} {}", format.label(), kind.csl());
            assert_eq!(through(&bare, format), bare, "{} {}", format.label(), kind.csl());
        }
        let bibtex = ExportFormat::Bib.export(&[&full], ExportScope::Owner);
        assert_eq!(biblatex::Bibliography::parse(&bibtex).map(|entries| entries.len()), Ok(1), "{bibtex}");
    }
}

#[test]
fn biblatex_uses_its_own_fields() {
    let mut reference = read_item(&full_item("book"));
    reference.authors.clear();
    reference.more = Default::default();
    reference.more.set_text(TextVariable::OriginalTitle, "Über <span class=\"nocase\">DNA</span>");
    reference.more.set_text(TextVariable::NumberOfPages, "412");
    reference.more.set_text(TextVariable::CollectionNumber, "7");
    reference.more.set_text(TextVariable::EventPlace, "Rome");
    reference.more.set_names(NameRole::Director, vec![ContributorName::person("Kubrick", Some("Stanley"))]);
    reference.set_date(DateVariable::OriginalDate, Some(PartialDate { year: 1904, ..PartialDate::default() }));
    let text = ExportFormat::Bib.export(&[&reference], ExportScope::Readers);
    for line in [
        "  origtitle    = {Über {DNA}},",
        "  pagetotal    = {412},",
        "  number       = {7},",
        "  serialnumber = {N 12},",
        "  venue        = {Rome},",
        "  editora      = {Kubrick, Stanley},",
        "  editoratype  = {director},",
        "  origdate     = {1904},",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("csl_json"), "{text}");
}

#[test]
fn hayagriva_has_fields_and_parents_for_variables() {
    let yaml = r#"a:
  type: chapter
  title: T
  call-number: QP 1
  volume-total: 3
  affiliated:
    - role: director
      names: ["Kubrick, Stanley"]
    - role: translator
      names: ["Roe, Ann"]
  parent:
    - type: book
      title: B
      author: ["Lee, Ann"]
      parent: {type: anthology, title: S, volume: 7}
    - {type: conference, title: C}
    - {type: original, title: O}
"#;
    let parsed = parse(&Source::new("a.yaml", yaml));
    assert_eq!(parsed.diagnostics, []);
    let reference = &parsed.references[0];
    let texts: Vec<_> = reference.texts().collect();
    let expected =
        [("event-title", "C"), ("call-number", "QP 1"), ("collection-number", "7"), ("number-of-volumes", "3")];
    assert_eq!(texts, expected);
    assert_eq!(reference.more.names(NameRole::ContainerAuthor)[0].in_full(), "Lee, Ann");
    assert_eq!(reference.translators[0].in_full(), "Roe, Ann");
    let titles: Vec<_> = reference.titles().map(|(name, title)| (name, title.as_str())).collect();
    assert_eq!(titles, [("title", "T"), ("container-title", "B"), ("collection-title", "S")]);
}

fn issued(value: &Value) -> Reference {
    read_item(json!({ "id": "a", "type": "book", "title": "T", "issued": value }).as_object().expect("an object"))
}

#[test]
fn dates_of_every_form_stay_in_each_format_that_has_them() {
    let dates = [
        (json!({ "date-parts": [[2020, 13]] }), "2020-21"),
        (json!({ "date-parts": [[2020, 24]] }), "2020-24"),
        (json!({ "date-parts": [[2020, 21], [2021, 22]] }), "2020-21/2021-22"),
        (json!({ "date-parts": [[2020, 21], [2020, 23]] }), "2020-21/2020-23"),
        (json!({ "date-parts": [[2020], [0]] }), "2020/.."),
        (json!({ "date-parts": [[-44, 3, 15]] }), "-0043-03-15"),
        (json!({ "date-parts": [[-44], [-31]] }), "-0043/-0030"),
        (json!({ "date-parts": [[-1], [1]] }), "0000/0001"),
        (json!({ "date-parts": [[1850]], "circa": true }), "1850~"),
        (json!({ "date-parts": [[1850], [0]], "circa": true }), "1850~/.."),
    ];
    for (value, text) in dates {
        let reference = issued(&value);
        assert_eq!(reference.issued.as_ref().map(ToString::to_string).as_deref(), Some(text));
        for format in ExportFormat::ALL {
            assert_eq!(through(&reference, *format).issued, reference.issued, "{text} in {}", format.label());
        }
    }
    let yaml = "a:\n  type: book\n  title: T\n  date: -0044-03-15\n";
    let reference = parse(&Source::new("a.yaml", yaml)).references.remove(0);
    assert_eq!(reference.issued.as_ref().map(|date| date.year), Some(-44));
}

#[test]
fn words_in_place_of_a_date_stay() {
    for words in ["n.d.", "around 1200 BC", "in press", "forthcoming", "in the reign of Henry {X}"] {
        let reference = issued(&json!({ "literal": words }));
        assert_eq!(reference.date_words().collect::<Vec<_>>(), [("issued", words)]);
        assert_eq!(reference.issued, None);
        for format in [ExportFormat::Json, ExportFormat::Bib, ExportFormat::Ris] {
            assert_eq!(through(&reference, format), reference, "{words} in {}", format.label());
        }
    }
    let yaml = parse(&Source::new("a.yaml", "a:\n  type: book\n  title: T\n  date: n.d.\n")).references.remove(0);
    assert_eq!(yaml.date_words().collect::<Vec<_>>(), [("issued", "n.d.")]);
}

#[test]
fn the_first_lines_of_a_note_are_variables() {
    let note = "original-date: 1904\nDirector: Kubrick || Stanley\ndirector: A Body\n{:medium: CD}\ntype: song\n\
                PMID: 77\nvolume: 9\nSeen at: home\nscale: 1:500";
    let item = json!({ "id": "a", "type": "book", "title": "T", "volume": "14", "note": note });
    let reference = read_item(item.as_object().expect("an object"));
    assert_eq!(reference.kind, ReferenceKind::Song);
    assert_eq!(reference.date(DateVariable::OriginalDate).map(|date| date.year), Some(1904));
    let director =
        [ContributorName::person("Kubrick", Some("Stanley")), ContributorName::Organisation("A Body".to_owned())];
    assert_eq!(reference.more.names(NameRole::Director), director);
    assert_eq!((reference.more.text(TextVariable::Medium), reference.pmid.as_deref()), (Some("CD"), Some("77")));
    assert_eq!(reference.volume.as_deref(), Some("14"));
    assert_eq!(reference.more.text(TextVariable::Scale), Some("1:500"));
    assert_eq!(reference.note.as_deref(), Some("volume: 9 Seen at: home"), "a contradiction stays in the note");
    let ris = "TY  - BOOK\nID  - a\nTI  - T\nN1  - original-date: 1904\n  Prose.\n  scale: 2\nER  - \n";
    let reference = parse(&Source::new("a.ris", ris)).references.remove(0);
    assert_eq!(reference.date(DateVariable::OriginalDate).map(|date| date.year), Some(1904));
    assert_eq!(reference.note, None, "a note of RIS is for the owner of the library");
    assert_eq!(reference.more.text(TextVariable::Annote), Some("Prose. scale: 2"));
}

#[test]
fn a_range_of_seasons_has_a_season_at_each_end() {
    let date = issued(&json!({ "date-parts": [[2020, 14], [2020, 16]] })).issued.expect("a date");
    assert_eq!((date.season, date.end_season, date.end_year), (Some(Season::Summer), Some(Season::Winter), None));
}
