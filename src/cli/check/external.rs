//! `check --external`: the network and what was heard from it before.

use clap::Args;
use indicatif::ProgressBar;

use wellpress_diagnostics::yaml::Day;
use wellpress_io::cache::{CacheFile, CacheNote};
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_site::check::external::{LinkChecker, LinkHistory, LinkProgress, RequestPlan};
use wellpress_site::config::Config;

use crate::pipeline::{self, CheckedSite, Outcome, Request};

use super::super::build::count;
use super::super::console::{Console, Volume};
use super::super::failure::Failure;

/// What is kept of one run for the next.
const HEARD: &str = "external.pack";

/// Whether other sites are asked.
#[derive(Debug, Args)]
pub(super) struct ExternalArguments {
    /// Also try outside links, DOIs and PubMed ids
    #[arg(long)]
    external: bool,
    /// With `--external`: ask nobody, and tell what earlier runs heard
    #[arg(long, requires = "external")]
    offline: bool,
}

impl ExternalArguments {
    /// Inspects the site, and asks other sites where that was wished for.
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
            Ok(config) => config,
            Err(report) => return Ok(Outcome::Stopped(report)),
        };
        let web = if self.offline { None } else { Some(web(&config)?) };
        let mut notes: Vec<CacheNote> = Vec::new();
        let pack = CacheFile::new(&request.cache, HEARD);
        let history: LinkHistory = pack.load(&Disk, &mut notes).unwrap_or_default();
        let bar = console.bar();
        let tell = |progress: LinkProgress| match progress {
            LinkProgress::Started(plan) => begin(console, &bar, plan),
            LinkProgress::Checked => bar.inc(1),
        };
        let checker = LinkChecker::new(web.as_deref(), today, history, &tell);
        let looked = pipeline::inspect_with(&Disk, request, Some(&checker), look);
        bar.finish_and_clear();
        let looked = looked?;
        if !self.offline {
            pack.save(&Disk, &checker.into_history(), &mut notes);
        }
        notes.iter().for_each(|note| console.note(note));
        Ok(looked)
    }
}

/// On a terminal a bar shows how far it is; elsewhere nothing is said unless that was wished for.
fn begin(console: &Console, bar: &ProgressBar, plan: RequestPlan) {
    let RequestPlan { requested, known } = plan;
    if requested == 0 {
        return;
    }
    bar.set_message("asking for outside links");
    bar.set_length(requested as u64);
    if console.volume == Volume::Verbose {
        let known = if known > 0 { format!(" ({known} known from before)") } else { String::new() };
        bar.suspend(|| console.progress(&format!("asking for {}{known}", count(requested, "outside link"))));
    }
}

/// The network, as the settings let it be used.
#[cfg(feature = "net")]
fn web(config: &Config) -> Result<Box<dyn WebClient>, Failure> {
    let external = &config.external;
    let policy = wellpress_io::net::WebPolicy {
        timeout: external.timeout,
        private_hosts: external.private_hosts.clone(),
        max_per_host: external.per_host,
        ..wellpress_io::net::WebPolicy::default()
    };
    Ok(Box::new(wellpress_io::net::LiveWebClient::new(policy)))
}

#[cfg(not(feature = "net"))]
fn web(_: &Config) -> Result<Box<dyn WebClient>, Failure> {
    Err(Failure::usage("this wellpress was made without the network")
        .help("add `--offline` to see what earlier runs heard"))
}
