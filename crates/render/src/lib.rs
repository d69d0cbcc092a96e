//! Renders a checked health site: pages, feeds, structured data, share cards, pictures and exports.
//!
//! Input: a resolved site ([`RenderInput`]) and an [`EmbeddedTheme`]. Output: artifacts in a
//! [`Sink`], one by one and from many threads. This is the only crate that writes the HTML of pages and
//! knows the template engine. It judges nothing about the content, and does not decide where artifacts go: a sink may write them to a
//! disk, keep them in memory for a preview, or only count them.
//!
//! [`render`] runs one job per page, source, list and picture, and reuses the files of jobs whose fingerprint is unchanged
//! since the previous run. The modules, from the outside in:
//!
//! - `jobs`: what has to be rendered, and what can be reused.
//! - [`site_files`], [`packet`], `pictures`: the files of a site besides its pages: feeds and sitemap, the packets of reviewers,
//!   pictures in their sizes.
//! - [`pages`]: what templates are given for each kind of page.
//! - [`drawings`], [`machine`]: cards and icons; what pages say to programs.
//! - [`listing`]: which pages are listed where.
//! - [`html`]: the HTML of texts, written in Rust so that [`safety`] finds the notices in it by their bytes.
//! - [`context`]: the variables that templates see.
//! - [`theme`]: templates, assets, tokens and translations.
//! - [`safety`]: the check that no page hides a safety notice.

pub mod escape;
pub mod safety;
pub mod theme;
pub mod context;
pub mod listing;
pub mod html;
pub mod drawings;
pub mod machine;
pub mod pages;
mod pictures;
pub mod packet;
pub mod site_files;
mod jobs;

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

use jobs::incremental::RenderRun;
use pages::render_context::RenderContext;

pub use jobs::incremental::{JobRecords, RenderSummary};
pub use jobs::lazy_site::{LazyJob, LazySite, with_lazy_site};
pub use pages::records::sheet::{self, PrintedSheets};
pub use pictures::image_cache::ImageCache;
pub use theme::assets::minify::js as minified_script;
pub use theme::{CheckedFiles, EmbeddedTheme, Theme, declared_directives};

/// Why a site cannot be rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template cannot go on.
    #[error("{}", .0.message)]
    Theme(Box<Diagnostic>),
    /// Pictures cannot be read.
    #[error("{} cannot be read", .0.iter().map(|finding| &*finding.location.file).collect::<Vec<_>>().join(", "))]
    Pictures(Vec<Diagnostic>),
    /// An artifact could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A page would have a path that no file can have.
    #[error("`{0}` is not a path that a file of the site can have")]
    Path(String),
}

/// A checked site, and what it is rendered with.
///
/// Everything is borrowed and stays as it is while pages render. The site has to be checked before: rendering
/// reports nothing about links and directives that could not be resolved. Of a broken link it shows the words alone.
#[derive(Clone, Copy)]
pub struct RenderInput<'a> {
    /// Settings of the site, and options of the run.
    pub config: &'a Config,
    /// Its pages, with everything that they name resolved.
    pub resolved: &'a ResolvedSite<'a>,
    /// Pictures and other files of the content, with the addresses under which they are published.
    pub assets: &'a AssetManifest,
    /// Formatted citations of the whole library, in each style that the site uses.
    pub formatters: &'a Formatters<'a>,
    /// Templates, strings and assets.
    pub theme: &'a Theme,
    /// The PDF files that a browser printed before, for the pages to link; `None` for a site without.
    pub sheets: Option<&'a PrintedSheets<'a>>,
}

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
