//! [`Nodes`]: the nodes of a text in half the room. A large site holds some hundreds of them for each of its pages, from
//! the time when they are read until they are drawn.
//!
//! A node takes twelve bytes: where it starts, how long it is, what it is with its number. The few that do not fit (text
//! that is not the whole of its place, a code block with a language) stand beside, as they are.

use std::ops::RangeBounds;

use crate::diagnostics::Span;

use super::document::{Element, Node, NodeKind, Str, Ticked};

/// Nodes in reading order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Nodes {
    packed: Vec<Packed>,
    /// Those that do not fit, in the order of the others.
    wide: Vec<Node>,
}

/// A node in twelve bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packed {
    /// Its first byte in the source.
    start: u32,
    /// Its length there; of text in the arena the lower half, above it the length in the arena.
    length: u32,
    /// The tag in the lowest byte, above it a number.
    what: u32,
}

/// Tags of ends lie this far above those of starts; the others follow.
const END: u32 = 0x40;
const TEXT: u32 = 0x80;
const ARENA_TEXT: u32 = 0x81;
const SOFT_BREAK: u32 = 0x82;
const HARD_BREAK: u32 = 0x83;
const RULE: u32 = 0x84;
const TICKED: u32 = 0x85;
const UNTICKED: u32 = 0x86;
const FOOTNOTE_REFERENCE: u32 = 0x87;
const CITATION: u32 = 0x88;
const WIDE: u32 = 0x89;

impl Nodes {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The node at an index.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn at(&self, at: usize) -> Node {
        self.unpack(self.packed[at])
    }

    /// The node at an index, if there is one.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Node> {
        self.packed.get(at).map(|packed| self.unpack(*packed))
    }

    /// The last one.
    #[must_use]
    pub fn last(&self) -> Option<Node> {
        self.packed.last().map(|packed| self.unpack(*packed))
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + '_ {
        self.range(..)
    }

    /// Those of a range.
    ///
    /// # Panics
    /// Where the range ends beyond the last.
    pub fn range<R: RangeBounds<usize>>(
        &self,
        range: R,
    ) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + use<'_, R> {
        let bounds = (range.start_bound().cloned(), range.end_bound().cloned());
        self.packed[bounds].iter().map(|packed| self.unpack(*packed))
    }

    /// Adds one at the end.
    pub(super) fn push(&mut self, node: Node) {
        let packed = Packed::of(node).unwrap_or_else(|| {
            self.wide.push(node);
            let at = u32::try_from(self.wide.len() - 1).unwrap_or(u32::MAX);
            Packed { start: at, length: 0, what: WIDE }
        });
        self.packed.push(packed);
    }

    /// Takes the last one away.
    pub(super) fn pop(&mut self) -> Option<Node> {
        let packed = self.packed.pop()?;
        if packed.what == WIDE { self.wide.pop() } else { Some(self.unpack(packed)) }
    }

    /// Takes away those from an index on.
    pub(super) fn truncate(&mut self, length: usize) {
        while self.len() > length {
            self.pop();
        }
    }

    /// Without the room for more.
    pub(super) fn fitted(self) -> Self {
        Self { packed: super::document::fitted(self.packed), wide: super::document::fitted(self.wide) }
    }

    fn unpack(&self, packed: Packed) -> Node {
        let Packed { start, length, what } = packed;
        let number = what >> 8;
        let whole = Span { start, end: start.wrapping_add(length) };
        let kind = match what & 0xff {
            WIDE => return self.wide[start as usize],
            ARENA_TEXT => {
                let span = Span { start, end: start + (length & 0xffff) };
                let text = Str::Arena(Span { start: number, end: number + (length >> 16) });
                return Node { kind: NodeKind::Text(text), span };
            }
            TEXT => NodeKind::Text(Str::Source(whole)),
            SOFT_BREAK => NodeKind::SoftBreak,
            HARD_BREAK => NodeKind::HardBreak,
            RULE => NodeKind::Rule,
            TICKED => NodeKind::Task(Ticked::Yes),
            UNTICKED => NodeKind::Task(Ticked::No),
            FOOTNOTE_REFERENCE => NodeKind::FootnoteReference(number),
            CITATION => NodeKind::Citation(number),
            tag if tag < END => NodeKind::Start(element(tag, number)),
            tag => NodeKind::End(element(tag - END, number)),
        };
        Node { kind, span: whole }
    }
}

impl FromIterator<Node> for Nodes {
    fn from_iter<T: IntoIterator<Item = Node>>(each: T) -> Self {
        let mut nodes = Self::default();
        each.into_iter().for_each(|node| nodes.push(node));
        nodes
    }
}

impl Packed {
    /// A node, if it fits.
    fn of(node: Node) -> Option<Self> {
        let Span { start, end } = node.span;
        let length = end.wrapping_sub(start);
        let (tag, number) = match node.kind {
            NodeKind::Text(Str::Source(text)) => (TEXT, (text == node.span).then_some(0)?),
            NodeKind::Text(Str::Arena(text)) => {
                let lengths = [length, text.end.checked_sub(text.start)?];
                let [written, shown] = lengths.map(u16::try_from);
                let length = u32::from(written.ok()?) | u32::from(shown.ok()?) << 16;
                return Self::fitting(start, length, ARENA_TEXT, text.start);
            }
            NodeKind::Code(_) | NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) => return None,
            NodeKind::SoftBreak => (SOFT_BREAK, 0),
            NodeKind::HardBreak => (HARD_BREAK, 0),
            NodeKind::Rule => (RULE, 0),
            NodeKind::Task(Ticked::Yes) => (TICKED, 0),
            NodeKind::Task(Ticked::No) => (UNTICKED, 0),
            NodeKind::FootnoteReference(number) => (FOOTNOTE_REFERENCE, number),
            NodeKind::Citation(number) => (CITATION, number),
            NodeKind::Start(element) => tag(element)?,
            NodeKind::End(element) => {
                let (tag, number) = tag(element)?;
                (tag + END, number)
            }
        };
        Self::fitting(start, length, tag, number)
    }

    fn fitting(start: u32, length: u32, tag: u32, number: u32) -> Option<Self> {
        (number < 1 << 24).then_some(Self { start, length, what: number << 8 | tag })
    }
}

