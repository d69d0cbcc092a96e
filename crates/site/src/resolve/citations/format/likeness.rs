//! What sources have in common that a style formats alike but for their values: [`Likeness`] takes a source apart into its
//! kind and its values, and makes the example of that kind, which has stand-ins for them.
//!
//! A value that the style prints as it is differs from another only between its first letter or digit and its last: what
//! stands outside of these can meet the style's own punctuation, and belongs to the kind.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use hayagriva::citationberg::json::{DateValue, FixedDate, FixedDateRange, Item, NameItem, NameValue, Value};

use super::addition::has_uncertain_date;
use super::stand_in::{self, Words};
use super::uses::{Printed, Uses};
use super::values;

/// The first of the letters that stand for given names: capitals, of which the processor makes initials, of a script that
/// no source is written in.
const FIRST_GIVEN: u32 = 0x10400;
/// So many of them there are.
const MOST_GIVEN: usize = 40;
/// More values than nearly any source has; and so few that no year that stands for one has a day that does within.
const MOST_VALUES: usize = 60;
/// Years and days that no date has: they stand for the value with the number that is added.
const FIRST_YEAR: i16 = 17_000;
const FIRST_DAY: u8 = 100;

/// A source as its kind and its values.
#[derive(Debug, Default)]
pub(super) struct Likeness<'a> {
    /// What sources that are formatted alike have in common.
    pub(super) kind: String,
    /// Values as they are shown, in the order of their stand-ins.
    pub(super) values: Vec<Cow<'a, str>>,
    /// Given names, in the order of theirs.
    pub(super) given: Vec<&'a str>,
}

/// A source that stands for its kind.
#[derive(Debug)]
pub(super) struct Example {
    /// Its variables.
    pub(super) item: Item,
    /// Numbers that stand for a value.
    pub(super) numbers: Vec<(String, usize)>,
    values: usize,
    given: usize,
}

/// Which value a character stands for.
pub(super) fn value_of(c: char) -> Option<usize> {
    stand_in::word_of(c)
}

/// Which given name a character stands for.
pub(super) fn given_of(c: char) -> Option<usize> {
    let at = u32::from(c).checked_sub(FIRST_GIVEN).and_then(|at| usize::try_from(at).ok())?;
    (at < MOST_GIVEN).then_some(at)
}

impl<'a> Likeness<'a> {
    /// Takes a source apart, by what a style prints of it; `None` where its values are of a sort that does not stay as it is.
    pub(super) fn of(item: &'a Item, words: &Words, uses: &Uses, signature: String) -> Option<Self> {
        let both = |one, other| item.0.contains_key(one) && item.0.contains_key(other);
        if words.has_span() || has_uncertain_date(item) || both("editor", "translator") {
            return None;
        }
        let mut likeness = Self { kind: signature, ..Self::default() };
        if let Some(Value::String(language)) = item.0.get("language") {
            likeness.same(language);
        }
        for (variable, printed) in &uses.texts {
            match item.0.get(variable) {
                Some(Value::String(text)) => likeness.text(variable, text, *printed, words, uses)?,
                Some(_) => return None,
                None => {}
            }
        }
        for names in uses.names.iter().filter_map(|variable| item.0.get(variable)) {
            let Value::Names(names) = names else { return None };
            likeness.kind.push('\u{3}');
            names.iter().try_for_each(|name| likeness.name(name, words))?;
        }
        for (variable, is_plain) in &uses.dates {
            if let Some(date) = item.0.get(variable) {
                likeness.date(fixed(date)?, *is_plain);
            }
        }
        (likeness.values.len() <= MOST_VALUES && likeness.given.len() <= MOST_GIVEN).then_some(likeness)
    }

    /// Something that all of the kind have.
    fn same(&mut self, text: &str) {
        self.kind.push('\u{1}');
        self.kind.push_str(text);
    }

    fn text(&mut self, variable: &str, text: &'a str, printed: Printed, words: &Words, uses: &Uses) -> Option<()> {
        let Some(core) = core(variable, text, printed)? else {
            // A character that stands for a word is another word in another source.
            let is_itself = has_plain_marks(text) && !text.chars().any(|c| stand_in::word_of(c).is_some());
            self.same(text);
            return is_itself.then_some(());
        };
        if variable == "page" {
            self.kind.push('\u{2}');
            self.values.push(pages(text, uses)?);
            return Some(());
        }
        self.value(text, core, words);
        Some(())
    }

