//! The text format, for people: message, place, the source line with carets, and what to do. It takes a report or one
//! finding and gives the text; whether the terminal takes colours is left to the caller.
//!
//! annotate-snippets draws much the same, but counts columns in the line that it draws. Here the line may be cut or
//! have its invisible characters spelt out, and the place above it must still be the one in the file.

use std::collections::HashMap;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Summary;
use super::excerpt::{Excerpt, visible};
use crate::{Diagnostic, Location, Report, Severity, SourceLine};

/// How many findings of one rule are shown; further ones are only counted.
const MAX_SHOWN_PER_RULE: usize = 20;

/// Line numbers, arrows and other parts of the frame.
const FRAME_STYLE: Style = AnsiColor::Blue.on_default().bold();

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Without escape sequences, for files and pipes.
    Plain,
    /// With ANSI escape sequences, for a terminal.
    Ansi,
}

/// The report as text: the findings with an empty line after each, and a summary line. Of each rule the first 20 findings
/// are shown.
///
/// ```
/// use wellpress_diagnostics::Report;
/// use wellpress_diagnostics::render::text::{self, Colour};
///
/// assert_eq!(text::render(&Report::default(), Colour::Plain), "no findings\n");
/// ```
#[must_use]
pub fn render(report: &Report, colour: Colour) -> String {
    // Counted first, because the number of further findings stands behind the last one that is shown.
    let mut total_of_rule: HashMap<&str, usize> = HashMap::new();
    for finding in report.findings() {
        *total_of_rule.entry(finding.rule.id).or_default() += 1;
    }
    let mut count_of_rule: HashMap<&str, usize> = HashMap::new();
    let mut text = String::new();
    for finding in report.findings() {
        let rule = finding.rule.id;
        let count = count_of_rule.entry(rule).or_default();
        *count += 1;
        if *count <= MAX_SHOWN_PER_RULE {
            text.push_str(&render_finding(finding, colour));
            text.push('\n');
        }
        if *count == MAX_SHOWN_PER_RULE && total_of_rule[rule] > MAX_SHOWN_PER_RULE {
            let more = total_of_rule[rule] - MAX_SHOWN_PER_RULE;
            text.push_str(&format!("... and {more} more of `{rule}`; `--format json` has all of them\n\n"));
        }
    }
    text + &Summary::of(report).to_string() + "\n"
}

/// One finding as text, as it stands in a report.
///
/// ```
/// use wellpress_diagnostics::render::text::{Colour, render_finding};
/// use wellpress_diagnostics::{Diagnostic, Location, rules};
///
/// let finding = Diagnostic::new(&rules::FILE_ENCODING, Location::file("a.md"), "the file is not UTF-8");
/// let text = render_finding(&finding, Colour::Plain);
/// assert!(text.starts_with("error[file-encoding]: the file is not UTF-8\n --> a.md:1:1\n"));
/// ```
#[must_use]
pub fn render_finding(finding: &Diagnostic, colour: Colour) -> String {
    let lines = finding.related.iter().map(|related| related.location.line);
    let widest = lines.chain([finding.location.line]).max().unwrap_or(1);
    let mut canvas = Canvas { text: String::new(), gutter: widest.to_string().len(), colour };
    canvas.title(finding);
    canvas.location("-->", &finding.location, &Underline::carets(finding.severity));
    for related in &finding.related {
        canvas.related(&related.location, &related.message);
    }
    if let Some(help) = &finding.help {
        canvas.note("help", help);
    }
    match finding.rule.file {
        Some(file) => canvas.note("see", file),
        None => canvas.note("see", &format!("wellpress explain {}", finding.rule.id)),
    }
    canvas.text
}

