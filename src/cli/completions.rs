//! `wellpress completions`: prints a script with which a shell completes the program's arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use wellpress_command::console;
use wellpress_command::{Exit, Failure};

/// Print a script that completes wellpress's arguments in a shell
///
/// For people who type commands.
#[derive(Debug, Args)]
#[command(after_long_help = "    $ wellpress completions bash > ~/.local/share/bash-completion/completions/wellpress")]
pub(super) struct Arguments {
    /// The shell to complete in
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "wellpress", &mut script);
    console::print_stdout(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
