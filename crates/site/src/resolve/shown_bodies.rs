//! [`ShownBodies`]: all texts that readers see on a page, and what these show besides their own words: calls to action,
//! callouts of the settings, people, glossary terms, and files that raw HTML refers to.
//!
//! `reviewed_text` makes parts of them that a reviewer signs.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use url::Url;

use wellpress_diagnostics::Source;
use wellpress_foundation::html_tokens::{HtmlTokens, Token};
use wellpress_markdown::body::{Body, NodeKind};
use wellpress_markdown::directives::{Callout, DirectiveKind};

use crate::assets::AssetManifest;
use crate::config::{CallToAction, Config};
use crate::model::disclaimer::DisclaimerId;
use crate::model::{Page, PageId};

use super::resolved_texts::ResolvedTexts;
use super::shown_pages;
use super::targets::{DirectiveTarget, ResolvedBody};

/// The texts that a page shows, with the settings and files that they may refer to.
pub(super) struct ShownBodies<'a> {
    config: &'a Config,
    files: &'a AssetManifest,
    page: &'a Page,
    bodies: Vec<ShownBody<'a>>,
    /// The people whose biographies are shown, or would be if the page had a list of experts.
    experts: BTreeSet<PageId>,
    has_experts: bool,
}

/// One of the texts.
#[derive(Clone, Copy)]
struct ShownBody<'a> {
    source: &'a Source,
    body: &'a Body,
    resolved: &'a ResolvedBody,
}

impl<'a> ShownBodies<'a> {
    /// The texts of a page, of the programmes, exercises and disclaimers that it shows, and the biographies in its list of
    /// experts.
    pub fn new(
        config: &'a Config,
        texts: ResolvedTexts<'a>,
        page: &'a Page,
        pages: impl Iterator<Item = PageId>,
        disclaimers: &BTreeSet<DisclaimerId>,
    ) -> Self {
        let mut bodies: Vec<ShownBody<'a>> =
            std::iter::once(page.id).chain(pages).flat_map(|page| bodies_of(texts, page)).collect();
        bodies.extend(disclaimers.iter().map(|id| {
            let disclaimer = &texts.site.disclaimers[*id];
            ShownBody { source: &disclaimer.source, body: &disclaimer.body, resolved: &texts.disclaimers[*id] }
        }));
        let mut directives = bodies.iter().flat_map(|shown| shown.body.directives.iter());
        let has_experts = directives.any(|directive| directive.kind == DirectiveKind::Experts);
        let experts = experts(page);
        if has_experts {
            bodies.extend(experts.iter().flat_map(|person| bodies_of(texts, *person)));
        }
        Self { config, files: texts.files, page, bodies, experts, has_experts }
    }

    /// Whether one of the texts has a list of experts.
    pub fn has_experts(&self) -> bool {
        self.has_experts
    }

    /// The people whose biographies a list of experts shows. Reviewers are left out: a page gets them by their sign-offs, and
    /// the second sign-off would make the first one invalid.
    pub fn experts(&self) -> impl Iterator<Item = PageId> + '_ {
        self.experts.iter().copied().filter(|_| self.has_experts)
    }

    /// The people who are named as speakers or writers within the texts.
    pub fn speakers(&self) -> BTreeSet<PageId> {
        self.bodies.iter().flat_map(|shown| shown_pages::people(shown.resolved)).collect()
    }

    /// The glossary terms that the texts mark, each with its definition.
    pub fn terms(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.targets().filter_map(|target| match target {
            DirectiveTarget::Term { name, definition, .. } => Some((name.as_str(), definition.as_str())),
            _ => None,
        })
    }

    /// The calls to action in the texts, and the one below them.
    pub fn calls(&self) -> BTreeMap<&'a str, &'a CallToAction> {
        let in_texts = self.targets().filter_map(|target| match target {
            DirectiveTarget::Call(id) => Some(id),
            _ => None,
        });
        let below = self.page.article().and_then(|article| article.call_to_action.as_ref());
        let calls = &self.config.settings.calls_to_action;
        in_texts.chain(below).filter_map(|id| calls.get_key_value(id)).map(|(id, call)| (id.as_str(), call)).collect()
    }

    /// The callouts of the settings that the texts use.
    pub fn callouts(&self) -> BTreeMap<&'a str, &'a Callout> {
        let directives = self.bodies.iter().flat_map(|shown| shown.body.directives.iter());
        let callouts = directives.filter(|directive| matches!(directive.kind, DirectiveKind::Callout(_)));
        let in_settings = callouts.filter_map(|callout| self.config.settings.callouts.get_key_value(&callout.name));
        in_settings.map(|(name, callout)| (name.as_str(), callout)).collect()
    }

    fn targets(&self) -> impl Iterator<Item = &'a DirectiveTarget> {
        self.bodies.iter().flat_map(|shown| shown.resolved.directives.values())
    }

    /// The files of the site to which raw HTML and calls to action refer, relative to the site's root. Links and pictures of
    /// Markdown are resolved with their text, and are not among them.
    pub fn files_of_html_and_calls(&self) -> BTreeSet<&'a str> {
        let mut addresses = Vec::new();
        if self.config.settings.raw_html {
            self.bodies.iter().for_each(|shown| addresses_in_html(&shown.raw_html(), &mut addresses));
        }
        for call in self.calls().into_values() {
            let links = call.href.iter().chain(call.login.as_ref().map(|login| &login.href));
            addresses.extend(links.map(|href| self.config.base.site_address(&href.value)));
            // An address of small print stands in parentheses, and is shown below the base path as well.
            let small_print = words_of_attribute(call.fine_print.as_deref().unwrap_or_default());
            addresses.extend(small_print.map(|word| self.config.base.site_address(word)));
        }
        let Ok(page) = Url::parse(&self.config.base.absolute(&self.page.url)) else { return BTreeSet::new() };
        addresses.iter().filter_map(|address| self.file_at(&page, address)).collect()
    }

    /// The file that a browser gets at an address on the page.
    fn file_at(&self, page: &Url, address: &str) -> Option<&'a str> {
        let url = page.join(address).ok()?;
        if (url.host_str(), url.port_or_known_default()) != (page.host_str(), page.port_or_known_default()) {
            return None;
        }
        let path = percent_decode_str(url.path()).decode_utf8().ok()?;
        let path = path.strip_prefix(&self.config.base.path)?;
        let file = self.files.published_at(path);
        // Hosts answer the address of a folder with its index.
        let file = file.or_else(|| self.files.published_at(&format!("{}/index.html", path.trim_end_matches('/'))));
        file.map(|file| &*file.path)
    }
}

