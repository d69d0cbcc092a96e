//! `wellpress cite`: the commands about the library of sources. Here the library is opened and the command is chosen; what commands share
//! is in `session` and `outcome`, and the work itself is left to the modules of the crate.

mod add;
mod dedupe;
mod format;
mod import;
mod list;
mod outcome;
mod refresh;
mod session;
mod verify;

use clap::{Args, Subcommand};

use wellpress_build::pipeline::{self, Outcome, Unobserved};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::{Exit, Failure, open_library};
use wellpress_io::fs::Disk;

use session::CiteSession;

/// Add sources to the library, list them, format them, find duplicates, and compare them with public records
///
/// For authors and editors. It works on the library, `content/references`, and reads no page, so that a mistake in an article does
/// not matter. `add`, `verify`, `refresh`, and `import --text` without `--offline` send requests to other servers; no other command
/// of `cite` does, and a build never.
///
/// An answer may take 20 seconds and have 8 MB. A busy service is asked three times, after the wait that it asks for, up to 30
/// seconds; at most ten redirects are followed. A login page in the place of a record is recognised. Addresses that are not public
/// receive no request. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are respected. `wellpress help settings#asking-for-sources` names
/// the services.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: the worst of the sources: 1 if one does not exist or a page gives no title; 3 if the network or a service fails. \
    Those that could be had are written. Standard output has one key for each source, in the order of the arguments.")]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Arguments),
    Import(import::Arguments),
    Format(format::Arguments),
    List(list::Arguments),
    Dedupe(dedupe::Arguments),
    Verify(verify::Arguments),
    Refresh(refresh::Arguments),
}

/// Opens the library and runs the command. A library with mistakes does not stop it: only `check` judges the content.
///
/// # Errors
/// When the settings or the library cannot be read, or the command fails as a whole.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    // The target is known before the library is opened, because it is searched for duplicates too.
    let to = match &arguments.command {
        Command::Add(add) => add.target.to.as_deref(),
        Command::Import(import) => import.target.to.as_deref(),
        Command::Format(_) | Command::List(_) | Command::Dedupe(_) | Command::Verify(_) | Command::Refresh(_) => None,
    };
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let config = match pipeline::settings(&Disk, &request)? {
        Outcome::Done(config) => config,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            return Ok(Exit::Usage);
        }
    };
    let mut library = open_library(&Disk, &config, to)?;
    let completes_drafts = matches!(&arguments.command, Command::Add(add) if add.completes_drafts());
    if completes_drafts {
        // Otherwise each draft would be the work that is to be fetched.
        library.set_drafts_apart();
    }
    let session = CiteSession { console, invocation, config, library, completes_drafts, cache: request.cache };
    session.note_mistakes();
    match &arguments.command {
        Command::Add(add) => add::run(&session, add),
        Command::Import(import) => import::run(&session, import),
        Command::Format(format) => format::run(&session, format),
        Command::List(list) => list::run(&session, list),
        Command::Dedupe(dedupe) => dedupe::run(&session, dedupe),
        Command::Verify(verify) => verify::run(&session, verify),
        Command::Refresh(refresh) => refresh::run(&session, refresh),
    }
}
