//! [`read`]: the elements of HTML, each with the elements around it.
//!
//! Input: the HTML of a page or of a part of it. Output: a call for each start tag, text and end. An end tag closes the nearest
//! open element of its name; elements that browsers would open, close or move by themselves are left as they are written. So an
//! element that a template leaves open counts as open to the end of the page: a notice behind it is taken to be inside.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// An open element.
#[derive(Debug, Default)]
pub(super) struct OpenElement {
    /// In lower case.
    pub name: String,
    /// The byte at which its start tag starts.
    pub start: usize,
    /// Names, in lower case, and values.
    pub attributes: Vec<(String, String)>,
}

impl OpenElement {
    /// The value of an attribute. As in browsers, the first one of a name counts.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or_default().split_ascii_whitespace()
    }
}

/// What happens while HTML is read. The element in question is the last of those that are open.
pub(super) enum Event<'t> {
    Start,
    Text(&'t str),
    End,
}

/// Elements without an end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// An end tag inside one of these does not close an element around it.
const SCOPES: [&str; 7] = ["caption", "foreignobject", "svg", "table", "td", "template", "th"];

/// Reads HTML. `take` is called with each event and the open elements.
pub(super) fn read(html: &[u8], take: impl FnMut(Event<'_>, &[OpenElement])) {
    let mut reader = Reader { open: Vec::new(), tag: OpenElement::default(), take };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.read(&event, span);
        None::<()>
    });
    emitter.naively_switch_states(true);
    // The emitter gives nothing, so this reads to the end.
    let tokens = Tokenizer::new_with_emitter(html, emitter).count();
    debug_assert_eq!(tokens, 0);
    while !reader.open.is_empty() {
        reader.close_last();
    }
}

struct Reader<F> {
    open: Vec<OpenElement>,
    /// The element whose start tag is being read.
    tag: OpenElement,
    take: F,
}

impl<F: FnMut(Event<'_>, &[OpenElement])> Reader<F> {
    fn read(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        let lower = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase();
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = OpenElement { name: lower(name), start: span.start, attributes: Vec::new() };
            }
            CallbackEvent::AttributeName { name } => self.tag.attributes.push((lower(name), String::new())),
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, text)) = self.tag.attributes.last_mut() {
                    *text = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                let is_void = VOID.contains(&&*self.tag.name);
                self.open.push(std::mem::take(&mut self.tag));
                (self.take)(Event::Start, &self.open);
                if is_void {
                    self.close_last();
                }
            }
            CallbackEvent::EndTag { name } => self.close(&lower(name)),
            CallbackEvent::String { value } => (self.take)(Event::Text(&String::from_utf8_lossy(value)), &self.open),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn close(&mut self, name: &str) {
        let is_scope = |element: &&OpenElement| SCOPES.contains(&&*element.name) || element.name == name;
        let nearest = self.open.iter().rfind(is_scope);
        if nearest.is_none_or(|element| element.name != name) {
            return;
        }
        while self.open.last().is_some_and(|element| element.name != name) {
            self.close_last();
        }
        self.close_last();
    }

    fn close_last(&mut self) {
        (self.take)(Event::End, &self.open);
        self.open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements around each text.
    fn around_texts(html: &str) -> Vec<String> {
        let mut texts = Vec::new();
        read(html.as_bytes(), |event, open| {
            if let Event::Text(text) = event {
                let names: Vec<&str> = open.iter().map(|element| element.name.as_str()).collect();
                texts.push(format!("{} {text}", names.join(">")));
            }
        });
        texts
    }

    #[test]
    fn elements_around_texts() {
        for (html, expected) in [
            ("<DIV><br>a</div>b", &["div a", " b"][..]),
            ("<div><p>a</div>b", &["div>p a", " b"]),
            ("<div></p>a</div>", &["div a"]),
            ("<div><table></div>a</table>b", &["div>table a", "div b"]),
            ("<script><div></script>a", &["script <div>", " a"]),
            ("<textarea><div></textarea>a", &["textarea <div>", " a"]),
            ("<!-- <div> -->a<div/>b", &[" a", "div b"]),
        ] {
            assert_eq!(around_texts(html), expected, "{html}");
        }
        let deep = format!("{}a", "<b>".repeat(100_000));
        assert_eq!(around_texts(&deep).len(), 1);
    }
}
