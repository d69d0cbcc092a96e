//! [`Nodes`]: the nodes of a text in a third of the memory of a `Vec<Node>`. A large site holds some hundreds of nodes
//! for each of its pages, from parsing to rendering.
//!
//! A node is packed into eight bytes: its start, its length, its kind, and the number of its row. The few nodes that do
//! not fit (text that is not the whole of its span, a code block with a language, very long nodes) are stored beside as
//! they are.

use std::fmt;
use std::ops::{Bound, RangeBounds};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wellpress_diagnostics::Span;
use wellpress_foundation::ids::{Id, fitted};

use crate::body::{Element, Node, NodeKind, TaskState, TextRef};

/// A sequence of nodes in reading order, packed.
///
/// Nodes are values: they are packed when they are added and unpacked when they are read, so there are no references to
/// them. Access by index takes constant time. Nodes can only be added and removed at the end.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nodes {
    #[serde(serialize_with = "as_bytes", deserialize_with = "of_bytes")]
    packed: Vec<PackedNode>,
    /// The nodes that do not fit into eight bytes, in order. Each has a packed node with the tag `WIDE` and its index.
    wide: Vec<Node>,
}

/// A node in eight bytes. From the lowest bit it holds the tag, a number, the length in the source, and the first byte
/// in the source. The number is the row of a table, the first number of a list, or the offset in the arena. For text in
/// the arena the length is divided: its lower half is the length in the source, its upper half that in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PackedNode(u64);

// A node that begins beyond 4 MiB or is longer than 64 KiB does not fit these widths and takes the wide form.
const TAG_BITS: u32 = 8;
const NUMBER_BITS: u32 = 18;
const LENGTH_BITS: u32 = 16;
const START_BITS: u32 = 22;

/// The tag of an end is that of its start plus this; the tags below follow.
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
    /// The number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The node at an index.
    ///
    /// # Panics
    /// If the index is not below [`Self::len`].
    #[must_use]
    pub fn at(&self, index: usize) -> Node {
        self.unpack(self.packed[index])
    }

    /// The node at an index; `None` behind the last one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Node> {
        self.packed.get(index).map(|packed| self.unpack(*packed))
    }

    /// The last node; `None` if there is no node.
    #[must_use]
    pub fn last(&self) -> Option<Node> {
        self.packed.last().map(|packed| self.unpack(*packed))
    }

    /// All nodes, unpacked one by one as the iterator advances.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + '_ {
        self.range(..)
    }

    /// The nodes of a range of indices.
    ///
    /// # Panics
    /// If the range ends behind the last node.
    pub fn range<R: RangeBounds<usize>>(
        &self,
        range: R,
    ) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + use<'_, R> {
        let bounds = (range.start_bound().cloned(), range.end_bound().cloned());
        self.packed[bounds].iter().map(|packed| self.unpack(*packed))
    }

    /// The nodes of a range but for text and soft line ends, each with its index. These are a third of all nodes, so
    /// that a caller who does not read text is faster with them. The few wide text nodes are included.
    ///
    /// # Panics
    /// If the range ends behind the last node.
    pub fn without_text(&self, range: impl RangeBounds<usize>) -> impl Iterator<Item = (usize, Node)> + '_ {
        let bounds = (range.start_bound().cloned(), range.end_bound().cloned());
        let first = match bounds.0 {
            Bound::Included(first) => first,
            Bound::Excluded(excluded) => excluded + 1,
            Bound::Unbounded => 0,
        };
        let nodes = self.packed[bounds].iter().zip(first..);
        let without_text = nodes.filter(|(packed, _)| !matches!(packed.tag(), TEXT | ARENA_TEXT | SOFT_BREAK));
        without_text.map(|(packed, index)| (index, self.unpack(*packed)))
    }

    /// The starts of elements, each with the index and the span of its node.
    pub fn starts(&self) -> impl Iterator<Item = (usize, Element, Span)> + '_ {
        self.without_text(..).filter_map(|(index, node)| match node.kind {
            NodeKind::Start(element) => Some((index, element, node.span)),
            _ => None,
        })
    }

    /// Adds a node at the end.
    pub(super) fn push(&mut self, node: Node) {
        let packed = PackedNode::of(node).unwrap_or_else(|| {
            self.wide.push(node);
            PackedNode::wide(self.wide.len() - 1)
        });
        self.packed.push(packed);
    }

    /// Removes the last node.
    pub(super) fn pop(&mut self) -> Option<Node> {
        let packed = self.packed.pop()?;
        // Wide nodes are in the order of all nodes, so the last of them is this one.
        if packed.tag() == WIDE { self.wide.pop() } else { Some(self.unpack(packed)) }
    }

    /// Removes the nodes from an index on.
    pub(super) fn truncate(&mut self, length: usize) {
        while self.len() > length {
            self.pop();
        }
    }

    /// Copies the nodes into memory of exactly their length, see [`Body::fitted`](crate::body::Body::fitted).
    pub(super) fn fitted(self) -> Self {
        Self { packed: fitted(self.packed), wide: fitted(self.wide) }
    }

    fn unpack(&self, packed: PackedNode) -> Node {
        let (start, length, number) = (packed.start(), packed.length(), packed.number());
        let span = Span { start, end: start + length };
        let kind = match packed.tag() {
            WIDE => return self.wide[packed.index()],
            ARENA_TEXT => {
                let (source_length, arena_length) = (length & 0xff, length >> 8);
                let text = TextRef::Arena(Span { start: number, end: number + arena_length });
                return Node { kind: NodeKind::Text(text), span: Span { start, end: start + source_length } };
            }
            TEXT => NodeKind::Text(TextRef::Source(span)),
            SOFT_BREAK => NodeKind::SoftBreak,
            HARD_BREAK => NodeKind::HardBreak,
            RULE => NodeKind::Rule,
            TICKED => NodeKind::Task(TaskState::Done),
            UNTICKED => NodeKind::Task(TaskState::Open),
            FOOTNOTE_REFERENCE => NodeKind::FootnoteReference(Id::of_number(number)),
            CITATION => NodeKind::Citation(Id::of_number(number)),
            tag if tag < END => NodeKind::Start(element(tag, number)),
            tag => NodeKind::End(element(tag - END, number)),
        };
        Node { kind, span }
    }
}

