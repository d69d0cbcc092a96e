//! `wellpress audit wcag`: what speaks against a criterion, what stays open, what people answer, and the three notations of the report.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use wellpress_audit::wcag::answers::{AnswerFile, schema};
use wellpress_audit::wcag::criteria::{CRITERIA, Level};
use wellpress_diagnostics::{Source, yaml};
use wellpress_docx::Package;
use wellpress_harness::test_site::TestSite;

use crate::commands::{folder_of, run};

fn site() -> TestSite {
    let article = "---\ntitle: \"Neck <b>\"\n---\n\n## One\n\n#### Two\n\nFor more, [click here](/about/).\n";
    TestSite::new()
        .file("content/articles/neck.md", article)
        .file("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n")
}

/// The levels of the report on a site, by the numbers of the criteria.
fn levels(folder: &Path) -> BTreeMap<String, String> {
    let report = open_acr(folder);
    let chapters = ["success_criteria_level_a", "success_criteria_level_aa"].map(|name| &report["chapters"][name]);
    let criteria = chapters.into_iter().flat_map(|chapter| chapter["criteria"].as_array().unwrap());
    let level = |criterion: &Value| criterion["components"][0]["adherence"]["level"].as_str().unwrap().to_owned();
    criteria.map(|criterion| (criterion["num"].as_str().unwrap().to_owned(), level(criterion))).collect()
}

/// The remarks on a criterion.
fn notes(folder: &Path, number: &str) -> String {
    let report = open_acr(folder);
    let chapters = report["chapters"].as_object().unwrap().values();
    let mut criteria = chapters.filter_map(|chapter| chapter["criteria"].as_array()).flatten();
    let criterion = criteria.find(|criterion| criterion["num"] == number).unwrap();
    criterion["components"][0]["adherence"]["notes"].as_str().unwrap().to_owned()
}

fn open_acr(folder: &Path) -> Value {
    run(folder, &["wcag", "--output", "report.yaml"]).assert_status(0);
    yaml::from_str(&std::fs::read_to_string(folder.join("report.yaml")).unwrap()).unwrap()
}

fn write(folder: &Path, path: &str, text: &str) {
    std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
    std::fs::write(folder.join(path), text).unwrap();
}

#[test]
fn the_table_has_all_criteria_of_levels_a_and_aa_in_order() {
    let of_level = |level: Level| CRITERIA.iter().filter(|criterion| criterion.level == level).count();
    assert_eq!((of_level(Level::A), of_level(Level::Aa)), (31, 24));
    let numbers: Vec<Vec<u32>> = CRITERIA
        .iter()
        .map(|criterion| criterion.number.split('.').map(|part| part.parse().unwrap()).collect())
        .collect();
    assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]), "{numbers:?}");
    assert!(!numbers.contains(&vec![4, 1, 1]), "WCAG 2.2 has removed it");
}

#[test]
fn a_finding_speaks_against_a_criterion_and_silence_leaves_it_open() {
    let folder = folder_of(&site());
    let levels = levels(folder.path());
    for (number, level) in &levels {
        let expected = match number.as_str() {
            "1.3.1" | "2.4.4" => "partially-supports",
            "1.2.1" | "1.2.2" | "1.2.3" | "1.2.4" | "1.2.5" | "1.4.2" | "1.3.5" | "3.3.4" | "3.3.7" | "3.3.8" => {
                "not-applicable"
            }
            _ => "not-evaluated",
        };
        assert_eq!(level, expected, "{number}");
    }
    let against = notes(folder.path(), "1.3.1");
    assert!(
        against.starts_with("wellpress found, by its rule `heading-skipped`:\n\n- [Neck <b>](https://"),
        "{against}"
    );
    assert!(against.contains("wellpress found nothing by `table-invalid`."), "{against}");
    let open = notes(folder.path(), "1.1.1");
    assert!(open.starts_with("wellpress found nothing by `alt-missing`, `alt-is-filename`."), "{open}");
    assert!(open.contains("A person has to judge: "), "{open}");
    assert_eq!(notes(folder.path(), "1.2.2"), "No page plays or links a video.");
}

