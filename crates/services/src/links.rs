//! Requests the links of a site to other sites, and stores what came of them, for `check --external` and `care --fetch`. Which links are
//! checked, and what a response means, are left to `wellpress_check::external`.

use std::collections::BTreeSet;

use indicatif::ProgressBar;
use url::Url;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
use wellpress_check::external::{LinkChecker, LinkHistory, LinkProgress, RequestPlan};
use wellpress_command::Failure;
use wellpress_command::console::{Console, Verbosity, count};
use wellpress_foundation::Day;
use wellpress_io::fs::Disk;
use wellpress_io::net::{WebClient, WebPolicy};
use wellpress_site::config::Config;
use wellpress_web::LiveWebClient;

/// How links are asked for.
pub struct LinkRequests<'a> {
    /// Sends the requests; without it what earlier runs found is all there is.
    pub web: Option<&'a dyn WebClient>,
    /// Addresses that are there, as others have said today.
    pub known: &'a BTreeSet<String>,
    /// The day of the run.
    pub today: Day,
}

/// A client with the limits that the settings give to link checks.
#[must_use]
pub fn link_web(config: &Config) -> LiveWebClient {
    let external = &config.external;
    LiveWebClient::new(WebPolicy {
        timeout: external.timeout,
        private_hosts: external.private_hosts.clone(),
        max_per_host: external.per_host,
        ..WebPolicy::default()
    })
}

/// Inspects the site with the link checker. The results of the requests go into the cache even if the site has errors, since the requests
/// are the slowest part of a check.
///
/// # Errors
/// When the site cannot be read.
pub fn inspect<T>(
    console: &Console,
    request: &Request<'_>,
    requests: &LinkRequests<'_>,
    look: impl FnOnce(CheckedSite<'_>) -> T,
) -> Result<Outcome<T>, Failure> {
    let LinkRequests { web, known, today } = *requests;
    let mut notes: Vec<String> = Vec::new();
    let mut history = LinkHistory::load(&Disk, &request.cache, &mut notes);
    known.iter().filter_map(|address| Url::parse(address).ok()).for_each(|url| history.record_sound(&url, today));
    let bar = console.bar();
    let on_progress = |progress: LinkProgress| match progress {
        LinkProgress::Started(plan) => announce(console, &bar, plan),
        LinkProgress::Checked => bar.inc(1),
    };
    let checker = LinkChecker::new(web, today, history, &on_progress);
    let outcome = pipeline::inspect_with(&Disk, request, Some(&checker), look);
    // Before the error is returned, so that its message does not appear behind a bar.
    bar.finish_and_clear();
    let outcome = outcome?;
    if web.is_some() {
        checker.into_history().save(&Disk, &request.cache, &mut notes);
    }
    notes.iter().for_each(|note| console.note(note));
    Ok(outcome)
}

/// Starts the bar on a terminal. Elsewhere nothing is printed unless the run is verbose, so that logs stay short.
fn announce(console: &Console, bar: &ProgressBar, plan: RequestPlan) {
    let RequestPlan { requested, known } = plan;
    if requested == 0 {
        return;
    }
    bar.set_message("asking for outside links");
    bar.set_length(requested as u64);
    if console.verbosity == Verbosity::Verbose {
        let skipped = if known > 0 { format!(" ({known} known from before)") } else { String::new() };
        bar.suspend(|| console.progress(&format!("asking for {}{skipped}", count(requested, "outside link"))));
    }
}
