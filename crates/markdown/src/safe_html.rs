//! [`HtmlElement`]: the HTML elements that authors may write although a site passes no raw HTML on.
//!
//! None of them can load, run or hide anything, and of their attributes only three are read. A tag with another attribute,
//! such as an event handler, is not one of these elements.

use serde::{Deserialize, Serialize};
use wellpress_foundation::text::decode_references;

/// An HTML element of a text, with the one attribute that it may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HtmlElement {
    /// The kind of element.
    pub tag: HtmlTag,
    /// The value of [`HtmlTag::attribute`], unescaped.
    pub value: Option<Box<str>>,
    /// The id that the author gave it.
    pub id: Option<Box<str>>,
    /// The classes that the author gave it.
    pub classes: Box<[String]>,
}

impl HtmlElement {
    /// An element without attributes.
    #[must_use]
    pub fn new(tag: HtmlTag) -> Self {
        Self { tag, value: None, id: None, classes: Box::default() }
    }
}

/// Declares [`HtmlTag`] with the names of the elements.
macro_rules! html_tags {
    ($($tag:ident = $name:literal),+ $(,)?) => {
        /// The name of a safe element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names of HTML")]
        pub enum HtmlTag {
            $($tag,)+
        }

        impl HtmlTag {
            /// The name of the element in HTML.
            ///
            /// ```
            /// assert_eq!(wellpress_markdown::safe_html::HtmlTag::Sub.name(), "sub");
            /// ```
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$tag => $name,)+
                }
            }

            fn of_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$tag),)+
                    _ => None,
                }
            }
        }
    };
}

html_tags! {
    Abbr = "abbr",
    B = "b",
    Cite = "cite",
    Del = "del",
    Details = "details",
    Dfn = "dfn",
    Em = "em",
    I = "i",
    Ins = "ins",
    Kbd = "kbd",
    Mark = "mark",
    Q = "q",
    S = "s",
    Samp = "samp",
    Small = "small",
    Span = "span",
    Strong = "strong",
    Sub = "sub",
    Summary = "summary",
    Sup = "sup",
    Time = "time",
    U = "u",
    Var = "var",
}

impl HtmlTag {
    /// The one attribute that is read.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Abbr | Self::Dfn => Some("title"),
            Self::Time => Some("datetime"),
            Self::Details => Some("open"),
            _ => None,
        }
    }

    /// Whether it stands around blocks and not within a line.
    #[must_use]
    pub fn is_block(self) -> bool {
        matches!(self, Self::Details | Self::Summary)
    }
}

/// A tag of a safe element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SafeTag {
    Open(HtmlElement),
    Close(HtmlTag),
    /// `<br>`.
    Break,
    /// `<p>` or `</p>`: where a paragraph begins or ends.
    Paragraph,
    /// `<a href>`, which is a link like one of Markdown, with its address.
    OpenLink(String),
    CloseLink,
}

/// The safe tag at the start of the text and its length; `None` for any other tag.
pub(crate) fn safe_tag(text: &str) -> Option<(SafeTag, usize)> {
    let length = text.find('>')? + 1;
    let inner = text[..length - 1].strip_prefix('<')?;
    let lower = inner.to_ascii_lowercase();
    if let Some(name) = lower.strip_prefix('/') {
        let tag = match name.trim_end() {
            "a" => SafeTag::CloseLink,
            "p" => SafeTag::Paragraph,
            name => SafeTag::Close(HtmlTag::of_name(name)?),
        };
        return Some((tag, length));
    }
    let inner = inner.trim_end().trim_end_matches('/').trim_end();
    let (name, attribute) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "br" => return attribute.trim().is_empty().then_some((SafeTag::Break, length)),
        "p" => return attribute.trim().is_empty().then_some((SafeTag::Paragraph, length)),
        "a" => return Some((SafeTag::OpenLink(value_of("href", attribute.trim())?), length)),
        _ => {}
    }
    let tag = HtmlTag::of_name(&name)?;
    let mut element = HtmlElement::new(tag);
    if !attribute.trim().is_empty() {
        element.value = Some(attribute_value(tag, attribute.trim())?.into());
    }
    Some((SafeTag::Open(element), length))
}

/// The value of the only attribute of a tag; `None` if it is another than the element may have.
fn attribute_value(tag: HtmlTag, text: &str) -> Option<String> {
    value_of(tag.attribute()?, text)
}

/// The value of `name="value"`; `None` for another attribute, and for more than one.
fn value_of(attribute: &str, text: &str) -> Option<String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    if !name.trim().eq_ignore_ascii_case(attribute) {
        return None;
    }
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let is_one_value = quoted.is_some() || !value.contains(char::is_whitespace);
    let value = quoted.unwrap_or(value);
    (is_one_value && !value.contains(['"', '<', '>'])).then(|| decode_references(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{HtmlElement, HtmlTag, SafeTag, safe_tag};

    #[test]
    fn only_harmless_tags_are_safe() {
        assert_eq!(safe_tag("<sub>2"), Some((SafeTag::Open(HtmlElement::new(HtmlTag::Sub)), 5)));
        assert_eq!(safe_tag("</KBD >"), Some((SafeTag::Close(HtmlTag::Kbd), 7)));
        assert_eq!(safe_tag("<br/>"), Some((SafeTag::Break, 5)));
        let abbr = HtmlElement { value: Some("a & b".into()), ..HtmlElement::new(HtmlTag::Abbr) };
        assert_eq!(safe_tag("<abbr title=\"a &amp; b\">"), Some((SafeTag::Open(abbr), 24)));
        assert_eq!(safe_tag("<a href='/x/'>"), Some((SafeTag::OpenLink("/x/".to_owned()), 14)));
        for unsafe_tag in [
            "<script>",
            "<b onclick=\"x()\">",
            "<b style='x'>",
            "<abbr title=\"a\" onclick=x>",
            "<abbr title=\"a\"b\">",
            "<span class=x>",
            "<sub",
            "<p class=x>",
            "<a>",
            "<a href=\"x\" onclick=\"y()\">",
            "<a href=x target=y>",
            "<a href=\"x\" title=\"y\">",
            "<br onload=x>",
        ] {
            assert_eq!(safe_tag(unsafe_tag), None, "{unsafe_tag}");
        }
    }
}
