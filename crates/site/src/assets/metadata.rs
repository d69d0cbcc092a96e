//! A file's bytes in; out, whether it says where, when and with what it was made, and the same file without that. What the file is
//! decides, and never its name.
//!
//! Formats that nothing here reads, such as documents, keep what they hold: their authors are part of them.

use super::file_types::{Content, RasterFormat};
use super::metadata_kind::Metadata;
use super::{container, isobmff, matroska, riff, tiff};

/// Why the metadata of a damaged file stays.
pub(super) const UNREADABLE: &str = "the file is cut short or damaged";

/// Looks for metadata in a file of this content.
pub(super) fn found(content: Content, bytes: &[u8]) -> Metadata {
    let found = match content {
        Content::Raster(RasterFormat::Avif) => isobmff::scan(bytes),
        Content::Raster(format) => container::RasterContainer::read(format, bytes)
            .map(|container| if container.has_metadata { Metadata::Removable } else { Metadata::None }),
        Content::Tiff => tiff::scan(bytes),
        Content::IsoMedia => isobmff::scan(bytes),
        Content::Matroska => matroska::scan(bytes),
        Content::Riff => riff::scan(bytes),
        Content::Active(_) | Content::Other => Some(Metadata::None),
    };
    found.unwrap_or(Metadata::Fixed(UNREADABLE))
}

/// The file without its metadata. `None` if it is damaged, or of a format that is not read here.
pub(super) fn removed(bytes: &[u8]) -> Option<Vec<u8>> {
    match Content::of(bytes) {
        Content::Raster(format) => container::without_metadata(format, bytes),
        Content::Tiff => tiff::without_metadata(bytes),
        Content::IsoMedia => isobmff::without_metadata(bytes),
        Content::Matroska => matroska::without_metadata(bytes),
        Content::Riff => riff::without_metadata(bytes),
        Content::Active(_) | Content::Other => None,
    }
}
