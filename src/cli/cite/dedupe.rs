//! `wellpress cite dedupe`: works that the library has under several keys.

use std::borrow::Cow;

use clap::{Args, ValueEnum};
use serde::Serialize;

use wellpress_bibliography::Reference;

use crate::cli::Exit;
use crate::cli::build::count;
use crate::cli::console;
use crate::cli::failure::Failure;
use crate::cli::list::json;

use super::{Desk, title};

/// Find works that the library has under several keys
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A work with several records.
#[derive(Debug, Serialize)]
struct Twins<'a> {
    /// By what they are one work.
    shared: String,
    /// The key of the record that says most.
    keep: &'a str,
    records: Vec<Record<'a>>,
}

#[derive(Debug, Serialize)]
struct Record<'a> {
    key: &'a str,
    title: Cow<'a, str>,
    file: &'a str,
    line: u32,
}

/// Prints the works that are there twice; finding some is status 1, so that a script notices.
pub(super) fn run(desk: &Desk<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let works = desk.shelf.works();
    let found: Vec<Twins<'_>> =
        works.duplicates().into_iter().map(|(records, by)| twins(&records, by.to_string())).collect();
    match arguments.format {
        Form::Json => console::print(&json(&found))?,
        Form::Text => console::print(&found.iter().map(shown).collect::<String>())?,
    }
    if found.is_empty() {
        desk.console.progress(&format!("{}, none twice", count(desk.shelf.references.len(), "source")));
        return Ok(Exit::Done);
    }
    Ok(Exit::Content)
}

fn twins<'a>(records: &[&'a Reference], shared: String) -> Twins<'a> {
    let fullest = records.iter().rev().max_by_key(|record| fields(record)).expect("twins are two at least");
    let record = |reference: &&'a Reference| Record {
        key: reference.key.as_str(),
        title: title(reference),
        file: &reference.location.file,
        line: reference.location.line,
    };
    Twins { shared, keep: fullest.key.as_str(), records: records.iter().map(record).collect() }
}

/// How much a record says.
fn fields(reference: &Reference) -> usize {
    let texts = [
        &reference.doi,
        &reference.pmid,
        &reference.pmcid,
        &reference.isbn,
        &reference.url,
        &reference.volume,
        &reference.issue,
        &reference.pages,
        &reference.publisher,
        &reference.container_short,
    ];
    let dates = [&reference.issued, &reference.accessed];
    let titles = [&reference.title, &reference.container];
    texts.iter().filter(|text| text.is_some()).count()
        + dates.iter().filter(|date| date.is_some()).count()
        + titles.iter().filter(|title| title.is_some()).count()
        + reference.authors.len().min(3)
}

fn shown(twins: &Twins<'_>) -> String {
    let keys: Vec<String> = twins.records.iter().map(|record| format!("`{}`", record.key)).collect();
    let mut text = format!("{} have {}\n", keys.join(" and "), twins.shared);
    for record in &twins.records {
        text += &format!("  {}:{}: {}\n", record.file, record.line, record.title);
    }
    let others: Vec<&str> = keys.iter().map(String::as_str).filter(|key| key.trim_matches('`') != twins.keep).collect();
    text + &format!(
        "  = help: keep `{}`, which says most, and cite it in place of {}\n",
        twins.keep,
        others.join(" and ")
    )
}
