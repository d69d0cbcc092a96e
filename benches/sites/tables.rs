//! The figures as Markdown tables: seconds on the terminal, and ratios for the report, because ratios stay true on other machines.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::figures::{Figure, Measured, OutputSize, Record, Situation};

/// The lines of the report's file between which the tables are.
const BEGIN: &str = "<!-- figures -->";
const END: &str = "<!-- end of figures -->";

/// The goal for a cold build: this many times `cp -r` of its output.
const COPIES: f64 = 4.0;

/// Prints the figures of one size in seconds and MiB, which hold for this machine alone.
pub fn print_figures(measured: &Measured) {
    println!("\n{} articles, medians on this machine\n", thousands(measured.articles));
    println!("| program | {} s | user+sys s | peak MiB | files |", Situation::ALL.map(Situation::title).join(" s | "));
    println!("| --- |{}", " ---: |".repeat(Situation::ALL.len() + 3));
    for record in &measured.records {
        let seconds: Vec<String> =
            Situation::ALL.iter().map(|situation| decimals(record.figure(Figure::Wall(*situation)))).collect();
        println!(
            "| {} | {} | {} | {:.0} | {} |",
            record.name,
            seconds.join(" | "),
            decimals(record.figure(Figure::Processor)),
            record.figure(Figure::Memory).unwrap_or_default() / f64::from(1 << 20),
            record.output().unwrap_or_default().files,
        );
    }
}

/// The ratios of all sizes, as Markdown.
pub fn report(sizes: &[Measured], rounds: usize) -> String {
    let mut text = format!("{}\n", circumstances(sizes, rounds));
    for measured in sizes {
        write!(text, "\n### {} articles\n\n{}", thousands(measured.articles), of_size(measured)).unwrap();
    }
    if sizes.len() > 1 {
        write!(text, "\n### As the site grows\n\n{}", growth(sizes)).unwrap();
    }
    text
}

/// Replaces the report in a file.
pub fn write_report(path: &Path, report: &str) -> io::Result<()> {
    let (head, tail) = split_at_marks(path)?;
    fs::write(path, format!("{head}{BEGIN}\n\n{report}\n{END}{tail}"))
}

/// The text of a report's file before and after its tables. An error if the file lacks the marks around them.
pub fn split_at_marks(path: &Path) -> io::Result<(String, String)> {
    let text = fs::read_to_string(path)?;
    let parts = text.split_once(BEGIN).and_then(|(head, tables)| Some((head, tables.split_once(END)?.1)));
    let parts = parts.map(|(head, tail)| (head.to_owned(), tail.to_owned()));
    parts.ok_or_else(|| {
        let message = format!("`{}` has no lines `{BEGIN}` and `{END}`", path.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

fn circumstances(sizes: &[Measured], rounds: usize) -> String {
    let mut programs: Vec<String> = Vec::new();
    for record in sizes.iter().flat_map(|measured| &measured.records) {
        let Some(version) = &record.version else { continue };
        let program = format!("{} {version}", record.name);
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let companions = if programs.is_empty() { String::new() } else { format!(" beside {}", programs.join(", ")) };
    format!(
        "wellpress {}{companions}; {cores} cores, everything in memory, the median of {rounds} rounds in turn.",
        env!("CARGO_PKG_VERSION"),
    )
}

fn of_size(measured: &Measured) -> String {
    let mut text = String::new();
    if measured.records.len() > 1 {
        let base = measured.base();
        write!(text, "In shares of {} (1 is as much as it takes; less is better):\n\n", base.name).unwrap();
        let rows = Figure::ALL.iter().map(|figure| {
            let ratios = measured.records.iter().map(|record| format_ratio(record.ratio(*figure, base)));
            (figure.title(), ratios.collect())
        });
        let of_output = |figure: fn(&OutputSize) -> String| {
            measured.records.iter().map(|record| record.output().as_ref().map_or_else(none, figure)).collect()
        };
        let search = measured.records.iter().map(|record| if record.has_search { "yes" } else { "no" }.to_owned());
        let output = [
            ("files written", of_output(|output| thousands(output.files))),
            ("megabytes written", of_output(|output| thousands((output.bytes / 1_000_000) as usize))),
            ("with an index for search", search.collect()),
        ];
        text.push_str(&table(&measured.records, rows.chain(output)));
        text.push('\n');
    }
    text.push_str("In shares of the program's own cold build:\n\n");
    let warm = Situation::ALL.into_iter().filter(|situation| *situation != Situation::Cold).map(|situation| {
        let ratios = measured.records.iter().map(|record| format_ratio(record.ratio_to_cold(situation)));
        (situation.title(), ratios.collect())
    });
    let copies: Vec<Option<f64>> = measured.records.iter().map(Record::ratio_to_copy).collect();
    let is_copied = copies.iter().any(Option::is_some);
    let copies = copies.into_iter().map(format_ratio).collect();
    text.push_str(&table(&measured.records, warm.chain([("cold, in copies of its output", copies)])));
    if is_copied {
        writeln!(text, "\nThe bar for wellpress is a cold build within {COPIES} times `cp -r` of what it made.")
            .unwrap();
    }
    text
}

/// A table with a column for each program. Rows without any value are left out.
fn table<'a>(records: &[Record], rows: impl Iterator<Item = (&'a str, Vec<String>)>) -> String {
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    let mut text = format!("| | {} |\n| --- |{}\n", names.join(" | "), " ---: |".repeat(names.len()));
    for (title, cells) in rows.filter(|(_, cells)| cells.iter().any(|cell| *cell != none())) {
        writeln!(text, "| {title} | {} |", cells.join(" | ")).unwrap();
    }
    text
}

/// The cost of an article at each size, as a share of its cost at the smallest size. 1 is linear growth.
fn growth(sizes: &[Measured]) -> String {
    let Some(least) = sizes.iter().min_by_key(|measured| measured.articles) else { return String::new() };
    let mut text = format!(
        "What an article costs wellpress, in shares of what it costs among {} articles:\n\n\
         | articles | {} |\n| ---: |{}\n",
        thousands(least.articles),
        Figure::ALL.map(Figure::title).join(" | "),
        " ---: |".repeat(Figure::ALL.len()),
    );
    for measured in sizes {
        let cells = Figure::ALL.map(|figure| format_ratio(cost_of_article(measured, least, figure)));
        writeln!(text, "| {} | {} |", thousands(measured.articles), cells.join(" | ")).unwrap();
    }
    text
}

fn cost_of_article(measured: &Measured, least: &Measured, figure: Figure) -> Option<f64> {
    let cost_per_article = |measured: &Measured| Some(measured.records[0].figure(figure)? / measured.articles as f64);
    Some(cost_per_article(measured)? / cost_per_article(least)?)
}

/// A ratio with two significant digits, or a dash.
pub fn format_ratio(ratio: Option<f64>) -> String {
    match ratio {
        None => none(),
        Some(ratio) if ratio < 0.0995 => format!("{ratio:.3}"),
        Some(ratio) if ratio < 9.95 => format!("{ratio:.2}"),
        Some(ratio) => format!("{ratio:.0}"),
    }
}

fn none() -> String {
    "–".to_owned()
}

fn decimals(figure: Option<f64>) -> String {
    figure.map_or_else(none, |figure| format!("{figure:.3}"))
}

/// A number with a comma between thousands.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
