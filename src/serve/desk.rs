//! The desk of `serve --edit`: the one part of a preview that writes. It carries out suggestions of reviewers, marks remarks as done and
//! adds sources.
//!
//! It is a server of its own on another port, since pages of the site run scripts and raw HTML that are not trusted to write. A browser keeps
//! pages of different ports apart: they cannot read the desk's token, and a request without it, from another page or under another name is
//! refused. Which edits are right is left to `review::import`.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use wellpress_build::pipeline::{self, CheckedSite, Unobserved};
use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::fs::Files;
use wellpress_review::accept::EditedFile;
use wellpress_review::import::{self, AcceptedSuggestion, RemarkOutcome};
use wellpress_site::config::BuildOptions;
use wellpress_site::resolve::remark_places::RemarkPlaces;

use crate::default_theme::DEFAULT_THEME;

use super::PreviewOptions;
use super::accepted_edits::{AcceptedEdits, UndoneEdit};
use super::address::{self, ListenOptions, Port};
use super::http::{self, REQUEST_TIMEOUT, RESPONSE_HEADERS, plain, typed};

/// The longest body of a request: a list of references that somebody pastes.
const MAX_BODY: usize = 64 * 1024;

/// The header with the token. A page of another origin cannot send it without asking first, which is refused.
const TOKEN_HEADER: &str = "x-wellpress-token";

/// Adds a pasted reference or an identifier to the library, and returns the keys or why it was refused.
pub type AddSource = Arc<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// What a desk needs besides the preview.
#[derive(Clone)]
pub struct DeskOptions {
    /// Adds a source. The commands of `cite` are above the server, so that they come in as a function.
    pub add_source: AddSource,
    /// A value that nobody can guess.
    pub token: String,
    /// Today, for dates of packets.
    pub today: Day,
}

/// A desk that has bound its port.
pub(super) struct Desk {
    listener: TcpListener,
    address: SocketAddr,
    options: DeskOptions,
}

impl Desk {
    /// Binds a free port of this machine.
    pub fn bind(options: DeskOptions) -> Result<Self, Failure> {
        let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listen = ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() };
        let listener = address::bind(&listen)?;
        let address = listener.local_addr().map_err(super::not_started)?;
        Ok(Self { listener, address, options })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers requests on a thread of its own, for as long as the program runs.
    pub fn start(
        self,
        files: Arc<dyn Files>,
        preview: &PreviewOptions,
        preview_origin: String,
        accepted: Arc<AcceptedEdits>,
    ) -> Result<(), Failure> {
        let state = Arc::new(DeskState {
            origin: self.origin(),
            host: self.address.to_string(),
            preview_origin,
            desk: self.options,
            files,
            root: preview.root.clone(),
            settings: preview.settings.clone(),
            options: preview.options.clone(),
            cache: preview.cache.clone(),
            own_edits: Mutex::default(),
            accepted,
        });
        let listener = self.listener;
        let serve = move || -> io::Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let _context = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let router = Router::new().fallback(answer).with_state(state);
            runtime.block_on(http::accept(listener, router, |_| None));
            Ok(())
        };
        std::thread::Builder::new().name("desk".to_owned()).spawn(serve).map_err(super::not_started)?;
        Ok(())
    }
}

struct DeskState {
    origin: String,
    host: String,
    preview_origin: String,
    desk: DeskOptions,
    files: Arc<dyn Files>,
    root: PathBuf,
    settings: PathBuf,
    options: BuildOptions,
    cache: wellpress_io::cache::CacheLocation,
    /// Held while a remark is looked up, its file compared and both are written: two requests at once are carried out one after the
    /// other.
    own_edits: Mutex<OwnEdits>,
    /// Shared with the thread that builds.
    accepted: Arc<AcceptedEdits>,
}

/// The edits of the desk itself: the hash of a file before each, and after it. A request that saw a file before such an edit may still
/// edit it, since nobody else has changed it.
#[derive(Default)]
struct OwnEdits(HashMap<String, String>);

impl OwnEdits {
    fn add(&mut self, edited: &EditedFile) {
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        self.0.insert(hash(&edited.before), hash(&edited.text));
    }

    /// The hash of a file, and those that it had after edits of the desk.
    fn since(&self, hash: String) -> Vec<String> {
        let later = std::iter::successors(Some(hash), |hash| self.0.get(hash).cloned());
        // Two suggestions can undo each other.
        later.take(self.0.len() + 1).collect()
    }
}

async fn answer(State(state): State<Arc<DeskState>>, request: Request) -> Response {
    let mut response = match refusal(&state, request.method(), request.headers()) {
        Some(refusal) => refusal,
        None if request.method() == Method::POST => post(state.clone(), request).await,
        None => get(&state, request.uri().path()),
    };
    let headers = response.headers_mut();
    for (name, value) in RESPONSE_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src {}; form-action 'none'; \
         base-uri 'none'; frame-ancestors 'none'",
        state.preview_origin
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Refuses what is not sent by a page of the desk itself. Reading the page is open to whoever opens it in a browser of this machine;
/// a request that acts needs the origin and the token of that page.
fn refusal(state: &DeskState, method: &Method, headers: &HeaderMap) -> Option<Response> {
    if only_value(headers, "host") != Some(&*state.host) {
        return Some(plain(StatusCode::FORBIDDEN, "the desk does not answer to that name"));
    }
    match *method {
        Method::GET | Method::HEAD => None,
        Method::POST => {
            let is_own = only_value(headers, "origin") == Some(&*state.origin)
                && only_value(headers, TOKEN_HEADER) == Some(&*state.desk.token);
            (!is_own).then(|| plain(StatusCode::FORBIDDEN, "only the page of the desk may ask for this"))
        }
        _ => Some(plain(StatusCode::METHOD_NOT_ALLOWED, "the desk answers to GET and POST")),
    }
}

/// The value of a header; `None` for one that is there twice.
fn only_value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none()).and_then(|value| value.to_str().ok())
}

