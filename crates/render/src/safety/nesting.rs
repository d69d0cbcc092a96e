//! [`Nesting`]: the elements that tags open and close, as long as a browser nests them as they stand in the text.
//!
//! Input: the parts of tags, in order. Output: the calls of a [`Visitor`], or [`OutOfOrder`] at the first tag at which a browser would
//! move, close or open elements by itself in a way that is not known here.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::elements::{MAX_DEPTH, Visitor};
use super::plain_tags::{Event, Receiver};

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
    /// Where each begins, and what is known of it.
    starts: Vec<(usize, &'static Element)>,
}

impl OpenNames {
    fn push(&mut self, name: &[u8], element: &'static Element) {
        self.starts.push((self.bytes.len(), element));
        self.bytes.extend_from_slice(name);
    }

    /// The innermost one; empty if none is open.
    fn last(&self) -> &[u8] {
        self.starts.last().map_or(&[], |(start, _)| &self.bytes[*start..])
    }

    /// What is known of the innermost one.
    fn last_element(&self) -> &'static Element {
        self.starts.last().map_or(&ORDINARY, |(_, element)| element)
    }

    fn pop(&mut self) {
        if let Some((start, _)) = self.starts.pop() {
            self.bytes.truncate(start);
        }
    }

    fn contains(&self, name: &[u8]) -> bool {
        let ends = self.starts.iter().skip(1).map(|(start, _)| *start).chain([self.bytes.len()]);
        self.starts.iter().zip(ends).any(|((start, _), end)| &self.bytes[*start..end] == name)
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
    pub fn take(&mut self, event: Event<'_>) -> Result<(), OutOfOrder> {
        match event {
            Event::Start(name) => {
                let element = Element::named(name);
                self.start(name, element)?;
                self.open.push(name, element);
                self.foreign += usize::from(element.is_foreign);
                self.paragraphs += usize::from(name == b"p");
                self.visitor.start(name);
            }
            Event::AttributeName(name) => self.visitor.attribute_name(name),
            Event::AttributeValue(value) => self.visitor.attribute_value(value),
            Event::StartIsComplete { self_closing } => {
                self.visitor.open();
                if self.open.last_element().is_void || (self_closing && self.foreign > 0) {
                    self.pop();
                }
            }
            Event::EndTag(name) => self.end(name)?,
            Event::Text(text) => {
                if !text.trim_ascii().is_empty() {
                    self.check_text(text)?;
                }
                self.visitor.text(text);
            }
        }
        Ok(())
    }

    /// Takes a comment. In SVG, what looks like one may be text.
    ///
    /// # Errors
    /// It is text.
    pub fn take_comment(&self, comment: &[u8]) -> Result<(), OutOfOrder> {
        (self.foreign == 0 || !comment.starts_with(b"[CDATA[")).then_some(()).ok_or(OutOfOrder)
    }

    /// Whether the elements of a fragment are the same here as where it stands alone.
    fn has_place_for_fragment(&self) -> bool {
        let is_around = |name: &&str| self.open.contains(name.as_bytes());
        let is_between_blocks =
            self.paragraphs == 0 && self.foreign == 0 && is_one_of(self.open.last(), &AROUND_BLOCKS);
        is_between_blocks && !["a", "button", "form", "nobr", "select"].iter().any(is_around)
    }

    /// Ends the elements that this one ends, and checks that it may stand here.
    fn start(&mut self, name: &[u8], element: &Element) -> Result<(), OutOfOrder> {
        while self.foreign == 0 && self.open.last_element().is_ended_by(name, element) {
            self.pop();
        }
        self.begun += 1;
        if self.open.starts.len() > MAX_DEPTH {
            return Err(OutOfOrder);
        }
        let parent = self.open.last();
        let is_in = |parents: &[&str]| is_one_of(parent, parents);
        let fits = match element.place {
            ElementPlace::Anywhere => true,
            ElementPlace::Root => self.begun == 1,
            ElementPlace::StartOfRoot => is_in(&["html"]) && self.begun == 2,
            ElementPlace::In(parents) => is_in(parents),
            ElementPlace::OutsideOfHeadings => !is_in(&HEADINGS),
            ElementPlace::OutsideOfItself => !self.open.contains(name),
            ElementPlace::OutsideOfSvg => self.foreign == 0,
            ElementPlace::Nowhere => false,
        };
        let has_place = self.open.last_element().content.is_none_or(|content| is_one_of(name, content));
        let ends_paragraph = self.paragraphs > 0 && element.is_block;
        let ends_foreign = self.foreign > 0 && (element.is_block || is_one_of(name, &NOT_FOREIGN));
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
    fn check_text(&mut self, text: &str) -> Result<(), OutOfOrder> {
        self.begun += 1;
        let has_place = !self.open.last_element().has_no_text;
        (has_place && (self.foreign == 0 || !text.contains('<'))).then_some(()).ok_or(OutOfOrder)
    }

    fn pop(&mut self) {
        self.foreign -= usize::from(self.open.last_element().is_foreign);
        self.paragraphs -= usize::from(self.open.last() == b"p");
        self.open.pop();
        self.visitor.end();
    }
}

impl<V: Visitor> Receiver for Nesting<'_, V> {
    type Error = OutOfOrder;

    fn event(&mut self, event: Event<'_>) -> Result<(), OutOfOrder> {
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

/// What decides how browsers nest the elements with one name.
#[derive(Clone, Copy)]
struct Element {
    place: ElementPlace,
    /// The only elements that may stand in it.
    content: Option<&'static [&'static str]>,
    has_no_text: bool,
    /// Whether it ends a paragraph.
    is_block: bool,
    is_void: bool,
    ended_by: EndedBy,
    /// Whether it is SVG or MathML.
    is_foreign: bool,
}

/// Where an element may stand, so that browsers leave it there.
#[derive(Clone, Copy)]
enum ElementPlace {
    Anywhere,
    Root,
    StartOfRoot,
    In(&'static [&'static str]),
    OutsideOfHeadings,
    OutsideOfItself,
    OutsideOfSvg,
    Nowhere,
}

