//! Renders a site and throws the pages away, for `wellpress check`: some mistakes in templates show only when a page is rendered.

use wellpress_io::artifact::NullSink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Files;
use wellpress_render::{self, ImageCache, JobRecords, RenderError, Theme};

use super::{CheckedSite, Request, Stage, with_findings};

/// Renders a site whose theme has templates of its own, of which a page or a section chooses its template, or whose authors write
/// HTML of their own, and adds the findings of the renderer to the report. Any other site is left alone: the tests of the embedded
/// theme rule such mistakes out, and rendering doubles the time of a check. A site with errors is not rendered either.
#[must_use]
pub fn with_render_findings<'a>(
    files: &dyn Files,
    request: &Request<'_>,
    mut site: CheckedSite<'a>,
) -> CheckedSite<'a> {
    let is_sound = !site.report.has_errors();
    let Some(theme) = site.theme.filter(|theme| is_sound && can_fail(&site, theme)) else { return site };
    request.observer.begin(Stage::Render);
    let cache = CacheLocation { mode: CacheMode::Off, ..request.cache.clone() };
    let image_cache = ImageCache::new(files, &cache);
    let rendered = wellpress_render::render(site.render_input(theme), &image_cache, &JobRecords::default(), &NullSink);
    let findings = match rendered {
        Err(RenderError::Theme(finding)) => vec![*finding],
        Err(RenderError::Pictures(findings)) => findings,
        // Anything else that keeps a site from being rendered is reported by the build, which has an output to name.
        Ok(_) | Err(RenderError::Sink(_) | RenderError::Path(_)) => return site,
    };
    site.report = with_findings(&site.report, findings);
    site
}

/// Whether a page of this site may have a mistake that only the renderer finds.
fn can_fail(site: &CheckedSite<'_>, theme: &Theme) -> bool {
    !theme.is_as_shipped()
        || site.config.settings.raw_html
        || site.site.pages.iter().any(|page| site.site.own_template(page).is_some())
}
