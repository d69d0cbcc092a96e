//! `wellpress review verify` and `wellpress review log`: print the record of reviews with the verdicts about their signatures.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use wellpress_build::pipeline::CheckedSite;
use wellpress_command::console;
use wellpress_command::invocation::Invocation;
use wellpress_command::output_format::{self, ListFormat, TextOrJson};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;
use wellpress_site::model::Page;

use crate::ReviewRecord;

use super::shared::{PageArguments, inspect};

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// Ids of pages [default: all with sign-offs]
    #[arg(value_name = "PAGE")]
    ids: Vec<String>,
    /// The language of these pages [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Write the signed bytes, the signatures and the keys into this folder, for `ssh-keygen -Y verify`
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(super) struct LogArguments {
    #[command(flatten)]
    page: PageArguments,
    /// The form of the record
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ListFormat::Text)]
    format: ListFormat,
}

/// The columns of the CSV.
const COLUMNS: [&str; 13] = [
    "page", "language", "date", "role", "person", "decision", "counts", "hash", "words", "verdict", "key", "fault",
    "note",
];

/// Fails if a signature is invalid or missing, or the words of a page are not those that were signed.
pub(super) fn verify(invocation: &Invocation<'_>, arguments: &VerifyArguments) -> Result<Exit, Failure> {
    inspect(invocation, |checked| {
        let pages = pages(&checked, arguments)?;
        let mut has_problem = false;
        let mut records = Vec::new();
        for page in &pages {
            let of_page = crate::records(checked.config, checked.resolved, page);
            has_problem |= crate::has_problem(checked.resolved, page, &of_page);
            records.extend(of_page);
        }
        if let Some(folder) = &arguments.export {
            crate::export(&Disk, checked.config, checked.resolved, &pages, folder)?;
        }
        console::print_stdout(&match arguments.format {
            TextOrJson::Json => output_format::json(&records),
            TextOrJson::Text => table(&records),
        })?;
        Ok(if has_problem { Exit::Content } else { Exit::Done })
    })
}

/// The pages that the arguments name, else all with sign-offs.
fn pages<'a>(checked: &CheckedSite<'a>, arguments: &VerifyArguments) -> Result<Vec<&'a Page>, Failure> {
    let site = checked.resolved.site;
    if arguments.ids.is_empty() {
        let languages = &checked.config.languages;
        let is_asked_for =
            |page: &Page| arguments.language.as_ref().is_none_or(|tag| languages[page.language].tag == *tag);
        let pages = site.pages.iter().map(|page| &**page).filter(|page| crate::has_sign_offs(page));
        return Ok(pages.filter(|page| is_asked_for(page)).collect());
    }
    let language = arguments.language.as_deref();
    arguments.ids.iter().map(|id| crate::find(checked.config, site, id, language)).collect()
}

pub(super) fn log(invocation: &Invocation<'_>, arguments: &LogArguments) -> Result<Exit, Failure> {
    inspect(invocation, |checked| {
        let page = arguments.page.find(&checked)?;
        let records = crate::records(checked.config, checked.resolved, page);
        console::print_stdout(&match arguments.format {
            ListFormat::Json => output_format::json(&records),
            ListFormat::Csv => output_format::csv(&COLUMNS, &records),
            ListFormat::Text => table(&records),
        })?;
        Ok(Exit::Done)
    })
}

fn table(records: &[ReviewRecord]) -> String {
    let rows = records.iter().map(|record| {
        let mut row = json!(record);
        row["why"] = json!(why(record));
        row
    });
    let columns = [
        ("PAGE", "page"),
        ("LANGUAGE", "language"),
        ("DATE", "date"),
        ("ROLE", "role"),
        ("PERSON", "person"),
        ("DECISION", "decision"),
        ("WORDS", "words"),
        ("VERDICT", "verdict"),
        ("KEY", "key"),
        ("WHY", "why"),
    ];
    output_format::table(&columns, &rows.collect::<Vec<_>>())
}

/// Why a sign-off is not valid, or does not hold for the page as it is now.
fn why(record: &ReviewRecord) -> &str {
    let of_words = if record.words == Some("changed") { "the page has other words now; see `review diff`" } else { "" };
    record.fault.as_deref().unwrap_or(of_words)
}
