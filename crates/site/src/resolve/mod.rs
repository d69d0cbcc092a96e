//! Site in, [`ResolvedSite`] out: everything that needs another page. Links and marks lead somewhere, lists know their
//! members, each source knows where it is cited.

pub mod aliases;
pub mod backlinks;
pub mod bodies;
pub mod cautions;
mod cycles;
pub mod citation_index;
pub mod citations;
pub mod disclaimers;
mod embeds;
pub mod reading_order;
mod exercise_order;
mod links;
pub mod page_fingerprints;
pub mod outline;
mod pictures;
pub mod reviewed_text;
pub mod related;
mod reuse;
pub mod sentence;
mod settings_links;
mod static_conflicts;
mod topics;
pub mod translations;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::{Diagnostic, Source, Span};
use wellpress_io::cache::Fingerprint;
use wellpress_markdown::body::{Body, CitationId};

use crate::assets::AssetManifest;
use crate::config::Config;
use crate::discover::Inventory;
use crate::model::programme::Programme;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, PageRecord, Site};
use crate::previous::Previous;

use backlinks::Backlinks;
use bodies::{ResolvedBody, TextOrigin};
use citation_index::{CitationIndex, Passage, PassagesBySource};
use citations::{Formatters, Mark, PageCitations};
use outline::Outline;
use page_fingerprints::PageFingerprints;
pub use pictures::ResolvedPicture;
use reading_order::{ReadingOrder, ShownText};
pub use related::Related;
use reuse::Invalidation;
pub use reuse::Resolution;

/// The site with everything that leads from one page to another.
#[derive(Debug)]
pub struct ResolvedSite<'a> {
    /// The pages themselves.
    pub site: &'a Site,
    /// What each page leads to; by [`PageId`].
    pub pages: Vec<Arc<ResolvedPage>>,
    /// Headings, embeds and ids of each page; by [`PageId`].
    pub outlines: Vec<Arc<Outline>>,
    /// Pages related to each page; by [`PageId`].
    pub related: Arc<Vec<Related>>,
    /// Texts of disclaimers; by [`crate::model::disclaimer::DisclaimerId`].
    pub disclaimers: Vec<ResolvedBody>,
    /// The glossaries, in their order.
    pub glossaries: Vec<ResolvedGlossary>,
    /// Who leads to whom.
    pub backlinks: Arc<Backlinks>,
    /// Where each source is cited.
    pub citation_index: Arc<CitationIndex>,
    /// Files of the content that pages show or link to, and that are published as they are.
    pub assets: BTreeSet<String>,
    /// Pictures that pages show, and that are published in other forms and sizes.
    pub pictures: BTreeSet<String>,
    /// The pages that were resolved anew, where nothing is other than before but the texts of these.
    pub pages_with_new_text: Option<Vec<PageId>>,
    /// Pages that the settings lead readers to, each with its place there.
    pub pages_linked_from_settings: Vec<(PageId, Span)>,
    places: Vec<Arc<PassagesBySource>>,
    cyclic: BTreeSet<PageId>,
    styles: Fingerprint,
}

