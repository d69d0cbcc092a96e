//! A raster picture's file in, a [`RasterContainer`] out: whether the file is complete, whether it moves, and which of its byte
//! ranges hold metadata; or the file without those. Pixels are not decoded, and colour profiles stay.
//!
//! Our own parser, because no library covers it: `imagesize` reads the size alone, `image` can leave metadata out only by
//! encoding the pixels again, and `img-parts` splits JPEG, PNG and WebP, but neither GIF nor AVIF.

use std::io::{self, Read};
use std::ops::Range;

use flate2::read::ZlibDecoder;
use image::metadata::Orientation;
use memchr::memchr;

use super::file_types::RasterFormat;
use super::isobmff;
use super::metadata_kind::Metadata;

/// Which byte ranges of a picture's file a viewer needs, and which hold metadata.
///
/// Metadata is everything that a camera or a program wrote about the picture: EXIF with the place where it was taken, XMP,
/// comments, and any bytes behind the end of the picture. A reader refuses a file whose parts do not add up, so a picture that
/// was cut off by a broken upload is found here, although its header still has a size.
#[derive(Debug, Default)]
pub(super) struct RasterContainer {
    /// What a viewer needs, in the order of the file.
    kept_ranges: Vec<Range<usize>>,
    /// The EXIF block, without the header of its segment.
    exif: Option<Range<usize>>,
    /// The content of the chunk with the colour profile of a PNG, which is the only one that is compressed.
    compressed_profile: Option<Range<usize>>,
    /// Whether it has exactly one frame. Nothing else is resized.
    pub is_still: bool,
    /// Whether a part of the file is not among the kept ranges or, in an AVIF, has to be overwritten.
    pub has_metadata: bool,
}

impl RasterContainer {
    /// Reads a file of this format. `None` if it is cut short or not of this format.
    pub fn read(format: RasterFormat, bytes: &[u8]) -> Option<Self> {
        match format {
            RasterFormat::Jpeg => jpeg(bytes),
            RasterFormat::Png => png(bytes),
            RasterFormat::Gif => gif(bytes),
            RasterFormat::Webp => webp(bytes),
            RasterFormat::Avif => avif(bytes),
        }
    }

    /// How the stored pixels have to be turned to be shown upright.
    pub fn orientation(&self, bytes: &[u8]) -> Orientation {
        let exif = self.exif.clone().and_then(|range| bytes.get(range));
        exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms)
    }

    /// Whether the colour profile unpacks to more bytes than any profile has. No more than those are unpacked to find out.
    pub fn has_huge_profile(&self, bytes: &[u8]) -> bool {
        let chunk = self.compressed_profile.clone().and_then(|range| bytes.get(range)).unwrap_or_default();
        // The name of the profile, a zero and the number of the method stand before it.
        let compressed = memchr(0, chunk).and_then(|end_of_name| chunk.get(end_of_name + 2..)).unwrap_or_default();
        let mut profile = ZlibDecoder::new(compressed).take(MAX_PROFILE_BYTES + 1);
        // A damaged profile is ignored when the picture is decoded, as browsers do.
        io::copy(&mut profile, &mut io::sink()).is_ok_and(|size| size > MAX_PROFILE_BYTES)
    }

    fn still() -> Self {
        Self { is_still: true, ..Self::default() }
    }

    fn keep(&mut self, range: Range<usize>) {
        match self.kept_ranges.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => self.kept_ranges.push(range),
        }
    }

    fn leave_out(&mut self) {
        self.has_metadata = true;
    }
}

/// The largest colour profiles in use, for printing, have two megabytes.
const MAX_PROFILE_BYTES: u64 = 16_000_000;

/// The file without its metadata; how the picture is to be turned stays in a JPEG. `None` if the file is cut short.
pub(super) fn without_metadata(format: RasterFormat, bytes: &[u8]) -> Option<Vec<u8>> {
    let container = RasterContainer::read(format, bytes)?;
    let mut clean: Vec<u8> = container.kept_ranges.iter().flat_map(|range| &bytes[range.clone()]).copied().collect();
    match format {
        RasterFormat::Jpeg => insert_orientation(container.orientation(bytes), &mut clean),
        RasterFormat::Webp => update_webp_header(&mut clean),
        RasterFormat::Avif => return isobmff::without_metadata(bytes),
        RasterFormat::Png | RasterFormat::Gif => {}
    }
    Some(clean)
}

