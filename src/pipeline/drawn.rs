//! What only drawing a site tells of its theme, for those who want no site.

use crate::artifact::Nowhere;
use crate::cache::{Mode, Place};
use crate::diagnostics::Report;
use crate::fs::Files;
use crate::render::{self, Darkroom, RenderError, Units};

use super::{Read, Request, Stage, Strictness, Verdict, with_findings};

/// The report with what comes of drawing every page, where the theme's templates are the site's own: what is wrong in one
/// shows only then. Nothing is kept of it. A site with errors is not drawn.
#[must_use]
pub fn with_drawn(files: &dyn Files, request: &Request<'_>, site: &Read<'_>) -> Report {
    let is_sound = Verdict::of(&site.report, Strictness::Errors) == Verdict::Sound;
    let Some(theme) = site.theme.filter(|theme| is_sound && !theme.is_as_shipped()) else {
        return site.report.clone();
    };
    request.observer.begin(Stage::Render);
    let place = Place { mode: Mode::Off, ..request.cache.clone() };
    let (darkroom, units) = (Darkroom::new(files, &place), Units::default());
    let known = (&darkroom, &units);
    match render::render(site.config, site.resolved, site.assets, site.formatters, theme, known, &Nowhere) {
        Err(RenderError::Theme(finding)) => with_findings(&site.report, vec![*finding]),
        Err(RenderError::Pictures(findings)) => with_findings(&site.report, findings),
        // A site that cannot be made for any other reason is a build's business.
        Ok(_) | Err(RenderError::Sink(_) | RenderError::Path(_)) => site.report.clone(),
    }
}
