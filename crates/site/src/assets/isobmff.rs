//! An AVIF file in; out, whether it has metadata, or the same file with its metadata overwritten. Pixels are not decoded.
//!
//! AVIF is a tree of boxes (ISO 14496-12, "ISO base media file format"). Its metadata is overwritten in place, because `iloc`
//! holds absolute offsets and each would have to be moved after a deletion. Our own parser, because that takes the byte ranges
//! of the metadata in the file, and AVIF crates such as `avif-parse` and `nom-exif` return the contents alone.

use std::ops::Range;

/// Whether EXIF, XMP or a vendor's own box is in a file. `None` if one of its boxes is cut short.
pub(super) fn has_metadata(bytes: &[u8]) -> Option<bool> {
    metadata_ranges(bytes).map(|ranges| !ranges.is_empty())
}

/// Overwrites EXIF, XMP and vendors' boxes with zeros.
pub(super) fn blank_metadata(bytes: &mut [u8]) {
    for range in metadata_ranges(bytes).unwrap_or_default() {
        bytes[range].fill(0);
    }
}

/// A box of the file: its four-letter name and the range of its content, without the header.
struct IsoBox {
    name: [u8; 4],
    content: Range<usize>,
}

/// The boxes side by side in a range. `None` if one of them is cut short.
fn boxes(bytes: &[u8], range: Range<usize>) -> Option<Vec<IsoBox>> {
    let mut boxes = Vec::new();
    let mut at = range.start;
    while at < range.end {
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
        boxes.push(IsoBox { name, content: cursor.at..end });
        at = end;
    }
    Some(boxes)
}

fn find(boxes: &[IsoBox], name: &[u8; 4]) -> Option<Range<usize>> {
    boxes.iter().find(|item| item.name == *name).map(|item| item.content.clone())
}

/// The ranges that hold metadata: the content of `uuid` boxes, and of the items that are EXIF or XMP.
///
/// Items are listed in `iinf` by number and type, and located in `iloc` by number. Either box may be missing: then the file
/// has no such items.
fn metadata_ranges(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let top_level = boxes(bytes, 0..bytes.len())?;
    let vendor_boxes = top_level.iter().filter(|item| item.name == *b"uuid");
    let mut ranges: Vec<Range<usize>> = vendor_boxes.map(|item| item.content.clone()).collect();
    let Some(meta) = find(&top_level, b"meta") else { return Some(ranges) };
    // Unlike other boxes that hold boxes, `meta` begins with four bytes of version and flags.
    let inside_meta = boxes(bytes, meta.start.checked_add(4)?..meta.end)?;
    if let (Some(item_infos), Some(locations)) = (find(&inside_meta, b"iinf"), find(&inside_meta, b"iloc")) {
        let metadata_items = metadata_items(bytes, item_infos)?;
        let item_data_start = find(&inside_meta, b"idat").map_or(0, |data| data.start);
        for extent in extents(bytes, locations, item_data_start)? {
            // A damaged offset can point behind the file, where nothing can be overwritten.
            if metadata_items.contains(&extent.item) && extent.range.end <= bytes.len() {
                ranges.push(extent.range);
            }
        }
    }
    Some(ranges)
}

/// The numbers of the items in `iinf` that are EXIF or, as `mime`, XMP.
fn metadata_items(bytes: &[u8], item_infos: Range<usize>) -> Option<Vec<u64>> {
    let mut cursor = ByteCursor { bytes, at: item_infos.start };
    let version = cursor.version()?;
    cursor.uint(if version == 0 { 2 } else { 4 })?;
    let mut items = Vec::new();
    for info in boxes(bytes, cursor.at..item_infos.end)? {
        let mut cursor = ByteCursor { bytes, at: info.content.start };
        let version = cursor.version()?;
        let item = cursor.uint(if version == 2 { 2 } else { 4 })?;
        cursor.uint(2)?;
        if matches!(bytes.get(cursor.at..cursor.at + 4)?, b"Exif" | b"mime") {
            items.push(item);
        }
    }
    Some(items)
}

/// A piece of an item.
struct ItemExtent {
    item: u64,
    range: Range<usize>,
}

/// The pieces of all items in `iloc`. Offsets count from the start of the file or, with construction method 1, from
/// `item_data_start`, where the content of `idat` begins.
fn extents(bytes: &[u8], locations: Range<usize>, item_data_start: usize) -> Option<Vec<ItemExtent>> {
    let mut cursor = ByteCursor { bytes, at: locations.start };
    let version = cursor.version()?;
    // Four widths in bytes, packed into half a byte each. A field with the width 0 is absent and counts as 0.
    let (offset_and_length, base_and_index) = (cursor.uint(1)?, cursor.uint(1)?);
    let (offset_size, length_size) = (offset_and_length >> 4, offset_and_length & 15);
    let (base_size, index_size) = (base_and_index >> 4, base_and_index & 15);
    let number_size = if version < 2 { 2 } else { 4 };
    let mut extents = Vec::new();
    for _ in 0..cursor.uint(number_size)? {
        let item = cursor.uint(number_size)?;
        let construction_method = if version == 0 { 0 } else { cursor.uint(2)? & 15 };
        cursor.uint(2)?;
        let base = cursor.uint(base_size)?;
        for _ in 0..cursor.uint(2)? {
            if version > 0 {
                cursor.uint(index_size)?;
            }
            let offset = base.checked_add(cursor.uint(offset_size)?)?;
            let length = usize::try_from(cursor.uint(length_size)?).ok()?;
            let origin = if construction_method == 1 { item_data_start } else { 0 };
            let start = usize::try_from(offset).ok()?.checked_add(origin)?;
            extents.push(ItemExtent { item, range: start..start.checked_add(length)? });
        }
    }
    Some(extents)
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
