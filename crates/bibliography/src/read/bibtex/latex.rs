//! Decodes the TeX of a field's value into text, in pieces that say whether their case is protected.
//!
//! One pass over the value with a stack of open groups. The styles of CSL become tags in a title and are dropped
//! elsewhere; other commands print their character or their argument. No value is refused for its TeX: of a command that
//! this module does not know the argument stays, or without one its name, and [`unknown_commands`] names it.

use unicode_normalization::char::compose;

use super::entry::group_length;
use super::formula::{formula_text, fraction};
use super::tex_symbols::{self, symbol};
use crate::markup::{self, TextStyle};
use crate::{Case, Title};

/// A longer value with TeX in it, in bytes, is refused: no citation style prints so much, and TeX can be made slow on purpose.
const LONGEST: usize = 200_000;
/// More open groups than any real value has; further braces do not open one, and their closing braces end
/// groups around them, which costs such a value its styles.
const MOST_OPEN_GROUPS: usize = 200;
/// The most bytes of a group such as `{\"u}` that holds an accent together and does not protect its case.
const LONGEST_ACCENT: usize = 24;
/// Characters that mean something in TeX, among them the first ones of ligatures.
const SPECIAL: [char; 8] = ['\\', '{', '}', '$', '~', '-', '`', '\''];

/// A piece of a decoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TexPiece {
    pub(super) text: String,
    /// Protected if the piece was in braces.
    pub(super) case: Case,
}

/// The text of a value, white space collapsed.
pub(super) fn text(tex: &str) -> Result<String, String> {
    // A title only for its handling of white space.
    Ok(Title::from_pieces(pieces(tex)?.iter().map(|piece| (piece.text.as_str(), piece.case))).to_string())
}

/// The text of a value with tags for its styles and protected ranges for its braces.
pub(super) fn title(tex: &str) -> Result<Title, String> {
    let pieces = decode(tex, Styles::Tags)?;
    Ok(markup::from_pieces(pieces.iter().map(|piece| (piece.text.as_str(), piece.case))))
}

/// The pieces of a value without styles.
pub(super) fn pieces(tex: &str) -> Result<Vec<TexPiece>, String> {
    decode(tex, Styles::Dropped)
}

/// The commands in a value that this module does not know, each once.
pub(super) fn unknown_commands(tex: &str) -> Vec<&str> {
    let mut unknown = Vec::new();
    let mut unread = tex;
    while let Some((_, behind)) = unread.split_once('\\') {
        let name = command_name(behind);
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_known(name) && !unknown.contains(&name) {
            unknown.push(name);
        }
        unread = &behind[name.len()..];
    }
    unknown
}

pub(super) fn is_known(name: &str) -> bool {
    tex_symbols::prints_nothing(name)
        || tex_symbols::is_fraction(name)
        || tex_symbols::accent(name).is_some()
        || printed(name).is_some()
        || style_of_command(name).is_some()
        || drops_first_argument(name)
}

/// What becomes of italics and the other styles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Styles {
    Tags,
    Dropped,
}

fn decode(tex: &str, styles: Styles) -> Result<Vec<TexPiece>, String> {
    // Most values of a library have no TeX at all.
    if !tex.contains(SPECIAL) {
        return Ok(vec![TexPiece { text: tex.to_owned(), case: Case::Free }]);
    }
    if tex.len() > LONGEST {
        return Err(format!(
            "the value has {} bytes, more than the {LONGEST} that are read; write a shorter one",
            tex.len()
        ));
    }
    let mut decoder = Decoder::new(tex, styles);
    while decoder.step() {}
    while decoder.close_group() {}
    Ok(decoder.pieces)
}

/// An open group of TeX.
struct OpenGroup {
    protects: bool,
    /// What is printed where the group ends, such as the closing tag of a style.
    at_end: &'static str,
}

struct Decoder<'t> {
    tex: &'t str,
    offset: usize,
    styles: Styles,
    groups: Vec<OpenGroup>,
    pieces: Vec<TexPiece>,
}

impl<'t> Decoder<'t> {
    fn new(tex: &'t str, styles: Styles) -> Self {
        Self { tex, offset: 0, styles, groups: Vec::new(), pieces: Vec::new() }
    }

