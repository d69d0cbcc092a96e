//! [`FileWatcher`]: sends a signal when a file of the site is changed, created, moved or deleted, by events of the operating system
//! or by polling. [`WatchedPaths`] decides which paths belong to the site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{EventKindMask, Flag};
use notify::{Config, ErrorKind, Event, EventHandler, RecommendedWatcher, RecursiveMode, Watcher};

use wellpress_command::Failure;
use wellpress_io::fs::{EntryKind, Files, relative_display};
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::discover::{is_left_behind, is_left_out};

use super::address::not_started;
use super::poll::Poller;

/// The means by which edits are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchMode {
    /// Events of the operating system.
    Native,
    /// Comparing metadata several times a second, for file systems without events: network drives, some containers.
    Poll,
}

/// The messages to the rebuild loop, in one channel for all senders: the operating system's watcher, the poller and the server. So
/// the loop waits in one place, and the order of signals is the order in which they arrived.
#[derive(Debug)]
pub(super) enum WatchSignal {
    /// These paths may have changed.
    Touched(Vec<PathBuf>),
    /// The operating system dropped events: everything may have changed.
    Lost,
    /// Edits may go unnoticed.
    Trouble(WatchTrouble),
    /// The server has ended, so the rebuild loop has to end too.
    Stop,
}

/// Decides which paths belong to the site, and which folders have to be watched to notice edits of them.
#[derive(Debug, Clone)]
pub(super) struct WatchedPaths {
    /// The site's root, absolute and without links.
    root: PathBuf,
    /// The settings file, and if it is a link also its target.
    settings: BTreeSet<PathBuf>,
    /// Further files that the settings name, absolute.
    settings_files: BTreeSet<PathBuf>,
    content: ContentFolder,
}

impl WatchedPaths {
    /// The paths of a site, without files that the settings name. All are absolute; only the settings file itself may be a
    /// link, and then its target is in `settings` too.
    pub fn new(root: PathBuf, settings: BTreeSet<PathBuf>) -> Self {
        Self { root, settings, settings_files: BTreeSet::new(), content: ContentFolder::default() }
    }

    /// Replaces the folder of the content. Returns the folder that has to be watched anew, if the content is another one than before.
    pub fn set_content(&mut self, content: ContentFolder) -> Option<PathBuf> {
        let is_other = self.content != content;
        self.content = content;
        is_other.then(|| self.content.in_root(&self.root))
    }

    /// Replaces the files that the settings name, relative to the root: citation styles, the list of retractions.
    pub fn set_settings_files(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        self.settings_files = files.into_iter().map(|path| self.root.join(path)).collect();
    }

    /// The name of a path in findings, relative to the root; `None` if the path is no part of the site.
    pub fn name_of(&self, path: &Path) -> Option<String> {
        let is_below_root = path.starts_with(&self.root);
        let name = relative_display(&self.root, path);
        // A folder above such a file counts as well: if the folder is moved, the file is gone.
        let holds_settings_file = self.settings_files.iter().any(|file| file.starts_with(path));
        if self.settings.contains(path) || (is_below_root && holds_settings_file) {
            return Some(name).filter(|name| !name.is_empty());
        }
        let mut segments = name.split('/').filter(|_| is_below_root);
        let is_ignored = match segments.next()? {
            "static" => is_left_out(&name),
            // The theme's own folder may begin with a dot: the settings name it.
            "themes" | "data" => segments.skip(1).any(|name| name.starts_with('.') || is_left_behind(name)),
            "rules" if !self.content.is_root() => true,
            _ => !self.content.is_in(&name) && self.content.below(&name).is_none_or(is_left_out),
        };
        (!is_ignored).then_some(name)
    }

    /// Whether a path is the site's root or a folder above it. After an event there, the whole site may have been exchanged.
    pub fn is_above(&self, path: &Path) -> bool {
        self.root.starts_with(path)
    }

    /// The folders to watch. A file is watched through its folder, because an editor may rename another file into its
    /// place, and the root through the folder above it, because it may be moved away and back.
    fn folders(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let content = self.content.in_root(&self.root);
        let recursive = ["data", "rules", "static", "themes"].map(|folder| self.root.join(folder));
        let recursive = Vec::from_iter([content].into_iter().chain(recursive));
        let mut direct: BTreeSet<&Path> = self.root.ancestors().take(2).collect();
        direct.extend(self.settings.iter().flat_map(|file| file.ancestors().skip(1).take(2)));
        for file in &self.settings_files {
            direct.extend(file.ancestors().skip(1).take_while(|folder| **folder != *self.root));
        }
        direct.retain(|folder| !recursive.iter().any(|source| folder.starts_with(source)));
        let direct = direct.into_iter().map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive));
        direct.chain(recursive.iter().map(|folder| (folder.clone(), RecursiveMode::Recursive))).collect()
    }
}

