//! The text form, for people: what is wrong, where, the source line with carets, what to do.
//!
//! annotate-snippets draws much the same, but counts columns in the line that it draws. Here the line may be cut or
//! have its invisible characters spelt out, and the place above it must still be the one in the file.

use std::collections::HashMap;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Summary;
use super::excerpt::{Excerpt, visible};
use crate::{Diagnostic, Location, Report, Severity};

/// How many findings of one rule are shown before the rest is only counted.
const SHOWN_OF_ONE_RULE: usize = 20;

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// No escape sequences.
    Plain,
    /// ANSI escape sequences, for a terminal.
    Ansi,
}

/// The report as text: the findings with an empty line after each, and a summary line.
#[must_use]
pub fn render(report: &Report, colour: Colour) -> String {
    let mut totals: HashMap<&str, usize> = HashMap::new();
    for finding in report.findings() {
        *totals.entry(finding.rule.id).or_default() += 1;
    }
    let mut shown: HashMap<&str, usize> = HashMap::new();
    let mut text = String::new();
    for finding in report.findings() {
        let rule = finding.rule.id;
        let count = shown.entry(rule).or_default();
        *count += 1;
        if *count <= SHOWN_OF_ONE_RULE {
            text.push_str(&render_finding(finding, colour));
            text.push('\n');
        }
        if *count == SHOWN_OF_ONE_RULE && totals[rule] > SHOWN_OF_ONE_RULE {
            text.push_str(&format!("... and {} more of `{rule}`\n\n", totals[rule] - SHOWN_OF_ONE_RULE));
        }
    }
    text + &Summary::of(report).to_string() + "\n"
}

/// One finding as text.
#[must_use]
pub fn render_finding(finding: &Diagnostic, colour: Colour) -> String {
    let lines = finding.related.iter().map(|related| related.location.line);
    let widest = lines.chain([finding.location.line]).max().unwrap_or(1);
    let mut canvas = Canvas { text: String::new(), gutter: widest.to_string().len(), colour };
    canvas.title(finding);
    canvas.place("-->", &finding.location, '^', "", severity_style(finding.severity));
    for related in &finding.related {
        canvas.related(&related.location, &related.message);
    }
    if let Some(help) = &finding.help {
        canvas.note("help", help);
    }
    canvas.note("see", &format!("wellpress explain {}", finding.rule.id));
    canvas.text
}

/// The source line with marks below what is wrong, as the text form shows it; nothing where there is no line to show.
#[must_use]
pub fn excerpt(finding: &Diagnostic) -> Option<String> {
    let location = &finding.location;
    let line = location.excerpt.as_deref().filter(|line| !line.trim().is_empty())?;
    let gutter = location.line.to_string().len();
    let mut canvas = Canvas { text: String::new(), gutter, colour: Colour::Plain };
    canvas.excerpt(&Excerpt::cut(line, location), location.line, '^', "", Style::new());
    Some(canvas.text)
}

/// The text so far, and how wide the column of line numbers is.
struct Canvas {
    text: String,
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

    fn place(&mut self, arrow: &str, location: &Location, mark: char, label: &str, style: Style) {
        let arrow = self.paint(FRAME, &format!("{:gutter$}{arrow}", "", gutter = self.gutter));
        let Location { file, line, column, .. } = location;
        self.line(&format!("{arrow} {}:{line}:{column}", visible(file)));
        if let Some(excerpt) = location.excerpt.as_deref().filter(|excerpt| !excerpt.trim().is_empty()) {
            self.excerpt(&Excerpt::cut(excerpt, location), *line, mark, label, style);
        }
    }

    fn related(&mut self, location: &Location, message: &str) {
        if location.excerpt.as_deref().is_none_or(|excerpt| excerpt.trim().is_empty()) {
            let Location { file, line, column, .. } = location;
            return self.note("note", &format!("{message}: {file}:{line}:{column}"));
        }
        self.framed("", "|", "");
        self.place(":::", location, '-', message, FRAME);
    }

    fn excerpt(&mut self, excerpt: &Excerpt, line: u32, mark: char, label: &str, style: Style) {
        let Excerpt { before, marked, after } = excerpt;
        self.framed("", "|", "");
        self.framed(&line.to_string(), "|", &format!("{before}{marked}{after}"));
        let marks = format!("{} {}", mark.to_string().repeat(marked.width().max(1)), visible(label));
        let marks = self.paint(style, marks.trim_end());
        self.framed("", "|", &format!("{:lead$}{marks}", "", lead = before.width()));
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
        let gutter = self.paint(FRAME, &format!("{number:>width$} {frame}", width = self.gutter));
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

const FRAME: Style = AnsiColor::Blue.on_default().bold();

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
