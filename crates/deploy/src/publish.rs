//! A plan is carried out: claimed, uploaded in steps, put on record, and last the deletes. Nothing is deleted after a
//! failure, and whoever comes next goes on from there.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use wellpress_io::artifact::FormatTypes;

use super::DeployError;
use super::ledger::{Ledger, kept_path};
use super::object::{Object, UploadPhase};
use super::parallel;
use super::plan::{Plan, TargetContents};
use super::release::Release;
use super::source::{FileSource, RetainedObjects};
use super::store::TargetStore;

/// How many beats a deploy that was killed is watched for.
const WATCHED: u32 = 3;

/// A deploy may delete one in so many objects without being asked.
const BEARABLE: usize = 5;

/// What a deploy needs to know beside the objects.
pub struct DeployJob<'a> {
    /// Where to.
    pub store: &'a dyn TargetStore,
    /// A name that no other deploy has.
    pub id: String,
    /// When it is, for the record.
    pub at: String,
    /// How many releases before the current one can be gone back to.
    pub kept: usize,
    /// How often it shows others that it is at work.
    pub beat: Duration,
    /// Whether the person agreed to what needs it.
    pub consent: Consent,
    /// Whether each object is asked for that should be there already.
    pub verify: bool,
    /// The content types of the site's own text formats.
    pub formats: FormatTypes,
    /// Who is told how far it is.
    pub progress: &'a dyn DeployProgress,
}

/// Whether the person agreed to what needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// `--yes`.
    Given,
    /// They would have to.
    Missing,
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeployStep {
    /// Another deploy may be at work; it is watched for a sign.
    Watch,
    /// What the target has is compared.
    Compare,
    /// What is about to be replaced is kept.
    Keep,
    /// Objects are uploaded.
    Upload(UploadPhase),
    /// What nobody wants any more is deleted.
    Delete,
}

/// Told how far the work is, from many threads.
pub trait DeployProgress: Sync {
    /// This step begins, with so much to do.
    fn begin(&self, step: DeployStep, total: usize);
    /// One is done.
    fn advance(&self);
}

/// What a deploy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeployOutcome {
    /// The release that is there now.
    pub release: u64,
    /// How many objects were uploaded.
    pub uploaded: usize,
    /// How many bytes these have, as stored.
    pub bytes: u64,
    /// How many were deleted.
    pub deleted: usize,
    /// How many are as they were.
    pub unchanged: usize,
}

/// What would be done, and why the person would be asked. Nothing is written.
///
/// # Errors
/// When the target cannot be read.
pub fn preview(job: &DeployJob<'_>, wanted: &[Object]) -> Result<(Plan, Option<String>), DeployError> {
    let ledger = Ledger::open(job.store)?;
    let known = ledger.known()?;
    let plan = plan(job, &known, wanted)?;
    let why = objection(job, &ledger, &known, wanted, Some(&plan))?;
    Ok((plan, why))
}

/// Makes the target hold these objects.
///
/// # Errors
/// [`DeployError`]; what is at the target then holds together, and the next deploy goes on from there.
pub fn publish(
    job: &DeployJob<'_>,
    wanted: Vec<Object>,
    source: &dyn FileSource,
) -> Result<DeployOutcome, DeployError> {
    let ledger = watched(job)?;
    deploy(job, ledger, Release { objects: wanted }, source, None)
}

/// Makes the target hold an earlier release, the one before the current where none is named.
///
/// # Errors
/// [`DeployError::NoRelease`] before anything is changed; else like [`publish`].
pub fn rollback(job: &DeployJob<'_>, to: Option<u64>) -> Result<DeployOutcome, DeployError> {
    let ledger = watched(job)?;
    let current =
        ledger.current().ok_or_else(|| DeployError::NoRelease("nothing was deployed to this target".into()))?;
    let numbers = || ledger.notes().iter().map(|note| note.number);
    let number = to.or_else(|| numbers().filter(|number| *number < current).max());
    let none = || {
        let known = numbers().map(|number| number.to_string()).collect::<Vec<_>>().join(", ");
        DeployError::NoRelease(format!("there is no such release to go back to; on record: {known}"))
    };
    let number = number.ok_or_else(none)?;
    let note = ledger.notes().iter().find(|note| note.number == number).cloned().ok_or_else(none)?;
    let release = ledger.release(&note)?;
    deploy(job, ledger, release, &RetainedObjects { store: job.store }, Some(number))
}

