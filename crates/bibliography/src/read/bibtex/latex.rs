//! Turns the TeX of a field's value into plain text, in pieces that say whether their case is protected.
//!
//! biblatex decodes accents and escapes. Before and after it, this module handles what biblatex leaves: commands that
//! it does not know, ties, quotes, formulas, and characters that mean themselves. Styles of type are left to
//! [`text_styles`].

use std::borrow::Cow;

use biblatex::{Bibliography, Chunk, Chunks, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use super::text_styles;
use crate::markup;
use crate::{Case, Title};

/// A longer value, in bytes, is refused: no citation style prints so much, and TeX can be made slow on purpose.
const LONGEST: usize = 200_000;
/// More opening braces than any real value has.
const MOST_BRACES: usize = 2_000;

/// A piece of a decoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TexPiece {
    pub(super) text: String,
    /// Protected if the piece was in braces.
    pub(super) case: Case,
}

/// The text of a value, white space collapsed.
pub(super) fn text(tex: &str) -> Result<String, String> {
    Ok(Title::from_pieces(pieces(tex)?.iter().map(|piece| (piece.text.as_str(), piece.case))).to_string())
}

/// The text of a value with tags for its styles and protected ranges for its braces.
pub(super) fn title(tex: &str) -> Result<Title, String> {
    let pieces = styled_pieces(tex)?;
    let tagged: Vec<_> = pieces.iter().map(|piece| (text_styles::with_tags(&piece.text), piece.case)).collect();
    Ok(markup::from_pieces(tagged.iter().map(|(text, case)| (&**text, *case))))
}

/// The pieces of a value without styles.
pub(super) fn pieces(tex: &str) -> Result<Vec<TexPiece>, String> {
    let mut pieces = styled_pieces(tex)?;
    pieces.iter_mut().for_each(|piece| piece.text.retain(|c| !text_styles::is_placeholder(c)));
    Ok(pieces)
}

/// The pieces of a value with placeholders for its styles. The order of the steps matters: the replacements before
/// decoding hide from biblatex what it would drop or misread, and each is undone or completed in [`piece`].
fn styled_pieces(tex: &str) -> Result<Vec<TexPiece>, String> {
    // Most values of a library have no TeX at all, and decoding is by far the slowest step.
    if !tex.contains(['\\', '{', '}', '$', '~', '-', '`', '\'']) {
        return Ok(vec![TexPiece { text: tex.to_owned(), case: Case::Free }]);
    }
    if tex.len() > LONGEST || tex.bytes().filter(|byte| *byte == b'{').count() > MOST_BRACES {
        return Err("the value is too long".to_owned());
    }
    let with_styles = text_styles::with_placeholders(tex);
    let chunks = decode(&without_accent_braces(&with_literal_placeholders(&with_styles)))?;
    Ok(chunks.into_iter().map(|chunk| piece(chunk.v)).collect())
}

/// Commands for characters that have a meaning in TeX, with a placeholder that stands for the character until all
/// meanings are decoded, and the character.
const LITERALS: [(&str, char, char); 5] = [
    ("\\textbackslash", '\u{f8f0}', '\\'),
    ("\\textasciitilde", '\u{f8f1}', '~'),
    ("\\textdollar", '\u{f8f2}', '$'),
    ("\\textasciigrave", '\u{f8f3}', '`'),
    ("\\textquotesingle", '\u{f8f4}', '\''),
];

fn with_literal_placeholders(tex: &str) -> Cow<'_, str> {
    if !LITERALS.iter().any(|(command, ..)| tex.contains(command)) {
        return Cow::Borrowed(tex);
    }
    let mut replaced = tex.to_owned();
    for (command, placeholder, _) in LITERALS {
        // The empty group or the blank behind a command belongs to it, so the longer spellings go first.
        for spelling in [format!("{command}{{}}"), format!("{command} "), command.to_owned()] {
            replaced = replaced.replace(&spelling, placeholder.encode_utf8(&mut [0; 4]));
        }
    }
    Cow::Owned(replaced)
}

fn with_literals(text: String) -> String {
    LITERALS.iter().fold(text, |text, (_, placeholder, literal)| text.replace(*placeholder, &literal.to_string()))
}

