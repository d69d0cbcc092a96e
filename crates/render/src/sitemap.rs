//! What is told to crawlers: `sitemap.xml` with every page that may be found, and `robots.txt` with who may look.
//!
//! A page is found when a reader could come to it on purpose: not a draft that is only brought in, not one withdrawn,
//! not one that says `noindex` or names another address as its canonical one; and no print page, source page, redirect
//! or 404, which are not given to these functions at all.

use wellpress_diagnostics::yaml::Day;
use wellpress_site::config::{Config, Permission};
use wellpress_site::discover::Kind;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use super::alternates;
use super::context::Alternate;
use super::pages::{members, parts};

/// The sitemap as files: path in the output and text. One `sitemap.xml`; where that would be larger than a sitemap may
/// be, `sitemap.xml` is the index of `sitemap-1.xml`, `sitemap-2.xml` and so on.
///
/// `others` are root-relative addresses of pages that the renderer makes beside the home pages, lists, glossaries and
/// the citation index, such as `/corrections/`.
#[must_use]
pub fn sitemap(config: &Config, resolved: &ResolvedSite<'_>, others: &[String]) -> Vec<(String, String)> {
    let mut files = Files::default();
    for listed in generated(config, resolved) {
        files.push(&listed);
    }
    for url in others {
        files.push(&Listed { url: config.base.absolute(url), updated: None, alternates: Vec::new() });
    }
    for page in resolved.site.pages.iter().filter(|page| may_be_found(config, page)) {
        let updated = page.updated.or(page.published);
        files.push(&Listed {
            url: config.base.absolute(&page.url),
            updated,
            alternates: alternates::of_page(config, resolved, page.id),
        });
        for part in 2..=members::parts(config, resolved, page, is_listed) {
            files.push(&further(config, &page.url, part, updated));
        }
    }
    files.finish(config)
}

/// `robots.txt`: where the sitemap is, and who may not read the site.
#[must_use]
pub fn robots(config: &Config) -> String {
    let crawlers = &config.settings.crawlers;
    let root = &config.base.path;
    let mut text = String::new();
    if crawlers.training == Permission::Disallow {
        text.extend(TRAINING.iter().map(|name| format!("User-agent: {name}\n")));
        text.push_str(&format!("Disallow: {root}\n\n"));
    }
    let rule = match crawlers.search {
        Permission::Allow => "Allow",
        Permission::Disallow => "Disallow",
    };
    text.push_str(&format!("User-agent: *\n{rule}: {root}\n\n"));
    text.push_str(&format!("Sitemap: {}\n", config.base.absolute(&format!("{root}sitemap.xml"))));
    text
}

/// Crawlers that read for training models, by the names that their makers give.
const TRAINING: &[&str] = &[
    "GPTBot",
    "CCBot",
    "Google-Extended",
    "ClaudeBot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "meta-externalagent",
];

/// A line of the sitemap.
struct Listed {
    url: String,
    updated: Option<Day>,
    alternates: Vec<Alternate>,
}

fn may_be_found(config: &Config, page: &Page) -> bool {
    let hides = |robots: &String| {
        robots.split(',').any(|rule| matches!(rule.trim().to_ascii_lowercase().as_str(), "noindex" | "none"))
    };
    let is_elsewhere = page.settings.canonical.as_ref().is_some_and(|url| url.value != config.base.absolute(&page.url));
    is_listed(page) && !page.settings.robots.as_ref().is_some_and(hides) && !is_elsewhere
}

/// Whether lists show it to everybody.
fn is_listed(page: &Page) -> bool {
    page.included.is_none() && !page.is_withdrawn()
}

