//! An HTTP server on the loopback interface whose responses a test makes up: correct, slow, redirecting, cut off or malformed. It
//! records the requests. It speaks just enough HTTP/1.1 for one request per connection.
//!
//! ```ignore
//! let server = LoopbackServer::new(|request| CannedResponse::json(&request.path));
//! fetch(&server.url("a"));
//! assert_eq!(server.request_lines(), ["GET /a"]);
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A request as the server read it; bodies are not read.
#[derive(Debug, Clone)]
pub struct ReceivedRequest {
    pub method: String,
    /// Path and query, such as `/page?x=y`.
    pub path: String,
    /// The header lines in lower case, without the request line.
    pub head: Vec<String>,
}

impl ReceivedRequest {
    /// The value of the header with this name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// The bytes that the server sends, and whether it then closes the connection.
pub struct CannedResponse {
    bytes: Vec<u8>,
    ending: ConnectionEnding,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ConnectionEnding {
    Close,
    /// Stays open and silent until the client hangs up.
    KeepOpen,
}

impl CannedResponse {
    /// A response with this status, these headers, and the body with its `content-length`.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let length = ("content-length", &*body.as_ref().len().to_string());
        let lines: String =
            headers.iter().chain([&length]).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("HTTP/1.1 {status} x\r\n{lines}connection: close\r\n\r\n");
        Self { bytes: [head.as_bytes(), body.as_ref()].concat(), ending: ConnectionEnding::Close }
    }

    /// A CSL-JSON record of a source.
    pub fn json(body: &str) -> Self {
        Self::new(200, &[("content-type", "application/vnd.citationstyles.csl+json")], body)
    }

    pub fn html(body: &str) -> Self {
        Self::new(200, &[("content-type", "text/html; charset=utf-8")], body)
    }

    /// A response with this status and an empty body.
    pub fn status(status: u16) -> Self {
        Self::new(status, &[], "")
    }

    /// A temporary redirect (302) to this address.
    pub fn redirect(to: &str) -> Self {
        Self::new(302, &[("location", to)], "")
    }

    /// Sends only the first `length` bytes of the response, counted from the status line.
    pub fn truncated_to(mut self, length: usize) -> Self {
        self.bytes.truncate(length);
        self
    }

    /// Leaves the connection open after the last byte, so that the client runs into its timeout.
    pub fn kept_open(mut self) -> Self {
        self.ending = ConnectionEnding::KeepOpen;
        self
    }
}

/// A running server on a free port of 127.0.0.1. It stops accepting connections when it is dropped.
pub struct LoopbackServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<ReceivedRequest>>>,
    is_stopped: Arc<AtomicBool>,
}

impl LoopbackServer {
    /// Starts a server that answers each request with what `respond` returns. Each connection has a thread of its own.
    pub fn new(respond: impl Fn(&ReceivedRequest) -> CannedResponse + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            requests: Arc::default(),
            is_stopped: Arc::new(AtomicBool::new(false)),
        };
        let (respond, requests, is_stopped) = (Arc::new(respond), server.requests.clone(), server.is_stopped.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (respond, requests) = (respond.clone(), requests.clone());
                std::thread::spawn(move || serve(stream.unwrap(), &*respond, &requests));
            }
        });
        server
    }

    /// The URL of a path, which is given without its leading slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The method and path of each request so far, such as `GET /a`.
    pub fn request_lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for LoopbackServer {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        // `accept` blocks; one more connection lets the loop see the flag.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    respond: &(dyn Fn(&ReceivedRequest) -> CannedResponse + Send + Sync),
    requests: &Mutex<Vec<ReceivedRequest>>,
) {
    let Some(request) = read_request(&stream) else { return };
    requests.lock().unwrap().push(request.clone());
    let response = respond(&request);
    let _ = stream.write_all(&response.bytes);
    if response.ending == ConnectionEnding::KeepOpen {
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

fn read_request(stream: &TcpStream) -> Option<ReceivedRequest> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let head = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).map(|line| line.to_ascii_lowercase());
    Some(ReceivedRequest { method, path, head: head.collect() })
}
