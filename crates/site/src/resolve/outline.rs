//! Takes a page's parsed text, returns an [`Outline`]: the ids that links can lead to, and its embedded exercises with the
//! heading level, number and id that each has on this page.
//!
//! All outlines are made before any link is resolved, because a link needs the anchors of its target. The table of contents is
//! read from an outline and the text together ([`Outline::entries`]).

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use wellpress_foundation::ids::IdMap;
use wellpress_foundation::text::one_line;
use wellpress_markdown::body::{Body, DirectiveId, Element, Heading, InContents, NodeKind};
use wellpress_markdown::directives::{Directive, DirectiveKind, LabelUse};

use crate::model::page::PageRecord;
use crate::model::{LookupResult, Page, PageId, Site};
use crate::sections::ContentKind;

/// The anchors and embedded exercises of a page.
///
/// It becomes stale with an edit of the page or of an exercise that it embeds, and with no other edit.
#[derive(Debug, Default)]
pub struct Outline {
    /// Embedded exercises, by their directive in the text. An exercise that is unknown or not published has none.
    pub embeds: IdMap<Directive, Embed>,
    /// Every id that a link can lead to, except those of sources: these are known once citations are resolved.
    pub anchors: Anchors,
}

/// The ids of one page, sorted and without duplicates.
///
/// A sorted list instead of a set: pages have few ids and a site has as many lists as pages, so memory counts more than the
/// search. The ids of headings are shared with the parsed text.
#[derive(Debug, Default)]
pub struct Anchors {
    ids: Vec<Arc<str>>,
    /// Indices of the ids by their letters and digits, once a link asks for them; `None` for letters that several ids have.
    by_letters: OnceLock<FxHashMap<String, Option<usize>>>,
}

/// The index follows from the ids.
impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        self.ids == other.ids
    }
}

impl Eq for Anchors {}

impl Anchors {
    /// Whether the page has this id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.ids.binary_search_by(|candidate| (**candidate).cmp(id)).is_ok()
    }

    /// All ids in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| &**id)
    }

    /// The only id with the letters and digits of `slug`. Other programs divide the words of a heading in other ways: the id of
    /// "Rest & sleep" is `rest--sleep` on GitHub, and that of "Rest/sleep" is `restsleep`.
    pub(super) fn only_with_letters_of(&self, slug: &str) -> Option<&str> {
        let by_letters = self.by_letters.get_or_init(|| {
            let mut by_letters = FxHashMap::default();
            for (index, id) in self.ids.iter().enumerate() {
                by_letters.entry(without_hyphens(id)).and_modify(|only| *only = None).or_insert(Some(index));
            }
            by_letters
        });
        let letters = without_hyphens(slug);
        let index = by_letters.get(&letters).copied().flatten().filter(|_| !letters.is_empty())?;
        Some(&self.ids[index])
    }

    fn insert(&mut self, id: Arc<str>) {
        if let Err(position) = self.ids.binary_search(&id) {
            self.ids.insert(position, id);
        }
    }
}

/// An entry of a table of contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutlineEntry<'a> {
    /// 2 or 3.
    pub level: u8,
    /// Plain text.
    pub title: &'a str,
    /// The id on the page that the entry links to.
    pub id: &'a str,
}

/// An exercise that a page embeds, as it appears there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// The page of the exercise.
    pub page: PageId,
    /// The id of the exercise's section on the embedding page.
    pub id: Arc<str>,
    /// The label of the directive, or else the exercise's title.
    pub title: Arc<str>,
    /// The level of the section's heading.
    pub level: u8,
    /// The number that the heading shows, if the author asks for numbers.
    pub number: Option<u32>,
    /// How much of the exercise is shown.
    pub shows: ShownParts,
}

/// How much of an embedded exercise is shown. Dose, cautions and signals to stop are shown with either, because an exercise
/// without them is not safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownParts {
    /// Introduction, steps and note.
    All,
    /// The steps, and of the rest only cards that say when to get help, and warnings.
    Steps,
}

impl ShownParts {
    /// The nodes that are shown of an introduction or a note.
    #[must_use]
    pub fn of(self, body: &Body, part: &Range<usize>) -> Vec<Range<usize>> {
        match self {
            Self::All => vec![part.clone()],
            Self::Steps => body.warnings(part.clone()).map(|(_, nodes)| nodes).collect(),
        }
    }
}

/// Makes the outline of a page. Levels, numbers and ids of embeds depend on what stands above them, so this is one pass
/// through the text.
pub(super) fn outline(site: &Site, page: &Page) -> Outline {
    let mut builder = OutlineBuilder {
        site,
        page,
        outline: Outline { anchors: ids_in_text(page), ..Outline::default() },
        heading_level: 1,
        playlist_level: 0,
        last_number: 0,
    };
    for (at, node) in page.body.nodes.without_text(..) {
        builder.read(at, node.kind);
    }
    let mut outline = builder.outline;
    if has_reference_list(site, page, &outline) {
        outline.anchors.insert("references".into());
    }
    outline.anchors.ids.shrink_to_fit();
    outline.embeds.shrink_to_fit();
    outline
}

struct OutlineBuilder<'a> {
    site: &'a Site,
    page: &'a Page,
    outline: Outline,
    /// The level of the last heading.
    heading_level: u8,
    /// 1 inside a playlist, whose title is a heading of its own, and 0 outside.
    playlist_level: u8,
    /// The number that the last numbered exercise shows.
    last_number: u32,
}

