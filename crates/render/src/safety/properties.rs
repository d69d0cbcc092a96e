//! What CSS properties do to the text of an element: a property and its value in, an [`Effect`] out.
//!
//! The table names the properties that keep text readable, with the values that do. Whatever it does not name may hide text, so that
//! a property which browsers learn tomorrow cannot hide a notice unseen. What sizes, colours of other elements and the order of
//! boxes do is left to the browser.

use super::css_values::{Percent, angles, first_number, has_empty_track, has_unknown_length, lengths, parts, seconds};
use super::harmless_properties::is_harmless;

/// What a declaration does to the text of its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// The text can be read.
    Shows,
    /// Nobody can read it.
    Hides,
    /// The text is pushed out of the screen, and so is what is inside of the element.
    PushesAside,
    /// The text is pressed together or struck through, unless the element is one of letters in a line, such as `sup`.
    HidesLines,
    /// That cannot be told from the value.
    Unknown,
}

use Effect::{Hides, HidesLines, PushesAside, Shows, Unknown};

/// An offset of more pixels than these moves an element out of its place.
const FAR_PIXELS: f32 = 200.0;
/// 50 % of the page is just not far.
const PERCENT_OF_OFFSET: Percent = Percent::of(3.98);
/// A negative margin of more pixels than these moves an element onto others or off the page.
const MAX_NEGATIVE_MARGIN: f32 = 100.0;
/// Space of more pixels than these at one side pushes text out of narrow screens: 25 hundredths of a desktop's window, half of its
/// column of text.
const MAX_SIDE_SPACE: f32 = 320.0;
/// A box wider than this ends outside of most screens.
const MAX_WIDTH: f32 = 1_600.0;
/// Letters that are smaller than this number of pixels are not read.
const MIN_FONT_SIZE: f32 = 8.0;
/// Lines that are closer than this share of the size of letters cover each other.
const MIN_LINE_HEIGHT: f32 = 0.9;

/// Lines at the text that are thicker than this number of pixels cover it.
const MAX_LINE_THICKNESS: f32 = 4.0;
/// An animation that is repeated more often lasts longer than its time says.
const MAX_ITERATIONS: f32 = 10.0;

/// Values that every property has.
const CSS_WIDE: [&str; 5] = ["inherit", "initial", "unset", "revert", "revert-layer"];

const SHOWING_DISPLAYS: [&str; 24] = [
    "block",
    "inline",
    "flow",
    "flow-root",
    "inline-block",
    "flex",
    "inline-flex",
    "grid",
    "inline-grid",
    "list-item",
    "contents",
    "table",
    "inline-table",
    "table-row",
    "table-cell",
    "table-row-group",
    "table-header-group",
    "table-footer-group",
    "table-caption",
    "ruby",
    "ruby-text",
    "ruby-base",
    "subgrid",
    "box",
];

/// What a declaration does. `property` has no prefix of a browser, and `value` is in lower case. The properties `animation`, `overflow`
/// and sizes, which depend on others, always show here.
pub(super) fn effect(property: &str, value: &str) -> Effect {
    let shows_if = |shows: bool| if shows { Shows } else { Hides };
    if CSS_WIDE.contains(&value) {
        return Shows;
    }
    if is_told_by_lengths(property) && has_unknown_length(value) {
        return Unknown;
    }
    match property {
        "display" => match value {
            "none" | "table-column" | "table-column-group" => Hides,
            _ if value.split(' ').all(|word| SHOWING_DISPLAYS.contains(&word.trim_start_matches("-webkit-"))) => Shows,
            _ => Unknown,
        },
        "visibility" => shows_if(value == "visible"),
        "content-visibility" => shows_if(matches!(value, "visible" | "auto")),
        "content" | "mix-blend-mode" | "text-combine-upright" => shows_if(matches!(value, "normal" | "none")),
        // A computed opacity has no other use than to look harmless.
        "opacity" => shows_if(!value.contains('(') && first_number(value).is_none_or(|number| number >= 0.5)),
        "filter" => filter(value),
        "clip" => shows_if(value == "auto"),
        "clip-path" => clip_path(value),
        "mask" | "mask-image" => shows_if(!value.contains('(')),
        "line-clamp" | "text-security" | "font-size-adjust" => {
            let is_large = property == "font-size-adjust" && first_number(value).is_some_and(|number| number >= 0.4);
            shows_if(matches!(value, "none" | "from-font") || is_large)
        }
        "font-size" => font_size(value),
        "font" => font(value),
        "line-height" => line_height(value),
        "letter-spacing" | "word-spacing" | "vertical-align" | "text-indent" | "text-stroke" | "text-stroke-width" => {
            shows_if(keeps_letters_together(property, value))
        }
        "width" | "min-width" | "inline-size" | "min-inline-size" if is_too_wide(value) => PushesAside,
        "zoom" | "scale" => shows_if(value == "none" || are_large(value)),
        "unicode-bidi" => shows_if(!value.ends_with("override")),
        "transform" => transform(value),
        "rotate" => shows_if(value == "none" || (is_flat(value) && is_slight(value))),
        "translate" | "left" | "right" | "top" | "bottom" => offset(value),
        "z-index" => shows_if(!is_below(value, 0.0)),
        // Others may show notices on other sheets of paper, or as parts of another picture while pages change.
        "page" => shows_if(value == "auto"),
        "view-transition-name" => shows_if(value == "none"),
        "empty-cells" => shows_if(value == "show"),
        // Inside of its box, an outline covers the text.
        "outline-offset" if is_below(value, -MAX_LINE_THICKNESS) => Hides,
        "background" | "background-color" if value.contains("currentcolor") => Hides,
        "grid-template"
        | "grid-template-rows"
        | "grid-template-columns"
        | "grid-auto-rows"
        | "grid-auto-columns"
        | "grid" => shows_if(!has_empty_track(value)),
        _ if property.starts_with("animation") => animation(property, value),
        _ if property.starts_with("margin") => margin(property, value),
        _ if property.starts_with("padding") => side_space(property, value),
        _ if is_width_of_border(property) => border(property, value),
        _ if property.starts_with("inset") => offset(value),
        _ if covers_letters(property, value) => HidesLines,
        _ if is_harmless(property) => Shows,
        _ => Unknown,
    }
}

