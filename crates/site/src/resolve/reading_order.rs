//! The order in which a page is read: its texts, the exercises embedded in place, disclaimers where they stand, footnotes at
//! their mark. Marks are numbered in this order, and a mark in an exercise or a disclaimer belongs to the page that shows it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, CitationId, DirectiveId, Element, Footnote, FootnoteId, LinkTarget, NodeKind};
use wellpress_markdown::citations::CitationGroup;
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::ids::{Id, IdMap, IdVec};

use crate::model::disclaimer::{Disclaimer, DisclaimerId};
use crate::model::exercise::Exercise;
use crate::model::{Page, PageId, PageRecord, Site};

use super::disclaimers::{self, PlacedDisclaimers};
use super::outline::{Embed, Outline, ShownParts};

/// The order in which a page is read.
#[derive(Debug, Default)]
pub struct ReadingOrder {
    /// Texts in the order in which they begin; key points, then the page's own, then what it embeds.
    pub instances: IdVec<TextInstance>,
    /// Marks in reading order.
    pub marks: IdVec<MarkPosition>,
    /// Embedded exercises, by the text that embeds one and the directive there.
    pub embeds: HashMap<(InstanceId, DirectiveId), EmbedInstance>,
    /// Showings of disclaimers that have marks or footnotes, each with its text; most have none.
    pub disclaimers: HashMap<(DisclaimerPosition, DisclaimerId), InstanceId>,
}

impl ReadingOrder {
    /// The exercises whose text is shown, in this order.
    pub fn exercises(&self) -> impl Iterator<Item = PageId> + '_ {
        self.instances.iter().filter_map(|instance| instance.text.exercise())
    }

    /// The first showing of a text.
    #[must_use]
    pub fn instance_of(&self, text: ShownText) -> Option<InstanceId> {
        self.instances.position(|instance| instance.text == text)
    }
}

/// Indexes [`ReadingOrder::instances`].
pub type InstanceId = Id<TextInstance>;
/// Indexes [`ReadingOrder::marks`], and the marks as formatted.
pub type MarkId = Id<MarkPosition>;

/// A citation where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkPosition {
    /// The showing of the text in which it stands.
    pub instance: InstanceId,
    /// The citation in that text.
    pub citation: CitationId,
}

/// One showing of a text.
#[derive(Debug)]
pub struct TextInstance {
    /// Whose text it is.
    pub text: ShownText,
    /// For each citation of the text its mark on the page; none where it is not shown.
    pub marks: IdVec<CitationGroup, Option<MarkId>>,
    /// For each footnote of the text, its number from 1 in reading order; 0 where nothing refers to it.
    pub footnotes: IdVec<Footnote, u32>,
    /// How many footnotes are referred to.
    pub footnote_count: u32,
}

/// Whose text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownText {
    /// A key point of the page, or a definition of a glossary.
    Numbered(usize),
    /// The page's own.
    PageBody,
    /// An exercise's.
    Exercise(PageId),
    /// A disclaimer's.
    Disclaimer(DisclaimerId),
}

/// Where on a page a disclaimer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisclaimerPosition {
    /// Above the text.
    Top,
    /// At a directive: the text that has it, and the directive there.
    At(InstanceId, DirectiveId),
    /// Below what a record shows.
    Record,
    /// Below the text.
    Bottom,
}

impl ShownText {
    /// The exercise, if it is one's text.
    #[must_use]
    pub fn exercise(self) -> Option<PageId> {
        if let Self::Exercise(exercise) = self { Some(exercise) } else { None }
    }
}

/// One showing of an exercise.
#[derive(Debug, Clone)]
pub struct EmbedInstance {
    /// Its text among the flow's.
    pub instance: InstanceId,
    /// Title, id, level, number.
    pub embed: Embed,
}

/// The flow of a page with these disclaimers.
pub(super) fn of_page(site: &Site, page: &Page, outlines: &[Arc<Outline>], placed: &PlacedDisclaimers) -> ReadingOrder {
    let has_notes =
        |disclaimer: &Disclaimer| !disclaimer.body.citations.is_empty() || !disclaimer.body.footnotes.is_empty();
    // A page that is withdrawn shows no list to which marks could lead.
    let placed = (!page.is_withdrawn() && site.disclaimers.iter().any(has_notes)).then_some(placed);
    let mut walk = Walk { site: Some((site, outlines)), placed, language: page.language, ..Walk::default() };
    walk.stand(DisclaimerPosition::Top, |placed| &placed.top);
    if let PageRecord::Article(article) = &page.record {
        for (number, point) in article.key_points.iter().enumerate() {
            walk.part(number, point);
        }
    }
    let instance = walk.instance(ShownText::PageBody, &page.body);
    walk.nodes(instance, &page.body, 0..page.body.nodes.len(), &outlines[page.id.index()].embeds);
    if page.exercise().is_some_and(|exercise| exercise.video.is_some()) {
        walk.stand(DisclaimerPosition::Record, |placed| &placed.with_video);
    }
    if page.exercise().is_some() || page.programme().is_some() {
        walk.stand(DisclaimerPosition::Record, |placed| &placed.with_exercise);
    }
    walk.stand(DisclaimerPosition::Bottom, |placed| &placed.bottom);
    walk.reading_order.instances.shrink_to_fit();
    walk.reading_order.marks.shrink_to_fit();
    walk.reading_order
}

