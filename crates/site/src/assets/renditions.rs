//! The forms and sizes in which a picture is published, known before any of them is made: a rendition's name comes from
//! what it is made of and how, so that pages can be written while pictures are.

use std::fmt::Write as _;
use std::sync::Arc;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::Config;

use super::images::{PixelSize, Still};

/// A format in which pictures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RenditionFormat {
    /// The smallest, and the slowest to make.
    Avif,
    /// Smaller than the forms below, and read by every browser in use.
    Webp,
    /// For photographs.
    Jpeg,
    /// For drawings, with every pixel as it was.
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

/// A picture in one form and size.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// Its size.
    pub pixels: PixelSize,
    /// Its form.
    pub form: RenditionFormat,
    /// How good it is to be, from 1 to 100.
    pub quality: u8,
    /// Where its pixels come from.
    pub pixels_from: PixelSource,
    /// Where it is published, relative to the output.
    pub published: String,
    /// Names its bytes before they are there.
    pub key: Fingerprint,
}

/// Where the pixels of a rendition come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PixelSource {
    /// They are those of the file, which is taken over without what was written about the picture.
    File,
    /// They are read, and written anew.
    Anew,
}

/// All renditions of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Renditions {
    /// Of the file that they are made of.
    pub hash: blake3::Hash,
    /// From narrow to wide, by form; the last is the one for whoever can choose none.
    pub all: Vec<Rendition>,
    /// What a browser chooses from, the best form first; the last is the original's.
    pub choices: Arc<[PictureSource]>,
}

/// A form of a picture in all its widths.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PictureSource {
    /// Its media type.
    pub media_type: &'static str,
    /// Root-relative addresses with their widths, as `srcset` has them.
    pub srcset: String,
}

/// Goes up whenever the same picture would come out with other bytes.
const RECIPE: u32 = 1;

/// The renditions of a picture whose file has this hash.
pub(super) fn plan(config: &Config, path: &str, hash: blake3::Hash, still: &Still) -> Renditions {
    let images = &config.settings.images;
    let avif = images.avif.then_some(RenditionFormat::Avif);
    let forms: Vec<RenditionFormat> =
        avif.into_iter().chain([RenditionFormat::Webp]).filter(|form| *form != still.form).collect();
    let sizes = sizes(&images.widths, still.shown);
    let mut all = Vec::with_capacity((forms.len() + 1) * sizes.len());
    let mut choices = Vec::with_capacity(forms.len() + 1);
    for form in forms.into_iter().chain([still.form]) {
        let mut srcset = String::new();
        for pixels in &sizes {
            let rendition = rendition(path, hash, still, *pixels, (form, images.quality));
            let between = if srcset.is_empty() { "" } else { ", " };
            let _ = write!(srcset, "{between}{}{} {}w", config.base.path, rendition.published, pixels.width);
            all.push(rendition);
        }
        choices.push(PictureSource { media_type: form.media_type(), srcset });
    }
    Renditions { hash, all, choices: choices.into() }
}

/// The widths of the settings that are below the picture's own, and its own as far as it is not beyond them all.
fn sizes(widths: &[u32], shown: PixelSize) -> Vec<PixelSize> {
    let widest = widths.iter().copied().max().map_or(shown.width, |most| most.min(shown.width));
    let mut widths: Vec<u32> = widths.iter().copied().filter(|width| *width < widest).chain([widest]).collect();
    widths.sort_unstable();
    widths.dedup();
    widths.into_iter().map(|width| PixelSize { width, height: height_at(shown, width) }).collect()
}

fn height_at(shown: PixelSize, width: u32) -> u32 {
    let (wide, high) = (u64::from(shown.width), u64::from(shown.height));
    u32::try_from((high * u64::from(width) + wide / 2) / wide).unwrap_or(u32::MAX).max(1)
}

fn rendition(
    path: &str,
    hash: blake3::Hash,
    still: &Still,
    pixels: PixelSize,
    (form, quality): (RenditionFormat, u8),
) -> Rendition {
    let is_as_stored = pixels == still.shown && form == still.form && still.is_stored_as_shown;
    let pixels_from = if is_as_stored { PixelSource::File } else { PixelSource::Anew };
    let mixer =
        FingerprintBuilder::new("rendition").with((RECIPE, hash.as_bytes(), pixels, form, quality, pixels_from));
    let key = mixer.fingerprint();
    let stem = super::stem(path);
    let short = &key.to_string()[..10];
    let published = format!("assets/{stem}-{}.{short}.{}", pixels.width, form.extension());
    Rendition { pixels, form, quality, pixels_from, published, key }
}

impl Renditions {
    /// The one for whoever can choose none: the widest in the original's form.
    #[must_use]
    pub fn widest(&self) -> Option<&Rendition> {
        self.all.last()
    }
}
