//! Adds directives that stand on lines of their own: leaves (`::name`), and containers (`:::name` to `:::`). The lines
//! were found before parsing; here they are paired with each other and with the parser's containers.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, Parser, Tag, TagEnd};

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::body::{DirectiveId, Element, InContents, NodeKind};
use crate::directives::{
    self, AttributeValue, Directive, DirectiveForm, DirectiveKind, DirectiveParts, Fence, FenceShape,
};
use crate::foreign_notations::is_include;

use super::body_builder::{BodyBuilder, OpenDirective};
use super::brackets::no_address;
use super::foreign_markup;
use super::grammar::options;
use super::plain_text::typographic;
use super::wide_text::masked_beside_marks;

impl BodyBuilder<'_, '_> {
    /// Adds a thematic break, or the directive line that is masked as one.
    pub(super) fn rule_or_fence(&mut self, range: Range<usize>) {
        match self.fence_at(&range) {
            Some(index) => {
                let fence = self.masks.fences[index].clone();
                match fence.shape {
                    FenceShape::Broken => self.report_malformed(&fence),
                    FenceShape::Sound if fence.closes() => self.close_directive(&fence),
                    FenceShape::Sound => self.open_directive(&fence),
                }
            }
            None => self.push(NodeKind::Rule, range),
        }
    }

    /// The index of the directive line that overlaps `range`.
    pub(super) fn fence_at(&self, range: &Range<usize>) -> Option<usize> {
        let index = self.masks.fences.binary_search_by(|fence| {
            if fence.span.end <= range.start {
                Ordering::Less
            } else if fence.span.start >= range.end {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        });
        index.ok()
    }

    /// Reports a line that begins like a directive but is malformed. If it would open a container, one is opened, so
    /// that the line that closes it is not reported as well.
    fn report_malformed(&mut self, fence: &Fence) {
        let location = self.source.locate(Span::new(fence.span.clone()));
        let line = &self.source.text[fence.span.clone()];
        // A form of another tool has its own finding.
        if fence.colons >= 3 && foreign_markup::is_directive_of_other_tool(line) {
            let range = fence.span.start..fence.span.start + line.trim_end().len();
            self.push(NodeKind::Start(Element::Paragraph), range.clone());
            self.append_source_text(range.clone());
            self.push_end(Element::Paragraph, range.end);
            return self.push_open(fence, None);
        }
        let finding =
            Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, location, "this line begins like a directive and is none");
        // A file stands on one line, and nothing closes it.
        if is_include(&self.source.text[fence.name.clone()]) {
            return self.findings.push(finding.help(directives::SNIPPET_HELP));
        }
        let shape = format!("{}name[label]{{#id key=\"value\"}}", ":".repeat(fence.colons));
        let help = match bare_words(fence, line) {
            Some(right) => format!("did you mean `{right}`?"),
            None => format!("write it as `{shape}`, with nothing else on the line"),
        };
        self.findings.push(finding.help(help));
        if fence.colons >= 3 {
            self.push_open(fence, None);
        }
    }

    /// Opens a container; without a `directive` only its closing line is awaited.
    fn push_open(&mut self, fence: &Fence, directive: Option<DirectiveId>) {
        let (depth, span) = (self.open.containers.len(), Span::new(fence.span.clone()));
        self.open.directives.push(OpenDirective { directive, colons: fence.colons, depth, span });
    }

