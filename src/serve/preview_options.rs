//! [`PreviewOptions`]: the site of a preview, and how to show it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use wellpress_command::Failure;
use wellpress_diagnostics::Severity;
use wellpress_foundation::Day;
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::{Files, openable};
use wellpress_site::config::BuildOptions;

use super::reload::Follow;
use super::watch::WatchMode;

/// The site of a preview, and how to show it. The clock and the date are functions, so that tests can pass their own.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// The site's root, which contains the folder `content`.
    pub root: PathBuf,
    /// The settings file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// The cache of builds, which a preview reads and does not write.
    pub cache: CacheLocation,
    /// The choices of the command line. Without a base address here, the one of the settings gets the origin of the server, so
    /// that absolute links stay in the preview.
    pub options: BuildOptions,
    /// The severity from which findings stop a build from being shown.
    pub failing_severity: Severity,
    /// The means by which edits are noticed.
    pub watch_mode: WatchMode,
    /// Whether browsers go to the page that was edited.
    pub follow: Follow,
    /// Returns the time since any fixed point; never goes back.
    pub clock: fn() -> Duration,
    /// Returns today before every build, because a preview may run past midnight; `None` if the date is fixed.
    pub today: Option<fn() -> Option<Day>>,
}

impl PreviewOptions {
    /// The options with the site's root and settings file without links. Resolved once: should a link or the working directory change,
    /// the watcher, the builds and the desk still agree.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub fn resolved(self, files: &dyn Files) -> Result<Self, Failure> {
        let (root, settings) = (canonical(files, &self.root)?, canonical_file(files, &self.settings)?);
        Ok(Self { root, settings, ..self })
    }
}

fn canonical(files: &dyn Files, path: &Path) -> Result<PathBuf, Failure> {
    let path = openable(path);
    files.canonicalize(path).map_err(|error| Failure::machine(format!("cannot read `{}`: {error}", path.display())))
}

/// The path of a file without links in its folders. The file itself stays a link if it is one: an editor may replace it at any
/// time.
fn canonical_file(files: &dyn Files, path: &Path) -> Result<PathBuf, Failure> {
    let folder = canonical(files, path.parent().unwrap_or(Path::new(".")))?;
    Ok(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
