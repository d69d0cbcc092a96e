//! The name and the bytes of a file beside the content in, its [`Publication`] out: whether a page may publish it, and what is taken
//! out of it then; and the bytes as they are published.
//!
//! A link gives a file an address under the site's own host, where whatever it runs may do what the site may. So the name has to be
//! one of a short list, and the content no markup. Sites that allow raw HTML allow the same in files, which is left to `resolve`.

use super::file_types::{Content, NamedType, extension};
use super::images::{ImageDefect, ImageInfo, is_drawing};
use super::metadata;
use super::metadata_kind::Metadata;
use super::{captions, svg};

/// What becomes of a file that a page refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// Why a page may not publish it.
    pub refusal: Option<Refusal>,
    /// How its bytes are changed.
    pub rewriting: Rewriting,
}

/// Why a page may not publish a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Browsers or servers run files of its type.
    ActiveType,
    /// Its type is not on the list.
    OtherType,
    /// Its content is this markup, whatever its name says.
    ActiveContent(&'static str),
    /// It is a drawing with a defect, which the asset's `picture` has.
    Drawing,
}

/// How the bytes of a file are changed when it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rewriting {
    /// It is copied.
    Nothing,
    /// Its metadata is taken out.
    WithoutMetadata,
    /// What can be taken out of its metadata is; why the rest stays is the end of a message.
    WithoutSomeMetadata(&'static str),
    /// Captions become WebVTT.
    WebVtt,
    /// It is copied with metadata that cannot be taken out; why is the end of a message.
    Impossible(&'static str),
}

impl Publication {
    /// Of a file that is copied.
    pub(super) const UNCHANGED: Self = Self { refusal: None, rewriting: Rewriting::Nothing };

    /// Of a file whose picture is this one.
    pub(super) fn of(path: &str, bytes: &[u8], picture: Result<&ImageInfo, &ImageDefect>) -> Self {
        if is_drawing(path) {
            return Self::of_drawing(picture);
        }
        let content = Content::of(bytes);
        let rewriting = match metadata::found(content, bytes) {
            _ if is_captions(path) && captions::to_webvtt(bytes).is_some() => Rewriting::WebVtt,
            Metadata::None => Rewriting::Nothing,
            Metadata::Removable => Rewriting::WithoutMetadata,
            Metadata::Partly(why) => Rewriting::WithoutSomeMetadata(why),
            Metadata::Fixed(why) => Rewriting::Impossible(why),
        };
        Self { refusal: refusal(path, content), rewriting }
    }

    fn of_drawing(picture: Result<&ImageInfo, &ImageDefect>) -> Self {
        match picture {
            Err(_) => Self { refusal: Some(Refusal::Drawing), rewriting: Rewriting::Nothing },
            Ok(image) if image.has_metadata => Self { refusal: None, rewriting: Rewriting::WithoutMetadata },
            Ok(_) => Self::UNCHANGED,
        }
    }

    /// Of a file that is too large to be read into memory, by its first bytes.
    pub(super) fn of_large(path: &str, head: &[u8]) -> Self {
        let content = Content::of(head);
        let refusal = if is_drawing(path) { Some(Refusal::Drawing) } else { refusal(path, content) };
        let rewriting = match content.may_have_metadata() {
            true => Rewriting::Impossible("it has more than 200 MB"),
            false => Rewriting::Nothing,
        };
        Self { refusal, rewriting }
    }
}

/// Whether the name is one of captions. SubRip is often kept under the name of WebVTT.
fn is_captions(path: &str) -> bool {
    matches!(&*extension(path), "srt" | "vtt")
}

fn refusal(path: &str, content: Content) -> Option<Refusal> {
    match (NamedType::of(path), content) {
        (NamedType::Active, _) => Some(Refusal::ActiveType),
        (NamedType::Other, _) => Some(Refusal::OtherType),
        (NamedType::Publishable, Content::Active(markup)) => Some(Refusal::ActiveContent(markup)),
        (NamedType::Publishable, _) => None,
    }
}

/// The bytes of a file as they are published: a drawing without notes of its editor, captions as WebVTT, anything else without its
/// metadata. `None` if the file is damaged.
#[must_use]
pub fn rewritten(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    match &*extension(path) {
        "svg" => svg::without_metadata(bytes),
        "srt" | "vtt" => captions::to_webvtt(bytes),
        _ => metadata::removed(bytes),
    }
}
