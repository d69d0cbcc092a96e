//! [`NumberReader`]: the numbers of a sentence, in digits and in words, each with its unit.

use crate::conditions::Language;
use crate::word_table::Unit;
use crate::words::{Word, Words, hash_of};

/// A number of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub value: f64,
    pub unit: Option<Unit>,
    /// `false` for "a" and "one", which also stand where nobody counts.
    pub is_certain: bool,
}

impl Number {
    pub fn has_value_of(self, other: Self) -> bool {
        is_near(self.value, other.value)
    }

    /// "60 minutes" is "one hour", and "50 %" is "half". Without a unit, a number is compared by its value.
    pub fn is_same(self, other: Self) -> bool {
        let size_of = |number: Self| number.value * number.unit.map_or(1.0, |unit| unit.size);
        match (self.unit, other.unit) {
            (Some(unit), Some(of_other)) => {
                let is_near = if is_about(unit, of_other) { is_nearly } else { is_near };
                unit.dimension == of_other.dimension && is_near(size_of(self), size_of(other))
            }
            (Some(unit), None) | (None, Some(unit)) if unit.is_share() => {
                self.has_value_of(other) || is_near(size_of(self), size_of(other))
            }
            _ => self.has_value_of(other),
        }
    }
}

/// Whether the size of one unit in the other is not exact: a year has twelve months, and some days more than twelve times thirty.
fn is_about(unit: Unit, other: Unit) -> bool {
    const MONTH: f64 = 2_592_000.0;
    unit.is_time() && unit.size.max(other.size) >= MONTH && !is_near(unit.size, other.size)
}

fn is_nearly(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.02 * a.abs().max(b.abs())
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Whether the numbers of two texts are the same in their order. One that is not certain can be missing.
pub(crate) fn aligns(a: &[Number], b: &[Number], is_same: fn(Number, Number) -> bool) -> bool {
    // Which beginnings of `b` go with the beginning of `a` that was looked at.
    let mut row = vec![true];
    b.iter().for_each(|number| row.push(row[row.len() - 1] && !number.is_certain));
    for number in a {
        let mut next = vec![row[0] && !number.is_certain];
        for (at, other) in b.iter().enumerate() {
            let without_either = row[at + 1] && !number.is_certain || next[at] && !other.is_certain;
            next.push(without_either || row[at] && is_same(*number, *other));
        }
        row = next;
    }
    row[b.len()]
}

/// Numbers that stand together, and how many words they have.
pub(crate) struct FoundNumbers {
    pub numbers: Vec<Number>,
    pub length: usize,
}

/// Reads numbers by the words of a language.
#[derive(Clone, Copy)]
pub(crate) struct NumberReader<'a> {
    pub language: &'a Language,
    /// Signs of units, which all languages have.
    pub signs: &'a Language,
}

/// The words from a number on.
#[derive(Clone, Copy)]
struct Following<'a> {
    text: &'a str,
    words: &'a [Word],
}

impl<'a> Following<'a> {
    /// A word of the same clause.
    fn word(self, at: usize) -> Option<&'a Word> {
        self.words.get(at).filter(|word| at == 0 || !word.begins_clause)
    }

    fn written(self, at: usize) -> Option<&'a str> {
        self.word(at).map(|word| &self.text[word.start as usize..word.end as usize])
    }
}

