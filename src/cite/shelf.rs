//! [`Shelf`]: the library's files and what is in them, read without the rest of the site.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use blake3::Hash;

use wellpress_bibliography::same_work::{self, SharedName, WorkIndex};
use wellpress_bibliography::{CiteKey, Identifier, Reference};
use wellpress_diagnostics::Diagnostic;
use wellpress_io::fs::{Files, relative_display};
use wellpress_site::config::Config;
use wellpress_site::discover::discover;
use wellpress_site::parse::decode;

use super::CiteError;

/// The library as it stands.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// Its files, relative to the root, by path.
    pub paths: Vec<Arc<str>>,
    /// Its sources: each key once, in the order of the files.
    pub references: Vec<Reference>,
    /// What is wrong with its files.
    pub findings: Vec<Diagnostic>,
    /// The hash of each file that was read.
    hashes: HashMap<Arc<str>, Hash>,
}

impl Shelf {
    /// Reads the library. With `also`, a file that stands elsewhere and will be written to counts too.
    ///
    /// # Errors
    /// When the content cannot be listed at all.
    pub fn open(files: &dyn Files, config: &Config, also: Option<&Path>) -> Result<Self, CiteError> {
        let listed = discover(files, config);
        let folder = || config.root.join("content");
        let (inventory, _) = listed.map_err(|source| CiteError::Read { path: folder(), source })?;
        let mut shelf =
            Self { paths: inventory.library, references: Vec::new(), findings: Vec::new(), hashes: HashMap::new() };
        let elsewhere = also.map(|also| relative_display(&config.root, also)).filter(|also| {
            !shelf.paths.iter().any(|path| **path == **also) && files.exists(&config.root.join(also)).unwrap_or(false)
        });
        let mut references = Vec::new();
        for path in shelf.paths.clone().into_iter().chain(elsewhere.map(Arc::from)) {
            let limit = config.settings.limits.library_size;
            match files.read_limited(&config.root.join(&*path), limit) {
                Ok(bytes) => {
                    shelf.hashes.insert(path.clone(), blake3::hash(&bytes));
                    let source = decode(&path, bytes, &mut shelf.findings);
                    let parsed = source.map(|source| wellpress_bibliography::parse(&source)).unwrap_or_default();
                    references.extend(parsed.references);
                    shelf.findings.extend(parsed.diagnostics);
                }
                Err(error) => shelf.findings.push(wellpress_site::discover::unreadable(&path, &error)),
            }
        }
        let (references, twice) = wellpress_bibliography::merge_by_key(references);
        shelf.references = references;
        shelf.findings.extend(twice);
        Ok(shelf)
    }

    /// Whether this file held these bytes when the library was read, or was not there.
    pub(super) fn has_read(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        self.hashes.get(path).copied() == bytes.map(blake3::hash)
    }

    /// The source that this names, by what the library says of it.
    #[must_use]
    pub fn find(&self, identifier: &Identifier) -> Option<(&Reference, SharedName)> {
        same_work::find_by_identifier(identifier, &self.references)
    }

    /// Its records by the works that they are of.
    #[must_use]
    pub fn works(&self) -> WorkIndex<'_> {
        WorkIndex::of(&self.references)
    }

    /// The source with this key, or that `doi:..`, `pmid:..` names.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Reference> {
        let with_key = |key: &str| self.references.iter().find(|reference| reference.key.as_str() == key);
        with_key(key).or_else(|| {
            let named = key.starts_with("doi:") || key.starts_with("pmid:");
            let identifier = Identifier::parse(key).filter(|_| named)?;
            self.find(&identifier).map(|(reference, _)| reference)
        })
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &CiteKey> {
        self.references.iter().map(|reference| &reference.key)
    }
}
