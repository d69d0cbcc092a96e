//! Resolves `::table`: finds its file of data beside the page or in the folder `data`, and takes out the columns and rows that a page
//! shows. `charts` takes its numbers from here too.
//!
//! A missing file, an unknown column and a value that is no number are findings. Formats of numbers are left to the renderer.

use std::borrow::Cow;
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Missing, nearest, quotable, rules};
use wellpress_markdown::directives::Directive;

use crate::assets::{Asset, Refusal};
use crate::discover::is_data;
use crate::parse::data_table::DataTable;

use super::context::{ResolveContext, TextOrigin};
use super::{links, pictures};

/// The most rows of a table on a page. The file has all of them.
pub const MOST_ROWS: usize = 1000;

/// The most columns that a page shows of a table.
const MOST_COLUMNS: usize = 50;

/// Columns and rows of a file of data, as a page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DataBlock {
    /// The file, relative to the site's root.
    pub file: String,
    /// Its address, from the root of the host.
    pub url: String,
    /// The columns, in the order of the page.
    pub columns: Vec<DataColumn>,
    /// As many cells as columns. Those of a column with numbers are empty, or [`number`] can read them.
    pub rows: Vec<Vec<String>>,
    /// The number of rows of the file, of which `rows` may be the first.
    pub row_count: usize,
}

/// A column as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DataColumn {
    /// The words above it.
    pub label: String,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// The side at which its values stand.
    pub alignment: Alignment,
    /// Whether all of its values are numbers.
    pub is_number: bool,
}

/// The side at which values stand; the start is on the right in languages that are written from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Alignment {
    Start,
    Center,
    End,
}

impl DataBlock {
    /// The number in a cell; `None` if it is empty.
    #[must_use]
    pub fn number(&self, row: usize, column: usize) -> Option<f64> {
        number(&self.rows[row][column])
    }

    /// The words of the table, for a search.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let labels = self.columns.iter().map(|column| column.label.as_str());
        let rows = self.rows.iter().take(MOST_ROWS).flatten().map(String::as_str);
        labels.chain(rows).filter(|words| !words.is_empty())
    }
}

/// The value of a number in digits with a decimal point, such as `-1200.5`. A number with zeros before it is a code.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_code = whole.len() > 1 && whole.starts_with('0');
    let is_number = is_digits(whole) && is_digits(fraction) && !is_code;
    is_number.then(|| text.replace('−', "-").parse().ok()).flatten()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Resolves a `::table` directive.
