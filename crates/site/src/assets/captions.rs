//! A file of captions in; out, the defect for which no browser shows them, or the captions as WebVTT if they are SubRip (`.srt`).
//!
//! A browser shows captions in [WebVTT](https://www.w3.org/TR/webvtt1/) alone, and passes over a line of times that it cannot read
//! without a word.

use std::fmt::{self, Write as _};

use super::file_types::extension;

/// Why a browser does not show captions. Displayed, it is the end of a message such as "`a.srt` has no captions that ..: ..".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionsDefect {
    /// Its name is not one of captions.
    OtherName,
    /// The file is no text in UTF-8.
    NotUtf8,
    /// It does not begin as WebVTT does, and is no SubRip.
    NotWebVtt,
    /// It is SubRip in `static`, where files stay as they are.
    SubRipInStatic,
    /// The times in this line, from 1, cannot be read.
    Times(usize),
}

impl fmt::Display for CaptionsDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherName => f.write_str("the name of the file ends neither in `.vtt` nor in `.srt`"),
            Self::NotUtf8 => f.write_str("the file is not in UTF-8"),
            Self::NotWebVtt => f.write_str("the file does not begin with `WEBVTT`"),
            Self::SubRipInStatic => f.write_str("the file is SubRip, and files of `static` are published as they are"),
            Self::Times(line) => write!(f, "the times in line {line} cannot be read"),
        }
    }
}

impl CaptionsDefect {
    /// What an author can do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::NotUtf8 => "save the file in UTF-8",
            Self::OtherName | Self::NotWebVtt => "export the captions as WebVTT (`.vtt`) or SubRip (`.srt`)",
            Self::SubRipInStatic => "put the file beside the page: there it is published as WebVTT",
            Self::Times(_) => "write them as `00:01:02.500 --> 00:01:04.000`",
        }
    }
}

/// Looks for what keeps a browser from showing captions. `None` for captions that it shows, or that [`to_webvtt`] makes so.
pub(super) fn defect(path: &str, bytes: &[u8]) -> Option<CaptionsDefect> {
    // Other files are not read, because nearly all of them are something else.
    if !matches!(&*extension(path), "vtt" | "srt") {
        return Some(CaptionsDefect::OtherName);
    }
    let is_static = path.starts_with("static/");
    let Ok(text) = std::str::from_utf8(bytes) else { return Some(CaptionsDefect::NotUtf8) };
    if !is_webvtt(text) {
        return match cues(text) {
            Ok(_) => is_static.then_some(CaptionsDefect::SubRipInStatic),
            Err(defect) => Some(defect),
        };
    }
    let lines = (1..).zip(text.lines());
    let mut is_note = false;
    for (number, line) in lines {
        is_note = !line.is_empty() && (is_note || line.starts_with("NOTE"));
        if !is_note && line.contains("-->") && !is_line_of_times(line, '.') {
            return Some(CaptionsDefect::Times(number));
        }
    }
    None
}

/// SubRip as WebVTT. `None` for a file that is something else.
pub(super) fn to_webvtt(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    if is_webvtt(text) {
        return None;
    }
    let mut webvtt = "WEBVTT\n".to_owned();
    for Cue { start, end, lines } in cues(text).ok()? {
        let _ = writeln!(webvtt, "\n{start} --> {end}");
        for line in lines {
            webvtt.push_str(&escaped(line));
            webvtt.push('\n');
        }
    }
    Some(webvtt.into_bytes())
}

/// The signature may be followed by a blank or the end of the line.
fn is_webvtt(text: &str) -> bool {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text).strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

/// The words of one moment.
struct Cue<'a> {
    start: Time,
    end: Time,
    lines: Vec<&'a str>,
}

/// The cues of a file in SubRip: a number, a line of times and lines of words, each. No file of captions is without a line of times.
fn cues(text: &str) -> Result<Vec<Cue<'_>>, CaptionsDefect> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut cues: Vec<Cue<'_>> = Vec::new();
    let mut before_first: Vec<&str> = Vec::new();
    let all_lines = text.split('\n').map(str::trim).flat_map(|line| line.split('\r'));
    for (number, line) in (1..).zip(all_lines) {
        let lines = cues.last_mut().map_or(&mut before_first, |cue| &mut cue.lines);
        if !line.contains("-->") {
            lines.push(line);
            continue;
        }
        // The number of the cue stands above its times.
        if lines.last().is_some_and(|number| is_number(number)) {
            lines.pop();
        }
        let times = times(line, ',').or_else(|| times(line, '.'));
        let (start, end) = times.ok_or(CaptionsDefect::Times(number))?;
        cues.push(Cue { start, end, lines: Vec::new() });
    }
    if cues.is_empty() || before_first.iter().any(|line| !line.is_empty()) {
        return Err(CaptionsDefect::NotWebVtt);
    }
    // An empty line would end the cue, and the words behind it would be lost.
    cues.iter_mut().for_each(|cue| cue.lines.retain(|line| !line.is_empty()));
    Ok(cues)
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// A moment of a film, in milliseconds from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time(u64);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(milliseconds) = self;
        let seconds = milliseconds / 1000;
        write!(f, "{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, milliseconds % 1000)
    }
}

/// The two times of a line such as `00:00:01,000 --> 00:00:03,500`. What stands behind them, such as a position, is dropped.
fn times(line: &str, separator: char) -> Option<(Time, Time)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((time(start.trim(), separator)?, time(end, separator)?))
}

