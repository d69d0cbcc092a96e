//! Which CSS declarations hide an element: a block of declarations in, the one that hides out.
//!
//! It decides what a declaration hides by itself. Whether a rule of the cascade takes it back is not looked at: a theme has no
//! reason to hide a safety notice and to show it again.

use std::collections::{BTreeMap, BTreeSet};

use super::super::style_nesting;
use super::colours::{Background, is_computed_from_others, is_same_colour, is_transparent, shades};
use super::css_values::{Percent, parts};
use super::findings::excerpt;
use super::harmless_properties::is_harmless;
use super::plain_values::{CustomProperties, plain, resolved, substituted};
use super::properties::{Effect, effect, hides_all_inside, is_brief_transition, is_short};

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

/// The declaration of a `style` attribute that hides its element. A custom property counts, because any rule of the style sheets may
/// give its value to a property that hides.
pub(super) fn hiding_in_attribute(style: &str) -> Option<String> {
    if style_nesting::too_deep(style).is_some() {
        return Some(excerpt(style));
    }
    let style = plain(style);
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let declarations: Vec<Declaration> = declarations.map(|(property, value)| declaration(property, value)).collect();
    if let Some(custom) = declarations.iter().find(|found| found.property.starts_with("--")) {
        return Some(custom.words());
    }
    let effects = BlockEffects::of(&declarations, &SheetFacts::default());
    let hiding = effects.hides_for_good.or(effects.hides).or(effects.hides_lines);
    let hiding = hiding.or(effects.hides_if_clipped.filter(|_| effects.clips));
    hiding.map(|declaration| declaration.words)
}

/// A declaration from its two parts.
pub(super) fn declaration(property: &str, value: &str) -> Declaration {
    let value = value.trim();
    let important =
        value.to_ascii_lowercase().rfind("!").filter(|at| value[at + 1..].trim().eq_ignore_ascii_case("important"));
    let value = important.map_or(value, |at| value[..at].trim_end());
    Declaration { property: property.trim().to_ascii_lowercase(), value: value.to_owned() }
}

/// What the declarations of one block depend on in the rest of the style sheets.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    pub custom: CustomProperties,
    /// The backgrounds of the page, as style sheets write them.
    pub page_backgrounds: Vec<String>,
    /// The names of all `@keyframes`.
    pub animations: BTreeSet<String>,
    /// The `@keyframes` that hide something, by their names.
    pub hiding_keyframes: BTreeMap<String, HidingKeyframes>,
}

/// What the `@keyframes` of one name do.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct HidingKeyframes {
    /// Whether an element is hidden when the animation has ended.
    pub ends_hidden: bool,
    /// Whether an element inside can be shown all the same.
    pub can_be_undone: bool,
}

/// A declaration that hides an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HidingDeclaration {
    /// As written.
    pub words: String,
    /// Whether that is known. If not, nothing is known of the property or its value.
    pub is_certain: bool,
}

/// What a block of declarations does to an element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BlockEffects {
    /// The declaration that hides it with all that is inside, whatever the declarations of elements inside are.
    pub hides_for_good: Option<HidingDeclaration>,
    /// The declaration that hides it, while an element inside can be shown all the same: `visibility: visible` inside of `visibility: hidden`.
    pub hides: Option<HidingDeclaration>,
    /// The declaration that hides it unless it is one of a few letters in a line, such as `sup`.
    pub hides_lines: Option<HidingDeclaration>,
    /// The declaration that hides it if a declaration clips what does not fit into it.
    pub hides_if_clipped: Option<HidingDeclaration>,
    /// The declaration that gives its text the colour of the page.
    pub hides_on_page: Option<HidingDeclaration>,
    /// Whether what does not fit into it is clipped.
    pub clips: bool,
    /// Its background, if it has one of its own.
    pub background: Option<Background>,
    /// The declaration that colours its text, with the colour, if nothing else in the style sheets changes that.
    pub text_colour: Option<(HidingDeclaration, String)>,
}

