//! A raster picture's file by its parts: whether it is whole, how many frames it has, and its bytes without what a
//! camera or a program wrote about it. Pixels are not looked at, and the profile of its colours stays.

use std::ops::Range;

use memchr::memchr;

/// The parts of a file.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    /// What is shown, in order.
    kept: Vec<Range<usize>>,
    /// What a camera wrote.
    exif: Option<Range<usize>>,
    /// More than one and it moves.
    pub frames: usize,
    /// Whether something is not kept.
    pub has_metadata: bool,
}

impl Anatomy {
    /// Of a file of this extension, if it is whole.
    pub fn of(extension: &str, bytes: &[u8]) -> Option<Self> {
        match extension {
            "jpg" | "jpeg" => jpeg(bytes),
            "png" => png(bytes),
            "gif" => gif(bytes),
            "webp" => webp(bytes),
            "avif" => avif(bytes),
            _ => None,
        }
    }

    /// What a camera wrote, as TIFF.
    pub fn exif<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        bytes.get(self.exif.clone()?)
    }

    fn keep(&mut self, range: Range<usize>) {
        match self.kept.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => self.kept.push(range),
        }
    }

    fn leave_out(&mut self) {
        self.has_metadata = true;
    }
}

/// The file without what was written about the picture, but for how it is to be turned. Nothing where it is not whole.
pub fn without_metadata(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let anatomy = Anatomy::of(&extension, bytes)?;
    let mut clean: Vec<u8> = anatomy.kept.iter().flat_map(|range| &bytes[range.clone()]).copied().collect();
    match extension.as_str() {
        "jpg" | "jpeg" => turn_as_before(&anatomy, bytes, &mut clean),
        "webp" => put_webp_right(&mut clean),
        "avif" => super::isobmff::blank_metadata(&mut clean),
        _ => {}
    }
    Some(clean)
}

/// Puts back what a viewer has to know to turn the picture.
fn turn_as_before(anatomy: &Anatomy, bytes: &[u8], clean: &mut Vec<u8>) {
    use image::metadata::Orientation;
    let turned = anatomy.exif(bytes).and_then(Orientation::from_exif_chunk);
    let Some(turned) = turned.filter(|turned| *turned != Orientation::NoTransforms) else { return };
    // A TIFF of one entry: tag 0x0112, a short, one of them.
    let mut segment = b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([turned.to_exif(), 0, 0, 0, 0, 0, 0]);
    clean.splice(2..2, segment);
}

const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

fn jpeg(bytes: &[u8]) -> Option<Anatomy> {
    let mut anatomy = Anatomy { frames: 1, ..Anatomy::default() };
    if bytes.get(..2)? != [0xFF, START_OF_IMAGE] {
        return None;
    }
    anatomy.keep(0..2);
    let mut at = 2;
    loop {
        // Any number of fill bytes may stand before a marker.
        while bytes.get(at..at + 2)? == [0xFF, 0xFF] {
            at += 1;
        }
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        if marker == END_OF_IMAGE {
            anatomy.keep(at..at + 2);
            anatomy.has_metadata |= at + 2 < bytes.len();
            return Some(anatomy);
        }
        let length = u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?);
        let mut end = at + 2 + usize::from(length);
        let content = bytes.get(at + 4..end)?;
        if marker == START_OF_SCAN {
            end = end_of_scan(bytes, end)?;
        }
        if is_about(marker, content) {
            if let Some(b"Exif\0\0") = content.get(..6).filter(|_| anatomy.exif.is_none()) {
                anatomy.exif = Some(at + 10..end);
            }
            anatomy.leave_out();
        } else {
            anatomy.keep(at..end);
        }
        at = end;
    }
}

/// Whether a segment is written about the picture: application data other than JFIF, profiles of colours and Adobe's
/// kind of colours; comments.
fn is_about(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xE2 => !content.starts_with(b"ICC_PROFILE\0"),
        0xE0 | 0xEE => false,
        0xE1..=0xEF | 0xFE => true,
        _ => false,
    }
}

