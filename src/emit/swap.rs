//! How the new tree takes the place of the old one, and what is put right after a build that was killed.
//!
//! Where the machine exchanges two folders in one step, that is all. Elsewhere two renames are guarded by a journal:
//! it is there exactly while the staged tree is complete and the swap under way, so that the next start can complete it.

use std::io;
use std::path::{Path, PathBuf};

use wellpress_io::fs::{FileLock, Files};

use super::error::{EmitError, failed};
use super::ownership::Old;

/// The output and what stands beside it, on the same file system.
#[derive(Debug)]
pub(super) struct Places {
    pub output: PathBuf,
    pub staging: PathBuf,
    retired: PathBuf,
    journal: PathBuf,
    lock: PathBuf,
}

impl Places {
    /// The names carry the output's, so that two outputs can stand in one folder.
    pub fn beside(output: &Path) -> Self {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let beside = |role: &str| output.with_file_name(format!(".wellpress-{role}-{name}"));
        Self {
            output: output.to_path_buf(),
            staging: beside("staging"),
            retired: beside("retired"),
            journal: beside("journal"),
            lock: beside("lock"),
        }
    }

    /// Takes the lock; `named` is the output as the person gave it.
    pub fn lock(&self, files: &dyn Files, named: &Path) -> Result<FileLock, EmitError> {
        if let Some(parent) = self.lock.parent() {
            files.create_dir_all(parent).map_err(failed("make", parent))?;
        }
        files.lock(&self.lock).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => EmitError::Busy { output: named.to_path_buf() },
            _ => failed("lock", &self.lock)(error),
        })
    }

    /// Completes a swap that was cut short and sweeps what is left of a killed build. The lock is held.
    pub fn recover(&self, files: &dyn Files) -> Result<(), EmitError> {
        if is_there(files, &self.journal)? {
            if !is_there(files, &self.output)? {
                self.restore(files)?;
            }
            files.remove_file(&self.journal).map_err(failed("remove", &self.journal))?;
        }
        for stale in [&self.staging, &self.retired] {
            if is_there(files, stale)? {
                files.remove_dir_all(stale).map_err(failed("remove", stale))?;
            }
        }
        Ok(())
    }

    /// The staged tree is complete while there is a journal; where it is gone, the old tree is what there is.
    fn restore(&self, files: &dyn Files) -> Result<(), EmitError> {
        for tree in [&self.staging, &self.retired] {
            if is_there(files, tree)? {
                return files.rename(tree, &self.output).map_err(failed("rename", tree));
            }
        }
        Ok(())
    }

    /// Puts the staged tree in the place of the old one.
    pub fn swap(&self, files: &dyn Files, named: &Path, old: &Old) -> Result<(), EmitError> {
        let swapped = if old.is_there {
            match files.exchange(&self.staging, &self.output) {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => self.rename_twice(files),
                result => result,
            }
        } else {
            files.rename(&self.staging, &self.output)
        };
        swapped.map_err(|error| match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
                EmitError::MountPoint { output: named.to_path_buf() }
            }
            _ => failed("replace", named)(error),
        })
    }

    /// Removes what is not the output. Nobody waits for it and the next build sweeps again, so a failure is no error.
    /// While there is a journal, the only site may be among it: that is left to the next start.
    pub fn sweep(&self, files: &dyn Files) {
        if !matches!(files.exists(&self.journal), Ok(false)) {
            return;
        }
        for stale in [&self.staging, &self.retired] {
            if files.exists(stale).unwrap_or(false) {
                let _ = files.remove_dir_all(stale);
            }
        }
    }

    /// A journal that stays because it could not be removed does no harm: the next start finds the output in place.
    fn rename_twice(&self, files: &dyn Files) -> io::Result<()> {
        files.write(&self.journal, b"swapping\n")?;
        files.sync_filesystem(&self.staging)?;
        let renamed = files.rename(&self.output, &self.retired).and_then(|()| {
            files.rename(&self.staging, &self.output).or_else(|error| {
                files.rename(&self.retired, &self.output)?;
                Err(error)
            })
        });
        if files.exists(&self.output).unwrap_or(false) {
            let _ = files.remove_file(&self.journal);
        }
        renamed
    }
}

fn is_there(files: &dyn Files, path: &Path) -> Result<bool, EmitError> {
    files.exists(path).map_err(failed("find", path))
}
