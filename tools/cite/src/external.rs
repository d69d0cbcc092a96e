//! `check --external`: connects the link checker to the network and to the results of earlier runs. Which links are checked, and
//! what a response means, are left to `wellpress_check::external`.

use clap::Args;
use indicatif::ProgressBar;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
use wellpress_check::external::{LinkChecker, LinkHistory, LinkProgress, RequestPlan};
use wellpress_command::Failure;
use wellpress_command::console::{Console, Verbosity, count};
use wellpress_foundation::Day;
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_site::config::Config;

/// The arguments of `check` about links to other sites.
#[derive(Debug, Args)]
pub struct ExternalArguments {
    /// Also request external links, DOIs and PubMed ids, to find broken ones
    #[arg(long)]
    external: bool,
    /// With `--external`: send no request, and report what earlier runs found
    #[arg(long, requires = "external")]
    offline: bool,
}

impl ExternalArguments {
    /// Inspects the site, with the link checker if `--external` was given. The results of the requests go into the cache even
    /// if the site has errors, since the requests are the slowest part of a check.
    ///
    /// # Errors
    /// When the site cannot be read.
    pub fn inspect<T>(
        &self,
        console: &Console,
        request: &Request<'_>,
        today: Day,
        look: impl FnOnce(CheckedSite<'_>) -> T,
    ) -> Result<Outcome<T>, Failure> {
        if !self.external {
            return Ok(pipeline::inspect(&Disk, request, look)?);
        }
        let config = match pipeline::settings(&Disk, request)? {
            Outcome::Done(config) => config,
            Outcome::Stopped(report) => return Ok(Outcome::Stopped(report)),
        };
        let web = if self.offline { None } else { Some(web(&config)?) };
        let mut notes: Vec<String> = Vec::new();
        let history = LinkHistory::load(&Disk, &request.cache, &mut notes);
        let bar = console.bar();
        let on_progress = |progress: LinkProgress| match progress {
            LinkProgress::Started(plan) => announce(console, &bar, plan),
            LinkProgress::Checked => bar.inc(1),
        };
        let checker = LinkChecker::new(web.as_deref(), today, history, &on_progress);
        let outcome = pipeline::inspect_with(&Disk, request, Some(&checker), look);
        // Before the error is returned, so that its message does not appear behind a bar.
        bar.finish_and_clear();
        let outcome = outcome?;
        if !self.offline {
            checker.into_history().save(&Disk, &request.cache, &mut notes);
        }
        notes.iter().for_each(|note| console.note(note));
        Ok(outcome)
    }
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

/// A client with the limits that the settings give to link checks.
fn web(config: &Config) -> Result<Box<dyn WebClient>, Failure> {
    let external = &config.external;
    let policy = wellpress_io::net::WebPolicy {
        timeout: external.timeout,
        private_hosts: external.private_hosts.clone(),
        max_per_host: external.per_host,
        ..wellpress_io::net::WebPolicy::default()
    };
    Ok(Box::new(wellpress_web::LiveWebClient::new(policy)))
}
