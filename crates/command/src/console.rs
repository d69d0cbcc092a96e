//! [`Console`]: standard output and standard error, with the verbosity and the colours that the user asked for. All printing of
//! the program goes through this module.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::ColorChoice;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use wellpress_diagnostics::Report;
use wellpress_diagnostics::render::text::{self, Colour};
use wellpress_io::fs::{Disk, Files};

use crate::failure::Failure;
use crate::invocation::CommonArguments;

/// Layout of progress bars, in the template language of `indicatif`.
const BAR_TEMPLATE: &str = "{msg:24} [{bar:30}] {pos}/{len}";

/// How much a command prints besides its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors and findings: `-q`.
    Quiet,
    /// Also notes, progress and a summary.
    Normal,
    /// Also stages as they begin, and warnings where a command only counts them: `-v`.
    Verbose,
}

/// The output of a command. The rule for the two streams: standard output has the command's result and nothing else, so that it
/// can be piped; findings, progress and notes go to standard error.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// How much is printed.
    pub verbosity: Verbosity,
}

impl Console {
    /// The console that `--quiet` and `--verbose` describe. Sets for the process what `--color` says about standard error; standard
    /// output is never coloured.
    pub fn new(common: &CommonArguments) -> Self {
        let verbosity = match (common.quiet, common.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let colours = match common.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        colours.write_global();
        Self { verbosity }
    }

    /// Prints the last line of a command to standard output, unless `--quiet` was given.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn summary(&self, line: &str) -> Result<(), Failure> {
        if self.verbosity == Verbosity::Quiet { Ok(()) } else { print_stdout(&format!("{line}\n")) }
    }

    /// Prints a line about the progress to standard error, unless `--quiet` was given.
    pub fn progress(&self, line: &str) {
        if self.verbosity != Verbosity::Quiet {
            print_stderr(&format!("{line}\n"));
        }
    }

    /// A progress bar on standard error; hidden with `--quiet` and where standard error is no terminal.
    pub fn bar(&self) -> ProgressBar {
        let target = match self.verbosity {
            Verbosity::Quiet => ProgressDrawTarget::hidden(),
            Verbosity::Normal | Verbosity::Verbose => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // A template with a mistake would leave the bar in the default layout.
        if let Ok(style) = ProgressStyle::with_template(BAR_TEMPLATE) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar
    }

    /// Prints something good to know that needs no action, such as a cache that could not be written; not with `--quiet`.
    pub fn note(&self, note: &dyn std::fmt::Display) {
        if self.verbosity != Verbosity::Quiet {
            print_stderr(&format!("note: {note}\n"));
        }
    }
}

/// Prints why a command ended, also with `--quiet`.
pub fn print_failure(failure: &Failure) {
    let style = AnsiColor::Red.on_default().bold();
    let help = failure.help.iter().map(|help| format!("  = help: {help}\n")).collect::<String>();
    print_stderr(&format!("{style}error{style:#}: {}\n{help}", failure.message));
}

/// Prints a command's result. It is written at once and flushed, so that a failure (a full disk behind a redirection) ends the
/// command with the status of the machine, where the macro `println!` would panic.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_stdout(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A broken pipe is no failure: `wellpress list articles | head -3` has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a command's result to the file of `--output`, or prints it without one. `what` names it in the message of a failure.
///
/// # Errors
/// When the file or standard output cannot be written.
pub fn write_or_print(text: &str, output: Option<&PathBuf>, what: &str) -> Result<(), Failure> {
    let Some(path) = output else { return print_stdout(text) };
    let write_result = Disk.write(path, text.as_bytes());
    write_result.map_err(|error| Failure::machine(format!("cannot write {what} to `{}`: {error}", path.display())))
}

/// Prints findings, progress or notes, with their colours where standard error takes them. A failure is ignored: a closed standard
/// error leaves nowhere to report it.
pub fn print_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints all findings of a report.
pub fn print_findings(report: &Report) {
    print_stderr(&text::render(report, Colour::Ansi));
}

/// `1 page`, `2 pages`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
