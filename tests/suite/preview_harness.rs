//! Runs the preview server on a site on the disk. A test sends raw requests, gets responses, edits files, and is told of every
//! build as it ends. Tests wait for builds and never sleep.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::{NamedTempFile, TempDir};

use wellpress::serve::{
    BuildResult, FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, Stopper, WatchMode,
};
use wellpress_build::pipeline::{self, Stage};
use wellpress_diagnostics::{Report, Severity};
use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Disk;
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use super::harness::TestSite;

/// How long a test waits before it fails. Far longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running preview of a site in a temporary folder. The server runs in a thread of the test, so that a test can count its builds
/// and stop one in the middle, which no separate process allows. Dropping it stops the server and passes on its panic.
pub struct RunningPreview {
    pub folder: Arc<TempDir>,
    pub address: SocketAddr,
    builds: Receiver<(BuildResult, Vec<String>, Arc<Report>)>,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

/// Called on the threads that build when a stage begins; a test blocks the build here or edits a file in the middle of it.
type Hook = Box<dyn Fn(Stage) + Send + Sync>;

struct BuildRecorder {
    builds: Sender<(BuildResult, Vec<String>, Arc<Report>)>,
    hook: Hook,
}

impl pipeline::Observer for BuildRecorder {
    fn begin(&self, stage: Stage) {
        (self.hook)(stage);
    }
}

impl Observer for BuildRecorder {
    fn built(&self, build: &FinishedBuild) {
        let _ = self.builds.send((build.result, build.edited.clone(), build.report.clone()));
    }

    fn trouble(&self, message: &str) {
        panic!("{message}");
    }
}

/// The options of a preview that tests vary.
pub struct PreviewSetup {
    pub allowed_hosts: Vec<String>,
    pub include: IncludeUnpublished,
    pub watch_mode: WatchMode,
    pub follow: Follow,
    pub base_url: Option<&'static str>,
    pub hook: Hook,
    pub today: Option<fn() -> Option<Day>>,
    /// A folder of built pages to show beside the site.
    pub beside: Option<PathBuf>,
    /// Prepares the folder, and returns the root that the preview is given, such as a symbolic link to the folder.
    pub root: fn(&Path) -> PathBuf,
}

impl Default for PreviewSetup {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            include: IncludeUnpublished::default(),
            watch_mode: WatchMode::Native,
            follow: Follow::Stay,
            base_url: None,
            hook: Box::new(|_| {}),
            today: None,
            beside: None,
            root: Path::to_owned,
        }
    }
}

fn clock() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Asks another server of a preview for a path, under this name of a host.
pub fn get_from(address: SocketAddr, path: &str, host: &str) -> PreviewResponse {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    PreviewResponse::parse(bytes)
}

impl RunningPreview {
    /// Starts a preview with default options and waits for the first build.
    pub fn new(site: &TestSite) -> Self {
        Self::with(site, PreviewSetup::default())
    }

    /// Starts a preview with these options and waits for the first build.
    pub fn with(site: &TestSite, setup: PreviewSetup) -> Self {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        Self::start(Arc::new(folder), setup)
    }

    /// Starts a second preview of the same folder.
    pub fn second_preview(&self, setup: PreviewSetup) -> Self {
        Self::start(self.folder.clone(), setup)
    }

