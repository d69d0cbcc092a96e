//! [`Clock`]: which day it is, and on which other days all answers that it gave would be the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use serde::{Deserialize, Serialize};

use wellpress_foundation::Day;

/// The day of a build, which answers whether other days have come.
///
/// Each question narrows down the days on which all answers so far would be the same. A preview or a warm build reuses what an
/// earlier run made as long as today is one of these days. The alternative, to discard everything at midnight, would make the
/// first build of each day a full one, although on most days no review falls due and no page is published.
///
/// Clones share what they have learned, and any thread may ask.
#[derive(Debug, Clone)]
pub struct Clock {
    today: Day,
    unchanged: Arc<UnchangedDays>,
}

/// A [`DayRange`] that any thread can narrow.
#[derive(Debug)]
struct UnchangedDays {
    first: AtomicI32,
    end: AtomicI32,
}

/// A range of days, from `first` to the day before `end`, both in the numbers of `ordinal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRange {
    first: i32,
    end: i32,
}

impl DayRange {
    const ALL: Self = Self { first: i32::MIN, end: i32::MAX };

    /// Whether a run on this day gives the same answers.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        (self.first..self.end).contains(&ordinal(day))
    }
}

impl Clock {
    /// A clock that shows this day and has not answered any question yet.
    #[must_use]
    pub fn at(today: Day) -> Self {
        Self::with_unchanged_days(today, DayRange::ALL)
    }

    /// A clock for a build that reuses results of an earlier one, whose answers hold on these days.
    #[must_use]
    pub fn with_unchanged_days(today: Day, days: DayRange) -> Self {
        Self { today, unchanged: Arc::new(UnchangedDays { first: days.first.into(), end: days.end.into() }) }
    }

    /// Today itself. Reading it does not narrow [`Clock::unchanged_days`], so use [`Clock::has_come`] or [`Clock::is_over`]
    /// wherever the result is published.
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
            first: self.unchanged.first.load(Ordering::Relaxed),
            end: self.unchanged.end.load(Ordering::Relaxed),
        }
    }

    fn is_at_least(&self, threshold: i32) -> bool {
        let is_reached = ordinal(self.today) >= threshold;
        if is_reached {
            // Relaxed is enough: a bound only moves inwards, and nobody reads it before the threads of a stage have ended.
            self.unchanged.first.fetch_max(threshold, Ordering::Relaxed);
        } else {
            self.unchanged.end.fetch_min(threshold, Ordering::Relaxed);
        }
        is_reached
    }
}

/// A number in the order of the days, with gaps between months, so that it takes no calendar arithmetic. The number after the
/// last day of a month is below that of the first day of the next month, which is all that comparisons need.
fn ordinal(Day(date): Day) -> i32 {
    (i32::from(date.year()) * 16 + i32::from(date.month())) * 64 + i32::from(date.day())
}
