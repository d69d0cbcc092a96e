//! Runs the stages in their order: takes a [`Request`] and returns a report, a rendered site or a published site.
//!
//! A stage goes on past an author's mistakes wherever the next one can still run, so that one run reports all of them;
//! nothing is rendered while the site has an error. Arguments and what is printed are left to the callers. Only the
//! preview renders by itself, because it renders what browsers ask for.

mod build_stamp;
mod check_site;
mod dry_run;
mod findings_cache;
mod freshness;
mod gone_pages;
mod provenance;
mod publish;
mod render_site;
mod session;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::{fmt, io};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use wellpress_check::external::LinkChecker;
use wellpress_check::sentence_rules::{self, HouseRules};
use wellpress_diagnostics::{Diagnostic, Report, Severity, Source, rules};
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, absolute, relative_display};
use wellpress_render::{EmbeddedTheme, RenderInput, RenderSummary, Theme, declared_directives};
use wellpress_search::IndexResult;
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::{self, BuildOptions, Config, SignOffPolicy};
use wellpress_site::model::Site;
use wellpress_site::parse;
use wellpress_site::parse::retractions::NoticeList;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;
use wellpress_site::signature_verifier::SignatureVerifier;

use crate::emit::{Claim, EmitError, EmitOptions, Emitted, Strays};

pub use build_stamp::SOURCE_FOLDERS;
use build_stamp::{OutputState, SourceStats, output_state};
use check_site::check_site;
pub use dry_run::with_render_findings;
pub use freshness::is_outdated;
pub use gone_pages::{REDIRECTS, gone_pages};
pub use provenance::{Objection, objections};
use publish::{publish, report_of};
use render_site::{RenderCache, render_site};
use session::Start;
pub use session::{Edited, PreviewUser, Session};

/// A site to build or check, and how. All paths are absolute or relative to the working directory.
pub struct Request<'a> {
    /// The site's root, which contains the folder `content`.
    pub root: PathBuf,
    /// The settings file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// The choices of the command line, such as `--drafts`.
    pub options: BuildOptions,
    /// The theme of a site that names none, which other themes extend. The program embeds it; only a run that needs it reads it.
    pub default_theme: &'static LazyLock<EmbeddedTheme>,
    /// What verifies signatures of reviews; `None` in a program without the tool for reviews.
    pub signature_verifier: Option<&'static dyn SignatureVerifier>,
    /// The severity from which findings stop a build: that of errors, or with `--strict` that of warnings.
    pub failing_severity: Severity,
    /// The folder of the cache, and whether the run may read and write it.
    pub cache: CacheLocation,
    /// Is called at the beginning of every stage.
    pub observer: &'a dyn Observer,
}

/// Follows a run, for those who print or measure it: the stopwatch of `--timings`, the preview's terminal line.
/// It is never called by the threads that share the work of a stage. A preview shows its site on a thread of its own, which calls it
/// too.
pub trait Observer: Sync {
    /// A stage begins. The one before it has ended then.
    fn begin(&self, stage: Stage);

    /// Something about the cache, from a run that stops on findings. A run that ends returns its notes instead.
    fn note(&self, _note: &str) {}
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
#[expect(missing_docs, reason = "the names say it")]
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

/// The name that `--timings` prints, in lower case.
impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{self:?}").to_lowercase())
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

/// The end of a run that met no [`enum@Error`]. Findings are an ordinary result and no error, because every caller has to print them.
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
    /// Files that the settings or the pages refer to and that were read, relative to the root: citation styles, the list of
    /// retractions. They may lie outside the source folders.
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
    /// The addresses of pages of the last build that the site no longer has; see [`gone_pages`].
    pub gone_pages: Vec<String>,
}

/// A site that has passed every stage up to the report. [`inspect`] lends it to its caller, which decides what to do with it:
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
        RenderInput { config, resolved, assets, formatters, theme, sheets: None }
    }
}

/// Why a run could not continue, for reasons other than findings. The output stays as it was.
#[derive(Debug, Error)]
pub enum Error {
    /// The settings file is missing.
    #[error("there is no `{}`", .0.display())]
    NoSettings(PathBuf),
    /// The content folder is missing.
    #[error("there is no folder `{}`", .0.display())]
    NoContent(PathBuf),
    /// A file or folder exists and cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The site could not be published.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A rendered file could not be stored.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The cache folder is a source folder, the output or the root: its files would become a part of the site.
    #[error("the cache cannot be kept in `{}`: that folder belongs to the site", .0.display())]
    CacheFolder(PathBuf),
    /// A page has a path that no file can have, although an earlier stage should have reported it.
    #[error("`{0}` is not a path that a file of the site can have: a bug in wellpress")]
    Path(String),
}

