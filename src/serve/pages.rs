//! The site's own files: a request in, the file of the last good build out. Pages get the preview's script, which reloads
//! them.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use wellpress_bibliography::ExportFormat;
use wellpress_io::artifact::media_type;
use wellpress_io::fs::EntryKind;
use wellpress_render::BrokenPicture;
use wellpress_site::discover::WELL_KNOWN;
use wellpress_site::model::address::escape_path;

use super::byte_range::ByteRange;
use super::http::{plain, redirect, typed};
use super::site_snapshot::{ServedContent, ServedFile, SiteSnapshot};
use super::state::ServerState;

/// How many bytes of a file on the disk are read at once.
const CHUNK: usize = 64 * 1024;

/// A longer page is served without the preview's script, because it would have to be held in memory.
const LONGEST_PAGE: u64 = 10_000_000;

/// The page before the first good build.
const NOTHING_YET: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Nothing to show yet</title></head>\n\
    <body><main><h1>Nothing to show yet</h1><p>The site has mistakes that keep it from being built. This page shows \
    them, and becomes the site once they are put right.</p></main></body>\n</html>\n";

/// The page for a missing address, when the site has no `404.html`.
const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <title>There is no such page</title></head>\n<body><main><h1>There is no such page</h1></main></body>\n</html>\n";

/// Files that configure a host, which publishes them to nobody.
const HOST_FILES: [&str; 2] = ["_headers", "_redirects"];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// The path of a file, which the site need not have.
    File(String),
    Redirect(String),
    NotFound,
    /// No browser asks for such an address; the reason.
    Malformed(&'static str),
}

/// Answers from the last good build. A request before the first build waits for it.
pub(super) async fn answer(State(state): State<Arc<ServerState>>, request: Request) -> Response {
    // It cannot fail: the state holds the sender.
    let _ = state.hub.subscribe().wait_for(|id| *id > 0).await;
    // Read before the snapshot: a build in between then makes the page reload once too often instead of never.
    let build = state.hub.latest();
    let snapshot = state.snapshot();
    if snapshot.is_empty() {
        return page(StatusCode::SERVICE_UNAVAILABLE, NOTHING_YET.as_bytes(), build, None);
    }
    let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok());
    match target(&snapshot, request.uri()) {
        Target::File(path) => match snapshot.get(&path) {
            Some(served) => file(&state, &snapshot, &path, served, range, build).await,
            None => not_found(&snapshot, build),
        },
        Target::Redirect(location) => redirect(&location),
        Target::NotFound => not_found(&snapshot, build),
        Target::Malformed(why) => plain(StatusCode::BAD_REQUEST, why),
    }
}

fn target(snapshot: &SiteSnapshot, uri: &Uri) -> Target {
    let (path, base) = match (decode(uri.path()), decode(&snapshot.base_path)) {
        (Ok(path), Ok(base)) => (path, base),
        (Err(why), _) | (_, Err(why)) => return Target::Malformed(why),
    };
    let Some(path_in_site) = path.strip_prefix(&base) else {
        let is_above = path == "/" || format!("{path}/") == base;
        return if is_above { Target::Redirect(snapshot.base_path.clone()) } else { Target::NotFound };
    };
    let is_private = |segment: &str| segment.starts_with('.') && segment != WELL_KNOWN;
    if path_in_site.trim_end_matches('/').split('/').any(is_private) || HOST_FILES.contains(&path_in_site) {
        return Target::NotFound;
    }
    if path_in_site.is_empty() || path_in_site.ends_with('/') {
        return Target::File(format!("{path_in_site}index.html"));
    }
    match snapshot.get(path_in_site) {
        None if snapshot.get(&format!("{path_in_site}/index.html")).is_some() => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Target::Redirect(format!("{}{}/{query}", snapshot.base_path, escape_path(path_in_site)))
        }
        _ => Target::File(path_in_site.to_owned()),
    }
}

/// A path with its percent encoding decoded, or why it is malformed. It is decoded once: a path that was encoded twice
/// names a file with a percent sign, and leads nowhere.
fn decode(path: &str) -> Result<String, &'static str> {
    let is_hex = |at: usize| path.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    if path.match_indices('%').any(|(at, _)| !is_hex(at + 1) || !is_hex(at + 2)) {
        return Err("the address has a percent sign that encodes nothing");
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| "the address is not UTF-8")?;
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return Err("the address has a character that no address has");
    }
    if !path.starts_with('/') || path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err("the address leads out of where it stands");
    }
    Ok(path.into_owned())
}

fn not_found(snapshot: &SiteSnapshot, build: u64) -> Response {
    let sites_own = snapshot.get("404.html").and_then(|served| match &served.content {
        ServedContent::Memory(bytes) => Some(&**bytes),
        ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
    });
    page(StatusCode::NOT_FOUND, sites_own.unwrap_or(NOT_FOUND.as_bytes()), build, snapshot.policy.as_deref())
}

