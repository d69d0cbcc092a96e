//! Parses text into a [`Body`]: CommonMark with its extensions, citations, wikilinks and directives, in one pass.
//!
//! pulldown-cmark parses CommonMark and reports events; `BodyBuilder` turns them into nodes. Two tricks let it parse
//! what it does not know. A directive line is masked before parsing by as many underscores, which makes it a thematic
//! break at its own offset wherever it stands, in lists and quotes too; within code the mask is never visible, because
//! text is taken from the source by its offsets. And the callback for links without a definition decides what `[..]` is
//! (module `brackets`).
//!
//! Nothing here recurses, so that no nesting can overflow the stack. Whether keys and ids exist is left to the caller.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Parser, Tag};

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_foundation::text::one_line;

use super::directives;
use super::heading_ids::{AssignedId, HeadingIds};
use crate::body::{Body, Element, Heading, HeadingId, InContents, Node, NodeId, NodeKind, Table, TaskState};
use crate::safe_html::{HtmlElement, HtmlTag};
use body_builder::{BodyBuilder, ContainerRole, InCode, InQuote, OpenElements};
use brackets::{DecidedBrackets, LinkTexts};
use code_lines::{TextLine, lines_without_code};
pub use folded_text::parse_folded;
use grammar::options;
pub use grammar::{Grammar, RawHtml};
use masks::Masks;
pub use plain_text::typographic;
use signs::Signs;
pub use unread_markdown::first_mark;
use written_references::WrittenReferences;

mod allow_comment;
mod body_builder;
mod brackets;
mod code_lines;
mod containers;
mod folded_text;
mod footnotes;
mod foreign_markup;
mod grammar;
mod inline_html;
mod inline_text;
mod links;
mod list_tables;
mod masked_variables;
mod masks;
mod math;
mod missing_content;
mod plain_text;
mod shown_signs;
mod signs;
mod tables;
mod text;
mod unclosed;
mod unread_markdown;
mod variable_values;
mod wide_text;
mod words;
mod written_references;

/// Parses `source.text[range]`. Spans and findings refer to the whole source, so the front matter of a page can be left
/// out of the range.
///
/// ```
/// use wellpress_diagnostics::Source;
/// use wellpress_markdown::directives::Vocabulary;
/// use wellpress_markdown::extensions::Extensions;
/// use wellpress_markdown::language::TextLanguage;
/// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
///
/// let source = Source::new("a.md", "## Rest\n\n:::cuation\nNot at once.\n:::\n");
/// let grammar = Grammar { vocabulary: Vocabulary::default(), raw_html: RawHtml::Escaped, nesting: 8, extensions: Extensions::ALL, language: TextLanguage::ENGLISH };
/// let mut findings = Vec::new();
/// let body = parse(&source, 0..source.text.len(), grammar, &mut findings);
/// assert_eq!(&*body.headings.iter().next().unwrap().id, "rest");
/// assert_eq!(findings[0].message, "there is no directive `cuation`");
/// ```
pub fn parse(source: &Source, range: Range<usize>, grammar: Grammar<'_>, findings: &mut Vec<Diagnostic>) -> Body {
    parse_text(source, range, grammar, WrittenReferences::None, findings)
}

/// Parses a text as [`parse`] does, and makes links of the identifiers in the list of references that its author wrote.
pub(super) fn parse_with_references(
    source: &Source,
    range: Range<usize>,
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    parse_text(source, range, grammar, WrittenReferences::Outside, findings)
}

fn parse_text(
    source: &Source,
    range: Range<usize>,
    grammar: Grammar<'_>,
    written_references: WrittenReferences,
    findings: &mut Vec<Diagnostic>,
) -> Body {
    let lines: Vec<TextLine> = lines_without_code(&source.text, range.clone()).collect();
    let mut signs = Signs::read(&source.text, &range, &lines, grammar.extensions);
    let masks = Masks::new(source, &range, grammar, &signs);
    let masked_text = masks.apply(source, &range);
    let foreign_markup = foreign_markup::report(source, &range, &lines, &masks.variables, findings);
    let mut builder = BodyBuilder {
        source,
        grammar,
        findings,
        masks,
        text_start: range.start,
        body: Body { foreign_markup, ..Body::default() },
        heading_ids: HeadingIds::default(),
        footnotes: HashMap::new(),
        open: OpenElements::default(),
        consumed_to: 0,
        link_texts: LinkTexts::default(),
        brackets: DecidedBrackets::default(),
        written_references,
        caption_ids: OnceCell::new(),
    };
    builder.read_events(&masked_text);
    builder.end_all_open(range.end);
    builder.body.citation_tags = builder.masks.definitions.sorted_tags();
    let body = builder.body.fitted();
    signs.report(source, findings);
    signs::list_numbers::report(source, &body, findings);
    missing_content::report(source, &body, findings);
    tables::report(source, &range, &lines, findings);
    list_tables::report(source, &body, findings);
    footnotes::report(source, &range, &body, findings);
    body
}

