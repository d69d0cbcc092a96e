//! Share cards: the pictures that networks and messengers show beside a shared address. A card has the site's name, the
//! address of the site and the page's title; a page whose title has letters that the theme's font lacks gets no card.
//!
//! The part that all cards of a language share is drawn once, of each page only the title. Cards are off by default, because
//! drawing one takes longer than rendering its page.

mod canvas;
mod fonts;
mod wrap;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use resvg::tiny_skia::Point;

use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::assets::PixelSize;
use wellpress_site::config::{Config, LanguageId, SiteLanguage};
use wellpress_site::model::Page;

use crate::drawings::share_cards::canvas::{Alignment, Background, Canvas, Slot};
use crate::drawings::share_cards::fonts::Fonts;
use crate::escape::escaped;
use crate::theme::Theme;
use crate::theme::assets::ThemeAsset;
use crate::theme::assets::logo::MARK;

/// The size that Open Graph consumers show largest: 1.91 to 1.
pub const SIZE: PixelSize = PixelSize { width: 1200, height: 630 };

/// The size again for computing with coordinates.
const WIDTH: f32 = 1200.0;

/// Version of the drawing. Increase it whenever a card comes out with other bytes, so that cached cards are drawn again.
const VERSION: u32 = 2;

/// The files of a theme with which cards are drawn, copied so that cards do not borrow the theme.
struct ThemeFiles {
    tokens: BTreeMap<String, String>,
    /// Style sheets, fonts and the mark, by name.
    files: BTreeMap<String, CardAsset>,
    logo: Option<Vec<u8>>,
}

/// An asset of the theme, with the name by which style sheets refer to it.
struct CardAsset {
    published: String,
    bytes: Vec<u8>,
}

impl ThemeFiles {
    fn of(theme: &Theme) -> Self {
        let files = theme.assets.iter().filter(|(name, _)| Self::needs(name));
        let files = files.map(|(name, asset)| (name.clone(), CardAsset::of(asset))).collect();
        let logo = theme.logos.drawing().and_then(|logo| Some(theme.assets.get(&logo.asset)?.bytes.clone()));
        Self { tokens: theme.tokens.clone(), files, logo }
    }

    fn needs(name: &str) -> bool {
        name == MARK || [".css", ".woff2", ".ttf", ".otf"].iter().any(|extension| name.ends_with(extension))
    }
}

impl CardAsset {
    fn of(asset: &ThemeAsset) -> Self {
        Self { published: asset.published.clone(), bytes: asset.bytes.clone() }
    }
}

/// Draws the cards of a site.
///
/// Fonts and backgrounds are made when the first card needs them, by whichever thread comes first; a build whose cards
/// are all in the cache draws no background. It owns copies of the theme's files and borrows nothing, because the
/// preview draws cards after the run that named them.
pub struct ShareCards {
    theme: ThemeFiles,
    designs: IdVec<SiteLanguage, CardDesign>,
    /// Read when the first card or the first title that is not ASCII needs them.
    fonts: OnceLock<Fonts>,
    /// Each is drawn for the first card of its language.
    backgrounds: IdVec<SiteLanguage, OnceLock<Background>>,
}

/// What all cards of a language have in common.
struct CardDesign {
    title: String,
    host: String,
    is_right_to_left: bool,
    colours: CardColours,
    /// Changes with everything that a card shows except for the page's title.
    key: Fingerprint,
}

/// Colours of the theme, each as `#RRGGBB`.
#[derive(Clone, Hash)]
struct CardColours {
    paper: String,
    ink: String,
    muted: String,
    line: String,
    action: String,
}

/// A card before it is drawn.
#[derive(Debug, Clone)]
pub struct ShareCard {
    /// Path in the output.
    pub published: String,
    /// The same for cards with the same bytes, for the cache.
    pub key: Fingerprint,
    language: LanguageId,
    title: String,
}

impl ShareCards {
    /// The cards of a site; `None` if its settings do not ask for them.
    #[must_use]
    pub fn of(config: &Config, theme: &Theme) -> Option<Self> {
        if !config.settings.images.cards {
            return None;
        }
        let designs: IdVec<SiteLanguage, CardDesign> =
            config.languages.ids().map(|language| design(config, theme, language)).collect();
        let backgrounds = designs.iter().map(|_| OnceLock::new()).collect();
        Some(Self { theme: ThemeFiles::of(theme), designs, fonts: OnceLock::new(), backgrounds })
    }

    /// The card of a page; `None` if the theme's font lacks letters of its title.
    #[must_use]
    pub fn of_page(&self, page: &Page) -> Option<ShareCard> {
        // Every font for titles is taken to have the letters of ASCII, so that most sites never read the fonts for this.
        if !page.title.is_ascii() && !self.fonts().has_title(&page.title) {
            return None;
        }
        let design = &self.designs[page.language];
        let key = FingerprintBuilder::new("card").with((design.key, &page.title)).fingerprint();
        // Two pages with one title share the key, and so the cached bytes, but each has its own file.
        let name = FingerprintBuilder::new("card of a page").with((key, &page.url)).fingerprint().to_string();
        let stem = slug::slugify(&page.name);
        let stem: String = stem.chars().take(60).collect();
        let published = format!("assets/card-{stem}.{}.png", &name[..10]);
        Some(ShareCard { published, key, language: page.language, title: page.title.clone() })
    }

