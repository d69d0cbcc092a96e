//! The reading time of a page: its text in, minutes out.

use wellpress_markdown::body::NodeKind;
use wellpress_site::model::Page;

/// How many words an adult reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// The time for the text of the page's own file, rounded up, at least 1 minute.
pub(crate) fn reading_minutes(page: &Page) -> usize {
    let words = page.body.nodes.iter().map(|node| match node.kind {
        NodeKind::Text(text) => words(page.body.text(&page.source, text)),
        _ => 0,
    });
    words.sum::<usize>().div_ceil(WORDS_PER_MINUTE).max(1)
}

/// How many words stand between the blanks of a text: each blank before another character begins one.
fn words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let begins = bytes.first().is_some_and(|first| !first.is_ascii_whitespace());
    let behind_blanks = bytes.iter().zip(bytes.iter().skip(1));
    let behind_blanks = behind_blanks.filter(|(byte, next)| byte.is_ascii_whitespace() & !next.is_ascii_whitespace());
    usize::from(begins) + behind_blanks.count()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_stand_between_blanks() {
        for text in ["", " ", "a", " a", "a ", "a  b\n\tc", "  a\u{a0}b c  "] {
            assert_eq!(words(text), text.split_ascii_whitespace().count(), "{text:?}");
        }
    }
}
