//! [`Memory`]: a file system in memory behind [`Files`], for tests and examples. It is deterministic, shared by threads, and as
//! strict as a real one about links and about what is a file and what a folder; `tests/files.rs` holds both to the same tests.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{self, Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{EntryKind, FileLock, Files, FsEntry, MAX_NAME_BYTES, ReadError};

/// A file system in memory. Relative paths start at `/`. Each change takes one tick of a clock that starts at the Unix epoch, so
/// dates are the same in each run.
///
/// ```
/// use std::path::Path;
/// use wellpress_io::fs::{Files, Memory};
///
/// let files = Memory::new().with("/site/wellpress.yaml", "title: Neck");
/// files.rename(Path::new("/site"), Path::new("/guide")).unwrap();
/// assert_eq!(files.read(Path::new("/guide/wellpress.yaml")).unwrap(), b"title: Neck");
/// ```
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

    /// Adds a file, and the folders above it.
    ///
    /// # Panics
    /// When the path is a folder already, or a file is in the way of a folder above it.
    #[must_use]
    pub fn with(self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Self {
        self.add_node(path.as_ref(), |tick| Node::File { bytes: bytes.as_ref().into(), tick })
    }

    /// Adds a symbolic link, and the folders above it.
    ///
    /// # Panics
    /// When the path is a folder already, or a file is in the way of a folder above it.
    #[must_use]
    pub fn with_symlink(self, path: impl AsRef<Path>, target: impl AsRef<Path>) -> Self {
        self.add_node(path.as_ref(), |_| Node::Symlink(target.as_ref().to_path_buf()))
    }

    /// Adds a FIFO, and the folders above it.
    ///
    /// # Panics
    /// When the path is a folder already, or a file is in the way of a folder above it.
    #[must_use]
    pub fn with_special(self, path: impl AsRef<Path>) -> Self {
        self.add_node(path.as_ref(), |_| Node::Special)
    }

    /// Adds a file that nobody may read, and the folders above it.
    ///
    /// # Panics
    /// When the path is a folder already, or a file is in the way of a folder above it.
    #[must_use]
    pub fn with_unreadable(self, path: impl AsRef<Path>) -> Self {
        self.add_node(path.as_ref(), |_| Node::Unreadable)
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

    fn add_node(self, path: &Path, node: impl FnOnce(u64) -> Node) -> Self {
        let mut tree = self.tree();
        let path = Path::new("/").join(path);
        let added = tree.create_folders(path.parent().unwrap_or(Path::new("/"))).and_then(|()| tree.put(&path, node));
        drop(tree);
        added.expect("a file system that is described by hand fits together");
        self
    }

    fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(self.tree().bytes(path, FinalLink::Follow)?.1.to_vec())
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let tree = self.tree();
        let io_error = |source| ReadError::Io { path: path.to_path_buf(), source };
        match tree.node(path, FinalLink::Keep).map_err(io_error)?.1 {
            Node::File { bytes, .. } if bytes.len() as u64 > limit => {
                Err(ReadError::TooLarge { path: path.to_path_buf(), size: bytes.len() as u64, limit })
            }
            Node::File { bytes, .. } => Ok(bytes.to_vec()),
            Node::Unreadable => Err(io_error(io::ErrorKind::PermissionDenied.into())),
            node => Err(ReadError::NotAFile { path: path.to_path_buf(), kind: node.kind() }),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(self.tree().bytes(path, FinalLink::Keep)?.1)))
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.tree().entries(path, usize::MAX)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.tree().entries(path, 1)
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        Ok(self.tree().node(path, FinalLink::Keep)?.1.entry(path.to_path_buf()))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.tree().node(path, FinalLink::Follow)?.0)
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
        let (_, bytes) = tree.bytes(from, FinalLink::Keep)?;
        tree.put_new(to, |tick| Node::File { bytes, tick })
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let (tick, bytes) = tree.bytes(from, FinalLink::Keep)?;
        // A second name of the same file keeps its date; a copy gets a new one.
        tree.put_new(to, |_| Node::File { bytes, tick })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.tree().rename(from, to)
    }

    fn exchange(&self, first: &Path, second: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        let (first, second) = (tree.folder(first)?, tree.folder(second)?);
        if first.starts_with(&second) || second.starts_with(&first) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let (first_subtree, second_subtree) = (tree.remove_subtree(&first), tree.remove_subtree(&second));
        tree.insert_subtree(&second, first_subtree);
        tree.insert_subtree(&first, second_subtree);
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
        tree.remove_subtree(&path);
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut tree = self.tree();
        match tree.node(path, FinalLink::Keep)? {
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
        let path = self.tree().creatable_path(path)?;
        if !self.locks.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let locks = Arc::clone(&self.locks);
        Ok(FileLock::new(move || {
            locks.lock().unwrap_or_else(PoisonError::into_inner).remove(&path);
        }))
    }
}

/// All nodes by absolute path; the root is not listed. `Path` orders by segment and not by byte, so the content of a folder
/// follows it without another entry in between, and a subtree is a range of the map.
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

