//! The values that readers can choose for a field of a dose: those within the limits of the exercise, or its own alone. Each comes with
//! its words, so that no script has to know the plurals of a language.

use serde::Serialize;

use wellpress_site::model::dose::amount;
use wellpress_site::parse::dose_values::in_words;

use crate::html::dose::dose_value;

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DoseOption {
    /// The number, or two with a hyphen; of a length of time in seconds. Empty for a text that is neither.
    pub key: String,
    /// As the list of the dose shows it: `3–10 s`.
    pub shown: String,
    /// As steps say it: `3 to 10 seconds`.
    pub words: String,
    /// A count with its noun, for steps that say it: `1 set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    #[serde(skip)]
    most: f64,
}

/// The values of a field with this text, in rising order, and the position of its own among them: those within its limits, and of those that
/// programmes give it on their schedules, from which links lead to the sheet, the ones that its limits allow.
pub(super) fn dose_options(
    field: &str,
    own: &str,
    (limits, scheduled): (Option<&str>, &[&str]),
    language: &str,
) -> (Vec<DoseOption>, usize) {
    let own_amount = amount(field, own);
    let own_option = option(field, own.trim(), own_amount, language);
    let mut options = limits.map(|limits| within(field, limits, language)).unwrap_or_default();
    if own_amount.is_none() {
        options.clear();
    }
    let is_allowed = |(least, most): (f64, f64)| {
        let limits = limits.map(|limits| amount(field, limits));
        limits.is_none_or(|limits| limits.is_some_and(|(from, to)| from <= least && most <= to))
    };
    for text in scheduled.iter().filter(|_| own_amount.is_some()) {
        let of_schedule = amount(field, text);
        if of_schedule.is_some_and(is_allowed) {
            add(&mut options, option(field, text.trim(), of_schedule, language));
        }
    }
    // Last, so that it keeps the words of the record.
    let key = own_option.key.clone();
    add(&mut options, own_option);
    let own_position = options.iter().position(|option| option.key == key).unwrap_or_default();
    (options, own_position)
}

/// Adds a value in its place, or in the place of the same value in other words.
fn add(options: &mut Vec<DoseOption>, new: DoseOption) {
    match options.iter_mut().find(|option| option.key == new.key) {
        Some(same) => *same = new,
        None => {
            let place = options.iter().take_while(|option| option.most <= new.most).count();
            options.insert(place, new);
        }
    }
}

/// The number or the range of an amount as options and addresses name it.
pub(super) fn amount_key((least, most): (f64, f64)) -> String {
    if (most - least).abs() < f64::EPSILON { most.to_string() } else { format!("{least}-{most}") }
}

fn option(field: &str, text: &str, amount: Option<(f64, f64)>, language: &str) -> DoseOption {
    DoseOption {
        key: amount.map(amount_key).unwrap_or_default(),
        shown: dose_value(field, text, language),
        words: in_words(field, text, language),
        counted: matches!(field, "sets" | "reps" | "rounds")
            .then(|| in_words(&format!("{field}_in_words"), text, language)),
        most: amount.map_or(0.0, |(_, most)| most),
    }
}

/// A list of more values than this is no help to anybody.
const MOST_OPTIONS: f64 = 40.0;

/// How far apart two values are: the smallest distance of these with which there are not too many of them.
const STEPS: [f64; 7] = [1.0, 5.0, 10.0, 15.0, 30.0, 60.0, 100.0];

/// The values within limits, in the unit of the limits. Those between the two ends are multiples of a step, which readers expect.
fn within(field: &str, limits: &str, language: &str) -> Vec<DoseOption> {
    let (number, unit) = limits.split_at(limits.find(char::is_alphabetic).unwrap_or(limits.len()));
    let unit = match field {
        "hold" | "rest" if unit.trim().is_empty() => " s".to_owned(),
        _ if unit.trim().is_empty() => String::new(),
        _ => format!(" {}", unit.trim()),
    };
    // A count has no unit, and a time without one is in seconds: what is read here is in the unit of the limits.
    let Some((least, most)) = amount("hold", number) else { return Vec::new() };
    if most < least {
        return Vec::new();
    }
    let is_short = unit != " s" && !unit.is_empty() && most - least <= 5.0;
    let step = STEPS.into_iter().find(|step| (most - least) / step < MOST_OPTIONS).unwrap_or(1000.0);
    let step = if is_short { 0.5 } else { step };
    let mut values = vec![least];
    let mut value = (least / step).floor() * step + step;
    while value < most {
        values.push(value);
        value += step;
    }
    values.extend((most > least).then_some(most));
    let options = values.into_iter().map(|value| {
        let text = format!("{value}{unit}");
        let of_text = amount(field, &text);
        option(field, &text, of_text, language)
    });
    // Only a rest can be left out.
    options.filter(|option| !option.key.is_empty() && (option.most > 0.0 || field == "rest")).collect()
}

