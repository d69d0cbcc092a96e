//! [`PublicResolver`]: a host name in, its public addresses out. It resolves names for the client itself: a check before
//! the request and a second look-up by the client could give two answers, and the second could be a private address.

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use wellpress_io::net::is_public;

/// The system's resolver without addresses that are not public, except for trusted hosts and the proxy.
#[derive(Debug)]
pub(crate) struct PublicResolver {
    /// Hosts whose addresses may be private, as [`WebPolicy::private_hosts`](wellpress_io::net::WebPolicy::private_hosts).
    pub private_hosts: Vec<String>,
    /// The host of the proxy. The person chose it in the environment, so it may be anywhere.
    pub proxy: Option<String>,
    pub system: DefaultResolver,
}

impl Resolver for PublicResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let addresses = self.system.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if may_be_private(&self.private_hosts, host) || self.proxy.as_deref() == Some(host) {
            return Ok(addresses);
        }
        let mut public = self.empty();
        for address in addresses.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() { Err(Error::Other(Box::new(NotPublic))) } else { Ok(public) }
    }
}

/// Whether the host is one of those that may be private. An IPv6 address may be written with brackets or without.
pub(crate) fn may_be_private(private_hosts: &[String], host: &str) -> bool {
    let host = without_brackets(host);
    private_hosts.iter().any(|private_host| without_brackets(private_host).eq_ignore_ascii_case(host))
}

fn without_brackets(host: &str) -> &str {
    host.trim_matches(['[', ']'])
}

/// How the client learns that a host has no public address: ureq hands errors of a resolver through.
#[derive(Debug, thiserror::Error)]
#[error("the address is not public")]
pub(crate) struct NotPublic;
