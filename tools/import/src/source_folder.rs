//! [`SourceFolder`]: the files of the site that is read. It lists regular files only: a symbolic link, a device and everything outside
//! of the folder do not exist here.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use wellpress_foundation::Day;
use wellpress_io::fs::{EntryKind, Files, slashed};

/// Larger texts are no pages: the build refuses them.
pub(crate) const MAX_TEXT: u64 = 10_000_000;

/// Folders that hold programs and results of builds, at any depth.
const NO_SOURCES: [&str; 8] = [".git", "node_modules", "vendor", "_site", "_book", ".quarto", ".venv", "__pycache__"];

/// The files below a folder, or one file.
pub struct SourceFolder<'f> {
    files: &'f dyn Files,
    root: PathBuf,
    single_file: Option<PathBuf>,
    /// Sizes by path, relative to the root and with `/`.
    sizes: BTreeMap<String, u64>,
    /// Symbolic links and devices, which are not read.
    pub(crate) refused: Vec<String>,
    /// The day of the import, if it is known.
    pub(crate) today: Option<Day>,
}

impl<'f> SourceFolder<'f> {
    /// Lists a folder, or takes one file.
    ///
    /// # Errors
    /// When nothing is at the path, or the folder cannot be listed.
    pub fn open(files: &'f dyn Files, path: &Path) -> io::Result<Self> {
        let path = files.canonicalize(path)?;
        let entry = files.entry(&path)?;
        if entry.kind == EntryKind::File {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            let sizes = [(slashed(&name), entry.size)].into();
            let root = path.parent().unwrap_or(&path).to_owned();
            return Ok(Self { files, root, single_file: Some(name), sizes, refused: Vec::new(), today: None });
        }
        let (mut sizes, mut refused) = (BTreeMap::new(), Vec::new());
        for entry in files.walk(&path)? {
            let name = slashed(&entry.path);
            if name.split('/').any(|part| NO_SOURCES.contains(&part)) {
                continue;
            }
            match entry.kind {
                EntryKind::File => _ = sizes.insert(name, entry.size),
                EntryKind::Folder => {}
                EntryKind::Symlink | EntryKind::Special | EntryKind::Unreadable(_) => refused.push(name),
            }
        }
        Ok(Self { files, root: path, single_file: None, sizes, refused, today: None })
    }

    /// The name of the file, if the source is one.
    pub(crate) fn single_file(&self) -> Option<&Path> {
        self.single_file.as_deref()
    }

    /// The paths of all files, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.sizes.keys().map(String::as_str)
    }

    /// The paths of the files below a folder, whose path ends in `/`; sorted.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.sizes
            .range(folder.to_owned()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(folder))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.sizes.contains_key(path)
    }

    pub(crate) fn has_below(&self, folder: &str) -> bool {
        self.below(folder).next().is_some()
    }

    pub(crate) fn size(&self, path: &str) -> Option<u64> {
        self.sizes.get(path).copied()
    }

    /// The path of a file on the machine.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file. Bytes that are not UTF-8 are read as Latin-1, as old files are. NUL characters, which nobody sees, go.
    ///
    /// # Errors
    /// When there is no such file, it cannot be read, or is larger than a text can be.
    pub(crate) fn text(&self, path: &str) -> io::Result<String> {
        Ok(match String::from_utf8(self.bytes(path, MAX_TEXT)?) {
            Ok(text) => text,
            Err(error) => error.into_bytes().iter().copied().map(char::from).collect(),
        }
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\0', ""))
    }

    /// The bytes of a file of at most `limit` bytes.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub(crate) fn bytes(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        if !self.has(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.files.read_limited(&self.path(path), limit).map_err(io::Error::other)
    }

    /// Whether the first lines of a file have these words.
    pub(crate) fn starts_with(&self, path: &str, words: &str) -> bool {
        let mut start = Vec::new();
        let read_result = self.open_file(path).and_then(|file| file.take(8192).read_to_end(&mut start));
        read_result.is_ok() && String::from_utf8_lossy(&start).contains(words)
    }

    /// A file as a stream, for those that may be large.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read.
    pub(crate) fn open_file(&self, path: &str) -> io::Result<Box<dyn Read + Send>> {
        self.files.open(&self.path(path))
    }
}

/// The folder of a path, without `/` at its end; empty at the top.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The ending of a path in small letters, without its dot; empty without one.
pub(crate) fn ending_of(path: &str) -> String {
    base_name(path).rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// A relative path from the folder of a file, as [`joined`] makes it.
pub(crate) fn beside(file: &str, path: &str) -> Option<String> {
    joined(folder_of(file), path)
}

/// A relative path from a folder, without `.` and `..`. `None` if it leaves the top.
pub(crate) fn joined(folder: &str, path: &str) -> Option<String> {
    let (path, is_below_top) = walked(folder, path);
    is_below_top.then_some(path)
}

/// The same as browsers read it: a path that would leave the top goes on from there.
pub(crate) fn joined_in_browser(folder: &str, path: &str) -> String {
    walked(folder, path).0
}

/// A relative path from a folder, and whether it never leaves the top.
fn walked(folder: &str, path: &str) -> (String, bool) {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut is_below_top = true;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => is_below_top &= parts.pop().is_some(),
            part => parts.push(part),
        }
    }
    (parts.join("/"), is_below_top)
}

#[cfg(test)]
mod tests {
    use super::{joined, joined_in_browser};

    #[test]
    fn a_path_above_the_top_is_none_or_begins_again_there() {
        for (path, expected, is_below_top) in
            [("../b/./c", "b/c", true), ("b", "a/b", true), ("../../b", "b", false), ("x/../../../../y/", "y", false)]
        {
            assert_eq!(joined_in_browser("a", path), expected);
            assert_eq!(joined("a", path).as_deref(), is_below_top.then_some(expected), "{path}");
        }
    }
}
