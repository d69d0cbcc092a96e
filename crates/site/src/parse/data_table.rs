//! Reads a file of data, CSV or a YAML list, as a [`DataTable`]: named columns and rows of texts, each cell with its place in the file.
//!
//! Findings are [`rules::DATA_INVALID`] at file, line and column. Which columns a page shows, and whether their texts are numbers, is
//! left to `resolve`.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, nearest, rules};

use super::decode;
use super::front_matter::ScalarText;

static DIALECT: Dialect = Dialect::of_one_rule("data", &rules::DATA_INVALID);

/// Named columns and rows of as many cells, at least one of each.
#[derive(Debug)]
pub struct DataTable {
    /// The text that the cells are from.
    pub source: Source,
    /// The names of the columns, each once.
    pub columns: Vec<String>,
    /// The cells of each row, in the order of the columns, without blanks around them.
    pub rows: Vec<Vec<String>>,
    places: CellPlaces,
}

/// Where cells stand in the text. In CSV a place is looked for when a finding needs it, because most files have none.
#[derive(Debug)]
enum CellPlaces {
    Csv { row_starts: Vec<usize>, delimiter: u8 },
    Yaml(Vec<Vec<Span>>),
}

impl DataTable {
    /// Reads a file. `None`, with findings, if it is no table as a whole.
    pub fn read(path: &Arc<str>, bytes: Vec<u8>, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        let source = decode(path, bytes, findings)?;
        let is_csv = path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        let table = if is_csv { read_csv(source, findings) } else { read_yaml(source, findings) }?;
        if table.rows.is_empty() {
            let finding = finding(&table.source, Span::default(), "the file has no row with values");
            findings.push(finding.help(if is_csv {
                "write the names of the columns in the first line, and a row of values in each of the others"
            } else {
                "write a list of rows, each as `- {name: value}`"
            }));
            return None;
        }
        Some(table)
    }

    /// The place of a cell.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Span {
        match &self.places {
            CellPlaces::Csv { row_starts, delimiter } => row_starts
                .get(row)
                .map_or_else(Span::default, |start| csv_cell(&self.source.text, *start, column, *delimiter)),
            CellPlaces::Yaml(places) => places.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default(),
        }
    }

    /// The finding about a cell.
    #[must_use]
    pub fn finding(&self, row: usize, column: usize, message: impl Into<String>) -> Diagnostic {
        finding(&self.source, self.place(row, column), message)
    }
}

fn finding(source: &Source, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rules::DATA_INVALID, source.locate(span), message)
}

/// Programs of countries with a decimal comma write semicolons between the values.
fn delimiter_of(text: &str) -> u8 {
    let first_line = text.lines().next().unwrap_or_default();
    if first_line.contains(';') && !first_line.contains(',') { b';' } else { b',' }
}

