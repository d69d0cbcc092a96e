//! Adds the HTML elements that authors may write although raw HTML does not reach the page ([`crate::safe_html`]).
//!
//! CommonMark reports single tags, which may not pair. Here each start gets its end: at the closing tag, or at the latest at
//! the end of the element around it. A closing tag without a start is left to the caller, which shows it as text.

use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::LinkType;
use rustc_hash::FxHashMap;
use wellpress_diagnostics::Span;
use wellpress_foundation::text::decode_references;

use crate::body::{Element, Node, NodeKind};
use crate::safe_html::{HtmlElement, HtmlTag, SafeTag, safe_tag};

use super::allow_comment;
use super::body_builder::{BodyBuilder, ContainerRole};
use super::grammar::RawHtml;

/// A safe element that waits for its closing tag.
pub(super) struct OpenHtml {
    element: Element,
    /// `None` for a link.
    tag: Option<HtmlTag>,
    /// The number of the parser's containers that were open at its start.
    depth: usize,
    /// The number of directives that were open at its start.
    directives: usize,
    /// The byte at which its tag begins.
    start: usize,
}

/// The safe elements that wait for their closing tags, outermost first.
#[derive(Default)]
pub(super) struct OpenHtmlElements {
    elements: Vec<OpenHtml>,
    /// How many have the same tag and the same surroundings. Most closing tags without a start are found out by it, and not by a look
    /// at all open elements.
    counts: FxHashMap<Surroundings, usize>,
}

/// A tag with the number of containers and of directives around it.
type Surroundings = (Option<HtmlTag>, usize, usize);

impl OpenHtmlElements {
    fn push(&mut self, open: OpenHtml) {
        *self.counts.entry(open.surroundings()).or_default() += 1;
        self.elements.push(open);
    }

    fn pop(&mut self) -> Option<OpenHtml> {
        let open = self.elements.pop()?;
        if let Entry::Occupied(mut count) = self.counts.entry(open.surroundings()) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
        Some(open)
    }

    /// The index of the innermost element with these surroundings.
    fn position(&self, surroundings: Surroundings) -> Option<usize> {
        self.counts.get(&surroundings)?;
        self.elements.iter().rposition(|open| open.surroundings() == surroundings)
    }
}

impl OpenHtml {
    fn surroundings(&self) -> Surroundings {
        (self.tag, self.depth, self.directives)
    }
}

impl BodyBuilder<'_, '_> {
    fn reads_safe_html(&self) -> bool {
        self.grammar.extensions.safe_html && self.grammar.raw_html == RawHtml::Escaped
    }

    /// Adds a tag in a line, and returns whether it is a safe one.
    pub(super) fn safe_inline_html(&mut self, text: &str, range: &Range<usize>) -> bool {
        let tag = safe_tag(text).filter(|(_, length)| *length == text.len() && self.reads_safe_html());
        match tag {
            // It is part of a key or an address, which ends behind it.
            Some(_) if range.start < self.consumed_to => true,
            Some((SafeTag::Open(element), _)) if element.tag.is_block() => false,
            Some((SafeTag::Paragraph, _)) => false,
            Some((tag, _)) => self.add_safe_tag(tag, range, self.open.containers.len()),
            None => false,
        }
    }

