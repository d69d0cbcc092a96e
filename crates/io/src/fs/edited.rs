//! [`Edited`]: a file system in which some files have other bytes, are new or are missing, so that a site can be checked with an edit
//! before the edit is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{EntryKind, FileLock, Files, FsEntry, ReadError};

/// Reads these texts in the place of files of another file system; everything else, also writing, goes to that.
pub struct Edited<'a> {
    files: &'a dyn Files,
    texts: BTreeMap<PathBuf, Vec<u8>>,
    hidden: BTreeSet<PathBuf>,
}

impl<'a> Edited<'a> {
    /// Puts texts in the place of files, and beside them where there is no such file. The paths are those by which the files are read.
    #[must_use]
    pub fn new(files: &'a dyn Files, texts: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { files, texts, hidden: BTreeSet::new() }
    }

    /// Leaves these files out of every list of a folder.
    #[must_use]
    pub fn without(self, hidden: BTreeSet<PathBuf>) -> Self {
        Self { hidden, ..self }
    }

    /// The entries of a folder with those of new files that are at most `levels` below it. The folders of new files have to exist.
    fn shown(&self, folder: &Path, mut entries: Vec<FsEntry>, levels: usize) -> Vec<FsEntry> {
        entries.retain(|entry| !self.hidden.contains(&folder.join(&entry.path)));
        let in_folder = self.texts.iter().filter_map(|(path, text)| Some((path.strip_prefix(folder).ok()?, text)));
        for (path, text) in in_folder.filter(|(path, _)| (1..=levels).contains(&path.components().count())) {
            // By components, which is the order of a walk: a folder comes before what is in it, and siblings come by name.
            if let Err(place) = entries.binary_search_by(|entry| entry.path.as_path().cmp(path)) {
                entries.insert(place, new_entry(path.to_owned(), text));
            }
        }
        entries
    }
}

/// The entry of a file that only its editor has. Nobody knows when it was changed, so that it counts as changed each time.
fn new_entry(path: PathBuf, text: &[u8]) -> FsEntry {
    FsEntry { path, kind: EntryKind::File, size: text.len() as u64, modified: None, identity: 0 }
}

impl Files for Edited<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.texts.get(path).map_or_else(|| self.files.read(path), |text| Ok(text.clone()))
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.texts.get(path) {
            Some(text) if text.len() as u64 > limit => {
                Err(ReadError::TooLarge { path: path.to_owned(), size: text.len() as u64, limit })
            }
            Some(text) => Ok(text.clone()),
            None => self.files.read_limited(path, limit),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        match self.texts.get(path) {
            Some(text) => Ok(Box::new(io::Cursor::new(text.clone()))),
            None => self.files.open(path),
        }
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.files.walk(path).map(|entries| self.shown(path, entries, usize::MAX))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.files.list(path).map(|entries| self.shown(path, entries, 1))
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        match (self.files.entry(path), self.texts.get(path)) {
            (Err(error), Some(text)) if error.kind() == io::ErrorKind::NotFound => Ok(new_entry(path.to_owned(), text)),
            (entry, _) => entry,
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.files.create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.write(path, bytes)
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.create_new(path, bytes)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.replace(path, bytes)
    }

    fn replace_if(&self, path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
        self.files.replace_if(path, expected, bytes)
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.files.publish_dir(path)
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.publish_file(path, bytes)
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.publish_copy(from, to)
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.link_or_copy(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.files.exchange(one, other)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.files.remove_dir(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.files.remove_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files.remove_file(path)
    }

    fn sync_filesystem(&self, path: &Path) -> io::Result<()> {
        self.files.sync_filesystem(path)
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        self.files.lock(path)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::super::{Files, Memory, ReadError};
    use super::Edited;

    #[test]
    fn a_file_that_only_its_editor_has_is_listed_in_its_place() {
        let disk = Memory::new().with("/site/a/b.md", "b").with("/site/c.md", "c");
        let texts =
            BTreeMap::from([("/site/a/a.md".into(), b"new".to_vec()), ("/site/c.md".into(), b"edited".to_vec())]);
        let edited = Edited::new(&disk, texts);
        let paths = |entries: Vec<super::FsEntry>| -> Vec<String> {
            entries.iter().map(|entry| entry.path.display().to_string()).collect()
        };
        assert_eq!(paths(edited.walk(Path::new("/site")).unwrap()), ["a", "a/a.md", "a/b.md", "c.md"]);
        assert_eq!(paths(edited.list(Path::new("/site")).unwrap()), ["a", "c.md"]);
        assert_eq!(edited.entry(Path::new("/site/a/a.md")).unwrap().size, 3);
        assert_eq!(edited.read(Path::new("/site/c.md")).unwrap(), b"edited");
    }

    #[test]
    fn a_text_over_the_limit_is_refused_as_a_file_is() {
        let disk = Memory::new().with("/a.md", "");
        let edited = Edited::new(&disk, BTreeMap::from([("/a.md".into(), b"long".to_vec())]));
        assert!(matches!(
            edited.read_limited(Path::new("/a.md"), 3),
            Err(ReadError::TooLarge { size: 4, limit: 3, .. })
        ));
        assert_eq!(edited.read_limited(Path::new("/a.md"), 4).unwrap(), b"long");
    }
}
