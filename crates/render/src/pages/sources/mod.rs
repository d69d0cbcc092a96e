//! The pages of sources and the citation index, and the files and tags that name the sources of a page.

pub mod citation_index;
pub(crate) mod index_entry;
pub mod index_pages;
pub mod index_plan;
pub(crate) mod key_ranges;
pub mod references_files;
pub mod scholar;
pub mod source;
