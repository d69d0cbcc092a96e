//! Files for crawlers: `sitemap.xml` with every page that search engines may find
//! ([sitemaps.org protocol](https://www.sitemaps.org/protocol.html), with
//! [`hreflang` links](https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap) between
//! translations), and `robots.txt` ([RFC 9309](https://www.rfc-editor.org/rfc/rfc9309)) with the crawlers that may read.
//!
//! Left out of the sitemap are withdrawn pages, pages that say `noindex` or name another address as their canonical one, and the
//! generated pages that are no destination of a search: print pages, source pages, redirects, the search page and 404. A build
//! with `--drafts`, `--future` or `--expired` is for editors and has no sitemap.

use url::Url;
use wellpress_foundation::Day;
use wellpress_site::config::{Config, CrawlerPermission, CrawlerSettings, LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::Page;
use wellpress_site::model::page::forbids_indexing;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context::{Alternate, alternates};
use crate::escape::attribute;
use crate::listing::members;
use crate::listing::section_lists::{SectionList, section_lists};
use crate::pages::lists::pagination;

/// A file of the sitemap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapFile {
    /// Path in the output.
    pub path: String,
    /// Its content, an XML document in UTF-8.
    pub text: String,
}

/// The sitemap as files: one `sitemap.xml`, or for a site that is larger than a sitemap may be the index `sitemap.xml` of
/// `sitemap-1.xml`, `sitemap-2.xml` and so on.
///
/// `others` are root-relative addresses of further pages, besides those of the content and the generated ones that are
/// found here. There are none in a build for editors, whose pages no search engine may find.
#[must_use]
pub fn sitemap(config: &Config, resolved: &ResolvedSite<'_>, others: &[String]) -> Vec<SitemapFile> {
    if config.options.include.is_any() {
        return Vec::new();
    }
    let mut files = SitemapWriter::default();
    for url in generated(config, resolved) {
        files.push(&url);
    }
    for other in others {
        files.push(&SitemapUrl { location: config.base.absolute(other), updated: None, alternates: Vec::new() });
    }
    for page in resolved.site.pages.iter().filter(|page| may_be_found(config, page)) {
        let updated = page.updated.or(page.published);
        files.push(&SitemapUrl {
            location: config.base.absolute(&page.url),
            updated,
            alternates: alternates::of_page(config, resolved, page.id),
        });
        for number in 2..=members::page_count(config, resolved, page, |member| !member.is_withdrawn()) {
            files.push(&further_page(config, &page.url, number, updated));
        }
    }
    files.finish(config)
}

/// The text of `robots.txt`: where the sitemap is, and which crawlers may read the site.
#[must_use]
pub fn robots(config: &Config) -> String {
    let CrawlerSettings { training, search, answers } = config.settings.crawlers;
    let root = &config.base.path;
    let mut text = String::new();
    for (permission, crawlers) in [(training, TRAINING_CRAWLERS), (answers, ANSWER_CRAWLERS)] {
        // What is allowed by name holds against the rule for all, and needs no group of its own without one.
        let rule = match permission {
            Some(CrawlerPermission::Disallow) => "Disallow",
            Some(CrawlerPermission::Allow) if search == Some(CrawlerPermission::Disallow) => "Allow",
            _ => continue,
        };
        // Several names may share one group of rules. A crawler obeys the group that names it and ignores the one for `*`.
        text.extend(crawlers.iter().map(|name| format!("User-agent: {name}\n")));
        text.push_str(&format!("{rule}: {root}\n\n"));
    }
    let rule = if search == Some(CrawlerPermission::Disallow) { "Disallow" } else { "Allow" };
    let signals = content_signals([("search", search), ("ai-input", answers), ("ai-train", training)]);
    text.push_str(&format!("User-agent: *\n{signals}{rule}: {root}\n\n"));
    if !config.options.include.is_any() {
        text.push_str(&format!("Sitemap: {}\n", config.base.absolute(&format!("{root}sitemap.xml"))));
    }
    text
}

