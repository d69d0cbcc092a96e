//! The site as units: what is rendered as one, under one name, with the fingerprint of all that it is made of.
//!
//! A unit whose fingerprint is the one of the run before is not rendered again: the sink takes its files over. What a
//! fingerprint has to cover is the business of `inputs`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use wellpress_io::artifact::{Artifact, PublishedFile, Sink, SinkError};
use wellpress_io::cache::{CacheNote, Fingerprint, FingerprintBuilder};
use wellpress_site::assets::Renditions;
use wellpress_site::discover::Kind;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::citation_index::CitedIn;
use wellpress_site::resolve::translations;

use super::cards::Card;
use super::image_cache::{ImageCache, renditions};
use super::inputs::Inputs;
use super::render_context::RenderContext;
use super::sharing;
use super::{RenderError, pages, references_files};

/// What one run rendered, for the next.
#[derive(Debug, Clone, Default)]
pub struct Units {
    by_name: Arc<HashMap<Arc<str>, Arc<Unit>>>,
    /// What is of no page of its own; unknown to another process, which does not need it.
    around: Option<Fingerprint>,
}

impl Units {
    /// Says that the site has gone on since they were rendered: each has to be looked at, whatever the last run edited.
    pub fn fall_behind(&mut self) {
        self.around = None;
    }
}

/// Files that are rendered as one.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    name: Arc<str>,
    fingerprint: Fingerprint,
    /// How many of the files are pages.
    pages: usize,
    files: Box<[PublishedFile]>,
}

/// How a unit came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Rendered,
    Kept,
}

/// What was rendered.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Pages in HTML, redirects and handouts left out.
    pub pages: usize,
    /// How many of these were rendered anew; the others are those of the run before.
    pub anew: usize,
    /// Files that take long and were made anew: pictures in their forms and sizes.
    pub images_made: usize,
    /// That files of an earlier run were damaged.
    pub damage: Option<CacheNote>,
    /// What the whole site is made of; unknown where only some of it was looked at.
    pub input: Fingerprint,
    /// All of it, for the next run.
    pub units: Units,
}

