//! Text in, [`Body`] out: CommonMark with its extensions, citations, wikilinks and directives in one pass.
//!
//! Directive lines are masked by as many underscores before parsing, which makes each a thematic break at its own
//! offset wherever it stands, in lists and quotes too; in code the mask never shows, because text is taken from the
//! source by its offsets. Nothing here recurses, so that no nesting costs stack.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::diagnostics::{Diagnostic, Source, Span, rules};

use super::citations::{Author, CitationForm, CitationGroup, CitationItem, read_group, read_key, read_locator};
use super::directives::{self, Directive, DirectiveKind, Fence, Form, Parts, Vocabulary};
use super::document::{Align, Body, Element, Heading, InContents, Node, NodeKind, Str, Ticked};
use super::heading_ids::HeadingIds;

mod allow;
mod links;

/// Whether raw HTML is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It shows as text, with a warning.
    Escaped,
    /// It is passed on.
    Passed,
}

/// What the text may contain beside CommonMark.
#[derive(Clone, Copy)]
pub struct Grammar<'a> {
    /// Directives.
    pub vocabulary: Vocabulary<'a>,
    /// Raw HTML.
    pub raw_html: RawHtml,
}

/// Parses `source.text[range]`; findings are added to `findings`. Spans are those of the whole source.
pub fn parse(source: &Source, range: Range<usize>, grammar: Grammar<'_>, findings: &mut Vec<Diagnostic>) -> Body {
    let fences = directives::fences(&source.text[..range.end], range.start);
    let colons = directives::leading_colons(&source.text[..range.end], range.start);
    let masked = mask(source, &range, &fences, &colons);
    let mut reader = Reader::new(source, grammar, findings, fences, colons, range.start);
    reader.read(&masked);
    reader.close_all(range.end);
    reader.body
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The text with each directive line as a thematic break of the same length, and with a directive's colon that begins
/// a line as another character, because a colon there would begin a definition.
fn mask<'a>(source: &'a Source, range: &Range<usize>, fences: &[Fence], colons: &[usize]) -> Cow<'a, str> {
    let text = &source.text[range.clone()];
    if fences.is_empty() && colons.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = text.as_bytes().to_vec();
    for fence in fences {
        masked[fence.span.start - range.start..fence.span.end - range.start].fill(b'_');
    }
    for colon in colons {
        masked[colon - range.start] = b';';
    }
    String::from_utf8(masked).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What a bracket without a link definition turned out to be; carried as the address of the link that it becomes.
const CITATION: &str = "\u{1}c";
const DIRECTIVE: &str = "\u{1}d";
const ALERT: &str = "\u{1}a";
const LOCATOR: &str = "\u{1}l";

/// Decides what `[..]` without a definition is, by the text as the author wrote it.
fn bracket(text: &str, link: &BrokenLink<'_>) -> Option<&'static str> {
    let inside = text.get(link.span.start + 1..link.span.end.checked_sub(1)?)?;
    match link.link_type {
        LinkType::Shortcut => {}
        LinkType::Reference | LinkType::Collapsed => {
            return groups(text, link.span.clone()).map(|_| CITATION);
        }
        _ => return None,
    }
    let before = &text[..link.span.start];
    if inside.starts_with('!') && before.trim_end_matches([' ', '\t']).ends_with('>') {
        return Some(ALERT);
    }
    if directive_name_before(before).is_some() {
        return Some(DIRECTIVE);
    }
    if inside.contains('@') {
        return read_group(text, link.span.start + 1..link.span.end - 1).map(|_| CITATION);
    }
    let narrative = before.ends_with(' ') && ends_with_key(&before[..before.len() - 1]);
    (narrative && read_locator(&format!(", {inside}")).0.is_some()).then_some(LOCATOR)
}

/// The groups in `[@a][@b]` or `[@a][]`, or `None` where a part is not one.
fn groups(text: &str, span: Range<usize>) -> Option<Vec<(Range<usize>, Vec<CitationItem>)>> {
    let mut groups = Vec::new();
    let mut start = span.start;
    let inside = &text[span.start..span.end];
    let inside = inside.strip_suffix("[]").unwrap_or(inside);
    for part in inside.split_inclusive(']') {
        let end = start + part.len();
        groups.push((start..end, read_group(text, start + 1..end.checked_sub(1)?)?));
        start = end;
    }
    Some(groups)
}

/// The bytes of `:name` at the end of `before`, if a directive in the line begins there.
fn directive_name_before(before: &str) -> Option<Range<usize>> {
    let name_start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))? + 1;
    let colon = name_start.checked_sub(1)?;
    let named = before[name_start..].starts_with(|c: char| c.is_ascii_alphabetic());
    if !named || before.as_bytes()[colon] != b':' {
        return None;
    }
    let ahead = before[..colon].chars().next_back();
    let free = ahead.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, ':' | '\\')));
    free.then_some(colon..before.len())
}