/// What ends an element.
#[derive(Clone, Copy)]
enum EndedBy {
    EndTag,
    /// Also the start of an element that ends a paragraph.
    Block,
    /// Also the start of one of these elements.
    StartOf(&'static [&'static str]),
}

/// An element without rules of its own.
static ORDINARY: Element = Element {
    place: ElementPlace::Anywhere,
    content: None,
    has_no_text: false,
    is_block: false,
    is_void: false,
    ended_by: EndedBy::EndTag,
    is_foreign: false,
};

/// All other elements, by their names.
static ELEMENTS: LazyLock<FxHashMap<&'static [u8], Element>> = LazyLock::new(|| {
    let mut elements = FxHashMap::default();
    let mut set = |names: &[&'static str], change: &dyn Fn(&mut Element)| {
        names.iter().for_each(|name| change(elements.entry(name.as_bytes()).or_insert(ORDINARY)));
    };
    for (names, place) in PLACES {
        set(names, &|element| element.place = place);
    }
    for (names, content) in CONTENTS {
        set(names, &|element| element.content = Some(content));
    }
    set(&TABLE_PARTS, &|element| element.has_no_text = true);
    set(&["html", "head"], &|element| element.has_no_text = true);
    set(&BLOCKS, &|element| element.is_block = true);
    set(&VOID, &|element| element.is_void = true);
    for (names, next) in ENDED_BY {
        set(names, &|element| element.ended_by = next);
    }
    set(&["svg", "math"], &|element| element.is_foreign = true);
    elements
});

impl Element {
    fn named(name: &[u8]) -> &'static Self {
        ELEMENTS.get(name).unwrap_or(&ORDINARY)
    }

    /// Whether it ends where another begins, although its end tag is missing.
    fn is_ended_by(&self, name: &[u8], next: &Self) -> bool {
        match self.ended_by {
            EndedBy::EndTag => false,
            // Whether a table ends a paragraph depends on the document type.
            EndedBy::Block => next.is_block && name != b"table",
            EndedBy::StartOf(names) => is_one_of(name, names),
        }
    }
}

pub(super) fn is_one_of(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| name == known.as_bytes())
}

/// Where elements may stand that may not stand anywhere.
const PLACES: [(&[&str], ElementPlace); 13] = [
    (&["html"], ElementPlace::Root),
    (&["head"], ElementPlace::StartOfRoot),
    (&["body"], ElementPlace::In(&["html"])),
    (&["li"], ElementPlace::In(&["ul", "ol", "menu"])),
    (&["dt", "dd"], ElementPlace::In(&["dl", "div"])),
    (&["caption", "colgroup", "thead", "tbody", "tfoot"], ElementPlace::In(&["table"])),
    (&["col"], ElementPlace::In(&["colgroup"])),
    (&["tr"], ElementPlace::In(&["table", "thead", "tbody", "tfoot"])),
    (&["td", "th"], ElementPlace::In(&["tr"])),
    (&HEADINGS, ElementPlace::OutsideOfHeadings),
    (&["a", "button", "form", "nobr"], ElementPlace::OutsideOfItself),
    // Browsers read what is inside them as text, or give it another place.
    (&["noscript", "frameset", "frame", "image", "plaintext"], ElementPlace::Nowhere),
    // In SVG, their text has character references.
    (&["script", "style", "xmp", "iframe", "noembed", "noframes"], ElementPlace::OutsideOfSvg),
];

/// What elements may contain that may not contain everything.
const CONTENTS: [(&[&str], &[&str]); 4] = [
    (&["html"], &["head", "body"]),
    (&["head"], &["base", "link", "meta", "script", "style", "template", "title"]),
    (&["select", "optgroup", "option"], &["optgroup", "option"]),
    (&TABLE_PARTS, &TABLE_CONTENT),
];

/// The elements that others end.
const ENDED_BY: [(&[&str], EndedBy); 8] = [
    (&["p"], EndedBy::Block),
    (&["li"], EndedBy::StartOf(&["li"])),
    (&["dt", "dd"], EndedBy::StartOf(&["dt", "dd"])),
    (&["td", "th"], EndedBy::StartOf(&["td", "th", "tr", "tbody", "tfoot"])),
    (&["tr"], EndedBy::StartOf(&["tr", "tbody", "tfoot"])),
    (&["thead", "tbody"], EndedBy::StartOf(&["tbody", "tfoot"])),
    (&["option"], EndedBy::StartOf(&["option", "optgroup"])),
    (&["optgroup"], EndedBy::StartOf(&["optgroup"])),
];

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
