//! Splits a page's text into [`LocatedWord`]s, block by block, each with its span in the file. For rules in any language that
//! look for single words; whole sentences are for `prose`.
//!
//! Promotion, quotes and code are left out: they are not the author's own words.

use std::ops::Range;

use wellpress_diagnostics::Span;
use wellpress_markdown::body::Element;
use wellpress_markdown::directives::WordOrigin;
use wellpress_markdown::walk::{Skip, TextEvent};

use wellpress_site::model::Page;

const SKIPPED: &[Skip] = &[
    Skip::CodeBlocks,
    Skip::BlockQuotes,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Quoted),
];

/// A word in lower case, without the punctuation around it, and with the straight apostrophe.
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
            blocks.push(located_words(block));
        }
        block.clear();
    };
    for (_, event) in page.body.walk(&page.source, nodes, SKIPPED) {
        match event {
            TextEvent::Text { text, span, .. } => block.push((text, span)),
            TextEvent::Start(element) | TextEvent::End(element) if !continues_block(page, element) => {
                end_block(&mut block)
            }
            // Words on both sides of bold letters are one, those on both sides of a citation or the end of a line are two.
            TextEvent::Start(_) | TextEvent::End(_) | TextEvent::Skipped(_) => {}
            TextEvent::Break | TextEvent::Code(_) | TextEvent::Citation(_) | TextEvent::FootnoteReference(_) => {
                block.push((" ", Span::new(0..0)));
            }
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

/// The words of the pieces of a block. Pieces without white space between them make one word: an apostrophe is a piece of its own.
fn located_words(pieces: &[(&str, Span)]) -> Vec<LocatedWord> {
    let mut words: Vec<(String, Option<Span>)> = Vec::new();
    let mut is_word_open = false;
    for (text, span) in pieces {
        for written in text.split_whitespace() {
            if !(is_word_open && text.starts_with(written)) {
                words.push((String::new(), None));
            }
            if let Some((word, word_span)) = words.last_mut() {
                word.push_str(written);
                if let Some(letters) = span_of_letters(text, *span, written) {
                    let start = word_span.map_or(letters.start, |span| span.start);
                    *word_span = Some(Span::new(start as usize..letters.end as usize));
                }
            }
            is_word_open = true;
        }
        is_word_open &= !text.ends_with(char::is_whitespace);
    }
    words.into_iter().filter_map(|(written, span)| Some(located_word(&written, span?))).collect()
}

fn located_word(written: &str, span: Span) -> LocatedWord {
    let text = written.trim_matches(is_punctuation).to_lowercase().replace('\u{2019}', "'");
    let ends_clause = written.ends_with([',', '.', ';', ':', '!', '?', ')']);
    LocatedWord { text, span, ends_clause }
}

/// The bytes of the source from which a part of a text comes, without the punctuation around it.
fn span_of_letters(text: &str, span: Span, part: &str) -> Option<Span> {
    let letters = part.trim_matches(is_punctuation);
    // Text with entities or escapes is shorter than its span, so that the place is approximate and must not leave the span.
    let offset = letters.as_ptr() as usize - text.as_ptr() as usize;
    let start = (span.start as usize + offset).min(span.end as usize);
    let end = (start + letters.len()).min(span.end as usize);
    (!letters.is_empty()).then(|| Span::new(start..end))
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric()
}
