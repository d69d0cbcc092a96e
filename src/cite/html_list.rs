//! Reads the entries of a list of references in HTML: what Pandoc writes (`csl-entry`), or the items of a list.

use html5gum::{Token, Tokenizer};

use super::pasted::PastedEntry;

/// What holds an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryElement {
    /// A `div` of the class `csl-entry`.
    Pandoc,
    /// An item of a list.
    Item,
}

impl EntryElement {
    fn name(self) -> &'static str {
        match self {
            Self::Pandoc => "div",
            Self::Item => "li",
        }
    }

    /// Whether an element with this name and these classes holds an entry.
    fn begins(self, name: &str, class: &str) -> bool {
        let has_class = self == Self::Item || class.split_whitespace().any(|class| class == "csl-entry");
        name == self.name() && has_class
    }
}

/// The entries of a text in HTML, each on one line; none if it has neither entries of Pandoc nor a list.
pub(super) fn entries(text: &str) -> Vec<PastedEntry> {
    let lower = text.to_ascii_lowercase();
    let element = if lower.contains("csl-entry") {
        EntryElement::Pandoc
    } else if lower.contains("<li") && lower.contains("</li") {
        EntryElement::Item
    } else {
        return Vec::new();
    };
    let mut reader = ListReader { element, entries: Vec::new(), open: None, line: 1 };
    for Ok(token) in Tokenizer::new(text) {
        reader.read(token);
    }
    reader.finish();
    reader.entries
}

/// The entry that is being read.
struct OpenEntry {
    line: usize,
    text: String,
    /// How many elements of the entry's kind are open in it.
    depth: usize,
    /// The address of the open link, which is added unless the text of the link shows it.
    address: Option<String>,
}

struct ListReader {
    element: EntryElement,
    entries: Vec<PastedEntry>,
    open: Option<OpenEntry>,
    line: usize,
}

impl ListReader {
    fn read(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attribute = |name: &str| {
                    let value = tag.attributes.get(name.as_bytes())?;
                    Some(String::from_utf8_lossy(value).into_owned())
                };
                self.start(&name, attribute("class").as_deref().unwrap_or_default(), attribute("href"));
            }
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text);
                self.line += text.matches('\n').count();
                if let Some(open) = &mut self.open {
                    open.text.push_str(&text);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, class: &str, href: Option<String>) {
        match &mut self.open {
            Some(open) if name == "a" => open.address = href.filter(|address| address.starts_with("http")),
            Some(open) if name == self.element.name() => {
                open.depth += 1;
                open.text.push(' ');
            }
            Some(_) => {}
            None if self.element.begins(name, class) => {
                self.open = Some(OpenEntry { line: self.line, text: String::new(), depth: 0, address: None });
            }
            None => {}
        }
    }

    fn end(&mut self, name: &str) {
        let container = self.element.name();
        let Some(open) = &mut self.open else { return };
        match name {
            "a" => open.address = open.address.take().filter(|address| !open.text.contains(address.as_str())),
            _ if name == container && open.depth > 0 => open.depth -= 1,
            _ if name == container => self.finish(),
            _ => {}
        }
    }

    /// Ends the open entry.
    fn finish(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = match open.address {
            Some(address) => format!("{text} {address}"),
            None => text,
        };
        let text = without_number(&text);
        if !text.is_empty() {
            self.entries.push(PastedEntry { line: open.line, text: text.to_owned() });
        }
    }
}

/// The text without the number that Pandoc writes before an entry.
fn without_number(text: &str) -> &str {
    let digits = text.trim_start_matches(['[', '(']);
    let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let length = digits.len() - behind.len();
    let is_number = (1..=3).contains(&length) && behind.starts_with(['.', ']', ')']);
    if is_number { behind[1..].trim_start() } else { text }
}
