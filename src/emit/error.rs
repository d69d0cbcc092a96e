//! Why a site was not written: a refusal, which the person puts right by another choice, or the machine.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use wellpress_io::artifact::{SinkError, SitePath};
use wellpress_io::fs::EntryKind;

/// Why a site was not written. The output is as it was.
#[derive(Debug, Error)]
pub enum EmitError {
    /// The output may not be replaced.
    #[error("cannot build into `{}`: {refusal}", output.display())]
    Refused {
        /// The output, as the person gave it.
        output: PathBuf,
        /// Why not.
        refusal: Refusal,
    },
    /// Another build writes there.
    #[error(
        "another build is writing `{}`: wait until it ends, or choose another folder with `--output-dir`",
        output.display()
    )]
    Busy {
        /// The output, as the person gave it.
        output: PathBuf,
    },
    /// The output cannot be renamed, which is so for a mounted volume.
    #[error(
        "`{}` is a mount point and cannot be swapped for a new site: choose a folder inside it with `--output-dir`",
        output.display()
    )]
    MountPoint {
        /// The output, as the person gave it.
        output: PathBuf,
    },
    /// The emission was finished although an artifact had not been written.
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
    /// A file of the site was not written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The machine could not do something else.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What could not be done, such as `rename`.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
}

impl EmitError {
    /// Whether another choice by the person puts it right (wrong usage), and not the machine.
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
    /// It is above what the site is made from.
    #[error("it holds `{}`, from which the site is made; choose a folder of its own, such as `output`", .0.display())]
    HoldsSources(PathBuf),
    /// It is one of the folders that the site is made from, or in one.
    #[error("it lies in `{}`, from which the site is made; choose a folder outside it, such as `output`", .0.display())]
    InsideSources(PathBuf),
    /// A file, a link or a device stands there.
    #[error("it is {0}, not a folder; remove it or choose another folder")]
    NotAFolder(EntryKind),
    /// It is not empty and no build made it.
    #[error(
        "it is not empty (it holds `{}`) and was not made by wellpress; empty it or choose another folder",
        .0.display()
    )]
    Unowned(PathBuf),
    /// It holds what no build put there.
    #[error("it holds {}; move that away, or use `--force` to delete it", strays(.first, *.count))]
    Strays {
        /// The first of them.
        first: PathBuf,
        /// How many there are.
        count: usize,
    },
}

fn strays(first: &Path, count: usize) -> String {
    match count {
        1 => format!("`{}`, which no build put there", first.display()),
        _ => format!("`{}` and {} more that no build put there", first.display(), count - 1),
    }
}

/// For `map_err`: the machine could not do `action` to `path`.
pub(super) fn failed<'a>(action: &'static str, path: &'a Path) -> impl Fn(io::Error) -> EmitError + 'a {
    move |source| EmitError::Io { action, path: path.to_path_buf(), source }
}
