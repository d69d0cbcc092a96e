//! [`RebuildLoop`]: waits for edits, builds the site, and publishes the result to the server and the observer.
//!
//! A build begins with the first edit. Edits that arrive while it runs are collected for the next one, so a burst of saves
//! costs two or three builds, and the last build has seen all of them.

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use wellpress_build::pipeline::Stage;
use wellpress_diagnostics::Severity;
use wellpress_diagnostics::render::Summary;
use wellpress_io::fs::{EntryKind, Files};

use super::finding_json;
use super::observer::{AfterBuild, BuildResult, FinishedBuild, Observer};
use super::panic_guard::PanicGuard;
use super::preview_builder::{PendingEdits, PreviewBuild, PreviewBuilder};
use super::reload::ReloadEvent;
use super::site_snapshot::{SiteSnapshot, SnapshotDiff};
use super::state::{ServerState, ShownBuild};
use super::watch::{FileWatcher, WatchSignal, WatchTrouble, WatchedPaths};

/// How long one wait for the rest of a save takes at most. The next edit ends it.
const SAVE_WAIT: Duration = Duration::from_millis(100);

/// How many waits a file may stay empty or missing before that counts as the author's intention.
const HALF_SAVED_WAITS: usize = 2;

/// How many waits there are in all before a build is shown, however doubtful it is.
const MAX_WAITS: usize = 7;

/// The loop of the build thread. It is the only place that decides whether a save is complete and whether a build is shown.
pub(super) struct RebuildLoop {
    pub files: Arc<dyn Files>,
    pub builder: PreviewBuilder,
    /// Shared with the server.
    pub state: Arc<ServerState>,
    /// What a desk has to say after a build.
    pub after_build: AfterBuild,
    pub watched: WatchedPaths,
    pub watcher: FileWatcher,
    /// The signals of the watcher, and the server's signal to stop.
    pub signals: Receiver<WatchSignal>,
    pub observer: Arc<dyn Observer>,
    /// For the threads that build.
    pub guard: PanicGuard,
    /// See [`super::PreviewOptions::clock`].
    pub clock: fn() -> Duration,
}

/// The end of a wait for signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LoopEvent {
    /// Files of the site were edited.
    Edits,
    /// The time is over, or only files outside of the site were touched.
    Nothing,
    Stop,
}

impl RebuildLoop {
    /// Builds the site, and again after each edit, until the preview ends.
    pub fn run(mut self) {
        let mut edits = PendingEdits::everything();
        loop {
            if self.rebuild(&mut edits).is_break() {
                return;
            }
            edits = PendingEdits::default();
            while edits == PendingEdits::default() {
                let Ok(signal) = self.signals.recv() else { return };
                if self.collect(signal, &mut edits) == LoopEvent::Stop {
                    return;
                }
            }
        }
    }

    /// Builds as soon as the edited files are complete, and builds again while the result may be due to a save that is still
    /// under way. Only the last of these builds is shown.
    ///
    /// Editors save in several steps: they truncate and write, or write another file and rename it. A build in between
    /// would show an error that is gone a moment later. The wait before the build pays off as well, because a missing file
    /// makes the build resolve the whole site again.
    fn rebuild(&mut self, edits: &mut PendingEdits) -> ControlFlow<()> {
        let (mut waits, mut is_folder_settled, mut started) = (0, false, None);
        loop {
            if waits < HALF_SAVED_WAITS && self.is_half_saved(edits) {
                waits += 1;
                match self.wait_briefly(edits) {
                    LoopEvent::Stop => return ControlFlow::Break(()),
                    LoopEvent::Edits | LoopEvent::Nothing => continue,
                }
            }
            let started = *started.get_or_insert_with(self.clock);
            let state = self.state.clone();
            let show_early = |snapshot: &Arc<SiteSnapshot>| state.show_early(snapshot);
            let build = self.builder.build(edits, &self.observer, &self.guard, &show_early);
            // A new folder may have been filled before it was watched.
            let has_new_folder = !is_folder_settled && self.has_folder(edits);
            let is_half_saved = waits < HALF_SAVED_WAITS && self.is_half_saved(edits);
            let is_doubtful = has_new_folder || is_half_saved || self.may_be_due_to_a_save(&build, edits);
            let event = match is_doubtful && waits < MAX_WAITS {
                true => self.wait_briefly(edits),
                false => LoopEvent::Nothing,
            };
            waits += 1;
            match event {
                LoopEvent::Stop => return ControlFlow::Break(()),
                LoopEvent::Edits => {}
                LoopEvent::Nothing if has_new_folder => is_folder_settled = true,
                LoopEvent::Nothing => {
                    let took = (self.clock)().saturating_sub(started);
                    self.publish(build, edits, took);
                    (self.after_build)().iter().for_each(|warning| self.observer.trouble(warning));
                    return ControlFlow::Continue(());
                }
            }
        }
    }

