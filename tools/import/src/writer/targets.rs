//! Where the links of the old site lead: to a page, a file or another site.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use percent_encoding::percent_decode_str;

use crate::old_site::{FileOrigin, OldPage, OldSite};
use crate::source_folder::{base_name, beside, folder_of, joined_in_browser};
use crate::text::links::has_link_scheme;

use super::addresses::link_address;
use super::places::folder_address;

/// The scheme of links that name a file of the source, as readers write them for tags such as `{% link %}`.
pub(crate) const SOURCE_SCHEME: &str = "import:";

/// The link to a file of the source.
pub(crate) fn source_link(path: &str) -> String {
    SOURCE_SCHEME.to_owned() + &link_address(path)
}

/// The link to a file of the source as a tag names it, which may have a fragment and escapes.
pub(crate) fn named_link(name: &str) -> String {
    SOURCE_SCHEME.to_owned() + &name.replace(' ', "%20")
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// A page, by its index, with `#` and the fragment or nothing.
    Page(usize, String),
    /// A file, with the address at which it is published as it is, if it is.
    File(FileOrigin, Option<String>),
    /// A place on the same page, a mail address, or another site: it stays.
    Same,
    /// A picture of another site.
    Foreign,
    /// A list that the new site has too.
    List(String),
    /// Nothing.
    Nowhere,
}

/// All that links can lead to.
pub(crate) struct Targets {
    by_source: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
    files: BTreeMap<String, FileOrigin>,
    published_at: BTreeMap<FileOrigin, String>,
    lists: BTreeSet<String>,
    fetched: BTreeSet<String>,
    /// Old addresses with queries, and those of their pages.
    redirects: BTreeMap<String, String>,
    /// Pages by addresses that are a query alone, such as `/?p=12`.
    by_query: HashMap<String, usize>,
    /// Pages by the names of their files; `None` for names that several have.
    by_name: HashMap<String, Option<usize>>,
    /// Scheme and host of the old site, and its path without `/` at its end.
    host: Option<String>,
    base_path: String,
}

impl Targets {
    /// `lists` are addresses of lists in the new site.
    pub fn of(site: &OldSite, lists: BTreeSet<String>) -> Self {
        let mut by_source = HashMap::new();
        let (mut by_address, mut by_query) = (HashMap::new(), HashMap::new());
        for (index, page) in site.pages.iter().enumerate() {
            by_source.entry(page.source.clone()).or_insert(index);
            let addresses = page.aliases.iter().chain([&page.address]).filter(|address| !address.is_empty());
            let (queries, addresses): (Vec<&String>, Vec<&String>) =
                addresses.partition(|address| address.contains('?'));
            by_query.extend(queries.into_iter().map(|address| (address.clone(), index)));
            for address in addresses {
                by_address.entry(key(address)).or_insert(index);
            }
        }
        let mut by_name: HashMap<String, Option<usize>> = HashMap::new();
        for (index, page) in site.pages.iter().enumerate().filter(|(_, page)| page.language.is_none()) {
            // The text of a folder has the name of the folder.
            let folder = page.folders.last().filter(|_| page.name == "index");
            by_name
                .entry(folder.unwrap_or(&page.name).clone())
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
        }
        let redirects = site.redirects.clone();
        let published_at =
            site.published_files.iter().map(|(address, origin)| (origin.clone(), address.clone())).collect();
        let url = site.base_url.as_deref().and_then(|url| url::Url::parse(url).ok());
        let host = url.as_ref().and_then(|url| url.host_str()).map(str::to_owned);
        let base_path = url.map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        Self {
            by_source,
            by_address,
            files: site.published_files.clone(),
            published_at,
            lists,
            fetched: site.fetched.keys().cloned().collect(),
            redirects,
            by_query,
            by_name,
            host,
            base_path,
        }
    }

    /// Old addresses of records that the new site has elsewhere.
    pub fn add_moved(&mut self, moved: &BTreeMap<String, String>) {
        self.redirects.extend(moved.iter().map(|(from, to)| (from.clone(), to.clone())));
    }

