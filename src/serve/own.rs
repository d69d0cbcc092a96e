//! The server's own pages under `/__wellpress/`: what they are made of, what they show as JSON, and the stream of news.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use wellpress_io::artifact::media_type;

use super::http::{plain, redirect, typed};
use super::reload::Heard;
use super::state::State;

/// What runs in the browser.
static CLIENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/client");

/// The one document of all pages; its script asks for what they show.
const DOCUMENT: &str = "app.html";

/// Pages beside the overview.
const PAGES: [&str; 4] = ["findings", "drafts", "links", "sources"];

/// How often a stream shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// `/__wellpress`.
pub(super) async fn index() -> Response {
    redirect("/__wellpress/")
}

/// `/__wellpress/`.
pub(super) async fn page() -> Response {
    asset(DOCUMENT)
}

/// A page, its JSON, or what it is made of.
pub(super) async fn named(Shared(state): Shared<Arc<State>>, Path(name): Path<String>) -> Response {
    let desk = state.desk();
    match name.as_str() {
        "findings.json" => json(desk.findings_json()),
        "drafts.json" => json(desk.overview.drafts_json()),
        "links.json" => json(desk.overview.links_json()),
        "sources.json" => json(desk.overview.sources_json()),
        page if PAGES.contains(&page) => asset(DOCUMENT),
        page if page.strip_suffix('/').is_some_and(|page| PAGES.contains(&page)) => {
            redirect(&format!("/__wellpress/{}", page.trim_end_matches('/')))
        }
        name => asset(name),
    }
}

fn asset(name: &str) -> Response {
    match CLIENT.get_file(name) {
        Some(file) => typed(StatusCode::OK, media_type(name), Body::from(file.contents())),
        None => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

fn json(text: String) -> Response {
    typed(StatusCode::OK, "application/json", text)
}

/// The stream of news: the state now, and again after each build. A browser names what it heard last in a header when a
/// stream breaks, and as `?after=` when a page opens another by itself, which can set no header.
pub(super) async fn events(
    Shared(state): Shared<Arc<State>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let last = resumed.or_else(|| query.as_deref()?.strip_prefix("after="));
    let mut heard = last.map_or(Heard::Everything, |id| state.hub.heard(id));
    let mut told = None;
    let news = WatchStream::new(state.hub.subscribe()).filter_map(move |_| {
        let (id, message) = state.hub.message(heard).filter(|(id, _)| told != Some(*id))?;
        (heard, told) = (Heard::Upto(id), Some(id));
        Some(Ok::<_, Infallible>(Event::default().id(state.hub.event_id(id)).event("build").data(message)))
    });
    let stream = Sse::new(news).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("alive"));
    stream.into_response()
}
