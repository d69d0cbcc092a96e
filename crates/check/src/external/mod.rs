//! Addresses of other sites in, findings out: pages that are gone, that have moved for good, and those that could not be
//! checked. Uses the network, so that it runs only on request: `check --external`.
//!
//! An address is requested once, however often it is linked to. A page that was there a few days ago is taken to be there
//! still; one that was not is requested again, since somebody may have put it right.

mod addresses;
mod history;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::Day;
use wellpress_io::net::WebClient;

use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;

use crate::apply_severities;

use addresses::{Address, LinkPlace};
use history::{DatedVerdict, Verdict};
use requests::Answer;

pub use history::LinkHistory;

/// Checks links to other sites, with the history of earlier runs.
///
/// Findings are made from the history alone, after requests were recorded in it, so a run with `--offline` reports what
/// the last run with a network saw.
pub struct LinkChecker<'a> {
    web: Option<&'a dyn WebClient>,
    today: Day,
    // Taken and given back through a shared reference: the checker is a part of the evidence that all rules read.
    history: Mutex<LinkHistory>,
    on_progress: &'a (dyn Fn(LinkProgress) + Sync),
    reported: ReportedLinks,
}

/// Which links have findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReportedLinks {
    /// Those that are dead, have moved or could not be checked.
    Doubtful,
    /// Those that are dead.
    Dead,
}

/// The links that earlier runs found dead, as findings with the severities of the settings. For the preview, whose report has no finding
/// about other servers. Comments in texts do not silence them there.
#[must_use]
pub fn dead_links(config: &Config, resolved: &ResolvedSite<'_>, history: &LinkHistory) -> Vec<Arc<Diagnostic>> {
    // Without a dead link nobody has to collect the links of all pages.
    if !history.has_dead_links() {
        return Vec::new();
    }
    let checker = LinkChecker::of_dead_links(config.options.clock.today(), history.clone());
    apply_severities(config, checker.find(config, resolved))
}

/// How far the requests are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProgress {
    /// The first request is about to be sent.
    Started(RequestPlan),
    /// One more address has been checked.
    Checked,
}

/// Shows no progress, where no request is sent.
static UNOBSERVED: fn(LinkProgress) = |_| {};

/// How many addresses a run is about to request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestPlan {
    /// Addresses that are requested.
    pub requested: usize,
    /// Addresses about which the history is fresh enough.
    pub known: usize,
}

impl<'a> LinkChecker<'a> {
    /// Without a web client (`--offline`) the history is all there is.
    pub fn new(
        web: Option<&'a dyn WebClient>,
        today: Day,
        history: LinkHistory,
        on_progress: &'a (dyn Fn(LinkProgress) + Sync),
    ) -> Self {
        Self { web, today, history: Mutex::new(history), on_progress, reported: ReportedLinks::Doubtful }
    }

    /// Asks no server, and reports those links alone that earlier runs found dead.
    #[must_use]
    pub fn of_dead_links(today: Day, history: LinkHistory) -> Self {
        Self { reported: ReportedLinks::Dead, ..Self::new(None, today, history, &UNOBSERVED) }
    }

    /// The history with the verdicts of this run.
    pub fn into_history(self) -> LinkHistory {
        self.history.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// One finding for each place with a link that is dead, has moved or could not be checked.
    pub(super) fn find(&self, config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
        let places_by_address = addresses::places_by_address(config, resolved);
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let since = config.external.max_age.before(self.today);
        let requested: Vec<&Address> = match self.web {
            Some(_) => {
                places_by_address.keys().filter(|address| !history.is_fresh(address, since, self.today)).collect()
            }
            None => Vec::new(),
        };
        let plan = RequestPlan { requested: requested.len(), known: places_by_address.len() - requested.len() };
        (self.on_progress)(LinkProgress::Started(plan));
        let mut unsure: BTreeMap<&Address, DatedVerdict> = BTreeMap::new();
        if let Some(web) = self.web {
            let answers = requests::verdicts(web, &requested, config.external.per_host, &|| {
                (self.on_progress)(LinkProgress::Checked);
            });
            for Answer { address, verdict, is_answered } in answers {
                if let Verdict::Unsure(_) = verdict {
                    unsure.insert(address, DatedVerdict { verdict: verdict.clone(), day: self.today });
                }
                history.record(address, verdict, is_answered, self.today);
            }
            let linked: BTreeSet<&str> = places_by_address.keys().map(|address| address.url.as_str()).collect();
            history.forget_unlinked(since, &linked);
        }
        // A link that was sound could not be checked this time; one that was dead or had moved is taken to be so still.
        let verdict = |address: &Address| match history.get(address) {
            Some(DatedVerdict { verdict: Verdict::Sound, .. }) => unsure.get(address).or(history.get(address)),
            stored => stored,
        };
        let links =
            places_by_address.iter().flat_map(|(address, places)| places.iter().map(move |place| (address, place)));
        links.filter_map(|(address, place)| self.finding(verdict(address), place)).collect()
    }

    fn finding(&self, dated: Option<&DatedVerdict>, place: &LinkPlace) -> Option<Diagnostic> {
        let is_dead = dated.is_some_and(|dated| matches!(dated.verdict, Verdict::Dead { .. }));
        if self.reported == ReportedLinks::Dead && !is_dead {
            return None;
        }
        let LinkPlace { location, name, fragment } = place;
        let Some(DatedVerdict { verdict, day }) = dated else {
            let message = format!("{name} was never checked");
            let finding = Diagnostic::new(&rules::LINK_UNCHECKED, location.clone(), message);
            return Some(finding.help("run `wellpress check --external` without `--offline`"));
        };
        let when = if *day == self.today { String::new() } else { format!(", on {day}") };
        let (rule, message, help) = match verdict {
            Verdict::Sound => return None,
            Verdict::Moved(to) => {
                let help = format!("look at it, and write `{to}{fragment}`");
                (&rules::LINK_MOVED, format!("{name} has moved for good"), help)
            }
            Verdict::Dead { why, help } => {
                (&rules::LINK_DEAD, format!("{name} leads nowhere: {why}{when}"), help.clone())
            }
            Verdict::Unsure(why) => {
                let help = "open it in a browser, or check again later".to_owned();
                (&rules::LINK_UNCHECKED, format!("{name} could not be checked: {why}{when}"), help)
            }
        };
        Some(Diagnostic::new(rule, location.clone(), message).help(help))
    }
}
