//! Reads a WXR file, as WordPress exports a site.

use crate::old_site::OldSite;
use crate::readers::ReadError;
use crate::source_folder::SourceFolder;

pub(crate) fn read(_source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    Err(ReadError::NoPages("WordPress"))
}
