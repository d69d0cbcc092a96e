//! The values that the texts of an exercise show for the fields of its dose, `{{ dose.hold }}`: lengths of time and ranges in words of
//! the text's language.
//!
//! Counts are numbers without a unit, since only the author knows what is counted: times, breaths or steps. Where it is sets, times or
//! rounds, `{{ dose.sets_in_words }}` has the noun with the number, in the right form.

use wellpress_markdown::variables::RecordValues;

use super::dose_amounts::{self, Time};
use super::front_matter::{Dose, ScalarText};

/// The key of the front matter that stands before the dot.
pub const DOSE: &str = "dose";

/// The values of a dose in a language, given by its tag.
#[must_use]
pub fn values(dose: &Dose, language: &str) -> RecordValues {
    let fields = dose.fields();
    let counts =
        COUNTS_IN_WORDS.iter().filter_map(|(name, of)| Some((*name, fields.iter().find(|(field, _)| field == of)?.1)));
    let fields: Vec<_> = fields.iter().copied().chain(counts).collect();
    let values = fields.iter().filter_map(|(name, field)| {
        let ScalarText(text) = &(*field)?.value;
        Some((*name, in_words(name, text, language)))
    });
    let values = values.collect();
    RecordValues { key: DOSE, fields: fields.into_iter().map(|(name, _)| name).collect(), values }
}

/// The names that show a count with its noun, and the fields that they show.
const COUNTS_IN_WORDS: [(&str, &str); 3] =
    [("sets_in_words", "sets"), ("reps_in_words", "reps"), ("rounds_in_words", "rounds")];

/// The field of a dose that a name in a text shows: `sets` for `sets_in_words`.
#[must_use]
pub fn field_of(name: &str) -> &str {
    COUNTS_IN_WORDS.iter().find(|(in_words, _)| *in_words == name).map_or(name, |(_, field)| field)
}

/// The value of one field in words: "30 seconds" for `30 s`, "5 to 10" for `5-10`. A text that is no number stays as it is.
///
/// ```
/// use wellpress_site::parse::dose_values::in_words;
///
/// assert_eq!(in_words("hold", "1-2 min", "en-GB"), "1 to 2 minutes");
/// assert_eq!(in_words("hold", "1.5 min", "fr"), "1,5 minute");
/// assert_eq!(in_words("reps", "10", "de"), "10");
/// ```
#[must_use]
pub fn in_words(field: &str, text: &str, language: &str) -> String {
    let primary = language.split('-').next().unwrap_or_default();
    let words = LANGUAGES.iter().find(|words| words.language == primary);
    let in_words = match field {
        "hold" | "rest" => Time::read(text).zip(words).map(|(time, words)| words.time(time)),
        "sets" | "reps" | "rounds" => {
            dose_amounts::count(text).zip(words).map(|((least, most), words)| words.range(least, most))
        }
        "sets_in_words" | "reps_in_words" | "rounds_in_words" => {
            dose_amounts::count(text).zip(words).map(|(amount, words)| words.counted(field_of(field), amount))
        }
        _ => None,
    };
    in_words.unwrap_or_else(|| text.trim().to_owned())
}

/// The words of a language for lengths of time and for counts.
struct LanguageWords {
    language: &'static str,
    /// What stands between the numbers of a range.
    to: &'static str,
    decimal_separator: char,
    second: Forms,
    minute: Forms,
    hour: Forms,
    sets: Forms,
    reps: Forms,
    rounds: Forms,
}

/// The forms of a noun.
struct Forms {
    /// Behind the number one.
    one: &'static str,
    /// Behind any other number, but for `few`.
    other: &'static str,
    /// Those of Arabic.
    arabic: Option<ArabicForms>,
}

