//! [`ImportReport`]: what came over, what was left and what a person has to confirm, as text, as JSON and as a page.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::work_list::{self, Task};
use crate::{ImportCounts, LeftConstruct, NewSite, Tool};
use wellpress_diagnostics::render::html::escape;
use wellpress_diagnostics::{Report, Severity};

/// How many lines of each list a terminal shows.
const SHOWN: usize = 12;

/// The report of an import.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "The report of an import")]
pub struct ImportReport {
    /// The tool of the old site.
    tool: &'static str,
    #[serde(flatten)]
    counts: ImportCounts,
    /// Findings of the first check, which `baseline.json` lists.
    findings: Findings,
    /// What readers would see first of all that is to be done.
    first: Vec<Task>,
    /// Constructs that were translated, the most frequent first.
    translated: Vec<Translated>,
    /// Constructs that were not translated, the most frequent first.
    left: Vec<LeftConstruct>,
    /// What a person has to confirm or to do.
    to_confirm: Vec<ToConfirm>,
}

/// Findings of the first check.
#[derive(Debug, Serialize, JsonSchema)]
struct Findings {
    /// Errors that could not be mended; a site with one does not build.
    errors: usize,
    /// Warnings.
    warnings: usize,
    /// Notes.
    notes: usize,
    /// Findings in the baseline.
    baseline: usize,
}

/// A kind of construct that was translated.
#[derive(Debug, Serialize, JsonSchema)]
struct Translated {
    /// What it is.
    kind: String,
    /// How often.
    count: usize,
}

/// A claim or a doubt.
#[derive(Debug, Serialize, JsonSchema)]
struct ToConfirm {
    /// The file that it is about.
    file: String,
    /// What to confirm or to do.
    what: String,
}

/// The JSON Schema of the report.
#[must_use]
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<ImportReport>().to_value()
}

impl ImportReport {
    /// The report of a site that was imported and checked.
    pub(super) fn of(tool: Tool, site: &NewSite, report: &Report, baseline: usize) -> Self {
        let mut translated: Vec<Translated> =
            site.log.translated.iter().map(|(kind, count)| Translated { kind: kind.clone(), count: *count }).collect();
        translated.sort_by_key(|entry| std::cmp::Reverse(entry.count));
        let to_confirm =
            site.log.to_confirm.iter().map(|(file, what)| ToConfirm { file: file.clone(), what: what.clone() });
        Self {
            tool: tool.name(),
            counts: site.counts,
            findings: Findings {
                errors: report.count(Severity::Error),
                warnings: report.count(Severity::Warning),
                notes: report.count(Severity::Note),
                baseline,
            },
            first: work_list::tasks(site, report),
            translated,
            left: site.log.left_constructs(),
            to_confirm: to_confirm.collect(),
        }
    }

    /// Whether the new site builds.
    #[must_use]
    pub fn builds(&self) -> bool {
        self.findings.errors == 0
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers are always JSON") + "\n"
    }

    /// The figures, each with its name.
    fn figures(&self) -> Vec<(&'static str, String)> {
        let Self { counts, findings, .. } = self;
        let ImportCounts { pages, addresses, pictures, links, .. } = counts;
        vec![
            ("pages", format!("{} of {}, {} of them drafts", pages.out, pages.r#in, pages.drafts)),
            (
                "addresses",
                format!("{} kept, {} redirected, {} lost", addresses.kept, addresses.redirected, addresses.lost),
            ),
            (
                "pictures",
                format!("{} files for {} places, {} of other sites", pictures.out, pictures.r#in, pictures.foreign),
            ),
            ("links", format!("{} of {} lead somewhere", links.resolve, links.r#in)),
            (
                "records",
                format!(
                    "{} sources, {} people, {} topics, {} snippets",
                    counts.sources, counts.people, counts.topics, counts.snippets
                ),
            ),
            (
                "findings",
                format!("{} errors, {} warnings, {} notes", findings.errors, findings.warnings, findings.notes),
            ),
        ]
    }

    /// The report for a terminal. Long lists end with their number.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text: String = self.figures().iter().map(|(name, figure)| format!("{name:>10}  {figure}\n")).collect();
        let translated = self.translated.iter().map(|entry| format!("{:>6} {}", entry.count, entry.kind));
        let left = self.left.iter().map(|left| {
            format!(
                "{:>6} {}{}\n       write instead: {}",
                left.count,
                left.kind,
                few_files(&left.places),
                left.instead
            )
        });
        let to_confirm = self.to_confirm.iter().map(|entry| format!("       {}: {}", entry.file, entry.what));
        let first = self
            .first
            .iter()
            .map(|task| format!("       {}: {}\n       write: {}", task.place(), task.what, task.write));
        for (title, lines) in [
            ("What readers see first:", first.collect::<Vec<_>>()),
            ("Translated:", translated.collect()),
            ("Left as it is:", left.collect()),
            ("To confirm:", to_confirm.collect()),
        ] {
            if lines.is_empty() {
                continue;
            }
            text.push_str(&format!("{title}\n"));
            lines.iter().take(SHOWN).for_each(|line| text.push_str(&format!("{line}\n")));
            if lines.len() > SHOWN {
                text.push_str(&format!("       and {} more\n", lines.len() - SHOWN));
            }
        }
        text
    }

    /// The report as a page that needs nothing else.
    #[must_use]
    pub fn html(&self) -> String {
        let figures: String =
            self.figures().iter().map(|(name, figure)| row(&[(*name).to_owned(), figure.clone()])).collect();
        let left = self.left.iter().map(|left| {
            row(&[left.count.to_string(), escape(&left.kind), escape(&left.instead), escaped_lines(&left.places)])
        });
        let left: String = left.collect();
        let translated: String =
            self.translated.iter().map(|entry| row(&[entry.count.to_string(), escape(&entry.kind)])).collect();
        let to_confirm: String =
            self.to_confirm.iter().map(|entry| row(&[escape(&entry.file), escape(&entry.what)])).collect();
        let first =
            self.first.iter().map(|task| row(&[escape(&task.place()), escape(&task.what), escape(&task.write)]));
        let first: String = first.collect();
        let tables = [
            table("Figures", &["what", "how much"], &figures),
            table("What readers see first", &["place", "what", "write"], &first),
            table("To confirm", &["file", "what"], &to_confirm),
            table("Left as it is", &["count", "what", "write instead", "files"], &left),
            table("Translated", &["count", "what"], &translated),
        ];
        format!("{HEAD}{}</main>\n</html>\n", tables.concat())
    }
}

/// The first of these files, and how many more there are.
fn few_files(files: &[String]) -> String {
    match files {
        [] => String::new(),
        [file] => format!(" ({file})"),
        [file, rest @ ..] => format!(" ({file} and {} more)", rest.len()),
    }
}

fn row(cells: &[String]) -> String {
    format!("<tr>{}</tr>\n", cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
}

fn escaped_lines(files: &[String]) -> String {
    files.iter().map(|file| escape(file)).collect::<Vec<_>>().join("<br>")
}

fn table(title: &str, heads: &[&str], rows: &str) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    format!(
        "<h2>{title}</h2>\n<div class=\"table\"><table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<title>Report of the import</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; color: #1a1a1a; background: #fff }
.table { overflow-x: auto } table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1a1a1a } th, td { border-color: #444 } }
</style>
<main>
<h1>Report of the import</h1>
";