impl BlockEffects {
    pub fn of(block: &[Declaration], facts: &SheetFacts) -> Self {
        let background = block.iter().rfind(|found| ["background-color", "background"].contains(&&*found.property));
        let background = background.map(|found| resolved(&plain(&found.value), &facts.custom));
        let mut effects = Self {
            background: background.as_ref().map(|value| Background::of(value, &facts.custom)),
            ..Self::default()
        };
        let is_as_background = |colour: &str| background.as_ref().is_some_and(|paper| is_same_colour(colour, paper));
        for declaration in block {
            let hiding = |is_certain| HidingDeclaration { words: declaration.words(), is_certain };
            let property = without_prefix(&declaration.property);
            let plain_value = plain(&declaration.value);
            let Some(values) = substituted(&plain_value, &facts.custom) else {
                if !is_harmless(property) {
                    effects.hide(property, || hiding(false));
                }
                continue;
            };
            // A colour made of properties is judged only if all their values give the same: palettes have pale ones for other places.
            let is_unseen =
                |value: &String| shades(value).iter().any(|shade| is_transparent(shade) || is_as_background(shade));
            if is_colour_of_text(property) {
                let are_unseen = !values.is_empty() && values.iter().all(is_unseen);
                let is_unknown = values.iter().flat_map(|value| shades(value)).any(is_computed_from_others);
                if are_unseen || is_unknown || is_as_background(&resolved(&plain_value, &facts.custom)) {
                    effects.hides.get_or_insert_with(|| hiding(!is_unknown));
                }
            }
            if let ("color" | "text-fill-color", [value]) = (property, values.as_slice())
                && csscolorparser::parse(value).is_ok()
            {
                effects.text_colour = Some((hiding(true), value.clone()));
            }
            for value in values {
                match effect(property, &value) {
                    Effect::Shows => {}
                    Effect::Hides => effects.hide(property, || hiding(true)),
                    Effect::Unknown => effects.hide(property, || hiding(false)),
                    Effect::PushesAside => _ = effects.hides_for_good.get_or_insert_with(|| hiding(true)),
                    Effect::HidesLines => _ = effects.hides_lines.get_or_insert_with(|| hiding(true)),
                }
                if let Some(keyframes) = facts.hiding_animation(property, &value) {
                    let slot = if keyframes.can_be_undone { &mut effects.hides } else { &mut effects.hides_for_good };
                    slot.get_or_insert_with(|| hiding(true));
                }
                effects.clips |= clips(property, &value);
                match room_for_text(property, &value) {
                    Effect::Shows => {}
                    room => _ = effects.hides_if_clipped.get_or_insert_with(|| hiding(room == Effect::Hides)),
                }
            }
            let is_of_page = |paper: &String| is_same_colour(&plain_value, paper);
            if is_colour_of_text(property) && facts.page_backgrounds.iter().any(is_of_page) {
                effects.hides_on_page.get_or_insert_with(|| hiding(true));
            }
        }
        effects
    }

    /// Records a declaration that hides the element, if it is the first of its kind.
    fn hide(&mut self, property: &str, hiding: impl FnOnce() -> HidingDeclaration) {
        let slot = if hides_all_inside(property) { &mut self.hides_for_good } else { &mut self.hides };
        slot.get_or_insert_with(hiding);
    }
}

impl SheetFacts {
    /// The first of the declarations that does more to a view transition than to shorten it or to leave it out.
    pub fn lasting_in_view_transition(&self, block: &[Declaration]) -> Option<HidingDeclaration> {
        let is_brief = |declaration: &&Declaration| {
            let values = substituted(&plain(&declaration.value), &self.custom);
            let property = without_prefix(&declaration.property);
            values.is_some_and(|values| values.iter().all(|value| is_brief_transition(property, value)))
        };
        let lasting = block.iter().find(|declaration| !is_brief(declaration))?;
        Some(HidingDeclaration { words: lasting.words(), is_certain: false })
    }

    /// The first of the declarations with an animation that is not over soon.
    pub fn long_animation(&self, block: &[Declaration]) -> Option<HidingDeclaration> {
        let is_long = |value: &String| {
            let names = value.split([' ', ',']);
            names.into_iter().any(|name| self.animations.contains(name)) && !is_short(value)
        };
        let long = block.iter().find(|declaration| {
            let is_animation = ["animation", "animation-name"].contains(&without_prefix(&declaration.property));
            let values = || substituted(&plain(&declaration.value), &self.custom);
            is_animation && values().is_none_or(|values| values.iter().any(is_long))
        })?;
        Some(HidingDeclaration { words: long.words(), is_certain: false })
    }

