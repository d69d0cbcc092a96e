//! The preview: a server on this machine that shows the site and updates open browsers after each edit.
//!
//! Two threads share a `state::ServerState`. One runs the `rebuild_loop`: it waits for edits (`watch`), builds
//! (`preview_builder`) into memory (`site_snapshot`) and publishes reload events to browsers (`reload`). The other answers
//! requests (`http`): for the site (`pages`) and for the server's own pages (`dashboard`). No request to it changes anything; what an
//! editor may write goes through the `desk`, a server of its own.
//! Printing is left to `cli`, through an [`Observer`].

mod address;
mod byte_range;
mod dashboard;
mod desk;
mod finding_json;
mod http;
mod pages;
mod poll;
mod preview_builder;
mod rebuild_loop;
mod refusal_headers;
mod reload;
mod site_overview;
mod site_snapshot;
mod site_thread;
mod state;
mod unshown_page;
mod watch;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tokio::sync::watch as watch_channel;

use wellpress_build::pipeline;
use wellpress_command::Failure;
use wellpress_diagnostics::{Report, Severity};
use wellpress_foundation::Day;
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::Files;
use wellpress_site::config::{BaseUrl, BuildOptions};

use address::AllowedHosts;
use desk::Desk;
use preview_builder::PreviewBuilder;
use rebuild_loop::RebuildLoop;
use site_snapshot::SiteSnapshot;

pub use address::{ListenOptions, Port};
pub use desk::{DeskAnswer, DeskOptions};
pub use reload::Follow;
use state::ServerState;
pub use watch::WatchMode;
use watch::{FileWatcher, WatchSignal, WatchedPaths};

/// The site of a preview, and how to show it. The clock and the date are functions, so that tests can pass their own.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// The site's root, which contains the folder `content`.
    pub root: PathBuf,
    /// The settings file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// The cache of builds, which a preview reads and does not write.
    pub cache: CacheLocation,
    /// The choices of the command line. Without a base address here, the one of the settings gets the origin of the server, so
    /// that absolute links stay in the preview.
    pub options: BuildOptions,
    /// The severity from which findings stop a build from being shown.
    pub failing_severity: Severity,
    /// The means by which edits are noticed.
    pub watch_mode: WatchMode,
    /// Whether browsers go to the page that was edited.
    pub follow: Follow,
    /// Returns the time since any fixed point; never goes back.
    pub clock: fn() -> Duration,
    /// Returns today before every build, because a preview may run past midnight; `None` if the date is fixed.
    pub today: Option<fn() -> Option<Day>>,
}

impl PreviewOptions {
    /// The options with the site's root and settings file without links. Resolved once: should a link or the working directory change,
    /// the watcher, the builds and the desk still agree.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub fn resolved(self, files: &dyn Files) -> Result<Self, Failure> {
        let (root, settings) = (canonical(files, &self.root)?, canonical_file(files, &self.settings)?);
        Ok(Self { root, settings, ..self })
    }
}

/// Follows a preview, for those who print what happens. Its methods are called on the threads that build.
pub trait Observer: pipeline::Observer + Send + Sync {
    /// The preview watches for edits and will answer requests.
    fn ready(&self) {}
    /// A build has ended. If it is good, requests are answered from it now.
    fn built(&self, build: &FinishedBuild);
    /// Edits may go unnoticed, or an editor has saved over one of the desk, as the message says.
    fn trouble(&self, message: &str);
}

/// A build of the preview that has ended, for the observer.
#[derive(Debug)]
pub struct FinishedBuild {
    /// Names of the edited files and folders, relative to the root, without the temporary files of editors. Empty for the first
    /// build.
    pub edited: Vec<String>,
    /// Whether the site is shown.
    pub result: BuildResult,
    /// The time of the build, without the wait for half-saved files before it.
    pub took: Duration,
    /// How many drafts the site has that is built. They are shown, but not published.
    pub drafts: usize,
    /// How many drafts are left out because of mistakes in them.
    pub left_out_drafts: usize,
    /// All findings.
    pub report: Arc<Report>,
}

/// How a build of the preview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildResult {
    /// The site is shown.
    Built {
        /// How many pages are new, changed or removed; the number of all pages if the edits are unknown.
        pages: usize,
    },
    /// Findings stopped the build; the last good build is still shown.
    Stopped,
}

/// A preview that has bound its port. The two steps [`Preview::bind`] and [`Preview::run`] let the caller fail early on a port in
/// use, and print the address before the first build.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    allowed_hosts: Vec<String>,
    desk: Option<Desk>,
    stop: watch_channel::Sender<bool>,
}

/// Ends a preview, from any thread.
#[derive(Debug, Clone)]
pub struct Stopper(watch_channel::Sender<bool>);

impl Stopper {
    /// Ends the preview; a second call has no effect.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Preview {
    /// Binds the port. Requests wait until [`Preview::run`].
    ///
    /// # Errors
    /// When the port is taken, or when other machines could reach it and no name is allowed.
    pub fn bind(options: &ListenOptions) -> Result<Self, Failure> {
        let listener = address::bind(options)?;
        let address = listener.local_addr().map_err(not_started)?;
        let allowed_hosts = options.allowed_hosts.clone();
        Ok(Self { listener, address, allowed_hosts, desk: None, stop: watch_channel::Sender::new(false) })
    }