/// Gives a JPEG without EXIF a minimal EXIF segment with the orientation: a phone held upright stores its pictures on their
/// side, and says so only there.
fn insert_orientation(orientation: Orientation, jpeg: &mut Vec<u8>) {
    if orientation == Orientation::NoTransforms {
        return;
    }
    // A segment of 34 bytes with a TIFF of one entry: tag 0x0112, one 16-bit number.
    let mut segment = b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([orientation.to_exif(), 0, 0, 0, 0, 0, 0]);
    // EXIF stands directly behind the marker that starts the image.
    jpeg.splice(2..2, segment);
}

const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// A JPEG is a list of segments, each with a marker and a length. Only the compressed pixels behind a "start of scan" have no
/// length and end at the next marker.
fn jpeg(bytes: &[u8]) -> Option<RasterContainer> {
    let mut container = RasterContainer::still();
    if bytes.get(..2)? != [0xFF, START_OF_IMAGE] {
        return None;
    }
    container.keep(0..2);
    let mut at = 2;
    loop {
        // Any number of fill bytes may stand before a marker.
        while bytes.get(at..at + 2)? == [0xFF, 0xFF] {
            at += 1;
        }
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        if marker == END_OF_IMAGE {
            container.keep(at..at + 2);
            container.has_metadata |= at + 2 < bytes.len();
            return Some(container);
        }
        let length = u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?);
        let mut end = at + 2 + usize::from(length);
        // The length counts its own two bytes. With a length below 2 the range would end before it starts, which `get`
        // refuses.
        let content = bytes.get(at + 4..end)?;
        if marker == START_OF_SCAN {
            end = end_of_scan(bytes, end)?;
        }
        if is_jpeg_metadata(marker, content) {
            // XMP has the same marker as EXIF and another signature.
            if let Some(b"Exif\0\0") = content.get(..6).filter(|_| container.exif.is_none()) {
                // Behind the marker, the length and the signature.
                container.exif = Some(at + 10..end);
            }
            container.leave_out();
        } else {
            container.keep(at..end);
        }
        at = end;
    }
}

/// Whether a segment is metadata: a comment, or application data other than JFIF (`E0`), a colour profile (`E2`) and Adobe's
/// note on the colour space (`EE`). These three say how the colours are to be read.
fn is_jpeg_metadata(marker: u8, content: &[u8]) -> bool {
    match marker {
        // A second segment with this marker (`JFXX`) has a small copy of the picture, perhaps from before it was cropped.
        0xE0 => !content.starts_with(b"JFIF\0"),
        0xE2 => !content.starts_with(b"ICC_PROFILE\0"),
        0xEE => !content.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => true,
        _ => false,
    }
}

/// The offset of the marker that ends a scan.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            // An `FF` of the data is written as `FF 00`; the markers `D0` to `D7` restart the decoder within a scan.
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// A PNG is a signature of 8 bytes and a list of chunks: length, name, content, checksum.
fn png(bytes: &[u8]) -> Option<RasterContainer> {
    let mut container = RasterContainer::still();
    container.keep(0..8);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let name = bytes.get(at + 4..at + 8)?;
        bytes.get(at..end)?;
        match name {
            b"eXIf" => {
                // Without the checksum at the end of the chunk.
                container.exif = Some(at + 8..end - 4);
                container.leave_out();
            }
            b"iCCP" => {
                container.compressed_profile = Some(at + 8..end - 4);
                container.keep(at..end);
            }
            b"acTL" => {
                container.is_still = false;
                container.keep(at..end);
            }
            _ if is_png_picture(name) => container.keep(at..end),
            _ => container.leave_out(),
        }
        if name == b"IEND" {
            container.has_metadata |= end < bytes.len();
            return Some(container);
        }
        at = end;
    }
}

/// Whether a chunk of a PNG says how the picture looks: one that every reader has to know, whose name begins with a capital letter,
/// or one of colour, transparency, size or frames. Texts, dates and what programs keep for themselves are not among them.
fn is_png_picture(name: &[u8]) -> bool {
    let others: [&[u8]; 15] = [
        b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
        b"sPLT", b"fcTL", b"fdAT",
    ];
    name.first().is_some_and(u8::is_ascii_uppercase) || others.contains(&name)
}