    /// Whether an error of the build may go away by itself: it came after an edit, whose file may be half-saved, or it is in a
    /// file that does not exist, perhaps because its folder is being deleted right now.
    fn may_be_due_to_a_save(&self, build: &PreviewBuild, edits: &PendingEdits) -> bool {
        build.failing_files().any(|file| !edits.names.is_empty() || self.kind(file).is_none())
    }

    fn has_folder(&self, edits: &PendingEdits) -> bool {
        edits.names.iter().any(|name| self.kind(name) == Some(EntryKind::Folder))
    }

    /// Whether an edited file is empty, or missing between two steps of a save.
    fn is_half_saved(&self, edits: &PendingEdits) -> bool {
        is_amid_a_save(&self.save_states(edits))
    }

    fn save_states<'a>(&self, edits: &'a PendingEdits) -> Vec<(&'a str, SaveState)> {
        edits.names.iter().map(|name| (name.as_str(), self.save_state(name))).collect()
    }

    fn save_state(&self, name: &str) -> SaveState {
        match self.kind(name) {
            // Reading with a limit of 0 bytes succeeds for an empty file alone.
            Some(EntryKind::File) if self.files.read_limited(&self.path(name), 0).is_ok() => SaveState::Empty,
            Some(_) => SaveState::Whole,
            None => SaveState::Missing,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.builder.editor.root.join(Path::new(name))
    }

    fn kind(&self, name: &str) -> Option<EntryKind> {
        self.files.kind(&self.path(name)).ok()
    }

    /// Waits for the next edit, at most [`SAVE_WAIT`].
    fn wait_briefly(&mut self, edits: &mut PendingEdits) -> LoopEvent {
        self.observer.begin(Stage::Wait);
        match self.signals.recv_timeout(SAVE_WAIT) {
            Ok(signal) => self.collect(signal, edits),
            Err(RecvTimeoutError::Timeout) => LoopEvent::Nothing,
            Err(RecvTimeoutError::Disconnected) => LoopEvent::Stop,
        }
    }

    /// Adds a signal to the edits, and all others that have arrived since. A single save causes several.
    fn collect(&mut self, first: WatchSignal, edits: &mut PendingEdits) -> LoopEvent {
        let known_edits = edits.clone();
        let mut touched = Vec::new();
        let mut next = Some(first);
        while let Some(signal) = next {
            match signal {
                WatchSignal::Touched(paths) => touched.extend(paths),
                WatchSignal::Lost => {
                    edits.has_unknown = true;
                    // The root of the file system: all watches below it are made anew.
                    touched.extend(self.builder.editor.root.ancestors().last().map(Path::to_owned));
                }
                WatchSignal::Trouble(trouble) => self.overcome(&trouble),
                WatchSignal::Stop => return LoopEvent::Stop,
            }
            next = self.signals.try_recv().ok();
        }
        edits.has_unknown = edits.has_unknown || touched.iter().any(|path| self.watched.is_above(path));
        edits.names.extend(touched.iter().filter_map(|path| self.watched.name_of(path)));
        self.renew_watches(&touched);
        // An edit of a file that is in the list already is an edit as well.
        let is_of_site = touched.iter().any(|path| self.watched.name_of(path).is_some());
        if is_of_site || *edits != known_edits { LoopEvent::Edits } else { LoopEvent::Nothing }
    }

    /// Watches the folders that exist now.
    fn renew_watches(&mut self, touched: &[PathBuf]) {
        if let Err(trouble) = self.watcher.renew(&*self.files, &self.watched, touched) {
            self.overcome(&trouble);
        }
    }

    /// Polls from here on if the operating system watches no more folders, and tells of any other trouble.
    fn overcome(&mut self, trouble: &WatchTrouble) {
        let why = &trouble.reason;
        if !trouble.is_limit {
            return self.observer.trouble(why);
        }
        match self.watcher.poll_instead(&self.files, &self.watched, self.clock) {
            Ok(false) => {}
            Ok(true) => {
                self.observer.trouble(&format!("{why}; until then edits are looked for several times a second"));
            }
            Err(error) => self.observer.trouble(&format!("{why}; edits cannot be looked for either: {error}")),
        }
    }

    /// Shows a build: gives it to the server, sends a reload event to open browsers, and calls the observer. A build after which a
    /// browser would show the same sends no event, since systems report one save several times.
    fn publish(&mut self, build: PreviewBuild, edits: &PendingEdits, took: Duration) {
        if let Some(folder) = build.content.and_then(|content| self.watched.set_content(content)) {
            self.renew_watches(&[folder]);
        }
        if build.snapshot.is_some() || !build.settings_files.is_empty() {
            self.watched.set_settings_files(build.settings_files);
            self.renew_watches(&[]);
        }
        let (is_built, editor) = (build.snapshot.is_some(), &self.builder.editor);
        let mut diff = build.snapshot.map(|snapshot| self.state.show(snapshot)).unwrap_or_default();
        if !is_built && self.state.is_shown_early() {
            // The rules have refused it.
            let nothing = SiteSnapshot::before_first_build(self.state.snapshot().base_path.clone());
            diff = self.state.show(Arc::new(nothing));
        }
        if let Some(overview) = build.overview.as_ref().filter(|_| is_built) {
            // Also those that no browser has asked for.
            diff.add_pages(overview.changed_since(&self.state.dashboard().overview));
        }
        let report = Arc::new(build.report);
        // Mistakes in drafts that are left out do not keep the site from being shown.
        let mut errors_shown = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
        let is_sound = is_built && errors_shown.all(|error| build.left_out_drafts.contains(&error.location.file));
        let findings = match is_sound {
            true => finding_json::empty_list(),
            false => {
                let failing = report.findings().iter().filter(|finding| finding.severity >= build.failing_severity);
                let earlier = self.state.dashboard();
                let overview = build.overview.as_ref().unwrap_or(&earlier.overview);
                finding_json::list(failing, finding_json::OVERLAY_LIMIT, editor, overview)
            }
        };
        let shown_build = if is_built { ShownBuild::Newest } else { ShownBuild::Earlier };
        let dashboard = self.state.dashboard().after(build.overview, report.clone(), editor.clone(), shown_build);
        let is_dashboard_changed = self.state.set_dashboard(dashboard);
        // Without known edits, as in the first build, all pages count as changed.
        let pages = if edits.names.is_empty() { build.pages } else { diff.pages.len() };
        if is_dashboard_changed || !diff.is_empty() {
            let edited = self.edited_page(edits, &diff);
            let (seconds, summary) = (took.as_secs_f64(), Summary::of(&report));
            let event = ReloadEvent { ok: is_sound, seconds, summary, findings, diff, edited };
            self.state.hub.publish(event);
        }
        self.state.start_answering();
        let left_out_drafts = build.left_out_drafts.len();
        let result = if is_built { BuildResult::Built { pages } } else { BuildResult::Stopped };
        let edited = without_replaced(&self.save_states(edits)).into_iter().map(str::to_owned).collect();
        self.observer.built(&FinishedBuild { edited, result, took, drafts: build.drafts, left_out_drafts, report });
    }

    /// The address of the page whose source was edited; of several, the first that changed.
    fn edited_page(&self, edits: &PendingEdits, diff: &SnapshotDiff) -> Option<String> {
        let dashboard = self.state.dashboard();
        let pages: Vec<&str> = edits.names.iter().filter_map(|name| dashboard.overview.page_of(name)).collect();
        let changed = pages.iter().find(|page| diff.pages.iter().any(|changed| changed == *page));
        changed.or(pages.first()).map(|page| (*page).to_owned())
    }
}

