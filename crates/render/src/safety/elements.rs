//! [`visit`]: the elements of HTML, nested as browsers nest them.
//!
//! Input: the HTML of a whole page or of a part of it. Output: a call of a [`Visitor`] for each tag, attribute and text. A tokenizer
//! suffices, and is fast, as long as each end tag fits the element that is open. Where a browser would move, close or open
//! elements by itself, the HTML is parsed as browsers do.

use ego_tree::iter::Edge;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use scraper::{Html, Node};

use super::plain_tags::{self, Stop};

/// What reads the elements of a page. Names are in lower case, except in SVG.
pub(super) trait Visitor {
    /// A start tag begins.
    fn start(&mut self, name: &[u8]);
    /// The name of an attribute of that tag.
    fn attribute_name(&mut self, name: &[u8]);
    /// The value of the attribute that was named last, if it has one.
    fn attribute_value(&mut self, value: &str);
    /// The start tag is complete.
    fn open(&mut self);
    /// Text inside the element that is open.
    fn text(&mut self, text: &str);
    /// The element that was opened last ends.
    fn end(&mut self);
    /// Elements are nested deeper than [`MAX_DEPTH`]. Nothing else is read.
    fn too_deep(&mut self);
}

/// How deep elements may be nested. Browsers themselves stop at 512, and parsing takes time that grows with the square of the depth.
pub(super) const MAX_DEPTH: usize = 4_000;

/// Calls a new visitor for all elements, and returns it.
pub(super) fn visit<V: Visitor>(html: &[u8], new: impl Fn() -> V) -> V {
    let mut visitor = new();
    let is_read = match visit_plain(html, &mut visitor) {
        Err(Stop::NotPlain) => {
            visitor = new();
            visit_tokens(html, &mut visitor).is_ok()
        }
        result => result.is_ok(),
    };
    if is_read {
        return visitor;
    }
    visitor = new();
    if may_be_too_deep(html) {
        visitor.too_deep();
        return visitor;
    }
    visit_tree(&Html::parse_document(&String::from_utf8_lossy(html)), &mut visitor);
    visitor
}

/// Whether so many elements may be open at once that parsing takes long, by a count of the tags. Start tags of elements whose end tag
/// may be missing do not count.
fn may_be_too_deep(html: &[u8]) -> bool {
    let (mut open, mut deepest) = (0_usize, 0);
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        match event {
            CallbackEvent::OpenStartTag { name }
                if !is_one_of(name, &VOID) && !is_one_of(name, &END_MAY_BE_MISSING) =>
            {
                open += 1;
            }
            CallbackEvent::EndTag { name } if !is_one_of(name, &END_MAY_BE_MISSING) => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
        (deepest > MAX_DEPTH).then_some(())
    });
    Tokenizer::new_with_emitter(html, emitter).next().is_some()
}

/// Where a browser nests elements in another way than their tags stand in the text.
#[derive(Debug)]
struct OutOfOrder;

fn visit_plain(html: &[u8], visitor: &mut impl Visitor) -> Result<(), Stop<OutOfOrder>> {
    let mut nesting = Nesting::new(visitor);
    plain_tags::read(html, |event| nesting.event(event))
}

fn visit_tokens(html: &[u8], visitor: &mut impl Visitor) -> Result<(), OutOfOrder> {
    let mut nesting = Nesting::new(visitor);
    let mut is_out_of_order = false;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        // The rest of a tag still comes after its beginning was found to be out of order.
        is_out_of_order |= !is_out_of_order && nesting.event(&event).is_err();
        is_out_of_order.then_some(OutOfOrder)
    });
    emitter.naively_switch_states(true);
    // The emitter gives nothing but this.
    Tokenizer::new_with_emitter(html, emitter).next().map_or(Ok(()), |Ok(OutOfOrder)| Err(OutOfOrder))
}

fn visit_tree(document: &Html, visitor: &mut impl Visitor) {
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    visitor.start(element.name().as_bytes());
                    for (name, value) in element.attrs() {
                        visitor.attribute_name(name.as_bytes());
                        visitor.attribute_value(value);
                    }
                    visitor.open();
                }
                Node::Text(text) => visitor.text(text),
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => visitor.end(),
            Edge::Close(_) => {}
        }
    }
}

/// The names of the elements whose end tags were not read yet, in lower case, from the outside in.
#[derive(Default)]
struct OpenNames {
    /// All names, one behind the other.
    bytes: Vec<u8>,
    /// Where each begins.
    starts: Vec<usize>,
}

impl OpenNames {
    fn push(&mut self, name: &[u8]) {
        self.starts.push(self.bytes.len());
        self.bytes.extend_from_slice(name);
    }

