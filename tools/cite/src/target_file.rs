//! [`TargetFile`]: the `.bib` file that new entries are appended to. Its present bytes stay as they are. The file is replaced
//! as a whole, and not at all if somebody else wrote to it since it was read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_bibliography::write::{ExportScope, alias_entries};
use wellpress_bibliography::{ExportFormat, KeyAlias, Reference};
use wellpress_command::Failure;
use wellpress_io::fs::{EntryKind, Files, ReadError, relative_display};
use wellpress_site::config::Config;
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::parse::decode_library;

use super::LibraryFiles;

/// The file for new entries, with the bytes that it had when it was chosen. Two processes may import at the same time, and an
/// author may edit the file in between. Therefore the write takes a lock, and succeeds only if the file still has the bytes
/// that duplicates were searched in: [`TargetFile::append`] compares them again while it holds the lock.
#[derive(Debug)]
pub struct TargetFile {
    path: PathBuf,
    /// The path relative to the root, for messages.
    pub display_path: String,
    /// The bytes when the file was chosen; `None` if it did not exist.
    old_bytes: Option<Vec<u8>>,
    size_limit: u64,
    /// Whether [`LibraryFiles`] read the same bytes. If not, the file may have an entry that duplicates were not searched in.
    matches_library: bool,
    /// Whether the site reads this file. `--to` may name one elsewhere, whose entries nothing can cite.
    pub is_in_library: bool,
}

impl TargetFile {
    /// Chooses the file: the `requested` one, else the only `.bib` file of the library, else `content/references/library.bib`.
    ///
    /// # Errors
    /// When several files come into question, or the file is no `.bib`, cannot be read, or ends within an entry.
    pub fn choose(
        files: &dyn Files,
        config: &Config,
        library: &LibraryFiles,
        requested: Option<&Path>,
    ) -> Result<Self, Failure> {
        let path = match requested {
            Some(path) => path.to_owned(),
            None => config.root.join(default_path(config.content_folder(), library)?),
        };
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("bib")) {
            let failure = Failure::usage(format!("`{}` is not a `.bib` file", path.display()));
            return Err(failure.help("entries are written as BibLaTeX"));
        }
        let display_path = relative_display(&config.root, &path);
        // Replacing it would replace the link and leave its target unchanged.
        if matches!(files.kind(&path), Ok(EntryKind::Symlink)) {
            let message =
                format!("`{display_path}` is a symbolic link, which a site does not read; nothing was written");
            return Err(Failure::content(message).help("put the file itself there, or name it with `--to`"));
        }
        let size_limit = config.settings.limits.library_size;
        let old_bytes = read_if_exists(files, &path, size_limit)?;
        let matches_library = library.has_read(&display_path, old_bytes.as_deref());
        let is_in_library = display_path.starts_with(&config.content_folder().path("references/"));
        let target = Self { is_in_library, display_path, path, old_bytes, size_limit, matches_library };
        target.refuse_broken_text()?;
        Ok(target)
    }

    /// Appends entries to the file, which is created if it does not exist.
    ///
    /// # Errors
    /// When the file changed since the library was read, or cannot be written. Nothing is written then.
    pub fn append(&self, files: &dyn Files, entries: &[Reference], aliases: &[KeyAlias]) -> Result<(), AppendError> {
        let new_bytes = self.bytes_with(entries, aliases);
        if let Some(folder) = self.path.parent() {
            files.create_dir_all(folder).map_err(|error| self.write_error(error))?;
        }
        // Held until the file has been replaced.
        let _lock = files.lock(&lock_path(&self.path)).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => busy(format!("another wellpress is writing to `{}`", self.display_path)),
            _ => self.write_error(error).into(),
        })?;
        // Compared under the lock: an import that held it a moment ago has replaced the file.
        if !self.matches_library || read_if_exists(files, &self.path, self.size_limit)? != self.old_bytes {
            return Err(busy(format!("`{}` was changed meanwhile", self.display_path)));
        }
        let replaced = match &self.old_bytes {
            Some(old_bytes) => files.replace_if(&self.path, old_bytes, &new_bytes),
            None => files.replace(&self.path, &new_bytes).map(|()| true),
        };
        match replaced.map_err(|error| self.write_error(error))? {
            true => Ok(()),
            // An editor has saved it since the comparison.
            false => Err(busy(format!("`{}` was changed meanwhile", self.display_path))),
        }
    }

    fn write_error(&self, error: io::Error) -> Failure {
        Failure::machine(format!("cannot write `{}`: {error}", self.path.display()))
    }

    /// The old bytes, a blank line and the entries, with the line ends that the file has.
    fn bytes_with(&self, entries: &[Reference], aliases: &[KeyAlias]) -> Vec<u8> {
        let mut bytes = self.old_bytes.clone().unwrap_or_default();
        let has_crlf = bytes.windows(2).any(|pair| pair == b"\r\n");
        let addition = format!("{}{}", gap_behind(&bytes), bibtex(entries, aliases));
        bytes.extend(if has_crlf { addition.replace('\n', "\r\n").into_bytes() } else { addition.into_bytes() });
        bytes
    }

    /// Refuses a file that cannot be decoded, and one whose last entry has no closing brace: entries behind it would become a
    /// part of that entry.
    fn refuse_broken_text(&self) -> Result<(), Failure> {
        let mut findings = Vec::new();
        let path = &self.display_path;
        let bytes = self.old_bytes.clone().unwrap_or_default();
        match decode_library(&Arc::from(path.as_str()), bytes, &mut findings) {
            Some(source) if wellpress_bibliography::ends_within_entry(&source.text) => {
                let message = format!("nothing can be added to `{path}`: it ends in the middle of an entry");
                Err(Failure::content(message).help("`wellpress check` shows where; close the entry first"))
            }
            Some(_) => Ok(()),
            None => {
                let finding = findings.into_iter().next().expect("`decode_library` reports why it returns no text");
                let failure = Failure::content(format!("nothing can be added to `{path}`: {}", finding.message));
                Err(Failure { help: finding.help.map(Into::into), ..failure })
            }
        }
    }
}

