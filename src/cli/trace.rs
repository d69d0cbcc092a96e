//! [`Trace`]: measures how long each page, picture and template takes, prints the slowest, and writes all as a file of Chrome's
//! trace events, which `chrome://tracing` and other viewers draw as a timeline.
//!
//! The renderer marks its work with spans of `tracing`, which cost next to nothing without a subscriber.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::stopwatch::time_since_start;

/// The spans that have ended so far. Clones share them: one is the subscriber of the process, another is read at the end.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    events: Arc<Mutex<Vec<TraceEvent>>>,
}

/// A span that has ended, as a "complete event" (`X`) of Chrome's trace format. Times are microseconds.
#[derive(Debug, Clone, Serialize)]
struct TraceEvent {
    name: String,
    #[serde(rename = "cat")]
    category: &'static str,
    #[serde(rename = "ph")]
    phase: &'static str,
    #[serde(rename = "ts")]
    start: f64,
    #[serde(rename = "dur")]
    length: f64,
    #[serde(rename = "pid")]
    process: u32,
    #[serde(rename = "tid")]
    thread: usize,
}

/// How many pages, pictures and templates the table shows.
const TABLE_LENGTH: usize = 10;

/// The names of the renderer's spans.
const PAGE: &str = "page";
const PICTURE: &str = "picture";
const TEMPLATE: &str = "template";

impl Trace {
    /// Subscribes to the spans for the rest of the process.
    pub fn begin() -> Self {
        let trace = Self::default();
        let subscriber = tracing_subscriber::registry().with(trace.clone());
        // Fails if there is a subscriber already, which happens only in tests that run the program as a library.
        let _ = tracing::subscriber::set_global_default(subscriber);
        trace
    }

    /// Adds a stage of the pipeline, which has no span of its own.
    pub fn stage(&self, name: &str, begin: Duration, end: Duration) {
        self.events().push(TraceEvent::new(name.to_owned(), "stage", begin, end));
    }

    /// The slowest pages and pictures, and the templates that took the most time in all.
    pub fn table(&self) -> String {
        let events = self.events();
        table_part("slowest pages", &slowest(&events, PAGE))
            + &table_part("slowest pictures", &slowest(&events, PICTURE))
            + &table_part("templates, over all pages and threads", &template_totals(&events))
    }

    /// All events as a JSON trace file.
    pub fn text(&self) -> String {
        serde_json::to_string(&*self.events()).expect("strings and numbers are always JSON")
    }

    fn events(&self) -> MutexGuard<'_, Vec<TraceEvent>> {
        // A list of finished events is whole also after a panic of another thread.
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TraceEvent {
    fn new(name: String, category: &'static str, begin: Duration, end: Duration) -> Self {
        // 0 is the main thread, which is not in the pool.
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        let (start, length) = (microseconds(begin), microseconds(end.saturating_sub(begin)));
        Self { name, category, phase: "X", start, length, process: 1, thread }
    }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// Lines under a title; nothing if there are no lines.
fn table_part(title: &str, lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("\n{title}\n{lines}") }
}

/// The events of a category that took longest, a line each.
fn slowest(events: &[TraceEvent], category: &str) -> String {
    let mut events: Vec<&TraceEvent> = events.iter().filter(|event| event.category == category).collect();
    events.sort_by(|a, b| b.length.total_cmp(&a.length).then_with(|| a.name.cmp(&b.name)));
    let slowest = events.iter().take(TABLE_LENGTH);
    slowest.map(|event| format!("{:>10.2} ms  {}\n", event.length / 1000.0, event.name)).collect()
}

/// The templates with the longest total times. A single call says little: a template costs because thousands of pages use it.
fn template_totals(events: &[TraceEvent]) -> String {
    let mut totals: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.category == TEMPLATE) {
        let (count, length) = totals.entry(&event.name).or_default();
        *count += 1;
        *length += event.length;
    }
    let mut totals: Vec<_> = totals.into_iter().collect();
    totals.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
    let slowest = totals.into_iter().take(TABLE_LENGTH);
    slowest.map(|(name, (count, length))| format!("{:>10.2} ms  {name}, {count} times\n", length / 1000.0)).collect()
}

/// Kept with a span while it is open.
struct OpenSpan {
    name: String,
    begin: Duration,
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Trace {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id).filter(|span| [PAGE, PICTURE, TEMPLATE].contains(&span.name())) else {
            return;
        };
        let mut name = NameField(String::new());
        attributes.record(&mut name);
        span.extensions_mut().insert(OpenSpan { name: name.0, begin: time_since_start() });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(OpenSpan { name, begin }) = span.extensions_mut().remove() else { return };
        self.events().push(TraceEvent::new(name, span.name(), begin, time_since_start()));
    }
}

/// Receives the field `name` of a span.
struct NameField(String);

impl Visit for NameField {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "name" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn std::fmt::Debug) {}
}
