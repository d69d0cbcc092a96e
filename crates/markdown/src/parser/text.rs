//! Words of a line: kept as spans of the source where they stand there, with the citations among them; and raw HTML.

use std::ops::Range;

use memchr::memchr2;

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::body::{Node, NodeKind, TextRef};
use crate::citations::{AuthorDisplay, CitationForm, CitationGroup, CitationItem, read_key};
use crate::directives;

use super::brackets::{Within, directive_name_before};
use super::{InCode, InComment, RawHtml, Reader, allow};

impl Reader<'_, '_> {
    /// A node whose string is `text`, borrowed from the source where it stands there as it is.
    pub(super) fn inline(&mut self, text: &str, range: Range<usize>, kind: fn(TextRef) -> NodeKind) {
        let text = self.keep(text, &range);
        self.push(kind(text), range);
    }

    pub(super) fn keep(&mut self, text: &str, range: &Range<usize>) -> TextRef {
        let in_source = self.source.text.get(range.clone());
        if let Some(found) = in_source.and_then(|found| found.find(text).filter(|_| !text.is_empty())) {
            let start = range.start + found;
            return TextRef::Source(Span::new(start..start + text.len()));
        }
        let start = self.body.arena.len();
        self.body.arena.push_str(text);
        TextRef::Arena(Span::new(start..self.body.arena.len()))
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if self.code == InCode::Yes {
            return self.code_text(text, range);
        }
        let start = range.start.max(self.skip_to);
        if start >= range.end {
            return;
        }
        let borrowed = self.source.text.get(range.clone()).is_some_and(|found| found == text);
        if !borrowed && !self.has_masked_colon(&range) {
            return self.merge_text(text, range);
        }
        self.source_text(start..range.end);
    }

    pub(super) fn has_masked_colon(&self, range: &Range<usize>) -> bool {
        let next = self.colons.partition_point(|colon| *colon < range.start);
        self.colons.get(next).is_some_and(|colon| *colon < range.end)
    }

    /// Code in the line or raw HTML as the author wrote it, where a mask stood on a part of it.
    pub(super) fn unmasked(&self, text: &str, range: &Range<usize>) -> String {
        let is_masked = self.fence_at(range).is_some() || self.has_masked_colon(range);
        let written = self.source.text.get(range.clone()).filter(|_| is_masked).unwrap_or_default();
        let code = written.trim_matches('`').replace('\n', " ");
        let same = |candidate: &str| candidate.len() == text.len();
        let candidates = [written, &code, code.get(1..code.len().saturating_sub(1)).unwrap_or_default()];
        candidates.into_iter().find(|candidate| same(candidate)).unwrap_or(text).to_owned()
    }

    /// Text inside code, from the source, because a mask may have stood on it.
    pub(super) fn code_text(&mut self, text: &str, range: Range<usize>) {
        let masked = self.fence_at(&range).is_some() || self.has_masked_colon(&range);
        if masked && range.len() == text.len() {
            self.push(NodeKind::Text(TextRef::Source(Span::new(range.clone()))), range);
        } else {
            self.inline(text, range, NodeKind::Text);
        }
    }

    /// Text that stands in the source as it is: narrative citations are found here.
    pub(super) fn source_text(&mut self, range: Range<usize>) {
        if memchr2(b'@', b'[', &self.source.text.as_bytes()[range.clone()]).is_none() {
            return self.plain_text(range);
        }
        self.find_lost_directive(range.clone());
        let source = self.source;
        let mut start = range.start;
        let mut from = range.start;
        while let Some(offset) = source.text[from..range.end].find('@') {
            let at = from + offset;
            let before = source.text[..at].chars().next_back();
            // Underscores may be emphasis, or belong to an address: `_@key_`, `some_one_@example.org`.
            let around = source.text[..at].trim_end_matches('_').chars().next_back();
            let free = around.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\\' | '@' | '/' | '.' | '+'));
            match read_key(&source.text, at + 1).filter(|_| free) {
                Some((key, end)) => {
                    let suppressed = before == Some('-') && at > start && self.is_free_dash(at - 1);
                    let mark_start = if suppressed { at - 1 } else { at };
                    self.plain_text(start..mark_start);
                    self.narrative(mark_start..end, key, suppressed);
                    self.skip_to = self.skip_to.max(end);
                    start = end;
                    from = end.min(range.end);
                    if end >= range.end {
                        return;
                    }
                }
                None => from = at + 1,
            }
        }
        self.plain_text(start..range.end);
    }

