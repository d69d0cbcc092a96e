//! [`PreviewBuilder`]: builds the site into memory after edits, in threads of their own (`site_thread`), and returns a [`PreviewBuild`]. When
//! to build, and whether the result is shown, is left to `rebuild_loop`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use wellpress_build::pipeline::{self, Outcome, Request, Session};
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_io::fs::Files;
use wellpress_site::config::{BuildOptions, Clock, Config};
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::parse::retractions::ListOrigin;

use crate::default_theme::DEFAULT_THEME;

use super::finding_json::EditorLinks;
use super::observer::Observer;
use super::panic_guard::PanicGuard;
use super::preview_options::PreviewOptions;
use super::site_overview::SiteOverview;
use super::site_snapshot::SiteSnapshot;
use super::site_thread::{JudgedSite, ShownSite, SiteEvent, SiteThread, finding_of};

/// How long the rules may take before the first site is shown without their findings.
const EARLY_AFTER: Duration = Duration::from_millis(20);

/// Edits that no build has seen yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PendingEdits {
    /// Names of files and folders, relative to the root.
    pub names: BTreeSet<String>,
    /// Whether other files may have changed too, so that every file has to be compared.
    pub has_unknown: bool,
}

impl PendingEdits {
    /// Unknown edits: any file may have changed.
    pub fn everything() -> Self {
        Self { names: BTreeSet::new(), has_unknown: true }
    }
}

/// The result of a build, good or not.
pub(super) struct PreviewBuild {
    pub report: Report,
    /// Findings of this severity or a higher one stop the build.
    pub failing_severity: Severity,
    /// The number of pages of the site.
    pub pages: usize,
    /// `None` if findings stopped the build: the server then keeps the last good snapshot.
    pub snapshot: Option<Arc<SiteSnapshot>>,
    /// `None` if the settings cannot be read.
    pub overview: Option<SiteOverview>,
    /// How many drafts the site has.
    pub drafts: usize,
    /// Files of drafts that were left out because of mistakes in them.
    pub left_out_drafts: BTreeSet<Arc<str>>,
    /// Files that the settings name, relative to the root. They are watched as well.
    pub settings_files: Vec<PathBuf>,
    /// The folder of the content; `None` if the settings have mistakes.
    pub content: Option<ContentFolder>,
}

impl PreviewBuild {
    /// The file of each finding that stopped the build; a file with several such findings comes several times.
    pub fn failing_files(&self) -> impl Iterator<Item = &str> {
        let findings = if self.snapshot.is_none() { self.report.findings() } else { &[] };
        let failing = findings.iter().filter(|finding| finding.severity >= self.failing_severity);
        failing.map(|finding| &*finding.location.file)
    }
}

/// Builds the site again and again in one session of the pipeline.
pub(super) struct PreviewBuilder {
    files: Arc<dyn Files>,
    options: PreviewOptions,
    session: Session,
    /// Builds the site without drafts that have mistakes. Present while there are such drafts.
    session_without_drafts: Option<Session>,
    /// Files of the drafts that the last good build contains.
    shown_drafts: BTreeSet<Arc<str>>,
    /// The last good build, whose unchanged files the next one takes over.
    snapshot: Arc<SiteSnapshot>,
    /// Scheme, host and port of the server.
    origin: String,
    /// Makes links into the author's editor, for which the settings have the form.
    pub editor: EditorLinks,
}

impl PreviewBuilder {
    /// A builder for a site that is served under `origin`. The root in `options` is absolute.
    pub fn new(files: Arc<dyn Files>, options: PreviewOptions, origin: String) -> Self {
        let editor = EditorLinks { url: None, root: options.root.clone() };
        Self {
            files,
            options,
            session: Session::default(),
            session_without_drafts: None,
            shown_drafts: BTreeSet::new(),
            snapshot: Arc::default(),
            origin,
            editor,
        }
    }

