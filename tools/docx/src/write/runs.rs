//! How texts and paragraphs look, by the blocks around them.

use std::fmt::Write as _;

use wellpress_render::safety::SafetyNotice;
use wellpress_walk::{Block, Element, Run};

use super::parts::escaped;

/// The style of a paragraph inside of these blocks, the innermost of which comes last.
pub(super) fn paragraph_style(open: &[Element]) -> &'static str {
    let innermost =
        |style_of: fn(&Block) -> Option<&'static str>| open.iter().rev().find_map(|element| style_of(&element.block));
    innermost(style_everywhere)
        .or_else(|| innermost(style_of_container))
        .or_else(|| innermost(style))
        .unwrap_or("Normal")
}

/// The styles that hold inside of each container.
fn style_everywhere(block: &Block) -> Option<&'static str> {
    match block {
        Block::Heading(1) => Some("Title"),
        Block::Heading(2) => Some("Heading1"),
        Block::Heading(3) => Some("Heading2"),
        Block::Heading(4) => Some("Heading3"),
        Block::Heading(_) => Some("Heading4"),
        Block::Caption => Some("Caption"),
        Block::Code(_) => Some("Code"),
        _ => None,
    }
}

/// The styles of safety notices and other containers, which hold for all paragraphs inside but headings.
fn style_of_container(block: &Block) -> Option<&'static str> {
    match block {
        Block::Notice(SafetyNotice::StopSignals) => Some("StopSignal"),
        Block::Notice(SafetyNotice::Caution) => Some("Caution"),
        Block::Notice(SafetyNotice::Disclaimer) => Some("Disclaimer"),
        Block::Notice(SafetyNotice::CareCard | SafetyNotice::Withdrawal | SafetyNotice::MissingReview) => Some("Note"),
        Block::Dose => Some("Dose"),
        Block::Lead => Some("Lead"),
        Block::Aside(_) => Some("Note"),
        _ => None,
    }
}

fn style(block: &Block) -> Option<&'static str> {
    match block {
        Block::Quote => Some("Quote"),
        Block::Term => Some("Term"),
        Block::Definition => Some("Definition"),
        Block::Item(_) => Some("ListParagraph"),
        _ => None,
    }
}

/// The language of what is inside of these blocks, if it is not that of the file.
pub(super) fn language_in(open: &[Element]) -> Option<&str> {
    open.iter().rev().find_map(|element| element.language.as_deref())
}

/// Whether a paragraph is code, whose white space stays.
pub(super) fn is_code(open: &[Element]) -> bool {
    open.iter().any(|element| matches!(element.block, Block::Code(_)))
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
pub(super) fn run_properties(
    text: &str,
    run: &Run,
    open: &[Element],
    (is_link, is_right_to_left): (bool, bool),
    document_language: &str,
) -> String {
    let style = run.style;
    let names_something =
        open.iter().any(|element| matches!(element.block, Block::Term | Block::Cell { is_head: true }));
    let code = "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Courier New\"/>";
    let properties = [
        (is_link, "<w:rStyle w:val=\"Hyperlink\"/>"),
        (style.code, code),
        (style.strong || style.inserted || names_something, "<w:b/><w:bCs/>"),
        (style.emphasis, "<w:i/><w:iCs/>"),
        (style.small_caps, "<w:smallCaps/>"),
        (style.deleted, "<w:strike/><w:color w:val=\"6B6B6B\"/>"),
        (style.inserted || style.underlined, "<w:u w:val=\"single\"/>"),
        (style.superscript, "<w:vertAlign w:val=\"superscript\"/>"),
        (style.subscript, "<w:vertAlign w:val=\"subscript\"/>"),
        (is_right_to_left && !is_latin(text), "<w:rtl/>"),
    ];
    let mut xml: String = properties.iter().filter(|(holds, _)| *holds).map(|(_, property)| *property).collect();
    let language = run.language.as_deref().or_else(|| language_in(open));
    if let Some(language) = language.filter(|language| *language != document_language) {
        let language = escaped(language);
        let _ = write!(xml, "<w:lang w:val=\"{language}\" w:bidi=\"{language}\"/>");
    }
    if xml.is_empty() { xml } else { format!("<w:rPr>{xml}</w:rPr>") }
}
