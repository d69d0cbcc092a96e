//! [`Overview`]: what the server's own pages show of a site, taken from it while it is there, and given as JSON.

use std::sync::Arc;

use serde::Serialize;

use crate::model::page::Unpublished;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId};
use crate::pipeline::Read;

/// What there is of a site beside its pages' text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Overview {
    pages: Vec<PageLine>,
    /// Pairs of indices into the pages: which page leads to which.
    links: Vec<(usize, usize)>,
    drafts: Vec<DraftLine>,
    sources: Vec<SourceLine>,
}

#[derive(Debug, PartialEq, Serialize)]
struct PageLine {
    url: String,
    title: String,
    kind: &'static str,
    file: Arc<str>,
    /// Its folder, where the page has one to itself.
    #[serde(skip)]
    bundle: Option<Arc<str>>,
}

/// A page that is kept out, or would be.
#[derive(Debug, PartialEq, Serialize)]
struct DraftLine {
    file: Arc<str>,
    title: String,
    /// `draft`, `future` or `expired`.
    why: &'static str,
    /// Where it shows, if it was brought in.
    url: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct SourceLine {
    key: String,
    label: String,
    title: Option<String>,
    year: Option<String>,
    /// How many pages cite or list it.
    cited: usize,
    /// Its page; a source that nothing cites has none.
    url: Option<String>,
}

#[derive(Serialize)]
struct Graph<'a> {
    pages: &'a [PageLine],
    links: &'a [(usize, usize)],
}

impl Overview {
    /// Of a site as it stands.
    pub fn of(read: &Read<'_>) -> Self {
        Self { pages: pages(read), links: links(read), drafts: drafts(read), sources: sources(read) }
    }

    /// Every page, and which leads to which.
    pub fn links_json(&self) -> String {
        json(&Graph { pages: &self.pages, links: &self.links })
    }

    /// Pages that are kept out, and those that were brought in.
    pub fn drafts_json(&self) -> String {
        json(&self.drafts)
    }

    /// The library.
    pub fn sources_json(&self) -> String {
        json(&self.sources)
    }

    /// The page that is written in a file, or that has it in its folder.
    pub fn page_of(&self, file: &str) -> Option<&str> {
        let written = self.pages.iter().find(|page| *page.file == *file);
        let beside =
            || self.pages.iter().find(|page| page.bundle.as_ref().is_some_and(|folder| file.starts_with(&**folder)));
        written.or_else(beside).map(|page| page.url.as_str())
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers are always JSON")
}

fn pages(read: &Read<'_>) -> Vec<PageLine> {
    let line = |page: &Page| PageLine {
        url: page.url.clone(),
        title: page.title.clone(),
        kind: page.kind.name(),
        file: page.source.path.clone(),
        bundle: is_bundle(page).then(|| page.folder.clone()),
    };
    read.resolved.site.pages.iter().map(line).collect()
}

/// `content/articles/neck/index.md`: also in a further language.
fn is_bundle(page: &Page) -> bool {
    let name = page.source.path.rsplit('/').next().unwrap_or_default();
    name.starts_with("index.") && page.folder.matches('/').count() > 2
}

/// Links of texts, and exercises that an article shows.
fn links(read: &Read<'_>) -> Vec<(usize, usize)> {
    let back = &read.resolved.backlinks;
    let into =
        |(to, from): (&PageId, &Vec<PageId>)| from.iter().map(|from| (from.index(), to.index())).collect::<Vec<_>>();
    let shown = back.embedded_in.iter().flat_map(|(page, shown)| shown.iter().map(|to| (page.index(), to.index())));
    let mut links: Vec<(usize, usize)> = back.linked_from.iter().flat_map(into).chain(shown).collect();
    links.sort_unstable();
    links.dedup();
    links
}

fn drafts(read: &Read<'_>) -> Vec<DraftLine> {
    let site = read.resolved.site;
    let hidden = site.hidden.iter().map(|page| DraftLine {
        file: page.path.clone(),
        title: page.title.clone(),
        why: page.why.as_str(),
        url: None,
    });
    let included = site.pages.iter().filter_map(|page| Some(included(page, page.included?)));
    let mut drafts: Vec<DraftLine> = hidden.chain(included).collect();
    drafts.sort_by(|a, b| a.file.cmp(&b.file));
    drafts
}

fn included(page: &Page, why: Unpublished) -> DraftLine {
    let file = page.source.path.clone();
    DraftLine { file, title: page.title.clone(), why: why.as_str(), url: Some(page.url.clone()) }
}

fn sources(read: &Read<'_>) -> Vec<SourceLine> {
    let library = &read.resolved.site.library;
    let (_, style) = read.formatters.of_site();
    let line = |(id, reference): (ReferenceId, &crate::parse::bibliography::Reference)| {
        let cited = read.resolved.citation_index.sources.get(&id).map(Vec::len);
        SourceLine {
            key: reference.key.to_string(),
            label: style.short_name(id).to_owned(),
            title: reference.title.as_ref().map(ToString::to_string),
            year: reference.issued.as_ref().map(|issued| issued.year.to_string()),
            cited: cited.unwrap_or(0),
            url: cited.map(|_| format!("{}references/{}/", read.config.base.path, library.slug(id))),
        }
    };
    (0..).map(ReferenceId).zip(library.all()).map(line).collect()
}
