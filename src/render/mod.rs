//! Resolved site in, artifacts out: the only room that knows HTML and the template engine.

pub mod context;
pub mod json_ld;

use std::borrow::Cow;

use thiserror::Error;

use crate::artifact::{Artifact, Content, Sink, SinkError, SitePath};
use crate::assets::AssetManifest;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::fs::Files;
use crate::resolve::ResolvedSite;
use crate::resolve::citations::Formatters;

/// Templates, assets and strings.
pub struct Theme {}

impl Theme {
    /// Reads the theme that the settings name.
    ///
    /// # Errors
    /// Findings about its files.
    pub fn load(_files: &dyn Files, _config: &Config) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self {})
    }
}

/// What was rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendered {
    /// Pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
}

/// Why rendering stopped.
#[derive(Debug, Error)]
pub enum RenderError {
    /// The theme has a mistake that shows with this site.
    #[error("the theme cannot render a page: {}", .0.message)]
    Theme(Box<Diagnostic>),
    /// A file could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// Renders the whole site.
///
/// # Errors
/// A mistake of the theme, or what the sink could not do.
pub fn render(
    _config: &Config,
    resolved: &ResolvedSite<'_>,
    _assets: &AssetManifest,
    _formatters: &Formatters<'_>,
    _theme: &Theme,
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    for page in &resolved.site.pages {
        let Some(path) = SitePath::new(format!("{}index.html", page.path)) else { continue };
        let content = Content::Bytes(Cow::Borrowed(page.title.as_bytes()));
        sink.put(Artifact { path, content })?;
    }
    Ok(Rendered { pages: resolved.site.pages.len(), files: resolved.site.pages.len() })
}
