//! Which CSS declarations hide an element: a block of declarations in, the one that hides out.
//!
//! It decides what a declaration hides by itself. Whether a rule of the cascade takes it back is not looked at: a theme has no
//! reason to hide a safety notice and to show it again.

use std::collections::BTreeMap;

use cssparser::{Parser, Token};

/// The values that a style sheet gives to each custom property, from all its rules.
pub(super) type CustomProperties = BTreeMap<String, Vec<String>>;

/// A declaration as written, without `!important`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    /// In lower case.
    pub property: String,
    pub value: String,
}

impl Declaration {
    fn words(&self) -> String {
        format!("{}: {}", self.property, self.value)
    }
}

/// The declaration of a `style` attribute that hides its element.
pub(super) fn hiding_in_attribute(style: &str) -> Option<String> {
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let declarations: Vec<Declaration> = declarations.map(|(property, value)| declaration(property, value)).collect();
    hiding(&declarations, &CustomProperties::new())
}

/// A declaration from its two parts.
pub(super) fn declaration(property: &str, value: &str) -> Declaration {
    let value = value.trim();
    let important =
        value.to_ascii_lowercase().rfind("!").filter(|at| value[at + 1..].trim().eq_ignore_ascii_case("important"));
    let value = important.map_or(value, |at| value[..at].trim_end());
    Declaration { property: property.trim().to_ascii_lowercase(), value: value.to_owned() }
}

/// The first declaration of a block that hides the element.
pub(super) fn hiding(block: &[Declaration], custom: &CustomProperties) -> Option<String> {
    let value_of = |property: &str| {
        block.iter().rfind(|found| found.property == property).map(|found| found.value.to_ascii_lowercase())
    };
    let clips = ["overflow", "overflow-x", "overflow-y", "overflow-block", "overflow-inline"];
    let is_clipped = clips
        .iter()
        .filter_map(|property| value_of(property))
        .any(|value| value.contains("hidden") || value.contains("clip"));
    let background = value_of("background-color").or_else(|| value_of("background"));
    let hides = |declaration: &&Declaration| {
        let values = substituted(&declaration.value.to_ascii_lowercase(), custom);
        values.iter().any(|value| hides(&declaration.property, value, is_clipped, background.as_deref()))
    };
    block.iter().find(hides).map(Declaration::words)
}

/// A value with each `var(--name)` replaced: one result for each value that the property has somewhere.
fn substituted(value: &str, custom: &CustomProperties) -> Vec<String> {
    let Some(start) = value.find("var(") else { return vec![value.to_owned()] };
    let Some(length) = value[start..].find(')') else { return vec![value.to_owned()] };
    let name = value[start + 4..start + length].split(',').next().unwrap_or_default().trim();
    let values = custom.get(name).map(Vec::as_slice).unwrap_or_default();
    // A property that is made of another one is left to a browser.
    values.iter().map(|found| format!("{}{found}{}", &value[..start], &value[start + length + 1..])).collect()
}

/// A length is as good as nothing up to this number of pixels.
const NO_PIXELS: f32 = 2.0;
/// An element is outside the page if it is moved by this number of pixels.
const FAR_PIXELS: f32 = 800.0;

