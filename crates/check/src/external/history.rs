//! [`LinkHistory`]: what requests for addresses found, and on which day, for the next run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wellpress_foundation::Day;

use super::addresses::Address;

/// The last verdict about each address. The program stores it between runs of `check --external`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct LinkHistory {
    by_url: BTreeMap<String, DatedVerdict>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DatedVerdict {
    pub verdict: Verdict,
    pub day: Day,
}

/// What a response, or the lack of one, says about an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Verdict {
    /// There is a page.
    Sound,
    /// There is a page, and its address from now on is this.
    Moved(String),
    /// There is no page.
    Dead { why: String, help: String },
    /// Nothing can be said: the server is busy, slow or closed to programs. Holds the reason.
    Unsure(String),
}

impl LinkHistory {
    pub(super) fn get(&self, address: &Address) -> Option<&DatedVerdict> {
        self.by_url.get(address.url.as_str())
    }

    /// Whether an address was there not long ago, so that it need not be requested again. A dead one is never fresh: it
    /// may have been repaired. Neither is a verdict from after today, which was made under another clock.
    pub(super) fn is_fresh(&self, address: &Address, since: Day, today: Day) -> bool {
        self.get(address).is_some_and(|dated| {
            let is_there = matches!(dated.verdict, Verdict::Sound | Verdict::Moved(_));
            is_there && dated.day > since && dated.day <= today
        })
    }

    pub(super) fn record(&mut self, address: &Address, verdict: Verdict, day: Day) {
        self.by_url.insert(address.url.to_string(), DatedVerdict { verdict, day });
    }

    /// Drops verdicts that are too old to be of use, so that addresses that nobody links to any more do not stay for ever.
    pub(super) fn forget_before(&mut self, since: Day) {
        self.by_url.retain(|_, dated| dated.day > since);
    }
}
