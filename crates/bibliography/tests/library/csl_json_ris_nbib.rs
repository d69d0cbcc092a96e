//! Libraries as other programs export them: what each format gives, and what each mistake says and where.

use proptest::prelude::*;
use wellpress_bibliography::{
    Case, ContributorName, DateVariable, LibraryFormat, NoticeKind, ParsedFile, PartialDate, Reference, ReferenceKind,
    Season, parse,
};
use wellpress_diagnostics::{Diagnostic, Severity, Source};

fn json(text: &str) -> ParsedFile {
    parse(&Source::new("content/references/library.json", text))
}

fn sound(parsed: ParsedFile) -> Vec<Reference> {
    assert_eq!(parsed.diagnostics, [], "expected no finding");
    parsed.references
}

fn keys(parsed: &ParsedFile) -> Vec<&str> {
    parsed.references.iter().map(|reference| reference.key.as_str()).collect()
}

/// Rule, line and column of each finding, in the order of the file.
fn places(parsed: &ParsedFile) -> Vec<(&'static str, u32, u32)> {
    let rule_and_position = |finding: &Diagnostic| (finding.rule.id, finding.location.line, finding.location.column);
    let mut places: Vec<_> = parsed.diagnostics.iter().map(rule_and_position).collect();
    places.sort_unstable_by_key(|(_, line, column)| (*line, *column));
    places
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

fn issued(item: &str) -> Option<PartialDate> {
    let text = format!("[{{\"id\": \"a\", \"type\": \"book\", \"title\": \"T\", \"issued\": {item}}}]");
    sound(json(&text)).remove(0).issued
}

#[test]
fn entities_and_foreign_tags_are_replaced_in_every_field_of_every_format() {
    let item = r#"[{"id": "a", "type": "article-journal", "title": "Effects on &lt;i&gt;E. coli&lt;/i&gt; &amp;amp; rest",
        "author": [{"family": "D&#246;e", "given": "Jane"}], "container-title": "Clinical &amp; Translational Medicine",
        "keyword": "a &amp; b", "note": "x &lt; y", "publisher": "Q&A &eacute;", "event-title": "<jats:p>One</jats:p>"}]"#;
    let reference = sound(json(item)).remove(0);
    assert_eq!(reference.title.as_deref(), Some("Effects on <i>E. coli</i> & rest"));
    assert_eq!(reference.authors, [person("D\u{f6}e", "Jane")]);
    assert_eq!(reference.container.as_deref(), Some("Clinical & Translational Medicine"));
    assert_eq!((reference.keywords[0].as_str(), reference.note.as_deref()), ("a & b", Some("x < y")));
    assert_eq!((reference.publisher.as_deref(), reference.event.as_deref()), (Some("Q&A \u{e9}"), Some("One")));
    let others = [
        ("a.ris", "TY  - JOUR\nID  - a\nTI  - Bone &amp; joint\nAU  - D&ouml;e, Jane\nER  - \n"),
        ("a.nbib", "PMID- 1\nTI  - Bone &amp; joint.\nFAU - D&ouml;e, Jane\n"),
        ("a.bib", "@book{a, title = {Bone \\&amp; joint}, author = {D&ouml;e, Jane}}"),
    ];
    for (path, text) in others {
        let reference = parse(&Source::new(path, text)).references.remove(0);
        assert_eq!(reference.title.as_deref(), Some("Bone & joint"), "{path}");
        assert_eq!(reference.authors, [person("D\u{f6}e", "Jane")], "{path}");
    }
}

