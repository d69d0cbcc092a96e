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
mod deploy_error;
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

pub use bucket::{BucketStore, RetryPolicy};
pub use content_encoding::ContentEncoding;
pub use deploy_error::DeployError;
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

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