/// The state of an edited file on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SaveState {
    Whole,
    Empty,
    /// Deleted, renamed, or about to be written.
    Missing,
}

/// Whether a save of these files has begun and not ended.
fn is_amid_a_save(edited: &[(&str, SaveState)]) -> bool {
    let remaining = without_replaced(edited);
    edited.iter().any(|(name, state)| *state != SaveState::Whole && remaining.contains(name))
}

/// The edited files without the temporary files of editors. Many editors write a file of another name and rename it to the
/// edited one, so a missing file is left out if another file of its folder was edited and is whole.
fn without_replaced<'a>(edited: &[(&'a str, SaveState)]) -> BTreeSet<&'a str> {
    let whole = edited.iter().filter(|(_, state)| *state == SaveState::Whole);
    let folders_with_whole_files: HashSet<&str> = whole.map(|(name, _)| folder(name)).collect();
    let remaining = edited
        .iter()
        .filter(|(name, state)| *state != SaveState::Missing || !folders_with_whole_files.contains(folder(name)));
    remaining.map(|(name, _)| *name).collect()
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::{SaveState, is_amid_a_save, without_replaced};

    #[test]
    fn a_save_ends_where_the_file_is_whole_or_another_took_its_place() {
        use SaveState::{Empty, Missing, Whole};
        assert!(!is_amid_a_save(&[("content/a.md", Whole)]));
        assert!(is_amid_a_save(&[("content/a.md", Empty)]));
        assert!(is_amid_a_save(&[("content/a.md", Missing)]));
        assert!(!is_amid_a_save(&[("content/a.md", Whole), ("content/sedAbX", Missing)]));
        assert!(is_amid_a_save(&[("content/a.md", Empty), ("content/sedAbX", Missing)]));
        assert!(is_amid_a_save(&[("content/b/a.md", Whole), ("content/a.md", Missing)]), "in another folder");
        let saved_by_moving = [("content/a.md", Whole), ("content/sedAbX", Missing), ("static/a.png", Missing)];
        assert_eq!(Vec::from_iter(without_replaced(&saved_by_moving)), ["content/a.md", "static/a.png"]);
    }
}