    /// The role of a block of HTML that consists of safe tags and text alone: it is added at once, and its content is
    /// dropped. `None` for any other block.
    pub(super) fn safe_html_block(&mut self, range: &Range<usize>) -> Option<ContainerRole> {
        let block = self.source.text.get(range.clone())?;
        let is_safe = self.reads_safe_html() && is_safe_block(block);
        // What is shown as text has a finding of its own.
        if is_safe || self.grammar.raw_html == RawHtml::Passed {
            self.report_marks_in_html(range);
        }
        if !is_safe {
            return None;
        }
        // The block is no container of what follows, so that `<details>` can enclose paragraphs.
        let depth = self.open.containers.len();
        let mut paragraph = HtmlParagraph::of_block(block);
        let mut offset = range.start;
        while offset < range.end {
            let unread = &self.source.text[offset..range.end];
            if let Some(length) = comment_length(unread) {
                let comment = Span::new(offset..offset + length);
                self.body.allow_comments.extend(allow_comment::read(&unread[..length], comment));
                offset += length;
                continue;
            }
            let (tag, length) = safe_tag(unread).map_or_else(
                || (None, unread.find('<').filter(|length| *length > 0).unwrap_or(unread.len())),
                |(tag, length)| (Some(tag), length),
            );
            let tag_range = offset..offset + length;
            match tag {
                Some(SafeTag::Paragraph) => self.end_html_paragraph(&mut paragraph, offset, depth),
                Some(tag) => {
                    self.begin_html_paragraph(&mut paragraph, &tag_range);
                    self.add_safe_tag(tag, &tag_range, depth);
                }
                None if unread[..length].trim().is_empty() => {}
                None => {
                    self.begin_html_paragraph(&mut paragraph, &tag_range);
                    self.add_html_text(tag_range);
                }
            }
            offset += length;
        }
        self.end_html_paragraph(&mut paragraph, range.end, depth);
        Some(ContainerRole::Dropped)
    }

    fn begin_html_paragraph(&mut self, paragraph: &mut HtmlParagraph, range: &Range<usize>) {
        if *paragraph == HtmlParagraph::Closed {
            self.push(NodeKind::Start(Element::Paragraph), range.clone());
            *paragraph = HtmlParagraph::Open;
        }
    }

    fn end_html_paragraph(&mut self, paragraph: &mut HtmlParagraph, offset: usize, depth: usize) {
        if *paragraph == HtmlParagraph::Open {
            self.close_safe_html(depth);
            self.push_end(Element::Paragraph, offset);
            *paragraph = HtmlParagraph::Closed;
        }
    }

