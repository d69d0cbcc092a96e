//! The command line: parses the arguments, runs a command, prints its result and returns the exit status. This is the only
//! module that prints, and the only one that reads the clock, the environment and the working directory; the modules below
//! receive them as values, so that a build depends on nothing else.
//!
//! Each command has a file of its own, with its arguments (whose doc comments are its `--help`) and a function `run`.

mod arguments;
mod baseline;
mod browser;
mod build;
mod check;
mod cite;
mod completions;
mod console;
mod deploy;
mod explain;
mod failure;
mod gone_pages;
mod handouts;
mod import;
mod init;
mod list;
mod new;
mod output_format;
mod report;
mod review;
mod schema;
mod serve;
mod signals;
mod stopwatch;
mod theme;

use std::io;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};

use crate::failure::{Exit, Failure};

use arguments::CommonArguments;
use console::Console;

/// A static site generator for health content: cited, reviewed, cross-linked.
#[derive(Debug, Parser)]
#[command(name = "wellpress", version, long_version = &**LONG_VERSION, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    common: CommonArguments,
    #[command(subcommand)]
    command: Command,
}

/// What `--version` prints behind the name; `-V` prints the version alone. A report of a fault needs all of it.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = env!("WELLPRESS_COMMIT");
    let commit = if commit.is_empty() { String::new() } else { format!(" ({commit})") };
    format!("{}{commit}\ntarget: {}", env!("CARGO_PKG_VERSION"), env!("WELLPRESS_TARGET"))
});

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Import(import::Arguments),
    New(new::Arguments),
    Theme(theme::Arguments),
    Build(build::Arguments),
    Handouts(handouts::Arguments),
    Serve(serve::Arguments),
    Check(check::Arguments),
    Review(review::Arguments),
    List(list::Arguments),
    Cite(cite::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Deploy(deploy::Arguments),
    Completions(completions::Arguments),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    // First of all, since the arguments need memory too.
    signals::exit_instead_of_abort(Exit::Machine as i32);
    // `parse` would end the process by itself, with success even if the help could not be printed.
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return print_parse_result(&error),
    };
    let console = Console::new(&arguments.common);
    signals::report_file_size_limit();
    let exit = run(&console, &arguments).unwrap_or_else(|failure| {
        console::print_failure(&failure);
        failure.exit
    });
    exit.into()
}

/// Prints why the arguments could not be parsed, or the help or version that was asked for: clap returns all three as errors.
fn print_parse_result(parse_result: &clap::Error) -> ExitCode {
    match parse_result.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let failure = Failure::from(error);
            console::print_failure(&failure);
            failure.exit.into()
        }
        _ if parse_result.use_stderr() => Exit::Usage.into(),
        _ => Exit::Done.into(),
    }
}

/// The definition of all commands and their arguments. Tests compare the manual and the scaffolded workflows with it.
#[must_use]
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

fn run(console: &Console, arguments: &Arguments) -> Result<Exit, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Init(arguments) => init::run(console, common, arguments),
        Command::Import(arguments) => import::run(console, common, arguments),
        Command::New(arguments) => new::run(console, common, arguments),
        Command::Theme(arguments) => theme::run(console, common, arguments),
        Command::Build(arguments) => build::run(console, common, arguments),
        Command::Handouts(arguments) => handouts::run(console, common, arguments),
        Command::Serve(arguments) => serve::run(console, common, arguments),
        Command::Check(arguments) => check::run(console, common, arguments),
        Command::Review(arguments) => review::run(common, arguments),
        Command::List(arguments) => list::run(common, arguments),
        Command::Cite(arguments) => cite::run(console, common, arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Schema(arguments) => schema::run(common, arguments),
        Command::Deploy(arguments) => deploy::run(console, common, arguments),
        Command::Completions(arguments) => completions::run(arguments),
    }
}
