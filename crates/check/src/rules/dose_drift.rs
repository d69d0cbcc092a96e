//! `dose-drift`: steps that ask for another dose than the record, such as "hold for 30 seconds" beside `hold: 10 s`.
//!
//! The dose is shown above the steps and in handouts; readers who find two numbers do not know which is safe. Only what is
//! certain is a finding: a number with a unit that the record has too, and a length of time only in a clause that says to
//! hold or to rest, because breaths and movements have lengths as well. How often a day or a week is not compared.

use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::located_words::{LocatedWord, words_by_block};
use wellpress_site::model::programme::ScheduledExercise;
use wellpress_site::model::{Page, dose};
use wellpress_site::parse::front_matter::ScalarText as DoseText;
use wellpress_site::resolve::ResolvedSite;

// Words in English, Spanish and German. All are looked for on all pages.

/// Numbers in words, by the numbers from 1 to 20, and by tens from 30 on.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const TENS: &[&str] = &["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// "5 to 10", "5 a 10", "5 bis 10".
const RANGE_WORDS: &[&str] = &["to", "or", "a", "bis"];

/// A unit that is counted.
struct CountedUnit {
    words: &'static [&'static str],
    /// The fields of a dose that are counted in it.
    fields: &'static [&'static str],
}

const UNITS: &[CountedUnit] = &[
    CountedUnit { words: &["times", "x", "veces", "mal"], fields: &["reps", "rounds", "sets"] },
    CountedUnit { words: &["repetitions", "repetition", "reps", "repeticiones", "wiederholungen"], fields: &["reps"] },
    CountedUnit { words: &["sets", "set", "series", "sätze"], fields: &["sets"] },
    CountedUnit { words: &["rounds", "round", "rondas", "runden"], fields: &["rounds"] },
];

// How often a day or a week is no dose: "5 times a week", "twice daily".
const FREQUENCY_LINKS: &[&str] = &["a", "per", "each", "every", "al", "por", "cada", "am", "pro", "in", "jeden"];
const PERIODS: &[&str] =
    &["day", "week", "month", "hour", "día", "semana", "mes", "hora", "tag", "woche", "monat", "stunde"];
const FREQUENCY_ADVERBS: &[&str] = &["daily", "weekly", "monthly", "täglich", "wöchentlich", "diarias", "semanales"];

// A length of time counts only in a clause with one of these, because breaths and movements have lengths as well.
const REST: &[&str] = &["rest", "pause", "wait", "descansa", "descanse", "pausiere", "pausieren"];
const HOLD: &[&str] = &[
    "hold",
    "holding",
    "mantén",
    "mantenga",
    "mantener",
    "mantenerla",
    "aguanta",
    "aguante",
    "aguantar",
    "sostén",
    "sostenga",
    "sostener",
    "halte",
    "halten",
    "gehalten",
];

/// Two words that say only together to hold: "stay here", "keep the position".
const HOLD_TOGETHER: &[[&[&str]; 2]] = &[
    [&["stay", "bleibe", "bleiben"], &["here", "there", "position", "pose", "hier", "so"]],
    [&["keep", "maintain"], &["position", "pose", "posture", "stretch", "it"]],
];
const CLAUSE_STARTS: &[&str] = &["and", "then", "y", "luego", "und", "dann"];

/// A number with its unit, as the steps of an exercise state it.
struct StatedDose {
    /// The fields of the dose that it may be about, the likeliest first.
    fields: &'static [&'static str],
    amount: Amount,
    span: Span,
    /// The part of it that stays behind a variable for the number: the unit of a count, such as ` times`.
    unit: Span,
}

/// A range of counts or of seconds. For a single number both ends are the same.
#[derive(Clone, Copy)]
struct Amount {
    least: f64,
    most: f64,
}

impl Amount {
    fn exactly(number: f64) -> Self {
        Self { least: number, most: number }
    }

    fn contains(self, other: Self) -> bool {
        self.least <= other.least && other.most <= self.most
    }
}

impl From<(f64, f64)> for Amount {
    /// From the least and the most, as `dose` reads them.
    fn from(range: (f64, f64)) -> Self {
        Self { least: range.0, most: range.1 }
    }
}

/// The fields of a dose by name.
type DoseFields<'a> = [(&'static str, Option<&'a DoseText>)];

