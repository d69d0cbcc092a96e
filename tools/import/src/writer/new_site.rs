//! [`NewSite`]: a site of wellpress that is not on the disk yet, and what the writer may add to it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::log::ImportLog;

/// A site of wellpress that is not on the disk yet.
#[derive(Debug)]
pub struct NewSite {
    /// Its files by path, with `/`.
    pub files: BTreeMap<String, NewFile>,
    /// What was done and what was not.
    pub log: ImportLog,
    /// The figures of the import.
    pub counts: ImportCounts,
}

/// The bytes of a file of the new site.
#[derive(Debug, Clone)]
pub enum NewFile {
    /// A text.
    Text(String),
    /// A copy of this file of the machine.
    Copy(PathBuf),
    /// These bytes.
    Bytes(Vec<u8>),
}

/// Whether a page is a draft. Each key has a line of its own.
pub(crate) fn is_draft(page: &str) -> bool {
    page.contains("\ndraft: true\n")
}

/// Where the text of a page begins, behind its front matter.
pub(crate) fn start_of_text(page: &str) -> usize {
    let end_of_matter = page.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
    end_of_matter.map_or(0, |at| at + "---\n".len() + "\n---\n".len())
}

/// How much came over.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct ImportCounts {
    /// Pages of the old site and of the new one.
    pub pages: Pages,
    /// What became of the addresses of pages.
    pub(crate) addresses: Addresses,
    /// What became of pictures.
    pub(crate) pictures: Pictures,
    /// Links of the old site, and how many of them lead somewhere.
    pub(crate) links: Links,
    /// Sources in the library.
    pub(crate) sources: usize,
    /// Authors.
    pub(crate) people: usize,
    /// Tags and categories.
    pub(crate) topics: usize,
    /// Texts that several pages show.
    pub(crate) snippets: usize,
}

/// Pages of the old and of the new site.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct Pages {
    /// Pages of the old site.
    pub r#in: usize,
    /// Pages of the new site.
    pub out: usize,
    /// Drafts among the pages of the new site.
    pub drafts: usize,
}

/// Addresses of pages of the old site.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub(crate) struct Addresses {
    /// Pages that have the same address, whatever its ending.
    pub kept: usize,
    /// Pages that have another address, with a redirect from the old one.
    pub redirected: usize,
    /// Old addresses without a redirect.
    pub lost: usize,
}

/// Pictures of the old site.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub(crate) struct Pictures {
    /// Places of the old site that show a picture.
    pub r#in: usize,
    /// Files of pictures in the new site.
    pub out: usize,
    /// Places that show a picture of another site; they are links.
    pub foreign: usize,
}

/// Links in texts.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub(crate) struct Links {
    /// Links of the old site.
    pub r#in: usize,
    /// Links that lead somewhere, to other sites included.
    pub resolve: usize,
}

/// What the writer may add to the plain translation.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// Lists of steps below "How to do it" also become drafts of exercises.
    pub exercises: bool,
    /// Numbers of lists of references become marks where each entry has a DOI or a PubMed id.
    pub cite: bool,
    /// The languages in which the theme has strings.
    pub languages: Vec<String>,
}
