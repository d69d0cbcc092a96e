//! A file's bytes in, an [`ImageInfo`] out: the size of the picture and the renditions to publish, or the [`ImageDefect`] for
//! which it cannot be shown. Pixels are not decoded: that is for the renderer, once a page shows the picture.

use std::fmt;

use image::metadata::Orientation;

use crate::config::Config;

use super::container::RasterContainer;
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
    /// Whether the file has EXIF, XMP or comments in it, which may say where a photograph was taken.
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

/// Inspects a file by its extension and its content. `hash` is that of `bytes`, from which renditions take their names.
pub(super) fn inspect(config: &Config, path: &str, bytes: &[u8], hash: blake3::Hash) -> Result<ImageInfo, ImageDefect> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_svg = extension == "svg";
    if !is_svg && !matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif") {
        return Err(ImageDefect::NotAPicture);
    }
    let limits = &config.settings.limits;
    if bytes.len() as u64 > limits.picture_size {
        return Err(ImageDefect::TooManyBytes { size: bytes.len() as u64, limit: limits.picture_size });
    }
    let size = if is_svg { svg::inspect(bytes)? } else { stored_size(&extension, bytes)? };
    // A small file can hold very many pixels, which would take all memory once they are decoded.
    if size.pixel_count() > limits.picture_pixels {
        return Err(ImageDefect::TooManyPixels { size, limit: limits.picture_pixels });
    }
    if is_svg {
        return Ok(ImageInfo { pixels: size, has_metadata: false, renditions: None });
    }
    let container = RasterContainer::read(&extension, bytes).ok_or(ImageDefect::CutShort)?;
    let has_metadata = container.has_metadata;
    if container.has_huge_profile(bytes) {
        return Err(ImageDefect::HugeProfile);
    }
    // No AVIF is decoded: it is published as it is, and is small already.
    if extension == "avif" || !container.is_still {
        return Ok(ImageInfo { pixels: size, has_metadata, renditions: None });
    }
    let still = still_image(&extension, size, container.orientation(bytes));
    let renditions = plan(config, path, hash, &still).ok_or(ImageDefect::TooNarrow { size: still.upright_size })?;
    let pixels = renditions.widest().map_or(still.upright_size, |widest| widest.pixels);
    Ok(ImageInfo { pixels, has_metadata, renditions: Some(renditions) })
}

/// The size that the header of a raster picture states, after a check that the extension names its format.
fn stored_size(extension: &str, bytes: &[u8]) -> Result<PixelSize, ImageDefect> {
    use imagesize::ImageType;
    let (format, is_named_by_extension) = match imagesize::image_type(bytes).map_err(|_| ImageDefect::Unreadable)? {
        ImageType::Png => ("PNG", extension == "png"),
        ImageType::Jpeg => ("JPEG", matches!(extension, "jpg" | "jpeg")),
        ImageType::Gif => ("GIF", extension == "gif"),
        ImageType::Webp => ("WebP", extension == "webp"),
        ImageType::Heif(_) => ("AVIF or HEIF", extension == "avif"),
        _ => return Err(ImageDefect::Unreadable),
    };
    if !is_named_by_extension {
        return Err(ImageDefect::WrongFormat(format));
    }
    let size = imagesize::blob_size(bytes).map_err(|_| ImageDefect::CutShort)?;
    Ok(PixelSize { width: side_length(size.width)?, height: side_length(size.height)? })
}

fn side_length(pixels: usize) -> Result<u32, ImageDefect> {
    u32::try_from(pixels).ok().filter(|pixels| *pixels > 0).ok_or(ImageDefect::Unreadable)
}

fn still_image(extension: &str, stored: PixelSize, orientation: Orientation) -> StillImage {
    let upright_size =
        if swaps_sides(orientation) { PixelSize { width: stored.height, height: stored.width } } else { stored };
    let format = match extension {
        "jpg" | "jpeg" => RenditionFormat::Jpeg,
        "webp" => RenditionFormat::Webp,
        _ => RenditionFormat::Png,
    };
    // A GIF with one frame is published as PNG, so its own bytes are none of the renditions.
    let is_stored_upright = orientation == Orientation::NoTransforms && extension != "gif";
    StillImage { format, upright_size, is_stored_upright }
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
