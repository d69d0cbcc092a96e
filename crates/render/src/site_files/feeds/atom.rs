//! The parts of Atom that all feeds have.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text, WriteConfig};

use wellpress_foundation::Day;
use wellpress_site::config::{Config, LanguageId};

/// A feed with everything but its title and its addresses.
///
/// An Atom feed must have `updated` (RFC 4287, 4.1.1), also if it has no entries; then it is the start of 1970. It must have an
/// `author` unless every entry has one, and pages need not name any.
pub(crate) fn feed_of(config: &Config, language: LanguageId, entries: Vec<Entry>) -> Feed {
    Feed {
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or_default(),
        authors: vec![publisher(config)],
        lang: Some(config.languages[language].tag.clone()),
        entries,
        ..Feed::default()
    }
}

fn publisher(config: &Config) -> Person {
    let name = config.settings.organization.as_ref().map_or(&config.settings.title, |organisation| &organisation.name);
    Person { name: printable(name), ..Person::default() }
}

pub(crate) fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

pub(crate) fn text(words: &str) -> Text {
    Text::plain(printable(words))
}

/// A text in one line, without the characters that XML 1.0 allows in no form, not even escaped: a feed with one of them is not
/// read at all.
pub(crate) fn printable(words: &str) -> String {
    words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_xml_character(*c)).collect()
}

/// HTML without the characters that XML 1.0 does not allow. Line ends stay.
pub(crate) fn printable_html(html: &str) -> String {
    html.chars().filter(|c| is_xml_character(*c) || matches!(c, '\n' | '\t')).collect()
}

fn is_xml_character(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The start of a day in UTC: Atom wants a time (RFC 3339), and front matter has days.
pub(crate) fn midnight(day: Day) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}

pub(crate) fn write(feed: &Feed) -> String {
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let xml = feed.write_with_config(Vec::new(), config);
    debug_assert!(xml.is_ok(), "a feed of plain text always writes into memory");
    String::from_utf8(xml.unwrap_or_default()).unwrap_or_default()
}
