//! A still picture in, a [`RenditionPlan`] out: the formats and sizes in which it is published, with their file names.
//!
//! The plan is made without any pixels: the name of a rendition comes from the hash of the original and the way it is encoded.
//! So pages can be rendered while pictures are encoded, which takes longer and is left to the renderer.

use std::fmt::Write as _;
use std::sync::Arc;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::Config;

use super::images::{PixelSize, StillImage};
use super::stem::stem;

/// A format in which pictures are encoded, the best choice first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RenditionFormat {
    /// The smallest, and the slowest to make.
    Avif,
    /// Smaller than JPEG and PNG, and read by every browser in use.
    Webp,
    /// The fallback for photographs.
    Jpeg,
    /// The fallback for drawings; lossless.
    Png,
}

impl RenditionFormat {
    fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// One file that a picture is published as: in one format and one size.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// Size of the encoded picture.
    pub pixels: PixelSize,
    /// Format of the encoded picture.
    pub format: RenditionFormat,
    /// Quality of a lossy format, from 1 to 100, as the settings say.
    pub quality: u8,
    /// Where its pixels come from.
    pub pixels_from: PixelSource,
    /// How the file is decoded.
    pub decoding: PixelDecoding,
    /// Where it is published, relative to the output.
    pub published: String,
    /// Identifies the bytes before they exist: the key of the picture cache, and a part of the file name.
    pub key: Fingerprint,
}

/// Where the pixels of a rendition come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelSource {
    /// The file itself, copied without its metadata: encoding it once more would only lose quality.
    OriginalFile,
    /// The decoded file, scaled and encoded.
    Reencoded,
}

/// How the file of a picture is decoded for its renditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelDecoding {
    /// All pixels at once.
    Whole,
    /// As far as possible row by row, because all pixels would take too much memory. Blocks of so many pixels in each direction
    /// become one.
    Blocks(u32),
}

/// Pictures with more pixels are decoded in blocks, so that no more than these are left.
const MAX_PIXELS_AT_ONCE: u64 = 25_000_000;

impl PixelDecoding {
    /// For a picture of this size whose widest rendition has this width. The blocks leave twice that width, so that the rendition
    /// is as sharp as one that is scaled from all pixels; less only of a picture that is far higher than wide.
    fn of(upright_size: PixelSize, widest: u32) -> Self {
        let pixels = upright_size.pixel_count();
        if pixels <= MAX_PIXELS_AT_ONCE {
            return Self::Whole;
        }
        let by_width = upright_size.width / widest.saturating_mul(2).max(1);
        let by_pixels = (1..).find(|side| pixels / (u64::from(*side) * u64::from(*side)) <= MAX_PIXELS_AT_ONCE);
        Self::Blocks(by_pixels.unwrap_or(1).max(by_width))
    }
}

/// All files that one picture is published as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RenditionPlan {
    /// Hash of the original file. The renderer refuses a file that has changed since.
    pub original_hash: blake3::Hash,
    /// Format by format, each from narrow to wide. The last is the fallback of browsers that cannot choose.
    pub renditions: Vec<Rendition>,
    /// The same as a browser chooses from them, the best format first; the last is the original's.
    pub sources: Arc<[PictureSource]>,
}

/// One format of a picture in all its widths: a `<source>` of the page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PictureSource {
    /// Such as `image/webp`.
    pub media_type: &'static str,
    /// Root-relative addresses with their widths, as `srcset` has them.
    pub srcset: String,
}

/// Raised whenever the encoders give other bytes for the same picture, so that old cache entries and file names are not reused.
const ENCODER_VERSION: u32 = 1;

/// WebP has pictures with at most so many pixels on a side.
const MAX_SIDE: u32 = 16_383;

