//! Finds fonts that a theme names and no style sheet loads. Readers would see the next font of the list, and the designer, who has
//! the font installed, would not notice.

use wellpress_diagnostics::{Diagnostic, Severity, rules};

use super::layers::{Layer, strongest};
use super::share_cards::fonts::{declared_families, first_family};
use super::theme_assets::has_extension;

/// The tokens that hold lists of font families.
const TOKENS: [&str; 2] = ["font-text", "font-title"];

/// Fonts that come with Windows, macOS, iOS, Android or Linux desktops, in lower case.
const INSTALLED: &[&str] = &[
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
    "georgia",
    "gill sans",
    "helvetica",
    "helvetica neue",
    "hoefler text",
    "iowan old style",
    "liberation sans",
    "liberation serif",
    "lucida grande",
    "lucida sans",
    "noto sans",
    "noto serif",
    "optima",
    "palatino",
    "palatino linotype",
    "roboto",
    "rockwell",
    "seravek",
    "segoe ui",
    "sitka text",
    "tahoma",
    "times",
    "times new roman",
    "trebuchet ms",
    "ubuntu",
    "verdana",
];

/// Names that mean no certain font: those of kinds of fonts, and keywords of CSS.
const GENERIC: &[&str] = &[
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "math",
    "emoji",
    "blinkmacsystemfont",
    "inherit",
    "initial",
    "unset",
    "revert",
];

/// One finding for each list of fonts that a theme of the site sets and whose first font is neither loaded by a style sheet nor
/// common on devices.
pub(super) fn find_unloaded(layers: &[Layer]) -> Vec<Diagnostic> {
    let findings = TOKENS.into_iter().filter_map(|token| {
        let layer = layers.iter().find(|layer| layer.manifest.tokens.contains_key(token))?;
        let families = &layer.manifest.tokens[token];
        let family = first_family(&families.value);
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
        let declared = declared_families(&String::from_utf8_lossy(&sheet.bytes));
        declared.iter().any(|loaded| loaded.eq_ignore_ascii_case(family))
    })
}

/// Whether browsers find the font on most devices. `var(--x)` may be any font.
fn is_of_device(family: &str) -> bool {
    let family = family.to_lowercase();
    let is_generic =
        GENERIC.contains(&family.as_str()) || ["ui-", "-apple-", "var("].iter().any(|start| family.starts_with(start));
    family.is_empty() || is_generic || INSTALLED.contains(&family.as_str())
}
