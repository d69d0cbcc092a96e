//! Finds what stands in running text without a mark that CommonMark knows: narrative citations, bare web addresses, codes of
//! emoji and abbreviations.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memmem};
use pulldown_cmark::LinkType;
use rustc_hash::FxHashSet;
use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::body::{Element, LinkTarget, NodeKind, may_have_number};
use crate::citations::{AuthorDisplay, read_key};
use crate::directives;
use crate::safe_html::{HtmlElement, HtmlTag};

use super::body_builder::BodyBuilder;
use super::signs::{self, Reading, Sign, script_reading};
use super::wide_text::{ends_address, follows_address, is_wide_letter};
use super::words::words;

/// Something within text, with its bytes in the source.
struct InlineMatch {
    range: Range<usize>,
    kind: InlineKind,
}

enum InlineKind {
    Citation {
        key: Range<usize>,
        author: AuthorDisplay,
    },
    Link,
    Emoji(&'static str),
    /// The text between the marks is raised or lowered.
    Script(HtmlTag),
    /// `@fig-id` or `@tbl-id`, a reference to a numbered figure or table of this text.
    Reference,
}

impl BodyBuilder<'_, '_> {
    /// Adds text that stands in the source as it is, with what is found in it but variables.
    pub(super) fn text_without_variables(&mut self, range: Range<usize>) {
        if self.is_in_written_reference() { self.text_of_reference(range) } else { self.text_with_marks(range) }
    }

    /// Adds text with the citations, addresses, codes and abbreviations in it.
    pub(super) fn text_with_marks(&mut self, range: Range<usize>) {
        let bytes = self.source.text.as_bytes();
        let extensions = self.grammar.extensions;
        if extensions.attributes {
            self.report_attributes_without_element(&range);
        }
        if self.candidate(range.clone()).is_none() && memchr(b'[', &bytes[range.clone()]).is_none() {
            return self.append_words(range);
        }
        self.report_unpaired_directives(range.clone());
        let mut text_start = range.start;
        while let Some(InlineMatch { range: found, kind }) = self.next_inline(text_start..range.end) {
            self.append_words(text_start..found.start);
            match kind {
                InlineKind::Citation { key, author } => self.narrative_citation(found.clone(), key, author),
                InlineKind::Link => self.bare_link(found.clone()),
                InlineKind::Emoji(emoji) => self.append_decoded_text(emoji, found.clone()),
                InlineKind::Script(tag) => {
                    self.report_doubtful_script(&found);
                    self.html_around(HtmlElement::new(tag), found.start + 1..found.end - 1, found.clone());
                }
                InlineKind::Reference => self.caption_reference(found.start + 1..found.end, found.clone()),
            }
            // It may go on in the next event of the parser, as underscores in a key or an address do.
            self.consumed_to = self.consumed_to.max(found.end);
            if found.end >= range.end {
                return;
            }
            text_start = found.end;
        }
        self.append_words(text_start..range.end);
    }

    /// Reports marks that may as well be signs of a calculation: `2^3^4`.
    fn report_doubtful_script(&mut self, marked: &Range<usize>) {
        let (text, inner) = (&self.source.text, marked.start + 1..marked.end - 1);
        if script_reading(&text[..marked.start], &text[inner], &text[marked.end..]) == Reading::Both {
            let sign = if text[marked.clone()].starts_with('^') { Sign::Caret } else { Sign::Tilde };
            self.findings.push(signs::finding(self.source, sign, marked.clone(), Reading::Markup));
        }
    }