#[test]
fn a_rule_that_is_off_has_found_nothing_out() {
    let site = site().settings("check: {rules: {heading-skipped: off}}\n");
    let folder = folder_of(&site);
    assert_eq!(levels(folder.path())["1.3.1"], "not-evaluated");
    let remark = "The rule `heading-skipped` of wellpress did not look: the settings switch the rule off.";
    assert!(notes(folder.path(), "1.3.1").contains(remark));
}

#[test]
fn what_a_site_does_not_have_is_not_asked_for() {
    let with_video = site().file("static/neck.webm", "x").file(
        "content/articles/video.md",
        "---\ntitle: Video\n---\n\n::video{src=\"/neck.webm\" title=\"Neck\" described=soundtrack}\n",
    );
    let of_video = levels(folder_of(&with_video).path());
    let of_video = ["1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.4.2", "3.3.4"].map(|number| of_video[number].as_str());
    let open = "not-evaluated";
    assert_eq!(of_video, [open, "partially-supports", open, "not-applicable", open, "not-applicable"]);
    let form = "calls_to_action: {join: {kind: form, title: Join, action: \"https://backs.example/\"}}\n";
    let of_form = levels(folder_of(&site().settings(form)).path());
    assert_eq!([&of_form["3.3.4"], &of_form["1.2.2"]], [open, "not-applicable"]);
    // HTML and templates of others can bring what no program looks for.
    let of_html = levels(folder_of(&site().settings("raw_html: true\n")).path());
    assert_eq!([&of_html["3.3.4"], &of_html["1.2.2"], &of_html["1.2.4"]], [open; 3]);
    let page = "{% extends \"base.html\" %}{% block main %}<video src=\"/a.webm\"></video>{{ page.content | safe }}{% endblock %}\n";
    let own = site().settings("theme: own\n").file("themes/own/theme.yaml", "extends: well\n");
    let of_theme = levels(folder_of(&own.file("themes/own/templates/video.html", page)).path());
    assert_eq!([&of_theme["3.3.4"], &of_theme["1.2.2"]], [open; 2]);
}

/// What `theme check --accessibility` leaves.
fn browser_check() -> Value {
    json!({
        "format": 1, "program": "0.1.0", "axe": "4.10.2", "day": "2026-06-10", "theme": "well",
        "pages": [{"address": "/articles/neck/", "template": "article.html"}, {"address": "/", "template": "home.html"}],
        "views": ["light", "dark"],
        "violations": [
            {"rule": "color-contrast", "criteria": ["1.4.3"], "level": "AA", "help": "Text must have contrast", "page": "/articles/neck/",
             "views": ["dark"], "element": "p.lead <p class=\"lead\">", "file": "themes/x/site.css", "line": 12},
            {"rule": "color-contrast", "criteria": ["1.4.3"], "level": "AA", "help": "Text must have contrast", "page": "/gone/",
             "views": [], "element": "i", "file": null, "line": null},
            {"rule": "region", "criteria": [], "level": null, "help": "A practice", "page": "/", "views": ["dark"], "element": "i",
             "file": null, "line": null}
        ],
        "passes": [{"rule": "html-has-lang", "criteria": ["3.1.1"]}, {"rule": "color-contrast", "criteria": ["1.4.3"]}],
        "incomplete": [{"rule": "link-name", "criteria": ["2.4.4", "4.1.2"], "page": "/"}]
    })
}

