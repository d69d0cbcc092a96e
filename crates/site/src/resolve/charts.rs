//! Resolves `::chart`: the columns of its file of data that it draws, with all numbers checked. How they are drawn is left to the
//! renderer.

use std::sync::Arc;

use wellpress_diagnostics::Diagnostic;
use wellpress_markdown::directives::Directive;

use super::context::{ResolveContext, TextOrigin};
use super::data::{DataBlock, DataFile, names_in, number};

/// A chart with numbers that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chart {
    /// What the numbers are drawn as.
    pub kind: ChartKind,
    /// The columns of the chart: `x`, each of `y`, and for intervals `low` and `high`.
    pub table: DataBlock,
    /// How many columns behind the first are series of `y`.
    pub series: usize,
    /// The number at which intervals have a line of reference, as it is written.
    pub at: Option<String>,
    /// The scale of the numbers.
    pub scale: Scale,
}

/// What numbers are drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ChartKind {
    Bar,
    Line,
    Interval,
}

/// The scale of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart.
    Logarithmic,
}

impl ChartKind {
    fn of_name(name: &str) -> Option<Self> {
        match name {
            "bar" => Some(Self::Bar),
            "line" => Some(Self::Line),
            "interval" => Some(Self::Interval),
            _ => None,
        }
    }

    /// The most rows that can be told apart on a page.
    fn most_rows(self) -> usize {
        match self {
            Self::Bar => 200,
            Self::Line => 2000,
            Self::Interval => 100,
        }
    }

    /// The most series whose forms can be told apart without colours.
    fn most_series(self) -> usize {
        match self {
            Self::Bar => 3,
            Self::Line => 4,
            Self::Interval => 1,
        }
    }
}

impl Chart {
    /// The index of the column with the lower ends of intervals; the next one has the upper ends.
    pub const LOW: usize = 2;
}

