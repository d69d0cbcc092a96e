//! What a static site generator exchanges with the machine, each behind a type that tests can replace: the file system
//! ([`fs::Files`]), other servers ([`net::WebClient`]), the cache on disk ([`cache::CacheFile`], [`cache::BlobCache`]), and the files that
//! a build publishes ([`artifact::Artifact`], [`artifact::Sink`]).
//!
//! Nothing here knows what a page or a setting is.

pub mod artifact;
pub mod cache;
pub mod fs;
pub mod net;
