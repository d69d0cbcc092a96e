//! HTML of tables: the region around one, its cells, and which of them are headings. What stands in a cell is left to the writer of
//! texts.

use wellpress_markdown::body::{ColumnAlignment, Element, NodeKind, TableId};

use super::Writer;
use crate::escape::attribute;
use crate::theme::strings::MessageValue;

/// The part of a table that is written: cells are `<th>` in its head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TableSection {
    Head,
    Body,
}

/// The open cell of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TableCell {
    Heading,
    Data,
}

impl TableCell {
    pub(super) fn end_tag(self) -> &'static str {
        match self {
            Self::Heading => "</th>",
            Self::Data => "</td>",
        }
    }
}

impl Writer<'_, '_> {
    pub(super) fn table_start(&mut self, index: TableId) {
        self.table = Some(index);
        self.tables += 1;
        let count = || self.text_cx.say_with("text-table", &[("number", MessageValue::Count(self.tables as usize))]);
        let label = self.table_name.take().unwrap_or_else(count);
        self.html.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        attribute(self.html, &label);
        self.html.push_str("\"><table>\n");
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
