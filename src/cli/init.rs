//! `wellpress init`: a site that builds at once.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use wellpress_io::fs::Disk;

use crate::scaffold::{self, Service};

use super::Exit;
use super::arguments::{Common, plain, today};
use super::build::count;
use super::console::{self, Console, Volume};
use super::failure::Failure;

/// Make a site that builds at once: settings, an article, two exercises, a topic, sources, keys for your editor
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its folder, made where it is missing
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write workflows for this service as well; where a site is there already, these alone
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<CiWish>,
}

/// The services that there are workflows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CiWish {
    /// GitHub Actions.
    Github,
    /// GitLab CI/CD.
    Gitlab,
}

impl CiWish {
    fn service(self) -> Service {
        match self {
            Self::Github => Service::GitHub,
            Self::Gitlab => Service::GitLab,
        }
    }
}

/// Makes the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = match &common.root {
        Some(root) if plain(&arguments.dir).as_os_str().is_empty() => root.clone(),
        Some(root) => root.join(&arguments.dir),
        None => arguments.dir.clone(),
    };
    let folder = plain(&folder);
    let written = scaffold::init(&Disk, folder, today(common)?, arguments.ci.map(CiWish::service))?;
    if console.volume > Volume::Quiet {
        let files: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
        console::aside(&files);
    }
    if !written.iter().any(|path| path.ends_with("wellpress.yaml")) {
        let what = format!(
            "Made {} for a site that was there; their first lines say what they need",
            count(written.len(), "file")
        );
        console.closing(&what)?;
        return Ok(Exit::Done);
    }
    let enter = if folder.as_os_str().is_empty() { String::new() } else { format!("cd {} && ", folder.display()) };
    console.closing(&format!("Made a site of {} files; build it with: {enter}wellpress build", written.len()))?;
    Ok(Exit::Done)
}
