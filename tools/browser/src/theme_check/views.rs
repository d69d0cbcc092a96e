//! [`View`]: the ways in which a page is shown to a reader.

use serde_json::{Value, json};

use crate::browser::{Browser, BrowserError};

/// A screen or a sheet of paper, with the reader's settings.
pub(super) struct View {
    /// Words that follow "a caution cannot be seen".
    pub name: &'static str,
    /// In CSS pixels.
    pub width: u32,
    height: u32,
    media: &'static str,
    /// Media features and their values.
    preferences: &'static [(&'static str, &'static str)],
    /// The size of the browser's own font in pixels.
    pub font_size: u32,
    /// Whether the reader has a finger in place of a mouse.
    has_touch: bool,
}

const DESKTOP: View = View {
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

/// All views, the most usual first.
pub(super) const VIEWS: [View; 9] = [
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

/// Pixels of the screen for each pixel of CSS. More than one, because thin strokes of small letters never have their full
/// colour on a coarse screen.
pub(super) const DENSITY: f64 = 2.0;

/// Higher than the notices of an exercise in large letters on a small phone.
const HEIGHT_OF_EVERYTHING: u32 = 8_000;

impl View {
    /// Whether this is a sheet of paper, on which nothing can be clicked.
    pub fn is_paper(&self) -> bool {
        self.media == "print"
    }

    /// Makes the screen so high that nothing has to be scrolled.
    pub fn make_high(&self, browser: &mut Browser<'_>) -> Result<(), BrowserError> {
        self.set_size(browser, HEIGHT_OF_EVERYTHING)
    }

    fn set_size(&self, browser: &mut Browser<'_>, height: u32) -> Result<(), BrowserError> {
        let screen = json!({"width": self.width, "height": height, "deviceScaleFactor": DENSITY, "mobile": false});
        browser.call("Emulation.setDeviceMetricsOverride", &screen)?;
        Ok(())
    }

    /// Shows the next pages in this way.
    pub fn choose(&self, browser: &mut Browser<'_>) -> Result<(), BrowserError> {
        self.set_size(browser, self.height)?;
        browser.call("Emulation.setTouchEmulationEnabled", &json!({"enabled": self.has_touch}))?;
        let features: Vec<Value> =
            self.preferences.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        browser.call("Emulation.setEmulatedMedia", &json!({"media": self.media, "features": features}))?;
        Ok(())
    }
}
