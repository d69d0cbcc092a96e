//! [`render_site`]: renders the pages and the search index of a checked site into a sink, unless findings stop it.

use wellpress_diagnostics::Report;
use wellpress_io::artifact::Sink;
use wellpress_io::cache::{CacheFile, CacheLocation};
use wellpress_io::fs::Files;
use wellpress_render::{self, ImageCache, JobRecords, PrintedSheets, RenderError, RenderInput};
use wellpress_search::{IndexRecords, IndexResult};
use wellpress_site::parse::retractions::ListOrigin;

use super::error::Error;
use super::outcome::{CheckedSite, Counts, Outcome, RenderedSite, with_findings};
use super::publish::report_of;
use super::request::Stage;
use super::run_context::RunContext;

const RECORDS_FILE: &str = "render_jobs.pack";
const INDEX_FILE: &str = "search.pack";

/// The fingerprints and file lists of an earlier run, by which this run recognises files that need not be rendered or indexed
/// again. The files themselves are in the old output folder.
#[derive(Debug, Clone, Default)]
pub(super) struct RenderCache {
    pub records: JobRecords,
    pub index: IndexRecords,
    /// Whether the site gets the files that `wellpress handouts` left in the cache.
    publishes_sheets: bool,
}

impl RenderCache {
    /// Reads the cache of an earlier process. A damaged file counts as empty and adds a note.
    pub fn load(run: RunContext<'_>, notes: &mut Vec<String>) -> Self {
        let cache = &run.request.cache;
        Self {
            records: CacheFile::new(cache, RECORDS_FILE).load(run.files, notes).unwrap_or_default(),
            index: CacheFile::new(cache, INDEX_FILE).load(run.files, notes).unwrap_or_default(),
            publishes_sheets: run.config.settings.handouts.has_files(),
        }
    }

    /// Saves the fingerprints of this run. `self` is that of the run before: what did not change is not written again.
    pub fn replace_with(
        &self,
        files: &dyn Files,
        location: &CacheLocation,
        site: &RenderedSite,
        notes: &mut Vec<String>,
    ) {
        CacheFile::new(location, RECORDS_FILE).save(files, &site.rendered.records, notes);
        if site.index.records != self.index {
            CacheFile::new(location, INDEX_FILE).save(files, &site.index.records, notes);
        }
    }
}

/// Renders the site and its search index, unless findings stop it. A theme with mistakes counts as such a finding even if the
/// command line would let it pass, because there is nothing to render with. The search index comes last: it is made of the
/// documents of pages that are known to render.
pub(super) fn render_site(
    run: RunContext<'_>,
    site: CheckedSite<'_>,
    cached: &RenderCache,
    sink: &dyn Sink,
) -> Result<Outcome<RenderedSite>, Error> {
    match site.report.has_from(run.request.failing_severity) {
        true => Ok(Outcome::Stopped(site.report)),
        false => render_in_spite_of_findings(run, site, cached, sink),
    }
}

/// Renders the site and its search index, whatever was found. Nothing is rendered without a theme.
pub(super) fn render_in_spite_of_findings(
    run: RunContext<'_>,
    site: CheckedSite<'_>,
    cached: &RenderCache,
    sink: &dyn Sink,
) -> Result<Outcome<RenderedSite>, Error> {
    let Some(theme) = site.theme else { return Ok(Outcome::Stopped(site.report)) };
    run.begin(Stage::Render);
    let image_cache = ImageCache::new(run.files, &run.request.cache);
    let has_index = wellpress_search::is_wanted(site.config, theme);
    let sheets = cached.publishes_sheets.then(|| PrintedSheets::new(run.files, &run.request.cache));
    let input = RenderInput { sheets: sheets.as_ref(), ..site.render_input(theme) };
    let rendered = match wellpress_render::render(input, &image_cache, &cached.records, sink) {
        Ok(rendered) => rendered,
        Err(error) => return stopped_by(error, run, &site.report).map(Outcome::Stopped),
    };
    let mut index = IndexResult::default();
    if has_index {
        run.begin(Stage::Search);
        let styles = site.formatters.fingerprint();
        index = match wellpress_search::put(site.config, site.resolved, theme, styles, &cached.index, sink) {
            Ok(index) => index,
            Err(error) => return stopped_by(error.into(), run, &site.report).map(Outcome::Stopped),
        };
    }
    let counts = Counts::of(site.resolved);
    let referenced_files = referenced_files(&site);
    let notice_lists = site.resolved.site.library.notice_lists().to_vec();
    Ok(Outcome::Done(RenderedSite { report: site.report, counts, rendered, index, referenced_files, notice_lists }))
}

/// The report with the author's mistake that stopped the renderer, or the error if it was not the author's.
pub(super) fn stopped_by(error: RenderError, run: RunContext<'_>, report: &Report) -> Result<Report, Error> {
    match error {
        RenderError::Theme(finding) | RenderError::Copy(finding) => Ok(with_findings(report, vec![*finding])),
        RenderError::Pictures(findings) => Ok(with_findings(report, findings)),
        RenderError::Sink(error) => report_of(run, report, error.into()),
        RenderError::Path(path) => Err(Error::Path(path)),
    }
}

/// Citation styles, and whatever services say of sources: also files that `care --fetch` has not made yet.
fn referenced_files(site: &CheckedSite<'_>) -> Vec<String> {
    let citations = &site.config.settings.citations;
    let lists = citations.notice_files().flat_map(|list| [list.value.to_owned(), ListOrigin::path_of(list.value)]);
    let records = citations.service_record_files().map(|files| [files.updates, files.references]);
    site.formatters.files().iter().cloned().chain(lists).chain(records.into_iter().flatten()).collect()
}
