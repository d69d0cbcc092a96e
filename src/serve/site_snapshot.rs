//! [`SiteSnapshot`]: the last good build, in memory, shared between the build thread and the server. A [`SnapshotSink`]
//! takes the files of the next build, which then replaces the snapshot as a whole: no reader ever sees half a build.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use rustc_hash::FxHashMap;

use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError};
use wellpress_io::fs::Files;
use wellpress_site::model::address::escape_path;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub(super) struct ServedFile {
    pub content: ServedContent,
    /// In bytes; 0 while the content is not made yet.
    pub size: u64,
    hash: blake3::Hash,
}

impl ServedFile {
    fn in_memory(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: ServedContent::Memory(bytes) }
    }

    /// The same file with its content made.
    pub fn with_content(&self, bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, content: ServedContent::Memory(bytes), hash: self.hash }
    }

    /// The same file with the size that it has on the disk now.
    pub fn with_size(&self, size: u64) -> Self {
        Self { size, ..self.clone() }
    }
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub(super) enum ServedContent {
    Memory(Bytes),
    /// In this file of the site's sources, such as a video.
    Disk(PathBuf),
    /// Made when the first reader asks for it, such as a picture in one of its sizes.
    Deferred(Arc<DeferredContent>),
}

/// Larger source files are not copied into memory.
const MOST_BYTES_IN_MEMORY: u64 = 256 * 1024;

/// Bytes that are made once, for the first reader who asks for them.
#[derive(Debug)]
pub(super) struct DeferredContent {
    deferred: DeferredBytes,
    bytes: OnceLock<Bytes>,
}

impl DeferredContent {
    /// The bytes. Making them may take a while; two readers at once may both make them, and get the same.
    pub fn bytes(&self, files: &dyn Files) -> io::Result<Bytes> {
        if let Some(bytes) = self.bytes.get() {
            return Ok(bytes.clone());
        }
        let bytes = Bytes::from(self.deferred.make(files)?);
        Ok(self.bytes.get_or_init(|| bytes).clone())
    }
}

/// All files of one build, by their path in the site.
#[derive(Debug, Default)]
pub(super) struct SiteSnapshot {
    files: FxHashMap<Arc<str>, ServedFile>,
    /// Counts the good builds.
    number: u64,
    /// The files that differ from the snapshot before, when the build rendered only these and kept all others.
    patched: Option<Vec<Arc<str>>>,
    /// Where the site is served: starts and ends with `/`.
    pub base_path: String,
    /// The `Content-Security-Policy` of the site's own `_headers`, opened for the preview's script.
    pub policy: Option<String>,
}

/// Addresses whose content differs between two snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SnapshotDiff {
    /// Pages that are new, changed or gone; sorted.
    pub pages: Vec<String>,
    /// Other files that are new, changed or gone; sorted.
    pub files: Vec<String>,
}

impl SnapshotDiff {
    /// Whether both snapshots show the same.
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
    pub fn get(&self, path: &str) -> Option<&ServedFile> {
        self.files.get(path)
    }

