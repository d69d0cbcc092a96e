//! Adds links and pictures, and the brackets that the parser reports as links: citations, directives in a line,
//! callouts and locators. Whether a target exists is left to the caller; only addresses that no page may link are
//! refused here.

use std::ops::Range;

use pulldown_cmark::LinkType;

use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use crate::body::{Element, Link, LinkAttributes, LinkId, LinkTarget, Node, NodeKind, TextRef, WikiLabel};
use crate::citations::{AuthorDisplay, CitationForm, CitationGroup, CitationItem, NarrativeBrackets};
use crate::directives::{self, DirectiveForm, DirectiveParts, LooseAttributes};
use crate::is_safe_address;
use crate::safe_html::{HtmlElement, HtmlTag};

use super::body_builder::{BodyBuilder, ContainerRole};
use super::brackets::{Bracket, BracketedGroup, blank_behind_key, directive_name_before};

/// The width of the text in pixels, for pictures whose width is a percentage of it.
const TEXT_WIDTH: u32 = 576;

impl BodyBuilder<'_, '_> {
    pub(super) fn link_role(
        &mut self,
        kind: LinkType,
        target: &str,
        title: &str,
        range: &Range<usize>,
    ) -> ContainerRole {
        if is_bracket(kind) {
            return match self.brackets.remove(range.start) {
                Some(Bracket::Citations(groups)) => self.citations(groups),
                Some(Bracket::Directive) => self.inline_directive(range),
                Some(Bracket::Alert) => self.alert_callout(range),
                Some(Bracket::Attributes) => self.attributed_words(range),
                Some(Bracket::BehindKey(brackets)) => self.brackets_behind_key(brackets, range),
                Some(Bracket::Footnote(reference, groups)) => {
                    let footnote = self.footnote(&self.source.text[reference.start + 2..reference.end - 1], &reference);
                    self.push(NodeKind::FootnoteReference(footnote), reference);
                    self.citations(groups)
                }
                None => ContainerRole::Transparent,
            };
        }
        let target = self.link_target(kind, target, range);
        self.open.links += 1;
        self.open.link_is_label = matches!(kind, LinkType::Shortcut | LinkType::Collapsed);
        ContainerRole::Plain(Element::Link(self.push_link(target, title, range)))
    }

    pub(super) fn image_role(
        &mut self,
        kind: LinkType,
        target: &str,
        title: &str,
        range: &Range<usize>,
    ) -> ContainerRole {
        if is_bracket(kind) {
            return ContainerRole::Transparent;
        }
        let target = self.link_target(kind, target, range);
        self.open.pictures += 1;
        ContainerRole::Plain(Element::Image(self.push_link(target, title, range)))
    }

    /// Reads the attributes in braces behind a link or a picture that ends at `end`.
    pub(super) fn link_attributes(&mut self, link: LinkId, end: usize) {
        if !self.grammar.extensions.attributes {
            return;
        }
        let Some((attributes, range)) = directives::loose_attributes_at(&self.source.text, end) else { return };
        self.consumed_to = range.end + 1;
        let (width, height) = (self.size(&attributes, "width", &range), self.size(&attributes, "height", &range));
        let id = attributes.id.map(|id| self.explicit_id(&id, &range));
        let attributes = LinkAttributes { width, height, id, classes: attributes.classes };
        self.body.links[link].attributes = Some(Box::new(attributes));
    }

    fn explicit_id(&mut self, id: &str, range: &Range<usize>) -> String {
        let assigned = self.heading_ids.explicit(id);
        self.report_duplicate_id(&assigned, range);
        assigned.id.to_string()
    }

    /// The width or height in pixels; what is neither in pixels nor a percentage gives a finding.
    fn size(&mut self, attributes: &LooseAttributes, name: &str, range: &Range<usize>) -> Option<u32> {
        let value = attributes.get(name)?;
        let size = match value.strip_suffix('%') {
            Some(percentage) if name == "width" => percentage
                .parse::<u32>()
                .ok()
                .filter(|percentage| *percentage <= 100)
                .map(|percentage| percentage * TEXT_WIDTH / 100),
            _ => value.strip_suffix("px").unwrap_or(value).parse().ok(),
        };
        let size = size.filter(|size| *size > 0);
        if size.is_none() {
            let location = self.source.locate(Span::new(range.clone()));
            let message = format!("`{}` is no {name} of a picture", quotable(value));
            let help = "write pixels (`width=\"300\"`), or the width in percent of the text's (`width=\"50%\"`)";
            self.findings.push(Diagnostic::new(&rules::MARKUP_FOREIGN, location, message).help(help));
        }
        size
    }

