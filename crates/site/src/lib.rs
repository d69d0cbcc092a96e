//! A folder of settings and content in, a [`resolve::ResolvedSite`] and its findings out: what the pages contain, how they link to
//! and cite each other, and what is wrong with them. HTML and templates are left to the renderer, publishing to
//! `wellpress_build`.
//!
//! Data flows one way. Each stage is a function that takes the value of the stage before, and returns a new value and findings:
//!
//! ```text
//! Config -> Inventory -> Parsed -> Site -> ResolvedSite
//! config    discover     parse     model   resolve
//! ```
//!
//! [`assets`] stands beside `parse` and reads pictures and other files; `resolve` takes both. Rules about the
//! resolved site are left to `wellpress_check`, whose example `check_folder` calls all stages for a folder.
//!
//! A stage goes on past the mistakes of an author, so that one run finds all of them. A run after another in the same process
//! gives each stage its earlier value as a [`previous::Previous`], and the stage reuses what did not change.
//!
//! The modules are listed in the order in which they can use each other: each uses only those above it.

pub mod content_folder;
pub mod starter_texts;
pub mod string_or_map;
pub mod sections;
pub mod signature_verifier;
pub mod front_matter_fields;
pub mod id_kinds;
pub mod config;
pub mod discover;
pub mod previous;
pub mod assets;
pub mod parse;
pub mod schema;
pub mod model;
pub mod library_files;
pub mod resolve;

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