impl ResolvedSite<'_> {
    /// What the next run may reuse; `site` is the one that was resolved.
    #[must_use]
    pub fn into_resolution(self, site: Arc<Site>) -> Resolution {
        let Self {
            pages, outlines, related, backlinks, citation_index, assets, pictures, places, cyclic, styles, ..
        } = self;
        Resolution {
            site,
            styles,
            cyclic,
            pages,
            outlines,
            places,
            related,
            backlinks,
            citation_index,
            assets,
            pictures,
        }
    }

    /// The exercises whose text a page or its handout shows, some perhaps more than once.
    pub fn exercise_texts_of<'b>(&'b self, page: &'b Page) -> impl Iterator<Item = PageId> + 'b {
        let embedded = |page: PageId| self.pages[page.index()].reading_order.exercises();
        let scheduled = page.programme().into_iter().flat_map(Programme::exercises);
        let in_handout = scheduled.flat_map(move |exercise| std::iter::once(exercise).chain(embedded(exercise)));
        embedded(page.id).chain(in_handout)
    }

    /// The exercises of which a page, its handout or a programme on it shows the text, the cautions or the video.
    #[must_use]
    pub fn exercises_in(&self, page: &Page) -> BTreeSet<PageId> {
        let site = self.site;
        let programmes =
            page_fingerprints::programmes(&self.pages[page.id.index()].body).map(|programme| site.page(programme));
        let mut shown: BTreeSet<PageId> =
            std::iter::once(page).chain(programmes).flat_map(|page| self.exercise_texts_of(page)).collect();
        let texts = std::iter::once(page).chain(shown.iter().map(|exercise| site.page(*exercise)));
        let videos = texts.flat_map(|text| text.body.directives.iter().map(move |video| (video, text.language)));
        let filmed: Vec<PageId> =
            videos.filter_map(|(video, language)| bodies::exercise_of_video(site, video, language)).collect();
        shown.extend(filmed);
        shown
    }

    /// The sources that a page cites in its own text or lists.
    pub fn cited_by(&self, page: PageId) -> impl Iterator<Item = ReferenceId> + '_ {
        self.places[page.index()].sources()
    }

    /// The sentences in which a page's own text cites a source.
    #[must_use]
    pub fn passages(&self, page: PageId, source: ReferenceId) -> &[Passage] {
        self.places[page.index()].of(source)
    }
}

impl ResolvedSite<'_> {
    /// Gives the memory back beside what comes next: a large site takes as long to let go as to model, and a process that
    /// ends need not wait for it.
    pub fn drop_in_background(self) {
        let Self { pages, outlines, related, backlinks, citation_index, .. } = self;
        rayon::spawn(move || drop((pages, outlines, related, backlinks, citation_index)));
    }
}

impl ResolvedPage {
    /// The pictures that it shows around its text.
    fn pictures(&self) -> impl Iterator<Item = &ResolvedPicture> {
        let posters = self.video.iter().filter_map(|video| video.poster.as_ref());
        let around = [&self.hero, &self.social_image].into_iter().filter_map(Option::as_deref);
        around.chain(&self.images).chain(posters)
    }

    /// Whether it shows the picture in this file.
    #[must_use]
    pub fn shows(&self, file: &str) -> bool {
        let in_text = [&self.body].into_iter().chain(&self.key_points).flat_map(ResolvedBody::shown);
        self.pictures().chain(in_text).any(|picture| picture.file == file)
    }
}

/// What a page leads to.
#[derive(Debug, Default)]
pub struct ResolvedPage {
    /// Its text.
    pub body: ResolvedBody,
    /// Its key points.
    pub key_points: Vec<ResolvedBody>,
    /// Picture at the top, or a person's portrait.
    pub hero: Option<Box<ResolvedPicture>>,
    /// Pictures of an exercise.
    pub images: Vec<ResolvedPicture>,
    /// An exercise's video.
    pub video: Option<Box<bodies::ResolvedVideo>>,
    /// Picture for sharing.
    pub social_image: Option<Box<ResolvedPicture>>,
    /// The order in which it is read.
    pub reading_order: ReadingOrder,
    /// Marks and list of sources.
    pub citations: PageCitations,
    /// Disclaimers that stand on it.
    pub disclaimers: disclaimers::PlacedDisclaimers,
    /// Decide whether what shows this page has to be rendered again.
    pub fingerprints: PageFingerprints,
    /// What is wrong with what it leads to.
    pub findings: Vec<Diagnostic>,
}

impl ResolvedPage {
    /// The mark of a citation in one of the page's texts, if it is shown.
    #[must_use]
    pub fn mark(&self, text: ShownText, citation: CitationId) -> Option<&Mark> {
        let instance = &self.reading_order.instances[self.reading_order.instance_of(text)?];
        let mark = *instance.marks.get(citation)?;
        self.citations.marks.get(mark?)
    }
}

