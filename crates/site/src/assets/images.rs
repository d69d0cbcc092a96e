//! A picture's size in pixels and its nature, and what makes a file unfit to be shown as one. Its pixels are not read.

use std::fmt;

use image::metadata::Orientation;

use crate::config::Config;

use super::container::Anatomy;
use super::renditions::{RenditionFormat, Renditions, plan};
use super::svg::{self, Danger};

/// Size of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PixelSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl PixelSize {
    fn count(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A file that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInfo {
    /// Its size as it is shown.
    pub pixels: PixelSize,
    /// Whether a camera or a program wrote something about it into the file.
    pub has_metadata: bool,
    /// In which forms and sizes it is published; none of a drawing and of one that moves, which stay as they are.
    pub renditions: Option<Renditions>,
}

/// A picture of pixels that does not move.
pub(super) struct Still {
    /// Its form, or the one that takes its place.
    pub form: RenditionFormat,
    /// Its size as it is shown.
    pub shown: PixelSize,
    /// Whether it need not be turned, and its form is the file's own.
    pub is_stored_as_shown: bool,
}

/// Why a file cannot be shown as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageDefect {
    /// Its extension is not one of a picture.
    NotAPicture,
    /// What is in it is damaged or unknown.
    Unreadable,
    /// It ends too early.
    CutShort,
    /// What is in it is of this type, which its extension does not say.
    Other(&'static str),
    /// It has more pixels than the settings allow.
    TooLarge(PixelSize, u64),
    /// It has more bytes than the settings allow.
    TooHeavy(u64, u64),
    /// An SVG with a script, an event handler or something from elsewhere in it.
    Active(Danger),
}

impl fmt::Display for ImageDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("it is not a picture that browsers show"),
            Self::Unreadable => f.write_str("its content is damaged, or not what its extension says"),
            Self::CutShort => f.write_str("it is cut short"),
            Self::Other(what) => write!(f, "its content is {what}, which its extension does not say"),
            Self::TooLarge(PixelSize { width, height }, limit) => {
                write!(f, "it has {width} x {height} pixels, over the limit of {limit} in all")
            }
            Self::TooHeavy(bytes, limit) => write!(f, "it has {bytes} bytes, over the limit of {limit}"),
            Self::Active(Danger { what, line, column }) => {
                write!(f, "it has {what} in it, at line {line}, column {column}")
            }
        }
    }
}

/// What the file is as a picture.
pub(super) fn inspect(config: &Config, path: &str, bytes: &[u8], hash: blake3::Hash) -> Result<ImageInfo, ImageDefect> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_drawing = extension == "svg";
    if !is_drawing && !matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif") {
        return Err(ImageDefect::NotAPicture);
    }
    let limits = &config.settings.limits;
    if bytes.len() as u64 > limits.picture_size {
        return Err(ImageDefect::TooHeavy(bytes.len() as u64, limits.picture_size));
    }
    let pixels = if is_drawing { svg::inspect(bytes)? } else { size(&extension, bytes)? };
    if pixels.count() > limits.picture_pixels {
        return Err(ImageDefect::TooLarge(pixels, limits.picture_pixels));
    }
    if is_drawing {
        return Ok(ImageInfo { pixels, has_metadata: false, renditions: None });
    }
    raster(config, path, &extension, bytes, hash, pixels)
}

/// The size that the header says.
fn size(extension: &str, bytes: &[u8]) -> Result<PixelSize, ImageDefect> {
    use imagesize::ImageType;
    let (name, agrees) = match imagesize::image_type(bytes).map_err(|_| ImageDefect::Unreadable)? {
        ImageType::Png => ("PNG", extension == "png"),
        ImageType::Jpeg => ("JPEG", matches!(extension, "jpg" | "jpeg")),
        ImageType::Gif => ("GIF", extension == "gif"),
        ImageType::Webp => ("WebP", extension == "webp"),
        ImageType::Heif(_) => ("AVIF or HEIF", extension == "avif"),
        _ => return Err(ImageDefect::Unreadable),
    };
    if !agrees {
        return Err(ImageDefect::Other(name));
    }
    let size = imagesize::blob_size(bytes).map_err(|_| ImageDefect::CutShort)?;
    let pixels = |value: usize| u32::try_from(value).ok().filter(|value| *value > 0).ok_or(ImageDefect::Unreadable);
    Ok(PixelSize { width: pixels(size.width)?, height: pixels(size.height)? })
}

fn raster(
    config: &Config,
    path: &str,
    extension: &str,
    bytes: &[u8],
    hash: blake3::Hash,
    stored: PixelSize,
) -> Result<ImageInfo, ImageDefect> {
    let anatomy = Anatomy::of(extension, bytes).ok_or(ImageDefect::CutShort)?;
    let has_metadata = anatomy.has_metadata;
    let turned = anatomy.exif(bytes).and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    let shown = if is_on_its_side(turned) { PixelSize { width: stored.height, height: stored.width } } else { stored };
    let form = match extension {
        "jpg" | "jpeg" => RenditionFormat::Jpeg,
        "webp" => RenditionFormat::Webp,
        _ => RenditionFormat::Png,
    };
    // Nothing here reads AVIF: it is published as it is, and is small already.
    if extension == "avif" || anatomy.frames != 1 {
        return Ok(ImageInfo { pixels: stored, has_metadata, renditions: None });
    }
    let is_stored_as_shown = turned == Orientation::NoTransforms && extension != "gif";
    let still = Still { form, shown, is_stored_as_shown };
    let renditions = plan(config, path, hash, &still);
    let pixels = renditions.widest().map_or(shown, |widest| widest.pixels);
    Ok(ImageInfo { pixels, has_metadata, renditions: Some(renditions) })
}

fn is_on_its_side(turned: Orientation) -> bool {
    matches!(
        turned,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
