//! The parts of tables that are open while a text is written.

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

/// A table whose rows are items of a list and whose cells are items of the lists in these.
pub(super) struct ListTable {
    /// The open lists and items in it.
    pub(super) depth: usize,
    pub(super) section: TableSection,
}

impl ListTable {
    pub(super) fn new(has_head: bool) -> Self {
        Self { depth: 0, section: if has_head { TableSection::Head } else { TableSection::Body } }
    }
}
