//! Accepts connections and refuses requests that are not meant for this server; sets the headers of every response and the limits
//! of a connection. The content of responses is left to `pages` and `dashboard`.

use std::io;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use wellpress_render::safety;

use super::address::AllowedHosts;
use super::refusal_headers::RefusalHeaders;
use super::state::ServerState;
use super::{dashboard, pages};

/// How many connections are open at once; further ones wait. Each browser tab keeps one open for reload events.
const MAX_CONNECTIONS: usize = 600;

/// How long a connection may be idle between two requests, or take to send one.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The longest request that is accepted: its first line and all its headers.
const MAX_REQUEST_BYTES: usize = 16 * 1024;

const MAX_HEADERS: usize = 100;

/// The `Content-Security-Policy` of the dashboard. A page without a build becomes one of the site without being loaded anew, so it
/// allows the style sheet that keeps safety notices displayed.
static DASHBOARD_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let style = safety::style_hash();
    let policy = format!(
        "default-src 'self'; style-src 'self' {style}; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'"
    );
    HeaderValue::from_str(&policy).expect("hashes are ASCII")
});

/// Headers of every response. A preview changes all the time, so nothing may be stored.
pub(super) const RESPONSE_HEADERS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store, no-transform"),
];

/// Answers requests until `stop` becomes true. Open connections are then closed at once, because streams of reload events never end
/// by themselves. One thread is enough for the browsers of one author; anything slow runs on the runtime's pool for blocking work.
pub(super) fn serve(listener: TcpListener, state: Arc<ServerState>, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // A socket registers with the runtime of the current context.
    let _context = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = router(state.clone());
    runtime.spawn(accept(listener, router, move |uri| own_address(uri, &state.snapshot().base_path)));
    // It fails when the sender is gone, which ends the preview too.
    let _ = runtime.block_on(stop.wait_for(|is_stopped| *is_stopped));
    runtime.shutdown_background();
    Ok(())
}

/// Answers requests on a thread of its own, for as long as the program runs.
pub(super) fn serve_on_thread(name: &str, listener: TcpListener, router: Router) -> io::Result<()> {
    let serve = move || -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let _context = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener)?;
        runtime.block_on(accept(listener, router, |_| None));
        Ok(())
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(serve).map(drop)
}

/// Accepts connections for as long as the program runs, and keeps the limits of each. `rewrite` gives the address under which the router
/// knows another one.
pub(super) async fn accept(
    listener: tokio::net::TcpListener,
    router: Router,
    rewrite: impl Fn(&Uri) -> Option<Uri> + Send + Sync + 'static,
) {
    let rewrite = Arc::new(rewrite);
    let semaphore = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let permit = semaphore.clone().acquire_owned().await.expect("the semaphore is never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                let (router, rewrite) = (router.clone(), rewrite.clone());
                tokio::spawn(async move {
                    serve_connection(stream, router, &*rewrite).await;
                    drop(permit);
                });
            }
            // Out of file handles, or the other side is gone already: both pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Answers the requests of one connection. Errors are ignored: they concern this connection alone, and its other end is usually
/// gone.
async fn serve_connection(stream: TcpStream, router: Router, rewrite: &(impl Fn(&Uri) -> Option<Uri> + Sync)) {
    let _ = stream.set_nodelay(true);
    let mut connection = http1::Builder::new();
    connection.timer(TokioTimer::new()).header_read_timeout(REQUEST_TIMEOUT);
    connection.max_buf_size(MAX_REQUEST_BYTES).max_headers(MAX_HEADERS);
    let router = TowerToHyperService::new(router);
    // Before the router, which chooses the handler by the address.
    let service = service_fn(|mut request| {
        if let Some(uri) = rewrite(request.uri()) {
            *request.uri_mut() = uri;
        }
        router.call(request)
    });
    let _ = connection.serve_connection(TokioIo::new(RefusalHeaders(stream)), service).await;
}

/// The address under `/__wellpress/` for one below the path of the site, such as `/guide/__wellpress/findings`; `None` for every
/// other address. Both forms are answered: a proxy of a browser editor passes on only what is below the path of the site.
fn own_address(uri: &Uri, base_path: &str) -> Option<Uri> {
    let (above, name) = uri.path_and_query()?.as_str().split_once("/__wellpress/")?;
    let decoded = pages::decode(&format!("{above}/")).ok()?;
    if decoded == "/" || decoded != pages::decode(base_path).ok()? {
        return None;
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = format!("/__wellpress/{name}").parse().ok();
    Uri::from_parts(parts).ok()
}

fn router(state: Arc<ServerState>) -> Router {
    Router::new()
        .route("/__wellpress", any(dashboard::index))
        .route("/__wellpress/", any(dashboard::page))
        .route("/__wellpress/events", any(dashboard::events))
        .route("/__wellpress/{*name}", any(dashboard::page_or_file))
        .fallback(pages::answer)
        .layer(middleware::from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

/// Refuses requests that are not meant for this server, and adds the headers of every response.
async fn guard(State(state): State<Arc<ServerState>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&state.hosts, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in RESPONSE_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| DASHBOARD_POLICY.clone());
    if !state.frames.is_empty() {
        let policies = headers.get_all(header::CONTENT_SECURITY_POLICY).iter();
        let policies: Vec<HeaderValue> = policies.map(|policy| framed_by(policy, &state.frames)).collect();
        headers.remove(header::CONTENT_SECURITY_POLICY);
        policies.into_iter().for_each(|policy| _ = headers.append(header::CONTENT_SECURITY_POLICY, policy));
    }
    response
}

/// A policy that also lets these origins show the page in a frame.
fn framed_by(policy: &HeaderValue, frames: &str) -> HeaderValue {
    const OWN_FRAMES: &str = "frame-ancestors 'self'";
    let framed = policy.to_str().ok().map(|policy| policy.replace(OWN_FRAMES, &format!("{OWN_FRAMES} {frames}")));
    framed.and_then(|framed| HeaderValue::from_str(&framed).ok()).unwrap_or_else(|| policy.clone())
}

/// The refusal of a request, or `None` if the request is answered.
///
/// A page of another site can send requests here from the author's browser, under any name whose owner points it to this
/// machine (DNS rebinding), and could so read unpublished drafts. `Host` and `Origin` reveal it, because scripts cannot set
/// them.
fn refusal(hosts: &AllowedHosts, request: &Request) -> Option<Response> {
    let mut host_headers = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (host_headers.next(), host_headers.next()) else {
        return Some(plain(StatusCode::BAD_REQUEST, "a request names one host"));
    };
    let is_allowed = host.to_str().is_ok_and(|host| hosts.allow(host));
    // A request to a proxy has the host in its first line as well.
    let authority = request.uri().authority();
    if !is_allowed || authority.is_some_and(|authority| !hosts.allow(authority.as_str())) {
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

/// A response with a fixed text. It repeats nothing of the request, so that no address can put content into it.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "text/plain; charset=utf-8", text)
}

/// A response with this body and content type.
pub(super) fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Redirects within this server; `to` begins with one `/`, because `//` would lead to another host.
pub(super) fn redirect(to: &str) -> Response {
    let mut response = plain(StatusCode::FOUND, "");
    match HeaderValue::from_str(to) {
        Ok(location) => _ = response.headers_mut().insert(header::LOCATION, location),
        Err(_) => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
