//! The command line: parses the arguments, runs a command, prints its result and returns the exit status. The modules
//! below it print nothing and do not read the clock, the environment or the working directory: they receive them as values.
//!
//! Each command has a file of its own, here or in its tool, with its arguments (whose doc comments are its `--help`) and a function
//! `run`. What commands share is in `wellpress_command`.

mod build;
mod check;
mod completions;
mod explain;
mod init;
mod list;
mod missing_tools;
mod new;
mod schema;
mod serve;
mod theme;
#[cfg(feature = "care")]
mod withdraw;

use std::io;
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};

use wellpress_command::invocation::CommonArguments;
use wellpress_command::{Exit, Failure, Invocation, console, signals};
#[cfg(feature = "manual")]
use wellpress_manual::sections::ManualPage;

/// A static site generator for health content: cited, reviewed, cross-linked.
#[derive(Debug, Parser)]
#[cfg_attr(feature = "manual", command(disable_help_subcommand = true))]
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
    #[cfg(feature = "import")]
    Import(wellpress_import::command::Arguments),
    New(new::Arguments),
    Theme(theme::Arguments),
    Build(build::Arguments),
    #[cfg(feature = "browser")]
    Handouts(wellpress_browser::handouts::command::Arguments),
    Serve(serve::Arguments),
    Check(check::Arguments),
    #[cfg(feature = "review")]
    Review(wellpress_review::command::Arguments),
    List(list::Arguments),
    #[cfg(feature = "care")]
    Care(wellpress_care::command::Arguments),
    #[cfg(feature = "audit")]
    Audit(wellpress_audit::command::Arguments),
    #[cfg(feature = "cite")]
    Cite(wellpress_cite::command::Arguments),
    #[cfg(feature = "lsp")]
    Lsp(wellpress_lsp::command::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    #[cfg(feature = "deploy")]
    Deploy(wellpress_deploy::command::Arguments),
    #[cfg(feature = "care")]
    Withdraw(wellpress_care::withdraw::Arguments),
    Completions(completions::Arguments),
    #[cfg(feature = "manual")]
    Help(wellpress_manual::command::Arguments),
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
    let invocation = Invocation::new(&crate::PROGRAM, &arguments.common);
    signals::report_file_size_limit();
    let exit = run(&invocation, &arguments.command).unwrap_or_else(|failure| {
        console::print_failure(&failure);
        failure.exit
    });
    exit.into()
}

/// Prints why the arguments could not be parsed, or the help or version that was asked for: clap returns all three as errors.
fn print_parse_result(parse_result: &clap::Error) -> ExitCode {
    if let Some(failure) = missing_tools::failure_of(parse_result) {
        console::print_failure(&failure);
        return failure.exit.into();
    }
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

fn run(invocation: &Invocation<'_>, command: &Command) -> Result<Exit, Failure> {
    match command {
        Command::Init(arguments) => init::run(invocation, arguments),
        #[cfg(feature = "import")]
        Command::Import(arguments) => wellpress_import::command::run(invocation, arguments),
        Command::New(arguments) => new::run(invocation, arguments),
        Command::Theme(arguments) => theme::run(invocation, arguments),
        Command::Build(arguments) => build::run(invocation, arguments),
        #[cfg(feature = "browser")]
        Command::Handouts(arguments) => wellpress_browser::handouts::command::run(invocation, arguments),
        Command::Serve(arguments) => serve::run(invocation, arguments),
        Command::Check(arguments) => check::run(invocation, arguments),
        #[cfg(feature = "review")]
        Command::Review(arguments) => wellpress_review::command::run(invocation, arguments),
        Command::List(arguments) => list::run(invocation, arguments),
        #[cfg(feature = "care")]
        Command::Care(arguments) => wellpress_care::command::run(invocation, arguments),
        #[cfg(feature = "audit")]
        Command::Audit(arguments) => wellpress_audit::command::run(invocation, arguments),
        #[cfg(feature = "cite")]
        Command::Cite(arguments) => wellpress_cite::command::run(invocation, arguments),
        #[cfg(feature = "lsp")]
        Command::Lsp(arguments) => wellpress_lsp::command::run(invocation, arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Schema(arguments) => schema::run(invocation, arguments),
        #[cfg(feature = "deploy")]
        Command::Deploy(arguments) => wellpress_deploy::command::run(invocation, arguments),
        #[cfg(feature = "care")]
        Command::Withdraw(arguments) => withdraw::run(invocation, arguments),
        Command::Completions(arguments) => completions::run(arguments),
        #[cfg(feature = "manual")]
        Command::Help(arguments) => {
            let program = self::command();
            let pages = crate::manual_pages::pages(&program);
            let pages: Vec<_> = pages.iter().map(|(name, text)| ManualPage { name, text }).collect();
            wellpress_manual::command::run(arguments, program, &pages)
        }
    }
}
