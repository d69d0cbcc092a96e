//! A WebM or an MKV in; out, whether it has tags, or the same file with the tags overwritten in place: other elements have the
//! offsets of their neighbours, which stay right this way.
//!
//! The format is EBML: elements of an id, a length and content. Tags and attached files are elements of the segment, and their place
//! is taken by `Void`, which readers skip.

use std::ops::Range;

use super::file_types::is_only_zeros;
use super::metadata_kind::Metadata;

const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1F43_B675;
const TAGS: u64 = 0x1254_C367;
const ATTACHMENTS: u64 = 0x1941_A469;
const INFO: u64 = 0x1549_A966;
/// Children of `INFO`: the title, the day, and the names of files. The program that wrote the file has to be named.
const INFO_TEXTS: [u64; 4] = [0x7BA9, 0x4461, 0x7384, 0x3C_83AB];
const CHECKSUM: u64 = 0xBF;
const VOID: u64 = 0xEC;
const TOP_LEVEL: [u64; 2] = [0x1A45_DFA3, SEGMENT];

/// Whether a file has metadata. `None` if an element is cut short.
pub(super) fn scan(bytes: &[u8]) -> Option<Metadata> {
    let found = !metadata_elements(bytes)?.is_empty();
    Some(if found { Metadata::Removable } else { Metadata::None })
}

pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.to_vec();
    for range in metadata_elements(bytes)? {
        let size = range.len();
        clean[range.clone()].fill(0);
        clean[range.start] = 0xEC;
        // The length has eight bytes where there is room for them, else one.
        match size.checked_sub(9) {
            Some(content) => {
                let length = (1 << 56 | content as u64).to_be_bytes();
                clean[range.start + 1..range.start + 9].copy_from_slice(&length);
            }
            None => clean[range.start + 1] = 0x80 | u8::try_from(size - 2).ok()?,
        }
    }
    Some(clean)
}

struct Element {
    id: u64,
    /// With the header.
    whole: Range<usize>,
    content: Range<usize>,
    has_length: bool,
}

/// The elements with metadata, with their headers.
fn metadata_elements(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut metadata = Vec::new();
    let mut at = 0;
    let mut end = bytes.len();
    while at < end {
        let element = element(bytes, at, end)?;
        at = match element.id {
            // Its children are read like its neighbours: a recording of a browser has no lengths.
            SEGMENT => {
                end = element.content.end;
                element.content.start
            }
            CLUSTER if !element.has_length => element.content.start,
            TAGS | ATTACHMENTS if element.has_length => {
                metadata.push(element.whole.clone());
                element.whole.end
            }
            INFO if element.has_length => {
                metadata.extend(texts_of_info(bytes, &element)?);
                element.whole.end
            }
            VOID if !is_only_zeros(&bytes[element.content.clone()]) => {
                metadata.push(element.whole.clone());
                element.whole.end
            }
            id if !element.has_length && !TOP_LEVEL.contains(&id) => return None,
            _ => element.whole.end,
        };
    }
    Some(metadata)
}

/// What to overwrite in the general part of a file: its texts and, with them, a checksum, which would be wrong.
fn texts_of_info(bytes: &[u8], info: &Element) -> Option<Vec<Range<usize>>> {
    let (mut texts, mut checksums) = (Vec::new(), Vec::new());
    let mut at = info.content.start;
    while at < info.content.end {
        let child = element(bytes, at, info.content.end)?;
        at = child.whole.end;
        if INFO_TEXTS.contains(&child.id) {
            texts.push(child.whole);
        } else if child.id == CHECKSUM {
            checksums.push(child.whole);
        }
    }
    if !texts.is_empty() {
        texts.extend(checksums);
    }
    Some(texts)
}

fn element(bytes: &[u8], at: usize, end: usize) -> Option<Element> {
    let id_size = bytes.get(at)?.leading_zeros() as usize + 1;
    if id_size > 4 {
        return None;
    }
    let id = big_endian(bytes.get(at..at + id_size)?);
    let length_at = at + id_size;
    let length_size = bytes.get(length_at)?.leading_zeros() as usize + 1;
    if length_size > 8 {
        return None;
    }
    let start = length_at + length_size;
    let all_bits = 1_u64 << (7 * length_size);
    let length = big_endian(bytes.get(length_at..start)?) & (all_bits - 1);
    // All bits set: the element goes on until one that cannot be in it.
    let has_length = length != all_bits - 1;
    let content_end = if has_length { start.checked_add(usize::try_from(length).ok()?)? } else { end };
    (content_end <= end).then_some(Element { id, whole: at..content_end, content: start..content_end, has_length })
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
