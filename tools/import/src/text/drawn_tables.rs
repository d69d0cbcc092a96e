//! Tables that Pandoc reads from a drawing: grid tables, whose cells have borders of `+`, `-` and `|`, and simple and multiline tables,
//! whose columns have a line of dashes. They become tables of bars, or lists if a cell has several blocks.
//!
//! Words stand in a column by their place alone, and a dose in the wrong column is the worst that can happen. So a table whose lines
//! do not fit exactly stays as it is, and so does one with cells over several columns or rows, and one in an item of a list or a quote.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::log::ImportLog;

use super::{code, column_in_item, column_of_item, dedented, indent, table};

/// A table with one of these in a cell stays as it is drawn: code, and what later steps of the import give lines of their own.
const NOT_IN_CELLS: [&str; 9] = ["```", "~~~", "<!--", ":::", "$$", "<table", "<pre", "{{< include", "{{< video"];
/// A table with blocks stays as it is drawn if a line of a cell begins with one of these, which would end the list.
const NOT_IN_LISTS: [&str; 3] = ["![", "::", "{{"];

/// The cells of a table by their places in the drawing.
struct DrawnTable {
    has_head: bool,
    /// The cells of the line below the head, with the alignment of each column.
    rules: Vec<&'static str>,
    /// Cells as they are drawn, without what surrounds them.
    rows: Vec<Vec<String>>,
}

/// A text in which tables that Pandoc draws are tables of wellpress.
pub(crate) fn translate(text: &str, log: &mut ImportLog) -> String {
    let lines: Vec<(usize, &str, bool)> = code::literal_lines(text, code::blocks(text)).collect();
    let (mut output, mut index, mut begins_block) = (String::with_capacity(text.len()), 0, true);
    while let Some((_, line, _)) = lines.get(index) {
        let found = if begins_block { table_at(&lines[index..], &output) } else { None };
        if let Some((length, table)) = &found {
            log.translated("grid, simple or multiline table");
            output.push_str(table);
            index += length;
            if lines.get(index).is_some_and(|(_, below, _)| !below.trim().is_empty()) {
                output.push('\n');
            }
        } else {
            output.push_str(line);
            index += 1;
        }
        let is_heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let is_edge = line.trim().is_empty() || is_heading || line.trim_start().starts_with(":::");
        begins_block = found.is_some() || is_edge;
    }
    output
}

/// The first lines of grid tables that were left as they are.
pub(crate) fn left_grids(text: &str) -> Vec<&str> {
    let lines = code::literal_lines(text, code::blocks(text)).map(|(at, line, is_literal)| {
        let content = line.trim_start_matches([' ', '\t', '>', '-', '*']).trim_end();
        let is_border = content.starts_with('+') && !is_literal && Border::parse(content).is_some();
        let is_code = || indent(line) > 3 && column_in_item(&text[..at], indent(line)).is_none();
        (content, is_border && !is_code())
    });
    let lines: Vec<(&str, bool)> = std::iter::once(("", false)).chain(lines).collect();
    let begins_table = |lines: &&[(&str, bool)]| {
        let [(above, _), (_, is_border), (below, _)] = lines else { return false };
        *is_border && !above.starts_with(['|', '+']) && below.starts_with('|')
    };
    lines.windows(3).filter(begins_table).map(|lines| lines[1].0).collect()
}

/// The table that begins with the first line, below the text that is written already, and how many lines it has.
fn table_at(lines: &[(usize, &str, bool)], above: &str) -> Option<(usize, String)> {
    let first = lines.first().filter(|(.., is_literal)| !is_literal)?.1;
    if !first.contains("--") && !lines.get(1).is_some_and(|(_, line, _)| line.contains("--")) {
        return None;
    }
    let lines = lines.iter().map_while(|(_, line, is_literal)| (!is_literal).then_some(line.trim_end()));
    let (length, drawn) = match first.trim_start().starts_with('+') {
        true => grid(lines)?,
        false => spaced(lines)?,
    };
    let column = indent(first);
    let is_in_item = column > 0 && column_in_item(above, column).is_some();
    Some((length, drawn.written()?)).filter(|_| !is_in_item)
}

/// The line above and below the rows of a grid table.
struct Border {
    /// The columns of its `+`.
    edges: Vec<usize>,
    rules: Vec<&'static str>,
    /// Whether it has `=`, and stands below the head.
    is_double: bool,
}

