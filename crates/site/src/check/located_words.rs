//! Splits a page's text into [`LocatedWord`]s, block by block, each with its span in the file. For rules in any language that
//! look for single words; whole sentences in English are for `prose`.
//!
//! Promotion, quotes and code are left out: they are not the author's own words.

use std::ops::Range;

use wellpress_diagnostics::Span;
use wellpress_markdown::body::Element;
use wellpress_markdown::directives::WordOrigin;
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::model::Page;

const SKIPPED: &[Skip] = &[
    Skip::CodeBlocks,
    Skip::BlockQuotes,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Quoted),
];

/// A word in lower case, without the punctuation around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocatedWord {
    pub text: String,
    pub span: Span,
    /// Whether a comma, a full stop or the like follows, which ends a clause.
    pub ends_clause: bool,
}

/// The words of some nodes of a page's text, one list for each paragraph, heading, item or cell. A block of whose texts none
/// `matters` is left out.
pub(super) fn words_by_block(
    page: &Page,
    nodes: Range<usize>,
    matters: impl Fn(&str) -> bool,
) -> Vec<Vec<LocatedWord>> {
    let mut blocks = Vec::new();
    let mut block: Vec<(&str, Span)> = Vec::new();
    let mut end_block = |block: &mut Vec<(&str, Span)>| {
        if block.iter().any(|(text, _)| matters(text)) {
            blocks.push(block.iter().flat_map(|(text, span)| located_words(text, *span)).collect());
        }
        block.clear();
    };
    for (_, event) in page.body.walk(&page.source, nodes, SKIPPED) {
        match event {
            TextEvent::Text { text, span, .. } => block.push((text, span)),
            TextEvent::Start(element) | TextEvent::End(element) if !continues_block(page, element) => {
                end_block(&mut block)
            }
            _ => {}
        }
    }
    end_block(&mut block);
    blocks
}

/// Whether the words before and after the border of an element are of one sentence. A picture stands in a line, but its
/// alternative text is read instead of the picture and is no part of the sentence.
fn continues_block(page: &Page, element: Element) -> bool {
    page.body.is_inline(element) && !matches!(element, Element::Image(_))
}

fn located_words(text: &str, span: Span) -> impl Iterator<Item = LocatedWord> {
    text.split_whitespace().filter_map(move |piece| {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            return None;
        }
        // Text with entities or escapes is shorter than its span, so that the place is approximate and must not leave the span.
        let offset = word.as_ptr() as usize - text.as_ptr() as usize;
        let start = (span.start as usize + offset).min(span.end as usize);
        let end = (start + word.len()).min(span.end as usize);
        let ends_clause = piece.ends_with([',', '.', ';', ':', '!', '?', ')']);
        Some(LocatedWord { text: word.to_lowercase(), span: Span::new(start..end), ends_clause })
    })
}
