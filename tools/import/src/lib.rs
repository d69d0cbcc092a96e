//! Reads the site of another tool and writes it as a site of wellpress.
//!
//! **Input:** a folder or a file of another tool ([`SourceFolder`]) and which [`Tool`] it is. **Output:** a [`NewSite`]: the files of
//! the new site, and an [`ImportLog`] of what was translated, what was left and what a person has to confirm.
//!
//! One reader per tool makes an [`OldSite`], and one writer makes the new site from it, so a further tool is one file in `readers`.
//! Nothing of the source is run, and nothing outside of its folder is read. Building the result, the network and everything that
//! a person sees are left to the caller.

mod dates;
mod front_matter;
pub mod command;
pub mod compare;
mod log;
mod old_site;
pub mod new_article;
mod readers;
pub mod run;
mod source_folder;
mod text;
mod tool;
pub(crate) mod writer;

pub use log::{ImportLog, LeftConstruct};
pub use old_site::OldSite;
pub use readers::{Manuscript, ReadError, read, read_manuscript};
pub use source_folder::SourceFolder;
pub use tool::Tool;
pub use writer::{ImportCounts, MAX_PICTURE, NewFile, NewSite, PageCounts, WriteOptions, write};

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
