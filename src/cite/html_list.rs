//! Reads the entries of a list of references in HTML: what Pandoc writes (`csl-entry`), or the items of a list.

use html5gum::{Token, Tokenizer};
use wellpress_foundation::text::one_line;

use super::pasted::PastedEntry;

/// What holds an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryElement {
    /// A `div` of the class `csl-entry`.
    Pandoc,
    /// An item of a list, a paragraph or a row, by the name of the element.
    Named(&'static str),
}

impl EntryElement {
    /// The element that holds the entries of a text; `None` if it has none that can.
    fn of(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let has = |name: &&str| lower.contains(&format!("<{name}>")) || lower.contains(&format!("<{name} "));
        match lower.contains("csl-entry") {
            true => Some(Self::Pandoc),
            false if has(&"li") => Some(Self::Named("li")),
            // In running text, `<p` may be a comparison.
            false if lower.trim_start().starts_with('<') => ["dd", "tr", "p"].into_iter().find(has).map(Self::Named),
            false => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pandoc => "div",
            Self::Named(name) => name,
        }
    }

    /// Whether an element with this name and these classes holds an entry.
    fn begins(self, name: &str, class: &str) -> bool {
        let has_class = self != Self::Pandoc || class.split_whitespace().any(|class| class == "csl-entry");
        name == self.name() && has_class
    }

    /// Whether an element of this name can contain further elements of the entry's kind, which belong to the entry then.
    fn nests(self, name: &str) -> bool {
        match self {
            Self::Pandoc => name == "div",
            Self::Named("li") => matches!(name, "ol" | "ul"),
            Self::Named("tr") => name == "table",
            Self::Named(_) => false,
        }
    }
}

/// The entries of a text in HTML, each on one line; none if it has neither entries of Pandoc nor a list.
pub(super) fn entries(text: &str) -> Vec<PastedEntry> {
    let Some(element) = EntryElement::of(text) else { return Vec::new() };
    let mut reader = ListReader { element, entries: Vec::new(), open: None, hidden: None, line: 1 };
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
    /// How many elements are open in it that can contain elements of the entry's kind.
    depth: usize,
    /// The address of the open link, which is added unless the text of the link shows it.
    address: Option<String>,
}

struct ListReader {
    element: EntryElement,
    entries: Vec<PastedEntry>,
    open: Option<OpenEntry>,
    /// The name of the open element whose text is not shown, such as `script`.
    hidden: Option<String>,
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
                if let Some(open) = self.open.as_mut().filter(|_| self.hidden.is_none()) {
                    open.text.push_str(&text);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, class: &str, href: Option<String>) {
        // Pandoc puts a link back behind a footnote.
        let is_backlink = name == "a" && class.split_whitespace().any(|class| class == "footnote-back");
        if is_backlink || matches!(name, "script" | "style") {
            self.hidden = Some(name.to_owned());
        }
        // As in HTML, an item ends where the next one begins.
        let is_next = self.element != EntryElement::Pandoc && self.element.begins(name, class);
        if is_next && self.open.as_ref().is_some_and(|open| open.depth == 0) {
            self.finish();
        }
        match &mut self.open {
            Some(open) if name == "a" => {
                let address = href.filter(|address| address.starts_with("http"));
                open.address = open.address.take().or(address);
            }
            Some(open) => {
                open.depth += usize::from(self.element.nests(name));
                open.text.extend(matches!(name, "br" | "div" | "li" | "p" | "td").then_some(' '));
            }
            None if self.element.begins(name, class) => {
                self.open = Some(OpenEntry { line: self.line, text: String::new(), depth: 0, address: None });
            }
            None => {}
        }
    }

    fn end(&mut self, name: &str) {
        self.hidden.take_if(|hidden| hidden == name);
        let element = self.element;
        let Some(open) = &mut self.open else { return };
        match name {
            "a" => open.address = open.address.take().filter(|address| !open.text.contains(address.as_str())),
            _ if element.nests(name) && open.depth > 0 => open.depth -= 1,
            _ if name == element.name() || element.nests(name) => self.finish(),
            _ => {}
        }
    }

    /// Ends the open entry.
    fn finish(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = one_line(&open.text);
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