    /// The keyframes with which an animation of this value hides an element, longer than for a moment.
    fn hiding_animation(&self, property: &str, value: &str) -> Option<HidingKeyframes> {
        let words = value.split([' ', ',']).filter(|_| property.starts_with("animation"));
        let mut keyframes = words.filter_map(|word| self.hiding_keyframes.get(word)).copied();
        keyframes.find(|keyframes| keyframes.ends_hidden || !is_short(value))
    }
}

fn without_prefix(property: &str) -> &str {
    let prefixes = ["-webkit-", "-moz-", "-ms-", "-o-"];
    prefixes.iter().find_map(|prefix| property.strip_prefix(prefix)).unwrap_or(property)
}

fn is_colour_of_text(property: &str) -> bool {
    matches!(property, "color" | "text-fill-color")
}

/// Whether what does not fit into an element is not shown, or only to those who scroll in it.
fn clips(property: &str, value: &str) -> bool {
    let words: &[&str] = match property {
        "contain" => &["paint", "strict", "content", "size"],
        "overflow" | "overflow-x" | "overflow-y" | "overflow-block" | "overflow-inline" => {
            &["hidden", "clip", "auto", "scroll", "overlay"]
        }
        _ => return false,
    };
    value.split(' ').any(|word| words.contains(&word))
}

/// A box lower or narrower than this has no room for a notice.
const MIN_HEIGHT: f32 = 160.0;
const MIN_WIDTH: f32 = 120.0;

/// Whether a declaration leaves room for a notice, in more than one line.
fn room_for_text(property: &str, value: &str) -> Effect {
    let hides_if = |hides: bool| if hides { Effect::Hides } else { Effect::Shows };
    let least = match property.strip_prefix("max-").unwrap_or(property) {
        "height" | "block-size" => MIN_HEIGHT,
        "width" | "inline-size" => MIN_WIDTH,
        "flex-basis" => LINE_PIXELS,
        "white-space" | "text-wrap" | "text-wrap-mode" => return hides_if(matches!(value, "nowrap" | "pre")),
        // A box whose size does not depend on its content has none, if no other declaration gives it one.
        "contain" => return hides_if(value.split(' ').any(|word| matches!(word, "size" | "strict"))),
        "container-type" => return hides_if(value.split(' ').any(|word| word == "size")),
        "aspect-ratio" if value.contains('(') => return Effect::Unknown,
        "aspect-ratio" => return hides_if(is_flat(value)),
        _ => return Effect::Shows,
    };
    match parts(value, Percent::OF_WIDTH).first() {
        Some(None) => Effect::Unknown,
        Some(Some(length)) => hides_if(*length < least),
        None => Effect::Shows,
    }
}

/// Whether an aspect ratio leaves a box of the width of a phone hardly any height.
fn is_flat(ratio: &str) -> bool {
    const MAX_RATIO: f32 = 60.0;
    let mut sides =
        ratio.split('/').filter_map(|side| side.trim().trim_start_matches("auto").trim().parse::<f32>().ok());
    let (width, height) = (sides.next(), sides.next().unwrap_or(1.0));
    width.is_some_and(|width| width > MAX_RATIO * height)
}