    /// The innermost one; empty if none is open.
    fn last(&self) -> &[u8] {
        self.starts.last().map_or(&[], |start| &self.bytes[*start..])
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.bytes.truncate(start);
        }
    }

    fn contains(&self, name: &[u8]) -> bool {
        let ends = self.starts.iter().skip(1).copied().chain([self.bytes.len()]);
        self.starts.iter().zip(ends).any(|(start, end)| &self.bytes[*start..end] == name)
    }
}

/// The tags of HTML, as long as they are in order.
struct Nesting<'v, V> {
    open: OpenNames,
    /// How many of them are SVG or MathML, in which `<path/>` has no end tag.
    foreign: usize,
    /// How many of them are paragraphs.
    paragraphs: usize,
    /// How many start tags and texts were read.
    begun: usize,
    visitor: &'v mut V,
}

impl<'v, V: Visitor> Nesting<'v, V> {
    fn new(visitor: &'v mut V) -> Self {
        Self { open: OpenNames::default(), foreign: 0, paragraphs: 0, begun: 0, visitor }
    }

    fn event(&mut self, event: &CallbackEvent<'_>) -> Result<(), OutOfOrder> {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.start(name)?;
                self.open.push(name);
                self.foreign += usize::from(is_foreign(name));
                self.paragraphs += usize::from(name == b"p");
                self.visitor.start(name);
            }
            CallbackEvent::AttributeName { name } => self.visitor.attribute_name(name),
            CallbackEvent::AttributeValue { value } => self.visitor.attribute_value(&String::from_utf8_lossy(value)),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.visitor.open();
                if is_one_of(self.open.last(), &VOID) || (self_closing && self.foreign > 0) {
                    self.pop();
                }
            }
            CallbackEvent::EndTag { name } => self.end(name)?,
            CallbackEvent::String { value } => {
                if !value.trim_ascii().is_empty() {
                    self.check_text(value)?;
                }
                self.visitor.text(&String::from_utf8_lossy(value));
            }
            CallbackEvent::Comment { value } if self.foreign > 0 && value.starts_with(b"[CDATA[") => {
                return Err(OutOfOrder);
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        Ok(())
    }

    /// Ends the elements that this one ends, and checks that it may stand here.
    fn start(&mut self, name: &[u8]) -> Result<(), OutOfOrder> {
        while self.foreign == 0 && ends_at(self.open.last(), name) {
            self.pop();
        }
        self.begun += 1;
        if self.open.starts.len() > MAX_DEPTH {
            return Err(OutOfOrder);
        }
        let parent = self.open.last();
        let is_in = |parents: &[&str]| is_one_of(parent, parents);
        let fits = match name {
            b"html" => self.begun == 1,
            b"head" => is_in(&["html"]) && self.begun == 2,
            b"body" => is_in(&["html"]),
            b"li" => is_in(&["ul", "ol", "menu"]),
            b"dt" | b"dd" => is_in(&["dl", "div"]),
            b"caption" | b"colgroup" | b"thead" | b"tbody" | b"tfoot" => is_in(&["table"]),
            b"col" => is_in(&["colgroup"]),
            b"tr" => is_in(&["table", "thead", "tbody", "tfoot"]),
            b"td" | b"th" => is_in(&["tr"]),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => !is_one_of(parent, &HEADINGS),
            b"a" | b"button" | b"form" | b"nobr" => !self.open.contains(name),
            // Browsers read what is inside them as text, or give it another place.
            b"noscript" | b"frameset" | b"frame" | b"image" | b"plaintext" => false,
            _ => true,
        };
        let has_place = match parent {
            b"html" => is_one_of(name, &["head", "body"]),
            b"head" => is_one_of(name, &["base", "link", "meta", "script", "style", "template", "title"]),
            b"select" | b"optgroup" | b"option" => is_one_of(name, &["optgroup", "option"]),
            _ => !is_one_of(parent, &TABLE_PARTS) || is_one_of(name, &TABLE_CONTENT),
        };
        let ends_paragraph = self.paragraphs > 0 && is_one_of(name, &BLOCKS);
        let ends_foreign = self.foreign > 0 && (is_one_of(name, &BLOCKS) || is_one_of(name, &NOT_FOREIGN));
        (fits && has_place && !ends_paragraph && !ends_foreign).then_some(()).ok_or(OutOfOrder)
    }

    /// Ends the element with this name. Those inside it may lack their end tags only where this is allowed.
    fn end(&mut self, name: &[u8]) -> Result<(), OutOfOrder> {
        // What stands behind the end of the text is still part of it.
        if matches!(name, b"html" | b"body") {
            return Ok(());
        }
        let may_lack_end: &[&str] = match name {
            _ if is_one_of(name, &TABLE_PARTS) => {
                &["td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "p", "li", "dt", "dd"]
            }
            _ if is_one_of(name, &BLOCKS) || matches!(name, b"td" | b"th") => &["p", "li", "dt", "dd"],
            _ => &[],
        };
        while self.open.last() != name {
            if !is_one_of(self.open.last(), may_lack_end) {
                return Err(OutOfOrder);
            }
            self.pop();
        }
        self.pop();
        Ok(())
    }

    /// Text that is not blank has no place between the parts of a table, and outside of `body`. In SVG, browsers read tags inside
    /// of elements whose content is text in HTML.
    fn check_text(&mut self, text: &[u8]) -> Result<(), OutOfOrder> {
        self.begun += 1;
        let parent = self.open.last();
        let has_place = !is_one_of(parent, &TABLE_PARTS) && !is_one_of(parent, &["html", "head"]);
        (has_place && (self.foreign == 0 || !text.contains(&b'<'))).then_some(()).ok_or(OutOfOrder)
    }

    fn pop(&mut self) {
        let name = self.open.last();
        self.foreign -= usize::from(is_foreign(name));
        self.paragraphs -= usize::from(name == b"p");
        self.open.pop();
        self.visitor.end();
    }
}

