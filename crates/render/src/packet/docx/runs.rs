//! How texts and paragraphs look, by the elements around them.

use std::fmt::Write as _;

use crate::safety::html_reader::{OpenElement, has};

use super::parts::escaped;

/// Elements that only work on a screen, and what they label. A Word file says in a text of its own how to answer.
const LEFT_OUT: &str = "audio button datalist dialog fieldset form head input label nav noscript output script select style \
    svg template textarea";
/// The classes of what has no meaning in Word: lines to write on by hand, and links back from notes.
const LEFT_OUT_CLASSES: &str = "backlinks line paper screen visually-hidden Z3988";

/// Elements that begin and end a paragraph.
const BLOCKS: &str = "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header \
    hr li main ol p pre section summary table tbody td tfoot th thead tr ul video";

/// The styles of safety notices and other containers, by their classes. They hold for all paragraphs inside but headings.
const CONTAINERS: [(&str, &str); 8] = [
    ("stop-if", "StopSignal"),
    ("caution", "Caution"),
    ("cautions", "Caution"),
    ("disclaimer", "Disclaimer"),
    ("dose", "Dose"),
    ("dek", "Lead"),
    ("hash", "Code"),
    ("callout", "Note"),
];

/// The styles of elements. Those before `aside` hold also inside of a container.
const ELEMENTS: [(&str, &str, bool); 14] = [
    ("h1", "Title", true),
    ("h2", "Heading1", true),
    ("h3", "Heading2", true),
    ("h4", "Heading3", true),
    ("h5", "Heading4", true),
    ("h6", "Heading4", true),
    ("figcaption", "Caption", true),
    ("caption", "Caption", true),
    ("pre", "Code", true),
    ("aside", "Note", false),
    ("blockquote", "Quote", false),
    ("dt", "Term", false),
    ("dd", "Definition", false),
    ("li", "ListParagraph", false),
];

/// Whether something inside of these elements is not for Word.
pub(super) fn is_left_out(open: &[OpenElement]) -> bool {
    let is_formula = open.iter().any(|element| element.name == "math");
    // Of a formula, its source in TeX is left.
    (is_formula && !open.iter().any(|element| element.name == "annotation"))
        || open.iter().any(|element| {
            has(LEFT_OUT, &element.name)
                || element.attribute("hidden").is_some()
                || element.attribute("role") == Some("doc-backlink")
                || element.classes().any(|class| has(LEFT_OUT_CLASSES, class))
        })
}

pub(super) fn is_block(element: &OpenElement) -> bool {
    has(BLOCKS, &element.name)
}

/// Whether an element has this class.
pub(super) fn has_class(element: &OpenElement, class: &str) -> bool {
    element.classes().any(|other| other == class)
}

/// The style of a paragraph inside of these elements.
pub(super) fn paragraph_style(open: &[OpenElement]) -> &'static str {
    style_of_element(open, true)
        .or_else(|| style_of_container(open))
        .or_else(|| style_of_element(open, false))
        .unwrap_or("Normal")
}

fn style_of_element(open: &[OpenElement], must_hold: bool) -> Option<&'static str> {
    open.iter().rev().find_map(|element| {
        let (_, style, _) = ELEMENTS.iter().find(|(name, _, holds)| *name == element.name && (*holds || !must_hold))?;
        Some(*style)
    })
}

fn style_of_container(open: &[OpenElement]) -> Option<&'static str> {
    open.iter().rev().find_map(|element| {
        let (_, style) = CONTAINERS.iter().find(|(class, _)| has_class(element, class))?;
        Some(*style)
    })
}

/// Whether text inside of these elements runs from right to left.
pub(super) fn is_right_to_left(open: &[OpenElement]) -> bool {
    open.iter().rev().find_map(|element| element.attribute("dir")).is_some_and(|direction| direction == "rtl")
        && !open.iter().any(|element| element.name == "pre")
}

/// Whether text has Latin letters and none of Hebrew, Arabic and the scripts beside them in Unicode: an address or a command, which
/// runs from left to right in every language.
fn is_latin(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_alphabetic()) && !text.contains(is_from_the_right)
}

fn is_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// The properties of a run of this text, in the order in which Word wants them.
pub(super) fn run_properties(text: &str, open: &[OpenElement], is_link: bool, document_language: &str) -> String {
    let is_in = |names: &str| open.iter().any(|element| has(names, &element.name));
    let is_of_class = |class: &str| open.iter().any(|element| has_class(element, class));
    let code = "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Courier New\"/>";
    let properties = [
        (is_link, "<w:rStyle w:val=\"Hyperlink\"/>"),
        (is_in("code kbd samp annotation"), code),
        (is_in("b strong th dt mark ins") || is_of_class("place") || is_of_class("stop-if-label"), "<w:b/><w:bCs/>"),
        (is_in("em i cite dfn"), "<w:i/><w:iCs/>"),
        (is_of_class("small-caps"), "<w:smallCaps/>"),
        (is_in("del s"), "<w:strike/><w:color w:val=\"6B6B6B\"/>"),
        (is_in("ins u"), "<w:u w:val=\"single\"/>"),
        (is_in("sup"), "<w:vertAlign w:val=\"superscript\"/>"),
        (is_in("sub"), "<w:vertAlign w:val=\"subscript\"/>"),
        (is_right_to_left(open) && !is_latin(text), "<w:rtl/>"),
    ];
    let mut xml: String = properties.iter().filter(|(holds, _)| *holds).map(|(_, property)| *property).collect();
    let language = open.iter().rev().find_map(|element| element.attribute("lang"));
    if let Some(language) = language.filter(|language| *language != document_language) {
        let language = escaped(language);
        let _ = write!(xml, "<w:lang w:val=\"{language}\" w:bidi=\"{language}\"/>");
    }
    if xml.is_empty() { xml } else { format!("<w:rPr>{xml}</w:rPr>") }
}
