//! Runs the stages in their order: a [`Request`] in; a report, a rendered site or a published site out.
//!
//! A stage goes on past an author's mistakes wherever the next one can still run, so that one run reports all of them;
//! nothing is rendered while an error stands. Who asks and how the outcome is printed is left to `cli`, `serve` and
//! `review`. No other module calls the stages.

mod build_stamp;
mod check_site;
mod dry_run;
mod findings_cache;
mod provenance;
mod publish;
mod render_site;
mod session;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use wellpress_diagnostics::{Diagnostic, Report, Severity, Source, rules};
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_io::cache::{CacheLocation, CacheMode, CacheNote};
use wellpress_io::fs::{Files, absolute, relative_display};
use wellpress_render::{RenderInput, RenderSummary, Theme};
use wellpress_site::assets::AssetManifest;
use wellpress_site::check::external::LinkChecker;
use wellpress_site::config::{self, BuildOptions, Config};
use wellpress_site::model::Site;
use wellpress_site::parse;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

use crate::emit::{Claim, EmitError, EmitOptions, Emitted, Strays};
use crate::search::IndexResult;

use build_stamp::{OutputState, SOURCE_FOLDERS, SourceStats, output_state};
use check_site::{RunMode, check_site};
pub use dry_run::with_render_findings;
use findings_cache::FindingsCache;
pub use provenance::{SourceFile, inclusion_flags, source_files};
use publish::{publish, report_of};
use render_site::{RenderCache, render_site};
use session::Start;
pub use session::{Edited, Session};

/// What the caller wants to be built or checked.
pub struct Request<'a> {
    /// The site's root, under which `content` lies.
    pub root: PathBuf,
    /// The settings' file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// What the command line decides and the settings' file does not.
    pub options: BuildOptions,
    /// Which findings keep the site from being rendered.
    pub strictness: Strictness,
    /// Where results are kept from one process to the next.
    pub cache: CacheLocation,
    /// Told of every stage as it begins.
    pub observer: &'a dyn Observer,
}

/// Which findings fail a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the severities that fail")]
pub enum Strictness {
    #[default]
    Errors,
    /// Errors as well: `--strict`.
    Warnings,
}

/// Follows a run, for those who print or measure it: the stopwatch of `--timings`, the trace, the preview's terminal line.
/// It is called on the thread that started the run, never by the threads that share the work of a stage, so it need not be
/// [`Sync`].
pub trait Observer {
    /// A stage begins. The one before it has ended then.
    fn begin(&self, stage: Stage);

    /// Something about the cache, from a run that stops on findings. A run that ends returns its notes instead.
    fn note(&self, _note: &CacheNote) {}
}

/// An observer that ignores everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&self, _stage: Stage) {}
}

/// A part of a run, in the order in which a build passes them. `Wait` is the preview's pause for a file that is being
/// saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the modules")]
pub enum Stage {
    Settings,
    Output,
    Discover,
    Parse,
    Assets,
    Model,
    Styles,
    Theme,
    Resolve,
    Check,
    Render,
    Search,
    Emit,
    Cache,
    Wait,
}

impl Stage {
    /// The name that `--timings` prints, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Output => "output",
            Self::Discover => "discover",
            Self::Parse => "parse",
            Self::Assets => "assets",
            Self::Model => "model",
            Self::Styles => "styles",
            Self::Theme => "theme",
            Self::Resolve => "resolve",
            Self::Check => "check",
            Self::Render => "render",
            Self::Search => "search",
            Self::Emit => "emit",
            Self::Cache => "cache",
            Self::Wait => "wait",
        }
    }
}

/// How large a site is, as builds and checks print it.
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

/// How a run that renders or looks ended, if nothing broke.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Findings forbid it; the report has them.
    Stopped(Report),
    /// Nothing forbade it; this is the result.
    Done(T),
}

/// A site that was rendered into a sink.
#[derive(Debug)]
pub struct RenderedSite {
    /// Findings that do not forbid publishing.
    pub report: Report,
    /// How large the site is.
    pub counts: Counts,
    /// Pages and other files, and how many of them were rendered anew.
    pub rendered: RenderSummary,
    /// The search index; empty when the site has none, or when the build had nothing to do.
    pub index: IndexResult,
    /// Files that the settings or the pages refer to and that were read, relative to the root: citation styles, the list of
    /// retractions. They may lie outside the source folders.
    pub referenced_files: Vec<String>,
}

/// A site that was published to the output folder.
#[derive(Debug)]
pub struct BuiltSite {
    /// The site as it was rendered, with its report.
    pub site: RenderedSite,
    /// Which files were written and which stayed.
    pub emitted: Emitted,
    /// What was wrong with the cache, if anything.
    pub notes: Vec<CacheNote>,
}