/// Whether an element ends where another begins, although its end tag is missing.
fn ends_at(open: &[u8], next: &[u8]) -> bool {
    match open {
        // Whether a table ends a paragraph depends on the document type.
        b"p" => next != b"table" && is_one_of(next, &BLOCKS),
        b"li" => next == b"li",
        b"dt" | b"dd" => is_one_of(next, &["dt", "dd"]),
        b"td" | b"th" => is_one_of(next, &["td", "th", "tr", "tbody", "tfoot"]),
        b"tr" => is_one_of(next, &["tr", "tbody", "tfoot"]),
        b"thead" | b"tbody" => is_one_of(next, &["tbody", "tfoot"]),
        b"option" => is_one_of(next, &["option", "optgroup"]),
        b"optgroup" => next == b"optgroup",
        _ => false,
    }
}

fn is_foreign(name: &[u8]) -> bool {
    is_one_of(name, &["svg", "math"])
}

fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name == known.as_bytes())
}

/// The elements without content and end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The elements that may lack an end tag.
#[rustfmt::skip]
const END_MAY_BE_MISSING: [&str; 15] = [
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "tbody", "td", "tfoot", "th", "tr",
];

/// The elements that end a paragraph.
#[rustfmt::skip]
const BLOCKS: [&str; 41] = [
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "listing", "main",
    "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section", "summary", "table", "ul", "xmp",
];

/// The other elements that cannot stand in SVG or MathML: a browser ends it before them.
#[rustfmt::skip]
const NOT_FOREIGN: [&str; 23] = [
    "b", "big", "body", "br", "code", "em", "embed", "head", "i", "img", "meta", "nobr", "ruby", "s", "small", "span", "strike",
    "strong", "sub", "sup", "tt", "u", "var",
];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The elements of a table that contain no text.
const TABLE_PARTS: [&str; 6] = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"];

