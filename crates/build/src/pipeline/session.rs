//! [`Session`]: runs the stages again and again for a preview, each time reusing the values of the run before. Nothing is rendered
//! here: a [`PreviewUser`] renders what browsers ask for.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use wellpress_check::{JudgedPages, KeptFindings};
use wellpress_diagnostics::{Diagnostic, Report};
use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode, Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;
use wellpress_render::{RenderInput, Theme};
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::discover::{self, FileChanges, Inventory};
use wellpress_site::parse::ParsedFiles;
use wellpress_site::parse::kept_texts::KeptTexts;
use wellpress_site::previous::Previous;
use wellpress_site::resolve::Resolution;

use super::check_site::preview_site;
use super::error::Error;
use super::findings_cache;
use super::outcome::{CheckedSite, Outcome};
use super::request::{Request, Stage};
use super::run_context::RunContext;
use super::settings::{Loaded, load_settings};

/// The edits since the last build of a session, as far as the caller knows them.
#[derive(Debug, Clone, Copy)]
pub enum Edited<'a> {
    /// The edits are not known: the session compares every file.
    Unknown,
    /// These files changed and no others. Paths are absolute, or begin with the root as the request has it.
    Files(&'a [PathBuf]),
}

/// The preview's memory: the values that each stage left in the last run.
///
/// A session trusts the caller's list of edits, so that a run after one edit reads one file. The alternative, comparing the
/// metadata of all files each time, would make every update as slow as listing the site.
#[derive(Default)]
pub struct Session {
    previous: Option<PreviousRun>,
    /// Whether a run ended before it looked at its edits. The next one then compares every file.
    has_missed_edits: bool,
}

/// Shows the sites of a preview, and is told what the rules say about them.
pub trait PreviewUser: Sync {
    /// Shows a site that is resolved, perhaps before the rules have judged it. The site is freed after this returns.
    fn show(&self, request: &Request<'_>, files: &dyn Files, site: RenderInput<'_>);

    /// The rules have judged the site. The session is for the next run.
    fn judged(&self, site: CheckedSite<'_>, session: Session);

    /// The settings cannot be read, so there is no site.
    fn stopped(&self, report: Report, session: Session);

    /// The rules have panicked: [`show`](Self::show) has to return.
    fn panicked(&self);
}

impl Session {
    pub(super) fn after(run: PreviousRun) -> Self {
        Self { previous: Some(run), has_missed_edits: false }
    }

    /// Notes that edits were not given to a run, so that the next one compares every file.
    pub fn miss_edits(&mut self) {
        self.has_missed_edits = true;
    }

    /// Runs the stages, each of which reuses what it can of the last run, and returns when `user` needs the site no longer.
    ///
    /// # Errors
    /// See [`enum@Error`].
    pub fn run(
        mut self,
        files: &dyn Files,
        request: &Request<'_>,
        edited: Edited<'_>,
        user: &dyn PreviewUser,
    ) -> Result<(), Error> {
        let Loaded { config, house_rules } = match load_settings(files, request)? {
            Outcome::Done(loaded) => loaded,
            Outcome::Stopped(report) => {
                self.miss_edits();
                user.stopped(report, self);
                return Ok(());
            }
        };
        let edited = if self.has_missed_edits { Edited::Unknown } else { edited };
        let previous = self.previous.filter(|previous| previous.is_reusable_with(&config));
        let run = RunContext { files, request, config: &config, house_rules: &house_rules };
        preview_site(run, Start::after(run, previous, edited)?, user);
        Ok(())
    }
}

/// The values of a run up to its report, with the conditions under which the next run of the session may reuse them.
pub(super) struct PreviousRun {
    settings: Fingerprint,
    day: Day,
    inventory: Inventory,
    file_findings: Vec<Diagnostic>,
    stages: StageValues,
}

/// The value that each stage leaves for the same stage of the next run.
pub(super) struct StageValues {
    pub parsed: ParsedFiles,
    pub assets: Arc<AssetManifest>,
    pub resolved: Resolution,
    pub judged: JudgedPages,
    /// `None` if the theme has mistakes, or one of its files changed since.
    pub theme: Option<Arc<Theme>>,
}

impl PreviousRun {
    pub fn new(config: &Config, inventory: Inventory, file_findings: Vec<Diagnostic>, stages: StageValues) -> Self {
        Self { settings: fingerprint(config), day: config.options.clock.today(), inventory, file_findings, stages }
    }

    /// Whether the values may be reused with these settings on this day. Only then a [`Previous`] is made of them.
    fn is_reusable_with(&self, config: &Config) -> bool {
        self.settings == fingerprint(config) && self.day == config.options.clock.today()
    }
}

/// A fingerprint of everything but files and the day that changes the values of the stages: findings have places in the settings,
/// which comments move.
fn fingerprint(config: &Config) -> Fingerprint {
    let site_identity = (&config.root, &config.source.text, &config.options.base_url);
    FingerprintBuilder::new("session").with((config.fingerprint(), site_identity)).fingerprint()
}

/// The input of [`check_site`]: the files of the site, and the values of the previous run.
pub(super) struct Start {
    pub inventory: Inventory,
    /// The findings of `discover`, about names and kinds of files.
    pub file_findings: Vec<Diagnostic>,
    pub reusable: Option<Reusable>,
    /// What an earlier process found in the words of pages.
    pub kept: KeptFindings<'static>,
    /// The texts that an earlier process parsed.
    pub kept_texts: KeptTexts,
    /// Whether parsed texts, and what is found in the words of pages, are saved for the next process.
    pub saves_cache: bool,
}

/// The values of the previous run, with the files that changed since.
pub(super) struct Reusable {
    stages: StageValues,
    changes: FileChanges,
}

impl Reusable {
    /// The form in which the stages receive the values: each takes its own with [`Previous::map`].
    pub fn previous(&self) -> Previous<'_, StageValues> {
        Previous::new(&self.stages, &self.changes)
    }
}

