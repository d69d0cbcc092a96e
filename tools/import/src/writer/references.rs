//! Words of a text that name a page, a heading, a figure, a table or a formula without being a link: `@sec-rest` of Quarto, and addresses
//! that a tag left in a sentence.

use std::collections::{HashMap, HashSet};

use crate::log::ImportLog;
use crate::old_site::OldSite;
use crate::text::scan::{id_at_start, last_line, near, replaced, spliced};
use crate::text::{code, figures, headings};

use super::targets::{SOURCE_SCHEME, source_link};
use super::titles::page_title;

/// What words of Quarto refer to, with an `@` before it.
const KINDS: [&str; 4] = ["sec-", "fig-", "tbl-", "eq-"];

/// What the texts of a site give an id: headings, figures, tables and formulas.
#[derive(Debug, Default)]
pub(crate) struct NamedPlaces(HashMap<String, NamedPlace>);

#[derive(Debug)]
struct NamedPlace {
    /// The path of the page in the source folder.
    source: String,
    /// The words of a link to it.
    words: String,
    /// Whether it is the title of its page.
    is_title: bool,
}

impl NamedPlaces {
    /// Collects them before titles are taken out of the texts.
    pub fn of(site: &OldSite) -> Self {
        let mut places = HashMap::new();
        for page in site.pages.iter().filter(|page| page.text.contains("{#")) {
            let headings = headings::ids(&page.text).into_iter().enumerate().map(|(index, (id, words))| {
                let is_title = index == 0 && headings::take_title(&page.text).is_some();
                (id, NamedPlace { source: page.source.clone(), words, is_title })
            });
            let captions = captions(&page.text)
                .into_iter()
                .map(|(id, words)| (id, NamedPlace { source: page.source.clone(), words, is_title: false }));
            headings.chain(captions).for_each(|(id, place)| _ = places.entry(id).or_insert(place));
        }
        Self(places)
    }

    /// Makes links of the words that name something on a page. `source` is the file of the text.
    pub fn linked(&self, text: &str, source: &str, site: &OldSite) -> String {
        if !text.contains('@') && !text.contains(SOURCE_SCHEME) {
            return text.to_owned();
        }
        code::outside(text, |part| with_links(&self.with_references(part, source), site))
    }

    fn with_references(&self, text: &str, source: &str) -> String {
        let reference = |(at, _): (usize, &str)| {
            let id = id_at_start(&text[at + 1..]);
            let end = at + 1 + id.len();
            let place = self.0.get(id).filter(|_| KINDS.iter().any(|kind| id.starts_with(kind)))?;
            // A figure or a table of the same page has a number, which the new site writes in place of such a reference.
            let is_native = place.source == source && (id.starts_with("fig-") || id.starts_with("tbl-"));
            // In an address or behind a backslash it is no reference, and in the words of a link there is no room for another link.
            let is_text = text[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '\\');
            if is_native || is_text || is_in_link(&text[end..]) {
                return None;
            }
            let is_bracketed = text[..at].ends_with('[') && text[end..].starts_with(']');
            let range = if is_bracketed { at - 1..end + 1 } else { at..end };
            let fragment = if place.is_title { String::new() } else { format!("#{id}") };
            Some((range, format!("[{}]({}{fragment})", place.words, source_link(&place.source))))
        };
        spliced(text, text.match_indices('@').filter_map(reference))
    }
}

/// The ids of figures and tables in a text.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = String> {
    let ids = text.split('#').skip(1).map(id_at_start);
    ids.filter(|id| id.starts_with("fig-") || id.starts_with("tbl-")).map(str::to_owned)
}

/// A text in which references to figures and tables that no page has are words.
pub(crate) fn without_missing(text: &str, ids: &HashSet<String>, source: &str, log: &mut ImportLog) -> String {
    if !text.contains("@fig-") && !text.contains("@tbl-") {
        return text.to_owned();
    }
    figures::with_words(text, |before, id| {
        let word = [("fig-", "Figure"), ("tbl-", "Table")].iter().find(|(kind, _)| id.starts_with(kind))?.1;
        if ids.contains(id) || before.ends_with(char::is_alphanumeric) {
            return None;
        }
        log.confirm(source, format!("`@{id}` refers to a figure or a table that no page has"));
        let has_word = ["igure ", "ig. ", "able "].iter().any(|word| before.ends_with(word));
        Some(if has_word { &id["fig-".len()..] } else { word }.to_owned())
    })
}

