//! Refuses files of `static/` that would replace, or stand in the way of, a file that the build makes: pages, redirects of
//! old addresses, and the files that every site has.
//!
//! Only paths that are known before rendering are checked here. The sink refuses the rest when a file is made twice.

use std::collections::{BTreeSet, HashMap, HashSet};

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_foundation::text::without_case;

use crate::assets::AssetManifest;
use crate::config::Config;
use crate::model::address::alias_path;
use crate::model::copies::llms_files;
use crate::model::{Page, RESERVED_FILES, Site};
use crate::resolve::copy_conflicts::copies_of_pages;

/// One finding for each static file that has the path of a built file, lies below one (which would have to be a folder), or
/// has the path of a folder that holds one. Paths are compared without case and in one Unicode form, because many file
/// systems and hosts take such names for the same file.
pub fn refuse_conflicts(config: &Config, site: &Site, assets: &AssetManifest) -> Vec<Diagnostic> {
    let mut static_files = assets.static_files().peekable();
    if static_files.peek().is_none() {
        return Vec::new();
    }
    let built: Vec<(String, String)> = built_files(config, site).map(|file| (without_case(&file), file)).collect();
    let mut files: HashSet<&str> = HashSet::new();
    let mut built_file_by_path: HashMap<&str, &str> = HashMap::new();
    // Backwards, so that a folder ends up with the first of the files in it, which the message names.
    for (folded, file) in built.iter().rev() {
        files.insert(folded);
        built_file_by_path.extend(with_parent_folders(folded).map(|path| (path, file.as_str())));
    }
    let conflicts = static_files.filter_map(|asset| {
        let file_above =
            with_parent_folders(&asset.published).skip(1).find(|folder| files.contains(&*without_case(folder)));
        let path = file_above.unwrap_or(&asset.published);
        let message = format!("the build makes `/{}` itself", built_file_by_path.get(&*without_case(path))?);
        let location = Location::file(format!("static/{path}"));
        let finding = Diagnostic::new(&rules::URL_DUPLICATE, location, message);
        Some(finding.help(match path {
            "_redirects" => {
                "write each of its lines under `redirects` in the settings, such as `/old/*: /new/*`, and take it out"
            }
            _ => "give this file another name, or take it out",
        }))
    });
    let mut findings: Vec<Diagnostic> = conflicts.collect();
    // Several files below one conflicting folder are one mistake.
    findings.dedup_by(|next, last| next.location == last.location);
    findings
}

fn built_files<'a>(config: &'a Config, site: &'a Site) -> impl Iterator<Item = String> + 'a {
    let pages = site.pages.iter().map(|page| format!("{}index.html", page.path));
    let lists: BTreeSet<&str> = site.pages.iter().filter_map(|page| list_of(site, page)).collect();
    let folders = site.tree.folders.iter().map(|folder| format!("{}index.html", folder.path));
    let aliases = site.pages.iter().flat_map(|page| &page.front.aliases).map(|alias| alias_path(&alias.value));
    let redirects = aliases.map(|path| if path.ends_with('/') { format!("{path}index.html") } else { path });
    let lists = lists.into_iter().map(|list| format!("{list}/index.html"));
    let files = RESERVED_FILES.into_iter().map(str::to_owned).chain(pages).chain(lists).chain(folders).chain(redirects);
    files.chain(copies_of_pages(config, site).map(|(path, _)| path)).chain(llms_files(config))
}

/// The folder of the section list that contains a page, in the page's language. Plain pages are in no list.
fn list_of<'a>(site: &Site, page: &'a Page) -> Option<&'a str> {
    let list = Some(site.section(page)).filter(|section| section.has_list())?.list_path();
    let list = list.trim_end_matches('/');
    let start = page.path.find(list)?;
    Some(&page.path[..start + list.len()])
}

/// A path, then the folders above it, the nearest first.
fn with_parent_folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| Some(path.rsplit_once('/')?.0))
}
