//! The built output of another site, such as the one that was imported, beside the site of the preview.
//!
//! It is a server of its own on another port: the old site may have a page at each address of the new one, and its scripts are kept apart
//! from the preview by the browser. The page with both is in `beside_page`.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::Response;

use wellpress_command::Failure;
use wellpress_io::artifact::media_type;
use wellpress_io::fs::{EntryKind, Files};

use super::address::{self, AllowedHosts, ListenOptions, Port, not_started};
use super::{http, pages};

/// Larger files are not shown.
const MAX_FILE: u64 = 200_000_000;

/// A folder of built pages that has bound its port.
pub(super) struct Beside {
    listener: TcpListener,
    address: SocketAddr,
    root: PathBuf,
}

impl Beside {
    /// Binds a free port of this machine for a folder.
    ///
    /// # Errors
    /// When there is no such folder, or no port is free.
    pub fn bind(files: &dyn Files, folder: &Path) -> Result<Self, Failure> {
        let root =
            files.canonicalize(folder).ok().filter(|root| files.kind(root).is_ok_and(|kind| kind == EntryKind::Folder));
        let Some(root) = root else {
            return Err(Failure::usage(format!("`{}` is no folder", folder.display()))
                .help("name the folder that the old tool builds, such as `public` or `_site`"));
        };
        let interface = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listener = address::bind(&ListenOptions { interface, port: Port::Exactly(0), allowed_hosts: Vec::new() })?;
        let address = listener.local_addr().map_err(not_started)?;
        Ok(Self { listener, address, root })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers requests on a thread of its own, for as long as the program runs.
    ///
    /// # Errors
    /// When the thread cannot start.
    pub fn start(self, files: Arc<dyn Files>, preview_origin: &str) -> Result<(), Failure> {
        let Self { listener, address, root } = self;
        let hosts = AllowedHosts::new(address, &[]);
        // Only the preview shows it in a frame, and it asks no other machine.
        let policy = format!(
            "default-src 'self' 'unsafe-inline' data: blob:; object-src 'none'; form-action 'none'; frame-ancestors 'self' {preview_origin}"
        );
        let policy = HeaderValue::from_str(&policy).map_err(|error| not_started(io::Error::other(error)))?;
        let state = Arc::new(OldSite { files, root, hosts, policy });
        http::serve_on_thread("beside", listener, Router::new().fallback(answer).with_state(state)).map_err(not_started)
    }
}

struct OldSite {
    files: Arc<dyn Files>,
    /// Without links. No file outside of it is served.
    root: PathBuf,
    hosts: AllowedHosts,
    policy: HeaderValue,
}

async fn answer(State(site): State<Arc<OldSite>>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut response = if !site.hosts.allow(host) {
        http::plain(StatusCode::FORBIDDEN, "this server does not answer to that name")
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        http::plain(StatusCode::METHOD_NOT_ALLOWED, "this server changes nothing")
    } else {
        match pages::decode(request.uri().path()) {
            Err(why) => http::plain(StatusCode::BAD_REQUEST, why),
            Ok(path) => {
                let site = site.clone();
                let file = tokio::task::spawn_blocking(move || site.file(&path)).await.ok().flatten();
                let missing = || http::plain(StatusCode::NOT_FOUND, "the old site has no page here");
                file.map_or_else(missing, |(name, bytes)| {
                    http::typed(StatusCode::OK, media_type(&name, |_| None), bytes)
                })
            }
        }
    };
    let headers = response.headers_mut();
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, site.policy.clone());
    response
}

impl OldSite {
    /// The name and the bytes of the file for a decoded path, as a web host finds it. Hidden files and links out of the folder are none.
    fn file(&self, path: &str) -> Option<(String, Vec<u8>)> {
        let path = path.trim_start_matches('/');
        if path.split('/').any(|part| part.starts_with('.')) {
            return None;
        }
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        let names = [path.to_owned(), index, format!("{folder}.html")];
        names.into_iter().filter(|name| !name.is_empty() && !name.ends_with('/')).find_map(|name| {
            let file = self.files.canonicalize(&self.root.join(&name)).ok()?;
            let is_own =
                file.starts_with(&self.root) && self.files.kind(&file).is_ok_and(|kind| kind == EntryKind::File);
            is_own.then(|| self.files.read_limited(&file, MAX_FILE).ok()).flatten().map(|bytes| (name, bytes))
        })
    }
}
