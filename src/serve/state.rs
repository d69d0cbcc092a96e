//! [`State`]: what the builds' loop and the server share. Each part is replaced as a whole.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::value::RawValue;

use crate::fs::Files;

use super::address::Hosts;
use super::finding;
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
    /// All findings, as a JSON list.
    pub findings: Box<RawValue>,
    is_built: bool,
    is_overview_new: bool,
}

impl Desk {
    /// After a build; without an overview, the one before stays.
    pub fn new(overview: Option<Overview>, findings: Box<RawValue>, is_built: bool) -> Self {
        let is_overview_new = overview.is_some();
        Self { overview: Arc::new(overview.unwrap_or_default()), findings, is_built, is_overview_new }
    }

    /// Whether a reader would see the same.
    fn tells_as(&self, other: &Self) -> bool {
        self.is_built == other.is_built && self.findings.get() == other.findings.get()
    }
}

impl State {
    /// Before the first build.
    pub fn new(files: Arc<dyn Files>, root: PathBuf, hosts: Hosts, follow: Follow) -> Self {
        Self {
            files,
            root,
            hosts,
            hub: Hub::new(follow),
            shelf: RwLock::default(),
            desk: RwLock::new(Arc::new(Desk::new(None, finding::none(), false))),
        }
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
    pub fn put_on_desk(&self, mut desk: Desk) -> bool {
        let before = self.desk();
        if !desk.is_overview_new {
            desk.overview = before.overview.clone();
        }
        let is_news = self.hub.latest() == 0 || !desk.tells_as(&before);
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(desk);
        is_news
    }
}
