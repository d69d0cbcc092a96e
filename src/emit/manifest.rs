//! What an output holds: each file's path, size and BLAKE3 hash, kept in the output as sorted lines.

use std::fmt;
use std::path::Path;

use blake3::Hash;

use super::error::{EmitError, failed};
use super::ownership::MARKER_NAME;
use crate::artifact::{PublishedFile, SitePath};
use crate::fs::Files;

/// The manifest's name in the output. Like the marker, it is not part of the published site.
pub const MANIFEST_NAME: &str = ".wellpress-manifest";

/// Every published file, sorted by path, no path twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    files: Vec<PublishedFile>,
}

impl Manifest {
    /// Sorts `files`.
    ///
    /// # Errors
    /// The path that is there twice.
    pub fn new(mut files: Vec<PublishedFile>) -> Result<Self, SitePath> {
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            Some(pair) => Err(pair[0].path.clone()),
            None => Ok(Self { files }),
        }
    }

    /// The manifest of the site in the folder `output`, if there is a sound one.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn read(files: &dyn Files, output: &Path) -> Result<Option<Self>, EmitError> {
        let path = output.join(MANIFEST_NAME);
        if !files.exists(&path).map_err(failed("read", &path))? {
            return Ok(None);
        }
        let bytes = files.read(&path).map_err(failed("read", &path))?;
        Ok(std::str::from_utf8(&bytes).ok().and_then(Self::parse))
    }

    /// From its text, or `None` where that is damaged.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let files = text.lines().map(parse_line).collect::<Option<Vec<_>>>()?;
        Self::new(files).ok()
    }

    /// The hash of the list.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut hasher = blake3::Hasher::new();
        for PublishedFile { path, hash, size } in &self.files {
            hasher.update(hash.as_bytes()).update(&size.to_le_bytes()).update(path.as_str().as_bytes()).update(b"\n");
        }
        hasher.finalize()
    }

    /// The files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[PublishedFile] {
        &self.files
    }

    /// The file with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&PublishedFile> {
        self.position(path).map(|index| &self.files[index])
    }

    pub(super) fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
    }

    /// Whether a file lies in this folder or below it.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        let index = self.files.partition_point(|file| file.path.as_str() < prefix.as_str());
        self.files.get(index).is_some_and(|file| file.path.as_str().starts_with(&prefix))
    }

    /// With those files alone whose place in the list `is_kept` says so.
    pub(super) fn select(&mut self, is_kept: &[bool]) {
        let mut is_kept = is_kept.iter();
        self.files.retain(|_| is_kept.next() == Some(&true));
    }
}

/// One line a file: hash, size and path, with a blank between.
impl fmt::Display for Manifest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|file| {
            let PublishedFile { path, hash, size } = file;
            writeln!(formatter, "{} {size} {}", hash.to_hex(), path.as_str())
        })
    }
}

/// Whether an artifact's path is one that the emitter uses for itself.
pub(super) fn is_reserved(path: &SitePath) -> bool {
    path.as_str() == MARKER_NAME || path.as_str().starts_with(".wellpress-")
}

fn parse_line(line: &str) -> Option<PublishedFile> {
    let mut parts = line.splitn(3, ' ');
    let hash = Hash::from_hex(parts.next()?).ok()?;
    let size = parts.next()?.parse().ok()?;
    Some(PublishedFile { path: SitePath::new(parts.next()?)?, hash, size })
}