/// The source line of a finding with carets below the marked text, or `None` if there is no line to show.
///
/// ```
/// use wellpress_diagnostics::render::text::excerpt;
/// use wellpress_diagnostics::{Diagnostic, Source, rules};
///
/// let source = Source::new("a.md", "a <b> c");
/// let finding = Diagnostic::new(&rules::RAW_HTML, source.locate_line(1, 3), "raw HTML");
/// assert_eq!(excerpt(&finding).unwrap(), "  |\n1 | a <b> c\n  |   ^^^\n");
/// ```
#[must_use]
pub fn excerpt(finding: &Diagnostic) -> Option<String> {
    let location = &finding.location;
    let line = visible_line(location)?;
    let mut canvas = Canvas { text: String::new(), gutter: location.line.to_string().len(), colour: Colour::Plain };
    canvas.excerpt(&Excerpt::cut(line, location), location.line, &Underline::carets(finding.severity));
    Some(canvas.text)
}

/// The line of a location, unless there is nothing to see in it.
fn visible_line(location: &Location) -> Option<&SourceLine> {
    location.excerpt.as_ref().filter(|line| !line.trim().is_empty())
}

/// What is drawn below the marked text.
struct Underline<'a> {
    mark: char,
    /// Stands behind the marks; may be empty.
    label: &'a str,
    style: Style,
}

impl Underline<'_> {
    fn carets(severity: Severity) -> Self {
        Self { mark: '^', label: "", style: severity_style(severity) }
    }
}

/// The text so far.
struct Canvas {
    text: String,
    /// Width of the column of line numbers.
    gutter: usize,
    colour: Colour,
}

impl Canvas {
    fn title(&mut self, finding: &Diagnostic) {
        let style = severity_style(finding.severity);
        let label = self.paint(style, &format!("{}[{}]", finding.severity.as_str(), finding.rule.id));
        let message = self.paint(Style::new().bold(), &format!(": {}", visible(&finding.message)));
        self.line(&format!("{label}{message}"));
    }

    fn location(&mut self, arrow: &str, location: &Location, underline: &Underline<'_>) {
        let arrow = self.paint(FRAME_STYLE, &format!("{:gutter$}{arrow}", "", gutter = self.gutter));
        let Location { file, line, column, .. } = location;
        self.line(&format!("{arrow} {}:{line}:{column}", visible(file)));
        if let Some(line_text) = visible_line(location) {
            self.excerpt(&Excerpt::cut(line_text, location), *line, underline);
        }
    }

    fn related(&mut self, location: &Location, message: &str) {
        if visible_line(location).is_none() {
            let Location { file, line, column, .. } = location;
            return self.note("note", &format!("{message}: {file}:{line}:{column}"));
        }
        self.framed("", "|", "");
        self.location(":::", location, &Underline { mark: '-', label: message, style: FRAME_STYLE });
    }

    fn excerpt(&mut self, excerpt: &Excerpt, line: u32, underline: &Underline<'_>) {
        let Excerpt { lead, marked, tail } = excerpt;
        self.framed("", "|", "");
        self.framed(&line.to_string(), "|", &format!("{lead}{marked}{tail}"));
        // A point between two characters has no width and still gets one mark.
        let marks = underline.mark.to_string().repeat(marked.width().max(1));
        let marks = format!("{marks} {}", visible(underline.label));
        // Without a label, the blank before it would end the line.
        let marks = self.paint(underline.style, marks.trim_end());
        self.framed("", "|", &format!("{:indent$}{marks}", "", indent = lead.width()));
    }

    fn note(&mut self, label: &str, text: &str) {
        for (index, line) in text.lines().map(visible).enumerate() {
            match index {
                0 => self.framed("", "=", &format!("{label}: {line}")),
                _ => self.line(&format!("{:indent$}{line}", "", indent = self.gutter + label.len() + 5)),
            }
        }
    }

    fn framed(&mut self, number: &str, frame: &str, text: &str) {
        let gutter = self.paint(FRAME_STYLE, &format!("{number:>width$} {frame}", width = self.gutter));
        let space = if text.is_empty() { "" } else { " " };
        self.line(&format!("{gutter}{space}{text}"));
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn paint(&self, style: Style, text: &str) -> String {
        match self.colour {
            Colour::Plain => text.to_owned(),
            Colour::Ansi => format!("{style}{text}{style:#}"),
        }
    }
}

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
