//! Connections in, answers out: who may ask, what each answer says beside its content, and how much one reader may take.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};

use super::address::Hosts;
use super::guarded::Guarded;
use super::state::State;
use super::{own, pages};

/// How many connections are open at once; more wait.
const CONNECTIONS: usize = 600;

/// How long a connection may be silent between two requests, or take over one.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest request that is read: its first line and all its headers.
const LONGEST_REQUEST: usize = 16 * 1024;

const MOST_HEADERS: usize = 100;

/// What the server's own pages may load.
const OWN_POLICY: &str =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What every answer says beside its content.
pub(super) const EVERY_ANSWER: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Answers until it is told to stop, or the person interrupts the program.
pub(super) fn serve(listener: TcpListener, state: Arc<State>, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _inside = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    runtime.spawn(accept(listener, router(state)));
    let interrupted = runtime.spawn(interruption());
    runtime.block_on(async {
        let stopped = std::pin::pin!(stop.wait_for(|is_stopped| *is_stopped));
        either(stopped, interrupted).await;
    });
    runtime.shutdown_background();
    Ok(())
}

/// Until one of the two has ended.
async fn either(one: impl Future, other: impl Future) {
    let (mut one, mut other) = (std::pin::pin!(one), std::pin::pin!(other));
    std::future::poll_fn(|context| {
        let is_ended = one.as_mut().poll(context).is_ready() || other.as_mut().poll(context).is_ready();
        if is_ended { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

/// Until Ctrl-C, or what asks a program in the background to end.
async fn interruption() {
    let interrupt = async {
        // Where it cannot be heard, it ends the program by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    either(interrupt, termination()).await;
}

#[cfg(unix)]
async fn termination() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut told) => _ = told.recv().await,
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn termination() {
    std::future::pending().await
}

async fn accept(listener: tokio::net::TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    converse(stream, router).await;
                    drop(place);
                });
            }
            // Out of file handles, or the other side was gone already: both pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// One connection. What goes wrong on it is the other side's business.
async fn converse(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    connection.max_buf_size(LONGEST_REQUEST).max_headers(MOST_HEADERS);
    let _ = connection.serve_connection(TokioIo::new(Guarded(stream)), TowerToHyperService::new(router)).await;
}

fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/__wellpress", any(own::index))
        .route("/__wellpress/", any(own::page))
        .route("/__wellpress/events", any(own::events))
        .route("/__wellpress/{*name}", any(own::named))
        .fallback(pages::answer)
        .layer(middleware::from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

/// Before every answer and after it.
async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&state.hosts, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in EVERY_ANSWER {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OWN_POLICY));
    response
}

/// Why a request is not answered, if it is not.
fn refusal(hosts: &Hosts, request: &Request) -> Option<Response> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return Some(plain(StatusCode::BAD_REQUEST, "a request names one host"));
    };
    let is_ours = |host: &HeaderValue| host.to_str().is_ok_and(|host| hosts.allow(host));
    let authority = request.uri().authority();
    if !is_ours(host) || authority.is_some_and(|authority| !hosts.allow(authority.as_str())) {
        return Some(plain(StatusCode::FORBIDDEN, "this server does not answer to that name; `--allow-host` adds one"));
    }
    let mut origins = request.headers().get_all(header::ORIGIN).iter();
    if !origins.all(|origin| origin.to_str().is_ok_and(|origin| hosts.allow_origin(origin))) {
        return Some(plain(StatusCode::FORBIDDEN, "this server does not answer to pages of other sites"));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "this server changes nothing");
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(refusal);
    }
    None
}

/// An answer with this text, which nothing of the request is part of.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "text/plain; charset=utf-8", text)
}

/// An answer with this content.
pub(super) fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Leads elsewhere within this server; `to` is an address that begins with one `/`.
pub(super) fn redirect(to: &str) -> Response {
    let mut response = plain(StatusCode::FOUND, "");
    match HeaderValue::from_str(to) {
        Ok(to) => _ = response.headers_mut().insert(header::LOCATION, to),
        Err(_) => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
