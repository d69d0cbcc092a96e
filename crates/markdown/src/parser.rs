//! Text in, [`Body`] out: CommonMark with its extensions, citations, wikilinks and directives in one pass.
//!
//! Directive lines are masked by as many underscores before parsing, which makes each a thematic break at its own
//! offset wherever it stands, in lists and quotes too; in code the mask never shows, because text is taken from the
//! source by its offsets. Nothing here recurses, so that no nesting costs stack.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use super::directives::{self, Directive, DirectiveKind, Fence, LabelUse, Vocabulary};
use super::heading_ids::HeadingIds;
use crate::body::{
    Body, ColumnAlignment, DirectiveId, Element, Footnote, FootnoteId, Heading, HeadingId, InContents, Node, NodeId,
    NodeKind, Table, TaskState,
};
use brackets::{DecidedBrackets, LinkTexts};

mod allow;
mod brackets;
mod containers;
mod links;
mod text;
mod wanting;

/// Whether raw HTML is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It shows as text, with a warning.
    Escaped,
    /// It reaches the page as it is.
    Passed,
}

/// What the text may contain beside CommonMark.
#[derive(Clone, Copy)]
pub struct Grammar<'a> {
    /// The callouts that the settings add to the directives.
    pub vocabulary: Vocabulary<'a>,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// How many containers may stand inside one another.
    pub nesting: usize,
}