/// What an animation does besides what its keyframes do.
fn animation(property: &str, value: &str) -> Effect {
    let is_known = match property {
        // What it ends with cannot be told from the last of its keyframes.
        "animation" | "animation-direction" => !value.contains("reverse") && !value.contains("alternate"),
        "animation-play-state" if value.contains("paused") => return Hides,
        "animation-duration" | "animation-delay" => are_short(value),
        "animation-iteration-count" => {
            !value.contains("infinite") && !value.contains('(') && !is_longer(value, MAX_ITERATIONS)
        }
        "animation-timeline" => matches!(value, "auto" | "none"),
        _ => true,
    };
    if is_known { Shows } else { Unknown }
}

/// Whether lines or shadows at the text cover its letters.
fn covers_letters(property: &str, value: &str) -> bool {
    match property {
        "text-decoration" | "text-decoration-line" | "text-decoration-thickness" => {
            value.contains("line-through") || is_longer(value, MAX_LINE_THICKNESS)
        }
        // A line that is moved up strikes the text through.
        "text-underline-offset" => is_below(value, -1.0),
        "text-shadow" => is_hard_shadow(value),
        _ => false,
    }
}

/// Whether an element that this property hides is hidden with all that is inside it. Of every other property an element inside can
/// take another value, or move back to its place.
pub(super) fn hides_all_inside(property: &str) -> bool {
    const WITH_ALL_INSIDE: [&str; 10] = [
        "display",
        "content-visibility",
        "content",
        "opacity",
        "filter",
        "clip-path",
        "mask",
        "mask-image",
        "mix-blend-mode",
        "z-index",
    ];
    // What an animation does is told by its keyframes.
    WITH_ALL_INSIDE.contains(&property) || property.starts_with("animation")
}

/// Whether a length or a number of a value is larger than `limit`.
fn is_longer(value: &str, limit: f32) -> bool {
    lengths(value, Percent::OF_FONT).iter().any(|length| *length > limit)
}

fn is_below(value: &str, limit: f32) -> bool {
    lengths(value, Percent::OF_FONT).iter().any(|length| *length < limit)
}

/// Whether a shadow stands beside the letters, sharp as they are.
fn is_hard_shadow(value: &str) -> bool {
    let lengths = lengths(value, Percent::OF_FONT);
    let is_hard = |shadow: &[f32]| match shadow {
        [x, y, rest @ ..] => x.abs().max(y.abs()) > 1.0 && rest.first().is_none_or(|blur| *blur < 2.0),
        _ => false,
    };
    // Of one shadow the third length is its blur. Of several it cannot be told which lengths are blurs, so they count as sharp.
    if value.contains("),") || value.matches(',').count() > 2 {
        lengths.chunks(2).any(is_hard)
    } else {
        is_hard(&lengths)
    }
}

fn filter(value: &str) -> Effect {
    let functions = value.split(')').map(str::trim).filter(|function| !function.is_empty());
    let mut effects = functions.map(|function| match function.split_once('(') {
        None if function == "none" => Shows,
        Some(("drop-shadow", _)) => Shows,
        Some(("opacity" | "brightness", amount)) if first_number(amount).is_some_and(|amount| amount >= 0.5) => Shows,
        Some(("contrast", amount)) if first_number(amount).is_some_and(|amount| amount >= 0.8) => Shows,
        Some(("saturate" | "grayscale" | "sepia" | "hue-rotate" | "invert", _)) => Shows,
        Some(("opacity" | "brightness" | "contrast", _)) => Hides,
        _ => Unknown,
    });
    effects.find(|effect| *effect != Shows).unwrap_or(Shows)
}

