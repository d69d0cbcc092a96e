//! [`Dose`] as authors write it, with the JSON Schema of its fields. Whether a text is a valid dose is checked by `model::dose`,
//! which reads the same units and limits.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

use super::ScalarText;

/// How much of an exercise to do and how often: numbers, ranges (`10-20`) and durations (`30-60 s`), as text.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dose {
    /// How many sets: a number, or a range that rises.
    #[schemars(schema_with = "count")]
    pub sets: Option<Located<ScalarText>>,
    /// How many times in each set: a number, or a range such as `10-20`.
    #[schemars(title = "Repetitions", schema_with = "count")]
    pub reps: Option<Located<ScalarText>>,
    /// How long a position is held, such as `30-60 s` or `2 min`; a number alone is seconds.
    #[schemars(title = "Hold for", schema_with = "time")]
    pub hold: Option<Located<ScalarText>>,
    /// How many rounds of all sets: a number, or a range.
    #[schemars(schema_with = "count")]
    pub rounds: Option<Located<ScalarText>>,
    /// The time between sets, as `hold` has it.
    #[schemars(title = "Rest between", schema_with = "time")]
    pub rest: Option<Located<ScalarText>>,
    /// How often, in words, such as `twice a day`.
    #[schemars(title = "How often")]
    pub frequency: Option<Located<ScalarText>>,
    /// The sides of the body, in words.
    pub sides: Option<Located<ScalarText>>,
    /// How far a programme or a person may change the dose. Only the record of an exercise has them.
    pub limits: Option<Located<DoseLimits>>,
}

/// The least and the most of the fields that are numbers, each as a range: `hold: 3-10 s`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DoseLimits {
    /// The least and the most sets.
    #[schemars(schema_with = "count")]
    pub sets: Option<Located<ScalarText>>,
    /// The least and the most times.
    #[schemars(title = "Repetitions", schema_with = "count")]
    pub reps: Option<Located<ScalarText>>,
    /// The least and the most rounds.
    #[schemars(schema_with = "count")]
    pub rounds: Option<Located<ScalarText>>,
    /// The shortest and the longest time, such as `3-10 s`.
    #[schemars(title = "Hold for", schema_with = "time")]
    pub hold: Option<Located<ScalarText>>,
    /// The shortest and the longest rest.
    #[schemars(title = "Rest between", schema_with = "time")]
    pub rest: Option<Located<ScalarText>>,
}

impl DoseLimits {
    /// The limits by the name of their key, in the order in which pages show the fields of a dose.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&Located<ScalarText>>); 5] {
        let fields = [
            ("sets", &self.sets),
            ("reps", &self.reps),
            ("rounds", &self.rounds),
            ("hold", &self.hold),
            ("rest", &self.rest),
        ];
        fields.map(|(name, field)| (name, field.as_ref()))
    }
}

impl Dose {
    /// The fields by the name of their key, in the order in which pages show them, each with its place in the source.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&Located<ScalarText>>); 7] {
        let fields = [
            ("sets", &self.sets),
            ("reps", &self.reps),
            ("rounds", &self.rounds),
            ("hold", &self.hold),
            ("rest", &self.rest),
            ("frequency", &self.frequency),
            ("sides", &self.sides),
        ];
        fields.map(|(name, field)| (name, field.as_ref()))
    }
}

/// Units of time by name, in lower case, each with its length in seconds.
pub const TIME_UNITS: [(&str, f64); 36] = [
    ("s", 1.0),
    ("sec", 1.0),
    ("secs", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("segundo", 1.0),
    ("segundos", 1.0),
    ("sek", 1.0),
    ("sekunde", 1.0),
    ("sekunden", 1.0),
    ("seconde", 1.0),
    ("secondes", 1.0),
    ("secondo", 1.0),
    ("secondi", 1.0),
    ("seconden", 1.0),
    ("min", 60.0),
    ("mins", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("minuto", 60.0),
    ("minutos", 60.0),
    ("minuten", 60.0),
    ("minuti", 60.0),
    ("minuut", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("hora", 3600.0),
    ("horas", 3600.0),
    ("stunde", 3600.0),
    ("stunden", 3600.0),
    ("heure", 3600.0),
    ("heures", 3600.0),
    ("ora", 3600.0),
    ("ore", 3600.0),
    ("uur", 3600.0),
];

/// The maximum of sets, repetitions or rounds. A larger number is a typing mistake.
pub const MAX_REPETITIONS: f64 = 1000.0;
/// The longest hold or rest in seconds: one day.
pub const MAX_SECONDS: f64 = 86_400.0;

/// A hyphen, an en dash or an em dash, as authors and their programs write ranges.
const DASH: &str = "[-\u{2013}\u{2014}]";

fn count(_: &mut SchemaGenerator) -> Schema {
    // `10.` and `10.0` are whole numbers too, as the check of `model::dose` reads them.
    let number = "\\d+(\\.0*)?";
    let pattern = format!("^\\s*{number}\\s*({DASH}\\s*{number}\\s*)?$");
    json_schema!({"type": ["string", "integer", "null"], "pattern": pattern, "minimum": 0, "maximum": MAX_REPETITIONS})
}

fn time(_: &mut SchemaGenerator) -> Schema {
    let number = "\\d+(\\.\\d*)?";
    let units = TIME_UNITS.map(|(name, _)| in_any_case(name)).join("|");
    let pattern = format!("^\\s*{number}\\s*({DASH}\\s*{number}\\s*)?(({units})\\.*\\s*)?$");
    json_schema!({"type": ["string", "number", "null"], "pattern": pattern, "minimum": 0, "maximum": MAX_SECONDS})
}

/// A pattern that matches a word in any case, for which the patterns of JSON Schema have no flag.
fn in_any_case(word: &str) -> String {
    word.chars().map(|letter| format!("[{letter}{}]", letter.to_ascii_uppercase())).collect()
}