/// What these elements may contain.
#[rustfmt::skip]
const TABLE_CONTENT: [&str; 12] = [
    "caption", "col", "colgroup", "script", "style", "tbody", "td", "template", "tfoot", "th", "thead", "tr",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Records what a reader of a page sees of its elements. The elements that browsers add, and blank text, are left out.
    #[derive(Default)]
    struct Recorder {
        open: Vec<String>,
        events: Vec<String>,
    }

    const ADDED: [&str; 5] = ["html", "head", "body", "tbody", "colgroup"];

    impl Visitor for Recorder {
        fn too_deep(&mut self) {
            self.events = vec!["too deep".to_owned()];
        }

        fn start(&mut self, name: &[u8]) {
            self.open.push(String::from_utf8_lossy(name).to_lowercase());
        }

        fn attribute_name(&mut self, name: &[u8]) {
            self.open.last_mut().unwrap().push_str(&format!(" {}", String::from_utf8_lossy(name)));
        }

        fn attribute_value(&mut self, value: &str) {
            self.open.last_mut().unwrap().push_str(value);
        }

        fn open(&mut self) {
            let tag = self.open.last().unwrap();
            if !ADDED.contains(&tag.as_str()) {
                self.events.push(format!("<{tag}>"));
            }
        }

        fn text(&mut self, text: &str) {
            self.events.extend(text.chars().filter(|char| !char.is_whitespace()).map(String::from));
        }

        fn end(&mut self) {
            let tag = self.open.pop().unwrap();
            if !ADDED.contains(&tag.as_str()) {
                self.events.push(format!("</{tag}>"));
            }
        }
    }

    fn read_tokens(html: &str) -> Option<Vec<String>> {
        let mut recorder = Recorder::default();
        visit_tokens(html.as_bytes(), &mut recorder).ok()?;
        while !recorder.open.is_empty() {
            recorder.end();
        }
        Some(recorder.events)
    }

    fn read_tree(html: &str) -> Vec<String> {
        let mut recorder = Recorder::default();
        visit_tree(&Html::parse_document(html), &mut recorder);
        recorder.events
    }

    /// The same from plain tags; `None` if they are not plain.
    fn read_plain(html: &str) -> Option<Vec<String>> {
        let mut recorder = Recorder::default();
        match visit_plain(html.as_bytes(), &mut recorder) {
            Ok(()) => {}
            Err(Stop::NotPlain) => return None,
            Err(Stop::Refused(OutOfOrder)) => return Some(vec!["out of order".to_owned()]),
        }
        while !recorder.open.is_empty() {
            recorder.end();
        }
        Some(recorder.events)
    }

    #[test]
    fn reads_what_the_build_writes_as_plain_tags() {
        let page = "<!DOCTYPE html><html lang=\"en\"><head><title>A &amp; b</title><style>p > b { color: red }</style></head><body hidden>\
                    <main class=\"x  y\" title=\"&lt;&quot;&#39;\"><!-- a note --><p>One<br/>two &gt; 1</p><svg viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg>\
                    <script>if (a < b) c();</script></main></body></html>";
        assert_eq!(read_plain(page), read_tokens(page));
        for html in [
            "<p a='b'>",
            "<p a=b>",
            "a &copy; b",
            "<p a=\"?b&copy=c\">",
            "<!-->a",
            "<p/ a>",
            "a < b",
            "<script><!--</script>",
            "<p a = \"b\">",
            "<p a=\"b\"c>",
            "\r",
        ] {
            assert_eq!(read_plain(html), None, "{html}");
        }
    }

    #[test]
    fn reads_what_is_nested_without_a_parser() {
        let page = "<!doctype html><html><head><title>A</title></head><body><main><p>One<br>two<ul><li>three<li>four</ul>\
                    <table><tr><td>five<td>six</table><svg><path d=\"M0\"/></svg></main></body></html>";
        assert_eq!(read_tokens(page), Some(read_tree(page)));
    }

    #[test]
    fn asks_the_parser_where_browsers_nest_elements_in_another_way() {
        let moved = [
            "<div hidden><span>a</div>b</span>",
            "<b hidden><p>a</b>b</p>",
            "<p hidden><b>a<div>b</div>",
            "<table hidden><div>a</div><tr><td>b</table>",
            "<table><tr><td><div hidden></td></tr></table>a",
            "<p>a</p><body hidden>",
            "<a hidden>b<a>c</a>",
            "<svg><p>a</p></svg>",
            "<svg><title></svg><div hidden></title>a",
            "<noscript><p title=\"</noscript><div hidden>\">a",
            "<ul><div><li hidden>a<li>b</div></ul>",
            "<head><p>a</p></head>",
        ];
        for html in moved {
            assert!(read_tokens(html).is_none(), "{html}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn tokens_and_tree_agree(parts in proptest::collection::vec(part(), 1..14)) {
            let html = format!("<!doctype html>{}", parts.concat());
            let tokens = read_tokens(&html);
            if let Some(plain) = read_plain(&html) {
                let expected = tokens.clone().unwrap_or_else(|| vec!["out of order".to_owned()]);
                prop_assert_eq!(plain, expected, "{}", html);
            }
            if let Some(events) = tokens {
                prop_assert_eq!(events, read_tree(&html), "{}", html);
            }
        }
    }

    /// A tag or a text. Most elements have an end tag, so that many texts are nested well.
    fn part() -> impl Strategy<Value = String> {
        let names = [
            "div",
            "p",
            "ul",
            "li",
            "b",
            "a",
            "table",
            "tr",
            "td",
            "tbody",
            "svg",
            "path",
            "span",
            "br",
            "h2",
            "dl",
            "dd",
            "details",
            "summary",
            "head",
            "body",
            "html",
            "title",
            "button",
            "select",
            "option",
            "math",
            "template",
            "textarea",
            "form",
            "hr",
            "caption",
            "col",
            "section",
            "foreignObject",
            "img",
            "style",
            "thead",
            "th",
            "object",
            "em",
            "code",
            "label",
        ];
        let name = || proptest::sample::select(names.to_vec());
        prop_oneof![
            3 => name().prop_map(|name| format!("<{name} id=x>")),
            3 => name().prop_map(|name| format!("</{name}>")),
            4 => name().prop_map(|name| format!("<{name} hidden>a</{name}>")),
            1 => name().prop_map(|name| format!("<{name}/>")),
            2 => proptest::sample::select(vec!["word ", "\n", "&amp;", "<!-- c -->"]).prop_map(str::to_owned),
        ]
    }
}
