//! axe, a program of Deque Systems that finds barriers in a page, and what it says about the page that a browser shows.

use std::io::{self, Read as _};

use flate2::read::DeflateDecoder;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::browser::{Browser, BrowserError};

/// The version in `axe/axe.min.js`, which is that of `tests/browser/package.json`.
pub(super) const VERSION: &str = "4.14.1";

const COMPRESSED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/axe.deflate"));

/// The script, which a page has to run first.
pub(super) fn script() -> io::Result<String> {
    let mut script = String::new();
    DeflateDecoder::new(COMPRESSED).read_to_string(&mut script)?;
    Ok(script)
}

/// Which rules of axe are of use in a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// All of WCAG 2.2, levels A and AA, and those that axe calls best practice.
    All,
    /// Those about colours, where all else is as in another view.
    Colours,
    /// All others, where the browser chooses the colours: axe would take those of the style sheets.
    AllButColours,
}

/// The rules whose answer is a matter of colours.
pub(super) const COLOUR_RULES: [&str; 2] = ["color-contrast", "link-in-text-block"];

impl Rules {
    /// Whether a rule of axe is one of them.
    pub fn have(self, rule: &str) -> bool {
        let is_of_colours = COLOUR_RULES.contains(&rule);
        match self {
            Self::All => true,
            Self::Colours => is_of_colours,
            Self::AllButColours => !is_of_colours,
        }
    }

    fn options(self) -> Value {
        let run_only = match self {
            Self::All | Self::AllButColours => {
                json!({"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
            }
            Self::Colours => json!({"type": "rule", "values": COLOUR_RULES}),
        };
        let rules = match self {
            // Axe leaves it out unless it is asked for.
            Self::All => json!({"target-size": {"enabled": true}}),
            Self::Colours => json!({}),
            Self::AllButColours => COLOUR_RULES.into_iter().map(|rule| (rule, json!({"enabled": false}))).collect(),
        };
        json!({
            "runOnly": run_only,
            "rules": rules,
            "resultTypes": ["violations"],
            "elementRef": true,
            "iframes": false,
            "preload": false,
        })
    }
}

/// What `run_axe.js` returns.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Outcome {
    pub violations: Vec<Violation>,
    pub passes: Vec<RuleName>,
    pub incomplete: Vec<RuleName>,
}

/// A rule of axe.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RuleName {
    pub rule: String,
    tags: Vec<String>,
}

/// A rule that elements of the page break.
#[derive(Debug, Deserialize)]
pub(super) struct Violation {
    #[serde(flatten)]
    pub name: RuleName,
    /// What the rule asks for, such as "Images must have alternative text".
    pub help: String,
    pub elements: Vec<Element>,
}

/// An element that breaks a rule.
#[derive(Debug, Deserialize)]
pub(super) struct Element {
    /// A selector that finds it on its page.
    pub selector: String,
    /// Its HTML, as far as axe gives it.
    pub html: String,
    /// What is wrong, in the words of axe.
    pub words: Vec<String>,
    /// The rules of style sheets that give it its colours, the most likely cause first.
    pub styles: Vec<Style>,
}

/// A declaration in a style sheet.
#[derive(Debug, Deserialize)]
pub(super) struct Style {
    /// As a browser writes it.
    pub selector: String,
    pub property: String,
    pub value: String,
}

impl RuleName {
    /// The numbers of the success criteria of WCAG, such as `1.4.3`.
    pub fn criteria(&self) -> Vec<String> {
        self.tags.iter().filter_map(|tag| criterion(tag)).collect()
    }

    /// The level of WCAG: `A` or `AA`. `None` for a rule that is no matter of WCAG.
    pub fn level(&self) -> Option<&'static str> {
        let of_tag =
            |tag: &String| match tag.strip_prefix("wcag")?.trim_start_matches(|sign: char| sign.is_ascii_digit()) {
                "aa" => Some("AA"),
                "a" => Some("A"),
                _ => None,
            };
        self.tags.iter().find_map(of_tag)
    }
}

/// `1.4.13` from the tag `wcag1413`. The principle and the guideline have one digit each.
fn criterion(tag: &str) -> Option<String> {
    let digits = tag.strip_prefix("wcag")?;
    let is_number = digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{}.{}.{}", &digits[..1], &digits[1..2], &digits[2..]))
}

/// Runs axe on the page that a browser shows. `script` is its source.
pub(super) fn run(browser: &mut Browser<'_>, script: &str, rules: Rules) -> Result<Outcome, BrowserError> {
    if browser.evaluate("'axe' in window")? != true {
        browser.evaluate(&format!("{script}; undefined"))?;
    }
    let arguments = format!("{}, {}", rules.options(), json!(COLOUR_RULES));
    let call = format!("({})({arguments})", include_str!("run_axe.js").trim_end());
    browser.evaluate_as(&call, "the findings of axe")
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// The hash of `axe.min.js` in the package axe-core on npm.
    const HASH: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

    #[test]
    fn the_bundled_script_is_the_published_one() {
        let script = script().expect("it is compressed whole");
        let hash: String = Sha256::digest(script.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, HASH);
        assert!(script.starts_with(&format!("/*! axe v{VERSION}\n")));
    }

    #[test]
    fn criteria_and_levels_of_tags() {
        let name =
            |tags: &[&str]| RuleName { rule: String::new(), tags: tags.iter().map(ToString::to_string).collect() };
        let contrast = name(&["cat.color", "wcag2aa", "wcag143", "TTv5", "EN-9.1.4.3"]);
        assert_eq!((contrast.criteria(), contrast.level()), (vec!["1.4.3".to_owned()], Some("AA")));
        let images = name(&["cat.text-alternatives", "wcag2a", "wcag111", "section508"]);
        assert_eq!((images.criteria(), images.level()), (vec!["1.1.1".to_owned()], Some("A")));
        let hover = name(&["wcag21aa", "wcag1413", "wcag258"]);
        assert_eq!((hover.criteria(), hover.level()), (vec!["1.4.13".to_owned(), "2.5.8".to_owned()], Some("AA")));
        let region = name(&["cat.keyboard", "best-practice"]);
        assert_eq!((region.criteria(), region.level()), (vec![], None));
    }
}
