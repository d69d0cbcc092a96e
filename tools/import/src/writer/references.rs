//! Words of a text that name another page or heading without being a link: `@sec-rest` of Quarto, and addresses that a tag left in a
//! sentence.

use std::collections::HashMap;

use crate::old_site::OldSite;
use crate::text::{code, headings};

use super::targets::SOURCE_SCHEME;
use super::titles::page_title;

/// The headings of a site that have ids of their own: page, words, and whether the heading is the title of its page.
#[derive(Debug, Default)]
pub(crate) struct NamedHeadings(HashMap<String, (String, String, bool)>);

impl NamedHeadings {
    /// Collects them before titles are taken out of the texts.
    pub fn of(site: &OldSite) -> Self {
        let mut headings_by_id = HashMap::new();
        for page in site.pages.iter().filter(|page| page.text.contains("{#")) {
            for (index, (id, words)) in headings::ids(&page.text).into_iter().enumerate() {
                let is_title = index == 0 && headings::take_title(&page.text).is_some();
                headings_by_id.entry(id).or_insert((page.source.clone(), words, is_title));
            }
        }
        Self(headings_by_id)
    }

    /// Makes links of the words that name a heading or a page.
    pub fn linked(&self, text: &str, site: &OldSite) -> String {
        if !text.contains("@sec-") && !text.contains(SOURCE_SCHEME) {
            return text.to_owned();
        }
        code::outside(text, |part| with_links(&self.with_sections(part), site))
    }

    fn with_sections(&self, text: &str) -> String {
        let (mut output, mut rest) = (String::with_capacity(text.len()), text);
        while let Some(at) = rest.find("@sec-") {
            let length = rest[at + 1..].find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '-' | '_')));
            let end = length.map_or(rest.len(), |length| at + 1 + length);
            let id = &rest[at + 1..end];
            let Some((source, words, is_title)) = self.0.get(id) else {
                output.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            };
            let is_bracketed = rest[..at].ends_with('[') && rest[end..].starts_with(']');
            let start = if is_bracketed { at - 1 } else { at };
            let fragment = if *is_title { String::new() } else { format!("#{id}") };
            output.push_str(&format!(
                "{}[{words}]({SOURCE_SCHEME}{}{fragment})",
                &rest[..start],
                source.replace(' ', "%20")
            ));
            rest = &rest[if is_bracketed { end + 1 } else { end }..];
        }
        output + rest
    }
}

/// An address in a sentence becomes a link with the title of its page.
fn with_links(text: &str, site: &OldSite) -> String {
    let (mut output, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(SOURCE_SCHEME) {
        let end = rest[at..]
            .find(|sign: char| sign.is_whitespace() || matches!(sign, ')' | '>' | '"' | ','))
            .map_or(rest.len(), |length| at + length);
        let address = rest[at..end].trim_end_matches('.');
        let text_before_address = &rest[..at];
        output.push_str(text_before_address);
        if text_before_address.ends_with(['(', '<', '"', ' ']) && text_before_address.trim_end().ends_with("](")
            || text_before_address.ends_with(['(', '<', '"'])
        {
            output.push_str(&rest[at..end]);
        } else {
            let path = address.trim_start_matches(SOURCE_SCHEME).split('#').next().unwrap_or_default();
            let is_page = |source: &str| source == path || source.strip_suffix(".md") == Some(path);
            let page = site.pages.iter().find(|page| is_page(&page.source));
            let words = page.map_or_else(|| path.to_owned(), page_title);
            output.push_str(&format!("[{words}]({address}){}", &rest[at + address.len()..end]));
        }
        rest = &rest[end..];
    }
    output + rest
}

#[cfg(test)]
mod tests {
    use super::NamedHeadings;
    use crate::old_site::{OldPage, OldSite};

    #[test]
    fn references_become_links_with_words() {
        let page = |source: &str, text: &str| OldPage {
            source: source.to_owned(),
            text: text.to_owned(),
            title: Some("T".to_owned()),
            ..OldPage::default()
        };
        let pages = vec![page("a.md", "# Sepsis {#sec-sepsis}\n\n## Care {#sec-care}\n"), page("b.md", "")];
        let site = OldSite { pages, ..OldSite::default() };
        let named_headings = NamedHeadings::of(&site);
        let linked =
            named_headings.linked("See [@sec-sepsis], @sec-care, @sec-none; import:b.md. [x](import:a.md)", &site);
        assert_eq!(
            linked,
            "See [Sepsis](import:a.md), [Care](import:a.md#sec-care), @sec-none; [T](import:b.md). [x](import:a.md)"
        );
    }
}
