//! [`Stopwatch`]: how long a run and each of its stages took.

use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use wellpress_io::cache::CacheNote;

use crate::pipeline::{Observer, Stage};

use super::console::{self, Console, Volume};

/// Measures the stages as they go by.
pub(super) struct Stopwatch {
    console: Console,
    started: Duration,
    stages: RefCell<Vec<(Stage, Duration)>>,
}

impl Stopwatch {
    /// Starts to measure.
    pub fn start(console: &Console) -> Self {
        Self { console: *console, started: running(), stages: RefCell::default() }
    }

    /// Seconds since the start, as people read them.
    pub fn seconds(&self) -> String {
        format!("{:.2} s", running().saturating_sub(self.started).as_secs_f64())
    }

    /// Forgets what was measured, and starts again.
    pub fn restart(&mut self) {
        self.started = running();
        self.stages.get_mut().clear();
    }

    /// One line for each stage, and their sum.
    pub fn timings(&self) -> String {
        let lines = self.stages().map(|(stage, from, to)| line(stage.as_str(), to.saturating_sub(from)));
        lines.chain([line("total", running().saturating_sub(self.started))]).collect()
    }

    /// The stages, each with when it began and ended.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, Duration, Duration)> {
        let stages = self.stages.borrow().clone();
        let ends = stages.iter().skip(1).map(|(_, begun)| *begun).chain([running()]).collect::<Vec<_>>();
        stages.into_iter().zip(ends).map(|((stage, begun), end)| (stage, begun, end))
    }
}

impl Observer for Stopwatch {
    fn begin(&self, stage: Stage) {
        if self.stages.borrow().last().is_some_and(|(last, _)| *last == stage) {
            return;
        }
        if self.console.volume == Volume::Verbose {
            console::aside(&format!("{} ..\n", stage.as_str()));
        }
        self.stages.borrow_mut().push((stage, running()));
    }

    fn note(&self, note: &CacheNote) {
        self.console.note(note);
    }
}

/// How long the program has been running, from when this was asked first.
pub(super) fn running() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    now().duration_since(*START.get_or_init(now))
}

fn line(name: &str, time: Duration) -> String {
    format!("{name:>10} {:>10.2} ms\n", time.as_secs_f64() * 1000.0)
}

#[expect(clippy::disallowed_methods, reason = "timings are taken here alone")]
fn now() -> Instant {
    Instant::now()
}