impl FromIterator<Node> for Nodes {
    fn from_iter<T: IntoIterator<Item = Node>>(iter: T) -> Self {
        let mut nodes = Self::default();
        iter.into_iter().for_each(|node| nodes.push(node));
        nodes
    }
}

impl PackedNode {
    /// Packs a node; `None` if it does not fit.
    fn of(node: Node) -> Option<Self> {
        let Span { start, end } = node.span;
        let length = end.checked_sub(start)?;
        let (tag, number) = match node.kind {
            // Only text that is the whole of its node: a second range does not fit.
            NodeKind::Text(TextRef::Source(text)) => (TEXT, (text == node.span).then_some(0)?),
            NodeKind::Text(TextRef::Arena(text)) => {
                let [source_length, arena_length] = [length, text.end.checked_sub(text.start)?].map(u8::try_from);
                let lengths = u32::from(source_length.ok()?) | u32::from(arena_length.ok()?) << 8;
                return Self::fitting(start, lengths, ARENA_TEXT, text.start);
            }
            // Rare enough to be wide: the text of code is shorter than its span, which has the backquotes as well.
            NodeKind::Code(_) | NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) | NodeKind::Math(_) => return None,
            NodeKind::SoftBreak => (SOFT_BREAK, 0),
            NodeKind::HardBreak => (HARD_BREAK, 0),
            NodeKind::Rule => (RULE, 0),
            NodeKind::Task(TaskState::Done) => (TICKED, 0),
            NodeKind::Task(TaskState::Open) => (UNTICKED, 0),
            NodeKind::FootnoteReference(footnote) => (FOOTNOTE_REFERENCE, footnote.number()),
            NodeKind::Citation(citation) => (CITATION, citation.number()),
            NodeKind::Start(element) => tag(element)?,
            NodeKind::End(element) => {
                let (tag, number) = tag(element)?;
                (tag + END, number)
            }
        };
        Self::fitting(start, length, tag, number)
    }

    /// Packs the parts of a node; `None` if one of them has too many bits.
    fn fitting(start: u32, length: u32, tag: u32, number: u32) -> Option<Self> {
        let fits = number >> NUMBER_BITS == 0 && length >> LENGTH_BITS == 0 && start >> START_BITS == 0;
        let parts = [(start, LENGTH_BITS), (length, NUMBER_BITS), (number, TAG_BITS), (tag, 0)];
        fits.then(|| Self(parts.iter().fold(0, |bits, (part, below)| (bits | u64::from(*part)) << below)))
    }

    /// The packed node that refers to a row of [`Nodes::wide`].
    fn wide(index: usize) -> Self {
        Self((index as u64) << TAG_BITS | u64::from(WIDE))
    }

    fn tag(self) -> u32 {
        self.part(0, TAG_BITS)
    }

    fn number(self) -> u32 {
        self.part(TAG_BITS, NUMBER_BITS)
    }

    fn length(self) -> u32 {
        self.part(TAG_BITS + NUMBER_BITS, LENGTH_BITS)
    }

    fn start(self) -> u32 {
        self.part(TAG_BITS + NUMBER_BITS + LENGTH_BITS, START_BITS)
    }

    /// The row of [`Nodes::wide`] to which the tag `WIDE` refers. It takes all bits above the tag.
    fn index(self) -> usize {
        usize::try_from(self.0 >> TAG_BITS).expect("an index of a node in memory")
    }

    #[expect(clippy::cast_possible_truncation, reason = "no part has more than 32 bits")]
    fn part(self, below: u32, bits: u32) -> u32 {
        (self.0 >> below) as u32 & ((1 << bits) - 1)
    }
}

