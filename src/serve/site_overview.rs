//! [`SiteOverview`]: the JSON of the dashboard's lists: pages and their links, drafts, and sources.

use std::collections::HashMap;
use std::iter;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use wellpress_build::pipeline::CheckedSite;
use wellpress_check::care::{self, CareList};
use wellpress_check::external::{self, LinkHistory};
use wellpress_diagnostics::Report;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::{Page, PageTable, Site};
use wellpress_site::resolve::ResolvedPage;
use wellpress_site::resolve::backlinks::Backlinks;
use wellpress_site::resolve::citation_index::CitationIndex;
use wellpress_site::resolve::citations::format::short_name;

use super::unshown_page::{UnshownPage, WhyUnshown};

/// The parts of a resolved site that the dashboard's lists come from.
///
/// It shares the site with the session instead of copying it, and makes each list when it is requested, so that an edit does
/// not wait for lists that nobody looks at.
#[derive(Debug, Default)]
pub(super) struct SiteOverview {
    /// `None` before the first build that could read the settings.
    shared: Option<SharedSite>,
}

#[derive(Debug)]
struct SharedSite {
    site: Arc<Site>,
    pages: PageTable<Arc<ResolvedPage>>,
    backlinks: Arc<Backlinks>,
    citation_index: Arc<CitationIndex>,
    base_path: String,
    includes_drafts: bool,
    /// Made with the site, because the rules' report and the settings do not outlive it.
    care: CareList,
}

fn care_list(checked: &CheckedSite<'_>, links: &LinkHistory) -> CareList {
    let (config, resolved) = (checked.config, checked.resolved);
    let dead_links = external::dead_links(config, resolved, links);
    let report = Report::new(checked.report.findings().iter().cloned().chain(dead_links));
    care::list(config, resolved, &report, config.settings.review.soon)
}

impl SiteOverview {
    /// The overview of a site, also of one with errors.
    pub fn of(checked: &CheckedSite<'_>, links: &LinkHistory) -> Self {
        let shared = SharedSite {
            site: checked.site.clone(),
            pages: checked.resolved.pages.clone(),
            backlinks: checked.resolved.backlinks.clone(),
            citation_index: checked.resolved.citation_index.clone(),
            base_path: checked.config.base.path.clone(),
            includes_drafts: checked.config.options.include.drafts,
            care: care_list(checked, links),
        };
        Self { shared: Some(shared) }
    }

    /// What needs attention in the site, in the form of `care --format json`, each item with the address of its page in the preview.
    pub fn care_json(&self) -> Value {
        let Some(SharedSite { site, care, .. }) = &self.shared else { return json!({"date": null, "items": []}) };
        let mut list = json!(care);
        for (item, shown) in care.items.iter().zip(list["items"].as_array_mut().into_iter().flatten()) {
            shown["heading"] = json!(item.kind.heading());
            shown["address"] = json!(item.page_id.map(|page| &site.page(page).url));
        }
        list
    }

    /// Every page, and the links between pages as pairs of indices into the list of pages.
    pub fn links_json(&self) -> Value {
        let pages = self.shared.iter().flat_map(|shared| &shared.site.pages);
        let pages = pages.map(
            |page| json!({"url": page.url, "title": page.title, "kind": page.kind.name(), "file": page.source.path}),
        );
        let links = self.shared.as_ref().map(|shared| links(&shared.backlinks)).unwrap_or_default();
        json!({"pages": pages.collect::<Vec<_>>(), "links": links})
    }

    /// All unpublished pages: those that the build leaves out, and those that a flag includes. Only the latter have an address in
    /// the preview.
    pub fn drafts_json(&self) -> Value {
        let Some(SharedSite { site, .. }) = &self.shared else { return json!([]) };
        let hidden = site.hidden.iter().map(|page| (&page.file.path, &page.title, page.reason, None));
        let included = site
            .pages
            .iter()
            .filter_map(|page| Some((&page.source.path, &page.title, page.unpublished?, Some(&page.url))));
        let mut drafts: Vec<_> = hidden.chain(included).collect();
        drafts.sort_by_key(|(file, ..)| *file);
        let drafts = drafts.into_iter().map(
            |(file, title, reason, url)| json!({"file": file, "title": title, "why": reason.as_str(), "url": url}),
        );
        drafts.collect()
    }

    /// Every source of the library with the number of pages that cite it; a source that nothing cites has no page.
    pub fn sources_json(&self) -> Value {
        let Some(shared) = &self.shared else { return json!([]) };
        let sources = shared.site.library.entries().map(|(id, reference)| {
            let cited = shared.citation_index.sources.get(&id).map(|cited| cited.len());
            json!({
                "key": reference.key.as_str(),
                "label": short_name(reference, "n.d."),
                "title": reference.title.as_ref().map(ToString::to_string),
                "year": reference.issued.as_ref().map(|issued| issued.year.to_string()),
                "cited": cited.unwrap_or(0),
                "url": cited.map(|_| format!("{}references/{}/", shared.base_path, shared.site.library.slug(id))),
            })
        });
        sources.collect()
    }

