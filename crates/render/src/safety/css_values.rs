//! Numbers, lengths and colours in the values of CSS declarations, as far as they can be told without a page.
//!
//! Lengths are in pixels on a small phone, unless somebody asks for those on a desktop: 16 pixels for an `em`, 3.2 for a hundredth of
//! the window's width. What a percentage is of, differs between properties, so it is given by whoever asks.

use cssparser::{ParseError, Parser, Token};

/// How many pixels a hundredth is, in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Percent {
    pixels: f32,
    window: Window,
}

impl Percent {
    /// Of the width of a text on a small phone.
    pub const OF_WIDTH: Self = Self::of(2.9);
    /// Of the width of a text on a desktop.
    pub const OF_WIDTH_ON_DESKTOP: Self = Self { pixels: 6.4, window: Window::DESKTOP };
    /// Of the size of letters.
    pub const OF_FONT: Self = Self::of(0.16);

    /// Of something else on a small phone.
    pub const fn of(pixels: f32) -> Self {
        Self { pixels, window: Window::PHONE }
    }
}

/// The pixels of a hundredth of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Window {
    width: f32,
    height: f32,
    /// Of the column of text in it.
    column: f32,
}

impl Window {
    const PHONE: Self = Self { width: 3.2, height: 6.4, column: 2.9 };
    const DESKTOP: Self = Self { width: 12.8, height: 9.0, column: 6.4 };
}

/// The numbers and lengths of a value, one for each of its parts that can be told: `0 auto 2rem` gives 0 and 32. Names are left
/// out, and so are parts that cannot be computed.
pub(super) fn lengths(value: &str, percent: Percent) -> Vec<f32> {
    parts(value, percent).into_iter().flatten().collect()
}

/// The numbers and lengths of a value; `None` for a part that is computed from something that cannot be told.
pub(super) fn parts(value: &str, percent: Percent) -> Vec<Option<f32>> {
    let mut parser = Parser::new(value);
    let mut found = Vec::new();
    while let Ok(token) = parser.next() {
        let part = match token {
            Token::Ident(_) | Token::Comma | Token::Delim(_) | Token::Hash(_) | Token::IDHash(_) => continue,
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                function_value(&name, &mut parser, percent)
            }
            token => single(token, percent),
        };
        found.push(part);
    }
    found
}

/// The functions of colours.
#[rustfmt::skip]
const COLOUR_FUNCTIONS: [&str; 13] = [
    "color", "color-mix", "contrast-color", "hsl", "hsla", "hwb", "lab", "lch", "light-dark", "oklab", "oklch", "rgb", "rgba",
];

/// Whether a length or a number of a value is computed from something that cannot be told. Colours are left out.
pub(super) fn has_unknown_length(value: &str) -> bool {
    let mut parser = Parser::new(value);
    while let Ok(token) = parser.next() {
        let is_known = match token {
            Token::Ident(_) | Token::Comma | Token::Delim(_) | Token::Hash(_) | Token::IDHash(_) => true,
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                COLOUR_FUNCTIONS.contains(&&*name) || function_value(&name, &mut parser, Percent::OF_FONT).is_some()
            }
            token => single(token, Percent::OF_FONT).is_some(),
        };
        if !is_known {
            return true;
        }
    }
    false
}

/// Whether a grid has a row or a column without a size, or with one that cannot be told. `minmax(0, 1fr)` has one.
pub(super) fn has_empty_track(tracks: &str) -> bool {
    has_empty_track_in(&mut Parser::new(tracks))
}

