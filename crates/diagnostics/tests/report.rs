//! How findings are shown: to people, to programs, to code scanning, in GitHub's workflows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use wellpress_diagnostics::render::text::{self, Colour};
use wellpress_diagnostics::render::{Summary, github, html, json, sarif};
use wellpress_diagnostics::{Diagnostic, Location, Report, Rule, Severity, Source, Span, rules};

fn at(path: &str, text: &str, wrong: &str) -> Location {
    let start = text.find(wrong).expect("the text has what is wrong");
    Source::new(path, text).locate(Span::new(start..start + wrong.len()))
}

fn finding(rule: &'static Rule, text: &str, wrong: &str) -> Diagnostic {
    Diagnostic::new(rule, at("content/articles/a.md", text, wrong), format!("something is wrong with `{wrong}`"))
}

fn plain(finding: Diagnostic) -> String {
    text::render(&Report::new(vec![finding]), Colour::Plain)
}

/// The excerpt and the line of carets below it.
fn excerpt(text: &str, wrong: &str) -> (String, String) {
    let printed = plain(finding(&rules::TEXT_INVISIBLE, text, wrong));
    let line = |index: usize| printed.lines().nth(index).unwrap().split_once('|').unwrap().1.to_owned();
    (line(3), line(4))
}

fn unknown() -> Diagnostic {
    let article = format!("{}those without [@sawicki-2012].\nmore", "\n".repeat(30));
    Diagnostic::new(
        &rules::CITATION_UNKNOWN,
        at("content/articles/middle-back.md", &article, "sawicki-2012"),
        "no source has the key `sawicki-2012`",
    )
    .suggest(Some("sawicki-2021"))
}

#[test]
fn a_finding_as_the_manual_shows_it() {
    let expected = "\
error[citation-unknown]: no source has the key `sawicki-2012`
  --> content/articles/middle-back.md:31:17
   |
31 | those without [@sawicki-2012].
   |                 ^^^^^^^^^^^^
   = help: did you mean `sawicki-2021`?
   = see: wellpress explain citation-unknown

1 error
";
    assert_eq!(plain(unknown()), expected);
}

#[test]
fn a_finding_with_a_second_place() {
    let twice = "title: A\nid: x\nid: y\n";
    let second = Source::new("content/a.md", twice).locate_line(3, 1);
    let first = Source::new("content/a.md", twice).locate_line(2, 1);
    let duplicate = Diagnostic::new(&rules::ID_DUPLICATE, second, "the key `id` is there twice");
    let expected = "\
error[id-duplicate]: the key `id` is there twice
 --> content/a.md:3:1
  |
3 | id: y
  | ^^
  |
 ::: content/a.md:2:1
  |
2 | id: x
  | -- first here
  = see: wellpress explain id-duplicate

1 error
";
    assert_eq!(plain(duplicate.related(first, "first here")), expected);
}

#[test]
fn a_finding_without_an_excerpt() {
    let whole_file = Diagnostic::new(&rules::FILE_ENCODING, Location::file("content/a.md"), "the file is not UTF-8")
        .help("save it as UTF-8\nand try again")
        .related(Location::file("content/b.md"), "so is this one");
    let expected = "\
error[file-encoding]: the file is not UTF-8
 --> content/a.md:1:1
  = note: so is this one: content/b.md:1:1
  = help: save it as UTF-8
          and try again
  = see: wellpress explain file-encoding

1 error
";
    assert_eq!(plain(whole_file), expected);
}

#[test]
fn tabs_wide_and_invisible_characters_keep_the_carets_in_place() {
    let cases = [
        ("\tsets: \t3", "3", " ".repeat(4) + "sets:     3", " ".repeat(14) + "^"),
        ("中文 [@键] x", "键", "中文 [@键] x".to_owned(), " ".repeat(7) + "^^"),
        ("take \u{202e}5\u{202c} mg", "mg", r"take \u{202e}5\u{202c} mg".to_owned(), " ".repeat(23) + "^^"),
        ("dose\u{200b}d", "\u{200b}", r"dose\u{200b}d".to_owned(), " ".repeat(4) + "^^^^^^^^"),
        ("bell \u{7}\u{1b}[31m red", "red", r"bell \u{7}\u{1b}[31m red".to_owned(), " ".repeat(21) + "^^^"),
        ("cafe\u{301} [@x]", "x", "cafe\u{301} [@x]".to_owned(), " ".repeat(7) + "^"),
    ];
    for (text, wrong, shown_line, carets) in cases {
        assert_eq!(excerpt(text, wrong), (format!(" {shown_line}"), format!(" {carets}")), "{text:?}");
    }
}

