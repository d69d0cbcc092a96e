//! Directives on lines of their own: leaves, and containers that open and close.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, Parser, Tag, TagEnd};

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::body::{DirectiveId, Element, InContents, NodeKind};
use crate::directives::{self, Directive, DirectiveForm, DirectiveParts, Fence, FenceShape};

use super::{Open, Reader, heads_contents, no_address, options};

impl Reader<'_, '_> {
    pub(super) fn rule(&mut self, range: Range<usize>) {
        match self.fence_at(&range) {
            Some(found) => {
                let fence = self.fences[found].clone();
                match fence.shape {
                    FenceShape::Broken => self.refuse(&fence),
                    FenceShape::Sound if fence.closes() => self.close(&fence),
                    FenceShape::Sound => self.open(&fence),
                }
            }
            None => self.push(NodeKind::Rule, range),
        }
    }

    /// The directive line that lies in `range`.
    pub(super) fn fence_at(&self, range: &Range<usize>) -> Option<usize> {
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

    /// A line that begins like a directive and is none. What it would open is taken as open, so that the line that
    /// closes it is no further mistake.
    fn refuse(&mut self, fence: &Fence) {
        let place = self.source.locate(Span::new(fence.span.clone()));
        let finding =
            Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, place, "this line begins like a directive and is none");
        let shape = format!("{}name[label]{{#id key=\"value\"}}", ":".repeat(fence.colons));
        self.findings.push(finding.help(format!("write it as `{shape}`, with nothing else on the line")));
        if fence.colons >= 3 {
            let span = Span::new(fence.span.clone());
            self.open.push(Open { directive: None, colons: fence.colons, depth: self.stack.len(), span });
        }
    }

    /// Whether as many containers are open as may stand inside one another; the first that is too many is told.
    fn is_too_deep(&mut self, fence: &Fence) -> bool {
        let limit = self.grammar.nesting;
        if self.open.len() == limit {
            let place = self.source.locate(Span::new(fence.span.clone()));
            let message = format!("this container stands inside {limit} others, which is the limit");
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNCLOSED, place, message);
            self.findings.push(finding.help("close those above it, or raise `limits.nesting` in the settings"));
        }
        self.open.len() >= limit
    }

    pub(super) fn open(&mut self, fence: &Fence) {
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
                self.open.push(Open {
                    directive: None,
                    colons: fence.colons,
                    depth: self.stack.len(),
                    span: Span::new(fence.span.clone()),
                });
            }
            return;
        };
        let level = directive.heading().filter(|_| heads_contents(directive.kind) && fence.label.is_some());
        let heading = level.map(|level| {
            let own = if directive.anchor().is_some() { directive.id.take().map(|(id, _)| id) } else { None };
            self.add_heading(level, own, InContents::Listed, &fence.span)
        });
        let id = self.start_directive(directive, fence.span.clone());
        let label_start = self.body.nodes.len();
        if let Some(label) = fence.label.clone() {
            self.label(label);
        }
        if let Some(heading) = heading {
            self.name_heading(heading, label_start, &fence.span);
        }
        if is_container {
            let span = Span::new(fence.span.clone());
            self.open.push(Open { directive: Some(id), colons: fence.colons, depth: self.stack.len(), span });
        } else {
            self.push_end(Element::Directive(id), fence.span.end);
        }
    }

    pub(super) fn start_directive(&mut self, mut directive: Directive, range: Range<usize>) -> DirectiveId {
        self.make_unique(&mut directive);
        let id = self.body.directives.push(directive);
        self.push(NodeKind::Start(Element::Directive(id)), range);
        id
    }

    /// An id that is the directive's own shares the page with those of headings.
    fn make_unique(&mut self, directive: &mut Directive) {
        if directive.anchor().is_none() {
            return;
        }
        if let Some((id, place)) = &mut directive.id {
            let made = self.heading_ids.explicit(id);
            self.report_twin(&made, &place.range());
            *id = made.0.to_string();
        }
    }

    /// A label is text of its own: marks and emphasis work in it. What is not one line of text stays as written.
    pub(super) fn label(&mut self, range: Range<usize>) {
        let source = self.source;
        let text = with_footnotes(&source.text[range.clone()]);
        let brackets = self.brackets.clone();
        let callback = |link: BrokenLink<'_>| brackets.decide(&source.text, range.start, &link).then(no_address);
        let parser = Parser::new_with_broken_link_callback(&text, options(), Some(callback));
        let events: Vec<_> = parser.into_offset_iter().take_while(|(_, at)| at.start < range.len()).collect();
        let begins = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)));
        let ends = matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)));
        let blocks = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count();
        self.push(NodeKind::Start(Element::Label), range.clone());
        if begins && ends && blocks == 1 {
            let last = events.len() - 1;
            let base = range.start;
            for (event, at) in events.into_iter().skip(1).take(last - 1) {
                self.event(event, base + at.start..base + at.end);
            }
        } else {
            self.plain_text(range.clone());
        }
        self.push_end(Element::Label, range.end);
    }

    pub(super) fn close(&mut self, fence: &Fence) {
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

    pub(super) fn end_directive(&mut self, open: &Open, range: Range<usize>) {
        if let Some(directive) = open.directive {
            self.push_end(Element::Directive(directive), range.end);
        }
    }

    /// Reports the innermost open block and ends it here.
    pub(super) fn unclosed(&mut self) {
        if let Some(open) = self.open.pop() {
            let name = open.directive.map_or("block", |directive| &self.body.directives[directive].name);
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

    pub(super) fn close_all(&mut self, end: usize) {
        self.skip_to = self.skip_to.min(end);
        while !self.open.is_empty() {
            self.unclosed();
        }
    }
}

/// A label with an empty note for each footnote that it refers to: the notes stand elsewhere in the file, and without
/// one the parser takes a reference for words.
fn with_footnotes(label: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(label);
    for (at, _) in label.match_indices("[^") {
        if let Some(length) = label[at..].find(']') {
            text.to_mut().push_str(&format!("\n\n{}: .", &label[at..=at + length]));
        }
    }
    text
}
