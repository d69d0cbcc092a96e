//! [`ServerState`]: the values that the build thread writes and the server reads. Each is replaced as a whole.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use wellpress_diagnostics::Report;
use wellpress_io::fs::Files;

use super::address::AllowedHosts;
use super::finding_json::{self, EditorLinks};
use super::reload::{Follow, ReloadHub};
use super::site_overview::SiteOverview;
use super::site_snapshot::{SiteSnapshot, SnapshotDiff};

/// The values that the build thread and the server share. Locks are held only while a pointer is swapped, so neither waits for
/// the other: a build may take seconds while requests are answered from the last one.
pub(super) struct ServerState {
    /// The disk, for files that are not in memory.
    pub files: Arc<dyn Files>,
    /// The site's root, absolute and without links. No file outside of it is served.
    pub root: PathBuf,
    pub hosts: AllowedHosts,
    /// Which origins and schemes may show pages in a frame besides the preview itself, as content policies have them: the desk, and what the
    /// command line names. Empty for none.
    pub frames: String,
    /// Scheme, host and port of another site that a page shows beside this one.
    pub beside: Option<String>,
    pub hub: ReloadHub,
    snapshot: RwLock<Arc<SiteSnapshot>>,
    /// Whether a build has ended, or a site is shown early. Requests wait for it.
    has_answer: watch::Sender<bool>,
    dashboard: RwLock<Arc<DashboardState>>,
}

/// The values behind the dashboard under `/__wellpress/`.
#[derive(Debug)]
pub(super) struct DashboardState {
    pub overview: Arc<SiteOverview>,
    report: Arc<Report>,
    editor: EditorLinks,
    shown: ShownBuild,
}

/// The build that requests are answered from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownBuild {
    Newest,
    /// The last good one (or none yet), since findings stopped the newest.
    Earlier,
}

impl DashboardState {
    /// The state after a build. Without an overview, that of the build before stays.
    pub fn after(
        &self,
        overview: Option<SiteOverview>,
        report: Arc<Report>,
        editor: EditorLinks,
        shown: ShownBuild,
    ) -> Self {
        let overview = overview.map_or_else(|| self.overview.clone(), Arc::new);
        Self { overview, report, editor, shown }
    }

    /// All findings as a JSON list.
    pub fn findings_json(&self) -> String {
        let findings = self.report.findings().iter();
        finding_json::list(findings, usize::MAX, &self.editor, &self.overview).get().to_owned()
    }

    /// The findings in the files of the page at this address, as a JSON list.
    pub fn findings_of_page_json(&self, address: &str) -> String {
        let is_here = self.overview.files_of(address);
        let findings = self.report.findings().iter().filter(|finding| is_here(&finding.location.file));
        finding_json::list(findings, usize::MAX, &self.editor, &self.overview).get().to_owned()
    }

    /// The page that answers for a path of the content that the site does not show, as HTML; `dashboard` is the address of the
    /// preview's own pages.
    pub fn unshown_page(&self, path: &str, dashboard: &str) -> Option<String> {
        Some(self.overview.unshown_page(path)?.html(dashboard, self.report.findings()))
    }

    /// Whether a browser would show the same findings. What the lists show of pages and sources is not compared: hardly an edit
    /// changes it and no file of the site.
    fn shows_same_as(&self, other: &Self) -> bool {
        self.shown == other.shown && self.report == other.report && self.editor == other.editor
    }
}

impl ServerState {
    /// The state before the first build.
    pub fn new(
        files: Arc<dyn Files>,
        root: PathBuf,
        hosts: AllowedHosts,
        follow: Follow,
        snapshot: SiteSnapshot,
    ) -> Self {
        let editor = EditorLinks { url: None, root: root.clone() };
        let dashboard =
            DashboardState { overview: Arc::default(), report: Arc::default(), editor, shown: ShownBuild::Earlier };
        Self {
            files,
            root,
            hosts,
            frames: String::new(),
            beside: None,
            hub: ReloadHub::new(follow),
            snapshot: RwLock::new(Arc::new(snapshot)),
            has_answer: watch::Sender::new(false),
            dashboard: RwLock::new(Arc::new(dashboard)),
        }
    }

    /// The last good build.
    pub fn snapshot(&self) -> Arc<SiteSnapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The present values of the dashboard.
    pub fn dashboard(&self) -> Arc<DashboardState> {
        self.dashboard.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers requests from another build from now on, and returns its differences from the one before.
    pub fn show(&self, snapshot: Arc<SiteSnapshot>) -> SnapshotDiff {
        let earlier = self.replace(snapshot.clone());
        snapshot.render_what_is_only_in(&earlier);
        // Compared afterwards: a browser may have asked for another file of the earlier one until now.
        snapshot.diff(&earlier)
    }

    /// Answers requests from the first site before the rules have judged it. A later site is shown when they have: until then, the
    /// last good one is.
    pub fn show_early(&self, snapshot: &Arc<SiteSnapshot>) {
        if self.hub.latest() == 0 {
            self.replace(snapshot.clone());
            self.start_answering();
        }
    }

    /// Lets requests be answered from now on.
    pub fn start_answering(&self) {
        self.has_answer.send_replace(true);
    }

    /// Waits until there is something to answer requests with.
    pub async fn wait_for_answer(&self) {
        // It cannot fail: this holds the sender.
        let _ = self.has_answer.subscribe().wait_for(|has_answer| *has_answer).await;
    }

    /// Whether the site is shown without the findings of the rules.
    pub fn is_shown_early(&self) -> bool {
        self.hub.latest() == 0 && !self.snapshot().is_empty()
    }

    fn replace(&self, snapshot: Arc<SiteSnapshot>) -> Arc<SiteSnapshot> {
        std::mem::replace(&mut self.snapshot.write().unwrap_or_else(PoisonError::into_inner), snapshot)
    }

    /// Replaces the values of the dashboard. Returns whether a browser would show a difference; the first build always counts as one.
    pub fn set_dashboard(&self, dashboard: DashboardState) -> bool {
        // Browsers that connected before the first build wait for its message.
        let is_changed = self.hub.latest() == 0 || !dashboard.shows_same_as(&self.dashboard());
        *self.dashboard.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(dashboard);
        is_changed
    }
}
