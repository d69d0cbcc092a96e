//! Cards: the picture that a page has when somebody shares its address. It shows the site's name, and the page's title
//! where the theme's font has its letters. What all cards of a language share is drawn once; of each page only its title.

mod canvas;
mod fonts;
mod wrap;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::config::Config;
use wellpress_site::model::Page;

use super::html::escape::escaped;
use super::logo::MARK;
use super::theme::Theme;
use super::theme_assets::ThemeAsset;
use canvas::{Canvas, Ground, Side};
use fonts::Fonts;

/// Pixels across and down: what networks show largest.
pub const SIZE: (u32, u32) = (1200, 630);

/// Goes up whenever a card would come out with other bytes.
const RECIPE: u32 = 2;

/// What of a theme cards are drawn with: its tokens, its style sheets, its fonts and its mark, by their names, and its logo.
struct Kit {
    tokens: BTreeMap<String, String>,
    files: BTreeMap<String, File>,
    logo: Option<Vec<u8>>,
}

/// A file of the theme.
struct File {
    published: String,
    bytes: Vec<u8>,
}

impl Kit {
    fn of(theme: &Theme) -> Self {
        let kinds = [".css", ".woff2", ".ttf", ".otf"];
        let is_needed = |name: &String| name == MARK || kinds.iter().any(|kind| name.ends_with(kind));
        let files = theme.assets.iter().filter(|(name, _)| is_needed(name));
        let file = |asset: &ThemeAsset| File { published: asset.published.clone(), bytes: asset.bytes.clone() };
        let files = files.map(|(name, asset)| (name.clone(), file(asset))).collect();
        let logo = theme.logos.drawing().and_then(|logo| Some(theme.assets.get(&logo.asset)?.bytes.clone()));
        Self { tokens: theme.tokens.clone(), files, logo }
    }
}

/// What draws the cards of a site.
pub struct Cards {
    kit: Kit,
    languages: Vec<Brand>,
    fonts: OnceLock<Fonts>,
    grounds: Vec<OnceLock<Ground>>,
}

/// What all cards of a language share.
struct Brand {
    title: String,
    host: String,
    is_right_to_left: bool,
    colours: Colours,
    key: Fingerprint,
}

/// Colours of the theme.
#[derive(Clone, Hash)]
struct Colours {
    paper: String,
    ink: String,
    muted: String,
    line: String,
    action: String,
}

/// A card before it is drawn.
#[derive(Debug, Clone)]
pub struct Card {
    /// Where it is published, relative to the output.
    pub published: String,
    /// Names its bytes.
    pub key: Fingerprint,
    language: usize,
    title: String,
}

impl Cards {
    /// For a site, where its settings ask for them.
    #[must_use]
    pub fn of(config: &Config, theme: &Theme) -> Option<Self> {
        if !config.settings.images.cards {
            return None;
        }
        let languages: Vec<Brand> =
            (0..config.languages.len()).map(|language| brand(config, theme, language)).collect();
        let grounds = languages.iter().map(|_| OnceLock::new()).collect();
        Some(Self { kit: Kit::of(theme), languages, fonts: OnceLock::new(), grounds })
    }

    /// The card of a page; none where the theme's font lacks letters of its title.
    #[must_use]
    pub fn of_page(&self, page: &Page) -> Option<Card> {
        if !page.title.is_ascii() && !self.fonts().has_title(&page.title) {
            return None;
        }
        let brand = &self.languages[page.language];
        let key = FingerprintBuilder::new("card").with((brand.key, &page.title)).fingerprint();
        let name = FingerprintBuilder::new("card of a page").with((key, &page.url)).fingerprint().to_string();
        let stem = slug::slugify(&page.name);
        let stem: String = stem.chars().take(60).collect();
        let published = format!("assets/card-{stem}.{}.png", &name[..10]);
        Some(Card { published, key, language: page.language, title: page.title.clone() })
    }

    fn fonts(&self) -> &Fonts {
        self.fonts.get_or_init(|| Fonts::of(&self.kit))
    }

    /// Draws a card, as PNG.
    #[must_use]
    pub fn draw(&self, card: &Card) -> Vec<u8> {
        let fonts = self.fonts();
        let brand = &self.languages[card.language];
        let ground = self.grounds[card.language].get_or_init(|| ground(&self.kit, fonts, brand));
        let lines = if fonts.has_title(&card.title) { title_lines(fonts, brand, &card.title) } else { String::new() };
        ground.with_title(&canvas(fonts, &lines))
    }

    /// The card of pages that the build makes of itself: it shows no title. None where it could not show the site's name.
    #[must_use]
    pub fn of_site(&self, language: usize) -> Option<Card> {
        let name = &self.languages[language].title;
        if self.kit.logo.is_none() && !name.is_ascii() && !self.fonts().has_text(name) {
            return None;
        }
        let key =
            FingerprintBuilder::new("card of a site").with((self.languages[language].key, language)).fingerprint();
        let published = format!("assets/card.{}.png", &key.to_string()[..10]);
        Some(Card { published, key, language, title: String::new() })
    }
}

/// A logo as an icon: on a ground of this colour with room around it, or alone.
#[must_use]
pub fn icon(logo: &[u8], size: u32, ground: Option<&str>) -> Vec<u8> {
    let side = size as f32;
    let share = if ground.is_some() { 0.62 } else { 1.0 };
    let mut drawn = Canvas::empty((size, size), ground);
    let edge = side * (1.0 - share) / 2.0;
    drawn.place(logo, Side::Middle, (edge, edge), (side * share, side * share));
    drawn.to_png()
}

fn canvas(fonts: &Fonts, inside: &str) -> Canvas {
    let (width, height) = SIZE;
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">{inside}</svg>");
    Canvas::draw(svg.as_bytes(), fonts, SIZE)
}

