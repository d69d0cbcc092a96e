//! [`RuleSelector`]: which elements of notices a rule matches, also where notices stand for those of other pages.

use scraper::{ElementRef, Selector};

use super::selectors::{readable_selector, without_values_of_notices};

/// An element around or inside a notice, or the notice itself.
#[derive(Clone, Copy)]
pub(super) struct NoticeElement<'d> {
    pub element: ElementRef<'d>,
    /// Whether the steps beside the notice are in it, too.
    pub is_around_steps: bool,
    /// Whether it stands for notices of other pages, whose attributes have other values.
    pub has_any_values: bool,
}

/// A selector of a rule.
#[derive(Debug, Clone)]
pub(super) struct RuleSelector {
    pub selector: Selector,
    /// The selector for notices whose values of attributes are not known, if it asks for any.
    with_any_values: Option<Selector>,
}

impl RuleSelector {
    /// `None` if the selector is one of generated content.
    pub fn read(written: &str) -> Option<Self> {
        let selector = readable_selector(written)?;
        let without_values = without_values_of_notices(written);
        let with_any_values = if without_values == written { None } else { readable_selector(&without_values) };
        Some(Self { selector, with_any_values })
    }

    pub fn matches(&self, part: &NoticeElement<'_>) -> bool {
        let with_any_values = self.with_any_values.as_ref().filter(|_| part.has_any_values);
        with_any_values.unwrap_or(&self.selector).matches(&part.element)
    }
}
