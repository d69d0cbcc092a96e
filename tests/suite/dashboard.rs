//! The report as a page for the browser, and the forms for programs against their published schemas.

use std::path::Path;

use assert_cmd::Command;
use scraper::{Html, Selector};
use serde_json::Value;
use tempfile::TempDir;

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::render::html::{self, Bar, BarChart};
use wellpress_diagnostics::render::{json, sarif};
use wellpress_diagnostics::{Diagnostic, Location, Report, Source, rules};

use crate::harness::Site;

/// From <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>, as the crate `serde-sarif` ships it.
const SARIF: &str = include_str!("fixtures/sarif-2.1.0.schema.json");

/// Runs `check` on a site and gives what it printed.
fn check(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wellpress"));
    let clock: &[&str] = if arguments.contains(&"--clock") { &[] } else { &["--clock", "2026-11-20"] };
    command.current_dir(folder).arg("check").args(clock).args(arguments);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// An article's review is over, one is fresh, one has none; the first cites four sources, the others none.
fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let article = |title: &str, more: &str, text: &str| format!("---\ntitle: {title}\n{more}---\n{text}\n");
    let reviewed =
        |day: &str| format!("reviewers: [{{person: ada, role: medical, date: {day}}}]\nnext_review: 2026-06-01\n");
    let later = reviewed("2026-05-01").replace("2026-06-01", "2028-06-01");
    let files = [
        ("wellpress.yaml", "title: T\nbase_url: https://example.org/\n".to_owned()),
        ("content/people/ada.md", "---\nname: Ada\n---\nA physician.\n".to_owned()),
        ("content/articles/over.md", article("Over", &reviewed("2024-05-01"), "Words [@a; @b; @c; @d].")),
        ("content/articles/fresh.md", article("Fresh", &later, "Words.")),
        ("content/articles/none.md", article("None", "", "Words and <b>raw</b> text.")),
        ("content/references/a.bib", [("a", "2026"), ("b", "2020"), ("c", "1999")].map(entry).concat() + NO_DATE),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const NO_DATE: &str = "@article{d, title = {D}, author = {D, D}, journal = {J}}\n";

fn entry((key, year): (&str, &str)) -> String {
    format!("@article{{{key}, title = {{{key}}}, author = {{X, {key}}}, journal = {{J}}, year = {{{year}}}}}\n")
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// The rows of the table in the section with this heading, as `label: number`.
fn table(page: &Html, heading: &str) -> Vec<String> {
    let sections = select("section");
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
    let is_it = |section: &scraper::ElementRef<'_>| section.select(&select("h2")).any(|found| text(found) == heading);
    let section = page.select(&sections).find(is_it).unwrap_or_else(|| panic!("no section `{heading}`"));
    let (rows, cells) = (select("tbody tr"), select("th, td"));
    let rows = section.select(&rows).map(|row| {
        let cells: Vec<String> = row.select(&cells).map(text).collect();
        cells.join(": ")
    });
    rows.collect()
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
fn the_dashboard_shows_how_hard_articles_read() {
    let folder = site();
    let untold = |page: &str| table(&Html::parse_document(page), "Reading grades").last().unwrap().clone();
    let before = check(folder.path(), &["--format", "html"]);
    assert_eq!(untold(&before), "Too short, or not English: 3");
    let article = |id: &str, text: &str| {
        let text = format!("---\ntitle: {id}\n---\n{}\n", text.repeat(30));
        std::fs::write(folder.path().join(format!("content/articles/{id}.md")), text).unwrap();
    };
    article("easy", "We sit down. We get up. ");
    article(
        "hard",
        "Considerable biomechanical deterioration necessitates individualised rehabilitation interventions. ",
    );
    let page = check(folder.path(), &["--format", "html"]);
    let bars = table(&Html::parse_document(&page), "Reading grades");
    let expected = ["0 to 4: 1", "5 to 6: 0", "7 to 8: 0", "9 to 10: 0", "11 to 12: 0", "13 and more: 1"];
    assert_eq!(bars[..6], expected);
    assert_eq!(untold(&page), untold(&before));
}

#[test]
fn the_dashboard_is_complete_in_itself() {
    let folder = site();
    let written = folder.path().join("report.html");
    let out = check(folder.path(), &["--format", "html", "--output", "report.html"]);
    assert!(out.starts_with("Checked 4 pages and 4 sources in "), "{out}");
    let text = std::fs::read_to_string(written).unwrap();
    let page = Html::parse_document(&text);
    assert_eq!(page.select(&select("script, link, img, iframe, [src], [href], [style], [onclick]")).count(), 0);
    assert!(!text.contains("url(") && !text.contains("@import"), "something is loaded from elsewhere");
    assert_eq!(page.select(&select("svg")).count(), 5);
    assert_eq!(page.select(&select("svg:not([aria-hidden=true])")).count(), 0, "the table says the same");
    assert_eq!(page.select(&select("svg rect")).count(), page.select(&select("tbody tr")).count());
}

#[test]
fn a_baseline_holds_for_the_dashboard_too() {
    let folder = site();
    check(folder.path(), &["--write-baseline", "known.json"]);
    let page = check(folder.path(), &["--format", "html", "--baseline", "known.json"]);
    assert!(page.contains("<h1>no findings</h1>") && !page.contains("Findings by rule"), "{page}");
    assert!(page.contains("Pages by review"), "{page}");
}

#[test]
fn labels_are_escaped_and_bars_are_as_long_as_their_numbers() {
    let bars = [("<b>&", 10), ("half", 5), ("little", 0), ("one of many", 1)];
    let bars = bars.map(|(label, count)| Bar { label: label.to_owned(), count }).into();
    let figure = BarChart { title: "a < b", label_heading: "x", count_heading: "y", bars };
    let text = html::render(&Report::default(), &[figure]);
    assert!(text.contains("&lt;b&gt;&amp;") && !text.contains("<b>"), "{text}");
    let page = Html::parse_document(&text);
    let widths: Vec<&str> = page.select(&select("rect")).map(|bar| bar.attr("width").unwrap()).collect();
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
    // The pattern of `language` closes a bracket that it never opened, which strict readers of patterns refuse.
    let sound = SARIF.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    assert_ne!(sound, SARIF);
    serde_json::from_str(&sound).unwrap()
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
    let written =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(schema, json::schema(), "`wellpress schema report > docs/report.schema.json` writes it anew");
    assert_valid(&schema, &json::render(&report()));
    assert_valid(&schema, &json::render(&Report::default()));
    assert_valid(&schema, &check(site().path(), &["--format", "json"]));
    for (from, to) in [("\"error\"", "\"grave\""), ("\"line\": 2", "\"line\": 0"), ("\"rule\"", "\"ruler\"")] {
        let broken: Value = serde_json::from_str(&json::render(&report()).replace(from, to)).unwrap();
        assert!(!jsonschema::is_valid(&schema, &broken), "the schema takes {to}");
    }
}

/// Sites that break every rule, and one whose name has all that an annotation escapes.
fn broken() -> [Site; 3] {
    let odd = Site::new().file("content/articles/50%, a b.md", "---\ntitle: '100%: a, b'\ntitel: A\n---\n<b>x</b>\n");
    let bare = |text: &str| -> String { text.split_inclusive('\n').filter(|line| !line.starts_with("#~ ")).collect() };
    let texts = [include_str!("../sites/every-rule.site"), include_str!("../sites/left-out.site")];
    let [whole, left_out] = texts.map(|text| Site::of(&bare(text)));
    [whole, left_out, odd]
}

/// Rule, file and line of each finding, in order.
type Place = (String, String, u64);

fn in_json(report: &Value) -> Vec<Place> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = report["findings"].as_array().unwrap().iter();
    found.map(|found| (text(&found["rule"]), text(&found["file"]), found["line"].as_u64().unwrap())).collect()
}

fn in_sarif(report: &Value) -> Vec<Place> {
    let run = &report["runs"][0];
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let file = percent_decoded(place["artifactLocation"]["uri"].as_str().unwrap());
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        (result["ruleId"].as_str().unwrap().to_owned(), file, place["region"]["startLine"].as_u64().unwrap())
    };
    run["results"].as_array().unwrap().iter().map(place).collect()
}

/// As GitHub's runner reads annotations: properties by commas, then their escapes.
fn in_annotations(report: &str) -> Vec<Place> {
    let place = |line: &str| {
        let (properties, _) = line.split_once(' ').unwrap().1.split_once("::").unwrap();
        let property = |name: &str| {
            let pairs = properties.split(',').map(|pair| pair.split_once('=').unwrap());
            percent_decoded(pairs.into_iter().find(|(known, _)| *known == name).unwrap().1)
        };
        (property("title"), property("file"), property("line").parse().unwrap())
    };
    report.lines().map(place).collect()
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
fn all_forms_say_the_same_of_a_site_that_breaks_every_rule() {
    let json_schema = json::schema();
    let sarif_schema = sarif_schema();
    for site in broken() {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        let print = |form| check(folder.path(), &["--clock", "2026-07-01", "--format", form]);
        let (json, sarif) = (print("json"), print("sarif"));
        assert_valid(&json_schema, &json);
        assert_valid(&sarif_schema, &sarif);
        let places = in_json(&serde_json::from_str(&json).unwrap());
        assert!(places.len() > 1, "{json}");
        assert_eq!(in_sarif(&serde_json::from_str(&sarif).unwrap()), places);
        assert_eq!(in_annotations(&print("github")), places);
    }
}