pub(super) fn table(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<Arc<DataBlock>> {
    let file = DataFile::read(context, origin, directive, findings)?;
    let columns = match directive.get("columns") {
        Some(names) => names_in(names).map(|name| file.column("columns", name, findings)).collect::<Option<_>>()?,
        None => (0..file.table.columns.len()).collect::<Vec<_>>(),
    };
    if columns.len() > MOST_COLUMNS {
        let message = format!("the table has {} columns, and a page can show {MOST_COLUMNS}", columns.len());
        findings.push(file.at_attribute("src", message).help("name those to show in `columns`"));
        return None;
    }
    let block = file.block(context, &columns, MOST_ROWS, findings)?;
    Some(Arc::new(block))
}

/// The names in an attribute, between commas.
pub(super) fn names_in(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// The file of a directive, read.
pub(super) struct DataFile<'a> {
    origin: TextOrigin<'a>,
    directive: &'a Directive,
    asset: &'a Asset,
    pub table: DataTable,
}

impl<'a> DataFile<'a> {
    /// Reads the file that `src` names. `None`, with findings, if it is missing or no table.
    pub fn read(
        context: &ResolveContext<'a>,
        origin: TextOrigin<'a>,
        directive: &'a Directive,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let path = directive.get("src").filter(|path| !path.is_empty())?;
        let at_src = |message: String| origin.finding(&rules::DATA_INVALID, directive.attribute_span("src"), message);
        let asset = find_file(context, origin, directive, path, findings)?;
        if !is_data(&asset.path) {
            let finding = at_src(format!("`{path}` is no file of data"));
            findings.push(finding.help("save it as CSV, or write it as a list in YAML"));
            return None;
        }
        if let Some(Refusal::ActiveContent(markup)) = asset.publication.refusal {
            let finding = at_src(format!("the content of `{path}` is {markup}, which its name does not say"));
            findings.push(finding.help("save it again as CSV or YAML"));
            return None;
        }
        let Some(bytes) = &asset.data else {
            let finding = at_src(format!("`{path}` has more than {} bytes", context.config.settings.limits.file_size));
            findings.push(finding.help("leave out rows or columns, or raise `limits.file_size` in the settings"));
            return None;
        };
        let table = DataTable::read(&asset.path, bytes.to_vec(), findings)?;
        Some(Self { origin, directive, asset, table })
    }

    /// The finding about an attribute of the directive.
    pub fn at_attribute(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        self.origin.finding(&rules::DIRECTIVE_ATTRIBUTE, self.directive.attribute_span(key), message)
    }

    /// The index of the column that an attribute names.
    pub fn column(&self, key: &str, name: &str, findings: &mut Vec<Diagnostic>) -> Option<usize> {
        let column = self.table.columns.iter().position(|column| column == name);
        if column.is_none() {
            let finding = self.at_attribute(key, format!("`{}` has no column `{name}`", self.asset.path));
            let names = self.table.columns.iter().map(String::as_str);
            let help = format!("its columns are {}", names.clone().map(quotable).collect::<Vec<_>>().join(", "));
            findings.push(finding.suggest_or(nearest(name, names), help));
        }
        column
    }

    /// The columns as the page shows them, with at most so many rows. `None`, with findings, if an attribute is wrong or a number
    /// is none.
    pub fn block(
        &self,
        context: &ResolveContext<'_>,
        columns: &[usize],
        most_rows: usize,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<DataBlock> {
        let found_before = findings.len();
        let labels = self.pairs("labels", findings);
        let units = self.pairs("units", findings);
        let alignments = self.pairs("align", findings);
        let data_columns = columns.iter().enumerate().map(|(position, column)| {
            let of_column = |pairs: &[(usize, &'a str)]| {
                pairs.iter().find(|(of, _)| of == column).map(|(_, value)| (*value).to_owned())
            };
            let unit = of_column(&units);
            let is_number = if unit.is_some() {
                self.require_numbers(*column, findings);
                true
            } else {
                self.has_numbers(*column)
            };
            let alignment = match of_column(&alignments) {
                Some(name) => self.alignment(&name, findings),
                // The first column heads the rows: its numbers are years and the like.
                None if is_number && (position > 0 || unit.is_some()) => Alignment::End,
                None => Alignment::Start,
            };
            let label = of_column(&labels).unwrap_or_else(|| self.table.columns[*column].clone());
            DataColumn { label, unit, alignment, is_number }
        });
        let data_columns: Vec<DataColumn> = data_columns.collect();
        if findings.len() > found_before {
            return None;
        }
        let rows = self.table.rows.iter().take(most_rows);
        Some(DataBlock {
            file: self.asset.path.to_string(),
            url: pictures::published_url(context, &self.asset.path)?,
            columns: data_columns,
            rows: rows.map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect(),
            row_count: self.table.rows.len(),
        })
    }

    /// The `column=value` pairs of an attribute, between semicolons.
    fn pairs(&self, key: &str, findings: &mut Vec<Diagnostic>) -> Vec<(usize, &'a str)> {
        let pairs =
            self.directive.get(key).unwrap_or_default().split(';').map(str::trim).filter(|pair| !pair.is_empty());
        let columns = pairs.filter_map(|pair| {
            let Some((name, value)) = pair.split_once('=') else {
                let finding = self.at_attribute(key, format!("`{pair}` in `{key}` names no column"));
                findings.push(finding.help(format!("write `{key}=\"column=value; column=value\"`")));
                return None;
            };
            Some((self.column(key, name.trim(), findings)?, value.trim()))
        });
        columns.collect()
    }

    fn alignment(&self, name: &str, findings: &mut Vec<Diagnostic>) -> Alignment {
        match name {
            "center" => Alignment::Center,
            "end" => Alignment::End,
            "start" => Alignment::Start,
            _ => {
                let finding = self.at_attribute("align", format!("`{name}` is not a value of `align`"));
                findings.push(finding.help("write `start`, `center` or `end`"));
                Alignment::Start
            }
        }
    }

    /// Whether a column has numbers, and nothing else but empty cells.
    fn has_numbers(&self, column: usize) -> bool {
        let mut cells =
            self.table.rows.iter().map(|row| row[column].as_str()).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| number(cell).is_some())
    }

    /// Reports the first value of a column that is no number.
    pub fn require_numbers(&self, column: usize, findings: &mut Vec<Diagnostic>) {
        let mut rows = self.table.rows.iter();
        if let Some(row) = rows.position(|row| !row[column].is_empty() && number(&row[column]).is_none()) {
            let cell = &self.table.rows[row][column];
            let message = format!("`{}` is not a number", quotable(cell));
            let help: Cow<'static, str> = match number(&cell.replacen(',', ".", 1)) {
                Some(_) if cell.contains(',') => {
                    "write it in digits with a decimal point, without a mark for thousands".into()
                }
                _ => "write digits with a decimal point, or leave the value empty if there is none".into(),
            };
            findings.push(self.table.finding(row, column, message).help(help));
        }
    }
}

/// The file beside the page, in `static`, or in `data` if the path begins with that.
fn find_file<'a>(
    context: &ResolveContext<'a>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    path: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<&'a Asset> {
    let candidates = [links::file_path(context.config.content_folder(), origin.folder, path), links::data_path(path)];
    let mut files = candidates.iter().flatten();
    if let Some(asset) = files.clone().find_map(|file| context.assets.get(file)) {
        return Some(asset);
    }
    let suggestion = files.find_map(|file| context.assets.nearest(file));
    let message = format!("there is no file `{path}`");
    let finding = origin.finding(&rules::PICTURE_MISSING, directive.attribute_span("src"), message);
    let finding = finding.about_missing(Missing::File(path.to_owned()));
    findings.push(match suggestion {
        Some(file) => finding.help(format!("did you mean `{}`?", file.rsplit('/').next().unwrap_or(file))),
        None => finding.help("put the file beside this page, or into `data` and write `data/` before its name"),
    });
    None
}