/// Whether letters and words stand so close to each other, and to their line, that they are read as words and sentences.
fn keeps_letters_together(property: &str, value: &str) -> bool {
    let (percent, pixels) = match property {
        "letter-spacing" => (Percent::OF_FONT, -2.0..=16.0),
        "word-spacing" => (Percent::OF_FONT, -4.0..=64.0),
        "vertical-align" => (Percent::OF_FONT, -64.0..=64.0),
        "text-indent" => (Percent::OF_WIDTH, -64.0..=64.0),
        // The width of a stroke.
        _ => (Percent::OF_FONT, 0.0..=1.0),
    };
    lengths(value, percent).iter().all(|length| pixels.contains(length))
}

/// Only shapes that leave about all of a box are known to show it.
fn clip_path(value: &str) -> Effect {
    let Some((shape, arguments)) = value.split_once('(') else {
        return if value == "none" || value.ends_with("-box") { Shows } else { Unknown };
    };
    let arguments = arguments.split(" round").next().unwrap_or_default();
    let lengths = parts(arguments.trim_end_matches(')'), Percent::of(1.0));
    let shows = match shape.trim() {
        // Percentages count as pixels.
        "inset" => lengths.iter().all(|length| length.is_some_and(|length| length <= 2.0)),
        "circle" | "ellipse" => lengths.first().is_some_and(|radius| radius.is_some_and(|radius| radius >= 50.0)),
        _ => return Unknown,
    };
    if shows { Shows } else { Hides }
}

fn font_size(value: &str) -> Effect {
    match parts(value, Percent::OF_FONT).first() {
        // A name such as `small`.
        None => Shows,
        Some(None) => Unknown,
        Some(Some(size)) if *size >= MIN_FONT_SIZE => Shows,
        Some(Some(_)) => Hides,
    }
}

/// The shorthand, such as `italic 700 1rem/1.2 serif`. Its size is the last part before the slash, or before the names of fonts.
fn font(value: &str) -> Effect {
    let (size, rest) = value.split_once('/').unwrap_or((value, ""));
    let sizes = parts(size, Percent::OF_FONT);
    let of_lines = if rest.is_empty() { Shows } else { line_height(rest.trim().split(' ').next().unwrap_or_default()) };
    match sizes.last() {
        None => of_lines,
        Some(None) => Unknown,
        Some(Some(size)) if *size < MIN_FONT_SIZE => Hides,
        Some(Some(_)) => of_lines,
    }
}

fn line_height(value: &str) -> Effect {
    if value == "normal" {
        return Shows;
    }
    let is_bare_number = value.parse::<f32>().ok();
    match is_bare_number
        .map(|number| number * 16.0)
        .or_else(|| parts(value, Percent::OF_FONT).first().copied().flatten())
    {
        None => Unknown,
        Some(height) if height >= MIN_LINE_HEIGHT * 16.0 || height >= 16.0 => Shows,
        Some(_) => HidesLines,
    }
}

fn transform(value: &str) -> Effect {
    let functions = value.split(')').map(str::trim).filter(|function| !function.is_empty());
    let mut effects = functions.map(|function| match function.split_once('(') {
        None if function == "none" => Shows,
        Some((name, arguments)) if name.starts_with("translate") => offset(&arguments.replace(',', " ")),
        Some((name, arguments)) if name.starts_with("scale") => {
            if are_large(arguments) {
                Shows
            } else {
                Hides
            }
        }
        Some(("rotate" | "rotatez" | "skew" | "skewx" | "skewy", arguments)) if is_slight(arguments) => Shows,
        Some((name, _)) if name.starts_with("rotate") || name.starts_with("skew") => Hides,
        _ => Unknown,
    });
    effects.find(|effect| *effect != Shows).unwrap_or(Shows)
}

/// Whether a rotation is one in the plane of the page.
fn is_flat(value: &str) -> bool {
    value.split(' ').count() == 1
}

/// Whether all angles of a value leave lines of text about level.
fn is_slight(value: &str) -> bool {
    !value.contains('(') && angles(value).iter().all(|angle| angle.abs() <= 15.0)
}

fn offset(value: &str) -> Effect {
    match parts(value, PERCENT_OF_OFFSET).into_iter().find(|part| part.is_none_or(|length| length.abs() > FAR_PIXELS)) {
        None => Shows,
        Some(None) => Unknown,
        Some(Some(_)) => Hides,
    }
}