/// The record, once nobody else is at work. A deploy that was killed gives no sign any more, and is taken over.
fn watched<'a>(job: &DeployJob<'a>) -> Result<Ledger<'a>, DeployError> {
    let first = Ledger::open(job.store)?;
    if !first.is_held() {
        return Ok(first);
    }
    job.progress.begin(DeployStep::Watch, WATCHED as usize);
    for _ in 0..WATCHED {
        thread::sleep(job.beat);
        if !Ledger::open(job.store)?.is_same(&first) {
            return Err(DeployError::Rival("is at work"));
        }
        job.progress.advance();
    }
    Ok(first)
}

fn plan(job: &DeployJob<'_>, known: &TargetContents, wanted: &[Object]) -> Result<Plan, DeployError> {
    let unsure = known.unsure(wanted, job.verify);
    job.progress.begin(DeployStep::Compare, unsure.len());
    let present = parallel::filter(&unsure, job.store.workers(), |object| {
        job.progress.advance();
        job.store.has(object)
    })?;
    Ok(Plan::make(known, wanted, &unsure, &present))
}

/// Why the person has to agree first, if so. Who goes back to a release knows what will go, and brings no plan.
fn objection(
    job: &DeployJob<'_>,
    ledger: &Ledger<'_>,
    known: &TargetContents,
    wanted: &[Object],
    plan: Option<&Plan>,
) -> Result<Option<String>, DeployError> {
    if job.consent == Consent::Given {
        return Ok(None);
    }
    if !wanted.iter().any(Object::is_page) {
        return Ok(Some("the output has no page: the whole site would go".to_owned()));
    }
    let losses = plan.map_or_else(Vec::new, |plan| plan.losses(known, wanted));
    let is_plain_page = |object: &&&Object| object.path.as_str().ends_with(".html");
    let pages = |objects: &[&Object]| objects.iter().filter(is_plain_page).count();
    let all: Vec<&Object> = known.base.objects.iter().collect();
    // A theme has as many files as a small site has pages.
    for (lost, all, what) in [(losses.len(), all.len(), "objects"), (pages(&losses), pages(&all), "pages")] {
        if lost * BEARABLE > all {
            return Ok(Some(format!("it would delete {lost} of the {all} {what} at the target, over a fifth")));
        }
    }
    let foreign = foreign(job, ledger, known, wanted)?;
    Ok(foreign.first().map(|first| {
        let count = foreign.len();
        format!("it would write over {count} objects that no deploy put there, the first is `{}`", first.path.as_str())
    }))
}

/// Where something stands that no deploy put there.
fn foreign<'o>(
    job: &DeployJob<'_>,
    ledger: &Ledger<'_>,
    known: &TargetContents,
    wanted: &'o [Object],
) -> Result<Vec<&'o Object>, DeployError> {
    if ledger.is_blank() && job.store.is_empty()? {
        return Ok(Vec::new());
    }
    let new = known.new_paths(wanted);
    job.progress.begin(DeployStep::Compare, new.len());
    Ok(parallel::filter(&new, job.store.workers(), |object| {
        job.progress.advance();
        job.store.exists(object.path.as_str())
    })?)
}

fn deploy(
    job: &DeployJob<'_>,
    mut ledger: Ledger<'_>,
    release: Release,
    source: &dyn FileSource,
    number: Option<u64>,
) -> Result<DeployOutcome, DeployError> {
    let known = ledger.known()?;
    let plan = plan(job, &known, &release.objects)?;
    // Where only the deletes of a release are still to do, it stays that release.
    let same = ledger.current().filter(|_| known.base == release && (number.is_none() || number == ledger.current()));
    if let Some(current) = same.filter(|_| plan.is_empty() && ledger.is_settled()) {
        return Ok(DeployOutcome { release: current, uploaded: 0, bytes: 0, deleted: 0, unchanged: plan.unchanged });
    }
    if let Some(why) = objection(job, &ledger, &known, &release.objects, number.is_none().then_some(&plan))? {
        return Err(DeployError::NeedsConsent(why));
    }
    if number.is_some() {
        let needed: Vec<&Object> = plan.uploads.iter().map(|upload| &upload.object).collect();
        parallel::each(&needed, job.store.workers(), |object| source.bytes(object).map(drop))?;
    }
    ledger.claim(&job.id, &release)?;
    let work = Work { job, known, plan, source, is_lost: AtomicBool::new(false), bytes: AtomicU64::new(0) };
    let (work, ledger) = (&work, &Mutex::new(ledger));
    let (stop, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || work.beat(ledger, &stopped));
        let done = work.carry_out(ledger, &release, number.or(same));
        drop(stop);
        if done.is_err() {
            // Where this fails too, the next deploy waits for a sign.
            let _ = locked(ledger).let_go();
        }
        done
    })
}

