//! Which CSS declarations hide an element: a block of declarations in, the one that hides out.
//!
//! It decides what a declaration hides by itself. Whether a rule of the cascade takes it back is not looked at: a theme has no
//! reason to hide a safety notice and to show it again.

use std::collections::BTreeMap;

use cssparser::{ParseError, Parser, ToCss, Token};

use super::hiding_rules::closing;

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
    let style = plain(style);
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let declarations: Vec<Declaration> = declarations.map(|(property, value)| declaration(property, value)).collect();
    let effects = BlockEffects::of(&declarations, &CustomProperties::new(), &[]);
    effects.hides.or(effects.hides_if_clipped.filter(|_| effects.clips))
}

/// A declaration from its two parts.
pub(super) fn declaration(property: &str, value: &str) -> Declaration {
    let value = value.trim();
    let important =
        value.to_ascii_lowercase().rfind("!").filter(|at| value[at + 1..].trim().eq_ignore_ascii_case("important"));
    let value = important.map_or(value, |at| value[..at].trim_end());
    Declaration { property: property.trim().to_ascii_lowercase(), value: value.to_owned() }
}

/// What a block of declarations does to an element. Each declaration is as written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BlockEffects {
    /// The declaration that hides it.
    pub hides: Option<String>,
    /// The declaration that hides it if a declaration clips what does not fit into it.
    pub hides_if_clipped: Option<String>,
    /// The declaration that gives its text the colour of the page.
    pub hides_on_page: Option<String>,
    /// Whether what does not fit into it is clipped.
    pub clips: bool,
    /// Whether it has a background of its own.
    pub paints: bool,
}

impl BlockEffects {
    /// `page_backgrounds` are the backgrounds of the page, as style sheets write them.
    pub fn of(block: &[Declaration], custom: &CustomProperties, page_backgrounds: &[String]) -> Self {
        let background = block.iter().rfind(|found| ["background-color", "background"].contains(&&*found.property));
        let background = background.map(|found| plain(&found.value));
        let mut effects = Self { paints: background.is_some(), ..Self::default() };
        for declaration in block {
            let property = declaration.property.strip_prefix("-webkit-").unwrap_or(&declaration.property);
            let plain_value = plain(&declaration.value);
            let is_background = |colour: &String| background.as_ref().is_some_and(|background| background == colour);
            for value in substituted(&plain_value, custom) {
                effects.clips |=
                    property.starts_with("overflow") && ["hidden", "clip"].iter().any(|word| value.contains(word));
                if hides(property, &value) || (property == "color" && is_background(&value)) {
                    effects.hides.get_or_insert_with(|| declaration.words());
                }
                if is_too_small_for_text(property, &value) {
                    effects.hides_if_clipped.get_or_insert_with(|| declaration.words());
                }
            }
            if property == "color" && page_backgrounds.contains(&plain_value) {
                effects.hides_on_page.get_or_insert_with(|| declaration.words());
            }
        }
        effects
    }
}

/// A value in lower case, without comments and escapes, and with single blanks.
pub(super) fn plain(value: &str) -> String {
    let mut plain_value = String::with_capacity(value.len());
    write_plain(&mut Parser::new(value), &mut plain_value);
    plain_value.trim().to_owned()
}

fn write_plain(parser: &mut Parser<'_>, written: &mut String) {
    while let Ok(token) = parser.next_including_whitespace() {
        let end = match token {
            Token::Ident(name) => {
                written.push_str(&name.to_ascii_lowercase());
                continue;
            }
            Token::Function(name) => {
                written.push_str(&name.to_ascii_lowercase());
                written.push('(');
                ')'
            }
            Token::ParenthesisBlock => {
                written.push('(');
                ')'
            }
            Token::WhiteSpace(_) => {
                if !written.ends_with(['(', ',', ' ']) {
                    written.push(' ');
                }
                continue;
            }
            token => {
                written.push_str(&token.to_css_string().to_ascii_lowercase());
                continue;
            }
        };
        let _ = parser.parse_nested_block(|nested| {
            write_plain(nested, written);
            Ok::<_, ParseError<()>>(())
        });
        written.truncate(written.trim_end().len());
        written.push(end);
    }
}

/// More values than these are not tried for one declaration.
const MAX_VALUES: usize = 64;

/// A plain value with each `var(--name)` replaced: one result for each value that the property has somewhere, or its fallback.
fn substituted(value: &str, custom: &CustomProperties) -> Vec<String> {
    let mut complete = Vec::new();
    let mut open = vec![value.to_owned()];
    // Each step replaces one `var()`. A property that is made of itself would never come to an end.
    for _ in 0..MAX_VALUES {
        let Some(value) = open.pop() else { break };
        let Some(start) = value.find("var(") else {
            complete.push(value);
            continue;
        };
        let length = closing(&value[start + 3..]);
        let Some(inside) = value[start..].get(4..(length + 2).max(4)) else { continue };
        let (name, fallback) = inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest)));
        let values = custom.get(name.trim()).map(Vec::as_slice).unwrap_or_default().iter().map(|value| plain(value));
        let replacements = values.chain(fallback.map(|fallback| fallback.trim().to_owned()));
        let (before, after) = (&value[..start], &value[start + 3 + length..]);
        open.extend(replacements.map(|replacement| format!("{before}{replacement}{after}")).take(MAX_VALUES));
    }
    complete
}