/// A site that has passed every stage up to the report: what [`inspect`] lends to its caller. Everything is borrowed,
/// because the resolved site borrows the site that it was made of.
pub struct CheckedSite<'a> {
    /// The settings, with what the command line decides.
    pub config: &'a Config,
    /// The pages with their ids resolved; an [`Arc`], so that the preview's dashboard can hold on to it.
    pub site: &'a Arc<Site>,
    /// Links, citations, backlinks and lists.
    pub resolved: &'a ResolvedSite<'a>,
    /// Files that pages may refer to.
    pub assets: &'a AssetManifest,
    /// The citation styles, loaded.
    pub formatters: &'a Formatters<'a>,
    /// `None` when the theme has mistakes, which are in the report.
    pub theme: Option<&'a Theme>,
    /// All findings of all stages, also those that do not forbid publishing.
    pub report: Report,
}

impl<'a> CheckedSite<'a> {
    /// The site with a theme that has no mistakes, as the renderer takes it.
    #[must_use]
    pub fn render_input(&self, theme: &'a Theme) -> RenderInput<'a> {
        let Self { config, resolved, assets, formatters, .. } = *self;
        RenderInput { config, resolved, assets, formatters, theme }
    }
}

/// What a run cannot go on from.
#[derive(Debug, Error)]
pub enum Error {
    /// The settings' file is missing.
    #[error("there is no `{}`", .0.display())]
    NoSettings(PathBuf),
    /// The content folder is missing.
    #[error("there is no folder `{}`", .0.display())]
    NoContent(PathBuf),
    /// Something exists and cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// The site could not be published; the output is as it was.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// The sink could not take a file of the site.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The cache's folder is a source folder, the output or the root: its files would become a part of the site.
    #[error("the cache cannot be kept in `{}`: that folder belongs to the site", .0.display())]
    CacheFolder(PathBuf),
    /// The search index could not be made.
    #[error("{0}")]
    Search(String),
    /// A page would have a path that no file can have, which the stages before must have ruled out.
    #[error("`{0}` is not a path that a file of the site can have: a bug in wellpress")]
    Path(String),
}

/// What the findings of a run amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No finding forbids publishing.
    Sound,
    /// The content or the theme has mistakes.
    Content,
    /// The settings have mistakes, perhaps beside others.
    Settings,
}

impl Verdict {
    /// Judges a report by the severity that fails a run.
    #[must_use]
    pub fn of(report: &Report, strictness: Strictness) -> Self {
        let least = match strictness {
            Strictness::Errors => Severity::Error,
            Strictness::Warnings => Severity::Warning,
        };
        let failing = || report.findings().iter().filter(|finding| finding.severity >= least);
        if failing().any(|finding| finding.rule == &rules::SETTINGS_INVALID) {
            Self::Settings
        } else if failing().next().is_some() {
            Self::Content
        } else {
            Self::Sound
        }
    }
}

/// What every step of one run needs. It is copied instead of borrowed, so that a step can keep it beside values that it
/// borrows mutably.
#[derive(Clone, Copy)]
struct RunContext<'a> {
    files: &'a dyn Files,
    request: &'a Request<'a>,
    config: &'a Config,
}

impl RunContext<'_> {
    fn begin(self, stage: Stage) {
        self.request.observer.begin(stage);
    }
}

/// Publishes the site to the output folder.
///
/// When neither the sources nor the output changed since the last build, it returns what that build returned and reads no
/// source. Otherwise it takes over from the cache whatever did not change.
///
/// # Errors
/// What the run cannot go on from; the output is as it was.
pub fn build(files: &dyn Files, request: &Request<'_>, strays: Strays) -> Result<Outcome<BuiltSite>, Error> {
    let config = match settings(files, request)? {
        Ok(config) => config,
        Err(report) => return Ok(Outcome::Stopped(report)),
    };
    let run = RunContext { files, request, config: &config };
    run.begin(Stage::Output);
    let claim = Claim::take(files, &config.options.output, &emit_options(request, strays))?;
    refuse_cache_in_site(files, request)?;
    let mut notes = Vec::new();
    // Before any source is read: a file that is edited during the build then differs from its stats in the next one.
    let stats = SourceStats::collect(files, request).ok();
    let emitter = match output_state(run, claim, stats.as_ref(), &mut notes)? {
        OutputState::UpToDate(stamp) => return Ok(Outcome::Done(stamp.into_built_site(notes))),
        OutputState::Outdated(emitter) => emitter,
    };
    let cached = RenderCache::load(run, &mut notes);
    let start = Start::first(run)?;
    let mode = RunMode::Build(FindingsCache::load(run, &mut notes));
    let (rendered, _) = check_site(run, start, mode, |site| render_site(run, site, &cached, &emitter));
    let report = match rendered? {
        Outcome::Stopped(report) => report,
        Outcome::Done(site) => match publish(run, &cached, stats, &site, emitter, &mut notes) {
            Ok(emitted) => {
                notes.extend(site.rendered.cache_note.clone());
                return Ok(Outcome::Done(BuiltSite { site, emitted, notes }));
            }
            Err(error) => report_of(run, &site.report, error)?,
        },
    };
    notes.iter().for_each(|note| request.observer.note(note));
    Ok(Outcome::Stopped(report))
}

