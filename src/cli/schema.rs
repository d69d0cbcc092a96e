//! `wellpress schema`: prints the JSON Schema of a file that authors write, for completion in editors, or of the report.

use clap::Args;

use wellpress_diagnostics::nearest;
use wellpress_diagnostics::render::json;
use wellpress_site::schema::SchemaSubject;

use super::Exit;
use super::console;
use super::failure::Failure;

/// The JSON of `check --format json`, which wellpress writes and other programs read; the other subjects are files of authors.
const REPORT: &str = "report";

/// Print the JSON Schema of the settings, the glossary, a kind's front matter or the report
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// `settings`, `glossary`, `article`, `exercise`, `report` ...; without it, all names are listed
    subject: Option<String>,
}

/// Prints a schema, or the names of all schemas.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(name) = &arguments.subject else {
        console::print_stdout(&names().map(|name| format!("{name}\n")).collect::<String>())?;
        return Ok(Exit::Done);
    };
    let schema =
        if name == REPORT { Some(json::schema()) } else { SchemaSubject::find(name).map(SchemaSubject::schema) };
    let Some(schema) = schema else {
        let failure = Failure::usage(format!("there is no schema of `{name}`"));
        return Err(failure.suggest_or(nearest(name, names()), "`wellpress schema` lists all there are"));
    };
    console::print_stdout(&format!("{schema:#}\n"))?;
    Ok(Exit::Done)
}

fn names() -> impl Iterator<Item = &'static str> {
    SchemaSubject::all().map(SchemaSubject::name).chain([REPORT])
}
