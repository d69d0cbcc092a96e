//! [`find`]: the article, exercise or programme that a command names.

use wellpress_diagnostics::nearest;
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::REVIEWED;
use wellpress_site::model::{Among, Page, Site};

use crate::Failure;

/// Finds the article, exercise or programme with this id: `neck-pain`, or `article:neck-pain` if pages of several kinds have the id.
/// Without the tag of a language, it is that in the main language of the site.
///
/// # Errors
/// When there is no such page, or more than one.
pub fn find<'s>(config: &Config, site: &'s Site, id: &str, language: Option<&str>) -> Result<&'s Page, Failure> {
    const TAGS: &str = "`--language` takes the tag of a language that the page is in";
    let tag = language.unwrap_or(&config.languages[MAIN_LANGUAGE].tag);
    let language = config.languages.position(|language| language.tag == tag);
    let language =
        language.ok_or_else(|| Failure::usage(format!("`{tag}` is not a language of this site")).help(TAGS))?;
    let sections = site.index.sections();
    let (among, id) = match id.split_once(':').map(|(name, id)| (sections.of_name(name), id)) {
        Some((Some(section), id)) => (vec![Among::Section(section)], id),
        _ => (REVIEWED.map(Among::Kind).to_vec(), id),
    };
    let candidates = among.iter().flat_map(|among| site.index.candidates(*among, id, language));
    let candidates: Vec<_> = candidates.filter(|page| page.language == language).collect();
    let pages: Vec<PageId> = candidates.iter().filter_map(|page| page.result.page()).collect();
    match pages[..] {
        [page] if site.page(page).editorial().is_some() => Ok(site.page(page)),
        [] if among.iter().any(|among| site.index.has(*among, id)) => {
            Err(Failure::usage(format!("`{id}` is not translated into `{tag}`")).help(TAGS))
        }
        [] | [_] => {
            let near = nearest(id, among.iter().flat_map(|among| site.index.ids(*among)));
            Err(Failure::usage(format!("no article, exercise or programme has the id `{id}`"))
                .suggest_or(near, "`wellpress review status` lists all pages that are reviewed"))
        }
        _ => {
            let names: Vec<String> = pages.iter().map(|page| format!("`{}`", site.full_id(site.page(*page)))).collect();
            Err(Failure::usage(format!("several pages have the id `{id}`"))
                .help(format!("say which: {}", names.join(" or "))))
        }
    }
}