#[test]
fn what_axe_found_speaks_against_a_criterion_with_element_and_line() {
    let folder = folder_of(&site());
    write(folder.path(), ".wellpress/accessibility.json", &browser_check().to_string());
    let found = levels(folder.path());
    assert_eq!(
        [&found["1.4.3"], &found["3.1.1"], &found["4.1.2"]],
        ["partially-supports", "not-evaluated", "not-evaluated"]
    );
    let against = notes(folder.path(), "1.4.3");
    let places = "axe found, by its rule `color-contrast` (Text must have contrast):\n\n\
        - [Neck <b>](https://test.example/articles/neck/): `p.lead <p class=\"lead\">` (dark), made by `themes/x/site.css:12`\n\
        - [/gone/](https://test.example/gone/): `i`\n";
    assert!(against.starts_with(places), "{against}");
    assert!(!against.contains("axe found nothing"), "what is violated somewhere is no pass: {against}");
    assert!(notes(folder.path(), "3.1.1").contains("axe found nothing by `html-has-lang`."));
    assert!(notes(folder.path(), "4.1.2").contains("axe could not decide:\n\n- ["));
    let methods = open_acr(folder.path())["evaluation_methods_used"].as_str().unwrap().to_owned();
    let looked = "axe 4.10.2 looked at 2 pages in a browser, with the theme `well`, on 2026-06-10. Views: light, dark.";
    assert!(methods.contains(looked), "{methods}");
}

#[test]
fn without_a_check_in_a_browser_the_report_names_the_command() {
    let folder = folder_of(&site());
    let mut other_theme = browser_check();
    other_theme["theme"] = "clinic".into();
    let cases = [
        (None, "No program has looked at the pages in a browser: `wellpress theme check --accessibility` does."),
        (Some("{}".to_owned()), "cannot be read (missing field `format`"),
        (
            Some("{\"format\": 2}".to_owned()),
            "cannot be read (its form is 2, and not 1): `wellpress theme check --accessibility` writes it",
        ),
        (
            Some(other_theme.to_string()),
            "with the theme `well` in a browser, only with `clinic`: `wellpress theme check",
        ),
    ];
    for (file, words) in cases {
        if let Some(text) = file {
            write(folder.path(), ".wellpress/accessibility.json", &text);
        }
        let report = open_acr(folder.path());
        let methods = report["evaluation_methods_used"].as_str().unwrap();
        assert!(methods.contains(words), "{words}\n{methods}");
    }
}

