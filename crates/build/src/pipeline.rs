//! Runs the stages in their order: takes a [`Request`] and returns a report, a rendered site or a published site.
//!
//! A stage goes on past an author's mistakes wherever the next one can still run, so that one run reports all of them;
//! nothing is rendered while the site has an error. Arguments and what is printed are left to the callers. Only the
//! preview renders by itself, because it renders what browsers ask for.

mod build_stamp;
mod check_site;
mod dry_run;
mod error;
mod findings_cache;
mod freshness;
mod gone_pages;
mod outcome;
mod provenance;
mod publish;
mod rehearsal;
mod render_site;
mod request;
mod run_context;
mod session;
mod settings;

use std::path::{Path, PathBuf};

use wellpress_check::external::LinkChecker;
use wellpress_io::artifact::Sink;
use wellpress_io::cache::CacheMode;
use wellpress_io::fs::{Files, absolute};
use wellpress_site::config::Config;

use crate::emit::{Claim, EmitOptions, Strays};

use build_stamp::{OutputState, SourceStats, output_state};
use check_site::check_site;
use publish::{publish, report_of};
use render_site::{RenderCache, render_site};
use run_context::RunContext;
use session::Start;
use settings::{Loaded, load_settings};

pub use build_stamp::{is_source, source_folders};
pub use dry_run::with_render_findings;
pub use error::Error;
pub use freshness::is_outdated;
pub use gone_pages::{REDIRECTS, gone_pages};
pub use outcome::{BuiltSite, CheckedSite, Counts, Outcome, RenderedSite, with_findings};
pub use provenance::{Objection, objections};
pub use rehearsal::{Rehearsal, rehearse};
pub use request::{Observer, Request, Stage, Unobserved};
pub use session::{Edited, PreviewUser, Session};
pub use settings::settings;

/// The tree that the last build replaced, in the cache.
const SPARE_FOLDER: &str = "spare";

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
    let claim = Claim::acquire(files, &config.options.output, &emit_options(run, strays))?;
    refuse_cache_in_site(files, request, &config)?;
    let mut notes = Vec::new();
    // Collected before any source is read: a file that is edited during the build then differs from its stats in the next one.
    let stats = SourceStats::collect(files, request, &config).ok();
    let emitter = match output_state(run, claim, stats.as_ref(), &mut notes)? {
        OutputState::UpToDate(stamp) => return Ok(Outcome::Done(stamp.into_built_site(notes))),
        OutputState::Outdated(emitter) => emitter,
    };
    let cached = RenderCache::load(run, &mut notes);
    let start = Start::with_cache(run, &request.cache, &mut notes)?;
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
        refuse_cache_in_site(files, request, &config)?;
    }
    let run = RunContext { files, request, config: &config, house_rules: &house_rules };
    let mut notes = Vec::new();
    let start = Start::with_cache(run, &request.cache.read_only(), &mut notes)?;
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

/// Refuses a cache folder that is the site's root or lies in its sources or its output.
fn refuse_cache_in_site(files: &dyn Files, request: &Request<'_>, config: &Config) -> Result<(), Error> {
    let folder = &request.cache.folder;
    let cache = absolute_if_exists(files, folder);
    let sources = source_folders(config);
    let mut site_folders = sources.iter().chain([&request.options.output]).map(|path| absolute_if_exists(files, path));
    let is_root = cache == absolute_if_exists(files, &request.root);
    let is_in_site = is_root || site_folders.any(|path| cache.starts_with(path));
    if request.cache.mode != CacheMode::Off && is_in_site { Err(Error::CacheFolder(folder.clone())) } else { Ok(()) }
}

/// The absolute path without symbolic links; the path as it is if it cannot be resolved.
fn absolute_if_exists(files: &dyn Files, path: &Path) -> PathBuf {
    absolute(files, path).unwrap_or_else(|_| path.to_path_buf())
}

fn emit_options(run: RunContext<'_>, strays: Strays) -> EmitOptions {
    let request = run.request;
    let sources = source_folders(run.config).into_iter().chain([request.settings.clone()]).collect();
    let spare = (request.cache.mode == CacheMode::ReadWrite).then(|| request.cache.folder.join(SPARE_FOLDER));
    EmitOptions { root: request.root.clone(), sources, strays, spare }
}
