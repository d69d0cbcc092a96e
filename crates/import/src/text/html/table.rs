//! Tables.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};

use super::blocks::directive;
use super::characters::{BREAK, escape_each};
use super::document::{attribute, children, outermost, tag};
use super::inline::line;

/// No table that people read is wider, and a number in an attribute is no reason to make one.
const MOST_COLUMNS: usize = 100;

/// Whether the table only arranges blocks on the page: a table, a heading or code stands in a cell, or there is one cell.
pub(super) fn is_layout(table: &Node) -> bool {
    const BLOCKS: [&str; 10] = ["table", "pre", "h1", "h2", "h3", "h4", "figure", "iframe", "details", "form"];
    let rows = rows(table);
    let cells = rows.iter().map(|row| cells(row).len()).sum::<usize>();
    cells <= 1 || rows.iter().any(|row| BLOCKS.iter().any(|name| !outermost(row, name).is_empty()))
}

pub(super) fn has_merged_cells(table: &Node) -> bool {
    rows(table).iter().flat_map(|row| cells(row)).any(|cell| span(&cell, "colspan") > 1 || span(&cell, "rowspan") > 1)
}

fn rows(table: &Node) -> Vec<Rc<Node>> {
    outermost(table, "tr")
}

fn cells(row: &Node) -> Vec<Rc<Node>> {
    children(row).into_iter().filter(|child| matches!(tag(child), "td" | "th")).collect()
}

fn span(cell: &Node, name: &str) -> usize {
    attribute(cell, name).and_then(|number| number.parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS)
}

/// A table with a header row; the header is empty if the table has none. Cells that others span are empty.
pub(super) fn table(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let rows = rows(element.node);
    if is_layout(element.node) {
        let cells = rows.iter().flat_map(|row| cells(row));
        let blocks = cells.map(|cell| handlers.walk_children(&cell).content.trim().to_owned());
        let blocks: Vec<_> = blocks.filter(|content| !content.is_empty()).collect();
        return Some(format!("\n\n{}\n\n", blocks.join("\n\n")).into());
    }
    let mut grid = grid(handlers, &rows);
    let columns = grid.iter().map(Vec::len).max()?;
    let has_header = rows.first().is_some_and(|row| cells(row).iter().all(|cell| tag(cell) == "th"))
        || outermost(element.node, "thead").iter().any(|head| !outermost(head, "tr").is_empty());
    if !has_header {
        grid.insert(0, Vec::new());
    }
    let mut lines: Vec<String> = grid.iter().map(|row| row_line(row, columns)).collect();
    lines.insert(1, row_line(&vec!["---".to_owned(); columns], columns));
    let mut markdown = lines.join("\n");
    if let Some(caption) = outermost(element.node, "caption").first().map(|caption| line(handlers, caption))
        && !caption.is_empty()
    {
        markdown = directive("table", &caption, &markdown);
    }
    Some(format!("\n\n{markdown}\n\n").into())
}

fn row_line(row: &[String], columns: usize) -> String {
    let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn grid(handlers: &dyn Handlers, rows: &[Rc<Node>]) -> Vec<Vec<String>> {
    // How many further rows the cell above spans, by column.
    let mut spanned: Vec<usize> = Vec::new();
    let mut grid = Vec::new();
    for row in rows {
        let mut line = Vec::new();
        for cell in cells(row) {
            while spanned.get(line.len()).is_some_and(|rows| *rows > 0) {
                line.push(String::new());
            }
            let start = line.len();
            line.push(cell_text(handlers, &cell));
            line.resize(start + span(&cell, "colspan"), String::new());
            line.truncate(MOST_COLUMNS);
            spanned.resize(spanned.len().max(line.len()), 0);
            // This row counts too, because every row takes one off below.
            spanned.iter_mut().take(line.len()).skip(start).for_each(|rows| *rows = span(&cell, "rowspan"));
        }
        spanned.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        grid.push(line);
    }
    grid
}

/// The content of a cell in one line.
fn cell_text(handlers: &dyn Handlers, cell: &Rc<Node>) -> String {
    let content = handlers.walk_children(cell).content.replace(BREAK, "");
    let lines = content.lines().map(str::trim).filter(|line| !line.is_empty());
    escape_each(&lines.collect::<Vec<_>>().join("<br>"), '|')
}
