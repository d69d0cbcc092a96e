//! The decision and the day as a reviewer writes them by hand: `Approved with my changes`, `28/11/2026`.
//!
//! Nothing is guessed: what can mean two things, or what is in no list, is left to the editor with a reason.

use wellpress_foundation::Day;
use wellpress_site::parse::sign_offs::Decision;

/// What stands on a line of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written<T> {
    /// Nothing, or what the packet itself has there.
    Nothing,
    Value(T),
    /// It cannot be read for certain, for this reason.
    Unclear(String),
}

/// A decision, and whether it is about other words than those of the packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenDecision {
    pub decision: Decision,
    pub with_changes: bool,
    /// Whether it is about what changed since the last approval alone.
    pub of_changes: bool,
}

/// Words that change nothing: `I approve this page`.
const FILLERS: [&str; 26] = [
    "a",
    "and",
    "are",
    "as",
    "by",
    "few",
    "i",
    "in",
    "is",
    "it",
    "made",
    "me",
    "minor",
    "my",
    "of",
    "page",
    "please",
    "small",
    "some",
    "suggested",
    "text",
    "the",
    "these",
    "this",
    "those",
    "tracked",
];

/// Words that approve, each by itself. The packet explains the first one in the reviewer's language.
const APPROVING: [&str; 18] = [
    "approved",
    "approve",
    "accepted",
    "agreed",
    "ok",
    "okay",
    "yes",
    "genehmigt",
    "freigegeben",
    "einverstanden",
    "approuvé",
    "approuvée",
    "aprobado",
    "aprobada",
    "aprovado",
    "aprovada",
    "approvato",
    "goedgekeurd",
];

const WITHOUT_CHANGES: [&str; 4] = ["without changes", "no changes", "unchanged", "with no changes"];

/// Words that join an approval to changes, also several of them: `but with`.
const ON_CONDITION: [&str; 7] = ["with", "subject", "to", "after", "once", "but", "provided"];

const CHANGES: [&str; 9] =
    ["change", "changes", "edit", "edits", "correction", "corrections", "suggestions", "revisions", "amendments"];

/// What approves of changes alone, without [`FILLERS`]. `approved changes` is none: it can mean `approved with changes`.
const APPROVING_CHANGES: [&str; 8] = [
    "changes approved",
    "changes only approved",
    "only changes approved",
    "approved changes only",
    "approved only changes",
    "approve changes only",
    "approve only changes",
    "changes ok",
];

/// What asks for changes, without [`FILLERS`].
const ASKING: [&str; 11] = [
    "changes requested",
    "change requested",
    "changes",
    "changes needed",
    "changes required",
    "needs changes",
    "request changes",
    "requests changes",
    "ask for changes",
    "ask for changes first",
    "changes first",
];

/// Reads a decision. `not approved` and a line with both are none: only what can be meant in one way counts.
pub(super) fn decision(value: &str) -> Written<WrittenDecision> {
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // All that the packet offers.
    const OFFERED: [&[&str]; 2] =
        [&["approved", "changes", "requested"], &["approved", "changes", "approved", "changes", "requested"]];
    if words.is_empty() || OFFERED.contains(&&*words) {
        return Written::Nothing;
    }
    let words: Vec<&str> = words.into_iter().filter(|word| !FILLERS.contains(word)).collect();
    let read = |decision, with_changes| Written::Value(WrittenDecision { decision, with_changes, of_changes: false });
    if APPROVING_CHANGES.contains(&&*words.join(" ")) {
        return Written::Value(WrittenDecision { decision: Decision::Approved, with_changes: false, of_changes: true });
    }
    if ASKING.contains(&&*words.join(" ")) {
        return read(Decision::ChangesRequested, false);
    }
    let approving = words.iter().take_while(|word| APPROVING.contains(word)).count();
    let behind = &words[approving..];
    if approving > 0 && (behind.is_empty() || WITHOUT_CHANGES.contains(&&*behind.join(" "))) {
        return read(Decision::Approved, false);
    }
    if approving > 0 && is_on_condition(behind) {
        return read(Decision::Approved, true);
    }
    Written::Unclear("it is neither `Approved` nor `Changes requested`".to_owned())
}

/// Whether the words behind an approval are such as `with changes`.
fn is_on_condition(behind: &[&str]) -> bool {
    let joints = behind.iter().take_while(|word| ON_CONDITION.contains(word)).count();
    joints > 0 && matches!(behind[joints..], [changes] if CHANGES.contains(&changes))
}

/// The names of the months in languages of reviewers. A word means the month whose names alone begin with it.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari",
    "february februar février febrero febbraio fevereiro februari",
    "march märz mars marzo março maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre diciembre dicembre dezembro",
];

/// Words beside a date without a meaning of their own.
const BESIDE_DATE: [&str; 7] = ["of", "the", "de", "del", "den", "le", "do"];

/// Reads a day. `05/11/2026` is the fifth of November or the eleventh of May, and so is no day.
pub(super) fn day(value: &str) -> Written<Day> {
    let value = value.trim().trim_end_matches('.');
    if value.is_empty() || value.eq_ignore_ascii_case("YYYY-MM-DD") {
        return Written::Nothing;
    }
    if let Some(day) = value.get(..10).and_then(Day::parse).filter(|_| !value[10..].starts_with(char::is_numeric)) {
        return Written::Value(day);
    }
    let lower = value.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.filter(|word| !BESIDE_DATE.contains(word)).collect();
    let readings = match month_in_words(&words) {
        Some((month, numbers)) => with_month(month, &numbers),
        None => in_figures(&words, value.contains('.')),
    };
    match readings[..] {
        [day] => Written::Value(day),
        [] => Written::Unclear("it is no day such as `2026-11-28` or `28 November 2026`".to_owned()),
        [one, other, ..] => Written::Unclear(format!("it can mean {one} or {other}")),
    }
}

