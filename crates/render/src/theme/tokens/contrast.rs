//! Checks the colours of a theme: text must have enough contrast to its background, in light and in dark.
//!
//! Input: the tokens of a theme and of the themes that it extends. Output: findings. Only what the site's own themes set is
//! judged, not the embedded theme's tokens. Contrast is computed from `#rgb` and `#rrggbb` alone; a colour in any other form
//! is reported as unknown. A token whose name is nearly one of the theme at the end of the chain is reported as misspelt.

use std::collections::BTreeMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, rules};

use crate::theme::layers::{Layer, doubtful};

/// A colour of text with a colour on which the theme shows it, by the names of their tokens.
struct ColourPair {
    text: &'static str,
    background: &'static str,
    dark: DarkVariant,
}

/// Whether a pair has other colours in dark mode.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DarkVariant {
    /// The tokens with `-dark` behind their names.
    Suffixed,
    /// None: warnings are dark text on a light background in both modes.
    Same,
}

const fn pair(text: &'static str, background: &'static str) -> ColourPair {
    ColourPair { text, background, dark: DarkVariant::Suffixed }
}

const PAIRS: [ColourPair; 7] = [
    pair("color-ink", "color-paper"),
    pair("color-ink", "color-plate"),
    pair("color-muted", "color-paper"),
    pair("color-muted", "color-plate"),
    pair("color-action", "color-paper"),
    pair("color-action", "color-plate"),
    ColourPair { text: "color-ink", background: "color-caution", dark: DarkVariant::Same },
];

/// The background of emergencies, on which text is white in both modes.
const EMERGENCY: &str = "color-emergency";

/// The least contrast of normal text: success criterion 1.4.3 of WCAG 2.2, level AA.
const MIN_CONTRAST: f64 = 4.5;

/// A token as the strongest theme that has it sets it.
#[derive(Clone, Copy)]
struct TokenValue<'a> {
    value: &'a Located<String>,
    /// The `theme.yaml` with the token; `None` for the embedded theme.
    source: Option<&'a Source>,
}

impl TokenValue<'_> {
    /// A finding at this token; `None` for the embedded theme, about which a site's author can do nothing.
    fn finding(self, message: String) -> Option<Diagnostic> {
        let location = self.source?.locate(self.value.span);
        Some(Diagnostic::new(&rules::THEME_CONTRAST, location, message))
    }
}

/// All tokens by name.
type Tokens<'a> = BTreeMap<&'a str, TokenValue<'a>>;

/// Finds colours that are hard to read on each other, colours that cannot be judged, and misspelt tokens.
pub(crate) fn find(layers: &[Layer]) -> Vec<Diagnostic> {
    let sources: Vec<Option<Source>> = layers.iter().map(Layer::source).collect();
    let mut tokens = Tokens::new();
    // From the weakest layer to the strongest, which overwrites the tokens below it.
    for (layer, source) in layers.iter().zip(&sources).rev() {
        for (name, value) in &layer.manifest.tokens {
            tokens.insert(name, TokenValue { value, source: source.as_ref() });
        }
    }
    let light = PAIRS.iter().map(|pair| (pair.text.to_owned(), pair.background.to_owned()));
    let with_dark = PAIRS.iter().filter(|pair| pair.dark == DarkVariant::Suffixed);
    let dark = with_dark.map(|pair| (format!("{}-dark", pair.text), format!("{}-dark", pair.background)));
    light
        .chain(dark)
        .filter_map(|(text, background)| low_contrast(&tokens, &text, &background))
        .chain(low_contrast_of_emergency(&tokens))
        .chain(unknown_colours(&tokens))
        .chain(layers.last().into_iter().flat_map(|base_theme| misspelt(&tokens, base_theme)))
        .collect()
}

/// The finding for a pair, at the colour of the text if a theme of the site sets it, else at the background.
fn low_contrast(tokens: &Tokens<'_>, text: &str, background: &str) -> Option<Diagnostic> {
    let (text_value, background_value) = (*tokens.get(text)?, *tokens.get(background)?);
    let ratio = contrast_ratio(channels(&text_value.value.value)?, channels(&background_value.value.value)?);
    if ratio >= MIN_CONTRAST {
        return None;
    }
    let message = format!("`{text}` on `{background}` has a contrast of {ratio:.1} to 1");
    let token = if text_value.source.is_some() { text_value } else { background_value };
    token.finding(message).map(with_help)
}

fn low_contrast_of_emergency(tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let token = *tokens.get(EMERGENCY)?;
    let ratio = contrast_ratio([255; 3], channels(&token.value.value)?);
    if ratio >= MIN_CONTRAST {
        return None;
    }
    token.finding(format!("white on `{EMERGENCY}` has a contrast of {ratio:.1} to 1")).map(with_help)
}

fn with_help(finding: Diagnostic) -> Diagnostic {
    finding.help("text needs 4.5 to 1: take a darker or a lighter one")
}

/// Findings for colours of text and backgrounds that are written in a form other than digits.
fn unknown_colours<'a>(tokens: &'a Tokens<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let unknown = tokens.iter().filter(|(name, token)| is_judged(name) && channels(&token.value.value).is_none());
    unknown.filter_map(|(name, token)| {
        let value = &token.value.value;
        let message = format!("the contrast of `{name}` is not known: `{value}` is not a colour in digits");
        Some(token.finding(message)?.help("write it as `#rrggbb`"))
    })
}

/// Whether the token is a colour of text or of a background.
fn is_judged(name: &str) -> bool {
    let light_name = name.trim_end_matches("-dark");
    light_name == EMERGENCY || PAIRS.iter().any(|pair| pair.text == light_name || pair.background == light_name)
}

/// Findings for tokens that the theme at the end of the chain does not have, and that differ from one of its tokens in at most
/// two letters. A token with a name of its own may be for a template of the site's theme, so it is no finding.
fn misspelt<'a>(tokens: &'a Tokens<'_>, base_theme: &'a Layer) -> impl Iterator<Item = Diagnostic> + 'a {
    let known_tokens = &base_theme.manifest.tokens;
    let unknown_tokens = tokens.iter().filter(|(name, _)| !known_tokens.contains_key(**name));
    unknown_tokens.filter_map(move |(name, TokenValue { value, source })| {
        let similar = known_tokens.keys().find(|known_name| strsim::osa_distance(name, known_name) <= 2)?;
        let message = format!("the token `{name}` is nearly `{similar}`, and nothing reads it");
        Some(doubtful((*source)?.locate(value.span), message).help(format!("write `{similar}`")))
    })
}

/// The red, green and blue of `#rgb` or `#rrggbb`. `None` for any other form.
pub(crate) fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.trim().strip_prefix('#')?;
    let channels = match digits.len() {
        // `get`, because a value of the right length may have characters of several bytes, which no index may cut.
        3 => [0, 1, 2].map(|at| Some(digits.get(at..=at)?.repeat(2))),
        6 => [0, 2, 4].map(|at| Some(digits.get(at..at + 2)?.to_owned())),
        _ => return None,
    };
    let [red, green, blue] = channels.map(|digits| u8::from_str_radix(&digits?, 16).ok());
    Some([red?, green?, blue?])
}

/// The contrast ratio of two colours of sRGB, from 1 to 21, as WCAG 2.2 defines it.
///
/// ```
/// use wellpress_render::theme::tokens::contrast::contrast_ratio;
///
/// assert_eq!(contrast_ratio([0; 3], [255; 3]), 21.0);
/// ```
#[must_use]
pub fn contrast_ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance, from 0 to 1: the weighted sum of the linear channels.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
