//! `wellpress schema`: JSON Schema for editors.

use clap::Args;

use wellpress_diagnostics::nearest;
use wellpress_diagnostics::render::json;
use wellpress_site::schema::SchemaSubject;

use super::Exit;
use super::console;
use super::failure::Failure;

/// What programs read of wellpress, beside what authors write.
const REPORT: &str = "report";

/// Print the JSON Schema of the settings, the glossary, the front matter of a kind or a report
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// `settings`, `glossary`, `article`, `exercise`, `report` ...; without it, all there are are listed
    subject: Option<String>,
}

/// Prints a schema, or the list of what has one.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let names = || SchemaSubject::ALL.into_iter().map(SchemaSubject::name).chain([REPORT]);
    let Some(name) = &arguments.subject else {
        console::print(&names().map(|name| format!("{name}\n")).collect::<String>())?;
        return Ok(Exit::Done);
    };
    let schema =
        if name == REPORT { Some(json::schema()) } else { SchemaSubject::find(name).map(SchemaSubject::schema) };
    let Some(schema) = schema else {
        let failure = Failure::usage(format!("there is no schema of `{name}`"));
        return Err(match nearest(name, names()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`wellpress schema` lists all there are"),
        });
    };
    console::print(&format!("{:#}\n", schema))?;
    Ok(Exit::Done)
}
