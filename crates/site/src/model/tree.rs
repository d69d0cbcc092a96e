//! [`FolderTree`]: the folders of sections, with the pages in each and the page that has the folder's text.
//!
//! Input: pages with their addresses. Output: which page is above which, and which folders the build lists itself.

use std::collections::BTreeMap;

use wellpress_foundation::ids::{Id, IdVec};

use crate::config::{Config, LanguageId};
use crate::discover::TextForm;
use crate::sections::SectionId;

use super::address::{AddressedDocument, page_address};
use super::page::Page;
use super::page_id::PageId;

/// Indexes [`FolderTree::folders`].
pub type FolderId = Id<Folder>;

/// A folder of a section that has pages, in one language. The folder in which a page has its pictures is none, unless other pages
/// are in it.
#[derive(Debug)]
pub struct Folder {
    /// The section that it is in.
    pub section: SectionId,
    /// The language of its pages.
    pub language: LanguageId,
    /// Its path below the section, such as `heart/valves`.
    pub route: String,
    /// The path of its page in the output, such as `articles/heart/valves/`.
    pub path: String,
    /// The page of its `index.md`, which is at the address of the folder. Without one, the build makes a list there.
    pub text: Option<PageId>,
    /// The folder around it.
    parent: Option<FolderId>,
    /// The pages directly in it, without its text, by their routes.
    pages: Vec<PageId>,
    /// The folders directly in it.
    folders: Vec<FolderId>,
}

/// The folders of all sections.
#[derive(Debug, Default)]
pub struct FolderTree {
    /// Sorted by section, language and route, so that a folder comes before those in it.
    pub folders: IdVec<Folder>,
    /// The folder in which each page is; for the text of a folder, that folder.
    of_page: BTreeMap<PageId, FolderId>,
}

impl FolderTree {
    /// Most sites have no folders in their sections, and cost a look at each route.
    pub(super) fn new(config: &Config, pages: &[AddressedDocument]) -> Self {
        let mut tree = Self::default();
        let mut folder_ids: BTreeMap<(SectionId, LanguageId, &str), FolderId> = BTreeMap::new();
        for page in pages.iter().filter(|page| page.document.file.form == TextForm::Full) {
            let file = &page.document.file;
            for (at, _) in file.route.match_indices('/') {
                folder_ids.insert((file.section, file.language, &file.route[..at]), FolderId::FIRST);
            }
        }
        if folder_ids.is_empty() {
            return tree;
        }
        for ((section, language, route), id) in &mut folder_ids {
            let path = page_address(config, *section, *language, route, None).path;
            let (section, language, route) = (*section, *language, (*route).to_owned());
            let (pages, folders) = (Vec::new(), Vec::new());
            *id =
                tree.folders.push(Folder { section, language, route, path, text: None, parent: None, pages, folders });
        }
        for ((section, language, route), id) in &folder_ids {
            let parent = route.rsplit_once('/').map(|(parent, _)| folder_ids[&(*section, *language, parent)]);
            tree.folders[*id].parent = parent;
            if let Some(parent) = parent {
                tree.folders[parent].folders.push(*id);
            }
        }
        for (number, page) in pages.iter().enumerate() {
            let (id, file) = (PageId::new(number), &page.document.file);
            // The Easy Read version of a page stands in no list.
            if file.form == TextForm::EasyRead {
                continue;
            }
            if let Some(own) = folder_ids.get(&(file.section, file.language, file.route.as_str())) {
                tree.folders[*own].text.get_or_insert(id);
                tree.of_page.insert(id, *own);
            } else if let Some((folder, _)) = file.route.rsplit_once('/') {
                let folder = folder_ids[&(file.section, file.language, folder)];
                tree.folders[folder].pages.push(id);
                tree.of_page.insert(id, folder);
            }
        }
        tree
    }

    /// The folder at this path below a section, in a language.
    #[must_use]
    pub fn at_route(&self, section: SectionId, language: LanguageId, route: &str) -> Option<&Folder> {
        let folders = self.folders.as_slice();
        let key = (section, language, route);
        let at = folders.binary_search_by_key(&key, |folder| (folder.section, folder.language, folder.route.as_str()));
        at.ok().map(|at| &folders[at])
    }

    /// The folder of which this page is the text.
    #[must_use]
    pub fn folder_of_text(&self, page: PageId) -> Option<&Folder> {
        self.of_page.get(&page).map(|folder| &self.folders[*folder]).filter(|folder| folder.text == Some(page))
    }

    /// The folder in which a page stands in a list: that of which it is the text, else the one that it is in.
    #[must_use]
    pub fn folder_of_page(&self, page: &Page) -> Option<(FolderId, &Folder)> {
        self.of_page.get(&page.id).map(|folder| (*folder, &self.folders[*folder]))
    }

    /// The pages whose folders a page is in, the nearest first.
    pub fn above(&self, page: PageId) -> impl Iterator<Item = PageId> + '_ {
        let own_folder = self.of_page.get(&page).copied();
        let folders = std::iter::successors(own_folder, |folder| self.folders[*folder].parent);
        folders.filter_map(|folder| self.folders[folder].text).filter(move |text| *text != page)
    }

    /// The pages below the text of a folder, by their routes: those in the folder, and the texts of the folders in it. Where such
    /// a folder has no text, its own pages stand in.
    #[must_use]
    pub fn below(&self, folder: &Folder) -> Vec<PageId> {
        let in_folders = folder.folders.iter().map(|folder| &self.folders[*folder]);
        let in_folders =
            in_folders.flat_map(|folder| folder.text.map_or_else(|| self.below(folder), |text| vec![text]));
        let mut pages: Vec<PageId> = folder.pages.iter().copied().chain(in_folders).collect();
        pages.sort_unstable();
        pages
    }

    /// All pages in a folder and in the folders in it, by their routes.
    #[must_use]
    pub fn all_in(&self, folder: &Folder) -> Vec<PageId> {
        let in_folders = folder.folders.iter().map(|folder| &self.folders[*folder]);
        let in_folders = in_folders.flat_map(|folder| folder.text.into_iter().chain(self.all_in(folder)));
        let mut pages: Vec<PageId> = folder.pages.iter().copied().chain(in_folders).collect();
        pages.sort_unstable();
        pages
    }

    /// The folders without an `index.md`, in sections with a list.
    pub fn listed<'a>(&'a self, config: &'a Config) -> impl Iterator<Item = (FolderId, &'a Folder)> {
        let folders = self.folders.entries();
        folders.filter(|(_, folder)| {
            let section = &config.sections[folder.section];
            folder.text.is_none() && section.has_list() && !section.is_dated()
        })
    }
}
