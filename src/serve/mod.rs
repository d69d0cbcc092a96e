//! The preview: a server on this machine that shows the site while it is being written. [`PreviewOptions`] in, HTTP
//! responses and reload events out.
//!
//! Two threads share a `state::ServerState`. One runs the `rebuild_loop`: it waits for edits (`watch`), builds
//! (`preview_builder`) into memory (`site_snapshot`) and tells browsers (`reload`). The other answers requests (`http`): for
//! the site (`pages`) and for the server's own pages (`dashboard`). No request changes anything. Printing is left to `cli`,
//! through an [`Observer`].

mod address;
mod byte_range;
mod dashboard;
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
mod state;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::watch as watch_channel;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::Files;
use wellpress_site::config::BuildOptions;

use crate::pipeline::{self, Strictness};

pub use address::{ListenOptions, Port};
pub use reload::Follow;
pub use watch::WatchMode;

use address::AllowedHosts;
use preview_builder::PreviewBuilder;
use rebuild_loop::RebuildLoop;
use state::ServerState;
use watch::{FileWatcher, WatchSignal, WatchedPaths};

/// Which site is shown, and how.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// The site's root, under which `content` lies.
    pub root: PathBuf,
    /// The settings' file, usually `wellpress.yaml` in the root.
    pub settings: PathBuf,
    /// What the command line decides about builds. Without a base address, that of the settings has its origin replaced by
    /// the server's own.
    pub options: BuildOptions,
    /// Which findings keep a build from being shown.
    pub strictness: Strictness,
    /// How edits are noticed.
    pub watch_mode: WatchMode,
    /// Whether browsers are led to what was edited.
    pub follow: Follow,
    /// Monotonic time, from any point.
    pub clock: fn() -> Duration,
    /// Asks for the day before every build, because a preview may run past midnight; `None` when the day is fixed.
    pub today: Option<fn() -> Option<Day>>,
}

/// Told of builds and of their stages, on the thread that builds.
pub trait Observer: pipeline::Observer + Send {
    /// Edits are watched from now on, and requests will be answered.
    fn ready(&self) {}
    /// A build has ended and is shown, if it is good.
    fn built(&self, build: &FinishedBuild);
    /// Edits may go unnoticed, and why.
    fn trouble(&self, message: &str);
}

/// A build of the preview that has ended, for the observer.
#[derive(Debug)]
pub struct FinishedBuild {
    /// Names of the files and folders that were edited, relative to the root, without the temporary files of editors. Empty
    /// for the first build.
    pub edited: Vec<String>,
    /// Whether the site is shown.
    pub result: BuildResult,
    /// How long it took, without waiting for half-saved files before it.
    pub took: Duration,
    /// All findings, and those about files that readers asked for.
    pub report: Arc<Report>,
}

/// How a build of the preview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildResult {
    /// The site is shown.
    Built {
        /// How many pages are new, changed or gone; when it is unknown what was edited, how many pages there are.
        pages: usize,
    },
    /// Findings forbid it; the last good build is still shown.
    Stopped,
}

/// Why there is no preview.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port is taken, or not ours to take.
    #[error("cannot listen at {address}: {source}")]
    Bind {
        /// The address and the port that were tried.
        address: SocketAddr,
        /// The operating system's answer.
        source: io::Error,
    },
    /// Other machines could reach the server, and a page of any site could lead a browser to it under a name of its own.
    #[error("`{0}` can be reached from other machines, and no name is allowed for it")]
    Exposed(IpAddr),
    /// An allowed name contains characters that no host's name has.
    #[error("`{0}` is not the name of a host")]
    NotAHost(String),
    /// Edits would go unnoticed; the message says why and what to do.
    #[error("{0}")]
    Watch(String),
    /// The root or the settings' folder cannot be found.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The folder that does not exist or cannot be entered.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// The build thread panicked.
    #[error("the preview has ended on a bug in wellpress")]
    Panic,
    /// A thread, the port or the asynchronous runtime cannot be set up.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
}

/// A server that has its port, and shows nothing yet.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    allowed_hosts: Vec<String>,
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
    pub fn bind(options: &ListenOptions) -> Result<Self, ServeError> {
        let listener = address::bind(options)?;
        let address = listener.local_addr().map_err(ServeError::Start)?;
        let allowed_hosts = options.allowed_hosts.clone();
        Ok(Self { listener, address, allowed_hosts, stop: watch_channel::Sender::new(false) })
    }

    /// The address at which it listens, with the port that was found.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port under which a person finds the preview.
    #[must_use]
    pub fn origin(&self) -> String {
        address::origin(self.address, &self.allowed_hosts)
    }

    /// A handle that ends the preview.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Builds, answers and builds again, until it is stopped or the person interrupts the program.
    ///
    /// # Errors
    /// When edits cannot be watched, or there is no such site.
    pub fn run(
        self,
        files: Arc<dyn Files>,
        options: PreviewOptions,
        observer: Box<dyn Observer>,
    ) -> Result<(), ServeError> {
        let (root, settings) = (canonical(&*files, &options.root)?, canonical_file(&*files, &options.settings)?);
        // Resolved once: should a link or the working directory change, the watcher and the builds still agree.
        let options = PreviewOptions { root: root.clone(), settings: settings.clone(), ..options };
        let settings = [files.canonicalize(&settings).ok(), Some(settings)].into_iter().flatten().collect();
        let (sender, signals) = mpsc::channel();
        let watched = WatchedPaths::new(root.clone(), settings);
        // Before the first build, so that no edit falls between the two.
        let watcher = FileWatcher::start(&files, options.watch_mode, &watched, sender.clone(), options.clock)?;
        observer.ready();
        let hosts = AllowedHosts::new(self.address, &self.allowed_hosts);
        let state = Arc::new(ServerState::new(files.clone(), root, hosts, options.follow));
        let clock = options.clock;
        let builder = PreviewBuilder::new(files.clone(), options, self.origin());
        let rebuild_loop =
            RebuildLoop { files, builder, state: state.clone(), watched, watcher, signals, observer, clock };
        let guard = PanicGuard { stop: self.stop.clone(), has_panicked: Arc::default() };
        let has_panicked = guard.has_panicked.clone();
        let build = move || {
            let _guard = guard;
            rebuild_loop.run();
        };
        // The thread is not joined: a build writes nothing, so the program may end in the middle of one.
        std::thread::Builder::new().name("builds".to_owned()).spawn(build).map_err(ServeError::Start)?;
        http::serve(self.listener, state, self.stop.subscribe()).map_err(ServeError::Start)?;
        // It fails only when the thread has ended by itself.
        let _ = sender.send(WatchSignal::Stop);
        if has_panicked.load(Ordering::Acquire) { Err(ServeError::Panic) } else { Ok(()) }
    }
}

/// Ends the preview when the build thread panics. Otherwise the server would go on showing the last build, and the person
/// would go on writing without noticing.
struct PanicGuard {
    stop: watch_channel::Sender<bool>,
    has_panicked: Arc<AtomicBool>,
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        self.has_panicked.store(std::thread::panicking(), Ordering::Release);
        self.stop.send_replace(true);
    }
}

fn canonical(files: &dyn Files, path: &Path) -> Result<PathBuf, ServeError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    files.canonicalize(path).map_err(|source| ServeError::Read { path: path.to_owned(), source })
}

/// The file's path without links in its folders. The file itself stays a link if it is one: an editor may replace it at any
/// time.
fn canonical_file(files: &dyn Files, path: &Path) -> Result<PathBuf, ServeError> {
    let folder = canonical(files, path.parent().unwrap_or(Path::new(".")))?;
    Ok(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
