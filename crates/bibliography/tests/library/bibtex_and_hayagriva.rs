//! Reading the library: what each format gives, what each mistake says and where, and that no input panics.

use proptest::prelude::*;
use wellpress_bibliography::{
    Case, ContributorName, NoticeKind, ParsedFile, PartialDate, Reference, ReferenceKind, Season, merge_by_key, parse,
};
use wellpress_diagnostics::{Diagnostic, Severity, Source};

pub(crate) const WELL_GUIDE: &str = include_str!("../fixtures/well-guide.bib");

fn bib(text: &str) -> ParsedFile {
    parse(&Source::new("content/references/library.bib", text))
}

fn yaml(text: &str) -> ParsedFile {
    parse(&Source::new("content/references/library.yaml", text))
}

/// The one reference of a text that has nothing wrong with it.
fn sound_reference(parsed: ParsedFile) -> Reference {
    assert_eq!(parsed.diagnostics, [], "expected no finding");
    let [reference] = parsed.references.try_into().expect("one reference");
    reference
}

fn only_finding(parsed: &ParsedFile) -> &Diagnostic {
    assert_eq!(parsed.diagnostics.len(), 1, "{:#?}", parsed.diagnostics);
    &parsed.diagnostics[0]
}

fn person(family: &str, given: &str) -> ContributorName {
    ContributorName::Person {
        family: family.into(),
        given: Some(given.into()),
        dropping_particle: None,
        non_dropping_particle: None,
        suffix: None,
        comma_suffix: false,
        static_ordering: false,
    }
}

fn on(year: i32, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    Some(PartialDate { year, month, day, ..PartialDate::default() })
}

/// What braces protect in a title.
fn protected_words(reference: &Reference) -> Vec<&str> {
    let title = reference.title.as_ref().expect("title");
    title.pieces().filter(|(_, case)| *case == Case::Protected).map(|(piece, _)| piece).collect()
}

fn keys(parsed: &ParsedFile) -> Vec<&str> {
    parsed.references.iter().map(|reference| reference.key.as_str()).collect()
}

#[test]
fn the_well_guides_library_reads_without_a_finding() {
    let parsed = bib(WELL_GUIDE);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.references.len(), 16);
    let by_key = |key: &str| parsed.references.iter().find(|r| r.key.as_str() == key).expect("key");

    let foundation = by_key("bhof-weight");
    assert_eq!(foundation.kind, ReferenceKind::Webpage);
    assert_eq!(foundation.authors, [ContributorName::Organisation("Bone Health and Osteoporosis Foundation".into())]);
    assert_eq!((&foundation.issued, &foundation.accessed), (&None, &on(2023, Some(5), Some(2))));
    assert_eq!((foundation.location.line, foundation.location.column), (17, 9));

    let bouxsein = by_key("bouxsein-2003");
    assert_eq!(bouxsein.issue.as_deref(), Some("Suppl 2"));
    assert_eq!(bouxsein.pages.as_deref(), Some("S1-S22"));
    assert_eq!(bouxsein.container.as_deref(), Some("Osteoporosis International"));
    assert_eq!(bouxsein.authors[0], person("Bouxsein", "M. L."));

    assert_eq!(by_key("sawicki-2021").pages.as_deref(), Some("e929853-1\u{2013}e929853-7"));
    assert_eq!(by_key("park-spinal-fractures").container.as_deref(), Some("OrthoInfo"));
    assert_eq!(protected_words(by_key("cdc-2021")), ["U.S."]);
}

