//! Files of `static` in the place of what the build makes: pages, old addresses and files that every site has. What else
//! is made shows when it is made.

use std::collections::{BTreeSet, HashMap, HashSet};

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::assets::AssetManifest;
use crate::discover::{Kind, fold};
use crate::model::page::alias_path;
use crate::model::{Page, Site};

/// Files that stand in every site.
const ALWAYS: [&str; 8] = [
    "404.html",
    "_headers",
    "_redirects",
    "build-info.json",
    "index.html",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
];

/// A finding for each static file that is one of these, lies below one, or stands where a folder has to be; by case or by
/// Unicode form too, because many machines take such names for one.
pub fn refuse_taken(site: &Site, assets: &AssetManifest) -> Vec<Diagnostic> {
    let mut statics = assets.statics().peekable();
    if statics.peek().is_none() {
        return Vec::new();
    }
    let made: Vec<(String, String)> = made(site).map(|file| (fold(&file), file)).collect();
    let mut files: HashSet<&str> = HashSet::new();
    let mut places: HashMap<&str, &str> = HashMap::new();
    for (folded, file) in made.iter().rev() {
        files.insert(folded);
        places.extend(and_folders(folded).map(|part| (part, file.as_str())));
    }
    let taken = statics.filter_map(|asset| {
        let below = and_folders(&asset.published).skip(1).find(|folder| files.contains(&*fold(folder)));
        let path = below.unwrap_or(&asset.published);
        let message = format!("the build makes `/{}` itself", places.get(&*fold(path))?);
        let place = Location::file(format!("static/{path}"));
        Some(Diagnostic::new(&rules::URL_DUPLICATE, place, message).help("give this file another name, or take it out"))
    });
    let mut findings: Vec<Diagnostic> = taken.collect();
    findings.dedup_by(|next, last| next.location == last.location);
    findings
}

/// Files that the build makes, whatever else it does.
fn made(site: &Site) -> impl Iterator<Item = String> {
    let pages = site.pages.iter().map(|page| format!("{}index.html", page.path));
    let lists: BTreeSet<&str> = site.pages.iter().filter_map(|page| list_of(page)).collect();
    let aliases = site.pages.iter().flat_map(|page| &page.settings.aliases).map(|alias| alias_path(&alias.value));
    let redirects = aliases.map(|path| if path.ends_with('/') { format!("{path}index.html") } else { path });
    let lists = lists.into_iter().map(|list| format!("{list}/index.html"));
    ALWAYS.into_iter().map(str::to_owned).chain(pages).chain(lists).chain(redirects)
}

/// The folder of the list that names a page, in its language.
fn list_of(page: &Page) -> Option<&str> {
    let folder = Some(page.kind).filter(|kind| *kind != Kind::Page)?.folder();
    let at = page.path.find(folder)?;
    Some(&page.path[..at + folder.len()])
}

/// A path and the folders above it.
fn and_folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| Some(path.rsplit_once('/')?.0))
}
