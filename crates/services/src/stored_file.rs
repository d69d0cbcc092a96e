//! [`StoredFile`]: a file of the site that a run replaces as a whole.

use std::io;
use std::path::{Component, Path};

use wellpress_command::Failure;
use wellpress_io::fs::{EntryKind, Files, ReadError};
use wellpress_site::parse::retractions::ListOrigin;

/// A file of answers that is longer was not written by this program.
const MAX_BYTES: u64 = 100_000_000;

/// A file of the site that is replaced as a whole.
#[derive(Clone, Copy)]
pub struct StoredFile<'a> {
    /// The files of the machine.
    pub files: &'a dyn Files,
    /// The site's root.
    pub root: &'a Path,
    /// The path relative to the root.
    pub path: &'a str,
}

impl<'a> StoredFile<'a> {
    /// The file at a path of the site.
    ///
    /// # Errors
    /// When the file must not be written.
    pub fn checked(files: &'a dyn Files, root: &'a Path, path: &'a str) -> Result<Self, Failure> {
        let file = Self { files, root, path };
        file.check()?;
        Ok(file)
    }

    /// What the file has; nothing if it is not there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        match self.files.read_limited(&self.root.join(self.path), MAX_BYTES) {
            Ok(bytes) => Ok(bytes),
            Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(self.unreadable(&error.to_string())),
        }
    }

    /// The failure of a file whose content is not what it should be.
    #[must_use]
    pub fn unreadable(&self, why: &str) -> Failure {
        Failure::content(format!("the notices in `{}` cannot be read: {why}", self.path))
            .help("put it right, or delete it and run the command again")
    }

    /// Fails if the file must not be written: its path leaves the site, or it is no file.
    ///
    /// # Errors
    /// Which of these it is.
    fn check(&self) -> Result<(), Failure> {
        let is_within = Path::new(self.path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_within || self.path.is_empty() {
            let failure = Failure::usage(format!("`{}` is not a path within the site", self.path));
            return Err(failure.help("write a path from the site's root, such as `data/notices.csv`"));
        }
        match self.files.kind(&self.root.join(self.path)) {
            Ok(EntryKind::File) => Ok(()),
            Ok(kind) => Err(Failure::content(format!("`{}` is {kind}, and is not replaced", self.path))
                .help("put the file itself there, or name another path")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.write_error(&error)),
        }
    }

    fn write_error(&self, error: &io::Error) -> Failure {
        Failure::machine(format!("cannot write `{}`: {error}", self.path))
    }

    /// Replaces the file, and then the file with its origin. A crash in between leaves a new list with an old date, which is
    /// refreshed again too early and not too late.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn store(&self, bytes: &[u8], origin: Option<&ListOrigin>) -> Result<(), Failure> {
        self.write(bytes, origin).map_err(|error| self.write_error(&error))
    }

    fn write(&self, bytes: &[u8], origin: Option<&ListOrigin>) -> io::Result<()> {
        let path = self.root.join(self.path);
        if let Some(folder) = path.parent() {
            self.files.create_dir_all(folder)?;
        }
        self.files.replace(&path, bytes)?;
        let Some(origin) = origin else { return Ok(()) };
        self.files.replace(&self.root.join(ListOrigin::path_of(self.path)), origin.text().as_bytes())
    }
}
