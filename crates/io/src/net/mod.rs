//! Other servers behind a trait: a [`WebRequest`] in, a whole [`WebResponse`] or a [`WebError`] out. [`WebClient`] is all that
//! wellpress asks of the network, and [`LiveWebClient`] is the real one. A build never uses it. What a response means is
//! left to the caller.
//!
//! A response has a time by which it must be whole and a size that it must not exceed, whatever the server does: sends
//! slowly, redirects in circles, unpacks to gigabytes. An address that is not public is refused, wherever it came from (a
//! redirect, a name that leads there), unless its host was named as one that may be private: otherwise a page could make
//! the program send requests to the machines behind a firewall.

mod error;
#[cfg(feature = "net")]
mod host_limiter;
#[cfg(feature = "net")]
mod live;
mod public_address;
#[cfg(feature = "net")]
mod public_resolver;
mod retry_after;

use std::time::Duration;

use url::Url;

pub use error::WebError;
#[cfg(feature = "net")]
pub use live::LiveWebClient;
pub use public_address::is_public;
pub use retry_after::retry_after;

/// The `User-Agent` of every request.
#[cfg(feature = "net")]
pub const USER_AGENT: &str = concat!("wellpress/", env!("CARGO_PKG_VERSION"));

/// Sends requests to web servers. Called from many threads. Tests replace it with canned responses.
pub trait WebClient: Send + Sync {
    /// Sends a request and waits for its response, following redirects and waiting for a busy server as far as the
    /// client's policy says.
    ///
    /// # Errors
    /// For everything but a whole response with a status of success.
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError>;
}

/// A request for one address.
#[derive(Debug, Clone, Copy)]
pub struct WebRequest<'a> {
    /// The address: `http` or `https`, without credentials.
    pub url: &'a Url,
    /// How much of the response is needed.
    pub method: RequestMethod,
    /// The value of the `Accept` header.
    pub accept: &'a str,
    /// How many bytes the body may have after decompression.
    pub max_bytes: u64,
    /// Whether redirects are followed.
    pub redirects: RedirectPolicy,
}

/// Whether a redirect is followed or is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedirectPolicy {
    /// Follow redirects up to the limit of [`WebPolicy::max_redirects`].
    Follow,
    /// Return the first response. For a service such as doi.org, whose redirect already says that the identifier exists.
    Stop,
}

/// How much of the response is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestMethod {
    /// The whole response with its body.
    Get,
    /// Only the status, and where redirects lead.
    Head,
    /// As [`RequestMethod::Head`], for a server that refuses HEAD: a GET whose body is not read.
    GetUnread,
}

/// A response with a status of success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebResponse {
    /// The address that answered, behind all redirects.
    pub url: Url,
    /// Where permanent redirects led, up to the first temporary one; `None` if the first redirect was temporary or there
    /// was none. An author should write this address instead.
    pub moved: Option<Url>,
    /// The media type with its parameters, in lower case; empty if the server names none.
    pub media_type: String,
    /// The decompressed body; empty if it was not asked for.
    pub body: Vec<u8>,
}

/// How patient a client is with servers, and which private hosts it trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPolicy {
    /// By when a response must be whole, for each try by itself.
    pub timeout: Duration,
    /// How often a busy server is asked, the first time included.
    pub tries: u32,
    /// How long to wait before the second try if the server does not say; the wait doubles before each further one.
    pub first_wait: Duration,
    /// The longest wait that a server may ask for.
    pub max_wait: Duration,
    /// How many redirects are followed.
    pub max_redirects: u32,
    /// Hosts that may have addresses that are not public, without port, in lower case.
    pub private_hosts: Vec<String>,
    /// How many requests may be under way to one host, redirects included.
    pub max_per_host: usize,
}

impl Default for WebPolicy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(20),
            tries: 3,
            first_wait: Duration::from_secs(1),
            max_wait: Duration::from_secs(30),
            max_redirects: 10,
            private_hosts: Vec::new(),
            max_per_host: usize::MAX,
        }
    }
}

/// The host of an address, for messages; empty for an address without one.
#[must_use]
pub fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