#[test]
fn a_message_cannot_write_to_the_terminal() {
    let hostile = Diagnostic::new(&rules::SLUG_INVALID, Location::file("a\u{1b}[2J.md"), "bad `\u{1b}]0;x\u{7}`\nnext");
    let printed = text::render(&Report::new(vec![hostile]), Colour::Plain);
    assert!(!printed.contains(['\u{1b}', '\u{7}']), "{printed:?}");
    assert!(printed.starts_with("error[slug-invalid]: bad `\\u{1b}]0;x\\u{7}`\\u{a}next\n"), "{printed}");
}

#[test]
fn a_long_line_is_cut_around_what_is_wrong() {
    let long = format!("{} HERE {}", "before ".repeat(700), "after ".repeat(700));
    let (shown_line, carets) = excerpt(&long, "HERE");
    assert!(shown_line.starts_with(" ...") && shown_line.ends_with("..."), "{shown_line}");
    assert!(shown_line.chars().count() < 110, "{shown_line}");
    assert_eq!(shown_line.find("HERE"), carets.find("^^^^"));
    let (shown_line, carets) = excerpt(&format!("HERE {long}"), "HERE");
    assert!(shown_line.starts_with(" HERE before") && shown_line.ends_with("..."), "{shown_line}");
    assert_eq!(carets, " ^^^^");
    let (shown_line, carets) = excerpt(&long, long.trim_end());
    assert_eq!(carets.trim().len(), 100, "{shown_line}");
}

#[test]
fn places_past_the_end_and_over_several_lines_are_shown() {
    let text = "first line\nsecond line\n";
    let (_, carets) = excerpt(text, "line\nsecond");
    assert_eq!(carets, format!(" {}^^^^", " ".repeat(6)));
    let source = Source::new("a.md", text);
    let printed = plain(Diagnostic::new(&rules::FILE_NAME, source.locate(Span::new(10..10)), "a point"));
    assert!(printed.contains("\n  |           ^\n"), "{printed}");
    let far = Location { column: 900, end_column: 950, ..source.locate(Span::new(0..1)) };
    assert!(plain(Diagnostic::new(&rules::FILE_NAME, far, "far")).contains(":1:900\n"));
}

#[test]
fn twenty_of_one_rule_and_then_a_count() {
    let text = "x\n".repeat(40);
    let source = Source::new("a.md", text.as_str());
    let many = (1..=37).map(|line| Diagnostic::new(&rules::RAW_HTML, source.locate_line(line, 1), "raw HTML"));
    let link = Diagnostic::new(&rules::LINK_BROKEN, source.locate_line(40, 1), "no such page");
    let report = Report::new(many.chain([link]));
    let printed = text::render(&report, Colour::Plain);
    assert_eq!(printed.matches("warning[raw-html]").count(), 20);
    assert_eq!(printed.matches("error[link-broken]").count(), 1);
    assert!(printed.contains("\n... and 17 more of `raw-html`; `--format json` has all of them\n"), "{printed}");
    assert!(printed.ends_with("\n1 error, 37 warnings\n"), "{printed}");
}

#[test]
fn the_summary_says_what_there_is() {
    let words = |errors, warnings, notes| Summary { errors, warnings, notes }.to_string();
    assert_eq!(words(2, 1, 0), "2 errors, 1 warning");
    assert_eq!(words(0, 0, 2), "2 notes");
    assert_eq!(words(0, 0, 0), "no findings");
    assert_eq!(text::render(&Report::default(), Colour::Plain), "no findings\n");
}

