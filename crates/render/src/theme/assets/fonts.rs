//! Finds fonts that a theme names and no style sheet loads. Readers would see the next font of the list, and the designer, who has
//! the font installed, would not notice.

use wellpress_diagnostics::{Diagnostic, Severity, rules};

use crate::theme::assets::font_faces::{first_family, font_faces};
use crate::theme::assets::has_extension;
use crate::theme::layers::{Layer, strongest};
use crate::theme::tokens::is_value;

/// The tokens that hold lists of font families.
const TOKENS: [&str; 2] = ["font-text", "font-title"];

/// Fonts that come with Windows, macOS, iOS, Android or Linux desktops, in lower case.
const INSTALLED: &[&str] = &[
    "american typewriter",
    "apple sd gothic neo",
    "arial",
    "avenir",
    "avenir next",
    "baskerville",
    "book antiqua",
    "calibri",
    "cambria",
    "candara",
    "cantarell",
    "charter",
    "comic sans ms",
    "consolas",
    "constantia",
    "corbel",
    "courier",
    "courier new",
    "dejavu sans",
    "dejavu serif",
    "didot",
    "franklin gothic medium",
    "futura",
    "garamond",
    "geeza pro",
    "georgia",
    "gill sans",
    "helvetica",
    "helvetica neue",
    "hiragino kaku gothic pron",
    "hiragino mincho pron",
    "hiragino sans",
    "hoefler text",
    "impact",
    "iowan old style",
    "liberation sans",
    "liberation serif",
    "lucida console",
    "lucida grande",
    "lucida sans",
    "malgun gothic",
    "meiryo",
    "menlo",
    "microsoft yahei",
    "monaco",
    "ms gothic",
    "nirmala ui",
    "noto sans",
    "noto serif",
    "optima",
    "palatino",
    "palatino linotype",
    "pingfang hk",
    "pingfang sc",
    "pingfang tc",
    "roboto",
    "rockwell",
    "segoe ui",
    "seravek",
    "sf arabic",
    "simhei",
    "simsun",
    "sitka text",
    "tahoma",
    "times",
    "times new roman",
    "traditional arabic",
    "trebuchet ms",
    "ubuntu",
    "verdana",
    "yu gothic",
    "yu mincho",
];

/// Generic families and CSS keywords.
const GENERIC: &[&str] = &[
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "math",
    "emoji",
    "fangsong",
    "blinkmacsystemfont",
    "inherit",
    "initial",
    "unset",
    "revert",
];

/// One finding for each list of fonts that a theme of the site sets and whose first font is neither loaded by a style sheet nor
/// common on devices.
pub(crate) fn find_unloaded(layers: &[Layer]) -> Vec<Diagnostic> {
    let findings = TOKENS.into_iter().filter_map(|token| {
        let layer = layers.iter().find(|layer| layer.manifest.tokens.contains_key(token))?;
        let families = &layer.manifest.tokens[token];
        // A value that breaks the style sheet has a finding of its own.
        if !is_value(&families.value) {
            return None;
        }
        let family = first_family(&families.value)?;
        // The embedded theme has no source.
        let location = layer.source()?.locate(families.span);
        if is_of_device(&family) || is_loaded(layers, &family) {
            return None;
        }
        let message = format!("no style sheet loads the font `{family}`, so most readers see another one");
        let help =
            "put its file into the theme's `assets/fonts`, and declare it with `@font-face` in `assets/brand.css`";
        let finding = Diagnostic::new(&rules::THEME_INVALID, location, message).help(help);
        Some(Diagnostic { severity: Severity::Warning, ..finding })
    });
    findings.collect()
}

fn is_loaded(layers: &[Layer], family: &str) -> bool {
    let mut sheets = strongest(layers, "assets/").into_iter().filter(|(name, _)| has_extension(name, "css"));
    sheets.any(|(_, sheet)| {
        let faces = font_faces(&String::from_utf8_lossy(&sheet.bytes));
        faces.iter().any(|face| face.address.is_some() && face.family.eq_ignore_ascii_case(family))
    })
}

/// Whether browsers find the font on most devices.
fn is_of_device(family: &str) -> bool {
    let family = family.to_lowercase();
    let is_generic =
        GENERIC.contains(&family.as_str()) || ["ui-", "-apple-"].iter().any(|start| family.starts_with(start));
    is_generic || INSTALLED.contains(&family.as_str())
}
