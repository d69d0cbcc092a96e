//! A part of an SVG in, a [`HazardAt`] out if it could act or load something.
//!
//! The lists here name everything that is known to act, so that they refuse too much rather than too little.

use std::collections::HashSet;

use cssparser::{ParseError, Parser, Token};
use memchr::{memchr_iter, memchr3};
use roxmltree::{Attribute, Node};

use super::svg_metadata::embedded_picture;

const SCRIPT: &str = "a script";
const FOREIGN: &str = "a foreign object";
const HANDLER: &str = "an event handler";
const ENTITY: &str = "an entity declaration";
const DOCUMENT_TYPE: &str = "an internal document type";
const ENCODING: &str = "an encoding other than UTF-8";
const OUTSIDE: &str = "a reference to another address";
const NESTED: &str = "a style sheet that is nested too deep";
const DIVIDED: &str = "a style sheet with an element in it";
const EMBEDDED: &str = "an embedded picture in a style, where its metadata would stay";
const CROWDED: &str = "an element with more than 1,000 attributes";
const NAMESPACES: &str = "more than 100 prefixes of namespaces";
const UNREADABLE: &str = "an embedded picture that cannot be read";

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A hazard at a byte offset of the file.
pub(super) struct HazardAt {
    pub description: &'static str,
    pub offset: usize,
}

/// What stands before the root and is no drawing: a declaration of entities anywhere, a document type with declarations of its
/// own, which can give any element an event handler, and an encoding by which a browser could read other elements than we do.
pub(super) fn prologue_hazard(text: &str) -> Option<HazardAt> {
    let entity = declaration(text, "entity").map(|offset| HazardAt { description: ENTITY, offset });
    entity
        .or_else(|| internal_document_type(text))
        .or_else(|| foreign_encoding(text))
        .or_else(|| crowded_element(text))
        .or_else(|| too_many_namespaces(text))
}

/// More attributes than any element has. The reader of XML compares each with all others, so that a file of a megabyte with nothing else
/// would take it minutes.
const MAX_ATTRIBUTES: usize = 1000;

/// More prefixes than drawing programs declare together. The reader compares all that an element inherits with each other, again for each
/// element that declares one.
const MAX_PREFIXES: usize = 100;

fn too_many_namespaces(text: &str) -> Option<HazardAt> {
    let mut prefixes = HashSet::new();
    text.match_indices("xmlns:").find_map(|(offset, _)| {
        let name = &text[offset + "xmlns:".len()..];
        let end = name.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(name.len());
        prefixes.insert(&name[..end]);
        (prefixes.len() > MAX_PREFIXES).then_some(HazardAt { description: NAMESPACES, offset })
    })
}

/// The first element with too many equals signs before the next one, inside values and behind the element too: 1,000 of them stand
/// nowhere else in a drawing.
fn crowded_element(text: &str) -> Option<HazardAt> {
    let mut offset = 0_usize;
    for part in text.split('<') {
        let is_crowded = part.len() > MAX_ATTRIBUTES && memchr_iter(b'=', part.as_bytes()).count() > MAX_ATTRIBUTES;
        if is_crowded && !part.starts_with('!') {
            return Some(HazardAt { description: CROWDED, offset: offset.saturating_sub(1) });
        }
        offset += part.len() + 1;
    }
    None
}

/// The offset of the first declaration of this name, in upper or lower case.
fn declaration(text: &str, name: &str) -> Option<usize> {
    let has_name =
        |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    text.match_indices("<!").map(|(at, _)| at).find(has_name)
}

/// An opening bracket in the document type. Its name and its addresses stand before it, the addresses in quotes.
fn internal_document_type(text: &str) -> Option<HazardAt> {
    let start = declaration(text, "doctype")?;
    let mut quote = None;
    for (at, sign) in text[start..].char_indices() {
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(sign),
            (None, '[') => return Some(HazardAt { description: DOCUMENT_TYPE, offset: start + at }),
            (None, '>') => return None,
            (None, _) => {}
        }
    }
    None
}

/// Encodings in which each ASCII character is one byte of the same value, so that tags are where we read them.
const PLAIN_ENCODINGS: [&str; 7] = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"];

/// The XML declaration, if it names an encoding in which the same bytes can be other characters.
fn foreign_encoding(text: &str) -> Option<HazardAt> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let declaration = text.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, behind) = declaration.split_once("encoding")?;
    let name = behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
    let name = name.split(['"', '\'']).next().unwrap_or_default().trim().to_ascii_lowercase();
    (!PLAIN_ENCODINGS.contains(&&*name)).then_some(HazardAt { description: ENCODING, offset: 0 })
}

pub(super) fn node_hazard(node: Node<'_, '_>) -> Option<HazardAt> {
    let offset = node.range().start;
    // A processing instruction can load a style sheet.
    // The packet of XMP that Adobe writes into `<metadata>` asks a browser for nothing, and is taken out.
    if node.pi().is_some_and(|instruction| instruction.target != "xpacket") {
        return Some(HazardAt { description: OUTSIDE, offset });
    }
    if !node.is_element() {
        return None;
    }
    match element_hazard(node) {
        Some(description) => Some(HazardAt { description, offset }),
        None => node.attributes().find_map(|attribute| {
            Some(HazardAt { description: attribute_hazard(attribute)?, offset: attribute.range().start })
        }),
    }
}

