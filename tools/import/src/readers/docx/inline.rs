//! The text of a paragraph as HTML of its own, and that as Markdown by the crate's converter.

use std::mem::take;
use std::rc::Rc;

use crate::log::ImportLog;
use crate::text::{html, scan};

/// A character of Markdown that stands in HTML, where no converter changes it: this plus its code in ASCII.
const MARKDOWN: u32 = 0xf_0000;
/// The same for a formula, which a title keeps as it is written.
const FORMULA: u32 = 0xf_0100;

/// The end of a line within a paragraph.
pub(super) const BREAK: char = '\n';

/// A paragraph that is being read. Word divides a text where somebody stopped typing, so an element stays open until a text with
/// another format comes.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    html: String,
    /// The open elements with their attributes, from the outermost to the innermost.
    open: Vec<Rc<str>>,
    has_content: bool,
    /// The end is a formula in TeX, behind whose sign no digit can stand.
    ends_with_formula: bool,
}

impl Paragraph {
    pub fn push_text(&mut self, text: &str, format: &[Rc<str>]) {
        self.has_content |= !text.trim().is_empty();
        if text.is_empty() {
            return;
        }
        if take(&mut self.ends_with_formula) && text.starts_with(|first: char| first.is_ascii_digit()) {
            self.push(" ", &[]);
        }
        // Between two of these signs would be a formula.
        self.push(&escaped(text).replace('$', &hidden("\\$")).replace(BREAK, "<br>"), format);
    }

    pub fn push_picture(&mut self, src: &str, alt: &str, format: &[Rc<str>]) {
        self.has_content = true;
        self.push(&format!("<img src=\"{src}\" alt=\"{}\">", escaped(&alt.replace('"', "'"))), format);
    }

    pub fn push_markdown(&mut self, markdown: &str) {
        self.has_content = true;
        self.push("", &[]);
        // `!` before a bracket would make a picture of it.
        if self.html.ends_with('!') {
            self.html.pop();
            self.html.push_str(&hidden("\\!"));
        }
        self.html.push_str(&hidden(markdown));
    }

    /// Adds a formula in TeX with its signs. A `$` behind a letter or a digit would open none.
    pub fn push_formula(&mut self, tex: &str) {
        self.has_content = true;
        self.push("", &[]);
        if self.ends_with_formula || self.html.ends_with(char::is_alphanumeric) {
            self.html.push(' ');
        }
        self.html.push_str(&shifted(tex, FORMULA));
        self.ends_with_formula = true;
    }

    /// The length of what is read, to see whether more was.
    pub fn length(&self) -> usize {
        self.html.len()
    }

    /// Whether a citation needs a blank before it. Those in superscript follow a word without one.
    pub fn ends_with_word(&self) -> bool {
        !self.html.is_empty() && !self.html.ends_with(|last: char| last.is_whitespace() || "([{–—/>".contains(last))
    }

    /// Takes the HTML without breaks around it, unless nothing of it can be seen.
    pub fn finish(&mut self) -> Option<String> {
        self.push("", &[]);
        self.ends_with_formula = false;
        let html = take(&mut self.html).trim_start_matches("<br>").trim_end_matches("<br>").to_owned();
        take(&mut self.has_content).then_some(html)
    }

    /// Adds HTML in elements of a format.
    pub fn push(&mut self, html: &str, format: &[Rc<str>]) {
        let same = self.open.iter().zip(format).take_while(|(open, element)| open == element).count();
        for element in self.open.drain(same..).rev() {
            let name = element.split(' ').next().unwrap_or_default();
            self.html.push_str(&format!("</{name}>"));
        }
        for element in format.iter().skip(same) {
            self.html.push_str(&format!("<{element}>"));
            self.open.push(Rc::clone(element));
        }
        self.html.push_str(html);
    }
}

/// The element of a link.
pub(super) fn link(address: &str) -> Rc<str> {
    let address = address.replace(' ', "%20").replace('(', "%28").replace(')', "%29");
    format!("a href=\"{}\"", escaped(&address)).into()
}

fn escaped(text: &str) -> String {
    let text = text.replace(|character| visible(character).is_some(), "");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn hidden(markdown: &str) -> String {
    shifted(markdown, MARKDOWN)
}

fn shifted(markdown: &str, by: u32) -> String {
    markdown.chars().map(|character| scan::hidden(character, by)).collect()
}

fn visible(character: char) -> Option<char> {
    [MARKDOWN, FORMULA].iter().find_map(|first| scan::visible(character, *first))
}

/// Whether HTML has the mark of a note.
pub(super) fn has_note(html: &str, mark: usize) -> bool {
    html.contains(&hidden(&format!("[^{mark}]")))
}

/// The words alone.
pub(super) fn plain(html: &str) -> String {
    let of_formula = |character: char| u32::from(character) >= FORMULA && visible(character).is_some();
    let html = html.replace(&hidden("\\$"), "$");
    let html = html.replace(|character| visible(character).is_some() && !of_formula(character), "");
    let words = html::plain(&html);
    words.chars().map(|character| visible(character).unwrap_or(character)).collect()
}

pub(super) fn markdown(html: &str) -> String {
    let markdown = html::to_markdown(html, "", &mut ImportLog::default());
    markdown.chars().map(|character| visible(character).unwrap_or(character)).collect()
}