fn has_empty_track_in(parser: &mut Parser<'_>) -> bool {
    while let Ok(token) = parser.next() {
        let is_empty = match token {
            Token::Number { value, .. } | Token::Dimension { value, .. } => *value == 0.0,
            Token::Percentage { unit_value, .. } => *unit_value == 0.0,
            Token::Function(name) => match &*name.to_ascii_lowercase() {
                "fit-content" => false,
                name @ ("minmax" | "repeat") => {
                    let is_largest_size = name == "minmax";
                    let inside = parser.parse_nested_block(|nested| {
                        while is_largest_size && nested.next().is_ok_and(|token| *token != Token::Comma) {}
                        Ok::<_, ParseError<()>>(has_empty_track_in(nested))
                    });
                    inside.unwrap_or(true)
                }
                name => function_value(name, parser, Percent::OF_WIDTH).is_none_or(|size| size == 0.0),
            },
            _ => false,
        };
        if is_empty {
            return true;
        }
    }
    false
}

/// The first number of a value, such as that of `opacity`; a percentage as a fraction.
pub(super) fn first_number(value: &str) -> Option<f32> {
    let mut parser = Parser::new(value);
    while let Ok(token) = parser.next_including_whitespace() {
        match token {
            Token::Number { value, .. } | Token::Dimension { value, .. } => return Some(*value),
            Token::Percentage { unit_value, .. } => return Some(*unit_value),
            _ => {}
        }
    }
    None
}

/// The angles of a value in degrees, also those in functions.
pub(super) fn angles(value: &str) -> Vec<f32> {
    let mut found = Vec::new();
    collect_angles(&mut Parser::new(value), &mut found);
    found
}

fn collect_angles(parser: &mut Parser<'_>, found: &mut Vec<f32>) {
    while let Ok(token) = parser.next() {
        match token {
            Token::Dimension { value, unit, .. } => {
                let degrees = match &*unit.to_ascii_lowercase() {
                    "deg" => *value,
                    "turn" => *value * 360.0,
                    "grad" => *value * 0.9,
                    "rad" => value.to_degrees(),
                    _ => continue,
                };
                found.push(degrees);
            }
            Token::Function(_) | Token::ParenthesisBlock => {
                nested(parser, |nested| {
                    collect_angles(nested, found);
                    None
                });
            }
            _ => {}
        }
    }
}

/// The times of a value in seconds.
pub(super) fn seconds(value: &str) -> Vec<f32> {
    let mut parser = Parser::new(value);
    let mut found = Vec::new();
    while let Ok(token) = parser.next() {
        if let Token::Dimension { value, unit, .. } = token {
            match &*unit.to_ascii_lowercase() {
                "s" => found.push(*value),
                "ms" => found.push(*value / 1000.0),
                _ => {}
            }
        }
    }
    found
}

fn nested(parser: &mut Parser<'_>, read: impl FnOnce(&mut Parser<'_>) -> Option<f32>) -> Option<f32> {
    parser.parse_nested_block(|nested| Ok::<_, ParseError<()>>(read(nested))).ok().flatten()
}

/// The value of a function of lengths that begins here; `None` for other functions, and for what is no number.
fn function_value(name: &str, parser: &mut Parser<'_>, percent: Percent) -> Option<f32> {
    nested(parser, |nested| computed(name, nested, percent)).filter(|value| !value.is_nan())
}

/// The value of a function with these arguments.
fn computed(name: &str, parser: &mut Parser<'_>, percent: Percent) -> Option<f32> {
    // The part of the screen that a phone keeps for itself.
    if name == "env" {
        while parser.next().is_ok() {}
        return Some(0.0);
    }
    let mut arguments = vec![sum(parser, percent)?];
    // A sum ends at a comma.
    while parser.next().is_ok() {
        arguments.push(sum(parser, percent)?);
    }
    match (name.strip_prefix("-webkit-").unwrap_or(name), arguments.as_slice()) {
        ("calc", [value]) => Some(*value),
        ("min", values) => values.iter().copied().reduce(f32::min),
        ("max", values) => values.iter().copied().reduce(f32::max),
        ("clamp", [least, value, most]) => Some(value.min(*most).max(*least)),
        ("abs", [value]) => Some(value.abs()),
        _ => None,
    }
}

