//! [`Writer`]: a text that is being written as HTML, and what is open at the moment. How its nodes are written is left to the files
//! of this folder, each of which adds what it writes.

use std::collections::HashMap;

use wellpress_markdown::body::{FootnoteId, TableId};

use super::container::Container;
use super::step_pictures::StepPictures;
use super::table_parts::{ListTable, TableCell, TableSection};
use super::text_context::{TextContext, TextView};

/// Appends the HTML of a text node by node. The nodes are a flat list of starts, ends and leaves, so the writer keeps a stack of
/// open directives only: every other end says by itself what it closes.
///
/// The label of a directive gets a writer of its own, since each directive shows its label in another place.
pub(super) struct Writer<'a, 'o> {
    pub(super) text_cx: TextContext<'a>,
    pub(super) view: TextView<'a>,
    pub(super) html: &'o mut String,
    /// The open directives, the innermost last.
    pub(super) containers: Vec<Container>,
    /// The column of the next cell of the open table.
    pub(super) column: usize,
    pub(super) table: Option<TableId>,
    pub(super) tables: u32,
    /// The name of the next table, if a `:::table` around it has a number.
    pub(super) table_name: Option<String>,
    pub(super) section: TableSection,
    pub(super) cell: TableCell,
    /// The open tables whose rows are lists, the innermost last.
    pub(super) list_tables: Vec<ListTable>,
    /// How many references to each footnote were written, for their ids and the links back.
    pub(super) references: HashMap<FootnoteId, u32>,
    /// The text whose first sign stands before a raised number already.
    pub(super) moved_punctuation: Option<usize>,
    /// Set while the steps of an exercise are written: puts each picture behind its step.
    pub(super) steps: Option<StepPictures<'a>>,
}

impl<'a, 'o> Writer<'a, 'o> {
    pub(super) fn new(text_cx: TextContext<'a>, view: TextView<'a>, html: &'o mut String) -> Self {
        Self {
            text_cx,
            view,
            html,
            containers: Vec::new(),
            column: 0,
            table: None,
            tables: 0,
            table_name: None,
            section: TableSection::Body,
            cell: TableCell::Data,
            list_tables: Vec::new(),
            references: HashMap::new(),
            moved_punctuation: None,
            steps: None,
        }
    }
}
