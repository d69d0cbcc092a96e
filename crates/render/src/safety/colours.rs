//! Colours of texts and backgrounds, as far as the values of declarations tell them.

use csscolorparser::Color;

use super::plain_values::{CustomProperties, substituted};
use super::selectors::split_at_commas;

/// A background of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Background {
    /// One colour, whatever else the style sheets say.
    Colour(String),
    /// A picture, or a colour that cannot be told.
    Unknown,
    /// It shows what is behind the element.
    Nothing,
}

impl Background {
    /// The background with this plain value.
    pub fn of(value: &str, custom: &CustomProperties) -> Self {
        match substituted(value, custom).as_deref() {
            Some([value]) if UNPAINTED.contains(&value.as_str()) => Self::Nothing,
            Some([value]) if csscolorparser::parse(value).is_ok_and(|colour| colour.a > 0.9) => {
                Self::Colour(value.clone())
            }
            _ => Self::Unknown,
        }
    }

    /// Whether text of this colour cannot be told from it.
    pub fn hides(&self, colour: &str) -> bool {
        match self {
            Self::Colour(background) => is_same_colour(colour, background),
            Self::Unknown | Self::Nothing => false,
        }
    }
}

/// The values of a background that show what is behind the element.
const UNPAINTED: [&str; 6] = ["none", "transparent", "initial", "unset", "revert", "revert-layer"];

/// The colours that a value may stand for: those of both schemes in `light-dark()`.
pub(super) fn shades(value: &str) -> Vec<&str> {
    match value.strip_prefix("light-dark(").and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => split_at_commas(inside),
        None => vec![value],
    }
}

/// Whether a colour is computed from others, or in another way that is not known: `color-mix(in srgb, white, black)`.
pub(super) fn is_computed_from_others(colour: &str) -> bool {
    colour.contains('(') && csscolorparser::parse(colour).is_err()
}

/// The least contrast at which two colours are told apart at all.
const MIN_CONTRAST: f32 = 1.3;

/// Whether text of a colour cannot be told from this background, as far as the two are known.
pub(super) fn is_same_colour(colour: &str, background: &str) -> bool {
    let same_words = colour == background && background != "transparent";
    let ratio = |colour: Color, background: Color| {
        let (a, b) = (luminance(&colour), luminance(&background));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    let known = csscolorparser::parse(colour).ok().zip(csscolorparser::parse(background).ok());
    let is_solid = |(_, background): &(Color, Color)| background.a > 0.9;
    same_words || known.filter(is_solid).is_some_and(|(colour, background)| ratio(colour, background) < MIN_CONTRAST)
}

/// The relative luminance of WCAG 2.2.
fn luminance(colour: &Color) -> f32 {
    let [red, green, blue, _] = colour.to_linear_rgba();
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

pub(super) fn is_transparent(colour: &str) -> bool {
    csscolorparser::parse(colour).is_ok_and(|colour| colour.a < 0.3)
}
