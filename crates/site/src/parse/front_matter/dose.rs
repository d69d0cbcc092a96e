//! [`Dose`] as it is written, and for editors what can stand in it.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use wellpress_diagnostics::yaml::Located;

use super::ScalarText;

/// How much of an exercise: numbers, ranges (`10-20`) and durations (`30-60 s`), as written.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Dose {
    #[schemars(schema_with = "count")]
    pub sets: Option<Located<ScalarText>>,
    #[schemars(schema_with = "count")]
    pub reps: Option<Located<ScalarText>>,
    #[schemars(schema_with = "time")]
    pub hold: Option<Located<ScalarText>>,
    #[schemars(schema_with = "count")]
    pub rounds: Option<Located<ScalarText>>,
    #[schemars(schema_with = "time")]
    pub rest: Option<Located<ScalarText>>,
    pub frequency: Option<Located<ScalarText>>,
    pub sides: Option<Located<ScalarText>>,
}

/// Units of time by name, in lower case, each with its length in seconds.
pub const TIME_UNITS: [(&str, f64); 28] = [
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
    ("min", 60.0),
    ("mins", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("minuto", 60.0),
    ("minutos", 60.0),
    ("minuten", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("hora", 3600.0),
    ("horas", 3600.0),
    ("stunde", 3600.0),
    ("stunden", 3600.0),
    ("heure", 3600.0),
    ("heures", 3600.0),
];

/// The most sets, repetitions or rounds; a number above is a slip of the hand.
pub const MAX_REPETITIONS: f64 = 1000.0;
/// The longest hold or rest, a day, in seconds.
pub const MAX_SECONDS: f64 = 86_400.0;

const DASH: &str = "[-\u{2013}\u{2014}]";

fn count(_: &mut SchemaGenerator) -> Schema {
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

/// A word for a pattern: those of JSON Schema have no mark for "in any case".
fn in_any_case(word: &str) -> String {
    word.chars().map(|letter| format!("[{letter}{}]", letter.to_ascii_uppercase())).collect()
}
