//! Easy Read versions: at which address each is, whether it is published, and to which page it belongs.
//!
//! Input: documents with their addresses. Output: those of Easy Read versions at the address of their page with `/easy/`, kept out
//! with their page; and [`EasyReadPages`]. What a version takes over from its page is in `original`.

use std::collections::{BTreeMap, HashMap};

use wellpress_diagnostics::{Diagnostic, rules};

use crate::config::{Config, LanguageId};
use crate::discover::{EASY_READ_END, TextForm, easy_route};
use crate::sections::SectionId;

use super::Site;
use super::address::{AddressedDocument, Visibility, escape_path};
use super::lookup::SiteIndex;
use super::page::Page;
use super::page_id::PageId;

/// The folder below the address of a page in which its Easy Read version is.
pub const EASY_READ_FOLDER: &str = "easy/";

/// Which page is the Easy Read version of which. Empty on sites without any.
#[derive(Debug, Default)]
pub struct EasyReadPages {
    easy_of_full: BTreeMap<PageId, PageId>,
    full_of_easy: BTreeMap<PageId, PageId>,
}

impl EasyReadPages {
    pub(super) fn new(index: &SiteIndex, pages: &[AddressedDocument]) -> Self {
        let mut easy_read = Self::default();
        for (number, page) in pages.iter().enumerate() {
            let file = &page.document.file;
            if file.form == TextForm::Full {
                continue;
            }
            let (id, easy) = (without_end(&file.id), PageId::new(number));
            let full = index.at_route(id, file.section, full_route(&file.route), file.language);
            if let Some(full) = full {
                easy_read.easy_of_full.insert(full, easy);
                easy_read.full_of_easy.insert(easy, full);
            }
        }
        easy_read
    }
}

impl Site {
    /// The Easy Read version of a page.
    #[must_use]
    pub fn easy_read_of(&self, page: PageId) -> Option<&Page> {
        self.easy_read.easy_of_full.get(&page).map(|easy| self.page(*easy))
    }

    /// The page of which this one is the Easy Read version.
    #[must_use]
    pub fn full_page_of(&self, page: PageId) -> Option<&Page> {
        self.easy_read.full_of_easy.get(&page).map(|full| self.page(*full))
    }

    /// The pages that are Easy Read versions.
    pub fn easy_read_pages(&self) -> impl Iterator<Item = &Page> {
        self.easy_read.full_of_easy.keys().map(|easy| self.page(*easy))
    }
}

/// The route of the page of an Easy Read version.
pub(super) fn full_route(route: &str) -> &str {
    match without_end(route) {
        "index" => "",
        route => route,
    }
}

fn without_end(name: &str) -> &str {
    name.strip_suffix(EASY_READ_END).unwrap_or(name)
}

/// Gives each Easy Read version the address of its page with `/easy/`, and keeps it out where its page is kept out. Sites without one
/// pay a look at each file.
pub(super) fn follow_pages(config: &Config, documents: &mut [(AddressedDocument, Vec<Diagnostic>)]) {
    let is_easy_read = |document: &AddressedDocument| document.document.file.form == TextForm::EasyRead;
    if !documents.iter().any(|(document, _)| is_easy_read(document)) {
        return;
    }
    let full = documents.iter().filter(|(document, _)| !is_easy_read(document)).map(|(document, _)| {
        let file = &document.document.file;
        (key(file.section, file.language, easy_route(&file.route)), (document.path.clone(), document.visibility))
    });
    let full: HashMap<_, _> = full.collect();
    for (document, findings) in documents.iter_mut().filter(|(document, _)| is_easy_read(document)) {
        let file = &document.document.file;
        refuse_own_address(document, findings);
        // Without an entry, the page has a mistake with which the build ends.
        let Some((path, visibility)) = full.get(&key(file.section, file.language, file.route.clone())) else {
            continue;
        };
        document.path = format!("{path}{EASY_READ_FOLDER}");
        document.url = format!("{}{}", config.base.path, escape_path(&document.path));
        document.visibility = match (document.visibility, *visibility) {
            (Visibility::Published, of_page) => of_page,
            (Visibility::Included(_), Visibility::Hidden(reason)) => Visibility::Hidden(reason),
            (own, _) => own,
        };
    }
}

fn key(section: SectionId, language: LanguageId, route: String) -> (SectionId, LanguageId, String) {
    (section, language, route)
}

/// An Easy Read version is where its page is.
fn refuse_own_address(document: &AddressedDocument, findings: &mut Vec<Diagnostic>) {
    let front = &document.document.front;
    for (key, written) in [("slug", &front.slug), ("permalink", &front.permalink)] {
        if let Some(address) = written {
            let message = "an Easy Read version has the address of its page with `/easy/`";
            let location = document.document.source.locate(address.span);
            let finding = Diagnostic::new(&rules::SLUG_INVALID, location, message);
            findings.push(finding.help(format!("take `{key}` out, or write it into the page")));
        }
    }
}
