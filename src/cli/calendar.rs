//! Days as a calendar in the form of iCalendar (RFC 5545): what is overdue, for whoever plans in their calendar.

use wellpress_diagnostics::yaml::Day;

/// Something that belongs to one day as a whole.
pub(super) struct Event {
    /// The day, as `YYYY-MM-DD`.
    pub day: String,
    /// One line.
    pub summary: String,
    /// A sentence or two.
    pub description: String,
    /// Absolute; it is what tells one event from another, so a newer calendar replaces an older one.
    pub url: String,
}

/// The calendar as text. It was made `today`; the same events on the same day give the same bytes.
pub(super) fn render(events: &[Event], today: Day) -> String {
    let stamp = format!("{}T000000Z", digits(&today.to_string()));
    let mut text = String::new();
    for fixed in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wellpress//review clock//EN"] {
        line(&mut text, fixed);
    }
    events.iter().for_each(|event| push(&mut text, event, &stamp));
    line(&mut text, "END:VCALENDAR");
    text
}

fn push(text: &mut String, event: &Event, stamp: &str) {
    let uid = blake3::hash(event.url.as_bytes()).to_hex();
    let lines = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@wellpress", &uid[..32]),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", digits(&event.day)),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        format!("URL:{}", event.url),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    lines.iter().for_each(|one| line(text, one));
}

fn digits(day: &str) -> String {
    day.replace('-', "")
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Appends a line; what is longer than 75 bytes goes on in the next, behind a blank.
fn line(text: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}