/// The inputs that every step of a run shares: the file system, the request and the settings that were read for it. It is [`Copy`], so that a step can keep it beside values that it borrows mutably.
#[derive(Clone, Copy)]
struct RunContext<'a> {
    files: &'a dyn Files,
    request: &'a Request<'a>,
    config: &'a Config,
    house_rules: &'a Arc<HouseRules>,
}

impl RunContext<'_> {
    fn begin(self, stage: Stage) {
        self.request.observer.begin(stage);
    }
}

/// Publishes the site to the output folder.
///
/// When neither the sources nor the output changed since the last build, it returns the result of that build and reads no
/// source. Otherwise it renders only what changed and takes the other files from the last output. A first build takes the
/// same path with an empty cache, so that warm and cold builds cannot differ.
///
/// # Errors
/// See [`enum@Error`]; the output is as it was.
pub fn build(files: &dyn Files, request: &Request<'_>, strays: Strays) -> Result<Outcome<BuiltSite>, Error> {
    let Loaded { config, house_rules } = match load_settings(files, request)? {
        Outcome::Done(loaded) => loaded,
        Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
    };
    let run = RunContext { files, request, config: &config, house_rules: &house_rules };
    run.begin(Stage::Output);
    // Before anything is read: refusing an output takes milliseconds, and a user who mistyped it should not wait for a build.
    let claim = Claim::acquire(files, &config.options.output, &emit_options(request, strays))?;
    refuse_cache_in_site(files, request)?;
    let mut notes = Vec::new();
    // Collected before any source is read: a file that is edited during the build then differs from its stats in the next one.
    let stats = SourceStats::collect(files, request).ok();
    let emitter = match output_state(run, claim, stats.as_ref(), &mut notes)? {
        OutputState::UpToDate(stamp) => return Ok(Outcome::Done(stamp.into_built_site(notes))),
        OutputState::Outdated(emitter) => emitter,
    };
    let cached = RenderCache::load(run, &mut notes);
    let kept_findings = findings_cache::load(run, &request.cache, &mut notes);
    let start = Start { kept: kept_findings, saves_findings: true, ..Start::first(run)? };
    let rendered = check_site(run, start, None, |site| render_site(run, site, &cached, &emitter));
    let report = match rendered? {
        Outcome::Stopped(report) => report,
        Outcome::Done(site) => match publish(run, &cached, stats, &site, emitter, &mut notes) {
            Ok((emitted, gone_pages)) => {
                return Ok(Outcome::Done(BuiltSite { site, emitted, notes, gone_pages }));
            }
            Err(error) => report_of(run, &site.report, error)?,
        },
    };
    // A report has no field for notes, so the observer gets them.
    notes.iter().for_each(|note| request.observer.note(note));
    Ok(Outcome::Stopped(report))
}

/// Runs every stage up to the report, lends the site to `look` whatever the findings are, and writes nothing. Only settings with
/// mistakes stop it, because no stage can run without settings.
///
/// # Errors
/// See [`enum@Error`].
pub fn inspect<T>(
    files: &dyn Files,
    request: &Request<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    inspect_with(files, request, None, look)
}

