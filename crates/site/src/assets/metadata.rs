//! A file's bytes in; out, whether it says where, when and with what it was made, and the same file without that. What the file is
//! decides, and never its name.
//!
//! Formats that nothing here reads, such as documents, keep what they hold: their authors are part of them.

use super::file_types::{Content, RasterFormat};
use super::{container, isobmff, matroska, riff, tiff};

/// What a file holds beside its picture, sound or film.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metadata {
    None,
    /// [`removed`] takes it out.
    Removable,
    /// [`removed`] takes a part out, and why the rest stays is the end of a message such as "that is not taken out: ..".
    Partly(&'static str),
    /// It cannot be taken out, for such a reason.
    Fixed(&'static str),
}

/// Why the metadata of a damaged file stays.
pub(super) const UNREADABLE: &str = "the file is cut short or damaged";

impl Metadata {
    /// Looks for metadata in a file of this content.
    pub fn of(content: Content, bytes: &[u8]) -> Self {
        let found = match content {
            Content::Raster(RasterFormat::Avif) => isobmff::scan(bytes),
            Content::Raster(format) => container::RasterContainer::read(format, bytes)
                .map(|container| if container.has_metadata { Self::Removable } else { Self::None }),
            Content::Tiff => tiff::scan(bytes),
            Content::IsoMedia => isobmff::scan(bytes),
            Content::Matroska => matroska::scan(bytes),
            Content::Riff => riff::scan(bytes),
            Content::Active(_) | Content::Other => Some(Self::None),
        };
        found.unwrap_or(Self::Fixed(UNREADABLE))
    }
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