impl Border {
    fn parse(line: &str) -> Option<Self> {
        let inner = line.strip_prefix('+')?.strip_suffix('+')?;
        let sign = inner.chars().find(|sign| *sign != ':').filter(|sign| matches!(sign, '-' | '='))?;
        let mut border = Self { edges: vec![0], rules: Vec::new(), is_double: sign == '=' };
        let mut edge = 0;
        for part in inner.split('+') {
            let dashes = part.strip_prefix(':').unwrap_or(part);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            if dashes.is_empty() || dashes.contains(|other| other != sign) {
                return None;
            }
            edge += part.len() + 1;
            border.edges.push(edge);
            border.rules.push(table::rule(part.starts_with(':'), part.ends_with(':')));
        }
        Some(border)
    }
}

/// A grid table. Each of its lines is a border with the columns of the first, or has a bar at each of them.
fn grid<'l>(lines: impl Iterator<Item = &'l str>) -> Option<(usize, DrawnTable)> {
    let mut lines = lines.take_while(|line| line.trim_start().starts_with(['+', '|']));
    let first = lines.next()?;
    let column = Some(indent(first)).filter(|column| *column < 4)?;
    let Border { edges, mut rules, is_double: false } = Border::parse(first.trim_start())? else { return None };
    let (mut rows, mut row, mut length, mut has_head) = (Vec::new(), Vec::new(), 1, false);
    for line in lines {
        let drawn = Some(line.trim_start()).filter(|_| indent(line) == column)?;
        length += 1;
        match Border::parse(drawn) {
            None => row.push(between_bars(drawn, &edges)?),
            Some(border) if border.edges == edges && !row.is_empty() => {
                if border.is_double {
                    (has_head, rules) = (rows.is_empty(), border.rules);
                }
                // Another double border is that of a foot.
                if border.is_double && !has_head {
                    return None;
                }
                rows.push(row_of(&std::mem::take(&mut row)));
            }
            Some(_) => return None,
        }
    }
    let is_whole = row.is_empty() && rows.len() > usize::from(has_head);
    is_whole.then_some((length, DrawnTable { has_head, rules, rows }))
}

/// The parts of a line between the bars, which stand at these columns and nowhere else at an edge.
fn between_bars<'l>(line: &'l str, edges: &[usize]) -> Option<Vec<&'l str>> {
    let (mut parts, mut edges, mut column, mut start) = (Vec::new(), edges.iter().peekable(), 0, 0);
    for (at, sign) in line.char_indices() {
        let width = sign.width()?;
        if width > 0 && edges.next_if(|edge| **edge == column).is_some() {
            if sign != '|' {
                return None;
            }
            parts.extend((at > 0).then(|| &line[start..at]));
            start = at + 1;
        }
        column += width;
    }
    // A part of dashes is the border of a cell over several rows.
    let is_border = |part: &&str| !part.is_empty() && part.bytes().all(|byte| b"-=:+".contains(&byte));
    (edges.next().is_none() && start == line.len() && !parts.iter().any(is_border)).then_some(parts)
}

/// The cells of the lines of a row.
fn row_of(lines: &[Vec<&str>]) -> Vec<String> {
    let cell = |column: usize| {
        let lines: Vec<&str> = lines.iter().map(|line| line[column].trim_end()).collect();
        dedented(&lines.join("\n")).trim_matches('\n').to_owned()
    };
    (0..lines[0].len()).map(cell).collect()
}

/// A simple or a multiline table: a line of dashes for each column, below the head if there is one. The lines of a multiline table
/// begin with a line of dashes over all columns, or have empty lines between the rows.
fn spaced<'l>(lines: impl Iterator<Item = &'l str>) -> Option<(usize, DrawnTable)> {
    let mut lines = lines.peekable();
    let is_multiline = lines.next_if(|line| line.len() > 2 && is_dashes(line) && columns(line).is_none()).is_some();
    let mut paragraph = std::iter::from_fn(|| lines.next_if(|line| !line.is_empty() && !is_dashes(line)));
    let head: Vec<&str> = paragraph.by_ref().take(if is_multiline { usize::MAX } else { 2 }).collect();
    // A list, a heading or a quote has no table below its first line.
    let is_other = |line: &&str| column_of_item(line).is_some() || line.starts_with(['#', '>']);
    if !is_multiline && (head.len() > 1 || head.first().is_some_and(is_other)) {
        return None;
    }
    let columns = columns(lines.next()?)?;
    let ends_with_dashes = is_multiline || head.is_empty();
    let is_row = |line: &&str| ends_with_dashes || !line.is_empty() && !line.trim_start().starts_with(":::");
    let rows = std::iter::from_fn(|| lines.next_if(|line| is_row(line) && !is_dashes(line)));
    let body: Vec<&str> = rows.collect();
    let end = lines.next_if(|line| is_dashes(line));
    let length = usize::from(is_multiline) + head.len() + 1 + body.len() + usize::from(end.is_some());
    let is_below_end = |line: &&str| end.is_some() && !line.is_empty() && !line.starts_with(':');
    if body.first().is_none_or(|line| line.is_empty())
        || end.map_or(ends_with_dashes, |line| !is_below_all(line, &columns))
        || lines.peek().is_some_and(is_below_end)
        || is_multiline && head.is_empty()
    {
        return None;
    }
    let has_long_rows = is_multiline || body.iter().any(|line| line.is_empty());
    let rows = body.chunk_by(|one, other| has_long_rows && one.is_empty() == other.is_empty());
    let rows: Vec<&[&str]> = rows.filter(|row| !row[0].is_empty()).collect();
    Some((length, of_columns(&head, &rows, &columns)?))
}

