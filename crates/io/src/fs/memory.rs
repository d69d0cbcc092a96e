//! A file system in memory, for tests and previews: deterministic, shared by threads, and as strict as a real one about
//! what is a file and what a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{EntryKind, FileLock, Files, FsEntry, MAX_NAME_BYTES, ReadError};

/// A file system in memory. Relative paths start at `/`; a change takes one tick of a clock that starts at the epoch.
#[derive(Debug, Default)]
pub struct Memory {
    tree: Mutex<Tree>,
    locks: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Memory {
    /// An empty file system.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file, and the folders above it.
    ///
    /// # Panics
    /// When a folder is there already, or a file stands where a folder has to be.
    #[must_use]
    pub fn with(self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Self {
        self.plant(path.as_ref(), |tick| Node::File { bytes: bytes.as_ref().into(), tick })
    }

    /// With a symbolic link, and the folders above it.
    ///
    /// # Panics
    /// When a folder is there already, or a file stands where a folder has to be.
    #[must_use]
    pub fn with_symlink(self, path: impl AsRef<Path>, target: impl AsRef<Path>) -> Self {
        self.plant(path.as_ref(), |_| Node::Symlink(target.as_ref().to_path_buf()))
    }

    /// With a FIFO, and the folders above it.
    ///
    /// # Panics
    /// When a folder is there already, or a file stands where a folder has to be.
    #[must_use]
    pub fn with_special(self, path: impl AsRef<Path>) -> Self {
        self.plant(path.as_ref(), |_| Node::Special)
    }

    /// With a file that nobody may read, and the folders above it.
    ///
    /// # Panics
    /// When a folder is there already, or a file stands where a folder has to be.
    #[must_use]
    pub fn with_unreadable(self, path: impl AsRef<Path>) -> Self {
        self.plant(path.as_ref(), |_| Node::Unreadable)
    }

    /// Every file with its absolute path and its bytes, to compare one state with another.
    #[must_use]
    pub fn snapshot(&self) -> BTreeMap<PathBuf, Arc<[u8]>> {
        let tree = self.tree();
        let files = tree.nodes.iter().filter_map(|(path, node)| match node {
            Node::File { bytes, .. } => Some((path.clone(), Arc::clone(bytes))),
            _ => None,
        });
        files.collect()
    }

    fn plant(self, path: &Path, node: impl FnOnce(u64) -> Node) -> Self {
        let mut tree = self.tree();
        let path = Path::new("/").join(path);
        let planted = tree.create_folders(path.parent().unwrap_or(Path::new("/"))).and_then(|()| tree.put(&path, node));
        drop(tree);
        planted.expect("a file system that is described by hand fits together");
        self
    }

    fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(self.tree().bytes(path, Last::Follow)?.1.to_vec())
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let tree = self.tree();
        let refused = |source| ReadError::Io { path: path.to_path_buf(), source };
        match tree.node(path, Last::Keep).map_err(refused)?.1 {
            Node::File { bytes, .. } if bytes.len() as u64 > limit => {
                Err(ReadError::TooLarge { path: path.to_path_buf(), size: bytes.len() as u64, limit })
            }
            Node::File { bytes, .. } => Ok(bytes.to_vec()),
            Node::Unreadable => Err(refused(io::ErrorKind::PermissionDenied.into())),
            other => Err(ReadError::NotAFile { path: path.to_path_buf(), kind: other.kind() }),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.tree().bytes(path, Last::Keep)?.1)))
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.tree().entries(path, usize::MAX)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.tree().entries(path, 1)
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        Ok(self.tree().node(path, Last::Keep)?.1.entry(path.to_path_buf()))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.tree().node(path, Last::Follow)?.0)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.tree().create_folders(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.tree().put(path, |tick| Node::File { bytes: bytes.into(), tick })
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.tree().put_new(path, |tick| Node::File { bytes: bytes.into(), tick })
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.kind(path) {
            Ok(EntryKind::File) | Err(_) => self.write(path, bytes),
            Ok(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.tree().put_new(path, |_| Node::Folder)
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.create_new(path, bytes)
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let (_, bytes) = tree.bytes(from, Last::Keep)?;
        tree.put_new(to, |tick| Node::File { bytes, tick })
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let (tick, bytes) = tree.bytes(from, Last::Keep)?;
        tree.put_new(to, |_| Node::File { bytes, tick })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.tree().rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let (one, other) = (tree.folder(one)?, tree.folder(other)?);
        if one.starts_with(&other) || other.starts_with(&one) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let (first, second) = (tree.take(&one), tree.take(&other));
        tree.place(&other, first);
        tree.place(&one, second);
        Ok(())
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        if !self.list(path)?.is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        self.remove_dir_all(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let path = tree.folder(path)?;
        tree.take(&path);
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        match tree.node(path, Last::Keep)? {
            (_, Node::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            (path, _) => {
                tree.nodes.remove(&path);
                Ok(())
            }
        }
    }

    fn sync_filesystem(&self, path: &Path) -> io::Result<()> {
        self.kind(path).map(drop)
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        let path = self.tree().place_of(path)?;
        if !self.locks.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let locks = Arc::clone(&self.locks);
        Ok(FileLock::new(move || {
            locks.lock().unwrap_or_else(PoisonError::into_inner).remove(&path);
        }))
    }
}

/// Absolute paths to what stands there, the root left out. Paths order by segment, so a folder's content follows it.
#[derive(Debug, Default)]
struct Tree {
    nodes: BTreeMap<PathBuf, Node>,
    tick: u64,
}

#[derive(Debug, Clone)]
enum Node {
    File {
        bytes: Arc<[u8]>,
        tick: u64,
    },
    Folder,
    Symlink(PathBuf),
    Special,
    /// A file that nobody may read.
    Unreadable,
}

/// What to do with a symbolic link at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Follow,
    Keep,
}

impl Node {
    fn kind(&self) -> EntryKind {
        match self {
            Self::File { .. } | Self::Unreadable => EntryKind::File,
            Self::Folder => EntryKind::Folder,
            Self::Symlink(_) => EntryKind::Symlink,
            Self::Special => EntryKind::Special,
        }
    }

    fn entry(&self, path: PathBuf) -> FsEntry {
        let (size, modified) = match self {
            Self::File { bytes, tick } => (bytes.len() as u64, SystemTime::UNIX_EPOCH + Duration::from_secs(*tick)),
            _ => (0, SystemTime::UNIX_EPOCH),
        };
        FsEntry { path, kind: self.kind(), size, modified: Some(modified), identity: 0 }
    }
}

impl Tree {
    fn node(&self, path: &Path, last: Last) -> io::Result<(PathBuf, Node)> {
        let path = self.resolve(path, last, 0)?;
        match self.nodes.get(&path) {
            Some(node) => Ok((path, node.clone())),
            None if path == Path::new("/") => Ok((path, Node::Folder)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn bytes(&self, path: &Path, last: Last) -> io::Result<(u64, Arc<[u8]>)> {
        match self.node(path, last)?.1 {
            Node::File { bytes, tick } => Ok((tick, bytes)),
            Node::Folder => Err(io::ErrorKind::IsADirectory.into()),
            Node::Unreadable => Err(io::ErrorKind::PermissionDenied.into()),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn folder(&self, path: &Path) -> io::Result<PathBuf> {
        match self.node(path, Last::Keep)? {
            (path, Node::Folder) => Ok(path),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// The path without links, `.` and `..`; its last segment need not be there.
    fn resolve(&self, path: &Path, last: Last, hops: usize) -> io::Result<PathBuf> {
        if hops > 40 {
            return Err(io::Error::other("too many levels of symbolic links"));
        }
        let mut resolved = PathBuf::from("/");
        let mut segments = path.components().peekable();
        while let Some(segment) = segments.next() {
            match segment {
                Component::Normal(name) => self.descend(&resolved, name)?,
                Component::ParentDir => {
                    resolved.pop();
                    continue;
                }
                _ => continue,
            };
            resolved.push(segment);
            let follow = last == Last::Follow || segments.peek().is_some();
            if let (Some(Node::Symlink(target)), true) = (self.nodes.get(&resolved), follow) {
                resolved.pop();
                resolved = self.resolve(&resolved.join(target), Last::Follow, hops + 1)?;
            }
        }
        Ok(resolved)
    }

    /// Whether `folder` is one, so that it can have something of that name in it.
    fn descend(&self, folder: &Path, name: &OsStr) -> io::Result<()> {
        if name.len() > MAX_NAME_BYTES {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        match self.nodes.get(folder) {
            Some(Node::Folder) => Ok(()),
            Some(_) => Err(io::ErrorKind::NotADirectory.into()),
            None if folder == Path::new("/") => Ok(()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Where `path` would be made: its folder is there.
    fn place_of(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.resolve(path, Last::Keep, 0)?;
        match place.parent() {
            Some(parent) => self.descend(parent, OsStr::new("")).map(|()| place),
            None => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    fn put(&mut self, path: &Path, node: impl FnOnce(u64) -> Node) -> io::Result<()> {
        let place = self.place_of(&self.resolve(path, Last::Follow, 0)?)?;
        if matches!(self.nodes.get(&place), Some(Node::Folder)) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        self.tick += 1;
        self.nodes.insert(place, node(self.tick));
        Ok(())
    }

    fn put_new(&mut self, path: &Path, node: impl FnOnce(u64) -> Node) -> io::Result<()> {
        let place = self.place_of(path)?;
        if self.nodes.contains_key(&place) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.tick += 1;
        self.nodes.insert(place, node(self.tick));
        Ok(())
    }

    fn create_folders(&mut self, path: &Path) -> io::Result<()> {
        let mut folder = PathBuf::from("/");
        for segment in path.components() {
            folder.push(segment);
            match self.node(&folder, Last::Follow) {
                Ok((_, Node::Folder)) => {}
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.put_new(&folder, |_| Node::Folder)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, node) = self.node(from, Last::Keep)?;
        let to = self.place_of(to)?;
        if to.starts_with(&from) {
            return if to == from { Ok(()) } else { Err(io::ErrorKind::InvalidInput.into()) };
        }
        match (node, self.nodes.get(&to)) {
            (_, None) => {}
            (Node::Folder, Some(Node::Folder)) if self.subtree(&to).count() == 1 => {}
            (Node::Folder, Some(Node::Folder)) => return Err(io::ErrorKind::DirectoryNotEmpty.into()),
            (Node::Folder, Some(_)) => return Err(io::ErrorKind::NotADirectory.into()),
            (_, Some(Node::Folder)) => return Err(io::ErrorKind::IsADirectory.into()),
            (_, Some(_)) => {}
        }
        let moved = self.take(&from);
        self.place(&to, moved);
        Ok(())
    }

    /// What stands at `path` and below it.
    fn subtree<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (&'a PathBuf, &'a Node)> {
        let from = self.nodes.range::<Path, _>((std::ops::Bound::Included(path), std::ops::Bound::Unbounded));
        from.take_while(move |(place, _)| place.starts_with(path))
    }

    /// Takes a subtree out, its paths made relative to it.
    fn take(&mut self, path: &Path) -> Vec<(PathBuf, Node)> {
        let paths: Vec<PathBuf> = self.subtree(path).map(|(place, _)| place.clone()).collect();
        let nodes = paths.into_iter().filter_map(|place| self.nodes.remove_entry(&place));
        nodes.map(|(place, node)| (below(path, &place), node)).collect()
    }

    fn place(&mut self, path: &Path, subtree: Vec<(PathBuf, Node)>) {
        self.nodes.extend(subtree.into_iter().map(|(place, node)| (joined(path, &place), node)));
    }

    fn entries(&self, path: &Path, depth: usize) -> io::Result<Vec<FsEntry>> {
        let root = self.folder(path)?;
        let below_root = self.subtree(&root).map(|(place, node)| node.entry(below(&root, place)));
        let within = |entry: &FsEntry| (1..=depth).contains(&entry.path.components().count());
        Ok(below_root.filter(within).collect())
    }
}

fn below(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

/// `join` alone would end the path in `/` where nothing is joined.
fn joined(root: &Path, path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() { root.to_path_buf() } else { root.join(path) }
}