struct Work<'a> {
    job: &'a DeployJob<'a>,
    known: TargetContents,
    plan: Plan,
    source: &'a dyn FileSource,
    /// Another deploy took the target over.
    is_lost: AtomicBool,
    bytes: AtomicU64,
}

impl Work<'_> {
    fn carry_out(
        &self,
        ledger: &Mutex<Ledger<'_>>,
        release: &Release,
        number: Option<u64>,
    ) -> Result<DeployOutcome, DeployError> {
        self.keep()?;
        for phase in UploadPhase::ALL {
            let objects = self.plan.phase(phase);
            self.each(DeployStep::Upload(phase), &objects, |object| self.upload(object))?;
        }
        let number = locked(ledger).promote(release, number, &self.job.at)?;
        for is_page in [true, false] {
            let objects: Vec<&Object> = self.plan.deletes.iter().filter(|object| object.is_page() == is_page).collect();
            self.each(DeployStep::Delete, &objects, |object| Ok(self.job.store.delete(object.path.as_str())?))?;
        }
        let mut ledger = locked(ledger);
        if ledger.finish(self.job.kept)? {
            ledger.sweep()?;
        }
        Ok(DeployOutcome {
            release: number,
            uploaded: self.plan.uploads.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
            deleted: self.plan.deletes.len(),
            unchanged: self.plan.unchanged,
        })
    }

    /// What the current release loses is kept, so that it can be gone back to. Where a deploy that did not finish may
    /// have put something else there, only if it did not.
    fn keep(&self) -> Result<(), DeployError> {
        if self.job.kept == 0 {
            return Ok(());
        }
        let base = self.known.base.by_path();
        let replaced = self.plan.uploads.iter().map(|upload| &upload.object).chain(&self.plan.deletes);
        // What has the same bytes is kept once, under one path.
        let mut kept: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
        for object in replaced.filter_map(|object| base.get(object.path.as_str()).copied()) {
            kept.entry(kept_path(object)).or_default().push(object);
        }
        let kept: Vec<(&String, &Vec<&Object>)> = kept.iter().collect();
        self.each(DeployStep::Keep, &kept, |(to, alike)| {
            for object in *alike {
                let path = object.path.as_str();
                if (!self.known.is_loose(path) || self.job.store.has(object)?) && self.job.store.copy(path, to)? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn upload(&self, object: &Object) -> Result<(), DeployError> {
        let bytes = self.source.bytes(object)?;
        let encoded = object.form.encode(bytes);
        let failed = |why: std::io::Error| DeployError::Output { path: object.file().to_owned(), why: why.to_string() };
        let encoded = encoded.map_err(failed)?;
        self.bytes.fetch_add(encoded.len() as u64, Ordering::Relaxed);
        Ok(self.job.store.write(object.path.as_str(), encoded, &object.headers(self.job.formats))?)
    }

    fn each<T: Sync>(
        &self,
        step: DeployStep,
        objects: &[T],
        work: impl Fn(&T) -> Result<(), DeployError> + Sync,
    ) -> Result<(), DeployError> {
        if objects.is_empty() {
            return Ok(());
        }
        self.job.progress.begin(step, objects.len());
        parallel::each(objects, self.job.store.workers(), |object| {
            if self.is_lost.load(Ordering::Relaxed) {
                return Err(DeployError::Rival("took over"));
            }
            work(object)?;
            self.job.progress.advance();
            Ok(())
        })
    }

    /// Shows others that it is at work, and stops it where another took over. A failure of the network is none of that.
    fn beat(&self, ledger: &Mutex<Ledger<'_>>, stopped: &Receiver<()>) {
        while stopped.recv_timeout(self.job.beat) == Err(RecvTimeoutError::Timeout) {
            if let Err(DeployError::Rival(_)) = locked(ledger).beat() {
                self.is_lost.store(true, Ordering::Relaxed);
                return;
            }
        }
    }
}

fn locked<'m, 'l>(ledger: &'m Mutex<Ledger<'l>>) -> MutexGuard<'m, Ledger<'l>> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}
