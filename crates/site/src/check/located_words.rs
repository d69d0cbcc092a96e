//! The words that an author wrote, block by block, each with its place: for rules that look at how something is said.
//! Promotion, quotes and code are left out.

use std::ops::Range;

use wellpress_diagnostics::Span;
use wellpress_markdown::body::Element;
use wellpress_markdown::directives::WordOrigin;
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::model::Page;

/// What somebody else says, and code.
const LEFT_OUT: &[Skip] = &[
    Skip::CodeBlocks,
    Skip::BlockQuotes,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Quoted),
];

/// A word in lower case, without the punctuation around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocatedWord {
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Whether a clause ends with it: a comma, a full stop or the like follows.
    pub ends: bool,
}

/// The words of some nodes of a page's text, one list for each paragraph, heading, item or cell.
pub(super) fn words_by_block(page: &Page, nodes: Range<usize>) -> Vec<Vec<LocatedWord>> {
    let mut blocks = vec![Vec::new()];
    for (_, event) in page.body.walk(&page.source, nodes, LEFT_OUT) {
        match event {
            TextEvent::Text { text, span, .. } => {
                let block = blocks.last_mut().expect("there is one from the start");
                words(text, span, block);
            }
            TextEvent::Start(element) | TextEvent::End(element) if !continues_block(page, element) => {
                blocks.push(Vec::new());
            }
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Whether the words before and after the border of an element are of one sentence. A picture stands in a line, but its
/// alternative text is read instead of the picture and is no part of the sentence.
fn continues_block(page: &Page, element: Element) -> bool {
    page.body.is_inline(element) && !matches!(element, Element::Image(_))
}

/// Appends the words of a stretch of text.
fn words(text: &str, span: Span, block: &mut Vec<LocatedWord>) {
    let mut at = 0;
    for piece in text.split(char::is_whitespace) {
        let start = at;
        at += piece.len() + 1;
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let ends = piece.ends_with([',', '.', ';', ':', '!', '?', ')']);
        if word.is_empty() {
            continue;
        }
        let from =
            (span.start as usize + start + (word.as_ptr() as usize - piece.as_ptr() as usize)).min(span.end as usize);
        let to = (from + word.len()).min(span.end as usize);
        block.push(LocatedWord { text: word.to_lowercase(), span: Span::new(from..to), ends });
    }
}
