//! The site's own files: an address in, the file of the last good build out, pages with the preview's script in them.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use wellpress_io::artifact::media_type;
use wellpress_io::fs::EntryKind;
use wellpress_render::BrokenPicture;
use wellpress_site::discover::WELL_KNOWN;
use wellpress_site::model::page::escape_path;

use super::http::{plain, redirect, typed};
use super::range::Range;
use super::shelf::{Item, Kept, Shelf};
use super::state::State;

/// What is read of a file at once.
const PIECE: usize = 64 * 1024;

/// A page that is a file of its own and longer than this is shown without the preview's script.
const LONGEST_PAGE: u64 = 10_000_000;

/// What is shown before the first build that succeeds.
const NOTHING_YET: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Nothing to show yet</title></head>\n\
    <body><main><h1>Nothing to show yet</h1><p>The site has mistakes that keep it from being built. This page shows \
    them, and becomes the site once they are put right.</p></main></body>\n</html>\n";

/// What is shown where the site has no page for it.
const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <title>There is no such page</title></head>\n<body><main><h1>There is no such page</h1></main></body>\n</html>\n";

/// Files for hosts, which give them to nobody.
const FOR_HOSTS: [&str; 2] = ["_headers", "_redirects"];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// To this file of the site.
    File(String),
    /// To another address.
    Elsewhere(String),
    /// Nowhere.
    Nothing,
    /// It is no address that a browser would ask for.
    Malformed(&'static str),
}

/// Answers from the last good build; before the first, once it has ended.
pub(super) async fn answer(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    // It cannot fail: the state holds the other end.
    let _ = state.hub.subscribe().wait_for(|id| *id > 0).await;
    let build = state.hub.latest();
    let shelf = state.shelf();
    if shelf.is_empty() {
        return page(StatusCode::SERVICE_UNAVAILABLE, NOTHING_YET.as_bytes(), build, None);
    }
    let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok());
    match find(&shelf, request.uri()) {
        Found::File(path) => match shelf.get(&path) {
            Some(item) => file(&state, &shelf, &path, item, range, build).await,
            None => not_found(&shelf, build),
        },
        Found::Elsewhere(to) => redirect(&to),
        Found::Nothing => not_found(&shelf, build),
        Found::Malformed(why) => plain(StatusCode::BAD_REQUEST, why),
    }
}

fn find(shelf: &Shelf, uri: &Uri) -> Found {
    let (path, base) = match (decoded(uri.path()), decoded(&shelf.base_path)) {
        (Ok(path), Ok(base)) => (path, base),
        (Err(why), _) | (_, Err(why)) => return Found::Malformed(why),
    };
    let Some(inside) = path.strip_prefix(&base) else {
        let is_above = path == "/" || format!("{path}/") == base;
        return if is_above { Found::Elsewhere(shelf.base_path.clone()) } else { Found::Nothing };
    };
    let is_private = |segment: &str| segment.starts_with('.') && segment != WELL_KNOWN;
    if inside.trim_end_matches('/').split('/').any(is_private) || FOR_HOSTS.contains(&inside) {
        return Found::Nothing;
    }
    if inside.is_empty() || inside.ends_with('/') {
        return Found::File(format!("{inside}index.html"));
    }
    match shelf.get(inside) {
        None if shelf.get(&format!("{inside}/index.html")).is_some() => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Found::Elsewhere(format!("{}{}/{query}", shelf.base_path, escape_path(inside)))
        }
        _ => Found::File(inside.to_owned()),
    }
}

/// A path without percent signs, or why it is none. An encoding inside an encoding is a name like any other: it leads
/// nowhere.
fn decoded(path: &str) -> Result<String, &'static str> {
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

fn not_found(shelf: &Shelf, build: u64) -> Response {
    let own = shelf.get("404.html").and_then(|item| match &item.content {
        Kept::Bytes(bytes) => Some(bytes),
        Kept::File(_) | Kept::Later(_) => None,
    });
    page(StatusCode::NOT_FOUND, own.map_or(NOT_FOUND.as_bytes(), |bytes| bytes), build, shelf.policy.as_deref())
}

/// A page with the preview's script in it, before its last `</body>`.
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