/// The forms that only Arabic has.
struct ArabicForms {
    /// For one and for two, with the number in them.
    with_number: [&'static str; 2],
    /// Behind a number from 3 to 10, or one that ends with such a number.
    few: &'static str,
}

const fn forms(one: &'static str, other: &'static str) -> Forms {
    Forms { one, other, arabic: None }
}

const LANGUAGES: &[LanguageWords] = &[
    LanguageWords {
        language: "en",
        to: " to ",
        decimal_separator: '.',
        second: forms("second", "seconds"),
        minute: forms("minute", "minutes"),
        hour: forms("hour", "hours"),
        sets: forms("set", "sets"),
        reps: forms("time", "times"),
        rounds: forms("round", "rounds"),
    },
    LanguageWords {
        language: "es",
        to: " a ",
        decimal_separator: ',',
        second: forms("segundo", "segundos"),
        minute: forms("minuto", "minutos"),
        hour: forms("hora", "horas"),
        sets: forms("serie", "series"),
        reps: forms("vez", "veces"),
        rounds: forms("ronda", "rondas"),
    },
    LanguageWords {
        language: "de",
        to: " bis ",
        decimal_separator: ',',
        second: forms("Sekunde", "Sekunden"),
        minute: forms("Minute", "Minuten"),
        hour: forms("Stunde", "Stunden"),
        sets: forms("Satz", "S\u{e4}tze"),
        reps: forms("Mal", "Mal"),
        rounds: forms("Runde", "Runden"),
    },
    LanguageWords {
        language: "fr",
        to: " \u{e0} ",
        decimal_separator: ',',
        second: forms("seconde", "secondes"),
        minute: forms("minute", "minutes"),
        hour: forms("heure", "heures"),
        sets: forms("s\u{e9}rie", "s\u{e9}ries"),
        reps: forms("fois", "fois"),
        rounds: forms("tour", "tours"),
    },
    LanguageWords {
        language: "it",
        to: "\u{2013}",
        decimal_separator: ',',
        second: forms("secondo", "secondi"),
        minute: forms("minuto", "minuti"),
        hour: forms("ora", "ore"),
        sets: forms("serie", "serie"),
        reps: forms("volta", "volte"),
        rounds: forms("giro", "giri"),
    },
    LanguageWords {
        language: "nl",
        to: " tot ",
        decimal_separator: ',',
        second: forms("seconde", "seconden"),
        minute: forms("minuut", "minuten"),
        hour: forms("uur", "uur"),
        sets: forms("serie", "series"),
        reps: forms("keer", "keer"),
        rounds: forms("ronde", "rondes"),
    },
    LanguageWords {
        language: "pt",
        to: " a ",
        decimal_separator: ',',
        second: forms("segundo", "segundos"),
        minute: forms("minuto", "minutos"),
        hour: forms("hora", "horas"),
        sets: forms("s\u{e9}rie", "s\u{e9}ries"),
        reps: forms("vez", "vezes"),
        rounds: forms("volta", "voltas"),
    },
    LanguageWords {
        language: "ar",
        to: " إلى ",
        decimal_separator: '.',
        second: arabic("ثانية", ["ثانية واحدة", "ثانيتين"], "ثوانٍ"),
        minute: arabic("دقيقة", ["دقيقة واحدة", "دقيقتين"], "دقائق"),
        hour: arabic("ساعة", ["ساعة واحدة", "ساعتين"], "ساعات"),
        sets: arabic("مجموعة", ["مجموعة واحدة", "مجموعتين"], "مجموعات"),
        reps: arabic("مرة", ["مرة واحدة", "مرتين"], "مرات"),
        rounds: arabic("جولة", ["جولة واحدة", "جولتين"], "جولات"),
    },
];

const fn arabic(singular: &'static str, with_number: [&'static str; 2], few: &'static str) -> Forms {
    Forms { one: singular, other: singular, arabic: Some(ArabicForms { with_number, few }) }
}

impl LanguageWords {
    fn time(&self, Time { least, most, unit }: Time) -> String {
        let forms = match unit {
            60.0 => &self.minute,
            3600.0 => &self.hour,
            _ => &self.second,
        };
        self.with_noun(forms, (least, most))
    }

