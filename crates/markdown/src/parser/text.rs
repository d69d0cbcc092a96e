//! Adds text, the narrative citations within it, and raw HTML. Text is stored as a span of the source wherever it
//! occurs there as it is, because most of a page does, and a span takes no memory of its own.

use std::borrow::Cow;
use std::ops::Range;

use wellpress_diagnostics::{ControlCharacter, Diagnostic, GarbledText, Span, rules};

use crate::body::{NameInLink, Node, NodeKind, TextRef};
use crate::citations::{AuthorDisplay, CitationForm, CitationGroup, CitationItem, in_link};
use crate::language::{GERSHAYIM, is_in_hebrew_word};

use super::allow_comment;
use super::body_builder::{BodyBuilder, InCode, InQuote};
use super::brackets::directive_name_before;
use super::grammar::RawHtml;

impl BodyBuilder<'_, '_> {
    /// Adds a node with a text, whose kind is made by `kind`.
    pub(super) fn push_text_ref(&mut self, text: &str, range: Range<usize>, kind: fn(TextRef) -> NodeKind) {
        let text = self.text_ref(text, &range);
        self.push(kind(text), range);
    }

    /// Refers to a text in the range of the source, or copies it to the arena if it does not occur there as it is.
    pub(super) fn text_ref(&mut self, text: &str, range: &Range<usize>) -> TextRef {
        let source_text = self.source.text.get(range.clone()).filter(|_| !text.is_empty());
        if let Some(offset) = source_text.and_then(|source_text| source_text.find(text)) {
            let start = range.start + offset;
            return TextRef::Source(Span::new(start..start + text.len()));
        }
        let text = self.visible(text, range);
        self.arena_text(&text)
    }

