//! The mistakes of the style processor (hayagriva), each as the processor makes it today. The messages name the correction in
//! `resolve/citations/format`, if there is one.
//!
//! If one fails after an update of hayagriva, its output has changed. If it is right now, the named correction can go. The
//! corrected output is in `citation_corrections.rs`, and that of marks which are told apart in
//! `citation_disambiguation.rs`.

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, Style};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, ElemChildren};

/// Lists and marks of the processor alone, without our corrections.
struct UncorrectedOutput {
    list: Vec<String>,
    marks: Vec<String>,
}

/// Formats items that are cited one after another, each in a mark of its own.
fn format_uncorrected(style: &str, items: &str) -> UncorrectedOutput {
    let items: Vec<Item> = serde_json::from_str(items).unwrap();
    let (style, locales) = (style_of(style), locales());
    let mut driver = BibliographyDriver::new();
    for item in &items {
        let cited = vec![CitationItem::with_entry(item)];
        driver.citation(CitationRequest::new(cited, &style, None, &locales, None));
    }
    let output = driver.finish(BibliographyRequest { style: &style, locale: None, locale_files: &locales });
    let list = output.bibliography.into_iter().flat_map(|list| list.items);
    UncorrectedOutput {
        list: list.map(|item| plain(&item.content)).collect(),
        marks: output.citations.iter().map(|mark| plain(&mark.citation)).collect(),
    }
}

fn style_of(name: &str) -> IndependentStyle {
    match ArchivedStyle::by_name(name).unwrap().get() {
        Style::Independent(style) => style,
        Style::Dependent(_) => panic!("`{name}` is another style by another name"),
    }
}

fn plain(content: &ElemChildren) -> String {
    let mut text = String::new();
    content.write_buf(&mut text, BufWriteFormat::Plain).unwrap();
    text
}

