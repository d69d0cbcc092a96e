//! [`read`]: the elements of HTML, each with the elements around it.
//!
//! Input: the HTML of a page or of a part of it. Output: a call for each start tag, text and end.
//!
//! Browsers repair HTML that is not well nested by rules of many pages: they ignore end tags, and open an element again after its
//! parent has ended. This reader does not copy these rules. An end tag closes the innermost open element, or it closes nothing. So
//! what is not well nested counts as open to the end of the page, and a notice behind it is taken to be inside: the reader may
//! see an element around a notice that is none, but does not miss one.

use wellpress_foundation::html_tokens::{CallbackEvent, Span, for_each_event};

/// An open element.
#[derive(Debug, Default)]
pub(crate) struct OpenElement {
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

    fn is_foreign(&self) -> bool {
        has(FOREIGN, &self.name)
    }
}

/// What happens while HTML is read. The element in question is the last of those that are open.
pub(crate) enum Event<'t> {
    Start,
    Text(&'t str),
    End,
}

/// Whether a name is one of these, which have blanks between them.
pub(crate) fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|other| other == name)
}

/// Elements without an end tag.
pub(crate) const VOID: &str = "area base br col embed hr img input link meta param source track wbr";

/// Elements whose end tag closes whatever is open inside them. Browsers show what is in them.
pub(crate) const BLOCKS: &str = "\
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure \
    footer form h1 h2 h3 h4 h5 h6 header hgroup html li main menu nav ol p pre search section summary table \
    tbody td tfoot th thead tr ul";

/// Elements whose end tag may be left out before that of an element around them, each group after the names of the latter. The
/// parts of a table come first: outside of a table browsers ignore them, and what is open in them stays open.
const WITHOUT_END_TAG: [(&str, &str); 5] = [
    ("caption tbody td tfoot th thead tr", "colgroup p tbody td tfoot th thead tr"),
    (BLOCKS, IN_BLOCKS),
    ("template", IN_BLOCKS),
    ("datalist optgroup select", "optgroup option"),
    ("ruby", "rp rt"),
];

const IN_BLOCKS: &str = "colgroup dd dt li p tbody td tfoot th thead tr";

/// Elements that browsers do not end at their end tag, and those behind which they show nothing or read what follows in a way of
/// their own.
const NEVER_CLOSED: &str = "body frameset html noframe noframes plaintext";

/// Elements whose content is plain text in HTML, but has tags in SVG and MathML.
const PLAIN_TEXT: &str = "iframe noembed noscript script style textarea title xmp";

/// Elements with a language of their own, in which a tag can close itself.
const FOREIGN: &str = "math svg";

/// Elements inside [`FOREIGN`] ones whose content is HTML again.
const HTML_IN_FOREIGN: &str = "annotation-xml desc foreignobject mi mn mo ms mtext title";

/// Elements besides [`BLOCKS`] that end those of [`FOREIGN`] around them.
const HTML_ALONE: &str = "b big code em font head i listing nobr ruby s small span strike strong sub sup tt u var";

