//! An SVG file in, its size out, or the [`ImageDefect`] for which it is not published.
//!
//! An `<img>` runs no scripts, but a reader can open the file by its own address, and then it runs in the origin of the site.
//! So a drawing with a script, a handler, foreign content or a reference to another address is refused as a whole: the author
//! learns of it, and nothing is removed silently. The lists here name everything that is known to act, so that they refuse
//! too much rather than too little.

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use wellpress_diagnostics::{Source, Span};

use super::images::{ImageDefect, PixelSize};

/// A part of an SVG that could act or load something, and where it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SvgHazard {
    /// Such as `a script`, for messages.
    pub description: &'static str,
    /// Line of the file, from 1.
    pub line: u32,
    /// Column of the line, from 1, in characters.
    pub column: u32,
}

const SCRIPT: &str = "a script";
const FOREIGN: &str = "a foreign object";
const HANDLER: &str = "an event handler";
const ENTITY: &str = "an entity declaration";
const OUTSIDE: &str = "a reference to another address";

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// More nodes than any drawing has; the limit bounds the memory that a hostile file can take.
const MAX_NODES: u32 = 2_000_000;

/// The size of a drawing that contains nothing but a drawing.
pub(super) fn inspect(bytes: &[u8]) -> Result<PixelSize, ImageDefect> {
    let text = std::str::from_utf8(bytes).map_err(|_| ImageDefect::Unreadable)?;
    // Before the parser sees it: entities that contain each other would make it expand a small file without end.
    if let Some(offset) = entity_declaration(text) {
        return Err(HazardAt { description: ENTITY, offset }.in_text(text));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::UnexpectedEndOfStream | roxmltree::Error::UnclosedRootNode => ImageDefect::CutShort,
        _ => ImageDefect::Unreadable,
    })?;
    if let Some(hazard) = document.descendants().find_map(node_hazard) {
        return Err(hazard.in_text(text));
    }
    size(document.root_element()).ok_or(ImageDefect::Unreadable)
}

/// A hazard at a byte offset of the file.
struct HazardAt {
    description: &'static str,
    offset: usize,
}

impl HazardAt {
    fn in_text(self, text: &str) -> ImageDefect {
        let offset = self.offset.min(text.len());
        let location = Source::new("", text).locate(Span::new(offset..offset));
        ImageDefect::ActiveContent(SvgHazard {
            description: self.description,
            line: location.line,
            column: location.column,
        })
    }
}

/// The offset of the first entity declaration, in upper or lower case.
fn entity_declaration(text: &str) -> Option<usize> {
    text.match_indices("<!").map(|(at, _)| at).find(|at| is_entity_declaration(text, *at))
}

fn is_entity_declaration(text: &str, at: usize) -> bool {
    text.get(at + 2..at + 8).is_some_and(|name| name.eq_ignore_ascii_case("entity"))
}

fn node_hazard(node: Node<'_, '_>) -> Option<HazardAt> {
    let offset = node.range().start;
    // A processing instruction can load a style sheet.
    if node.is_pi() {
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
        "style" => style_hazard(&node.descendants().filter_map(|child| child.text()).collect::<String>()),
        _ => None,
    }
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
        "href" | "src" => (!is_self_contained(&value)).then_some(OUTSIDE),
        // An animation can set the address of a link while it is shown.
        "attributename" if value.ends_with("href") => Some(OUTSIDE),
        _ if is_address && value.contains("//") => Some(OUTSIDE),
        // Attributes of drawing programs have a namespace of their own and mean nothing to a browser.
        _ if attribute.namespace().is_some() => None,
        // `fill`, `filter` and others take `url(..)` as a style sheet does.
        _ => style_hazard(attribute.value()),
    }
}

/// Whether an address leads to a part of the same drawing, or is a raster picture that the file contains.
fn is_self_contained(value: &str) -> bool {
    let pictures = ["data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;", "data:image/webp;"];
    value.is_empty() || value.starts_with('#') || pictures.iter().any(|start| value.starts_with(start))
}

/// What a style sheet or a style attribute could run or load. A backslash alone is a hazard: an escape can spell `url` in a
/// way that this search does not see.
fn style_hazard(style: &str) -> Option<&'static str> {
    let style = without_blanks(style);
    if style.contains("expression(") || style.contains("-moz-binding") || style.contains("behavior:") {
        return Some(SCRIPT);
    }
    let may_load = style.contains("@import")
        || style.contains("image-set(")
        || style.match_indices("url(").any(|(at, _)| !is_self_contained(url_argument(&style[at..])))
        || style.contains('\\');
    may_load.then_some(OUTSIDE)
}

/// The text behind the opening bracket and quote of `url("..`.
fn url_argument(style: &str) -> &str {
    style["url(".len()..].trim_start_matches(['"', '\''])
}

/// The text in lower case and without blanks and control characters, which browsers skip in the name of a scheme.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The size of a replaced element when neither the drawing nor the page gives one (CSS 2.1, section 10.3.2).
const DEFAULT_WIDTH: f64 = 300.0;
const DEFAULT_HEIGHT: f64 = 150.0;

/// The size that the root element states, in pixels, computed as browsers do: `width` and `height`, a missing one from the ratio
/// of the `viewBox`, else the `viewBox` itself. `None` if the root is no SVG, or a side is not between 0.5 and 100,000 pixels.
fn size(root: Node<'_, '_>) -> Option<PixelSize> {
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return None;
    }
    let view_box = root.attribute("viewBox").and_then(ViewBox::parse);
    let (width, height) = match (length(root.attribute("width")), length(root.attribute("height")), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(view_box)) => (width, width / view_box.ratio()),
        (Some(width), None, None) => (width, DEFAULT_HEIGHT),
        (None, Some(height), Some(view_box)) => (height * view_box.ratio(), height),
        (None, Some(height), None) => (DEFAULT_WIDTH, height),
        (None, None, Some(view_box)) => (view_box.width, view_box.height),
        (None, None, None) => (DEFAULT_WIDTH, DEFAULT_HEIGHT),
    };
    Some(PixelSize { width: whole_pixels(width)?, height: whole_pixels(height)? })
}

struct ViewBox {
    width: f64,
    height: f64,
}

impl ViewBox {
    /// Reads `0 0 200 100`. `None` unless there are four numbers and the last two are positive.
    fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<f64> = text.split([' ', ',', '\n', '\t']).filter_map(|number| number.parse().ok()).collect();
        match numbers[..] {
            [_, _, width, height] if width > 0.0 && height > 0.0 => Some(Self { width, height }),
            _ => None,
        }
    }

    fn ratio(&self) -> f64 {
        self.width / self.height
    }
}

fn whole_pixels(length: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100000")]
    let pixels = length.round().max(1.0) as u32;
    (0.5..=100_000.0).contains(&length).then_some(pixels)
}

/// A length in pixels of CSS. `None` for one that depends on the page, such as `100%` or `2em`.
fn length(value: Option<&str>) -> Option<f64> {
    let value = value?.trim();
    let units =
        [("px", 1.0), ("in", 96.0), ("cm", 96.0 / 2.54), ("mm", 96.0 / 25.4), ("pt", 96.0 / 72.0), ("pc", 16.0)];
    let unit = units.iter().find_map(|(unit, pixels)| Some((value.strip_suffix(unit)?, *pixels)));
    let (number, pixels_per_unit) = unit.unwrap_or((value, 1.0));
    number.trim().parse::<f64>().ok().map(|number| number * pixels_per_unit)
}
