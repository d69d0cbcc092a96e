//! Carrying out a plan: a [`DeployJob`], the wanted objects and a source of their bytes in, a [`DeployOutcome`] out. How
//! objects are stored is left to the store, which objects there are to the caller.
//!
//! A deploy claims the target, uploads in phases, puts the release on record, and deletes last. After a failure nothing is
//! deleted; the next deploy finds out what is there and goes on.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use wellpress_io::artifact::FormatTypes;

use super::DeployError;
use super::file_source::{FileSource, RetainedObjects};
use super::ledger::{Ledger, retained_path};
use super::object::{Object, UploadPhase};
use super::parallel;
use super::plan::{Plan, TargetContents, Verification};
use super::release::Release;
use super::store::TargetStore;

/// For how many heartbeats another deploy is watched before it counts as killed.
const WATCHED_HEARTBEATS: u32 = 3;

/// A deploy may delete one in so many objects, or pages, without consent.
const LOSS_DIVISOR: usize = 5;

/// What a deploy needs to know besides the objects.
pub struct DeployJob<'a> {
    /// The target to which the site is published.
    pub store: &'a dyn TargetStore,
    /// A name that no other deploy has.
    pub id: String,
    /// The time of the deploy as text, for the record.
    pub time: String,
    /// How many releases before the current one stay restorable.
    pub keep_releases: usize,
    /// How often the deploy shows others that it is alive.
    pub heartbeat: Duration,
    /// Whether the person agrees to what needs consent.
    pub consent: Consent,
    /// Which objects the target is asked for before they count as present.
    pub verification: Verification,
    /// The content types of the site's own text formats.
    pub formats: FormatTypes,
    /// Is told how far the deploy is.
    pub progress: &'a dyn DeployProgress,
}

/// Whether the person agrees to large losses and to replacing what no deploy has put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The person agreed: `--yes`.
    Given,
    /// A deploy that needs consent stops with [`DeployError::NeedsConsent`].
    Missing,
}

/// A part of the work, for showing progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeployStep {
    /// Another deploy has claimed the target; it is watched for a heartbeat.
    Watch,
    /// What the target has is compared with what it is to have.
    Compare,
    /// Objects that are about to be replaced or deleted are copied, for a rollback.
    Keep,
    /// Objects are uploaded, in an order that never shows a page without its files.
    Upload(UploadPhase),
    /// Objects that the release does not have are deleted.
    Delete,
}

/// Is told how far a deploy is. Called from many threads.
pub trait DeployProgress: Sync {
    /// A step begins, with so many objects to do.
    fn begin(&self, step: DeployStep, total: usize);
    /// One object of the step is done.
    fn advance(&self);
}

/// What a deploy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeployOutcome {
    /// The number of the release that readers see now.
    pub release: u64,
    /// How many objects were uploaded.
    pub uploaded: usize,
    /// The size of the uploaded objects as stored, in bytes.
    pub bytes: u64,
    /// How many objects were deleted.
    pub deleted: usize,
    /// How many objects stayed as they were.
    pub unchanged: usize,
}

/// Returns what a deploy would do, and why it would need consent, if it would. Nothing is written.
///
/// # Errors
/// When the target cannot be read, or takes no object at a path of the plan.
pub fn preview(job: &DeployJob<'_>, wanted: &[Object]) -> Result<(Plan, Option<String>), DeployError> {
    let ledger = Ledger::open(job.store)?;
    let contents = ledger.contents()?;
    let plan = make_plan(job, &contents, wanted)?;
    let objection = objection(job, &ledger, &contents, wanted, Some(&plan))?;
    refuse_unwritable(job, &plan)?;
    Ok((plan, objection))
}

/// Returns the objects that a deploy would delete, as the record at the target lists them; the target is asked for nothing else.
///
/// # Errors
/// When the record cannot be read.
pub fn removed_objects(store: &dyn TargetStore, wanted: &[Object]) -> Result<Vec<Object>, DeployError> {
    Ok(Ledger::open(store)?.contents()?.leftovers(wanted))
}

/// Makes the target hold exactly the wanted objects, and what others have put there.
///
/// # Errors
/// [`DeployError`]. Whatever the error, the pages at the target refer only to what is there, and the next deploy goes on
/// from what this one has done.
pub fn publish(
    job: &DeployJob<'_>,
    wanted: Vec<Object>,
    source: &dyn FileSource,
) -> Result<DeployOutcome, DeployError> {
    let ledger = open_unclaimed(job)?;
    deploy(job, ledger, Release { objects: wanted }, source, None)
}