/// Where the next marker stands that ends a scan.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

fn png(bytes: &[u8]) -> Option<Anatomy> {
    let mut anatomy = Anatomy { frames: 1, ..Anatomy::default() };
    anatomy.keep(0..8);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let name = bytes.get(at + 4..at + 8)?;
        bytes.get(at..end)?;
        match name {
            b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => {
                if name == b"eXIf" {
                    anatomy.exif = Some(at + 8..end - 4);
                }
                anatomy.leave_out();
            }
            b"acTL" => {
                anatomy.frames = 2;
                anatomy.keep(at..end);
            }
            _ => anatomy.keep(at..end),
        }
        if name == b"IEND" {
            anatomy.has_metadata |= end < bytes.len();
            return Some(anatomy);
        }
        at = end;
    }
}

fn gif(bytes: &[u8]) -> Option<Anatomy> {
    let mut anatomy = Anatomy::default();
    let mut at = 13 + colours(*bytes.get(10)?);
    anatomy.keep(0..at);
    loop {
        let (end, is_about) = match *bytes.get(at)? {
            0x3B => {
                anatomy.keep(at..at + 1);
                anatomy.has_metadata |= at + 1 < bytes.len();
                return Some(anatomy);
            }
            0x2C => {
                anatomy.frames += 1;
                (end_of_blocks(bytes, at + 11 + colours(*bytes.get(at + 9)?))?, false)
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                let name = bytes.get(at + 3..at + 14).unwrap_or_default();
                let is_shown = label == 0xF9 || label == 0xFF && matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0");
                (end_of_blocks(bytes, at + 2)?, !is_shown)
            }
            _ => return None,
        };
        if is_about {
            anatomy.leave_out();
        } else {
            anatomy.keep(at..end);
        }
        at = end;
    }
}

/// How many bytes a table of colours has, by the byte that tells of it.
fn colours(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// In a header of an extended WebP: it has what a camera wrote, it has what a program wrote.
const WEBP_METADATA: u8 = 0x08 | 0x04;

fn webp(bytes: &[u8]) -> Option<Anatomy> {
    let mut anatomy = Anatomy { frames: 1, ..Anatomy::default() };
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let whole = bytes.get(..usize::try_from(size).ok()?.checked_add(8)?)?;
    anatomy.keep(0..12);
    let mut at = 12;
    while at < whole.len() {
        let length = usize::try_from(u32::from_le_bytes(whole.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        whole.get(at..end)?;
        let padded = (end + length % 2).min(whole.len());
        match &whole[at..at + 4] {
            b"EXIF" | b"XMP " => {
                if whole[at..].starts_with(b"EXIF") {
                    anatomy.exif = Some(at + 8..end);
                }
                anatomy.leave_out();
            }
            b"ANIM" => {
                anatomy.frames = 2;
                anatomy.keep(at..padded);
            }
            _ => anatomy.keep(at..padded),
        }
        at = padded;
    }
    anatomy.has_metadata |= whole.len() < bytes.len();
    Some(anatomy)
}

/// Says in its headers what is left of it.
fn put_webp_right(clean: &mut [u8]) {
    let size = u32::try_from(clean.len().saturating_sub(8)).unwrap_or(u32::MAX);
    if let Some(place) = clean.get_mut(4..8) {
        place.copy_from_slice(&size.to_le_bytes());
    }
    if clean.get(12..16) == Some(b"VP8X".as_slice())
        && let Some(flags) = clean.get_mut(20)
    {
        *flags &= !WEBP_METADATA;
    }
}

fn avif(bytes: &[u8]) -> Option<Anatomy> {
    let (frames, has_metadata) = super::isobmff::look(bytes)?;
    let mut anatomy = Anatomy { frames, has_metadata, ..Anatomy::default() };
    anatomy.keep(0..bytes.len());
    Some(anatomy)
}
