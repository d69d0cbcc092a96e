//! Writes the notice of a withdrawal into the front matter of a file, and takes it out again. Every other byte stays as it is, so that a
//! page which is taken back and put back is the same file.
//!
//! The texts are edited as lines, since a writer of YAML would change quotes, order and comments. Whether the edited file means what it
//! should is left to the caller, who reads it as a build does.

use serde_json::Value;

use wellpress_foundation::Day;

/// What the notice says.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    /// The day on which the page was taken back.
    pub date: Day,
    /// Why, for readers.
    pub reason: &'a str,
    /// The id of the person who took it back.
    pub by: Option<&'a str>,
    /// The id of the page to read instead.
    pub replaced_by: Option<&'a str>,
}

/// The key of the notice, which stands at the beginning of a line.
const KEY: &str = "withdrawn";

/// The text with a notice at the end of its front matter. `None` if it has no front matter, or a notice already.
///
/// ```
/// use wellpress_care::notice_edit::{Notice, with_notice, without_notice};
/// use wellpress_foundation::Day;
///
/// let notice =
///     Notice { date: Day::parse("2026-07-01").unwrap(), reason: "The dose is wrong.", by: None, replaced_by: None };
/// let text = "---\ntitle: Iron\n---\nText.\n";
/// let edited = with_notice(text, notice).unwrap();
/// assert!(edited.contains("\nwithdrawn:\n  date: 2026-07-01\n  reason: \"The dose is wrong.\"\n---\n"));
/// assert_eq!(without_notice(&edited).as_deref(), Some(text));
/// ```
#[must_use]
pub fn with_notice(text: &str, notice: Notice<'_>) -> Option<String> {
    let end = front_matter_end(text)?;
    if lines_of_notice(&text[..end]).is_some() {
        return None;
    }
    let Notice { date, reason, by, replaced_by } = notice;
    // A string of JSON is one of YAML as well, whatever it contains.
    let named = |key: &str, value: &str| format!("  {key}: {}", Value::from(value));
    let mut lines = vec![format!("{KEY}:"), format!("  date: {date}"), named("reason", reason)];
    lines.extend(by.map(|by| named("by", by)));
    lines.extend(replaced_by.map(|id| named("replaced_by", id)));
    let line_end = if text[..end].contains("\r\n") { "\r\n" } else { "\n" };
    let lines: String = lines.iter().map(|line| format!("{line}{line_end}")).collect();
    Some(format!("{}{lines}{}", &text[..end], &text[end..]))
}

/// The text without its notice, in whatever form that is written. `None` if it has none.
#[must_use]
pub fn without_notice(text: &str) -> Option<String> {
    let lines = lines_of_notice(&text[..front_matter_end(text)?])?;
    Some(format!("{}{}", &text[..lines.start], &text[lines.end..]))
}

/// Where the line that closes the front matter begins.
fn front_matter_end(text: &str) -> Option<usize> {
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let is_mark = line.trim_start_matches('\u{feff}').trim_end() == "---";
        match index {
            0 if !is_mark => return None,
            0 => {}
            _ if is_mark => return Some(at),
            _ => {}
        }
        at += line.len();
    }
    None
}

/// The bytes of the notice in a front matter: the line with its key, and the lines below that are indented.
fn lines_of_notice(front_matter: &str) -> Option<std::ops::Range<usize>> {
    let (mut at, mut start, mut end) = (0, None, 0);
    for line in front_matter.split_inclusive('\n') {
        let is_part = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        match start {
            None if is_key(line) => (start, end) = (Some(at), at + line.len()),
            Some(_) if is_part => end = at + line.len(),
            // An empty line belongs to the notice only if more of it comes below.
            Some(_) if !line.trim().is_empty() => break,
            _ => {}
        }
        at += line.len();
    }
    Some(start?..end)
}

fn is_key(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    line.contains(':') && name.trim_end().trim_matches(['"', '\'']) == KEY && !line.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use wellpress_foundation::Day;

    use super::{Notice, with_notice, without_notice};

    fn notice(reason: &str) -> Notice<'_> {
        let date = Day::parse("2026-07-01").unwrap();
        Notice { date, reason, by: Some("ann"), replaced_by: Some("iron-2") }
    }

    #[test]
    fn a_file_comes_back_byte_for_byte() {
        let texts = [
            "---\ntitle: Iron\n---\nText.\n",
            "---\r\ntitle: Iron\r\n---\r\nText.\r\n",
            "\u{feff}---\ntitle: Iron\n# a comment\n\n--- \nText without an end",
            "---\ntitle: >\n  withdrawn: no\n\n  more\n---\nwithdrawn: said in the text\n---\n",
            "---\n---\n",
        ];
        for text in texts {
            let edited = with_notice(text, notice("It's \"wrong\": # 5\nmg")).unwrap();
            assert_eq!(without_notice(&edited).as_deref(), Some(text), "{edited}");
            assert_eq!(with_notice(&edited, notice("again")), None);
        }
    }

    #[test]
    fn a_notice_by_hand_is_taken_out_in_any_form() {
        let (before, behind) = ("---\ntitle: Iron\n", "\n# next\ntopics: [blood]\n---\nText.\n");
        let forms = [
            "withdrawn: {date: 2026-07-01, reason: Wrong.}\n",
            "withdrawn: {\n  date: 2026-07-01,\n\n  reason: Wrong.\n  }\n",
            "\"withdrawn\" :\n    date: 2026-07-01\n    reason: |\n      Wrong.\n\n      Very.\n",
        ];
        for form in forms {
            let text = format!("{before}{form}{behind}");
            assert_eq!(without_notice(&text).unwrap(), format!("{before}{behind}"));
        }
    }

    #[test]
    fn a_file_without_front_matter_or_notice_is_left_alone() {
        for text in ["", "Text.\n", "---\ntitle: Iron\n", "+++\ntitle = 1\n+++\n"] {
            assert_eq!(with_notice(text, notice("x")), None);
        }
        assert_eq!(without_notice("---\ntitle: Iron\nwithdrawn_by: x\n---\n"), None);
    }
}
