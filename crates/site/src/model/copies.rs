//! The copies of pages for programs: which pages have some, and where they are. What is in them is left to other crates.
//!
//! A copy is beside the folder of its page: `exercises/cat-cow.md` for `exercises/cat-cow/`. A home page has no folder to be beside, so
//! its copy is in it: `index.md`, `es/index.md`.

use crate::config::{Config, MAIN_LANGUAGE, MachineFormat};
use crate::sections::ContentKind;

use super::page::{Page, forbids_indexing};
use super::{LookupResult, PagePath, Site};

/// The name of the file that lists the pages of a language for programs.
pub const LLMS_FILE: &str = "llms.txt";

/// The name of a home page's copies, without the extension.
const HOME: &str = "index";

/// The path in the output of a page's copy in a format, whether the page has one or not.
#[must_use]
pub fn copy_path(config: &Config, page: &Page, format: MachineFormat) -> String {
    let extension = format.extension();
    match page.path.strip_suffix('/') {
        Some(path) if page.path != folder_of_language(config, page) => format!("{path}{extension}"),
        _ => format!("{}{HOME}{extension}", page.path),
    }
}

/// The folder with the pages of a page's language: empty, or ending with a slash.
fn folder_of_language(config: &Config, page: &Page) -> String {
    if page.language == MAIN_LANGUAGE { String::new() } else { format!("{}/", config.languages[page.language].tag) }
}

/// Whether a page can have copies: those that are lists, those that search engines shall not list, and Easy Read versions, which the
/// copies of their pages name, have none.
#[must_use]
pub fn can_have_copies(page: &Page) -> bool {
    let is_list = page.kind == ContentKind::Topic || page.is_section_text();
    !is_list && !page.is_easy_read() && !page.front.robots.as_deref().is_some_and(forbids_indexing)
}

/// The formats in which a page has copies. None unless the settings ask for them.
pub fn formats_of<'a>(config: &'a Config, page: &'a Page) -> impl Iterator<Item = MachineFormat> + 'a {
    config.machine_formats().filter(|_| can_have_copies(page))
}

/// The paths of the files that list pages for programs, one for each language; none unless pages have copies.
pub fn llms_files(config: &Config) -> impl Iterator<Item = String> + '_ {
    let languages = config.languages.entries().filter(|_| config.machine_formats().next().is_some());
    languages.map(|(language, settings)| {
        if language == MAIN_LANGUAGE { LLMS_FILE.to_owned() } else { format!("{}/{LLMS_FILE}", settings.tag) }
    })
}

/// Whether the build makes a copy of a page, or a list of pages for programs, at this path of the output.
#[must_use]
pub fn is_copy(config: &Config, site: &Site, path: &str) -> bool {
    let is_of_page = |format: MachineFormat| {
        let Some(stem) = path.strip_suffix(format.extension()) else { return false };
        let beside = format!("{stem}/");
        let folder = stem.strip_suffix(HOME).filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let pages = [Some(beside.as_str()), folder].into_iter().flatten();
        let mut pages = pages.filter_map(|address| match site.index.path(PagePath::Address(address)) {
            LookupResult::Page(page) => Some(site.page(page)),
            _ => None,
        });
        pages.any(|page| can_have_copies(page) && copy_path(config, page, format) == path)
    };
    config.machine_formats().any(is_of_page) || llms_files(config).any(|file| file == path)
}
