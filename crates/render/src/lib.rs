//! Renders a checked health site: pages, feeds, structured data, share cards, pictures and exports.
//!
//! Input: a resolved site ([`RenderInput`]) and an [`EmbeddedTheme`]. Output: artifacts in a
//! [`Sink`], one by one and from many threads. This is the only crate that writes the HTML of pages and renders the templates of themes.
//! It judges nothing about the content, and does not decide where artifacts go: a sink may write them to a
//! disk, keep them in memory for a preview, or only count them.
//!
//! [`render`] runs one job per page, source, list and picture, and reuses the files of jobs whose fingerprint is unchanged
//! since the previous run. The modules, from the outside in:
//!
//! - `jobs`: what has to be rendered, and what can be reused.
//! - [`site_files`], [`pictures`]: the files of a site besides its pages: feeds and sitemap, pictures in their sizes.
//! - [`pages`]: what templates are given for each kind of page.
//! - [`drawings`], [`machine`]: share cards and icons; structured data and headers, for programs that read the site.
//! - [`html`]: the HTML of texts, written in Rust so that [`safety`] finds the notices in it by their bytes.
//! - [`notices`]: which safety notices a page shows, and where.
//! - [`listing`]: which pages are listed where.
//! - [`context`]: the variables that templates see.
//! - [`theme`]: templates, assets, tokens and translations.
//! - [`safety`]: the check that no page hides a safety notice.

pub mod escape;
mod render_error;
pub mod safety;
pub mod theme;
pub mod context;
pub mod listing;
pub mod notices;
pub mod html;
pub mod drawings;
pub mod machine;
pub mod pages;
pub mod pictures;
pub mod site_files;
mod jobs;

use wellpress_io::artifact::Sink;

use jobs::incremental::RenderRun;
use pages::render_context::RenderContext;

pub use jobs::incremental::{JobRecords, RenderSummary};
pub use jobs::lazy_site::{LazyJob, LazySite, with_lazy_site};
pub use pages::records::sheet::{self, PrintedSheets};
pub use pages::render_context::RenderInput;
pub use pictures::image_cache::ImageCache;
pub use render_error::RenderError;
pub use theme::assets::minify::js as minified_script;
pub use theme::{CheckedFiles, EmbeddedTheme, Theme, declared_directives};

/// Renders a site into `sink`, in parallel. Whatever is unchanged since the run that left `previous` is not rendered: the
/// sink is asked to take its files over. Images come from `image_cache`, which encodes those that it does not have.
///
/// # Errors
/// The first failure of a template or of the sink, or all pictures that cannot be read.
pub fn render(
    input: RenderInput<'_>,
    image_cache: &ImageCache<'_>,
    previous: &JobRecords,
    sink: &dyn Sink,
) -> Result<RenderSummary, RenderError> {
    let cx = RenderContext::new(input).map_err(RenderError::Theme)?;
    RenderRun { cx: &cx, image_cache, previous, sink }.render()
}

/// Finds what would keep [`render`] from rendering a site, and makes no more files than that takes: those of jobs that can fail, and
/// those that may have the path of a file that an author chose. `sink` gets them, and refuses a path that it has.
///
/// # Errors
/// Those of [`render`].
pub fn dry_run(input: RenderInput<'_>, image_cache: &ImageCache<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let cx = RenderContext::new(input).map_err(RenderError::Theme)?;
    jobs::dry_run::run(&cx, image_cache, sink)
}

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