/// What an element does by its name or, for a style sheet, by its text.
fn element_hazard(node: Node<'_, '_>) -> Option<&'static str> {
    match node.tag_name().name().to_ascii_lowercase().as_str() {
        "script" | "handler" | "listener" => Some(SCRIPT),
        "foreignobject" | "iframe" | "object" | "embed" | "audio" | "video" | "canvas" => Some(FOREIGN),
        _ if node.tag_name().namespace() == Some(XHTML) => Some(FOREIGN),
        // Browsers and this check would not agree on the text, and a cleaned drawing would have another one.
        "style" if node.descendants().skip(1).any(|node| node.is_element()) => Some(DIVIDED),
        "style" => style_hazard(&text_of(node)),
        _ => None,
    }
}

/// The characters in an element, as a browser joins them: comments between them are left out.
fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn attribute_hazard(attribute: Attribute<'_, '_>) -> Option<&'static str> {
    let name = attribute.name().to_ascii_lowercase();
    // The longest attributes of a drawing by far. Browsers read nothing but numbers from them, so the search is spared.
    if matches!(name.as_str(), "d" | "points") {
        return None;
    }
    let value = without_blanks(attribute.value());
    if name.starts_with("on") && name.len() > 2 {
        return Some(HANDLER);
    }
    if ["javascript:", "vbscript:", "livescript:", "data:text/"].iter().any(|scheme| value.contains(scheme)) {
        return Some(SCRIPT);
    }
    let is_address =
        matches!(name.as_str(), "href" | "src" | "base" | "action" | "formaction" | "from" | "to" | "by" | "values");
    match name.as_str() {
        "ping" => Some(OUTSIDE),
        "href" | "src" if !is_self_contained(&value) => Some(OUTSIDE),
        "href" | "src" => {
            let is_picture = value.starts_with("data:");
            (is_picture && embedded_picture(attribute.value()).is_none()).then_some(UNREADABLE)
        }
        // An animation can set the address of a link while it is shown.
        "attributename" if value.ends_with("href") => Some(OUTSIDE),
        "attributename" if value.starts_with("on") => Some(HANDLER),
        _ if is_address && value.contains("//") => Some(OUTSIDE),
        // Attributes of drawing programs have a namespace of their own and mean nothing to a browser.
        _ if attribute.namespace().is_some() => None,
        // `fill`, `filter` and others take `url(..)` as a style sheet does.
        // Without a bracket or an escape, a value names no address, so that most need not be read.
        _ if memchr3(b'(', b'\\', b'@', attribute.value().as_bytes()).is_none() => None,
        _ => style_hazard(attribute.value()),
    }
}

/// Whether an address leads to a part of the same drawing, or is a raster picture that the file contains.
fn is_self_contained(value: &str) -> bool {
    let pictures = ["data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;", "data:image/webp;"];
    value.is_empty() || value.starts_with('#') || pictures.iter().any(|start| value.starts_with(start))
}

/// How deep blocks and parentheses of a style sheet may be nested: its reader calls itself for each level.
const MAX_NESTING: usize = 32;

/// What a style sheet or a value of a style could run or load. Comments and escapes are read as browsers read them.
fn style_hazard(style: &str) -> Option<&'static str> {
    style_hazard_in(&mut Parser::new(style), MAX_NESTING)
}

fn style_hazard_in(parser: &mut Parser<'_>, levels: usize) -> Option<&'static str> {
    while let Ok(token) = parser.next().cloned() {
        let hazard = match &token {
            Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => Some(OUTSIDE),
            Token::Ident(name) if is_any(name, &["-moz-binding", "behavior"]) => Some(SCRIPT),
            // Escaped, it is no rule; nobody but an attacker writes it.
            Token::Ident(name) if name.starts_with('@') => Some(OUTSIDE),
            Token::UnquotedUrl(address) => hazard_of_address(address),
            Token::BadUrl(_) => Some(OUTSIDE),
            Token::Function(name) if is_any(name, &["expression"]) => Some(SCRIPT),
            Token::Function(name) if is_any(name, &["image-set", "-webkit-image-set", "image"]) => Some(OUTSIDE),
            Token::Function(name) if is_any(name, &["url", "src"]) => nested(parser, address_hazard),
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                match levels {
                    0 => Some(NESTED),
                    _ => nested(parser, |inner| style_hazard_in(inner, levels - 1)),
                }
            }
            _ => None,
        };
        if hazard.is_some() {
            return hazard;
        }
    }
    None
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Whatever stands in `url(..)` but the name of a part of the drawing in quotes.
fn address_hazard(parser: &mut Parser<'_>) -> Option<&'static str> {
    parser.expect_string().map_or(Some(OUTSIDE), |address| hazard_of_address(address))
}

fn hazard_of_address(address: &str) -> Option<&'static str> {
    let address = without_blanks(address);
    if is_self_contained(&address) { address.starts_with("data:").then_some(EMBEDDED) } else { Some(OUTSIDE) }
}

/// Reads the block that the last token opened.
fn nested(parser: &mut Parser<'_>, read: impl FnOnce(&mut Parser<'_>) -> Option<&'static str>) -> Option<&'static str> {
    let result: Result<_, ParseError<()>> = parser.parse_nested_block(|inner| {
        let hazard = read(inner);
        while inner.next().is_ok() {}
        Ok(hazard)
    });
    result.unwrap_or_default()
}

/// The text in lower case and without blanks and control characters, which browsers skip in the name of a scheme.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).map(|c| c.to_ascii_lowercase()).collect()
}