/// Whether `text` ends with a narrative `@key`.
fn ends_with_key(text: &str) -> bool {
    let Some(at) = text.rfind('@') else { return false };
    let free = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '\\');
    free && read_key(text, at + 1).is_some_and(|(_, end)| end == text.len())
}

/// A container that is open: a directive, or a callout made of a quote.
struct Open {
    directive: u32,
    colons: usize,
    /// How many of the parser's own containers were open when it was.
    depth: usize,
    span: Span,
}

struct Reader<'s, 'f> {
    source: &'s Source,
    grammar: Grammar<'s>,
    findings: &'f mut Vec<Diagnostic>,
    fences: Vec<Fence>,
    /// Where a colon is masked.
    colons: Vec<usize>,
    base: usize,
    body: Body,
    heading_ids: HeadingIds,
    /// The parser's own containers, and what each became.
    stack: Vec<Frame>,
    /// How many open containers are left out with all that is in them.
    dropped: usize,
    /// Whether a code block is open.
    code: InCode,
    /// Whether a comment over several lines is open.
    comment: InComment,
    /// Indices of footnotes by label.
    footnotes: HashMap<String, u32>,
    open: Vec<Open>,
    /// Events that start before this offset were read already.
    skip_to: usize,
    /// Text that may still grow: its place in the source.
    heading: Option<usize>,
    links_open: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InCode {
    Yes,
    No,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InComment {
    Yes,
    No,
}

/// What a container of the parser became.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// The same.
    Plain(Element),
    /// A callout made of a quote.
    Callout(u32),
    /// The first paragraph of a quote that is a callout, while its title is read.
    CalloutTitle,
    /// A mark or an alert's name: its content is left out.
    Dropped,
    /// A directive in the line.
    Inline(u32),
    /// Its content shows, it does not.
    Transparent,
}

impl<'s, 'f> Reader<'s, 'f> {
    fn new(
        source: &'s Source,
        grammar: Grammar<'s>,
        findings: &'f mut Vec<Diagnostic>,
        fences: Vec<Fence>,
        colons: Vec<usize>,
        base: usize,
    ) -> Self {
        Self {
            source,
            grammar,
            findings,
            fences,
            colons,
            base,
            body: Body::default(),
            heading_ids: HeadingIds::default(),
            stack: Vec::new(),
            dropped: 0,
            code: InCode::No,
            comment: InComment::No,
            footnotes: HashMap::new(),
            open: Vec::new(),
            skip_to: 0,
            heading: None,
            links_open: 0,
        }
    }

