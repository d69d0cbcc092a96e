//! Checks a site with the texts that an editor has open, on a thread of its own: runs the stages up to the report in a session of the
//! pipeline, as a preview does, and returns a [`SiteView`]. When to check is left to `server`.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use wellpress_build::pipeline::{CheckedSite, Edited, Error, PreviewUser, Request, Session, Unobserved};
use wellpress_command::invocation::SETTINGS;
use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
use wellpress_foundation::Day;
use wellpress_io::cache::{self, CacheLocation, CacheMode};
use wellpress_io::fs::{self, Disk, Files, relative_display};
use wellpress_render::{EmbeddedTheme, RenderInput};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};
use wellpress_site::signature_verifier::SignatureVerifier;

use crate::documents::Document;
use crate::site_view::SiteView;

/// What all sites of a server are checked with.
#[derive(Clone)]
pub struct CheckOptions {
    /// The theme of a site that names none.
    pub default_theme: &'static LazyLock<EmbeddedTheme>,
    /// What verifies signatures of reviews, if the program has it.
    pub signature_verifier: Option<&'static dyn SignatureVerifier>,
    /// A hash of the program, for its cache.
    pub build: &'static str,
    /// Today. Asked again with each check, since a server may run past midnight.
    pub today: Arc<dyn Fn() -> Day + Send + Sync>,
    /// The pages that are checked although they are not public.
    pub include: IncludeUnpublished,
    /// The settings file of the site, if it is not the one in the root.
    pub settings: Option<PathBuf>,
}

/// A check that is asked for.
pub struct Job {
    /// The values of the last check.
    pub session: Session,
    /// The open texts by the paths of their files.
    pub documents: BTreeMap<PathBuf, Document>,
    /// The files that changed since the last check; `None` if any may have.
    pub edited: Option<Vec<PathBuf>>,
}

/// The result of a check.
pub struct Checked {
    /// The root of the site.
    pub root: PathBuf,
    /// For the next check.
    pub session: Session,
    /// The texts that were checked.
    pub documents: BTreeMap<PathBuf, Document>,
    /// The findings.
    pub report: Report,
    /// `None` if there is no site to look at, for reasons in the report.
    pub view: Option<SiteView>,
}

/// Starts the thread that checks a site. It ends when the sender is dropped.
#[must_use]
pub fn start(root: PathBuf, options: CheckOptions, results: Sender<Checked>) -> Sender<Job> {
    let (sender, jobs) = unbounded();
    thread::spawn(move || check_all(&root, &options, &jobs, &results));
    sender
}

fn check_all(root: &Path, options: &CheckOptions, jobs: &Receiver<Job>, results: &Sender<Checked>) {
    for job in jobs {
        let Job { session, documents, edited } = job;
        // A server that ended would be started again by its editor with the same text, until the editor gives up.
        let outcome = catch_unwind(AssertUnwindSafe(|| check(root, options, session, &documents, edited.as_deref())));
        let Outcome { session, report, view } = outcome.unwrap_or_else(|_| Outcome::without_site(bug(root)));
        let checked = Checked { root: root.to_owned(), session, documents, report, view };
        if results.send(checked).is_err() {
            return;
        }
    }
}

fn bug(root: &Path) -> Report {
    let message = "the check failed: a bug in wellpress; the next change starts it again";
    let location = Location::file(relative_display(root, &root.join(SETTINGS)));
    Report::new([Diagnostic::new(&rules::FILE_UNREADABLE, location, message)])
}

#[derive(Default)]
struct Outcome {
    session: Session,
    report: Report,
    view: Option<SiteView>,
}

impl Outcome {
    fn without_site(report: Report) -> Self {
        Self { report, ..Self::default() }
    }
}

fn check(
    root: &Path,
    options: &CheckOptions,
    session: Session,
    documents: &BTreeMap<PathBuf, Document>,
    edited: Option<&[PathBuf]>,
) -> Outcome {
    let texts = documents.iter().map(|(path, document)| (path.clone(), document.text.as_str().as_bytes().to_vec()));
    let files = fs::Edited::new(&Disk, texts.collect());
    let receiver = ReportReceiver::default();
    let request = request(root, options);
    let run = session.run(&files, &request, edited.map_or(Edited::Unknown, Edited::Files), &receiver);
    match run {
        Ok(()) => receiver.0.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or_default(),
        Err(error) => Outcome::without_site(Report::new([finding_of(&error, root)])),
    }
}

fn request(root: &Path, options: &CheckOptions) -> Request<'static> {
    let day = (options.today)();
    Request {
        root: root.to_owned(),
        settings: options.settings.clone().unwrap_or_else(|| root.join(SETTINGS)),
        options: BuildOptions {
            include: options.include,
            left_out_drafts: Default::default(),
            base_url: None,
            output: root.join("output"),
            clock: Clock::at(day),
            index: SearchIndex::Skip,
        },
        default_theme: options.default_theme,
        signature_verifier: options.signature_verifier,
        failing_severity: Severity::Error,
        cache: CacheLocation { folder: root.join(cache::FOLDER), mode: CacheMode::ReadOnly, build: options.build },
        observer: &Unobserved,
    }
}

/// An error of the pipeline as a finding: the author may correct it while the server runs.
fn finding_of(error: &Error, root: &Path) -> Diagnostic {
    let rule = match error {
        Error::NoSettings(_) => &rules::SETTINGS_INVALID,
        _ => &rules::FILE_UNREADABLE,
    };
    Diagnostic::new(rule, Location::file(relative_display(root, &root.join(SETTINGS))), error.to_string())
}

/// Keeps what outlives the loan of the site.
#[derive(Default)]
struct ReportReceiver(Mutex<Option<Outcome>>);

impl ReportReceiver {
    fn put(&self, outcome: Outcome) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

impl PreviewUser for ReportReceiver {
    fn show(&self, _request: &Request<'_>, _files: &dyn Files, _site: RenderInput<'_>) {}

    fn judged(&self, site: CheckedSite<'_>, session: Session) {
        let view = SiteView::of(&site);
        self.put(Outcome { session, view: Some(view), report: site.report });
    }

    fn stopped(&self, report: Report, _session: Session) {
        // The next check begins anew: this one has not looked at the edits, and unsaved texts leave no trace by which they would be
        // found later.
        self.put(Outcome::without_site(report));
    }

    fn panicked(&self) {}
}
