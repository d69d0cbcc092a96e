//! Takes the resolved pages, returns the [`CitationIndex`]: each source with the pages that cite it, and on each page the
//! section, the sentence and the mark.
//!
//! The passages of each page are found first (`PassagesBySource`), because they depend on that page alone and are reused
//! between runs; the index then collects them by source. The index also quotes them, so that a reader of a source sees what it
//! is cited for.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Source, Span};
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::{Body, CitationId, Element, FootnoteId, NodeKind};
use wellpress_markdown::citations::CitationGroup;
use wellpress_markdown::walk::TextEvent;

use crate::model::exercise::Exercise;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, PageTable, Site};
use crate::parse::glossary::{Glossary, GlossaryId};

use super::backlinks::Backlinks;
use super::citations::{Mark, MarkPart, PageCitations};
use super::reading_order::{MarkId, ShownText, footnotes};
use super::resolved_page::{ResolvedGlossary, ResolvedPage};
use super::reuse::Invalidation;
use super::sentence::Quotation;

/// The sources that a published page or a glossary cites or lists.
///
/// Any other source has no entry and no page on the site: rules and links ask here which sources are published. Marks
/// in an embedded exercise count for the exercise's own page, so that its sentences are quoted once, however many
/// articles show them.
#[derive(Debug, Clone, Default)]
pub struct CitationIndex {
    /// For each source what cites it, in the order of the pages, then of the glossaries. Behind an [`Arc`], so that a run
    /// that edits few pages copies few lists.
    pub sources: BTreeMap<ReferenceId, Arc<Vec<CitedIn>>>,
}

/// One page that cites a source.
#[derive(Debug, Clone)]
pub struct CitedIn {
    /// The page or glossary.
    pub page: CitingPage,
    /// The sentences with the marks. Empty if the page lists the source without a mark.
    pub passages: Arc<[CitingPassage]>,
    /// For the page of an exercise, the articles that show its text, and so these passages.
    pub via: Vec<PageId>,
}

impl CitedIn {
    /// The exercise, with its page, if a passage is one of its steps.
    #[must_use]
    pub fn quoted_exercise<'s>(&self, site: &'s Site) -> Option<(&'s Page, &'s Exercise)> {
        let CitingPage::Page(page) = self.page else { return None };
        let page = site.page(page);
        Some((page, page.exercise()?)).filter(|_| self.passages.iter().any(|passage| passage.is_guarded))
    }
}

/// What cites a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitingPage {
    /// A page of the content.
    Page(PageId),
    /// A glossary.
    Glossary(GlossaryId),
}

/// The sentence around a mark, shortened to the words near it if it is very long.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CitingPassage {
    /// The number of this mark among the page's marks of the source, from 1.
    pub occurrence: u32,
    /// The heading above the sentence; empty above the first heading.
    pub heading: Arc<str>,
    /// Whether it is a step of an exercise with cautions. Such a sentence must not be quoted where the cautions are not shown.
    pub is_guarded: bool,
    /// In one allocation with the mark, because a site has as many passages as marks.
    sentence: Box<str>,
    /// The bytes of the sentence that are the mark.
    mark: Span,
}

