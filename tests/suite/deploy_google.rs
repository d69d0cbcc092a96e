//! Publishing to what speaks Google's language. No server of others that can be installed speaks enough of it, so this one
//! does what the documentation of the XML interface says: generations, conditions, copies, lists.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use percent_encoding::percent_decode_str;
use wellpress_deploy::{BucketStore, Credentials, RetryPolicy, Target};

use crate::deploy_cli::{Remote, Site, assert_published_changed_and_taken_back};
use crate::deploy_s3::Message;
use crate::deploy_support::{assert_the_record_is_guarded, deploy, old_site};
use crate::program::Run;

const TOKEN: &str = "ya29.a-token";

#[derive(Clone)]
struct Object {
    generation: usize,
    head: Vec<String>,
    bytes: Vec<u8>,
}

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Object>,
    written: usize,
}

impl Shelf {
    fn answer(&mut self, request: &Message) -> (u16, Vec<String>, Vec<u8>) {
        let mut words = request.first.split(' ');
        let (method, address) = (words.next().unwrap(), words.next().unwrap());
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = percent_decode_str(path).decode_utf8().unwrap().into_owned();
        let refused = |status, code: &str| {
            (
                status,
                Vec::new(),
                format!("<Error><Code>{code}</Code><Message>Refused.\nDetails.</Message></Error>").into_bytes(),
            )
        };
        if request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return refused(401, "AuthenticationRequired");
        }
        match (method, path.strip_prefix("/site")) {
            (_, None) => refused(404, "NoSuchBucket"),
            ("GET", Some("")) => (200, Vec::new(), self.list(query).into_bytes()),
            ("PUT", Some(key)) => self.put(key, request).unwrap_or_else(|| refused(412, "PreconditionFailed")),
            ("DELETE", Some(key)) if self.objects.remove(key).is_some() => (204, Vec::new(), Vec::new()),
            ("GET" | "HEAD", Some(key)) if self.objects.contains_key(key) => {
                let object = &self.objects[key];
                (200, [object.version(), object.head.clone()].concat(), object.bytes.clone())
            }
            _ => refused(404, "NoSuchKey"),
        }
    }

    fn put(&mut self, key: &str, request: &Message) -> Option<(u16, Vec<String>, Vec<u8>)> {
        let there = self.objects.get(key).map_or(0, |object| object.generation);
        if request.header("x-goog-if-generation-match").is_some_and(|wanted| wanted != there.to_string()) {
            return None;
        }
        self.written += 1;
        let is_kept = |line: &&String| {
            ["content-type", "cache-control", "x-goog-meta-"].iter().any(|name| line.to_lowercase().starts_with(name))
        };
        let (head, bytes) = match request.header("x-goog-copy-source") {
            Some(from) => {
                let from = percent_decode_str(from).decode_utf8().unwrap();
                let Object { head, bytes, .. } = self.objects[from.strip_prefix("site").unwrap()].clone();
                (head, bytes)
            }
            None => (request.head.iter().filter(is_kept).cloned().collect(), request.body.clone()),
        };
        let object = Object { generation: self.written, head, bytes };
        let version = object.version();
        self.objects.insert(key.to_owned(), object);
        Some((200, version, Vec::new()))
    }

    fn list(&self, query: &str) -> String {
        let prefix = query.split("prefix=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
        let prefix = percent_decode_str(prefix).decode_utf8().unwrap();
        let found = self.objects.iter().filter_map(|(key, object)| Some((key.strip_prefix('/')?, object)));
        let lines = found.filter(|(key, _)| key.starts_with(&*prefix)).map(|(key, object)| {
            let (size, date) = (object.bytes.len(), "2026-07-01T12:00:00.000Z");
            format!("<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>{date}</LastModified></Contents>")
        });
        format!("<ListBucketResult>{}</ListBucketResult>", lines.collect::<String>())
    }
}