    /// Reports attributes such as `{.lead}` behind anything but a link, a picture, a heading or words in brackets.
    fn report_attributes_without_element(&mut self, range: &Range<usize>) {
        let text = &self.source.text;
        for offset in memchr_iter(b'{', &text.as_bytes()[range.clone()]) {
            let start = range.start + offset;
            let follows_word = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\\' | '{'));
            let may_begin =
                [".", "#", " ", "width=", "height="].iter().any(|begin| text[start + 1..].starts_with(begin));
            let attributes =
                (may_begin && !follows_word).then(|| directives::loose_attributes_at(text, start)).flatten();
            if let Some((_, inner)) = attributes.filter(|(attributes, _)| attributes.has_meaning()) {
                let location = self.source.locate(Span::new(start..inner.end + 1));
                let message = "these attributes belong to nothing, so they are shown as text";
                let help =
                    "write them directly behind a link, a picture, a heading or words in brackets: `[words]{.class}`";
                self.findings.push(Diagnostic::new(&rules::MARKUP_FOREIGN, location, message).help(help));
                self.body.foreign_markup.push(Span::new(start..inner.end + 1));
            }
        }
    }

    /// The offset of the first byte in a range at which something may begin.
    fn candidate(&self, range: Range<usize>) -> Option<usize> {
        /// Long lines are searched in parts, or each of a thousand signs of one kind would search the whole line for the others.
        const PART: usize = 512;
        let mut parts = range.clone().step_by(PART).map(|start| start..(start + PART).min(range.end));
        parts.find_map(|part| self.candidate_in_part(part))
    }

    /// Most texts have no sign at all, so that searching for each by itself takes less time than reading byte by byte.
    fn candidate_in_part(&self, range: Range<usize>) -> Option<usize> {
        let text = self.source.text.as_bytes();
        let mut first = range.end;
        let signs = memchr2(b'@', b':', &text[range.start..first]);
        first = signs.map_or(first, |offset| range.start + offset);
        if self.grammar.extensions.scripts {
            let scripts = memchr2(b'~', b'^', &text[range.start..first]);
            first = scripts.map_or(first, |offset| range.start + offset);
        }
        if self.may_link() {
            const BEGIN: &[u8] = b"www.";
            // An address that begins in the range may go on behind it.
            let end = (first + BEGIN.len() - 1).min(text.len());
            let address = memmem::find(&text[range.start..end], BEGIN);
            first = address.map_or(first, |offset| range.start + offset);
        }
        (first < range.end).then_some(first)
    }

    /// The first match in a range.
    fn next_inline(&self, range: Range<usize>) -> Option<InlineMatch> {
        let bytes = self.source.text.as_bytes();
        let mut search_start = range.start;
        loop {
            let at = self.candidate(search_start..range.end)?;
            let inline_match = match bytes[at] {
                b'@' => self.citation_at(at, range.start),
                b':' => self.colon_at(at, range.start),
                b'w' => self.www_at(at),
                mark => self.script_at(at, char::from(mark)),
            };
            if inline_match.is_some() {
                return inline_match;
            }
            search_start = at + 1;
        }
    }

    fn www_at(&self, start: usize) -> Option<InlineMatch> {
        let is_address = self.begins_address(start) && self.address_end(start) > start + "www.".len();
        is_address.then(|| self.link_at(start))
    }

    fn link_at(&self, start: usize) -> InlineMatch {
        InlineMatch { range: start..self.address_end(start), kind: InlineKind::Link }
    }

    /// The raised or lowered text whose first mark stands at an offset: as in Pandoc, it has no blank.
    fn script_at(&self, start: usize, mark: char) -> Option<InlineMatch> {
        const LONGEST_SCRIPT: usize = 60;
        let text = &self.source.text;
        let char_before = text[..start].chars().next_back();
        let content = &text[start + 1..];
        let is_end = |c: char| c == mark || c.is_whitespace() || matches!(c, '`' | '[' | ']' | '<' | '|' | '\\');
        let length = content.char_indices().take(LONGEST_SCRIPT).find(|(_, c)| is_end(*c))?.0;
        let behind = content[length..].strip_prefix(mark)?;
        let is_mark = length > 0
            && script_reading(&text[..start], &content[..length], behind) != Reading::Text
            && !char_before.is_some_and(|c| c == mark || matches!(c, '\\' | '['))
            && !behind.starts_with(mark)
            // `~10-~15` are two approximate numbers.
            && (char_before.is_some_and(char::is_alphanumeric) || !behind.starts_with(|c: char| c.is_ascii_digit()));
        let tag = if mark == '^' { HtmlTag::Sup } else { HtmlTag::Sub };
        is_mark.then(|| InlineMatch { range: start..start + length + 2, kind: InlineKind::Script(tag) })
    }

    /// The narrative citation whose `@` stands at an offset. Its key begins with a letter, so that `@8` and `@70%` are text.
    fn citation_at(&self, at_sign: usize, text_start: usize) -> Option<InlineMatch> {
        let text = &self.source.text;
        let (key, end) = read_key(text, at_sign + 1).filter(|_| self.may_begin_citation(at_sign))?;
        let id = &text[key.clone()];
        if self.is_caption_id(id) {
            return Some(InlineMatch { range: at_sign..end, kind: InlineKind::Reference });
        }
        let is_key = id.starts_with(char::is_alphabetic) || text[at_sign + 1..].starts_with('{');
        let is_suppressed = at_sign > text_start && text[..at_sign].ends_with('-') && self.is_free_dash(at_sign - 1);
        let (start, author) = match is_suppressed {
            true => (at_sign - 1, AuthorDisplay::Suppressed),
            false => (at_sign, AuthorDisplay::Named),
        };
        is_key.then_some(InlineMatch { range: start..end, kind: InlineKind::Citation { key, author } })
    }

    /// The bytes of the first narrative citation in a range.
    pub(super) fn first_narrative_citation(&self, range: Range<usize>) -> Option<Range<usize>> {
        let at_signs = memchr_iter(b'@', &self.source.text.as_bytes()[range.clone()]);
        let mut citations = at_signs.filter_map(|offset| self.citation_at(range.start + offset, range.start));
        citations.next().map(|citation| citation.range)
    }

    /// The address or the code of an emoji whose first colon stands at an offset.
    fn colon_at(&self, colon: usize, text_start: usize) -> Option<InlineMatch> {
        let text = &self.source.text;
        if text[colon..].starts_with("://") {
            let text_before_colon = &text[text_start..colon];
            let scheme = ["https", "http"].into_iter().find(|scheme| text_before_colon.ends_with(scheme))?;
            let start = colon - scheme.len();
            let is_address = self.may_link() && self.begins_address(start) && self.address_end(start) > colon + 3;
            return is_address.then(|| self.link_at(start));
        }
        let is_number = |code: &str| code.bytes().all(|byte| byte.is_ascii_digit());
        if !self.grammar.extensions.emoji
            || text[..colon].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '\\'))
        {
            return None;
        }
        const LONGEST_CODE: usize = 40;
        let code = &text[colon + 1..];
        let length = code
            .bytes()
            .take(LONGEST_CODE)
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"_+-".contains(&byte)))?;
        // Of a number the digits stay, whatever picture has such a name.
        let is_code = code[length..].starts_with(':') && !is_number(&code[..length]);
        let emoji = emojis::get_by_shortcode(&code[..length]).filter(|_| is_code)?;
        Some(InlineMatch { range: colon..colon + length + 2, kind: InlineKind::Emoji(emoji.as_str()) })
    }

    fn may_link(&self) -> bool {
        self.grammar.extensions.links && self.open.links == 0 && self.open.pictures == 0
    }

    /// Whether an address can begin at an offset: not within a word, but behind one of a script without blanks.
    fn begins_address(&self, start: usize) -> bool {
        !self.source.text[..start].ends_with(|c: char| {
            (c.is_alphanumeric() && !is_wide_letter(c)) || matches!(c, '/' | '@' | '.' | ':' | '-' | '_')
        })
    }

    /// The end of the address that begins at `start`. As on GitHub, the punctuation of the sentence and a parenthesis
    /// without its pair do not belong to it.
    fn address_end(&self, start: usize) -> usize {
        let text = &self.source.text[start..];
        let mut is_escaped = false;
        let mut behind_part_of_doi = 0;
        let end = text.char_indices().find(|(offset, c)| {
            if *offset < behind_part_of_doi {
                return false;
            }
            if let Some(end) = (*c == '<').then(|| end_of_doi_in_angles(text, *offset)).flatten() {
                behind_part_of_doi = end;
                return false;
            }
            let ends = c.is_whitespace() || ends_address(*c) || (!is_escaped && "<>|`\"^{}[]".contains(*c));
            is_escaped = *c == '\\' && !is_escaped;
            ends
        });
        let mut address = &text[..end.map_or(text.len(), |(offset, _)| offset)];
        let mut unpaired_count = None;
        loop {
            let trimmed = address.trim_end_matches(follows_address);
            let unpaired = trimmed.ends_with(')') && {
                // Counted once: an address can end with any number of parentheses.
                let count = unpaired_count
                    .get_or_insert_with(|| trimmed.matches(')').count().saturating_sub(trimmed.matches('(').count()));
                let is_unpaired = *count > 0;
                *count = count.saturating_sub(1);
                is_unpaired
            };
            address = if unpaired { &trimmed[..trimmed.len() - 1] } else { trimmed };
            if !unpaired {
                return start + address.len();
            }
        }
    }

    fn bare_link(&mut self, range: Range<usize>) {
        let source_text = &self.source.text[range.clone()];
        let plain = directives::unescape(source_text);
        let address = if plain.starts_with("www.") { format!("https://{plain}") } else { plain.clone() };
        // Only a DOI has them, and no address may.
        let address = address.replace('<', "%3C").replace('>', "%3E");
        let is_plain = plain == *source_text;
        let target = self.link_target(LinkType::Autolink, &address, &range);
        let link = self.push_link(target, "", &range);
        self.push(NodeKind::Start(Element::Link(link)), range.clone());
        if is_plain {
            self.append_source_text(range.clone());
        } else {
            self.append_decoded_text(&plain, range.clone());
        }
        self.push_end(Element::Link(link), range.end);
    }

    /// Whether this is the id of a figure or a table of the text, as far as can be told before the whole text is read.
    pub(super) fn is_caption_id(&self, id: &str) -> bool {
        may_have_number(id) && self.caption_ids.get_or_init(|| caption_ids(&self.source.text)).contains(id)
    }

    /// Adds a link without words, which shows the number of the figure or table.
    pub(super) fn caption_reference(&mut self, id: Range<usize>, range: Range<usize>) {
        // A link cannot contain another.
        if self.open.links > 0 {
            return self.append_source_text(range);
        }
        let anchor = Some(self.source.text[id].into());
        let link = self.push_link(LinkTarget::Path { path: "".into(), anchor }, "", &range);
        self.push(NodeKind::Start(Element::Link(link)), range.clone());
        self.push_end(Element::Link(link), range.end);
    }

    /// Adds text with the meanings of the abbreviations in it.
    fn append_words(&mut self, range: Range<usize>) {
        if !self.masks.definitions.has_abbreviations() {
            return self.append_source_text(range);
        }
        let source = self.source;
        let mut text_start = range.start;
        for (start, word) in words(&source.text[range.clone()]) {
            let start = range.start + start;
            let unread = &source.text[start..range.end];
            let abbreviation = self.masks.definitions.abbreviation_at(unread, word).filter(|_| start >= text_start);
            if let Some((length, meaning)) = abbreviation {
                self.append_source_text(text_start..start);
                let element = HtmlElement { value: Some(meaning), ..HtmlElement::new(HtmlTag::Abbr) };
                let short_range = start..start + length;
                self.html_around(element, short_range.clone(), short_range.clone());
                text_start = short_range.end;
            }
        }
        self.append_source_text(text_start..range.end);
    }
}

/// The end of the part in angle brackets that old DOIs have, as in `10.1002/(SICI)1096(199601)99:1<1::AID-AJPA1>3.0.CO;2-1`. `None` if
/// the bracket at `start` of an address begins none.
fn end_of_doi_in_angles(address: &str, start: usize) -> Option<usize> {
    const LONGEST: usize = 60;
    let behind = &address[start + 1..];
    let digits = behind.bytes().take(LONGEST).position(|byte| !byte.is_ascii_alphanumeric())?;
    let (pages, rest) = (&behind[..digits], behind[digits..].strip_prefix("::")?);
    let length = rest.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    let end = start + "<".len() + pages.len() + "::".len() + length + ">".len();
    (is_code(&rest[..length]) && address[..start].contains("/10.")).then_some(end)
}

/// What stands behind `#` in a text and may be the id of a figure or a table.
fn caption_ids(text: &str) -> FxHashSet<&str> {
    let names = memchr_iter(b'#', text.as_bytes()).map(|sign| {
        let name = &text[sign + 1..];
        let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        name.split(is_end).next().unwrap_or_default()
    });
    names.filter(|name| may_have_number(name)).collect()
}
