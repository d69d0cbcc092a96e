//! The fonts that a theme names in its tokens: the files that every page preloads, and findings about those that no style sheet
//! loads. Of these, readers would see the next font of the list, and the designer, who has the font installed, would not notice.

use wellpress_diagnostics::{Diagnostic, Severity, rules};

use crate::theme::assets::font_faces::{FontFace, first_family, font_faces};
use crate::theme::assets::has_extension;
use crate::theme::assets::style_addresses::asset_name;
use crate::theme::layers::{Layer, strongest};
use crate::theme::tokens::is_value;

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

/// Fonts that come with Windows, macOS, iOS, Android or Linux desktops, in lower case.
const INSTALLED: &[&str] = &[
    "american typewriter",
    "apple sd gothic neo",
    "arial",
    "avenir",
    "avenir next",
    "baskerville",
    "book antiqua",
    "calibri",
    "cambria",
    "candara",
    "cantarell",
    "charter",
    "comic sans ms",
    "consolas",
    "constantia",
    "corbel",
    "courier",
    "courier new",
    "dejavu sans",
    "dejavu serif",
    "didot",
    "franklin gothic medium",
    "futura",
    "garamond",
    "geeza pro",
    "georgia",
    "gill sans",
    "helvetica",
    "helvetica neue",
    "hiragino kaku gothic pron",
    "hiragino mincho pron",
    "hiragino sans",
    "hoefler text",
    "impact",
    "iowan old style",
    "liberation sans",
    "liberation serif",
    "lucida console",
    "lucida grande",
    "lucida sans",
    "malgun gothic",
    "meiryo",
    "menlo",
    "microsoft yahei",
    "monaco",
    "ms gothic",
    "nirmala ui",
    "noto sans",
    "noto serif",
    "optima",
    "palatino",
    "palatino linotype",
    "pingfang hk",
    "pingfang sc",
    "pingfang tc",
    "roboto",
    "rockwell",
    "segoe ui",
    "seravek",
    "sf arabic",
    "simhei",
    "simsun",
    "sitka text",
    "tahoma",
    "times",
    "times new roman",
    "traditional arabic",
    "trebuchet ms",
    "ubuntu",
    "verdana",
    "yu gothic",
    "yu mincho",
];

/// Generic families and CSS keywords.
const GENERIC: &[&str] = &[
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "math",
    "emoji",
    "fangsong",
    "blinkmacsystemfont",
    "inherit",
    "initial",
    "unset",
    "revert",
];

/// One finding for each list of fonts that a theme of the site sets and whose first font is neither loaded by a style sheet nor
/// common on devices.
pub(crate) fn find_unloaded(layers: &[Layer]) -> Vec<Diagnostic> {
    let findings = TOKENS.into_iter().filter_map(|token| {
        let layer = layers.iter().find(|layer| layer.manifest.tokens.contains_key(token))?;
        let families = &layer.manifest.tokens[token];
        // A value that breaks the style sheet has a finding of its own.
        if !is_value(&families.value) {
            return None;
        }
        let family = first_family(&families.value)?;
        // The embedded theme has no source.
        let location = layer.source()?.locate(families.span);
        if is_of_device(&family) || is_loaded(layers, &family) {
            return None;
        }
        let message = format!("no style sheet loads the font `{family}`, so most readers see another one");
        let help =
            "put its file into the theme's `assets/fonts`, and declare it with `@font-face` in `assets/brand.css`";
        let finding = Diagnostic::new(&rules::THEME_INVALID, location, message).help(help);
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    findings.collect()
}

/// The files of the fonts that the tokens name first: those of upright Latin letters, each once. Without a preload, a face with
/// `font-display: optional` comes too late for the first page that a reader sees. Slanted letters and other alphabets are left
/// out, because few pages need them.
pub(crate) fn preloaded(layers: &[Layer]) -> Vec<PreloadedFont> {
    let sheets = strongest(layers, "assets/").into_iter().filter(|(name, _)| has_extension(name, "css"));
    let faces: Vec<(&str, FontFace)> = sheets
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

/// `None` for an address outside of the theme, or of a file that is no font.
pub(crate) fn preloaded_font(sheet: &str, address: &str) -> Option<PreloadedFont> {
    let (asset, suffix) = asset_name(sheet, address)?;
    // With a query, the address would be another one than that of the asset.
    let (_, media_type) =
        MEDIA_TYPES.into_iter().find(|(ending, _)| suffix.is_empty() && has_extension(&asset, ending))?;
    Some(PreloadedFont { asset, media_type })
}

fn is_loaded(layers: &[Layer], family: &str) -> bool {
    let mut sheets = strongest(layers, "assets/").into_iter().filter(|(name, _)| has_extension(name, "css"));
    sheets.any(|(_, sheet)| {
        let faces = font_faces(&String::from_utf8_lossy(&sheet.bytes));
        faces.iter().any(|face| face.address.is_some() && face.family.eq_ignore_ascii_case(family))
    })
}

/// Whether browsers find the font on most devices.
fn is_of_device(family: &str) -> bool {
    let family = family.to_lowercase();
    let is_generic =
        GENERIC.contains(&family.as_str()) || ["ui-", "-apple-"].iter().any(|start| family.starts_with(start));
    is_generic || INSTALLED.contains(&family.as_str())
}