/// The table of the lines above the dashes, if there are some, and of the lines of each row.
fn of_columns(head: &[&str], rows: &[&[&str]], columns: &[Range<usize>]) -> Option<DrawnTable> {
    let rows = std::iter::once(head).filter(|head| !head.is_empty()).chain(rows.iter().copied());
    let cells = rows.map(|row| row.iter().map(|line| above_dashes(line, columns)).collect());
    let rows: Vec<Vec<Vec<&str>>> = cells.collect::<Option<_>>()?;
    let aligned = if head.is_empty() { &rows[0][..1] } else { &rows[0] };
    let rules = columns.iter().enumerate().map(|(index, dashes)| alignment(aligned, index, dashes.len())).collect();
    let rows = rows.iter().map(|row| row_of(row).iter().map(|cell| plain_line(cell)).collect()).collect();
    Some(DrawnTable { has_head: !head.is_empty(), rules, rows })
}

fn is_dashes(line: &str) -> bool {
    line.contains('-') && line.bytes().all(|byte| matches!(byte, b'-' | b' '))
}

/// The columns of a line of dashes with blanks between them. One sign alone is that of a list or a break, and a deeper line is code.
fn columns(line: &str) -> Option<Vec<Range<usize>>> {
    let columns = word_ranges(line);
    let is_certain = columns.len() > 1 && columns.iter().all(|dashes| dashes.len() > 1) && indent(line) < 4;
    (is_dashes(line) && is_certain).then_some(columns)
}

/// The places of the words of a line.
fn word_ranges(line: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let parts = line.split(' ').map(|part| {
        end += part.len() + 1;
        end - 1 - part.len()..end - 1
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether the dashes are those of the columns again or one line below all columns. Others may stand for values that are missing.
fn is_below_all(line: &str, columns: &[Range<usize>]) -> bool {
    let dashes = word_ranges(line);
    let is_one = dashes.len() == 1 && dashes[0].start == columns[0].start;
    dashes == columns || is_one && columns.last().is_some_and(|last| dashes[0].end > last.start)
}

/// The words of a line above or below the dashes of each column; those of the last may be longer. No other word is in the line.
fn above_dashes<'l>(line: &'l str, columns: &[Range<usize>]) -> Option<Vec<&'l str>> {
    let (mut starts, mut column) = (Vec::with_capacity(columns.len() + 1), 0);
    for (at, sign) in line.char_indices() {
        let width = sign.width()?;
        if width > 0 && columns.get(starts.len()).is_some_and(|dashes| dashes.start <= column) {
            starts.push(at);
        }
        let is_last = starts.len() == columns.len();
        let dashes = starts.len().checked_sub(1).map(|index| &columns[index]);
        let is_inside = dashes.is_some_and(|dashes| is_last || column + width <= dashes.end);
        if sign != ' ' && !is_inside {
            return None;
        }
        column += width;
    }
    starts.resize(columns.len() + 1, line.len());
    Some(starts.windows(2).map(|places| &line[places[0]..places[1]]).collect())
}

/// The alignment of a column: its shortest line in the head, or in the first line, begins or ends with the dashes, or does both.
fn alignment(first_lines: &[Vec<&str>], column: usize, dashes: usize) -> &'static str {
    let words = first_lines.iter().map(|line| line[column].trim_end()).filter(|words| !words.is_empty());
    let shortest = words.min_by_key(|words| words.chars().count()).unwrap_or_default();
    let width: usize = shortest.chars().filter_map(UnicodeWidthChar::width).sum();
    table::rule(!shortest.is_empty() && width < dashes, shortest.starts_with(' '))
}