    fn value(&mut self, text: &'a str, core: Range<usize>, words: &Words) {
        self.same(&text[..core.start]);
        self.kind.push('\u{2}');
        self.kind.push_str(&text[core.end..]);
        self.values.push(shown(&text[core], words));
    }

    fn name(&mut self, name: &'a NameValue, words: &Words) -> Option<()> {
        match name {
            NameValue::Literal(body) => match core("", &body.literal, Printed::AsIs)? {
                Some(core) => self.value(&body.literal, core, words),
                None => self.same(&body.literal),
            },
            NameValue::Item(person) => {
                let given = plain_person(person)?;
                self.kind.push('\u{4}');
                self.values.push(Cow::Borrowed(&person.family));
                self.given.push(given);
            }
        }
        Some(())
    }

    fn date(&mut self, date: &FixedDate, is_plain: bool) {
        let FixedDate { year, month, day, .. } = date;
        self.kind.push('\u{5}');
        if has_plain_year(date) {
            self.values.push(Cow::Owned(year.to_string()));
        } else {
            let _ = write!(self.kind, "{year}");
        }
        match day {
            Some(day) if is_plain => {
                self.values.push(Cow::Owned((u32::from(*day) + 1).to_string()));
                let _ = write!(self.kind, " {month:?}");
            }
            day => {
                let _ = write!(self.kind, " {month:?} {day:?}");
            }
        }
    }
}

impl Example {
    /// The example for a source of which there is a [`Likeness`].
    pub(super) fn of(item: &Item, uses: &Uses) -> Self {
        let mut example = Self { item: item.clone(), numbers: Vec::new(), values: 0, given: 0 };
        for (variable, printed) in &uses.texts {
            let Some(Value::String(text)) = item.0.get(variable) else { continue };
            if let Some(core) = core(variable, text, *printed).flatten() {
                let text = example.stood_in(text, core);
                example.item.0.insert(variable.clone(), Value::String(text));
            }
        }
        for variable in &uses.names {
            let Some(Value::Names(names)) = item.0.get(variable) else { continue };
            let names = names.iter().map(|name| example.name(name)).collect();
            example.item.0.insert(variable.clone(), Value::Names(names));
        }
        for (variable, is_plain) in &uses.dates {
            let Some(date) = item.0.get(variable).and_then(fixed) else { continue };
            let raw = FixedDateRange { start: example.date(date, *is_plain), end: None };
            let date = Value::Date(DateValue::Raw { raw, literal: None, season: None });
            example.item.0.insert(variable.clone(), date);
        }
        example
    }

    fn next(&mut self) -> usize {
        self.values += 1;
        self.values - 1
    }

    fn stood_in(&mut self, text: &str, core: Range<usize>) -> String {
        let stand_in = stand_in::of_word(self.next());
        format!("{}{stand_in}{}", &text[..core.start], &text[core.end..])
    }

    fn name(&mut self, name: &NameValue) -> NameValue {
        let mut name = name.clone();
        match &mut name {
            NameValue::Literal(body) => {
                if let Some(core) = core("", &body.literal, Printed::AsIs).flatten() {
                    body.literal = self.stood_in(&body.literal, core);
                }
            }
            NameValue::Item(person) => {
                person.family = stand_in::of_word(self.next()).to_string();
                let given = u32::try_from(self.given).ok().and_then(|at| char::from_u32(FIRST_GIVEN + at));
                person.given = given.map(String::from);
                self.given += 1;
            }
        }
        name
    }

    fn date(&mut self, date: &FixedDate, is_plain: bool) -> FixedDate {
        let mut date = *date;
        if has_plain_year(&date) {
            let at = self.next();
            date.year = FIRST_YEAR + i16::try_from(at).unwrap_or_default();
            self.numbers.push((date.year.to_string(), at));
        }
        if date.day.is_some() && is_plain {
            let at = self.next();
            let day = FIRST_DAY + u8::try_from(at).unwrap_or_default();
            date.day = Some(day - 1);
            self.numbers.push((day.to_string(), at));
        }
        date
    }
}

