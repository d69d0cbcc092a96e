//! The formats in which several commands print a list, and the writers of JSON and CSV that they share. The columns are left
//! to each command.

use std::borrow::Cow;

use clap::ValueEnum;
use serde::Serialize;

/// The format of an answer that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Pretty JSON with a line feed at the end.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string_pretty(value).expect("strings, numbers and lists are always JSON") + "\n"
}

/// A CSV file of these rows, the names of the columns first, as RFC 4180 has it.
pub(super) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| without_formula(cell)).collect();
        writer
            .write_record(cells.iter().map(|cell| cell.as_bytes()))
            .expect("each row has a cell for each column, and memory takes all bytes");
    }
    let bytes = writer.into_inner().expect("memory takes all bytes");
    String::from_utf8(bytes).expect("the writer adds only ASCII to cells of text")
}

/// A cell that no spreadsheet runs as a formula: it gets a `'` before it, which spreadsheets read as "this is text". Titles
/// come from files of others.
fn without_formula(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}