impl CitingPassage {
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

/// The passages of each page. Those of a page whose resolution is reused are reused too.
pub(super) fn passages_of_pages(
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    invalidation: Option<&Invalidation<'_>>,
) -> PageTable<Arc<PassagesBySource>> {
    let passages = site.pages.as_slice().par_iter().zip(pages.as_slice()).map(|(page, resolved)| {
        match invalidation.map(|invalidation| invalidation.previous) {
            Some(previous) if Arc::ptr_eq(&previous.pages[page.id], resolved) => previous.passages[page.id].clone(),
            // A withdrawn page shows a notice in place of its text.
            _ if page.is_withdrawn() => Arc::default(),
            _ => Arc::new(PassagesBySource::of_page(site, page, resolved)),
        }
    });
    passages.collect::<Vec<_>>().into()
}

/// Collects the index from the passages of all pages and glossaries.
pub(super) fn collect(
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    passages_of_pages: &PageTable<Arc<PassagesBySource>>,
    glossaries: &IdVec<Glossary, ResolvedGlossary>,
    backlinks: &Backlinks,
) -> CitationIndex {
    let mut index = CitationIndex::default();
    for (page, passages) in site.pages.iter().zip(passages_of_pages) {
        let articles = backlinks.articles_of.get(&page.id);
        let via = articles.map_or_else(Vec::new, |articles| articles_that_show(site, pages, page, articles));
        for (reference, passages) in passages.iter() {
            let cited = CitedIn { page: CitingPage::Page(page.id), passages: passages.clone(), via: via.clone() };
            index.add(reference, cited);
        }
    }
    for ((id, glossary), resolved) in site.glossaries.entries().zip(glossaries) {
        for (reference, passages) in passages_of_glossary(glossary, resolved) {
            let page = CitingPage::Glossary(id);
            index.add(reference, CitedIn { page, passages: passages.into(), via: Vec::new() });
        }
    }
    index.sources.values_mut().for_each(|cited| Arc::make_mut(cited).shrink_to_fit());
    index
}

/// The index of the previous run with the new passages of the pages that were resolved again.
///
/// Only valid if these pages cite the same sources and show the same exercises as before, which
/// [`Invalidation::has_same_dependencies`] says: then no entry comes or goes.
pub(super) fn patch(
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    passages_of_pages: &PageTable<Arc<PassagesBySource>>,
    invalidation: &Invalidation<'_>,
) -> CitationIndex {
    let previous = invalidation.previous;
    let mut index = CitationIndex::clone(&previous.citation_index);
    let changed = site.pages.iter().map(|page| page.id);
    let changed = changed.filter(|page| !Arc::ptr_eq(&previous.pages[*page], &pages[*page]));
    for page in changed {
        for (reference, passages) in passages_of_pages[page].iter() {
            let cited = index.sources.get_mut(&reference).map(Arc::make_mut).into_iter().flatten();
            let of_page = cited.filter(|cited| cited.page == CitingPage::Page(page));
            of_page.for_each(|cited| cited.passages = passages.clone());
        }
    }
    index
}

impl CitationIndex {
    fn add(&mut self, reference: ReferenceId, cited: CitedIn) {
        Arc::make_mut(self.sources.entry(reference).or_default()).push(cited);
    }
}

/// Of the articles that embed or list an exercise, those that show its text. None for a page that is no exercise.
fn articles_that_show(
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    page: &Page,
    articles: &[PageId],
) -> Vec<PageId> {
    if page.exercise().is_none() {
        return Vec::new();
    }
    let published = articles.iter().copied().filter(|article| !site.page(*article).is_withdrawn());
    let showing = published.filter(|article| {
        let mut instances = pages[*article].reading_order.instances.iter();
        instances.any(|instance| instance.text == ShownText::Exercise(page.id))
    });
    showing.collect()
}

/// The passages in which one page cites each source; a source that the page only lists has none.
///
/// A boxed slice sorted by source instead of a map: a site keeps one for each page, and most pages cite few sources.
#[derive(Debug, Default)]
pub(super) struct PassagesBySource(Box<[(ReferenceId, Arc<[CitingPassage]>)]>);

impl PassagesBySource {
    /// The passages of a page's own texts. Marks in embedded exercises count for the page of the exercise.
    fn of_page(site: &Site, page: &Page, resolved: &ResolvedPage) -> Self {
        let passages = passages_of_page(site, page, resolved).into_iter();
        Self(passages.map(|(source, passages)| (source, passages.into())).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (ReferenceId, &Arc<[CitingPassage]>)> {
        self.0.iter().map(|(source, passages)| (*source, passages))
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = ReferenceId> {
        self.0.iter().map(|(source, _)| *source)
    }

    pub(super) fn of(&self, source: ReferenceId) -> &[CitingPassage] {
        self.0.binary_search_by_key(&source, |(candidate, _)| *candidate).map_or(&[], |index| &self.0[index].1)
    }
}

/// How many nodes of a row are quoted before a cell with nothing but a mark.
const MOST_NODES_BEFORE: usize = 500;

/// How many passages of one text quote the same source. Each quotes the words around it, so that fifty thousand marks in one paragraph
/// would take some hundred megabytes.
const MOST_PASSAGES: usize = 500;

/// The passages of one text.
#[derive(Default)]
struct PassageMap(BTreeMap<ReferenceId, Vec<CitingPassage>>);

impl PassageMap {
    /// Notes that the text lists a source.
    fn list(&mut self, reference: ReferenceId) {
        self.0.entry(reference).or_default();
    }

    /// Whether one of the sources of a mark can have a further passage.
    fn has_room_for(&self, mark: &Mark) -> bool {
        mark.parts.iter().any(|part| match part {
            MarkPart::Source { reference, .. } => {
                self.0.get(reference).is_none_or(|passages| passages.len() < MOST_PASSAGES)
            }
            MarkPart::Text(_) => false,
        })
    }

    fn add(&mut self, reference: ReferenceId, passage: CitingPassage) {
        let passages = self.0.entry(reference).or_default();
        if passages.len() < MOST_PASSAGES {
            passages.push(passage);
        }
    }
}

impl IntoIterator for PassageMap {
    type Item = (ReferenceId, Vec<CitingPassage>);
    type IntoIter = std::collections::btree_map::IntoIter<ReferenceId, Vec<CitingPassage>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

fn passages_of_page(site: &Site, page: &Page, resolved: &ResolvedPage) -> PassageMap {
    let mut passages = PassageMap::default();
    for instance in &resolved.reading_order.instances {
        if let Some(text) = QuotedText::of_page(site, page, instance.text) {
            text.collect(&instance.marks, &resolved.citations, &mut passages);
        }
    }
    let listed_by_hand = resolved.citations.listed_by_hand.iter().copied();
    // Without a mark there is no sentence to quote, but the index has to name the page.
    for reference in listed_by_hand.chain(page.record.uncited_references()) {
        passages.list(reference);
    }
    passages
}

fn passages_of_glossary(glossary: &Glossary, resolved: &ResolvedGlossary) -> PassageMap {
    let mut passages = PassageMap::default();
    for instance in &resolved.reading_order.instances {
        if let ShownText::Definition(term) = instance.text
            && let Some(term) = glossary.terms.get(term)
        {
            let text = QuotedText::new(&glossary.source, &term.definition);
            text.collect(&instance.marks, &resolved.citations, &mut passages);
        }
    }
    for source in resolved.citations.sources() {
        passages.list(source);
    }
    passages
}

/// A text whose sentences are quoted.
struct QuotedText<'a> {
    source: &'a Source,
    body: &'a Body,
    /// Stands in place of a heading above the first one.
    title: Arc<str>,
    /// The nodes of the steps of an exercise with cautions.
    guarded: Range<usize>,
}

impl<'a> QuotedText<'a> {
    fn new(source: &'a Source, body: &'a Body) -> Self {
        Self { source, body, title: Arc::default(), guarded: 0..0 }
    }

    /// One of the texts that a page shows. `None` for an exercise: its own page has its passages.
    fn of_page(site: &'a Site, page: &'a Page, text: ShownText) -> Option<Self> {
        match text {
            ShownText::FrontText(text) => Some(Self::new(&page.source, page.front_texts.get(text)?)),
            ShownText::Definition(_) => None,
            ShownText::PageBody => Some(Self { guarded: guarded_steps(page), ..Self::new(&page.source, &page.body) }),
            ShownText::Exercise(_) => None,
            ShownText::Disclaimer(id) => {
                let disclaimer = &site.disclaimers[id];
                let title = disclaimer.title.clone();
                Some(Self { title, ..Self::new(&disclaimer.source, &disclaimer.body) })
            }
        }
    }

    /// Adds the passages of one showing of this text, whose marks are `mark_ids`.
    fn collect(
        &self,
        mark_ids: &IdVec<CitationGroup, Option<MarkId>>,
        citations: &PageCitations,
        passages: &mut PassageMap,
    ) {
        if self.body.citations.is_empty() {
            return;
        }
        let marks = ShownMarks { mark_ids, citations };
        let notes = self.footnotes_by_node();
        let headings_of_notes = self.headings_of_footnotes(&notes);
        let mut heading = &self.title;
        for block in blocks(self.body) {
            if self.cites(&block) {
                let note = notes.get(block.start).copied().flatten();
                let heading_of_note = note.and_then(|note| headings_of_notes.get(&note).copied());
                self.collect_in_block(&block, heading_of_note.unwrap_or(heading), marks, passages);
            }
            // Behind the passages: a mark in a heading is listed under the heading above it.
            if let NodeKind::Start(Element::Heading(index)) = self.body.nodes.at(block.start).kind {
                heading = &self.body.headings[index].plain;
            }
        }
    }

    /// For each node the footnote that it is a part of. Empty for a text without footnotes.
    fn footnotes_by_node(&self) -> Vec<Option<FootnoteId>> {
        if self.body.footnotes.is_empty() {
            return Vec::new();
        }
        let mut notes = vec![None; self.body.nodes.len()];
        for (note, nodes) in footnotes(self.body) {
            notes[nodes].fill(Some(note));
        }
        notes
    }

    /// The heading above the first reference to each footnote: readers meet a note there, wherever it is written.
    fn headings_of_footnotes(&self, notes: &[Option<FootnoteId>]) -> HashMap<FootnoteId, &Arc<str>> {
        let mut headings = HashMap::new();
        let mut heading = &self.title;
        for (node, note_around) in self.body.nodes.iter().zip(notes) {
            match node.kind {
                NodeKind::Start(Element::Heading(index)) => heading = &self.body.headings[index].plain,
                NodeKind::FootnoteReference(note) if note_around.is_none() => {
                    _ = headings.entry(note).or_insert(heading);
                }
                _ => {}
            }
        }
        headings
    }

    /// Whether a block has a citation. Most have none, and need not be turned into plain text.
    fn cites(&self, block: &Range<usize>) -> bool {
        self.body.nodes.without_text(block.clone()).any(|(_, node)| match node.kind {
            NodeKind::Citation(_) => true,
            NodeKind::Start(element) => self.body.citation_of(element).is_some(),
            _ => false,
        })
    }

    fn collect_in_block(
        &self,
        block: &Range<usize>,
        heading: &Arc<str>,
        marks: ShownMarks<'_>,
        passages: &mut PassageMap,
    ) {
        let PlainBlock { text, citations } = self.plain_block(block, marks);
        let is_guarded = self.guarded.contains(&block.start);
        for (citation, mark_range) in citations {
            let Some(mark) = marks.get(citation) else { continue };
            if !passages.has_room_for(mark) {
                continue;
            }
            let quotation = Quotation::around(&text, mark_range.clone());
            let words_before = &text[quotation.range.start..mark_range.start];
            let words_after = &text[mark_range.end..quotation.range.end];
            let has_words = [words_before, words_after].iter().any(|words| words.contains(char::is_alphanumeric));
            // What a cell with nothing but a mark is about stands in the cells before it.
            let cells = if has_words { String::new() } else { self.cells_before(block, marks) };
            let text_before = [cells.as_str(), if quotation.is_cut_before { "… " } else { "" }, words_before].concat();
            let text_after = [words_after, if quotation.is_cut_after { " …" } else { "" }].concat();
            let mark_span = Span::new(text_before.len()..text_before.len() + mark_range.len());
            for part in &mark.parts {
                if let MarkPart::Source { reference, occurrence, .. } = part {
                    passages.add(
                        *reference,
                        CitingPassage {
                            occurrence: *occurrence,
                            heading: heading.clone(),
                            is_guarded,
                            sentence: [&text_before, &text[mark_range.clone()], &text_after].concat().into(),
                            mark: mark_span,
                        },
                    );
                }
            }
        }
    }

    /// The text of the cells before a cell in its row; empty for any other block.
    fn cells_before(&self, block: &Range<usize>, marks: ShownMarks<'_>) -> String {
        let nodes = &self.body.nodes;
        if !matches!(nodes.at(block.start).kind, NodeKind::Start(Element::TableCell)) {
            return String::new();
        }
        let is_row = |at: &usize| matches!(nodes.at(*at).kind, NodeKind::Start(Element::TableRow | Element::TableHead));
        // Without a limit, each cell of a row of ten thousand would repeat all cells before it.
        let farthest = block.start.saturating_sub(MOST_NODES_BEFORE);
        let Some(row) = (farthest..block.start).rev().find(is_row) else { return String::new() };
        self.plain_block(&(row..block.start), marks).text
    }

    /// A block as readers see it, with the formatted marks in place of the citations.
    fn plain_block(&self, block: &Range<usize>, marks: ShownMarks<'_>) -> PlainBlock {
        let mut text = String::new();
        let mut citations = Vec::new();
        // Words that are linked to a source are a mark themselves and can contain other elements.
        let mut open_words: Vec<usize> = Vec::new();
        for (_, event) in self.body.walk(self.source, block.clone(), &[]) {
            match event {
                TextEvent::Text { text: piece, .. } | TextEvent::Code(piece) => text.push_str(piece),
                TextEvent::Break => text.push(' '),
                TextEvent::Citation(citation) => {
                    let start = text.len();
                    text.push_str(&marks.plain(citation));
                    citations.push((citation, start..text.len()));
                }
                TextEvent::End(Element::TableCell) => text.push_str(CELL_END),
                TextEvent::Start(element) if self.body.citation_of(element).is_some() => open_words.push(text.len()),
                TextEvent::End(element) => {
                    if let Some(citation) = self.body.citation_of(element)
                        && let Some(start) = open_words.pop()
                    {
                        citations.push((citation, start..text.len()));
                    }
                }
                TextEvent::Start(_) | TextEvent::FootnoteReference(_) | TextEvent::Skipped(_) => {}
            }
        }
        PlainBlock { text, citations }
    }
}

/// Divides the cells of a row.
const CELL_END: &str = " | ";

/// The plain text of a block, and the range of each citation's mark in it.
struct PlainBlock {
    text: String,
    citations: Vec<(CitationId, Range<usize>)>,
}

/// The formatted marks of one showing of a text.
#[derive(Clone, Copy)]
struct ShownMarks<'a> {
    /// The mark of each citation of the text.
    mark_ids: &'a IdVec<CitationGroup, Option<MarkId>>,
    citations: &'a PageCitations,
}

impl<'a> ShownMarks<'a> {
    /// The mark of a citation. `None` if it is in a part of the text that is not shown.
    fn get(&self, citation: CitationId) -> Option<&'a Mark> {
        self.citations.marks.get(self.mark_ids[citation]?)
    }

    fn plain(&self, citation: CitationId) -> String {
        self.get(citation).map_or_else(String::new, |mark| mark.parts.iter().map(MarkPart::plain).collect())
    }
}

/// The nodes of an exercise's steps if it has cautions or signals to stop.
fn guarded_steps(page: &Page) -> Range<usize> {
    let exercise = page.exercise();
    let cautious = exercise.filter(|exercise| !(exercise.cautions.is_empty() && exercise.stop_if.is_empty()));
    cautious.map_or(0..0, |exercise| exercise.parts.steps.clone())
}

/// The blocks of a text that hold words: paragraphs, headings, cells, items without paragraphs, labels. A sentence never goes
/// beyond its block.
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
            // The first node of a block says whether it is a heading. What closes a block belongs to none.
            start = if matches!(node.kind, NodeKind::Start(_)) { at } else { at + 1 };
        }
    }
    if start < body.nodes.len() {
        blocks.push(start..body.nodes.len());
    }
    blocks
}
