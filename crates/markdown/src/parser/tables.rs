//! Reports tables whose rows do not fit together: a row of dashes that is missing or has other columns than the headings above it
//! makes no table, what a row has behind the last column is not shown, and a row with fewer cells has empty ones.
//!
//! The text is read line by line before parsing, because CommonMark has neither the table nor the lost cells.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::Alignment;

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};

use crate::body::ColumnAlignment;

use super::code_lines::{LinePlace, TextLine};
use super::foreign_markup::is_grid_border;

/// What the line above says about the next one.
#[derive(Clone, Copy)]
enum Above {
    /// An empty line, a line of code, or the start of the text.
    Nothing,
    /// A line of text with so many cells, which may be the headings of a table. Whether bars stand at both ends of it.
    Text { cells: usize, is_between_bars: bool },
    /// A row of a table with so many columns.
    Row { columns: usize },
    /// A row of what has a finding already.
    Reported,
}

/// One finding for each such line.
pub(super) fn report(source: &Source, range: &Range<usize>, lines: &[TextLine], findings: &mut Vec<Diagnostic>) {
    let text = &source.text[..range.end];
    // Few texts have tables.
    if memchr(b'|', &text.as_bytes()[range.clone()]).is_none() {
        return;
    }
    let mut above = Above::Nothing;
    let mut quotes = 0;
    for line in lines {
        let content = &text[line.content.clone()];
        let is_text = line.place == LinePlace::Text && !content.is_empty();
        let cells = cells(content);
        let markers = &text[line.markers.clone()];
        if matches!(above, Above::Row { .. } | Above::Reported) && ends_table(markers, quotes, content) {
            above = Above::Nothing;
        }
        quotes = quote_marks(markers);
        let location = || source.locate(Span::new(line.content.clone()));
        above = match above {
            _ if !is_text => Above::Nothing,
            // A grid table has a finding of its own.
            _ if is_grid_border(content) => Above::Reported,
            Above::Row { columns } => {
                if cells != columns {
                    findings.push(other_cells(location(), cells, columns));
                }
                Above::Row { columns }
            }
            Above::Reported => Above::Reported,
            Above::Text { cells: columns, .. } if is_row_of_dashes(content) && columns == cells => {
                Above::Row { columns }
            }
            Above::Text { cells: headings, .. } if is_row_of_dashes(content) => {
                findings.push(no_table(location(), cells, headings));
                Above::Reported
            }
            Above::Text { cells: headings, is_between_bars: true } if headings > 1 && is_between_bars(content) => {
                let message =
                    "a row of dashes is missing between this row and the one above it, so that this is no table";
                findings.push(Diagnostic::new(&rules::TABLE_INVALID, location(), message).help(right_dashes(headings)));
                Above::Reported
            }
            Above::Nothing if is_row_of_dashes(content) => {
                let message = "this row of dashes has no headings above it, so that it begins no table";
                let finding = Diagnostic::new(&rules::TABLE_INVALID, location(), message);
                findings.push(finding.help("write the headings of the columns on the line above it"));
                Above::Reported
            }
            Above::Nothing | Above::Text { .. } => Above::Text { cells, is_between_bars: is_between_bars(content) },
        };
    }
}

fn no_table(location: Location, dashes: usize, headings: usize) -> Diagnostic {
    let message = format!(
        "this row of dashes has {}, and the row above it {}, so that this is no table",
        columns(dashes),
        columns(headings)
    );
    Diagnostic::new(&rules::TABLE_INVALID, location, message).help(right_dashes(headings))
}

/// Words for the row of dashes below so many headings.
fn right_dashes(headings: usize) -> String {
    match headings {
        1..=8 => format!("write `|{}`", " --- |".repeat(headings)),
        _ => "write `---` once for each column".to_owned(),
    }
}

/// A row with more or fewer cells than its table has columns.
fn other_cells(location: Location, cells: usize, in_table: usize) -> Diagnostic {
    let (effect, help) = if cells > in_table {
        (
            "the rest is not shown",
            "add the column to the first two rows, or write `\\|` for a bar that belongs to the text",
        )
    } else {
        (
            "the others are empty",
            "write all cells, an empty one as `| |`; a text behind the table needs an empty line before it",
        )
    };
    let cells = format!("{cells} cell{}", if cells == 1 { "" } else { "s" });
    let message = format!("this row has {cells}, and its table {}: {effect}", columns(in_table));
    Diagnostic::new(&rules::TABLE_INVALID, location, message).help(help)
}

fn is_between_bars(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

fn columns(count: usize) -> String {
    format!("{count} column{}", if count == 1 { "" } else { "s" })
}

/// The number of cells of a line: bars divide them, also in code, but not behind a backslash. Bars at the ends are optional.
fn cells(line: &str) -> usize {
    // Most lines are none of a table, also in a text that has one.
    if memchr(b'|', line.as_bytes()).is_none() {
        return 1;
    }
    let line = line.strip_prefix('|').unwrap_or(line);
    let count = count_bars(line);
    let ends_with_bar = line.ends_with('|') && count > count_bars(&line[..line.len() - 1]);
    if ends_with_bar { count } else { count + 1 }
}

/// The number of bars in a line that are not escaped.
fn count_bars(line: &str) -> usize {
    let (mut count, mut is_escaped) = (0, false);
    for byte in line.bytes() {
        count += usize::from(byte == b'|' && !is_escaped);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    count
}

/// Whether a line begins or ends something else than a row, which ends the table above it: an item of a list, a quote that is deeper
/// than `quotes` marks, a directive, a heading, HTML. `markers` is what stands before the text of the line.
fn ends_table(markers: &str, quotes: usize, line: &str) -> bool {
    let is_item = markers.contains(['-', '*', '+', '.', ')']);
    let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    is_item || quote_marks(markers) > quotes || is_heading || line.starts_with("::") || line.starts_with('<')
}

fn quote_marks(markers: &str) -> usize {
    markers.bytes().filter(|byte| *byte == b'>').count()
}

/// Whether a line has nothing but cells of dashes, with a colon at either end for the alignment. A line without a bar may
/// underline a heading, or be a thematic break.
pub(super) fn is_row_of_dashes(line: &str) -> bool {
    // The cheaper question first, because it is asked of every line.
    if !line.trim_end().ends_with(['-', ':', '|']) || memchr(b'|', line.as_bytes()).is_none() {
        return false;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').all(is_cell_of_dashes)
}

fn is_cell_of_dashes(cell: &str) -> bool {
    let cell = cell.trim();
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
}

/// The alignment of a column, as the parser reports it.
pub(super) fn align(alignment: Alignment) -> ColumnAlignment {
    match alignment {
        Alignment::None => ColumnAlignment::None,
        Alignment::Left => ColumnAlignment::Left,
        Alignment::Center => ColumnAlignment::Center,
        Alignment::Right => ColumnAlignment::Right,
    }
}
