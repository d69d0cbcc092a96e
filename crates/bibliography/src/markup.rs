//! The markup that a [`Title`] may hold, which is CSL's: `<i>`, `<b>`, `<sub>`, `<sup>` and small capitals.
//!
//! Input is the text of a title, output its tokens, or the title with CSL's spans for protected case (`class="nocase"`)
//! turned into protected ranges. Showing the styles is left to whoever renders. Tags that do not pair are text:
//! `p < 0.05 <i>` has no italics.

use std::borrow::Cow;

use crate::{Case, Title};

/// A style of type within a title. These are the only five that CSL's rich text has.
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

    /// The opening tag, as CSL writes it.
    ///
    /// ```
    /// use wellpress_bibliography::markup::TextStyle;
    ///
    /// assert_eq!(TextStyle::Superscript.opening(), "<sup>");
    /// ```
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

    /// The closing tag, as CSL writes it.
    ///
    /// ```
    /// use wellpress_bibliography::markup::TextStyle;
    ///
    /// assert_eq!(TextStyle::SmallCaps.closing(), "</span>");
    /// ```
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

/// A tag of CSL, or the text between two tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkupToken<'t> {
    /// Text without tags, never empty.
    Text(&'t str),
    /// The opening tag of a style.
    Open(TextStyle),
    /// The closing tag of a style.
    Close(TextStyle),
}

/// The tokens of a text if its tags are properly nested; otherwise the whole text as one token, tags included.
///
/// An unpaired tag is text, because as a tag it would set the rest of a page in italics.
///
/// ```
/// use wellpress_bibliography::markup::{MarkupToken, TextStyle, tokens};
///
/// let italic = [MarkupToken::Open(TextStyle::Italic), MarkupToken::Text("E. coli"), MarkupToken::Close(TextStyle::Italic)];
/// assert_eq!(tokens("<i>E. coli</i>"), italic);
/// assert_eq!(tokens("p <i> q"), [MarkupToken::Text("p <i> q")]);
/// ```
#[must_use]
pub fn tokens(text: &str) -> Vec<MarkupToken<'_>> {
    let tokens = tags(text);
    if is_nested(&tokens) { tokens } else { vec![MarkupToken::Text(text)] }
}

fn is_nested(tokens: &[MarkupToken<'_>]) -> bool {
    let mut open_styles = Vec::new();
    for token in tokens {
        match token {
            MarkupToken::Text(_) => {}
            MarkupToken::Open(style) => open_styles.push(*style),
            MarkupToken::Close(style) if open_styles.pop() == Some(*style) => {}
            MarkupToken::Close(_) => return false,
        }
    }
    open_styles.is_empty()
}

/// The tokens of a text, whether its tags are properly nested or not. Anything that is not a tag of CSL is text.
///
/// ```
/// use wellpress_bibliography::markup::{MarkupToken, TextStyle, tags};
///
/// assert_eq!(tags("a</i>"), [MarkupToken::Text("a"), MarkupToken::Close(TextStyle::Italic)]);
/// ```
#[must_use]
pub fn tags(text: &str) -> Vec<MarkupToken<'_>> {
    let mut tokens = Vec::new();
    let (mut text_start, mut offset) = (0, 0);
    while let Some(length) = text[offset..].find('<') {
        offset += length;
        let Some((token, tag_length)) = tag(&text[offset..]) else {
            offset += 1;
            continue;
        };
        tokens.extend([MarkupToken::Text(&text[text_start..offset]), token]);
        offset += tag_length;
        text_start = offset;
    }
    tokens.push(MarkupToken::Text(&text[text_start..]));
    tokens.retain(|token| *token != MarkupToken::Text(""));
    tokens
}

/// The tag at the start of the text, and its length.
fn tag(text: &str) -> Option<(MarkupToken<'static>, usize)> {
    TextStyle::ALL.into_iter().find_map(|style| {
        if text.starts_with(style.opening()) {
            return Some((MarkupToken::Open(style), style.opening().len()));
        }
        text.starts_with(style.closing()).then(|| (MarkupToken::Close(style), style.closing().len()))
    })
}

/// The text without its tags.
///
/// ```
/// use wellpress_bibliography::markup::plain;
///
/// assert_eq!(plain("CO<sub>2</sub>"), "CO2");
/// assert_eq!(plain("p < 0.05"), "p < 0.05");
/// ```
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let texts = tokens(text).into_iter().filter_map(|token| match token {
        MarkupToken::Text(text) => Some(text),
        MarkupToken::Open(_) | MarkupToken::Close(_) => None,
    });
    Cow::Owned(texts.collect())
}

