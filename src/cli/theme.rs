//! `wellpress theme`: creates a theme that extends the default one, looks at it in a browser, and prints what its templates can
//! use.

mod check;

use clap::{Args, Subcommand};

use wellpress_io::fs::Disk;
use wellpress_render::context::variables_page;

use crate::scaffold;

use super::Exit;
use super::arguments::{CommonArguments, existing_site};
use super::console::{self, Console};
use super::failure::Failure;

/// Create a theme of your own, check it in a browser, or print the variables of templates
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
    Check(check::Arguments),
    /// Print the variables of templates as Markdown: their fields, types and meaning
    Variables,
}

/// Creates or checks a theme, or prints the variables of templates.
pub(super) fn run(console: &Console, common: &CommonArguments, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::New { name } => create(common, name)?,
        Command::Check(arguments) => return check::run(console, common, arguments),
        Command::Variables => console::print_stdout(&variables_page())?,
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