/// Makes the target hold an earlier release again. Without a number, that is the one before the current, or, after a deploy that did not
/// finish, the current one: readers see some pages of the other.
///
/// # Errors
/// [`DeployError::NoRelease`] before anything is changed, if the release or one of its objects is gone; else as [`publish`].
pub fn rollback(job: &DeployJob<'_>, number: Option<u64>) -> Result<DeployOutcome, DeployError> {
    let ledger = open_unclaimed(job)?;
    let current = ledger.current().ok_or_else(|| {
        DeployError::NoRelease(match ledger.all_deploys_finished() {
            true => "nothing was deployed to this target".to_owned(),
            false => {
                "the first deploy to this target did not finish, so that there is no release to go back to".to_owned()
            }
        })
    })?;
    let number = number.or_else(|| match ledger.has_unfinished_release() {
        true => Some(current),
        false => ledger.releases().iter().map(|record| record.number).filter(|number| *number < current).max(),
    });
    let record = ledger.releases().iter().find(|record| Some(record.number) == number).cloned();
    let record = record.ok_or_else(|| no_such_release(&ledger))?;
    let release = ledger.read_release(&record)?;
    deploy(job, ledger, release, &RetainedObjects { store: job.store }, number)
}

fn no_such_release(ledger: &Ledger<'_>) -> DeployError {
    let numbers: Vec<String> = ledger.releases().iter().map(|record| record.number.to_string()).collect();
    DeployError::NoRelease(format!("there is no such release to go back to; on record: {}", numbers.join(", ")))
}

/// Opens the record once no other deploy is running. A deploy that was killed sends no heartbeats, and its claim is taken over.
///
/// No clock is compared, since the clocks of two machines may differ: a record that stays the same over some heartbeats has
/// lost its deploy.
fn open_unclaimed<'a>(job: &DeployJob<'a>) -> Result<Ledger<'a>, DeployError> {
    let ledger = Ledger::open(job.store)?;
    if !ledger.is_claimed() {
        return Ok(ledger);
    }
    job.progress.begin(DeployStep::Watch, WATCHED_HEARTBEATS as usize);
    for _ in 0..WATCHED_HEARTBEATS {
        thread::sleep(job.heartbeat);
        if !Ledger::open(job.store)?.has_same_state(&ledger) {
            return Err(DeployError::Rival("is at work"));
        }
        job.progress.advance();
    }
    Ok(ledger)
}

fn make_plan(job: &DeployJob<'_>, contents: &TargetContents, wanted: &[Object]) -> Result<Plan, DeployError> {
    let uncertain = contents.uncertain(wanted, job.verification);
    job.progress.begin(DeployStep::Compare, uncertain.len());
    let present = parallel::filter(&uncertain, job.store.max_requests(), |object| {
        job.progress.advance();
        job.store.has_object(object)
    })?;
    Ok(Plan::make(contents, wanted, &uncertain, &present))
}

/// Why the person has to agree first, or `None` if nothing speaks against the deploy. A rollback passes no plan: whoever
/// restores a release knows what will be lost.
fn objection(
    job: &DeployJob<'_>,
    ledger: &Ledger<'_>,
    contents: &TargetContents,
    wanted: &[Object],
    plan: Option<&Plan>,
) -> Result<Option<String>, DeployError> {
    if job.consent == Consent::Given {
        return Ok(None);
    }
    if !wanted.iter().any(Object::is_page) {
        return Ok(Some("the output has no page: the whole site would go".to_owned()));
    }
    let losses = plan.map_or_else(Vec::new, |plan| plan.losses(contents, wanted));
    let current: Vec<&Object> = contents.current.objects.iter().collect();
    if let Some(objection) = loss_objection(&losses, &current) {
        return Ok(Some(objection));
    }
    let foreign = foreign_objects(job, ledger, contents, wanted)?;
    Ok(foreign.first().map(|first| {
        let (count, path) = (foreign.len(), first.path.as_str());
        match count {
            1 => format!("it would write over `{path}`, which no deploy put there"),
            _ => format!("it would write over {count} objects that no deploy put there, the first is `{path}`"),
        }
    }))
}

