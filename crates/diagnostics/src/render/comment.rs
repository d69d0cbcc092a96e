//! A comment on a pull request or merge request, as Markdown: a report and the names of pages in, a list for people without a terminal
//! out. Posting it is left to a workflow, which finds an earlier comment by [`MARK`] and replaces it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Summary;
use crate::{Diagnostic, Report, Severity};

/// The first line, which readers do not see.
pub const MARK: &str = "<!-- wellpress: findings -->";

/// How many findings are listed. Whoever has more begins with these.
const LISTED: usize = 30;

/// What people call a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageName {
    /// The title of the page.
    pub title: String,
    /// Its address, if a preview of the change is published.
    pub address: Option<String>,
}

/// The comment. `pages` has the pages of the site by their files.
///
/// ```
/// use std::collections::BTreeMap;
/// use wellpress_diagnostics::render::comment::{PageName, render};
/// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
///
/// let finding = Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML is left out").help("write Markdown");
/// let name = PageName { title: "Back pain".to_owned(), address: Some("https://preview.example/back-pain/".to_owned()) };
/// let comment = render(&Report::new(vec![finding]), &BTreeMap::from([("a.md".into(), name)]));
/// assert!(comment.contains("- **[Back pain](<https://preview.example/back-pain/>)**, line 1: raw HTML is left out.\n  To do: write Markdown."));
/// ```
#[must_use]
pub fn render(report: &Report, pages: &BTreeMap<Arc<str>, PageName>) -> String {
    let mut findings: Vec<&Diagnostic> = report.findings().iter().map(|finding| &**finding).collect();
    // The sort is stable, so that the findings of a page stay in the order of its text.
    findings.sort_by_key(|finding| rank(finding.severity));
    let mut text = format!("{MARK}\n### {}\n\n", heading(report));
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let listed = findings.iter().take(LISTED).filter(|finding| finding.severity == severity);
        let items: String = listed.map(|finding| item(finding, pages)).collect();
        if !items.is_empty() {
            text.push_str(&format!("{}\n\n{items}\n", introduction(severity)));
        }
    }
    match findings.len().saturating_sub(LISTED) {
        0 => {}
        more => text.push_str(&format!("And {more} more. They are in the log of the check.\n")),
    }
    text
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    }
}

fn heading(report: &Report) -> String {
    let summary = Summary::of(report);
    match summary {
        Summary { errors: 0, warnings: 0, notes: 0 } => "Nothing is to be mended".to_owned(),
        Summary { errors: 0, .. } => format!("This can be published, with {summary}"),
        Summary { .. } => format!("This cannot be published yet: {summary}"),
    }
}

fn introduction(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "**Errors.** Each of these has to be mended first.",
        Severity::Warning => "**Warnings.** Please look at each. It may be right as it is.",
        Severity::Note => "**Notes.** Good to know.",
    }
}

fn item(finding: &Diagnostic, pages: &BTreeMap<Arc<str>, PageName>) -> String {
    let (file, line) = (&finding.location.file, finding.location.line);
    let place = match pages.get(file) {
        Some(PageName { title, address: Some(address) }) => format!("**[{}](<{address}>)**", escaped(title)),
        Some(PageName { title, address: None }) => format!("**{}**", escaped(title)),
        None => format!("`{file}`"),
    };
    let help = finding.help.as_ref().map(|help| format!("\n  To do: {}", sentence(help))).unwrap_or_default();
    format!("- {place}, line {line}: {}{help}\n", sentence(&finding.message))
}

/// A phrase as a sentence with its full stop.
fn sentence(phrase: &str) -> String {
    let text = escaped(phrase.trim());
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

/// Text whose signs mean nothing in Markdown, on one line. What stands in backticks, such as names and excerpts, is shown as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    let is_paired = text.matches('`').count().is_multiple_of(2);
    for (number, part) in text.split('`').enumerate() {
        if number > 0 {
            escaped.push_str(if is_paired { "`" } else { "\\`" });
        }
        for letter in part.chars() {
            match letter {
                '\n' | '\r' => escaped.push(' '),
                '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '@' | '~' | '&' if number % 2 == 0 || !is_paired => {
                    // A backslash would leave the sign that mentions a person at work.
                    if letter == '@' { escaped.push_str("&#64;") } else { escaped.extend(['\\', letter]) }
                }
                _ => escaped.push(letter),
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{LISTED, escaped, render};
    use crate::{Diagnostic, Location, Report, rules};

    #[test]
    fn errors_come_first_and_a_long_list_is_counted() {
        let warning =
            |number: usize| Diagnostic::new(&rules::RAW_HTML, Location::file(&*format!("a{number:02}.md")), "raw");
        let error = Diagnostic::new(&rules::FILE_ENCODING, Location::file("z.md"), "the file is not UTF-8");
        let comment = render(&Report::new((0..40).map(warning).chain([error])), &BTreeMap::new());
        assert!(
            comment
                .starts_with("<!-- wellpress: findings -->\n### This cannot be published yet: 1 error, 40 warnings\n"),
            "{comment}"
        );
        assert!(comment.find("z.md").unwrap() < comment.find("a00.md").unwrap(), "{comment}");
        assert_eq!(comment.matches("\n- ").count(), LISTED);
        assert!(comment.ends_with("And 11 more. They are in the log of the check.\n"), "{comment}");
    }

    #[test]
    fn words_of_a_page_are_no_markup_and_mention_nobody() {
        assert_eq!(escaped("<b> @ann [x](y) `@key <i>`"), "\\<b\\> &#64;ann \\[x\\](y) `@key <i>`");
        assert_eq!(escaped("one ` alone <i>"), "one \\` alone \\<i\\>");
    }

    #[test]
    fn no_findings_say_so() {
        assert_eq!(
            render(&Report::default(), &BTreeMap::new()),
            "<!-- wellpress: findings -->\n### Nothing is to be mended\n\n"
        );
    }
}
