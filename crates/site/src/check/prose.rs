//! [`Passage`]: an author's own sentences, for rules about words. Code, quotes, promotion and what a page embeds are left
//! out.

use std::cell::OnceCell;
use std::ops::Range;

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::{Body, CitationId, Element, LinkTarget, NodeKind, Str};
use wellpress_markdown::directives::DirectiveKind;

use crate::discover::Kind;
use crate::model::Page;
use crate::resolve::sentence::sentences;

/// A paragraph, a heading, a caption, an item of a list or a cell of a table, as plain text.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// Its words; code is left out.
    pub text: String,
    /// The same in lower case, as far as ASCII goes: a place in one is a place in the other.
    pub lower: String,
    /// Whose words they are.
    pub voice: Voice,
    /// Where on the page it stands.
    pub part: Part,
    /// Whether a mark stands elsewhere in its row of a table.
    is_row_cited: bool,
    /// Where marks stand, each with its group of citations, if it has one.
    marks: Vec<(usize, Option<CitationId>)>,
    /// Where each piece of the text comes from.
    pieces: Vec<Piece>,
    /// Its sentences, once a rule asks for one.
    sentences: OnceCell<Vec<Range<usize>>>,
}

/// Who speaks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    #[default]
    Author,
    /// An expert whom the text names.
    Expert,
}

/// What a passage is to its page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    #[default]
    Text,
    Heading,
    /// Of a figure.
    Caption,
    /// Of an exercise.
    Step,
    /// Of another list of an exercise.
    Item,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    at: usize,
    span: Span,
    is_exact: bool,
}

/// A sentence of a passage, with the one behind it.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Where it stands in the passage.
    pub range: Range<usize>,
    /// Whether a mark stands in it or in the next.
    pub is_cited: bool,
    /// Where the next one ends.
    next_end: usize,
    /// Whether it asks.
    pub is_question: bool,
}

impl Passage {
    /// The value of a field. Between quotation marks it begins behind the first.
    fn of_field(page: &Page, text: &str, span: Span) -> Self {
        let found = page.source.find(text, span);
        let span = found.map_or(span, |start| Span::new(start..span.end as usize));
        let piece = Piece { at: 0, span, is_exact: found.is_some() };
        let (text, lower) = (text.to_owned(), text.to_ascii_lowercase());
        Self { text, lower, pieces: vec![piece], ..Self::default() }
    }

    /// Whether it can have a source beside it, and is to have one where it claims something.
    pub fn may_claim(&self) -> bool {
        matches!(self.part, Part::Text | Part::Item)
    }

    /// Its sentences, one behind the other.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| sentences(&self.text))
    }

    /// The sentence around a place.
    pub fn sentence(&self, at: usize) -> Sentence {
        let all = self.sentences();
        let own = all.iter().position(|range| at < range.end).unwrap_or(all.len().saturating_sub(1));
        let range = all.get(own).cloned().unwrap_or(0..self.text.len());
        let next_end = all.get(own + 1).map_or(self.text.len(), |next| next.end);
        let is_cited = self.is_row_cited || self.marks.iter().any(|(mark, _)| (range.start..=next_end).contains(mark));
        let is_question = self.text[range.clone()].trim_end().ends_with('?') || self.asks_as_a_heading();
        Sentence { range, is_cited, next_end, is_question }
    }

    /// "Can exercise cure arthritis" asks, with a question mark or without.
    fn asks_as_a_heading(&self) -> bool {
        const ASKING: [&str; 11] = ["are", "can", "could", "did", "do", "does", "is", "should", "was", "will", "would"];
        let first = self.lower.split_whitespace().next().unwrap_or_default();
        self.part == Part::Heading && ASKING.contains(&first)
    }

    /// The groups of citations in a sentence and the next, each with its place in the passage.
    pub fn citations(&self, sentence: &Sentence) -> impl Iterator<Item = (usize, CitationId)> {
        let around = sentence.range.start..=sentence.next_end;
        self.marks.iter().filter_map(move |(mark, group)| Some((*mark, (*group).filter(|_| around.contains(mark))?)))
    }

    /// Where a stretch of the text stands in its file.
    pub fn locate(&self, source: &Source, range: Range<usize>) -> Location {
        let piece = self.pieces.iter().rev().find(|piece| piece.at <= range.start);
        let span = match piece {
            Some(piece) if piece.is_exact => {
                let start = piece.span.start as usize + range.start - piece.at;
                Span::new(start..(start + range.len()).min((piece.span.end as usize).max(start)))
            }
            Some(piece) => piece.span,
            None => Span::default(),
        };
        source.locate(span)
    }
}

/// The passages of a page's own text, if it speaks to readers in English; of other languages the rules know nothing.
pub(super) fn in_english(page: &Page, language: &str) -> Vec<Passage> {
    if is_meant(page, language) { passages(page, &page.body) } else { Vec::new() }
}

/// What the front matter of such a page says in sentences: title, description and key points.
pub(super) fn of_front_matter(page: &Page, language: &str) -> Vec<Passage> {
    if !is_meant(page, language) {
        return Vec::new();
    }
    let description = page.description.as_deref().map(|description| (description, page.description_span));
    let fields = [(page.title.as_str(), page.title_span)].into_iter().chain(description);
    let points = page.article().into_iter().flat_map(|article| &article.key_points);
    let points = points.flat_map(|point| passages(page, point)).map(|mut passage| {
        // Groups of citations are told by their number in the page's text.
        passage.marks.iter_mut().for_each(|(_, group)| *group = None);
        passage
    });
    fields.map(|(text, span)| Passage::of_field(page, text, span)).chain(points).collect()
}

