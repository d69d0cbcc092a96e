//! A site on the disk with a preview of it: raw requests in, answers out, and every build as it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::{NamedTempFile, TempDir};

use wellpress::pipeline::{self, Stage, Strictness};
use wellpress::serve::{
    BuildResult, FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, Stopper, WatchMode,
};
use wellpress_diagnostics::Report;
use wellpress_diagnostics::yaml::Day;
use wellpress_io::fs::Disk;
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use super::harness::Site;

/// Far longer than anything takes that works, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that runs.
pub struct RunningPreview {
    pub folder: Arc<TempDir>,
    pub address: SocketAddr,
    builds: Receiver<(BuildResult, Vec<String>, Arc<Report>)>,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

/// What is done on the thread that builds, when a stage begins.
type Hook = Box<dyn Fn(Stage) + Send>;

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

/// How a site is previewed.
pub struct PreviewSetup {
    pub allowed_hosts: Vec<String>,
    pub include: IncludeUnpublished,
    pub watch_mode: WatchMode,
    pub follow: Follow,
    pub hook: Hook,
    pub today: Option<fn() -> Option<Day>>,
    /// Gives the root that the preview is told, with what is to be done to the folder before.
    pub root: fn(&Path) -> PathBuf,
}

impl Default for PreviewSetup {
    fn default() -> Self {
        Self {
            allowed_hosts: Vec::new(),
            include: IncludeUnpublished::default(),
            watch_mode: WatchMode::Native,
            follow: Follow::Stay,
            hook: Box::new(|_| {}),
            today: None,
            root: Path::to_owned,
        }
    }
}

fn clock() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

impl RunningPreview {
    /// With its first build done.
    pub fn new(site: &Site) -> Self {
        Self::with(site, PreviewSetup::default())
    }

    /// In this way, with its first build done.
    pub fn with(site: &Site, setup: PreviewSetup) -> Self {
        let folder = TempDir::new().unwrap();
        site.write_to(folder.path());
        Self::of(Arc::new(folder), setup)
    }

    /// Another preview of the same folder.
    pub fn beside(&self, setup: PreviewSetup) -> Self {
        Self::of(self.folder.clone(), setup)
    }

    fn of(folder: Arc<TempDir>, setup: PreviewSetup) -> Self {
        let options = ListenOptions {
            interface: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: Port::Exactly(0),
            allowed_hosts: setup.allowed_hosts,
        };
        let preview = Preview::bind(&options).unwrap();
        let (address, stopper) = (preview.address(), preview.stopper());
        let (sender, builds) = mpsc::channel();
        let root = (setup.root)(folder.path());
        let plan = PreviewOptions {
            settings: root.join("wellpress.yaml"),
            options: BuildOptions {
                include: setup.include,
                base_url: None,
                output: root.join("output"),
                clock: Clock::at(Day::parse("2026-07-01").unwrap()),
                index: SearchIndex::Skip,
            },
            root,
            strictness: Strictness::Errors,
            watch_mode: setup.watch_mode,
            follow: setup.follow,
            clock,
            today: setup.today,
        };
        let told = Box::new(BuildRecorder { builds: sender, hook: setup.hook });
        let thread = std::thread::spawn(move || {
            preview.run(Arc::new(Disk), plan, told).unwrap_or_else(|error| panic!("{error}"))
        });
        let served = Self { folder, address, builds, stopper, thread: Some(thread) };
        served.next_build();
        served
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the site in one step. A write in place may be seen half done, which is an edit and a build more.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.persist(self.path(path)).unwrap();
    }

    /// The next build that ends.
    pub fn next_build(&self) -> (BuildResult, Vec<String>, Arc<Report>) {
        self.builds.recv_timeout(PATIENCE).expect("no build ends")
    }

    /// The first build that ends in this way and after which this holds; those before it are passed over.
    pub fn until(&self, holds: impl Fn(&Self, BuildResult) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let (ended, ..) = self.next_build();
            if holds(self, ended) {
                return;
            }
        }
        panic!("no build brings it about");
    }

    /// The first build after which an address shows these words.
    pub fn until_shown(&self, path: &str, words: &str) {
        self.until(|served, _| served.get(path).text().contains(words));
    }

    /// Waits for its end, and fails as it fails.
    pub fn join(mut self) {
        if let Some(Err(why)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(why);
        }
    }

    /// Asks as a browser on this machine does.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Asks with another method or further header lines, each with its line end.
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = self.address;
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n").as_bytes())
    }

    /// Sends these bytes and takes whatever comes until the server hangs up.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        // A server that hangs up on what it did not read may reset the connection; what it said before counts.
        let _ = stream.read_to_end(&mut bytes);
        Answer::of(bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Listens for builds.
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
        let ended = self.thread.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            ended.into_iter().for_each(Result::unwrap);
        }
    }
}

/// An answer of the server.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: Vec<u8>) -> Self {
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

/// A stream of events.
pub struct Events {
    lines: BufReader<TcpStream>,
    pub last_id: String,
}

impl Events {
    /// What the next event says.
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