fn piece(chunk: Chunk) -> TexPiece {
    let (text, case) = match chunk {
        Chunk::Normal(text) => (without_commands(&text), Case::Free),
        Chunk::Verbatim(text) => (without_commands(&text), Case::Protected),
        Chunk::Math(text) => (formula(&text), Case::Protected),
    };
    TexPiece { text: with_literals(text), case }
}

/// Decodes one value with biblatex. Its parser of values is not public, so the value is wrapped into a file with one
/// entry.
fn decode(tex: &str) -> Result<Chunks, String> {
    let field = vec![Spanned::zero(RawChunk::Normal(tex))];
    let fields = vec![Pair::new(Spanned::zero("title"), Spanned::zero(field))];
    let entry = RawEntry { key: Spanned::zero("x"), kind: Spanned::zero("misc"), fields };
    let file =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::zero(entry)], abbreviations: Vec::new() };
    let mut decoded = Bibliography::from_raw(file).map_err(|error| error.kind.to_string())?;
    Ok(decoded.get_mut("x").and_then(|entry| entry.remove("title")).unwrap_or_default())
}

/// Decodes groups such as `{\"u}` and drops their braces: these hold the accent together and, unlike others, do not
/// protect case. Groups within a group stay, because the outer braces protect them anyway.
fn without_accent_braces(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut depth = 0_usize;
    let mut unread = tex;
    while let Some(offset) = unread.find(['{', '}', '\\']) {
        out.push_str(&unread[..offset]);
        unread = &unread[offset..];
        let group = if depth == 0 && opens_command(unread) { accent_group(unread) } else { None };
        let copied = match (group, unread.as_bytes()[0]) {
            (Some((plain, length)), _) => {
                out.push_str(&plain);
                unread = &unread[length..];
                continue;
            }
            (None, b'\\') => 1 + unread[1..].chars().next().map_or(0, char::len_utf8),
            (None, brace) => {
                depth = if brace == b'{' { depth + 1 } else { depth.saturating_sub(1) };
                1
            }
        };
        out.push_str(&unread[..copied]);
        unread = &unread[copied..];
    }
    out + unread
}

/// Whether a group opens with a command. An escaped character such as `{\&}` is not one.
fn opens_command(text: &str) -> bool {
    text.strip_prefix("{\\").is_some_and(|name| !name.starts_with(['#', '$', '%', '&', '_', '{', '}']))
}

/// The text of a short group `{\..}` at the start of `text`, and the group's length. `None` for a longer group, and for
/// one that holds commands which biblatex does not know.
fn accent_group(text: &str) -> Option<(String, usize)> {
    // Each group is decoded on its own; the limit keeps many nested ones from taking quadratic time.
    const LONGEST_ACCENT: usize = 24;
    let mut depth = 0_usize;
    for (offset, c) in text.char_indices().take(LONGEST_ACCENT) {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                let plain: String = decode(&text[1..offset]).ok()?.iter().map(|chunk| chunk.v.get()).collect();
                return (!plain.contains(['\\', '{', '}', '$'])).then_some((plain, offset + 1));
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Drops the commands that biblatex passed through and keeps their arguments; ties and TeX's quotes become characters.
fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open_arguments = 0_usize;
    let mut unread = text;
    while let Some(offset) = unread.find(['\\', '~', '`', '\'', '}']) {
        out.push_str(&unread[..offset]);
        unread = &unread[offset..];
        let (replacement, length) = match unread.as_bytes()[0] {
            b'\\' => command(unread, &mut open_arguments),
            b'~' => ("\u{a0}", 1),
            b'`' if unread.starts_with("``") => ("\u{201c}", 2),
            b'\'' if unread.starts_with("''") => ("\u{201d}", 2),
            b'}' if open_arguments > 0 => {
                open_arguments -= 1;
                ("", 1)
            }
            _ => (&unread[..1], 1),
        };
        out.push_str(replacement);
        unread = &unread[length..];
    }
    out + unread
}

/// The replacement for a command at the start of `text`, and the number of bytes that it replaces. If an argument
/// opens, its brace is replaced as well and counted in `open_arguments`, so that the closing one can be dropped.
fn command<'a>(text: &'a str, open_arguments: &mut usize) -> (&'a str, usize) {
    let name = letters(&text[1..]);
    let name_end = 1 + name.len();
    if name.is_empty() {
        // Commands without letters have one character; these make space, such as the thin one in `p.\,3`.
        let is_spacing = text[1..].starts_with([',', ';', ':', '!', '/', ' ']);
        return if is_spacing { (" ", 2) } else { ("", 1) };
    }
    let text_behind = &text[name_end..];
    // The first argument of `\href` is the address, the second the words.
    if name == "href" && text_behind.starts_with('{') {
        return ("", name_end + text_behind.find('}').map_or(text_behind.len(), |close| close + 1));
    }
    let symbol = symbol(name).unwrap_or_default();
    if text_behind.starts_with('{') {
        *open_arguments += 1;
        return (symbol, name_end + 1);
    }
    (symbol, name_end + usize::from(text_behind.starts_with(' ')))
}

