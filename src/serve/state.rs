//! [`State`]: what the builds' loop and the server share. Each part is replaced as a whole.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use wellpress_diagnostics::render::Summary;
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_io::fs::Files;

use super::address::Hosts;
use super::finding::{self, Editor};
use super::overview::Overview;
use super::reload::{Follow, Hub, News};
use super::shelf::{Difference, Shelf};

/// What the server shows.
pub(super) struct State {
    /// The disk, for files that are not held in memory.
    pub files: Arc<dyn Files>,
    /// The site's root, absolute and without links: no file outside is served.
    pub root: PathBuf,
    /// Which names are answered.
    pub hosts: Hosts,
    /// Who listens for builds.
    pub hub: Hub,
    shelf: RwLock<Arc<Shelf>>,
    desk: RwLock<Arc<Desk>>,
    /// What is wrong with files that are made for the first who asks for them, by their paths in the site.
    damaged: Mutex<BTreeMap<String, Diagnostic>>,
}

/// What the server's own pages show.
#[derive(Debug)]
pub(super) struct Desk {
    /// What there is of the site.
    pub overview: Arc<Overview>,
    report: Arc<Report>,
    editor: Editor,
    is_built: bool,
}

impl Desk {
    /// After a build; without an overview, the one before stays.
    pub fn after(&self, overview: Option<Overview>, report: Arc<Report>, editor: Editor, is_built: bool) -> Self {
        let overview = overview.map_or_else(|| self.overview.clone(), Arc::new);
        Self { overview, report, editor, is_built }
    }

    /// All findings.
    pub fn findings_json(&self) -> String {
        let all = finding::list(&self.report, Severity::Note, usize::MAX, &self.editor);
        all.get().to_owned()
    }

    /// Whether a reader would see the same.
    fn tells_as(&self, other: &Self) -> bool {
        let is_same_site = self.is_built == other.is_built && self.overview == other.overview;
        is_same_site && self.report == other.report && self.editor == other.editor
    }
}

impl State {
    /// Before the first build.
    pub fn new(files: Arc<dyn Files>, root: PathBuf, hosts: Hosts, follow: Follow) -> Self {
        let editor = Editor { url: None, root: root.clone() };
        let desk = Desk { overview: Arc::default(), report: Arc::default(), editor, is_built: false };
        let (hub, shelf, desk) = (Hub::new(follow), RwLock::default(), RwLock::new(Arc::new(desk)));
        Self { files, root, hosts, hub, shelf, desk, damaged: Mutex::default() }
    }

    /// The site as it was last built.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the server's own pages show.
    pub fn desk(&self) -> Arc<Desk> {
        self.desk.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows another build, and says what is other than before.
    pub fn show(&self, shelf: Arc<Shelf>) -> Difference {
        let difference = shelf.difference(&self.shelf());
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf;
        difference
    }

    /// The findings of a build, with what is wrong with files that the site still has.
    pub fn with_damage(&self, report: Report) -> Report {
        let shelf = self.shelf();
        let mut damaged = self.damaged.lock().unwrap_or_else(PoisonError::into_inner);
        damaged.retain(|path, _| shelf.get(path).is_some());
        if damaged.is_empty() {
            return report;
        }
        Report::new(report.findings().iter().chain(damaged.values()).cloned().collect())
    }

    /// Notes that a file could not be made, and tells everybody, once.
    pub fn note_damage(&self, path: &str, finding: &Diagnostic) {
        let mut damaged = self.damaged.lock().unwrap_or_else(PoisonError::into_inner);
        if damaged.insert(path.to_owned(), finding.clone()).is_some() {
            return;
        }
        drop(damaged);
        let desk = self.desk();
        let report = Arc::new(self.with_damage((*desk.report).clone()));
        let Summary { errors, warnings, .. } = Summary::of(&report);
        let findings = finding::list(&report, Severity::Error, finding::OVERLAID, &desk.editor);
        if self.put_on_desk(desk.after(None, report, desk.editor.clone(), desk.is_built)) {
            let difference = Difference::default();
            self.hub.publish(News { ok: false, seconds: 0.0, errors, warnings, findings, difference, edited: None });
        }
    }

    /// Puts down what a build found, and says whether that is news; the first always is.
    pub fn put_on_desk(&self, desk: Desk) -> bool {
        let is_news = self.hub.latest() == 0 || !desk.tells_as(&self.desk());
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(desk);
        is_news
    }
}
