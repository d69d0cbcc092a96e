//! Each source with the places that cite it: page, section, sentence, and the very mark.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Source, Span};
use wellpress_markdown::body::{Body, CitationId, Element, FootnoteId, NodeKind};
use wellpress_markdown::citations::CitationGroup;
use wellpress_markdown::ids::IdVec;
use wellpress_markdown::walk::TextEvent;

use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, PageRecord, Site};

use super::backlinks::Backlinks;
use super::citations::{Mark, MarkPart, PageCitations};
use super::reading_order::{MarkId, ReadingOrder, ShownText, footnotes};
use super::reuse::Invalidation;
use super::sentence::sentence;
use super::{ResolvedGlossary, ResolvedPage};

/// Sources that a published page cites or lists, each with its places.
#[derive(Debug, Clone, Default)]
pub struct CitationIndex {
    /// By source.
    pub sources: BTreeMap<ReferenceId, Arc<Vec<CitedIn>>>,
}

/// A page that cites a source.
#[derive(Debug, Clone)]
pub struct CitedIn {
    /// Which page.
    pub page: CitingPage,
    /// Where; empty where the source is listed without a mark.
    pub passages: Arc<[Passage]>,
    /// Articles that show the exercise in which the mark stands.
    pub via: Vec<PageId>,
}

/// What cites a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitingPage {
    /// A page.
    Page(PageId),
    /// The glossary of this index.
    Glossary(usize),
}

/// The sentence around a mark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    /// Which of the page's marks of this source, from 1.
    pub occurrence: u32,
    /// The heading above it; empty above the first.
    pub heading: Arc<str>,
    /// Whether it is a step of an exercise with cautions, which is shown to no reader without them.
    pub is_guarded: bool,
    /// In one piece, because there are as many as there are marks.
    sentence: Box<str>,
    /// Its bytes of the sentence.
    mark: Span,
}

impl Passage {
    /// The sentence up to the mark.
    #[must_use]
    pub fn before(&self) -> &str {
        &self.sentence[..self.mark.range().start]
    }

    /// The mark as it shows.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.sentence[self.mark.range()]
    }

    /// The rest of the sentence.
    #[must_use]
    pub fn after(&self) -> &str {
        &self.sentence[self.mark.range().end..]
    }
}

/// The places of each page, by [`PageId`]; those of a resolved page that was reused are reused too.
pub(super) fn places_of_pages(
    site: &Site,
    pages: &[Arc<ResolvedPage>],
    invalidation: Option<&Invalidation<'_>>,
) -> Vec<Arc<PassagesBySource>> {
    let places = site.pages.par_iter().zip(pages).map(|(page, resolved)| {
        let index = page.id.index();
        match invalidation.map(|invalidation| invalidation.previous) {
            Some(previous) if Arc::ptr_eq(&previous.pages[index], resolved) => previous.places[index].clone(),
            _ if page.is_withdrawn() => Arc::default(),
            _ => Arc::new(of_page(site, page, resolved)),
        }
    });
    places.collect()
}

/// Collects the places of every source.
pub(super) fn collect(
    site: &Site,
    pages: &[Arc<ResolvedPage>],
    places_of_pages: &[Arc<PassagesBySource>],
    glossaries: &[ResolvedGlossary],
    back: &Backlinks,
) -> CitationIndex {
    let mut index = CitationIndex::default();
    for (page, own) in site.pages.iter().zip(places_of_pages) {
        let via = back.articles_of.get(&page.id).map_or_else(Vec::new, |via| embedding(site, pages, page, via));
        for (reference, passages) in own.iter() {
            let cited = CitedIn { page: CitingPage::Page(page.id), passages: passages.clone(), via: via.clone() };
            index.cite(reference, cited);
        }
    }
    for (number, (glossary, resolved)) in site.glossaries.iter().zip(glossaries).enumerate() {
        let bodies: Vec<&Body> = glossary.terms.iter().map(|term| &term.definition).collect();
        let written = |number: usize| {
            Some(Written { source: &glossary.source, body: bodies.get(number)?, title: Arc::default(), guarded: 0..0 })
        };
        let body_of = |text| if let ShownText::Numbered(number) = text { written(number) } else { None };
        let shown = Shown { reading_order: &resolved.reading_order, citations: &resolved.citations };
        let mut own = places(&shown, body_of);
        for source in resolved.citations.sources() {
            own.entry(source).or_default();
        }
        for (reference, passages) in own {
            let passages = passages.into();
            index.cite(reference, CitedIn { page: CitingPage::Glossary(number), passages, via: Vec::new() });
        }
    }
    index.sources.values_mut().for_each(|cited| Arc::make_mut(cited).shrink_to_fit());
    index
}

