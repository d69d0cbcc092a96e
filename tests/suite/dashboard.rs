//! The reports of `check`: the dashboard (HTML), and SARIF and JSON validated against their schemas.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use tempfile::TempDir;

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::render::html::{self, Bar, BarChart};
use wellpress_diagnostics::render::{json, sarif};
use wellpress_diagnostics::{Diagnostic, Location, Report, Source, rules};

use crate::harness::TestSite;

/// From <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>, as the crate `serde-sarif` ships it.
const SARIF: &str = include_str!("fixtures/sarif-2.1.0.schema.json");

/// Runs `check` on a site and gives its standard output.
fn check(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    let clock: &[&str] = if arguments.contains(&"--clock") { &[] } else { &["--clock", "2026-11-20"] };
    command.current_dir(folder).arg("check").args(clock).args(arguments);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// A site with three articles: one whose review is overdue and which cites four sources, one with a fresh review, one without.
fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let overdue = "reviewers: [{person: ada, role: medical, date: 2024-05-01}]\nnext_review: 2026-06-01\n";
    let fresh = "reviewers: [{person: ada, role: medical, date: 2026-05-01}]\nnext_review: 2028-06-01\n";
    let files = [
        ("wellpress.yaml", "title: T\nbase_url: https://example.org/\n".to_owned()),
        ("content/people/ada.md", "---\nname: Ada\ncredentials: [MD]\n---\nA physician.\n".to_owned()),
        ("content/articles/over.md", format!("---\ntitle: Over\n{overdue}---\nWords [@a; @b; @c; @d].\n")),
        ("content/articles/fresh.md", format!("---\ntitle: Fresh\n{fresh}---\nWords.\n")),
        ("content/articles/none.md", "---\ntitle: None\n---\nWords and <x>raw</x> text.\n".to_owned()),
        ("content/references/a.bib", [entry("a", "2026"), entry("b", "2020"), entry("c", "1999")].concat() + NO_DATE),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const NO_DATE: &str = "@article{d, title = {D}, author = {D, D}, journal = {J}}\n";

fn entry(key: &str, year: &str) -> String {
    format!("@article{{{key}, title = {{{key}}}, author = {{X, {key}}}, journal = {{J}}, year = {{{year}}}}}\n")
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The rows of the table in the section with this heading, as `label: number`.
fn table(page: &Html, heading: &str) -> Vec<String> {
    let (sections, headings) = (selector("section"), selector("h2"));
    let section = page
        .select(&sections)
        .find(|section| section.select(&headings).any(|element| text_of(element) == heading))
        .unwrap_or_else(|| panic!("no section `{heading}`"));
    let (rows, cells) = (selector("tbody tr"), selector("th, td"));
    let rows = section.select(&rows).map(|row| row.select(&cells).map(text_of).collect::<Vec<_>>().join(": "));
    rows.collect()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}

#[test]
fn the_dashboard_shows_reviews_sources_and_rules() {
    let folder = site();
    let page = check(folder.path(), &["--format", "html"]);
    let page = Html::parse_document(&page);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(
        table(&page, "Pages by review"),
        [
            "Reviewed: 1",
            "Review due soon: 0",
            "Review overdue: 1",
            "Changed since the review: 0",
            "Not medically reviewed: 1"
        ]
    );
    let sources = table(&page, "Sources of each article");
    assert_eq!(sources[..3], ["0: 2", "1 to 2: 0", "3 to 5: 1"]);
    assert_eq!(sources.last().unwrap(), "41 and more: 0");
    assert_eq!(
        table(&page, "Age of the sources"),
        [
            "0 to 1 years: 1",
            "2 to 3 years: 0",
            "4 to 5 years: 0",
            "6 to 7 years: 1",
            "8 to 10 years: 0",
            "11 years and more: 1",
            "No date: 1"
        ]
    );
    let rules = table(&page, "Findings by rule");
    assert!(rules.contains(&"raw-html (warning): 1".to_owned()), "{rules:?}");
    assert!(rules.contains(&"review-overdue (warning): 1".to_owned()), "{rules:?}");
}

#[test]
fn the_dashboard_shows_the_reading_grades_of_articles() {
    let folder = site();
    let grades = || table(&Html::parse_document(&check(folder.path(), &["--format", "html"])), "Reading grades");
    assert_eq!(grades().last().unwrap(), "Too short, or not English: 3");
    for (id, sentence) in [
        ("easy", "We sit down. We get up. "),
        ("hard", "Considerable biomechanical deterioration necessitates individualised rehabilitation interventions. "),
    ] {
        let text = format!("---\ntitle: {id}\n---\n{}\n", sentence.repeat(30));
        std::fs::write(folder.path().join(format!("content/articles/{id}.md")), text).unwrap();
    }
    let bars = grades();
    let expected = ["0 to 4: 1", "5 to 6: 0", "7 to 8: 0", "9 to 10: 0", "11 to 12: 0", "13 and more: 1"];
    assert_eq!(bars[..6], expected);
    assert_eq!(bars.last().unwrap(), "Too short, or not English: 3");
}

#[test]
fn the_dashboard_loads_nothing_from_elsewhere() {
    let folder = site();
    let path = folder.path().join("report.html");
    let out = check(folder.path(), &["--format", "html", "--output", "report.html"]);
    assert!(out.starts_with("Checked 4 pages and 4 sources in "), "{out}");
    let text = std::fs::read_to_string(path).unwrap();
    let page = Html::parse_document(&text);
    assert_eq!(page.select(&selector("script, link, img, iframe, [src], [href], [style], [onclick]")).count(), 0);
    assert!(!text.contains("url(") && !text.contains("@import"), "something is loaded from elsewhere");
    assert_eq!(page.select(&selector("svg")).count(), 5);
    assert_eq!(page.select(&selector("svg:not([aria-hidden=true])")).count(), 0, "the table says the same");
    assert_eq!(page.select(&selector("svg rect")).count(), page.select(&selector("tbody tr")).count());
}

#[test]
fn a_baseline_applies_to_the_dashboard() {
    let folder = site();
    check(folder.path(), &["--write-baseline", "known.json"]);
    let page = check(folder.path(), &["--format", "html", "--baseline", "known.json"]);
    assert!(page.contains("<h1>no findings</h1>") && !page.contains("Findings by rule"), "{page}");
    assert!(page.contains("Pages by review"), "{page}");
}

#[test]
fn labels_are_escaped_and_bars_are_proportional_to_their_counts() {
    let bars = [("<b>&", 10), ("half", 5), ("little", 0), ("one of many", 1)];
    let bars = bars.map(|(label, count)| Bar { label: label.to_owned(), count }).into();
    let figure = BarChart { title: "a < b", label_heading: "x", count_heading: "y", bars };
    let text = html::render(&Report::default(), &[figure]);
    assert!(text.contains("&lt;b&gt;&amp;") && !text.contains("<b>"), "{text}");
    let page = Html::parse_document(&text);
    let widths: Vec<&str> = page.select(&selector("rect")).map(|bar| bar.attr("width").unwrap()).collect();
    assert_eq!(widths, ["300", "150", "0", "30"]);
}

fn report() -> Report {
    let source = Source::new("content/a b.md", "one\ntwo [@x] \u{1f9b4}\n");
    let second = source.locate_line(1, 1);
    let full = Diagnostic::new(&rules::CITATION_UNKNOWN, source.locate_line(2, 5), "no source has the key `x`");
    let bare = Diagnostic::new(&rules::FILE_ENCODING, Location::file("content/b.md"), "not UTF-8");
    Report::new(vec![full.help("write it").related(second, "first here"), bare])
}

#[track_caller]
fn assert_valid(schema: &Value, text: &str) {
    let document: Value = serde_json::from_str(text).unwrap();
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

fn sarif_schema() -> Value {
    // The pattern of `language` has a `]` without a `[`, which strict regular expression engines refuse.
    let corrected = SARIF.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    assert_ne!(corrected, SARIF);
    serde_json::from_str(&corrected).unwrap()
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema = sarif_schema();
    assert_valid(&schema, &sarif::render(&report(), page_of));
    assert_valid(&schema, &sarif::render(&Report::default(), page_of));
    assert_valid(&schema, &check(site().path(), &["--format", "sarif"]));
    let broken: Value =
        serde_json::from_str(&sarif::render(&report(), page_of).replace("\"error\"", "\"grave\"")).unwrap();
    assert!(!jsonschema::is_valid(&schema, &broken), "the schema takes anything");
}

#[test]
fn json_is_valid_against_the_schema_in_the_manual() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema, json::schema(), "`wellpress schema report > docs/report.schema.json` writes it anew");
    assert_valid(&schema, &json::render(&report()));
    assert_valid(&schema, &json::render(&Report::default()));
    assert_valid(&schema, &check(site().path(), &["--format", "json"]));
    for (from, to) in [("\"error\"", "\"grave\""), ("\"line\": 2", "\"line\": 0"), ("\"rule\"", "\"ruler\"")] {
        let broken: Value = serde_json::from_str(&json::render(&report()).replace(from, to)).unwrap();
        assert!(!jsonschema::is_valid(&schema, &broken), "the schema takes {to}");
    }
}

/// The two sites that together break every rule, and one whose file name and title need every escape of an annotation.
fn broken_sites() -> [TestSite; 3] {
    let odd =
        TestSite::new().file("content/articles/50%, a b.md", "---\ntitle: '100%: a, b'\ntitel: A\n---\n<x>x</x>\n");
    let texts = [include_str!("../sites/every-rule.site"), include_str!("../sites/left-out.site")];
    let [whole, left_out] = texts.map(|text| TestSite::from_text(&without_annotations(text)));
    [whole, left_out, odd]
}

/// The text of a `.site` file without the lines that hold its expected findings.
fn without_annotations(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with("#~ ")).collect()
}

/// Where a report says that a rule is broken.
#[derive(Debug, PartialEq, Eq)]
struct FindingPlace {
    rule: String,
    file: String,
    line: u64,
}

fn places_in_json(report: &Value) -> Vec<FindingPlace> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| FindingPlace {
        rule: text(&finding["rule"]),
        file: text(&finding["file"]),
        line: finding["line"].as_u64().unwrap(),
    });
    findings.collect()
}

