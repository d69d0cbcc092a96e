//! A page's headings and embedded exercises in order: contents, ids and anchors.

use std::ops::Range;
use std::sync::Arc;

use wellpress_markdown::body::{Body, DirectiveId, Element, Heading, InContents, NodeKind};
use wellpress_markdown::directives::{Directive, DirectiveKind, LabelUse};
use wellpress_markdown::ids::IdMap;

use crate::discover::ContentKind;
use crate::model::page::PageRecord;
use crate::model::{LookupResult, Page, PageId, Site};

/// A page's headings and embedded exercises in order.
#[derive(Debug, Default)]
pub struct Outline {
    /// Embedded exercises, by their directive in the text.
    pub embeds: IdMap<Directive, Embed>,
    /// Every id that a link may lead to.
    pub anchors: Anchors,
}

/// The ids of one page in order: few, and those of headings shared with the text, as there are as many lists as pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Anchors(Vec<Arc<str>>);

impl Anchors {
    /// Whether an id is among them.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.0.binary_search_by(|own| (**own).cmp(id)).is_ok()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|id| &**id)
    }

    fn insert(&mut self, id: Arc<str>) {
        if let Err(at) = self.0.binary_search(&id) {
            self.0.insert(at, id);
        }
    }
}

/// A line of the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutlineEntry<'a> {
    /// 2 or 3.
    pub level: u8,
    /// Plain text.
    pub title: &'a str,
    /// Id on the page.
    pub id: &'a str,
}

/// An embedded exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// The exercise.
    pub page: PageId,
    /// Its section's id on this page.
    pub id: Arc<str>,
    /// Its title here.
    pub title: Arc<str>,
    /// The level of its heading.
    pub level: u8,
    /// The number that its heading shows.
    pub number: Option<u32>,
    /// How much of it is shown.
    pub shows: ShownParts,
}

/// How much of an embedded exercise is shown. Dose, cautions and stop signals always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownParts {
    /// Introduction, steps and note.
    All,
    /// The steps.
    Steps,
}

impl ShownParts {
    /// The nodes that are shown of an introduction or a note: all of them, or the cards that say when to get help.
    #[must_use]
    pub fn of(self, body: &Body, part: &Range<usize>) -> Vec<Range<usize>> {
        let is_card = |at: &usize| match body.nodes.at(*at).kind {
            NodeKind::Start(Element::Directive(index)) => body.directives[index].kind == DirectiveKind::Care,
            _ => false,
        };
        match self {
            Self::All => vec![part.clone()],
            Self::Steps => part.clone().filter(is_card).map(|at| at..body.end_of(at) + 1).collect(),
        }
    }
}

/// Reads a page's outline.
pub(super) fn outline(site: &Site, page: &Page) -> Outline {
    let mut outline = Outline { anchors: written(page), ..Outline::default() };
    let mut level = 1;
    let mut number = 0;
    let mut in_playlist = 0;
    for (at, node) in page.body.nodes.without_text(..) {
        match node.kind {
            NodeKind::Start(Element::Heading(index)) => {
                level = page.body.headings[index].level;
            }
            NodeKind::Start(Element::Directive(index)) => match page.body.directives[index].kind {
                DirectiveKind::Exercise => outline.embed(site, page, (at, index), level + in_playlist, &mut number),
                // Its title is a heading of its own.
                DirectiveKind::Playlist => in_playlist = 1,
                _ => {}
            },
            NodeKind::End(Element::Directive(index)) => {
                let is_playlist = page.body.directives[index].kind == DirectiveKind::Playlist;
                in_playlist = if is_playlist { 0 } else { in_playlist };
            }
            _ => {}
        }
    }
    if has_sources(site, page, &outline) {
        outline.anchors.insert("references".into());
    }
    outline.anchors.0.shrink_to_fit();
    outline.embeds.shrink_to_fit();
    outline
}

/// The ids of a page's headings, and those that directives of its text have of their own.
fn written(page: &Page) -> Anchors {
    let headings = page.body.headings.iter().map(|heading| heading.id.clone());
    let directives = page.body.directives.iter().filter_map(Directive::anchor).map(Arc::from);
    let mut ids: Vec<Arc<str>> = headings.chain(directives).collect();
    ids.sort_unstable();
    ids.dedup();
    Anchors(ids)
}

/// Whether the page ends with a list of sources: it cites or lists one, or an exercise that it embeds cites one.
fn has_sources(site: &Site, page: &Page, outline: &Outline) -> bool {
    let key_points = page.article().map_or(&[][..], |article| &article.key_points);
    let lists = match &page.record {
        PageRecord::Topic(topic) => !topic.uncited_references.is_empty(),
        _ => page.editorial().is_some_and(|reviewed| !reviewed.uncited_references.is_empty()),
    };
    let mut embedded = outline.embeds.values().map(|embed| &*site.page(embed.page).body);
    let cites = |body: &Body| !body.citations.is_empty();
    lists || cites(&page.body) || key_points.iter().any(cites) || embedded.any(cites)
}

impl Outline {
    /// The lines of the contents of the page with this text: headings, those of callouts among them, and exercises.
    pub fn entries<'a>(&'a self, body: &'a Body) -> impl Iterator<Item = OutlineEntry<'a>> {
        let line = |level, title, id| Some(OutlineEntry { level, title, id });
        let titled = move |heading: &'a Heading| line(heading.level, &*heading.plain, &*heading.id);
        let entry = move |(at, element, _)| match element {
            Element::Heading(index) => {
                let heading = &body.headings[index];
                titled(heading).filter(|_| heading.contents == InContents::Listed)
            }
            Element::Directive(index) => match body.directives[index].kind {
                DirectiveKind::Exercise => {
                    let embed = self.embeds.get(index)?;
                    line(embed.level.min(3), &*embed.title, &*embed.id)
                }
                // One with `heading=2`: its heading was made where it starts.
                kind if kind.spec().label == LabelUse::Heading => {
                    body.headings.iter().find(|heading| heading.node.index() == at).and_then(titled)
                }
                _ => None,
            },
            _ => None,
        };
        body.nodes.starts().filter_map(entry).filter(|entry| matches!(entry.level, 2 | 3))
    }

    fn embed(&mut self, site: &Site, page: &Page, (at, index): (usize, DirectiveId), level: u8, count: &mut u32) {
        let directive = &page.body.directives[index];
        let Some((id, _)) = &directive.id else { return };
        let LookupResult::Page(embedded) = site.index.find(ContentKind::Exercise, id, page.language) else { return };
        let level = directive.heading().unwrap_or((level + 1).clamp(2, 6));
        let label = page.body.plain(&page.source, page.body.label_of(at));
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = if label.is_empty() { site.page(embedded).title.as_str().into() } else { label.into() };
        let number = directive.get("number").map(|number| number.parse().unwrap_or(*count + 1));
        if let Some(number) = number {
            *count = number;
        }
        let id = self.free(format!("exercise-{}", slug::slugify(id)));
        let shows = if directive.get("only") == Some("steps") { ShownParts::Steps } else { ShownParts::All };
        self.embeds.insert(index, Embed { page: embedded, id, title, level, number, shows });
    }

    fn free(&mut self, wanted: String) -> Arc<str> {
        let numbered = |number: u32| if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
        let id: Arc<str> = (1..).map(numbered).find(|id| !self.anchors.contains(id)).unwrap_or_default().into();
        self.anchors.insert(id.clone());
        id
    }
}
