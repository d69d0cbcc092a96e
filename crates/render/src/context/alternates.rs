//! The addresses of a page in every language that has it, for `hreflang` links in pages and in the sitemap. Google's rules
//! for [localized versions](https://developers.google.com/search/docs/specialty/international/localized-versions): a page
//! names itself too, every version names all others, and `x-default` is the one for readers of any other language.

use wellpress_site::config::{Config, LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context::Alternate;

/// A page with a file in every language in which it is published, itself included, with the site's own language as
/// `x-default`. Empty if the page is in one language only.
///
/// Translations that are not public or were withdrawn are left out: search engines should not be sent to pages that the
/// published site does not have, or that only say that they were withdrawn.
#[must_use]
pub fn of_page(config: &Config, resolved: &ResolvedSite<'_>, page: PageId) -> Vec<Alternate> {
    let page = resolved.site.page(page);
    let is_home = page.url == language_url(config, page.language);
    let translations = config.languages.ids().filter_map(|language| {
        let translation = translation(resolved, page, language).map(|page| page.url.clone());
        // A language without a home page of its own gets a generated one.
        // So does a language in which nobody wrote the text of a section's list.
        let list = || {
            let has_list = page.is_section_text() && resolved.site.pages_in(page.section, language).next().is_some();
            has_list.then(|| format!("{}{}", language_url(config, language), config.sections[page.section].list_path()))
        };
        let home = || is_home.then(|| language_url(config, language));
        let url = translation.or_else(home).or_else(list)?;
        Some(LanguageUrl { language, url })
    });
    alternates(config, translations)
}

/// A generated page that exists in `languages`, by its path below the home page of each, such as `glossary/`.
#[must_use]
pub fn of_path(config: &Config, languages: &[LanguageId], path: &str) -> Vec<Alternate> {
    let translations = languages
        .iter()
        .map(|language| LanguageUrl { language: *language, url: format!("{}{path}", language_url(config, *language)) });
    alternates(config, translations)
}

/// A page's root-relative address in a language.
struct LanguageUrl {
    language: LanguageId,
    url: String,
}

/// The page in exactly this language, if it is public. The page itself counts even if it is only in a preview.
fn translation<'a>(resolved: &ResolvedSite<'a>, page: &Page, language: LanguageId) -> Option<&'a Page> {
    let translation = resolved.site.page(resolved.site.index.in_language(page, language)?);
    let is_public = translation.unpublished.is_none() && !translation.is_withdrawn();
    (is_public || translation.id == page.id).then_some(translation)
}

fn alternates(config: &Config, translations: impl Iterator<Item = LanguageUrl>) -> Vec<Alternate> {
    let mut alternates: Vec<Alternate> = Vec::new();
    let mut default = None;
    for LanguageUrl { language, url } in translations {
        // Google wants absolute addresses here, even for pages of the same host.
        let url = config.base.absolute(&url);
        if language == MAIN_LANGUAGE {
            default = Some(Alternate { language: "x-default".to_owned(), url: url.clone() });
        }
        alternates.push(Alternate { language: config.languages[language].tag.clone(), url });
    }
    // A page in one language has no version to tell from, and a link to itself alone says nothing.
    if alternates.len() < 2 {
        return Vec::new();
    }
    alternates.extend(default);
    alternates
}
