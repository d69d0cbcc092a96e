//! [`Overview`]: what the server's own pages show of a site, taken from it while it is there, and given as JSON.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use wellpress_bibliography::Reference;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::resolve::backlinks::Backlinks;
use wellpress_site::resolve::citation_index::CitationIndex;
use wellpress_site::resolve::citations::format::short_name;

use crate::pipeline::Read;

/// What there is of a site beside its pages' text. It holds on to the site itself, and makes of it what is asked for when
/// it is asked for: an edit does not wait for lists that nobody looks at.
#[derive(Debug, Default)]
pub(super) struct Overview {
    known: Option<Known>,
}

#[derive(Debug)]
struct Known {
    site: Arc<Site>,
    backlinks: Arc<Backlinks>,
    citation_index: Arc<CitationIndex>,
    base_path: String,
}

/// Equal where every page, every source and all that is kept out is the same.
impl PartialEq for Overview {
    fn eq(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (&self.known, &other.known) else {
            return self.known.is_none() == other.known.is_none();
        };
        let (own, other) = (&own.site, &other.site);
        own.pages.len() == other.pages.len()
            && own.pages.iter().zip(&other.pages).all(|(own, other)| Arc::ptr_eq(own, other) || is_same(own, other))
            && Arc::ptr_eq(&own.library, &other.library)
            && own.hidden == other.hidden
    }
}

/// Whether two pages are made of the same bytes: a save may be told twice, and the file is read again each time.
fn is_same(one: &Page, other: &Page) -> bool {
    let key = |page: &Page| (page.content, page.included.map(Unpublished::as_str));
    key(one) == key(other) && (&one.url, &one.source.path) == (&other.url, &other.source.path)
}

#[derive(Serialize)]
struct PageLine<'a> {
    url: &'a str,
    title: &'a str,
    kind: &'static str,
    file: &'a str,
}

/// A page that is kept out, or would be.
#[derive(Serialize)]
struct DraftLine {
    file: Arc<str>,
    title: String,
    /// `draft`, `future` or `expired`.
    why: &'static str,
    /// Where it shows, if it was brought in.
    url: Option<String>,
}

#[derive(Serialize)]
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
    pages: &'a [PageLine<'a>],
    links: &'a [(usize, usize)],
}

impl Overview {
    /// Of a site as it stands.
    pub fn of(read: &Read<'_>) -> Self {
        let known = Known {
            site: read.site.clone(),
            backlinks: read.resolved.backlinks.clone(),
            citation_index: read.resolved.citation_index.clone(),
            base_path: read.config.base.path.clone(),
        };
        Self { known: Some(known) }
    }

    /// Every page, and which leads to which.
    pub fn links_json(&self) -> String {
        let pages = self.pages();
        let links = self.known.as_ref().map(|known| links(&known.backlinks)).unwrap_or_default();
        json(&Graph { pages: &pages, links: &links })
    }

    /// Pages that are kept out, and those that were brought in.
    pub fn drafts_json(&self) -> String {
        json(&self.known.as_ref().map(|known| drafts(&known.site)).unwrap_or_default())
    }

    /// The library.
    pub fn sources_json(&self) -> String {
        json(&self.known.as_ref().map(sources).unwrap_or_default())
    }

    /// The page that is written in a file, or that has it in its folder; of a folder, the page whose folder it is.
    pub fn page_of(&self, file: &str) -> Option<&str> {
        let pages = || self.known.iter().flat_map(|known| &known.site.pages);
        let written = pages().find(|page| *page.source.path == *file);
        let beside = || pages().find(|page| is_bundle(page) && Path::new(file).starts_with(&*page.folder));
        written.or_else(beside).map(|page| page.url.as_str())
    }

    fn pages(&self) -> Vec<PageLine<'_>> {
        let pages = self.known.iter().flat_map(|known| &known.site.pages);
        let each = pages.map(|page| PageLine {
            url: &page.url,
            title: &page.title,
            kind: page.kind.name(),
            file: &page.source.path,
        });
        each.collect()
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers are always JSON")
}

/// `content/articles/neck/index.md`: also in a further language.
fn is_bundle(page: &Page) -> bool {
    let name = page.source.path.rsplit('/').next().unwrap_or_default();
    name.starts_with("index.") && page.folder.matches('/').count() > 2
}

/// Links of texts, and exercises that an article shows.
fn links(back: &Backlinks) -> Vec<(usize, usize)> {
    let into =
        |(to, from): (&PageId, &Vec<PageId>)| from.iter().map(|from| (from.index(), to.index())).collect::<Vec<_>>();
    let shown = back.embedded_in.iter().flat_map(|(page, shown)| shown.iter().map(|to| (page.index(), to.index())));
    let mut links: Vec<(usize, usize)> = back.linked_from.iter().flat_map(into).chain(shown).collect();
    links.sort_unstable();
    links.dedup();
    links
}

fn drafts(site: &Site) -> Vec<DraftLine> {
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

fn sources(known: &Known) -> Vec<SourceLine> {
    let library = &known.site.library;
    let line = |(id, reference): (ReferenceId, &Arc<Reference>)| {
        let cited = known.citation_index.sources.get(&id).map(|cited| cited.len());
        SourceLine {
            key: reference.key.to_string(),
            label: short_name(reference, "n.d."),
            title: reference.title.as_ref().map(ToString::to_string),
            year: reference.issued.as_ref().map(|issued| issued.year.to_string()),
            cited: cited.unwrap_or(0),
            url: cited.map(|_| format!("{}references/{}/", known.base_path, library.slug(id))),
        }
    };
    (0..).map(ReferenceId).zip(library.all()).map(line).collect()
}
