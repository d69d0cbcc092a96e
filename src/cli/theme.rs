//! `wellpress theme`: a theme of one's own.

use clap::{Args, Subcommand};

use wellpress_io::fs::Disk;
use wellpress_render::context::described;

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
    /// Print what templates see, as Markdown: each variable with its fields, their types and what they mean
    Variables,
}

/// Makes a theme, or tells what templates see.
pub(super) fn run(common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::New { name } => make(common, name)?,
        Command::Variables => console::print(&described())?,
    }
    Ok(Exit::Done)
}

/// Makes the theme and prints the paths of its files.
fn make(common: &Common, name: &str) -> Result<(), Failure> {
    let root = existing_site(common)?;
    let written = scaffold::theme(&Disk, &root, name)?;
    let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
    console::print(&files)?;
    console::aside(&format!("To use it, write `theme: {name}` into the settings.\n"));
    Ok(())
}
