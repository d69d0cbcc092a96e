//! What draws or lists numbers: risks as people, and tables and charts from files of data.

use std::fmt::Write as _;
use std::path::Path;

use wellpress_io::cache::CacheMode;
use wellpress_io::fs::Files as _;

use crate::editable_site::EditableSite;
use crate::harness::TestSite;

const PAGE: &str = "articles/a/index.html";

/// How many people a path draws: each begins at a corner of its own.
fn people(path: &str) -> usize {
    path.matches('M').count()
}

#[test]
fn a_risk_is_drawn_as_people_of_three_forms_and_said_in_words() {
    let text = "::icon-array[Of *100* women]{#fig-hip of=100 n=9 then=5}\n\nSee @fig-hip.\n\n::icon-array{of=7 n=1 then=3}\n\n::icon-array{of=1000 n=0}\n";
    let built = TestSite::new().article("a", text).build();
    built.assert_no_findings();
    assert_eq!(
        built.texts(PAGE, ".icon-array figcaption, .people-numbers"),
        ["Figure 1. Of 100 women", "9 of 100; then 5 of 100", "1 of 7; then 3 of 7", "0 of 1000"]
    );
    let keys = built.texts(PAGE, ".people-key li");
    assert_eq!(keys[..3], ["Affected in either case: 5", "Affected at first, and then not: 4", "Not affected: 91"]);
    assert_eq!(
        keys[3..],
        ["Affected in either case: 1", "Affected only then: 2", "Not affected: 4", "Not affected: 1000"]
    );
    let drawings = built.select(PAGE, ".icon-array > svg[role=img][aria-label]");
    assert!(drawings[0].contains("aria-label=\"9 of 100; then 5 of 100\""));
    let paths = built.select(PAGE, ".icon-array > svg[role=img] path");
    let counts: Vec<usize> = paths.iter().map(|path| people(path)).collect();
    assert_eq!(counts, [5, 4, 4, 91, 1, 2, 2, 4, 1000], "each group once, the striped ones with their stripes");
    assert!(paths[0].contains("fill=\"currentColor\"") && paths[3].contains("fill=\"none\""), "not by colour alone");
}

#[test]
fn wrong_numbers_of_people_are_errors() {
    for (attributes, expected) in [
        ("of=100", "`icon-array` needs `n`"),
        ("of=0 n=0", "`0` is not a value of `of`"),
        ("of=1001 n=3", "`1001` is not a value of `of`"),
        ("of=100 n=+3", "`+3` is not a value of `n`"),
        ("of=100 n=3.5", "`3.5` is not a value of `n`"),
        ("of=100 n=101", "`n` is more than the 100 people of `of`"),
        ("of=100 n=5 then=200", "`then` is more than the 100 people of `of`"),
        ("of=100 n=5 than=3", "`icon-array` has no attribute `than`"),
    ] {
        let built = TestSite::new().article("a", &format!("::icon-array{{{attributes}}}\n")).build();
        let messages: Vec<&str> = built.findings().iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, [expected], "{attributes}");
        assert!(!built.is_built());
    }
}

#[test]
fn people_stand_where_readers_of_the_language_begin() {
    let site = TestSite::new().settings("languages: {ar: {title: A}}\n").article("a", "::icon-array{of=10 n=1}\n");
    let translation = "---\ntitle: A\n---\n::icon-array{of=10 n=1}\n";
    let built = site.file("content/articles/a.ar.md", translation).build();
    let first = |page: &str| built.select(page, ".icon-array > svg path")[0].clone();
    assert!(first(PAGE).contains("d=\"M0 0m"));
    assert!(first("ar/articles/a/index.html").contains("d=\"M90 0m"));
}

const FALLS: &str =
    "year,falls,region,note\n2019,12034.5,North,\n2020,−800,\"South, and \"\"more\"\"\",x\n2021,9,East,\n";

fn with_falls(text: &str) -> TestSite {
    TestSite::new().article("a", text).file("content/articles/falls.csv", FALLS)
}

/// The findings of a site with an article that shows a file of data, as `file:line:column message`.
fn findings_of(text: &str, file: &str, bytes: &[u8]) -> Vec<String> {
    let built = TestSite::new().article("a", text).file(file, bytes).build();
    assert!(!built.is_built(), "{text}");
    let findings = built.findings().iter();
    findings
        .map(|finding| {
            let place = &finding.location;
            format!("{}:{}:{} {}", place.file, place.line, place.column, finding.message)
        })
        .collect()
}

