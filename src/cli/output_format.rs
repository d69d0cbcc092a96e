//! The formats in which several commands print a list, and the writers of JSON and CSV that they share. The columns are left
//! to each command.

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

/// One cell of a CSV file, quoted as RFC 4180 requires. Titles come from files of others: a cell that a spreadsheet would run as a
/// formula gets a `'` before it, which spreadsheets read as "this is text".
pub(super) fn csv_cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
