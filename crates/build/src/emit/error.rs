//! [`EmitError`]: why a site was not published. A [`Refusal`] needs another choice of the user; the other errors are failures of
//! the machine or bugs.

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
        /// The output, as the user gave it.
        output: PathBuf,
        /// The reason, with advice in its message.
        refusal: Refusal,
    },
    /// Another build holds the output's lock.
    #[error(
        "another build is writing `{}`: wait until it ends, or choose another folder with `--output-dir`",
        output.display()
    )]
    Busy {
        /// The output, as the user gave it.
        output: PathBuf,
    },
    /// The output is a mount point, which cannot be renamed: often a volume of a container.
    #[error(
        "`{}` is a mount point and cannot be swapped for a new site: choose a folder inside it with `--output-dir`",
        output.display()
    )]
    MountPoint {
        /// The output, as the user gave it.
        output: PathBuf,
    },
    /// [`Emitter::finish`](super::Emitter::finish) was called although an artifact could not be written.
    #[error("`{}` stays as it was: not every file of the new site could be written", output.display())]
    Incomplete {
        /// The output, as the user gave it.
        output: PathBuf,
    },
    /// Two artifacts have one path, although an earlier stage should have reported it.
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
        /// The file or folder of the operation.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

impl EmitError {
    /// Whether it is wrong usage: another output folder, or `--force`, makes the build possible.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }
}

/// Why an output may not be replaced. A build deletes whatever the output contains, so every doubt is a refusal: a mistyped
/// `--output-dir` must not cost anybody a folder of photographs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The output is `/` or a drive.
    #[error("it is the root of a file system; choose a folder of its own")]
    FileSystemRoot,
    /// The output is the root of the site.
    #[error("it is the site's root; choose a folder of its own, such as `output`")]
    SiteRoot,
    /// The output contains the root, a source folder or the settings.
    #[error("it holds `{}`, from which the site is made; choose a folder of its own, such as `output`", .0.display())]
    HoldsSources(PathBuf),
    /// The output is a source folder, or lies in one.
    #[error("it lies in `{}`, from which the site is made; choose a folder outside it, such as `output`", .0.display())]
    InsideSources(PathBuf),
    /// The output is a file, a link or a device.
    #[error("it is {0}, not a folder; remove it or choose another folder")]
    NotAFolder(EntryKind),
    /// The output is not empty and has no ownership marker; with the path of an entry in it.
    #[error(
        "it is not empty (it holds `{}`) and was not made by wellpress; empty it or choose another folder",
        .0.display()
    )]
    Unowned(PathBuf),
    /// The output contains files that no build wrote.
    #[error("it holds {}; move that away, or use `--force` to delete it", strays(.first, *.count))]
    Strays {
        /// The first of these files, by path.
        first: PathBuf,
        /// The number of these files.
        count: usize,
    },
}

fn strays(first: &Path, count: usize) -> String {
    match count {
        1 => format!("`{}`, which no build put there", first.display()),
        _ => format!("`{}` and {} more that no build put there", first.display(), count - 1),
    }
}

/// Returns a function for `map_err`: the operation `action` on `path` failed.
pub(super) fn failed<'a>(action: &'static str, path: &'a Path) -> impl Fn(io::Error) -> EmitError + 'a {
    move |source| EmitError::Io { action, path: path.to_path_buf(), source }
}
