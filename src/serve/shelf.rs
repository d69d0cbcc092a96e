//! [`Shelf`]: the last good build, kept in memory and shared with the server. A [`Rack`] is the sink into which the next
//! build goes; it takes the shelf's place as a whole, so that no reader ever sees half a build.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Bytes;
use rustc_hash::FxHashMap;

use wellpress_io::artifact::{Artifact, ArtifactContent, DeferredBytes, PublishedFile, Sink, SinkError};
use wellpress_io::fs::Files;
use wellpress_site::model::page::escape_path;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Where its bytes are.
    pub content: Kept,
    /// How many there are.
    pub size: u64,
    hash: blake3::Hash,
}

impl Item {
    fn of(bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: Kept::Bytes(bytes) }
    }

    /// The same file with its bytes made.
    pub fn with(&self, bytes: Bytes) -> Self {
        Self { size: bytes.len() as u64, content: Kept::Bytes(bytes), hash: self.hash }
    }

    /// The same file where it lies, with as many bytes as it has by now.
    pub fn of_size(&self, size: u64) -> Self {
        Self { size, ..self.clone() }
    }
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub(super) enum Kept {
    /// Here.
    Bytes(Bytes),
    /// In this file of the site's sources, which may be large.
    File(PathBuf),
    /// Nowhere until the first reader asks for them.
    Later(Arc<Awaited>),
}

/// A copied file of more bytes stays where it is.
const MOST_KEPT: u64 = 256 * 1024;

/// Bytes that are made for the first reader who asks for them.
#[derive(Debug)]
pub(super) struct Awaited {
    later: DeferredBytes,
    made: OnceLock<Bytes>,
}

impl Awaited {
    /// The bytes, which may take a while.
    pub fn bytes(&self, files: &dyn Files) -> io::Result<Bytes> {
        if let Some(made) = self.made.get() {
            return Ok(made.clone());
        }
        let bytes = Bytes::from(self.later.make(files)?);
        Ok(self.made.get_or_init(|| bytes).clone())
    }
}

/// All files of one build, by their path in the site.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    items: FxHashMap<Arc<str>, Item>,
    /// Which of the builds it is.
    number: u64,
    /// The files that are other than in the build before, where only these were looked at.
    patched: Option<Vec<Arc<str>>>,
    /// From where the site is served: starts and ends with `/`.
    pub base_path: String,
    /// What pages may load and run, as the site's own `_headers` say it.
    pub policy: Option<String>,
}

/// What differs between two builds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Addresses of pages that are new, other than before, or gone; sorted.
    pub pages: Vec<String>,
    /// Addresses of other files, likewise.
    pub files: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.files.is_empty()
    }

    fn sorted(mut self) -> Self {
        self.pages.sort_unstable();
        self.files.sort_unstable();
        self
    }
}

impl Shelf {
    /// The file at a path such as `articles/neck/index.html`.
    pub fn get(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// Whether nothing was ever built.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What a reader of the shelf before sees otherwise on this one.
    pub fn difference(&self, before: &Self) -> Difference {
        let mut difference = Difference::default();
        let is_moved = self.base_path != before.base_path;
        if let Some(patched) = self.patched.as_ref().filter(|_| self.number == before.number + 1 && !is_moved) {
            patched.iter().for_each(|path| self.note(path, &mut difference));
            return difference.sorted();
        }
        for (path, item) in &self.items {
            if is_moved || before.items.get(path).is_none_or(|old| old.hash != item.hash) {
                self.note(path, &mut difference);
            }
        }
        for path in before.items.keys().filter(|path| is_moved || !self.items.contains_key(*path)) {
            before.note(path, &mut difference);
        }
        difference.sorted()
    }

    fn note(&self, path: &str, difference: &mut Difference) {
        let base = &self.base_path;
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                difference.pages.push(format!("{base}{}", escape_path(folder)));
            }
            _ if path.ends_with(".html") => difference.pages.push(format!("{base}{}", escape_path(path))),
            _ => difference.files.push(format!("{base}{}", escape_path(path))),
        }
    }
}

/// The sink of one build.
pub(super) struct Rack<'a> {
    files: &'a dyn Files,
    before: &'a Shelf,
    load: Mutex<Load>,
}