/// Objects to a loss of over a fifth of all objects or of the pages. Pages are counted by themselves too, because the files of
/// a theme are as many as the pages of a small site.
fn loss_objection(losses: &[&Object], current: &[&Object]) -> Option<String> {
    let counts =
        [(losses.len(), current.len(), "objects"), (count_plain_pages(losses), count_plain_pages(current), "pages")];
    let (lost, total, noun) = counts.into_iter().find(|(lost, total, _)| lost * LOSS_DIVISOR > *total)?;
    Some(format!("it would delete {lost} of the {total} {noun} at the target, over a fifth"))
}

/// Counts each page once, without the encoded copies beside it.
fn count_plain_pages(objects: &[&Object]) -> usize {
    objects.iter().filter(|object| object.path.as_str().ends_with(".html")).count()
}

/// The wanted objects whose paths hold something that no deploy has put there.
fn foreign_objects<'o>(
    job: &DeployJob<'_>,
    ledger: &Ledger<'_>,
    contents: &TargetContents,
    wanted: &'o [Object],
) -> Result<Vec<&'o Object>, DeployError> {
    // The first deploy to an empty target is spared a request for each object.
    if ledger.has_no_deploys() && job.store.is_empty()? {
        return Ok(Vec::new());
    }
    let new_paths = contents.new_paths(wanted);
    job.progress.begin(DeployStep::Compare, new_paths.len());
    Ok(parallel::filter(&new_paths, job.store.max_requests(), |object| {
        job.progress.advance();
        job.store.exists(object.path.as_str())
    })?)
}

/// Deploys a release: a new one, or the restored one with this number.
fn deploy(
    job: &DeployJob<'_>,
    mut ledger: Ledger<'_>,
    release: Release,
    source: &dyn FileSource,
    restored: Option<u64>,
) -> Result<DeployOutcome, DeployError> {
    let contents = ledger.contents()?;
    let plan = make_plan(job, &contents, &release.objects)?;
    // A deploy that was interrupted in its deletes has a current release already, which keeps its number.
    let same_release = ledger
        .current()
        .filter(|_| contents.current == release && (restored.is_none() || restored == ledger.current()));
    if let Some(current) = same_release.filter(|_| plan.is_empty() && ledger.all_deploys_finished()) {
        return Ok(DeployOutcome { release: current, uploaded: 0, bytes: 0, deleted: 0, unchanged: plan.unchanged });
    }
    let plan_with_losses = restored.is_none().then_some(&plan);
    if let Some(why) = objection(job, &ledger, &contents, &release.objects, plan_with_losses)? {
        return Err(DeployError::NeedsConsent(why));
    }
    refuse_unwritable(job, &plan)?;
    // Before the claim, so that a rollback that cannot succeed changes nothing.
    if restored.is_some() {
        check_retained(job, &plan, source)?;
    }
    ledger.claim(&job.id, &release)?;
    let work = DeployWork { job, contents, plan, source, is_lost: AtomicBool::new(false), bytes: AtomicU64::new(0) };
    let (work, ledger) = (&work, &Mutex::new(ledger));
    let (stop, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || work.send_heartbeats(ledger, &stopped));
        let outcome = work.carry_out(ledger, &release, restored.or(same_release));
        // The channel closes, which ends the heartbeats at once.
        drop(stop);
        if outcome.is_err() {
            // If this fails too, the next deploy waits for heartbeats before it takes over.
            let _ = lock(ledger).release_claim();
        }
        outcome
    })
}

fn refuse_unwritable(job: &DeployJob<'_>, plan: &Plan) -> Result<(), DeployError> {
    plan.uploads.iter().try_for_each(|upload| Ok(job.store.refuse_write(upload.object.path.as_str())?))
}

/// Checks that every object of a restored release can be had, before the first one is replaced.
fn check_retained(job: &DeployJob<'_>, plan: &Plan, source: &dyn FileSource) -> Result<(), DeployError> {
    let needed: Vec<&Object> = plan.uploads.iter().map(|upload| &upload.object).collect();
    parallel::for_each(&needed, job.store.max_requests(), |object| source.bytes(object).map(drop))
}

/// A deploy that has claimed its target.
struct DeployWork<'a> {
    job: &'a DeployJob<'a>,
    contents: TargetContents,
    plan: Plan,
    source: &'a dyn FileSource,
    /// Set once another deploy took the target over; no further request is sent.
    is_lost: AtomicBool,
    /// How many bytes were uploaded.
    bytes: AtomicU64,
}