/// One finding for each number in the steps that is outside of what the dose says, at the number.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let Some(exercise) = page.exercise().filter(|_| !page.is_withdrawn()) else { return Vec::new() };
    let fields = dose::fields(&exercise.dose);
    let limits = exercise.dose.limits.iter().flat_map(|limits| limits.value.fields());
    let limits: Vec<(&str, Option<&DoseText>)> =
        limits.map(|(name, text)| (name, text.map(|text| &text.value))).collect();
    let stated = stated_doses(page, exercise.parts.steps.clone());
    let findings = stated.iter().filter_map(|stated| {
        compare(page, &fields, stated, "steps").or_else(|| beside_limits(page, &fields, &limits, stated))
    });
    findings.collect()
}

/// The findings that two pages decide, so that the site is asked as a whole: schedules that override the dose of a record, because the
/// handout shows the steps of the record beside the new dose; and Easy Read versions.
pub(super) fn find_between_pages(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let pages = || resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let in_easy_read = pages().flat_map(|page| in_easy_read(resolved, page));
    let programmes = pages().filter_map(|page| Some((page, page.programme()?)));
    let scheduled_exercises =
        programmes.flat_map(|(page, programme)| programme.schedule.iter().map(move |scheduled| (page, scheduled)));
    scheduled_exercises
        .flat_map(|(page, scheduled)| in_schedule(page, scheduled, resolved.site.page(scheduled.exercise)))
        .chain(in_easy_read)
        .collect()
}

/// One finding for each number in the Easy Read version of an exercise that is outside of what its dose says.
fn in_easy_read(resolved: &ResolvedSite<'_>, easy: &Page) -> Vec<Diagnostic> {
    let Some(full) = resolved.site.full_page_of(easy.id).filter(|full| !full.is_withdrawn()) else { return Vec::new() };
    let Some(exercise) = full.exercise() else { return Vec::new() };
    let fields = dose::fields(&exercise.dose);
    let stated = stated_doses(easy, 0..easy.body.nodes.len());
    stated.iter().filter_map(|stated| compare(easy, &fields, stated, "rows")).collect()
}

/// A finding for a number that a reader may change on a sheet, where the steps would go on saying it. A range that covers all that may be
/// chosen says nothing wrong.
fn beside_limits(
    page: &Page,
    fields: &DoseFields<'_>,
    limits: &DoseFields<'_>,
    stated: &StatedDose,
) -> Option<Diagnostic> {
    let (name, _) =
        stated.fields.iter().find_map(|name| fields.iter().find(|(field, dose)| field == name && dose.is_some()))?;
    let limits = limits.iter().find(|(field, _)| field == name)?.1?;
    let range = Amount::from(dose::amount(name, &limits.0)?);
    let others = format!("readers may choose `{name}: {}` on a sheet", limits.0);
    (!stated.amount.contains(range)).then(|| {
        finding_at(page, stated, name, ("steps", &others), |variable| {
            format!("write {variable}: it shows what was chosen")
        })
    })
}

/// One finding for each field of a scheduled exercise's dose with which a number in the steps does not agree, at the field.
fn in_schedule(page: &Page, scheduled: &ScheduledExercise, record: &Page) -> Vec<Diagnostic> {
    let Some(exercise) = record.exercise().filter(|_| !record.is_withdrawn()) else { return Vec::new() };
    let combined = dose::with_overrides(&exercise.dose, &scheduled.dose);
    let (record_fields, combined_fields) = (dose::fields(&exercise.dose), dose::fields(&combined));
    let mut contradictions = stated_doses(record, exercise.parts.steps.clone());
    // If the steps contradict the record itself, the page of the exercise has the finding.
    contradictions
        .retain(|stated| drift(&record_fields, stated).is_none() && drift(&combined_fields, stated).is_some());
    let overrides: Vec<(&str, &Located<DoseText>)> =
        scheduled.dose.fields().into_iter().filter_map(|(name, field)| Some((name, field?))).collect();
    let findings = overrides.iter().filter_map(|(name, field)| {
        let stated = contradictions.iter().find(|stated| {
            // A number that may be about several fields is compared with the likeliest that the schedule overrides.
            let field = stated.fields.iter().find(|field| overrides.iter().any(|(name, _)| name == *field));
            field == Some(name)
        })?;
        Some(schedule_finding(page, record, name, field, stated.span))
    });
    findings.collect()
}

fn schedule_finding(page: &Page, record: &Page, name: &str, field: &Located<DoseText>, steps: Span) -> Diagnostic {
    let (dose, stated) = (&field.value.0, record.source.slice(steps));
    let message = format!("the schedule says `{name}: {dose}`, and the steps of `{}` say `{stated}`", record.name);
    let finding = Diagnostic::new(&rules::DOSE_DRIFT, page.source.locate(field.span), message);
    let help = format!("make the two agree, or write `{{{{ dose.{name} }}}}` in the steps: the handout shows both");
    finding.help(help).related(record.source.locate(steps), "the steps")
}