/// Watches the folders of a site.
///
/// It prefers the operating system's events, which cost nothing while nobody edits. If the system's limit of watches is
/// reached in the middle of a preview, it continues by polling instead of missing edits; at the start that is an error, because
/// the user can then still raise the limit or choose `--poll`.
pub(super) struct FileWatcher {
    backend: WatchBackend,
    /// Folders that the operating system watches already.
    watched: BTreeSet<PathBuf>,
    sender: Sender<WatchSignal>,
}

/// Why edits may go unnoticed.
#[derive(Debug)]
pub(super) struct WatchTrouble {
    /// The message for the user, with what to do.
    pub reason: String,
    /// Whether the operating system refuses to watch more folders, so that polling helps.
    pub is_limit: bool,
}

impl WatchTrouble {
    fn of(error: &notify::Error) -> Self {
        let reason = match limit(error) {
            Some(limit) => {
                format!("the system's limit of watched folders is reached: raise `{limit}`, or use `--poll`")
            }
            None => format!("edits cannot be watched: {error}"),
        };
        Self { reason, is_limit: limit(error).is_some() }
    }
}

enum WatchBackend {
    Native(Box<RecommendedWatcher>),
    Poll(Poller),
}

impl FileWatcher {
    /// Starts to watch those folders of the site that exist.
    ///
    /// # Errors
    /// When the operating system refuses, usually because a limit is reached.
    pub fn start(
        files: &Arc<dyn Files>,
        mode: WatchMode,
        paths: &WatchedPaths,
        sender: Sender<WatchSignal>,
        clock: fn() -> Duration,
    ) -> Result<Self, Failure> {
        let backend = match mode {
            WatchMode::Native => {
                // Without this mask, every file that a build reads would be reported.
                let config = Config::default().with_event_kinds(EventKindMask::CORE);
                let watcher = RecommendedWatcher::new(EventForwarder(sender.clone()), config);
                WatchBackend::Native(Box::new(
                    watcher.map_err(|error| Failure::machine(WatchTrouble::of(&error).reason))?,
                ))
            }
            WatchMode::Poll => {
                let poller = Poller::start(files.clone(), paths.folders(), sender.clone(), clock);
                WatchBackend::Poll(poller.map_err(not_started)?)
            }
        };
        let mut watcher = Self { backend, watched: BTreeSet::new(), sender };
        watcher.renew(&**files, paths, &[]).map_err(|trouble| Failure::machine(trouble.reason))?;
        Ok(watcher)
    }

    /// Changes to polling, and returns false if it polls already. Edits since the last event may have been missed, so it signals
    /// that everything may have changed.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn poll_instead(
        &mut self,
        files: &Arc<dyn Files>,
        paths: &WatchedPaths,
        clock: fn() -> Duration,
    ) -> std::io::Result<bool> {
        let is_new = matches!(self.backend, WatchBackend::Native(_));
        if is_new {
            let poller = Poller::start(files.clone(), paths.folders(), self.sender.clone(), clock)?;
            self.backend = WatchBackend::Poll(poller);
            // It fails only when the rebuild loop has ended.
            let _ = self.sender.send(WatchSignal::Lost);
        }
        Ok(is_new)
    }

    /// Watches folders that have appeared. Folders at or below a `touched` path are watched anew, because the folder of that
    /// name may be another one by now, and a watch follows the old one.
    ///
    /// # Errors
    /// At the first folder that cannot be watched.
    pub fn renew(&mut self, files: &dyn Files, paths: &WatchedPaths, touched: &[PathBuf]) -> Result<(), WatchTrouble> {
        let watcher = match &mut self.backend {
            WatchBackend::Native(watcher) => watcher,
            WatchBackend::Poll(poller) => {
                poller.set(paths.folders());
                return Ok(());
            }
        };
        for (folder, mode) in paths.folders() {
            let exists = files.kind(&folder).is_ok_and(|kind| kind == EntryKind::Folder);
            let is_touched = touched.iter().any(|path| folder.starts_with(path));
            if self.watched.contains(&folder) && (!exists || is_touched) {
                // Fails if the folder is gone, and its watch with it: then there is nothing to do.
                let _ = watcher.unwatch(&folder);
                self.watched.remove(&folder);
            }
            if exists && !self.watched.contains(&folder) {
                match watcher.watch(&folder, mode) {
                    Err(error) if !is_gone(&error) => return Err(WatchTrouble::of(&error)),
                    Err(_) => {}
                    Ok(()) => _ = self.watched.insert(folder),
                }
            }
        }
        Ok(())
    }
}

