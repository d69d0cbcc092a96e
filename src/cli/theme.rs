//! `wellpress theme`: creates a theme that extends the default one, copies files of that into it, looks at it in a browser,
//! writes the files of its languages, and prints what its templates can use.

mod check;
mod eject;
mod words;

use clap::{Args, Subcommand};

use wellpress_io::fs::Disk;

use crate::scaffold;

use super::Exit;
use super::arguments::{CommonArguments, existing_site};
use super::console::{self, Console};
use super::failure::Failure;

/// The manual's page about what templates see.
const VARIABLES_PAGE: &str = include_str!("../../docs/templates.md");

/// Create a theme of your own, copy templates into it, translate it, check it in a browser, or print what templates can use
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a theme that extends `well` by colours and CSS rules of your own
    New {
        /// The name of the theme, such as `clinic`
        name: String,
    },
    Eject(eject::Arguments),
    Check(check::Arguments),
    Words(words::Arguments),
    /// Print the variables, filters and functions of templates as Markdown
    Variables,
}

/// Creates, changes or checks a theme, or prints the variables of templates.
pub(super) fn run(console: &Console, common: &CommonArguments, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::New { name } => create(common, name)?,
        Command::Eject(arguments) => return eject::run(common, arguments),
        Command::Check(arguments) => return check::run(console, common, arguments),
        Command::Words(arguments) => return words::run(common, arguments),
        Command::Variables => console::print_stdout(VARIABLES_PAGE)?,
    }
    Ok(Exit::Done)
}

fn create(common: &CommonArguments, name: &str) -> Result<(), Failure> {
    let root = existing_site(common)?;
    let new_files = scaffold::theme(&Disk, &root, name)?;
    console::print_stdout(&new_files.iter().map(|path| format!("{}\n", path.display())).collect::<String>())?;
    console::print_stderr(&format!("To use it, write `theme: {name}` into the settings.\n"));
    Ok(())
}