/// A glossary's texts and sources.
#[derive(Debug, Default)]
pub struct ResolvedGlossary {
    /// One for each term.
    pub definitions: Vec<ResolvedBody>,
    /// The order in which they are read.
    pub reading_order: ReadingOrder,
    /// Marks and list of sources.
    pub citations: PageCitations,
}

/// Resolves the whole site; pages of the previous run are taken over where nothing that they depend on changed. Of the
/// formatters only what lists need is kept.
#[must_use]
pub fn resolve<'a>(
    config: &Config,
    site: &'a Site,
    assets: &AssetManifest,
    inventory: &Inventory,
    formatters: &mut Formatters<'_>,
    previous: Option<Previous<'_, Resolution>>,
) -> (ResolvedSite<'a>, Vec<Diagnostic>) {
    let styles = formatters.fingerprint();
    let invalidation = previous.and_then(|previous| invalidation(previous, site, inventory, styles));
    let cyclic = match &invalidation {
        Some(invalidation) if !invalidation.has_exercises() => invalidation.previous.cyclic.clone(),
        _ => embeds::cyclic(site),
    };
    let invalidation = invalidation.filter(|invalidation| invalidation.previous.cyclic == cyclic);
    let mut findings = embeds::refuse_cycles(site, &cyclic);
    findings.extend(refuse_clashes(config, site, assets));
    let outlines: Vec<Arc<Outline>> =
        site.pages.par_iter().map(|page| outline_of(site, page, invalidation.as_ref())).collect();
    let context = bodies::ResolveContext { config, site, assets, inventory, outlines: &outlines };
    let resolved = site.pages.par_iter().map(|page| {
        let reusable = invalidation.as_ref().and_then(|invalidation| invalidation.page(page.id, &outlines));
        reusable.cloned().unwrap_or_else(|| Arc::new(resolve_page(&context, page.id, &cyclic, formatters)))
    });
    let pages: Vec<Arc<ResolvedPage>> = resolved.collect();
    pages.iter().for_each(|page| findings.extend_from_slice(&page.findings));
    let disclaimers = resolve_disclaimers(&context, &mut findings);
    let glossaries = resolve_glossaries(&context, formatters, &mut findings);
    formatters.settle();
    let places = citation_index::places_of_pages(site, &pages, invalidation.as_ref());
    let same_dependencies = invalidation.as_ref().filter(|invalidation| {
        let mut resolved_pages = site.pages.iter().zip(&pages).zip(&places);
        resolved_pages.all(|((page, resolved), places)| invalidation.has_same_dependencies(page.id, resolved, places))
    });
    let (backlinks, related) = match same_dependencies {
        Some(invalidation) => (invalidation.previous.backlinks.clone(), invalidation.previous.related.clone()),
        None => tie(config, site, &pages),
    };
    let same_sources = same_dependencies.filter(|invalidation| invalidation.has_same_sources());
    let citation_index = match same_sources {
        Some(invalidation) => citation_index::patch(site, &pages, &places, invalidation),
        None => citation_index::collect(site, &pages, &places, &glossaries, &backlinks),
    };
    findings.extend(links::sources::refuse_dead(config, site, &pages, &citation_index));
    let pages_linked_from_settings = settings_links::resolve(&context, &citation_index, &mut findings);
    let (assets, pictures) = used_files(&pages, &disclaimers, &glossaries);
    let has_same_files = |invalidation: &&Invalidation<'_>| {
        invalidation.previous.assets == assets && invalidation.previous.pictures == pictures
    };
    let pages_with_new_text = same_sources.filter(has_same_files).and_then(|invalidation| invalidation.texts(&pages));
    let resolved = ResolvedSite {
        site,
        pages,
        outlines,
        related,
        disclaimers,
        glossaries,
        backlinks,
        citation_index: Arc::new(citation_index),
        assets,
        pictures,
        pages_with_new_text,
        pages_linked_from_settings,
        places,
        cyclic,
        styles,
    };
    (resolved, findings)
}

