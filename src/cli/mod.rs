//! Arguments in, a command run, its result printed, an exit status out. The only room that prints, and the only one
//! that asks for the time, the environment and the working directory: once, here.
//!
//! Each command has a file of its own. Standard output is the command's result; standard error is progress and, in the
//! text form, findings.

mod arguments;
mod baseline;
mod build;
mod calendar;
mod check;
mod cite;
mod completions;
mod console;
mod deploy;
mod explain;
mod failure;
mod init;
mod list;
mod new;
mod report;
mod review;
mod sbom;
mod schema;
mod serve;
mod stopwatch;
mod theme;
mod trace;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use arguments::Common;
use console::Console;
use failure::Failure;

/// A static site generator for health content: cited, reviewed, cross-linked.
#[derive(Debug, Parser)]
#[command(name = "wellpress", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    New(new::Arguments),
    Theme(theme::Arguments),
    Build(build::Arguments),
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

/// What a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done = 0,
    /// The content, a source or the theme has errors.
    Content = 1,
    /// Wrong usage or settings.
    Usage = 2,
    /// The machine: disk, permission, a second build.
    Machine = 3,
    /// The deploy target.
    Target = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program with the arguments that it was started with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return tell(&told),
    };
    let console = Console::new(&arguments.common);
    let ended = run(&console, &arguments);
    let exit = ended.unwrap_or_else(|failure| {
        console.failure(&failure);
        failure.exit
    });
    exit.into()
}

/// Prints what was asked for instead of a run (help, the version), or why the arguments are none.
fn tell(told: &clap::Error) -> ExitCode {
    match told.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let failure = Failure::from(error);
            console::aside(&format!("error: {}\n", failure.message));
            failure.exit.into()
        }
        _ if told.use_stderr() => Exit::Usage.into(),
        _ => Exit::Done.into(),
    }
}

/// All commands with their flags, for whoever wants to know whether a line is one of this program's.
#[must_use]
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

fn run(console: &Console, arguments: &Arguments) -> Result<Exit, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        Command::Init(arguments) => init::run(console, common, arguments),
        Command::New(arguments) => new::run(common, arguments),
        Command::Theme(arguments) => theme::run(common, arguments),
        Command::Build(arguments) => build::run(console, common, arguments),
        Command::Serve(arguments) => serve::run(console, common, arguments),
        Command::Check(arguments) => check::run(console, common, arguments),
        Command::Review(arguments) => review::run(console, common, arguments),
        Command::List(arguments) => list::run(console, common, arguments),
        Command::Cite(arguments) => cite::run(console, common, arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Deploy(arguments) => deploy::run(console, common, arguments),
        Command::Completions(arguments) => completions::run(arguments),
    }
}
