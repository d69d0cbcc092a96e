//! Addresses as programs outside of the site can follow them.

use wellpress_site::config::Config;

/// An address with the host of the site before one that begins at the root. Others, such as `#id`, stay as they are.
#[must_use]
pub fn absolute(config: &Config, address: &str) -> String {
    if address.starts_with('/') { format!("{}{address}", config.base.origin) } else { address.to_owned() }
}
