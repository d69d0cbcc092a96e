//! The versions of a page in the other languages of the site, for a language switch.
//!
//! Input: a page of the content, or the path of a generated page. Output: one [`LanguageVersion`] for each language of the
//! site. A page that is not translated leads to its original, which shows a notice in the reader's language. Sites of one
//! language get none. The `hreflang` links for search engines, which name only real translations, are left to `alternates`.

use wellpress_site::config::{LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::Page;
use wellpress_site::resolve::bodies::language_url;

use crate::context::{LanguageVersion, Link};
use crate::listing::section_lists::SectionList;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::text_direction::direction;

/// A page of the content in each language; empty on a site of one language.
#[must_use]
pub fn of_page(cx: &RenderContext<'_>, page: &Page) -> Vec<LanguageVersion> {
    let languages = cx.config.languages.ids();
    if languages.len() == 1 {
        return Vec::new();
    }
    if page.is_section_text() {
        let list = SectionList { section: page.section, language: page.language, folder: None };
        let languages = list.languages(cx.config, cx.resolved);
        return of_path(cx, page.language, &languages, &list.path(cx.config, cx.resolved.site));
    }
    // The first language of the settings is the one in which a site is written.
    let original = in_language(cx, page, MAIN_LANGUAGE).unwrap_or(page);
    languages.map(|language| version(cx, page, original, language)).collect()
}

/// The page with the same name in exactly this language.
fn in_language<'a>(cx: &RenderContext<'a>, page: &Page, language: LanguageId) -> Option<&'a Page> {
    cx.resolved.site.index.in_language(page, language).map(|id| cx.resolved.site.page(id))
}

fn version(cx: &RenderContext<'_>, page: &Page, original: &Page, language: LanguageId) -> LanguageVersion {
    let language_names = language_names(cx, language);
    if let Some(translation) = in_language(cx, page, language) {
        return LanguageVersion { url: translation.url.clone(), here: translation.id == page.id, ..language_names };
    }
    // A language without a home page of its own gets a generated one.
    if page.url == language_url(cx.config, page.language) {
        return LanguageVersion { url: language_url(cx.config, language), ..language_names };
    }
    let is_original = original.id == page.id;
    let notice = if is_original { cx.say(language, "not-translated") } else { String::new() };
    LanguageVersion { url: format!("{}#{}", original.url, language_names.anchor), notice, ..language_names }
}

/// A generated page in each language, by its path below the home pages. `translations` are the languages that have it; for
/// the others their home page stands in. `current` is the language of the page that shows the switch.
#[must_use]
pub fn of_path(
    cx: &RenderContext<'_>,
    current: LanguageId,
    translations: &[LanguageId],
    path: &str,
) -> Vec<LanguageVersion> {
    let languages = cx.config.languages.ids();
    if languages.len() == 1 {
        return Vec::new();
    }
    let versions = languages.map(|language| {
        let home = language_url(cx.config, language);
        let url = if translations.contains(&language) { format!("{home}{path}") } else { home };
        LanguageVersion { url, here: language == current, ..language_names(cx, language) }
    });
    versions.collect()
}

/// The original of a translation, if it was changed after it was translated.
#[must_use]
pub fn outdated(cx: &RenderContext<'_>, page: &Page) -> Option<Link> {
    let original = cx.resolved.site.original(page)?;
    cx.resolved.is_outdated(page.id).then(|| cx.link(original.id))
}

/// The fields that are the same for all pages in a language; the address and the notice of the page are empty.
fn language_names(cx: &RenderContext<'_>, language: LanguageId) -> LanguageVersion {
    let tag = cx.config.languages[language].tag.clone();
    LanguageVersion {
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
