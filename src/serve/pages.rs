//! Answers requests for files of the site from the last good build. Pages get the preview's script, which reloads them.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
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
use wellpress_build::served_site::{ServedContent, ServedFile};
use wellpress_io::artifact::media_type;
use wellpress_io::cache::Fingerprint;
use wellpress_io::fs::EntryKind;
use wellpress_io::redirect_rule::RedirectRule;
use wellpress_site::discover::WELL_KNOWN;
use wellpress_site::model::address::escape_path;

use super::byte_range::ByteRange;
use super::http::{plain, redirect, typed};
use super::site_snapshot::SiteSnapshot;
use super::state::ServerState;
use super::unshown_page;

/// How many bytes of a file on the disk are read at once.
const CHUNK: usize = 64 * 1024;

/// The page before the first good build.
const NOTHING_YET: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><title>Nothing to show yet</title></head>\n\
    <body><main><h1>Nothing to show yet</h1><p>The site has mistakes that keep it from being built. This page shows \
    them, and becomes the site once they are put right.</p></main></body>\n</html>\n";

/// The page for a missing address, when the site has no `404.html`.
const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <title>There is no such page</title></head>\n<body><main><h1>There is no such page</h1></main></body>\n</html>\n";

/// Files that configure a web host, which does not publish them.
const HOST_FILES: [&str; 2] = ["_headers", "_redirects"];

