//! Answers requests for the server's own pages under `/__wellpress/`: the files of the dashboard, the JSON that its scripts load,
//! and the stream of reload events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use percent_encoding::percent_decode_str;
use wellpress_diagnostics::rules;
use wellpress_io::artifact::media_type;

use crate::rule_pages::page_of;

use super::beside_page;
use super::http::{plain, redirect, typed};
use super::state::ServerState;

/// The scripts and styles of the dashboard and of the preview's panel.
static CLIENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/client");

/// The HTML document of all pages. Its script reads from the address which page it is and loads the JSON of that page.
const DOCUMENT: &str = "app.html";

/// The pages besides the overview.
const PAGES: [&str; 5] = ["findings", "care", "drafts", "links", "sources"];

/// How often a stream without events sends a comment, so that both sides notice a lost connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(super) async fn index() -> Response {
    redirect("/__wellpress/")
}

pub(super) async fn page() -> Response {
    client_file(DOCUMENT)
}

/// Answers requests below `/__wellpress/`: for pages, their JSON, scripts and styles.
pub(super) async fn page_or_file(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let dashboard = state.dashboard();
    if let Some(rule) = name.strip_prefix("rules/") {
        return rule_page(rule);
    }
    let address = query.as_deref().and_then(|query| query.strip_prefix("page="));
    match name.as_str() {
        "beside" => match &state.beside {
            Some(old) => {
                let address = percent_decode_str(address.unwrap_or("/")).decode_utf8_lossy().into_owned();
                let html = beside_page::html(old, &address);
                let mut response = typed(StatusCode::OK, "text/html; charset=utf-8", html);
                if let Ok(policy) = HeaderValue::from_str(&beside_page::policy(old)) {
                    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
                }
                response
            }
            None => plain(StatusCode::NOT_FOUND, "`serve --beside FOLDER` shows another site here"),
        },
        "findings.json" if address.is_some() => {
            let address = percent_decode_str(address.unwrap_or_default()).decode_utf8_lossy();
            json(dashboard.findings_of_page_json(&address))
        }
        "findings.json" => json(dashboard.findings_json()),
        "care.json" => json(dashboard.overview.care_json().to_string()),
        "drafts.json" => json(dashboard.overview.drafts_json().to_string()),
        "links.json" => json(dashboard.overview.links_json().to_string()),
        "sources.json" => json(dashboard.overview.sources_json().to_string()),
        page if PAGES.contains(&page) => client_file(DOCUMENT),
        page if page.strip_suffix('/').is_some_and(|page| PAGES.contains(&page)) => {
            redirect(&format!("/__wellpress/{}", page.trim_end_matches('/')))
        }
        name => client_file(name),
    }
}

/// The manual's page of a rule, as `wellpress explain` prints it. The rules of a site are explained by their files.
fn rule_page(id: &str) -> Response {
    match rules::find(id) {
        Some(rule) if rule.file.is_none() => typed(StatusCode::OK, "text/markdown; charset=utf-8", page_of(rule)),
        _ => plain(StatusCode::NOT_FOUND, "this rule has no page in the manual"),
    }
}

fn client_file(name: &str) -> Response {
    match CLIENT.get_file(name) {
        Some(file) => typed(StatusCode::OK, media_type(name, |_| None), Body::from(file.contents())),
        None => plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

fn json(text: String) -> Response {
    typed(StatusCode::OK, "application/json", text)
}

/// Answers with the stream of reload events: the state now, and again after each build.
///
/// A browser that reconnects names its last event in a header. A page that opens a stream by itself cannot set a header, so
/// it uses `?after=`.
pub(super) async fn events(
    State(state): State<Arc<ServerState>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let mut last_event_id = header.or_else(|| query.as_deref()?.strip_prefix("after=")).map(str::to_owned);
    let mut last_sent = None;
    let events = WatchStream::new(state.hub.subscribe()).filter_map(move |_| {
        // The channel also wakes once at the beginning, and may wake again for a build that has been sent.
        let message = state.hub.message(last_event_id.as_deref());
        let (id, data) = message.filter(|(id, _)| last_sent.as_ref() != Some(id))?;
        (last_event_id, last_sent) = (Some(id.clone()), Some(id.clone()));
        Some(Ok::<_, Infallible>(Event::default().id(id).event("build").data(data)))
    });
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("alive"));
    let mut response = stream.into_response();
    // nginx, and proxies of browser editors that use it, would keep the events back until its buffer is full.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
