//! What a static site generator exchanges with the machine, each behind a type that tests can replace: the file system
//! ([`fs::Files`]), other servers ([`net::Web`]), the cache on disk ([`cache::Pack`], [`cache::Store`]), and the files that
//! a build publishes ([`artifact::Artifact`], [`artifact::Sink`]).
//!
//! Nothing here knows what a page or a setting is.

pub mod artifact;
pub mod cache;
pub mod fs;
pub mod net;
