//! Reads the entries of a list of references in HTML: what Pandoc writes (`csl-entry`), or the items of a list.

use std::borrow::Cow;

use wellpress_foundation::html_tokens::{HtmlTokens, StartTag, Token};
use wellpress_foundation::text::one_line;

use super::pasted::{PastedEntry, without_mark};

/// The class of an entry that Pandoc or another citation processor wrote.
const ENTRY_CLASS: &str = "csl-entry";

/// The entries of a text in HTML; none for a text without elements that can hold any.
pub(super) fn entries(text: &str) -> Vec<PastedEntry> {
    let Some(element) = entry_element(text) else { return Vec::new() };
    let mut reader = ListReader { element, entries: Vec::new(), open: None, hidden: None, line: 1 };
    for token in HtmlTokens::of_fragment(text) {
        reader.read(token);
    }
    reader.finish();
    reader.entries
}

/// The class or the name of the elements that hold the entries.
fn entry_element(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    if lower.contains(ENTRY_CLASS) {
        return Some(ENTRY_CLASS);
    }
    // In running text, `<p` may be a comparison.
    let names: &[&str] = if lower.trim_start().starts_with('<') { &["li", "dd", "tr", "p"] } else { &["li"] };
    names.iter().copied().find(|name| has_element(&lower, name))
}

fn has_element(html: &str, name: &str) -> bool {
    html.contains(&format!("<{name}>")) || html.contains(&format!("<{name} "))
}

struct OpenEntry {
    line: usize,
    text: String,
    /// The address of the first link, for an entry whose words do not show it.
    address: Option<String>,
}

struct ListReader {
    element: &'static str,
    entries: Vec<PastedEntry>,
    open: Option<OpenEntry>,
    /// The name of the element whose text is no text of an entry.
    hidden: Option<Vec<u8>>,
    line: usize,
}

impl ListReader {
    fn read(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => {
                self.hidden.take_if(|hidden| *hidden == *tag.name);
                if *tag.name == *self.element.as_bytes() || matches!(&**tag.name, b"ol" | b"ul" | b"table") {
                    self.finish();
                }
            }
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value);
                self.line += text.matches('\n').count();
                if let Some(open) = self.open.as_mut().filter(|_| self.hidden.is_none()) {
                    open.text.push_str(&text);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    /// An entry ends where the next one begins: authors leave out `</li>`, and Pandoc's entries have elements within.
    fn start(&mut self, tag: &StartTag<usize>) {
        if *tag.name == *self.element.as_bytes() || (self.element == ENTRY_CLASS && has_class(tag, ENTRY_CLASS)) {
            self.finish();
            self.open = Some(OpenEntry { line: self.line, text: String::new(), address: None });
        }
        // Pandoc puts a link back behind a footnote.
        if has_class(tag, "footnote-back") || matches!(&**tag.name, b"script" | b"style") {
            self.hidden = Some(tag.name.to_vec());
        }
        let Some(open) = &mut self.open else { return };
        if *tag.name == *b"a" {
            let address = attribute(tag, "href").filter(|address| address.starts_with("http"));
            open.address = open.address.take().or(address.map(Cow::into_owned));
        } else if matches!(&**tag.name, b"br" | b"div" | b"p" | b"td") {
            open.text.push(' ');
        }
    }

    /// Ends the open entry.
    fn finish(&mut self) {
        let Some(OpenEntry { line, text, address }) = self.open.take() else { return };
        let text = one_line(&text);
        let address = address.filter(|address| !text.contains(address.as_str()));
        let text = match address {
            Some(address) => format!("{text} {address}"),
            None => text,
        };
        // Pandoc writes the number of an entry into it.
        let text = without_mark(&text).unwrap_or(&text);
        if !text.is_empty() {
            self.entries.push(PastedEntry { line, text: text.to_owned() });
        }
    }
}

fn attribute<'t>(tag: &'t StartTag<usize>, name: &str) -> Option<Cow<'t, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value))
}

fn has_class(tag: &StartTag<usize>, name: &str) -> bool {
    attribute(tag, "class").is_some_and(|class| class.split(' ').any(|word| word == name))
}
