//! [`TextWalk`]: iterates over the text of some nodes, for callers that read a text and do not render it: the search
//! index, structured data, the rules about wording, excerpts.
//!
//! Which elements are left out differs between callers and is an option ([`Skip`]). Which elements belong to one
//! sentence does not differ and is decided in one place ([`Body::is_inline`]).

use std::ops::Range;

use wellpress_diagnostics::{Source, Span};

use crate::body::{Body, CitationId, Element, FootnoteId, LinkTarget, NodeKind, TextRef};
use crate::directives::WordOrigin;

/// A step of a [`TextWalk`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEvent<'a> {
    /// A piece of text.
    Text {
        /// The text as readers see it.
        text: &'a str,
        /// The place of this very text: in the source, or in [`Body::arena`] if the source has it in another form.
        stored: TextRef,
        /// The bytes of the source from which the text comes.
        span: Span,
    },
    /// Code in a line, or a formula in TeX. The code of a block is [`TextEvent::Text`] within [`Element::CodeBlock`].
    Code(&'a str),
    /// The end of a line within a paragraph, forced or not. It divides words like a blank.
    Break,
    /// A citation. Words that are linked to a source are an [`Element::Link`] instead, see [`Body::citation_of`].
    Citation(CitationId),
    /// A reference to a footnote.
    FootnoteReference(FootnoteId),
    /// An element starts; its content follows.
    Start(Element),
    /// The end of the innermost open element.
    End(Element),
    /// An element that is left out with its content.
    Skipped(Element),
}

/// A kind of element that a walk leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Definitions of footnotes.
    Footnotes,
    /// Pictures with their alternative text.
    Images,
    /// Blocks of code.
    CodeBlocks,
    /// Blocks of raw HTML.
    HtmlBlocks,
    /// Quotes that are written with `>`.
    BlockQuotes,
    /// Directives whose words are of this origin, such as a promotion.
    Directives(WordOrigin),
}

impl Skip {
    fn matches(self, body: &Body, element: Element) -> bool {
        match (self, element) {
            (Self::Footnotes, Element::Footnote(_))
            | (Self::Images, Element::Image(_))
            | (Self::CodeBlocks, Element::CodeBlock(_))
            | (Self::HtmlBlocks, Element::HtmlBlock)
            | (Self::BlockQuotes, Element::BlockQuote) => true,
            (Self::Directives(words), Element::Directive(directive)) => {
                body.directives[directive].kind.words() == words
            }
            _ => false,
        }
    }
}

/// The iterator of [`Body::walk`]. It allocates nothing, so that a rule can walk each paragraph of a site on its own.
#[derive(Debug, Clone)]
pub struct TextWalk<'a> {
    body: &'a Body,
    source: &'a Source,
    nodes: Range<usize>,
    skips: &'a [Skip],
}

impl Body {
    /// Iterates over the text of a range of nodes. Each step has the index of its node. An element that `skips` leaves
    /// out is a single step, [`TextEvent::Skipped`].
    ///
    /// ```
    /// use wellpress_diagnostics::Source;
    /// use wellpress_markdown::directives::Vocabulary;
    /// use wellpress_markdown::extensions::Extensions;
    /// use wellpress_markdown::language::TextLanguage;
    /// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
    /// use wellpress_markdown::walk::{Skip, TextEvent};
    ///
    /// let source = Source::new("a.md", "Rest *well* ![a bed](bed.png).\n");
    /// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
    /// let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    /// let words = body.walk(&source, 0..body.nodes.len(), &[Skip::Images]).filter_map(|(_, event)| match event {
    ///     TextEvent::Text { text, .. } => Some(text),
    ///     _ => None,
    /// });
    /// assert_eq!(words.collect::<String>(), "Rest well .");
    /// ```
    #[must_use]
    pub fn walk<'a>(&'a self, source: &'a Source, nodes: Range<usize>, skips: &'a [Skip]) -> TextWalk<'a> {
        TextWalk { body: self, source, nodes, skips }
    }

    /// Whether an element stands within a line, so that the words before it, in it and behind it can be one sentence. A
    /// label counts as inline, because the directive around it is the block.
    #[must_use]
    pub fn is_inline(&self, element: Element) -> bool {
        match element {
            Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Link(_)
            | Element::Image(_)
            | Element::Label => true,
            Element::Html(element) => !self.html_elements[element].tag.is_block(),
            Element::Directive(directive) => self.directives[directive].kind.is_inline(),
            _ => false,
        }
    }

    /// The citation that a link with the target `cite:key` makes of its words; `None` for any other element.
    #[must_use]
    pub fn citation_of(&self, element: Element) -> Option<CitationId> {
        match element {
            Element::Link(link) => match self.links[link].target {
                LinkTarget::Cite(citation) => Some(citation),
                _ => None,
            },
            _ => None,
        }
    }
}

impl TextWalk<'_> {
    /// Continues at a later node, such as behind an element that the caller has read in another way.
    pub fn skip_to(&mut self, node: usize) {
        self.nodes.start = self.nodes.start.max(node);
    }
}

impl<'a> Iterator for TextWalk<'a> {
    type Item = (usize, TextEvent<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.nodes.start < self.nodes.end {
            let index = self.nodes.start;
            self.nodes.start += 1;
            let node = self.body.nodes.at(index);
            let event = match node.kind {
                NodeKind::Start(element) if self.skips.iter().any(|skip| skip.matches(self.body, element)) => {
                    self.nodes.start = self.body.end_of(index) + 1;
                    TextEvent::Skipped(element)
                }
                NodeKind::Start(element) => TextEvent::Start(element),
                NodeKind::End(element) => TextEvent::End(element),
                NodeKind::Text(stored) => {
                    TextEvent::Text { text: self.body.text(self.source, stored), stored, span: node.span }
                }
                NodeKind::Code(stored) => TextEvent::Code(self.body.text(self.source, stored)),
                NodeKind::Math(formula) => TextEvent::Code(self.body.text(self.source, formula.tex)),
                NodeKind::SoftBreak | NodeKind::HardBreak => TextEvent::Break,
                NodeKind::Citation(citation) => TextEvent::Citation(citation),
                NodeKind::FootnoteReference(footnote) => TextEvent::FootnoteReference(footnote),
                // Tags are no text, and rules and boxes have none.
                NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) | NodeKind::Rule | NodeKind::Task(_) => continue,
            };
            return Some((index, event));
        }
        None
    }
}
