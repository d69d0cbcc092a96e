//! Pages, their topics and their pictures.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use wellpress_foundation::Day;

use crate::dates;
use crate::log::ImportLog;
use crate::old_site::{FileOrigin, OldPage, OldPicture, OldSite, OldTopic};
use crate::source_folder::SourceFolder;
use crate::text::html;

use super::path_of;
use super::text::{Library, Text, notes};
use super::wxr::{Export, Item, Term, is_page, is_review};

/// The name of an item in its address.
pub(super) fn name(item: &Item) -> String {
    let name = percent_decode_str(item.field("wp:post_name")).decode_utf8_lossy().into_owned();
    let name = slug::slugify(if name.is_empty() { html::plain(item.field("title")) } else { name });
    if name.is_empty() { format!("{}-{}", item.kind(), item.id()) } else { name }
}

impl Term {
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    fn slug(&self) -> &str {
        self.field(if self.is_tag { "wp:tag_slug" } else { "wp:category_nicename" })
    }
}

pub(super) fn term_title(term: &Term) -> String {
    html::plain(term.field(if term.is_tag { "wp:tag_name" } else { "wp:cat_name" }))
}

pub(super) fn term_address(term: &Term) -> String {
    format!("/{}/{}/", if term.is_tag { "tag" } else { "category" }, term.slug())
}

impl<'a> Text<'a> {
    /// The text of an item.
    pub(super) fn new(source: &'a str, item: &'a Item, library: &'a Library, log: &'a mut ImportLog) -> Self {
        let notes = notes(item.meta("footnotes"));
        Self { source, library, log, id: item.id(), notes, pieces: Vec::new(), footnotes: Vec::new() }
    }
}

/// What pages are made from.
pub(super) struct Pages<'a> {
    pub source: &'a SourceFolder<'a>,
    pub library: &'a Library,
    pub export: &'a Export,
}

impl Pages<'_> {
    /// Adds all pages and their topics. `texts` are those of the pages, in their order.
    pub(super) fn add_to(&self, site: &mut OldSite, texts: Vec<String>) {
        let by_id: BTreeMap<&str, &Item> = self.items().map(|item| (item.id(), item)).collect();
        let parents: BTreeSet<&str> = self.items().map(|item| item.field("wp:post_parent")).collect();
        for (item, text) in self.items().zip(texts) {
            site.page_count += 1;
            let source = format!("{} {}", item.kind(), item.id());
            if item.is_too_long {
                site.log.left("text over 10 MB", &source, "a shorter text");
                continue;
            }
            let mut page = self.page(item, &text, &source, &mut site.log);
            place(item, &mut page, &by_id, parents.contains(item.id()));
            if let Some(short) = short_address(item).filter(|_| !page.address.is_empty()) {
                site.redirects.insert(short, page.address.clone());
            }
            site.pages.push(page);
        }
        self.add_topics(site);
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.export.items.iter().filter(|item| is_page(item))
    }

    fn page(&self, item: &Item, text: &str, source: &str, log: &mut ImportLog) -> OldPage {
        let text = Text::new(source, item, self.library, log).markdown(text);
        let published = date(item.field("wp:post_date"));
        let is_public =
            matches!(item.field("wp:status"), "publish" | "future") && item.field("wp:post_password").is_empty();
        let mut page = OldPage {
            source: source.to_owned(),
            title: Some(html::plain(item.field("title"))).filter(|title| !title.is_empty()),
            description: description(item),
            address: path_of(item.field("link")).unwrap_or_default(),
            published,
            updated: date(item.field("wp:post_modified"))
                .filter(|updated| published.is_none_or(|first| *updated > first)),
            is_draft: !is_public,
            authors: self.author(item).into_iter().collect(),
            topics: topics(item),
            hero: self.hero(item),
            text,
            ..OldPage::default()
        };
        add_seo(item, &mut page);
        add_review(item, &mut page, log);
        self.add_files(&mut page);
        page
    }

    /// The display name of the author. An address for mail is no name.
    fn author(&self, item: &Item) -> Option<String> {
        let name = html::plain(self.export.authors.get(item.field("dc:creator"))?);
        (!name.is_empty() && !name.contains('@')).then_some(name)
    }

    fn hero(&self, item: &Item) -> Option<OldPicture> {
        let attachment = self.library.attachments.get(item.meta("_thumbnail_id"))?;
        let words = |text: &str| Some(html::plain(text)).filter(|words| !words.is_empty());
        let (alt, caption) = (words(&attachment.alt), words(&attachment.caption));
        (!attachment.url.is_empty()).then(|| OldPicture { src: attachment.url.clone(), alt, caption, credit: None })
    }

    /// Finds the uploads that the page shows, if the source holds them.
    fn add_files(&self, page: &mut OldPage) {
        let mut addresses = upload_addresses(&page.text);
        addresses.extend(page.hero.iter().map(|hero| hero.src.clone()));
        for address in addresses {
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
        let has_categories = self.items().flat_map(|item| &item.terms).any(|term| term.domain == "category");
        site.topics_address = Some(if has_categories { "/category/" } else { "/tag/" }.to_owned());
        // The first one of a name stays, as for a tag with the name of a category.
        let by_title: BTreeMap<String, &Term> =
            self.export.terms.iter().rev().map(|term| (term_title(term), term)).collect();
        let categories = self.export.terms.iter().filter(|term| !term.is_tag);
        let by_slug: BTreeMap<&str, &Term> = categories.map(|term| (term.slug(), term)).collect();
        let in_use: BTreeSet<String> = site.pages.iter().flat_map(|page| page.topics.clone()).collect();
        let mut wanted: Vec<String> = in_use.into_iter().collect();
        let mut topics: BTreeMap<String, OldTopic> = BTreeMap::new();
        while let Some(name) = wanted.pop() {
            let Some(term) = by_title.get(&name) else { continue };
            if topics.contains_key(&name) {
                continue;
            }
            let broader =
                by_slug.get(term.field("wp:category_parent")).filter(|_| !term.is_tag).map(|term| term_title(term));
            wanted.extend(broader.clone());
            let description =
                html::plain(term.field(if term.is_tag { "wp:tag_description" } else { "wp:category_description" }));
            let topic = OldTopic {
                name: name.clone(),
                title: name.clone(),
                description: Some(description).filter(|words| !words.is_empty()),
                broader: broader.filter(|broader| *broader != name),
                address: Some(term_address(term)),
            };
            topics.insert(name, topic);
        }
        site.topics = topics.into_values().collect();
    }
}

