//! Pages, their topics and their pictures.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use percent_encoding::percent_decode_str;
use url::Url;

use crate::dates;
use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldPerson, OldPicture, OldSite, OldTopic};
use crate::source_folder::SourceFolder;
use crate::text::links::without_size;
use crate::text::{html, links};

use super::text;
use super::wxr::{Export, Items, Record, is_review, noindex_field};

/// Custom fields in which plugins keep descriptions for search engines.
const DESCRIPTIONS: [&str; 3] = ["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description"];

/// What pages are made from.
pub(super) struct Pages<'a> {
    pub source: &'a SourceFolder<'a>,
    pub export: &'a Export,
    pub items: Items<'a>,
}

impl Pages<'_> {
    /// Adds all pages, their authors and their topics. `texts` are those of the pages, in their order.
    pub(super) fn add_to(&self, site: &mut OldSite, texts: Vec<String>) {
        let parents: BTreeSet<&str> = self.pages().map(|item| item.field("wp:post_parent")).collect();
        let mut tree = FolderTree::new(&self.items);
        for (item, text) in self.pages().zip(texts) {
            site.page_count += 1;
            let source = format!("{} {}", item.kind(), item.id());
            if item.is_too_long {
                site.log.left("text over 10 MB", &source, "a shorter text");
                continue;
            }
            let mut page = self.page(item, &text, &source, &mut site.log);
            let has_children = parents.contains(item.id());
            tree.place(item, &mut page, has_children);
            // Blocks of plugins have a namespace. Those of WordPress are translated, or make lists of pages.
            let is_of_plugin = |block: &str| {
                let name = block.split_whitespace().next().unwrap_or_default().trim_end_matches("/-->");
                name.contains('/') && !name.starts_with("core")
            };
            let has_plugin = text.split("<!-- wp:").skip(1).any(is_of_plugin) || text.contains('[');
            let is_lost = page.text.trim().is_empty() && has_plugin;
            if is_lost && page.address != "/" && !has_children && !page.is_draft {
                site.log.doubt(&source, "plugins make its words, and none of them are here");
            }
            if tree.is_below_last_level(item) {
                let kind = format!("page below more than {} others", FolderTree::DEEPEST);
                site.log.left(
                    &kind,
                    &source,
                    "fewer levels; its file stands beside those of the last level, its address stays",
                );
            }
            let queries = ["guid", "link"].into_iter().filter_map(|field| query_address(item.field(field)));
            page.aliases.extend(queries.map(|path| self.below_base(path)).collect::<BTreeSet<_>>());
            site.pages.push(page);
        }
        self.add_former_addresses(site);
        let names: BTreeSet<_> = site.pages.iter().flat_map(|page| page.authors.clone()).collect();
        let people = names.into_iter().map(|name| OldPerson { key: name.clone(), name, ..OldPerson::default() });
        site.people.extend(people);
        self.add_topics(site);
    }

    /// Adds addresses of other forms, by date and by name, that links still use: WordPress leads from them to posts. Where one post has
    /// an address by date, all have.
    fn add_former_addresses(&self, site: &mut OldSite) {
        let Ok(base) = Url::parse(self.export.channel.field("wp:base_blog_url")) else { return };
        let path = |address: &str| {
            let url = base.join(address).ok().filter(|url| url.host() == base.host())?;
            Some(self.below_base(url.path().trim_end_matches('/').to_owned()) + "/")
        };
        let links = site.pages.iter().flat_map(|page| links::links(&page.text));
        let mut links: HashSet<String> = links.filter_map(|link| path(&link.address)).collect();
        site.pages.iter().for_each(|page| _ = links.remove(&page.address));
        let forms = |page: &OldPage| {
            let is_post = page.source.starts_with("post ") && !page.is_draft;
            let day = page.published.filter(|_| is_post)?.to_string().replace('-', "/");
            let month = day.rsplit_once('/')?.0;
            Some([format!("/{month}/{}/", page.name), format!("/{day}/{}/", page.name), format!("/{}/", page.name)])
        };
        let mut is_used = [false; 3];
        for forms in site.pages.iter().filter_map(forms) {
            (0..2).for_each(|form| is_used[form] |= links.contains(&forms[form]));
        }
        for page in &mut site.pages {
            let former = forms(page).into_iter().flatten().zip(is_used);
            let former = former.filter(|(form, is_used)| *form != page.address && (*is_used || links.contains(form)));
            let former: Vec<String> = former.map(|(form, _)| form).collect();
            page.aliases.extend(former);
        }
    }

    /// The path of a page below that of a site in a folder, `https://clinic.example/blog`, which `base_url` has.
    fn below_base(&self, path: String) -> String {
        let base = self.export.channel.field("wp:base_blog_url");
        let base = Url::parse(base).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        let below = path.strip_prefix(&base).filter(|below| below.starts_with('/'));
        below.map_or_else(|| path.clone(), str::to_owned)
    }

    fn pages(&self) -> impl Iterator<Item = &Record> {
        self.export.items.iter().filter(|item| item.is_page())
    }

    fn page(&self, item: &Record, text: &str, source: &str, log: &mut ImportLog) -> OldPage {
        let text = text::markdown(text, item, source, &self.items, log);
        let published = dates::day(item.field("wp:post_date"));
        let is_public =
            matches!(item.field("wp:status"), "publish" | "future") && item.field("wp:post_password").is_empty();
        let noindex = noindex_field(item);
        if let Some(field) = noindex {
            log.confirm(source, format!("a plugin hides this page from search engines (`{field}`); it is a draft"));
        }
        let mut page = OldPage {
            source: source.to_owned(),
            title: item.words("title"),
            description: item
                .words("excerpt:encoded")
                .or_else(|| DESCRIPTIONS.iter().find_map(|key| item.meta_words(key))),
            address: path_of(item.field("link")).map(|path| self.below_base(path)).unwrap_or_default(),
            published,
            updated: dates::day(item.field("wp:post_modified"))
                .filter(|updated| published.is_none_or(|first| *updated > first)),
            is_draft: !is_public || noindex.is_some(),
            authors: self.export.authors.get(item.field("dc:creator")).cloned().into_iter().collect(),
            topics: topics(item),
            hero: self.hero(item),
            text,
            ..OldPage::default()
        };
        for (field, key) in [("seo_title", "_yoast_wpseo_title"), ("canonical", "_yoast_wpseo_canonical")] {
            page.fields.extend(item.meta_words(key).map(|words| (field.to_owned(), words.into())));
        }
        add_review(item, &mut page, log);
        self.add_files(&mut page);
        page
    }

    fn hero(&self, item: &Record) -> Option<OldPicture> {
        let attachment = self.items.get(item.meta("_thumbnail_id"))?;
        let src = attachment.field("wp:attachment_url").to_owned();
        let alt = attachment.meta_words("_wp_attachment_image_alt");
        (!src.is_empty()).then(|| OldPicture { src, alt, caption: attachment.words("excerpt:encoded"), credit: None })
    }

    /// Finds the uploads that the page shows, if the source holds them.
    fn add_files(&self, page: &mut OldPage) {
        let addresses = links::links(&page.text).into_iter().map(|link| link.address);
        for address in addresses.chain(page.hero.iter().map(|hero| hero.src.clone())) {
            if let Some(path) = self.upload(&address) {
                page.files.insert(address, FileOrigin::Source(path));
            }
        }
    }

    /// The path of an upload in the source, or that of the original for one that WordPress made smaller.
    fn upload(&self, address: &str) -> Option<String> {
        let (_, name) = address.split_once("wp-content/uploads/")?;
        let name = name.split(['?', '#']).next().unwrap_or(name);
        let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
        let names = [Some(name.clone()), original_name(&name)];
        let paths =
            names.iter().flatten().flat_map(|name| [format!("wp-content/uploads/{name}"), format!("uploads/{name}")]);
        paths.into_iter().find(|path| self.source.has(path))
    }

    /// Adds what the export says of the topics in use and those above them.
    fn add_topics(&self, site: &mut OldSite) {
        let has_categories = self.pages().flat_map(|item| &item.terms).any(|term| term.domain == "category");
        site.topics_address = Some(if has_categories { "/category/" } else { "/tag/" }.to_owned());
        let terms = &self.export.terms;
        // The first one of a name stays, as for a tag with the name of a category.
        let by_title: BTreeMap<_, _> = terms.iter().rev().map(|term| (term.words("title"), term)).collect();
        let by_link: BTreeMap<&str, _> = terms.iter().rev().map(|term| (term.field("link"), term)).collect();
        let mut names: Vec<String> = site.pages.iter().flat_map(|page| page.topics.clone()).collect();
        let mut topics: BTreeMap<String, OldTopic> = BTreeMap::new();
        while let Some(name) = names.pop() {
            let term = by_title.get(&Some(name.clone()));
            let Some(term) = term.filter(|_| !topics.contains_key(&name)) else { continue };
            let parent = term.field("wp:category_parent");
            let above = format!("/category/{parent}/");
            let broader = by_link.get(&*above).filter(|_| !parent.is_empty());
            let broader = broader.and_then(|term| term.words("title")).filter(|broader| *broader != name);
            names.extend(broader.clone());
            let topic = OldTopic {
                name: name.clone(),
                title: name.clone(),
                description: term.words("description"),
                broader,
                address: Some(term.field("link").to_owned()),
            };
            topics.insert(name, topic);
        }
        site.topics = topics.into_values().collect();
    }
}

