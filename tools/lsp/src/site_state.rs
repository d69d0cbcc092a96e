//! [`SiteState`]: one site of a server: what its last check has found, what changed since, and the requests that wait for a check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use lsp_server::Request;
use lsp_types::Diagnostic;

use wellpress_build::pipeline::Session;
use wellpress_diagnostics::Report;

use crate::checker::{Checked, Job};
use crate::documents::{Document, Documents};
use crate::site_view::SiteView;

/// A site that is checked after each change.
pub struct SiteState {
    /// The folder with its settings.
    pub root: PathBuf,
    /// What the last check that came to its end left.
    pub view: Option<SiteView>,
    /// The findings of the last check.
    pub report: Report,
    /// The texts that it has checked.
    pub documents: BTreeMap<PathBuf, Document>,
    /// The diagnostics that the editor has.
    pub published: BTreeMap<PathBuf, Vec<Diagnostic>>,
    jobs: Sender<Job>,
    session: Session,
    edited: BTreeSet<PathBuf>,
    is_rescan_due: bool,
    is_running: bool,
    /// Requests about texts that no check has seen.
    deferred: Vec<Request>,
    /// Requests that are answered when the running check ends.
    waiting: Vec<Request>,
}

impl SiteState {
    /// A site that was not checked yet.
    #[must_use]
    pub fn new(root: PathBuf, jobs: Sender<Job>) -> Self {
        Self {
            root,
            view: None,
            report: Report::default(),
            documents: BTreeMap::new(),
            published: BTreeMap::new(),
            jobs,
            session: Session::default(),
            edited: BTreeSet::new(),
            is_rescan_due: true,
            is_running: false,
            deferred: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Notes that a file or its open text has changed.
    pub fn note_edit(&mut self, path: PathBuf) {
        self.edited.insert(path);
    }

    /// Notes that files may have changed of which nobody tells.
    pub fn note_unknown_edits(&mut self) {
        self.is_rescan_due = true;
    }

    /// Whether a check has seen all edits.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.is_running && !self.is_check_due()
    }

    /// Whether there are edits that no check has begun to look at.
    #[must_use]
    pub fn is_check_due(&self) -> bool {
        self.is_rescan_due || !self.edited.is_empty()
    }

    /// Keeps a request until a check has seen all edits.
    pub fn defer(&mut self, request: Request) {
        if self.is_check_due() { self.deferred.push(request) } else { self.waiting.push(request) }
    }

    /// Starts a check, unless one is running or none is due. A running check is not stopped: the next one reuses what it makes.
    pub fn start_check(&mut self, documents: &Documents) {
        if self.is_running || !self.is_check_due() {
            return;
        }
        // A search for unknown changes compares dates, which unsaved texts have not: their changes are checked first.
        let edited = std::mem::take(&mut self.edited);
        let edited = (!edited.is_empty() && self.view.is_some()).then(|| edited.into_iter().collect());
        if edited.is_none() {
            self.is_rescan_due = false;
        }
        let documents = documents.below(&self.root);
        let documents = documents.map(|(path, document)| (path.clone(), document.clone())).collect();
        let job = Job { session: std::mem::take(&mut self.session), documents, edited };
        self.is_running = self.jobs.send(job).is_ok();
        self.waiting.append(&mut self.deferred);
    }

    /// Takes over the result of a check. Returns the requests that waited for it.
    pub fn finish_check(&mut self, checked: Checked) -> Vec<Request> {
        let Checked { session, documents, report, view, .. } = checked;
        self.is_running = false;
        self.session = session;
        self.report = report;
        self.documents = documents;
        // Completion goes on with the last site while the settings have a mistake.
        self.view = view.or_else(|| self.view.take());
        std::mem::take(&mut self.waiting)
    }

    /// A path relative to the root, with `/`.
    #[must_use]
    pub fn relative(&self, path: &Path) -> Option<String> {
        Some(path.strip_prefix(&self.root).ok()?.to_str()?.replace('\\', "/"))
    }
}
