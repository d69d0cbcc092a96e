//! Publishes a part of the site, while everything else at the target stays as the last release has it: `wellpress withdraw --deploy`.
//! [`check_change`] asks, before anything is edited, all that [`publish_change`] may refuse.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_bibliography::ExportFormat;
use wellpress_build::pipeline::{Objection, Request};
use wellpress_command::Failure;
use wellpress_command::console::Console;
use wellpress_command::invocation::settings;
use wellpress_command::stopwatch::Stopwatch;
use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::Config;

use crate::{
    Consent, Credentials, DeployError, DeployJob, FileSource, Ledger, Object, OutputFolder, Target, TargetStore,
};

use super::progress::DeployBar;
use super::{content_encodings, deploy_job, environment, refusal, refuse_source_folders, scrubbed, summary, target_at};

/// A part of a site, and what is known of the site as a whole.
#[derive(Debug, Clone)]
pub struct PartOfSite<'a> {
    /// The target by its name or address; `None` for that of the settings.
    pub target: Option<&'a str>,
    /// Files to publish: as they were built before the change, if they may carry other edits, and after it.
    pub needed: Vec<(Option<&'a PublishedFile>, &'a PublishedFile)>,
    /// Files to publish unless they were edited further since the last release: as they were built before the change, and after it.
    pub others: &'a [[PublishedFile; 2]],
    /// Files to remove.
    pub removed: &'a [PublishedFile],
    /// All files of the site. Those whose names have a hash come along if a published file refers to them.
    pub site: &'a [PublishedFile],
    /// The bytes of files; all others are in the output folder.
    pub made: &'a BTreeMap<SitePath, Vec<u8>>,
    /// Why the site is not for readers.
    pub objections: &'a [Objection],
    /// Whether the person agrees to all of that, and to what needs consent.
    pub consent: Consent,
}

/// Why a change was not published.
#[derive(Debug)]
pub struct ChangeFailure {
    /// Whether readers see the change all the same: a later step has failed.
    pub is_live: bool,
    /// What failed.
    pub failure: Failure,
}

/// A change that readers see.
#[derive(Debug)]
pub struct PublishedChange {
    /// A line about the release, and those about files that wait or have other edits.
    pub summary: String,
    /// The paths of the files that are new, changed or gone at the target. New ones whose names have a hash are not among them: no cache
    /// has them.
    pub paths: Vec<String>,
}

/// The paths of the files that the target has.
///
/// # Errors
/// When the settings name no target, it cannot be reached, or nothing was deployed to it.
pub fn released_files(request: &Request<'_>, target: Option<&str>) -> Result<BTreeSet<String>, Failure> {
    let credentials = Credentials::of(environment());
    let read = || {
        let (_, _, store) = open_target(request, target, &credentials)?;
        Ok(current_objects(&*store)?.iter().map(|object| object.file().to_owned()).collect())
    };
    read().map_err(|failure| scrubbed(&credentials, failure))
}

/// Makes sure that a part of the site can be published. Returns the paths of needed files that carry other edits.
///
/// # Errors
/// When the settings name no target, it cannot be reached, nothing was deployed to it, or the change needs consent that is missing.
pub fn check_change(console: &Console, request: &Request<'_>, part: &PartOfSite<'_>) -> Result<Vec<String>, Failure> {
    let credentials = Credentials::of(environment());
    let check = || {
        let (config, _, store) = open_target(request, part.target, &credentials)?;
        part.refuse_objections()?;
        let ChangedObjects { objects, edited, .. } = objects_with(&config, &*store, part)?;
        let bar = DeployBar::new(console);
        let checked = crate::preview(&change_job(&config, &*store, &bar, part), &objects);
        bar.end();
        if let Some(objection) = checked?.1 {
            return Err(DeployError::NeedsConsent(objection).into());
        }
        if part.consent == Consent::Missing && edited.iter().any(|path| path.ends_with(".html")) {
            let files = edited.join("`, `");
            let message =
                format!("these files show the change, and have other edits that were not deployed yet: `{files}`");
            return Err(Failure::usage(message).help("take those edits back for now; `--yes` publishes them as well"));
        }
        Ok(edited)
    };
    check().map_err(|failure| scrubbed(&credentials, failure))
}

