//! [`csl_variables`]: what a reference has as variables of CSL. The export as CSL-JSON and the styles that format lists read it from
//! here; the type of the work, its note and its keywords, which they treat differently, are left to them.

use std::borrow::Cow;

use crate::contributor_name::ContributorName;
use crate::markup;
use crate::partial_date::{PartialDate, Season};
use crate::reference::Reference;

/// The value of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CslValue<'a> {
    /// A text, or a title with marks around words that keep their case.
    Text(Cow<'a, str>),
    /// People, at least one.
    Names(&'a [ContributorName]),
    /// A date, or a range of dates.
    Date(CslDate),
    /// Words in place of a date, such as `n.d.`
    DateWords(&'a str),
}

/// A date or a range, in the numbers of CSL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CslDate {
    /// The date, or the one with which a range begins.
    pub start: CslDatePoint,
    /// The end of a range.
    pub end: Option<CslDatePoint>,
    /// Whether the source says "about".
    pub is_approximate: bool,
}

/// A day, a month, a season or a year.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct CslDatePoint {
    /// The year before 1 is -1: CSL has no year 0, and writes it for the end of a range that goes on.
    pub year: i32,
    /// From 1 to 12.
    pub month: Option<u8>,
    /// The season of a quarterly, in place of a month.
    pub season: Option<Season>,
    /// The day of the month.
    pub day: Option<u8>,
}

/// The variables of a reference with their names in CSL: texts, titles, people, words in place of dates, dates.
///
/// ```
/// use wellpress_bibliography::csl_variables::{CslValue, csl_variables};
/// use wellpress_bibliography::parse;
/// use wellpress_diagnostics::Source;
///
/// let reference = parse(&Source::new("a.bib", "@book{a, title={T}, year={2019/2021}}")).references.remove(0);
/// let mut dates = csl_variables(&reference).filter_map(|(name, value)| match value {
///     CslValue::Date(date) => Some((name, date.start.year, date.end.map(|end| end.year))),
///     _ => None,
/// });
/// assert_eq!(dates.next(), Some(("issued", 2019, Some(2021))));
/// ```
pub fn csl_variables(reference: &Reference) -> impl Iterator<Item = (&'static str, CslValue<'_>)> {
    let texts = reference.texts().map(|(name, text)| (name, CslValue::Text(text.into())));
    let titles = reference.titles().map(|(name, title)| (name, CslValue::Text(markup::with_case_marked(title))));
    let names = reference.names().map(|(role, names)| (role, CslValue::Names(names)));
    let words = reference.date_words().map(|(name, words)| (name, CslValue::DateWords(words)));
    let dates = reference.dates().map(|(name, date)| (name, CslValue::Date(csl_date(date))));
    texts.chain(titles).chain(names).chain(words).chain(dates)
}

fn csl_date(date: &PartialDate) -> CslDate {
    let start = csl_day(date.year, date.month, date.season, date.day);
    let end = match date.is_open {
        true => Some(CslDatePoint::default()),
        _ if date.has_end() => {
            Some(csl_day(date.end_year.unwrap_or(date.year), date.end_month, date.end_season, date.end_day))
        }
        false => None,
    };
    CslDate { start, end, is_approximate: date.approximate }
}

fn csl_day(year: i32, month: Option<u8>, season: Option<Season>, day: Option<u8>) -> CslDatePoint {
    CslDatePoint { year: if year <= 0 { year - 1 } else { year }, month, season, day }
}
