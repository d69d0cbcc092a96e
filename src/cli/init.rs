//! `wellpress init`: creates a small site that builds without an edit, or adds workflows for continuous integration to a site.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use wellpress_io::fs::{Disk, EntryKind, slashed};

use crate::scaffold::{self, CiService, CiSetup, Host, InstallMethod};

use super::Exit;
use super::arguments::{CommonArguments, kind_of, today, without_dot};
use super::console::{self, Console, Verbosity, count};
use super::failure::Failure;

/// Create a site that builds at once: settings, an article, two exercises, a topic, sources, completion for your editor
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the site, created if it does not exist
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Also write workflows for this service; into a folder that has a site, write nothing else
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Option<CiArgument>,
    /// With `--ci`: where the workflows publish the site [default: s3]
    #[arg(long, value_enum, value_name = "HOST", requires = "ci")]
    host: Option<HostArgument>,
    /// With `--ci`: how the workflows install wellpress [default: archive]
    #[arg(long, value_enum, value_name = "METHOD", requires = "ci")]
    install: Option<InstallArgument>,
}

/// The values of `--ci`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CiArgument {
    /// GitHub Actions.
    Github,
    /// GitLab CI/CD.
    Gitlab,
}

/// The values of `--host`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HostArgument {
    /// GitHub Pages or GitLab Pages.
    Pages,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// Vercel.
    Vercel,
    /// A bucket of S3, or of a service with its protocol.
    S3,
    /// A bucket of Google Cloud Storage.
    Gcs,
    /// Azure Static Web Apps.
    Azure,
    /// Firebase Hosting.
    Firebase,
    /// A web server of your own, through SSH.
    Server,
}

/// The values of `--install`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InstallArgument {
    /// The archive of a release.
    Archive,
    /// The wheel, with pip.
    Wheel,
    /// The npm package.
    Npm,
    /// Compiled from its sources, with Cargo.
    Cargo,
}

impl Arguments {
    fn setup(&self) -> Option<CiSetup> {
        let service = self.ci?.service();
        let host = self.host.map_or(Host::S3, HostArgument::host);
        let install = self.install.map_or(InstallMethod::Archive, InstallArgument::method);
        Some(CiSetup { service, host, install })
    }
}

impl HostArgument {
    fn host(self) -> Host {
        match self {
            Self::Pages => Host::Pages,
            Self::Netlify => Host::Netlify,
            Self::Cloudflare => Host::Cloudflare,
            Self::Vercel => Host::Vercel,
            Self::S3 => Host::S3,
            Self::Gcs => Host::Gcs,
            Self::Azure => Host::Azure,
            Self::Firebase => Host::Firebase,
            Self::Server => Host::Server,
        }
    }
}

impl InstallArgument {
    fn method(self) -> InstallMethod {
        match self {
            Self::Archive => InstallMethod::Archive,
            Self::Wheel => InstallMethod::Wheel,
            Self::Npm => InstallMethod::Npm,
            Self::Cargo => InstallMethod::Cargo,
        }
    }
}

impl CiArgument {
    fn service(self) -> CiService {
        match self {
            Self::Github => CiService::GitHub,
            Self::Gitlab => CiService::GitLab,
        }
    }
}

/// Refuses a file in the place of the new folder, or of a folder above it.
fn refuse_file(folder: &Path) -> Result<(), Failure> {
    let Some(file) = folder.ancestors().find(|path| kind_of(path) == Some(EntryKind::File)) else { return Ok(()) };
    Err(Failure::usage(format!("`{}` is a file, and a site is a folder", file.display()))
        .help("name a folder; it is created if it does not exist"))
}

/// Creates the site and prints the paths of its files.
pub(super) fn run(console: &Console, common: &CommonArguments, arguments: &Arguments) -> Result<Exit, Failure> {
    // `--root site` and `site` mean the same; with both, the folder is relative to the root.
    let folder = match &common.root {
        Some(root) if without_dot(&arguments.dir).as_os_str().is_empty() => root.clone(),
        Some(root) => root.join(&arguments.dir),
        None => arguments.dir.clone(),
    };
    let folder = without_dot(&folder);
    refuse_file(folder)?;
    let new_files = scaffold::init(&Disk, folder, today(common)?, arguments.setup())?;
    if console.verbosity > Verbosity::Quiet {
        console::print_stderr(&new_files.iter().map(|path| format!("{}\n", slashed(path))).collect::<String>());
    }
    let is_new_site = new_files.iter().any(|path| path.ends_with("wellpress.yaml"));
    if is_new_site {
        let cd = if folder.as_os_str().is_empty() { String::new() } else { format!("cd {} && ", folder.display()) };
        let files = new_files.len();
        console.summary(&format!("Made a site of {files} files; build it with: {cd}wellpress build"))?;
    } else {
        console.summary(&format!("Made {} for a site that was there", count(new_files.len(), "file")))?;
    }
    for line in arguments.setup().iter().flat_map(|setup| setup.next_steps()) {
        console.summary(&line)?;
    }
    Ok(Exit::Done)
}