/// A box without room for a line of text.
const LINE_PIXELS: f32 = 18.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::plain_values::MAX_VALUES;

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
        "display: table-column",
        "content: url(a.png)",
        "height: 0; overflow: auto",
        "contain: paint; height: 0",
        "height: calc(0px); overflow: hidden",
        "height: 20px; overflow: hidden",
        "height: 1.2em; overflow: hidden",
        "grid-template-rows: 0fr; overflow: hidden",
        "white-space: nowrap; overflow: hidden; text-overflow: ellipsis",
        "font-size: calc(0px)",
        "font-size: calc(1px + 1vw)",
        "font-size-adjust: 0",
        "font: 1rem/0 serif",
        "line-height: 0",
        "letter-spacing: -3.9px",
        "transform: matrix(1, 0, 0, 0, 0, 0)",
        "transform: skewX(90deg)",
        "transform: rotate(180deg)",
        "rotate: 90deg",
        "transform: rotateY(180deg); backface-visibility: hidden",
        "filter: blur(30px)",
        "filter: contrast(0)",
        "clip-path: inset(49.9%)",
        "clip-path: polygon(0 0, 1px 0, 0 1px)",
        "position: absolute; top: -790px",
        "offset-path: path('M 0 0')",
        "text-indent: -790px; overflow: hidden",
        "color: white; background: #fff",
        "color: rgb(255 255 255); background-color: rgb(255, 255, 255)",
        "color: hsl(0 0% 99%); background: white",
        "-webkit-text-fill-color: #fff; background: #fff",
        "z-index: -1",
        "mix-blend-mode: difference",
        "text-decoration: line-through",
        "some-new-property: 1",
        "-webkit-some-property: 1",
        "animation-delay: 99s",
        "margin-top: -40em",
        "margin-left: 200vw",
        "margin: 0 0 0 30rem",
        "margin: 0 60%",
        "margin-inline: 0 26vw",
        "padding-left: 200vw",
        "padding-inline-end: calc(100vw + 1px)",
        "padding: round(up, 900px, 1px)",
        "border-left: 200vw solid transparent",
        "border-width: 0 0 0 400px",
        "border-spacing: 100vw",
        "min-width: 400vw; text-align: right",
        "letter-spacing: 20vw",
        "word-spacing: 200vw",
        "vertical-align: -9999px",
        "--own: none",
        "text-shadow: round(up, -12px, 1px) 0 #000",
        "max-height: round(down, 3px, 2px); overflow: clip",
        "height: calc-size(auto, size * 0); overflow: hidden",
        "height: calc(0px * (0 / 0)); overflow: hidden",
        "aspect-ratio: calc(999); overflow: hidden",
        "grid-template-rows: calc(1px - 1px) repeat(2, 1fr)",
        "grid-template-rows: repeat(2, 0px)",
        "grid-template-rows: minmax(0, 0)",
        "color: color-mix(in srgb, #fff 99%, #000)",
        "color: rgb(from #000 255 255 255); background: #fff",
        "color: light-dark(#222, #fff); background: #fff",
        "text-indent: calc(infinity * -1px)",
        "letter-spacing: calc(sign(-1) * 9px)",
        "z-index: calc(0 - 1)",
        "scale: calc(0)",
        "zoom: calc(1 / 99)",
        "transform: scale(1, calc(0))",
        "rotate: calc(10deg * 9)",
        "transform: rotate(calc(10deg * 9))",
        "animation-delay: calc(99s)",
        "animation-iteration-count: calc(99)",
        "border-left: round(up, 900px, 1px) solid",
        "width: progress(1, 0, 1)",
        "page: gone",
        "view-transition-name: a",
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
        "width: 100%; overflow: hidden",
        "",
        "display",
        "zoom: 1",
        "font: 400 1rem/1.2 serif",
        "font-size: max(0px, 1rem)",
        "font-size: 80%",
        "translate: -50% -50%",
        "letter-spacing: -.02em",
        "display: var(--a)",
        "margin-bottom: 80vh",
        "margin: 0 auto 80vh",
        "margin: 60vh 1rem 60vh 20rem",
        "margin-inline: max(1rem, calc(50vw - 30rem))",
        "padding: max(1rem, env(safe-area-inset-left)) 25vw",
        "padding-block: 80vh",
        "border: thick solid color-mix(in srgb, red 50%, blue)",
        "border-radius: 999px",
        "border-left: .5rem solid rgb(1 2 3 / .5)",
        "width: 100vw",
        "letter-spacing: .2em",
        "vertical-align: -.125em",
        "max-height: 40em",
        "mask: none",
        "font-size: calc(1rem + 1vw)",
        "font: italic 700 clamp(1rem, 2vw, 2rem)/1.5 'My Font', serif",
        "font: inherit",
        "margin-inline: calc(50% - 50vw)",
        "transform: rotate(-3deg)",
        "filter: drop-shadow(0 0 1px #000)",
        "display: inline flex",
        "display: -webkit-box",
        "grid-template-columns: minmax(0, 1fr) 2fr",
        "-webkit-font-smoothing: antialiased; -moz-osx-font-smoothing: grayscale",
        "text-wrap: balance; hyphens: auto; overflow-wrap: anywhere",
        "all: unset",
        "max-width: 100%; overflow-x: auto",
        "color: #333; background: linear-gradient(#fff, #eee)",
        "line-height: 1rem",
        "line-height: calc(1em + 0.5rem)",
        "animation: fade 0.3s",
        "opacity: inherit",
        "text-shadow: 0 1px 2px rgb(0 0 0 / .3)",
        "text-decoration: underline color-mix(in srgb, red, blue) calc(1px + .05em)",
        "color: light-dark(#222, #eee)",
        "color: hsl(210 20% 20%); background: color-mix(in srgb, red 9%, white)",
        "width: min(100%, 40rem); max-height: calc(100vh + 40em); overflow: auto",
        "grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)) calc(1rem + 2px)",
        "border: max(1px, .1em) solid oklch(50% .1 200)",
        "scale: calc(1 + .02)",
        "z-index: calc(1 + 1)",
        "page: auto; view-transition-name: none",
    ];

    #[test]
    fn declarations_that_hide_and_others() {
        for style in HIDING {
            assert!(hidden(style), "{style}");
        }
        for style in SHOWING {
            assert!(!hidden(style), "{style}");
        }
        assert!(hidden(&format!("color: red; width: {}", "calc(".repeat(100_000))));
    }

    #[test]
    fn a_value_behind_custom_properties() {
        let pairs = [("--shown", "block"), ("--shown", "none"), ("--chain", "var(--shown)"), ("--loop", "var(--loop)")];
        let mut custom = CustomProperties::new();
        for (name, value) in pairs {
            custom.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        let facts = SheetFacts { custom, ..SheetFacts::default() };
        let hides = |value: &str| {
            BlockEffects::of(&[declaration("display", value)], &facts)
                .hides_for_good
                .map(|declaration| declaration.words)
        };
        assert_eq!(hides("var(--shown)").as_deref(), Some("display: var(--shown)"));
        assert_eq!(hides("VAR(--chain)").as_deref(), Some("display: VAR(--chain)"));
        assert_eq!(hides("var(--other, none)").as_deref(), Some("display: var(--other, none)"));
        assert!(hides("var(--other, var(--chain))").is_some());
        assert_eq!(hides("var(--loop)"), None);
        assert_eq!(hides("var("), None);
    }

    #[test]
    fn a_value_that_may_be_one_of_too_many() {
        let values = (0..2 * MAX_VALUES).map(|number| format!("a{number}")).collect();
        let facts = SheetFacts { custom: [("--a".to_owned(), values)].into(), ..SheetFacts::default() };
        let hides = BlockEffects::of(&[declaration("display", "var(--a)")], &facts).hides_for_good;
        assert_eq!(hides.map(|declaration| declaration.is_certain), Some(false));
    }

    #[test]
    fn animations_that_hide() {
        let keyframes = |ends_hidden| HidingKeyframes { ends_hidden, can_be_undone: true };
        let hiding_keyframes = [("fade".to_owned(), keyframes(false)), ("vanish".to_owned(), keyframes(true))].into();
        let facts = SheetFacts { hiding_keyframes, ..SheetFacts::default() };
        let hides = |value: &str| {
            let effects = BlockEffects::of(&[declaration("animation", value)], &facts);
            effects.hides.or(effects.hides_for_good).is_some()
        };
        for value in [
            "fade 99999s both",
            "1s vanish",
            "fade 1s infinite",
            "fade .1s 99s",
            "fade",
            "other 1s, fade 2s",
            "fade .1s calc(99s)",
        ] {
            assert!(hides(value), "{value}");
        }
        for value in ["fade .3s ease-out", "fade .3s cubic-bezier(0, 0, 1, 1)", "other 99s infinite", "none"] {
            assert!(!hides(value), "{value}");
        }
    }

    #[test]
    fn the_colour_of_the_page() {
        let facts = SheetFacts { page_backgrounds: vec!["var(--paper)".to_owned()], ..SheetFacts::default() };
        let block = [declaration("color", "var( --paper )")];
        let hides = BlockEffects::of(&block, &facts).hides_on_page.map(|declaration| declaration.words);
        assert_eq!(hides.as_deref(), Some("color: var( --paper )"));
        let background = |value: &str| BlockEffects::of(&[declaration("background", value)], &facts).background;
        assert_eq!(background("red"), Some(Background::Colour("red".to_owned())));
        assert_eq!(background("url(a.png)"), Some(Background::Unknown));
        assert_eq!(background("none"), Some(Background::Nothing));
    }
}
