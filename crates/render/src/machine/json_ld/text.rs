//! Parsed text in, plain text out, for the properties of structured data that hold words. Blocks are separated by a blank.
//! Left out are citation marks, footnotes, promotion, and directives that show something else than the author's own words,
//! such as an embedded exercise.

use std::ops::Range;

use wellpress_diagnostics::Source;
use wellpress_markdown::body::{Body, CitationId, DirectiveId, Element, NodeKind};
use wellpress_markdown::citations::CitationForm;
use wellpress_markdown::directives::WordOrigin;
use wellpress_markdown::walk::{Skip, TextEvent};
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedPage;
use wellpress_site::resolve::citations::MarkPart;
use wellpress_site::resolve::reading_order::ShownText;

/// The text of a page's file, to be taken out in parts.
///
/// Structured data and the search index both take words from here, so that they leave out the same parts and read a
/// narrative mark, such as "Berg (2020)", as its words.
#[derive(Clone, Copy)]
pub(crate) struct PageText<'a> {
    page: &'a Page,
    resolved: &'a ResolvedPage,
}

impl<'a> PageText<'a> {
    pub fn new(page: &'a Page, resolved: &'a ResolvedPage) -> Self {
        Self { page, resolved }
    }

    /// A range of nodes as plain text.
    pub fn plain(self, nodes: Range<usize>) -> String {
        plain_text(&self.page.body, &self.page.source, nodes, |citation| self.narrative(citation))
    }

    /// The items of the list that these nodes are, as plain text. The items of a list inside an item belong to the text of that
    /// item.
    pub fn items(self, list: Range<usize>) -> Vec<String> {
        let body = &self.page.body;
        let mut items = Vec::new();
        let mut at = list.start + 1;
        while at < list.end {
            if matches!(body.nodes.at(at).kind, NodeKind::Start(Element::ListItem)) {
                let end = body.end_of(at);
                items.push(self.plain(at..end));
                at = end;
            }
            at += 1;
        }
        items
    }

    /// The text of a narrative mark, as in "Berg (2020) showed": without it the sentence would lack its subject. Empty for the
    /// marks in parentheses.
    fn narrative(self, citation: CitationId) -> String {
        let group = &self.page.body.citations[citation];
        let mark = self.resolved.mark(ShownText::PageBody, citation);
        match mark.filter(|_| group.form == CitationForm::Narrative) {
            Some(mark) => mark.parts.iter().map(MarkPart::plain).collect(),
            None => String::new(),
        }
    }
}

/// A whole text that belongs to no page, such as a definition of the glossary, without its marks.
pub(crate) fn plain(body: &Body, source: &Source) -> String {
    plain_text(body, source, 0..body.nodes.len(), |_| String::new())
}

/// A directive and the node at which it starts.
#[derive(Clone, Copy)]
pub(crate) struct PlacedDirective {
    pub start: usize,
    pub id: DirectiveId,
}

/// The directives of a text, except for promotion and all that is inside it: advertising is no content of the page.
pub(crate) fn directives(body: &Body) -> Vec<PlacedDirective> {
    let mut directives = Vec::new();
    let mut end_of_promotion = 0;
    for (start, element, _) in body.nodes.starts() {
        match element {
            Element::Directive(id) if start >= end_of_promotion => {
                if body.directives[id].kind.words() == WordOrigin::Promotion {
                    end_of_promotion = body.end_of(start);
                } else {
                    directives.push(PlacedDirective { start, id });
                }
            }
            _ => {}
        }
    }
    directives
}

/// What neither the search index nor structured data holds: notes, pictures, raw HTML, promotion, and what a text embeds,
/// which is found at its own page.
pub(crate) const LEFT_OUT: &[Skip] = &[
    Skip::Footnotes,
    Skip::Images,
    Skip::HtmlBlocks,
    Skip::Directives(WordOrigin::Promotion),
    Skip::Directives(WordOrigin::Embedded),
];

fn plain_text(body: &Body, source: &Source, nodes: Range<usize>, mark: impl Fn(CitationId) -> String) -> String {
    let mut words = PlainText::default();
    for (_, event) in body.walk(source, nodes, LEFT_OUT) {
        match event {
            TextEvent::Text { text, .. } | TextEvent::Code(text) => words.push(text),
            TextEvent::Citation(citation) => words.mark(&mark(citation)),
            TextEvent::Break => words.push(" "),
            TextEvent::Start(element) | TextEvent::End(element) if !body.is_inline(element) => words.push(" "),
            _ => {}
        }
    }
    words.text
}

