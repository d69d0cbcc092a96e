//! [`SiteThread`]: runs the stages of one build on a thread of its own, and then renders the files that browsers ask for.
//!
//! A resolved site borrows the values that it is made of, so it is lent and never returned. The thread that made it therefore
//! renders from it, until the [`SiteSnapshot`] with its channel is dropped: when a newer site is shown, or when findings stopped this
//! one. What becomes of the result is left to `preview_builder`.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use rayon::prelude::*;

use wellpress_build::pipeline::{self, CheckedSite, Edited, PreviewUser, Request, Session, Stage};
use wellpress_build::served_site::{ServedFile, ServedFiles, ServedSink};
use wellpress_check::external::LinkHistory;
use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
use wellpress_io::artifact::SinkError;
use wellpress_io::cache::{CacheLocation, Fingerprint};
use wellpress_io::fs::{Files, relative_display};
use wellpress_render::{ImageCache, LazyJob, LazySite, RenderError, RenderInput, with_lazy_site};
use wellpress_site::config::BuildOptions;
use wellpress_site::model::page::Unpublished;

use crate::default_theme::DEFAULT_THEME;

use super::observer::Observer;
use super::panic_guard::PanicGuard;
use super::site_overview::SiteOverview;
use super::site_snapshot::{self, FileRequest, INDEX_FOLDER, KeptIndex, RenderedFiles, SiteFiles, SiteSnapshot};

/// How many threads render what browsers ask for. A long list then keeps one of them busy, and pages still come.
const RENDER_THREADS: usize = 3;

/// The name of the search index among the jobs of a site.
const INDEX_JOB: &str = "search index";

/// The input of one build.
pub(super) struct SiteThread {
    pub files: Arc<dyn Files>,
    pub root: PathBuf,
    pub settings: PathBuf,
    pub options: BuildOptions,
    pub failing_severity: Severity,
    pub cache: CacheLocation,
    pub observer: Arc<dyn Observer>,
    /// The path under which the site is served.
    pub base_path: String,
    /// The last good build, whose unchanged files are taken over.
    pub previous: Arc<SiteSnapshot>,
    /// Tells the preview if this thread panics.
    pub guard: PanicGuard,
}

/// What a build tells while it runs.
pub(super) enum SiteEvent {
    /// The site can be shown, or findings of the renderer forbid it.
    Rendered(Result<ShownSite, Vec<Diagnostic>>),
    /// The rules have judged the site.
    Judged(JudgedSite),
    /// There is no site, for these reasons.
    Stopped(Report, Session),
    /// A folder cannot be read.
    Failed(pipeline::Error),
    /// There is a bug: the preview ends.
    Panicked,
}

/// A site that answers requests.
pub(super) struct ShownSite {
    pub snapshot: Arc<SiteSnapshot>,
    /// How many pages the site has. 0 after known edits: then only the changed pages are counted.
    pub pages: usize,
}

/// What the rules say about a site.
pub(super) struct JudgedSite {
    pub report: Report,
    pub overview: SiteOverview,
    /// Files of the drafts that the site contains, and of other pages that a build would not publish.
    pub drafts: BTreeSet<Arc<str>>,
    /// How many of them are drafts.
    pub draft_count: usize,
    /// Whether [`SiteEvent::Rendered`] comes too. Without a theme it does not.
    pub is_rendered: bool,
    pub session: Session,
}

impl JudgedSite {
    /// With findings of the renderer.
    pub fn with(mut self, findings: Vec<Diagnostic>) -> Self {
        self.report = pipeline::with_findings(&self.report, findings);
        self
    }
}

impl SiteThread {
    /// Starts the thread. The receiver is disconnected when it panics.
    pub fn start(self, session: Session, edits: Option<Vec<PathBuf>>) -> Receiver<SiteEvent> {
        let (events, receiver) = mpsc::channel();
        let run = move || self.run(session, edits.as_deref(), events);
        // Not joined: it writes nothing, so the program may end while it renders.
        std::thread::Builder::new().name("site".to_owned()).spawn(run).expect("a thread can be started");
        receiver
    }

    fn run(self, session: Session, edits: Option<&[PathBuf]>, events: Sender<SiteEvent>) {
        let Self { files, root, settings, options, failing_severity, cache, observer, base_path, previous, guard } =
            self;
        let request = Request {
            root,
            settings,
            options,
            default_theme: &DEFAULT_THEME,
            signature_verifier: crate::PROGRAM.signature_verifier,
            failing_severity,
            cache,
            observer: &*observer,
        };
        let edited = edits.map_or(Edited::Unknown, Edited::Files);
        let counts_pages = edits.is_none();
        // A file that cannot be read is told by the commands that need it.
        let links = LinkHistory::load(&*files, &request.cache, &mut Vec::new());
        let user = SiteServer { base_path, counts_pages, previous: Mutex::new(Some(previous)), links, events };
        if let Err(error) = session.run(&*files, &request, edited, &user) {
            user.tell(SiteEvent::Failed(error));
        }
        drop(guard);
    }
}

