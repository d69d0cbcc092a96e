//! [`State`]: what the builds' loop and the server share. Each part is replaced as a whole.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use crate::diagnostics::{Report, Severity};
use crate::fs::Files;

use super::address::Hosts;
use super::finding::{self, Editor};
use super::overview::Overview;
use super::reload::{Follow, Hub};
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
        Self { files, root, hosts, hub: Hub::new(follow), shelf: RwLock::default(), desk: RwLock::new(Arc::new(desk)) }
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

    /// Puts down what a build found, and says whether that is news; the first always is.
    pub fn put_on_desk(&self, desk: Desk) -> bool {
        let is_news = self.hub.latest() == 0 || !desk.tells_as(&self.desk());
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(desk);
        is_news
    }
}
