//! [`Stopwatch`]: measures how long a run and each of its stages take. The only module that reads the monotonic clock.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use wellpress_build::pipeline::{Observer, Stage};

use crate::console::{self, Console, Verbosity};

/// The observer of a run that notes when each stage begins. A stage ends where the next begins, so stages never overlap and
/// their times add up to the total. With `--verbose` it also prints the stages as they begin.
pub struct Stopwatch {
    console: Console,
    start: Duration,
    /// The stages with their beginnings, in order.
    stages: Mutex<Vec<(Stage, Duration)>>,
}

impl Stopwatch {
    /// Begins a measurement.
    pub fn start(console: &Console) -> Self {
        Self { console: *console, start: time_since_start(), stages: Mutex::default() }
    }

    /// The time since the start, such as `0.42 s`.
    pub fn seconds(&self) -> String {
        format!("{:.2} s", time_since_start().saturating_sub(self.start).as_secs_f64())
    }

    /// Discards the measurement and begins a new one.
    pub fn restart(&mut self) {
        self.start = time_since_start();
        self.stages().clear();
    }

    fn stages(&self) -> MutexGuard<'_, Vec<(Stage, Duration)>> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line with the duration of each stage, and one with the total.
    pub fn timings(&self) -> String {
        let (stages, now) = (self.stages(), time_since_start());
        let ends = stages.iter().skip(1).map(|(_, begin)| *begin).chain([now]);
        let times =
            stages.iter().zip(ends).map(|((stage, begin), end)| (stage.to_string(), end.saturating_sub(*begin)));
        let times = times.chain([("total".to_owned(), now.saturating_sub(self.start))]);
        times.map(|(name, time)| format!("{name:>10} {}\n", milliseconds(time))).collect()
    }
}

impl Observer for Stopwatch {
    fn begin(&self, stage: Stage) {
        // The pipeline announces a stage from each place that may begin it.
        if self.stages().last().is_some_and(|(last, _)| *last == stage) {
            return;
        }
        if self.console.verbosity == Verbosity::Verbose {
            console::print_stderr(&format!("{stage} ..\n"));
        }
        self.stages().push((stage, time_since_start()));
    }

    fn note(&self, note: &str) {
        self.console.note(&note);
    }
}

/// The time since the first call in this process. Durations instead of instants, so that the preview can take this function as its
/// clock and tests can pass another.
pub fn time_since_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    now().duration_since(*START.get_or_init(now))
}

/// A time in a column of a table, such as `   1234.56 ms`.
pub fn milliseconds(time: Duration) -> String {
    format!("{:>10.2} ms", time.as_secs_f64() * 1000.0)
}

#[expect(clippy::disallowed_methods, reason = "timings are taken here alone")]
fn now() -> Instant {
    Instant::now()
}
