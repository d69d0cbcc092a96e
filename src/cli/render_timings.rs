//! [`RenderTimings`]: measures how long each page, picture and template takes, for the table of `build --timings`.
//!
//! The renderer marks its work with spans of `tracing`, which cost next to nothing without a subscriber.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use super::stopwatch::{milliseconds, time_since_start};

/// The time that each span has taken so far. Clones share it: one is the subscriber of the process, another is read at the end.
#[derive(Debug, Clone, Default)]
pub(super) struct RenderTimings(Arc<Mutex<SpanTotals>>);

/// The time of all spans with one category and name, and how many they were.
type SpanTotals = BTreeMap<(&'static str, String), (Duration, usize)>;

/// How many pages, pictures and templates the table shows.
const TABLE_LENGTH: usize = 10;

/// The categories of the renderer's spans, with the titles of their parts of the table.
const CATEGORIES: [(&str, &str); 3] =
    [("page", "slowest pages"), ("picture", "slowest pictures"), ("template", "templates, over all pages and threads")];

impl RenderTimings {
    /// Subscribes to the spans for the rest of the process.
    pub fn begin() -> Self {
        let timings = Self::default();
        let subscriber = tracing_subscriber::registry().with(timings.clone());
        // Fails if there is a subscriber already, which happens only in tests that run the program as a library.
        let _ = tracing::subscriber::set_global_default(subscriber);
        timings
    }

    /// The slowest pages and pictures, and the templates that took the most time in all: a single call of a template says little,
    /// it costs because thousands of pages use it.
    pub fn table(&self) -> String {
        let totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table = String::new();
        for (category, title) in CATEGORIES {
            let spans = totals.iter().filter(|((of, _), _)| *of == category);
            let mut spans: Vec<_> = spans.map(|((_, name), (time, count))| (time, name, count)).collect();
            // A stable sort, which keeps equally slow spans in the order of their names.
            spans.sort_by(|(a, ..), (b, ..)| b.cmp(a));
            if !spans.is_empty() {
                table.push_str(&format!("\n{title}\n"));
            }
            for (time, name, count) in spans.into_iter().take(TABLE_LENGTH) {
                let times = if category == "template" { format!(", {count} times") } else { String::new() };
                table.push_str(&format!("{}  {name}{times}\n", milliseconds(*time)));
            }
        }
        table
    }
}

/// Kept with a span while it is open.
struct OpenSpan {
    name: String,
    begin: Duration,
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for RenderTimings {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id).filter(|span| CATEGORIES.iter().any(|(name, _)| *name == span.name())) else {
            return;
        };
        let mut name = NameField(String::new());
        attributes.record(&mut name);
        span.extensions_mut().insert(OpenSpan { name: name.0, begin: time_since_start() });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(OpenSpan { name, begin }) = span.extensions_mut().remove() else { return };
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (time, count) = totals.entry((span.name(), name)).or_default();
        *time += time_since_start().saturating_sub(begin);
        *count += 1;
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
