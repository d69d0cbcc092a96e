//! `wellpress new`: one record, ready to be filled in.

use clap::{Args, ValueEnum};

use wellpress_io::fs::Disk;

use crate::scaffold::{self, Record};

use super::Exit;
use super::arguments::{Common, existing_site, today};
use super::console;
use super::failure::Failure;

/// Make an article, an exercise, a person, a topic or a programme, ready to be filled in
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to make
    what: What,
    /// Its id, such as `neck-pain`
    id: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Article,
    Exercise,
    Person,
    Topic,
    Programme,
}

/// Makes the record and prints its path.
pub(super) fn run(common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let record = match arguments.what {
        What::Article => Record::Article,
        What::Exercise => Record::Exercise,
        What::Person => Record::Person,
        What::Topic => Record::Topic,
        What::Programme => Record::Programme,
    };
    let root = existing_site(common)?;
    let path = scaffold::add(&Disk, &root, record, &arguments.id, today(common)?)?;
    console::print(&format!("{}\n", path.display()))?;
    Ok(Exit::Done)
}
