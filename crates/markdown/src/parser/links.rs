//! Links and pictures of the text, and what looks like one to the parser: marks, directives and callouts in brackets.

use std::ops::Range;

use pulldown_cmark::LinkType;

use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use crate::body::{Element, Link, LinkId, LinkTarget, Node, NodeKind, TextRef, WikiLabel};
use crate::citations::{AuthorDisplay, CitationForm, CitationGroup, CitationItem, Locator};
use crate::directives::{self, DirectiveForm, DirectiveParts};
use crate::is_safe_address;

use super::brackets::{Bracket, MarkGroup, directive_name_before};
use super::{Frame, Reader, is_link};

impl Reader<'_, '_> {
    pub(super) fn link_frame(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) -> Frame {
        if is_bracket(kind) {
            return match self.brackets.take(range.start) {
                Some(Bracket::Citations(groups)) => self.citations(groups),
                Some(Bracket::Directive) => self.inline_directive(range),
                Some(Bracket::Alert) => self.alert(range),
                Some(Bracket::Locator { locator, suffix }) => self.locator(locator, suffix, range),
                None => Frame::Transparent,
            };
        }
        let target = self.link_target(kind, target, range);
        self.links_open += 1;
        Frame::Plain(Element::Link(self.push_link(target, title, range)))
    }

    pub(super) fn image_frame(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) -> Frame {
        if is_bracket(kind) {
            return Frame::Transparent;
        }
        let target = self.link_target(kind, target, range);
        self.pictures_open += 1;
        Frame::Plain(Element::Image(self.push_link(target, title, range)))
    }

    fn push_link(&mut self, target: LinkTarget, title: &str, range: &Range<usize>) -> LinkId {
        let title = (!title.is_empty()).then(|| title.into());
        self.body.links.push(Link { target, title, span: Span::new(range.clone()) })
    }

    fn citations(&mut self, groups: Vec<MarkGroup>) -> Frame {
        for (span, items) in groups {
            self.cite(CitationGroup { form: CitationForm::Brackets, items, span: Span::new(span) });
        }
        Frame::Dropped
    }

    /// `@key [p. 3]`: what the brackets say belongs to the mark before them.
    fn locator(&mut self, locator: Locator, suffix: String, range: &Range<usize>) -> Frame {
        if let Some(Node { kind: NodeKind::Text(_), .. }) = self.body.nodes.last() {
            self.body.nodes.pop();
        }
        if let Some(group) = self.body.citations.last_mut()
            && let Some(item) = group.items.last_mut()
        {
            item.locator = Some(locator);
            item.suffix = suffix;
            group.span.end = Span::new(range.clone()).end;
        }
        Frame::Dropped
    }

    fn inline_directive(&mut self, range: &Range<usize>) -> Frame {
        let before = &self.source.text[..range.start];
        let Some(named) = directive_name_before(before) else { return Frame::Transparent };
        let attributes = directives::attributes_at(&self.source.text, range.end);
        let end = attributes.as_ref().map_or(range.end, |attributes| attributes.end + 1);
        let parts = DirectiveParts {
            form: DirectiveForm::Inline,
            name: named.start + 1..named.end,
            label: Some(range.start + 1..range.end - 1),
            attributes,
            span: named.start..end,
        };
        self.take_back(named.start);
        match directives::read(self.source, &parts, self.grammar.vocabulary, self.findings) {
            Some(directive) => {
                self.links_open += usize::from(is_link(&directive));
                Frame::Inline(self.start_directive(directive, range.clone()))
            }
            None => Frame::Transparent,
        }
    }

