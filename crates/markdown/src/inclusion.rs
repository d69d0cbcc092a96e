//! Puts parsed texts in place of directives of another one, with [`include()`]: whoever reads the result reads one text, and its
//! [`Source`] knows in which file each word stands.
//!
//! Input is a text with its body, and for some of its directives the text to show there. Output is a body as the parser would
//! have made it of both, with the ids of elements unique. Which directive means which text is left to the caller.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::{ComposedSource, Diagnostic, IncludedText, Source, Span, rules};
use wellpress_foundation::ids::{Id, IdVec};

use crate::body::{
    AllowComment, Body, CitationId, DirectiveId, Element, Footnote, FootnoteId, Heading, HeadingId, Link, LinkId,
    LinkTarget, Math, NameInLink, Node, NodeId, NodeKind, Table, TextRef,
};
use crate::citations::CitationGroup;
use crate::directives::{Attribute, Directive};
use crate::manual_reference::ManualReference;
use crate::safe_html::HtmlElement;

/// A text that is shown in place of a directive.
#[derive(Debug, Clone, Copy)]
pub struct Inclusion<'a> {
    /// The file of the text.
    pub source: &'a Source,
    /// Where the text begins in it.
    pub text_start: usize,
    /// The text.
    pub body: &'a Body,
    /// The tag of its language, if it is another one than that of the text around it.
    pub language: Option<&'a str>,
}

/// What happens to a directive.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// This text stands in its place.
    Text(Inclusion<'a>),
    /// Nothing does.
    Nothing,
}

/// The key of the attribute that a directive has which is left around a text in another language.
pub const LANGUAGE: &str = "lang";

/// The text with others in it. A directive leaves nothing around its text, unless the text is in another language. An id that is
/// taken becomes another one, with a finding at the directive.
#[must_use]
pub fn include(
    source: &Source,
    body: &Body,
    shown: &BTreeMap<DirectiveId, Shown<'_>>,
    findings: &mut Vec<Diagnostic>,
) -> (Source, Body) {
    let mut inclusions: Vec<(DirectiveId, Inclusion<'_>)> = Vec::new();
    for (directive, shown) in shown {
        if let Shown::Text(inclusion) = shown {
            inclusions.push((*directive, *inclusion));
        }
    }
    inclusions.sort_by_key(|(directive, _)| body.directives[*directive].span.start);
    let texts = inclusions.iter().map(|(directive, inclusion)| IncludedText {
        replaced: body.directives[*directive].span,
        source: inclusion.source,
        // With the blanks at its end, which its last nodes may have in their spans.
        part: Span::new(inclusion.text_start..inclusion.source.text.len()),
    });
    let composed = ComposedSource::new(source, &texts.collect::<Vec<_>>());
    let mut ids: BTreeSet<String> = ids_of(body).map(str::to_owned).collect();
    let parts = inclusions.into_iter().zip(&composed.starts).map(|((directive, inclusion), start)| {
        let renamed = free_ids(inclusion.body, &mut ids);
        findings.extend(renamed.iter().map(|(id, new)| taken_id(source, &body.directives[directive], id, new)));
        (directive, Part { inclusion, start: *start, renamed })
    });
    let included = spliced(body, &composed, shown, parts.collect());
    (composed.source, included.fitted())
}

/// A text in its place.
struct Part<'a> {
    inclusion: Inclusion<'a>,
    /// Where it begins in the composed text.
    start: u32,
    /// The ids that are other ones on the page.
    renamed: BTreeMap<String, String>,
}

