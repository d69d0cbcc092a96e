//! Cuts a page's text into [`Passage`]s: an author's own sentences, in any language, as plain text divided into words, each passage
//! with its place in the file. For the rules on sentences and for the reading grade.
//!
//! Left out is what is not the author's own sentence: code, quotes, raw HTML, pictures, promotion, markup of other tools, and
//! whatever a page embeds. What the words mean is left to the rules.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr3};

use wellpress_diagnostics::{Location, Source, Span};
use wellpress_markdown::body::{Body, CitationId, Element, TextRef};
use wellpress_markdown::directives::{LabelUse, WordOrigin};
use wellpress_markdown::walk::{Skip, TextEvent};
use wellpress_wording::{Condition, Conditions, Situation, Words};

use wellpress_site::model::Page;
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::sections::ContentKind;

/// A paragraph, a heading, a caption, an item of a list or a cell of a table, as plain text.
///
/// Sentences and words are byte ranges of this text; [`Passage::locate`] leads back to the file. The text is not a slice of
/// the file, because Markdown marks are removed from it.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub words: Words<'static>,
    pub voice: Voice,
    pub kind: PassageKind,
    /// Whether another cell of the same row of a table has a citation.
    is_row_cited: bool,
    /// Whether it is an entry of a list of publications.
    is_publication: bool,
    /// Where marks of citations and footnotes stand, in bytes of the text.
    marks: Vec<usize>,
    /// The citations among them that stand in the page's text.
    pub citations: Vec<PassageCitation>,
    /// Where each piece of the text comes from, in order.
    pieces: Vec<SourcePiece>,
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
    /// The title, the description or a key point.
    FrontMatter,
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

/// A citation group in a passage.
#[derive(Debug, Clone, Copy)]
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
        let words = Words::of(text.to_owned());
        Self { words, kind: PassageKind::FrontMatter, pieces: vec![piece], ..Self::default() }
    }

    /// What rules ask about the place of a sentence.
    pub fn situation(&self, of_page: Conditions) -> Situation<'_> {
        let of_kind = match self.kind {
            PassageKind::Text | PassageKind::Item => None,
            PassageKind::Heading => Some(Condition::Heading),
            PassageKind::Caption => Some(Condition::Caption),
            PassageKind::Step => Some(Condition::Step),
            PassageKind::FrontMatter => Some(Condition::FrontMatter),
        };
        let conditions = of_kind.into_iter().fold(of_page, Conditions::with);
        let conditions = conditions
            .with_if(Condition::Cited, self.is_row_cited)
            .with_if(Condition::Expert, self.voice == Voice::Expert)
            .with_if(Condition::Publication, self.is_publication);
        Situation { conditions, marks: &self.marks }
    }

    /// The byte of the page's text at which the passage begins.
    pub fn start(&self) -> u32 {
        self.pieces.first().map_or(0, |piece| piece.span.start)
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

/// The passages of a page's text, whatever its kind and its language.
pub(super) fn in_body(page: &Page) -> Vec<Passage> {
    passages(page, &page.body)
}

/// The description of a page as a passage.
pub(super) fn of_description(page: &Page) -> Option<Passage> {
    Some(Passage::of_field(page, page.description.as_deref()?, page.description_span))
}

/// The passages in the front matter of a page: title, description and texts.
pub(super) fn in_front_matter(page: &Page) -> Vec<Passage> {
    let texts = page.front_texts.iter().flat_map(|text| passages(page, text)).map(|mut passage| {
        // A citation is an index into one text, and the rules look it up in the page's.
        passage.citations.clear();
        passage.kind = PassageKind::FrontMatter;
        passage
    });
    let title = Passage::of_field(page, &page.title, page.title_span);
    [title].into_iter().chain(of_description(page)).chain(texts).collect()
}

/// Whether the words of a page are advice to readers.
pub(super) fn gives_advice(page: &Page) -> bool {
    let is_advice = matches!(
        page.kind,
        ContentKind::Article | ContentKind::Exercise | ContentKind::Programme | ContentKind::Topic | ContentKind::Page
    );
    is_advice && !page.is_withdrawn()
}

/// Whether a page is written for clinicians.
pub(super) fn is_for_clinicians(page: &Page) -> bool {
    page.article().is_some_and(|article| article.audience == Some(Audience::Clinician))
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
        text: String::new(),
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
    /// The text of the open passage.
    text: String,
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
            TextEvent::Break => self.text.push(' '),
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
        let at = self.text.len();
        self.passage.marks.push(at);
        self.passage.citations.extend(citation.map(|citation| PassageCitation { at, citation }));
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
        let start = self.text.len();
        self.passage.pieces.push(SourcePiece { at: start, span, is_exact });
        self.text.push_str(text);
        let foreign = self.body.foreign_markup.iter().filter(|form| form.start < span.end && span.start < form.end);
        for form in foreign {
            let offset = |byte: u32| if is_exact { (byte.max(span.start) - span.start) as usize } else { 0 };
            let end = if is_exact { offset(form.end).min(text.len()) } else { text.len() };
            let blanks = " ".repeat(end - offset(form.start));
            self.text.replace_range(start + offset(form.start)..start + end, &blanks);
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
        if !self.text.trim().is_empty() {
            let (words, is_publication) = (Words::of(self.text.clone()), is_publication(&self.text));
            self.finished.push(Passage { words, kind: self.kind, is_publication, ..passage });
        }
        self.text.clear();
    }
}

/// Whether a text is an entry of a list of publications: it has the number of a work.
fn is_publication(text: &str) -> bool {
    static NUMBERS: LazyLock<[Finder<'static>; 5]> =
        LazyLock::new(|| ["doi.org/", "doi:", "DOI:", "PMID", "ISBN"].map(Finder::new));
    let text = text.as_bytes();
    // Each of them has one of these signs, which most texts have not.
    let is_likely = memchr3(b'/', b':', b'M', text).is_some() || memchr(b'B', text).is_some();
    is_likely && NUMBERS.iter().any(|number| number.find(text).is_some())
}
