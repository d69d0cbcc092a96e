//! Texts of other tools as Markdown of wellpress: what several readers share.

pub(crate) mod admonitions;
pub(crate) mod code;
pub(crate) mod divs;
pub(crate) mod drawn_tables;
pub(crate) mod figures;
pub(crate) mod headings;
pub(crate) mod html;
pub(crate) mod html_callouts;
pub(crate) mod icons;
pub(crate) mod inline_html;
pub(crate) mod links;
pub(crate) mod scan;
pub(crate) mod scripts;
pub(crate) mod table;
pub(crate) mod tags;

use wellpress_markdown::foreign_notations::callout_of;

/// Whether a list of words between blanks has a word.
pub(crate) fn has_word(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// The letters and digits of a text in lower case.
pub(crate) fn letters_and_digits(text: &str) -> String {
    text.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// A formula without the name that others refer to it by, and with its number as words.
pub(crate) fn plain_tex(formula: &str) -> String {
    let ends = scan::pairs(formula, ['{', '}']);
    let tex = scan::replaced(formula, "\\label{", |_, behind| {
        let end = ends.get(&(formula.len() - behind.len()))?;
        Some((String::new(), &formula[end + 1..]))
    });
    let (before, behind) = tex.split_once("\\tag{").unwrap_or_default();
    match scan::split_at_closing(behind, ['{', '}']) {
        Some((number, behind)) if !behind.contains("\\tag{") && !number.contains("\\tag{") => {
            format!("{before}{behind}\\qquad\\text{{({number})}}")
        }
        _ => tex,
    }
}

/// The word of a sign, in a list of signs with a word behind each.
pub(crate) fn word_of_sign(list: &'static str, sign: char) -> Option<&'static str> {
    let mut parts = list.split_ascii_whitespace();
    while let (Some(known), Some(word)) = (parts.next(), parts.next()) {
        if known.chars().eq([sign]) {
            return Some(word);
        }
    }
    None
}

/// A block such as `:::tip[Title]` around a text. It has one more colon than the blocks inside.
pub(crate) fn block(name: &str, label: &str, inner: &str) -> String {
    if label.trim().is_empty() && inner.trim().is_empty() {
        return String::new();
    }
    let colons = ":".repeat(inner.lines().map(|line| leading_colons(line.trim_start())).max().unwrap_or(0).max(2) + 1);
    // A block of HTML ends at an empty line, and a list that does not begin with 1 begins behind one.
    let needs_line = inner.contains("\n<")
        || inner.trim_start_matches('\n').starts_with(['<', '0', '2', '3', '4', '5', '6', '7', '8', '9']);
    let inner =
        if needs_line { format!("\n{}\n", inner.trim_matches('\n')) } else { inner.trim_matches('\n').to_owned() };
    let label = if label.trim().is_empty() { String::new() } else { format!("[{}]", escaped_label(label.trim())) };
    format!("\n{colons}{name}{label}\n{inner}\n{colons}\n")
}

fn leading_colons(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b':').count()
}

/// Words for the label of a directive: brackets in it are escaped unless they pair.
pub(crate) fn escaped_label(label: &str) -> String {
    let label = label.replace('\n', " ");
    let mut depth = 0_i32;
    let is_paired = label.chars().all(|character| {
        depth += i32::from(character == '[') - i32::from(character == ']');
        depth >= 0
    }) && depth == 0;
    if is_paired { label } else { label.replace('[', "\\[").replace(']', "\\]") }
}

/// The first words of a text, for the report.
pub(crate) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 120;
    let words = wellpress_foundation::text::one_line(text);
    match words.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}..", &words[..end]),
        None => words,
    }
}

/// The value of an attribute of a directive, in quotes.
pub(crate) fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}

/// A figure on a line of its own. Without a caption it is a picture.
pub(crate) fn figure(src: &str, alt: &str, caption: &str) -> String {
    match caption.trim() {
        "" => format!("![{}](<{}>)", alt.replace('[', "\\[").replace(']', "\\]"), src.replace(['<', '>', '\n'], "")),
        caption => format!("\n::figure[{}]{{src={} alt={}}}\n", escaped_label(caption), quoted(src), quoted(alt)),
    }
}

/// A block that readers open.
pub(crate) fn details(title: &str, inner: &str) -> String {
    block("details", if title.is_empty() { "Details" } else { title }, inner)
}