/// The nodes of a body, with those of `parts` in place of their directives.
fn spliced(
    body: &Body,
    composed: &ComposedSource,
    shown: &BTreeMap<DirectiveId, Shown<'_>>,
    mut parts: BTreeMap<DirectiveId, Part<'_>>,
) -> Body {
    let mut included = Body::default();
    let mut host = BodyCopy::new(body, Places::Host(composed), BTreeMap::new(), &mut included);
    let mut at = 0;
    while let Some(node) = body.nodes.get(at) {
        let directive = match node.kind {
            NodeKind::Start(Element::Directive(directive)) if shown.contains_key(&directive) => directive,
            _ => {
                host.copy(at, &mut included);
                at += 1;
                continue;
            }
        };
        if let Some(part) = parts.remove(&directive) {
            let span = composed.shifted(node.span);
            let wrapper = part.inclusion.language.map(|language| {
                let directive = with_language(&body.directives[directive], language, composed);
                Element::Directive(included.directives.push(directive))
            });
            included.push_around(wrapper.map(NodeKind::Start), span);
            part.copy(&mut included);
            included.push_around(wrapper.map(NodeKind::End), Span { start: span.end, end: span.end });
        }
        at = body.end_of(at) + 1;
    }
    host.finish(&mut included);
    included.citation_tags.sort();
    included.allow_comments.sort_by_key(|comment| comment.span.start);
    included.foreign_markup.sort();
    included
}

impl Part<'_> {
    /// Copies all nodes of the text.
    fn copy(self, included: &mut Body) {
        let Inclusion { body, text_start, .. } = self.inclusion;
        let places = Places::Included { start: self.start, text_start };
        let mut copy = BodyCopy::new(body, places, self.renamed, included);
        (0..body.nodes.len()).for_each(|node| copy.copy(node, included));
        copy.finish(included);
    }
}

fn taken_id(source: &Source, directive: &Directive, id: &str, new: &str) -> Diagnostic {
    let name = directive.id.as_ref().map_or("", |id| id.value.as_str());
    let message = format!("the id `{id}` is taken on this page; in `{name}` it becomes `{new}`");
    Diagnostic::new(&rules::HEADING_ID_DUPLICATE, source.locate(directive.span), message)
        .help("give one of the two an id of its own, or show the text once")
}

fn with_language(directive: &Directive, language: &str, composed: &ComposedSource) -> Directive {
    let mut directive = Directive { span: composed.shifted(directive.span), ..directive.clone() };
    let attribute = Attribute { key: LANGUAGE.to_owned(), value: language.to_owned(), span: directive.span };
    directive.attributes.push(attribute);
    directive
}

/// The ids to which links of a page can lead in a text.
fn ids_of(body: &Body) -> impl Iterator<Item = &str> {
    let headings = body.headings.iter().map(|heading| &*heading.id);
    let directives = body.directives.iter().filter_map(Directive::anchor);
    let links = body.links.iter().filter_map(|link| link.attributes.as_ref()?.id.as_deref());
    let html = body.html_elements.iter().filter_map(|element| element.id.as_deref());
    headings.chain(directives).chain(links).chain(html)
}

/// The ids of a text that are taken, each with one that is free. All of them are taken afterwards.
fn free_ids(body: &Body, taken: &mut BTreeSet<String>) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for id in ids_of(body) {
        if !taken.insert(id.to_owned()) {
            let free = (2..).map(|number| format!("{id}-{number}")).find(|free| !taken.contains(free));
            let free = free.expect("there are more numbers than ids");
            taken.insert(free.clone());
            renamed.insert(id.to_owned(), free);
        }
    }
    renamed
}

/// Where the places of a text are in the composed one.
enum Places<'a> {
    Host(&'a ComposedSource),
    Included { start: u32, text_start: usize },
}

impl Places<'_> {
    fn of(&self, span: Span) -> Span {
        match self {
            Self::Host(composed) => composed.shifted(span),
            Self::Included { start, text_start } => {
                let from = Span::new(*text_start..*text_start).start;
                let shift = |offset: u32| start + offset.saturating_sub(from);
                Span { start: shift(span.start), end: shift(span.end) }
            }
        }
    }
}

impl Body {
    fn push_around(&mut self, kind: Option<NodeKind>, span: Span) {
        if let Some(kind) = kind {
            self.nodes.push(Node { kind, span });
        }
    }
}

/// The ids that rows of a table have in the copy.
type NewIds<T> = IdVec<T, Option<Id<T>>>;

