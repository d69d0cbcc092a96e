//! [`ThemeAsset`]: the files of a theme that pages load, from the strongest layer that has each, under names with their
//! fingerprints. Style sheets and scripts are minified, and a style sheet's addresses lead to those names.

use std::collections::BTreeMap;
use std::path::Path;

use wellpress_site::assets::fingerprinted;

use super::layers::{Layer, strongest};
use super::minify;

/// A file of the theme that pages load.
#[derive(Debug, Clone)]
pub struct ThemeAsset {
    /// Where it is published, relative to the output.
    pub published: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ThemeAsset {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { published: format!("assets/{}", fingerprinted(name, &bytes)), bytes }
    }
}

/// The assets of a theme by their names; a style sheet's relative addresses lead to the fingerprints of what they mean.
pub(super) fn assets(layers: &[Layer]) -> BTreeMap<String, ThemeAsset> {
    let found = strongest(layers, "assets/");
    let (styles, others): (Vec<_>, Vec<_>) = found.iter().partition(|(name, _)| is(name, "css"));
    let other = |(name, (_, bytes)): (&&str, &&(String, Vec<u8>))| {
        let asset = ThemeAsset::new(name, if needs_minifying(name, "js") { script(bytes) } else { bytes.clone() });
        ((*name).to_owned(), asset)
    };
    let mut assets: BTreeMap<String, ThemeAsset> = others.into_iter().map(other).collect();
    let style = |(name, (_, bytes)): (&&str, &&(String, Vec<u8>))| {
        let text = String::from_utf8_lossy(bytes);
        let minified = if needs_minifying(name, "css") { minify::css(&text) } else { text.into_owned() };
        ((*name).to_owned(), rewrite_addresses(name, &minified, &assets))
    };
    let mut styles: Vec<(String, String)> = styles.into_iter().map(style).collect();
    styles.extend(tokens_style(layers).map(|style| ("tokens.css".to_owned(), style)));
    for (name, style) in styles {
        let asset = ThemeAsset::new(&name, style.into_bytes());
        assets.insert(name, asset);
    }
    assets
}

fn is(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

/// Whether a file is of this kind and not minified already, as the name `.min.` says.
fn needs_minifying(name: &str, extension: &str) -> bool {
    is(name, extension) && !name.ends_with(&format!(".min.{extension}"))
}

fn script(bytes: &[u8]) -> Vec<u8> {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.to_vec(), |text| minify::js(text).into_bytes())
}

/// Custom properties for the tokens that a theme sets differently from the one that it extends.
fn tokens_style(layers: &[Layer]) -> Option<String> {
    let base = layers.last()?;
    let mut tokens: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, value) in layers.iter().rev().skip(1).flat_map(|layer| &layer.manifest.tokens) {
        tokens.insert(name, &value.value);
    }
    tokens.retain(|name, value| base.manifest.tokens.get(*name).is_none_or(|known| known.value != *value));
    let sound = |text: &str| !text.contains([';', '{', '}', '<', '\n']);
    let lines: String = tokens
        .iter()
        .filter(|(name, value)| sound(name) && sound(value))
        .map(|(name, value)| format!("--{name}:{value};"))
        .collect();
    (!lines.is_empty()).then(|| format!(":root{{{lines}}}\n"))
}

/// Replaces `url("fonts/x.woff2")` by the address of the fingerprinted file beside the style sheet.
fn rewrite_addresses(name: &str, style: &str, assets: &BTreeMap<String, ThemeAsset>) -> String {
    let folder = &name[..name.rfind('/').map_or(0, |at| at + 1)];
    let mut rewritten = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        rewritten.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let wanted = after[..end].trim().trim_matches(['"', '\'']);
        match assets.get(&format!("{folder}{wanted}")) {
            Some(asset) => rewritten.push_str(&format!("\"{}\"", asset.published.trim_start_matches("assets/"))),
            None => rewritten.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    rewritten.push_str(rest);
    rewritten
}