/// The line with what the site may be used for, as [Content Signals](https://contentsignals.org/) define it. A use that the settings do
/// not name is left out, which neither grants nor refuses it; without any there is no line.
///
/// The vocabulary of the IETF's working group on AI preferences is not written: its drafts have no consensus yet on the names of uses.
fn content_signals(uses: [(&str, Option<CrawlerPermission>); 3]) -> String {
    let signals = uses.into_iter().filter_map(|(name, permission)| {
        let answer = if permission? == CrawlerPermission::Allow { "yes" } else { "no" };
        Some(format!("{name}={answer}"))
    });
    let signals: Vec<String> = signals.collect();
    if signals.is_empty() { String::new() } else { format!("Content-Signal: {}\n", signals.join(", ")) }
}

/// Crawlers that fetch pages to answer questions from them, by the product tokens that their operators publish.
const ANSWER_CRAWLERS: &[&str] = &[
    "OAI-SearchBot",
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "PerplexityBot",
    "Perplexity-User",
    "DuckAssistBot",
    "MistralAI-User",
    "meta-externalfetcher",
];

/// Crawlers that collect texts to train models, by the product tokens that their operators publish.
const TRAINING_CRAWLERS: &[&str] = &[
    "GPTBot",
    "CCBot",
    "Google-Extended",
    "ClaudeBot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "meta-externalagent",
];

/// A `<url>` of the sitemap.
struct SitemapUrl {
    /// Absolute address, not escaped for XML.
    location: String,
    updated: Option<Day>,
    /// The page in all languages, itself included; empty if it is in one only.
    alternates: Vec<Alternate>,
}

fn may_be_found(config: &Config, page: &Page) -> bool {
    let canonical = page.front.canonical.as_ref();
    // The name of a host may be written in its own letters or encoded.
    let own = config.base.absolute(&page.url);
    let is_own = |url: &str| url == own || Url::parse(url).is_ok_and(|url| Url::parse(&own) == Ok(url));
    let is_elsewhere = canonical.is_some_and(|url| !is_own(&url.value));
    !page.is_withdrawn() && !page.front.robots.as_deref().is_some_and(forbids_indexing) && !is_elsewhere
}

