//! A built output in, the site at its [`Target`] out: what changed is uploaded, what an earlier deploy left behind is
//! deleted, and readers never meet a page whose parts are not there.
//!
//! A [`Plan`] is made of lists alone: the [`Release`] that the target has, and the [`Object`]s that it is to have. It is
//! carried out in steps, each finished before the next begins: new files, changed files, new pages, changed pages, the
//! pages that readers come in by, feeds and what tells others of pages; then the state is written, with a condition; then
//! come the deletes. Whatever stops a deploy, the next one goes on from there. Where things are stored is behind [`TargetStore`].

mod compress;
mod folder;
mod ledger;
mod object;
#[cfg(feature = "buckets")]
mod object_store_http;
mod parallel;
mod plan;
mod publish;
mod release;
mod snippet;
mod source;
mod store;
mod target;

#[cfg(feature = "buckets")]
mod bucket;

use thiserror::Error;

#[cfg(feature = "buckets")]
pub use bucket::{BucketStore, RetryPolicy};
pub use compress::ContentEncoding;
pub use folder::FolderStore;
pub use ledger::{Ledger, ReleaseRecord, STATE};
pub use object::{Object, ObjectHeaders, UploadPhase, objects};
pub use plan::{Plan, Upload};
pub use publish::{Consent, DeployJob, DeployOutcome, DeployProgress, DeployStep, preview, publish, rollback};
pub use release::Release;
pub use snippet::{WebServer, snippet};
pub use source::{FileSource, OutputFolder};
pub use store::{ObjectVersion, StoreError, StoredObject, TargetStore};
pub use target::{Credentials, Target, TargetKind, open};

/// Why a deploy stopped.
#[derive(Debug, Error)]
pub enum DeployError {
    /// The target could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was asked for as a target is none.
    #[error("{0}")]
    NotATarget(String),
    /// Another deploy is at work, or was quicker.
    #[error("another deploy to this target {0}")]
    Rival(&'static str),
    /// The state at the target cannot be read.
    #[error("`{path}` at the target is damaged: {why}")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// It needs the person's consent.
    #[error("{0}")]
    NeedsConsent(String),
    /// A file of the output is not what the build wrote, or cannot be read.
    #[error("cannot take `{path}` from the output: {why}")]
    Output {
        /// Which file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// There is no such release to go back to.
    #[error("{0}")]
    NoRelease(String),
}