fn hides(property: &str, value: &str, is_clipped: bool, background: Option<&str>) -> bool {
    match property {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "content-visibility" => value == "hidden",
        "opacity" => first_number(value).is_some_and(|number| number < 0.5),
        "filter" => value.strip_prefix("opacity(").and_then(first_number).is_some_and(|number| number < 0.5),
        "clip" => value.starts_with("rect(") && lengths(value).iter().all(|length| length.abs() <= NO_PIXELS),
        "clip-path" => clips_everything(value),
        "font-size" => lengths(value).first().is_some_and(|length| *length < 6.0),
        "zoom" => first_number(value).is_some_and(|number| number < 0.5),
        "width" | "height" | "max-width" | "max-height" | "inline-size" | "block-size" | "max-inline-size"
        | "max-block-size" => is_clipped && lengths(value).first().is_some_and(|length| *length <= NO_PIXELS),
        "scale" => first_number(value).is_some_and(|number| number < 0.3),
        "transform" => {
            let scales = ["scale(", "scalex(", "scaley(", "scale3d("];
            let is_scaled =
                scales.iter().filter_map(|name| value.split_once(name)).filter_map(|(_, rest)| first_number(rest));
            is_scaled.into_iter().any(|number| number < 0.3) || (value.contains("translate") && is_far(value))
        }
        "translate"
        | "text-indent"
        | "left"
        | "right"
        | "top"
        | "bottom"
        | "inset"
        | "inset-inline"
        | "inset-block"
        | "inset-inline-start"
        | "inset-inline-end"
        | "inset-block-start"
        | "inset-block-end"
        | "margin"
        | "margin-left"
        | "margin-right"
        | "margin-top"
        | "margin-bottom"
        | "margin-inline"
        | "margin-inline-start"
        | "margin-inline-end"
        | "margin-block"
        | "margin-block-start"
        | "margin-block-end" => is_far(value),
        "color" => is_transparent(value) || background.is_some_and(|background| background == value),
        "-webkit-text-fill-color" => is_transparent(value),
        _ => false,
    }
}

fn is_far(value: &str) -> bool {
    lengths(value).iter().any(|length| length.abs() >= FAR_PIXELS)
}

fn is_transparent(value: &str) -> bool {
    let is_clear = |alpha: &str| first_number(alpha).is_some_and(|alpha| alpha < 0.3);
    let hexadecimal = value.strip_prefix('#').filter(|digits| digits.is_ascii());
    match hexadecimal.map(|digits| (digits.len(), digits)) {
        Some((4, digits)) => matches!(digits.as_bytes()[3], b'0'..=b'4'),
        Some((8, digits)) => u8::from_str_radix(&digits[6..], 16).is_ok_and(|alpha| alpha < 77),
        _ => {
            let alpha = value.rsplit_once('/').map(|(_, alpha)| alpha);
            let is_old_form = value.starts_with("rgba(") || value.starts_with("hsla(");
            let alpha = alpha.or_else(|| value.rsplit_once(',').filter(|_| is_old_form).map(|(_, alpha)| alpha));
            value == "transparent" || alpha.is_some_and(|alpha| value.contains('(') && is_clear(alpha))
        }
    }
}

/// Whether a `clip-path` leaves nothing: `inset(50%)`, `circle(0)`, a polygon without a surface.
fn clips_everything(value: &str) -> bool {
    let Some((shape, arguments)) = value.split_once('(') else { return false };
    let percent = arguments.split_once('%').and_then(|(before, _)| first_number(before.rsplit([' ', ',']).next()?));
    match shape.trim() {
        "inset" => {
            percent.is_some_and(|percent| percent >= 50.0)
                || lengths(arguments).first().is_some_and(|length| *length >= FAR_PIXELS)
        }
        "circle" | "ellipse" => match percent {
            Some(percent) => percent < 5.0,
            None => lengths(arguments).first().is_some_and(|radius| *radius <= NO_PIXELS),
        },
        "polygon" => {
            let mut points = arguments.trim_end_matches(')').split(',').map(str::trim);
            points.next().is_some_and(|first| points.all(|point| point == first))
        }
        _ => false,
    }
}

/// The first number of a value; that of a percentage as a fraction in values that take both.
fn first_number(value: &str) -> Option<f32> {
    let mut parser = Parser::new(value);
    while let Ok(token) = parser.next_including_whitespace() {
        match token {
            Token::Number { value, .. } => return Some(*value),
            Token::Percentage { unit_value, .. } => return Some(*unit_value),
            Token::Dimension { value, .. } => return Some(*value),
            _ => {}
        }
    }
    None
}