/// A length is as good as nothing up to this number of pixels.
const NO_PIXELS: f32 = 2.0;
/// A box lower or narrower than this has no room for a line of text.
const LINE_PIXELS: f32 = 18.0;
/// An element is outside the page if it is moved by this number of pixels.
const FAR_PIXELS: f32 = 800.0;

/// Whether a declaration hides an element. `property` has no prefix of a browser.
fn hides(property: &str, value: &str) -> bool {
    match property {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "content-visibility" => value == "hidden",
        // A computed opacity has no other use than to look harmless.
        "opacity" => value.contains('(') || first_number(value).is_some_and(|number| number < 0.5),
        "filter" => {
            value.split_once("opacity(").and_then(|(_, rest)| first_number(rest)).is_some_and(|number| number < 0.5)
        }
        "clip" => value.starts_with("rect(") && lengths(value).iter().all(|length| length.abs() <= NO_PIXELS),
        "clip-path" => clips_everything(value),
        "mask" | "mask-image" => value.contains('('),
        "line-clamp" => value != "none",
        "font-size" | "font" => length_of(value, FONT_PERCENT).is_some_and(|length| length < 6.0),
        "letter-spacing" | "word-spacing" => lengths(value).first().is_some_and(|length| *length < -4.0),
        "zoom" | "scale" => numbers(value).iter().any(|number| *number < 0.3),
        "text-security" => value != "none",
        "unicode-bidi" => value.ends_with("override"),
        "text-stroke" | "text-stroke-width" => lengths(value).first().is_some_and(|length| *length > 2.0),
        "transform" => is_squeezed(value) || (value.contains("translate") && is_far(value)),
        "rotate" => value.starts_with(['x', 'y']) && is_edge_on(value),
        "translate" | "text-indent" | "left" | "right" | "top" | "bottom" => is_far(value),
        "color" | "text-fill-color" => is_transparent(value),
        // A large positive margin only moves the element down.
        _ if property.starts_with("margin") => lengths(value).iter().any(|length| *length <= -FAR_PIXELS),
        _ => property.starts_with("inset") && is_far(value),
    }
}

/// Whether a declaration leaves no room for a line of text.
fn is_too_small_for_text(property: &str, value: &str) -> bool {
    let sides = ["width", "height", "inline-size", "block-size"];
    let is_size = sides.contains(&property.strip_prefix("max-").unwrap_or(property));
    is_size && length_of(value, PERCENT).is_some_and(|length| length < LINE_PIXELS)
}

/// Whether a transformation makes an element small, or turns it so that its edge is to the reader.
fn is_squeezed(value: &str) -> bool {
    let arguments = |name: &&str| Some(value.split_once(name)?.1.split(')').next()?.replace(',', " "));
    let factors = ["scale(", "scalex(", "scaley(", "scale3d("].iter().filter_map(arguments);
    let is_small = factors.flat_map(|arguments| numbers(&arguments)).any(|factor| factor < 0.3);
    let of_matrix = ["matrix("].iter().filter_map(arguments).filter_map(|arguments| first_number(&arguments));
    is_small
        || of_matrix.into_iter().any(|factor| factor < 0.3)
        || ["rotatex(", "rotatey(", "rotate3d("]
            .iter()
            .filter_map(|name| value.split_once(name))
            .any(|(_, rest)| is_edge_on(rest))
}

/// Whether the angle of a value turns a sheet of paper so that its edge is to the reader.
fn is_edge_on(value: &str) -> bool {
    let mut parser = Parser::new(value);
    while let Ok(token) = parser.next() {
        let Token::Dimension { value, unit, .. } = token else { continue };
        let degrees = match &*unit.to_ascii_lowercase() {
            "deg" => *value,
            "turn" => *value * 360.0,
            "grad" => *value * 0.9,
            "rad" => value.to_degrees(),
            _ => continue,
        };
        return (80.0..=100.0).contains(&(degrees.abs() % 180.0));
    }
    false
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
        "rect" | "xywh" | "path" => lengths(arguments).iter().all(|length| *length <= NO_PIXELS),
        "polygon" => {
            let mut points = arguments.trim_end_matches(')').split(',').map(str::trim);
            points.next().is_some_and(|first| points.all(|point| point == first))
        }
        _ => false,
    }
}

