//! [`Clock`]: which day it is, and for how long the answers that it gave stay the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::Day;

/// The day of a build. Everything that depends on the day asks the clock whether another day has come.
///
/// The clock narrows down the days on which all its answers would have been the same. A preview or a warm build then takes
/// over what it made earlier as long as no such day begins, and not only until midnight. Clones share what they learn, and any thread may ask.
#[derive(Debug, Clone)]
pub struct Clock {
    today: Day,
    unchanged: Arc<UnchangedDays>,
}

/// The bounds of [`DayRange`], as they narrow.
#[derive(Debug)]
struct UnchangedDays {
    from: AtomicI32,
    before: AtomicI32,
}

/// A range of days, from the first to before the last. A day is a number that grows with the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    from: i32,
    before: i32,
}

impl DayRange {
    const ALL: Self = Self { from: i32::MIN, before: i32::MAX };

    /// Whether this day is in the range.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        (self.from..self.before).contains(&ordinal(day))
    }
}

impl Clock {
    /// A clock that shows this day and was asked nothing yet.
    #[must_use]
    pub fn at(today: Day) -> Self {
        Self::with_unchanged_days(today, DayRange::ALL)
    }

    /// A clock whose earlier answers hold on these days, for a build that takes over what those answers led to.
    #[must_use]
    pub fn with_unchanged_days(today: Day, days: DayRange) -> Self {
        Self { today, unchanged: Arc::new(UnchangedDays { from: days.from.into(), before: days.before.into() }) }
    }

    /// Today itself. What is made of it does not narrow [`Clock::unchanged_days`], so ask [`Clock::has_come`] or
    /// [`Clock::is_over`] wherever the result is published.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }

    /// Whether this day is today or in the past.
    #[must_use]
    pub fn has_come(&self, day: Day) -> bool {
        self.is_at_least(ordinal(day))
    }

    /// Whether this day is in the past.
    #[must_use]
    pub fn is_over(&self, day: Day) -> bool {
        self.is_at_least(ordinal(day) + 1)
    }

    /// The days on which all answers so far would have been the same.
    #[must_use]
    pub fn unchanged_days(&self) -> DayRange {
        DayRange {
            from: self.unchanged.from.load(Ordering::Relaxed),
            before: self.unchanged.before.load(Ordering::Relaxed),
        }
    }

    fn is_at_least(&self, threshold: i32) -> bool {
        let is_reached = ordinal(self.today) >= threshold;
        if is_reached {
            self.unchanged.from.fetch_max(threshold, Ordering::Relaxed);
        } else {
            self.unchanged.before.fetch_min(threshold, Ordering::Relaxed);
        }
        is_reached
    }
}

/// A number in the order of the days, with gaps between months, so that no calendar arithmetic is needed. The day after the
/// last of a month has a number below the first of the next, which is all that comparisons need.
fn ordinal(Day(date): Day) -> i32 {
    (i32::from(date.year()) * 16 + i32::from(date.month())) * 64 + i32::from(date.day())
}