#[test]
fn colours_only_when_asked() {
    let report = Report::new(vec![unknown()]);
    let coloured = text::render(&report, Colour::Ansi);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31merror[citation-unknown]\u{1b}[0m"), "{coloured:?}");
    assert!(!text::render(&report, Colour::Plain).contains('\u{1b}'));
}

#[test]
fn json_has_every_finding_and_a_summary() {
    let twice = Report::new(vec![unknown(), unknown(), finding(&rules::RAW_HTML, "a <b> c", "<b>")]);
    let value: Value = serde_json::from_str(&json::render(&twice)).unwrap();
    let expected = json!({
        "findings": [
            {
                "rule": "raw-html", "severity": "warning", "message": "something is wrong with `<b>`", "help": null,
                "file": "content/articles/a.md", "line": 1, "column": 3, "end_line": 1, "end_column": 6,
            },
            {
                "rule": "citation-unknown", "severity": "error", "message": "no source has the key `sawicki-2012`",
                "help": "did you mean `sawicki-2021`?", "file": "content/articles/middle-back.md",
                "line": 31, "column": 17, "end_line": 31, "end_column": 29,
            },
        ],
        "summary": {"errors": 1, "warnings": 1, "notes": 0},
    });
    assert_eq!(value, expected);
    let empty: Value = serde_json::from_str(&json::render(&Report::default())).unwrap();
    assert_eq!(empty, json!({"findings": [], "summary": {"errors": 0, "warnings": 0, "notes": 0}}));
}

#[test]
fn sarif_names_rules_levels_and_places() {
    let related = at("content/topics/b c.md", "id: x", "x");
    let mut noted = finding(&rules::SOURCE_UNUSED, "a\nb", "b").related(related, "see here");
    noted.severity = Severity::Note;
    let value: Value =
        serde_json::from_str(&sarif::render(&Report::new(vec![unknown(), noted]), |_| "# a-rule\n\nWhat it finds.\n"))
            .unwrap();
    assert_eq!(value["version"], "2.1.0");
    let run = &value["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let ids: Vec<_> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["citation-unknown", "source-unused"]);
    let [note, error] = run["results"].as_array().unwrap().as_slice() else { panic!("two results") };
    assert_eq!(
        (&note["level"], &note["ruleIndex"], &note["ruleId"]),
        (&json!("note"), &json!(1), &json!("source-unused"))
    );
    let uri = &note["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "content/topics/b%20c.md");
    assert_eq!(error["message"]["text"], "no source has the key `sawicki-2012`\ndid you mean `sawicki-2021`?");
    let location = &error["locations"][0]["physicalLocation"];
    assert_eq!(location["region"], json!({"startLine": 31, "startColumn": 17, "endLine": 31, "endColumn": 29}));
    let line = json!({"startLine": 31, "snippet": {"text": "those without [@sawicki-2012]."}});
    assert_eq!(location["contextRegion"], line);
}

#[test]
fn github_annotations_are_escaped() {
    let mut warned = finding(&rules::RAW_HTML, "x\ny z", "x\ny");
    warned.location.file = "content/a,b:c%.md".into();
    warned.message = "100 % wrong: a, b\nand more".to_owned();
    let mut noted = finding(&rules::SOURCE_UNUSED, "a", "a");
    noted.location.file = "z.md".into();
    let expected = "\
::warning file=content/a%2Cb%3Ac%25.md,line=1,endLine=2,title=raw-html::100 %25 wrong: a, b%0Aand more
::error file=content/articles/middle-back.md,line=31,col=17,endColumn=29,title=citation-unknown::no source has the \
key `sawicki-2012`%0Ahelp: did you mean `sawicki-2021`?
::notice file=z.md,line=1,col=1,endColumn=2,title=source-unused::something is wrong with `a`
";
    assert_eq!(github::render(&Report::new(vec![warned, unknown(), noted])), expected);
}

#[test]
fn a_page_for_the_browser_escapes_all_text() {
    let mut raw =
        finding(&rules::RAW_HTML, "a <script>alert(1)</script> b", "<script>").help("use \"Markdown\" & more");
    raw.location.file = "content/<b>.md".into();
    let whole_file = Diagnostic::new(&rules::FILE_ENCODING, Location::file("z.md"), "not UTF-8\u{202e}");
    let page = html::render(&Report::new(vec![raw, whole_file]), &[]);
    let document = scraper::Html::parse_document(&page);
    let texts = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        document.select(&selector).map(|element| element.text().collect()).collect()
    };
    assert!(document.errors.is_empty(), "{:?}", document.errors);
    assert_eq!(texts("h1"), ["1 error, 1 warning"]);
    assert_eq!(texts("h2"), ["Findings by rule", "content/<b>.md", "z.md"]);
    assert_eq!(texts("mark"), ["<script>"]);
    assert_eq!(texts("pre"), ["a <script>alert(1)</script> b"]);
    assert_eq!(texts("li p:last-child"), ["use \"Markdown\" & more", "1:1 error: not UTF-8\\u{202e} (file-encoding)"]);
    assert!(texts("script").is_empty());
}
