//! Other servers behind a trait: [`WebClient`] is all that wellpress asks of the network, [`LiveWebClient`] the real one. The only room
//! that touches the network, and a build never comes here.
//!
//! An answer has a time by which it must be whole and a size that it must not exceed, whatever the server does: sends
//! slowly, leads in circles, unpacks to gigabytes. An address that is not public is refused, wherever it came from (a
//! redirect, a name that leads there), unless its host was named as one that may be: else a page could make the program
//! ask the machines behind a firewall.

#[cfg(feature = "net")]
mod gate;
#[cfg(feature = "net")]
mod live;
mod private;
mod wait;

use std::time::Duration;

use thiserror::Error;
use url::Url;

#[cfg(feature = "net")]
pub use live::LiveWebClient;
pub use private::is_public;
pub use wait::retry_after;

/// The `User-Agent` of every request.
#[cfg(feature = "net")]
pub const USER_AGENT: &str = concat!("wellpress/", env!("CARGO_PKG_VERSION"));

/// Everything that wellpress asks of the network. Called from many threads.
pub trait WebClient: Send + Sync {
    /// Asks a server and waits for its answer.
    ///
    /// # Errors
    /// Whatever is not a whole answer with a status of success.
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError>;
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct WebRequest<'a> {
    /// Where: `http` or `https`.
    pub url: &'a Url,
    /// For all of it, or only whether it is there.
    pub method: RequestMethod,
    /// The media types that will do, as the header says it.
    pub accept: &'a str,
    /// How many bytes the answer may have, unpacked.
    pub max_bytes: u64,
    /// What becomes of a redirect.
    pub redirects: RedirectPolicy,
}

/// What becomes of a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedirectPolicy {
    /// It is followed.
    Follow,
    /// It is the answer: that it leads on is all that is to be known.
    Stop,
}

/// How much is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestMethod {
    /// All of it.
    Get,
    /// The status and where redirects lead.
    Head,
    /// The same, of a server that refuses to be asked for less than all: it is asked for all, and not listened to.
    GetUnread,
}

/// What a server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebResponse {
    /// Where redirects led.
    pub url: Url,
    /// Where those of them led that are for good, up to the first that is not; nothing where there was none.
    pub moved: Option<Url>,
    /// The media type with its parameters, in lower case; empty where the server names none.
    pub media_type: String,
    /// The bytes.
    pub body: Vec<u8>,
}

/// How patient and how trusting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebPolicy {
    /// By when an answer must be whole, each try by itself.
    pub timeout: Duration,
    /// How often a server that is busy is asked.
    pub tries: u32,
    /// How long to wait before the second try where the server does not say; before each further one twice as long.
    pub pause: Duration,
    /// The longest wait that a server may ask for.
    pub longest_wait: Duration,
    /// How many redirects are followed.
    pub redirects: u32,
    /// Hosts that may be at addresses that are not public, without port, in lower case.
    pub private_hosts: Vec<String>,
    /// How many requests one host has to answer at a time, redirects among them.
    pub per_host: usize,
}

impl Default for WebPolicy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(20),
            tries: 3,
            pause: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            redirects: 10,
            private_hosts: Vec::new(),
            per_host: usize::MAX,
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WebError {
    /// The address is none that can be asked.
    #[error("`{0}` is not a web address")]
    Address(String),
    /// Its host is not public.
    #[error("`{0}` is at a private address, which is not asked")]
    Private(String),
    /// No host has this name, or the machine is offline.
    #[error("the host `{0}` was not found; is this machine online?")]
    NoHost(String),
    /// The host does not answer at all.
    #[error("cannot reach `{host}`: {why}")]
    Unreachable {
        /// Which.
        host: String,
        /// What the machine said.
        why: String,
    },
    /// It took too long.
    #[error("`{host}` did not answer in full within {} s", after.as_secs_f32())]
    Timeout {
        /// Which.
        host: String,
        /// How long was waited.
        after: Duration,
    },
    /// It led from one address to the next without end.
    #[error("`{0}` leads from one address to the next without end")]
    Redirects(String),
    /// The server answered with an error.
    #[error("`{host}` answered with status {status}")]
    Status {
        /// Which.
        host: String,
        /// What it said.
        status: u16,
    },
    /// The server has no time for us.
    #[error("`{host}` is busy (status {status}){}", asked_to_wait(*.wait))]
    Busy {
        /// Which.
        host: String,
        /// What it said.
        status: u16,
        /// How long it asks to wait.
        wait: Option<Duration>,
    },
    /// The answer is too long.
    #[error("the answer of `{host}` has more than {limit} bytes")]
    TooLarge {
        /// Whose.
        host: String,
        /// How many it may have.
        limit: u64,
    },
    /// The answer broke off or cannot be unpacked.
    #[error("the answer of `{host}` is broken: {why}")]
    Broken {
        /// Whose.
        host: String,
        /// How.
        why: String,
    },
}

impl WebError {
    /// Whether the server says that there is no such thing.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Status { status: 404 | 410, .. })
    }
}

/// The host of an address, for messages.
#[must_use]
pub fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn asked_to_wait(wait: Option<Duration>) -> String {
    wait.map_or_else(String::new, |wait| format!(" and asks to wait {} s; try again later", wait.as_secs()))
}
