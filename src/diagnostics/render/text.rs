//! The text form, for people: what is wrong, where, the source line with carets, what to do.
//!
//! annotate-snippets draws much the same, but counts columns in the line that it draws. Here the line may be cut or
//! have its invisible characters spelt out, and the place above it must still be the one in the file.

use std::collections::HashMap;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Summary;
use crate::diagnostics::{Diagnostic, Location, Report, Severity};

/// How many findings of one rule are shown before the rest is only counted.
const SHOWN_OF_ONE_RULE: usize = 20;

/// How wide a source line is shown, in columns.
const EXCERPT_WIDTH: usize = 100;

/// How much of a long line is shown before what is wrong in it, in columns.
const LEAD_WIDTH: usize = 30;

/// How many characters before and after the start of what is wrong are looked at; a line may have millions.
const CONSIDERED: usize = 300;

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
        self.framed("", "|", "");
        self.framed(&line.to_string(), "|", &excerpt.text);
        let marks = format!("{} {}", mark.to_string().repeat(excerpt.marked), visible(label));
        let marks = self.paint(style, marks.trim_end());
        self.framed("", "|", &format!("{:lead$}{marks}", "", lead = excerpt.lead));
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

/// A source line as it is shown, and where the marks below it go, in columns.
struct Excerpt {
    text: String,
    lead: usize,
    marked: usize,
}

impl Excerpt {
    /// A long line is cut so that the start of what is wrong shows, with some text before it.
    fn cut(line: &str, location: &Location) -> Self {
        let (start, end) = marked_columns(location);
        let skipped = start.saturating_sub(CONSIDERED);
        let mut rest = line.chars().skip(skipped);
        let shown: Vec<String> = rest.by_ref().take(2 * CONSIDERED).map(visible_char).collect();
        let is_whole = skipped == 0 && rest.next().is_none();
        let (start, end) = ((start - skipped).min(shown.len()), (end - skipped).min(shown.len()));
        let from = match is_whole && width(&shown) <= EXCERPT_WIDTH {
            true => 0,
            false => start - fitting(shown[..start].iter().rev(), LEAD_WIDTH),
        };
        let to = from + fitting(shown[from..].iter(), EXCERPT_WIDTH);
        let before = if skipped + from > 0 { "..." } else { "" };
        let after = if to < shown.len() || !is_whole { "..." } else { "" };
        Self {
            text: format!("{before}{}{after}", shown[from..to].concat()),
            lead: before.len() + width(&shown[from..start]),
            marked: width(&shown[start..end.min(to).max(start)]).max(1),
        }
    }
}

/// From which character to which one, from 0, on the first line of the place.
fn marked_columns(location: &Location) -> (usize, usize) {
    let start = location.column.max(1) as usize - 1;
    match location.end_line == location.line {
        true => (start, (location.end_column.max(1) as usize - 1).max(start)),
        false => (start, usize::MAX),
    }
}

/// How many of these characters fit in so many columns.
fn fitting<'a>(shown: impl Iterator<Item = &'a String>, columns: usize) -> usize {
    let mut used = 0;
    let fits = |text: &&String| {
        used += text.width();
        used <= columns
    };
    shown.take_while(fits).count()
}

/// Measured together: a combining mark or a variation selector changes how wide the character before it is.
fn width(shown: &[String]) -> usize {
    shown.concat().width()
}

fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// A tab as blanks; what cannot be seen or would change how the rest of the line reads, as an escape.
fn visible_char(character: char) -> String {
    match character {
        '\t' => "    ".to_owned(),
        character if is_invisible(character) => character.escape_unicode().to_string(),
        character => character.to_string(),
    }
}

/// Controls, line and paragraph separators, bidirectional controls, and what has no width without being a mark on the
/// character before it.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || character.width().is_none()
}