/// A sum up to a comma or the end of the parentheses.
fn sum(parser: &mut Parser<'_>, percent: Percent) -> Option<f32> {
    let mut total = product(parser, percent)?;
    loop {
        let state = parser.state();
        match parser.next() {
            Ok(Token::Delim('+')) => total += product(parser, percent)?,
            Ok(Token::Delim('-')) => total -= product(parser, percent)?,
            _ => {
                parser.reset(&state);
                return Some(total).filter(|total| !total.is_nan());
            }
        }
    }
}

fn product(parser: &mut Parser<'_>, percent: Percent) -> Option<f32> {
    let mut total = factor(parser, percent)?;
    loop {
        let state = parser.state();
        match parser.next() {
            Ok(Token::Delim('*')) => total *= factor(parser, percent)?,
            Ok(Token::Delim('/')) => total /= factor(parser, percent)?,
            _ => {
                parser.reset(&state);
                return Some(total).filter(|total| !total.is_nan());
            }
        }
    }
}

fn factor(parser: &mut Parser<'_>, percent: Percent) -> Option<f32> {
    let token = parser.next().ok()?.clone();
    match token {
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            function_value(&name, parser, percent)
        }
        Token::ParenthesisBlock => nested(parser, |nested| sum(nested, percent)),
        token => single(&token, percent),
    }
}

fn single(token: &Token<'_>, percent: Percent) -> Option<f32> {
    match token {
        Token::Number { value, .. } => Some(*value),
        Token::Percentage { unit_value, .. } => Some(*unit_value * 100.0 * percent.pixels),
        Token::Dimension { value, unit, .. } => Some(*value * pixels_of(&unit.to_ascii_lowercase(), percent.window)?),
        _ => None,
    }
}

fn pixels_of(unit: &str, window: Window) -> Option<f32> {
    Some(match unit {
        "px" => 1.0,
        "em" | "rem" | "ic" | "ric" => 16.0,
        "ch" | "ex" | "rch" | "rex" | "cap" | "rcap" => 8.0,
        "lh" | "rlh" => 24.0,
        "in" => 96.0,
        "cm" => 37.8,
        "mm" => 3.78,
        "q" => 0.94,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        _ => match unit.trim_start_matches(['s', 'l', 'd']) {
            "vw" | "vi" => window.width,
            "vh" | "vb" => window.height,
            "vmin" => window.width.min(window.height),
            "vmax" => window.width.max(window.height),
            "cqw" | "cqi" | "cqmin" => window.column,
            "cqh" | "cqb" | "cqmax" => window.height,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_values() {
        for (value, expected) in [
            ("0 auto 2rem", &[Some(0.0), Some(32.0)][..]),
            ("calc(1rem + 2 * (3px - 1px))", &[Some(20.0)]),
            ("calc(50% - 50vw)", &[Some(-15.0)]),
            ("clamp(1px, 2rem, 20px) 5", &[Some(20.0), Some(5.0)]),
            ("min(1px, 2rem, calc(3px))", &[Some(1.0)]),
            ("calc(1px / 0)", &[Some(f32::INFINITY)]),
            ("anchor(top) calc(1px + anchor(top))", &[None, None]),
            ("100svh", &[Some(640.0)]),
            ("calc(", &[None]),
            ("max(1rem, env(safe-area-inset-left, 2px))", &[Some(16.0)]),
        ] {
            assert_eq!(parts(value, Percent::OF_WIDTH), expected, "{value}");
        }
        assert_eq!(lengths("25vw 50%", Percent::OF_WIDTH_ON_DESKTOP), [320.0, 320.0]);
    }

    #[test]
    fn angles_and_times() {
        assert_eq!(angles("rotate(0.5turn) skew(-90deg)"), [180.0, -90.0]);
        assert_eq!(seconds("a 99999s ease 20ms both"), [99999.0, 0.02]);
    }
}
