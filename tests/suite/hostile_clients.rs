//! `wellpress serve` with hostile clients: malformed requests, hundreds of idle connections, and saves as fast as the disk takes
//! them. The server still answers after each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::harness::TestSite;
use crate::program::ServeProcess;

/// How long a test waits before it fails. Far longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

struct AttackedPreview {
    folder: TempDir,
    preview: ServeProcess,
}

impl AttackedPreview {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        TestSite::new().article("neck", "Text about the neck.\n").write_to(folder.path());
        let preview = ServeProcess::start(folder.path());
        Self { folder, preview }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.preview.address).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream.set_write_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    /// Sends these bytes, closes the sending half, and gives the response.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may hang up before it has read everything; what it sent until then counts.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        Self::read_response(stream)
    }

    fn read_response(mut stream: TcpStream) -> String {
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        String::from_utf8_lossy(&response).into_owned()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.preview.address).unwrap();
        Self::read_response(stream)
    }

    #[track_caller]
    fn assert_alive(&mut self, attack: &str) {
        let response = self.get("/articles/neck/");
        assert!(response.starts_with("HTTP/1.1 200 "), "after {attack}: {response:?}");
        assert!(self.preview.process.try_wait().unwrap().is_none(), "after {attack} it has ended");
    }

    fn save(&self, words: &str) {
        let text = format!("---\ntitle: Article neck\n---\n{words}\n");
        std::fs::write(self.folder.path().join("content/articles/neck.md"), text).unwrap();
    }
}

/// Malformed and malicious requests, each with a name for the failure message.
#[allow(clippy::too_many_lines, reason = "a table, one row for each request")]
fn malformed_requests(host: SocketAddr) -> Vec<(&'static str, Vec<u8>)> {
    let request = |text: &str| text.replace("HOST", &host.to_string()).into_bytes();
    let mut requests = vec![
        ("nothing", Vec::new()),
        ("one byte", b"G".to_vec()),
        ("line ends alone", b"\r\n\r\n\r\n\r\n".to_vec()),
        ("no version", request("GET /\r\nHost: HOST\r\n\r\n")),
        ("HTTP/0.9", b"GET /\r\n".to_vec()),
        ("HTTP/9.9", request("GET / HTTP/9.9\r\nHost: HOST\r\n\r\n")),
        ("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec()),
        ("a TLS greeting", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec()),
        ("NUL in the address", request("GET /\0 HTTP/1.1\r\nHost: HOST\r\n\r\n")),
        ("a blank in the address", request("GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n")),
        ("bytes that are no text", b"GET /\xff\xfe HTTP/1.1\r\nHost: \xff\r\n\r\n".to_vec()),
        ("a header without a colon", request("GET / HTTP/1.1\r\nHost HOST\r\n\r\n")),
        ("a blank in a header's name", request("GET / HTTP/1.1\r\nHost : HOST\r\n\r\n")),
        ("a folded header", request("GET / HTTP/1.1\r\nHost: HOST\r\n folded\r\n\r\n")),
        ("two lengths", request("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")),
        ("a negative length", request("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n")),
        (
            "a length without end",
            request("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        ),
        (
            "a length and chunks",
            request(
                "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
            ),
        ),
        ("chunks that are none", request("POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
        ("an upgrade", request("GET / HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")),
        ("an expectation", request("GET / HTTP/1.1\r\nHost: HOST\r\nExpect: 100-continue\r\n\r\n")),
        ("an asterisk", request("OPTIONS * HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")),
        (
            "ranges without end",
            request(&format!(
                "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nRange: bytes={}\r\n\r\n",
                "0-,".repeat(2000)
            )),
        ),
        (
            "a range beyond all numbers",
            request("GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nRange: bytes=99999999999999999999-\r\n\r\n"),
        ),
        ("an endless address", request(&format!("GET /{} HTTP/1.1\r\nHost: HOST\r\n\r\n", "a/".repeat(500_000)))),
        (
            "a path far above the root",
            request(&format!("GET /{} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n", "../".repeat(3_000))),
        ),
        (
            "endless percent signs",
            request(&format!("GET /{} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n", "%25".repeat(3_000))),
        ),
        (
            "an endless header",
            request(&format!("GET / HTTP/1.1\r\nHost: HOST\r\nX: {}\r\n\r\n", "a".repeat(1_000_000))),
        ),
        ("headers without end", request(&format!("GET / HTTP/1.1\r\nHost: HOST\r\n{}\r\n", "X: 1\r\n".repeat(10_000)))),
        ("a hundred requests at once", request(&"GET / HTTP/1.1\r\nHost: HOST\r\n\r\n".repeat(100))),
        (
            "a request in a request",
            request(
                "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\r\n\r\nGET /../secret HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            ),
        ),
    ];
    for bytes in (0..20).map(random_bytes) {
        requests.push(("random bytes behind a request line", [&b"GET / HTTP/1.1\r\n"[..], &bytes].concat()));
        requests.push(("random bytes", bytes));
    }
    requests
}

fn random_bytes(seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..4096).map(|_| random.u8(..)).collect()
}

#[test]
fn malformed_requests_leave_the_server_alive() {
    let mut server = AttackedPreview::new();
    for (name, bytes) in malformed_requests(server.preview.address) {
        let answer = server.send(&bytes);
        let is_guarded = !answer.to_lowercase().contains("access-control") && !answer.contains("evil.example");
        assert!(is_guarded, "{name}: {answer:?}");
        for response in answer.split("HTTP/1.1 ").skip(1) {
            for header in ["nosniff\r\n", "cache-control: no-store, no-transform\r\n", ": same-origin\r\n"] {
                assert!(response.contains(header), "{name}: {response:?}");
            }
        }
        server.assert_alive(name);
    }
}

/// 1,000 saves in a second, while 200 connections are idle, 200 wait for events, and others send malformed requests.
#[test]
fn many_saves_idle_connections_and_malformed_requests_at_once() {
    let mut server = AttackedPreview::new();
    let idle: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    let listening: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = server.connect();
            write!(stream, "GET /__wellpress/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.preview.address).unwrap();
            stream
        })
        .collect();
    let start = Instant::now();
    std::thread::scope(|scope| {
        let noise = scope.spawn(|| {
            for (_, bytes) in malformed_requests(server.preview.address) {
                server.send(&bytes);
            }
        });
        for number in 1..=1000 {
            server.save(&format!("Save number {number}."));
        }
        eprintln!("1,000 saves in {:?}", start.elapsed());
        noise.join().unwrap();
    });
    server.save("The very last.");
    let deadline = Instant::now() + TIMEOUT;
    while !server.get("/articles/neck/").contains("The very last.") {
        assert!(Instant::now() < deadline, "the last save does not show");
    }
    server.assert_alive("all of it");
    drop((idle, listening));
    server.assert_alive("the readers that left");
}
