//! [`Watch`]: tells when a file of the site changes, is made, moved or deleted, through the operating system or by
//! looking again and again. Which of the paths that it tells belong to the site is for [`Places`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{EventKindMask, Flag};
use notify::{Config, ErrorKind, Event, EventHandler, RecommendedWatcher, RecursiveMode, Watcher};

use wellpress_io::fs::{EntryKind, Files, relative_display};
use wellpress_site::discover::{is_left_behind, is_left_out};

use super::ServeError;
use super::poll::Poller;

/// The folders of a site that are watched with all that is in them.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// How edits are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watching {
    /// The operating system tells.
    Native,
    /// By looking several times a second, where the operating system does not tell: network drives, some containers.
    Poll,
}

/// What the builds' loop is told.
#[derive(Debug)]
pub(super) enum Signal {
    /// Something happened to these paths.
    Touched(Vec<PathBuf>),
    /// More happened than was told: everything may have changed.
    Lost,
    /// Edits may go unnoticed, and why.
    Trouble(String),
    /// The system tells of no more folders, and why.
    Blind(String),
    /// The preview ends.
    Stop,
}

/// How much of a folder is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// What is in it.
    One,
    /// What is in it and below.
    All,
}

/// Which paths make a difference to the site.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// The site's root, absolute and without links.
    root: PathBuf,
    /// The settings' file, and the one that it is a link to.
    settings: BTreeSet<PathBuf>,
    /// Further files that the settings name, absolute.
    named: BTreeSet<PathBuf>,
}

impl Places {
    /// Of a site. The paths are absolute; only the settings' own name may be a link, and then where it leads is among them.
    pub fn new(root: PathBuf, settings: BTreeSet<PathBuf>) -> Self {
        Self { root, settings, named: BTreeSet::new() }
    }

    /// With the files that the settings name, relative to the root: citation styles, lists of retractions.
    pub fn name(&mut self, named: impl IntoIterator<Item = PathBuf>) {
        self.named = named.into_iter().map(|path| self.root.join(path)).collect();
    }

    /// The name under which findings know a path, relative to the root; nothing where the site is not made of it.
    pub fn find(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.root).ok();
        let shown = relative_display(&self.root, path);
        if self.settings.contains(path) || (inside.is_some() && self.named.iter().any(|named| named.starts_with(path)))
        {
            return Some(shown).filter(|shown| !shown.is_empty());
        }
        let mut segments = shown.split('/').filter(|_| inside.is_some());
        let is_passed_over = match segments.next()? {
            "content" | "static" => is_left_out(&shown),
            // Whatever a theme's own name is, it is read.
            "themes" => segments.skip(1).any(|name| name.starts_with('.') || is_left_behind(name)),
            _ => true,
        };
        (!is_passed_over).then_some(shown)
    }

    /// Whether a path is the site's root or a folder above it: then the whole site may be another.
    pub fn is_above(&self, path: &Path) -> bool {
        self.root.starts_with(path)
    }

    /// Folders that are watched, with how deep. A file is watched through its folder, because an editor may put
    /// another file in its place, and the root through the folder above, because it may be moved away and back.
    fn folders(&self) -> Vec<(PathBuf, Depth)> {
        let deep = FOLDERS.map(|folder| self.root.join(folder));
        let is_covered = |folder: &Path| deep.iter().any(|deep| folder.starts_with(deep));
        let above = |folder: &Path| folder.parent().map(Path::to_owned);
        let mut flat: BTreeSet<PathBuf> = [Some(self.root.clone()), above(&self.root)].into_iter().flatten().collect();
        flat.extend(self.settings.iter().flat_map(|file| file.ancestors().skip(1).take(2)).map(Path::to_owned));
        for named in &self.named {
            flat.extend(named.ancestors().skip(1).take_while(|folder| **folder != *self.root).map(Path::to_owned));
        }
        let flat = flat.into_iter().filter(|folder| !is_covered(folder)).map(|folder| (folder, Depth::One));
        flat.collect::<Vec<_>>().into_iter().chain(deep.clone().map(|folder| (folder, Depth::All))).collect()
    }
}

