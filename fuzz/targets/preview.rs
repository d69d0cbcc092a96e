//! The preview's server.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use wellpress::serve::{FinishedBuild, Follow, ListenOptions, Observer, Port, Preview, PreviewOptions, WatchMode};
use wellpress_build::pipeline::{self, Stage};
use wellpress_diagnostics::Severity;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::Disk;

/// Sends the bytes to the preview's server as a request. The server has to answer a valid request after them, and no
/// answer may let other sites read it.
pub fn request(bytes: &[u8]) {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    let address = *SERVER.get_or_init(serve);
    let response = response(address, bytes, AfterRequest::CloseWriting);
    assert!(!response.to_ascii_lowercase().contains("access-control-"), "{response}");
    assert!(response.is_empty() || response.contains("x-content-type-options: nosniff\r\n"), "{response}");
    let valid_request = format!("GET /__wellpress/ HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let next_response = self::response(address, valid_request.as_bytes(), AfterRequest::KeepWriting);
    assert!(next_response.starts_with("HTTP/1.1 200 "), "the server no longer answers");
}

/// Whether the client closes its side of the connection behind the request. For arbitrary bytes it does, because the
/// server would wait for the rest of an incomplete request.
#[derive(PartialEq, Eq)]
enum AfterRequest {
    KeepWriting,
    CloseWriting,
}

fn response(address: SocketAddr, request: &[u8], after_request: AfterRequest) -> String {
    let mut stream =
        TcpStream::connect(address).unwrap_or_else(|error| panic!("the server no longer answers: {error}"));
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    let _ = stream.write_all(request);
    if after_request == AfterRequest::CloseWriting {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut response = Vec::new();
    let _ = stream.take(1_000_000).read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

/// Reports nothing, and panics if the server reports trouble.
struct SilentObserver;

impl pipeline::Observer for SilentObserver {
    fn begin(&self, _stage: Stage) {}
}

impl Observer for SilentObserver {
    fn built(&self, _build: &FinishedBuild) {}

    fn trouble(&self, message: &str) {
        panic!("{message}");
    }
}

/// Starts a server on a site without pages and returns its address. It runs as long as the process.
fn serve() -> SocketAddr {
    let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let listen_options = ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() };
    let preview = Preview::bind(&listen_options).unwrap_or_else(|failure| panic!("{}", failure.message));
    let address = preview.address();
    std::thread::spawn(move || {
        let folder = tempfile::TempDir::new().unwrap_or_else(|error| panic!("{error}"));
        let root = folder.path().to_owned();
        let settings = "title: T\nbase_url: https://a.example/\n";
        std::fs::write(root.join("wellpress.yaml"), settings)
            .and_then(|()| std::fs::create_dir_all(root.join("content/pages")))
            .unwrap_or_else(|error| panic!("{error}"));
        let preview_options = PreviewOptions {
            settings: root.join("wellpress.yaml"),
            cache: CacheLocation { folder: root.join(".wellpress"), mode: CacheMode::Off, build: wellpress::BUILD },
            options: super::options(&root),
            root,
            failing_severity: Severity::Error,
            watch_mode: WatchMode::Native,
            follow: Follow::Stay,
            clock: || Duration::ZERO,
            today: None,
        };
        preview
            .run(Arc::new(Disk), preview_options, Arc::new(SilentObserver))
            .unwrap_or_else(|failure| panic!("{}", failure.message));
    });
    address
}
