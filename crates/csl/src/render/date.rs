//! Dates and ranges of dates.

use super::Renderer;
use super::number::formed;
use crate::formatted::Role;
use crate::item::{Date, DateParts};
use crate::style::date::{DatePart, DatePartForm, DatePartName};
use crate::style::elements::{DateElement, NumberForm};
use crate::term::{Gender, TermForm};

/// Which affixes of a part are printed: at the seam of a range those that face it are not.
#[derive(Debug, Clone, Copy)]
struct Seam {
    keeps_prefix: bool,
    keeps_suffix: bool,
}

const NO_SEAM: Seam = Seam { keeps_prefix: true, keeps_suffix: true };

impl<'s> Renderer<'s, '_> {
    pub(super) fn date(&mut self, element: &'s DateElement) {
        let Some(variable) = element.variable.filter(|variable| self.is_available(*variable)) else {
            return self.count_variable(false);
        };
        let item = self.item;
        let Some(date) = item.date(variable) else { return self.count_variable(false) };
        let frame = self.buffer.frame();
        self.formatted(&element.format, |renderer| {
            renderer.with_role(Role::Variable(variable), |renderer| renderer.date_value(date, element));
        });
        // A date without the parts that are asked for counts as empty.
        self.count_variable(self.buffer.has_printed(&frame));
        self.mark_used(variable);
    }

    fn date_value(&mut self, date: &Date<'_>, element: &'s DateElement) {
        match (date.start, date.end) {
            (None, _) => {
                self.push(&date.literal);
                self.year_suffix();
            }
            (Some(start), end) if self.is_sort_key => {
                let text = sortable(start, &element.parts);
                let text = end.map_or_else(|| text.clone(), |end| format!("{text}-{}", sortable(end, &element.parts)));
                self.buffer.push(&text);
            }
            (Some(start), None) => self.parts(start, &element.parts, &element.delimiter, NO_SEAM, &mut false),
            (Some(start), Some(end)) => self.date_range(start, end, element),
        }
    }

    /// A range repeats only the parts that differ: "May 2-4, 2021". It splits at the largest part that differs.
    fn date_range(&mut self, start: DateParts, end: DateParts, element: &'s DateElement) {
        let parts = &element.parts[..];
        let is_open = end.year == 0 && end.month == 0;
        let mut by_size: Vec<DatePartName> = parts.iter().map(|part| part.name).collect();
        by_size.sort_unstable();
        let same = by_size.iter().take_while(|name| value(start, **name) == value(end, **name)).count();
        if same == by_size.len() {
            return self.parts(start, parts, &element.delimiter, NO_SEAM, &mut false);
        }
        let differs = |part: &DatePart| is_open || !by_size[..same].contains(&part.name);
        let first = parts.iter().position(differs).unwrap_or(0);
        let last = parts.iter().rposition(differs).map_or(parts.len(), |index| index + 1);
        let delimiter =
            parts[first..last].iter().min_by_key(|part| part.name).map_or("\u{2013}", |part| &part.range_delimiter);
        let facing_left = Seam { keeps_prefix: true, keeps_suffix: false };
        let facing_right = Seam { keeps_prefix: false, keeps_suffix: true };
        let mut has_printed = false;
        self.parts(start, &parts[..first], &element.delimiter, NO_SEAM, &mut has_printed);
        let frame = self.buffer.frame();
        self.parts(start, &parts[first..last], &element.delimiter, facing_left, &mut has_printed);
        // A start without the parts that differ, as in 2020 to May 2020, leaves the end alone.
        if self.buffer.has_printed(&frame) {
            self.buffer.push_affix(delimiter);
        }
        if !is_open {
            let is_end = last == parts.len();
            let seam = if is_end { Seam { keeps_suffix: false, ..facing_right } } else { facing_right };
            self.parts(end, &parts[first..last], &element.delimiter, seam, &mut false);
            self.parts(start, &parts[last..], &element.delimiter, NO_SEAM, &mut has_printed);
        }
    }

    /// Parts in the order of the style. A part that the date does not have leaves no trace.
    fn parts(
        &mut self,
        date: DateParts,
        parts: &'s [DatePart],
        delimiter: &'s str,
        seam: Seam,
        has_printed: &mut bool,
    ) {
        let has_value = |part: &&DatePart| value(date, part.name) != 0;
        let (first, last) =
            (parts.iter().position(|part| has_value(&part)), parts.iter().rposition(|part| has_value(&part)));
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| has_value(part)) {
            let frame = self.buffer.frame();
            if *has_printed {
                self.buffer.defer(delimiter);
            }
            let prefix = if Some(index) == first && !seam.keeps_prefix { "" } else { &*part.format.prefix };
            let suffix = if Some(index) == last && !seam.keeps_suffix { "" } else { &*part.format.suffix };
            self.formatted_between(prefix, &part.format, suffix, |renderer| renderer.date_part(date, part));
            *has_printed |= self.buffer.end(&frame);
        }
    }

    fn date_part(&mut self, date: DateParts, part: &DatePart) {
        match part.name {
            DatePartName::Year => {
                self.with_role(Role::Year, |renderer| renderer.year(date.year, part.form));
                self.year_suffix();
            }
            DatePartName::Month => self.month(date.month, part.form),
            DatePartName::Day => self.day(date, part.form),
        }
    }

    fn year(&mut self, year: i32, form: DatePartForm) {
        let number = year.unsigned_abs();
        let digits = match form {
            DatePartForm::Short if number >= 1000 => format!("{:02}", number % 100),
            _ => number.to_string(),
        };
        self.buffer.push(&digits);
        let era = match year {
            ..=-1 => "bc",
            1..=999 => "ad",
            _ => return,
        };
        let term = self.style.locale.single(era, TermForm::Long);
        self.push(&term);
    }

    fn month(&mut self, month: u8, form: DatePartForm) {
        match form {
            DatePartForm::Numeric | DatePartForm::NumericLeadingZeros if month > 12 => {}
            DatePartForm::Numeric => self.buffer.push(&month.to_string()),
            DatePartForm::NumericLeadingZeros => self.buffer.push(&format!("{month:02}")),
            DatePartForm::Short | DatePartForm::Long | DatePartForm::Ordinal => {
                let locale = &self.style.locale;
                let names = if form == DatePartForm::Short { &locale.short_months } else { &locale.months };
                let name = names.get(usize::from(month) - 1).and_then(Option::as_ref);
                if let Some(name) = name {
                    self.push(&name.single);
                }
            }
        }
    }

    fn day(&mut self, date: DateParts, form: DatePartForm) {
        let locale = &self.style.locale;
        let text = match form {
            DatePartForm::NumericLeadingZeros => format!("{:02}", date.day),
            DatePartForm::Ordinal if date.day == 1 || !locale.limit_day_ordinals_to_day_1 => {
                let month = locale.months.get(usize::from(date.month).saturating_sub(1)).and_then(Option::as_ref);
                let gender = month.map_or(Gender::Neuter, |month| month.gender);
                formed(locale, u32::from(date.day), NumberForm::Ordinal, gender)
            }
            _ => date.day.to_string(),
        };
        self.push(&text);
    }
}

fn value(date: DateParts, name: DatePartName) -> i64 {
    match name {
        DatePartName::Year => i64::from(date.year),
        DatePartName::Month => i64::from(date.month),
        DatePartName::Day => i64::from(date.day),
    }
}

/// The parts of a date that a style prints, as digits that sort.
fn sortable(date: DateParts, parts: &[DatePart]) -> String {
    sort_digits(date, |name| parts.iter().any(|part| part.name == name))
}

/// A date as digits that sort, with years before Christ before the others.
pub(crate) fn sort_digits(date: DateParts, has: impl Fn(DatePartName) -> bool) -> String {
    let mut text = String::new();
    if has(DatePartName::Year) {
        text.push_str(&format!("{:07}", i64::from(date.year) + 1_000_000));
    }
    if has(DatePartName::Month) {
        // Seasons do not count: they begin at other times elsewhere.
        text.push_str(&format!("{:02}", if date.month > 12 { 0 } else { date.month }));
    }
    if has(DatePartName::Day) {
        text.push_str(&format!("{:02}", date.day));
    }
    text
}