/// The index of the previous run with the places of those pages that were resolved anew. They cite the same sources and
/// show the same exercises: [`Invalidation::has_same_dependencies`] said so of each.
pub(super) fn patch(
    site: &Site,
    pages: &[Arc<ResolvedPage>],
    places_of_pages: &[Arc<PassagesBySource>],
    invalidation: &Invalidation<'_>,
) -> CitationIndex {
    let previous = invalidation.previous;
    let mut index = CitationIndex::clone(&previous.citation_index);
    let anew = site.pages.iter().filter(|page| !Arc::ptr_eq(&previous.pages[page.id.index()], &pages[page.id.index()]));
    for page in anew {
        for (reference, passages) in places_of_pages[page.id.index()].iter() {
            let cited = index.sources.get_mut(&reference).map(Arc::make_mut).into_iter().flatten();
            let own = cited.filter(|cited| cited.page == CitingPage::Page(page.id));
            own.for_each(|own| own.passages = passages.clone());
        }
    }
    index
}

impl CitationIndex {
    fn cite(&mut self, reference: ReferenceId, cited: CitedIn) {
        Arc::make_mut(self.sources.entry(reference).or_default()).push(cited);
    }
}

/// Of the articles of an exercise, those that show its text.
fn embedding(site: &Site, pages: &[Arc<ResolvedPage>], page: &Page, articles: &[PageId]) -> Vec<PageId> {
    if page.exercise().is_none() {
        return Vec::new();
    }
    let shows = |article: &&PageId| {
        let reading_order = &pages[article.index()].reading_order;
        !site.page(**article).is_withdrawn()
            && reading_order.instances.iter().any(|instance| instance.text == ShownText::Exercise(page.id))
    };
    articles.iter().filter(shows).copied().collect()
}

/// Where a page cites which source.
#[derive(Debug, Default)]
pub(super) struct PassagesBySource(Box<[(ReferenceId, Arc<[Passage]>)]>);

impl PassagesBySource {
    /// By source.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ReferenceId, &Arc<[Passage]>)> {
        self.0.iter().map(|(source, passages)| (*source, passages))
    }

    /// The sources.
    pub(super) fn sources(&self) -> impl Iterator<Item = ReferenceId> {
        self.0.iter().map(|(source, _)| *source)
    }

    /// The places of one source.
    pub(super) fn of(&self, source: ReferenceId) -> &[Passage] {
        self.0.binary_search_by_key(&source, |(own, _)| *own).map_or(&[], |at| &self.0[at].1)
    }
}

/// The same while they are found: a source that is only listed has none.
type FoundPlaces = BTreeMap<ReferenceId, Vec<Passage>>;

/// The places on a page; marks in embedded exercises count at the exercise.
fn of_page(site: &Site, page: &Page, resolved: &ResolvedPage) -> PassagesBySource {
    let found = found_on(site, page, resolved).into_iter();
    PassagesBySource(found.map(|(source, passages)| (source, passages.into())).collect())
}

fn found_on(site: &Site, page: &Page, resolved: &ResolvedPage) -> FoundPlaces {
    let parts = page.article().map_or(&[][..], |article| &article.key_points);
    let cautious = page.exercise().filter(|exercise| !(exercise.cautions.is_empty() && exercise.stop_if.is_empty()));
    let guarded = cautious.map_or(0..0, |exercise| exercise.parts.steps.clone());
    let own = |body, guarded| Written { source: &page.source, body, title: Arc::default(), guarded };
    let body_of = |text| match text {
        ShownText::Numbered(number) => parts.get(number).map(|body| own(body, 0..0)),
        ShownText::PageBody => Some(own(&*page.body, guarded.clone())),
        ShownText::Exercise(_) => None,
        ShownText::Disclaimer(id) => {
            let disclaimer = &site.disclaimers[id.index()];
            let (source, body, title) = (&disclaimer.source, &disclaimer.body, disclaimer.title.clone());
            Some(Written { source, body, title, guarded: 0..0 })
        }
    };
    let shown = Shown { reading_order: &resolved.reading_order, citations: &resolved.citations };
    let mut found = places(&shown, body_of);
    for reference in &resolved.citations.listed_by_hand {
        found.entry(*reference).or_default();
    }
    let listed = match &page.record {
        PageRecord::Article(article) => &article.editorial.uncited_references,
        PageRecord::Exercise(exercise) => &exercise.editorial.uncited_references,
        PageRecord::Programme(programme) => &programme.editorial.uncited_references,
        PageRecord::Topic(topic) => &topic.uncited_references,
        PageRecord::Person(_) | PageRecord::Plain => return found,
    };
    for (reference, _) in listed {
        found.entry(*reference).or_default();
    }
    found
}

struct Shown<'a> {
    reading_order: &'a ReadingOrder,
    citations: &'a PageCitations,
}

/// A text with its file, and what its first words stand under.
struct Written<'b> {
    source: &'b Source,
    body: &'b Body,
    title: Arc<str>,
    /// Steps of an exercise with cautions.
    guarded: Range<usize>,
}

fn places<'b>(shown: &Shown<'_>, body_of: impl Fn(ShownText) -> Option<Written<'b>>) -> FoundPlaces {
    let mut places = FoundPlaces::new();
    for instance in &shown.reading_order.instances {
        let Some(written) = body_of(instance.text).filter(|text| !text.body.citations.is_empty()) else { continue };
        let Written { source, body, title, guarded } = written;
        let passages = Passages { source, body, title, guarded, marks: &instance.marks, citations: shown.citations };
        passages.collect(&mut places);
    }
    places
}