    /// What a link of a page leads to.
    pub fn of_link(&self, page: &OldPage, address: &str, is_picture: bool) -> LinkTarget {
        let address = address.trim();
        if self.fetched.contains(address) {
            return LinkTarget::File(FileOrigin::Fetched(address.to_owned()), None);
        }
        if let Some(origin) = page.files.get(address) {
            return LinkTarget::File(origin.clone(), self.published_at.get(origin).cloned());
        }
        let (path, fragment) = match address.find('#') {
            Some(at) => (&address[..at], address[at..].to_owned()),
            None => (address, String::new()),
        };
        if path.is_empty() {
            return if fragment.len() > 1 { LinkTarget::Same } else { LinkTarget::Nowhere };
        }
        if let Some(source) = path.strip_prefix(SOURCE_SCHEME) {
            return self.of_named_source(source, fragment);
        }
        // A path of Zola from the folder of the content.
        if let Some(path) = path.strip_prefix("@/") {
            return self.of_source(&format!("content/{}", decoded(path)), fragment);
        }
        let elsewhere = if is_picture { LinkTarget::Foreign } else { LinkTarget::Same };
        let Some(path) = self.own_path(path) else {
            let is_safe = has_link_scheme(address) || address.starts_with("//");
            return if is_safe { elsewhere } else { LinkTarget::Nowhere };
        };
        let below_base = path.strip_prefix(self.base_path.as_str()).unwrap_or(path);
        if let Some(page) = self.by_query.get(path).or_else(|| self.by_query.get(below_base)) {
            return LinkTarget::Page(*page, fragment);
        }
        let folder = || format!("{}/", path.trim_end_matches('/'));
        if let Some(target) = self.redirects.get(path).or_else(|| self.redirects.get(&folder())) {
            return self.of_address(target, fragment);
        }
        let path = decoded(path.split('?').next().unwrap_or_default());
        if !path.starts_with('/') {
            return self.of_relative(page, &path, fragment);
        }
        match self.of_address(&path, fragment) {
            // A file of the old site that is not in the source still has its address there.
            LinkTarget::Nowhere if address.starts_with("http") && (is_file(&path) || self.is_of_neighbour(&path)) => {
                elsewhere
            }
            target => target,
        }
    }

    /// Whether an address at the host of the old site is that of another site: such a host has one for each repository.
    fn is_of_neighbour(&self, path: &str) -> bool {
        let is_shared =
            self.host.as_ref().is_some_and(|host| [".github.io", ".gitlab.io"].iter().any(|end| host.ends_with(end)));
        let first = path.split('/').nth(1).unwrap_or_default();
        is_shared && !first.is_empty() && !self.by_address.keys().any(|known| known.split('/').nth(1) == Some(first))
    }

    /// The page of a file that a shortcode names. Hugo also finds a page by the name of its file, wherever it is.
    fn of_named_source(&self, source: &str, fragment: String) -> LinkTarget {
        let target = self.of_source(&decoded(source), fragment.clone());
        let name = base_name(source.trim_end_matches(".md").trim_end_matches('/'));
        match (target, self.by_name.get(name)) {
            (LinkTarget::Nowhere, Some(Some(page))) => LinkTarget::Page(*page, fragment),
            (target, _) => target,
        }
    }

    /// What a relative path leads to: from the folder of the page's file, or else from its address.
    fn of_relative(&self, page: &OldPage, path: &str, fragment: String) -> LinkTarget {
        match beside(&page.source, path).map(|source| self.of_source(&source, fragment.clone())) {
            Some(target) if target != LinkTarget::Nowhere => target,
            _ => {
                // Some links of `/a/b.html` are meant as those of `/a/b/`.
                let folders = [folder_of(&page.address), page.address.trim_end_matches(".html")];
                let mut targets = folders
                    .into_iter()
                    .map(|folder| self.of_address(&format!("/{}", joined_in_browser(folder, path)), fragment.clone()));
                targets.find(|target| *target != LinkTarget::Nowhere).unwrap_or(LinkTarget::Nowhere)
            }
        }
    }

    /// The path of an address on the old site; relative ones stay. `None` for other sites and schemes.
    fn own_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        let after_scheme = path.strip_prefix("https:").or_else(|| path.strip_prefix("http:")).unwrap_or(path);
        if let Some(rest) = after_scheme.strip_prefix("//") {
            let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
            let own_host = self.host.as_deref()?;
            let is_own = host.trim_start_matches("www.") == own_host.trim_start_matches("www.");
            let path = if rest.len() > host.len() { &rest[host.len()..] } else { "/" };
            // Sites of others may have the same host, such as `github.com`.
            let is_below =
                path.strip_prefix(&self.base_path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            return (is_own && is_below).then_some(path);
        }
        let scheme_end = path.find(':').unwrap_or(path.len());
        let has_scheme = scheme_end < path.find('/').unwrap_or(path.len());
        (!has_scheme).then_some(path)
    }

    fn of_source(&self, path: &str, fragment: String) -> LinkTarget {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        let endings = ["", ".md", ".qmd", ".markdown", ".mdx", "/index.md", "/_index.md", "/index.qmd", "/README.md"];
        // Some tools also find a page by the ending of another tool.
        let stem = path
            .rsplit_once('.')
            .filter(|(_, ending)| ["md", "html", "mdx", "qmd"].contains(ending))
            .map_or(path, |(stem, _)| stem);
        let candidates =
            [path, stem].into_iter().flat_map(|path| endings.iter().map(move |ending| format!("{path}{ending}")));
        if let Some(page) = candidates.into_iter().find_map(|path| self.by_source.get(&path)) {
            return LinkTarget::Page(*page, fragment);
        }
        let origin = FileOrigin::Source(path.to_owned());
        match self.published_at.get(&origin) {
            Some(address) => LinkTarget::File(origin, Some(address.clone())),
            None => LinkTarget::Nowhere,
        }
    }