    fn unread(&self) -> &'t str {
        &self.tex[self.offset..]
    }

    fn skip_spaces(&mut self) {
        self.offset += self.unread().len() - self.unread().trim_start().len();
    }

    /// Decodes the text up to the next character that has a meaning in TeX, and that character. `false` at the end.
    fn step(&mut self) -> bool {
        let unread = self.unread();
        let Some(length) = unread.find(SPECIAL) else {
            self.push(unread);
            self.offset = self.tex.len();
            return false;
        };
        self.push(&unread[..length]);
        self.offset += length;
        let unread = self.unread();
        match unread.as_bytes()[0] {
            b'\\' => self.command(),
            b'{' => self.open_group(),
            b'$' => self.dollar(),
            b'}' => {
                self.offset += 1;
                // A brace without a group is left out.
                self.close_group();
            }
            _ => {
                let (text, length) = ligature(unread);
                self.push(text);
                self.offset += length;
            }
        }
        true
    }

    /// Adds text with the case of the innermost groups.
    fn push(&mut self, text: &str) {
        let is_protected = self.groups.iter().any(|group| group.protects);
        self.push_with(text, if is_protected { Case::Protected } else { Case::Free });
    }

    fn push_with(&mut self, text: &str, case: Case) {
        if text.is_empty() {
            return;
        }
        match self.pieces.last_mut().filter(|piece| piece.case == case) {
            Some(piece) => piece.text.push_str(text),
            None => self.pieces.push(TexPiece { text: text.to_owned(), case }),
        }
    }

    /// Opens the group at the brace here. As in BibTeX, a group that only holds a style switch, an accented letter or a dropped
    /// argument is there for the command, and protects no case.
    fn open_group(&mut self) {
        if let Some((style, length)) = style_switch(self.unread()) {
            self.offset += length;
            return self.open_style(style);
        }
        let protects = !is_for_command(self.unread());
        self.offset += 1;
        self.push_group(protects, "");
    }

    fn push_group(&mut self, protects: bool, at_end: &'static str) {
        if self.groups.len() < MOST_OPEN_GROUPS {
            self.groups.push(OpenGroup { protects, at_end });
        }
    }

    fn open_style(&mut self, style: TextStyle) {
        // Without its group nothing would close the tag.
        if self.styles == Styles::Dropped || self.groups.len() >= MOST_OPEN_GROUPS {
            self.push_group(false, "");
            return;
        }
        self.push(style.opening());
        self.push_group(false, style.closing());
    }

    fn close_group(&mut self) -> bool {
        let Some(group) = self.groups.last() else { return false };
        // Before the group goes: its end has its case.
        let at_end = group.at_end;
        self.push(at_end);
        self.groups.pop();
        true
    }

    /// Decodes the command at the backslash here.
    fn command(&mut self) {
        let name = command_name(&self.unread()[1..]);
        self.offset += 1 + name.len();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.named_command(name);
        } else {
            self.punctuation_command(name);
        }
    }

    /// A command whose name is one character that is no letter.
    fn punctuation_command(&mut self, name: &'t str) {
        match name {
            "(" => self.formula_until("\\)"),
            "[" => self.formula_until("\\]"),
            "," | ";" | ":" | " " | "\\" | "\n" | "\t" => self.push(" "),
            // A hint for hyphenation, the correction of italics, the space of a sentence, a negative space.
            "-" | "/" | "@" | "!" => {}
            _ => match tex_symbols::accent(name) {
                Some(mark) => self.accent(mark),
                None => self.push(name),
            },
        }
    }

    fn named_command(&mut self, name: &'t str) {
        if let Some(mark) = tex_symbols::accent(name)
            && self.is_accent_here(name)
        {
            self.skip_spaces();
            self.accent(mark);
            return;
        }
        if let Some(printed) = printed(name) {
            self.push(&printed);
            self.skip_space_of_command();
            return;
        }
        if tex_symbols::is_fraction(name) {
            let (fraction, length) = fraction(self.unread(), self.pieces.last().map_or("", |piece| &piece.text));
            self.offset += length;
            return self.push(&fraction);
        }
        if drops_first_argument(name) {
            self.skip_spaces();
            if self.unread().starts_with('{') {
                self.take_group();
            }
            return;
        }
        if matches!(name, "par" | "newline" | "quad" | "qquad" | "enspace" | "thinspace" | "space") {
            self.push(" ");
        }
        if matches!(name, "SIrange" | "qtyrange" | "numrange") && self.unread().starts_with('{') {
            let least = self.take_group();
            self.push(least);
            self.push("\u{2013}");
        }
        if matches!(name, "SI" | "qty" | "SIrange" | "qtyrange") && self.unread().starts_with('{') {
            let number = self.take_group();
            self.push(&decoded(number));
            // Degrees, minutes and seconds of an angle, and a percentage as English has it, stand close to their number.
            let unit = self.unread().trim_start_matches(['{', ' ']);
            let is_close = ["\\percent", "\\%", "\\degree", "\\ang"].iter().any(|close| unit.starts_with(close));
            if self.unread().starts_with('{') && (!is_close || unit.starts_with("\\degreeC")) {
                self.push(" ");
            }
        }
        if matches!(name, "url" | "nolinkurl" | "path") && self.unread().starts_with('{') {
            let address = self.take_group();
            return self.push(address);
        }
        let opens_argument = self.unread().trim_start().starts_with('{');
        if opens_argument {
            self.skip_spaces();
            self.open_argument(name);
        } else {
            if !is_known(name) {
                self.push("\\");
                self.push(name);
            }
            self.skip_space_of_command();
        }
    }

    /// Reads the group at the brace here as it is written. One that never closes ends with the value.
    fn take_group(&mut self) -> &'t str {
        let unread = self.unread();
        let length = group_length(unread);
        self.offset += length.unwrap_or(unread.len());
        &unread[1..length.map_or(unread.len(), |length| length - 1)]
    }

    /// Opens the group of a command's argument, which prints what the command adds to it.
    fn open_argument(&mut self, name: &str) {
        if name == "ensuremath" {
            let formula = self.take_group();
            return self.formula(formula);
        }
        if name == "bibstring" {
            let string = self.take_group();
            return self.push(crate::read::biblatex_strings::text(string).unwrap_or(string));
        }
        self.offset += 1;
        if let Some(style) = style_of_command(name) {
            self.open_style(style);
            return;
        }
        let (before, after) = match name {
            "enquote" | "mkbibquote" | "textquote" => ("\u{201c}", "\u{201d}"),
            "mkbibparens" => ("(", ")"),
            "mkbibbrackets" => ("[", "]"),
            _ => ("", ""),
        };
        self.push(before);
        self.push_group(matches!(name, "mbox" | "hbox" | "text" | "NoCaseChange"), after);
    }

    /// TeX swallows the blanks behind a command of letters; an empty group keeps them.
    fn skip_space_of_command(&mut self) {
        if self.unread().starts_with("{}") {
            self.offset += 2;
        } else {
            self.skip_spaces();
        }
    }

    /// Whether `\c` and the like stand for the accent: what they accent follows. A name of several letters is always an accent.
    fn is_accent_here(&self, name: &str) -> bool {
        let following = self.unread().trim_start();
        name.len() > 1
            || following.starts_with(['{', '\\'])
            || (self.unread().starts_with(' ') && following.starts_with(char::is_alphabetic))
    }

    /// Puts an accent on the next character, which may be in a group and may be a dotless `\i`.
    fn accent(&mut self, mark: char) {
        if self.unread().starts_with('{') {
            // Too long to be an accented letter: the accent is left out, and the group is read as any other.
            let Some(length) = short_group_length(self.unread(), LONGEST_ACCENT) else { return };
            let argument = &self.unread()[1..length - 1];
            self.offset += length;
            self.push_accented(argument, mark);
            return;
        }
        self.skip_spaces();
        let unread = self.unread();
        if unread.starts_with('}') {
            return;
        }
        let length = token_length(unread);
        self.offset += length;
        self.push_accented(&unread[..length], mark);
        if unread.starts_with('\\') {
            self.skip_space_of_command();
        }
    }

    /// Prints an argument with an accent on its first character. An argument of an accent may have one itself, as in
    /// `\'{\^a}`.
    fn push_accented(&mut self, argument: &str, mark: char) {
        let plain = decoded(argument);
        let mut characters = plain.chars();
        let accented = match characters.next() {
            None => String::new(),
            Some(base) => {
                let base = match base {
                    'ı' => 'i',
                    'ȷ' => 'j',
                    _ => base,
                };
                let composed = compose(base, mark).map_or_else(|| format!("{base}{mark}"), String::from);
                composed + characters.as_str()
            }
        };
        self.push(&accented);
    }

    /// Decodes a formula between dollars. As in Pandoc, no blank follows the first dollar or precedes the second, and no digit
    /// follows the second, so that `$5 and $6` are prices.
    fn dollar(&mut self) {
        let is_displayed = self.unread().starts_with("$$");
        let dollars = if is_displayed { 2 } else { 1 };
        let inner = &self.unread()[dollars..];
        match formula_length(inner) {
            Some(length) if !inner.starts_with(char::is_whitespace) => {
                let closing_dollars = dollars.min(inner[length..].bytes().take_while(|byte| *byte == b'$').count());
                self.offset += dollars + length + closing_dollars;
                self.formula(&inner[..length]);
            }
            _ => {
                self.push("$");
                self.offset += 1;
            }
        }
    }

    fn formula_until(&mut self, end: &str) {
        let unread = self.unread();
        let length = unread.find(end).unwrap_or(unread.len());
        self.offset += (length + end.len()).min(unread.len());
        self.formula(&unread[..length]);
    }

    fn formula(&mut self, tex: &str) {
        self.push_with(&formula_text(tex, self.styles), Case::Protected);
    }
}