    /// Builds the site. An error of the pipeline becomes a finding here, such as a missing folder: the author may correct it while
    /// the preview runs.
    pub fn build(
        &mut self,
        edits: &PendingEdits,
        observer: &Arc<dyn Observer>,
        guard: &PanicGuard,
        show_early: &dyn Fn(&Arc<SiteSnapshot>),
    ) -> PreviewBuild {
        let mut options = self.options.options.clone();
        if let Some(today) = self.options.today.and_then(|today| today()) {
            options.clock = Clock::at(today);
        }
        let config = match self.settings(&options, &**observer) {
            Ok(config) => config,
            Err(report) => {
                self.session.miss_edits();
                return self.result_of(Attempt::without_site(report, Session::default()), BTreeSet::new());
            }
        };
        let base_path = config.base.path.clone();
        // Links with the published address would lead out of the preview.
        options.base_url.get_or_insert_with(|| format!("{}{base_path}", self.origin));
        let build = self.build_site(options, edits, &BuildRun { observer, guard, show_early, base_path });
        let settings_files = settings_files(&config);
        let content = Some(config.content_folder().clone());
        self.editor.url = config.editor;
        PreviewBuild { settings_files, content, ..build }
    }

    /// The settings, or the findings that keep a site from being built. The stages read the file once more, and may find another text
    /// in it: some editors save in two steps.
    fn settings(&self, options: &BuildOptions, observer: &dyn Observer) -> Result<Config, Report> {
        let request = Request {
            root: self.options.root.clone(),
            settings: self.options.settings.clone(),
            options: options.clone(),
            default_theme: &DEFAULT_THEME,
            signature_verifier: crate::PROGRAM.signature_verifier,
            failing_severity: self.options.failing_severity,
            cache: self.options.cache.clone(),
            observer,
        };
        match pipeline::settings(&*self.files, &request) {
            Ok(Outcome::Done(config)) => Ok(config),
            Ok(Outcome::Stopped(report)) => Err(report),
            Err(error) => Err(Report::new(vec![finding_of(&error, &self.options.root)])),
        }
    }

    /// Runs one build, and shows the site early if the rules take long and no site is shown.
    fn attempt(&self, session: Session, edits: &PendingEdits, options: BuildOptions, run: &BuildRun<'_>) -> Attempt {
        let thread = SiteThread {
            files: self.files.clone(),
            root: self.options.root.clone(),
            settings: self.options.settings.clone(),
            options,
            failing_severity: self.options.failing_severity,
            // A preview writes nothing to the disk.
            cache: self.options.cache.read_only(),
            observer: run.observer.clone(),
            base_path: run.base_path.clone(),
            previous: self.snapshot.clone(),
            guard: run.guard.clone(),
        };
        let names = (!edits.has_unknown).then(|| edits.names.iter().map(PathBuf::from).collect());
        let events = thread.start(session, names);
        let (mut rendered, mut judged): (Option<Result<ShownSite, Vec<Diagnostic>>>, Option<JudgedSite>) = (None, None);
        loop {
            match events.recv_timeout(EARLY_AFTER) {
                Ok(SiteEvent::Rendered(result)) => rendered = Some(result),
                Ok(SiteEvent::Judged(site)) => judged = Some(site),
                Ok(SiteEvent::Stopped(report, session)) => return Attempt::without_site(report, session),
                Ok(SiteEvent::Failed(error)) => {
                    let report = Report::new(vec![finding_of(&error, &self.options.root)]);
                    return Attempt::without_site(report, Session::default());
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(Ok(site)) = rendered.as_ref().filter(|_| judged.is_none()) {
                        (run.show_early)(&site.snapshot);
                    }
                }
                // The thread tells the preview to end.
                Ok(SiteEvent::Panicked) | Err(RecvTimeoutError::Disconnected) => {
                    return Attempt::without_site(Report::default(), Session::default());
                }
            }
            match judged.take() {
                Some(site) if self.is_refused(&site) => return Attempt::of(site, None),
                Some(site) => match rendered.take() {
                    Some(Ok(rendered)) => return Attempt::of(site, Some(rendered)),
                    Some(Err(findings)) => return Attempt::of(site.with(findings), None),
                    None => judged = Some(site),
                },
                None => {}
            }
        }
    }

    fn is_refused(&self, site: &JudgedSite) -> bool {
        !site.is_rendered || site.report.has_from(self.options.failing_severity)
    }

