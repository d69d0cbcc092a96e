//! Adds sources to the library: fetched by DOI, PubMed id or address, read from other programs' files, or found in a pasted
//! list of references. Also answers questions about the library alone: its records, their formatted entries, its duplicates.
//!
//! Compares the library with the services too, and collects what became of its sources.
//!
//! The commands read the settings and the library's files, never a page of the site, so that a mistake in an article does not stop
//! anybody from adding a source. [`command`] has the arguments and what is printed. Only [`external`], which is a part of `check`, looks
//! at pages.

mod csl_item;
pub mod command;
pub mod drafts;
mod entry_notice;
pub mod external;
pub mod fetch;
mod field_patch;
mod format_entries;
mod html_list;
mod import_plan;
mod key;
mod page;
pub mod pasted;
mod reference_text;
mod target_file;
mod title_capitals;
pub mod verify;

pub use entry_notice::add_notice;
pub use field_patch::FieldPatch;
pub use format_entries::format_entries;
pub use import_plan::{ImportPlan, ImportStep, KeyChoice};
pub use target_file::{AppendError, TargetFile, bibtex};
pub use wellpress_site::library_files::LibraryFiles;