    /// Whether no build was good yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What differs from an earlier snapshot. When that is the one before and the build patched it, only the patched files
    /// are looked at, because comparing all files of a large site would take longer than the build.
    pub fn diff(&self, earlier: &Self) -> SnapshotDiff {
        let mut diff = SnapshotDiff::default();
        let is_moved = self.base_path != earlier.base_path;
        if let Some(patched) = self.patched.as_ref().filter(|_| self.number == earlier.number + 1 && !is_moved) {
            patched.iter().for_each(|path| self.add_address(path, &mut diff));
            return diff.sorted();
        }
        for (path, file) in &self.files {
            if is_moved || earlier.files.get(path).is_none_or(|earlier| earlier.hash != file.hash) {
                self.add_address(path, &mut diff);
            }
        }
        for path in earlier.files.keys().filter(|path| is_moved || !self.files.contains_key(*path)) {
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
/// It begins empty, and every file of the site is put or kept by name. When only a few pages changed, the renderer calls
/// [`Sink::reuse_rest`] instead: the sink then begins with all files of the previous snapshot, and what is put afterwards is
/// the difference.
pub(super) struct SnapshotSink<'a> {
    files: &'a dyn Files,
    previous: &'a SiteSnapshot,
    taken: Mutex<TakenFiles>,
}

/// The files that a sink has taken so far.
#[derive(Default)]
struct TakenFiles {
    files: FxHashMap<Arc<str>, ServedFile>,
    /// After [`Sink::reuse_rest`]: which of the previous files were replaced by others.
    patched: Option<Vec<Arc<str>>>,
}

impl<'a> SnapshotSink<'a> {
    /// A sink that can keep files of the previous snapshot.
    pub fn new(files: &'a dyn Files, previous: &'a SiteSnapshot) -> Self {
        Self { files, previous, taken: Mutex::default() }
    }

    /// All files that were put or kept. `base_path` is where the site is served.
    pub fn into_snapshot(self, base_path: String) -> SiteSnapshot {
        let number = self.previous.number + 1;
        let TakenFiles { files, patched } = self.taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        let policy = files.get("_headers").and_then(|file| match &file.content {
            ServedContent::Memory(bytes) => preview_policy(std::str::from_utf8(bytes).ok()?),
            ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
        });
        SiteSnapshot { files, number, patched, base_path, policy }
    }

    fn taken(&self) -> MutexGuard<'_, TakenFiles> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
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
        // Hashed and copied before the lock: render threads put at the same time.
        let served = self.served_file(artifact.content)?;
        let published = PublishedFile { path: artifact.path, hash: served.hash, size: served.size };
        let path: Arc<str> = published.path.as_str().into();
        let mut taken = self.taken();
        let replaced = taken.files.insert(path.clone(), served);
        match (replaced, &mut taken.patched) {
            (Some(_), None) => return Err(SinkError::twice(&published.path)),
            (Some(replaced), Some(_)) if replaced.hash == published.hash => {}
            (_, Some(patched)) => patched.push(path),
            (None, None) => {}
        }
        Ok(published)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let kept = files.iter().map(|file| {
            let previous = self.previous.files.get_key_value(file.path.as_str());
            previous.filter(|(_, served)| served.hash == file.hash).map(|(path, served)| (path.clone(), served.clone()))
        });
        let Some(kept) = kept.collect::<Option<Vec<_>>>() else { return false };
        self.taken().files.extend(kept);
        true
    }

    fn reuse_rest(&self) -> bool {
        *self.taken() = TakenFiles { files: self.previous.files.clone(), patched: Some(Vec::new()) };
        true
    }

    /// While one page is written, few of a site's pictures are looked at.
    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// A source file that is published as it is. A small one is copied into memory, so that no edit reaches readers before the
/// build that it belongs to.
fn source_file(files: &dyn Files, path: &Path) -> io::Result<ServedFile> {
    let mut file = files.open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(MOST_BYTES_IN_MEMORY + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= MOST_BYTES_IN_MEMORY {
        return Ok(ServedFile::in_memory(start.into()));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&start).update_reader(file)?;
    let content = ServedContent::Disk(path.to_path_buf());
    Ok(ServedFile { size: hasher.count(), hash: hasher.finalize(), content })
}

/// The policy in a `_headers` file, with `'self'` added to the directives that the preview's own script and style need.
fn preview_policy(headers: &str) -> Option<String> {
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "))?;
    let directives = policy.split(';').map(str::trim).filter(|directive| !directive.is_empty());
    Some(directives.map(with_self).collect::<Vec<_>>().join("; "))
}

fn with_self(directive: &str) -> String {
    const NEEDED: [&str; 4] = ["default-src", "script-src", "connect-src", "style-src"];
    match directive.split_once(' ') {
        Some((name, sources)) if NEEDED.contains(&name) && !sources.split(' ').any(|source| source == "'self'") => {
            // Beside any other source, `'none'` is not valid.
            format!("{name} 'self' {}", sources.replace("'none'", "").trim()).trim_end().to_owned()
        }
        _ => directive.to_owned(),
    }
}
