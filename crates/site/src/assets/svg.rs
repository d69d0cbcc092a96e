//! An SVG file in, a [`Drawing`] out, or the [`ImageDefect`] for which it is not published; and the same file without what its
//! editor wrote about it.
//!
//! An `<img>` runs no scripts, but a reader can open the file by its own address, and then it runs in the origin of the site.
//! So a drawing with a script, a handler, foreign content or a reference to another address is refused as a whole: the author
//! learns of it, and nothing is removed silently. A file that is not read from its first to its last byte is refused too: browsers
//! may read in it what we do not.

use roxmltree::{Document, Node, ParsingOptions};

use wellpress_diagnostics::{Source, Span};

use super::images::{ImageDefect, PixelSize};
use super::svg_hazards::{HazardAt, node_hazard, prologue_hazard};
use super::svg_metadata::{self, SVG};

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

/// More nodes than any drawing has; the limit bounds the memory that a hostile file can take.
const MAX_NODES: u32 = 2_000_000;

/// A file that contains nothing but a drawing.
pub(super) struct Drawing {
    pub size: PixelSize,
    /// Whether [`without_metadata`] would take something out.
    pub has_metadata: bool,
}

pub(super) fn inspect(bytes: &[u8]) -> Result<Drawing, ImageDefect> {
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(bytes))?;
    // Before the parser sees it: entities that contain each other would make it expand a small file without end.
    if let Some(hazard) = prologue_hazard(text) {
        return Err(located(hazard, text));
    }
    let document = parse(text).map_err(|error| match error {
        roxmltree::Error::UnexpectedEndOfStream | roxmltree::Error::UnclosedRootNode => ImageDefect::CutShort,
        _ => ImageDefect::Unreadable,
    })?;
    if let Some(hazard) = document.descendants().find_map(node_hazard) {
        return Err(located(hazard, text));
    }
    let size = size(document.root_element()).ok_or(ImageDefect::Unreadable)?;
    Ok(Drawing { size, has_metadata: !svg_metadata::edits(&document).is_empty() })
}

/// The file without editor metadata. `None` for a file that [`inspect`] refuses.
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let document = parse(text).ok()?;
    Some(svg_metadata::apply(text, svg_metadata::edits(&document)).into_bytes())
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

/// Text in another encoding has its own message: the author sees nothing wrong in it. A packed file is no text.
fn not_utf8(bytes: &[u8]) -> ImageDefect {
    let is_text = bytes.starts_with(b"<") || bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(b"\xFF\xFE");
    if is_text { ImageDefect::NotUtf8 } else { ImageDefect::Unreadable }
}

fn located(HazardAt { description, offset }: HazardAt, text: &str) -> ImageDefect {
    let offset = offset.min(text.len());
    let location = Source::new("", text).locate(Span::new(offset..offset));
    ImageDefect::ActiveContent(SvgHazard { description, line: location.line, column: location.column })
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