/// A work of 2020 by Ann Lee with the title `T`, unless `fields` has an author or a title.
fn work(kind: &str, fields: &str) -> String {
    let author = if fields.contains("\"author\"") { "" } else { r#""author": [{"family": "Lee", "given": "Ann"}], "# };
    let title = if fields.contains("\"title\"") { "" } else { r#""title": "T", "# };
    // The length serves as an id; items of one test must differ in it.
    let id = fields.len();
    format!(r#"{{"id": "{id}", "type": "{kind}", {author}{title}{fields}, "issued": {{"date-parts": [[2020]]}}}}"#)
}

#[track_caller]
fn assert_still_wrong(correction: &str, output: &str, wrong: &str) {
    assert_eq!(output, wrong, "the processor's output has changed; if it is right now, `{correction}` can go");
}

#[track_caller]
fn assert_list_still_wrong(correction: &str, style: &str, item: String, wrong: &str) {
    assert_still_wrong(correction, &format_uncorrected(style, &format!("[{item}]")).list[0], wrong);
}

#[test]
fn names_element_without_a_name_element_loses_the_authors() {
    let item = work("article-journal", r#""container-title": "J", "volume": "3", "page": "45-52""#);
    assert_list_still_wrong("repair::name_the_unnamed", "nlm-citation-sequence", item, "T. J. 2020 ;3:45\u{2013}52.");
    let editor = r#""container-title": "Book", "editor": [{"family": "Marcus", "given": "R"}], "publisher": "P""#;
    let item = work("chapter", editor);
    assert_list_still_wrong(
        "repair::name_the_unnamed",
        "american-medical-association",
        item,
        "Lee A. T. In: Book. P; 2020.",
    );
}

#[test]
fn short_form_of_container_title_ignores_container_title_short() {
    let item = work("article-journal", r#""container-title": "Journal of X", "container-title-short": "J X""#);
    let wrong = "Lee A. T. Journal of X. Published online 2020.";
    assert_list_still_wrong("repair::ask_for_the_short_container", "american-medical-association", item, wrong);
}

#[test]
fn punctuation_is_doubled_or_left_dangling() {
    let item = work("book", r#""title": "Do they break?", "publisher": "P""#);
    assert_list_still_wrong("shape::tidied", "american-medical-association", item, "Lee A. Do They Break?. P; 2020.");
    let item = work("webpage", r#""container-title": "Site""#);
    assert_list_still_wrong("shape::tidied", "apa", item, "Lee, A. (2020,). T. Site.");
}

#[test]
fn markup_in_titles_shows_as_text() {
    let item = work("book", r#""title": "The <i>in vivo</i> work""#);
    assert_list_still_wrong("stand_in::sign", "apa", item, "Lee, A. (2020). The <i>in vivo</i> work.");
}

#[test]
fn capitals_within_words_are_lost() {
    let item = work("webpage", r#""container-title": "MedlinePlus""#);
    assert_list_still_wrong("stand_in::Words::protect", "apa", item, "Lee, A. (2020,). T. Medlineplus.");
    let item = work("article-journal", r#""title": "mRNA and pH in eGFR", "container-title": "J""#);
    let wrong = "Lee, Ann. 2020. \u{201c}Mrna and Ph in Egfr.\u{201d} J,.";
    assert_list_still_wrong("stand_in::Words::protect", "chicago-author-date", item, wrong);
}

#[test]
fn hyphens_in_numbers_become_ranges() {
    let item = work("report", r#""number": "WHO-26-0599", "genre": "Report""#);
    assert_list_still_wrong("stand_in::number", "apa", item, "Lee, A. (2020). T (Report Nos. WHO-26\u{2013}599).");
}

#[test]
fn a_suffix_keeps_the_full_stop_that_ama_strips() {
    let item = work("book", r#""author": [{"family": "King", "given": "Max", "suffix": "Jr."}]"#);
    let list = format_uncorrected("american-medical-association", &format!("[{item}]")).list;
    assert_eq!(list, ["King M Jr. T. 2020."], "the processor's output has changed; nothing corrects this mistake");
}

#[test]
fn a_comma_stands_before_the_ampersand_of_an_organisation() {
    let authors = r#""author": [{"family": "Smith", "given": "Eve"}, {"literal": "the Study Group"}]"#;
    assert_list_still_wrong(
        "stand_in::PAIRED_BODY",
        "apa",
        work("book", authors),
        "Smith, E., & the Study Group. (2020). T.",
    );
}

#[test]
fn lower_case_words_leave_the_family_name() {
    let author = r#""author": [{"family": "de la Vega", "given": "Bo"}]"#;
    assert_list_still_wrong(
        "entry::parts",
        "american-medical-association",
        work("book", author),
        "Vega B de la. T. 2020.",
    );
}

#[test]
fn title_case_capitalises_after_commas() {
    let item = work("article-journal", r#""title": "The upper limb, and the back beneath it", "container-title": "J""#);
    let wrong = "Lee, Ann. 2020. \u{201c}The Upper Limb, And the Back beneath It.\u{201d} J,.";
    assert_list_still_wrong("title_case", "chicago-author-date", item, wrong);
}

#[test]
fn straight_quotes_stay_straight() {
    let item = work("article-journal", r#""title": "The \"core\" isn't known", "container-title": "J""#);
    let wrong = "Lee, Ann. 2020. \u{201c}The \"Core\" Isn't Known.\u{201d} J,.";
    assert_list_still_wrong("typography", "chicago-author-date", item, wrong);
}

#[test]
fn pages_are_counted_wrong() {
    let pages = r#""container-title": "Book", "page": "1058-1081.e4""#;
    let wrong = "Lee, A. (2020). T. In Book (p. 1058\u{2013}1081.e4).";
    assert_list_still_wrong("values::label_of_number", "apa", work("chapter", pages), wrong);
    let item = work("chapter", r#""container-title": "Book", "publisher": "P", "page": "45-52""#);
    let wrong = "T. In: Book. P; 2020. pp. 45\u{2013}52.";
    assert_list_still_wrong("values::label_of_number", "nlm-citation-sequence", item, wrong);
}

#[test]
fn an_id_with_letters_is_not_taken_for_a_number() {
    let item = work("report", r#""number": "ACTRN12600000001", "genre": "Report""#);
    assert_list_still_wrong("values::is_numeric", "apa", item, "Lee, A. (2020). T (Report ACTRN12600000001).");
}

#[test]
fn an_access_date_without_an_address_is_lost() {
    let item = work("webpage", r#""accessed": {"date-parts": [[2023, 5, 2]]}"#);
    assert_list_still_wrong("list::List::accessed", "american-medical-association", item, "Lee A. T. 2020.");
}

#[test]
fn letters_follow_the_order_of_citation() {
    let items = [work("book", r#""title": "Zeal""#), work("book", r#""title": "Ardour, the first""#)];
    let output = format_uncorrected("apa", &format!("[{}]", items.join(", ")));
    let wrong = ["Lee, A. (2020b). Ardour, the first.", "Lee, A. (2020a). Zeal."];
    assert_eq!(
        output.list, wrong,
        "the processor's output has changed; if it is right now, `repair::with_letter` and the letters of `ladder`, which \
            tells equal marks apart, can go"
    );
    assert_eq!(output.marks, ["(Lee, 2020a)", "(Lee, 2020b)"]);
}

#[test]
fn given_names_do_not_tell_family_names_apart() {
    let ann = work("book", r#""publisher": "P""#);
    let bo = work("book", r#""author": [{"family": "Lee", "given": "Bo"}]"#);
    let output = format_uncorrected("apa", &format!("[{ann}, {bo}]"));
    let wrong = ["(Lee, 2020a)", "(Lee, 2020b)"];
    let message =
        "the processor's output has changed; if it is right now, `ladder`, which tells equal marks apart, can go";
    assert!(output.marks == wrong || output.marks == ["(Lee, 2020)", "(Lee, 2020)"], "{message}: {:?}", output.marks);
}

#[test]
fn a_range_of_dates_is_a_panic() {
    let item = r#"[{"id": "a", "type": "book", "title": "T", "issued": {"date-parts": [[2019], [2021]]}}]"#;
    let output = std::panic::catch_unwind(|| format_uncorrected("apa", item).list);
    assert!(output.is_err(), "the processor panics no longer; if its output is right, `date_span` can go: {output:?}");
}

#[test]
fn a_season_shows_where_a_style_asks_for_the_year_alone() {
    let item = r#"[{"id": "a", "type": "article-journal", "title": "T", "container-title": "J",
        "issued": {"date-parts": [[2020]], "season": "1"}}]"#;
    let output = format_uncorrected("apa", item).list;
    let message = "the processor's output has changed; if it is right now, `date_span` can go";
    assert_eq!(output, ["T. (Spring/2020). J."], "{message}");
}