impl Object {
    fn version(&self) -> Vec<String> {
        let number = self.generation;
        let date = "Wed, 01 Jul 2026 12:00:00 GMT";
        vec![format!("etag: \"{number}\""), format!("x-goog-generation: {number}"), format!("last-modified: {date}")]
    }
}

struct Server {
    address: SocketAddr,
    shelf: Arc<Mutex<Shelf>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), shelf: Arc::default() };
        let shelf = server.shelf.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shelf = shelf.clone();
                std::thread::spawn(move || serve(stream, &shelf));
            }
        });
        server
    }

    fn deploy_with(&self, site: &Site, target: &str, further: &[&str], token: &str) -> Run {
        let base = format!("http://{}", self.address);
        // The target alone says which bucket it is.
        let variables = [("GOOGLE_BASE_URL", &*base), ("GOOGLE_BEARER_TOKEN", token), ("GOOGLE_BUCKET", "elsewhere")];
        site.run_with(&[&["deploy", target, "--root", "guide"], further].concat(), &variables)
    }
}

fn serve(stream: TcpStream, shelf: &Mutex<Shelf>) -> Option<()> {
    let (mut reader, mut writer) = (BufReader::new(stream.try_clone().ok()?), stream);
    loop {
        let request = Message::read(&mut reader, false)?;
        let (status, mut head, body) = shelf.lock().unwrap().answer(&request);
        head.push(format!("content-length: {}", body.len()));
        let body = if request.first.starts_with("HEAD ") { Vec::new() } else { body };
        writer.write_all(&Message { first: format!("HTTP/1.1 {status} x"), head, body }.bytes()).ok()?;
    }
}

impl Remote for Server {
    fn deploy(&self, site: &Site, further: &[&str]) -> Run {
        self.deploy_with(site, "gs://site/guide", further, TOKEN)
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let object = Object { generation: 1, head: Vec::new(), bytes: bytes.to_vec() };
        self.shelf.lock().unwrap().objects.insert(format!("/guide/{path}"), object);
    }

    fn served(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let shelf = self.shelf.lock().unwrap();
        let files = shelf.objects.iter().filter_map(|(key, object)| Some((key.strip_prefix("/guide/")?, object)));
        let files = files.filter(|(path, _)| !path.starts_with(".wellpress"));
        files.map(|(path, object)| (path.into(), object.bytes.clone())).collect()
    }

    fn head(&self, path: &str) -> Vec<String> {
        self.shelf.lock().unwrap().objects[&format!("/guide/{path}")].head.clone()
    }
}

#[test]
fn a_site_is_published_changed_and_taken_back() {
    assert_published_changed_and_taken_back(&Server::start());
}

#[test]
fn who_may_not_is_refused_with_status_4_and_no_secret_is_printed() {
    let (server, site) = (Server::start(), Site::built(""));
    let refused = server.deploy_with(&site, "gs://site/guide", &["-v"], "HUSH-HUSH").ended(4);
    assert!(refused.err.contains("Refused. (AuthenticationRequired)\n"), "{}", refused.err);
    assert!(!refused.err.contains("HUSH"), "{}", refused.err);
    let absent = server.deploy_with(&site, "gs://nowhere", &[], TOKEN).ended(4);
    assert!(absent.err.contains("there is no such bucket"), "{}", absent.err);
    assert_eq!(server.served(), BTreeMap::new());
}

#[test]
fn of_two_deploys_that_begin_at_once_one_is_refused() {
    let server = Server::start();
    let base = format!("http://{}", server.address);
    let variables = [("GOOGLE_BASE_URL", &*base), ("GOOGLE_BEARER_TOKEN", TOKEN)];
    let credentials = Credentials::of(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let target = Target::parse("gs://site").unwrap();
    let store = BucketStore::connect(&target, &credentials, &RetryPolicy::default()).unwrap();
    deploy(&store, &old_site()).unwrap();
    assert_the_record_is_guarded(&store);
}
