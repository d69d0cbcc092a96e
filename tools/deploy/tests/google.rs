//! Deploys to a server that imitates Google Cloud Storage. No installable server implements enough of it, so this one follows the
//! documentation of the XML API: generations, preconditions, copies, lists.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use percent_encoding::percent_decode_str;
use wellpress_deploy::{BucketStore, Credentials, RetryPolicy, Target};

use wellpress_harness::output::ProgramOutput;

use crate::command::DeploySite;
use crate::s3::{Message, MessageBody};
use crate::service::{StorageService, assert_deploy_change_and_rollback};
use crate::support::{assert_the_record_is_guarded, deploy, old_site};

const TOKEN: &str = "ya29.a-token";

#[derive(Clone)]
struct StoredObject {
    generation: usize,
    head: Vec<String>,
    bytes: Vec<u8>,
}

/// The objects of the bucket `site`, by path with its leading slash.
#[derive(Default)]
struct FakeBucket {
    objects: BTreeMap<String, StoredObject>,
    /// How many objects were written; the next generation.
    writes: usize,
}

impl FakeBucket {
    fn answer(&mut self, request: &Message) -> (u16, Vec<String>, Vec<u8>) {
        let mut words = request.first.split(' ');
        let (method, address) = (words.next().unwrap(), words.next().unwrap());
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = percent_decode_str(path).decode_utf8().unwrap().into_owned();
        if request.header("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return refusal(401, "AuthenticationRequired");
        }
        match (method, path.strip_prefix("/site")) {
            (_, None) => refusal(404, "NoSuchBucket"),
            ("GET", Some("")) => (200, Vec::new(), self.list(query).into_bytes()),
            ("PUT", Some(key)) => self.put(key, request).unwrap_or_else(|| refusal(412, "PreconditionFailed")),
            ("DELETE", Some(key)) if self.objects.remove(key).is_some() => (204, Vec::new(), Vec::new()),
            ("GET" | "HEAD", Some(key)) if self.objects.contains_key(key) => {
                let object = &self.objects[key];
                (200, [object.version(), object.head.clone()].concat(), object.bytes.clone())
            }
            _ => refusal(404, "NoSuchKey"),
        }
    }

    fn put(&mut self, key: &str, request: &Message) -> Option<(u16, Vec<String>, Vec<u8>)> {
        let generation = self.objects.get(key).map_or(0, |object| object.generation);
        if request.header("x-goog-if-generation-match").is_some_and(|expected| expected != generation.to_string()) {
            return None;
        }
        self.writes += 1;
        let (head, bytes) = match request.header("x-goog-copy-source") {
            Some(from) => {
                let from = percent_decode_str(from).decode_utf8().unwrap();
                let StoredObject { head, bytes, .. } = self.objects[from.strip_prefix("site").unwrap()].clone();
                (head, bytes)
            }
            None => (request.head.iter().filter(|line| is_metadata(line)).cloned().collect(), request.body.clone()),
        };
        let object = StoredObject { generation: self.writes, head, bytes };
        let version = object.version();
        self.objects.insert(key.to_owned(), object);
        Some((200, version, Vec::new()))
    }

