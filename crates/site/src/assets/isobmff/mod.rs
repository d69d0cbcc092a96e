//! A file of the "ISO base media file format" (ISO 14496-12) in, such as MP4, MOV, M4A, HEIC and AVIF; out, whether it has
//! metadata, or the same file with its metadata overwritten. Neither pixels nor sound are decoded.
//!
//! The file is a tree of boxes. Its metadata is overwritten in place, because tables hold absolute offsets and each would have to be
//! moved after a deletion: a box with metadata becomes one that readers skip (`free`). An item of a picture stays where it is, with
//! the smallest content that strict readers accept. Our own parser, because that takes the byte ranges of the metadata in the file,
//! and crates such as `avif-parse` and `nom-exif` return the contents alone.

mod items;
mod movie;

use std::ops::Range;

use super::file_types::is_only_zeros;
use super::metadata_kind::Metadata;

/// What is done to a range of the file.
#[derive(Debug, PartialEq, Eq)]
enum Edit {
    /// A box, with its header, becomes one that readers skip.
    Free(Range<usize>),
    /// Bytes become zeros.
    Blank(Range<usize>),
    /// Bytes are replaced by the first, and the rest is filled up with the last.
    Replace(Range<usize>, &'static [u8], u8),
    /// Nothing: there may be metadata that cannot be taken out, for this reason.
    Leave(&'static str),
}

/// Whether a file has metadata. `None` if one of its boxes is cut short.
pub(super) fn scan(bytes: &[u8]) -> Option<Metadata> {
    let edits = edits(bytes)?;
    let obstacle = edits.iter().find_map(|edit| if let Edit::Leave(why) = edit { Some(*why) } else { None });
    Some(match obstacle {
        Some(why) => Metadata::Partly(why),
        None if edits.is_empty() => Metadata::None,
        None => Metadata::Removable,
    })
}

/// The file without its metadata, but for that which cannot be taken out.
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.to_vec();
    for edit in edits(bytes)? {
        match edit {
            Edit::Free(range) => free(&mut clean, range),
            Edit::Blank(range) => clean[range].fill(0),
            Edit::Replace(range, content, filling) => {
                let target = &mut clean[range];
                target.fill(filling);
                let len = content.len().min(target.len());
                target[..len].copy_from_slice(&content[..len]);
            }
            Edit::Leave(_) => {}
        }
    }
    Some(clean)
}

/// The name follows the size, and a size over 4 GiB follows the name.
fn free(bytes: &mut [u8], range: Range<usize>) {
    let header = if bytes[range.start..range.start + 4] == [0, 0, 0, 1] { 16 } else { 8 };
    bytes[range.start + 4..range.start + 8].copy_from_slice(b"free");
    bytes[range.start + header..range.end].fill(0);
}

/// A box of the file.
struct IsoBox {
    /// Four letters.
    name: [u8; 4],
    /// With the header.
    whole: Range<usize>,
    content: Range<usize>,
}

/// What a file may begin with to be one of pictures, whose `meta` says where they are. In a film, `meta` is about the film.
const PICTURE_BRANDS: [&[u8]; 8] = [b"mif1", b"mif2", b"msf1", b"heic", b"heix", b"avif", b"avis", b"miaf"];

fn edits(bytes: &[u8]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let top_level = boxes(bytes, 0..bytes.len())?;
    let brands = find(&top_level, b"ftyp").map_or(&[][..], |range| &bytes[range]);
    let has_pictures = brands.chunks(4).any(|brand| PICTURE_BRANDS.contains(&brand));
    let is_in_fragments = top_level.iter().any(|item| item.name == *b"moof");
    for item in &top_level {
        match &item.name {
            b"meta" if has_pictures => items::add_edits(bytes, &item.content, &mut edits)?,
            b"moov" | b"moof" => movie::add_edits(bytes, &item.content, is_in_fragments, &mut edits)?,
            b"ftyp" | b"styp" | b"mdat" | b"mfra" | b"sidx" | b"ssix" | b"pdin" | b"wide" => {}
            // Among them the clock of a recorder (`prft`) and messages for scripts (`emsg`): no browser plays them.
            _ => add_removal(bytes, item, &mut edits),
        }
    }
    Some(edits)
}

/// Removes a box, unless it is empty already or a vendor's box that a player needs.
fn add_removal(bytes: &[u8], item: &IsoBox, edits: &mut Vec<Edit>) {
    let content = &bytes[item.content.clone()];
    let is_empty = matches!(&item.name, b"free" | b"skip") && is_only_zeros(content);
    let is_needed = item.name == *b"uuid" && PLAYED_VENDOR_BOXES.iter().any(|id| content.starts_with(id));
    if !is_empty && !is_needed {
        edits.push(Edit::Free(item.whole.clone()));
    }
}

/// The first bytes of the ids of vendors' boxes with which a protected film, or one in fragments, is played.
const PLAYED_VENDOR_BOXES: [[u8; 4]; 5] = [
    [0xA2, 0x39, 0x4F, 0x52],
    [0x6D, 0x1D, 0x9B, 0x05],
    [0xD4, 0x80, 0x7E, 0xF2],
    [0xD0, 0x8A, 0x4F, 0x18],
    [0x89, 0x74, 0xDB, 0xCE],
];

/// The boxes side by side in a range. `None` if one of them is cut short.
fn boxes(bytes: &[u8], range: Range<usize>) -> Option<Vec<IsoBox>> {
    let mut boxes = Vec::new();
    let mut at = range.start;
    while at < range.end {
        // QuickTime ends a list with four zeros.
        if range.end - at == 4 && is_only_zeros(&bytes[at..range.end]) {
            break;
        }
        let mut cursor = ByteCursor { bytes, at };
        let size = usize::try_from(cursor.uint(4)?).ok()?;
        let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        cursor.at = at + 8;
        let end = match size {
            // The last box may leave its size open, and one over 4 GiB has its size in a second field.
            0 => range.end,
            1 => at.checked_add(usize::try_from(cursor.uint(8)?).ok()?)?,
            size => at.checked_add(size)?,
        };
        if end > range.end || end < cursor.at {
            return None;
        }
        boxes.push(IsoBox { name, whole: at..end, content: cursor.at..end });
        at = end;
    }
    Some(boxes)
}

fn find(boxes: &[IsoBox], name: &[u8; 4]) -> Option<Range<usize>> {
    boxes.iter().find(|item| item.name == *name).map(|item| item.content.clone())
}

/// Reads big-endian numbers one after the other.
struct ByteCursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl ByteCursor<'_> {
    /// The next number of `size` bytes. `None` behind the end of the file, and for a size over 8, which a damaged `iloc` can
    /// ask for.
    fn uint(&mut self, size: u64) -> Option<u64> {
        let size = usize::try_from(size).ok().filter(|size| *size <= 8)?;
        let bytes = self.bytes.get(self.at..self.at.checked_add(size)?)?;
        self.at += size;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// The version at the start of a "full box", behind which three bytes of flags are skipped.
    fn version(&mut self) -> Option<u64> {
        let version = self.uint(1)?;
        self.uint(3)?;
        Some(version)
    }
}
