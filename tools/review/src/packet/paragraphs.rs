//! Numbers the paragraphs of a packet, so that a remark about one can be traced back to it: on paper, in Word, in an answer.
//!
//! Input: HTML that was made for the packet. Output: the same HTML, in which each block that has words of its own begins with its number
//! and names it as `data-paragraph`, and the words of each. The number is visible text, because it has to survive
//! programs that keep nothing else. The Word file has the same numbers; there `block_numbers` gives them to blocks.

use std::ops::Range;

use wellpress_foundation::html_tokens::{HtmlString, HtmlTokens, StartTag, Token};

/// A block of a packet: a paragraph, a heading, an item of a list, a cell, a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Counts from 1 in the order of the packet.
    pub number: u32,
    /// Its words as the reviewer sees them, without the number; of a picture the alternative text. Runs of white space are one blank.
    pub words: String,
    /// The words without marks of citations and footnotes, which the author's file has in another form.
    pub plain: String,
    /// Whether it is a picture, whose words do not stand in the text.
    pub is_picture: bool,
}

/// Elements without an end tag.
const VOID: &str = "area base br col embed hr img input link meta param source track wbr";

/// Elements that can be a paragraph. The innermost one that has words of its own gets the number.
const BLOCKS: &str = "blockquote caption dd div dt figcaption figure h1 h2 h3 h4 h5 h6 li p pre summary td th";

/// Classes of elements that serve only on the page of the site: links back, links to other pages of the site, data for programs.
const LEFT_OUT: &str = "reference-row exercise-link Z3988";

/// Classes of elements whose words the author's file has in another form.
const GENERATED: &str = "marks footnote-ref exercise-number";

/// Numbers paragraphs over several pieces of HTML.
#[derive(Debug, Default)]
pub(super) struct ParagraphNumbering {
    pub paragraphs: Vec<Paragraph>,
}

impl ParagraphNumbering {
    /// The HTML with numbers that continue those of the pieces before it.
    pub fn number(&mut self, html: &str) -> String {
        let mut reader = Reader { paragraphs: &mut self.paragraphs, open: Vec::new(), edits: Vec::new() };
        for token in HtmlTokens::of_page(html) {
            reader.read(&token);
        }
        edited(html, reader.edits)
    }
}

/// An open element.
struct OpenElement {
    name: String,
    is_block: bool,
    start_tag: Range<usize>,
    /// Index of its paragraph, once it has words of its own.
    paragraph: Option<usize>,
    is_left_out: bool,
    /// Whether it is a drawing, whose letters are no words of the text.
    is_drawing: bool,
    is_generated: bool,
}

struct Reader<'a> {
    paragraphs: &'a mut Vec<Paragraph>,
    open: Vec<OpenElement>,
    /// Bytes of the HTML and what takes their place, not sorted.
    edits: Vec<(Range<usize>, String)>,
}

impl Reader<'_> {
    fn read(&mut self, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(&lossy(&tag.name), tag.span.end),
            Token::String(text) => self.text(&lossy(&text.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = lossy(&tag.name);
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| lossy(value));
        match &*name {
            "img" => self.picture(&attribute(b"alt").unwrap_or_default()),
            // A drawing that is only decoration has no name.
            "svg" => attribute(b"aria-label").into_iter().for_each(|name| self.picture(&name)),
            "br" => self.text(" "),
            _ => {}
        }
        if has(VOID, &name) || tag.self_closing {
            return;
        }
        let class = tag.attributes.get(&b"class"[..]).map(|class| lossy(class)).unwrap_or_default();
        let is_any_of = |names: &str| class.split_ascii_whitespace().any(|class| has(names, class));
        let is_back_link = tag.attributes.get(&b"role"[..]).is_some_and(|role| ***role == *b"doc-backlink");
        let outer = self.open.last();
        self.open.push(OpenElement {
            is_block: has(BLOCKS, &name),
            start_tag: tag.span.start..tag.span.end,
            paragraph: None,
            is_left_out: is_any_of(LEFT_OUT) || is_back_link,
            is_drawing: name == "svg",
            is_generated: outer.is_some_and(|outer| outer.is_generated) || is_any_of(GENERATED),
            name,
        });
    }

    /// A picture in a figure, by its alternative text. One within a line belongs to the words around it.
    fn picture(&mut self, alt: &str) {
        if self.innermost_block().is_some_and(|index| self.open[index].name == "figure") {
            self.text(if alt.is_empty() { "–" } else { alt });
            self.paragraphs.iter_mut().next_back().into_iter().for_each(|picture| picture.is_picture = true);
        }
    }

    fn end(&mut self, name: &str, end: usize) {
        let Some(index) = self.open.iter().rposition(|element| element.name == name) else { return };
        let closed = self.open.split_off(index);
        if let Some(element) = closed.first().filter(|element| element.is_left_out) {
            self.edits.push((element.start_tag.start..end, String::new()));
        }
    }

    fn innermost_block(&self) -> Option<usize> {
        self.open.iter().rposition(|element| element.is_block)
    }

    fn text(&mut self, text: &str) {
        if self.open.iter().any(|element| element.is_left_out || element.is_drawing) || self.is_in_shown_formula() {
            return;
        }
        let Some(block) = self.innermost_block() else { return };
        let index = match self.open[block].paragraph {
            Some(index) => index,
            None if text.trim().is_empty() => return,
            None => self.add_paragraph(block),
        };
        let is_generated = self.open.last().is_some_and(|element| element.is_generated);
        self.paragraphs[index].append(text, is_generated);
    }

    /// Whether a text is a sign of a formula. The words of a formula are its source in TeX, which stands behind its signs: Word shows that,
    /// and so do the author's files.
    fn is_in_shown_formula(&self) -> bool {
        let is_in = |name: &str| self.open.iter().any(|element| element.name == name);
        is_in("math") && !is_in("annotation")
    }

    fn add_paragraph(&mut self, block: usize) -> usize {
        let (index, number) = add_to(self.paragraphs);
        let element = &mut self.open[block];
        element.paragraph = Some(index);
        let tag = &element.start_tag;
        self.edits.push((tag.end - 1..tag.end - 1, format!(" data-paragraph=\"{number}\"")));
        self.edits.push((tag.end..tag.end, format!("<span class=\"number\">{number}</span> ")));
        index
    }
}