/// Does what [`inspect`] does, and with a link checker also reports on links to other sites. The checker sends requests for
/// links that its history has no fresh result for; its caller saves the history in the cache, hence the check of that folder.
///
/// # Errors
/// See [`enum@Error`].
pub fn inspect_with<T>(
    files: &dyn Files,
    request: &Request<'_>,
    link_checker: Option<&LinkChecker<'_>>,
    look: impl FnOnce(CheckedSite<'_>) -> T,
) -> Result<Outcome<T>, Error> {
    let Loaded { config, house_rules } = match load_settings(files, request)? {
        Outcome::Done(loaded) => loaded,
        Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
    };
    if link_checker.is_some() {
        refuse_cache_in_site(files, request)?;
    }
    let run = RunContext { files, request, config: &config, house_rules: &house_rules };
    let mut notes = Vec::new();
    let kept_findings = findings_cache::load(run, &request.cache.read_only(), &mut notes);
    let start = Start { kept: kept_findings, ..Start::first(run)? };
    notes.iter().for_each(|note| request.observer.note(note));
    Ok(Outcome::Done(check_site(run, start, link_checker, look)))
}

/// Renders the whole site into `sink`, and lends it to `look` before, whatever the findings are. Nothing is read from a cache of
/// renderings or written to one.
///
/// # Errors
/// See [`enum@Error`].
pub fn render_into(
    files: &dyn Files,
    request: &Request<'_>,
    sink: &dyn Sink,
    look: impl FnOnce(&CheckedSite<'_>),
) -> Result<Outcome<RenderedSite>, Error> {
    let Loaded { config, house_rules } = match load_settings(files, request)? {
        Outcome::Done(loaded) => loaded,
        Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
    };
    let run = RunContext { files, request, config: &config, house_rules: &house_rules };
    check_site(run, Start::first(run)?, None, |site| {
        look(&site);
        render_site(run, site, &RenderCache::default(), sink)
    })
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
    let cache = absolute_if_exists(files, folder);
    let sources = SOURCE_FOLDERS.map(|source| request.root.join(source));
    let mut site_folders = sources.iter().chain([&request.options.output]).map(|path| absolute_if_exists(files, path));
    let is_root = cache == absolute_if_exists(files, &request.root);
    let is_in_site = is_root || site_folders.any(|path| cache.starts_with(path));
    if request.cache.mode != CacheMode::Off && is_in_site { Err(Error::CacheFolder(folder.clone())) } else { Ok(()) }
}

/// The absolute path without symbolic links; the path as it is if it cannot be resolved.
fn absolute_if_exists(files: &dyn Files, path: &Path) -> PathBuf {
    absolute(files, path).unwrap_or_else(|_| path.to_path_buf())
}

/// A report with further findings.
#[must_use]
pub fn with_findings(report: &Report, findings: Vec<Diagnostic>) -> Report {
    Report::new(report.findings().iter().cloned().chain(findings.into_iter().map(Arc::new)))
}

/// Reads the settings file. One with mistakes stops the run, with a report of them.
///
/// # Errors
/// When the file is missing or cannot be read.
pub fn settings(files: &dyn Files, request: &Request<'_>) -> Result<Outcome<Config>, Error> {
    Ok(match load_settings(files, request)? {
        Outcome::Done(loaded) => Outcome::Done(loaded.config),
        Outcome::Stopped(report) => Outcome::Stopped(report),
    })
}

/// The settings, and the rules of the site that they can name.
struct Loaded {
    config: Config,
    house_rules: Arc<HouseRules>,
}

fn load_settings(files: &dyn Files, request: &Request<'_>) -> Result<Outcome<Loaded>, Error> {
    request.observer.begin(Stage::Settings);
    let path = &request.settings;
    let bytes = files.read(path).map_err(|source| match source.kind() {
        // `NotADirectory` if the root is a file.
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Error::NoSettings(path.clone()),
        _ => Error::Read { path: path.clone(), source },
    })?;
    let display_path = relative_display(&request.root, path);
    let mut findings = Vec::new();
    // Before the settings, which can name house rules.
    let house_rules = HouseRules::read(files, &request.root)
        .map_err(|source| Error::Read { path: request.root.join(sentence_rules::FOLDER), source })?;
    let config = match parse::decode(&display_path.into(), bytes, &mut findings) {
        Some(source) => config::load(&request.root, source, version_file(files, request)?, request.options.clone()),
        None => Err(findings),
    };
    Ok(match config {
        Ok(config) if needs_missing_verifier(&config, request) => {
            let message = "`signed` needs a program that verifies signatures, and this one was built without the feature `review`";
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.key_location("sign_off"), message);
            Outcome::Stopped(Report::new([
                finding.help("build the program with `--features review`, or with the features that are on by default")
            ]))
        }
        Ok(mut config) => {
            config.signature_verifier = request.signature_verifier;
            config.settings.directives = Arc::new(declared_directives(files, &config, request.default_theme));
            config.rule_files.clone_from(&house_rules.sources);
            Outcome::Done(Loaded { config, house_rules: Arc::new(house_rules) })
        }
        Err(findings) => {
            // A setting may name a house rule whose file has a mistake.
            let findings = findings.into_iter().map(with_settings_rule).chain(house_rules.findings);
            Outcome::Stopped(Report::new(findings))
        }
    })
}

/// Whether the settings ask for signatures that nothing in this program verifies.
fn needs_missing_verifier(config: &Config, request: &Request<'_>) -> bool {
    config.settings.review.sign_off == SignOffPolicy::Signed && request.signature_verifier.is_none()
}

fn version_file(files: &dyn Files, request: &Request<'_>) -> Result<Option<Source>, Error> {
    let path = request.root.join(config::VERSION_FILE);
    match files.read(&path) {
        Ok(bytes) => Ok(Some(Source::new(config::VERSION_FILE, String::from_utf8_lossy(&bytes)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Read { path, source }),
    }
}

/// Gives a finding the rule of the settings, whose exit status differs from that of the content. Findings about the encoding of
/// the file come with the rule of any text file.
fn with_settings_rule(mut finding: Diagnostic) -> Diagnostic {
    finding.rule = &rules::SETTINGS_INVALID;
    finding
}

fn emit_options(request: &Request<'_>, strays: Strays) -> EmitOptions {
    let folders = SOURCE_FOLDERS.map(|folder| request.root.join(folder));
    let sources = folders.into_iter().chain([request.settings.clone()]).collect();
    EmitOptions { root: request.root.clone(), sources, strays }
}
