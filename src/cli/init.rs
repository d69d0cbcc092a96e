//! `wellpress init`: a site that builds at once.

use std::path::PathBuf;

use clap::Args;

use crate::fs::Disk;
use crate::scaffold;

use super::Exit;
use super::arguments::{Common, plain, today};
use super::console::{self, Console, Volume};
use super::failure::Failure;

/// Make a site that builds at once: settings, an article, two exercises, a topic, sources, keys for your editor
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its folder, made where it is missing
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Makes the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = plain(&arguments.dir);
    let written = scaffold::init(&Disk, folder, today(common)?)?;
    if console.volume > Volume::Quiet {
        let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
        console::aside(&files);
    }
    let enter = if folder.as_os_str().is_empty() { String::new() } else { format!("cd {} && ", folder.display()) };
    console.closing(&format!("Made a site of {} files; build it with: {enter}wellpress build", written.len()))?;
    Ok(Exit::Done)
}