    fn list(&self, query: &str) -> String {
        let prefix = query.split("prefix=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
        let prefix = percent_decode_str(prefix).decode_utf8().unwrap();
        let objects = self.objects.iter().filter_map(|(key, object)| Some((key.strip_prefix('/')?, object)));
        let lines = objects.filter(|(key, _)| key.starts_with(&*prefix)).map(|(key, object)| {
            let (size, date) = (object.bytes.len(), "2026-07-01T12:00:00.000Z");
            format!("<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>{date}</LastModified></Contents>")
        });
        format!("<ListBucketResult>{}</ListBucketResult>", lines.collect::<String>())
    }
}

/// Status, header lines and body of a refusal, as Google words it.
fn refusal(status: u16, code: &str) -> (u16, Vec<String>, Vec<u8>) {
    let body = format!("<Error><Code>{code}</Code><Message>Refused.\nDetails.</Message></Error>");
    (status, Vec::new(), body.into_bytes())
}

/// Whether a header line of an upload is stored with the object.
fn is_metadata(line: &str) -> bool {
    ["content-type", "cache-control", "x-goog-meta-"].iter().any(|name| line.to_lowercase().starts_with(name))
}

impl StoredObject {
    fn version(&self) -> Vec<String> {
        let number = self.generation;
        let date = "Wed, 01 Jul 2026 12:00:00 GMT";
        vec![format!("etag: \"{number}\""), format!("x-goog-generation: {number}"), format!("last-modified: {date}")]
    }
}

struct GoogleServer {
    address: SocketAddr,
    bucket: Arc<Mutex<FakeBucket>>,
}

impl GoogleServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), bucket: Arc::default() };
        let bucket = server.bucket.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let bucket = bucket.clone();
                std::thread::spawn(move || serve(stream, &bucket));
            }
        });
        server
    }

    fn deploy_with(&self, site: &DeploySite, target: &str, arguments: &[&str], token: &str) -> ProgramOutput {
        let base = format!("http://{}", self.address);
        // The variable for the bucket must have no effect: the target names it.
        let variables = [("GOOGLE_BASE_URL", &*base), ("GOOGLE_BEARER_TOKEN", token), ("GOOGLE_BUCKET", "elsewhere")];
        site.run_with(&[&["deploy", target, "--root", "guide"], arguments].concat(), &variables)
    }
}

fn serve(stream: TcpStream, bucket: &Mutex<FakeBucket>) -> Option<()> {
    let (mut reader, mut writer) = (BufReader::new(stream.try_clone().ok()?), stream);
    loop {
        let request = Message::read(&mut reader, MessageBody::ByLength)?;
        let (status, mut head, body) = bucket.lock().unwrap().answer(&request);
        head.push(format!("content-length: {}", body.len()));
        let body = if request.first.starts_with("HEAD ") { Vec::new() } else { body };
        writer.write_all(&Message { first: format!("HTTP/1.1 {status} x"), head, body }.bytes()).ok()?;
    }
}

impl StorageService for GoogleServer {
    fn deploy(&self, site: &DeploySite, arguments: &[&str]) -> ProgramOutput {
        self.deploy_with(site, "gs://site/guide", arguments, TOKEN)
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let object = StoredObject { generation: 1, head: Vec::new(), bytes: bytes.to_vec() };
        self.bucket.lock().unwrap().objects.insert(format!("/guide/{path}"), object);
    }

    fn served(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let bucket = self.bucket.lock().unwrap();
        let files = bucket.objects.iter().filter_map(|(key, object)| Some((key.strip_prefix("/guide/")?, object)));
        let files = files.filter(|(path, _)| !path.starts_with(".wellpress"));
        files.map(|(path, object)| (path.into(), object.bytes.clone())).collect()
    }

    fn head(&self, path: &str) -> Vec<String> {
        self.bucket.lock().unwrap().objects[&format!("/guide/{path}")].head.clone()
    }
}

#[test]
fn a_site_is_deployed_changed_and_rolled_back() {
    assert_deploy_change_and_rollback(&GoogleServer::start());
}

#[test]
fn wrong_credentials_end_with_status_4_and_no_secret_is_printed() {
    let (server, site) = (GoogleServer::start(), DeploySite::built(""));
    let refused = server.deploy_with(&site, "gs://site/guide", &["-v"], "HUSH-HUSH").assert_status(4);
    assert!(refused.err.contains("Refused. (AuthenticationRequired)\n"), "{}", refused.err);
    assert!(!refused.err.contains("HUSH"), "{}", refused.err);
    let absent = server.deploy_with(&site, "gs://nowhere", &[], TOKEN).assert_status(4);
    assert!(absent.err.contains("there is no such bucket"), "{}", absent.err);
    assert_eq!(server.served(), BTreeMap::new());
}

#[test]
fn one_of_two_simultaneous_deploys_is_refused() {
    let server = GoogleServer::start();
    let base = format!("http://{}", server.address);
    let variables = [("GOOGLE_BASE_URL", &*base), ("GOOGLE_BEARER_TOKEN", TOKEN)];
    let credentials = Credentials::of(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let target = Target::parse("gs://site").unwrap();
    let store = BucketStore::connect(&target, &credentials, &RetryPolicy::default()).unwrap();
    deploy(&store, &old_site()).unwrap();
    assert_the_record_is_guarded(&store);
}