impl DrawnTable {
    /// The table as wellpress has it, unless a cell has what no table can have.
    fn written(&self) -> Option<String> {
        let mut cells = self.rows.iter().flatten();
        let is_impossible = |cell: &String| {
            NOT_IN_CELLS.iter().any(|words| cell.contains(words)) || has_underline(cell) || has_open_note(cell)
        };
        if cells.clone().any(is_impossible) {
            return None;
        }
        let map = |cell: fn(&str) -> String| -> Vec<Vec<String>> {
            self.rows.iter().map(|row| row.iter().map(|words| cell(words)).collect()).collect()
        };
        // In code and in formulas, the backslash before a bar would be one more sign.
        let has_fixed_bar =
            |cell: &str| cell.contains('|') && ["`", "$", "\\\\"].iter().any(|sign| cell.contains(sign));
        if !cells.clone().any(|cell| has_blocks(cell) || has_fixed_bar(cell)) {
            let mut rows = map(|cell| joined(cell).replace("\\|", "|").replace('|', "\\|"));
            if !self.has_head {
                rows.insert(0, vec![String::new(); self.rules.len()]);
            }
            return Some(table::of_bars(&rows, &self.rules));
        }
        let fits = !cells.any(|cell| cell.lines().any(leaves_list));
        fits.then(|| table::of_lists(&map(blocks), self.has_head))
    }
}

/// Whether a note `^[..]` may go on in the next cell.
fn has_open_note(cell: &str) -> bool {
    cell.contains("^[") && cell.matches('[').count() != cell.matches(']').count()
}

/// Whether a line makes a heading or a table of the words above it, or a break between them.
fn has_underline(cell: &str) -> bool {
    let is_line = |line: &str| line.contains(['-', '=']) && line.bytes().all(|byte| b"-=|:+ ".contains(&byte));
    cell.contains('\n') && cell.lines().any(is_line)
}

fn leaves_list(line: &str) -> bool {
    let line = line.trim_start();
    let is_tag =
        |behind: &str| behind.starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!'));
    NOT_IN_LISTS.iter().any(|start| line.starts_with(start)) || line.strip_prefix('<').is_some_and(is_tag)
}

fn has_blocks(cell: &str) -> bool {
    begins_list(cell) || cell.lines().any(str::is_empty)
}

/// Whether a paragraph is a list. A number behind a single sign or a point may be meant as it stands: `- 5 mg`, `1. May`.
fn begins_list(paragraph: &str) -> bool {
    let words = paragraph.trim_start();
    let is_single = !words.contains('\n');
    let may_be_number = words.starts_with(|sign: char| sign.is_ascii_digit())
        || words.get(1..).is_some_and(|behind| behind.trim_start().starts_with(|sign: char| !sign.is_alphabetic()));
    column_of_item(words).is_some() && !(is_single && may_be_number)
}

/// The blocks of a cell, in which paragraphs are one line each, unless they are of a list.
fn blocks(cell: &str) -> String {
    let mut is_in_list = false;
    let paragraphs = cell.split("\n\n").map(|paragraph| {
        let goes_on = is_in_list && paragraph.starts_with(' ');
        is_in_list = goes_on || begins_list(paragraph);
        match is_in_list {
            true if goes_on => paragraph.to_owned(),
            true => paragraph.trim_start().to_owned(),
            false => plain_line(paragraph),
        }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The lines of a paragraph as one line.
fn joined(paragraph: &str) -> String {
    let mut output = String::with_capacity(paragraph.len());
    for line in paragraph.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match output.strip_suffix('\\').filter(|words| !words.ends_with('\\')) {
            Some(words) => output = words.trim_end().to_owned() + "<br>",
            None if !output.is_empty() => output.push(' '),
            None => {}
        }
        output.push_str(line);
    }
    output
}

/// The same, with a backslash before a sign that would begin a list, a heading, a quote or a break.
fn plain_line(paragraph: &str) -> String {
    let line = joined(paragraph);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_marker = column_of_item(&line).is_some() || matches!(&line[digits..], "-" | "+" | "*" | "." | ")");
    let is_break = line.len() > 2 && line.bytes().all(|byte| b"-*_ ".contains(&byte));
    match is_marker || is_break || line.starts_with(['#', '>']) {
        true if digits < line.len() => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line,
    }
}

#[cfg(test)]
mod tests;