    /// Builds the whole site. Drafts are half-written: if mistakes in drafts stop the build, the site is built without these drafts.
    /// A draft that is shown already is treated as any page while it is edited: the last good build stays, so that it does not vanish
    /// with each typo. An edit of another file is shown, without the draft.
    fn build_site(&mut self, mut options: BuildOptions, edits: &PendingEdits, run: &BuildRun<'_>) -> PreviewBuild {
        let session = std::mem::take(&mut self.session);
        let mut attempt = self.attempt(session, edits, options.clone(), run);
        self.session = std::mem::take(&mut attempt.session);
        let mut report = None;
        while attempt.site.is_none() {
            let Some(drafts) = self.drafts_to_leave_out(&attempt, edits) else { break };
            report.get_or_insert(attempt.report);
            options.left_out_drafts.extend(drafts);
            let session = self.session_without_drafts.take().unwrap_or_default();
            attempt = self.attempt(session, &PendingEdits::everything(), options.clone(), run);
            self.session_without_drafts = Some(std::mem::take(&mut attempt.session));
        }
        if report.is_none() {
            self.session_without_drafts = None;
        }
        if attempt.site.is_some() {
            self.shown_drafts = attempt.drafts.clone();
        }
        if let Some(report) = report {
            // The first attempt found the mistakes of all drafts.
            attempt.report = report;
        }
        let build = self.result_of(attempt, options.left_out_drafts);
        if let Some(snapshot) = &build.snapshot {
            self.snapshot = snapshot.clone();
        }
        build
    }

    fn result_of(&self, attempt: Attempt, left_out_drafts: BTreeSet<Arc<str>>) -> PreviewBuild {
        let (snapshot, pages) = attempt.site.map(|site| (site.snapshot, site.pages)).unzip();
        PreviewBuild {
            failing_severity: self.options.failing_severity,
            report: attempt.report,
            pages: pages.unwrap_or_default(),
            drafts: attempt.draft_count,
            left_out_drafts,
            snapshot,
            overview: attempt.overview,
            settings_files: Vec::new(),
            content: None,
        }
    }

    /// The drafts with the findings that stopped an attempt. `None` if some of these are elsewhere, or in a draft that is shown and was
    /// edited. Before any site is shown, all drafts are left out if one is the cause of a finding elsewhere.
    fn drafts_to_leave_out(&self, attempt: &Attempt, edits: &PendingEdits) -> Option<BTreeSet<Arc<str>>> {
        let findings = attempt.report.findings().iter();
        let failing = findings.filter(|finding| finding.severity >= self.options.failing_severity);
        let files: BTreeSet<Arc<str>> = failing.map(|finding| finding.location.file.clone()).collect();
        let is_edited = |file: &Arc<str>| edits.has_unknown || edits.names.iter().any(|name| **name == **file);
        let can_stay_out =
            |file: &Arc<str>| attempt.drafts.contains(file) && !(self.shown_drafts.contains(file) && is_edited(file));
        if !files.is_empty() && files.iter().all(can_stay_out) {
            return Some(files);
        }
        // A published page may link to a heading of a draft, or have an address that a draft has too.
        (self.snapshot.is_empty() && !attempt.drafts.is_empty()).then(|| attempt.drafts.clone())
    }
}

/// What the attempts of one build share.
pub(super) struct BuildRun<'a> {
    pub observer: &'a Arc<dyn Observer>,
    /// Given to the thread of each attempt.
    pub guard: &'a PanicGuard,
    /// Shows a site that the rules have not judged yet.
    pub show_early: &'a dyn Fn(&Arc<SiteSnapshot>),
    /// The path under which the site is served.
    pub base_path: String,
}

/// The result of a build with one set of drafts.
struct Attempt {
    report: Report,
    /// Files of the drafts that the site contains, and of other pages that a build would not publish.
    drafts: BTreeSet<Arc<str>>,
    draft_count: usize,
    /// `None` if findings stopped the build.
    site: Option<ShownSite>,
    overview: Option<SiteOverview>,
    session: Session,
}

impl Attempt {
    fn without_site(report: Report, session: Session) -> Self {
        Self { report, drafts: BTreeSet::new(), draft_count: 0, site: None, overview: None, session }
    }

    fn of(judged: JudgedSite, site: Option<ShownSite>) -> Self {
        let JudgedSite { report, overview, drafts, draft_count, session, .. } = judged;
        Self { report, drafts, draft_count, site, overview: Some(overview), session }
    }
}

/// The citation styles and the lists of retractions that the settings name. A style without an extension is an embedded one.
fn settings_files(config: &Config) -> Vec<PathBuf> {
    let citations = &config.settings.citations;
    let styles = [&citations.style, &citations.marks_style].into_iter().flatten().map(|style| style.value.clone());
    let lists = citations.notice_files().flat_map(|list| [list.value.to_owned(), ListOrigin::path_of(list.value)]);
    styles.chain(lists).map(PathBuf::from).filter(|path| path.extension().is_some()).collect()
}
