//! `images` in the settings: in which forms and sizes pictures are published.

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::{Diagnostic, Source};

use super::{find_key, wrong};

/// How pictures are published.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageSettings {
    /// Whether they are written as AVIF as well, which takes long.
    #[serde(default)]
    pub avif: bool,
    /// How good they are to be, from 1 to 100.
    #[serde(default = "eighty")]
    pub quality: u8,
    /// Widths in pixels.
    #[serde(default = "common_widths")]
    pub widths: Vec<u32>,
    /// Whether pages have a picture for sharing that shows their title.
    #[serde(default)]
    pub cards: bool,
}

impl Default for ImageSettings {
    fn default() -> Self {
        Self { avif: false, quality: eighty(), widths: common_widths(), cards: false }
    }
}

/// Numbers that pictures can have.
pub(super) fn check(images: &ImageSettings, source: &Source, findings: &mut Vec<Diagnostic>) {
    if !(1..=100).contains(&images.quality) {
        findings.push(wrong(find_key(source, "quality"), "`quality` must be from 1 to 100"));
    }
    if images.widths.is_empty() || images.widths.iter().any(|width| !(16..=8192).contains(width)) {
        let finding = wrong(find_key(source, "widths"), "`widths` must be numbers of pixels, from 16 to 8192");
        findings.push(finding.help("write them as a list, such as `[480, 800, 1200, 1600]`"));
    }
}

fn eighty() -> u8 {
    80
}

/// A column of text on a phone and on a desk, on plain screens and on dense ones.
fn common_widths() -> Vec<u32> {
    vec![480, 800, 1200, 1600]
}