    /// A directive in the line whose brackets the parser could not pair, because a link or a mark stands in them.
    fn find_lost_directive(&mut self, range: Range<usize>) {
        let text = &self.source.text;
        for (offset, _) in text[range.clone()].match_indices('[') {
            let Some(named) = directive_name_before(&text[..range.start + offset]) else { continue };
            let name = &text[named.start + 1..named.end];
            if directives::is_inline_name(name) {
                let place = self.source.locate(Span::new(named));
                let message = format!("the brackets behind `{name}` do not hold plain words");
                let finding = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, place, message);
                self.findings.push(finding.help("close them, and put links and marks behind them"));
            }
        }
    }

    pub(super) fn is_free_dash(&self, at: usize) -> bool {
        self.source.text[..at].chars().next_back().is_none_or(char::is_whitespace)
    }

    pub(super) fn narrative(&mut self, range: Range<usize>, key: Range<usize>, suppressed: bool) {
        let item = CitationItem {
            key: self.source.text[key.clone()].to_owned(),
            key_span: Span::new(key),
            prefix: String::new(),
            locator: None,
            suffix: String::new(),
            author: if suppressed { AuthorDisplay::Suppressed } else { AuthorDisplay::Named },
        };
        self.cite(CitationGroup { form: CitationForm::Narrative, items: vec![item], span: Span::new(range.clone()) });
    }

    pub(super) fn cite(&mut self, group: CitationGroup) {
        let range = group.span.range();
        let within = match (self.pictures_open, self.links_open) {
            (0, 0) => self.link_texts.around(&self.source.text, range.end),
            (0, _) => Some(Within::Link),
            _ => Some(Within::Picture),
        };
        if let Some(within) = within {
            let (message, help) = match within {
                Within::Link => (
                    "a citation stands inside the text of a link",
                    "put it behind the link, or link the words to the source with `[words](cite:key)`",
                ),
                Within::Picture => (
                    "a citation stands in the alternative text of a picture",
                    "put it behind the picture, or into the caption: `::figure[caption]{src=\"..\"}`",
                ),
            };
            let place = self.source.locate(group.span);
            self.findings.push(Diagnostic::new(&rules::CITATION_IN_LINK, place, message).help(help));
            return;
        }
        let citation = self.body.citations.push(group);
        self.push(NodeKind::Citation(citation), range);
    }

    pub(super) fn plain_text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let mut place = Span::new(range.clone());
        if let Some(Node { kind: NodeKind::Text(TextRef::Source(last)), span }) = self.body.nodes.last()
            && last.end == place.start
            && last == span
        {
            self.body.nodes.pop();
            place.start = last.start;
            self.body.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(place)), span: place });
            return;
        }
        self.push(NodeKind::Text(TextRef::Source(place)), range);
    }

    /// Text that the parser made: joined to the text before it, so that a word is one node.
    pub(super) fn merge_text(&mut self, text: &str, range: Range<usize>) {
        let arena_start = self.body.arena.len();
        self.body.arena.push_str(text);
        if let Some(Node { kind: NodeKind::Text(TextRef::Arena(last)), span }) = self.body.nodes.last()
            && last.end as usize == arena_start
        {
            self.body.nodes.pop();
            let all = TextRef::Arena(Span::new(last.start as usize..self.body.arena.len()));
            let span = Span { end: Span::new(range).end, ..span };
            self.body.nodes.push(Node { kind: NodeKind::Text(all), span });
            return;
        }
        let kept = TextRef::Arena(Span::new(arena_start..self.body.arena.len()));
        self.push(NodeKind::Text(kept), range);
    }

    /// A finding for a tag, not one more for the tag that closes it.
    pub(super) fn html(&mut self, text: &str, range: Range<usize>, kind: fn(TextRef) -> NodeKind) {
        let Some(text) = self.without_comment(text, &range) else { return };
        let is_closing = text.starts_with("</");
        let is_news = !text.trim().is_empty() && !is_closing && !self.html_was_reported(&range);
        if self.grammar.raw_html == RawHtml::Escaped && is_news {
            let line = self.source.text[range.clone()].trim_end();
            let line_end = range.start + line.find('\n').unwrap_or(line.len());
            let place = self.source.locate(Span::new(range.start..line_end));
            let finding = Diagnostic::new(&rules::RAW_HTML, place, "raw HTML shows as text");
            self.findings.push(finding.help("use Markdown or a directive, or set `raw_html: true` in the settings"));
        }
        self.inline(text, range, kind);
    }

    /// What is left of a piece of raw HTML without its comment. A comment over several lines comes line by line.
    pub(super) fn without_comment<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Option<&'t str> {
        let is_start = self.comment == InComment::No && text.trim_start().starts_with("<!--");
        if !is_start && self.comment == InComment::No {
            return Some(text);
        }
        self.body.allow_comments.extend(allow::read(text, Span::new(range.start..range.start + text.trim_end().len())));
        match text.split_once("-->") {
            Some((_, rest)) => {
                self.comment = InComment::No;
                (!rest.trim().is_empty()).then_some(rest)
            }
            None => {
                self.comment = InComment::Yes;
                None
            }
        }
    }

    /// One finding for a block of raw HTML, not one for each of its lines.
    pub(super) fn html_was_reported(&self, range: &Range<usize>) -> bool {
        matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::HtmlBlock(_), span }) if span.end as usize == range.start)
    }
}