/// Whether a symbolic link at the end of a path is followed. Links before the end always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FinalLink {
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
    fn node(&self, path: &Path, final_link: FinalLink) -> io::Result<(PathBuf, Node)> {
        let path = self.resolve(path, final_link, 0)?;
        match self.nodes.get(&path) {
            Some(node) => Ok((path, node.clone())),
            None if path == Path::new("/") => Ok((path, Node::Folder)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn bytes(&self, path: &Path, final_link: FinalLink) -> io::Result<(u64, Arc<[u8]>)> {
        match self.node(path, final_link)?.1 {
            Node::File { bytes, tick } => Ok((tick, bytes)),
            Node::Folder => Err(io::ErrorKind::IsADirectory.into()),
            Node::Unreadable => Err(io::ErrorKind::PermissionDenied.into()),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn folder(&self, path: &Path) -> io::Result<PathBuf> {
        match self.node(path, FinalLink::Keep)? {
            (path, Node::Folder) => Ok(path),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// The path without links, `.` and `..`; its last segment need not exist.
    fn resolve(&self, path: &Path, final_link: FinalLink, hops: usize) -> io::Result<PathBuf> {
        // The limit of Linux, which ends links that lead to each other.
        if hops > 40 {
            return Err(io::Error::other("too many levels of symbolic links"));
        }
        let mut resolved = PathBuf::from("/");
        let mut segments = path.components().peekable();
        while let Some(segment) = segments.next() {
            match segment {
                Component::Normal(name) => self.descend(&resolved, name)?,
                // Links before it are resolved already, so `..` leads to the parent of their target, as on a disk.
                Component::ParentDir => {
                    resolved.pop();
                    continue;
                }
                _ => continue,
            };
            resolved.push(segment);
            let follow = final_link == FinalLink::Follow || segments.peek().is_some();
            if let (Some(Node::Symlink(target)), true) = (self.nodes.get(&resolved), follow) {
                resolved.pop();
                resolved = self.resolve(&resolved.join(target), FinalLink::Follow, hops + 1)?;
            }
        }
        Ok(resolved)
    }

    /// Checks that `folder` is a folder, which can have an entry of this name.
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

    /// The resolved path at which `path` can be created: the folder above it exists.
    fn creatable_path(&self, path: &Path) -> io::Result<PathBuf> {
        let resolved = self.resolve(path, FinalLink::Keep, 0)?;
        match resolved.parent() {
            Some(parent) => self.descend(parent, OsStr::new("")).map(|()| resolved),
            None => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    fn put(&mut self, path: &Path, node: impl FnOnce(u64) -> Node) -> io::Result<()> {
        let resolved = self.creatable_path(&self.resolve(path, FinalLink::Follow, 0)?)?;
        if matches!(self.nodes.get(&resolved), Some(Node::Folder)) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        self.tick += 1;
        self.nodes.insert(resolved, node(self.tick));
        Ok(())
    }

    fn put_new(&mut self, path: &Path, node: impl FnOnce(u64) -> Node) -> io::Result<()> {
        let resolved = self.creatable_path(path)?;
        if self.nodes.contains_key(&resolved) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.tick += 1;
        self.nodes.insert(resolved, node(self.tick));
        Ok(())
    }

    fn create_folders(&mut self, path: &Path) -> io::Result<()> {
        let mut folder = PathBuf::from("/");
        for segment in path.components() {
            folder.push(segment);
            match self.node(&folder, FinalLink::Follow) {
                Ok((_, Node::Folder)) => {}
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.put_new(&folder, |_| Node::Folder)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, node) = self.node(from, FinalLink::Keep)?;
        let to = self.creatable_path(to)?;
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
        let moved = self.remove_subtree(&from);
        self.insert_subtree(&to, moved);
        Ok(())
    }

    /// The node at `path` and everything below it.
    fn subtree<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (&'a PathBuf, &'a Node)> {
        let from_path = self.nodes.range::<Path, _>((std::ops::Bound::Included(path), std::ops::Bound::Unbounded));
        from_path.take_while(move |(node_path, _)| node_path.starts_with(path))
    }

    /// Removes a subtree and returns its nodes with paths relative to it.
    fn remove_subtree(&mut self, path: &Path) -> Vec<(PathBuf, Node)> {
        let paths: Vec<PathBuf> = self.subtree(path).map(|(node_path, _)| node_path.clone()).collect();
        let nodes = paths.into_iter().filter_map(|node_path| self.nodes.remove_entry(&node_path));
        nodes.map(|(node_path, node)| (relative_to(path, &node_path), node)).collect()
    }

    fn insert_subtree(&mut self, path: &Path, subtree: Vec<(PathBuf, Node)>) {
        self.nodes.extend(subtree.into_iter().map(|(node_path, node)| (joined(path, &node_path), node)));
    }

    /// The entries below a folder, down to `depth` levels.
    fn entries(&self, path: &Path, depth: usize) -> io::Result<Vec<FsEntry>> {
        let root = self.folder(path)?;
        let descendants = self.subtree(&root).map(|(node_path, node)| node.entry(relative_to(&root, node_path)));
        Ok(descendants.filter(|entry| (1..=depth).contains(&entry.path.components().count())).collect())
    }
}

fn relative_to(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

fn joined(root: &Path, path: &Path) -> PathBuf {
    // `join` with an empty path would end the result in `/`, which is another key of the map.
    if path.as_os_str().is_empty() { root.to_path_buf() } else { root.join(path) }
}
