//! [`Shelf`]: the last good build, kept in memory and shared with the server. A [`Rack`] is the sink into which the next
//! build goes; it takes the shelf's place as a whole, so that no reader ever sees half a build.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use crate::artifact::{Artifact, Content, PublishedFile, Sink, SinkError};
use crate::fs::Files;
use crate::model::page::escape_path;

/// A file of the site as it is served.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Where its bytes are.
    pub content: Kept,
    /// How many there are.
    pub size: u64,
    hash: blake3::Hash,
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub(super) enum Kept {
    /// Here.
    Bytes(Bytes),
    /// In this file of the site's sources, which may be large.
    File(PathBuf),
}

/// All files of one build, by their path in the site.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    items: HashMap<Arc<str>, Item>,
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
        for (path, item) in &self.items {
            if is_moved || before.items.get(path).is_none_or(|old| old.hash != item.hash) {
                self.note(path, &mut difference);
            }
        }
        for path in before.items.keys().filter(|path| is_moved || !self.items.contains_key(*path)) {
            before.note(path, &mut difference);
        }
        difference.pages.sort_unstable();
        difference.files.sort_unstable();
        difference
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
    items: Mutex<HashMap<Arc<str>, Item>>,
}

impl<'a> Rack<'a> {
    /// For a build that takes over from the one before what did not change.
    pub fn new(files: &'a dyn Files, before: &'a Shelf) -> Self {
        Self { files, before, items: Mutex::new(HashMap::with_capacity(before.items.len())) }
    }

    /// All that was put, as a shelf.
    pub fn into_shelf(self, base_path: String) -> Shelf {
        let items = self.items.into_inner().unwrap_or_else(PoisonError::into_inner);
        let policy = items.get("_headers").and_then(|item| match &item.content {
            Kept::Bytes(bytes) => policy_in(std::str::from_utf8(bytes).ok()?),
            Kept::File(_) => None,
        });
        Shelf { items, base_path, policy }
    }

    fn item(&self, content: Content<'_>) -> Result<Item, SinkError> {
        match content {
            Content::Bytes(bytes) => {
                let bytes = Bytes::from(bytes.into_owned());
                Ok(Item { size: bytes.len() as u64, hash: blake3::hash(&bytes), content: Kept::Bytes(bytes) })
            }
            Content::CopyOf(path) => match measure(self.files, &path) {
                Ok((size, hash)) => Ok(Item { content: Kept::File(path), size, hash }),
                Err(source) => Err(SinkError { path, source }),
            },
        }
    }
}

impl Sink for Rack<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let item = self.item(artifact.content)?;
        let file = PublishedFile { path: artifact.path, hash: item.hash, size: item.size };
        let path: Arc<str> = file.path.as_str().into();
        match self.items.lock().unwrap_or_else(PoisonError::into_inner).insert(path, item) {
            None => Ok(file),
            Some(_) => Err(SinkError::twice(&file.path)),
        }
    }

    fn keep(&self, files: &[PublishedFile]) -> bool {
        let known = files.iter().map(|file| {
            let known = self.before.items.get_key_value(file.path.as_str());
            known.filter(|(_, item)| item.hash == file.hash).map(|(path, item)| (path.clone(), item.clone()))
        });
        let Some(known) = known.collect::<Option<Vec<_>>>() else { return false };
        self.items.lock().unwrap_or_else(PoisonError::into_inner).extend(known);
        true
    }
}

fn measure(files: &dyn Files, path: &Path) -> io::Result<(u64, blake3::Hash)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(files.open(path)?)?;
    Ok((hasher.count(), hasher.finalize()))
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
