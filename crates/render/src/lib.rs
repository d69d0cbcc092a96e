//! Renders a checked health site: pages, feeds, structured data, share cards, pictures and exports.
//!
//! Input: a resolved site ([`RenderInput`]) and an [`EmbeddedTheme`]. Output: artifacts in a
//! [`Sink`], one by one and from many threads. This is the only crate that knows HTML and the
//! template engine. It judges nothing about the content, and does not decide where artifacts go: a sink may write them to a
//! disk, keep them in memory for a preview, or only count them.
//!
//! [`render`] runs one job per page, source, list and picture, and reuses the files of jobs whose fingerprint is unchanged
//! since the previous run. The modules, from the outside in:
//!
//! - `incremental`, `render_jobs`, `job_fingerprints`: what has to be rendered.
//! - [`render_context`], [`pages`], [`context`]: what templates are given for each kind of page.
//! - [`html`]: the HTML of texts, written in Rust so that no theme can lose a caution or a source.
//! - [`theme`], `layers`, [`strings`]: templates, assets and translations.
//! - [`json_ld`], [`feeds`], [`sitemap`], [`exports`]: formats for machines.

pub mod alternates;
mod article_parts;
mod checked_files;
pub mod breadcrumbs;
pub mod coins;
pub mod context;
pub mod contrast;
mod dark_action;
mod data_files;
mod embedded_theme;
pub mod exports;
pub mod feeds;
mod font_faces;
pub mod head_tags;
pub mod host_headers;
pub mod html;
pub mod icons;
mod image_blocks;
mod image_cache;
mod image_encoder;
mod incremental;
pub mod inline_hashes;
mod job_fingerprints;
pub mod json_ld;
mod key_ranges;
pub mod languages;
mod layers;
pub mod logo;
mod minify;
pub mod packet;
mod packet_changes;
mod packet_pictures;
mod page_chrome;
mod page_selection;
pub mod pages;
pub mod redirects;
pub mod references_files;
pub mod render_context;
mod render_jobs;
pub mod safety;
pub mod scholar;
pub mod search_document;
pub mod share_cards;
pub mod sharing;
mod site_files;
pub mod sitemap;
pub mod source_text_cache;
mod standalone_text;
pub mod strings;
mod style_addresses;
mod style_nesting;
mod template_errors;
mod template_functions;
mod template_uses;
pub mod theme;
pub mod theme_assets;
mod theme_fonts;
mod theme_strings;
mod theme_tokens;

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

use incremental::RenderRun;
use render_context::RenderContext;

pub use checked_files::CheckedFiles;
pub use embedded_theme::EmbeddedTheme;
pub use image_cache::{BrokenPicture, ImageCache};
pub use incremental::{JobRecords, RenderSummary};
pub use minify::{js as minified_script, written_rule};
pub use theme::Theme;

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

/// The examples of the README, compiled as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
