//! The arguments of `check --external`. The requests are left to `wellpress_services::links`.

use std::collections::BTreeSet;

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
use wellpress_command::Failure;
use wellpress_command::console::Console;
use wellpress_foundation::Day;
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_services::links::{self, LinkRequests, link_web};

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
    /// Inspects the site, with the link checker if `--external` was given.
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
        let web = (!self.offline).then(|| link_web(&config));
        let web = web.as_ref().map(|web| web as &dyn WebClient);
        links::inspect(console, request, &LinkRequests { web, known: &BTreeSet::new(), today }, look)
    }
}
