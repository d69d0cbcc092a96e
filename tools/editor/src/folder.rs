//! [`EditorFolder`]: the folder of the editor with a record of what the command wrote into it, so that a later run can tell what people
//! have changed, and refuses to write over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use wellpress_command::Failure;
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::{Disk, Files};

/// The record in the folder.
const RECORD: &str = "wellpress-editor.json";

/// What the last run wrote.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    /// The version of Sveltia CMS.
    sveltia: String,
    /// The fingerprint of each file of the command, by its path in the folder.
    files: BTreeMap<String, String>,
}

/// A folder of the editor, and the files that will be written into it.
pub struct EditorFolder {
    root: PathBuf,
    record: Option<Record>,
    package: String,
    files: BTreeMap<String, Vec<u8>>,
    kept: BTreeMap<String, Vec<u8>>,
}

impl EditorFolder {
    /// A folder that may not exist yet.
    ///
    /// # Errors
    /// When its record cannot be read, or it holds files of somebody else.
    pub fn open(root: &Path) -> Result<Self, Failure> {
        let path = root.join(RECORD);
        let record = match Disk.read(&path) {
            Ok(bytes) => Some(serde_json::from_slice::<Record>(&bytes).map_err(|error| {
                Failure::content(format!("`{}` is not the record of an editor: {error}", path.display()))
                    .help("delete the folder of the editor, except `config.local.json`, and run the command again")
            })?),
            Err(_) => None,
        };
        let has_files = Disk.list(root).is_ok_and(|entries| !entries.is_empty());
        if record.is_none() && has_files && !Disk.exists(&root.join("config.local.json")).unwrap_or(false) {
            return Err(Failure::usage(format!("`{}` has files that are not of the editor", root.display()))
                .help("choose another address with `--path`"));
        }
        let package = record.as_ref().map(|record| record.sveltia.clone()).unwrap_or_default();
        Ok(Self { root: root.to_owned(), record, package, files: BTreeMap::new(), kept: BTreeMap::new() })
    }

    /// Whether no run has written it yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.record.is_none()
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The bytes of a file that is there.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        Disk.read(&self.path(name)).ok()
    }

    /// Whether the files of the package are there in this version.
    #[must_use]
    pub fn has_package(&self, version: &str) -> bool {
        let files = self.record.iter().flat_map(|record| record.files.keys());
        let mut of_package = files.filter(|name| name.starts_with("sveltia/")).peekable();
        self.package == version
            && of_package.peek().is_some()
            && of_package.all(|name| Disk.exists(&self.path(name)).unwrap_or(false))
    }

    /// Notes the version of the package whose files are put.
    pub fn set_package(&mut self, version: &str) {
        version.clone_into(&mut self.package);
    }

    /// A file of the command.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// A file that is written if it is not there, and belongs to the person from then on.
    pub fn keep(&mut self, name: &str, bytes: Vec<u8>) {
        self.kept.insert(name.to_owned(), bytes);
    }

    /// Writes all files, and removes those of an earlier run that are not written any more.
    ///
    /// # Errors
    /// When somebody has changed a file of the command, or the disk fails. In the first case nothing is written.
    pub fn write(mut self) -> Result<(), Failure> {
        let earlier = self.record.take().map(|record| record.files).unwrap_or_default();
        self.refuse_changed(&earlier)?;
        let mut record = Record { sveltia: self.package.clone(), files: BTreeMap::new() };
        for (name, bytes) in &self.files {
            if earlier.get(name) != Some(&fingerprint(bytes)) || self.read(name).is_none() {
                self.write_file(name, bytes)?;
            }
            record.files.insert(name.clone(), fingerprint(bytes));
        }
        for (name, bytes) in self.kept.iter().filter(|(name, _)| self.read(name).is_none()) {
            self.write_file(name, bytes)?;
        }
        for (name, of_file) in earlier.into_iter().filter(|(name, _)| !self.files.contains_key(name)) {
            // The package is not put again while its version is the same.
            if name.starts_with("sveltia/") && !self.files.keys().any(|other| other.starts_with("sveltia/")) {
                record.files.insert(name, of_file);
            } else if self.read(&name).is_some() {
                Disk.remove_file(&self.path(&name)).map_err(|error| self.failure(&name, &error))?;
            }
        }
        let text = serde_json::to_string_pretty(&record).map_err(|error| Failure::machine(error.to_string()))? + "\n";
        self.write_file(RECORD, text.as_bytes())
    }

    fn refuse_changed(&self, earlier: &BTreeMap<String, String>) -> Result<(), Failure> {
        let is_changed = |(name, of_file): (&String, &String)| {
            let now = self.read(name)?;
            (fingerprint(&now) != *of_file && self.files.get(name) != Some(&now))
                .then(|| self.path(name).display().to_string())
        };
        let changed: Vec<String> = earlier.iter().filter_map(is_changed).collect();
        if changed.is_empty() {
            return Ok(());
        }
        Err(Failure::content(format!(
            "somebody has changed `{}`, which this command would write over",
            changed.join("`, `")
        ))
        .help("move the change to `config.local.json`, delete the file, and run the command again"))
    }

    fn write_file(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.root);
        Disk.create_dir_all(folder)
            .and_then(|()| Disk.replace(&path, bytes))
            .map_err(|error| self.failure(name, &error))
    }

    fn failure(&self, name: &str, error: &std::io::Error) -> Failure {
        Failure::machine(format!("cannot write `{}`: {error}", self.path(name).display()))
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Fingerprint::of(bytes).to_string()
}
