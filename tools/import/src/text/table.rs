//! Writes tables: as lines with bars, or as a list of rows if a cell has blocks, with a caption and an id if they have some.

use super::{block, escaped_label};

/// The line below the head of a table has one of these for each column, by the sides at which it has a colon.
pub(crate) fn rule(is_left: bool, is_right: bool) -> &'static str {
    match (is_left, is_right) {
        (false, false) => "---",
        (true, false) => ":--",
        (false, true) => "--:",
        (true, true) => ":-:",
    }
}

/// A table of bars. The first row is its head; each cell is one line, in which bars are escaped.
pub(crate) fn of_bars(rows: &[Vec<String>], rules: &[&str]) -> String {
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let mut lines = rows.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    let head = lines.next().unwrap_or_default();
    head + &line(rules) + &lines.collect::<String>()
}

/// A table whose rows are lists, with blocks in its cells.
pub(crate) fn of_lists(rows: &[Vec<String>], has_head: bool) -> String {
    let mut list = String::from(if has_head { ":::list-table\n" } else { ":::list-table{header-rows=0}\n" });
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let mut lines = cell.lines();
            let start = if column == 0 { "* -" } else { "  -" };
            list.push_str(format!("{start} {}", lines.next().unwrap_or_default()).trim_end());
            lines.for_each(|line| list.push_str(format!("\n    {line}").trim_end_matches(' ')));
            list.push('\n');
        }
    }
    list + ":::\n"
}

/// A table with its caption, which may be empty, and its id.
pub(crate) fn captioned(table: &str, caption: &str, id: Option<&str>) -> String {
    let caption = caption.trim();
    let table = match table.trim_start_matches('\n').strip_prefix(":::list-table") {
        Some(behind) if !caption.is_empty() => format!("\n:::list-table[{}]{behind}", escaped_label(caption)),
        Some(behind) => format!("\n:::list-table{behind}"),
        None => block("table", caption, table),
    };
    id.map_or_else(|| table.clone(), |id| with_id(&table, id))
}

/// The text with this id on its first table that is a block, unless that block has an id.
pub(crate) fn with_id(text: &str, id: &str) -> String {
    let starts = [":::table", ":::list-table"].iter().filter_map(|name| text.find(name));
    let end = starts.min().and_then(|start| Some(start + text[start..].find('\n')?));
    let Some((above, below)) = end.map(|end| text.split_at(end)) else { return text.to_owned() };
    match above.strip_suffix("{header-rows=0}") {
        Some(above) => format!("{above}{{#{id} header-rows=0}}{below}"),
        None if above.ends_with('}') => text.to_owned(),
        None => format!("{above}{{#{id}}}{below}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{captioned, of_lists};

    #[test]
    fn a_table_of_lists_has_its_caption_and_its_id_in_its_first_line() {
        let rows = [vec!["A".to_owned(), String::new()], vec!["- b\n\n  c".to_owned(), "5 mg".to_owned()]];
        let rows = |has_head| of_lists(&rows, has_head);
        let lines = "\n* - A\n  -\n* - - b\n\n      c\n  - 5 mg\n:::\n";
        for (has_head, caption, id, expected) in [
            (true, "", None, ":::list-table"),
            (true, "C [d", Some("tbl-a"), ":::list-table[C \\[d]{#tbl-a}"),
            (false, "C", None, ":::list-table[C]{header-rows=0}"),
            (false, "", Some("tbl-a"), ":::list-table{#tbl-a header-rows=0}"),
        ] {
            assert_eq!(captioned(&rows(has_head), caption, id), format!("\n{expected}{lines}"));
        }
    }
}
