//! Finds the rule of a style sheet that made an element look as it does.

use serde::Deserialize;
use serde_json::{Value, json};

use super::browser::{Browser, BrowserError};

/// The place of a rule in a published style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RulePlace {
    /// The address of the sheet.
    pub address: String,
    /// The line and column of the first selector, as [`wellpress_render::written_rule`] takes them.
    pub line: usize,
    pub column: usize,
}

/// The properties among those that hide text which elements take from the element around them.
const INHERITED: [&str; 5] = ["color", "font-size", "letter-spacing", "text-indent", "visibility"];

/// The rule that gives a property to the element which a script returns. `None` if no style sheet does, but an attribute, say.
pub(super) fn rule_that_sets(
    browser: &mut Browser<'_>,
    element: &str,
    property: &str,
) -> Result<Option<RulePlace>, BrowserError> {
    let object = browser.call("Runtime.evaluate", &json!({"expression": element}))?;
    let Some(object) = object["result"]["objectId"].as_str() else { return Ok(None) };
    browser.list_sheets()?;
    // Before the document was asked for, nodes have no ids.
    browser.call("DOM.getDocument", &json!({"depth": 0}))?;
    let node = browser.call("DOM.requestNode", &json!({"objectId": object}))?;
    let mut styles = browser.call("CSS.getMatchedStylesForNode", &json!({"nodeId": node["nodeId"]}))?;
    let outer = if INHERITED.contains(&property) { styles["inherited"].take() } else { Value::Null };
    let outer = outer.as_array().map(Vec::as_slice).unwrap_or_default();
    for style in std::iter::once(&styles).chain(outer) {
        let matches: Vec<RuleMatch> = serde_json::from_value(style["matchedCSSRules"].clone()).unwrap_or_default();
        // The last one wins, but for those that are important.
        let of_importance = |is_important| matches.iter().rev().find(|found| found.rule.sets(property, is_important));
        if let Some(RuleMatch { rule }) = of_importance(true).or_else(|| of_importance(false)) {
            return Ok(rule.place(browser));
        }
    }
    Ok(None)
}

/// A rule as the protocol describes it: <https://chromedevtools.github.io/devtools-protocol/tot/CSS/#type-RuleMatch>.
#[derive(Deserialize)]
struct RuleMatch {
    rule: Rule,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    /// None for the rules of the browser itself.
    style_sheet_id: Option<String>,
    selector_list: SelectorList,
    style: Style,
}

#[derive(Deserialize)]
struct SelectorList {
    selectors: Vec<Selector>,
}

#[derive(Deserialize)]
struct Selector {
    range: Option<Range>,
}

/// Counted from 0.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    start_line: usize,
    start_column: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Style {
    css_properties: Vec<Property>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    #[serde(default)]
    important: bool,
}

impl Rule {
    /// Whether it sets a property, or a part of it: `overflow-y` for `overflow`.
    fn sets(&self, property: &str, is_important: bool) -> bool {
        let is_same =
            |name: &str| name.strip_prefix(property).is_some_and(|end| end.is_empty() || end.starts_with('-'));
        let mut properties = self.style.css_properties.iter();
        self.style_sheet_id.is_some() && properties.any(|set| set.important == is_important && is_same(&set.name))
    }

    fn place(&self, browser: &Browser<'_>) -> Option<RulePlace> {
        let Range { start_line: line, start_column: column } = *self.selector_list.selectors.first()?.range.as_ref()?;
        let address = browser.sheet_address(self.style_sheet_id.as_ref()?)?.to_owned();
        Some(RulePlace { address, line, column })
    }
}