    fn fonts(&self) -> &Fonts {
        self.fonts.get_or_init(|| Fonts::of(&self.theme))
    }

    /// Draws a card as PNG.
    #[must_use]
    pub fn draw(&self, card: &ShareCard) -> Vec<u8> {
        let fonts = self.fonts();
        let design = &self.designs[card.language];
        let background = self.backgrounds[card.language].get_or_init(|| draw_background(&self.theme, fonts, design));
        // A title in ASCII was not checked before: that would read the fonts even if all cards are in the cache.
        let lines = if fonts.has_title(&card.title) { title_lines(fonts, design, &card.title) } else { String::new() };
        background.with_title(&draw_canvas(fonts, &lines))
    }

    /// The card of generated pages, which shows no title. `None` if the theme has no logo and the font of the text cannot show
    /// the site's name.
    #[must_use]
    pub fn of_site(&self, language: LanguageId) -> Option<ShareCard> {
        let name = &self.designs[language].title;
        if self.theme.logo.is_none() && !name.is_ascii() && !self.fonts().has_text(name) {
            return None;
        }
        // `index()`, because an id hashes as four bytes, which would give every published card another name.
        let key = FingerprintBuilder::new("card of a site")
            .with((self.designs[language].key, language.index()))
            .fingerprint();
        let published = format!("assets/card.{}.png", &key.to_string()[..10]);
        Some(ShareCard { published, key, language, title: String::new() })
    }
}

/// A logo as a square icon, `size` pixels wide: with a margin on a ground of this colour, or filling the icon on a transparent
/// one.
#[must_use]
pub fn icon(logo: &[u8], size: u32, ground: Option<&str>) -> Vec<u8> {
    let side = size as f32;
    let share = if ground.is_some() { 0.62 } else { 1.0 };
    let mut canvas = Canvas::blank(PixelSize { width: size, height: size }, ground);
    let margin = side * (1.0 - share) / 2.0;
    canvas.place(
        logo,
        &Slot {
            corner: Point::from_xy(margin, margin),
            width: side * share,
            height: side * share,
            alignment: Alignment::Centre,
        },
    );
    canvas.to_png()
}

/// Draws SVG pictures as PNG with the fonts of the theme: `width` pixels wide, and as high as their form asks for. `None` for an SVG
/// that cannot be read.
pub fn rasteriser(theme: &Theme) -> impl Fn(&[u8], u32) -> Option<Vec<u8>> {
    let fonts = Fonts::of(&ThemeFiles::of(theme));
    move |svg, width| Canvas::scaled(svg, &fonts, width).map(|canvas| canvas.to_png())
}

/// Draws SVG elements on a canvas of a card's size.
fn draw_canvas(fonts: &Fonts, elements: &str) -> Canvas {
    let PixelSize { width, height } = SIZE;
    let svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">{elements}</svg>");
    Canvas::draw(svg.as_bytes(), fonts, SIZE)
}

fn design(config: &Config, theme: &Theme, language: LanguageId) -> CardDesign {
    let settings = &config.languages[language];
    let colours = CardColours {
        paper: colour(theme, "color-paper", "#FAF6EE"),
        ink: colour(theme, "color-ink", "#1D2B28"),
        muted: colour(theme, "color-muted", "#5A635F"),
        line: colour(theme, "color-line", "#DCD3C1"),
        action: colour(theme, "color-action", "#0F5C57"),
    };
    let host = format!("{}{}", config.base.shown_host(), config.base.path.trim_end_matches('/'));
    let logo = theme.logos.drawing().map(|logo| &logo.asset);
    let files = theme.assets.iter().filter(|(name, _)| *name == MARK || Some(*name) == logo || name.ends_with(".css"));
    // Published names carry the hash of the content; fonts are named in the style sheets, so these stand for them too.
    let files: Vec<&String> = files.map(|(_, asset)| &asset.published).collect();
    let families = (theme.tokens.get("font-title"), theme.tokens.get("font-text"));
    let is_right_to_left = crate::theme::strings::text_direction::direction(&settings.tag) == "rtl";
    let key = FingerprintBuilder::new("brand")
        .with((VERSION, &settings.title, &host, is_right_to_left, &colours, files, families))
        .fingerprint();
    CardDesign { title: settings.title.clone(), host, is_right_to_left, colours, key }
}

/// The colour of a token, or `fallback` if it is not `#RRGGBB`: other forms could not be mixed with another colour.
fn colour(theme: &Theme, token: &str, fallback: &str) -> String {
    let value = theme.tokens.get(token).map(String::as_str).filter(|value| is_hex_colour(value));
    value.unwrap_or(fallback).to_owned()
}

