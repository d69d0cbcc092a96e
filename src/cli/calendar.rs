//! Writes a calendar in the format iCalendar (RFC 5545), so that reviews appear in an editor's calendar program.
//!
//! It is our own, because one sort of event is all of the format that is needed. The `icalendar` crate would bring a second
//! library of dates, and random ids by default.

use wellpress_foundation::Day;

/// An event that takes a whole day.
pub(super) struct CalendarEvent {
    /// The day, as `YYYY-MM-DD`.
    pub day: String,
    /// The title of the event, on one line.
    pub summary: String,
    pub description: String,
    /// Absolute address. The event's id is its hash, so that a newer calendar replaces the events of an older one.
    pub url: String,
}

/// Renders the calendar. The time stamp that the format requires is midnight of `today`, so that the same events on the same day
/// give the same bytes.
pub(super) fn render(events: &[CalendarEvent], today: Day) -> String {
    let stamp = format!("{}T000000Z", compact_date(&today.to_string()));
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wellpress//review clock//EN"] {
        push_folded(&mut text, line);
    }
    events.iter().for_each(|event| push_event(&mut text, event, &stamp));
    push_folded(&mut text, "END:VCALENDAR");
    text
}

fn push_event(text: &mut String, event: &CalendarEvent, stamp: &str) {
    let uid = blake3::hash(event.url.as_bytes()).to_hex();
    // `TRANSPARENT`: a review does not make the day busy.
    let lines = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@wellpress", &uid[..32]),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", compact_date(&event.day)),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        format!("URL:{}", event.url),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    lines.iter().for_each(|line| push_folded(text, line));
}

/// `2026-11-20` as `20261120`.
fn compact_date(day: &str) -> String {
    day.replace('-', "")
}

/// Escapes the separators of the format. Control characters become spaces: a line break would end the property.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Appends a line, folded as RFC 5545 requires: at most 75 bytes a line, and a space before each continuation, which counts as
/// one of its bytes.
fn push_folded(text: &mut String, line: &str) {
    const MAX_LINE_BYTES: usize = 75;
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > MAX_LINE_BYTES {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(c);
        width += c.len_utf8();
    }
    text.push_str("\r\n");
}
