//! [`Fonts`]: the theme's fonts for drawing, found as a browser finds them: by `@font-face` in its style sheets.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontFamily, FontResolver};
use skrifa::instance::{Location, Size};
use skrifa::{FontRef, MetadataProvider};

use super::Kit;

/// What a drawing calls the family of titles; every other name means that of the text.
pub const TITLE: &str = "title";

/// The theme's upright fonts.
pub struct Fonts {
    /// All of them.
    pub database: Arc<Database>,
    title: Vec<ID>,
    text: Vec<ID>,
}

impl Fonts {
    /// Reads those of the families that the tokens `font-title` and `font-text` name first.
    #[must_use]
    pub(super) fn of(kit: &Kit) -> Self {
        let mut database = Database::new();
        let faces = faces(kit);
        let mut load = |token: &str| {
            let wanted = kit.tokens.get(token).map(|families| first_family(families)).unwrap_or_default();
            let files = faces.iter().filter(|(family, _)| *family == wanted);
            let fonts = files.filter_map(|(_, file)| readable(file));
            fonts.flat_map(|font| database.load_font_source(Source::Binary(Arc::new(font)))).collect::<Vec<_>>()
        };
        let (title, text) = (load("font-title"), load("font-text"));
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

    /// How wide a text is as it is drawn, without what pairs of letters gain or lose.
    #[must_use]
    pub fn width(&self, text: &str, family: &str, size: f32, weight: u16) -> f32 {
        let family = if family == TITLE { &self.title } else { &self.text };
        let cut = Cut { size, weight };
        text.chars().map(|c| family.iter().find_map(|id| self.advance(*id, c, cut)).unwrap_or(size / 2.0)).sum()
    }

    fn has_all(&self, family: &[ID], text: &str) -> bool {
        text.chars().filter(|c| !c.is_whitespace()).all(|c| family.iter().any(|id| self.has(*id, c)))
    }

    fn has(&self, font: ID, c: char) -> bool {
        self.advance(font, c, Cut { size: 1000.0, weight: 400 }).is_some()
    }

    /// Nothing where the font does not have the character.
    fn advance(&self, font: ID, c: char, cut: Cut) -> Option<f32> {
        let advance = |bytes: &[u8], index| {
            let font = FontRef::from_index(bytes, index).ok()?;
            let glyph = font.charmap().map(c)?;
            font.glyph_metrics(Size::new(cut.size), &cut.of(&font)).advance_width(glyph)
        };
        self.database.with_face_data(font, advance).flatten()
    }

    /// Finds the font for a piece of text, and for a character that this one lacks.
    #[must_use]
    pub fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| {
                let is_title =
                    font.families().iter().any(|name| matches!(name, FontFamily::Named(name) if name == TITLE));
                if is_title { self.title.first() } else { self.text.first() }.copied()
            }),
            select_fallback: Box::new(|c, tried, _| {
                let mut all = self.title.iter().chain(&self.text).filter(|id| !tried.contains(id));
                all.find(|id| self.has(**id, c)).copied()
            }),
        }
    }
}

/// The form of a font that is drawn: letters are wider where they are bold, or cut for small sizes.
#[derive(Clone, Copy)]
struct Cut {
    size: f32,
    weight: u16,
}

impl Cut {
    fn of(self, font: &FontRef<'_>) -> Location {
        font.axes().location([("wght", f32::from(self.weight)), ("opsz", self.size)])
    }
}

/// Families with the files of their upright faces, as the style sheets name them.
fn faces(kit: &Kit) -> Vec<(String, &[u8])> {
    let is_style = |name: &&String| name.to_ascii_lowercase().ends_with(".css");
    let styles = kit.files.iter().filter(|(name, _)| is_style(name));
    let styles = styles.map(|(_, style)| String::from_utf8_lossy(&style.bytes).into_owned());
    let mut faces = Vec::new();
    for style in styles {
        for rule in style.split("@font-face").skip(1).filter_map(|rest| rest.split('}').next()) {
            let is_upright = declared(rule, "font-style").is_none_or(|value| value == "normal");
            if let (Some(family), Some(file), true) = (declared(rule, "font-family"), file(kit, rule), is_upright) {
                faces.push((first_family(family), file));
            }
        }
    }
    faces
}

/// What a rule says of a property.
fn declared<'r>(rule: &'r str, property: &str) -> Option<&'r str> {
    let declarations = rule.trim_start_matches(['{', ' ', '\n']).split(';');
    declarations
        .filter_map(|one| one.split_once(':'))
        .find(|(name, _)| name.trim() == property)
        .map(|(_, value)| value.trim())
}

/// The first of a list of families.
fn first_family(families: &str) -> String {
    families.split(',').next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned()
}

/// The file that a rule names, which is published beside the style sheet.
fn file<'t>(kit: &'t Kit, rule: &str) -> Option<&'t [u8]> {
    let address = rule.split("url(").nth(1)?.split(')').next()?.trim().trim_matches(['"', '\'']);
    let published = format!("assets/{address}");
    kit.files.values().find(|asset| asset.published == published).map(|asset| &*asset.bytes)
}

/// A font without the packing in which browsers get it.
fn readable(file: &[u8]) -> Option<Vec<u8>> {
    if file.starts_with(b"wOF2") { wuff::decompress_woff2(file).ok() } else { Some(file.to_vec()) }
}
