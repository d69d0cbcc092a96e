//! Addresses that two sources claim, or that the build needs for a page of its own.

use std::collections::HashMap;
use std::sync::LazyLock;

use wellpress_bibliography::ExportFormat;
use wellpress_diagnostics::{Diagnostic, rules};

use crate::discover::{Kind, fold};

use super::page::Address;

/// Addresses that the build makes of itself.
const RESERVED: [&str; 10] = [
    "references/",
    "glossary/",
    "search/",
    "corrections/",
    "assets/",
    "articles/",
    "exercises/",
    "topics/",
    "people/",
    "programmes/",
];

/// Files that the build makes, at the top of the site, of a language or of a page. No folder can have such a name where one
/// of them is, and none has to elsewhere.
const MADE: [&str; 9] = [
    "404.html",
    "_headers",
    "_redirects",
    "build-info.json",
    "feed.xml",
    "index.html",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
];

/// Files with the sources of the site or of a page, one for each format: `references.bib` and others.
static EXPORTS: LazyLock<Vec<String>> =
    LazyLock::new(|| ExportFormat::ALL.iter().map(|format| format!("references.{}", format.extension())).collect());

/// Whether a file name is that of an export of sources.
#[must_use]
pub fn is_export_file(name: &str) -> bool {
    EXPORTS.iter().any(|export| export == name)
}

/// A part of a path, in whatever case, that is the name of a file which the build makes.
#[must_use]
pub fn made_file(path: &str) -> Option<&'static str> {
    let files = || MADE.into_iter().chain(EXPORTS.iter().map(String::as_str));
    path.split('/').find_map(|part| files().find(|made| made.eq_ignore_ascii_case(part)))
}

/// An address that is taken. It holds while the same pages have the same addresses, wherever their files say so.
#[derive(Debug)]
pub(super) enum Clash {
    /// By the build.
    Build(usize),
    /// By a file of this name that the build makes.
    File(usize, &'static str),
    /// By another page, which comes first.
    Page(usize, usize),
}

/// All of them, by case or by Unicode form too.
pub(super) fn clashes(pages: &[Address]) -> Vec<Clash> {
    let handouts = handouts(pages);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut clashes = Vec::new();
    for (number, address) in pages.iter().enumerate() {
        let folded = fold(&address.path);
        if RESERVED.contains(&folded.as_str()) || handouts.contains(&folded) {
            clashes.push(Clash::Build(number));
            continue;
        }
        clashes.extend(made_file(&folded).map(|made| Clash::File(number, made)));
        match seen.get(&folded) {
            // Two names that are one on many machines were reported as such.
            Some(first) if fold(&pages[*first].document.file.path) == fold(&address.document.file.path) => {}
            Some(first) => clashes.push(Clash::Page(*first, number)),
            None => {
                seen.insert(folded, number);
            }
        }
    }
    clashes
}

/// Paths of handouts, where a page has one that ends as they do.
fn handouts(pages: &[Address]) -> Vec<String> {
    if !pages.iter().any(|page| fold(&page.path).ends_with("/print/")) {
        return Vec::new();
    }
    let has_handout = |page: &&Address| matches!(page.document.file.kind, Kind::Exercise | Kind::Programme);
    pages.iter().filter(has_handout).map(|page| fold(&format!("{}print/", page.path))).collect()
}

impl Clash {
    /// The finding, at the `slug` that brings it about, if there is one.
    pub fn finding(&self, pages: &[Address]) -> Diagnostic {
        match *self {
            Self::Build(page) => {
                let message = format!("the build makes a page of its own at `/{}`", pages[page].path);
                Diagnostic::new(&rules::URL_DUPLICATE, pages[page].place(), message)
                    .help("give this page another `slug`, or another name")
            }
            Self::File(page, made) => {
                let message = format!("`{made}` is the name of a file that the build makes, and no page's folder");
                Diagnostic::new(&rules::URL_DUPLICATE, pages[page].place(), message)
                    .help("give this page another `slug`, or another name")
            }
            Self::Page(first, second) => {
                let is_of_first = pages[first].slug().is_some() && pages[second].slug().is_none();
                let (own, other) = if is_of_first { (first, second) } else { (second, first) };
                let (own, other) = (&pages[own], &pages[other]);
                let message = format!("`{}` has the address `/{}` as well", other.document.file.path, own.path);
                Diagnostic::new(&rules::URL_DUPLICATE, own.place(), message)
                    .help("give one of the two another `slug`, or another name")
                    .related(other.place(), "the other source of this address")
            }
        }
    }
}