fn get(state: &DeskState, path: &str) -> Response {
    match path {
        "/" => {
            let html = include_str!("desk_client/desk.html")
                .replace("{token}", &state.desk.token)
                .replace("{preview}", &state.preview_origin);
            typed(StatusCode::OK, "text/html; charset=utf-8", Body::from(html))
        }
        "/desk.js" => typed(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("desk_client/desk.js")),
        "/desk.css" => typed(StatusCode::OK, "text/css; charset=utf-8", include_str!("desk_client/desk.css")),
        _ => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// What the page of the desk asks for.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum DeskRequest {
    /// The open remarks of all pages.
    Remarks,
    /// Carry out the suggestion of a remark in a file, which has this hash.
    Accept { id: String, hash: String },
    /// Mark a remark as done.
    Done { id: String },
    /// What an editor has saved over since it was accepted, as sentences.
    Undone,
    /// Add a source to the library.
    AddSource { text: String },
}

async fn post(state: Arc<DeskState>, request: Request) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // Said before it is sent, so that the answer arrives.
    if length.is_some_and(|length: usize| length > MAX_BODY) {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "the request is too long");
    }
    let body = match timeout(REQUEST_TIMEOUT, to_bytes(request.into_body(), MAX_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return plain(StatusCode::PAYLOAD_TOO_LARGE, "the request is too long"),
        Err(_) => return plain(StatusCode::REQUEST_TIMEOUT, "the request takes too long to arrive"),
    };
    let Ok(asked) = serde_json::from_slice::<DeskRequest>(&body) else {
        return plain(StatusCode::BAD_REQUEST, "the desk does not know this request");
    };
    // A build and the network take a while.
    let done = tokio::task::spawn_blocking(move || act(&state, asked)).await;
    let (status, value) = match done {
        Ok(Ok(value)) => (StatusCode::OK, value),
        Ok(Err(message)) => (StatusCode::CONFLICT, json!({ "error": message })),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": "the desk has failed on a bug in wellpress" })),
    };
    typed(status, "application/json", value.to_string())
}

fn act(state: &DeskState, asked: DeskRequest) -> Result<Value, String> {
    let request = pipeline::Request {
        root: state.root.clone(),
        settings: state.settings.clone(),
        options: state.options.clone(),
        default_theme: &DEFAULT_THEME,
        signature_verifier: crate::PROGRAM.signature_verifier,
        failing_severity: wellpress_diagnostics::Severity::Error,
        cache: state.cache.clone(),
        observer: &Unobserved,
    };
    let resolve = |id: &str, resolution, hash: Option<String>| {
        // A panic leaves nothing half written: files are replaced as a whole.
        let mut own_edits = state.own_edits.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = hash.map(|hash| own_edits.since(hash));
        let (files, today) = (&*state.files, state.desk.today);
        let accepted = import::resolve(files, &request, id, resolution, seen.as_deref(), today).map_err(words)?;
        if let Some(AcceptedSuggestion { record, edited }) = &accepted {
            own_edits.add(edited);
            state.accepted.add(id, record, edited);
        }
        Ok(json!({ "edited": accepted.map(|accepted| accepted.edited.file) }))
    };
    match asked {
        DeskRequest::Remarks => {
            import::inspect(&*state.files, &request, |checked| Ok(open_remarks(state, &checked))).map_err(words)
        }
        DeskRequest::Accept { id, hash } => resolve(&id, RemarkOutcome::Accept, Some(hash)),
        DeskRequest::Done { id } => resolve(&id, RemarkOutcome::Done, None),
        DeskRequest::Undone => {
            let undone = state.accepted.undone();
            Ok(json!({ "undone": undone.iter().map(UndoneEdit::message).collect::<Vec<_>>() }))
        }
        DeskRequest::AddSource { text } => Ok(json!({ "added": (state.desk.add_source)(&text)? })),
    }
}

/// A failure in words.
fn words(failure: Failure) -> String {
    match failure.help {
        Some(help) => format!("{}; {help}", failure.message),
        None => failure.message,
    }
}

/// The open remarks, each with its place in today's files and whether its suggestion can be carried out there.
fn open_remarks(state: &DeskState, checked: &CheckedSite<'_>) -> Value {
    let site = checked.resolved.site;
    let mut remarks = Vec::new();
    for answer in site.answers.iter().flat_map(|file| &file.answers) {
        let Ok(page) = wellpress_review::find(checked.config, site, &answer.page, Some(&answer.language)) else {
            continue;
        };
        let places = RemarkPlaces::of_page(checked.resolved, page);
        for remark in answer.open_remarks() {
            let location = places.find(&remark.words);
            let file = location.as_ref().map_or(&page.source.path, |place| &place.file);
            let bytes = state.files.read(&state.root.join(&**file)).unwrap_or_default();
            let earlier = wellpress_review::answers::EditedTexts::new();
            let edit = remark.suggestion.as_ref().map(|suggestion| {
                wellpress_review::accept::edited_file(
                    &*state.files,
                    checked.config,
                    &places,
                    remark,
                    suggestion,
                    &earlier,
                )
            });
            remarks.push(json!({
                "remark": remark,
                "reviewer": answer.reviewer,
                "title": page.title,
                "address": page.url,
                "file": **file,
                "line": location.as_ref().map(|place| place.line),
                "hash": blake3::hash(&bytes).to_hex().as_str(),
                "cannot": edit.and_then(Result::err).map(|reason| reason.to_string()),
            }));
        }
    }
    json!({ "remarks": remarks })
}
