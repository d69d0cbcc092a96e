//! Formats sources: the entries of the styles that ship, marks of one or several sources, and styles by name and by file.
//! `citation_disambiguation.rs`, `citation_corrections.rs` and `citation_processor.rs` continue here.

use std::sync::Arc;

use wellpress_bibliography::{Reference, parse};
use wellpress_csl::{Citation, CitationMode, Cite, Locator};
use wellpress_diagnostics::Source;
use wellpress_site::config::{CitationMarks, ReferenceOrder};
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::MarkPart;
use wellpress_site::resolve::citations::format::{
    CslSource, FormatSettings, FormattedPage, Formatter, RichText, StyleError, style_names,
};

pub const WELL_GUIDE: &str = include_str!("../../crates/bibliography/tests/fixtures/well-guide.bib");

pub fn library(text: &str) -> Vec<Arc<Reference>> {
    let parsed = parse(&Source::new("library.bib", text));
    assert_eq!(parsed.diagnostics, []);
    parsed.references.into_iter().map(Arc::new).collect()
}

pub fn settings() -> FormatSettings {
    FormatSettings {
        list_style: CslSource::Named("american-medical-association".into()),
        marks: CitationMarks::AuthorDate,
        marks_style: CslSource::Named("apa".into()),
        order: ReferenceOrder::Cited,
        language: "en".into(),
    }
}

pub fn with_list_style(style: &str) -> FormatSettings {
    FormatSettings { list_style: CslSource::Named(style.into()), ..settings() }
}

pub fn with_marks_style(style: &str) -> FormatSettings {
    FormatSettings { marks_style: CslSource::Named(style.into()), ..settings() }
}

pub fn formatter<'a>(library: &'a [Arc<Reference>], settings: &FormatSettings) -> Formatter<'a> {
    Formatter::new(library, settings).expect("a style that ships")
}

pub fn id(library: &[Arc<Reference>], key: &str) -> ReferenceId {
    let at = library.iter().position(|reference| reference.key.as_str() == key).expect("a key of the library");
    ReferenceId::new(at)
}

/// A source alone.
pub fn cite(library: &[Arc<Reference>], key: &str) -> Cite<'static> {
    Cite { source: id(library, key).index(), ..Cite::default() }
}

pub fn group(library: &[Arc<Reference>], keys: &[&str]) -> Citation<'static> {
    Citation { cites: keys.iter().map(|key| cite(library, key)).collect(), ..Citation::default() }
}

pub fn narrative(library: &[Arc<Reference>], key: &str) -> Citation<'static> {
    Citation { mode: CitationMode::Narrative, ..group(library, &[key]) }
}

/// A mark as text, its sources in square brackets.
fn mark_text(mark: &[MarkPart]) -> String {
    let parts = mark.iter().map(|part| match part {
        MarkPart::Text(text) => text.plain(),
        MarkPart::Source { text, .. } => format!("[{}]", text.plain()),
    });
    parts.collect()
}

pub fn marks(page: &FormattedPage) -> Vec<String> {
    page.marks.iter().map(|mark| mark_text(mark)).collect()
}

