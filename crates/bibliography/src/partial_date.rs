//! [`PartialDate`]: a date as exact as a library gives it. Reading one from text is left to [`crate::date_text`].

use std::fmt;

/// A date as exact as its source gives it: a year, a month or a day, perhaps a range, perhaps "about".
///
/// Months and days are on the calendar wherever a reader of this crate made the date. A season stands where a month
/// would, so at most one of `month` and `season` is set, and `day` is set only together with `month`.
///
/// ```
/// use wellpress_bibliography::PartialDate;
///
/// let date =
///     PartialDate { year: 2019, month: Some(5), end_year: Some(2021), approximate: true, ..PartialDate::default() };
/// assert_eq!(date.to_string(), "2019-05/2021~");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    /// Year of the Gregorian calendar; 0 is 1 BC, as in ISO 8601.
    pub year: i32,
    /// From 1 to 12.
    pub month: Option<u8>,
    /// From 1 to 31, and never beyond the length of the month.
    pub day: Option<u8>,
    /// The season of a quarterly, in place of a month.
    pub season: Option<Season>,
    /// Whether the source says "about".
    pub approximate: bool,
    /// The year in which a range ends; `None` if it ends in the year in which it begins.
    pub end_year: Option<i32>,
    /// The month in which a range ends.
    pub end_month: Option<u8>,
    /// The day on which a range ends.
    pub end_day: Option<u8>,
    /// The season in which a range ends, in place of a month.
    pub end_season: Option<Season>,
    /// Whether a range goes on: `2021/..`, from then on.
    pub is_open: bool,
}

impl PartialDate {
    /// Whether the date has a second end, besides the one in `year`, `month` and `day`.
    #[must_use]
    pub fn has_end(&self) -> bool {
        self.end_year.is_some() || self.end_month.is_some() || self.end_season.is_some()
    }

    /// The date on which a range begins. A date of access is one day: a page is looked up on one.
    ///
    /// ```
    /// use wellpress_bibliography::PartialDate;
    ///
    /// let range = PartialDate { year: 2019, end_year: Some(2021), ..PartialDate::default() };
    /// assert_eq!(range.without_range().to_string(), "2019");
    /// ```
    #[must_use]
    pub fn without_range(self) -> Self {
        Self { end_year: None, end_month: None, end_day: None, end_season: None, is_open: false, ..self }
    }
}

/// Writes the form of BibLaTeX and ISO 8601-2, such as `2019-05/2021~`, which every reader of this crate accepts.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = self.month.or(self.season.map(in_place_of_month));
        write_day(f, self.year, month, self.day)?;
        if self.has_end() {
            let month = self.end_month.or(self.end_season.map(in_place_of_month));
            f.write_str("/")?;
            write_day(f, self.end_year.unwrap_or(self.year), month, self.end_day)?;
        }
        f.write_str(if self.approximate { "~" } else { "" })?;
        f.write_str(if self.is_open { "/.." } else { "" })
    }
}

/// ISO 8601-2 numbers the seasons from 21 in the place of the month.
fn in_place_of_month(season: Season) -> u8 {
    season.number() + 20
}

fn write_day(f: &mut fmt::Formatter<'_>, year: i32, month: Option<u8>, day: Option<u8>) -> fmt::Result {
    let sign = if year < 0 { "-" } else { "" };
    write!(f, "{sign}{:04}", year.unsigned_abs())?;
    [month, day].into_iter().flatten().try_for_each(|number| write!(f, "-{number:02}"))
}

/// A season of the year in which an issue came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    /// Written `fall` by American publishers, which readers accept.
    Autumn,
    Winter,
}

impl Season {
    /// All, in the order of the year.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// 1 for spring to 4 for winter, as in CSL-JSON.
    ///
    /// ```
    /// use wellpress_bibliography::Season;
    ///
    /// assert_eq!(Season::ALL.map(Season::number), [1, 2, 3, 4]);
    /// ```
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Spring => 1,
            Self::Summer => 2,
            Self::Autumn => 3,
            Self::Winter => 4,
        }
    }

    /// The English name, as RIS files hold it.
    ///
    /// ```
    /// use wellpress_bibliography::Season;
    ///
    /// assert_eq!(Season::Autumn.name(), "Autumn");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spring => "Spring",
            Self::Summer => "Summer",
            Self::Autumn => "Autumn",
            Self::Winter => "Winter",
        }
    }
}