/// The line that shows a snippet.
pub(crate) fn snippet(id: &str) -> String {
    format!("\n\n::snippet{{#{id}}}\n\n")
}

/// A video: a watch address for known hosts.
pub(crate) fn video(address: &str, title: &str) -> String {
    let title = if title.trim().is_empty() { "Video" } else { title.trim() };
    format!("\n::video{{src={} title={}}}\n", quoted(address), quoted(title))
}

/// The callout of wellpress for a word of another tool, such as `danger` or `callout-note`. `None` for words that name none.
pub(crate) fn callout(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let word = word.strip_prefix("callout-").or_else(|| word.strip_prefix("alert-")).unwrap_or(&word);
    callout_of(word)
}

/// The callout that warns the most, among those that several words name.
pub(crate) fn strongest(kinds: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    const STRENGTH: [&str; 5] = ["warning", "caution", "important", "tip", "note"];
    kinds.into_iter().min_by_key(|kind| STRENGTH.iter().position(|known| known == kind))
}

/// A text in one line, with a sign between the items of a list and between paragraphs: the mark of an item would be a minus.
pub(crate) fn items_in_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut parts = vec![String::new()];
    for line in text.lines().map(str::trim) {
        if line.is_empty() || column_of_item(line).is_some() {
            parts.push(String::new());
        }
        let words = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        if let Some(part) = parts.last_mut() {
            part.extend([if part.is_empty() { "" } else { " " }, words]);
        }
    }
    joined(parts.into_iter().filter(|part| !part.is_empty()), ";")
}

/// Parts of a text in one line, with a sign between two where the first ends without one.
pub(crate) fn joined(parts: impl Iterator<Item = String>, sign: &str) -> String {
    let joined = parts.reduce(|text, part| {
        let sign = if text.ends_with(|last: char| last.is_alphanumeric() || last == ')') { sign } else { "" };
        format!("{text}{sign} {part}")
    });
    joined.unwrap_or_default()
}

/// A text with bars between all columns in the lines below the first rows of tables: `|---+---|` is `|---|---|`.
pub(crate) fn with_bars(text: &str) -> String {
    if !text.contains('+') {
        return text.to_owned();
    }
    let mut rows_above = 0;
    let line = |(_, line, is_code): (usize, &str, bool)| {
        let is_below_head = rows_above == 1;
        rows_above = if line.trim_start().starts_with('|') { rows_above + 1 } else { 0 };
        let mut cells = line.trim().trim_matches('|').split(['|', '+']).map(|cell| cell.trim().trim_matches(':'));
        let is_rule = is_below_head
            && line.trim_start().starts_with('|')
            && cells.all(|cell| !cell.is_empty() && cell.bytes().all(|byte| byte == b'-'));
        if is_rule && !is_code { line.replace('+', "|") } else { line.to_owned() }
    };
    code::lines(text).map(line).collect()
}

/// A text whose tables are read as goldmark reads them: a head gets the cells that it lacks, and the line below it has no tabs.
pub(crate) fn with_full_heads(text: &str) -> String {
    let is_row = |line: &str| {
        let row = line.trim();
        indent(line) < 4 && row.len() > 2 && row.starts_with('|') && row.ends_with('|')
    };
    let is_rule =
        |line: &str| is_row(line) && line.contains('-') && line.trim().chars().all(|sign| "|-: \t".contains(sign));
    let bars = |row: &str| row.matches('|').count() - row.matches("\\|").count();
    let mut is_in_formula = false;
    let lines = code::literal_lines(text, code::ranges(text)).map(|(at, line, is_literal)| {
        let is_kept = is_literal || is_in_formula;
        is_in_formula ^= !is_literal && line.matches("$$").count() % 2 == 1;
        (at, line, is_kept)
    });
    let lines: Vec<(usize, &str, bool)> = lines.collect();
    let line_at = |index: usize| lines.get(index).filter(|(.., is_code)| !is_code).map_or("", |(_, line, _)| *line);
    let line = |(index, (_, line, is_code)): (usize, &(usize, &str, bool))| {
        let (is_below_row, below) = (index > 0 && is_row(line_at(index - 1)), line_at(index + 1));
        let (words, end) = line.split_at(line.trim_end().len());
        match is_below_row {
            _ if *is_code || !is_row(line) => (*line).to_owned(),
            true if is_rule(line) => line.replace('\t', " "),
            false if is_rule(below) => words.to_owned() + &"  |".repeat(bars(below).saturating_sub(bars(line))) + end,
            _ => (*line).to_owned(),
        }
    };
    lines.iter().enumerate().map(line).collect()
}