    fn read(&mut self, masked: &str) {
        let callback =
            |link: BrokenLink<'_>| bracket(masked, &link).map(|kind| (CowStr::Borrowed(kind), CowStr::Borrowed("")));
        let parser = Parser::new_with_broken_link_callback(masked, options(), Some(callback));
        for (event, range) in parser.into_offset_iter() {
            let range = self.base + range.start..self.base + range.end;
            self.event(event, range);
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.dropped > 0 && !matches!(event, Event::Start(_) | Event::End(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => self.inline(&text, range, NodeKind::Code),
            Event::Html(text) => self.html(&text, range, NodeKind::HtmlBlock),
            Event::InlineHtml(text) => self.html(&text, range, NodeKind::HtmlInline),
            Event::SoftBreak | Event::HardBreak if self.stack.last() == Some(&Frame::CalloutTitle) => {
                self.end_title(range)
            }
            Event::SoftBreak => self.push(NodeKind::SoftBreak, range),
            Event::HardBreak => self.push(NodeKind::HardBreak, range),
            Event::Rule => self.rule(range),
            Event::TaskListMarker(ticked) => {
                self.push(NodeKind::Task(if ticked { Ticked::Yes } else { Ticked::No }), range);
            }
            Event::FootnoteReference(label) => {
                let index = self.footnote(&label, &range);
                self.push(NodeKind::FootnoteReference(index), range);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    fn push(&mut self, kind: NodeKind, range: Range<usize>) {
        if range.start >= self.skip_to {
            self.body.nodes.push(Node { kind, span: Span::new(range) });
        }
    }

    /// A node whose string is `text`, borrowed from the source where it stands there as it is.
    fn inline(&mut self, text: &str, range: Range<usize>, kind: fn(Str) -> NodeKind) {
        let text = self.keep(text, &range);
        self.push(kind(text), range);
    }

    fn keep(&mut self, text: &str, range: &Range<usize>) -> Str {
        let in_source = self.source.text.get(range.clone());
        if let Some(found) = in_source.and_then(|found| found.find(text).filter(|_| !text.is_empty())) {
            let start = range.start + found;
            return Str::Source(Span::new(start..start + text.len()));
        }
        let start = self.body.arena.len();
        self.body.arena.push_str(text);
        Str::Arena(Span::new(start..self.body.arena.len()))
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
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

    fn has_masked_colon(&self, range: &Range<usize>) -> bool {
        let next = self.colons.partition_point(|colon| *colon < range.start);
        self.colons.get(next).is_some_and(|colon| *colon < range.end)
    }

    /// Text inside code, from the source, because a mask may have stood on it.
    fn code_text(&mut self, text: &str, range: Range<usize>) {
        let masked = self.fence_at(&range).is_some() || self.has_masked_colon(&range);
        if masked && range.len() == text.len() {
            self.push(NodeKind::Text(Str::Source(Span::new(range.clone()))), range);
        } else {
            self.inline(text, range, NodeKind::Text);
        }
    }

    /// Text that stands in the source as it is: narrative citations are found here.
    fn source_text(&mut self, range: Range<usize>) {
        let source = self.source;
        let mut start = range.start;
        let mut from = range.start;
        while let Some(offset) = source.text[from..range.end].find('@') {
            let at = from + offset;
            let before = source.text[..at].chars().next_back();
            let free = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\\' | '@' | '/' | '.' | '_'));
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

    fn is_free_dash(&self, at: usize) -> bool {
        self.source.text[..at].chars().next_back().is_none_or(char::is_whitespace)
    }

    fn narrative(&mut self, range: Range<usize>, key: Range<usize>, suppressed: bool) {
        let item = CitationItem {
            key: self.source.text[key.clone()].to_owned(),
            key_span: Span::new(key),
            prefix: String::new(),
            locator: None,
            suffix: String::new(),
            author: if suppressed { Author::Suppressed } else { Author::Named },
        };
        self.cite(CitationGroup { form: CitationForm::Narrative, items: vec![item], span: Span::new(range.clone()) });
    }

    fn cite(&mut self, group: CitationGroup) {
        let range = group.span.range();
        if self.links_open > 0 || self.is_in_link_text(range.end) {
            let finding = Diagnostic::new(
                &rules::CITATION_IN_LINK,
                self.source.locate(group.span),
                "a citation stands inside the text of a link",
            );
            self.findings
                .push(finding.help("put it behind the link, or link the words to the source with `[words](cite:key)`"));
            return;
        }
        let index = index(self.body.citations.len());
        self.body.citations.push(group);
        self.push(NodeKind::Citation(index), range);
    }

    /// Whether an open bracket around `at` closes as a link's text does; the parser sees no link there, because a mark
    /// stands in it.
    fn is_in_link_text(&self, at: usize) -> bool {
        let rest = &self.source.text[at..];
        let rest = &rest[..rest.find("\n\n").unwrap_or(rest.len())];
        let mut depth = 0_usize;
        let closing = rest.bytes().position(|byte| match byte {
            b'[' => {
                depth += 1;
                false
            }
            b']' if depth == 0 => true,
            b']' => {
                depth -= 1;
                false
            }
            _ => false,
        });
        closing.is_some_and(|closing| rest[closing..].starts_with("]("))
    }

    fn plain_text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if let Some(Node { kind: NodeKind::Text(Str::Source(last)), span }) = self.body.nodes.last_mut()
            && last.end as usize == range.start
            && *last == *span
        {
            last.end = Span::new(range.clone()).end;
            span.end = last.end;
            return;
        }
        self.push(NodeKind::Text(Str::Source(Span::new(range.clone()))), range);
    }

    /// Text that the parser made: joined to the text before it, so that a word is one node.
    fn merge_text(&mut self, text: &str, range: Range<usize>) {
        let arena_start = self.body.arena.len();
        if let Some(Node { kind: NodeKind::Text(last), span }) = self.body.nodes.last_mut() {
            match last {
                Str::Arena(place) if place.end as usize == arena_start => {
                    self.body.arena.push_str(text);
                    place.end = Span::new(arena_start..self.body.arena.len()).end;
                    span.end = Span::new(range).end;
                    return;
                }
                _ => {}
            }
        }
        self.body.arena.push_str(text);
        let kept = Str::Arena(Span::new(arena_start..self.body.arena.len()));
        self.push(NodeKind::Text(kept), range);
    }

    fn html(&mut self, text: &str, range: Range<usize>, kind: fn(Str) -> NodeKind) {
        let Some(text) = self.without_comment(text, &range) else { return };
        if self.grammar.raw_html == RawHtml::Escaped && !text.trim().is_empty() && !self.html_was_reported(&range) {
            let line = self.source.text[range.clone()].trim_end();
            let line_end = range.start + line.find('\n').unwrap_or(line.len());
            let place = self.source.locate(Span::new(range.start..line_end));
            let finding = Diagnostic::new(&rules::RAW_HTML, place, "raw HTML shows as text");
            self.findings.push(finding.help("use Markdown or a directive, or set `raw_html: true` in the settings"));
        }
        self.inline(text, range, kind);
    }

    /// What is left of a piece of raw HTML without its comment. A comment over several lines comes line by line.
    fn without_comment<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Option<&'t str> {
        let is_start = self.comment == InComment::No && text.trim_start().starts_with("<!--");
        if !is_start && self.comment == InComment::No {
            return Some(text);
        }
        self.body.allows.extend(allow::read(text, Span::new(range.start..range.start + text.trim_end().len())));
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
    fn html_was_reported(&self, range: &Range<usize>) -> bool {
        matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::HtmlBlock(_), span }) if span.end as usize == range.start)
    }

    fn rule(&mut self, range: Range<usize>) {
        match self.fence_at(&range) {
            Some(found) => {
                let fence = self.fences[found].clone();
                if fence.closes() { self.close(&fence) } else { self.open(&fence) }
            }
            None => self.push(NodeKind::Rule, range),
        }
    }

    /// The directive line that lies in `range`.
    fn fence_at(&self, range: &Range<usize>) -> Option<usize> {
        let found = self.fences.binary_search_by(|fence| {
            if fence.span.end <= range.start {
                Ordering::Less
            } else if fence.span.start >= range.end {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        });
        found.ok()
    }

    fn open(&mut self, fence: &Fence) {
        let form = if fence.colons == 2 { Form::Leaf } else { Form::Container };
        let parts = Parts {
            form,
            name: fence.name.clone(),
            label: fence.label.clone(),
            attributes: fence.attributes.clone(),
            span: fence.span.clone(),
        };
        let directive = directives::read(self.source, &parts, self.grammar.vocabulary, self.findings);
        let is_container =
            form == Form::Container && directive.as_ref().is_none_or(|directive| is_container(directive.kind));
        let Some(directive) = directive else {
            if is_container {
                self.open.push(Open {
                    directive: u32::MAX,
                    colons: fence.colons,
                    depth: self.stack.len(),
                    span: Span::new(fence.span.clone()),
                });
            }
            return;
        };
        let index = self.start_directive(directive, fence.span.clone());
        if let Some(label) = fence.label.clone() {
            self.label(label);
        }
        if is_container {
            let span = Span::new(fence.span.clone());
            self.open.push(Open { directive: index, colons: fence.colons, depth: self.stack.len(), span });
        } else {
            self.push(NodeKind::End(Element::Directive(index)), fence.span.clone());
        }
    }

    fn start_directive(&mut self, directive: Directive, range: Range<usize>) -> u32 {
        let index = index(self.body.directives.len());
        let heading = directive.heading().filter(|_| heads_contents(directive.kind));
        let label = directive.label.as_ref().map(|(label, _)| label.clone());
        self.body.directives.push(directive);
        if let (Some(level), Some(plain)) = (heading, label) {
            self.add_heading(level, None, plain, InContents::Listed, &range);
        }
        self.push(NodeKind::Start(Element::Directive(index)), range);
        index
    }

    /// A label is text of its own: marks and emphasis work in it. What is not one line of text stays as written.
    fn label(&mut self, range: Range<usize>) {
        let inner = Source { path: self.source.path.clone(), text: self.source.text.clone() };
        let text = &inner.text[range.clone()];
        let callback =
            |link: BrokenLink<'_>| bracket(text, &link).map(|kind| (CowStr::Borrowed(kind), CowStr::Borrowed("")));
        let parser = Parser::new_with_broken_link_callback(text, options(), Some(callback));
        let events: Vec<_> = parser.into_offset_iter().collect();
        let is_line = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)))
            && events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count() == 1
            && matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)));
        self.push(NodeKind::Start(Element::Label), range.clone());
        if is_line {
            let last = events.len() - 1;
            let base = range.start;
            for (event, at) in events.into_iter().skip(1).take(last - 1) {
                self.event(event, base + at.start..base + at.end);
            }
        } else {
            self.plain_text(range.clone());
        }
        self.push(NodeKind::End(Element::Label), range.end..range.end);
    }

