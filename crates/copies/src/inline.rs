//! [`InlineText`]: the text of one line or paragraph as Markdown. Input: runs and other pieces. Output: text that a parser of CommonMark
//! reads back as the same words with the same looks, whatever signs are in the words.

use std::borrow::Cow;
use std::fmt::Write as _;

use wellpress_walk::{Origin, Run, Style};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Paragraph,
    Heading,
    /// A cell of a table, which has one line.
    Cell,
}

/// The pieces of a text that is not finished.
#[derive(Debug, Default)]
pub(crate) struct InlineText {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Run(Words),
    Break,
    /// Markdown.
    Finished(String),
}

/// Words in one form.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    text: String,
    form: Form,
}

/// How words look and where they lead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Form {
    is_strong: bool,
    is_emphasised: bool,
    is_code: bool,
    is_deleted: bool,
    is_raised: bool,
    is_lowered: bool,
    /// The mark of a citation, which is raised on a page.
    is_mark: bool,
    /// The label of the footnote whose mark this is.
    note: Option<String>,
    link: Option<String>,
}

impl Form {
    fn of(run: &Run, is_strong: bool) -> Self {
        let Style { strong, emphasis, code, deleted, superscript, subscript, .. } = run.style;
        let is_mark = superscript && run.origin == Origin::CitationMark;
        let note = run.link.as_deref().filter(|_| run.origin == Origin::FootnoteMark);
        let note = note.and_then(|link| note_label(link.strip_prefix('#')?)).map(str::to_owned);
        // A place of the page is none of its copy.
        let link = run.link.clone().filter(|link| !link.starts_with('#'));
        Self {
            is_strong: strong || is_strong,
            is_emphasised: emphasis,
            is_code: code,
            is_deleted: deleted,
            is_raised: superscript && !is_mark && note.is_none(),
            is_lowered: subscript,
            is_mark,
            note,
            link,
        }
    }
}

/// The label of a footnote by the id of its item. That of an exercise within the text has the number of the exercise in it.
pub(crate) fn note_label(id: &str) -> Option<&str> {
    id.strip_prefix("fn-")
}

impl InlineText {
    /// Adds a run; in bold, if all of the text is.
    pub fn run(&mut self, run: &Run, is_strong: bool) {
        let (text, form) = (cleaned(&run.text), Form::of(run, is_strong));
        match self.pieces.last_mut() {
            Some(Piece::Run(last)) if last.form == form => last.text.push_str(&text),
            _ => self.pieces.push(Piece::Run(Words { text, form })),
        }
    }

    pub fn line_break(&mut self) {
        self.pieces.push(Piece::Break);
    }

    /// Adds Markdown as it is.
    pub fn finished(&mut self, markdown: String) {
        self.pieces.push(Piece::Finished(markdown));
    }

    /// The Markdown of all pieces, which are then gone. Empty if there is nothing to see.
    pub fn take(&mut self, place: Place) -> String {
        let pieces = std::mem::take(&mut self.pieces);
        let mut writer =
            Writer { place, text: String::new(), follows_sign: false, wants_blank: false, wants_break: false };
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Break => writer.wants_break = true,
                Piece::Finished(markdown) => writer.push(markdown),
                Piece::Run(words) => writer.words(words, first_character(&pieces[at + 1..])),
            }
        }
        let text = writer.text;
        if place == Place::Paragraph {
            text.split('\n').map(with_plain_start).collect::<Vec<_>>().join("\n")
        } else {
            text
        }
    }
}

/// The character that follows; `None` at the end of a line.
fn first_character(pieces: &[Piece]) -> Option<char> {
    match pieces.first()? {
        Piece::Break => None,
        Piece::Finished(markdown) => markdown.chars().next(),
        Piece::Run(words) if words.form.link.is_some() => Some('['),
        Piece::Run(words) if words.text.is_empty() => first_character(&pieces[1..]),
        Piece::Run(words) => words.text.chars().next(),
    }
}

struct Writer {
    place: Place,
    text: String,
    /// Whether the text ends with a sign of emphasis, to which no other may be added.
    follows_sign: bool,
    wants_blank: bool,
    wants_break: bool,
}

impl Writer {
    /// Adds Markdown, and before it the blank or the line end that is due.
    fn push(&mut self, markdown: &str) {
        let before = self.text.len();
        if self.text.is_empty() {
            (self.wants_blank, self.wants_break) = (false, false);
        }
        if std::mem::take(&mut self.wants_break) {
            self.wants_blank = false;
            self.text.push_str(match self.place {
                Place::Paragraph => "\\\n",
                Place::Heading => " ",
                Place::Cell => "<br>",
            });
        }
        if std::mem::take(&mut self.wants_blank) && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        self.text.push_str(markdown);
        self.follows_sign &= self.text.len() == before;
    }

