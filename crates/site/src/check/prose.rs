//! [`Passage`]: an author's own sentences, for rules about words. Code, quotes, promotion and what a page embeds are left
//! out.

use std::cell::OnceCell;
use std::ops::Range;

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::{Body, CitationId, Element, TextRef};
use wellpress_markdown::directives::{LabelUse, WordOrigin};
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::discover::ContentKind;
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
    let points = page.key_points().iter();
    let points = points.flat_map(|point| passages(page, point)).map(|mut passage| {
        // Groups of citations are told by their number in the page's text.
        passage.marks.iter_mut().for_each(|(_, group)| *group = None);
        passage
    });
    fields.map(|(text, span)| Passage::of_field(page, text, span)).chain(points).collect()
}

fn is_meant(page: &Page, language: &str) -> bool {
    let gives_advice = matches!(
        page.kind,
        ContentKind::Article | ContentKind::Exercise | ContentKind::Programme | ContentKind::Topic | ContentKind::Page
    );
    gives_advice && !page.is_withdrawn() && is_english(language)
}

/// Whether a language's tag says English, of whatever country.
pub(super) fn is_english(language: &str) -> bool {
    language.split('-').next() == Some("en")
}

fn passages(page: &Page, body: &Body) -> Vec<Passage> {
    let mut reader = PassageReader {
        page,
        body,
        steps: page.exercise().map_or(0..0, |exercise| exercise.parts.steps.clone()),
        part: Part::Text,
        outer_parts: Vec::new(),
        row: None,
        passage: Passage::default(),
        done: Vec::new(),
    };
    for (at, event) in body.walk(&page.source, 0..body.nodes.len(), LEFT_OUT) {
        reader.read(at, event);
    }
    reader.flush();
    reader.done
}

/// What is not the author's own sentence: code, quotes, pictures with their alternative text, raw HTML, promotion.
const LEFT_OUT: &[Skip] = &[
    Skip::CodeBlocks,
    Skip::BlockQuotes,
    Skip::HtmlBlocks,
    Skip::Images,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Quoted),
];

/// Cuts a text into passages, from the steps of a walk through it.
struct PassageReader<'a> {
    page: &'a Page,
    body: &'a Body,
    /// The nodes of an exercise's steps.
    steps: Range<usize>,
    /// What the walk is in.
    part: Part,
    /// The parts around it, innermost last, each with the node that ends the part within it.
    outer_parts: Vec<(usize, Part)>,
    /// The row of a table that is open.
    row: Option<OpenRow>,
    passage: Passage,
    done: Vec<Passage>,
}

/// A row of a table: a mark in one cell counts for all of them.
struct OpenRow {
    /// The index of its first passage.
    first: usize,
    is_cited: bool,
}

impl PassageReader<'_> {
    fn read(&mut self, at: usize, event: TextEvent<'_>) {
        match event {
            TextEvent::Text { text, stored, span } => self.push(text, stored, span),
            TextEvent::Break => self.passage.text.push(' '),
            TextEvent::Citation(citation) => self.mark(Some(citation)),
            TextEvent::FootnoteReference(_) => self.mark(None),
            TextEvent::Start(element) => self.start(element, at),
            TextEvent::End(element) => self.end(element, at),
            TextEvent::Skipped(element) => self.flush_at(element),
            TextEvent::Code(_) => {}
        }
    }

    fn start(&mut self, element: Element, at: usize) {
        let part = self.part_of(element, at);
        if element == Element::TableRow {
            self.flush();
            self.row = Some(OpenRow { first: self.done.len(), is_cited: false });
        } else if part != self.part {
            self.flush();
            self.outer_parts.push((self.body.end_of(at), self.part));
            self.part = part;
        } else {
            if let Some(citation) = self.body.citation_of(element) {
                self.mark(Some(citation));
            }
            if self.words_of(element) == Some(WordOrigin::Expert) {
                self.passage.voice = Voice::Expert;
            }
            self.flush_at(element);
        }
    }

    fn end(&mut self, element: Element, at: usize) {
        self.flush_at(element);
        if let Some((_, part)) = self.outer_parts.pop_if(|(end, _)| *end == at) {
            self.part = part;
        }
        if element == Element::TableRow
            && let Some(row) = self.row.take().filter(|row| row.is_cited)
        {
            self.done[row.first..].iter_mut().for_each(|cell| cell.is_row_cited = true);
        }
    }

    fn mark(&mut self, citation: Option<CitationId>) {
        self.passage.marks.push((self.passage.text.len(), citation));
        if let Some(row) = &mut self.row {
            row.is_cited = true;
        }
    }

    fn part_of(&self, element: Element, at: usize) -> Part {
        match element {
            _ if self.part == Part::Step => Part::Step,
            Element::Heading(_) => Part::Heading,
            Element::Directive(directive) if self.body.directives[directive].kind.spec().label == LabelUse::Caption => {
                Part::Caption
            }
            Element::NumberedList(_) | Element::BulletList if self.page.kind == ContentKind::Exercise => {
                if self.steps.contains(&at) { Part::Step } else { Part::Item }
            }
            _ => self.part,
        }
    }

    fn words_of(&self, element: Element) -> Option<WordOrigin> {
        match element {
            Element::Directive(directive) => Some(self.body.directives[directive].kind.words()),
            _ => None,
        }
    }

    fn push(&mut self, text: &str, stored: TextRef, span: Span) {
        let is_exact = matches!(stored, TextRef::Source(_));
        let span = if let TextRef::Source(in_source) = stored { in_source } else { span };
        self.passage.pieces.push(Piece { at: self.passage.text.len(), span, is_exact });
        self.passage.text.push_str(text);
    }

    /// Ends the passage where a block begins or ends; what stands in a line goes on.
    fn flush_at(&mut self, element: Element) {
        if !self.body.is_inline(element) {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.text.trim().is_empty() {
            let lower = passage.text.to_ascii_lowercase();
            self.done.push(Passage { lower, part: self.part, ..passage });
        }
    }
}
