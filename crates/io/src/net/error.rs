//! [`WebError`]: why a request has no response, in words for the person who runs the program.

use std::time::Duration;

use thiserror::Error;

/// Why a request has no response.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WebError {
    /// The address is not one of the web, or it holds credentials.
    #[error("`{0}` is not a web address")]
    Address(String),
    /// The host has an address that is not public.
    #[error("`{0}` is at a private address, which is not asked")]
    Private(String),
    /// No host has this name, or the machine is offline.
    #[error("the host `{0}` was not found; is this machine online?")]
    NoHost(String),
    /// The host accepts no connection.
    #[error("cannot reach `{host}`: {why}")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// What the operating system reports.
        why: String,
    },
    /// The response was not whole in time.
    #[error("`{host}` did not answer in full within {} s", after.as_secs_f32())]
    Timeout {
        /// The host that was asked.
        host: String,
        /// The limit of the policy.
        after: Duration,
    },
    /// More redirects than the policy follows.
    #[error("`{0}` leads from one address to the next without end")]
    Redirects(String),
    /// The server answered with an error.
    #[error("`{host}` answered with status {status}")]
    Status {
        /// The host that was asked.
        host: String,
        /// The status of the response.
        status: u16,
    },
    /// The server asks to come back later: 429, or 502 to 504.
    #[error("`{host}` is busy (status {status}){}", requested_wait(*.wait))]
    Busy {
        /// The host that was asked.
        host: String,
        /// The status of the response.
        status: u16,
        /// The wait that the server asks for, if it says.
        wait: Option<Duration>,
    },
    /// The body is longer than the request allows.
    #[error("the answer of `{host}` has more than {limit} bytes")]
    TooLarge {
        /// The host that was asked.
        host: String,
        /// The limit of the request, in bytes.
        limit: u64,
    },
    /// The response broke off, cannot be decompressed or does not follow the protocol.
    #[error("the answer of `{host}` is broken: {why}")]
    Broken {
        /// The host that was asked.
        host: String,
        /// What is wrong with the response.
        why: String,
    },
}

impl WebError {
    /// Whether the server says that nothing is at the address: 404 or 410.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Status { status: 404 | 410, .. })
    }
}

fn requested_wait(wait: Option<Duration>) -> String {
    wait.map_or_else(String::new, |wait| format!(" and asks to wait {} s; try again later", wait.as_secs()))
}