/// Reads HTML. `take` is called with each event and the open elements.
pub(crate) fn read(html: &[u8], take: impl FnMut(Event<'_>, &[OpenElement])) {
    let mut reader = Reader { open: Vec::new(), tag: OpenElement::default(), is_unclear: false, take };
    for_each_event(html, &mut |event, span| reader.read(event, span));
    while !reader.open.is_empty() {
        reader.close_last();
    }
}

struct Reader<F> {
    open: Vec<OpenElement>,
    /// The element whose start tag is being read.
    tag: OpenElement,
    /// Whether browsers may read what follows as something else than this reader does. Nothing that is open then is closed.
    is_unclear: bool,
    take: F,
}

impl<F: FnMut(Event<'_>, &[OpenElement])> Reader<F> {
    fn read(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = OpenElement { name: in_small_letters(name), start: span.start, attributes: Vec::new() };
            }
            CallbackEvent::AttributeName { name } => self.tag.attributes.push((in_small_letters(name), String::new())),
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, text)) = self.tag.attributes.last_mut() {
                    *text = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let is_void = has(VOID, &self.tag.name) || (self_closing && self.tag_is_foreign());
                self.open.push(std::mem::take(&mut self.tag));
                (self.take)(Event::Start, &self.open);
                if is_void {
                    self.close_last();
                }
            }
            CallbackEvent::EndTag { name } => self.close(&in_small_letters(name)),
            CallbackEvent::String { value } => {
                self.is_unclear |= value.contains(&b'<') && self.text_has_tags();
                (self.take)(Event::Text(&String::from_utf8_lossy(value)), &self.open);
            }
            // In SVG and MathML this is text, which ends elsewhere.
            CallbackEvent::Comment { value } => {
                self.is_unclear |= value.starts_with(b"[CDATA[") && self.open.iter().any(OpenElement::is_foreign);
            }
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    /// Whether the tag that is being read can close itself.
    fn tag_is_foreign(&self) -> bool {
        let name = self.tag.name.as_str();
        let is_html = has(BLOCKS, name) || has(HTML_ALONE, name) || has(PLAIN_TEXT, name);
        let nearest_border =
            self.open.iter().rfind(|element| element.is_foreign() || has(HTML_IN_FOREIGN, &element.name));
        has(FOREIGN, name) || (!is_html && nearest_border.is_some_and(OpenElement::is_foreign))
    }

    /// Whether text with a `<` has tags for browsers.
    fn text_has_tags(&self) -> bool {
        let is_plain = self.open.last().is_some_and(|element| has(PLAIN_TEXT, &element.name));
        is_plain && self.open.iter().any(OpenElement::is_foreign)
    }

    fn close(&mut self, name: &str) {
        let closed_with_it =
            WITHOUT_END_TAG.iter().find(|(names, _)| has(names, name)).map_or("", |(_, inside)| *inside);
        let stays_open = |element: &OpenElement| !has(closed_with_it, &element.name);
        let innermost = self.open.iter().rposition(|element| element.name == name || stays_open(element));
        let Some(index) = innermost.filter(|index| self.open[*index].name == name) else { return };
        // The content of the element around such a template gives way to that of the template.
        let is_shadow = self.open[index].attribute("shadowrootmode").is_some();
        // An element of HTML ends an SVG image around it, and then the end tag is for nothing.
        let is_in_doubt = index + 1 < self.open.len() && self.open.iter().any(OpenElement::is_foreign);
        if self.is_unclear || is_shadow || is_in_doubt || has(NEVER_CLOSED, name) {
            return;
        }
        while self.open.len() > index {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        (self.take)(Event::End, &self.open);
        self.open.pop();
    }
}

fn in_small_letters(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
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
            ("<ul><li>a<li>b</ul>c", &["ul>li a", "ul>li>li b", " c"]),
            ("<div><table></div>a</table>b", &["div>table a", "div b"]),
            ("<p><b></p>a</b>b", &["p>b a", "p b"]),
            ("<span><div></span>a", &["span>div a"]),
            ("<li><ul></li>a", &["li>ul a"]),
            ("<tr><li></tr>a", &["tr>li a"]),
            ("<body><li></body>a", &["body>li a"]),
            ("<table><tr><td>a</table>b", &["table>tr>td a", " b"]),
            ("<div><marquee></div>a", &["div>marquee a"]),
            ("<noframes><!--</noframes>-->a</noframes>b", &["noframes a", "noframes b"]),
            ("<svg><g/><title>a</title></svg>b", &["svg>title a", " b"]),
            ("<svg><style/><div></style></svg>a", &["svg>style <div>", "svg>style a"]),
            ("<ruby>a<rt>b</ruby>c", &["ruby a", "ruby>rt b", " c"]),
            ("<select><option>a<option>b</select>c", &["select>option a", "select>option>option b", " c"]),
            ("<b><template shadowrootmode=open></template></b>a", &["b>template a"]),
            ("<svg><article><li></article></svg>a", &["svg>article>li a"]),
            ("<svg><div/></svg>a", &["svg>div a"]),
            ("<svg><desc><g/></desc></svg>a", &["svg>desc>g a"]),
            ("<svg><style><div></style></svg>a", &["svg>style <div>", "svg>style a"]),
            ("<svg><![CDATA[></svg><div>]]></svg>a", &["svg>div ]]>", "svg>div a"]),
            ("<math><mo>&lt;</mo></math>a", &["math>mo <", " a"]),
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
