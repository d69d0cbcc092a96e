//! [`OutputPaths`]: swaps the staged tree with the output, and recovers after a build that was killed.
//!
//! If the operating system and the file system can exchange two folders in one step, no more is needed. Otherwise two renames
//! are guarded by a journal: the journal file exists exactly while the staged tree is complete and the swap under way, so
//! that the next start can complete the swap.

use std::io;
use std::path::{Path, PathBuf};

use wellpress_io::fs::{FileLock, Files};

use super::error::{EmitError, failed};
use super::ownership::OldTree;

/// The output and the emitter's own files and folders beside it. They are beside it because a rename works only within a file
/// system.
///
/// Whenever the machine stops, the next start finds one of three states:
///
/// - no journal: the output is complete, old or new;
/// - a journal and an output: the output is complete, because the swap has not begun or is over;
/// - a journal and no output: the staged tree is complete and becomes the output.
#[derive(Debug)]
pub(super) struct OutputPaths {
    pub output: PathBuf,
    pub staging: PathBuf,
    /// The spare tree while it becomes the new site. Then it takes the place of the staging folder.
    pub spare: PathBuf,
    /// The old tree between the two renames of a swap.
    retired: PathBuf,
    journal: PathBuf,
    lock: PathBuf,
}

impl OutputPaths {
    /// The paths contain the output's name, so that one folder can have several outputs.
    pub fn beside(output: &Path) -> Self {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let beside = |role: &str| output.with_file_name(format!(".wellpress-{role}-{name}"));
        Self {
            output: output.to_path_buf(),
            staging: beside("staging"),
            spare: beside("spare"),
            retired: beside("retired"),
            journal: beside("journal"),
            lock: beside("lock"),
        }
    }

    /// Takes the lock. `display_path` is the output as the user gave it, for messages.
    pub fn lock(&self, files: &dyn Files, display_path: &Path) -> Result<FileLock, EmitError> {
        if let Some(parent) = self.lock.parent() {
            files.create_dir_all(parent).map_err(failed("make", parent))?;
        }
        files.lock(&self.lock).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => EmitError::Busy { output: display_path.to_path_buf() },
            _ => failed("lock", &self.lock)(error),
        })
    }

    /// Completes a swap that was interrupted, and deletes the trees of a killed build. The caller holds the lock.
    pub fn recover(&self, files: &dyn Files) -> Result<(), EmitError> {
        if exists(files, &self.journal)? {
            if !exists(files, &self.output)? {
                self.restore(files)?;
            }
            files.remove_file(&self.journal).map_err(failed("remove", &self.journal))?;
        }
        for stale in [&self.staging, &self.spare, &self.retired] {
            if exists(files, stale)? {
                files.remove_dir_all(stale).map_err(failed("remove", stale))?;
            }
        }
        Ok(())
    }

    /// Renames a complete tree to the output. While the journal exists, the staged tree is complete. If there is none, only the old
    /// tree is left.
    fn restore(&self, files: &dyn Files) -> Result<(), EmitError> {
        for tree in [&self.staging, &self.retired] {
            if exists(files, tree)? {
                return files.rename(tree, &self.output).map_err(failed("rename", tree));
            }
        }
        Ok(())
    }

    /// Replaces the output with the staged tree. `display_path` is the output as the user gave it, for messages.
    pub fn swap(&self, files: &dyn Files, display_path: &Path, old: &OldTree) -> Result<(), EmitError> {
        let result = if old.exists {
            match files.exchange(&self.staging, &self.output) {
                Err(error) if error.kind() == io::ErrorKind::Unsupported => self.rename_twice(files),
                result => result,
            }
        } else {
            files.rename(&self.staging, &self.output)
        };
        result.map_err(|error| match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
                EmitError::MountPoint { output: display_path.to_path_buf() }
            }
            _ => failed("replace", display_path)(error),
        })
    }

    /// Moves the tree that a swap has replaced to `kept`, for the next build. If that fails, [`OutputPaths::sweep`] deletes it.
    pub fn keep_replaced_tree(&self, files: &dyn Files, kept: &Path) {
        for replaced in [&self.staging, &self.retired] {
            if files.exists(replaced).unwrap_or(false) {
                let _ = files.rename(replaced, kept);
            }
        }
    }

    /// Deletes the trees beside the output: an unfinished tree, or after a swap the old one. The next build deletes them too, so a
    /// failure is ignored. While the journal exists, one of them may be the only complete site, and that case is left to
    /// [`OutputPaths::recover`].
    pub fn sweep(&self, files: &dyn Files) {
        if !matches!(files.exists(&self.journal), Ok(false)) {
            return;
        }
        for stale in [&self.staging, &self.spare, &self.retired] {
            if files.exists(stale).unwrap_or(false) {
                let _ = files.remove_dir_all(stale);
            }
        }
    }

    /// The swap for file systems that cannot exchange two folders. A journal that cannot be removed afterwards does no harm,
    /// because the next start finds the output in its place.
    fn rename_twice(&self, files: &dyn Files) -> io::Result<()> {
        // The journal has to be on the disk before the first rename. Otherwise a power failure could leave neither journal nor
        // output.
        files.write(&self.journal, b"swapping\n")?;
        files.sync_filesystem(&self.staging)?;
        let result = files.rename(&self.output, &self.retired).and_then(|()| {
            files.rename(&self.staging, &self.output).or_else(|error| {
                files.rename(&self.retired, &self.output)?;
                Err(error)
            })
        });
        if files.exists(&self.output).unwrap_or(false) {
            let _ = files.remove_file(&self.journal);
        }
        result
    }
}

fn exists(files: &dyn Files, path: &Path) -> Result<bool, EmitError> {
    files.exists(path).map_err(failed("find", path))
}