/// Something to render.
#[derive(Clone, Copy)]
pub(super) enum Work<'a> {
    Picture(&'a str),
    Card(&'a Page),
    CardOfSite(usize),
    Icons,
    Page(&'a Page),
    Source(ReferenceId, &'a [CitedIn]),
    List(Kind, usize),
    HomeWithoutFile(usize),
    Glossary(usize),
    CitationIndex,
    Feed(usize),
    Corrections(usize),
    Search(usize),
    Thanks(usize),
    Sitemap,
}

impl Work<'_> {
    /// The picture for sharing that it is.
    pub fn card(self, cx: &RenderContext<'_>) -> Option<Card> {
        match self {
            Self::Card(page) => sharing::drawn(cx, page),
            Self::CardOfSite(language) => cx.pictures.as_ref().and_then(|cards| cards.of_site(language)),
            _ => None,
        }
    }

    /// The names under which the image cache stores what it makes for it.
    fn kept_as(self, cx: &RenderContext<'_>) -> Vec<Fingerprint> {
        match self {
            Self::Picture(file) => {
                let renditions = cx.assets.get(file).and_then(renditions);
                renditions.iter().flat_map(|all| &all.all).map(|rendition| rendition.key).collect()
            }
            Self::Icons => cx.icons.iter().filter_map(|icon| icon.key).collect(),
            _ => self.card(cx).map(|card| card.key).into_iter().collect(),
        }
    }

    fn name(self, cx: &RenderContext<'_>) -> String {
        let tag = |language: usize| &cx.config.languages[language].tag;
        match self {
            Self::Picture(file) => format!("picture {file}"),
            Self::Card(page) => format!("card /{}", page.path),
            Self::CardOfSite(language) => format!("card of site, {}", tag(language)),
            Self::Icons => "icons".to_owned(),
            Self::Page(page) => format!("page /{}", page.path),
            Self::Source(id, _) => format!("source {}", cx.resolved.site.library.slug(id)),
            Self::List(kind, language) => format!("list {}, {}", kind.folder(), tag(language)),
            Self::HomeWithoutFile(language) => format!("home, {}", tag(language)),
            Self::Glossary(number) => format!("glossary, {}", tag(cx.resolved.site.glossaries[number].language)),
            Self::CitationIndex => "citation index".to_owned(),
            Self::Feed(language) => format!("feed, {}", tag(language)),
            Self::Corrections(language) => format!("corrections, {}", tag(language)),
            Self::Search(language) => format!("search, {}", tag(language)),
            Self::Thanks(language) => format!("thanks, {}", tag(language)),
            Self::Sitemap => "sitemap".to_owned(),
        }
    }

    /// For whoever asks where the time goes. The first build makes pictures, which would hide every page.
    fn span(self, name: &str) -> tracing::Span {
        match self {
            Self::Picture(_) | Self::Card(_) | Self::CardOfSite(_) | Self::Icons => {
                tracing::info_span!("picture", name = name)
            }
            _ => tracing::info_span!("page", name = name),
        }
    }

    /// Renders it; how many pages it has.
    fn render(
        self,
        cx: &RenderContext<'_>,
        image_cache: &ImageCache<'_>,
        sink: &dyn Sink,
    ) -> Result<usize, RenderError> {
        match self {
            Self::Picture(file) => {
                let asset = cx.assets.get(file);
                asset.map_or(Ok(0), |asset| image_cache.put_picture(cx, asset, sink).map(|()| 0))
            }
            Self::Icons => image_cache.put_icons(cx, sink).map(|()| 0),
            Self::Card(_) | Self::CardOfSite(_) => {
                let card = self.card(cx);
                card.map_or(Ok(0), |card| image_cache.put_card(cx, &card, sink).map(|()| 0))
            }
            Self::Page(page) => {
                let html = pages::render(cx, page).map_err(RenderError::Theme)?;
                pages::put(sink, &format!("{}index.html", page.path), html)?;
                pages::handout::put(cx, page, sink)?;
                references_files::put_of_page(cx, page, sink)?;
                pages::members::render_further(cx, page, sink).map(|further| 1 + further)
            }
            Self::Source(id, cited) => pages::references::render_source(cx, id, cited, sink).map(|()| 1),
            Self::List(kind, language) => pages::lists::render(cx, kind, language, sink),
            Self::HomeWithoutFile(language) => pages::home::put_without_file(cx, language, sink).map(usize::from),
            Self::Glossary(number) => {
                let glossary = &cx.resolved.site.glossaries[number];
                pages::glossary::render(cx, number, glossary, sink).map(|()| 1)
            }
            Self::CitationIndex => {
                pages::references::render_index(cx, sink)?;
                references_files::put_of_site(cx, sink).map(|()| 1)
            }
            Self::Feed(language) => super::put_feed(cx, language, sink).map(|()| 0),
            Self::Corrections(language) => pages::corrections::render(cx, language, sink),
            Self::Search(language) => pages::search::render(cx, language, sink).map(|()| 1),
            Self::Thanks(language) => pages::thanks::render(cx, language, sink),
            Self::Sitemap => super::put_sitemap(cx, sink).map(|()| 0),
        }
    }
}

/// All there is to render. What is long and cannot be shared out to threads comes first, so that none is left alone with
/// it at the end.
pub(super) fn work<'a>(cx: &RenderContext<'a>) -> Vec<Work<'a>> {
    let resolved = cx.resolved;
    let sources = &resolved.citation_index.sources;
    let mut work: Vec<Work<'a>> = Vec::with_capacity(resolved.site.pages.len() + sources.len() + 16);
    work.extend(pictures(cx).map(Work::Picture));
    work.extend(cx.icons.iter().any(|icon| icon.key.is_some()).then_some(Work::Icons));
    if cx.pictures.is_some() {
        work.extend((0..cx.config.languages.len()).map(Work::CardOfSite));
        let pages = resolved.site.pages.iter().filter(|page| sharing::drawn(cx, page).is_some());
        work.extend(pages.map(|page| Work::Card(page)));
    }
    work.extend((!sources.is_empty()).then_some(Work::CitationIndex));
    work.push(Work::Sitemap);
    for language in 0..cx.config.languages.len() {
        work.extend(pages::lists::LISTED.map(|kind| Work::List(kind, language)));
        work.extend([Work::HomeWithoutFile(language), Work::Feed(language)]);
        work.extend([Work::Corrections(language), Work::Thanks(language)]);
        work.extend(cx.has_search().then_some(Work::Search(language)));
    }
    work.extend((0..resolved.site.glossaries.len()).map(Work::Glossary));
    work.extend(resolved.site.pages.iter().map(|page| Work::Page(page)));
    work.extend(sources.iter().map(|(id, cited)| Work::Source(*id, cited)));
    work
}

