//! [`find`]: the article, exercise or programme that a command names; [`find_signable`]: the page of any kind.

use wellpress_diagnostics::nearest;
use wellpress_site::config::{Config, LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::{REVIEWED, SIGNABLE};
use wellpress_site::model::{Among, Page, Site};
use wellpress_site::sections::ContentKind;

use crate::Failure;

/// Finds the article, exercise or programme with this id: `neck-pain`, or `article:neck-pain` if pages of several kinds have the id.
/// Without the tag of a language, it is that in the main language of the site.
///
/// # Errors
/// When there is no such page, or more than one.
pub fn find<'s>(config: &Config, site: &'s Site, id: &str, language: Option<&str>) -> Result<&'s Page, Failure> {
    Search { config, site, kinds: &REVIEWED, word: "article, exercise or programme" }.find(id, language)
}

/// Finds the page with this id that can be signed off, of whatever kind: `about`, or `page:about`. An id without a kind is that of an
/// article, an exercise or a programme, if one of them has it.
///
/// # Errors
/// When there is no such page, or more than one.
pub fn find_signable<'s>(
    config: &Config,
    site: &'s Site,
    id: &str,
    language: Option<&str>,
) -> Result<&'s Page, Failure> {
    Search { config, site, kinds: &SIGNABLE, word: "page" }.find(id, language)
}

struct Search<'a, 's> {
    config: &'a Config,
    site: &'s Site,
    kinds: &'static [ContentKind],
    /// What messages call a page of these kinds.
    word: &'static str,
}

impl<'s> Search<'_, 's> {
    fn find(&self, id: &str, language: Option<&str>) -> Result<&'s Page, Failure> {
        const TAGS: &str = "`--language` takes the tag of a language that the page is in";
        let site = self.site;
        let tag = language.unwrap_or(&self.config.languages[MAIN_LANGUAGE].tag);
        let language = self.config.languages.position(|language| language.tag == tag);
        let language =
            language.ok_or_else(|| Failure::usage(format!("`{tag}` is not a language of this site")).help(TAGS))?;
        let (among, id) = self.among(id);
        let pages = self.candidates(&among, id, language);
        match pages[..] {
            [page] if self.kinds.contains(&site.page(page).kind) => Ok(site.page(page)),
            [] if among.iter().any(|among| site.index.has(*among, id)) => {
                Err(Failure::usage(format!("`{id}` is not translated into `{tag}`")).help(TAGS))
            }
            [] | [_] => {
                let near = nearest(id, among.iter().flat_map(|among| site.index.ids(*among)));
                Err(Failure::usage(format!("no {} has the id `{id}`", self.word))
                    .suggest_or(near, "`wellpress review status` lists all pages that are reviewed"))
            }
            _ => {
                let names: Vec<String> =
                    pages.iter().map(|page| format!("`{}`", site.full_id(site.page(*page)))).collect();
                Err(Failure::usage(format!("several pages have the id `{id}`"))
                    .help(format!("say which: {}", names.join(" or "))))
            }
        }
    }

    /// Where to look for an id, and the id without its kind.
    fn among<'i>(&self, id: &'i str) -> (Vec<Among>, &'i str) {
        let index = &self.site.index;
        if let Some((name, route)) = id.split_once(':')
            && let Some(section) = index.sections().of_name(name)
        {
            return (vec![Among::Section(section)], route);
        }
        let has_id = REVIEWED.into_iter().any(|kind| index.has(Among::Kind(kind), id));
        let kinds = if has_id { &REVIEWED[..] } else { self.kinds };
        (kinds.iter().copied().map(Among::Kind).collect(), id)
    }

    fn candidates(&self, among: &[Among], id: &str, language: LanguageId) -> Vec<PageId> {
        let candidates = among.iter().flat_map(|among| self.site.index.candidates(*among, id, language));
        let candidates = candidates.filter(|page| page.language == language);
        candidates.filter_map(|page| page.result.page()).collect()
    }
}