    fn words(&mut self, words: &Words, next: Option<char>) {
        let text = words.text.trim();
        self.wants_blank |= words.text.starts_with(char::is_whitespace) || (text.is_empty() && !words.text.is_empty());
        if text.is_empty() {
            return;
        }
        let ends_with_blank = words.text.ends_with(char::is_whitespace);
        let next = if ends_with_blank { Some(' ') } else { next };
        self.push("");
        let inner = match words.form.is_code {
            true => code_span(text, self.place),
            false => escaped(text, self.place, next),
        };
        let (markdown, is_sign) = self.in_form(inner, text, &words.form, next);
        self.push(&markdown);
        self.follows_sign = is_sign;
        self.wants_blank = ends_with_blank;
    }

    /// Puts the signs of a form around words, and says whether the last one is a sign of emphasis.
    fn in_form(&self, inner: String, text: &str, form: &Form, next: Option<char>) -> (String, bool) {
        let mut markdown = match &form.note {
            Some(label) => format!("[^{label}]"),
            None if form.is_mark => format!("\\[{inner}\\]"),
            None => inner,
        };
        for (is_set, tag) in [(form.is_raised, "sup"), (form.is_lowered, "sub"), (form.is_deleted, "del")] {
            if is_set {
                markdown = format!("<{tag}>{markdown}</{tag}>");
            }
        }
        let is_bare = markdown.starts_with(['<', '\\', '`', '[']) || form.is_code;
        let (before, behind) = match form.link {
            Some(_) => (Some('['), Some(']')),
            None => (self.text.chars().last(), next),
        };
        let can_open = !may_be_punctuation(text.chars().next()) && !is_bare || is_edge(before);
        let can_close =
            !may_be_punctuation(text.chars().last()) && !markdown.ends_with(['>', '`', ']']) || is_edge(behind);
        let has_signs = can_open && can_close && (form.link.is_some() || !self.follows_sign);
        let mut is_sign = false;
        for (is_set, sign, tag) in [(form.is_emphasised, "*", "em"), (form.is_strong, "**", "strong")] {
            match (is_set, has_signs) {
                (true, true) => markdown = format!("{sign}{markdown}{sign}"),
                (true, false) => markdown = format!("<{tag}>{markdown}</{tag}>"),
                (false, _) => {}
            }
            is_sign |= is_set && has_signs;
        }
        match &form.link {
            Some(link) => (format!("[{markdown}]({})", destination(link)), false),
            None => (markdown, is_sign),
        }
    }
}

/// Whether a character beside words lets a sign of emphasis open or close there, although the words begin or end with punctuation.
fn is_edge(character: Option<char>) -> bool {
    character.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())
}

fn may_be_punctuation(character: Option<char>) -> bool {
    character.is_none_or(|c| !c.is_alphanumeric())
}

/// Text with single blanks and without control characters.
fn cleaned(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        let is_blank = c.is_ascii_whitespace() || matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if is_blank && !cleaned.ends_with(' ') {
            cleaned.push(' ');
        } else if !is_blank && !c.is_control() {
            cleaned.push(c);
        }
    }
    cleaned
}

/// Words of a page as text: no sign in them means anything.
pub(crate) fn escaped(text: &str, place: Place, next: Option<char>) -> String {
    let mut markdown = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let behind = text[at + c.len_utf8()..].chars().next();
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '$' | '^' => markdown.push('\\'),
            '_' if !is_letter(before) || !is_letter(behind.or(next)) => markdown.push('\\'),
            '&' if text[at..].contains(';') => markdown.push('\\'),
            '!' if behind.is_none() => markdown.push('\\'),
            '#' if place == Place::Heading => markdown.push('\\'),
            _ => {}
        }
        match c {
            // Attributes of a heading have no escape.
            '{' if place == Place::Heading => markdown.push_str("&#123;"),
            _ => markdown.push(c),
        }
        before = Some(c);
    }
    markdown
}

fn is_letter(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// A line that begins no list, heading, quote or line of a table, but where it begins with a sign of emphasis or a link.
fn with_plain_start(line: &str) -> Cow<'_, str> {
    if line.starts_with(['#', '+', '-', '=', '>', ':']) {
        return format!("\\{line}").into();
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match digits > 0 && line[digits..].starts_with(['.', ')']) {
        true => format!("{}\\{}", &line[..digits], &line[digits..]).into(),
        false => line.into(),
    }
}

/// How long the longest row of back-quotes in a text is.
pub(crate) fn longest_backquotes(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn code_span(text: &str, place: Place) -> String {
    let fence = "`".repeat(longest_backquotes(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let text = if place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The address of a link or a picture.
pub(crate) fn destination(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '|' | '"' | '`') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(address, "%{byte:02X}");
            }
        } else if c == '&' && url.contains(';') {
            address.push_str("&amp;");
        } else {
            address.push(c);
        }
    }
    if address.is_empty() || address.contains(['(', ')']) { format!("<{address}>") } else { address }
}
