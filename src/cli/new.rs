//! `wellpress new`: creates the file of one record, with every field that it needs.

use clap::{Args, ValueEnum};

use wellpress_io::fs::Disk;

use crate::scaffold::{self, NewRecord};

use super::Exit;
use super::arguments::{CommonArguments, existing_site, today};
use super::console;
use super::failure::Failure;

/// Create an article, an exercise, a person, a topic or a programme, ready to be filled in
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The kind of the record
    #[arg(value_name = "WHAT")]
    kind: RecordKindArgument,
    /// The id of the record, such as `neck-pain`
    id: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RecordKindArgument {
    Article,
    Exercise,
    Person,
    Topic,
    Programme,
}

/// Creates the record and prints the path of its file.
pub(super) fn run(common: &CommonArguments, arguments: &Arguments) -> Result<Exit, Failure> {
    let kind = match arguments.kind {
        RecordKindArgument::Article => NewRecord::Article,
        RecordKindArgument::Exercise => NewRecord::Exercise,
        RecordKindArgument::Person => NewRecord::Person,
        RecordKindArgument::Topic => NewRecord::Topic,
        RecordKindArgument::Programme => NewRecord::Programme,
    };
    let root = existing_site(common)?;
    let path = scaffold::add(&Disk, &root, kind, &arguments.id, today(common)?)?;
    console::print_stdout(&format!("{}\n", path.display()))?;
    Ok(Exit::Done)
}
