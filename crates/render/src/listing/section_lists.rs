//! [`SectionList`]: the lists of the sections, and those of the folders in them that have no text of their own.
//!
//! Input: a resolved site. Output: which of these lists it has, where, and the pages in each. What a list looks like is left to
//! `pages`.

use std::cmp::Reverse;

use wellpress_site::config::{Config, LanguageId, capitalised};
use wellpress_site::model::{Folder, FolderId, Page, PageId, Site};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::sections::{ListLook, ListOrder, SectionId};

use crate::context::breadcrumbs::section_title;
use crate::listing::alphabetical;
use crate::theme::strings::Strings;

/// The list of a section in a language, or of a folder in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionList {
    /// The section whose pages it has.
    pub section: SectionId,
    /// The language of its pages.
    pub language: LanguageId,
    /// The folder whose pages it has; `None` for all pages of the section.
    pub folder: Option<FolderId>,
}

/// Every list that a site can have. One of a section without pages has no entries.
pub fn section_lists<'a>(config: &'a Config, site: &'a Site) -> impl Iterator<Item = SectionList> + 'a {
    let of_sections = config.languages.ids().flat_map(|language| {
        let sections = config.sections.with_lists();
        sections.map(move |(section, _)| SectionList { section, language, folder: None })
    });
    let of_folders = site.tree.listed(config).map(|(id, folder)| SectionList {
        section: folder.section,
        language: folder.language,
        folder: Some(id),
    });
    of_sections.chain(of_folders)
}

impl SectionList {
    fn folder(self, site: &Site) -> Option<&Folder> {
        self.folder.map(|folder| &site.tree.folders[folder])
    }

    /// Its path below the home page of each language.
    #[must_use]
    pub fn path(self, config: &Config, site: &Site) -> String {
        let section = &config.sections[self.section];
        match self.folder(site) {
            Some(folder) => format!("{}{}/", section.path, folder.route),
            None => section.list_path(),
        }
    }

    /// The root-relative address of its first page.
    #[must_use]
    pub fn url(self, config: &Config, site: &Site) -> String {
        format!("{}{}", language_url(config, self.language), self.path(config, site))
    }

    /// The title of the section's list, or the name of the folder.
    #[must_use]
    pub fn title(self, config: &Config, strings: &Strings, site: &Site) -> String {
        match self.folder(site) {
            Some(folder) => capitalised(folder.route.rsplit('/').next().unwrap_or_default()),
            None => section_title(config, strings, self.section, self.language),
        }
    }

    /// The page of the content that has the text above the list, and so is its first page.
    #[must_use]
    pub fn text(self, site: &Site) -> Option<&Page> {
        let is_text =
            |page: &&Page| page.is_section_text() && (page.section, page.language) == (self.section, self.language);
        self.folder.is_none().then(|| site.pages.iter().map(|page| &**page).find(is_text)).flatten()
    }

    /// Its pages in no order; withdrawn ones are left out.
    #[must_use]
    pub fn unsorted<'a>(self, resolved: &ResolvedSite<'a>) -> Vec<&'a Page> {
        let site = resolved.site;
        let pages: Vec<&Page> = match self.folder(site) {
            Some(folder) => site.tree.all_in(folder).into_iter().map(|page| site.page(page)).collect(),
            None => site.pages_in(self.section, self.language).collect(),
        };
        pages.into_iter().filter(|page| is_listed(site, page)).collect()
    }

    /// Its pages in the order that the settings name for the section.
    #[must_use]
    pub fn sorted(self, resolved: &ResolvedSite<'_>) -> Vec<PageId> {
        let mut pages: Vec<PageId> = self.unsorted(resolved).into_iter().map(|page| page.id).collect();
        sort_section(resolved.site, self.section, &mut pages);
        pages
    }

    /// The same list in each language that has it.
    #[must_use]
    pub fn languages(self, config: &Config, resolved: &ResolvedSite<'_>) -> Vec<LanguageId> {
        let site = resolved.site;
        let route = self.folder(site).map(|folder| &folder.route);
        let has_list = |language: &LanguageId| match route {
            None => site.pages_in(self.section, *language).any(|page| !page.is_withdrawn()),
            Some(route) => site.tree.at_route(self.section, *language, route).is_some(),
        };
        config.languages.ids().filter(has_list).collect()
    }
}

fn is_listed(site: &Site, page: &Page) -> bool {
    // Readers come to the parts of a guide by way of its first page.
    !page.is_withdrawn() && site.guide_of(page.id).is_none_or(|guide| guide == page.id)
}

/// Sorts the list of a section in the order that the settings name.
pub fn sort_section(site: &Site, section: SectionId, pages: &mut [PageId]) {
    let section = &site.index.sections()[section];
    pages.sort_by_cached_key(|page| {
        let page = site.page(*page);
        let weight = page.weight();
        let title = alphabetical(&page.title);
        let (weight, date, title) = match (section.list, section.order) {
            // Below letters, a page stands where readers look for its title.
            (ListLook::Letters, _) => (0, None, title),
            (_, ListOrder::Date) => (weight, page.published, title),
            (_, ListOrder::Title) => (weight, None, title),
            (_, ListOrder::Weight) => (weight, None, Default::default()),
        };
        // A tree keeps the pages of a folder together.
        let folder = if section.list == ListLook::Tree {
            let folder = site.tree.folder_of_page(page);
            folder.map(|(_, folder)| folder.route.split('/').map(str::to_owned).collect::<Vec<_>>())
        } else {
            None
        };
        (folder, weight, Reverse(date), title, page.route.clone())
    });
}