    fn counted(&self, field: &str, amount: (f64, f64)) -> String {
        let forms = match field {
            "sets" => &self.sets,
            "reps" => &self.reps,
            _ => &self.rounds,
        };
        self.with_noun(forms, amount)
    }

    fn with_noun(&self, forms: &Forms, (least, most): (f64, f64)) -> String {
        if let Some(arabic) = forms.arabic.as_ref().filter(|_| is_same(least, most)) {
            match most {
                1.0 => return arabic.with_number[0].to_owned(),
                2.0 => return arabic.with_number[1].to_owned(),
                _ => {}
            }
        }
        format!("{} {}", self.range(least, most), self.form(forms, most))
    }

    fn form(&self, forms: &Forms, number: f64) -> &'static str {
        if let Some(arabic) = forms.arabic.as_ref().filter(|_| (3.0..=10.0).contains(&(number % 100.0))) {
            return arabic.few;
        }
        // French has the singular below two, the others for one alone.
        let is_one = if self.language == "fr" { number < 2.0 } else { is_same(number, 1.0) };
        if is_one { forms.one } else { forms.other }
    }

    fn range(&self, least: f64, most: f64) -> String {
        match is_same(least, most) {
            true => self.number(most),
            false => format!("{}{}{}", self.number(least), self.to, self.number(most)),
        }
    }

    fn number(&self, number: f64) -> String {
        number.to_string().replace('.', self.decimal_separator.encode_utf8(&mut [0; 4]))
    }
}

/// Whether two numbers that authors wrote are the same one.
fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() < f64::EPSILON
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn times_are_said_in_the_words_of_each_language() {
        let cases = [
            ("30", "en", "30 seconds"),
            ("1 s", "en", "1 second"),
            ("3-10 s", "en-GB", "3 to 10 seconds"),
            ("1 min", "de", "1 Minute"),
            ("0.5 h", "de", "0,5 Stunden"),
            ("5\u{2013}10 sec.", "de", "5 bis 10 Sekunden"),
            ("30 segundos", "es-MX", "30 segundos"),
            ("2 min", "nl", "2 minuten"),
            ("1 h", "nl", "1 uur"),
            ("3-10 s", "it", "3\u{2013}10 secondi"),
            ("90 s", "pt-BR", "90 segundos"),
            ("1.5 min", "fr", "1,5 minute"),
            ("2 s", "ar", "ثانيتين"),
            ("5 s", "ar", "5 ثوانٍ"),
            ("30 s", "ar", "30 ثانية"),
            ("30 s", "pl", "30 s"),
            ("as long as you like", "en", "as long as you like"),
        ];
        for (text, language, words) in cases {
            assert_eq!(in_words("hold", text, language), words, "{text} in {language}");
        }
    }

    #[test]
    fn counts_have_no_unit_and_words_stay_as_they_are() {
        assert_eq!(in_words("reps", "5-10", "en"), "5 to 10");
        assert_eq!(in_words("sets", "1", "fr"), "1");
        let cases = [
            ("en", "1 set", "3 sets"),
            ("es", "1 serie", "3 series"),
            ("de", "1 Satz", "3 S\u{e4}tze"),
            ("fr", "1 s\u{e9}rie", "3 s\u{e9}ries"),
            ("it", "1 serie", "3 serie"),
            ("nl", "1 serie", "3 series"),
            ("pt", "1 s\u{e9}rie", "3 s\u{e9}ries"),
            ("ar", "مجموعة واحدة", "3 مجموعات"),
        ];
        for (language, one, three) in cases {
            let words = ["1", "3"].map(|count| in_words("sets_in_words", count, language));
            assert_eq!(words, [one, three], "{language}");
        }
        assert_eq!(in_words("reps_in_words", "1-2", "en"), "1 to 2 times");
        assert_eq!(in_words("reps", "5-10", "pl"), "5-10");
        assert_eq!(in_words("frequency", "2-3 times a week", "en"), "2-3 times a week");
    }
}