/// Text whose words are separated by one blank each.
#[derive(Default)]
struct PlainText {
    text: String,
    /// Whether a blank belongs before the next word.
    pending_blank: bool,
    /// Whether a mark was left out since the last word.
    after_omitted_mark: bool,
}

impl PlainText {
    fn push(&mut self, piece: &str) {
        if has_single_blanks(piece) && !self.after_omitted_mark {
            return self.push_words(piece);
        }
        const CLOSING: [char; 8] = ['.', ',', ';', ':', '!', '?', ')', '\u{3002}'];
        let mut unread_words = Some(piece);
        while let Some(piece) = unread_words {
            let word;
            (word, unread_words) = first_word(piece);
            if word.is_empty() {
                self.pending_blank |= unread_words.is_some();
                continue;
            }
            // "Bones heal [@berg]." becomes "Bones heal." and not "Bones heal ."
            let closes = self.after_omitted_mark && word.starts_with(CLOSING);
            if self.pending_blank && !closes && !self.text.is_empty() {
                self.text.push(' ');
            }
            (self.pending_blank, self.after_omitted_mark) = (unread_words.is_some(), false);
            self.text.push_str(word);
        }
    }

    /// Appends words that have single blanks between them already, as most texts do.
    fn push_words(&mut self, words: &str) {
        let begins = words.strip_prefix(' ').unwrap_or(words);
        let inner = begins.strip_suffix(' ').unwrap_or(begins);
        if inner.is_empty() {
            self.pending_blank |= !words.is_empty();
            return;
        }
        if (self.pending_blank || begins.len() < words.len()) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.pending_blank = inner.len() < begins.len();
        self.text.push_str(inner);
    }

    /// Appends the text of a mark, which is empty if the mark is left out.
    fn mark(&mut self, text: &str) {
        self.push(text);
        self.after_omitted_mark = text.is_empty();
    }
}

/// Whether a text is of ASCII without control characters and has no two blanks side by side.
fn has_single_blanks(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a way out of the loop, several bytes are compared at once.
    let is_plain = bytes.iter().fold(true, |is_plain, byte| is_plain & (b' '..0x7f).contains(byte));
    is_plain && bytes.iter().zip(bytes.iter().skip(1)).fold(true, |single, (a, b)| single & !(*a == b' ' && *b == b' '))
}

/// A text in front of its first blank or control character, and the text behind that. Most texts are of ASCII, in which a byte is a
/// character.
fn first_word(text: &str) -> (&str, Option<&str>) {
    let mut end = 0;
    while let Some(length) = text.as_bytes()[end..].iter().position(|byte| can_end_word(*byte)) {
        end += length;
        let Some(character) = text[end..].chars().next() else { break };
        if character.is_whitespace() || character.is_control() {
            return (&text[..end], Some(&text[end + character.len_utf8()..]));
        }
        end += character.len_utf8();
    }
    (text, None)
}

/// Whether a byte is a blank or a control character, or may be part of one that is not of ASCII.
fn can_end_word(byte: u8) -> bool {
    byte <= b' ' || byte >= 0x7f
}

#[cfg(test)]
mod tests {
    use super::PlainText;

    #[test]
    fn words_that_have_single_blanks_are_read_as_any_others() {
        let pieces = [
            "",
            " ",
            "one",
            " one",
            "one ",
            " one two ",
            "  ",
            "one  two",
            ". one",
            "\u{3002}",
            "café one",
            "\u{1}one",
        ];
        let texts_of_pairs = |read: fn(&str) -> String| {
            let mut texts = Vec::new();
            for (first, second) in pieces.iter().flat_map(|first| pieces.map(|second| (first, second))) {
                let mut words = PlainText::default();
                words.push(&read(first));
                words.mark("");
                words.push(&read(second));
                words.push(&read(first));
                texts.push(words.text);
            }
            texts
        };
        assert_eq!(texts_of_pairs(str::to_owned), texts_of_pairs(|piece| piece.replace(' ', "\t")));
    }
}
