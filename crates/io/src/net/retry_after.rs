//! The `Retry-After` header: its value in, the time to wait out. Whether to wait is left to the caller.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// How long a server asks to wait, from the values of its `Retry-After` and `Date` headers. `None` if the value is neither
/// a number of seconds nor a date.
///
/// ```
/// use std::time::Duration;
/// use wellpress_io::net::retry_after;
///
/// assert_eq!(retry_after("120", None), Some(Duration::from_secs(120)));
/// ```
#[must_use]
pub fn retry_after(value: &str, date: Option<&str>) -> Option<Duration> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok().map(Duration::from_secs);
    }
    // Counted from the server's own clock, so that neither clock has to be right.
    let (until, now) = (parse_http_date(value)?, parse_http_date(date?)?);
    let seconds = until.as_second().saturating_sub(now.as_second());
    // A date in the past means that there is nothing to wait for.
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn parse_http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
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
