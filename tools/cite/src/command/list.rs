//! `wellpress cite list`: lists the sources of the library with author, year, title and identifiers.

use std::borrow::Cow;

use clap::Args;
use serde::Serialize;

use wellpress_bibliography::{ContributorName, Reference, markup};
use wellpress_command::console;
use wellpress_command::output_format::{ListFormat, csv, json};
use wellpress_command::{Exit, Failure};

use super::session::{CiteSession, title};

/// List the library's sources
#[derive(Debug, Args)]
pub struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ListFormat::Text)]
    format: ListFormat,
}

/// The columns of the CSV.
const COLUMNS: [&str; 12] =
    ["key", "kind", "author", "year", "title", "container", "doi", "pmid", "pmcid", "url", "file", "line"];

/// A line of the list. The JSON of `--format json` and the head of the CSV have these names.
#[derive(Debug, Serialize)]
struct LibraryRow<'a> {
    key: &'a str,
    /// The CSL type, such as `article-journal`.
    kind: &'static str,
    /// Family names of up to two authors (or editors), else the first and `et al.`.
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

/// Prints the list, sorted by key.
pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let mut rows: Vec<LibraryRow<'_>> = session.library.references.iter().map(row).collect();
    rows.sort_by_key(|row| row.key);
    console::print_stdout(&match arguments.format {
        ListFormat::Text => table(&rows),
        ListFormat::Json => json(&rows),
        ListFormat::Csv => csv(&COLUMNS, &rows),
    })?;
    Ok(Exit::Done)
}

fn row(reference: &Reference) -> LibraryRow<'_> {
    LibraryRow {
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
        [author] => author.display_family(),
        // `Others` is the "and others" of BibTeX, not a second author.
        [first, second] if *second != ContributorName::Others => {
            format!("{} and {}", first.display_family(), second.display_family())
        }
        [first, ..] => format!("{} et al.", first.display_family()),
    }
}

/// Columns of key, author, year and title. The author is cut at 32 characters, since an organisation's name may fill the line.
fn table(rows: &[LibraryRow<'_>]) -> String {
    let key_width = rows.iter().map(|row| row.key.chars().count()).max().unwrap_or(0);
    let author_width = rows.iter().map(|row| row.author.chars().count()).max().unwrap_or(0).min(32);
    let lines = rows.iter().map(|row| {
        let year = row.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
        format!("{:key_width$}  {:author_width$.32}  {year:4}  {}\n", row.key, row.author, row.title)
    });
    lines.collect()
}
