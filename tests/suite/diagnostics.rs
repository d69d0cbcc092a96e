//! Compares the findings of each site under `tests/diagnostics` with those written into it. Every rule has a site there, which shows
//! where the rule fires and where it stays quiet. An expected finding stands below the line that it points at:
//!
//! ```text
//! --- content/articles/neck.md
//! ---
//! title: Neck
//! ---
//! See [@nobody].
//! #~ error[citation-unknown] 7: no source has the key `nobody`
//! #~ help: add the source to `content/references`, or escape the sign: `\@`
//! #~ 1:5 content/articles/other.md: a second place that belongs to it
//! ```
//!
//! The number is the column. A finding about a whole file stands below its first line. The site has to have exactly these findings,
//! which shows that each mistake is found once and causes no further findings. `BLESS=1` writes the findings into the sites; look
//! at each change before you commit it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use wellpress_diagnostics::rules::{self, Property, Rule};
use wellpress_diagnostics::{Diagnostic, Location, Severity};

use crate::harness::TestSite;

/// The start of a line that holds an expected finding.
const MARK: &str = "#~ ";

#[test]
fn each_rule_has_a_site_that_shows_it() {
    // `external.rs` and `cite_verify.rs` test rules that ask other servers, and `theme_check.mjs` those that need a browser.
    for rule in rules::ALL.iter().filter(|rule| is_of_builds(rule)) {
        let path = folder().join(format!("{}.site", rule.id));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("`{}` has no site", rule.id));
        assert!(text.contains(&format!("[{}]", rule.id)), "`{}` does not show its rule", path.display());
    }
}

/// Whether a build alone can find it.
fn is_of_builds(rule: &Rule) -> bool {
    !rule.has(Property::NeedsServers) && !rule.has(Property::NeedsBrowser)
}

/// Regression: such a file was left out. Rules that need every file waited for it, and each broken link to an `index.md` counted as
/// one to it.
#[test]
fn the_text_of_a_section_silences_no_rule() {
    const SILENCED: [&str; 3] = ["[orphan]", "[link-broken]", "[source-unused]"];
    let site = TestSite::new()
        .with_common_findings()
        .file("content/pages/alone.md", "---\ntitle: Alone\n---\nNo page links here.\n")
        .article("neck", "See [the knee](../articles/knee/index.md).\n")
        .library("@book{smith, title = {A book}, author = {Smith, Ann}, date = {2020}}\n");
    let findings = |site: &TestSite| -> Vec<String> {
        let findings = site.build().formatted_findings();
        let of_rules = findings.iter().filter(|finding| SILENCED.iter().any(|rule| finding.contains(rule)));
        // The suggestion behind a message may name the new file.
        of_rules.map(|finding| finding.split(';').next().unwrap().to_owned()).collect()
    };
    let expected = findings(&site);
    for rule in SILENCED {
        assert!(expected.iter().any(|finding| finding.contains(rule)), "{rule}: {expected:#?}");
    }
    let with_text = site.file("content/articles/index.md", "---\ntitle: All\n---\nWords.\n");
    assert_eq!(findings(&with_text), expected);
}

/// Sites under `tests/sites` that together break every rule once. The files of the first can all be read; those of the second are
/// left out of the site for different reasons.
const COMBINED_SITES: [&str; 2] = ["every-rule", "left-out"];

/// Rules that the combined sites cannot break, besides those that ask other servers or need a browser, each with the reason.
const NOT_COMBINED: [(&str, &str); 3] = [
    ("adopting", "takes the place of rules that the site breaks"),
    ("caution-hidden", "is found in finished pages, which a site with other errors does not have"),
    ("settings-invalid", "without settings no other file is read"),
];

#[test]
fn the_combined_sites_break_every_rule_once() {
    let text: String =
        COMBINED_SITES.iter().map(|name| std::fs::read_to_string(combined_site(name)).unwrap()).collect();
    let ids = text.lines().filter_map(|line| line.strip_prefix(MARK)?.split_once('[')?.1.split_once("] "));
    let ids: Vec<&str> = ids.map(|(id, _)| id).filter(|id| rules::find(id).is_some()).collect();
    for rule in rules::ALL {
        let count = ids.iter().filter(|id| **id == rule.id).count();
        let is_combined = is_of_builds(rule) && NOT_COMBINED.iter().all(|(id, _)| *id != rule.id);
        assert_eq!(count, usize::from(is_combined), "`{}` has to be found once, or to be in `NOT_COMBINED`", rule.id);
    }
}

