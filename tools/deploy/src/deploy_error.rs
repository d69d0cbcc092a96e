//! [`DeployError`]: why a deploy stopped, and the exit status and the help that the command gives for it.

use thiserror::Error;

use wellpress_command::Failure;

use crate::store::StoreError;

/// Why a deploy stopped.
#[derive(Debug, Error)]
pub enum DeployError {
    /// A request to the target failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address or its settings name no target that can be reached.
    #[error("{0}")]
    NotATarget(String),
    /// The environment lacks these variables; no request was sent.
    #[error("the credentials for the target are not complete: the environment does not set {0}")]
    NoCredentials(String),
    /// Another deploy is running, or has written the record in between.
    #[error("another deploy to this target {0}")]
    Rival(&'static str),
    /// The record at the target cannot be read.
    #[error("`{path}` at the target is damaged: {why}")]
    Damaged {
        /// The path of the damaged file at the target.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The deploy would do something that the person has to agree to first.
    #[error("{0}")]
    NeedsConsent(String),
    /// A file of the output is not what the build wrote, or cannot be read.
    #[error("cannot take `{path}` from the output: {why}")]
    Output {
        /// The path of the file in the output.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// All files of the release are there and readers see it, but what it replaced could not be removed.
    #[error("release {release} is at the target, but what it replaced was not removed: {error}")]
    NotCleaned {
        /// The number of the release.
        release: u64,
        /// What failed then.
        error: Box<DeployError>,
    },
    /// The release to restore does not exist, or an object of it is gone.
    #[error("{0}")]
    NoRelease(String),
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        let message = error.to_string();
        match error {
            DeployError::NotATarget(_) => Self::usage(message),
            DeployError::NoCredentials(ref variables) => Self::target(message).help(format!(
                "set {variables}; the page \"Publishing\" of the manual lists the variables of each service. Nothing was sent"
            )),
            DeployError::NeedsConsent(_) => Self::usage(message).help("`--dry-run` shows the plan; `--yes` goes on"),
            DeployError::NoRelease(_) => Self::usage(message).help("`--history` lists the releases"),
            DeployError::Output { .. } => Self::machine(message).help("build the site again"),
            DeployError::Rival(_) => Self::target(message).help("let that one end, then deploy again"),
            DeployError::Damaged { .. } => Self::target(message)
                .help("look at it; without `.wellpress-deploy/state.json` a deploy begins anew, with `--yes`"),
            DeployError::NotCleaned { .. } => {
                Self::target(message).help("readers see that release; the next deploy removes the rest")
            }
            DeployError::Store(_) => {
                Self::target(message).help("what is there holds together; the next deploy goes on")
            }
        }
    }
}
