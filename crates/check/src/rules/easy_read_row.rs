//! `easy-read-row`: a row of an Easy Read version with several sentences, or without a picture.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_wording::sentences;

use wellpress_site::model::Page;

/// At most one finding for each row, at its first words.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    if !page.is_easy_read() || page.is_withdrawn() {
        return Vec::new();
    }
    let mut rows = Rows { page, row: Row::default(), findings: Vec::new() };
    let nodes = &page.body.nodes;
    let mut at = 0;
    while at < nodes.len() {
        let end = if matches!(nodes.at(at).kind, NodeKind::Start(_)) { page.body.end_of(at) + 1 } else { at + 1 };
        rows.block(at..end);
        at = end;
    }
    rows.close();
    rows.findings
}

/// A row as the page shows it: a picture, and the words behind it up to the next one.
#[derive(Default)]
struct Row {
    has_picture: bool,
    sentences: usize,
    first_words: Option<Span>,
}

struct Rows<'a> {
    page: &'a Page,
    row: Row,
    findings: Vec<Diagnostic>,
}

impl Rows<'_> {
    fn block(&mut self, block: Range<usize>) {
        let body = &self.page.body;
        let node = body.nodes.at(block.start);
        let NodeKind::Start(element) = node.kind else { return };
        match element {
            Element::Paragraph => {
                let first = block.start + 1;
                let picture = match body.nodes.at(first).kind {
                    NodeKind::Start(Element::Image(_)) => first..body.end_of(first) + 1,
                    _ => first..first,
                };
                if !picture.is_empty() {
                    self.picture();
                }
                self.words(picture.end..block.end - 1, node.span);
            }
            Element::Directive(index) if body.directives[index].kind == DirectiveKind::Figure => self.picture(),
            Element::BulletList | Element::NumberedList(_) => {
                for at in
                    block.clone().filter(|at| matches!(body.nodes.at(*at).kind, NodeKind::Start(Element::ListItem)))
                {
                    self.words(at + 1..body.end_of(at), node.span);
                }
            }
            Element::BlockQuote => self.words(block.start + 1..block.end - 1, node.span),
            _ => self.close(),
        }
    }

    fn picture(&mut self) {
        if self.row.sentences > 0 {
            self.close();
        }
        self.row.has_picture = true;
    }

    fn words(&mut self, nodes: Range<usize>, span: Span) {
        let count = sentences(&self.page.body.plain(&self.page.source, nodes)).len();
        if count > 0 {
            self.row.sentences += count;
            self.row.first_words.get_or_insert(span);
        }
    }

    fn close(&mut self) {
        let Row { has_picture, sentences, first_words } = std::mem::take(&mut self.row);
        let Some(span) = first_words else { return };
        let message = match (has_picture, sentences) {
            (true, 1) => return,
            (true, _) => format!("this row of the Easy Read version has {sentences} sentences"),
            (false, 1) => "this row of the Easy Read version has no picture".to_owned(),
            (false, _) => format!("this row of the Easy Read version has {sentences} sentences and no picture"),
        };
        let finding = Diagnostic::new(&rules::EASY_READ_ROW, self.page.source.locate(span), message);
        self.findings.push(finding.help("put a picture before each sentence, and an empty line around both"));
    }
}
