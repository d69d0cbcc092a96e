//! [`NewSite`]: a site of wellpress that is not on the disk yet, and what the writer may add to it.

use std::collections::BTreeMap;
use std::path::PathBuf;

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

/// How much came over.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "the report describes them")]
pub struct ImportCounts {
    pub pages_in: usize,
    pub pages_out: usize,
    pub drafts: usize,
    pub addresses_kept: usize,
    pub addresses_redirected: usize,
    pub addresses_lost: usize,
    pub pictures_in: usize,
    pub pictures_out: usize,
    pub pictures_foreign: usize,
    pub links_in: usize,
    pub links_kept: usize,
    pub sources: usize,
    pub people: usize,
    pub topics: usize,
    pub snippets: usize,
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
