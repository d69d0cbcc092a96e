//! [`IconArray`]: the numbers of an `::icon-array`, a risk shown as people. How it is drawn is left to the renderer.

use super::directive::Directive;

/// How many people of a group something happens to, and perhaps how many after a change, such as a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconArray {
    /// The number of people, at least 1.
    pub of: u16,
    /// How many of them are affected.
    pub affected: u16,
    /// How many are affected after the change.
    pub then: Option<u16>,
}

impl IconArray {
    /// The most people that are drawn. More would be dots on a phone.
    pub const MOST_PEOPLE: u16 = 1000;

    /// Reads the attributes of an `::icon-array`. `None` if one is missing or wrong, which has a finding.
    #[must_use]
    pub fn read(directive: &Directive) -> Option<Self> {
        let of = directive.count("of").filter(|of| (1..=Self::MOST_PEOPLE).contains(of))?;
        let affected = directive.count("n").filter(|affected| *affected <= of)?;
        let then = match directive.get("then") {
            Some(_) => Some(directive.count("then").filter(|then| *then <= of)?),
            None => None,
        };
        Some(Self { of, affected, then })
    }

    /// How many are affected both before and after the change; without one, all who are affected.
    #[must_use]
    pub fn affected_always(self) -> u16 {
        self.then.map_or(self.affected, |then| then.min(self.affected))
    }

    /// How many are affected only before the change, or only after it.
    #[must_use]
    pub fn changed(self) -> u16 {
        self.then.map_or(0, |then| then.abs_diff(self.affected))
    }

    /// How many are affected neither before nor after the change.
    #[must_use]
    pub fn unaffected(self) -> u16 {
        self.of - self.affected_always() - self.changed()
    }
}
