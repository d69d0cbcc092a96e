//! [`Fonts`]: the theme's fonts for drawing text, found as a browser finds them, by `@font-face` in its style sheets. A theme
//! names its fonts once, and cards follow.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontFamily, FontResolver};
use skrifa::instance::{Location, Size};
use skrifa::{FontRef, MetadataProvider};

use super::ThemeFiles;

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
    pub(super) fn of(theme: &ThemeFiles) -> Self {
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

/// An upright face that a style sheet declares.
struct FontFace<'t> {
    family: String,
    file: &'t [u8],
}

/// Adds the faces of the family that a token names to the database.
fn load(database: &mut Database, theme: &ThemeFiles, faces: &[FontFace<'_>], token: &str) -> Vec<ID> {
    let family = theme.tokens.get(token).map(|families| first_family(families)).unwrap_or_default();
    let fonts = faces
        .iter()
        .filter(|face| face.family.eq_ignore_ascii_case(&family))
        .filter_map(|face| decompressed(face.file));
    fonts.flat_map(|font| database.load_font_source(Source::Binary(Arc::new(font)))).collect()
}

/// The `@font-face` rules of the theme's style sheets.
fn faces(theme: &ThemeFiles) -> Vec<FontFace<'_>> {
    let styles = theme.files.iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with(".css"));
    let styles = styles.map(|(_, style)| String::from_utf8_lossy(&style.bytes).into_owned());
    let mut faces = Vec::new();
    for style in styles {
        for rule in &face_rules(&style) {
            let is_upright = declared(rule, "font-style").is_none_or(|value| value == "normal");
            if let (Some(family), Some(file), true) = (declared(rule, "font-family"), file(theme, rule), is_upright) {
                faces.push(FontFace { family: first_family(family), file });
            }
        }
    }
    faces
}

/// The families that a style sheet declares with `@font-face`.
#[must_use]
pub fn declared_families(style: &str) -> Vec<String> {
    let rules = face_rules(style);
    rules.iter().filter_map(|rule| declared(rule, "font-family")).map(first_family).collect()
}

/// What stands between the braces of each `@font-face`, without comments.
fn face_rules(style: &str) -> Vec<String> {
    const NAME: &str = "@font-face";
    let style = without_comments(style);
    // Of the same length, so places in one are places in the other.
    let lower_case = style.to_ascii_lowercase();
    let tails = lower_case.match_indices(NAME).map(|(at, _)| &style[at + NAME.len()..]);
    tails.filter_map(|tail| tail.split('}').next()).map(str::to_owned).collect()
}

fn without_comments(style: &str) -> String {
    let mut text = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text + rest
}

/// The value of a property in a rule.
fn declared<'r>(rule: &'r str, property: &str) -> Option<&'r str> {
    let declarations = rule.trim_start_matches(|c: char| c == '{' || c.is_whitespace()).split(';');
    declarations
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(property))
        .map(|(_, value)| value.trim())
}

/// The first family of a CSS list, without quotes. Between its words is one blank each.
#[must_use]
pub fn first_family(families: &str) -> String {
    let family = families.split(',').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    family.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file that a rule's `src` names. Style sheets and fonts are both published in `assets/`, so the address is a file name.
fn file<'t>(theme: &'t ThemeFiles, rule: &str) -> Option<&'t [u8]> {
    let address = rule.split("url(").nth(1)?.split(')').next()?.trim().trim_matches(['"', '\'']);
    let published = format!("assets/{address}");
    theme.files.values().find(|asset| asset.published == published).map(|asset| &*asset.bytes)
}

/// A font file, without the compression of WOFF2; `None` if that is damaged.
fn decompressed(file: &[u8]) -> Option<Vec<u8>> {
    if file.starts_with(b"wOF2") { wuff::decompress_woff2(file).ok() } else { Some(file.to_vec()) }
}
