//! Reads the list of references that an author wrote by hand, if the front matter announces one
//! (`citations.list: manual`).
//!
//! Input is a parsed body; in the output the identifiers of the list are links, and each item has a [`ManualReference`]
//! with the identifiers that it names. Whether the library has the works is left to the model.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use wellpress_bibliography::Identifier;
use wellpress_bibliography::identifier_mentions::identifier_mentions;
use wellpress_foundation::ids::IdVec;

use super::nodes::Nodes;
use crate::body::{Body, Element, Link, LinkId, LinkTarget, Node, NodeId, NodeKind, TextRef};

/// An item of a list of references that an author wrote by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualReference {
    /// The node with which the item starts.
    pub node: NodeId,
    /// The first line of the item, for findings about it.
    pub span: Span,
    /// The identifiers in the item, in the order of its text, those of its links included.
    pub identifiers: Vec<Identifier>,
}

impl ManualReference {
    /// Whether a citation key is one of the item's identifiers, such as `doi:10.1000/x` or `pmid:30000001`.
    #[must_use]
    pub fn is_named(&self, key: &str) -> bool {
        let Some(identifier) = Identifier::parse(key).map(|identifier| identifier.to_string()) else { return false };
        self.identifiers.iter().any(|own_identifier| own_identifier.to_string().eq_ignore_ascii_case(&identifier))
    }
}

/// Headings above such a list in small letters, in the languages of the default theme.
const HEADINGS: [&str; 15] = [
    "references",
    "reference list",
    "bibliography",
    "sources",
    "works cited",
    "literature cited",
    "referencias",
    "bibliografía",
    "fuentes",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "einzelnachweise",
    "المراجع",
    "المصادر",
];

/// Reads the list of references at the end of `body` and makes links of its identifiers. `announcement` is the span of
/// the front matter that announces the list; it gets a finding if there is none.
///
/// The nodes are copied once with the links inserted. All other tables that refer to nodes by index (headings) follow.
///
/// ```
/// use wellpress_diagnostics::{Source, Span};
/// use wellpress_markdown::directives::Vocabulary;
/// use wellpress_markdown::extensions::Extensions;
/// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
/// use wellpress_markdown::reference_list;
///
/// let source = Source::new("a.md", "## References\n\n1. Lee A. Bones. doi:10.1000/x\n");
/// let callouts = Default::default();
/// let grammar = Grammar { vocabulary: Vocabulary { callouts: &callouts }, raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL };
/// let mut findings = Vec::new();
/// let mut body = parse(&source, 0..source.text.len(), grammar, &mut findings);
/// reference_list::read(&source, Span::new(0..0), &mut body, &mut findings);
/// assert!(body.references[0].is_named("doi:10.1000/x"));
/// assert_eq!(body.links.len(), 1);
/// ```
pub fn read(source: &Source, announcement: Span, body: &mut Body, findings: &mut Vec<Diagnostic>) {
    let item_ranges = item_ranges(body);
    if item_ranges.is_empty() {
        findings.push(missing_list(source, announcement));
        return;
    }
    let mut copy = LinkedCopy::new(source, body);
    for range in item_ranges {
        copy.copy_until(range.start);
        let node = copy.next_node();
        let identifiers = copy.copy_item(range.clone());
        let span = first_line(source, body.nodes.at(range.start).span);
        copy.references.push(ManualReference { node, span, identifiers });
    }
    let LinkedCopy { nodes, new_indices, links, references, arena, .. } = copy.finish();
    body.headings.iter_mut().for_each(|heading| heading.node = new_indices[heading.node]);
    body.links.extend(links);
    body.arena.push_str(&arena);
    body.nodes = nodes.fitted();
    body.references = references;
}

fn missing_list(source: &Source, announcement: Span) -> Diagnostic {
    let message = "`list: manual`, and no numbered list stands under a last heading `References`";
    Diagnostic::new(&rules::REFERENCE_LIST_MISSING, source.locate(announcement), message)
        .help("write the heading `## References` with the list below it, or take `list: manual` out")
}

/// The first line of an item, without the lines that belong to it only by their indentation.
fn first_line(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let end = text.find('\n').unwrap_or(text.len());
    Span::new(span.start as usize..span.start as usize + text[..end].trim_end().len())
}

/// The ranges of nodes of the items of the list: the outermost items between the last heading that announces references
/// and the next heading of the same or a higher level.
fn item_ranges(body: &Body) -> Vec<Range<usize>> {
    let Some(heading) = body.headings.iter().rfind(|heading| announces_references(&heading.plain)) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    let mut index = body.end_of(heading.node.index()) + 1;
    while let Some(node) = body.nodes.get(index) {
        match node.kind {
            NodeKind::Start(Element::Heading(next)) if body.headings[next].level <= heading.level => break,
            NodeKind::Start(Element::ListItem) => {
                let end = body.end_of(index) + 1;
                items.push(index..end);
                index = end;
            }
            _ => index += 1,
        }
    }
    items
}

fn announces_references(heading: &str) -> bool {
    HEADINGS.contains(&heading.trim().trim_end_matches(':').to_lowercase().as_str())
}

/// A copy of the nodes of a body into which links are inserted.
struct LinkedCopy<'a> {
    source: &'a Source,
    body: &'a Body,
    nodes: Nodes,
    /// For each copied node of the body its index in the copy. Its length is the number of nodes copied so far.
    new_indices: IdVec<Node, NodeId>,
    /// The inserted links, which get ids behind those of the body.
    links: Vec<Link>,
    /// The text of inserted links, which is appended to the body's arena.
    arena: String,
    references: Vec<ManualReference>,
}

