//! A file's bytes in, an [`ImageInfo`] out: the size of the picture and the renditions to publish, or the [`ImageDefect`] for
//! which it cannot be shown. Pixels are not decoded: that is for the renderer, once a page shows the picture.

use std::fmt;

use image::metadata::Orientation;

use crate::config::Config;

use super::container::RasterContainer;
use super::file_types::{RasterFormat, extension};
use super::renditions::{RenditionFormat, RenditionPlan, plan};
use super::svg::{self, SvgHazard};

/// Size of a picture in pixels, neither side 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PixelSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl PixelSize {
    pub(super) fn pixel_count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// What a page needs to know of a file that can be shown as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInfo {
    /// Size of the widest rendition, else of the file, as it is shown.
    pub pixels: PixelSize,
    /// Whether the file has EXIF, XMP, comments or notes of an editor in it, which may say where a photograph was taken.
    pub has_metadata: bool,
    /// The formats and sizes in which it is published. `None` for an SVG, an animation and an AVIF, which are published
    /// in their own format and size.
    pub renditions: Option<RenditionPlan>,
}

/// A raster picture with one frame, from which renditions are made.
pub(super) struct StillImage {
    /// The file's own format, or PNG for one that is not written.
    pub format: RenditionFormat,
    /// The size after it was turned upright.
    pub upright_size: PixelSize,
    /// Whether the pixels of the file can be published as they are: it has this format and stands upright.
    pub is_stored_upright: bool,
}

/// Why a file cannot be shown as a picture. Displayed, it is the end of a message such as "`a.png` cannot be shown: ..".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageDefect {
    /// Its extension is not one of a picture.
    NotAPicture,
    /// Its content is damaged, or of no known format.
    Unreadable,
    /// An SVG in another encoding than UTF-8.
    NotUtf8,
    /// The file ends too early.
    CutShort,
    /// Its content is in this format, and its extension says another.
    WrongFormat(&'static str),
    /// It has more pixels than the settings allow.
    TooManyPixels {
        /// The size of the picture.
        size: PixelSize,
        /// The most pixels in all, `limits.picture_pixels` of the settings.
        limit: u64,
    },
    /// It has more bytes than the settings allow.
    TooManyBytes {
        /// The size of the file in bytes.
        size: u64,
        /// The most bytes, `limits.picture_size` of the settings.
        limit: u64,
    },
    /// Its colour profile unpacks to more bytes than a profile has.
    HugeProfile,
    /// One side is so much longer than the other that the shorter one vanishes when the picture is scaled.
    TooNarrow {
        /// The size of the picture.
        size: PixelSize,
    },
    /// An SVG with a script, an event handler or a reference to another address in it.
    ActiveContent(SvgHazard),
}

impl fmt::Display for ImageDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("it is not a picture that browsers show"),
            Self::Unreadable => f.write_str("its content is damaged, or not what its extension says"),
            Self::NotUtf8 => f.write_str("it is not in UTF-8"),
            Self::CutShort => f.write_str("it is cut short"),
            Self::WrongFormat(format) => write!(f, "its content is {format}, which its extension does not say"),
            Self::TooManyPixels { size: PixelSize { width, height }, limit } => {
                write!(f, "it has {width} x {height} pixels, over the limit of {limit} in all")
            }
            Self::TooManyBytes { size, limit } => write!(f, "it has {size} bytes, over the limit of {limit}"),
            Self::HugeProfile => f.write_str("its colour profile unpacks to more than 16 MB"),
            Self::TooNarrow { size: PixelSize { width, height } } => {
                write!(
                    f,
                    "it has {width} x {height} pixels, and nothing would be left of the shorter side in a picture of a page"
                )
            }
            Self::ActiveContent(SvgHazard { description, line, column }) => {
                write!(f, "it has {description} in it, at line {line}, column {column}")
            }
        }
    }
}

impl ImageDefect {
    /// What an author can do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotAPicture => "use SVG, PNG, JPEG, GIF, WebP or AVIF",
            Self::Unreadable | Self::CutShort => "export the picture again, with the extension of its format",
            Self::NotUtf8 => "save the drawing in UTF-8",
            Self::WrongFormat(_) => "give it the extension of its format",
            Self::TooManyPixels { .. } => "make it smaller, or raise `limits.picture_pixels` in the settings",
            Self::TooManyBytes { .. } => "make it smaller, or raise `limits.picture_size` in the settings",
            Self::HugeProfile => "export it without a colour profile, or with that of sRGB",
            Self::TooNarrow { .. } => "cut it into several pictures",
            Self::ActiveContent(_) => "export it as a plain drawing",
        }
    }
}

