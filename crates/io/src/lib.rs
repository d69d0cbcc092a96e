//! What a static site generator exchanges with the machine, each behind a type that tests can replace.
//!
//! **Input:** paths, addresses and bytes. **Output:** what is at them, or an error with the path or host in it.
//!
//! - [`fs::Files`] is the file system: [`fs::Disk`] the real one, [`fs::Memory`] one for tests and previews.
//! - [`net::WebClient`] sends requests to other servers.
//! - [`cache::CacheFile`] and [`cache::BlobCache`] keep values from one run to the next.
//! - [`redirect_rule::RedirectRule`] is a line of the `_redirects` of a built site.
//! - [`artifact::Artifact`] is a file that a build publishes, and [`artifact::Sink`] takes such files.
//!
//! Nothing here prints, reads the environment, or knows what a page or a setting is.

pub mod artifact;
pub mod cache;
pub mod fs;
pub mod net;
pub mod redirect_rule;

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