async fn file(state: &State, shelf: &Shelf, path: &str, item: &Item, range: Option<&str>, build: u64) -> Response {
    let policy = shelf.policy.as_deref();
    let item = &match ready(state, item).await {
        Ok(item) => item,
        Err(error) => {
            if let Some(BrokenPicture(finding)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
                state.note_damage(path, finding);
            }
            return not_found(shelf, build);
        }
    };
    if media_type(path).starts_with("text/html") && item.size <= LONGEST_PAGE {
        return match whole(state, item).await {
            Ok(html) => page(StatusCode::OK, &html, build, policy),
            Err(_) => not_found(shelf, build),
        };
    }
    let range = Range::of(range, item.size);
    let (start, length, status) = match range {
        Range::Whole => (0, item.size, StatusCode::OK),
        Range::Part { start, length } => (start, length, StatusCode::PARTIAL_CONTENT),
        Range::Beyond => (0, 0, StatusCode::RANGE_NOT_SATISFIABLE),
    };
    let Ok(body) = part(state, item, start, length).await else { return not_found(shelf, build) };
    let mut response = typed(status, media_type(path), body);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let given = match range {
        Range::Whole => None,
        Range::Part { .. } => Some(format!("bytes {start}-{}/{}", start + length - 1, item.size)),
        Range::Beyond => Some(format!("bytes */{}", item.size)),
    };
    if let Some(given) = given.and_then(|given| HeaderValue::try_from(given).ok()) {
        headers.insert(header::CONTENT_RANGE, given);
    }
    with_policy(response, policy)
}

/// The file with its bytes made. One that stays among the sources is as long as it is now.
async fn ready(state: &State, item: &Item) -> io::Result<Item> {
    let awaited = match &item.content {
        Kept::Bytes(_) => return Ok(item.clone()),
        Kept::File(path) => return Ok(item.of_size(state.files.entry(path)?.size)),
        Kept::Later(awaited) => awaited.clone(),
    };
    let files = state.files.clone();
    let made = tokio::task::spawn_blocking(move || awaited.bytes(&*files)).await;
    let bytes = made.map_err(io::Error::other)??;
    Ok(item.with(bytes))
}

async fn whole(state: &State, item: &Item) -> io::Result<Bytes> {
    match &item.content {
        Kept::Bytes(bytes) => Ok(bytes.clone()),
        Kept::File(path) => {
            let mut bytes = Vec::new();
            open(state, path)?.take(LONGEST_PAGE).read_to_end(&mut bytes)?;
            Ok(bytes.into())
        }
        Kept::Later(awaited) => awaited.bytes(&*state.files),
    }
}

async fn part(state: &State, item: &Item, start: u64, length: u64) -> io::Result<Body> {
    match &item.content {
        Kept::Bytes(bytes) => {
            let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
            Ok(bytes.slice(at(start)..at(start + length)).into())
        }
        Kept::File(path) => Ok(stream(open(state, path)?, start, length)),
        Kept::Later(awaited) => Ok(awaited.bytes(&*state.files)?.into()),
    }
}

/// Opens a file of the site's sources. What was a file when the site was built may be a link by now.
fn open(state: &State, path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let is_file = state.files.kind(path)? == EntryKind::File;
    if !is_file || !state.files.canonicalize(path)?.starts_with(&state.root) {
        return Err(io::ErrorKind::NotFound.into());
    }
    state.files.open(path)
}

/// A part of a file, read as fast as the reader takes it.
fn stream(mut file: Box<dyn Read + Send>, start: u64, length: u64) -> Body {
    let (pieces, taken) = mpsc::channel::<io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        let skipped = io::copy(&mut file.by_ref().take(start), &mut io::sink());
        let mut rest = file.take(if skipped.is_ok() { length } else { 0 });
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let read = rest.by_ref().take(PIECE as u64).read_to_end(&mut piece);
            let is_end = !matches!(read, Ok(1..));
            if read.is_ok() && is_end {
                return;
            }
            // Nobody takes it any more where the reader has gone.
            if pieces.blocking_send(read.map(|_| piece.into())).is_err() || is_end {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(taken))
}
