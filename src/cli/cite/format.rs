//! `wellpress cite format`: how a source reads in a style.

use clap::Args;

use wellpress_bibliography::{CiteKey, Reference};
use wellpress_diagnostics::nearest;
use wellpress_io::fs::Disk;
use wellpress_site::resolve::citations::format::StyleError;

use crate::cite::{FormatError, formatted};
use crate::cli::Exit;
use crate::cli::console;
use crate::cli::failure::Failure;

use super::Desk;

/// Print sources as a citation style writes them
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Keys of the library, or `doi:..` and `pmid:..`
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// A CSL style by its name, or a `.csl` file by its path from the site's root [default: that of the settings]
    #[arg(long, value_name = "NAME")]
    style: Option<String>,
}

/// Prints a line for each source.
pub(super) fn run(desk: &Desk<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let found: Result<Vec<&Reference>, Failure> = arguments.keys.iter().map(|key| source(desk, key)).collect();
    let lines = formatted(&Disk, &desk.config, &found?, arguments.style.as_deref()).map_err(of_style)?;
    console::print(&lines.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    Ok(Exit::Done)
}

fn source<'a>(desk: &'a Desk<'_>, key: &str) -> Result<&'a Reference, Failure> {
    let bare = key.trim_start_matches('@');
    desk.shelf.by_key(bare).ok_or_else(|| {
        let failure = Failure::content(format!("no source has the key `{bare}`"));
        match nearest(bare, desk.shelf.keys().map(CiteKey::as_str)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`wellpress cite list` lists all keys"),
        }
    })
}

fn of_style(error: FormatError) -> Failure {
    let failure = Failure::usage(error.to_string());
    match error {
        FormatError::Style(StyleError::Unknown { near: Some(near), .. }) => {
            failure.help(format!("did you mean `{near}`?"))
        }
        _ => failure,
    }
}
