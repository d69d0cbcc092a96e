//! [`Nesting`]: the elements that tags open and close, as long as a browser nests them as they stand in the text.
//!
//! Input: the parts of tags, in order. Output: the calls of a [`Visitor`], or [`OutOfOrder`] at the first tag at which a browser would
//! move, close or open elements by itself in a way that is not known here.

use html5gum::emitters::callback::CallbackEvent;

use super::elements::{MAX_DEPTH, Visitor};
use super::plain_tags::Receiver;

/// Where a browser nests elements in another way than their tags stand in the text.
#[derive(Debug)]
pub(super) struct OutOfOrder;

/// A fragment in a page.
pub(super) struct Place {
    pub fragment: usize,
    pub start: usize,
    pub len: usize,
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
pub(super) struct Nesting<'v, V> {
    open: OpenNames,
    /// How many of them are SVG or MathML, in which `<path/>` has no end tag.
    foreign: usize,
    /// How many of them are paragraphs.
    paragraphs: usize,
    /// How many start tags and texts were read.
    begun: usize,
    /// The fragments that were not reached yet, in order.
    places: Vec<Place>,
    visitor: &'v mut V,
}

/// A value of [`Nesting::begun`] with which neither `html` nor `head` may begin.
const BEHIND_HEAD: usize = 2;

impl<'v, V: Visitor> Nesting<'v, V> {
    /// For a page.
    pub fn new(visitor: &'v mut V) -> Self {
        Self { open: OpenNames::default(), foreign: 0, paragraphs: 0, begun: 0, places: Vec::new(), visitor }
    }

    /// For a page that has fragments at these places, in its order.
    pub fn with_fragments(places: Vec<Place>, visitor: &'v mut V) -> Self {
        Self { places, ..Self::new(visitor) }
    }

    /// For HTML that stands between other elements.
    pub fn of_fragment(visitor: &'v mut V) -> Self {
        Self { begun: BEHIND_HEAD, ..Self::new(visitor) }
    }

    /// Whether all elements have ended.
    pub fn is_closed(&self) -> bool {
        self.open.starts.is_empty()
    }

    /// Takes a part of a tag, or text.
    ///
    /// # Errors
    /// A browser does something else there.
    pub fn take(&mut self, event: &CallbackEvent<'_>) -> Result<(), OutOfOrder> {
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

    /// Whether the elements of a fragment are the same here as where it stands alone.
    fn has_place_for_fragment(&self) -> bool {
        let is_around = |name: &&str| self.open.contains(name.as_bytes());
        let is_between_blocks =
            self.paragraphs == 0 && self.foreign == 0 && is_one_of(self.open.last(), &AROUND_BLOCKS);
        is_between_blocks && !["a", "button", "form", "nobr", "select"].iter().any(is_around)
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
            // In SVG, their text has character references.
            b"script" | b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => self.foreign == 0,
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

    /// Ends the element with this name.
    fn end(&mut self, name: &[u8]) -> Result<(), OutOfOrder> {
        // What stands behind the end of the text is still part of it.
        if matches!(name, b"html" | b"body") {
            return Ok(());
        }
        if self.open.last() != name {
            self.end_inside(name)?;
        }
        self.pop();
        Ok(())
    }

    /// Ends the elements inside the element with this name, which lack their end tags.
    fn end_inside(&mut self, name: &[u8]) -> Result<(), OutOfOrder> {
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

impl<V: Visitor> Receiver for Nesting<'_, V> {
    type Error = OutOfOrder;

    fn event(&mut self, event: &CallbackEvent<'_>) -> Result<(), OutOfOrder> {
        self.take(event)
    }

    fn skip(&mut self, at: usize) -> usize {
        let passed = self.places.iter().take_while(|place| place.start < at).count();
        self.places.drain(..passed);
        let Some(Place { fragment, len, .. }) = self.places.first().filter(|place| place.start == at) else { return 0 };
        let (fragment, len) = (*fragment, *len);
        if !self.has_place_for_fragment() || !self.visitor.known(fragment) {
            return 0;
        }
        self.begun += 1;
        len
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

pub(super) fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name == known.as_bytes())
}

/// The elements without content and end tag.
pub(super) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The elements that may lack an end tag.
#[rustfmt::skip]
pub(super) const END_MAY_BE_MISSING: [&str; 15] = [
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

/// Elements that contain blocks, and that no block ends.
#[rustfmt::skip]
const AROUND_BLOCKS: [&str; 11] = [
    "article", "aside", "blockquote", "body", "div", "figure", "footer", "header", "main", "section", "td",
];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The elements of a table that contain no text.
const TABLE_PARTS: [&str; 6] = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"];

/// What these elements may contain.
#[rustfmt::skip]
const TABLE_CONTENT: [&str; 12] = [
    "caption", "col", "colgroup", "script", "style", "tbody", "td", "template", "tfoot", "th", "thead", "tr",
];
