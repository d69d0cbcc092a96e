//! An SVG as a picture: its size, and whether it is nothing but a drawing. One that could act, load something or hide what
//! it says once somebody opens it by its own address is refused; nothing is taken out of it without a word.

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use super::images::{ImageDefect, PixelSize};

/// Something that no drawing needs, and where it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Danger {
    /// What it is.
    pub what: &'static str,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

const SCRIPT: &str = "a script";
const FOREIGN: &str = "a foreign object";
const HANDLER: &str = "an event handler";
const ENTITY: &str = "an entity declaration";
const OUTSIDE: &str = "a reference to another address";

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// More than any drawing has.
const MOST_NODES: u32 = 2_000_000;

/// Its size, if it is a drawing and no more.
pub(super) fn inspect(bytes: &[u8]) -> Result<PixelSize, ImageDefect> {
    let text = std::str::from_utf8(bytes).map_err(|_| ImageDefect::Unreadable)?;
    // Before it is read: it is for reading that such declarations are a trap.
    if let Some(at) = entity(text) {
        return Err(danger(text, ENTITY, at));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::UnexpectedEndOfStream | roxmltree::Error::UnclosedRootNode => ImageDefect::CutShort,
        _ => ImageDefect::Unreadable,
    })?;
    if let Some((what, at)) = document.descendants().find_map(dangerous) {
        return Err(danger(text, what, at));
    }
    size(document.root_element()).ok_or(ImageDefect::Unreadable)
}

fn danger(text: &str, what: &'static str, at: usize) -> ImageDefect {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    ImageDefect::Active(Danger { what, line: number(line), column: number(column) })
}

/// Where an entity is declared, in any case.
fn entity(text: &str) -> Option<usize> {
    let begins = |at: usize| text.get(at + 2..at + 8).is_some_and(|name| name.eq_ignore_ascii_case("entity"));
    text.match_indices("<!").map(|(at, _)| at).find(|at| begins(*at))
}

/// What a node has that no drawing needs, with its place.
fn dangerous(node: Node<'_, '_>) -> Option<(&'static str, usize)> {
    let start = node.range().start;
    if node.is_pi() {
        return Some((OUTSIDE, start));
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name().to_ascii_lowercase();
    let what = match name.as_str() {
        "script" | "handler" | "listener" => Some(SCRIPT),
        "foreignobject" | "iframe" | "object" | "embed" | "audio" | "video" | "canvas" => Some(FOREIGN),
        _ if node.tag_name().namespace() == Some(XHTML) => Some(FOREIGN),
        "style" => style_danger(&node.descendants().filter_map(|part| part.text()).collect::<String>()),
        _ => None,
    };
    let of_attributes = || node.attributes().find_map(|own| Some((attribute_danger(own)?, own.range().start)));
    what.map(|what| (what, start)).or_else(of_attributes)
}

fn attribute_danger(attribute: Attribute<'_, '_>) -> Option<&'static str> {
    let name = attribute.name().to_ascii_lowercase();
    // The longest there are, and nothing but numbers to a browser.
    if matches!(name.as_str(), "d" | "points") {
        return None;
    }
    let value = packed(attribute.value());
    if name.starts_with("on") && name.len() > 2 {
        return Some(HANDLER);
    }
    if ["javascript:", "vbscript:", "livescript:", "data:text/"].iter().any(|scheme| value.contains(scheme)) {
        return Some(SCRIPT);
    }
    let is_address =
        matches!(name.as_str(), "href" | "src" | "base" | "action" | "formaction" | "from" | "to" | "by" | "values");
    match name.as_str() {
        "href" | "src" => (!is_inside(&value)).then_some(OUTSIDE),
        // An animation may set an address.
        "attributename" if value.ends_with("href") => Some(OUTSIDE),
        _ if is_address && value.contains("//") => Some(OUTSIDE),
        // Those of drawing programs mean nothing to a browser.
        _ if attribute.namespace().is_some() => None,
        _ => style_danger(attribute.value()),
    }
}

/// Whether an address leads to a part of the same drawing, or brings pixels along.
fn is_inside(value: &str) -> bool {
    let pixels = ["data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;", "data:image/webp;"];
    value.is_empty() || value.starts_with('#') || pixels.iter().any(|start| value.starts_with(start))
}

/// What of a style could load something. An escape could spell it in a way that is not seen here, so where an address may
/// stand there must be none.
fn style_danger(style: &str) -> Option<&'static str> {
    let style = packed(style);
    let has_outside = |(at, _): (usize, &str)| {
        let value = style[at + "url(".len()..].trim_start_matches(['"', '\'']);
        !is_inside(value)
    };
    let is_code = style.contains("expression(") || style.contains("-moz-binding") || style.contains("behavior:");
    if is_code {
        return Some(SCRIPT);
    }
    let loads =
        style.contains("@import") || style.contains("image-set(") || style.match_indices("url(").any(has_outside);
    (loads || style.contains('\\')).then_some(OUTSIDE)
}

/// In lower case, without blanks and what does not show.
fn packed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).map(|c| c.to_ascii_lowercase()).collect()
}

/// What its root says, in pixels: width and height, else the box that it is drawn in.
fn size(root: Node<'_, '_>) -> Option<PixelSize> {
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return None;
    }
    let view_box: Vec<f64> = root
        .attribute("viewBox")
        .into_iter()
        .flat_map(|value| value.split([' ', ',', '\n', '\t']))
        .filter_map(|number| number.parse().ok())
        .collect();
    let (wide, high) = match view_box[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => (Some(width), Some(height)),
        _ => (None, None),
    };
    let (own_width, own_height) = (length(root.attribute("width")), length(root.attribute("height")));
    let ratio = wide.zip(high).map(|(wide, high)| wide / high);
    let (width, height) = match (own_width, own_height) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, ratio.map_or(150.0, |ratio| width / ratio)),
        (None, Some(height)) => (ratio.map_or(300.0, |ratio| height * ratio), height),
        (None, None) => (wide.unwrap_or(300.0), high.unwrap_or(150.0)),
    };
    let sound = |value: f64| value.is_finite() && (0.5..=100_000.0).contains(&value);
    if !(sound(width) && sound(height)) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100000")]
    let pixels = |value: f64| value.round().max(1.0) as u32;
    Some(PixelSize { width: pixels(width), height: pixels(height) })
}

/// A length in pixels of a style sheet; nothing for a share of something.
fn length(value: Option<&str>) -> Option<f64> {
    let value = value?.trim();
    let units =
        [("px", 1.0), ("in", 96.0), ("cm", 96.0 / 2.54), ("mm", 96.0 / 25.4), ("pt", 96.0 / 72.0), ("pc", 16.0)];
    let unit = units.iter().find_map(|(unit, pixels)| Some((value.strip_suffix(unit)?, *pixels)));
    let (number, pixels) = unit.unwrap_or((value, 1.0));
    number.trim().parse::<f64>().ok().map(|number| number * pixels)
}