fn places_in_sarif(report: &Value) -> Vec<FindingPlace> {
    let run = &report["runs"][0];
    let results = run["results"].as_array().unwrap().iter().map(|result| {
        let location = &result["locations"][0]["physicalLocation"];
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        FindingPlace {
            rule: result["ruleId"].as_str().unwrap().to_owned(),
            file: percent_decoded(location["artifactLocation"]["uri"].as_str().unwrap()),
            line: location["region"]["startLine"].as_u64().unwrap(),
        }
    });
    results.collect()
}

/// Reads annotations as GitHub's runner does: it splits the properties at commas, then decodes their escapes.
fn places_in_annotations(report: &str) -> Vec<FindingPlace> {
    let annotations = report.lines().map(|line| {
        let (properties, _) = line.split_once(' ').unwrap().1.split_once("::").unwrap();
        let values: BTreeMap<&str, String> = properties
            .split(',')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name, percent_decoded(value)))
            .collect();
        FindingPlace {
            rule: values["title"].clone(),
            file: values["file"].clone(),
            line: values["line"].parse().unwrap(),
        }
    });
    annotations.collect()
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        decoded.push(u8::from_str_radix(&part[..2], 16).unwrap());
        decoded.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(decoded).unwrap()
}

#[test]
fn all_report_formats_have_the_same_findings() {
    let json_schema = json::schema();
    let sarif_schema = sarif_schema();
    for site in broken_sites() {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        let print = |form| check(folder.path(), &["--clock", "2026-07-01", "--format", form]);
        let (json, sarif) = (print("json"), print("sarif"));
        assert_valid(&json_schema, &json);
        assert_valid(&sarif_schema, &sarif);
        let places = places_in_json(&serde_json::from_str(&json).unwrap());
        assert!(places.len() > 1, "{json}");
        assert_eq!(places_in_sarif(&serde_json::from_str(&sarif).unwrap()), places);
        assert_eq!(places_in_annotations(&print("github")), places);
    }
}