/// The month that a word names, and the words that are numbers. Of other words, such as the name of the weekday, one may stand first.
fn month_in_words<'w>(words: &[&'w str]) -> Option<(i8, Vec<&'w str>)> {
    let (mut month, mut numbers, mut others) = (None, Vec::new(), 0);
    for word in words {
        match month_named(word) {
            Some(named) if month.is_none() => month = Some(named),
            _ if word.starts_with(|c: char| c.is_ascii_digit()) => numbers.push(*word),
            _ => others += 1,
        }
    }
    month.filter(|_| others <= 1).map(|month| (month, numbers))
}

fn month_named(word: &str) -> Option<i8> {
    const SHORTEST: usize = 3;
    let begins = |names: &&str| names.split(' ').any(|name| name.starts_with(word));
    let mut months = (1..=12).zip(MONTHS).filter(|(_, names)| begins(names)).map(|(month, _)| month);
    let month = months.next().filter(|_| word.chars().count() >= SHORTEST)?;
    months.next().is_none().then_some(month)
}

/// `28 Nov 2026`, `Nov 28th, 2026`: of two numbers the one with four digits is the year.
fn with_month(month: i8, numbers: &[&str]) -> Vec<Day> {
    let is_year = |number: &str| number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let (year, day) = match numbers {
        [year, day] if is_year(year) => (year, day),
        [day, year] if is_year(year) => (year, day),
        _ => return Vec::new(),
    };
    let day = day.trim_end_matches(|c: char| c.is_alphabetic());
    calendar_day(year, &month.to_string(), day).into_iter().collect()
}

/// All days that three numbers can mean. With points, the day stands before the month.
fn in_figures(words: &[&str], has_points: bool) -> Vec<Day> {
    let [first, second, third] = words[..] else { return Vec::new() };
    let mut days: Vec<Day> = match (first.len(), third.len()) {
        (4, _) => calendar_day(first, second, third).into_iter().collect(),
        (_, 4) if has_points => calendar_day(third, second, first).into_iter().collect(),
        (_, 4) => [(second, first), (first, second)]
            .into_iter()
            .filter_map(|(month, day)| calendar_day(third, month, day))
            .collect(),
        _ => Vec::new(),
    };
    days.dedup();
    days
}

fn calendar_day(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_read_in_the_words_of_reviewers() {
        let read =
            |decision, with_changes| Written::Value(WrittenDecision { decision, with_changes, of_changes: false });
        for words in [
            "Approved.",
            "approved",
            "OK",
            "Yes",
            "I approve this page.",
            "Ok, approved!",
            "Approved without changes",
            "Freigegeben",
        ] {
            assert_eq!(decision(words), read(Decision::Approved, false), "{words}");
        }
        for words in [
            "approved with my changes",
            "Yes, with changes",
            "OK subject to minor edits",
            "Approved, but with the tracked changes",
            "approved once these changes are made",
        ] {
            assert_eq!(decision(words), read(Decision::Approved, true), "{words}");
        }
        for words in ["Changes requested.", "changes-requested", "Please, changes", "I ask for changes first."] {
            assert_eq!(decision(words), read(Decision::ChangesRequested, false), "{words}");
        }
        for words in ["", " ", "Approved / Changes requested", "..."] {
            assert_eq!(decision(words), Written::Nothing, "{words}");
        }
        for words in ["not approved", "Approved if step 3 goes", "maybe", "no", "Approved?? see below", "approved not"]
        {
            assert!(matches!(decision(words), Written::Unclear(_)), "{words}");
        }
    }

    #[test]
    fn days_are_read_if_they_can_mean_one_day() {
        for text in [
            "2026-11-28",
            "2026-11-28T09:00:00Z",
            "28/11/2026",
            "11/28/2026",
            "28.11.2026",
            "28.11.2026.",
            "28-11-2026",
            "2026/11/28",
            "28 Nov 2026",
            "28 November 2026",
            "Nov. 28, 2026",
            "Saturday, 28th of November 2026",
            "28. November 2026",
            "28 de noviembre de 2026",
            "28 novembre 2026",
            "2026 Nov 28",
        ] {
            assert_eq!(day(text), Written::Value(Day::parse("2026-11-28").unwrap()), "{text}");
        }
        assert_eq!(day("5.11.2026"), Written::Value(Day::parse("2026-11-05").unwrap()));
        assert_eq!(day("11/11/2026"), Written::Value(Day::parse("2026-11-11").unwrap()));
        assert_eq!((day(""), day("YYYY-MM-DD")), (Written::Nothing, Written::Nothing));
        assert_eq!(day("05/11/2026"), Written::Unclear("it can mean 2026-11-05 or 2026-05-11".to_owned()));
        for text in [
            "today",
            "28/11/26",
            "31/02/2026",
            "30 Feb 2026",
            "November 2026",
            "28/11",
            "2026-13-01",
            "3 ju 2026",
            "28 Nov or 29 Nov 2026",
        ] {
            assert!(matches!(day(text), Written::Unclear(_)), "{text}");
        }
    }
}
