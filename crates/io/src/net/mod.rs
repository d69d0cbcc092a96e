//! All requests to other machines but those of a deploy: a [`WebRequest`] in, a whole [`WebResponse`] or a [`WebError`]
//! out. [`WebClient`] is the trait; the client of the real network is `wellpress_web::LiveWebClient`. `wellpress build` never uses the
//! network; `cite`, `check --external` and `import --fetch` do. What a response means is left to the caller.

mod error;
mod public_address;

use std::time::Duration;

use url::Url;

pub use error::WebError;
pub use public_address::is_public;

/// The `User-Agent` of every request.
pub const USER_AGENT: &str = concat!("wellpress/", env!("CARGO_PKG_VERSION"));

/// Sends requests to web servers. It is called from several threads at once. Tests have clients with canned responses.
pub trait WebClient: Send + Sync {
    /// Sends a request and waits for its response. The real client follows redirects and asks a busy server again as its
    /// [`WebPolicy`] says.
    ///
    /// # Errors
    /// Unless a whole response arrives whose status is success, or with [`RedirectPolicy::Stop`] a redirect.
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError>;
}

/// A request for one URL.
#[derive(Debug, Clone, Copy)]
pub struct WebRequest<'a> {
    /// `http` or `https`, without credentials.
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
    /// Take a redirect as the answer: `url` is the URL that redirects, `body` is empty. For a service such as doi.org, whose
    /// redirect already says that the identifier exists.
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

/// A response with a status of success, or with [`RedirectPolicy::Stop`] a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebResponse {
    /// The URL that answered, behind all redirects that were followed.
    pub url: Url,
    /// The URL that an author should write instead: where permanent redirects (301 and 308) led, up to the first temporary
    /// one. `None` if the first redirect was temporary, or none was followed.
    pub moved: Option<Url>,
    /// The media type with its parameters, in lower case; empty for a redirect, and if the server names none.
    pub media_type: String,
    /// The decompressed body; empty if it was not asked for.
    pub body: Vec<u8>,
}

/// How patient a client is with servers, and which private hosts it trusts. Given to `wellpress_web::LiveWebClient::new`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPolicy {
    /// How long a response may take until it is whole, for each try and each redirect by itself.
    pub timeout: Duration,
    /// How often a busy server is asked, the first time included; 0 counts as 1. Busy: 429, 502 to 504.
    pub tries: u32,
    /// How long to wait before the second try if the server does not say; the wait doubles before each further one.
    pub first_wait: Duration,
    /// The longest wait. If the server, or the doubling, asks for a longer wait, the client gives up.
    pub max_wait: Duration,
    /// How many redirects are followed. More are an error.
    pub max_redirects: u32,
    /// Hosts whose IP addresses need not be public, without port, in any case.
    pub private_hosts: Vec<String>,
    /// How many requests may be under way to one host, redirects included; 0 counts as 1.
    pub max_per_host: usize,
    /// How long to wait between the beginnings of two requests to one host. This machine needs no pause.
    pub pause: Duration,
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
            pause: Duration::ZERO,
        }
    }
}

/// The host of a URL; empty for a URL without one.
#[must_use]
pub fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
