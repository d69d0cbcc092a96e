//! The markup that a [`Title`] may hold, which is CSL's: `<i>`, `<b>`, `<sub>`, `<sup>` and small capitals. CSL's span for
//! words whose case is to be kept is read into the title's pieces here, and written again.
//!
//! Tags that do not pair are text: `p < 0.05 <i>` has no italics.

use std::borrow::Cow;

use crate::{Case, Title};

/// How a part of a title is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextStyle {
    /// `<i>`, as the names of species are.
    Italic,
    /// `<b>`; rare in titles.
    Bold,
    /// `<sub>`, as in CO2.
    Subscript,
    /// `<sup>`, as in 10-3.
    Superscript,
    /// `<span style="font-variant:small-caps;">`, CSL's only spelling of small capitals.
    SmallCaps,
}

impl TextStyle {
    /// All styles, in a fixed order.
    pub const ALL: [Self; 5] = [Self::Italic, Self::Bold, Self::Subscript, Self::Superscript, Self::SmallCaps];

    /// The tag that begins it.
    #[must_use]
    pub fn opening(self) -> &'static str {
        match self {
            Self::Italic => "<i>",
            Self::Bold => "<b>",
            Self::Subscript => "<sub>",
            Self::Superscript => "<sup>",
            Self::SmallCaps => "<span style=\"font-variant:small-caps;\">",
        }
    }

    /// The tag that ends it.
    #[must_use]
    pub fn closing(self) -> &'static str {
        match self {
            Self::Italic => "</i>",
            Self::Bold => "</b>",
            Self::Subscript => "</sub>",
            Self::Superscript => "</sup>",
            Self::SmallCaps => "</span>",
        }
    }
}

/// A piece of marked-up text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkupToken<'t> {
    /// Text without tags, never empty.
    Text(&'t str),
    /// The opening tag of a style.
    Open(TextStyle),
    /// The closing tag of a style.
    Close(TextStyle),
}

/// The pieces of a text whose tags are CSL's and each closed in turn; else the whole text as it is.
#[must_use]
pub fn tokens(text: &str) -> Vec<MarkupToken<'_>> {
    let tokens = tags(text);
    let mut open = Vec::new();
    let pairs = tokens.iter().all(|token| match token {
        MarkupToken::Text(_) => true,
        MarkupToken::Open(look) => {
            open.push(*look);
            true
        }
        MarkupToken::Close(look) => open.pop() == Some(*look),
    });
    if pairs && open.is_empty() { tokens } else { vec![MarkupToken::Text(text)] }
}

/// The pieces of a text, whether its tags pair up or not.
#[must_use]
pub fn tags(text: &str) -> Vec<MarkupToken<'_>> {
    let mut tokens = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text[at..].find('<') {
        at += next;
        let Some((token, length)) = tag(&text[at..]) else {
            at += 1;
            continue;
        };
        tokens.extend([MarkupToken::Text(&text[from..at]), token]);
        at += length;
        from = at;
    }
    tokens.push(MarkupToken::Text(&text[from..]));
    tokens.retain(|token| *token != MarkupToken::Text(""));
    tokens
}

/// The tag at the start of the text, and its length.
fn tag(text: &str) -> Option<(MarkupToken<'static>, usize)> {
    TextStyle::ALL.into_iter().find_map(|look| {
        if text.starts_with(look.opening()) {
            return Some((MarkupToken::Open(look), look.opening().len()));
        }
        text.starts_with(look.closing()).then(|| (MarkupToken::Close(look), look.closing().len()))
    })
}

/// The text without its tags.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let text_of =
        |token: MarkupToken<'_>| if let MarkupToken::Text(text) = token { text.to_owned() } else { String::new() };
    Cow::Owned(tokens(text).into_iter().map(text_of).collect())
}

const KEPT: &str = "<span class=\"nocase\">";
const KEPT_END: &str = "</span>";

/// A title as CSL-JSON and Zotero write it; nothing where no text is left.
pub(crate) fn title(text: &str) -> Option<Title> {
    Some(from_pieces([(text, Case::Free)])).filter(|title| !title.is_empty())
}

/// A title in pieces, whatever form of tags these hold.
pub(crate) fn from_pieces<'a>(pieces: impl IntoIterator<Item = (&'a str, Case)> + Clone) -> Title {
    if !pieces.clone().into_iter().any(|(piece, _)| piece.contains('<')) {
        return Title::from_pieces(pieces);
    }
    let known: Vec<_> = pieces.into_iter().map(|(piece, case)| (with_known_tags(piece), case)).collect();
    let mut split: Vec<(&str, Case)> = Vec::new();
    for (piece, case) in &known {
        let mut rest = piece.as_str();
        while let Some((before, inner, after)) = kept_part(rest) {
            split.extend([(before, *case), (inner, Case::Protected)]);
            rest = after;
        }
        split.push((rest, *case));
    }
    Title::from_pieces(split)
}

/// A title as CSL-JSON writes it.
#[must_use]
pub fn with_case_marked(title: &Title) -> Cow<'_, str> {
    if title.protected_ranges().is_empty() {
        return Cow::Borrowed(title.as_str());
    }
    let piece = |(piece, case): (&str, Case)| match case {
        Case::Free => piece.to_owned(),
        Case::Protected => format!("{KEPT}{piece}{KEPT_END}"),
    };
    Cow::Owned(title.pieces().map(piece).collect())
}

/// What stands before, in and behind the first span that keeps its case.
fn kept_part(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inner) = text.split_once(KEPT)?;
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(next) = inner[at..].find('<') {
        at += next;
        if inner[at..].starts_with(KEPT_END) && depth == 0 {
            return Some((before, &inner[..at], &inner[at + KEPT_END.len()..]));
        }
        if inner[at..].starts_with(KEPT_END) {
            depth -= 1;
        } else if inner[at..].starts_with("<span") {
            depth += 1;
        }
        at += 1;
    }
    None
}

/// Other ways to write the same tags, in CSL's.
fn with_known_tags(text: &str) -> String {
    const SAME: [(&str, &str); 14] = [
        ("<em>", "<i>"),
        ("</em>", "</i>"),
        ("<strong>", "<b>"),
        ("</strong>", "</b>"),
        ("<sc>", "<span style=\"font-variant:small-caps;\">"),
        ("</sc>", "</span>"),
        ("<span style=\"font-variant: small-caps;\">", "<span style=\"font-variant:small-caps;\">"),
        ("<span style=\"font-variant: small-caps\">", "<span style=\"font-variant:small-caps;\">"),
        ("<span class='nocase'>", KEPT),
        ("<jats:italic>", "<i>"),
        ("</jats:italic>", "</i>"),
        ("<I>", "<i>"),
        ("</I>", "</i>"),
        ("<nocase>", KEPT),
    ];
    SAME.iter()
        .filter(|(other, _)| text.contains(other))
        .fold(text.to_owned(), |text, (other, own)| text.replace(other, own))
}