/// Copies the nodes of a body to the end of another one, each with the rows that belong to it, so that rows are in the order of the
/// nodes there too.
struct BodyCopy<'a> {
    body: &'a Body,
    places: Places<'a>,
    renamed: BTreeMap<String, String>,
    /// Where the arena of the body begins in that of the copy.
    arena_start: u32,
    /// The headings by the node with which they start.
    headings: BTreeMap<usize, HeadingId>,
    references: BTreeMap<usize, &'a ManualReference>,
    new_headings: NewIds<Heading>,
    links: NewIds<Link>,
    citations: NewIds<CitationGroup>,
    directives: NewIds<Directive>,
    footnotes: NewIds<Footnote>,
    tables: NewIds<Table>,
    html_elements: NewIds<HtmlElement>,
}

impl<'a> BodyCopy<'a> {
    fn new(body: &'a Body, places: Places<'a>, renamed: BTreeMap<String, String>, copy: &mut Body) -> Self {
        let arena_start = Span::new(copy.arena.len()..copy.arena.len()).start;
        copy.arena.push_str(&body.arena);
        Self {
            arena_start,
            headings: body.headings.entries().map(|(id, heading)| (heading.node.index(), id)).collect(),
            references: body.references.iter().map(|reference| (reference.node.index(), reference)).collect(),
            new_headings: vec![None; body.headings.len()].into(),
            links: vec![None; body.links.len()].into(),
            citations: vec![None; body.citations.len()].into(),
            directives: vec![None; body.directives.len()].into(),
            footnotes: vec![None; body.footnotes.len()].into(),
            tables: vec![None; body.tables.len()].into(),
            html_elements: vec![None; body.html_elements.len()].into(),
            body,
            places,
            renamed,
        }
    }

    fn copy(&mut self, at: usize, copy: &mut Body) {
        let Node { kind, span } = self.body.nodes.at(at);
        let now = NodeId::new(copy.nodes.len());
        if let Some(heading) = self.headings.get(&at).copied() {
            let mut row = self.body.headings[heading].clone();
            (row.node, row.id) = (now, self.id(&row.id).into());
            self.new_headings[heading] = Some(copy.headings.push(row));
        }
        if let Some(reference) = self.references.get(&at) {
            let span = self.places.of(reference.span);
            copy.references.push(ManualReference { node: now, span, ..(*reference).clone() });
        }
        let kind = match kind {
            NodeKind::Start(element) => NodeKind::Start(self.element(element, copy)),
            NodeKind::End(element) => NodeKind::End(self.element(element, copy)),
            NodeKind::Text(text) => NodeKind::Text(self.text(text)),
            NodeKind::Code(text) => NodeKind::Code(self.text(text)),
            NodeKind::HtmlBlock(text) => NodeKind::HtmlBlock(self.text(text)),
            NodeKind::HtmlInline(text) => NodeKind::HtmlInline(self.text(text)),
            NodeKind::Math(Math { tex, mathml }) => {
                NodeKind::Math(Math { tex: self.text(tex), mathml: self.text(mathml) })
            }
            NodeKind::Citation(citation) => NodeKind::Citation(self.citation(citation, copy)),
            NodeKind::FootnoteReference(footnote) => NodeKind::FootnoteReference(self.footnote(footnote, copy)),
            NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::Rule | NodeKind::Task(_) => kind,
        };
        copy.nodes.push(Node { kind, span: self.places.of(span) });
    }

