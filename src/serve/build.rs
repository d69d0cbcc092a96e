//! [`Workshop`]: one build of the preview after the other, and what each means to readers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
use wellpress_io::cache::{self, CacheLocation, CacheMode};
use wellpress_io::fs::{Files, relative_display};
use wellpress_site::config::{Clock, Config};

use crate::pipeline::{self, Edited, Outcome, Request, Session, Strictness};

use super::finding::Editor;
use super::overview::Overview;
use super::shelf::{Rack, Shelf};
use super::{Observer, Plan};

/// What was edited since the last build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Edits {
    /// Names of files and folders, relative to the root.
    pub names: BTreeSet<String>,
    /// Whether there may be more.
    pub is_all: bool,
}

impl Edits {
    /// Everything may have changed.
    pub fn everything() -> Self {
        Self { names: BTreeSet::new(), is_all: true }
    }
}

/// A build of the site.
pub(super) struct Built {
    /// All findings.
    pub report: Report,
    /// Findings of this severity keep the site from being built.
    pub least: Severity,
    /// How many pages it has.
    pub pages: usize,
    /// The site, where it was built.
    pub shelf: Option<Arc<Shelf>>,
    /// What there is of it, where that could be found out.
    pub overview: Option<Overview>,
    /// Files that the settings name, relative to the root.
    pub named: Vec<PathBuf>,
}

impl Built {
    /// The files that keep the site from being built, as often as something is wrong in them.
    pub fn blamed(&self) -> impl Iterator<Item = &str> {
        let findings = if self.shelf.is_none() { self.report.findings() } else { &[] };
        findings.iter().filter(|finding| finding.severity >= self.least).map(|finding| &*finding.location.file)
    }
}

/// Builds the site again and again.
pub(super) struct Workshop {
    files: Arc<dyn Files>,
    plan: Plan,
    session: Session,
    /// The last good build.
    shelf: Arc<Shelf>,
    /// Under which the person finds the server.
    origin: String,
    /// What makes links into the person's editor of findings.
    pub editor: Editor,
}

impl Workshop {
    /// For a site that is served under `origin`; the plan's root is absolute.
    pub fn new(files: Arc<dyn Files>, plan: Plan, origin: String) -> Self {
        let editor = Editor { url: None, root: plan.root.clone() };
        Self { files, plan, session: Session::new(), shelf: Arc::default(), origin, editor }
    }

    /// Builds it. What cannot be gone on from is a finding here: it may be put right while the preview runs.
    pub fn build(&mut self, edits: &Edits, observer: &dyn Observer) -> Built {
        let mut request = Request {
            root: self.plan.root.clone(),
            settings: self.plan.settings.clone(),
            options: self.plan.options.clone(),
            strictness: self.plan.strictness,
            cache: CacheLocation {
                folder: self.plan.root.join(cache::FOLDER),
                mode: CacheMode::Off,
                build: crate::BUILD,
            },
            observer,
        };
        if let Some(today) = self.plan.today.and_then(|today| today()) {
            request.options.clock = Clock::at(today);
        }
        // Settings that cannot be read are reported by the build itself.
        let config = pipeline::settings(&*self.files, &request).ok().and_then(Result::ok);
        let base_path = config.as_ref().map(|config| config.base.path.clone()).unwrap_or_default();
        if request.options.base_url.is_none() && config.is_some() {
            request.options.base_url = Some(format!("{}{base_path}", self.origin));
        }
        let mut built = self.build_site(&request, edits, base_path);
        if let Some(config) = config {
            built.named = named(&config);
            self.editor.url = config.editor;
        }
        built
    }

    /// The one place that knows how a site is built.
    fn build_site(&mut self, request: &Request<'_>, edits: &Edits, base_path: String) -> Built {
        let names: Vec<PathBuf> = edits.names.iter().map(PathBuf::from).collect();
        let edited = if edits.is_all { Edited::Unknown } else { Edited::Files(&names) };
        let rack = Rack::new(&*self.files, &self.shelf);
        let mut overview = None;
        let outcome = self.session.build(&*self.files, request, edited, &rack, |read| {
            overview = Some(Overview::of(read));
        });
        let (report, pages) = match outcome {
            Ok(Outcome::Done(made)) => (made.report, Some(made.rendered.pages)),
            Ok(Outcome::Stopped(report)) => (report, None),
            Err(error) => (Report::new(vec![failure(&error, request)]), None),
        };
        let shelf = pages.map(|_| Arc::new(rack.into_shelf(base_path)));
        if let Some(shelf) = &shelf {
            self.shelf = shelf.clone();
        }
        let (least, pages) = (least(request.strictness), pages.unwrap_or_default());
        Built { least, report, pages, shelf, overview, named: Vec::new() }
    }
}

/// Findings of this severity keep a site from being built.
fn least(strictness: Strictness) -> Severity {
    match strictness {
        Strictness::Errors => Severity::Error,
        Strictness::Warnings => Severity::Warning,
    }
}

/// Files that the settings name, relative to the root.
fn named(config: &Config) -> Vec<PathBuf> {
    let citations = &config.settings.citations;
    let wished = [&citations.style, &citations.marks_style, &citations.retractions].into_iter().flatten();
    wished.map(|wish| PathBuf::from(&wish.value)).filter(|path| path.extension().is_some()).collect()
}

fn failure(error: &pipeline::Error, request: &Request<'_>) -> Diagnostic {
    let relative = |path: &Path| Location::file(relative_display(&request.root, path));
    let (rule, place) = match error {
        pipeline::Error::NoSettings(path) => (&rules::SETTINGS_INVALID, relative(path)),
        pipeline::Error::NoContent(path) | pipeline::Error::Read { path, .. } => {
            (&rules::FILE_UNREADABLE, relative(path))
        }
        pipeline::Error::Sink(error) => (&rules::FILE_UNREADABLE, relative(&error.path)),
        pipeline::Error::Emit(_)
        | pipeline::Error::CacheFolder(_)
        | pipeline::Error::Search(_)
        | pipeline::Error::Path(_) => (&rules::FILE_UNREADABLE, relative(&request.root)),
    };
    Diagnostic::new(rule, place, error.to_string())
}