/// The part of a text for which another could stand: `Some(None)` where it is printed otherwise than as it is, `None` where
/// its marks are changed behind the processor.
#[expect(clippy::option_option, reason = "no other text can stand for this one, or none can for any")]
fn core(variable: &str, text: &str, printed: Printed) -> Option<Option<Range<usize>>> {
    if printed == Printed::Changed || (printed == Printed::WithoutPeriods && text.contains('.')) {
        return Some(None);
    }
    if values::may_be_number(variable) {
        let parts: Vec<_> = text.split('-').collect();
        let is_plain = parts.iter().all(|part| is_plain_number(part));
        let is_one = parts.len() == 1 || (variable == "page" && parts.len() == 2);
        return Some((is_plain && is_one).then_some(0..text.len()));
    }
    let is_link = matches!(variable, "DOI" | "PMCID" | "PMID" | "URL");
    if !(if is_link { is_plain_link(text) } else { has_plain_marks(text) }) {
        return None;
    }
    let from = if variable == "URL" { text.find("://")? + 3 } else { 0 };
    let start = text[from..].find(is_core);
    let end = text.char_indices().rev().find(|(_, c)| is_core(*c)).map(|(at, c)| at + c.len_utf8());
    Some(start.zip(end).map(|(start, end)| from + start..end))
}

/// Whether a character is a letter, a digit, or stands for a word.
fn is_core(c: char) -> bool {
    c.is_alphanumeric() || stand_in::word_of(c).is_some()
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.len() < 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && !text.is_empty() && !text.starts_with('0')
}

/// An address that stays as it is as an attribute.
fn is_plain_link(text: &str) -> bool {
    let of_index = text.starts_with("https://www.ncbi.nlm.nih.gov/pubmed/");
    !of_index && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\''))
}

/// Whether a name with this character is written in another way.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{fdff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a text has no markup, and no quotation marks but apostrophes within words.
fn has_plain_marks(text: &str) -> bool {
    if text.is_ascii() && !text.contains(['"', '\'']) {
        return true;
    }
    let is_mark = |c: char| matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}');
    if stand_in::next_look(text).is_some() || text.chars().any(|c| given_of(c).is_some() || is_ideograph(c)) {
        return false;
    }
    text.char_indices().filter(|(_, c)| is_mark(*c)).all(|(at, c)| {
        let before = text[..at].chars().next_back().is_some_and(is_core);
        let behind = text[at + c.len_utf8()..].chars().next().is_some_and(is_core);
        matches!(c, '\'' | '\u{2019}') && before && behind
    })
}

/// A value as it is shown.
fn shown<'a>(text: &'a str, words: &Words) -> Cow<'a, str> {
    let is_private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}');
    match (text.contains(is_private), text.contains('\'')) {
        (false, false) => Cow::Borrowed(text),
        (false, true) => Cow::Owned(text.replace('\'', "\u{2019}")),
        (true, _) => Cow::Owned(words.restore(text).replace('\'', "\u{2019}")),
    }
}

/// A page, or a range as the style writes it.
fn pages<'a>(text: &'a str, uses: &Uses) -> Option<Cow<'a, str>> {
    let Some((start, end)) = text.split_once('-') else { return Some(Cow::Borrowed(text)) };
    let mut range = String::new();
    uses.ranges.format(&mut range, start, end, uses.range_sign.as_deref()).ok()?;
    Some(Cow::Owned(range))
}

/// The given name of a person whose name is of the simplest form: a family name of one word, and given names that have a
/// capital each.
fn plain_person(person: &NameItem) -> Option<&str> {
    let NameItem { family, given, non_dropping_particle, dropping_particle, suffix, comma_suffix } = person;
    let is_bare = non_dropping_particle.is_none() && dropping_particle.is_none();
    let is_bare = is_bare && suffix.is_none() && comma_suffix.is_none();
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '-' | '\u{2019}');
    let is_word = family.starts_with(char::is_uppercase) && family.chars().all(is_name);
    let given = given.as_deref()?;
    let is_given = |part: &str| {
        part.starts_with(char::is_uppercase) && part.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\u{2019}'))
    };
    let is_plain = is_bare && is_word && has_plain_marks(family) && family.ends_with(char::is_alphabetic);
    (is_plain && has_plain_marks(given) && given.split([' ', '-']).all(is_given)).then_some(given)
}

fn fixed(date: &Value) -> Option<&FixedDate> {
    match date {
        Value::Date(DateValue::Raw { raw, literal: None, season: None }) if raw.end.is_none() => Some(&raw.start),
        _ => None,
    }
}

/// Whether a date's year is shown as its four digits.
fn has_plain_year(date: &FixedDate) -> bool {
    (1000..=9999).contains(&date.year)
}
