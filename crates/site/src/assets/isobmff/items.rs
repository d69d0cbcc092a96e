//! The box `meta` of a HEIC or an AVIF in, the edits of its metadata out.
//!
//! Items are listed in `iinf` by number and type, and located in `iloc` by number. Either box may be missing: then the file has no
//! such items. An item is not taken out of the lists: its content becomes an EXIF without entries, or an XMP without properties.
//! Readers that look into each item, such as libavif, refuse zeros there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{ByteCursor, Edit, IsoBox, add_removal, boxes, find};

/// The offset of the TIFF in the item, and a TIFF whose only directory is empty.
const EMPTY_EXIF: &[u8] = b"\0\0\0\0MM\0\x2A\0\0\0\x08\0\0\0\0\0\0";
const EMPTY_XMP: &[u8] = b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>";

pub(super) fn add_edits(bytes: &[u8], meta: &Range<usize>, edits: &mut Vec<Edit>) -> Option<()> {
    // Unlike other boxes that hold boxes, `meta` begins with four bytes of version and flags.
    let inside_meta = boxes(bytes, meta.start.checked_add(4)?..meta.end)?;
    for item in inside_meta.iter().filter(|item| !NEEDED.contains(&&item.name[..])) {
        add_removal(bytes, item, edits);
    }
    add_property_edits(bytes, &inside_meta, edits)?;
    let (Some(item_infos), Some(locations)) = (find(&inside_meta, b"iinf"), find(&inside_meta, b"iloc")) else {
        return Some(());
    };
    let mut metadata_items = metadata_items(bytes, item_infos)?;
    let item_data_start = find(&inside_meta, b"idat").map_or(0, |data| data.start);
    let mut total = 0;
    for ItemExtent { item, range } in extents(bytes, locations, item_data_start)? {
        let Some(item) = metadata_items.get_mut(&item) else { continue };
        // Pieces do not overlap, so that all of them are no longer than the file.
        total += range.len();
        if total > bytes.len() {
            return None;
        }
        edits.extend(item.edit(bytes, range)?);
    }
    Some(())
}

/// Boxes of `meta` that say where a picture is and how it looks.
const NEEDED: [&[u8]; 10] = [b"hdlr", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"ipro", b"grpl", b"dinf"];

/// Removes the properties that describe a picture in words or say when it was made. Others refer to properties by their position, which
/// stays.
fn add_property_edits(bytes: &[u8], inside_meta: &[IsoBox], edits: &mut Vec<Edit>) -> Option<()> {
    let Some(properties) = find(inside_meta, b"iprp") else { return Some(()) };
    let Some(properties) = find(&boxes(bytes, properties)?, b"ipco") else { return Some(()) };
    let described = [&b"udes"[..], b"crtt", b"mdft", b"altt", b"uuid"];
    for item in boxes(bytes, properties)?.iter().filter(|item| described.contains(&&item.name[..])) {
        add_removal(bytes, item, edits);
    }
    Some(())
}

/// An item with metadata, and what takes its place.
struct MetadataItem {
    /// What is left of the content that takes the place of the item's own, which may be in several pieces.
    empty: &'static [u8],
    filling: u8,
}

impl MetadataItem {
    /// The edit of the next piece. `None` if it is behind the end of the file.
    fn edit(&mut self, bytes: &[u8], range: Range<usize>) -> Option<Option<Edit>> {
        let (content, rest) = self.empty.split_at(self.empty.len().min(range.len()));
        self.empty = rest;
        let (start, behind) = bytes.get(range.clone())?.split_at(content.len());
        let is_empty = start == content && behind.iter().all(|byte| *byte == self.filling);
        Some((!is_empty).then_some(Edit::Replace(range, content, self.filling)))
    }
}

/// The items in `iinf` that are EXIF or, as `mime`, XMP, by number.
fn metadata_items(bytes: &[u8], item_infos: Range<usize>) -> Option<BTreeMap<u64, MetadataItem>> {
    let mut cursor = ByteCursor { bytes, at: item_infos.start };
    let version = cursor.version()?;
    cursor.uint(if version == 0 { 2 } else { 4 })?;
    let mut items = BTreeMap::new();
    for info in boxes(bytes, cursor.at..item_infos.end)? {
        let mut cursor = ByteCursor { bytes, at: info.content.start };
        let version = cursor.version()?;
        let number = cursor.uint(if version == 2 { 2 } else { 4 })?;
        cursor.uint(2)?;
        let (empty, filling) = match bytes.get(cursor.at..cursor.at + 4)? {
            b"Exif" => (EMPTY_EXIF, 0),
            b"mime" => (EMPTY_XMP, b' '),
            b"uri " => (&b""[..], 0),
            _ => continue,
        };
        items.insert(number, MetadataItem { empty, filling });
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