/// What is on a rack.
#[derive(Default)]
struct Load {
    items: FxHashMap<Arc<str>, Item>,
    /// What differs from the build before, where the rest of it is on the rack as well.
    patched: Option<Vec<Arc<str>>>,
}

impl<'a> Rack<'a> {
    /// For a build that takes over from the one before what did not change.
    pub fn new(files: &'a dyn Files, before: &'a Shelf) -> Self {
        Self { files, before, load: Mutex::default() }
    }

    /// All that was put, as a shelf.
    pub fn into_shelf(self, base_path: String) -> Shelf {
        let number = self.before.number + 1;
        let Load { items, patched } = self.load.into_inner().unwrap_or_else(PoisonError::into_inner);
        let policy = items.get("_headers").and_then(|item| match &item.content {
            Kept::Bytes(bytes) => policy_in(std::str::from_utf8(bytes).ok()?),
            Kept::File(_) | Kept::Later(_) => None,
        });
        Shelf { items, number, patched, base_path, policy }
    }

    fn load(&self) -> MutexGuard<'_, Load> {
        self.load.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn item(&self, content: ArtifactContent<'_>) -> Result<Item, SinkError> {
        match content {
            ArtifactContent::Bytes(bytes) => Ok(Item::of(bytes.into_owned().into())),
            ArtifactContent::CopyOf(path) => copy(self.files, &path).map_err(|error| SinkError::unread(path, error)),
            ArtifactContent::Deferred(later) => {
                let hash = later.hash;
                let awaited = Arc::new(Awaited { later, made: OnceLock::new() });
                Ok(Item { content: Kept::Later(awaited), size: 0, hash })
            }
        }
    }
}

impl Sink for Rack<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let item = self.item(artifact.content)?;
        let file = PublishedFile { path: artifact.path, hash: item.hash, size: item.size };
        let path: Arc<str> = file.path.as_str().into();
        let mut load = self.load();
        let there = load.items.insert(path.clone(), item);
        match (there, &mut load.patched) {
            (Some(_), None) => return Err(SinkError::twice(&file.path)),
            (Some(there), Some(_)) if there.hash == file.hash => {}
            (_, Some(patched)) => patched.push(path),
            (None, None) => {}
        }
        Ok(file)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let known = files.iter().map(|file| {
            let known = self.before.items.get_key_value(file.path.as_str());
            known.filter(|(_, item)| item.hash == file.hash).map(|(path, item)| (path.clone(), item.clone()))
        });
        let Some(known) = known.collect::<Option<Vec<_>>>() else { return false };
        self.load().items.extend(known);
        true
    }

    fn reuse_rest(&self) -> bool {
        *self.load() = Load { items: self.before.items.clone(), patched: Some(Vec::new()) };
        true
    }

    /// Few of a site's pictures are looked at while one page is written.
    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// A source file that is published as it is. A small one is kept as it was, so that no edit reaches readers before the
/// build that it belongs to.
fn copy(files: &dyn Files, path: &Path) -> io::Result<Item> {
    let mut file = files.open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(MOST_KEPT + 1).read_to_end(&mut start)?;
    if start.len() as u64 <= MOST_KEPT {
        return Ok(Item::of(start.into()));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&start).update_reader(file)?;
    Ok(Item { size: hasher.count(), hash: hasher.finalize(), content: Kept::File(path.to_path_buf()) })
}

/// The policy in a `_headers` file, with what the preview's own script needs: itself, and to ask this server.
fn policy_in(headers: &str) -> Option<String> {
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "))?;
    let rules = policy.split(';').map(str::trim).filter(|rule| !rule.is_empty());
    let needed = |rule: &str| ["default-src", "script-src", "connect-src", "style-src"].contains(&rule);
    let opened = rules.map(|rule| match rule.split_once(' ') {
        Some((name, sources)) if needed(name) && !sources.split(' ').any(|source| source == "'self'") => {
            format!("{name} 'self' {}", sources.replace("'none'", "").trim()).trim_end().to_owned()
        }
        _ => rule.to_owned(),
    });
    Some(opened.collect::<Vec<_>>().join("; "))
}