impl NumberReader<'_> {
    /// The unit that a word is.
    pub fn unit(self, written: &str) -> Option<Unit> {
        let hash = hash_of(written);
        self.language.units.get(hash).or_else(|| self.signs.units.get(hash))
    }

    /// The text with other words for its phrases, if it has any: "every 2 days" for "every other day".
    pub fn said_otherwise(self, words: &Words<'_>) -> Option<Words<'static>> {
        let mut text = String::new();
        let mut written = 0;
        for sentence in &words.sentences {
            let of_sentence = &words.words[sentence.words.clone()];
            let mut at = 0;
            while let Some(word) = of_sentence.get(at) {
                let hashes = of_sentence[at..].iter().map(|word| word.hash);
                let found = self.language.phrases.at(hashes.clone()).or_else(|| self.signs.phrases.at(hashes));
                let Some((meaning, length)) = found else {
                    at += 1;
                    continue;
                };
                text.push_str(&words.text[written..word.start as usize]);
                text.push_str(meaning);
                written = of_sentence[at + length - 1].end as usize;
                at += length;
            }
        }
        text.push_str(&words.text[written..]);
        (written > 0).then(|| Words::of(text))
    }

    /// The numbers that begin with the first of these words. "1 in 10" is one number.
    pub fn read(self, text: &str, words: &[Word]) -> Option<FoundNumbers> {
        let found = self.read_one(text, words)?;
        Some(self.share(text, words, &found).unwrap_or(found))
    }

    fn share(self, text: &str, words: &[Word], found: &FoundNumbers) -> Option<FoundNumbers> {
        let [Number { value: part, unit: None, .. }] = found.numbers[..] else { return None };
        // "1 in 10", "1 person in 10".
        let is_between =
            |at: &usize| words.get(*at).is_some_and(|word| !word.begins_clause && self.language.shares.has(word.hash));
        let between = (found.length..found.length + 2).find(is_between)?;
        let whole = self.read_one(text, words.get(between + 1..)?)?;
        let [Number { value, unit: None, is_certain: true }] = whole.numbers[..] else { return None };
        let unit = Some(Unit::of_shares());
        let number = Number { value: part / value, unit, is_certain: true };
        let length = between + 1 + whole.length;
        (part > 0.0 && part < value && value >= 2.0).then(|| FoundNumbers { numbers: vec![number], length })
    }

    fn read_one(self, text: &str, words: &[Word]) -> Option<FoundNumbers> {
        let following = Following { text, words };
        if following.word(0)?.is_number {
            return Some(self.read_digits(following));
        }
        if let Some(number) = self.fraction_of_unit(following.written(0)?) {
            return Some(FoundNumbers { numbers: vec![number], length: 1 });
        }
        if let Some(value) = self.ordinal(following) {
            return Some(FoundNumbers { numbers: vec![Number { value, unit: None, is_certain: true }], length: 1 });
        }
        let (mut value, is_certain) = self.number_at(following, 0)?;
        let mut length = 1;
        while let Some((more, count)) = self.continued(following, length, value) {
            (value, length) = (more, length + count);
        }
        let number = Number { value, unit: None, is_certain: is_certain || length > 1 };
        // "Half a tablet", "a quarter of an hour": the words between count nothing.
        let is_idle = |word: &Word| self.language.ones.has(word.hash) || word.end - word.start <= 2;
        let idle = (length..length + 2).take_while(|at| value < 1.0 && following.word(*at).is_some_and(is_idle));
        let unit_at = length + idle.count();
        Some(self.with_unit(following, number, unit_at, length))
    }

    /// "Second" of "second week".
    fn ordinal(self, following: Following<'_>) -> Option<f64> {
        let value = self.language.ordinals.get(following.word(0)?.hash)?;
        self.unit(following.written(1)?).is_some_and(Unit::is_time).then_some(value)
    }

    /// "Demi-comprimé".
    fn fraction_of_unit(self, written: &str) -> Option<Number> {
        let (part, unit) = written.split_once('-')?;
        let (value, unit) = (self.of_word(part)?.0, self.unit(unit)?);
        (value < 1.0).then_some(Number { value, unit: Some(unit), is_certain: true })
    }

    fn with_unit(self, following: Following<'_>, number: Number, unit_at: usize, length: usize) -> FoundNumbers {
        let unit = following.written(unit_at).and_then(|written| self.unit(written));
        let length = if unit.is_some() { unit_at + 1 } else { length };
        FoundNumbers { numbers: vec![Number { unit: unit.or(number.unit), ..number }], length }
    }

    /// The number that a word says, and whether it counts for certain.
    fn number_at(self, following: Following<'_>, at: usize) -> Option<(f64, bool)> {
        let written = following.written(at)?;
        self.of_word(written).or_else(|| {
            let lower = written.to_lowercase();
            let joint = self.language.number_joint.as_deref().and_then(|joint| {
                let mut places = lower.match_indices(joint);
                places.find_map(|(at, _)| self.joined(&lower[at + joint.len()..], &lower[..at]))
            });
            let with_hyphen = || lower.split_once('-').and_then(|(tens, units)| self.joined(tens, units));
            joint.or_else(with_hyphen).map(|value| (value, true))
        })
    }

    fn of_word(self, written: &str) -> Option<(f64, bool)> {
        let (language, hash) = (self.language, hash_of(written));
        let number = language.numbers.get(hash).or_else(|| language.multiples.get(hash));
        let one = || language.ones.has(hash).then_some((1.0, false));
        number.map(|value| (value, true)).or_else(one)
    }

    /// The sum of tens and units: "twenty-five".
    fn joined(self, tens: &str, units: &str) -> Option<f64> {
        let (tens, units) = (self.of_word(tens)?.0, self.of_word(units)?.0);
        (tens >= 20.0 && units < 20.0).then_some(tens + units)
    }

    /// What a number in words becomes with those behind it: "two hundred and fifty", "treinta y cinco", "two and a half".
    fn continued(self, following: Following<'_>, at: usize, value: f64) -> Option<(f64, usize)> {
        if let Some(with_half) = self.with_half(following, at, value) {
            return Some(with_half);
        }
        let skipped = usize::from(self.is_join(following, at));
        let (next, is_certain) = self.number_at(following, at + skipped)?;
        let is_of_hundreds = value >= 100.0 && value % 100.0 == 0.0 && next < 100.0;
        let is_of_tens = (20.0..100.0).contains(&value) && value % 10.0 == 0.0 && next < 10.0;
        if (is_of_hundreds || is_of_tens) && next >= 1.0 && (is_certain || skipped > 0 && is_of_tens) {
            return Some((value + next, 1 + skipped));
        }
        self.multiplied(following, at, value)
    }

    /// "2 thousand".
    fn multiplied(self, following: Following<'_>, at: usize, value: f64) -> Option<(f64, usize)> {
        let (next, _) = self.number_at(following, at)?;
        (next >= 100.0 && value >= 1.0 && value < next).then_some((value * next, 1))
    }

    /// "2 and a half".
    fn with_half(self, following: Following<'_>, at: usize, value: f64) -> Option<(f64, usize)> {
        let is_part = |number: &(f64, bool)| number.0 < 1.0;
        let first = self.number_at(following, at + 1).filter(|_| self.is_join(following, at))?;
        if is_part(&first) {
            return Some((value + first.0, 2));
        }
        let second = self.number_at(following, at + 2).filter(is_part)?;
        (!first.1).then_some((value + second.0, 3))
    }

    fn is_join(self, following: Following<'_>, at: usize) -> bool {
        following.word(at).is_some_and(|word| self.language.joins.has(word.hash))
    }

    /// Reads a word that begins with a digit: "10", "10mg", "1-2". The day of a calendar and a year are no numbers of a dose.
    fn read_digits(self, following: Following<'_>) -> FoundNumbers {
        let written = following.written(0).unwrap_or_default();
        let mut values = Vec::new();
        let mut rest = written;
        while let Some((value, behind)) = leading_number(rest, &self.language.tag) {
            values.push(value);
            rest = behind.trim_start_matches(['-', '\u{2011}']);
            // Chinese and Japanese put no blank between a word and the next number.
            let next = rest.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
            rest = &rest[next..];
        }
        let unit = self.unit(rest);
        let is_day = values.len() == 3 && written.len() == 10;
        let has_unit = unit.is_some() || following.written(1).is_some_and(|next| self.unit(next).is_some());
        let Some(last) = values.pop().filter(|_| !is_day && (has_unit || !is_year(written))) else {
            return FoundNumbers { numbers: Vec::new(), length: 1 };
        };
        let more = self.with_half(following, 1, last).or_else(|| self.multiplied(following, 1, last));
        let (value, length) = more.map_or((last, 1), |(value, count)| (value, 1 + count));
        let found = self.with_unit(following, Number { value, unit, is_certain: true }, length, length);
        let before = values.into_iter().map(|value| Number { value, unit: None, is_certain: true });
        FoundNumbers { numbers: before.chain(found.numbers).collect(), length: found.length }
    }
}

