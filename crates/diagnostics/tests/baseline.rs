//! A baseline: findings that are known do not count, new ones do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use wellpress_diagnostics::baseline::{Baseline, BaselineComparison};
use wellpress_diagnostics::{Diagnostic, Location, Report, Rule, rules};

fn finding(rule: &'static Rule, file: &str, line: u32, message: &str) -> Diagnostic {
    Diagnostic::new(rule, Location { line, ..Location::file(file) }, message)
}

fn vague(line: u32) -> Diagnostic {
    finding(&rules::LINK_TEXT_VAGUE, "content/a.md", line, "`here` says nothing")
}

fn compare(known: Vec<Diagnostic>, now: Vec<Diagnostic>) -> BaselineComparison {
    let baseline_text = Baseline::of(&Report::new(known)).render();
    Baseline::parse(&baseline_text).unwrap().compare(&Report::new(now))
}

fn lines(report: &Report) -> Vec<u32> {
    report.findings().iter().map(|finding| finding.location.line).collect()
}

#[test]
fn a_line_that_moved_is_known() {
    let compared = compare(vec![vague(3)], vec![vague(90)]);
    assert_eq!((lines(&compared.new), compared.known_count, compared.gone.len()), (vec![], 1, 0));
}

#[test]
fn one_more_of_the_same_is_new() {
    let compared = compare(vec![vague(3), vague(5)], vec![vague(3), vague(5), vague(9)]);
    assert_eq!((lines(&compared.new), compared.known_count), (vec![9], 2));
}

#[test]
fn a_report_in_json_is_a_baseline_as_well() {
    let report = Report::new(vec![vague(3), vague(5)]);
    let baseline = Baseline::parse(&wellpress_diagnostics::render::json::render(&report)).unwrap();
    assert_eq!(baseline, Baseline::of(&report));
}

#[test]
fn another_rule_file_or_message_is_new() {
    let different_findings = [
        finding(&rules::RAW_HTML, "content/a.md", 3, "`here` says nothing"),
        finding(&rules::LINK_TEXT_VAGUE, "content/b.md", 3, "`here` says nothing"),
        finding(&rules::LINK_TEXT_VAGUE, "content/a.md", 3, "`this` says nothing"),
    ];
    for different_finding in different_findings {
        let compared = compare(vec![vague(3)], vec![different_finding.clone()]);
        assert_eq!((compared.new.findings(), compared.known_count), (&[different_finding.into()][..], 0));
        assert_eq!(compared.gone.len(), 1);
    }
}

#[test]
fn what_is_no_longer_there_is_told_with_how_often() {
    let compared = compare(vec![vague(3), vague(5), vague(7)], vec![vague(5)]);
    let (gone, times) = compared.gone.first_key_value().unwrap();
    assert_eq!((gone.file.as_str(), gone.rule.as_str(), *times), ("content/a.md", "link-text-vague", 2));
}

#[test]
fn what_is_wrong_with_the_settings_cannot_be_known() {
    let settings = || finding(&rules::SETTINGS_INVALID, "wellpress.yaml", 1, "no title");
    assert!(Baseline::of(&Report::new(vec![settings()])).is_empty());
    let by_hand =
        r#"{"findings": [{"file": "wellpress.yaml", "rule": "settings-invalid", "message": "no title", "count": 1}]}"#;
    let compared = Baseline::parse(by_hand).unwrap().compare(&Report::new(vec![settings()]));
    assert_eq!((compared.new.findings().len(), compared.known_count), (1, 0));
}

#[test]
fn the_file_has_one_order() {
    let in_order = finding(&rules::RAW_HTML, "content/a.md", 1, "a");
    let first = Baseline::of(&Report::new(vec![vague(9), in_order.clone(), vague(1)])).render();
    let second =
        Baseline::of(&Report::new(vec![finding(&rules::RAW_HTML, "content/a.md", 80, "a"), vague(2), vague(4)]));
    assert_eq!(first, second.render());
}
