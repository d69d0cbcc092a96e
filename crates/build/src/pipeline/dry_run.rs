//! What a build would say of a checked site besides its report, for `wellpress check`: mistakes that show only when pages are rendered,
//! damaged pictures, and files with one path. Nothing is written.

use std::sync::Arc;

use wellpress_io::artifact::{Artifact, ArtifactContent, PathSink, Sink, SitePath};
use wellpress_io::fs::Files;
use wellpress_render::{self, ImageCache, PrintedSheets, RenderError, RenderInput, Theme};

use super::outcome::CheckedSite;
use super::provenance::BUILD_INFO;
use super::render_site::stopped_by;
use super::request::{Request, Stage};
use super::run_context::RunContext;

/// Adds what would stop a build of the site after its report. A site that its report stops is left alone, as a build leaves it.
#[must_use]
pub fn with_render_findings<'a>(
    files: &dyn Files,
    request: &Request<'_>,
    mut site: CheckedSite<'a>,
) -> CheckedSite<'a> {
    let is_sound = !site.report.has_from(request.failing_severity);
    let Some(theme) = site.theme.filter(|_| is_sound) else { return site };
    // They have run: what follows renders the site.
    let no_rules = Arc::default();
    let run = RunContext { files, request, config: site.config, house_rules: &no_rules };
    run.begin(Stage::Render);
    if let Err(failure) = dry_run(run, &site, theme)
        && let Ok(report) = stopped_by(failure, run, &site.report)
    {
        // Anything else that keeps a site from being rendered is reported by the build, which has an output to name.
        site.report = report;
    }
    site
}

fn dry_run(run: RunContext<'_>, site: &CheckedSite<'_>, theme: &Theme) -> Result<(), RenderError> {
    let cache = run.request.cache.read_only();
    let image_cache = ImageCache::new(run.files, &cache);
    let sheets = site.config.settings.handouts.has_files().then(|| PrintedSheets::new(run.files, &cache));
    let input = RenderInput { sheets: sheets.as_ref(), ..site.render_input(theme) };
    let sink = PathSink::default();
    wellpress_render::dry_run(input, &image_cache, &sink)?;
    if wellpress_search::is_wanted(site.config, theme) && has_file_in_index(site) {
        let (styles, none) = (site.formatters.fingerprint(), wellpress_search::IndexRecords::default());
        wellpress_search::put(site.config, site.resolved, theme, styles, &none, &sink)?;
    }
    let path = SitePath::new(BUILD_INFO).expect("it is a name");
    sink.put(Artifact { path, content: ArtifactContent::Bytes((&[][..]).into()) })?;
    Ok(())
}

/// Whether an author has put a file where the search index is.
fn has_file_in_index(site: &CheckedSite<'_>) -> bool {
    let is_there = |path: &str| path == "search" || path == "search/index" || path.starts_with("search/index/");
    site.assets.static_files().any(|asset| is_there(&asset.published))
        || wellpress_render::site_files::redirects::redirects(site.resolved).iter().any(|old| is_there(&old.from.path))
}
