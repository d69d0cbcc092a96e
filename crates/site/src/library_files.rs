//! [`LibraryFiles`]: the files of the library and their records, read without the rest of the site.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use blake3::Hash;

use wellpress_bibliography::same_work::{self, SharedName, WorkIndex};
use wellpress_bibliography::{CiteKey, Identifier, KeyAlias, ParsedFile, Reference, StringDefinitions};
use wellpress_diagnostics::{Diagnostic, Source};
use wellpress_io::fs::{Files, relative_display};

use crate::config::Config;
use crate::discover::discover;
use crate::model::reference::is_draft;
use crate::parse::decode_library;

/// The library of a site at the moment when a command of `cite` read it. A file with a mistake does not stop the command: its
/// sound records are here, its mistakes are findings, and the caller decides whether they matter for its task. The hash of each
/// file is kept, so that a write can refuse to replace what somebody else edited in between.
#[derive(Debug, Clone)]
pub struct LibraryFiles {
    /// The files below `content/references`, relative to the root, sorted by path.
    pub paths: Vec<Arc<str>>,
    /// The records of all files, in the order of the files. Of several records with one key only the first is here.
    pub references: Vec<Reference>,
    /// The drafts, once [`LibraryFiles::set_drafts_apart`] has taken them out of `references`.
    pub drafts: Vec<Reference>,
    /// Mistakes in the files, and keys that occur twice.
    pub findings: Vec<Diagnostic>,
    /// How many entries were left out because they cannot be read.
    pub unreadable_entries: usize,
    /// Keys that mean the source of another key.
    pub aliases: Vec<KeyAlias>,
    /// The hash of each file that was read, by its path relative to the root.
    hashes: HashMap<Arc<str>, Hash>,
}

impl LibraryFiles {
    /// Reads the library. With `target`, a file outside of the library that entries will be written to is read as well, so
    /// that its works are not added twice.
    ///
    /// # Errors
    /// When the content cannot be listed at all.
    pub fn open(files: &dyn Files, config: &Config, target: Option<&Path>) -> Result<Self, io::Error> {
        let (inventory, _) = discover(files, config)?;
        let mut library = Self {
            paths: inventory.library,
            references: Vec::new(),
            drafts: Vec::new(),
            findings: Vec::new(),
            unreadable_entries: 0,
            aliases: Vec::new(),
            hashes: HashMap::new(),
        };
        let outside = target.map(|target| relative_display(&config.root, target)).filter(|target| {
            !library.paths.iter().any(|path| **path == **target)
                && files.exists(&config.root.join(target)).unwrap_or(false)
        });
        let paths: Vec<Arc<str>> = library.paths.clone().into_iter().chain(outside.map(Arc::from)).collect();
        let sources: Vec<Source> = paths.into_iter().filter_map(|path| library.read(files, config, path)).collect();
        library.parse(&sources);
        Ok(library)
    }

    /// Reads one file, and remembers its hash.
    fn read(&mut self, files: &dyn Files, config: &Config, path: Arc<str>) -> Option<Source> {
        match files.read_limited(&config.root.join(&*path), config.settings.limits.library_size) {
            Ok(bytes) => {
                self.hashes.insert(path.clone(), blake3::hash(&bytes));
                decode_library(&path, bytes, &mut self.findings)
            }
            Err(error) => {
                self.findings.push(crate::discover::unreadable(&path, &error));
                None
            }
        }
    }

    /// Parses the files. Those that use `@string`s of others are parsed once more.
    fn parse(&mut self, sources: &[Source]) {
        let mut parsed: Vec<ParsedFile> = sources.iter().map(wellpress_bibliography::parse).collect();
        let mut shared = StringDefinitions::default();
        parsed.iter().for_each(|file| shared.add(&file.definitions));
        for (file, source) in parsed.iter_mut().zip(sources) {
            if file.has_undefined_macros && !shared.is_empty() {
                *file = wellpress_bibliography::parse_with_macros(source, &shared);
            }
        }
        let mut references = Vec::new();
        for file in parsed {
            self.findings.extend(file.diagnostics);
            self.unreadable_entries += file.unreadable_entries;
            self.aliases.extend(file.aliases);
            references.extend(file.references);
        }
        let (references, duplicate_keys) = wellpress_bibliography::merge_by_key(references);
        self.references = references;
        self.findings.extend(duplicate_keys.into_iter().map(|fault| fault.finding));
    }

    /// Sets the drafts apart, as if the library did not have their works. Their keys stay in use.
    pub fn set_drafts_apart(&mut self) {
        self.drafts = self.references.extract_if(.., |reference| is_draft(reference)).collect();
    }

    /// The text and the bytes of each file that can be decoded, read anew.
    #[must_use]
    pub fn sources(&self, files: &dyn Files, config: &Config) -> (Vec<Source>, Vec<Vec<u8>>) {
        let sources = self.paths.iter().filter_map(|path| {
            let bytes = files.read_limited(&config.root.join(&**path), config.settings.limits.library_size).ok()?;
            Some((decode_library(path, bytes.clone(), &mut Vec::new())?, bytes))
        });
        sources.unzip()
    }

    /// Whether this file held these bytes when the library was read; with `None`, whether it did not exist then.
    #[must_use]
    pub fn has_read(&self, path: &str, bytes: Option<&[u8]>) -> bool {
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
        let by_key = self.references.iter().find(|reference| reference.key.as_str() == key);
        let by_name = by_key.or_else(|| self.references.iter().find(|reference| has_alias(reference, key)));
        by_name.or_else(|| {
            // `Identifier::parse` takes bare digits for a PubMed id; here they are more likely a mistyped key.
            let identifier = Identifier::parse(key).filter(|_| is_identifier(key))?;
            self.find(&identifier).map(|(reference, _)| reference)
        })
    }

    /// The keys of all records, in the order of [`LibraryFiles::references`].
    pub fn keys(&self) -> impl Iterator<Item = &CiteKey> {
        self.references.iter().map(|reference| &reference.key)
    }
}

fn has_alias(reference: &Reference, key: &str) -> bool {
    reference.aliases.iter().any(|alias| alias.as_str() == key)
}

/// Whether a key names its work by an identifier.
#[must_use]
pub fn is_identifier(key: &str) -> bool {
    key.starts_with("doi:") || key.starts_with("pmid:")
}
