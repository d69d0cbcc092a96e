//! A TIFF in; out, whether it has metadata, or the same pages written anew without it.
//!
//! A TIFF is a chain of directories whose entries point anywhere into the file. So the file is not edited: what a viewer needs is
//! copied, and everything else, such as EXIF, the position, and bytes that nothing points to, stays behind. Our own writer, because
//! the crates `tiff` and `image` write pixels that they decoded, which would change them.

use std::ops::Range;

use super::metadata_kind::Metadata;

/// Whether a file has anything but its pages. `None` if it cannot be read.
pub(super) fn scan(bytes: &[u8]) -> Option<Metadata> {
    let tiff = Tiff { bytes, is_little_endian: bytes.starts_with(b"II") };
    // BigTIFF, with its offsets of eight bytes, is for files over 4 GB.
    if tiff.uint(2, 2)? != 42 {
        return Some(Metadata::Fixed("it is a BigTIFF"));
    }
    if tiff.pages()?.iter().any(|page| page.entries.iter().any(|entry| NOT_MOVABLE.contains(&entry.tag))) {
        return Some(Metadata::Fixed("it holds a JPEG in the old way of TIFF"));
    }
    // A file that was written here comes out the same.
    Some(if tiff.rewritten()? == bytes { Metadata::None } else { Metadata::Removable })
}

pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    match scan(bytes)? {
        Metadata::Fixed(_) => None,
        Metadata::None => Some(bytes.to_vec()),
        Metadata::Removable | Metadata::Partly(_) => {
            Tiff { bytes, is_little_endian: bytes.starts_with(b"II") }.rewritten()
        }
    }
}

/// Tags without which a page is shown otherwise or not at all: size, compression, colours, strips and tiles, resolution, turning.
const PICTURE_TAGS: [u16; 45] = [
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 286, 287,
    290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 338, 339, 347, 529, 530,
];
const OTHER_PICTURE_TAGS: [u16; 3] = [531, 532, 34675];

/// The tables and streams of JPEG in TIFF 6.0, whose offsets have no lengths.
const NOT_MOVABLE: [u16; 3] = [513, 519, 521];

/// Offsets of strips and of tiles, each with the tag of their lengths.
const DATA_TAGS: [(u16, u16); 2] = [(273, 279), (324, 325)];

/// More pages than any scan of a leaflet has.
const MAX_PAGES: usize = 10_000;

/// More entries than any page has.
const MAX_ENTRIES: usize = 1000;

struct Tiff<'a> {
    bytes: &'a [u8],
    is_little_endian: bool,
}

struct Page {
    entries: Vec<Entry>,
}

/// An entry of a directory, with the place of its values in the file.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    values: Range<usize>,
}

impl Entry {
    fn value_size(kind: u16) -> Option<usize> {
        match kind {
            1 | 2 | 6 | 7 => Some(1),
            3 | 8 => Some(2),
            4 | 9 | 11 | 13 => Some(4),
            5 | 10 | 12 => Some(8),
            _ => None,
        }
    }
}

