//! [`Drawing`]: the shapes of a chart as SVG.
//!
//! A drawing is as wide as the text on a narrow phone, so that its letters can be read there; wider windows enlarge it a little. Colours
//! are that of the text, and all shapes differ in form.

use std::fmt::Write as _;

use crate::escape::{attribute, text};

/// The width of a drawing, in its own units, which are pixels on a narrow phone.
pub(super) const WIDTH: f64 = 320.0;

/// The size of its letters.
const FONT_SIZE: f64 = 13.0;

/// How strong the lines behind the numbers are.
pub(super) const FAINT: &str = "stroke-opacity=\".2\"";

/// A line that shows numbers. Style sheets may colour what has its class.
pub(super) const STRONG: &str = "class=\"mark\" stroke-width=\"2\"";

/// Where a text is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// The form of a series, by its number.
pub(super) const DASHES: [&str; 4] = ["", "7 3", "2 3", "9 3 2 3"];

/// How bars of a series are filled, by its number.
pub(super) const FILLS: [&str; 3] =
    ["fill=\"currentColor\"", "fill=\"none\"", "fill=\"currentColor\" fill-opacity=\".35\""];

/// An SVG in the making.
#[derive(Default)]
pub(super) struct Drawing {
    shapes: String,
}

/// The width of a text, roughly: wide letters of one word make up for narrow ones of another.
pub(super) fn text_width(words: &str) -> f64 {
    let letters: usize = words.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum();
    #[expect(clippy::cast_precision_loss, reason = "no label has 2^52 letters")]
    let letters = letters as f64;
    letters * 0.6 * FONT_SIZE
}

/// A text that fits into a width, cut if it has to be.
pub(super) fn fitted(words: &str, width: f64) -> String {
    if text_width(words) <= width {
        return words.to_owned();
    }
    let mut cut = String::new();
    for letter in words.chars() {
        if text_width(&cut) + text_width("m…") > width {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}

impl Drawing {
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), attributes: &str) {
        let _ = write!(
            self.shapes,
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"currentColor\" {attributes}/>",
            from.0, from.1, to.0, to.1
        );
    }

    /// A line through points; `None` interrupts it.
    pub fn polyline(&mut self, points: &[Option<(f64, f64)>], dashes: &str) {
        self.shapes.push_str(
            "<path class=\"mark\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\" ",
        );
        if !dashes.is_empty() {
            let _ = write!(self.shapes, "stroke-dasharray=\"{dashes}\" ");
        }
        self.shapes.push_str("d=\"");
        let mut command = 'M';
        for point in points {
            match point {
                Some((x, y)) => {
                    let _ = write!(self.shapes, "{command}{x:.1} {y:.1}");
                    command = 'L';
                }
                None => command = 'M',
            }
        }
        self.shapes.push_str("\"/>");
    }

    /// A mark at a point, in the form of a series.
    pub fn marker(&mut self, (x, y): (f64, f64), series: usize) {
        let shape = match series {
            0 => "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
            1 => "m-3-3h6v6h-6z",
            2 => "m0-4l4 7h-8z",
            _ => "m0-4.5l4.5 4.5l-4.5 4.5l-4.5-4.5z",
        };
        let _ = write!(self.shapes, "<path d=\"M{x:.1} {y:.1}{shape}\" class=\"mark\" fill=\"currentColor\"/>");
    }

    /// A bar with corners at two points, in the form of a series.
    pub fn bar(&mut self, from: (f64, f64), to: (f64, f64), series: usize) {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        let _ = write!(
            self.shapes,
            "<rect class=\"mark\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" stroke=\"currentColor\" {}/>",
            FILLS[series % FILLS.len()]
        );
    }

    pub fn label(&mut self, (x, y): (f64, f64), anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Left => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::Right => " text-anchor=\"end\"",
        };
        let _ = write!(self.shapes, "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>");
        text(&mut self.shapes, words);
        self.shapes.push_str("</text>");
    }

    /// Appends the drawing as a picture with a description. Letters of any language are laid out from left to right around their
    /// points; within a label the language decides.
    pub fn finish(self, html: &mut String, height: f64, description: &str) {
        let _ = write!(
            html,
            "<svg class=\"chart-drawing\" role=\"img\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"480\" height=\"{:.0}\" direction=\"ltr\" font-size=\"{FONT_SIZE}\" fill=\"currentColor\" aria-label=\"",
            height * 1.5
        );
        attribute(html, description);
        let _ = writeln!(html, "\">{}</svg>", self.shapes);
    }

    /// Appends the drawing as a part of a key that words explain.
    pub fn finish_sample(self, html: &mut String) {
        let _ = write!(
            html,
            "<svg aria-hidden=\"true\" viewBox=\"0 0 36 14\" width=\"36\" height=\"14\" fill=\"currentColor\">{}</svg>",
            self.shapes
        );
    }
}