#[test]
fn a_table_from_data_has_numbers_of_the_language_and_a_link_to_its_file() {
    let text = "See @tbl-falls.\n\n::table[*Falls*.]{#tbl-falls src=falls.csv columns=\"falls, year, region\" units=\"falls=per 1,000\" labels=\"falls=Falls; region=Where\" align=\"region=center\"}\n";
    let german = format!("---\ntitle: A\n---\n{text}");
    let site = with_falls(text).settings("languages: {de: {title: A}}\n").file("content/articles/a.de.md", german);
    let built = site.build();
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".data-table figcaption"), ["Table 1. Falls."]);
    assert_eq!(built.texts(PAGE, ".data-table th"), ["Falls (per 1,000)", "year", "Where"]);
    let cells = ["12,034.5", "2019", "North", "−800", "2020", "South, and \"more\"", "9", "2021", "East"];
    assert_eq!(built.texts(PAGE, ".data-table td"), cells);
    assert_eq!(built.texts("de/articles/a/index.html", ".data-table td")[..4], ["12.034,5", "2019", "North", "−800"]);
    assert_eq!(built.select(PAGE, "td.align-end[data-value=\"12034.5\"]").len(), 1);
    assert_eq!(built.select(PAGE, "th.align-center").len(), 1);
    let link = &built.select(PAGE, ".data-file a")[0];
    let (path, bytes) = built.files().iter().find(|(path, _)| path.ends_with(".csv")).unwrap();
    assert!(link.contains(path.as_str()) && bytes == FALLS.as_bytes(), "{link}");
    assert_eq!(built.select(PAGE, "script[src*=extensions]").len(), 1, "the table is sorted by a script");
}

#[test]
fn figures_and_tables_of_all_kinds_are_counted_together() {
    let text = ":::table[A]{#tbl-a}\n| a |\n| - |\n| b |\n:::\n\n::table[B]{#tbl-b src=falls.csv}\n\n:::list-table[C]{#tbl-c}\n- - x\n:::\n\n\
        ::icon-array[D]{#fig-d of=9 n=1}\n\n::chart[E]{#fig-e src=falls.csv type=bar x=year y=falls}\n\n::table[F]{src=falls.csv}\n";
    let built = with_falls(text).build();
    built.assert_no_findings();
    let captions = ["Table 1. A", "Table 2. B", "Table 3. C", "Figure 1. D", "Figure 2. E", "F"];
    assert_eq!(built.texts(PAGE, "figcaption"), captions);
}

#[test]
fn data_is_read_beside_the_page_from_static_and_from_the_folder_data() {
    let rows = "- {kind: Tai chi, fewer: 19}\n- {kind: Walking}\n";
    let text = "::table{src=falls.csv}\n\n::table{src=/falls.csv}\n\n::table{src=data/deep/rows.yaml}\n\n::table{src=rows.yaml}\n";
    let site = with_falls(text).file("static/falls.csv", "a;b\n1;2\n").file("data/deep/rows.yaml", rows);
    let built = site.file("content/articles/rows.yaml", rows).file("data/unused.csv", "a\n1\n").build();
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, ".data-table th")[4..], ["a", "b", "kind", "fewer", "kind", "fewer"]);
    assert_eq!(built.texts(PAGE, ".data-table td")[12..18], ["1", "2", "Tai chi", "19", "Walking", ""]);
    assert!(!built.files().keys().any(|path| path.contains("unused")), "what no page shows is not published");
}

#[test]
fn a_value_with_a_tag_of_yaml_is_shown_with_a_warning() {
    let built =
        TestSite::new().article("a", "::table{src=data/x.yaml}\n").file("data/x.yaml", "- {a: !foo 1}\n").build();
    assert_eq!(built.of_rule("yaml-misread").len(), 1, "{:?}", built.formatted_findings());
    assert_eq!(built.texts(PAGE, ".data-table td"), ["1"]);
}

