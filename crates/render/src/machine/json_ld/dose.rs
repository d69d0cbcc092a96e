//! Doses and durations as authors write them (`10-20`, `30-60 s`, `3:40`) as numbers and ISO 8601 durations. A text that
//! cannot be read for certain gives `None`, and the property is left out.

use jiff::SignedDuration;
use serde_json::{Value, json};

use wellpress_site::model::dose;

/// How often: `10` or `5-10`.
pub(crate) fn repetitions(text: &str) -> Option<Value> {
    let (least, most) = dose::count(text)?;
    amount(whole(least)?, whole(most)?, None)
}

/// How long: `30 s` as a duration, `30-60 s` as a range of seconds.
pub(crate) fn duration(text: &str) -> Option<Value> {
    let (least, most) = dose::seconds(text)?;
    amount(whole(least)?, whole(most)?, Some("SEC"))
}

/// The length of a video, `12 s`, `3:40` or `1:02:03`, as ISO 8601.
pub(crate) fn video_length(text: &str) -> Option<String> {
    dose::video_seconds(text).and_then(whole).map(iso_duration)
}

/// A range in the form that schema.org has for it. A duration in ISO 8601 is one length of time, so a range of durations
/// becomes a range of seconds with its unit, the code of UN/CEFACT Recommendation 20 that schema.org asks for: `SEC` is a second.
fn amount(least: u32, most: u32, unit_code: Option<&str>) -> Option<Value> {
    (least <= most).then(|| match (least == most, unit_code) {
        (true, None) => json!(least),
        (true, Some(_)) => json!(iso_duration(least)),
        (false, _) => {
            json!({"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": unit_code})
        }
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u32> {
    // No dose and no video comes near the bound.
    (0.0..1e9).contains(&number).then(|| number.round() as u32)
}

/// ISO 8601: `PT1M30S`. Parts that are zero are left out; no time at all is `PT0S`, as a bare `PT` is not valid.
fn iso_duration(seconds: u32) -> String {
    SignedDuration::from_secs(i64::from(seconds)).to_string()
}

#[cfg(test)]
mod tests {
    use crate::machine::json_ld::dose::*;

    #[test]
    fn durations_have_only_the_parts_that_are_not_zero() {
        let texts = [0, 30, 90, 3600, 3661, 360_000].map(iso_duration);
        assert_eq!(texts, ["PT0S", "PT30S", "PT1M30S", "PT1H", "PT1H1M1S", "PT100H"]);
    }
}