/// The lock file beside a file of the library. Its name begins with a dot, so that the site does not read it as content.
pub(super) fn lock_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.wellpress-lock"))
}

/// Why nothing was appended. Nothing is written then.
#[derive(Debug)]
pub enum AppendError {
    /// Another process writes to the file, or wrote to it since it was read: another attempt may succeed.
    Busy(Failure),
    /// Another attempt would fail as well.
    Failed(Failure),
}

impl From<Failure> for AppendError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Busy(failure) | AppendError::Failed(failure) => failure,
        }
    }
}

fn busy(why: String) -> AppendError {
    AppendError::Busy(Failure::machine(format!("{why}; nothing was written")).help("run the command again"))
}

/// Entries and aliases as the text of a file.
pub fn bibtex(entries: &[Reference], aliases: &[KeyAlias]) -> String {
    let entries_text = ExportFormat::Bib.export(&entries.iter().collect::<Vec<_>>(), ExportScope::Owner);
    let gap = if entries.is_empty() || aliases.is_empty() { "" } else { "\n" };
    entries_text + gap + &alias_entries(aliases)
}

/// The line feeds that are missing between these bytes and a blank line. A file with nothing but a byte order mark needs none.
fn gap_behind(bytes: &[u8]) -> &'static str {
    if matches!(bytes, b"" | b"\xef\xbb\xbf") {
        return "";
    }
    let last_two: Vec<u8> = bytes.iter().rev().take(4).copied().filter(|byte| *byte != b'\r').take(2).collect();
    match &*last_two {
        [b'\n', b'\n'] => "",
        [b'\n', ..] => "\n",
        _ => "\n\n",
    }
}

fn default_path(content: &ContentFolder, library: &LibraryFiles) -> Result<String, Failure> {
    let bib_files: Vec<&str> = library.paths.iter().map(|path| &**path).filter(|path| is_bib(path)).collect();
    let default = content.path("references/library.bib");
    match &bib_files[..] {
        [path] => Ok((*path).to_owned()),
        paths if paths.is_empty() || paths.contains(&&*default) => Ok(default),
        paths => {
            let message = format!("the library has several `.bib` files: `{}`", paths.join("`, `"));
            Err(Failure::usage(message).help("name one with `--to`"))
        }
    }
}

fn is_bib(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("bib"))
}

fn read_if_exists(files: &dyn Files, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
    match files.read_limited(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::machine(error.to_string())),
    }
}
