//! `wellpress init`: creates a small site that builds without an edit, or adds workflows for continuous integration to a site.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use wellpress_command::console::{self, Verbosity, count};
use wellpress_command::invocation::{Invocation, kind_of, today, without_dot};
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::{Disk, EntryKind, slashed};
use wellpress_site::config::WebHost;

use crate::scaffold::{self, CiService, CiSetup, InstallMethod};

/// Create a site that builds at once: settings, an article, two exercises, a topic, sources, schemas for your editor
///
/// For whoever begins a site, or gives one its workflows. The site also has pages for eight policies, which begin with what you
/// have to say yourself. No file is overwritten: if one is there already, the command names it and writes nothing.
///
/// `.wellpress-version` names the version that made the site. With `--ci`, the command says which file names the secrets that the
/// workflows need, and with `--host s3` or `gcs` what belongs under `deploy` in the settings. `wellpress help hosts/README.md` describes
/// the workflows.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 if the files are written; 2 if one of them exists; 3 if the disk fails.")]
pub(super) struct Arguments {
    /// The folder of the site, created if it does not exist
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Also write workflows for this service; into a folder that has a site, write nothing else
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<CiService>,
    /// With `--ci`: where the workflows publish the site; `pages` is GitHub Pages or GitLab Pages [default: s3]
    #[arg(long, value_parser = host(), value_name = "HOST", requires = "ci")]
    host: Option<WebHost>,
    /// With `--ci`: how the workflows install wellpress [default: archive]
    #[arg(long, value_enum, value_name = "METHOD", requires = "ci")]
    install: Option<InstallMethod>,
}

/// The hosts by their names in the settings.
fn host() -> impl TypedValueParser<Value = WebHost> {
    let hosts = WebHost::all().map(|host| PossibleValue::new(<&str>::from(host)).help(host.words()));
    PossibleValuesParser::new(hosts).try_map(|name| name.parse::<WebHost>())
}

impl Arguments {
    fn setup(&self) -> Option<CiSetup> {
        Some(CiSetup {
            service: self.ci?,
            host: self.host.unwrap_or(WebHost::S3),
            install: self.install.unwrap_or(InstallMethod::Archive),
        })
    }
}

/// Refuses a file in the place of the new folder, or of a folder above it.
fn refuse_file(folder: &Path) -> Result<(), Failure> {
    let Some(file) = folder.ancestors().find(|path| kind_of(path) == Some(EntryKind::File)) else { return Ok(()) };
    Err(Failure::usage(format!("`{}` is a file, and a site is a folder", file.display()))
        .help("name a folder; it is created if it does not exist"))
}

/// Creates the site and prints the paths of its files.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    // `--root site` and `site` mean the same; with both, the folder is relative to the root.
    let folder = match &invocation.common.root {
        Some(root) if without_dot(&arguments.dir).as_os_str().is_empty() => root.clone(),
        Some(root) => root.join(&arguments.dir),
        None => arguments.dir.clone(),
    };
    let folder = without_dot(&folder);
    refuse_file(folder)?;
    let new_files = scaffold::init(&Disk, folder, today(invocation)?, arguments.setup())?;
    if console.verbosity > Verbosity::Quiet {
        console::print_stderr(&new_files.iter().map(|path| format!("{}\n", slashed(path))).collect::<String>());
    }
    let is_new_site = new_files.iter().any(|path| path.ends_with("wellpress.yaml"));
    if is_new_site {
        let cd = if folder.as_os_str().is_empty() { String::new() } else { format!("cd {} && ", folder.display()) };
        let files = new_files.len();
        console.summary(&format!("Made a site of {files} files; see it with: {cd}wellpress serve"))?;
    } else {
        console.summary(&format!("Made {} for a site that was there", count(new_files.len(), "file")))?;
    }
    for line in arguments.setup().iter().flat_map(|setup| setup.next_steps()) {
        console.summary(&line)?;
    }
    Ok(Exit::Done)
}
