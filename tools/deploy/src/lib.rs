//! Publishes a built site to a target: a folder, S3, Google Cloud Storage or Azure Blob Storage.
//!
//! **Input:** the files of a built site ([`objects`] turns them into [`Object`]s), a source of their bytes ([`FileSource`])
//! and a target ([`Target`], opened as a [`TargetStore`]). **Output:** the target holds exactly these objects, and a
//! [`DeployOutcome`] says what was done. [`preview`] makes only the [`Plan`], and [`rollback`] restores an earlier release.
//!
//! Readers never meet a page whose parts are missing. A deploy goes through phases, each finished before the next begins: new
//! files, changed files, new pages, changed pages, the pages at which readers arrive, feeds and other announcements. Then the
//! release is put on record, with a condition, and last come the deletes. Whatever stops a deploy, the next one goes on.
//!
//! Building the site, the settings, the environment and everything a person sees are left to the caller.
//!
//! ```
//! # use std::time::Duration;
//! use wellpress_deploy::*;
//! use wellpress_io::artifact::{PublishedFile, SitePath};
//! use wellpress_io::fs::{Files, Memory};
//! # struct Silent;
//! # impl DeployProgress for Silent {
//! #     fn begin(&self, _: DeployStep, _: usize) {}
//! #     fn advance(&self) {}
//! # }
//! let files = Memory::new().with("/output/index.html", "<h1>Neck pain</h1>");
//! let store = FolderStore::new(&files, "/srv/www".into());
//! let built = [PublishedFile::of(SitePath::new("index.html").unwrap(), b"<h1>Neck pain</h1>")];
//! let wanted = objects(&built, &[], store.encoded_placement(), |_| None);
//! let job = DeployJob {
//!     store: &store,
//!     id: "deploy 1".into(),
//!     time: "2026-07-01T12:00:00Z".into(),
//!     keep_releases: 5,
//!     heartbeat: Duration::from_secs(4),
//!     consent: Consent::Missing,
//!     verification: Verification::Unfinished,
//!     formats: |_| None,
//!     progress: &Silent,
//! };
//! let outcome = publish(&job, wanted, &OutputFolder { files: &files, folder: "/output".into() })?;
//! assert_eq!((outcome.release, outcome.uploaded), (1, 1));
//! assert_eq!(files.read("/srv/www/index.html".as_ref()).unwrap(), b"<h1>Neck pain</h1>");
//! # Ok::<(), DeployError>(())
//! ```

mod bucket;
pub mod command;
mod content_encoding;
mod file_source;
mod folder;
mod host_config;
mod ledger;
mod object;
mod object_store_http;
mod parallel;
mod plan;
mod publish;
mod release;
mod server_config;
mod server_rules;
mod store;
mod target;

use thiserror::Error;

use wellpress_command::Failure;

pub use bucket::{BucketStore, RetryPolicy};
pub use content_encoding::ContentEncoding;
pub use file_source::{FileSource, OutputFolder};
pub use folder::FolderStore;
pub use host_config::{HostConfig, StaticHost, host_config};
pub use ledger::{Ledger, ReleaseRecord, STATE};
pub use object::{EncodedPlacement, Object, ObjectChange, ObjectHeaders, UploadPhase, objects};
pub use plan::{Plan, TargetContents, Upload, Verification};
pub use publish::{
    Consent, DeployJob, DeployOutcome, DeployProgress, DeployStep, preview, publish, removed_objects, rollback,
};
pub use release::Release;
pub use server_config::{WebServer, server_config};
pub use store::{ObjectVersion, StoreError, StoredObject, TargetStore};
pub use target::{Credentials, Target, TargetKind, open};

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
            DeployError::Store(_) => {
                Self::target(message).help("what is there holds together; the next deploy goes on")
            }
        }
    }
}

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
