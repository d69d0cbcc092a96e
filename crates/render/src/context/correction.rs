//! [`Correction`] and [`Change`]: the history of a page, as templates see it.

use schemars::JsonSchema;
use serde::Serialize;

use super::Date;

/// An error of a page that was corrected.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Correction {
    /// Day of the correction.
    pub date: Date,
    /// The former wording.
    pub was: String,
    /// The wording that replaced it.
    pub now: String,
    /// How much the error mattered to readers: `minor` or `important`.
    pub severity: &'static str,
    /// Why it was wrong, or how it was found; null if the page does not say.
    pub reason: Option<String>,
}

/// A change in the history of a page that corrects no error.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// Day of the change.
    pub date: Date,
    /// `substantive` if the page says something new, `cosmetic` if it only says it in other words.
    pub kind: &'static str,
    /// The author's note about the change; null without one.
    pub note: Option<String>,
}
