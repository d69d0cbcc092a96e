//! [`Outcome`]: how a run ended, and the sites that runs lend, render and publish.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use wellpress_copies::Copies;
use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_render::{RenderInput, RenderSummary, Theme};
use wellpress_search::IndexResult;
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::model::Site;
use wellpress_site::parse::retractions::NoticeList;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

use crate::emit::Emitted;

/// The end of a run that met no [`Error`](enum@super::Error). Findings are an ordinary result and no error, because every caller has to print them.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Findings stopped the run; these are all of them.
    Stopped(Report),
    /// The result of a run to the end.
    Done(T),
}

impl<T> Outcome<T> {
    /// The result of a run that came to its end.
    #[must_use]
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(result) => Some(result),
            Self::Stopped(_) => None,
        }
    }
}

/// The size of a site, for the summaries of builds and checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pages that authors wrote; generated ones, such as lists of topics, are not counted.
    pub pages: usize,
    /// Sources that a page cites or lists.
    pub sources: usize,
    /// Pages that are exercises.
    pub exercises: usize,
    /// Files that pages show or link to.
    pub assets: usize,
}

impl Counts {
    /// Counts the pages, sources, exercises and files of a resolved site.
    #[must_use]
    pub fn of(resolved: &ResolvedSite<'_>) -> Self {
        let pages = &resolved.site.pages;
        Self {
            pages: pages.iter().filter(|page| !page.is_easy_read()).count(),
            sources: resolved.citation_index.sources.len(),
            exercises: pages.iter().filter(|page| page.exercise().is_some()).count(),
            assets: resolved.assets.len() + resolved.pictures.len(),
        }
    }
}

/// A site that was rendered into a sink: everything that is known of it besides the files themselves. A build prints it and saves
/// parts of it for the next build. A build with nothing to do restores it from the stamp of the build before.
#[derive(Debug)]
pub struct RenderedSite {
    /// Findings below the severity that stops a build.
    pub report: Report,
    /// The size of the site.
    pub counts: Counts,
    /// The pages and other files, and how many of them were rendered in this run.
    pub rendered: RenderSummary,
    /// The search index; empty when the site has none, or when the build had nothing to do.
    pub index: IndexResult,
    /// Files that the settings or the pages refer to, relative to the root: citation styles, lists of retractions. They may lie outside
    /// the source folders, and some need not exist yet.
    pub referenced_files: Vec<String>,
    /// The lists of retractions and notices that the site was built with; empty when the build had nothing to do.
    pub notice_lists: Vec<NoticeList>,
}

/// A site that was published to the output folder.
#[derive(Debug)]
pub struct BuiltSite {
    /// The site as it was rendered, with its report.
    pub site: RenderedSite,
    /// How many files were written and how many were unchanged.
    pub emitted: Emitted,
    /// Problems with the cache, which do not fail a build.
    pub notes: Vec<String>,
    /// The addresses of pages of the last build that the site no longer has. `gone_pages` finds them.
    pub gone_pages: Vec<String>,
}

/// A site that has passed every stage up to the report. [`inspect`](super::inspect) lends it to its caller, which decides what to do with it:
/// print the report, list records, sign a page off, render. It is lent and not returned, because the resolved site borrows
/// from the site, and Rust has no value that borrows from itself.
pub struct CheckedSite<'a> {
    /// The settings together with the choices of the command line.
    pub config: &'a Config,
    /// The pages with their ids resolved; an [`Arc`], so that the preview's dashboard can keep it.
    pub site: &'a Arc<Site>,
    /// Links, citations, backlinks and lists.
    pub resolved: &'a ResolvedSite<'a>,
    /// Files that pages may refer to.
    pub assets: &'a AssetManifest,
    /// The citation styles, loaded.
    pub formatters: &'a Formatters<'a>,
    /// `None` if the theme has mistakes, which are in the report.
    pub theme: Option<&'a Theme>,
    /// The findings of all stages, of every severity.
    pub report: Report,
}

impl<'a> CheckedSite<'a> {
    /// The renderer's input: this site with a theme, which the caller has found to have no mistakes.
    #[must_use]
    pub fn render_input(&self, theme: &'a Theme) -> RenderInput<'a> {
        let Self { config, resolved, assets, formatters, .. } = *self;
        RenderInput { config, resolved, assets, formatters, theme, sheets: None, copies: Some(&Copies) }
    }
}

/// A report with further findings.
#[must_use]
pub fn with_findings(report: &Report, findings: Vec<Diagnostic>) -> Report {
    Report::new(report.findings().iter().cloned().chain(findings.into_iter().map(Arc::new)))
}