/// The pictures that are published in other forms; one that lies in several places comes out the same from each.
fn pictures<'a>(cx: &RenderContext<'a>) -> impl Iterator<Item = &'a str> {
    let mut seen = BTreeSet::new();
    let is_first = move |file: &&'a str| {
        let widest = cx.assets.get(file).and_then(renditions).and_then(Renditions::widest);
        widest.is_some_and(|widest| seen.insert(widest.published.as_str()))
    };
    cx.resolved.pictures.iter().map(String::as_str).filter(is_first)
}

/// Renders what is not as it was, and takes over the rest.
pub(super) fn render(
    cx: &RenderContext<'_>,
    image_cache: &ImageCache<'_>,
    known: &Units,
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    let inputs = Inputs::new(cx);
    let texts = cx.resolved.texts.as_ref().filter(|_| known.around == Some(inputs.around()));
    match texts.filter(|_| sink.reuse_rest()) {
        Some(texts) => render_texts(cx, &inputs, texts, (image_cache, known), sink),
        None => render_all(cx, &inputs, (image_cache, known), sink),
    }
}

fn render_all(
    cx: &RenderContext<'_>,
    inputs: &Inputs<'_>,
    (image_cache, known): (&ImageCache<'_>, &Units),
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    let each = work(cx).into_par_iter().map(|work| {
        let name = work.name(cx);
        let fingerprint = inputs.of(work);
        let before = known.by_name.get(name.as_str()).filter(|unit| unit.fingerprint == fingerprint);
        match before.filter(|unit| sink.reuse(&unit.files)) {
            Some(unit) => Ok((unit.clone(), Origin::Kept)),
            None => Ok((Unit::render(cx, image_cache, work, (name, fingerprint), sink)?, Origin::Rendered)),
        }
    });
    let mut rendered = Rendered::default();
    let mut by_name = HashMap::new();
    let mut input = FingerprintBuilder::new("input");
    for (unit, origin) in all_or_why(each.collect())? {
        input.all([unit.fingerprint]);
        rendered.pages += unit.pages;
        rendered.anew += if origin == Origin::Rendered { unit.pages } else { 0 };
        by_name.insert(unit.name.clone(), unit);
    }
    let recorder = Recorder { sink, files: Mutex::default() };
    super::put_site_wide(cx, image_cache, &recorder)?;
    rendered.input = input.with(recorder.hashes()).fingerprint();
    rendered.pages += 1;
    rendered.images_made = image_cache.made();
    rendered.damage = image_cache.damage();
    image_cache.sweep(|| work(cx).into_iter().flat_map(|work| work.kept_as(cx)).collect());
    rendered.units = Units { by_name: Arc::new(by_name), around: Some(inputs.around()) };
    Ok(rendered)
}

/// All of them, or why there is one missing; all pictures that cannot be read are named.
fn all_or_why<T>(each: Vec<Result<T, RenderError>>) -> Result<Vec<T>, RenderError> {
    let (mut made, mut unreadable) = (Vec::with_capacity(each.len()), Vec::new());
    for one in each {
        match one {
            Ok(one) => made.push(one),
            Err(RenderError::Pictures(findings)) => unreadable.extend(findings),
            Err(other) => return Err(other),
        }
    }
    if unreadable.is_empty() { Ok(made) } else { Err(RenderError::Pictures(unreadable)) }
}

/// Where nothing but these pages' texts was edited: the pages themselves, those that show them, and the sources whose
/// passages stand in them. All else is as it was, and nobody has to look at it.
fn render_texts(
    cx: &RenderContext<'_>,
    inputs: &Inputs<'_>,
    texts: &[PageId],
    (image_cache, known): (&ImageCache<'_>, &Units),
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    let resolved = cx.resolved;
    let translates_any = |page: &Page| {
        let hash = page.settings.translated_from.as_ref();
        let original = hash.and_then(|_| translations::original(resolved.site, page));
        original.is_some_and(|original| texts.contains(&original.id))
    };
    let shows_any = |page: &&Arc<Page>| {
        texts.contains(&page.id)
            || resolved.texts_of(page).any(|exercise| texts.contains(&exercise))
            || translates_any(page)
    };
    let sources: BTreeSet<ReferenceId> = texts.iter().flat_map(|page| resolved.cited_by(*page)).collect();
    let mut work: Vec<Work<'_>> = resolved.site.pages.iter().filter(shows_any).map(|page| Work::Page(page)).collect();
    let index = &resolved.citation_index.sources;
    work.extend(sources.iter().filter_map(|id| Some(Work::Source(*id, index.get(id)?))));
    let each = work.into_par_iter().map(|work| {
        let named = (work.name(cx), inputs.of(work));
        Unit::render(cx, image_cache, work, named, sink)
    });
    let mut units = known.clone();
    let by_name = Arc::make_mut(&mut units.by_name);
    let mut anew = 0;
    for unit in each.collect::<Result<Vec<_>, RenderError>>()? {
        anew += unit.pages;
        by_name.insert(unit.name.clone(), unit);
    }
    super::put_for_hosts(cx, sink)?;
    let pages = by_name.values().map(|unit| unit.pages).sum::<usize>() + 1;
    Ok(Rendered { pages, anew, images_made: image_cache.made(), units, ..Rendered::default() })
}

impl Unit {
    fn render(
        cx: &RenderContext<'_>,
        image_cache: &ImageCache<'_>,
        work: Work<'_>,
        (name, fingerprint): (String, Fingerprint),
        sink: &dyn Sink,
    ) -> Result<Arc<Self>, RenderError> {
        let _span = work.span(&name).entered();
        let recorder = Recorder { sink, files: Mutex::default() };
        let pages = work.render(cx, image_cache, &recorder)?;
        let files = recorder.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::new(Self { name: name.into(), fingerprint, pages, files: files.into() }))
    }
}

/// Notes what goes by.
struct Recorder<'a> {
    sink: &'a dyn Sink,
    files: Mutex<Vec<PublishedFile>>,
}

impl Recorder<'_> {
    /// Path and hash of each, sorted.
    fn hashes(self) -> Vec<(String, [u8; 32])> {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut hashes: Vec<_> =
            files.into_iter().map(|file| (file.path.as_str().to_owned(), *file.hash.as_bytes())).collect();
        hashes.sort_unstable();
        hashes
    }
}

impl Sink for Recorder<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let file = self.sink.put(artifact)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(file.clone());
        Ok(file)
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        self.sink.reuse(files)
    }

    fn prefers_deferred(&self) -> bool {
        self.sink.prefers_deferred()
    }
}

/// Sorted, so that one site has one form.
impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut units: Vec<&Unit> = self.by_name.values().map(|unit| &**unit).collect();
        units.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        units.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let units = Vec::<Arc<Unit>>::deserialize(deserializer)?;
        let by_name = units.into_iter().map(|unit| (unit.name.clone(), unit)).collect();
        Ok(Self { by_name: Arc::new(by_name), around: None })
    }
}