/// The folders of items by their numbers: the names of the pages above each, the top one first.
struct FolderTree<'a> {
    items: &'a Items<'a>,
    folders: HashMap<&'a str, Vec<String>>,
}

impl<'a> FolderTree<'a> {
    /// Paths on disk are limited, and so is the memory for those of an export whose pages are each below the one before. Pages
    /// further down share the folder of the last level.
    const DEEPEST: usize = 16;

    fn new(items: &'a Items<'a>) -> Self {
        Self { items, folders: HashMap::new() }
    }

    fn folders(&mut self, item: &'a Record) -> Vec<String> {
        let above = |item: &&'a Record| self.items.get(item.field("wp:post_parent"));
        // A page can be below itself where the numbers of two sites are mixed. The page at which that shows is the top one then.
        let mut seen = HashSet::new();
        let is_new = |item: &&'a Record| !self.folders.contains_key(item.id()) && seen.insert(item.id());
        let unknown: Vec<&'a Record> = std::iter::successors(Some(item), above).take_while(is_new).collect();
        let top = unknown.last().and_then(above);
        let mut folders = top.and_then(|top| Some(Self::below(self.folders.get(top.id())?.clone(), top)));
        for item in unknown.into_iter().rev() {
            let own = folders.unwrap_or_default();
            self.folders.insert(item.id(), own.clone());
            folders = Some(Self::below(own, item));
        }
        self.folders.get(item.id()).cloned().unwrap_or_default()
    }

