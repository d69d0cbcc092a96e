//! [`SiteFiles`]: a sink that keeps every file of a site in memory, and makes pictures only when a page shows them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::fs::Files;
use wellpress_render::safety::SafetyOutline;

/// The files of one build.
#[derive(Debug, Default)]
pub struct SiteFiles {
    stored: Mutex<BTreeMap<SitePath, ArtifactContent<'static>>>,
}

impl SiteFiles {
    /// The pages, each with its path and the outline of its HTML.
    #[must_use]
    pub fn outlines(&self) -> Vec<(SitePath, SafetyOutline)> {
        let stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = stored.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
        let pages = pages.filter_map(|(path, content)| match content {
            ArtifactContent::Bytes(html) => Some((path.clone(), SafetyOutline::of(html))),
            ArtifactContent::CopyOf(_) | ArtifactContent::Deferred(_) => None,
        });
        pages.collect()
    }

    /// The style sheets that are published as they are: the path of each, and the file.
    #[must_use]
    pub fn copied_sheets(&self) -> Vec<(SitePath, PathBuf)> {
        let stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let sheets = stored.iter().filter(|(path, _)| path.as_str().ends_with(".css"));
        let sheets = sheets.filter_map(|(path, content)| match content {
            ArtifactContent::CopyOf(source) => Some((path.clone(), source.clone())),
            ArtifactContent::Bytes(_) | ArtifactContent::Deferred(_) => None,
        });
        sheets.collect()
    }

    /// The bytes of a file. `None` if there is no such file, or what it is made of cannot be read.
    pub fn bytes(&self, files: &dyn Files, path: &str) -> Option<Vec<u8>> {
        let path = SitePath::new(path)?;
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        let content = stored.get_mut(&path)?;
        let bytes = match content {
            ArtifactContent::Bytes(bytes) => return Some(bytes.to_vec()),
            ArtifactContent::CopyOf(source) => return files.read(source).ok(),
            ArtifactContent::Deferred(deferred) => deferred.make(files).ok()?,
        };
        // Many pages show it, each in every view.
        *content = ArtifactContent::Bytes(bytes.clone().into());
        Some(bytes)
    }
}

impl Sink for SiteFiles {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let content = match artifact.content {
            ArtifactContent::Bytes(bytes) => ArtifactContent::Bytes(bytes.into_owned().into()),
            ArtifactContent::CopyOf(path) => ArtifactContent::CopyOf(path),
            ArtifactContent::Deferred(deferred) => ArtifactContent::Deferred(deferred),
        };
        // Nobody compares these files with those of another build, so a hash would be of no use.
        let file = PublishedFile { path: artifact.path.clone(), hash: blake3::Hash::from_bytes([0; 32]), size: 0 };
        let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
        match stored.insert(artifact.path, content) {
            Some(_) => Err(SinkError::twice(&file.path)),
            None => Ok(file),
        }
    }

    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        false
    }

    fn prefers_deferred(&self) -> bool {
        true
    }
}