/// The flow of a handout, which shows the texts of pages one after another, and which of its texts is each one's.
#[must_use]
pub fn of_handout(site: &Site, outlines: &[Arc<Outline>], pages: &[PageId]) -> (ReadingOrder, Vec<InstanceId>) {
    let mut walk = Walk { site: Some((site, outlines)), ..Walk::default() };
    let mut starts = Vec::with_capacity(pages.len());
    for page in pages.iter().map(|page| site.page(*page)) {
        let text = if page.exercise().is_some() { ShownText::Exercise(page.id) } else { ShownText::PageBody };
        let instance = walk.instance(text, &page.body);
        let all = 0..page.body.nodes.len();
        walk.nodes(instance, &page.body, all, &outlines[page.id.index()].embeds);
        starts.push(instance);
    }
    (walk.reading_order, starts)
}

/// The flow of texts that stand one after another.
pub(super) fn of_bodies(bodies: &[(&Source, &Body)]) -> ReadingOrder {
    let mut walk = Walk::default();
    for (number, (_, body)) in bodies.iter().enumerate() {
        walk.part(number, body);
    }
    walk.reading_order
}

#[derive(Default)]
struct Walk<'a> {
    /// The site with the outlines of its pages; texts without a page embed nothing.
    site: Option<(&'a Site, &'a [Arc<Outline>])>,
    /// The disclaimers of the page, where any of the site's has marks.
    placed: Option<&'a PlacedDisclaimers>,
    reading_order: ReadingOrder,
    /// Of the page's own text.
    language: usize,
    /// How often each id was given to a nested exercise.
    ids: BTreeMap<Arc<str>, u32>,
}

impl<'a> Walk<'a> {
    fn part(&mut self, number: usize, body: &Body) {
        let instance = self.instance(ShownText::Numbered(number), body);
        self.nodes(instance, body, 0..body.nodes.len(), &IdMap::default());
    }

    fn instance(&mut self, text: ShownText, body: &Body) -> InstanceId {
        let marks = vec![None; body.citations.len()].into();
        let footnotes = vec![0; body.footnotes.len()].into();
        self.reading_order.instances.push(TextInstance { text, marks, footnotes, footnote_count: 0 })
    }