fn is_meant(page: &Page, language: &str) -> bool {
    let gives_advice = matches!(page.kind, Kind::Article | Kind::Exercise | Kind::Programme | Kind::Topic | Kind::Page);
    gives_advice && !page.is_withdrawn() && is_english(language)
}

/// Whether a language's tag says English, of whatever country.
pub(super) fn is_english(language: &str) -> bool {
    language.split('-').next() == Some("en")
}

fn passages(page: &Page, body: &Body) -> Vec<Passage> {
    let steps = page.exercise().map_or(0..0, |exercise| exercise.parts.steps.clone());
    let mut reader = Reader { page, body, steps, part: Part::Text, own: Passage::default(), done: Vec::new() };
    let mut at = 0;
    while at < body.nodes.len() {
        at = reader.read(at);
    }
    reader.flush();
    reader.done
}

struct Reader<'a> {
    page: &'a Page,
    body: &'a Body,
    steps: Range<usize>,
    part: Part,
    own: Passage,
    done: Vec<Passage>,
}

impl Reader<'_> {
    /// Reads a node, or skips what it begins; where the next one is.
    fn read(&mut self, at: usize) -> usize {
        let node = self.body.nodes.at(at);
        match node.kind {
            NodeKind::Start(element) if self.is_left_out(element) => {
                self.flush_before(element);
                return self.body.end_of(at) + 1;
            }
            NodeKind::Start(Element::TableRow) => return self.read_row(at),
            NodeKind::Start(element) if self.part_of(element, at) != self.part => {
                return self.read_part(self.part_of(element, at), at);
            }
            NodeKind::Start(Element::Link(link)) => {
                if let LinkTarget::Cite(group) = self.body.links[link].target {
                    self.own.marks.push((self.own.text.len(), Some(group)));
                }
            }
            NodeKind::Start(element) => {
                if let Element::Directive(directive) = element
                    && self.body.directives[directive].kind == DirectiveKind::By
                {
                    self.own.voice = Voice::Expert;
                }
                self.flush_before(element);
            }
            NodeKind::End(element) => self.flush_before(element),
            NodeKind::Text(text) => self.push(text, node.span),
            NodeKind::SoftBreak | NodeKind::HardBreak => self.own.text.push(' '),
            NodeKind::Citation(group) => self.own.marks.push((self.own.text.len(), Some(group))),
            NodeKind::FootnoteReference(_) => self.own.marks.push((self.own.text.len(), None)),
            _ => {}
        }
        at + 1
    }

    /// Reads all that stands in a node; where the next one is.
    fn read_within(&mut self, start: usize) -> usize {
        let end = self.body.end_of(start);
        let mut at = start + 1;
        while at < end {
            at = self.read(at);
        }
        self.flush();
        end + 1
    }

    /// Reads a heading, a caption or a list of an exercise as what it is.
    fn read_part(&mut self, part: Part, start: usize) -> usize {
        self.flush();
        let around = std::mem::replace(&mut self.part, part);
        let next = self.read_within(start);
        self.part = around;
        next
    }

    /// Reads a row of a table, whose marks are those of all its cells.
    fn read_row(&mut self, start: usize) -> usize {
        self.flush();
        let first = self.done.len();
        let next = self.read_within(start);
        let mut nodes = self.body.nodes.range(start..next.min(self.body.nodes.len()));
        if nodes.any(|node| self.is_mark(node.kind)) {
            self.done[first..].iter_mut().for_each(|cell| cell.is_row_cited = true);
        }
        next
    }

    fn is_mark(&self, kind: NodeKind) -> bool {
        match kind {
            NodeKind::Citation(_) | NodeKind::FootnoteReference(_) => true,
            NodeKind::Start(Element::Link(link)) => {
                matches!(self.body.links[link].target, LinkTarget::Cite(_))
            }
            _ => false,
        }
    }

    fn part_of(&self, element: Element, at: usize) -> Part {
        match element {
            _ if self.part == Part::Step => Part::Step,
            Element::Heading(_) => Part::Heading,
            Element::Directive(index) if self.body.directives[index].kind == DirectiveKind::Figure => Part::Caption,
            Element::Numbered(_) | Element::Bullets if self.page.kind == Kind::Exercise => {
                if self.steps.contains(&at) {
                    Part::Step
                } else {
                    Part::Item
                }
            }
            _ => self.part,
        }
    }

    fn is_left_out(&self, element: Element) -> bool {
        match element {
            Element::CodeBlock(_) | Element::BlockQuote | Element::HtmlBlock | Element::Image(_) => true,
            Element::Directive(index) => {
                let directive = &self.body.directives[index];
                matches!(directive.kind, DirectiveKind::Promo | DirectiveKind::Quote)
            }
            _ => false,
        }
    }

    fn push(&mut self, text: Str, span: Span) {
        let is_exact = matches!(text, Str::Source(_));
        let span = if let Str::Source(own) = text { own } else { span };
        self.own.pieces.push(Piece { at: self.own.text.len(), span, is_exact });
        self.own.text.push_str(self.body.text(&self.page.source, text));
    }

    /// Ends the passage where a block begins or ends; what stands in a line goes on.
    fn flush_before(&mut self, element: Element) {
        let is_of_line = match element {
            Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Image(_) => true,
            Element::Directive(index) => {
                let kind = self.body.directives[index].kind;
                matches!(kind, DirectiveKind::By | DirectiveKind::Term)
            }
            Element::Label => true,
            _ => false,
        };
        if !is_of_line {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let own = std::mem::take(&mut self.own);
        if !own.text.trim().is_empty() {
            let lower = own.text.to_ascii_lowercase();
            self.done.push(Passage { lower, part: self.part, ..own });
        }
    }
}