#[test]
fn tex_becomes_text() {
    let source = r#"@article{a, title = {Pr\'evention {\'a} la f{\"u}r \"Osterreich: 5\,mg \& $\beta$-blockers, CO$_2$, 10$^{-3}$ ``now'' \emph{E. coli} J.~R. {\OE}uvre --- end},
      author = {{\v S}imek, Jan and D{\'i}az de la Vega, Jos\'e and van der Berg, Anna and Smith, Jr., John and {\'E}tienne Dupont}, journal = {J}}"#;
    let reference = sound_reference(bib(source));
    assert_eq!(
        reference.title.as_deref(),
        Some(
            "Prévention á la für Österreich: 5 mg & β-blockers, CO₂, 10⁻³ \u{201c}now\u{201d} <i>E. coli</i> J. R. Œuvre \u{2014} end"
        )
    );
    assert_eq!(reference.authors[0], person("Šimek", "Jan"));
    assert_eq!(reference.authors[1].display_family(), "Díaz de la Vega");
    assert_eq!(
        reference.authors[2],
        ContributorName::Person {
            family: "Berg".into(),
            given: Some("Anna".into()),
            dropping_particle: None,
            non_dropping_particle: Some("van der".into()),
            suffix: None,
            comma_suffix: false,
            static_ordering: false,
        }
    );
    let ContributorName::Person { suffix, .. } = &reference.authors[3] else { panic!("a person") };
    assert_eq!(suffix.as_deref(), Some("Jr."));
    assert_eq!(reference.authors[4], person("Dupont", "Étienne"));
}

#[test]
fn signs_of_everyday_use_are_no_lost_commands() {
    for (tex, text) in [
        (r"Fever of 38{\textcelsius} and \SI{37}{\celsius}", "Fever of 38℃ and 37 °C"),
        (
            r"A $\frac{1}{2}$ dose, 2$\frac{1}{2}$, \nicefrac{3}{7} and 2\frac{3}{7}, $\frac12$",
            "A ½ dose, 2½, 3/7 and 2 3/7, ½",
        ),
        (r"A self\hyp{}care trial", "A self-care trial"),
        (r"Effect $\lesssim$ 5 {\textperthousand}", "Effect ≲ 5 ‰"),
        (r"A $\Rightarrow$ B {\textrightarrow} C", "A ⇒ B → C"),
        (r"The `single' word", "The ‘single' word"),
    ] {
        let reference = sound_reference(bib(&format!("@book{{a, title = {{{{{tex}}}}}}}")));
        assert_eq!(reference.title.unwrap().plain(), text, "{tex}");
    }
}

#[test]
fn an_unknown_command_is_reported_and_not_lost() {
    let parsed = bib("@book{a,\n title = {{Dose \\foo of \\bar{ten} $\\baz$}},\n abstract = {\\nothing}}");
    assert_eq!(parsed.references[0].title.as_ref().unwrap().plain(), "Dose \\fooof ten \\baz");
    let finding = only_finding(&parsed);
    assert_eq!((finding.rule.id, finding.location.line), ("bibliography-invalid", 2));
    assert_eq!(finding.message, "nobody knows the command `\\foo`, `\\bar`, `\\baz` of TeX here");
}

#[test]
fn titles_say_what_became_of_a_work() {
    let kind = |title: &str| {
        let parsed = bib(&format!("@book{{a, title = {{{{{title}}}}}}}"));
        (parsed.references[0].notice.as_ref().map(|notice| notice.kind), parsed.diagnostics.len())
    };
    for title in [
        "RETRACTED: Walks",
        "Retracted Article: Walks",
        "[Retracted] Walks",
        "Walks (Retracted article. See vol. 3, pg. 4, 2010)",
    ] {
        assert_eq!(kind(title), (Some(NoticeKind::Retracted), 0), "{title}");
    }
    assert_eq!(kind("WITHDRAWN: Exercise for backs"), (None, 1));
    for title in ["Retracted papers in surgery", "Retraction: Walks", "Withdrawn care"] {
        assert_eq!(kind(title), (None, 0), "{title}");
    }
}

#[test]
fn notes_and_keywords_say_what_became_of_a_work() {
    let read = |fields: &str| {
        let reference = sound_reference(bib(&format!("@article{{a, title = {{T}}, {fields}}}")));
        (reference.notice.map(|notice| notice.kind), reference.note)
    };
    for note in ["Retracted", "[Retracted]", "retracted.", "RETRACTED ARTICLE"] {
        assert_eq!(read(&format!("note = {{{note}}}")), (Some(NoticeKind::Retracted), None), "{note}");
    }
    for note in ["This article has been retracted.", "Retracted by the journal in 2012", "Retracted, see PMID 5"] {
        let kept = Some(note.to_owned());
        assert_eq!(read(&format!("note = {{{note}}}")), (Some(NoticeKind::Retracted), kept), "{note}");
    }
    assert_eq!(read("note = {Expression of concern}"), (Some(NoticeKind::Concern), None));
    assert_eq!(read("keywords = {back, Retracted Publication}"), (Some(NoticeKind::Retracted), None));
    for note in ["A study of retracted papers", "Retracted papers in surgery", "Concern"] {
        assert_eq!(read(&format!("note = {{{note}}}")), (None, Some(note.to_owned())), "{note}");
    }
}

#[test]
fn quantities_have_a_blank_before_their_unit() {
    let title = |tex: &str| sound_reference(bib(&format!("@book{{a, title = {{{{{tex}}}}}}}"))).title.expect("title");
    for (tex, expected) in [
        ("\\qty{5}{kg} of load", "5 kg of load"),
        ("\\SI{5}{\\kilo\\gram}", "5 kg"),
        ("\\qty{50}{\\micro\\gram}", "50 µg"),
        ("\\SI{10}{\\mg}", "10 mg"),
        ("\\SIrange{5}{10}{\\kg}", "5–10 kg"),
        ("\\qty{20}{\\percent}", "20%"),
        ("\\SI{37}{\\degreeCelsius}", "37 °C"),
    ] {
        assert_eq!(title(tex).as_str(), expected, "{tex}");
    }
}

#[test]
fn a_day_of_access_in_the_note_is_read() {
    let read = |note: &str| {
        let reference = sound_reference(bib(&format!("@online{{a, title = {{T}}, note = {{{note}}}}}")));
        (reference.accessed, reference.note)
    };
    for note in [
        "[Online; accessed 2-May-2023]",
        "Accessed: 2023-05-02",
        "Last accessed on May 2, 2023.",
        "(retrieved 2 May 2023)",
    ] {
        assert_eq!(read(note), (on(2023, Some(5), Some(2)), None), "{note}");
    }
    assert_eq!(read("In German. Accessed May 2, 2023."), (on(2023, Some(5), Some(2)), Some("In German.".to_owned())));
    assert_eq!(read("Accessed often"), (None, Some("Accessed often".to_owned())));
}

#[test]
fn commands_for_looks_become_tags() {
    let title = |tex: &str| sound_reference(bib(&format!("@misc{{a, title = {{{tex}}}}}"))).title.expect("title");
    let marked = "The {\\em E. coli} in CO\\textsubscript{2}, \\textbf{b {US}} m\\textsuperscript{2} \\textsc{abc}";
    assert_eq!(
        title(marked).as_str(),
        "The <i>E. coli</i> in CO<sub>2</sub>, <b>b US</b> m<sup>2</sup> <span style=\"font-variant:small-caps;\">abc</span>"
    );
    assert_eq!(title(marked).plain(), "The E. coli in CO2, b US m2 abc");
    assert_eq!(title("p <i> q").plain(), "p <i> q", "what does not pair is text");
    let body = sound_reference(bib("@misc{a, title={T}, author={{The \\emph{Body}}}, publisher={\\textit{P}}}"));
    assert_eq!(
        (&body.authors[0], body.publisher.as_deref()),
        (&ContributorName::Organisation("The Body".into()), Some("P"))
    );
    assert_eq!(
        protected_words(&sound_reference(bib("@misc{a, title = {\\emph{free} {\\emph{Kept}}}}"))),
        ["<i>Kept</i>"]
    );
}

#[test]
fn braces_keep_their_case_and_accents_do_not() {
    let reference = sound_reference(bib("@misc{a, title = {Low {T3} and the {US} {Army} f{\\\"u}r {eGFR}}}"));
    assert_eq!(protected_words(&reference), ["T3", "US Army", "eGFR"]);
    assert_eq!(protected_words(&sound_reference(bib("@misc{a, title = {{Back to Basics}}}"))), ["Back to Basics"]);
}

#[test]
fn bodies_stay_whole_and_others_are_no_person() {
    let reference = sound_reference(bib(
        "@book{a, title={T}, author={{Johnson and Johnson} and {World Health Organization} and Doe, J. and others}}",
    ));
    assert_eq!(
        reference.authors,
        [
            ContributorName::Organisation("Johnson and Johnson".into()),
            ContributorName::Organisation("World Health Organization".into()),
            person("Doe", "J."),
            ContributorName::Others
        ]
    );
}

#[test]
fn a_websites_organization_is_its_name_unless_it_is_the_author() {
    let site = "@online{a, title={T}, author={Park, D.}, organization={OrthoInfo}, url={https://a.org/b--c\\_d~e%20}}";
    let reference = sound_reference(bib(site));
    assert_eq!(reference.container.as_deref(), Some("OrthoInfo"));
    assert_eq!(reference.url.as_deref(), Some("https://a.org/b--c_d~e%20"), "hyphens, escapes and tilde as meant");
    let by_clinic = sound_reference(bib("@online{a, title={T}, author={{Mayo Clinic}}, organization={Mayo Clinic}}"));
    assert_eq!((by_clinic.container, by_clinic.publisher), (None, None));
}

#[test]
fn identifiers_lose_what_is_pasted_around_them() {
    let reference = sound_reference(bib(
        "@article{a, title={T}, journal={J}, shortjournal={Osteoporos Int}, doi={https://doi.org/10.1007/s00198-002-1308-9}, pmid={PMID: 12345}, pmcid={pmc99}, eprint={777}, eprinttype={pubmed}}",
    ));
    assert_eq!(reference.doi.as_deref(), Some("10.1007/s00198-002-1308-9"));
    assert_eq!((reference.pmid.as_deref(), reference.pmcid.as_deref()), (Some("12345"), Some("PMC99")));
    assert_eq!(reference.container_short.as_deref(), Some("Osteoporos Int"));
    let eprint = sound_reference(bib("@article{a, title={T}, journal={J}, eprint={777}, eprinttype={pubmed}}"));
    assert_eq!(eprint.pmid.as_deref(), Some("777"));
    let wrong = bib("@article{a, title={T}, journal={J}, doi={see the website}}");
    assert_eq!((only_finding(&wrong).severity, wrong.references[0].doi.as_deref()), (Severity::Warning, None));
    for cut in ["10.", "10.;", "doi:10.", "10./", "10.1000/"] {
        let parsed = bib(&format!("@article{{a, title={{T}}, journal={{J}}, doi={{{cut}}}}}"));
        assert_eq!(only_finding(&parsed).rule.id, "bibliography-invalid", "{cut}");
    }
}

#[test]
fn dates_in_every_form() {
    let date = |fields: &str| sound_reference(bib(&format!("@book{{a, title={{T}}, {fields}}}"))).issued;
    let iso_date = |fields: &str| date(fields).unwrap().to_string();
    assert_eq!(iso_date("year={2020/2021}, month=dec"), "2020-12/2021");
    assert_eq!(iso_date("year={2020/2021}, month={dec/jan}"), "2020-12/2021-01");
    assert_eq!(iso_date("year={2020}, month={nov/dec}"), "2020-11/2020-12");
    assert_eq!(iso_date("date={circa 1999}"), "1999~");
    assert_eq!(iso_date("year={Circa 1999}"), "1999~");
    assert_eq!(date("date={2018-08-07}"), on(2018, Some(8), Some(7)));
    assert_eq!(date("year=2003, month=jul"), on(2003, Some(7), None));
    assert_eq!(date("year={2003}, month={July}, day={4}"), on(2003, Some(7), Some(4)));
    assert_eq!(date("year={2003}, month={5 May}"), on(2003, Some(5), Some(5)));
    let months = date("year={2003}, month={Mar-Apr}").expect("date");
    assert_eq!((months.month, months.end_month, months.end_year), (Some(3), Some(4), None));
    assert_eq!(date("year={2003}, month={Spring}").expect("date").season, Some(Season::Spring));
    assert_eq!(date("date={2003-24}").expect("date").season, Some(Season::Winter));
    assert_eq!(date("year={n.d.}"), None);
    let about = date("date={2003~}").expect("date");
    assert!(about.approximate);
    assert_eq!(date("date={2019/2021}").expect("date").end_year, Some(2021));
    assert_eq!(sound_reference(bib("@book{a, title={T}, year={in press}}")).status.as_deref(), Some("in press"));
}

#[test]
fn impossible_dates_are_warnings_at_their_field() {
    let forms = [
        ("date = {2021-13}", Some(2021)),
        ("date = {2021-02-30}", Some(2021)),
        ("date = {soon}", None),
        ("year = {20x1}", None),
    ];
    for (field, year) in forms {
        let column = 10;
        let parsed = bib(&format!("@book{{a,\n  title = {{T}},\n  {field}\n}}"));
        let finding = only_finding(&parsed);
        assert_eq!((finding.rule.id, finding.severity), ("date-invalid", Severity::Warning), "{field}");
        assert_eq!(parsed.references[0].issued.as_ref().map(|date| date.year), year, "{field}");
        assert_eq!((finding.location.line, finding.location.column), (3, column), "{field}");
    }
    let month = bib("@book{a,\n title={T}, year=2020,\n month = {13}}");
    assert_eq!((only_finding(&month).rule.id, only_finding(&month).location.line), ("date-invalid", 3));
    assert_eq!(month.references[0].issued, on(2020, None, None), "the year stays");
    let accessed = bib("@online{a, title={T}, url={https://a.org},\n urldate={2020-00-01}}");
    assert_eq!((only_finding(&accessed).rule.id, only_finding(&accessed).location.line), ("date-invalid", 2));
}

#[test]
fn only_web_addresses_are_linked() {
    for url in
        ["javascript:alert(1)", "JaVa\n Script:alert(1)", "data:text/html,x", "vbscript:x", "https://a\u{2066}b.org"]
    {
        let parsed = bib(&format!("@online{{a, title={{T}},\n url = {{{url}}}}}"));
        let finding = only_finding(&parsed);
        assert_eq!((finding.rule.id, finding.location.line, finding.location.column), ("url-unsafe", 2, 8), "{url}");
        assert_eq!(parsed.references[0].url, None);
        assert_eq!((finding.severity, parsed.faults[0].key.as_str()), (Severity::Warning, "a"), "must not be cited");
    }
    for url in ["ftp://a.org/x", "https:///x", "<Go to ISI>://WOS:1", "C:\\a.pdf", "see the site"] {
        let parsed = bib(&format!("@online{{a, title={{T}},\n url = {{{url}}}}}"));
        let finding = only_finding(&parsed);
        assert_eq!((finding.rule.id, finding.severity), ("bibliography-invalid", Severity::Warning), "{url}");
        assert_eq!((&parsed.references[0].url, parsed.faults.len()), (&None, 0));
    }
    let encoded = bib("@online{a, title={T},\n url = {https://a.org/x<y>?q=\"z\"}}");
    let finding = only_finding(&encoded);
    assert_eq!((finding.rule.id, finding.severity), ("bibliography-invalid", Severity::Warning));
    assert_eq!(encoded.references[0].url.as_deref(), Some("https://a.org/x%3Cy%3E?q=%22z%22"));
    let bare = bib("@online{a, title={T}, url={www.a.org/b}}");
    assert_eq!(
        (only_finding(&bare).rule.id, only_finding(&bare).severity),
        ("bibliography-invalid", Severity::Warning)
    );
    assert_eq!(bare.references[0].url.as_deref(), Some("https://www.a.org/b"));
    assert!(only_finding(&bare).help.as_deref().unwrap().contains("https://"));
}

#[test]
fn a_broken_entry_costs_one_entry() {
    let text = "@article{good-1, title={A}, journal={J}}\n\n@article{open,\n  title = {Never closed,\n  year = {2020}\n}\n\n@article{good-2, title={B}, journal={J}}\n@article{comma\n  title={C}}\n@book{good-3, title={D}}\n";
    let parsed = bib(text);
    assert_eq!(keys(&parsed), ["good-1", "good-2", "comma", "good-3"]);
    let places: Vec<_> = parsed.diagnostics.iter().map(|finding| (finding.rule.id, finding.location.line)).collect();
    assert_eq!(places, [("bibliography-invalid", 3), ("bibliography-invalid", 9)]);
    assert!(parsed.diagnostics[0].message.contains("`open`"), "{}", parsed.diagnostics[0].message);
}

#[test]
fn a_swallowed_entry_is_found_again() {
    let parsed = bib("@book{a, title = {A\n}\n@book{b, title={B}}\n@book{c, title={C}}}\n@book{d, title={D}}\n");
    assert_eq!(keys(&parsed), ["b", "c", "d"]);
    let early = bib("@book{a, title={A}},\n  year={2020}\n}\n@book{b, title={B}}");
    assert_eq!(keys(&early), ["a", "b"]);
    assert_eq!((only_finding(&early).rule.id, only_finding(&early).location.line), ("bibliography-invalid", 1));
}

#[test]
fn strings_preambles_and_comments_are_fine() {
    let parsed = bib(
        "% @book{no, title={No}}\n@comment{jabref-meta: {x} @book{neither, title={N}}}\n@preamble{\"\\newcommand{\\x}{y}\"}\n@STRING{oi = \"Osteoporosis \" # {International}}\n@string(old = {x})\n@article{a, title = \"A \" # {B}, journal = OI, month = feb, year = 2003}\nFree text, me@example.org\n",
    );
    let parsed =
        ParsedFile { diagnostics: parsed.diagnostics.into_iter().filter(|d| d.location.line != 5).collect(), ..parsed };
    let reference = sound_reference(parsed);
    assert_eq!(reference.container.as_deref(), Some("Osteoporosis International"));
    assert_eq!((reference.title.as_deref(), reference.issued), (Some("A B"), on(2003, Some(2), None)));
    let unknown = bib("@article{a, title={T},\n journal = jbmr}");
    assert_eq!((only_finding(&unknown).rule.id, only_finding(&unknown).location.line), ("bibliography-invalid", 2));
    assert_eq!(keys(&unknown), ["a"], "the entry is kept without the field");
}

#[test]
fn crossrefs_are_inherited_and_circles_named() {
    let parsed = bib(
        "@incollection{child, title={Chapter}, author={Doe, J.}, crossref={parent}}\n@collection{parent, title={The Whole}, subtitle={A View}, editor={Roe, R.}, date={2020}, publisher={P}}",
    );
    assert_eq!(parsed.diagnostics, []);
    let child = &parsed.references[0];
    assert_eq!(child.container.as_deref(), Some("The whole: A view"));
    assert_eq!((child.title.as_deref(), child.publisher.as_deref()), (Some("Chapter"), Some("P")));
    assert_eq!((child.editors.len(), &child.issued), (1, &on(2020, None, None)));

    let circle = bib(
        "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={c}}\n@book{c, title={C},\n crossref={a}}\n@book{d, title={D}, crossref={a}}\n@book{e, title={E}, crossref={e}}",
    );
    let rules_and_messages: Vec<_> = circle.diagnostics.iter().map(|d| (d.rule.id, d.message.as_str())).collect();
    assert_eq!(
        rules_and_messages,
        [
            ("source-crossref", "the crossrefs lead in a circle: `a` -> `b` -> `c` -> `a`"),
            ("source-crossref", "the crossrefs lead in a circle: `e` -> `e`")
        ]
    );
    assert_eq!(circle.references.len(), 5);
    let missing = bib("@book{a, title={A}, crossref={nowhere}}");
    assert_eq!(
        (only_finding(&missing).rule.id, only_finding(&missing).severity),
        ("source-crossref", Severity::Warning)
    );
}

#[test]
fn a_key_with_two_contents_is_an_error_with_both_places() {
    let parsed = bib("@book{a, title={A}}\n@book{b, title={B}}\n@book{a, title={Another}}\n@book{b, title={B}}");
    let in_one_file = only_finding(&parsed);
    assert_eq!(
        (in_one_file.rule.id, in_one_file.location.line, in_one_file.location.column),
        ("source-duplicate-key", 3, 7)
    );
    assert_eq!(in_one_file.related[0].location.line, 1);
    assert_eq!(keys(&parsed), ["a", "b"]);

    let other_file = parse(&Source::new("content/references/other.yaml", "a:\n  type: book\n  title: Third\n"));
    let (references, diagnostics) = merge_by_key([parsed.references, other_file.references].concat());
    let diagnostics = diagnostics.into_iter().map(|fault| fault.finding).collect();
    let merged = ParsedFile { references, diagnostics, ..ParsedFile::default() };
    let in_two_files = only_finding(&merged);
    assert_eq!(&*in_two_files.location.file, "content/references/other.yaml");
    assert_eq!(&*in_two_files.related[0].location.file, "content/references/library.bib");
}

#[test]
fn an_entry_without_a_title_is_a_warning() {
    let parsed = bib("@book{a, author={Doe, J.}}");
    assert_eq!((only_finding(&parsed).rule.id, only_finding(&parsed).severity), ("source-no-title", Severity::Warning));
    assert_eq!(keys(&parsed), ["a"]);
}

#[test]
fn kinds_and_their_fields() {
    let report = sound_reference(bib(
        "@report{a, title={T}, author={{WHO}}, institution={World Health Organization}, number={WHO-26-0599}, type={Technical guidance}}",
    ));
    assert_eq!(
        (report.kind, report.number.as_deref(), report.genre.as_deref()),
        (ReferenceKind::Report, Some("WHO-26-0599"), Some("Technical guidance"))
    );
    let thesis = sound_reference(bib("@phdthesis{a, title={T}, author={Doe, J.}, school={U}, year=2001}"));
    assert_eq!(
        (thesis.kind, thesis.genre.as_deref(), thesis.publisher.as_deref()),
        (ReferenceKind::Thesis, Some("PhD thesis"), Some("U"))
    );
    let preprint = sound_reference(bib(
        "@misc{a, title={T}, author={Doe, J.}, eprint={2101.00001}, archiveprefix={arXiv}, year=2021}",
    ));
    assert_eq!((preprint.kind, preprint.number.as_deref()), (ReferenceKind::Preprint, Some("arXiv:2101.00001")));
    let page = sound_reference(bib("@misc{a, title={T}, howpublished={\\url{https://a.org/x_y}}}"));
    assert_eq!((page.kind, page.url.as_deref()), (ReferenceKind::Webpage, Some("https://a.org/x_y")));
    let subtitled =
        sound_reference(bib("@book{a, title={Bones?}, subtitle={A {US} view}, langid={american}, keywords={a, b; c}}"));
    assert_eq!(subtitled.title.as_deref(), Some("Bones? A US view"));
    assert_eq!((subtitled.language.as_deref(), subtitled.keywords.len()), (Some("en-US"), 3));
}

#[test]
fn hayagriva_yaml_reads_like_the_same_entry_in_bibtex() {
    let parsed = yaml(
        "# library\nbouxsein-2003:\n  type: article\n  title: Health professional's guide to {US} care\n  author: [\"Bouxsein, M. L.\", \"Gallagher, R.\"]\n  date: 2003\n  page-range: S1-S22\n  serial-number:\n    doi: 10.1007/s00198-002-1308-9\n    pmid: 12345\n  parent:\n    type: periodical\n    title: { value: Osteoporosis International, short: Osteoporos Int }\n    volume: 14\n    issue: Suppl 2\n\npark:\n  type: web\n  title: Osteoporosis and Spinal Fractures\n  author: OrthoInfo Group\n  url: { value: https://orthoinfo.org/x, date: 2022-04-24 }\n",
    );
    assert_eq!(parsed.diagnostics, []);
    let [article, page] = &parsed.references[..] else { panic!("two references") };
    assert_eq!((article.kind, article.location.line, article.location.column), (ReferenceKind::ArticleJournal, 2, 1));
    assert_eq!(protected_words(article), ["US"]);
    assert_eq!(article.authors, [person("Bouxsein", "M. L."), person("Gallagher", "R.")]);
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("14"), Some("Suppl 2")));
    assert_eq!(article.container_short.as_deref(), Some("Osteoporos Int"));
    assert_eq!((article.doi.as_deref(), article.pmid.as_deref()), (Some("10.1007/s00198-002-1308-9"), Some("12345")));
    assert_eq!(article.issued, on(2003, None, None));
    assert_eq!((page.kind, &page.accessed), (ReferenceKind::Webpage, &on(2022, Some(4), Some(24))));
    assert_eq!(page.authors, [ContributorName::Organisation("OrthoInfo Group".into())]);
}

