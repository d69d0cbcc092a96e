//! A server of this machine that answers as it is told: well, slowly, in circles, in pieces, with rubbish.
//!
//! ```ignore
//! let server = Server::new(|asked| Reply::json(&asked.path));
//! let answer = ask(&server.url("a"));
//! assert_eq!(server.asked(), ["GET /a"]);
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Such as `GET`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// The head's lines in lower case.
    pub head: Vec<String>,
}

impl Asked {
    /// The value of a line of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// What is sent back.
pub struct Reply {
    bytes: Vec<u8>,
    then: Then,
}

/// What happens when all is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Close,
    /// Nothing, until the other side has had enough.
    Wait,
}

impl Reply {
    /// A status, lines of the head, and a body with its length.
    pub fn new(status: u16, head: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let length = ("content-length", &*body.as_ref().len().to_string());
        let lines: String = head.iter().chain([&length]).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("HTTP/1.1 {status} x\r\n{lines}connection: close\r\n\r\n");
        Self { bytes: [head.as_bytes(), body.as_ref()].concat(), then: Then::Close }
    }

    /// A record.
    pub fn json(body: &str) -> Self {
        Self::new(200, &[("content-type", "application/vnd.citationstyles.csl+json")], body)
    }

    /// A page.
    pub fn html(body: &str) -> Self {
        Self::new(200, &[("content-type", "text/html; charset=utf-8")], body)
    }

    /// A status with nothing to it.
    pub fn status(status: u16) -> Self {
        Self::new(status, &[], "")
    }

    /// To another address.
    pub fn redirect(to: &str) -> Self {
        Self::new(302, &[("location", to)], "")
    }

    /// Cut off after so many bytes, the head included.
    pub fn cut(mut self, kept: usize) -> Self {
        self.bytes.truncate(kept);
        self
    }

    /// With the connection left open and silent at the end.
    pub fn hanging(mut self) -> Self {
        self.then = Then::Wait;
        self
    }
}

/// A server of this machine, gone once it is dropped.
pub struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    is_over: Arc<AtomicBool>,
}

impl Server {
    /// Answers each request as `answer` says.
    pub fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            is_over: Arc::new(AtomicBool::new(false)),
        };
        let (answer, asked, is_over) = (Arc::new(answer), server.asked.clone(), server.is_over.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                let (answer, asked) = (answer.clone(), asked.clone());
                std::thread::spawn(move || serve(stream.unwrap(), &*answer, &asked));
            }
        });
        server
    }

    /// An address of this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// What was asked so far, such as `GET /a`.
    pub fn asked(&self) -> Vec<String> {
        self.requests().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, answer: &(dyn Fn(&Asked) -> Reply + Send + Sync), asked: &Mutex<Vec<Asked>>) {
    let Some(request) = read(&stream) else { return };
    asked.lock().unwrap().push(request.clone());
    let reply = answer(&request);
    let _ = stream.write_all(&reply.bytes);
    if reply.then == Then::Wait {
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let head = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).map(|line| line.to_ascii_lowercase());
    Some(Asked { method, path, head: head.collect() })
}