/// A finding for a number that the dose contradicts. `place` is what says the number.
fn compare(page: &Page, fields: &DoseFields<'_>, stated: &StatedDose, place: &str) -> Option<Diagnostic> {
    let (name, dose) = drift(fields, stated)?;
    let others = format!("the dose says `{name}: {}`", dose.0);
    Some(finding_at(page, stated, name, (place, &others), |variable| {
        format!("make the two agree: {variable} shows what the dose says")
    }))
}

/// A finding at a number for which a variable can stand. `place` is what says the number, `others` what something else says.
fn finding_at(
    page: &Page,
    stated: &StatedDose,
    name: &str,
    (place, others): (&str, &str),
    help: impl FnOnce(&str) -> String,
) -> Diagnostic {
    let variable = format!("{{{{ dose.{name} }}}}");
    let words = page.source.slice(stated.span);
    let message = format!("the {place} say `{words}`, and {others}");
    let finding = Diagnostic::new(&rules::DOSE_DRIFT, page.source.locate(stated.span), message);
    finding.help(help(&format!("`{variable}`"))).fix(variable + page.source.slice(stated.unit))
}

/// The likeliest field of the dose that a number contradicts. `None` if one of the fields that it may be about has it
/// in its range, or if the dose has none of these fields.
///
/// "Ten times" may mean repetitions, rounds or sets. One that agrees is enough, because only what is certain is a
/// finding.
fn drift<'a>(fields: &DoseFields<'a>, stated: &StatedDose) -> Option<(&'static str, &'a DoseText)> {
    let candidates: Vec<(&'static str, &DoseText, Amount)> = stated
        .fields
        .iter()
        .filter_map(|name| {
            let (name, dose) = fields.iter().find(|(field, _)| field == name)?;
            let dose = (*dose)?;
            Some((*name, dose, Amount::from(dose::amount(name, &dose.0)?)))
        })
        .collect();
    let (name, dose, _) = candidates.first()?;
    let agrees = candidates.iter().any(|(.., range)| range.contains(stated.amount));
    (!agrees).then_some((*name, *dose))
}

/// The doses that some nodes of a page's text state.
fn stated_doses(page: &Page, steps: Range<usize>) -> Vec<StatedDose> {
    let mut stated = Vec::new();
    for block in words_by_block(page, steps, |text| !text.is_empty()) {
        let mut at = 0;
        while at < block.len() {
            at = match Quantity::read(&block, at).and_then(|quantity| Some((quantity.stated_in(&block)?, quantity))) {
                Some((dose, quantity)) => {
                    // A variable says what the record says, and a programme's dose where a programme shows it.
                    if !page.source.slice(dose.span).starts_with("{{") {
                        stated.push(dose);
                    }
                    quantity.words.end
                }
                None => at + 1,
            };
        }
    }
    stated
}

/// A number or a range with the word behind it, which may be a unit.
///
/// It is read from words and not from the text, so that "10 s", "10s" and "ten seconds" come out the same. Whether it
/// states a dose is asked separately ([`Quantity::stated_in`]), because that takes the clause around it.
struct Quantity<'b> {
    amount: Amount,
    unit: &'b str,
    /// The words of the block that it consists of.
    words: Range<usize>,
}

impl<'b> Quantity<'b> {
    fn read(block: &'b [LocatedWord], at: usize) -> Option<Self> {
        Self::joined(block, at).or_else(|| Self::apart(block, at))
    }

    /// A number and its unit in one word, such as `10s` or `12x`.
    fn joined(block: &'b [LocatedWord], at: usize) -> Option<Self> {
        let word = &block.get(at)?.text;
        let (number, unit) = word.split_at(word.find(char::is_alphabetic).filter(|split| *split > 0)?);
        Some(Self { amount: dose::count(number)?.into(), unit, words: at..at + 1 })
    }

    /// A number and its unit in words of their own, such as `10 s`, `five times` or `half a minute`.
    fn apart(block: &'b [LocatedWord], at: usize) -> Option<Self> {
        let is_half = block.get(at)?.text == "half" && block.get(at + 1)?.text == "a";
        let (amount, unit_at) = if is_half { (Amount::exactly(0.5), at + 2) } else { number_or_range(block, at)? };
        Some(Self { amount, unit: &block.get(unit_at)?.text, words: at..unit_at + 1 })
    }

