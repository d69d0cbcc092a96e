//! [`LazySite`]: renders the files of a site one by one, when a browser asks for them.
//!
//! Input: a resolved site, and paths of files. Output: the files of the job that makes a file. It runs the same jobs as a
//! build, with the same fingerprints, so a page of a preview has the bytes that a build would publish. Which files are kept, and
//! for how long, is left to the caller.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use wellpress_io::artifact::{FEED_FILE, Sink};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_site::model::copies::{LLMS_FILE, copy_path, formats_of};
use wellpress_site::resolve::SHEET_DATA_FILE;

use crate::jobs::incremental::PAGES_WITHOUT_JOB;
use crate::jobs::job_fingerprints::JobFingerprints;
use crate::jobs::render_jobs::{PAGE_NAME, RenderJob, image_jobs, index_jobs, jobs, site_jobs, source_jobs};
use crate::listing::members;
use crate::pages::lists::{corrections, filter_lists, glossary, search_address};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::citation_index;
use crate::pages::{home, thanks};
use crate::pictures::image_cache::{ImageCache, renditions};
use crate::site_files::redirects;
use crate::{RenderError, RenderInput, site_files};

/// Lends `consume` the site that `input` describes, to render files of it one by one.
pub fn with_lazy_site<T>(
    input: RenderInput<'_>,
    image_cache: &ImageCache<'_>,
    consume: impl FnOnce(Result<LazySite<'_>, RenderError>) -> T,
) -> T {
    match RenderContext::new(input) {
        Ok(cx) => consume(Ok(LazySite::new(&cx, image_cache))),
        Err(finding) => consume(Err(RenderError::Theme(finding))),
    }
}

/// A site whose files are rendered when somebody asks for them.
pub struct LazySite<'a> {
    cx: &'a RenderContext<'a>,
    image_cache: &'a ImageCache<'a>,
    fingerprints: JobFingerprints<'a>,
    /// The jobs by the folder below which they put their files. Made when a browser asks for a file that is not rendered: after most
    /// edits none does, and listing the jobs of a large site takes longer than rendering a page.
    by_folder: OnceLock<HashMap<String, Vec<LazyJob<'a>>>>,
}

/// A render job of a [`LazySite`].
#[derive(Clone, Copy)]
pub struct LazyJob<'a>(RenderJob<'a>);

impl<'a> LazySite<'a> {
    fn new(cx: &'a RenderContext<'a>, image_cache: &'a ImageCache<'a>) -> Self {
        Self { cx, image_cache, fingerprints: JobFingerprints::new(cx), by_folder: OnceLock::new() }
    }

