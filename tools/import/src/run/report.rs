//! [`ImportReport`]: what came over, what was left and what a person has to confirm, as text, as JSON and as a page.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::work_list::{self, Task};
use crate::writer::{Addresses, Pictures};
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
        let ImportCounts { pages, links, sources, people, topics, snippets, .. } = &self.counts;
        let Addresses { kept, redirected, lost } = self.counts.addresses;
        let Findings { errors, warnings, notes, .. } = self.findings;
        let Pictures { r#in: places, out: files, foreign } = self.counts.pictures;
        vec![
            ("pages", format!("{} of {}, {} of them drafts", pages.out, pages.r#in, pages.drafts)),
            ("addresses", format!("{kept} kept, {redirected} redirected, {lost} lost")),
            ("pictures", format!("{files} files for {places} places, {foreign} of other sites")),
            ("links", format!("{} of {} lead somewhere", links.resolve, links.r#in)),
            ("records", format!("{sources} sources, {people} people, {topics} topics, {snippets} snippets")),
            ("findings", format!("{errors} errors, {warnings} warnings, {notes} notes")),
        ]
    }

    /// The report for a terminal. Long lists end with their number.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text: String = self.figures().iter().map(|(name, figure)| format!("{name:>10}  {figure}\n")).collect();
        let translated = self.translated.iter().map(|entry| format!("{:>6} {}", entry.count, entry.kind));
        let left = self.left.iter().map(|LeftConstruct { count, kind, places, instead, .. }| {
            format!("{count:>6} {kind}{}\n       write instead: {instead}", few_files(places))
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
        let figures = self.figures().into_iter().map(|(name, figure)| vec![name.to_owned(), figure]);
        let first = self.first.iter().map(|task| vec![task.place(), task.what.clone(), task.write.clone()]);
        let to_confirm = self.to_confirm.iter().map(|entry| vec![entry.file.clone(), entry.what.clone()]);
        let left = self
            .left
            .iter()
            .map(|left| vec![left.count.to_string(), left.kind.clone(), left.instead.clone(), left.places.join("\n")]);
        let translated = self.translated.iter().map(|entry| vec![entry.count.to_string(), entry.kind.clone()]);
        let tables = [
            table("Figures", &["what", "how much"], figures),
            table("What readers see first", &["place", "what", "write"], first),
            table("To confirm", &["file", "what"], to_confirm),
            table("Left as it is", &["count", "what", "write instead", "files"], left),
            table("Translated", &["count", "what"], translated),
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

/// A table of texts, in which each line of a text is one on the page.
fn table(title: &str, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let cell = |text: &String| format!("<td>{}</td>", text.split('\n').map(escape).collect::<Vec<_>>().join("<br>"));
    let rows: String = rows.map(|cells| format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())).collect();
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

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn each_file_of_a_construct_is_a_line_of_its_cell() {
        let html = table("Left", &["kind", "files"], [vec!["`<b>`".to_owned(), "a.md:1\nb.md".to_owned()]].into_iter());
        assert!(html.contains("<tr><td>`&lt;b&gt;`</td><td>a.md:1<br>b.md</td></tr>\n"), "{html}");
    }
}
