//! `wellpress theme`: creates a theme that extends the default one, copies files of that into it, looks at it in a browser,
//! writes the files of its languages, and prints what its templates can use.

mod eject;
mod words;

use clap::{Args, Subcommand};

use wellpress_command::console;
use wellpress_command::invocation::{Invocation, existing_site};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;

use crate::scaffold;

/// The manual's page about what templates see.
const VARIABLES_PAGE: &str = include_str!("../../docs/templates.md");

/// Create a theme of your own, copy templates into it, translate it, check it in a browser, or print what templates can use
///
/// For whoever changes how the site looks. `wellpress help themes` describes what can be changed.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a theme that extends `well` by colours and CSS rules of your own
    ///
    /// It writes `themes/NAME/theme.yaml` and a style sheet, prints their paths, and says what to write into the settings. An
    /// existing folder is left as it is.
    New {
        /// The name of the theme, such as `clinic`
        name: String,
    },
    Eject(eject::Arguments),
    #[cfg(feature = "browser")]
    Check(wellpress_browser::theme_check::command::Arguments),
    Words(words::Arguments),
    /// Print the variables, filters and functions of templates as Markdown
    ///
    /// The same stands in `wellpress help templates`: each variable with its fields, their types and what they mean.
    Variables,
}

/// Creates, changes or checks a theme, or prints the variables of templates.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::New { name } => create(invocation, name)?,
        Command::Eject(arguments) => return eject::run(invocation, arguments),
        #[cfg(feature = "browser")]
        Command::Check(arguments) => return wellpress_browser::theme_check::command::run(invocation, arguments),
        Command::Words(arguments) => return words::run(invocation, arguments),
        Command::Variables => console::print_stdout(VARIABLES_PAGE)?,
    }
    Ok(Exit::Done)
}

fn create(invocation: &Invocation<'_>, name: &str) -> Result<(), Failure> {
    let root = existing_site(invocation)?;
    let new_files = scaffold::theme(&Disk, &root, name)?;
    console::print_stdout(&new_files.iter().map(|path| format!("{}\n", path.display())).collect::<String>())?;
    console::print_stderr(&format!("To use it, write `theme: {name}` into the settings.\n"));
    Ok(())
}
