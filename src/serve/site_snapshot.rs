//! [`SiteSnapshot`]: the last good build in memory, shared between the build thread and the server. A [`SnapshotSink`] collects
//! the files of the next build, which then replaces the snapshot as a whole: no browser ever gets half a build.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError};
use wellpress_io::fs::Files;
use wellpress_io::overlay_map::OverlayMap;
use wellpress_site::model::address::escape_path;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub(super) struct ServedFile {
    pub content: ServedContent,
    /// The size in bytes; 0 for deferred content.
    size: u64,
    hash: blake3::Hash,
}

impl ServedFile {
    fn in_memory(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: ServedContent::Memory(bytes) }
    }
}

/// The place of a file's bytes.
#[derive(Debug, Clone)]
pub(super) enum ServedContent {
    Memory(Bytes),
    /// A large source file of the site, such as a video. It is streamed; a page among them has no script of the preview.
    Disk(PathBuf),
    /// Content that is generated at the first request, such as a picture in one of its sizes.
    Deferred(Arc<DeferredContent>),
}

/// Larger source files are not copied into memory.
const MAX_BYTES_IN_MEMORY: u64 = 256 * 1024;

/// Bytes that are generated at the first request and then kept.
#[derive(Debug)]
pub(super) struct DeferredContent {
    deferred: DeferredBytes,
    bytes: OnceLock<Bytes>,
}

impl DeferredContent {
    /// The bytes. Generating them may take a while. Two requests at once may both do it, and get the same.
    pub fn bytes(&self, files: &dyn Files) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes.get() {
            return Ok(bytes.clone());
        }
        let bytes = Bytes::from(self.deferred.make(files)?);
        Ok(self.bytes.get_or_init(|| bytes).clone())
    }
}

/// All files of a build, by their path in the site. A snapshot never changes; the next build makes a new one, which shares the
/// unchanged files with this one.
#[derive(Debug, Default)]
pub(crate) struct SiteSnapshot {
    files: OverlayMap<Arc<str>, ServedFile>,
    /// The number of good builds up to this one.
    number: u64,
    /// The files that differ from the snapshot before; `None` if the build did not keep all others.
    patched: Option<Vec<Arc<str>>>,
    /// The path under which the site is served; begins and ends with `/`.
    pub base_path: String,
    /// The `Content-Security-Policy` of the site's own `_headers`, with permission for the preview's script.
    pub policy: Option<String>,
}

/// Addresses whose content differs between two snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SnapshotDiff {
    /// Pages that are new, changed or removed; sorted.
    pub pages: Vec<String>,
    /// Other files that are new, changed or removed; sorted.
    pub files: Vec<String>,
}

impl SnapshotDiff {
    /// Whether both snapshots have the same content.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.files.is_empty()
    }

    fn sorted(mut self) -> Self {
        self.pages.sort_unstable();
        self.files.sort_unstable();
        self
    }
}

impl SiteSnapshot {
    /// The file at a path such as `articles/neck/index.html`.
    pub(super) fn get(&self, path: &str) -> Option<&ServedFile> {
        self.files.get(path)
    }

    /// The pages by path, as their HTML.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pages = self.files.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.filter_map(|(path, file)| match &file.content {
            ServedContent::Memory(html) => Some((&**path, &**html)),
            ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
        })
    }

    /// The bytes of a file. `None` if there is no such file, or what it is made of cannot be read.
    pub fn bytes(&self, files: &dyn Files, path: &str) -> Option<Vec<u8>> {
        match &self.get(path)?.content {
            ServedContent::Memory(bytes) => Some(bytes.to_vec()),
            ServedContent::Disk(source) => files.read(source).ok(),
            ServedContent::Deferred(deferred) => Some(deferred.bytes(files).ok()?.to_vec()),
        }
    }

    /// The snapshot before the first good build, of a site that will be served under this path.
    pub fn before_first_build(base_path: String) -> Self {
        Self { base_path, ..Self::default() }
    }

    /// Whether this is the snapshot before the first good build.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The addresses that differ from an earlier snapshot. If that is the one before and the build patched it, only the patched
    /// files are compared, because comparing all files of a large site would take longer than the build.
    pub(super) fn diff(&self, earlier: &Self) -> SnapshotDiff {
        let mut diff = SnapshotDiff::default();
        let is_moved = self.base_path != earlier.base_path;
        if let Some(patched) = self.patched.as_ref().filter(|_| self.number == earlier.number + 1 && !is_moved) {
            patched.iter().for_each(|path| self.add_address(path, &mut diff));
            return diff.sorted();
        }
        for (path, file) in self.files.iter() {
            if is_moved || earlier.files.get(path).is_none_or(|earlier| earlier.hash != file.hash) {
                self.add_address(path, &mut diff);
            }
        }
        for (path, _) in earlier.files.iter().filter(|(path, _)| is_moved || self.files.get(*path).is_none()) {
            earlier.add_address(path, &mut diff);
        }
        diff.sorted()
    }

    fn add_address(&self, path: &str, diff: &mut SnapshotDiff) {
        let base = &self.base_path;
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                diff.pages.push(format!("{base}{}", escape_path(folder)));
            }
            _ if path.ends_with(".html") => diff.pages.push(format!("{base}{}", escape_path(path))),
            _ => diff.files.push(format!("{base}{}", escape_path(path))),
        }
    }
}

