//! The lists and tables of a Word file that are open.

/// A list.
pub(super) struct OpenList {
    /// `None`: a list of boxes to tick, which has no signs of its own.
    pub number: Option<usize>,
    /// Whether the next paragraph is the first one of an item, which has the sign.
    pub is_at_item: bool,
    /// Whether its items have boxes to tick.
    pub has_boxes: bool,
    /// The number of the next item, in a list with numbers.
    pub next: Option<u32>,
}

/// A table.
#[derive(Default)]
pub(super) struct OpenTable {
    /// Where its rows begin in the body; `None` before the first row, so that a caption stands above the table.
    pub grid: Option<usize>,
    pub columns: usize,
    pub columns_of_row: usize,
}
