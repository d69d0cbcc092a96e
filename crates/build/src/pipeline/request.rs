//! [`Request`]: a site to build or check, and how; and [`Observer`], which follows the run.

use std::fmt;
use std::path::PathBuf;
use std::sync::LazyLock;

use wellpress_diagnostics::Severity;
use wellpress_io::cache::CacheLocation;
use wellpress_render::EmbeddedTheme;
use wellpress_site::config::BuildOptions;
use wellpress_site::signature_verifier::SignatureVerifier;

/// A site to build or check, and how. All paths are absolute or relative to the working directory.
pub struct Request<'a> {
    /// The site's root, which contains the folder `content`.
    pub root: PathBuf,
    /// The settings file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// The choices of the command line, such as `--drafts`.
    pub options: BuildOptions,
    /// The theme of a site that names none, which other themes extend. The program embeds it; only a run that needs it reads it.
    pub default_theme: &'static LazyLock<EmbeddedTheme>,
    /// What verifies signatures of reviews; `None` in a program without the tool for reviews.
    pub signature_verifier: Option<&'static dyn SignatureVerifier>,
    /// The severity from which findings stop a build: that of errors, or with `--strict` that of warnings.
    pub failing_severity: Severity,
    /// The folder of the cache, and whether the run may read and write it.
    pub cache: CacheLocation,
    /// Is called at the beginning of every stage.
    pub observer: &'a dyn Observer,
}

/// Follows a run, for those who print or measure it: the stopwatch of `--timings`, the preview's terminal line.
/// It is never called by the threads that share the work of a stage. A preview shows its site on a thread of its own, which calls it
/// too.
pub trait Observer: Sync {
    /// A stage begins. The one before it has ended then.
    fn begin(&self, stage: Stage);

    /// Something about the cache, from a run that stops on findings. A run that ends returns its notes instead.
    fn note(&self, _note: &str) {}
}

/// An observer that ignores everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&self, _stage: Stage) {}
}

/// A part of a run, in the order in which a build passes them. `Wait` is the preview's pause for a file that is being
/// saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stage {
    Settings,
    Output,
    Discover,
    Parse,
    Assets,
    Model,
    Styles,
    Theme,
    Resolve,
    Check,
    Render,
    Search,
    Emit,
    Cache,
    Wait,
}

/// The name that `--timings` prints, in lower case.
impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{self:?}").to_lowercase())
    }
}
