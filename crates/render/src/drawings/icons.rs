//! The icons of the site, which browsers show in tabs and bookmarks, and phones on home screens.
//!
//! Input: the theme's mark, `logo.svg`. Output: an icon in each size. A theme may bring finished
//! icons as `assets/icons/icon-192.png` and so on. Those of the embedded theme are used only with its own mark and background,
//! which saves every site with that theme the drawing. How an icon becomes pixels is left to `share_cards`.

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::drawings::share_cards;
use crate::theme::Theme;
use crate::theme::assets::logo::MARK;

/// Width and height in pixels: for tabs, for the home screens of Apple's phones, for other home screens, for their splash
/// screens.
pub const SIZES: [u32; 4] = [32, 180, 192, 512];

/// Part of every icon's key. Raise it when the drawing changes, or cached icons of the old drawing would be published.
const DRAWING_VERSION: u32 = 1;

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
    let embedded_background = theme.embedded().files().layer.manifest.tokens.get(BACKGROUND).map(|token| &token.value);
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
pub(crate) fn background(theme: &Theme) -> &str {
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
