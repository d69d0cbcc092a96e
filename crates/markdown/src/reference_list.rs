//! The list of references that an author wrote by hand, where the front matter says so (`citations.list: manual`): its
//! identifiers become links, and each item says which work it names. Whether the library has that work is for the model.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use wellpress_bibliography::Identifier;
use wellpress_bibliography::identifier_mentions::identifier_mentions;

use super::nodes::Nodes;
use crate::body::{Body, Element, Link, LinkId, LinkTarget, Node, NodeId, NodeKind, TextRef};
use crate::ids::IdVec;

/// An item of a list of references that was written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualReference {
    /// The node with which it starts.
    pub node: NodeId,
    /// Its first line.
    pub span: Span,
    /// What it names, in the order in which it stands there.
    pub identifiers: Vec<Identifier>,
}

impl ManualReference {
    /// Whether `key` is one of its identifiers (`doi:10.1000/x`, `pmid:30000001`).
    #[must_use]
    pub fn is_named(&self, key: &str) -> bool {
        let same = |own: &Identifier, asked: &Identifier| own.to_string().eq_ignore_ascii_case(&asked.to_string());
        Identifier::parse(key).is_some_and(|asked| self.identifiers.iter().any(|own| same(own, &asked)))
    }
}

/// Words that stand above such a list, in small letters, in the languages of the theme.
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

/// Reads the list of references that an author wrote at the end of `body`, and makes links of its identifiers. `wish` is
/// where the front matter says that there is one; without a list, that place gets a finding.
pub fn read(source: &Source, wish: Span, body: &mut Body, findings: &mut Vec<Diagnostic>) {
    let items = items(body);
    if items.is_empty() {
        findings.push(missing(source, wish));
        return;
    }
    let mut linked = Linked::new(source, body);
    for item in items {
        linked.copy_until(item.start);
        let node = linked.next_node();
        let identifiers = linked.item(item.clone());
        let span = first_line(source, body.nodes.at(item.start).span);
        linked.written.push(ManualReference { node, span, identifiers });
    }
    let Linked { nodes, places, links, written, arena, .. } = linked.finish();
    body.headings.iter_mut().for_each(|heading| heading.node = places[heading.node]);
    body.links.extend(links);
    body.arena.push_str(&arena);
    body.nodes = nodes.fitted();
    body.references = written;
}

fn missing(source: &Source, place: Span) -> Diagnostic {
    let message = "`list: manual`, and no numbered list stands under a last heading `References`";
    Diagnostic::new(&rules::REFERENCE_LIST_MISSING, source.locate(place), message)
        .help("write the heading `## References` with the list below it, or take `list: manual` out")
}

/// An item's place without the lines that only indentation makes part of it.
fn first_line(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let end = text.find('\n').unwrap_or(text.len());
    Span::new(span.start as usize..span.start as usize + text[..end].trim_end().len())
}

/// The outermost items of the lists under the last heading of this name, up to the next heading of its level.
fn items(body: &Body) -> Vec<Range<usize>> {
    let is_theirs = |plain: &str| HEADINGS.contains(&plain.trim().trim_end_matches(':').to_lowercase().as_str());
    let Some(heading) = body.headings.iter().rfind(|heading| is_theirs(&heading.plain)) else { return Vec::new() };
    let start = body.end_of(heading.node.index()) + 1;
    let mut items = Vec::new();
    let mut at = start;
    while let Some(node) = body.nodes.get(at) {
        match node.kind {
            NodeKind::Start(Element::Heading(next)) if body.headings[next].level <= heading.level => break,
            NodeKind::Start(Element::ListItem) => {
                let end = body.end_of(at) + 1;
                items.push(at..end);
                at = end;
            }
            _ => at += 1,
        }
    }
    items
}

/// The nodes of a text while links are put among them.
struct Linked<'a> {
    source: &'a Source,
    body: &'a Body,
    nodes: Nodes,
    /// For each node of the text its new index.
    places: IdVec<Node, NodeId>,
    /// Links beside those that the text has.
    links: Vec<Link>,
    /// Text beside that which the text has.
    arena: String,
    written: Vec<ManualReference>,
}

impl<'a> Linked<'a> {
    fn new(source: &'a Source, body: &'a Body) -> Self {
        let (nodes, places) = (Nodes::default(), IdVec::with_capacity(body.nodes.len()));
        Self { source, body, nodes, places, links: Vec::new(), arena: String::new(), written: Vec::new() }
    }

    fn next_node(&self) -> NodeId {
        NodeId::new(self.nodes.len())
    }

