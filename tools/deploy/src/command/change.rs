//! Publishes a part of the site, while everything else at the target stays as the last release has it: `wellpress withdraw --deploy`.
//! [`check_change`] asks, before anything is edited, all that [`publish_change`] may refuse.

use std::collections::BTreeMap;

use wellpress_bibliography::ExportFormat;
use wellpress_build::pipeline::{Objection, Request};
use wellpress_command::Failure;
use wellpress_command::console::Console;
use wellpress_command::invocation::settings;
use wellpress_command::stopwatch::Stopwatch;
use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::Disk;
use wellpress_site::config::Config;

use crate::{
    Consent, Credentials, DeployError, DeployJob, FileSource, Ledger, Object, OutputFolder, Target, TargetStore,
};

use super::progress::DeployBar;
use super::{content_encodings, deploy_job, environment, refusal, refuse_source_folders, scrubbed, summary, target_at};

/// A part of a site, and what is known of the site as a whole.
#[derive(Debug, Clone, Copy)]
pub struct PartOfSite<'a> {
    /// The target by its name or address; `None` for that of the settings.
    pub target: Option<&'a str>,
    /// Files to publish.
    pub needed: &'a [PublishedFile],
    /// Files to publish unless they were edited further since the last release: as they were built before the change, and after it.
    pub others: &'a [[PublishedFile; 2]],
    /// Files to remove.
    pub removed: &'a [PublishedFile],
    /// All files of the site. Those whose names have a hash come along, since the pages need them and nothing else refers to them.
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

/// Makes sure that a part of the site can be published.
///
/// # Errors
/// When the settings name no target, it cannot be reached, nothing was deployed to it, or the change needs consent that is missing.
pub fn check_change(console: &Console, request: &Request<'_>, part: PartOfSite<'_>) -> Result<(), Failure> {
    let credentials = Credentials::of(environment());
    let check = || {
        let (config, _, store) = open_target(request, part, &credentials)?;
        let (objects, _) = objects_with(&config, &*store, part)?;
        let bar = DeployBar::new(console);
        let checked = crate::preview(&change_job(&config, &*store, &bar, part), &objects);
        bar.end();
        match checked?.1 {
            Some(objection) => Err(DeployError::NeedsConsent(objection).into()),
            None => Ok(()),
        }
    };
    check().map_err(|failure| scrubbed(&credentials, failure))
}

/// Publishes a part of the site, whatever else was edited since the last release. Returns a line about the release, and one about
/// files that wait.
///
/// # Errors
/// Those of [`check_change`], and when the target fails.
pub fn publish_change(console: &Console, request: &Request<'_>, part: PartOfSite<'_>) -> Result<String, ChangeFailure> {
    let credentials = Credentials::of(environment());
    let failed = |is_live, failure| ChangeFailure { is_live, failure: scrubbed(&credentials, failure) };
    let stopwatch = Stopwatch::start(console);
    let prepare = || {
        let (config, target, store) = open_target(request, part, &credentials)?;
        let (objects, waiting) = objects_with(&config, &*store, part)?;
        Ok((config, target, store, objects, waiting))
    };
    let (config, target, store, objects, waiting) = prepare().map_err(|failure| failed(false, failure))?;
    let bar = DeployBar::new(console);
    let output = OutputFolder { files: &Disk, folder: config.options.output.clone() };
    let source = ChangedFiles { made: part.made, output };
    let result = crate::publish(&change_job(&config, &*store, &bar, part), objects, &source);
    bar.end();
    let outcome = result.map_err(|error| failed(matches!(error, DeployError::NotCleaned { .. }), error.into()))?;
    let waiting = match &waiting[..] {
        [] => String::new(),
        paths => format!("\nNot published, since they have other edits: `{}`", paths.join("`, `")),
    };
    Ok(summary(&outcome, &target, &stopwatch.seconds()) + &waiting)
}

fn open_target(
    request: &Request<'_>,
    part: PartOfSite<'_>,
    credentials: &Credentials,
) -> Result<(Config, Target, Box<dyn TargetStore>), Failure> {
    let config = settings(request)?;
    let target = target_at(&config, part.target, None)?;
    refuse_source_folders(&config, &target)?;
    let store = crate::target::open(&Disk, &target, credentials)?;
    if !part.objections.is_empty() && part.consent == Consent::Missing {
        return Err(refusal(part.objections));
    }
    Ok((config, target, store))
}

fn change_job<'a>(
    config: &Config,
    store: &'a dyn TargetStore,
    bar: &'a DeployBar,
    part: PartOfSite<'_>,
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

/// The objects of the last release with a part of the site, and the paths of the files that wait.
fn objects_with(
    config: &Config,
    store: &dyn TargetStore,
    part: PartOfSite<'_>,
) -> Result<(Vec<Object>, Vec<String>), Failure> {
    let encodings = store.usable_encodings(&content_encodings(config));
    let placement = store.encoded_placement();
    let objects_of = |files: &[PublishedFile]| crate::objects(files, &encodings, placement, ExportFormat::content_type);
    let by_path = |object: Object| (object.path.as_str().to_owned(), object);
    let assets = objects_of(part.site).into_iter().filter(|object| object.lineage().is_some());
    let mut objects: BTreeMap<String, Object> = assets.chain(current_objects(store)?).map(by_path).collect();
    let (mut written, mut waiting) = (part.needed.to_vec(), Vec::new());
    for [before, after] in part.others {
        let is_at_target = |file: &PublishedFile| {
            let mut of_file = objects_of(std::slice::from_ref(file)).into_iter();
            of_file.all(|object| objects.get(object.path.as_str()).is_some_and(|stored| stored.stamp == object.stamp))
        };
        if is_at_target(before) {
            written.push(after.clone());
        } else if !is_at_target(after) {
            waiting.push(after.path.as_str().to_owned());
        }
    }
    objects_of(part.removed).iter().for_each(|object| {
        objects.remove(object.path.as_str());
    });
    objects.extend(objects_of(&written).into_iter().map(by_path));
    Ok((objects.into_values().collect(), waiting))
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
