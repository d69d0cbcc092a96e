//! The colours of a theme against each other: text must be read on its ground, in light and in dark.
//!
//! Only what a theme sets itself is judged, and of colours only `#rgb` and `#rrggbb`: of others nobody knows here what
//! they look like, and that is said. A name that is nearly one of the built-in theme's is a slip.

use std::collections::BTreeMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, rules};

use super::layers::Layer;

/// What is read on what. In the dark both have `-dark`, but for the grounds of warnings, which are one in both.
const PAIRS: [(&str, &str); 7] = [
    ("color-ink", "color-paper"),
    ("color-ink", "color-plate"),
    ("color-muted", "color-paper"),
    ("color-muted", "color-plate"),
    ("color-action", "color-paper"),
    ("color-action", "color-plate"),
    ("color-ink", "color-caution"),
];

/// The least contrast at which text of any size is read: that of WCAG, level AA.
const LEAST: f64 = 4.5;

/// What is set, by name: the value, with its file and place where it is not the built-in theme's.
type Tokens<'a> = BTreeMap<&'a str, (&'a Located<String>, Option<&'a Source>)>;

/// Pairs that are hard to read, each at the one of its two colours that the strongest theme sets.
pub(super) fn find(layers: &[Layer]) -> Vec<Diagnostic> {
    let sources: Vec<Option<Source>> = layers.iter().map(Layer::source).collect();
    let mut tokens = Tokens::new();
    for (layer, source) in layers.iter().zip(&sources).rev() {
        for (name, value) in &layer.manifest.tokens {
            tokens.insert(name, (value, source.as_ref()));
        }
    }
    let dark = PAIRS.iter().filter(|(_, ground)| *ground != "color-caution");
    let dark = dark.map(|(text, ground)| (format!("{text}-dark"), format!("{ground}-dark")));
    let light = PAIRS.iter().map(|(text, ground)| ((*text).to_owned(), (*ground).to_owned()));
    light
        .chain(dark)
        .filter_map(|(text, ground)| of_pair(&tokens, &text, &ground))
        .chain(on_emergency(&tokens))
        .chain(unseen(&tokens))
        .chain(layers.last().into_iter().flat_map(|base| misspelt(&tokens, base)))
        .collect()
}

fn of_pair(tokens: &Tokens<'_>, text: &str, ground: &str) -> Option<Diagnostic> {
    let (on, below) = (tokens.get(text)?, tokens.get(ground)?);
    let found = contrast(luminance(&on.0.value)?, luminance(&below.0.value)?);
    let (value, source) = if on.1.is_some() { on } else { below };
    (found < LEAST).then_some(())?;
    let message = format!("`{text}` on `{ground}` has a contrast of {found:.1} to 1");
    finding((*source)?, value, message)
}

/// What is said of an emergency is white.
fn on_emergency(tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let (value, source) = tokens.get("color-emergency")?;
    let found = contrast(1.0, luminance(&value.value)?);
    (found < LEAST).then_some(())?;
    finding((*source)?, value, format!("white on `color-emergency` has a contrast of {found:.1} to 1"))
}

/// Colours of which text or its ground is made, and of which nobody knows here what they look like.
fn unseen<'a>(tokens: &'a Tokens<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let is_judged = |name: &str| {
        let light = name.trim_end_matches("-dark");
        light == "color-emergency" || PAIRS.iter().any(|(text, ground)| *text == light || *ground == light)
    };
    let unknown = tokens.iter().filter(move |(name, (value, _))| is_judged(name) && luminance(&value.value).is_none());
    unknown.filter_map(|(name, (value, source))| {
        let message = format!("the contrast of `{name}` is not known: `{}` is not a colour in digits", value.value);
        let place = (*source)?.locate(value.span);
        Some(Diagnostic::new(&rules::THEME_CONTRAST, place, message).help("write it as `#rrggbb`"))
    })
}

/// Tokens that nothing reads, because their name is nearly one of the theme below all others.
fn misspelt<'a>(tokens: &'a Tokens<'_>, base: &'a Layer) -> impl Iterator<Item = Diagnostic> + 'a {
    let known = &base.manifest.tokens;
    let own = tokens.iter().filter(|(name, _)| !known.contains_key(**name));
    own.filter_map(move |(name, (value, source))| {
        let meant = known.keys().find(|known| strsim::osa_distance(name, known) <= 2)?;
        let message = format!("the token `{name}` is nearly `{meant}`, and nothing reads it");
        let finding = Diagnostic::new(&rules::THEME_INVALID, (*source)?.locate(value.span), message);
        Some(Diagnostic { severity: Severity::Warning, ..finding.help(format!("write `{meant}`")) })
    })
}

fn finding(source: &Source, value: &Located<String>, message: String) -> Option<Diagnostic> {
    let place = source.locate(Span { ..value.span });
    Some(
        Diagnostic::new(&rules::THEME_CONTRAST, place, message)
            .help("text needs 4.5 to 1: take a darker or a lighter one"),
    )
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// How light `#rgb` or `#rrggbb` is, from 0 to 1.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.trim().strip_prefix('#')?;
    let number = |text: &str| u8::from_str_radix(text, 16).ok().map(|value| f64::from(value) / 255.0);
    let channel = |at: usize| match digits.len() {
        3 => number(&digits.get(at..=at)?.repeat(2)),
        6 => number(digits.get(2 * at..2 * at + 2)?),
        _ => None,
    };
    let linear = |value: f64| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    Some(0.2126 * linear(channel(0)?) + 0.7152 * linear(channel(1)?) + 0.0722 * linear(channel(2)?))
}
