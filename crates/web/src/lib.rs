//! [`LiveWebClient`]: the client of the real network, for the tools that ask other servers.
//!
//! **Input:** a [`WebRequest`](wellpress_io::net::WebRequest) and a [`WebPolicy`](wellpress_io::net::WebPolicy) with limits on time, size
//! and trust. **Output:** a whole [`WebResponse`](wellpress_io::net::WebResponse) or a [`WebError`](wellpress_io::net::WebError).
//!
//! A response must be whole in time and must not exceed a size, whatever the server does: sends slowly, unpacks to gigabytes. The time
//! limit holds for each redirect by itself, and the number of redirects is limited.
//!
//! No request goes to an IP address that is not public, whether the URL holds it or a host name leads to it, and whether the caller or a
//! redirect gave the URL. Otherwise a page could make the program send requests to the machines behind a firewall. Exceptions are the
//! proxy and the hosts of [`WebPolicy::private_hosts`](wellpress_io::net::WebPolicy::private_hosts). An HTTP proxy resolves host names
//! itself, so behind one only IP addresses in URLs are checked.

mod host_limiter;
mod live;
mod public_resolver;

pub use live::LiveWebClient;
