//! The preview: a server on this machine that shows the site as it is being written. A [`Plan`] in, pages and news of
//! builds out.
//!
//! Two threads share a `state::State`. One builds (`rounds`): it waits for edits (`watch`), builds (`build`) into
//! memory (`shelf`) and tells browsers (`reload`). The other answers (`http`): the site (`pages`) and the
//! server's own pages (`own`). No request changes anything. What is printed is for `cli`, as an [`Observer`].

mod address;
mod build;
mod finding;
mod guarded;
mod http;
mod overview;
mod own;
mod pages;
mod poll;
mod range;
mod reload;
mod rounds;
mod shelf;
mod state;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use thiserror::Error;
use tokio::sync::watch as told;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::Files;
use wellpress_site::config::BuildOptions;

use crate::pipeline::{self, Strictness};

pub use address::{Listening, Port};
pub use reload::Follow;
pub use watch::Watching;

use address::Hosts;
use build::Workshop;
use rounds::Rounds;
use state::State;
use watch::{Places, Signal, Watch};

/// What is shown, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The site's root.
    pub root: PathBuf,
    /// The settings' file.
    pub settings: PathBuf,
    /// What the command line decides. Without a base address, that of the settings has its origin replaced by the
    /// server's own.
    pub options: BuildOptions,
    /// Whether warnings fail a build.
    pub strictness: Strictness,
    /// How edits are noticed.
    pub watching: Watching,
    /// Whether browsers are led to what was edited.
    pub follow: Follow,
    /// Monotonic time, from any point.
    pub clock: fn() -> Duration,
    /// Today, where the day is not fixed: a preview may run past midnight.
    pub today: Option<fn() -> Option<Day>>,
}

/// Told of builds, from the thread that builds; and of their stages.
pub trait Observer: pipeline::Observer + Send {
    /// Edits are watched from now on, and requests will be answered.
    fn ready(&self) {}
    /// A build has ended.
    fn built(&self, round: &Round);
    /// Edits may go unnoticed, and why.
    fn trouble(&self, message: &str);
}

/// A build that has ended.
#[derive(Debug)]
pub struct Round {
    /// Names of the files and folders that were edited, relative to the root; none for the first build, and none that an
    /// editor made for a moment.
    pub edited: Vec<String>,
    /// How it ended.
    pub ended: Ended,
    /// How long it took.
    pub took: Duration,
    /// All findings.
    pub report: Arc<Report>,
}

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The site is shown.
    Built {
        /// How many pages are new, other than before, or gone; where nobody knows what was edited, how many there are.
        pages: usize,
    },
    /// Findings forbid it; what was shown is still shown.
    Stopped,
}

/// Why there is no preview.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The port is taken, or not ours to take.
    #[error("cannot listen at {address}: {source}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// What the machine said.
        source: io::Error,
    },
    /// Others could reach it, under any name that they make up.
    #[error("`{0}` can be reached from other machines, and no name is allowed for it")]
    Exposed(IpAddr),
    /// A name that no host has.
    #[error("`{0}` is not the name of a host")]
    NotAHost(String),
    /// Edits would go unnoticed.
    #[error("{0}")]
    Watch(String),
    /// A folder that is needed is not there.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// A build came upon what must not be.
    #[error("the preview has ended on a bug in wellpress")]
    Panic,
    /// The server cannot work at all.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
}

/// A server that has its port, and shows nothing yet.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    allowed_hosts: Vec<String>,
    stop: told::Sender<bool>,
}

/// Ends a preview, from any thread.
#[derive(Debug, Clone)]
pub struct Stopper(told::Sender<bool>);

impl Stopper {
    /// Ends it.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Preview {
    /// Takes the port.
    ///
    /// # Errors
    /// When it is taken, or when it must not be opened to others like this.
    pub fn bind(listening: &Listening) -> Result<Self, ServeError> {
        let listener = address::bind(listening)?;
        let address = listener.local_addr().map_err(ServeError::Start)?;
        let allowed_hosts = listening.allowed_hosts.clone();
        Ok(Self { listener, address, allowed_hosts, stop: told::Sender::new(false) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Scheme, host and port under which a person finds it.
    #[must_use]
    pub fn origin(&self) -> String {
        address::origin(self.address, &self.allowed_hosts)
    }

    /// What ends it.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.stop.clone())
    }

    /// Builds, answers and builds again, until it is stopped or the person interrupts the program.
    ///
    /// # Errors
    /// When edits cannot be watched, or there is no such site.
    pub fn run(self, files: Arc<dyn Files>, plan: Plan, observer: Box<dyn Observer>) -> Result<(), ServeError> {
        let (root, settings) = (whole(&*files, &plan.root)?, whole_file(&*files, &plan.settings)?);
        // What is watched is what is built, wherever a link or the working directory leads to by then.
        let plan = Plan { root: root.clone(), settings: settings.clone(), ..plan };
        let settings = [files.canonicalize(&settings).ok(), Some(settings)].into_iter().flatten().collect();
        let (sender, signals) = mpsc::channel();
        let places = Places::new(root.clone(), settings);
        let watch = Watch::start(&files, plan.watching, &places, sender.clone(), plan.clock)?;
        observer.ready();
        let hosts = Hosts::new(self.address, &self.allowed_hosts);
        let state = Arc::new(State::new(files.clone(), root, hosts, plan.follow));
        let clock = plan.clock;
        let workshop = Workshop::new(files.clone(), plan, self.origin());
        let rounds = Rounds { files, workshop, state: state.clone(), places, watch, signals, observer, clock };
        let fuse = Fuse { stop: self.stop.clone(), is_blown: Arc::default() };
        let is_blown = fuse.is_blown.clone();
        let build = move || {
            let _fuse = fuse;
            rounds.run();
        };
        // Nobody waits for it: a build writes nothing, so that it may be left in the middle.
        std::thread::Builder::new().name("builds".to_owned()).spawn(build).map_err(ServeError::Start)?;
        http::serve(self.listener, state, self.stop.subscribe()).map_err(ServeError::Start)?;
        // The thread may have ended by itself.
        let _ = sender.send(Signal::Stop);
        if is_blown.load(Ordering::Acquire) { Err(ServeError::Panic) } else { Ok(()) }
    }
}

/// Ends the preview where a build panics, so that nobody goes on writing before a page that stands still.
struct Fuse {
    stop: told::Sender<bool>,
    is_blown: Arc<AtomicBool>,
}

impl Drop for Fuse {
    fn drop(&mut self) {
        self.is_blown.store(std::thread::panicking(), Ordering::Release);
        self.stop.send_replace(true);
    }
}

fn whole(files: &dyn Files, path: &Path) -> Result<PathBuf, ServeError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    files.canonicalize(path).map_err(|source| ServeError::Read { path: path.to_owned(), source })
}

/// The file's place without links in its folders. The file itself may be put in the place of another at any time.
fn whole_file(files: &dyn Files, path: &Path) -> Result<PathBuf, ServeError> {
    let folder = whole(files, path.parent().unwrap_or(Path::new(".")))?;
    Ok(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