struct Passages<'a> {
    source: &'a Source,
    body: &'a Body,
    /// What stands above its first heading.
    title: Arc<str>,
    guarded: Range<usize>,
    /// The place among the page's marks of each citation of this text.
    marks: &'a IdVec<CitationGroup, Option<MarkId>>,
    citations: &'a PageCitations,
}

impl Passages<'_> {
    fn collect(&self, places: &mut FoundPlaces) {
        let notes = self.notes();
        let marked = self.headings_of_notes(&notes);
        let mut heading = &self.title;
        for block in blocks(self.body) {
            if self.cites(&block) {
                let note = notes.get(block.start).copied().flatten();
                self.block(&block, note.and_then(|note| marked.get(&note).copied()).unwrap_or(heading), places);
            }
            if let NodeKind::Start(Element::Heading(index)) = self.body.nodes.at(block.start).kind {
                heading = &self.body.headings[index].plain;
            }
        }
    }

    /// For each node the footnote in which it stands; nothing where there are none.
    fn notes(&self) -> Vec<Option<FootnoteId>> {
        if self.body.footnotes.is_empty() {
            return Vec::new();
        }
        let mut notes = vec![None; self.body.nodes.len()];
        for (note, nodes) in footnotes(self.body) {
            notes[nodes].fill(Some(note));
        }
        notes
    }

    /// The heading under which each footnote is first referred to: a note is read there, wherever it stands.
    fn headings_of_notes(&self, notes: &[Option<FootnoteId>]) -> HashMap<FootnoteId, &Arc<str>> {
        let mut marked = HashMap::new();
        let mut heading = &self.title;
        for (node, inside) in self.body.nodes.iter().zip(notes) {
            match node.kind {
                NodeKind::Start(Element::Heading(index)) => heading = &self.body.headings[index].plain,
                NodeKind::FootnoteReference(note) if inside.is_none() => _ = marked.entry(note).or_insert(heading),
                _ => {}
            }
        }
        marked
    }

    /// Whether a mark stands in a block: most have none, and need no words.
    fn cites(&self, block: &Range<usize>) -> bool {
        self.body.nodes.without_text(block.clone()).any(|(_, node)| match node.kind {
            NodeKind::Citation(_) => true,
            NodeKind::Start(element) => self.body.citation_of(element).is_some(),
            _ => false,
        })
    }

    /// The passages of one block of text.
    fn block(&self, block: &Range<usize>, heading: &Arc<str>, places: &mut FoundPlaces) {
        let mut text = String::new();
        let mut found: Vec<(Range<usize>, CitationId)> = Vec::new();
        let mut words: Vec<(CitationId, usize)> = Vec::new();
        for (_, event) in self.body.walk(self.source, block.clone(), &[]) {
            match event {
                TextEvent::Text { text: piece, .. } | TextEvent::Code(piece) => text.push_str(piece),
                TextEvent::Break => text.push(' '),
                TextEvent::Citation(index) => {
                    let start = text.len();
                    text.push_str(&self.mark_text(index));
                    found.push((start..text.len(), index));
                }
                TextEvent::Start(element) => {
                    words.extend(self.body.citation_of(element).map(|index| (index, text.len())));
                }
                TextEvent::End(element) => {
                    if let Some(index) = self.body.citation_of(element)
                        && let Some((_, start)) = words.pop()
                    {
                        found.push((start..text.len(), index));
                    }
                }
                TextEvent::FootnoteReference(_) | TextEvent::Skipped(_) => {}
            }
        }
        let is_guarded = self.guarded.contains(&block.start);
        for (range, index) in found {
            let Some(mark) = self.mark(index) else { continue };
            let around = sentence(&text, range.clone());
            for part in &mark.parts {
                if let MarkPart::Source { reference, occurrence, .. } = part {
                    places.entry(*reference).or_default().push(Passage {
                        occurrence: *occurrence,
                        heading: heading.clone(),
                        is_guarded,
                        sentence: text[around.clone()].into(),
                        mark: Span::new(range.start - around.start..range.end - around.start),
                    });
                }
            }
        }
    }

    fn mark_text(&self, citation: CitationId) -> String {
        self.mark(citation).map_or_else(String::new, |mark| mark.parts.iter().map(MarkPart::plain).collect())
    }

    /// The formatted mark of a citation, if it is shown.
    fn mark(&self, citation: CitationId) -> Option<&Mark> {
        self.citations.marks.get(self.marks[citation]?)
    }
}

/// The blocks of a text that hold words: paragraphs, headings, cells, items without paragraphs, labels.
fn blocks(body: &Body) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for (at, node) in body.nodes.without_text(..) {
        let is_border = match node.kind {
            NodeKind::Start(element) | NodeKind::End(element) => !body.is_inline(element),
            NodeKind::Rule => true,
            _ => false,
        };
        if is_border {
            if start < at {
                blocks.push(start..at);
            }
            start = if matches!(node.kind, NodeKind::Start(_)) { at } else { at + 1 };
        }
    }
    if start < body.nodes.len() {
        blocks.push(start..body.nodes.len());
    }
    blocks
}
