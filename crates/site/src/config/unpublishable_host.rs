//! Addresses at which no reader can find a site: those for examples, and those of the machine itself.

use url::{Host, Url};

/// The hosts that are reserved for examples in manuals. Nobody can publish there.
const EXAMPLE_HOSTS: [&str; 3] = ["example.org", "example.com", "example.net"];

/// Why no site can be published at an address, as a phrase behind it; `None` for one that readers may reach.
///
/// ```
/// use wellpress_site::config::unpublishable;
///
/// assert_eq!(unpublishable("http://127.0.0.1:1111/"), Some("is an address of this machine"));
/// assert_eq!(unpublishable("https://www.example.org/guide/"), Some("is an address for examples"));
/// assert_eq!(unpublishable("https://health.test.example/"), None);
/// ```
#[must_use]
pub fn unpublishable(address: &str) -> Option<&'static str> {
    const OF_MACHINE: Option<&str> = Some("is an address of this machine");
    match Url::parse(address).ok()?.host()? {
        Host::Ipv4(ip) if ip.is_loopback() || ip.is_unspecified() => OF_MACHINE,
        Host::Ipv6(ip) if ip.is_loopback() || ip.is_unspecified() => OF_MACHINE,
        Host::Domain(name) if name == "localhost" || name.ends_with(".localhost") => OF_MACHINE,
        Host::Domain(name) if EXAMPLE_HOSTS.contains(&name.strip_prefix("www.").unwrap_or(name)) => {
            Some("is an address for examples")
        }
        _ => None,
    }
}