    /// The element with the id of its row in the copy. The row is made at the first node that has it.
    fn element(&mut self, element: Element, copy: &mut Body) -> Element {
        match element {
            Element::Heading(heading) => Element::Heading(self.new_headings[heading].unwrap_or(heading)),
            Element::CodeBlock(language) => Element::CodeBlock(language.map(|language| self.text(language))),
            Element::Footnote(footnote) => Element::Footnote(self.footnote(footnote, copy)),
            Element::Table(table) => {
                let rows = &mut copy.tables;
                Element::Table(*self.tables[table].get_or_insert_with(|| rows.push(self.body.tables[table].clone())))
            }
            Element::Link(link) => Element::Link(self.link(link, copy)),
            Element::Image(link) => Element::Image(self.link(link, copy)),
            Element::Directive(directive) => Element::Directive(self.directive(directive, copy)),
            Element::Html(element) => {
                if self.html_elements[element].is_none() {
                    let mut row = self.body.html_elements[element].clone();
                    row.id = row.id.map(|id| self.id(&id).into());
                    self.html_elements[element] = Some(copy.html_elements.push(row));
                }
                Element::Html(self.html_elements[element].unwrap_or(element))
            }
            _ => element,
        }
    }

    fn link(&mut self, link: LinkId, copy: &mut Body) -> LinkId {
        if let Some(copied) = self.links[link] {
            return copied;
        }
        let mut row = self.body.links[link].clone();
        row.span = self.places.of(row.span);
        if let Some(id) = row.attributes.as_mut().and_then(|attributes| attributes.id.as_mut()) {
            *id = self.id(id);
        }
        match &mut row.target {
            LinkTarget::Cite(citation) => *citation = self.citation(*citation, copy),
            LinkTarget::Path { path, anchor: Some(anchor) } if path.is_empty() => *anchor = self.id(anchor).into(),
            _ => {}
        }
        *self.links[link].insert(copy.links.push(row))
    }

    fn directive(&mut self, directive: DirectiveId, copy: &mut Body) -> DirectiveId {
        if let Some(copied) = self.directives[directive] {
            return copied;
        }
        let mut row = self.body.directives[directive].clone();
        row.span = self.places.of(row.span);
        let is_anchor = row.anchor().is_some();
        for (text, is_anchor) in
            row.id.iter_mut().map(|id| (id, is_anchor)).chain(row.label.iter_mut().map(|l| (l, false)))
        {
            text.span = self.places.of(text.span);
            if is_anchor {
                text.value = self.id(&text.value);
            }
        }
        row.attributes.iter_mut().for_each(|attribute| attribute.span = self.places.of(attribute.span));
        *self.directives[directive].insert(copy.directives.push(row))
    }

    fn citation(&mut self, citation: CitationId, copy: &mut Body) -> CitationId {
        if let Some(copied) = self.citations[citation] {
            return copied;
        }
        let mut row = self.body.citations[citation].clone();
        row.span = self.places.of(row.span);
        row.items.iter_mut().for_each(|item| item.key_span = self.places.of(item.key_span));
        *self.citations[citation].insert(copy.citations.push(row))
    }

    fn footnote(&mut self, footnote: FootnoteId, copy: &mut Body) -> FootnoteId {
        if let Some(copied) = self.footnotes[footnote] {
            return copied;
        }
        let row = Footnote { label: self.text(self.body.footnotes[footnote].label) };
        *self.footnotes[footnote].insert(copy.footnotes.push(row))
    }

    fn text(&self, text: TextRef) -> TextRef {
        match text {
            TextRef::Source(span) => TextRef::Source(self.places.of(span)),
            TextRef::Arena(span) => {
                TextRef::Arena(Span { start: span.start + self.arena_start, end: span.end + self.arena_start })
            }
        }
    }

    fn id(&self, id: &str) -> String {
        self.renamed.get(id).map_or(id, String::as_str).to_owned()
    }

    /// Adds what belongs to no node.
    fn finish(self, copy: &mut Body) {
        let Body { names_in_links, foreign_markup, allow_comments, variables, citation_tags, .. } = self.body;
        for name in names_in_links {
            copy.names_in_links.push(NameInLink { span: self.places.of(name.span), ..name.clone() });
        }
        copy.foreign_markup.extend(foreign_markup.iter().map(|span| self.places.of(*span)));
        for comment in allow_comments {
            copy.allow_comments.push(AllowComment { span: self.places.of(comment.span), ..comment.clone() });
        }
        copy.variables.extend(variables.clone());
        copy.citation_tags.extend(citation_tags.iter().cloned());
    }
}