/// A formula as one line of text: Greek letters and operators as characters, raised and lowered digits where Unicode
/// has them.
fn formula(text: &str) -> String {
    let mut out = String::new();
    let mut unread = text;
    while let Some(c) = unread.chars().next() {
        let length = match c {
            '\\' => {
                let name = letters(&unread[1..]);
                out.push_str(symbol(name).unwrap_or_default());
                1 + name.len() + usize::from(unread[1 + name.len()..].starts_with(' '))
            }
            '^' | '_' => {
                let (script, length) =
                    script_argument(&unread[1..], if c == '^' { Script::Super } else { Script::Sub });
                out.push_str(&script);
                1 + length
            }
            '{' | '}' => 1,
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        unread = &unread[length.min(unread.len())..];
    }
    out
}

/// The argument of `^` or `_` in raised or lowered characters, with its length. If one character has no such form, all
/// are plain.
fn script_argument(text: &str, script: Script) -> (String, usize) {
    let (argument, length) = match text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        Some((argument, _)) => (argument, argument.len() + 2),
        None => {
            let length = text.chars().next().map_or(0, char::len_utf8);
            (&text[..length], length)
        }
    };
    let scripted: Option<String> = argument.chars().map(|c| script_form(c, script)).collect();
    (scripted.unwrap_or_else(|| without_commands(argument)), length)
}

/// Whether characters are raised or lowered.
#[derive(Clone, Copy)]
enum Script {
    Super,
    Sub,
}

/// The raised or lowered form of a character. Unicode has few of them.
fn script_form(c: char, script: Script) -> Option<char> {
    let (plain, scripted) = match script {
        Script::Super => ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        Script::Sub => ("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    };
    scripted.chars().nth(plain.chars().position(|plain| plain == c)?)
}

fn letters(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())]
}

/// The character of a command, for the commands that occur in titles of the life sciences.
fn symbol(name: &str) -> Option<&'static str> {
    const SYMBOLS: [(&str, &str); 47] = [
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("delta", "δ"),
        ("epsilon", "ε"),
        ("varepsilon", "ε"),
        ("zeta", "ζ"),
        ("eta", "η"),
        ("theta", "θ"),
        ("iota", "ι"),
        ("kappa", "κ"),
        ("lambda", "λ"),
        ("mu", "μ"),
        ("nu", "ν"),
        ("xi", "ξ"),
        ("pi", "π"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("tau", "τ"),
        ("upsilon", "υ"),
        ("phi", "φ"),
        ("varphi", "φ"),
        ("chi", "χ"),
        ("psi", "ψ"),
        ("omega", "ω"),
        ("Gamma", "Γ"),
        ("Delta", "Δ"),
        ("Theta", "Θ"),
        ("Lambda", "Λ"),
        ("Sigma", "Σ"),
        ("Phi", "Φ"),
        ("Psi", "Ψ"),
        ("Omega", "Ω"),
        ("pm", "±"),
        ("times", "×"),
        ("cdot", "·"),
        ("leq", "≤"),
        ("le", "≤"),
        ("geq", "≥"),
        ("ge", "≥"),
        ("approx", "≈"),
        ("sim", "∼"),
        ("degree", "°"),
        ("circ", "°"),
        ("textdegree", "°"),
        ("textmu", "μ"),
        ("ldots", "…"),
    ];
    SYMBOLS.iter().find(|(command, _)| *command == name).map(|(_, symbol)| *symbol)
}