    /// All jobs of the site.
    pub fn jobs(&self) -> impl Iterator<Item = LazyJob<'a>> {
        jobs(self.cx).into_iter().map(LazyJob)
    }

    /// How many pages the site has.
    #[must_use]
    pub fn page_count(&self) -> usize {
        jobs(self.cx).into_iter().map(|job| pages_of(self.cx, job)).sum::<usize>() + PAGES_WITHOUT_JOB
    }

    /// The jobs that may put a file at this path, the most likely first. Each has to be run to know whether it does.
    #[must_use]
    pub fn jobs_for(&self, path: &str) -> Vec<LazyJob<'a>> {
        let by_folder = self.by_folder.get_or_init(|| {
            let mut by_folder: HashMap<String, Vec<LazyJob<'a>>> = HashMap::new();
            for job in jobs(self.cx) {
                by_folder.entry(folder(self.cx, job)).or_default().push(LazyJob(job));
                // Copies are not in the folder of their page, so they are found by their whole path.
                if let RenderJob::Page(page) = job {
                    for format in formats_of(self.cx.config, page) {
                        by_folder.entry(copy_path(self.cx.config, page, format)).or_default().push(LazyJob(job));
                    }
                }
            }
            by_folder
        });
        let folders = path.match_indices('/').rev().map(|(end, _)| &path[..=end]);
        let folders = std::iter::once(path).chain(folders).chain([""]);
        let jobs = folders.filter_map(|folder| by_folder.get(folder)).flatten().copied();
        jobs.filter(|job| may_put(self.cx, job.0, path)).collect()
    }

    /// The jobs that have these names.
    #[must_use]
    pub fn jobs_named(&self, names: &HashSet<&str>) -> Vec<LazyJob<'a>> {
        // Pages are told by their paths: to make the names of all jobs of a large site takes longer than to render a page.
        let paths: HashSet<&str> = names.iter().filter_map(|name| name.strip_prefix(PAGE_NAME)).collect();
        let pages = self.cx.resolved.site.pages.iter().filter(|page| paths.contains(page.path.as_str()));
        let mut named_jobs: Vec<LazyJob<'_>> = pages.map(|page| LazyJob(RenderJob::Page(page))).collect();
        // The index last: listing its few jobs sorts all sources.
        for list in [site_jobs, source_jobs, image_jobs, index_jobs] {
            if named_jobs.len() < names.len() {
                let jobs_of_list =
                    list(self.cx).into_par_iter().filter(|job| names.contains(job.name(self.cx).as_str()));
                named_jobs.par_extend(jobs_of_list.map(LazyJob));
            }
        }
        named_jobs
    }

    /// The name of a job, which is the same after an edit.
    #[must_use]
    pub fn name(&self, job: LazyJob<'_>) -> String {
        job.0.name(self.cx)
    }

    /// The fingerprint of all that a job's files are made of.
    #[must_use]
    pub fn fingerprint(&self, job: LazyJob<'_>) -> Fingerprint {
        self.fingerprints.of(job.0)
    }

    /// Runs a job: puts all of its files.
    ///
    /// # Errors
    /// When a template fails, a picture is damaged, or the sink fails.
    pub fn render(&self, job: LazyJob<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
        job.0.run(self.cx, self.image_cache, sink).map(drop)
    }

    /// The fingerprint of the files that belong to no job.
    #[must_use]
    pub fn fingerprint_of_site_files(&self) -> Fingerprint {
        let cx = self.cx;
        let used = cx.resolved.assets.iter().filter_map(|file| cx.assets.get(file));
        let mut builder = FingerprintBuilder::new("site files").with(self.fingerprints.shared());
        builder.add(cx.theme.assets.values().map(|asset| asset.published.as_str()).collect::<Vec<_>>());
        let files = used.chain(cx.assets.static_files());
        builder.add(files.map(|asset| (asset.published.as_str(), *asset.hash.as_bytes())).collect::<Vec<_>>());
        builder.add(redirects::redirects_file(cx.config, &redirects::redirects(cx.resolved)));
        builder.fingerprint()
    }

    /// Puts the files that belong to no job: the page for missing addresses, redirects, files for hosts, the theme's assets,
    /// and the files that are published unchanged.
    ///
    /// # Errors
    /// When a template or the sink fails, or a file cannot be read.
    pub fn put_site_files(&self, sink: &dyn Sink) -> Result<(), RenderError> {
        site_files::put(self.cx, self.image_cache, sink)
    }
}

/// The folder that contains all files of a job; empty or with a slash at its end.
pub(super) fn folder(cx: &RenderContext<'_>, job: RenderJob<'_>) -> String {
    match job {
        RenderJob::Page(page) => page.path.clone(),
        RenderJob::Source(part) => format!("{}{}/", citation_index::FOLDER, cx.resolved.site.library.slug(part.id)),
        RenderJob::List(list) => list.url(cx.config, cx.resolved.site)[cx.config.base.path.len()..].to_owned(),
        RenderJob::HomeWithoutFile { language } | RenderJob::Thanks { language } | RenderJob::Llms { language } => {
            cx.folder(language)
        }
        RenderJob::Glossary(id) => {
            format!("{}{}", cx.folder(cx.resolved.site.glossaries[id].language), glossary::PATH)
        }
        RenderJob::TermUses(uses) => {
            format!("{}{}", cx.folder(cx.resolved.site.glossaries[uses.glossary].language), glossary::PATH)
        }
        RenderJob::CitationIndex => citation_index::FOLDER.to_owned(),
        RenderJob::CitationIndexPart(part) => cx.index_plan().parts[part].folder.clone(),
        RenderJob::Feed(of) => of.folder(cx.config, cx.resolved),
        RenderJob::Corrections { language } => format!("{}{}", cx.folder(language), corrections::PATH),
        RenderJob::Search { language } => format!("{}{}", cx.folder(language), search_address::PATH),
        RenderJob::Sheet { language } => {
            let path = cx.resolved.sheet_page.as_ref().map_or("", |sheet| &sheet.path);
            format!("{}{path}", cx.folder(language))
        }
        RenderJob::SiteReferences | RenderJob::Sitemap => String::new(),
        RenderJob::Picture(_) | RenderJob::Card(_) | RenderJob::SiteCard { .. } | RenderJob::Icons => {
            image_paths(cx, job).first().map_or("", |path| parent(path)).to_owned()
        }
    }
}

fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// Where the images of a job are published.
fn image_paths(cx: &RenderContext<'_>, job: RenderJob<'_>) -> Vec<String> {
    match job {
        RenderJob::Picture(file) => {
            let renditions = cx.assets.get(file).and_then(renditions);
            renditions.iter().flat_map(|plan| &plan.renditions).map(|rendition| rendition.published.clone()).collect()
        }
        RenderJob::Icons => {
            cx.icons.iter().filter(|icon| icon.key.is_some()).map(|icon| icon.published.clone()).collect()
        }
        _ => job.card(cx).map(|card| card.published).into_iter().collect(),
    }
}

/// Whether a job below whose folder a path is may put a file there. Without this, a missing page would make the files with all sources.
pub(super) fn may_put(cx: &RenderContext<'_>, job: RenderJob<'_>, path: &str) -> bool {
    let file = &path[parent(path).len()..];
    match job {
        RenderJob::Picture(_) | RenderJob::Card(_) | RenderJob::SiteCard { .. } | RenderJob::Icons => {
            image_paths(cx, job).iter().any(|published| published == path)
        }
        RenderJob::Sitemap => file.starts_with("sitemap"),
        RenderJob::Llms { .. } => file == LLMS_FILE,
        RenderJob::SiteReferences => path.starts_with("references."),
        RenderJob::Feed(_) => file == FEED_FILE,
        RenderJob::CitationIndex => {
            let below = path.strip_prefix(citation_index::FOLDER).unwrap_or_default();
            below == "index.html" || below.starts_with(filter_lists::LISTS)
        }
        RenderJob::Thanks { .. } => path.contains("thanks/"),
        RenderJob::Sheet { .. } => matches!(file, "index.html" | SHEET_DATA_FILE),
        _ => true,
    }
}

/// How many pages a job renders: what it returns when it is run.
fn pages_of(cx: &RenderContext<'_>, job: RenderJob<'_>) -> usize {
    match job {
        RenderJob::Page(page) => members::page_count(cx.config, cx.resolved, page, |_| true),
        RenderJob::TermUses(uses) => uses.pages.len().div_ceil(glossary::USES_ON_A_PAGE),
        RenderJob::Source(_)
        | RenderJob::Glossary(_)
        | RenderJob::CitationIndex
        | RenderJob::CitationIndexPart(_)
        | RenderJob::Search { .. }
        | RenderJob::Sheet { .. } => 1,
        RenderJob::List(list) => crate::pages::lists::sections::page_count(cx, list),
        RenderJob::HomeWithoutFile { language } => usize::from(home::is_without_file(cx, language)),
        RenderJob::Corrections { language } => {
            let has_corrections = !cx.resolved.site.corrections(language).is_empty();
            usize::from(has_corrections) + corrections::further_urls(cx, language).count()
        }
        RenderJob::Thanks { language } => thanks::forms_without_page(cx, language).count(),
        RenderJob::Picture(_)
        | RenderJob::Card(_)
        | RenderJob::SiteCard { .. }
        | RenderJob::Icons
        | RenderJob::SiteReferences
        | RenderJob::Feed(_)
        | RenderJob::Llms { .. }
        | RenderJob::Sitemap => 0,
    }
}