/// The tag of an element and its number, if it fits.
fn tag(element: Element) -> Option<(u32, u32)> {
    Some(match element {
        Element::Paragraph => (0, 0),
        Element::Heading(heading) => (1, heading),
        Element::BlockQuote => (2, 0),
        Element::CodeBlock(None) => (3, 0),
        Element::CodeBlock(Some(_)) => return None,
        Element::HtmlBlock => (4, 0),
        Element::Numbered(first) => (5, first),
        Element::Bullets => (6, 0),
        Element::Item => (7, 0),
        Element::Footnote(footnote) => (8, footnote),
        Element::Definitions => (9, 0),
        Element::DefinitionTerm => (10, 0),
        Element::Definition => (11, 0),
        Element::Table(table) => (12, table),
        Element::TableHead => (13, 0),
        Element::TableRow => (14, 0),
        Element::TableCell => (15, 0),
        Element::Emphasis => (16, 0),
        Element::Strong => (17, 0),
        Element::Strikethrough => (18, 0),
        Element::Link(link) => (19, link),
        Element::Image(link) => (20, link),
        Element::Directive(directive) => (21, directive),
        Element::Label => (22, 0),
    })
}

/// The element of a tag.
fn element(tag: u32, number: u32) -> Element {
    match tag {
        0 => Element::Paragraph,
        1 => Element::Heading(number),
        2 => Element::BlockQuote,
        3 => Element::CodeBlock(None),
        4 => Element::HtmlBlock,
        5 => Element::Numbered(number),
        6 => Element::Bullets,
        7 => Element::Item,
        8 => Element::Footnote(number),
        9 => Element::Definitions,
        10 => Element::DefinitionTerm,
        11 => Element::Definition,
        12 => Element::Table(number),
        13 => Element::TableHead,
        14 => Element::TableRow,
        15 => Element::TableCell,
        16 => Element::Emphasis,
        17 => Element::Strong,
        18 => Element::Strikethrough,
        19 => Element::Link(number),
        20 => Element::Image(number),
        21 => Element::Directive(number),
        _ => Element::Label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes that fit and nodes that do not, one of each kind.
    fn each() -> Vec<Node> {
        let span = Span { start: 70_000, end: 70_010 };
        let other = Span { start: 70_001, end: 70_009 };
        let long = Span { start: 5, end: 200_000 };
        let elements = (0..=22).map(|tag| element(tag, 7));
        let language = Element::CodeBlock(Some(Str::Source(other)));
        let elements: Vec<Element> = elements.chain([Element::Numbered(999_999_999), language]).collect();
        let ends = elements.iter().map(|element| NodeKind::End(*element));
        let starts = elements.iter().map(|element| NodeKind::Start(*element));
        let texts = [span, other, long].into_iter().flat_map(|text| [Str::Source(text), Str::Arena(text)]);
        let texts = texts.flat_map(|text| [NodeKind::Text(text), NodeKind::Code(text), NodeKind::HtmlBlock(text)]);
        let others =
            [NodeKind::HtmlInline(Str::Source(span)), NodeKind::SoftBreak, NodeKind::HardBreak, NodeKind::Rule];
        let tasks = [NodeKind::Task(Ticked::Yes), NodeKind::Task(Ticked::No)];
        let numbers = [NodeKind::FootnoteReference(3), NodeKind::Citation(4), NodeKind::Citation(1 << 24)];
        let kinds: Vec<NodeKind> = starts.chain(ends).chain(texts).chain(others).chain(tasks).chain(numbers).collect();
        let empty = Span { start: 9, end: 9 };
        [span, long, empty].iter().flat_map(|span| kinds.iter().map(|kind| Node { kind: *kind, span: *span })).collect()
    }

    #[test]
    fn nodes_come_back_as_they_were() {
        let all = each();
        let nodes: Nodes = all.iter().copied().collect();
        assert_eq!(nodes.iter().collect::<Vec<_>>(), all);
        assert!(nodes.wide.len() < all.len() / 2, "{} of {} do not fit", nodes.wide.len(), all.len());
        assert_eq!(
            nodes.range(10..20).rev().collect::<Vec<_>>(),
            all[10..20].iter().rev().copied().collect::<Vec<_>>()
        );
        assert_eq!(nodes.get(all.len()), None);
    }

    #[test]
    fn nodes_are_taken_back_from_the_end() {
        let all = each();
        let mut nodes: Nodes = all.iter().copied().collect();
        for expected in all.iter().rev() {
            assert_eq!(nodes.last(), Some(*expected));
            assert_eq!(nodes.pop(), Some(*expected));
        }
        assert_eq!(nodes, Nodes::default());
    }

    #[test]
    fn a_node_takes_twelve_bytes() {
        assert_eq!(size_of::<Packed>(), 12);
    }
}