    /// Whether the limit of nested containers is reached. Only the first container beyond it is reported.
    fn is_too_deep(&mut self, fence: &Fence) -> bool {
        let limit = self.grammar.nesting;
        if self.open.directives.len() == limit {
            let location = self.source.locate(Span::new(fence.span.clone()));
            let message = format!("this container stands inside {limit} others, which is the limit");
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, location, message);
            self.findings.push(finding.help("close those above it, or raise `limits.nesting` in the settings"));
        }
        self.open.directives.len() >= limit
    }

    pub(super) fn open_directive(&mut self, fence: &Fence) {
        let form = if fence.colons == 2 { DirectiveForm::Leaf } else { DirectiveForm::Container };
        let parts = DirectiveParts {
            form,
            name: fence.name.clone(),
            label: fence.label.clone(),
            attributes: fence.attributes.clone(),
            span: fence.span.clone(),
        };
        let is_container = form == DirectiveForm::Container;
        let directive = match is_container && self.is_too_deep(fence) {
            true => None,
            false => directives::read(self.source, &parts, self.grammar.vocabulary, self.findings),
        };
        let Some(mut directive) = directive else {
            if is_container {
                self.push_open(fence, None);
            }
            return;
        };
        let level = directive.heading().filter(|_| can_be_heading(directive.kind) && fence.label.is_some());
        let heading = level.map(|level| {
            // The heading takes over the id of the directive, since the page may have it only once.
            let id = if directive.anchor().is_some() { directive.id.take().map(|id| id.value) } else { None };
            self.add_heading(level, id, InContents::Listed, &fence.span)
        });
        let id = self.start_directive(directive, fence.span.clone());
        let label_start = self.body.nodes.len();
        if let Some(label) = fence.label.clone() {
            self.push_label(label);
        }
        if let Some(heading) = heading {
            self.name_heading(heading, label_start, &fence.span);
        }
        if is_container {
            self.push_open(fence, Some(id));
        } else {
            self.push_end(Element::Directive(id), fence.span.end);
        }
    }

    pub(super) fn start_directive(&mut self, mut directive: Directive, range: Range<usize>) -> DirectiveId {
        self.make_unique(&mut directive);
        // The label of a term may be its name. What is unknown is reported with the words of the label.
        if let Some(label) = directive.label.as_mut().filter(|_| directive.kind != DirectiveKind::Term) {
            label.value = self.grammar.language.variables.substitute(&label.value, &mut |_, _| {}).into_owned();
        }
        let specs = self.grammar.vocabulary.attributes_of(directive.kind, &directive.name);
        for attribute in &mut directive.attributes {
            if specs.iter().any(|spec| spec.name == attribute.key && spec.value == AttributeValue::Words) {
                let words = typographic(&attribute.value, self.grammar);
                attribute.value = self.with_values(&words, &attribute.span.range()).into_owned();
            }
        }
        let id = self.body.directives.push(directive);
        self.push(NodeKind::Start(Element::Directive(id)), range);
        id
    }

    /// Makes the id of a directive unique on the page, together with those of headings.
    fn make_unique(&mut self, directive: &mut Directive) {
        if directive.anchor().is_none() {
            return;
        }
        if let Some(id) = &mut directive.id {
            let assigned = self.heading_ids.explicit(&id.value);
            self.report_duplicate_id(&assigned, &id.span.range());
            id.value = assigned.id.to_string();
        }
    }

    /// Adds a label. It is parsed as a text of its own, so that citations and emphasis work in it. A label that is not
    /// one paragraph, such as `# 1` or `- a`, stays as written.
    pub(super) fn push_label(&mut self, range: Range<usize>) {
        let source = self.source;
        let label = self.masks.apply_to_label(source, &range);
        let text = masked_beside_marks(with_footnotes(&label));
        let (brackets, grammar) = (self.brackets.clone(), self.grammar);
        let callback =
            |link: BrokenLink<'_>| brackets.decide(&source.text, range.start, &link, grammar).then(no_address);
        let parser = Parser::new_with_broken_link_callback(&text, options(grammar.extensions), Some(callback));
        // Behind the label are only the definitions that were added for its footnotes.
        let events: Vec<_> = parser.into_offset_iter().take_while(|(_, at)| at.start < range.len()).collect();
        let starts_paragraph = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
        let ends_paragraph = matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)));
        let paragraphs = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count();
        self.push(NodeKind::Start(Element::Label), range.clone());
        if starts_paragraph && ends_paragraph && paragraphs == 1 {
            let content_length = events.len() - 2;
            for (event, at) in events.into_iter().skip(1).take(content_length) {
                self.event(event, range.start + at.start..range.start + at.end);
            }
        } else {
            self.append_source_text(range.clone());
        }
        self.push_end(Element::Label, range.end);
    }

    pub(super) fn close_directive(&mut self, fence: &Fence) {
        let Some(index) = self.directive_closed_by(fence) else {
            let location = self.source.locate(Span::new(fence.span.clone()));
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, location, "this line closes nothing");
            self.findings.push(finding.help("open a block above it with `:::name`, or take the line out"));
            return;
        };
        while self.open.directives.len() > index + 1 {
            self.end_unclosed();
        }
        if let Some(open) = self.open.directives.pop() {
            self.end_directive(&open, fence.span.clone());
        }
    }

    /// The index of the open directive that a closing line ends: the innermost one with as many colons, else the
    /// innermost one with fewer. Only those that were opened in the same container of the parser count.
    fn directive_closed_by(&self, fence: &Fence) -> Option<usize> {
        let depth = self.open.containers.len();
        let directives = &self.open.directives;
        let same_length = directives.iter().rposition(|open| open.depth == depth && open.colons == fence.colons);
        same_length.or_else(|| directives.iter().rposition(|open| open.depth == depth && open.colons < fence.colons))
    }

    /// Ends a directive that was taken from the open ones, with the HTML that was opened in it.
    pub(super) fn end_directive(&mut self, open: &OpenDirective, range: Range<usize>) {
        self.close_html_of_directive(range.start);
        if let Some(directive) = open.directive {
            self.push_end(Element::Directive(directive), range.end);
        }
    }

    /// Reports the innermost open directive as not closed, and ends it.
    pub(super) fn end_unclosed(&mut self) {
        if let Some(open) = self.open.directives.pop() {
            // A form of another tool has its own finding.
            if open.directive.is_none()
                && foreign_markup::is_directive_of_other_tool(&self.source.text[open.span.range()])
            {
                return;
            }
            let name = open.directive.map_or("block", |directive| &self.body.directives[directive].name);
            let message = format!("`{name}` is not closed");
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, self.source.locate(open.span), message);
            let help = format!("write `{}` on a line of its own where it ends", ":".repeat(open.colons));
            self.findings.push(finding.help(help));
            self.end_directive(&open, open.span.range());
        }
    }

    pub(super) fn end_all_open(&mut self, end: usize) {
        self.consumed_to = self.consumed_to.min(end);
        self.close_safe_html(0);
        while !self.open.directives.is_empty() {
            self.end_unclosed();
        }
        self.report_shown_runs();
    }
}

/// A label with a definition behind it for each footnote that it refers to. The real definitions stand elsewhere in the
/// file, and without one the parser takes a reference for words.
fn with_footnotes(label: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(label);
    for (start, _) in label.match_indices("[^") {
        if let Some(length) = label[start..].find(']') {
            text.to_mut().push_str(&format!("\n\n{}: .", &label[start..=start + length]));
        }
    }
    text
}

/// The line with its bare words in brackets or braces: `::exercise bridge` as `::exercise{#bridge}`.
fn bare_words(fence: &Fence, line: &str) -> Option<String> {
    let (head, words) = line.split_once([' ', '\t'])?;
    let words = words.trim();
    if head.len() != fence.name.end - fence.span.start || words.contains(['[', ']', '{', '}', '`']) {
        return None;
    }
    let name = head.trim_start_matches(':');
    if !directives::needs_record(name) {
        return foreign_markup::bracketed_title(line);
    }
    let is_id = words.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '#'));
    is_id.then(|| format!("::{name}{{#{}}}", words.trim_start_matches('#')))
}

/// Whether a directive's title can become a heading of the page.
fn can_be_heading(kind: DirectiveKind) -> bool {
    kind.spec().label == crate::directives::LabelUse::Heading
}