    fn close(&mut self, fence: &Fence) {
        let depth = self.stack.len();
        let here = |open: &Open| open.depth == depth;
        let exact = self.open.iter().rposition(|open| open.colons == fence.colons && here(open));
        let found = exact.or_else(|| self.open.iter().rposition(|open| open.colons < fence.colons && here(open)));
        let Some(found) = found else {
            let place = self.source.locate(Span::new(fence.span.clone()));
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, place, "this line closes nothing");
            self.findings.push(finding.help("open a block above it with `:::name`, or take the line out"));
            return;
        };
        while self.open.len() > found + 1 {
            self.unclosed();
        }
        if let Some(open) = self.open.pop() {
            self.end_directive(&open, fence.span.clone());
        }
    }

    fn end_directive(&mut self, open: &Open, range: Range<usize>) {
        if open.directive != u32::MAX {
            self.push(NodeKind::End(Element::Directive(open.directive)), range);
        }
    }

    /// Reports the innermost open block and ends it here.
    fn unclosed(&mut self) {
        if let Some(open) = self.open.pop() {
            let name =
                self.body.directives.get(open.directive as usize).map_or("block", |directive| directive.name.as_str());
            let finding = Diagnostic::new(
                &rules::DIRECTIVE_UNCLOSED,
                self.source.locate(open.span),
                format!("`{name}` is not closed"),
            );
            let finding =
                finding.help(format!("write `{}` on a line of its own where it ends", ":".repeat(open.colons)));
            self.findings.push(finding);
            self.end_directive(&open, open.span.range());
        }
    }

    fn close_all(&mut self, end: usize) {
        self.skip_to = self.skip_to.min(end);
        while !self.open.is_empty() {
            self.unclosed();
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let frame = if self.dropped > 0 {
            Frame::Dropped
        } else if range.start < self.skip_to {
            Frame::Transparent
        } else {
            self.frame(tag, &range)
        };
        match frame {
            Frame::Dropped => self.dropped += 1,
            Frame::Plain(element) => {
                self.push(NodeKind::Start(element), range);
                if matches!(element, Element::CodeBlock(_)) {
                    self.code = InCode::Yes;
                }
            }
            _ => {}
        }
        self.stack.push(frame);
    }

    fn frame(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Frame {
        Frame::Plain(match tag {
            Tag::Paragraph => Element::Paragraph,
            Tag::Heading { level, id, classes, .. } => return self.heading_frame(level as u8, id, &classes, range),
            Tag::BlockQuote(_) => Element::BlockQuote,
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let language = info.split([' ', ',', '\t']).next().unwrap_or_default().to_owned();
                let language = (!language.is_empty()).then(|| self.keep(&language, range));
                Element::CodeBlock(language)
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Element::CodeBlock(None),
            Tag::HtmlBlock => Element::HtmlBlock,
            Tag::List(Some(first)) => Element::Numbered(u32::try_from(first).unwrap_or(1)),
            Tag::List(None) => Element::Bullets,
            Tag::Item => Element::Item,
            Tag::FootnoteDefinition(label) => Element::Footnote(self.footnote(&label, range)),
            Tag::DefinitionList => Element::Definitions,
            Tag::DefinitionListTitle => Element::DefinitionTerm,
            Tag::DefinitionListDefinition => Element::Definition,
            Tag::Table(columns) => {
                self.body.tables.push(columns.into_iter().map(align).collect());
                Element::Table(index(self.body.tables.len() - 1))
            }
            Tag::TableHead => Element::TableHead,
            Tag::TableRow => Element::TableRow,
            Tag::TableCell => Element::TableCell,
            Tag::Emphasis => Element::Emphasis,
            Tag::Strong => Element::Strong,
            Tag::Strikethrough => Element::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.link_frame(link_type, &dest_url, &title, range);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return self.image_frame(link_type, &dest_url, &title, range);
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => return Frame::Transparent,
        })
    }

    fn heading_frame(
        &mut self,
        level: u8,
        id: Option<CowStr<'_>>,
        classes: &[CowStr<'_>],
        range: &Range<usize>,
    ) -> Frame {
        let contents =
            if classes.iter().any(|class| &**class == "no-toc") { InContents::Left } else { InContents::Listed };
        let index = self.add_heading(level, id.map(|id| id.to_string()), String::new(), contents, range);
        self.heading = Some(self.body.nodes.len());
        Frame::Plain(Element::Heading(index))
    }

    fn add_heading(
        &mut self,
        level: u8,
        id: Option<String>,
        plain: String,
        contents: InContents,
        range: &Range<usize>,
    ) -> u32 {
        let node = index(self.body.nodes.len());
        let id = match id {
            Some(id) => self.heading_ids.explicit(&id),
            None if plain.is_empty() => (String::new(), None),
            None => self.heading_ids.from_text(&plain),
        };
        self.report_twin(&id, range);
        self.body.headings.push(Heading { level, id: id.0, plain, contents, node });
        index(self.body.headings.len() - 1)
    }

    fn report_twin(&mut self, id: &(String, Option<String>), range: &Range<usize>) {
        if let (made, Some(wanted)) = id {
            let line_end = self.source.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            let place = self.source.locate(Span::new(range.start..line_end));
            let finding = Diagnostic::new(
                &rules::HEADING_ID_DUPLICATE,
                place,
                format!("the id `{wanted}` is taken on this page; this heading gets `{made}`"),
            );
            self.findings.push(finding.help("give one of the headings an id of its own: `## Title {#id}`"));
        }
    }

    fn end(&mut self, range: Range<usize>) {
        while self.open.last().is_some_and(|open| open.depth >= self.stack.len() && open.depth > 0) {
            self.unclosed();
        }
        let Some(frame) = self.stack.pop() else { return };
        match frame {
            Frame::Plain(element) => self.end_element(element, range),
            Frame::Callout(directive) => self.push_end(Element::Directive(directive), range.end),
            Frame::CalloutTitle => self.end_label(range.end),
            Frame::Inline(directive) => {
                self.push_end(Element::Directive(directive), range.end);
                if let Some(attributes) = directives::attributes_at(&self.source.text, range.end) {
                    self.skip_to = attributes.end + 1;
                }
            }
            Frame::Dropped => self.dropped -= 1,
            Frame::Transparent => {}
        }
    }

    fn end_element(&mut self, element: Element, range: Range<usize>) {
        match element {
            Element::Heading(index) => return self.end_heading(index, range),
            Element::Link(_) => self.links_open -= 1,
            Element::CodeBlock(_) => self.code = InCode::No,
            Element::HtmlBlock => {
                self.comment = InComment::No;
                if matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Start(Element::HtmlBlock), .. })) {
                    self.body.nodes.pop();
                    return;
                }
            }
            _ => {}
        }
        self.push_end(element, range.end);
    }

    /// The first line of a callout made of a quote is its title; what follows is its first paragraph.
    fn end_title(&mut self, range: Range<usize>) {
        self.end_label(range.start);
        self.push(NodeKind::Start(Element::Paragraph), range);
        if let Some(frame) = self.stack.last_mut() {
            *frame = Frame::Plain(Element::Paragraph);
        }
    }

    /// Ends a label; one without content was none.
    fn end_label(&mut self, at: usize) {
        if matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Start(Element::Label), .. })) {
            self.body.nodes.pop();
        } else {
            self.push_end(Element::Label, at);
        }
    }

    fn push_end(&mut self, element: Element, at: usize) {
        self.body.nodes.push(Node { kind: NodeKind::End(element), span: Span::new(at..at) });
    }

    fn end_heading(&mut self, index: u32, range: Range<usize>) {
        let start = self.heading.take().unwrap_or(self.body.nodes.len());
        let nodes = start..self.body.nodes.len();
        let plain = self.body.plain(self.source, nodes).split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = &self.body.headings[index as usize];
        if heading.id.is_empty() {
            let id = self.heading_ids.from_text(&plain);
            self.report_twin(&id, &range);
            self.body.headings[index as usize].id = id.0;
        }
        self.body.headings[index as usize].plain = plain;
        self.push_end(Element::Heading(index), range.end);
    }

    fn footnote(&mut self, label: &str, range: &Range<usize>) -> u32 {
        if let Some(known) = self.footnotes.get(label) {
            return *known;
        }
        let kept = self.keep(label, range);
        self.body.footnotes.push(kept);
        let found = index(self.body.footnotes.len() - 1);
        self.footnotes.insert(label.to_owned(), found);
        found
    }
}

