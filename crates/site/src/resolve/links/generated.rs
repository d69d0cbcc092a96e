//! Links to pages and files that the build makes without a file of the content: the home page, section lists, the glossary,
//! the citation index, handouts, exports.

use wellpress_io::artifact::FEED_FILE;

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::model::address::escape_path;
use crate::model::copies::is_copy;
use crate::model::{LookupResult, Page, PagePath, RESERVED_FILES, Site, format_of_export};
use crate::resolve::glossary_terms::glossary_of;
use crate::resolve::targets::Href;

use super::{HrefResult, LinkResolver};

/// Lists other than those of sections that a misspelt address can be near to.
pub(super) const OTHER_LISTS: [&str; 3] = ["references/", "glossary/", "search/"];

/// An address without the folder of its language.
struct LocalisedAddress<'p> {
    /// One of the site's languages.
    language: LanguageId,
    path: &'p str,
}

impl LinkResolver<'_> {
    /// The target of an address (without the first `/`, with the last one) if the build generates a page there. `None` if it
    /// does not.
    pub(super) fn generated_page(self, address: &str, anchor: Option<&str>) -> Option<HrefResult> {
        let LocalisedAddress { language, path } = self.localised(address);
        if path == "glossary/" && has_glossary(self.context.site, language) {
            if let Some(anchor) = anchor {
                let glossary = glossary_of(self.context.site, language)?;
                let mut anchors = glossary.terms.iter().map(|term| term.anchor.as_str());
                if !anchors.clone().any(|candidate| candidate == anchor) {
                    return Some(Err(self.no_anchor("the glossary", anchor, &mut anchors)));
                }
            }
        } else if !self.is_generated_page(address) {
            return None;
        }
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let url = format!("{}{}{anchor}", self.context.config.base.path, escape_path(address));
        Some(Ok(Href::SiteUrl(url.into())))
    }

    /// Whether the build generates a page other than a glossary at an address.
    fn is_generated_page(self, address: &str) -> bool {
        let site = self.context.site;
        let LocalisedAddress { language, path } = self.localised(address);
        match path {
            // The home page.
            "" => true,
            "search/" => self.context.config.has_search(),
            "corrections/" => !site.corrections(language).is_empty(),
            // Sources are published once, in the site's first language.
            "references/" => language == MAIN_LANGUAGE,
            _ => {
                self.context.sheet_page.is_some_and(|sheet| sheet.path == path && sheet.languages.contains(&language))
                    || is_section_list(site, language, path)
                    || site.tree.listed(self.context.config).any(|(_, folder)| folder.path == address)
                    || is_handout(site, address)
                    || (language == MAIN_LANGUAGE && is_page_of_source(site, path))
            }
        }
    }

    /// Whether the build generates a file there: one of every site, a feed, an export of all sources or those of a page, or a copy of a
    /// page for programs.
    pub(super) fn is_generated_file(self, address: &str) -> bool {
        // The rules for the host are no files for readers.
        let is_of_every_site = RESERVED_FILES.contains(&address) && !address.starts_with('_');
        let is_of_page = || is_copy(self.context.config, self.context.site, address);
        is_of_every_site || self.is_feed(address) || self.is_export(address) || is_of_page()
    }

    /// Whether an address is that of a file with all sources, at the top of the site, or with those of a page.
    fn is_export(self, address: &str) -> bool {
        let (folder, name) = address.rsplit_once('/').unwrap_or(("", address));
        let site = self.context.site;
        let Some(format) = format_of_export(name).filter(|_| !site.library.references().is_empty()) else {
            return false;
        };
        match site.index.path(PagePath::Address(&format!("{folder}/"))) {
            LookupResult::Page(page) => site.page(page).exports(self.context.config).contains(&format),
            _ => folder.is_empty(),
        }
    }

    /// Whether the build would make a page or a file at an address, had no page been withdrawn: its version for paper, or a feed without
    /// another entry.
    pub(super) fn is_gone_with_withdrawn_page(self, address: &str, with_slash: &str) -> bool {
        let page = with_slash.strip_suffix("print/").map(|page| self.context.site.index.path(PagePath::Address(page)));
        let has_handout = matches!(page, Some(LookupResult::Page(page)) if self.context.site.page(page).is_withdrawn());
        has_handout || self.is_feed_of(address, |page| page.is_withdrawn() && page.published.or(page.updated).is_some())
    }

    /// Whether an address is that of a feed: of the site, of its corrections, of a list, of a topic or of a person.
    fn is_feed(self, address: &str) -> bool {
        self.is_feed_of(address, |page| page.feed_day().is_some())
    }

    fn is_feed_of(self, address: &str, is_entry: impl Fn(&Page) -> bool) -> bool {
        let Some(folder) = address.strip_suffix(FEED_FILE) else { return false };
        let site = self.context.site;
        let LocalisedAddress { language, path } = self.localised(folder);
        let entries = || site.pages.iter().filter(|page| page.language == language && is_entry(page));
        match path {
            "" => true,
            "corrections/" => !site.corrections(language).is_empty(),
            _ if is_section_list(site, language, path) => entries().any(|page| path == site.section(page).list_path()),
            _ => match site.index.path(PagePath::Address(folder)) {
                LookupResult::Page(id) => entries()
                    .filter_map(|page| page.editorial())
                    .any(|editorial| editorial.topics.contains(&id) || editorial.authors.contains(&id)),
                LookupResult::Hidden(_) | LookupResult::Several | LookupResult::Nothing => false,
            },
        }
    }

    fn localised(self, address: &str) -> LocalisedAddress<'_> {
        let translations = self.context.config.languages.entries().skip(1);
        let mut localised = translations.filter_map(|(language, settings)| {
            let path = address.strip_prefix(&settings.tag)?.strip_prefix('/')?;
            Some(LocalisedAddress { language, path })
        });
        localised.next().unwrap_or(LocalisedAddress { language: MAIN_LANGUAGE, path: address })
    }
}

fn has_glossary(site: &Site, language: LanguageId) -> bool {
    site.glossaries.iter().any(|glossary| glossary.language == language)
}

/// Whether a path is the list of a section that has pages in the language.
fn is_section_list(site: &Site, language: LanguageId, path: &str) -> bool {
    let mut lists = site.index.sections().with_lists();
    lists.any(|(id, section)| section.list_path() == path && site.pages_in(id, language).next().is_some())
}

fn is_page_of_source(site: &Site, path: &str) -> bool {
    let slug = path.strip_prefix("references/").and_then(|path| path.strip_suffix('/'));
    slug.is_some_and(|slug| site.library.references().iter().any(|reference| reference.key.slug() == slug))
}

/// Whether an address is that of the version of a page for paper.
fn is_handout(site: &Site, address: &str) -> bool {
    let page = address.strip_suffix("print/").map(|page| site.index.path(PagePath::Address(page)));
    matches!(page, Some(LookupResult::Page(page)) if site.has_handout(site.page(page)) && !site.page(page).is_withdrawn())
}