    /// Adds text between two tags. A blank beside a tag in the middle of a line stays, as it divides words.
    fn add_html_text(&mut self, range: Range<usize>) {
        let text = &self.source.text[range.clone()];
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        let words_start = range.start + text.len() - text.trim_start().len();
        let words_end = words_start + words.len();
        let is_first = matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Start(_), .. }) | None);
        let is_last = !self.source.text[range.end..].starts_with('<');
        let has_blank = |at: usize| range.contains(&at) && self.source.text.as_bytes()[at].is_ascii_whitespace();
        let start = words_start - usize::from(!is_first && has_blank(words_start.wrapping_sub(1)));
        let end = words_end + usize::from(!is_last && has_blank(words_end));
        if words.contains('&') {
            let plain = decode_references(&self.source.text[start..end]);
            self.append_decoded_text(&plain, range);
        } else {
            self.append_source_text(start..end);
        }
    }

    /// Adds a safe tag within the containers up to `depth`, and returns whether it has a meaning there.
    fn add_safe_tag(&mut self, tag: SafeTag, range: &Range<usize>, depth: usize) -> bool {
        match tag {
            SafeTag::Break => self.push(NodeKind::HardBreak, range.clone()),
            SafeTag::Open(element) => self.open_html(element, range.clone(), depth),
            SafeTag::OpenLink(address) => self.open_html_link(&address, range.clone(), depth),
            SafeTag::Close(tag) => return self.close_html(Some(tag), range.end, depth),
            SafeTag::CloseLink => return self.close_html(None, range.end, depth),
            SafeTag::Paragraph => return false,
        }
        true
    }

    /// Ends the innermost element of this kind with all that was opened in it, and returns whether there is one.
    fn close_html(&mut self, tag: Option<HtmlTag>, end: usize, depth: usize) -> bool {
        let surroundings = (tag, depth, self.open.directives.len());
        let Some(index) = self.open.html.position(surroundings) else { return false };
        while self.open.html.elements.len() > index + 1 {
            self.end_unclosed_html(end);
        }
        self.end_html(end);
        true
    }

    /// Opens a link like one of Markdown. A link in a link has no meaning, and its words stand in the outer one.
    fn open_html_link(&mut self, address: &str, range: Range<usize>, depth: usize) {
        if self.open.links > 0 {
            return;
        }
        let target = self.link_target(LinkType::Inline, address, &range);
        let link = Element::Link(self.push_link(target, "", &range));
        self.open.links += 1;
        self.push(NodeKind::Start(link), range.clone());
        let (directives, start) = (self.open.directives.len(), range.start);
        self.open.html.push(OpenHtml { element: link, tag: None, depth, directives, start });
    }

    pub(super) fn open_html(&mut self, element: HtmlElement, range: Range<usize>, depth: usize) {
        let tag = element.tag;
        let id = self.body.html_elements.push(element);
        let (directives, start) = (self.open.directives.len(), range.start);
        self.push(NodeKind::Start(Element::Html(id)), range);
        self.open.html.push(OpenHtml { element: Element::Html(id), tag: Some(tag), depth, directives, start });
    }

    fn end_html(&mut self, offset: usize) {
        if let Some(open) = self.open.html.pop() {
            if matches!(open.element, Element::Link(_)) {
                self.open.links -= 1;
            }
            self.push_end(open.element, offset);
        }
    }

    /// Reports the innermost open element as not closed, and ends it.
    fn end_unclosed_html(&mut self, offset: usize) {
        if let Some(open) = self.open.html.elements.last() {
            let (name, is_block) = open.tag.map_or(("a", false), |tag| (tag.name(), tag.is_block()));
            self.report_html_unclosed(name, open.start, is_block);
        }
        self.end_html(offset);
    }

    /// Ends the elements that were opened within more than `depth` containers or, with the same number, behind its start.
    pub(super) fn close_safe_html(&mut self, depth: usize) {
        while self.open.html.elements.last().is_some_and(|open| open.depth >= depth) {
            self.end_unclosed_html(self.consumed_to);
        }
    }

    /// Ends the elements that were opened within a directive which is no longer among the open ones.
    pub(super) fn close_html_of_directive(&mut self, end: usize) {
        while self.open.html.elements.last().is_some_and(|open| open.directives > self.open.directives.len()) {
            self.end_unclosed_html(end);
        }
    }

    /// Adds an element around text that the parser does not know as an element, such as an abbreviation. `range` is the text
    /// with the marks around it.
    pub(super) fn html_around(&mut self, element: HtmlElement, text: Range<usize>, range: Range<usize>) {
        let id = self.body.html_elements.push(element);
        self.push(NodeKind::Start(Element::Html(id)), range.clone());
        self.append_source_text(text);
        self.push_end(Element::Html(id), range.end);
    }
}

/// The paragraph around the text of a block of HTML.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HtmlParagraph {
    /// None is open, and text begins one.
    Closed,
    Open,
    /// The text stands in an element for blocks, such as the name of `<details>`, and in no paragraph.
    None,
}

impl HtmlParagraph {
    fn of_block(block: &str) -> Self {
        let blocks = ["<details", "<summary", "</details", "</summary"];
        if blocks.iter().any(|tag| contains_ignoring_case(block, tag)) { Self::None } else { Self::Closed }
    }
}

/// The length of the comment at the start of a text.
fn comment_length(text: &str) -> Option<usize> {
    text.starts_with("<!--").then(|| text.find("-->").map(|end| end + "-->".len()))?
}

/// Whether a block consists of safe tags, text and comments, without an unsafe tag. Paragraphs within `<details>` are written in
/// Markdown, between empty lines.
fn is_safe_block(block: &str) -> bool {
    let mut unread = block;
    let (mut has_paragraph, mut has_tag) = (false, false);
    while let Some(start) = unread.find('<') {
        if let Some(length) = comment_length(&unread[start..]) {
            unread = &unread[start + length..];
            continue;
        }
        let Some((tag, length)) = safe_tag(&unread[start..]) else { return false };
        has_paragraph |= tag == SafeTag::Paragraph;
        unread = &unread[start + length..];
        has_tag = true;
    }
    has_tag && !(has_paragraph && HtmlParagraph::of_block(block) == HtmlParagraph::None)
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
