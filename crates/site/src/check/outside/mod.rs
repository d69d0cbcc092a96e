//! Addresses of other sites in, findings out: pages that are gone, that have moved for good, and those of which nobody
//! knows. Asks the network, so that it runs only when somebody wishes: `check --external`.
//!
//! An address is asked for once, however often it is written. What was there a few days ago is taken to be there still;
//! what was not is asked for again, since somebody may have put it right.

mod addresses;
mod asking;
mod memory;

use std::sync::{Mutex, PoisonError};

use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, Rule, rules};
use wellpress_io::net::WebClient;

use crate::config::Config;
use crate::resolve::ResolvedSite;

use addresses::{Address, Place};
use memory::{Heard, Verdict};

pub use memory::Memory;

/// The rules of this folder: without it, nobody knows whether a comment that silences one is needed.
pub(super) const RULES: [&Rule; 3] = [&rules::LINK_DEAD, &rules::LINK_MOVED, &rules::LINK_UNCHECKED];

/// How other sites are asked, and what is known of them.
pub struct Outside<'a> {
    web: Option<&'a dyn WebClient>,
    today: Day,
    memory: Mutex<Memory>,
    tell: &'a (dyn Fn(News) + Sync),
}

/// How far the asking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It begins.
    Begun(Plan),
    /// One more address is done with.
    Heard,
}

/// What is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Addresses that are asked for.
    pub asked: usize,
    /// Addresses of which enough is known.
    pub known: usize,
}

impl<'a> Outside<'a> {
    /// With what is known; without a web, what is known has to do.
    pub fn new(web: Option<&'a dyn WebClient>, today: Day, memory: Memory, tell: &'a (dyn Fn(News) + Sync)) -> Self {
        Self { web, today, memory: Mutex::new(memory), tell }
    }

    /// What is known now.
    pub fn into_memory(self) -> Memory {
        self.memory.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// One finding for each place that leads nowhere, elsewhere or who knows where.
    pub(super) fn find(&self, config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
        let addresses = addresses::of(config, resolved);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let since = config.external.max_age.before(self.today);
        let wanted: Vec<&Address> = match self.web {
            Some(_) => addresses.keys().filter(|address| !memory.is_fresh(address, since, self.today)).collect(),
            None => Vec::new(),
        };
        (self.tell)(News::Begun(Plan { asked: wanted.len(), known: addresses.len() - wanted.len() }));
        if let Some(web) = self.web {
            memory.forget(since);
            for (address, verdict) in asking::ask(web, &wanted, config.external.per_host, &|| (self.tell)(News::Heard))
            {
                memory.learn(address, verdict, self.today);
            }
        }
        let places = addresses.iter().flat_map(|(address, places)| places.iter().map(move |place| (address, place)));
        places.filter_map(|(address, place)| self.finding(memory.of(address), place)).collect()
    }

    fn finding(&self, heard: Option<&Heard>, place: &Place) -> Option<Diagnostic> {
        let Place { location, what, fragment } = place;
        let finding = |rule, message: String| Some(Diagnostic::new(rule, location.clone(), message));
        let Some(Heard { verdict, day }) = heard else {
            let finding = finding(&rules::LINK_UNCHECKED, format!("{what} was never checked"))?;
            return Some(finding.help("run `wellpress check --external` without `--offline`"));
        };
        let then = if *day == self.today { String::new() } else { format!(", on {day}") };
        match verdict {
            Verdict::Sound => None,
            Verdict::Moved(to) => {
                let message = format!("{what} has moved for good");
                Some(finding(&rules::LINK_MOVED, message)?.help(format!("look at it, and write `{to}{fragment}`")))
            }
            Verdict::Dead { why, help } => {
                let finding = finding(&rules::LINK_DEAD, format!("{what} leads nowhere: {why}{then}"))?;
                Some(finding.help(help.clone()))
            }
            Verdict::Unsure(why) => {
                let finding = finding(&rules::LINK_UNCHECKED, format!("{what} could not be checked: {why}{then}"))?;
                Some(finding.help("open it in a browser, or check again later"))
            }
        }
    }
}