#[test]
fn the_last_value_of_a_hayagriva_entry_keeps_its_full_stop() {
    let parsed =
        yaml("a:\n  type: book\n  title: Bones\n  edition: 2nd ed.\n---\nb:\n  type: book\n  title: More...\n...\n");
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.references[0].edition.as_deref(), Some("2nd ed."));
    assert_eq!(parsed.references[1].title.as_deref(), Some("More..."));
    assert_eq!(
        sound_reference(yaml("a:\n  type: book\n  title: T\n  date: ~2020\n")).issued.map(|date| date.approximate),
        Some(true)
    );
}

#[test]
fn hayagriva_mistakes_have_their_places() {
    let parsed = yaml(
        "good:\n  type: book\n  title: A\nbad: [\nodd:\n  type: book\n  titel: B\n  title: B\n  date: 2021-13\n  url: javascript:alert(1)\nlast:\n  type: book\n  title: 007\n",
    );
    assert_eq!(keys(&parsed), ["good", "odd", "last"]);
    assert_eq!(parsed.references[2].title.as_deref(), Some("007"));
    let mut lines_and_rules: Vec<_> = parsed.diagnostics.iter().map(|d| (d.location.line, d.rule.id)).collect();
    lines_and_rules.sort_unstable();
    assert_eq!(lines_and_rules[1..], [(9, "date-invalid"), (10, "url-unsafe")]);
    assert_eq!(lines_and_rules[0].1, "bibliography-invalid");
    assert_eq!(
        only_finding(&yaml("# ours\n- type: book\n  title: T\n")).message,
        "an entry is a key with fields below it"
    );
    assert_eq!(yaml("# nothing\n---\n").diagnostics, []);
    let end = yaml("a:\n  type: book\n  title: T\n  date: 2021-13");
    assert_eq!(end.diagnostics[0].location.end_column, 16);
    let bomb = yaml("a: &a [1,1]\nb: &b [*a,*a]\n");
    assert!(bomb.references.is_empty() && !bomb.diagnostics.is_empty());
}

