//! The reading time of a page: its text in, minutes out.

use wellpress_markdown::body::NodeKind;
use wellpress_site::model::Page;

/// How many words an adult reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// The time for the text of the page's own file, rounded up, at least 1 minute.
pub(crate) fn reading_minutes(page: &Page) -> usize {
    let words = page.body.nodes.iter().map(|node| match node.kind {
        NodeKind::Text(text) => page.body.text(&page.source, text).split_ascii_whitespace().count(),
        _ => 0,
    });
    words.sum::<usize>().div_ceil(WORDS_PER_MINUTE).max(1)
}
