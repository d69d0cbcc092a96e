//! Where pages go in the new site: their section, their file and their address.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::old_site::{OldPage, OldSite};
use crate::text::has_word;

/// Folders of `content` that mean something else than pages of one kind.
const TAKEN: &str = "article exercise programme person topic page disclaimer snippet term exercises programmes people topics pages \
     disclaimers snippets references reviews glossary search corrections assets thanks";

/// Addresses in which the build makes pages of its own.
const GENERATED: [&str; 6] = ["references", "glossary", "search", "corrections", "assets", "thanks"];

/// A section of the new site.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewSection {
    pub title: Option<String>,
    /// Its address, if it is not that of its name.
    pub path: Option<String>,
    pub order: Option<&'static str>,
    pub has_folders: bool,
    /// Declarations of fields.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Its pages give no health information.
    pub is_not_health: bool,
}

impl NewSection {
    /// Its address, for a section of this name.
    pub fn address(&self, name: &str) -> String {
        self.path.clone().unwrap_or_else(|| format!("/{name}/"))
    }
}

/// The place of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct PagePlace {
    /// The path of its file, such as `content/guides/neck.md`.
    pub file: String,
    /// The folder of the file, without `/` at its end. Pictures go there if the page has a folder of its own.
    pub folder: String,
    pub section: String,
    /// `permalink`, if its address does not come from its place.
    pub permalink: Option<String>,
    pub aliases: Vec<String>,
    /// Aliases at which another page stands.
    pub taken_aliases: Vec<String>,
    /// Its address in the new site.
    pub address: String,
    /// Whether it is the text above the list of its section, or the home page.
    pub is_list_text: bool,
}

/// A name for files and addresses.
pub(crate) fn slug(name: &str) -> String {
    let slug = slug::slugify(name.replace('_', "-"));
    match slug.as_str() {
        "" => "page".to_owned(),
        // Windows keeps these for devices.
        _ if wellpress_io::fs::is_device_name(&slug) => format!("{slug}-page"),
        _ => slug,
    }
}

/// Divides an old address into the address of a folder and, if it was another, the old one as an alias.
pub(crate) fn folder_address(address: &str) -> (String, Option<String>) {
    let address = if address.starts_with('/') { address.to_owned() } else { format!("/{address}") };
    if address.ends_with('/') {
        return (address, None);
    }
    let plain =
        address.strip_suffix(".html").or_else(|| address.strip_suffix(".htm")).or_else(|| address.strip_suffix(".php"));
    match plain {
        // The file of the folder itself.
        Some(plain) if plain.ends_with("/index") && address.ends_with(".html") => {
            (plain.trim_end_matches("index").to_owned(), None)
        }
        Some(plain) => (format!("{}/", plain.strip_suffix("/index").unwrap_or(plain)), Some(address.clone())),
        None => (format!("{address}/"), None),
    }
}

/// Whether a page can have this address.
pub(crate) fn is_possible(address: &str) -> bool {
    let mut parts = address.trim_matches('/').split('/');
    let first = parts.clone().next().unwrap_or_default();
    !GENERATED.contains(&first) && parts.all(is_possible_part)
}

/// Whether a page can answer at this old address.
pub(crate) fn is_possible_alias(address: &str) -> bool {
    let path = address.trim_matches('/');
    // Below the list of terms, addresses are free but for these.
    let below_terms = path.strip_prefix("glossary/").and_then(|below| below.split('/').next());
    let is_free = below_terms.is_some_and(|part| !["page", "used-in"].contains(&part));
    !path.is_empty()
        && (is_free || !GENERATED.contains(&path.split('/').next().unwrap_or_default()))
        && wellpress_site::model::old_path_defect(address).is_none()
}

/// Whether the build makes a page of its own at this address.
pub(crate) fn is_generated(address: &str) -> bool {
    GENERATED.contains(&address.trim_matches('/'))
}

