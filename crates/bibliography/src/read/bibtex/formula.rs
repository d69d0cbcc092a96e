//! The text of a formula of TeX, and of fractions, which stand outside of formulas too. Where a formula begins and ends is
//! left to [`super::latex`].

use super::latex::{Styles, command_name, is_known, printed, short_group_length, token_length};
use super::tex_symbols::{self, Script, script_form};
use crate::markup::TextStyle;

/// The most bytes of a raised or lowered group, or of a part of a fraction.
const LONGEST_SCRIPT: usize = 100;

/// A fraction as one character, or with a slash, of the two arguments at the start of a text; with their length. A number
/// right before it is apart from it.
pub(super) fn fraction(text: &str, text_before: &str) -> (String, usize) {
    let spaces = text.len() - text.trim_start().len();
    let (above, above_length) = script_argument(&text[spaces..]);
    let behind = &text[spaces + above_length..];
    let more_spaces = behind.len() - behind.trim_start().len();
    let (below, below_length) = script_argument(behind.trim_start());
    let [above, below] = [above, below].map(|tex| formula_text(tex, Styles::Dropped).trim().to_owned());
    let length = (spaces + above_length + more_spaces + below_length).min(text.len());
    let fraction = tex_symbols::fraction(&above, &below).map_or_else(
        || {
            let space = if text_before.ends_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
            format!("{space}{above}/{below}")
        },
        str::to_owned,
    );
    (fraction, length)
}

/// A formula as one line of text: Greek letters and operators as characters, raised and lowered digits where Unicode has
/// them, tags where it has not.
pub(super) fn formula_text(tex: &str, styles: Styles) -> String {
    let mut out = String::new();
    let mut unread = tex;
    while let Some(c) = unread.chars().next() {
        let length = match c {
            '\\' => {
                let name = command_name(&unread[1..]);
                let behind = &unread[1 + name.len()..];
                if tex_symbols::is_fraction(name) {
                    let (fraction, length) = fraction(behind, &out);
                    out.push_str(&fraction);
                    1 + name.len() + length
                } else {
                    out.push_str(&printed(name).unwrap_or_else(|| formula_space(name, behind)));
                    1 + name.len() + usize::from(behind.starts_with(' '))
                }
            }
            '^' | '_' => {
                let script = if c == '^' { Script::Super } else { Script::Sub };
                let (argument, length) = script_argument(&unread[1..]);
                out.push_str(&scripted(&formula_text(argument, Styles::Dropped), script, styles));
                1 + length
            }
            '{' | '}' => 1,
            '~' => {
                out.push(' ');
                1
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        unread = &unread[length.min(unread.len())..];
    }
    out
}

/// What a command of a formula prints that is no symbol: an escaped character or a space, and its own name if nobody knows
/// it and it has no argument.
fn formula_space(name: &str, behind: &str) -> String {
    match name {
        "," | ";" | ":" | "quad" | "qquad" | "enspace" | "thinspace" | " " | "space" => " ".to_owned(),
        "!" => String::new(),
        _ if !name.starts_with(|c: char| c.is_ascii_alphabetic()) => name.to_owned(),
        _ if is_known(name) || behind.starts_with('{') => String::new(),
        _ => format!("\\{name}"),
    }
}

/// The argument of `^` or `_`: a group without its braces, a command or a character; with its length.
fn script_argument(text: &str) -> (&str, usize) {
    if text.starts_with('{') {
        // A nested argument is decoded once for each level, so only a short one is taken as a whole.
        return short_group_length(text, LONGEST_SCRIPT).map_or(("", 1), |length| (&text[1..length - 1], length));
    }
    let length = token_length(text);
    (&text[..length], length)
}

fn scripted(text: &str, script: Script, styles: Styles) -> String {
    // `^\circ` and `^\prime` are raised already.
    if text == "°" || text == "′" {
        return text.to_owned();
    }
    if let Some(scripted) = text.chars().map(|c| script_form(c, script)).collect::<Option<String>>() {
        return scripted;
    }
    let style = if script == Script::Super { TextStyle::Superscript } else { TextStyle::Subscript };
    match styles {
        Styles::Tags => format!("{}{text}{}", style.opening(), style.closing()),
        Styles::Dropped => text.to_owned(),
    }
}