const ANSWERS: &str = "\
product: Neck guide
version: \"2.1\"
contact: {name: Jo Lind, email: access@clinic.example}
notes: The films are old.
methods: [\"Two people used ten pages with NVDA.\"]
answers:
  - {criterion: 2.1.1, level: supports, by: Jo Lind, day: 2026-06-01}
  - {criterion: 2.4.4, level: supports, by: Jo Lind, day: 2026-06-01}
  - {criterion: 1.4.10, level: does-not-support, remarks: The menu is cut off., by: Jo Lind, day: 2026-06-01}
";

#[test]
fn a_person_answers_and_programs_can_object() {
    let folder = folder_of(&site());
    write(folder.path(), "data/accessibility.yaml", ANSWERS);
    let found = levels(folder.path());
    assert_eq!(
        [&found["2.1.1"], &found["2.4.4"], &found["1.4.10"]],
        ["supports", "partially-supports", "does-not-support"]
    );
    assert_eq!(notes(folder.path(), "2.1.1"), "Judged by Jo Lind on 2026-06-01.");
    let objected = "Judged by Jo Lind on 2026-06-01. The answer was \"Supports\"; programs found something against it.\n\nwellpress found,";
    assert!(notes(folder.path(), "2.4.4").starts_with(objected));
    assert_eq!(notes(folder.path(), "1.4.10"), "The menu is cut off. Judged by Jo Lind on 2026-06-01.");
    let report = open_acr(folder.path());
    assert_eq!(report["product"]["version"], "2.1");
    assert_eq!(report["author"]["email"], "access@clinic.example");
    assert_eq!(report["title"], "Neck guide Accessibility Conformance Report (draft)");
    assert!(report["notes"].as_str().unwrap().ends_with("The films are old."));
    let methods = report["evaluation_methods_used"].as_str().unwrap();
    assert!(methods.contains("NVDA") && methods.ends_with("People judged 3 criteria."), "{methods}");
}

#[test]
fn a_report_whose_criteria_are_all_judged_is_no_draft() {
    let folder = folder_of(&site());
    let answer = |number: &str| format!("  - {{criterion: {number}, level: supports, by: Jo, day: 2026-06-01}}\n");
    let answers: String = CRITERIA.iter().map(|criterion| answer(criterion.number)).collect();
    write(folder.path(), "data/accessibility.yaml", &format!("answers:\n{answers}"));
    let report = open_acr(folder.path());
    assert!(!report["title"].as_str().unwrap().contains("draft") && report["notes"] == "", "{report}");
    run(folder.path(), &["wcag", "--strict"]).assert_status(1);
    let clean = TestSite::new().file("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n");
    run(folder_of(&clean).path(), &["wcag", "--strict"]).assert_status(0);
}

#[test]
fn each_mistake_in_an_answer_is_named_at_its_place() {
    let mistakes = |text: &str| -> Vec<String> {
        let Err(findings) = AnswerFile::read(&Source::new("data/accessibility.yaml", text)) else { return Vec::new() };
        findings
            .iter()
            .map(|finding| format!("{}:{}: {}", finding.location.line, finding.location.column, finding.message))
            .collect()
    };
    assert_eq!(mistakes(ANSWERS), [""; 0]);
    let rest = "by: Jo, day: 2026-06-01}\n";
    let cases = [
        (
            format!("answers:\n  - {{criterion: 4.1.1, level: supports, {rest}"),
            "2:17: `4.1.1` is no success criterion of WCAG 2.2 at level A or AA",
        ),
        (
            format!("answers:\n  - {{criterion: 1.4.1, level: not-applicable, {rest}"),
            "2:17: the answer about the criterion `1.4.1` has no `remarks`",
        ),
        (
            format!(
                "answers:\n  - {{criterion: 1.4.1, level: supports, {rest}  - {{criterion: 1.4.1, level: supports, {rest}"
            ),
            "3:17: another entry is about the criterion `1.4.1`",
        ),
        (
            "answers:\n  - {criterion: 1.4.1, level: supports, by: \" \", day: 2026-06-01}\n".to_owned(),
            "2:17: the answer about the criterion `1.4.1` does not say who judged it",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(mistakes(&text), [expected]);
    }
    let without_name = mistakes("answers:\n  - {criterion: 1.4.1, level: supports, day: 2026-06-01}\n");
    assert!(without_name[0].contains("`by`"), "{without_name:?}");
    let level = mistakes(&format!("answers:\n  - {{criterion: 1.4.1, level: not-evaluated, {rest}"));
    assert!(level.len() == 1 && level[0].starts_with("2:"), "{level:?}");

    let folder = folder_of(&site());
    write(folder.path(), "data/accessibility.yaml", "answer: []\n");
    let output = run(folder.path(), &["wcag", "--output", "a.html"]).assert_status(2);
    assert!(output.err.contains("data/accessibility.yaml:1:1"), "{}", output.err);
    assert!(!folder.path().join("a.html").exists());
}

#[test]
fn the_manual_has_the_schema_of_answers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/accessibility.schema.json");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(written, schema(), "`wellpress schema accessibility > docs/accessibility.schema.json` writes it anew");
    let validator = jsonschema::validator_for(&written).unwrap();
    let answers: Value = yaml::from_str(ANSWERS).unwrap();
    let errors: Vec<String> = validator.iter_errors(&answers).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(
        !validator.is_valid(
            &json!({"answers": [{"criterion": "4.1.1", "level": "supports", "by": "Jo", "day": "2026-06-01"}]})
        )
    );
}

/// What the schema `openacr-0.1.0.json` asks of the parts that a report has, and the names of the catalogue of the WCAG edition.
fn shape() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let criterion = json!({
        "type": "object", "required": ["num", "components"], "additionalProperties": false,
        "properties": {
            "num": {"enum": CRITERIA.iter().map(|criterion| criterion.number).collect::<Vec<_>>()},
            "components": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
                "type": "object", "required": ["name", "adherence"], "additionalProperties": false,
                "properties": {
                    "name": {"const": "web"},
                    "adherence": {"type": "object", "required": ["level", "notes"], "additionalProperties": false, "properties": {
                        "level": {"enum": ["supports", "partially-supports", "does-not-support", "not-applicable", "not-evaluated"]},
                        "notes": text
                    }}
                }
            }}
        }
    });
    let chapter = |count: usize| {
        json!({"type": "object", "required": ["criteria"], "additionalProperties": false,
            "properties": {"criteria": {"type": "array", "items": criterion, "minItems": count, "maxItems": count}}})
    };
    json!({
        "type": "object", "additionalProperties": false,
        "required": ["title", "product", "author", "report_date", "notes", "evaluation_methods_used", "catalog", "chapters"],
        "properties": {
            "title": text,
            "product": {"type": "object", "required": ["name"], "additionalProperties": false,
                "properties": {"name": text, "version": text, "description": text}},
            "author": {"type": "object", "required": ["email"], "additionalProperties": false, "properties": {
                "email": {"type": "string"}, "name": text, "company_name": text, "address": text, "phone": text, "website": text
            }},
            "report_date": {"const": "2026-06-12"},
            "notes": {"type": "string"},
            "evaluation_methods_used": text,
            "catalog": {"const": "2.5-edition-wcag-2.2-en"},
            "chapters": {"type": "object", "additionalProperties": false,
                "required": ["success_criteria_level_a", "success_criteria_level_aa", "success_criteria_level_aaa"],
                "properties": {
                    "success_criteria_level_a": chapter(31), "success_criteria_level_aa": chapter(24),
                    "success_criteria_level_aaa": {"const": {"notes": "Not evaluated.", "disabled": true}}
                }}
        }
    })
}