fn is_year(written: &str) -> bool {
    let has_century = written.starts_with("19") || written.starts_with("20");
    written.len() == 4 && has_century && written.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number at the start of a word, and what stands behind it.
fn leading_number<'w>(word: &'w str, language: &str) -> Option<(f64, &'w str)> {
    let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(word.len());
    let digits = word[..end].trim_end_matches(['.', ',']);
    Some((value_of(digits, language)?, &word[digits.len()..]))
}

/// A mark between groups of three digits divides thousands: in English a comma, elsewhere a point.
fn value_of(digits: &str, language: &str) -> Option<f64> {
    let (divider, point) = if language == "en" { (',', '.') } else { ('.', ',') };
    let whole = digits.split(point).next().unwrap_or_default();
    let mut groups = whole.split(divider);
    let first = groups.next().unwrap_or_default();
    let is_divided = whole.contains(divider)
        && (1..=3).contains(&first.len())
        && first != "0"
        && groups.all(|group| group.len() == 3);
    let digits = if is_divided { digits.replace(divider, "") } else { digits.replace(divider, ".") };
    digits.replace(point, ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn marks_divide_thousands_as_the_language_does() {
        for (digits, language, expected) in [
            ("1,000", "en", 1000.0),
            ("1.5", "en", 1.5),
            ("1,5", "en", 1.5),
            ("1.000", "de", 1000.0),
            ("1.000,5", "de", 1000.5),
            ("2.5", "de", 2.5),
            ("0.125", "de", 0.125),
            ("0,125", "en", 0.125),
        ] {
            assert_eq!(value_of(digits, language), Some(expected), "{digits} {language}");
        }
    }
}