impl<'a> LinkedCopy<'a> {
    fn new(source: &'a Source, body: &'a Body) -> Self {
        let (nodes, new_indices) = (Nodes::default(), IdVec::with_capacity(body.nodes.len()));
        Self { source, body, nodes, new_indices, links: Vec::new(), arena: String::new(), references: Vec::new() }
    }

    fn next_node(&self) -> NodeId {
        NodeId::new(self.nodes.len())
    }

    fn copy_until(&mut self, end: usize) {
        while self.new_indices.len() < end {
            self.new_indices.push(self.next_node());
            self.nodes.push(self.body.nodes.at(self.new_indices.len() - 1));
        }
    }

    fn finish(mut self) -> Self {
        self.copy_until(self.body.nodes.len());
        self
    }

    /// Copies an item with its identifiers as links, and returns the identifiers. Text within a link stays as it is.
    fn copy_item(&mut self, range: Range<usize>) -> Vec<Identifier> {
        let mut identifiers = Vec::new();
        let mut open_links = 0_usize;
        while self.new_indices.len() < range.end {
            let index = self.new_indices.len();
            match self.body.nodes.at(index).kind {
                NodeKind::Text(_) if open_links == 0 => {
                    self.copy_text(index..self.end_of_text(index, range.end), &mut identifiers);
                    continue;
                }
                NodeKind::Start(Element::Link(link)) => {
                    open_links += 1;
                    identifiers.extend(self.target(link));
                }
                NodeKind::Start(Element::Image(_)) => open_links += 1,
                NodeKind::End(Element::Link(_) | Element::Image(_)) => open_links = open_links.saturating_sub(1),
                _ => {}
            }
            self.copy_until(index + 1);
        }
        identifiers.dedup();
        identifiers
    }

    /// The identifier of the work to which a link leads.
    fn target(&self, link: LinkId) -> Option<Identifier> {
        match &self.body.links[link].target {
            LinkTarget::External(url) => Identifier::parse(url),
            _ => None,
        }
    }

    /// The end of the text nodes from `start` on. One stretch of text is several nodes if it has typographic
    /// punctuation.
    fn end_of_text(&self, start: usize, end: usize) -> usize {
        let text_nodes = self.body.nodes.range(start..end).take_while(|node| matches!(node.kind, NodeKind::Text(_)));
        start + text_nodes.count()
    }

    /// Copies text nodes with the identifiers in them as links. They are searched in the source, because an identifier
    /// may be divided between nodes.
    fn copy_text(&mut self, text_nodes: Range<usize>, identifiers: &mut Vec<Identifier>) {
        let nodes = &self.body.nodes;
        let source_start = nodes.at(text_nodes.start).span.start as usize;
        let source_end = nodes.at(text_nodes.end - 1).span.end as usize;
        let mut copied_to = source_start;
        for mention in identifier_mentions(&self.source.text[source_start..source_end]) {
            let range = source_start + mention.range.start..source_start + mention.range.end;
            let plain = unescaped(&self.source.text[range.clone()]);
            let identifier = Identifier::parse(&plain).unwrap_or(mention.identifier);
            self.copy_overlap(text_nodes.clone(), copied_to..range.start);
            self.insert_link(&identifier, &plain, range.clone());
            identifiers.push(identifier);
            copied_to = range.end;
        }
        self.copy_overlap(text_nodes.clone(), copied_to..source_end);
        let next = self.next_node();
        // A divided node has no counterpart of its own; no table refers to text nodes, so any index does.
        self.new_indices.extend((self.new_indices.len()..text_nodes.end).map(|_| next));
    }

    /// Copies the parts of text nodes that lie in a range of the source.
    fn copy_overlap(&mut self, text_nodes: Range<usize>, range: Range<usize>) {
        for node in self.body.nodes.range(text_nodes) {
            let span = node.span.range();
            let (start, end) = (span.start.max(range.start), span.end.min(range.end));
            match node.kind {
                _ if start >= end => {}
                NodeKind::Text(TextRef::Source(text)) => {
                    let text = text.range();
                    let (start, end) = (start.max(text.start), end.min(text.end));
                    if start < end {
                        let span = Span::new(start..end);
                        self.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(span)), span });
                    }
                }
                // Text in the arena has no offsets that correspond to the source, so it is not divided.
                _ if start == span.start => self.nodes.push(node),
                _ => {}
            }
        }
    }

    /// Inserts an identifier as a link to the work.
    fn insert_link(&mut self, identifier: &Identifier, plain: &str, range: Range<usize>) {
        let id = LinkId::new(self.body.links.len() + self.links.len());
        let span = Span::new(range.clone());
        self.links.push(Link {
            target: LinkTarget::External(identifier.url().into()),
            title: None,
            attributes: None,
            span,
        });
        let text = self.text_ref(plain, range.clone());
        let [start, end] = [NodeKind::Start(Element::Link(id)), NodeKind::End(Element::Link(id))];
        self.nodes.push(Node { kind: start, span });
        self.nodes.push(Node { kind: NodeKind::Text(text), span });
        self.nodes.push(Node { kind: end, span: Span::new(range.end..range.end) });
    }

    /// Refers to the text of a link in the source, or copies it to the arena if the source has it in another form.
    fn text_ref(&mut self, plain: &str, range: Range<usize>) -> TextRef {
        if plain == &self.source.text[range.clone()] {
            return TextRef::Source(Span::new(range));
        }
        let start = self.body.arena.len() + self.arena.len();
        self.arena.push_str(plain);
        TextRef::Arena(Span::new(start..start + plain.len()))
    }
}

/// Text without the escapes of Markdown that occur in identifiers: backslashes before punctuation, and `&amp;`.
fn unescaped(source_text: &str) -> String {
    let mut plain = String::with_capacity(source_text.len());
    let mut characters = source_text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { characters.next() } else { Some(character) });
    }
    plain.replace("&amp;", "&")
}
