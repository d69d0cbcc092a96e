//! [`Memory`]: what was heard of addresses, and on which day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::Day;

use super::addresses::Address;

/// What was heard of each address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    heard: BTreeMap<String, Heard>,
}

/// What was heard of an address.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Heard {
    pub verdict: Verdict,
    pub day: Day,
}

/// What an answer amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Verdict {
    /// It is there.
    Sound,
    /// It is there, and this is its address from now on.
    Moved(String),
    /// It is not there, and what to do about it.
    Dead { why: String, help: String },
    /// Nobody can say.
    Unsure(String),
}

impl Memory {
    /// What is known of an address.
    pub(super) fn of(&self, address: &Address) -> Option<&Heard> {
        self.heard.get(address.url.as_str())
    }

    /// Whether an address was there not long ago. What was heard after today was heard under another clock.
    pub(super) fn is_fresh(&self, address: &Address, since: Day, today: Day) -> bool {
        let is_there = |heard: &&Heard| matches!(heard.verdict, Verdict::Sound | Verdict::Moved(_));
        self.of(address).filter(is_there).is_some_and(|heard| heard.day > since && heard.day <= today)
    }

    /// Keeps what was heard.
    pub(super) fn learn(&mut self, address: &Address, verdict: Verdict, day: Day) {
        self.heard.insert(address.url.to_string(), Heard { verdict, day });
    }

    /// Drops what is too old to be of use, so that addresses that nobody writes any more do not stay for ever.
    pub(super) fn forget(&mut self, since: Day) {
        self.heard.retain(|_, heard| heard.day > since);
    }
}