/// Turns events of the operating system into signals.
struct EventForwarder(Sender<WatchSignal>);

impl EventHandler for EventForwarder {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        let signal = match event {
            Ok(event) if event.attrs.flag() == Some(Flag::Rescan) => WatchSignal::Lost,
            Ok(event) => WatchSignal::Touched(event.paths),
            Err(error) if is_gone(&error) => WatchSignal::Touched(error.paths),
            Err(error) => WatchSignal::Trouble(WatchTrouble::of(&error)),
        };
        // It fails only when the rebuild loop has ended.
        let _ = self.0.send(signal);
    }
}

/// Whether a folder went away before it could be watched, which counts as an edit.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// The kernel's setting whose limit is reached, if that is the error.
fn limit(error: &notify::Error) -> Option<&'static str> {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Some("fs.inotify.max_user_watches"),
        ErrorKind::Io(error) if error.raw_os_error() == Some(TOO_MANY_OPEN_FILES) => {
            Some("fs.inotify.max_user_instances")
        }
        _ => None,
    }
}

/// `EMFILE`: Linux also returns it when a user has as many inotify instances as allowed.
const TOO_MANY_OPEN_FILES: i32 = 24;

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{ErrorKind, FileWatcher, WatchMode, WatchSignal, WatchTrouble, WatchedPaths};
    use wellpress_io::fs::{Disk, Files};
    use wellpress_site::content_folder::ContentFolder;

    #[test]
    fn a_limit_says_what_to_raise() {
        let message = WatchTrouble::of(&notify::Error::new(ErrorKind::MaxFilesWatch)).reason;
        assert!(message.contains("raise `fs.inotify.max_user_watches`, or use `--poll`"), "{message}");
        let message = WatchTrouble::of(&notify::Error::io(std::io::Error::from_raw_os_error(24))).reason;
        assert!(message.contains("fs.inotify.max_user_instances"), "{message}");
    }

    #[test]
    fn a_watcher_that_reached_the_limit_polls_instead() {
        let folder = tempfile::tempdir().unwrap();
        let root = Disk.canonicalize(folder.path()).unwrap();
        let files: Arc<dyn Files> = Arc::new(Disk);
        files.create_dir_all(&root.join("content")).unwrap();
        let paths = WatchedPaths::new(root.clone(), [root.join("wellpress.yaml")].into());
        let (sender, signals) = std::sync::mpsc::channel();
        let clock = || Duration::ZERO;
        let mut watcher = FileWatcher::start(&files, WatchMode::Native, &paths, sender, clock).unwrap();
        assert!(watcher.poll_instead(&files, &paths, clock).unwrap());
        assert!(!watcher.poll_instead(&files, &paths, clock).unwrap(), "it does so already");
        let page = root.join("content/a.md");
        files.write(&page, b"a").unwrap();
        let is_edit = |signal| matches!(signal, WatchSignal::Touched(paths) if paths.contains(&page));
        assert!(signals.iter().any(is_edit), "the edit is reported");
    }

    #[test]
    fn only_files_of_the_site_have_a_name() {
        let mut paths =
            WatchedPaths::new("/site".into(), ["/site/wellpress.yaml".into(), "/shared/site.yaml".into()].into());
        paths.set_settings_files(["styles/own.csl".into()]);
        let is_watched = |path: &str| paths.name_of(path.as_ref()).is_some();
        for path in [
            "wellpress.yaml",
            "content/articles/a.md",
            "static/a.png",
            "themes/own/x.html",
            "styles/own.csl",
            "data/a.csv",
        ] {
            assert!(is_watched(&format!("/site/{path}")), "{path}");
        }
        for path in
            ["output/index.html", ".git/index", "content/articles/.a.md.swp", "content/a.md~", "themes/own/4913~"]
        {
            assert!(!is_watched(&format!("/site/{path}")), "{path}");
        }
        let is_watched_in_root = |path: &str| {
            let mut paths = paths.clone();
            assert!(paths.set_content(ContentFolder::new(".").excluding(["drafts".to_owned()])).is_some());
            paths.name_of(path.as_ref()).is_some()
        };
        assert!(is_watched_in_root("/site/how-to/a.md") && is_watched_in_root("/site/static/a.png"));
        assert!(!is_watched_in_root("/site/drafts/a.md") && !is_watched_in_root("/site/output/index.html"));
        assert!(!is_watched("/elsewhere/content/a.md"));
        assert!(is_watched("/shared/site.yaml"), "the settings are a link to it");
    }
}
