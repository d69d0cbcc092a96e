//! Finds what keeps a site from being rendered, without rendering it: for `wellpress check`.
//!
//! Input: a resolved site. Output: the first error that a build of it would have. Templates as shipped do not fail, so of most sites
//! only the pictures are looked at, the pages that could hide a notice, and those that may have the path of a static file.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use wellpress_io::artifact::Sink;
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;

use crate::jobs::incremental::all_or_first_error;
use crate::jobs::lazy_site::{folder, may_put};
use crate::jobs::render_jobs::{RenderJob, jobs, page_jobs, pictures};
use crate::pages::MAX_OPEN_EXERCISES;
use crate::pages::render_context::RenderContext;
use crate::pictures::image_cache::ImageCache;
use crate::site_files::redirects;
use crate::{RenderError, site_files};

/// Runs the jobs that can fail, and those that may put a file at a path that an author chose.
pub(crate) fn run(cx: &RenderContext<'_>, image_cache: &ImageCache<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let outcomes = jobs_that_may_fail(cx).into_par_iter().map(|job| try_job(cx, image_cache, job, sink)).collect();
    all_or_first_error(outcomes)?;
    site_files::put(cx, image_cache, sink)
}

fn try_job(
    cx: &RenderContext<'_>,
    image_cache: &ImageCache<'_>,
    job: RenderJob<'_>,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    match job {
        RenderJob::Picture(file) => cx.assets.get(file).map_or(Ok(()), |asset| image_cache.verify_picture(cx, asset)),
        // They are drawn from texts, and have names that nobody chooses.
        RenderJob::Card(_) | RenderJob::SiteCard { .. } | RenderJob::Icons => Ok(()),
        _ => job.run(cx, image_cache, sink).map(drop),
    }
}

/// In the order of a build, so that the first error is that of a build.
fn jobs_that_may_fail<'a>(cx: &RenderContext<'a>) -> Vec<RenderJob<'a>> {
    if !cx.theme.is_as_shipped() || cx.config.settings.raw_html {
        return jobs(cx);
    }
    let may_fail = |job: &RenderJob<'a>| match job {
        RenderJob::Picture(_) => true,
        RenderJob::Page(page) => cx.resolved.site.own_template(page).is_some() || may_hide_notice(cx, page),
        _ => false,
    };
    let chosen = ChosenPaths::of(cx);
    if chosen.paths.is_empty() {
        // The list of all jobs sorts all sources, for the index.
        return pictures(cx).map(RenderJob::Picture).chain(page_jobs(cx)).filter(may_fail).collect();
    }
    jobs(cx).into_iter().filter(|job| may_fail(job) || chosen.may_be_put_by(cx, *job)).collect()
}

/// Whether the text of a page, or one that it shows, can fold a notice away: the HTML of the build hides nothing else.
fn may_hide_notice(cx: &RenderContext<'_>, page: &Page) -> bool {
    let site = cx.resolved.site;
    if cx.resolved.pages[page.id].reading_order.embeds.len() > MAX_OPEN_EXERCISES {
        return true;
    }
    let parts = if site.guide_of(page.id) == Some(page.id) { site.below(page.id) } else { Vec::new() };
    let texts = std::iter::once(page.id).chain(cx.resolved.exercise_texts_of(page)).chain(parts);
    texts.flat_map(|id| &site.page(id).body.directives).any(|directive| is_folding(directive.kind))
}

fn is_folding(kind: DirectiveKind) -> bool {
    matches!(kind, DirectiveKind::Details | DirectiveKind::Tab)
}

/// The paths in the output that authors choose: those of static files and of old addresses.
struct ChosenPaths {
    paths: HashSet<String>,
    /// The paths of these files and of the folders around them, by each folder that they are in.
    by_folder: HashMap<String, Vec<String>>,
}

impl ChosenPaths {
    fn of(cx: &RenderContext<'_>) -> Self {
        let redirects = redirects::redirects(cx.resolved);
        let old_addresses = redirects.iter().filter_map(|redirect| redirects::page_file(&redirect.from));
        let static_files = cx.assets.static_files().map(|asset| asset.published.clone());
        let paths: HashSet<String> = static_files.chain(old_addresses).collect();
        let mut with_folders: HashSet<&str> = paths.iter().map(String::as_str).collect();
        with_folders.extend(paths.iter().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end])));
        let mut by_folder: HashMap<String, Vec<String>> = HashMap::new();
        for path in with_folders {
            let ends = path.match_indices('/').map(|(end, _)| end + 1);
            for end in std::iter::once(0).chain(ends) {
                by_folder.entry(path[..end].to_owned()).or_default().push(path.to_owned());
            }
        }
        Self { paths, by_folder }
    }

    /// Whether a job may put a file at one of the paths, at a folder around it, or below it.
    fn may_be_put_by(&self, cx: &RenderContext<'_>, job: RenderJob<'_>) -> bool {
        let folder = folder(cx, job);
        folder.match_indices('/').any(|(end, _)| self.paths.contains(&folder[..end]))
            || self.by_folder.get(&folder).is_some_and(|paths| paths.iter().any(|path| may_put(cx, job, path)))
    }
}