    /// Starts the words of `[words]{.class}`.
    fn attributed_words(&mut self, range: &Range<usize>) -> ContainerRole {
        let Some((attributes, braces)) = directives::loose_attributes_at(&self.source.text, range.end) else {
            return ContainerRole::Transparent;
        };
        let id = attributes.id.map(|id| self.explicit_id(&id, &braces).into());
        let classes = attributes.classes.into();
        let element = HtmlElement { id, classes, ..HtmlElement::new(HtmlTag::Span) };
        let span = self.body.html_elements.push(element);
        self.push(NodeKind::Start(Element::Html(span)), range.clone());
        ContainerRole::Attributed(span)
    }

    pub(super) fn push_link(&mut self, target: LinkTarget, title: &str, range: &Range<usize>) -> LinkId {
        let title = (!title.is_empty()).then(|| title.into());
        self.body.links.push(Link { target, title, attributes: None, span: Span::new(range.clone()) })
    }

    fn citations(&mut self, groups: Vec<BracketedGroup>) -> ContainerRole {
        for BracketedGroup { range, items } in groups {
            // Quarto writes `[@fig-back]` as well.
            if let [CitationItem { key, key_span, .. }] = &items[..]
                && self.is_caption_id(key)
            {
                self.caption_reference(key_span.range(), range);
                continue;
            }
            self.add_citation(CitationGroup { form: CitationForm::Brackets, items, span: Span::new(range) });
        }
        ContainerRole::Dropped
    }

    /// Adds what `@key [p. 3; @other]` says in brackets to the citation before it, and removes the blank between them.
    fn brackets_behind_key(&mut self, brackets: NarrativeBrackets, range: &Range<usize>) -> ContainerRole {
        let key_end = range.start - blank_behind_key(&self.source.text[..range.start]);
        let ends_at_key =
            |group: &&mut CitationGroup| group.form == CitationForm::Narrative && group.span.end as usize == key_end;
        let citations = &mut self.body.citations;
        // `@70 [p. 3]` looks like a citation and is none.
        let Some((group, item)) =
            citations.last_mut().filter(ends_at_key).map(|group| (&mut group.span, &mut group.items))
        else {
            self.append_source_text(range.start..range.start + 1);
            return ContainerRole::Bracketed;
        };
        group.end = Span::new(range.clone()).end;
        if let Some(first) = item.last_mut() {
            (first.locator, first.suffix) = (brackets.locator, brackets.suffix);
        }
        item.extend(brackets.others);
        // The node between key and brackets is the blank.
        if !matches!(self.body.nodes.last(), Some(Node { kind: NodeKind::Citation(_), .. })) {
            self.body.nodes.pop();
        }
        ContainerRole::Dropped
    }

    fn inline_directive(&mut self, range: &Range<usize>) -> ContainerRole {
        let text_before = &self.source.text[..range.start];
        let Some(colon_and_name) = directive_name_before(text_before) else { return ContainerRole::Transparent };
        let attributes = directives::attributes_at(&self.source.text, range.end);
        let end = attributes.as_ref().map_or(range.end, |attributes| attributes.end + 1);
        let parts = DirectiveParts {
            form: DirectiveForm::Inline,
            name: colon_and_name.start + 1..colon_and_name.end,
            label: Some(range.start + 1..range.end - 1),
            attributes,
            span: colon_and_name.start..end,
        };
        self.remove_text_from(colon_and_name.start);
        match directives::read(self.source, &parts, self.grammar.vocabulary, self.findings) {
            Some(directive) => {
                self.open.links += usize::from(directive.is_link());
                ContainerRole::Inline(self.start_directive(directive, range.clone()))
            }
            None => ContainerRole::Transparent,
        }
    }

    /// Removes the text from `start` on from the last node, because it is the name of a directive.
    fn remove_text_from(&mut self, start: usize) {
        if let Some(Node { kind: NodeKind::Text(TextRef::Source(mut text)), mut span }) = self.body.nodes.last() {
            self.body.nodes.pop();
            text.end = text.end.min(Span::new(start..start).start);
            span.end = text.end;
            if text.start < text.end {
                self.body.nodes.push(Node { kind: NodeKind::Text(TextRef::Source(text)), span });
            }
        }
    }

