//! A text parsed with the grammar of a site without settings, for the tests of this crate.

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, Element, NodeKind};
use wellpress_markdown::directives::Vocabulary;
use wellpress_markdown::extensions::Extensions;
use wellpress_markdown::language::TextLanguage;
use wellpress_markdown::parser::{Grammar, RawHtml, parse};

/// The deepest nesting of containers that the tests allow.
pub const NESTING: usize = 3;

/// A parsed text with the findings about it.
pub struct ParsedText {
    pub source: Source,
    pub body: Body,
    /// Each as `line:column..column message`, where the columns are those of the place that the finding marks.
    pub findings: Vec<String>,
}

pub fn parsed(text: &str) -> ParsedText {
    let source = Source::new("a.md", text);
    let grammar = Grammar {
        vocabulary: Vocabulary::default(),
        raw_html: RawHtml::Escaped,
        nesting: NESTING,
        extensions: Extensions::ALL,
        language: TextLanguage::ENGLISH,
    };
    let mut findings = Vec::new();
    let body = parse(&source, 0..source.text.len(), grammar, &mut findings);
    let findings = findings.into_iter().map(|finding| {
        let place = &finding.location;
        format!("{}:{}..{} {}", place.line, place.column, place.end_column, finding.message)
    });
    let findings = findings.collect();
    ParsedText { source, body, findings }
}

impl ParsedText {
    /// The words that readers see, with every citation left out.
    #[allow(dead_code, reason = "each file of tests is a program of its own, and not all use it")]
    pub fn plain(&self) -> String {
        self.body.plain(&self.source, 0..self.body.nodes.len())
    }

    /// The directives as brackets around what they enclose, such as `(care(do))`.
    #[allow(dead_code, reason = "only the tests of directives look at nesting")]
    pub fn nesting(&self) -> String {
        let nodes = self.body.nodes.iter().filter_map(|node| match node.kind {
            NodeKind::Start(Element::Directive(id)) => Some(format!("({}", self.body.directives[id].name)),
            NodeKind::End(Element::Directive(_)) => Some(")".to_owned()),
            _ => None,
        });
        nodes.collect()
    }
}