/// Hours, minutes, seconds and a fraction. Programs write one digit where two are usual, and leave out a fraction.
fn time(text: &str, separator: char) -> Option<Time> {
    let (clock, fraction) = text.split_once(separator).unwrap_or((text, "0"));
    if !is_number(fraction) || fraction.len() > 3 {
        return None;
    }
    let mut parts = clock.rsplit(':');
    let mut part = || parts.next().map_or(Some(0), |part| part.parse::<u32>().ok().filter(|_| is_number(part)));
    let (seconds, minutes, hours) = (part()?, part()?, part()?);
    if parts.next().is_some() || !clock.contains(':') {
        return None;
    }
    let fraction = format!("{fraction:0<3}").parse::<u64>().ok()?;
    Some(Time(((u64::from(hours) * 60 + u64::from(minutes)) * 60 + u64::from(seconds)) * 1000 + fraction))
}

/// Whether a line of times of WebVTT can be read, as its parser does: two digits each for minutes and seconds, and three for the
/// fraction.
fn is_line_of_times(line: &str, separator: char) -> bool {
    let Some((start, rest)) = line.split_once("-->") else { return false };
    let end = rest.split_whitespace().next().unwrap_or_default();
    [start.trim(), end].into_iter().all(|text| {
        let Some((clock, fraction)) = text.split_once(separator) else { return false };
        let parts: Vec<&str> = clock.split(':').collect();
        let is_clock = matches!(parts.len(), 2 | 3) && parts.iter().all(|part| is_number(part));
        is_clock && parts.iter().rev().take(2).all(|part| part.len() == 2) && is_number(fraction) && fraction.len() == 3
    })
}

/// The tags that both formats have.
const TAGS: [&str; 6] = ["<b>", "</b>", "<i>", "</i>", "<u>", "</u>"];

/// A line of words in WebVTT: its own tags stay, those of fonts and `{\an8}` are dropped, and any other sign means itself.
fn escaped(line: &str) -> String {
    let mut output = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(sign) = rest.chars().next() {
        let tag = TAGS.iter().find(|tag| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
        let (text, len) = match sign {
            '<' if tag.is_some() => (tag.copied().unwrap_or_default(), tag.map_or(1, |tag| tag.len())),
            '<' if is_font(rest) => ("", rest.find('>').map_or(1, |end| end + 1)),
            '{' if rest.starts_with("{\\") => ("", rest.find('}').map_or(1, |end| end + 1)),
            '<' => ("&lt;", 1),
            '>' => ("&gt;", 1),
            '&' => ("&amp;", 1),
            other => (&rest[..other.len_utf8()], other.len_utf8()),
        };
        output.push_str(text);
        rest = &rest[len..];
    }
    output
}

fn is_font(text: &str) -> bool {
    let is_tag = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    is_tag("<font ") || is_tag("<font>") || is_tag("</font>")
}

#[cfg(test)]
mod tests {
    use super::{CaptionsDefect, defect, to_webvtt};

    fn converted(text: &str) -> Option<String> {
        to_webvtt(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn subrip_becomes_webvtt_and_keeps_its_words() {
        let text = "\u{feff}1\r\n00:00:00,000 --> 00:00:03,5 X1:40\r\nPain <5 & <i>slow</i>\r\n\r\n{\\an8}<font color=\"red\">Stop</font>\r\n10\r\n\r\n2\r\n1:02:03 --> 1:02:04,250\r\n多くの人\r\n";
        let webvtt = "WEBVTT\n\n00:00:00.000 --> 00:00:03.500\nPain &lt;5 &amp; <i>slow</i>\nStop\n10\n\n01:02:03.000 --> 01:02:04.250\n多くの人\n";
        assert_eq!(converted(text).as_deref(), Some(webvtt));
        assert_eq!(
            converted("1\r00:00:00,000 --> 00:00:01,000\rWords\r").as_deref(),
            Some("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nWords\n")
        );
        assert_eq!(defect("content/a.srt", text.as_bytes()), None);
        assert_eq!(defect("static/a.srt", text.as_bytes()), Some(CaptionsDefect::SubRipInStatic));
        for other in [
            "WEBVTT\n\n00:00.000 --> 00:01.000\nx",
            "",
            "Roll over.",
            "1\n00:00 => 00:01\nx",
            "Words\n\n1\n00:00:00,000 --> 00:00:01,000\nx",
        ] {
            assert_eq!(converted(other), None, "{other}");
        }
    }

    #[test]
    fn what_keeps_a_browser_from_showing_captions_is_named() {
        for right in [
            "WEBVTT",
            "WEBVTT - Film\n\nNOTE a --> b\n\n1\n00:00.000 --> 00:02.000 line:0\nSit up\n",
            "\u{feff}WEBVTT\n\n100:00:00.000-->100:00:02.000\nx\n",
        ] {
            assert_eq!(defect("static/a.vtt", right.as_bytes()), None, "{right}");
        }
        for wrong in ["", "Sit up.", "WEBVTTX", " WEBVTT", "<tt/>"] {
            assert_eq!(defect("content/a.srt", wrong.as_bytes()), Some(CaptionsDefect::NotWebVtt), "{wrong}");
        }
        assert_eq!(
            defect("content/a.vtt", b"WEBVTT\n\n00:00:00,000 --> 00:00:02,000\nx"),
            Some(CaptionsDefect::Times(3))
        );
        assert_eq!(defect("content/a.txt", b"WEBVTT"), Some(CaptionsDefect::OtherName));
        assert_eq!(defect("content/a.srt", b"1\n00:00:00,000 --> 3 s\nx"), Some(CaptionsDefect::Times(2)));
        assert_eq!(defect("content/a.vtt", b"1\n00:00:00,000 --> 00:00:02,000\n\xE9"), Some(CaptionsDefect::NotUtf8));
    }
}