/// Whether a section can have this address. The files in `reviews` are no section.
fn is_of_section(address: &str) -> bool {
    address.len() > 1 && is_possible(address) && address.trim_matches('/').split('/').next() != Some("reviews")
}

fn is_possible_part(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with('.')
        && !wellpress_io::fs::is_device_name(part)
        && part.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | '.'))
}

/// The places of all pages, and the sections that they need.
pub(crate) fn places(site: &OldSite) -> (Vec<PagePlace>, BTreeMap<String, NewSection>) {
    let sections = sections(site);
    let parents: HashSet<Vec<String>> = site.pages.iter().flat_map(|page| ancestors(&page.folders)).collect();
    let mut taken = TakenPaths::default();
    let mut addresses: BTreeSet<(Option<String>, String)> = BTreeSet::new();
    let mut places = Vec::new();
    for page in &site.pages {
        let name = section_name(page);
        let mut page_place = place(page, &name, sections.get(&name), &parents, &mut taken);
        if !addresses.insert((page.language.clone(), page_place.address.clone())) {
            // Two old pages of one address: the second keeps that of its file, if it is free.
            page_place.permalink = None;
            page_place.address = default_address(&page_place.file, sections.get(&name));
            addresses.insert((page.language.clone(), page_place.address.clone()));
        }
        places.push(page_place);
    }
    drop_taken_aliases(site, &mut places);
    let mut sections = sections;
    for place in places.iter().filter(|place| place.file.matches('/').count() > 3) {
        sections.entry(place.section.clone()).and_modify(|section| section.has_folders = true);
    }
    sections.remove("pages");
    (places, sections)
}

/// Takes out the aliases at which another page stands, or that an earlier page has. Drafts come last.
fn drop_taken_aliases(site: &OldSite, places: &mut [PagePlace]) {
    let mut taken: BTreeSet<String> = places.iter().map(|place| alias_key(&place.address)).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|index| (site.pages[*index].is_draft, site.pages[*index].expires.is_some()));
    for index in order {
        let place = &mut places[index];
        let own = alias_key(&place.address);
        let mut dropped = Vec::new();
        place.aliases.retain(|alias| {
            let key = alias_key(alias);
            let is_free = key == own || taken.insert(key);
            dropped.extend((!is_free).then(|| alias.clone()));
            is_free
        });
        place.taken_aliases = dropped;
    }
}

/// Equal for addresses of one file of the output.
fn alias_key(address: &str) -> String {
    address.trim_end_matches('/').to_lowercase()
}

fn ancestors(folders: &[String]) -> impl Iterator<Item = Vec<String>> {
    (1..=folders.len()).map(|length| folders[..length].to_vec())
}

/// The name of the section of a page.
fn section_name(page: &OldPage) -> String {
    let Some(folder) = page.folders.first() else { return "pages".to_owned() };
    let name = slug(folder);
    if has_word(TAKEN, &name) { format!("{name}-pages") } else { name }
}

