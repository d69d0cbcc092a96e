//! The preview: a server on this machine that shows the site and updates open browsers after each edit.
//!
//! Two threads share a `state::ServerState`. One runs the `rebuild_loop`: it waits for edits (`watch`), builds
//! (`preview_builder`) into memory (`site_snapshot`) and publishes reload events to browsers (`reload`). The other answers
//! requests (`http`): for the site (`pages`) and for the server's own pages (`dashboard`). No request to it changes anything; what an
//! editor may write goes through the `desk`, a server of its own.
//! Printing is left to `cli`, through an [`Observer`].

mod address;
mod beside;
mod beside_page;
mod byte_range;
mod dashboard;
mod desk;
mod finding_json;
mod http;
mod observer;
mod pages;
mod panic_guard;
mod poll;
mod preview_builder;
mod preview_options;
mod rebuild_loop;
mod refusal_headers;
mod reload;
mod site_overview;
mod site_snapshot;
mod site_thread;
mod state;
mod unshown_page;
mod watch;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};

use tokio::sync::watch as watch_channel;

use wellpress_command::Failure;
use wellpress_io::fs::Files;
use wellpress_site::config::BaseUrl;

use address::{AllowedHosts, not_started};
use beside::Beside;
use desk::Desk;
use panic_guard::PanicGuard;
use preview_builder::PreviewBuilder;
use rebuild_loop::RebuildLoop;
use site_snapshot::SiteSnapshot;
use state::ServerState;
use watch::{FileWatcher, WatchSignal, WatchedPaths};

pub use address::{ListenOptions, Port};
pub use desk::{DeskAnswer, DeskOptions};
pub use observer::{AfterBuild, BuildResult, FinishedBuild, Observer};
pub use preview_options::PreviewOptions;
pub use reload::Follow;
pub use watch::WatchMode;

/// A preview that has bound its port. The two steps [`Preview::bind`] and [`Preview::run`] let the caller fail early on a port in
/// use, and print the address before the first build.
pub struct Preview {
    listener: TcpListener,
    address: SocketAddr,
    allowed_hosts: Vec<String>,
    allowed_frames: Vec<String>,
    desk: Option<Desk>,
    beside: Option<Beside>,
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
        let stop = watch_channel::Sender::new(false);
        Ok(Self { listener, address, allowed_hosts, allowed_frames: Vec::new(), desk: None, beside: None, stop })
    }

    /// Lets these origins and schemes show pages in a frame, as content policies have them.
    pub fn allow_frames(&mut self, sources: &[String]) {
        self.allowed_frames.extend_from_slice(sources);
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

    /// Binds a port for the built output of another site, and returns the address of the page that shows it beside this one. Only a
    /// preview that no other machine reaches has one.
    ///
    /// # Errors
    /// When other machines may reach the preview, there is no such folder, or no port is free.
    pub fn bind_beside(&mut self, files: &dyn Files, folder: &Path) -> Result<String, Failure> {
        if !self.address.ip().is_loopback() || !self.allowed_hosts.is_empty() {
            let message =
                "`--beside` shows a folder of this machine, so that no other machine and no other name may reach it";
            return Err(Failure::usage(message).help("leave out `--interface` and `--allow-host`"));
        }
        self.beside = Some(Beside::bind(files, folder)?);
        Ok(format!("{}/__wellpress/beside", self.origin()))
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
        state.frames = self.desk.iter().map(Desk::origin).chain(self.allowed_frames).collect::<Vec<_>>().join(" ");
        state.beside = self.beside.as_ref().map(Beside::origin);
        let state = Arc::new(state);
        let clock = options.clock;
        let origin = address::origin(self.address, &self.allowed_hosts);
        if let Some(beside) = self.beside {
            beside.start(files.clone(), &origin)?;
        }
        let after_build: AfterBuild = match self.desk {
            Some(desk) => desk.start(origin.clone())?,
            None => Arc::new(Vec::new),
        };
        let builder = PreviewBuilder::new(files.clone(), options, origin);
        let guard = PanicGuard::new(self.stop.clone());
        let has_panicked = guard.has_panicked();
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
