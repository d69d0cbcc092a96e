//! The newest articles of a language as an Atom feed, and its corrections as another: titles, dates, authors and deks, never the text itself, so that no
//! step of an exercise is read without its cautions.
//!
//! Nothing here knows the time: a feed is as new as its newest entry, and the same input gives the same bytes.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig};

use wellpress_diagnostics::yaml::Day;
use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::config::Config;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId, Record};
use wellpress_site::parse::front_matter::{Correction, CorrectionSeverity};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

/// The address of a language's feed.
#[must_use]
pub fn feed_url(config: &Config, language: usize) -> String {
    format!("{}feed.xml", language_url(config, language))
}

/// A language's feed as XML: its newest published articles, at most as many as the settings say. Pages that are only
/// brought in for a preview, withdrawn ones and those without a day are left out.
#[must_use]
pub fn atom(config: &Config, resolved: &ResolvedSite<'_>, language: usize) -> String {
    let articles = newest(config, resolved, language);
    let home = config.base.absolute(&language_url(config, language));
    let entries: Vec<Entry> =
        articles.iter().map(|(page, published)| entry(config, resolved, page, *published)).collect();
    let feed = Feed {
        title: text(&config.languages[language].title),
        subtitle: config.languages[language].description.as_deref().map(text),
        id: home.clone(),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
        authors: vec![publisher(config)],
        links: vec![
            link("alternate", home, "text/html"),
            link("self", config.base.absolute(&feed_url(config, language)), "application/atom+xml"),
        ],
        lang: Some(config.languages[language].tag.clone()),
        entries,
        ..Feed::default()
    };
    write(&feed)
}

/// A language's corrections as XML: what each page said and what it says, newest first, at most as many as the settings
/// say. `words` come before the former and the latter, and in front of both
/// where it matters.
#[must_use]
pub fn corrections(
    config: &Config,
    corrections: &[(&Page, &Correction)],
    language: usize,
    title: &str,
    words: &[String; 3],
) -> String {
    let page = config.base.absolute(&format!("{}corrections/", language_url(config, language)));
    let newest = corrections.iter().take(config.settings.feeds.limit);
    let entries: Vec<Entry> = newest.map(|(page, correction)| corrected(config, page, correction, words)).collect();
    let feed = Feed {
        title: text(&format!("{title} | {}", config.languages[language].title)),
        id: page.clone(),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
        authors: vec![publisher(config)],
        links: vec![
            link("self", format!("{page}feed.xml"), "application/atom+xml"),
            link("alternate", page, "text/html"),
        ],
        lang: Some(config.languages[language].tag.clone()),
        entries,
        ..Feed::default()
    };
    write(&feed)
}

/// An entry has an id by what it says, so that it stays the same when others come.
fn corrected(config: &Config, page: &Page, correction: &Correction, words: &[String; 3]) -> Entry {
    let [was, now, important] = words;
    let address = config.base.absolute(&page.url);
    let said = FingerprintBuilder::new("correction").with((correction.date.value, &correction.was, &correction.now));
    let day = midnight(correction.date.value);
    let weight = match correction.severity {
        CorrectionSeverity::Minor => String::new(),
        CorrectionSeverity::Important => format!("{important}. "),
    };
    Entry {
        title: text(&page.title),
        id: format!("{address}#{}", said.fingerprint()),
        updated: day,
        published: Some(day),
        summary: Some(text(&format!("{weight}{was} {} {now} {}", correction.was, correction.now))),
        links: vec![link("alternate", address, "text/html")],
        ..Entry::default()
    }
}

/// Newest first; of one day, by address.
fn newest<'a>(config: &Config, resolved: &ResolvedSite<'a>, language: usize) -> Vec<(&'a Page, Day)> {
    let pages = resolved.site.pages_of(Kind::Article, language);
    let public = pages.filter(|page| page.included.is_none() && !page.is_withdrawn());
    let mut dated: Vec<(&Page, Day)> =
        public.filter_map(|page| Some((page, page.published.or(page.updated)?))).collect();
    dated.sort_by(|(a, first), (b, second)| second.cmp(first).then_with(|| a.url.cmp(&b.url)));
    dated.truncate(config.settings.feeds.limit);
    dated
}

fn entry(config: &Config, resolved: &ResolvedSite<'_>, page: &Page, published: Day) -> Entry {
    let address = config.base.absolute(&page.url);
    let authors = page.reviewed().map_or(&[][..], |reviewed| &reviewed.authors);
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
        Record::Person(person) => person.full_name(page),
        _ => page.title.clone(),
    };
    Person { name: printable(&name), uri: Some(config.base.absolute(&page.url)), ..Person::default() }
}

fn publisher(config: &Config) -> Person {
    let name = config.settings.organization.as_ref().map_or(&config.settings.title, |own| &own.name);
    Person { name: printable(name), ..Person::default() }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

fn text(words: &str) -> Text {
    Text::plain(printable(words))
}

/// Without the characters that XML cannot hold at all.
fn printable(words: &str) -> String {
    let sound = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(sound).collect()
}

/// The start of a day, UTC.
fn midnight(day: Day) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}

fn write(feed: &Feed) -> String {
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let written = feed.write_with_config(Vec::new(), config);
    debug_assert!(written.is_ok(), "a feed of plain text always writes into memory");
    String::from_utf8(written.unwrap_or_default()).unwrap_or_default()
}
