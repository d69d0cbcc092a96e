//! TeX in a field's value into plain text, in pieces that say whether their case is to be kept. The accents and the quoting
//! are biblatex's; what that leaves behind (commands it does not know, ties, quotes, formulas) is taken out here.

use std::borrow::Cow;

use biblatex::{Bibliography, Chunk, Chunks, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use super::text_styles;
use crate::markup;
use crate::{Case, Title};

/// Longer values, in bytes, are refused: nothing that a style prints needs them, and TeX can be made slow on purpose.
const LONGEST: usize = 200_000;
/// More opening braces than any real value has.
const MOST_BRACES: usize = 2_000;

/// A stretch of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TexPiece {
    /// Its text.
    pub(super) text: String,
    /// Kept where it stood in braces.
    pub(super) case: Case,
}

/// The text of a value, white space collapsed.
pub(super) fn text(raw: &str) -> Result<String, String> {
    Ok(Title::from_pieces(pieces(raw)?.iter().map(|piece| (piece.text.as_str(), piece.case))).to_string())
}

/// The text of a value with what its braces protect and how its commands want it to look.
pub(super) fn title(raw: &str) -> Result<Title, String> {
    let pieces = read(raw)?;
    let marked: Vec<_> = pieces.iter().map(|piece| (text_styles::tagged(&piece.text), piece.case)).collect();
    Ok(markup::from_pieces(marked.iter().map(|(text, case)| (&**text, *case))))
}

/// The pieces of a value, without looks.
pub(super) fn pieces(raw: &str) -> Result<Vec<TexPiece>, String> {
    let mut pieces = read(raw)?;
    pieces.iter_mut().for_each(|piece| piece.text.retain(|c| !text_styles::is_sign(c)));
    Ok(pieces)
}

fn read(raw: &str) -> Result<Vec<TexPiece>, String> {
    if !raw.contains(['\\', '{', '}', '$', '~', '-', '`', '\'']) {
        return Ok(vec![TexPiece { text: raw.to_owned(), case: Case::Free }]);
    }
    if raw.len() > LONGEST || raw.bytes().filter(|byte| *byte == b'{').count() > MOST_BRACES {
        return Err("the value is too long".to_owned());
    }
    let chunks = decode(&accents_out_of_braces(&literals_aside(&text_styles::signed(raw))))?;
    Ok(chunks.into_iter().map(|chunk| piece(chunk.v)).collect())
}

/// Characters that are meant as such, while the others mean something.
const LITERALS: [(&str, char, char); 5] = [
    ("\\textbackslash", '\u{f8f0}', '\\'),
    ("\\textasciitilde", '\u{f8f1}', '~'),
    ("\\textdollar", '\u{f8f2}', '$'),
    ("\\textasciigrave", '\u{f8f3}', '`'),
    ("\\textquotesingle", '\u{f8f4}', '\''),
];

fn literals_aside(raw: &str) -> Cow<'_, str> {
    if !LITERALS.iter().any(|(command, ..)| raw.contains(command)) {
        return Cow::Borrowed(raw);
    }
    let replaced = LITERALS.iter().fold(raw.to_owned(), |raw, (command, aside, _)| {
        let with_braces = raw.replace(&format!("{command}{{}}"), &aside.to_string());
        with_braces.replace(&format!("{command} "), &aside.to_string()).replace(command, &aside.to_string())
    });
    Cow::Owned(replaced)
}

fn literals_back(text: String) -> String {
    LITERALS.iter().fold(text, |text, (_, aside, literal)| text.replace(*aside, &literal.to_string()))
}

fn piece(chunk: Chunk) -> TexPiece {
    let (text, case) = match chunk {
        Chunk::Normal(text) => (without_commands(&text), Case::Free),
        Chunk::Verbatim(text) => (without_commands(&text), Case::Protected),
        Chunk::Math(text) => (formula(&text), Case::Protected),
    };
    TexPiece { text: literals_back(text), case }
}

/// biblatex's decoding of one value.
fn decode(raw: &str) -> Result<Chunks, String> {
    let field = vec![Spanned::zero(RawChunk::Normal(raw))];
    let fields = vec![Pair::new(Spanned::zero("title"), Spanned::zero(field))];
    let entry = RawEntry { key: Spanned::zero("x"), kind: Spanned::zero("misc"), fields };
    let file =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::zero(entry)], abbreviations: Vec::new() };
    let mut decoded = Bibliography::from_raw(file).map_err(|error| error.kind.to_string())?;
    Ok(decoded.get_mut("x").and_then(|entry| entry.remove("title")).unwrap_or_default())
}

