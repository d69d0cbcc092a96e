//! [`Fonts`]: the theme's fonts for drawing text, found as a browser finds them, by `@font-face` in its style sheets. A theme
//! names its fonts once, and cards follow.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontFamily, FontResolver};
use skrifa::instance::{Location, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::drawings::share_cards::ThemeFiles;
use crate::theme::assets::font_faces::{FontFace, first_family, font_faces};

/// The `font-family` of titles in a drawing. Every other name means the font of the text.
pub const TITLE_FAMILY: &str = "title";

/// The theme's upright fonts.
pub struct Fonts {
    /// The fonts of both families, for drawing.
    pub database: Arc<Database>,
    title: Vec<ID>,
    text: Vec<ID>,
}

impl Fonts {
    /// Reads the families that the tokens `font-title` and `font-text` name first.
    #[must_use]
    pub(crate) fn of(theme: &ThemeFiles) -> Self {
        let mut database = Database::new();
        let faces = faces(theme);
        let title = load(&mut database, theme, &faces, "font-title");
        let text = load(&mut database, theme, &faces, "font-text");
        Self { database: Arc::new(database), title, text }
    }

    /// Whether every character can be drawn in the font of titles.
    #[must_use]
    pub fn has_title(&self, text: &str) -> bool {
        self.has_all(&self.title, text)
    }

    /// Whether every character can be drawn in the font of the text.
    #[must_use]
    pub fn has_text(&self, text: &str) -> bool {
        self.has_all(&self.text, text)
    }

    /// The width of a text in pixels: the sum of its letters' advances, without kerning.
    #[must_use]
    pub fn width(&self, text: &str, family: &str, size: f32, weight: u16) -> f32 {
        let fonts = if family == TITLE_FAMILY { &self.title } else { &self.text };
        let instance = FontInstance { size, weight };
        // A letter that no font has takes half a square, as most do.
        let advance = |c| fonts.iter().find_map(|id| self.advance(*id, c, instance)).unwrap_or(size / 2.0);
        text.chars().map(advance).sum()
    }

    fn has_all(&self, family: &[ID], text: &str) -> bool {
        text.chars().filter(|c| !c.is_whitespace()).all(|c| family.iter().any(|id| self.has(*id, c)))
    }

    fn has(&self, font: ID, c: char) -> bool {
        self.advance(font, c, FontInstance { size: 1000.0, weight: 400 }).is_some()
    }

    /// The width of a character, or `None` if the font does not have it.
    fn advance(&self, font: ID, c: char, instance: FontInstance) -> Option<f32> {
        let read_advance = |bytes: &[u8], index| {
            let font = FontRef::from_index(bytes, index).ok()?;
            let glyph = font.charmap().map(c)?;
            font.glyph_metrics(Size::new(instance.size), &instance.location(&font)).advance_width(glyph)
        };
        self.database.with_face_data(font, read_advance).flatten()
    }

    /// Chooses the font for a piece of text, and another for a character that it lacks.
    #[must_use]
    pub fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| {
                let is_title =
                    font.families().iter().any(|name| matches!(name, FontFamily::Named(name) if name == TITLE_FAMILY));
                if is_title { self.title.first() } else { self.text.first() }.copied()
            }),
            select_fallback: Box::new(|c, tried, _| {
                let mut untried = self.title.iter().chain(&self.text).filter(|id| !tried.contains(id));
                untried.find(|id| self.has(**id, c)).copied()
            }),
        }
    }
}

/// An instance of a variable font. Letters are wider if they are bold, or designed for small sizes.
#[derive(Clone, Copy)]
struct FontInstance {
    size: f32,
    weight: u16,
}

impl FontInstance {
    fn location(self, font: &FontRef<'_>) -> Location {
        font.axes().location([("wght", f32::from(self.weight)), ("opsz", self.size)])
    }
}

/// Adds the faces of the family that a token names to the database.
fn load(database: &mut Database, theme: &ThemeFiles, faces: &[FontFace], token: &str) -> Vec<ID> {
    let Some(family) = theme.tokens.get(token).and_then(|families| first_family(families)) else { return Vec::new() };
    let of_family = faces.iter().filter(|face| face.is_upright && face.family.eq_ignore_ascii_case(&family));
    let fonts = of_family.filter_map(|face| decompressed(file(theme, face.address.as_deref()?)?));
    fonts.flat_map(|font| database.load_font_source(Source::Binary(Arc::new(font)))).collect()
}

/// The `@font-face` rules of the theme's style sheets.
fn faces(theme: &ThemeFiles) -> Vec<FontFace> {
    let styles = theme.files.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(".css"));
    styles.flat_map(|(_, style)| font_faces(&String::from_utf8_lossy(&style.bytes))).collect()
}

/// The file at an address. Style sheets and fonts are both published in `assets/`, so the address is a file name.
fn file<'t>(theme: &'t ThemeFiles, address: &str) -> Option<&'t [u8]> {
    let published = format!("assets/{address}");
    theme.files.values().find(|asset| asset.published == published).map(|asset| &*asset.bytes)
}

/// A font file, without the compression of WOFF2; `None` if that is damaged.
fn decompressed(file: &[u8]) -> Option<Vec<u8>> {
    if file.starts_with(b"wOF2") { wuff::decompress_woff2(file).ok() } else { Some(file.to_vec()) }
}