/// Publishes a part of the site, whatever else was edited since the last release.
///
/// # Errors
/// Those of [`check_change`], and when the target fails.
pub fn publish_change(
    console: &Console,
    request: &Request<'_>,
    part: &PartOfSite<'_>,
) -> Result<PublishedChange, ChangeFailure> {
    let credentials = Credentials::of(environment());
    let failed = |is_live, failure| ChangeFailure { is_live, failure: scrubbed(&credentials, failure) };
    let stopwatch = Stopwatch::start(console);
    let prepare = || {
        let (config, target, store) = open_target(request, part.target, &credentials)?;
        part.refuse_objections()?;
        let changed = objects_with(&config, &*store, part)?;
        Ok((config, target, store, changed))
    };
    let (config, target, store, changed) = prepare().map_err(|failure| failed(false, failure))?;
    let bar = DeployBar::new(console);
    let output = OutputFolder { files: &Disk, folder: config.options.output.clone() };
    let source = ChangedFiles { made: part.made, output };
    let result = crate::publish(&change_job(&config, &*store, &bar, part), changed.objects, &source);
    bar.end();
    let outcome = result.map_err(|error| failed(matches!(error, DeployError::NotCleaned { .. }), error.into()))?;
    let line = |title: &str, paths: &[String]| match paths {
        [] => String::new(),
        paths => format!("\n{title}: `{}`", paths.join("`, `")),
    };
    let edited = line("Published with other edits that were not deployed yet", &changed.edited);
    let waiting = line("Not published, since they have other edits", &changed.waiting);
    let summary = summary(&outcome, &target, &stopwatch.seconds()) + &edited + &waiting;
    Ok(PublishedChange { summary, paths: changed.paths })
}

impl PartOfSite<'_> {
    fn refuse_objections(&self) -> Result<(), Failure> {
        match self.consent {
            Consent::Missing if !self.objections.is_empty() => Err(refusal(self.objections)),
            _ => Ok(()),
        }
    }
}

fn open_target(
    request: &Request<'_>,
    target: Option<&str>,
    credentials: &Credentials,
) -> Result<(Config, Target, Box<dyn TargetStore>), Failure> {
    let config = settings(request)?;
    let target = target_at(&config, target, None)?;
    refuse_source_folders(&config, &target)?;
    let store = crate::target::open(&Disk, &target, credentials)?;
    Ok((config, target, store))
}

fn change_job<'a>(
    config: &Config,
    store: &'a dyn TargetStore,
    bar: &'a DeployBar,
    part: &PartOfSite<'_>,
) -> DeployJob<'a> {
    DeployJob { consent: part.consent, ..deploy_job(config, store, bar) }
}

/// The objects of the last release; there has to be one.
fn current_objects(store: &dyn TargetStore) -> Result<Vec<Object>, Failure> {
    let ledger = Ledger::open(store)?;
    let current = ledger.contents()?.current.objects;
    if ledger.has_no_deploys() || current.is_empty() {
        return Err(Failure::usage("nothing was deployed to this target, so that there is no site to change")
            .help("`wellpress deploy` publishes the whole site"));
    }
    Ok(current)
}

/// The objects of the last release with a part of the site, and what is said of it.
struct ChangedObjects {
    objects: Vec<Object>,
    /// The paths of needed files that carry other edits.
    edited: Vec<String>,
    /// The paths of the files that wait.
    waiting: Vec<String>,
    /// The paths of the files that are new, changed or gone.
    paths: Vec<String>,
}