    /// The dose that the quantity states. `None` if its word is no unit, or if the clause is not about a field of the dose.
    fn stated_in(&self, block: &[LocatedWord]) -> Option<StatedDose> {
        let (first, last) = (&block[self.words.start], &block[self.words.end - 1]);
        let span = Span::new(first.span.start as usize..last.span.end as usize);
        // No fraction of a repetition, round or set is a dose.
        if let Some(unit) = counted_unit(self.unit).filter(|_| self.amount.least.fract() == 0.0) {
            // "2 x 10" is a product: neither number is one of repetitions by itself.
            let is_product =
                self.unit == "x" && block.get(self.words.end).is_some_and(|word| number(&word.text).is_some());
            let fields = unit.fields;
            let is_dose = !is_product && !is_frequency(&block[self.words.end - 1..]);
            let unit_length = u32::try_from(self.unit.len()).unwrap_or_default();
            let number_end = match self.words.len() {
                1 => span.end - unit_length,
                count => block[self.words.start + count - 2].span.end,
            };
            let unit = Span { start: number_end, end: span.end };
            return is_dose.then_some(StatedDose { fields, amount: self.amount, span, unit });
        }
        let is_unit = self.unit.chars().all(char::is_alphabetic);
        let seconds = dose::seconds(&format!("1 {}", self.unit)).filter(|_| is_unit)?.0;
        let field = timed_field(&block[clause_before(block, self.words.start)])?;
        let amount = Amount { least: self.amount.least * seconds, most: self.amount.most * seconds };
        Some(StatedDose { fields: field, amount, span, unit: Span { start: span.end, end: span.end } })
    }
}

fn counted_unit(unit: &str) -> Option<&'static CountedUnit> {
    UNITS.iter().find(|candidate| candidate.words.contains(&unit))
}

/// Whether the first of these words, a unit, counts times of a day or a week: "5 times a week", "twice daily".
fn is_frequency(block: &[LocatedWord]) -> bool {
    let Some(next) = block.get(1).filter(|_| !block[0].ends_clause) else { return false };
    let mut following = block.iter().skip(2).take(2);
    is_one_of(next, FREQUENCY_ADVERBS)
        || (is_one_of(next, FREQUENCY_LINKS) && following.any(|word| is_one_of(word, PERIODS)))
}

/// `5`, `five`, `5-10` or `5 to 10`, and the index of the word behind it.
fn number_or_range(block: &[LocatedWord], at: usize) -> Option<(Amount, usize)> {
    let first = number(&block.get(at)?.text)?;
    let is_joined = block.get(at + 1).is_some_and(|word| is_one_of(word, RANGE_WORDS));
    match block.get(at + 2).and_then(|word| number(&word.text)).filter(|_| is_joined && !block[at].ends_clause) {
        Some(second) => Some((Amount { least: first.least, most: second.most }, at + 3)),
        None => Some((first, at + 1)),
    }
}

fn number(word: &str) -> Option<Amount> {
    let in_words =
        position_in(NUMBERS, word).map(|at| at + 1).or_else(|| position_in(TENS, word).map(|at| 10 * at + 30));
    let in_words = in_words.and_then(|number| u8::try_from(number).ok());
    in_words.map(|number| Amount::exactly(f64::from(number))).or_else(|| dose::count(word).map(Amount::from))
}

fn position_in(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|candidate| *candidate == word)
}

/// The field that a clause with a length of time is about.
fn timed_field(clause: &[LocatedWord]) -> Option<&'static [&'static str]> {
    if says(clause, REST) {
        return Some(&["rest"]);
    }
    let says_hold =
        says(clause, HOLD) || HOLD_TOGETHER.iter().any(|[verbs, with]| says(clause, verbs) && says(clause, with));
    says_hold.then_some(&["hold"])
}

fn says(clause: &[LocatedWord], words: &[&str]) -> bool {
    clause.iter().any(|word| is_one_of(word, words))
}

fn is_one_of(word: &LocatedWord, words: &[&str]) -> bool {
    words.contains(&&*word.text)
}

/// The words of the clause up to `at`: from the end of the one before it, or from "and" or "then".
fn clause_before(block: &[LocatedWord], at: usize) -> Range<usize> {
    let mut words_before = block[..at].iter();
    let boundary = words_before.rposition(|word| word.ends_clause || is_one_of(word, CLAUSE_STARTS));
    boundary.map_or(0, |boundary| boundary + 1)..at
}
