//! Signs of text that Markdown would read as marks.
//!
//! The converter has rules of its own for them that look at one text at a time and know nothing of wellpress. So each sign of a text
//! is hidden before it runs: a private character stands for it, behind a hidden backslash if the sign needs one. [`restore`] shows the
//! signs again, when it can be seen which of them begin a line. Until then a sign that is not hidden is a mark of the converter.

use crate::text::{self, scan};

/// A hidden sign is this plus its code in ASCII.
const FIRST: u32 = 0x10_F000;

/// Stand where struck words begin and end, and become `<del>` and `</del>`.
const STRUCK: [char; 2] = ['\u{10F080}', '\u{10F081}'];

/// Whether a character of the source would be taken for one of this module.
pub(super) fn is_reserved(c: char) -> bool {
    hidden_sign(c).is_some() || STRUCK.contains(&c)
}

/// A masked text with marks around its words.
pub(super) fn struck(masked: &str) -> String {
    let words = masked.trim();
    if words.is_empty() {
        return masked.to_owned();
    }
    masked.replacen(words, &format!("{}{words}{}", STRUCK[0], STRUCK[1]), 1)
}

/// Shows the marks of struck words as elements. Those of words that follow each other are one element.
fn with_struck(text: &str) -> String {
    let [open, close] = STRUCK;
    text.replace(&format!("{close}{open}"), "").replace(open, "<del>").replace(close, "</del>")
}

/// Hides a sign of ASCII. Other characters stay.
pub(super) fn hide(c: char) -> char {
    if c.is_ascii_punctuation() { scan::hidden(c, FIRST) } else { c }
}

/// The sign that a hidden character stands for.
pub(super) fn hidden_sign(c: char) -> Option<char> {
    scan::visible(c, FIRST)
}

/// Hides the signs of Markdown and the ends of its lines, so that it stays as it is.
pub(super) fn kept(text: &str) -> String {
    let words = text.trim();
    let hidden = words.lines().map(|line| line.trim().chars().map(hide).collect());
    text.replacen(words, &hidden.collect::<Vec<String>>().join(&scan::hidden('\n', FIRST).to_string()), 1)
}

/// Hides the signs of a text, and adds backslashes.
pub(super) fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let is_address = ["http://", "https://", "www."].iter().any(|start| word.starts_with(start));
        // A star between numbers is no mark. At the start of a text, emphasis can stand before it.
        let is_operator = word == "* " && !masked.is_empty();
        for (at, c) in word.char_indices() {
            let is_mark = if is_address { "*`<[]".contains(c) } else { needs_escape(word, at, c) };
            if is_mark && !is_operator {
                masked.push(hide('\\'));
            }
            masked.push(hide(c));
        }
    }
    masked
}