#[test]
fn mistakes_in_data_are_errors_at_their_place() {
    let table = "::table{src=x.csv}\n";
    let csv = "content/articles/x.csv";
    for (bytes, expected) in [
        (&b""[..], "content/articles/x.csv:1:1 the file is empty"),
        (b"a,b\n", "content/articles/x.csv:1:1 the file has no row with values"),
        (b"a,b\n1,2\n\n3\n", "content/articles/x.csv:4:1 this row has 1 value, and the first line names 2"),
        (b"a,b\n1,2,3\n", "content/articles/x.csv:2:5 this row has 3 values, and the first line names 2"),
        (b"a,a\n1,2\n", "content/articles/x.csv:1:3 two columns have the name `a`"),
        (b"a,b\n1,\"x\n2,y\n3,z\n", "content/articles/x.csv:2:3 one of the double quotes up to here has no other"),
        (b"a,\n1,2\n", "content/articles/x.csv:1:3 this column has no name"),
        (b"a,b\n1,\xff\n", "content/articles/x.csv:2:3 the file is not UTF-8 from here on"),
        (b"\xff\xfea\0", "content/articles/x.csv:1:1 the file is UTF-16"),
    ] {
        assert_eq!(findings_of(table, csv, bytes), [expected], "{}", String::from_utf8_lossy(bytes));
    }
    let units = "::table{src=x.csv units=\"b=%\"}\n";
    let wrong_number = findings_of(units, csv, b"a,b\n\"x, y\",1\n\"x\ny\",\"12,5\"\n");
    assert_eq!(wrong_number, ["content/articles/x.csv:4:5 `12,5` is not a number"]);
    let yaml = findings_of("::table{src=data/x.yaml}\n", "data/x.yaml", b"- {a: 1, b: 2}\n- {a: 1, c: 2}\n");
    assert_eq!(yaml, ["data/x.yaml:2:13 the first row has no `c`"]);
    for (text, expected) in [
        ("::table{src=y.csv}", "content/articles/a.md:4:13 there is no file `y.csv`"),
        ("::table{src=\"../../../x.csv\"}", "content/articles/a.md:4:14 there is no file `../../../x.csv`"),
        (
            "::table{src=\"data/../wellpress.yaml\"}",
            "content/articles/a.md:4:14 there is no file `data/../wellpress.yaml`",
        ),
        ("::table{src=a.md}", "content/articles/a.md:4:13 there is no file `a.md`"),
        ("::table{}", "content/articles/a.md:4:1 `table` needs `src`"),
        (
            "::table{src=x.csv columns=\"a, bb\"}",
            "content/articles/a.md:4:28 `content/articles/x.csv` has no column `bb`",
        ),
        ("::table{src=x.csv units=\"per cent\"}", "content/articles/a.md:4:26 `per cent` in `units` names no column"),
        ("::table{src=x.csv align=\"a=left\"}", "content/articles/a.md:4:26 `left` is not a value of `align`"),
        (":::table{src=x.csv}\n:::", "content/articles/a.md:4:14 `table` has no attribute `src`"),
    ] {
        assert_eq!(findings_of(&format!("{text}\n"), csv, b"a,b\n1,2\n"), [expected], "{text}");
    }
}

#[test]
fn a_hundred_thousand_rows_make_a_page_of_bounded_size() {
    let mut rows = String::from("year,falls\n");
    (0..100_000).for_each(|row| _ = writeln!(rows, "{row},7"));
    let built = TestSite::new().article("a", "::table{src=data/x.csv}\n").file("data/x.csv", &rows).build();
    built.assert_no_findings();
    assert_eq!(built.select(PAGE, ".data-table tbody tr").len(), 1000);
    assert!(
        built.texts(PAGE, ".data-file")[0].starts_with("The first 1,000 of 100,000 rows are shown."),
        "{:?}",
        built.texts(PAGE, ".data-file")
    );
    assert_eq!(built.select(PAGE, "table[data-sorts]").len(), 0, "a part in another order would mislead");
    let text = "::chart{src=data/x.csv type=line x=year y=falls}\n";
    assert_eq!(
        findings_of(text, "data/x.csv", rows.as_bytes()),
        ["content/articles/a.md:4:13 the file has 100000 rows, and such a chart can show 2000"]
    );
}

#[test]
fn a_change_of_data_renders_the_pages_that_show_it() {
    let site = TestSite::new()
        .article("a", "::table{src=data/x.csv}\n")
        .article("b", "::chart{src=data/x.csv type=bar x=a y=b}\n")
        .article("c", "Nothing of it.\n")
        .article("d", "::table{src=data/y.csv}\n")
        .file("data/x.csv", "a,b\n1,2\n")
        .file("data/y.csv", "a,b\n1,2\n");
    let site = EditableSite::new(&site);
    site.build(CacheMode::ReadWrite);
    site.0.write(Path::new("/site/data/x.csv"), b"a,b\n1,3\n").unwrap();
    let (rendered, pages, warm) = site.build(CacheMode::ReadWrite);
    assert_eq!(rendered, 2, "of {pages}");
    assert!(warm == site.without_output().build(CacheMode::ReadWrite).2, "as a cold build makes it");
}