fn is_hex_colour(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

/// From the edge of a card to its texts.
const MARGIN: f32 = 84.0;

/// Draws the part that all cards of a language share: colours, lines, the logo or the mark with the site's name, and the
/// address at the foot.
fn draw_background(theme: &ThemeFiles, fonts: &Fonts, design: &CardDesign) -> Background {
    let CardColours { paper, ink, muted, line, action } = &design.colours;
    let PixelSize { width, height } = SIZE;
    let name_style = TextStyle { y: 119.0, size: 36.0, weight: 600, family: "text", colour: ink };
    let host_style = TextStyle { y: 567.0, size: 26.0, weight: 400, family: "text", colour: muted };
    let mark = theme.files.get(MARK).map(|mark| &mark.bytes);
    let inset = if mark.is_some() { MARK_SIZE + 22.0 } else { 0.0 };
    // A logo has the site's name in it.
    let shows_name = theme.logo.is_none() && fonts.has_text(&design.title);
    let name = if shows_name { fitted_line(fonts, design, &name_style, &design.title, inset) } else { String::new() };
    let host = fitted_line(fonts, design, &host_style, &design.host, 0.0);
    let end = f64::from(width) - f64::from(MARGIN);
    let elements = format!(
        "<rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\
         <rect width=\"{width}\" height=\"14\" fill=\"{action}\"/>\
         <path d=\"M{MARGIN} 512H{end}\" stroke=\"{line}\" stroke-width=\"2\"/>{name}{host}"
    );
    let mut canvas = draw_canvas(fonts, &elements);
    if let Some(picture) = theme.logo.as_ref().or(mark) {
        let most_width = if theme.logo.is_some() { MOST_LOGO_WIDTH } else { MARK_SIZE };
        canvas.place(picture, &logo_slot(design, most_width));
    }
    Background::new(&canvas, paper, ink)
}

/// Where the logo or the mark is: on the side on which the language's lines begin.
fn logo_slot(design: &CardDesign, width: f32) -> Slot {
    let (alignment, x) =
        if design.is_right_to_left { (Alignment::Right, WIDTH - MARGIN) } else { (Alignment::Left, MARGIN) };
    Slot { corner: Point::from_xy(x, 77.0), width, height: MARK_SIZE, alignment }
}

/// Width and height of the mark, and height of the logo.
const MARK_SIZE: f32 = 60.0;

const MOST_LOGO_WIDTH: f32 = 600.0;

/// How and at what height a line of text is drawn.
struct TextStyle<'a> {
    /// Distance of the baseline from the upper edge of the card.
    y: f32,
    size: f32,
    weight: u16,
    family: &'a str,
    colour: &'a str,
}

/// A line that is cut off at the margin. `inset` is the space in front of it besides the margin.
fn fitted_line(fonts: &Fonts, design: &CardDesign, style: &TextStyle<'_>, text: &str, inset: f32) -> String {
    let most_width = WIDTH - 2.0 * MARGIN - inset;
    let line = wrap::one_line(text, most_width, |text| fonts.width(text, style.family, style.size, style.weight));
    text_element(design, style, &line, inset)
}

/// A line of text as SVG, on the side on which the language's lines begin.
fn text_element(design: &CardDesign, style: &TextStyle<'_>, text: &str, inset: f32) -> String {
    let TextStyle { y, size, weight, family, colour } = style;
    let (x, anchor) = if design.is_right_to_left { (WIDTH - MARGIN - inset, "end") } else { (MARGIN + inset, "start") };
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" text-anchor=\"{anchor}\">{}</text>",
        escaped(text)
    )
}

const TITLE_WEIGHT: u16 = 500;

/// The middle of the space for the title, between the site's name and the line at the foot.
const TITLE_MIDDLE: f32 = 325.0;

/// The lines of a title as SVG, as large as they fit.
fn title_lines(fonts: &Fonts, design: &CardDesign, title: &str) -> String {
    let width = |text: &str, size| fonts.width(text, fonts::TITLE_FAMILY, size, TITLE_WEIGHT);
    let fitted = wrap::fit(title, WIDTH - 2.0 * MARGIN, width);
    let line_height = fitted.size * wrap::LEADING;
    // A third of the size is about half the height of a capital letter: from the middle of a line down to its baseline.
    let first_baseline = TITLE_MIDDLE - line_height * (fitted.lines.len() as f32 - 1.0) / 2.0 + fitted.size * 0.33;
    let lines = (0_u8..).zip(&fitted.lines).map(|(number, line)| {
        let y = first_baseline + line_height * f32::from(number);
        // The colour does not matter: only the letters' opacity is laid over the background.
        let style =
            TextStyle { y, size: fitted.size, weight: TITLE_WEIGHT, family: fonts::TITLE_FAMILY, colour: "#000" };
        text_element(design, &style, line, 0.0)
    });
    lines.collect()
}