#[test]
fn the_yaml_has_the_shape_of_openacr() {
    let folder = folder_of(&site());
    let validator = jsonschema::validator_for(&shape()).unwrap();
    let valid = |report: &Value| validator.iter_errors(report).map(|error| error.to_string()).collect::<Vec<_>>();
    assert_eq!(valid(&open_acr(folder.path())), [""; 0]);
    let note = run(folder.path(), &["wcag", "--output", "report.yml"]).assert_status(0).err;
    assert!(note.contains("OpenACR asks for a mail address"), "{note}");
    let text = std::fs::read_to_string(folder.path().join("report.yml")).unwrap();
    assert!(text.contains("report_date: \"2026-06-12\""), "readers of YAML 1.1 would make a day of it: {text}");
    write(folder.path(), "data/accessibility.yaml", ANSWERS);
    write(folder.path(), ".wellpress/accessibility.json", &browser_check().to_string());
    assert_eq!(valid(&open_acr(folder.path())), [""; 0]);
}

#[test]
fn the_html_and_the_word_file_have_the_tables_of_the_report() {
    let folder = folder_of(&site());
    run(folder.path(), &["wcag", "--output", "report.html"]).assert_status(0);
    let html = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">") && html.matches("<h1").count() == 1, "{html}");
    for words in [
        "<th scope=\"col\">Conformance Level</th>",
        "<th scope=\"row\">1.3.1 Info and Relationships</th><td>Partially Supports</td>",
        "Table 1: Success Criteria, Level A</h3>",
        "Table 2: Success Criteria, Level AA</h3>",
        "nobody has judged 43 of 55 criteria",
        ">Neck &lt;b&gt;</a>",
        "<code>heading-skipped</code>",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
    for forbidden in ["<script", "<b>", "src=", "<link", "@import", "url("] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    run(folder.path(), &["wcag", "--output", "report.docx"]).assert_status(0);
    let mut package = Package::open(std::fs::read(folder.path().join("report.docx")).unwrap()).unwrap();
    let part = package.main_part().unwrap();
    let tables: Vec<&str> = part.text.split("<w:tbl>").skip(1).collect();
    let count = |table: &str, part: &str| table.matches(part).count();
    assert!(tables.len() == 4 && tables.iter().all(|table| count(table, "<w:tblHeader/>") == 1), "{}", part.text);
    let rows: Vec<usize> = tables.iter().map(|table| count(table, "<w:tr>")).collect();
    assert_eq!(rows[2..], [32, 25]);
    let headings = ["Title", "Heading1", "Heading2"].map(|style| count(&part.text, &format!("w:val=\"{style}\"")));
    assert_eq!(headings, [1, 3, 3]);
}