#[test]
fn notices_in_a_record_of_pubmed_are_read() {
    let notice = |tags: &str| {
        let text = format!("PMID- 30000001\nTI  - Back pain.\nFAU - Mueller, Karl\n{tags}");
        let notice = parse(&Source::new("a.nbib", text)).references.remove(0).notice;
        notice.map(|notice| (notice.kind, notice.date.map(|day| day.to_string()), notice.doi))
    };
    let retracted = "PT  - Retracted Publication\nRIN - Spine. 2021 Jan 5;1(1):1. doi: 10.1000/ret. PMID: 31111111\nEIN - Spine. 2020;1:2\n";
    let expected = (NoticeKind::Retracted, Some("2021-01-05".to_owned()), Some("10.1000/ret".to_owned()));
    assert_eq!(notice(retracted), Some(expected));
    assert_eq!(notice("PT  - Retracted Publication\n"), Some((NoticeKind::Retracted, None, None)));
    assert_eq!(notice("ECI - Spine. 2021 Jan;1(1):1. PMID: 31111112\n"), Some((NoticeKind::Concern, None, None)));
    assert_eq!(notice("EIN - Spine. 2021 Jan;1(1):1.\n"), Some((NoticeKind::Corrected, None, None)));
    assert_eq!(notice("PT  - Retraction of Publication\nROF - Spine. 2019;1:1\n"), None);
}

const ZOTERO: &str = include_str!("../fixtures/zotero.json");

#[test]
fn csl_json_reads_as_zotero_exports_it() {
    let references = sound(json(ZOTERO));
    let article = &references[0];
    assert_eq!(article.key.as_str(), "exampleBoneDensityTai2021", "the citation key, not Zotero's address");
    assert_eq!((article.location.line, article.location.column), (4, 21));
    assert_eq!(article.kind, ReferenceKind::ArticleJournal);
    let title = article.title.as_ref().expect("title");
    assert_eq!(title.as_str(), "Bone density (<i>T</i><sub>score</sub>) and Tai Chi: a first look");
    let protected_words: Vec<_> =
        title.pieces().filter(|(_, case)| *case == Case::Protected).map(|(piece, _)| piece).collect();
    assert_eq!(protected_words, ["Tai Chi"]);
    assert_eq!(
        article.authors,
        [
            ContributorName::Person {
                family: "Berg".into(),
                given: Some("Anna".into()),
                dropping_particle: None,
                non_dropping_particle: Some("van der".into()),
                suffix: None,
                comma_suffix: false,
                static_ordering: false,
            },
            ContributorName::Person {
                family: "García Márquez".into(),
                given: Some("José".into()),
                dropping_particle: None,
                non_dropping_particle: None,
                suffix: Some("Jr.".into()),
                comma_suffix: false,
                static_ordering: false,
            },
            ContributorName::Organisation("Institute of Examples and Samples".into()),
            person("王", "小明"),
            person("العربي", "سارة"),
            ContributorName::Others,
        ]
    );
    assert_eq!((article.pmid.as_deref(), article.pmcid.as_deref()), (Some("99000001"), Some("PMC9900001")));
    assert_eq!(article.note.as_deref(), Some("Read with care."), "what the identifiers leave of the note");
    assert_eq!((article.volume.as_deref(), article.issue.as_deref()), (Some("14"), Some("Suppl 2")));
    assert_eq!(article.container_short.as_deref(), Some("J Invent Ex"));
    assert_eq!((&article.issued, &article.accessed), (&on(2021, Some(7), Some(15)), &on(2023, Some(5), Some(2))));
    let archived = "https://web.archive.org/web/20210101000000/https://example.org/a--b?x=1&y=2";
    assert_eq!(article.url.as_deref(), Some(archived));
    let keys: Vec<_> = references.iter().map(|reference| reference.key.as_str()).collect();
    assert_eq!(keys[1..], ["examplePage", "17", "range", "raw", "words", "press"]);
    assert_eq!((&references[1].issued, references[1].note.as_deref()), (&None, None));
    assert_eq!(references[1].date(DateVariable::OriginalDate), on(1999, None, None).as_ref(), "a line of the note");
    assert_eq!(references[1].date_words().collect::<Vec<_>>(), [("issued", "n.d.")]);
    assert_eq!(references[2].edition.as_deref(), Some("2"));
    assert_eq!(references[4].kind, ReferenceKind::Preprint);
    assert_eq!(references[6].status.as_deref(), Some("in press"));
}

