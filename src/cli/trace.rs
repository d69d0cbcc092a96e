//! [`Trace`]: how long each page and each template took, as a table of the slowest and as a file that browsers show as a
//! picture (Chrome's trace events: `chrome://tracing`, or any viewer of that form).
//!
//! The rooms say what they are at with spans of `tracing`, which cost next to nothing while nobody listens.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::stopwatch::running;

/// What was measured so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    events: Arc<Mutex<Vec<Event>>>,
}

/// One piece of work that has ended, as Chrome's trace format has it; times are microseconds.
#[derive(Debug, Clone, Serialize)]
struct Event {
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

/// How many of the slowest are shown.
const SHOWN: usize = 10;

/// The spans that pages are rendered in, pictures and templates.
const PAGE: &str = "page";
const PICTURE: &str = "picture";
const TEMPLATE: &str = "template";

impl Trace {
    /// Begins to listen, for the rest of the process.
    pub fn begin() -> Self {
        let trace = Self::default();
        let listener = tracing_subscriber::registry().with(trace.clone());
        // A second listener is only asked for by tests of the program as a library.
        let _ = tracing::subscriber::set_global_default(listener);
        trace
    }

    /// Adds a stage, which lasted from one time to another.
    pub fn stage(&self, name: &str, from: Duration, to: Duration) {
        self.events().push(Event::new(name.to_owned(), "stage", from, to));
    }

    /// The slowest pages and pictures, and what each template took in all.
    pub fn table(&self) -> String {
        let events = self.events();
        let mut templates: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
        for event in events.iter().filter(|event| event.category == TEMPLATE) {
            let (count, length) = templates.entry(&event.name).or_default();
            *count += 1;
            *length += event.length;
        }
        let mut templates: Vec<_> = templates.into_iter().collect();
        templates.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
        let template = |(name, (count, length)): &(&str, (usize, f64))| {
            format!("{:>10.2} ms  {name}, {count} times\n", length / 1000.0)
        };
        let costliest: String = templates.iter().take(SHOWN).map(template).collect();
        let part = |title: &str, lines: String| if lines.is_empty() { lines } else { format!("\n{title}\n{lines}") };
        part("slowest pages", slowest(&events, PAGE))
            + &part("slowest pictures", slowest(&events, PICTURE))
            + &part("templates, over all pages and threads", costliest)
    }

    /// All of it, as the text of a trace file.
    pub fn text(&self) -> String {
        serde_json::to_string(&*self.events()).expect("strings and numbers are always JSON")
    }

    fn events(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Event {
    fn new(name: String, category: &'static str, from: Duration, to: Duration) -> Self {
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        let (start, length) = (micros(from), micros(to.saturating_sub(from)));
        Self { name, category, phase: "X", start, length, process: 1, thread }
    }
}

/// Those of a category that took longest, the longest first, a line each.
fn slowest(events: &[Event], category: &str) -> String {
    let mut all: Vec<&Event> = events.iter().filter(|event| event.category == category).collect();
    all.sort_by(|a, b| b.length.total_cmp(&a.length).then_with(|| a.name.cmp(&b.name)));
    all.iter().take(SHOWN).map(|event| format!("{:>10.2} ms  {}\n", event.length / 1000.0, event.name)).collect()
}

/// What a span is about, and since when.
struct Begun {
    name: String,
    at: Duration,
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Trace {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id).filter(|span| [PAGE, PICTURE, TEMPLATE].contains(&span.name())) else {
            return;
        };
        let mut name = Name(String::new());
        attributes.record(&mut name);
        span.extensions_mut().insert(Begun { name: name.0, at: running() });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(Begun { name, at }) = span.extensions_mut().remove() else { return };
        self.events().push(Event::new(name, span.name(), at, running()));
    }
}

/// Takes the field `name` of a span.
struct Name(String);

impl Visit for Name {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "name" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn std::fmt::Debug) {}
}