/// The text of an argument.
fn decoded(argument: &str) -> String {
    let mut inner = Decoder::new(argument, Styles::Dropped);
    while inner.step() {}
    inner.pieces.into_iter().map(|piece| piece.text).collect()
}

/// What the character at the start of the text and those that join it print, and how many bytes they are.
fn ligature(text: &str) -> (&str, usize) {
    match text.as_bytes()[0] {
        b'~' => ("\u{a0}", 1),
        b'-' if text.starts_with("---") => ("\u{2014}", 3),
        b'-' if text.starts_with("--") => ("\u{2013}", 2),
        b'`' if text.starts_with("``") => ("\u{201c}", 2),
        b'`' => ("\u{2018}", 1),
        b'\'' if text.starts_with("''") => ("\u{201d}", 2),
        _ => (&text[..1], 1),
    }
}

/// The length of the formula that a dollar sign opened before `text`; `None` if no dollar sign closes it.
fn formula_length(text: &str) -> Option<usize> {
    let mut offset = 0;
    while let Some(length) = text[offset..].find(['\\', '$']) {
        let end = offset + length;
        if text[end..].starts_with('$') {
            let is_closing = !text[..end].ends_with(char::is_whitespace)
                && !text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
            return is_closing.then_some(end);
        }
        offset = end + 1 + text[end + 1..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// What a command without an argument prints.
pub(super) fn printed(name: &str) -> Option<String> {
    symbol(name).map(str::to_owned).or_else(|| tex_symbols::greek(name).map(String::from))
}

/// The name of a command behind its backslash: letters, or one other character.
pub(super) fn command_name(text: &str) -> &str {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let length = if letters == 0 { text.chars().next().map_or(0, char::len_utf8) } else { letters };
    &text[..length]
}

/// The length of the group at the start of the text, if it has no more than `longest` bytes. The search ends there too,
/// because nested groups that never close would each be searched to the end of the value.
pub(super) fn short_group_length(text: &str, longest: usize) -> Option<usize> {
    let end = (0..=longest.min(text.len())).rev().find(|end| text.is_char_boundary(*end))?;
    group_length(&text[..end])
}

/// Whether a group begins with an accent, a letter or a dropped argument and is too short for much more, such as `{\"u}` or
/// `{\ss}`.
fn is_for_command(text: &str) -> bool {
    let Some(behind) = text.strip_prefix("{\\") else { return false };
    let name = command_name(behind);
    let is_short = short_group_length(text, LONGEST_ACCENT).is_some();
    let is_letter = symbol(name).is_some_and(|symbol| symbol.starts_with(char::is_alphabetic));
    is_short && (tex_symbols::accent(name).is_some() || is_letter || drops_first_argument(name))
}

/// Commands whose first argument is not printed. `\noopsort` and its kin are defined by each library, in any case.
fn drops_first_argument(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    matches!(lower.as_str(), "noopsort" | "sortnoop" | "nosort" | "noop" | "switchargs" | "hspace" | "vspace" | "label")
        || matches!(
            name,
            "href" | "textcolor" | "color" | "foreignlanguage" | "vphantom" | "phantom" | "hphantom" | "cite"
        )
}

/// The style that opens at the start of the text with TeX's older switches, which hold to the end of the group:
/// `{\it ..}`. With the number of bytes before the styled text.
fn style_switch(text: &str) -> Option<(TextStyle, usize)> {
    let name = command_name(text.strip_prefix("{\\")?);
    let style = match name {
        "it" | "em" | "itshape" | "sl" => TextStyle::Italic,
        "bf" | "bfseries" => TextStyle::Bold,
        "sc" | "scshape" => TextStyle::SmallCaps,
        _ => return None,
    };
    let behind = &text[2 + name.len()..];
    Some((style, 2 + name.len() + behind.len() - behind.trim_start_matches(' ').len()))
}

/// The style of LaTeX's commands with an argument: `\emph{..}`.
fn style_of_command(name: &str) -> Option<TextStyle> {
    match name {
        "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" => Some(TextStyle::Italic),
        "textbf" | "mkbibbold" => Some(TextStyle::Bold),
        "textsubscript" | "subscript" => Some(TextStyle::Subscript),
        "textsuperscript" | "mkbibsuperscript" | "up" => Some(TextStyle::Superscript),
        "textsc" => Some(TextStyle::SmallCaps),
        _ => None,
    }
}

/// The length of the command or the character at the start of the text.
pub(super) fn token_length(text: &str) -> usize {
    match text.strip_prefix('\\') {
        Some(behind) => 1 + command_name(behind).len(),
        None => text.chars().next().map_or(0, char::len_utf8),
    }
}
