//! The [web app manifest](https://www.w3.org/TR/appmanifest/): how a phone shows the site on its home screen.

use serde_json::json;

use wellpress_site::config::LanguageId;

use crate::drawings::icons::background;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::text_direction::direction;

/// The text of the manifest in a language, as JSON.
#[must_use]
pub fn manifest(cx: &RenderContext<'_>, language: LanguageId) -> String {
    let names = &cx.config.languages[language];
    let (base, background) = (&cx.config.base.path, background(cx.theme));
    // The smaller ones are for browsers, which find them in the page's head.
    let icons = cx.icons.iter().filter(|icon| icon.size >= 192).map(|icon| {
        json!({
            "src": format!("{base}{}", icon.published),
            "sizes": format!("{0}x{0}", icon.size),
            "type": "image/png",
            "purpose": if icon.size == 512 { "any maskable" } else { "any" },
        })
    });
    let mut manifest = json!({
        "name": names.title,
        "short_name": names.title,
        "lang": names.tag,
        "dir": direction(&names.tag),
        "start_url": cx.home(language),
        "scope": base,
        "display": "minimal-ui",
        "background_color": background,
        "theme_color": background,
        "icons": icons.collect::<Vec<_>>(),
    });
    if let Some(description) = &names.description {
        manifest["description"] = json!(description);
    }
    format!("{manifest:#}\n")
}
