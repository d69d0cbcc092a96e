//! Makes links of the identifiers in a list of references that the author wrote by hand. Which items the list has is left to
//! [`reference_list`](crate::reference_list).

use std::ops::Range;

use wellpress_bibliography::Identifier;
use wellpress_bibliography::identifier_mentions::identifier_mentions;

use crate::body::{Element, HeadingId, LinkTarget, NodeKind};
use crate::directives;
use crate::manual_reference::announces_references;

use super::body_builder::{BodyBuilder, ContainerRole};

/// Whether identifiers in the items of lists become links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenReferences {
    /// The page has no such list.
    None,
    /// The list has not begun, or has ended.
    Outside,
    /// The text stands below a heading of this level that announces the list.
    Below(u8),
}

impl BodyBuilder<'_, '_> {
    /// Records whether the list begins or ends with a heading.
    pub(super) fn note_reference_heading(&mut self, heading: HeadingId) {
        let heading = &self.body.headings[heading];
        self.written_references = match self.written_references {
            WrittenReferences::None => WrittenReferences::None,
            _ if announces_references(&heading.plain) => WrittenReferences::Below(heading.level),
            WrittenReferences::Below(level) if heading.level > level => WrittenReferences::Below(level),
            WrittenReferences::Outside | WrittenReferences::Below(_) => WrittenReferences::Outside,
        };
    }

    pub(super) fn is_in_written_reference(&self) -> bool {
        matches!(self.written_references, WrittenReferences::Below(_))
            && self.open.links == 0
            && self.open.pictures == 0
            && self.open.containers.contains(&ContainerRole::Plain(Element::ListItem))
    }

    /// Adds text of a reference. Addresses become links as elsewhere in a text, unless the site has switched that off.
    pub(super) fn text_of_reference(&mut self, range: Range<usize>) {
        let source = self.source;
        let text = &source.text;
        // An identifier may go on in the next event of the parser, as one with underscores does.
        let line_length = text[range.start..].find('\n').unwrap_or(text.len() - range.start);
        let mut text_start = range.start;
        for mention in identifier_mentions(&text[range.start..range.start + line_length]) {
            let mentioned = range.start + mention.range.start..range.start + mention.range.end;
            let plain = directives::unescape(&text[mentioned.clone()]).replace("&amp;", "&");
            if mentioned.start >= range.end || (plain.contains("://") && self.grammar.extensions.links) {
                continue;
            }
            self.text_with_marks(text_start..mentioned.start);
            let identifier = Identifier::parse(&plain).unwrap_or(mention.identifier);
            self.identifier_link(&identifier, &plain, mentioned.clone());
            text_start = mentioned.end;
            self.consumed_to = self.consumed_to.max(text_start);
        }
        if text_start < range.end {
            self.text_with_marks(text_start..range.end);
        }
    }

    fn identifier_link(&mut self, identifier: &Identifier, plain: &str, range: Range<usize>) {
        let link = self.push_link(LinkTarget::External(identifier.url().into()), "", &range);
        self.push(NodeKind::Start(Element::Link(link)), range.clone());
        self.push_text_ref(plain, range.clone(), NodeKind::Text);
        self.push_end(Element::Link(link), range.end);
    }
}