/// The sink of one build of the preview.
///
/// It begins empty, and the renderer puts or reuses every file of the site by name. If only a few pages changed, the renderer
/// calls [`Sink::reuse_rest`] first: the sink then contains all files of the previous snapshot, and the files that are put
/// afterwards are the difference.
pub(crate) struct SnapshotSink<'a> {
    files: &'a dyn Files,
    previous: &'a SiteSnapshot,
    received: Mutex<ReceivedFiles>,
}

/// The files that a sink has received so far.
#[derive(Default)]
struct ReceivedFiles {
    files: OverlayMap<Arc<str>, ServedFile>,
    /// The previous files that were replaced since [`Sink::reuse_rest`]; `None` if that was not called.
    patched: Option<Vec<Arc<str>>>,
}

impl<'a> SnapshotSink<'a> {
    /// A sink that can reuse files of the previous snapshot.
    pub fn new(files: &'a dyn Files, previous: &'a SiteSnapshot) -> Self {
        Self { files, previous, received: Mutex::default() }
    }

    /// The snapshot with all files that were put or reused. `base_path` is the path under which the site is served.
    pub fn into_snapshot(self, base_path: String) -> SiteSnapshot {
        let number = self.previous.number + 1;
        let ReceivedFiles { files, patched } = self.received.into_inner().unwrap_or_else(PoisonError::into_inner);
        let policy = files.get("_headers").and_then(|file| match &file.content {
            ServedContent::Memory(bytes) => preview_policy(std::str::from_utf8(bytes).ok()?),
            ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
        });
        SiteSnapshot { files, number, patched, base_path, policy }
    }

    fn received(&self) -> MutexGuard<'_, ReceivedFiles> {
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

impl Sink for SnapshotSink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        // Hashed and copied before the lock is taken: render threads put files at the same time.
        let served = self.served_file(artifact.content)?;
        let published = PublishedFile { path: artifact.path, hash: served.hash, size: served.size };
        let path: Arc<str> = published.path.as_str().into();
        let mut received = self.received();
        let replaced = received.files.insert(path.clone(), served);
        match (replaced, &mut received.patched) {
            // Without `reuse_rest` the map has files of this build alone, so two artifacts have one path.
            (Some(_), None) => return Err(SinkError::twice(&published.path)),
            // The page was rendered again and came out the same.
            (Some(replaced), Some(_)) if replaced.hash == published.hash => {}
            (_, Some(patched)) => patched.push(path),
            (None, None) => {}
        }
        Ok(published)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let reused = files.iter().map(|file| {
            let previous = self.previous.files.get_key_value(file.path.as_str());
            previous.filter(|(_, served)| served.hash == file.hash).map(|(path, served)| (path.clone(), served.clone()))
        });
        let Some(reused) = reused.collect::<Option<Vec<_>>>() else { return false };
        self.received().files.extend(reused);
        true
    }

    fn reuse_rest(&self) -> bool {
        *self.received() = ReceivedFiles { files: self.previous.files.clone(), patched: Some(Vec::new()) };
        true
    }

    /// True: an author who writes a page looks at few of the site's pictures, and encoding all of them takes minutes.
    fn prefers_deferred(&self) -> bool {
        true
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

/// The policy in a `_headers` file, with `'self'` added to the directives that the preview's script and style need.
fn preview_policy(headers: &str) -> Option<String> {
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "))?;
    let directives = policy.split(';').map(str::trim).filter(|directive| !directive.is_empty());
    Some(directives.map(with_self).collect::<Vec<_>>().join("; "))
}

fn with_self(directive: &str) -> String {
    const NEEDED: [&str; 4] = ["default-src", "script-src", "connect-src", "style-src"];
    match directive.split_once(' ') {
        Some((name, sources)) if NEEDED.contains(&name) && !sources.split(' ').any(|source| source == "'self'") => {
            // `'none'` is valid only as the single source of a directive.
            format!("{name} 'self' {}", sources.replace("'none'", "").trim()).trim_end().to_owned()
        }
        _ => directive.to_owned(),
    }
}