/// Resolves a `::chart` directive.
pub(super) fn chart(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<Arc<Chart>> {
    let kind = ChartKind::of_name(directive.get("type")?)?;
    let file = DataFile::read(context, origin, directive, findings)?;
    let found_before = findings.len();
    findings.extend(wrong_attributes(kind, directive, &file));
    let x = named_columns(directive, &file, "x", findings);
    let y = named_columns(directive, &file, "y", findings);
    let mut numbers = y.clone();
    if kind == ChartKind::Interval {
        numbers.extend(named_columns(directive, &file, "low", findings));
        numbers.extend(named_columns(directive, &file, "high", findings));
    }
    findings.extend(too_much(kind, y.len(), &file));
    let scale = if directive.get("scale") == Some("log") { Scale::Logarithmic } else { Scale::Linear };
    // A column may be named twice.
    let mut columns = numbers.clone();
    columns.sort_unstable();
    columns.dedup();
    for column in columns {
        file.require_numbers(column, findings);
        if scale == Scale::Logarithmic {
            findings.extend(first_not_positive(&file, column));
        }
    }
    if let [y, low, high] = numbers[..]
        && kind == ChartKind::Interval
        && findings.len() == found_before
    {
        findings.extend(first_wrong_interval(&file, y, low, high));
    }
    if let (ChartKind::Line, [x]) = (kind, &x[..]) {
        findings.extend(first_backwards(&file, *x));
    }
    for column in &y {
        if file.table.rows.iter().all(|row| row[*column].is_empty()) {
            let finding = file.at_attribute("y", format!("the column `{}` has no number", file.table.columns[*column]));
            findings.push(finding.help("name a column with numbers"));
        }
    }
    if findings.len() > found_before {
        return None;
    }
    let columns: Vec<usize> = x.into_iter().take(1).chain(numbers).collect();
    let table = file.block(context, &columns, kind.most_rows(), findings)?;
    Some(Arc::new(Chart { kind, table, series: y.len(), at: directive.get("at").map(str::to_owned), scale }))
}

/// The findings about more series or rows than can be told apart.
fn too_much(kind: ChartKind, series: usize, file: &DataFile<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if series > kind.most_series() {
        let most = kind.most_series();
        let finding = file.at_attribute("y", format!("`y` names {series} columns, and such a chart can show {most}"));
        findings.push(finding.help("make several charts of them"));
    }
    let (rows, most) = (file.table.rows.len(), kind.most_rows());
    if rows > most {
        let finding = file.at_attribute("src", format!("the file has {rows} rows, and such a chart can show {most}"));
        findings.push(
            finding.help("draw a file with fewer rows, such as one for each year, or show the rows with `::table`"),
        );
    }
    findings
}

/// The columns that an attribute names. That a required one is missing is said already.
fn named_columns(directive: &Directive, file: &DataFile<'_>, key: &str, findings: &mut Vec<Diagnostic>) -> Vec<usize> {
    let names = directive.get(key).unwrap_or_default();
    // Only the values of `y` may be several columns. A name with a comma is one column elsewhere.
    if key == "y" && !file.table.columns.iter().any(|column| column == names) {
        return names_in(names).filter_map(|name| file.column(key, name, findings)).collect();
    }
    let name = Some(names.trim()).filter(|name| !name.is_empty());
    name.and_then(|name| file.column(key, name, findings)).into_iter().collect()
}

/// The findings about attributes that do not fit the kind of chart.
fn wrong_attributes(kind: ChartKind, directive: &Directive, file: &DataFile<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for key in ["low", "high"] {
        match (kind, directive.get(key)) {
            (ChartKind::Interval, None | Some("")) => {
                let finding = file.at_attribute("type", format!("a chart of intervals needs `{key}`"));
                findings.push(
                    finding.help(format!("name the column with the {key} ends of the intervals: `{key}=\"..\"`")),
                );
            }
            (ChartKind::Bar | ChartKind::Line, Some(_)) => {
                let finding = file.at_attribute(key, format!("only a chart of intervals has `{key}`"));
                findings.push(finding.help("write `type=\"interval\"`, or take it out"));
            }
            _ => {}
        }
    }
    if let Some(at) = directive.get("at") {
        let is_positive = number(at).is_some_and(|at| at > 0.0);
        if kind != ChartKind::Interval {
            let finding = file.at_attribute("at", "only a chart of intervals has `at`");
            findings.push(finding.help("write `type=\"interval\"`, or take it out"));
        } else if number(at).is_none() || directive.get("scale").is_some() && !is_positive {
            let finding = file.at_attribute("at", format!("`{at}` is no number on the scale of the chart"));
            findings.push(finding.help("write digits with a decimal point, such as `at=1`"));
        }
    }
    if kind == ChartKind::Bar && directive.get("scale").is_some() {
        let finding = file.at_attribute("scale", "bars begin at zero, which a logarithmic scale does not have");
        findings.push(finding.help("take `scale` out, or draw a line"));
    }
    findings
}

/// The first number of `x` that is less than the one before it: the line would run backwards.
fn first_backwards(file: &DataFile<'_>, column: usize) -> Option<Diagnostic> {
    let numbers = file.table.rows.iter().enumerate();
    let numbers: Vec<(usize, f64)> = numbers.filter_map(|(row, cells)| Some((row, number(&cells[column])?))).collect();
    if numbers.len() < file.table.rows.len() {
        return None;
    }
    let (row, _) = numbers.windows(2).find(|pair| pair[1].1 < pair[0].1).map(|pair| pair[1])?;
    let cells = &file.table.rows;
    let message = format!(
        "`{}` stands behind `{}`, and the line would run backwards",
        cells[row][column],
        cells[row - 1][column]
    );
    Some(file.table.finding(row, column, message).help("sort the rows by this column"))
}

fn first_not_positive(file: &DataFile<'_>, column: usize) -> Option<Diagnostic> {
    let row = file.table.rows.iter().position(|row| number(&row[column]).is_some_and(|number| number <= 0.0))?;
    let message = format!("`{}` is not above zero, and so not on a logarithmic scale", file.table.rows[row][column]);
    Some(file.table.finding(row, column, message).help("correct the number, or take `scale` out of the chart"))
}

/// The first value outside of its interval. Swapped columns and slips of the pen are found so.
fn first_wrong_interval(file: &DataFile<'_>, y: usize, low: usize, high: usize) -> Option<Diagnostic> {
    let rows = &file.table.rows;
    if let Some(row) = rows.iter().position(|row| number(&row[low]).is_some() != number(&row[high]).is_some()) {
        let missing = if rows[row][low].is_empty() { low } else { high };
        let finding = file.table.finding(row, missing, "the interval has one end and not the other");
        return Some(finding.help("write both, or leave both empty"));
    }
    let row = rows.iter().position(|row| is_outside_interval(row, y, low, high))?;
    let [y_text, low, high] = [y, low, high].map(|column| &rows[row][column]);
    let message = format!("`{y_text}` is not between {low} and {high}, the ends of its interval");
    Some(file.table.finding(row, y, message).help("correct the number, or the columns of `low` and `high`"))
}

fn is_outside_interval(row: &[String], y: usize, low: usize, high: usize) -> bool {
    let [y, low, high] = [y, low, high].map(|column| number(&row[column]));
    let is_above_low = y.zip(low).is_none_or(|(y, low)| low <= y);
    let is_below_high = y.zip(high).is_none_or(|(y, high)| y <= high);
    !is_above_low || !is_below_high
}