/// What the pages that were edited since the previous run invalidate; `None` when nothing of that run can be reused.
fn invalidation<'a>(
    previous: Previous<'a, Resolution>,
    site: &'a Site,
    inventory: &Inventory,
    styles: Fingerprint,
) -> Option<Invalidation<'a>> {
    // `Invalidation` does not track which pictures and files a page uses, so an edit of any of them invalidates all pages.
    let other_files = inventory.attachments.iter().chain(&inventory.statics);
    let previous = previous.if_all_unchanged(other_files)?;
    previous.is_reusable_in(site, styles).then(|| Invalidation::new(previous, site))
}

/// Who leads to whom, and which pages are related.
fn tie(config: &Config, site: &Site, pages: &[Arc<ResolvedPage>]) -> (Arc<Backlinks>, Arc<Vec<Related>>) {
    let backlinks = backlinks::collect(site, pages);
    let related = related::related(config, site, pages, &backlinks);
    (Arc::new(backlinks), Arc::new(related))
}

/// What stands in the way of something else, wherever it is.
fn refuse_clashes(config: &Config, site: &Site, assets: &AssetManifest) -> impl Iterator<Item = Diagnostic> {
    let of_paths =
        aliases::refuse_clashes(config, site).into_iter().chain(static_conflicts::refuse_conflicts(site, assets));
    exercise_order::refuse_cycles(site).into_iter().chain(topics::refuse_cycles(site)).chain(of_paths)
}

fn outline_of(site: &Site, page: &Page, invalidation: Option<&Invalidation<'_>>) -> Arc<Outline> {
    let reusable = invalidation.and_then(|invalidation| invalidation.outline(page.id));
    reusable.cloned().unwrap_or_else(|| Arc::new(outline::outline(site, page)))
}

fn resolve_page(
    context: &bodies::ResolveContext<'_>,
    id: PageId,
    cyclic: &BTreeSet<PageId>,
    formatters: &Formatters<'_>,
) -> ResolvedPage {
    let mut found = Vec::new();
    let findings = &mut found;
    let site = context.site;
    let page = site.page(id);
    let place = TextOrigin::of_page(page);
    let mut resolved = ResolvedPage {
        body: bodies::resolve(context, place, &page.body, findings),
        hero: page.hero.as_ref().and_then(|hero| pictures::front_matter(context, place, hero, findings)).map(Box::new),
        ..ResolvedPage::default()
    };
    match &page.record {
        PageRecord::Article(article) => {
            resolved.key_points =
                article.key_points.iter().map(|point| bodies::resolve(context, place, point, findings)).collect();
        }
        PageRecord::Exercise(exercise) => {
            resolved.images = pictures::exercise(context, place, &exercise.images, findings);
            let video = exercise.video.as_ref();
            let video = video.and_then(|video| bodies::record_video(context, place, video, findings));
            resolved.video = video.map(Box::new);
        }
        PageRecord::Person(person) => {
            resolved.hero = person
                .photo
                .as_ref()
                .and_then(|photo| pictures::front_matter(context, place, photo, findings))
                .map(Box::new);
        }
        PageRecord::Programme(_) | PageRecord::Topic(_) | PageRecord::Plain => {}
    }
    resolved.social_image = page
        .settings
        .social_image
        .as_ref()
        .and_then(|path| pictures::decorative(context, place, path, findings))
        .map(Box::new);
    let own_texts = page.article().map_or(&[][..], |article| &article.key_points).iter().chain([&*page.body]);
    for body in own_texts {
        citations::check(site, &page.source, body, findings);
    }
    let is_cyclic = cyclic.contains(&id) || embeds::embedded(site, id).any(|page| cyclic.contains(&page));
    let exercises = embeds::shown(site, page, &resolved.body, context.outlines);
    resolved.disclaimers = disclaimers::placed(site, page, &context.outlines[id.index()], &exercises);
    if !is_cyclic {
        resolved.reading_order = reading_order::of_page(site, page, context.outlines, &resolved.disclaimers);
        let listed = listed(&page.record);
        resolved.citations = citations::of_page(site, page, formatters.of_page(page), &resolved.reading_order, &listed);
    }
    resolved.fingerprints = PageFingerprints::new(site, page, &resolved);
    resolved.findings = found;
    resolved
}

