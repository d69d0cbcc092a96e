//! The files of the fonts that a theme names in its tokens, which every page preloads.

use crate::theme::assets::font_faces::{FontFace, first_family, font_faces};
use crate::theme::assets::has_extension;
use crate::theme::assets::style_addresses::asset_name;
use crate::theme::layers::{Layer, strongest};

/// The tokens that hold lists of font families.
const TOKENS: [&str; 2] = ["font-text", "font-title"];

/// The endings of font files with their media types.
const MEDIA_TYPES: [(&str, &str); 4] =
    [("woff2", "font/woff2"), ("woff", "font/woff"), ("ttf", "font/ttf"), ("otf", "font/otf")];

/// A font file that the first visit to any page needs.
#[derive(Debug, PartialEq, Eq)]
pub struct PreloadedFont {
    /// The name of the asset, such as `fonts/newsreader-latin.woff2`.
    pub asset: String,
    /// Such as `font/woff2`.
    pub media_type: &'static str,
}

/// The files of the fonts that the tokens name first: those of upright Latin letters, each once. Without a preload, a face with
/// `font-display: optional` comes too late for the first page that a reader sees. Slanted letters and other alphabets are left
/// out, because few pages need them.
pub(crate) fn preloaded(layers: &[Layer]) -> Vec<PreloadedFont> {
    let sheets = strongest(layers, "assets/").into_iter().filter(|(name, _)| has_extension(name, "css"));
    let faces: Vec<(&str, FontFace)> = sheets
        .filter(|(_, file)| may_have_faces(&file.bytes))
        .flat_map(|(sheet, file)| {
            let faces = font_faces(&String::from_utf8_lossy(&file.bytes));
            faces.into_iter().map(move |face| (sheet, face))
        })
        .filter(|(_, face)| face.is_upright && face.has_latin_letters)
        .collect();
    let tokens =
        TOKENS.into_iter().filter_map(|token| layers.iter().find_map(|layer| layer.manifest.tokens.get(token)));
    let mut fonts = Vec::new();
    for family in tokens.filter_map(|families| first_family(&families.value)) {
        for (sheet, face) in faces.iter().filter(|(_, face)| face.family.eq_ignore_ascii_case(&family)) {
            if let Some(font) = face.address.as_deref().and_then(|address| preloaded_font(sheet, address))
                && !fonts.contains(&font)
            {
                fonts.push(font);
            }
        }
    }
    fonts
}

/// Whether a style sheet can have `@font-face`. Few sheets do, and the others are not parsed.
fn may_have_faces(sheet: &[u8]) -> bool {
    memchr::memchr_iter(b'@', sheet)
        .any(|at| sheet[at + 1..].first().is_some_and(|first| matches!(first, b'f' | b'F' | b'\\')))
}

/// `None` for an address outside of the theme, or of a file that is no font.
pub(crate) fn preloaded_font(sheet: &str, address: &str) -> Option<PreloadedFont> {
    let (asset, suffix) = asset_name(sheet, address)?;
    // With a query, the address would be another one than that of the asset.
    let (_, media_type) =
        MEDIA_TYPES.into_iter().find(|(ending, _)| suffix.is_empty() && has_extension(&asset, ending))?;
    Some(PreloadedFont { asset, media_type })
}
