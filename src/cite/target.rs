//! [`Target`]: the file that new entries are written behind. What it holds stays byte for byte; it is only ever replaced
//! whole, and not at all where somebody else wrote to it since it was read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_bibliography::write::Abstracts;
use wellpress_bibliography::{ExportFormat, Reference};
use wellpress_io::fs::{EntryKind, Files, ReadError, relative_display};
use wellpress_site::config::Config;
use wellpress_site::parse::decode;

use super::{CiteError, Shelf};

const USUAL: &str = "content/references/library.bib";

/// Where new entries go, as the file stood when it was chosen.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    /// The path as messages name it.
    pub shown: String,
    /// `None` where there is no such file yet.
    before: Option<Vec<u8>>,
    limit: u64,
    /// Whether the library that was read had the same of it: another may have written in between.
    is_known: bool,
}

impl Target {
    /// The file that is named, else the only `.bib` of the library, else `content/references/library.bib`.
    ///
    /// # Errors
    /// When it is not plain which, or it is no `.bib`, cannot be read, or ends within an entry.
    pub fn choose(files: &dyn Files, config: &Config, shelf: &Shelf, named: Option<&Path>) -> Result<Self, CiteError> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => config.root.join(usual(shelf)?),
        };
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("bib")) {
            return Err(CiteError::NotBib(path));
        }
        if matches!(files.kind(&path), Ok(EntryKind::Symlink)) {
            return Err(CiteError::Link(relative_display(&config.root, &path)));
        }
        let limit = config.settings.limits.library_size;
        let before = read(files, &path, limit)?;
        let shown = relative_display(&config.root, &path);
        let is_known = shelf.has_read(&shown, before.as_deref());
        let target = Self { shown, path, before, limit, is_known };
        target.check()?;
        Ok(target)
    }

    /// Whether the site will read it.
    #[must_use]
    pub fn is_in_library(&self) -> bool {
        self.shown.starts_with("content/references/")
    }

    /// Writes entries behind what the file holds.
    ///
    /// # Errors
    /// When the file was changed meanwhile or cannot be written. Nothing is written then.
    pub fn add(&self, files: &dyn Files, entries: &[Reference]) -> Result<(), CiteError> {
        let after = self.with(entries);
        let cannot_write = |source| CiteError::Write { path: self.path.clone(), source };
        if let Some(folder) = self.path.parent() {
            files.create_dir_all(folder).map_err(cannot_write)?;
        }
        let _lock = files.lock(&self.lock()).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => CiteError::Locked(self.shown.clone()),
            _ => cannot_write(error),
        })?;
        if !self.is_known || read(files, &self.path, self.limit)? != self.before {
            return Err(CiteError::Changed(self.shown.clone()));
        }
        files.replace(&self.path, &after).map_err(cannot_write)
    }

    /// Beside it, with a name that is passed over as content.
    fn lock(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.wellpress-lock"))
    }

    /// The file's bytes with the entries behind them: a blank line between, line ends as the file has them.
    fn with(&self, entries: &[Reference]) -> Vec<u8> {
        let mut after = self.before.clone().unwrap_or_default();
        let ends_with_carriage = after.windows(2).any(|pair| pair == b"\r\n");
        let text = ExportFormat::Bib.export(&entries.iter().collect::<Vec<_>>(), Abstracts::Keep);
        let is_empty = matches!(&*after, b"" | b"\xef\xbb\xbf");
        let bare: Vec<u8> = after.iter().rev().take(4).copied().filter(|byte| *byte != b'\r').take(2).collect();
        let gap = match &*bare {
            _ if is_empty => "",
            [b'\n', b'\n'] => "",
            [b'\n', ..] => "\n",
            _ => "\n\n",
        };
        let text = format!("{gap}{text}");
        after.extend(if ends_with_carriage { text.replace('\n', "\r\n").into_bytes() } else { text.into_bytes() });
        after
    }

    /// What is written behind an entry without its closing brace would be a part of it.
    fn check(&self) -> Result<(), CiteError> {
        let mut findings = Vec::new();
        let bytes = self.before.clone().unwrap_or_default();
        match decode(&Arc::from(self.shown.as_str()), bytes, &mut findings) {
            Some(source) if wellpress_bibliography::ends_within_entry(&source.text) => {
                Err(CiteError::Open(self.shown.clone()))
            }
            Some(_) => Ok(()),
            None => {
                let finding = findings.into_iter().next().expect("what cannot be decoded has a finding");
                Err(CiteError::Unsound { path: self.shown.clone(), finding: Box::new(finding) })
            }
        }
    }
}

fn usual(shelf: &Shelf) -> Result<String, CiteError> {
    let is_bib = |path: &&Arc<str>| Path::new(&***path).extension().is_some_and(|end| end.eq_ignore_ascii_case("bib"));
    let bibs: Vec<&Arc<str>> = shelf.paths.iter().filter(is_bib).collect();
    match &bibs[..] {
        [only] => Ok(only.to_string()),
        several if several.is_empty() || several.iter().any(|path| &***path == USUAL) => Ok(USUAL.to_owned()),
        several => Err(CiteError::ManyFiles(several.iter().map(ToString::to_string).collect())),
    }
}

fn read(files: &dyn Files, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, CiteError> {
    match files.read_limited(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