impl BodyBuilder<'_, '_> {
    fn read_events(&mut self, masked_text: &str) {
        let (source, text_start, brackets) = (self.source, self.text_start, self.brackets.clone());
        let grammar = self.grammar;
        // The callback gets the source and not the masked text, because a mask may cover a part of the brackets.
        let callback =
            |link: BrokenLink<'_>| brackets.decide(&source.text, text_start, &link, grammar).then(brackets::no_address);
        let parser = Parser::new_with_broken_link_callback(masked_text, options(grammar.extensions), Some(callback));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, text_start + range.start..text_start + range.end);
        }
    }

    /// Adds the nodes of one event, whose range is in bytes of the source.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.open.dropped > 0 && !matches!(event, Event::Start(_) | Event::End(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.start_container(tag, range),
            Event::End(_) => self.end_container(range),
            // The parser reports smart punctuation and entities as events of their own, so a sentence is several of
            // these.
            Event::Text(text) => self.text_event(&text, range),
            Event::Code(text) => self.push_text_ref(&self.unmasked(&text, &range), range, NodeKind::Code),
            Event::Html(text) => self.html(&self.unmasked(&text, &range), range, NodeKind::HtmlBlock),
            Event::InlineHtml(text) => {
                let text = self.unmasked(&text, &range);
                self.report_comment_in_comment(&range);
                if !self.safe_inline_html(&text, &range) {
                    self.html(&text, range, NodeKind::HtmlInline);
                }
            }
            Event::SoftBreak | Event::HardBreak
                if self.open.containers.last() == Some(&ContainerRole::CalloutTitle) =>
            {
                self.end_title(range)
            }
            Event::SoftBreak => self.push(NodeKind::SoftBreak, range),
            Event::HardBreak => self.push(NodeKind::HardBreak, range),
            Event::Rule => self.rule_or_fence(range),
            Event::TaskListMarker(ticked) => {
                self.push(NodeKind::Task(if ticked { TaskState::Done } else { TaskState::Open }), range);
            }
            Event::FootnoteReference(label) => {
                let footnote = self.footnote(&label, &range);
                self.push(NodeKind::FootnoteReference(footnote), range);
            }
            Event::InlineMath(_) => self.formula(range, 1),
            Event::DisplayMath(_) => self.formula(range, 2),
        }
    }

    /// Adds a node, unless it belongs to text that was consumed already.
    fn push(&mut self, kind: NodeKind, range: Range<usize>) {
        if range.start >= self.consumed_to {
            self.body.nodes.push(Node { kind, span: Span::new(range) });
        }
    }

    fn start_container(&mut self, tag: Tag<'_>, range: Range<usize>) {
        // Every start pushes a role, even one that is left out, because every end pops one.
        let role = if self.open.dropped > 0 {
            ContainerRole::Dropped
        } else if range.start < self.consumed_to {
            ContainerRole::Transparent
        } else {
            self.container_role(tag, &range)
        };
        match role {
            ContainerRole::Dropped => self.open.dropped += 1,
            ContainerRole::Plain(element) => {
                self.push(NodeKind::Start(element), range);
                if matches!(element, Element::CodeBlock(_)) {
                    self.open.code = InCode::Yes;
                }
            }
            _ => {}
        }
        self.open.containers.push(role);
    }

    fn container_role(&mut self, tag: Tag<'_>, range: &Range<usize>) -> ContainerRole {
        ContainerRole::Plain(match tag {
            Tag::Paragraph => Element::Paragraph,
            Tag::Heading { level, id, classes, .. } => return self.heading_role(level as u8, id, &classes, range),
            Tag::BlockQuote(_) => Element::BlockQuote,
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.report_code_unclosed(range);
                // What follows the language is for other programs, as in `rust,ignore`.
                let info = self.masks.variables.restored(&info);
                let language = info.split([' ', ',', '\t']).next().unwrap_or_default().to_owned();
                let language = (!language.is_empty()).then(|| self.text_ref(&language, range));
                Element::CodeBlock(language)
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Element::CodeBlock(None),
            Tag::HtmlBlock => match self.safe_html_block(range) {
                Some(role) => return role,
                None => Element::HtmlBlock,
            },
            // CommonMark allows nine digits, so the conversion never fails.
            Tag::List(Some(first)) => Element::NumberedList(u32::try_from(first).unwrap_or(1)),
            Tag::List(None) => Element::BulletList,
            Tag::Item => Element::ListItem,
            Tag::FootnoteDefinition(label) => Element::Footnote(self.footnote(&label, range)),
            Tag::DefinitionList => Element::DefinitionList,
            Tag::DefinitionListTitle => Element::DefinitionTerm,
            Tag::DefinitionListDefinition => Element::Definition,
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(tables::align).collect();
                Element::Table(self.body.tables.push(Table { columns }))
            }
            Tag::TableHead => Element::TableHead,
            Tag::TableRow => Element::TableRow,
            Tag::TableCell => Element::TableCell,
            Tag::Emphasis => Element::Emphasis,
            Tag::Strong => Element::Strong,
            // `==` is masked as `~~`.
            Tag::Strikethrough if self.source.text[range.clone()].starts_with("==") => {
                return self.html_role(HtmlTag::Mark);
            }
            // One tilde on each side of a word is a subscript, as in Pandoc. Other single tildes are masked.
            Tag::Strikethrough if !self.source.text[range.clone()].starts_with("~~") => {
                return self.html_role(HtmlTag::Sub);
            }
            Tag::Strikethrough => Element::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                let (target, title) = (self.visible_address(&dest_url, range), self.visible_words(&title, range));
                return self.link_role(link_type, &target, &title, range);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let (target, title) = (self.visible_address(&dest_url, range), self.visible_words(&title, range));
                return self.image_role(link_type, &target, &title, range);
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => return ContainerRole::Transparent,
        })
    }

    /// The role of marks that become an element of HTML.
    fn html_role(&mut self, tag: HtmlTag) -> ContainerRole {
        ContainerRole::Plain(Element::Html(self.body.html_elements.push(HtmlElement::new(tag))))
    }

    fn heading_role(
        &mut self,
        level: u8,
        id: Option<CowStr<'_>>,
        classes: &[CowStr<'_>],
        range: &Range<usize>,
    ) -> ContainerRole {
        let (no_contents, classes): (Vec<_>, Vec<_>) =
            classes.iter().map(ToString::to_string).partition(|class| class == "no-toc");
        let contents = if no_contents.is_empty() { InContents::Listed } else { InContents::Omitted };
        let heading = self.add_heading(level, id.map(|id| id.to_string()), contents, range);
        self.body.headings[heading].classes = classes;
        self.open.heading_start = Some(self.body.nodes.len());
        self.close_quotes();
        ContainerRole::Plain(Element::Heading(heading))
    }

    /// Forgets quotation marks that the last block left open.
    fn close_quotes(&mut self) {
        (self.open.double_quote, self.open.single_quote) = (InQuote::No, InQuote::No);
    }

    /// Adds a heading whose text is not read yet; [`Self::name_heading`] completes it.
    fn add_heading(&mut self, level: u8, id: Option<String>, contents: InContents, range: &Range<usize>) -> HeadingId {
        let node = NodeId::new(self.body.nodes.len());
        let id = id.map(|id| self.masks.variables.restored(&id).into_owned());
        let assigned = id.map_or_else(AssignedId::default, |id| self.heading_ids.explicit(&id));
        self.report_duplicate_id(&assigned, range);
        let plain = Arc::default();
        self.body.headings.push(Heading { level, id: assigned.id, classes: Vec::new(), plain, contents, node })
    }

    pub(super) fn report_duplicate_id(&mut self, assigned: &AssignedId, range: &Range<usize>) {
        if let Some(wanted) = &assigned.taken {
            let line_end = self.source.text[range.clone()].find('\n').map_or(range.end, |length| range.start + length);
            let location = self.source.locate(Span::new(range.start..line_end));
            let message = format!("the id `{wanted}` is taken on this page; this one gets `{}`", assigned.id);
            let finding = Diagnostic::new(&rules::HEADING_ID_DUPLICATE, location, message);
            self.findings.push(finding.help("give one of the two an id of its own: `## Title {#id}`"));
        }
    }

    fn end_container(&mut self, range: Range<usize>) {
        // A directive that was opened in a list item or a quote ends with it at the latest.
        while self.open.directives.last().is_some_and(|open| open.depth >= self.open.containers.len() && open.depth > 0)
        {
            self.end_unclosed();
        }
        // The same holds for elements of HTML whose closing tag is missing.
        self.close_safe_html(self.open.containers.len());
        let Some(role) = self.open.containers.pop() else { return };
        match role {
            ContainerRole::Plain(element) => self.end_element(element, range),
            ContainerRole::Callout(directive) => self.push_end(Element::Directive(directive), range.end),
            ContainerRole::CalloutTitle => self.end_label(range.end),
            ContainerRole::Bracketed => self.append_source_text(range.end - 1..range.end),
            ContainerRole::Inline(directive) => {
                if self.body.directives[directive].is_link() {
                    self.open.links -= 1;
                }
                self.push_end(Element::Directive(directive), range.end);
                self.skip_attributes(range.end);
            }
            ContainerRole::Attributed(span) => {
                self.push_end(Element::Html(span), range.end);
                self.skip_attributes(range.end);
            }
            ContainerRole::Dropped => self.open.dropped -= 1,
            ContainerRole::Transparent => {}
        }
    }

    /// Skips the attributes behind brackets, which are plain text to the parser.
    fn skip_attributes(&mut self, start: usize) {
        if let Some(attributes) = directives::attributes_at(&self.source.text, start) {
            self.consumed_to = attributes.end + 1;
        }
    }

    fn end_element(&mut self, element: Element, range: Range<usize>) {
        match element {
            Element::Heading(heading) => return self.end_heading(heading, range),
            Element::Link(_) => self.open.links -= 1,
            Element::Image(_) => self.open.pictures -= 1,
            Element::Paragraph | Element::TableCell | Element::ListItem => {
                self.drop_lone_backslash();
                self.close_quotes();
            }
            Element::DefinitionTerm | Element::Definition => self.drop_lone_backslash(),
            Element::CodeBlock(_) => self.open.code = InCode::No,
            // A block of comments alone leaves nothing, so its start is taken back.
            Element::HtmlBlock => {
                self.open.comment = false;
                self.report_comment_unclosed_in(&range);
                if matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Start(Element::HtmlBlock), .. })) {
                    self.body.nodes.pop();
                    return;
                }
            }
            _ => {}
        }
        self.push_end(element, range.end);
        if let Element::Link(link) | Element::Image(link) = element {
            self.link_attributes(link, range.end);
        }
    }

    /// Ends the title of a callout that is written as a quote. The title is the first line, and the parser reports no
    /// new paragraph behind it, so the first paragraph starts here.
    fn end_title(&mut self, range: Range<usize>) {
        self.close_safe_html(self.open.containers.len());
        self.end_label(range.start);
        self.body.nodes.push(Node { kind: NodeKind::Start(Element::Paragraph), span: Span::new(range) });
        if let Some(role) = self.open.containers.last_mut() {
            *role = ContainerRole::Plain(Element::Paragraph);
        }
    }

    /// Ends a label, or removes it if it has no content.
    fn end_label(&mut self, offset: usize) {
        if matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Start(Element::Label), .. })) {
            self.body.nodes.pop();
        } else {
            self.push_end(Element::Label, offset);
        }
    }

    /// Adds the end of an element. Other than a start it is never skipped, because each start needs its end.
    pub(super) fn push_end(&mut self, element: Element, offset: usize) {
        self.body.nodes.push(Node { kind: NodeKind::End(element), span: Span::new(offset..offset) });
    }

    fn end_heading(&mut self, heading: HeadingId, range: Range<usize>) {
        self.drop_lone_backslash();
        let start = self.open.heading_start.take().unwrap_or(self.body.nodes.len());
        self.name_heading(heading, start, &range);
        self.note_reference_heading(heading);
        self.push_end(Element::Heading(heading), range.end);
    }

    /// Gives a heading the text of the nodes from `start` on, and an id made of that text unless the author wrote one.
    fn name_heading(&mut self, heading: HeadingId, start: usize, range: &Range<usize>) {
        let nodes = start..self.body.nodes.len();
        let plain = one_line(&self.body.plain(self.source, nodes));
        if self.body.headings[heading].id.is_empty() {
            let assigned = self.heading_ids.of_text(&plain);
            self.report_duplicate_id(&assigned, range);
            self.body.headings[heading].id = assigned.id;
        }
        self.body.headings[heading].plain = plain.into();
    }
}