/// The first byte of each part of a GIF.
const GIF_EXTENSION: u8 = 0x21;
const GIF_FRAME: u8 = 0x2C;
const GIF_END: u8 = 0x3B;

/// A GIF is a header with a colour table, then frames and extensions, each of which ends in a chain of blocks.
fn gif(bytes: &[u8]) -> Option<RasterContainer> {
    let mut container = RasterContainer::default();
    let mut frame_count = 0;
    // The header has 13 bytes; the eleventh says whether a colour table follows it.
    let mut at = 13 + colour_table_len(*bytes.get(10)?);
    container.keep(0..at);
    loop {
        let (end, is_metadata) = match *bytes.get(at)? {
            GIF_END => {
                container.keep(at..at + 1);
                container.has_metadata |= at + 1 < bytes.len();
                container.is_still = frame_count == 1;
                return Some(container);
            }
            GIF_FRAME => {
                frame_count += 1;
                (end_of_blocks(bytes, at + 11 + colour_table_len(*bytes.get(at + 9)?))?, false)
            }
            GIF_EXTENSION => (end_of_blocks(bytes, at + 2)?, is_gif_metadata(bytes, at)?),
            _ => return None,
        };
        if is_metadata {
            container.leave_out();
        } else {
            container.keep(at..end);
        }
        at = end;
    }
}

/// Whether the extension at this offset is metadata: any but the timing of a frame (`F9`) and the two application extensions
/// that say how often an animation repeats.
fn is_gif_metadata(bytes: &[u8], at: usize) -> Option<bool> {
    let label = *bytes.get(at + 1)?;
    let application = bytes.get(at + 3..at + 14).unwrap_or_default();
    let is_repetition = label == 0xFF && matches!(application, b"NETSCAPE2.0" | b"ANIMEXTS1.0");
    Some(label != 0xF9 && !is_repetition)
}

/// The bytes of the colour table that this packed field announces: its highest bit says whether there is one, its lowest three
/// how large it is.
fn colour_table_len(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// The offset behind a chain of blocks, each of which begins with its length; an empty one ends the chain.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// The bits of an extended WebP's header that announce EXIF and XMP.
const WEBP_METADATA: u8 = 0x08 | 0x04;

/// A WebP is a RIFF file: a header with the length of the rest, then chunks, each padded to an even length.
fn webp(bytes: &[u8]) -> Option<RasterContainer> {
    let mut container = RasterContainer::still();
    bytes.get(..12)?;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let riff = bytes.get(..usize::try_from(size).ok()?.checked_add(8)?)?;
    container.keep(0..12);
    let mut at = 12;
    while at < riff.len() {
        let length = usize::try_from(u32::from_le_bytes(riff.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        riff.get(at..end)?;
        // The last chunk may lack its padding.
        let padded_end = (end + length % 2).min(riff.len());
        match &riff[at..at + 4] {
            b"EXIF" | b"XMP " => {
                if riff[at..].starts_with(b"EXIF") {
                    container.exif = Some(at + 8..end);
                }
                container.leave_out();
            }
            b"ANIM" => {
                container.is_still = false;
                container.keep(at..padded_end);
            }
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANMF" | b"ICCP" => container.keep(at..padded_end),
            _ => container.leave_out(),
        }
        at = padded_end;
    }
    container.has_metadata |= riff.len() < bytes.len();
    Some(container)
}

/// Writes the shorter length into the header of a WebP whose metadata is gone, and takes back that there is some.
fn update_webp_header(clean: &mut [u8]) {
    let size = u32::try_from(clean.len().saturating_sub(8))
        .expect("no longer than the file that it was made of, whose size is a `u32`");
    if let Some(size_field) = clean.get_mut(4..8) {
        size_field.copy_from_slice(&size.to_le_bytes());
    }
    if clean.get(12..16) == Some(b"VP8X".as_slice())
        && let Some(flags) = clean.get_mut(20)
    {
        *flags &= !WEBP_METADATA;
    }
}

/// Whether an AVIF moves is not asked: it is published in its own size in any case.
fn avif(bytes: &[u8]) -> Option<RasterContainer> {
    let has_metadata = isobmff::scan(bytes)? != Metadata::None;
    let whole = 0..bytes.len();
    Some(RasterContainer { kept_ranges: vec![whole], has_metadata, ..RasterContainer::default() })
}