/// Writes packed nodes as their bytes: as numbers, each would be packed once more.
fn as_bytes<S: Serializer>(nodes: &[PackedNode], serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = nodes.iter().flat_map(|PackedNode(bits)| bits.to_le_bytes()).collect();
    serializer.serialize_bytes(&bytes)
}

/// The reverse of [`as_bytes`].
fn of_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PackedNode>, D::Error> {
    deserializer.deserialize_bytes(PackedNodes)
}

struct PackedNodes;

impl Visitor<'_> for PackedNodes {
    type Value = Vec<PackedNode>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("packed nodes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<PackedNode>, E> {
        let (nodes, []) = bytes.as_chunks() else { return Err(E::invalid_length(bytes.len(), &self)) };
        Ok(nodes.iter().map(|bits| PackedNode(u64::from_le_bytes(*bits))).collect())
    }
}

/// The tag of an element and its number; `None` for an element with more data than a number.
fn tag(element: Element) -> Option<(u32, u32)> {
    Some(match element {
        Element::Paragraph => (0, 0),
        Element::Heading(heading) => (1, heading.number()),
        Element::BlockQuote => (2, 0),
        Element::CodeBlock(None) => (3, 0),
        Element::CodeBlock(Some(_)) => return None,
        Element::HtmlBlock => (4, 0),
        Element::NumberedList(first) => (5, first),
        Element::BulletList => (6, 0),
        Element::ListItem => (7, 0),
        Element::Footnote(footnote) => (8, footnote.number()),
        Element::DefinitionList => (9, 0),
        Element::DefinitionTerm => (10, 0),
        Element::Definition => (11, 0),
        Element::Table(table) => (12, table.number()),
        Element::TableHead => (13, 0),
        Element::TableRow => (14, 0),
        Element::TableCell => (15, 0),
        Element::Emphasis => (16, 0),
        Element::Strong => (17, 0),
        Element::Strikethrough => (18, 0),
        Element::Link(link) => (19, link.number()),
        Element::Image(link) => (20, link.number()),
        Element::Directive(directive) => (21, directive.number()),
        Element::Label => (22, 0),
        Element::Html(element) => (23, element.number()),
    })
}