/// Whether a file is a drawing by its name.
pub(super) fn is_drawing(path: &str) -> bool {
    extension(path) == "svg"
}

/// Inspects a file by its extension and its content. `hash` is that of `bytes`, from which renditions take their names.
pub(super) fn inspect(config: &Config, path: &str, bytes: &[u8], hash: blake3::Hash) -> Result<ImageInfo, ImageDefect> {
    let format = RasterFormat::named(&extension(path));
    if format.is_none() && !is_drawing(path) {
        return Err(ImageDefect::NotAPicture);
    }
    let limits = &config.settings.limits;
    if bytes.len() as u64 > limits.picture_size {
        return Err(ImageDefect::TooManyBytes { size: bytes.len() as u64, limit: limits.picture_size });
    }
    // A small file can hold very many pixels, which would take all memory once they are decoded.
    let within_limit = |size: PixelSize| match size.pixel_count() > limits.picture_pixels {
        true => Err(ImageDefect::TooManyPixels { size, limit: limits.picture_pixels }),
        false => Ok(size),
    };
    let Some(format) = format else {
        let drawing = svg::inspect(bytes)?;
        let pixels = within_limit(drawing.size)?;
        return Ok(ImageInfo { pixels, has_metadata: drawing.has_metadata, renditions: None });
    };
    let size = within_limit(stored_size(format, bytes)?)?;
    let container = RasterContainer::read(format, bytes).ok_or(ImageDefect::CutShort)?;
    let has_metadata = container.has_metadata;
    if container.has_huge_profile(bytes) {
        return Err(ImageDefect::HugeProfile);
    }
    // No AVIF is decoded: it is published as it is, and is small already.
    if format == RasterFormat::Avif || !container.is_still {
        return Ok(ImageInfo { pixels: size, has_metadata, renditions: None });
    }
    let still = still_image(format, size, container.orientation(bytes));
    let renditions = plan(config, path, hash, &still).ok_or(ImageDefect::TooNarrow { size: still.upright_size })?;
    let pixels = renditions.widest().map_or(still.upright_size, |widest| widest.pixels);
    Ok(ImageInfo { pixels, has_metadata, renditions: Some(renditions) })
}

/// The size that the header of a raster picture states, after a check that the extension names its format.
fn stored_size(named: RasterFormat, bytes: &[u8]) -> Result<PixelSize, ImageDefect> {
    use imagesize::ImageType;
    let (format, name) = match imagesize::image_type(bytes).map_err(|_| ImageDefect::Unreadable)? {
        ImageType::Png => (RasterFormat::Png, "PNG"),
        ImageType::Jpeg => (RasterFormat::Jpeg, "JPEG"),
        ImageType::Gif => (RasterFormat::Gif, "GIF"),
        ImageType::Webp => (RasterFormat::Webp, "WebP"),
        ImageType::Heif(_) => (RasterFormat::Avif, "AVIF or HEIF"),
        _ => return Err(ImageDefect::Unreadable),
    };
    if format != named {
        return Err(ImageDefect::WrongFormat(name));
    }
    let size = imagesize::blob_size(bytes).map_err(|_| ImageDefect::CutShort)?;
    Ok(PixelSize { width: side_length(size.width)?, height: side_length(size.height)? })
}

fn side_length(pixels: usize) -> Result<u32, ImageDefect> {
    u32::try_from(pixels).ok().filter(|pixels| *pixels > 0).ok_or(ImageDefect::Unreadable)
}

fn still_image(format: RasterFormat, stored: PixelSize, orientation: Orientation) -> StillImage {
    let upright_size =
        if swaps_sides(orientation) { PixelSize { width: stored.height, height: stored.width } } else { stored };
    // A GIF with one frame is published as PNG, so its own bytes are none of the renditions.
    let is_stored_upright = orientation == Orientation::NoTransforms && format != RasterFormat::Gif;
    let format = match format {
        RasterFormat::Jpeg => RenditionFormat::Jpeg,
        RasterFormat::Webp => RenditionFormat::Webp,
        _ => RenditionFormat::Png,
    };
    StillImage { format, upright_size, is_stored_upright }
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
