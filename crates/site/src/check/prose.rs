//! Cuts a page's text into [`Passage`]s: an author's own sentences in English as plain text, each with its place in the
//! file. For the rules about words and for the reading grade.
//!
//! Left out is what is not the author's own sentence: code, quotes, raw HTML, pictures, promotion, markup of other tools, and
//! whatever a page embeds.
//! What the words mean is left to the rules.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Deserialize;
use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::{Body, CitationId, Element, TextRef};
use wellpress_markdown::directives::{LabelUse, WordOrigin};
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::discover::ContentKind;
use crate::model::Page;
use crate::resolve::sentence::sentences;

use super::word_lists::{WordFile, WordList, word_file};

pub(super) static WORDS: WordFile<ProseWords> = word_file!("prose.en.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProseWords {
    /// First words of headings that ask a question.
    question_starts: WordList,
}

/// A paragraph, a heading, a caption, an item of a list or a cell of a table, as plain text.
///
/// Sentences and phrases are byte ranges of this text; [`Passage::locate`] leads back to the file. The text is not a slice of
/// the file, because Markdown marks are removed from it.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub text: String,
    /// The text with ASCII letters in lower case. Other letters are not changed, so that byte offsets stay the same.
    pub lower: String,
    pub voice: Voice,
    pub kind: PassageKind,
    /// Whether another cell of the same row of a table has a citation.
    is_row_cited: bool,
    marks: Vec<PassageMark>,
    /// Where each piece of the text comes from, in order.
    pieces: Vec<SourcePiece>,
    /// Computed on first use: most passages contain no phrase that a rule looks for.
    sentences: OnceCell<Vec<Range<usize>>>,
}

/// The person whose words a passage is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    #[default]
    Author,
    /// An expert whom the text names.
    Expert,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum PassageKind {
    /// A paragraph, a cell, or an item of a list outside of exercises.
    #[default]
    Text,
    Heading,
    /// The caption of a figure or a table.
    Caption,
    /// An item of the steps of an exercise.
    Step,
    /// An item of another list of an exercise.
    Item,
}

/// The mark of a citation or a footnote.
#[derive(Debug, Clone, Copy)]
struct PassageMark {
    /// Byte of the passage.
    at: usize,
    /// The citation in the page's text. `None` for a footnote, and for citations of other texts such as key points.
    citation: Option<CitationId>,
}

/// A stretch of a passage that comes from one place of the file.
#[derive(Debug, Clone, Copy)]
struct SourcePiece {
    /// Byte of the passage where the stretch begins.
    at: usize,
    span: Span,
    /// Whether the file has the same bytes there. If not (entities, escapes), only the span as a whole is known.
    is_exact: bool,
}

/// A sentence of a passage.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Bytes of the passage.
    pub range: Range<usize>,
    /// Whether this sentence or the next has a mark: authors set the source of two sentences behind the second.
    pub is_cited: bool,
    /// Where the next sentence ends.
    next_end: usize,
    pub is_question: bool,
}

/// A citation group in a passage.
pub(super) struct PassageCitation {
    /// Byte of the passage.
    pub at: usize,
    pub citation: CitationId,
}

impl Passage {
    /// The value of a front matter field. In quotation marks it begins behind the first one.
    fn of_field(page: &Page, text: &str, span: Span) -> Self {
        let start = page.source.find(text, span);
        let span = start.map_or(span, |start| Span::new(start..span.end as usize));
        let piece = SourcePiece { at: 0, span, is_exact: start.is_some() };
        let (text, lower) = (text.to_owned(), text.to_ascii_lowercase());
        Self { text, lower, pieces: vec![piece], ..Self::default() }
    }

    /// Whether a source can stand beside its sentences. Headings and captions have no place for one, and steps need none.
    pub fn may_claim(&self) -> bool {
        matches!(self.kind, PassageKind::Text | PassageKind::Item)
    }