/// Renders the site into any sink, from nothing.
///
/// # Errors
/// What the run cannot go on from.
pub fn build_into(files: &dyn Files, request: &Request<'_>, sink: &dyn Sink) -> Result<Outcome<RenderedSite>, Error> {
    Session::new().build(files, request, Edited::Unknown, sink, |_| {})
}

/// Runs every stage up to the report, lends the site to `look` whatever the findings are, and writes nothing.
///
/// # Errors
/// What the run cannot go on from.
pub fn inspect<T>(
    files: &dyn Files,
    request: &Request<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    inspect_with(files, request, None, look)
}

/// Like [`inspect`], with findings about the addresses that the site links to elsewhere. It asks other servers unless the
/// cache has their answers, which it therefore writes.
///
/// # Errors
/// What the run cannot go on from.
pub fn inspect_with<T>(
    files: &dyn Files,
    request: &Request<'_>,
    link_checker: Option<&LinkChecker<'_>>,
    look: impl FnOnce(CheckedSite<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    let config = match settings(files, request)? {
        Ok(config) => config,
        Err(report) => return Ok(Outcome::Stopped(report)),
    };
    if link_checker.is_some() {
        refuse_cache_in_site(files, request)?;
    }
    let run = RunContext { files, request, config: &config };
    let start = Start::first(run)?;
    Ok(Outcome::Done(check_site(run, start, RunMode::Inspect(link_checker), look).0))
}

impl Counts {
    /// Counts the pages, sources, exercises and files of a resolved site.
    #[must_use]
    pub fn of(resolved: &ResolvedSite<'_>) -> Self {
        let pages = &resolved.site.pages;
        Self {
            pages: pages.len(),
            sources: resolved.citation_index.sources.len(),
            exercises: pages.iter().filter(|page| page.exercise().is_some()).count(),
            assets: resolved.assets.len() + resolved.pictures.len(),
        }
    }
}

/// Refuses a cache folder that is the site's root or lies in its sources or its output.
fn refuse_cache_in_site(files: &dyn Files, request: &Request<'_>) -> Result<(), Error> {
    let folder = &request.cache.folder;
    // A folder that does not exist yet has no other form than the one that was given.
    let resolved = |path: &Path| absolute(files, path).unwrap_or_else(|_| path.to_path_buf());
    let cache = resolved(folder);
    let sources = SOURCE_FOLDERS.map(|source| request.root.join(source));
    let mut site_folders = sources.iter().chain([&request.options.output]).map(|path| resolved(path));
    let is_in_site = cache == resolved(&request.root) || site_folders.any(|path| cache.starts_with(path));
    if request.cache.mode != CacheMode::Off && is_in_site { Err(Error::CacheFolder(folder.clone())) } else { Ok(()) }
}

fn with_findings(report: &Report, findings: Vec<Diagnostic>) -> Report {
    Report::new(report.findings().iter().cloned().chain(findings).collect())
}

/// Reads the settings' file. The inner error is the report of a file that is there and has mistakes.
///
/// # Errors
/// When the file is missing or cannot be read.
pub fn settings(files: &dyn Files, request: &Request<'_>) -> Result<Result<Config, Report>, Error> {
    request.observer.begin(Stage::Settings);
    let path = &request.settings;
    let bytes = files.read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::NoSettings(path.clone()),
        _ => Error::Read { path: path.clone(), source },
    })?;
    let shown_path = relative_display(&request.root, path);
    let mut findings = Vec::new();
    let loaded = match parse::decode(&shown_path.into(), bytes, &mut findings) {
        Some(source) => load_config(request, source),
        None => Err(findings),
    };
    Ok(loaded.map_err(|findings| Report::new(findings.into_iter().map(about_settings).collect())))
}

fn load_config(request: &Request<'_>, source: Source) -> Result<Config, Vec<Diagnostic>> {
    config::load(&request.root, source, request.options.clone())
}

/// Gives the finding the rule of the settings, which has an exit status of its own: whoever reads it looks there, also when
/// it is about the encoding of the file.
fn about_settings(mut finding: Diagnostic) -> Diagnostic {
    finding.rule = &rules::SETTINGS_INVALID;
    finding
}

fn emit_options(request: &Request<'_>, strays: Strays) -> EmitOptions {
    let folders = SOURCE_FOLDERS.map(|folder| request.root.join(folder));
    let sources = folders.into_iter().chain([request.settings.clone()]).collect();
    EmitOptions { root: request.root.clone(), sources, strays }
}