/// Sets the folders and the name of a page. A page with pages below it is the text of their folder.
fn place(item: &Item, page: &mut OldPage, by_id: &BTreeMap<&str, &Item>, has_children: bool) {
    const DEEPEST: usize = 16;
    page.name = name(item);
    if item.kind() == "page" && page.address == "/" {
        page.name = "index".to_owned();
        return;
    }
    let above = |item: &&Item| by_id.get(item.field("wp:post_parent")).copied();
    // A page can be below itself where two sites are mixed in one export.
    let mut seen = BTreeSet::from([item.id()]);
    let parents = std::iter::successors(above(&item), above).take_while(|above| seen.insert(above.id()));
    page.folders = parents.take(DEEPEST).map(name).collect();
    match item.kind() {
        "page" => {}
        "post" => page.folders.push("articles".to_owned()),
        kind => page.folders.push(slug::slugify(kind)),
    }
    page.folders.reverse();
    if has_children {
        page.folders.push(std::mem::replace(&mut page.name, "index".to_owned()));
    }
}

/// The address with a number that leads to a page whatever its name is, such as `/?p=12`.
fn short_address(item: &Item) -> Option<String> {
    let url = url::Url::parse(item.field("guid")).ok()?;
    let query = url.query().filter(|query| query.starts_with("p=") || query.starts_with("page_id="))?;
    Some(format!("{}?{query}", url.path()))
}

fn date(text: &str) -> Option<Day> {
    if text.starts_with("0000") { None } else { dates::day(text) }
}

/// The first description that is no pattern of a plugin.
fn description(item: &Item) -> Option<String> {
    let fields = ["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description"].map(|key| item.meta(key));
    let is_pattern =
        |text: &str| text.contains("%%") || text.split_whitespace().any(|word| word.len() > 2 && word.starts_with('%'));
    let descriptions =
        [item.field("excerpt:encoded")].into_iter().chain(fields.into_iter().filter(|text| !is_pattern(text)));
    descriptions.map(html::plain).find(|text| !text.is_empty())
}

fn add_seo(item: &Item, page: &mut OldPage) {
    let fields = [("seo_title", "_yoast_wpseo_title"), ("canonical", "_yoast_wpseo_canonical")];
    for (field, key) in fields {
        let value = html::plain(item.meta(key));
        if !value.is_empty() && !value.contains("%%") {
            page.fields.insert(field.to_owned(), value.into());
        }
    }
}

/// Keeps what plugins say of reviews. They are claims of the old site, so a person has to confirm them.
fn add_review(item: &Item, page: &mut OldPage, log: &mut ImportLog) {
    let is_claim = |value: &str| !value.is_empty() && !value.starts_with("field_") && !value.contains('@');
    let claims = item.meta.iter().filter(|(key, value)| is_review(key) && is_claim(value.trim()));
    let mut review = serde_json::Map::new();
    for (key, value) in claims {
        let value = html::plain(value);
        let key = key.trim_start_matches('_');
        log.confirm(&page.source, format!("the old site says: {} {value}", key.replace('_', " ")));
        review.insert(key.to_owned(), value.into());
    }
    if !review.is_empty() {
        page.extra.insert("imported_review".to_owned(), review.into());
    }
}

/// Categories and tags, but not the category of pages without one.
fn topics(item: &Item) -> Vec<String> {
    let terms = item.terms.iter().filter(|term| matches!(term.domain.as_str(), "category" | "post_tag"));
    let mut topics = Vec::new();
    for name in terms.filter(|term| term.nicename != "uncategorized").map(|term| html::plain(&term.name)) {
        if !name.is_empty() && !topics.contains(&name) {
            topics.push(name);
        }
    }
    topics
}

/// The addresses of uploads in Markdown.
fn upload_addresses(text: &str) -> Vec<String> {
    /// Longer ones are none that a browser would take.
    const LONGEST: usize = 2000;
    let address = |(at, _): (usize, &str)| {
        let first = (at.saturating_sub(LONGEST)..=at).find(|start| text.is_char_boundary(*start))?;
        let last = (at..=text.len().min(at + LONGEST)).rfind(|end| text.is_char_boundary(*end))?;
        let (before, behind) = (text.get(first..at)?, text.get(at..last)?);
        let start = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"')).map(|start| start + 1);
        let start = start.or_else(|| (first == 0).then_some(0))?;
        let opening = before.get(..start)?.chars().next_back();
        let is_end = |c: char| match opening {
            Some('<') => c == '>',
            Some('"') => c == '"',
            _ => c.is_whitespace() || c == ')',
        };
        Some(before.get(start..)?.to_owned() + behind.split(is_end).next()?)
    };
    text.match_indices("wp-content/uploads/").filter_map(address).collect()
}

/// `photo.jpg` for `photo-300x200.jpg`.
fn original_name(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (original, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(width) && is_number(height)).then(|| format!("{original}.{ending}"))
}
