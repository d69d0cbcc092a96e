//! [`Session`]: builds of one site one after the other, each taking over from the one before what still holds. A build
//! from nothing is the first of a session.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;
use wellpress_render::Theme;
use wellpress_site::assets::AssetManifest;
use wellpress_site::check::JudgedPages;
use wellpress_site::config::{Clock, Config};
use wellpress_site::discover::{self, Changes, Inventory};
use wellpress_site::parse::ParsedFiles;
use wellpress_site::previous::Previous;
use wellpress_site::resolve::Resolution;

use super::{Aim, Error, Kept, Made, Outcome, Read, Request, Stage, read, render, settings};

/// What is known of the edits since the last build.
#[derive(Debug, Clone, Copy)]
pub enum Edited<'a> {
    /// Nothing: everything has to be looked at.
    Unknown,
    /// These files and no others, as absolute paths or below the root as the request has it.
    Files(&'a [PathBuf]),
}

/// Builds of one site, one after the other.
#[derive(Default)]
pub struct Session {
    previous: Option<PreviousRun>,
    rendered: Kept,
    told: Told,
}

/// Whether all edits that it was told of went into what is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Told {
    #[default]
    All,
    Part,
}

impl Session {
    /// Before the first build.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Renders into `sink` what is not as it was, and shows the site to `look`, whatever the findings.
    ///
    /// # Errors
    /// What the run cannot go on from; the next one then starts from nothing.
    pub fn build(
        &mut self,
        files: &dyn Files,
        request: &Request<'_>,
        edited: Edited<'_>,
        sink: &dyn Sink,
        look: impl FnOnce(&Read<'_>),
    ) -> Result<Outcome<Made>, Error> {
        let edited = if self.told == Told::All { edited } else { Edited::Unknown };
        self.told = Told::Part;
        let mut config = match settings(files, request)? {
            Ok(config) => config,
            Err(report) => return Ok(Outcome::Stopped(report)),
        };
        let previous = self.previous.take().filter(|previous| previous.is_reusable_with(&config));
        if let Some(previous) = &previous {
            config.options.clock = Clock::known(config.options.clock.today(), previous.days);
        }
        let start = Start::from(files, request, &config, previous, edited)?;
        let (outcome, this_run) = read(files, request, &config, start, Aim::Remember, |site| {
            look(&site);
            render(files, request, site, &self.rendered, sink)
        });
        self.previous = this_run;
        self.told = Told::All;
        match &outcome {
            Ok(Outcome::Done(made)) => {
                self.rendered = Kept { records: made.rendered.records.clone(), bundles: made.indexed.bundles.clone() };
            }
            Ok(Outcome::Stopped(_)) | Err(_) => self.rendered.records.mark_stale(),
        }
        outcome
    }
}

/// A run up to its report, for the next run of the session.
pub(super) struct PreviousRun {
    pub settings: Fingerprint,
    /// From which day on, and before which, the same sources give the same site.
    pub days: (i32, i32),
    pub inventory: Inventory,
    pub about_files: Vec<Diagnostic>,
    pub stages: StageValues,
}

/// What each stage leaves for the same stage of the next run.
pub(super) struct StageValues {
    pub parsed: ParsedFiles,
    pub assets: AssetManifest,
    pub resolved: Resolution,
    pub judged: JudgedPages,
    /// `None` when it has mistakes, or one of its files changed since.
    pub theme: Option<Arc<Theme>>,
}

impl PreviousRun {
    /// Whether anything of it can be reused with these settings on this day. Only then a [`Previous`] is made of it.
    fn is_reusable_with(&self, config: &Config) -> bool {
        self.settings == fingerprint(config) && config.options.clock.is_within(self.days)
    }
}

/// What the settings' file and the command line say.
pub(super) fn fingerprint(config: &Config) -> Fingerprint {
    let include = config.options.include;
    let mixer = FingerprintBuilder::new("settings").with((&config.source.text, &config.root, &config.options.base_url));
    mixer.with((include.drafts, include.future, include.expired)).fingerprint()
}

/// Which files the site has, and what the previous run left.
pub(super) struct Start {
    pub inventory: Inventory,
    pub about_files: Vec<Diagnostic>,
    pub reusable: Option<Reusable>,
}

/// The values of the previous run, with the files that changed since.
pub(super) struct Reusable {
    stages: StageValues,
    changes: Changes,
}

impl Reusable {
    /// The same for the stages, each of which takes its own part.
    pub fn previous(&self) -> Previous<'_, StageValues> {
        Previous::new(&self.stages, &self.changes)
    }
}

impl Start {
    /// Of a site that nothing is known of.
    pub fn first(files: &dyn Files, request: &Request<'_>, config: &Config) -> Result<Self, Error> {
        request.observer.begin(Stage::Discover);
        let (inventory, about_files) =
            discover::discover(files, config).map_err(|error| no_content(&config.root, error))?;
        Ok(Self { inventory, about_files, reusable: None })
    }

    fn from(
        files: &dyn Files,
        request: &Request<'_>,
        config: &Config,
        previous: Option<PreviousRun>,
        edited: Edited<'_>,
    ) -> Result<Self, Error> {
        let Some(previous) = previous else { return Self::first(files, request, config) };
        request.observer.begin(Stage::Discover);
        let PreviousRun { mut inventory, about_files, mut stages, .. } = previous;
        let edits = Edits::of(request, edited);
        stages.theme = stages.theme.filter(|_| !edits.theme);
        let again = edits.sources.as_ref().and_then(|sources| inventory.look_again(files, config, sources));
        let (inventory, about_files, changes) = match again {
            Some(changes) => (inventory, about_files, changes),
            None => {
                let fresh = Self::first(files, request, config)?;
                let changes = fresh.inventory.changes_since(&inventory, &edits.sources.unwrap_or_default());
                (fresh.inventory, fresh.about_files, changes)
            }
        };
        Ok(Self { inventory, about_files, reusable: Some(Reusable { stages, changes }) })
    }
}

/// Edits by what they concern. The settings and the styles are read in every build, the list of
/// retractions where the disk says that it is another.
struct Edits {
    /// Paths relative to the root; `None` where all have to be looked at.
    sources: Option<Vec<String>>,
    theme: bool,
}

impl Edits {
    fn of(request: &Request<'_>, edited: Edited<'_>) -> Self {
        let Edited::Files(paths) = edited else { return Self { sources: None, theme: true } };
        let relative = paths.iter().map(|path| path.strip_prefix(&request.root).unwrap_or(path));
        let relative: Option<Vec<String>> = relative.map(|path| Some(path.to_str()?.replace('\\', "/"))).collect();
        let Some(relative) = relative else { return Self { sources: None, theme: true } };
        let is_below = |path: &String, folder: &str| path.split('/').next() == Some(folder);
        let theme = relative.iter().any(|path| is_below(path, "themes"));
        let sources = relative.into_iter().filter(|path| is_below(path, "content") || is_below(path, "static"));
        let sources = sources.filter(|path| !discover::is_left_out(path)).collect();
        Self { sources: Some(sources), theme }
    }
}

fn no_content(root: &Path, source: io::Error) -> Error {
    let folder = root.strip_prefix(".").unwrap_or(root).join("content");
    match source.kind() {
        io::ErrorKind::NotFound => Error::NoContent(folder),
        _ => Error::Read { path: folder, source },
    }
}