    /// A decoded text without control characters. An entity such as `&#27;` can stand for one, and no page may have it, so that
    /// it is reported.
    pub(super) fn visible<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        if let Some(control) = ControlCharacter::first_in(text) {
            let location = self.source.locate(Span::new(range.clone()));
            let message = format!("this stands for the {}, which cannot be shown", control.description());
            self.findings.push(Diagnostic::new(&rules::TEXT_INVISIBLE, location, message).help("take it out"));
        }
        self.report_garbled_entity(text, range);
        ControlCharacter::replaced_in(text)
    }

    /// Reports an entity such as `&#xE000;`, which stands for a character that a wrong encoding leaves. One that stands in the file as it is
    /// has a finding of the file.
    fn report_garbled_entity(&mut self, text: &str, range: &Range<usize>) {
        let Some(garbled) = GarbledText::first_in(text) else { return };
        if !self.source.text.get(range.clone()).is_some_and(|written| written.contains(&text[garbled.range.clone()])) {
            let location = self.source.locate(Span::new(range.clone()));
            let finding = Diagnostic::new(&rules::TEXT_GARBLED, location, garbled.description(text));
            self.findings.push(finding.help(garbled.help()));
        }
    }

    /// Copies a text to the arena.
    pub(super) fn arena_text(&mut self, text: &str) -> TextRef {
        let start = self.body.arena.len();
        self.body.arena.push_str(text);
        TextRef::Arena(Span::new(start..self.body.arena.len()))
    }

    pub(super) fn text_event(&mut self, text: &str, range: Range<usize>) {
        if self.open.code == InCode::Yes {
            return self.code_text(text, range);
        }
        let start = range.start.max(self.consumed_to);
        if start >= range.end {
            return;
        }
        if start == range.start {
            self.note_shown_sign(&range);
        }
        // Text in the arena is decoded (entities, smart punctuation): it has no offsets in which citations could be
        // found.
        let text = self.with_primes(text, &range);
        let is_in_source = self.source.text.get(range.clone()) == Some(text);
        if !is_in_source && !self.masks.covers_part_of(&range) {
            return self.append_decoded_text(text, range);
        }
        self.running_text(start..range.end);
    }

    /// The text of an event, with the quotation marks of the language, and a prime in place of a quote behind a number: `5'10"` is a
    /// height and `6" box` a size. A quote behind a number closes a quotation if one is open.
    fn with_primes<'t>(&mut self, text: &'t str, range: &Range<usize>) -> &'t str {
        let source_text = self.source.text.get(range.clone()).unwrap_or_default();
        let is_escaped = text == source_text;
        if !matches!(source_text, "'" | "\"") || is_escaped {
            return text;
        }
        let (before, behind) = (&self.source.text[..range.start], &self.source.text[range.end..]);
        let next = behind.chars().next();
        // In `2"x4"`, the letter stands between two measures.
        let is_product = behind.starts_with('x') && behind[1..].starts_with(|c: char| c.is_ascii_digit());
        let ends_measure = is_product || !next.is_some_and(char::is_alphabetic);
        let is_measure = self.grammar.extensions.primes && before.ends_with(char::is_numeric) && ends_measure;
        let follows_feet = before.trim_end_matches(char::is_numeric).ends_with('\'');
        let quotes = self.grammar.language.quotes;
        match source_text {
            "\"" if is_measure && (self.open.double_quote == InQuote::No || follows_feet) => "\u{2033}",
            "'" if is_measure && text != "\u{2018}" && self.open.single_quote == InQuote::No => {
                // Two single quotes are written for inches as well.
                if next == Some('\'') { "\u{2033}" } else { "\u{2032}" }
            }
            "'" if self.grammar.extensions.primes && follows_two_primes(before) => "",
            "\"" if is_in_hebrew_word(before, behind) => GERSHAYIM,
            "\"" => {
                // The parser does not know which of the quotes before it were primes.
                let opens = before.ends_with(|c: char| c.is_whitespace() || "([{".contains(c)) || before.is_empty();
                let follows_number = before.ends_with(char::is_numeric);
                if !opens && (follows_number || self.open.double_quote == InQuote::Yes) {
                    self.open.double_quote = InQuote::No;
                    return quotes.close;
                }
                let mark = quotes.localised(text, before, behind, &mut false);
                // Where both marks are the same, as in Swedish, the parser decides.
                let is_open = text == "\u{201c}" && (mark == quotes.open);
                self.open.double_quote = if is_open { InQuote::Yes } else { InQuote::No };
                mark
            }
            _ => {
                let mut is_open = self.open.single_quote == InQuote::Yes;
                let mark = quotes.localised(text, before, behind, &mut is_open);
                self.open.single_quote = if is_open { InQuote::Yes } else { InQuote::No };
                mark
            }
        }
    }

    fn is_masked(&self, range: &Range<usize>) -> bool {
        self.fence_at(range).is_some() || self.masks.covers_part_of(range)
    }

    /// Code in a line or raw HTML without the masks in it. The parser normalises code (backquotes, one blank at each
    /// end, line ends), so the source is normalised in the same ways until the length of the text is met.
    pub(super) fn unmasked(&self, text: &str, range: &Range<usize>) -> String {
        let text = &*self.masks.variables.restored(text);
        if !self.is_masked(range) {
            return text.to_owned();
        }
        let source_text = self.source.text.get(range.clone()).unwrap_or_default();
        let code = source_text.trim_matches('`').replace('\n', " ");
        let stripped = code.get(1..code.len().saturating_sub(1)).unwrap_or_default();
        let mut candidates = [source_text, &code, stripped].into_iter();
        candidates.find(|candidate| candidate.len() == text.len()).unwrap_or(text).to_owned()
    }

    /// Adds text of a code block, from the source if a mask covers a part of it.
    pub(super) fn code_text(&mut self, text: &str, range: Range<usize>) {
        if self.is_masked(&range) && range.len() == text.len() {
            self.push(NodeKind::Text(TextRef::Source(Span::new(range.clone()))), range);
        } else {
            let text = self.masks.variables.restored(text).into_owned();
            self.push_text_ref(&text, range, NodeKind::Text);
        }
    }

    /// Whether the `@` at an offset can begin a citation: it is not escaped and not part of a word or an address.
    /// Underscores before it are skipped, because they may be emphasis (`_@key_`) or belong to an address
    /// (`some_one_@example.org`).
    pub(super) fn may_begin_citation(&self, at_sign: usize) -> bool {
        let previous = self.source.text[..at_sign].trim_end_matches('_').chars().next_back();
        previous.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\\' | '@' | '/' | '.' | '+'))
    }

    /// Reports a directive in a line whose brackets the parser could not pair, because a link or a citation stands in
    /// them.
    pub(super) fn report_unpaired_directives(&mut self, range: Range<usize>) {
        let text = &self.source.text;
        for (offset, _) in text[range.clone()].match_indices('[') {
            let Some(colon_and_name) = directive_name_before(&text[..range.start + offset]) else { continue };
            let name = &text[colon_and_name.start + 1..colon_and_name.end];
            if self.grammar.vocabulary.is_inline_name(name) {
                let location = self.source.locate(Span::new(colon_and_name));
                let message = format!("the brackets behind `{name}` do not hold plain words");
                let finding = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, location, message);
                self.findings.push(finding.help("close them, and put links and marks behind them"));
            }
        }
    }

    /// Whether the hyphen at an offset does not belong to the word before it.
    pub(super) fn is_free_dash(&self, hyphen: usize) -> bool {
        self.source.text[..hyphen].chars().next_back().is_none_or(char::is_whitespace)
    }

    pub(super) fn narrative_citation(&mut self, range: Range<usize>, key: Range<usize>, author: AuthorDisplay) {
        let item = CitationItem {
            key: self.source.text[key.clone()].to_owned(),
            key_span: Span::new(key),
            prefix: String::new(),
            locator: None,
            suffix: String::new(),
            author,
        };
        self.add_citation(CitationGroup {
            form: CitationForm::Narrative,
            items: vec![item],
            span: Span::new(range.clone()),
        });
    }

    /// Adds a citation, or reports it if it stands in a link: HTML allows no link in another, and a citation is one.
    pub(super) fn add_citation(&mut self, group: CitationGroup) {
        let mut group = group;
        let tags = &self.masks.definitions.citation_tags;
        if !tags.is_empty() {
            for item in &mut group.items {
                if let Some(key) = tags.get(&item.key) {
                    item.key.clone_from(key);
                }
            }
        }
        let range = group.span.range();
        for item in &mut group.items {
            for words in [&mut item.prefix, &mut item.suffix] {
                if let Cow::Owned(with_values) = self.with_values(words, &range) {
                    *words = with_values;
                }
            }
        }
        let is_in_picture = self.open.pictures > 0;
        let is_in_link =
            is_in_picture || self.open.links > 0 || self.link_texts.have_around(&self.source.text, range.end);
        if !is_in_link {
            let citation = self.body.citations.push(group);
            self.push(NodeKind::Citation(citation), range);
        } else if group.form == CitationForm::Narrative && !is_in_picture {
            // The name of an account is a common text of links: `[@who](https://example.org/who)`. A defined link wins over a
            // citation with the same text.
            if !self.open.link_is_label {
                let names = group.items.into_iter().map(|item| NameInLink { key: item.key, span: group.span });
                self.body.names_in_links.extend(names);
            }
            self.append_source_text(range);
        } else {
            self.findings.push(in_link(self.source.locate(group.span)));
        }
    }

    /// Adds text of the source. Text that continues the last node extends it, so that a word is in one node.
    pub(super) fn append_source_text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let mut text_span = Span::new(range.clone());
        if let Some(Node { kind: NodeKind::Text(TextRef::Source(last)), span }) = self.body.nodes.last()
            && last.end == text_span.start
            && last == span
        {
            self.body.nodes.pop();
            text_span.start = last.start;
            self.body.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(text_span)), span: text_span });
            return;
        }
        self.push(NodeKind::Text(TextRef::Source(text_span)), range);
    }

    /// Drops a backslash behind the last words of a block, where no line follows that it could break. The one of `C:\` is meant.
    pub(super) fn drop_lone_backslash(&mut self) {
        let Some(Node { kind: NodeKind::Text(TextRef::Source(text)), .. }) = self.body.nodes.last() else { return };
        let Range { start, end } = text.range();
        let words = self.source.text[..end].trim_end_matches('\\');
        // An even number of them are escaped ones.
        if (end - words.len()).is_multiple_of(2) || words.ends_with(':') {
            return;
        }
        let text = Span::new(start..words.trim_end().len().max(start));
        self.body.nodes.pop();
        if text.start < text.end {
            self.body.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(text)), span: text });
        }
    }

    /// Adds text that the parser decoded. Text that continues the last node in the arena extends it, so that a word is
    /// in one node.
    pub(super) fn append_decoded_text(&mut self, text: &str, range: Range<usize>) {
        let text = self.visible(text, &range);
        let arena_start = self.body.arena.len();
        self.body.arena.push_str(&text);
        if let Some(Node { kind: NodeKind::Text(TextRef::Arena(last)), span }) = self.body.nodes.last()
            && last.end as usize == arena_start
        {
            self.body.nodes.pop();
            let joined = TextRef::Arena(Span::new(last.start as usize..self.body.arena.len()));
            let span = Span { end: Span::new(range).end, ..span };
            self.body.nodes.push(Node { kind: NodeKind::Text(joined), span });
            return;
        }
        let appended = TextRef::Arena(Span::new(arena_start..self.body.arena.len()));
        self.push(NodeKind::Text(appended), range);
    }

    /// Adds raw HTML. Where it is not allowed it has a finding, one for each element and not a second one for its
    /// closing tag.
    pub(super) fn html(&mut self, text: &str, range: Range<usize>, kind: fn(TextRef) -> NodeKind) {
        let Some(text) = self.without_comment(text, &range) else { return };
        let is_closing = text.starts_with("</");
        let is_reportable = !text.trim().is_empty() && !is_closing && !self.continues_html_block(&range);
        if self.grammar.raw_html == RawHtml::Escaped && is_reportable {
            let line = self.source.text[range.clone()].trim_end();
            let line_end = range.start + line.find('\n').unwrap_or(line.len());
            let location = self.source.locate(Span::new(range.start..line_end));
            let finding = Diagnostic::new(&rules::RAW_HTML, location, "raw HTML shows as text");
            self.findings.push(finding.help("use Markdown or a directive, or set `raw_html: true` in the settings"));
        }
        self.push_text_ref(text, range, kind);
    }

    /// Raw HTML without the comment in it; `None` if nothing else is left. The parser reports each line of a comment
    /// over several lines as an event of its own.
    pub(super) fn without_comment<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Option<&'t str> {
        let is_start = !self.open.comment && text.trim_start().starts_with("<!--");
        if !is_start && !self.open.comment {
            return Some(text);
        }
        // What follows a comment on its line is text that readers see.
        let end = text.find("-->").map(|at| at + "-->".len());
        let comment = end.map_or(text.trim_end(), |end| &text[..end]);
        self.body
            .allow_comments
            .extend(allow_comment::read(comment, Span::new(range.start..range.start + comment.len())));
        match end {
            Some(end) => {
                self.open.comment = false;
                let text_behind = &text[end..];
                (!text_behind.trim().is_empty()).then_some(text_behind)
            }
            None => {
                self.open.comment = true;
                None
            }
        }
    }

    /// Whether raw HTML at this range goes on from the block before it, which was reported already.
    pub(super) fn continues_html_block(&self, range: &Range<usize>) -> bool {
        matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::HtmlBlock(_), span }) if span.end as usize == range.start)
    }
}

/// Whether a text ends with the first of two single quotes that stand for inches, as in `10''`.
fn follows_two_primes(before: &str) -> bool {
    before.strip_suffix('\'').is_some_and(|number| number.ends_with(char::is_numeric))
}
