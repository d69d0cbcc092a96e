//! What the head of a page says: its `<meta>` tags, its title, language, canonical address and JSON-LD.

use std::collections::BTreeMap;
use std::convert::Infallible;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// More blocks of JSON-LD than any page has.
const MOST_BLOCKS: usize = 50;

/// What the head of a page says.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// Contents by name or property in lower case, in the order of the page.
    meta: BTreeMap<String, Vec<String>>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// `lang` of `<html>`.
    pub(super) language: Option<String>,
    /// `<link rel="canonical">`.
    pub(super) canonical: Option<String>,
    /// Blocks of JSON-LD, as written.
    pub(super) json_ld: Vec<String>,
}

/// Which text is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Title,
    JsonLd,
    /// Drawings have titles of their own.
    Drawing,
}

impl Tags {
    /// Reads a page, however broken.
    pub(super) fn read(page: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut tags = Self::default();
        let (mut within, mut text) = (Within::Nothing, String::new());
        for token in Tokenizer::new_with_emitter(page, emitter) {
            let Ok(token): Result<_, Infallible> = token;
            match token {
                Token::StartTag(tag) => {
                    within = tags.start(&tag, within);
                    text.clear();
                }
                Token::String(part) if matches!(within, Within::Title | Within::JsonLd) => {
                    text.push_str(&String::from_utf8_lossy(&part));
                }
                Token::EndTag(end) if within != Within::Drawing || end.name.as_slice() == b"svg" => {
                    tags.end(within, &text);
                    within = Within::Nothing;
                }
                _ => {}
            }
        }
        tags
    }

    /// The first content that one of these names has.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.meta.get(*name)?.first().cloned())
    }

    /// All contents of the first of these names that has any.
    pub(super) fn all(&self, names: &[&str]) -> &[String] {
        names.iter().find_map(|name| self.meta.get(*name)).map_or(&[], Vec::as_slice)
    }

    fn start(&mut self, tag: &StartTag<()>, within: Within) -> Within {
        let has = |name: &str, value: &str| attribute(tag, name).is_some_and(|own| own.eq_ignore_ascii_case(value));
        match tag.name.as_slice() {
            _ if within == Within::Drawing => return within,
            b"svg" if !tag.self_closing => return Within::Drawing,
            b"html" => self.language = attribute(tag, "lang"),
            b"link" if has("rel", "canonical") => self.canonical = self.canonical.take().or(attribute(tag, "href")),
            b"meta" => self.meta(tag),
            b"title" if self.title.is_none() => return Within::Title,
            b"script" if has("type", "application/ld+json") => return Within::JsonLd,
            _ => {}
        }
        Within::Nothing
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        let name = attribute(tag, "name").or_else(|| attribute(tag, "property"));
        if let (Some(name), Some(content)) = (name, attribute(tag, "content")) {
            self.meta.entry(name.to_ascii_lowercase().replace("dcterms.", "dc.")).or_default().push(content);
        }
    }

    fn end(&mut self, within: Within, text: &str) {
        match within {
            Within::Title => self.title = Some(folded(text)).filter(|title| !title.is_empty()),
            Within::JsonLd if self.json_ld.len() < MOST_BLOCKS => self.json_ld.push(text.to_owned()),
            _ => {}
        }
    }
}

/// An attribute with its blanks folded; `None` where it is empty.
fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(folded(&String::from_utf8_lossy(value))).filter(|value| !value.is_empty())
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