/// The numbers of a value.
fn numbers(value: &str) -> Vec<f32> {
    value.split_ascii_whitespace().filter_map(first_number).collect()
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

/// What a hundredth of the width of the text, and of a font's size, is taken to be in pixels.
const PERCENT: f32 = 8.0;
const FONT_PERCENT: f32 = 0.16;

/// The lengths of a value in pixels, with 16 pixels for an `em` and 10 for a hundredth of the window. Other units are left out.
fn lengths(value: &str) -> Vec<f32> {
    let mut pixels = Vec::new();
    collect_lengths(&mut Parser::new(value), PERCENT, &mut pixels);
    pixels
}

/// The first length of a value. `None` without one, or if it has to be computed.
fn length_of(value: &str, percent: f32) -> Option<f32> {
    let mut pixels = Vec::new();
    collect_lengths(&mut Parser::new(value), percent, &mut pixels);
    let compare = |a: &f32, b: &f32| a.total_cmp(b);
    match value.split_once('(').map(|(name, _)| name.trim()) {
        None => pixels.first().copied(),
        Some("min") => pixels.into_iter().min_by(compare),
        Some("max" | "clamp") => pixels.into_iter().max_by(compare),
        Some(_) => None,
    }
}

fn collect_lengths(parser: &mut Parser<'_>, percent: f32, found: &mut Vec<f32>) {
    while let Ok(token) = parser.next() {
        match token {
            Token::Number { value, .. } if *value == 0.0 => found.push(0.0),
            Token::Percentage { unit_value, .. } => found.push(*unit_value * 100.0 * percent),
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
                    collect_lengths(nested, percent, found);
                    Ok::<_, ParseError<()>>(())
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

    const HIDING: &[&str] = &[
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
        "display: n\\6fne",
        "display: none/* */",
        "/**/ display: none",
        "display: var(--a, none)",
        "font: 0/0 serif",
        "font-size: 0%",
        "font-size: min(1px, 2rem)",
        "left: -300%",
        "top: 100%",
        "translate: -500%",
        "left: calc(0px - 9999px)",
        "max-height: 1em; overflow: hidden",
        "-webkit-line-clamp: 1",
        "-webkit-mask: linear-gradient(#0000, #0000)",
        "filter: blur(1px) opacity(0)",
        "transform: rotateY(90deg)",
        "transform: matrix(0, 0, 0, 0, 0, 0)",
        "rotate: x 0.25turn",
        "letter-spacing: -1em",
        "opacity: calc(1 - 1)",
        "scale: 1 0",
        "transform: scale3d(1, 0, 1)",
        "transform: scaleX(-1)",
        "clip-path: xywh(0 0 0 0)",
        "-webkit-text-security: disc",
        "direction: rtl; unicode-bidi: bidi-override",
        "-webkit-text-stroke: 12px white",
    ];

    const SHOWING: &[&str] = &[
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
        "font: 400 1rem/1.2 serif",
        "font-size: calc(1px + 1vw)",
        "font-size: max(0px, 1rem)",
        "font-size: 80%",
        "translate: -50% -50%",
        "rotate: 90deg",
        "transform: matrix(1, 0, 0, 1, 0, 0)",
        "letter-spacing: -.02em",
        "display: var(--a)",
        "margin-bottom: 80vh",
        "height: 1.2em; overflow: hidden",
        "max-height: 40em",
        "mask: none",
    ];

    #[test]
    fn declarations_that_hide_and_others() {
        for style in HIDING {
            assert!(hidden(style), "{style}");
        }
        for style in SHOWING {
            assert!(!hidden(style), "{style}");
        }
    }

    #[test]
    fn a_value_behind_custom_properties() {
        let pairs = [("--shown", "block"), ("--shown", "none"), ("--chain", "var(--shown)"), ("--loop", "var(--loop)")];
        let mut custom = CustomProperties::new();
        for (name, value) in pairs {
            custom.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        let hides = |value: &str| BlockEffects::of(&[declaration("display", value)], &custom, &[]).hides;
        assert_eq!(hides("var(--shown)").as_deref(), Some("display: var(--shown)"));
        assert_eq!(hides("VAR(--chain)").as_deref(), Some("display: VAR(--chain)"));
        assert_eq!(hides("var(--other, none)").as_deref(), Some("display: var(--other, none)"));
        assert!(hides("var(--other, var(--chain))").is_some());
        assert_eq!(hides("var(--loop)"), None);
        assert_eq!(hides("var("), None);
    }

    #[test]
    fn the_colour_of_the_page() {
        let backgrounds = ["var(--paper)".to_owned()];
        let block = [declaration("color", "var( --paper )")];
        let effects = BlockEffects::of(&block, &CustomProperties::new(), &backgrounds);
        assert_eq!(effects.hides_on_page.as_deref(), Some("color: var( --paper )"));
        assert!(BlockEffects::of(&[declaration("background", "red")], &CustomProperties::new(), &backgrounds).paints);
    }
}