    /// The byte ranges of all sentences.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| sentences(&self.text))
    }

    /// The sentence that contains a byte, or the last one if the byte is behind it.
    pub fn sentence(&self, at: usize) -> Sentence {
        let sentences = self.sentences();
        let index = sentences.iter().position(|range| at < range.end).unwrap_or(sentences.len().saturating_sub(1));
        let range = sentences.get(index).cloned().unwrap_or(0..self.text.len());
        let next_end = sentences.get(index + 1).map_or(self.text.len(), |next| next.end);
        // `next_end` is included: a mark behind the last full stop has the end of that sentence as its offset.
        let has_mark = self.marks.iter().any(|mark| (range.start..=next_end).contains(&mark.at));
        let is_question = self.text[range.clone()].trim_end().ends_with('?') || self.is_asking_heading();
        Sentence { range, is_cited: self.is_row_cited || has_mark, next_end, is_question }
    }

    /// "Can exercise cure arthritis" asks as a heading, with a question mark or without.
    fn is_asking_heading(&self) -> bool {
        let first_word = self.lower.split_whitespace().next().unwrap_or_default();
        self.kind == PassageKind::Heading && WORDS.question_starts.contains(first_word)
    }

    /// The citations in a sentence and in the next one.
    pub fn citations(&self, sentence: &Sentence) -> impl Iterator<Item = PassageCitation> {
        let range = sentence.range.start..=sentence.next_end;
        let marks = self.marks.iter().filter(move |mark| range.contains(&mark.at));
        marks.filter_map(|mark| Some(PassageCitation { at: mark.at, citation: mark.citation? }))
    }

    /// The location in the file of a byte range of the passage.
    pub fn locate(&self, source: &Source, range: Range<usize>) -> Location {
        let piece = self.pieces.iter().rev().find(|piece| piece.at <= range.start);
        let span = match piece {
            Some(piece) if piece.is_exact => {
                let start = piece.span.start as usize + range.start - piece.at;
                // A range may go on in the next piece, which stands elsewhere in the file.
                Span::new(start..(start + range.len()).min((piece.span.end as usize).max(start)))
            }
            Some(piece) => piece.span,
            None => Span::default(),
        };
        source.locate(span)
    }
}

/// The passages of the text of a page that gives readers advice in English. Empty for other pages: the rules know no other
/// language.
pub(super) fn in_text(page: &Page, language: &str) -> Vec<Passage> {
    if gives_english_advice(page, language) { passages(page, &page.body) } else { Vec::new() }
}

/// The passages of a page's text, whatever its kind and its language.
pub(super) fn in_body(page: &Page) -> Vec<Passage> {
    passages(page, &page.body)
}

/// The description of a page as a passage.
pub(super) fn of_description(page: &Page) -> Option<Passage> {
    Some(Passage::of_field(page, page.description.as_deref()?, page.description_span))
}

/// The passages in the front matter of such a page: title, description and key points.
pub(super) fn in_front_matter(page: &Page, language: &str) -> Vec<Passage> {
    if !gives_english_advice(page, language) {
        return Vec::new();
    }
    let points = page.key_points().iter().flat_map(|point| passages(page, point)).map(|mut passage| {
        // A citation is an index into one text, and the rules look it up in the page's.
        passage.marks.iter_mut().for_each(|mark| mark.citation = None);
        passage
    });
    let title = Passage::of_field(page, &page.title, page.title_span);
    [title].into_iter().chain(of_description(page)).chain(points).collect()
}

fn gives_english_advice(page: &Page, language: &str) -> bool {
    let gives_advice = matches!(
        page.kind,
        ContentKind::Article | ContentKind::Exercise | ContentKind::Programme | ContentKind::Topic | ContentKind::Page
    );
    gives_advice && !page.is_withdrawn() && is_english(language)
}

/// Whether a language tag means English, of whatever country.
pub(super) fn is_english(language: &str) -> bool {
    language.split('-').next() == Some("en")
}

fn passages(page: &Page, body: &Body) -> Vec<Passage> {
    let mut reader = PassageReader {
        page,
        body,
        steps: page.exercise().map_or(0..0, |exercise| exercise.parts.steps.clone()),
        kind: PassageKind::Text,
        outer_kinds: Vec::new(),
        row: None,
        passage: Passage::default(),
        finished: Vec::new(),
    };
    for (at, event) in body.walk(&page.source, 0..body.nodes.len(), SKIPPED) {
        reader.read(at, event);
    }
    reader.flush();
    reader.finished
}

const SKIPPED: &[Skip] = &[
    Skip::CodeBlocks,
    Skip::BlockQuotes,
    Skip::HtmlBlocks,
    Skip::Images,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Quoted),
];

