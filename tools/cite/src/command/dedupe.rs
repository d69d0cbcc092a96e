//! `wellpress cite dedupe`: lists the works that the library has under several keys. Merging them is left to the author: the
//! articles that cite a key have to be edited too.

use std::borrow::Cow;

use clap::Args;
use serde::Serialize;

use wellpress_bibliography::Reference;
use wellpress_command::console::{self, count};
use wellpress_command::output_format::{TextOrJson, json};
use wellpress_command::{Exit, Failure};

use super::session::{CiteSession, title};

/// Find works that the library has under several keys
///
/// It says what the records have in common and names the most complete one. It changes nothing. `wellpress explain
/// source-duplicate` warns about the same works.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 if there are any.")]
pub struct Arguments {
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

/// A work with several records. The JSON of `--format json` has these names.
#[derive(Debug, Serialize)]
struct DuplicateWork<'a> {
    /// The identifier, or title and year, by which the records are the same work, in words.
    shared: String,
    /// The key of the most complete record.
    keep: &'a str,
    records: Vec<DuplicateRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct DuplicateRecord<'a> {
    key: &'a str,
    title: Cow<'a, str>,
    file: &'a str,
    line: u32,
}

/// Prints the works with several records. Ends with status 1 if there are any, so that a script notices.
pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let works = session.library.works();
    let duplicates: Vec<DuplicateWork<'_>> = (works.duplicates().into_iter())
        .map(|(records, shared_name)| duplicate_work(&records, shared_name.to_string()))
        .collect();
    match arguments.format {
        TextOrJson::Json => console::print_stdout(&json(&duplicates))?,
        TextOrJson::Text => console::print_stdout(&duplicates.iter().map(text).collect::<String>())?,
    }
    if duplicates.is_empty() {
        session.console.progress(&format!("{}, none twice", count(session.library.references.len(), "source")));
        return Ok(Exit::Done);
    }
    Ok(Exit::Content)
}

fn duplicate_work<'a>(records: &[&'a Reference], shared: String) -> DuplicateWork<'a> {
    // `max_by_key` returns the last of several; reversed, the first record in the library wins.
    let fullest = records.iter().rev().max_by_key(|record| completeness(record));
    let keep = fullest.expect("a duplicate has two records at least").key.as_str();
    DuplicateWork { shared, keep, records: records.iter().map(|&record| duplicate_record(record)).collect() }
}

fn duplicate_record(reference: &Reference) -> DuplicateRecord<'_> {
    DuplicateRecord {
        key: reference.key.as_str(),
        title: title(reference),
        file: &reference.location.file,
        line: reference.location.line,
    }
}

/// Counts the fields that a record fills. At most three authors count, so that a long list of names does not outweigh a DOI.
fn completeness(reference: &Reference) -> usize {
    let fields = reference.texts().count() + reference.titles().count() + reference.dates().count();
    fields + reference.authors.len().min(3)
}

fn text(work: &DuplicateWork<'_>) -> String {
    let keys: Vec<String> = work.records.iter().map(|record| format!("`{}`", record.key)).collect();
    let mut text = format!("{} have {}\n", keys.join(" and "), work.shared);
    for record in &work.records {
        text += &format!("  {}:{}: {}\n", record.file, record.line, record.title);
    }
    let replaced_keys: Vec<&str> =
        keys.iter().map(String::as_str).filter(|key| key.trim_matches('`') != work.keep).collect();
    text + &format!(
        "  = help: keep `{}`, which says most, and cite it in place of {}\n",
        work.keep,
        replaced_keys.join(" and ")
    )
}