fn sections(site: &OldSite) -> BTreeMap<String, NewSection> {
    let mut sections: BTreeMap<String, NewSection> = BTreeMap::new();
    let mut pages_by_section: BTreeMap<String, Vec<&OldPage>> = BTreeMap::new();
    for page in &site.pages {
        let name = section_name(page);
        pages_by_section.entry(name.clone()).or_default().push(page);
        let Some(folder) = page.folders.first() else { continue };
        let old_section = site.sections.get(folder);
        let section = sections.entry(name.clone()).or_insert_with(|| NewSection {
            title: old_section.and_then(|section| section.title.clone()),
            order: old_section.and_then(|section| section.order),
            ..NewSection::default()
        });
        let is_text = page.folders.len() == 1 && page.name == "index" && page.language.is_none();
        if is_text {
            section.title = section.title.take().or_else(|| page.title.clone());
            let (address, _) = folder_address(&page.address);
            section.path = Some(address).filter(|path| !page.address.is_empty() && is_of_section(path));
        }
    }
    let addresses: HashSet<String> = site.pages.iter().map(|page| folder_address(&page.address).0).collect();
    for (name, section) in &mut sections {
        let pages = pages_by_section.get(name).map_or(&[][..], Vec::as_slice);
        let Some(folder) = pages.first().and_then(|page| page.folders.first()) else { continue };
        // Without a page at the top, the address of the folder is the beginning that its pages share.
        let old = format!("/{folder}/");
        let shared = pages
            .iter()
            .filter(|page| !page.address.is_empty())
            .map(|page| first_folders(&page.address, 1))
            .collect::<BTreeSet<_>>();
        // The year of all posts so far is not the address of their list, nor is that of another page.
        let is_free = |path: &String| !is_year(path) && !addresses.contains(path);
        let shared = if shared.len() == 1 { shared.into_iter().next().filter(is_free) } else { None };
        let path = section.path.clone().or(shared).unwrap_or(old);
        let path = if is_of_section(&path) { path } else { format!("/{name}/") };
        section.path = Some(path).filter(|path| *path != format!("/{name}/"));
    }
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for (name, section) in &mut sections {
        if !paths.insert(section.address(name)) {
            section.path = None;
        }
    }
    sections
}

fn is_year(path: &str) -> bool {
    path.trim_matches('/').bytes().all(|byte| byte.is_ascii_digit())
}

fn first_folders(address: &str, count: usize) -> String {
    let parts: Vec<&str> = address.trim_matches('/').split('/').collect();
    if parts.len() <= count { "/".to_owned() } else { format!("/{}/", parts[..count].join("/")) }
}

fn place(
    page: &OldPage,
    section: &str,
    new_section: Option<&NewSection>,
    parents: &HashSet<Vec<String>>,
    taken: &mut TakenPaths,
) -> PagePlace {
    let mut folder = format!("content/{section}");
    page.folders.iter().skip(1).for_each(|part| folder = format!("{folder}/{}", slug(part)));
    let is_index = page.name == "index";
    let own_folder = page.folders.iter().cloned().chain([page.name.clone()]).collect::<Vec<_>>();
    if !is_index {
        let mut name = slug(&page.name);
        let is_generated = GENERATED.contains(&name.as_str()) && name != "glossary";
        if section == "pages" && page.folders.is_empty() && is_generated {
            name.push_str("-page");
        }
        // A page beside a folder of its name is the text of that folder. All others have a folder of their own for their pictures.
        folder = format!("{folder}/{name}");
        if page.language.is_none() && !parents.contains(&own_folder) {
            folder = taken.claim(&folder, "/");
        }
    }
    taken.add(format!("{folder}/"));
    let language = page.language.as_ref().map(|language| format!(".{language}")).unwrap_or_default();
    let file_name = format!("/index{language}.md");
    let folder = taken.claim(&folder, &file_name);
    let file = format!("{folder}{file_name}");
    let is_list_text = is_index && page.folders.len() <= 1;
    let default = default_address(&file, new_section);
    let mut page_place = PagePlace {
        file,
        folder,
        section: section.to_owned(),
        address: default.clone(),
        is_list_text,
        ..PagePlace::default()
    };
    if !page.address.is_empty() {
        let (address, alias) = folder_address(&page.address);
        // The language is put before the address of a translation.
        let prefix = page.language.as_ref().map(|language| format!("/{}/", language.to_lowercase()));
        let address = match prefix.filter(|prefix| address.to_lowercase().starts_with(prefix.as_str())) {
            Some(prefix) => address[prefix.len() - 1..].to_owned(),
            None => address,
        };
        if address != default && is_possible(&address) && !is_list_text && address != "/" {
            page_place.permalink = Some(address.clone());
            page_place.address = address;
        } else if address != default {
            page_place.aliases.push(address);
        }
        page_place.aliases.extend(alias);
    }
    page_place.aliases.extend(page.aliases.iter().cloned());
    page_place
}

