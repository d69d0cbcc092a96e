//! The server of a desk: the one part of a preview through which something is written. What a desk does is handed in.
//!
//! It is a server of its own on another port, since pages of the site run scripts and raw HTML that are not trusted to write. A browser keeps
//! pages of different ports apart: they cannot read the desk's token, and a request without it, from another page or under another name is
//! refused.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::time::timeout;

use wellpress_command::Failure;

use super::address::{self, ListenOptions, Port, not_started};
use super::http::{self, REQUEST_TIMEOUT, RESPONSE_HEADERS, plain, typed};
use super::observer::AfterBuild;

/// The longest body of a request: a list of references that somebody pastes.
const MAX_BODY: usize = 64 * 1024;

/// The header with the token. A page of another origin cannot send it without asking first, which is refused.
const TOKEN_HEADER: &str = "x-wellpress-token";

/// Answers a request of the desk's page: with a value, or with why it was refused. `None` for a request that it does not know.
pub type DeskAnswer = Arc<dyn Fn(&[u8]) -> Option<Result<Value, String>> + Send + Sync>;

/// What a desk is and does.
pub struct DeskOptions {
    /// The page. `{token}` and `{preview}` stand for the token of its requests and the address of the preview.
    pub page: &'static str,
    /// The script of the page, which it finds at `/desk.js`.
    pub script: &'static str,
    /// The style sheet of the page, which it finds at `/desk.css`.
    pub style: &'static str,
    /// What it does. Called on threads that may wait.
    pub answer: DeskAnswer,
    /// What a person should know after a build of the preview.
    pub after_build: AfterBuild,
    /// A value that nobody can guess.
    pub token: String,
}

/// A desk that has bound its port.
pub(super) struct Desk {
    listener: TcpListener,
    address: SocketAddr,
    origin: String,
    options: DeskOptions,
}

impl Desk {
    /// Binds a free port of this machine.
    pub fn bind(options: DeskOptions) -> Result<Self, Failure> {
        let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listen = ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() };
        let listener = address::bind(&listen)?;
        let address = listener.local_addr().map_err(not_started)?;
        Ok(Self { listener, address, origin: format!("http://{address}"), options })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// Answers requests on a thread of its own, for as long as the program runs. Returns what to ask after each build.
    pub fn start(self, preview_origin: String) -> Result<AfterBuild, Failure> {
        let Self { listener, address, origin, options: desk } = self;
        let after_build = desk.after_build.clone();
        let state = Arc::new(DeskState { origin, host: address.to_string(), preview_origin, desk });
        http::serve_on_thread("desk", listener, Router::new().fallback(answer).with_state(state))
            .map_err(not_started)?;
        Ok(after_build)
    }
}

struct DeskState {
    origin: String,
    host: String,
    preview_origin: String,
    desk: DeskOptions,
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
            let html =
                state.desk.page.replace("{token}", &state.desk.token).replace("{preview}", &state.preview_origin);
            typed(StatusCode::OK, "text/html; charset=utf-8", Body::from(html))
        }
        "/desk.js" => typed(StatusCode::OK, "text/javascript; charset=utf-8", state.desk.script),
        "/desk.css" => typed(StatusCode::OK, "text/css; charset=utf-8", state.desk.style),
        _ => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
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
    // A build and the network take a while.
    let done = tokio::task::spawn_blocking(move || (state.desk.answer)(&body)).await;
    let (status, value) = match done {
        Ok(Some(Ok(value))) => (StatusCode::OK, value),
        Ok(None) => return plain(StatusCode::BAD_REQUEST, "the desk does not know this request"),
        Ok(Some(Err(message))) => (StatusCode::CONFLICT, json!({ "error": message })),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": "the desk has failed on a bug in wellpress" })),
    };
    typed(status, "application/json", value.to_string())
}