impl ShownBody<'_> {
    /// The raw HTML of the text, without the Markdown around it.
    fn raw_html(self) -> String {
        let pieces = self.body.nodes.iter().filter_map(|node| match node.kind {
            NodeKind::HtmlBlock(piece) | NodeKind::HtmlInline(piece) => Some(self.body.text(self.source, piece)),
            _ => None,
        });
        pieces.collect()
    }
}

fn bodies_of(texts: ResolvedTexts<'_>, id: PageId) -> impl Iterator<Item = ShownBody<'_>> {
    let (page, resolved) = (texts.site.page(id), &texts.pages[id]);
    let front_texts = page.front_texts.iter().zip(&resolved.front_texts);
    let bodies = front_texts.chain(std::iter::once((&*page.body, &resolved.body)));
    bodies.map(|(body, resolved)| ShownBody { source: &page.source, body, resolved })
}

fn experts(page: &Page) -> BTreeSet<PageId> {
    let editorial = page.editorial().into_iter();
    let people = editorial.flat_map(|editorial| {
        editorial.authors.iter().copied().chain(editorial.contributors.iter().map(|contributor| contributor.person))
    });
    people.collect()
}

/// Appends whatever in a piece of HTML can be an address, as a browser reads it: the values of all attributes, and words in
/// style sheets. Which attributes load or link a file is not asked: HTML has many and gets more, and a word that is no
/// address of a file does no harm.
fn addresses_in_html(html: &str, addresses: &mut Vec<String>) {
    for token in HtmlTokens::of_fragment(html) {
        match token {
            Token::StartTag(tag) => tag.attributes.values().for_each(|value| add_addresses(&value.value, addresses)),
            Token::String(text) => add_addresses(&text.value, addresses),
            Token::EndTag(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

fn add_addresses(value: &[u8], addresses: &mut Vec<String>) {
    let value = String::from_utf8_lossy(value);
    // A value is one address, or has several between other signs, as `srcset`, `style` and `srcdoc` do.
    addresses.extend(words_of_attribute(&value).map(str::to_owned));
    addresses.push(value.into_owned());
}

fn words_of_attribute(value: &str) -> impl Iterator<Item = &str> {
    value.split(is_between_words).filter(|word| word.contains(['/', '.']))
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '\'' | '=' | '<' | '>' | ';')
}

#[cfg(test)]
mod tests {
    use super::addresses_in_html;

    #[test]
    fn addresses_are_found_wherever_html_has_them() {
        for html in [
            "<img src=\"/a.png\">",
            "<IMG SRC = /a.png>",
            "<img src='&#x2F;a.png'>",
            "<img srcset=\"/b.png 1x,/a.png 2x\">",
            "<source srcset='/a.png'>",
            "<video poster=/a.png>",
            "<p style=\"background: url('/a.png')\">",
            "<style>p { background: url(/a.png) }</style>",
            "<iframe srcdoc=\"&lt;img src=/a.png&gt;\">",
            "<object data='/a.png'>",
            "<svg><image href='/a.png'/></svg>",
        ] {
            let mut addresses = Vec::new();
            addresses_in_html(html, &mut addresses);
            assert!(addresses.iter().any(|address| address == "/a.png"), "{html}: {addresses:?}");
        }
    }
}