/// Folders, which end in `/`, and files that have a page.
#[derive(Default)]
struct TakenPaths {
    paths: HashSet<String>,
    /// The number to try next for a path that was taken. A thousand pages of one name do not try the numbers of each other.
    next_numbers: HashMap<String, usize>,
}

impl TakenPaths {
    fn add(&mut self, path: String) {
        self.paths.insert(path);
    }

    /// Takes `folder` and `ending`, with a number behind the folder if that is taken. Returns the folder.
    fn claim(&mut self, folder: &str, ending: &str) -> String {
        let path = format!("{folder}{ending}");
        if self.paths.insert(path.clone()) {
            return folder.to_owned();
        }
        let number = self.next_numbers.entry(path).or_insert(2);
        loop {
            let numbered = format!("{folder}-{number}");
            *number += 1;
            if self.paths.insert(format!("{numbered}{ending}")) {
                return numbered;
            }
        }
    }
}

/// The address that the place of a file gives.
fn default_address(file: &str, section: Option<&NewSection>) -> String {
    let path = file.trim_start_matches("content/");
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let folder = rest.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
    let start = section.map_or_else(|| format!("/{name}/"), |section| section.address(name));
    if name == "pages" { format!("/{folder}") } else { start + &folder }
}

#[cfg(test)]
mod tests {
    use super::{folder_address, places};
    use crate::old_site::{OldPage, OldSite};

    fn page(folders: &[&str], name: &str, address: &str) -> OldPage {
        let folders = folders.iter().map(|folder| (*folder).to_owned()).collect();
        OldPage { folders, name: name.to_owned(), address: address.to_owned(), ..OldPage::default() }
    }

    #[test]
    fn folders_keep_their_addresses_also_those_whose_name_is_taken() {
        let pages = vec![
            page(&["topics"], "index", "/topics/"),
            page(&["topics", "Basic_Things"], "immune_system", "/topics/basic-things/immune-system/"),
            page(&[], "about", "/about/"),
            page(&["blog"], "neck", "/2024/neck.html"),
            page(&["blog"], "back", "/2023/back/"),
        ];
        let site = OldSite { pages, ..OldSite::default() };
        let (places, sections) = places(&site);
        let files: Vec<&str> = places.iter().map(|place| place.file.as_str()).collect();
        assert_eq!(
            files,
            [
                "content/topics-pages/index.md",
                "content/topics-pages/basic-things/immune-system/index.md",
                "content/pages/about/index.md",
                "content/blog/neck/index.md",
                "content/blog/back/index.md"
            ]
        );
        assert_eq!(sections["topics-pages"].path.as_deref(), Some("/topics/"));
        assert!(places.iter().take(3).all(|place| place.permalink.is_none() && place.aliases.is_empty()), "{places:?}");
        assert_eq!(places[3].permalink.as_deref(), Some("/2024/neck/"));
        assert_eq!(places[3].aliases, ["/2024/neck.html"]);
    }

    #[test]
    fn pages_of_one_name_have_a_file_each() {
        let pages = ["neck", "neck", "neck-2", "neck", "index", "index", "index"];
        let site = OldSite { pages: pages.map(|name| page(&["blog", "old"], name, "")).into(), ..OldSite::default() };
        let (places, _) = places(&site);
        let files: Vec<&str> = places.iter().map(|place| &place.file["content/blog/".len()..]).collect();
        assert_eq!(
            files,
            [
                "old/neck/index.md",
                "old/neck-2/index.md",
                "old/neck-2-2/index.md",
                "old/neck-3/index.md",
                "old/index.md",
                "old-2/index.md",
                "old-3/index.md"
            ]
        );
    }

    #[test]
    fn addresses_of_files_become_those_of_folders() {
        assert_eq!(folder_address("/a/b.html"), ("/a/b/".to_owned(), Some("/a/b.html".to_owned())));
        assert_eq!(folder_address("/a/index.html"), ("/a/".to_owned(), None));
        assert_eq!(folder_address("a"), ("/a/".to_owned(), None));
    }
}
