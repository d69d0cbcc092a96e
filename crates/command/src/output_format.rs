//! The formats in which several commands print a list, and the writers of JSON and CSV that they share. The columns are left to
//! each command.

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use wellpress_diagnostics::render::visible;

/// The format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// The format of an answer that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Pretty JSON with a line feed at the end.
pub fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string_pretty(value).expect("strings, numbers and lists are always JSON") + "\n"
}

/// A CSV file with these columns, which are fields of the rows, as RFC 4180 has it.
pub fn csv(columns: &[&str], rows: &[impl Serialize]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write = |cells: Vec<String>| writer.write_record(cells).expect("memory takes all bytes");
    write(columns.iter().map(|name| (*name).to_owned()).collect());
    for row in rows {
        let fields = serde_json::to_value(row).expect("strings, numbers and lists are always JSON");
        write(columns.iter().map(|name| without_formula(cell(&fields[*name]))).collect());
    }
    let bytes = writer.into_inner().expect("memory takes all bytes");
    String::from_utf8(bytes).expect("the writer adds only ASCII to cells of text")
}

/// A table for people: each column has a title and the name of the field that it shows, and as much space as its widest cell needs.
/// A field without a value is `-`.
pub fn table(columns: &[(&str, &str)], rows: &[Value]) -> String {
    let mut lines = vec![String::new(); rows.len() + 1];
    for (title, field) in columns {
        let cells = std::iter::once((*title).to_owned()).chain(rows.iter().map(|row| shown_cell(&row[*field])));
        let cells: Vec<String> = cells.collect();
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        for (line, cell) in lines.iter_mut().zip(cells) {
            line.push_str(&format!("{cell:width$}  "));
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn shown_cell(value: &Value) -> String {
    if value.is_null() { "-".to_owned() } else { visible(&cell(value)) }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(is_true) => if *is_true { "yes" } else { "no" }.to_owned(),
        value => value.to_string(),
    }
}

/// A cell that no spreadsheet runs as a formula: it gets a `'` before it, which spreadsheets read as "this is text". Titles
/// come from files of others.
fn without_formula(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
