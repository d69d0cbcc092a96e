//! `images` in the settings: in which formats and sizes pictures are published. The plan for each picture is made in
//! [`assets`](crate::assets).

use schemars::JsonSchema;
use serde::Deserialize;

use wellpress_diagnostics::{Diagnostic, Source};

use super::mistakes::{find_key, wrong};

/// In which formats and sizes pictures are published.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageSettings {
    /// Whether pictures are also published as AVIF, which is smaller. Each takes one to two seconds to make, once.
    #[serde(default)]
    pub avif: bool,
    /// The quality of pictures, from 1 to 100. A drawing with few colours in a PNG loses nothing at any quality.
    #[serde(default = "default_quality")]
    pub quality: u8,
    /// The widths in which pictures are published, in pixels. A narrower picture is published in its own width, never in a larger one.
    #[serde(default = "default_widths")]
    pub widths: Vec<u32>,
    /// Whether a page without a `social_image` gets a generated picture for sharing: 1200 × 630, with the site's name and the page's title.
    /// It costs some milliseconds a page, once.
    #[serde(default)]
    pub cards: bool,
}

impl Default for ImageSettings {
    fn default() -> Self {
        Self { avif: false, quality: default_quality(), widths: default_widths(), cards: false }
    }
}

/// Findings about values that no picture can have.
pub(super) fn check(images: &ImageSettings, source: &Source, findings: &mut Vec<Diagnostic>) {
    if !(1..=100).contains(&images.quality) {
        findings.push(wrong(find_key(source, "quality"), "`quality` must be from 1 to 100"));
    }
    if images.widths.is_empty() || images.widths.iter().any(|width| !(16..=8192).contains(width)) {
        let finding = wrong(find_key(source, "widths"), "`widths` must be numbers of pixels, from 16 to 8192");
        findings.push(finding.help("write them as a list, such as `[480, 800, 1200, 1600]`"));
    }
}

fn default_quality() -> u8 {
    80
}

/// The width of a column of text on a phone and on a desktop screen, with one and with two pixels for each CSS pixel.
fn default_widths() -> Vec<u32> {
    vec![480, 800, 1200, 1600]
}
