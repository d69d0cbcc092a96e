//! The [web app manifest](https://www.w3.org/TR/appmanifest/): how a phone shows the site on its home screen.

use serde::Serialize;

use wellpress_site::config::LanguageId;

use crate::drawings::icons::background;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::text_direction::direction;

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