    /// The addresses of the pages whose own content differs from an earlier overview, or that are in one of the two only.
    pub fn changed_since(&self, earlier: &Self) -> Vec<String> {
        let (new, old) = (self.contents_unlike(earlier), earlier.contents_unlike(self));
        let is_same = |(url, page): &(&&str, &&Arc<ResolvedPage>)| {
            let old = old.get(**url);
            old.is_some_and(|old| Arc::ptr_eq(old, page) || old.fingerprints.full == page.fingerprints.full)
        };
        let changed = new.iter().filter(|entry| !is_same(entry)).map(|(url, _)| *url);
        let gone = old.keys().filter(|url| !new.contains_key(**url)).copied();
        changed.chain(gone).map(str::to_owned).collect()
    }

    /// The pages by address, without those that stand at the same place of another overview: after most edits these are all but one.
    fn contents_unlike<'a>(&'a self, other: &Self) -> HashMap<&'a str, &'a Arc<ResolvedPage>> {
        let others = other.contents().map(Some).chain(iter::repeat(None));
        let unlike = self.contents().zip(others).filter(|((page, content), other)| {
            !other.is_some_and(|(other, old)| Arc::ptr_eq(page, other) && Arc::ptr_eq(content, old))
        });
        unlike.map(|((page, content), _)| (page.url.as_str(), content)).collect()
    }

    fn contents(&self) -> impl Iterator<Item = (&Arc<Page>, &Arc<ResolvedPage>)> {
        self.shared.iter().flat_map(|shared| shared.site.pages.iter().zip(&shared.pages))
    }

    /// The address of the page that a file belongs to: the page whose source it is, else the page in whose folder it lies. A folder
    /// belongs to the page that it contains.
    pub fn page_of(&self, file: &str) -> Option<&str> {
        let pages = &self.shared.as_ref()?.site.pages;
        let page = pages.iter().find(|page| is_source(page, file));
        let page = page.or_else(|| pages.iter().find(|page| is_in_folder(page, file)));
        page.map(|page| page.url.as_str())
    }

    /// Tells the files of the page at an address from others, as [`Self::page_of`] does.
    pub fn files_of(&self, address: &str) -> impl Fn(&str) -> bool {
        let pages = self.shared.as_ref().map(|shared| &shared.site.pages);
        let page = pages.and_then(|pages| pages.iter().find(|page| page.url == address));
        move |file| {
            let has_page = || pages.is_some_and(|pages| pages.iter().any(|page| is_source(page, file)));
            page.is_some_and(|page| is_source(page, file) || is_in_folder(page, file) && !has_page())
        }
    }

    /// The page of the content whose place in the site is this path, such as `articles/neck-pain/`, for a path that is not shown.
    pub fn unshown_page(&self, path: &str) -> Option<UnshownPage> {
        let shared = self.shared.as_ref()?;
        let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        let is_at = |address: &str| address.trim_end_matches('/') == path;
        if let Some(page) = shared.site.hidden.iter().find(|page| is_at(&page.address)) {
            let why = match page.reason {
                // A preview with drafts leaves out only those with mistakes.
                Unpublished::Draft if shared.includes_drafts => WhyUnshown::Mistakes,
                Unpublished::Draft => WhyUnshown::Draft,
                Unpublished::Future => WhyUnshown::Future,
                Unpublished::Expired => WhyUnshown::Expired,
            };
            let is_draft = page.reason == Unpublished::Draft;
            return Some(UnshownPage { title: page.title.clone(), file: page.file.path.to_string(), is_draft, why });
        }
        let page = shared.site.pages.iter().find(|page| is_at(&page.path))?;
        let is_draft = page.unpublished == Some(Unpublished::Draft);
        let file = page.source.path.to_string();
        Some(UnshownPage { title: page.title.clone(), file, is_draft, why: WhyUnshown::Mistakes })
    }
}

fn is_source(page: &Page, file: &str) -> bool {
    *page.source.path == *file
}

/// Whether a file is in the own folder of a page.
fn is_in_folder(page: &Page, file: &str) -> bool {
    is_bundle(page) && Path::new(file).starts_with(&*page.folder)
}

/// Whether the page has a folder of its own: `content/articles/neck/index.md` or `index.de.md` there. The home page,
/// `content/pages/index.md`, has none.
fn is_bundle(page: &Page) -> bool {
    let name = page.source.path.rsplit('/').next().unwrap_or_default();
    name.starts_with("index.") && page.folder.matches('/').count() > 2
}

/// Pairs of pages: the first links to the second, or shows its text.
fn links(backlinks: &Backlinks) -> Vec<(usize, usize)> {
    let mut links = Vec::new();
    for (target, sources) in &backlinks.linked_from {
        links.extend(sources.iter().map(|source| (source.index(), target.index())));
    }
    for (page, embedded) in &backlinks.embedded_in {
        links.extend(embedded.iter().map(|embedded| (page.index(), embedded.index())));
    }
    // A page may both link to another and show its text.
    links.sort_unstable();
    links.dedup();
    links
}