#[test]
fn the_text_has_one_criterion_below_the_other() {
    let folder = folder_of(&site());
    let text = run(folder.path(), &["wcag"]).assert_status(0).out;
    for words in [
        "1.3.1 Info and Relationships: Partially Supports\n  - wellpress found, by its rule `heading-skipped`:\n    - Neck <b>: ",
        "1.2.2 Captions (Prerecorded): Not Applicable\n  - No page plays or links a video.\n",
        "55 criteria: 2 × Partially Supports; 10 × Not Applicable; 43 × Not Evaluated.\n",
        "`wellpress theme check --accessibility` does.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn a_report_is_written_beside_the_sources_or_among_published_files() {
    let folder = folder_of(&site());
    std::fs::create_dir_all(folder.path().join("static/accessibility")).unwrap();
    write(folder.path(), "data/accessibility.yaml", ANSWERS);
    run(folder.path(), &["wcag", "--output", "static/accessibility/report.html"]).assert_status(0);
    let html = std::fs::read_to_string(folder.path().join("static/accessibility/report.html")).unwrap();
    assert!(
        html.contains("<link rel=\"stylesheet\" href=\"report.css\">") && !html.contains("<style"),
        "the policy of a site: {html}"
    );
    assert!(html.contains("style-src 'self'") && !html.contains("noindex"), "{html}");
    assert!(folder.path().join("static/accessibility/report.css").exists());
    for source in ["content/a.html", "data/accessibility.yaml", "wellpress.yaml", "static/../content/a.html"] {
        run(folder.path(), &["wcag", "--output", source]).assert_status(2);
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("data/accessibility.yaml")).unwrap(), ANSWERS);
    for ending in ["a.pdf", "a.txt", "a"] {
        let error = run(folder.path(), &["wcag", "--output", ending]).assert_status(2).err;
        assert!(
            error.contains("has no ending of a report") && error.contains("`.html`, `.docx` or `.yaml`"),
            "{error}"
        );
    }
}

#[test]
fn the_names_that_ship_cannot_be_taken() {
    let own = "title: Ours\ncriteria:\n  - {id: days, title: Days, asks: There is a day., facts: [published]}\n";
    for name in ["wcag", "forms", "jama", "nhs", "pif-tick"] {
        let folder: TempDir = folder_of(&site());
        write(folder.path(), &format!("audits/{name}.yaml"), own);
        for arguments in [vec![name], vec![]] {
            let error = run(folder.path(), &arguments).assert_status(2).err;
            let message = format!("`{name}` is a report of wellpress, and no standard of a site can have its name");
            assert!(error.contains(&message) && error.contains(&format!("audits/{name}.yaml")), "{error}");
            assert!(error.contains(&format!("such as `our-{name}.yaml`")), "{error}");
        }
        // Others can be used all the same.
        let other = if name == "jama" { "nhs" } else { "jama" };
        run(folder.path(), &[other]).assert_status(0);
    }
}
