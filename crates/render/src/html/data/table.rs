//! HTML of a table from a file of data: its first rows, with numbers as the language writes them, and a link to the file.

use std::fmt::Write as _;

use wellpress_markdown::body::DirectiveId;
use wellpress_site::resolve::data::{Alignment, DataBlock, DataColumn, MOST_ROWS};

use super::numbers::{Grouping, NumberFormat};
use crate::escape::{attribute, text};
use crate::html::{TextContext, Writer};
use crate::theme::strings::MessageValue;

impl Writer<'_, '_> {
    pub(in crate::html) fn data_table(&mut self, index: DirectiveId, label: &str) {
        let Some(block) = self.target(index).and_then(|target| target.data()) else { return };
        self.html.push_str("<figure class=\"captioned-table data-table\">");
        let caption = self.numbered_caption(index, label);
        if !caption.is_empty() {
            let _ = write!(self.html, "<figcaption>{caption}</figcaption>");
        }
        self.html.push('\n');
        let name = self.view.caption_name(self.text_cx, index).unwrap_or_else(|| self.next_table_name());
        table(self.html, self.text_cx, block, &name);
        file_link(self.html, self.text_cx, block);
        self.html.push_str("</figure>\n");
    }
}

/// Appends the table itself in a region that can be scrolled.
pub(super) fn table(html: &mut String, text_cx: TextContext<'_>, block: &DataBlock, name: &str) {
    let format = NumberFormat::of(text_cx);
    html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
    attribute(html, name);
    // A part of the rows in another order would pass for the whole file in that order.
    let is_whole = block.row_count <= MOST_ROWS;
    html.push_str(if is_whole { "\"><table data-sorts>\n<thead><tr>" } else { "\"><table>\n<thead><tr>" });
    for column in &block.columns {
        let _ = write!(html, "<th scope=\"col\"{}", class_of(column.alignment));
        html.push_str(if column.is_number { " data-number>" } else { ">" });
        text(html, &column.label);
        if let Some(unit) = &column.unit {
            html.push_str(" <span class=\"unit\">(");
            text(html, unit);
            html.push_str(")</span>");
        }
        html.push_str("</th>");
    }
    html.push_str("</tr></thead><tbody>\n");
    let groupings: Vec<Grouping> = (0..block.columns.len()).map(|column| grouping(block, column)).collect();
    for row in block.rows.iter().take(MOST_ROWS) {
        html.push_str("<tr>");
        for ((column, grouping), cell) in block.columns.iter().zip(&groupings).zip(row) {
            let cell_text = if column.is_number { format.written(cell, *grouping) } else { cell.clone() };
            cell_html(html, column, cell, &cell_text);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

/// The grouping of the numbers in a column.
pub(super) fn grouping(block: &DataBlock, column: usize) -> Grouping {
    Grouping::of(block.rows.iter().map(|row| row[column].as_str()))
}

fn cell_html(html: &mut String, column: &DataColumn, cell: &str, written: &str) {
    let _ = write!(html, "<td{}", class_of(column.alignment));
    // For the script that sorts, which knows no marks of languages.
    if written != cell {
        html.push_str(" data-value=\"");
        attribute(html, &cell.replace('−', "-"));
        html.push('"');
    }
    html.push('>');
    text(html, written);
    html.push_str("</td>");
}

/// Appends a link to the file, and before it how much of the file the page shows, if that is not all.
pub(super) fn file_link(html: &mut String, text_cx: TextContext<'_>, block: &DataBlock) {
    let (part, file) = words_of_file(text_cx, block);
    html.push_str("<p class=\"data-file\">");
    if let Some(part) = part {
        text(html, &part);
        html.push(' ');
    }
    html.push_str("<a href=\"");
    attribute(html, &block.url);
    html.push_str("\">");
    text(html, &file);
    html.push_str("</a></p>");
}

/// How much of the file is shown, if that is not all, and the words of the link to the file.
#[must_use]
pub fn words_of_file(text_cx: TextContext<'_>, block: &DataBlock) -> (Option<String>, String) {
    let part = (block.row_count > MOST_ROWS).then(|| {
        let format = NumberFormat::of(text_cx);
        let counts = [MOST_ROWS, block.row_count].map(|count| count.to_string());
        let grouping = Grouping::of(counts.iter().map(String::as_str));
        let [shown, count] = counts.map(|count| format.written(&count, grouping));
        let values = [("shown", MessageValue::Text(&shown)), ("count", MessageValue::Text(&count))];
        text_cx.say_with("text-data-part", &values)
    });
    let name = block.file.rsplit('/').next().unwrap_or(&block.file);
    (part, text_cx.say_with("text-data-file", &[("name", MessageValue::Text(name))]))
}

/// The names of the columns with their units, and the cells of the rows that are shown, with numbers as the language writes them.
#[must_use]
pub fn shown_cells(text_cx: TextContext<'_>, block: &DataBlock) -> (Vec<String>, Vec<Vec<String>>) {
    let format = NumberFormat::of(text_cx);
    let head = block.columns.iter().map(|column| match &column.unit {
        Some(unit) => format!("{} ({unit})", column.label),
        None => column.label.clone(),
    });
    let groupings: Vec<Grouping> = (0..block.columns.len()).map(|column| grouping(block, column)).collect();
    let rows = block.rows.iter().take(MOST_ROWS).map(|row| {
        let cells = block.columns.iter().zip(&groupings).zip(row);
        let cells = cells.map(|((column, grouping), cell)| match column.is_number {
            true => format.written(cell, *grouping),
            false => cell.clone(),
        });
        cells.collect()
    });
    (head.collect(), rows.collect())
}

fn class_of(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Start => "",
        Alignment::Center => " class=\"align-center\"",
        Alignment::End => " class=\"align-end\"",
    }
}
