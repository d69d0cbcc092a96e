//! Opens the library of a site for a command. What the library is, and how it is read, is left to `wellpress_site::library_files`.

use std::path::Path;

use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::library_files::LibraryFiles;

use crate::failure::Failure;

/// Reads the library, and a file outside of it that entries will be written to.
///
/// # Errors
/// When the content cannot be listed.
pub fn open_library(files: &dyn Files, config: &Config, target: Option<&Path>) -> Result<LibraryFiles, Failure> {
    LibraryFiles::open(files, config, target)
        .map_err(|error| Failure::machine(format!("cannot read `{}`: {error}", config.content_path().display())))
}