/// What watches, and what it watches already.
pub(super) struct Watch {
    watcher: Eyes,
    watched: BTreeSet<PathBuf>,
    sender: Sender<Signal>,
}

/// Why something is not watched.
#[derive(Debug)]
pub(super) enum Unwatched {
    /// The system tells of no more folders.
    Blind(String),
    /// Anything else.
    Other(String),
}

impl Unwatched {
    fn of(error: &notify::Error) -> Self {
        if limit(error).is_some() { Self::Blind(reason(error)) } else { Self::Other(reason(error)) }
    }
}

/// How it is watched.
enum Eyes {
    Native(Box<RecommendedWatcher>),
    Poll(Poller),
}

impl Watch {
    /// Begins to watch whatever of the site is there.
    ///
    /// # Errors
    /// When the operating system cannot, most of all because a limit is reached.
    pub fn start(
        files: &Arc<dyn Files>,
        watching: Watching,
        places: &Places,
        sender: Sender<Signal>,
        clock: fn() -> Duration,
    ) -> Result<Self, ServeError> {
        let watcher = match watching {
            Watching::Native => {
                // Reading is no edit; asked for, it would be told of each file that a build reads.
                let config = Config::default().with_event_kinds(EventKindMask::CORE);
                let watcher = RecommendedWatcher::new(Messenger(sender.clone()), config);
                Eyes::Native(Box::new(watcher.map_err(|error| ServeError::Watch(reason(&error)))?))
            }
            Watching::Poll => {
                let poller = Poller::start(files.clone(), places.folders(), sender.clone(), clock);
                Eyes::Poll(poller.map_err(ServeError::Start)?)
            }
        };
        let mut watch = Self { watcher, watched: BTreeSet::new(), sender };
        match watch.renew(&**files, places, &[]) {
            Ok(()) => Ok(watch),
            Err(Unwatched::Blind(why) | Unwatched::Other(why)) => Err(ServeError::Watch(why)),
        }
    }

    /// Looks for edits again and again instead of being told; whether that is new. What was edited in the meantime has been
    /// told to nobody, so that everything may have changed.
    ///
    /// # Errors
    /// When there can be no thread for it.
    pub fn look_instead(
        &mut self,
        files: &Arc<dyn Files>,
        places: &Places,
        clock: fn() -> Duration,
    ) -> std::io::Result<bool> {
        let is_new = matches!(self.watcher, Eyes::Native(_));
        if is_new {
            let poller = Poller::start(files.clone(), places.folders(), self.sender.clone(), clock)?;
            self.watcher = Eyes::Poll(poller);
            // Where nobody listens any more, the preview has ended.
            let _ = self.sender.send(Signal::Lost);
        }
        Ok(is_new)
    }

    /// Watches folders that have appeared, and those at or below what was `touched` afresh: one of the same name may be
    /// another by now.
    ///
    /// # Errors
    /// Says what is not watched, and why.
    pub fn renew(&mut self, files: &dyn Files, places: &Places, touched: &[PathBuf]) -> Result<(), Unwatched> {
        let watcher = match &mut self.watcher {
            Eyes::Native(watcher) => watcher,
            Eyes::Poll(poller) => {
                poller.set(places.folders());
                return Ok(());
            }
        };
        for (folder, depth) in places.folders() {
            let is_there = files.kind(&folder).is_ok_and(|kind| kind == EntryKind::Folder);
            let is_touched = touched.iter().any(|path| folder.starts_with(path));
            if self.watched.contains(&folder) && (!is_there || is_touched) {
                // It fails where the folder is gone and its watch with it, which is what is wanted.
                let _ = watcher.unwatch(&folder);
                self.watched.remove(&folder);
            }
            if is_there && !self.watched.contains(&folder) {
                let mode = if depth == Depth::All { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
                match watcher.watch(&folder, mode) {
                    Err(error) if !is_gone(&error) => return Err(Unwatched::of(&error)),
                    Err(_) => {}
                    Ok(()) => _ = self.watched.insert(folder),
                }
            }
        }
        Ok(())
    }
}

/// Passes on what the operating system tells.
struct Messenger(Sender<Signal>);

impl EventHandler for Messenger {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        // Where nobody listens any more, the preview has ended.
        let _ = match event {
            Ok(event) if event.attrs.flag() == Some(Flag::Rescan) => self.0.send(Signal::Lost),
            Ok(event) => self.0.send(Signal::Touched(event.paths)),
            Err(error) if is_gone(&error) => self.0.send(Signal::Touched(error.paths)),
            Err(error) => self.0.send(match Unwatched::of(&error) {
                Unwatched::Blind(why) => Signal::Blind(why),
                Unwatched::Other(why) => Signal::Trouble(why),
            }),
        };
    }
}