/// Hides the signs of a text with formulas of MathJax: `\(x\)` becomes `$x$`, and `\[x\]` becomes `$$x$$`.
pub(super) fn mask_with_formulas(text: &str) -> String {
    let (mut masked, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = ["\\(", "\\["].iter().filter_map(|open| rest.find(open)).min() {
        let (close, mark) = if rest[start..].starts_with("\\(") { ("\\)", "$") } else { ("\\]", "$$") };
        let Some(length) = rest[start + 2..].find(close) else { break };
        let formula = text::plain_tex(&rest[start + 2..start + 2 + length]);
        masked.push_str(&mask(&rest[..start]));
        masked.extend([mark, formula.trim(), mark].iter().flat_map(|part| part.chars()).map(hide));
        rest = &rest[start + 2 + length + close.len()..];
    }
    masked + &mask(rest)
}

/// Gives each of a sign a backslash, in a masked text and in what handlers wrote around it.
pub(super) fn escape_each(masked: &str, sign: char) -> String {
    masked.replace([sign, hide(sign)], &format!("\\{sign}"))
}

/// Whether a sign in a word needs a backslash wherever the word stands.
fn needs_escape(word: &str, at: usize, sign: char) -> bool {
    let previous_character = word.get(..at).and_then(|start| start.chars().next_back());
    let behind = word.get(at + sign.len_utf8()..).unwrap_or_default();
    let next_character = behind.chars().next();
    let follows_word = previous_character.is_some_and(char::is_alphanumeric);
    match sign {
        '`' | '[' | ']' | '~' | '^' | '*' => true,
        '\\' => next_character.is_none_or(|c| !c.is_alphanumeric()),
        '_' => !(follows_word && next_character.is_some_and(char::is_alphanumeric)),
        '<' => next_character.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
        '$' => !follows_word,
        '@' => !follows_word && next_character.is_none_or(|c| c.is_alphabetic() || c == '{'),
        '{' => next_character.is_some_and(|c| "{#.%".contains(c)) && previous_character != Some('{'),
        '=' => previous_character == Some('=') || next_character == Some('='),
        '&' => is_closed_by(behind, ';'),
        ':' => !follows_word && next_character.is_some_and(char::is_alphanumeric) && is_closed_by(behind, ':'),
        _ => false,
    }
}

/// Whether a sign stands near enough behind another to be its end.
fn is_closed_by(behind: &str, end: char) -> bool {
    // No name of an entity or a picture is longer, and the search must end in a long text without blanks.
    behind.chars().take(32).any(|c| c == end)
}

/// Shows the signs of a translated text, and finishes what depends on the characters around: starts and ends of lines, and emphasis.
pub(super) fn restore(masked: &str) -> String {
    let mut text = String::with_capacity(masked.len());
    let mut lines = masked.lines().peekable();
    while let Some(line) = lines.next() {
        let has_next = lines.peek().is_some_and(|next| !is_empty_line(next));
        match line.strip_suffix('\\') {
            _ if is_empty_line(line) => text.push_str(line.trim_end_matches([' ', '\\'])),
            Some(words) => {
                text.extend([with_escaped_start(words.trim_end()).as_str(), if has_next { "\\" } else { "" }])
            }
            None => text.push_str(&with_escaped_start(line)),
        }
        text.push('\n');
    }
    // `!` before a link would make a picture of it.
    let text = text.replace(&format!("{}[", hide('!')), "\\![");
    let text = with_struck(&with_marks(&with_marks(&text, "strong", "**"), "em", "*"));
    text.trim_matches('\n').chars().map(|c| hidden_sign(c).unwrap_or(c)).collect()
}

fn is_empty_line(line: &str) -> bool {
    line.trim_matches([' ', '>', '\\']).is_empty()
}

/// A line with a backslash before a sign of the text that would begin a heading, a list, a quote, a rule, a definition or a directive.
fn with_escaped_start(line: &str) -> String {
    let words = behind_marks(line);
    let text = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = text.len() < words.len();
    let Some(sign) = text.chars().next().and_then(hidden_sign) else { return line.to_owned() };
    let behind = text.trim_start_matches(hide(sign));
    let count = (text.len() - behind.len()) / hide(sign).len_utf8();
    let is_apart = behind.is_empty() || behind.starts_with(' ');
    let begins_block = match sign {
        '.' | ')' => has_number && count == 1 && is_apart,
        _ if has_number => false,
        '#' => is_apart,
        '-' | '+' => count == 1 && is_apart || count >= 3,
        ':' => count == 1 && is_apart || count >= 2,
        '>' | '=' | '|' => true,
        _ => false,
    };
    let start = line.strip_suffix(text).filter(|_| begins_block);
    start.map_or_else(|| line.to_owned(), |start| format!("{start}\\{text}"))
}

/// The text of a line behind the marks of quotes, lists and definitions.
fn behind_marks(line: &str) -> &str {
    let words = line.trim_start_matches([' ', '>', '-', ':']);
    match words.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ") {
        Some(item) => behind_marks(item),
        None => words,
    }
}

/// Writes an element with asterisks where these are marks: they are none between a letter outside and a sign inside, as in
/// `**Note:**words`.
fn with_marks(text: &str, name: &str, mark: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let text = text.replace(&format!("{close}{open}"), "");
    let mut parts = text.split(&open);
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inner, behind) = part.split_once(&close).unwrap_or((part, ""));
        let may_open = is_letter(inner.chars().next()) || !is_letter(marked.chars().next_back());
        let may_close = is_letter(inner.chars().next_back()) || !is_letter(behind.chars().next());
        let (before, after) = if may_open && may_close { (mark, mark) } else { (open.as_str(), close.as_str()) };
        marked.extend([before, inner, after, behind]);
    }
    marked
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}
