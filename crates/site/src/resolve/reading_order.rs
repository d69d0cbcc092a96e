//! Takes a page with what it embeds, returns its [`ReadingOrder`]: every text that the page shows, and the citations and
//! footnotes of these texts in the order in which a reader meets them.
//!
//! Marks and footnotes are numbered in this order. An exercise is read where it is embedded, a disclaimer where it is placed,
//! and a footnote at its first reference, not where it is written. A citation in an exercise or a disclaimer gets a mark on
//! every page that shows it. How marks look is left to `citations`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use wellpress_foundation::ids::{Id, IdMap, IdVec};
use wellpress_markdown::body::{Body, CitationId, DirectiveId, Element, Footnote, FootnoteId, LinkTarget, NodeKind};
use wellpress_markdown::citations::CitationGroup;
use wellpress_markdown::directives::{Directive, DirectiveKind};

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::model::disclaimer::DisclaimerId;
use crate::model::exercise::Exercise;
use crate::model::{Page, PageId, PageTable, Site};
use crate::parse::document::FrontTextId;
use crate::parse::glossary::{GlossaryTerm, TermId};

use super::disclaimers::{self, PlacedDisclaimers};
use super::outline::{Embed, Outline, ShownParts};

/// The texts and marks of a page in the order in which they are read.
///
/// One text can be shown several times (an exercise embedded twice), and each showing has marks of its own. So everything
/// refers to a [`TextInstance`] and not to a text.
#[derive(Debug, Default)]
pub struct ReadingOrder {
    /// The shown texts, in the order in which they begin: disclaimers at the top, key points, the page's text with whatever it
    /// embeds, disclaimers at the bottom.
    pub instances: IdVec<TextInstance>,
    /// Every shown citation.
    pub marks: IdVec<MarkPosition>,
    /// Embedded exercises, by the text that embeds one and the directive there.
    pub embeds: HashMap<(InstanceId, DirectiveId), EmbedInstance>,
    /// The texts of shown disclaimers. Only those with citations or footnotes are here; most disclaimers have none.
    pub disclaimers: HashMap<(DisclaimerPosition, DisclaimerId), InstanceId>,
}

impl ReadingOrder {
    /// The exercises whose text is shown, in this order, with repetitions.
    pub fn exercises(&self) -> impl Iterator<Item = PageId> + '_ {
        self.instances.iter().filter_map(|instance| instance.text.exercise())
    }

    /// The first instance of a text.
    #[must_use]
    pub fn instance_of(&self, text: ShownText) -> Option<InstanceId> {
        self.instances.position(|instance| instance.text == text)
    }
}

/// Indexes [`ReadingOrder::instances`].
pub type InstanceId = Id<TextInstance>;
/// Indexes [`ReadingOrder::marks`], and the formatted marks of [`PageCitations`](super::citations::PageCitations).
pub type MarkId = Id<MarkPosition>;

/// The position of a mark: a citation in a shown text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkPosition {
    /// The shown text with the citation.
    pub instance: InstanceId,
    /// The citation in that text.
    pub citation: CitationId,
}

/// One showing of a text.
#[derive(Debug)]
pub struct TextInstance {
    /// The text that is shown.
    pub text: ShownText,
    /// The mark of each citation of the text. `None` for a citation in a part that is not shown.
    pub marks: IdVec<CitationGroup, Option<MarkId>>,
    /// The number of each footnote of the text, from 1 in reading order; 0 for a footnote without a reference.
    pub footnotes: IdVec<Footnote, u32>,
    /// The number of footnotes with a reference.
    pub footnote_count: u32,
}

/// The text that an instance shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownText {
    /// A text of the page's front matter.
    FrontText(FrontTextId),
    /// The definition of a term, in the reading order of a glossary.
    Definition(TermId),
    /// The text below the page's front matter.
    PageBody,
    /// The text of an embedded exercise.
    Exercise(PageId),
    /// The text of a disclaimer.
    Disclaimer(DisclaimerId),
}

/// Where on a page a disclaimer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisclaimerPosition {
    /// Above the text.
    Top,
    /// At a directive of a shown text.
    At(InstanceId, DirectiveId),
    /// Below the video and the dose of the page's own record.
    Record,
    /// Below the text.
    Bottom,
}

impl ShownText {
    /// The exercise whose text it is.
    #[must_use]
    pub fn exercise(self) -> Option<PageId> {
        if let Self::Exercise(exercise) = self { Some(exercise) } else { None }
    }
}

/// One showing of an embedded exercise.
#[derive(Debug, Clone)]
pub struct EmbedInstance {
    /// The instance of the exercise's text.
    pub instance: InstanceId,
    /// Title, heading and number, with an id that is unique on the page that shows it.
    pub embed: Embed,
}