#[test]
fn charts_are_drawn_with_a_description_and_the_numbers_behind_them() {
    let trials = "trial,ratio,low,high\nTai chi,0.72,0.55,0.94\nWalking,1.1,0.8,1.52\n";
    let text = "See @fig-falls.\n\n\
        ::chart[Falls.]{#fig-falls src=falls.csv type=line x=year y=\"falls,year\" labels=\"falls=Falls\"}\n\n\
        ::chart{src=falls.csv type=bar x=region y=falls units=\"falls=%\"}\n\n\
        ::chart{src=data/trials.csv type=interval x=trial y=ratio low=low high=high at=1 scale=log}\n";
    let built = with_falls(text).file("data/trials.csv", trials).build();
    built.assert_no_findings();
    let names: Vec<String> = built
        .select(PAGE, "svg.chart-drawing[role=img]")
        .iter()
        .map(|drawing| drawing.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "Line: Falls, year, by year. Falls: lowest −800 (2020), highest 12,034.5 (2019); first 12,034.5 (2019), last 9 (2021). \
             year: lowest 2019 (2019), highest 2021 (2021); first 2019 (2019), last 2021 (2021).",
            "Bars: falls (%), by region. falls: lowest −800 (South, and &quot;more&quot;), highest 12,034.5 (North); \
             first 12,034.5 (North), last 9 (East).",
            "Points with intervals: ratio, by trial. ratio: lowest 0.72 (Tai chi), highest 1.1 (Walking); \
             first 0.72 (Tai chi), last 1.1 (Walking). Intervals that include 1: 1 of 2.",
        ]
    );
    assert_eq!(built.texts(PAGE, ".chart figcaption"), ["Figure 1. Falls."]);
    assert_eq!(built.texts(PAGE, ".chart-key li"), ["Falls", "year"]);
    assert_eq!(built.select(PAGE, ".chart details table").len(), 3);
    assert_eq!(built.select(PAGE, ".chart rect.mark").len(), 3);
    assert!(built.texts(PAGE, "svg.chart-drawing text").contains(&"0.72 (0.55 to 0.94)".to_owned()));
    assert!(!built.text(PAGE).contains("NaN"), "every number has its place");
}

#[test]
fn charts_that_cannot_be_drawn_are_errors() {
    let csv = "content/articles/x.csv";
    let bytes = b"a,b,low,high\nx,1,0.5,2\ny,n/a,3,4\n";
    for (attributes, expected) in [
        ("type=pie x=a y=b", vec!["content/articles/a.md:4:28 `pie` is not a value of `type`"]),
        ("type=bar y=low", vec!["content/articles/a.md:4:1 `chart` needs `x`"]),
        ("type=bar x=a y=b", vec!["content/articles/x.csv:3:3 `n/a` is not a number"]),
        ("type=bar x=a y=hihg", vec!["content/articles/a.md:4:38 `content/articles/x.csv` has no column `hihg`"]),
        ("type=bar x=a y=low low=low", vec!["content/articles/a.md:4:46 only a chart of intervals has `low`"]),
        ("type=interval x=a y=low low=low", vec!["content/articles/a.md:4:18 a chart of intervals needs `high`"]),
        (
            "type=interval x=a y=low low=high high=high",
            vec!["content/articles/x.csv:2:5 `0.5` is not between 2 and 2, the ends of its interval"],
        ),
        (
            "type=interval x=a y=low low=low high=high at=one",
            vec!["content/articles/a.md:4:66 `one` is no number on the scale of the chart"],
        ),
        (
            "type=bar x=a y=low scale=log",
            vec!["content/articles/a.md:4:48 bars begin at zero, which a logarithmic scale does not have"],
        ),
        (
            "type=line x=a y=\"low,low,low,low,high\"",
            vec!["content/articles/a.md:4:40 `y` names 5 columns, and such a chart can show 4"],
        ),
    ] {
        let found = findings_of(&format!("::chart{{src=x.csv {attributes}}}\n"), csv, bytes);
        let places = |finding: &str| finding.split_once(' ').map(|(_, message)| message.to_owned());
        assert_eq!(
            found.iter().map(|finding| places(finding)).collect::<Vec<_>>(),
            expected.iter().map(|finding| places(finding)).collect::<Vec<_>>(),
            "{attributes}"
        );
        assert!(found[0].starts_with(if expected[0].contains(".csv:") { csv } else { "content/articles/a.md:4:" }));
    }
    let half = b"a,b,low,high\nx,1,,2\n";
    let half = findings_of("::chart{src=x.csv type=interval x=a y=b low=low high=high}\n", csv, half);
    assert_eq!(half, ["content/articles/x.csv:2:5 the interval has one end and not the other"]);
    let backwards = findings_of("::chart{src=x.csv type=line x=a y=b}\n", csv, b"a,b\n3,1\n1,0\n");
    assert_eq!(backwards, ["content/articles/x.csv:3:1 `1` stands behind `3`, and the line would run backwards"]);
    let wide =
        format!("{}\n{}\n", (0..60).map(|at| format!("c{at}")).collect::<Vec<_>>().join(","), ["1"; 60].join(","));
    let wide = findings_of("::table{src=x.csv}\n", csv, wide.as_bytes());
    assert_eq!(wide, ["content/articles/a.md:4:13 the table has 60 columns, and a page can show 50"]);
    let negative = findings_of("::chart{src=x.csv type=line x=a y=b scale=log}\n", csv, b"a,b\nx,1\ny,0\n");
    assert_eq!(negative, ["content/articles/x.csv:3:3 `0` is not above zero, and so not on a logarithmic scale"]);
}

