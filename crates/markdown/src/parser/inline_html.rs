//! Adds the HTML elements that authors may write although raw HTML does not reach the page ([`crate::safe_html`]).
//!
//! CommonMark reports single tags, which may not pair. Here each start gets its end: at the closing tag, or at the latest at
//! the end of the element around it. A closing tag without a start is left to the caller, which shows it as text.

use std::ops::Range;

use crate::body::{Element, HtmlElementId, NodeKind};
use crate::safe_html::{HtmlElement, HtmlTag, SafeTag, decoded, safe_tag};

use super::{BodyBuilder, ContainerRole, RawHtml};

/// A safe element that waits for its closing tag.
pub(super) struct OpenHtml {
    element: HtmlElementId,
    tag: HtmlTag,
    /// The number of the parser's containers that were open at its start.
    depth: usize,
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
            Some((tag, _)) => self.add_safe_tag(tag, range, self.open.containers.len()),
            None => false,
        }
    }

    /// The role of a block of HTML that consists of safe tags and text alone: it is added at once, and its content is
    /// dropped. `None` for any other block.
    pub(super) fn safe_html_block(&mut self, range: &Range<usize>) -> Option<ContainerRole> {
        let block = self.source.text.get(range.clone())?;
        if !self.reads_safe_html() || !is_safe_block(block) {
            return None;
        }
        // The block is no container of what follows, so that `<details>` can enclose paragraphs.
        let depth = self.open.containers.len();
        let has_blocks =
            ["<details", "<summary", "</details", "</summary"].iter().any(|tag| contains_ignoring_case(block, tag));
        if !has_blocks {
            self.push(NodeKind::Start(Element::Paragraph), range.clone());
        }
        let mut offset = range.start;
        while offset < range.end {
            let unread = &self.source.text[offset..range.end];
            let length = match safe_tag(unread) {
                Some((tag, length)) => {
                    self.add_safe_tag(tag, &(offset..offset + length), depth);
                    length
                }
                None => {
                    let length = unread.find('<').filter(|length| *length > 0).unwrap_or(unread.len());
                    self.add_html_text(offset..offset + length);
                    length
                }
            };
            offset += length;
        }
        if !has_blocks {
            self.close_safe_html(depth);
            self.push_end(Element::Paragraph, range.end);
        }
        Some(ContainerRole::Dropped)
    }

    fn add_html_text(&mut self, range: Range<usize>) {
        let text = &self.source.text[range.clone()];
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        if words.contains('&') {
            let plain = decoded(words);
            self.append_decoded_text(&plain, range);
        } else {
            let start = range.start + text.len() - text.trim_start().len();
            self.append_source_text(start..start + words.len());
        }
    }

    /// Adds a safe tag within the containers up to `depth`, and returns whether it has a meaning there.
    fn add_safe_tag(&mut self, tag: SafeTag, range: &Range<usize>, depth: usize) -> bool {
        match tag {
            SafeTag::Break => self.push(NodeKind::HardBreak, range.clone()),
            SafeTag::Open(element) => self.open_html(element, range.clone(), depth),
            SafeTag::Close(tag) => {
                let is_open = |open: &OpenHtml| open.tag == tag && open.depth == depth;
                let Some(index) = self.open.html.iter().rposition(is_open) else { return false };
                while self.open.html.len() > index {
                    self.end_html(range.end);
                }
            }
        }
        true
    }

    pub(super) fn open_html(&mut self, element: HtmlElement, range: Range<usize>, depth: usize) {
        let tag = element.tag;
        let id = self.body.html_elements.push(element);
        self.push(NodeKind::Start(Element::Html(id)), range);
        self.open.html.push(OpenHtml { element: id, tag, depth });
    }

    fn end_html(&mut self, offset: usize) {
        if let Some(open) = self.open.html.pop() {
            self.push_end(Element::Html(open.element), offset);
        }
    }

    /// Ends the elements that were opened within more than `depth` containers or, with the same number, behind its start.
    pub(super) fn close_safe_html(&mut self, depth: usize) {
        while self.open.html.last().is_some_and(|open| open.depth >= depth) {
            self.end_html(self.consumed_to);
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

/// Whether a block consists of safe tags and text, without a comment or an unsafe tag.
fn is_safe_block(block: &str) -> bool {
    let mut unread = block;
    let mut has_tag = false;
    while let Some(start) = unread.find('<') {
        let Some((_, length)) = safe_tag(&unread[start..]) else { return false };
        unread = &unread[start + length..];
        has_tag = true;
    }
    has_tag
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
