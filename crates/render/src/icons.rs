//! The site's icons and its web manifest: how a browser shows the site among its tabs, and a phone among its programs.
//!
//! Icons are drawn from the theme's `logo.svg`. A theme may bring drawn ones, as `icons/icon-192.png` and so on; those of
//! the built-in theme hold for its own logo alone.

use serde::Serialize;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use super::logo::MARK;
use super::render_context::{RenderContext, direction};
use super::share_cards;
use super::theme::Theme;

/// Pixels across and down: for a tab, for Apple's phones, for other phones, for their start screens.
pub const SIZES: [u32; 4] = [32, 180, 192, 512];

/// Goes up whenever an icon would come out with other bytes.
const RECIPE: u32 = 1;

/// The name of the manifest in the folder of each language.
pub const MANIFEST: &str = "site.webmanifest";

/// The token of the ground on which an icon stands.
const PAPER: &str = "color-paper";

/// An icon before it is drawn.
#[derive(Debug, Clone)]
pub struct Icon {
    /// Pixels across and down.
    pub size: u32,
    /// Where it is published, relative to the output.
    pub published: String,
    /// Names its bytes; nothing of an icon that the theme brings.
    pub key: Option<Fingerprint>,
}

/// The icons of a theme; none where it has no logo.
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

/// Whether the mark and its ground are those of the embedded theme, so that its ready-made icons show them.
fn has_embedded_looks(theme: &Theme) -> bool {
    let embedded_paper = theme.embedded().layer().manifest.tokens.get(PAPER).map(|token| &token.value);
    is_embedded(theme, MARK) && embedded_paper == theme.tokens.get(PAPER)
}

/// Whether an asset is, byte for byte, the embedded theme's; also if neither has one of this name.
fn is_embedded(theme: &Theme, name: &str) -> bool {
    theme.embedded().file(&format!("assets/{name}")) == theme.assets.get(name).map(|asset| &*asset.bytes)
}

fn to_be_drawn(theme: &Theme, size: u32) -> Option<Icon> {
    let logo = theme.assets.get(MARK)?;
    let key = FingerprintBuilder::new("icon").with((RECIPE, size, &logo.published, paper(theme))).fingerprint();
    let published = format!("assets/icon-{size}.{}.png", &key.to_string()[..10]);
    Some(Icon { size, published, key: Some(key) })
}

fn paper(theme: &Theme) -> &str {
    theme.tokens.get(PAPER).map_or("#FAF6EE", String::as_str)
}

/// Draws an icon, as PNG: for a tab the logo alone, for phones on paper, with room for the shapes that they cut out.
#[must_use]
pub fn draw(theme: &Theme, size: u32) -> Vec<u8> {
    let logo = theme.assets.get(MARK).map(|logo| &*logo.bytes).unwrap_or_default();
    let ground = (size > 64).then(|| paper(theme));
    share_cards::icon(logo, size, ground)
}

#[derive(Serialize)]
struct Manifest<'a> {
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

/// The text of the manifest of a language.
#[must_use]
pub fn manifest(cx: &RenderContext<'_>, language: usize) -> String {
    let own = &cx.config.languages[language];
    let (home, base, paper) = (cx.home(language), &cx.config.base.path, paper(cx.theme));
    let icons = cx.icons.iter().filter(|icon| icon.size >= 192).map(|icon| ManifestIcon {
        src: format!("{base}{}", icon.published),
        sizes: format!("{0}x{0}", icon.size),
        r#type: "image/png",
        purpose: if icon.size == 512 { "any maskable" } else { "any" },
    });
    let manifest = Manifest {
        name: &own.title,
        short_name: &own.title,
        description: own.description.as_deref(),
        lang: &own.tag,
        dir: direction(&own.tag),
        start_url: &home,
        scope: base,
        display: "minimal-ui",
        background_color: paper,
        theme_color: paper,
        icons: icons.collect(),
    };
    let mut text = serde_json::to_string_pretty(&manifest).expect("a manifest is made of text alone");
    text.push('\n');
    text
}