/// A large positive margin above or below only moves the element down.
fn margin(property: &str, value: &str) -> Effect {
    match parts(value, Percent::OF_WIDTH)
        .into_iter()
        .find(|part| part.is_none_or(|length| length < -MAX_NEGATIVE_MARGIN))
    {
        None => side_space(property, value),
        Some(None) => Unknown,
        Some(Some(_)) => Hides,
    }
}

/// What the margin or the padding at the left and at the right does.
fn side_space(property: &str, value: &str) -> Effect {
    let parts = parts(&value.replace("auto", "0"), Percent::OF_WIDTH_ON_DESKTOP);
    match at_sides(property, &parts).find(|part| part.is_none_or(|length| length > MAX_SIDE_SPACE)) {
        None => Shows,
        Some(None) => Unknown,
        Some(Some(_)) => PushesAside,
    }
}

/// What a border does. Its colour may be a function, so what is no length is left out.
fn border(property: &str, value: &str) -> Effect {
    let lengths = lengths(value, Percent::OF_WIDTH_ON_DESKTOP);
    let is_wide = at_sides(property, &lengths).any(|length| length > MAX_SIDE_SPACE);
    if is_wide { PushesAside } else { Shows }
}

fn is_too_wide(value: &str) -> bool {
    lengths(value, Percent::OF_WIDTH_ON_DESKTOP).iter().any(|length| *length > MAX_WIDTH)
}

/// Of the parts of a value, those that belong to the left or the right side.
fn at_sides<T: Copy>(property: &str, parts: &[T]) -> impl Iterator<Item = T> {
    let is_upright = ["-top", "-bottom", "-block"].iter().any(|side| property.contains(side));
    let is_of_all_sides = ["margin", "padding", "border-width"].contains(&property);
    let at_sides: &[usize] = match parts.len() {
        _ if is_upright => &[],
        0 | 1 => &[0],
        2 | 3 if is_of_all_sides => &[1],
        _ if is_of_all_sides => &[1, 3],
        _ => &[0, 1],
    };
    at_sides.iter().filter_map(|at| parts.get(*at).copied())
}

fn is_width_of_border(property: &str) -> bool {
    let others = ["radius", "image", "color", "style", "collapse", "shape"];
    property.starts_with("border") && !others.iter().any(|other| property.contains(other))
}

/// Whether all of one or more factors leave text at least half as large.
fn are_large(factors: &str) -> bool {
    let factors = parts(factors, Percent::of(0.01));
    !factors.is_empty() && factors.iter().all(|factor| factor.is_some_and(|factor| factor >= 0.5))
}

/// Whether lengths or numbers in the value of a property decide what it does. Those that cannot be computed are not left out.
fn is_told_by_lengths(property: &str) -> bool {
    #[rustfmt::skip]
    const TOLD_BY_LENGTHS: [&str; 16] = [
        "inline-size", "letter-spacing", "min-inline-size", "min-width", "outline-offset", "text-decoration",
        "text-decoration-thickness", "text-indent", "text-shadow", "text-stroke", "text-stroke-width", "text-underline-offset",
        "vertical-align", "width", "word-spacing", "z-index",
    ];
    TOLD_BY_LENGTHS.contains(&property) || is_width_of_border(property)
}

/// Whoever opens a page hardly misses what an animation of so many seconds hides.
const LONGEST_ANIMATION: f32 = 1.0;

/// Whether all times of a value are known and short.
fn are_short(times: &str) -> bool {
    !times.contains('(') && seconds(times).iter().all(|time| *time <= LONGEST_ANIMATION)
}

/// Whether a declaration for a view transition shortens it, leaves it out or changes nothing but its course.
pub(super) fn is_brief_transition(property: &str, value: &str) -> bool {
    match property {
        "animation" | "animation-name" => value == "none",
        "animation-duration" => are_short(value),
        _ => property == "animation-timing-function" || property.starts_with("--"),
    }
}

/// The functions that tell the course of an animation.
const TIMING_FUNCTIONS: [&str; 3] = ["cubic-bezier(", "linear(", "steps("];

/// Whether an `animation` is over soon.
pub(super) fn is_short(animation: &str) -> bool {
    let is_for_ever = ["infinite", "paused"].iter().any(|word| animation.contains(word));
    let times = seconds(animation);
    let is_repeated =
        animation.split([' ', ',']).filter_map(|word| word.parse::<f32>().ok()).any(|count| count > MAX_ITERATIONS);
    let of_timing = |name: &&str| animation.matches(name).count();
    let has_other_function = animation.matches('(').count() > TIMING_FUNCTIONS.iter().map(of_timing).sum();
    let is_known = !is_for_ever && !is_repeated && !has_other_function;
    is_known && !times.is_empty() && times.iter().sum::<f32>() <= LONGEST_ANIMATION
}