fn objects_with(config: &Config, store: &dyn TargetStore, part: &PartOfSite<'_>) -> Result<ChangedObjects, Failure> {
    let encodings = store.usable_encodings(&content_encodings(config));
    let placement = store.encoded_placement();
    let objects_of = |files: &[PublishedFile]| crate::objects(files, &encodings, placement, ExportFormat::content_type);
    let by_path = |object: Object| (object.path.as_str().to_owned(), object);
    let mut objects: BTreeMap<String, Object> = current_objects(store)?.into_iter().map(by_path).collect();
    let is_at_target = |file: &PublishedFile| {
        let mut of_file = objects_of(std::slice::from_ref(file)).into_iter();
        of_file.all(|object| objects.get(object.path.as_str()).is_some_and(|stored| stored.stamp == object.stamp))
    };
    let path = |file: &PublishedFile| file.path.as_str().to_owned();
    let is_edited = |before: &PublishedFile, after: &PublishedFile| !is_at_target(before) && !is_at_target(after);
    let edited = part.needed.iter().filter(|(before, after)| before.is_some_and(|before| is_edited(before, after)));
    // What the site was built from differs with every edit.
    let edited = edited.map(|(_, after)| path(after)).filter(|path| path != "build-info.json").collect();
    let waiting = part.others.iter().filter(|[before, after]| is_edited(before, after));
    let waiting: Vec<String> = waiting.map(|[_, after]| path(after)).collect();
    let others = part.others.iter().map(|[_, after]| after).filter(|after| !waiting.contains(&path(after)));
    let mut written: Vec<PublishedFile> = part.needed.iter().map(|(_, after)| *after).chain(others).cloned().collect();
    let assets = objects_of(part.site).into_iter().filter(|object| object.lineage().is_some());
    let missing = assets.filter(|object| !objects.contains_key(object.path.as_str()));
    let missing: BTreeSet<String> = missing.map(|object| object.file().to_owned()).collect();
    written.extend(needed_assets(config, part, &written, &missing));
    let removed = objects_of(part.removed);
    removed.iter().for_each(|object| {
        objects.remove(object.path.as_str());
    });
    let all = objects_of(&written);
    let paths = all.iter().filter(|object| object.lineage().is_none()).chain(&removed);
    let paths: BTreeSet<String> = paths.map(|object| object.file().to_owned()).collect();
    objects.extend(all.into_iter().map(by_path));
    let objects = objects.into_values().collect();
    Ok(ChangedObjects { objects, edited, waiting, paths: paths.into_iter().collect() })
}

/// Those of the missing files, whose names have a hash, that a written file refers to, or another of them.
fn needed_assets(
    config: &Config,
    part: &PartOfSite<'_>,
    written: &[PublishedFile],
    missing: &BTreeSet<String>,
) -> Vec<PublishedFile> {
    let mut missing: Vec<&PublishedFile> =
        part.site.iter().filter(|file| missing.contains(file.path.as_str())).collect();
    let mut needed: Vec<PublishedFile> = Vec::new();
    let mut unread: Vec<PublishedFile> = written.to_vec();
    while let Some(file) = unread.pop() {
        if missing.is_empty() {
            break;
        }
        let made = part.made.get(&file.path).cloned();
        let bytes =
            made.or_else(|| Disk.read(&config.options.output.join(file.path.as_str())).ok()).unwrap_or_default();
        let (named, rest): (Vec<_>, Vec<_>) = missing.into_iter().partition(|asset| {
            let name = asset.path.as_str().rsplit('/').next().unwrap_or_default();
            memchr::memmem::find(&bytes, name.as_bytes()).is_some()
        });
        needed.extend(named.iter().copied().cloned());
        unread.extend(named.into_iter().cloned());
        missing = rest;
    }
    needed
}

/// The files that were made for the change, and the output folder for all others.
struct ChangedFiles<'a> {
    made: &'a BTreeMap<SitePath, Vec<u8>>,
    output: OutputFolder<'a>,
}

impl FileSource for ChangedFiles<'_> {
    fn bytes(&self, object: &Object) -> Result<Vec<u8>, DeployError> {
        let made = SitePath::new(object.file()).and_then(|path| self.made.get(&path));
        match made.filter(|bytes| blake3::hash(bytes) == object.hash) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.output.bytes(object),
        }
    }
}