pub fn page(library: &[Arc<Reference>], settings: &FormatSettings, groups: &[Citation<'_>]) -> FormattedPage {
    formatter(library, settings).page(groups, &[])
}

pub fn entry(library: &[Arc<Reference>], style: &str, key: &str) -> String {
    formatter(library, &with_list_style(style)).entry(id(library, key)).plain()
}

#[test]
fn ama_formats_the_sources_of_the_well_guide() {
    let library = library(WELL_GUIDE);
    let formatter = formatter(&library, &settings());
    let lines = ["bouxsein-2003", "park-spinal-fractures", "mayo-exercising", "osu-sleep", "strath-2022", "cdc-2021"]
        .map(|key| formatter.entry(id(&library, key)).plain());
    assert_eq!(
        lines,
        [
            "Bouxsein ML, Gallagher R, Cosman F, Grabois M. Health professional\u{2019}s guide to rehabilitation of the patient with osteoporosis. Osteoporosis International. 2003;14(Suppl 2):S1-S22. doi:10.1007/s00198-002-1308-9",
            "Park DK, Jenis LG. Osteoporosis and spinal fractures. OrthoInfo. November 2021.",
            "Mayo Clinic. Exercising with osteoporosis: Stay active the safe way. June 5, 2021.",
            "Ohio State Medical Center. What sleep positions are best for your back? October 4, 2018. https://wexnermedical.osu.edu/blog/what-sleep-positions-are-best-for-your-back",
            "Strath LJ, Sims AM, Overstreet DS, et al. Dietary inflammatory index (DII) is associated with movement-evoked pain severity in adults with chronic low back pain: Sociodemographic differences. The Journal of Pain. 2022;23(8):1437-1447. doi:10.1016/j.jpain.2022.03.237",
            "Centers for Disease Control and Prevention. Back, lower limb, and upper limb pain among U.S. adults, 2019. July 2021. https://www.cdc.gov/nchs/products/databriefs/db415.htm",
        ]
    );
}

#[test]
fn a_journals_abbreviation_comes_from_the_library() {
    let library = library(
        "@article{a, title={T}, author={Doe, J.}, journal={Osteoporosis International}, shortjournal={Osteoporos Int}, year=2003, volume=14, number={Suppl 2}}",
    );
    assert_eq!(entry(&library, "american-medical-association", "a"), "Doe J. T. Osteoporos Int. 2003;14(Suppl 2).");
    assert_eq!(entry(&library, "apa", "a"), "Doe, J. (2003). T. Osteoporosis International, 14(Suppl 2).");
}

#[test]
fn the_name_of_an_event_is_printed_by_old_and_new_styles_once() {
    let library = library("@inproceedings{a, title={T}, author={Doe, J.}, eventtitle={Bone Days}, year=2018}");
    for style in ["ieee", "elsevier-harvard", "apa", "chicago-author-date"] {
        let entry = entry(&library, style, "a");
        assert_eq!(entry.matches("Bone Days").count(), 1, "{style}: {entry}");
    }
}

#[test]
fn dois_and_urls_are_links_and_titles_italic() {
    let library = library(
        "@article{a, title={T}, journal={Cureus}, year=2016, doi={10.1002/(SICI)1097<16::AID>3.0.CO;2-2}}\n@online{b, title={T}, url={https://a.org/x--y?a=1&b=2}}",
    );
    let formatter = formatter(&library, &settings());
    let doi = "10.1002/(SICI)1097<16::AID>3.0.CO;2-2".to_owned();
    let doi_url = "https://doi.org/10.1002/(SICI)1097%3C16::AID%3E3.0.CO;2-2".to_owned();
    assert_eq!(links(formatter.entry(id(&library, "a"))), [(doi, doi_url)]);
    let url = "https://a.org/x--y?a=1&b=2".to_owned();
    assert_eq!(links(formatter.entry(id(&library, "b"))), [(url.clone(), url)], "hyphens as they are");
    let italic: Vec<_> = formatter.entry(id(&library, "a")).runs().iter().filter(|run| run.italic).collect();
    assert_eq!(italic[0].text, "Cureus");
}

/// Text and target of each link in an entry.
fn links(entry: &RichText) -> Vec<(String, String)> {
    entry.runs().iter().filter_map(|run| Some((run.text.clone(), run.link.clone()?))).collect()
}

#[test]
fn names_keep_their_particles_and_bodies_stay_whole() {
    let library = library(
        "@book{a, title={T}, author={van der Berg, Anna and Ortega y Gasset, Jos\\'e and de la Vega, B.}, year=2001}\n@online{b, title={T}, author={{Johnson and Johnson} and {The Endocrine Society}}, year=2001}",
    );
    assert_eq!(
        entry(&library, "american-medical-association", "a"),
        "van der Berg A, Ortega y Gasset J, de la Vega B. T. 2001."
    );
    assert_eq!(
        entry(&library, "american-medical-association", "b"),
        "Johnson and Johnson, The Endocrine Society. T. 2001."
    );
}

#[test]
fn hostile_titles_are_plain_text() {
    let library = library(
        "@article{a, title={<script>alert(1)</script> & \\textless b\\textgreater}, author={O'<b>, \"X\"}, journal={J}, year=2020}",
    );
    let line = entry(&library, "american-medical-association", "a");
    assert!(line.contains("<script>alert(1)</script> & <b>"), "{line}");
    let private_characters = library_with_private_characters();
    assert_eq!(entry(&private_characters, "apa", "a"), "Doe, J. (2020). A\u{e000}\u{f8ff}B\u{f8fd}.");
}

fn library_with_private_characters() -> Vec<Arc<Reference>> {
    library("@book{a, title={A\u{e000}\u{f8ff}B\u{f8fd}}, author={Doe, J.}, year=2020}")
}

#[test]
fn marks_of_one_or_several_sources() {
    let library = library(WELL_GUIDE);
    let groups = [
        group(&library, &["sawicki-2021"]),
        narrative(&library, "sawicki-2021"),
        narrative(&library, "park-spinal-fractures"),
        group(&library, &["sawicki-2021", "cdc-2021", "bouxsein-2003"]),
        Citation {
            mode: CitationMode::Parenthetical,
            cites: vec![Cite { is_author_suppressed: true, ..cite(&library, "park-spinal-fractures") }],
        },
    ];
    let page = page(&library, &settings(), &groups);
    assert_eq!(
        marks(&page),
        [
            "([Sawicki et al., 2021])",
            "[Sawicki et al. (2021)]",
            "[Park and Jenis (2021)]",
            "([Bouxsein et al., 2003]; [Centers for Disease Control and Prevention, 2021]; [Sawicki et al., 2021])",
            "([2021])",
        ]
    );
    let items: Vec<_> = page.marks[3]
        .iter()
        .filter_map(|part| match part {
            MarkPart::Source { reference, .. } => Some(*reference),
            MarkPart::Text(_) => None,
        })
        .collect();
    let given: Vec<_> = groups[3].cites.iter().map(|cite| ReferenceId::new(cite.source)).collect();
    assert_eq!(items, [given[2], given[1], given[0]], "each part names its source");
    let numbers: Vec<_> = page.list.iter().map(|line| (line.number, line.reference)).collect();
    assert_eq!(numbers[0], (1, id(&library, "sawicki-2021")));
    assert_eq!(numbers.len(), 4);
}

#[test]
fn marks_have_prefixes_suffixes_and_locators() {
    let library = library(WELL_GUIDE);
    let with_locator =
        |key: &str, label, value| Cite { locator: Some(Locator { label, value }), ..cite(&library, key) };
    let groups = [
        Citation {
            mode: CitationMode::Parenthetical,
            cites: vec![
                Cite { prefix: "see", suffix: ", and passim", ..with_locator("sawicki-2021", "page", "3-5") },
                with_locator("cary-2019", "page", "7"),
            ],
        },
        Citation { mode: CitationMode::Narrative, cites: vec![with_locator("sawicki-2021", "chapter", "2")] },
        Citation {
            mode: CitationMode::Parenthetical,
            cites: vec![Cite { is_author_suppressed: true, ..with_locator("sawicki-2021", "page", "3") }],
        },
    ];
    let page = page(&library, &settings(), &groups);
    assert_eq!(
        marks(&page),
        [
            "(see [Sawicki et al., 2021, pp. 3\u{2013}5], and passim; [Cary et al., 2019, p. 7])",
            "[Sawicki et al. (2021, Chapter 2)]",
            "([2021, p. 3])",
        ]
    );
}

#[test]
fn a_source_without_author_is_cited_by_its_title() {
    let library = library("@article{a, title={On {OrthoInfo}}, journal={J}, year=2020}");
    let suppressed = Citation {
        mode: CitationMode::Parenthetical,
        cites: vec![Cite {
            is_author_suppressed: true,
            locator: Some(Locator { label: "page", value: "3" }),
            ..Cite::default()
        }],
    };
    let page = page(&library, &settings(), &[group(&library, &["a"]), narrative(&library, "a"), suppressed]);
    assert_eq!(
        marks(&page),
        ["([\u{201c}On OrthoInfo,\u{201d} 2020])", "[\u{201c}On OrthoInfo\u{201d} (2020)]", "([2020, p. 3])"]
    );
    assert_eq!(formatter(&library, &settings()).short_name(ReferenceId::FIRST), "On OrthoInfo 2020");
}

#[test]
fn a_publisher_stands_in_for_no_author() {
    let library = library(
        "@report{a, title={Falls}, institution={NHS}, date={2020}, url={https://a.org}}\n\
         @online{b, title={Backs}, organization={Mayo Clinic}, date={2021}, url={https://b.org}}\n\
         @dataset{c, title={Deaths}, publisher={ONS}, date={2022}, url={https://c.org}}",
    );
    let page = page(&library, &settings(), &[group(&library, &["a", "b", "c"])]);
    // As citeproc-js prints them.
    assert_eq!(marks(&page), ["([Backs, 2021]; [Deaths, 2022]; [Falls, 2020])"]);
    assert!(entry(&library, "apa", "b").contains("(2021). Mayo Clinic."), "{}", entry(&library, "apa", "b"));
}

#[test]
fn an_access_date_is_added_if_the_style_does_not_print_it() {
    let library = library(
        "@online{a, title={T}, author={{Body}}, date={2023}, url={https://a.org}, urldate={2023-05-02}}\n@online{b, title={T}, author={{Other}}, date={2023}, urldate={2023-05-02}}\n@online{c, title={T}, author={{Third}}, date={2023}}",
    );
    let page = page(&library, &settings(), &[group(&library, &["a", "b", "c"])]);
    let accessed: Vec<_> = page.list.iter().map(|line| line.accessed.as_deref()).collect();
    assert_eq!(accessed, [None, Some("Accessed May 2, 2023."), None]);
    assert!(entry(&library, "american-medical-association", "a").contains("Accessed May 2, 2023. https://a.org"));
    let spanish = FormatSettings { language: "es".into(), ..settings() };
    let page = self::page(&library, &spanish, &[group(&library, &["b"])]);
    assert_eq!(page.list[0].accessed.as_deref(), Some("Accedido 2 de mayo de 2023."));
}

#[test]
fn numbers_are_assigned_in_reading_order() {
    let library = library(WELL_GUIDE);
    let numbers = FormatSettings { marks: CitationMarks::Number, ..settings() };
    let mut located = group(&library, &["bouxsein-2003"]);
    located.cites[0].locator = Some(Locator { label: "page", value: "3-5" });
    let groups = [
        group(&library, &["sawicki-2021", "cary-2019"]),
        group(&library, &["green-2016", "sawicki-2021"]),
        narrative(&library, "park-spinal-fractures"),
        located,
    ];
    let unmarked = [id(&library, "osu-sleep"), id(&library, "sawicki-2021")];
    let formatter = formatter(&library, &numbers);
    let page = formatter.page(&groups, &unmarked);
    assert_eq!(marks(&page), ["[1],[2]", "[1],[3]", "Park and Jenis [4]", "[5(pp3-5)]"]);
    let keys: Vec<_> = page.list.iter().map(|line| library[line.reference.index()].key.as_str()).collect();
    assert_eq!(
        keys,
        ["sawicki-2021", "cary-2019", "green-2016", "park-spinal-fractures", "bouxsein-2003", "osu-sleep"]
    );

    let alphabetical = FormatSettings { order: ReferenceOrder::Alphabetical, ..numbers };
    let page = self::page(&library, &alphabetical, &groups);
    let keys: Vec<_> = page.list.iter().map(|line| library[line.reference.index()].key.as_str()).collect();
    assert_eq!(keys, ["bouxsein-2003", "cary-2019", "green-2016", "park-spinal-fractures", "sawicki-2021"]);
    assert_eq!(marks(&page)[0], "[2],[5]");
}

fn style_error(settings: &FormatSettings) -> StyleError {
    Formatter::new(&[], settings).err().expect("an error")
}

fn with_list_file(text: &str) -> FormatSettings {
    let list_style = CslSource::File { path: "styles/own.csl".into(), text: text.into() };
    FormatSettings { list_style, ..settings() }
}

/// A CSL style with this content behind its `info`.
fn csl_style(body: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>{body}</style>"
    )
}

