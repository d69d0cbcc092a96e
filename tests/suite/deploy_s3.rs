//! Publishing to a real server that speaks S3, through a proxy that fails request N for every N.
//!
//! `WELLPRESS_S3_SERVER` names the program `moto_server`; `tests/run` installs it from PyPI where that can be reached, and
//! says so where it cannot. Without it nothing is tested here: the logic itself is tested in the crate's own tests, on stores in memory.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use wellpress_deploy::{
    BucketStore, Consent, Credentials, DeployError, DeployJob, RetryPolicy, Target, TargetStore, publish, rollback,
};

use crate::deploy_support::{
    Given, Tree, assert_no_dangling, assert_the_record_is_guarded, deploy, job, new_site, old_site, tree, wanted,
};
use crate::service::Service;

/// A server that speaks S3.
pub struct Server(Service);

impl Server {
    pub fn start() -> Option<Self> {
        Service::start("WELLPRESS_S3_SERVER", ["-H", "-p"], &[]).map(Self)
    }

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Plain requests of the test itself, which no proxy sees.
    fn ask(&self, method: &str, path: &str) -> (u16, BTreeMap<String, String>, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        // It is no friend of strangers, and does not look at signatures.
        let who =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x";
        let host = self.address();
        let head = format!("host: {host}\r\nauthorization: {who}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(format!("{method} {path} HTTP/1.1\r\n{head}").as_bytes()).unwrap();
        let answer = Message::read(&mut BufReader::new(stream), method == "HEAD").unwrap();
        let status = answer.first.split(' ').nth(1).unwrap().parse().unwrap();
        let head = answer.head.iter().filter_map(|line| line.split_once(": "));
        (status, head.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(), answer.body)
    }

    pub fn bucket(&self, name: &str) {
        assert_eq!(self.ask("PUT", &format!("/{name}")).0, 200);
    }

    /// What is in a bucket, the record left out.
    pub fn served(&self, bucket: &str) -> Tree {
        let list = String::from_utf8(self.ask("GET", &format!("/{bucket}?list-type=2&max-keys=1000")).2).unwrap();
        let keys = list.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
        let site = keys.filter(|key| !key.starts_with(".wellpress"));
        let read = |key: &str| {
            let (status, _, body) = self.ask("GET", &format!("/{bucket}/{}", escaped(key)));
            assert_eq!(status, 200, "{key}");
            (key.to_owned(), String::from_utf8_lossy(&body).into_owned())
        };
        site.map(read).collect()
    }
}

/// What the server takes for a key: anything.
pub const VARIABLES: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test-secret")];

pub fn address(bucket: &str, server: SocketAddr) -> String {
    format!("s3://{bucket}?region=us-east-1&endpoint=http://{server}")
}

fn target(bucket: &str, server: SocketAddr) -> BucketStore {
    let target = Target::parse(&address(bucket, server)).unwrap();
    let credentials = Credentials::of(VARIABLES.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let patience = RetryPolicy { retries: 2, pause: Duration::from_millis(1), ..RetryPolicy::default() };
    BucketStore::connect(&target, &credentials, &patience).unwrap()
}

pub fn escaped(key: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
    key.bytes().map(|byte| if safe(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A request or an answer.
pub struct Message {
    pub first: String,
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

impl Message {
    pub fn read(from: &mut impl BufRead, is_without_body: bool) -> Option<Self> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if from.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let first = lines.remove(0);
        let mut message = Self { first, head: lines, body: Vec::new() };
        let length = message.header("content-length").and_then(|length| length.parse().ok());
        message.body.resize(if is_without_body { 0 } else { length.unwrap_or(0) }, 0);
        from.read_exact(&mut message.body).ok()?;
        Some(message)
    }

    /// The value of a line of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.iter().filter_map(|line| line.split_once(": "));
        lines.find(|(there, _)| there.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let head: String = self.head.iter().map(|line| format!("{line}\r\n")).collect();
        [format!("{}\r\n{head}\r\n", self.first).as_bytes(), &self.body[..]].concat()
    }
}

/// What goes wrong at the chosen request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The server says 500, once; it is asked again.
    Busy,
    /// The connection is cut once the head was sent; the server never sees the request.
    CutBefore,
    /// The connection is cut in the midst of the answer; the server did what it was asked.
    CutAfter,
    /// Neither this request nor any after it gets through.
    Dead,
}

/// A proxy in front of the server.
struct Proxy {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Proxy {
    fn start(server: SocketAddr, fault: Fault, at: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let counter = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counter = counter.clone();
                thread::spawn(move || serve(stream, server, fault, at, &counter));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn serve(client: TcpStream, server: SocketAddr, fault: Fault, at: usize, asked: &AtomicUsize) -> Option<()> {
    let (mut reader, mut writer) = (BufReader::new(client.try_clone().ok()?), client);
    loop {
        let request = Message::read(&mut reader, false)?;
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let is_hit = number == at || (fault == Fault::Dead && number > at);
        if is_hit && matches!(fault, Fault::CutBefore | Fault::Dead) {
            return None;
        }
        if is_hit && fault == Fault::Busy {
            writer.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n").ok()?;
            continue;
        }
        let mut upstream = TcpStream::connect(server).ok()?;
        upstream.write_all(&request.bytes()).ok()?;
        let answer = Message::read(&mut BufReader::new(upstream), request.first.starts_with("HEAD "))?.bytes();
        if is_hit && fault == Fault::CutAfter {
            writer.write_all(&answer[..answer.len() / 2]).ok()?;
            return None;
        }
        writer.write_all(&answer).ok()?;
    }
}

/// A smaller site, so that every request can have its turn.
fn small(site: Tree) -> Tree {
    let left_out = ["one/index.html", "two/index.html", "assets/a.1111111111.svg"];
    let shown = site.into_iter().filter(|(path, _)| !left_out.contains(&path.as_str()));
    shown.map(|(path, text)| (path, text.replace(" assets/a.1111111111.svg", ""))).collect()
}

fn consented<'a>(store: &'a dyn TargetStore) -> DeployJob<'a> {
    DeployJob { consent: Consent::Given, ..job(store) }
}

#[test]
fn every_failing_request_leaves_a_whole_site_on_a_real_server() {
    let Some(server) = Server::start() else { return };
    let (old, new) = (small(old_site()), small(new_site()));
    for fault in [Fault::Busy, Fault::CutBefore, Fault::CutAfter, Fault::Dead] {
        let (mut turns, mut failures) = (0, 0);
        for at in 0.. {
            let name = format!("faults-{}-{at}", format!("{fault:?}").to_lowercase());
            server.bucket(&name);
            let plain = target(&name, server.address());
            publish(&consented(&plain), wanted(&plain, &old, &[]), &Given(&old)).unwrap();
            let proxy = Proxy::start(server.address(), fault, at);
            let faulty = target(&name, proxy.address);
            let calm = DeployJob { heartbeat: Duration::from_secs(60), ..consented(&faulty) };
            let failed = publish(&calm, wanted(&faulty, &new, &[]), &Given(&new)).is_err();
            let when = format!("{fault:?} at request {at}");
            assert_no_dangling(&server.served(&name), &when);
            turns += 1;
            failures += usize::from(failed);
            if failed {
                publish(&consented(&plain), wanted(&plain, &new, &[]), &Given(&new))
                    .unwrap_or_else(|error| panic!("{when}: {error}"));
            }
            assert_eq!(server.served(&name), new, "{when}");
            if proxy.asked() <= at {
                break;
            }
        }
        println!("{fault:?}: {turns} requests in turn, {failures} deploys failed and were ended by the next");
        assert!(turns > 20);
    }
}

#[test]
fn a_real_server_gets_headers_names_and_conditions_right() {
    let Some(server) = Server::start() else { return };
    server.bucket("guide");
    let store = target("guide", server.address());
    let mut site = old_site();
    let odd = "assets/a b+c%20#é.0123456789.css";
    site.insert(odd.to_owned(), "x".to_owned());
    deploy(&store, &site).unwrap();
    assert_eq!(server.served("guide"), site);
    let (_, head, _) = server.ask("HEAD", &format!("/guide/{}", escaped(odd)));
    assert_eq!(head["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(head["content-type"], "text/css; charset=utf-8");
    assert_eq!(server.ask("HEAD", "/guide/index.html").1["cache-control"], "public, max-age=300");

    let mut changed = old_site();
    changed.insert("references.json".to_owned(), "54321".to_owned());
    let done = deploy(&store, &changed).unwrap();
    assert_eq!((done.uploaded, done.deleted), (1, 1), "a change of the same size");
    assert_eq!(server.served("guide"), changed);
    rollback(&job(&store), None).unwrap();
    assert_eq!(server.served("guide"), site);

    assert_the_record_is_guarded(&store);

    let missing = target("no-such-bucket", server.address());
    assert!(matches!(deploy(&missing, &tree(&[("index.html", "x")])), Err(DeployError::Store(_))));
}