/// Parses `source.text[range]`; findings are added to `findings`. Spans are those of the whole source.
pub fn parse(source: &Source, range: Range<usize>, grammar: Grammar<'_>, findings: &mut Vec<Diagnostic>) -> Body {
    let fences = directives::fences(&source.text[..range.end], range.start);
    let mut colons = directives::leading_colons(&source.text[..range.end], range.start, &fences);
    colons.extend(brackets::colons_behind_marks(&source.text[..range.end], range.start));
    colons.sort_unstable();
    let masked = mask(source, &range, &fences, &colons);
    let mut reader = Reader::new(source, grammar, findings, fences, colons, range.start);
    reader.read(&masked);
    reader.close_all(range.end);
    let body = reader.body.fitted();
    wanting::report(source, &body, findings);
    body
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

/// The text with each directive line as a thematic break of the same length, and with a colon that begins a line and
/// no definition as another character, because the parser asks for no blank behind it. So is a colon behind a mark.
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

/// A container that is open: a directive, or a callout made of a quote.
struct Open {
    /// None for one that was refused: it only keeps the line that closes it from being a further mistake.
    directive: Option<DirectiveId>,
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
    footnotes: HashMap<String, FootnoteId>,
    open: Vec<Open>,
    /// Events that start before this offset were read already, as part of a mark, a label or attributes.
    skip_to: usize,
    /// The node with which the open heading starts: its plain text and its id are made of all from there on.
    heading: Option<usize>,
    links_open: usize,
    pictures_open: usize,
    link_texts: LinkTexts,
    brackets: DecidedBrackets,
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
    /// The element that the parser reports.
    Plain(Element),
    /// A callout made of a quote.
    Callout(DirectiveId),
    /// The first paragraph of a quote that is a callout, while its title is read.
    CalloutTitle,
    /// A mark or an alert's name: its content is left out.
    Dropped,
    /// A directive such as `:term[..]`.
    Inline(DirectiveId),
    /// Nothing: its content is reported, the container itself is not.
    Transparent,
    /// Words in brackets that are no mark: the closing bracket is still to be written.
    Bracketed,
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
            pictures_open: 0,
            link_texts: LinkTexts::default(),
            brackets: DecidedBrackets::default(),
        }
    }

    fn read(&mut self, masked: &str) {
        let (source, base, brackets) = (self.source, self.base, self.brackets.clone());
        // Text that a mask covers is read as the author wrote it, which is why `source` is asked and not `masked`.
        let callback = |link: BrokenLink<'_>| brackets.decide(&source.text, base, &link).then(no_address);
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
            Event::Code(text) => self.inline(&self.unmasked(&text, &range), range, NodeKind::Code),
            Event::Html(text) => self.html(&self.unmasked(&text, &range), range, NodeKind::HtmlBlock),
            Event::InlineHtml(text) => self.html(&self.unmasked(&text, &range), range, NodeKind::HtmlInline),
            Event::SoftBreak | Event::HardBreak if self.stack.last() == Some(&Frame::CalloutTitle) => {
                self.end_title(range)
            }
            Event::SoftBreak => self.push(NodeKind::SoftBreak, range),
            Event::HardBreak => self.push(NodeKind::HardBreak, range),
            Event::Rule => self.rule(range),
            Event::TaskListMarker(ticked) => {
                self.push(NodeKind::Task(if ticked { TaskState::Done } else { TaskState::Open }), range);
            }
            Event::FootnoteReference(label) => {
                let footnote = self.footnote(&label, &range);
                self.push(NodeKind::FootnoteReference(footnote), range);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
        }
    }

    fn push(&mut self, kind: NodeKind, range: Range<usize>) {
        if range.start >= self.skip_to {
            self.body.nodes.push(Node { kind, span: Span::new(range) });
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
            Tag::List(Some(first)) => Element::NumberedList(u32::try_from(first).unwrap_or(1)),
            Tag::List(None) => Element::BulletList,
            Tag::Item => Element::ListItem,
            Tag::FootnoteDefinition(label) => Element::Footnote(self.footnote(&label, range)),
            Tag::DefinitionList => Element::DefinitionList,
            Tag::DefinitionListTitle => Element::DefinitionTerm,
            Tag::DefinitionListDefinition => Element::Definition,
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(align).collect();
                Element::Table(self.body.tables.push(Table { columns }))
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
            if classes.iter().any(|class| &**class == "no-toc") { InContents::Omitted } else { InContents::Listed };
        let heading = self.add_heading(level, id.map(|id| id.to_string()), contents, range);
        self.heading = Some(self.body.nodes.len());
        Frame::Plain(Element::Heading(heading))
    }

    /// A heading whose words are yet to be read; [`Self::name_heading`] has them.
    fn add_heading(&mut self, level: u8, id: Option<String>, contents: InContents, range: &Range<usize>) -> HeadingId {
        let node = NodeId::new(self.body.nodes.len());
        let id = id.map_or_else(Default::default, |id| self.heading_ids.explicit(&id));
        self.report_twin(&id, range);
        self.body.headings.push(Heading { level, id: id.0, plain: Arc::default(), contents, node })
    }

    fn report_twin(&mut self, id: &(Arc<str>, Option<Arc<str>>), range: &Range<usize>) {
        if let (made, Some(wanted)) = id {
            let line_end = self.source.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            let place = self.source.locate(Span::new(range.start..line_end));
            let finding = Diagnostic::new(
                &rules::HEADING_ID_DUPLICATE,
                place,
                format!("the id `{wanted}` is taken on this page; this one gets `{made}`"),
            );
            self.findings.push(finding.help("give one of the two an id of its own: `## Title {#id}`"));
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
            Frame::Bracketed => self.plain_text(range.end - 1..range.end),
            Frame::Inline(directive) => {
                if is_link(&self.body.directives[directive]) {
                    self.links_open -= 1;
                }
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
            Element::Heading(heading) => return self.end_heading(heading, range),
            Element::Link(_) => self.links_open -= 1,
            Element::Image(_) => self.pictures_open -= 1,
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
        self.body.nodes.push(Node { kind: NodeKind::Start(Element::Paragraph), span: Span::new(range) });
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

    pub(super) fn push_end(&mut self, element: Element, at: usize) {
        self.body.nodes.push(Node { kind: NodeKind::End(element), span: Span::new(at..at) });
    }

    fn end_heading(&mut self, heading: HeadingId, range: Range<usize>) {
        let start = self.heading.take().unwrap_or(self.body.nodes.len());
        self.name_heading(heading, start, &range);
        self.push_end(Element::Heading(heading), range.end);
    }

    /// Gives a heading the words of the nodes from `start` on, and an id made of them where it has none.
    fn name_heading(&mut self, heading: HeadingId, start: usize, range: &Range<usize>) {
        let nodes = start..self.body.nodes.len();
        let plain = self.body.plain(self.source, nodes).split_whitespace().collect::<Vec<_>>().join(" ");
        if self.body.headings[heading].id.is_empty() {
            let id = self.heading_ids.of_text(&plain);
            self.report_twin(&id, range);
            self.body.headings[heading].id = id.0;
        }
        self.body.headings[heading].plain = plain.into();
    }

    /// The footnote of this label, which a reference or the note itself may be the first to name.
    fn footnote(&mut self, label: &str, range: &Range<usize>) -> FootnoteId {
        if let Some(footnote) = self.footnotes.get(label) {
            return *footnote;
        }
        let footnote = Footnote { label: self.keep(label, range) };
        let id = self.body.footnotes.push(footnote);
        self.footnotes.insert(label.to_owned(), id);
        id
    }
}

/// What a bracket that was decided leads to: a link of this type is told by the parser's own type, not by its address.
fn no_address<'t>() -> (CowStr<'t>, CowStr<'t>) {
    (CowStr::Borrowed(""), CowStr::Borrowed(""))
}

/// Whether a directive in the line shows as a link.
fn is_link(directive: &Directive) -> bool {
    match directive.kind {
        DirectiveKind::By => directive.get("person").is_some(),
        kind => kind == DirectiveKind::Term,
    }
}

/// Whether a directive's title may stand in the contents.
fn heads_contents(kind: DirectiveKind) -> bool {
    kind.spec().label == LabelUse::Heading
}

fn align(alignment: Alignment) -> ColumnAlignment {
    match alignment {
        Alignment::None => ColumnAlignment::None,
        Alignment::Left => ColumnAlignment::Left,
        Alignment::Center => ColumnAlignment::Center,
        Alignment::Right => ColumnAlignment::Right,
    }
}

/// Parses a YAML string whose text does not stand in the source as it is (escapes, folded lines). Its nodes keep their
/// text in the arena and all point at the string as a whole.
pub fn parse_folded(
    source: &Source,
    scalar: &wellpress_diagnostics::yaml::Located<String>,
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
