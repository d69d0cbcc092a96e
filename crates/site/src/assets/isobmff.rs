//! AVIF by its boxes: whether it is whole, whether it moves, and where what a camera or a program wrote about it stands.
//! That is overwritten in its place, so that no other part of the file has to be moved.

use std::ops::Range;

/// How many frames it has, more than one standing for any number, and whether something is written about it; nothing
/// where the file is not whole.
pub(super) fn look(bytes: &[u8]) -> Option<(usize, bool)> {
    let boxes = boxes(bytes, 0..bytes.len())?;
    let brand =
        boxes.iter().find(|part| part.name == *b"ftyp").and_then(|part| bytes.get(part.content.clone())?.get(..4));
    let is_moving = brand == Some(b"avis") || boxes.iter().any(|part| part.name == *b"moov");
    Some((if is_moving { 2 } else { 1 }, !about(bytes)?.is_empty()))
}

/// Overwrites what was written about the picture.
pub(super) fn blank_metadata(bytes: &mut [u8]) {
    for range in about(bytes).unwrap_or_default() {
        bytes[range].fill(0);
    }
}

/// A box, by its name and where its content is.
struct Part {
    name: [u8; 4],
    content: Range<usize>,
}

/// The boxes in a range; nothing where one is cut short.
fn boxes(bytes: &[u8], range: Range<usize>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let mut reader = Reader { bytes, at };
        let size = usize::try_from(reader.number(4)?).ok()?;
        let name = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        reader.at = at + 8;
        let end = match size {
            0 => range.end,
            1 => at.checked_add(usize::try_from(reader.number(8)?).ok()?)?,
            size => at.checked_add(size)?,
        };
        if end > range.end || end < reader.at {
            return None;
        }
        parts.push(Part { name, content: reader.at..end });
        at = end;
    }
    Some(parts)
}

/// Where something is written about the picture.
fn about(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let top = boxes(bytes, 0..bytes.len())?;
    let mut ranges: Vec<Range<usize>> =
        top.iter().filter(|part| part.name == *b"uuid").map(|part| part.content.clone()).collect();
    let Some(meta) = top.iter().find(|part| part.name == *b"meta") else { return Some(ranges) };
    let inside = boxes(bytes, meta.content.start.checked_add(4)?..meta.content.end)?;
    let find = |name: &[u8; 4]| inside.iter().find(|part| part.name == *name).map(|part| part.content.clone());
    if let (Some(list), Some(places)) = (find(b"iinf"), find(b"iloc")) {
        let items = described_items(bytes, list)?;
        let data = find(b"idat").map_or(0, |data| data.start);
        for (item, range) in extents(bytes, places, data)? {
            if items.contains(&item) && range.end <= bytes.len() {
                ranges.push(range);
            }
        }
    }
    Some(ranges)
}

/// The numbers of the items that are not pixels.
fn described_items(bytes: &[u8], list: Range<usize>) -> Option<Vec<u64>> {
    let mut reader = Reader { bytes, at: list.start };
    let version = reader.number(1)?;
    reader.number(3)?;
    reader.number(if version == 0 { 2 } else { 4 })?;
    let mut items = Vec::new();
    for entry in boxes(bytes, reader.at..list.end)? {
        let mut reader = Reader { bytes, at: entry.content.start };
        let version = reader.number(1)?;
        reader.number(3)?;
        let item = reader.number(if version == 2 { 2 } else { 4 })?;
        reader.number(2)?;
        if matches!(bytes.get(reader.at..reader.at + 4)?, b"Exif" | b"mime") {
            items.push(item);
        }
    }
    Some(items)
}

/// Where the items are, each as often as it has pieces.
fn extents(bytes: &[u8], places: Range<usize>, data: usize) -> Option<Vec<(u64, Range<usize>)>> {
    let mut reader = Reader { bytes, at: places.start };
    let version = reader.number(1)?;
    reader.number(3)?;
    let (sizes, more) = (reader.number(1)?, reader.number(1)?);
    let (offset_size, length_size, base_size, index_size) = (sizes >> 4, sizes & 15, more >> 4, more & 15);
    let wide = if version < 2 { 2 } else { 4 };
    let mut extents = Vec::new();
    for _ in 0..reader.number(wide)? {
        let item = reader.number(wide)?;
        let method = if version == 0 { 0 } else { reader.number(2)? & 15 };
        reader.number(2)?;
        let base = reader.number(base_size)?;
        for _ in 0..reader.number(2)? {
            if version > 0 {
                reader.number(index_size)?;
            }
            let offset = base.checked_add(reader.number(offset_size)?)?;
            let length = reader.number(length_size)?;
            let start = usize::try_from(offset).ok()?.checked_add(if method == 1 { data } else { 0 })?;
            extents.push((item, start..start.checked_add(usize::try_from(length).ok()?)?));
        }
    }
    Some(extents)
}

/// Reads numbers one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// The next number, of so many bytes.
    fn number(&mut self, size: u64) -> Option<u64> {
        let size = usize::try_from(size).ok().filter(|size| *size <= 8)?;
        let bytes = self.bytes.get(self.at..self.at.checked_add(size)?)?;
        self.at += size;
        Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}