#[test]
fn csl_jsons_dates_in_every_form() {
    let range = PartialDate { year: 2019, month: Some(5), end_year: Some(2021), ..PartialDate::default() };
    assert_eq!(issued(r#"{"date-parts": [[2019, 5], [2021]]}"#), Some(range));
    let within = PartialDate { year: 2020, month: Some(11), end_month: Some(12), ..PartialDate::default() };
    for text in [r#"{"date-parts": [[2020, 11], [2020, 12]]}"#, r#"{"raw": "2020-11/2020-12"}"#, r#""2020 Nov-Dec""#] {
        assert_eq!(issued(text), Some(within.clone()), "{text}");
    }
    let spring = PartialDate { year: 2020, season: Some(Season::Spring), ..PartialDate::default() };
    for text in [
        r#"{"date-parts": [[2020]], "season": 1}"#,
        r#"{"date-parts": [["2020", 21]]}"#,
        r#"{"raw": "Spring 2020"}"#,
        r#"{"date-parts": [[2020]], "season": "spring"}"#,
    ] {
        assert_eq!(issued(text), Some(spring.clone()), "{text}");
    }
    for text in ["2020", "\"2020\"", r#"{"date-parts": [["2020"]]}"#, r#"{"date-parts": [[2020, null]]}"#] {
        assert_eq!(issued(text), on(2020, None, None), "{text}");
    }
    assert_eq!(issued(r#"{"raw": "July 15, 2021"}"#), on(2021, Some(7), Some(15)));
    for text in [r#"{"raw": "circa 1999"}"#, r#"{"literal": "ca 1999"}"#] {
        assert_eq!(issued(text).map(|date| date.to_string()).as_deref(), Some("1999~"), "{text}");
    }
    let words = json(r#"[{"id": "a", "type": "book", "title": "T", "issued": {"literal": "Second printing, 1999"}}]"#);
    assert_eq!(words.references[0].date_words().collect::<Vec<_>>(), [("issued", "Second printing, 1999")]);
    assert!(issued(r#"{"date-parts": [[2020]], "circa": true}"#).expect("date").approximate);
    for text in ["null", r#"{"date-parts": [[]]}"#, r#"{"date-parts": [[null]]}"#, "{}", r#"{"literal": "n.d."}"#] {
        assert_eq!(issued(text), None, "{text}");
    }
    for text in [
        r#"{"date-parts": [[2020, 17]]}"#,
        r#"{"date-parts": [[2021, 2, 30]]}"#,
        r#"{"raw": "soon"}"#,
        r#"{"raw": "soon", "literal": "2020"}"#,
    ] {
        let parsed = json(&format!("[{{\"id\": \"a\", \"type\": \"book\", \"title\": \"T\",\n \"issued\": {text}}}]"));
        assert_eq!(places(&parsed), [("date-invalid", 2, 12)], "{text}");
    }
}

#[test]
fn lists_of_items_stand_where_programs_put_them() {
    let item = r#"{"id": "a", "type": "book", "title": "T"}"#;
    for text in [
        format!("[{item}]"),
        item.to_owned(),
        format!("{{\"items\": [{item}]}}"),
        format!("{{\"config\": {{\"page\": 1}}, \"references\" : [ {item} ], \"more\": [{{}}]}}"),
    ] {
        assert_eq!(keys(&json(&text)), ["a"], "{text}");
        assert_eq!(json(&text).diagnostics, [], "{text}");
    }
    assert_eq!(sound(json("[]")).len(), 0);
    assert_eq!(sound(json("")).len(), 0);
}

#[test]
fn a_broken_item_costs_one_item() {
    let text = r#"[
  { "id": "good-1", "type": "book", "title": "A" },
  { "id": "quote", "type": "book", "title": "Open },
  { "id": "good-2", "type": "book", "title": "B" },
  { "id": "comma", "type": "book" "title": "C" },
  { "id": "good-3", "type": "book", "title": "D" },
  { "id": "brace", "type": "book", "title": "E",
  { "id": "good-4", "type": "book", "title": "F" },
  { "id": "array", "type": "book", "author": [ { "family": "X" }, "title": "G" },
  { "id": "good-5", "type": "book", "title": "H" },
  {
    "id": "list", "type": "book", "author": [ { "family": "X" }
  },
  {
    "id": "good-6", "type": "book", "title": "I"
  },
  null,
  { "type": "book", "title": "no key" },
  { "id": "", "type": "book", "title": "empty key" },
  { "id": "good-7", "type": "book", "title": "J" }
]"#;
    let parsed = json(text);
    let good: Vec<_> = (1..=7).map(|number| format!("good-{number}")).collect();
    assert_eq!(keys(&parsed), good);
    let lines: Vec<_> = places(&parsed).iter().map(|(rule, line, _)| (*rule, *line)).collect();
    let at = [3, 5, 7, 9, 13, 17, 18, 19];
    assert_eq!(lines, at.map(|line| ("bibliography-invalid", line)));
    assert_eq!(places(&parsed)[1].2, 35, "the column at which it stops being JSON");
    let flat = "[\n{\n\"id\": \"a\", \"title\": \"A\", \"author\": [\n{\n\"family\": \"X\"\n}\n]\n}\n]";
    assert_eq!(keys(&json(flat)), ["a"], "items may stand as far left as what is in them");
}

#[test]
fn values_that_cannot_be_right_are_found_at_their_place() {
    let text = r#"[{ "id": "a", "type": "article-jurnal", "title": {"x": 1},
  "URL": "javascript:alert(1)",
  "DOI": "not a doi", "volume": true,
  "author": "Doe", "volume": 3 }]"#;
    let parsed = json(text);
    assert_eq!(
        places(&parsed),
        [
            ("source-no-title", 1, 10),
            ("bibliography-invalid", 1, 23),
            ("bibliography-invalid", 1, 50),
            ("url-unsafe", 2, 10),
            ("bibliography-invalid", 3, 10),
            ("bibliography-invalid", 3, 33),
            ("bibliography-invalid", 4, 13),
            ("bibliography-invalid", 4, 30),
        ]
    );
    let kind = parsed.diagnostics.iter().find(|finding| finding.message.contains("no type of CSL")).expect("finding");
    assert_eq!(kind.help.as_deref(), Some("did you mean `article-journal`?"));
    let doi = parsed.diagnostics.iter().find(|finding| finding.message.contains("not a doi")).expect("finding");
    assert_eq!(doi.severity, Severity::Warning);
    let zotero = json(r#"{"items": [{"itemType": "book", "title": "T"}]}"#);
    assert!(zotero.diagnostics[0].message.contains("Zotero"), "{:?}", zotero.diagnostics);
}

#[test]
fn hostile_files_are_read_to_their_end() {
    let deep = format!("[{{\"id\": \"a\", \"x\": {}1{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(json(&deep).diagnostics.len(), 1);
    let many = format!("[{}", "{\"id\": \"a\",".repeat(50_000));
    let flat = format!("[{}]", "{}".repeat(50_000));
    for text in
        [deep, many, flat, "{".repeat(200_000), "[".repeat(200_000), "\"".repeat(200_001), "[{\"".repeat(50_000)]
    {
        json(&text);
    }
    let control = sound(json("[{\"id\": \"a\\u0000b\", \"title\": \"x\\u0000\\u0001y\"}]")).remove(0);
    assert_eq!((control.key.as_str(), control.title.as_deref()), ("a b", Some("x y")));
}

fn ris(text: &str) -> ParsedFile {
    parse(&Source::new("content/references/library.ris", text))
}

fn nbib(text: &str) -> ParsedFile {
    parse(&Source::new("content/references/library.nbib", text))
}

#[test]
fn a_notice_of_retraction_is_told_from_the_retracted_work() {
    let of_pubmed = nbib("PMID- 1\nTI  - Sitting well.\nPT  - Journal Article\nPT  - Retraction of Publication\n");
    let by_new_name = nbib("PMID- 1\nTI  - Sitting well.\nPT  - Retraction Notice\n");
    let of_ovid = ris("TY  - JOUR\nTI  - Sitting well\nM3  - Retraction of Publication\nER  - \n");
    let by_title = json(r#"[{"id": "a", "type": "article-journal", "title": "Retraction Note to: Sitting well"}]"#);
    for parsed in [of_pubmed, by_new_name, of_ovid, by_title] {
        let reference = &parsed.references[0];
        assert!(reference.is_retraction_notice() && reference.notice.is_none(), "{reference:?}");
    }
    let retracted = json(r#"[{"id": "a", "type": "article-journal", "title": "Retracted: Sitting well"}]"#);
    assert!(!retracted.references[0].is_retraction_notice() && retracted.references[0].notice.is_some());
}

#[test]
fn a_null_date_of_crossref_leaves_the_place_to_another() {
    let issued = |dates: &str| {
        let text = format!(r#"[{{"id": "a", "type": "article-journal", "title": "T", {dates}}}]"#);
        sound(json(&text)).remove(0).issued
    };
    for dates in [
        r#""issued": {"date-parts": [[null]]}, "published-online": {"date-parts": [[2020, 3]]}"#,
        r#""published": {"date-parts": [[2020, 3]]}, "issued": {"date-parts": [[null]]}"#,
        r#""issued": null, "published-online": {"date-parts": [[2019]]}, "published-print": {"date-parts": [[2020, 3]]}"#,
        r#""issued": {"date-parts": [[null], [2020, 3]]}"#,
        r#""issued": {"date-parts": [[null]], "date-time": "2020-03"}"#,
        r#""issued": {"date-parts": [[2020, 3]]}, "published-print": {"date-parts": [[null]]}"#,
        r#""issued": {"date-parts": [[2020, 3]]}, "published-online": {"date-parts": [[2019]]}"#,
    ] {
        assert_eq!(issued(dates), on(2020, Some(3), None), "{dates}");
    }
    // The day on which the record was made is none of publication.
    assert_eq!(issued(r#""issued": {"date-parts": [[null]]}, "created": {"date-parts": [[2020, 3, 1]]}"#), None);
}

#[test]
fn records_say_that_a_work_was_retracted() {
    let records = [
        json(r#"[{"id": "a", "type": "article-journal", "title": "T", "status": "Retracted"}]"#),
        json(r#"[{"id": "a", "type": "article-journal", "title": "T", "note": "Retracted"}]"#),
        ris("TY  - JOUR\nTI  - T\nM3  - Retracted Publication\nER  - \n"),
    ];
    for record in records {
        let reference = &record.references[0];
        assert_eq!(reference.notice.as_ref().map(|notice| notice.kind), Some(NoticeKind::Retracted), "{reference:?}");
        assert_eq!((&reference.status, &reference.genre, &reference.note), (&None, &None, &None));
    }
    let article = ris("TY  - JOUR\nTI  - T\nM3  - Journal Article\nER  - \n");
    assert_eq!((&article.references[0].notice, &article.references[0].genre), (&None, &None));
}

#[test]
fn ris_reads_as_endnote_exports_it() {
    let references = sound(ris(include_str!("../fixtures/endnote.ris")));
    let [article, chapter] = &references[..] else { panic!("two references") };
    assert_eq!((article.key.as_str(), article.location.line, article.location.column), ("42", 33, 7));
    assert_eq!(
        article.authors,
        [
            ContributorName::Person {
                family: "Berg".into(),
                given: Some("Anna".into()),
                dropping_particle: None,
                non_dropping_particle: Some("van der".into()),
                suffix: None,
                comma_suffix: false,
                static_ordering: false,
            },
            ContributorName::Person {
                family: "Doe".into(),
                given: Some("John".into()),
                dropping_particle: None,
                non_dropping_particle: None,
                suffix: Some("Jr.".into()),
                comma_suffix: false,
                static_ordering: false,
            },
            ContributorName::Organisation("Institute of Examples and Samples".into()),
            person("García Márquez", "José"),
        ]
    );
    assert_eq!(article.abstract_text.as_deref(), Some("BACKGROUND: An invented abstract. RESULTS: None."));
    assert_eq!((article.pmid.as_deref(), article.pmcid.as_deref()), (Some("99000001"), Some("PMC9900001")));
    assert_eq!(article.issued, on(2021, Some(7), Some(15)));
    assert_eq!(article.doi.as_deref(), Some("10.5555/example.2021.001"));
    assert_eq!((article.container_short.as_deref(), article.issue.as_deref()), (Some("J Invent Ex"), Some("Suppl 2")));
    assert_eq!(article.keywords, ["Fractures, Compression", "Bone Density", "*Tai Ji"]);
    assert_eq!((article.pages.as_deref(), article.url.as_deref()), (Some("S1-s22"), Some("https://example.org/a--b")));
    assert_eq!(chapter.kind, ReferenceKind::Chapter);
    assert_eq!(chapter.editors, [person("Roe", "Richard"), person("Poe", "Paula")]);
    assert_eq!((chapter.container.as_deref(), chapter.pages.as_deref()), (Some("The Whole Book"), Some("45-52")));
    assert_eq!((chapter.isbn.as_deref(), chapter.issn.as_deref()), (Some("978-3-16-148410-0"), None));
}

#[test]
fn ris_reads_as_zotero_exports_it() {
    let references = sound(ris(include_str!("../fixtures/zotero.ris")));
    let keys: Vec<_> = references.iter().map(|reference| reference.key.as_str()).collect();
    assert_eq!(keys, ["doi:10.5555/example.2020.002", "2019-page", "doe-2017-paper", "doe-2016-book"]);
    let [article, page, paper, book] = &references[..] else { panic!("four references") };
    assert_eq!(article.authors, [person("العربي", "سارة"), ContributorName::Organisation("World Institute".into())]);
    assert_eq!((&article.issued, &article.accessed), (&on(2020, Some(11), None), &on(2023, Some(5), Some(2))));
    assert_eq!(page.issued.as_ref().and_then(|date| date.season), Some(Season::Spring));
    assert_eq!(paper.container.as_deref(), Some("Proceedings of Examples"));
    assert_eq!(paper.event.as_deref(), Some("Conference of Examples"));
    assert_eq!((book.collection.as_deref(), &book.container), (Some("Series of Examples"), &None));
    assert_eq!((book.volume.as_deref(), book.edition.as_deref()), (Some("7"), Some("2")));
}

#[test]
fn a_broken_ris_entry_costs_one_entry() {
    let text = "Provider: Nobody\n\nTY  - BOOK\nID  - one\nTI  - One\nER  - \n\nTI  - No head\nAU  - Doe, J.\nER  - \n\nTY  - BOOK\nID  - open\nTI  - No end\n\nTY - JOUR\nTI  - Two\nID - two\nY1  - 2021/13/01/\nDO  - none\nUR  - javascript:alert(1)\nER  -\nTY  - BOOK\nPY  -\nER  - \nTY  - BOOK\nID  - last\nTI  - Last\nDA  - sometime\nPY  - in press";
    let parsed = ris(text);
    assert_eq!(keys(&parsed), ["one", "open", "two", "last"]);
    assert_eq!(
        places(&parsed),
        [
            ("bibliography-invalid", 8, 7),
            ("bibliography-invalid", 14, 7),
            ("date-invalid", 19, 7),
            ("bibliography-invalid", 20, 7),
            ("url-unsafe", 21, 7),
            ("bibliography-invalid", 23, 7),
            ("date-invalid", 29, 7),
            ("bibliography-invalid", 30, 7),
        ]
    );
    assert_eq!(parsed.references[3].status.as_deref(), Some("in press"));
    assert_eq!(ris("Not a library at all.\n").diagnostics.len(), 1);
    assert_eq!(sound(ris("")).len(), 0);
}

#[test]
fn pubmeds_format_reads() {
    let references = sound(nbib(include_str!("../fixtures/pubmed.nbib")));
    let keys: Vec<_> = references.iter().map(|reference| reference.key.as_str()).collect();
    assert_eq!(keys, ["pmid:99000001", "pmid:99000002", "pmid:99000003"]);
    let [article, preprint, chapter] = &references[..] else { panic!("three references") };
    assert_eq!((article.location.line, article.location.column), (2, 7));
    assert_eq!(
        article.title.as_deref(),
        Some("Comparison of invented characteristics in people who do not exist: A retrospective study of nothing")
    );
    assert_eq!(article.authors[0], person("Doe", "Jane"));
    assert_eq!(
        article.authors[2],
        ContributorName::Person {
            family: "King".into(),
            given: Some("Martin L".into()),
            dropping_particle: None,
            non_dropping_particle: None,
            suffix: Some("Jr".into()),
            comma_suffix: false,
            static_ordering: false,
        }
    );
    assert_eq!(article.authors[3], ContributorName::Organisation("Examples and Samples Study Group".into()));
    assert_eq!(
        (article.doi.as_deref(), article.pmcid.as_deref()),
        (Some("10.5555/Example.929853"), Some("PMC9900001"))
    );
    assert_eq!(article.issued, on(2021, Some(2), Some(27)));
    assert_eq!((article.issn.as_deref(), article.language.as_deref()), (Some("1643-3750"), Some("en")));
    assert_eq!(article.keywords, ["Aged", "Spine/surgery", "examples"]);
    assert!(article.abstract_text.as_ref().is_some_and(|text| text.ends_with("(p<0.05; CO2 > 3).")));
    assert_eq!((preprint.kind, preprint.status.as_deref()), (ReferenceKind::Preprint, Some("ahead of print")));
    assert_eq!(preprint.authors[0], person("Roe", "A. B."));
    assert_eq!(preprint.issued.as_ref().map(|date| (date.month, date.end_month)), Some((Some(11), Some(12))));
    assert_eq!((chapter.kind, chapter.container.as_deref()), (ReferenceKind::Chapter, Some("The Book of Examples")));
    assert_eq!(chapter.editors, [person("Moe", "Max")]);
}

#[test]
fn a_broken_entry_of_pubmed_costs_one_entry() {
    let text = "lost line\nPMID- 1\nTI  - One.\n\nPMID- none\nDP  - 2020\n\nPMID- 3\nTI  - Three\nDP  - 2021 Foo 3\nLID - x [doi]\nPMID- 4\nTI  - Four\n";
    let parsed = nbib(text);
    assert_eq!(keys(&parsed), ["pmid:1", "2020", "pmid:3", "pmid:4"]);
    let places: Vec<_> = places(&parsed).iter().map(|(rule, line, _)| (*rule, *line)).collect();
    assert_eq!(
        places,
        [
            ("bibliography-invalid", 1),
            ("bibliography-invalid", 5),
            ("source-no-title", 5),
            ("date-invalid", 10),
            ("bibliography-invalid", 11)
        ]
    );
}

#[test]
fn an_extension_names_a_format() {
    assert_eq!(LibraryFormat::of_path("a/b.RIS"), Some(LibraryFormat::Ris));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        for parse in [json, ris, nbib] {
            parse(&text);
        }
    }

    #[test]
    fn no_tags_panic(text in "((TY|AU|TI|PY|DA|Y2|SP|EP|SN|T2|JO|U1|N1|DO|UR|ER|ID)  - ?|(PMID|TI  |DP  |FAU |AU  |LID )- |[a-z0-9é,./ –-]{0,8}|\\{\"(title|issued|author)\": |[\\[\\]{}\"]|\\n|2020|JOUR){0,40}") {
        for parse in [json, ris, nbib] {
            parse(&text);
        }
    }

    #[test]
    fn no_json_panics(value in "([\\[\\]{}:,\"0-9]|null|true|\"(date-parts|raw|literal|family|given|season)\"|<span class=\\\\\"nocase\\\\\">|</span>|<i>|</i>|[a-zé]){0,30}", name in "title|author|issued|note|keyword|custom|URL|DOI|type|id") {
        json(&format!("[{{\"id\": \"a\", \"{name}\": {value}}}]"));
    }
}