#[test]
fn each_site_has_exactly_its_expected_findings() {
    let mut failures = String::new();
    for path in sites() {
        let expected = std::fs::read_to_string(&path).unwrap();
        let actual = annotated(&path, &expected);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &actual).unwrap();
        } else if actual != expected {
            writeln!(failures, "{}", path.display()).unwrap();
            list_differences(&expected, &actual, &mut failures);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn findings_have_the_severities_that_explain_lists() {
    let mut both = 0;
    for path in sites() {
        let text = std::fs::read_to_string(&path).unwrap();
        let heads = annotations(&text)
            .into_iter()
            .filter_map(|line| line.trim_start_matches(MARK).trim().split_once(['[', ']']));
        for (severity, rest) in heads {
            let Some(rule) = rest.split_once(']').and_then(|(id, _)| rules::find(id)) else { continue };
            both += usize::from(rule.other_severity.is_some_and(|other| other.as_str() == severity));
            let listed = [Some(rule.severity), rule.other_severity].into_iter().flatten();
            assert!(
                listed.map(Severity::as_str).any(|listed| listed == severity),
                "{}: {severity}[{rest}",
                path.display()
            );
        }
    }
    assert!(both >= 10, "some findings have the other severity of their rule");
}

fn list_differences(expected: &str, actual: &str, failures: &mut String) {
    let (expected, actual) = (annotations(expected), annotations(actual));
    for line in expected.iter().filter(|line| !actual.contains(line)) {
        writeln!(failures, "  expected {line}").unwrap();
    }
    for line in actual.iter().filter(|line| !expected.contains(line)) {
        writeln!(failures, "  found    {line}").unwrap();
    }
    if expected.iter().all(|line| actual.contains(line)) && actual.iter().all(|line| expected.contains(line)) {
        writeln!(failures, "  the findings stand on other lines").unwrap();
    }
}

fn annotations(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with(MARK)).collect()
}

/// Builds a site and writes its findings below the lines that they point at, in place of those that are there.
fn annotated(path: &Path, text: &str) -> String {
    let bare: String = text.split_inclusive('\n').filter(|line| !line.starts_with(MARK)).collect();
    let site = TestSite::from_text(&bare).verifying_signatures(&wellpress_review::SSH_SIGNATURES);
    let built = site.with_common_findings().build();
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let is_counted =
        |rule: &Rule| !rule.has(Property::CommonInSmallSites) || rule.id == stem || COMBINED_SITES.contains(&stem);
    let mut unwritten: Vec<&Diagnostic> =
        built.findings().iter().map(|finding| &**finding).filter(|finding| is_counted(finding.rule)).collect();
    let (mut annotated, mut file, mut number) = (String::new(), "", 0);
    for line in bare.split_inclusive('\n') {
        let is_head = line.starts_with("--- ");
        if is_head {
            // Findings behind the last line of the file before.
            put(&mut annotated, &mut unwritten, |finding| {
                &*finding.location.file == file && finding.location.line > number
            });
            file = line[4..].split([' ', '\n']).next().unwrap_or_default();
            number = 0;
        }
        annotated.push_str(line);
        number += u32::from(!is_head);
        put(&mut annotated, &mut unwritten, |finding| {
            &*finding.location.file == file && finding.location.line == number
        });
    }
    put(&mut annotated, &mut unwritten, |finding| &*finding.location.file == file);
    assert!(unwritten.is_empty(), "findings in files that are not of the site: {unwritten:#?}");
    annotated
}

fn put(annotated: &mut String, unwritten: &mut Vec<&Diagnostic>, is_here: impl Fn(&Diagnostic) -> bool) {
    for finding in unwritten.extract_if(.., |finding| is_here(finding)) {
        let severity = finding.severity.as_str();
        let column = finding.location.column;
        writeln!(annotated, "{MARK}{severity}[{}] {column}: {}", finding.rule.id, finding.message).unwrap();
        if let Some(help) = &finding.help {
            writeln!(annotated, "{MARK}help: {help}").unwrap();
        }
        for related in &finding.related {
            let Location { file, line, column, .. } = &related.location;
            writeln!(annotated, "{MARK}{line}:{column} {file}: {}", related.message).unwrap();
        }
    }
}

fn sites() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut sites: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "site")).collect();
    sites.extend(COMBINED_SITES.map(combined_site));
    sites.sort();
    sites
}

fn combined_site(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/sites/{name}.site"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}
