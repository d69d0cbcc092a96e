//! TeX's commands for how text is to look (`\\emph{..}`, `\\textsubscript{..}`, `{\\it ..}`) into the tags that titles hold. Signs
//! of Unicode's private area stand for the tags while the rest of the TeX is read: the braces of these commands would
//! otherwise count as braces that protect case.

use std::borrow::Cow;

use crate::markup::TextStyle;

const FIRST: u32 = 0xf8e0;
const COUNT: u32 = 5;

/// The value with a sign for each beginning and end of a look; as it is, where its braces do not pair.
pub(super) fn signed(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut open: Vec<Option<TextStyle>> = Vec::new();
    let mut rest = raw;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (command(rest), rest.as_bytes()[0]) {
            (Some((look, length)), _) => {
                out.push(sign(look, Side::Begins));
                open.push(Some(look));
                length
            }
            (None, b'{') => {
                out.push('{');
                open.push(None);
                1
            }
            (None, b'}') => {
                let Some(closed) = open.pop() else { return Cow::Borrowed(raw) };
                out.push(closed.map_or('}', |look| sign(look, Side::Ends)));
                1
            }
            // biblatex leaves the backslash of one that ends a value.
            _ if rest.starts_with("\\$") => {
                out.push_str("\\textdollar{}");
                2
            }
            _ => {
                let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    if open.is_empty() { Cow::Owned(out + rest) } else { Cow::Borrowed(raw) }
}

/// The text with tags in place of the signs.
pub(super) fn tagged(text: &str) -> Cow<'_, str> {
    if !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match meaning(c) {
            Some((look, Side::Begins)) => out.push_str(look.opening()),
            Some((look, Side::Ends)) => out.push_str(look.closing()),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a character is one of the signs.
pub(super) fn is_sign(c: char) -> bool {
    meaning(c).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Begins,
    Ends,
}

/// The look that begins at the start of the text, `\\emph{` or `{\\it `, and the length of its command.
fn command(text: &str) -> Option<(TextStyle, usize)> {
    let (name, before) = match text.strip_prefix("{\\") {
        Some(name) => (name, 2),
        None => (text.strip_prefix('\\')?, 1),
    };
    let length = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
    let after = &name[length..];
    let blanks = after.len() - after.trim_start_matches(' ').len();
    if before == 2 {
        let look = match &name[..length] {
            "it" | "em" | "itshape" => TextStyle::Italic,
            "bf" | "bfseries" => TextStyle::Bold,
            "sc" | "scshape" => TextStyle::SmallCaps,
            _ => return None,
        };
        return Some((look, before + length + blanks));
    }
    let look = match &name[..length] {
        "emph" | "textit" => TextStyle::Italic,
        "textbf" => TextStyle::Bold,
        "textsubscript" => TextStyle::Subscript,
        "textsuperscript" => TextStyle::Superscript,
        "textsc" => TextStyle::SmallCaps,
        _ => return None,
    };
    after[blanks..].starts_with('{').then_some((look, before + length + blanks + 1))
}

fn sign(look: TextStyle, side: Side) -> char {
    let at = TextStyle::ALL
        .iter()
        .position(|known| *known == look)
        .and_then(|at| u32::try_from(at).ok())
        .unwrap_or_default();
    let at = if side == Side::Ends { at + COUNT } else { at };
    char::from_u32(FIRST + at).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn meaning(c: char) -> Option<(TextStyle, Side)> {
    let at = u32::from(c).checked_sub(FIRST)?;
    let side = if at < COUNT { Side::Begins } else { Side::Ends };
    let look = TextStyle::ALL.get(usize::try_from(at % COUNT).ok()?).filter(|_| at < 2 * COUNT)?;
    Some((*look, side))
}