fn read_csv(source: Source, findings: &mut Vec<Diagnostic>) -> Option<DataTable> {
    let delimiter = delimiter_of(&source.text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let (mut rows, mut row_starts) = (Vec::new(), Vec::new());
    // The text is valid UTF-8 and rows may differ in length, so that no record can be an error.
    for record in reader.records().map_while(Result::ok) {
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        row_starts.push(first_byte_of_row(&source.text, start));
        rows.push(record.iter().map(str::to_owned).collect::<Vec<_>>());
    }
    if rows.is_empty() {
        let empty = finding(&source, Span::default(), "the file is empty");
        findings.push(empty.help("write the names of the columns in the first line"));
        return None;
    }
    let columns = rows.remove(0);
    let header_start = row_starts.remove(0);
    let table = DataTable { source, columns, rows, places: CellPlaces::Csv { row_starts, delimiter } };
    let wrong_name = wrong_names(&table, |column| csv_cell(&table.source.text, header_start, column, delimiter));
    let mut mistakes: Vec<Diagnostic> = wrong_name.into_iter().collect();
    mistakes.extend(open_quote(&table));
    mistakes.extend(first_ragged_row(&table));
    let is_sound = mistakes.is_empty();
    findings.extend(mistakes);
    is_sound.then_some(table)
}

/// The first name of a column that is missing or given twice.
fn wrong_names(table: &DataTable, place: impl Fn(usize) -> Span) -> Option<Diagnostic> {
    let mut names = HashSet::new();
    table.columns.iter().enumerate().find_map(|(column, name)| {
        let message = if name.is_empty() {
            "this column has no name".to_owned()
        } else if !names.insert(name) {
            format!("two columns have the name `{name}`")
        } else {
            return None;
        };
        let finding = finding(&table.source, place(column), message);
        Some(finding.help("give each column a name of its own in the first line"))
    })
}

/// A quote that is never closed, which takes the rows behind it into one value.
fn open_quote(table: &DataTable) -> Option<Diagnostic> {
    let text = &table.source.text;
    let at = text.rfind('"').filter(|_| text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1)?;
    let finding = finding(&table.source, Span::new(at..at + 1), "one of the double quotes up to here has no other");
    Some(finding.help("close it; a quote within a quoted value is written twice"))
}

/// The first row with more or fewer cells than there are columns. One finding is enough: often all rows behind it are wrong too.
fn first_ragged_row(table: &DataTable) -> Option<Diagnostic> {
    let columns = table.columns.len();
    let row = table.rows.iter().position(|row| row.len() != columns)?;
    let cells = table.rows[row].len();
    let plural = if cells == 1 { "" } else { "s" };
    let message = format!("this row has {cells} value{plural}, and the first line names {columns}");
    let cell_span = table.place(row, cells.min(columns).saturating_sub(usize::from(cells < columns)));
    let finding = finding(&table.source, cell_span, message);
    Some(
        finding.help(
            "put a value with a comma in it into double quotes, with no blank before them; an empty value is `,,`",
        ),
    )
}

/// The reader gives the byte behind the row before, which may be an empty line.
fn first_byte_of_row(text: &str, start: usize) -> usize {
    start + text[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// The place of a cell in a row, without the quotes around it.
fn csv_cell(text: &str, row_start: usize, column: usize, delimiter: u8) -> Span {
    let mut is_quoted = false;
    let (mut start, mut cell) = (row_start, 0);
    let mut end = text.len();
    for (at, byte) in text.bytes().enumerate().skip(row_start) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            byte if !is_quoted && (byte == delimiter || byte == b'\n') => {
                if cell == column || byte == b'\n' {
                    end = at;
                    break;
                }
                (start, cell) = (at + 1, cell + 1);
            }
            _ => {}
        }
    }
    let cell_text = &text[start..end];
    let trimmed = cell_text.trim();
    let trimmed_start = start + (cell_text.len() - cell_text.trim_start().len());
    let quotes = usize::from(trimmed.len() > 1 && trimmed.starts_with('"') && trimmed.ends_with('"'));
    Span::new(trimmed_start + quotes..trimmed_start + trimmed.len() - quotes)
}

/// A row of a YAML list: names with values, in the order in which they are written.
struct YamlRow(Vec<(String, Located<Option<ScalarText>>)>);

impl<'de> Deserialize<'de> for YamlRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowVisitor;

        impl<'de> Visitor<'de> for RowVisitor {
            type Value = YamlRow;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row, as `name: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<YamlRow, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(YamlRow(cells))
            }
        }

        deserializer.deserialize_map(RowVisitor)
    }
}

/// The first row names the columns. A later one may leave out a value, and has no others.
fn read_yaml(source: Source, findings: &mut Vec<Diagnostic>) -> Option<DataTable> {
    let decoded = yaml::decode::<Vec<Located<YamlRow>>>(&source, source.text.len(), &DIALECT);
    let mut mistakes = decoded.diagnostics;
    let yaml_rows = decoded.value.unwrap_or_default();
    let columns: Vec<String> =
        yaml_rows.first().into_iter().flat_map(|row| &row.value.0).map(|(name, _)| name.clone()).collect();
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    for row in yaml_rows {
        let mut cells = vec![String::new(); columns.len()];
        let mut spans = vec![row.span; columns.len()];
        for (name, value) in row.value.0 {
            let Some(column) = columns.iter().position(|column| *column == name) else {
                let unknown = finding(&source, value.span, format!("the first row has no `{name}`"));
                let near = nearest(&name, columns.iter().map(String::as_str));
                mistakes.push(unknown.suggest_or(near, "the first row names all columns"));
                continue;
            };
            cells[column] = value.value.map_or_else(String::new, |text| text.0.trim().to_owned());
            spans[column] = value.span;
        }
        rows.push(cells);
        places.push(spans);
    }
    let is_sound = mistakes.iter().all(|mistake| mistake.severity != Severity::Error);
    findings.extend(mistakes);
    is_sound.then_some(DataTable { source, columns, rows, places: CellPlaces::Yaml(places) })
}
