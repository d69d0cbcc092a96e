//! [`ServedSink`]: a sink that keeps the files of a site in memory, for the preview and for browsers that look at a site. Pictures are
//! encoded when they are asked for.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;

use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError};
use wellpress_io::fs::Files;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub struct ServedFile {
    /// Its bytes, or where they come from.
    pub content: ServedContent,
    /// The size in bytes; 0 for deferred content.
    size: u64,
    /// The hash of its bytes, or of what they are made of.
    pub hash: blake3::Hash,
}

impl ServedFile {
    /// A file with these bytes.
    #[must_use]
    pub fn in_memory(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: ServedContent::Memory(bytes) }
    }
}

/// The place of a file's bytes.
#[derive(Debug, Clone)]
pub enum ServedContent {
    /// In memory.
    Memory(Bytes),
    /// A large source file of the site, such as a video. It is streamed; an HTML file gets no script of the preview then.
    Disk(PathBuf),
    /// Content that is generated at the first request, such as a picture in one of its sizes.
    Deferred(Arc<DeferredContent>),
}

/// Larger source files are not copied into memory.
const MAX_BYTES_IN_MEMORY: u64 = 256 * 1024;

/// Bytes that are generated at the first request and then kept.
#[derive(Debug)]
pub struct DeferredContent {
    deferred: DeferredBytes,
    bytes: OnceLock<Bytes>,
}

impl DeferredContent {
    /// The bytes. Generating them may take a while. Two requests at once may both do it, and get the same.
    ///
    /// # Errors
    /// When what they are made of cannot be read.
    pub fn bytes(&self, files: &dyn Files) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes.get() {
            return Ok(bytes.clone());
        }
        let bytes = Bytes::from(self.deferred.make(files)?);
        Ok(self.bytes.get_or_init(|| bytes).clone())
    }
}

/// Files of the site by their path.
pub type ServedFiles = HashMap<Arc<str>, ServedFile>;

/// A sink that keeps files in memory. It takes images deferred, since most of them are never asked for.
pub struct ServedSink<'a> {
    files: &'a dyn Files,
    /// The files of an earlier run that can be taken over.
    previous: Option<&'a ServedFiles>,
    received: Mutex<ServedFiles>,
}

impl<'a> ServedSink<'a> {
    /// An empty sink, for sites whose source files are in `files`.
    #[must_use]
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, previous: None, received: Mutex::default() }
    }

    /// An empty sink that can take over these files.
    #[must_use]
    pub fn after(files: &'a dyn Files, previous: &'a ServedFiles) -> Self {
        Self { previous: Some(previous), ..Self::new(files) }
    }

    /// All files that were put or taken over.
    #[must_use]
    pub fn into_files(self) -> ServedFiles {
        self.received.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files that were put, as a site.
    #[must_use]
    pub fn into_site(self) -> ServedSite {
        ServedSite(self.into_files())
    }

    fn received(&self) -> MutexGuard<'_, ServedFiles> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn served_file(&self, content: ArtifactContent<'_>) -> Result<ServedFile, SinkError> {
        match content {
            ArtifactContent::Bytes(bytes) => Ok(ServedFile::in_memory(bytes.into_owned().into())),
            ArtifactContent::CopyOf(path) => {
                source_file(self.files, &path).map_err(|error| SinkError::unread(path, error))
            }
            ArtifactContent::Deferred(deferred) => {
                let hash = deferred.hash;
                let content = Arc::new(DeferredContent { deferred, bytes: OnceLock::new() });
                Ok(ServedFile { content: ServedContent::Deferred(content), size: 0, hash })
            }
        }
    }
}

impl Sink for ServedSink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        // Hashed and copied before the lock is taken: render threads put files at the same time.
        let served = self.served_file(artifact.content)?;
        let published = PublishedFile { path: artifact.path, hash: served.hash, size: served.size };
        match self.received().insert(published.path.as_str().into(), served) {
            Some(_) => Err(SinkError::twice(&published.path)),
            None => Ok(published),
        }
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let Some(previous) = self.previous else { return false };
        let reused = files.iter().map(|file| {
            let previous = previous.get_key_value(file.path.as_str());
            previous.filter(|(_, served)| served.hash == file.hash).map(|(path, served)| (path.clone(), served.clone()))
        });
        let Some(reused) = reused.collect::<Option<Vec<_>>>() else { return false };
        self.received().extend(reused);
        true
    }

    /// True: an author who writes a page looks at few of the site's pictures, and encoding all of them takes minutes.
    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// A whole site that was rendered into a [`ServedSink`].
pub struct ServedSite(ServedFiles);

impl ServedSite {
    /// The pages by path, as their HTML.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pages = self.0.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.filter_map(|(path, file)| match &file.content {
            ServedContent::Memory(html) => Some((&**path, &**html)),
            ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
        })
    }

    /// The bytes of a file. `None` if there is no such file, or what it is made of cannot be read.
    #[must_use]
    pub fn bytes(&self, files: &dyn Files, path: &str) -> Option<Vec<u8>> {
        match &self.0.get(path)?.content {
            ServedContent::Memory(bytes) => Some(bytes.to_vec()),
            ServedContent::Disk(source) => files.read(source).ok(),
            ServedContent::Deferred(deferred) => Some(deferred.bytes(files).ok()?.to_vec()),
        }
    }
}

/// A source file that is published unchanged. A small one is copied into memory, so that no edit reaches browsers before its build.
fn source_file(files: &dyn Files, path: &Path) -> io::Result<ServedFile> {
    let mut file = files.open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(MAX_BYTES_IN_MEMORY + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= MAX_BYTES_IN_MEMORY {
        return Ok(ServedFile::in_memory(start.into()));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&start).update_reader(file)?;
    let content = ServedContent::Disk(path.to_path_buf());
    Ok(ServedFile { size: hasher.count(), hash: hasher.finalize(), content })
}
