//! HTML of an Easy Read version: the notices of its page, then its text in rows of a picture and the words beside it.
//!
//! Input: a parsed text. Output: one row for each picture and what stands behind it up to the next one. Headings and blocks other than
//! paragraphs, lists and quotes stand between rows.

use std::ops::Range;

use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;

use super::{TextContext, TextView, Writer};

/// The text of an Easy Read version, in rows.
#[must_use]
pub fn rows(text_cx: TextContext<'_>, view: TextView<'_>) -> String {
    let mut html = String::new();
    let mut rows = Rows { writer: Writer::new(text_cx, view, &mut html), open: OpenRow::None };
    let nodes = view.body.nodes.len();
    let mut at = 0;
    while at < nodes {
        let end = match view.body.nodes.at(at).kind {
            NodeKind::Start(_) => view.body.end_of(at) + 1,
            _ => at + 1,
        };
        rows.block(at..end);
        at = end;
    }
    rows.close();
    rows.writer.footnotes();
    html
}

/// The row that is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenRow {
    None,
    /// It has a picture.
    Picture,
    /// It has words, behind its picture if it has one.
    Words,
}

struct Rows<'a, 'o> {
    writer: Writer<'a, 'o>,
    open: OpenRow,
}

impl Rows<'_, '_> {
    fn block(&mut self, block: Range<usize>) {
        let picture = self.picture_at_start(&block);
        match (self.kind_of(&block), picture) {
            // A picture in front of the words of one paragraph.
            (Some(Element::Paragraph), Some(picture)) => {
                self.picture(picture.clone());
                let words = picture.end..block.end - 1;
                if self.has_words(&words) {
                    self.words();
                    self.writer.html.push_str("<p>");
                    self.writer.nodes(words);
                    self.writer.html.push_str("</p>\n");
                }
            }
            (Some(Element::Directive(index)), _)
                if self.writer.view.body.directives[index].kind == DirectiveKind::Figure =>
            {
                self.picture(block);
            }
            (Some(Element::Paragraph | Element::BulletList | Element::NumberedList(_) | Element::BlockQuote), _) => {
                self.words();
                self.writer.nodes(block);
            }
            _ => {
                self.close();
                self.writer.nodes(block);
            }
        }
    }

    fn kind_of(&self, block: &Range<usize>) -> Option<Element> {
        match self.writer.view.body.nodes.at(block.start).kind {
            NodeKind::Start(element) => Some(element),
            _ => None,
        }
    }

    /// The nodes of the picture with which a paragraph begins.
    fn picture_at_start(&self, block: &Range<usize>) -> Option<Range<usize>> {
        let body = self.writer.view.body;
        let first = block.start + 1;
        let is_picture = first < block.end && matches!(body.nodes.at(first).kind, NodeKind::Start(Element::Image(_)));
        is_picture.then(|| first..body.end_of(first) + 1)
    }

    fn has_words(&self, nodes: &Range<usize>) -> bool {
        let mut nodes = self.writer.view.body.nodes.range(nodes.clone());
        nodes.any(|node| !matches!(node.kind, NodeKind::SoftBreak | NodeKind::HardBreak))
    }

    fn picture(&mut self, nodes: Range<usize>) {
        if self.open != OpenRow::Picture {
            self.close();
            self.writer.html.push_str("<div class=\"easy-row\"><div class=\"easy-picture\">\n");
        }
        self.writer.nodes(nodes);
        self.open = OpenRow::Picture;
    }

    fn words(&mut self) {
        self.writer.html.push_str(match self.open {
            OpenRow::None => "<div class=\"easy-row\"><div class=\"easy-words\">\n",
            OpenRow::Picture => "</div>\n<div class=\"easy-words\">\n",
            OpenRow::Words => "",
        });
        self.open = OpenRow::Words;
    }

    fn close(&mut self) {
        if self.open != OpenRow::None {
            self.writer.html.push_str("</div></div>\n");
        }
        self.open = OpenRow::None;
    }
}
