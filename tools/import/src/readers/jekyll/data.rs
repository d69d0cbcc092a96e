//! Tables of data files, and days as Liquid writes them.

use std::collections::BTreeMap;

use serde_json::Value;

/// The rows of a table of data by the words of its head.
pub(super) fn rows(text: &str, delimiter: u8) -> Option<Value> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, Option<String>>>().collect::<Result<Vec<_>, _>>().ok()?;
    serde_json::to_value(rows).ok()
}

/// A day by a pattern; `None` with a sign for the time or another that is not known.
pub(super) fn written_day(value: &str, pattern: &str) -> Option<String> {
    const MONTHS: &str = "January February March April May June July August September October November December";
    let day = crate::dates::day(value)?.to_string();
    let month = MONTHS.split(' ').nth(day.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?)?;
    let signs = [
        ("%Y", &day[..4]),
        ("%y", &day[2..4]),
        ("%m", &day[5..7]),
        ("%-m", day[5..7].trim_start_matches('0')),
        ("%B", month),
        ("%b", &month[..3]),
        ("%d", &day[8..10]),
        ("%-d", day[8..10].trim_start_matches('0')),
        ("%e", day[8..10].trim_start_matches('0')),
    ];
    let text = signs.iter().fold(pattern.to_owned(), |text, (sign, words)| text.replace(sign, words));
    (!text.contains('%')).then_some(text)
}