#[cfg(test)]
mod tests {
    use super::dose_options;

    fn shown(field: &str, own: &str, limits: Option<&str>, language: &str) -> Vec<(String, String, String)> {
        let (options, _) = dose_options(field, own, (limits, &[]), language);
        options.into_iter().map(|option| (option.key, option.shown, option.words)).collect()
    }

    #[test]
    fn each_value_within_the_limits_has_the_words_of_the_language() {
        let options = shown("hold", "5 s", Some("3-6 s"), "en");
        let words: Vec<&str> = options.iter().map(|(_, _, words)| words.as_str()).collect();
        assert_eq!(words, ["3 seconds", "4 seconds", "5 seconds", "6 seconds"]);
        let arabic = shown("hold", "2 s", Some("1-3 s"), "ar");
        let in_words = ["ثانية واحدة", "ثانيتين", "3 ثوانٍ"];
        assert_eq!(arabic.iter().map(|(_, _, words)| words.as_str()).collect::<Vec<_>>(), in_words);
        assert_eq!(arabic.iter().map(|(_, shown, _)| shown.as_str()).collect::<Vec<_>>(), in_words);
    }

    #[test]
    fn the_own_value_is_among_them_in_its_place_whatever_it_is() {
        let (options, own) = dose_options("reps", "8-12", (Some("5-15"), &[]), "en");
        assert_eq!((options.len(), options[own].key.as_str(), options[own].words.as_str()), (12, "8-12", "8 to 12"));
        assert_eq!(options[own - 1].key, "12");
        let (options, own) = dose_options("hold", "1 min", (Some("30-90 s"), &[]), "en");
        assert_eq!((options[own].key.as_str(), options[own].shown.as_str()), ("60", "1 min"));
        let (options, own) = dose_options("reps", "20", (Some("5-10"), &[]), "en");
        assert_eq!((options.len(), own), (7, 6));
    }

    #[test]
    fn the_doses_of_programmes_are_among_them_once() {
        let (options, own) = dose_options("reps", "5-10", (None, &["3", "12", "5-10"]), "en");
        assert_eq!(options.iter().map(|option| option.key.as_str()).collect::<Vec<_>>(), ["3", "5-10", "12"]);
        assert_eq!(own, 1);
        assert_eq!(dose_options("hold", "as you like", (None, &["3 s"]), "en").0.len(), 1);
    }

    #[test]
    fn without_limits_or_numbers_there_is_nothing_to_choose() {
        assert_eq!(shown("reps", "10", None, "en").len(), 1);
        assert_eq!(
            shown("frequency", "twice a day", None, "en"),
            [(String::new(), "twice a day".to_owned(), "twice a day".to_owned())]
        );
        assert_eq!(shown("hold", "as long as you like", Some("3-10 s"), "en").len(), 1);
    }

    #[test]
    fn nothing_at_all_is_offered_for_a_rest_alone() {
        let keys =
            |field, limits| shown(field, "1", Some(limits), "en").into_iter().map(|(key, ..)| key).collect::<Vec<_>>();
        assert_eq!(keys("sets", "0-2"), ["1", "2"]);
        assert_eq!(keys("rest", "0-2 s"), ["0", "1", "2"]);
    }

    #[test]
    fn wide_limits_have_few_values_and_both_ends() {
        let (options, _) = dose_options("rest", "30 s", (Some("7-611 s"), &[]), "en");
        assert!(options.len() < 45, "{}", options.len());
        assert_eq!((options[0].key.as_str(), options.last().map(|last| last.key.as_str())), ("7", Some("611")));
        let (options, _) = dose_options("hold", "1 min", (Some("0.5-2 min"), &[]), "fr");
        assert_eq!(
            options.iter().map(|option| option.words.as_str()).collect::<Vec<_>>(),
            ["0,5 minute", "1 minute", "1,5 minute", "2 minutes"]
        );
    }
}