#[test]
fn other_formats_say_so() {
    let parsed = parse(&Source::new("content/references/x.enw", ""));
    assert_eq!(only_finding(&parsed).rule.id, "bibliography-invalid");
}

#[test]
fn hostile_files_are_read_to_their_end() {
    let nested = format!("@book{{a, title={{{}}}}}", "\\a{".repeat(50_000));
    let unclosed = "@book{a, title={\n".repeat(50_000);
    let bomb: String = std::iter::once("@string{s0 = {aaaaaaaaaa}}\n".to_owned())
        .chain((1..40).map(|n| format!("@string{{s{n} = s{m} # s{m} # s{m} # s{m}}}\n", m = n - 1)))
        .chain(std::iter::once("@book{a, title=s39}".to_owned()))
        .collect();
    let chain: String = (0..20_000).map(|n| format!("@book{{k{n}, title={{T}}, crossref={{k{}}}}}\n", n + 1)).collect();
    let one_line = "@book{a, title={T}} ".repeat(20_000);
    let maths = format!("@book{{a, title={{{}}}}}", "$".repeat(99_999));
    for text in
        [nested, unclosed, bomb, chain, one_line, maths, "@".repeat(100_000), "@a{".repeat(50_000), "{".repeat(100_000)]
    {
        bib(&text);
        yaml(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        bib(&text);
        yaml(&text);
    }

    #[test]
    fn no_bibtex_panics(text in r#"(@(article|string|book|comment|preamble)?|[{}",=#%\\$~^_'`]|title|author|and |others|date|crossref|year|\n| |[a-z0-9é–]|--|\\'|\\emph|\{\\"u\}|=\{){0,80}"#) {
        bib(&text);
        yaml(&text);
    }

    #[test]
    fn no_field_panics(value in r#"([a-zA-Z0-9é ,{}\\$~^_'`"&%#./:\-]|and | others|\\[a-z'"]|--){0,60}"#, field in "title|author|date|year|month|url|doi|pages|keywords|crossref|urldate|journal") {
        bib(&format!("@article{{a, {field} = {{{value}}}, year = {{2020}}}}"));
        yaml(&format!("a:\n  type: article\n  {field}: {value}\n"));
    }
}
