//! [`PreviewBuilder`]: builds the site into memory after edits, with the pipeline's session, and returns a [`PreviewBuild`]. When
//! to build, and whether the result is shown, is left to `rebuild_loop`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, relative_display};
use wellpress_site::config::{Clock, Config};
use wellpress_site::model::page::Unpublished;
use wellpress_site::parse::retractions::ListOrigin;

use crate::pipeline::{self, Edited, Outcome, Request, Session};

use super::finding_json::EditorLinks;
use super::site_overview::SiteOverview;
use super::site_snapshot::{SiteSnapshot, SnapshotSink};
use super::{Observer, PreviewOptions};

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
            session: Session::new(),
            session_without_drafts: None,
            shown_drafts: BTreeSet::new(),
            snapshot: Arc::default(),
            origin,
            editor,
        }
    }

    /// Builds the site. An error of the pipeline becomes a finding here, such as a missing folder: the author may correct it while
    /// the preview runs.
    pub fn build(&mut self, edits: &PendingEdits, observer: &dyn Observer) -> PreviewBuild {
        let mut request = self.request(observer);
        // Settings that cannot be read are reported by the build below.
        let config = pipeline::settings(&*self.files, &request).ok().and_then(Outcome::done);
        let base_path = config.as_ref().map(|config| config.base.path.clone()).unwrap_or_default();
        // Links with the published address would lead out of the preview.
        if request.options.base_url.is_none() && config.is_some() {
            request.options.base_url = Some(format!("{}{base_path}", self.origin));
        }
        let mut build = self.build_site(request, edits, base_path);
        if let Some(config) = config {
            build.settings_files = settings_files(&config);
            self.editor.url = config.editor;
        }
        build
    }

    fn request<'a>(&self, observer: &'a dyn Observer) -> Request<'a> {
        let mut options = self.options.options.clone();
        if let Some(today) = self.options.today.and_then(|today| today()) {
            options.clock = Clock::at(today);
        }
        // A preview writes nothing to the disk.
        let mode = match self.options.cache.mode {
            CacheMode::ReadWrite | CacheMode::ReadOnly => CacheMode::ReadOnly,
            CacheMode::Off => CacheMode::Off,
        };
        Request {
            root: self.options.root.clone(),
            settings: self.options.settings.clone(),
            options,
            failing_severity: self.options.failing_severity,
            cache: CacheLocation { mode, ..self.options.cache.clone() },
            observer,
        }
    }

    /// Builds the whole site. Drafts are half-written: if mistakes in drafts stop the build, the site is built without these drafts.
    /// A draft that is shown already is treated as any page while it is edited: the last good build stays, so that it does not vanish
    /// with each typo. An edit of another file is shown, without the draft.
    fn build_site(&mut self, mut request: Request<'_>, edits: &PendingEdits, base_path: String) -> PreviewBuild {
        let names: Vec<PathBuf> = edits.names.iter().map(PathBuf::from).collect();
        let edited = if edits.has_unknown { Edited::Unknown } else { Edited::Files(&names) };
        let mut attempt = attempt(&*self.files, &self.snapshot, &mut self.session, &request, edited, &base_path);
        let mut report = None;
        while attempt.snapshot.is_none() {
            let Some(drafts) = self.drafts_to_leave_out(&attempt, edits) else { break };
            report.get_or_insert(attempt.report);
            request.options.left_out_drafts.extend(drafts);
            let session = self.session_without_drafts.get_or_insert_default();
            attempt = self::attempt(&*self.files, &self.snapshot, session, &request, Edited::Unknown, &base_path);
        }
        if report.is_none() {
            self.session_without_drafts = None;
        }
        if let Some(snapshot) = &attempt.snapshot {
            self.snapshot = snapshot.clone();
            self.shown_drafts = attempt.drafts.clone();
        }
        PreviewBuild {
            failing_severity: request.failing_severity,
            // The first attempt found the mistakes of all drafts.
            report: report.unwrap_or(attempt.report),
            pages: attempt.pages,
            drafts: attempt.drafts.len(),
            left_out_drafts: request.options.left_out_drafts,
            snapshot: attempt.snapshot,
            overview: attempt.overview,
            settings_files: Vec::new(),
        }
    }

    /// The drafts with the findings that stopped an attempt. `None` if some of these are elsewhere, or in a draft that is shown and was
    /// edited.
    fn drafts_to_leave_out(&self, attempt: &Attempt, edits: &PendingEdits) -> Option<BTreeSet<Arc<str>>> {
        let findings = attempt.report.findings().iter();
        let failing = findings.filter(|finding| finding.severity >= self.options.failing_severity);
        let files: BTreeSet<Arc<str>> = failing.map(|finding| finding.location.file.clone()).collect();
        let is_edited = |file: &Arc<str>| edits.has_unknown || edits.names.iter().any(|name| **name == **file);
        let can_stay_out =
            |file: &Arc<str>| attempt.drafts.contains(file) && !(self.shown_drafts.contains(file) && is_edited(file));
        (!files.is_empty() && files.iter().all(can_stay_out)).then_some(files)
    }
}

