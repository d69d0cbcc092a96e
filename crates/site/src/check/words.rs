//! The words that an author wrote, block by block, each with its place: for rules that look at how something is said.
//! Promotion, quotes and code are left out.

use std::ops::Range;

use wellpress_diagnostics::Span;
use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;

use crate::model::Page;

/// A word in lower case, without the punctuation around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
    /// Whether a clause ends with it: a comma, a full stop or the like follows.
    pub ends: bool,
}

/// The words of some nodes of a page's text, one list for each paragraph, heading, item or cell.
pub(super) fn blocks(page: &Page, nodes: Range<usize>) -> Vec<Vec<Word>> {
    let mut blocks = vec![Vec::new()];
    let mut at = nodes.start;
    while at < nodes.end {
        let node = page.body.nodes.at(at);
        match node.kind {
            NodeKind::Start(element) if is_left_out(page, element) => at = page.body.end_of(at),
            NodeKind::Text(text) => {
                let block = blocks.last_mut().expect("there is one from the start");
                words(page.body.text(&page.source, text), node.span, block);
            }
            NodeKind::Start(element) | NodeKind::End(element) if !is_inline(element) => blocks.push(Vec::new()),
            _ => {}
        }
        at += 1;
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn is_left_out(page: &Page, element: Element) -> bool {
    match element {
        Element::CodeBlock(_) | Element::BlockQuote => true,
        Element::Directive(index) => {
            matches!(page.body.directives[index].kind, DirectiveKind::Promo | DirectiveKind::Quote)
        }
        _ => false,
    }
}

fn is_inline(element: Element) -> bool {
    matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_) | Element::Label)
}

/// Appends the words of a stretch of text.
fn words(text: &str, span: Span, block: &mut Vec<Word>) {
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
        block.push(Word { text: word.to_lowercase(), span: Span::new(from..to), ends });
    }
}
