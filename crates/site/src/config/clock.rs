//! [`Clock`]: what day it is, for whoever has to know whether a day has come.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use wellpress_diagnostics::yaml::Day;

/// Today. It notes what it was asked, and so knows on which other days all its answers would have been the same: what
/// was built today stands as long as that, and not only until midnight.
#[derive(Debug, Clone)]
pub struct Clock {
    today: Day,
    same: Arc<Same>,
}

/// The days with the same answers, as numbers that grow with the days.
#[derive(Debug)]
struct Same {
    from: AtomicI32,
    before: AtomicI32,
}

impl Clock {
    /// On this day.
    #[must_use]
    pub fn at(today: Day) -> Self {
        Self::known(today, (i32::MIN, i32::MAX))
    }

    /// On this day, with what it was asked before.
    #[must_use]
    pub fn known(today: Day, (from, before): (i32, i32)) -> Self {
        Self { today, same: Arc::new(Same { from: from.into(), before: before.into() }) }
    }

    /// Today itself, which is for whoever starts another clock.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }

    /// Whether this day is today or before.
    #[must_use]
    pub fn has_come(&self, day: Day) -> bool {
        self.is_at_least(number(day))
    }

    /// Whether this day is before today.
    #[must_use]
    pub fn is_over(&self, day: Day) -> bool {
        self.is_at_least(number(day) + 1)
    }

    /// From which day on, and before which, all answers are those that were given.
    #[must_use]
    pub fn same(&self) -> (i32, i32) {
        (self.same.from.load(Ordering::Relaxed), self.same.before.load(Ordering::Relaxed))
    }

    /// Whether today is one of these days.
    #[must_use]
    pub fn is_within(&self, (from, before): (i32, i32)) -> bool {
        (from..before).contains(&number(self.today))
    }

    fn is_at_least(&self, threshold: i32) -> bool {
        let is_reached = number(self.today) >= threshold;
        if is_reached {
            self.same.from.fetch_max(threshold, Ordering::Relaxed);
        } else {
            self.same.before.fetch_min(threshold, Ordering::Relaxed);
        }
        is_reached
    }
}

/// Not a count of days, but in their order.
fn number(Day(date): Day) -> i32 {
    (i32::from(date.year()) * 16 + i32::from(date.month())) * 64 + i32::from(date.day())
}