/// Whether a name is one of these, which have blanks between them.
fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|other| other == name)
}

impl Paragraph {
    /// Appends words; those that are generated, such as a mark, stand in another form in the author's file.
    pub(super) fn append(&mut self, text: &str, is_generated: bool) {
        append(&mut self.words, text);
        if is_generated {
            // A mark goes with the blank before it.
            self.plain.truncate(self.plain.trim_end().len());
        } else {
            append(&mut self.plain, text);
        }
    }
}

/// Adds a paragraph without words, and gives its index and its number.
pub(super) fn add_to(paragraphs: &mut Vec<Paragraph>) -> (usize, u32) {
    let index = paragraphs.len();
    let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
    paragraphs.push(Paragraph { number, words: String::new(), plain: String::new(), is_picture: false });
    (index, number)
}

/// Appends a text, with one blank for each run of white space, and none at the start.
fn append(words: &mut String, text: &str) {
    for char in text.chars() {
        match char.is_whitespace() {
            true if words.is_empty() || words.ends_with(' ') => {}
            true => words.push(' '),
            false => words.push(char),
        }
    }
}

fn edited(html: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut output = String::with_capacity(html.len() + edits.len() * 60);
    let mut position = 0;
    for (range, replacement) in edits {
        // What stands in an element that is left out goes with it.
        if range.start >= position {
            output.push_str(&html[position..range.start]);
            output.push_str(&replacement);
            position = range.end;
        }
    }
    output + &html[position..]
}

fn lossy(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_with_words_of_its_own_has_a_number() {
        let mut numbering = ParagraphNumbering::default();
        let html = "<ul>\n<li>A &amp; b <span class=\"marks\">(<a href=\"#x\">Ames, 2020</a>)</span>.<ul><li><p>c</p></li></ul></li></ul>\
            <figure><img alt=\"Two\"></figure><figure><svg aria-label=\"Bars\"><path d=\"M0\"/><text>7</text></svg></figure><p>d<span class=\"reference-row\"> <a>back</a></span></p>";
        let numbered = numbering.number(html);
        let number = |number: u32| format!(" data-paragraph=\"{number}\"><span class=\"number\">{number}</span> ");
        assert_eq!(
            numbered,
            format!(
                "<ul>\n<li{}A &amp; b <span class=\"marks\">(<a href=\"#x\">Ames, 2020</a>)</span>.<ul><li><p{}c</p></li></ul></li></ul>\
                 <figure{}<img alt=\"Two\"></figure><figure{}<svg aria-label=\"Bars\"><path d=\"M0\"/><text>7</text></svg></figure><p{}d</p>",
                number(1),
                number(2),
                number(3),
                number(4),
                number(5)
            )
        );
        let words: Vec<_> =
            numbering.paragraphs.iter().map(|paragraph| (&*paragraph.words, &*paragraph.plain)).collect();
        assert_eq!(
            words,
            [("A & b (Ames, 2020).", "A & b."), ("c", "c"), ("Two", "Two"), ("Bars", "Bars"), ("d", "d")]
        );
    }
}