    /// Reads some nodes of a text; a footnote is read where it is first referred to, and left out where it stands.
    fn nodes(&mut self, instance: InstanceId, body: &Body, range: Range<usize>, embeds: &IdMap<Directive, Embed>) {
        let notes = if body.footnotes.is_empty() { HashMap::new() } else { footnotes(body) };
        let mut pending = vec![range];
        while let Some(range) = pending.pop() {
            let mut read = range.start;
            for (at, node) in body.nodes.without_text(range.clone()) {
                match node.kind {
                    _ if at < read => {}
                    NodeKind::Citation(index) => self.mark(instance, index),
                    NodeKind::Start(Element::Link(index)) => {
                        if let LinkTarget::Cite(citation) = body.links[index].target {
                            self.mark(instance, citation);
                        }
                    }
                    NodeKind::End(Element::Directive(index)) => {
                        let is_shown = match embeds.get(index) {
                            Some(embed) => self.embed(instance, index, embed.clone()),
                            None => true,
                        };
                        if is_shown && self.placed.is_some() {
                            self.beside(instance, body, (at, index));
                        }
                    }
                    NodeKind::Start(Element::Footnote(_)) => read = body.end_of(at),
                    NodeKind::FootnoteReference(index) => {
                        if let Some(note) = notes.get(&index)
                            && self.number_footnote(instance, index)
                        {
                            pending.push(at + 1..range.end);
                            pending.push(note.start + 1..note.end);
                            break;
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Numbers a footnote; whether it was referred to for the first time.
    fn number_footnote(&mut self, instance: InstanceId, footnote: FootnoteId) -> bool {
        let instance = &mut self.reading_order.instances[instance];
        let is_first = instance.footnotes[footnote] == 0;
        if is_first {
            instance.footnote_count += 1;
            instance.footnotes[footnote] = instance.footnote_count;
        }
        is_first
    }

    fn mark(&mut self, instance: InstanceId, citation: CitationId) {
        let mark = self.reading_order.marks.push(MarkPosition { instance, citation });
        self.reading_order.instances[instance].marks[citation] = Some(mark);
    }

    /// Reads an exercise; whether its text is shown.
    fn embed(&mut self, host: InstanceId, directive: DirectiveId, mut embed: Embed) -> bool {
        let Some((site, outlines)) = self.site else { return false };
        let page = site.page(embed.page);
        let Some(exercise) = page.exercise() else { return false };
        self.make_unique(&mut embed);
        let instance = self.instance(ShownText::Exercise(embed.page), &page.body);
        let inner = &outlines[embed.page.index()].embeds;
        for range in shown(page, exercise, embed.shows) {
            self.nodes(instance, &page.body, range, inner);
        }
        self.reading_order.embeds.insert((host, directive), EmbedInstance { instance, embed });
        !page.is_withdrawn()
    }

    /// Reads the disclaimers that stand with a directive, which ends at a node: its own, or those of what it shows. What is
    /// in a playlist has them below the playlist.
    fn beside(&mut self, instance: InstanceId, body: &Body, (end, index): (usize, DirectiveId)) {
        let spot = DisclaimerPosition::At(instance, index);
        let kind = |index: DirectiveId| body.directives[index].kind;
        match kind(index) {
            DirectiveKind::Disclaimer => {
                let named = body.directives[index].id.as_ref();
                let found = named.and_then(|(id, _)| self.disclaimer(instance, id));
                found.into_iter().for_each(|id| self.disclaim(spot, id));
            }
            DirectiveKind::Playlist => {
                let inside: Vec<DirectiveKind> = directives_in(body, body.start_of(end)..end).map(kind).collect();
                if inside.contains(&DirectiveKind::Video) {
                    self.stand(spot, |placed| &placed.with_video);
                }
                if inside.contains(&DirectiveKind::Exercise) {
                    self.stand(spot, |placed| &placed.with_exercise);
                }
            }
            own @ (DirectiveKind::Video | DirectiveKind::Exercise)
                if parent(body, end).map(kind) != Some(DirectiveKind::Playlist) =>
            {
                self.stand(spot, |placed| match own {
                    DirectiveKind::Video => &placed.with_video,
                    _ => &placed.with_exercise,
                });
            }
            _ => {}
        }
    }

    /// The disclaimer that a text names, in the text's language.
    fn disclaimer(&self, instance: InstanceId, name: &str) -> Option<DisclaimerId> {
        let (site, _) = self.site?;
        let language = match self.reading_order.instances[instance].text {
            ShownText::Exercise(page) => site.page(page).language,
            _ => self.language,
        };
        Some(disclaimers::in_language(site, site.index.disclaimer(name)?, language))
    }

    fn stand(&mut self, spot: DisclaimerPosition, which: impl Fn(&'a PlacedDisclaimers) -> &'a Vec<DisclaimerId>) {
        let ids = self.placed.map(which).into_iter().flatten();
        ids.for_each(|id| self.disclaim(spot, *id));
    }

    /// Reads a disclaimer, if there are marks or footnotes in it.
    fn disclaim(&mut self, spot: DisclaimerPosition, id: DisclaimerId) {
        let Some((site, _)) = self.site else { return };
        let body = &site.disclaimers[id.index()].body;
        if body.citations.is_empty() && body.footnotes.is_empty() {
            return;
        }
        let instance = self.instance(ShownText::Disclaimer(id), body);
        self.nodes(instance, body, 0..body.nodes.len(), &IdMap::default());
        self.reading_order.disclaimers.insert((spot, id), instance);
    }

    /// An exercise inside an exercise has the id that it has there, which may be taken here.
    fn make_unique(&mut self, embed: &mut Embed) {
        let count = self.ids.entry(embed.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            embed.id = format!("{}-again-{count}", embed.id).into();
        }
    }
}

/// The directives that begin within some nodes.
fn directives_in(body: &Body, nodes: Range<usize>) -> impl Iterator<Item = DirectiveId> + '_ {
    body.nodes.range(nodes).filter_map(|node| match node.kind {
        NodeKind::Start(Element::Directive(index)) => Some(index),
        _ => None,
    })
}

/// The directive right around the one that ends at a node, other blocks aside.
fn parent(body: &Body, end: usize) -> Option<DirectiveId> {
    let mut depth = 0_usize;
    body.nodes.range(end + 1..).find_map(|node| match node.kind {
        NodeKind::Start(_) => {
            depth += 1;
            None
        }
        NodeKind::End(_) if depth > 0 => {
            depth -= 1;
            None
        }
        NodeKind::End(Element::Directive(index)) => Some(index),
        _ => None,
    })
}

/// The nodes of an exercise's text that are shown.
fn shown(page: &Page, exercise: &Exercise, shows: ShownParts) -> Vec<Range<usize>> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let parts = &exercise.parts;
    let [intro, note] = [&parts.intro, &parts.note].map(|part| shows.of(&page.body, part));
    intro.into_iter().chain(std::iter::once(parts.title.start..parts.steps.end)).chain(note).collect()
}

/// The nodes of each footnote's text.
#[must_use]
pub fn footnotes(body: &Body) -> HashMap<FootnoteId, Range<usize>> {
    let mut found = HashMap::new();
    for (at, element, _) in body.nodes.starts() {
        if let Element::Footnote(index) = element {
            found.entry(index).or_insert_with(|| at..body.end_of(at));
        }
    }
    found
}