impl Tiff<'_> {
    fn uint(&self, at: usize, size: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(size)?)?.iter();
        let add = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(if self.is_little_endian { bytes.rev().fold(0, add) } else { bytes.fold(0, add) })
    }

    /// The directories of the pages. Those of other directories, such as of a small copy, are left.
    fn pages(&self) -> Option<Vec<Page>> {
        let mut pages = Vec::new();
        let mut at = self.uint(4, 4)?;
        while at != 0 {
            let count = self.uint(at, 2).filter(|count| *count <= MAX_ENTRIES)?;
            let entries = (0..count).map(|number| self.entry(at + 2 + number * 12));
            let entries: Vec<Option<Entry>> = entries.collect::<Option<_>>()?;
            pages.push(Page { entries: entries.into_iter().flatten().collect() });
            at = self.uint(at + 2 + count * 12, 4)?;
            if pages.len() > MAX_PAGES {
                return None;
            }
        }
        (!pages.is_empty()).then_some(pages)
    }

    /// The entry at an offset: `None` behind the end of the file, and `Some(None)` for one of an unknown kind.
    fn entry(&self, at: usize) -> Option<Option<Entry>> {
        let tag = u16::try_from(self.uint(at, 2)?).ok()?;
        let kind = u16::try_from(self.uint(at + 2, 2)?).ok()?;
        let count = u32::try_from(self.uint(at + 4, 4)?).ok()?;
        let Some(size) = Entry::value_size(kind) else { return Some(None) };
        let size = size.checked_mul(usize::try_from(count).ok()?)?;
        // Values of up to four bytes stand in the entry itself.
        let start = if size <= 4 { at + 8 } else { self.uint(at + 8, 4)? };
        let values = start..start.checked_add(size)?;
        let is_needed = PICTURE_TAGS.contains(&tag) || OTHER_PICTURE_TAGS.contains(&tag) || NOT_MOVABLE.contains(&tag);
        if !is_needed {
            return Some(None);
        }
        self.bytes.get(values.clone())?;
        Some(Some(Entry { tag, kind, count, values }))
    }

    fn rewritten(&self) -> Option<Vec<u8>> {
        let mut output = Vec::with_capacity(self.bytes.len());
        output.extend(&self.bytes[..4]);
        // The place of the offset of the next directory.
        let mut link = output.len();
        self.put(&mut output, 0, 4)?;
        for page in self.pages()? {
            let entries = page.entries.iter().map(|entry| self.copied(&page, entry, &mut output));
            let entries: Vec<[u8; 12]> = entries.collect::<Option<_>>()?;
            pad(&mut output);
            let directory = output.len();
            let mut offset = Vec::new();
            self.put(&mut offset, directory, 4)?;
            output.splice(link..link + 4, offset);
            self.put(&mut output, entries.len(), 2)?;
            entries.iter().for_each(|entry| output.extend(entry));
            link = output.len();
            self.put(&mut output, 0, 4)?;
        }
        Some(output)
    }

    /// Copies the values of an entry, and the pixels that they point to, and returns the entry itself.
    fn copied(&self, page: &Page, entry: &Entry, output: &mut Vec<u8>) -> Option<[u8; 12]> {
        let mut values = self.bytes.get(entry.values.clone())?.to_vec();
        let mut kind = entry.kind;
        if !self.is_small(output.len() + values.len()) {
            return None;
        }
        if let Some((_, lengths)) = DATA_TAGS.iter().find(|(offsets, _)| *offsets == entry.tag) {
            let lengths = self.numbers(page.entries.iter().find(|other| other.tag == *lengths)?)?;
            let offsets = self.numbers(entry)?;
            (values, kind) = (Vec::new(), 4);
            for (start, length) in offsets.into_iter().zip(lengths) {
                pad(output);
                self.put(&mut values, output.len(), 4)?;
                self.append(output, start..start.checked_add(length)?)?;
            }
        }
        let mut head = Vec::new();
        self.put(&mut head, usize::from(entry.tag), 2)?;
        self.put(&mut head, usize::from(kind), 2)?;
        self.put(&mut head, usize::try_from(entry.count).ok()?, 4)?;
        if values.len() <= 4 {
            values.resize(4, 0);
            head.extend(values);
        } else {
            pad(output);
            self.put(&mut head, output.len(), 4)?;
            output.extend(values);
        }
        head.try_into().ok()
    }

    /// Copies a range. `None` if parts of the file are used so often that a large file would come of a small one.
    fn append(&self, output: &mut Vec<u8>, range: Range<usize>) -> Option<()> {
        output.extend(self.bytes.get(range)?);
        self.is_small(output.len()).then_some(())
    }

    fn is_small(&self, output_len: usize) -> bool {
        output_len <= self.bytes.len().saturating_mul(2)
    }

    /// The values of an entry of whole numbers.
    fn numbers(&self, entry: &Entry) -> Option<Vec<usize>> {
        let size = Entry::value_size(entry.kind).filter(|_| matches!(entry.kind, 1 | 3 | 4))?;
        entry.values.clone().step_by(size).map(|at| self.uint(at, size)).collect()
    }

    fn put(&self, output: &mut Vec<u8>, number: usize, size: usize) -> Option<()> {
        let bytes = u32::try_from(number).ok()?.to_be_bytes();
        let bytes = &bytes[4 - size..];
        match self.is_little_endian {
            true => output.extend(bytes.iter().rev()),
            false => output.extend(bytes),
        }
        Some(())
    }
}

/// Offsets in a TIFF are even.
fn pad(output: &mut Vec<u8>) {
    output.resize(output.len().next_multiple_of(2), 0);
}
