//! Parses a text whose list of references the author wrote by hand, if the front matter announces one
//! (`citations.list: manual`).
//!
//! In the resulting body the identifiers of the list are links, and each item has a [`ManualReference`] with the
//! identifiers that it names. Whether the library has the works is left to the model.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use wellpress_bibliography::Identifier;

use crate::body::{Body, Element, LinkTarget, NodeId, NodeKind};
pub use crate::manual_reference::ManualReference;
use crate::manual_reference::announces_references;
use crate::parser::{self, Grammar};

/// Parses `source.text[range]` as [`parser::parse`] does, with links at the identifiers in its list of references.
/// `announcement` is the span of the front matter that announces the list; it gets a finding if there is none.
///
/// ```
/// use wellpress_diagnostics::{Source, Span};
/// use wellpress_markdown::directives::Vocabulary;
/// use wellpress_markdown::extensions::Extensions;
/// use wellpress_markdown::language::TextLanguage;
/// use wellpress_markdown::parser::{Grammar, RawHtml};
/// use wellpress_markdown::reference_list;
///
/// let source = Source::new("a.md", "## References\n\n1. Lee A. Bones. doi:10.1000/x\n");
/// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
/// let mut findings = Vec::new();
/// let body = reference_list::parse(&source, 0..source.text.len(), grammar, Span::new(0..0), &mut findings);
/// assert!(body.references[0].is_named("doi:10.1000/x"));
/// assert_eq!(body.links.len(), 1);
/// ```
pub fn parse(
    source: &Source,
    range: Range<usize>,
    grammar: Grammar<'_>,
    announcement: Span,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let mut body = parser::parse_with_references(source, range, grammar, findings);
    let references = item_ranges(&body).into_iter().map(|range| ManualReference {
        node: NodeId::new(range.start),
        span: first_line(source, body.nodes.at(range.start).span),
        identifiers: identifiers(&body, range),
    });
    body.references = references.collect();
    if body.references.is_empty() {
        findings.push(missing_list(source, announcement));
    }
    body
}

/// The identifiers of the works to which the links of an item lead.
fn identifiers(body: &Body, item: Range<usize>) -> Vec<Identifier> {
    let links = body.nodes.without_text(item).filter_map(|(_, node)| match node.kind {
        NodeKind::Start(Element::Link(link)) => Some(&body.links[link].target),
        _ => None,
    });
    let addresses = links.filter_map(|target| match target {
        LinkTarget::External(address) => Identifier::parse(address),
        _ => None,
    });
    let mut identifiers: Vec<Identifier> = addresses.collect();
    identifiers.dedup();
    identifiers
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
