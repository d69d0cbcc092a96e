//! [`Observer`]: what a preview tells those who print it, after each build and in trouble.

use std::sync::Arc;
use std::time::Duration;

use wellpress_build::pipeline;
use wellpress_diagnostics::Report;

/// Follows a preview, for those who print what happens. Its methods are called on the threads that build.
pub trait Observer: pipeline::Observer + Send + Sync {
    /// The preview watches for edits and will answer requests.
    fn ready(&self) {}
    /// A build has ended. If it is good, requests are answered from it now.
    fn built(&self, build: &FinishedBuild);
    /// Edits may go unnoticed, or an editor has saved over one of the desk, as the message says.
    fn trouble(&self, message: &str);
}

/// A build of the preview that has ended, for the observer.
#[derive(Debug)]
pub struct FinishedBuild {
    /// Names of the edited files and folders, relative to the root, without the temporary files of editors. Empty for the first
    /// build.
    pub edited: Vec<String>,
    /// Whether the site is shown.
    pub result: BuildResult,
    /// The time of the build, without the wait for half-saved files before it.
    pub took: Duration,
    /// How many drafts the site has that is built. They are shown, but not published.
    pub drafts: usize,
    /// How many drafts are left out because of mistakes in them.
    pub left_out_drafts: usize,
    /// All findings.
    pub report: Arc<Report>,
}

/// How a build of the preview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildResult {
    /// The site is shown.
    Built {
        /// How many pages are new, changed or removed; the number of all pages if the edits are unknown.
        pages: usize,
    },
    /// Findings stopped the build; the last good build is still shown.
    Stopped,
}

/// What a person should know after a build, as sentences.
pub type AfterBuild = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
