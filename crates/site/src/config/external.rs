//! `check.external` of the settings in, an [`ExternalLinkPolicy`] out: how `check --external` requests the addresses that the
//! site links to, and which of them it leaves out.

use std::time::Duration;

use wellpress_diagnostics::{Diagnostic, Source, quotable};
use wellpress_foundation::Period;

use super::mistakes::wrong;
use super::services::{CitationServices, timeout};
use super::settings::ExternalLinkSettings;

const DEFAULT_MAX_AGE: Period = Period::of_days(7);
const DEFAULT_PER_HOST: usize = 2;
const MAX_PER_HOST: usize = 16;

/// How external addresses are requested, with every value in its bounds.
#[derive(Debug, Clone)]
pub struct ExternalLinkPolicy {
    /// How long an address that worked is not requested again.
    pub max_age: Period,
    /// The maximum number of simultaneous requests to one host.
    pub per_host: usize,
    /// The time in which an answer has to be complete.
    pub timeout: Duration,
    /// Prefixes of addresses that are not requested.
    pub skip: Vec<String>,
    /// Hosts that may receive requests although their address is not public.
    pub private_hosts: Vec<String>,
}

impl ExternalLinkPolicy {
    /// Checks the settings. A value out of its bounds is a finding, and the nearest valid one is used.
    pub(super) fn of(
        settings: &ExternalLinkSettings,
        services: &CitationServices,
        source: &Source,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let per_host = settings.per_host.as_ref().map_or(DEFAULT_PER_HOST, |setting| setting.value);
        if let Some(setting) = settings.per_host.as_ref().filter(|_| !(1..=MAX_PER_HOST).contains(&per_host)) {
            let finding = wrong(source.locate(setting.span), format!("`per_host` is {per_host}"));
            findings.push(finding.help(format!("write a number from 1 to {MAX_PER_HOST}")));
        }
        for prefix in settings.skip.iter().filter(|prefix| !has_host(&prefix.value)) {
            let message = format!("`{}` is not the beginning of a web address", quotable(&prefix.value));
            let help = "write it with its scheme and host: `https://example.org/path`";
            findings.push(wrong(source.locate(prefix.span), message).help(help));
        }
        Self {
            max_age: settings.max_age.unwrap_or(DEFAULT_MAX_AGE),
            per_host: per_host.clamp(1, MAX_PER_HOST),
            timeout: timeout(settings.timeout.as_ref(), source, findings),
            skip: settings.skip.iter().map(|prefix| prefix.value.clone()).collect(),
            private_hosts: settings.private_hosts.iter().chain(&services.private_hosts).cloned().collect(),
        }
    }
}

/// Whether a prefix contains a scheme and the beginning of a host; a shorter one would leave out all addresses.
fn has_host(prefix: &str) -> bool {
    let host = prefix.strip_prefix("https://").or_else(|| prefix.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}