    fn copy_until(&mut self, end: usize) {
        while self.places.len() < end {
            self.places.push(self.next_node());
            self.nodes.push(self.body.nodes.at(self.places.len() - 1));
        }
    }

    fn finish(mut self) -> Self {
        self.copy_until(self.body.nodes.len());
        self
    }

    /// Copies an item with its identifiers as links; gives what it names. What is a link already stays as it is.
    fn item(&mut self, range: Range<usize>) -> Vec<Identifier> {
        let mut named = Vec::new();
        let mut links_open = 0_usize;
        while self.places.len() < range.end {
            let at = self.places.len();
            match self.body.nodes.at(at).kind {
                NodeKind::Text(_) if links_open == 0 => {
                    self.text(at..self.end_of_text(at, range.end), &mut named);
                    continue;
                }
                NodeKind::Start(Element::Link(link)) => {
                    links_open += 1;
                    named.extend(self.target(link));
                }
                NodeKind::End(Element::Link(_)) => links_open = links_open.saturating_sub(1),
                NodeKind::Start(Element::Image(_)) => links_open += 1,
                NodeKind::End(Element::Image(_)) => links_open = links_open.saturating_sub(1),
                _ => {}
            }
            self.copy_until(at + 1);
        }
        named.dedup();
        named
    }

    fn target(&self, link: LinkId) -> Option<Identifier> {
        match &self.body.links[link].target {
            LinkTarget::External(url) => Identifier::parse(url),
            _ => None,
        }
    }

    /// Where the pieces end that are one text in the source: punctuation that was made smart divides it.
    fn end_of_text(&self, start: usize, end: usize) -> usize {
        let is_text = |at: &usize| matches!(self.body.nodes.at(*at).kind, NodeKind::Text(_));
        (start..end).take_while(is_text).last().map_or(start, |last| last + 1)
    }

    /// Copies pieces of text; where an identifier stands in them, as the author wrote it and as a link.
    fn text(&mut self, pieces: Range<usize>, named: &mut Vec<Identifier>) {
        let nodes = &self.body.nodes;
        let written = nodes.at(pieces.start).span.start as usize..nodes.at(pieces.end - 1).span.end as usize;
        let found = identifier_mentions(&self.source.text[written.clone()]);
        let mut done = written.start;
        for mention in found {
            let place = written.start + mention.place.start..written.start + mention.place.end;
            let plain = unescaped(&self.source.text[place.clone()]);
            let identifier = Identifier::parse(&plain).unwrap_or(mention.identifier);
            self.pieces(pieces.clone(), done..place.start);
            self.link(&identifier, &plain, place.clone());
            named.push(identifier);
            done = place.end;
        }
        self.pieces(pieces.clone(), done..written.end);
        let next = self.next_node();
        self.places.extend((self.places.len()..pieces.end).map(|_| next));
    }

    /// Copies what of the pieces stands in a range of the source.
    fn pieces(&mut self, pieces: Range<usize>, range: Range<usize>) {
        for node in self.body.nodes.range(pieces) {
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
                // A piece that shows otherwise than it is written is not divided.
                _ if start == span.start => self.nodes.push(node),
                _ => {}
            }
        }
    }

    /// An identifier as a link to the work.
    fn link(&mut self, identifier: &Identifier, plain: &str, place: Range<usize>) {
        let id = LinkId::new(self.body.links.len() + self.links.len());
        let span = Span::new(place.clone());
        self.links.push(Link { target: LinkTarget::External(identifier.url().into()), title: None, span });
        let text = self.words(plain, place.clone());
        let [start, end] = [NodeKind::Start(Element::Link(id)), NodeKind::End(Element::Link(id))];
        self.nodes.push(Node { kind: start, span });
        self.nodes.push(Node { kind: NodeKind::Text(text), span });
        self.nodes.push(Node { kind: end, span: Span::new(place.end..place.end) });
    }

    /// The words of an identifier: where they stand in the source as they are, there.
    fn words(&mut self, plain: &str, place: Range<usize>) -> TextRef {
        if plain == &self.source.text[place.clone()] {
            return TextRef::Source(Span::new(place));
        }
        let start = self.body.arena.len() + self.arena.len();
        self.arena.push_str(plain);
        TextRef::Arena(Span::new(start..start + plain.len()))
    }
}

/// Text without what only Markdown needs: backslashes before signs, and `&amp;`.
fn unescaped(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut characters = written.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { characters.next() } else { Some(character) });
    }
    plain.replace("&amp;", "&")
}
