//! What only drawing a site tells of its theme, for those who want no site.

use wellpress_io::artifact::NullSink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Files;
use wellpress_render::{self, ImageCache, JobRecords, RenderError};

use super::{Read, Request, Stage, Strictness, Verdict, with_findings};

/// The site with what comes of drawing every page in its report, where the theme's templates are the site's own: what is wrong in one
/// shows only then. Nothing is kept of it. A site with errors is not drawn.
#[must_use]
pub fn with_drawn<'a>(files: &dyn Files, request: &Request<'_>, mut site: Read<'a>) -> Read<'a> {
    let is_sound = Verdict::of(&site.report, Strictness::Errors) == Verdict::Sound;
    let Some(theme) = site.theme.filter(|theme| is_sound && !theme.is_as_shipped()) else {
        return site;
    };
    request.observer.begin(Stage::Render);
    let place = CacheLocation { mode: CacheMode::Off, ..request.cache.clone() };
    let image_cache = ImageCache::new(files, &place);
    let drawn = wellpress_render::render(site.render_input(theme), &image_cache, &JobRecords::default(), &NullSink);
    let found = match drawn {
        Err(RenderError::Theme(finding)) => vec![*finding],
        Err(RenderError::Pictures(findings)) => findings,
        // A site that cannot be made for any other reason is a build's business.
        Ok(_) | Err(RenderError::Sink(_) | RenderError::Path(_)) => return site,
    };
    site.report = with_findings(&site.report, found);
    site
}