/// The result of a build with one set of drafts.
struct Attempt {
    report: Report,
    pages: usize,
    /// Files of the drafts that the site contains.
    drafts: BTreeSet<Arc<str>>,
    snapshot: Option<Arc<SiteSnapshot>>,
    overview: Option<SiteOverview>,
}

fn attempt(
    files: &dyn Files,
    last_good: &Arc<SiteSnapshot>,
    session: &mut Session,
    request: &Request<'_>,
    edited: Edited<'_>,
    base_path: &str,
) -> Attempt {
    let sink = SnapshotSink::new(files, last_good);
    let (mut overview, mut drafts) = (None, BTreeSet::new());
    let outcome = session.build(files, request, edited, &sink, |checked| {
        overview = Some(SiteOverview::of(checked));
        let pages = checked.site.pages.iter().filter(|page| page.unpublished == Some(Unpublished::Draft));
        drafts = pages.map(|page| page.source.path.clone()).collect();
    });
    let (report, pages) = match outcome {
        Ok(Outcome::Done(site)) => (site.report, Some(site.rendered.pages)),
        Ok(Outcome::Stopped(report)) => (report, None),
        Err(error) => (Report::new(vec![finding_of(&error, request)]), None),
    };
    let snapshot = pages.map(|_| Arc::new(sink.into_snapshot(base_path.to_owned())));
    Attempt { report, pages: pages.unwrap_or_default(), drafts, snapshot, overview }
}

/// The citation styles and the lists of retractions that the settings name. A style without an extension is an embedded one.
fn settings_files(config: &Config) -> Vec<PathBuf> {
    let citations = &config.settings.citations;
    let styles = [&citations.style, &citations.marks_style].into_iter().flatten().map(|style| style.value.clone());
    let lists = citations.notice_files().flat_map(|list| [list.value.to_owned(), ListOrigin::path_of(list.value)]);
    styles.chain(lists).map(PathBuf::from).filter(|path| path.extension().is_some()).collect()
}

fn finding_of(error: &pipeline::Error, request: &Request<'_>) -> Diagnostic {
    let (rule, path) = match error {
        pipeline::Error::NoSettings(path) => (&rules::SETTINGS_INVALID, path),
        pipeline::Error::NoContent(path) | pipeline::Error::Read { path, .. } => (&rules::FILE_UNREADABLE, path),
        pipeline::Error::Sink(error) => (&rules::FILE_UNREADABLE, &error.path),
        pipeline::Error::Emit(_) | pipeline::Error::CacheFolder(_) | pipeline::Error::Path(_) => {
            (&rules::FILE_UNREADABLE, &request.root)
        }
    };
    Diagnostic::new(rule, location(&request.root, path), error.to_string())
}

fn location(root: &Path, path: &Path) -> Location {
    Location::file(relative_display(root, path))
}