/// Whether the words of a link end in this text before another bracket: whatever stands before it is then within the link.
fn is_in_link(text: &str) -> bool {
    near(text).find(['[', ']', '\n']).is_some_and(|end| text[end..].starts_with("]("))
}

/// The ids and words of captions, such as those of `::figure[Caption]{#fig-a src="a.png"}`, and of numbers of formulas.
fn captions(text: &str) -> Vec<(String, String)> {
    let mut captions = Vec::new();
    for (end, _) in text.match_indices("]{#") {
        let id = id_at_start(&text[end + 3..]);
        let line = last_line(&text[..end]);
        // Up to a link or a mark in the caption.
        let words =
            line.split_once('[').map_or("", |(_, words)| words.split(['[', ']']).next().unwrap_or_default()).trim();
        if KINDS.iter().any(|kind| id.starts_with(kind)) && !words.is_empty() {
            captions.push((id.to_owned(), words.to_owned()));
        }
    }
    captions
}

/// An address in a sentence becomes a link with the title of its page.
fn with_links(text: &str, site: &OldSite) -> String {
    replaced(text, SOURCE_SCHEME, |before, behind| {
        let end = behind.find(|sign: char| sign.is_whitespace() || matches!(sign, ')' | '>' | '"' | ','));
        let (written, rest) = behind.split_at(end.unwrap_or(behind.len()));
        if before.ends_with(['(', '<', '"']) || before.ends_with(' ') && before.trim_end().ends_with("](") {
            return Some((format!("{SOURCE_SCHEME}{written}"), rest));
        }
        let address = written.trim_end_matches('.');
        let path = address.split('#').next().unwrap_or_default();
        let is_page = |source: &str| source == path || source.strip_suffix(".md") == Some(path);
        let page = site.pages.iter().find(|page| is_page(&page.source));
        let words = page.map_or_else(|| path.to_owned(), page_title);
        Some((format!("[{words}]({SOURCE_SCHEME}{address}){}", &written[address.len()..]), rest))
    })
}

#[cfg(test)]
mod tests {
    use super::NamedPlaces;
    use crate::old_site::{OldPage, OldSite};

    #[test]
    fn references_become_links_with_words() {
        let page = |source: &str, text: &str| OldPage {
            source: source.to_owned(),
            text: text.to_owned(),
            title: Some("T".to_owned()),
            ..OldPage::default()
        };
        let first =
            "# Sepsis {#sec-sepsis}\n\n## Care {#sec-care}\n\n::figure[A *drip* [@a-1]]{#fig-drip src=\"d.png\"}\n";
        let pages = vec![page("a.md", first), page("b.md", ":::table[Doses]{#tbl-b}\n:::\n\n$$x$$\n[(1)]{#eq-x}\n")];
        let site = OldSite { pages, ..OldSite::default() };
        let places = NamedPlaces::of(&site);
        for (text, linked) in [
            (
                "See [@sec-sepsis], @sec-care, @sec-none",
                "See [Sepsis](import:a.md), [Care](import:a.md#sec-care), @sec-none",
            ),
            ("[by @eq-x](c.md), \\@eq-x, me@eq-x.org", "[by @eq-x](c.md), \\@eq-x, me@eq-x.org"),
            ("a@b.org import:b.md. [x](import:a.md)", "a@b.org [T](import:b.md). [x](import:a.md)"),
            ("In @fig-drip; @tbl-b, [@eq-x].", "In [A *drip*](import:a.md#fig-drip); @tbl-b, [(1)](import:b.md#eq-x)."),
        ] {
            assert_eq!(places.linked(text, "b.md", &site), linked);
        }
    }
}