/// Removes the indentation that all lines with text have.
pub(crate) fn dedented(text: &str) -> String {
    dedented_by(text, common_indent(text))
}

/// The indentation that all lines with text have.
pub(crate) fn common_indent(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0)
}

/// Removes up to so many columns of indentation from each line.
pub(crate) fn dedented_by(text: &str, columns: usize) -> String {
    let line = |mut line: &'_ str| {
        let mut left = columns;
        while let Some(rest) = line.strip_prefix([' ', '\t']).filter(|_| left > 0) {
            left = left.saturating_sub(indent(&line[..1]));
            line = rest;
        }
        line.to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Puts so many columns before each line with text.
pub(crate) fn indented(text: &str, columns: usize) -> String {
    let with_indent = |line: &str| if line.trim().is_empty() { line.to_owned() } else { " ".repeat(columns) + line };
    text.split_inclusive('\n').map(with_indent).collect()
}

/// The columns of blanks with which a line begins.
pub(crate) fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
}

/// The column at which the words of an item of a list begin, if a line begins one.
pub(crate) fn column_of_item(line: &str) -> Option<usize> {
    let content = line.trim_start();
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let behind = match digits {
        0 => content.strip_prefix(['-', '*', '+']),
        _ => content[digits..].strip_prefix(['.', ')']),
    }?;
    let gap = Some(indent(behind)).filter(|gap| *gap > 0)?;
    Some(indent(line) + digits + 1 + if gap > 4 { 1 } else { gap })
}

/// The column of the words of the item of a list in which a line with this indentation stands, by the lines above it.
pub(crate) fn column_in_item(above: &str, columns: usize) -> Option<usize> {
    let mut edge = columns + 1;
    let lines = above.lines().rev().take(1000).filter(|line| !line.trim().is_empty());
    let columns = lines.map_while(|line| {
        let start = indent(line);
        let is_outside = start < edge;
        edge = edge.min(start);
        let column = column_of_item(line).filter(|column| is_outside && *column <= columns);
        (edge > 0 || column.is_some()).then_some(column)
    });
    columns.flatten().next()
}

#[cfg(test)]
mod tests {
    use super::{items_in_line, plain_tex, with_bars, with_full_heads};

    #[test]
    fn a_head_gets_its_cells_and_the_line_below_it_no_tabs() {
        assert_eq!(with_full_heads("A\n| D |\n|-\t|---|\n| b\t| 5 mg |\n"), "A\n| D |  |\n|- |---|\n| b\t| 5 mg |\n");
        let rows = "| a \\| b | c |\n|---|---|\n| 5 mg |\n|---|---|\n\n```\n| a |\n|-\t|-|\n```\n\n    | a |\n    |-\t|-|\n\n|a|b|\n|-|\n";
        assert_eq!(with_full_heads(rows), rows);
        for (start, end) in [("<pre>", "</pre>"), ("<!--", "-->"), ("$$", "$$")] {
            let rows = format!("{start}\n| A |\n|---|---|\n| 5 |\n{end}\n");
            assert_eq!(with_full_heads(&rows), rows);
        }
    }

    #[test]
    fn a_rule_of_a_table_has_bars() {
        let rows = "| A | B |\n|:--+---|\n| 5 + 5 | -+- |\n| -+- | - |\n\n+---+\n|   +--+\n\n```\n|-+-|\n```\n";
        assert_eq!(with_bars(rows), rows.replacen("|:--+---|", "|:--|---|", 1));
    }

    #[test]
    fn items_in_a_line_are_parted() {
        assert_eq!(items_in_line("- 1 mg\n- 2\n  mg\n\nMax 4 g"), "1 mg; 2 mg; Max 4 g");
        assert_eq!(items_in_line("Never:\n\n* A.\n* B\n1. C"), "Never: A. B; 1. C");
        assert_eq!(items_in_line("-5 to\n5 mg"), "-5 to 5 mg");
    }

    #[test]
    fn labels_of_formulas_go_and_one_number_becomes_words() {
        assert_eq!(plain_tex("x \\label{a}\\tag{\\text{A}}"), "x \\qquad\\text{(\\text{A})}");
        assert_eq!(plain_tex("a \\label{a} b \\label{b}"), "a  b ");
    }
}