impl OutlineBuilder<'_> {
    fn read(&mut self, at: usize, node: NodeKind) {
        let body = &self.page.body;
        match node {
            NodeKind::Start(Element::Heading(index)) => self.heading_level = body.headings[index].level,
            NodeKind::Start(Element::Directive(index)) => match body.directives[index].kind {
                DirectiveKind::Exercise => self.embed(at, index),
                DirectiveKind::Playlist => self.playlist_level = 1,
                _ => {}
            },
            NodeKind::End(Element::Directive(index)) if body.directives[index].kind == DirectiveKind::Playlist => {
                self.playlist_level = 0;
            }
            _ => {}
        }
    }

    /// Adds the exercise that the directive at a node embeds.
    fn embed(&mut self, at: usize, index: DirectiveId) {
        let (site, page) = (self.site, self.page);
        let directive = &page.body.directives[index];
        let Some(id) = &directive.id else { return };
        let LookupResult::Page(exercise) = site.index.find(ContentKind::Exercise, &id.value, page.language) else {
            return;
        };
        let level_above = self.heading_level + self.playlist_level;
        // HTML has six levels of headings, and the first is the title of the page.
        let level = directive.heading().unwrap_or((level_above + 1).clamp(2, 6));
        let label = page.body.plain(&page.source, page.body.label_of(at));
        let label = one_line(&label);
        let title = if label.is_empty() { site.page(exercise).title.as_str().into() } else { label.into() };
        let number = directive.get("number").map(|number| number.parse().unwrap_or(self.last_number + 1));
        // An exercise without a number between two that have one does not break the count.
        self.last_number = number.unwrap_or(self.last_number);
        let id = self.outline.unused_id(&format!("exercise-{}", slug::slugify(&id.value)));
        let shows = if directive.get("only") == Some("steps") { ShownParts::Steps } else { ShownParts::All };
        self.outline.embeds.insert(index, Embed { page: exercise, id, title, level, number, shows });
    }
}

/// The ids of a page's headings, and those that its author gave to directives.
fn ids_in_text(page: &Page) -> Anchors {
    let headings = page.body.headings.iter().map(|heading| heading.id.clone());
    let directives = page.body.directives.iter().filter_map(Directive::anchor).map(Arc::from);
    let links = page.body.links.iter().filter_map(|link| link.attributes.as_ref()?.id.as_deref()).map(Arc::from);
    let elements = page.body.html_elements.iter().filter_map(|element| element.id.as_deref()).map(Arc::from);
    let mut ids: Vec<Arc<str>> = headings.chain(directives).chain(links).chain(elements).collect();
    ids.sort_unstable();
    ids.dedup();
    Anchors { ids, by_letters: OnceLock::new() }
}

fn without_hyphens(id: &str) -> String {
    id.replace('-', "")
}

/// Whether the page ends with a list of sources: it cites or lists one, or an exercise that it embeds cites one.
fn has_reference_list(site: &Site, page: &Page, outline: &Outline) -> bool {
    let has_uncited = match &page.record {
        PageRecord::Topic(topic) => !topic.uncited_references.is_empty(),
        _ => page.editorial().is_some_and(|editorial| !editorial.uncited_references.is_empty()),
    };
    let embedded = outline.embeds.values().map(|embed| &*site.page(embed.page).body);
    let mut bodies = page.texts().chain(embedded);
    has_uncited || bodies.any(|body| !body.citations.is_empty())
}

impl Outline {
    /// The table of contents of the page with this text: headings of level 2 and 3, titles of directives that are such
    /// headings, and embedded exercises. Deeper exercises are listed at level 3, so that none is missing.
    pub fn entries<'a>(&'a self, body: &'a Body) -> impl Iterator<Item = OutlineEntry<'a>> {
        let entries = body.nodes.starts().filter_map(|(at, element, _)| self.entry(body, at, element));
        entries.filter(|entry| matches!(entry.level, 2 | 3))
    }

    fn entry<'a>(&'a self, body: &'a Body, at: usize, element: Element) -> Option<OutlineEntry<'a>> {
        match element {
            Element::Heading(index) => {
                let heading = &body.headings[index];
                (heading.contents == InContents::Listed).then(|| OutlineEntry::of_heading(heading))
            }
            Element::Directive(index) => match body.directives[index].kind {
                DirectiveKind::Exercise => {
                    let embed = self.embeds.get(index)?;
                    Some(OutlineEntry { level: embed.level.min(3), title: &embed.title, id: &embed.id })
                }
                // With `heading=2` the parser made a heading at the node of the directive.
                kind if kind.spec().label == LabelUse::Heading => {
                    let heading = body.headings.iter().find(|heading| heading.node.index() == at)?;
                    Some(OutlineEntry::of_heading(heading))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Reserves an id: `id` itself, or with the first free number behind it.
    fn unused_id(&mut self, id: &str) -> Arc<str> {
        let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
        let mut candidates = std::iter::once(id.to_owned()).chain(numbered);
        let unused = candidates.find(|candidate| !self.anchors.contains(candidate)).unwrap_or_default();
        let unused: Arc<str> = unused.into();
        self.anchors.insert(unused.clone());
        unused
    }
}

impl<'a> OutlineEntry<'a> {
    fn of_heading(heading: &'a Heading) -> Self {
        Self { level: heading.level, title: &heading.plain, id: &heading.id }
    }
}
