//! What is said in a film, as paragraphs to read: from captions (WebVTT or SubRip), or from a transcript in plain text.

use std::sync::Arc;

use wellpress_foundation::text::is_directional_override;

use super::captions;
use super::file_types::extension;

/// The paragraphs of a file of captions or of plain text. `None` for other files, for one that is not in UTF-8, and for one without
/// words.
pub(super) fn of_file(path: &str, bytes: &[u8]) -> Option<Arc<[String]>> {
    let paragraphs = match &*extension(path) {
        "txt" => of_text(std::str::from_utf8(bytes).ok()?),
        "vtt" | "srt" => {
            let webvtt = captions::to_webvtt(bytes);
            of_webvtt(std::str::from_utf8(webvtt.as_deref().unwrap_or(bytes)).ok()?)
        }
        _ => return None,
    };
    (!paragraphs.is_empty()).then(|| paragraphs.into())
}

/// Paragraphs have an empty line between them. In a text without one each line is a paragraph, as what one speaker says is.
fn of_text(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let has_empty_lines = text.lines().any(|line| line.trim().is_empty());
    let mut paragraphs = Paragraphs::default();
    for line in text.lines() {
        match line.trim() {
            "" => paragraphs.end(),
            words => {
                paragraphs.add(words);
                if !has_empty_lines {
                    paragraphs.end();
                }
            }
        }
    }
    paragraphs.finish()
}

/// The cues of WebVTT, in paragraphs. Blocks without a line of times are its head, styles and notes.
fn of_webvtt(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut paragraphs = Paragraphs::default();
    let mut last_line = String::new();
    for block in text.split("\n\n") {
        let mut lines = block.lines().skip_while(|line| !line.contains("-->"));
        if lines.next().is_none() {
            continue;
        }
        for line in lines {
            let (speaker, words) = spoken(line);
            // Captions that roll up show each line twice.
            if words.is_empty() || words == last_line {
                continue;
            }
            match speaker {
                Some(speaker) => {
                    paragraphs.end();
                    paragraphs.add(&format!("{speaker}: {words}"));
                }
                None => {
                    if starts_turn(&words) || paragraphs.is_long() {
                        paragraphs.end();
                    }
                    paragraphs.add(&words);
                }
            }
            last_line = words;
        }
    }
    paragraphs.finish()
}

/// Whether a line begins with the dash of another speaker.
fn starts_turn(words: &str) -> bool {
    ["- ", "\u{2013} ", "\u{2014} "].iter().any(|dash| words.starts_with(dash))
}

/// The speaker that a line names, and its words without tags.
fn spoken(line: &str) -> (Option<String>, String) {
    let (mut speaker, mut words) = (None, String::new());
    let mut rest = line.trim();
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        // A tag that does not end runs to the end of the line, as in the parser of browsers.
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end);
        let tag = &rest[start + 1..end];
        if let Some((name, said_by)) = tag.split_once(char::is_whitespace)
            && (name == "v" || name.starts_with("v."))
        {
            speaker = Some(decoded(said_by.trim())).filter(|name| !name.is_empty());
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    words.push_str(rest);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (speaker, decoded(&words))
}

/// The characters that WebVTT has escapes for.
fn decoded(text: &str) -> String {
    let escapes =
        [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", "\u{200e}"), ("&rlm;", "\u{200f}"), ("&amp;", "&")];
    escapes.iter().fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign))
}

/// Collects lines into paragraphs.
#[derive(Default)]
struct Paragraphs {
    done: Vec<String>,
    open: String,
}

impl Paragraphs {
    /// A paragraph of so many bytes ends with the next sentence.
    const LONG: usize = 400;

    fn add(&mut self, words: &str) {
        let words = words.replace(|c: char| is_directional_override(c) || c.is_control(), "");
        if !self.open.is_empty() {
            self.open.push(' ');
        }
        self.open.push_str(&words);
    }

    fn end(&mut self) {
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
    }

    /// Whether the open paragraph is long and ends with a sentence.
    fn is_long(&self) -> bool {
        self.open.len() > Self::LONG && self.open.ends_with(['.', '!', '?', '\u{3002}', '\u{61f}'])
    }

    fn finish(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::of_file;

    fn words(path: &str, text: &str) -> Vec<String> {
        of_file(path, text.as_bytes()).map(|words| words.to_vec()).unwrap_or_default()
    }

    #[test]
    fn captions_become_paragraphs_without_times_and_tags() {
        let vtt = "WEBVTT - film\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody reads\nthis\n\n1\n00:00.000 --> 00:01.000\nCome <i>up</i>\n\n00:01.000 --> 00:02.000 line:0\nslowly &amp; hold.\n\n00:02.000 --> 00:03.000\n<v Ann Roe>Pain &lt; 3?\n\n00:03.000 --> 00:04.000\n<v Bo>Stop.</v>\n";
        assert_eq!(words("a.vtt", vtt), ["Come up slowly & hold.", "Ann Roe: Pain < 3?", "Bo: Stop."]);
    }

    #[test]
    fn subrip_and_plain_text_are_read_too() {
        let srt = "1\r\n00:00:00,000 --> 00:00:03,000\r\nSit <b>tall</b>.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nSit tall.\r\n- And now?\r\n";
        assert_eq!(words("a.srt", srt), ["Sit tall.", "- And now?"]);
        assert_eq!(words("a.TXT", "\u{feff}One\r\nline.\n\n\n Two. \n"), ["One line.", "Two."]);
    }

    #[test]
    fn other_files_and_files_without_words_have_none() {
        for (path, text) in [("a.pdf", "words"), ("a.txt", " \n\n"), ("a.vtt", "WEBVTT\n\n"), ("a.vtt", "no captions")]
        {
            assert_eq!(of_file(path, text.as_bytes()), None, "{path}: {text}");
        }
        assert_eq!(of_file("a.txt", b"\xff\xfe"), None);
    }
}