/// Whether a folder went away before it could be watched, which is an edit like any other.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// The limit of the system that is reached, if it is one.
fn limit(error: &notify::Error) -> Option<&'static str> {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Some("fs.inotify.max_user_watches"),
        ErrorKind::Io(error) if error.raw_os_error() == Some(TOO_MANY_OPEN_FILES) => {
            Some("fs.inotify.max_user_instances")
        }
        _ => None,
    }
}

/// Why edits may go unnoticed, and what to do about it.
fn reason(error: &notify::Error) -> String {
    match limit(error) {
        Some(limit) => {
            format!("the system's limit of watched folders is reached: raise `{limit}`, or use `--poll`")
        }
        None => format!("edits cannot be watched: {error}"),
    }
}

/// What Linux says where a person has as many inotify instances as allowed.
const TOO_MANY_OPEN_FILES: i32 = 24;

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{ErrorKind, Places, Signal, Watch, Watching, reason};
    use wellpress_io::fs::{Disk, Files};

    #[test]
    fn a_limit_says_what_to_raise() {
        let told = reason(&notify::Error::new(ErrorKind::MaxFilesWatch));
        assert!(told.contains("raise `fs.inotify.max_user_watches`, or use `--poll`"), "{told}");
        let told = reason(&notify::Error::io(std::io::Error::from_raw_os_error(24)));
        assert!(told.contains("fs.inotify.max_user_instances"), "{told}");
    }

    #[test]
    fn where_the_system_tells_of_no_more_folders_edits_are_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let root = Disk.canonicalize(folder.path()).unwrap();
        let files: Arc<dyn Files> = Arc::new(Disk);
        files.create_dir_all(&root.join("content")).unwrap();
        let places = Places::new(root.clone(), [root.join("wellpress.yaml")].into());
        let (sender, signals) = std::sync::mpsc::channel();
        let clock = || Duration::ZERO;
        let mut watch = Watch::start(&files, Watching::Native, &places, sender, clock).unwrap();
        assert!(watch.look_instead(&files, &places, clock).unwrap());
        assert!(!watch.look_instead(&files, &places, clock).unwrap(), "it does so already");
        let page = root.join("content/a.md");
        files.write(&page, b"a").unwrap();
        let is_told = |signal| matches!(signal, Signal::Touched(paths) if paths.contains(&page));
        assert!(signals.iter().any(is_told), "what is edited is told");
    }

    #[test]
    fn only_what_the_site_is_made_of_counts() {
        let mut places =
            Places::new("/site".into(), ["/site/wellpress.yaml".into(), "/shared/site.yaml".into()].into());
        places.name(["styles/own.csl".into()]);
        let found = |path: &str| places.find(path.as_ref()).is_some();
        for path in ["wellpress.yaml", "content/articles/a.md", "static/a.png", "themes/own/x.html", "styles/own.csl"] {
            assert!(found(&format!("/site/{path}")), "{path}");
        }
        for path in
            ["output/index.html", ".git/index", "content/articles/.a.md.swp", "content/a.md~", "themes/own/4913~"]
        {
            assert!(!found(&format!("/site/{path}")), "{path}");
        }
        assert!(!found("/elsewhere/content/a.md"));
        assert!(found("/shared/site.yaml"), "where the settings are a link to");
    }
}
