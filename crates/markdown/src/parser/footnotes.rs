//! Adds footnotes, and reports those that a reader would not get: a reference without a definition, a definition to which no reference leads from
//! the text, and a second definition of one label.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memmem;

use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, rules};

use crate::body::{Body, Element, Footnote, FootnoteId, NodeKind, TextRef};

use super::body_builder::BodyBuilder;

impl BodyBuilder<'_, '_> {
    /// The footnote with this label. It is added by its first reference or by its definition, whichever comes first.
    pub(super) fn footnote(&mut self, label: &str, range: &Range<usize>) -> FootnoteId {
        let label = &*self.masks.variables.restored(label);
        if let Some(footnote) = self.footnotes.get(label) {
            return *footnote;
        }
        let label = label.to_owned();
        let footnote = Footnote { label: self.text_ref(&label, range) };
        let id = self.body.footnotes.push(footnote);
        self.footnotes.insert(label, id);
        id
    }
}

/// One finding for each such footnote. `range` is that of the text in the source.
pub(super) fn report(source: &Source, range: &Range<usize>, body: &Body, findings: &mut Vec<Diagnostic>) {
    // Few texts have footnotes.
    if memmem::find(&source.text.as_bytes()[range.clone()], b"[^").is_none() {
        return;
    }
    let footnotes = Footnotes::of(source, body);
    let shown_footnotes = footnotes.shown();
    for (id, spans) in &footnotes.definitions {
        let label = body.footnotes[*id].label;
        let label = body.text(source, label);
        if !shown_footnotes.contains(id) {
            let message = format!("no text refers to the footnote `{label}`, so that it is not shown");
            let help = format!("write `[^{label}]` where it belongs, or delete it");
            // The text itself is whole without it, so that the page can be published.
            findings.push(Diagnostic { severity: Severity::Warning, ..finding(source, spans[0], message, help) });
        }
        for second in &spans[1..] {
            let message = format!("there is a second footnote `{label}`, which is not shown");
            let finding = finding(source, *second, message, "give it another label");
            findings.push(finding.related(source.locate(spans[0]), "the first one"));
        }
    }
    let undefined = footnotes.references.iter().filter(|(id, _)| !footnotes.definitions.contains_key(id));
    let undefined = undefined.flat_map(|(_, spans)| spans).chain(&footnotes.unknown_references);
    for span in undefined.collect::<BTreeSet<_>>() {
        let reference = source.slice(*span);
        let message = format!("there is no footnote `{}`", reference.trim_start_matches("[^").trim_end_matches(']'));
        let help = format!("add a paragraph `{reference}: ..`, or write `\\{reference}` if no footnote is meant");
        findings.push(finding(source, *span, message, help));
    }
}

fn finding(
    source: &Source,
    span: Span,
    message: String,
    help: impl Into<std::borrow::Cow<'static, str>>,
) -> Diagnostic {
    Diagnostic::new(&rules::FOOTNOTE_INVALID, source.locate(span), message).help(help)
}

/// Where a text defines its footnotes and refers to them.
#[derive(Default)]
struct Footnotes {
    definitions: BTreeMap<FootnoteId, Vec<Span>>,
    references: BTreeMap<FootnoteId, Vec<Span>>,
    /// The footnotes to which the text itself refers.
    in_text: BTreeSet<FootnoteId>,
    /// The footnotes to which each footnote refers. Of several with one label only the first is shown, and counts.
    in_footnote: BTreeMap<FootnoteId, BTreeSet<FootnoteId>>,
    /// References that the parser takes for words, because they have no definition.
    unknown_references: Vec<Span>,
}

impl Footnotes {
    fn of(source: &Source, body: &Body) -> Self {
        let mut footnotes = Self::default();
        let mut open_code_blocks = 0;
        let mut enclosing_footnotes = Vec::new();
        for node in body.nodes.iter() {
            match node.kind {
                NodeKind::Start(Element::Footnote(id)) => {
                    let label_end =
                        source.slice(node.span).find("]:").map_or(node.span.end, |at| node.span.start + at as u32 + 1);
                    let label = Span { start: node.span.start, end: label_end };
                    let spans = footnotes.definitions.entry(id).or_default();
                    spans.push(label);
                    enclosing_footnotes.push((id, spans.len() == 1));
                }
                NodeKind::End(Element::Footnote(_)) => drop(enclosing_footnotes.pop()),
                NodeKind::FootnoteReference(id) => {
                    footnotes.references.entry(id).or_default().push(node.span);
                    footnotes.add_place(id, enclosing_footnotes.last().copied());
                }
                NodeKind::Start(Element::CodeBlock(_)) => open_code_blocks += 1,
                NodeKind::End(Element::CodeBlock(_)) => open_code_blocks -= 1,
                NodeKind::Text(TextRef::Source(span)) if open_code_blocks == 0 => {
                    footnotes.unknown_references.extend(unknown_references(source, span));
                }
                _ => {}
            }
        }
        footnotes
    }

    /// Records that the text, or the footnote around the reference, refers to a footnote.
    fn add_place(&mut self, id: FootnoteId, around: Option<(FootnoteId, bool)>) {
        match around {
            None => drop(self.in_text.insert(id)),
            Some((outer, true)) => drop(self.in_footnote.entry(outer).or_default().insert(id)),
            Some((_, false)) => {}
        }
    }

    /// The footnotes that readers reach from the text, directly or through other footnotes. Two footnotes that only refer to each
    /// other are not shown, although each has a reference.
    fn shown(&self) -> BTreeSet<FootnoteId> {
        let mut shown_footnotes = self.in_text.clone();
        let mut open: Vec<FootnoteId> = shown_footnotes.iter().copied().collect();
        while let Some(id) = open.pop() {
            let further = self.in_footnote.get(&id).into_iter().flatten();
            open.extend(further.filter(|further| shown_footnotes.insert(**further)).copied());
        }
        shown_footnotes
    }
}

/// No label is longer, in bytes. Without a limit, each of many open brackets would be compared with all of the text behind it.
const LONGEST_LABEL: usize = 1000;

/// Each `[^label]` in a text. Behind a backslash it is meant as it stands.
fn unknown_references(source: &Source, text: Span) -> impl Iterator<Item = Span> + '_ {
    let text_start = text.start as usize;
    source.slice(text).match_indices("[^").filter_map(move |(offset, _)| {
        let start = text_start + offset;
        let behind = &source.text[start + 2..text.end as usize];
        let ends = |c: char| c.is_whitespace() || matches!(c, '[' | ']');
        let length = behind.char_indices().take(LONGEST_LABEL).find(|(_, c)| ends(*c))?.0;
        let is_label = length > 0 && behind[length..].starts_with(']') && !source.text[..start].ends_with('\\');
        is_label.then(|| Span::new(start..start + 2 + length + 1))
    })
}