    /// Whether a page that was placed is further down than the last level.
    fn is_below_last_level(&self, item: &Record) -> bool {
        let is_deepest = |item: &Record| self.folders.get(item.id()).is_some_and(|own| own.len() == Self::DEEPEST);
        is_deepest(item) && self.items.get(item.field("wp:post_parent")).is_some_and(is_deepest)
    }

    /// The folders of what is below an item.
    fn below(mut folders: Vec<String>, item: &Record) -> Vec<String> {
        if folders.len() < Self::DEEPEST {
            folders.push(item.name_in_address());
        }
        folders
    }

    /// Sets the folders and the name of a page. A page with pages below it is the text of their folder.
    fn place(&mut self, item: &'a Record, page: &mut OldPage, has_children: bool) {
        page.name = item.name_in_address();
        if item.kind() == "page" && page.address == "/" {
            page.name = "index".to_owned();
            return;
        }
        page.folders = self.folders(item);
        match item.kind() {
            "page" => {}
            "post" => page.folders.insert(0, "articles".to_owned()),
            kind => page.folders.insert(0, slug::slugify(kind)),
        }
        if has_children {
            page.folders.push(std::mem::replace(&mut page.name, "index".to_owned()));
        }
    }
}

/// An address with a number, which leads to a page whatever its name is, such as `/?p=12`.
fn query_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let query = url.query().filter(|query| query.starts_with("p=") || query.starts_with("page_id="))?;
    Some(format!("{}?{query}", url.path()))
}

/// Keeps what plugins say of reviews. They are claims of the old site, so a person has to confirm them.
fn add_review(item: &Record, page: &mut OldPage, log: &mut ImportLog) {
    for key in item.meta.keys().filter(|key| is_review(key)) {
        let Some(value) = item.meta_words(key) else { continue };
        if !value.starts_with("field_") && !value.contains('@') {
            let key = key.trim_start_matches('_');
            log.confirm(&page.source, format!("the old site says: {} {value}", key.replace('_', " ")));
            page.add_review(key, value.into());
        }
    }
}

/// Categories and tags, but not the category of pages without one.
fn topics(item: &Record) -> Vec<String> {
    let mut topics = Vec::new();
    for term in item.terms.iter().filter(|term| matches!(term.domain.as_str(), "category" | "post_tag")) {
        let name = html::plain(&term.name);
        if !name.is_empty() && term.nicename != "uncategorized" && !topics.contains(&name) {
            topics.push(name);
        }
    }
    topics
}

/// The name of the original, such as `photo.jpg` for `photo-300x200.jpg`.
fn original_name(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    Some(format!("{}.{ending}", without_size(stem, &['-'])?))
}

/// The path of an address from `/`; nothing for one that only has a query, such as `/?p=12` or `/blog/?page_id=3`.
pub(super) fn path_of(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let is_query = query_address(address).is_some() || url.query().is_some() && url.path() == "/";
    // Two slashes at the start would make a host of what follows.
    (!is_query).then(|| format!("/{}", url.path().trim_start_matches('/')))
}
