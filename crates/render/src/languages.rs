//! The way from a page to the same page in each other language of the site; where it is not translated, to the original
//! with a notice in the reader's language. A site of one language has none of it.

use wellpress_site::model::{LookupResult, Page};
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::translations;

use super::context::{InLanguage, Link};
use super::render_context::{RenderContext, direction};

/// A page of the content in each language; nothing where the site has one.
#[must_use]
pub fn of_page(cx: &RenderContext<'_>, page: &Page) -> Vec<InLanguage> {
    let languages = cx.config.languages.len();
    if languages == 1 {
        return Vec::new();
    }
    let translated = |language: usize| match cx.resolved.site.index.find_exactly(page.kind, &page.name, language) {
        LookupResult::Page(found) => Some(cx.resolved.site.page(found)),
        LookupResult::Hidden(_) | LookupResult::Nothing => None,
    };
    let original = translated(0).unwrap_or(page);
    let is_home = page.url == language_url(cx.config, page.language);
    let each = (0..languages).map(|language| match translated(language) {
        Some(found) => InLanguage { url: found.url.clone(), here: found.id == page.id, ..named(cx, language) },
        // The build makes the home page of a language that does not bring one.
        None if is_home => InLanguage { url: language_url(cx.config, language), ..named(cx, language) },
        None => {
            let named = named(cx, language);
            let is_original = original.id == page.id;
            let notice = if is_original { cx.say(language, "not-translated") } else { String::new() };
            InLanguage { url: format!("{}#{}", original.url, named.anchor), notice, ..named }
        }
    });
    each.collect()
}

/// A page that the build makes in `made`, by its path below each language; elsewhere the home page stands for it.
#[must_use]
pub fn of_path(cx: &RenderContext<'_>, here: usize, made: &[usize], path: &str) -> Vec<InLanguage> {
    let languages = cx.config.languages.len();
    let each = (0..languages).map(|language| {
        let home = language_url(cx.config, language);
        let url = if made.contains(&language) { format!("{home}{path}") } else { home };
        InLanguage { url, here: language == here, ..named(cx, language) }
    });
    if languages == 1 { Vec::new() } else { each.collect() }
}

/// The original of a translation that is no longer what was translated.
#[must_use]
pub fn outdated(cx: &RenderContext<'_>, page: &Page) -> Option<Link> {
    let original = translations::original(cx.resolved.site, page)?;
    translations::is_outdated(page, original).then(|| cx.link(original.id))
}

fn named(cx: &RenderContext<'_>, language: usize) -> InLanguage {
    let tag = cx.config.languages[language].tag.clone();
    InLanguage {
        name: cx.say(language, "language-name"),
        dir: direction(&tag),
        anchor: format!("not-in-{tag}"),
        home: Link::new(cx.say(language, "home"), language_url(cx.config, language)),
        url: String::new(),
        here: false,
        notice: String::new(),
        language: tag,
    }
}
