//! Deploys to moto, a server that implements S3, through a proxy that fails request N for every N.
//!
//! `WELLPRESS_S3_SERVER` names the program `moto_server`. `tests/run` installs it from PyPI, and prints a line if it cannot.
//! Without it these tests pass without testing anything; the logic of deploys is tested in `publish.rs` and `buckets.rs`, on stores in memory.

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

use crate::service::Service;
use crate::support::{
    Given, Tree, assert_no_dangling, assert_the_record_is_guarded, deploy, job, new_site, old_site, tree, wanted,
};

/// A running moto server. It is stopped when it is dropped.
struct MotoServer(Service);

impl MotoServer {
    fn start() -> Option<Self> {
        Service::start("WELLPRESS_S3_SERVER", ["-H", "-p"], &[]).map(Self)
    }

    fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Sends a request of the test itself, past the proxy. Gives status, headers and body.
    fn request(&self, method: &str, path: &str) -> (u16, BTreeMap<String, String>, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        // moto refuses requests without a signature, and does not verify it.
        let signature =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x";
        let host = self.address();
        let head =
            format!("host: {host}\r\nauthorization: {signature}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(format!("{method} {path} HTTP/1.1\r\n{head}").as_bytes()).unwrap();
        let response = Message::read(&mut BufReader::new(stream), MessageBody::of_response_to(method)).unwrap();
        let status = response.first.split(' ').nth(1).unwrap().parse().unwrap();
        let head = response.head.iter().filter_map(|line| line.split_once(": "));
        (status, head.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(), response.body)
    }

    fn create_bucket(&self, name: &str) {
        assert_eq!(self.request("PUT", &format!("/{name}")).0, 200);
    }

    /// The objects of a bucket, without the deploy record.
    fn served(&self, bucket: &str) -> Tree {
        let list = String::from_utf8(self.request("GET", &format!("/{bucket}?list-type=2&max-keys=1000")).2).unwrap();
        let keys = list.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
        let site_keys = keys.filter(|key| !key.starts_with(".wellpress"));
        site_keys.map(|key| (key.to_owned(), self.text(bucket, key))).collect()
    }

    fn text(&self, bucket: &str, key: &str) -> String {
        let (status, _, body) = self.request("GET", &format!("/{bucket}/{}", escaped(key)));
        assert_eq!(status, 200, "{key}");
        String::from_utf8_lossy(&body).into_owned()
    }
}

/// Credentials; moto accepts any.
const VARIABLES: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test-secret")];

fn address(bucket: &str, server: SocketAddr) -> String {
    format!("s3://{bucket}?region=us-east-1&endpoint=http://{server}")
}

fn target(bucket: &str, server: SocketAddr) -> BucketStore {
    let target = Target::parse(&address(bucket, server)).unwrap();
    let credentials = Credentials::of(VARIABLES.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let retries = RetryPolicy { retries: 2, pause: Duration::from_millis(1), ..RetryPolicy::default() };
    BucketStore::connect(&target, &credentials, &retries).unwrap()
}

/// The key of an object, percent-encoded for a URL.
pub fn escaped(key: &str) -> String {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
    let encoded = key.bytes().map(|byte| match is_unreserved(byte) {
        true => (byte as char).to_string(),
        false => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// How long the body of a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MessageBody {
    /// As long as its `content-length` says.
    ByLength,
    /// Empty whatever `content-length` says: the response to a `HEAD` request.
    Absent,
}

impl MessageBody {
    fn of_response_to(method: &str) -> Self {
        if method == "HEAD" { Self::Absent } else { Self::ByLength }
    }
}

/// A request or a response of HTTP/1.1.
pub struct Message {
    /// The request line or the status line.
    pub first: String,
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

impl Message {
    /// Reads a message, or gives `None` at the end of the stream.
    pub fn read(from: &mut impl BufRead, body: MessageBody) -> Option<Self> {
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
        message.body.resize(if body == MessageBody::Absent { 0 } else { length.unwrap_or(0) }, 0);
        from.read_exact(&mut message.body).ok()?;
        Some(message)
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.iter().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let head: String = self.head.iter().map(|line| format!("{line}\r\n")).collect();
        [format!("{}\r\n{head}\r\n", self.first).as_bytes(), &self.body[..]].concat()
    }
}

/// How the proxy fails the chosen request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProxyFault {
    /// Answers 500 once; the retry succeeds.
    Busy,
    /// Closes the connection before the server sees the request.
    CutBefore,
    /// Closes the connection in the middle of the response; the server has carried the request out.
    CutAfter,
    /// Closes the connection of this request and of all after it.
    Dead,
}

/// A proxy in front of the server, which counts requests and fails the one with the number `at`. Tests deploy through it in a loop
/// with a growing `at` until a deploy makes no more requests than that.
struct FailingProxy {
    address: SocketAddr,
    request_count: Arc<AtomicUsize>,
}

impl FailingProxy {
    fn start(server: SocketAddr, fault: ProxyFault, at: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, request_count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let counter = request_count.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counter = counter.clone();
                thread::spawn(move || serve(stream, server, fault, at, &counter));
            }
        });
        Self { address, request_count }
    }

    fn request_count(&self) -> usize {
        self.request_count.load(Ordering::SeqCst)
    }
}

fn serve(client: TcpStream, server: SocketAddr, fault: ProxyFault, at: usize, counter: &AtomicUsize) -> Option<()> {
    let (mut reader, mut writer) = (BufReader::new(client.try_clone().ok()?), client);
    loop {
        let request = Message::read(&mut reader, MessageBody::ByLength)?;
        let number = counter.fetch_add(1, Ordering::SeqCst);
        let is_chosen = number == at || (fault == ProxyFault::Dead && number > at);
        if is_chosen && matches!(fault, ProxyFault::CutBefore | ProxyFault::Dead) {
            return None;
        }
        if is_chosen && fault == ProxyFault::Busy {
            writer.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n").ok()?;
            continue;
        }
        let mut upstream = TcpStream::connect(server).ok()?;
        upstream.write_all(&request.bytes()).ok()?;
        let method = request.first.split(' ').next()?;
        let response = Message::read(&mut BufReader::new(upstream), MessageBody::of_response_to(method))?.bytes();
        if is_chosen && fault == ProxyFault::CutAfter {
            writer.write_all(&response[..response.len() / 2]).ok()?;
            return None;
        }
        writer.write_all(&response).ok()?;
    }
}

/// A part of a site, because each of its requests is failed and each failure takes a deploy.
fn reduced(site: Tree) -> Tree {
    let left_out = ["one/index.html", "two/index.html", "assets/a.1111111111.svg"];
    let files = site.into_iter().filter(|(path, _)| !left_out.contains(&path.as_str()));
    files.map(|(path, text)| (path, text.replace(" assets/a.1111111111.svg", ""))).collect()
}

fn job_with_consent<'a>(store: &'a dyn TargetStore) -> DeployJob<'a> {
    DeployJob { consent: Consent::Given, ..job(store) }
}

