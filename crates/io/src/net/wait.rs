//! `Retry-After`: how long a server asks to wait, in seconds or by a date.

use std::time::Duration;

use jiff::Zoned;
use jiff::fmt::rfc2822::DateTimeParser;

/// How long a server asks to wait. A date is counted from the server's own (`Date`), so that no clock has to be right.
#[must_use]
pub fn retry_after(value: &str, date: Option<&str>) -> Option<Duration> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok().map(Duration::from_secs);
    }
    let (until, now) = (moment(value)?, moment(date?)?);
    let wait = until.timestamp().as_second().saturating_sub(now.timestamp().as_second());
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
}

fn moment(text: &str) -> Option<Zoned> {
    DateTimeParser::new().parse_zoned(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_seconds_or_by_a_date() {
        let now = Some("Wed, 01 Jul 2026 12:00:00 GMT");
        let seconds = |value| retry_after(value, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Wed, 01 Jul 2026 12:01:30 GMT"), Some(90));
        assert_eq!(seconds("Wed, 01 Jul 2026 11:00:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("99999999999999999999999"), None);
        assert_eq!(retry_after("Wed, 01 Jul 2026 12:01:30 GMT", None), None);
    }
}
