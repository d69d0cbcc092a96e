//! [`ThemeAsset`]: the files of a theme that pages load (styles, scripts, fonts, pictures), ready to be published.
//!
//! Input: the layers of a theme, strongest first. Output: each asset once, from the strongest layer that has it, under a
//! name with a fingerprint of its bytes. Style sheets and scripts are minified. In style sheets, the `url(..)` of a font or
//! picture in the same theme is replaced by its published name; other addresses stay.

pub(crate) mod font_faces;
pub(crate) mod fonts;
pub(crate) mod logo;
pub(crate) mod minify;
pub(crate) mod style_addresses;
pub(crate) mod style_nesting;

use std::collections::BTreeMap;
use std::path::Path;

use wellpress_site::assets::fingerprinted;

use crate::theme::assets::style_addresses::{addresses, asset_name};
use crate::theme::layers::{Layer, strongest};
use crate::theme::tokens;

/// The style sheet of [`tokens::style`], which templates link. It replaces a theme's own file of that name.
const TOKENS_STYLE: &str = "tokens.css";

/// A file of the theme that pages load.
#[derive(Debug, Clone)]
pub struct ThemeAsset {
    /// Path below the output folder, such as `assets/well.0f3a9c12de.css`.
    pub published: String,
    /// What is published there.
    pub bytes: Vec<u8>,
}

impl ThemeAsset {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { published: format!("assets/{}", fingerprinted(name, &bytes)), bytes }
    }
}

/// The assets of a theme, by their path below the theme's `assets/`.
pub(crate) fn assets(layers: &[Layer]) -> BTreeMap<String, ThemeAsset> {
    let mut assets = BTreeMap::new();
    let mut styles = Vec::new();
    for (name, file) in strongest(layers, "assets/") {
        if has_extension(name, "css") {
            styles.push((name.to_owned(), minified_css(name, &file.bytes)));
        } else {
            assets.insert(name.to_owned(), ThemeAsset::new(name, published_bytes(name, &file.bytes)));
        }
    }
    // Style sheets come second: the addresses in them need the published names of fonts and pictures. A sheet that imports
    // another keeps the address as written.
    let mut styles: Vec<(String, String)> =
        styles.into_iter().map(|(name, style)| (name.clone(), rewrite_addresses(&name, &style, &assets))).collect();
    styles.extend(tokens::style(layers).map(|style| (TOKENS_STYLE.to_owned(), style)));
    for (name, style) in styles {
        let asset = ThemeAsset::new(&name, style.into_bytes());
        assets.insert(name, asset);
    }
    assets
}

/// Whether a file's name ends so, in capitals or not, as servers choose its type.
pub(crate) fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|actual| actual.eq_ignore_ascii_case(extension))
}

fn minified_css(name: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    // The name says that somebody has minified the file already.
    if name.ends_with(".min.css") { text.into_owned() } else { minify::css(&text) }
}

/// A script minified, and any other file as it is.
fn published_bytes(name: &str, bytes: &[u8]) -> Vec<u8> {
    let is_script = has_extension(name, "js") && !name.ends_with(".min.js");
    match std::str::from_utf8(bytes) {
        Ok(text) if is_script => minify::js(text).into_bytes(),
        _ => bytes.to_vec(),
    }
}

/// Whether a style sheet can have `url(..)`, also with escapes. Few sheets do, and the others are not parsed.
fn may_name_files(style: &str) -> bool {
    let style = style.as_bytes();
    memchr::memchr2_iter(b'(', b'\\', style).any(|at| {
        style[at] == b'\\' || style[..at].last_chunk().is_some_and(|name: &[u8; 3]| name.eq_ignore_ascii_case(b"url"))
    })
}

/// Replaces `url("fonts/x.woff2")` by the published name of that asset. All assets are published directly in `assets/`, so
/// the bare file name is the address relative to the sheet. Addresses of anything else stay as they are.
fn rewrite_addresses(name: &str, style: &str, assets: &BTreeMap<String, ThemeAsset>) -> String {
    if !may_name_files(style) {
        return style.to_owned();
    }
    let mut rewritten = String::with_capacity(style.len());
    let mut end = 0;
    for address in addresses(style) {
        let asset = asset_name(name, &address.text).and_then(|(asset, suffix)| Some((assets.get(&asset)?, suffix)));
        let Some((asset, suffix)) = asset else { continue };
        let published_name = asset.published.trim_start_matches("assets/");
        let span = address.span.range();
        rewritten.push_str(&style[end..span.start]);
        rewritten.push_str(&format!("url(\"{published_name}{suffix}\")"));
        end = span.end;
    }
    rewritten.push_str(&style[end..]);
    rewritten
}
