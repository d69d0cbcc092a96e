//! Reads the tags of a page that carry metadata: `<meta>`, title, language, canonical address and JSON-LD blocks. What they
//! mean for a citation is left to the parent module.

use std::collections::BTreeMap;

use wellpress_foundation::html_tokens::{HtmlTokens, StartTag, Token};
use wellpress_foundation::text::one_line;

/// More JSON-LD blocks than any real page has; a hostile one could otherwise hold millions.
const MAX_JSON_LD_BLOCKS: usize = 50;

/// The metadata tags of a page, with each run of white space as one space and empty values left out.
#[derive(Debug, Default)]
pub(super) struct HeadTags {
    /// Contents of `<meta>` by name or property in lower case, in the order of the page.
    meta: BTreeMap<String, Vec<String>>,
    pub(super) title: Option<String>,
    /// The attribute `lang` of `<html>`.
    pub(super) language: Option<String>,
    /// The address in `<link rel="canonical">`, which may be relative.
    pub(super) canonical: Option<String>,
    /// The text of each JSON-LD block; whether it is JSON has not been checked.
    pub(super) json_ld: Vec<String>,
}

/// The element whose text the tokenizer is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenElement {
    Other,
    Title,
    JsonLd,
}

impl HeadTags {
    /// Reads a page, however broken its HTML is. A tokenizer is enough: nothing here depends on how elements nest, and pages put
    /// metadata into their body as well.
    pub(super) fn read(page: &str) -> Self {
        let mut tags = Self::default();
        let (mut open, mut text) = (OpenElement::Other, String::new());
        for token in HtmlTokens::of_page(page) {
            match token {
                Token::StartTag(tag) => {
                    open = tags.start(&tag);
                    text.clear();
                }
                Token::String(part) if matches!(open, OpenElement::Title | OpenElement::JsonLd) => {
                    text.push_str(&String::from_utf8_lossy(&part.value));
                }
                Token::EndTag(_) => {
                    tags.end(open, &text);
                    open = OpenElement::Other;
                }
                _ => {}
            }
        }
        tags
    }

    /// The first content of the first of these names that the page has.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).first().cloned()
    }

    /// All contents of the first of these names that the page has.
    pub(super) fn all(&self, names: &[&str]) -> &[String] {
        names.iter().find_map(|name| self.meta.get(*name)).map_or(&[], Vec::as_slice)
    }

    fn start(&mut self, tag: &StartTag<usize>) -> OpenElement {
        match tag.name.as_slice() {
            b"html" => self.language = attribute(tag, "lang"),
            b"link" if has_attribute(tag, "rel", "canonical") => {
                self.canonical = self.canonical.take().or(attribute(tag, "href"));
            }
            b"meta" => self.meta(tag),
            // Drawings in the body have titles too.
            b"title" if self.title.is_none() => return OpenElement::Title,
            b"script" if has_attribute(tag, "type", "application/ld+json") => return OpenElement::JsonLd,
            _ => {}
        }
        OpenElement::Other
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let name = attribute(tag, "name").or_else(|| attribute(tag, "property"));
        if let (Some(name), Some(content)) = (name, attribute(tag, "content")) {
            // Dublin Core has two prefixes for the same terms.
            self.meta.entry(name.to_ascii_lowercase().replace("dcterms.", "dc.")).or_default().push(content);
        }
    }

    fn end(&mut self, closed: OpenElement, text: &str) {
        match closed {
            OpenElement::Title => self.title = Some(one_line(text)).filter(|title| !title.is_empty()),
            OpenElement::JsonLd if self.json_ld.len() < MAX_JSON_LD_BLOCKS => self.json_ld.push(text.to_owned()),
            _ => {}
        }
    }
}

fn has_attribute(tag: &StartTag<usize>, name: &str, expected: &str) -> bool {
    attribute(tag, name).is_some_and(|value| value.eq_ignore_ascii_case(expected))
}

/// The value of an attribute with each run of white space as one space; `None` if that leaves nothing.
fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(one_line(&String::from_utf8_lossy(value))).filter(|value| !value.is_empty())
}