    /// Turns a quote that begins with `[!TIP]` into a callout; anywhere else the brackets are text. The quote and its
    /// first paragraph were added already, so their nodes are taken back and their roles are changed.
    fn alert_callout(&mut self, range: &Range<usize>) -> ContainerRole {
        let is_in_quote = matches!(
            self.open.containers.as_slice(),
            [.., ContainerRole::Plain(Element::BlockQuote), ContainerRole::Plain(Element::Paragraph)]
        );
        let last_two = self.body.nodes.iter().rev().take(2).map(|node| node.kind);
        let is_first = last_two.eq([NodeKind::Start(Element::Paragraph), NodeKind::Start(Element::BlockQuote)]);
        if !(is_in_quote && is_first) {
            self.append_source_text(range.start..range.start + 1);
            return ContainerRole::Bracketed;
        }
        let text = &self.source.text;
        let line_end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
        // Obsidian marks a callout that can be folded by `-` or `+` behind the brackets.
        let title = text[range.end..line_end].trim_start_matches(['-', '+']).trim_start();
        let label = line_end - title.len()..line_end - (title.len() - title.trim_end().len());
        let parts = DirectiveParts {
            form: DirectiveForm::Container,
            name: range.start + 2..range.end - 1,
            label: (!label.is_empty()).then(|| label.clone()),
            attributes: None,
            span: range.start..label.end.max(range.end),
        };
        let Some(directive) = directives::read_callout(self.source, &parts, self.grammar.vocabulary, self.findings)
        else {
            return ContainerRole::Transparent;
        };
        // The starts of the quote and of its paragraph.
        self.body.nodes.truncate(self.body.nodes.len() - 2);
        let directive = self.start_directive(directive, range.clone());
        self.push(NodeKind::Start(Element::Label), range.clone());
        let depth = self.open.containers.len();
        self.open.containers[depth - 2] = ContainerRole::Callout(directive);
        self.open.containers[depth - 1] = ContainerRole::CalloutTitle;
        self.consumed_to = label.start;
        ContainerRole::Dropped
    }

    pub(super) fn link_target(&mut self, kind: LinkType, target: &str, range: &Range<usize>) -> LinkTarget {
        if let LinkType::WikiLink { has_pothole } = kind {
            return wiki_target(target, if has_pothole { WikiLabel::Explicit } else { WikiLabel::PageTitle });
        }
        if let Some(keys) = target.strip_prefix("cite:") {
            return self.cited_words(keys, range);
        }
        let findings_before = self.findings.len();
        let target = &*self.with_values(target, range);
        // Where a variable without a value leads has no second finding.
        if self.findings.len() > findings_before {
            return LinkTarget::Unsafe;
        }
        // pulldown-cmark reports `<me@example.org>` without the scheme.
        if kind == LinkType::Email {
            return LinkTarget::External(format!("mailto:{target}").into());
        }
        if !is_safe_address(target) {
            let location = self.source.locate(Span::new(range.clone()));
            let message = format!("`{}` is not an address that a page may lead to", quotable(target));
            let finding = Diagnostic::new(&rules::URL_UNSAFE, location, message);
            self.findings
                .push(finding.help("link to `https`, `http`, `mailto`, `sms` or `tel`, or to a page of this site"));
            return LinkTarget::Unsafe;
        }
        if is_external(target) {
            return LinkTarget::External(target.into());
        }
        let (path, anchor) = split_anchor(target);
        LinkTarget::Path { path: path.into(), anchor: anchor.map(Into::into) }
    }

    /// Adds the citation of `[words](cite:key)` and returns it as the target of the link.
    fn cited_words(&mut self, key: &str, range: &Range<usize>) -> LinkTarget {
        // An escaped key does not stand in the source as it is; its finding then points at the start of the link.
        let key_start = self.source.text[range.clone()].rfind(key).map_or(range.start, |offset| range.start + offset);
        let item = CitationItem {
            key: key.to_owned(),
            key_span: Span::new(key_start..key_start + key.len()),
            prefix: String::new(),
            locator: None,
            suffix: String::new(),
            author: AuthorDisplay::Named,
        };
        let group = CitationGroup { form: CitationForm::Words, items: vec![item], span: Span::new(range.clone()) };
        LinkTarget::Cite(self.body.citations.push(group))
    }
}

/// Whether the parser found no definition for the brackets and asked the callback. The type tells it, since an author
/// can write any address that the callback could return.
fn is_bracket(kind: LinkType) -> bool {
    matches!(kind, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown)
}

/// Whether an address leads out of the site: it has a scheme, or a host without one.
fn is_external(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

fn split_anchor(target: &str) -> (&str, Option<&str>) {
    target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)))
}

/// The target of a wikilink, as in `[[kind:id#anchor|label]]`.
fn wiki_target(target: &str, text: WikiLabel) -> LinkTarget {
    // In a table the bar before the label has to be escaped, and the backslash is not part of the id.
    let target = if text == WikiLabel::Explicit { target.trim_end_matches('\\') } else { target };
    let (kind_and_id, anchor) = split_anchor(target.trim());
    let (kind, id) = match kind_and_id.split_once(':') {
        Some((kind, id)) => (Some(kind.trim().into()), id),
        None => (None, kind_and_id),
    };
    LinkTarget::Wiki { kind, id: id.trim().into(), anchor: anchor.map(Into::into), text }
}
