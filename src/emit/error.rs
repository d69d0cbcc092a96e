//! [`EmitError`]: why a site was not published. A [`Refusal`] is put right by another choice of the person; the others are
//! failures of the machine or bugs.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use wellpress_io::artifact::{SinkError, SitePath};
use wellpress_io::fs::EntryKind;

/// Why a site was not published. The output is as it was.
#[derive(Debug, Error)]
pub enum EmitError {
    /// The output may not be replaced.
    #[error("cannot build into `{}`: {refusal}", output.display())]
    Refused {
        /// The output, as the person gave it.
        output: PathBuf,
        /// What stands against it, and what to do.
        refusal: Refusal,
    },
    /// Another build holds the output's lock.
    #[error(
        "another build is writing `{}`: wait until it ends, or choose another folder with `--output-dir`",
        output.display()
    )]
    Busy {
        /// The output, as the person gave it.
        output: PathBuf,
    },
    /// The output is a mount point, which cannot be renamed: often a volume of a container.
    #[error(
        "`{}` is a mount point and cannot be swapped for a new site: choose a folder inside it with `--output-dir`",
        output.display()
    )]
    MountPoint {
        /// The output, as the person gave it.
        output: PathBuf,
    },
    /// [`Emitter::finish`](super::Emitter::finish) was called although an artifact could not be written.
    #[error("`{}` stays as it was: not every file of the new site could be written", output.display())]
    Incomplete {
        /// The output, as the person gave it.
        output: PathBuf,
    },
    /// Two artifacts have one path, which the stages before must have ruled out.
    #[error("two artifacts have the path `{}`: a bug in wellpress", path.as_str())]
    Twice {
        /// The path of both.
        path: SitePath,
    },
    /// A file of the site could not be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// Another operation on the disk failed.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// The operation, such as `rename`.
        action: &'static str,
        /// The file or folder that it concerns.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
}

impl EmitError {
    /// Whether it is wrong usage, which another choice of the person puts right.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

/// Why an output may not be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It is `/` or a drive.
    #[error("it is the root of a file system; choose a folder of its own")]
    FileSystemRoot,
    /// It is the site's own root.
    #[error("it is the site's root; choose a folder of its own, such as `output`")]
    SiteRoot,
    /// It contains the root, a source folder or the settings.
    #[error("it holds `{}`, from which the site is made; choose a folder of its own, such as `output`", .0.display())]
    HoldsSources(PathBuf),
    /// It is a source folder, or lies in one.
    #[error("it lies in `{}`, from which the site is made; choose a folder outside it, such as `output`", .0.display())]
    InsideSources(PathBuf),
    /// It is a file, a link or a device.
    #[error("it is {0}, not a folder; remove it or choose another folder")]
    NotAFolder(EntryKind),
    /// It is not empty and has no mark of ownership; the path is that of one of its entries.
    #[error(
        "it is not empty (it holds `{}`) and was not made by wellpress; empty it or choose another folder",
        .0.display()
    )]
    Unowned(PathBuf),
    /// It contains files that no build put there.
    #[error("it holds {}; move that away, or use `--force` to delete it", strays(.first, *.count))]
    Strays {
        /// The first of them, by path.
        first: PathBuf,
        /// How many there are, the first included.
        count: usize,
    },
}

fn strays(first: &Path, count: usize) -> String {
    match count {
        1 => format!("`{}`, which no build put there", first.display()),
        _ => format!("`{}` and {} more that no build put there", first.display(), count - 1),
    }
}

/// Makes a function for `map_err`: the operation `action` on `path` failed.
pub(super) fn failed<'a>(action: &'static str, path: &'a Path) -> impl Fn(io::Error) -> EmitError + 'a {
    move |source| EmitError::Io { action, path: path.to_path_buf(), source }
}
