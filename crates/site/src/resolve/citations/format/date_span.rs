//! Dates that are more than a day: years, months, a season. The processor panics on ranges, and shows a season where a style
//! asks for the year alone; so it is given one year and month, and what stands for them is put right in what it renders.

use wellpress_bibliography::{PartialDate, Reference, Season};

/// What a date says beyond a year, a month and a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateSpan {
    /// From one year to another.
    Years(String, String),
    /// From one month to another of the same year, from 0.
    Months(usize, usize),
    /// A season, given as a month of it.
    Season(usize, Season),
}

/// The names of months and seasons in a style's locale.
#[derive(Debug, Default)]
pub(super) struct DateTerms {
    /// Long and short, from January on.
    pub(super) months: Vec<[String; 2]>,
    /// From spring on.
    pub(super) seasons: Vec<String>,
}

impl DateSpan {
    /// Of a source's date of issue, unless its date of access could be taken for that.
    pub(super) fn of(source: &Reference) -> Option<Self> {
        let date = source.issued.as_ref().filter(|date| date.year > 0)?;
        let accessed = |part: fn(&PartialDate) -> Option<i32>| source.accessed.as_ref().and_then(part);
        match (month_of(date), date.end_year, date.end_month) {
            (None, Some(end), None) if accessed(|date| Some(date.year)) != Some(date.year) => {
                Some(Self::Years(date.year.to_string(), format!("{}\u{2013}{end}", date.year)))
            }
            (Some(month), None, end) if accessed(|date| date.month.map(i32::from)) != Some(i32::from(month)) => {
                let place = |month: u8| usize::from(month.saturating_sub(1));
                match (date.season, end) {
                    (Some(season), _) => Some(Self::Season(place(month), season)),
                    (None, Some(end)) if date.day.is_none() => Some(Self::Months(place(month), place(end))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The text of a date with it, if the text has the part that stands for it.
    pub(super) fn shown(&self, text: &str, terms: &DateTerms) -> Option<String> {
        match self {
            Self::Years(year, range) => text.contains(year).then(|| text.replacen(year, range, 1)),
            Self::Months(start, end) => {
                let end = terms.months.get(*end)?;
                let (name, form, is_bare) = named(text, terms.months.get(*start)?)?;
                let end = if is_bare { end[form].trim_end_matches('.') } else { end[form].as_str() };
                Some(text.replacen(name, &format!("{name}\u{2013}{end}"), 1))
            }
            Self::Season(month, season) => {
                let (name, ..) = named(text, terms.months.get(*month)?)?;
                Some(text.replacen(name, terms.seasons.get(usize::from(season.number()) - 1)?, 1))
            }
        }
    }
}

/// The month that the processor is given for a date; for a season one of its months.
pub(super) fn month_of(date: &PartialDate) -> Option<u8> {
    date.month.or_else(|| Some(date.season?.number() * 3))
}

/// The name of a month as a text has it: which of its forms, and whether its full stop was taken away.
fn named<'n>(text: &str, names: &'n [String; 2]) -> Option<(&'n str, usize, bool)> {
    let forms = names.iter().enumerate();
    let forms = forms.flat_map(|(form, name)| [(name.as_str(), form, false), (name.trim_end_matches('.'), form, true)]);
    forms.into_iter().find(|(name, ..)| !name.is_empty() && text.contains(name))
}