/// Pages that the build makes of itself.
fn generated(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Listed> {
    let all: Vec<usize> = (0..config.languages.len()).collect();
    let written = |language: &usize| {
        let home = language_url(config, *language);
        resolved.site.pages.iter().any(|page| page.url == home)
    };
    let homes: Vec<usize> = all.iter().copied().filter(|language| !written(language)).collect();
    let mut listed = in_languages(config, &homes, "");
    listed.iter_mut().for_each(|home| home.alternates = alternates::of_path(config, &all, ""));
    for kind in [Kind::Article, Kind::Exercise, Kind::Programme, Kind::Topic, Kind::Person] {
        listed.extend(lists(config, resolved, kind, &all));
    }
    let mut glossaries: Vec<usize> = resolved.site.glossaries.iter().map(|glossary| glossary.language).collect();
    glossaries.sort_unstable();
    listed.extend(in_languages(config, &glossaries, "glossary/"));
    let newest = |language: usize| resolved.site.corrections(language).first().map(|(_, newest)| newest.date.value);
    let corrected: Vec<usize> = all.iter().copied().filter(|language| newest(*language).is_some()).collect();
    let corrections = in_languages(config, &corrected, "corrections/").into_iter().zip(&corrected);
    listed.extend(corrections.map(|(page, language)| Listed { updated: newest(*language), ..page }));
    if !resolved.citation_index.sources.is_empty() {
        listed.extend(in_languages(config, &[0], "references/"));
    }
    listed
}

/// A generated page in each language that has it.
fn in_languages(config: &Config, languages: &[usize], path: &str) -> Vec<Listed> {
    let each = languages.iter().map(|language| Listed {
        url: config.base.absolute(&format!("{}{path}", language_url(config, *language))),
        updated: None,
        alternates: alternates::of_path(config, languages, path),
    });
    each.collect()
}

/// A kind's lists with all their parts; as new as their newest entry.
fn lists(config: &Config, resolved: &ResolvedSite<'_>, kind: Kind, languages: &[usize]) -> Vec<Listed> {
    let members = |language: usize| resolved.site.pages_of(kind, language).filter(|page| is_listed(page));
    let languages: Vec<usize> =
        languages.iter().copied().filter(|language| members(*language).next().is_some()).collect();
    let mut listed = in_languages(config, &languages, &format!("{}/", kind.folder()));
    for (at, language) in languages.iter().enumerate() {
        let updated = members(*language).filter_map(|page| page.updated.or(page.published)).max();
        listed[at].updated = updated;
        for part in 2..=members(*language).count().div_ceil(config.settings.pagination) {
            let first = format!("{}{}/", language_url(config, *language), kind.folder());
            listed.push(further(config, &first, part, updated));
        }
    }
    listed
}

/// A part of a list that is not the first.
fn further(config: &Config, first: &str, part: usize, updated: Option<Day>) -> Listed {
    Listed { url: config.base.absolute(&parts::address(first, part)), updated, alternates: Vec::new() }
}

/// A sitemap may have this many addresses and bytes; some bytes are kept for its frame.
const MOST_URLS: usize = 50_000;
const MOST_BYTES: usize = 49_000_000;

#[derive(Default)]
struct Files {
    bodies: Vec<String>,
    urls: usize,
}

impl Files {
    fn push(&mut self, listed: &Listed) {
        let is_full = |body: &String| body.len() > MOST_BYTES;
        if self.urls == MOST_URLS || self.bodies.last().is_none_or(is_full) {
            self.bodies.push(String::new());
            self.urls = 0;
        }
        self.urls += 1;
        if let Some(body) = self.bodies.last_mut() {
            write(body, listed);
        }
    }

    fn finish(self, config: &Config) -> Vec<(String, String)> {
        if self.bodies.len() <= 1 {
            let body = self.bodies.first().map_or("", String::as_str);
            return vec![("sitemap.xml".to_owned(), document("urlset", body))];
        }
        let mut files = Vec::with_capacity(self.bodies.len() + 1);
        let mut index = String::new();
        for (number, body) in self.bodies.iter().enumerate() {
            let name = format!("sitemap-{}.xml", number + 1);
            let url = config.base.absolute(&format!("{}{name}", config.base.path));
            index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escape(&url)));
            files.push((name, document("urlset", body)));
        }
        files.insert(0, ("sitemap.xml".to_owned(), document("sitemapindex", &index)));
        files
    }
}

fn document(root: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{body}</{root}>\n"
    )
}

fn write(body: &mut String, listed: &Listed) {
    body.push_str(&format!("<url><loc>{}</loc>", escape(&listed.url)));
    if let Some(updated) = listed.updated {
        body.push_str(&format!("<lastmod>{updated}</lastmod>"));
    }
    for Alternate { language, url } in &listed.alternates {
        let (language, url) = (escape(language), escape(url));
        body.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\"/>"));
    }
    body.push_str("</url>\n");
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(c),
        }
    }
    escaped
}
