//! `wellpress theme`: a theme of one's own.

use clap::{Args, Subcommand};

use crate::fs::Disk;
use crate::scaffold;

use super::Exit;
use super::arguments::{Common, existing_site};
use super::console;
use super::failure::Failure;

/// Begin a theme of your own
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a theme that is `well` with colours and rules of your own, ready to be changed
    New {
        /// Its name, such as `clinic`
        name: String,
    },
}

/// Makes the theme and prints the paths of its files.
pub(super) fn run(common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let Command::New { name } = &arguments.command;
    let root = existing_site(common)?;
    let written = scaffold::theme(&Disk, &root, name)?;
    let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
    console::print(&files)?;
    console::aside(&format!("To use it, write `theme: {name}` into the settings.\n"));
    Ok(Exit::Done)
}
