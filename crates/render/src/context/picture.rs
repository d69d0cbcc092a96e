//! A picture as templates see it.

use schemars::JsonSchema;
use serde::Serialize;

use wellpress_site::resolve::ResolvedPicture;

/// A picture of the content, in all forms in which it is published.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Picture {
    /// Address of the form that every browser shows, with a fingerprint of its content.
    pub src: String,
    /// Several widths of that form, for the `srcset` of `<img>`; null where it is published in one width.
    pub srcset: Option<String>,
    /// Smaller files in forms that not every browser reads, for `<source>` elements, the best first.
    pub sources: Vec<PictureSource>,
    /// Alternative text; empty for a picture that is decoration.
    pub alt: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// Text below the picture; null without one.
    pub caption: Option<String>,
    /// Name of its maker, and whether a machine made or changed it; null without both.
    pub credit: Option<String>,
}

/// A picture in a form that not every browser reads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PictureSource {
    /// Media type for the `type` attribute, such as `image/webp`.
    pub media_type: &'static str,
    /// Addresses with their widths, for the `srcset` attribute.
    pub srcset: String,
}

impl Picture {
    /// A picture, with who and what made it in the words of a language. Of its forms, the last is the one that every browser shows, and
    /// so the one of `src`.
    pub(crate) fn of(picture: &ResolvedPicture, credit: Option<String>) -> Self {
        let (fallback, better) = match picture.choices.split_last() {
            Some((fallback, better)) => (Some(fallback), better),
            None => (None, &[][..]),
        };
        let sources = better.iter();
        let sources =
            sources.map(|choice| PictureSource { media_type: choice.media_type, srcset: choice.srcset.clone() });
        Self {
            src: picture.url.clone(),
            srcset: fallback.map(|fallback| fallback.srcset.clone()),
            sources: sources.collect(),
            alt: picture.alt.clone(),
            width: picture.pixels.width,
            height: picture.pixels.height,
            caption: picture.caption.clone(),
            credit,
        }
    }
}