/// A page with the preview's script in it, before its last `</body>`. The script learns which build the page is of.
fn page(status: StatusCode, html: &[u8], build: u64, policy: Option<&str>) -> Response {
    let script = format!("<script src=\"/__wellpress/client.js\" defer data-build=\"{build}\"></script>");
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let mut with_script = Vec::with_capacity(html.len() + script.len());
    with_script.extend_from_slice(&html[..at]);
    with_script.extend_from_slice(script.as_bytes());
    with_script.extend_from_slice(&html[at..]);
    with_policy(typed(status, "text/html; charset=utf-8", with_script), policy)
}

fn with_policy(mut response: Response, policy: Option<&str>) -> Response {
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(policy).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn file(
    state: &ServerState,
    snapshot: &SiteSnapshot,
    path: &str,
    served: &ServedFile,
    range: Option<&str>,
    build: u64,
) -> Response {
    let policy = snapshot.policy.as_deref();
    let served = &match with_current_size(state, served).await {
        Ok(served) => served,
        Err(error) => {
            if let Some(BrokenPicture(finding)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
                state.report_broken_file(path, finding);
            }
            return not_found(snapshot, build);
        }
    };
    if media_type(path, ExportFormat::content_type).starts_with("text/html") && served.size <= LONGEST_PAGE {
        return match whole(state, served).await {
            Ok(html) => page(StatusCode::OK, &html, build, policy),
            Err(_) => not_found(snapshot, build),
        };
    }
    let range = ByteRange::of(range, served.size);
    let (start, length, status) = match range {
        ByteRange::Whole => (0, served.size, StatusCode::OK),
        ByteRange::Part { start, length } => (start, length, StatusCode::PARTIAL_CONTENT),
        ByteRange::Unsatisfiable => (0, 0, StatusCode::RANGE_NOT_SATISFIABLE),
    };
    let Ok(body) = part(state, served, start, length).await else { return not_found(snapshot, build) };
    let mut response = typed(status, media_type(path, ExportFormat::content_type), body);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let content_range = match range {
        ByteRange::Whole => None,
        ByteRange::Part { .. } => Some(format!("bytes {start}-{}/{}", start + length - 1, served.size)),
        ByteRange::Unsatisfiable => Some(format!("bytes */{}", served.size)),
    };
    if let Some(content_range) = content_range.and_then(|range| HeaderValue::try_from(range).ok()) {
        headers.insert(header::CONTENT_RANGE, content_range);
    }
    with_policy(response, policy)
}

/// The file with its size as it is now: deferred content is made, and a file on the disk may have changed since the build.
async fn with_current_size(state: &ServerState, served: &ServedFile) -> io::Result<ServedFile> {
    let deferred = match &served.content {
        ServedContent::Memory(_) => return Ok(served.clone()),
        ServedContent::Disk(path) => return Ok(served.with_size(state.files.entry(path)?.size)),
        ServedContent::Deferred(deferred) => deferred.clone(),
    };
    let files = state.files.clone();
    // Encoding a picture takes long, and the server has one thread.
    let encoding = tokio::task::spawn_blocking(move || deferred.bytes(&*files));
    let bytes = encoding.await.map_err(io::Error::other)??;
    Ok(served.with_content(bytes))
}

async fn whole(state: &ServerState, served: &ServedFile) -> io::Result<Bytes> {
    match &served.content {
        ServedContent::Memory(bytes) => Ok(bytes.clone()),
        ServedContent::Disk(path) => {
            let mut bytes = Vec::new();
            open(state, path)?.take(LONGEST_PAGE).read_to_end(&mut bytes)?;
            Ok(bytes.into())
        }
        ServedContent::Deferred(deferred) => deferred.bytes(&*state.files),
    }
}

async fn part(state: &ServerState, served: &ServedFile, start: u64, length: u64) -> io::Result<Body> {
    match &served.content {
        ServedContent::Memory(bytes) => {
            let start = usize::try_from(start).map_err(io::Error::other)?;
            let length = usize::try_from(length).map_err(io::Error::other)?;
            Ok(bytes.slice(start..start + length).into())
        }
        ServedContent::Disk(path) => Ok(stream(open(state, path)?, start, length)),
        // Not reached: `with_current_size` has made it.
        ServedContent::Deferred(deferred) => Ok(deferred.bytes(&*state.files)?.into()),
    }
}

/// Opens a file of the site's sources. It was a file when the site was built, and may be a link out of the site by now.
fn open(state: &ServerState, path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let is_file = state.files.kind(path)? == EntryKind::File;
    if !is_file || !state.files.canonicalize(path)?.starts_with(&state.root) {
        return Err(io::ErrorKind::NotFound.into());
    }
    state.files.open(path)
}

/// Streams a part of a file, as fast as the reader takes it: the channel holds two chunks, and reading waits for room.
fn stream(mut file: Box<dyn Read + Send>, start: u64, length: u64) -> Body {
    let (sender, chunks) = mpsc::channel::<io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        // `Files` opens streams without seeking.
        let skipped = io::copy(&mut file.by_ref().take(start), &mut io::sink());
        let mut part = file.take(if skipped.is_ok() { length } else { 0 });
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            let size = part.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
            let is_end = !matches!(size, Ok(1..));
            if size.is_ok() && is_end {
                return;
            }
            // Sending fails when the reader has gone.
            if sender.blocking_send(size.map(|_| chunk.into())).is_err() || is_end {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(chunks))
}