    /// Takes text from `start` on out of the last node: it was the name of a directive.
    fn take_back(&mut self, start: usize) {
        if let Some(Node { kind: NodeKind::Text(TextRef::Source(mut text)), mut span }) = self.body.nodes.last() {
            self.body.nodes.pop();
            text.end = text.end.min(Span::new(start..start).start);
            span.end = text.end;
            if text.start < text.end {
                self.body.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(text)), span });
            }
        }
    }

    /// `> [!TIP] Title`: the quote is a callout where this is the first thing in it.
    fn alert(&mut self, range: &Range<usize>) -> Frame {
        let in_quote =
            matches!(self.stack.as_slice(), [.., Frame::Plain(Element::BlockQuote), Frame::Plain(Element::Paragraph)]);
        let last_two = self.body.nodes.iter().rev().take(2).map(|node| node.kind);
        let is_first = last_two.eq([NodeKind::Start(Element::Paragraph), NodeKind::Start(Element::BlockQuote)]);
        if !(in_quote && is_first) {
            self.plain_text(range.start..range.start + 1);
            return Frame::Bracketed;
        }
        let text = &self.source.text;
        let line_end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
        let rest = text[range.end..line_end].trim_start_matches(['-', '+']).trim_start();
        let label = line_end - rest.len()..line_end - (rest.len() - rest.trim_end().len());
        let parts = DirectiveParts {
            form: DirectiveForm::Container,
            name: range.start + 2..range.end - 1,
            label: (!label.is_empty()).then(|| label.clone()),
            attributes: None,
            span: range.start..label.end.max(range.end),
        };
        let Some(directive) = directives::read_callout(self.source, &parts, self.grammar.vocabulary, self.findings)
        else {
            return Frame::Transparent;
        };
        self.body.nodes.truncate(self.body.nodes.len() - 2);
        let directive = self.start_directive(directive, range.clone());
        self.push(NodeKind::Start(Element::Label), range.clone());
        let depth = self.stack.len();
        self.stack[depth - 2] = Frame::Callout(directive);
        self.stack[depth - 1] = Frame::CalloutTitle;
        self.skip_to = label.start;
        Frame::Dropped
    }

    fn link_target(&mut self, kind: LinkType, target: &str, range: &Range<usize>) -> LinkTarget {
        if let LinkType::WikiLink { has_pothole } = kind {
            return wiki(target, if has_pothole { WikiLabel::Explicit } else { WikiLabel::PageTitle });
        }
        if let Some(keys) = target.strip_prefix("cite:") {
            return self.cited_words(keys, range);
        }
        if kind == LinkType::Email {
            return LinkTarget::External(format!("mailto:{target}").into());
        }
        if !is_safe_address(target) {
            let place = self.source.locate(Span::new(range.clone()));
            let finding = Diagnostic::new(
                &rules::URL_UNSAFE,
                place,
                format!("`{}` is not an address that a page may lead to", quotable(target)),
            );
            self.findings.push(finding.help("link to `https`, `http`, `mailto` or `tel`, or to a page of this site"));
            return LinkTarget::Unsafe;
        }
        if is_outside(target) {
            return LinkTarget::External(target.into());
        }
        let (path, anchor) = split_anchor(target);
        LinkTarget::Path { path: path.into(), anchor: anchor.map(Into::into) }
    }

    /// `[words](cite:key)`.
    fn cited_words(&mut self, key: &str, range: &Range<usize>) -> LinkTarget {
        let found = self.source.text[range.clone()].rfind(key).map_or(range.start, |at| range.start + at);
        let item = CitationItem {
            key: key.to_owned(),
            key_span: Span::new(found..found + key.len()),
            prefix: String::new(),
            locator: None,
            suffix: String::new(),
            author: AuthorDisplay::Named,
        };
        let group = CitationGroup { form: CitationForm::Words, items: vec![item], span: Span::new(range.clone()) };
        LinkTarget::Cite(self.body.citations.push(group))
    }
}

/// Whether the parser asked what the brackets are: an author can write the address that says so as well.
fn is_bracket(kind: LinkType) -> bool {
    matches!(kind, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown)
}

fn is_outside(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

fn split_anchor(target: &str) -> (&str, Option<&str>) {
    target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)))
}

fn wiki(target: &str, text: WikiLabel) -> LinkTarget {
    // In a table the bar before the label is escaped, and the backslash is no part of the id.
    let target = if text == WikiLabel::Explicit { target.trim_end_matches('\\') } else { target };
    let (rest, anchor) = split_anchor(target.trim());
    let (kind, id) = rest.split_once(':').map_or((None, rest), |(kind, id)| (Some(kind.trim().into()), id));
    LinkTarget::Wiki { kind, id: id.trim().into(), anchor: anchor.map(Into::into), text }
}