/// The meaning of an address in the site.
#[derive(Debug, PartialEq, Eq)]
enum RequestTarget {
    /// The path of a file, which may not exist.
    File(String),
    Redirect(String),
    NotFound,
    /// No browser sends such an address; with the reason.
    Malformed(&'static str),
}

/// Answers from the last good build. A request before the first build waits for it.
pub(super) async fn answer(State(state): State<Arc<ServerState>>, request: Request) -> Response {
    state.wait_for_answer().await;
    let (parts, _) = request.into_parts();
    let range = parts.headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    loop {
        // Read before the snapshot: a build in between then makes the page reload once too often instead of never.
        let build = state.hub.latest();
        let snapshot = state.snapshot();
        let response = answer_from(&state, &snapshot, &parts.uri, range, build).await;
        // A page that was rendered while a newer build replaced this one may be missing in the list of changed pages.
        if Arc::ptr_eq(&snapshot, &state.snapshot()) {
            return response;
        }
    }
}

async fn answer_from(
    state: &ServerState,
    snapshot: &SiteSnapshot,
    uri: &Uri,
    range: Option<&str>,
    build: u64,
) -> Response {
    if snapshot.is_empty() {
        return page(StatusCode::SERVICE_UNAVAILABLE, NOTHING_YET.as_bytes(), build, snapshot);
    }
    let path = match request_target(snapshot, uri) {
        RequestTarget::File(path) => path,
        RequestTarget::Redirect(location) => return redirect(&location),
        RequestTarget::NotFound => return missing_page(snapshot, build),
        RequestTarget::Malformed(why) => return plain(StatusCode::BAD_REQUEST, why),
    };
    // A query makes another address of a page, so it is compared before the page is looked for.
    if let Some(location) = host_redirect(snapshot, uri, |rule| !rule.query.is_empty()) {
        return redirect(&location);
    }
    match snapshot.file(&path).await {
        Ok(Some(served)) => file(state, snapshot, &path, &served, range, build).await,
        Ok(None) => match folder_redirect(snapshot, &path, uri).await {
            Some(location) => redirect(&location),
            None => match host_redirect(snapshot, uri, |rule| rule.is_folder) {
                Some(location) => redirect(&location),
                None => not_found(state, snapshot, &path, build),
            },
        },
        Err(findings) => {
            let html = unshown_page::unrendered(&findings, &dashboard_address(snapshot));
            page(StatusCode::INTERNAL_SERVER_ERROR, html.as_bytes(), build, snapshot)
        }
    }
}

/// Maps an address to a file as a web host does: a folder means its `index.html`. Files that a host does not publish are not found
/// here either, so that the preview shows what readers will get.
fn request_target(snapshot: &SiteSnapshot, uri: &Uri) -> RequestTarget {
    let (path, base) = match (decode(uri.path()), decode(&snapshot.base_path)) {
        (Ok(path), Ok(base)) => (path, base),
        (Err(why), _) | (_, Err(why)) => return RequestTarget::Malformed(why),
    };
    let Some(path_in_site) = path.strip_prefix(&base) else {
        let is_above = path == "/" || format!("{path}/") == base;
        return if is_above { RequestTarget::Redirect(snapshot.base_path.clone()) } else { RequestTarget::NotFound };
    };
    let mut segments = path_in_site.trim_end_matches('/').split('/');
    let is_hidden = segments.any(|segment| segment.starts_with('.') && segment != WELL_KNOWN);
    if is_hidden || HOST_FILES.contains(&path_in_site) {
        return RequestTarget::NotFound;
    }
    let is_folder = path_in_site.is_empty() || path_in_site.ends_with('/');
    RequestTarget::File(if is_folder { format!("{path_in_site}index.html") } else { path_in_site.to_owned() })
}

/// Where the first redirect of this kind leads that is for an address, as a host reads it from `_redirects`.
fn host_redirect(snapshot: &SiteSnapshot, uri: &Uri, is_kind: impl Fn(&RedirectRule) -> bool) -> Option<String> {
    let mut rules = snapshot.redirects.iter().filter(|rule| is_kind(rule));
    rules.find_map(|rule| rule.target(uri.path(), uri.query()))
}

/// The address of a folder for a path without the `/` at its end, as web hosts redirect it.
async fn folder_redirect(snapshot: &SiteSnapshot, path: &str, uri: &Uri) -> Option<String> {
    if uri.path().ends_with('/') || !matches!(snapshot.file(&format!("{path}/index.html")).await, Ok(Some(_))) {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{}/{query}", snapshot.base_path, escape_path(path)))
}

/// Decodes the percent encoding of a path, or returns why it is malformed. The path is decoded once: one that was encoded twice
/// names a file with a percent sign, which does not exist.
pub(super) fn decode(path: &str) -> Result<String, &'static str> {
    if path.match_indices('%').any(|(index, _)| !is_encoding(&path[index..])) {
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

/// Whether two hexadecimal digits stand behind the percent sign.
fn is_encoding(text: &str) -> bool {
    text.bytes().skip(1).take(2).filter(u8::is_ascii_hexdigit).count() == 2
}

/// The answer for a path without a file: if the content has a page for it, the reason why it is not shown.
fn not_found(state: &ServerState, snapshot: &SiteSnapshot, path: &str, build: u64) -> Response {
    match state.dashboard().unshown_page(path, &dashboard_address(snapshot)) {
        Some(html) => page(StatusCode::NOT_FOUND, html.as_bytes(), build, snapshot),
        None => missing_page(snapshot, build),
    }
}

/// The address of the preview's own pages.
fn dashboard_address(snapshot: &SiteSnapshot) -> String {
    format!("{}__wellpress/", snapshot.base_path)
}

fn missing_page(snapshot: &SiteSnapshot, build: u64) -> Response {
    let site_page = snapshot.site_files.files.get("404.html").and_then(|served| match &served.content {
        ServedContent::Memory(bytes) => Some(&**bytes),
        ServedContent::Disk(_) | ServedContent::Deferred(_) => None,
    });
    page(StatusCode::NOT_FOUND, site_page.unwrap_or(NOT_FOUND.as_bytes()), build, snapshot)
}

/// A page with the preview's script before its last `</body>`. The script gets the number of the build, by which it recognises
/// reload events that the page already contains, and the page's fingerprint, by which it recognises the page when it reads it
/// once more. Its address is below the path of the site, because a proxy may pass on only requests below that path.
fn page(status: StatusCode, html: &[u8], build: u64, snapshot: &SiteSnapshot) -> Response {
    let base = snapshot.base_path.trim_end_matches('/');
    let fingerprint = Fingerprint::of(html);
    let attributes = format!("defer data-build=\"{build}\" data-page=\"{fingerprint}\"");
    let script = format!("<script src=\"{base}/__wellpress/client.js\" {attributes}></script>");
    let end_tag = b"</body>";
    let end = html.windows(end_tag.len()).rposition(|window| window.eq_ignore_ascii_case(end_tag));
    let (before_script, behind_script) = html.split_at(end.unwrap_or(html.len()));
    let with_script = [before_script, script.as_bytes(), behind_script].concat();
    with_policy(typed(status, "text/html; charset=utf-8", with_script), snapshot.policy.as_deref())
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
    // A picture may turn out to be damaged only now; the next build reports it.
    let Ok(content) = current_content(state, served).await else { return missing_page(snapshot, build) };
    let content_type = media_type(path, ExportFormat::content_type);
    let (size, html) = match &content {
        CurrentContent::Memory(bytes) => (bytes.len() as u64, Some(bytes)),
        CurrentContent::Disk { size, .. } => (*size, None),
    };
    // The page of a web editor is a program of its own, which a reload would take a text away from.
    let has_script = content_type.starts_with("text/html") && !snapshot.has_own_policy(path);
    if let Some(html) = html.filter(|_| has_script) {
        return page(StatusCode::OK, html, build, snapshot);
    }
    let range = ByteRange::of(range, size);
    let (start, length, status) = match range {
        ByteRange::Whole => (0, size, StatusCode::OK),
        ByteRange::Part { start, length } => (start, length, StatusCode::PARTIAL_CONTENT),
        ByteRange::Unsatisfiable => (0, 0, StatusCode::RANGE_NOT_SATISFIABLE),
    };
    let Ok(body) = part(state, &content, start, length) else { return missing_page(snapshot, build) };
    let mut response = typed(status, content_type, body);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let content_range = match range {
        ByteRange::Whole => None,
        ByteRange::Part { .. } => Some(format!("bytes {start}-{}/{size}", start + length - 1)),
        ByteRange::Unsatisfiable => Some(format!("bytes */{size}")),
    };
    if let Some(content_range) = content_range.and_then(|range| HeaderValue::try_from(range).ok()) {
        headers.insert(header::CONTENT_RANGE, content_range);
    }
    with_policy(response, snapshot.policy_of(path))
}

/// The content of a file at the time of a request.
enum CurrentContent {
    Memory(Bytes),
    /// A file on the disk, which may have another size than when the site was built.
    Disk {
        path: PathBuf,
        size: u64,
    },
}

/// The content as it is now: deferred content is generated.
async fn current_content(state: &ServerState, served: &ServedFile) -> io::Result<CurrentContent> {
    let deferred = match &served.content {
        ServedContent::Memory(bytes) => return Ok(CurrentContent::Memory(bytes.clone())),
        ServedContent::Disk(path) => {
            return Ok(CurrentContent::Disk { path: path.clone(), size: state.files.entry(path)?.size });
        }
        ServedContent::Deferred(deferred) => deferred.clone(),
    };
    let files = state.files.clone();
    // Encoding a picture takes long, and the server has one thread.
    let encoding = tokio::task::spawn_blocking(move || deferred.bytes(&*files));
    Ok(CurrentContent::Memory(encoding.await.map_err(io::Error::other)??))
}

fn part(state: &ServerState, content: &CurrentContent, start: u64, length: u64) -> io::Result<Body> {
    match content {
        CurrentContent::Memory(bytes) => {
            let start = usize::try_from(start).map_err(io::Error::other)?;
            let length = usize::try_from(length).map_err(io::Error::other)?;
            Ok(bytes.slice(start..start + length).into())
        }
        CurrentContent::Disk { path, .. } => Ok(stream(open(state, path)?, start, length)),
    }
}

/// Opens a source file that the site contains. It was a file when the site was built, but may be a link out of the site by now,
/// and a link could lead to any file of the machine.
fn open(state: &ServerState, path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let is_file = state.files.kind(path)? == EntryKind::File;
    if !is_file || !state.files.canonicalize(path)?.starts_with(&state.root) {
        return Err(io::ErrorKind::NotFound.into());
    }
    state.files.open(path)
}

/// Streams a part of a file as fast as the browser takes it: the channel holds two chunks, and further reads wait for space.
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
            // Sending fails when the browser has closed the connection.
            if sender.blocking_send(size.map(|_| chunk.into())).is_err() || is_end {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(chunks))
}
