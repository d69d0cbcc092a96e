//! HTML of tables: the region around one, its cells, and which of them are headings. What stands in a cell is left to the writer of
//! texts.

use wellpress_markdown::body::{ColumnAlignment, Element, NodeKind, TableId};

use super::Writer;
use super::table_parts::{TableCell, TableSection};
use crate::escape::attribute;
use crate::theme::strings::MessageValue;

/// The levels of lists and items in a list table.
const TABLE: usize = 1;
const ROW: usize = 2;
const CELLS: usize = 3;
const CELL: usize = 4;

impl Writer<'_, '_> {
    /// Writes the start of a list or an item as that of a part of a list table. `false` for any other element.
    pub(super) fn list_table_start(&mut self, element: Element) -> bool {
        let is_part = is_list_part(element);
        let Some(table) = self.list_tables.last_mut().filter(|_| is_part) else { return false };
        table.depth += 1;
        let is_head = table.section == TableSection::Head;
        match table.depth {
            TABLE => self.list_table_region(is_head),
            ROW => self.html.push_str("<tr>"),
            CELLS => {}
            CELL => self.html.push_str(if is_head { "<th scope=\"col\">" } else { "<td>" }),
            _ => return false,
        }
        true
    }

    fn list_table_region(&mut self, has_head: bool) {
        let count = self.next_table_name();
        let label = self.table_name.take().unwrap_or(count);
        self.html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        attribute(self.html, &label);
        self.html.push_str(if has_head { "\"><table>\n<thead>" } else { "\"><table>\n<tbody>\n" });
    }

    /// The reverse of [`Writer::list_table_start`].
    pub(super) fn list_table_end(&mut self, element: Element) -> bool {
        let is_part = is_list_part(element);
        let Some(table) = self.list_tables.last_mut().filter(|_| is_part) else { return false };
        let depth = table.depth;
        table.depth -= 1;
        let is_head = table.section == TableSection::Head;
        match depth {
            TABLE => self.html.push_str("</tbody></table></div>\n"),
            ROW if is_head => {
                table.section = TableSection::Body;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            ROW => self.html.push_str("</tr>\n"),
            CELLS => {}
            CELL => self.html.push_str(if is_head { "</th>" } else { "</td>" }),
            _ => return false,
        }
        true
    }

    pub(super) fn table_start(&mut self, index: TableId) {
        self.table = Some(index);
        let count = self.next_table_name();
        let label = self.table_name.take().unwrap_or(count);
        self.html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        attribute(self.html, &label);
        self.html.push_str("\"><table>\n");
    }

    /// What assistive technology calls a table without a number: its place among the tables of the text.
    pub(super) fn next_table_name(&mut self) -> String {
        self.tables += 1;
        self.text_cx.say_with("text-table", &[("number", MessageValue::Count(self.tables as usize))])
    }

    /// Whether the element that starts at this node holds nothing but cells: a table without headings has an empty first row, and
    /// one with row headings an empty corner.
    pub(super) fn has_no_words(&self, at: usize) -> bool {
        let body = self.view.body;
        (at..=body.end_of(at)).all(|node| {
            matches!(
                body.nodes.at(node).kind,
                NodeKind::Start(Element::TableHead | Element::TableCell)
                    | NodeKind::End(Element::TableHead | Element::TableCell)
            )
        })
    }

    pub(super) fn cell_start(&mut self, at: usize) {
        let table = self.table.map(|table| &self.view.body.tables[table]);
        let align = table.and_then(|table| table.columns.get(self.column)).copied().unwrap_or(ColumnAlignment::None);
        self.column += 1;
        let is_heading = self.section == TableSection::Head && !self.has_no_words(at);
        self.cell = if is_heading { TableCell::Heading } else { TableCell::Data };
        self.html.push_str(if is_heading { "<th scope=\"col\"" } else { "<td" });
        // Classes and no `style` attributes, which the site's Content-Security-Policy refuses.
        self.html.push_str(match align {
            ColumnAlignment::None => ">",
            ColumnAlignment::Left => " class=\"align-left\">",
            ColumnAlignment::Center => " class=\"align-center\">",
            ColumnAlignment::Right => " class=\"align-right\">",
        });
    }
}

fn is_list_part(element: Element) -> bool {
    matches!(element, Element::BulletList | Element::NumberedList(_) | Element::ListItem)
}
