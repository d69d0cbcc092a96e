//! HTML that authors write, on sites that allow it: its words with the blocks and the looks that its elements have. It is what authors
//! wrote, piece by piece between nodes of Markdown, so that an element can start in one piece and end in another.

use wellpress_foundation::html_tokens::{HtmlString, HtmlTokens, StartTag, Token};

use crate::blocks::{Block, Element, Inline, ListKind, Picture};
use crate::text_walk::TextWalk;

/// An element that the author opened.
pub(crate) struct OpenHtml {
    name: String,
    is_block: bool,
}

/// Elements without an end tag.
const VOID: &str = "area base br col embed hr img input link meta param source track wbr";

impl TextWalk<'_, '_> {
    /// Reads a piece of HTML; as text, if the site does not allow any.
    pub(crate) fn author_html(&mut self, piece: &str) {
        if !self.text_cx.config.settings.raw_html {
            return self.text(piece);
        }
        for token in HtmlTokens::of_page(piece) {
            match &token {
                Token::StartTag(tag) => self.start_tag(tag),
                Token::EndTag(tag) => self.end_tag(&lossy(&tag.name)),
                // The letters of a drawing are no words of the text.
                Token::String(_) if self.open_html.iter().any(|open| open.name == "svg") => {}
                Token::String(text) => self.text(&lossy(&text.value)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>) {
        let name = lossy(&tag.name);
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| lossy(value));
        match &*name {
            "br" => self.blocks.inline(Inline::Break),
            "hr" => self.blocks.block(Block::Rule, |_| {}),
            "img" => {
                let url = self.address(&attribute(b"src").unwrap_or_default());
                let alt = attribute(b"alt").unwrap_or_default();
                let width = attribute(b"width").and_then(|width| width.parse().ok());
                self.blocks.inline(Inline::Picture(Picture { file: String::new(), url, alt, width }));
            }
            "svg" => {
                let label = attribute(b"aria-label");
                label.into_iter().for_each(|label| self.blocks.inline(Inline::Drawing(label)));
            }
            _ => {}
        }
        if VOID.split(' ').any(|void| void == name) || tag.self_closing {
            return;
        }
        match block_of(&name) {
            Some(block) => {
                let (id, language) = (attribute(b"id"), attribute(b"lang"));
                self.blocks.start(Element { block, id, language });
                self.open_html.push(OpenHtml { name, is_block: true });
            }
            None => {
                let link = attribute(b"href").filter(|_| name == "a").map(|href| self.address(&href));
                self.enter_form(|form| {
                    form.style.add_tag(&name);
                    form.link = link.or(form.link.take());
                });
                self.open_html.push(OpenHtml { name, is_block: false });
            }
        }
    }

    /// Ends the innermost open element of this name that stands in the same block, with all that is open in it.
    fn end_tag(&mut self, name: &str) {
        let before = self.html_before.last().copied().unwrap_or_default();
        if let Some(index) = self.open_html.iter().rposition(|open| open.name == name).filter(|index| *index >= before)
        {
            self.close_html(index);
        }
    }

    fn close_last(&mut self) {
        let Some(open) = self.open_html.pop() else { return };
        if open.is_block { self.blocks.end() } else { self.leave_form() }
    }

    /// Ends all elements of the author but the first ones.
    pub(crate) fn close_html(&mut self, first: usize) {
        while self.open_html.len() > first {
            self.close_last();
        }
    }
}

/// The block that an element is; `None` for one in a line.
fn block_of(name: &str) -> Option<Block> {
    let block = match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Block::Heading(name.as_bytes()[1] - b'0'),
        "p" => Block::Paragraph,
        "blockquote" => Block::Quote,
        "ul" | "menu" => Block::List(ListKind::Bullets),
        "ol" => Block::List(ListKind::Numbers(1)),
        "li" => Block::Item(None),
        "dl" => Block::Definitions,
        "dt" => Block::Term,
        "dd" => Block::Definition,
        "table" => Block::Table,
        "tr" => Block::Row { is_head: false },
        "td" => Block::Cell { is_head: false },
        "th" => Block::Cell { is_head: true },
        "figure" => Block::Figure,
        "figcaption" | "caption" => Block::Caption,
        "pre" => Block::Code(None),
        "details" => Block::Expander,
        "summary" => Block::ExpanderTitle,
        "dialog" | "fieldset" | "form" | "noscript" | "script" | "select" | "style" | "template" | "textarea" => {
            Block::Form
        }
        "div" => Block::Group,
        "address" | "article" | "aside" | "footer" | "header" | "main" | "nav" | "section" => Block::Section("html"),
        _ => return None,
    };
    Some(block)
}

fn lossy(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}