impl DeployWork<'_> {
    fn carry_out(
        &self,
        ledger: &Mutex<Ledger<'_>>,
        release: &Release,
        number: Option<u64>,
    ) -> Result<DeployOutcome, DeployError> {
        self.retain_replaced()?;
        for phase in UploadPhase::ALL {
            let objects = self.plan.phase(phase);
            self.for_each(DeployStep::Upload(phase), &objects, |object| self.upload(object))?;
        }
        let number = lock(ledger).promote(release, number, &self.job.time)?;
        // From here on readers see the release, whatever fails.
        let cleaned = self.clean_up(ledger);
        cleaned.map_err(|error| DeployError::NotCleaned { release: number, error: Box::new(error) })?;
        Ok(DeployOutcome {
            release: number,
            uploaded: self.plan.uploads.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
            deleted: self.plan.deletes.len(),
            unchanged: self.plan.unchanged,
        })
    }

    /// Deletes what the release does not have, and gives the claim up.
    fn clean_up(&self, ledger: &Mutex<Ledger<'_>>) -> Result<(), DeployError> {
        // Pages go before the files that they refer to.
        for is_page in [true, false] {
            let objects: Vec<&Object> = self.plan.deletes.iter().filter(|object| object.is_page() == is_page).collect();
            self.for_each(DeployStep::Delete, &objects, |object| Ok(self.job.store.delete(object.path.as_str())?))?;
        }
        let mut ledger = lock(ledger);
        if ledger.finish(self.job.keep_releases)? {
            ledger.sweep()?;
        }
        Ok(())
    }

    /// Copies what the current release loses, so that it can be restored. The copies happen at the target: nothing is
    /// downloaded.
    ///
    /// An unfinished deploy may have replaced an object already. Such an object is copied only if the target still has the
    /// one of the current release.
    fn retain_replaced(&self) -> Result<(), DeployError> {
        if self.job.keep_releases == 0 {
            return Ok(());
        }
        let current = self.contents.current.by_path();
        let replaced = self.plan.uploads.iter().map(|upload| &upload.object).chain(&self.plan.deletes);
        // Objects with the same bytes are retained once, under one path; the first that can be copied will do.
        let mut objects_by_retained_path: BTreeMap<String, Vec<&Object>> = BTreeMap::new();
        for object in replaced.filter_map(|object| current.get(object.path.as_str()).copied()) {
            objects_by_retained_path.entry(retained_path(object)).or_default().push(object);
        }
        let copies: Vec<(String, Vec<&Object>)> = objects_by_retained_path.into_iter().collect();
        self.for_each(DeployStep::Keep, &copies, |(retained_copy, same_bytes)| {
            for object in same_bytes {
                let path = object.path.as_str();
                let is_original = !self.contents.is_unfinished(path) || self.job.store.has_object(object)?;
                if is_original && self.job.store.copy(path, retained_copy)? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn upload(&self, object: &Object) -> Result<(), DeployError> {
        let bytes = self.source.bytes(object)?;
        let encoded = object
            .encoding
            .encode(bytes)
            .map_err(|error| DeployError::Output { path: object.file().to_owned(), why: error.to_string() })?;
        self.bytes.fetch_add(encoded.len() as u64, Ordering::Relaxed);
        Ok(self.job.store.write(object.path.as_str(), encoded, &object.headers(self.job.formats))?)
    }

    fn for_each<T: Sync>(
        &self,
        step: DeployStep,
        items: &[T],
        work: impl Fn(&T) -> Result<(), DeployError> + Sync,
    ) -> Result<(), DeployError> {
        if items.is_empty() {
            return Ok(());
        }
        self.job.progress.begin(step, items.len());
        parallel::for_each(items, self.job.store.max_requests(), |item| {
            if self.is_lost.load(Ordering::Relaxed) {
                return Err(DeployError::Rival("took over"));
            }
            work(item)?;
            self.job.progress.advance();
            Ok(())
        })
    }

    /// Sends heartbeats until the deploy ends, and stops the deploy if another one took the target over. A failure of the
    /// network is no such thing: the next heartbeat may get through.
    fn send_heartbeats(&self, ledger: &Mutex<Ledger<'_>>, stopped: &Receiver<()>) {
        // Waiting for the end of the deploy is the pause between heartbeats, so the end never waits for a pause.
        while stopped.recv_timeout(self.job.heartbeat) == Err(RecvTimeoutError::Timeout) {
            if let Err(DeployError::Rival(_)) = lock(ledger).heartbeat() {
                self.is_lost.store(true, Ordering::Relaxed);
                return;
            }
        }
    }
}

fn lock<'m, 'l>(ledger: &'m Mutex<Ledger<'l>>) -> MutexGuard<'m, Ledger<'l>> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}
