//! [`ExternalLinkPolicy`]: how `check --external` asks for outside addresses, and for which it does not.

use std::time::Duration;

use wellpress_diagnostics::yaml::Period;
use wellpress_diagnostics::{Diagnostic, Source};

use wellpress_diagnostics::quotable;

use super::services::{CitationServices, timeout};
use super::settings::ExternalLinkSettings;
use super::wrong;

const AGE: Period = Period::of_days(7);
const PER_HOST: usize = 2;
const MOST_PER_HOST: usize = 16;

/// How outside addresses are asked for.
#[derive(Debug, Clone)]
pub struct ExternalLinkPolicy {
    /// How long an address that was there is taken to be there.
    pub max_age: Period,
    /// How many requests one host has to answer at a time.
    pub per_host: usize,
    /// By when an answer must be whole.
    pub timeout: Duration,
    /// Beginnings of addresses that are not asked for.
    pub skip: Vec<String>,
    /// Hosts that may be asked though their address is not public.
    pub private_hosts: Vec<String>,
}

impl ExternalLinkPolicy {
    /// As the settings have it.
    pub(super) fn of(
        written: &ExternalLinkSettings,
        services: &CitationServices,
        source: &Source,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let per_host = written.per_host.as_ref().map_or(PER_HOST, |wish| wish.value);
        if let Some(wish) = written.per_host.as_ref().filter(|_| !(1..=MOST_PER_HOST).contains(&per_host)) {
            let finding = wrong(source.locate(wish.span), format!("`per_host` is {per_host}"));
            findings.push(finding.help(format!("write a number from 1 to {MOST_PER_HOST}")));
        }
        for start in written.skip.iter().filter(|start| !is_start(&start.value)) {
            let message = format!("`{}` is not the beginning of a web address", quotable(&start.value));
            let help = "write it with its scheme and host: `https://example.org/path`";
            findings.push(wrong(source.locate(start.span), message).help(help));
        }
        Self {
            max_age: written.max_age.unwrap_or(AGE),
            per_host: per_host.clamp(1, MOST_PER_HOST),
            timeout: timeout(written.timeout.as_ref(), source, findings),
            skip: written.skip.iter().map(|start| start.value.clone()).collect(),
            private_hosts: written.private_hosts.iter().chain(&services.private_hosts).cloned().collect(),
        }
    }
}

fn is_start(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}
