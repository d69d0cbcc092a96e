//! The figures as tables: seconds for whoever runs it, ratios for what is kept.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::figures::{Figure, Measured, Record, Situation};

/// Lines of the report's file between which the tables stand.
const BEGIN: &str = "<!-- figures -->";
const END: &str = "<!-- end of figures -->";

/// The bar for a cold build: this many times `cp -r` of what it made.
const COPIES: f64 = 4.0;

/// Prints what was measured as it is: of this machine, at this moment.
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
            record.files().unwrap_or_default(),
        );
    }
}

/// The ratios of all sizes, as Markdown.
pub fn report(all: &[Measured], rounds: usize) -> String {
    let mut text = format!("{}\n", circumstances(all, rounds));
    for measured in all {
        write!(text, "\n### {} articles\n\n{}", thousands(measured.articles), of_size(measured)).unwrap();
    }
    if all.len() > 1 {
        write!(text, "\n### As the site grows\n\n{}", growth(all)).unwrap();
    }
    text
}

/// Puts a report into a file, in the place of the one before.
pub fn put_into(path: &Path, report: &str) -> io::Result<()> {
    let (before, after) = around(path)?;
    fs::write(path, format!("{before}{BEGIN}\n\n{report}\n{END}{after}"))
}

/// What stands in a report's file before the place of the tables and after it. An error where it has no such place: to
/// be asked before hours of measuring.
pub fn around(path: &Path) -> io::Result<(String, String)> {
    let text = fs::read_to_string(path)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let owned = parts.map(|(before, after)| (before.to_owned(), after.to_owned()));
    owned.ok_or_else(|| {
        let message = format!("`{}` has no lines `{BEGIN}` and `{END}`", path.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

fn circumstances(all: &[Measured], rounds: usize) -> String {
    let mut programs: Vec<String> = Vec::new();
    for record in all.iter().flat_map(|measured| &measured.records) {
        let Some(version) = &record.version else { continue };
        let program = format!("{} {version}", record.name);
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let beside = if programs.is_empty() { String::new() } else { format!(" beside {}", programs.join(", ")) };
    format!(
        "wellpress {}{beside}; {cores} cores, everything in memory, the median of {rounds} rounds in turn.",
        env!("CARGO_PKG_VERSION"),
    )
}

fn of_size(measured: &Measured) -> String {
    let mut text = String::new();
    if measured.records.len() > 1 {
        let base = measured.base();
        write!(text, "In shares of {} (1 is as much as it takes; less is better):\n\n", base.name).unwrap();
        let rows = Figure::ALL.iter().map(|figure| {
            let ratios = measured.records.iter().map(|record| shown(record.ratio(*figure, base)));
            (figure.title(), ratios.collect())
        });
        let files = measured.records.iter().map(|record| record.files().map_or_else(none, thousands)).collect();
        text.push_str(&table(&measured.records, rows.chain([("files written", files)])));
        text.push('\n');
    }
    text.push_str("In shares of the program's own cold build:\n\n");
    let warm = Situation::ALL.into_iter().filter(|situation| *situation != Situation::Cold).map(|situation| {
        let ratios = measured.records.iter().map(|record| shown(record.ratio_to_cold(situation)));
        (situation.title(), ratios.collect())
    });
    let copies: Vec<Option<f64>> = measured.records.iter().map(Record::ratio_to_copy).collect();
    let is_copied = copies.iter().any(Option::is_some);
    let copies = copies.into_iter().map(shown).collect();
    text.push_str(&table(&measured.records, warm.chain([("cold, in copies of its output", copies)])));
    if is_copied {
        writeln!(text, "\nThe bar for wellpress is a cold build within {COPIES} times `cp -r` of what it made.")
            .unwrap();
    }
    text
}

/// A column for each program.
fn table<'a>(records: &[Record], rows: impl Iterator<Item = (&'a str, Vec<String>)>) -> String {
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    let mut text = format!("| | {} |\n| --- |{}\n", names.join(" | "), " ---: |".repeat(names.len()));
    for (title, cells) in rows.filter(|(_, cells)| cells.iter().any(|cell| *cell != none())) {
        writeln!(text, "| {title} | {} |", cells.join(" | ")).unwrap();
    }
    text
}

/// What an article costs, as a share of what it costs at the smallest size: 1 is growth in step with the site.
fn growth(all: &[Measured]) -> String {
    let Some(least) = all.iter().min_by_key(|measured| measured.articles) else { return String::new() };
    let mut text = format!(
        "What an article costs wellpress, in shares of what it costs among {} articles:\n\n\
         | articles | {} |\n| ---: |{}\n",
        thousands(least.articles),
        Figure::ALL.map(Figure::title).join(" | "),
        " ---: |".repeat(Figure::ALL.len()),
    );
    for measured in all {
        let cells = Figure::ALL.map(|figure| shown(cost_of_article(measured, least, figure)));
        writeln!(text, "| {} | {} |", thousands(measured.articles), cells.join(" | ")).unwrap();
    }
    text
}

fn cost_of_article(measured: &Measured, least: &Measured, figure: Figure) -> Option<f64> {
    let each = |measured: &Measured| Some(measured.records[0].figure(figure)? / measured.articles as f64);
    Some(each(measured)? / each(least)?)
}

/// A ratio with two digits that count.
pub fn shown(ratio: Option<f64>) -> String {
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