/// Shows one site and answers requests for its files.
struct SiteServer {
    base_path: String,
    counts_pages: bool,
    /// Given up as soon as its files are taken over.
    previous: Mutex<Option<Arc<SiteSnapshot>>>,
    /// What the last `check --external` found.
    links: LinkHistory,
    events: Sender<SiteEvent>,
}

impl SiteServer {
    fn tell(&self, event: SiteEvent) {
        // The builder has given this site up if it does not listen.
        let _ = self.events.send(event);
    }
}

impl PreviewUser for SiteServer {
    fn show(&self, request: &Request<'_>, files: &dyn Files, site: RenderInput<'_>) {
        request.observer.begin(Stage::Render);
        let previous = self.previous.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        let image_cache = ImageCache::new(files, &request.cache);
        // Threads of its own: in the pool that the rules use, a page would wait for all of them.
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(RENDER_THREADS + 1).build().expect("threads can be started");
        let show = |lazy: Result<LazySite<'_>, RenderError>| {
            let start = lazy.and_then(|lazy| {
                let pages = if self.counts_pages { lazy.page_count() } else { 0 };
                let (requests, receiver) = mpsc::channel();
                let (renderer, snapshot) = JobRenderer::start(site, lazy, files, previous, requests)?;
                Ok((renderer, SiteSnapshot { base_path: self.base_path.clone(), ..snapshot }, pages, receiver))
            });
            match start {
                Ok((renderer, snapshot, pages, requests)) => {
                    let snapshot = Arc::new(snapshot);
                    self.tell(SiteEvent::Rendered(Ok(ShownSite { snapshot, pages })));
                    renderer.answer(&pool, &Mutex::new(requests));
                }
                Err(error) => self.tell(SiteEvent::Rendered(Err(findings_of(error, &request.root)))),
            }
        };
        pool.install(|| with_lazy_site(site, &image_cache, show));
    }

    fn judged(&self, site: CheckedSite<'_>, session: Session) {
        let drafts = site.site.pages.iter().filter(|page| page.unpublished.is_some());
        self.tell(SiteEvent::Judged(JudgedSite {
            overview: SiteOverview::of(&site, &self.links),
            draft_count: drafts.clone().filter(|page| page.unpublished == Some(Unpublished::Draft)).count(),
            drafts: drafts.map(|page| page.source.path.clone()).collect(),
            is_rendered: site.theme.is_some(),
            report: site.report,
            session,
        }));
    }

    fn stopped(&self, report: Report, session: Session) {
        self.tell(SiteEvent::Stopped(report, session));
    }

    fn panicked(&self) {
        self.tell(SiteEvent::Panicked);
    }
}

/// Renders files of a lent site, and keeps them.
struct JobRenderer<'a, 's> {
    site: RenderInput<'s>,
    lazy: LazySite<'a>,
    files: &'s dyn Files,
    rendered: Arc<RwLock<RenderedFiles>>,
    index: Mutex<KeptIndex>,
}

