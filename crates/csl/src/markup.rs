//! Prints text with the inline markup of CSL-JSON: tags become formatting, straight quotation marks become those of the
//! language, and apostrophes are set apart from them.
//!
//! A tag without its partner is text, and so is a quotation mark.

use crate::buffer::{Buffer, Flip, Mark};
use crate::locale::QuoteMarks;

/// Signs that begin markup or need another look.
const SPECIAL: [char; 8] = ['<', '\'', '"', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{ab}'];

/// Attributes of a tag that are longer are no markup of CSL.
const MAX_TAG: usize = 200;

/// A text with more tags and quotation marks is printed as it stands: finding pairs takes time for each open one.
const MAX_TOKENS: usize = 5_000;

/// Prints a text with markup.
pub(crate) fn push(buffer: &mut Buffer<'_>, text: &str, quotes: &QuoteMarks) {
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'<' | b'\'' | b'"')) {
        return buffer.push(text);
    }
    if !text.contains(SPECIAL) && !text.contains(&*quotes.open) {
        return buffer.push(text);
    }
    let mut tokens = tokens(text, quotes);
    if tokens.len() > MAX_TOKENS {
        return buffer.push(text);
    }
    pair(&mut tokens);
    let mut is_first = true;
    let mut first_kind = None;
    let mut quote_depth = 0;
    for token in tokens {
        match (token.kind, token.is_paired) {
            (TokenKind::Open(mark), true) => buffer.open(mark),
            (TokenKind::Close(_), true) => buffer.close(),
            (TokenKind::Apostrophe | TokenKind::Quote { is_single: true, .. }, false) => {
                write(buffer, if token.text == "\u{2018}" { token.text } else { "\u{2019}" }, &mut is_first);
            }
            (TokenKind::Quote { can_open, is_single, .. }, true) => {
                if can_open {
                    // The kind of mark that a text begins with is the outer one, the other is an inner one anywhere.
                    let outer = *first_kind.get_or_insert(is_single);
                    buffer.open(if quote_depth > 0 || is_single == outer { Mark::Quote } else { Mark::InnerQuote });
                    quote_depth += 1;
                } else {
                    quote_depth -= 1;
                    buffer.close();
                }
            }
            _ => write(buffer, token.text, &mut is_first),
        }
    }
}

/// The first piece meets what stands before it; the others follow within the text.
fn write(buffer: &mut Buffer<'_>, text: &str, is_first: &mut bool) {
    if text.is_empty() {
        return;
    }
    if std::mem::take(is_first) {
        buffer.push(text);
    } else {
        buffer.push_on(text);
    }
}

#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    kind: TokenKind,
    is_paired: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenKind {
    Text,
    Open(Mark),
    Close(Tag),
    /// A quotation mark. After [`pair`] exactly one of the two is true for a mark that has its partner.
    Quote {
        is_single: bool,
        can_open: bool,
        can_close: bool,
    },
    Apostrophe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Italic,
    Bold,
    Underline,
    Superscript,
    Subscript,
    SmallCaps,
    Span,
}

/// Cuts a text at tags, quotation marks and raised characters.
fn tokens<'a>(text: &'a str, quotes: &QuoteMarks) -> Vec<Token<'a>> {
    let mut tokens: Vec<Token<'a>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let unread_text = &text[at..];
        let Some((kind, length)) = special(text, at, tokens.last().filter(|_| start == at), quotes) else {
            at += unread_text.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if start < at {
            tokens.push(Token { text: &text[start..at], kind: TokenKind::Text, is_paired: false });
        }
        tokens.push(Token { text: &text[at..at + length], kind, is_paired: false });
        at += length;
        start = at;
    }
    if start < text.len() {
        tokens.push(Token { text: &text[start..], kind: TokenKind::Text, is_paired: false });
    }
    tokens
}

/// The token at a position, if it is not plain text, with its length. `before` is the token that ends at the position.
fn special(text: &str, at: usize, before: Option<&Token<'_>>, quotes: &QuoteMarks) -> Option<(TokenKind, usize)> {
    let unread_text = &text[at..];
    let character = unread_text.chars().next()?;
    if character == '<' {
        return tag(unread_text);
    }
    if let Some(found) = guillemet(unread_text, &quotes.open, &quotes.close) {
        return Some(found);
    }
    let is_after_opener = before.is_some_and(|token| {
        matches!(token.kind, TokenKind::Open(_) | TokenKind::Quote { can_open: true, can_close: false, .. })
    });
    let previous = text[..at].chars().next_back();
    let next = unread_text[character.len_utf8()..].chars().next();
    let opens = is_after_opener
        || previous.is_none_or(|before| before.is_whitespace() || "([{\u{2013}\u{2014}/".contains(before));
    let is_before_tag = unread_text[character.len_utf8()..].starts_with("</");
    let is_after_space = previous.is_none_or(char::is_whitespace);
    let closes = !is_after_space && (is_before_tag || next.is_none_or(|after| !after.is_alphanumeric()));
    let kind = match character {
        '"' => quote(false, opens && next.is_some_and(|after| !after.is_whitespace()), closes),
        '\u{201c}' => quote(false, true, false),
        '\u{201d}' => quote(false, false, true),
        '\u{2018}' => quote(true, true, false),
        '\'' | '\u{2019}' => {
            let can_open = character == '\'' && opens && next.is_some_and(|after| !after.is_whitespace());
            if !can_open && !closes { TokenKind::Apostrophe } else { quote(true, can_open, closes) }
        }
        _ => return None,
    };
    Some((kind, character.len_utf8()))
}