/// The faults, and at every which request they happen. After `Busy` and `CutBefore` the server has carried out nothing, and the same
/// request is sent again whichever it is, so a few of them are enough.
const FAULTS: [(ProxyFault, usize); 4] =
    [(ProxyFault::Busy, 8), (ProxyFault::CutBefore, 8), (ProxyFault::CutAfter, 1), (ProxyFault::Dead, 1)];

#[test]
fn a_deploy_to_s3_with_any_failing_request_leaves_a_whole_site() {
    let Some(server) = MotoServer::start() else { return };
    let (old, new) = (reduced(old_site()), reduced(new_site()));
    for (fault, step) in FAULTS {
        let (mut deploys, mut failures) = (0, 0);
        for at in (0..).step_by(step) {
            let name = format!("faults-{}-{at}", format!("{fault:?}").to_lowercase());
            server.create_bucket(&name);
            let direct = target(&name, server.address());
            publish(&job_with_consent(&direct), wanted(&direct, &old, &[]), &Given(&old)).unwrap();
            let proxy = FailingProxy::start(server.address(), fault, at);
            let through_proxy = target(&name, proxy.address);
            let patient_job = DeployJob { heartbeat: Duration::from_secs(60), ..job_with_consent(&through_proxy) };
            let failed = publish(&patient_job, wanted(&through_proxy, &new, &[]), &Given(&new)).is_err();
            let when = format!("{fault:?} at request {at}");
            assert_no_dangling(&server.served(&name), &when);
            deploys += 1;
            failures += usize::from(failed);
            if failed {
                publish(&job_with_consent(&direct), wanted(&direct, &new, &[]), &Given(&new))
                    .unwrap_or_else(|error| panic!("{when}: {error}"));
            }
            assert_eq!(server.served(&name), new, "{when}");
            if proxy.request_count() <= at {
                break;
            }
        }
        println!("{fault:?}: {deploys} deploys, of which {failures} failed and were ended by the next");
        assert!(deploys > 20 / step);
    }
}

#[test]
fn s3_objects_have_their_headers_and_names() {
    let Some(server) = MotoServer::start() else { return };
    server.create_bucket("guide");
    let store = target("guide", server.address());
    let mut site = old_site();
    let odd = "assets/a b+c%20#é.0123456789.css";
    site.insert(odd.to_owned(), "x".to_owned());
    deploy(&store, &site).unwrap();
    assert_eq!(server.served("guide"), site);
    let (_, head, _) = server.request("HEAD", &format!("/guide/{}", escaped(odd)));
    assert_eq!(head["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(head["content-type"], "text/css; charset=utf-8");
    assert_eq!(server.request("HEAD", "/guide/index.html").1["cache-control"], "public, max-age=300");

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
