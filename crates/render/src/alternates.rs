//! The same page in every language that has it, for `hreflang` in pages and in the sitemap.

use wellpress_site::config::Config;
use wellpress_site::model::{Found, Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use super::context::Alternate;

/// A page in every language in which it is published, itself included and the site's own language as `x-default`; empty
/// where it stands in one language only.
#[must_use]
pub fn of_page(config: &Config, resolved: &ResolvedSite<'_>, page: PageId) -> Vec<Alternate> {
    let page = resolved.site.page(page);
    // The build makes the home page of a language that does not bring one.
    let is_home = page.url == language_url(config, page.language);
    let made = |language: usize| is_home.then(|| language_url(config, language));
    let url = |language: usize| translation(resolved, page, language).map(|page| page.url.clone()).or(made(language));
    alternates(config, (0..config.languages.len()).filter_map(|language| Some((language, url(language)?))))
}

/// A page that the build makes in `languages`, by its path below each language, such as `glossary/`.
#[must_use]
pub fn of_path(config: &Config, languages: &[usize], path: &str) -> Vec<Alternate> {
    let urls = languages.iter().map(|language| (*language, format!("{}{path}", language_url(config, *language))));
    alternates(config, urls)
}

fn translation<'a>(resolved: &ResolvedSite<'a>, page: &Page, language: usize) -> Option<&'a Page> {
    let Found::Page(found) = resolved.site.index.find(page.kind, &page.name, language) else { return None };
    let found = resolved.site.page(found);
    let is_public = found.included.is_none() && !found.is_withdrawn();
    (found.language == language && (is_public || found.id == page.id)).then_some(found)
}

fn alternates(config: &Config, urls: impl Iterator<Item = (usize, String)>) -> Vec<Alternate> {
    let mut alternates: Vec<Alternate> = Vec::new();
    let mut own = None;
    for (language, url) in urls {
        let url = config.base.absolute(&url);
        if language == 0 {
            own = Some(Alternate { language: "x-default".to_owned(), url: url.clone() });
        }
        alternates.push(Alternate { language: config.languages[language].tag.clone(), url });
    }
    if alternates.len() < 2 {
        return Vec::new();
    }
    alternates.extend(own);
    alternates
}
