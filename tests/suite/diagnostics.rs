//! Every rule has a site under `tests/diagnostics` that shows where it fires. The findings are written into the site,
//! each below the line that it points at:
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
//! The number is the column. What is wrong with a file as a whole stands below its first line. All findings of the site
//! have to be there, and no other: which shows that each is found, found once, and leads to no other. `BLESS=1` writes
//! the findings into the sites; look at each change before you commit it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use wellpress_diagnostics::{Diagnostic, rules};

use crate::harness::{ABSENCES, Site};

const MARK: &str = "#~ ";

/// Rules that need other servers: `external.rs` shows them.
const OUTSIDE: [&str; 3] = ["link-dead", "link-moved", "link-unchecked"];

#[test]
fn each_rule_has_a_site_that_shows_it() {
    for rule in rules::ALL.iter().filter(|rule| !OUTSIDE.contains(&rule.id)) {
        let path = folder().join(format!("{}.site", rule.id));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("`{}` has no site", rule.id));
        assert!(text.contains(&format!("[{}]", rule.id)), "`{}` does not show its rule", path.display());
    }
}

/// Sites under `tests/sites` that break every rule together: one that is read as a whole, and one of what cannot be read.
const TOGETHER: [&str; 2] = ["every-rule", "left-out"];

/// Rules that neither of them breaks, and why.
const APART: [(&str, &str); 4] = [
    ("link-dead", "asks other servers"),
    ("link-moved", "asks other servers"),
    ("link-unchecked", "asks other servers"),
    ("settings-invalid", "without settings no other file is read"),
];

#[test]
fn two_sites_break_every_rule_once() {
    let text: String = TOGETHER.iter().map(|name| std::fs::read_to_string(together(name)).unwrap()).collect();
    let ids = text.lines().filter_map(|line| line.strip_prefix(MARK)?.split_once('[')?.1.split_once("] "));
    let ids: Vec<&str> = ids.map(|(id, _)| id).filter(|id| rules::find(id).is_some()).collect();
    for rule in rules::ALL {
        let times = ids.iter().filter(|id| **id == rule.id).count();
        let is_apart = APART.iter().any(|(id, _)| *id == rule.id);
        assert_eq!(times, usize::from(!is_apart), "`{}` has to be found once, or to be named as one apart", rule.id);
    }
}

#[test]
fn each_site_has_its_findings_and_no_other() {
    let mut wrong = String::new();
    for path in sites() {
        let expected = std::fs::read_to_string(&path).unwrap();
        let found = annotated(&path, &expected);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &found).unwrap();
        } else if found != expected {
            writeln!(wrong, "{}", path.display()).unwrap();
            differences(&expected, &found, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn differences(expected: &str, found: &str, wrong: &mut String) {
    let marks = |text: &str| text.lines().filter(|line| line.starts_with(MARK)).map(str::to_owned).collect::<Vec<_>>();
    let (expected, found) = (marks(expected), marks(found));
    for line in expected.iter().filter(|line| !found.contains(line)) {
        writeln!(wrong, "  expected {line}").unwrap();
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        writeln!(wrong, "  found    {line}").unwrap();
    }
    if expected.iter().all(|line| found.contains(line)) && found.iter().all(|line| expected.contains(line)) {
        writeln!(wrong, "  the findings stand on other lines").unwrap();
    }
}

/// The site with its findings below the lines that they point at, whatever was written there before.
fn annotated(path: &Path, text: &str) -> String {
    let bare: String = text.split_inclusive('\n').filter(|line| !line.starts_with(MARK)).collect();
    let site = Site::of(&bare);
    let built = site.with_absences().build();
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let is_counted = |rule: &str| !ABSENCES.contains(&rule) || rule == stem || TOGETHER.contains(&stem);
    let mut left: Vec<&Diagnostic> = built.findings().iter().filter(|finding| is_counted(finding.rule.id)).collect();
    let (mut annotated, mut file, mut number) = (String::new(), "", 0);
    for line in bare.split_inclusive('\n') {
        let is_head = line.starts_with("--- ");
        if is_head {
            put(&mut annotated, &mut left, |finding| &*finding.location.file == file && finding.location.line > number);
            file = line[4..].split([' ', '\n']).next().unwrap_or_default();
            number = 0;
        }
        annotated.push_str(line);
        number += u32::from(!is_head);
        put(&mut annotated, &mut left, |finding| &*finding.location.file == file && finding.location.line == number);
    }
    put(&mut annotated, &mut left, |finding| &*finding.location.file == file);
    assert!(left.is_empty(), "findings in files that are not of the site: {left:#?}");
    annotated
}

fn put(annotated: &mut String, left: &mut Vec<&Diagnostic>, is_here: impl Fn(&Diagnostic) -> bool) {
    for finding in left.extract_if(.., |finding| is_here(finding)) {
        let severity = finding.severity.as_str();
        let column = finding.location.column;
        writeln!(annotated, "{MARK}{severity}[{}] {column}: {}", finding.rule.id, finding.message).unwrap();
        if let Some(help) = &finding.help {
            writeln!(annotated, "{MARK}help: {help}").unwrap();
        }
        for related in &finding.related {
            let place = &related.location;
            writeln!(annotated, "{MARK}{}:{} {}: {}", place.line, place.column, place.file, related.message).unwrap();
        }
    }
}

fn sites() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut sites: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "site")).collect();
    sites.extend(TOGETHER.map(together));
    sites.sort();
    sites
}

fn together(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/sites/{name}.site"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}