/// The element with this tag and number, the reverse of [`tag`].
fn element(tag: u32, number: u32) -> Element {
    match tag {
        0 => Element::Paragraph,
        1 => Element::Heading(Id::of_number(number)),
        2 => Element::BlockQuote,
        3 => Element::CodeBlock(None),
        4 => Element::HtmlBlock,
        5 => Element::NumberedList(number),
        6 => Element::BulletList,
        7 => Element::ListItem,
        8 => Element::Footnote(Id::of_number(number)),
        9 => Element::DefinitionList,
        10 => Element::DefinitionTerm,
        11 => Element::Definition,
        12 => Element::Table(Id::of_number(number)),
        13 => Element::TableHead,
        14 => Element::TableRow,
        15 => Element::TableCell,
        16 => Element::Emphasis,
        17 => Element::Strong,
        18 => Element::Strikethrough,
        19 => Element::Link(Id::of_number(number)),
        20 => Element::Image(Id::of_number(number)),
        21 => Element::Directive(Id::of_number(number)),
        22 => Element::Label,
        _ => Element::Html(Id::of_number(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes of every kind that fit, and that do not fit.
    fn nodes_of_each_kind() -> Vec<Node> {
        let span = Span { start: 70_000, end: 70_010 };
        let inner_span = Span { start: 70_001, end: 70_009 };
        let long = Span { start: 5, end: 60_000 };
        let elements = (0..=23).map(|tag| element(tag, 7));
        let language = Element::CodeBlock(Some(TextRef::Source(inner_span)));
        let elements: Vec<Element> = elements.chain([Element::NumberedList(999_999_999), language]).collect();
        let ends = elements.iter().map(|element| NodeKind::End(*element));
        let starts = elements.iter().map(|element| NodeKind::Start(*element));
        let texts = [span, inner_span, long].into_iter().flat_map(|text| [TextRef::Source(text), TextRef::Arena(text)]);
        let texts = texts.flat_map(|text| [NodeKind::Text(text), NodeKind::Code(text), NodeKind::HtmlBlock(text)]);
        let others =
            [NodeKind::HtmlInline(TextRef::Source(span)), NodeKind::SoftBreak, NodeKind::HardBreak, NodeKind::Rule];
        let tasks = [NodeKind::Task(TaskState::Done), NodeKind::Task(TaskState::Open)];
        let numbers = [
            NodeKind::FootnoteReference(Id::new(3)),
            NodeKind::Citation(Id::new(4)),
            NodeKind::Citation(Id::new(1 << 24)),
        ];
        let kinds: Vec<NodeKind> = starts.chain(ends).chain(texts).chain(others).chain(tasks).chain(numbers).collect();
        let empty = Span { start: 9, end: 9 };
        let spans = [span, long, empty].into_iter().flat_map(|span| kinds.iter().map(move |kind| (*kind, span)));
        let far = [(70, 70_000), (5_000_000, 5_000_001)].map(|(start, end)| (NodeKind::Rule, Span { start, end }));
        spans.chain(far).map(|(kind, span)| Node { kind, span }).collect()
    }

    #[test]
    fn nodes_come_back_as_they_were() {
        let expected_nodes = nodes_of_each_kind();
        let nodes: Nodes = expected_nodes.iter().copied().collect();
        assert_eq!(nodes.iter().collect::<Vec<_>>(), expected_nodes);
        assert!(
            nodes.wide.len() < expected_nodes.len() / 2,
            "{} of {} do not fit",
            nodes.wide.len(),
            expected_nodes.len()
        );
        assert_eq!(
            nodes.range(10..20).rev().collect::<Vec<_>>(),
            expected_nodes[10..20].iter().rev().copied().collect::<Vec<_>>()
        );
        assert_eq!(nodes.get(expected_nodes.len()), None);
    }

    #[test]
    fn nodes_are_taken_back_from_the_end() {
        let expected_nodes = nodes_of_each_kind();
        let mut nodes: Nodes = expected_nodes.iter().copied().collect();
        for expected in expected_nodes.iter().rev() {
            assert_eq!(nodes.last(), Some(*expected));
            assert_eq!(nodes.pop(), Some(*expected));
        }
        assert_eq!(nodes, Nodes::default());
    }

    #[test]
    fn a_node_takes_eight_bytes() {
        assert_eq!(size_of::<PackedNode>(), 8);
        assert_eq!(TAG_BITS + NUMBER_BITS + LENGTH_BITS + START_BITS, 64);
    }
}