const SIGNS: &str = "See @tbl-signs.\n\n:::list-table[Signs]{#tbl-signs .wide}\n* - Part\n  - Signs\n* - Skin [@a]\n  - * Rash\n    * Itch\n* -\n  - Wheezing.\n\n    :::tip\n    - Call.\n    :::\n:::\n\n- Behind.\n";

#[test]
fn a_list_table_has_lists_and_paragraphs_in_its_cells() {
    let library = "@article{a, title={T}, author={Lee, A}, journal={J}, year=2024, doi={10.1000/a}}\n";
    let built = TestSite::new().article("a", SIGNS).library(library).build();
    built.assert_no_findings();
    assert_eq!(built.texts(PAGE, "figure#tbl-signs.wide figcaption"), ["Table 1. Signs"]);
    assert_eq!(built.texts(PAGE, "thead th[scope=col]"), ["Part", "Signs"]);
    assert_eq!(built.select(PAGE, ".captioned-table tbody tr").len(), 2);
    assert_eq!(built.texts(PAGE, ".captioned-table td > ul > li"), ["Rash", "Itch"]);
    assert_eq!(built.select(PAGE, ".captioned-table td aside ul li").len(), 1, "a list in a callout in a cell");
    assert_eq!(built.select(PAGE, ".captioned-table td .marks").len(), 1);
    assert_eq!(built.select(PAGE, "figure + ul > li").len(), 1, "a list behind the table is one");
    let without_head = TestSite::new().article("a", ":::list-table{header-rows=0}\n1. - A\n   - B\n:::\n").build();
    without_head.assert_no_findings();
    assert_eq!(without_head.texts(PAGE, "tbody td"), ["A", "B"]);
    assert_eq!(without_head.select(PAGE, "thead").len(), 0);
}

#[test]
fn a_list_table_of_something_else_is_an_error_at_its_place() {
    for (block, expected) in [
        ("Words.", "5:1 a list table holds a list"),
        ("* - A\n\nWords.", "7:1 a list table holds one list, and nothing else"),
        ("", "4:1 a list table holds one list, and nothing else"),
        ("* A", "5:1 this row of a list table is no list of cells"),
        ("* - A\n\n  Words.", "5:1 this row of a list table is not one list of cells"),
        ("* - A\n  - B\n* - C", "7:1 this row has 1 cells, and the first has 2"),
    ] {
        let built = TestSite::new().article("a", &format!(":::list-table\n{block}\n:::\n")).build();
        assert!(!built.is_built(), "{block}");
        let places = built.of_rule("table-invalid").into_iter();
        let found: Vec<String> = places
            .map(|finding| format!("{}:{} {}", finding.location.line, finding.location.column, finding.message))
            .collect();
        assert_eq!(found, [expected], "{block}");
    }
}
