//! Marked-up text in, plain text out, for the properties that hold words: blocks are kept apart by a space, marks and
//! notes are left out, and so is what does not belong into structured data (promotion, embedded blocks).

use std::ops::Range;

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, CitationId, DirectiveId, Element, NodeKind};
use wellpress_markdown::citations::CitationForm;
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedPage;
use wellpress_site::resolve::citations::MarkPart;
use wellpress_site::resolve::reading_order::Text;

/// A page's own text.
#[derive(Clone, Copy)]
pub(in super::super) struct Reading<'a> {
    page: &'a Page,
    resolved: &'a ResolvedPage,
}

impl<'a> Reading<'a> {
    pub fn new(page: &'a Page, resolved: &'a ResolvedPage) -> Self {
        Self { page, resolved }
    }

    /// Some nodes of the text as plain text.
    pub fn plain(self, nodes: Range<usize>) -> String {
        read(&self.page.body, &self.page.source, nodes, |citation| self.narrative(citation))
    }

    /// The items of a list as plain text, in order.
    pub fn items(self, list: Range<usize>) -> Vec<String> {
        let body = &self.page.body;
        let mut items = Vec::new();
        let mut at = list.start + 1;
        while at < list.end {
            if matches!(body.nodes.at(at).kind, NodeKind::Start(Element::Item)) {
                let end = body.end_of(at);
                items.push(self.plain(at..end));
                at = end;
            }
            at += 1;
        }
        items
    }

    /// What a mark that is part of its sentence says: without it the sentence would lack its subject.
    fn narrative(self, citation: CitationId) -> String {
        let group = &self.page.body.citations[citation];
        let mark = self.resolved.mark(Text::Own, citation);
        match mark.filter(|_| group.form == CitationForm::Narrative) {
            Some(mark) => mark.parts.iter().map(MarkPart::plain).collect(),
            None => String::new(),
        }
    }
}

/// A text that belongs to no page, such as a definition; its marks are left out.
pub(super) fn plain(body: &Body, source: &Source) -> String {
    read(body, source, 0..body.nodes.len(), |_| String::new())
}

/// The directives of a text that are not within promotion: the index of their start and their own index.
pub(super) fn directives(body: &Body) -> Vec<(usize, DirectiveId)> {
    let mut found = Vec::new();
    let mut promoted = 0;
    for (at, element, _) in body.nodes.starts() {
        match element {
            Element::Directive(index) if at >= promoted => {
                if body.directives[index].kind == DirectiveKind::Promo {
                    promoted = body.end_of(at);
                } else {
                    found.push((at, index));
                }
            }
            _ => {}
        }
    }
    found
}

fn read(body: &Body, source: &Source, nodes: Range<usize>, mark: impl Fn(CitationId) -> String) -> String {
    let mut words = Words::default();
    let mut at = nodes.start;
    while at < nodes.end {
        match body.nodes.at(at).kind {
            NodeKind::Start(element) if is_left_out(body, element) => at = body.end_of(at),
            NodeKind::Text(text) | NodeKind::Code(text) => words.push(body.text(source, text)),
            NodeKind::Citation(index) => words.mark(&mark(index)),
            NodeKind::SoftBreak | NodeKind::HardBreak => words.push(" "),
            NodeKind::Start(element) | NodeKind::End(element) if !is_in_line(body, element) => words.push(" "),
            _ => {}
        }
        at += 1;
    }
    words.finish()
}

pub(in super::super) fn is_left_out(body: &Body, element: Element) -> bool {
    match element {
        Element::Footnote(_) | Element::Image(_) | Element::HtmlBlock => true,
        Element::Directive(index) => matches!(
            body.directives[index].kind,
            DirectiveKind::Promo
                | DirectiveKind::Exercise
                | DirectiveKind::Programme
                | DirectiveKind::Video
                | DirectiveKind::Playlist
                | DirectiveKind::Disclaimer
                | DirectiveKind::CallToAction
                | DirectiveKind::Experts
                | DirectiveKind::Figure
        ),
        _ => false,
    }
}

fn is_in_line(body: &Body, element: Element) -> bool {
    match element {
        Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Label => true,
        Element::Directive(index) => {
            matches!(body.directives[index].kind, DirectiveKind::By | DirectiveKind::Term)
        }
        _ => false,
    }
}

/// Words with one space between them, none before the punctuation that followed a mark.
#[derive(Default)]
struct Words {
    text: String,
    space: bool,
    after_mark: bool,
}

impl Words {
    fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            if c.is_whitespace() || c.is_control() {
                self.space = true;
                continue;
            }
            let closes = self.after_mark && matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '\u{3002}');
            if self.space && !closes && !self.text.is_empty() {
                self.text.push(' ');
            }
            (self.space, self.after_mark) = (false, false);
            self.text.push(c);
        }
    }

    /// A mark that says nothing leaves no gap behind.
    fn mark(&mut self, says: &str) {
        self.push(says);
        self.after_mark = says.is_empty();
    }

    fn finish(self) -> String {
        self.text
    }
}
