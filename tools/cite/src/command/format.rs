//! `wellpress cite format`: prints sources as entries of a list in a citation style.

use clap::Args;

use wellpress_bibliography::Reference;
use wellpress_command::console;
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;

use crate::format_entries;

use super::session::CiteSession;

/// Print sources as entries of a list in a citation style
///
/// One line for each key, in the order of the arguments.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Keys of the library, or `doi:..` and `pmid:..`
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// A CSL style by its name, or a `.csl` file by its path from the site's root [default: that of the settings]
    #[arg(long, value_name = "NAME")]
    style: Option<String>,
}

/// Prints a line for each key, in the order of the arguments.
pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let references: Vec<&Reference> =
        arguments.keys.iter().map(|key| session.find(key)).collect::<Result<_, Failure>>()?;
    let style = arguments.style.as_deref();
    let entries = format_entries(&Disk, &session.config, &references, style)?;
    console::print_stdout(&entries.iter().map(|entry| format!("{entry}\n")).collect::<String>())?;
    Ok(Exit::Done)
}