/// The lengths of a value in pixels, with 16 pixels for an `em` and 10 for a hundredth of the window. Other units and
/// percentages are left out.
fn lengths(value: &str) -> Vec<f32> {
    let mut found = Vec::new();
    collect_lengths(&mut Parser::new(value), &mut found);
    found
}

fn collect_lengths(parser: &mut Parser<'_>, found: &mut Vec<f32>) {
    while let Ok(token) = parser.next() {
        match token {
            Token::Number { value, .. } if *value == 0.0 => found.push(0.0),
            Token::Dimension { value, unit, .. } => match &*unit.to_ascii_lowercase() {
                "px" => found.push(*value),
                "em" | "rem" | "ch" | "ex" | "lh" | "rlh" => found.push(*value * 16.0),
                "vw" | "vh" | "vi" | "vb" | "vmax" | "vmin" | "dvw" | "dvh" => found.push(*value * 10.0),
                "in" => found.push(*value * 96.0),
                "cm" => found.push(*value * 38.0),
                "mm" => found.push(*value * 3.8),
                "pt" => found.push(*value * 4.0 / 3.0),
                _ => {}
            },
            Token::Function(_) | Token::ParenthesisBlock => {
                let _ = parser.parse_nested_block(|nested| {
                    collect_lengths(nested, found);
                    Ok::<_, cssparser::ParseError<()>>(())
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(style: &str) -> bool {
        hiding_in_attribute(style).is_some()
    }

    #[test]
    fn declarations_that_hide() {
        for style in [
            "display: none",
            "DISPLAY:NONE !important",
            "color: red; visibility: hidden",
            "opacity: 0",
            "opacity: 5%",
            "content-visibility: hidden",
            "clip: rect(0 0 0 0)",
            "clip: rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
            "clip-path: inset(100%)",
            "clip-path: inset(0 0 100% 0)",
            "clip-path: circle(0)",
            "clip-path: polygon(0 0, 0 0)",
            "font-size: 0",
            "font-size: 1px",
            "height: 0; overflow: hidden",
            "max-height: 1px; overflow-y: clip",
            "width: 0; overflow: hidden",
            "transform: scale(0)",
            "transform: translateX(-9999px)",
            "scale: 0",
            "translate: -100vw",
            "text-indent: -9999px",
            "position: absolute; left: -9999px",
            "margin-left: -100em",
            "color: transparent",
            "color: #fff0",
            "color: rgb(0 0 0 / 0)",
            "color: rgba(0, 0, 0, .1)",
            "color: #fff; background: #fff",
            "filter: opacity(0)",
            "zoom: 0",
            "-webkit-text-fill-color: transparent",
            "inset: 0 auto auto -5000px",
        ] {
            assert!(hidden(style), "{style}");
        }
    }

    #[test]
    fn declarations_that_show() {
        for style in [
            "display: block",
            "visibility: visible",
            "opacity: .9",
            "opacity: 100%",
            "height: 0",
            "overflow: hidden",
            "max-height: 40em; overflow: hidden",
            "font-size: .75rem",
            "font-size: 12px",
            "clip-path: inset(0)",
            "clip-path: circle(50%)",
            "transform: translateY(-4px)",
            "transform: scale(1.02)",
            "margin-left: -1rem",
            "left: 0",
            "color: #333",
            "color: rgb(0 0 0 / .9)",
            "color: #ffff",
            "color: #fff; background: #000",
            "text-indent: 2em",
            "transform: rotate(90deg)",
            "width: 100%; overflow: hidden",
            "",
            "display",
            "zoom: 1",
        ] {
            assert!(!hidden(style), "{style}");
        }
    }

    #[test]
    fn a_value_behind_a_custom_property() {
        let custom = CustomProperties::from([("--shown".to_owned(), vec!["block".to_owned(), "none".to_owned()])]);
        let hiding = |value: &str| hiding(&[declaration("display", value)], &custom);
        assert_eq!(hiding("var(--shown)").as_deref(), Some("display: var(--shown)"));
        assert_eq!(hiding("var(--other, none)"), None);
    }
}
