//! The stages in their order: a [`Request`] in, the report of a check or a built site out. The only file that calls them.
//!
//! A stage goes on past an author's mistakes wherever the next can still run, so that one run shows them all; nothing is
//! rendered while one stands. Who asks and how it is shown is the caller's business.

mod drawn;
mod provenance;
mod publish;
mod session;
mod standing;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use wellpress_diagnostics::{Diagnostic, Report, Severity, Source, rules};
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_io::cache::{self, CacheFile, CacheMode, CacheNote};
use wellpress_io::fs::{Files, absolute, relative_display};
use wellpress_render::{self, ImageCache, JobRecords, RenderError, RenderInput, RenderSummary, Theme};
use wellpress_site::assets::{self, AssetManifest};
use wellpress_site::check::outside::Outside;
use wellpress_site::check::{self, Allowances, EarlierFindings, Evidence, InTexts, JudgedPages, LeftOut};
use wellpress_site::config::{self, BuildOptions, Config};
use wellpress_site::model::{self, Site};
use wellpress_site::parse;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::resolve::{self, ResolvedSite};

use crate::emit::{Claim, EmitError, EmitOptions, Emitted, Strays};
use crate::search::{self, Bundles, Indexed, SearchError};

pub use drawn::with_drawn;
pub use provenance::{SourceFile, included, sources};
use publish::{keep_findings, or_report, publish};
pub use session::{Edited, Session};
use session::{PreviousRun, StageValues};
use standing::{FOLDERS, Standing, Survey};

/// What is asked for.
pub struct Request<'a> {
    /// The site's root.
    pub root: PathBuf,
    /// The settings' file.
    pub settings: PathBuf,
    /// What the command line decides.
    pub options: BuildOptions,
    /// Whether warnings fail.
    pub strictness: Strictness,
    /// What is kept from one run to the next.
    pub cache: cache::CacheLocation,
    /// Who is told where the run is.
    pub observer: &'a dyn Observer,
}

/// Which findings fail a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// Errors.
    #[default]
    Errors,
    /// Errors and warnings: `--strict`.
    Warnings,
}

/// Told when a stage begins; the one before it has ended then.
pub trait Observer {
    /// This stage begins.
    fn begin(&self, stage: Stage);

    /// About the cache, from a run that stops; one that goes on to its end brings its notes along.
    fn note(&self, _note: &CacheNote) {}
}

/// An observer that takes no note.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&self, _stage: Stage) {}
}

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the rooms")]
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
    /// Its name, in lower case.
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

/// How much there is of a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pages that authors wrote.
    pub pages: usize,
    /// Sources that a page cites or lists.
    pub sources: usize,
    /// Exercises.
    pub exercises: usize,
    /// Files that pages show or link to.
    pub assets: usize,
}

/// What became of a run that makes something.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Findings forbid it.
    Stopped(Report),
    /// It was done.
    Done(T),
}

/// A site that was rendered into a sink.
#[derive(Debug)]
pub struct Made {
    /// Findings that do not forbid publishing.
    pub report: Report,
    /// How much there is of it.
    pub counts: Counts,
    /// What was rendered.
    pub rendered: RenderSummary,
    /// What became of the index for search; of a build that nothing changed for, nothing.
    pub indexed: Indexed,
    /// Files that the settings and the pages name and that were read, relative to the root: citation styles, the list of
    /// retractions.
    pub named: Vec<String>,
}

/// A site that was written.
#[derive(Debug)]
pub struct Built {
    /// What was rendered.
    pub made: Made,
    /// What was written.
    pub emitted: Emitted,
    /// About the cache.
    pub notes: Vec<CacheNote>,
}

/// A site that was read and judged, for whoever wants to look at it.
pub struct Read<'a> {
    /// Settings.
    pub config: &'a Config,
    /// The site, for whoever wants to hold on to it.
    pub site: &'a Arc<Site>,
    /// What leads from one page to another.
    pub resolved: &'a ResolvedSite<'a>,
    /// Its files.
    pub assets: &'a AssetManifest,
    /// What formats its sources.
    pub formatters: &'a Formatters<'a>,
    /// Its theme; `None` where it has mistakes, which the report tells.
    pub theme: Option<&'a Theme>,
    /// All findings.
    pub report: Report,
}

impl<'a> Read<'a> {
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
    /// There are no settings.
    #[error("there is no `{}`", .0.display())]
    NoSettings(PathBuf),
    /// There is no content.
    #[error("there is no folder `{}`", .0.display())]
    NoContent(PathBuf),
    /// Something cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// What.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// The site was not written.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A file of the site was not kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// What is kept between runs would be taken for a part of the site.
    #[error("the cache cannot be kept in `{}`: that folder belongs to the site", .0.display())]
    CacheFolder(PathBuf),
    /// There is no index for search.
    #[error("{0}")]
    Search(String),
    /// A page would have a path that no file can have, which the stages before must have ruled out.
    #[error("`{0}` is not a path that a file of the site can have: a bug in wellpress")]
    Path(String),
}