/// Whether a directive's title may stand in the contents.
fn heads_contents(kind: DirectiveKind) -> bool {
    matches!(kind, DirectiveKind::Callout(_) | DirectiveKind::Promo)
}

fn is_container(kind: DirectiveKind) -> bool {
    matches!(
        kind,
        DirectiveKind::Playlist
            | DirectiveKind::Callout(_)
            | DirectiveKind::Care
            | DirectiveKind::Do
            | DirectiveKind::Dont
            | DirectiveKind::Details
            | DirectiveKind::Faq
            | DirectiveKind::Quote
            | DirectiveKind::Promo
    )
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// An index into one of the body's tables; a source is too small to overflow it.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Parses a YAML string whose text does not stand in the source as it is (escapes, folded lines). Its nodes keep their
/// text in the arena and all point at the string as a whole.
pub fn parse_folded(
    source: &Source,
    scalar: &crate::yaml::Located<String>,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let own = Source::new(source.path.clone(), scalar.value.as_str());
    let mut found = Vec::new();
    let mut body = parse(&own, 0..own.text.len(), grammar, &mut found);
    findings.extend(found.into_iter().map(|finding| Diagnostic { location: source.locate(scalar.span), ..finding }));
    body.move_to_arena(&own, scalar.span);
    body
}
