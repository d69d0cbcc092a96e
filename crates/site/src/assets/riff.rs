//! An AVI or a WAV in; out, whether it has metadata, or the same file with the metadata overwritten in place: the index of an AVI
//! has offsets, which stay right this way.

use std::ops::Range;

use super::file_types::is_only_zeros;
use super::metadata_kind::Metadata;

/// Whether a file has metadata. `None` if a chunk is cut short.
pub(super) fn scan(bytes: &[u8]) -> Option<Metadata> {
    let found = !metadata_chunks(bytes)?.is_empty();
    Some(if found { Metadata::Removable } else { Metadata::None })
}

/// The file in which each chunk with metadata is one that readers skip (`JUNK`), full of zeros.
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = bytes.to_vec();
    for chunk in metadata_chunks(bytes)? {
        clean[chunk.start..chunk.start + 4].copy_from_slice(b"JUNK");
        clean[chunk.start + 8..chunk.end].fill(0);
    }
    Some(clean)
}

/// The chunks with metadata, with their headers. Those of the streams are in the list `hdrl`, which holds lists of its own.
fn metadata_chunks(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let (mut metadata, mut unread) = (Vec::new(), Vec::new());
    let mut at = 0;
    // A long AVI is several `RIFF` chunks side by side.
    while at < bytes.len() {
        let chunk = chunk(bytes, at, bytes.len())?;
        match bytes.get(at..at + 4)? {
            b"RIFF" => unread.push(at + 12..chunk.end),
            _ => metadata.push(chunk.clone()),
        }
        at = chunk.end.next_multiple_of(2);
    }
    while let Some(range) = unread.pop() {
        let mut at = range.start;
        while at < range.end {
            let chunk = chunk(bytes, at, range.end)?;
            match (bytes.get(at..at + 4)?, bytes.get(at + 8..at + 12).unwrap_or_default()) {
                (b"LIST", b"hdrl" | b"strl" | b"odml") => unread.push(at + 12..chunk.end),
                (b"LIST", b"movi" | b"rec " | b"wavl" | b"adtl") => {}
                (name, _) if is_of_stream(name) => {}
                (b"JUNK", _) if is_only_zeros(&bytes[at + 8..chunk.end]) => {}
                _ => metadata.push(chunk.clone()),
            }
            at = chunk.end.next_multiple_of(2);
        }
    }
    Some(metadata)
}

/// Whether a chunk is needed to play a file.
fn is_of_stream(name: &[u8]) -> bool {
    matches!(
        name,
        b"avih"
            | b"strh"
            | b"strf"
            | b"indx"
            | b"idx1"
            | b"dmlh"
            | b"vprp"
            | b"fmt "
            | b"data"
            | b"fact"
            | b"cue "
            | b"smpl"
            | b"ds64"
    )
}

/// The chunk at an offset, with its header of a name and a length.
fn chunk(bytes: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?);
    let chunk_end = at.checked_add(8)?.checked_add(usize::try_from(length).ok()?)?;
    (chunk_end <= end).then_some(at..chunk_end)
}