    /// What an entry of a menu leads to: a link from the top of the site.
    pub fn of_menu(&self, link: &str) -> LinkTarget {
        self.of_link(&OldPage { address: "/".to_owned(), ..OldPage::default() }, link, false)
    }

    /// The page that an entry of a menu leads to.
    pub fn page_at(&self, link: &str) -> Option<usize> {
        if let LinkTarget::Page(index, _) = self.of_menu(link) { Some(index) } else { None }
    }

    /// Whether the new site has a list at an address, whatever its text is.
    pub fn has_list(&self, address: &str) -> bool {
        self.lists.contains(address)
    }

    /// The largest file of a name, for pictures that a theme finds in folders of its own.
    pub fn picture_of_name(&self, address: &str, size: impl Fn(&FileOrigin) -> u64) -> Option<FileOrigin> {
        let name = address.rsplit('/').next().filter(|name| name.contains('.'))?;
        // A template may put a folder before an address from the root.
        let name = if address.starts_with('/') { address.to_owned() } else { format!("/{name}") };
        let origins = self.files.iter().filter(|(address, _)| address.ends_with(&name)).map(|(_, origin)| origin);
        if let Some(origin) = origins.max_by_key(|origin| size(origin)) {
            return Some(origin.clone());
        }
        // Some hosts take no regard to the case of letters.
        let name = name.to_lowercase();
        let mut others = self.files.iter().filter(|(address, _)| address.to_lowercase().ends_with(&name));
        others.next().filter(|_| others.next().is_none()).map(|(_, origin)| origin.clone())
    }

    fn of_address(&self, path: &str, fragment: String) -> LinkTarget {
        let below_base = path.strip_prefix(self.base_path.as_str()).filter(|rest| rest.starts_with('/'));
        for path in [Some(path), below_base].into_iter().flatten() {
            if let Some(page) = self.by_address.get(&key(path)) {
                return LinkTarget::Page(*page, fragment);
            }
            let moved = self.redirects.get(path).map(String::as_str);
            let mut files = [Some(path), moved].into_iter().flatten();
            if let Some((path, origin)) = files.find_map(|path| Some((path, self.files.get(path)?))) {
                return LinkTarget::File(origin.clone(), Some(path.to_owned()));
            }
            let folder = format!("{}/", path.trim_end_matches('/'));
            if self.lists.contains(&folder) {
                // No list has an id of the old one.
                return LinkTarget::List(folder);
            }
        }
        LinkTarget::Nowhere
    }
}

/// Whether an address is that of a file, such as a picture, and not of a page.
fn is_file(path: &str) -> bool {
    base_name(path)
        .rsplit_once('.')
        .is_some_and(|(_, ending)| !["html", "htm", "php", ""].contains(&ending) && ending.len() <= 5)
}

/// What addresses of one page have in common: `/a`, `/a/`, `/a.html` and `/a/index.html` are the same.
fn key(address: &str) -> String {
    folder_address(&decoded(address)).0
}

pub(crate) fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8().map_or_else(|_| path.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, Targets};
    use crate::old_site::{FileOrigin, OldPage, OldSite};

    #[test]
    fn links_of_all_forms_find_their_page() {
        let page = |source: &str, address: &str| OldPage {
            source: source.into(),
            address: address.into(),
            ..OldPage::default()
        };
        let pages = vec![page("docs/a/b.md", "/a/b/"), page("docs/c/index.md", "/c/"), page("content/d.md", "/d/")];
        let file = FileOrigin::Source("docs/img/x y.png".into());
        let published_files = [("/img/x y.png".to_owned(), file.clone())].into();
        let base_url = Some("https://old.example/base/".to_owned());
        let site = OldSite { pages, published_files, base_url, ..OldSite::default() };
        let targets = Targets::of(&site, ["/tags/".to_owned()].into());
        let of = |address: &str| targets.of_link(&site.pages[0], address, false);
        for address in [
            "../c/index.md#x",
            "/c/#x",
            "/base/c#x",
            "https://www.old.example/base/c/#x",
            "../../c/#x",
            "import:docs/c/#x",
            "../c#x",
        ] {
            let page = if address.starts_with('@') { 2 } else { 1 };
            assert_eq!(of(address), LinkTarget::Page(page, "#x".to_owned()), "{address}");
        }
        assert_eq!(of("../img/x%20y.png"), LinkTarget::File(file.clone(), Some("/img/x y.png".into())));
        assert_eq!(of("/tags"), LinkTarget::List("/tags/".to_owned()));
        for address in ["#x", "mailto:a@b.example", "https://other.example/c/", "tel:1"] {
            assert_eq!(of(address), LinkTarget::Same, "{address}");
        }
        for address in
            ["javascript:x", "../../../../etc/passwd", "nothing.md", "data:text/html,x", "#", "file:///etc/passwd"]
        {
            assert_eq!(of(address), LinkTarget::Nowhere, "{address}");
        }
    }
}