/// Sources that the front matter lists though no mark cites them.
fn listed(record: &PageRecord) -> Vec<ReferenceId> {
    let listed = match record {
        PageRecord::Article(article) => &article.editorial.uncited_references,
        PageRecord::Exercise(exercise) => &exercise.editorial.uncited_references,
        PageRecord::Programme(programme) => &programme.editorial.uncited_references,
        PageRecord::Topic(topic) => &topic.uncited_references,
        PageRecord::Person(_) | PageRecord::Plain => return Vec::new(),
    };
    listed.iter().map(|(reference, _)| *reference).collect()
}

fn resolve_disclaimers(context: &bodies::ResolveContext<'_>, findings: &mut Vec<Diagnostic>) -> Vec<ResolvedBody> {
    let each = context.site.disclaimers.iter().map(|disclaimer| {
        let place = TextOrigin {
            source: &disclaimer.source,
            folder: "content/disclaimers/",
            language: disclaimer.language,
            page: None,
        };
        citations::check(context.site, &disclaimer.source, &disclaimer.body, findings);
        bodies::resolve(context, place, &disclaimer.body, findings)
    });
    each.collect()
}

fn resolve_glossaries(
    context: &bodies::ResolveContext<'_>,
    formatters: &Formatters<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<ResolvedGlossary> {
    let mut resolved = Vec::new();
    for glossary in &context.site.glossaries {
        let place =
            TextOrigin { source: &glossary.source, folder: "content/", language: glossary.language, page: None };
        let definitions = glossary.terms.iter().map(|term| bodies::resolve(context, place, &term.definition, findings));
        let definitions = definitions.collect();
        let bodies: Vec<(&Source, &Body)> =
            glossary.terms.iter().map(|term| (&glossary.source, &term.definition)).collect();
        let reading_order = reading_order::of_bodies(&bodies);
        let mut listed = Vec::new();
        for key in glossary.terms.iter().flat_map(|term| &term.references) {
            match context.site.library.find(&key.value) {
                Some(reference) => listed.push(reference),
                None => findings.push(context.site.library.unknown(&key.value, glossary.source.locate(key.span))),
            }
        }
        for (source, body) in &bodies {
            citations::check(context.site, source, body, findings);
        }
        let citations = citations::of_bodies(context.site, formatters.of_site(), &reading_order, &bodies, &listed);
        bodies::check_see(glossary, findings);
        resolved.push(ResolvedGlossary { definitions, reading_order, citations });
    }
    resolved
}

/// Files that are published as they are, and pictures that are not.
fn used_files(
    pages: &[Arc<ResolvedPage>],
    disclaimers: &[ResolvedBody],
    glossaries: &[ResolvedGlossary],
) -> (BTreeSet<String>, BTreeSet<String>) {
    let bodies = || {
        let bodies = pages.iter().flat_map(|page| page.key_points.iter().chain([&page.body]));
        bodies.chain(disclaimers).chain(glossaries.iter().flat_map(|glossary| &glossary.definitions))
    };
    let of_pages = pages.iter().flat_map(|page| page.pictures());
    let shown = of_pages.chain(bodies().flat_map(ResolvedBody::shown));
    let (as_they_are, pictures): (Vec<_>, Vec<_>) = shown.partition(|picture| picture.is_unchanged());
    let linked = bodies().flat_map(|body| body.assets.iter());
    let videos = pages.iter().flat_map(|page| page.video.iter().flat_map(|video| &video.files));
    let file = |picture: &ResolvedPicture| picture.file.clone();
    let used = linked.chain(videos).cloned().chain(as_they_are.into_iter().map(file)).collect();
    (used, pictures.into_iter().map(file).collect())
}