/// Plans the renditions of a picture whose file has this hash: every size in AVIF if the settings want it, in WebP, and in the
/// format of the original. `None` if the picture is so narrow that it has no size with sides that WebP allows.
pub(super) fn plan(config: &Config, path: &str, hash: blake3::Hash, still: &StillImage) -> Option<RenditionPlan> {
    let images = &config.settings.images;
    let avif = images.avif.then_some(RenditionFormat::Avif);
    // The original's own format comes last in any case, for browsers that cannot choose.
    let modern_formats = avif.into_iter().chain([RenditionFormat::Webp]).filter(|format| *format != still.format);
    let sizes = sizes(&images.widths, still.upright_size)?;
    let widest = sizes.last().map_or(still.upright_size.width, |size| size.width);
    let decoding = PixelDecoding::of(still.upright_size, widest);
    let mut renditions = Vec::new();
    let mut sources = Vec::new();
    for format in modern_formats.chain([still.format]) {
        let encoding = Encoding { format, quality: images.quality, decoding };
        let mut srcset = String::new();
        for pixels in &sizes {
            let rendition = rendition(path, hash, still, *pixels, encoding);
            let separator = if srcset.is_empty() { "" } else { ", " };
            let _ = write!(srcset, "{separator}{}{} {}w", config.base.path, rendition.published, pixels.width);
            renditions.push(rendition);
        }
        sources.push(PictureSource { media_type: format.media_type(), srcset });
    }
    Some(RenditionPlan { original_hash: hash, renditions, sources: sources.into() })
}

/// The widths of the settings below the picture's own, and the picture's own as far as it does not exceed them all: nothing is
/// scaled up. The own width counts as smaller if the height would exceed what WebP allows. `None` if no width is left.
fn sizes(widths: &[u32], upright_size: PixelSize) -> Option<Vec<PixelSize>> {
    let own_width = match upright_size.height {
        0..=MAX_SIDE => upright_size.width.min(MAX_SIDE),
        height => u32::try_from(u64::from(upright_size.width) * u64::from(MAX_SIDE) / u64::from(height)).ok()?,
    };
    let widest = widths.iter().copied().max().map_or(own_width, |max| max.min(own_width));
    let mut widths: Vec<u32> = widths.iter().copied().filter(|width| *width < widest).chain([widest]).collect();
    widths.sort_unstable();
    widths.dedup();
    (widest > 0).then(|| widths.into_iter().map(|width| at_width(upright_size, width)).collect())
}

fn at_width(upright_size: PixelSize, width: u32) -> PixelSize {
    PixelSize { width, height: height_at(upright_size, width).min(MAX_SIDE) }
}

/// The height that goes with a smaller width, rounded to the nearest pixel.
fn height_at(size: PixelSize, width: u32) -> u32 {
    let (full_width, full_height) = (u64::from(size.width), u64::from(size.height));
    let height = (full_height * u64::from(width) + full_width / 2) / full_width;
    u32::try_from(height).expect("no picture is scaled up, so that its height stays below the full one").max(1)
}

#[derive(Clone, Copy)]
struct Encoding {
    format: RenditionFormat,
    quality: u8,
    decoding: PixelDecoding,
}

fn rendition(
    path: &str,
    hash: blake3::Hash,
    still: &StillImage,
    pixels: PixelSize,
    Encoding { format, quality, decoding }: Encoding,
) -> Rendition {
    let is_original = pixels == still.upright_size && format == still.format && still.is_stored_upright;
    let pixels_from = if is_original { PixelSource::OriginalFile } else { PixelSource::Reencoded };
    let builder = FingerprintBuilder::new("rendition");
    let builder = builder.with((ENCODER_VERSION, hash.as_bytes(), pixels, format, quality, pixels_from));
    // Most pictures are decoded whole: they keep the names that they had before there was another way.
    let key = match decoding {
        PixelDecoding::Whole => builder.fingerprint(),
        PixelDecoding::Blocks(side) => builder.with(side).fingerprint(),
    };
    let stem = stem(path);
    // Ten hexadecimal digits keep names short and still tell all pictures of a site apart.
    let short_key = &key.to_string()[..10];
    let published = format!("assets/{stem}-{}.{short_key}.{}", pixels.width, format.extension());
    Rendition { pixels, format, quality, pixels_from, decoding, published, key }
}

impl RenditionPlan {
    /// The fallback of browsers that cannot choose: the widest in the original's format. `None` for an empty plan.
    #[must_use]
    pub fn widest(&self) -> Option<&Rendition> {
        self.renditions.last()
    }
}