fn brand(config: &Config, theme: &Theme, language: usize) -> Brand {
    let own = &config.languages[language];
    let token = |name: &str, otherwise: &str| {
        let value = theme.tokens.get(name).map(String::as_str).filter(|value| is_colour(value));
        value.unwrap_or(otherwise).to_owned()
    };
    let colours = Colours {
        paper: token("color-paper", "#FAF6EE"),
        ink: token("color-ink", "#1D2B28"),
        muted: token("color-muted", "#5A635F"),
        line: token("color-line", "#DCD3C1"),
        action: token("color-action", "#0F5C57"),
    };
    let host = config.base.origin.split("//").nth(1).unwrap_or_default();
    let host = format!("{host}{}", config.base.path.trim_end_matches('/'));
    let logo = theme.logos.drawing().map(|logo| &logo.asset);
    let is_shown = |name: &String| name == MARK || Some(name) == logo || name.ends_with(".css");
    let files = theme.assets.iter().filter(|(name, _)| is_shown(name));
    let files: Vec<&String> = files.map(|(_, asset)| &asset.published).collect();
    let families = (theme.tokens.get("font-title"), theme.tokens.get("font-text"));
    let is_right_to_left = super::render_context::direction(&own.tag) == "rtl";
    let mixer =
        FingerprintBuilder::new("brand").with((RECIPE, &own.title, &host, is_right_to_left, &colours, files, families));
    Brand { title: own.title.clone(), host, is_right_to_left, colours, key: mixer.fingerprint() }
}

/// Six digits of base 16: what can be mixed with another colour.
fn is_colour(value: &str) -> bool {
    value.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

/// From the edge to what is written.
const MARGIN: f32 = 84.0;

/// Draws what every card of a language has.
fn ground(kit: &Kit, fonts: &Fonts, brand: &Brand) -> Ground {
    let Colours { paper, ink, muted, line, action } = &brand.colours;
    let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
    let name = Words { y: 119.0, size: 36.0, weight: 600, family: "text", colour: ink };
    let host = Words { y: 567.0, size: 26.0, weight: 400, family: "text", colour: muted };
    let mark = kit.files.get(MARK).map(|mark| &mark.bytes);
    let inset = if mark.is_some() { MARK_SIZE + 22.0 } else { 0.0 };
    let is_written = kit.logo.is_none() && fonts.has_text(&brand.title);
    let title = if is_written { fitted_line(fonts, brand, &name, &brand.title, inset) } else { String::new() };
    let host = fitted_line(fonts, brand, &host, &brand.host, 0.0);
    let end = f64::from(SIZE.0) - f64::from(MARGIN);
    let inside = format!(
        "<rect width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>\
         <rect width=\"{width}\" height=\"14\" fill=\"{action}\"/>\
         <path d=\"M{MARGIN} 512H{end}\" stroke=\"{line}\" stroke-width=\"2\"/>{title}{host}"
    );
    let mut drawn = canvas(fonts, &inside);
    if let Some(shown) = kit.logo.as_ref().or(mark) {
        let (side, left) =
            if brand.is_right_to_left { (Side::Right, SIZE.0 as f32 - MARGIN) } else { (Side::Left, MARGIN) };
        let width = if kit.logo.is_some() { MOST_LOGO } else { MARK_SIZE };
        drawn.place(shown, side, (left, 77.0), (width, MARK_SIZE));
    }
    Ground::new(&drawn, &brand.colours.paper, &brand.colours.ink)
}

/// How wide and high the mark is, and how high the logo.
const MARK_SIZE: f32 = 60.0;

/// How wide the logo can be.
const MOST_LOGO: f32 = 600.0;

/// How a line is written.
struct Words<'a> {
    y: f32,
    size: f32,
    weight: u16,
    family: &'a str,
    colour: &'a str,
}

/// A line that ends where its room does.
fn fitted_line(fonts: &Fonts, brand: &Brand, form: &Words<'_>, text: &str, inset: f32) -> String {
    let room = SIZE.0 as f32 - 2.0 * MARGIN - inset;
    let width = |text: &str| fonts.width(text, form.family, form.size, form.weight);
    words(brand, form, &wrap::one_line(text, room, width), inset)
}

/// A line from the side at which the language begins.
fn words(brand: &Brand, words: &Words<'_>, text: &str, inset: f32) -> String {
    let Words { y, size, weight, family, colour } = words;
    let (x, anchor) =
        if brand.is_right_to_left { (SIZE.0 as f32 - MARGIN - inset, "end") } else { (MARGIN + inset, "start") };
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" text-anchor=\"{anchor}\">{}</text>",
        escaped(text)
    )
}

/// How heavy a title is.
const TITLE_WEIGHT: u16 = 500;

/// The lines of a title, as large as they fit between the site's name and the line at the foot.
fn title_lines(fonts: &Fonts, brand: &Brand, title: &str) -> String {
    let width = |text: &str, size| fonts.width(text, fonts::TITLE, size, TITLE_WEIGHT);
    let fitted = wrap::fit(title, SIZE.0 as f32 - 2.0 * MARGIN, width);
    let height = fitted.size * wrap::LEADING;
    let first = 325.0 - height * (fitted.lines.len() as f32 - 1.0) / 2.0 + fitted.size * 0.33;
    let lines = fitted.lines.iter().zip(0_u8..).map(|(line, number)| {
        let y = first + height * f32::from(number);
        let line_of = Words { y, size: fitted.size, weight: TITLE_WEIGHT, family: fonts::TITLE, colour: "#000" };
        words(brand, &line_of, line, 0.0)
    });
    lines.collect()
}