    /// Binds a port for the desk, and returns its address: scheme, host and port. Only a preview that no other machine reaches has one.
    ///
    /// # Errors
    /// When other machines may reach the preview, or no port is free.
    pub fn bind_desk(&mut self, options: DeskOptions) -> Result<String, Failure> {
        if !self.address.ip().is_loopback() || !self.allowed_hosts.is_empty() {
            let message = "`--edit` lets the preview write, so that no other machine and no other name may reach it";
            return Err(Failure::usage(message).help("leave out `--interface` and `--allow-host`"));
        }
        let desk = self.desk.insert(Desk::bind(options)?);
        Ok(desk.origin())
    }

    /// The address on which it listens, with the port that was free.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port under which a browser reaches the preview.
    #[must_use]
    pub fn origin(&self) -> String {
        address::origin(self.address, &self.allowed_hosts)
    }

    /// A handle that ends the preview.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Builds the site, answers requests and builds again after each edit, until it is stopped.
    ///
    /// # Errors
    /// When edits cannot be watched, or there is no such site.
    pub fn run(
        self,
        files: Arc<dyn Files>,
        options: PreviewOptions,
        observer: Arc<dyn Observer>,
    ) -> Result<(), Failure> {
        let options = options.resolved(&*files)?;
        let (root, settings) = (options.root.clone(), options.settings.clone());
        let settings = [files.canonicalize(&settings).ok(), Some(settings)].into_iter().flatten().collect();
        let (sender, signals) = mpsc::channel();
        let watched = WatchedPaths::new(root.clone(), settings);
        // Before the first build, so that no edit falls between the two.
        let watcher = FileWatcher::start(&files, options.watch_mode, &watched, sender.clone(), options.clock)?;
        observer.ready();
        let hosts = AllowedHosts::new(self.address, &self.allowed_hosts);
        // The path of the settings is known only after a build, but a proxy with a path needs `--base-url` anyway.
        let base = options.options.base_url.as_deref().and_then(|url| BaseUrl::parse(url).ok());
        let snapshot = SiteSnapshot::before_first_build(base.map(|base| base.path).unwrap_or_default());
        let mut state = ServerState::new(files.clone(), root, hosts, options.follow, snapshot);
        state.desk = self.desk.as_ref().map(Desk::origin);
        let state = Arc::new(state);
        let clock = options.clock;
        let origin = address::origin(self.address, &self.allowed_hosts);
        let after_build: AfterBuild = match self.desk {
            Some(desk) => desk.start(origin.clone())?,
            None => Arc::new(Vec::new),
        };
        let builder = PreviewBuilder::new(files.clone(), options, origin);
        let guard = PanicGuard { stop: self.stop.clone(), has_panicked: Arc::default() };
        let has_panicked = guard.has_panicked.clone();
        let stop = self.stop.clone();
        let rebuild_loop = RebuildLoop {
            files,
            builder,
            state: state.clone(),
            after_build,
            watched,
            watcher,
            signals,
            observer,
            guard,
            clock,
        };
        let build = move || {
            rebuild_loop.run();
            stop.send_replace(true);
        };
        // The thread is not joined: a build writes nothing, so the program may end in the middle of one.
        std::thread::Builder::new().name("builds".to_owned()).spawn(build).map_err(not_started)?;
        http::serve(self.listener, state, self.stop.subscribe()).map_err(not_started)?;
        // It fails only when the thread has ended by itself.
        let _ = sender.send(WatchSignal::Stop);
        match has_panicked.load(Ordering::Acquire) {
            true => Err(Failure::machine("the preview has ended on a bug in wellpress")),
            false => Ok(()),
        }
    }
}

/// What a person should know after a build, as sentences.
pub type AfterBuild = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

/// Ends the preview when a thread that has it panics. Otherwise the server would go on showing the last build, and the author
/// would go on writing without noticing.
#[derive(Clone)]
struct PanicGuard {
    stop: watch_channel::Sender<bool>,
    has_panicked: Arc<AtomicBool>,
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.has_panicked.store(true, Ordering::Release);
            self.stop.send_replace(true);
        }
    }
}

fn canonical(files: &dyn Files, path: &Path) -> Result<PathBuf, Failure> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    files.canonicalize(path).map_err(|error| Failure::machine(format!("cannot read `{}`: {error}", path.display())))
}

/// A thread, the port or the asynchronous runtime cannot be set up.
fn not_started(error: io::Error) -> Failure {
    Failure::machine(format!("cannot start the server: {error}"))
}

/// The path of a file without links in its folders. The file itself stays a link if it is one: an editor may replace it at any
/// time.
fn canonical_file(files: &dyn Files, path: &Path) -> Result<PathBuf, Failure> {
    let folder = canonical(files, path.parent().unwrap_or(Path::new(".")))?;
    Ok(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