/// The reading order of a page that shows these disclaimers.
pub(super) fn of_page(
    site: &Site,
    page: &Page,
    outlines: &PageTable<Arc<Outline>>,
    placed: &PlacedDisclaimers,
) -> ReadingOrder {
    // A withdrawn page shows no list of sources that marks could lead to.
    let shows_marks = !page.is_withdrawn() && site.disclaimers.iter().any(|disclaimer| has_marks(&disclaimer.body));
    let mut builder = ReadingOrderBuilder {
        site: Some((site, outlines)),
        placed: shows_marks.then_some(placed),
        ..ReadingOrderBuilder::new(page.language)
    };
    builder.add_placed(DisclaimerPosition::Top, |placed| &placed.top);
    for (id, text) in page.front_texts.entries() {
        builder.add_whole(ShownText::FrontText(id), text);
    }
    let instance = builder.add_instance(ShownText::PageBody, &page.body);
    builder.read_nodes(instance, &page.body, 0..page.body.nodes.len(), &outlines[page.id].embeds);
    if page.exercise().is_some_and(|exercise| exercise.video.is_some()) {
        builder.add_placed(DisclaimerPosition::Record, |placed| &placed.with_video);
    }
    if page.exercise().is_some() || page.programme().is_some() {
        builder.add_placed(DisclaimerPosition::Record, |placed| &placed.with_exercise);
    }
    builder.add_placed(DisclaimerPosition::Bottom, |placed| &placed.bottom);
    let mut reading_order = builder.reading_order;
    reading_order.instances.shrink_to_fit();
    reading_order.marks.shrink_to_fit();
    reading_order
}

/// The reading order of a handout, which shows the texts of several pages one after another, with the instance of each.
#[must_use]
pub fn of_handout(
    site: &Site,
    outlines: &PageTable<Arc<Outline>>,
    pages: &[PageId],
) -> (ReadingOrder, Vec<InstanceId>) {
    let mut builder = ReadingOrderBuilder { site: Some((site, outlines)), ..ReadingOrderBuilder::new(MAIN_LANGUAGE) };
    let mut instances = Vec::with_capacity(pages.len());
    for page in pages.iter().map(|page| site.page(*page)) {
        let text = if page.exercise().is_some() { ShownText::Exercise(page.id) } else { ShownText::PageBody };
        let instance = builder.add_instance(text, &page.body);
        builder.read_nodes(instance, &page.body, 0..page.body.nodes.len(), &outlines[page.id].embeds);
        instances.push(instance);
    }
    (builder.reading_order, instances)
}

/// The reading order of a glossary: its definitions, in the order of the terms.
pub(super) fn of_glossary(definitions: &IdVec<GlossaryTerm, &Body>, language: LanguageId) -> ReadingOrder {
    let mut builder = ReadingOrderBuilder::new(language);
    for (term, definition) in definitions.entries() {
        builder.add_whole(ShownText::Definition(term), definition);
    }
    builder.reading_order
}

fn has_marks(body: &Body) -> bool {
    !body.citations.is_empty() || !body.footnotes.is_empty()
}

/// Reads texts in order and appends what it meets to the reading order.
struct ReadingOrderBuilder<'a> {
    /// The site with the outlines of its pages. `None` for texts without a page, which embed nothing.
    site: Option<(&'a Site, &'a PageTable<Arc<Outline>>)>,
    /// The disclaimers that the page shows. `None` if no disclaimer of the site has marks: positions do not matter then.
    placed: Option<&'a PlacedDisclaimers>,
    reading_order: ReadingOrder,
    /// The language of the page's text.
    language: LanguageId,
    /// How often each id was given to an embedded exercise.
    id_counts: BTreeMap<Arc<str>, u32>,
}

impl<'a> ReadingOrderBuilder<'a> {
    fn new(language: LanguageId) -> Self {
        Self { site: None, placed: None, reading_order: ReadingOrder::default(), language, id_counts: BTreeMap::new() }
    }

    /// Adds a text that embeds nothing, with all its nodes.
    fn add_whole(&mut self, text: ShownText, body: &Body) {
        let instance = self.add_instance(text, body);
        self.read_nodes(instance, body, 0..body.nodes.len(), &IdMap::default());
    }

    fn add_instance(&mut self, text: ShownText, body: &Body) -> InstanceId {
        let marks = vec![None; body.citations.len()].into();
        let footnotes = vec![0; body.footnotes.len()].into();
        self.reading_order.instances.push(TextInstance { text, marks, footnotes, footnote_count: 0 })
    }

