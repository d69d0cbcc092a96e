//! [`LibraryFiles`]: the files of the library and their records, read without the rest of the site.

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

/// The library of a site at the moment when a command of `cite` read it. A file with a mistake does not stop the command: its
/// sound records are here, its mistakes are findings, and the caller decides whether they matter for its task. The hash of each
/// file is kept, so that a write can refuse to replace what somebody else edited in between.
#[derive(Debug, Clone)]
pub struct LibraryFiles {
    /// The files below `content/references`, relative to the root, sorted by path.
    pub paths: Vec<Arc<str>>,
    /// The records of all files, in the order of the files. Of several records with one key only the first is here.
    pub references: Vec<Reference>,
    /// Mistakes in the files, and keys that occur twice.
    pub findings: Vec<Diagnostic>,
    /// The hash of each file that was read, by its path relative to the root.
    hashes: HashMap<Arc<str>, Hash>,
}

impl LibraryFiles {
    /// Reads the library. With `target`, a file outside of the library that entries will be written to is read as well, so
    /// that its works are not added twice.
    ///
    /// # Errors
    /// When the content cannot be listed at all.
    pub fn open(files: &dyn Files, config: &Config, target: Option<&Path>) -> Result<Self, CiteError> {
        let (inventory, _) =
            discover(files, config).map_err(|source| CiteError::Read { path: config.root.join("content"), source })?;
        let mut library =
            Self { paths: inventory.library, references: Vec::new(), findings: Vec::new(), hashes: HashMap::new() };
        let outside = target.map(|target| relative_display(&config.root, target)).filter(|target| {
            !library.paths.iter().any(|path| **path == **target)
                && files.exists(&config.root.join(target)).unwrap_or(false)
        });
        let mut references = Vec::new();
        for path in library.paths.clone().into_iter().chain(outside.map(Arc::from)) {
            references.extend(library.read(files, config, path));
        }
        let (references, duplicate_keys) = wellpress_bibliography::merge_by_key(references);
        library.references = references;
        library.findings.extend(duplicate_keys);
        Ok(library)
    }

    /// Parses one file, and remembers its hash and its findings.
    fn read(&mut self, files: &dyn Files, config: &Config, path: Arc<str>) -> Vec<Reference> {
        match files.read_limited(&config.root.join(&*path), config.settings.limits.library_size) {
            Ok(bytes) => {
                self.hashes.insert(path.clone(), blake3::hash(&bytes));
                let source = decode(&path, bytes, &mut self.findings);
                let parsed = source.map(|source| wellpress_bibliography::parse(&source)).unwrap_or_default();
                self.findings.extend(parsed.diagnostics);
                parsed.references
            }
            Err(error) => {
                self.findings.push(wellpress_site::discover::unreadable(&path, &error));
                Vec::new()
            }
        }
    }

    /// Whether this file held these bytes when the library was read; with `None`, whether it did not exist then.
    pub(super) fn has_read(&self, path: &str, bytes: Option<&[u8]>) -> bool {
        self.hashes.get(path).copied() == bytes.map(blake3::hash)
    }

    /// The record that carries this identifier, and the name that both share.
    #[must_use]
    pub fn find(&self, identifier: &Identifier) -> Option<(&Reference, SharedName)> {
        same_work::find_by_identifier(identifier, &self.references)
    }

    /// An index that finds records of the same work.
    #[must_use]
    pub fn works(&self) -> WorkIndex<'_> {
        WorkIndex::of(&self.references)
    }

    /// The record with this key. `doi:10.1000/x` and `pmid:30000001` work as well, as they do in a citation mark.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Reference> {
        let has_key = |reference: &&Reference| reference.key.as_str() == key;
        self.references.iter().find(has_key).or_else(|| {
            // `Identifier::parse` takes bare digits for a PubMed id; here they are more likely a mistyped key.
            let is_identifier = key.starts_with("doi:") || key.starts_with("pmid:");
            let identifier = Identifier::parse(key).filter(|_| is_identifier)?;
            self.find(&identifier).map(|(reference, _)| reference)
        })
    }

    /// The keys of all records, in the order of [`LibraryFiles::references`].
    pub fn keys(&self) -> impl Iterator<Item = &CiteKey> {
        self.references.iter().map(|reference| &reference.key)
    }
}