#[test]
fn styles_are_read_by_name_and_from_files() {
    assert!(style_names().any(|name| name == "american-medical-association"));
    let unknown = style_error(&with_list_style("american-medical-asociation"));
    let StyleError::Unknown { near, .. } = unknown else { panic!("{unknown}") };
    assert_eq!(near.as_deref(), Some("american-medical-association"));
    let without_marks = with_marks_style("american-medical-association");
    assert!(matches!(style_error(&without_marks), StyleError::Lacks { .. }));
    assert!(matches!(style_error(&with_list_file("<nothing/>")), StyleError::Invalid { .. }));
    assert!(matches!(style_error(&with_list_file(&"<a>".repeat(50_000))), StyleError::Invalid { .. }));
    let citation = "<citation><layout><text variable=\"title\"/></layout></citation>";
    let without_list = with_list_file(&csl_style(citation));
    assert!(matches!(style_error(&without_list), StyleError::Lacks { what: "bibliography", .. }));
    let looped = csl_style(&format!(
        "<macro name=\"a\"><text macro=\"b\"/></macro><macro name=\"b\"><group><text macro=\"a\"/></group></macro>{citation}<bibliography><layout><text macro=\"a\"/></layout></bibliography>"
    ));
    let message = style_error(&with_list_file(&looped)).to_string();
    assert!(message.contains("calls itself"), "{message}");
    let valid = csl_style(&format!(
        "{citation}<bibliography><layout suffix=\".\"><text variable=\"title\"/></layout></bibliography>"
    ));
    let library = library("@book{a, title={Bones}}");
    assert_eq!(formatter(&library, &with_list_file(&valid)).entry(ReferenceId::FIRST).plain(), "Bones.");
    let dependent = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>T</title><id>t</id><link href=\"http://www.zotero.org/styles/american-medical-association\" rel=\"independent-parent\"/><updated>2026-01-01T00:00:00+00:00</updated></info></style>";
    assert_eq!(formatter(&library, &with_list_file(dependent)).entry(ReferenceId::FIRST).plain(), "Bones.");
}

