//! [`ShownPaths`]: the files and folders that `wellpress check PATH..` names, and the findings in them. The whole site is checked all
//! the same, since a finding in one file often comes from another.

use std::path::{Path, PathBuf};

use wellpress_command::Failure;
use wellpress_diagnostics::Report;
use wellpress_io::fs::{Disk, Files, absolute, openable, slashed};

/// Paths relative to the root, with `/`; empty stands for the whole site.
pub(super) struct ShownPaths(Vec<String>);

impl ShownPaths {
    /// Reads the arguments, which are relative to the working directory. Called before the site is read, so that a mistyped path
    /// costs no time.
    pub fn read(arguments: &[PathBuf], root: &Path) -> Result<Self, Failure> {
        let root = openable(root);
        arguments.iter().map(|path| below_root(path, root)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether only a part of the site is shown.
    pub fn is_part(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|path| !path.is_empty())
    }

    /// The findings in the files and folders.
    pub fn select(&self, report: Report) -> Report {
        if !self.is_part() {
            return report;
        }
        let findings = report.findings().iter().filter(|finding| self.has(&finding.location.file));
        Report::new(findings.cloned())
    }

    /// Whether a file is one of them, or in one of the folders.
    pub fn has(&self, file: &str) -> bool {
        !self.is_part() || self.0.iter().any(|path| is_in(file, path))
    }
}

/// Whether a file is this one, or in this folder.
fn is_in(file: &str, path: &str) -> bool {
    file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn below_root(path: &Path, root: &Path) -> Result<String, Failure> {
    let shown_path = path.display();
    if !Disk.exists(path).unwrap_or(false) {
        return Err(Failure::usage(format!("there is no file or folder `{shown_path}`"))
            .help("write the path of a file of the site, relative to the working directory"));
    }
    let both = absolute(&Disk, path).and_then(|path| Ok((path, absolute(&Disk, root)?)));
    let (path, root) = both.map_err(|error| Failure::machine(format!("cannot find `{shown_path}`: {error}")))?;
    let below = path.strip_prefix(&root).map_err(|_| {
        Failure::usage(format!("`{shown_path}` is not in the site `{}`", root.display()))
            .help("`--root` names another site")
    })?;
    Ok(slashed(below))
}
