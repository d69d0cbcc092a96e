//! [`PaintingRules`]: the rules of style sheets with a background, and which of them paints what is behind an element.

use scraper::ElementRef;

use wellpress_diagnostics::Location;

use super::colours::Background;
use super::rule_selector::{NoticeElement, RuleSelector};
use super::selectors::{is_read_as_written, is_told_by_shape, without_set_states};

/// A selector whose elements a rule gives a background.
#[derive(Debug)]
pub(super) struct PaintingRule {
    selector: RuleSelector,
    pub background: Background,
    /// Whether some readers do not see it, or see it at some time.
    is_conditional: bool,
    /// Whether it matches the same elements on all pages of one shape.
    is_told_by_shape: bool,
    /// The numbers of ids and of classes in the selector.
    specificity: (usize, usize),
    pub location: Location,
}

/// What is behind an element.
#[derive(Clone, Copy)]
pub(super) enum Behind<'r> {
    /// The background of the page.
    Nothing,
    /// One that differs from reader to reader.
    Unknown,
    /// That of a rule.
    Painted(&'r PaintingRule),
}

/// The rules with a background, in the order of the style sheets.
#[derive(Debug, Default)]
pub(super) struct PaintingRules(Vec<PaintingRule>);

/// The selectors of the whole page.
pub(super) const PAGE: [&str; 3] = ["html", "body", ":root"];

impl PaintingRules {
    /// Adds a rule with this background. Selectors of the whole page are left out.
    pub fn add(&mut self, selectors: &[String], background: &Background, is_conditional: bool, location: &Location) {
        for written in selectors.iter().filter(|written| !PAGE.contains(&written.as_str())) {
            let Some(selector) = RuleSelector::read(&without_set_states(written)) else { continue };
            let is_conditional = is_conditional || !is_read_as_written(written);
            if is_conditional && *background == Background::Nothing {
                continue;
            }
            let count = |characters: &[char]| written.matches(characters).count();
            self.0.push(PaintingRule {
                selector,
                background: background.clone(),
                is_conditional,
                is_told_by_shape: is_told_by_shape(written),
                location: location.clone(),
                specificity: (count(&['#']), count(&['.', '[', ':'])),
            });
        }
    }

    /// Whether an element that a rule paints may have no background on some pages, and one on others of the same shape.
    pub fn differ_by_page(&self) -> bool {
        self.0.iter().any(|rule| !rule.is_told_by_shape && rule.background == Background::Nothing)
    }

    /// Whether text of this colour cannot be told from some background.
    pub fn may_hide(&self, colour: &str) -> bool {
        self.0.iter().any(|rule| rule.background.hides(colour))
    }

    /// Whether text of this colour cannot be told from a background that one of two pages of the same shape may lack.
    pub fn may_hide_on_one_page(&self, colour: &str) -> bool {
        self.0.iter().any(|rule| !rule.is_told_by_shape && rule.background.hides(colour))
    }

    /// The background of an element, or else of the nearest one around it that has any.
    pub fn behind(&self, part: &NoticeElement<'_>) -> Behind<'_> {
        let ancestors = part.element.ancestors().filter_map(ElementRef::wrap);
        let outwards = std::iter::once(part.element).chain(ancestors);
        for element in outwards {
            let part = NoticeElement { element, ..*part };
            let matching: Vec<&PaintingRule> = self.0.iter().filter(|rule| rule.selector.matches(&part)).collect();
            if matching.iter().any(|rule| rule.is_conditional) {
                return Behind::Unknown;
            }
            // The last of those with the same specificity.
            let strongest = matching.into_iter().max_by_key(|rule| rule.specificity);
            if let Some(rule) = strongest.filter(|rule| rule.background != Background::Nothing) {
                return Behind::Painted(rule);
            }
        }
        Behind::Nothing
    }
}
