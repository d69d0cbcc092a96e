//! Atom feeds ([RFC 4287](https://www.rfc-editor.org/rfc/rfc4287)) of a language: one of its newest articles, one of its
//! newest corrections.
//!
//! Entries have titles, dates, authors and descriptions, but never the text of an article: a feed reader would show an
//! exercise's steps without its cautions.
//!
//! Nothing here reads the clock. A feed is as new as its newest entry, so the same input gives the same bytes.

use std::cmp::Reverse;

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig};

use wellpress_diagnostics::yaml::Day;
use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::{Correction, CorrectionSeverity};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

/// The root-relative address of a language's feed of articles.
#[must_use]
pub fn feed_url(config: &Config, language: LanguageId) -> String {
    format!("{}feed.xml", language_url(config, language))
}

/// The feed of a language's newest articles, as many as the settings say. Left out are pages that are only included for a
/// preview, withdrawn pages and pages without a date.
#[must_use]
pub fn atom(config: &Config, resolved: &ResolvedSite<'_>, language: LanguageId) -> String {
    let articles = newest_articles(config, resolved, language);
    let home = config.base.absolute(&language_url(config, language));
    let entries = articles.iter().map(|article| article_entry(config, resolved, article)).collect();
    let feed = Feed {
        title: text(&config.languages[language].title),
        subtitle: config.languages[language].description.as_deref().map(text),
        id: home.clone(),
        links: vec![
            link("alternate", home, "text/html"),
            link("self", config.base.absolute(&feed_url(config, language)), "application/atom+xml"),
        ],
        ..feed_of(config, language, entries)
    };
    write(&feed)
}

/// Words of the theme that an entry of the feed of corrections is made of, such as "It said:", "It says:" and "Important".
pub struct CorrectionLabels {
    /// In front of the former wording.
    pub was: String,
    /// In front of the new wording.
    pub now: String,
    /// In front of everything, for an important correction.
    pub important: String,
}

/// The feed of a language's corrections: what each page said and what it says now. `corrections` are sorted with the newest
/// first; the feed has as many of them as the settings say.
#[must_use]
pub fn corrections(
    config: &Config,
    corrections: &[(&Page, &Correction)],
    language: LanguageId,
    title: &str,
    labels: &CorrectionLabels,
) -> String {
    let page = config.base.absolute(&format!("{}corrections/", language_url(config, language)));
    let newest = corrections.iter().take(config.settings.feeds.limit);
    let entries = newest.map(|(page, correction)| correction_entry(config, page, correction, labels)).collect();
    let feed = Feed {
        title: text(&format!("{title} | {}", config.languages[language].title)),
        id: page.clone(),
        links: vec![
            link("self", format!("{page}feed.xml"), "application/atom+xml"),
            link("alternate", page, "text/html"),
        ],
        ..feed_of(config, language, entries)
    };
    write(&feed)
}

/// The parts that both feeds have.
///
/// An Atom feed must have `updated` (RFC 4287, 4.1.1), also if it has no entries; then it is the start of 1970. It must have an
/// `author` unless every entry has one, and articles need not name any.
fn feed_of(config: &Config, language: LanguageId, entries: Vec<Entry>) -> Feed {
    Feed {
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
        authors: vec![publisher(config)],
        lang: Some(config.languages[language].tag.clone()),
        entries,
        ..Feed::default()
    }
}

fn correction_entry(config: &Config, page: &Page, correction: &Correction, labels: &CorrectionLabels) -> Entry {
    let address = config.base.absolute(&page.url);
    // An id must never change (RFC 4287, 4.2.6). Made of what the correction says, it stays when the page is corrected again,
    // which would move the number of a correction in its list.
    let content = FingerprintBuilder::new("correction").with((correction.date.value, &correction.was, &correction.now));
    let day = midnight(correction.date.value);
    let importance = match correction.severity {
        CorrectionSeverity::Minor => String::new(),
        CorrectionSeverity::Important => format!("{}. ", labels.important),
    };
    let CorrectionLabels { was, now, .. } = labels;
    Entry {
        title: text(&page.title),
        id: format!("{address}#{}", content.fingerprint()),
        updated: day,
        published: Some(day),
        summary: Some(text(&format!("{importance}{was} {} {now} {}", correction.was, correction.now))),
        links: vec![link("alternate", address, "text/html")],
        ..Entry::default()
    }
}

/// An article with the day by which the feed sorts it: its publication, or its update if only that is known.
struct DatedArticle<'a> {
    page: &'a Page,
    published: Day,
}

/// The newest first; articles of one day by their address.
fn newest_articles<'a>(config: &Config, resolved: &ResolvedSite<'a>, language: LanguageId) -> Vec<DatedArticle<'a>> {
    let pages = resolved.site.pages_of(ContentKind::Article, language);
    let public = pages.filter(|page| page.unpublished.is_none() && !page.is_withdrawn());
    let dated = public.filter_map(|page| Some(DatedArticle { page, published: page.published.or(page.updated)? }));
    let mut articles: Vec<DatedArticle<'_>> = dated.collect();
    articles.sort_by_key(|article| (Reverse(article.published), &article.page.url));
    articles.truncate(config.settings.feeds.limit);
    articles
}

fn article_entry(config: &Config, resolved: &ResolvedSite<'_>, article: &DatedArticle<'_>) -> Entry {
    let DatedArticle { page, published } = *article;
    let address = config.base.absolute(&page.url);
    let authors = page.editorial().map_or(&[][..], |reviewed| &reviewed.authors);
    Entry {
        title: text(&page.title),
        id: address.clone(),
        updated: midnight(page.updated.map_or(published, |updated| updated.max(published))),
        published: Some(midnight(published)),
        authors: authors.iter().map(|author| person(config, resolved, *author)).collect(),
        summary: page.description.as_deref().map(text),
        links: vec![link("alternate", address, "text/html")],
        ..Entry::default()
    }
}

fn person(config: &Config, resolved: &ResolvedSite<'_>, author: PageId) -> Person {
    let page = resolved.site.page(author);
    let name = match &page.record {
        PageRecord::Person(person) => person.full_name(page),
        _ => page.title.clone(),
    };
    Person { name: printable(&name), uri: Some(config.base.absolute(&page.url)), ..Person::default() }
}

fn publisher(config: &Config) -> Person {
    let name = config.settings.organization.as_ref().map_or(&config.settings.title, |organisation| &organisation.name);
    Person { name: printable(name), ..Person::default() }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

fn text(words: &str) -> Text {
    Text::plain(printable(words))
}

/// A text without the characters that XML 1.0 allows in no form, not even escaped: a feed with one of them is not read at
/// all. Line ends and tabs become blanks.
fn printable(words: &str) -> String {
    words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_xml_character(*c)).collect()
}

fn is_xml_character(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The start of a day in UTC: Atom wants a time (RFC 3339), and front matter has days.
fn midnight(day: Day) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}

fn write(feed: &Feed) -> String {
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let xml = feed.write_with_config(Vec::new(), config);
    debug_assert!(xml.is_ok(), "a feed of plain text always writes into memory");
    String::from_utf8(xml.unwrap_or_default()).unwrap_or_default()
}