impl<'a, 's> JobRenderer<'a, 's> {
    /// Takes over what is unchanged since the previous snapshot, and renders again what browsers have asked for and changed. At
    /// the first start that is nothing, so the home page is rendered: it shows mistakes of the templates that every page has.
    fn start(
        site: RenderInput<'s>,
        lazy: LazySite<'a>,
        files: &'s dyn Files,
        previous: Arc<SiteSnapshot>,
        requests: Sender<FileRequest>,
    ) -> Result<(Self, SiteSnapshot), RenderError> {
        let fingerprint = lazy.fingerprint_of_site_files();
        let site_files = if previous.site_files.fingerprint == fingerprint {
            previous.site_files.clone()
        } else {
            let sink = ServedSink::new(files);
            lazy.put_site_files(&sink)?;
            Arc::new(SiteFiles { fingerprint, files: sink.into_files() })
        };
        let earlier = previous.rendered.read().unwrap_or_else(PoisonError::into_inner).clone();
        drop(previous);
        let rendered =
            Arc::new(RwLock::new(RenderedFiles { index: earlier.index.clone(), ..RenderedFiles::default() }));
        let index = Mutex::new(earlier.index.clone());
        let renderer = Self { site, lazy, files, rendered: rendered.clone(), index };
        let names = earlier.jobs.keys().map(String::as_str).filter(|name| *name != INDEX_JOB);
        let names: HashSet<&str> = names.collect();
        let jobs: Vec<LazyJob<'_>> = match names.is_empty() {
            true => renderer.lazy.jobs_for("index.html").into_iter().take(1).collect(),
            false => renderer.lazy.jobs_named(&names),
        };
        jobs.into_par_iter().try_for_each(|job| renderer.take_over_or_run(job, &earlier))?;
        let policy = site_snapshot::policy_of(&site_files.files);
        let folder_policies = site_snapshot::folder_policies_of(&site_files.files);
        let redirects = site_snapshot::redirects_of(&site_files.files);
        let requests = Some(requests);
        let snapshot = SiteSnapshot {
            site_files,
            rendered,
            requests,
            redirects,
            policy,
            folder_policies,
            base_path: String::new(),
        };
        Ok((renderer, snapshot))
    }

    fn take_over_or_run(&self, job: LazyJob<'_>, earlier: &RenderedFiles) -> Result<(), RenderError> {
        let (name, fingerprint) = (self.lazy.name(job), self.lazy.fingerprint(job));
        match earlier.of_job(&name, fingerprint) {
            Some(files) => self.keep(name, fingerprint, files),
            None => self.run(job, name)?,
        }
        Ok(())
    }

    /// Answers requests until the snapshot is dropped.
    fn answer(&self, pool: &rayon::ThreadPool, requests: &Mutex<Receiver<FileRequest>>) {
        std::thread::scope(|scope| {
            for _ in 0..RENDER_THREADS {
                scope.spawn(|| {
                    loop {
                        let request = requests.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok(FileRequest { path, answer }) = request else { return };
                        // The browser may have closed the connection.
                        let _ = answer.send(pool.install(|| self.file(&path)));
                    }
                });
            }
        });
    }

    fn file(&self, path: &str) -> Result<Option<ServedFile>, Vec<Diagnostic>> {
        self.try_file(path).map_err(|error| findings_of(error, &self.site.config.root))
    }

    fn try_file(&self, path: &str) -> Result<Option<ServedFile>, RenderError> {
        if path.starts_with(INDEX_FOLDER) && wellpress_search::is_wanted(self.site.config, self.site.theme) {
            self.put_index()?;
        }
        if let Some(file) = self.rendered().files.get(path) {
            return Ok(Some(file.clone()));
        }
        for job in self.lazy.jobs_for(path) {
            let name = self.lazy.name(job);
            if !self.rendered().jobs.contains_key(&name) {
                self.run(job, name)?;
                if let Some(file) = self.rendered().files.get(path) {
                    return Ok(Some(file.clone()));
                }
            }
        }
        Ok(None)
    }

    fn run(&self, job: LazyJob<'_>, name: String) -> Result<(), RenderError> {
        let sink = ServedSink::new(self.files);
        self.lazy.render(job, &sink)?;
        self.keep(name, self.lazy.fingerprint(job), sink.into_files());
        Ok(())
    }

    /// Makes the search index, unless that was done. Threads that ask for it at the same time wait for one another.
    fn put_index(&self) -> Result<(), SinkError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if self.rendered().jobs.contains_key(INDEX_JOB) {
            return Ok(());
        }
        let sink = ServedSink::after(self.files, &index.files);
        let RenderInput { config, resolved, theme, formatters, .. } = self.site;
        let new_index =
            wellpress_search::put(config, resolved, theme, formatters.fingerprint(), &index.records, &sink)?;
        let files = sink.into_files();
        *index = KeptIndex { records: new_index.records, files: files.clone() };
        self.rendered.write().unwrap_or_else(PoisonError::into_inner).index = index.clone();
        self.keep(INDEX_JOB.to_owned(), Fingerprint::default(), files);
        Ok(())
    }

    fn keep(&self, name: String, fingerprint: Fingerprint, files: ServedFiles) {
        self.rendered.write().unwrap_or_else(PoisonError::into_inner).insert(name, fingerprint, files);
    }

    fn rendered(&self) -> RwLockReadGuard<'_, RenderedFiles> {
        self.rendered.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The findings that tell an author why a file cannot be rendered.
fn findings_of(error: RenderError, root: &Path) -> Vec<Diagnostic> {
    match error {
        RenderError::Theme(finding) | RenderError::Copy(finding) => vec![*finding],
        RenderError::Pictures(findings) => findings,
        RenderError::Sink(error) => vec![finding_of(&error.into(), root)],
        RenderError::Path(path) => vec![finding_of(&pipeline::Error::Path(path), root)],
    }
}

/// An error of the pipeline as a finding: the author may correct it while the preview runs.
pub(super) fn finding_of(error: &pipeline::Error, root: &Path) -> Diagnostic {
    let (rule, path) = match error {
        pipeline::Error::NoSettings(path) => (&rules::SETTINGS_INVALID, path.as_path()),
        pipeline::Error::NoContent(path) | pipeline::Error::Read { path, .. } => {
            (&rules::FILE_UNREADABLE, path.as_path())
        }
        pipeline::Error::Sink(error) => (&rules::FILE_UNREADABLE, error.path.as_path()),
        pipeline::Error::Emit(_) | pipeline::Error::CacheFolder(_) | pipeline::Error::Path(_) => {
            (&rules::FILE_UNREADABLE, root)
        }
    };
    Diagnostic::new(rule, Location::file(relative_display(root, path)), error.to_string())
}
