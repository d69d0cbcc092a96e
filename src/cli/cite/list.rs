//! `wellpress cite list`: what is in the library.

use std::borrow::Cow;

use clap::{Args, ValueEnum};
use serde::Serialize;

use wellpress_bibliography::{ContributorName, Reference, markup};

use crate::cli::Exit;
use crate::cli::console;
use crate::cli::failure::Failure;
use crate::cli::list::{cell, json};

use super::{Desk, title};

/// List the library's sources
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Text)]
    format: Format,
}

/// The form of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// One source.
#[derive(Debug, Serialize)]
struct Row<'a> {
    key: &'a str,
    kind: &'static str,
    /// The first author and `et al.`.
    author: String,
    year: Option<i32>,
    title: Cow<'a, str>,
    container: Cow<'a, str>,
    doi: Option<&'a str>,
    pmid: Option<&'a str>,
    pmcid: Option<&'a str>,
    url: Option<&'a str>,
    /// Relative to the site's root.
    file: &'a str,
    line: u32,
}

/// Prints the list, by key.
pub(super) fn run(desk: &Desk<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let mut rows: Vec<Row<'_>> = desk.shelf.references.iter().map(row).collect();
    rows.sort_by_key(|row| row.key);
    console::print(&match arguments.format {
        Format::Text => table(&rows),
        Format::Json => json(&rows),
        Format::Csv => csv(&rows),
    })?;
    Ok(Exit::Done)
}

fn row(reference: &Reference) -> Row<'_> {
    Row {
        key: reference.key.as_str(),
        kind: reference.kind.csl(),
        author: author(reference),
        year: reference.issued.as_ref().map(|issued| issued.year),
        title: title(reference),
        container: reference.container.as_ref().map_or(Cow::Borrowed(""), |container| markup::plain(container)),
        doi: reference.doi.as_deref(),
        pmid: reference.pmid.as_deref(),
        pmcid: reference.pmcid.as_deref(),
        url: reference.url.as_deref(),
        file: &reference.location.file,
        line: reference.location.line,
    }
}

fn author(reference: &Reference) -> String {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    match &names[..] {
        [] => String::new(),
        [one] => one.display_family(),
        [one, other] if *other != ContributorName::Others => {
            format!("{} and {}", one.display_family(), other.display_family())
        }
        [first, ..] => format!("{} et al.", first.display_family()),
    }
}

fn table(rows: &[Row<'_>]) -> String {
    let widest = |cell: fn(&Row<'_>) -> usize| rows.iter().map(cell).max().unwrap_or(0);
    let key = widest(|row| row.key.chars().count());
    let author = widest(|row| row.author.chars().count()).min(32);
    let line = |row: &Row<'_>| {
        let year = row.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
        format!("{:key$}  {:author$.32}  {year:4}  {}\n", row.key, row.author, row.title)
    };
    rows.iter().map(line).collect()
}

fn csv(rows: &[Row<'_>]) -> String {
    let line = |row: &Row<'_>| {
        let year = row.year.map(|year| year.to_string()).unwrap_or_default();
        let [doi, pmid, pmcid, url] = [row.doi, row.pmid, row.pmcid, row.url].map(Option::unwrap_or_default);
        let cells =
            [row.key, row.kind, &row.author, &year, &row.title, &row.container, doi, pmid, pmcid, url, row.file];
        format!("{},{}\r\n", cells.map(cell).join(","), row.line)
    };
    let head = "key,kind,author,year,title,container,doi,pmid,pmcid,url,file,line\r\n".to_owned();
    std::iter::once(head).chain(rows.iter().map(line)).collect()
}