    /// Reads some nodes of a text. A footnote is read at its first reference and skipped where it is written.
    fn read_nodes(&mut self, instance: InstanceId, body: &Body, range: Range<usize>, embeds: &IdMap<Directive, Embed>) {
        let notes = if body.footnotes.is_empty() { HashMap::new() } else { footnotes(body) };
        // A stack instead of recursion: a chain of footnotes that refer to each other can be as long as its author likes.
        let mut pending = vec![range];
        while let Some(range) = pending.pop() {
            let mut skipped_to = range.start;
            for (at, node) in body.nodes.without_text(range.clone()) {
                if self.placed.is_some()
                    && at >= skipped_to
                    && let Some(playlist) = playlist_behind(body, at)
                {
                    self.add_disclaimers_of_playlist(instance, body, playlist);
                }
                match node.kind {
                    _ if at < skipped_to => {}
                    NodeKind::Citation(citation) => self.add_mark(instance, citation),
                    NodeKind::Start(Element::Link(link)) => {
                        if let LinkTarget::Cite(citation) = body.links[link].target {
                            self.add_mark(instance, citation);
                        }
                    }
                    // At its end: the label of a directive, and what it encloses, are read first.
                    NodeKind::End(Element::Directive(directive)) => {
                        let is_shown = match embeds.get(directive) {
                            Some(embed) => self.add_embed(instance, directive, embed.clone()),
                            None => true,
                        };
                        if is_shown && self.placed.is_some() {
                            self.add_disclaimers_at(instance, body, at, directive);
                        }
                    }
                    NodeKind::Start(Element::Footnote(_)) => skipped_to = body.end_of(at),
                    NodeKind::FootnoteReference(footnote) => {
                        if let Some(note) = notes.get(&footnote)
                            && self.number_footnote(instance, footnote)
                        {
                            // The note first, then the rest of this range.
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

    /// Gives a footnote its number. Returns whether this is the first reference to it.
    fn number_footnote(&mut self, instance: InstanceId, footnote: FootnoteId) -> bool {
        let instance = &mut self.reading_order.instances[instance];
        let is_first = instance.footnotes[footnote] == 0;
        if is_first {
            instance.footnote_count += 1;
            instance.footnotes[footnote] = instance.footnote_count;
        }
        is_first
    }

    fn add_mark(&mut self, instance: InstanceId, citation: CitationId) {
        let mark = self.reading_order.marks.push(MarkPosition { instance, citation });
        self.reading_order.instances[instance].marks[citation] = Some(mark);
    }

    /// Reads an embedded exercise. Returns whether its text is shown: a withdrawn one leaves a notice.
    fn add_embed(&mut self, host: InstanceId, directive: DirectiveId, mut embed: Embed) -> bool {
        let Some((site, outlines)) = self.site else { return false };
        let page = site.page(embed.page);
        let Some(exercise) = page.exercise() else { return false };
        self.make_id_unique(&mut embed);
        let instance = self.add_instance(ShownText::Exercise(embed.page), &page.body);
        let nested_embeds = &outlines[embed.page].embeds;
        // This recursion ends: exercises in a cycle or too deep get no reading order, and neither do pages with them.
        for range in shown_nodes(page, exercise, embed.shows) {
            self.read_nodes(instance, &page.body, range, nested_embeds);
        }
        self.reading_order.embeds.insert((host, directive), EmbedInstance { instance, embed });
        !page.is_withdrawn()
    }

    /// Reads the disclaimers for the parts of a playlist, which it has once, above all of them.
    fn add_disclaimers_of_playlist(
        &mut self,
        instance: InstanceId,
        body: &Body,
        (playlist, start): (DirectiveId, usize),
    ) {
        let position = DisclaimerPosition::At(instance, playlist);
        let parts: Vec<DirectiveKind> = directives_in(body, start..body.end_of(start)).collect();
        if parts.contains(&DirectiveKind::Video) {
            self.add_placed(position, |placed| &placed.with_video);
        }
        if parts.contains(&DirectiveKind::Exercise) {
            self.add_placed(position, |placed| &placed.with_exercise);
        }
    }

    /// Reads the disclaimers at a directive, which ends at the node `end`: the one that it names, or those that the page shows
    /// with exercises and videos.
    fn add_disclaimers_at(&mut self, instance: InstanceId, body: &Body, end: usize, directive: DirectiveId) {
        let position = DisclaimerPosition::At(instance, directive);
        match body.directives[directive].kind {
            DirectiveKind::Disclaimer => {
                let id = body.directives[directive].id.as_ref();
                let disclaimer = id.and_then(|id| self.disclaimer(instance, &id.value));
                disclaimer.into_iter().for_each(|disclaimer| self.add_disclaimer(position, disclaimer));
            }
            DirectiveKind::Video if !is_in_playlist(body, end) => {
                self.add_placed(position, |placed| &placed.with_video);
            }
            DirectiveKind::Exercise if !is_in_playlist(body, end) => {
                self.add_placed(position, |placed| &placed.with_exercise);
            }
            _ => {}
        }
    }

    /// The disclaimer that a directive names, in the language of the text with the directive.
    fn disclaimer(&self, instance: InstanceId, name: &str) -> Option<DisclaimerId> {
        let (site, _) = self.site?;
        let language = match self.reading_order.instances[instance].text {
            ShownText::Exercise(page) => site.page(page).language,
            _ => self.language,
        };
        Some(disclaimers::in_language(site, site.index.disclaimer(name)?, language))
    }

    /// Reads one of the lists of placed disclaimers.
    fn add_placed(
        &mut self,
        position: DisclaimerPosition,
        list: impl Fn(&'a PlacedDisclaimers) -> &'a Vec<DisclaimerId>,
    ) {
        let disclaimers = self.placed.map(list).into_iter().flatten();
        disclaimers.for_each(|disclaimer| self.add_disclaimer(position, *disclaimer));
    }

    fn add_disclaimer(&mut self, position: DisclaimerPosition, id: DisclaimerId) {
        let Some((site, _)) = self.site else { return };
        let body = &site.disclaimers[id].body;
        if !has_marks(body) {
            return;
        }
        let instance = self.add_instance(ShownText::Disclaimer(id), body);
        self.read_nodes(instance, body, 0..body.nodes.len(), &IdMap::default());
        self.reading_order.disclaimers.insert((position, id), instance);
    }

    /// An outline makes ids unique within its own page. An exercise in an exercise keeps the id that it has there, which may
    /// be taken on this page.
    fn make_id_unique(&mut self, embed: &mut Embed) {
        let count = self.id_counts.entry(embed.id.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            embed.id = format!("{}-again-{count}", embed.id).into();
        }
    }
}

/// The kinds of the directives that begin within some nodes.
fn directives_in(body: &Body, nodes: Range<usize>) -> impl Iterator<Item = DirectiveKind> + '_ {
    body.nodes.range(nodes).filter_map(|node| match node.kind {
        NodeKind::Start(Element::Directive(index)) => Some(body.directives[index].kind),
        _ => None,
    })
}

/// The playlist whose parts follow this node, with the node at which it starts: the node is its start, or the end of its label.
fn playlist_behind(body: &Body, at: usize) -> Option<(DirectiveId, usize)> {
    let start = match body.nodes.at(at).kind {
        NodeKind::Start(Element::Directive(_)) if body.label_of(at).is_empty() => at,
        NodeKind::End(Element::Label) => body.start_of(at).checked_sub(1)?,
        _ => return None,
    };
    match body.nodes.at(start).kind {
        NodeKind::Start(Element::Directive(index)) if body.directives[index].kind == DirectiveKind::Playlist => {
            Some((index, start))
        }
        _ => None,
    }
}

/// Whether the innermost directive around the one that ends at the node `end` is a playlist.
fn is_in_playlist(body: &Body, end: usize) -> bool {
    // Elements that begin behind the node end before whatever is around it does.
    let mut depth = 0_usize;
    let parent = body.nodes.range(end + 1..).find_map(|node| match node.kind {
        NodeKind::Start(_) => {
            depth += 1;
            None
        }
        NodeKind::End(_) if depth > 0 => {
            depth -= 1;
            None
        }
        NodeKind::End(Element::Directive(index)) => Some(body.directives[index].kind),
        _ => None,
    });
    parent == Some(DirectiveKind::Playlist)
}

/// The nodes of an exercise's text that an embed shows. None of a withdrawn exercise.
fn shown_nodes(page: &Page, exercise: &Exercise, shows: ShownParts) -> Vec<Range<usize>> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let parts = &exercise.parts;
    let [intro, note] = [&parts.intro, &parts.note].map(|part| shows.of(&page.body, part));
    intro.into_iter().chain(std::iter::once(parts.title.start..parts.steps.end)).chain(note).collect()
}

/// The nodes of each footnote of a text. Of footnotes with the same label the first counts.
#[must_use]
pub fn footnotes(body: &Body) -> HashMap<FootnoteId, Range<usize>> {
    let mut footnotes = HashMap::new();
    for (at, element, _) in body.nodes.starts() {
        if let Element::Footnote(index) = element {
            footnotes.entry(index).or_insert_with(|| at..body.end_of(at));
        }
    }
    footnotes
}
