//! [`Clock`]: which day it is.

use wellpress_foundation::Day;

/// The day of a build, which answers whether other days have come.
///
/// What an earlier run made is reused on the same day only. A first build of each day that looks at everything is a smaller
/// price than a record of the days on which pages expire and reviews fall due.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    today: Day,
}

impl Clock {
    /// A clock that shows this day.
    #[must_use]
    pub fn at(today: Day) -> Self {
        Self { today }
    }

    /// Today itself.
    #[must_use]
    pub fn today(self) -> Day {
        self.today
    }

    /// Whether this day is today or in the past.
    #[must_use]
    pub fn has_come(self, day: Day) -> bool {
        self.today >= day
    }

    /// Whether this day is in the past.
    #[must_use]
    pub fn is_over(self, day: Day) -> bool {
        self.today > day
    }
}