    fn start(folder: Arc<TempDir>, setup: PreviewSetup) -> Self {
        let options = ListenOptions {
            interface: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: Port::Exactly(0),
            allowed_hosts: setup.allowed_hosts,
        };
        let mut preview = Preview::bind(&options).unwrap();
        if let Some(folder) = &setup.beside {
            preview.bind_beside(&Disk, folder).unwrap_or_else(|failure| panic!("{}", failure.message));
        }
        let (address, stopper) = (preview.address(), preview.stopper());
        let (sender, builds) = mpsc::channel();
        let root = (setup.root)(folder.path());
        let preview_options = PreviewOptions {
            settings: root.join("wellpress.yaml"),
            cache: CacheLocation {
                folder: root.join(".wellpress"),
                mode: CacheMode::ReadWrite,
                build: wellpress::BUILD,
            },
            options: BuildOptions {
                include: setup.include,
                left_out_drafts: Default::default(),
                base_url: setup.base_url.map(str::to_owned),
                output: root.join("output"),
                clock: Clock::at(Day::parse("2026-07-01").unwrap()),
                index: SearchIndex::Skip,
            },
            root,
            failing_severity: Severity::Error,
            watch_mode: setup.watch_mode,
            follow: setup.follow,
            clock,
            today: setup.today,
        };
        let observer = Arc::new(BuildRecorder { builds: sender, hook: setup.hook });
        let thread = std::thread::spawn(move || {
            preview
                .run(Arc::new(Disk), preview_options, observer)
                .unwrap_or_else(|failure| panic!("{}", failure.message))
        });
        let running = Self { folder, address, builds, stopper, thread: Some(thread) };
        running.next_build();
        running
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Replaces a file of the site by a rename. A write in place could be seen half done, which would be one more edit and build.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.persist(self.path(path)).unwrap();
    }

    /// Waits for the next build to end: its result, the edited files, and the report.
    pub fn next_build(&self) -> (BuildResult, Vec<String>, Arc<Report>) {
        self.builds.recv_timeout(TIMEOUT).expect("no build ends")
    }

    /// Waits for a build after which the condition holds, and passes over the builds before it. One edit may cause several builds,
    /// because the watcher may report it in parts.
    pub fn wait_until(&self, holds: impl Fn(&Self, BuildResult) -> bool) {
        let deadline = Instant::now() + TIMEOUT;
        while Instant::now() < deadline {
            let (result, ..) = self.next_build();
            if holds(self, result) {
                return;
            }
        }
        panic!("no build fulfils the condition");
    }

    /// Waits for a build after which the page at `path` contains these words.
    pub fn wait_until_shown(&self, path: &str, words: &str) {
        self.wait_until(|preview, _| preview.get(path).text().contains(words));
    }

    /// Waits until the preview ends by itself, and panics if it panicked.
    pub fn join(mut self) {
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(panic);
        }
    }

    /// Sends a `GET` request as a browser on this machine does.
    pub fn get(&self, path: &str) -> PreviewResponse {
        self.send("GET", path, "")
    }

    /// Sends a request with this method and further header lines, each with its `\r\n`.
    pub fn send(&self, method: &str, path: &str, headers: &str) -> PreviewResponse {
        let host = self.address;
        self.send_bytes(
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").as_bytes(),
        )
    }

    /// Sends these bytes and reads until the server hangs up.
    pub fn send_bytes(&self, request: &[u8]) -> PreviewResponse {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        // A server that hangs up on a request it did not read to the end may reset the connection. The bytes before that count.
        let _ = stream.read_to_end(&mut bytes);
        PreviewResponse::parse(bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    /// Subscribes to the event stream that pages reload by.
    pub fn events(&self, headers: &str) -> Events {
        let mut stream = self.connect();
        let host = self.address;
        write!(stream, "GET /__wellpress/events HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n").unwrap();
        Events { lines: BufReader::new(stream), last_id: String::new() }
    }
}

impl Drop for RunningPreview {
    fn drop(&mut self) {
        self.stopper.stop();
        let result = self.thread.take().map(JoinHandle::join);
        // A second panic while the test already fails would abort the whole test binary.
        if !std::thread::panicking() {
            result.into_iter().for_each(Result::unwrap);
        }
    }
}

/// A response of the preview. A response that does not begin with a status line has the status 0.
pub struct PreviewResponse {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl PreviewResponse {
    fn parse(bytes: Vec<u8>) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes[end..].to_vec() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// An open stream of server-sent events.
pub struct Events {
    lines: BufReader<TcpStream>,
    pub last_id: String,
}

impl Events {
    /// Waits for the next event and gives its data.
    pub fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "the stream has ended");
            if let Some(id) = line.strip_prefix("id: ") {
                id.trim_end().clone_into(&mut self.last_id);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}