/// `{\"u}` without its braces: they hold the accent together and, unlike others, protect no case.
fn accents_out_of_braces(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut depth = 0_usize;
    let mut rest = raw;
    while let Some(at) = rest.find(['{', '}', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let group = if depth == 0 && opens_command(rest) { accent_group(rest) } else { None };
        let taken = match (group, rest.as_bytes()[0]) {
            (Some((plain, length)), _) => {
                out.push_str(&plain);
                rest = &rest[length..];
                continue;
            }
            (None, b'\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            (None, brace) => {
                depth = if brace == b'{' { depth + 1 } else { depth.saturating_sub(1) };
                1
            }
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out + rest
}

/// Whether a group opens with a command that is no escaped character.
fn opens_command(text: &str) -> bool {
    text.strip_prefix("{\\").is_some_and(|name| !name.starts_with(['#', '$', '%', '&', '_', '{', '}']))
}

/// What a short group `{\..}` at the start of `text` stands for, and how long it is.
fn accent_group(text: &str) -> Option<(String, usize)> {
    const LONGEST_ACCENT: usize = 24;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST_ACCENT) {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                let plain: String = decode(&text[1..at]).ok()?.iter().map(|chunk| chunk.v.get()).collect();
                return (!plain.contains(['\\', '{', '}', '$'])).then_some((plain, at + 1));
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
    let mut arguments = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '~', '`', '\'', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (replacement, length) = match rest.as_bytes()[0] {
            b'\\' => command(rest, &mut arguments),
            b'~' => ("\u{a0}", 1),
            b'`' if rest.starts_with("``") => ("\u{201c}", 2),
            b'\'' if rest.starts_with("''") => ("\u{201d}", 2),
            b'}' if arguments > 0 => {
                arguments -= 1;
                ("", 1)
            }
            _ => (&rest[..1], 1),
        };
        out.push_str(replacement);
        rest = &rest[length..];
    }
    out + rest
}

/// What a command at the start of `text` is replaced by, and how much of it is taken.
fn command<'a>(text: &'a str, arguments: &mut usize) -> (&'a str, usize) {
    let name = letters(&text[1..]);
    let end = 1 + name.len();
    if name.is_empty() {
        let spacing = text[1..].starts_with([',', ';', ':', '!', '/', ' ']);
        return if spacing { (" ", 2) } else { ("", 1) };
    }
    let after = &text[end..];
    if name == "href" && after.starts_with('{') {
        return ("", end + after.find('}').map_or(after.len(), |close| close + 1));
    }
    let symbol = symbol(name).unwrap_or_default();
    if after.starts_with('{') {
        *arguments += 1;
        return (symbol, end + 1);
    }
    (symbol, end + usize::from(after.starts_with(' ')))
}

/// A formula as one line of text: Greek letters and operators as characters, small digits where Unicode has them.
fn formula(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\\' => {
                let name = letters(&rest[1..]);
                out.push_str(symbol(name).unwrap_or_default());
                1 + name.len() + usize::from(rest[1 + name.len()..].starts_with(' '))
            }
            '^' | '_' => {
                let (shifted, length) = shifted(&rest[1..], if c == '^' { Script::Super } else { Script::Sub });
                out.push_str(&shifted);
                1 + length
            }
            '{' | '}' => 1,
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[length.min(rest.len())..];
    }
    out
}

/// The argument of `^` or `_` in small characters, or as it is where one of them has no small form; and its length.
fn shifted(text: &str, script: Script) -> (String, usize) {
    let (argument, length) = match text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        Some((argument, _)) => (argument, argument.len() + 2),
        None => {
            let length = text.chars().next().map_or(0, char::len_utf8);
            (&text[..length], length)
        }
    };
    let small: Option<String> = argument.chars().map(|c| small(c, script)).collect();
    (small.unwrap_or_else(|| without_commands(argument)), length)
}

#[derive(Clone, Copy)]
enum Script {
    Super,
    Sub,
}

/// Unicode has small forms of few characters.
fn small(c: char, script: Script) -> Option<char> {
    let (plain, small) = match script {
        Script::Super => ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        Script::Sub => ("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    };
    small.chars().nth(plain.chars().position(|plain| plain == c)?)
}

fn letters(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())]
}

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
    SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, symbol)| *symbol)
}