/// CSL's span around words whose case is protected.
const NOCASE: &str = "<span class=\"nocase\">";
const SPAN_END: &str = "</span>";

/// Reads a title as CSL-JSON and Zotero write it; `None` if it has no text.
pub(crate) fn title(text: &str) -> Option<Title> {
    Some(from_pieces([(text, Case::Free)])).filter(|title| !title.is_empty())
}

/// Joins pieces to a title and replaces the tags that other programs write by CSL's. The case of a piece is protected
/// if the caller says so or a span in it does.
pub(crate) fn from_pieces<'a>(pieces: impl IntoIterator<Item = (&'a str, Case)> + Clone) -> Title {
    if !pieces.clone().into_iter().any(|(piece, _)| piece.contains('<')) {
        return Title::from_pieces(pieces);
    }
    let pieces: Vec<_> = pieces.into_iter().map(|(piece, case)| (with_csl_tags(piece), case)).collect();
    let mut parts: Vec<(&str, Case)> = Vec::new();
    for (piece, case) in &pieces {
        let mut unread = piece.as_str();
        while let Some(span) = next_nocase_span(unread) {
            parts.extend([(span.text_before, *case), (span.content, Case::Protected)]);
            unread = span.text_behind;
        }
        parts.push((unread, *case));
    }
    Title::from_pieces(parts)
}

/// A title as CSL-JSON writes it: protected ranges are in spans of the class `nocase`.
///
/// ```
/// use wellpress_bibliography::markup::with_case_marked;
/// use wellpress_bibliography::{Case, Title};
///
/// let title = Title::from_pieces([("On ", Case::Free), ("DNA", Case::Protected)]);
/// assert_eq!(with_case_marked(&title), "On <span class=\"nocase\">DNA</span>");
/// ```
#[must_use]
pub fn with_case_marked(title: &Title) -> Cow<'_, str> {
    if title.protected_ranges().is_empty() {
        return Cow::Borrowed(title.as_str());
    }
    let pieces = title.pieces().map(|(piece, case)| match case {
        Case::Free => Cow::Borrowed(piece),
        Case::Protected => Cow::Owned(format!("{NOCASE}{piece}{SPAN_END}")),
    });
    Cow::Owned(pieces.collect())
}

/// A span that protects case, taken out of the text around it.
struct NocaseSpan<'t> {
    text_before: &'t str,
    content: &'t str,
    text_behind: &'t str,
}

/// The first span that protects case. Its end is the one that pairs with it: small capitals are a span as well, and may
/// be nested in it.
fn next_nocase_span(text: &str) -> Option<NocaseSpan<'_>> {
    let (text_before, inner) = text.split_once(NOCASE)?;
    let (mut depth, mut offset) = (0_usize, 0);
    while let Some(length) = inner[offset..].find('<') {
        offset += length;
        let tag = &inner[offset..];
        if let Some(text_behind) = tag.strip_prefix(SPAN_END).filter(|_| depth == 0) {
            return Some(NocaseSpan { text_before, content: &inner[..offset], text_behind });
        }
        if tag.starts_with(SPAN_END) {
            depth -= 1;
        } else if tag.starts_with("<span") {
            depth += 1;
        }
        offset += 1;
    }
    None
}

/// The text with the tags of HTML, JATS and older versions of Zotero replaced by CSL's.
fn with_csl_tags(text: &str) -> String {
    const EQUIVALENTS: [(&str, &str); 14] = [
        ("<em>", "<i>"),
        ("</em>", "</i>"),
        ("<strong>", "<b>"),
        ("</strong>", "</b>"),
        ("<sc>", "<span style=\"font-variant:small-caps;\">"),
        ("</sc>", "</span>"),
        ("<span style=\"font-variant: small-caps;\">", "<span style=\"font-variant:small-caps;\">"),
        ("<span style=\"font-variant: small-caps\">", "<span style=\"font-variant:small-caps;\">"),
        ("<span class='nocase'>", NOCASE),
        // Crossref passes on the markup of publishers, which is JATS.
        ("<jats:italic>", "<i>"),
        ("</jats:italic>", "</i>"),
        ("<I>", "<i>"),
        ("</I>", "</i>"),
        ("<nocase>", NOCASE),
    ];
    EQUIVALENTS
        .iter()
        .filter(|(foreign_tag, _)| text.contains(foreign_tag))
        .fold(text.to_owned(), |text, (foreign_tag, csl_tag)| text.replace(foreign_tag, csl_tag))
}
