//! [`View`]: the ways in which a page is shown to a reader, and their names in findings.

use serde_json::{Value, json};

use crate::browser::{Browser, BrowserError};

/// A screen or a sheet of paper, with the reader's settings.
pub(crate) struct View {
    /// Words that follow "a caution cannot be seen".
    pub name: &'static str,
    /// In CSS pixels.
    pub width: u32,
    pub height: u32,
    pub media: &'static str,
    /// Media features and their values.
    pub preferences: &'static [(&'static str, &'static str)],
    /// The size of the browser's own font in pixels, which readers can set.
    pub font_size: u32,
    /// Whether the reader has a finger in place of a mouse.
    pub has_touch: bool,
}

pub(crate) const DESKTOP: View = View {
    name: "on a desktop",
    width: 1280,
    height: 900,
    media: "screen",
    preferences: &[("prefers-color-scheme", "light")],
    font_size: 16,
    has_touch: false,
};

/// Of a reader who has asked for less motion and more contrast.
const CALM: &[(&str, &str)] = &[("prefers-reduced-motion", "reduce"), ("prefers-contrast", "more")];

/// The views in which notices are looked at, the most usual first.
pub(crate) const VIEWS: [View; 9] = [
    DESKTOP,
    View { name: "on a phone of 320 pixels", width: 320, height: 640, ..DESKTOP },
    View { name: "on a phone of 390 pixels", width: 390, height: 844, has_touch: true, ..DESKTOP },
    View { name: "on a phone held sideways", width: 844, height: 390, has_touch: true, ..DESKTOP },
    View { name: "on a tablet of 600 pixels", width: 600, height: 800, preferences: CALM, ..DESKTOP },
    View {
        name: "in dark mode, 2560 pixels wide",
        width: 2560,
        height: 1440,
        preferences: &[("prefers-color-scheme", "dark")],
        ..DESKTOP
    },
    View {
        name: "in forced colours, 1024 pixels wide",
        width: 1024,
        height: 768,
        preferences: &[("forced-colors", "active")],
        ..DESKTOP
    },
    View { name: "with text of 200 %", font_size: 32, ..DESKTOP },
    // The width of A4 and its height.
    View { name: "in print", width: 794, height: 1123, media: "print", ..DESKTOP },
];

/// How fine the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Density {
    /// Thin strokes of small letters never have their full colour.
    Coarse,
    Fine,
}

impl Density {
    /// Pixels of the screen for each pixel of CSS.
    pub fn pixels(self) -> f64 {
        match self {
            Self::Coarse => 1.0,
            Self::Fine => 2.0,
        }
    }

    /// How often a notice is looked at before it counts as not seen. A busy machine can send the picture of a page that is not complete.
    pub fn tries(self) -> usize {
        match self {
            Self::Coarse => 1,
            Self::Fine => 3,
        }
    }
}

/// Higher than the notices of an exercise in large letters on a small phone.
const MAX_HEIGHT: u32 = 8_000;

/// How much of the page is outside of boxes that scroll, in pixels.
const HIDDEN_IN_BOXES: &str = "Math.max(0, ...[...document.querySelectorAll('dialog[open], dialog[open] *')]
  .map((box) => box.scrollHeight - box.clientHeight))";

impl View {
    /// Whether this is a sheet of paper, on which nothing can be clicked.
    pub fn is_paper(&self) -> bool {
        self.media == "print"
    }

    /// Makes the screen so high that nothing has to be scrolled in an open dialog, which may take only half of it. Gives the height.
    pub fn make_high(&self, browser: &mut Browser<'_>, density: Density) -> Result<u32, BrowserError> {
        let hidden: f64 = browser.evaluate_as(HIDDEN_IN_BOXES, "the height of a dialog")?;
        if hidden <= 0.0 {
            return Ok(self.height);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is positive and saturates")]
        let height = self.height.saturating_add((hidden * 2.0) as u32 + 100).min(MAX_HEIGHT);
        self.set_size(browser, height, density)?;
        Ok(height)
    }

    fn set_size(&self, browser: &mut Browser<'_>, height: u32, density: Density) -> Result<(), BrowserError> {
        let density = density.pixels();
        let screen = json!({"width": self.width, "height": height, "deviceScaleFactor": density, "mobile": false});
        browser.set("Emulation.setDeviceMetricsOverride", screen)
    }

    /// Shows the page, and the next pages, in this way.
    pub fn choose(&self, browser: &mut Browser<'_>, density: Density) -> Result<(), BrowserError> {
        self.set_size(browser, self.height, density)?;
        // The ratio of the browser's own sizes, 16 and 13.
        let sizes = json!({"standard": self.font_size, "fixed": self.font_size * 13 / 16});
        browser.set("Page.setFontSizes", json!({"fontSizes": sizes}))?;
        browser.set("Emulation.setTouchEmulationEnabled", json!({"enabled": self.has_touch}))?;
        let features: Vec<Value> =
            self.preferences.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        browser.set("Emulation.setEmulatedMedia", json!({"media": self.media, "features": features}))
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [names @ .., last] => format!("{} and {last}", names.join(", ")),
    }
}