/// The generated pages: home pages without a file, lists, glossaries, corrections and the citation index.
fn generated(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<SitemapUrl> {
    let languages: Vec<LanguageId> = config.languages.ids().collect();
    let mut urls = homes_without_file(config, resolved, &languages);
    urls.extend(section_lists(config, resolved.site).flat_map(|of| list(config, resolved, of)));
    let mut glossaries: Vec<LanguageId> = resolved.site.glossaries.iter().map(|glossary| glossary.language).collect();
    glossaries.sort_unstable();
    urls.extend(in_languages(config, &glossaries, "glossary/"));
    urls.extend(corrections(config, resolved, &languages));
    if !resolved.citation_index.sources.is_empty() {
        urls.extend(in_languages(config, &[MAIN_LANGUAGE], "references/"));
    }
    urls
}

/// The home pages that no file of the content has the text of.
fn homes_without_file(config: &Config, resolved: &ResolvedSite<'_>, languages: &[LanguageId]) -> Vec<SitemapUrl> {
    let without_file = languages.iter().copied().filter(|language| {
        let home = language_url(config, *language);
        resolved.site.pages.iter().all(|page| page.url != home)
    });
    let without_file: Vec<LanguageId> = without_file.collect();
    let mut homes = in_languages(config, &without_file, "");
    // Every language has a home page, with a file or without.
    homes.iter_mut().for_each(|home| home.alternates = alternates::of_path(config, languages, ""));
    homes
}

/// The pages of corrections, each as new as its newest correction.
fn corrections(config: &Config, resolved: &ResolvedSite<'_>, languages: &[LanguageId]) -> Vec<SitemapUrl> {
    let newest = languages.iter().filter_map(|language| {
        let corrections = resolved.site.corrections(*language);
        Some((*language, corrections.first()?.1.date.value))
    });
    let (languages, dates): (Vec<LanguageId>, Vec<Day>) = newest.unzip();
    let urls = in_languages(config, &languages, "corrections/").into_iter().zip(dates);
    urls.map(|(url, newest)| SitemapUrl { updated: Some(newest), ..url }).collect()
}

/// A generated page in each of these languages, by its path below their home pages.
fn in_languages(config: &Config, languages: &[LanguageId], path: &str) -> Vec<SitemapUrl> {
    let urls = languages.iter().map(|language| SitemapUrl {
        location: config.base.absolute(&format!("{}{path}", language_url(config, *language))),
        updated: None,
        alternates: alternates::of_path(config, languages, path),
    });
    urls.collect()
}

/// A list with all its pages, as new as its newest entry. The first page is left out if the content has its text.
fn list(config: &Config, resolved: &ResolvedSite<'_>, list: SectionList) -> Vec<SitemapUrl> {
    let entries = list.unsorted(resolved);
    if entries.is_empty() {
        return Vec::new();
    }
    let updated = entries.iter().filter_map(|page| page.updated.or(page.published)).max();
    let url = list.url(config, resolved.site);
    let first = SitemapUrl {
        location: config.base.absolute(&url),
        updated,
        alternates: alternates::of_path(config, &list.languages(config, resolved), &list.path(config, resolved.site)),
    };
    let first = list.text(resolved.site).is_none().then_some(first);
    let count = entries.len().div_ceil(config.settings.pagination);
    first.into_iter().chain((2..=count).map(|number| further_page(config, &url, number, updated))).collect()
}

/// A page of a paginated list other than the first.
fn further_page(config: &Config, first_url: &str, number: usize, updated: Option<Day>) -> SitemapUrl {
    let location = config.base.absolute(&pagination::address(first_url, number));
    SitemapUrl { location, updated, alternates: Vec::new() }
}

/// The protocol allows 50,000 addresses in a file.
const MOST_URLS: usize = 50_000;

/// The protocol allows 52,428,800 bytes in a file, uncompressed. A file is begun anew behind the address with which it goes
/// over this number, so that there is room for that address and for the root element.
const MOST_BYTES: usize = 49_000_000;

/// Distributes addresses over as many files as the limits ask for.
///
/// The elements of a file are kept apart from the root around them, because only the last address decides whether there
/// is one file or an index of several.
#[derive(Default)]
struct SitemapWriter {
    /// The `<url>` elements of each file.
    bodies: Vec<String>,
    /// How many of them the last file has.
    urls_in_last: usize,
}

impl SitemapWriter {
    fn push(&mut self, url: &SitemapUrl) {
        let is_full = self.bodies.last().is_none_or(|body| body.len() > MOST_BYTES);
        if is_full || self.urls_in_last == MOST_URLS {
            self.bodies.push(String::new());
            self.urls_in_last = 0;
        }
        self.urls_in_last += 1;
        if let Some(body) = self.bodies.last_mut() {
            write_url(body, url);
        }
    }

    fn finish(self, config: &Config) -> Vec<SitemapFile> {
        if self.bodies.len() <= 1 {
            let body = self.bodies.first().map_or("", String::as_str);
            return vec![SitemapFile { path: "sitemap.xml".to_owned(), text: document("urlset", body) }];
        }
        let mut files = Vec::with_capacity(self.bodies.len() + 1);
        let mut index = String::new();
        for (number, body) in (1..).zip(&self.bodies) {
            let path = format!("sitemap-{number}.xml");
            let location = config.base.absolute(&format!("{}{path}", config.base.path));
            index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escape(location.as_str())));
            files.push(SitemapFile { path, text: document("urlset", body) });
        }
        files.insert(0, SitemapFile { path: "sitemap.xml".to_owned(), text: document("sitemapindex", &index) });
        files
    }
}

fn document(root: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{body}</{root}>\n"
    )
}

fn escape(plain: &str) -> String {
    let mut xml = String::with_capacity(plain.len());
    attribute(&mut xml, plain);
    xml
}

/// Writes an entry. The protocol wants all five special characters of XML escaped, in texts as well as in attributes.
fn write_url(body: &mut String, url: &SitemapUrl) {
    body.push_str(&format!("<url><loc>{}</loc>", escape(url.location.as_str())));
    if let Some(updated) = url.updated {
        body.push_str(&format!("<lastmod>{updated}</lastmod>"));
    }
    for Alternate { language, url } in &url.alternates {
        let (language, url) = (escape(language), escape(url));
        body.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\"/>"));
    }
    body.push_str("</url>\n");
}