fn guillemet(text: &str, open: &str, close: &str) -> Option<(TokenKind, usize)> {
    let is_open = open.starts_with('\u{ab}') && text.starts_with(open);
    let is_close = close.ends_with('\u{bb}') && text.starts_with(close);
    match (is_open, is_close) {
        (true, _) => Some((quote(false, true, false), open.len())),
        (_, true) => Some((quote(false, false, true), close.len())),
        _ => None,
    }
}

const fn quote(is_single: bool, can_open: bool, can_close: bool) -> TokenKind {
    TokenKind::Quote { is_single, can_open, can_close }
}

fn tag(rest: &str) -> Option<(TokenKind, usize)> {
    const TAGS: [(&str, Tag, Mark); 6] = [
        ("i>", Tag::Italic, Mark::Flip(Flip::Italic)),
        ("b>", Tag::Bold, Mark::Flip(Flip::Bold)),
        ("u>", Tag::Underline, Mark::Flip(Flip::Underline)),
        ("sup>", Tag::Superscript, Mark::Flip(Flip::Superscript)),
        ("sub>", Tag::Subscript, Mark::Flip(Flip::Subscript)),
        ("sc>", Tag::SmallCaps, Mark::Flip(Flip::SmallCaps)),
    ];
    let (body, is_close) = match rest.strip_prefix("</") {
        Some(body) => (body, true),
        None => (&rest[1..], false),
    };
    if let Some((name, tag, mark)) = TAGS.iter().find(|(name, ..)| body.starts_with(name)) {
        let kind = if is_close { TokenKind::Close(*tag) } else { TokenKind::Open(*mark) };
        return Some((kind, rest.len() - body.len() + name.len()));
    }
    if is_close {
        return body.starts_with("span>").then_some((TokenKind::Close(Tag::Span), "</span>".len()));
    }
    let attributes = body.strip_prefix("span")?;
    let end = attributes.bytes().take(MAX_TAG).position(|byte| byte == b'>')?;
    let attributes = &attributes[..end];
    let squeezed: String = attributes.chars().filter(|character| !character.is_whitespace()).collect();
    let mark = if squeezed.contains("class=\"nocase\"") {
        Mark::NoCase
    } else if squeezed.contains("font-variant:small-caps") {
        Mark::Flip(Flip::SmallCaps)
    } else if squeezed.contains("class=\"nodecor\"") {
        Mark::NoDecoration
    } else {
        return None;
    };
    Some((TokenKind::Open(mark), "<span".len() + attributes.len() + 1))
}

/// Whether a closing tag ends a formatting.
fn ends(tag: Tag, mark: Mark) -> bool {
    match mark {
        Mark::Flip(Flip::Italic) => tag == Tag::Italic,
        Mark::Flip(Flip::Bold) => tag == Tag::Bold,
        Mark::Flip(Flip::Underline) => tag == Tag::Underline,
        Mark::Flip(Flip::Superscript) => tag == Tag::Superscript,
        Mark::Flip(Flip::Subscript) => tag == Tag::Subscript,
        Mark::Flip(Flip::SmallCaps) => matches!(tag, Tag::SmallCaps | Tag::Span),
        _ => tag == Tag::Span,
    }
}

/// Finds the partners of tags and quotation marks. Pairs nest: whatever is open within a pair that ends is text.
fn pair(tokens: &mut [Token<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..tokens.len() {
        let partner = match tokens[index].kind {
            TokenKind::Open(_) => {
                open.push(index);
                continue;
            }
            TokenKind::Close(tag) => {
                open.iter().rposition(|at| matches!(tokens[*at].kind, TokenKind::Open(mark) if ends(tag, mark)))
            }
            TokenKind::Quote { is_single, can_open, can_close } => {
                let same = |at: &usize| matches!(tokens[*at].kind, TokenKind::Quote { is_single: other, .. } if other == is_single);
                let partner = open.iter().rposition(same).filter(|_| can_close);
                // A tag that is open since then would be cut in two.
                let partner = partner
                    .filter(|at| !open[at + 1..].iter().any(|inner| matches!(tokens[*inner].kind, TokenKind::Open(_))));
                if partner.is_none() && can_open {
                    open.push(index);
                    continue;
                }
                partner
            }
            TokenKind::Text | TokenKind::Apostrophe => None,
        };
        let Some(partner) = partner else { continue };
        let opener = open[partner];
        open.truncate(partner);
        for (at, opens) in [(opener, true), (index, false)] {
            tokens[at].is_paired = true;
            if let TokenKind::Quote { can_open, can_close, .. } = &mut tokens[at].kind {
                (*can_open, *can_close) = (opens, !opens);
            }
        }
    }
}
