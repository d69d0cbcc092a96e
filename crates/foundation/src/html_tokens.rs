//! HTML in, its tokens out: start tags with their attributes, end tags, texts and comments, each with its bytes in the text.
//!
//! The tokenizer is html5gum. It is generic in all of its states, so that each crate that named it would compile it again: here it is
//! compiled once. What elements mean, and how browsers repair them, is left to the callers.

use html5gum::emitters::callback::CallbackEmitter;
use html5gum::{DefaultEmitter, StringReader, Tokenizer};

pub use html5gum::emitters::callback::CallbackEvent;
pub use html5gum::emitters::default::{StartTag, Token};
pub use html5gum::{HtmlString, Span};

/// The tokens of a text, in order.
///
/// ```
/// use wellpress_foundation::html_tokens::{HtmlTokens, Token};
///
/// let tags = HtmlTokens::of_fragment("<p>Rest <b>now</b>").filter(|token| matches!(token, Token::StartTag(_)));
/// assert_eq!(tags.count(), 2);
/// ```
pub struct HtmlTokens<'a>(Tokenizer<StringReader<'a>, DefaultEmitter<usize>>);

impl<'a> HtmlTokens<'a> {
    /// Reads a part of a page. What stands in elements such as `script` and `title` is read as if it were HTML.
    #[must_use]
    pub fn of_fragment(html: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self(Tokenizer::new_with_emitter(html.as_ref(), DefaultEmitter::new_with_span()))
    }

    /// Reads a page, in which the content of elements such as `script` and `title` is text.
    #[must_use]
    pub fn of_page(html: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        let mut emitter = DefaultEmitter::new_with_span();
        emitter.naively_switch_states(true);
        Self(Tokenizer::new_with_emitter(html.as_ref(), emitter))
    }
}

impl Iterator for HtmlTokens<'_> {
    type Item = Token<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|Ok(token)| token)
    }
}

/// Calls `take` with each part of the tokens of a page, as [`HtmlTokens::of_page`] reads it, without storing any of them.
pub fn for_each_event(html: &[u8], take: &mut dyn FnMut(&CallbackEvent<'_>, Span<usize>)) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        take(&event, span);
        None::<()>
    });
    emitter.naively_switch_states(true);
    // The emitter gives nothing, so this reads to the end.
    let tokens = Tokenizer::new_with_emitter(html, emitter).count();
    debug_assert_eq!(tokens, 0);
}