/// Cuts a text into passages, from the steps of a walk through it. Every border of a block ends the open passage.
struct PassageReader<'a> {
    page: &'a Page,
    body: &'a Body,
    /// The nodes of an exercise's steps.
    steps: Range<usize>,
    /// The kind of the open passage.
    kind: PassageKind,
    /// The kinds around it, the innermost last.
    outer_kinds: Vec<OuterKind>,
    /// The open row of a table.
    row: Option<OpenRow>,
    passage: Passage,
    finished: Vec<Passage>,
}

struct OuterKind {
    kind: PassageKind,
    /// The node where this kind applies again.
    from: usize,
}

/// A row of a table. A citation in one cell counts for all cells, because a table often has a column for sources.
struct OpenRow {
    /// Index of the row's first passage.
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
        let kind = self.kind_of(element, at);
        if element == Element::TableRow {
            self.flush();
            self.row = Some(OpenRow { first: self.finished.len(), is_cited: false });
        } else if kind != self.kind {
            self.flush();
            self.outer_kinds.push(OuterKind { kind: self.kind, from: self.body.end_of(at) });
            self.kind = kind;
        } else {
            if let Some(citation) = self.body.citation_of(element) {
                self.mark(Some(citation));
            }
            if self.origin_of(element) == Some(WordOrigin::Expert) {
                self.passage.voice = Voice::Expert;
            }
            self.flush_at(element);
        }
    }

    fn end(&mut self, element: Element, at: usize) {
        self.flush_at(element);
        if let Some(outer) = self.outer_kinds.pop_if(|outer| outer.from == at) {
            self.kind = outer.kind;
        }
        if element == Element::TableRow
            && let Some(row) = self.row.take().filter(|row| row.is_cited)
        {
            self.finished[row.first..].iter_mut().for_each(|cell| cell.is_row_cited = true);
        }
    }

    fn mark(&mut self, citation: Option<CitationId>) {
        self.passage.marks.push(PassageMark { at: self.passage.text.len(), citation });
        if let Some(row) = &mut self.row {
            row.is_cited = true;
        }
    }

    /// The kind of the passages within an element. Whatever is in a step belongs to the step.
    fn kind_of(&self, element: Element, at: usize) -> PassageKind {
        match element {
            _ if self.kind == PassageKind::Step => PassageKind::Step,
            Element::Heading(_) => PassageKind::Heading,
            Element::Directive(directive) if self.body.directives[directive].kind.spec().label == LabelUse::Caption => {
                PassageKind::Caption
            }
            Element::NumberedList(_) | Element::BulletList if self.page.kind == ContentKind::Exercise => {
                if self.steps.contains(&at) { PassageKind::Step } else { PassageKind::Item }
            }
            _ => self.kind,
        }
    }

    fn origin_of(&self, element: Element) -> Option<WordOrigin> {
        match element {
            Element::Directive(directive) => Some(self.body.directives[directive].kind.words()),
            _ => None,
        }
    }

    fn push(&mut self, text: &str, stored: TextRef, span: Span) {
        let (span, is_exact) = match stored {
            TextRef::Source(in_source) => (in_source, true),
            TextRef::Arena(_) => (span, false),
        };
        let start = self.passage.text.len();
        self.passage.pieces.push(SourcePiece { at: start, span, is_exact });
        self.passage.text.push_str(text);
        let foreign = self.body.foreign_markup.iter().filter(|form| form.start < span.end && span.start < form.end);
        for form in foreign {
            let offset = |byte: u32| if is_exact { (byte.max(span.start) - span.start) as usize } else { 0 };
            let end = if is_exact { offset(form.end).min(text.len()) } else { text.len() };
            let blanks = " ".repeat(end - offset(form.start));
            self.passage.text.replace_range(start + offset(form.start)..start + end, &blanks);
        }
    }

    /// Ends the passage at the border of a block. An inline element continues it.
    fn flush_at(&mut self, element: Element) {
        if !self.body.is_inline(element) {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.passage);
        if !passage.text.trim().is_empty() {
            let lower = passage.text.to_ascii_lowercase();
            self.finished.push(Passage { lower, kind: self.kind, ..passage });
        }
    }
}
