//! Finds Markdown where none is read: within a block of HTML, and in fields of front matter that are plain text. It would be shown
//! as it is written, and a citation there would lead nowhere.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{BrokenLink, Event, Parser, Tag};

use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use super::body_builder::BodyBuilder;
use super::brackets::{DecidedBrackets, directive_name_before, no_address};
use super::grammar::{Grammar, options};
use super::signs;
use super::wide_text::masked_beside_marks;

/// The bytes of the first mark in a text that is read as one paragraph: a citation, a directive, a link, a picture, emphasis, code,
/// or a tag of HTML. A narrative `@key` is none, because a title may well have an `@`.
///
/// ```
/// use wellpress_markdown::directives::Vocabulary;
/// use wellpress_markdown::extensions::Extensions;
/// use wellpress_markdown::language::TextLanguage;
/// use wellpress_markdown::parser::{Grammar, RawHtml, first_mark};
///
/// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
/// assert_eq!(first_mark("Walking helps [@s20].", grammar), Some(14..20));
/// assert_eq!(first_mark("5 * 3 [or so]", grammar), None);
/// ```
#[must_use]
pub fn first_mark(text: &str, grammar: Grammar<'_>) -> Option<Range<usize>> {
    if !text.contains(['*', '_', '`', '[', '<', '~', '#']) {
        return None;
    }
    let brackets = DecidedBrackets::default();
    let callback = |link: BrokenLink<'_>| brackets.decide(text, 0, &link, grammar).then(no_address);
    let masked = masked_beside_marks(signs::hidden_in(text, grammar.extensions));
    let parser = Parser::new_with_broken_link_callback(&masked, options(grammar.extensions), Some(callback));
    parser.into_offset_iter().find_map(|(event, range)| {
        let is_mark = match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }) | Event::Code(_) => true,
            Event::Start(Tag::Strikethrough) => text[range.clone()].starts_with("~~"),
            Event::Start(Tag::Heading { .. }) => text[range.clone()].starts_with('#'),
            Event::InlineHtml(tag) => !tag.starts_with("<!"),
            _ => false,
        };
        let directive = directive_name_before(&text[..range.start]).filter(|_| text[range.start..].starts_with('['));
        is_mark.then(|| directive.map_or(range.start, |name| name.start)..range.end)
    })
}

/// Elements that hold code, where a star is a star.
const CODE_ELEMENTS: [&str; 5] = ["<script", "<style", "<pre", "<code", "<textarea"];

impl BodyBuilder<'_, '_> {
    /// Reports the first mark or directive line in the text of a block of HTML, which CommonMark passes on as it is.
    pub(super) fn report_marks_in_html(&mut self, block: &Range<usize>) {
        let Some(text) = self.source.text.get(block.clone()) else { return };
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("<!") || lower.starts_with("<?") || CODE_ELEMENTS.iter().any(|tag| lower.contains(tag)) {
            return;
        }
        let fence = self.masks.fences.partition_point(|fence| fence.span.start < block.start);
        let fence = self.masks.fences.get(fence).map(|fence| fence.span.clone()).filter(|span| span.start < block.end);
        let mark = texts_between_tags(text).find_map(|piece| {
            let piece = block.start + piece.start..block.start + piece.end;
            let first = first_mark(&self.source.text[piece.clone()], self.grammar);
            let first = first.map(|mark| piece.start + mark.start..piece.start + mark.end);
            first.into_iter().chain(self.first_narrative_citation(piece)).min_by_key(|mark| mark.start)
        });
        let Some(mark) = mark.into_iter().chain(fence).min_by_key(|mark| mark.start) else { return };
        let message =
            format!("`{}` stands within HTML, where Markdown is not read", quotable(&self.source.text[mark.clone()]));
        let finding = Diagnostic::new(&rules::MARKDOWN_UNREAD, self.source.locate(Span::new(mark)), message);
        self.findings.push(finding.help("put a blank line behind the tag, or write the paragraph without the tag"));
    }
}

/// The ranges of a text outside of its tags.
fn texts_between_tags(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next;
        if start >= text.len() {
            return None;
        }
        let tag = memchr(b'<', &text.as_bytes()[start..]).map_or(text.len(), |length| start + length);
        next = memchr(b'>', &text.as_bytes()[tag..]).map_or(text.len(), |length| tag + length + 1);
        Some(start..tag)
    })
}
