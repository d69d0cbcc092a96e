//! The ways in which axe is shown a page.

use serde_json::json;

use super::axe::Rules;
use crate::browser::{Browser, BrowserError};
use crate::views::{DESKTOP, Density, View};

/// A view, with what is looked at in it.
pub(super) struct AxeView {
    pub view: View,
    pub rules: Rules,
    /// Whether the scripts of the page run.
    pub has_scripts: bool,
    /// Whether it is one of pages with colours for the dark alone.
    is_dark: bool,
}

const ON_DESKTOP: AxeView = AxeView { view: DESKTOP, rules: Rules::All, has_scripts: true, is_dark: false };

/// All views. Each page is loaded once for those with scripts, and once for those without.
pub(super) const AXE_VIEWS: [AxeView; 7] = [
    ON_DESKTOP,
    AxeView {
        view: View { name: "on a phone of 375 pixels", width: 375, height: 812, has_touch: true, ..DESKTOP },
        ..ON_DESKTOP
    },
    AxeView { view: View { name: "with text of 200 %", font_size: 32, ..DESKTOP }, ..ON_DESKTOP },
    AxeView {
        view: View { name: "in dark mode", preferences: &[("prefers-color-scheme", "dark")], ..DESKTOP },
        rules: Rules::Colours,
        is_dark: true,
        ..ON_DESKTOP
    },
    AxeView {
        view: View { name: "in forced colours", preferences: &[("forced-colors", "active")], ..DESKTOP },
        rules: Rules::AllButColours,
        ..ON_DESKTOP
    },
    AxeView {
        // The width of A4 and its height.
        view: View { name: "in print", width: 794, height: 1123, media: "print", ..DESKTOP },
        rules: Rules::Colours,
        ..ON_DESKTOP
    },
    AxeView { view: View { name: "without JavaScript", ..DESKTOP }, has_scripts: false, ..ON_DESKTOP },
];

/// Whether a style sheet of the page has colours for the dark.
const HAS_DARK: &str = "[...document.styleSheets].some((sheet) => {
  try {
    return [...sheet.cssRules].some((rule) => rule.cssText.includes('color-scheme'));
  } catch {
    return false;
  }
})";

impl AxeView {
    /// Whether the page that is shown has such a view.
    pub fn exists(&self, browser: &mut Browser<'_>) -> Result<bool, BrowserError> {
        Ok(!self.is_dark || browser.evaluate(HAS_DARK)? == true)
    }

    /// Shows a page in this way. `is_loaded` says that the page is shown already, in a view with the same scripts.
    pub fn show(&self, browser: &mut Browser<'_>, address: &str, is_loaded: bool) -> Result<(), BrowserError> {
        self.view.choose(browser, Density::Coarse)?;
        if is_loaded {
            return Ok(());
        }
        browser.call("Emulation.setScriptExecutionDisabled", &json!({"value": !self.has_scripts}))?;
        browser.show(address)?;
        // Axe is a script, too. Those of the page have had their turn.
        browser.call("Emulation.setScriptExecutionDisabled", &json!({"value": false}))?;
        Ok(())
    }
}
