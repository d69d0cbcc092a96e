//! Tests of a `choose`.

use super::number::is_roman;
use super::{Area, Renderer, is_numeric};
use crate::style::elements::{Branch, Condition, Match};
use crate::variables::Variable;

impl Renderer<'_, '_> {
    pub(super) fn holds(&mut self, branch: &Branch) -> bool {
        if branch.conditions.is_empty() {
            return true;
        }
        let mut tests = branch.conditions.iter();
        match branch.matches {
            Match::All => tests.all(|condition| self.test(condition, Match::All)),
            Match::Any => tests.any(|condition| self.test(condition, Match::Any)),
            Match::None => tests.all(|condition| !self.test(condition, Match::Any)),
        }
    }

    /// A set of variables is as many tests, so its outcome depends on how tests are joined.
    fn test(&mut self, condition: &Condition, matches: Match) -> bool {
        match condition {
            Condition::Variables(set) if matches == Match::All => set.is_subset(self.present),
            Condition::Variables(set) => set.intersects(self.present),
            Condition::Never => false,
            Condition::Type(types) => types.contains(self.item.item_type),
            Condition::Numeric(variable) => self.is_numeric_variable(*variable),
            Condition::UncertainDate(variable) => self.item.date(*variable).is_some_and(|date| date.circa),
            Condition::Locator(label) => self.cite.locator.is_some_and(|locator| locator.label == &**label),
            Condition::LaterCite(wanted) => self.area == Area::Citation && self.cite.is_later == *wanted,
            Condition::Disambiguate(wanted) => {
                self.disambiguate_tests += 1;
                (self.disambiguate_tests <= self.cite.disambiguation.conditions) == *wanted
            }
        }
    }

    fn is_numeric_variable(&self, variable: Variable) -> bool {
        match variable {
            // "Chapter II" is a number as "chapter 2" is. Without this, APA takes it for a reference that needs no label.
            Variable::Locator => {
                self.cite.locator.is_some_and(|locator| is_numeric(locator.value) || is_roman(locator.value))
            }
            Variable::CitationNumber => self.cite.number.is_some(),
            Variable::PageFirst => self.page_first().is_some_and(is_numeric),
            _ => self.item.text(variable).is_some_and(is_numeric),
        }
    }
}