#[test]
fn every_style_that_ships_formats_every_source() {
    let library = library(WELL_GUIDE);
    for name in style_names() {
        let settings = with_list_style(name);
        let Ok(formatter) = Formatter::new(&library, &settings) else { continue };
        for at in 0..library.len() {
            let id = ReferenceId::new(at);
            let entry = formatter.entry(id).plain();
            assert!(
                !entry.is_empty() && !entry.contains(|c: char| ('\u{e000}'..='\u{f8ff}').contains(&c)),
                "{name}: {entry}"
            );
        }
    }
}

/// A style of numbers in brackets, with attributes on the layout of its marks and elements in its list.
fn own_style(layout: &str, list: &str) -> FormatSettings {
    with_list_file(&format!(
        r#"<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info/>
        <citation><layout prefix="[" suffix="]" delimiter=", " {layout}><text variable="citation-number"/></layout></citation>
        <bibliography><layout suffix=".">{list}</layout></bibliography></style>"#
    ))
}

#[test]
fn the_text_around_sources_looks_as_the_layout_asks_for() {
    let library = library(WELL_GUIDE);
    let bold = FormatSettings {
        marks: CitationMarks::Number,
        ..own_style(r#"font-weight="bold""#, r#"<text variable="title"/>"#)
    };
    let page = page(&library, &bold, &[group(&library, &["sawicki-2021", "cary-2019"])]);
    assert_eq!(marks(&page), ["[[1], [2]]"]);
    let texts = page.marks[0].iter().map(|part| match part {
        MarkPart::Text(text) | MarkPart::Source { text, .. } => text,
    });
    assert!(texts.flat_map(RichText::runs).all(|run| run.bold));
}

#[test]
fn a_part_that_is_set_by_itself_is_a_word_of_its_own() {
    let library = library("@book{a, title={Bone}, year=2001, shorttitle={B}}");
    let list = r#"<text variable="title-short" prefix="[" suffix="]" display="left-margin"/><text variable="title" display="right-inline"/>"#;
    let formatter = formatter(&library, &own_style("", list));
    assert_eq!(formatter.entry(ReferenceId::FIRST).plain(), "[B] Bone.");
}

#[test]
fn a_link_to_a_doi_survives_the_signs_of_addresses() {
    let library = library("@book{a, title={Bone}, year=2001, doi={10.1000/a#b?c%d}}");
    let link = links(formatter(&library, &with_list_style("apa")).entry(ReferenceId::FIRST));
    assert_eq!(link, [("https://doi.org/10.1000/a#b?c%d".into(), "https://doi.org/10.1000/a%23b%3Fc%25d".into())]);
}

#[test]
fn particles_and_suffixes_within_names_are_found() {
    let json = r#"[{"id": "a", "type": "book", "title": "Bone", "author": [{"family": "van der Berg", "given": "Piet, Jr."}]}]"#;
    let parsed = parse(&Source::new("library.json", json));
    let library: Vec<_> = parsed.references.into_iter().map(Arc::new).collect();
    assert_eq!(entry(&library, "apa", "a"), "van der Berg, P., Jr. (n.d.). Bone.");
}