impl Start {
    /// Starts a run without a previous one: lists all files.
    pub fn first(run: RunContext<'_>) -> Result<Self, Error> {
        run.begin(Stage::Discover);
        let (inventory, file_findings) =
            discover::discover(run.files, run.config).map_err(|error| no_content(run.config, error))?;
        let (kept, kept_texts) = (KeptFindings::default(), KeptTexts::default());
        Ok(Self { inventory, file_findings, reusable: None, kept, kept_texts, saves_cache: false })
    }

    /// Starts a run as [`Start::first`] does, with what an earlier process left in this cache.
    pub fn with_cache(run: RunContext<'_>, cache: &CacheLocation, notes: &mut Vec<String>) -> Result<Self, Error> {
        let kept = findings_cache::load(run, cache, notes);
        let kept_texts = KeptTexts::load(run.files, run.config, cache);
        let saves_cache = cache.mode == CacheMode::ReadWrite;
        Ok(Self { kept, kept_texts, saves_cache, ..Self::first(run)? })
    }

    /// Starts a run after another: reads the metadata of the edited files alone if that is enough, and lists all files otherwise.
    fn after(run: RunContext<'_>, previous: Option<PreviousRun>, edited: Edited<'_>) -> Result<Self, Error> {
        let Some(previous) = previous else {
            return Self::with_cache(run, &run.request.cache.read_only(), &mut Vec::new());
        };
        run.begin(Stage::Discover);
        let PreviousRun { mut inventory, file_findings, mut stages, .. } = previous;
        let edits = EditsByUse::of(run.request, run.config.content_folder(), edited);
        if edits.has_theme_files {
            stages.theme = None;
        }
        let changes = edits.sources.as_ref().and_then(|sources| inventory.recheck(run.files, run.config, sources));
        if let Some(changes) = changes {
            let reusable = Some(Reusable { stages, changes });
            let (kept, kept_texts) = (KeptFindings::default(), KeptTexts::default());
            return Ok(Self { inventory, file_findings, reusable, kept, kept_texts, saves_cache: false });
        }
        let first = Self::first(run)?;
        let changes = first.inventory.changes_since(&inventory, &edits.sources.unwrap_or_default());
        Ok(Self { reusable: Some(Reusable { stages, changes }), ..first })
    }
}

/// Edited files, divided by the stage that reads them. Edits of the settings, the citation styles and the list of retractions are
/// left out: the first two are read in every build, and the list compares its date itself.
struct EditsByUse {
    /// Files in `content` and `static`, relative to the root; `None` if every file has to be compared.
    sources: Option<Vec<String>>,
    has_theme_files: bool,
}

impl EditsByUse {
    fn of(request: &Request<'_>, content: &ContentFolder, edited: Edited<'_>) -> Self {
        let everything = Self { sources: None, has_theme_files: true };
        let Edited::Files(paths) = edited else { return everything };
        let relative_paths = paths.iter().map(|path| path.strip_prefix(&request.root).unwrap_or(path));
        let relative_paths: Option<Vec<String>> =
            relative_paths.map(|path| Some(path.to_str()?.replace('\\', "/"))).collect();
        // A file whose name is not UTF-8 is no source, but a folder with such a name may have contained some.
        let Some(relative_paths) = relative_paths else { return everything };
        // A theme is read together with the data of its templates, and looks for static files that its style sheets name.
        let folders = ["themes", "data", "static"];
        let has_theme_files = relative_paths.iter().any(|path| folders.iter().any(|folder| is_below(path, folder)));
        let sources =
            relative_paths.into_iter().filter(|path| is_of_site(content, path) && !discover::is_left_out(path));
        Self { sources: Some(sources.collect()), has_theme_files }
    }
}

fn is_of_site(content: &ContentFolder, path: &str) -> bool {
    content.below(path).is_some()
        || content.is_in(path)
        || is_below(path, "static")
        || (is_below(path, discover::DATA) && discover::is_data(path))
}

/// Whether a path relative to the root is this folder or in it.
fn is_below(path: &str, folder: &str) -> bool {
    path.split('/').next() == Some(folder)
}

fn no_content(config: &Config, source: io::Error) -> Error {
    let root = config.root.strip_prefix(".").unwrap_or(&config.root);
    let folder = config.content_folder().in_root(root);
    match source.kind() {
        io::ErrorKind::NotFound => Error::NoContent(folder),
        _ => Error::Read { path: folder, source },
    }
}
