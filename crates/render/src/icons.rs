//! The icons of the site and its [web app manifest](https://www.w3.org/TR/appmanifest/): how a browser shows the site in its
//! tabs and bookmarks, and a phone on its home screen.
//!
//! Input: the theme's mark, `logo.svg`. Output: an icon in each size, and the text of the manifest. A theme may bring finished
//! icons as `assets/icons/icon-192.png` and so on. Those of the embedded theme are used only with its own mark and background,
//! which saves every site with that theme the drawing. How an icon becomes pixels is left to `share_cards`.

use serde::Serialize;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::config::LanguageId;

use super::languages::direction;
use super::logo::MARK;
use super::render_context::RenderContext;
use super::share_cards;
use super::theme::Theme;

/// Width and height in pixels: for tabs, for the home screens of Apple's phones, for other home screens, for their splash
/// screens.
pub const SIZES: [u32; 4] = [32, 180, 192, 512];

/// Part of every icon's key. Raise it when the drawing changes, or cached icons of the old drawing would be published.
const DRAWING_VERSION: u32 = 1;

/// The file name of the manifest, in the folder of each language.
pub const MANIFEST: &str = "site.webmanifest";

/// The token with the background colour of icons.
const BACKGROUND: &str = "color-paper";

/// An icon that is published, before it is drawn.
#[derive(Debug, Clone)]
pub struct Icon {
    /// Width and height in pixels.
    pub size: u32,
    /// Where it is published, relative to the output.
    pub published: String,
    /// The key of its bytes in the image cache; `None` for a finished icon of the theme, which is published as an asset.
    pub key: Option<Fingerprint>,
}

/// The icons of a theme in all [`SIZES`]; none if it has neither a mark nor finished icons.
#[must_use]
pub fn of(theme: &Theme) -> Vec<Icon> {
    let embedded_icons_fit = has_embedded_looks(theme);
    let icons = SIZES.iter().map(|size| {
        let name = format!("icons/icon-{size}.png");
        let asset = theme.assets.get(&name).filter(|_| embedded_icons_fit || !is_embedded(theme, &name));
        match asset {
            Some(asset) => Some(Icon { size: *size, published: asset.published.clone(), key: None }),
            None => to_be_drawn(theme, *size),
        }
    });
    icons.flatten().collect()
}

/// Whether mark and background are those of the embedded theme, so that its finished icons show them.
fn has_embedded_looks(theme: &Theme) -> bool {
    let embedded_background = theme.embedded().layer().manifest.tokens.get(BACKGROUND).map(|token| &token.value);
    is_embedded(theme, MARK) && embedded_background == theme.tokens.get(BACKGROUND)
}

/// Whether an asset is, byte for byte, that of the embedded theme; also if neither theme has one of this name.
fn is_embedded(theme: &Theme, name: &str) -> bool {
    theme.embedded().file(&format!("assets/{name}")) == theme.assets.get(name).map(|asset| &*asset.bytes)
}

fn to_be_drawn(theme: &Theme, size: u32) -> Option<Icon> {
    let logo = theme.assets.get(MARK)?;
    let key =
        FingerprintBuilder::new("icon").with((DRAWING_VERSION, size, &logo.published, background(theme))).fingerprint();
    let published = format!("assets/icon-{size}.{}.png", &key.to_string()[..10]);
    Some(Icon { size, published, key: Some(key) })
}

/// The colour behind icons; that of the embedded theme if the tokens have none.
fn background(theme: &Theme) -> &str {
    theme.tokens.get(BACKGROUND).map_or("#FAF6EE", String::as_str)
}

/// Draws an icon as PNG: for a tab the mark alone, for phones on a background with a margin, as they cut icons to circles and
/// other shapes.
#[must_use]
pub fn draw(theme: &Theme, size: u32) -> Vec<u8> {
    let logo = theme.assets.get(MARK).map(|logo| &*logo.bytes).unwrap_or_default();
    // Icons for phones are opaque, because a phone may lay them on any wallpaper; one for a tab takes the colour of the tab.
    let background = (size > 64).then(|| background(theme));
    share_cards::icon(logo, size, background)
}

#[derive(Serialize)]
struct WebManifest<'a> {
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lang: &'a str,
    dir: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'a str,
    background_color: &'a str,
    theme_color: &'a str,
    icons: Vec<ManifestIcon>,
}

#[derive(Serialize)]
struct ManifestIcon {
    src: String,
    sizes: String,
    r#type: &'static str,
    purpose: &'static str,
}

/// The text of the manifest in a language, as JSON.
#[must_use]
pub fn manifest(cx: &RenderContext<'_>, language: LanguageId) -> String {
    let names = &cx.config.languages[language];
    let (home, base, background) = (cx.home(language), &cx.config.base.path, background(cx.theme));
    // The smaller ones are for browsers, which find them in the page's head.
    let icons = cx.icons.iter().filter(|icon| icon.size >= 192).map(|icon| ManifestIcon {
        src: format!("{base}{}", icon.published),
        sizes: format!("{0}x{0}", icon.size),
        r#type: "image/png",
        purpose: if icon.size == 512 { "any maskable" } else { "any" },
    });
    let manifest = WebManifest {
        name: &names.title,
        short_name: &names.title,
        description: names.description.as_deref(),
        lang: &names.tag,
        dir: direction(&names.tag),
        start_url: &home,
        scope: base,
        display: "minimal-ui",
        background_color: background,
        theme_color: background,
        icons: icons.collect(),
    };
    let mut text = serde_json::to_string_pretty(&manifest).expect("a manifest is made of text alone");
    text.push('\n');
    text
}