/// What a run leaves for the next: how the sources stood, what was found, what was rendered, and what was indexed.
const STANDING: &str = "standing.pack";
const FINDINGS: &str = "findings.pack";
const RECORDS: &str = "units.pack";
const SEARCH: &str = "search.pack";

/// What the findings of a run amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing forbids publishing.
    Sound,
    /// The content or the theme does.
    Content,
    /// The settings do.
    Settings,
}

impl Verdict {
    /// Of these findings.
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

/// Writes the site to the output folder.
///
/// # Errors
/// What the run cannot go on from; the output is as it was.
pub fn build(files: &dyn Files, request: &Request<'_>, strays: Strays) -> Result<Outcome<Built>, Error> {
    let config = match settings(files, request)? {
        Ok(config) => config,
        Err(report) => return Ok(Outcome::Stopped(report)),
    };
    request.observer.begin(Stage::Output);
    let claim = Claim::take(files, &config.options.output, &emit_options(request, strays))?;
    refuse_cache(files, request)?;
    let mut notes = Vec::new();
    let survey = Survey::take(files, request).ok();
    let standing: Option<Standing<'_>> = CacheFile::new(&request.cache, STANDING).load(files, &mut notes);
    let is_same =
        |standing: &Standing<'_>| survey.as_ref().is_some_and(|survey| standing.holds(files, &config, survey));
    let emitter = match standing.filter(is_same) {
        Some(standing) if claim.holds(standing.list) => return Ok(Outcome::Done(standing.into_built(notes))),
        standing => {
            let emitter = claim.begin()?;
            match standing.filter(|standing| emitter.holds(standing.list)) {
                Some(standing) => return Ok(Outcome::Done(standing.into_built(notes))),
                None => emitter,
            }
        }
    };
    let known = Kept {
        records: CacheFile::new(&request.cache, RECORDS).load(files, &mut notes).unwrap_or_default(),
        bundles: CacheFile::new(&request.cache, SEARCH).load(files, &mut notes).unwrap_or_default(),
    };
    let in_texts = CacheFile::new(&request.cache, FINDINGS).load(files, &mut notes).unwrap_or_default();
    let start = session::Start::first(files, request, &config)?;
    let mut keep = |found: InTexts<'_>| keep_findings(files, request, (&in_texts, &found), &mut notes);
    let aim = Aim::Make(&in_texts, &mut keep);
    let (made, _) = read(files, request, &config, start, aim, |site| render(files, request, site, &known, &emitter));
    let stopped = match made? {
        Outcome::Stopped(report) => report,
        Outcome::Done(made) => match publish(files, request, &config, (&known, survey), &made, emitter, &mut notes) {
            Ok(emitted) => {
                notes.extend(made.rendered.cache_note.clone());
                return Ok(Outcome::Done(Built { made, emitted, notes }));
            }
            Err(error) => or_report(files, request, &made.report, error)?,
        },
    };
    notes.iter().for_each(|note| request.observer.note(note));
    Ok(Outcome::Stopped(stopped))
}

/// Renders the site into any sink.
///
/// # Errors
/// What the run cannot go on from.
pub fn build_into(files: &dyn Files, request: &Request<'_>, sink: &dyn Sink) -> Result<Outcome<Made>, Error> {
    Session::new().build(files, request, Edited::Unknown, sink, |_| {})
}

/// Reads and judges the site, shows it to `look`, whatever the findings, and writes nothing.
///
/// # Errors
/// What the run cannot go on from.
pub fn inspect<T>(
    files: &dyn Files,
    request: &Request<'_>,
    look: impl FnOnce(Read<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    inspect_with(files, request, None, look)
}

/// The same, with findings about other sites; what they said is for the cache.
///
/// # Errors
/// What the run cannot go on from.
pub fn inspect_with<T>(
    files: &dyn Files,
    request: &Request<'_>,
    outside: Option<&Outside<'_>>,
    look: impl FnOnce(Read<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    let config = match settings(files, request)? {
        Ok(config) => config,
        Err(report) => return Ok(Outcome::Stopped(report)),
    };
    if outside.is_some() {
        refuse_cache(files, request)?;
    }
    let start = session::Start::first(files, request, &config)?;
    Ok(Outcome::Done(read(files, request, &config, start, Aim::Look(outside), look).0))
}

impl Counts {
    /// Of this site.
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

/// What an earlier run left that may still hold.
#[derive(Debug, Clone, Default)]
struct Kept {
    records: JobRecords,
    bundles: Bundles,
}

/// Renders the site, unless the findings forbid it, and makes the index for search.
fn render(
    files: &dyn Files,
    request: &Request<'_>,
    site: Read<'_>,
    known: &Kept,
    sink: &dyn Sink,
) -> Result<Outcome<Made>, Error> {
    let Some(theme) = site.theme.filter(|_| Verdict::of(&site.report, request.strictness) == Verdict::Sound) else {
        return Ok(Outcome::Stopped(site.report));
    };
    request.observer.begin(Stage::Render);
    let image_cache = ImageCache::new(files, &request.cache);
    let has_index = search::is_wanted(site.config, theme);
    let mut records = known.records.clone();
    if has_index {
        // A sink that takes over whatever is not put would keep the files of a bundle that is made anew.
        records.mark_stale();
    }
    match wellpress_render::render(site.render_input(theme), &image_cache, &records, sink) {
        Ok(rendered) => {
            let indexed =
                if has_index { index(request, &site, theme, &known.bundles, sink)? } else { Indexed::default() };
            let list = site.config.settings.citations.retractions.iter().map(|list| &list.value);
            let named = site.formatters.files().iter().chain(list).cloned().collect();
            Ok(Outcome::Done(Made { counts: Counts::of(site.resolved), report: site.report, rendered, indexed, named }))
        }
        Err(RenderError::Theme(finding)) => Ok(Outcome::Stopped(with_findings(&site.report, vec![*finding]))),
        Err(RenderError::Pictures(findings)) => Ok(Outcome::Stopped(with_findings(&site.report, findings))),
        Err(RenderError::Sink(error)) => or_report(files, request, &site.report, error.into()).map(Outcome::Stopped),
        Err(RenderError::Path(path)) => Err(Error::Path(path)),
    }
}

fn index(
    request: &Request<'_>,
    site: &Read<'_>,
    theme: &Theme,
    known: &Bundles,
    sink: &dyn Sink,
) -> Result<Indexed, Error> {
    request.observer.begin(Stage::Search);
    search::put(site.config, site.resolved, theme, known, sink).map_err(|error| match error {
        SearchError::Sink(error) => error.into(),
        SearchError::Index(_) => Error::Search(error.to_string()),
    })
}

/// Refuses the site's root, its sources and its output as the folder of the cache, and what is in these.
fn refuse_cache(files: &dyn Files, request: &Request<'_>) -> Result<(), Error> {
    let folder = &request.cache.folder;
    let real = |path: &Path| absolute(files, path).unwrap_or_else(|_| path.to_path_buf());
    let place = real(folder);
    let sources = FOLDERS.map(|part| request.root.join(part));
    let mut taken = sources.iter().chain([&request.options.output]).map(|part| real(part));
    let is_root = place == real(&request.root);
    let is_taken = request.cache.mode != CacheMode::Off && (is_root || taken.any(|part| place.starts_with(part)));
    if is_taken { Err(Error::CacheFolder(folder.clone())) } else { Ok(()) }
}

fn with_findings(report: &Report, findings: Vec<Diagnostic>) -> Report {
    Report::new(report.findings().iter().cloned().chain(findings).collect())
}

/// The settings, or why there are none.
///
/// # Errors
/// When their file is missing or cannot be read.
pub fn settings(files: &dyn Files, request: &Request<'_>) -> Result<Result<Config, Report>, Error> {
    request.observer.begin(Stage::Settings);
    let path = &request.settings;
    let bytes = files.read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::NoSettings(path.clone()),
        _ => Error::Read { path: path.clone(), source },
    })?;
    let shown = relative_display(&request.root, path);
    let mut findings = Vec::new();
    let loaded = match parse::decode(&shown.into(), bytes, &mut findings) {
        Some(source) => load(request, source),
        None => Err(findings),
    };
    Ok(loaded.map_err(|findings| Report::new(findings.into_iter().map(about_settings).collect())))
}

fn load(request: &Request<'_>, source: Source) -> Result<Config, Vec<Diagnostic>> {
    config::load(&request.root, source, request.options.clone())
}

/// Whatever is wrong with the settings' file is wrong with the settings.
fn about_settings(mut finding: Diagnostic) -> Diagnostic {
    finding.rule = &rules::SETTINGS_INVALID;
    finding
}

fn emit_options(request: &Request<'_>, strays: Strays) -> EmitOptions {
    let folders = FOLDERS.map(|folder| request.root.join(folder));
    let sources = folders.into_iter().chain([request.settings.clone()]).collect();
    EmitOptions { root: request.root.clone(), sources, strays }
}

/// What a run is for.
enum Aim<'a> {
    /// To look at the site, and perhaps at others.
    Look(Option<&'a Outside<'a>>),
    /// To make it once, with what an earlier run found in pages' own words; what this one found there is for the next.
    Make(&'a InTexts<'static>, &'a mut dyn FnMut(InTexts<'_>)),
    /// To make it, and keep what was made for the next run in the same process.
    Remember,
}

