//! Days and periods as authors write them, read from YAML text into values that can be compared. Which day is today is
//! left to the caller.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How the error of a [`Day`] begins. Serde's errors are text, so this is how a reader of YAML tells a day that does not exist
/// from a value of another type.
///
/// ```
/// use wellpress_foundation::{Day, INVALID_DAY};
///
/// let error = serde_json::from_str::<Day>("\"today\"").unwrap_err();
/// assert!(error.to_string().starts_with(INVALID_DAY));
/// ```
pub const INVALID_DAY: &str = "date: ";

/// A day of the calendar. Read by serde, it is the day of a time stamp, too.
///
/// ```
/// use wellpress_foundation::{Day, Period};
///
/// let day = Day::parse("2026-02-28").unwrap();
/// assert_eq!(Period::of_days(1).after(day), Day::parse("2026-03-01").unwrap());
/// assert_eq!(Day::parse("2026-02-29"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// Reads `YYYY-MM-DD`; `None` for any other form and for a day that does not exist.
    ///
    /// ```
    /// use wellpress_foundation::Day;
    ///
    /// assert!(Day::parse("2026-07-01").is_some());
    /// assert_eq!(Day::parse("20260701"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // jiff also reads `20260701` and the date of a time stamp, which authors would then write in mixed forms.
        let has_form = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if has_form { text.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(without_time(&text))
            .ok_or_else(|| D::Error::custom(format_args!("{INVALID_DAY}`{text}` is not a day of the calendar")))
    }
}

/// The day of a time stamp such as `2026-07-01T09:30:00+02:00`, which other generators write; any other text as it is. The day
/// counts where the author was, so the offset from UTC says nothing.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return text };
    let time = time.trim_start().as_bytes();
    let begins_with_time =
        matches!(time, [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()));
    if begins_with_time { day } else { text }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"})
    }
}

/// A length of time in whole days, months or years, such as `24 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    months: i32,
    days: i32,
}

impl Period {
    /// Reads a number from 1 to 1200 and a unit from days to years, singular or plural.
    ///
    /// ```
    /// # use wellpress_foundation::Period;
    /// assert_eq!(Period::parse("2 weeks"), Some(Period::of_days(14)));
    /// assert_eq!(Period::parse("soon"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        // The limit keeps every period far from the ends of the calendar and of `i32`.
        let number: i32 = number.parse().ok().filter(|number| (1..=1200).contains(number))?;
        let (months, days) = match unit.trim().trim_end_matches('s') {
            "day" => (0, number),
            "week" => (0, number * 7),
            "month" => (number, 0),
            "year" => (number * 12, 0),
            _ => return None,
        };
        Some(Self { months, days })
    }

    /// A period of whole days.
    ///
    /// ```
    /// use wellpress_foundation::Period;
    ///
    /// assert_eq!(Some(Period::of_days(7)), Period::parse("1 week"));
    /// ```
    #[must_use]
    pub const fn of_days(days: i32) -> Self {
        Self { months: 0, days }
    }

    /// The day this long after `day`, at most the last day of the calendar (9999-12-31). A month after 31 January is the
    /// last day of February.
    ///
    /// ```
    /// use wellpress_foundation::{Day, Period};
    ///
    /// let month = Period::parse("1 month").unwrap();
    /// assert_eq!(month.after(Day::parse("2026-01-31").unwrap()), Day::parse("2026-02-28").unwrap());
    /// ```
    #[must_use]
    pub fn after(self, day: Day) -> Day {
        Day(day.0.saturating_add(self.span()))
    }

    /// The day this long before `day`, at least the first day of the calendar (-9999-01-01).
    ///
    /// ```
    /// use wellpress_foundation::{Day, Period};
    ///
    /// let year = Period::parse("1 year").unwrap();
    /// assert_eq!(year.before(Day::parse("2024-02-29").unwrap()), Day::parse("2023-02-28").unwrap());
    /// ```
    #[must_use]
    pub fn before(self, day: Day) -> Day {
        Day(day.0.saturating_sub(self.span()))
    }

    fn span(self) -> jiff::Span {
        jiff::Span::new().months(self.months).days(self.days)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(without_time(&text))
            .ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a length of time; write it as `24 months`")))
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^\\d+ (day|week|month|year)s?$"})
    }
}