impl<'a> Aim<'a> {
    fn outside(&self) -> Option<&'a Outside<'a>> {
        if let Self::Look(outside) = self { *outside } else { None }
    }

    fn cached_findings(&self) -> Option<EarlierFindings<'a>> {
        if let Self::Make(in_texts, _) = self { Some(EarlierFindings::Cache(in_texts)) } else { None }
    }

    /// What the rules found on each page, if the next run in the same process is to have it.
    fn keep(self, judged: JudgedPages) -> Option<JudgedPages> {
        match self {
            Self::Remember => return Some(judged),
            Self::Make(_, keep) => keep(judged.in_texts()),
            Self::Look(_) => {}
        }
        None
    }
}

/// Everything up to the report. The site is borrowed by what was made of it, so it is lent out instead of returned.
fn read<T>(
    files: &dyn Files,
    request: &Request<'_>,
    config: &Config,
    start: session::Start,
    aim: Aim<'_>,
    then: impl FnOnce(Read<'_>) -> T,
) -> (T, Option<PreviousRun>) {
    let begin = |stage| request.observer.begin(stage);
    let session::Start { inventory, about_files, reusable } = start;
    let previous = reusable.as_ref().map(session::Reusable::previous);
    let mut findings = about_files.clone();
    begin(Stage::Parse);
    let (parsed, found, parsed_files) =
        parse::parse(files, config, &inventory, previous.map(|run| run.map(|stages| &stages.parsed)));
    let parsed_files = matches!(aim, Aim::Remember).then_some(parsed_files);
    findings.extend(found);
    begin(Stage::Assets);
    let (assets, found) = assets::read(files, config, &inventory, previous.map(|run| run.map(|stages| &stages.assets)));
    findings.extend(found);
    let (allowances, left_out) = (Allowances::new(&parsed), LeftOut::new(&inventory, &parsed, &findings));
    let evidence = Evidence { allowances, left_out, outside: aim.outside() };
    begin(Stage::Model);
    let (site, found) = model::model(config, parsed, previous.map(|run| run.map(|stages| stages.resolved.site())));
    let site = Arc::new(site);
    findings.extend(found);
    let theme = previous.and_then(|run| run.value().theme.clone());
    let (mut formatters, theme) = styles_and_theme(files, request, config, &site, theme, &mut findings);
    begin(Stage::Resolve);
    let resolution = previous.map(|run| run.map(|stages| &stages.resolved));
    let (resolved, found) = resolve::resolve(config, &site, &assets, &inventory, &mut formatters, resolution);
    findings.extend(found);
    begin(Stage::Check);
    let earlier = previous.map(|run| EarlierFindings::Process(run.map(|stages| &stages.judged)));
    let (report, judged) = check::judge(config, &resolved, &evidence, findings, aim.cached_findings().or(earlier));
    drop(evidence);
    let judged = aim.keep(judged);
    let made = then(Read {
        config,
        site: &site,
        resolved: &resolved,
        assets: &assets,
        formatters: &formatters,
        theme: theme.as_deref(),
        report,
    });
    formatters.let_go();
    let this_run = match parsed_files.zip(judged) {
        Some((parsed, judged)) => Some(PreviousRun {
            settings: session::fingerprint(config),
            days: config.options.clock.same(),
            about_files,
            inventory,
            stages: StageValues { parsed, assets, resolved: resolved.into_resolution(site.clone()), judged, theme },
        }),
        None => {
            resolved.let_go();
            None
        }
    };
    rayon::spawn(move || drop((site, reusable)));
    (made, this_run)
}

/// What sources are formatted with, and what pages are made with; the theme of before where it is given.
fn styles_and_theme<'s>(
    files: &dyn Files,
    request: &Request<'_>,
    config: &Config,
    site: &'s Site,
    theme: Option<Arc<Theme>>,
    findings: &mut Vec<Diagnostic>,
) -> (Formatters<'s>, Option<Arc<Theme>>) {
    request.observer.begin(Stage::Styles);
    let formatters = Formatters::new(files, config, site).unwrap_or_else(|found| {
        findings.extend(found);
        Formatters::shipped(site)
    });
    findings.extend_from_slice(formatters.lacking());
    request.observer.begin(Stage::Theme);
    let theme = theme.or_else(|| Theme::load(files, config).map_err(|found| findings.extend(found)).ok().map(Arc::new));
    findings.extend(theme.iter().flat_map(|theme| theme.findings.clone()));
    (formatters, theme)
}
